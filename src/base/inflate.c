/* SPDX-License-Identifier: Apache-2.0
 *
 * gzip, zlib and zstd undone in pieces of 64 KiB. See inflate.h.
 */
#include "base/inflate.h"

#include "base/buf.h"
#include "base/limits.h"

#include <zlib.h>
#include <zstd.h>

#define PIECE ((size_t)64 << 10)
/* Ratio is looked at only after this much output: short pages may pack well. */
#define RATIO_FROM ((size_t)1 << 20)

enum packing { PLAIN, GZIP, ZLIB, ZSTD };

static enum packing packing_of(struct kh_str in)
{
    const unsigned char *p = (const unsigned char *)in.p;
    if (in.n >= 10 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8) return GZIP;
    if (in.n >= 5 && p[0] == 0x28 && p[1] == 0xB5 && p[2] == 0x2F && p[3] == 0xFD) return ZSTD;
    /* zlib has no magic: deflate with a 32 KiB window, a right check number and no dictionary. 0x78
     * is the letter x, so text can look so ("x\n..."): a failing inflate then means plain. */
    if (in.n >= 6 && p[0] == 0x78 && (p[0] * 256 + p[1]) % 31 == 0 && !(p[1] & 0x20)) return ZLIB;
    return PLAIN;
}

/* Room for the next piece of `out`, or false with *result telling why not. */
static bool room(struct kh_buf *out, size_t in_n, enum kh_inflated *result)
{
    bool ratio = out->n > RATIO_FROM && out->n / KH_MAX_INFLATE_RATIO > in_n;
    if (ratio || out->n >= out->max_bytes) {
        *result = KH_INFLATE_LARGE;
        return false;
    }
    size_t want = out->max_bytes - out->n < PIECE ? out->max_bytes - out->n : PIECE;
    if (kh_buf_reserve(out, want)) return true;
    *result = KH_INFLATE_NO_MEMORY;
    return false;
}

/* gzip members may follow each other; what follows them is ignored. A torn gzip keeps what it
 * gave; zlib, which may be mere text, must be whole. */
static enum kh_inflated undo_zlib(struct kh_str in, bool whole, struct kh_buf *out)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)in.p, .avail_in = (uInt)in.n};
    if (inflateInit2(&z, 15 + 32) != Z_OK) return KH_INFLATE_NO_MEMORY;
    enum kh_inflated result = KH_INFLATE_DONE;
    while (room(out, in.n, &result)) {
        size_t space = out->capacity - out->n;
        if (space > out->max_bytes - out->n) space = out->max_bytes - out->n;
        z.next_out = (Bytef *)out->p + out->n;
        z.avail_out = (uInt)space;
        int rc = inflate(&z, Z_NO_FLUSH);
        size_t made = space - z.avail_out;
        out->n += made;
        if (rc == Z_STREAM_END) {
            if (z.avail_in < 10 || z.next_in[0] != 0x1F || z.next_in[1] != 0x8B) break;
            if (inflateReset(&z) != Z_OK) break;
        } else if (rc != Z_OK || (made == 0 && z.avail_in == 0)) {
            if (whole || out->n == 0) result = KH_INFLATE_BROKEN;
            break;
        }
    }
    inflateEnd(&z);
    return result;
}

static enum kh_inflated undo_zstd(struct kh_str in, struct kh_buf *out)
{
    ZSTD_DStream *z = ZSTD_createDStream();
    if (!z) return KH_INFLATE_NO_MEMORY;
    /* 2^23 bytes is what a decoder must support; a larger window is a claim on our memory. */
    ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, 23);
    ZSTD_inBuffer from = {in.p, in.n, 0};
    enum kh_inflated result = KH_INFLATE_DONE;
    while (room(out, in.n, &result)) {
        size_t space = out->capacity - out->n;
        if (space > out->max_bytes - out->n) space = out->max_bytes - out->n;
        ZSTD_outBuffer to = {out->p + out->n, space, 0};
        size_t rc = ZSTD_decompressStream(z, &to, &from);
        out->n += to.pos;
        if (ZSTD_isError(rc) || (to.pos < to.size && from.pos == from.size)) {
            if (ZSTD_isError(rc) && out->n == 0) result = KH_INFLATE_BROKEN;
            break;
        }
    }
    ZSTD_freeDStream(z);
    return result;
}

enum kh_inflated kh_inflate(struct kh_arena *arena, struct kh_str in, size_t max_bytes,
                            struct kh_str *out)
{
    *out = in;
    enum packing packing = packing_of(in);
    if (packing == PLAIN) return KH_INFLATE_PLAIN;
    struct kh_buf now, before;
    kh_buf_init(&now, max_bytes);
    kh_buf_init(&before, max_bytes);
    enum kh_inflated result = KH_INFLATE_PLAIN;
    for (int depth = 0; packing != PLAIN; depth++) {
        if (depth == KH_MAX_INFLATE_DEPTH) {
            result = KH_INFLATE_LARGE;
            break;
        }
        enum kh_inflated layer =
            packing == ZSTD ? undo_zstd(*out, &now) : undo_zlib(*out, packing == ZLIB, &now);
        if (packing == ZLIB && layer == KH_INFLATE_BROKEN) break;
        result = layer;
        if (result != KH_INFLATE_DONE) break;
        kh_buf_clear(&before);
        before = now;
        kh_buf_init(&now, max_bytes);
        *out = kh_buf_str(&before);
        packing = packing_of(*out);
    }
    if (result == KH_INFLATE_DONE) {
        *out = kh_arena_str(arena, *out);
        if (!out->p) result = KH_INFLATE_NO_MEMORY;
    } else {
        *out = in;
    }
    kh_buf_clear(&now);
    kh_buf_clear(&before);
    return result;
}

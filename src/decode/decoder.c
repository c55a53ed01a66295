/* SPDX-License-Identifier: Apache-2.0
 *
 * The decoders of the WHATWG Encoding Standard but for the East Asian ones (cjk.c): bytes in,
 * UTF-8 out.
 */
#include "decode/internal.h"

size_t kh_sink_ascii(struct kh_sink *out, struct kh_str in, size_t at)
{
    size_t end = at, room = out->capacity - out->n;
    size_t limit = in.n - at < room ? in.n : at + room;
    uint64_t eight;
    while (limit - end >= 8 && (memcpy(&eight, in.p + end, 8), (eight & 0x8080808080808080u) == 0))
        end += 8;
    while (end < limit && (unsigned char)in.p[end] < 0x80) end++;
    if (end > at) memcpy(out->p + out->n, in.p + at, end - at);
    out->n += end - at;
    if (end == limit && end < in.n) out->full = true;
    return end;
}

/* Bytes of the sequence at p that belong together: a whole one (*good), or the longest part of one
 * that could have become whole, which is replaced as one ("maximal subpart"). */
static size_t sequence(const unsigned char *p, size_t n, bool *good)
{
    unsigned char lead = p[0];
    size_t need = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    *good = false;
    if (lead < 0xC2 || lead > 0xF4) return 1;
    for (size_t i = 1; i < need; i++) {
        if (i == n || p[i] < low || p[i] > high) return i;
        low = 0x80;
        high = 0xBF;
    }
    *good = true;
    return need;
}

void kh_decode_utf_8(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    (void)index;
    const unsigned char *p = (const unsigned char *)in.p;
    for (size_t i = 0; i < in.n && !out->full;) {
        if (p[i] < 0x80) {
            i = kh_sink_ascii(out, in, i);
            continue;
        }
        bool good;
        size_t n = sequence(p + i, in.n - i, &good);
        if (!good) {
            kh_sink_put(out, KH_REPLACEMENT);
        } else if (out->capacity - out->n < n) {
            out->full = true;
        } else {
            memcpy(out->p + out->n, p + i, n);
            out->n += n;
        }
        i += n;
    }
}

struct kh_utf8_counts kh_utf8_counts(struct kh_str bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    struct kh_utf8_counts counts = {0, 0};
    for (size_t i = 0; i < bytes.n;) {
        if (p[i] < 0x80) {
            i++;
            continue;
        }
        bool good;
        size_t n = sequence(p + i, bytes.n - i, &good);
        /* At the very end it may be a whole one that was cut. */
        if (good) counts.good++;
        else if (i + n < bytes.n) counts.bad++;
        i += n;
    }
    return counts;
}

void kh_decode_single(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    struct {
        char bytes[4];
        size_t n;
    } high[128];
    for (uint32_t i = 0; i < 128; i++) {
        uint32_t code = kh_index_get(index, i);
        high[i].n = kh_utf8_encode(code ? code : KH_REPLACEMENT, high[i].bytes);
    }
    const unsigned char *p = (const unsigned char *)in.p;
    for (size_t i = 0; i < in.n && !out->full;) {
        if (p[i] < 0x80) {
            i = kh_sink_ascii(out, in, i);
            continue;
        }
        for (; i < in.n && p[i] >= 0x80; i++) {
            if (out->capacity - out->n < 4) {
                out->full = true;
                break;
            }
            memcpy(out->p + out->n, high[p[i] - 0x80].bytes, 4);
            out->n += high[p[i] - 0x80].n;
        }
    }
}

static void utf_16(struct kh_str in, unsigned low_byte, struct kh_sink *out)
{
    const unsigned char *p = (const unsigned char *)in.p;
    size_t i = 0;
    while (i + 1 < in.n && !out->full) {
        uint32_t unit = p[i + low_byte] | (uint32_t)p[i + 1 - low_byte] << 8;
        i += 2;
        if (unit < 0xD800 || unit > 0xDFFF) {
            kh_sink_put(out, unit);
            continue;
        }
        uint32_t next = i + 1 < in.n ? p[i + low_byte] | (uint32_t)p[i + 1 - low_byte] << 8 : 0;
        if (unit < 0xDC00 && next >= 0xDC00 && next <= 0xDFFF) {
            kh_sink_put(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i += 2;
        } else {
            kh_sink_put(out, KH_REPLACEMENT);
            /* A lead surrogate and the odd last byte are one error at the end of the input. */
            if (unit < 0xDC00 && i + 1 == in.n) return;
        }
    }
    if (i < in.n) kh_sink_put(out, KH_REPLACEMENT);
}

void kh_decode_utf_16be(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    (void)index;
    utf_16(in, 1, out);
}

void kh_decode_utf_16le(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    (void)index;
    utf_16(in, 0, out);
}

void kh_decode_replacement(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    (void)index;
    if (in.n > 0) kh_sink_put(out, KH_REPLACEMENT);
}

void kh_decode_user_defined(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    (void)index;
    for (size_t i = 0; i < in.n && !out->full; i++) {
        unsigned char byte = (unsigned char)in.p[i];
        kh_sink_put(out, byte < 0x80 ? byte : 0xF780u + byte - 0x80u);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Hashes of texts; SHA-256 by nettle (which uses the processor's SHA instructions where present)
 * and content ids.
 */
#include "base/hash.h"

#include <nettle/sha2.h>

#define EACH_BYTE(x) ((uint64_t)0x0101010101010101u * (x))

/* Eight bytes at once: ASCII letters in lower case. */
static uint64_t lower_bytes(uint64_t x)
{
    uint64_t low = x & EACH_BYTE(0x7f);
    uint64_t from_a = low + EACH_BYTE(0x80 - 'A'), over_z = low + EACH_BYTE(0x7f - 'Z');
    return x | ((from_a & ~over_z & ~x & EACH_BYTE(0x80)) >> 2);
}

/* The lowest bit set is the highest of the first byte up to ' '; 0 when there is none. */
static uint64_t blank_bytes(uint64_t x)
{
    return (x - EACH_BYTE(' ' + 1)) & ~x & EACH_BYTE(0x80);
}

uint64_t kh_hash_text(struct kh_str s)
{
    uint64_t hash = 0, held = 0; /* held: bytes that are not hashed yet */
    unsigned held_bits = 0;
    for (size_t at = 0; at < s.n;) {
        uint64_t x = 0; /* the bytes beyond the end are blank */
        if (s.n - at >= sizeof x) memcpy(&x, s.p + at, sizeof x);
        else memcpy(&x, s.p + at, s.n - at);
        uint64_t blank = blank_bytes(x);
        unsigned bits = blank ? (unsigned)__builtin_ctzll(blank) & ~7u : 64;
        at += bits / 8 + (blank != 0);
        if (!bits) continue;
        x = lower_bytes(x) & UINT64_MAX >> (64 - bits);
        held |= x << held_bits;
        held_bits += bits;
        if (held_bits < 64) continue;
        hash = (hash ^ held) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
        held_bits -= 64;
        held = held_bits ? x >> (bits - held_bits) : 0;
    }
    return kh_hash_end(hash ^ held);
}

void kh_sha256(struct kh_str bytes, unsigned char out[32])
{
    struct sha256_ctx ctx;
    sha256_init(&ctx);
    sha256_update(&ctx, bytes.n, (const uint8_t *)(bytes.p ? bytes.p : ""));
    sha256_digest(&ctx, 32, out);
}

size_t kh_base32(const unsigned char *bytes, size_t n, char *out)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    size_t at = 0;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < n; i++) {
        bits = (bits << 8 | bytes[i]) & 0xFFFF;
        for (held += 8; held >= 5; held -= 5) out[at++] = digits[bits >> (held - 5) & 31];
    }
    if (held) out[at++] = digits[bits << (5 - held) & 31];
    return at;
}

void kh_cid(struct kh_str bytes, char out[KH_CID_SIZE])
{
    /* version 1, codec raw (0x55), multihash sha2-256 (0x12) of 32 bytes */
    unsigned char cid[36] = {0x01, 0x55, 0x12, 0x20};
    kh_sha256(bytes, cid + 4);
    out[0] = 'b';
    size_t n = kh_base32(cid, sizeof cid, out + 1);
    out[1 + n] = '\0';
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 by nettle (which uses the processor's SHA instructions where present) and content ids.
 */
#include "base/hash.h"

#include <nettle/sha2.h>

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

/* SPDX-License-Identifier: Apache-2.0
 *
 * Hashing: a fast 64-bit hash for tables, SHA-256 and the content id of a page's bytes.
 */
#ifndef KH_BASE_HASH_H
#define KH_BASE_HASH_H

#include "base/str.h"

/* FNV-1a over bytes, extendable: kh_hash_more(kh_hash_start(seed), bytes), finished by
 * kh_hash_end. Hash of "a b" can thus be continued from that of "a" (longest-match look-up). */
static inline uint64_t kh_hash_start(uint64_t seed)
{
    return 0xcbf29ce484222325u ^ seed;
}
static inline uint64_t kh_hash_more(uint64_t h, struct kh_str s)
{
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h;
}
/* Spreads the bits (the finaliser of MurmurHash3) so that the low ones may index a table. */
static inline uint64_t kh_hash_end(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ h >> 33;
}
static inline uint64_t kh_hash(struct kh_str s)
{
    return kh_hash_end(kh_hash_more(kh_hash_start(0), s));
}

/* Of a text without white space and ASCII case, so that "Read more" and "READMORE" are the same. */
uint64_t kh_hash_text(struct kh_str s);

void kh_sha256(struct kh_str bytes, unsigned char out[32]);

/* The content id of bytes as the contract has it: CIDv1, raw codec, sha2-256, multibase base32
 * (lower case, no padding): 59 characters, written with a closing NUL. */
#define KH_CID_SIZE 60
void kh_cid(struct kh_str bytes, char out[KH_CID_SIZE]);

/* n bytes as base32 (RFC 4648, lower case, no padding); returns characters written, no NUL. */
size_t kh_base32(const unsigned char *bytes, size_t n, char *out);

#endif

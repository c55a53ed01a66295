/* SPDX-License-Identifier: Apache-2.0
 *
 * Undoing compression, known by its magic bytes: gzip (RFC 1952), zlib (RFC 1950), zstd
 * (RFC 8878). Output is counted as it is produced, never as claimed.
 */
#ifndef KH_BASE_INFLATE_H
#define KH_BASE_INFLATE_H

#include "base/arena.h"

enum kh_inflated {
    KH_INFLATE_PLAIN = 0, /* not compressed: *out is `in` itself */
    KH_INFLATE_DONE,      /* *out is in the arena; a torn end keeps what came before it */
    KH_INFLATE_BROKEN,    /* begins like compressed data and yields nothing */
    KH_INFLATE_LARGE,     /* over max_bytes, KH_MAX_INFLATE_RATIO or KH_MAX_INFLATE_DEPTH */
    KH_INFLATE_NO_MEMORY,
};

/* Undoes up to KH_MAX_INFLATE_DEPTH layers. */
enum kh_inflated kh_inflate(struct kh_arena *arena, struct kh_str in, size_t max_bytes,
                            struct kh_str *out);

#endif

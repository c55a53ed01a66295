/* SPDX-License-Identifier: Apache-2.0
 *
 * Character references ("&amp;", "&#8217;") and NUL, resolved by WHATWG HTML 13.2.5.72-80.
 */
#ifndef KH_PARSE_REFS_H
#define KH_PARSE_REFS_H

#include "base/arena.h"

enum kh_refs_flag {
    KH_REFS = 1,           /* resolve references */
    KH_REFS_ATTRIBUTE = 2, /* by the rules of attribute values */
    KH_REFS_STRICT = 4,    /* only those that end in ';' */
    KH_REFS_NUL = 8,       /* NUL becomes U+FFFD */
    KH_REFS_NO_NUL = 16,   /* NUL vanishes */
    KH_REFS_LOWER = 32,    /* ASCII letters become lower case */
};

/* Reads one reference at s.p[0] == '&'. Returns the bytes it takes of s (0 when it is none) and
 * writes what it stands for, at most 8 bytes, with *out_n. */
size_t kh_ref_read(struct kh_str s, unsigned flags, char out[8], size_t *out_n);

/* A copy of s in the arena with that done; KH_STR_NONE when the arena is exhausted. */
struct kh_str kh_refs_resolve(struct kh_arena *arena, struct kh_str s, unsigned flags);

#endif

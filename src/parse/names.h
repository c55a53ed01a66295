/* SPDX-License-Identifier: Apache-2.0
 *
 * From element names to enum kh_tag and back.
 */
#ifndef KH_PARSE_NAMES_H
#define KH_PARSE_NAMES_H

#include "base/str.h"
#include "tags.h"

/* The eight bytes at p as a number, the first in the lowest bits. */
static inline uint64_t kh_tag_key(const char *name)
{
    const unsigned char *p = (const unsigned char *)name; /* compilers make one load of it */
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

/* The tag of a name in lower case, KH_TAG_OTHER when it is none of ours. `key` holds its first
 * eight bytes, the first in the lowest bits. */
enum kh_tag kh_tag_of(struct kh_str name, uint64_t key);
/* The same without the key, letters of either case. */
enum kh_tag kh_tag_find(struct kh_str name);
/* The name of a tag; none for KH_TAG_OTHER. */
struct kh_str kh_tag_name(enum kh_tag tag);

#endif

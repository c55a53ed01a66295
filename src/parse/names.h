/* SPDX-License-Identifier: Apache-2.0
 *
 * From element names to enum kh_tag and back.
 */
#ifndef KH_PARSE_NAMES_H
#define KH_PARSE_NAMES_H

#include "base/str.h"
#include "tags.h"

/* The tag of a name in lower case, KH_TAG_OTHER when it is none of ours. `key` holds its first
 * eight bytes, the first in the lowest bits. */
enum kh_tag kh_tag_of(struct kh_str name, uint64_t key);
/* The same without the key, letters of either case. */
enum kh_tag kh_tag_find(struct kh_str name);
/* The name of a tag; none for KH_TAG_OTHER. */
struct kh_str kh_tag_name(enum kh_tag tag);

#endif

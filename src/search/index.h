/* SPDX-License-Identifier: Apache-2.0
 *
 * What the search index keeps of an article. Folded words find it in its own script; keys of what
 * is named find it from any (a country, an organisation); sound keys lead from a name in one
 * script to its spellings in the others.
 */
#ifndef KH_SEARCH_INDEX_H
#define KH_SEARCH_INDEX_H

#include "base/buf.h"
#include "flow.h"

/* The row of an article, in the arena. */
enum khabar_status kh_search_index(struct kh_arena *arena, const struct kh_facts *facts,
                                   struct kh_index_row *out, struct khabar_error *err);

/* The one word that stands for a mention key in the index, appended. */
void kh_search_key(struct kh_buf *out, struct kh_str key);

#endif

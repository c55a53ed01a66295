/* SPDX-License-Identifier: Apache-2.0
 *
 * Names across scripts, as search needs them: the key under which spellings of one name meet, and
 * whether two of them are near enough.
 */
#ifndef KH_SEARCH_SPELLING_H
#define KH_SEARCH_SPELLING_H

#include "base/arena.h"

/* The coarse key of a folded word; KH_STR_NONE for one too short to tell names apart. */
struct kh_str kh_spelling_key(struct kh_arena *arena, struct kh_str folded);
/* Two folded words are spellings of one name. */
bool kh_spelling_near(struct kh_str a, struct kh_str b);

#endif

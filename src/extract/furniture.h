/* SPDX-License-Identifier: Apache-2.0
 *
 * What the word lists of data/furniture say of a block, as bins of features.
 */
#ifndef KH_EXTRACT_FURNITURE_H
#define KH_EXTRACT_FURNITURE_H

#include "base/arena.h"
#include "lang/lexicon.h"

struct kh_furniture_bins {
    uint8_t class; /* of the phrase at the head: 0 none */
    uint8_t form;  /* 0 none, 1 begins so, 2 and a colon follows, 3 covers all of it, 4 elsewhere */
};

/* False when the arena is exhausted. */
bool kh_furniture_read(struct kh_arena *arena, const struct kh_lexicon *lexicon, struct kh_str text,
                       struct kh_furniture_bins *out);

#endif

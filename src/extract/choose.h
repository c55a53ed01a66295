/* SPDX-License-Identifier: Apache-2.0
 *
 * From the judgement of each block to which blocks are the body.
 */
#ifndef KH_EXTRACT_CHOOSE_H
#define KH_EXTRACT_CHOOSE_H

#include "extract/model.h"

/* Fills keep[n]. False when the arena is exhausted. */
bool kh_choose(struct kh_arena *arena, const struct kh_lexicon *lexicon, const struct kh_view *view,
               bool *keep);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Which texts of an event stand in one another: reprints, cuts and quoted passages, with the spans.
 * Takes texts, hands on struct kh_copy (flow.h); knows nothing of the window or of who was first.
 */
#ifndef KH_MATCH_COPIES_H
#define KH_MATCH_COPIES_H

#include "flow.h"

/* From this share of the shorter text on, and of its words outside quotation marks, two texts are
 * one text, reprinted: independent reports of one event share names of offices and quotations, some
 * hundredths of their words; reprints cut and reworded at the edges nine tenths. */
#define KH_COPY_SHARE 0.5
/* From this share of the shorter text on, two texts of one site, headline and date are one page
 * that was saved twice: what a reader leaves out or takes with it is a paragraph or two. */
#define KH_AGAIN_SHARE 0.9
/* Runs of fewer words in common say nothing. */
#define KH_COPY_WORDS 8
/* A text of which there are more copies is compared with the first of them alone: that is enough
 * to chain them, and keeps the cost linear. */
#define KH_COPY_OTHERS 8
/* Words of a text that are looked at. */
#define KH_COPY_TOKENS 20000

/* All pairs of the n texts (valid UTF-8) that share runs of KH_COPY_WORDS words or more, ordered by
 * b, then a; words are compared folded, so that letters of other keyboards, digits and case do not
 * hide a copy. All of *out lives in the arena. Expected linear time in the bytes of all texts.
 * KHABAR_NO_MEMORY when the arena is exhausted.
 *
 * Runs of five words are looked up by hash and extended, over small substitutions too (k-grams as
 * in Schleimer, Wilkerson and Aiken, "Winnowing", 2003; all of them are kept, since the texts of
 * one event are few). */
enum khabar_status kh_copies_find(struct kh_arena *arena, const struct kh_str *texts, uint32_t n,
                                  struct kh_copy **out, uint32_t *out_n, struct khabar_error *err);

#endif

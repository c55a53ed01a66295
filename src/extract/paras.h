/* SPDX-License-Identifier: Apache-2.0
 *
 * The blocks that are kept become the article's text and paragraphs.
 */
#ifndef KH_EXTRACT_PARAS_H
#define KH_EXTRACT_PARAS_H

#include "extract/block.h"
#include "extract/internal.h"

/* Fills article->text, paras, lang and *body from the blocks with keep[i]. A first block that
 * repeats the title is left out. False when the arena is exhausted. */
bool kh_paras_write(struct kh_arena *arena, const struct kh_blocks *blocks, const bool *keep,
                    struct kh_article *article, struct kh_body *body);

/* The same from a text of its own, one paragraph a line; tags in it are passed over. */
bool kh_paras_write_plain(struct kh_arena *arena, struct kh_str plain, struct kh_article *article);

#endif

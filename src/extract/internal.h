/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the extract stage, called in this order by extract.c:
 * HTML: title -> body (knows the title, drops its double) -> meta (knows where the body stands).
 * Dump: dump does all of it, line by line.
 */
#ifndef KH_EXTRACT_INTERNAL_H
#define KH_EXTRACT_INTERNAL_H

#include "flow.h"

struct kh_blocks;
struct kh_hints;

/* What the parts on HTML share: the blocks (cut once, by extract.c), the hints that title gathers
 * for meta, and where the body was found. */
struct kh_body {
    const struct kh_blocks *blocks;
    struct kh_hints *hints;
    uint32_t root;        /* smallest node that holds the whole of it; 0 when none was found */
    uint32_t first, last; /* first and last text node kept */
};

/* Fills title, title_from and body->hints. */
enum khabar_status kh_extract_title(const struct kh_engine *engine, struct kh_arena *arena,
                                    const struct kh_tree *tree, struct kh_article *article,
                                    struct kh_body *body, struct khabar_error *err);
/* Fills text, paras, lang, verdict, confidence and *body. */
enum khabar_status kh_extract_body(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, struct kh_article *article,
                                   struct kh_body *body, struct khabar_error *err);
/* Fills url, site, authors, published, modified, dateline; may better the title. */
enum khabar_status kh_extract_meta(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, const struct kh_body *body,
                                   struct kh_article *article, struct khabar_error *err);
/* Everything of a text dump. */
enum khabar_status kh_extract_dump(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, struct kh_article *article,
                                   struct khabar_error *err);

#endif

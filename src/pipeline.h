/* SPDX-License-Identifier: Apache-2.0
 *
 * What flow.c offers to those above it (cli/, serve/, libkhabar): one page or one article through
 * the stages in their order. Read flow.h first, flow.c next.
 */
#ifndef KH_PIPELINE_H
#define KH_PIPELINE_H

#include "flow.h"

struct kh_features;
struct kh_window;

/* All structs of one article, each pointing back into the one before: keep it where it is. */
struct kh_item {
    struct kh_page page;
    struct kh_text text;
    struct kh_tree tree;
    struct kh_article article;
    struct kh_facts facts;
};

/* page -> article: decode, parse, extract. item->page is filled by the caller. A page without an
 * article is KHABAR_OK with another verdict. Everything is in the arena. */
enum khabar_status kh_flow_extract(const struct kh_engine *engine, struct kh_arena *arena,
                                   struct kh_item *item, struct khabar_error *err);

/* article -> facts. An article whose verdict is not KH_ARTICLE or KH_ROUNDUP has none. */
enum khabar_status kh_flow_understand(const struct kh_engine *engine, struct kh_arena *arena,
                                      struct kh_item *item, struct khabar_error *err);

/* facts -> link: the event among those of the window. *features is what the store keeps. */
enum khabar_status kh_flow_match(const struct kh_engine *engine, struct kh_arena *arena,
                                 struct kh_window *window, const struct kh_item *item,
                                 struct kh_features *features, struct kh_link *link,
                                 struct khabar_error *err);

/* The engine over the tables that are linked in; nothing to free. */
struct kh_engine kh_flow_engine(void);

#endif

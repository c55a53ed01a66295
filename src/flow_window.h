/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the pipeline share (flow.c and flow_*.c); nobody else includes this.
 */
#ifndef KH_FLOW_WINDOW_H
#define KH_FLOW_WINDOW_H

#include "base/buf.h"
#include "pipeline.h"

/* The media type under which lines of JSON Lines are kept beside pages. */
#define KH_LINE_TYPE "application/jsonl"

/* Loads what was added lately, what was published near the date, and people's corrections. Within
 * a transaction, so that nobody writes in between. */
enum khabar_status kh_flow_load(struct kh_flow *flow, struct kh_date published,
                                struct khabar_error *err);
/* Groups the window anew and writes what that changed. Within a write transaction. */
enum khabar_status kh_flow_regroup(struct kh_flow *flow, struct kh_arena *arena,
                                   struct khabar_error *err);
/* An empty window that knows the words the store has learnt. */
enum khabar_status kh_flow_window(struct kh_flow *flow, struct kh_arena *arena,
                                  struct khabar_error *err);
/* Learns words from the settled window, stores them and groups anew; or does so when many articles
 * came since the last time. Within a write transaction. */
enum khabar_status kh_flow_learn(struct kh_flow *flow, struct kh_arena *arena,
                                 struct khabar_error *err);
enum khabar_status kh_flow_learn_if_due(struct kh_flow *flow, struct kh_arena *arena,
                                        struct khabar_error *err);
/* Forgets the window: what is in it and not in the store must not stay. */
void kh_flow_unload(struct kh_flow *flow);

/* facts -> what the store keeps of them: clues to the day and, unless the article is a round-up,
 * the features that it is grouped by, whose bytes are those of `packed`. */
enum khabar_status kh_flow_row(const struct kh_engine *engine, struct kh_arena *arena,
                               const struct kh_item *item, struct kh_features *features,
                               struct kh_buf *packed, struct kh_stored *out,
                               struct khabar_error *err);

/* page -> article; what is of type KH_LINE_TYPE is a line. */
enum khabar_status kh_flow_read(struct kh_flow *flow, struct kh_arena *arena, struct kh_item *item,
                                struct khabar_error *err);

#endif

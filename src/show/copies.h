/* SPDX-License-Identifier: Apache-2.0
 *
 * How what the reports of an event copied from one another is told.
 */
#ifndef KH_SHOW_COPIES_H
#define KH_SHOW_COPIES_H

#include "base/json.h"
#include "show/show.h"

/* Shares of words from which passages in common are told in words: below are quotations and the
 * names of offices, which JSON alone lists. */
#define KH_SHARE_TOLD 0.2

/* The key "copies" of an event or a dossier: all of them with their passages. */
void kh_show_copies_json(struct kh_json *json, const struct kh_event *event);

/* The copies between report b and those before it. */
const struct kh_copy *kh_show_copies_of(const struct kh_event *event, uint32_t b, uint32_t *n);
/* What report b shares most with one before it: with the first that it reprints, else with the one
 * it shares most with. NULL when that is not worth telling. */
const struct kh_copy *kh_show_copy(const struct kh_event *event, uint32_t b);
/* "reprint of", "same text as", "shares": labels. Who was first is told only where dates tell. */
const char *kh_show_copy_label(const struct kh_event *event, const struct kh_copy *copy);
/* Of the words of b, rounded. */
unsigned kh_show_copy_percent(const struct kh_copy *copy);
/* The same for a terminal: "reprint of NAME: 95% of its words". */
void kh_show_copy_text(struct kh_buf *out, const struct kh_reader *reader,
                       const struct kh_event *event, const struct kh_copy *copy,
                       struct kh_str name);

#endif

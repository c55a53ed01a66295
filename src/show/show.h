/* SPDX-License-Identifier: Apache-2.0
 *
 * The show stage: structs to bytes, pure functions without I/O. JSON by the khabar/1 schema
 * (doc/schema.md), text for a terminal.
 */
#ifndef KH_SHOW_SHOW_H
#define KH_SHOW_SHOW_H

#include "base/buf.h"
#include "flow.h"

/* The article object on one line, with newline. `facts` may be NULL: then mentions is []. */
void kh_show_article_json(const struct kh_article *article, const struct kh_facts *facts,
                          struct kh_buf *out);
/* The article for a reader: title, site, date, text. */
void kh_show_article_text(const struct kh_article *article, const struct kh_facts *facts,
                          struct kh_buf *out);

const char *kh_verdict_name(enum kh_verdict verdict);
const char *kh_mention_kind_name(enum kh_mention_kind kind);

#endif

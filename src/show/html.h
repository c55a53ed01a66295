/* SPDX-License-Identifier: Apache-2.0
 *
 * What khabar's pages of HTML have in common: the frame, dates, sources, quotes. A page stands by
 * itself: no script, nothing fetched.
 */
#ifndef KH_SHOW_HTML_H
#define KH_SHOW_HTML_H

#include "show/show.h"
#include "show/text.h"

/* From the doctype to the heading and the line of facts below it, which the caller writes and ends
 * with "</p></header>" and "<main>". `lang` is that of the title. */
void kh_html_open(struct kh_buf *out, const struct kh_reader *reader, struct kh_str title,
                  uint32_t lang);
void kh_html_close(struct kh_buf *out);

/* Words of data/label; a number with one of two of them. */
void kh_html_label(struct kh_buf *out, const struct kh_reader *reader, const char *name);
void kh_html_count(struct kh_buf *out, const struct kh_reader *reader, uint32_t n, const char *one,
                   const char *many);
/* " lang=... dir=..." of a piece of text. */
void kh_html_language(struct kh_buf *out, uint32_t lang, struct kh_str text);
void kh_html_date(struct kh_buf *out, const struct kh_reader *reader, struct kh_date date,
                  bool day_alone);
/* The name of the article's site, else its path. */
void kh_html_source(struct kh_buf *out, const struct kh_article *article);
/* An address that a reader may be sent to. */
bool kh_html_is_web(struct kh_str url);
/* A sentence with its source, which leads to `place` (an address or a place on the page) unless
 * that is empty. */
void kh_html_quote(struct kh_buf *out, const struct kh_reader *reader,
                   const struct kh_article *article, struct kh_str sentence, struct kh_str place);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Text of strangers on a terminal: control characters never reach it, right-to-left text is
 * isolated (U+2068 ... U+2069) so that it does not turn the line around it.
 */
#ifndef KH_SHOW_TEXT_H
#define KH_SHOW_TEXT_H

#include "base/buf.h"
#include "base/json.h"

/* s on one line: runs of white space and line ends become one space. */
void kh_show_line(struct kh_buf *out, struct kh_str s);
/* s with its line ends kept. */
void kh_show_block(struct kh_buf *out, struct kh_str s);
/* s as text of HTML: one line, nothing in it is markup, no control characters. */
void kh_show_html(struct kh_buf *out, struct kh_str s);
/* Most of its letters are of a script that runs from right to left. */
bool kh_show_is_rtl(struct kh_str s);
/* A language key: the code or null. */
void kh_show_lang(struct kh_json *json, const char *key, uint32_t lang);

#endif

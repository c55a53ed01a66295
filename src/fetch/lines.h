/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of a file or stdin, and articles that come as JSON Lines instead of pages.
 */
#ifndef KH_FETCH_LINES_H
#define KH_FETCH_LINES_H

#include "base/buf.h"
#include "flow.h"

#include <stdio.h>

struct kh_lines {
    FILE *file;
    char *line; /* of getline */
    size_t line_size;
    size_t number; /* of the line read last, from 1 */
};

/* Opens a path, "-" is stdin. */
enum khabar_status kh_lines_open(struct kh_lines *lines, const char *path,
                                 struct khabar_error *err);
/* The next line without its end, borrowed until the next call. KHABAR_END after the last;
 * KHABAR_TOO_LARGE for one over KH_MAX_LINE_BYTES, which is skipped: the caller may go on. */
enum khabar_status kh_lines_next(struct kh_lines *lines, struct kh_str *line,
                                 struct khabar_error *err);
void kh_lines_close(struct kh_lines *lines);

/* One line as an article: keys id, title, text, date, lang, site, url, all but text optional.
 * id stays empty when it is not given; its strings are in the arena. KHABAR_BAD_INPUT with the
 * reason when it is none. */
enum khabar_status kh_line_article(struct kh_arena *arena, struct kh_str line,
                                   struct kh_article *out, struct khabar_error *err);

#endif

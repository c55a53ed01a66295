/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the parse stage: form tells HTML from a dump, html or dump builds the tree.
 */
#ifndef KH_PARSE_INTERNAL_H
#define KH_PARSE_INTERNAL_H

#include "flow.h"

/* Whether a text is HTML or a dump of lines; `path` is weak evidence. */
enum kh_form kh_form_of(struct kh_str text, struct kh_str path);

/* Both fill the tree's arrays; its text and form are set already. */
enum khabar_status kh_parse_html(struct kh_arena *arena, struct kh_str text, struct kh_tree *tree,
                                 struct khabar_error *err);
enum khabar_status kh_parse_dump(struct kh_arena *arena, struct kh_str text, struct kh_tree *tree,
                                 struct khabar_error *err);

#endif

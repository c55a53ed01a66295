/* SPDX-License-Identifier: Apache-2.0
 *
 * The parse stage: struct kh_text -> struct kh_tree. Chooses between HTML and dump; knows nothing
 * of what is an article.
 */
#include "parse/parse.h"

#include "base/err.h"
#include "parse/internal.h"

enum khabar_status kh_parse(const struct kh_engine *engine, struct kh_arena *arena,
                            const struct kh_text *in, struct kh_tree *out, struct khabar_error *err)
{
    (void)engine;
    *out = (struct kh_tree){.text = in};
    out->form = kh_form_of(in->utf8, in->page ? in->page->path : KH_STR_NONE);
    if (out->form == KH_FORM_DUMP) return kh_parse_dump(arena, in->utf8, out, err);
    return kh_parse_html(arena, in->utf8, out, err);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The body of an HTML page: blocks are cut, judged and written as paragraphs. Takes the tree and
 * the title, hands on text, language, verdict and confidence; never looks at other pages.
 */
#include "base/err.h"
#include "extract/choose.h"
#include "extract/internal.h"
#include "extract/paras.h"

enum khabar_status kh_extract_body(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, struct kh_article *article,
                                   struct kh_body *body, struct khabar_error *err)
{
    (void)tree;
    struct kh_view view;
    bool *keep = NULL;
    bool done = kh_view_make(arena, engine->lexicon, body->blocks, article->title, &view) &&
                kh_model_judge(arena, engine->lexicon, &kh_model_builtin, &view) &&
                (keep = kh_arena_zalloc(arena, view.blocks.n + 1, sizeof *keep)) != NULL;
    if (done) {
        kh_choose(&view, keep);
        done = kh_paras_write(arena, &view.blocks, keep, article, body);
    }
    if (!done) return kh_error(err, "extract", KHABAR_NO_MEMORY, "page needs too much memory");
    if (!article->text.n) article->verdict = KH_NO_CONTENT;
    article->confidence = article->text.n > 500 ? 0.8 : article->text.n > 200 ? 0.5 : 0.1;
    return KHABAR_OK;
}

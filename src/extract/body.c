/* SPDX-License-Identifier: Apache-2.0
 *
 * The body of an HTML page: blocks are cut, judged and written as paragraphs. Takes the tree and
 * the title, hands on text, language, verdict and confidence; never looks at other pages.
 */
#include "base/err.h"
#include "extract/block.h"
#include "extract/internal.h"
#include "extract/paras.h"
#include "extract/signal.h"

static bool is_prose(const struct kh_block *b)
{
    return b->chars >= 60 && b->link_chars * 3 < b->chars && b->stops + b->commas > 0;
}

/* The smallest node that holds four fifths of the prose. */
static uint32_t prose_root(const struct kh_blocks *blocks, const uint32_t *prose)
{
    const struct kh_node *nodes = blocks->tree->nodes;
    uint32_t total = prose[blocks->n], best = 0;
    for (uint32_t i = 0; i < blocks->tree->nodes_n; i++) {
        uint32_t held = prose[blocks->before[nodes[i].end]] - prose[blocks->before[i]];
        if ((uint64_t)held * 5 >= (uint64_t)total * 4 && nodes[i].kind == KH_NODE_ELEMENT) best = i;
    }
    return best;
}

enum khabar_status kh_extract_body(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, struct kh_article *article,
                                   struct kh_body *body, struct khabar_error *err)
{
    (void)engine;
    struct kh_blocks blocks = *body->blocks;
    bool *keep = kh_arena_zalloc(arena, blocks.n + 1, sizeof *keep);
    uint32_t *prose = kh_arena_zalloc(arena, blocks.n + 1, sizeof *prose);
    if (!keep || !prose)
        return kh_error(err, "extract", KHABAR_NO_MEMORY, "page needs too much memory");
    for (uint32_t i = 0; i < blocks.n; i++)
        prose[i + 1] = prose[i] + (is_prose(&blocks.items[i]) ? blocks.items[i].chars : 0);
    uint32_t root = prose_root(&blocks, prose);
    for (uint32_t i = blocks.before[root]; i < blocks.before[tree->nodes[root].end]; i++)
        keep[i] = is_prose(&blocks.items[i]);
    if (!kh_paras_write(arena, &blocks, keep, article, body))
        return kh_error(err, "extract", KHABAR_NO_MEMORY, "page needs too much memory");
    if (!article->text.n) article->verdict = KH_NO_CONTENT;
    article->confidence = article->text.n > 500 ? 0.8 : article->text.n > 200 ? 0.5 : 0.1;
    return KHABAR_OK;
}

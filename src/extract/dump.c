/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages saved as text: takes the lines of a dump, hands on the article without the furniture.
 */
#include "base/err.h"
#include "extract/internal.h"

static struct kh_str line_of(const struct kh_tree *tree, uint32_t node)
{
    const struct kh_node *n = &tree->nodes[node];
    if (n->kind != KH_NODE_ELEMENT || n->tag != KH_TAG_P) return KH_STR_NONE;
    for (uint32_t i = node + 1; i < n->end; i++) {
        if (tree->nodes[i].kind == KH_NODE_TEXT) return kh_str_trim(tree->nodes[i].text);
    }
    return KH_STR_NONE;
}

enum khabar_status kh_extract_dump(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, struct kh_article *article,
                                   struct khabar_error *err)
{
    (void)engine;
    size_t room = 0, paras = 0;
    for (uint32_t i = 0; i < tree->nodes_n; i++) {
        room += line_of(tree, i).n + 2;
        paras++;
    }
    char *text = kh_arena_bytes(arena, room + 1);
    article->paras = kh_arena_zalloc(arena, paras + 1, sizeof *article->paras);
    if (!text || !article->paras) {
        return kh_error(err, "extract", KHABAR_NO_MEMORY, "the article's memory is used up");
    }
    size_t n = 0;
    for (uint32_t i = 0; i < tree->nodes_n; i++) {
        struct kh_str line = line_of(tree, i);
        if (line.n < 100) {
            if (line.n > 30 && n == 0) {
                article->title = line;
                article->title_from = "heading";
            }
            continue;
        }
        if (n) {
            memcpy(text + n, "\n\n", 2);
            n += 2;
        }
        memcpy(text + n, line.p, line.n);
        article->paras[article->paras_n++] = (struct kh_para){
            .start = (uint32_t)n,
            .end = (uint32_t)(n + line.n),
            .kind = KH_PARA_TEXT,
            .lang = kh_lang_identify(line),
        };
        n += line.n;
    }
    article->text = (struct kh_str){text, n};
    article->lang = kh_lang_identify(article->text);
    article->verdict = n ? KH_ARTICLE : KH_NO_CONTENT;
    article->confidence = n ? 0.5 : 0;
    return KHABAR_OK;
}

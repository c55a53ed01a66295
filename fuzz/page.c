/* SPDX-License-Identifier: Apache-2.0
 *
 * libFuzzer target: bytes of a page through decode, parse and extract. The first byte chooses the
 * path's ending and the transport's charset, so that every reader is reached.
 */
#include <assert.h>

#include "base/limits.h"
#include "decode/decode.h"
#include "extract/extract.h"
#include "parse/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_tree(const struct kh_tree *tree)
{
    assert(tree->nodes_n > 0 && tree->nodes[0].end == tree->nodes_n);
    for (uint32_t i = 1; i < tree->nodes_n; i++) {
        const struct kh_node *node = &tree->nodes[i];
        assert(node->parent < i && node->end > i);
        assert(node->end <= tree->nodes[node->parent].end);
        assert((size_t)node->attr + node->attrs <= tree->attrs_n);
    }
}

static void check_article(const struct kh_article *article)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < article->paras_n; i++) {
        assert(article->paras[i].start >= at && article->paras[i].end >= article->paras[i].start);
        at = article->paras[i].end;
    }
    assert(at <= article->text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const types[] = {"", "text/html; charset=windows-1256", "text/html",
                                        "text/html; charset=utf-8"};
    if (!n) return 0;
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    struct kh_page page = {.bytes = {(const char *)data + 1, n - 1},
                           .path = data[0] & 4 ? KH_STR("page.txt") : KH_STR("page.html"),
                           .content_type = kh_str_of(types[data[0] & 3])};
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    struct kh_text text = {0};
    struct kh_tree tree = {0};
    struct kh_article article = {0};
    struct khabar_error err;
    if (kh_decode(&engine, &arena, &page, &text, &err) == KHABAR_OK && text.verdict == KH_ARTICLE &&
        kh_parse(&engine, &arena, &text, &tree, &err) == KHABAR_OK) {
        check_tree(&tree);
        if (kh_extract(&engine, &arena, &tree, &article, &err) == KHABAR_OK)
            check_article(&article);
    }
    kh_arena_clear(&arena);
    return 0;
}

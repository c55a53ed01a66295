/* SPDX-License-Identifier: Apache-2.0
 *
 * libFuzzer target: a text dump through the dump reader and the extraction of dumps, whatever the
 * text looks like.
 */
#include <assert.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "extract/extract.h"
#include "parse/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct kh_str utf8 = {(const char *)data, n};
    if (kh_utf8_valid(utf8) < n) return 0; /* the decode stage hands on valid UTF-8 only */
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    struct kh_page page = {.bytes = utf8, .path = KH_STR("page.txt")};
    struct kh_text text = {.page = &page, .utf8 = utf8, .charset = "UTF-8", .charset_from = "bom"};
    struct kh_tree tree = {.text = &text, .form = KH_FORM_DUMP};
    struct kh_article article = {0};
    struct khabar_error err;
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    if (kh_parse_dump(&arena, utf8, &tree, &err) == KHABAR_OK) {
        for (uint32_t i = 1; i < tree.nodes_n; i++) {
            const struct kh_node *node = &tree.nodes[i];
            assert(node->tag == KH_TAG_BR ? node->end == i + 1 : node->parent < i);
            assert(node->kind == KH_NODE_ELEMENT || node->text.n > 0);
        }
        if (kh_extract(&engine, &arena, &tree, &article, &err) == KHABAR_OK) {
            for (uint32_t i = 0; i < article.paras_n; i++) {
                assert(article.paras[i].start <= article.paras[i].end &&
                       article.paras[i].end <= article.text.n);
            }
        }
    }
    kh_arena_clear(&arena);
    return 0;
}

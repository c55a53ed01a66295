/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page says about its article outside the body: title, authors, dates, site and address.
 */
#include "extract/internal.h"

static struct kh_str attr_of(const struct kh_tree *tree, const struct kh_node *node,
                             const char *name)
{
    struct kh_str key = kh_str_of(name);
    for (uint32_t i = 0; i < node->attrs; i++)
        if (kh_str_eq(tree->attrs[node->attr + i].name, key))
            return tree->attrs[node->attr + i].value;
    return KH_STR_NONE;
}

static struct kh_str text_of(struct kh_arena *arena, const struct kh_tree *tree, uint32_t at)
{
    size_t n = 0;
    for (uint32_t i = at; i < tree->nodes[at].end; i++)
        if (tree->nodes[i].kind == KH_NODE_TEXT) n += tree->nodes[i].text.n;
    char *p = kh_arena_bytes(arena, n ? n : 1);
    if (!p) return KH_STR_NONE;
    n = 0;
    for (uint32_t i = at; i < tree->nodes[at].end; i++) {
        struct kh_str s = tree->nodes[i].text;
        if (tree->nodes[i].kind != KH_NODE_TEXT || s.n == 0) continue;
        memcpy(p + n, s.p, s.n);
        n += s.n;
    }
    return kh_str_trim((struct kh_str){p, n});
}

enum khabar_status kh_extract_title(const struct kh_engine *engine, struct kh_arena *arena,
                                    const struct kh_tree *tree, struct kh_article *article,
                                    struct kh_body *body, struct khabar_error *err)
{
    (void)engine, (void)body, (void)err;
    for (uint32_t i = 0; i < tree->nodes_n; i++) {
        const struct kh_node *node = &tree->nodes[i];
        if (node->kind != KH_NODE_ELEMENT) continue;
        if (node->tag == KH_TAG_H1 && !article->title.n) {
            article->title = text_of(arena, tree, i);
            article->title_from = "heading";
        }
    }
    return KHABAR_OK;
}

enum khabar_status kh_extract_meta(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, const struct kh_body *body,
                                   struct kh_article *article, struct khabar_error *err)
{
    (void)engine, (void)arena, (void)body, (void)err;
    for (uint32_t i = 0; i < tree->nodes_n; i++) {
        const struct kh_node *node = &tree->nodes[i];
        if (node->kind != KH_NODE_ELEMENT || node->tag != KH_TAG_META) continue;
        struct kh_str property = attr_of(tree, node, "property");
        struct kh_str content = attr_of(tree, node, "content");
        if (kh_str_eq(property, KH_STR("article:published_time")) && !article->published_from &&
            kh_date_parse_iso(content, &article->published))
            article->published_from = "meta";
        if (kh_str_eq(property, KH_STR("og:site_name"))) article->site = content;
    }
    return KHABAR_OK;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML to a tree: tokens in, nodes in document order out.
 */
#include "base/err.h"
#include "base/limits.h"
#include "parse/internal.h"
#include "parse/names.h"
#include "parse/tokenizer.h"

struct builder {
    struct kh_tokenizer tokens;
    struct kh_tree *tree;
    size_t capacity, scripts_capacity;
    uint32_t stack[KH_MAX_DEPTH];
    size_t depth;
};

static uint32_t add_node(struct builder *b)
{
    struct kh_tree *tree = b->tree;
    if (tree->nodes_n >= KH_MAX_NODES) {
        tree->truncated = true;
        return 0;
    }
    struct kh_node *nodes =
        kh_arena_grow(b->tokens.arena, tree->nodes, tree->nodes_n, &b->capacity, sizeof *nodes);
    if (!nodes) {
        b->tokens.failed = true;
        return 0;
    }
    tree->nodes = nodes;
    nodes[tree->nodes_n] =
        (struct kh_node){.parent = b->depth ? b->stack[b->depth - 1] : 0, .end = tree->nodes_n + 1};
    return tree->nodes_n++;
}

static void pop(struct builder *b)
{
    b->tree->nodes[b->stack[--b->depth]].end = b->tree->nodes_n;
}

static enum kh_tag tag_at(struct builder *b, size_t i)
{
    return (enum kh_tag)b->tree->nodes[b->stack[i]].tag;
}

static bool is_void(enum kh_tag tag)
{
    switch (tag) {
    case KH_TAG_AREA:
    case KH_TAG_BASE:
    case KH_TAG_BR:
    case KH_TAG_COL:
    case KH_TAG_EMBED:
    case KH_TAG_HR:
    case KH_TAG_IMG:
    case KH_TAG_INPUT:
    case KH_TAG_LINK:
    case KH_TAG_META:
    case KH_TAG_PARAM:
    case KH_TAG_SOURCE:
    case KH_TAG_TRACK:
    case KH_TAG_WBR: return true;
    default: return false;
    }
}

static bool ends_p(enum kh_tag tag)
{
    switch (tag) {
    case KH_TAG_P:
    case KH_TAG_DIV:
    case KH_TAG_UL:
    case KH_TAG_OL:
    case KH_TAG_H1:
    case KH_TAG_H2:
    case KH_TAG_H3:
    case KH_TAG_H4:
    case KH_TAG_H5:
    case KH_TAG_H6:
    case KH_TAG_SECTION:
    case KH_TAG_ARTICLE:
    case KH_TAG_BLOCKQUOTE:
    case KH_TAG_ASIDE:
    case KH_TAG_HEADER:
    case KH_TAG_FOOTER:
    case KH_TAG_NAV:
    case KH_TAG_FIGURE:
    case KH_TAG_PRE:
    case KH_TAG_FORM: return true;
    default: return false;
    }
}

static void start_tag(struct builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    enum kh_tag tag = (enum kh_tag)token->tag;
    if (tag == KH_TAG_HTML && b->depth) return;
    if (ends_p(tag) && b->depth && tag_at(b, b->depth - 1) == KH_TAG_P) pop(b);
    if (b->depth && (tag == KH_TAG_LI || tag == KH_TAG_TD || tag == KH_TAG_TR) &&
        tag_at(b, b->depth - 1) == tag)
        pop(b);
    if (b->depth == KH_MAX_DEPTH) pop(b);
    uint32_t at = add_node(b);
    if (!b->tree->nodes_n) return;
    struct kh_node *node = &b->tree->nodes[at];
    if (at || b->tree->nodes_n == 1) {
        node->tag = (uint8_t)tag;
        node->text = token->name;
        node->attrs = token->attrs_n;
        node->attr = kh_tokenizer_keep(&b->tokens);
        if (!is_void(tag) && !token->self_closing) b->stack[b->depth++] = at;
    }
    if (tag == KH_TAG_SCRIPT) kh_tokenizer_mode(&b->tokens, KH_HTML_SCRIPT, token->name);
    if (tag == KH_TAG_STYLE || tag == KH_TAG_IFRAME)
        kh_tokenizer_mode(&b->tokens, KH_HTML_RAWTEXT, token->name);
    if (tag == KH_TAG_TITLE || tag == KH_TAG_TEXTAREA)
        kh_tokenizer_mode(&b->tokens, KH_HTML_RCDATA, token->name);
}

static void text(struct builder *b)
{
    uint32_t top = b->depth ? b->stack[b->depth - 1] : 0;
    enum kh_tag tag = (enum kh_tag)b->tree->nodes[top].tag;
    if (tag == KH_TAG_STYLE) return;
    if (tag == KH_TAG_SCRIPT) {
        const struct kh_node *node = &b->tree->nodes[top];
        for (uint32_t i = 0; i < node->attrs; i++) {
            const struct kh_attr *attr = &b->tokens.attrs[node->attr + i];
            if (!kh_str_eq(attr->name, KH_STR("type")) ||
                kh_str_find_nocase(attr->value, KH_STR("ld+json"), 0) == SIZE_MAX)
                continue;
            struct kh_str *scripts =
                kh_arena_grow(b->tokens.arena, b->tree->scripts, b->tree->scripts_n,
                              &b->scripts_capacity, sizeof *scripts);
            if (!scripts) return;
            b->tree->scripts = scripts;
            scripts[b->tree->scripts_n++] = b->tokens.token.text;
        }
        return;
    }
    struct kh_str s = kh_tokenizer_text(&b->tokens, true);
    uint32_t at = add_node(b);
    if (!at) return;
    b->tree->nodes[at].kind = KH_NODE_TEXT;
    b->tree->nodes[at].text = s;
}

static void end_tag(struct builder *b)
{
    for (size_t i = b->depth; i-- > 1;) {
        if (tag_at(b, i) != b->tokens.token.tag) continue;
        while (b->depth > i) pop(b);
        return;
    }
}

enum khabar_status kh_parse_html(struct kh_arena *arena, struct kh_str text_in,
                                 struct kh_tree *tree, struct khabar_error *err)
{
    struct builder b = {.tree = tree};
    struct kh_str clean = kh_newlines_clean(arena, text_in);
    kh_tokenizer_init(&b.tokens, arena, clean, KH_MAX_NODES);
    add_node(&b);
    if (tree->nodes_n) {
        tree->nodes[0].tag = KH_TAG_HTML;
        tree->nodes[0].text = kh_tag_name(KH_TAG_HTML);
        b.stack[b.depth++] = 0;
    }
    while (!b.tokens.failed && kh_tokenizer_next(&b.tokens)) {
        if (b.tokens.token.kind == KH_HTML_START) start_tag(&b);
        if (b.tokens.token.kind == KH_HTML_END) end_tag(&b);
        if (b.tokens.token.kind == KH_HTML_TEXT) text(&b);
    }
    while (b.depth) pop(&b);
    tree->attrs = b.tokens.attrs;
    tree->attrs_n = (uint32_t)b.tokens.attrs_kept;
    if (b.tokens.failed)
        return kh_error(err, "parse", KHABAR_NO_MEMORY, "the page needs too much memory");
    return KHABAR_OK;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML to a tree: tokens in, nodes in document order out. Chooses for each token the rules it is
 * read by; the rules are in mode_*.c.
 */
#include "base/err.h"
#include "parse/builder.h"
#include "parse/internal.h"

/* Attributes of all of a page: real pages stay under 100,000. */
#define ATTRS_MAX ((size_t)600000)

/* Whether the rules of svg and math apply (13.2.6). */
static bool is_foreign(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (!b->depth || kh_top(b)->space == KH_SPACE_HTML) return false;
    const struct kh_open *top = kh_top(b);
    bool is_start = token->kind == KH_HTML_START, is_text = token->kind == KH_HTML_TEXT;
    if (token->kind == KH_HTML_EOF) return false;
    if (top->html_inside && (is_start || is_text)) return false;
    if (top->text_inside && is_text) return false;
    if (top->text_inside && is_start)
        return kh_str_eq(token->name, KH_STR("mglyph")) ||
               kh_str_eq(token->name, KH_STR("malignmark"));
    return !(top->space == KH_SPACE_MATH && is_start && token->tag == KH_TAG_SVG &&
             kh_str_eq(b->tree->nodes[top->node].text, KH_STR("annotation-xml")));
}

static bool dispatch(struct kh_builder *b)
{
    switch (b->mode) {
    case KH_MODE_INITIAL:
    case KH_MODE_BEFORE_HEAD:
    case KH_MODE_HEAD:
    case KH_MODE_HEAD_NOSCRIPT:
    case KH_MODE_AFTER_HEAD: return kh_mode_head(b);
    case KH_MODE_BODY: return kh_mode_body(b);
    case KH_MODE_TABLE:
    case KH_MODE_CAPTION:
    case KH_MODE_COLGROUP:
    case KH_MODE_TBODY:
    case KH_MODE_ROW:
    case KH_MODE_CELL: return kh_mode_table(b);
    default: return kh_mode_other(b);
    }
}

/* Whether a start tag's `type` says linked data. */
static bool is_linked_data(const struct kh_builder *b, const struct kh_node *node)
{
    for (uint32_t i = 0; i < node->attrs; i++) {
        const struct kh_attr *attr = &b->tokens.attrs[node->attr + i];
        if (kh_str_eq(attr->name, KH_STR("type")))
            return kh_str_find_nocase(attr->value, KH_STR("ld+json"), 0) != SIZE_MAX;
    }
    return false;
}

static void add_script(struct kh_builder *b)
{
    struct kh_str *scripts = kh_arena_grow(b->arena, b->tree->scripts, b->tree->scripts_n,
                                           &b->scripts_capacity, sizeof *scripts);
    if (!scripts) {
        b->tokens.failed = true;
        return;
    }
    b->tree->scripts = scripts;
    scripts[b->tree->scripts_n++] = b->tokens.token.text;
}

/* Text without the newline that stands right behind <pre> or <textarea>. */
static struct kh_str skip_newline(struct kh_str text, bool skip)
{
    return skip && text.n && text.p[0] == '\n' ? kh_str_sub(text, 1, text.n) : text;
}

/* What comes inside a raw text element. True when the token is to be read by the mode. */
static bool read_raw(struct kh_builder *b, bool skip)
{
    if (b->tokens.token.kind != KH_HTML_TEXT) {
        b->raw = 0;
        return b->tokens.token.kind == KH_HTML_EOF;
    }
    const struct kh_node *node = &b->tree->nodes[b->raw];
    if (node->tag == KH_TAG_SCRIPT) {
        if (is_linked_data(b, node)) add_script(b);
    } else if (node->tag != KH_TAG_STYLE) {
        skip = skip && node->tag == KH_TAG_TEXTAREA;
        kh_insert_raw_text(b, skip_newline(kh_tokenizer_text(&b->tokens, KH_NUL_REPLACED), skip));
    }
    return false;
}

/* A start tag at the depth cap: its element is kept but never opened. */
static void insert_deep(struct kh_builder *b)
{
    b->tree->truncated = true;
    switch (b->tokens.token.tag) {
    case KH_TAG_TITLE:
    case KH_TAG_TEXTAREA: kh_insert_raw(b, KH_HTML_RCDATA); break;
    case KH_TAG_SCRIPT: kh_insert_raw(b, KH_HTML_SCRIPT); break;
    case KH_TAG_STYLE:
    case KH_TAG_IFRAME:
    case KH_TAG_NOFRAMES: kh_insert_raw(b, KH_HTML_RAWTEXT); break;
    default: kh_insert_leaf(b); break;
    }
}

static void read_token(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    bool skip = b->skip_newline;
    b->skip_newline = false;
    if (b->raw && !read_raw(b, skip)) return;
    if (token->kind == KH_HTML_COMMENT) return;
    if (token->kind == KH_HTML_DOCTYPE && b->mode != KH_MODE_INITIAL) return;
    if (token->kind == KH_HTML_TEXT) {
        bool replaced = b->tokens.mode == KH_HTML_PLAINTEXT || is_foreign(b);
        enum kh_nul nul = replaced ? KH_NUL_REPLACED : KH_NUL_DROPPED;
        b->text = skip_newline(kh_tokenizer_text(&b->tokens, nul), skip);
        if (!b->text.n) return;
    }
    if (token->kind == KH_HTML_START && b->depth >= KH_MAX_DEPTH) {
        insert_deep(b);
        return;
    }
    bool is_tag = token->kind == KH_HTML_START || token->kind == KH_HTML_END;
    bool line_start =
        is_tag ? (kh_traits[token->tag] & KH_LINE) != 0 : b->line_start && kh_is_blank(b->text);
    bool again;
    do {
        again = is_foreign(b) ? kh_mode_foreign(b) && dispatch(b) : dispatch(b);
    } while (again && !b->full && !b->tokens.failed);
    b->line_start = line_start;
}

/* Arrays of a size that fits most pages, so that they seldom grow. */
static void make_room(struct kh_builder *b, size_t text_n)
{
    size_t n = text_n / 64 + 64;
    if (n > KH_MAX_NODES) n = KH_MAX_NODES;
    b->tree->nodes = kh_arena_alloc(b->arena, n * sizeof *b->tree->nodes);
    if (b->tree->nodes) b->nodes_capacity = n;
    b->tokens.attrs = kh_arena_alloc(b->arena, n * sizeof *b->tokens.attrs);
    if (b->tokens.attrs) b->tokens.attrs_capacity = n;
}

enum khabar_status kh_parse_html(struct kh_arena *arena, struct kh_str text, struct kh_tree *tree,
                                 struct khabar_error *err)
{
    struct kh_builder b;
    memset(&b, 0, offsetof(struct kh_builder, stack));
    memset(b.last, 0, sizeof b - offsetof(struct kh_builder, last));
    b.arena = arena;
    b.tree = tree;
    b.quirks = b.frameset_ok = b.line_start = true;
    kh_tokenizer_init(&b.tokens, arena, kh_newlines_clean(arena, text), ATTRS_MAX);
    if (text.n && !b.tokens.in.p) b.tokens.failed = true;
    make_room(&b, text.n);
    enum kh_html_kind kind;
    do {
        kind = kh_tokenizer_next(&b.tokens);
        read_token(&b);
    } while (kind != KH_HTML_EOF && !b.full && !b.tokens.failed);
    tree->attrs = b.tokens.attrs;
    tree->attrs_n = (uint32_t)b.tokens.attrs_kept;
    if (b.full) tree->truncated = true;
    if (b.tokens.failed || !kh_finish(&b))
        return kh_error(err, "parse", KHABAR_NO_MEMORY, "the page needs too much memory");
    return KHABAR_OK;
}

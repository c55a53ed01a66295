/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree builder in templates, framesets, behind the body, and in svg and math:
 * WHATWG HTML 13.2.6.4.16 to 21 and 13.2.6.5.
 */
#include "parse/builder.h"

static bool template_to(struct kh_builder *b, enum kh_mode mode)
{
    b->template_modes[b->templates - 1] = (uint8_t)mode;
    b->mode = (uint8_t)mode;
    return true;
}

static bool mode_template(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (!b->templates) { /* cut off by the depth cap */
        b->mode = KH_MODE_BODY;
        return true;
    }
    if (token->kind == KH_HTML_TEXT) return kh_mode_body(b);
    if (token->kind == KH_HTML_END) {
        if (token->tag == KH_TAG_TEMPLATE) kh_head_tag(b);
        return false;
    }
    if (token->kind != KH_HTML_START) return false;
    if (kh_traits[token->tag] & KH_HEAD) {
        kh_head_tag(b);
        return false;
    }
    switch (token->tag) {
    case KH_TAG_CAPTION:
    case KH_TAG_COLGROUP:
    case KH_TAG_TBODY:
    case KH_TAG_TFOOT:
    case KH_TAG_THEAD: return template_to(b, KH_MODE_TABLE);
    case KH_TAG_COL: return template_to(b, KH_MODE_COLGROUP);
    case KH_TAG_TR: return template_to(b, KH_MODE_TBODY);
    case KH_TAG_TD:
    case KH_TAG_TH: return template_to(b, KH_MODE_ROW);
    default: return template_to(b, KH_MODE_BODY);
    }
}

static bool mode_after_body(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_TEXT && kh_is_blank(b->text)) return false;
    if (token->kind == KH_HTML_START && token->tag == KH_TAG_HTML) return kh_mode_body(b);
    if (token->kind == KH_HTML_END && token->tag == KH_TAG_HTML) return false;
    if (token->kind != KH_HTML_TEXT && token->kind != KH_HTML_START && token->kind != KH_HTML_END)
        return false;
    b->mode = KH_MODE_BODY;
    return true;
}

/* FRAMESET and AFTER_FRAMESET: no text but that of <noframes>. */
static bool mode_frameset(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_START) {
        if (token->tag == KH_TAG_HTML) return kh_mode_body(b);
        if (token->tag == KH_TAG_NOFRAMES) kh_head_tag(b);
        if (b->mode == KH_MODE_AFTER_FRAMESET) return false;
        if (token->tag == KH_TAG_FRAMESET) kh_insert(b);
        if (token->tag == KH_TAG_FRAME) kh_insert_leaf(b);
    } else if (token->kind == KH_HTML_END && token->tag == KH_TAG_FRAMESET && b->depth > 1 &&
               b->mode == KH_MODE_FRAMESET) {
        kh_pop(b);
        if (kh_top(b)->tag != KH_TAG_FRAMESET) b->mode = KH_MODE_AFTER_FRAMESET;
    }
    return false;
}

bool kh_mode_other(struct kh_builder *b)
{
    switch (b->mode) {
    case KH_MODE_TEMPLATE: return mode_template(b);
    case KH_MODE_AFTER_BODY: return mode_after_body(b);
    default: return mode_frameset(b);
    }
}

/* ---- svg and math ---- */

static struct kh_str attr_value(const struct kh_html_token *token, struct kh_str name)
{
    for (size_t i = 0; i < token->attrs_n; i++) {
        if (kh_str_eq(token->attrs[i].name, name)) return token->attrs[i].value;
    }
    return KH_STR_NONE;
}

static bool has_attr(const struct kh_html_token *token, struct kh_str name)
{
    for (size_t i = 0; i < token->attrs_n; i++) {
        if (kh_str_eq(token->attrs[i].name, name)) return true;
    }
    return false;
}

/* Whether the tag ends svg and math. */
static bool leaves(const struct kh_html_token *token)
{
    if (token->kind == KH_HTML_END) return token->tag == KH_TAG_P || token->tag == KH_TAG_BR;
    if (token->tag == KH_TAG_FONT)
        return has_attr(token, KH_STR("color")) || has_attr(token, KH_STR("face")) ||
               has_attr(token, KH_STR("size"));
    return (kh_traits[token->tag] & KH_LEAVES) != 0;
}

static bool is_one_of(struct kh_str name, const char *const *names)
{
    for (; *names; names++) {
        if (kh_str_eq(name, kh_str_of(*names))) return true;
    }
    return false;
}

static void foreign_start(struct kh_builder *b)
{
    static const char *const svg_html[] = {"foreignobject", "desc", "title", NULL};
    static const char *const math_text[] = {"mi", "mo", "mn", "ms", "mtext", NULL};
    const struct kh_html_token *token = &b->tokens.token;
    enum kh_space space = (enum kh_space)kh_top(b)->space;
    bool html_inside = false, text_inside = false;
    if (space == KH_SPACE_SVG) {
        html_inside = is_one_of(token->name, svg_html);
    } else if (kh_str_eq(token->name, KH_STR("annotation-xml"))) {
        struct kh_str encoding = attr_value(token, KH_STR("encoding"));
        html_inside = kh_str_eq_nocase(encoding, KH_STR("text/html")) ||
                      kh_str_eq_nocase(encoding, KH_STR("application/xhtml+xml"));
    } else {
        text_inside = is_one_of(token->name, math_text);
    }
    bool leaf = token->self_closing;
    kh_insert_space(b, space);
    if (b->full || b->tokens.failed) return;
    struct kh_open *top = kh_top(b);
    top->html_inside = html_inside;
    top->text_inside = text_inside;
    if (html_inside || text_inside)
        top->scope = top->button = top->list = top->special = top->item = (uint16_t)(b->depth - 1);
    if (leaf) kh_pop(b);
}

/* Further down than this no open element is looked for. */
#define LOOK_DOWN 64

/* True when the end tag is one of the HTML around. */
static bool foreign_end(struct kh_builder *b)
{
    uint32_t at = b->depth;
    for (int i = 0; i < LOOK_DOWN && at-- > 1; i++) {
        const struct kh_open *open = &b->stack[at];
        if (open->space == KH_SPACE_HTML) return true;
        if (kh_str_eq(b->tree->nodes[open->node].text, b->tokens.token.name)) {
            kh_pop_to(b, at);
            return false;
        }
    }
    return false;
}

bool kh_mode_foreign(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_TEXT) {
        if (!kh_is_blank(token->text)) b->frameset_ok = false;
        kh_insert_text(b, b->text);
        return false;
    }
    if (token->kind != KH_HTML_START && token->kind != KH_HTML_END) return false;
    if (leaves(token)) {
        while (kh_top(b)->space != KH_SPACE_HTML && !kh_top(b)->html_inside &&
               !kh_top(b)->text_inside)
            kh_pop(b);
        return true;
    }
    if (token->kind == KH_HTML_END) return foreign_end(b);
    foreign_start(b);
    return false;
}

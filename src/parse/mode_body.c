/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree builder in the body: WHATWG HTML 13.2.6.4.7. Formatting elements are ordinary ones that
 * may be closed out of order (builder.h).
 */
#include "parse/builder.h"

static void start_heading(struct kh_builder *b)
{
    kh_close_p(b);
    if (kh_traits[kh_top(b)->tag] & KH_HEADING) kh_pop(b);
    kh_insert(b);
}

/* Ends the item of the list that the new one follows: an li, or a dd or dt. */
static void start_item(struct kh_builder *b)
{
    enum kh_tag tag = (enum kh_tag)b->tokens.token.tag;
    const struct kh_open *item = &b->stack[kh_top(b)->item];
    enum kh_tag open = item->space == KH_SPACE_HTML ? (enum kh_tag)item->tag : KH_TAG_OTHER;
    bool same = tag == KH_TAG_LI ? open == KH_TAG_LI : open == KH_TAG_DD || open == KH_TAG_DT;
    if (same && b->last[open] == kh_top(b)->item + 1) kh_pop_tag(b, open);
    b->frameset_ok = false;
    kh_close_p(b);
    kh_insert(b);
}

/* What </a> and its like do: closes the element now, or later when a block is open inside. */
static void end_formatting(struct kh_builder *b, enum kh_tag tag)
{
    if (!b->last[tag]) return;
    if (!kh_in_scope(b, tag)) return;
    if (kh_top(b)->special >= b->last[tag]) kh_close_later(b, tag);
    else kh_pop_tag(b, tag);
}

static void start_formatting(struct kh_builder *b)
{
    enum kh_tag tag = (enum kh_tag)b->tokens.token.tag;
    if (tag == KH_TAG_A && b->last[KH_TAG_A]) {
        uint32_t scope = kh_top(b)->scope; /* a table bounds the scope but does not part links */
        while (scope && b->stack[scope].tag == KH_TAG_TABLE) scope = b->stack[scope - 1].scope;
        if (kh_in_scope(b, tag)) end_formatting(b, tag);
        else if (b->last[tag] > scope) kh_close_later(b, tag);
    }
    if (tag == KH_TAG_NOBR) end_formatting(b, tag);
    kh_insert(b);
}

static void start_option(struct kh_builder *b)
{
    enum kh_tag tag = (enum kh_tag)b->tokens.token.tag;
    if (kh_in_scope(b, KH_TAG_SELECT))
        kh_pop_implied(b, tag == KH_TAG_OPTION ? KH_TAG_OPTGROUP : KH_TAG_OTHER);
    else if (kh_top(b)->tag == KH_TAG_OPTION) kh_pop(b);
    kh_insert(b);
}

/* HTML, BODY and FRAMESET inside the body. */
static void start_frame(struct kh_builder *b)
{
    enum kh_tag tag = (enum kh_tag)b->tokens.token.tag;
    if (tag == KH_TAG_FRAMESET) {
        if (!b->frameset_ok || !b->body || b->last[KH_TAG_TEMPLATE]) return;
        kh_pop_to(b, 1); /* the body so far is nothing */
        b->tree->nodes_n = b->body;
        while (b->fosters_n && b->fosters[b->fosters_n - 1].node >= b->body) b->fosters_n--;
        b->form = b->form >= b->body ? 0 : b->form;
        b->body = 0;
        kh_insert(b);
        b->mode = KH_MODE_FRAMESET;
        return;
    }
    if (b->last[KH_TAG_TEMPLATE]) return;
    if (tag == KH_TAG_HTML) {
        kh_merge_attrs(b, 0);
    } else if (b->body) {
        b->frameset_ok = false;
        kh_merge_attrs(b, b->body);
    }
}

static void start_input(struct kh_builder *b)
{
    if (kh_in_scope(b, KH_TAG_SELECT)) kh_pop_tag(b, KH_TAG_SELECT);
    kh_insert_leaf(b);
    b->frameset_ok = false;
}

static void start_select(struct kh_builder *b)
{
    b->frameset_ok = false;
    if (kh_in_scope(b, KH_TAG_SELECT)) kh_pop_tag(b, KH_TAG_SELECT);
    else kh_insert(b);
}

static void start_form(struct kh_builder *b)
{
    if (b->form && !b->last[KH_TAG_TEMPLATE]) return;
    kh_close_p(b);
    uint32_t node = b->tree->nodes_n;
    kh_insert(b);
    if (!b->last[KH_TAG_TEMPLATE]) b->form = node;
}

static void start_foreign(struct kh_builder *b)
{
    enum kh_tag tag = (enum kh_tag)b->tokens.token.tag;
    uint32_t node = b->tree->nodes_n;
    bool leaf = b->tokens.token.self_closing;
    kh_insert_space(b, tag == KH_TAG_SVG ? KH_SPACE_SVG : KH_SPACE_MATH);
    if (b->full || b->tokens.failed) return;
    b->tree->nodes[node].tag = (uint8_t)tag;
    if (leaf) kh_pop(b);
}

static void start_table(struct kh_builder *b)
{
    if (!b->quirks) kh_close_p(b);
    kh_insert(b);
    b->frameset_ok = false;
    b->mode = KH_MODE_TABLE;
}

/* Start tags with rules of their own; false when the element is an ordinary one. */
static bool start_special(struct kh_builder *b)
{
    switch (b->tokens.token.tag) {
    case KH_TAG_HTML:
    case KH_TAG_BODY:
    case KH_TAG_FRAMESET: start_frame(b); return true;
    case KH_TAG_LI:
    case KH_TAG_DD:
    case KH_TAG_DT: start_item(b); return true;
    case KH_TAG_PRE:
    case KH_TAG_LISTING:
        kh_close_p(b);
        kh_insert(b);
        b->skip_newline = true;
        b->frameset_ok = false;
        return true;
    case KH_TAG_FORM: start_form(b); return true;
    case KH_TAG_PLAINTEXT:
        kh_close_p(b);
        kh_insert(b);
        kh_tokenizer_mode(&b->tokens, KH_HTML_PLAINTEXT, KH_STR_NONE);
        return true;
    case KH_TAG_BUTTON:
        if (kh_in_scope(b, KH_TAG_BUTTON)) kh_pop_tag(b, KH_TAG_BUTTON);
        b->frameset_ok = false;
        return false;
    case KH_TAG_APPLET:
    case KH_TAG_MARQUEE:
    case KH_TAG_OBJECT: b->frameset_ok = false; return false;
    case KH_TAG_TABLE: start_table(b); return true;
    case KH_TAG_INPUT: start_input(b); return true;
    case KH_TAG_HR:
        kh_close_p(b);
        if (kh_in_scope(b, KH_TAG_SELECT)) kh_pop_implied(b, KH_TAG_OTHER);
        return false;
    case KH_TAG_XMP: kh_close_p(b);             /* fall through */
    case KH_TAG_IFRAME: b->frameset_ok = false; /* fall through */
    case KH_TAG_NOEMBED: kh_insert_raw(b, KH_HTML_RAWTEXT); return true;
    case KH_TAG_TEXTAREA:
        kh_insert_raw(b, KH_HTML_RCDATA);
        b->skip_newline = true;
        b->frameset_ok = false;
        return true;
    case KH_TAG_SELECT: start_select(b); return true;
    case KH_TAG_OPTION:
    case KH_TAG_OPTGROUP: start_option(b); return true;
    case KH_TAG_RB:
    case KH_TAG_RTC:
    case KH_TAG_RP:
    case KH_TAG_RT:
        if (kh_in_scope(b, KH_TAG_RUBY))
            kh_pop_implied(b, b->tokens.token.tag == KH_TAG_RB || b->tokens.token.tag == KH_TAG_RTC
                                  ? KH_TAG_OTHER
                                  : KH_TAG_RTC);
        return false;
    case KH_TAG_IMAGE:
        b->tokens.token.tag = KH_TAG_IMG;
        b->tokens.token.name = kh_tag_name(KH_TAG_IMG);
        return false;
    case KH_TAG_SVG:
    case KH_TAG_MATH: start_foreign(b); return true;
    default: return false;
    }
}

static void body_start(struct kh_builder *b)
{
    unsigned traits = kh_traits[b->tokens.token.tag];
    if (traits & KH_ENDS_P) {
        kh_close_p(b);
        kh_insert(b);
    } else if (traits & KH_FORMATTING) {
        start_formatting(b);
    } else if (traits & KH_HEAD) {
        kh_head_tag(b);
    } else if (traits & KH_HEADING) {
        start_heading(b);
    } else if (!(traits & KH_TABLE_PART) && !start_special(b)) {
        if (kh_traits[b->tokens.token.tag] & KH_VOID) {
            if (b->tokens.token.tag != KH_TAG_PARAM && b->tokens.token.tag != KH_TAG_SOURCE &&
                b->tokens.token.tag != KH_TAG_TRACK)
                b->frameset_ok = false;
            kh_insert_leaf(b);
        } else {
            kh_insert(b);
        }
    }
}

/* Elements without a tag of their own are found by name; further down than this none is looked
 * for, so that end tags without a start stay cheap. */
#define LOOK_DOWN 64

static void end_named(struct kh_builder *b)
{
    struct kh_str name = b->tokens.token.name;
    uint32_t place = b->last[KH_TAG_OTHER];
    for (int i = 0; i < LOOK_DOWN && place > kh_top(b)->special + 1u; i++) {
        struct kh_open *open = &b->stack[place - 1];
        if (kh_str_eq(b->tree->nodes[open->node].text, name)) {
            kh_pop_to(b, place - 1);
            return;
        }
        place = open->below;
    }
}

static void end_heading(struct kh_builder *b)
{
    uint16_t last = 0;
    for (enum kh_tag tag = KH_TAG_H1; tag <= KH_TAG_H6; tag++) {
        if (b->last[tag] > last) last = b->last[tag];
    }
    if (last > kh_top(b)->scope) kh_pop_to(b, last - 1u);
}

static void end_form(struct kh_builder *b)
{
    if (b->last[KH_TAG_TEMPLATE]) {
        if (kh_in_scope(b, KH_TAG_FORM)) kh_pop_tag(b, KH_TAG_FORM);
        return;
    }
    uint32_t node = b->form;
    b->form = 0;
    if (!node || !kh_in_scope(b, KH_TAG_FORM)) return;
    kh_pop_implied(b, KH_TAG_OTHER);
    if (kh_top(b)->node == node) kh_pop(b);
    else kh_close_later(b, KH_TAG_FORM);
}

static bool end_body(struct kh_builder *b)
{
    if (!kh_in_scope(b, KH_TAG_BODY)) return false;
    b->mode = KH_MODE_AFTER_BODY;
    return b->tokens.token.tag == KH_TAG_HTML;
}

static bool body_end(struct kh_builder *b)
{
    enum kh_tag tag = (enum kh_tag)b->tokens.token.tag;
    unsigned traits = kh_traits[tag];
    switch (tag) {
    case KH_TAG_OTHER: end_named(b); return false;
    case KH_TAG_BODY:
    case KH_TAG_HTML: return end_body(b);
    case KH_TAG_P:
        if (!kh_in_button_scope(b, KH_TAG_P)) kh_insert_tag(b, KH_TAG_P);
        kh_close_p(b);
        return false;
    case KH_TAG_BR:
        kh_insert_tag(b, KH_TAG_BR);
        kh_pop(b);
        return false;
    case KH_TAG_LI:
        if (kh_in_list_scope(b, tag)) kh_pop_tag(b, tag);
        return false;
    case KH_TAG_FORM: end_form(b); return false;
    case KH_TAG_TEMPLATE: kh_head_tag(b); return false;
    default: break;
    }
    if (traits & KH_FORMATTING) {
        end_formatting(b, tag);
    } else if (traits & KH_HEADING) {
        end_heading(b);
    } else if (traits & KH_ENDS_P || traits & KH_SCOPE || tag == KH_TAG_BUTTON ||
               tag == KH_TAG_LISTING || tag == KH_TAG_PRE || tag == KH_TAG_DD || tag == KH_TAG_DT) {
        if (kh_in_scope(b, tag)) kh_pop_tag(b, tag);
    } else if (b->last[tag] && kh_top(b)->special < b->last[tag]) {
        kh_pop_tag(b, tag);
    }
    return false;
}

/* White space where a line begins is no text, except in preformatted text. */
static void body_text(struct kh_builder *b)
{
    bool blank = kh_is_blank(b->text);
    if (blank && b->line_start && !b->last[KH_TAG_PRE] && !b->last[KH_TAG_LISTING]) return;
    if (!blank) b->frameset_ok = false;
    kh_insert_text(b, b->text);
}

bool kh_mode_body(struct kh_builder *b)
{
    switch (b->tokens.token.kind) {
    case KH_HTML_TEXT: body_text(b); return false;
    case KH_HTML_START: body_start(b); return false;
    case KH_HTML_END: return body_end(b);
    default: return false;
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree builder in tables: WHATWG HTML 13.2.6.4.9 to 15. What belongs into no table is read by
 * the rules of the body and goes before the table.
 */
#include "parse/builder.h"

/* Closes all above the nearest of the tags a, b, c, or of table, template, html. */
static void clear_to(struct kh_builder *b, enum kh_tag a, enum kh_tag c, enum kh_tag d)
{
    uint32_t keep = kh_top(b)->table + 1u;
    if (b->last[a] > keep) keep = b->last[a];
    if (b->last[c] > keep) keep = b->last[c];
    if (b->last[d] > keep) keep = b->last[d];
    kh_pop_to(b, keep);
}

static void clear_to_table(struct kh_builder *b)
{
    clear_to(b, KH_TAG_TABLE, KH_TAG_TABLE, KH_TAG_TABLE);
}

static void clear_to_body(struct kh_builder *b)
{
    clear_to(b, KH_TAG_TBODY, KH_TAG_TFOOT, KH_TAG_THEAD);
}

static void clear_to_row(struct kh_builder *b)
{
    clear_to(b, KH_TAG_TR, KH_TAG_TR, KH_TAG_TR);
}

static bool foster(struct kh_builder *b)
{
    b->foster = true;
    bool again = kh_mode_body(b);
    b->foster = false;
    return again;
}

static bool end_table(struct kh_builder *b)
{
    if (!kh_in_table_scope(b, KH_TAG_TABLE)) return false;
    kh_pop_tag(b, KH_TAG_TABLE);
    kh_reset_mode(b);
    return true;
}

static bool table_start(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    switch (token->tag) {
    case KH_TAG_CAPTION:
        clear_to_table(b);
        kh_insert(b);
        b->mode = KH_MODE_CAPTION;
        return false;
    case KH_TAG_COLGROUP:
        clear_to_table(b);
        kh_insert(b);
        b->mode = KH_MODE_COLGROUP;
        return false;
    case KH_TAG_COL:
        clear_to_table(b);
        kh_insert_tag(b, KH_TAG_COLGROUP);
        b->mode = KH_MODE_COLGROUP;
        return true;
    case KH_TAG_TBODY:
    case KH_TAG_TFOOT:
    case KH_TAG_THEAD:
        clear_to_table(b);
        kh_insert(b);
        b->mode = KH_MODE_TBODY;
        return false;
    case KH_TAG_TD:
    case KH_TAG_TH:
    case KH_TAG_TR:
        clear_to_table(b);
        kh_insert_tag(b, KH_TAG_TBODY);
        b->mode = KH_MODE_TBODY;
        return true;
    case KH_TAG_TABLE: return end_table(b);
    case KH_TAG_STYLE:
    case KH_TAG_SCRIPT:
    case KH_TAG_TEMPLATE: kh_head_tag(b); return false;
    case KH_TAG_FORM:
        if (b->form || b->last[KH_TAG_TEMPLATE]) return false;
        b->form = b->tree->nodes_n;
        kh_insert_leaf(b);
        return false;
    case KH_TAG_INPUT:
        for (size_t i = 0; i < token->attrs_n; i++) {
            if (kh_str_eq(token->attrs[i].name, KH_STR("type")) &&
                kh_str_eq_nocase(token->attrs[i].value, KH_STR("hidden"))) {
                kh_insert_leaf(b);
                return false;
            }
        }
        return foster(b);
    default: return foster(b);
    }
}

static bool is_ignored_end(enum kh_tag tag)
{
    return tag == KH_TAG_BODY || tag == KH_TAG_CAPTION || tag == KH_TAG_COL ||
           tag == KH_TAG_COLGROUP || tag == KH_TAG_HTML;
}

static bool mode_table(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    switch (token->kind) {
    case KH_HTML_TEXT:
        if (kh_is_blank(b->text) && kh_traits[kh_top(b)->tag] & KH_ROWS) return false;
        return foster(b);
    case KH_HTML_START: return table_start(b);
    case KH_HTML_END:
        if (token->tag == KH_TAG_TABLE) {
            end_table(b);
            return false;
        }
        if (token->tag == KH_TAG_TEMPLATE) {
            kh_head_tag(b);
            return false;
        }
        if (is_ignored_end((enum kh_tag)token->tag) || kh_traits[token->tag] & KH_TABLE_PART)
            return false;
        return foster(b);
    default: return false;
    }
}

/* CAPTION and CELL: all but what ends them is the body's. */
static bool mode_caption(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    bool is_start = token->kind == KH_HTML_START, is_end = token->kind == KH_HTML_END;
    bool part = is_start && kh_traits[token->tag] & KH_TABLE_PART && token->tag != KH_TAG_HEAD &&
                token->tag != KH_TAG_FRAME;
    if (part || (is_end && (token->tag == KH_TAG_TABLE || token->tag == KH_TAG_CAPTION))) {
        if (!kh_in_table_scope(b, KH_TAG_CAPTION)) return false;
        kh_pop_tag(b, KH_TAG_CAPTION);
        b->mode = KH_MODE_TABLE;
        return part || token->tag == KH_TAG_TABLE;
    }
    if (is_end &&
        (is_ignored_end((enum kh_tag)token->tag) || kh_traits[token->tag] & KH_TABLE_PART))
        return false;
    return kh_mode_body(b);
}

static bool mode_colgroup(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_TEXT && !kh_text_begins(b)) return false;
    bool is_start = token->kind == KH_HTML_START, is_end = token->kind == KH_HTML_END;
    if (is_start && token->tag == KH_TAG_HTML) return kh_mode_body(b);
    if (is_start && token->tag == KH_TAG_COL) {
        kh_insert_leaf(b);
        return false;
    }
    if (token->tag == KH_TAG_TEMPLATE && (is_start || is_end)) {
        kh_head_tag(b);
        return false;
    }
    if (is_end && token->tag == KH_TAG_COL) return false;
    if (kh_top(b)->tag != KH_TAG_COLGROUP) return false;
    kh_pop(b);
    b->mode = KH_MODE_TABLE;
    return !(is_end && token->tag == KH_TAG_COLGROUP);
}

static bool leave_tbody(struct kh_builder *b)
{
    uint32_t table = kh_top(b)->table;
    if (b->last[KH_TAG_TBODY] <= table && b->last[KH_TAG_TFOOT] <= table &&
        b->last[KH_TAG_THEAD] <= table)
        return false;
    clear_to_body(b);
    kh_pop(b);
    b->mode = KH_MODE_TABLE;
    return true;
}

static bool mode_tbody(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_START) {
        switch (token->tag) {
        case KH_TAG_TR:
            clear_to_body(b);
            kh_insert(b);
            b->mode = KH_MODE_ROW;
            return false;
        case KH_TAG_TD:
        case KH_TAG_TH:
            clear_to_body(b);
            kh_insert_tag(b, KH_TAG_TR);
            b->mode = KH_MODE_ROW;
            return true;
        case KH_TAG_CAPTION:
        case KH_TAG_COL:
        case KH_TAG_COLGROUP:
        case KH_TAG_TBODY:
        case KH_TAG_TFOOT:
        case KH_TAG_THEAD: return leave_tbody(b);
        default: break;
        }
    } else if (token->kind == KH_HTML_END) {
        switch (token->tag) {
        case KH_TAG_TBODY:
        case KH_TAG_TFOOT:
        case KH_TAG_THEAD:
            if (kh_in_table_scope(b, (enum kh_tag)token->tag)) leave_tbody(b);
            return false;
        case KH_TAG_TABLE: return leave_tbody(b);
        default: break;
        }
    }
    return mode_table(b);
}

static bool leave_row(struct kh_builder *b)
{
    if (!kh_in_table_scope(b, KH_TAG_TR)) return false;
    clear_to_row(b);
    kh_pop(b);
    b->mode = KH_MODE_TBODY;
    return true;
}

static bool mode_row(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_START) {
        switch (token->tag) {
        case KH_TAG_TD:
        case KH_TAG_TH:
            clear_to_row(b);
            kh_insert(b);
            b->mode = KH_MODE_CELL;
            return false;
        case KH_TAG_CAPTION:
        case KH_TAG_COL:
        case KH_TAG_COLGROUP:
        case KH_TAG_TBODY:
        case KH_TAG_TFOOT:
        case KH_TAG_THEAD:
        case KH_TAG_TR: return leave_row(b);
        default: break;
        }
    } else if (token->kind == KH_HTML_END) {
        switch (token->tag) {
        case KH_TAG_TR: leave_row(b); return false;
        case KH_TAG_TABLE: return leave_row(b);
        case KH_TAG_TBODY:
        case KH_TAG_TFOOT:
        case KH_TAG_THEAD: return kh_in_table_scope(b, (enum kh_tag)token->tag) && leave_row(b);
        default: break;
        }
    }
    return mode_table(b);
}

static bool leave_cell(struct kh_builder *b)
{
    uint16_t last =
        b->last[KH_TAG_TD] > b->last[KH_TAG_TH] ? b->last[KH_TAG_TD] : b->last[KH_TAG_TH];
    if (last <= kh_top(b)->table) return false;
    kh_pop_to(b, last - 1u);
    b->mode = KH_MODE_ROW;
    return true;
}

static bool mode_cell(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_START && kh_traits[token->tag] & KH_TABLE_PART &&
        token->tag != KH_TAG_HEAD && token->tag != KH_TAG_FRAME)
        return leave_cell(b);
    if (token->kind == KH_HTML_END) {
        enum kh_tag tag = (enum kh_tag)token->tag;
        if (tag == KH_TAG_TD || tag == KH_TAG_TH) {
            if (kh_in_table_scope(b, tag)) leave_cell(b);
            return false;
        }
        if (is_ignored_end(tag)) return false;
        if (tag == KH_TAG_TABLE || kh_traits[tag] & KH_ROWS)
            return kh_in_table_scope(b, tag) && leave_cell(b);
    }
    return kh_mode_body(b);
}

bool kh_mode_table(struct kh_builder *b)
{
    switch (b->mode) {
    case KH_MODE_TABLE: return mode_table(b);
    case KH_MODE_CAPTION: return mode_caption(b);
    case KH_MODE_COLGROUP: return mode_colgroup(b);
    case KH_MODE_TBODY: return mode_tbody(b);
    case KH_MODE_ROW: return mode_row(b);
    default: return mode_cell(b);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree builder before the body: WHATWG HTML 13.2.6.4.1 to 6.
 */
#include "parse/builder.h"

/* Public identifiers whose pages are read in quirks mode, as prefixes (13.2.6.4.1). Only <table>
 * inside <p> depends on it. */
static bool is_quirks(const struct kh_doctype *doctype)
{
    static const char *const prefixes[] = {
        "+//silmaril//",
        "-//advasoft ltd//",
        "-//as//dtd html",
        "-//ietf//dtd html",
        "-//metrius//",
        "-//microsoft//dtd internet explorer",
        "-//netscape comm.",
        "-//o'reilly",
        "-//softquad",
        "-//spyglass//",
        "-//sq//",
        "-//sun microsystems",
        "-//w3c//dtd html 3",
        "-//w3c//dtd html experimental",
        "-//w3c//dtd html 4.0 frameset",
        "-//w3c//dtd html 4.0 transitional",
        "-//w3c//dtd w3 html",
        "-//w3o//",
        "-//webtechs//",
        "html",
        "-/w3c/dtd html 4.0 transitional/en",
    };
    if (doctype->force_quirks || !kh_str_eq(doctype->name, KH_STR("html"))) return true;
    struct kh_str id = doctype->public_id;
    for (size_t i = 0; doctype->has_public_id && i < sizeof prefixes / sizeof *prefixes; i++) {
        struct kh_str prefix = kh_str_of(prefixes[i]);
        if (id.n >= prefix.n && kh_str_eq_nocase(kh_str_sub(id, 0, prefix.n), prefix)) return true;
    }
    if (kh_str_eq_nocase(doctype->system_id,
                         KH_STR("http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd")))
        return true;
    if (doctype->has_system_id || !doctype->has_public_id) return false;
    return kh_str_find_nocase(id, KH_STR("-//w3c//dtd html 4.01 transitional//"), 0) == 0 ||
           kh_str_find_nocase(id, KH_STR("-//w3c//dtd html 4.01 frameset//"), 0) == 0;
}

static void insert_template(struct kh_builder *b)
{
    kh_insert(b);
    b->frameset_ok = false;
    b->mode = KH_MODE_TEMPLATE;
    b->template_modes[b->templates++] = KH_MODE_TEMPLATE;
}

static void end_template(struct kh_builder *b)
{
    if (!b->last[KH_TAG_TEMPLATE]) return;
    kh_pop_tag(b, KH_TAG_TEMPLATE);
    if (b->templates) b->templates--;
    kh_reset_mode(b);
}

void kh_head_tag(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_END) {
        if (token->tag == KH_TAG_TEMPLATE) end_template(b);
        return;
    }
    switch (token->tag) {
    case KH_TAG_TITLE: kh_insert_raw(b, KH_HTML_RCDATA); break;
    case KH_TAG_SCRIPT: kh_insert_raw(b, KH_HTML_SCRIPT); break;
    case KH_TAG_STYLE:
    case KH_TAG_NOFRAMES: kh_insert_raw(b, KH_HTML_RAWTEXT); break;
    case KH_TAG_TEMPLATE: insert_template(b); break;
    default: kh_insert_leaf(b); break;
    }
}

static bool mode_initial(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_DOCTYPE) {
        b->quirks = is_quirks(&token->doctype);
        return false;
    }
    if (token->kind == KH_HTML_TEXT && !kh_text_begins(b)) return false;
    if (token->kind == KH_HTML_START && token->tag == KH_TAG_HTML) {
        kh_insert(b);
        b->mode = KH_MODE_BEFORE_HEAD;
        return false;
    }
    if (token->kind == KH_HTML_END && token->tag != KH_TAG_HEAD && token->tag != KH_TAG_BODY &&
        token->tag != KH_TAG_HTML && token->tag != KH_TAG_BR)
        return false;
    kh_insert_tag(b, KH_TAG_HTML);
    b->mode = KH_MODE_BEFORE_HEAD;
    return true;
}

/* End tags that are not ignored where nothing has been opened. */
static bool opens_anyway(const struct kh_html_token *token)
{
    return token->tag == KH_TAG_HEAD || token->tag == KH_TAG_BODY || token->tag == KH_TAG_HTML ||
           token->tag == KH_TAG_BR;
}

static bool mode_before_head(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_TEXT && !kh_text_begins(b)) return false;
    if (token->kind == KH_HTML_START && token->tag == KH_TAG_HTML) {
        kh_merge_attrs(b, 0);
        return false;
    }
    if (token->kind == KH_HTML_END && !opens_anyway(token)) return false;
    bool is_head = token->kind == KH_HTML_START && token->tag == KH_TAG_HEAD;
    b->head = b->tree->nodes_n;
    if (is_head) kh_insert(b);
    else kh_insert_tag(b, KH_TAG_HEAD);
    b->mode = KH_MODE_HEAD;
    return !is_head;
}

static bool mode_in_head(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_TEXT && !kh_text_begins(b)) return false;
    if (token->kind == KH_HTML_START) {
        if (token->tag == KH_TAG_HTML) return kh_mode_body(b);
        if (token->tag == KH_TAG_HEAD) return false;
        if (kh_traits[token->tag] & KH_HEAD) {
            kh_head_tag(b);
            return false;
        }
        if (token->tag == KH_TAG_NOSCRIPT) {
            kh_insert(b);
            b->mode = KH_MODE_HEAD_NOSCRIPT;
            return false;
        }
    } else if (token->kind == KH_HTML_END) {
        if (token->tag == KH_TAG_TEMPLATE) {
            kh_head_tag(b);
            return false;
        }
        if (!opens_anyway(token)) return false;
    }
    bool is_end = token->kind == KH_HTML_END && token->tag == KH_TAG_HEAD;
    kh_pop_tag(b, KH_TAG_HEAD);
    b->mode = KH_MODE_AFTER_HEAD;
    return !is_end;
}

static bool mode_head_noscript(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_TEXT && !kh_text_begins(b)) return false;
    if (token->kind == KH_HTML_START) {
        if (token->tag == KH_TAG_HTML) return kh_mode_body(b);
        if (token->tag == KH_TAG_HEAD || token->tag == KH_TAG_NOSCRIPT) return false;
        if (kh_traits[token->tag] & KH_HEAD && token->tag != KH_TAG_TITLE &&
            token->tag != KH_TAG_SCRIPT && token->tag != KH_TAG_TEMPLATE &&
            token->tag != KH_TAG_BASE) {
            kh_head_tag(b);
            return false;
        }
    } else if (token->kind == KH_HTML_END && token->tag != KH_TAG_NOSCRIPT &&
               token->tag != KH_TAG_BR) {
        return false;
    }
    bool is_end = token->kind == KH_HTML_END && token->tag == KH_TAG_NOSCRIPT;
    kh_pop_tag(b, KH_TAG_NOSCRIPT);
    b->mode = KH_MODE_HEAD;
    return !is_end;
}

static bool mode_after_head(struct kh_builder *b)
{
    const struct kh_html_token *token = &b->tokens.token;
    if (token->kind == KH_HTML_TEXT && !kh_text_begins(b)) return false;
    bool is_body = false;
    if (token->kind == KH_HTML_START) {
        if (token->tag == KH_TAG_HTML) return kh_mode_body(b);
        if (token->tag == KH_TAG_HEAD) return false;
        if (token->tag == KH_TAG_FRAMESET) {
            kh_insert(b);
            b->mode = KH_MODE_FRAMESET;
            return false;
        }
        if (kh_traits[token->tag] & KH_HEAD) { /* the standard puts it into the head */
            kh_head_tag(b);
            return false;
        }
        is_body = token->tag == KH_TAG_BODY;
    } else if (token->kind == KH_HTML_END) {
        if (token->tag == KH_TAG_TEMPLATE) {
            kh_head_tag(b);
            return false;
        }
        if (!opens_anyway(token) || token->tag == KH_TAG_HEAD) return false;
    }
    b->body = b->tree->nodes_n;
    if (is_body) kh_insert(b);
    else kh_insert_tag(b, KH_TAG_BODY);
    if (is_body) b->frameset_ok = false;
    b->mode = KH_MODE_BODY;
    return !is_body;
}

bool kh_mode_head(struct kh_builder *b)
{
    switch (b->mode) {
    case KH_MODE_INITIAL: return mode_initial(b);
    case KH_MODE_BEFORE_HEAD: return mode_before_head(b);
    case KH_MODE_HEAD: return mode_in_head(b);
    case KH_MODE_HEAD_NOSCRIPT: return mode_head_noscript(b);
    default: return mode_after_head(b);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The tokenizer's comments, doctypes and the begin of CDATA sections
 * (WHATWG HTML 13.2.5.41-68).
 */
#include "parse/refs.h"
#include "base/scan.h"
#include "parse/states.h"

static enum kh_html_kind comment(struct kh_tokenizer *t, const char *start, const char *end,
                                 const char *behind)
{
    t->p = behind;
    kh_html_text(t, start, end, false, true);
    t->token.kind = KH_HTML_COMMENT;
    return KH_HTML_COMMENT;
}

enum kh_html_kind kh_html_read_bogus(struct kh_tokenizer *t, const char *text)
{
    const char *p = kh_scan(text, t->end, '>');
    return comment(t, text, p, p < t->end ? p + 1 : p);
}

/* `start` stands behind "<!--". */
static enum kh_html_kind read_comment(struct kh_tokenizer *t, const char *start)
{
    const char *p = start, *end = t->end;
    if (p < end && *p == '>') return comment(t, p, p, p + 1);
    if (end - p >= 2 && p[0] == '-' && p[1] == '>') return comment(t, p, p, p + 2);
    for (; (p = kh_scan(p, end, '>')) < end; p++) {
        size_t n = (size_t)(p - start);
        if (n >= 2 && p[-1] == '-' && p[-2] == '-') return comment(t, start, p - 2, p + 1);
        if (n >= 3 && p[-1] == '!' && p[-2] == '-' && p[-3] == '-')
            return comment(t, start, p - 3, p + 1);
    }
    size_t n = (size_t)(end - start), cut = 0; /* the dashes of an end that never came */
    if (n >= 3 && end[-1] == '!' && end[-2] == '-' && end[-3] == '-') cut = 3;
    else if (n >= 1 && end[-1] == '-') cut = n >= 2 && end[-2] == '-' ? 2 : 1;
    return comment(t, start, end - cut, end);
}

static const char *skip_space(const char *p, const char *end)
{
    while (p < end && kh_html_space(*p)) p++;
    return p;
}

static bool is_keyword(const char *p, const char *end, const char *word)
{
    for (; *word; p++, word++) {
        if (p == end || kh_lower(*p) != *word) return false;
    }
    return true;
}

/* A quoted identifier at p; false when there is none or it is cut off, with force_quirks set.
 * *at moves behind what was read. */
static bool read_id(struct kh_tokenizer *t, const char **at, struct kh_str *id, bool *has)
{
    const char *p = *at, *end = t->end;
    if (p == end || (*p != '"' && *p != '\'')) {
        t->token.doctype.force_quirks = true;
        return false;
    }
    char quote = *p++;
    const char *start = p;
    p = kh_scan3(p, end, quote, '>', quote);
    *has = true;
    struct kh_str s = {start, (size_t)(p - start)};
    *id = kh_html_clean(t, s, kh_scan(start, p, '\0') < p ? KH_REFS_NUL : 0);
    bool whole = p < end && *p == quote;
    *at = whole ? p + 1 : p;
    if (!whole) t->token.doctype.force_quirks = true;
    return whole;
}

/* PUBLIC "..." "..." or SYSTEM "..." at p; returns where the doctype's end is looked for.
 * *lenient: a missing end is no reason for quirks. */
static const char *read_ids(struct kh_tokenizer *t, const char *p, bool *lenient)
{
    struct kh_doctype *doctype = &t->token.doctype;
    const char *end = t->end;
    bool is_public = is_keyword(p, end, "public");
    if (!is_public && !is_keyword(p, end, "system")) {
        doctype->force_quirks = true;
        return p;
    }
    p = skip_space(p + 6, end);
    if (is_public) {
        if (!read_id(t, &p, &doctype->public_id, &doctype->has_public_id)) return p;
        p = skip_space(p, end);
        if (p < end && *p == '>') return p;
    }
    if (!read_id(t, &p, &doctype->system_id, &doctype->has_system_id)) return p;
    /* Anything behind the system identifier is passed over and changes nothing. */
    p = skip_space(p, end);
    if (p < end) *lenient = true;
    return p;
}

static enum kh_html_kind read_doctype(struct kh_tokenizer *t, const char *p)
{
    const char *end = t->end;
    struct kh_doctype *doctype = &t->token.doctype;
    *doctype = (struct kh_doctype){0};
    p = skip_space(p, end);
    const char *start = p;
    unsigned flags = 0;
    for (; p < end && *p != '>' && !kh_html_space(*p); p++) {
        if (*p >= 'A' && *p <= 'Z') flags |= KH_REFS_LOWER;
        if (*p == '\0') flags |= KH_REFS_NUL;
    }
    doctype->has_name = p > start;
    doctype->name = kh_html_clean(t, (struct kh_str){start, (size_t)(p - start)}, flags);
    p = skip_space(p, end);
    bool lenient = false;
    if (p < end && *p != '>') p = read_ids(t, p, &lenient);
    p = kh_scan(p, end, '>');
    if ((p == end && !lenient) || !doctype->has_name) doctype->force_quirks = true;
    t->p = p < end ? p + 1 : p;
    return KH_HTML_DOCTYPE;
}

enum kh_html_kind kh_html_read_declaration(struct kh_tokenizer *t, bool *again)
{
    const char *p = t->p + 2, *end = t->end;
    if (end - p >= 2 && p[0] == '-' && p[1] == '-') return read_comment(t, p + 2);
    if (is_keyword(p, end, "doctype")) return read_doctype(t, p + 7);
    if (t->foreign && end - p >= 7 && memcmp(p, "[CDATA[", 7) == 0) {
        t->p = p + 7;
        t->mode = KH_HTML_CDATA;
        *again = true;
        return KH_HTML_EOF;
    }
    return kh_html_read_bogus(t, p);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The tokenizer inside <title>, <style>, <script>, <plaintext> and CDATA sections: looks for the
 * end and hands on all before it as one slice (WHATWG HTML 13.2.5.2-5, 9-31, 69-71).
 */
#include "base/scan.h"
#include "parse/states.h"

/* Whether `name` (lower case) stands at p and is ended there by white space, '/' or '>'. */
static bool is_name(const char *p, const char *end, struct kh_str name)
{
    if ((size_t)(end - p) <= name.n) return false;
    for (size_t i = 0; i < name.n; i++) {
        if (kh_lower(p[i]) != name.p[i]) return false;
    }
    return p[name.n] == '>' || p[name.n] == '/' || kh_html_space(p[name.n]);
}

/* Whether the end tag that ends the mode stands at p, a '<'. */
static bool is_end_tag(const struct kh_tokenizer *t, const char *p)
{
    return t->end_name.n && t->end - p > 2 && p[1] == '/' && is_name(p + 2, t->end, t->end_name);
}

static const char *find_end_tag(const struct kh_tokenizer *t, const char *p)
{
    while ((p = kh_scan(p, t->end, '<')) < t->end && !is_end_tag(t, p)) p++;
    return p;
}

/* In a script, "<!--" begins an escape in which "<script" ... "</script" may stand in pairs until
 * "-->" ends it. */
static const char *find_script_end(const struct kh_tokenizer *t, const char *p)
{
    const char *end = t->end, *dashes = NULL; /* dashes: where those of "-->" may begin */
    bool paired = false;
    while (p < end) {
        p = dashes ? kh_scan3(p, end, '<', '>', '<') : kh_scan(p, end, '<');
        if (p == end) break;
        if (*p == '>') {
            if (p - dashes >= 2 && p[-1] == '-' && p[-2] == '-') {
                dashes = NULL;
                paired = false;
            }
        } else if (paired) {
            if (end - p > 2 && p[1] == '/' && is_name(p + 2, end, KH_STR("script"))) paired = false;
        } else if (is_end_tag(t, p)) {
            break;
        } else if (dashes) {
            if (is_name(p + 1, end, KH_STR("script"))) paired = true;
        } else if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
            dashes = p + 2;
            p += 3;
        }
        p++;
    }
    return p;
}

static enum kh_html_kind read_cdata(struct kh_tokenizer *t, bool *again)
{
    const char *start = t->p, *p = start, *end = t->end;
    while ((p = kh_scan(p, end, ']')) < end) {
        if (end - p >= 3 && p[1] == ']' && p[2] == '>') break;
        p++;
    }
    if (p > start) {
        t->p = p;
        kh_html_text(t, start, p, false, true);
        return KH_HTML_TEXT;
    }
    if (p == end) return KH_HTML_EOF;
    t->p = p + 3;
    t->mode = KH_HTML_DATA;
    *again = true;
    return KH_HTML_EOF;
}

enum kh_html_kind kh_html_read_raw(struct kh_tokenizer *t, bool *again)
{
    if (t->p == t->end) return KH_HTML_EOF;
    if (t->mode == KH_HTML_CDATA) return read_cdata(t, again);
    const char *start = t->p, *p = start;
    if (t->mode == KH_HTML_PLAINTEXT) p = t->end;
    else if (t->mode == KH_HTML_SCRIPT) p = find_script_end(t, p);
    else p = find_end_tag(t, p);
    t->p = p;
    if (p > start) {
        bool refs = t->mode == KH_HTML_RCDATA && kh_scan(start, p, '&') < p;
        kh_html_text(t, start, p, refs, true);
        return KH_HTML_TEXT;
    }
    t->mode = KH_HTML_DATA;
    if (kh_html_read_tag(t, p + 2, KH_HTML_END)) return KH_HTML_END;
    t->p = t->end;
    return KH_HTML_EOF;
}

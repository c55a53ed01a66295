/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page says of its own encoding: the prescan of the HTML standard ("prescan a byte stream to
 * determine its encoding"), an XML declaration, a Content-Type. Believes nothing; decode.c weighs.
 */
#include "decode/internal.h"

/* The standard looks at 1,024 bytes; pages that say it later mean it as well. */
#define PRESCAN_BYTES ((size_t)64 << 10)

struct scan {
    const char *p;
    size_t at, n;
};

struct attribute {
    struct kh_str name, value;
};

static bool at_space(const struct scan *scan)
{
    return scan->at < scan->n && kh_is_space(scan->p[scan->at]);
}

static void skip_to_after(struct scan *scan, struct kh_str what)
{
    size_t found = kh_str_find_nocase((struct kh_str){scan->p, scan->n}, what, scan->at);
    scan->at = found == SIZE_MAX ? scan->n : found + what.n;
}

static bool looking_at(const struct scan *scan, struct kh_str what)
{
    return scan->n - scan->at >= what.n &&
           kh_str_eq_nocase((struct kh_str){scan->p + scan->at, what.n}, what);
}

/* The value at the position, quoted or not. */
static struct kh_str value_at(struct scan *scan)
{
    char quote = scan->at < scan->n ? scan->p[scan->at] : '\0';
    size_t start = scan->at;
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(scan->p + start + 1, quote, scan->n - start - 1);
        size_t stop = end ? (size_t)(end - scan->p) : scan->n;
        scan->at = end ? stop + 1 : stop;
        return (struct kh_str){scan->p + start + 1, stop - start - 1};
    }
    while (scan->at < scan->n && !at_space(scan) && scan->p[scan->at] != '>') scan->at++;
    return (struct kh_str){scan->p + start, scan->at - start};
}

/* The next attribute of a tag, or false at its end. */
static bool next_attribute(struct scan *scan, struct attribute *out)
{
    while (at_space(scan) || (scan->at < scan->n && scan->p[scan->at] == '/')) scan->at++;
    if (scan->at == scan->n || scan->p[scan->at] == '>') return false;
    size_t start = scan->at++; /* a leading "=" belongs to the name */
    while (scan->at < scan->n && !at_space(scan) && !memchr("=/>", scan->p[scan->at], 3))
        scan->at++;
    *out = (struct attribute){.name = {scan->p + start, scan->at - start}};
    while (at_space(scan)) scan->at++;
    if (scan->at == scan->n || scan->p[scan->at] != '=') return true;
    scan->at++;
    while (at_space(scan)) scan->at++;
    out->value = value_at(scan);
    return true;
}

/* "extract a character encoding from a meta element": what follows charset= in a content type. */
static struct kh_str charset_parameter(struct kh_str content)
{
    for (size_t at = 0; (at = kh_str_find_nocase(content, KH_STR("charset"), at)) != SIZE_MAX;) {
        at += 7;
        while (at < content.n && kh_is_space(content.p[at])) at++;
        if (at == content.n || content.p[at] != '=') continue;
        at++;
        while (at < content.n && kh_is_space(content.p[at])) at++;
        size_t end = at;
        if (at < content.n && (content.p[at] == '"' || content.p[at] == '\'')) {
            const char *close = memchr(content.p + at + 1, content.p[at], content.n - at - 1);
            if (!close) return KH_STR_NONE;
            return kh_str_sub(content, at + 1, (size_t)(close - content.p));
        }
        while (end < content.n && !kh_is_space(content.p[end]) && content.p[end] != ';' &&
               content.p[end] != ',')
            end++;
        return kh_str_sub(content, at, end);
    }
    return KH_STR_NONE;
}

/* A page whose declaration could be read as ASCII is not in UTF-16, whatever it says. */
static const struct kh_encoding *of_ascii_label(struct kh_str label)
{
    if (label.n > 0 && label.p[label.n - 1] == '/') label.n--; /* <meta charset=utf-8/> */
    const struct kh_encoding *encoding = kh_encoding_of_label(label);
    if (kh_encoding_is(encoding, "UTF-16LE") || kh_encoding_is(encoding, "UTF-16BE"))
        return kh_encoding_named("UTF-8");
    if (kh_encoding_is(encoding, "x-user-defined")) return kh_encoding_named("windows-1252");
    return encoding;
}

const struct kh_encoding *kh_declared_of_type(struct kh_str content_type)
{
    return kh_encoding_of_label(charset_parameter(content_type));
}

/* The attributes of a <meta>, the position just behind its name. */
static const struct kh_encoding *of_meta(struct scan *scan)
{
    struct attribute attribute;
    struct kh_str charset = KH_STR_NONE, content = KH_STR_NONE;
    bool has_charset = false, has_content = false, is_type = false;
    while (next_attribute(scan, &attribute)) {
        if (kh_str_eq_nocase(attribute.name, KH_STR("http-equiv"))) {
            is_type |= kh_str_eq_nocase(attribute.value, KH_STR("content-type"));
        } else if (kh_str_eq_nocase(attribute.name, KH_STR("content")) && !has_content) {
            has_content = true;
            content = charset_parameter(attribute.value);
        } else if (kh_str_eq_nocase(attribute.name, KH_STR("charset")) && !has_charset) {
            has_charset = true;
            charset = attribute.value;
        }
    }
    if (has_charset) return of_ascii_label(charset);
    return is_type ? of_ascii_label(content) : NULL;
}

static void of_html(struct scan *scan, struct kh_declared *out)
{
    struct attribute attribute;
    while (next_attribute(scan, &attribute))
        if (out->lang.n == 0 && (kh_str_eq_nocase(attribute.name, KH_STR("lang")) ||
                                 kh_str_eq_nocase(attribute.name, KH_STR("xml:lang"))))
            out->lang = attribute.value;
}

/* <?xml version="1.0" encoding="..."?> at the very beginning. */
static const struct kh_encoding *of_xml(struct scan *scan)
{
    struct attribute attribute;
    if (!looking_at(scan, KH_STR("<?xml"))) return NULL;
    scan->at += 5;
    while (next_attribute(scan, &attribute))
        if (kh_str_eq(attribute.name, KH_STR("encoding"))) return of_ascii_label(attribute.value);
    return NULL;
}

/* One tag that begins at the position with "<" or "</" and a letter. */
static void scan_tag(struct scan *scan, struct kh_declared *out)
{
    bool is_end = scan->p[scan->at + 1] == '/';
    size_t start = scan->at + (is_end ? 2 : 1);
    scan->at = start;
    while (scan->at < scan->n && !at_space(scan) && !memchr("/>", scan->p[scan->at], 2)) scan->at++;
    struct kh_str name = {scan->p + start, scan->at - start};
    struct attribute ignored;
    if (!is_end && kh_str_eq_nocase(name, KH_STR("meta"))) {
        out->encoding = of_meta(scan);
    } else if (kh_str_eq_nocase(name, KH_STR("html"))) {
        of_html(scan, out);
    } else {
        while (next_attribute(scan, &ignored)) continue;
        if (is_end) return;
        if (kh_str_eq_nocase(name, KH_STR("script"))) skip_to_after(scan, KH_STR("</script"));
        if (kh_str_eq_nocase(name, KH_STR("style"))) skip_to_after(scan, KH_STR("</style"));
    }
}

struct kh_declared kh_declared_in(struct kh_str page)
{
    struct kh_declared out = {NULL, KH_STR_NONE};
    struct scan scan = {page.p, 0, page.n < PRESCAN_BYTES ? page.n : PRESCAN_BYTES};
    const struct kh_encoding *xml = of_xml(&scan);
    while (!out.encoding && scan.at < scan.n) {
        const char *less = memchr(scan.p + scan.at, '<', scan.n - scan.at);
        if (!less) break;
        scan.at = (size_t)(less - scan.p);
        char next = scan.at + 1 < scan.n ? scan.p[scan.at + 1] : '\0';
        char after = scan.at + 2 < scan.n ? scan.p[scan.at + 2] : '\0';
        if (looking_at(&scan, KH_STR("<!--"))) {
            scan.at += 2; /* "<!-->" is whole */
            skip_to_after(&scan, KH_STR("-->"));
        } else if (kh_is_alpha(next) || (next == '/' && kh_is_alpha(after))) {
            scan_tag(&scan, &out);
        } else if (next == '!' || next == '/' || next == '?') {
            skip_to_after(&scan, KH_STR(">"));
        } else {
            scan.at++;
        }
    }
    if (!out.encoding) out.encoding = xml;
    return out;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Takes JSON as pages carry it, hands on flat values. Must not recurse: depth is the input's.
 */
#include "extract/meta_json.h"

#include "base/limits.h"
#include "base/utf8.h"

#define MAX_VALUES 100000

struct reader {
    struct kh_arena *arena;
    struct kh_str s;
    size_t at;
    struct kh_values *out;
    size_t capacity;
    uint32_t open; /* innermost open object or array; UINT32_MAX at the top */
    struct kh_str key;
};

static size_t skip_space(struct kh_str s, size_t at)
{
    while (at < s.n && kh_is_space(s.p[at])) at++;
    return at;
}

/* The closing quote of the string whose first byte is at `at`: one before which no backslash
 * stands and behind which JSON goes on. Behind a key that is a colon. */
static size_t string_end(struct kh_str s, size_t at, bool *is_key)
{
    size_t first = SIZE_MAX;
    for (; at < s.n; at++) {
        if (s.p[at] == '\\') {
            at++;
        } else if (s.p[at] == '"') {
            size_t next = skip_space(s, at + 1);
            char c = next < s.n ? s.p[next] : ',';
            *is_key = c == ':';
            if (c == ',' || c == '}' || c == ']' || c == ':') return at;
            if (first == SIZE_MAX) first = at;
            if (at - first > 2000) return first; /* a missing comma, not a quote inside */
        }
    }
    return first == SIZE_MAX ? s.n : first;
}

static bool put(struct reader *r, uint8_t kind, struct kh_str text)
{
    struct kh_values *out = r->out;
    if (out->n >= MAX_VALUES) return true;
    struct kh_value *items =
        kh_arena_grow(r->arena, out->items, out->n, &r->capacity, sizeof *items);
    if (!items) return false;
    out->items = items;
    items[out->n] = (struct kh_value){
        .key = r->key, .text = text, .parent = r->open, .end = out->n + 1, .kind = kind};
    if (kind <= KH_VALUE_ARRAY) r->open = out->n;
    out->n++;
    r->key = KH_STR_NONE;
    return true;
}

/* Closes the innermost open value of this kind and all inside it; a stray bracket is passed over.
 */
static void close_value(struct reader *r, uint8_t kind)
{
    struct kh_value *items = r->out->items;
    uint32_t i = r->open;
    for (int steps = 0; i != UINT32_MAX && items[i].kind != kind && steps < 64; steps++)
        i = items[i].parent;
    if (i == UINT32_MAX || items[i].kind != kind) return;
    for (uint32_t j = r->open; j != i; j = items[j].parent) items[j].end = r->out->n;
    items[i].end = r->out->n;
    r->open = items[i].parent;
    r->key = KH_STR_NONE;
}

static bool read_string(struct reader *r)
{
    bool is_key = false;
    size_t end = string_end(r->s, r->at + 1, &is_key);
    struct kh_str text = kh_str_sub(r->s, r->at + 1, end);
    r->at = end + 1;
    bool in_object = r->open != UINT32_MAX && r->out->items[r->open].kind == KH_VALUE_OBJECT;
    if (in_object && is_key && !r->key.n) {
        r->key = text;
        return true;
    }
    return put(r, KH_VALUE_STRING, text);
}

static bool read_literal(struct reader *r)
{
    size_t start = r->at;
    while (r->at < r->s.n && !strchr(",]}[{\" \t\r\n:", r->s.p[r->at])) r->at++;
    if (r->at == start) r->at++;
    return put(r, KH_VALUE_LITERAL, kh_str_sub(r->s, start, r->at));
}

bool kh_values_read(struct kh_arena *arena, struct kh_str source, struct kh_values *out)
{
    struct reader r = {.arena = arena, .s = source, .out = out, .open = UINT32_MAX};
    r.capacity = 0;
    struct kh_values fresh = {0};
    r.out = &fresh;
    while (r.at < r.s.n) {
        char c = r.s.p[r.at];
        bool ok = true;
        if (kh_is_space(c) || c == ',' || c == ':' || c == ';') {
            r.at++;
        } else if (c == '{' || c == '[') {
            ok = put(&r, c == '{' ? KH_VALUE_OBJECT : KH_VALUE_ARRAY, KH_STR_NONE);
            r.at++;
        } else if (c == '}' || c == ']') {
            close_value(&r, c == '}' ? KH_VALUE_OBJECT : KH_VALUE_ARRAY);
            r.at++;
        } else {
            ok = c == '"' ? read_string(&r) : read_literal(&r);
        }
        if (!ok) return false;
    }
    for (uint32_t i = r.open; i != UINT32_MAX; i = fresh.items[i].parent)
        fresh.items[i].end = fresh.n;
    *out = fresh;
    return true;
}

uint32_t kh_values_member(const struct kh_values *values, uint32_t object, const char *key)
{
    struct kh_str wanted = kh_str_of(key);
    if (object >= values->n || values->items[object].kind != KH_VALUE_OBJECT) return UINT32_MAX;
    for (uint32_t i = object + 1; i < values->items[object].end; i = values->items[i].end)
        if (kh_str_eq(values->items[i].key, wanted)) return i;
    return UINT32_MAX;
}

static int hex(char c)
{
    if (kh_is_digit(c)) return c - '0';
    c = kh_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint32_t hex4(struct kh_str s, size_t at)
{
    uint32_t code = 0;
    if (at + 4 > s.n) return KH_REPLACEMENT;
    for (size_t i = at; i < at + 4; i++) {
        int d = hex(s.p[i]);
        if (d < 0) return KH_REPLACEMENT;
        code = code * 16 + (uint32_t)d;
    }
    return code;
}

/* The escape behind a backslash at *at; moves behind it. */
static uint32_t escape_at(struct kh_str s, size_t *at)
{
    char c = s.p[(*at)++];
    switch (c) {
    case 'n':
    case 'r':
    case 't':
    case 'b':
    case 'f': return ' ';
    case 'u': break;
    default: return (unsigned char)c;
    }
    uint32_t code = hex4(s, *at);
    if (code == KH_REPLACEMENT) return code;
    *at += 4;
    if (code >= 0xD800 && code < 0xDC00 && *at + 6 <= s.n && s.p[*at] == '\\' &&
        s.p[*at + 1] == 'u') {
        uint32_t low = hex4(s, *at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            *at += 6;
            return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return code;
}

/* The letters of Latin-1 by their names, in the order of their code points from U+00C0. */
static uint32_t latin_of(struct kh_str name)
{
    struct kh_str list = KH_STR(
        "Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute "
        "Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc "
        "Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute "
        "ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide "
        "oslash ugrave uacute ucirc uuml yacute thorn yuml");
    for (uint32_t code = 0xC0; list.n; code++)
        if (kh_str_eq(kh_str_cut(&list, ' '), name)) return code;
    return 0;
}

/* A character reference at `at` ("&amp;", "&#8217;"): its code point and length, or 0. */
static uint32_t reference_at(struct kh_str s, size_t at, size_t *used)
{
    static const struct {
        const char *name;
        uint32_t code;
    } names[] = {{"amp", '&'},       {"quot", '"'},     {"apos", '\''},    {"lt", '<'},
                 {"gt", '>'},        {"nbsp", ' '},     {"rsquo", 0x2019}, {"lsquo", 0x2018},
                 {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"ndash", 0x2013}, {"mdash", 0x2014},
                 {"hellip", 0x2026}, {"laquo", 0xAB},   {"raquo", 0xBB}};
    size_t end = at + 1;
    while (end < s.n && end < at + 10 && s.p[end] != ';') end++;
    if (end >= s.n || s.p[end] != ';') return 0;
    *used = end + 1 - at;
    struct kh_str name = kh_str_sub(s, at + 1, end);
    if (name.n > 1 && name.p[0] == '#') {
        bool is_hex = kh_lower(name.p[1]) == 'x';
        uint32_t code = 0;
        for (size_t i = is_hex ? 2 : 1; i < name.n; i++) {
            int d = hex(name.p[i]);
            if (d < 0 || (!is_hex && d > 9)) return 0;
            code = code * (is_hex ? 16 : 10) + (uint32_t)d;
        }
        return code;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kh_str_eq(name, kh_str_of(names[i].name))) return names[i].code;
    return latin_of(name);
}

static bool needs_work(struct kh_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\' || c == '&' || c == '<' || c == '\n' || c == '\t' || c == '\r') return true;
        if (c == ' ' && i + 1 < s.n && s.p[i + 1] == ' ') return true;
    }
    return false;
}

struct kh_str kh_values_text(struct kh_arena *arena, struct kh_str raw)
{
    raw = kh_str_trim(raw);
    if (!needs_work(raw)) return raw;
    char *p = kh_arena_bytes(arena, raw.n * 2 + 4);
    if (!p) return KH_STR_NONE;
    size_t n = 0;
    for (size_t at = 0; at < raw.n;) {
        size_t used = 0;
        uint32_t code;
        char c = raw.p[at];
        if (c == '\\' && at + 1 < raw.n) {
            at++;
            code = escape_at(raw, &at);
        } else if (c == '&' && (code = reference_at(raw, at, &used)) != 0) {
            at += used;
        } else if (c == '<' && at + 1 < raw.n &&
                   (kh_is_alpha(raw.p[at + 1]) || raw.p[at + 1] == '/')) {
            while (at < raw.n && raw.p[at] != '>') at++;
            at++;
            code = ' ';
        } else {
            code = kh_utf8_next(raw, &at);
        }
        if (code < 0x80 && kh_is_space((char)code)) code = ' ';
        if (code == ' ' && (n == 0 || p[n - 1] == ' ')) continue;
        n += kh_utf8_encode(code, p + n);
    }
    return kh_str_trim((struct kh_str){p, n});
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The tokenizer's tags and its choice of what comes next, after WHATWG HTML 13.2.5; its states are
 * positions in the code. Raw text is in rawtext.c, comments and doctypes in declaration.c.
 * Parse errors are not reported, only recovered from.
 */
#include "parse/tokenizer.h"

#include "base/limits.h"
#include "base/hash.h"
#include "parse/refs.h"
#include "base/scan.h"
#include "parse/states.h"
#include "parse/names.h"

/* Up to here doubled attributes are found by comparing, above with a set. */
#define ATTRS_COMPARED 8

struct kh_str kh_newlines_clean(struct kh_arena *arena, struct kh_str text)
{
    const char *p = text.p, *end = text.p + text.n;
    const char *cr = kh_scan(p, end, '\r');
    if (cr == end) return text;
    char *out = kh_arena_bytes(arena, text.n);
    if (!out) return KH_STR_NONE;
    size_t n = 0;
    for (;;) {
        memcpy(out + n, p, (size_t)(cr - p));
        n += (size_t)(cr - p);
        if (cr == end) break;
        out[n++] = '\n';
        p = cr + 1;
        if (p < end && *p == '\n') p++;
        cr = kh_scan(p, end, '\r');
    }
    return (struct kh_str){out, n};
}

void kh_tokenizer_init(struct kh_tokenizer *t, struct kh_arena *arena, struct kh_str in,
                       size_t attrs_max)
{
    *t = (struct kh_tokenizer){
        .arena = arena, .in = in, .p = in.p, .end = in.p + in.n, .attrs_max = attrs_max};
}

void kh_tokenizer_mode(struct kh_tokenizer *t, enum kh_html_mode mode, struct kh_str end_name)
{
    t->mode = (uint8_t)mode;
    t->end_name = end_name;
}

uint32_t kh_tokenizer_keep(struct kh_tokenizer *t)
{
    uint32_t at = (uint32_t)t->attrs_kept;
    t->attrs_kept += t->token.attrs_n;
    return at;
}

struct kh_str kh_tokenizer_text(struct kh_tokenizer *t, enum kh_nul nul)
{
    struct kh_html_token *token = &t->token;
    unsigned flags = token->has_refs ? KH_REFS : 0;
    if (token->has_nul && memchr(token->text.p, 0, token->text.n)) {
        bool stays = nul == KH_NUL_AS_READ && token->kind == KH_HTML_TEXT &&
                     (t->mode == KH_HTML_DATA || t->mode == KH_HTML_CDATA);
        flags |= nul == KH_NUL_DROPPED ? KH_REFS_NO_NUL : stays ? 0 : KH_REFS_NUL;
    }
    if (!flags) return token->text;
    struct kh_str text = kh_refs_resolve(t->arena, token->text, flags);
    if (!text.p) t->failed = true;
    return text;
}

struct kh_str kh_html_clean(struct kh_tokenizer *t, struct kh_str s, unsigned flags)
{
    if (!flags) return s;
    struct kh_str clean = kh_refs_resolve(t->arena, s, flags);
    if (!clean.p) t->failed = true;
    return clean;
}

/* What ends names, of tags (ENDS) and of attributes (both), and what has to be changed in them. */
enum { ENDS = 1, ENDS_ATTRIBUTE = 2, CAPITAL = 4, NUL = 8 };

static const uint8_t in_name[256] = {
    ['\0'] = NUL, ['\t'] = ENDS, ['\n'] = ENDS,          ['\f'] = ENDS,           [' '] = ENDS,
    ['/'] = ENDS, ['>'] = ENDS,  ['='] = ENDS_ATTRIBUTE, ['A' ... 'Z'] = CAPITAL,
};

/* What has to be done to a name in which such bytes were seen (enum kh_refs_flag). */
static unsigned changes_of(unsigned seen)
{
    return (seen & CAPITAL ? KH_REFS_LOWER : 0) | (seen & NUL ? KH_REFS_NUL : 0);
}

#ifdef __SSE2__
/* Bits of the bytes at p, sixteen of them, that may end a name or have to be changed in it. */
static unsigned telling_bytes(const char *p)
{
    const __m128i blank = _mm_set1_epi8(' '), marks = _mm_set1_epi8('<'),
                  slash = _mm_set1_epi8('/');
    const __m128i a = _mm_set1_epi8('A'), last = _mm_set1_epi8('Z' - 'A');
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i from_a = _mm_sub_epi8(x, a);
    __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(x, blank), x),
                               _mm_cmpeq_epi8(_mm_min_epu8(from_a, last), from_a));
    /* '<' to '?' differ in their two lowest bits alone */
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_and_si128(x, _mm_set1_epi8(-4)), marks));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(hit, _mm_cmpeq_epi8(x, slash)));
}
#endif

/* The end of a name, which bytes of the classes `stops` end; *seen gathers those of its bytes. */
static const char *skip_name(const char *p, const char *end, unsigned stops, unsigned *seen)
{
    while (p < end) {
#ifdef __SSE2__
        unsigned telling = end - p >= 16 ? telling_bytes(p) : 1;
        if (!telling) {
            p += 16;
            continue;
        }
        p += __builtin_ctz(telling);
#endif
        unsigned class = in_name[(unsigned char)*p];
        if (class & stops) break;
        *seen |= class;
        p++;
    }
    return p;
}

/* Reads the value behind '='; t->p stands behind the '='. False at the end of the text. */
static bool read_value(struct kh_tokenizer *t, struct kh_str *value)
{
    const char *p = t->p, *end = t->end;
    while (p < end && kh_html_space(*p)) p++;
    if (p == end) return false;
    unsigned flags = 0;
    const char *start = p;
    if (*p == '"' || *p == '\'') {
        char quote = *p;
        start = ++p;
        while ((p = kh_scan3(p, end, quote, '&', '\0')) < end && *p != quote) {
            flags |= *p++ == '&' ? KH_REFS | KH_REFS_ATTRIBUTE : KH_REFS_NUL;
        }
        if (p == end) return false;
        t->p = p + 1;
    } else {
        for (; p < end && *p != '>' && !kh_html_space(*p); p++) {
            if (*p == '&') flags |= KH_REFS | KH_REFS_ATTRIBUTE;
            if (*p == '\0') flags |= KH_REFS_NUL;
        }
        if (p == end) return false;
        t->p = p;
    }
    *value = kh_html_clean(t, (struct kh_str){start, (size_t)(p - start)}, flags);
    return true;
}

/* Whether the tag has an attribute of that name already; remembers the name when not. */
static bool is_double(struct kh_tokenizer *t, const struct kh_attr *attrs, size_t n,
                      struct kh_str name)
{
    if (n < ATTRS_COMPARED) {
        for (size_t i = 0; i < n; i++) {
            if (kh_str_eq(attrs[i].name, name)) return true;
        }
        return false;
    }
    if (!t->slots) t->slots = kh_arena_alloc(t->arena, KH_ATTR_SLOTS * sizeof *t->slots);
    if (!t->slots) {
        t->failed = true;
        return true;
    }
    size_t i = n; /* those before it are in the set */
    if (!t->slots_filled) {
        memset(t->slots, 0, KH_ATTR_SLOTS * sizeof *t->slots);
        t->slots_filled = true;
        i = 0;
    }
    for (;; i++) {
        struct kh_str put = i < n ? attrs[i].name : name;
        size_t slot = kh_hash(put) & (KH_ATTR_SLOTS - 1);
        for (; t->slots[slot]; slot = (slot + 1) & (KH_ATTR_SLOTS - 1)) {
            if (kh_str_eq(attrs[t->slots[slot] - 1].name, put)) return true;
        }
        t->slots[slot] = (uint16_t)(i + 1);
        if (i == n) return false;
    }
}

/* Room for the attribute, or NULL where the caps leave it out. */
static struct kh_attr *next_attr(struct kh_tokenizer *t, struct kh_str name)
{
    struct kh_html_token *token = &t->token;
    size_t at = t->attrs_kept + token->attrs_n;
    if (token->attrs_n >= KH_MAX_ATTRIBUTES || at >= t->attrs_max) return NULL;
    struct kh_attr *attrs =
        kh_arena_grow(t->arena, t->attrs, at, &t->attrs_capacity, sizeof *attrs);
    if (!attrs) {
        t->failed = true;
        return NULL;
    }
    t->attrs = attrs;
    if (is_double(t, attrs + t->attrs_kept, token->attrs_n, name)) return NULL;
    token->attrs_n++;
    return &attrs[at];
}

/* Reads attributes up to and with '>'. False when the text ends before. */
static bool read_attrs(struct kh_tokenizer *t)
{
    for (;;) {
        const char *p = t->p, *end = t->end;
        bool slash = false;
        for (; p < end && (kh_html_space(*p) || *p == '/'); p++) slash = *p == '/';
        if (p == end) return false;
        if (*p == '>') {
            t->token.self_closing = slash;
            t->p = p + 1;
            return true;
        }
        unsigned seen = 0;
        const char *start = p;
        if (*p == '=') p++;
        p = skip_name(p, end, ENDS | ENDS_ATTRIBUTE, &seen);
        struct kh_str name = {start, (size_t)(p - start)}, value = KH_STR_NONE;
        while (p < end && kh_html_space(*p)) p++;
        t->p = p;
        if (p < end && *p == '=') {
            t->p = p + 1;
            if (!read_value(t, &value)) return false;
        }
        name = kh_html_clean(t, name, changes_of(seen));
        struct kh_attr *attr = next_attr(t, name);
        if (attr) *attr = (struct kh_attr){name, value};
        if (t->failed) return false;
    }
}

/* The tag of a name inside a text that goes on to `end`. */
static enum kh_tag tag_of(struct kh_str name, const char *end, unsigned seen)
{
    if (seen & CAPITAL || end - name.p < 8) return kh_tag_find(name);
    uint64_t key = kh_tag_key(name.p);
    return kh_tag_of(name, name.n < 8 ? key & (((uint64_t)1 << (8 * name.n)) - 1) : key);
}

bool kh_html_read_tag(struct kh_tokenizer *t, const char *name, enum kh_html_kind kind)
{
    struct kh_html_token *token = &t->token;
    const char *end = t->end;
    unsigned seen = 0;
    const char *p = skip_name(name, end, ENDS, &seen);
    token->name = (struct kh_str){name, (size_t)(p - name)};
    token->tag = (uint8_t)tag_of(token->name, end, seen);
    if (token->tag) token->name = kh_tag_name((enum kh_tag)token->tag);
    else token->name = kh_html_clean(t, token->name, changes_of(seen));
    token->self_closing = false;
    token->attrs_n = 0;
    t->slots_filled = false;
    if (p < end && *p == '>') t->p = p + 1;
    else {
        t->p = p;
        if (!read_attrs(t)) return false;
    }
    token->kind = (uint8_t)kind;
    token->attrs = t->attrs + (t->attrs ? t->attrs_kept : 0);
    return true;
}

/* The tag or declaration at '<'. KH_HTML_EOF when the text ends inside, or it yields nothing and
 * *again is set. */
static enum kh_html_kind read_markup(struct kh_tokenizer *t, bool *again)
{
    const char *p = t->p + 1;
    if (kh_is_alpha(*p)) {
        if (!kh_html_read_tag(t, p, KH_HTML_START)) t->p = t->end;
        else return KH_HTML_START;
        return KH_HTML_EOF;
    }
    if (*p == '/') {
        if (kh_is_alpha(p[1])) {
            if (kh_html_read_tag(t, p + 1, KH_HTML_END)) return KH_HTML_END;
            t->p = t->end;
            return KH_HTML_EOF;
        }
        if (p[1] == '>') {
            t->p = p + 2;
            *again = true;
            return KH_HTML_EOF;
        }
        return kh_html_read_bogus(t, p + 1);
    }
    if (*p == '?') return kh_html_read_bogus(t, p);
    return kh_html_read_declaration(t, again);
}

/* Whether '<' at p begins a tag, comment or the like, not text. */
static bool is_markup(const char *p, const char *end)
{
    if (++p == end) return false;
    if (*p == '/') return p + 1 < end;
    return kh_is_alpha(*p) || *p == '!' || *p == '?';
}

static enum kh_html_kind read_data(struct kh_tokenizer *t, bool *again)
{
    const char *start = t->p, *end = t->end, *p = start;
    if (p == end) return KH_HTML_EOF;
    if (*p == '<' && is_markup(p, end)) return read_markup(t, again);
    bool refs = false, nul = false;
    for (; (p = kh_scan3(p, end, '<', '&', '\0')) < end; p++) {
        if (*p == '<' && is_markup(p, end)) break;
        if (*p == '&') refs = true;
        if (*p == '\0') nul = true;
    }
    t->p = p;
    kh_html_text(t, start, p, refs, nul);
    return KH_HTML_TEXT;
}

enum kh_html_kind kh_tokenizer_next(struct kh_tokenizer *t)
{
    if (t->failed) t->p = t->end;
    enum kh_html_kind kind;
    bool again;
    do {
        again = false;
        kind = t->mode == KH_HTML_DATA ? read_data(t, &again) : kh_html_read_raw(t, &again);
    } while (again);
    if (t->failed) kind = KH_HTML_EOF;
    t->token.kind = (uint8_t)kind;
    return kind;
}

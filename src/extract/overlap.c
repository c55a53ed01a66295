/* SPDX-License-Identifier: Apache-2.0
 *
 * Hashed runs of three words, and the articleBody of JSON-LD. Takes bytes, hands on numbers and one
 * string; judges nothing.
 */
#include "extract/overlap.h"

#include "base/hash.h"
#include "base/utf8.h"

/* Walks over the words of a text and yields the hash of each with the two before it. */
struct runs {
    struct kh_str text;
    size_t at;
    uint64_t word[3];
    uint32_t words;
};

/* Bytes that end a word: ASCII that is no letter or digit, the lead bytes of U+0080-00BF and
 * U+2000-2FFF (of what is beyond ASCII only these are taken for marks) and those of Han and Kana.
 */
static const bool ends_word[256] = {
    ['\0' ... '/'] = true, [':' ... '@'] = true, ['[' ... '`'] = true,
    ['{' ... 0x7f] = true, [0xc2] = true,        [0xe2 ... 0xe9] = true,
};

static bool is_han_lead(unsigned char c)
{
    return c >= 0xe3 && c <= 0xe9;
}

/* One byte more; a product off the path of those before it, since words are long for a hash. */
static uint64_t hash_byte(uint64_t h, unsigned char c)
{
    return (h << 7 | h >> 57) + (c < 0x80 ? c | 0x20 : c) * (uint64_t)0x9e3779b97f4a7c15u;
}

/* Moves behind a tag that begins here. */
static size_t behind_tag(struct kh_str s, size_t at)
{
    for (size_t i = at + 1; i < s.n && i < at + 300; i++)
        if (s.p[i] == '>') return i + 1;
    return at + 1;
}

/* Length of the mark, white space or tag at `at`, which is no part of a word; 0 in a word. */
static size_t gap_at(struct kh_str s, size_t at)
{
    unsigned char c = (unsigned char)s.p[at];
    if (c == '<') return behind_tag(s, at) - at;
    if (c == 0xc2) return 2;
    if (c == 0xe2) return 3;
    return ends_word[c] && !is_han_lead(c);
}

/* The next word's hash; false at the end. A Han or Kana character is a word of its own. */
static bool next_word(struct runs *r, uint64_t *hash)
{
    struct kh_str s = r->text;
    for (size_t gap; r->at < s.n && (gap = gap_at(s, r->at)) > 0;) r->at += gap;
    if (r->at >= s.n) return false;
    uint64_t h = 0;
    size_t at = r->at;
    if (is_han_lead((unsigned char)s.p[at])) {
        size_t end = s.n - at < 3 ? s.n : at + 3;
        for (; at < end; at++) h = hash_byte(h, (unsigned char)s.p[at]);
    } else {
        for (; at < s.n && !ends_word[(unsigned char)s.p[at]]; at++)
            h = hash_byte(h, (unsigned char)s.p[at]);
    }
    r->at = at;
    *hash = h;
    return true;
}

static bool next_run(struct runs *r, uint64_t *hash)
{
    do {
        r->word[0] = r->word[1];
        r->word[1] = r->word[2];
        if (!next_word(r, &r->word[2])) return false;
    } while (++r->words < 3);
    uint64_t h = kh_hash_end(r->word[0] * 31 + r->word[1] * 17 + r->word[2]);
    *hash = h ? h : 1;
    return true;
}

bool kh_grams_make(struct kh_arena *arena, struct kh_str text, struct kh_grams *out)
{
    uint32_t size = 64;
    while (size < text.n / 2 && size < 1u << 22) size *= 2;
    *out = (struct kh_grams){.mask = size - 1};
    out->slots = kh_arena_zalloc(arena, size, sizeof *out->slots);
    if (!out->slots) return false;
    struct runs r = {.text = text};
    uint64_t hash;
    while (next_run(&r, &hash) && out->n < size / 2) {
        uint32_t at = (uint32_t)hash & out->mask;
        while (out->slots[at] && out->slots[at] != hash) at = (at + 1) & out->mask;
        if (!out->slots[at]) out->n++;
        out->slots[at] = hash;
    }
    return true;
}

double kh_grams_share(const struct kh_grams *grams, struct kh_str text)
{
    struct runs r = {.text = text};
    uint64_t hash;
    uint32_t n = 0, found = 0;
    while (next_run(&r, &hash)) {
        uint32_t at = (uint32_t)hash & grams->mask;
        while (grams->slots[at] && grams->slots[at] != hash) at = (at + 1) & grams->mask;
        found += grams->slots[at] != 0;
        n++;
    }
    return n ? (double)found / n : -1;
}

/* ---- articleBody ---- */

static int hex_of(char c)
{
    if (kh_is_digit(c)) return c - '0';
    c = kh_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hex digits at s.p[at]; -1 when they are not. */
static int32_t hex4(struct kh_str s, size_t at)
{
    if (at + 4 > s.n) return -1;
    int32_t v = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = hex_of(s.p[i]);
        if (digit < 0) return -1;
        v = v * 16 + digit;
    }
    return v;
}

/* One escape at s.p[*at] == '\\'; moves behind it and writes at most 4 bytes. */
static size_t unescape(struct kh_str s, size_t *at, char *out)
{
    char c = *at + 1 < s.n ? s.p[*at + 1] : ' ';
    size_t from = *at;
    *at += *at + 2 <= s.n ? 2 : 1;
    if (c == 'n' || c == 'r' || c == 't' || c == 'b' || c == 'f') {
        *out = c == 'n' || c == 'r' ? '\n' : ' ';
        return 1;
    }
    int32_t code = c == 'u' ? hex4(s, from + 2) : -1;
    if (code < 0) {
        *out = c;
        return 1;
    }
    *at = from + 6;
    if (code >= 0xd800 && code < 0xdc00 && *at + 1 < s.n && s.p[*at] == '\\') {
        int32_t low = hex4(s, *at + 2);
        if (low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            *at += 6;
        }
    }
    return kh_utf8_encode((uint32_t)code, out);
}

/* The string that begins behind the quote at s.p[at]. */
static struct kh_str read_string(struct kh_arena *arena, struct kh_str s, size_t at)
{
    size_t end = at + 1;
    while (end < s.n && s.p[end] != '"') end += s.p[end] == '\\' ? 2 : 1;
    if (end > s.n) end = s.n;
    char *p = kh_arena_bytes(arena, (end - at) * 2 + 4);
    if (!p) return KH_STR_NONE;
    size_t n = 0;
    struct kh_str inside = {s.p, end};
    for (size_t i = at + 1; i < end;) {
        if (s.p[i] == '\\') n += unescape(inside, &i, p + n);
        else p[n++] = s.p[i++];
    }
    return (struct kh_str){p, n};
}

struct kh_str kh_json_body(struct kh_arena *arena, const struct kh_str *scripts, uint32_t n)
{
    const struct kh_str key = KH_STR("\"articleBody\"");
    struct kh_str best = KH_STR_NONE;
    for (uint32_t i = 0; i < n; i++) {
        struct kh_str s = scripts[i];
        for (size_t at = 0; (at = kh_str_find(s, key, at)) != SIZE_MAX;) {
            at += key.n;
            while (at < s.n && (kh_is_space(s.p[at]) || s.p[at] == ':')) at++;
            if (at >= s.n || s.p[at] != '"') continue;
            struct kh_str body = read_string(arena, s, at);
            if (body.n > best.n) best = body;
            at += body.n / 2 < s.n - at ? body.n / 2 : 0;
        }
    }
    return best;
}

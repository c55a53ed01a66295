/* SPDX-License-Identifier: Apache-2.0
 *
 * Character references by WHATWG HTML 13.2.5.72-80. The table of names is sorted; a name is found
 * by narrowing the range that shares the characters read so far. See refs.h.
 */
#include "parse/refs.h"

#include "base/utf8.h"

struct ref {
    uint16_t name, name_n, value, value_n;
};

#include "parse/entities.inc"

/* What windows-1252 has for the C1 controls; 0 where it has nothing. */
static const uint16_t c1_codes[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static int hex_value(char c)
{
    if (kh_is_digit(c)) return c - '0';
    c = kh_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t read_number(struct kh_str s, unsigned flags, char out[8], size_t *out_n)
{
    size_t at = 2;
    bool hex = s.n > at && (s.p[at] == 'x' || s.p[at] == 'X');
    if (hex) at++;
    size_t digits = at;
    uint32_t code = 0;
    for (; at < s.n; at++) {
        int value = hex ? hex_value(s.p[at]) : kh_is_digit(s.p[at]) ? s.p[at] - '0' : -1;
        if (value < 0) break;
        if (code <= 0x10FFFF) code = code * (hex ? 16 : 10) + (uint32_t)value;
    }
    if (at == digits) return 0;
    if (at < s.n && s.p[at] == ';') at++;
    else if (flags & KH_REFS_STRICT) return 0;
    if (code == 0) code = KH_REPLACEMENT;
    if (code >= 0x80 && code < 0xA0 && c1_codes[code - 0x80]) code = c1_codes[code - 0x80];
    *out_n = kh_utf8_encode(code, out);
    return at;
}

/* Narrows refs[*low, *high), which share `at` characters, to those that go on with c. */
static void narrow(size_t *low, size_t *high, size_t at, char c)
{
    size_t a = *low, b = *high;
    while (a < b) { /* first whose character is >= c; a name that ends is the smallest */
        size_t middle = (a + b) / 2;
        const struct ref *ref = &refs[middle];
        if (ref->name_n <= at || ref_names[ref->name + at] < c) a = middle + 1;
        else b = middle;
    }
    *low = a;
    b = *high;
    while (a < b) { /* first whose character is > c */
        size_t middle = (a + b) / 2;
        if (ref_names[refs[middle].name + at] <= c) a = middle + 1;
        else b = middle;
    }
    *high = a;
}

static size_t read_name(struct kh_str s, unsigned flags, char out[8], size_t *out_n)
{
    char c = s.p[1];
    size_t letter = c >= 'a' ? (size_t)(c - 'a') + 26 : (size_t)(c - 'A');
    size_t low = ref_first[letter], high = ref_first[letter + 1];
    const struct ref *best = NULL;
    for (size_t at = 1; low < high; at++) {
        if (refs[low].name_n == at) best = &refs[low];
        if (at + 1 >= s.n) break;
        narrow(&low, &high, at, s.p[at + 1]);
    }
    if (!best) return 0;
    size_t used = 1u + best->name_n;
    if (s.p[used - 1] != ';') {
        if (flags & KH_REFS_STRICT) return 0;
        char next = used < s.n ? s.p[used] : 0;
        if (flags & KH_REFS_ATTRIBUTE && (next == '=' || kh_is_alpha(next) || kh_is_digit(next)))
            return 0;
    }
    memcpy(out, ref_values + best->value, best->value_n);
    *out_n = best->value_n;
    return used;
}

size_t kh_ref_read(struct kh_str s, unsigned flags, char out[8], size_t *out_n)
{
    if (s.n < 3) return 0;
    if (s.p[1] == '#') return read_number(s, flags, out, out_n);
    return kh_is_alpha(s.p[1]) ? read_name(s, flags, out, out_n) : 0;
}

struct kh_str kh_refs_resolve(struct kh_arena *arena, struct kh_str s, unsigned flags)
{
    /* The longest gain is "&nGt;": five bytes become six. NUL becomes three. */
    size_t most = s.n + s.n / 5 + 8;
    if (flags & KH_REFS_NUL) {
        for (size_t i = 0; i < s.n; i++) most += s.p[i] ? 0 : 2;
    }
    char *out = kh_arena_bytes(arena, most);
    if (!out) return KH_STR_NONE;
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        char c = s.p[at];
        if (c == '&' && flags & KH_REFS) {
            size_t made = 0;
            size_t used = kh_ref_read(kh_str_sub(s, at, s.n), flags, out + n, &made);
            if (used) {
                at += used;
                n += made;
                continue;
            }
        } else if (c == '\0' && flags & (KH_REFS_NUL | KH_REFS_NO_NUL)) {
            if (flags & KH_REFS_NUL) n += kh_utf8_encode(KH_REPLACEMENT, out + n);
            at++;
            continue;
        }
        out[n++] = flags & KH_REFS_LOWER ? kh_lower(c) : c;
        at++;
    }
    return (struct kh_str){out, n};
}

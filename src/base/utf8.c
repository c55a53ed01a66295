/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8 reading, writing and checking. See utf8.h.
 */
#include "base/utf8.h"

/* Decodes one sequence; 0 bytes used means malformed. Table 3-7 of the Unicode Standard. */
static size_t decode(const unsigned char *p, size_t n, uint32_t *code)
{
    unsigned c = p[0];
    if (c < 0x80) return *code = c, 1;
    if (c < 0xC2 || c > 0xF4) return 0;
    if (c < 0xE0) {
        if (n < 2 || (p[1] & 0xC0) != 0x80) return 0;
        *code = (c & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if (c < 0xF0) {
        if (n < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
        *code = (c & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return *code < 0x800 || (*code >= 0xD800 && *code <= 0xDFFF) ? 0 : 3;
    }
    if (n < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return 0;
    *code = (c & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    return *code < 0x10000 || *code > 0x10FFFF ? 0 : 4;
}

uint32_t kh_utf8_next_wide(struct kh_str s, size_t *at)
{
    uint32_t code;
    const unsigned char *p = (const unsigned char *)s.p + *at;
    if (s.n - *at >= 2 && p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80) {
        *at += 2; /* most of them */
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    }
    size_t used = decode(p, s.n - *at, &code);
    if (used == 0) {
        *at += 1;
        return KH_REPLACEMENT;
    }
    *at += used;
    return code;
}

uint32_t kh_utf8_previous(struct kh_str s, size_t *at)
{
    size_t start = *at - 1, end = *at;
    while (start > 0 && end - start < 4 && ((unsigned char)s.p[start] & 0xC0) == 0x80) start--;
    size_t next = start;
    uint32_t code = kh_utf8_next(s, &next);
    if (next != end) {
        *at = end - 1;
        return KH_REPLACEMENT;
    }
    *at = start;
    return code;
}

size_t kh_utf8_encode(uint32_t code, char out[4])
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = KH_REPLACEMENT;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* A table-driven automaton whose state is the shift of the next look-up, after Per Vognsen,
 * "Shift-based DFAs" (2021): one load and one shift a byte, no branch.
 * A state is what may follow; REFUSED is 0 and leads nowhere. */
enum follow {
    REFUSED = 0,
    ANY = 6,   /* a character is over */
    LAST = 12, /* one more byte */
    TWO = 18,  /* two more */
    AFTER_E0 = 24,
    AFTER_ED = 30,
    AFTER_F0 = 36,
    THREE = 42, /* three more */
    AFTER_F4 = 48,
};
#define GO(from, to) ((uint64_t)(to) << (from))
#define TAIL (GO(LAST, ANY) | GO(TWO, LAST) | GO(THREE, TWO))
#define TAIL_80 (TAIL | GO(AFTER_ED, LAST) | GO(AFTER_F4, TWO))
#define TAIL_90 (TAIL | GO(AFTER_ED, LAST) | GO(AFTER_F0, TWO))
#define TAIL_A0 (TAIL | GO(AFTER_E0, LAST) | GO(AFTER_F0, TWO))
#define TIMES_4(x) (x), (x), (x), (x)
#define TIMES_16(x) TIMES_4(x), TIMES_4(x), TIMES_4(x), TIMES_4(x)
#define TIMES_64(x) TIMES_16(x), TIMES_16(x), TIMES_16(x), TIMES_16(x)
#define LEAD(to) GO(ANY, to)
/* clang-format off */
static const uint64_t steps[256] = {
    TIMES_64(LEAD(ANY)), TIMES_64(LEAD(ANY)),                                   /* 00-7F */
    TIMES_16(TAIL_80), TIMES_16(TAIL_90), TIMES_16(TAIL_A0), TIMES_16(TAIL_A0), /* 80-BF */
    0, 0, LEAD(LAST), LEAD(LAST), TIMES_4(LEAD(LAST)), TIMES_4(LEAD(LAST)),     /* C0-CB */
    TIMES_4(LEAD(LAST)), TIMES_16(LEAD(LAST)),                                  /* CC-DF */
    LEAD(AFTER_E0), LEAD(TWO), LEAD(TWO), LEAD(TWO), TIMES_4(LEAD(TWO)),        /* E0-E7 */
    TIMES_4(LEAD(TWO)), LEAD(TWO), LEAD(AFTER_ED), LEAD(TWO), LEAD(TWO),        /* E8-EF */
    LEAD(AFTER_F0), LEAD(THREE), LEAD(THREE), LEAD(THREE), LEAD(AFTER_F4),      /* F0-F4 */
};
/* clang-format on */

size_t kh_utf8_valid(struct kh_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    uint64_t state = ANY;
    while (s.n - i >= 32) {
        uint64_t w[4], next = state;
        memcpy(w, p + i, sizeof w);
        if (state != ANY || ((w[0] | w[1] | w[2] | w[3]) & 0x8080808080808080u) != 0)
            for (size_t k = 0; k < 32; k++) next = steps[p[i + k]] >> (next & 63);
        next &= 63;
        if (next == REFUSED) break;
        state = next;
        i += 32;
    }
    /* What stands before i is good but for a character that it may cut: back to its lead. */
    bool cut = state != ANY;
    while (cut) cut = (p[--i] & 0xC0) == 0x80;
    for (size_t used; i < s.n; i += used) {
        uint32_t code;
        used = decode(p + i, s.n - i, &code);
        if (used == 0) break;
    }
    return i;
}

size_t kh_utf8_count(struct kh_str s)
{
    const uint64_t ones = 0x0101010101010101u;
    size_t count = 0, i = 0;
    for (; s.n - i >= 8; i += 8) { /* eight at a time: those that are not 10xxxxxx */
        uint64_t eight;
        memcpy(&eight, s.p + i, 8);
        uint64_t inner = (eight >> 7) & (~eight >> 6) & ones;
        count += 8 - (size_t)((inner * ones) >> 56);
    }
    for (; i < s.n; i++) count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return count;
}

size_t kh_utf8_cut(struct kh_str s, size_t n)
{
    if (n >= s.n) return s.n;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return n;
}

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

uint32_t kh_utf8_next(struct kh_str s, size_t *at)
{
    uint32_t code;
    size_t used = decode((const unsigned char *)s.p + *at, s.n - *at, &code);
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

size_t kh_utf8_valid(struct kh_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    while (i < s.n) {
        uint64_t eight;
        if (s.n - i >= 8 && (memcpy(&eight, p + i, 8), (eight & 0x8080808080808080u) == 0)) {
            i += 8;
            continue;
        }
        uint32_t code;
        size_t used = decode(p + i, s.n - i, &code);
        if (used == 0) break;
        i += used;
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

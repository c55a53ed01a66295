/* SPDX-License-Identifier: Apache-2.0
 *
 * A view of bytes: pointer and length, not owned, never relying on a NUL. The empty string has
 * n == 0; p may then be NULL.
 */
#ifndef KH_BASE_STR_H
#define KH_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct kh_str {
    const char *p;
    size_t n;
};

#define KH_STR(literal) ((struct kh_str){"" literal, sizeof(literal) - 1})
#define KH_STR_NONE ((struct kh_str){NULL, 0})

static inline struct kh_str kh_str_of(const char *c_string)
{
    return (struct kh_str){c_string, c_string ? strlen(c_string) : 0};
}

static inline struct kh_str kh_str_sub(struct kh_str s, size_t start, size_t end)
{
    return (struct kh_str){s.p ? s.p + start : NULL, end - start};
}

static inline bool kh_str_eq(struct kh_str a, struct kh_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool kh_str_starts(struct kh_str s, struct kh_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool kh_str_ends(struct kh_str s, struct kh_str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* Byte order, shorter first on a tie: for sorting. */
int kh_str_cmp(struct kh_str a, struct kh_str b);

/* Equal when ASCII letters are compared without case. */
bool kh_str_eq_nocase(struct kh_str a, struct kh_str b);

/* Offset of the first `needle` at or after `from`, or SIZE_MAX. */
size_t kh_str_find(struct kh_str s, struct kh_str needle, size_t from);
/* The same, ASCII letters compared without case. */
size_t kh_str_find_nocase(struct kh_str s, struct kh_str needle, size_t from);

/* Without ASCII white space, NBSP (U+00A0) and BOM (U+FEFF) on both ends. */
struct kh_str kh_str_trim(struct kh_str s);

/* Cuts off and returns what stands before the first `separator`; *rest becomes what follows.
 * Without a separator returns all of it and empties *rest. */
struct kh_str kh_str_cut(struct kh_str *rest, char separator);

static inline bool kh_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
static inline bool kh_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool kh_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline char kh_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Views of bytes: comparing, finding, trimming. See str.h.
 */
#define _GNU_SOURCE /* memmem */
#include "base/str.h"

int kh_str_cmp(struct kh_str a, struct kh_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static bool same_nocase(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (kh_lower(a[i]) != kh_lower(b[i])) return false;
    return true;
}

bool kh_str_eq_nocase(struct kh_str a, struct kh_str b)
{
    return a.n == b.n && same_nocase(a.p, b.p, a.n);
}

size_t kh_str_find(struct kh_str s, struct kh_str needle, size_t from)
{
    if (from > s.n) return SIZE_MAX;
    if (needle.n == 0) return from;
    if (from == s.n) return SIZE_MAX;
    const char *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
    return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

size_t kh_str_find_nocase(struct kh_str s, struct kh_str needle, size_t from)
{
    if (needle.n == 0) return from <= s.n ? from : SIZE_MAX;
    char lower = kh_lower(needle.p[0]);
    for (size_t i = from; needle.n <= s.n && i <= s.n - needle.n; i++) {
        if (!kh_is_alpha(lower)) {
            const char *hit = memchr(s.p + i, lower, s.n - needle.n + 1 - i);
            if (!hit) break;
            i = (size_t)(hit - s.p);
        }
        if (kh_lower(s.p[i]) == lower && same_nocase(s.p + i, needle.p, needle.n)) return i;
    }
    return SIZE_MAX;
}

/* Length of the blank that `s` begins with, or 0. */
static size_t blank_at_start(struct kh_str s)
{
    if (s.n && (kh_is_space(s.p[0]) || s.p[0] == '\0')) return 1;
    if (kh_str_starts(s, KH_STR("\xc2\xa0"))) return 2;
    if (kh_str_starts(s, KH_STR("\xef\xbb\xbf"))) return 3;
    return 0;
}

static size_t blank_at_end(struct kh_str s)
{
    if (s.n && (kh_is_space(s.p[s.n - 1]) || s.p[s.n - 1] == '\0')) return 1;
    if (kh_str_ends(s, KH_STR("\xc2\xa0"))) return 2;
    if (kh_str_ends(s, KH_STR("\xef\xbb\xbf"))) return 3;
    return 0;
}

struct kh_str kh_str_trim(struct kh_str s)
{
    for (size_t k; (k = blank_at_start(s)) > 0;) s = kh_str_sub(s, k, s.n);
    for (size_t k; (k = blank_at_end(s)) > 0;) s.n -= k;
    return s;
}

struct kh_str kh_str_cut(struct kh_str *rest, char separator)
{
    struct kh_str s = *rest;
    const char *hit = s.n ? memchr(s.p, separator, s.n) : NULL;
    if (!hit) {
        *rest = KH_STR_NONE;
        return s;
    }
    size_t at = (size_t)(hit - s.p);
    *rest = kh_str_sub(s, at + 1, s.n);
    return kh_str_sub(s, 0, at);
}

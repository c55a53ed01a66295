/* SPDX-License-Identifier: Apache-2.0
 *
 * Finding and skipping bytes, sixteen at a time where the processor can (SSE2).
 */
#ifndef KH_BASE_SCAN_H
#define KH_BASE_SCAN_H

#include "base/str.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __SSE2__
/* Bit k: the k-th of the sixteen bytes at p is a, b or c. */
static inline unsigned kh_mask3(const char *p, char a, char b, char c)
{
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i hit = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(a)), _mm_cmpeq_epi8(x, _mm_set1_epi8(b))),
        _mm_cmpeq_epi8(x, _mm_set1_epi8(c)));
    return (unsigned)_mm_movemask_epi8(hit);
}
#endif

/* The first a, b or c in [p, end), else end. */
static inline const char *kh_scan3(const char *p, const char *end, char a, char b, char c)
{
#ifdef __SSE2__
    for (; end - p >= 16; p += 16) {
        unsigned mask = kh_mask3(p, a, b, c);
        if (mask) return p + __builtin_ctz(mask);
    }
#endif
    while (p < end && *p != a && *p != b && *p != c) p++;
    return p;
}

/* The first byte in [p, end) that is not a, b or c, else end. */
static inline const char *kh_skip3(const char *p, const char *end, char a, char b, char c)
{
#ifdef __SSE2__
    for (; end - p >= 16; p += 16) {
        unsigned mask = kh_mask3(p, a, b, c);
        if (mask != 0xffff) return p + __builtin_ctz(~mask);
    }
#endif
    while (p < end && (*p == a || *p == b || *p == c)) p++;
    return p;
}

/* The first byte in [p, end) that is not printable ASCII (U+0020 to U+007E), else end. */
static inline const char *kh_skip_printable(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i under = _mm_set1_epi8(0x1f), delete = _mm_set1_epi8(0x7f);
    for (; end - p >= 16; p += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i hit = _mm_andnot_si128(_mm_cmpeq_epi8(x, delete), _mm_cmpgt_epi8(x, under));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (mask != 0xffff) return p + __builtin_ctz(~mask);
    }
#endif
    while (p < end && *p >= 0x20 && *p < 0x7f) p++;
    return p;
}

/* The first byte in [p, end) that is no small ASCII letter, else end. */
static inline const char *kh_skip_small(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i a = _mm_set1_epi8('a'), last = _mm_set1_epi8('z' - 'a');
    for (; end - p >= 16; p += 16) {
        __m128i from_a = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), a);
        unsigned mask =
            (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(from_a, last), from_a));
        if (mask != 0xffff) return p + __builtin_ctz(~mask);
    }
#endif
    while (p < end && *p >= 'a' && *p <= 'z') p++;
    return p;
}

/* The first c in [p, end), else end. */
static inline const char *kh_scan(const char *p, const char *end, char c)
{
    const char *hit = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
    return hit ? hit : end;
}

#endif

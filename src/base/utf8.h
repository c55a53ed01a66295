/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8 by RFC 3629. Everything behind the decode stage is valid UTF-8, so readers there may use
 * kh_utf8_next without looking at errors; on bad bytes it yields U+FFFD and still moves on.
 */
#ifndef KH_BASE_UTF8_H
#define KH_BASE_UTF8_H

#include "base/str.h"

#define KH_REPLACEMENT 0xFFFDu

/* kh_utf8_next where the byte is over 0x7F. */
uint32_t kh_utf8_next_wide(struct kh_str s, size_t *at);
/* The code point at s.p[*at]; *at < s.n moves behind it. */
static inline uint32_t kh_utf8_next(struct kh_str s, size_t *at)
{
    unsigned char c = (unsigned char)s.p[*at];
    if (c >= 0x80) return kh_utf8_next_wide(s, at);
    *at += 1;
    return c;
}
/* The code point that ends before *at > 0; *at moves to its start. */
uint32_t kh_utf8_previous(struct kh_str s, size_t *at);
/* Writes 1 to 4 bytes, returns how many. Surrogates and what is over U+10FFFF become U+FFFD. */
size_t kh_utf8_encode(uint32_t code, char out[4]);
/* Length of the longest valid prefix. */
size_t kh_utf8_valid(struct kh_str s);
/* Number of code points. */
size_t kh_utf8_count(struct kh_str s);
/* The largest n' <= n at which s may be cut without splitting a code point. */
size_t kh_utf8_cut(struct kh_str s, size_t n);

#endif

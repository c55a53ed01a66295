/* SPDX-License-Identifier: Apache-2.0
 *
 * A growing byte buffer on the heap with a maximum. A refused append sets `failed` and leaves the
 * content as it was; callers append freely and look once at the end.
 */
#ifndef KH_BASE_BUF_H
#define KH_BASE_BUF_H

#include "base/str.h"

struct kh_buf {
    char *p;
    size_t n, capacity, max_bytes;
    bool failed;
};

void kh_buf_init(struct kh_buf *buf, size_t max_bytes);
void kh_buf_clear(struct kh_buf *buf);
/* Empties it and keeps the memory. */
static inline void kh_buf_reset(struct kh_buf *buf)
{
    buf->n = 0;
    buf->failed = false;
}
/* Room for n more bytes; false at the maximum or out of memory. */
bool kh_buf_reserve(struct kh_buf *buf, size_t n);
void kh_buf_put(struct kh_buf *buf, struct kh_str s);
static inline void kh_buf_byte(struct kh_buf *buf, char c)
{
    if (buf->n < buf->capacity || kh_buf_reserve(buf, 1)) buf->p[buf->n++] = c;
}
void kh_buf_code(struct kh_buf *buf, uint32_t code); /* one code point as UTF-8 */
void kh_buf_printf(struct kh_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline void kh_buf_lit(struct kh_buf *buf, const char *c_string)
{
    kh_buf_put(buf, kh_str_of(c_string));
}
static inline struct kh_str kh_buf_str(const struct kh_buf *buf)
{
    return (struct kh_str){buf->p, buf->n};
}

#endif

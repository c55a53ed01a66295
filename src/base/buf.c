/* SPDX-License-Identifier: Apache-2.0
 *
 * The growing byte buffer. See buf.h.
 */
#include "base/buf.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void kh_buf_init(struct kh_buf *buf, size_t max_bytes)
{
    *buf = (struct kh_buf){.max_bytes = max_bytes};
}

void kh_buf_clear(struct kh_buf *buf)
{
    free(buf->p);
    *buf = (struct kh_buf){.max_bytes = buf->max_bytes};
}

bool kh_buf_reserve(struct kh_buf *buf, size_t n)
{
    if (n <= buf->capacity - buf->n) return true;
    if (n > buf->max_bytes || buf->n > buf->max_bytes - n) goto refused;
    size_t wanted = buf->capacity ? buf->capacity * 2 : 256;
    if (wanted < buf->n + n) wanted = buf->n + n;
    if (wanted > buf->max_bytes) wanted = buf->max_bytes;
    char *p = realloc(buf->p, wanted);
    if (!p) goto refused;
    buf->p = p;
    buf->capacity = wanted;
    return true;
refused:
    buf->failed = true;
    return false;
}

void kh_buf_put(struct kh_buf *buf, struct kh_str s)
{
    if (s.n == 0 || !kh_buf_reserve(buf, s.n)) return;
    memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
}

void kh_buf_code(struct kh_buf *buf, uint32_t code)
{
    if (kh_buf_reserve(buf, 4)) buf->n += kh_utf8_encode(code, buf->p + buf->n);
}

void kh_buf_printf(struct kh_buf *buf, const char *format, ...)
{
    va_list args;
    size_t room = buf->capacity - buf->n; /* mostly enough: then it is printed once */
    va_start(args, format);
    int n = vsnprintf(room ? buf->p + buf->n : NULL, room, format, args);
    va_end(args);
    if (n < 0 || ((size_t)n >= room && !kh_buf_reserve(buf, (size_t)n + 1))) return;
    if ((size_t)n >= room) {
        va_start(args, format);
        vsnprintf(buf->p + buf->n, (size_t)n + 1, format, args);
        va_end(args);
    }
    buf->n += (size_t)n;
}

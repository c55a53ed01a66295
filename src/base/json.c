/* SPDX-License-Identifier: Apache-2.0
 *
 * The JSON writer. See json.h.
 */
#include "base/json.h"

#include <math.h>

static void before_item(struct kh_json *json)
{
    if (json->comma) kh_buf_byte(json->buf, ',');
    json->comma = true;
}

void kh_json_open(struct kh_json *json, char bracket)
{
    before_item(json);
    kh_buf_byte(json->buf, bracket);
    json->comma = false;
}

void kh_json_close(struct kh_json *json, char bracket)
{
    kh_buf_byte(json->buf, bracket);
    json->comma = true;
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
}

/* Where the bytes from i on stop being plain, eight at a time ("Bit Twiddling Hacks": hasless and
 * haszero; bytes over 0x7F are never taken for something else). */
static size_t plain_end(struct kh_str s, size_t i)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    for (; s.n - i >= 8; i += 8) {
        uint64_t w;
        memcpy(&w, s.p + i, 8);
        uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\', del = w ^ ones * 0x7F;
        uint64_t hit = (w - ones * 0x20) | (quote - ones) | (slash - ones) | (del - ones);
        if (hit & ~w & tops) break;
    }
    while (i < s.n && is_plain((unsigned char)s.p[i])) i++;
    return i;
}

static void quoted(struct kh_buf *buf, struct kh_str s)
{
    size_t plain = 0, i = plain_end(s, 0);
    if (!kh_buf_reserve(buf, s.n + 2)) return;
    kh_buf_byte(buf, '"');
    for (; i < s.n; i = plain_end(s, i + 1)) {
        unsigned char c = (unsigned char)s.p[i];
        kh_buf_put(buf, kh_str_sub(s, plain, i));
        plain = i + 1;
        switch (c) {
        case '"': kh_buf_lit(buf, "\\\""); break;
        case '\\': kh_buf_lit(buf, "\\\\"); break;
        case '\n': kh_buf_lit(buf, "\\n"); break;
        case '\r': kh_buf_lit(buf, "\\r"); break;
        case '\t': kh_buf_lit(buf, "\\t"); break;
        default: kh_buf_printf(buf, "\\u%04x", c);
        }
    }
    if (s.n) kh_buf_put(buf, kh_str_sub(s, plain, s.n));
    kh_buf_byte(buf, '"');
}

void kh_json_key(struct kh_json *json, const char *key)
{
    before_item(json);
    quoted(json->buf, kh_str_of(key));
    kh_buf_byte(json->buf, ':');
    json->comma = false;
}

void kh_json_str(struct kh_json *json, struct kh_str value)
{
    before_item(json);
    quoted(json->buf, value);
}

void kh_json_int(struct kh_json *json, int64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    before_item(json);
    if (value < 0) kh_buf_byte(json->buf, '-');
    kh_buf_put(json->buf, (struct kh_str){digits + at, sizeof digits - at});
}

void kh_json_real(struct kh_json *json, double value)
{
    /* Most are whole, and %.6g prints those as they are. */
    if (value >= 1 && value < 1e6 && value == trunc(value)) {
        kh_json_int(json, (int64_t)value);
        return;
    }
    before_item(json);
    if (isfinite(value)) kh_buf_printf(json->buf, "%.6g", value);
    else kh_buf_lit(json->buf, "null");
}

void kh_json_bool(struct kh_json *json, bool value)
{
    before_item(json);
    kh_buf_lit(json->buf, value ? "true" : "false");
}

void kh_json_null(struct kh_json *json)
{
    before_item(json);
    kh_buf_lit(json->buf, "null");
}

void kh_json_date(struct kh_json *json, struct kh_date value)
{
    char text[KH_DATE_TEXT_SIZE];
    size_t n = kh_date_print(value, text);
    if (n) kh_json_str(json, (struct kh_str){text, n});
    else kh_json_null(json);
}

void kh_json_pair(struct kh_json *json, const char *key, struct kh_str value)
{
    kh_json_key(json, key);
    if (value.n) kh_json_str(json, value);
    else kh_json_null(json);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates and clocks in digits. Takes bytes of a text, hands on the numbers read; which of two small
 * ones is the month is decided by the finder, not here.
 */
#include "lang/dates_internal.h"

#include "base/utf8.h"

/* The value of a decimal digit of the scripts in use, or -1. */
static int digit_of(uint32_t code)
{
    static const uint32_t zeros[] = {'0',    0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6,
                                     0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0xFF10};
    if (code < 0x80) return code >= '0' && code <= '9' ? (int)(code - '0') : -1;
    for (size_t i = 1; i < sizeof zeros / sizeof *zeros; i++)
        if (code >= zeros[i] && code < zeros[i] + 10) return (int)(code - zeros[i]);
    return -1;
}

static uint32_t peek(struct kh_str text, size_t at)
{
    return at < text.n ? kh_utf8_next(text, &at) : 0;
}

long kh_digits_number(struct kh_str text, size_t *at, unsigned *digits)
{
    long value = 0;
    *digits = 0;
    while (*at < text.n) {
        size_t next = *at;
        int d = digit_of(kh_utf8_next(text, &next));
        if (d < 0) break;
        if (++*digits <= 8) value = value * 10 + d;
        *at = next;
    }
    return *digits == 0 || *digits > 8 ? -1 : value;
}

/* Spaces and the marks of direction. */
static size_t skip_spaces(struct kh_str text, size_t at)
{
    for (size_t next = at; next < text.n; at = next) {
        uint32_t code = kh_utf8_next(text, &next);
        if (code != ' ' && code != 0xA0 && code != 0x200E && code != 0x200F && code != 0x2009 &&
            code != 0x202F && code != 0x061C)
            break;
    }
    return at;
}

/* The mark between two numbers of a date at *at, 0 when there is none. */
static uint32_t mark_at(struct kh_str text, size_t *at)
{
    size_t next = skip_spaces(text, *at);
    if (next >= text.n) return 0;
    uint32_t code = kh_utf8_next(text, &next);
    if (code == 0x060D || code == 0xFF0F) code = '/';
    if (code == 0x2010 || code == 0x2011) code = '-';
    switch (code) {
    case '/':
    case '-':
    case '.':
    case 0x5E74: /* year, month, day in Han */
    case 0x6708:
    case 0x65E5:
    case 0x53F7:
    case 0xB144: /* and in Hangul */
    case 0xC6D4:
    case 0xC77C: *at = skip_spaces(text, next); return code;
    default: return 0;
    }
}

static bool is_year_mark(uint32_t code)
{
    return code == 0x5E74 || code == 0xB144;
}
static bool is_month_mark(uint32_t code)
{
    return code == 0x6708 || code == 0xC6D4;
}
static bool is_day_mark(uint32_t code)
{
    return code == 0x65E5 || code == 0x53F7 || code == 0xC77C;
}

/* Behind the first number and its mark 年 or 月. */
static bool read_marked(struct kh_str text, size_t at, long first, uint32_t mark,
                        struct kh_digits *out)
{
    unsigned n;
    uint32_t next_mark;
    out->marked = true;
    if (is_year_mark(mark)) {
        out->year = (int)first;
        out->year_first = true;
        out->first = (int)kh_digits_number(text, &at, &n);
        next_mark = mark_at(text, &at);
        if (out->first < 1 || n > 2 || !is_month_mark(next_mark)) return false;
    } else {
        out->no_year = true;
        out->first = (int)first;
    }
    size_t before = at;
    out->second = (int)kh_digits_number(text, &at, &n);
    if (out->second < 1 || n > 2) { /* 2025年7月: a month */
        out->second = 0;
        out->end = before;
        return !out->no_year;
    }
    if (!is_day_mark(peek(text, skip_spaces(text, at)))) return false;
    at = skip_spaces(text, at);
    kh_utf8_next(text, &at);
    out->end = at;
    return true;
}

static bool glued_before(struct kh_str text, size_t at)
{
    if (at == 0) return false;
    char c = text.p[at - 1];
    if (kh_is_digit(c)) return true;
    return (c == '/' || c == '-' || c == '.' || c == ',' || c == '_' || c == '=') && at > 1 &&
           (kh_is_digit(text.p[at - 2]) || kh_is_alpha(text.p[at - 2]));
}

static bool goes_on(struct kh_str text, size_t at, uint32_t mark)
{
    uint32_t code = peek(text, at);
    if (digit_of(code) >= 0) return true;
    if (code != mark && code != '/' && code != '-') return false;
    size_t next = at;
    kh_utf8_next(text, &next);
    return digit_of(peek(text, next)) >= 0;
}

static bool short_year(uint32_t mark, unsigned n1, unsigned n2, long *year)
{
    if (mark == '.' && (n1 != 2 || n2 != 2)) return false;
    *year += *year < 70 ? 2000 : 1900;
    return true;
}

bool kh_digits_date(struct kh_str text, size_t at, struct kh_digits *out)
{
    unsigned n1, n2, n3;
    size_t start = at;
    *out = (struct kh_digits){0};
    if (glued_before(text, at)) return false;
    long a = kh_digits_number(text, &at, &n1);
    if (a < 0 || n1 > 4 || n1 == 3) return false;
    size_t behind = at;
    uint32_t mark = mark_at(text, &at);
    if (!mark) return false;
    if (is_year_mark(mark) || is_month_mark(mark)) return read_marked(text, at, a, mark, out);
    if (is_day_mark(mark)) return false;
    if (n1 == 4 && mark == '-' && behind - start == 4) {
        size_t used = kh_date_parse_iso(kh_str_sub(text, start, text.n), &out->date);
        out->iso = out->year_first = used && out->date.precision >= KH_DATE_DAY;
        out->year = out->date.year;
        out->first = out->date.month;
        out->second = out->date.day;
        out->end = start + used;
        if (out->iso) return true;
    }
    long b = kh_digits_number(text, &at, &n2);
    if (b < 1 || n2 > 2 || mark_at(text, &at) != mark) return false;
    long c = kh_digits_number(text, &at, &n3);
    if (c < 0 || goes_on(text, at, mark)) return false;
    out->end = at;
    if (n1 == 4) {
        *out = (struct kh_digits){
            .end = at, .year = (int)a, .first = (int)b, .second = (int)c, .year_first = true};
        return n3 <= 2 && c >= 1;
    }
    if (n3 == 2 && start > 0 && kh_is_alpha(text.p[start - 1])) return false;
    if (n3 == 2 && !short_year(mark, n1, n2, &c)) return false;
    *out = (struct kh_digits){
        .end = at, .year = (int)c, .first = (int)a, .second = (int)b, .dotted = mark == '.'};
    return (n3 == 4 || n3 == 2) && a >= 1;
}

size_t kh_digits_clock(struct kh_str text, size_t at, bool loose, struct kh_date *out)
{
    size_t start = at;
    unsigned n;
    long hour = kh_digits_number(text, &at, &n);
    if (hour < 0 || hour > 24 || n > 2) return 0;
    uint32_t mark = peek(text, at);
    bool colon = mark == ':' || mark == 0xFF1A;
    if (!colon && !(loose && (mark == '.' || mark == 'h' || mark == 'H'))) return 0;
    kh_utf8_next(text, &at);
    long minute = kh_digits_number(text, &at, &n);
    if (minute < 0 || minute > 59 || n != 2) return 0;
    out->hour = (int8_t)(hour % 24);
    out->minute = (int8_t)minute;
    out->precision = KH_DATE_MINUTE;
    size_t end = at;
    if (peek(text, at) == mark) {
        kh_utf8_next(text, &at);
        long second = kh_digits_number(text, &at, &n);
        if (second >= 0 && second <= 59 && n == 2) {
            out->second = (int8_t)second;
            out->precision = KH_DATE_SECOND;
            end = at;
        }
    }
    return end - start;
}

size_t kh_digits_offset(struct kh_str text, size_t at, struct kh_date *out)
{
    size_t start = at;
    uint32_t sign = peek(text, at);
    if (sign != '+' && sign != '-' && sign != 0x2212) return 0;
    kh_utf8_next(text, &at);
    unsigned n, m = 0;
    long hours = kh_digits_number(text, &at, &n), minutes = 0;
    if (hours < 0 || n == 3 || n > 4) return 0;
    if (n == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (peek(text, at) == ':') {
        size_t next = at + 1;
        minutes = kh_digits_number(text, &next, &m);
        if (m != 2) return 0;
        at = next;
    }
    if (hours > 14 || minutes > 59) return 0;
    long total = hours * 60 + minutes;
    out->offset_minutes = (int16_t)(sign == '+' ? total : -total);
    out->has_offset = true;
    return at - start;
}

int kh_small_number(struct kh_str s)
{
    int value = 0;
    if (s.n == 0 || s.n > 7) return -1;
    for (size_t i = 0; i < s.n; i++) {
        if (!kh_is_digit(s.p[i])) return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

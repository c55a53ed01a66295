/* SPDX-License-Identifier: Apache-2.0
 *
 * Civil dates and their ISO 8601 form. See date.h.
 */
#include "base/date.h"

#include <stdio.h>

int64_t kh_days_of(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct kh_date kh_date_of_days(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int64_t month = mp < 10 ? mp + 3 : mp - 9;
    return (struct kh_date){.year = (int16_t)(yoe + era * 400 + (month <= 2)),
                            .month = (int8_t)month,
                            .day = (int8_t)(doy - (153 * mp + 2) / 5 + 1),
                            .precision = KH_DATE_DAY};
}

struct kh_date kh_date_of_seconds(int64_t seconds)
{
    int64_t day = (int64_t)24 * 60 * 60, rest = (seconds % day + day) % day;
    struct kh_date date = kh_date_of_days((seconds - rest) / day);
    date.hour = (int8_t)(rest / 3600);
    date.minute = (int8_t)(rest / 60 % 60);
    date.second = (int8_t)(rest % 60);
    date.precision = KH_DATE_SECOND;
    date.has_offset = true;
    return date;
}

int kh_weekday_of(int64_t days)
{
    int64_t w = (days + 3) % 7;
    return (int)(w < 0 ? w + 7 : w);
}

bool kh_date_valid(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
    bool leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= lengths[month - 1] + leap;
}

int64_t kh_date_seconds(struct kh_date d)
{
    int64_t days = kh_days_of(d.year, d.month ? d.month : 1, d.day ? d.day : 1);
    int64_t s = days * 86400 + d.hour * 3600 + d.minute * 60 + d.second;
    return d.has_offset ? s - d.offset_minutes * 60 : s;
}

size_t kh_date_print(struct kh_date d, char out[KH_DATE_TEXT_SIZE])
{
    int n = 0;
    size_t room = KH_DATE_TEXT_SIZE;
    switch (d.precision) {
    case KH_DATE_YEAR: n = snprintf(out, room, "%04d", d.year); break;
    case KH_DATE_MONTH: n = snprintf(out, room, "%04d-%02d", d.year, d.month); break;
    case KH_DATE_DAY: n = snprintf(out, room, "%04d-%02d-%02d", d.year, d.month, d.day); break;
    case KH_DATE_MINUTE:
        n = snprintf(out, room, "%04d-%02d-%02dT%02d:%02d", d.year, d.month, d.day, d.hour,
                     d.minute);
        break;
    case KH_DATE_SECOND:
        n = snprintf(out, room, "%04d-%02d-%02dT%02d:%02d:%02d", d.year, d.month, d.day, d.hour,
                     d.minute, d.second);
        break;
    default: out[0] = '\0'; return 0;
    }
    if (d.precision >= KH_DATE_MINUTE && d.has_offset) {
        int o = d.offset_minutes < 0 ? -d.offset_minutes : d.offset_minutes;
        if (o == 0) n += snprintf(out + n, room - (size_t)n, "Z");
        else
            n += snprintf(out + n, room - (size_t)n, "%c%02d:%02d",
                          d.offset_minutes < 0 ? '-' : '+', o / 60, o % 60);
    }
    return (size_t)n;
}

/* Exactly `digits` digits at s.p[at]; -1 when there are fewer. */
static int number_at(struct kh_str s, size_t at, size_t digits)
{
    int value = 0;
    if (at + digits > s.n) return -1;
    for (size_t i = at; i < at + digits; i++) {
        if (!kh_is_digit(s.p[i])) return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* An offset (Z, +05:00, +0500, +05) at s.p[at], after one optional space; returns bytes used. */
static size_t parse_offset(struct kh_str s, size_t at, struct kh_date *out)
{
    size_t start = at;
    if (at < s.n && s.p[at] == ' ') at++;
    if (at >= s.n) return 0;
    char sign = s.p[at];
    if (sign == 'Z' || sign == 'z') {
        out->has_offset = true;
        out->offset_minutes = 0;
        return at + 1 - start;
    }
    if (sign != '+' && sign != '-') return 0;
    int hours = number_at(s, at + 1, 2), minutes = 0;
    if (hours < 0 || hours > 15) return 0;
    at += 3;
    size_t colon = at < s.n && s.p[at] == ':';
    int more = number_at(s, at + colon, 2);
    if (more >= 0 && more < 60) {
        minutes = more;
        at += colon + 2;
    }
    int total = hours * 60 + minutes;
    out->has_offset = true;
    out->offset_minutes = (int16_t)(sign == '-' ? -total : total);
    return at - start;
}

static size_t parse_time(struct kh_str s, size_t at, struct kh_date *out)
{
    size_t start = at;
    int hour = number_at(s, at, 2);
    if (hour < 0 || hour > 23 || at + 2 >= s.n || s.p[at + 2] != ':') return 0;
    int minute = number_at(s, at + 3, 2);
    if (minute < 0 || minute > 59) return 0;
    out->hour = (int8_t)hour;
    out->minute = (int8_t)minute;
    out->precision = KH_DATE_MINUTE;
    at += 5;
    int second = at < s.n && s.p[at] == ':' ? number_at(s, at + 1, 2) : -1;
    if (second >= 0 && second <= 60) {
        out->second = (int8_t)(second > 59 ? 59 : second);
        out->precision = KH_DATE_SECOND;
        at += 3;
        if (at < s.n && (s.p[at] == '.' || s.p[at] == ','))
            for (at++; at < s.n && kh_is_digit(s.p[at]);) at++;
    }
    return at + parse_offset(s, at, out) - start;
}

size_t kh_date_parse_iso(struct kh_str s, struct kh_date *out)
{
    struct kh_date d = {0};
    int year = number_at(s, 0, 4);
    if (year < 1) return 0;
    size_t dash = s.n > 4 && s.p[4] == '-', at = 4 + dash;
    int month = number_at(s, at, 2);
    if (month < 1 || month > 12) return 0;
    int day = -1;
    if (dash && at + 2 < s.n && s.p[at + 2] == '-') day = number_at(s, at + 3, 2);
    else if (!dash) day = number_at(s, at + 2, 2);
    d.year = (int16_t)year;
    d.month = (int8_t)month;
    if (day < 0) {
        if (!dash) return 0;
        d.precision = KH_DATE_MONTH;
        *out = d;
        return at + 2;
    }
    if (!kh_date_valid(year, month, day)) return 0;
    d.day = (int8_t)day;
    d.precision = KH_DATE_DAY;
    at += 4 + dash;
    if (at < s.n && kh_is_digit(s.p[at])) return 0; /* a longer number: no date */
    if (at < s.n && (s.p[at] == 'T' || s.p[at] == 't' || s.p[at] == ' ')) {
        size_t used = parse_time(s, at + 1, &d);
        if (used) at += 1 + used;
    }
    *out = d;
    return at;
}

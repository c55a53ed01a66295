/* SPDX-License-Identifier: Apache-2.0
 *
 * A date with the precision that is known and the offset it was printed with; never converted.
 * Civil calendar arithmetic after Howard Hinnant, "chrono-compatible low-level date algorithms".
 */
#ifndef KH_BASE_DATE_H
#define KH_BASE_DATE_H

#include "base/str.h"

enum kh_precision {
    KH_DATE_NONE = 0, /* nothing known */
    KH_DATE_YEAR,
    KH_DATE_MONTH,
    KH_DATE_DAY,
    KH_DATE_MINUTE,
    KH_DATE_SECOND,
};

struct kh_date {
    int16_t year;
    int8_t month, day, hour, minute, second; /* month 1-12, day 1-31 */
    uint8_t precision;                       /* enum kh_precision */
    int16_t offset_minutes;                  /* east of UTC; only when has_offset */
    bool has_offset;
};

#define KH_DATE_TEXT_SIZE 32

/* Days since 1970-01-01 of a civil date. */
int64_t kh_days_of(int year, int month, int day);
/* The civil day of days since 1970-01-01, precision DAY. */
struct kh_date kh_date_of_days(int64_t days);
/* The moment in UTC, precision SECOND. */
struct kh_date kh_date_of_seconds(int64_t seconds);
/* 0 Monday ... 6 Sunday. */
int kh_weekday_of(int64_t days);
/* Month and day in range for the year. */
bool kh_date_valid(int year, int month, int day);
/* Seconds since 1970-01-01T00:00Z, missing parts as 0, no offset as UTC. Needs precision >= YEAR.
 */
int64_t kh_date_seconds(struct kh_date date);
/* ISO 8601 with the precision and offset that are known; returns the length (0 for none). */
size_t kh_date_print(struct kh_date date, char out[KH_DATE_TEXT_SIZE]);
/* Strict ISO 8601 / RFC 3339 at the start of s (2025-07-27, 2025-07, 2025-07-27T10:00:00+05:00,
 * "2025-07-27 10:00", 20250727): fills *out, returns bytes used or 0. */
size_t kh_date_parse_iso(struct kh_str s, struct kh_date *out);

#endif

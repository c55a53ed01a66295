/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the files of the date finder only: reading dates and clocks written in digits, straight
 * from the bytes, because how digits and marks fall into tokens differs.
 */
#ifndef KH_LANG_DATES_INTERNAL_H
#define KH_LANG_DATES_INTERNAL_H

#include "lang/dates.h"

/* What a date in digits was read as. `first` and `second` are the two small numbers as written. */
struct kh_digits {
    size_t end; /* byte behind it */
    int year, first, second;
    bool year_first;
    bool no_year; /* 7月27日 */
    bool marked;  /* 年月日 say which is which */
    bool iso;     /* `date` holds all of it */
    bool dotted;  /* 05.06.2025: the day is first wherever dates are written so */
    struct kh_date date;
};

/* A date in digits that begins at `at`: 2025-07-27, 27/07/2025, 27.07.25, 2025年7月27日. */
bool kh_digits_date(struct kh_str text, size_t at, struct kh_digits *out);
/* 14:30, 9:05:10; with `loose` also 14.30 and 14h30. Returns bytes used or 0. */
size_t kh_digits_clock(struct kh_str text, size_t at, bool loose, struct kh_date *out);
/* +05:00, -0300, +5 at `at`; returns bytes used or 0. */
size_t kh_digits_offset(struct kh_str text, size_t at, struct kh_date *out);
/* Decimal digits of any script at *at: moves behind them, -1 when there are none or more than 8. */
long kh_digits_number(struct kh_str text, size_t *at, unsigned *digits);
/* All of s as a number of up to 7 ASCII digits; -1 when it is none. */
int kh_small_number(struct kh_str s);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Finds the dates written in a text, in every language data/ has month and day names for, and
 * works out what a weekday or "yesterday" means once a reference day is known. Takes tokens, hands
 * on spans with what is written there; it never guesses a year or a calendar that is not shown.
 */
#ifndef KH_LANG_DATES_H
#define KH_LANG_DATES_H

#include "base/date.h"
#include "lang/lexicon.h"

enum kh_date_kind {
    KH_DATE_ABSOLUTE = 0, /* a year is written; precision YEAR is given for no bare number */
    KH_DATE_PARTIAL,      /* no year: month and day (27 July), or a month alone (day 0) */
    KH_DATE_WEEKDAY,      /* a weekday alone */
    KH_DATE_RELATIVE,     /* yesterday, 3 hours ago */
    KH_DATE_CLOCK,        /* a time of day alone that names a zone or am/pm, or 14:30 */
};

enum kh_calendar { KH_GREGORIAN = 0, KH_HIJRI, KH_JALALI };

#define KH_NO_WEEKDAY 7

struct kh_date_hit {
    uint32_t first, tokens;   /* span in the tokens; a clock behind the date is part of it */
    uint8_t kind;             /* enum kh_date_kind */
    uint8_t calendar;         /* as written; an absolute `date` is Gregorian already */
    uint8_t weekday;          /* 0 Monday ... 6 Sunday as written with it, or KH_NO_WEEKDAY */
    bool ambiguous;           /* 05/06/2025: day and month may be the other way round */
    bool numeric;             /* written in digits alone */
    bool has_clock;           /* hour and minute of `date` are written */
    bool range;               /* 24-27 July: `date` is the last day of it */
    struct kh_date date;      /* ABSOLUTE: precision says how much; PARTIAL: month and day in the
                                 written calendar, precision NONE; CLOCK and others: clock only */
    int32_t relative_minutes; /* RELATIVE: from the reference; whole days for "yesterday" */
    bool relative_exact;      /* RELATIVE: counted in minutes or hours */
};

/* The order of 05/06/2025 when nothing on the page tells. */
enum kh_date_order { KH_ORDER_UNKNOWN = 0, KH_ORDER_DAY_FIRST, KH_ORDER_MONTH_FIRST };

/* All dates of the tokens in order, not overlapping, in the arena. `lang` (KH_LANG, 0 unknown)
 * picks among readings: names of another language are taken only where a number stands beside
 * them. Ambiguous numeric dates are read in the order that other dates of the same text prove,
 * else in `order`, else marked ambiguous with the day first. False when the arena is exhausted. */
bool kh_dates_find(const struct kh_lexicon *lexicon, struct kh_arena *arena,
                   const struct kh_tokens *tokens, uint32_t lang, enum kh_date_order order,
                   struct kh_date_hit **out, uint32_t *n);

/* What the hit means for a text published at `reference` (precision DAY or more): an absolute date
 * as it is; a weekday the nearest such day on or before the reference; a relative day or hour
 * counted back; a partial date the nearest year that brings it within about half a year. Precision
 * NONE when it cannot be told (ambiguous, no reference, a clock alone). */
struct kh_date kh_date_resolve(const struct kh_date_hit *hit, struct kh_date reference);

/* The order usual where the language (and region, two letters or "") is at home. */
enum kh_date_order kh_date_order_of(uint32_t lang, struct kh_str region);

/* Jalali (solar Hijri) to Gregorian by the 33-year rule, good for 1200 to 1500; false when the
 * date does not exist. */
bool kh_jalali_to_civil(int year, int month, int day, struct kh_date *out);
/* Hijri to Gregorian: Umm al-Qura 1300 to 1500. May be a day off from what is sighted locally. */
bool kh_hijri_to_civil(int year, int month, int day, struct kh_date *out);

#endif

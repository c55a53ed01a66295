/* SPDX-License-Identifier: Apache-2.0
 *
 * The two other calendars of the press khabar reads. Takes a day in one of them, hands on the
 * civil day; knows nothing of text.
 */
#include "lang/dates.h"

#include <unicode/ucal.h>

/* Days from 1 Farvardin 979 (1600-03-20) by the rule of 8 leap years in 33. */
static int64_t jalali_days(int year, int month, int day)
{
    int64_t y = year - 979;
    int64_t cycle = y >= 0 ? y / 33 : -((32 - y) / 33), in_cycle = y - cycle * 33;
    int64_t days = 365 * y + cycle * 8 + (in_cycle + 3) / 4;
    return days + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) + day - 1;
}

bool kh_jalali_to_civil(int year, int month, int day, struct kh_date *out)
{
    if (year < 1200 || year > 1500 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    if (day == 31 && month > 6) return false;
    if (month == 12 && day == 30 && jalali_days(year + 1, 1, 1) - jalali_days(year, 12, 30) != 1)
        return false;
    *out = kh_date_of_days(kh_days_of(1600, 3, 20) + jalali_days(year, month, day));
    return true;
}

bool kh_hijri_to_civil(int year, int month, int day, struct kh_date *out)
{
    if (year < 1300 || year > 1500 || month < 1 || month > 12 || day < 1 || day > 30) return false;
    UErrorCode code = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(u"UTC", 3, "en@calendar=islamic-umalqura", UCAL_DEFAULT, &code);
    if (U_FAILURE(code)) return false;
    ucal_clear(calendar);
    ucal_setDate(calendar, year, month - 1, day, &code);
    double ms = ucal_getMillis(calendar, &code);
    /* Day 30 of a month of 29 comes out as the first of the next one: printed by those who sighted
     * the moon a day later, so it is taken as it comes. */
    ucal_close(calendar);
    if (U_FAILURE(code)) return false;
    *out = kh_date_of_days((int64_t)(ms / 86400000.0 - (ms < 0 ? 0.999 : 0)));
    return true;
}

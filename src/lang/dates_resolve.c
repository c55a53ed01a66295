/* SPDX-License-Identifier: Apache-2.0
 *
 * What a date hit means once a reference day is known. Takes a hit, hands on a date; never guesses
 * where the reference does not tell.
 */
#include "lang/dates.h"

static const struct kh_date none = {0};

static int64_t distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/* The day of a partial date in the year of its own calendar; false when it does not exist. */
static bool day_in(const struct kh_date_hit *hit, int year, struct kh_date *out)
{
    int month = hit->date.month, day = hit->date.day ? hit->date.day : 1;
    if (hit->calendar == KH_HIJRI) return kh_hijri_to_civil(year, month, day, out);
    if (hit->calendar == KH_JALALI) return kh_jalali_to_civil(year, month, day, out);
    if (!kh_date_valid(year, month, day)) return false;
    *out = kh_date_of_days(kh_days_of(year, month, day));
    return true;
}

static struct kh_date resolve_partial(const struct kh_date_hit *hit, struct kh_date reference)
{
    int64_t day = kh_days_of(reference.year, reference.month, reference.day), nearest = INT64_MAX;
    int year = reference.year;
    struct kh_date best = none, candidate;
    if (hit->calendar == KH_JALALI) year -= 621;
    if (hit->calendar == KH_HIJRI) year = (year - 622) * 33 / 32 + 1;
    for (int y = year - 1; y <= year + 1; y++) {
        if (!day_in(hit, y, &candidate)) continue;
        int64_t d = distance(kh_days_of(candidate.year, candidate.month, candidate.day), day);
        if (d >= nearest) continue;
        nearest = d;
        best = candidate;
    }
    if (best.precision && !hit->date.day) {
        best.precision = hit->calendar == KH_GREGORIAN ? KH_DATE_MONTH : KH_DATE_NONE;
        best.day = 0;
    }
    if (best.precision == KH_DATE_DAY && hit->has_clock) {
        best.hour = hit->date.hour;
        best.minute = hit->date.minute;
        best.second = hit->date.second;
        best.precision = KH_DATE_MINUTE;
    }
    return best;
}

static struct kh_date resolve_relative(const struct kh_date_hit *hit, struct kh_date reference)
{
    int64_t minutes = hit->relative_minutes;
    if (hit->relative_exact) {
        if (reference.precision < KH_DATE_MINUTE) return none;
        int64_t at = kh_days_of(reference.year, reference.month, reference.day) * 1440 +
                     reference.hour * 60 + reference.minute + minutes;
        int64_t days = at >= 0 ? at / 1440 : -((1439 - at) / 1440);
        return kh_date_of_days(days);
    }
    struct kh_date date = kh_date_of_days(
        kh_days_of(reference.year, reference.month, reference.day) + minutes / 1440);
    if (minutes % 525600 == 0 && minutes != 0)
        date = (struct kh_date){.year = date.year, .precision = KH_DATE_YEAR};
    else if (minutes <= -43200)
        date = (struct kh_date){.year = date.year, .month = date.month, .precision = KH_DATE_MONTH};
    return date;
}

struct kh_date kh_date_resolve(const struct kh_date_hit *hit, struct kh_date reference)
{
    if (hit->ambiguous) return none;
    if (hit->kind == KH_DATE_ABSOLUTE) return hit->date;
    if (reference.precision < KH_DATE_DAY) return none;
    int64_t day = kh_days_of(reference.year, reference.month, reference.day);
    switch (hit->kind) {
    case KH_DATE_PARTIAL: return resolve_partial(hit, reference);
    case KH_DATE_WEEKDAY: return kh_date_of_days(day - (kh_weekday_of(day) - hit->weekday + 7) % 7);
    case KH_DATE_RELATIVE: return resolve_relative(hit, reference);
    default: return none;
    }
}

enum kh_date_order kh_date_order_of(uint32_t lang, struct kh_str region)
{
    static const char month_first[] = "us ph fm pr gu";
    if (region.n == 2) {
        char small[2] = {kh_lower(region.p[0]), kh_lower(region.p[1])};
        size_t at = kh_str_find(kh_str_of(month_first), (struct kh_str){small, 2}, 0);
        return at != SIZE_MAX && at % 3 == 0 ? KH_ORDER_MONTH_FIRST : KH_ORDER_DAY_FIRST;
    }
    if (lang == KH_LANG_NONE || lang == KH_LANG('e', 'n')) return KH_ORDER_UNKNOWN;
    return KH_ORDER_DAY_FIRST;
}

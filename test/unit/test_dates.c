/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates found in text, in every language and calendar of the house, and what they mean against a
 * day of publication.
 */
#include "lang/dates.h"

#include "lang/lang.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct kh_arena arena;

static int set_up(void **state)
{
    (void)state;
    kh_arena_init(&arena, (size_t)16 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kh_arena_clear(&arena);
    return 0;
}

/* All hits of a text, resolved against noon of Wednesday 2025-07-16, as "date date ..."; a date
 * that cannot be told is "?". */
static void dates_of(const char *lang, const char *text, enum kh_date_order order, char *out,
                     size_t size)
{
    struct kh_tokens tokens;
    struct kh_date_hit *hits;
    struct kh_date day = {
        .year = 2025, .month = 7, .day = 16, .hour = 12, .precision = KH_DATE_MINUTE};
    uint32_t code = kh_lang_of(kh_str_of(lang)), n;
    assert_true(kh_tokenize(&arena, kh_str_of(text), code, &tokens));
    assert_true(kh_dates_find(kh_lexicon_builtin(), &arena, &tokens, code, order, &hits, &n));
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < n; i++) {
        char printed[KH_DATE_TEXT_SIZE];
        assert_true(hits[i].tokens > 0 && hits[i].first + hits[i].tokens <= tokens.n);
        if (!kh_date_print(kh_date_resolve(&hits[i], day), printed)) snprintf(printed, 2, "?");
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? " " : "", printed);
    }
    kh_arena_reset(&arena);
}

struct sample {
    const char *lang, *text, *want;
};

static void check(const struct sample *samples, size_t n)
{
    char got[400];
    for (size_t i = 0; i < n; i++) {
        dates_of(samples[i].lang, samples[i].text, KH_ORDER_UNKNOWN, got, sizeof got);
        if (strcmp(got, samples[i].want) != 0)
            fail_msg("%s: \"%s\" gives \"%s\", not \"%s\"", samples[i].lang, samples[i].text, got,
                     samples[i].want);
    }
}
#define CHECK(samples) check(samples, sizeof(samples) / sizeof *(samples))

static void test_english(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"en", "July 27, 2025", "2025-07-27"},
        {"en", "The bridge opened on the 3rd of March 2024.", "2024-03-03"},
        {"en", "Posted Sunday, July 27th, 2025 at 10:45 PM GMT+5", "2025-07-27T22:45+05:00"},
        {"en", "July/27/2025 or 27-Jul-25 or 27 Jul '25", "2025-07-27 2025-07-27 2025-07-27"},
        {"en", "Mar 24, 2025 | Sat, 5 Apr 2025", "2025-03-24 2025-04-05"},
        {"en", "10:45 am, 27 July 2025", "2025-07-27T10:45"},
        {"en", "2025-07-27T10:00:00+05:00", "2025-07-27T10:00:00+05:00"},
        {"en", "Sun, 27 Jul 2025 10:00:00 GMT", "2025-07-27T10:00:00Z"},
        {"en", "24-27 July 2025 and July 24–27, 2025", "2025-07-27 2025-07-27"},
        {"en", "in July 2024, in May 2024", "2024-07 2024-05"},
        {"en", "the first of July and 20 December", "2025-07-01 2025-12-20"},
        {"en", "3 hours ago, 2 days ago, yesterday, an hour ago",
         "2025-07-16 2025-07-14 2025-07-15 2025-07-16"},
        {"en", "on Friday and on Wednesday", "2025-07-11 2025-07-16"},
        {"en", "two weeks ago", "2025-07-02"},
    };
    CHECK(samples);
}

static void test_no_dates(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"en", "They may march in the sun, sat the first and second clerk.", ""},
        {"en", "Version 1.2.10 on 192.168.1.10, page 24/7, 3:2 after 90 minutes", ""},
        {"en", "31/13/2025, 2025-02-30, 30/02/2025", ""},
        {"en", "Call 0300-12-34-567 or 12-34-56-78.", ""},
        {"ur", "ایک پیر صاحب نے ایک ہفتہ آرام کیا", ""},
    };
    CHECK(samples);
}

static void test_urdu(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"ur", "۲۷ جولائی ۲۰۲۵ء بروز اتوار", "2025-07-27"},
        {"ur", "27 جولائی، 2025 کو اجلاس ہوا", "2025-07-27"},
        {"ur", "یکم مارچ کو ترقی ہوئی", "2025-03-01"},
        {"ur", "ہفتے کے روز اور پیر کو", "2025-07-12 2025-07-14"},
        {"ur", "گزشتہ روز وزیر نے کہا", "2025-07-15"},
        {"ur", "3 گھنٹے قبل", "2025-07-16"},
        {"ur", "10 ذوالحجہ 1446 ہجری", "2025-06-06"},
        {"ur", "2 صفر المظفر 1447", "2025-07-27"},
        {"ur", "27 جولائی 2025 شام 5 بجے", "2025-07-27T17:00"},
        {"ur", "27/07/2025 10:30", "2025-07-27T10:30"},
    };
    CHECK(samples);
}

static void test_arabic(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"ar", "٢٧ يوليو ٢٠٢٥", "2025-07-27"},
        {"ar", "27 تموز 2025", "2025-07-27"},
        {"ar", "27 جويلية 2025 و 3 أوت 2025", "2025-07-27 2025-08-03"},
        {"ar", "27 يوليو/تموز 2025 الساعة 10:30 مساءً", "2025-07-27T22:30"},
        {"ar", "27 تشرين الثاني 2024", "2024-11-27"},
        {"ar", "الأول من يوليو 2025", "2025-07-01"},
        {"ar", "٢ صفر ١٤٤٧ هـ الموافق 27 يوليو 2025م", "2025-07-27 2025-07-27"},
        {"ar", "١٤٤٧ صفر ٢", "2025-07-27"},
        {"ar", "1447/02/02", "2025-07-27"},
        {"ar", "يوم السبت وأمس الجمعة", "2025-07-12 2025-07-15 2025-07-11"},
        {"ar", "منذ ساعتين وقبل 3 أيام", "2025-07-16 2025-07-13"},
        {"ar", "كانون الثاني 2025", "2025-01"},
    };
    CHECK(samples);
}

static void test_other_languages(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"fa", "۵ مرداد ۱۴۰۴", "2025-07-27"},
        {"fa", "1403/05/06 و ۱۳۹۹/۰۲/۲۱", "2024-07-27 2020-05-10"},
        {"fa", "یکشنبه ۵ مرداد ۱۴۰۴ ساعت ۱۰:۳۰", "2025-07-27T10:30"},
        {"fa", "دیروز و روز شنبه", "2025-07-15 2025-07-12"},
        {"tr", "27 Temmuz 2025 Pazar 14:30", "2025-07-27T14:30"},
        {"tr", "12 Mart’ta ve dün", "2025-03-12 2025-07-15"},
        {"tr", "27.07.2025", "2025-07-27"},
        {"ru", "27 июля 2025 года, 10:15", "2025-07-27T10:15"},
        {"ru", "в субботу и вчера", "2025-07-12 2025-07-15"},
        {"ru", "3 часа назад", "2025-07-16"},
        {"zh", "2025年7月27日 下午3:30", "2025-07-27T15:30"},
        {"zh", "7月10日 星期一 昨天", "2025-07-10 2025-07-15"},
        {"hi", "27 जुलाई 2025", "2025-07-27"},
        {"az", "27 iyul 2025 və iyulun 27-si 2025", "2025-07-27 2025-07-27"},
        {"uz", "2025-yil 27-iyul", "2025-07-27"},
        {"kk", "2025 жылғы 27 шілде", "2025-07-27"},
        {"ky", "2025-жылдын 27-июлу", "2025-07-27"},
        {"tg", "27 июли соли 2025", "2025-07-27"},
        {"de", "27. Juli 2025, 14.30 Uhr", "2025-07-27T14:30"},
        {"de", "vor 3 Tagen und gestern", "2025-07-13 2025-07-15"},
        {"es", "27 de julio de 2025", "2025-07-27"},
        {"fr", "1er août 2025", "2025-08-01"},
        {"fr", "il y a 2 jours", "2025-07-14"},
    };
    CHECK(samples);
}

static void test_order(void **state)
{
    (void)state;
    char got[200];
    dates_of("en", "05/06/2025", KH_ORDER_UNKNOWN, got, sizeof got);
    assert_string_equal(got, "?");
    dates_of("en", "05/06/2025", KH_ORDER_DAY_FIRST, got, sizeof got);
    assert_string_equal(got, "2025-06-05");
    dates_of("en", "05/06/2025", KH_ORDER_MONTH_FIRST, got, sizeof got);
    assert_string_equal(got, "2025-05-06");
    /* Another date of the text, or the weekday beside it, proves the order. */
    dates_of("en", "05/06/2025 and 27/07/2025", KH_ORDER_MONTH_FIRST, got, sizeof got);
    assert_string_equal(got, "2025-06-05 2025-07-27");
    dates_of("en", "Tuesday 05/06/2025", KH_ORDER_UNKNOWN, got, sizeof got);
    assert_string_equal(got, "2025-05-06");
    assert_int_equal(kh_date_order_of(KH_LANG('e', 'n'), KH_STR("US")), KH_ORDER_MONTH_FIRST);
    assert_int_equal(kh_date_order_of(KH_LANG('e', 'n'), KH_STR("pk")), KH_ORDER_DAY_FIRST);
    assert_int_equal(kh_date_order_of(KH_LANG('e', 'n'), KH_STR_NONE), KH_ORDER_UNKNOWN);
    assert_int_equal(kh_date_order_of(KH_LANG('u', 'r'), KH_STR_NONE), KH_ORDER_DAY_FIRST);
}

static void assert_civil(bool ok, struct kh_date date, const char *want)
{
    char got[KH_DATE_TEXT_SIZE];
    assert_true(ok);
    kh_date_print(date, got);
    assert_string_equal(got, want);
}

static void test_calendars(void **state)
{
    (void)state;
    struct kh_date d;
    bool ok = kh_jalali_to_civil(1404, 1, 1, &d);
    assert_civil(ok, d, "2025-03-21");
    ok = kh_jalali_to_civil(1403, 12, 30, &d); /* a leap year */
    assert_civil(ok, d, "2025-03-20");
    ok = kh_jalali_to_civil(1357, 11, 22, &d);
    assert_civil(ok, d, "1979-02-11");
    assert_false(kh_jalali_to_civil(1404, 12, 30, &d));
    assert_false(kh_jalali_to_civil(1404, 7, 31, &d));
    assert_false(kh_jalali_to_civil(1404, 13, 1, &d));
    ok = kh_hijri_to_civil(1447, 1, 1, &d);
    assert_civil(ok, d, "2025-06-26");
    ok = kh_hijri_to_civil(1446, 9, 1, &d);
    assert_civil(ok, d, "2025-03-01");
    assert_false(kh_hijri_to_civil(1447, 0, 1, &d));
    assert_false(kh_hijri_to_civil(1299, 1, 1, &d));
    assert_false(kh_hijri_to_civil(1447, 1, 31, &d));
}

static void test_hostile(void **state)
{
    (void)state;
    static char text[200000];
    char got[40000];
    static const char *const pieces[] = {"1-",     "12/12/", "may ", "1 july ",
                                         "2025年", "ago ",   "٢٧ "};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t n = strlen(pieces[p]), at = 0;
        while (at + n < 20000) {
            memcpy(text + at, pieces[p], n);
            at += n;
        }
        text[at] = '\0';
        struct kh_tokens tokens;
        struct kh_date_hit *hits;
        uint32_t hits_n;
        assert_true(kh_tokenize(&arena, kh_str_of(text), 0, &tokens));
        assert_true(kh_dates_find(kh_lexicon_builtin(), &arena, &tokens, 0, KH_ORDER_UNKNOWN, &hits,
                                  &hits_n));
        assert_true(hits_n <= tokens.n);
        kh_arena_reset(&arena);
    }
    dates_of("en", "", KH_ORDER_UNKNOWN, got, sizeof got);
    assert_string_equal(got, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_no_dates),
        cmocka_unit_test(test_urdu),
        cmocka_unit_test(test_arabic),
        cmocka_unit_test(test_other_languages),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_calendars),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests_name("dates", tests, set_up, tear_down);
}

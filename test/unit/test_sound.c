/* SPDX-License-Identifier: Apache-2.0
 *
 * Names across scripts: spellings of one name lie together, others apart; readings in Latin.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lang/sound.h"

static double align(const char *x, const char *y)
{
    struct kh_sound a, b;
    assert_true(kh_sound_key(kh_str_of(x), &a));
    assert_true(kh_sound_key(kh_str_of(y), &b));
    return kh_sound_align(&a, &b);
}

static void test_same(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Karim Rahmani", "كريم رحماني"},
        {"Yusuf Demir", "یوسف دمیر"},
        {"Bukhari", "بخاری"},
        {"Gulnara", "Гульнара"},
        {"Jamshid", "Джамшид"},
        {"Shukurov", "Шукуров"},
        {"Tashkent", "Ташкент"},
        {"باكستان", "پاکستان"},
        {"Shehbaz", "Shahbaz"},
        {"Şahin", "Shahin"},
        {"Vladimir", "فلاديمير"},
        {"Lahore", "लाहौर"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        double score = align(pairs[i][0], pairs[i][1]);
        if (score < 0.5) print_error("%s %s %.3f\n", pairs[i][0], pairs[i][1], score);
        assert_true(score >= 0.5);
        assert_true(align(pairs[i][1], pairs[i][0]) == score);
    }
}

static void test_other(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Karim", "سليم"},           {"Kazakhstan", "ازبکستان"}, {"Yusuf", "Ибрагим"},
        {"Tajikistan", "Казахстан"}, {"Zahid", "ناصر"},          {"Rome", "لندن"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        double score = align(pairs[i][0], pairs[i][1]);
        if (score >= 0.4) print_error("%s %s %.3f\n", pairs[i][0], pairs[i][1], score);
        assert_true(score < 0.4);
    }
}

static void test_keys(void **state)
{
    (void)state;
    struct kh_sound a, b;
    char x[KH_SOUND_COARSE], y[KH_SOUND_COARSE];
    assert_true(kh_sound_key(KH_STR("Karim Nasser"), &a));
    assert_true(kh_sound_key(KH_STR("کریم ناصر"), &b));
    size_t n = kh_sound_coarse(&a, x), m = kh_sound_coarse(&b, y);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    assert_int_equal(a.keys[0], b.keys[0]);
    assert_false(kh_sound_key(KH_STR("北京"), &a));
    assert_false(kh_sound_key(KH_STR("2025"), &a));
    assert_false(kh_sound_key(KH_STR(""), &a));
}

static void test_long(void **state)
{
    (void)state;
    static char text[4000];
    memset(text, 'k', sizeof text);
    for (size_t i = 1; i < sizeof text; i += 2) text[i] = i % 7 ? 'a' : ' ';
    struct kh_sound a;
    assert_true(kh_sound_key((struct kh_str){text, sizeof text}, &a));
    assert_true(a.n <= KH_SOUND_UNITS);
    assert_true(kh_sound_align(&a, &a) > 0.9);
}

static void assert_latin(const char *word, uint32_t lang, const char *want)
{
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    struct kh_str got = kh_sound_latin(kh_lexicon_builtin(), &arena, kh_str_of(word), lang);
    if (!kh_str_eq(got, kh_str_of(want)))
        print_error("%s: %.*s, not %s\n", word, (int)got.n, got.p, want);
    assert_true(kh_str_eq(got, kh_str_of(want)));
    kh_arena_clear(&arena);
}

static void test_latin(void **state)
{
    (void)state;
    assert_latin("عاصم", KH_LANG('u', 'r'), "Asim");
    assert_latin("منير", KH_LANG('a', 'r'), "Munir");
    assert_latin("خالد", KH_LANG('a', 'r'), "Khalid");
    assert_latin("Сергея", KH_LANG('r', 'u'), "Sergei");
    assert_latin("Петров", KH_LANG('r', 'u'), "Petrov");
    assert_latin("نواز", KH_LANG('u', 'r'), "Nawaz");
    assert_latin("Müller", KH_LANG('d', 'e'), "Müller");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same), cmocka_unit_test(test_other), cmocka_unit_test(test_keys),
        cmocka_unit_test(test_long), cmocka_unit_test(test_latin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

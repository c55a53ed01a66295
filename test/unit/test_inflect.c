/* SPDX-License-Identifier: Apache-2.0
 *
 * Inflected forms find their concept in each language that has affixes.
 */
#include "lang/inflect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct {
    const char *lang, *word, *concept; /* NULL: none */
} cases[] = {
    {"en", "earthquakes", "earthquake"},
    {"en", "floods", "flood"},
    {"en", "earthquak", NULL},
    {"en", "shaking", "shake"},
    {"en", "heavier", "heavy"},
    {"ur", "پگھلنے", "melt"},
    {"ur", "بیٹھے", "sit"},
    {"ar", "وسيشارك", "attend"},
    {"ar", "وصلت", "arrive"},
    {"ar", "يشارك", "attend"},
    {"ar", "ناصر", NULL},
    {"fa", "رسیدند", "arrive"},
    {"fa", "نشسته", "sit"},
    {"tr", "geliyor", "come"},
    {"tr", "imzaladığını", "sign"},
    {"tr", "kişinin", "people"},
    {"tr", "araştırmacılar", "scientist"},
    {"ru", "подписали", "sign"},
    {"ru", "следующей", "next"},
    {"ru", "разрушенного", "ruined"},
    {"ur", "زلزلے", "earthquake"},
    {"ur", "سیلابوں", "flood"},
    {"ar", "الزلزال", "earthquake"},
    {"ar", "والفيضانات", "flood"},
    {"ar", "بالسيول", "flood"},
    {"fa", "زلزله‌های", "earthquake"},
    {"tr", "depremlerde", "earthquake"},
    {"tr", "selin", "flood"},
    {"ru", "землетрясения", "earthquake"},
    {"ru", "наводнением", "flood"},
    {"ru", "ель", NULL},
    {"en", "زلزلے", NULL},
    {"tr", "zonkede", NULL},
};

static void test_inflected(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kh_entry entry;
        bool found =
            kh_inflected_get(kh_lexicon_builtin(), kh_fold(&arena, kh_str_of(cases[i].word)),
                             KH_LEX_CONCEPT, kh_lang_of(kh_str_of(cases[i].lang)), &entry);
        if (found != (cases[i].concept != NULL) ||
            (found && !kh_str_eq(entry.value, kh_str_of(cases[i].concept))))
            fail_msg("%s %s: %.*s", cases[i].lang, cases[i].word, found ? (int)entry.value.n : 4,
                     found ? entry.value.p : "none");
    }
    kh_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_inflected)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

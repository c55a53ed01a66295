/* SPDX-License-Identifier: Apache-2.0
 *
 * The compare stage on invented reports of one event in three languages: what they agree on, what
 * contradicts, what only looks like it, and what one alone says.
 */
#include "test.h"

#include "base/limits.h"
#include "compare/compare.h"
#include "understand/understand.h"

#define MAX_REPORTS 4

struct world {
    struct kh_engine engine;
    struct kh_arena arena, scratch;
    struct kh_event event;
    struct kh_stored articles[MAX_REPORTS];
    struct kh_report *reports[MAX_REPORTS];
    struct kh_dossier dossier;
};

static void add(struct world *w, const char *lang, const char *day, const char *text)
{
    struct kh_facts facts;
    struct khabar_error err;
    struct kh_article *a = &w->articles[w->event.articles_n].article;
    *a = (struct kh_article){.lang = kh_lang_of(kh_str_of(lang)), .text = kh_str_of(text)};
    kh_date_parse_iso(kh_str_of(day), &a->published);
    kh_arena_reset(&w->scratch);
    assert_int_equal(kh_understand(&w->engine, &w->scratch, a, &facts, &err), KHABAR_OK);
    assert_int_equal(
        kh_report_make(&w->engine, &w->arena, &facts, &w->reports[w->event.articles_n++], &err),
        KHABAR_OK);
}

static const struct kh_dossier *compare(struct world *w)
{
    struct khabar_error err;
    w->event.articles = w->articles;
    assert_int_equal(kh_compare(&w->engine, &w->arena, &w->event, w->reports, &w->dossier, &err),
                     KHABAR_OK);
    return &w->dossier;
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    if (!w) return 1;
    w->engine.lexicon = kh_lexicon_builtin();
    kh_arena_init(&w->arena, KH_MAX_EVENT_BYTES);
    kh_arena_init(&w->scratch, KH_MAX_ARENA_BYTES);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    kh_arena_clear(&w->arena);
    kh_arena_clear(&w->scratch);
    free(w);
    return 0;
}

static const char *const english =
    "CHINIOT: Transport minister Karim Daud Soomro opened a bridge over the Chenab on Tuesday. "
    "The bridge cost 146 million dollars. Work on it took nine years.";

static void test_three_languages_agree(void **state)
{
    struct world *w = *state;
    add(w, "en", "2031-03-04", english);
    add(w, "ur", "2031-03-04",
        "چنیوٹ: وزیر مواصلات کریم داؤد سومرو نے منگل کو دریائے چناب پر پل کا افتتاح کیا۔ پل پر 14 "
        "کروڑ "
        "60 لاکھ ڈالر لاگت آئی۔");
    add(w, "ar", "2031-03-05",
        "افتتح وزير المواصلات الباكستاني كريم داود سومرو جسرا على نهر تشيناب يوم الثلاثاء. "
        "وبلغت كلفة الجسر 146 مليون دولار.");
    const struct kh_dossier *d = compare(w);
    uint32_t most = 0;
    for (uint32_t i = 0; i < d->facts_n; i++)
        if (d->facts[i].status == KH_AGREED && d->facts[i].says_n > most) most = d->facts[i].says_n;
    assert_int_equal(most, 3);
    assert_int_equal(d->conflicts_n, 0);
}

static void test_one_value_contradicts(void **state)
{
    struct world *w = *state;
    add(w, "en", "2031-03-04", english);
    add(w, "en", "2031-03-04",
        "Minister Karim Daud Soomro opened the bridge over the Chenab at Chiniot on Tuesday. "
        "The bridge cost 164 million dollars.");
    const struct kh_dossier *d = compare(w);
    assert_int_equal(d->conflicts_n, 1);
    assert_int_equal(d->conflicts[0].kind, KH_FACT_NUMBER);
    for (int side = 0; side < 2; side++)
        assert_int_equal(d->facts[d->conflicts[0].sides[side]].status, KH_CONFLICT);
}

static void test_rounding_does_not(void **state)
{
    struct world *w = *state;
    add(w, "en", "2031-03-04", english);
    add(w, "en", "2031-03-04",
        "Minister Karim Daud Soomro opened the bridge over the Chenab at Chiniot on Tuesday. "
        "The bridge cost about 150 million dollars.");
    assert_int_equal(compare(w)->conflicts_n, 0);
}

/* Texts that are no reprints of each other rest on one origin when a third is of both. */
static void test_reprints_are_one_origin(void **state)
{
    struct world *w = *state;
    struct kh_copy copies[] = {{.a = 0, .b = 1, .share_b = 0.1},
                               {.a = 0, .b = 3, .share_b = 0.6, .reprint = true},
                               {.a = 1, .b = 3, .share_b = 0.5, .reprint = true}};
    for (int i = 0; i < 4; i++) add(w, "en", "2031-03-04", english);
    w->articles[0].article.site = KH_STR("Chenab Post");
    w->event.copies = copies;
    w->event.copies_n = 3;
    const struct kh_dossier *d = compare(w);
    assert_int_equal(d->independent, 2);
    assert_int_equal(d->origins_n, 1);
    assert_str(d->origins[0].name, "Chenab Post");
    assert_int_equal(d->origins[0].articles_n, 3);
    assert_int_equal(d->origins[0].articles[2], 3);
}

static void test_one_report_stands_alone(void **state)
{
    struct world *w = *state;
    add(w, "en", "2031-03-04", english);
    const struct kh_dossier *d = compare(w);
    assert_int_equal(d->independent, 1);
    assert_true(d->facts_n == 3);
    for (uint32_t i = 0; i < d->facts_n; i++) assert_int_equal(d->facts[i].status, KH_SINGLE);
}

static void test_nothing_is_stated(void **state)
{
    struct world *w = *state;
    add(w, "en", "2031-03-04", "");
    assert_int_equal(compare(w)->facts_n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_three_languages_agree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_value_contradicts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rounding_does_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reprints_are_one_origin, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_report_stands_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_is_stated, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

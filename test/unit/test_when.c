/* SPDX-License-Identifier: Apache-2.0
 *
 * The day of an event: clues of one report, the vote of several.
 */
#include "test.h"

#include "pipeline.h"
#include "understand/when.h"

static struct kh_arena arena;

static int set_up(void **state)
{
    (void)state;
    kh_arena_init(&arena, 16 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kh_arena_clear(&arena);
    return 0;
}

struct report {
    const char *text, *published;
    uint32_t lang;
    const char *title;
};

static void assert_day(const struct report *reports, uint32_t n, const char *day, const char *how)
{
    const struct kh_engine engine = kh_flow_engine();
    struct khabar_error err;
    struct kh_stored *all = kh_arena_zalloc(&arena, n, sizeof *all);
    struct kh_event event = {.articles = all, .articles_n = n};
    for (uint32_t i = 0; i < n; i++) {
        struct kh_stored *s = &all[i];
        s->article.text = kh_str_of(reports[i].text);
        s->article.lang = reports[i].lang;
        if (reports[i].published)
            assert_true(kh_date_parse_iso(kh_str_of(reports[i].published), &s->article.published));
        s->facts.article = &s->article;
        assert_true(kh_tokenize(&arena, s->article.text, s->article.lang, &s->facts.text));
        assert_true(kh_lexicon_read(engine.lexicon, &arena, &s->facts.text));
        s->article.title = kh_str_of(reports[i].title ? reports[i].title : "");
        assert_true(kh_tokenize(&arena, s->article.title, s->article.lang, &s->facts.title));
        assert_int_equal(kh_when_clues(&engine, &arena, &s->facts, &s->clues, &s->clues_n, &err),
                         KHABAR_OK);
    }
    const char *from;
    struct kh_date date = kh_when_vote(&event, &from);
    char text[KH_DATE_TEXT_SIZE];
    struct kh_str got = {text, kh_date_print(date, text)};
    assert_str(got, day);
    assert_str(kh_str_of(from), how);
}

#define EN KH_LANG('e', 'n'), NULL /* no title */
#define DAY(day, how, ...)                                                                         \
    do {                                                                                           \
        const struct report reports[] = {__VA_ARGS__};                                             \
        assert_day(reports, sizeof reports / sizeof *reports, day, how);                           \
    } while (0)

static void one_report(void **state)
{
    (void)state;
    DAY("2026-03-04", "text", {"A ferry sank on March 4, 2026, off Tarvik.", NULL, EN});
    DAY("2026-03-04", "text", {"A ferry sank on 4 March off Tarvik.", "2026-03-05", EN});
    DAY("2026-03-07", "weekday", {"A ferry sank on Saturday off Tarvik.", "2026-03-08", EN});
    DAY("2026-03-08", "weekday", {"A ferry sank on Sunday off Tarvik.", "2026-03-08", EN});
    DAY("2026-03-07", "relative", {"A ferry sank yesterday off Tarvik.", "2026-03-08", EN});
    DAY("2026-03-04", "text",
        {"A ferry sank off Tarvik. It left on Wednesday, 4 March, with many.", "2026-03-05", EN});
}

/* A headline that stands once more above the text is no lead. */
static void headline_again(void **state)
{
    (void)state;
    DAY("2026-03-07", "weekday",
        {"Ferry with many people on board sinks off the island of Tarvik, eleven are dead\n\n"
         "An old ferry sank on Saturday off the island of Tarvik, the coast guard there said.",
         "2026-03-08", KH_LANG('e', 'n'),
         "Coast Post. Ferry with many people on board sinks off the island of Tarvik, eleven are "
         "dead"});
}

static void nothing_known(void **state)
{
    (void)state;
    DAY("", "", {"A ferry sank off Tarvik.", "2026-03-08", EN});
    DAY("", "", {"A ferry sank on Saturday off Tarvik.", NULL, EN});
    DAY("", "", {"A ferry sank yesterday off Tarvik.", NULL, EN});
    /* Behind the lead a day is that of something else. */
    DAY("", "", {"A ferry sank off Tarvik. The last one sank on Monday.", "2026-03-08", EN});
    DAY("", "", {"A ferry sank off Tarvik.\n\nOn March 4, 2026 it was new.", NULL, EN});
    /* A stamp above the text is when it was printed. */
    DAY("", "",
        {"March 8, 2026\n\nA ferry with many people on board sank off the island of Tarvik.",
         "2026-03-08", EN});
    /* Long ago, or to come. */
    DAY("", "", {"The ferry built on March 4, 1996 sank.", "2026-03-08", EN});
    DAY("", "", {"The ferry will sail on March 20, 2026.", "2026-03-08", EN});
}

/* What one report lacks another has. */
static void several_reports(void **state)
{
    (void)state;
    DAY("2026-03-07", "weekday", {"A ferry sank on Saturday off Tarvik.", NULL, EN},
        {"Eleven died off Tarvik.", "2026-03-08", EN});
    DAY("2026-03-07", "text", {"A ferry sank on March 7, 2026 off Tarvik.", "2026-03-08", EN},
        {"A ferry sank today off Tarvik.", "2026-03-08", EN},
        {"A ferry sank on Saturday off Tarvik.", NULL, EN});
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {T(one_report), T(headline_again), T(nothing_known),
                                       T(several_reports)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

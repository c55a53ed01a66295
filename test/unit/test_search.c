/* SPDX-License-Identifier: Apache-2.0
 *
 * Queries: what is typed, the expression FTS5 gets, and what of a hit is shown.
 */
#include "test.h"

#include "pipeline.h"
#include "base/limits.h"
#include "search/query.h"
#include "show/text.h"

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

/* Parsed without names, so that the lexicon's content does not matter. */
static enum khabar_status parse(const char *text, struct kh_query *query)
{
    struct khabar_error err;
    struct kh_facts *facts = kh_arena_zalloc(&arena, 1, sizeof *facts);
    assert_true(kh_tokenize(&arena, kh_str_of(text), KH_LANG_NONE, &facts->title));
    return kh_query_parse(&arena, facts, query, &err);
}

static void assert_expression(const char *text, const char *want)
{
    struct kh_query query;
    assert_int_equal(parse(text, &query), KHABAR_OK);
    assert_str(kh_query_expression(&arena, &query), want);
}

#define W(word)                                                                                    \
    "(("                                                                                           \
    "{title body} : (\"" word "\")"                                                                \
    "))"

static void expressions(void **state)
{
    (void)state;
    assert_expression("Flood", "((" W("flood") "))");
    assert_expression("big flood", "((" W("big") ") AND (" W("flood") "))");
    assert_expression("flood OR fire dam",
                      "((" W("flood") " OR " W("fire") ") AND (" W("dam") "))");
    assert_expression("flood -fire", "((" W("flood") ")) NOT " W("fire"));
    assert_expression("\"big flood\"", "(("
                                       "(({title body} : (\"big\" + \"flood\")))"
                                       "))");
    assert_expression("\xC2\xAB"
                      "big flood\xC2\xBB x",
                      "(("
                      "(({title body} : (\"big\" + \"flood\")))"
                      ") AND (" W("x") "))");
    assert_expression("anti-smog", "((" W("anti smog") "))");
    assert_expression("\xE5\x8C\x97\xE4\xBA\xAC", "((" W("\xE5\x8C\x97 \xE4\xBA\xAC") "))");
}

/* Nothing that can be typed is an error beside the empty query. */
static void odd_queries(void **state)
{
    static const char *const odd[] = {"\"", "\"\"", "-", "- -", "OR", "OR OR", "-flood", "()", "*"};
    struct kh_query query;
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        assert_int_equal(parse(odd[i], &query), KHABAR_NOT_FOUND);
    assert_expression("OR flood", "((" W("flood") "))");
    assert_expression("flood OR", "((" W("flood") "))");
    assert_expression("flood OR -fire", "((" W("flood") ")) NOT " W("fire"));
    assert_expression("\"flood", "(("
                                 "(({title body} : (\"flood\")))"
                                 "))");
    assert_expression("flood\"", "((" W("flood") "))");
    assert_expression("NEAR(a b)", "((" W("near") ") AND (" W("a") ") AND (" W("b") "))");
}

static void long_query(void **state)
{
    char text[4000];
    struct kh_query query;
    (void)state;
    for (size_t i = 0; i + 2 < sizeof text; i += 2) memcpy(text + i, "a ", 2);
    text[sizeof text - 2] = '\0';
    assert_int_equal(parse(text, &query), KHABAR_OK);
    assert_int_equal(query.words_n, KH_MAX_QUERY_WORDS);
}

static void hits(void **state)
{
    struct khabar_error err;
    struct kh_query query;
    struct kh_hit_found hit;
    struct kh_stored stored = {
        .article = {.title = KH_STR("Flood at Tarvik"),
                    .text = KH_STR("Nothing here.\n\nThe dam at Tarvik broke, and the FLOOD came "
                                   "down to the town.\n\nMore.")}};
    (void)state;
    assert_int_equal(parse("flood tarvik", &query), KHABAR_OK);
    assert_int_equal(kh_query_hit(&arena, &query, &stored, &hit, &err), KHABAR_OK);
    assert_str(hit.snippet, "The dam at Tarvik broke, and the FLOOD came down to the town.");
    assert_int_equal(hit.matched_n, 3);
    assert_str(hit.matched[0], "Flood");
    assert_str(hit.matched[1], "Tarvik");
    assert_str(hit.matched[2], "FLOOD");
    stored.article.text = KH_STR_NONE;
    assert_int_equal(kh_query_hit(&arena, &query, &stored, &hit, &err), KHABAR_OK);
    assert_int_equal(hit.snippet.n, 0);
}

/* What strangers wrote cannot steer a terminal. */
static void safe_text(void **state)
{
    struct kh_buf out;
    (void)state;
    kh_buf_init(&out, 4096);
    kh_show_line(&out, KH_STR("a\033[31mb\tc\r\nd\x7F e\xC2\x9B"
                              "f\xE2\x80\xAEg"));
    assert_str(kh_buf_str(&out), "a[31mb c d ef"
                                 "g");
    kh_buf_reset(&out);
    kh_show_line(&out, KH_STR("\xD8\xB3\xE2\x81\xA9"));
    assert_str(kh_buf_str(&out), "\xE2\x81\xA8\xD8\xB3\xE2\x81\xA9");
    kh_buf_reset(&out);
    kh_show_block(&out, KH_STR("one\n\ntwo"));
    assert_str(kh_buf_str(&out), "one\n\ntwo");
    kh_buf_clear(&out);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {T(expressions), T(odd_queries), T(long_query), T(hits),
                                       T(safe_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

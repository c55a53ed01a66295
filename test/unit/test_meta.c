/* SPDX-License-Identifier: Apache-2.0
 *
 * Title, authors, dates, site and address of invented pages, and the tolerant JSON reader.
 */
#include "extract/meta.h"
#include "extract/meta_json.h"
#include "pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct kh_arena arena;

static int set_up(void **state)
{
    (void)state;
    kh_arena_init(&arena, (size_t)64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kh_arena_clear(&arena);
    return 0;
}

#define PROSE                                                                                      \
    "<p>The harbour council voted on Monday evening to repair the old stone pier, after a long "   \
    "debate in which fishermen, shopkeepers and two engineers spoke about its cracks.</p>"         \
    "<p>Work is to begin in the spring and to last eight months, the council said, and the ferry " \
    "will use the northern quay until then, as it did when the lighthouse was painted.</p>"        \
    "<p>The money comes from the region, from the port fees and from a fund that was set aside "   \
    "after the flood, and the mayor called the vote a good day for everybody who sails.</p>"

struct fields {
    char title[200], title_from[20], authors[200], published[40], published_from[20];
    char modified[40], site[100], url[200], dateline[60];
};

static void copy(char *to, size_t size, struct kh_str s)
{
    snprintf(to, size, "%.*s", (int)s.n, s.p ? s.p : "");
}

/* The article of a page made of `head` and `body`. */
static struct fields read_page(const char *head, const char *body)
{
    char *html = NULL;
    size_t n = strlen(head) + strlen(body) + 100;
    html = malloc(n);
    assert_non_null(html);
    n = (size_t)snprintf(
        html, n, "<!doctype html><html lang=en><head>%s</head><body>%s</body></html>", head, body);
    struct kh_engine engine = kh_flow_engine();
    struct khabar_error err = {0};
    struct kh_item item = {.page = {.bytes = {html, n},
                                    .path = KH_STR("test.html"),
                                    .content_type = KH_STR("text/html; charset=utf-8")}};
    assert_int_equal(kh_flow_extract(&engine, &arena, &item, &err), KHABAR_OK);
    const struct kh_article *a = &item.article;
    struct fields f = {0};
    copy(f.title, sizeof f.title, a->title);
    copy(f.site, sizeof f.site, a->site);
    copy(f.url, sizeof f.url, a->url);
    copy(f.dateline, sizeof f.dateline, a->dateline);
    snprintf(f.title_from, sizeof f.title_from, "%s", a->title_from ? a->title_from : "");
    snprintf(f.published_from, sizeof f.published_from, "%s",
             a->published_from ? a->published_from : "");
    kh_date_print(a->published, f.published);
    kh_date_print(a->modified, f.modified);
    for (uint32_t i = 0, used = 0; i < a->authors_n; i++)
        used += (uint32_t)snprintf(f.authors + used, sizeof f.authors - used, "%s%.*s",
                                   i ? "; " : "", (int)a->authors[i].n, a->authors[i].p);
    free(html);
    kh_arena_reset(&arena);
    return f;
}

static void test_json_ld(void **state)
{
    (void)state;
    struct fields f = read_page(
        "<title>Council votes to repair pier | Quay Courier</title>"
        "<link rel=canonical href=\"https://quay.example/2026/03/pier\">"
        "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@graph\":["
        "{\"@type\":\"WebPage\",\"name\":\"Home\",\"datePublished\":\"2019-01-01\"},"
        "{\"@type\":\"Person\",\"@id\":\"#p\",\"name\":\"Ingrid Solheim\"},"
        "{\"@type\":[\"NewsArticle\"],\"headline\":\"Council votes to repair pier\","
        "\"datePublished\":\"2026-03-10T07:27:00+05:00\",\"dateModified\":\"2026-03-12T10:00:00Z\","
        "\"author\":[{\"@id\":\"#p\"},{\"@type\":\"Person\",\"name\":\"Tom\\u00e1s Vela\"}],"
        "\"publisher\":{\"@type\":\"Organization\",\"name\":\"Quay Courier\"}}]}</script>",
        "<h1>Council votes to repair pier</h1>" PROSE);
    assert_string_equal(f.title, "Council votes to repair pier");
    assert_string_equal(f.published, "2026-03-10T07:27:00+05:00");
    assert_string_equal(f.published_from, "json-ld");
    assert_string_equal(f.modified, "2026-03-12T10:00:00Z");
    assert_string_equal(f.authors, "Ingrid Solheim; Tomás Vela");
    assert_string_equal(f.site, "Quay Courier");
    assert_string_equal(f.url, "https://quay.example/2026/03/pier");
}

static void test_broken_json_ld(void **state)
{
    (void)state;
    struct fields f = read_page(
        "<title>Pier</title><script type=\"application/ld+json\">//<![CDATA[\n{\"@type\":"
        "\"NewsArticle\",\"headline\":\"The \"old\" pier,\n is repaired\",,\"author\":{\"@type\":"
        "\"Person\",\"name\":\"Ola Berg\",},\"datePublished\":\"2026-03-10\"",
        "<h1>The old pier is repaired</h1>" PROSE);
    assert_string_equal(f.authors, "Ola Berg");
    assert_string_equal(f.published, "2026-03-10");
}

static void test_meta_tags(void **state)
{
    (void)state;
    struct fields f = read_page(
        "<title>Pier repaired - Quay Courier</title>"
        "<meta property=og:title content=\"Old pier to be repaired - Quay Courier\">"
        "<meta property=og:site_name content=\"Quay Courier\">"
        "<meta name=author content=\"by Ola Berg and Siri Dahl, staff writer\">"
        "<meta property=article:published_time content=2026-03-10T07:27:00+01:00>",
        "<div class=logo><h1>Quay Courier</h1></div><h2>Old pier to be repaired</h2>" PROSE);
    assert_string_equal(f.title, "Old pier to be repaired");
    assert_string_equal(f.authors, "Ola Berg; Siri Dahl");
    assert_string_equal(f.published, "2026-03-10T07:27:00+01:00");
    assert_string_equal(f.published_from, "meta");
}

static void test_visible(void **state)
{
    (void)state;
    struct fields f = read_page(
        "<title>Council votes to repair pier « Quay Courier</title>",
        "<div class=top>Saturday, 14 March 2026</div><ul><li><a href=/a>News</a><li><a "
        "href=/b>Sport"
        "</a><li><a href=/c>Boats</a><li><a href=/d>Weather</a><li><a href=/e>People</a><li>"
        "<a href=/f>Letters</a></ul><h1>Council votes to repair pier</h1>"
        "<p>By <a href=/x>Ola Berg</a></p><p>Last updated: 12 March 2026</p>"
        "<p>Published: 10 March 2026, 07:27</p>" PROSE);
    assert_string_equal(f.title, "Council votes to repair pier");
    assert_string_equal(f.title_from, "heading");
    assert_string_equal(f.published, "2026-03-10T07:27");
    assert_string_equal(f.published_from, "text");
    assert_string_equal(f.modified, "2026-03-12");
    assert_string_equal(f.authors, "Ola Berg");
}

static void test_wrong_metadata(void **state)
{
    (void)state;
    struct fields f = read_page(
        "<title>Pier</title><link rel=canonical href=https://quay.example/2026/03/10/pier>"
        "<meta property=article:published_time content=2019-05-01T00:00:00+00:00>",
        "<h1>Council votes to repair pier</h1><p>Published 10 March 2026</p>" PROSE);
    assert_string_equal(f.published, "2026-03-10");
    f = read_page("<title>Pier</title>"
                  "<meta property=article:published_time content=1970-01-01T00:00:00Z>",
                  "<h1>Council votes to repair pier</h1><p>10 March 2026</p>" PROSE);
    assert_string_equal(f.published, "2026-03-10");
    /* The day of a change is no day of publication. */
    f = read_page("<title>Pier</title>"
                  "<meta property=article:modified_time content=2026-03-26T01:00:07+00:00>",
                  "<h1>Council votes to repair pier</h1><p>Published: 10 March 2026</p>" PROSE);
    assert_string_equal(f.published, "2026-03-10");
    assert_string_equal(f.modified, "2026-03-26T01:00:07Z");
}

/* "Updated" soon after publication is a change; the one day that a page reworked long after shows
 * its reader is that of the edition at hand. */
static void test_edition(void **state)
{
    (void)state;
    static const char page[] = "<title>Pier</title><script type=\"application/ld+json\">{\"@type\":"
                               "\"NewsArticle\",\"datePublished\":\"2026-03-10\"}</script>";
    struct fields f =
        read_page(page, "<h1>Council votes to repair pier</h1><p>Updated 26 March 2026</p>" PROSE);
    assert_string_equal(f.published, "2026-03-10");
    assert_string_equal(f.modified, "2026-03-26");
    f = read_page(page, "<h1>Council votes to repair pier</h1><p>Updated 2 June 2027</p>" PROSE);
    assert_string_equal(f.published, "2027-06-02");
    assert_string_equal(f.published_from, "text");
    f = read_page(page, "<h1>Council votes to repair pier</h1><p>10 March 2026</p>"
                        "<p>Updated 2 June 2027</p>" PROSE);
    assert_string_equal(f.published, "2026-03-10");
}

/* Days in elements of one make are those of other pages; a day for machines is not printed. */
static void test_other_days(void **state)
{
    (void)state;
    struct fields f =
        read_page("<title>Pier</title>",
                  "<h1>Council votes to repair pier</h1><p>10 March 2026, by Ola Berg</p>" PROSE
                  "<ul><li><a href=/a>Boats</a><p class=day>14 March 2026</p></li>"
                  "<li><a href=/b>Weather</a><p class=day>13 March 2026</p></li>"
                  "<li><a href=/c>People</a><p class=day>12 March 2026</p></li></ul>");
    assert_string_equal(f.published, "2026-03-10");
    f = read_page("<title>Pier</title>",
                  "<h1>Council votes to repair pier</h1><p>Ola Berg <span>"
                  "2026-03-26T13:00:39+00:00</span> <span>10 March 2026</span></p>" PROSE);
    assert_string_equal(f.published, "2026-03-10");
    f = read_page("<title>Pier</title><script>page = {\"related\": [], \"publishedAt\": "
                  "\"2026-03-10T07:27:00Z\"}</script>",
                  "<h1>Council votes to repair pier</h1>" PROSE);
    assert_string_equal(f.published, "2026-03-10T07:27:00Z");
}

static void test_nothing_invented(void **state)
{
    (void)state;
    struct fields f = read_page("<title>Council votes to repair pier</title>",
                                "<h1>Council votes to repair pier</h1>" PROSE
                                "<p>© 2026 Quay Courier. Printed on 14 March 2026</p>");
    assert_string_equal(f.published, "");
    assert_string_equal(f.published_from, "");
    assert_string_equal(f.authors, "");
    assert_string_equal(f.url, "");
    f = read_page(
        "<title>Pier</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
        "\"author\":{\"@type\":\"Organization\",\"name\":\"Quay Courier\"},\"publisher\":"
        "{\"@type\":\"Organization\",\"name\":\"Quay Courier\"}}</script>",
        "<h1>Council votes to repair pier</h1><div class=author>Web Desk</div>" PROSE);
    assert_string_equal(f.authors, "");
}

static void test_other_calendars(void **state)
{
    (void)state;
    struct fields f = read_page(
        "<title>Pier</title><meta property=article:published_time content=\"۱۴۰۴/۱۲/۱۹\">",
        "<h1>Council votes to repair pier</h1>" PROSE);
    assert_string_equal(f.published, "2026-03-10");
    f = read_page("<title>Pier</title><meta property=article:published_time content=1447-09-21>",
                  "<h1>Council votes to repair pier</h1>" PROSE);
    assert_string_equal(f.published, "2026-03-10");
}

static void test_url_date(void **state)
{
    (void)state;
    static const struct {
        const char *url, *want;
    } samples[] = {
        {"https://quay.example/2026/03/10/pier", "2026-03-10"},
        {"https://quay.example/news/2026/3/5/12290", "2026-03-05"},
        {"https://quay.example/news/2026-03-10/pier", "2026-03-10"},
        {"https://quay.example/2026/03/pier", ""},
        {"https://quay.example/20260310/pier", "2026-03-10"},
        {"https://quay.example/pier-20260310.html", "2026-03-10"},
        {"https://quay.example/news/29-10-2026", "2026-10-29"},
        {"https://quay.example/pier-of-10.29.2026-again", "2026-10-29"},
        {"https://quay.example/news/08-10-2026", ""},
        {"https://quay.example/20261340/pier", ""},
        {"https://quay.example/202603101/pier", ""},
        {"https://quay.example/boats/29/10/2026", ""},
        {"https://quay.example/id/2026/13/40/x", ""},
        {"https://quay.example/12026/03/10/x", ""},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        char got[KH_DATE_TEXT_SIZE];
        kh_date_print(kh_url_date(kh_str_of(samples[i].url)), got);
        assert_string_equal(got, samples[i].want);
    }
}

static void test_json_reader(void **state)
{
    (void)state;
    struct kh_values v;
    assert_true(
        kh_values_read(&arena, KH_STR("{\"a\":[1,{\"b\":\"x\\\"y\"},null],\"c\":true}"), &v));
    assert_int_equal(v.n, 7);
    uint32_t a = kh_values_member(&v, 0, "a"), c = kh_values_member(&v, 0, "c");
    assert_int_equal(v.items[a].kind, KH_VALUE_ARRAY);
    assert_true(kh_str_eq(v.items[c].text, KH_STR("true")));
    assert_int_equal(kh_values_member(&v, 0, "b"), UINT32_MAX);
    struct kh_str text = kh_values_text(
        &arena, KH_STR("Fish \\u0026 ch\\u00efps &#8211; <b>now</b>\\n&eacute; \\ud83d\\ude00"));
    assert_true(kh_str_eq(text, KH_STR("Fish & chïps – now é 😀")));
    static const char *const broken[] = {"",
                                         "{",
                                         "[[[[",
                                         "}]}",
                                         "{\"a",
                                         "\"",
                                         "{\"a\":",
                                         "{{}}{",
                                         "{\"a\":\"b\"c\":\"d\"}",
                                         "\\",
                                         "{\"\\u12\":\"\\ud800\"}"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        assert_true(kh_values_read(&arena, kh_str_of(broken[i]), &v));
        for (uint32_t j = 0; j < v.n; j++) {
            assert_true(v.items[j].end > j && v.items[j].end <= v.n);
            kh_values_text(&arena, v.items[j].text);
        }
    }
    kh_arena_reset(&arena);
}

static void test_dateline(void **state)
{
    (void)state;
    struct fields f =
        read_page("<title>Pier</title>",
                  "<h1>Council votes to repair pier</h1><p>KARACHI: The harbour council "
                  "voted on Monday to repair the pier, which is old.</p>" PROSE);
    assert_string_equal(f.dateline, "KARACHI");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_ld),         cmocka_unit_test(test_broken_json_ld),
        cmocka_unit_test(test_meta_tags),       cmocka_unit_test(test_visible),
        cmocka_unit_test(test_wrong_metadata),  cmocka_unit_test(test_nothing_invented),
        cmocka_unit_test(test_other_calendars), cmocka_unit_test(test_url_date),
        cmocka_unit_test(test_json_reader),     cmocka_unit_test(test_dateline),
        cmocka_unit_test(test_edition),         cmocka_unit_test(test_other_days),
    };
    return cmocka_run_group_tests_name("meta", tests, set_up, tear_down);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The body of HTML pages: what is kept, what is dropped, kinds of paragraphs, verdicts. All pages
 * here are invented.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "decode/decode.h"
#include "extract/extract.h"
#include "parse/parse.h"

#include <stdio.h>
#include <stdlib.h>

struct fixture {
    struct kh_engine engine;
    struct kh_arena arena;
    struct kh_page page;
    struct kh_text text;
    struct kh_tree tree;
    struct kh_article article;
};

static struct fixture *set_up(const char *html)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct khabar_error err;
    assert_non_null(f);
    f->engine.lexicon = kh_lexicon_builtin();
    kh_arena_init(&f->arena, KH_MAX_ARENA_BYTES);
    f->page = (struct kh_page){.bytes = kh_str_of(html),
                               .content_type = KH_STR("text/html; charset=utf-8")};
    assert_int_equal(kh_decode(&f->engine, &f->arena, &f->page, &f->text, &err), KHABAR_OK);
    assert_int_equal(kh_parse(&f->engine, &f->arena, &f->text, &f->tree, &err), KHABAR_OK);
    assert_int_equal(kh_extract(&f->engine, &f->arena, &f->tree, &f->article, &err), KHABAR_OK);
    return f;
}

static void tear_down(struct fixture *f)
{
    kh_arena_clear(&f->arena);
    free(f);
}

static bool holds(const struct fixture *f, const char *part)
{
    return kh_str_find(f->article.text, kh_str_of(part), 0) != SIZE_MAX;
}

static void assert_holds(const struct fixture *f, const char *part)
{
    if (!holds(f, part)) {
        print_message("missing: %s\nin: %.*s\n", part, (int)f->article.text.n, f->article.text.p);
        fail();
    }
}

static void assert_lacks(const struct fixture *f, const char *part)
{
    if (holds(f, part)) {
        print_message("unwanted: %s\nin: %.*s\n", part, (int)f->article.text.n, f->article.text.p);
        fail();
    }
}

#define LEDE                                                                                       \
    "The harbour council of Port Ellery voted on Tuesday to close the old ferry pier for "         \
    "repairs, "                                                                                    \
    "after engineers found that two of its main pillars had moved."
#define SECOND                                                                                     \
    "Work will begin in the second week of May and is expected to last until autumn, the council " \
    "said. Ferries will leave from the northern quay in the meantime, with two extra buses."
#define THIRD                                                                                        \
    "“We could have waited another winter, but nobody here wanted to take that risk,” said the " \
    "harbour master, who has asked for a survey of the other piers as well."

#define HEAD                                                                                       \
    "<!DOCTYPE html><html lang=en><head><title>Ferry pier to close - Ellery Post</title></head>"

static const char modern[] = HEAD
    "<body><header><nav class='main-nav'><ul><li><a href='/'>Home</a></li><li><a "
    "href='/w'>World</a>"
    "</li><li><a href='/s'>Sport</a></li></ul></nav></header>"
    "<main><article class='story'><h1>Ferry pier to close for repairs</h1>"
    "<div class='byline'>By <a href='/a/1'>Mara Quill</a></div>"
    "<div class='share-bar'><a href='#'>Share</a> <a href='#'>Tweet</a> <a href='#'>Print</a></div>"
    "<div class='article-body'><p>" LEDE "</p><p>" SECOND "</p>"
    "<div class='newsletter-signup'><h4>Newsletter</h4><p>Sign up for our newsletter.</p></div>"
    "<p>" THIRD "</p><h2>What follows</h2>"
    "<p>The council will meet again in un<b>expect</b>edly short order, on the first of June, to "
    "hear what the repairs will cost and who is to pay for them.</p>"
    "<div class='related-stories'><h3>Related</h3><ul>"
    "<li><a href='/1'>Bakers' strike enters its third week in the valley</a></li>"
    "<li><a href='/2'>Goalkeeper out for the season after training injury</a></li></ul></div>"
    "</div></article>"
    "<section id='comments' class='comments'><h3>Comments</h3><ol class='comment-list'>"
    "<li class='comment'><p>I have used that pier for forty years, and nobody ever asked the "
    "people "
    "who use it, which is just what one expects of this council, I am sorry to say.</p></li>"
    "<li class='comment'><p>Good decision, it was about time, and the buses are better anyway, as "
    "anyone knows who has stood there in the rain in November waiting for a late ferry.</p></li>"
    "</ol></section></main><footer><p>© 2031 Ellery Post. All rights reserved.</p></footer></body>";

static void test_modern_page(void **state)
{
    (void)state;
    struct fixture *f = set_up(modern);
    assert_int_equal(f->article.verdict, KH_ARTICLE);
    assert_holds(f, LEDE);
    assert_holds(f, SECOND);
    assert_holds(f, THIRD);
    assert_holds(f, "unexpectedly short order");
    assert_lacks(f, "Goalkeeper");
    assert_lacks(f, "Tweet");
    assert_lacks(f, "forty years");
    assert_lacks(f, "All rights reserved");
    assert_lacks(f, "Ferry pier to close for repairs");
    assert_true(f->article.confidence > 0.5 && f->article.confidence <= 1);
    tear_down(f);
}

static void test_paragraphs_cover_text(void **state)
{
    (void)state;
    struct fixture *f = set_up(modern);
    const struct kh_article *a = &f->article;
    bool heading = false;
    assert_true(a->paras_n >= 4);
    assert_int_equal(a->paras[0].start, 0);
    assert_int_equal(a->paras[a->paras_n - 1].end, a->text.n);
    for (uint32_t i = 0; i + 1 < a->paras_n; i++) {
        assert_int_equal(a->paras[i].end + 2, a->paras[i + 1].start);
        assert_memory_equal(a->text.p + a->paras[i].end, "\n\n", 2);
    }
    for (uint32_t i = 0; i < a->paras_n; i++) {
        struct kh_str s = kh_str_sub(a->text, a->paras[i].start, a->paras[i].end);
        if (kh_str_eq(s, KH_STR("What follows"))) heading = a->paras[i].kind == KH_PARA_HEADING;
    }
    assert_true(heading);
    tear_down(f);
}

/* No semantic tag, one form around all, lines parted by <br>, furniture in another language. */
static void test_urdu_in_a_form(void **state)
{
    (void)state;
    struct fixture *f = set_up(
        "<html><head><title>خبر</title></head><body><form id='aspnetForm'><table><tr>"
        "<td><a href='/'>Home</a><br><a href='/p'>Pakistan</a><br><a href='/w'>World News</a></td>"
        "<td><div><b>بندرگاہ کی گودی مرمت کے لیے بند کرنے کا فیصلہ</b></div>"
        "<div>شہر کی بلدیہ نے منگل کے روز پرانی گودی کو مرمت کے لیے بند کرنے کا فیصلہ کیا ہے، "
        "کیونکہ "
        "انجینئروں کے مطابق اس کے دو ستون اپنی جگہ سے ہل گئے ہیں۔<br><br>"
        "بلدیہ کا کہنا ہے کہ کام مئی کے دوسرے ہفتے میں شروع ہوگا اور خزاں تک جاری رہے گا، اس دوران "
        "کشتیاں شمالی گھاٹ سے چلیں گی اور دو اضافی بسیں بھی چلائی جائیں گی۔<br><br>"
        "بندرگاہ کے نگران نے کہا کہ وہ ایک اور سردی کا انتظار نہیں کر سکتے تھے، اور دوسری گودیوں "
        "کا "
        "معائنہ بھی کرایا جائے گا۔</div>"
        "<div><a href='#'>Click here to subscribe</a> | <a href='#'>Send to a friend</a></div></td>"
        "</tr></table></form></body></html>");
    assert_int_equal(f->article.lang, KH_LANG('u', 'r'));
    assert_holds(f, "دو ستون اپنی جگہ سے ہل گئے ہیں۔");
    assert_holds(f, "دو اضافی بسیں بھی چلائی جائیں گی۔");
    assert_holds(f, "معائنہ بھی کرایا جائے گا۔");
    assert_lacks(f, "World News");
    assert_lacks(f, "Send to a friend");
    tear_down(f);
}

static void test_lists_quotes_tables(void **state)
{
    (void)state;
    struct fixture *f = set_up(
        HEAD
        "<body><article><h1>Ferry pier to close for repairs</h1><p>" LEDE "</p><p>" SECOND "</p>"
        "<blockquote><p>" THIRD "</p></blockquote>"
        "<p>The council published the number of passengers of the last three years, and said that "
        "it expects no more than nine thousand in the summer months.</p>"
        "<table><tr><th>Year</th><th>Passengers</th></tr><tr><td>2028</td><td>41,200</td></tr>"
        "<tr><td>2029</td><td>39,750</td></tr><tr><td>2030</td><td>40,310</td></tr></table>"
        "<p>What passengers should know, according to the notice put up at the pier on Tuesday "
        "evening:</p><ul><li>Tickets stay valid on the northern quay, also those bought "
        "earlier.</li>"
        "<li>Bicycles are carried on the first and on the last ferry of the day only.</li></ul>"
        "</article></body>");
    uint32_t kinds[5] = {0};
    for (uint32_t i = 0; i < f->article.paras_n; i++) kinds[f->article.paras[i].kind]++;
    assert_true(kinds[KH_PARA_QUOTE] >= 1);
    assert_int_equal(kinds[KH_PARA_LIST], 2);
    assert_true(kinds[KH_PARA_TEXT] >= 3);
    if (holds(f, "41,200")) assert_holds(f, "2028 | 41,200");
    tear_down(f);
}

/* How often a part stands in the text. */
static unsigned times(const struct fixture *f, const char *part)
{
    struct kh_str s = kh_str_of(part);
    unsigned n = 0;
    for (size_t at = 0; (at = kh_str_find(f->article.text, s, at)) != SIZE_MAX; at += s.n) n++;
    return n;
}

#define COST                                                                                       \
    "Nobody could say how much the repairs will cost, but the treasurer reminded the members "     \
    "that "                                                                                        \
    "the last ones, eleven years ago, took half of what the harbour earns in a summer of good "    \
    "weather, and that the loan for them has not been paid back yet."
#define TALKS                                                                                      \
    "Talks with the shipping line are to begin next week; its director, who followed the debate "  \
    "from the gallery, left without a word to those who waited for him on the stairs."
#define WINTER                                                                                     \
    "Should the work last into the winter, the island will have to do with one boat a day, as it " \
    "did for two years when the quay was built, and the school has asked for rooms in the town."
#define ALL                                                                                        \
    "<p>" LEDE "</p><p>" SECOND "</p><p>" THIRD "</p><p>" COST "</p><p>" TALKS "</p><p>" WINTER    \
    "</p>"

/* The article twice, for wide and small screens, and once more in one piece. */
static void test_copies(void **state)
{
    (void)state;
    static const char body[] = HEAD "<body><main><h1>Ferry pier to close for repairs</h1>"
                                    "<div class='article-body wide'>" ALL "</div>"
                                    "<div class='article-body narrow'>" ALL "</div>"
                                    "<div itemprop='articleBody'>" LEDE " " SECOND " " THIRD
                                    " " COST " " TALKS " " WINTER "</div></main></body>";
    struct fixture *f = set_up(body);
    assert_int_equal(times(f, LEDE), 1);
    assert_int_equal(times(f, THIRD), 1);
    tear_down(f);
}

/* A refrain is no copy. */
static void test_refrain(void **state)
{
    (void)state;
    static const char body[] =
        HEAD "<body><main><h1>Ferry pier to close for repairs</h1><div class='article-body'>"
             "<p>" LEDE "</p><p>What do you think of it, and what should the council do now?</p>"
             "<p>" SECOND "</p><p>What do you think of it, and what should the council do now?</p>"
             "<p>" THIRD "</p></div></main></body>";
    struct fixture *f = set_up(body);
    assert_int_equal(times(f, "What do you think of it"), 2);
    tear_down(f);
}

/* Classes may name the topic of a post; what is not seen inside a line is not read. */
static void test_topics_and_tips(void **state)
{
    (void)state;
    static const char body[] = HEAD
        "<body><main><article class='post-7 hentry category-comments tag-open-thread'>"
        "<h1>Ferry pier to close for repairs</h1><div class='entry-content'><p>" LEDE "</p><p>"
        "The harbour master <span class='tooltip'>Ellis Marrow Port Ellery harbour master since "
        "2019</span> asked for a survey of the other piers, which may take a year.</p>"
        "<p>" SECOND "</p></div></article><div id='comments' class='comments'>"
        "<div class='comment'><p>I have used that pier for forty years, and nobody ever asked "
        "the people who use it, which is just what one expects of this council.</p></div>"
        "<div class='comment'><p>Good decision, it was about time, and the buses are better "
        "anyway, as anyone knows who has stood there in November.</p></div></div></main></body>";
    struct fixture *f = set_up(body);
    assert_holds(f, LEDE);
    assert_holds(f, "The harbour master asked for a survey");
    assert_lacks(f, "forty years");
    tear_down(f);
}

static void test_no_content(void **state)
{
    (void)state;
    struct fixture *f = set_up("<html><body></body></html>");
    assert_int_equal(f->article.verdict, KH_NO_CONTENT);
    assert_int_equal(f->article.text.n, 0);
    assert_true(f->article.confidence < 0.1);
    tear_down(f);
    f = set_up("<html><head><title>Not found</title></head><body><h1>Not found</h1>"
               "<ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li>"
               "<li><a href='/s'>Sport</a></li></ul></body></html>");
    assert_int_equal(f->article.verdict, KH_NO_CONTENT);
    tear_down(f);
}

static void test_front_page(void **state)
{
    (void)state;
    char page[16384];
    size_t n = (size_t)snprintf(page, sizeof page, HEAD "<body><main>");
    for (int i = 0; i < 20; i++)
        n +=
            (size_t)snprintf(page + n, sizeof page - n,
                             "<article class='teaser'><h3><a href='/a%d'>Council votes on pier "
                             "number %d this week</a></h3><p>The vote on pier %d was put off twice "
                             "in the last year, and it is not certain to pass.</p></article>",
                             i, i, i);
    snprintf(page + n, sizeof page - n, "</main></body>");
    struct fixture *f = set_up(page);
    assert_int_equal(f->article.verdict, KH_NO_CONTENT);
    assert_true(f->article.confidence <= 0.3);
    tear_down(f);
}

static void test_body_in_json_only(void **state)
{
    (void)state;
    struct fixture *f = set_up(
        "<html><head><title>Pier</title><script type='application/ld+json'>"
        "{\"@type\":\"NewsArticle\",\"headline\":\"Pier\",\"articleBody\":\"" LEDE "\\n\\n" SECOND
        "\\nThe council\\u2019s notice, put up at the pier on Tuesday evening, says that tickets "
        "stay valid on the northern quay, and that bicycles are carried on the first and the last "
        "ferry of the day only, as long as there is room for them on the lower deck. It adds that "
        "the northern quay has no shelter.\"}</script>"
        "</head><body><div id='root'></div></body></html>");
    assert_int_equal(f->article.verdict, KH_ARTICLE);
    assert_holds(f, LEDE);
    assert_holds(f, "The council’s notice");
    assert_int_equal(f->article.paras_n, 3);
    tear_down(f);
}

static void test_live_blog(void **state)
{
    (void)state;
    char page[16384];
    size_t n = (size_t)snprintf(page, sizeof page,
                                HEAD "<body><main><article><h1>The day as it went</h1>");
    for (int i = 0; i < 9; i++)
        n += (size_t)snprintf(page + n, sizeof page - n,
                              "<div class='entry'><div>%d:15</div><p>Entry %d: " SECOND
                              "</p><p>" LEDE "</p></div>",
                              8 + i, i);
    snprintf(page + n, sizeof page - n, "</article></main></body>");
    struct fixture *f = set_up(page);
    assert_int_equal(f->article.verdict, KH_ROUNDUP);
    tear_down(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_modern_page),     cmocka_unit_test(test_paragraphs_cover_text),
        cmocka_unit_test(test_urdu_in_a_form),  cmocka_unit_test(test_lists_quotes_tables),
        cmocka_unit_test(test_no_content),      cmocka_unit_test(test_body_in_json_only),
        cmocka_unit_test(test_copies),          cmocka_unit_test(test_refrain),
        cmocka_unit_test(test_topics_and_tips), cmocka_unit_test(test_live_blog),
        cmocka_unit_test(test_front_page),
    };
    return cmocka_run_group_tests_name("body", tests, NULL, NULL);
}

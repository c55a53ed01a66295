/* SPDX-License-Identifier: Apache-2.0
 *
 * Text dumps through decode, parse and extract: cut lines joined, furniture dropped, title and
 * authors found, nothing invented, time linear.
 */
#include "base/limits.h"
#include "pipeline.h"
#include "test.h"

#include <time.h>

static struct kh_arena arena;

static int set_up(void **state)
{
    (void)state;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kh_arena_clear(&arena);
    return 0;
}

static struct kh_article extract(struct kh_str bytes)
{
    static struct kh_item item;
    struct khabar_error err = {0};
    struct kh_engine engine = kh_flow_engine();
    kh_arena_reset(&arena);
    item = (struct kh_item){.page = {.bytes = bytes, .path = KH_STR("page.txt")}};
    assert_int_equal(kh_flow_extract(&engine, &arena, &item, &err), KHABAR_OK);
    return item.article;
}

#define EXTRACT(text) extract(KH_STR(text))

static bool has(struct kh_str text, const char *part)
{
    return kh_str_find(text, kh_str_of(part), 0) != SIZE_MAX;
}

/* Paragraphs enough for an article. */
#define BODY                                                                                       \
    "The orchard outside Lindow lost a third of its trees in the night frost, the growers said.\n" \
    "\n"                                                                                           \
    "They had lit small fires between the rows, but the wind turned before dawn and blew the "     \
    "smoke away.\n"

static void test_joins(void **state)
{
    (void)state;
    struct kh_article a = EXTRACT(BODY "\nThe insurers will send an assessor\n\nnext week, and he "
                                       "will count stumps.\n\nNobody expects much from Lindow\n\n. "
                                       "Neighbours have offered saplings.\n");
    assert_true(has(a.text, "send an assessor next week, and he will count stumps."));
    assert_true(has(a.text, "much from Lindow. Neighbours have offered saplings."));
    assert_int_equal(a.paras_n, 4);

    a = EXTRACT("باغ کے مالکان نے بتایا کہ رات کی سردی سے ایک تہائی درخت ضائع ہو گئے۔\n"
                "انہوں نے قطاروں کے درمیان آگ جلائی تھی مگر صبح سے پہلے ہوا کا رخ بدل\n"
                "گیا اور دھواں دور چلا گیا۔ پڑوسیوں نے نئے پودے دینے کا وعدہ کیا ہے۔\n");
    assert_true(has(a.text, "ہوا کا رخ بدل گیا اور"));

    a = EXTRACT("قال أصحاب البستان إن ثلث الأشجار تلف بسبب صقيع الليل، وإنهم أشعلوا نارا بين\n\n"
                "الصفوف لكن الريح غيرت اتجاهها قبل الفجر. ووعد الجيران بتقديم شتلات جديدة.\n");
    assert_true(has(a.text, "نارا بين الصفوف"));
}

/* Headings and headlines are not glued to what follows. */
static void test_keeps_apart(void **state)
{
    (void)state;
    struct kh_article a = EXTRACT("Frost takes a third of Lindow's orchard\n\n" BODY
                                  "\nWhat the growers want\n\nThey ask for cheap loans and for a "
                                  "warning that comes before midnight.\n");
    assert_str(a.title, "Frost takes a third of Lindow's orchard");
    assert_string_equal(a.title_from, "heading");
    assert_int_equal(a.paras_n, 4);
    assert_int_equal(a.paras[2].kind, KH_PARA_HEADING);
    assert_str(kh_str_sub(a.text, a.paras[2].start, a.paras[2].end), "What the growers want");
    assert_false(has(a.text, "Frost takes"));
}

static void test_furniture(void **state)
{
    (void)state;
    struct kh_article a = EXTRACT(
        "Menu\nSearch\nFrost takes a third of the orchard near Lindow\nFrost takes a third of the "
        "orchard near Lindow\nBy Ada Thornley and Max Reed\nPosted on 4 April 2031\n\n" BODY
        "Also read: Bakery on the corner reopens\nAdvertisement\nFires between the rows\n"
        "Image source: Lindow Echo\n"
        "\nThe council meets on Monday to talk about help for the growers.\n\n"
        "Comments\n\nI have seen worse frosts than this one, and we always planted again. My "
        "father "
        "did the same, and his father before him, and nobody ever paid them for it.\n");
    assert_str(a.title, "Frost takes a third of the orchard near Lindow");
    assert_int_equal(a.authors_n, 2);
    assert_str(a.authors[0], "Ada Thornley");
    assert_str(a.authors[1], "Max Reed");
    assert_int_equal(a.published.day, 4);
    assert_int_equal(a.published.month, 4);
    assert_string_equal(a.published_from, "text");
    assert_int_equal(a.paras_n, 3);
    assert_true(has(a.text, "meets on Monday"));
    assert_false(has(a.text, "Bakery"));
    assert_false(has(a.text, "between the rows\n"));
    assert_false(has(a.text, "worse frosts"));
}

static void test_dateline(void **state)
{
    (void)state;
    struct kh_article a =
        EXTRACT("کراچی (فرحت جہاں قاضی) ساحل پر کچرے کے ڈھیر صاف کرنے کی مہم پیر کو شروع "
                "ہوئی جس میں تین سو رضاکار شریک ہوئے۔\n\nمنتظمین کے مطابق مہم ایک ماہ "
                "جاری رہے گی اور سکولوں کے بچے بھی حصہ لیں گے۔\n");
    assert_str(a.dateline, "کراچی");
    assert_int_equal(a.authors_n, 1);
    assert_str(a.authors[0], "فرحت جہاں قاضی");
    assert_int_equal(a.lang, KH_LANG('u', 'r'));
    a = EXTRACT(
        "کراچی (سٹاف رپورٹر) ساحل پر کچرے کے ڈھیر صاف کرنے کی مہم پیر کو شروع ہوئی جس میں تین "
        "سو رضاکار شریک ہوئے۔ منتظمین کے مطابق مہم ایک ماہ جاری رہے گی۔\n");
    assert_int_equal(a.authors_n, 0);
}

static void test_invents_nothing(void **state)
{
    (void)state;
    struct kh_article a =
        EXTRACT(BODY "\nOn 3 May 2030 a frost as hard as this one was measured.\n");
    assert_int_equal(a.title.n, 0);
    assert_null(a.title_from);
    assert_int_equal(a.authors_n, 0);
    assert_int_equal(a.published.precision, KH_DATE_NONE);
    assert_int_equal(a.site.n, 0);
    assert_int_equal(a.dateline.n, 0);
}

static void test_no_content(void **state)
{
    (void)state;
    assert_int_equal(EXTRACT("Home\nNews\nSport\nContact us\n").verdict, KH_NO_CONTENT);
    assert_int_equal(EXTRACT("Page not found\nThe page you are looking for has moved.\n").verdict,
                     KH_NO_CONTENT);
    assert_int_equal(EXTRACT("\n\n\n").verdict, KH_NO_CONTENT);
    assert_int_equal(EXTRACT("").verdict, KH_NO_CONTENT);
}

/* Paragraphs cover the text in order, two bytes apart. */
static void test_offsets(void **state)
{
    (void)state;
    struct kh_article a = EXTRACT("Frost takes a third of the orchard\n\n" BODY);
    uint32_t at = 0;
    for (uint32_t i = 0; i < a.paras_n; i++) {
        assert_int_equal(a.paras[i].start, at);
        at = a.paras[i].end + 2;
    }
    assert_int_equal(at, a.text.n + 2);
}

/* Seconds of CPU for n lines of a kind; ten lines are an article's. */
static double seconds(const char *line, size_t lines)
{
    size_t n = strlen(line), total = 0;
    char *bytes = malloc(lines * n);
    assert_non_null(bytes);
    for (size_t i = 0; i < lines; i++, total += n) memcpy(bytes + total, line, n);
    clock_t begin = clock();
    extract((struct kh_str){bytes, total});
    double s = (double)(clock() - begin) / CLOCKS_PER_SEC;
    free(bytes);
    return s;
}

static void test_linear(void **state)
{
    (void)state;
    static const char *const lines[] = {"and so on it went\n", "Comments\n",   "(\n", "word\n",
                                        "A sentence ends.\n",  "12 May 2031\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        double small = seconds(lines[i], 2500), large = seconds(lines[i], 10000);
        if (large > 8 * small + 0.05) {
            fail_msg("%.3f s for four times the lines of %.3f s: %s", large, small, lines[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_joins),      cmocka_unit_test(test_keeps_apart),
        cmocka_unit_test(test_furniture),  cmocka_unit_test(test_dateline),
        cmocka_unit_test(test_no_content), cmocka_unit_test(test_invents_nothing),
        cmocka_unit_test(test_offsets),    cmocka_unit_test(test_linear),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Articles as JSON Lines: what is taken, what is refused, and lines of any length.
 */
#include "test.h"

#include "base/limits.h"
#include "fetch/lines.h"

#include <unistd.h>

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

static enum khabar_status take(const char *line, struct kh_article *out)
{
    struct khabar_error err;
    return kh_line_article(&arena, kh_str_of(line), out, &err);
}

static void whole(void **state)
{
    struct kh_article a;
    (void)state;
    assert_int_equal(
        take("{\"id\":\"x\",\"title\":\" T \",\"text\":\"one\\n\\ntwo\",\"lang\":\"ur\","
             "\"date\":\"2026-01-02\",\"site\":\"S\",\"url\":\"https://a.example/\"}",
             &a),
        KHABAR_OK);
    assert_str(a.id, "x");
    assert_str(a.title, "T");
    assert_str(a.text, "one\n\ntwo");
    assert_str(a.site, "S");
    assert_int_equal(a.lang, KH_LANG('u', 'r'));
    assert_int_equal(a.published.day, 2);
    assert_string_equal(a.published_from, "given");
    assert_int_equal(a.paras_n, 2);
    assert_str(kh_str_sub(a.text, a.paras[1].start, a.paras[1].end), "two");
    assert_int_equal(a.verdict, KH_ARTICLE);
}

static void little(void **state)
{
    struct kh_article a;
    (void)state;
    assert_int_equal(take("{\"id\":12,\"text\":\"The ministers met in the capital on Monday.\","
                          "\"date\":null,\"lang\":null}",
                          &a),
                     KHABAR_OK);
    assert_str(a.id, "12");
    assert_int_equal(a.lang, KH_LANG('e', 'n'));
    assert_int_equal(a.published.precision, KH_DATE_NONE);
    assert_int_equal(take("{}", &a), KHABAR_OK);
    assert_int_equal(a.verdict, KH_NO_CONTENT);
    assert_int_equal(take("{\"date\":\"soon\",\"title\":[1],\"text\":\"a\"}", &a), KHABAR_OK);
    assert_int_equal(a.published.precision, KH_DATE_NONE);
    assert_int_equal(a.title.n, 0);
}

static void refused(void **state)
{
    static const char *const bad[] = {"",
                                      "[]",
                                      "1",
                                      "{",
                                      "{\"id\":}",
                                      "{\"id\":\"\xFF\"}",
                                      "{\"a\":1,\"a\":2}",
                                      "{} {}",
                                      "{\"text\":\"\\u0000\"}"};
    struct kh_article a;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(take(bad[i], &a), KHABAR_BAD_INPUT);
}

static void lines_of_a_file(void **state)
{
    char path[] = "/tmp/khabar-lines.XXXXXX";
    struct kh_lines lines;
    struct kh_str line;
    struct khabar_error err;
    (void)state;
    FILE *file = fdopen(mkstemp(path), "w");
    fputs("one\r\n\n", file);
    for (size_t i = 0; i < KH_MAX_LINE_BYTES + 10; i++) fputc('x', file);
    fputs("\nlast", file);
    fclose(file);
    assert_int_equal(kh_lines_open(&lines, path, &err), KHABAR_OK);
    assert_int_equal(kh_lines_next(&lines, &line, &err), KHABAR_OK);
    assert_str(line, "one");
    assert_int_equal(kh_lines_next(&lines, &line, &err), KHABAR_OK);
    assert_str(line, "");
    assert_int_equal(kh_lines_next(&lines, &line, &err), KHABAR_TOO_LARGE);
    assert_int_equal(kh_lines_next(&lines, &line, &err), KHABAR_OK);
    assert_str(line, "last");
    assert_int_equal(lines.number, 4);
    assert_int_equal(kh_lines_next(&lines, &line, &err), KHABAR_END);
    kh_lines_close(&lines);
    unlink(path);
    assert_int_equal(kh_lines_open(&lines, path, &err), KHABAR_NOT_FOUND);
    assert_int_equal(kh_lines_open(&lines, "/tmp", &err), KHABAR_OK);
    assert_int_equal(kh_lines_next(&lines, &line, &err), KHABAR_IO);
    kh_lines_close(&lines);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {T(whole), T(little), T(refused), T(lines_of_a_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The decode stage: labels and indexes against the public suite, malformed bytes, what a page says
 * of itself, guesses, limits, what is no text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/limits.h"
#include "decode/decode.h"
#include "decode/internal.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static struct kh_arena arena;

static int begin(void **state)
{
    (void)state;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    return 0;
}

static int end(void **state)
{
    (void)state;
    kh_arena_clear(&arena);
    return 0;
}

static struct kh_text decode_typed(struct kh_str bytes, const char *content_type)
{
    static struct kh_page page;
    page = (struct kh_page){.bytes = bytes, .content_type = kh_str_of(content_type)};
    struct kh_text text;
    struct khabar_error err;
    assert_int_equal(kh_decode(NULL, &arena, &page, &text, &err), KHABAR_OK);
    assert_int_equal(kh_utf8_valid(text.utf8), text.utf8.n);
    return text;
}

static struct kh_text decode(struct kh_str bytes)
{
    return decode_typed(bytes, NULL);
}

static void assert_str(struct kh_str got, const char *wanted)
{
    char *copy = strndup(got.n ? got.p : "", got.n);
    assert_string_equal(copy, wanted);
    free(copy);
}

/* The bytes through one named decoder. */
static struct kh_str run(const char *name, struct kh_str bytes)
{
    const struct kh_encoding *encoding = kh_encoding_named(name);
    struct kh_sink sink = {kh_arena_bytes(&arena, bytes.n * 3 + 4), 0, bytes.n * 3 + 4, false};
    encoding->decode(encoding->index, bytes, &sink);
    assert_false(sink.full);
    return (struct kh_str){sink.p, sink.n};
}

static void assert_run(const char *name, struct kh_str bytes, const char *wanted)
{
    assert_str(run(name, bytes), wanted);
}

/* ---- the public suite ---- */

/* Unpacks the suite once into $O/suites and opens one of its files; skips by name without it. */
static FILE *suite_file(const char *name)
{
    const char *shared = getenv("KHABAR_SHARED"), *out = getenv("O");
    char command[600], path[300];
    shared = shared ? shared : "../shared";
    out = out ? out : "build";
    snprintf(path, sizeof path, "%s/suites/encoding/%s", out, name);
    if (access(path, R_OK) != 0) {
        snprintf(command, sizeof command,
                 "mkdir -p '%s/suites' && tar -xJf '%s/data/suites/encoding.tar.xz' -C '%s/suites' "
                 "2>/dev/null",
                 out, shared, out);
        if (system(command) != 0) {
            printf("skip: suites/encoding is absent\n");
            skip();
        }
    }
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    return file;
}

static void test_suite_labels(void **state)
{
    (void)state;
    FILE *file = suite_file("encodings.json");
    json_error_t error;
    json_t *groups = json_loadf(file, 0, &error), *group, *encoding, *label;
    fclose(file);
    assert_non_null(groups);
    size_t i, k, m, labels = 0;
    json_array_foreach(groups, i, group)
    {
        json_array_foreach(json_object_get(group, "encodings"), k, encoding)
        {
            const char *name = json_string_value(json_object_get(encoding, "name"));
            json_array_foreach(json_object_get(encoding, "labels"), m, label)
            {
                const char *text = json_string_value(label);
                const struct kh_encoding *found = kh_encoding_of_label(kh_str_of(text));
                if (!found) fail_msg("label %s is unknown", text);
                assert_string_equal(found->name, name);
                labels++;
            }
        }
    }
    assert_int_equal(labels, 228);
    assert_int_equal(kh_labels_n, labels);
    printf("# encoding: %zu of 228 labels\n", labels);
    json_decref(groups);
}

/* The bytes that stand for a pointer of an index; 0 when it has none of its own. */
static size_t bytes_of(const char *index, uint32_t pointer, char out[4])
{
    uint32_t lead, trail;
    if (strcmp(index, "big5") == 0) {
        lead = pointer / 157 + 0x81, trail = pointer % 157;
        trail += trail < 0x3F ? 0x40 : 0x62;
    } else if (strcmp(index, "gb18030") == 0) {
        lead = pointer / 190 + 0x81, trail = pointer % 190;
        trail += trail < 0x3F ? 0x40 : 0x41;
    } else if (strcmp(index, "euc-kr") == 0) {
        lead = pointer / 190 + 0x81, trail = pointer % 190 + 0x41;
    } else if (strcmp(index, "jis0208") == 0) {
        lead = pointer / 188, trail = pointer % 188;
        lead += lead < 0x1F ? 0x81 : 0xC1;
        trail += trail < 0x3F ? 0x40 : 0x41;
    } else if (strcmp(index, "jis0212") == 0) {
        out[0] = (char)0x8F;
        out[1] = (char)(pointer / 94 + 0xA1);
        out[2] = (char)(pointer % 94 + 0xA1);
        return 3;
    } else {
        out[0] = (char)(pointer + 0x80);
        return 1;
    }
    out[0] = (char)lead;
    out[1] = (char)trail;
    return 2;
}

static size_t check_index(const char *index, const char *encoding)
{
    char name[64], line[256];
    snprintf(name, sizeof name, "index-%s.txt", index);
    FILE *file = suite_file(name);
    size_t right = 0, all = 0;
    while (fgets(line, sizeof line, file)) {
        char *rest;
        uint32_t pointer = (uint32_t)strtoul(line, &rest, 10);
        if (line[0] == '#' || rest == line) continue;
        char in[4], wanted[4];
        size_t n = bytes_of(index, pointer, in);
        size_t wanted_n = kh_utf8_encode((uint32_t)strtoul(rest, NULL, 16), wanted);
        struct kh_str got = run(encoding, (struct kh_str){in, n});
        right += kh_str_eq(got, (struct kh_str){wanted, wanted_n});
        all++;
    }
    fclose(file);
    kh_arena_reset(&arena);
    if (right != all) print_message("%s: %zu of %zu\n", index, right, all);
    assert_int_equal(right, all);
    return right;
}

static void test_suite_indexes(void **state)
{
    (void)state;
    static const char *const single[] = {
        "ibm866",       "iso-8859-2",    "iso-8859-3",   "iso-8859-4",   "iso-8859-5",
        "iso-8859-6",   "iso-8859-7",    "iso-8859-8",   "iso-8859-10",  "iso-8859-13",
        "iso-8859-14",  "iso-8859-15",   "iso-8859-16",  "koi8-r",       "koi8-u",
        "macintosh",    "windows-874",   "windows-1250", "windows-1251", "windows-1252",
        "windows-1253", "windows-1254",  "windows-1255", "windows-1256", "windows-1257",
        "windows-1258", "x-mac-cyrillic"};
    size_t all = 0;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        struct kh_str label = kh_str_of(single[i]);
        all += check_index(single[i], kh_encoding_of_label(label)->name);
    }
    all += check_index("big5", "Big5");
    all += check_index("gb18030", "gb18030");
    all += check_index("euc-kr", "EUC-KR");
    all += check_index("jis0208", "Shift_JIS");
    all += check_index("jis0212", "EUC-JP");
    printf("# encoding: %zu index entries right\n", all);
}

/* The other road to JIS X 0208, and the ranges of four-byte gb18030. */
static void test_suite_roads(void **state)
{
    (void)state;
    FILE *file = suite_file("index-jis0208.txt");
    char line[256];
    while (fgets(line, sizeof line, file)) {
        char *rest;
        uint32_t pointer = (uint32_t)strtoul(line, &rest, 10);
        if (line[0] == '#' || rest == line || pointer >= 94 * 94) continue;
        char euc[2] = {(char)(pointer / 94 + 0xA1), (char)(pointer % 94 + 0xA1)};
        char iso[5] = {0x1B, '$', 'B', (char)(pointer / 94 + 0x21), (char)(pointer % 94 + 0x21)};
        char wanted[4];
        size_t n = kh_utf8_encode((uint32_t)strtoul(rest, NULL, 16), wanted);
        assert_true(kh_str_eq(run("EUC-JP", (struct kh_str){euc, 2}), (struct kh_str){wanted, n}));
        assert_true(
            kh_str_eq(run("ISO-2022-JP", (struct kh_str){iso, 5}), (struct kh_str){wanted, n}));
    }
    fclose(file);
    file = suite_file("index-gb18030-ranges.txt");
    while (fgets(line, sizeof line, file)) {
        char *rest;
        uint32_t pointer = (uint32_t)strtoul(line, &rest, 10);
        if (line[0] == '#' || rest == line) continue;
        char in[4] = {(char)(pointer / 12600 + 0x81), (char)(pointer / 1260 % 10 + 0x30),
                      (char)(pointer / 10 % 126 + 0x81), (char)(pointer % 10 + 0x30)};
        char wanted[4];
        size_t n = kh_utf8_encode((uint32_t)strtoul(rest, NULL, 16), wanted);
        assert_true(kh_str_eq(run("gb18030", (struct kh_str){in, 4}), (struct kh_str){wanted, n}));
    }
    fclose(file);
}

/* ---- malformed bytes ---- */

#define BAD "\xEF\xBF\xBD"

static void test_malformed(void **state)
{
    (void)state;
    /* Maximal subparts, Unicode 15 table 3-8. */
    assert_run("UTF-8",
               KH_STR("a\xC0\xAF"
                      "b"),
               "a" BAD BAD "b");
    assert_run("UTF-8", KH_STR("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), BAD BAD BAD BAD "A");
    assert_run("UTF-8", KH_STR("\xED\xA0\x80"), BAD BAD BAD);
    assert_run("UTF-8", KH_STR("x\xF4\x90\x80\x80"), "x" BAD BAD BAD BAD);
    assert_run("UTF-8", KH_STR("x\xE2\x82"), "x" BAD);
    assert_run("GBK", KH_STR("\x81<b>\xFF\x80"), BAD "<b>" BAD "€");
    assert_run("gb18030", KH_STR("\x81\x30\x81"), BAD);
    assert_run("gb18030", KH_STR("\x81\x30\x81<"), BAD "0" BAD "<");
    assert_run("gb18030", KH_STR("\x81\x30<"), BAD "0<");
    assert_run("gb18030", KH_STR("\x90\x30\x81\x30"), "\xF0\x90\x80\x80");
    assert_run("gb18030", KH_STR("\xFE\x39\xFE\x39"), BAD);
    assert_run("Big5", KH_STR("\x88\x62\x88\xA5\xA4<"), "\u00CA\u0304\u00EA\u030C" BAD "<");
    assert_run("EUC-JP", KH_STR("\x8E\xB1\x8F\xA1<\x8F\xA2\xB7\xA4"), "ｱ" BAD "<～" BAD);
    assert_run("Shift_JIS", KH_STR("\x82\xA0\xB1\x80\x81\xFF\x81<"), "あｱ\xC2\x80" BAD BAD "<");
    assert_run("EUC-KR", KH_STR("\xB0\xA1\xB0<\xC9\x30"), "가" BAD "<" BAD "0");
    assert_run("ISO-2022-JP", KH_STR("\x1B(Ja\\~\x1B$B$\"\x1B(Bb\x1B$B\x1B(Bc"), "a¥‾あb" BAD "c");
    assert_run("ISO-2022-JP", KH_STR("\x1B(I1\x1B(Q\x0E\xA4"), "ｱ" BAD "ｨﾑ" BAD BAD);
    assert_run("ISO-2022-JP", KH_STR("\x1B$B$"), BAD);
    assert_run("UTF-16LE",
               KH_STR("a\0\x3D\xD8\x00\xDE\x00\xDE"
                      "b"),
               "a😀" BAD BAD);
    assert_run("UTF-16BE", KH_STR("\0a\xD8\x3D"), "a" BAD);
    assert_run("UTF-16BE", KH_STR("\xD8\x3D\0b"), BAD "b");
    assert_run("windows-1253", KH_STR("\xE1\xD2\xFF"), "α" BAD BAD);
    assert_run("replacement", KH_STR("anything"), BAD);
    assert_run("x-user-defined", KH_STR("a\x80\xFF"), "a\xEF\x9E\x80\xEF\x9F\xBF");
}

static void test_sink_is_bounded(void **state)
{
    (void)state;
    char memory[16];
    static const char *const names[] = {"UTF-8",       "windows-1251", "GBK",
                                        "ISO-2022-JP", "UTF-16LE",     "Big5",
                                        "EUC-JP",      "Shift_JIS",    "EUC-KR"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct kh_encoding *encoding = kh_encoding_named(names[i]);
        struct kh_sink sink = {memory, 0, 10, false};
        memory[10] = '!';
        encoding->decode(encoding->index, KH_STR("abcdefgh\xC4\xE3\xBA\xC3\xC4\xE3xyz"), &sink);
        assert_true(sink.full);
        assert_true(sink.n <= 10);
        assert_int_equal(memory[10], '!');
    }
}

/* ---- what is said of the encoding ---- */

static const char *declared_name(const char *page)
{
    const struct kh_encoding *encoding = kh_declared_in(kh_str_of(page)).encoding;
    return encoding ? encoding->name : "none";
}

static void test_declared(void **state)
{
    (void)state;
    assert_string_equal(declared_name("<meta charset=koi8-r>"), "KOI8-R");
    assert_string_equal(declared_name("<META CHARSET = ' Windows-1256 ' />"), "windows-1256");
    assert_string_equal(declared_name("<meta charset=utf-8/>"), "UTF-8");
    assert_string_equal(declared_name("<meta/charset=big5>"), "Big5");
    assert_string_equal(declared_name("<meta content='text/html; charset=gb2312' "
                                      "http-equiv=Content-Type>"),
                        "GBK");
    assert_string_equal(declared_name("<meta content='a; charset x; charset = \"sjis\"' "
                                      "http-equiv=content-type>"),
                        "Shift_JIS");
    assert_string_equal(declared_name("<meta content='text/html; charset=gb2312'>"), "none");
    assert_string_equal(declared_name("<meta charset=nonsense><meta charset=cp1251>"),
                        "windows-1251");
    assert_string_equal(declared_name("<!-- <meta charset=big5> --><meta charset=euc-kr>"),
                        "EUC-KR");
    assert_string_equal(declared_name("<!--><meta charset=euc-jp>"), "EUC-JP");
    assert_string_equal(declared_name("<script>'<meta charset=big5>'</script><p>"), "none");
    assert_string_equal(declared_name("<p title='<meta charset=big5>'>"), "none");
    assert_string_equal(declared_name("</meta charset=big5><? <meta charset=big5> ?>"), "none");
    assert_string_equal(declared_name("<metal charset=big5>"), "none");
    assert_string_equal(declared_name("<meta charset=utf-16le>"), "UTF-8");
    assert_string_equal(declared_name("<meta charset=x-user-defined>"), "windows-1252");
    assert_string_equal(declared_name("<meta charset=big5 charset=utf-8>"), "Big5");
    assert_string_equal(declared_name("<?xml version='1.0' encoding='iso-8859-9'?><html>"),
                        "windows-1254");
    assert_string_equal(declared_name("<meta charset='big5"), "Big5");
    assert_string_equal(declared_name("<meta"), "none");
    assert_string_equal(declared_name("<"), "none");
    assert_str(kh_declared_in(KH_STR("<html class=x lang=\"ur-PK\">")).lang, "ur-PK");

    assert_string_equal(kh_declared_of_type(KH_STR("text/html;charset=UTF8"))->name, "UTF-8");
    assert_null(kh_declared_of_type(KH_STR("text/html; charset=")));
    assert_null(kh_declared_of_type(KH_STR_NONE));
    assert_null(kh_encoding_of_label(KH_STR("a label that is far longer than any of them")));
}

static void test_order(void **state)
{
    (void)state;
    struct kh_text text = decode_typed(KH_STR("\xEF\xBB\xBF<meta charset=big5>\xD8\xA7"), NULL);
    assert_string_equal(text.charset_from, "bom");
    assert_str(text.utf8, "<meta charset=big5>ا");
    text = decode(KH_STR("<\0p\0>\0n\0o\0 \0m\0a\0r\0k\0"));
    assert_string_equal(text.charset, "UTF-16LE");
    assert_string_equal(text.charset_from, "guess");
    assert_str(text.utf8, "<p>no mark");
    text = decode(KH_STR("\xFF\xFE<\0p\0>\0\x27\x06"));
    assert_string_equal(text.charset, "UTF-16LE");
    assert_str(text.utf8, "<p>ا");
    /* The transport before the page. */
    text = decode_typed(KH_STR("<meta charset=windows-1251>\xE1"), "text/html; charset=koi8-r");
    assert_string_equal(text.charset_from, "transport");
    assert_str(text.utf8, "<meta charset=windows-1251>А");
    text = decode(KH_STR("<meta charset=windows-1251>\xE1"));
    assert_string_equal(text.charset_from, "meta");
    assert_str(text.utf8, "<meta charset=windows-1251>б");
    /* Bytes that are UTF-8 are, whatever is said; two pairs of GBK may be so by chance. */
    text = decode(KH_STR("<meta charset=windows-1256>\xD8\xAE\xD8\xA8\xD8\xB1"));
    assert_string_equal(text.charset, "UTF-8");
    assert_string_equal(text.charset_from, "guess");
    text = decode(KH_STR("<meta charset=gbk>\xC4\xA3"));
    assert_str(text.utf8, "<meta charset=gbk>模");
    /* A torn end is no sign against UTF-8. */
    text = decode(KH_STR("<meta charset=utf-8>\xD8\xAE\xD8\xA8\xD8"));
    assert_str(text.utf8, "<meta charset=utf-8>خب" BAD);
    /* Said to be UTF-8 or Latin-1 and clearly Arabic. */
    text = decode(KH_STR("<meta charset=utf-8>\xE6\xDE\xC7\xE1 \xC7\xE1\xE6\xD2\xED\xD1"));
    assert_str(text.utf8, "<meta charset=utf-8>وقال الوزير");
    text = decode(KH_STR("<meta charset=iso-8859-1>\xE6\xDE\xC7\xE1 \xC7\xE1\xE6\xD2\xED\xD1"));
    assert_str(text.utf8, "<meta charset=iso-8859-1>وقال الوزير");
    text = decode(KH_STR("<meta charset=iso-8859-1>caf\xE9"));
    assert_string_equal(text.charset, "windows-1252");
    assert_string_equal(text.charset_from, "meta");
    text = decode(KH_STR("<meta charset=iso-2022-jp>\x1B$B$\"\x1B(B"));
    assert_str(text.utf8, "<meta charset=iso-2022-jp>あ");
}

/* ---- guesses: sentences of our own, written in each encoding ---- */

static void assert_guess(const char *wanted, struct kh_str bytes)
{
    double certainty;
    const struct kh_encoding *guess = kh_guess(bytes, KH_STR_NONE, &certainty);
    if (strcmp(guess->name, wanted) != 0)
        fail_msg("guessed %s for %s (%.2f)", guess->name, wanted, certainty);
}

static void test_guess(void **state)
{
    (void)state;
    /* Президент республики прибыл в столицу с рабочим визитом, сообщила пресс-служба. */
    assert_guess(
        "windows-1251",
        KH_STR("\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xF0\xE5\xF1\xEF\xF3\xE1\xEB\xE8\xEA\xE8 "
               "\xEF\xF0\xE8\xE1\xFB\xEB \xE2 \xF1\xF2\xEE\xEB\xE8\xF6\xF3 \xF1 "
               "\xF0\xE0\xE1\xEE\xF7\xE8\xEC \xE2\xE8\xE7\xE8\xF2\xEE\xEC, "
               "\xF1\xEE\xEE\xE1\xF9\xE8\xEB\xE0 \xEF\xF0\xE5\xF1\xF1-\xF1\xEB\xF3\xE6\xE1\xE0."));
    /* Правительство обсудило бюджет на следующий год и приняло решение. */
    assert_guess(
        "KOI8-R",
        KH_STR(
            "\xF0\xD2\xC1\xD7\xC9\xD4\xC5\xCC\xD8\xD3\xD4\xD7\xCF \xCF\xC2\xD3\xD5\xC4\xC9\xCC\xCF "
            "\xC2\xC0\xC4\xD6\xC5\xD4 \xCE\xC1 \xD3\xCC\xC5\xC4\xD5\xC0\xDD\xC9\xCA \xC7\xCF\xC4 "
            "\xC9 \xD0\xD2\xC9\xCE\xD1\xCC\xCF \xD2\xC5\xDB\xC5\xCE\xC9\xC5."));
    /* Министр заявил, что переговоры продолжатся на следующей неделе. */
    assert_guess(
        "ISO-8859-5",
        KH_STR(
            "\xBC\xD8\xDD\xD8\xE1\xE2\xE0 \xD7\xD0\xEF\xD2\xD8\xDB, \xE7\xE2\xDE "
            "\xDF\xD5\xE0\xD5\xD3\xDE\xD2\xDE\xE0\xEB \xDF\xE0\xDE\xD4\xDE\xDB\xD6\xD0\xE2\xE1\xEF "
            "\xDD\xD0 \xE1\xDB\xD5\xD4\xE3\xEE\xE9\xD5\xD9 \xDD\xD5\xD4\xD5\xDB\xD5."));
    /* Совет одобрил новый закон после долгого обсуждения в парламенте. */
    assert_guess("IBM866",
                 KH_STR("\x91\xAE\xA2\xA5\xE2 \xAE\xA4\xAE\xA1\xE0\xA8\xAB \xAD\xAE\xA2\xEB\xA9 "
                        "\xA7\xA0\xAA\xAE\xAD \xAF\xAE\xE1\xAB\xA5 \xA4\xAE\xAB\xA3\xAE\xA3\xAE "
                        "\xAE\xA1\xE1\xE3\xA6\xA4\xA5\xAD\xA8\xEF \xA2 "
                        "\xAF\xA0\xE0\xAB\xA0\xAC\xA5\xAD\xE2\xA5."));
    /* Міністр її країни прибув із візитом і провів зустріч із президентом. */
    assert_guess("KOI8-U", KH_STR("\xED\xA6\xCE\xA6\xD3\xD4\xD2 \xA7\xA7 \xCB\xD2\xC1\xA7\xCE\xC9 "
                                  "\xD0\xD2\xC9\xC2\xD5\xD7 \xA6\xDA \xD7\xA6\xDA\xC9\xD4\xCF\xCD "
                                  "\xA6 \xD0\xD2\xCF\xD7\xA6\xD7 \xDA\xD5\xD3\xD4\xD2\xA6\xDE "
                                  "\xA6\xDA \xD0\xD2\xC5\xDA\xC9\xC4\xC5\xCE\xD4\xCF\xCD."));
    /* قال الوزير إن المحادثات ستستمر في العاصمة الأسبوع المقبل. */
    assert_guess(
        "windows-1256",
        KH_STR(
            "\xDE\xC7\xE1 \xC7\xE1\xE6\xD2\xED\xD1 \xC5\xE4 \xC7\xE1\xE3\xCD\xC7\xCF\xCB\xC7\xCA "
            "\xD3\xCA\xD3\xCA\xE3\xD1 \xDD\xED \xC7\xE1\xDA\xC7\xD5\xE3\xC9 "
            "\xC7\xE1\xC3\xD3\xC8\xE6\xDA \xC7\xE1\xE3\xDE\xC8\xE1."));
    /* وزير اعظم نے کہا کہ پاني کي فراہمي کا منصوبہ اگلے سال مکمل ہو گا */
    assert_guess(
        "windows-1256",
        KH_STR("\xE6\xD2\xED\xD1 \xC7\xDA\xD9\xE3 \xE4\xFF \x98\xC0\xC7 \x98\xC0 \x81\xC7\xE4\xED "
               "\x98\xED \xDD\xD1\xC7\xC0\xE3\xED \x98\xC7 \xE3\xE4\xD5\xE6\xC8\xC0 "
               "\xC7\x90\xE1\xFF \xD3\xC7\xE1 \xE3\x98\xE3\xE1 \xC0\xE6 \x90\xC7"));
    /* رئيس جمهور گفت که گفتگوها در پايتخت ادامه خواهد يافت */
    assert_guess("windows-1256",
                 KH_STR("\xD1\xC6\xED\xD3 \xCC\xE3\xE5\xE6\xD1 \x90\xDD\xCA \x98\xE5 "
                        "\x90\xDD\xCA\x90\xE6\xE5\xC7 \xCF\xD1 \x81\xC7\xED\xCA\xCE\xCA "
                        "\xC7\xCF\xC7\xE3\xE5 \xCE\xE6\xC7\xE5\xCF \xED\xC7\xDD\xCA"));
    /* أعلنت الحكومة عن خطة جديدة لتوفير المياه في المدينة الساحلية */
    assert_guess("ISO-8859-6",
                 KH_STR("\xC3\xD9\xE4\xE6\xCA \xC7\xE4\xCD\xE3\xE8\xE5\xC9 \xD9\xE6 \xCE\xD7\xC9 "
                        "\xCC\xCF\xEA\xCF\xC9 \xE4\xCA\xE8\xE1\xEA\xD1 \xC7\xE4\xE5\xEA\xC7\xE7 "
                        "\xE1\xEA \xC7\xE4\xE5\xCF\xEA\xE6\xC9 \xC7\xE4\xD3\xC7\xCD\xE4\xEA\xC9"));
    /* Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία της χώρας */
    assert_guess(
        "windows-1253",
        KH_STR("\xC7 \xEA\xF5\xE2\xDD\xF1\xED\xE7\xF3\xE7 \xE1\xED\xE1\xEA\xEF\xDF\xED\xF9\xF3\xE5 "
               "\xED\xDD\xE1 \xEC\xDD\xF4\xF1\xE1 \xE3\xE9\xE1 \xF4\xE7\xED "
               "\xEF\xE9\xEA\xEF\xED\xEF\xEC\xDF\xE1 \xF4\xE7\xF2 \xF7\xFE\xF1\xE1\xF2"));
    /* הממשלה אישרה את התקציב החדש לאחר דיון ארוך בירושלים */
    assert_guess("windows-1255",
                 KH_STR("\xE4\xEE\xEE\xF9\xEC\xE4 \xE0\xE9\xF9\xF8\xE4 \xE0\xFA "
                        "\xE4\xFA\xF7\xF6\xE9\xE1 \xE4\xE7\xE3\xF9 \xEC\xE0\xE7\xF8 "
                        "\xE3\xE9\xE5\xEF \xE0\xF8\xE5\xEA \xE1\xE9\xF8\xE5\xF9\xEC\xE9\xED"));
    /* Başbakan yarın görüşmeler için şehre gidecek; toplantı iki gün sürecek ve ığdır'da bitecek.
     */
    assert_guess("windows-1254",
                 KH_STR("Ba\xFE"
                        "bakan yar\xFDn g\xF6r\xFC\xFEmeler i\xE7in \xFE"
                        "ehre gidecek; toplant\xFD iki g\xFCn s\xFCrecek ve \xFD\xF0"
                        "d\xFDr'da bitecek."));
    /* Le président a déclaré que l’économie française était prête à croître. */
    assert_guess("windows-1252", KH_STR("Le pr\xE9sident a d\xE9"
                                        "clar\xE9 que l\x92\xE9"
                                        "conomie fran\xE7"
                                        "aise \xE9tait pr\xEAte \xE0 cro\xEEtre."));
    /* Die Gespräche über die Lösung wurden für nächste Woche angekündigt. */
    assert_guess("windows-1252", KH_STR("Die Gespr\xE4"
                                        "che \xFC"
                                        "ber die L\xF6sung wurden f\xFCr n\xE4"
                                        "chste Woche angek\xFCndigt."));
    /* “Quoted words” are the only marks — in this sentence. */
    assert_guess("windows-1252",
                 KH_STR("\x93Quoted words\x94 are the only marks \x97 in this sentence."));
    /* Rząd ogłosił, że w przyszłym tygodniu odbędą się rozmowy o źródłach energii. */
    assert_guess("windows-1250", KH_STR("Rz\xB9"
                                        "d og\xB3osi\xB3, \xBF"
                                        "e w przysz\xB3ym tygodniu odb\xEA"
                                        "d\xB9 si\xEA rozmowy o \x9Fr\xF3"
                                        "d\xB3"
                                        "ach energii."));
    /* Vláda oznámila, že příští týden začnou jednání o nové železnici. */
    assert_guess("windows-1250", KH_STR("Vl\xE1"
                                        "da ozn\xE1mila, \x9E"
                                        "e p\xF8\xED\x9At\xED t\xFD"
                                        "den za\xE8nou jedn\xE1n\xED o nov\xE9 \x9E"
                                        "eleznici."));
    /* Vyriausybė pranešė, kad kitą savaitę prasidės derybos dėl geležinkelio šalyje. */
    assert_guess("windows-1257", KH_STR("Vyriausyb\xEB prane\xF0\xEB, kad kit\xE0 savait\xE6 "
                                        "prasid\xEBs derybos d\xEBl gele\xFEinkelio \xF0"
                                        "alyje."));
    /* รัฐบาลประกาศแผนใหม่สำหรับการจัดการน้ำในเมือง */
    assert_guess("windows-874",
                 KH_STR("\xC3\xD1\xB0\xBA\xD2\xC5\xBB\xC3\xD0\xA1\xD2\xC8\xE1\xBC\xB9\xE3\xCB\xC1"
                        "\xE8\xCA\xD3\xCB\xC3\xD1\xBA\xA1\xD2\xC3\xA8\xD1\xB4\xA1\xD2\xC3\xB9\xE9"
                        "\xD3\xE3\xB9\xE0\xC1\xD7\xCD\xA7"));
    /* 政府宣布下周开始就新铁路项目举行会谈，各方表示欢迎。 */
    assert_guess("GBK",
                 KH_STR("\xD5\xFE\xB8\xAE\xD0\xFB\xB2\xBC\xCF\xC2\xD6\xDC\xBF\xAA\xCA\xBC\xBE\xCD"
                        "\xD0\xC2\xCC\xFA\xC2\xB7\xCF\xEE\xC4\xBF\xBE\xD9\xD0\xD0\xBB\xE1\xCC\xB8"
                        "\xA3\xAC\xB8\xF7\xB7\xBD\xB1\xED\xCA\xBE\xBB\xB6\xD3\xAD\xA1\xA3"));
    /* 政府宣布下週開始就新鐵路項目舉行會談，各方表示歡迎。 */
    assert_guess("Big5",
                 KH_STR("\xAC"
                        "F\xA9\xB2\xAB\xC5\xA5\xAC\xA4U\xB6g\xB6}"
                        "\xA9l\xB4N\xB7s\xC5K\xB8\xF4\xB6\xB5\xA5\xD8\xC1|\xA6\xE6\xB7|\xBD\xCD\xA1"
                        "A\xA6U\xA4\xE8\xAA\xED\xA5\xDC\xC5w\xAA\xEF\xA1"
                        "C"));
    /* 政府は来週から新しい鉄道計画についての会談を始めると発表した。 */
    assert_guess("Shift_JIS",
                 KH_STR("\x90\xAD\x95{"
                        "\x82\xCD\x97\x88\x8FT\x82\xA9\x82\xE7\x90V\x82\xB5\x82\xA2\x93S\x93\xB9"
                        "\x8Cv\x89\xE6\x82\xC9\x82\xC2\x82\xA2\x82\xC4\x82\xCC\x89\xEF\x92k\x82\xF0"
                        "\x8En\x82\xDF\x82\xE9\x82\xC6\x94\xAD\x95\x5C\x82\xB5\x82\xBD\x81"
                        "B"));
    /* 政府は来週から新しい鉄道計画についての会談を始めると発表した。 */
    assert_guess(
        "EUC-JP",
        KH_STR(
            "\xC0\xAF\xC9\xDC\xA4\xCF\xCD\xE8\xBD\xB5\xA4\xAB\xA4\xE9\xBF\xB7\xA4\xB7\xA4\xA4\xC5"
            "\xB4\xC6\xBB\xB7\xD7\xB2\xE8\xA4\xCB\xA4\xC4\xA4\xA4\xA4\xC6\xA4\xCE\xB2\xF1\xC3\xCC"
            "\xA4\xF2\xBB\xCF\xA4\xE1\xA4\xEB\xA4\xC8\xC8\xAF\xC9\xBD\xA4\xB7\xA4\xBF\xA1\xA3"));
    /* 정부는 다음 주부터 새로운 철도 사업에 대한 회담을 시작한다고 발표했다. */
    assert_guess(
        "EUC-KR",
        KH_STR("\xC1\xA4\xBA\xCE\xB4\xC2 \xB4\xD9\xC0\xBD \xC1\xD6\xBA\xCE\xC5\xCD "
               "\xBB\xF5\xB7\xCE\xBF\xEE \xC3\xB6\xB5\xB5 \xBB\xE7\xBE\xF7\xBF\xA1 "
               "\xB4\xEB\xC7\xD1 \xC8\xB8\xB4\xE3\xC0\xBB \xBD\xC3\xC0\xDB\xC7\xD1\xB4\xD9\xB0\xED "
               "\xB9\xDF\xC7\xA5\xC7\xDF\xB4\xD9."));
    /* 政府は発表した。 */
    assert_guess("ISO-2022-JP", KH_STR("\x1B$B@/I\x5C$OH/I=$7$\x3F!#\x1B(B"));
}

/* ---- limits and what is no text ---- */

static void test_no_copy(void **state)
{
    (void)state;
    struct kh_str plain = KH_STR("<p>plain \xD8\xAE\xD8\xA8\xD8\xB1</p>");
    assert_ptr_equal(decode(plain).utf8.p, plain.p);
    struct kh_str ascii = KH_STR("<meta charset=windows-1251>only ASCII");
    struct kh_text text = decode(ascii);
    assert_ptr_equal(text.utf8.p, ascii.p);
    assert_string_equal(text.charset, "windows-1251");
}

static void test_verdicts(void **state)
{
    (void)state;
    static char zeros[5000];
    assert_int_equal(decode(KH_STR_NONE).verdict, KH_NO_CONTENT);
    assert_int_equal(decode(KH_STR(" \n\t")).verdict, KH_NO_CONTENT);
    assert_int_equal(decode(KH_STR("\xEF\xBB\xBF")).verdict, KH_NO_CONTENT);
    assert_int_equal(decode((struct kh_str){zeros, sizeof zeros}).verdict, KH_UNREADABLE);
    assert_int_equal(decode(KH_STR("%PDF-1.4 and so on")).verdict, KH_UNREADABLE);
    assert_int_equal(decode(KH_STR("\x1f\x8b\x08 broken gzip")).verdict, KH_UNREADABLE);
    assert_int_equal(decode(KH_STR("<p>one \0 in a longer text is kept</p>")).verdict, KH_ARTICLE);
    struct kh_str large = {zeros, KH_MAX_PAGE_BYTES + 1}; /* its length alone is looked at */
    assert_int_equal(decode(large).verdict, KH_PAGE_TOO_LARGE);
    uint32_t x = 12345;
    for (size_t i = 0; i < sizeof zeros; i++) {
        x = x * 1103515245 + 12345;
        zeros[i] = (char)(x >> 16);
    }
    assert_int_equal(decode((struct kh_str){zeros, sizeof zeros}).verdict, KH_UNREADABLE);
}

/* gzip (bits 31) or zlib (bits 15) of `in`. */
static struct kh_str packed(struct kh_str in, int bits)
{
    size_t room = in.n / 2 + 1000;
    char *p = kh_arena_bytes(&arena, room);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)in.p, .avail_in = (uInt)in.n};
    z.next_out = (Bytef *)p;
    z.avail_out = (uInt)room;
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t n = room - z.avail_out;
    deflateEnd(&z);
    return (struct kh_str){p, n};
}

static void test_packed(void **state)
{
    (void)state;
    struct kh_str page = KH_STR("<meta charset=windows-1251>\xCF\xF0\xE8\xE2\xE5\xF2");
    const char *wanted = "<meta charset=windows-1251>Привет";
    assert_str(decode(packed(page, 31)).utf8, wanted);
    assert_str(decode(packed(page, 15)).utf8, wanted);
    assert_str(decode(packed(packed(page, 31), 31)).utf8, wanted);
    struct kh_str thrice = packed(packed(packed(page, 31), 31), 31);
    assert_int_equal(decode(thrice).verdict, KH_PAGE_TOO_LARGE);
    char zstd[200];
    size_t n = ZSTD_compress(zstd, sizeof zstd, page.p, page.n, 1);
    assert_str(decode((struct kh_str){zstd, n}).utf8, wanted);
    /* Text that looks like zlib. */
    assert_str(decode(KH_STR("x^2 is a square, x^3 a cube")).utf8, "x^2 is a square, x^3 a cube");
    /* A download that broke off keeps what came. */
    char many[20000];
    for (size_t i = 0; i < sizeof many; i++) many[i] = (char)('a' + i * i % 23 * (i % 7) % 26);
    struct kh_str whole = packed((struct kh_str){many, sizeof many}, 31);
    struct kh_text torn = decode((struct kh_str){whole.p, whole.n / 2});
    assert_int_equal(torn.verdict, KH_ARTICLE);
    assert_in_range(torn.utf8.n, 1, sizeof many);
    assert_memory_equal(torn.utf8.p, many, torn.utf8.n);
}

static void test_bombs(void **state)
{
    (void)state;
    size_t n = (size_t)40 << 20;
    char *zeros = calloc(1, n);
    assert_non_null(zeros);
    struct kh_str bomb = packed((struct kh_str){zeros, n}, 31);
    free(zeros);
    assert_in_range(bomb.n, 1, 100000);
    size_t before = arena.used_bytes;
    assert_int_equal(decode(bomb).verdict, KH_PAGE_TOO_LARGE);
    assert_int_equal(decode(packed(bomb, 31)).verdict, KH_PAGE_TOO_LARGE);
    assert_in_range(arena.used_bytes - before, 0, 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_suite_labels, begin, end),
        cmocka_unit_test_setup_teardown(test_suite_indexes, begin, end),
        cmocka_unit_test_setup_teardown(test_suite_roads, begin, end),
        cmocka_unit_test_setup_teardown(test_malformed, begin, end),
        cmocka_unit_test_setup_teardown(test_sink_is_bounded, begin, end),
        cmocka_unit_test_setup_teardown(test_declared, begin, end),
        cmocka_unit_test_setup_teardown(test_order, begin, end),
        cmocka_unit_test_setup_teardown(test_guess, begin, end),
        cmocka_unit_test_setup_teardown(test_no_copy, begin, end),
        cmocka_unit_test_setup_teardown(test_verdicts, begin, end),
        cmocka_unit_test_setup_teardown(test_packed, begin, end),
        cmocka_unit_test_setup_teardown(test_bombs, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

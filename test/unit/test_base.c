/* SPDX-License-Identifier: Apache-2.0
 *
 * base/: arena, buf, str, utf8, date, json, map, hash, err.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"
#include "base/scan.h"
#include "base/utf8.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_str(struct kh_str got, const char *wanted)
{
    if (!kh_str_eq(got, kh_str_of(wanted)))
        fail_msg("\"%.*s\" is not \"%s\"", (int)got.n, got.p ? got.p : "", wanted);
}

/* ---- arena ---- */

static void test_arena_cap(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, 1000);
    assert_non_null(kh_arena_alloc(&arena, 600));
    assert_false(arena.failed);
    assert_null(kh_arena_alloc(&arena, 600));
    assert_true(arena.failed && arena.capped);
    assert_non_null(kh_arena_alloc(&arena, 100)); /* a smaller one still fits */
    kh_arena_reset(&arena);
    assert_false(arena.failed);
    assert_int_equal(arena.used_bytes, 0);
    assert_non_null(kh_arena_alloc(&arena, 1000));
    kh_arena_reset(&arena);
    assert_null(kh_arena_zalloc(&arena, SIZE_MAX / 2, 4)); /* overflow of count * size */
    assert_null(kh_arena_alloc(&arena, SIZE_MAX));
    kh_arena_clear(&arena);
    kh_arena_clear(&arena);
}

static void test_arena_blocks(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)64 << 20);
    char *blocks[300];
    for (size_t i = 0; i < 300; i++) {
        size_t n = i * 97 + 1;
        blocks[i] = kh_arena_alloc(&arena, n);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], (int)i, n);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < i * 97 + 1; k++) assert_int_equal(blocks[i][k], (char)i);
    char *zeros = kh_arena_zalloc(&arena, 10, 10);
    for (size_t i = 0; i < 100; i++) assert_int_equal(zeros[i], 0);
    kh_arena_clear(&arena);
}

static void test_arena_text(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    struct kh_str copy = kh_arena_str(&arena, KH_STR("text"));
    assert_str(copy, "text");
    assert_non_null(kh_arena_str(&arena, KH_STR_NONE).p);
    struct kh_str printed = kh_arena_printf(&arena, "%d-%s", 12, "x");
    assert_str(printed, "12-x");
    assert_int_equal(printed.p[printed.n], '\0');

    size_t used = arena.used_bytes;
    char *p = kh_arena_bytes(&arena, 100);
    kh_arena_give_back(&arena, p, 100, 40);
    assert_int_equal(arena.used_bytes - used, 40);
    char *later = kh_arena_bytes(&arena, 10);
    kh_arena_give_back(&arena, p, 40, 0); /* no longer the newest */
    assert_int_equal(arena.used_bytes - used, 50);
    assert_ptr_not_equal(kh_arena_bytes(&arena, 10), later);

    uint32_t *numbers = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        numbers = kh_arena_grow(&arena, numbers, i, &capacity, sizeof *numbers);
        assert_non_null(numbers);
        numbers[i] = i;
    }
    for (uint32_t i = 0; i < 1000; i++) assert_int_equal(numbers[i], i);
    assert_true(capacity >= 1000 && capacity < 4000);
    kh_arena_clear(&arena);
}

/* ---- buf ---- */

static void test_buf(void **state)
{
    (void)state;
    struct kh_buf buf;
    kh_buf_init(&buf, 300);
    for (int i = 0; i < 300; i++) kh_buf_byte(&buf, (char)('a' + i % 26));
    assert_false(buf.failed);
    kh_buf_byte(&buf, '!');
    assert_true(buf.failed);
    assert_int_equal(buf.n, 300);
    kh_buf_put(&buf, KH_STR("more"));
    assert_int_equal(buf.n, 300);
    kh_buf_reset(&buf);
    assert_false(buf.failed);
    kh_buf_lit(&buf, "x=");
    kh_buf_printf(&buf, "%03d", 7);
    kh_buf_code(&buf, 0x20AC);
    kh_buf_put(&buf, KH_STR_NONE);
    assert_str(kh_buf_str(&buf), "x=007\u20AC");
    assert_false(kh_buf_reserve(&buf, SIZE_MAX));
    kh_buf_clear(&buf);
    assert_int_equal(kh_buf_str(&buf).n, 0);
}

/* ---- str ---- */

static void test_str(void **state)
{
    (void)state;
    assert_true(kh_str_eq(KH_STR_NONE, KH_STR("")));
    assert_false(kh_str_eq(KH_STR("a"), KH_STR("b")));
    assert_true(kh_str_starts(KH_STR("abc"), KH_STR("ab")) &&
                kh_str_starts(KH_STR_NONE, KH_STR("")));
    assert_true(kh_str_ends(KH_STR("abc"), KH_STR("bc")) &&
                !kh_str_ends(KH_STR("c"), KH_STR("bc")));
    assert_true(kh_str_cmp(KH_STR("ab"), KH_STR("abc")) < 0);
    assert_true(kh_str_cmp(KH_STR("\xFF"), KH_STR("a")) > 0);
    assert_int_equal(kh_str_cmp(KH_STR_NONE, KH_STR("")), 0);
    assert_true(kh_str_eq_nocase(KH_STR("Content-TYPE"), KH_STR("content-type")));
    assert_false(kh_str_eq_nocase(KH_STR("k["), KH_STR("K{")));

    assert_int_equal(kh_str_find(KH_STR("abcabc"), KH_STR("bc"), 0), 1);
    assert_int_equal(kh_str_find(KH_STR("abcabc"), KH_STR("bc"), 2), 4);
    assert_true(kh_str_find(KH_STR("abc"), KH_STR("x"), 0) == SIZE_MAX);
    assert_true(kh_str_find(KH_STR("abc"), KH_STR("c"), 9) == SIZE_MAX);
    assert_int_equal(kh_str_find(KH_STR("abc"), KH_STR_NONE, 3), 3);
    assert_int_equal(kh_str_find_nocase(KH_STR("x</SCRIPT>"), KH_STR("</script"), 0), 1);
    assert_true(kh_str_find_nocase(KH_STR("a"), KH_STR("abc"), 0) == SIZE_MAX);

    assert_str(kh_str_trim(KH_STR("\xEF\xBB\xBF \xC2\xA0\ta b\n\xC2\xA0")), "a b");
    assert_int_equal(kh_str_trim(KH_STR(" \t\n")).n, 0);
    struct kh_str rest = KH_STR("a,,b");
    assert_str(kh_str_cut(&rest, ','), "a");
    assert_str(kh_str_cut(&rest, ','), "");
    assert_str(kh_str_cut(&rest, ','), "b");
    assert_int_equal(rest.n, 0);
}

/* ---- utf8 ---- */

static void test_utf8_round(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[8];
        size_t n = kh_utf8_encode(code, bytes), at = 0;
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        struct kh_str s = {bytes, n};
        if (kh_utf8_next(s, &at) != (surrogate ? KH_REPLACEMENT : code) || at != n ||
            kh_utf8_valid(s) != n || kh_utf8_count(s) != 1)
            fail_msg("U+%X", code);
        at = n;
        if (kh_utf8_previous(s, &at) != (surrogate ? KH_REPLACEMENT : code) || at != 0)
            fail_msg("U+%X backwards", code);
    }
    char bytes[4];
    assert_int_equal(kh_utf8_encode(0x110000, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

static void test_utf8_malformed(void **state)
{
    (void)state;
    static const struct kh_str bad[] = {
        {"\x80", 1},
        {"\xC0\x80", 2},
        {"\xC1\xBF", 2},
        {"\xC3", 1},
        {"\xE0\x9F\xBF", 3},
        {"\xE2\x82", 2},
        {"\xED\xA0\x80", 3},
        {"\xED\xBF\xBF", 3},
        {"\xF0\x8F\xBF\xBF", 4},
        {"\xF4\x90\x80\x80", 4},
        {"\xF5\x80\x80\x80", 4},
        {"\xFF", 1},
        {"\xF0\x9F\x98", 3},
        {"\xE2(\xA1", 3},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(kh_utf8_valid(bad[i]), 0);
        size_t at = 0;
        assert_int_equal(kh_utf8_next(bad[i], &at), KH_REPLACEMENT);
        assert_int_equal(at, 1);
        /* The same behind and before text of every length, so that each road of the check is met.
         */
        for (size_t before = 0; before < 70; before++) {
            char text[160];
            memset(text, 'a', sizeof text);
            memcpy(text + before, bad[i].p, bad[i].n);
            size_t n = before + bad[i].n + (before % 2 ? 60 : 0);
            assert_int_equal(kh_utf8_valid((struct kh_str){text, n}), before);
            for (size_t k = 0; k + 1 < before; k += 2) memcpy(text + k, "\xD8\xA7", 2);
            assert_int_equal(kh_utf8_valid((struct kh_str){text, n}), before);
        }
    }
    assert_int_equal(kh_utf8_valid(KH_STR_NONE), 0);
    assert_int_equal(kh_utf8_valid(KH_STR("a\0b")), 3);
}

static void test_utf8_cut(void **state)
{
    (void)state;
    struct kh_str s = KH_STR("aب€😀");
    assert_int_equal(s.n, 10);
    static const size_t cuts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t n = 0; n < 12; n++) assert_int_equal(kh_utf8_cut(s, n), cuts[n]);
    assert_int_equal(kh_utf8_count(s), 4);
}

/* ---- date ---- */

static void assert_date(const char *text, const char *wanted, size_t used)
{
    struct kh_date date = {0};
    char out[KH_DATE_TEXT_SIZE];
    assert_int_equal(kh_date_parse_iso(kh_str_of(text), &date), used);
    kh_date_print(date, out);
    assert_string_equal(out, wanted);
}

static void test_date_iso(void **state)
{
    (void)state;
    assert_date("2025-07-27", "2025-07-27", 10);
    assert_date("2025-07", "2025-07", 7);
    assert_date("20250727", "2025-07-27", 8);
    assert_date("2025-07-27T10:00:00+05:00", "2025-07-27T10:00:00+05:00", 25);
    assert_date("2025-07-27T10:00:00+0500 more", "2025-07-27T10:00:00+05:00", 24);
    assert_date("2025-07-27T10:00:00.123Z", "2025-07-27T10:00:00Z", 24);
    assert_date("2025-07-27 10:05", "2025-07-27T10:05", 16);
    assert_date("2025-07-27T10:05-03:30", "2025-07-27T10:05-03:30", 22);
    assert_date("2024-02-29", "2024-02-29", 10);
    assert_date("2025-07-27T25:00", "2025-07-27", 10);
    assert_date("2025-07-27, Sunday", "2025-07-27", 10);
    assert_date("2023-02-29", "", 0);
    assert_date("2025-13-01", "", 0);
    assert_date("2025-00-01", "", 0);
    assert_date("2025-04-31", "", 0);
    assert_date("202507271", "", 0);
    assert_date("0000-01-01", "", 0);
    assert_date("27-07-2025", "", 0);
    assert_date("", "", 0);
}

static void test_date_days(void **state)
{
    (void)state;
    assert_int_equal(kh_days_of(1970, 1, 1), 0);
    assert_int_equal(kh_days_of(2000, 3, 1), 11017);
    assert_int_equal(kh_weekday_of(kh_days_of(2025, 7, 27)), 6);
    assert_int_equal(kh_weekday_of(kh_days_of(1969, 12, 31)), 2);
    for (int64_t days = kh_days_of(1, 1, 1); days <= kh_days_of(9999, 12, 31); days += 13) {
        struct kh_date date = kh_date_of_days(days);
        assert_true(kh_date_valid(date.year, date.month, date.day));
        assert_int_equal(kh_days_of(date.year, date.month, date.day), days);
    }
    struct kh_date date;
    kh_date_parse_iso(KH_STR("1970-01-02T01:00:00+05:00"), &date);
    assert_int_equal(kh_date_seconds(date), 86400 - 4 * 3600);
    assert_int_equal(kh_date_seconds((struct kh_date){.year = 1971, .precision = KH_DATE_YEAR}),
                     365 * 86400);
    assert_false(kh_date_valid(2100, 2, 29));
    assert_true(kh_date_valid(2000, 2, 29));
    char out[KH_DATE_TEXT_SIZE];
    assert_int_equal(kh_date_print((struct kh_date){.precision = KH_DATE_NONE}, out), 0);
    assert_string_equal(out, "");
}

/* ---- json ---- */

static void test_json(void **state)
{
    (void)state;
    struct kh_buf buf;
    kh_buf_init(&buf, 4096);
    struct kh_json json = {&buf, false};
    kh_json_open(&json, '{');
    kh_json_pair(&json, "a\"b", KH_STR("\x01 \"q\" \\ \n\r\t \x7F \xD8\xA7 / </script>"));
    kh_json_pair(&json, "none", KH_STR_NONE);
    kh_json_key(&json, "list");
    kh_json_open(&json, '[');
    kh_json_int(&json, INT64_MIN);
    kh_json_real(&json, 0.5);
    kh_json_real(&json, 1.0 / 3);
    kh_json_real(&json, INFINITY);
    kh_json_real(&json, NAN);
    kh_json_bool(&json, true);
    kh_json_bool(&json, false);
    kh_json_null(&json);
    kh_json_open(&json, '{');
    kh_json_close(&json, '}');
    kh_json_close(&json, ']');
    kh_json_key(&json, "date");
    kh_json_date(&json, (struct kh_date){.year = 2025, .month = 7, .precision = KH_DATE_MONTH});
    kh_json_key(&json, "empty");
    kh_json_str(&json, KH_STR_NONE);
    kh_json_close(&json, '}');
    assert_str(kh_buf_str(&buf),
               "{\"a\\\"b\":\"\\u0001 \\\"q\\\" \\\\ \\n\\r\\t \\u007f \xD8\xA7 / </script>\","
               "\"none\":null,\"list\":[-9223372036854775808,0.5,0.333333,null,null,true,false,"
               "null,{}],\"date\":\"2025-07\",\"empty\":\"\"}");
    kh_buf_clear(&buf);
}

/* Every byte at every place of a longer string. */
static void test_json_escapes(void **state)
{
    (void)state;
    struct kh_buf buf;
    kh_buf_init(&buf, 4096);
    for (unsigned c = 0; c < 0x80; c++) {
        const char *escaped = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : NULL;
        if (c == '\r') escaped = "\\r";
        if (c == '\t') escaped = "\\t";
        char code[8];
        snprintf(code, sizeof code, c < 0x20 || c == 0x7F ? "\\u%04x" : "%c", c);
        for (int at = 2; at < 19; at++) {
            char text[24] = "\xD8\xA7 abcdefghijklmnop", wanted[64];
            text[at] = (char)c;
            snprintf(wanted, sizeof wanted, "\"%.*s%s%s\"", at, text, escaped ? escaped : code,
                     text + at + 1);
            struct kh_json json = {&buf, false};
            kh_buf_reset(&buf);
            kh_json_str(&json, (struct kh_str){text, 19});
            assert_str(kh_buf_str(&buf), wanted);
        }
    }
    kh_buf_clear(&buf);
}

/* ---- map ---- */

static void test_map(void **state)
{
    (void)state;
    struct kh_arena arena;
    struct kh_map map;
    kh_arena_init(&arena, (size_t)64 << 20);
    kh_map_init(&map, &arena);
    assert_null(kh_map_get(&map, KH_STR("a")));
    bool is_new;
    for (uint32_t i = 0; i < 20000; i++) {
        struct kh_str key = kh_arena_printf(&arena, "key %u", i);
        assert_int_equal(*kh_map_put(&map, key, i, &is_new), i);
        assert_true(is_new);
    }
    assert_int_equal(map.count, 20000);
    for (uint32_t i = 0; i < 20000; i++) {
        struct kh_str key = kh_arena_printf(&arena, "key %u", i);
        assert_int_equal(*kh_map_get(&map, key), i);
        assert_int_equal(*kh_map_put(&map, key, 7, &is_new), i);
        assert_false(is_new);
    }
    assert_null(kh_map_get(&map, KH_STR("key")));
    *kh_map_put(&map, KH_STR_NONE, 5, NULL) = 6;
    assert_int_equal(*kh_map_get(&map, KH_STR("")), 6);
    kh_arena_clear(&arena);

    kh_arena_init(&arena, 100);
    kh_map_init(&map, &arena);
    assert_null(kh_map_put(&map, KH_STR("no room"), 1, NULL));
    kh_arena_clear(&arena);
}

/* ---- hash ---- */

static void assert_sha(const char *text, const char *wanted)
{
    unsigned char sum[32];
    char hex[65];
    kh_sha256(kh_str_of(text), sum);
    for (size_t i = 0; i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", sum[i]);
    assert_string_equal(hex, wanted);
}

static void assert_base32(const char *text, const char *wanted)
{
    char out[32];
    size_t n = kh_base32((const unsigned char *)text, strlen(text), out);
    assert_str((struct kh_str){out, n}, wanted);
}

static void test_hash(void **state)
{
    (void)state;
    /* FIPS 180-2, appendix B. */
    assert_sha("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    /* RFC 4648, section 10. */
    assert_base32("", "");
    assert_base32("f", "my");
    assert_base32("fo", "mzxq");
    assert_base32("foo", "mzxw6");
    assert_base32("foob", "mzxw6yq");
    assert_base32("fooba", "mzxw6ytb");
    assert_base32("foobar", "mzxw6ytboi");
    /* The content id of the empty block, and of "hello world", as other programs print them. */
    char cid[KH_CID_SIZE];
    kh_cid(KH_STR_NONE, cid);
    assert_string_equal(cid, "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    kh_cid(KH_STR("hello world"), cid);
    assert_string_equal(cid, "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");

    struct kh_str whole = KH_STR("general staff");
    uint64_t h = kh_hash_more(kh_hash_start(0), KH_STR("general"));
    h = kh_hash_more(h, KH_STR(" staff"));
    assert_true(kh_hash_end(h) == kh_hash(whole));
    assert_true(kh_hash(KH_STR("a")) != kh_hash(KH_STR("b")));

    /* White space and case tell no texts apart, wherever the words fall among the eight bytes. */
    uint64_t text = kh_hash_text(KH_STR("Foreign ministers met in Doha"));
    assert_true(text == kh_hash_text(KH_STR(" FOREIGN\nministersmet  in doha ")));
    assert_true(text != kh_hash_text(KH_STR("Foreign ministers met in Dohb")));
    assert_true(text != kh_hash_text(KH_STR("Foreign minister met in Doha")));
    assert_true(kh_hash_text(KH_STR("@[`{")) != kh_hash_text(KH_STR("`{@[")));
    assert_true(kh_hash_text(KH_STR_NONE) == kh_hash_text(KH_STR(" \t ")));
}

/* ---- scan ---- */

static void test_scan(void **state)
{
    (void)state;
    for (size_t n = 0; n < 40; n++) { /* the byte looked for at every place of the wide steps */
        char s[48];
        memset(s, 'm', sizeof s);
        s[n] = '{';
        assert_ptr_equal(kh_skip_small(s, s + sizeof s), s + n);
        s[n] = 0x7f;
        assert_ptr_equal(kh_skip_printable(s, s + sizeof s), s + n);
        s[n] = '<';
        assert_ptr_equal(kh_scan3(s, s + sizeof s, '<', '&', '\0'), s + n);
        assert_ptr_equal(kh_skip3(s, s + sizeof s, 'm', '\n', '\t'), s + n);
        assert_ptr_equal(kh_skip_small(s, s + n), s + n);
    }
}

/* ---- err ---- */

static void test_err(void **state)
{
    (void)state;
    struct khabar_error err;
    assert_int_equal(kh_error(&err, "a stage with a long name", KHABAR_DENIED, "%s: %d", "x", 7),
                     KHABAR_DENIED);
    assert_int_equal(err.status, KHABAR_DENIED);
    assert_string_equal(err.text, "x: 7");
    assert_int_equal(err.stage[sizeof err.stage - 1], '\0');
    assert_int_equal(kh_error_sys(&err, "fetch", KHABAR_NOT_FOUND, ENOENT, "a path"),
                     KHABAR_NOT_FOUND);
    assert_int_equal(err.sys_errno, ENOENT);
    assert_string_equal(err.text, "a path: No such file or directory");
    assert_int_equal(kh_error(NULL, "x", KHABAR_IO, "nobody listens"), KHABAR_IO);
    for (int i = KHABAR_OK; i <= KHABAR_END; i++)
        assert_string_not_equal(khabar_status_text((enum khabar_status)i), "unknown status");
    /* Longer than the text has room for: cut, and still ended. */
    char path[500];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    kh_error_sys(&err, "fetch", KHABAR_IO, EIO, path);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_cap),
        cmocka_unit_test(test_arena_blocks),
        cmocka_unit_test(test_arena_text),
        cmocka_unit_test(test_buf),
        cmocka_unit_test(test_str),
        cmocka_unit_test(test_utf8_round),
        cmocka_unit_test(test_utf8_malformed),
        cmocka_unit_test(test_utf8_cut),
        cmocka_unit_test(test_date_iso),
        cmocka_unit_test(test_date_days),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_escapes),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_hash),
        cmocka_unit_test(test_scan),
        cmocka_unit_test(test_err),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The library as another program sees it: include/khabar.h alone, two engines, several threads.
 */
#include "khabar.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char page[] =
    "<html lang=en><head><title>Ferry sinks off Tarvik</title></head><body><h1>Ferry sinks off "
    "Tarvik</h1><article><p>A ferry with 212 people on board sank off the island of Tarvik on "
    "Friday, the coast guard of Norland said, and eleven of them died in the cold water.</p>"
    "<p>Boats of the coast guard searched until the evening, and two aeroplanes helped them from "
    "above while the wind grew stronger than it had been all winter.</p></article></body></html>";

static void extracts(void **state)
{
    khabar_engine *engine;
    struct khabar_error err;
    char *json;
    size_t n;
    (void)state;
    assert_int_equal(khabar_engine_new(&engine, &err), KHABAR_OK);
    assert_int_equal(khabar_extract_json(engine, page, sizeof page - 1, "a.html",
                                         "https://news.example/a", &json, &n, &err),
                     KHABAR_OK);
    assert_int_equal(strlen(json), n);
    assert_ptr_equal(strstr(json, "{\"schema\":\"khabar/1\",\"id\":\"bafkrei"), json);
    assert_non_null(strstr(json, "\"path\":\"a.html\",\"url\":\"https://news.example/a\""));
    assert_non_null(strstr(json, "\"verdict\":\"article\""));
    assert_non_null(strstr(json, "eleven of them died"));
    assert_int_equal(json[n - 1], '}');
    khabar_free(json);
    khabar_engine_free(engine);
}

static void nothing_in_it(void **state)
{
    khabar_engine *engine;
    struct khabar_error err;
    char *json;
    size_t n;
    (void)state;
    assert_int_equal(khabar_engine_new(&engine, &err), KHABAR_OK);
    assert_int_equal(khabar_extract_json(engine, "", 0, NULL, NULL, &json, &n, &err), KHABAR_OK);
    assert_non_null(strstr(json, "\"path\":null,\"url\":null"));
    assert_non_null(strstr(json, "\"verdict\":\"no-content\""));
    khabar_free(json);
    khabar_free(NULL);
    khabar_engine_free(engine);
    khabar_engine_free(NULL);
}

static void *many(void *engine)
{
    for (int i = 0; i < 50; i++) {
        struct khabar_error err;
        char *json;
        size_t n;
        if (khabar_extract_json(engine, page, sizeof page - 1, NULL, NULL, &json, &n, &err) !=
            KHABAR_OK)
            return NULL;
        khabar_free(json);
    }
    return engine;
}

static void threads_share(void **state)
{
    khabar_engine *engines[2];
    struct khabar_error err;
    pthread_t threads[4];
    (void)state;
    for (int i = 0; i < 2; i++) assert_int_equal(khabar_engine_new(&engines[i], &err), KHABAR_OK);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, many, engines[i / 2]), 0);
    for (int i = 0; i < 4; i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_ptr_equal(result, engines[i / 2]);
    }
    for (int i = 0; i < 2; i++) khabar_engine_free(engines[i]);
}

static void says_what_it_is(void **state)
{
    (void)state;
    assert_string_equal(khabar_version(), KHABAR_VERSION);
    for (int i = 0; i <= 16; i++) {
        const char *text = khabar_status_text((enum khabar_status)i);
        assert_non_null(text);
        assert_true(text[0] >= 'a' && text[0] <= 'z');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(extracts), cmocka_unit_test(nothing_in_it),
                                       cmocka_unit_test(threads_share),
                                       cmocka_unit_test(says_what_it_is)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

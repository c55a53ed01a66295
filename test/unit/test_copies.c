/* SPDX-License-Identifier: Apache-2.0
 *
 * Copied passages: reprints with cuts and other letters, quotations, hostile repetitions. The
 * texts are invented; with the shared data the near-duplicates of its invented reports are found.
 */
#include "match/copies.h"
#include "test.h"

#include <jansson.h>
#include <string.h>

static struct kh_copy *copies_of(struct kh_arena *arena, const struct kh_str *texts, uint32_t n,
                                 uint32_t *out_n)
{
    struct kh_copy *copies;
    struct khabar_error err;
    assert_int_equal(kh_copies_find(arena, texts, n, &copies, out_n, &err), KHABAR_OK);
    return copies;
}

#define LEAD                                                                                       \
    "The harbour of Port Selim was closed on Monday after two barges collided in thick fog, "      \
    "the port captain Iskra Danilo said."

static void test_reprint(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    struct kh_str texts[] = {
        KH_STR(LEAD " Nobody of the fourteen aboard was hurt. Divers looked at the hull of the "
                    "larger barge, which carried "
                    "1,200 tonnes of river gravel. Traffic is to begin again on Wednesday."),
        KH_STR("Fog closed Port Selim for a day and a half: boats waited in the roads, and the "
               "fish market was empty when we came there."),
        KH_STR("PORT SELIM (Agency): " LEAD " Divers looked at the hull of the bigger barge, which "
               "carried 1,200 tons of river gravel."),
    };
    uint32_t n;
    struct kh_copy *copies = copies_of(&arena, texts, 3, &n);
    assert_int_equal(n, 1);
    assert_int_equal(copies->a, 0);
    assert_int_equal(copies->b, 2);
    assert_true(copies->reprint);
    assert_true(copies->share_b > copies->share_a && copies->share_b > 0.8);
    assert_int_equal(copies->spans_n, 2);
    struct kh_copied span = copies->spans[0];
    assert_str(kh_str_sub(texts[0], span.a_start, span.a_end),
               "The harbour of Port Selim was closed on Monday after two barges collided in thick "
               "fog, the port captain Iskra Danilo said");
    span = copies->spans[1];
    assert_str(
        kh_str_sub(texts[2], span.b_start, span.b_end),
        "Divers looked at the hull of the bigger barge, which carried 1,200 tons of river gravel");
    kh_arena_clear(&arena);
}

static void test_letters(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    struct kh_str texts[] = {
        KH_STR("وزیر مواصلات نے کہا کہ ۲۴ کلومیٹر سڑک کی مرمت اگلے ماہ مکمل کر لی جائے گی"),
        KH_STR("وزير مواصلات نے كہا كہ 24 كلوميٹر سڑك كي مرمت اگلے ماہ مكمل كر لي جائے گي"),
    };
    uint32_t n;
    struct kh_copy *copies = copies_of(&arena, texts, 2, &n);
    assert_int_equal(n, 1);
    assert_true(copies->share_a > 0.99 && copies->share_b > 0.99);
    kh_arena_clear(&arena);
}

static void test_quotation(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    struct kh_str texts[] = {
        KH_STR(
            "\"We shall not give up one metre of this beach to anyone,\" the mayor told a crowd "
            "on Friday, before the vote in the council on the new hotel and its car park began."),
        KH_STR("Council votes tonight on a hotel by the sea; its opponents were led by the mayor. "
               "\"We shall not give up one metre of this beach to anyone,\" she said to cheers."),
    };
    uint32_t n;
    struct kh_copy *copies = copies_of(&arena, texts, 2, &n);
    assert_int_equal(n, 1);
    assert_false(copies->reprint);
    assert_int_equal(copies->spans_n, 1);
    kh_arena_clear(&arena);
}

/* A short report most of whose words are those of a speaker, as are many of another one. */
static void test_speech(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    struct kh_str texts[] = {
        KH_STR(
            "The mayor will not yield. \xE2\x80\x9CWe shall not give up one metre of this beach to "
            "anyone, not to the hotel and not to its car park, as long as I sit in this "
            "chair,\xE2\x80\x9D "
            "she cried on Friday."),
        KH_STR(
            "Tarn's council votes tonight on a hotel by the sea that has split the town since "
            "spring. "
            "\"We shall not give up one metre of this beach to anyone, not to the hotel and not to "
            "its car park, as long as I sit in this chair,\" was the answer of mayor Oda Lind."),
        KH_STR("Beach dispute: \"We shall not give up one metre of this beach to anyone, not to "
               "the hotel "
               "and not to its car park, as long as I sit in this chair,\" was the answer of mayor "
               "Oda "
               "Lind. Tarn's council votes tonight on a hotel by the sea."),
    };
    uint32_t n;
    struct kh_copy *copies = copies_of(&arena, texts, 3, &n);
    assert_int_equal(n, 3);
    assert_true(copies[0].share_a > 0.6);
    assert_false(copies[0].reprint);
    assert_false(copies[1].reprint);
    assert_true(copies[2].a == 1 && copies[2].b == 2 && copies[2].reprint);
    kh_arena_clear(&arena);
}

/* Many copies are chained to the first few; one word again and again costs no more than others. */
static void test_many(void **state)
{
    (void)state;
    enum { N = 300 };
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)256 << 20);
    static char same[20000];
    struct kh_str texts[N];
    for (size_t i = 0; i + 2 < sizeof same; i += 2) memcpy(same + i, "a ", 2);
    for (int i = 0; i < N; i++) texts[i] = i % 2 ? KH_STR(LEAD) : kh_str_of(same);
    uint32_t n, chained = 0;
    struct kh_copy *copies = copies_of(&arena, texts, N, &n);
    assert_true(n <= N * KH_COPY_OTHERS);
    for (uint32_t i = 0; i < n; i++) chained += copies[i].a == copies[i].b % 2;
    assert_int_equal(chained, N - 2);
    n = 7;
    copies_of(&arena, texts, 0, &n);
    assert_int_equal(n, 0);
    kh_arena_clear(&arena);
}

/* Texts of few words, where everything returns everywhere: what is told of them still holds. */
static void test_any_texts(void **state)
{
    (void)state;
    enum { N = 6, BYTES = 600 };
    static const char *const words[] = {"a ", "b ", "\" ", "\n\n", "c d ", ". ", "ب ", "\xC2\xAB"};
    static char room[N][BYTES + 16];
    uint32_t seed = 1;
    for (int round = 0; round < 300; round++) {
        struct kh_arena arena;
        struct kh_str texts[N];
        kh_arena_init(&arena, 8 << 20);
        for (int t = 0; t < N; t++) {
            size_t n = 0, wanted = (seed >> 7) % BYTES;
            while (n < wanted) {
                seed = seed * 1664525 + 1013904223;
                const char *word = words[(seed >> 24) % (2 + (unsigned)round % 7)];
                memcpy(room[t] + n, word, strlen(word));
                n += strlen(word);
            }
            texts[t] = (struct kh_str){room[t], n};
        }
        uint32_t n;
        struct kh_copy *copies = copies_of(&arena, texts, N, &n);
        for (uint32_t i = 0; i < n; i++) {
            const struct kh_copy *c = &copies[i];
            assert_true(c->a < c->b && c->b < N && c->spans_n);
            assert_true(!i || c->b > c[-1].b || (c->b == c[-1].b && c->a > c[-1].a));
            assert_true(c->share_a > 0 && c->share_a <= 1 && c->share_b > 0 && c->share_b <= 1);
            for (uint32_t k = 0; k < c->spans_n; k++) {
                const struct kh_copied *s = &c->spans[k];
                assert_true(s->a_start < s->a_end && s->a_end <= texts[c->a].n);
                assert_true(s->b_start < s->b_end && s->b_end <= texts[c->b].n);
                assert_true(!k || s->b_start >= s[-1].b_end);
            }
        }
        kh_arena_clear(&arena);
    }
}

/* ---- the shared data ---- */

static bool listed(json_t *pairs, const char *a, const char *b)
{
    size_t i;
    json_t *pair;
    json_array_foreach(pairs, i, pair)
    {
        const char *x = json_string_value(json_array_get(pair, 0));
        const char *y = json_string_value(json_array_get(pair, 1));
        if ((!strcmp(a, x) && !strcmp(b, y)) || (!strcmp(a, y) && !strcmp(b, x))) return true;
    }
    return false;
}

static void test_desk(void **state)
{
    (void)state;
    const char *shared = getenv("KHABAR_SHARED");
    char path[512];
    snprintf(path, sizeof path, "%s/data/desk/notes.json", shared ? shared : "../shared");
    json_t *notes = json_load_file(path, 0, NULL);
    snprintf(path, sizeof path, "%s/data/events/desk.jsonl", shared ? shared : "../shared");
    FILE *file = fopen(path, "r");
    if (!notes || !file) {
        puts("absent: desk");
        skip();
    }
    enum { MAX = 500 };
    struct kh_str texts[MAX];
    json_t *rows[MAX];
    uint32_t n = 0, found = 0, copies_n;
    while (n < MAX && (rows[n] = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL)) != NULL) {
        json_t *text = json_object_get(rows[n], "text");
        texts[n++] = (struct kh_str){json_string_value(text), json_string_length(text)};
    }
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)64 << 20);
    struct kh_copy *copies = copies_of(&arena, texts, n, &copies_n);
    json_t *wanted = json_object_get(notes, "near_duplicates");
    for (uint32_t i = 0; i < copies_n; i++) {
        if (!copies[i].reprint) continue;
        found++;
        assert_true(listed(wanted, json_string_value(json_object_get(rows[copies[i].a], "id")),
                           json_string_value(json_object_get(rows[copies[i].b], "id"))));
    }
    assert_int_equal(found, json_array_size(wanted));
    kh_arena_clear(&arena);
    for (uint32_t i = 0; i < n; i++) json_decref(rows[i]);
    json_decref(notes);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reprint),   cmocka_unit_test(test_letters),
        cmocka_unit_test(test_quotation), cmocka_unit_test(test_speech),
        cmocka_unit_test(test_many),      cmocka_unit_test(test_any_texts),
        cmocka_unit_test(test_desk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * What is named in single sentences of six languages (test/golden/understand.tsv), who did what
 * and who said it (test/golden/acts.tsv), partial names in longer texts, and texts that are no
 * text. UNDERSTAND_ACCEPT=1 prints what is found now.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "understand/understand.h"

static const char *const kinds[] = {"person", "place", "organisation"};

static void list(const struct kh_facts *facts, struct kh_buf *out)
{
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        char date[KH_DATE_TEXT_SIZE];
        size_t date_n = m->kind == KH_DATE ? kh_date_print(m->date, date) : 0;
        if (m->kind != KH_NUMBER && m->kind > KH_ORGANISATION && !date_n) continue;
        if (out->n) kh_buf_lit(out, "; ");
        kh_buf_lit(out, m->kind == KH_NUMBER ? "number" : date_n ? "date" : kinds[m->kind]);
        kh_buf_byte(out, ' ');
        kh_buf_put(out, m->kind == KH_NUMBER ? m->key
                        : date_n             ? (struct kh_str){date, date_n}
                                             : m->name);
    }
}

static void understand(struct kh_arena *arena, struct kh_str text, const char *lang,
                       struct kh_article *article, struct kh_facts *facts)
{
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    struct khabar_error err;
    *article = (struct kh_article){.text = text, .lang = kh_lang_of(kh_str_of(lang))};
    assert_true(kh_date_parse_iso(KH_STR("2026-03-11"), &article->published)); /* a Wednesday */
    assert_int_equal(kh_understand(&engine, arena, article, facts, &err), KHABAR_OK);
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        assert_true(facts->mentions[i].start < facts->mentions[i].end);
        assert_true(facts->mentions[i].end <= text.n);
        assert_true(i == 0 || facts->mentions[i - 1].start <= facts->mentions[i].start);
    }
}

static void put_party(struct kh_buf *out, const struct kh_party *party)
{
    if (party->name.n) kh_buf_put(out, party->name);
    else if (party->role.n || party->country[0])
        kh_buf_printf(out, "%.*s/%s", (int)party->role.n, party->role.n ? party->role.p : "",
                      party->country);
    else kh_buf_lit(out, "?");
}

/* "A meet B", "A not meet B", "A says", "from A". */
static void list_statements(const struct kh_facts *facts, struct kh_buf *out)
{
    for (uint32_t i = 0; i < facts->statements_n; i++) {
        const struct kh_statement *s = &facts->statements[i];
        bool speech = s->kind == KH_SAYS_QUOTE;
        if (s->kind != KH_SAYS_WHO && s->kind != KH_SAYS_ORIGIN && !speech) continue;
        if (out->n) kh_buf_lit(out, "; ");
        if (s->kind == KH_SAYS_ORIGIN) kh_buf_lit(out, "from ");
        put_party(out, &s->actor);
        if (s->kind == KH_SAYS_ORIGIN) continue;
        kh_buf_lit(out, s->denied ? " not " : " ");
        kh_buf_put(out, s->act);
        if (!s->target.name.n && !s->target.role.n && !s->target.country[0]) continue;
        kh_buf_byte(out, ' ');
        put_party(out, &s->target);
    }
}

/* Each line of a golden file: language, text, what list() makes of it. */
static void run_golden(const char *path, int least,
                       void (*list_of)(const struct kh_facts *, struct kh_buf *))
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)16 << 20);
    struct kh_buf got;
    kh_buf_init(&got, 1 << 16);
    char line[4096];
    int bad = 0, n = 0;
    while (fgets(line, sizeof line, f)) {
        struct kh_str rest = kh_str_of(line);
        if (line[0] == '#') continue;
        if (rest.n && rest.p[rest.n - 1] == '\n') rest.n--;
        char lang[3] = {line[0], line[1], '\0'};
        kh_str_cut(&rest, '\t');
        struct kh_str text = kh_str_cut(&rest, '\t');
        struct kh_article article;
        struct kh_facts facts;
        understand(&arena, text, lang, &article, &facts);
        kh_buf_reset(&got);
        list_of(&facts, &got);
        if (getenv("UNDERSTAND_ACCEPT"))
            printf("%s\t%.*s\t%.*s\n", lang, (int)text.n, text.p, (int)got.n, got.p);
        else if (!kh_str_eq(kh_buf_str(&got), rest))
            print_error("%.*s\n  got  %.*s\n  want %.*s\n", (int)text.n, text.p, (int)got.n, got.p,
                        (int)rest.n, rest.p),
                bad++;
        n++;
        kh_arena_reset(&arena);
    }
    fclose(f);
    kh_buf_clear(&got);
    kh_arena_clear(&arena);
    assert_true(n >= least);
    assert_int_equal(bad, 0);
}

static void test_sentences(void **state)
{
    (void)state;
    run_golden("test/golden/understand.tsv", 60, list);
}

static void test_acts(void **state)
{
    (void)state;
    run_golden("test/golden/acts.tsv", 70, list_statements);
}

/* The i-th person of a text, or none. */
static struct kh_mention person(const struct kh_facts *facts, unsigned i)
{
    for (uint32_t k = 0; k < facts->mentions_n; k++)
        if (facts->mentions[k].kind == KH_PERSON && i-- == 0) return facts->mentions[k];
    return (struct kh_mention){.name = KH_STR_NONE};
}

static void test_partial_names(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *text, *name;
    } samples[] = {
        {"en", "General Tariq Mahmud opened the fair. Later Mahmud left for home.", "Tariq Mahmud"},
        {"ur", "جنرل طارق محمود نے میلے کا افتتاح کیا۔ بعد میں جنرل محمود روانہ ہو گئے۔",
         "Tariq Mahmood"},
        {"ar", "افتتح الجنرال طارق محمود المعرض. ثم غادر الجنرال محمود.", "Tariq Mahmood"},
        {"ru", "Генерал Тарик Хаддадов открыл ярмарку. Затем Хаддадова проводили.",
         "Tariq Khadadov"},
        {"tr", "General Tarık Mahmutlu fuarı açtı. Sonra Mahmutlu ayrıldı.", "Tarık Mahmutlu"},
        {"fa", "ژنرال طارق محمود نمایشگاه را گشود. سپس ژنرال محمود رفت.", "Tariq Mahmood"},
    };
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)16 << 20);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct kh_article article;
        struct kh_facts facts;
        understand(&arena, kh_str_of(samples[i].text), samples[i].lang, &article, &facts);
        struct kh_mention first = person(&facts, 0), second = person(&facts, 1);
        if (!kh_str_eq(second.name, kh_str_of(samples[i].name)))
            print_error("%s: %.*s, %.*s\n", samples[i].text, (int)first.name.n, first.name.p,
                        (int)second.name.n, second.name.p);
        assert_true(kh_str_eq(first.name, kh_str_of(samples[i].name)));
        assert_true(kh_str_eq(second.name, kh_str_of(samples[i].name)));
        assert_true(kh_str_eq(first.key, second.key));
        kh_arena_reset(&arena);
    }
    kh_arena_clear(&arena);
}

/* One person's key is the same in every script. */
static void test_keys(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"en", "Defence Minister Karim Nasiri spoke."},
        {"ur", "وزیر دفاع کریم نصیری نے خطاب کیا۔"},
        {"ar", "قال وزير الدفاع كريم نصيري ذلك."},
        {"fa", "وزیر دفاع کریم نصیری گفت."},
        {"ru", "Министр обороны Карим Насири выступил."},
        {"tr", "Savunma Bakanı Kerim Nasiri konuştu."},
    };
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)16 << 20);
    struct kh_str key = KH_STR_NONE;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct kh_article article;
        struct kh_facts facts;
        understand(&arena, kh_str_of(texts[i][1]), texts[i][0], &article, &facts);
        struct kh_mention m = person(&facts, 0);
        if (i && !kh_str_eq(m.key, key))
            print_error("%s: %.*s, not %.*s\n", texts[i][1], (int)m.key.n, m.key.p, (int)key.n,
                        key.p);
        assert_true(m.key.n > 0);
        assert_true(i == 0 || kh_str_eq(m.key, key));
        key = m.key;
    }
    kh_arena_clear(&arena);
}

static void test_odd_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        " ",
                                        "و",
                                        "لل",
                                        "..",
                                        "1",
                                        "Ali",
                                        "al-",
                                        "Mr.",
                                        "، وزیر",
                                        "O'",
                                        "A. B. C. D. E. F. G. H.",
                                        "بن بن بن بن",
                                        "ван ван"};
    static const char *const langs[] = {"en", "ur", "ar", "fa", "tr", "ru", "zh", ""};
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)16 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof langs / sizeof *langs; k++) {
            struct kh_article article;
            struct kh_facts facts;
            understand(&arena, kh_str_of(texts[i]), langs[k], &article, &facts);
            kh_arena_reset(&arena);
        }
    kh_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences),     cmocka_unit_test(test_acts),
        cmocka_unit_test(test_partial_names), cmocka_unit_test(test_keys),
        cmocka_unit_test(test_odd_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

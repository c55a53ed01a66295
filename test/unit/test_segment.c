/* SPDX-License-Identifier: Apache-2.0
 *
 * Folding, tokens, sentences, and the lexicon that is packed with them.
 */
#include "lang/inflect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct kh_arena arena;

static int set_up(void **state)
{
    (void)state;
    kh_arena_init(&arena, (size_t)16 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kh_arena_clear(&arena);
    return 0;
}

static void assert_folds(const char *text, const char *want)
{
    struct kh_str got = kh_fold(&arena, kh_str_of(text));
    if (!kh_str_eq(got, kh_str_of(want)))
        fail_msg("\"%s\" folds to \"%.*s\", not \"%s\"", text, (int)got.n, got.p, want);
}

static void test_fold(void **state)
{
    (void)state;
    assert_folds("  Zürich,\tÇanakkale\n ", "zurich, canakkale");
    assert_folds("Straße İstanbul Iğdır", "strasse istanbul igdir");
    assert_folds("عَاصِمٌ مُنِـيـر", "عاصم منیر");
    assert_folds("عاصم منير", "عاصم منیر");
    assert_folds("إسلام آباد", "اسلام اباد");
    assert_folds("بھارت", "بہارت");
    assert_folds("می‌رود", "میرود");
    assert_folds("٢٧ يوليو ۲۰۲۵", "27 یولیو 2025");
    assert_folds("Ёлка Душанбе", "елка душанбе");
    assert_folds("“x” ‘y’ – z", "\"x\" 'y' - z");
    assert_folds("ﷲ ﻋﺎﺻﻢ", "اللہ عاصم");
    assert_folds("", "");
}

static void test_tokens(void **state)
{
    (void)state;
    struct kh_tokens t;
    assert_true(kh_tokenize(&arena, KH_STR("Pakistan's 1,500 troops.\n\nThe 27th, 美国"),
                            KH_LANG('e', 'n'), &t));
    static const char *const want[] = {"pakistan", "'",  "s",  "1,500", "troops", ".",
                                       "the",      "27", "th", ",",     "美",     "国"};
    assert_int_equal(t.n, sizeof want / sizeof *want);
    for (uint32_t i = 0; i < t.n; i++) {
        assert_true(kh_str_eq(t.items[i].folded, kh_str_of(want[i])));
        assert_true(t.items[i].start < t.items[i].end && t.items[i].end <= t.text.n);
    }
    assert_true(t.items[0].flags & KH_TOKEN_CAPITAL);
    assert_true(t.items[6].flags & KH_TOKEN_PARA);
    assert_false(t.items[4].flags & KH_TOKEN_PARA);
    assert_int_equal(t.items[3].kind, KH_TOKEN_NUMBER);
    assert_int_equal(t.items[10].script, KH_SCRIPT_HAN);
}

/* The folded tokens of the text, joined by "|". */
static void assert_cut(const char *text, const char *want)
{
    struct kh_tokens t;
    char got[200] = "";
    size_t n = 0;
    assert_true(kh_tokens_cut(&arena, kh_str_of(text), &t));
    for (uint32_t i = 0; i < t.n; i++)
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", i ? "|" : "",
                              (int)t.items[i].folded.n, t.items[i].folded.p);
    assert_string_equal(got, want);
}

static void test_letters_and_digits(void **state)
{
    (void)state;
    assert_cut("قتل 300 و400", "قتل|300|و|400");
    assert_cut("الـ24 بـ٥", "ال|24|ب|5");
    assert_cut("Rs5,000 Rs2.5bn Tk42 Dh300", "rs|5,000|rs|2.5|bn|tk|42|dh|300");
    assert_cut("PKR1,500 AED2.5m", "pkr|1,500|aed|2.5|m");
    assert_cut("G20 F16s H1N1 COVID19 A4, mp3 Boeing737",
               "g20|f16s|h1n1|covid19|a4|,|mp3|boeing737");
    assert_cut("۲۶،۷۵۰ ۱،۲ ۲۶، ۷۵۰", "26,750|1|,|2|26|,|750");
}

static uint32_t sentences(const char *text, uint32_t lang)
{
    struct kh_tokens t;
    uint32_t n = 0;
    assert_true(kh_tokenize(&arena, kh_str_of(text), lang, &t));
    for (uint32_t i = 0; i < t.n; i++) n += (t.items[i].flags & KH_TOKEN_SENTENCE) != 0;
    return n;
}

static void test_sentences(void **state)
{
    (void)state;
    assert_int_equal(sentences("It rose to 3.5 percent. “No,” he said.", KH_LANG('e', 'n')), 2);
    assert_int_equal(sentences("J. Smith of the U.S. Army left.", KH_LANG('e', 'n')), 1);
    assert_int_equal(sentences("وہ گیا۔وہ آیا۔", KH_LANG('u', 'r')), 2);
    assert_int_equal(sentences("هل جاء؟ نعم.", KH_LANG('a', 'r')), 2);
    assert_int_equal(sentences("他来了。她走了。", KH_LANG('z', 'h')), 2);
    assert_int_equal(sentences("", 0), 0);
}

static void test_lexicon(void **state)
{
    (void)state;
    const struct kh_lexicon *lexicon = kh_lexicon_builtin();
    struct kh_tokens t;
    struct kh_entry entry;
    assert_true(kh_tokenize(&arena, KH_STR("in Saudi Arabia today"), KH_LANG('e', 'n'), &t));
    struct kh_hit hit = kh_lexicon_match(lexicon, &t, 1);
    assert_int_equal(hit.tokens, 2);
    assert_true(kh_hit_get(lexicon, hit, KH_LEX_COUNTRY, KH_LANG('e', 'n'), &entry));
    assert_true(kh_str_eq(entry.value, KH_STR("SA")));
    assert_false(kh_hit_get(lexicon, hit, KH_LEX_MONTH, KH_LANG('e', 'n'), &entry));
    assert_int_equal(kh_lexicon_find(lexicon, KH_STR("qqqqzz")).entries, 0);
    assert_true(kh_lexicon_may_begin(lexicon, KH_STR("july"), KH_LEX_OF_DATES));
    assert_false(kh_lexicon_may_begin(lexicon, KH_STR("qqqqzz"), KH_LEX_OF_DATES));

    /* Read at once or one by one, a text has the same phrases. */
    assert_true(kh_lexicon_read(lexicon, &arena, &t));
    struct kh_tokens unread = t;
    unread.hits = NULL;
    for (uint32_t i = 0; i < t.n; i++)
        assert_int_equal(t.hits[i].first, kh_lexicon_match(lexicon, &unread, i).first);
    for (uint32_t i = 0; i < kh_lexicon_count(lexicon, KH_LEX_COUNTRY); i++)
        assert_int_equal(kh_lexicon_at(lexicon, KH_LEX_COUNTRY, i).kind, KH_LEX_COUNTRY);
}

/* Whether the last word of the text is known as an entry of the kind. */
static bool knows(const char *text, uint32_t lang, enum kh_lex_kind kind)
{
    struct kh_tokens t;
    struct kh_entry entry;
    const struct kh_lexicon *lexicon = kh_lexicon_builtin();
    assert_true(kh_tokenize(&arena, kh_str_of(text), lang, &t));
    struct kh_hit hit = kh_lexicon_match(lexicon, &t, t.n - 1);
    bool known = hit.entries && kh_hit_get(lexicon, hit, kind, lang, &entry);
    hit = kh_lexicon_word(lexicon, &t.items[t.n - 1]);
    assert_int_equal(known, hit.entries && kh_hit_get(lexicon, hit, kind, lang, &entry));
    assert_int_equal(known, hit.kinds >> kind & 1);
    return known;
}

static void test_letters_told_apart(void **state)
{
    (void)state;
    const uint32_t tr = KH_LANG('t', 'r');
    assert_true(knows("Üç kişi öldü", tr, KH_LEX_UNIT));
    assert_false(knows("Üç kişi öldü", tr, KH_LEX_STOP));
    assert_true(knows("Üç kişi oldu", tr, KH_LEX_STOP));
    assert_false(knows("Üç kişi oldu", tr, KH_LEX_UNIT));
    assert_true(knows("Uc kisi oldu", tr, KH_LEX_UNIT)); /* typed without them */
    assert_true(knows("Seçimlerde ön", tr, KH_LEX_NUMBER) == false);
    assert_true(knows("Seçimlerde on", tr, KH_LEX_NUMBER));
    assert_true(knows("Üç kişi ÖLDÜ", tr, KH_LEX_UNIT));
    assert_true(knows("Geçen yıl Istanbul", tr, KH_LEX_CITY)); /* names travel */
    assert_true(knows("Geçen yıl Diyarbakir", tr, KH_LEX_CITY));
    struct kh_entry entry;
    struct kh_tokens t;
    assert_true(kh_tokenize(&arena, KH_STR("Üç ev oldular"), tr, &t));
    assert_false(kh_inflected_word(kh_lexicon_builtin(), &t.items[2], KH_LEX_UNIT, tr, &entry));
    assert_true(kh_tokenize(&arena, KH_STR("Üç ev öldüler"), tr, &t));
    assert_true(kh_inflected_word(kh_lexicon_builtin(), &t.items[2], KH_LEX_UNIT, tr, &entry));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_letters_and_digits),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_lexicon),
        cmocka_unit_test(test_letters_told_apart),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers as six languages write them, digits, words and both.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lang/numbers.h"

struct sample {
    const char *lang, *text;
    double value;
    unsigned tokens; /* 0: all of the text */
};

static const struct sample samples[] = {
    {"en", "1,500", 1500, 0},
    {"en", "12.5", 12.5, 0},
    {"en", "25,00,000", 2500000, 0},
    {"en", "2.5 million", 2500000, 0},
    {"en", "five", 5, 0},
    {"en", "twenty-five", 25, 0},
    {"en", "three hundred and twelve", 312, 0},
    {"en", "two lakh fifty thousand", 250000, 0},
    {"en", "4 crore", 40000000, 0},
    {"en", "half a million", 500000, 0},
    {"en", "three houses", 3, 1},
    {"en", "12 and 15", 12, 1},
    {"en", "5bn", 5e9, 0},
    {"en", "minus 12 degrees", -12, 2},
    {"en", "-12", -12, 0},
    {"en", "−0.5", -0.5, 0},
    {"en", "minus twenty-five", -25, 0},
    {"en", "minus 2.5 million", -2500000, 0},
    {"en", "three point five percent", 3.5, 3},
    {"en", "5 point 8", 5.8, 0},
    {"en", "two point zero five", 2.05, 0},
    {"en", "one point two million", 1200000, 0},
    {"en", "5 point guard", 5, 1},
    {"ur", "تین اعشاریہ چار", 3.4, 0},
    {"ur", "۵ اعشاریہ ۸", 5.8, 0},
    {"ur", "۵ اعشاریہ ۷۵ ارب", 5750000000, 0},
    {"ur", "دو اعشاریہ پچیس", 2.25, 0},
    {"ar", "ثلاثة فاصل خمسة", 3.5, 0},
    {"ar", "مليون ونصف", 1500000, 0},
    {"ar", "ثلاثة ملايين ونصف", 3500000, 0},
    {"ar", "ثلاثة ونصف", 3.5, 0},
    {"ar", "ربع مليون", 250000, 0},
    {"fa", "دو و نیم میلیون", 2500000, 0},
    {"fa", "سه ممیز پنج", 3.5, 0},
    {"ru", "два с половиной миллиона", 2500000, 0},
    {"tr", "iki buçuk milyon", 2500000, 0},
    {"en", "two and a half million", 2500000, 0},
    {"en", "a quarter of a million", 250000, 0},
    {"ur", "منفی 12", -12, 0},
    {"ur", "منفی پانچ", -5, 0},
    {"ar", "سالب 12", -12, 0},
    {"ar", "ناقص ١٢", -12, 0},
    {"fa", "منفی ۱۲", -12, 0},
    {"ru", "минус 12", -12, 0},
    {"ru", "минус двадцать", -20, 0},
    {"tr", "eksi 12", -12, 0},
    {"de", "minus 3", -3, 0},
    {"ur", "۱٬۵۰۰", 1500, 0},
    {"ur", "2 کروڑ 50 لاکھ", 25000000, 0},
    {"ur", "ڈھائی لاکھ", 250000, 0},
    {"ur", "ساڑھے تین کروڑ", 35000000, 0},
    {"ur", "پینتیس", 35, 0},
    {"ur", "سوا لاکھ", 125000, 0},
    {"ur", "سوا دو لاکھ", 225000, 0},
    {"ur", "سوا تین سو", 325, 0},
    {"ur", "سوا سو", 125, 0},
    {"ur", "پون لاکھ", 75000, 0},
    {"ur", "پونے دو لاکھ", 175000, 0},
    {"ur", "ڈیڑھ لاکھ", 150000, 0},
    {"ur", "ڈھائی کروڑ", 25000000, 0},
    {"ur", "ساڑھے تین ہزار", 3500, 0},
    {"ur", "تین کے سوا 5", 3, 1},
    {"ur", "تین سو بیس", 320, 0},
    {"ur", "15 ہزار 200", 15200, 0},
    {"ur", "سات افراد", 7, 1},
    {"ur", "12٫5", 12.5, 0},
    {"ar", "خمسة وعشرون", 25, 0},
    {"ar", "٣٫٥ مليون", 3500000, 0},
    {"ar", "مئتين", 200, 0},
    {"ar", "ثلاثمئة", 300, 0},
    {"ar", "١٢٠٠", 1200, 0},
    {"ar", "مليونين", 2000000, 0},
    {"ar", "أحد عشر", 11, 0},
    {"ar", "١٥ ألف", 15000, 0},
    {"ar", "سبعة أشخاص", 7, 1},
    {"ar", "مئة وخمسين", 150, 0},
    {"fa", "۲۶،۷۵۰", 26750, 0},
    {"fa", "۱۲،۲۶۰،۷۵۰", 12260750, 0},
    {"fa", "۱،۲ و ۳", 1, 1},
    {"fa", "۲۶، ۷۵۰", 26, 1},
    {"fa", "۲۶،۷۵۰۱", 26, 1},
    {"ur", "۲۶،۷۵۰", 26750, 0},
    {"ur", "۱۲،۵۰،۰۰۰", 1250000, 0},
    {"ar", "٢٦،٧٥٠", 26750, 0},
    {"fa", "۲۵ هزار", 25000, 0},
    {"fa", "بیست و پنج", 25, 0},
    {"fa", "سه میلیون و ۲۰۰ هزار", 3000000, 2},
    {"fa", "۳٫۵", 3.5, 0},
    {"fa", "دویست", 200, 0},
    {"fa", "هفت نفر", 7, 1},
    {"tr", "1.500", 1500, 0},
    {"tr", "12,5", 12.5, 0},
    {"tr", "iki yüz elli", 250, 0},
    {"tr", "3,2 milyon", 3200000, 0},
    {"tr", "on beş", 15, 0},
    {"tr", "beş bin üç yüz", 5300, 0},
    {"ru", "1 500", 1500, 0},
    {"ru", "12,5", 12.5, 0},
    {"ru", "3,5 миллиона", 3500000, 0},
    {"ru", "двадцать пять", 25, 0},
    {"ru", "триста двенадцать", 312, 0},
    {"ru", "пять тысяч", 5000, 0},
    {"ru", "12 500 000", 12500000, 0},
    {"ru", "полмиллиона", 500000, 0},
    {"ru", "полумиллиона", 500000, 0},
    {"ru", "полмиллиарда", 500000000, 0},
    {"ru", "полтора миллиона", 1500000, 0},
    {"ru", "полутора тысяч", 1500, 0},
    {"ru", "полсотни", 50, 0},
    {"ru", "полтысячи", 500, 0},
    {"de", "1.500", 1500, 0},
    {"fr", "12,5 millions", 12500000, 0},
    {"hi", "२५ लाख", 2500000, 0},
    {"hi", "डेढ़ लाख", 150000, 0},
    {"hi", "ढाई करोड़", 25000000, 0},
    {"hi", "साढ़े 3 हज़ार", 3500, 0},
    {"hi", "सवा लाख", 125000, 0},
    {"hi", "पौने 2 लाख", 175000, 0},
};

static void test_values(void **state)
{
    (void)state;
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    bool ok = true;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct kh_tokens tokens;
        uint32_t lang = kh_lang_of(kh_str_of(samples[i].lang));
        assert_true(kh_tokenize(&arena, kh_str_of(samples[i].text), lang, &tokens));
        struct kh_number n = kh_number_read(kh_lexicon_builtin(), &tokens, 0, lang);
        unsigned want = samples[i].tokens ? samples[i].tokens : tokens.n;
        if (n.value != samples[i].value || n.tokens != want) {
            print_error("%s: %g in %u tokens, not %g in %u\n", samples[i].text, n.value, n.tokens,
                        samples[i].value, want);
            ok = false;
        }
        kh_arena_reset(&arena);
    }
    kh_arena_clear(&arena);
    assert_true(ok);
}

static void test_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "house", "1.2.3",  "",   "hundreds of people", ", 5", "minus", "minus the house",
        "- 5",   "-house", "—5", "minus minus 5"};
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct kh_tokens tokens;
        assert_true(kh_tokenize(&arena, kh_str_of(texts[i]), KH_LANG('e', 'n'), &tokens));
        if (!tokens.n) continue;
        struct kh_number n = kh_number_read(kh_lexicon_builtin(), &tokens, 0, KH_LANG('e', 'n'));
        assert_true(n.tokens == 0 || n.vague);
    }
    kh_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values), cmocka_unit_test(test_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

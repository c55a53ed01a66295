/* SPDX-License-Identifier: Apache-2.0
 *
 * Language tags, and the language of lines and paragraphs: ours, neighbours told apart, nothing to
 * go by.
 */
#include "lang/lang.h"
#include "test.h"

static void assert_lang(const char *text, const char *want)
{
    char code[4];
    kh_lang_print(kh_lang_identify(kh_str_of(text)), code);
    if (strcmp(code, want) != 0)
        fail_msg("\"%s\" is taken for \"%s\", not \"%s\"", text, code, want);
}

static void test_tags(void **state)
{
    (void)state;
    char code[4];
    assert_int_equal(kh_lang_of(KH_STR("ur-PK")), KH_LANG('u', 'r'));
    assert_int_equal(kh_lang_of(KH_STR("UR_pk")), KH_LANG('u', 'r'));
    assert_int_equal(kh_lang_of(KH_STR("eng")), KH_LANG('e', 'n'));
    assert_int_equal(kh_lang_of(KH_STR("prs")), KH_LANG('f', 'a'));
    assert_int_equal(kh_lang_of(KH_STR("ckb")), KH_LANG3('c', 'k', 'b'));
    assert_int_equal(kh_lang_of(KH_STR("az-Cyrl")), KH_LANG('a', 'z'));
    assert_int_equal(kh_lang_of(KH_STR("english")), KH_LANG_NONE);
    assert_int_equal(kh_lang_of(KH_STR("e")), KH_LANG_NONE);
    assert_int_equal(kh_lang_of(KH_STR("und")), KH_LANG_NONE);
    assert_int_equal(kh_lang_of(KH_STR("")), KH_LANG_NONE);
    assert_int_equal(kh_lang_print(KH_LANG3('c', 'k', 'b'), code), 3);
    assert_string_equal(code, "ckb");
    assert_int_equal(kh_lang_print(KH_LANG_NONE, code), 0);
    assert_string_equal(code, "");
}

static void test_ours(void **state)
{
    (void)state;
    assert_lang("The bakery on the corner reopened after a long winter.", "en");
    assert_lang("گلی کے نکڑ پر بیکری لمبی سردیوں کے بعد دوبارہ کھل گئی۔", "ur");
    assert_lang("أعيد فتح المخبز عند الزاوية بعد شتاء طويل.", "ar");
    assert_lang("نانوایی سر کوچه پس از زمستانی دراز دوباره باز شد.", "fa");
    assert_lang("Köşedeki fırın uzun bir kıştan sonra yeniden açıldı.", "tr");
    assert_lang("Пекарня на углу снова открылась после долгой зимы.", "ru");
    assert_lang("街角的面包店在漫长的冬天之后重新开门了。", "zh");
    assert_lang("नुक्कड़ की बेकरी लंबी सर्दियों के बाद फिर से खुल गई।", "hi");
    assert_lang("Küçədəki çörəkxana uzun qışdan sonra yenidən açıldı.", "az");
    assert_lang("Burchakdagi nonvoyxona uzoq qishdan keyin yana ochildi.", "uz");
    assert_lang("Бурчакдаги новвойхона узоқ қишдан кейин яна очилди.", "uz");
    assert_lang("Бұрыштағы наубайхана ұзақ қыстан кейін қайта ашылды.", "kk");
    assert_lang("Бурчтагы наабайкана узак кыштан кийин кайра ачылды.", "ky");
    assert_lang("Нонвойхонаи гӯшаи кӯча пас аз зимистони дароз боз кушода шуд.", "tg");
    assert_lang("Die Bäckerei an der Ecke hat nach einem langen Winter wieder geöffnet.", "de");
    assert_lang("La panadería de la esquina volvió a abrir tras un largo invierno.", "es");
    assert_lang("La boulangerie du coin a rouvert après un long hiver.", "fr");
}

/* Typed on another keyboard, without marks, with names in another script. */
static void test_unusual(void **state)
{
    (void)state;
    assert_lang("گلي كے نكڑ پر بيكري لمبي سرديوں كے بعد دوبارہ كھل گئي اور لوگ خوش ہيں۔", "ur");
    assert_lang("نانوايي سر كوچه پس از زمستاني دراز دوباره باز شد و مردم شاد هستند.", "fa");
    assert_lang("وقّع المتحف اتفاقا مع British Library لرقمنة المخطوطات", "ar");
    assert_lang("ISPR نے Facebook اور WhatsApp پر بیان جاری کیا کہ مشق مکمل ہو گئی", "ur");
    assert_lang("记者在 Port Brumel 采访了 Solène 女士", "zh");
    assert_lang("ВОДА В РЕКЕ ПОДНЯЛАСЬ НА ТРИ МЕТРА ЗА НОЧЬ", "ru");
}

static void test_neighbours(void **state)
{
    (void)state;
    assert_lang("د کوڅې پر سر نانوايي له اوږد ژمي وروسته بېرته پرانیستل شوه.", "ps");
    assert_lang("گھٽيءَ جي ڪنڊ تي بيڪري ڊگهي سياري کان پوءِ ٻيهر کلي وئي آهي.", "sd");
    assert_lang("نانەواخانەی سووچی کۆڵانەکە دوای زستانێکی درێژ دووبارە کرایەوە.", "ckb");
    assert_lang("Пекарня на розі знову відчинилася після довгої зими.", "uk");
    assert_lang("Пякарня на рагу зноў адчынілася пасля доўгай зімы.", "be");
    assert_lang("Burçdaky çörekhana uzak gyşdan soň ýene açyldy.", "tk");
    assert_lang("Почмактагы икмәк пешерү йорты озын кыштан соң яңадан ачылды.", "tt");
    assert_lang("ਨੁੱਕੜ ਦੀ ਬੇਕਰੀ ਲੰਮੀ ਸਰਦੀ ਮਗਰੋਂ ਫਿਰ ਖੁੱਲ੍ਹ ਗਈ।", "pa");
    assert_lang("街角のパン屋は長い冬のあと再び開いた。", "ja");
    assert_lang("모퉁이 빵집이 긴 겨울 뒤에 다시 문을 열었다.", "ko");
    assert_lang("Il panificio all'angolo ha riaperto dopo un lungo inverno.", "it");
}

static void test_nothing(void **state)
{
    (void)state;
    assert_lang("", "");
    assert_lang(" \n\t ", "");
    assert_lang("12,500 — 37% (2031)", "");
    assert_lang("?!", "");
    assert_lang("\xff\xfe\x80", "");
}

/* A text is not judged by a short beginning in another language. */
static void test_long(void **state)
{
    (void)state;
    char text[8192] = "News Image. ";
    size_t n = strlen(text);
    while (n < 6000) {
        static const char sentence[] = "دریا کا پانی رات بھر میں تین فٹ چڑھ گیا۔ ";
        memcpy(text + n, sentence, sizeof sentence);
        n += sizeof sentence - 1;
    }
    assert_lang(text, "ur");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags),    cmocka_unit_test(test_ours),
        cmocka_unit_test(test_unusual), cmocka_unit_test(test_neighbours),
        cmocka_unit_test(test_nothing), cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

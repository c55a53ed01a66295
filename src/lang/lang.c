/* SPDX-License-Identifier: Apache-2.0
 *
 * Language tags (BCP 47) to code numbers and back. Knows no words of any language and must not:
 * the packer of the tables links this file.
 */
#include "lang/lang.h"

#include <assert.h>

/* Three-letter codes (ISO 639-2 and 639-3) of languages whose two-letter code is used here. Dari
 * and Iranian Persian count as Persian, Northern Uzbek as Uzbek. */
static const struct {
    char three[4], two[3];
} same[] = {
    {"ara", "ar"}, {"arb", "ar"}, {"aze", "az"}, {"azj", "az"}, {"chi", "zh"}, {"cmn", "zh"},
    {"deu", "de"}, {"eng", "en"}, {"fas", "fa"}, {"fra", "fr"}, {"fre", "fr"}, {"ger", "de"},
    {"hin", "hi"}, {"kaz", "kk"}, {"kir", "ky"}, {"per", "fa"}, {"pes", "fa"}, {"prs", "fa"},
    {"rus", "ru"}, {"spa", "es"}, {"tgk", "tg"}, {"tur", "tr"}, {"urd", "ur"}, {"uzb", "uz"},
    {"uzn", "uz"}, {"zho", "zh"},
};

uint32_t kh_lang_of(struct kh_str tag)
{
    char c[4] = {0};
    size_t n = 0;
    while (n < tag.n && kh_is_alpha(tag.p[n])) {
        if (n == 3) return KH_LANG_NONE;
        c[n] = kh_lower(tag.p[n]);
        n++;
    }
    if (n < 2) return KH_LANG_NONE;
    if (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_' && !kh_is_space(tag.p[n]) &&
        tag.p[n] != '.' && tag.p[n] != '@' && tag.p[n] != ',' && tag.p[n] != ';') {
        return KH_LANG_NONE;
    }
    if (n == 2) return KH_LANG(c[0], c[1]);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (memcmp(same[i].three, c, 3) == 0) return KH_LANG(same[i].two[0], same[i].two[1]);
    }
    if (memcmp(c, "und", 3) == 0) return KH_LANG_NONE;
    return KH_LANG3(c[0], c[1], c[2]);
}

size_t kh_lang_print(uint32_t lang, char out[4])
{
    size_t n = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        char c = (char)(lang >> shift & 0xff);
        if (c) out[n++] = c;
    }
    assert(n == 0 || n >= 2);
    out[n] = '\0';
    return n;
}

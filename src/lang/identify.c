/* SPDX-License-Identifier: Apache-2.0
 *
 * Tells the language of a text: script first, then letters that only one language uses. Takes
 * valid UTF-8, keeps no state, allocates nothing.
 */
#include "base/utf8.h"
#include "lang/lang.h"

enum { LATIN, ARABIC, CYRILLIC, HAN, KANA, HANGUL, DEVANAGARI, SCRIPTS };

static int script_of(uint32_t c)
{
    if (c < 0x80) return kh_is_alpha((char)c) ? LATIN : SCRIPTS;
    if (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) return LATIN;
    if (c >= 0x400 && c < 0x530) return CYRILLIC;
    if ((c >= 0x620 && c < 0x660) || (c >= 0x66E && c < 0x6D4) || (c >= 0xFB50 && c < 0xFEFD)) {
        return ARABIC;
    }
    if (c >= 0x900 && c < 0x980) return DEVANAGARI;
    if (c >= 0x3040 && c < 0x3100) return KANA;
    if (c >= 0x4E00 && c < 0xA000) return HAN;
    if (c >= 0xAC00 && c < 0xD7A4) return HANGUL;
    return SCRIPTS;
}

uint32_t kh_lang_identify(struct kh_str text)
{
    uint32_t count[SCRIPTS + 1] = {0}, urdu = 0, arabic = 0, persian = 0;
    for (size_t at = 0; at < text.n && at < 4096;) {
        uint32_t c = kh_utf8_next(text, &at);
        count[script_of(c)]++;
        urdu += c == 0x679 || c == 0x688 || c == 0x691 || c == 0x6BA || c == 0x6D2 || c == 0x6BE ||
                c == 0x6C1;
        arabic += c == 0x629 || c == 0x649 || c == 0x64A || c == 0x643;
        persian += c == 0x67E || c == 0x686 || c == 0x698 || c == 0x6AF || c == 0x6CC || c == 0x6A9;
    }
    int best = 0;
    for (int i = 1; i < SCRIPTS; i++) best = count[i] > count[best] ? i : best;
    if (count[best] < 2) return KH_LANG_NONE;
    switch (best) {
    case LATIN: return KH_LANG('e', 'n');
    case CYRILLIC: return KH_LANG('r', 'u');
    case HAN: return count[KANA] ? KH_LANG('j', 'a') : KH_LANG('z', 'h');
    case KANA: return KH_LANG('j', 'a');
    case HANGUL: return KH_LANG('k', 'o');
    case DEVANAGARI: return KH_LANG('h', 'i');
    default: break;
    }
    if (urdu) return KH_LANG('u', 'r');
    return arabic >= persian ? KH_LANG('a', 'r') : KH_LANG('f', 'a');
}

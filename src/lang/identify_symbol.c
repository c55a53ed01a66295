/* SPDX-License-Identifier: Apache-2.0
 *
 * Code points to the symbols that languages are told apart by. Used by identification and by the
 * tool that counts n-grams, so that both see the same text; depends on nothing else.
 */
#include "lang/identify.h"

#define APOSTROPHE 0x27u

static uint32_t latin(uint32_t c)
{
    if (c >= 'a' && c <= 'z') return c;
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c < 0xC0) {
        if (c == '\'' || c == '`' || c == 0xB4) return APOSTROPHE;
        return c == 0xAD ? KH_IDENT_SKIP : KH_IDENT_BREAK;
    }
    if (c < 0x100) {
        if (c == 0xD7 || c == 0xF7) return KH_IDENT_BREAK;
        return c >= 0xC0 && c <= 0xDE ? c + 32 : c;
    }
    if (c == 0x130) return 'i';
    if (c == 0x178) return 0xFF;
    if (c == 0x18F) return 0x259; /* schwa of Azerbaijani */
    if (c == 0x1A0 || c == 0x1AF || c == 0x1E6) return c + 1;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c & 1 ? c + 1 : c;
    if (c <= 0x177) return c == 0x131 || c == 0x138 ? c : c | 1;
    if (c >= 0x218 && c <= 0x21B) return c | 1;
    if (c >= 0x2B9 && c <= 0x2BF) return APOSTROPHE;
    return c <= 0x24F || c == 0x259 ? c : KH_IDENT_BREAK;
}

static uint32_t cyrillic(uint32_t c)
{
    if (c < 0x410) return c + 0x50;
    if (c < 0x430) return c + 0x20;
    if (c < 0x460) return c;
    if (c >= 0x483 && c <= 0x489) return KH_IDENT_SKIP;
    if (c >= 0x4C1 && c <= 0x4CE) return c & 1 ? c + 1 : c;
    if (c == 0x4C0) return 0x4CF;
    return c < 0x530 ? c | 1 : KH_IDENT_BREAK;
}

static uint32_t arabic(uint32_t c)
{
    if (c == 0x640 || (c >= 0x64B && c <= 0x65F) || c == 0x670) return KH_IDENT_SKIP;
    if (c == 0x64A || c == 0x649) return 0x6CC;
    if (c == 0x643) return 0x6A9;
    if (c == 0x6C1) return 0x647;
    if (c == 0x6C2 || c == 0x6C3) return 0x6C0;
    if (c >= 0x620 && c <= 0x63F) return c;
    if (c >= 0x641 && c <= 0x64A) return c;
    if (c >= 0x671 && c <= 0x6D3) return c;
    return c == 0x6D5 ? c : KH_IDENT_BREAK;
}

uint32_t kh_ident_symbol(uint32_t c)
{
    if (c < 0x300) return latin(c);
    if (c >= 0x300 && c < 0x370) return KH_IDENT_SKIP;
    if (c >= 0x400 && c < 0x530) return cyrillic(c);
    if (c >= 0x600 && c < 0x700) return arabic(c);
    if (c >= 0x900 && c < 0x964) return c - 0x900 + 0x700;
    if (c >= 0x970 && c < 0x980) return c - 0x900 + 0x700;
    if (c >= 0x1EA0 && c < 0x1EFA) return (c | 1) - 0x1EA0 + 0x790;
    if (c == 0x2018 || c == 0x2019) return APOSTROPHE;
    if (c >= 0x200B && c <= 0x200F) return KH_IDENT_SKIP;
    return KH_IDENT_BREAK;
}

int kh_ident_script_of(uint32_t symbol)
{
    if (symbol < 0x400) return symbol < 'a' ? KH_IDENT_SCRIPTS : KH_IDENT_LATIN;
    if (symbol < 0x600) return KH_IDENT_CYRILLIC;
    if (symbol < 0x700) return KH_IDENT_ARABIC;
    return symbol < 0x780 ? KH_IDENT_DEVANAGARI : KH_IDENT_LATIN;
}

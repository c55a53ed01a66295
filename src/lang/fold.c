/* SPDX-License-Identifier: Apache-2.0
 *
 * Folding: one code point to the bytes that all its spellings share. Takes valid UTF-8; knows
 * letters and marks, never words. Arabic-script letters of the Arabic, Persian and Urdu keyboards
 * fall together (after the letter lists of UTR #53 and Unicode chapter 9.2); other scripts by
 * ICU's case folding and decompositions.
 */
#include "base/utf8.h"
#include "lang/segment.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

#define GONE 1u /* in the table: the character vanishes */

/* U+0600 to U+06FF: what each folds to; 0 keeps it. */
static const uint16_t arabic[256] = {
    [0x0C] = ',',    [0x1B] = ';',    [0x1C] = GONE,   [0x1F] = '?',    [0x21] = GONE,
    [0x22] = 0x0627, [0x23] = 0x0627, [0x24] = 0x0648, [0x25] = 0x0627, [0x26] = 0x06CC,
    [0x29] = 0x06C1, [0x40] = GONE,   [0x43] = 0x06A9, [0x47] = 0x06C1, [0x49] = 0x06CC,
    [0x4A] = 0x06CC, [0x6A] = '%',    [0x6B] = '.',    [0x6C] = ',',    [0x70] = GONE,
    [0x71] = 0x0627, [0x72] = 0x0627, [0x73] = 0x0627, [0x75] = 0x0627, [0xAA] = 0x06A9,
    [0xBA] = 0x0646, [0xBE] = 0x06C1, [0xC0] = 0x06C1, [0xC2] = 0x06C1, [0xC3] = 0x06C1,
    [0xCD] = 0x06CC, [0xD0] = 0x06CC, [0xD2] = 0x06CC, [0xD3] = 0x06CC, [0xD4] = '.',
    [0xD5] = 0x06C1,
};

static uint32_t fold_arabic(uint32_t code)
{
    if ((code >= 0x064B && code <= 0x065F) ||
        (code >= 0x06D6 && code <= 0x06ED && code != 0x06DD) || (code >= 0x0610 && code <= 0x061A))
        return GONE;
    if (code >= 0x0660 && code <= 0x0669) return '0' + code - 0x0660;
    if (code >= 0x06F0 && code <= 0x06F9) return '0' + code - 0x06F0;
    uint32_t to = arabic[code - 0x0600];
    return to ? to : code;
}

/* Quotes, dashes, invisible characters; 0 when it is none of these. */
static uint32_t fold_mark(uint32_t code)
{
    switch (code) {
    case 0x00AD:
    case 0x034F:
    case 0x180E:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x200E:
    case 0x200F:
    case 0x202A:
    case 0x202B:
    case 0x202C:
    case 0x202D:
    case 0x202E:
    case 0x2060:
    case 0x2066:
    case 0x2067:
    case 0x2068:
    case 0x2069:
    case 0xFE0E:
    case 0xFE0F:
    case 0xFEFF: return GONE;
    case 0x02BB:
    case 0x02BC:
    case 0x02BF:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2039:
    case 0x203A:
    case 0xFF07:
    case 0x0060:
    case 0x00B4: return '\'';
    case 0x00AB:
    case 0x00BB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F: return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return '-';
    case 0x3002:
    case 0x0964: return '.';
    case 0x3001: return ',';
    case 0x0131: return 'i'; /* Turkish and Azerbaijani dotless i */
    case 0x0130: return 'i';
    case 0x00D8:
    case 0x00F8: return 'o';
    case 0x0110:
    case 0x0111: return 'd';
    case 0x0141:
    case 0x0142: return 'l';
    case 0x0259:
    case 0x018F: return 'e'; /* Azerbaijani schwa */
    case 0x0401:
    case 0x0451: return 0x0435;
    case 0x093C: return GONE; /* nukta: left out by many writers */
    default: return 0;
    }
}

/* What stays of a code point's compatibility decomposition, marks dropped, in lower case. */
static size_t fold_decomposed(uint32_t code, char *out)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    UChar parts[24];
    int32_t n =
        U_SUCCESS(status) ? unorm2_getDecomposition(nfkd, (UChar32)code, parts, 24, &status) : -1;
    size_t written = 0;
    for (int32_t i = 0; U_SUCCESS(status) && i < n && written <= 12;) {
        uint32_t part = parts[i++];
        if (U16_IS_SURROGATE(part)) continue; /* no letter that folds decomposes beyond the BMP */
        bool arabic_part = part >= 0x0600 && part <= 0x06FF;
        uint32_t to = arabic_part ? fold_arabic(part) : (uint32_t)u_foldCase((UChar32)part, 0);
        bool drop =
            to == GONE || (u_charType((UChar32)part) == U_NON_SPACING_MARK && part < 0x0900);
        if (!drop && part != 0x093C) written += kh_utf8_encode(to, out + written);
    }
    return written;
}

size_t kh_fold_code(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = code == '`' ? '\'' : kh_lower((char)code);
        return 1;
    }
    uint32_t to = code >= 0x0600 && code <= 0x06FF ? fold_arabic(code) : fold_mark(code);
    if (to == GONE) return 0;
    if (to) return kh_utf8_encode(to, out);
    if (code == 0xDF || code == 0x1E9E) {
        out[0] = out[1] = 's';
        return 2;
    }
    if (code >= 0x0300 && code <= 0x036F) return 0;
    bool latin = code < 0x0250 || (code >= 0x1E00 && code <= 0x1EFF);
    bool compatibility = (code >= 0x0958 && code <= 0x095F) || (code >= 0xFB00 && code <= 0xFFEF);
    if (latin || compatibility) {
        size_t n = fold_decomposed(code, out);
        if (n) return n;
    }
    int32_t digit = code > 0x0660 ? u_charDigitValue((UChar32)code) : -1;
    if (digit >= 0) {
        out[0] = (char)('0' + digit);
        return 1;
    }
    return kh_utf8_encode((uint32_t)u_foldCase((UChar32)code, U_FOLD_CASE_DEFAULT), out);
}

struct kh_str kh_fold(struct kh_arena *arena, struct kh_str s)
{
    char *p = kh_arena_bytes(arena, s.n * 6 + 16);
    if (!p) return KH_STR_NONE;
    size_t n = 0;
    bool blank = false;
    for (size_t at = 0; at < s.n;) {
        uint32_t code = kh_utf8_next(s, &at);
        if (code < 0x80 ? kh_is_space((char)code) : u_isUWhiteSpace((UChar32)code)) {
            blank = n > 0;
            continue;
        }
        char bytes[16];
        size_t k = kh_fold_code(code, bytes);
        if (k && blank) p[n++] = ' ';
        if (k) blank = false;
        memcpy(p + n, bytes, k);
        n += k;
    }
    return (struct kh_str){p, n};
}

enum kh_script kh_script_of(uint32_t code)
{
    if (code < 0x80) return kh_is_alpha((char)code) ? KH_SCRIPT_LATIN : KH_SCRIPT_NONE;
    if (code < 0x0250) return u_isalpha((UChar32)code) ? KH_SCRIPT_LATIN : KH_SCRIPT_NONE;
    if (code >= 0x0400 && code <= 0x052F) return KH_SCRIPT_CYRILLIC;
    if (code >= 0x0600 && code <= 0x077F) return KH_SCRIPT_ARABIC;
    if (code >= 0x0900 && code <= 0x097F) return KH_SCRIPT_DEVANAGARI;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)code, &status)) {
    case USCRIPT_LATIN: return KH_SCRIPT_LATIN;
    case USCRIPT_ARABIC: return KH_SCRIPT_ARABIC;
    case USCRIPT_CYRILLIC: return KH_SCRIPT_CYRILLIC;
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA: return KH_SCRIPT_HAN;
    case USCRIPT_DEVANAGARI: return KH_SCRIPT_DEVANAGARI;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED: return KH_SCRIPT_NONE;
    default: return KH_SCRIPT_OTHER;
    }
}

bool kh_is_word_code(uint32_t code)
{
    if (code < 0x80) return kh_is_alpha((char)code) || kh_is_digit((char)code);
    return (U_GET_GC_MASK((UChar32)code) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0 ||
           code == 0x200C || code == 0x200D || code == 0x00AD;
}

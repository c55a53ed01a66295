/* SPDX-License-Identifier: Apache-2.0
 *
 * Folded words to stems (Snowball where it has the language, light affix stripping for Urdu,
 * Persian and Kurdish) and to consonant skeletons that are alike in Latin, Arabic, Cyrillic, Greek
 * and Devanagari letters. Knows nothing of articles.
 */
#include "lang/words.h"

#include <libstemmer.h>

#include "base/utf8.h"

void *kh_stemmer_of(uint32_t lang)
{
    static const struct {
        uint32_t lang;
        const char *name;
    } known[] = {
        {KH_LANG('e', 'n'), "english"},    {KH_LANG('a', 'r'), "arabic"},
        {KH_LANG('t', 'r'), "turkish"},    {KH_LANG('r', 'u'), "russian"},
        {KH_LANG('d', 'e'), "german"},     {KH_LANG('e', 's'), "spanish"},
        {KH_LANG('f', 'r'), "french"},     {KH_LANG('p', 't'), "portuguese"},
        {KH_LANG('i', 't'), "italian"},    {KH_LANG('n', 'l'), "dutch"},
        {KH_LANG('s', 'v'), "swedish"},    {KH_LANG('n', 'o'), "norwegian"},
        {KH_LANG('d', 'a'), "danish"},     {KH_LANG('f', 'i'), "finnish"},
        {KH_LANG('r', 'o'), "romanian"},   {KH_LANG('h', 'u'), "hungarian"},
        {KH_LANG('e', 'l'), "greek"},      {KH_LANG('h', 'i'), "hindi"},
        {KH_LANG('i', 'd'), "indonesian"}, {KH_LANG('m', 's'), "indonesian"},
        {KH_LANG('t', 'a'), "tamil"},      {KH_LANG('l', 't'), "lithuanian"},
        {KH_LANG('c', 'a'), "catalan"},    {KH_LANG('u', 'k'), "russian"},
        {KH_LANG('b', 'e'), "russian"},    {KH_LANG('a', 'z'), "turkish"},
        {KH_LANG('u', 'z'), "turkish"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].lang == lang) return sb_stemmer_new(known[i].name, NULL);
    }
    return NULL;
}

void kh_stemmer_free(void *stemmer)
{
    if (stemmer) sb_stemmer_delete(stemmer);
}

/* Endings of nouns and verbs in Arabic letters where Snowball has no algorithm. Longest first. */
static struct kh_str strip_arabic_letters(struct kh_str word)
{
    static const char *const endings[] = {"هایی", "های", "ترین", "وں", "یں", "ات", "ان",
                                          "ها",   "ہا",  "ین",   "ے",  "ی",  "ہ",  "ه"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct kh_str end = kh_str_of(endings[i]);
        if (word.n >= end.n + 6 && kh_str_ends(word, end)) {
            return kh_str_sub(word, 0, word.n - end.n);
        }
    }
    return word;
}

struct kh_str kh_stem(void *stemmer, uint32_t lang, struct kh_arena *arena, struct kh_str folded)
{
    if (folded.n == 0 || folded.n > 80) return folded;
    if (!stemmer) {
        if (lang == KH_LANG('u', 'r') || lang == KH_LANG('f', 'a') || lang == KH_LANG('p', 's') ||
            lang == KH_LANG3('c', 'k', 'b') || lang == KH_LANG('s', 'd')) {
            return strip_arabic_letters(folded);
        }
        return folded;
    }
    const sb_symbol *out = sb_stemmer_stem(stemmer, (const sb_symbol *)folded.p, (int)folded.n);
    if (!out) return folded;
    struct kh_str stem = {(const char *)out, (size_t)sb_stemmer_length(stemmer)};
    return stem.n ? kh_arena_str(arena, stem) : folded;
}

/* ---- skeletons ---- */

/* Classes of consonants that scripts do not keep apart share a letter: p with b (Arabic has no p),
 * v with f, g and q with k, sh with s, ch with j. 'a' stands for a vowel, 'w' and 'y' for letters
 * that are vowels in one script and consonants in another; they count at the start only. */
static char class_of_arabic(uint32_t c)
{
    switch (c) {
    case 0x628:
    case 0x67E: return 'b';
    case 0x62A:
    case 0x637:
    case 0x679: return 't';
    case 0x62B:
    case 0x633:
    case 0x634:
    case 0x635: return 's';
    case 0x62C:
    case 0x686: return 'j';
    case 0x62D:
    case 0x62E: return 'h';
    case 0x647:
    case 0x6C1:
    case 0x6BE:
    case 0x6D5: return 'y'; /* often a final vowel */
    case 0x62F:
    case 0x688: return 'd';
    case 0x630:
    case 0x632:
    case 0x638:
    case 0x636:
    case 0x698: return 'z';
    case 0x631:
    case 0x691:
    case 0x695: return 'r';
    case 0x641:
    case 0x6A4: return 'f';
    case 0x642:
    case 0x643:
    case 0x6A9:
    case 0x63A:
    case 0x6AF: return 'k';
    case 0x644:
    case 0x6B5: return 'l';
    case 0x645: return 'm';
    case 0x646:
    case 0x6BA: return 'n';
    case 0x648:
    case 0x624:
    case 0x6C6: return 'w';
    case 0x64A:
    case 0x6CC:
    case 0x626:
    case 0x6D2:
    case 0x649:
    case 0x6CE: return 'y';
    default: return c >= 0x620 && c <= 0x6D5 ? 'a' : 0;
    }
}

static char class_of_cyrillic(uint32_t c)
{
    /* а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я */
    static const char base[] = "abfkdazzayklmnabrstafhsjss\0a\0aya";
    if (c >= 0x430 && c <= 0x44F) return base[c - 0x430];
    switch (c) {
    case 0x456:
    case 0x457:
    case 0x454:
    case 0x451: return 'a';
    case 0x45E: return 'w';
    case 0x491:
    case 0x49B:
    case 0x493: return 'k';
    case 0x4B3:
    case 0x4BB: return 'h';
    case 0x4A3: return 'n';
    case 0x4B7: return 'j';
    case 0x4E9:
    case 0x4AF:
    case 0x4B1:
    case 0x4D9:
    case 0x4EF:
    case 0x4E3: return 'a';
    default: return 0;
    }
}

static char class_of_greek(uint32_t c)
{
    static const char base[] = "abkdazathaklmnkabrss\0tafhba"; /* alpha = 0x3B1 */
    return c >= 0x3B1 && c <= 0x3C9 && c - 0x3B1 < sizeof base - 1 ? base[c - 0x3B1] : 0;
}

static char class_of_devanagari(uint32_t c)
{
    static const char base[] = /* ka = 0x915 */
        "kkkknjjjjnttddnttddnnbbbbmyrrlllwsssh";
    if (c >= 0x915 && c <= 0x939) {
        size_t i = c - 0x915;
        return i < sizeof base - 1 ? base[i] : 0;
    }
    if (c >= 0x904 && c <= 0x914) return 'a';
    switch (c) {
    case 0x902: return 'n';
    case 0x958:
    case 0x959:
    case 0x95A: return 'k';
    case 0x95B: return 'z';
    case 0x95C:
    case 0x95D: return 'r';
    case 0x95E: return 'f';
    default: return 0;
    }
}

/* Latin needs the next letter: digraphs, and c before e and i. *used becomes 2 for a digraph. */
static char class_of_latin(char c, char next, size_t *used)
{
    *used = 1;
    if (next == 'h') {
        switch (c) {
        case 's': *used = 2; return 's';
        case 'c': *used = 2; return 'j';
        case 'k': *used = 2; return 'h';
        case 'g': *used = 2; return 'k';
        case 't': *used = 2; return 't';
        case 'p': *used = 2; return 'f';
        case 'z': *used = 2; return 'z';
        case 'd': *used = 2; return 'd';
        case 'b': *used = 2; return 'b';
        default: break;
        }
    }
    if (c == 'c') return next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
    /* a b c d e f g h i j k l m n o p q r s t u v w x y z */
    static const char base[] = "abkdafkhajklmnabkrstafwkyz";
    return c >= 'a' && c <= 'z' ? base[c - 'a'] : 0;
}

static char class_of(uint32_t code)
{
    if (code >= 0x370 && code < 0x400) return class_of_greek(code);
    if (code >= 0x400 && code < 0x530) return class_of_cyrillic(code);
    if (code >= 0x620 && code < 0x6D6) return class_of_arabic(code);
    if (code >= 0x900 && code < 0x980) return class_of_devanagari(code);
    return 0;
}

size_t kh_arabic_article(struct kh_str s)
{
    static const char *const heads[] = {"وال", "بال", "كال", "فال", "کال", "لل", "ال"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct kh_str head = kh_str_of(heads[i]);
        if (s.n >= head.n + 6 && kh_str_starts(s, head)) return head.n;
    }
    return 0;
}

size_t kh_skeleton(struct kh_str folded, char out[16])
{
    size_t n = 0, at = kh_arabic_article(folded);
    bool first = true;
    while (at < folded.n && n < 15) {
        char c;
        unsigned char byte = (unsigned char)folded.p[at];
        if (byte < 0x80) {
            size_t used;
            c = class_of_latin((char)byte, at + 1 < folded.n ? folded.p[at + 1] : 0, &used);
            at += used;
        } else {
            uint32_t code = kh_utf8_next(folded, &at);
            c = class_of(code);
            if (code == 0x434 && kh_str_starts(kh_str_sub(folded, at, folded.n), KH_STR("ж"))) {
                at += 2; /* dzh is one sound */
                c = 'j';
            }
        }
        if (!c) continue;
        bool weak = c == 'a' || c == 'w' || c == 'y';
        if (weak && !first) continue;
        if (weak && c == 'y') c = 'a';
        if (c == 'h' && !first && at >= folded.n) continue; /* a final h is often silent */
        if (n && out[n - 1] == c) continue;
        out[n++] = c;
        first = false;
    }
    out[n] = 0;
    return n >= 3 ? n : 0;
}

/* ---- as Chinese hears names: no r, no voice, m as n at the end of a syllable ---- */

static size_t sound_add(char c, char out[16], size_t n)
{
    if (n >= 15 || (n && out[n - 1] == c)) return n;
    out[n] = c;
    return n + 1;
}

size_t kh_sound_of_skeleton(const char *skeleton, size_t n, char out[16])
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        switch (skeleton[i]) {
        case 'a': break;
        case 'w': length = sound_add('f', out, length); break;
        case 't': length = sound_add('d', out, length); break;
        case 'j':
        case 'z': length = sound_add('s', out, length); break;
        case 'r': length = sound_add('l', out, length); break;
        case 'm': length = sound_add('n', out, length); break;
        default: length = sound_add(skeleton[i], out, length); break;
        }
    }
    return length;
}

size_t kh_sound_of_reading(struct kh_str reading, char out[16], size_t n)
{
    if (reading.n == 0) return n;
    if (kh_str_eq(reading, KH_STR("er"))) return sound_add('l', out, n);
    static const char of[] = /* a to z; 0: none */
        "\0bsd\0fkh\0kklnn\0bslsd\0ffs\0s";
    char first = reading.p[0];
    char c = first >= 'a' && first <= 'z' ? of[first - 'a'] : 0;

    if (c) n = sound_add(c, out, n);
    char last = reading.p[reading.n - 1], before = reading.n > 1 ? reading.p[reading.n - 2] : 0;
    if (reading.n > 1 && (last == 'n' || (last == 'g' && before == 'n'))) {
        n = sound_add('n', out, n);
    }
    return n;
}

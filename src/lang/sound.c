/* SPDX-License-Identifier: Apache-2.0
 *
 * From the letters of a name to sound units, their coarse classes and blocking keys. Takes names as
 * written or folded; looks up no words.
 */
#include "lang/sound.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "lang/sound_internal.h"

const struct kh_sound_unit_info kh_sound_unit_infos[KH_SOUND_UNIT_COUNT] = {
#define SOUND(id, letters, reading, coarse) {letters, reading, coarse},
#include "lang/sound_units.h"
#undef SOUND
};

/* A letter: its script and a code within it (an ASCII letter, or a code point). */
struct letter {
    uint8_t script;
    uint16_t code; /* ' ' parts words */
};

#define MAX_LETTERS 64

/* U+00C0 to U+017F without their marks, two letters where one stands for two. Capitals are the
 * letters that sound otherwise than their base (sound_units.h). */
static const char latin_bases[] =
    "a a a a A a aeC e e e e i i i i d N o o o o O   O u u u U y thss"
    "a a a a A a aeC e e e e i i i i d N o o o o O   O u u u U y thy "
    "a a a a a a C C C C c c C C d d d d e e e e e e e e e e g g G G "
    "g g g g h h h h i i i i i i i i i i ijijj j k k k l l l l l l   "
    "  l l n n n n n n n ngngo o o o O O oeoer r r r r r S S S S S S "
    "S S t t t t t t u u u u u u u u U U u u w w y y y Z Z z z Z Z s ";

static const uint8_t latin_units[128] = {
    ['a'] = KH_SOUND_L_A,  ['b'] = KH_SOUND_L_B,  ['c'] = KH_SOUND_L_C,  ['d'] = KH_SOUND_L_D,
    ['e'] = KH_SOUND_L_E,  ['f'] = KH_SOUND_L_F,  ['g'] = KH_SOUND_L_G,  ['h'] = KH_SOUND_L_H,
    ['i'] = KH_SOUND_L_I,  ['j'] = KH_SOUND_L_J,  ['k'] = KH_SOUND_L_K,  ['l'] = KH_SOUND_L_L,
    ['m'] = KH_SOUND_L_M,  ['n'] = KH_SOUND_L_N,  ['o'] = KH_SOUND_L_O,  ['p'] = KH_SOUND_L_P,
    ['q'] = KH_SOUND_L_Q,  ['r'] = KH_SOUND_L_R,  ['s'] = KH_SOUND_L_S,  ['t'] = KH_SOUND_L_T,
    ['u'] = KH_SOUND_L_U,  ['v'] = KH_SOUND_L_V,  ['w'] = KH_SOUND_L_W,  ['x'] = KH_SOUND_L_X,
    ['y'] = KH_SOUND_L_Y,  ['z'] = KH_SOUND_L_Z,  ['S'] = KH_SOUND_L_SX, ['C'] = KH_SOUND_L_CX,
    ['Z'] = KH_SOUND_L_ZX, ['G'] = KH_SOUND_L_GX, ['O'] = KH_SOUND_L_OX, ['U'] = KH_SOUND_L_UX,
    ['N'] = KH_SOUND_L_NX, ['A'] = KH_SOUND_L_AX,
};

static const uint8_t arabic_units[256] = {
    [0x21] = KH_SOUND_A_HAMZA,   [0x22] = KH_SOUND_A_MADDA,     [0x23] = KH_SOUND_A_HAMZA_UP,
    [0x24] = KH_SOUND_A_HAMZA_W, [0x25] = KH_SOUND_A_HAMZA_LOW, [0x26] = KH_SOUND_A_HAMZA_Y,
    [0x27] = KH_SOUND_A_ALIF,    [0x28] = KH_SOUND_A_B,         [0x29] = KH_SOUND_A_TEH,
    [0x2A] = KH_SOUND_A_T,       [0x2B] = KH_SOUND_A_TH,        [0x2C] = KH_SOUND_A_J,
    [0x2D] = KH_SOUND_A_HH,      [0x2E] = KH_SOUND_A_KH,        [0x2F] = KH_SOUND_A_D,
    [0x30] = KH_SOUND_A_DH,      [0x31] = KH_SOUND_A_R,         [0x32] = KH_SOUND_A_Z,
    [0x33] = KH_SOUND_A_S,       [0x34] = KH_SOUND_A_SH,        [0x35] = KH_SOUND_A_SS,
    [0x36] = KH_SOUND_A_DAD,     [0x37] = KH_SOUND_A_TAH,       [0x38] = KH_SOUND_A_ZAH,
    [0x39] = KH_SOUND_A_AIN,     [0x3A] = KH_SOUND_A_GH,        [0x41] = KH_SOUND_A_F,
    [0x42] = KH_SOUND_A_Q,       [0x43] = KH_SOUND_A_K,         [0x44] = KH_SOUND_A_L,
    [0x45] = KH_SOUND_A_M,       [0x46] = KH_SOUND_A_N,         [0x47] = KH_SOUND_A_H,
    [0x48] = KH_SOUND_A_W,       [0x49] = KH_SOUND_A_MAKSURA,   [0x4A] = KH_SOUND_A_Y,
    [0x71] = KH_SOUND_A_ALIF,    [0x72] = KH_SOUND_A_HAMZA_UP,  [0x73] = KH_SOUND_A_HAMZA_LOW,
    [0x79] = KH_SOUND_A_TT,      [0x7E] = KH_SOUND_A_P,         [0x86] = KH_SOUND_A_CH,
    [0x88] = KH_SOUND_A_DD,      [0x91] = KH_SOUND_A_RR,        [0x98] = KH_SOUND_A_ZH,
    [0xA4] = KH_SOUND_A_V,       [0xA9] = KH_SOUND_A_K,         [0xAA] = KH_SOUND_A_K,
    [0xAF] = KH_SOUND_A_G,       [0xBA] = KH_SOUND_A_NN,        [0xBE] = KH_SOUND_A_HE,
    [0xC0] = KH_SOUND_A_TEH,     [0xC1] = KH_SOUND_A_H,         [0xC2] = KH_SOUND_A_H,
    [0xC3] = KH_SOUND_A_TEH,     [0xCC] = KH_SOUND_A_Y,         [0xD0] = KH_SOUND_A_Y,
    [0xD2] = KH_SOUND_A_YE,      [0xD3] = KH_SOUND_A_YE,        [0xD5] = KH_SOUND_A_H,
};

/* U+0430 to U+04FF; 0 leaves the letter out (soft and hard sign). */
static const uint8_t cyrillic_units[0xD0] = {
    [0x00] = KH_SOUND_C_A,  [0x01] = KH_SOUND_C_B,    [0x02] = KH_SOUND_C_V,
    [0x03] = KH_SOUND_C_G,  [0x04] = KH_SOUND_C_D,    [0x05] = KH_SOUND_C_E,
    [0x06] = KH_SOUND_C_ZH, [0x07] = KH_SOUND_C_Z,    [0x08] = KH_SOUND_C_I,
    [0x09] = KH_SOUND_C_J,  [0x0A] = KH_SOUND_C_K,    [0x0B] = KH_SOUND_C_L,
    [0x0C] = KH_SOUND_C_M,  [0x0D] = KH_SOUND_C_N,    [0x0E] = KH_SOUND_C_O,
    [0x0F] = KH_SOUND_C_P,  [0x10] = KH_SOUND_C_R,    [0x11] = KH_SOUND_C_S,
    [0x12] = KH_SOUND_C_T,  [0x13] = KH_SOUND_C_U,    [0x14] = KH_SOUND_C_F,
    [0x15] = KH_SOUND_C_KH, [0x16] = KH_SOUND_C_TS,   [0x17] = KH_SOUND_C_CH,
    [0x18] = KH_SOUND_C_SH, [0x19] = KH_SOUND_C_SHCH, [0x1B] = KH_SOUND_C_Y,
    [0x1D] = KH_SOUND_C_EE, [0x1E] = KH_SOUND_C_U,    [0x1F] = KH_SOUND_C_A,
    [0x21] = KH_SOUND_C_YO, [0x24] = KH_SOUND_C_E,    [0x26] = KH_SOUND_C_I,
    [0x27] = KH_SOUND_C_I,  [0x2E] = KH_SOUND_C_U,    [0x61] = KH_SOUND_C_G,
    [0x63] = KH_SOUND_C_GX, [0x6B] = KH_SOUND_C_KX,   [0x73] = KH_SOUND_C_NX,
    [0x7F] = KH_SOUND_C_UX, [0x81] = KH_SOUND_C_U,    [0x83] = KH_SOUND_C_HX,
    [0x87] = KH_SOUND_C_CX, [0x8B] = KH_SOUND_C_HX,   [0xA9] = KH_SOUND_C_AX,
    [0xB3] = KH_SOUND_C_I,  [0xB9] = KH_SOUND_C_OX,   [0xBF] = KH_SOUND_C_U,
};

/* U+0904 to U+0939, then the vowel signs U+093E to U+094C: Latin letters in pairs. */
static const char devanagari_letters[] =
    "e a a i i u u r l e e e e o o o o k khg ghn C C j j n t thd dhn "
    "t thd dhn n p phb bhm y r r l l l v S S s h ";
static const char devanagari_signs[] = "a i i u u r r e e e e o o o o ";

struct speller {
    struct letter letters[MAX_LETTERS];
    unsigned n;
    uint32_t scripts[KH_SOUND_SCRIPTS];
};

static void put_letter(struct speller *s, uint8_t script, uint32_t code)
{
    if (s->n >= MAX_LETTERS) return;
    if (code == ' ' && (s->n == 0 || s->letters[s->n - 1].code == ' ')) return;
    s->letters[s->n++] = (struct letter){script, (uint16_t)code};
    if (code != ' ') s->scripts[script]++;
}

static void put_pair(struct speller *s, uint8_t script, const char *pair)
{
    for (unsigned i = 0; i < 2; i++)
        if (pair[i] != ' ') put_letter(s, script, (uint32_t)(unsigned char)pair[i]);
}

static void spell_other(struct speller *s, uint32_t code)
{
    if (code >= 0x1E00 && code <= 0x1EFF) {
        char folded[16];
        if (kh_fold_code(code, folded) == 1) put_letter(s, KH_SOUND_LATIN, (uint8_t)folded[0]);
    } else if (code == 0x0259 || code == 0x018F) {
        put_letter(s, KH_SOUND_LATIN, 'A');
    } else if (code >= 0x0904 && code <= 0x0939) {
        put_pair(s, KH_SOUND_DEVANAGARI, devanagari_letters + (code - 0x0904) * 2);
    } else if (code >= 0x093E && code <= 0x094C) {
        put_pair(s, KH_SOUND_DEVANAGARI, devanagari_signs + (code - 0x093E) * 2);
    } else if (code == 0x0902 || code == 0x0901) {
        put_letter(s, KH_SOUND_DEVANAGARI, 'n');
    } else if (code == 0x2010 || code == 0x2011 || code == 0x2013 || code == 0x00A0 ||
               code == 0x200C || code == 0x00B7) {
        put_letter(s, KH_SOUND_LATIN, ' ');
    }
}

static void spell(struct speller *s, uint32_t code)
{
    if (code < 0x80) {
        if (kh_is_alpha((char)code)) put_letter(s, KH_SOUND_LATIN, (uint8_t)kh_lower((char)code));
        else if (code == ' ' || code == '-' || code == '_') put_letter(s, KH_SOUND_LATIN, ' ');
    } else if (code >= 0xC0 && code <= 0x17F) {
        put_pair(s, KH_SOUND_LATIN, latin_bases + (code - 0xC0) * 2);
    } else if (code >= 0x0600 && code <= 0x06FF) {
        if (arabic_units[code - 0x0600]) put_letter(s, KH_SOUND_ARABIC, code);
    } else if (code >= 0x0400 && code <= 0x04FF) {
        if (code < 0x0410) code += 0x50;
        else if (code < 0x0430) code += 0x20;
        else if (code >= 0x0490 && !(code & 1) && code != 0x04C0) code++;
        if (code == 0x044F || code == 0x044E) put_letter(s, KH_SOUND_CYRILLIC, 0x0439);
        put_letter(s, KH_SOUND_CYRILLIC, code);
    } else {
        spell_other(s, code);
    }
}

/* The group of Latin letters that begins at l, or none. *taken says how many letters it has. */
static uint8_t latin_group(const char *l, size_t left, size_t *taken)
{
    static const struct {
        char letters[5];
        uint8_t n, unit;
    } groups[] = {
        {"tsch", 4, KH_SOUND_L_TSCH}, {"tch", 3, KH_SOUND_L_TCH}, {"sch", 3, KH_SOUND_L_SCH},
        {"eau", 3, KH_SOUND_L_EAU},   {"sh", 2, KH_SOUND_L_SH},   {"ch", 2, KH_SOUND_L_CH},
        {"ck", 2, KH_SOUND_L_CK},     {"kh", 2, KH_SOUND_L_KH},   {"gh", 2, KH_SOUND_L_GH},
        {"zh", 2, KH_SOUND_L_ZH},     {"th", 2, KH_SOUND_L_TH},   {"dh", 2, KH_SOUND_L_DH},
        {"ph", 2, KH_SOUND_L_PH},     {"bh", 2, KH_SOUND_L_BH},   {"ts", 2, KH_SOUND_L_TS},
        {"tz", 2, KH_SOUND_L_TZ},     {"dj", 2, KH_SOUND_L_DJ},   {"dz", 2, KH_SOUND_L_DZ},
        {"cz", 2, KH_SOUND_L_CZ},     {"sz", 2, KH_SOUND_L_SZ},   {"ng", 2, KH_SOUND_L_NG},
        {"gn", 2, KH_SOUND_L_GN},     {"ll", 2, KH_SOUND_L_LL},   {"rh", 2, KH_SOUND_L_RH},
        {"ou", 2, KH_SOUND_L_OU},     {"oo", 2, KH_SOUND_L_OO},   {"ee", 2, KH_SOUND_L_EE},
    };
    /* Only these letters come second in a group. */
    if (left < 2 || !memchr("hckszjgnlouea", l[1], 13)) return 0;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (groups[i].n <= left && groups[i].letters[0] == l[0] &&
            memcmp(groups[i].letters, l, groups[i].n) == 0) {
            *taken = groups[i].n;
            return groups[i].unit;
        }
    return 0;
}

static uint8_t latin_unit(const char *l, size_t left, size_t *taken)
{
    *taken = 1;
    uint8_t unit = latin_group(l, left, taken);
    if (unit) return unit;
    bool soft = left > 1 && (l[1] == 'e' || l[1] == 'i' || l[1] == 'y');
    if (soft && l[0] == 'c') return KH_SOUND_L_CE;
    if (soft && l[0] == 'g') return KH_SOUND_L_GE;
    return latin_units[(unsigned char)l[0] & 127];
}

static uint8_t arabic_unit(const struct letter *l, size_t left, bool first, size_t *taken)
{
    *taken = 1;
    uint16_t next = left > 1 ? l[1].code : 0;
    if (first && l[0].code == 0x0627 && next == 0x0644 && left > 3) {
        *taken = 2;
        return KH_SOUND_A_AL;
    }
    if (l[0].code == 0x062A && next == 0x0634) {
        *taken = 2;
        return KH_SOUND_A_TSH;
    }
    return arabic_units[l[0].code - 0x0600];
}

static uint8_t cyrillic_unit(const struct letter *l, size_t left, size_t *taken)
{
    *taken = 1;
    if (l[0].code == 0x0434 && left > 1 && l[1].code == 0x0436) {
        *taken = 2;
        return KH_SOUND_C_DZH;
    }
    return cyrillic_units[l[0].code - 0x0430];
}

/* One word of letters of one script: [from, to). */
static void put_word(struct kh_sound *out, const struct speller *s, unsigned from, unsigned to)
{
    char latin[MAX_LETTERS];
    for (unsigned i = from; i < to; i++) latin[i] = (char)(s->letters[i].code & 127);
    unsigned begin = out->n;
    for (unsigned i = from; i < to;) {
        size_t taken = 1;
        const struct letter *l = s->letters + i;
        size_t left = to - i;
        uint8_t unit;
        if (l->script == KH_SOUND_ARABIC) unit = arabic_unit(l, left, i == from, &taken);
        else if (l->script == KH_SOUND_CYRILLIC) unit = cyrillic_unit(l, left, &taken);
        else unit = latin_unit(latin + i, left, &taken);
        i += (unsigned)taken;
        bool doubled = out->n > begin && out->units[out->n - 1] == unit;
        if (!unit || doubled || out->n >= KH_SOUND_UNITS) continue;
        out->units[out->n++] = unit;
    }
    for (unsigned i = begin; i < out->n; i++) {
        bool vowel = i > begin && kh_sound_unit_infos[out->units[i - 1]].coarse == '-';
        out->places[i] = i == begin        ? KH_SOUND_FIRST
                         : i + 1 == out->n ? KH_SOUND_LAST
                         : vowel           ? KH_SOUND_AFTER_VOWEL
                                           : KH_SOUND_INSIDE;
    }
}

size_t kh_sound_coarse(const struct kh_sound *sound, char out[KH_SOUND_COARSE])
{
    size_t n = 0;
    for (unsigned i = 0; i < sound->n && n < KH_SOUND_COARSE; i++) {
        char c = kh_sound_unit_infos[sound->units[i]].coarse;
        if (c == ' ' && (n == 0 || out[n - 1] == ' ')) continue;
        if (c == '-') {
            bool first = i == 0 || sound->units[i - 1] == KH_SOUND_SPACE;
            if (!first || (i + 1 < sound->n && sound->units[i] == KH_SOUND_A_AL)) continue;
            c = 'A'; /* a word that begins with a vowel or a glide */
        }
        if (n && out[n - 1] == c) continue;
        out[n++] = c;
    }
    while (n && out[n - 1] == ' ') n--;
    return n;
}

/* The classes of all words together without what one script often leaves out, then with fewer and
 * fewer distinctions. */
static void put_keys(struct kh_sound *out)
{
    char coarse[KH_SOUND_COARSE], loose[KH_SOUND_COARSE];
    size_t n = kh_sound_coarse(out, coarse), k = 0;
    for (size_t i = 0; i < n; i++) {
        char c = coarse[i];
        if (c == ' ' || c == 'A') continue;
        if (c == 'J' || c == 'S') c = 'T';
        if (k == 0 || loose[k - 1] != c) loose[k++] = c;
    }
    uint32_t keys[KH_SOUND_KEYS] = {
        (uint32_t)kh_hash((struct kh_str){coarse, n}),
        (uint32_t)kh_hash((struct kh_str){loose, k}) ^ 1u,
        (uint32_t)kh_hash((struct kh_str){loose, k < 4 ? k : 4}) ^ 2u,
        (uint32_t)kh_hash((struct kh_str){loose + (k > 4 ? k - 4 : 0), k > 4 ? 4 : k}) ^ 3u,
    };
    memcpy(out->keys, keys, sizeof keys);
    out->keys_n = KH_SOUND_KEYS;
}

bool kh_sound_key(struct kh_str s, struct kh_sound *out)
{
    struct speller speller = {.n = 0};
    for (size_t at = 0; at < s.n && speller.n < MAX_LETTERS;) spell(&speller, kh_utf8_next(s, &at));
    *out = (struct kh_sound){.n = 0};
    for (unsigned from = 0; from < speller.n;) {
        unsigned to = from;
        while (to < speller.n && speller.letters[to].code != ' ' &&
               speller.letters[to].script == speller.letters[from].script)
            to++;
        if (to == from) {
            from++;
            if (out->n && out->n < KH_SOUND_UNITS && from < speller.n)
                out->units[out->n++] = KH_SOUND_SPACE;
            continue;
        }
        put_word(out, &speller, from, to);
        from = to;
    }
    for (uint8_t i = 1; i < KH_SOUND_SCRIPTS; i++)
        if (speller.scripts[i] > speller.scripts[out->script]) out->script = i;
    put_keys(out);
    return out->n > 0;
}

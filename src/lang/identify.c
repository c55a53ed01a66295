/* SPDX-License-Identifier: Apache-2.0
 *
 * Tells the language of a text: by script where one language owns it, else by naive Bayes over
 * 2- and 3-grams of letters (Cavnar and Trenkle 1994; Dunning 1994), learnt by tool/ngram. Takes
 * valid UTF-8, keeps no state, allocates nothing.
 */
#include "lang/identify.h"

#include <assert.h>

#include "base/utf8.h"
#include "lang/lang.h"

extern const unsigned char kh_ident_data[];

#ifndef KEYBOARD
#define KEYBOARD 72 /* sixteenths of a nat for each letter */
#endif
/* What is behind this tells nothing new. */
#define ENOUGH_BYTES 6000
/* Head start of the languages that news of ours come in, in sixteenths of a nat. */
#ifndef PRIOR
#define PRIOR 120
#endif

/* Blocks of code points whose script belongs to one language (or stands for it). */
static const struct {
    uint32_t first, last, lang;
} owned[] = {
    {0x370, 0x3FF, KH_LANG('e', 'l')},   {0x530, 0x58F, KH_LANG('h', 'y')},
    {0x590, 0x5FF, KH_LANG('h', 'e')},   {0x980, 0x9FF, KH_LANG('b', 'n')},
    {0xA00, 0xA7F, KH_LANG('p', 'a')},   {0xA80, 0xAFF, KH_LANG('g', 'u')},
    {0xB00, 0xB7F, KH_LANG('o', 'r')},   {0xB80, 0xBFF, KH_LANG('t', 'a')},
    {0xC00, 0xC7F, KH_LANG('t', 'e')},   {0xC80, 0xCFF, KH_LANG('k', 'n')},
    {0xD00, 0xD7F, KH_LANG('m', 'l')},   {0xD80, 0xDFF, KH_LANG('s', 'i')},
    {0xE00, 0xE7F, KH_LANG('t', 'h')},   {0xE80, 0xEFF, KH_LANG('l', 'o')},
    {0xF00, 0xFFF, KH_LANG('b', 'o')},   {0x1000, 0x109F, KH_LANG('m', 'y')},
    {0x10A0, 0x10FF, KH_LANG('k', 'a')}, {0x1100, 0x11FF, KH_LANG('k', 'o')},
    {0x1200, 0x139F, KH_LANG('a', 'm')}, {0x1780, 0x17FF, KH_LANG('k', 'm')},
    {0x3040, 0x30FF, KH_LANG('j', 'a')}, {0x3400, 0x9FFF, KH_LANG('z', 'h')},
    {0xAC00, 0xD7A3, KH_LANG('k', 'o')}, {0x20000, 0x2FA1F, KH_LANG('z', 'h')},
};
#define OWNED (sizeof owned / sizeof *owned)

struct count {
    uint32_t sums[KH_IDENT_SCRIPTS][KH_IDENT_COLUMNS];
    uint32_t letters[KH_IDENT_SCRIPTS];
    uint32_t grams[KH_IDENT_SCRIPTS];
    uint32_t owned[OWNED];
    uint32_t arabic, farsi, urdu, sindhi; /* letters of their keyboards */
};

static const struct kh_ident_model *model(void)
{
    return (const struct kh_ident_model *)(const void *)kh_ident_data;
}

/* The row of a gram, or NULL. */
static const uint8_t *find_row(const struct kh_ident_model *m, uint32_t key)
{
    const uint32_t *keys = (const uint32_t *)(const void *)(kh_ident_data + m->keys_at);
    const uint32_t *numbers = (const uint32_t *)(const void *)(kh_ident_data + m->numbers_at);
    uint32_t mask = ((uint32_t)1 << m->bits) - 1;
    for (uint32_t i = kh_ident_slot(key, m->bits);; i = (i + 1) & mask) {
        if (keys[i] == key) return kh_ident_data + m->rows_at + (size_t)numbers[i] * 16;
        if (!keys[i]) return NULL;
    }
}

static void add_gram(const struct kh_ident_model *m, struct count *count, int script, uint32_t a,
                     uint32_t b, uint32_t c, bool name)
{
    const uint8_t *row = find_row(m, kh_ident_key(a, b, c));
    if (!row) row = find_row(m, kh_ident_key(KH_IDENT_ANY, b, c));
    if (!row) row = find_row(m, kh_ident_key(KH_IDENT_ANY, KH_IDENT_ANY, c));
    count->grams[script]++;
    if (!row) return;
    uint32_t *sums = count->sums[script];
    for (uint32_t k = 0; k < m->width[script]; k += 16) {
        for (uint32_t i = k; i < k + 16; i++) sums[i] += name ? row[i] / 2 : row[i];
    }
}

static void count_owned(struct count *count, uint32_t code)
{
    for (size_t i = 0; i < OWNED; i++) {
        if (code >= owned[i].first && code <= owned[i].last) count->owned[i]++;
    }
}

/* Letters that look alike but have a code point of their own on each keyboard. */
static void count_keyboard(struct count *count, uint32_t code)
{
    count->arabic += code == 0x64A || code == 0x643 || code == 0x649 || code == 0x629;
    count->farsi += code == 0x6CC || code == 0x6A9;
    count->urdu += code == 0x6C1 || code == 0x6BE || code == 0x6D2 || code == 0x6BA ||
                   code == 0x679 || code == 0x688 || code == 0x691;
    count->sindhi += code == 0x6AA || code == 0x6BB || code == 0x67B || code == 0x680 ||
                     code == 0x68F || code == 0x6B3 || code == 0x67D || code == 0x684;
}

static void count_text(const struct kh_ident_model *m, struct kh_str text, struct count *count)
{
    uint32_t a = KH_IDENT_BREAK, b = KH_IDENT_BREAK;
    int script = KH_IDENT_LATIN;
    bool name = false;
    for (size_t at = 0; at < text.n;) {
        uint32_t code = kh_utf8_next(text, &at), c = kh_ident_symbol(code);
        if (c == KH_IDENT_SKIP) continue;
        if (c == KH_IDENT_BREAK) {
            if (code >= 0x370) count_owned(count, code);
            if (b == KH_IDENT_BREAK) continue;
        } else {
            int of = kh_ident_script_of(c);
            if (of != KH_IDENT_SCRIPTS) {
                script = of;
                count->letters[of]++;
            }
            if (b == KH_IDENT_BREAK) name = c != code && of <= KH_IDENT_CYRILLIC;
            if (of == KH_IDENT_ARABIC) count_keyboard(count, code);
        }
        add_gram(m, count, script, a, b, c, name);
        a = b;
        b = c;
    }
    if (b != KH_IDENT_BREAK) add_gram(m, count, script, a, b, KH_IDENT_BREAK, name);
}

static bool is_ours(uint32_t lang)
{
    static const uint32_t ours[] = {
        KH_LANG('e', 'n'), KH_LANG('u', 'r'), KH_LANG('a', 'r'), KH_LANG('f', 'a'),
        KH_LANG('t', 'r'), KH_LANG('r', 'u'), KH_LANG('z', 'h'), KH_LANG('h', 'i'),
        KH_LANG('a', 'z'), KH_LANG('u', 'z'), KH_LANG('k', 'k'), KH_LANG('k', 'y'),
        KH_LANG('t', 'g'), KH_LANG('d', 'e'), KH_LANG('e', 's'), KH_LANG('f', 'r'),
    };
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (ours[i] == lang) return true;
    }
    return false;
}

/* Weak evidence, so capped: people type Urdu on Arabic keyboards. */
static uint32_t keyboard_bonus(const struct count *count, uint32_t lang)
{
    uint32_t arabic = count->arabic < 5 ? count->arabic : 5;
    uint32_t farsi = count->farsi < 5 ? count->farsi : 5;
    uint32_t urdu = count->urdu < 5 ? count->urdu : 5;
    uint32_t sindhi = count->sindhi < 5 ? count->sindhi : 5;
    if (lang == KH_LANG('a', 'r')) return KEYBOARD * arabic;
    if (lang == KH_LANG('f', 'a')) return KEYBOARD * farsi;
    if (lang == KH_LANG('u', 'r') || lang == KH_LANG('p', 'a')) return KEYBOARD * (farsi + urdu);
    if (lang == KH_LANG('s', 'd')) return KEYBOARD * (arabic + sindhi);
    return KEYBOARD * (arabic > farsi ? arabic : farsi);
}

/* The language of the script that has most letters in it. */
static uint32_t choose(const struct kh_ident_model *m, const struct count *count, int script)
{
    const uint32_t *sums = count->sums[script];
    uint32_t best = 0, best_sum = 0;
    for (uint32_t k = 0; k < m->langs_n[script]; k++) {
        uint32_t lang = m->langs[script][k];
        uint32_t sum = sums[k] + (is_ours(lang) ? PRIOR : 0);
        if (script == KH_IDENT_ARABIC) sum += keyboard_bonus(count, lang);
        if (sum <= best_sum) continue;
        best_sum = sum;
        best = k;
    }
    if (!sums[best]) return KH_LANG_NONE;
    return m->langs[script][best];
}

uint32_t kh_lang_identify(struct kh_str text)
{
    const struct kh_ident_model *m = model();
    assert(m->magic == KH_IDENT_MAGIC);
    struct count count = {0};
    if (text.n > ENOUGH_BYTES) text.n = kh_utf8_cut(text, ENOUGH_BYTES);
    count_text(m, text, &count);

    uint32_t lang = KH_LANG_NONE, most = 1;
    for (int i = 0; i < KH_IDENT_SCRIPTS; i++) {
        /* Latin names stand in texts of every script, others hardly in Latin ones. */
        uint32_t letters = count.letters[i] * (i == KH_IDENT_LATIN ? 1 : 3);
        if (letters <= most) continue;
        most = letters;
        lang = choose(m, &count, i);
    }
    for (size_t i = 0; i < OWNED; i++) {
        /* A Han character weighs as much as a short word. */
        uint32_t weight = count.owned[i] * (owned[i].first >= 0x3040 ? 8 : 3);
        if (weight <= most) continue;
        most = weight;
        lang = owned[i].lang;
    }
    if (lang == KH_LANG('z', 'h')) {
        for (size_t i = 0; i < OWNED; i++) {
            if (owned[i].lang == KH_LANG('j', 'a') && count.owned[i] * 20 > most) {
                lang = owned[i].lang;
            }
        }
    }
    return lang;
}

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
#define ENOUGH_BYTES 3000
/* A lead that is never made up again, in sixteenths of a nat. */
#ifndef SETTLED
#define SETTLED 600
#endif
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
#define HAN 21 /* the place of most Chinese characters in it */

/* A gram that waits to be added: the model is larger than the caches, so its slot is asked for when
 * the gram is met, its row some grams later. */
struct gram {
    uint32_t a, b, c, script;
    bool name;
    const uint8_t *row; /* NULL: the model has none */
};
enum { WAITING = 8, WAITING_FOR_ROW = 4 };

struct count {
    struct gram waiting[WAITING];
    uint32_t met; /* grams that have been among the waiting */
    uint32_t sums[KH_IDENT_SCRIPTS][KH_IDENT_COLUMNS];
    uint16_t recent[KH_IDENT_SCRIPTS][KH_IDENT_COLUMNS]; /* of up to 32 grams, not yet in sums */
    uint32_t letters[KH_IDENT_SCRIPTS];
    uint32_t grams[KH_IDENT_SCRIPTS];
    bool settled[KH_IDENT_SCRIPTS]; /* nothing is added any more */
    uint32_t owned[OWNED];
    uint32_t keys[5]; /* letters of each keyboard */
};

static const struct kh_ident_model *model(void)
{
    return (const struct kh_ident_model *)(const void *)kh_ident_data;
}

/* The row of a gram, or NULL. */
static const uint8_t *find_row(const struct kh_ident_model *m, uint32_t key)
{
    const struct kh_ident_slot *slots =
        (const struct kh_ident_slot *)(const void *)(kh_ident_data + m->slots_at);
    uint32_t mask = ((uint32_t)1 << m->bits) - 1;
    for (uint32_t i = kh_ident_slot(key, m->bits);; i = (i + 1) & mask) {
        if (slots[i].key == key) return kh_ident_data + m->rows_at + (size_t)slots[i].number * 16;
        if (!slots[i].key) return NULL;
    }
}

/* recent += row; written so that compilers make vectors of it. */
static void add_row(uint16_t *restrict recent, const uint8_t *restrict row, size_t width)
{
    for (; width; width -= 16, recent += 16, row += 16) {
        for (int i = 0; i < 16; i++) recent[i] = (uint16_t)(recent[i] + row[i]);
    }
}

static void add_half_row(uint16_t *restrict recent, const uint8_t *restrict row, size_t width)
{
    for (; width; width -= 16, recent += 16, row += 16) {
        for (int i = 0; i < 16; i++) recent[i] = (uint16_t)(recent[i] + row[i] / 2);
    }
}

static void flush(struct count *count, uint32_t script)
{
    for (int k = 0; k < KH_IDENT_COLUMNS; k++) count->sums[script][k] += count->recent[script][k];
    memset(count->recent[script], 0, sizeof count->recent[script]);
}

/* Has one language of the script left all others so far behind that more text changes nothing? */
static bool is_settled(const struct kh_ident_model *m, const struct count *count, uint32_t script)
{
    uint32_t best = 0, second = 0;
    for (uint32_t k = 0; k < m->langs_n[script]; k++) {
        uint32_t sum = count->sums[script][k];
        if (sum > best) {
            second = best;
            best = sum;
        } else if (sum > second) {
            second = sum;
        }
    }
    return best - second > SETTLED;
}

static void add_gram(const struct kh_ident_model *m, struct count *count, const struct gram *gram)
{
    uint32_t script = gram->script;
    if (!gram->row || count->settled[script]) return;
    if (gram->name) add_half_row(count->recent[script], gram->row, m->width[script]);
    else add_row(count->recent[script], gram->row, m->width[script]);
    if (++count->grams[script] % 32) return;
    flush(count, script);
    count->settled[script] = is_settled(m, count, script);
}

static void find_row_of(const struct kh_ident_model *m, struct gram *gram)
{
    gram->row = find_row(m, kh_ident_key(gram->a, gram->b, gram->c));
    if (!gram->row) gram->row = find_row(m, kh_ident_key(KH_IDENT_ANY, gram->b, gram->c));
    if (!gram->row) gram->row = find_row(m, kh_ident_key(KH_IDENT_ANY, KH_IDENT_ANY, gram->c));
    if (!gram->row) return;
    __builtin_prefetch(gram->row);
    __builtin_prefetch(gram->row + m->width[gram->script] - 1);
}

static void meet_gram(const struct kh_ident_model *m, struct count *count, struct gram gram)
{
    uint32_t n = count->met++;
    struct gram *place = &count->waiting[n % WAITING];
    if (n >= WAITING) add_gram(m, count, place);
    *place = gram;
    __builtin_prefetch(kh_ident_data + m->slots_at +
                       kh_ident_slot(kh_ident_key(gram.a, gram.b, gram.c), m->bits) *
                           sizeof(struct kh_ident_slot));
    if (n >= WAITING_FOR_ROW) find_row_of(m, &count->waiting[(n - WAITING_FOR_ROW) % WAITING]);
}

/* Adds those that still wait. */
static void end_waiting(const struct kh_ident_model *m, struct count *count)
{
    uint32_t n = count->met;
    for (uint32_t i = n > WAITING_FOR_ROW ? n - WAITING_FOR_ROW : 0; i < n; i++)
        find_row_of(m, &count->waiting[i % WAITING]);
    for (uint32_t i = n > WAITING ? n - WAITING : 0; i < n; i++)
        add_gram(m, count, &count->waiting[i % WAITING]);
}

static void count_owned(struct count *count, uint32_t code)
{
    if (code >= 0x2000 && code < 0x3040) return; /* punctuation */
    if (code >= 0x4E00 && code < 0xA000) {
        count->owned[HAN]++;
        return;
    }
    for (size_t i = 0; i < OWNED; i++) {
        if (code >= owned[i].first && code <= owned[i].last) count->owned[i]++;
    }
}

/* Letters that look alike but have a code point of their own on each keyboard, by code - 0x600. */
enum { KEYS_NONE = 0, KEYS_ARABIC, KEYS_FARSI, KEYS_URDU, KEYS_SINDHI };
static const uint8_t keyboard[256] = {
    [0x29] = KEYS_ARABIC, [0x43] = KEYS_ARABIC, [0x49] = KEYS_ARABIC, [0x4A] = KEYS_ARABIC,
    [0xA9] = KEYS_FARSI,  [0xCC] = KEYS_FARSI,  [0x79] = KEYS_URDU,   [0x88] = KEYS_URDU,
    [0x91] = KEYS_URDU,   [0xBA] = KEYS_URDU,   [0xBE] = KEYS_URDU,   [0xC1] = KEYS_URDU,
    [0xD2] = KEYS_URDU,   [0x7B] = KEYS_SINDHI, [0x7D] = KEYS_SINDHI, [0x80] = KEYS_SINDHI,
    [0x84] = KEYS_SINDHI, [0x8F] = KEYS_SINDHI, [0xAA] = KEYS_SINDHI, [0xB3] = KEYS_SINDHI,
    [0xBB] = KEYS_SINDHI,
};

/* The symbol, with its script << 12, of the code point at *at, which moves on. */
static uint32_t next_symbol(const struct kh_ident_model *m, struct kh_str text, size_t *at,
                            uint32_t *code)
{
    unsigned char first = (unsigned char)text.p[*at];
    if (first < 0x80) {
        *code = first;
        ++*at;
    } else if (first < 0xE0 && *at + 1 < text.n) {
        *code = (first & 0x1Fu) << 6 | ((unsigned char)text.p[*at + 1] & 0x3Fu);
        *at += 2;
    } else {
        *code = kh_utf8_next(text, at);
    }
    if (*code < KH_IDENT_TABLE) return m->symbols[*code];
    uint32_t symbol = kh_ident_symbol(*code);
    if (symbol != KH_IDENT_SKIP) symbol |= (uint32_t)kh_ident_script_of(symbol) << 12;
    return symbol;
}

/* The language is settled, and the text is not likely to turn to another script. */
static bool is_enough(const struct count *count, uint32_t script, size_t bytes)
{
    uint32_t others = 0;
    for (uint32_t i = 0; i < KH_IDENT_SCRIPTS; i++) others += i == script ? 0 : count->letters[i];
    return bytes >= 160 && others * 4 < count->letters[script];
}

static void count_text(const struct kh_ident_model *m, struct kh_str text, struct count *count)
{
    uint32_t a = KH_IDENT_BREAK, b = KH_IDENT_BREAK, code;
    uint32_t script = KH_IDENT_LATIN;
    bool name = false;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = next_symbol(m, text, &at, &code);
        if (c == KH_IDENT_SKIP) continue;
        uint32_t of = c >> 12;
        c &= 0xFFF;
        if (of < KH_IDENT_SCRIPTS) {
            script = of;
            count->letters[of]++;
            if (of == KH_IDENT_ARABIC) count->keys[keyboard[code & 0xFF]]++;
            else if (b == KH_IDENT_BREAK) name = c != code && of <= KH_IDENT_CYRILLIC;
        } else if (c == KH_IDENT_BREAK) {
            if (code >= 0x370) count_owned(count, code);
            if (b == KH_IDENT_BREAK) continue;
        }
        if (!count->settled[script])
            meet_gram(m, count, (struct gram){a, b, c, script, name, NULL});
        else if (is_enough(count, script, at)) break;
        a = b;
        b = c;
    }
    if (b != KH_IDENT_BREAK)
        meet_gram(m, count, (struct gram){a, b, KH_IDENT_BREAK, script, name, NULL});
    end_waiting(m, count);
}

static uint32_t capped(const struct count *count, int keys)
{
    return count->keys[keys] < 5 ? count->keys[keys] : 5;
}

/* Weak evidence, so capped: people type Urdu on Arabic keyboards. */
static uint32_t keyboard_bonus(const struct count *count, uint32_t lang)
{
    uint32_t arabic = capped(count, KEYS_ARABIC);
    uint32_t farsi = capped(count, KEYS_FARSI);
    uint32_t urdu = capped(count, KEYS_URDU);
    uint32_t sindhi = capped(count, KEYS_SINDHI);
    if (lang == KH_LANG('a', 'r')) return KEYBOARD * arabic;
    if (lang == KH_LANG('f', 'a')) return KEYBOARD * farsi;
    if (lang == KH_LANG('u', 'r') || lang == KH_LANG('p', 'a')) return KEYBOARD * (farsi + urdu);
    if (lang == KH_LANG('s', 'd')) return KEYBOARD * (arabic + 2 * sindhi);
    return KEYBOARD * (arabic > farsi ? arabic : farsi);
}

/* The language of the script that has most letters in it. */
static uint32_t choose(const struct kh_ident_model *m, struct count *count, uint32_t script)
{
    flush(count, script);
    const uint32_t *sums = count->sums[script];
    uint32_t best = 0, best_sum = 0;
    for (uint32_t k = 0; k < m->langs_n[script]; k++) {
        uint32_t lang = m->langs[script][k];
        uint32_t sum = sums[k] + (m->ours[script] >> k & 1 ? PRIOR : 0);
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
    for (uint32_t i = 0; i < KH_IDENT_SCRIPTS; i++) {
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

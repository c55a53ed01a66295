/* SPDX-License-Identifier: Apache-2.0
 *
 * A readable Latin spelling of a word of any script. Scripts that leave out short vowels get an
 * 'a' where a reader would stumble; the given names of data/given are spelled as usual.
 */
#include "base/utf8.h"
#include "lang/sound_internal.h"

#define LATIN_MAX 160

struct latin {
    char p[LATIN_MAX];
    size_t n;
    bool consonant; /* the last sound was one */
    unsigned run;   /* consonants since the last vowel */
};

static void put(struct latin *out, const char *reading)
{
    for (; *reading && out->n < LATIN_MAX; reading++) out->p[out->n++] = *reading;
}

static bool is_vowel_unit(unsigned unit)
{
    switch (unit) {
    case KH_SOUND_A_ALIF:
    case KH_SOUND_A_MADDA:
    case KH_SOUND_A_HAMZA_UP:
    case KH_SOUND_A_HAMZA_LOW:
    case KH_SOUND_A_HAMZA_Y:
    case KH_SOUND_A_HAMZA_W:
    case KH_SOUND_A_TEH:
    case KH_SOUND_A_MAKSURA:
    case KH_SOUND_A_YE: return true;
    default: return false;
    }
}

/* Waw and ye are vowels between consonants and at the end, else glides. */
static bool is_vowel_at(const struct kh_sound *s, unsigned i)
{
    unsigned unit = s->units[i];
    if (unit != KH_SOUND_A_W && unit != KH_SOUND_A_Y) return is_vowel_unit(unit);
    bool first = i == 0 || s->units[i - 1] == KH_SOUND_SPACE;
    bool before = !first && is_vowel_unit(s->units[i - 1]);
    bool behind = i + 1 < s->n && is_vowel_unit(s->units[i + 1]);
    return !first && !before && !behind;
}

static void put_arabic(struct latin *out, const struct kh_sound *s, unsigned i)
{
    unsigned unit = s->units[i];
    bool first = i == 0 || s->units[i - 1] == KH_SOUND_SPACE;
    bool last = i + 1 == s->n || s->units[i + 1] == KH_SOUND_SPACE;
    if (unit == KH_SOUND_A_AIN && !first) {
        if (out->consonant) put(out, "a");
        out->consonant = false;
        return;
    }
    if (is_vowel_at(s, i) || (first && unit == KH_SOUND_A_AIN)) {
        const char *reading = kh_sound_unit_infos[unit].reading;
        if (unit == KH_SOUND_A_W) reading = "u";
        if (unit == KH_SOUND_A_Y) reading = "i";
        bool doubled = out->n && reading[0] == 'a' && out->p[out->n - 1] == 'a';
        if (!doubled) put(out, reading);
        out->consonant = false;
        return;
    }
    bool silent = last && (unit == KH_SOUND_A_H || unit == KH_SOUND_A_HE) && out->consonant;
    bool stumble = out->consonant && unit != KH_SOUND_A_HE && unit != KH_SOUND_A_HAMZA;
    if (stumble && (!last || out->run < 2 || silent)) put(out, "a");
    put(out, kh_sound_unit_infos[unit].reading);
    out->run = out->consonant ? out->run + 1 : 1;
    out->consonant = unit != KH_SOUND_A_AL;
}

static void put_other(struct latin *out, const struct kh_sound *s, unsigned i)
{
    const struct kh_sound_unit_info *info = &kh_sound_unit_infos[s->units[i]];
    bool vowel = info->coarse == '-' && s->units[i] != KH_SOUND_L_H;
    if (s->script == KH_SOUND_DEVANAGARI && out->consonant && !vowel) put(out, "a");
    put(out, info->reading);
    out->consonant = !vowel;
}

static void spell(struct latin *out, const struct kh_sound *s)
{
    for (unsigned i = 0; i < s->n; i++) {
        if (s->units[i] == KH_SOUND_SPACE) {
            put(out, " ");
            out->consonant = false;
        } else if (s->script == KH_SOUND_ARABIC) {
            put_arabic(out, s, i);
        } else {
            put_other(out, s, i);
        }
    }
}

static bool is_latin(struct kh_str word)
{
    for (size_t at = 0; at < word.n;)
        if (kh_script_of(kh_utf8_next(word, &at)) > KH_SCRIPT_LATIN) return false;
    return true;
}

static struct kh_str capital(struct latin *out, struct kh_arena *arena)
{
    for (size_t i = 0; i < out->n; i++)
        if ((i == 0 || out->p[i - 1] == ' ' || out->p[i - 1] == '-') && out->p[i] >= 'a' &&
            out->p[i] <= 'z')
            out->p[i] = (char)(out->p[i] - 32);
    return kh_arena_str(arena, (struct kh_str){out->p, out->n});
}

struct kh_str kh_sound_latin(const struct kh_lexicon *lexicon, struct kh_arena *arena,
                             struct kh_str word, uint32_t lang)
{
    if (is_latin(word)) return word;
    struct kh_entry entry = {.lang = lang};
    struct kh_str folded = kh_fold(arena, word);
    struct kh_hit hit = kh_lexicon_find(lexicon, folded);
    bool known = hit.entries && (kh_hit_get(lexicon, hit, KH_LEX_GIVEN, lang, &entry) ||
                                 kh_hit_get(lexicon, hit, KH_LEX_GIVEN, KH_LANG_NONE, &entry));
    if (known && entry.value.n && entry.value.p[entry.value.n - 1] == '?') entry.value.n--;
    if (known && entry.value.n) return entry.value;
    bool part = hit.entries && (kh_hit_get(lexicon, hit, KH_LEX_NAMEPART, lang, &entry) ||
                                kh_hit_get(lexicon, hit, KH_LEX_NAMEPART, KH_LANG_NONE, &entry));
    kh_str_cut(&entry.value, '|');
    if (part && entry.value.n) return entry.value;
    struct kh_sound sound;
    if (!kh_sound_key(word, &sound)) return word;
    struct latin out = {.n = 0};
    spell(&out, &sound);
    return out.n ? capital(&out, arena) : word;
}

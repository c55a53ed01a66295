/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts to features: every word, number, name and place of an article as a hashed term with its
 * weighted count and its first place, and their bytes for the store. Must not know the window.
 */
#include "match/internal.h"

#include <stdlib.h>

#include "lang/dates.h"
#include "lang/inflect.h"

/* Words behind these are not looked at: news tells its event early, and a report of 1,500 words
 * shares with others what stands in its first half. */
#define MAX_TOKENS 1200
#define LEAD_TOKENS 60

struct maker {
    const struct kh_engine *engine;
    struct kh_arena *arena;
    void *stemmer;
    uint32_t lang;
    uint32_t *slots; /* open addressing: index + 1 in terms */
    struct kh_term *terms;
    float *counts;
    uint32_t terms_n;
    /* of the token at hand */
    bool in_title;
    float count;
    bool has_places; /* the lexicon has the places of this language */
    uint32_t near;   /* the language by whose rules places are inflected */
};

/* The language whose names of places a language without any in data/ spells most alike: its rules
 * of inflection are tried as well. */
static uint32_t neighbour_of(uint32_t lang)
{
    switch (lang) {
    case KH_LANG('u', 'k'):
    case KH_LANG('b', 'e'):
    case KH_LANG('b', 'g'): return KH_LANG('r', 'u');
    case KH_LANG('p', 't'):
    case KH_LANG('i', 't'):
    case KH_LANG('c', 'a'): return KH_LANG('e', 's');
    case KH_LANG('p', 's'): return KH_LANG('f', 'a');
    default: return lang;
    }
}

/* Whether data/country has this language: names of places in others are looked for among all. */
static bool has_places(const struct kh_lexicon *lexicon, uint32_t lang)
{
    uint32_t n = kh_lexicon_count(lexicon, KH_LEX_COUNTRY);
    for (uint32_t i = 0; i < n; i++) {
        if (kh_lexicon_at(lexicon, KH_LEX_COUNTRY, i).lang == lang) return true;
    }
    return false;
}

#define SLOTS 4096 /* power of two, over twice KH_MAX_TERMS */

static void put(struct maker *m, unsigned term_class, uint64_t hash, uint32_t start, uint32_t end)
{
    uint32_t key = kh_term_key(term_class, kh_hash_end(hash));
    uint32_t at = (key * 2654435761u) >> 20 & (SLOTS - 1);
    while (m->slots[at] && m->terms[m->slots[at] - 1].key != key) at = (at + 1) & (SLOTS - 1);
    if (!m->slots[at]) {
        if (m->terms_n == KH_MAX_TERMS) return;
        m->terms[m->terms_n] = (struct kh_term){
            .key = key,
            .in_title = m->in_title,
            .start = start,
            .bytes = (uint16_t)(end - start < UINT16_MAX ? end - start : UINT16_MAX),
        };
        m->counts[m->terms_n] = 0;
        m->slots[at] = ++m->terms_n;
    }
    m->counts[m->slots[at] - 1] += m->count;
}

static uint64_t hash_of(struct kh_str s, uint64_t seed)
{
    return kh_hash_more(kh_hash_start(seed), s);
}

static bool get(const struct maker *m, struct kh_hit hit, enum kh_lex_kind kind,
                struct kh_entry *out)
{
    return kh_hit_get(m->engine->lexicon, hit, kind, m->lang, out) ||
           (!m->has_places && kh_hit_get(m->engine->lexicon, hit, kind, 0, out));
}

/* Places of a phrase of the lexicon. */
static bool put_place(struct maker *m, struct kh_hit hit, uint32_t start, uint32_t end)
{
    struct kh_entry entry;
    if (get(m, hit, KH_LEX_COUNTRY, &entry) || get(m, hit, KH_LEX_DEMONYM, &entry)) {
        put(m, KH_TERM_PLACE, hash_of(entry.value, 1), start, end);
    } else if (get(m, hit, KH_LEX_PROVINCE, &entry) || get(m, hit, KH_LEX_REGION, &entry)) {
        struct kh_str rest = entry.value;
        put(m, KH_TERM_PLACE, hash_of(kh_str_cut(&rest, '|'), 2), start, end);
    } else if (get(m, hit, KH_LEX_CITY, &entry)) {
        struct kh_str rest = entry.value;
        for (int i = 0; i < 5; i++) kh_str_cut(&rest, '|');
        put(m, KH_TERM_PLACE, hash_of(rest, 3), start, end);
    } else {
        return false;
    }
    return true;
}

/* A name in an inflected form: behind an Arabic one-letter word, with the ending of a case. */
static bool put_inflected_place(struct maker *m, const struct kh_token *token)
{
    struct kh_entry entry;
    static const enum kh_lex_kind kinds[] = {KH_LEX_COUNTRY, KH_LEX_DEMONYM};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kh_inflected_word(m->engine->lexicon, token, kinds[i], m->near, &entry)) {
            put(m, KH_TERM_PLACE, hash_of(entry.value, 1), token->start, token->end);
            return true;
        }
    }
    return false;
}

static void put_concept(struct maker *m, const struct kh_token *token)
{
    struct kh_entry entry;
    if (kh_inflected_word(m->engine->lexicon, token, KH_LEX_CONCEPT, m->lang, &entry)) {
        put(m, KH_TERM_CONCEPT, hash_of(entry.value, 0), token->start, token->end);
    }
}

/* What the lexicon knows at this token: places, organisations, concepts. Tells whether the token
 * alone is a function word. */
static bool put_known(struct maker *m, const struct kh_tokens *tokens, uint32_t at)
{
    const struct kh_lexicon *lexicon = m->engine->lexicon;
    const struct kh_token *token = &tokens->items[at];
    if (token->kind != KH_TOKEN_WORD) return false;
    struct kh_hit hit = kh_lexicon_match(lexicon, tokens, at);
    bool cased = token->script == KH_SCRIPT_LATIN || token->script == KH_SCRIPT_CYRILLIC;
    bool may_be_name = !cased || (token->flags & KH_TOKEN_CAPITAL);
    if (!hit.entries) {
        if (may_be_name) put_inflected_place(m, token);
        put_concept(m, token);
        return false;
    }
    uint32_t start = token->start, end = tokens->items[at + hit.tokens - 1u].end;
    struct kh_entry entry;
    if (may_be_name && !put_place(m, hit, start, end)) put_inflected_place(m, token);
    if (kh_hit_get(lexicon, hit, KH_LEX_ORG, m->lang, &entry)) {
        put(m, KH_TERM_ORG, hash_of(entry.value, 0), start, end);
    }
    if (kh_hit_get(lexicon, hit, KH_LEX_CONCEPT, m->lang, &entry)) {
        put(m, KH_TERM_CONCEPT, hash_of(entry.value, 0), start, end);
    } else {
        put_concept(m, token);
    }
    return hit.tokens == 1 && kh_hit_get(lexicon, hit, KH_LEX_STOP, m->lang, &entry);
}

/* A number without its separators: "1,500" and "1500" are one. Decimals keep a full stop. */
static void put_number(struct maker *m, const struct kh_token *token)
{
    char digits[32];
    size_t n = 0;
    struct kh_str s = token->folded;
    for (size_t i = 0; i < s.n && n < sizeof digits; i++) {
        if (kh_is_digit(s.p[i])) {
            digits[n++] = s.p[i];
        } else {
            size_t after = s.n - i - 1;
            if (after == 3 || (after > 3 && !kh_is_digit(s.p[i + 4]))) continue;
            digits[n++] = '.';
        }
    }
    struct kh_str number = {digits, n};
    float count = m->count;
    if (n == 1) m->count *= 0.3f; /* 2, 3, 7: everywhere */
    put(m, KH_TERM_NUMBER, hash_of(number, 0), token->start, token->end);
    m->count = count;
}

/* Han: one character says little, the pair with the next one is the word. Runs of characters that
 * transcribe foreign names are put by their sound, two to six at a time. */
static void put_han(struct maker *m, const struct kh_tokens *tokens, uint32_t at)
{
    const struct kh_token *token = &tokens->items[at];
    char two[16], sound[16];
    size_t n = 0;
    for (uint32_t i = at; i < tokens->n && i < at + 6; i++) {
        const struct kh_token *next = &tokens->items[i];
        if (next->script != KH_SCRIPT_HAN || (i > at && next->start != tokens->items[i - 1].end)) {
            break;
        }
        if (i == at + 1 && token->folded.n + next->folded.n <= sizeof two) {
            memcpy(two, token->folded.p, token->folded.n);
            memcpy(two + token->folded.n, next->folded.p, next->folded.n);
            struct kh_str pair = {two, token->folded.n + next->folded.n};
            put(m, KH_TERM_WORD, hash_of(pair, m->lang), token->start, next->end);
        }
        struct kh_entry entry;
        struct kh_hit hit = kh_lexicon_find(m->engine->lexicon, next->folded);
        if (!kh_hit_get(m->engine->lexicon, hit, KH_LEX_READING, 0, &entry)) break;
        struct kh_str rest = entry.value;
        kh_str_cut(&rest, '|');
        struct kh_str reading = kh_str_cut(&rest, '|');
        if (rest.n == 0) { /* no part of names */
            if (i > at) break;
            n = 16;
            continue;
        }
        if (n > 15) break;
        n = kh_sound_of_reading(reading, sound, n);
        if (i > at && n >= 3) {
            put(m, KH_TERM_SOUND, hash_of((struct kh_str){sound, n}, 0), token->start, next->end);
        }
    }
}

/* Traditional characters as simplified ones, so that both are the same words. */
static struct kh_tokens simplified(struct maker *m, const struct kh_tokens *tokens)
{
    struct kh_tokens out = *tokens;
    if (!kh_lang_is_han(m->lang)) return out;
    out.items = kh_arena_alloc(m->arena, (tokens->n ? tokens->n : 1) * sizeof *out.items);
    if (!out.items) return *tokens;
    out.hits = NULL;
    for (uint32_t i = 0; i < tokens->n; i++) {
        out.items[i] = tokens->items[i];
        if (out.items[i].script != KH_SCRIPT_HAN) continue;
        struct kh_entry entry;
        struct kh_hit hit = kh_lexicon_find(m->engine->lexicon, out.items[i].folded);
        if (kh_hit_get(m->engine->lexicon, hit, KH_LEX_READING, 0, &entry)) {
            struct kh_str rest = entry.value;
            out.items[i].folded = kh_str_cut(&rest, '|');
        }
    }
    return out;
}

static void put_word(struct maker *m, const struct kh_tokens *tokens, uint32_t at)
{
    const struct kh_token *token = &tokens->items[at];
    if (token->script == KH_SCRIPT_HAN) {
        put_han(m, tokens, at);
        return;
    }
    uint32_t start = token->start, end = token->end;
    struct kh_str stem = kh_stem(m->stemmer, m->lang, m->arena, token->folded);
    put(m, KH_TERM_WORD, hash_of(stem, m->lang), start, end);
    bool capital = token->flags & KH_TOKEN_CAPITAL;
    if (token->script == KH_SCRIPT_LATIN && token->folded.n >= 2 && capital) {
        put(m, KH_TERM_LATIN, hash_of(token->folded, 0), start, end);
    }
    char skeleton[16], sound[16];
    size_t n = kh_skeleton(m->stemmer ? stem : token->folded, skeleton);
    if (!n) return;
    put(m, KH_TERM_SKELETON, hash_of((struct kh_str){skeleton, n}, 0), start, end);
    bool cased = token->script == KH_SCRIPT_LATIN || token->script == KH_SCRIPT_CYRILLIC;
    n = kh_sound_of_skeleton(skeleton, n, sound);
    if ((!cased || capital) && n >= 3) {
        put(m, KH_TERM_SOUND, hash_of((struct kh_str){sound, n}, 0), start, end);
    }
}

static void put_tokens(struct maker *m, const struct kh_tokens *as_written, bool in_title)
{
    struct kh_tokens all = simplified(m, as_written), *tokens = &all;
    m->in_title = in_title;
    uint32_t n = tokens->n < MAX_TOKENS ? tokens->n : MAX_TOKENS;
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_token *token = &tokens->items[i];
        m->count = in_title ? 2.0f : i < LEAD_TOKENS ? 1.5f : 1.0f;
        bool stop = put_known(m, tokens, i);
        if (token->kind == KH_TOKEN_NUMBER) put_number(m, token);
        if (token->kind == KH_TOKEN_WORD && !stop) put_word(m, tokens, i);
    }
}

static void put_mentions(struct maker *m, const struct kh_facts *facts)
{
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        const struct kh_mention *mention = &facts->mentions[i];
        if (mention->kind != KH_PERSON && mention->kind != KH_ORGANISATION) continue;
        m->in_title = mention->in_title;
        m->count = mention->in_title ? 2.0f : 1.0f;
        if (mention->key.n) {
            unsigned term_class = mention->kind == KH_PERSON ? KH_TERM_PERSON : KH_TERM_ORG;
            put(m, term_class, hash_of(mention->key, 0), mention->start, mention->end);
        }
    }
}

static void add_day(struct kh_features *out, int32_t day)
{
    for (int i = 0; i < out->days_n; i++) {
        if (out->days[i] == day) return;
    }
    if (out->days_n < KH_TEXT_DAYS) out->days[out->days_n++] = day;
}

/* The days and years the tokens name. With the day of publication known weekdays and days without
 * a year are days too. */
static void put_dates(struct maker *m, const struct kh_tokens *tokens, struct kh_date published,
                      struct kh_features *out)
{
    struct kh_date_hit *hits;
    uint32_t n = 0;
    if (!kh_dates_find(m->engine->lexicon, m->arena, tokens, m->lang,
                       kh_date_order_of(m->lang, KH_STR_NONE), &hits, &n)) {
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct kh_date date = kh_date_resolve(&hits[i], published);
        if (date.precision >= KH_DATE_YEAR && date.year > out->year) out->year = date.year;
        if (date.precision < KH_DATE_DAY || hits[i].relative_exact) continue;
        int64_t day = kh_days_of(date.year, date.month, date.day);
        if (hits[i].kind == KH_DATE_ABSOLUTE) add_day(out, (int32_t)day);
        uint32_t last = hits[i].first + hits[i].tokens - 1;
        put(m, KH_TERM_DATE, (uint64_t)day + 1, tokens->items[hits[i].first].start,
            tokens->items[last].end);
    }
}

/* A bare number that can only be a year: news is of this century and the last. */
static void note_year(struct kh_features *out, const struct kh_token *token)
{
    struct kh_str s = token->folded;
    if (s.n != 4 || (!kh_str_starts(s, KH_STR("19")) && !kh_str_starts(s, KH_STR("20")))) return;
    if (!kh_is_digit(s.p[2]) || !kh_is_digit(s.p[3])) return;
    int16_t year = (int16_t)((s.p[0] - '0') * 1000 + (s.p[1] - '0') * 100 + (s.p[2] - '0') * 10 +
                             (s.p[3] - '0'));
    if (year > out->year && year < 2100) out->year = year;
}

static int by_key(const void *a, const void *b)
{
    uint32_t x = ((const struct kh_term *)a)->key, y = ((const struct kh_term *)b)->key;
    return x < y ? -1 : x > y;
}

static int32_t hour_of(struct kh_date date)
{
    if (date.precision < KH_DATE_DAY) return KH_HOUR_NONE;
    int64_t seconds = kh_date_seconds(date);
    if (date.precision == KH_DATE_DAY) seconds += 12 * 3600;
    return (int32_t)(seconds / 3600);
}

enum khabar_status kh_features_make(const struct kh_engine *engine, struct kh_arena *arena,
                                    const struct kh_facts *facts, struct kh_features *out,
                                    struct khabar_error *err)
{
    const struct kh_article *article = facts->article;
    struct maker m = {.engine = engine, .arena = arena, .lang = article->lang};
    if (!m.lang) m.lang = kh_lang_identify(article->text.n ? article->text : article->title);
    m.has_places = has_places(engine->lexicon, m.lang);
    m.near = neighbour_of(m.lang);
    m.slots = kh_arena_zalloc(arena, SLOTS, sizeof *m.slots);
    m.terms = kh_arena_alloc(arena, KH_MAX_TERMS * sizeof *m.terms);
    m.counts = kh_arena_alloc(arena, KH_MAX_TERMS * sizeof *m.counts);
    if (!m.slots || !m.terms || !m.counts) {
        return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory for the features");
    }
    m.stemmer = kh_stemmer_of(m.lang);
    *out = (struct kh_features){0};
    put_tokens(&m, &facts->title, true);
    m.count = 2;
    put_dates(&m, &facts->title, article->published, out);
    put_mentions(&m, facts);
    put_tokens(&m, &facts->text, false);
    m.count = 1;
    put_dates(&m, &facts->text, article->published, out);
    for (uint32_t i = 0; i < facts->text.n; i++) {
        if (facts->text.items[i].kind == KH_TOKEN_NUMBER) note_year(out, &facts->text.items[i]);
    }
    kh_stemmer_free(m.stemmer);
    for (uint32_t i = 0; i < m.terms_n; i++) {
        float eighths = m.counts[i] * 8;
        m.terms[i].count = eighths >= 255 ? 255 : eighths < 1 ? 1 : (uint8_t)eighths;
    }
    qsort(m.terms, m.terms_n, sizeof *m.terms, by_key);
    out->id = article->id;
    out->lang = m.lang;
    out->hour = hour_of(article->published);
    out->tokens = facts->title.n + facts->text.n;
    out->terms = m.terms;
    out->terms_n = m.terms_n;
    return arena->failed ? kh_error(err, "match", KHABAR_NO_MEMORY, "no memory for the features")
                         : KHABAR_OK;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts to features: every word, number, name and place of an article as a hashed term with its
 * weighted count and its first place, and their bytes for the store. Must not know the window.
 */
#include "match/internal.h"

#include <stdlib.h>

/* Words behind these are not looked at: news tells its event early, and a report of 1,500 words
 * shares with others what stands in its first half. */
#define MAX_TOKENS 1200
#define MAX_TERMS 1024
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
    struct kh_str previous_stem;
};

#define SLOTS 4096 /* power of two, over twice MAX_TERMS */

static void put(struct maker *m, unsigned term_class, uint64_t hash, uint32_t start, uint32_t end)
{
    uint32_t key = kh_term_key(term_class, kh_hash_end(hash));
    uint32_t at = (key * 2654435761u) >> 20 & (SLOTS - 1);
    while (m->slots[at] && m->terms[m->slots[at] - 1].key != key) at = (at + 1) & (SLOTS - 1);
    if (!m->slots[at]) {
        if (m->terms_n == MAX_TERMS) return;
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

/* What the lexicon knows at this token: places, organisations, concepts. Tells whether the token
 * alone is a function word. */
static bool put_known(struct maker *m, const struct kh_tokens *tokens, uint32_t at)
{
    const struct kh_lexicon *lexicon = m->engine->lexicon;
    struct kh_hit hit = kh_lexicon_match(lexicon, tokens, at);
    if (!hit.entries) return false;
    uint32_t start = tokens->items[at].start, end = tokens->items[at + hit.tokens - 1u].end;
    struct kh_entry entry;
    if (kh_hit_get(lexicon, hit, KH_LEX_COUNTRY, m->lang, &entry) ||
        kh_hit_get(lexicon, hit, KH_LEX_DEMONYM, m->lang, &entry)) {
        put(m, KH_TERM_PLACE, hash_of(entry.value, 1), start, end);
    } else if (kh_hit_get(lexicon, hit, KH_LEX_PROVINCE, m->lang, &entry) ||
               kh_hit_get(lexicon, hit, KH_LEX_REGION, m->lang, &entry)) {
        struct kh_str rest = entry.value;
        put(m, KH_TERM_PLACE, hash_of(kh_str_cut(&rest, '|'), 2), start, end);
    } else if (kh_hit_get(lexicon, hit, KH_LEX_CITY, m->lang, &entry)) {
        struct kh_str rest = entry.value;
        for (int i = 0; i < 5; i++) kh_str_cut(&rest, '|');
        put(m, KH_TERM_PLACE, hash_of(rest, 3), start, end);
    }
    if (kh_hit_get(lexicon, hit, KH_LEX_ORG, m->lang, &entry)) {
        put(m, KH_TERM_ORG, hash_of(entry.value, 0), start, end);
    }
    if (kh_hit_get(lexicon, hit, KH_LEX_CONCEPT, m->lang, &entry)) {
        put(m, KH_TERM_CONCEPT, hash_of(entry.value, 0), start, end);
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

static void put_word(struct maker *m, const struct kh_tokens *tokens, uint32_t at, bool stop)
{
    const struct kh_token *token = &tokens->items[at];
    struct kh_str stem = KH_STR_NONE;
    if (token->script == KH_SCRIPT_HAN) {
        /* One character says little: the pair with the next one is the word. */
        if (at + 1 < tokens->n && tokens->items[at + 1].script == KH_SCRIPT_HAN &&
            tokens->items[at + 1].start == token->end) {
            struct kh_str two = kh_str_sub(tokens->text, token->start, tokens->items[at + 1].end);
            put(m, KH_TERM_WORD, hash_of(two, m->lang), token->start, tokens->items[at + 1].end);
        }
        return;
    }
    if (!stop) {
        stem = kh_stem(m->stemmer, m->lang, m->arena, token->folded);
        put(m, KH_TERM_WORD, hash_of(stem, m->lang), token->start, token->end);
        if (m->previous_stem.n) {
            uint64_t h = hash_of(m->previous_stem, m->lang);
            put(m, KH_TERM_PAIR, kh_hash_more(kh_hash_more(h, KH_STR(" ")), stem),
                tokens->items[at - 1].start, token->end);
        }
        char skeleton[16];
        size_t n = kh_skeleton(m->stemmer ? stem : token->folded, skeleton);
        if (n) {
            put(m, KH_TERM_SKELETON, hash_of((struct kh_str){skeleton, n}, 0), token->start,
                token->end);
        }
    }
    if (token->script == KH_SCRIPT_LATIN && token->folded.n >= 2 &&
        (token->flags & KH_TOKEN_CAPITAL)) {
        if (!stop) { put(m, KH_TERM_LATIN, hash_of(token->folded, 0), token->start, token->end); }
    }
    m->previous_stem = stem;
}

static void put_tokens(struct maker *m, const struct kh_tokens *tokens, bool in_title)
{
    m->in_title = in_title;
    m->previous_stem = KH_STR_NONE;
    uint32_t n = tokens->n < MAX_TOKENS ? tokens->n : MAX_TOKENS;
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_token *token = &tokens->items[i];
        m->count = in_title ? 2.0f : i < LEAD_TOKENS ? 1.5f : 1.0f;
        bool stop = put_known(m, tokens, i);
        if (token->kind == KH_TOKEN_NUMBER) {
            put_number(m, token);
            m->previous_stem = KH_STR_NONE;
        } else if (token->kind == KH_TOKEN_WORD) {
            put_word(m, tokens, i, stop);
        } else {
            m->previous_stem = KH_STR_NONE;
        }
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
    m.slots = kh_arena_zalloc(arena, SLOTS, sizeof *m.slots);
    m.terms = kh_arena_alloc(arena, MAX_TERMS * sizeof *m.terms);
    m.counts = kh_arena_alloc(arena, MAX_TERMS * sizeof *m.counts);
    if (!m.slots || !m.terms || !m.counts) {
        return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory for the features");
    }
    m.stemmer = kh_stemmer_of(m.lang);
    put_tokens(&m, &facts->title, true);
    put_mentions(&m, facts);
    put_tokens(&m, &facts->text, false);
    kh_stemmer_free(m.stemmer);
    for (uint32_t i = 0; i < m.terms_n; i++) {
        float eighths = m.counts[i] * 8;
        m.terms[i].count = eighths >= 255 ? 255 : eighths < 1 ? 1 : (uint8_t)eighths;
    }
    qsort(m.terms, m.terms_n, sizeof *m.terms, by_key);
    *out = (struct kh_features){
        .id = article->id,
        .lang = m.lang,
        .hour = hour_of(article->published),
        .tokens = facts->title.n + facts->text.n,
        .terms = m.terms,
        .terms_n = m.terms_n,
    };
    return arena->failed ? kh_error(err, "match", KHABAR_NO_MEMORY, "no memory for the features")
                         : KHABAR_OK;
}

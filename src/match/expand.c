/* SPDX-License-Identifier: Apache-2.0
 *
 * The learnt lexicon in use: articles get the concepts that their words mean, beside those that
 * data/ gave them. What the store keeps of an article is without them, so that a better lexicon
 * reaches it later.
 */
#include "base/err.h"
#include "match/internal.h"

#include <stdlib.h>

static const struct kh_lexeme *lexeme_of(const struct kh_window *window, uint32_t word)
{
    uint32_t at = kh_counts_get(&window->lexeme_of, (uint64_t)word + 1);
    return at ? &window->lexemes[at - 1] : NULL;
}

static bool has_term(const struct kh_term *terms, uint32_t n, uint32_t key)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (terms[middle].key < key) low = middle + 1;
        else high = middle;
    }
    return low < n && terms[low].key == key;
}

static int by_key(const void *a, const void *b)
{
    const struct kh_term *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->start < y->start ? -1 : x->start > y->start;
}

/* The learnt terms of the words, by key; several words of one concept are one term. */
static uint32_t learnt_terms(const struct kh_window *window, const struct kh_term *terms,
                             uint32_t terms_n, struct kh_term *out)
{
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < terms_n && kh_term_class(terms[i].key) == KH_TERM_WORD; i++) {
        const struct kh_lexeme *lexeme = lexeme_of(window, terms[i].key);
        if (!lexeme || has_term(terms, terms_n, lexeme->concept)) continue;
        out[n] = terms[i];
        out[n++].key = lexeme->concept;
    }
    if (n) qsort(out, n, sizeof *out, by_key);
    for (uint32_t i = 0; i < n; i++) {
        if (kept && out[kept - 1].key == out[i].key) {
            unsigned count = out[kept - 1].count + out[i].count;
            out[kept - 1].count = count < UINT8_MAX ? (uint8_t)count : UINT8_MAX;
        } else {
            out[kept++] = out[i];
        }
    }
    return terms_n + kept > KH_MAX_TERMS ? KH_MAX_TERMS - terms_n : kept;
}

void kh_features_expand(const struct kh_window *window, const struct kh_features *features,
                        struct kh_expanded *out)
{
    struct kh_term learnt[KH_MAX_TERMS];
    out->features = *features;
    out->learnt_n = 0;
    if (!window->lexemes_n) return;
    uint32_t n = learnt_terms(window, features->terms, features->terms_n, learnt);
    if (!n) return;
    out->features.terms = out->terms;
    out->features.terms_n = 0;
    for (uint32_t i = 0, k = 0; i < features->terms_n || k < n;) {
        bool own = k == n || (i < features->terms_n && features->terms[i].key < learnt[k].key);
        out->terms[out->features.terms_n++] = own ? features->terms[i++] : learnt[k++];
    }
    out->learnt_n = n;
    for (uint32_t k = 0; k < n; k++) out->learnt[k] = learnt[k].key;
}

/* ---- articles that are in the window ---- */

bool kh_warticle_learnt(const struct kh_warticle *article, uint32_t key)
{
    for (uint32_t i = 0; i < article->learnt_n; i++)
        if (article->learnt[i] == key) return true;
    return false;
}

/* The article as it came, for as far as the window keeps it. */
static void plain_of(const struct kh_warticle *article, struct kh_features *out,
                     struct kh_term terms[KH_MAX_TERMS])
{
    *out = (struct kh_features){.lang = article->lang, .terms = terms};
    for (uint32_t i = 0; i < article->terms_n; i++) {
        uint32_t key = article->terms[i].key;
        if (kh_term_class(key) == KH_TERM_CONCEPT && kh_warticle_learnt(article, key)) continue;
        terms[out->terms_n++] = (struct kh_term){.key = key, .count = article->counts[i]};
    }
}

static bool same_learnt(const struct kh_warticle *article, const struct kh_expanded *now)
{
    return article->learnt_n == now->learnt_n &&
           (!now->learnt_n ||
            memcmp(article->learnt, now->learnt, now->learnt_n * sizeof *now->learnt) == 0);
}

/* Gives an article of the window what the lexicon says now; *changed when that is something else.
 * False when out of memory. */
static bool expand_one(struct kh_window *window, uint32_t index, bool *changed)
{
    struct kh_warticle *article = &window->articles[index];
    struct kh_features plain;
    struct kh_expanded now;
    struct kh_term terms[KH_MAX_TERMS];
    plain_of(article, &plain, terms);
    kh_features_expand(window, &plain, &now);
    *changed = !same_learnt(article, &now);
    if (!*changed) return true;
    if (!kh_window_recount(window, article, &now)) return false;
    return kh_warticle_fill(article, &now);
}

/* All articles take what the lexicon says now. A large window is not gone through again: what comes
 * from now on has the better lexicon. */
static bool expand_all(struct kh_window *window)
{
    if (!window->articles_n || kh_window_is_large(window)) return true;
    bool *changed = calloc(window->articles_n, sizeof *changed), ok = changed;
    for (uint32_t i = 0; ok && i < window->articles_n; i++) ok = expand_one(window, i, &changed[i]);
    ok = ok && kh_window_relist(window);
    for (uint32_t i = 0; ok && i < window->articles_n; i++)
        if (changed[i]) kh_window_weigh(window, &window->articles[i]);
    for (uint32_t i = 0; ok && i < window->articles_n; i++)
        if (changed[i]) ok = kh_window_look_again(window, i);
    free(changed);
    return ok;
}

enum khabar_status kh_window_teach(struct kh_window *window, const struct kh_lexeme *lexemes,
                                   uint32_t n, struct khabar_error *err)
{
    struct kh_lexeme *own = malloc((n ? n : 1) * sizeof *own);
    struct kh_counts at = {0};
    bool ok = own;
    for (uint32_t i = 0; ok && i < n; i++) {
        uint32_t *place = kh_counts_put(&at, (uint64_t)lexemes[i].word + 1);
        own[i] = lexemes[i];
        if (place) *place = i + 1;
        ok = place;
    }
    if (!ok) {
        free(own);
        free(at.slots);
        return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory for the lexicon");
    }
    free(window->lexemes);
    free(window->lexeme_of.slots);
    window->lexemes = own;
    window->lexemes_n = n;
    window->lexeme_of = at;
    return KHABAR_OK;
}

enum khabar_status kh_window_learn(struct kh_window *window, struct khabar_error *err)
{
    struct kh_lexeme *learnt = NULL;
    uint32_t n = 0;
    bool ok = kh_lexemes_learn(window, &learnt, &n);
    enum khabar_status status = ok ? kh_window_teach(window, learnt, n, err) : KHABAR_OK;
    if (ok && status == KHABAR_OK) ok = expand_all(window);
    free(learnt);
    return ok ? status : kh_error(err, "match", KHABAR_NO_MEMORY, "no memory to learn words");
}

const struct kh_lexeme *kh_window_lexemes(const struct kh_window *window, uint32_t *n)
{
    *n = window->lexemes_n;
    return window->lexemes;
}

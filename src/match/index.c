/* SPDX-License-Identifier: Apache-2.0
 *
 * Terms of the window: how many articles have each, what a term weighs by that, and the articles
 * most worth comparing with one. Takes article indexes, hands on the same; decides nothing.
 */
#include "match/internal.h"

#include <math.h>
#include <stdlib.h>

/* Terms of an article that are looked up for candidates, the rarest first, and how many articles
 * are met on the way: both bound the cost of an article, whatever the size of the window. */
#define MAX_PROBES 64
#define MAX_WORD_PROBES 28
#define MAX_MET 3000
/* Terms asked for before they are needed: a window of many articles is not in the caches. */
#define AHEAD 8
#define RUNGS 256
/* The squared length of its concepts beside that of its words where data/ has the language: 0.3 to
 * 0.6 by language. */
#define GIVEN_SHARE 0.4

/* ---- counting ---- */

static uint64_t df_key(uint32_t key, uint32_t lang)
{
    return (uint64_t)(lang | 1u << 31) << 32 | key;
}
#define ALL_LANGUAGES 0x00ffffffu
#define ALL_TERMS 0xffffffffu

/* WORD keys carry the language: the count in all languages is that in theirs. */
static bool of_one_language(uint32_t key)
{
    return kh_term_class(key) == KH_TERM_WORD;
}

static bool count_one(struct kh_window *window, uint32_t key, uint32_t lang)
{
    uint32_t *n = kh_counts_put(&window->df, df_key(key, lang));
    if (!n) return false;
    ++*n;
    return true;
}

bool kh_window_count_terms(struct kh_window *window, const struct kh_features *features)
{
    uint32_t lang = features->lang;
    const struct kh_term *terms = features->terms;
    bool ok = count_one(window, ALL_TERMS, lang) && count_one(window, ALL_TERMS, ALL_LANGUAGES);
    for (uint32_t i = 0; ok && i < features->terms_n; i++) {
        if (i + AHEAD < features->terms_n) {
            kh_postings_ahead(&window->postings, terms[i + AHEAD].key);
            kh_counts_ahead(&window->df, df_key(terms[i + AHEAD].key, lang));
        }
        ok = kh_postings_count(&window->postings, terms[i].key) &&
             (of_one_language(terms[i].key) || count_one(window, terms[i].key, lang));
    }
    return ok;
}

bool kh_window_list_terms(struct kh_window *window, uint32_t index)
{
    const struct kh_warticle *article = &window->articles[index];
    bool large = kh_window_is_large(window), ok = true;
    for (uint32_t i = 0; ok && i < article->terms_n; i++) {
        uint32_t key = article->terms[i].key;
        if (large && kh_term_class(key) == KH_TERM_CONCEPT) continue; /* all are common */
        ok = kh_postings_add(&window->postings, key, index);
    }
    return ok;
}

bool kh_window_recount(struct kh_window *window, const struct kh_warticle *article,
                       const struct kh_expanded *now)
{
    uint32_t i = 0, k = 0;
    bool ok = true;
    while (ok && (i < article->learnt_n || k < now->learnt_n)) {
        uint32_t old = i < article->learnt_n ? article->learnt[i] : UINT32_MAX;
        uint32_t key = k < now->learnt_n ? now->learnt[k] : UINT32_MAX;
        if (old < key) {
            uint32_t *n = kh_counts_put(&window->df, df_key(old, article->lang));
            if (n && *n) --*n;
            kh_postings_uncount(&window->postings, old);
            ok = n;
        } else if (key < old) {
            ok = kh_postings_count(&window->postings, key) && count_one(window, key, article->lang);
        }
        i += old <= key;
        k += key <= old;
    }
    return ok;
}

bool kh_window_relist(struct kh_window *window)
{
    if (kh_window_is_large(window)) return true;
    bool ok = true;
    kh_postings_clear(&window->postings, KH_TERM_CONCEPT);
    for (uint32_t a = 0; ok && a < window->articles_n; a++) {
        const struct kh_warticle *article = &window->articles[a];
        for (uint32_t i = 0; ok && i < article->terms_n; i++) {
            uint32_t key = article->terms[i].key;
            if (kh_term_class(key) == KH_TERM_CONCEPT && kh_postings_get(&window->postings, key))
                ok = kh_postings_add(&window->postings, key, a);
        }
    }
    return ok;
}

/* The lengths of its vectors, and how far its concepts reach. */
static void measure(const struct kh_window *window, struct kh_warticle *article)
{
    double sums[KH_TERM_CLASSES] = {0}, given = 0;
    uint32_t learnt = 0;
    for (uint32_t i = 0; i < article->terms_n; i++) {
        uint32_t key = article->terms[i].key;
        double square = (double)article->terms[i].weight * (double)article->terms[i].weight;
        sums[kh_term_class(key)] += square;
        if (kh_term_class(key) != KH_TERM_CONCEPT) continue;
        while (learnt < article->learnt_n && article->learnt[learnt] < key) learnt++;
        if (learnt == article->learnt_n || article->learnt[learnt] != key) given += square;
    }
    for (int c = 0; c < KH_TERM_CLASSES; c++)
        article->norm[c] = sums[c] > 0 ? (float)sqrt(sums[c] + window->weights.shade[c]) : 0;
    double words = sums[KH_TERM_WORD], concepts = sums[KH_TERM_CONCEPT];
    article->given = given > 0;
    article->reach = 1;
    if (!article->given)
        article->reach = words > 0 ? (float)fmin(1, concepts / (GIVEN_SHARE * words)) : 0;
}

void kh_window_weigh(const struct kh_window *window, struct kh_warticle *article)
{
    /* The rate of a term in its language leans on its rate in all languages while the language
     * has few articles, and that on a fixed rate while the window is small. */
    const double lean = 20, small_rate = 0.02;
    double n_all = kh_counts_get(&window->df, df_key(ALL_TERMS, ALL_LANGUAGES));
    double n_lang = kh_counts_get(&window->df, df_key(ALL_TERMS, article->lang));
    article->weighed = (uint32_t)window->articles_n;
    for (uint32_t i = 0; i < article->terms_n; i++) {
        uint32_t key = article->terms[i].key;
        if (i + AHEAD < article->terms_n) {
            kh_postings_ahead(&window->postings, article->terms[i + AHEAD].key);
            kh_counts_ahead(&window->df, df_key(article->terms[i + AHEAD].key, article->lang));
        }
        const struct kh_posting *posting = kh_postings_get(&window->postings, key);
        double df_all = posting ? posting->df : 0;
        double df_lang =
            of_one_language(key) ? df_all : kh_counts_get(&window->df, df_key(key, article->lang));
        double rate_all = (df_all + lean * small_rate) / (n_all + lean);
        double rate = (df_lang + lean * rate_all) / (n_lang + lean);
        double idf = rate < 1 ? -log(rate) : 0;
        double count = article->counts[i] / 8.0;
        double weight = (1 + log(count < 1 ? 1 : count)) * idf;
        article->terms[i].weight = (float)weight;
    }
    measure(window, article);
}

void kh_window_refresh(const struct kh_window *window, struct kh_warticle *article)
{
    if (window->articles_n > article->weighed + article->weighed / 2 + 20) {
        kh_window_weigh(window, article);
    }
}

/* Where a weight stands when they are counted off from the heaviest. */
static unsigned rung_of(float weight)
{
    float rung = weight * 4;
    return rung >= RUNGS - 1 ? RUNGS - 1 : (unsigned)rung;
}

void kh_window_prune(const struct kh_window *window, struct kh_warticle *article)
{
    if (!kh_window_is_large(window) || article->terms_n <= KH_KEPT_TERMS) return;
    uint32_t on_rung[RUNGS] = {0}, kept = 0, n = 0;
    for (uint32_t i = 0; i < article->terms_n; i++) on_rung[rung_of(article->terms[i].weight)]++;
    unsigned rung = RUNGS;
    while (rung && kept + on_rung[rung - 1] <= KH_KEPT_TERMS) kept += on_rung[--rung];
    for (uint32_t i = 0; i < article->terms_n; i++) {
        if (rung_of(article->terms[i].weight) < rung) continue;
        article->terms[n] = article->terms[i];
        article->counts[n++] = article->counts[i];
    }
    article->terms_n = n;
    measure(window, article);
}

/* ---- candidates ---- */

static int rarer_first(const void *a, const void *b)
{
    const struct kh_wterm *x = a, *y = b;
    if (x->weight > y->weight) return -1;
    if (x->weight < y->weight) return 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* The probes of the article: its weightiest terms. */
static uint32_t probes_of(const struct kh_warticle *article, struct kh_wterm out[MAX_PROBES])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < article->terms_n; i++) {
        struct kh_wterm term = article->terms[i];
        if (term.weight <= 0) continue;
        if (n == MAX_PROBES && rarer_first(&out[n - 1], &term) <= 0) continue;
        if (n < MAX_PROBES) n++;
        uint32_t at = n - 1;
        while (at && rarer_first(&term, &out[at - 1]) < 0) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = term;
    }
    return n;
}

static bool gather_ready(struct kh_window *window)
{
    if (window->gather_capacity >= window->articles_n) return true;
    size_t wanted = window->articles_capacity;
    float *bigger = realloc(window->gather, wanted * sizeof *bigger);
    if (!bigger) return false;
    for (size_t i = window->gather_capacity; i < wanted; i++) bigger[i] = 0;
    window->gather = bigger;
    window->gather_capacity = wanted;
    return true;
}

/* The posting lists of the probes, the rarest first, as far as MAX_MET reaches. */
static uint32_t lists_of(const struct kh_window *window, const struct kh_wterm *probes, uint32_t n,
                         const struct kh_posting **lists, float *gains)
{
    uint32_t taken = 0, words = 0;
    size_t met = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool word = kh_term_class(probes[i].key) == KH_TERM_WORD;
        if (word && words == MAX_WORD_PROBES) continue;
        const struct kh_posting *list = kh_postings_get(&window->postings, probes[i].key);
        if (!list || list->n < 2 || met + list->n > MAX_MET) continue;
        words += word;
        met += list->n;
        gains[taken] = probes[i].weight * probes[i].weight;
        lists[taken++] = list;
    }
    return taken;
}

/* Keeps the best `max` of those met, by insertion; sums are negative once met. */
static uint32_t keep_best(float *gather, uint32_t other, uint32_t *out, uint32_t n, uint32_t max)
{
    float sum = gather[other];
    if (sum <= 0) return n;
    gather[other] = -sum;
    if (n == max && -gather[out[n - 1]] >= sum) return n;
    if (n < max) n++;
    uint32_t at = n - 1;
    while (at && -gather[out[at - 1]] < sum) {
        out[at] = out[at - 1];
        at--;
    }
    out[at] = other;
    return n;
}

uint32_t kh_window_candidates(struct kh_window *window, uint32_t article, uint32_t *out,
                              uint32_t max)
{
    if (!gather_ready(window)) return 0;
    struct kh_wterm probes[MAX_PROBES];
    const struct kh_posting *lists[MAX_PROBES];
    float gains[MAX_PROBES];
    uint32_t probes_n = probes_of(&window->articles[article], probes), n = 0;
    uint32_t lists_n = lists_of(window, probes, probes_n, lists, gains);
    float *gather = window->gather;
    for (uint32_t i = 0; i < lists_n; i++) {
        const uint32_t *items = kh_posting_items(&window->postings, lists[i]);
        for (size_t k = 0; k < lists[i]->n; k++) gather[items[k]] += gains[i];
    }
    gather[article] = 0;
    for (uint32_t i = 0; i < lists_n; i++) {
        const uint32_t *items = kh_posting_items(&window->postings, lists[i]);
        for (size_t k = 0; k < lists[i]->n; k++) n = keep_best(gather, items[k], out, n, max);
    }
    for (uint32_t i = 0; i < lists_n; i++) {
        const uint32_t *items = kh_posting_items(&window->postings, lists[i]);
        for (size_t k = 0; k < lists[i]->n; k++) gather[items[k]] = 0;
    }
    return n;
}

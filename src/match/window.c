/* SPDX-License-Identifier: Apache-2.0
 *
 * The live window: articles as weighted terms, how many articles have each term, posting lists to
 * find neighbours by, events. Takes features, hands on indexes; decides nothing.
 */
#include "match/internal.h"

#include <math.h>
#include <stdlib.h>

/* A term that more articles have is no way to find neighbours. */
#define MAX_POSTING 4096
/* Terms of an article that are looked up for candidates, the rarest first. */
#define MAX_PROBES 64

struct kh_window *kh_window_new(const struct kh_engine *engine)
{
    struct kh_window *window = calloc(1, sizeof *window);
    if (!window) return NULL;
    window->engine = engine;
    kh_weights_load(engine, &window->weights);
    return window;
}

void kh_window_free(struct kh_window *window)
{
    if (!window) return;
    for (size_t i = 0; i < window->articles_n; i++) {
        free(window->articles[i].id);
        free(window->articles[i].terms);
        free(window->articles[i].counts);
    }
    for (size_t i = 0; i < window->events_n; i++) free(window->events[i].id);
    for (size_t i = 0; i < window->postings_n; i++) free(window->postings[i].items);
    free(window->articles);
    free(window->events);
    free(window->df.slots);
    free(window->by_id.slots);
    free(window->event_by_id.slots);
    free(window->posting_of.slots);
    free(window->postings);
    free(window->decisions);
    free(window->gather);
    free(window);
}

uint32_t kh_window_count(const struct kh_window *window)
{
    return (uint32_t)window->articles_n;
}

static uint64_t id_key(struct kh_str id)
{
    return kh_hash(id) | 1;
}

uint32_t kh_window_find(const struct kh_window *window, struct kh_str article)
{
    uint32_t at = kh_counts_get(&window->by_id, id_key(article));
    return at ? at - 1 : UINT32_MAX;
}

struct kh_str kh_window_event(const struct kh_window *window, struct kh_str article)
{
    uint32_t at = kh_window_find(window, article);
    if (at == UINT32_MAX || window->articles[at].event == UINT32_MAX) return KH_STR_NONE;
    return kh_str_of(window->events[window->articles[at].event].id);
}

static char *copy_of(struct kh_str s)
{
    char *copy = malloc(s.n + 1);
    if (!copy) return NULL;
    if (s.n) memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    return copy;
}

uint32_t kh_window_event_put(struct kh_window *window, struct kh_str id)
{
    uint32_t *at = kh_counts_put(&window->event_by_id, id_key(id));
    if (!at) return UINT32_MAX;
    if (*at) return *at - 1;
    if (!kh_heap_grow(&window->events, window->events_n, &window->events_capacity,
                      sizeof *window->events)) {
        return UINT32_MAX;
    }
    char *copy = copy_of(id);
    if (!copy) return UINT32_MAX;
    window->events[window->events_n] = (struct kh_wevent){.id = copy};
    *at = (uint32_t)++window->events_n;
    return *at - 1;
}

uint32_t kh_window_found(struct kh_window *window, uint32_t article)
{
    struct kh_str id = {window->articles[article].id, window->articles[article].id_n};
    uint64_t hash = kh_hash(id);
    for (int attempt = 0; attempt < 1000; attempt++) {
        unsigned char bytes[8];
        char text[17] = "e";
        for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(hash >> (8 * i) & 255);
        size_t n = 1 + kh_base32(bytes, sizeof bytes, text + 1);
        uint32_t event = kh_window_event_put(window, (struct kh_str){text, n});
        if (event == UINT32_MAX || window->events[event].members == 0) return event;
        hash = kh_hash_end(hash + 1); /* the founder left that event: it needs another name */
    }
    return UINT32_MAX;
}

/* ---- counting ---- */

static uint64_t df_key(uint32_t key, uint32_t lang)
{
    return (uint64_t)(lang | 1u << 31) << 32 | key;
}
#define ALL_LANGUAGES 0x00ffffffu
#define ALL_TERMS 0xffffffffu

static bool count_terms(struct kh_window *window, const struct kh_warticle *article)
{
    uint32_t *n = kh_counts_put(&window->df, df_key(ALL_TERMS, article->lang));
    if (!n) return false;
    ++*n;
    n = kh_counts_put(&window->df, df_key(ALL_TERMS, ALL_LANGUAGES));
    if (!n) return false;
    ++*n;
    for (uint32_t i = 0; i < article->terms_n; i++) {
        uint32_t key = article->terms[i].key;
        n = kh_counts_put(&window->df, df_key(key, article->lang));
        if (!n) return false;
        ++*n;
        n = kh_counts_put(&window->df, df_key(key, ALL_LANGUAGES));
        if (!n) return false;
        ++*n;
    }
    return true;
}

void kh_window_weigh(const struct kh_window *window, struct kh_warticle *article)
{
    /* The rate of a term in its language leans on its rate in all languages while the language
     * has few articles, and that on a fixed rate while the window is small. */
    const double lean = 20, small_rate = 0.02;
    double n_all = kh_counts_get(&window->df, df_key(ALL_TERMS, ALL_LANGUAGES));
    double n_lang = kh_counts_get(&window->df, df_key(ALL_TERMS, article->lang));
    double sums[KH_TERM_CLASSES] = {0};
    for (uint32_t i = 0; i < article->terms_n; i++) {
        uint32_t key = article->terms[i].key;
        double df_all = kh_counts_get(&window->df, df_key(key, ALL_LANGUAGES));
        double df_lang = kh_counts_get(&window->df, df_key(key, article->lang));
        double rate_all = (df_all + lean * small_rate) / (n_all + lean);
        double rate = (df_lang + lean * rate_all) / (n_lang + lean);
        double idf = rate < 1 ? -log(rate) : 0;
        double count = article->counts[i] / 8.0;
        double weight = (1 + log(count < 1 ? 1 : count)) * idf;
        article->terms[i].weight = (float)weight;
        sums[kh_term_class(key)] += weight * weight;
    }
    for (int c = 0; c < KH_TERM_CLASSES; c++)
        article->norm[c] = sums[c] > 0 ? (float)sqrt(sums[c] + window->weights.shade[c]) : 0;
}

/* ---- adding ---- */

static bool post(struct kh_window *window, uint32_t key, uint32_t article)
{
    uint32_t *at = kh_counts_put(&window->posting_of, (uint64_t)key + 1);
    if (!at) return false;
    if (!*at) {
        if (!kh_heap_grow(&window->postings, window->postings_n, &window->postings_capacity,
                          sizeof *window->postings)) {
            return false;
        }
        window->postings[window->postings_n] = (struct kh_posting){0};
        *at = (uint32_t)++window->postings_n;
    }
    struct kh_posting *posting = &window->postings[*at - 1];
    if (posting->n >= MAX_POSTING) return true;
    if (posting->n >= posting->capacity) {
        size_t wanted = posting->capacity ? posting->capacity * 2 : 2;
        uint32_t *bigger = realloc(posting->items, wanted * sizeof *bigger);
        if (!bigger) return false;
        posting->items = bigger;
        posting->capacity = wanted;
    }
    posting->items[posting->n++] = article;
    return true;
}

uint32_t kh_window_put(struct kh_window *window, const struct kh_features *features)
{
    uint32_t *at = kh_counts_put(&window->by_id, id_key(features->id));
    if (!at || !kh_heap_grow(&window->articles, window->articles_n, &window->articles_capacity,
                             sizeof *window->articles)) {
        return UINT32_MAX;
    }
    uint32_t index = (uint32_t)window->articles_n;
    struct kh_warticle *article = &window->articles[index];
    size_t n = features->terms_n ? features->terms_n : 1;
    *article = (struct kh_warticle){
        .id = copy_of(features->id),
        .id_n = (uint32_t)features->id.n,
        .lang = features->lang,
        .hour = features->hour,
        .tokens = features->tokens,
        .days_n = features->days_n,
        .year = features->year,
        .event = UINT32_MAX,
        .terms_n = features->terms_n,
        .terms = malloc(n * sizeof *article->terms),
        .counts = malloc(n),
        .dirty = true,
    };
    for (int i = 0; i < features->days_n; i++) article->days[i] = features->days[i];
    window->articles_n++; /* from here on kh_window_free gives it back */
    if (!article->id || !article->terms || !article->counts) return UINT32_MAX;
    for (uint32_t i = 0; i < features->terms_n; i++) {
        article->terms[i] = (struct kh_wterm){.key = features->terms[i].key};
        article->counts[i] = features->terms[i].count;
        if (!post(window, features->terms[i].key, index)) return UINT32_MAX;
    }
    *at = index + 1;
    if (!count_terms(window, article)) return UINT32_MAX;
    kh_window_weigh(window, article);
    return index;
}

enum khabar_status kh_window_restore(struct kh_window *window, const struct kh_features *features,
                                     struct kh_str event, struct khabar_error *err)
{
    if (kh_window_find(window, features->id) != UINT32_MAX) {
        return kh_error(err, "match", KHABAR_USAGE, "the article is in the window already");
    }
    uint32_t article = kh_window_put(window, features);
    uint32_t at = article == UINT32_MAX ? UINT32_MAX : kh_window_event_put(window, event);
    if (at == UINT32_MAX) return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory");
    window->articles[article].event = at;
    window->articles[article].dirty = false;
    window->events[at].members++;
    window->events[at].self += 1;
    return KHABAR_OK;
}

enum khabar_status kh_window_decide(struct kh_window *window, struct kh_str article_a,
                                    struct kh_str article_b, bool together,
                                    struct khabar_error *err)
{
    uint32_t a = kh_window_find(window, article_a), b = kh_window_find(window, article_b);
    if (a == UINT32_MAX || b == UINT32_MAX || a == b) return KHABAR_OK;
    if (!kh_heap_grow(&window->decisions, window->decisions_n, &window->decisions_capacity,
                      sizeof *window->decisions)) {
        return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory");
    }
    window->decisions[window->decisions_n++] = (struct kh_decision){a, b, together};
    window->articles[a].dirty = window->articles[b].dirty = true;
    return KHABAR_OK;
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

static const struct kh_posting *posting_of(const struct kh_window *window, uint32_t key)
{
    uint32_t at = kh_counts_get(&window->posting_of, (uint64_t)key + 1);
    return at ? &window->postings[at - 1] : NULL;
}

uint32_t kh_window_candidates(struct kh_window *window, uint32_t article, uint32_t *out,
                              uint32_t max)
{
    if (!gather_ready(window)) return 0;
    struct kh_wterm probes[MAX_PROBES];
    uint32_t probes_n = probes_of(&window->articles[article], probes), n = 0;
    float *gather = window->gather;
    for (uint32_t i = 0; i < probes_n; i++) {
        const struct kh_posting *posting = posting_of(window, probes[i].key);
        if (!posting) continue;
        float gain = probes[i].weight * probes[i].weight;
        for (size_t k = 0; k < posting->n; k++) {
            if (posting->items[k] != article) gather[posting->items[k]] += gain;
        }
    }
    /* Keep the best `max`, by insertion; each article is met once and its sum then cleared. */
    for (uint32_t i = 0; i < probes_n; i++) {
        const struct kh_posting *posting = posting_of(window, probes[i].key);
        for (size_t k = 0; posting && k < posting->n; k++) {
            uint32_t other = posting->items[k];
            float sum = gather[other];
            if (sum <= 0) continue;
            gather[other] = -sum; /* met */
            if (n == max && -gather[out[n - 1]] >= sum) continue;
            if (n < max) n++;
            uint32_t at = n - 1;
            while (at && -gather[out[at - 1]] < sum) {
                out[at] = out[at - 1];
                at--;
            }
            out[at] = other;
        }
    }
    for (uint32_t i = 0; i < probes_n; i++) {
        const struct kh_posting *posting = posting_of(window, probes[i].key);
        for (size_t k = 0; posting && k < posting->n; k++) gather[posting->items[k]] = 0;
    }
    return n;
}

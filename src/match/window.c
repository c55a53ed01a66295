/* SPDX-License-Identifier: Apache-2.0
 *
 * The live window: articles as weighted terms, how many articles have each term, posting lists to
 * find neighbours by, events. Takes features, hands on indexes; decides nothing.
 */
#include "match/internal.h"

#include "base/limits.h"

#include <stdlib.h>

/* Articles are dropped only while more than this are left: a small store keeps all of them, in
 * whatever order they came. */
#define KEEP_ARTICLES 20000
/* Dropping costs a pass over everything: it is done for this share of the window at once. */
#define DROP_SHARE 8

struct kh_window *kh_window_new(const struct kh_engine *engine)
{
    struct kh_window *window = calloc(1, sizeof *window);
    if (!window) return NULL;
    window->engine = engine;
    kh_weights_load(engine, &window->weights);
    window->newest = KH_HOUR_NONE;
    return window;
}

static void free_terms(struct kh_warticle *article)
{
    free(article->terms);
    free(article->counts);
    free(article->learnt);
}

void kh_window_free(struct kh_window *window)
{
    if (!window) return;
    for (size_t i = 0; i < window->articles_n; i++) {
        free(window->articles[i].id);
        free_terms(&window->articles[i]);
    }
    for (size_t i = 0; i < window->events_n; i++) free(window->events[i].id);
    free(window->articles);
    free(window->events);
    free(window->df.slots);
    free(window->by_id.slots);
    free(window->event_by_id.slots);
    kh_postings_free(&window->postings);
    free(window->dirty);
    free(window->decisions);
    free(window->gather);
    free(window->lexemes);
    free(window->lexeme_of.slots);
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

size_t kh_event_id(struct kh_str article, uint32_t attempt, char out[KH_EVENT_ID_SIZE])
{
    uint64_t hash = kh_hash(article);
    unsigned char bytes[8];
    for (uint32_t i = 0; i < attempt; i++) hash = kh_hash_end(hash + 1);
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(hash >> (8 * i) & 255);
    out[0] = 'e';
    return 1 + kh_base32(bytes, sizeof bytes, out + 1);
}

uint32_t kh_window_found(struct kh_window *window, uint32_t article)
{
    struct kh_str founder = {window->articles[article].id, window->articles[article].id_n};
    for (uint32_t attempt = 0; attempt < 1000; attempt++) {
        char id[KH_EVENT_ID_SIZE];
        size_t n = kh_event_id(founder, attempt, id);
        uint32_t event = kh_window_event_put(window, (struct kh_str){id, n});
        if (event == UINT32_MAX || window->events[event].members == 0) return event;
    } /* the founder left that event: it needs another name */
    return UINT32_MAX;
}

void kh_window_move(struct kh_window *window, uint32_t index, uint32_t event)
{
    struct kh_warticle *article = &window->articles[index];
    if (article->event != UINT32_MAX) {
        struct kh_wevent *old = &window->events[article->event];
        old->members--;
        if (old->first == index) old->first = article->after;
        window->articles[article->before].after = article->after;
        window->articles[article->after].before = article->before;
    }
    article->before = article->after = index;
    article->event = event;
    if (event == UINT32_MAX) return;
    struct kh_wevent *next = &window->events[event];
    if (next->members++) {
        struct kh_warticle *first = &window->articles[next->first];
        article->before = next->first;
        article->after = first->after;
        window->articles[first->after].before = index;
        first->after = index;
    } else {
        next->first = index;
    }
}

bool kh_window_touch(struct kh_window *window, uint32_t article)
{
    if (window->articles[article].dirty) return true;
    if (!kh_heap_grow(&window->dirty, window->dirty_n, &window->dirty_capacity,
                      sizeof *window->dirty)) {
        return false;
    }
    window->dirty[window->dirty_n++] = article;
    window->articles[article].dirty = true;
    return true;
}

/* ---- adding ---- */

/* Gives back the room of the terms that were pruned. */
static void shrink_terms(struct kh_warticle *article)
{
    size_t n = article->terms_n ? article->terms_n : 1;
    struct kh_wterm *terms = realloc(article->terms, n * sizeof *terms);
    uint8_t *counts = realloc(article->counts, n);
    if (terms) article->terms = terms;
    if (counts) article->counts = counts;
}

bool kh_warticle_fill(struct kh_warticle *article, const struct kh_expanded *from)
{
    uint32_t n = from->features.terms_n;
    struct kh_wterm *terms = malloc((n ? n : 1) * sizeof *terms);
    uint8_t *counts = malloc(n ? n : 1);
    uint32_t *learnt = from->learnt_n ? malloc(from->learnt_n * sizeof *learnt) : NULL;
    if (!terms || !counts || (from->learnt_n && !learnt)) {
        free(terms);
        free(counts);
        free(learnt);
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        terms[i] = (struct kh_wterm){.key = from->features.terms[i].key};
        counts[i] = from->features.terms[i].count;
    }
    if (learnt) memcpy(learnt, from->learnt, from->learnt_n * sizeof *learnt);
    free_terms(article);
    article->terms = terms;
    article->terms_n = n;
    article->counts = counts;
    article->learnt = learnt;
    article->learnt_n = from->learnt_n;
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
    *article = (struct kh_warticle){
        .id = copy_of(features->id),
        .id_n = (uint32_t)features->id.n,
        .lang = features->lang,
        .hour = features->hour,
        .tokens = features->tokens,
        .days_n = features->days_n,
        .year = features->year,
        .event = UINT32_MAX,
        .before = index,
        .after = index,
    };
    for (int i = 0; i < KH_RIVALS; i++) article->rivals[i] = UINT32_MAX;
    if (features->hour > window->newest) window->newest = features->hour;
    article->arrived = window->newest;
    for (int i = 0; i < features->days_n; i++) article->days[i] = features->days[i];
    window->articles_n++; /* from here on kh_window_free gives it back */
    struct kh_expanded expanded;
    kh_features_expand(window, features, &expanded);
    if (!article->id || !kh_warticle_fill(article, &expanded)) return UINT32_MAX;
    *at = index + 1;
    if (!kh_window_count_terms(window, &expanded.features)) return UINT32_MAX;
    kh_window_weigh(window, article);
    kh_window_prune(window, article);
    shrink_terms(article);
    return kh_window_list_terms(window, index) ? index : UINT32_MAX;
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
    kh_window_move(window, article, at);
    return KHABAR_OK;
}

bool kh_window_decide(struct kh_window *window, uint32_t a, uint32_t b, bool together)
{
    if (!kh_heap_grow(&window->decisions, window->decisions_n, &window->decisions_capacity,
                      sizeof *window->decisions)) {
        return false;
    }
    window->decisions[window->decisions_n++] = (struct kh_decision){a, b, together};
    bool held = (window->articles[a].event == window->articles[b].event) == together;
    return held || (kh_window_touch(window, a) && kh_window_touch(window, b));
}

/* ---- dropping ---- */

/* Renumbers the events, without those that have no members. */
static bool shrink_events(struct kh_window *window)
{
    uint32_t *now = malloc((window->events_n + 1) * sizeof *now);
    if (!now) return false;
    size_t kept = 0;
    for (size_t i = 0; i < window->events_n; i++) {
        struct kh_wevent event = window->events[i];
        uint32_t *at = kh_counts_put(&window->event_by_id, id_key(kh_str_of(event.id)));
        if (!at) {
            free(now);
            return false;
        }
        now[i] = (uint32_t)kept;
        *at = event.members ? (uint32_t)kept + 1 : 0;
        if (event.members) {
            window->events[kept++] = event;
        } else {
            free(event.id);
        }
    }
    window->events_n = kept;
    for (size_t i = 0; i < window->articles_n; i++) {
        if (window->articles[i].event != UINT32_MAX) {
            window->articles[i].event = now[window->articles[i].event];
        }
    }
    free(now);
    return kh_counts_shrink(&window->event_by_id);
}

/* The articles below `shift` are gone from all lists: moves the others down. */
static void shift_articles(struct kh_window *window, uint32_t shift)
{
    window->articles_n -= shift;
    memmove(window->articles, window->articles + shift,
            window->articles_n * sizeof *window->articles);
    for (size_t i = 0; i < window->articles_n; i++) {
        struct kh_warticle *article = &window->articles[i];
        article->before -= shift;
        article->after -= shift;
        for (int k = 0; k < KH_RIVALS; k++) {
            uint32_t rival = article->rivals[k];
            article->rivals[k] = rival == UINT32_MAX || rival < shift ? UINT32_MAX : rival - shift;
        }
        uint32_t *at =
            kh_counts_put(&window->by_id, id_key((struct kh_str){article->id, article->id_n}));
        if (at) *at = (uint32_t)i + 1; /* it is there: no memory is needed */
    }
    for (size_t i = 0; i < window->events_n; i++) {
        if (window->events[i].members) window->events[i].first -= shift;
    }
    size_t kept = 0;
    for (size_t i = 0; i < window->dirty_n; i++) {
        if (window->dirty[i] >= shift) window->dirty[kept++] = window->dirty[i] - shift;
    }
    window->dirty_n = kept;
    kept = 0;
    for (size_t i = 0; i < window->decisions_n; i++) {
        struct kh_decision decision = window->decisions[i];
        if (decision.a < shift || decision.b < shift) continue;
        decision.a -= shift;
        decision.b -= shift;
        window->decisions[kept++] = decision;
    }
    window->decisions_n = kept;
}

bool kh_window_expire(struct kh_window *window)
{
    uint32_t shift = (uint32_t)(window->articles_n / DROP_SHARE);
    int32_t oldest = window->newest - 24 * KH_WINDOW_DAYS;
    if (window->articles_n < KEEP_ARTICLES || window->articles[shift].arrived >= oldest)
        return true;
    for (uint32_t i = 0; i < shift; i++) {
        struct kh_warticle *article = &window->articles[i];
        struct kh_str id = {article->id, article->id_n};
        uint32_t *at = kh_counts_put(&window->by_id, id_key(id));
        if (at) *at = 0;
        kh_window_move(window, i, UINT32_MAX);
        free(article->id);
        free_terms(article);
        *article = (struct kh_warticle){0};
    }
    shift_articles(window, shift);
    kh_postings_shift(&window->postings, shift, DROP_SHARE);
    kh_counts_lessen(&window->df, DROP_SHARE);
    return kh_counts_shrink(&window->by_id) && shrink_events(window);
}

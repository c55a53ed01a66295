/* SPDX-License-Identifier: Apache-2.0
 *
 * A new article to its event: neighbours in the window, the event they speak for, and what is
 * shared. A first answer, quick; kh_window_settle has the last word.
 */
#include "match/internal.h"

#include <math.h>

#define MAX_CANDIDATES 32
/* Of these many may be of the article's own event. */
#define MAX_RIVAL_CANDIDATES 400
#define MAX_SHARED 12
/* From this share of the threshold on a neighbour may end up in the same event. */
#define RIVAL 0.6

/* An event some candidates are of, with the sums of their likenesses. */
struct vote {
    uint32_t event, nearest;
    double sum, best, tokens;
    uint32_t members;
    bool same_language; /* one of them is in the language of the article */
};

/* Notes one of those that settling has to weigh against each other, the likest first. */
static void note_rival(struct kh_warticle *article, uint32_t other, double likeness,
                       double likenesses[KH_RIVALS])
{
    int at = KH_RIVALS;
    while (at && likenesses[at - 1] < likeness) at--;
    for (int i = KH_RIVALS - 1; i > at; i--) {
        likenesses[i] = likenesses[i - 1];
        article->rivals[i] = article->rivals[i - 1];
    }
    if (at == KH_RIVALS) return;
    likenesses[at] = likeness;
    article->rivals[at] = other;
}

static uint32_t votes_of(struct kh_window *window, uint32_t article, const uint32_t *candidates,
                         uint32_t n, struct vote *votes)
{
    uint32_t votes_n = 0;
    struct kh_spread spread;
    kh_spread_make(&window->articles[article], &spread);
    double likenesses[KH_RIVALS] = {0};
    for (uint32_t i = 0; i < n; i++) {
        struct kh_pair pair;
        kh_window_refresh(window, &window->articles[candidates[i]]);
        kh_pair_make(&spread, &window->articles[candidates[i]], &pair);
        double likeness = kh_pair_likeness(&window->weights, &pair);
        double least = kh_join_threshold(window, pair.tokens, pair.kind != KH_PAIR_SAME);
        if (likeness > RIVAL * least) {
            note_rival(&window->articles[article], candidates[i], likeness, likenesses);
        }
        uint32_t event = window->articles[candidates[i]].event, at = 0;
        while (at < votes_n && votes[at].event != event) at++;
        if (at == votes_n) {
            votes[votes_n++] = (struct vote){.event = event, .nearest = candidates[i], .best = -1};
        }
        votes[at].sum += likeness;
        votes[at].members++;
        votes[at].same_language |= pair.kind == KH_PAIR_SAME;
        votes[at].tokens += window->articles[candidates[i]].tokens;
        if (likeness > votes[at].best) {
            votes[at].best = likeness;
            votes[at].nearest = candidates[i];
        }
    }
    return votes_n;
}

/* The likeness of an article to n members of an event, of which any two are `inside` alike. */
static double likeness_to_some(const struct kh_window *window, double sum, double n, double inside)
{
    return sum / kh_breadth(&window->weights, n * (1 + (n - 1) * inside), n);
}

/* How like the article is to the event of a vote. */
static double likeness_to(const struct kh_window *window, const struct vote *vote)
{
    return likeness_to_some(window, vote->sum, vote->members,
                            (double)window->events[vote->event].inside);
}

/* The vote to follow, or NULL. The best likeness of the article to an event goes to *likeness. */
static const struct vote *choose(const struct kh_window *window, uint32_t article,
                                 const struct vote *votes, uint32_t n, double *likeness)
{
    const struct vote *chosen = NULL;
    double best = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct vote *vote = &votes[i];
        double of = likeness_to(window, vote);
        double tokens = vote->tokens / vote->members, own = window->articles[article].tokens;
        double gain =
            of - kh_join_threshold(window, tokens < own ? tokens : own, !vote->same_language);
        if (gain <= best) continue;
        best = gain;
        *likeness = of;
        chosen = vote;
    }
    return chosen;
}

/* The article is now of the event: the mean likeness of its members follows. */
static void count_inside(struct kh_window *window, const struct vote *vote)
{
    struct kh_wevent *event = &window->events[vote->event];
    double old = event->members - 1.0, pairs = old * (old - 1) / 2;
    double mean = vote->sum / vote->members;
    event->inside = (float)(((double)event->inside * pairs + mean * old) / (pairs + old));
}

enum khabar_status kh_match(const struct kh_engine *engine, struct kh_arena *arena,
                            struct kh_window *window, const struct kh_facts *facts,
                            const struct kh_features *features, struct kh_link *out,
                            struct khabar_error *err)
{
    (void)engine;
    if (kh_window_find(window, features->id) != UINT32_MAX) {
        return kh_error(err, "match", KHABAR_USAGE, "the article is in the window already");
    }
    uint32_t article = kh_window_expire(window) ? kh_window_put(window, features) : UINT32_MAX;
    if (article == UINT32_MAX || !kh_window_touch(window, article))
        return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory");
    uint32_t candidates[MAX_CANDIDATES];
    struct vote votes[MAX_CANDIDATES];
    uint32_t n = kh_window_candidates(window, article, candidates, MAX_CANDIDATES);
    double likeness = 0;
    const struct vote *chosen =
        choose(window, article, votes, votes_of(window, article, candidates, n, votes), &likeness);
    *out = (struct kh_link){0};
    if (chosen) {
        struct kh_warticle *nearest = &window->articles[chosen->nearest];
        kh_window_move(window, article, chosen->event);
        count_inside(window, chosen);
        out->score = likeness < 1 ? likeness : 1;
        out->joined_by = kh_arena_str(arena, (struct kh_str){nearest->id, nearest->id_n});
        out->shared_n = kh_window_shared(window, arena, features, facts->title.text,
                                         facts->text.text, out->joined_by, &out->shared);
    } else {
        uint32_t event = kh_window_found(window, article);
        if (event == UINT32_MAX) return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory");
        kh_window_move(window, article, event);
        out->is_new = true;
    }
    struct kh_wevent *event = &window->events[window->articles[article].event];
    out->event = kh_arena_str(arena, kh_str_of(event->id));
    return arena->failed ? kh_error(err, "match", KHABAR_NO_MEMORY, "no memory") : KHABAR_OK;
}

bool kh_window_look_again(struct kh_window *window, uint32_t article)
{
    uint32_t candidates[MAX_CANDIDATES];
    struct vote votes[MAX_CANDIDATES];
    uint32_t n = kh_window_candidates(window, article, candidates, MAX_CANDIDATES);
    votes_of(window, article, candidates, n, votes);
    return kh_window_touch(window, article);
}

enum khabar_status kh_window_renew(struct kh_window *window, const struct kh_features *features,
                                   struct kh_str event, struct khabar_error *err)
{
    if (!kh_window_expire(window)) return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory");
    enum khabar_status status = kh_window_restore(window, features, event, err);
    if (status != KHABAR_OK) return status;
    if (!kh_window_look_again(window, kh_window_find(window, features->id)))
        return kh_error(err, "match", KHABAR_NO_MEMORY, "no memory");
    return KHABAR_OK;
}

void kh_window_rival(struct kh_window *window, struct kh_arena *arena, struct kh_str article,
                     struct kh_rival *out)
{
    uint32_t candidates[MAX_RIVAL_CANDIDATES], index = kh_window_find(window, article);
    struct vote votes[MAX_RIVAL_CANDIDATES];
    *out = (struct kh_rival){0};
    if (index == UINT32_MAX) return;
    uint32_t n = kh_window_candidates(window, index, candidates, MAX_RIVAL_CANDIDATES);
    n = votes_of(window, index, candidates, n, votes);
    for (uint32_t i = 0; i < n; i++) {
        double of = likeness_to(window, &votes[i]);
        if (votes[i].event == window->articles[index].event || of <= out->score) continue;
        const struct kh_warticle *nearest = &window->articles[votes[i].nearest];
        *out = (struct kh_rival){
            .event = kh_arena_str(arena, kh_str_of(window->events[votes[i].event].id)),
            .article = kh_arena_str(arena, (struct kh_str){nearest->id, nearest->id_n}),
            .score = of < 1 ? of : 1};
    }
}

/* ---- what two articles share ---- */

struct shared_term {
    const struct kh_term *term;
    double weight;
};

/* Whether it overlaps one of those that are told already. */
static bool is_told(const struct shared_term *told, uint32_t n, const struct kh_term *term)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_term *other = told[i].term;
        if (other->in_title == term->in_title && other->start < term->start + term->bytes &&
            term->start < other->start + other->bytes) {
            return true;
        }
    }
    return false;
}

static double worth_of(const struct kh_window *window, const struct kh_warticle *a,
                       const struct kh_warticle *b, const struct kh_wterm *x,
                       const struct kh_wterm *y)
{
    enum kh_pair_kind kind = kh_pair_kind_of(a, b);
    unsigned c = kh_term_class(x->key);
    float norms = a->norm[c] * b->norm[c];
    double weight = window->weights.of[kind][c];
    if (c == KH_TERM_CONCEPT)
        weight += kh_reach_weight(&window->weights, kh_pair_reach(kind, a, b));
    if (norms <= 0 || weight <= 0) return 0;
    return weight * (double)(x->weight * y->weight / norms);
}

/* Keeps the MAX_SHARED weightiest, in order. */
static uint32_t keep(struct shared_term *best, uint32_t n, struct shared_term one)
{
    if (n == MAX_SHARED && best[n - 1].weight >= one.weight) return n;
    if (n < MAX_SHARED) n++;
    uint32_t at = n - 1;
    while (at && best[at - 1].weight < one.weight) {
        best[at] = best[at - 1];
        at--;
    }
    best[at] = one;
    return n;
}

uint32_t kh_window_shared(const struct kh_window *window, struct kh_arena *arena,
                          const struct kh_features *features, struct kh_str title,
                          struct kh_str text, struct kh_str other, struct kh_str **out)
{
    *out = NULL;
    struct kh_expanded expanded;
    kh_features_expand(window, features, &expanded);
    features = &expanded.features;
    uint32_t ia = kh_window_find(window, features->id), ib = kh_window_find(window, other);
    if (ia == UINT32_MAX || ib == UINT32_MAX) return 0;
    const struct kh_warticle *a = &window->articles[ia], *b = &window->articles[ib];
    struct shared_term best[MAX_SHARED];
    uint32_t n = 0, told = 0;
    for (uint32_t i = 0, k = 0, f = 0; i < a->terms_n && k < b->terms_n;) {
        if (a->terms[i].key < b->terms[k].key) {
            i++;
        } else if (a->terms[i].key > b->terms[k].key) {
            k++;
        } else {
            while (f < features->terms_n && features->terms[f].key < a->terms[i].key) f++;
            if (f == features->terms_n) break;
            double worth = worth_of(window, a, b, &a->terms[i], &b->terms[k]);
            if (worth > 0) n = keep(best, n, (struct shared_term){&features->terms[f], worth});
            i++;
            k++;
        }
    }
    *out = kh_arena_alloc(arena, (n ? n : 1) * sizeof **out);
    if (!*out) return 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_term *term = best[i].term;
        struct kh_str from = term->in_title ? title : text;
        if (term->start + (size_t)term->bytes > from.n || is_told(best, told, term)) continue;
        best[told] = best[i];
        (*out)[told++] =
            kh_arena_str(arena, kh_str_sub(from, term->start, term->start + (size_t)term->bytes));
    }
    return told;
}

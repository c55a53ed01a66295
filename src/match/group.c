/* SPDX-License-Identifier: Apache-2.0
 *
 * Grouping a set of articles from scratch: likeness of all pairs that share a term, then
 * agglomeration, best join first. The likeness of two groups is the cosine of their centroids in
 * the space the likeness spans (sum over pairs, divided by the root of both sums within), so a
 * group of many short reports is found by what its members say together. The result depends on the
 * set alone, not on the order in which its articles came.
 */
#include "match/internal.h"

#include <math.h>
#include <stdlib.h>

/* Likenesses below are nothing. */
#define LEAST 0.02

struct entry { /* one term of one article of the set */
    uint32_t key, article;
    float weight;
};

/* From this cosine of their words on two texts of a language are one text, reprinted with cuts:
 * they say no more of an event than one does. Reports of their own reach half of it. */
#define REPRINT 0.6f

/* Languages told apart in one set; those beyond share the last place. */
#define LANGS 32

struct cluster {
    uint32_t *links; /* other clusters with a sum; may hold dead ones */
    size_t links_n, links_capacity;
    uint32_t spoken;                /* a bit for each language with members */
    double self;                    /* sum over ordered pairs of members, with themselves */
    double tokens;                  /* sum over members */
    double breadth;                 /* what links to it are divided by, see kh_breadth */
    double log_tokens, log_size;    /* to base 2: tokens of a mean member, members */
    double reprints, reprint_pairs; /* of self, what pairs of reprints add; their ordered pairs */
    double tightness; /* mean likeness of two members that are no reprints, 0 when none are */
    uint32_t size;
    uint32_t version; /* changes at each join; 0 size: dead */
    uint32_t last;    /* tail of the member list */
};

struct sum {      /* of the likenesses between two clusters */
    uint64_t key; /* smaller index << 32 | larger, plus 1; 0: free */
    double value;
    float reprints; /* of it, what pairs of reprints add */
    uint32_t reprint_pairs;
};

struct join { /* a join that may be made */
    double gain;
    uint32_t a, b, version_a, version_b;
};

struct grouper {
    struct kh_window *window;
    double least; /* see kh_join_least */
    const uint32_t *set;
    uint32_t n;
    struct entry *entries;
    size_t entries_n;
    struct cluster *clusters;
    uint32_t *next; /* member lists */
    uint32_t *of;   /* the cluster an article of the set is in now */
    struct sum *sums;
    size_t sums_n, sums_capacity;
    struct join *heap;
    size_t heap_n, heap_capacity;
    struct decided *decided;
    size_t decided_n;
    /* What to do with a pair that shares something. */
    bool (*visit)(struct grouper *g, uint32_t i, uint32_t j, const struct kh_pair *pair);
    void *context;
};

/* ---- sums between clusters ---- */

static struct sum *sum_slot(const struct grouper *g, uint64_t key)
{
    size_t mask = g->sums_capacity - 1;
    size_t at = (size_t)kh_hash_end(key) & mask;
    while (g->sums[at].key && g->sums[at].key != key) at = (at + 1) & mask;
    return &g->sums[at];
}

static uint64_t sum_key(uint32_t a, uint32_t b)
{
    return (a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a) + 1;
}

static struct sum sum_get(const struct grouper *g, uint32_t a, uint32_t b)
{
    return g->sums_capacity ? *sum_slot(g, sum_key(a, b)) : (struct sum){0};
}

static bool link_put(struct cluster *cluster, uint32_t other)
{
    if (!kh_heap_grow(&cluster->links, cluster->links_n, &cluster->links_capacity,
                      sizeof *cluster->links)) {
        return false;
    }
    cluster->links[cluster->links_n++] = other;
    return true;
}

static bool sum_add(struct grouper *g, uint32_t a, uint32_t b, const struct sum *more)
{
    if (g->sums_n * 10 >= g->sums_capacity * 7) {
        struct grouper bigger = {.sums_capacity = g->sums_capacity ? g->sums_capacity * 2 : 1024};
        bigger.sums = calloc(bigger.sums_capacity, sizeof *bigger.sums);
        if (!bigger.sums) return false;
        for (size_t i = 0; i < g->sums_capacity; i++) {
            if (g->sums[i].key) *sum_slot(&bigger, g->sums[i].key) = g->sums[i];
        }
        free(g->sums);
        g->sums = bigger.sums;
        g->sums_capacity = bigger.sums_capacity;
    }
    struct sum *slot = sum_slot(g, sum_key(a, b));
    if (!slot->key) {
        slot->key = sum_key(a, b);
        g->sums_n++;
        if (!link_put(&g->clusters[a], b) || !link_put(&g->clusters[b], a)) return false;
    }
    slot->value += more->value;
    slot->reprints += more->reprints;
    slot->reprint_pairs += more->reprint_pairs;
    return true;
}

/* ---- pairs ---- */

static int by_key_then_article(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->article < y->article ? -1 : x->article > y->article;
}

/* The i-th article of the set with its weights as they are now. */
static struct kh_warticle *weighed(struct grouper *g, uint32_t i)
{
    struct kh_warticle *article = &g->window->articles[g->set[i]];
    if (g->n == g->window->articles_n) {
        kh_window_weigh(g->window, article);
    } else {
        kh_window_refresh(g->window, article);
    }
    return article;
}

static bool make_entries(struct grouper *g)
{
    size_t total = 0;
    for (uint32_t i = 0; i < g->n; i++) total += g->window->articles[g->set[i]].terms_n;
    g->entries = malloc((total ? total : 1) * sizeof *g->entries);
    if (!g->entries) return false;
    for (uint32_t i = 0; i < g->n; i++) {
        struct kh_warticle *article = weighed(g, i);
        for (uint32_t t = 0; t < article->terms_n; t++) {
            g->entries[g->entries_n++] =
                (struct entry){article->terms[t].key, i, article->terms[t].weight};
        }
    }
    qsort(g->entries, g->entries_n, sizeof *g->entries, by_key_then_article);
    return true;
}

/* A term of nearly everything costs most and tells least, and is left out where it would cost too
 * much. In a set that is not the whole window the terms most of it has are what it is about. */
static bool too_common(const struct grouper *g, size_t articles)
{
    uint32_t small = g->n == g->window->articles_n ? 1000 : 2000;
    return g->n > small && articles > g->n / 4;
}

/* For each term of each article, where its entry stands: rows[i] lists those of article i. */
struct rows {
    uint32_t *first; /* n + 1 */
    uint32_t *at;    /* entry numbers */
};

static bool make_rows(const struct grouper *g, struct rows *rows)
{
    rows->first = calloc((size_t)g->n + 2, sizeof *rows->first);
    rows->at = malloc((g->entries_n ? g->entries_n : 1) * sizeof *rows->at);
    if (!rows->first || !rows->at) return false;
    for (size_t e = 0; e < g->entries_n; e++) rows->first[g->entries[e].article + 2]++;
    for (uint32_t i = 0; i < g->n; i++) rows->first[i + 1] += rows->first[i];
    for (size_t e = 0; e < g->entries_n; e++) {
        rows->at[rows->first[g->entries[e].article + 1]++] = (uint32_t)e;
    }
    return true;
}

static bool pair_done(struct grouper *g, uint32_t i, uint32_t j, const float *dots)
{
    struct kh_pair pair;
    kh_pair_of_dots(&g->window->articles[g->set[i]], &g->window->articles[g->set[j]], dots, &pair);
    return g->visit(g, i, j, &pair);
}

static bool keep_likeness(struct grouper *g, uint32_t i, uint32_t j, const struct kh_pair *pair)
{
    double likeness = kh_pair_likeness(&g->window->weights, pair);
    struct sum one = {.value = likeness};
    if (pair->kind == KH_PAIR_SAME && pair->cosine[KH_TERM_WORD] > REPRINT) {
        one.reprints = (float)likeness;
        one.reprint_pairs = 1;
    }
    return likeness < LEAST || sum_add(g, i, j, &one);
}

/* Adds up what article i shares with each later one. */
static bool pair_row(struct grouper *g, const struct rows *rows, uint32_t i, float *dots,
                     uint32_t *met, bool *is_met)
{
    uint32_t met_n = 0;
    bool ok = true;
    for (uint32_t r = rows->first[i]; r < rows->first[i + 1]; r++) {
        size_t e = rows->at[r], stop = e + 1;
        while (stop < g->entries_n && g->entries[stop].key == g->entries[e].key) stop++;
        if (too_common(g, stop - e)) continue;
        unsigned c = kh_term_class(g->entries[e].key);
        for (size_t o = e + 1; o < stop; o++) {
            uint32_t j = g->entries[o].article;
            if (!is_met[j]) {
                is_met[j] = true;
                met[met_n++] = j;
            }
            dots[(size_t)j * KH_TERM_CLASSES + c] += g->entries[e].weight * g->entries[o].weight;
        }
    }
    for (uint32_t m = 0; m < met_n; m++) {
        float *of = dots + (size_t)met[m] * KH_TERM_CLASSES;
        ok = ok && pair_done(g, i, met[m], of);
        for (int c = 0; c < KH_TERM_CLASSES; c++) of[c] = 0;
        is_met[met[m]] = false;
    }
    return ok;
}

/* In a set this small comparing each with each is quicker than sorting the terms. */
#define FEW_ARTICLES 128

static bool make_few_pairs(struct grouper *g)
{
    bool ok = true;
    for (uint32_t i = 0; i < g->n; i++) weighed(g, i);
    for (uint32_t i = 0; ok && i < g->n; i++) {
        struct kh_spread spread;
        kh_spread_make(&g->window->articles[g->set[i]], &spread);
        for (uint32_t j = i + 1; ok && j < g->n; j++) {
            struct kh_pair pair;
            kh_pair_make(&spread, &g->window->articles[g->set[j]], &pair);
            ok = g->visit(g, i, j, &pair);
        }
    }
    return ok;
}

static bool make_pairs(struct grouper *g)
{
    if (g->n <= FEW_ARTICLES) return make_few_pairs(g);
    struct rows rows = {0};
    float *dots = calloc((size_t)g->n * KH_TERM_CLASSES, sizeof *dots);
    uint32_t *met = malloc((size_t)g->n * sizeof *met);
    bool *is_met = calloc(g->n, sizeof *is_met);
    bool ok = dots && met && is_met && make_entries(g) && make_rows(g, &rows);
    for (uint32_t i = 0; ok && i < g->n; i++) ok = pair_row(g, &rows, i, dots, met, is_met);
    free(rows.first);
    free(rows.at);
    free(dots);
    free(met);
    free(is_met);
    return ok;
}

/* ---- joining ---- */

static bool better(const struct join *x, const struct join *y)
{
    if (x->gain > y->gain || x->gain < y->gain) return x->gain > y->gain;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static bool heap_push(struct grouper *g, struct join join)
{
    if (!kh_heap_grow(&g->heap, g->heap_n, &g->heap_capacity, sizeof *g->heap)) return false;
    size_t at = g->heap_n++;
    while (at && better(&join, &g->heap[(at - 1) / 2])) {
        g->heap[at] = g->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    g->heap[at] = join;
    return true;
}

static struct join heap_pop(struct grouper *g)
{
    struct join top = g->heap[0], last = g->heap[--g->heap_n];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= g->heap_n) break;
        if (child + 1 < g->heap_n && better(&g->heap[child + 1], &g->heap[child])) child++;
        if (!better(&g->heap[child], &last)) break;
        g->heap[at] = g->heap[child];
        at = child;
    }
    g->heap[at] = last;
    return top;
}

/* Brings what is told by its sums up to date. */
static void measure(const struct grouper *g, struct cluster *cluster)
{
    double tokens = cluster->tokens / cluster->size;
    cluster->breadth = kh_breadth(&g->window->weights, cluster->self, cluster->size);
    cluster->log_tokens = log2(tokens < 1 ? 1 : tokens);
    cluster->log_size = log2(cluster->size);
    double n = cluster->size, pairs = n * (n - 1) - cluster->reprint_pairs;
    cluster->tightness = pairs > 0 ? (cluster->self - n - cluster->reprints) / pairs : 0;
}

/* From which likeness two clusters are one. What is tight already asks more of what is to come to
 * it: translations of one text are more alike than two reports of one day. */
static double least_of(const struct grouper *g, const struct cluster *x, const struct cluster *y)
{
    const struct kh_weights *w = &g->window->weights;
    double log_tokens = fmin(x->log_tokens, y->log_tokens);
    double least =
        g->least + w->join_length * log_tokens + w->join_size * fmin(x->log_size, y->log_size);
    bool cross = !(x->spoken & y->spoken);
    if (cross) least += w->join_cross;
    double longer = log_tokens - w->join_tight_from;
    if (longer > 0) {
        least += (cross ? w->join_tight_cross : w->join_tight) * longer *
                 fmin(x->tightness, y->tightness);
    }
    return least;
}

static bool propose(struct grouper *g, uint32_t a, uint32_t b)
{
    if (a > b) {
        uint32_t t = a;
        a = b;
        b = t;
    }
    const struct cluster *x = &g->clusters[a], *y = &g->clusters[b];
    double likeness = sum_get(g, a, b).value / (x->breadth * y->breadth);
    double least = least_of(g, x, y);
    if (likeness <= least) return true;
    return heap_push(g, (struct join){likeness - least, a, b, x->version, y->version});
}

/* b into a. */
static bool join(struct grouper *g, uint32_t a, uint32_t b)
{
    struct cluster *x = &g->clusters[a], *y = &g->clusters[b];
    struct sum between = sum_get(g, a, b);
    x->self += y->self + 2 * between.value;
    x->reprints += y->reprints + 2 * (double)between.reprints;
    x->reprint_pairs += y->reprint_pairs + 2.0 * between.reprint_pairs;
    x->spoken |= y->spoken;
    x->tokens += y->tokens;
    x->size += y->size;
    measure(g, x);
    x->version++;
    y->size = 0;
    for (uint32_t at = b; at != UINT32_MAX; at = g->next[at]) g->of[at] = a;
    g->next[x->last] = b;
    x->last = y->last;
    bool ok = true;
    for (size_t i = 0; ok && i < y->links_n; i++) {
        uint32_t other = y->links[i];
        if (other == a || !g->clusters[other].size) continue;
        struct sum to = sum_get(g, b, other);
        ok = sum_add(g, a, other, &to);
        x = &g->clusters[a];
    }
    free(y->links);
    y->links = NULL;
    y->links_n = 0;
    size_t kept = 0;
    for (size_t i = 0; ok && i < x->links_n; i++) {
        uint32_t other = x->links[i];
        if (!g->clusters[other].size) continue;
        x->links[kept++] = other;
        ok = propose(g, a, other);
    }
    x->links_n = kept;
    return ok;
}

/* ---- people's decisions ---- */

/* Decisions between articles of the set, by number in it. */
struct decided {
    uint32_t a, b;
    bool together;
};

static bool take_decisions(struct grouper *g)
{
    const struct kh_window *window = g->window;
    if (window->decisions_n == 0) return true;
    struct kh_counts place = {0}; /* in the set, from 1 */
    bool ok = true;
    g->decided = malloc(window->decisions_n * sizeof *g->decided);
    for (uint32_t i = 0; ok && i < g->n; i++) {
        uint32_t *at = kh_counts_put(&place, (uint64_t)g->set[i] + 1);
        if (at) *at = i + 1;
        ok = at;
    }
    for (size_t i = 0; ok && g->decided && i < window->decisions_n; i++) {
        struct kh_decision d = window->decisions[i];
        uint32_t a = kh_counts_get(&place, (uint64_t)d.a + 1);
        uint32_t b = kh_counts_get(&place, (uint64_t)d.b + 1);
        if (!a || !b) continue;
        g->decided[g->decided_n++] = (struct decided){a - 1, b - 1, d.together};
    }
    free(place.slots);
    return ok && g->decided;
}

/* Somebody said that something of a and something of b are of two events. */
static bool kept_apart(const struct grouper *g, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < g->decided_n; i++) {
        if (g->decided[i].together) continue;
        uint32_t x = g->of[g->decided[i].a], y = g->of[g->decided[i].b];
        if ((x == a && y == b) || (x == b && y == a)) return true;
    }
    return false;
}

static bool join_decided(struct grouper *g)
{
    bool ok = true;
    for (size_t i = 0; ok && i < g->decided_n; i++) {
        uint32_t a = g->of[g->decided[i].a], b = g->of[g->decided[i].b];
        if (g->decided[i].together && a != b && !kept_apart(g, a, b)) ok = join(g, a, b);
    }
    return ok;
}

static bool join_blocs(struct grouper *g, const uint32_t *bloc)
{
    struct kh_counts first = {0}; /* of each bloc, from 1 */
    bool ok = true;
    for (uint32_t i = 0; ok && i < g->n; i++) {
        if (bloc[i] == UINT32_MAX) continue;
        uint32_t *at = kh_counts_put(&first, (uint64_t)bloc[i] + 1);
        if (at && *at) ok = join(g, *at - 1, i);
        if (at && !*at) *at = i + 1;
        ok = ok && at;
    }
    free(first.slots);
    g->heap_n = 0;
    return ok;
}

static bool join_all(struct grouper *g)
{
    bool ok = join_decided(g);
    for (uint32_t i = 0; ok && i < g->n; i++) {
        for (size_t k = 0; ok && k < g->clusters[i].links_n; k++) {
            uint32_t other = g->clusters[i].links[k];
            if (other > i && g->clusters[other].size) ok = propose(g, i, other);
        }
    }
    while (ok && g->heap_n) {
        struct join top = heap_pop(g);
        struct cluster *x = &g->clusters[top.a], *y = &g->clusters[top.b];
        if (!x->size || !y->size || x->version != top.version_a || y->version != top.version_b) {
            continue;
        }
        if (kept_apart(g, top.a, top.b)) continue;
        ok = x->links_n >= y->links_n ? join(g, top.a, top.b) : join(g, top.b, top.a);
    }
    return ok;
}

/* ---- result ---- */

static uint32_t tell(const struct grouper *g, uint32_t *group, float *inside)
{
    uint32_t groups = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        double size = g->clusters[i].size;
        if (size < 1) continue;
        if (inside) {
            double pairs = size * (size - 1);
            inside[groups] = pairs > 0 ? (float)((g->clusters[i].self - size) / pairs) : 0;
        }
        for (uint32_t at = i; at != UINT32_MAX; at = g->next[at]) group[at] = groups;
        groups++;
    }
    return groups;
}

static void alone_all(struct grouper *g)
{
    uint32_t known[LANGS];
    int known_n = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        const struct kh_warticle *article = &g->window->articles[g->set[i]];
        int l = 0;
        while (l < known_n && known[l] != article->lang) l++;
        if (l == known_n && known_n < LANGS) known[known_n++] = article->lang;
        if (l == LANGS) l = LANGS - 1;
        g->next[i] = UINT32_MAX;
        g->of[i] = i;
        g->clusters[i] = (struct cluster){
            .self = 1, .size = 1, .last = i, .tokens = article->tokens, .spoken = 1u << l};
        measure(g, &g->clusters[i]);
    }
}

static bool open_clusters(struct grouper *g)
{
    size_t n = g->n ? g->n : 1;
    g->clusters = calloc(n, sizeof *g->clusters);
    g->next = malloc(n * sizeof *g->next);
    g->of = malloc(n * sizeof *g->of);
    if (!g->clusters || !g->next || !g->of) return false;
    g->least = kh_join_least(g->window);
    alone_all(g);
    return true;
}

static void close_clusters(struct grouper *g)
{
    for (uint32_t i = 0; g->clusters && i < g->n; i++) free(g->clusters[i].links);
    free(g->clusters);
    free(g->next);
    free(g->of);
    free(g->decided);
    free(g->entries);
    free(g->sums);
    free(g->heap);
}

uint32_t kh_group(struct kh_window *window, const uint32_t *set, const uint32_t *bloc, uint32_t n,
                  uint32_t *group, float *inside)
{
    struct grouper g = {.window = window, .set = set, .n = n, .visit = keep_likeness};
    uint32_t groups = 0;
    if (open_clusters(&g) && make_pairs(&g) && take_decisions(&g) &&
        (!bloc || join_blocs(&g, bloc)) && join_all(&g)) {
        groups = tell(&g, group, inside);
    }
    close_clusters(&g);
    return groups;
}

/* ---- for training ---- */

struct kept_pairs {
    struct kh_set_pair *items;
    size_t n, capacity;
};

static bool keep_pair(struct grouper *g, uint32_t i, uint32_t j, const struct kh_pair *pair)
{
    struct kept_pairs *kept = g->context;
    double sum = 0;
    for (int c = 0; c < KH_TERM_CLASSES; c++) sum += (double)pair->cosine[c];
    if (sum < 0.1) return true;
    if (!kh_heap_grow(&kept->items, kept->n, &kept->capacity, sizeof *kept->items)) return false;
    kept->items[kept->n++] = (struct kh_set_pair){i, j, *pair};
    return true;
}

bool kh_group_pairs(struct kh_window *window, const uint32_t *set, uint32_t n,
                    struct kh_set_pair **out, size_t *out_n)
{
    struct kept_pairs kept = {0};
    struct grouper g = {.window = window, .set = set, .n = n, .visit = keep_pair, .context = &kept};
    bool ok = open_clusters(&g) && make_pairs(&g);
    close_clusters(&g);
    *out = kept.items;
    *out_n = kept.n;
    return ok;
}

uint32_t kh_group_by_pairs(struct kh_window *window, const uint32_t *set, uint32_t n,
                           const struct kh_set_pair *pairs, size_t pairs_n, uint32_t *group)
{
    struct grouper g = {.window = window, .set = set, .n = n};
    uint32_t groups = 0;
    bool ok = open_clusters(&g);
    for (size_t i = 0; ok && i < pairs_n; i++) {
        ok = keep_likeness(&g, pairs[i].i, pairs[i].j, &pairs[i].pair);
    }
    if (ok && join_all(&g)) groups = tell(&g, group, NULL);
    close_clusters(&g);
    return groups;
}

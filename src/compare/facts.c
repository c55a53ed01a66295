/* SPDX-License-Identifier: Apache-2.0
 *
 * From judged pairs to facts. A fact is a set of sentences of different articles each two of which
 * hold together (a clique), so that nothing is linked by a chain; a sentence may be in several.
 * What holds with nothing is a fact of its own. Must not judge pairs.
 */
#include "compare/internal.h"

#include <stdlib.h>

struct grouper {
    struct kh_desk *desk;
    const struct kh_pairs *pairs;
    const struct kh_pair_model *model;
    bool *covered;     /* per pair: it stands in a fact */
    bool *placed;      /* per line: it stands in a fact */
    uint32_t *members; /* lines of the fact at hand */
    uint32_t *others;  /* lines that hold with all of them so far */
    float *least;      /* per line of `others`: the weakest of its links */
    struct kh_dossier *out;
    size_t capacity;
};

static bool holds(const struct grouper *g, const struct kh_line_pair *pair)
{
    return pair && pair->p >= g->model->threshold[pair->cross];
}

static int by_article(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

struct kh_fact *kh_fact_add(struct kh_desk *desk, struct kh_dossier *out, size_t *capacity,
                            const uint32_t *lines, uint32_t n)
{
    struct kh_fact *grown =
        kh_arena_grow(desk->arena, out->facts, out->facts_n, capacity, sizeof *grown);
    struct kh_say *says = kh_arena_zalloc(desk->arena, n, sizeof *says);
    if (!grown || !says) return NULL;
    out->facts = grown;
    struct kh_fact *fact = &grown[out->facts_n++];
    *fact = (struct kh_fact){.kind = KH_FACT_OTHER, .says = says, .says_n = n};
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_line *line = &desk->lines[lines[i]];
        says[i] = (struct kh_say){.article = line->article,
                                  .line = lines[i],
                                  .start = line->at->start,
                                  .end = line->at->end};
    }
    return fact;
}

/* The lines that hold with both ends of the pair. */
static uint32_t common(struct grouper *g, const struct kh_line_pair *pair)
{
    uint32_t n = 0;
    for (uint32_t i = g->pairs->at[pair->a]; i < g->pairs->at[pair->a + 1]; i++) {
        const struct kh_line_pair *with_a = &g->pairs->items[g->pairs->of[i]];
        uint32_t line = with_a->a == pair->a ? with_a->b : with_a->a;
        if (!holds(g, with_a) || line == pair->b) continue;
        const struct kh_line_pair *with_b = kh_pair_of(g->pairs, pair->b, line);
        if (!holds(g, with_b)) continue;
        g->others[n] = line;
        g->least[n++] = with_a->p < with_b->p ? with_a->p : with_b->p;
    }
    return n;
}

/* Grows the pair by the line that holds best with all, as long as there is one. */
static uint32_t grow(struct grouper *g, const struct kh_line_pair *pair)
{
    uint32_t n = 2, others = common(g, pair);
    g->members[0] = pair->a;
    g->members[1] = pair->b;
    while (others) {
        uint32_t best = 0, kept = 0;
        for (uint32_t i = 1; i < others; i++)
            if (g->least[i] > g->least[best]) best = i;
        uint32_t line = g->others[best];
        g->members[n++] = line;
        for (uint32_t i = 0; i < others; i++) {
            const struct kh_line_pair *with = kh_pair_of(g->pairs, line, g->others[i]);
            if (i == best || !holds(g, with)) continue;
            g->least[kept] = with->p < g->least[i] ? with->p : g->least[i];
            g->others[kept++] = g->others[i];
        }
        others = kept;
    }
    return n;
}

static void cover(struct grouper *g, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        g->placed[g->members[i]] = true;
        for (uint32_t k = i + 1; k < n; k++) {
            struct kh_line_pair *pair = kh_pair_of(g->pairs, g->members[i], g->members[k]);
            if (pair) g->covered[pair - g->pairs->items] = true;
        }
    }
}

struct edge {
    float p;
    uint32_t pair;
};

static int by_strength(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->p > y->p || x->p < y->p) return x->p < y->p ? 1 : -1;
    return x->pair < y->pair ? -1 : x->pair > y->pair;
}

static bool group_pairs(struct grouper *g)
{
    struct edge *edges = kh_arena_alloc(g->desk->arena, (g->pairs->n + 1) * sizeof *edges);
    uint32_t n = 0;
    if (!edges) return false;
    for (uint32_t i = 0; i < g->pairs->n; i++)
        if (holds(g, &g->pairs->items[i])) edges[n++] = (struct edge){g->pairs->items[i].p, i};
    if (n) qsort(edges, n, sizeof *edges, by_strength);
    for (uint32_t i = 0; i < n; i++) {
        if (g->covered[edges[i].pair]) continue;
        uint32_t members = grow(g, &g->pairs->items[edges[i].pair]);
        cover(g, members);
        qsort(g->members, members, sizeof *g->members, by_article);
        struct kh_fact *fact = kh_fact_add(g->desk, g->out, &g->capacity, g->members, members);
        if (!fact) return false;
        fact->status = KH_AGREED;
    }
    return true;
}

bool kh_facts_group(struct kh_desk *desk, const struct kh_pair_model *model,
                    const struct kh_pairs *pairs, struct kh_dossier *out, size_t *capacity)
{
    struct grouper g = {.desk = desk, .pairs = pairs, .model = model, .out = out};
    g.covered = kh_arena_zalloc(desk->arena, pairs->n + 1, sizeof *g.covered);
    g.placed = kh_arena_zalloc(desk->arena, desk->lines_n + 1, sizeof *g.placed);
    g.members = kh_arena_alloc(desk->arena, (desk->lines_n + 1) * sizeof *g.members);
    g.others = kh_arena_alloc(desk->arena, (desk->lines_n + 1) * sizeof *g.others);
    g.least = kh_arena_alloc(desk->arena, (desk->lines_n + 1) * sizeof *g.least);
    if (!g.covered || !g.placed || !g.members || !g.others || !g.least) return false;
    g.capacity = *capacity;
    for (uint32_t i = 0; i < out->facts_n; i++) /* the sides of conflicts */
        for (uint32_t k = 0; k < out->facts[i].says_n; k++)
            g.placed[out->facts[i].says[k].line] = true;
    if (!group_pairs(&g)) return false;
    for (uint32_t i = 0; i < desk->lines_n; i++)
        if (!g.placed[i] && !kh_fact_add(desk, out, &g.capacity, &i, 1)) return false;
    *capacity = g.capacity;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * From judged pairs to facts. A fact is a set of sentences of different articles each two of which
 * hold together (a clique; a large one nearly so), so that nothing is linked by a chain; a sentence
 * may be in several. What holds with nothing is a fact of its own. Must not judge pairs.
 */
#include "compare/internal.h"

#include <stdlib.h>

/* From this many members on a fact is large. */
#define LARGE_FACT 4
/* What stands in facts of so many members needs no further fact for a pair that was left over. */
#define WELL_PLACED 6

/* What a line has to do with the fact at hand: members it was compared with, those it holds with,
 * and how well. */
struct link {
    uint32_t met, held;
    float p;
    bool member;
};

struct grouper {
    struct kh_desk *desk;
    const struct kh_pairs *pairs;
    const struct kh_pair_model *model;
    bool *covered;      /* per pair: it stands in a fact */
    uint32_t *placed;   /* per line: members of the largest fact it stands in */
    uint32_t *members;  /* lines of the fact at hand */
    struct link *links; /* per line: to the fact at hand */
    uint32_t *others;   /* lines that have a link */
    uint32_t others_n;
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

static bool has_article(const struct grouper *g, uint32_t n, uint32_t line)
{
    for (uint32_t i = 0; i < n; i++)
        if (g->desk->lines[g->members[i]].article == g->desk->lines[line].article) return true;
    return false;
}

/* The line becomes the n-th member: whatever it was compared with has met one more. */
static void take(struct grouper *g, uint32_t n, uint32_t line)
{
    g->members[n] = line;
    g->links[line].member = true;
    for (uint32_t i = g->pairs->at[line]; i < g->pairs->at[line + 1]; i++) {
        const struct kh_line_pair *pair = &g->pairs->items[g->pairs->of[i]];
        uint32_t other = pair->a == line ? pair->b : pair->a;
        struct link *link = &g->links[other];
        if (!link->met && !link->member) g->others[g->others_n++] = other;
        link->met++;
        if (!holds(g, pair)) continue;
        link->held++;
        link->p += pair->p;
    }
}

/* A small fact holds together as a whole; to join a large one it is enough to hold with most of
 * those that the line was compared with. */
static bool may_join(const struct grouper *g, uint32_t n, uint32_t line)
{
    const struct link *link = &g->links[line];
    uint32_t of = g->desk->small ? n : link->met;
    if (link->member || link->held < 2) return false;
    if (n < LARGE_FACT) return link->held == of;
    return 4 * link->held >= 3 * of;
}

/* The line that holds with most members, and best; UINT32_MAX when none may join. */
static uint32_t best_of(const struct grouper *g, uint32_t n)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < g->others_n; i++) {
        uint32_t line = g->others[i];
        const struct link *link = &g->links[line],
                          *than = &g->links[best == UINT32_MAX ? line : best];
        if (!may_join(g, n, line) || (n < LARGE_FACT && has_article(g, n, line))) continue;
        if (best == UINT32_MAX || link->held > than->held ||
            (link->held == than->held && link->p > than->p))
            best = line;
    }
    return best;
}

/* Grows the pair: the best line first; of a large event only as long as the fact is small, then all
 * that may join at once. */
static uint32_t grow(struct grouper *g, const struct kh_line_pair *pair)
{
    uint32_t n = 0, before, best;
    g->others_n = 0;
    take(g, n++, pair->a);
    take(g, n++, pair->b);
    while ((n < LARGE_FACT || g->desk->small) && (best = best_of(g, n)) != UINT32_MAX)
        take(g, n++, best);
    if (n < LARGE_FACT) return n;
    do {
        before = n;
        for (uint32_t i = 0; i < g->others_n; i++)
            if (may_join(g, n, g->others[i])) take(g, n++, g->others[i]);
    } while (n > before);
    return n;
}

/* Marks the pairs of the fact as placed and forgets the counts. */
static void settle(struct grouper *g, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t line = g->members[i];
        if (n > g->placed[line]) g->placed[line] = n;
        for (uint32_t k = g->pairs->at[line]; k < g->pairs->at[line + 1]; k++) {
            const struct kh_line_pair *pair = &g->pairs->items[g->pairs->of[k]];
            if (g->links[pair->a].member && g->links[pair->b].member)
                g->covered[g->pairs->of[k]] = true;
        }
    }
    for (uint32_t i = 0; i < g->others_n; i++) g->links[g->others[i]] = (struct link){0};
    for (uint32_t i = 0; i < n; i++) g->links[g->members[i]] = (struct link){0};
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
        const struct kh_line_pair *pair = &g->pairs->items[edges[i].pair];
        if (g->covered[edges[i].pair]) continue;
        if (g->placed[pair->a] >= WELL_PLACED && g->placed[pair->b] >= WELL_PLACED) continue;
        uint32_t members = grow(g, pair);
        settle(g, members);
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
    g.links = kh_arena_zalloc(desk->arena, desk->lines_n + 1, sizeof *g.links);
    if (!g.covered || !g.placed || !g.members || !g.others || !g.links) return false;
    g.capacity = *capacity;
    for (uint32_t i = 0; i < out->facts_n; i++) /* the sides of conflicts */
        for (uint32_t k = 0; k < out->facts[i].says_n; k++)
            g.placed[out->facts[i].says[k].line] = 1;
    if (!group_pairs(&g)) return false;
    for (uint32_t i = 0; i < desk->lines_n; i++)
        if (!g.placed[i] && !kh_fact_add(desk, out, &g.capacity, &i, 1)) return false;
    *capacity = g.capacity;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * How many origins an event's reports have: articles that name one source as theirs, or whose
 * passages run parallel, count as one. Takes judged pairs, hands on kh_origin.
 */
#include "compare/internal.h"

#include <stdlib.h>

/* Of the shorter article this part must be copied, or run parallel in the same order. */
#define COPIED 0.5
#define COPY_DICE 0.75f

struct finder {
    struct kh_desk *desk;
    const struct kh_pair_model *model;
    const struct kh_pairs *pairs;
    uint32_t *root; /* per article */
    bool *copied;   /* per article: joined by its text */
};

static uint32_t root_of(const struct finder *f, uint32_t i)
{
    while (f->root[i] != i) i = f->root[i];
    return i;
}

static void join(struct finder *f, uint32_t a, uint32_t b, bool copied)
{
    uint32_t x = root_of(f, a), y = root_of(f, b);
    f->root[x > y ? x : y] = x > y ? y : x;
    if (copied) f->copied[a] = f->copied[b] = true;
}

/* Sentences of article `a` that stand almost word by word in article `b`, for each b at once. */
static bool join_copies(struct finder *f)
{
    struct kh_desk *d = f->desk;
    uint32_t *same = kh_arena_zalloc(d->arena, d->reports_n + 1, sizeof *same);
    uint32_t *last = kh_arena_alloc(d->arena, (d->reports_n + 1) * sizeof *last);
    if (!same || !last) return false;
    for (uint32_t a = 0; a < d->reports_n; a++) {
        memset(same, 0, d->reports_n * sizeof *same);
        memset(last, 0xff, d->reports_n * sizeof *last);
        for (uint32_t line = d->first[a]; line < d->first[a + 1]; line++) {
            for (uint32_t i = f->pairs->at[line]; i < f->pairs->at[line + 1]; i++) {
                const struct kh_line_pair *p = &f->pairs->items[f->pairs->of[i]];
                uint32_t b = d->lines[p->b].article;
                if (p->a != line || p->cross || p->dice < COPY_DICE || last[b] == line) continue;
                last[b] = line;
                same[b]++;
            }
        }
        for (uint32_t b = a + 1; b < d->reports_n; b++) {
            uint32_t n = d->first[a + 1] - d->first[a], m = d->first[b + 1] - d->first[b];
            if (n && m && same[b] >= COPIED * (n < m ? n : m)) join(f, a, b, true);
        }
    }
    return true;
}

/* Articles that attribute to one named source. */
static bool join_attributed(struct finder *f)
{
    struct kh_desk *d = f->desk;
    struct kh_map names;
    kh_map_init(&names, d->arena);
    for (uint32_t i = 0; i < d->reports_n; i++) {
        const struct kh_report *r = d->reports[i];
        for (uint32_t k = 0; k < r->statements_n; k++) {
            if (r->statements[k].kind != KH_SAYS_ORIGIN || !r->statements[k].origin.n) continue;
            struct kh_str name = kh_fold(d->arena, r->statements[k].origin);
            uint32_t *slot = kh_map_put(&names, name, i, NULL);
            if (!slot) return false;
            join(f, *slot, i, false);
        }
    }
    return true;
}

static struct kh_str name_of(const struct kh_desk *d, const uint32_t *articles, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_report *r = d->reports[articles[i]];
        for (uint32_t k = 0; k < r->statements_n; k++)
            if (r->statements[k].kind == KH_SAYS_ORIGIN && r->statements[k].origin.n)
                return r->statements[k].origin;
    }
    return d->event->articles[articles[0]].article.site;
}

static bool list(struct finder *f, struct kh_dossier *out)
{
    struct kh_desk *d = f->desk;
    uint32_t n = d->reports_n;
    uint32_t *members = kh_arena_alloc(d->arena, (n + 1) * sizeof *members);
    uint32_t *at = kh_arena_zalloc(d->arena, n + 2, sizeof *at);
    out->origins = kh_arena_zalloc(d->arena, n + 1, sizeof *out->origins);
    if (!members || !at || !out->origins) return false;
    for (uint32_t i = 0; i < n; i++) f->root[i] = root_of(f, i);
    for (uint32_t i = 0; i < n; i++) at[f->root[i] + 2]++;
    for (uint32_t i = 2; i <= n + 1; i++) at[i] += at[i - 1];
    for (uint32_t i = 0; i < n; i++) members[at[f->root[i] + 1]++] = i;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t count = at[i + 1] - at[i];
        out->independent += count > 0;
        if (count < 2) continue;
        bool copied = true;
        for (uint32_t k = at[i]; k < at[i + 1]; k++) copied = copied && f->copied[members[k]];
        out->origins[out->origins_n++] =
            (struct kh_origin){.name = name_of(d, members + at[i], count),
                               .how = copied ? "copied" : "attribution",
                               .articles = members + at[i],
                               .articles_n = count};
    }
    return true;
}

bool kh_origins_find(struct kh_desk *desk, const struct kh_pair_model *model,
                     const struct kh_pairs *pairs, struct kh_dossier *out, uint32_t **of_article)
{
    struct finder f = {.desk = desk, .model = model, .pairs = pairs};
    f.root = *of_article = kh_arena_alloc(desk->arena, (desk->reports_n + 1) * sizeof *f.root);
    f.copied = kh_arena_zalloc(desk->arena, desk->reports_n + 1, sizeof *f.copied);
    if (!f.root || !f.copied) return false;
    for (uint32_t i = 0; i < desk->reports_n; i++) f.root[i] = i;
    return join_copies(&f) && join_attributed(&f) && list(&f, out);
}

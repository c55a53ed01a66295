/* SPDX-License-Identifier: Apache-2.0
 *
 * People's corrections, made into what grouping has to hold: blocs of articles that stay together
 * and pairs of blocs that stay apart. A later correction undoes what it contradicts of an earlier
 * one, and only that.
 */
#include "base/err.h"
#include "match/internal.h"

#include <stdlib.h>

struct apart { /* blocs; x < y */
    uint32_t x, y;
};

struct blocs {
    uint32_t *who; /* articles of the window that are corrected, ascending */
    uint32_t n;
    uint32_t *bloc;       /* of each of them */
    bool *listed, *moved; /* scratch: named by the correction at hand */
    uint32_t blocs_n;
    struct apart *apart;
    size_t apart_n, apart_capacity;
};

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* The place of an article among the corrected ones; n when it is not in the window. */
static uint32_t place_of(const struct blocs *s, const struct kh_window *window, struct kh_str id)
{
    uint32_t article = kh_window_find(window, id);
    if (article == UINT32_MAX) return s->n;
    const uint32_t *at = bsearch(&article, s->who, s->n, sizeof *s->who, by_number);
    return at ? (uint32_t)(at - s->who) : s->n;
}

static bool gather(struct blocs *s, const struct kh_window *window,
                   const struct kh_correction *corrections, uint32_t n)
{
    size_t total = 0;
    for (uint32_t i = 0; i < n; i++) total += corrections[i].articles_n;
    s->who = malloc((total + 1) * sizeof *s->who);
    if (!s->who) return false;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < corrections[i].articles_n; k++) {
            uint32_t article = kh_window_find(window, corrections[i].articles[k].article);
            if (article != UINT32_MAX) s->who[s->n++] = article;
        }
    }
    qsort(s->who, s->n, sizeof *s->who, by_number);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (!kept || s->who[kept - 1] != s->who[i]) s->who[kept++] = s->who[i];
    s->n = kept;
    s->bloc = malloc((kept + 1) * sizeof *s->bloc);
    s->listed = calloc(kept + 1, sizeof *s->listed);
    s->moved = calloc(kept + 1, sizeof *s->moved);
    for (uint32_t i = 0; s->bloc && i < kept; i++) s->bloc[i] = i;
    s->blocs_n = kept;
    return s->bloc && s->listed && s->moved;
}

static bool keep_apart(struct blocs *s, uint32_t x, uint32_t y)
{
    if (x == y) return true;
    if (!kh_heap_grow(&s->apart, s->apart_n, &s->apart_capacity, sizeof *s->apart)) return false;
    s->apart[s->apart_n++] = x < y ? (struct apart){x, y} : (struct apart){y, x};
    return true;
}

static int by_blocs(const void *a, const void *b)
{
    const struct apart *p = a, *q = b;
    if (p->x != q->x) return p->x < q->x ? -1 : 1;
    return p->y < q->y ? -1 : p->y > q->y;
}

/* Drops pairs that are there twice or have become one bloc. */
static void tidy(struct blocs *s)
{
    size_t kept = 0;
    if (s->apart_n) qsort(s->apart, s->apart_n, sizeof *s->apart, by_blocs);
    for (size_t i = 0; i < s->apart_n; i++) {
        struct apart pair = s->apart[i];
        if (pair.x == pair.y || (kept && by_blocs(&s->apart[kept - 1], &pair) == 0)) continue;
        s->apart[kept++] = pair;
    }
    s->apart_n = kept;
}

/* All blocs that a listed article is of become one. */
static bool merge(struct blocs *s)
{
    bool *merged = calloc(s->blocs_n + 1, sizeof *merged);
    uint32_t into = UINT32_MAX;
    if (!merged) return false;
    for (uint32_t i = 0; i < s->n; i++) {
        if (!s->listed[i]) continue;
        merged[s->bloc[i]] = true;
        if (into == UINT32_MAX) into = s->bloc[i];
    }
    for (uint32_t i = 0; i < s->n; i++)
        if (merged[s->bloc[i]]) s->bloc[i] = into;
    for (size_t i = 0; i < s->apart_n; i++) {
        struct apart p = s->apart[i];
        uint32_t x = merged[p.x] ? into : p.x, y = merged[p.y] ? into : p.y;
        s->apart[i] = x < y ? (struct apart){x, y} : (struct apart){y, x};
    }
    free(merged);
    return true;
}

/* The articles that were split off become a bloc of their own, apart from all the others listed
 * and from whatever they were apart from before. */
static bool split(struct blocs *s)
{
    uint32_t off = s->blocs_n++;
    bool *left = calloc(s->blocs_n, sizeof *left);
    bool ok = left;
    size_t pairs = s->apart_n;
    for (uint32_t i = 0; ok && i < s->n; i++) {
        if (!s->moved[i]) continue;
        left[s->bloc[i]] = true;
        s->bloc[i] = off;
    }
    for (size_t i = 0; ok && i < pairs; i++) {
        struct apart p = s->apart[i];
        if (left[p.x]) ok = keep_apart(s, p.y, off);
        if (ok && left[p.y]) ok = keep_apart(s, p.x, off);
    }
    for (uint32_t i = 0; ok && i < s->n; i++)
        if (s->listed[i] && !s->moved[i]) ok = keep_apart(s, s->bloc[i], off);
    free(left);
    return ok;
}

static bool take(struct blocs *s, const struct kh_window *window, const struct kh_correction *c)
{
    for (uint32_t i = 0; i < s->n; i++) s->listed[i] = s->moved[i] = false;
    for (uint32_t i = 0; i < c->articles_n; i++) {
        uint32_t at = place_of(s, window, c->articles[i].article);
        if (at == s->n) continue;
        s->listed[at] = true;
        s->moved[at] = c->articles[i].moved;
    }
    bool ok = c->kind == KH_MERGE ? merge(s) : split(s);
    tidy(s);
    return ok;
}

/* Neighbours in a bloc are held together, and the newest of two blocs apart: as the window drops
 * its oldest articles, what is left still says all. */
static bool decide(const struct blocs *s, struct kh_window *window)
{
    uint32_t *last = malloc((s->blocs_n + 1) * sizeof *last);
    bool ok = last;
    for (uint32_t b = 0; ok && b < s->blocs_n; b++) last[b] = UINT32_MAX;
    for (uint32_t i = 0; ok && i < s->n; i++) {
        uint32_t *before = &last[s->bloc[i]];
        if (*before != UINT32_MAX) ok = kh_window_decide(window, *before, s->who[i], true);
        *before = s->who[i];
    }
    for (size_t i = 0; ok && i < s->apart_n; i++) {
        uint32_t a = last[s->apart[i].x], b = last[s->apart[i].y];
        if (a != UINT32_MAX && b != UINT32_MAX) ok = kh_window_decide(window, a, b, false);
    }
    free(last);
    return ok;
}

enum khabar_status kh_window_correct(struct kh_window *window,
                                     const struct kh_correction *corrections, uint32_t n,
                                     struct khabar_error *err)
{
    struct blocs s = {0};
    window->decisions_n = 0;
    bool ok = gather(&s, window, corrections, n);
    for (uint32_t i = 0; ok && i < n; i++) ok = take(&s, window, &corrections[i]);
    ok = ok && decide(&s, window);
    free(s.who);
    free(s.bloc);
    free(s.listed);
    free(s.moved);
    free(s.apart);
    return ok ? KHABAR_OK : kh_error(err, "match", KHABAR_NO_MEMORY, "no memory");
}

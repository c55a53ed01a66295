/* SPDX-License-Identifier: Apache-2.0
 *
 * The last word: the neighbourhood of what is new is grouped again from scratch, the groups are
 * named after the events their members were in, and what changed is told. Repairs what the order
 * of arrival did.
 */
#include "match/internal.h"

#include <stdlib.h>

/* A window up to this size is grouped as a whole, and a larger one when much of it is new: the
 * result is then the same in every order. */
#define WHOLE 1000
#define WHOLE_IF_NEW 6000
/* Articles regrouped at once in a larger window, and events of which all members are: of a larger
 * event the newest settled ones stand for all. So the cost of an article has a bound. */
#define MAX_SET 96
#define MAX_WHOLE_EVENT 24
#define SAMPLE 12
/* Members looked at for the nearest one. */
#define MAX_COMPARED 32

struct settler {
    struct kh_window *window;
    struct kh_arena *arena;
    uint32_t *set;
    uint32_t n;
    bool *in_set;    /* by article of the window */
    uint32_t *bloc;  /* by place in the set: its event when that is sampled, else UINT32_MAX */
    uint32_t *group; /* by place in the set */
    float *inside;   /* by group */
    uint32_t *event_of;
    uint32_t *taken, *moved; /* events looked at; articles whose event is another one */
    size_t taken_n, taken_capacity, moved_n, moved_capacity;
    size_t changes_capacity, forwards_capacity;
};

static void take(struct settler *s, uint32_t article)
{
    if (s->in_set[article]) return;
    s->in_set[article] = true;
    s->set[s->n++] = article;
}

static bool note(uint32_t **list, size_t *n, size_t *capacity, uint32_t item)
{
    if (!kh_heap_grow(list, *n, capacity, sizeof **list)) return false;
    (*list)[(*n)++] = item;
    return true;
}

/* Takes the members of an event, the newest first: those not settled yet, and of the others all
 * or a sample. */
static bool take_event(struct settler *s, uint32_t index)
{
    struct kh_window *window = s->window;
    struct kh_wevent *event = &window->events[index];
    if (event->taken) return true;
    event->taken = true;
    event->sampled = event->members > MAX_WHOLE_EVENT;
    uint32_t at = event->first, settled = 0;
    for (uint32_t i = 0; i < event->members; i++) {
        at = window->articles[at].after; /* what came last stands behind the first */
        settled += !window->articles[at].dirty;
        if (event->sampled && settled > SAMPLE) break;
        take(s, at);
    }
    return note(&s->taken, &s->taken_n, &s->taken_capacity, index);
}

/* Takes what a person tied the article to, or parted it from. */
static void take_decided(struct settler *s, uint32_t article)
{
    for (size_t i = 0; i < s->window->decisions_n; i++) {
        const struct kh_decision *d = &s->window->decisions[i];
        if (d->a == article) take(s, d->b);
        if (d->b == article) take(s, d->a);
    }
}

/* What may share an event with a new article: its rivals when it came, what a person said of it,
 * and whatever is in one event with any of these. */
static bool take_neighbourhood(struct settler *s, uint32_t article)
{
    const struct kh_window *window = s->window;
    bool ok = true;
    take(s, article);
    for (uint32_t i = 0; ok && i < s->n; i++) {
        const struct kh_warticle *member = &window->articles[s->set[i]];
        ok = take_event(s, member->event);
        take_decided(s, s->set[i]);
        for (int k = 0; ok && member->dirty && k < KH_RIVALS && s->n < MAX_SET; k++) {
            if (member->rivals[k] != UINT32_MAX) {
                ok = take_event(s, window->articles[member->rivals[k]].event);
            }
        }
    }
    return ok;
}

struct named {
    struct kh_str id;
    uint32_t article;
};

static int by_id(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    return kh_str_cmp(x->id, y->id);
}

static bool sort_set(struct settler *s)
{
    struct named *names = malloc((s->n ? s->n : 1) * sizeof *names);
    if (!names) return false;
    for (uint32_t i = 0; i < s->n; i++) {
        const struct kh_warticle *article = &s->window->articles[s->set[i]];
        names[i] = (struct named){{article->id, article->id_n}, s->set[i]};
    }
    qsort(names, s->n, sizeof *names, by_id);
    for (uint32_t i = 0; i < s->n; i++) {
        const struct kh_warticle *article = &s->window->articles[names[i].article];
        s->set[i] = names[i].article;
        bool in_bloc = !article->dirty && article->event != UINT32_MAX &&
                       s->window->events[article->event].sampled;
        s->bloc[i] = in_bloc ? article->event : UINT32_MAX;
    }
    free(names);
    return true;
}

/* ---- naming: which group keeps which event id ---- */

struct overlap {
    uint32_t group, event, n;
};

static int by_group_event(const void *a, const void *b)
{
    const struct overlap *x = a, *y = b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

static int largest_first(const void *a, const void *b)
{
    const struct overlap *x = a, *y = b;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    if (x->event != y->event) return x->event < y->event ? -1 : 1;
    return x->group < y->group ? -1 : x->group > y->group;
}

static uint32_t overlaps_of(const struct settler *s, struct overlap *out)
{
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t event = s->window->articles[s->set[i]].event;
        uint32_t stands_for = s->bloc[i] == UINT32_MAX ? 1 : s->window->events[event].members;
        if (event != UINT32_MAX) out[n++] = (struct overlap){s->group[i], event, stands_for};
    }
    qsort(out, n, sizeof *out, by_group_event);
    for (uint32_t i = 0; i < n; i++) {
        if (kept && by_group_event(&out[kept - 1], &out[i]) == 0) {
            out[kept - 1].n += out[i].n;
        } else {
            out[kept++] = out[i];
        }
    }
    qsort(out, kept, sizeof *out, largest_first);
    return kept;
}

/* An event goes to the group that holds most of it, older events first; a group of no event gets
 * a new one, named after its first member. */
static bool name_groups(struct settler *s, const struct overlap *overlaps, uint32_t overlaps_n,
                        uint32_t groups)
{
    struct kh_window *window = s->window;
    for (uint32_t g = 0; g < groups; g++) s->event_of[g] = UINT32_MAX;
    for (uint32_t i = 0; i < overlaps_n; i++) {
        struct kh_wevent *event = &window->events[overlaps[i].event];
        if (event->marked || s->event_of[overlaps[i].group] != UINT32_MAX) continue;
        event->marked = true;
        s->event_of[overlaps[i].group] = overlaps[i].event;
    }
    for (uint32_t i = 0; i < overlaps_n; i++) window->events[overlaps[i].event].marked = false;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t *event = &s->event_of[s->group[i]];
        if (*event == UINT32_MAX) *event = kh_window_found(window, s->set[i]);
        if (*event == UINT32_MAX) return false;
        window->events[*event].members++; /* keeps the name from being given twice */
    }
    for (uint32_t i = 0; i < s->n; i++) window->events[s->event_of[s->group[i]]].members--;
    return true;
}

/* ---- telling ---- */

static struct kh_str id_of(const struct kh_window *window, uint32_t article)
{
    return (struct kh_str){window->articles[article].id, window->articles[article].id_n};
}

/* The nearest of the other members of its event, at most MAX_COMPARED of them looked at. */
static uint32_t likest_of(const struct kh_window *window, uint32_t article, double *likeness)
{
    uint32_t best = UINT32_MAX, at = window->articles[article].after;
    struct kh_spread spread;
    kh_spread_make(&window->articles[article], &spread);
    *likeness = 0;
    for (int i = 0; i < MAX_COMPARED && at != article; i++, at = window->articles[at].after) {
        struct kh_pair pair;
        kh_pair_make(&spread, &window->articles[at], &pair);
        double of = kh_pair_likeness(&window->weights, &pair);
        if (best == UINT32_MAX || of > *likeness) {
            best = at;
            *likeness = of;
        }
    }
    return best;
}

static bool tell_change(struct settler *s, uint32_t article, struct kh_changes *out)
{
    struct kh_window *window = s->window;
    const struct kh_wevent *event = &window->events[window->articles[article].event];
    struct kh_change *bigger =
        kh_arena_grow(s->arena, out->changes, out->changes_n, &s->changes_capacity, sizeof *bigger);
    if (!bigger) return false;
    out->changes = bigger;
    double likeness;
    uint32_t likest = likest_of(window, article, &likeness);
    out->changes[out->changes_n++] = (struct kh_change){
        .article = kh_arena_str(s->arena, id_of(window, article)),
        .event = kh_arena_str(s->arena, kh_str_of(event->id)),
        .joined_by =
            likest == UINT32_MAX ? KH_STR_NONE : kh_arena_str(s->arena, id_of(window, likest)),
        .score = likeness,
    };
    return !s->arena->failed;
}

static bool move(struct settler *s, uint32_t article, uint32_t event)
{
    kh_window_move(s->window, article, event);
    return note(&s->moved, &s->moved_n, &s->moved_capacity, article);
}

/* Those a sample stands for go with it. */
static bool move_rest(struct settler *s, uint32_t from, uint32_t to)
{
    const struct kh_window *window = s->window;
    uint32_t members = window->events[from].members, at = window->events[from].first;
    for (uint32_t i = 0; i < members; i++) {
        uint32_t next = window->articles[at].after;
        if (!s->in_set[at] && !move(s, at, to)) return false;
        at = next;
    }
    return true;
}

static bool move_articles(struct settler *s, struct kh_changes *out)
{
    struct kh_window *window = s->window;
    bool ok = true;
    s->moved_n = 0;
    for (uint32_t i = 0; ok && i < s->n; i++) {
        uint32_t to = s->event_of[s->group[i]], from = window->articles[s->set[i]].event;
        window->events[to].inside = s->inside[s->group[i]];
        if (from == to) continue;
        if (s->bloc[i] != UINT32_MAX) ok = move_rest(s, from, to);
        ok = ok && move(s, s->set[i], to);
    }
    for (size_t i = 0; ok && i < s->moved_n; i++) ok = tell_change(s, s->moved[i], out);
    return ok;
}

/* Events that lost all their members point to where most of these went. */
static bool tell_forwards(struct settler *s, const struct overlap *overlaps, uint32_t n,
                          struct kh_changes *out)
{
    struct kh_window *window = s->window;
    for (uint32_t i = 0; i < n; i++) { /* largest first */
        uint32_t from = overlaps[i].event, to = s->event_of[overlaps[i].group];
        if (window->events[from].members || window->events[from].marked || from == to) continue;
        window->events[from].marked = true;
        struct kh_forward *bigger = kh_arena_grow(s->arena, out->forwards, out->forwards_n,
                                                  &s->forwards_capacity, sizeof *bigger);
        if (!bigger) break;
        out->forwards = bigger;
        out->forwards[out->forwards_n++] =
            (struct kh_forward){kh_arena_str(s->arena, kh_str_of(window->events[from].id)),
                                kh_arena_str(s->arena, kh_str_of(window->events[to].id))};
    }
    for (uint32_t i = 0; i < n; i++) window->events[overlaps[i].event].marked = false;
    return !s->arena->failed;
}

static bool settle_set(struct settler *s, struct kh_changes *out)
{
    struct overlap *overlaps = malloc((s->n ? s->n : 1) * sizeof *overlaps);
    uint32_t groups =
        overlaps ? kh_group(s->window, s->set, s->bloc, s->n, s->group, s->inside) : 0;
    bool ok = false;
    if (groups) {
        uint32_t n = overlaps_of(s, overlaps);
        ok = name_groups(s, overlaps, n, groups) && move_articles(s, out) &&
             tell_forwards(s, overlaps, n, out);
    }
    free(overlaps);
    return ok;
}

static bool settle_one(struct settler *s, struct kh_changes *out)
{
    bool ok = true;
    if (s->n > 1) ok = sort_set(s) && settle_set(s, out);
    for (uint32_t i = 0; i < s->n; i++) {
        s->in_set[s->set[i]] = false;
        s->window->articles[s->set[i]].dirty = false;
    }
    for (size_t i = 0; i < s->taken_n; i++) {
        struct kh_wevent *event = &s->window->events[s->taken[i]];
        event->taken = event->sampled = false;
    }
    s->n = 0;
    s->taken_n = 0;
    return ok;
}

static bool settle_all(struct settler *s, struct kh_changes *out)
{
    struct kh_window *window = s->window;
    size_t n = window->articles_n;
    bool ok = true;
    if (n <= WHOLE || (n <= WHOLE_IF_NEW && window->dirty_n * 4 >= n)) {
        for (uint32_t i = 0; i < n; i++) take(s, i);
        ok = settle_one(s, out);
    }
    for (size_t i = 0; ok && i < window->dirty_n; i++) {
        if (!window->articles[window->dirty[i]].dirty) continue;
        ok = take_neighbourhood(s, window->dirty[i]) && settle_one(s, out);
    }
    window->dirty_n = 0;
    return ok;
}

enum khabar_status kh_window_settle(struct kh_window *window, struct kh_arena *arena,
                                    struct kh_changes *out, struct khabar_error *err)
{
    *out = (struct kh_changes){0};
    if (window->dirty_n == 0) return KHABAR_OK;
    struct settler s = {.window = window, .arena = arena};
    size_t n = window->articles_n;
    s.set = malloc(n * sizeof *s.set);
    s.in_set = calloc(n, sizeof *s.in_set);
    s.bloc = malloc(n * sizeof *s.bloc);
    s.group = malloc(n * sizeof *s.group);
    s.inside = malloc(n * sizeof *s.inside);
    s.event_of = malloc(n * sizeof *s.event_of);
    bool ok = s.set && s.in_set && s.bloc && s.group && s.inside && s.event_of;
    ok = ok && settle_all(&s, out);
    free(s.set);
    free(s.in_set);
    free(s.bloc);
    free(s.group);
    free(s.inside);
    free(s.event_of);
    free(s.taken);
    free(s.moved);
    return ok ? KHABAR_OK : kh_error(err, "match", KHABAR_NO_MEMORY, "no memory to settle");
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * How many origins an event's reports have: articles that name one source as theirs, and those
 * whose text was copied, rest on one. Names of a source in several languages are matched by what
 * their words mean and how they sound, and count only where the texts run parallel as well. Takes
 * judged pairs, hands on kh_origin.
 */
#include "compare/internal.h"

#include <math.h>
#include <stdlib.h>

/* What two names of one source share, and how much of the shorter text the longer one must then
 * tell as well. A name that is found where no source is named needs more. */
#define NAME_SHARES 0.25f
#define NAME_PARALLEL 0.4f
#define NAME_EQUAL 0.8f
#define NAME_FOUND_PARALLEL 0.7f
/* Names of sources that are compared with each other. */
#define MAX_NAMES 200

/* A source as one language names it, where it was first named. */
struct named {
    uint32_t article;
    const struct kh_source *source;
    uint32_t root; /* the first name of the same source */
};

struct finder {
    struct kh_desk *desk;
    const struct kh_pairs *pairs;
    struct named *names;
    size_t names_n, names_capacity;
    uint32_t *copy_of; /* per article: the first that has its text */
    bool *rests;       /* [name * reports_n + article] */
};

/* ---- texts ---- */

static uint32_t article_of(const struct kh_desk *d, const struct kh_line_pair *p, uint32_t line,
                           uint32_t *other)
{
    *other = p->a == line ? p->b : p->a;
    return d->lines[*other].article;
}

/* How much of the shorter article the other one tells as well, 0 to 1. */
static float parallel(const struct finder *f, uint32_t a, uint32_t b)
{
    const struct kh_desk *d = f->desk;
    uint32_t n = d->first[a + 1] - d->first[a], m = d->first[b + 1] - d->first[b], other;
    uint32_t shorter = n <= m ? a : b, longer = n <= m ? b : a;
    float sum = 0;
    for (uint32_t line = d->first[shorter]; line < d->first[shorter + 1]; line++) {
        float best = 0;
        for (uint32_t i = f->pairs->at[line]; i < f->pairs->at[line + 1]; i++) {
            const struct kh_line_pair *p = &f->pairs->items[f->pairs->of[i]];
            if (article_of(d, p, line, &other) == longer) best = fmaxf(best, p->p);
        }
        sum += best;
    }
    return n && m ? sum / (float)(n < m ? n : m) : 0;
}

static uint32_t first_of(uint32_t *first, uint32_t i)
{
    while (first[i] != i) i = first[i] = first[first[i]];
    return i;
}

/* Reprints are one text, however they are linked: each stands for the first of them. */
static void find_copies(struct finder *f)
{
    const struct kh_event *event = f->desk->event;
    uint32_t *first = f->copy_of;
    for (uint32_t i = 0; i < f->desk->reports_n; i++) first[i] = i;
    for (uint32_t i = 0; i < event->copies_n; i++) {
        if (!event->copies[i].reprint) continue;
        uint32_t x = first_of(first, event->copies[i].a), y = first_of(first, event->copies[i].b);
        first[x > y ? x : y] = x > y ? y : x;
    }
    for (uint32_t i = 0; i < f->desk->reports_n; i++) first[i] = first_of(first, i);
}

/* ---- names ---- */

/* How much of the source's name stands among these signs of a line, 0 to 1. */
static float name_within(const struct kh_desk *d, uint32_t article, const struct kh_source *source,
                         uint32_t line, uint64_t where)
{
    uint32_t own = d->first[article] + source->sentence;
    const struct kh_line *la = &d->lines[own], *lb = &d->lines[line];
    uint64_t name = kh_signs_within(d, own, source->span), used = 0;
    float whole = 0, both = 0;
    for (uint32_t i = 0; i < la->signs_n; i++) {
        if (!(name >> i & 1)) continue;
        const struct kh_sign *sign = &d->signs[la->sign + i];
        whole += sign->weight;
        for (uint32_t k = 0; k < lb->signs_n; k++) {
            if (!(where >> k & 1) || (used >> k & 1)) continue;
            if (!kh_signs_alike(sign, &d->signs[lb->sign + k])) continue;
            used |= (uint64_t)1 << k;
            both += sign->weight;
            break;
        }
    }
    return whole > 0 ? both / whole : 0;
}

static bool is_one_source(const struct finder *f, const struct named *x, const struct named *y)
{
    const struct kh_desk *d = f->desk;
    uint32_t at_x = d->first[x->article] + x->source->sentence;
    uint32_t at_y = d->first[y->article] + y->source->sentence;
    float there =
        name_within(d, x->article, x->source, at_y, kh_signs_within(d, at_y, y->source->span));
    float back =
        name_within(d, y->article, y->source, at_x, kh_signs_within(d, at_x, x->source->span));
    float share = fminf(there, back);
    if (share >= NAME_EQUAL) return true;
    return share >= NAME_SHARES && x->article != y->article &&
           parallel(f, x->article, y->article) >= NAME_PARALLEL;
}

/* Every name of a source once; who gives it rests on it. */
static bool collect_names(struct finder *f)
{
    struct kh_desk *d = f->desk;
    struct kh_map seen;
    kh_map_init(&seen, d->arena);
    f->rests = kh_arena_zalloc(d->arena, (size_t)MAX_NAMES * d->reports_n + 1, sizeof *f->rests);
    if (!f->rests) return false;
    for (uint32_t a = 0; a < d->reports_n; a++) {
        for (uint32_t i = 0; i < d->reports[a]->sources_n; i++) {
            const struct kh_source *source = &d->reports[a]->sources[i];
            bool is_new;
            uint32_t *slot =
                kh_map_put(&seen, kh_fold(d->arena, source->name), (uint32_t)f->names_n, &is_new);
            if (!slot) return false;
            if (is_new && f->names_n < MAX_NAMES) {
                struct named *grown = kh_arena_grow(d->arena, f->names, f->names_n,
                                                    &f->names_capacity, sizeof *grown);
                if (!grown) return false;
                f->names = grown;
                grown[f->names_n] = (struct named){a, source, (uint32_t)f->names_n};
                f->names_n++;
            }
            if (*slot < MAX_NAMES) f->rests[*slot * d->reports_n + a] = true;
        }
    }
    return true;
}

/* Names of one source are one; what rests on any of them rests on the first. */
static void join_names(struct finder *f)
{
    uint32_t reports = f->desk->reports_n;
    for (uint32_t k = 1; k < f->names_n; k++) {
        for (uint32_t i = 0; i < k && f->names[k].root == k; i++) {
            if (!is_one_source(f, &f->names[i], &f->names[k])) continue;
            f->names[k].root = f->names[i].root;
            for (uint32_t a = 0; a < reports; a++)
                f->rests[f->names[k].root * reports + a] |= f->rests[k * reports + a];
        }
    }
}

/* An article that names no source of its own, has the name of this one somewhere and runs parallel
 * to the text it was taken from. */
static void find_silent(struct finder *f, uint32_t number)
{
    const struct kh_desk *d = f->desk;
    const struct named *x = &f->names[number];
    uint32_t own = d->first[x->article] + x->source->sentence;
    const struct kh_line *line = &d->lines[own];
    uint64_t name = kh_signs_within(d, own, x->source->span);
    const struct kh_sign *rarest = NULL;
    for (uint32_t i = 0; i < line->signs_n; i++) {
        const struct kh_sign *sign = &d->signs[line->sign + i];
        if ((name >> i & 1) && (!rarest || sign->weight > rarest->weight)) rarest = sign;
    }
    for (uint8_t n = 0; rarest && n < rarest->ids_n; n++) {
        uint32_t id = rarest->ids[n];
        for (uint32_t i = d->postings_at[id]; i < d->postings_at[id + 1]; i++) {
            uint32_t b = d->lines[d->postings[i]].article;
            bool *rests = &f->rests[x->root * d->reports_n + b];
            if (*rests || d->reports[b]->sources_n || b == x->article) continue;
            float share = name_within(d, x->article, x->source, d->postings[i], UINT64_MAX);
            *rests = share >= NAME_EQUAL && parallel(f, x->article, b) >= NAME_FOUND_PARALLEL;
        }
    }
}

/* Who copied an article rests on what that one rests on. */
static void spread_to_copies(struct finder *f, uint32_t number)
{
    bool *rests = &f->rests[number * f->desk->reports_n];
    for (uint32_t a = 0; a < f->desk->reports_n; a++)
        if (rests[a]) rests[f->copy_of[a]] = true;
    for (uint32_t a = 0; a < f->desk->reports_n; a++) rests[a] |= rests[f->copy_of[a]];
}

/* ---- origins ---- */

static bool origin_add(struct finder *f, struct kh_dossier *out, const bool *members,
                       struct kh_str name, const char *how, uint32_t *of_article)
{
    struct kh_desk *d = f->desk;
    uint32_t n = 0, number = d->reports_n;
    for (uint32_t a = 0; a < d->reports_n; a++) n += members[a];
    if (n < 2) return true;
    uint32_t *articles = kh_arena_alloc(d->arena, n * sizeof *articles);
    if (!articles) return false;
    struct kh_origin *origin = &out->origins[out->origins_n++];
    *origin = (struct kh_origin){.name = name, .how = how, .articles = articles, .articles_n = n};
    for (uint32_t a = 0, at = 0; a < d->reports_n; a++) {
        if (!members[a]) continue;
        articles[at++] = a;
        if (of_article[a] < number) number = of_article[a];
    }
    /* For counting, an article rests on the first of its origins. */
    for (uint32_t i = 0; i < n; i++)
        if (of_article[articles[i]] == articles[i]) of_article[articles[i]] = number;
    return true;
}

static bool list(struct finder *f, struct kh_dossier *out, uint32_t *of_article)
{
    struct kh_desk *d = f->desk;
    bool *members = kh_arena_zalloc(d->arena, d->reports_n + 1, sizeof *members);
    out->origins = kh_arena_zalloc(d->arena, f->names_n + d->reports_n + 1, sizeof *out->origins);
    if (!members || !out->origins) return false;
    for (uint32_t i = 0; i < f->names_n; i++)
        if (f->names[i].root == i &&
            !origin_add(f, out, &f->rests[i * d->reports_n], f->names[i].source->name,
                        "attribution", of_article))
            return false;
    for (uint32_t first = 0; first < d->reports_n; first++) {
        bool more = false;
        for (uint32_t a = 0; a < d->reports_n; a++) {
            members[a] = f->copy_of[a] == first;
            more |= members[a] && a != first && of_article[a] != of_article[first];
        }
        if (more && !origin_add(f, out, members, d->event->articles[first].article.site, "copied",
                                of_article))
            return false;
    }
    for (uint32_t a = 0; a < d->reports_n; a++) out->independent += of_article[a] == a;
    return true;
}

bool kh_origins_find(struct kh_desk *desk, const struct kh_pairs *pairs, struct kh_dossier *out,
                     uint32_t **of_article)
{
    struct finder f = {.desk = desk, .pairs = pairs};
    *of_article = kh_arena_alloc(desk->arena, (desk->reports_n + 1) * sizeof **of_article);
    f.copy_of = kh_arena_alloc(desk->arena, (desk->reports_n + 1) * sizeof *f.copy_of);
    if (!*of_article || !f.copy_of) return false;
    for (uint32_t i = 0; i < desk->reports_n; i++) (*of_article)[i] = i;
    find_copies(&f);
    if (!collect_names(&f)) return false;
    join_names(&f);
    for (uint32_t i = 0; i < f.names_n; i++) find_silent(&f, i);
    for (uint32_t i = 0; i < f.names_n; i++)
        if (f.names[i].root == i) spread_to_copies(&f, i);
    return list(&f, out, *of_article);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Lays the sentences of an event on one desk: their marks get common numbers, words that sound
 * alike across languages become one, each is weighed by its rarity in the event, and an index tells
 * where each stands. Must not judge sentences.
 */
#include "compare/internal.h"

#include <math.h>
#include <stdlib.h>

#include "lang/sound.h"
#include "lang/words.h"

/* How likely two words must be spellings of one before they count as such, and how long. */
#define ALIKE_NAMES 0.5
#define ALIKE_WORDS 0.75
#define LEAST_UNITS 3
/* A sound shared by more words than this tells nothing. */
#define BLOCK_MAX 48

/* A distinct form of a word, with the languages it was seen in. */
struct form {
    uint32_t id; /* its number on the desk */
    uint32_t lang;
    bool named, known; /* stood in a name; the concepts have it */
    struct kh_sound sound;
    uint32_t best; /* the form most like it, or UINT32_MAX */
    double likely;
};

struct block {
    uint32_t key, form;
};

struct layer {
    struct kh_desk *desk;
    struct kh_map ids;
    struct form *forms;
    size_t forms_n, forms_capacity;
    uint32_t *form_of; /* per id: index in forms + 1 */
    uint32_t *root;    /* per id: what it counts as */
};

static struct kh_str hash_bytes(const uint64_t *hash)
{
    return (struct kh_str){(const char *)hash, sizeof *hash};
}

static uint32_t number_of(struct layer *l, const uint64_t *hash)
{
    uint32_t *slot = kh_map_put(&l->ids, hash_bytes(hash), (uint32_t)l->ids.count, NULL);
    return slot ? *slot : 0;
}

/* ---- lines and signs ---- */

static bool lines_make(struct layer *l)
{
    struct kh_desk *d = l->desk;
    uint32_t lines = 0, signs = 0;
    for (uint32_t i = 0; i < d->reports_n; i++) {
        lines += d->reports[i]->sentences_n;
        for (uint32_t k = 0; k < d->reports[i]->sentences_n; k++)
            signs += d->reports[i]->sentences[k].marks_n;
    }
    d->lines = kh_arena_zalloc(d->arena, lines + 1, sizeof *d->lines);
    d->signs = kh_arena_zalloc(d->arena, signs + 1, sizeof *d->signs);
    d->first = kh_arena_zalloc(d->arena, d->reports_n + 1, sizeof *d->first);
    if (!d->lines || !d->signs || !d->first) return false;
    uint32_t sign = 0;
    for (uint32_t i = 0; i < d->reports_n; i++) {
        const struct kh_report *r = d->reports[i];
        d->first[i] = d->lines_n;
        for (uint32_t k = 0; k < r->sentences_n; k++) {
            struct kh_line *line = &d->lines[d->lines_n++];
            *line = (struct kh_line){.article = i, .sentence = k, .at = &r->sentences[k]};
            line->sign = sign;
            line->signs_n = r->sentences[k].marks_n;
            for (uint32_t m = 0; m < line->signs_n; m++, sign++) {
                const struct kh_mark *mark = &r->marks[r->sentences[k].mark + m];
                d->signs[sign].class = mark->class;
                d->signs[sign].ids_n = mark->ids_n;
                for (uint8_t n = 0; n < mark->ids_n; n++)
                    d->signs[sign].ids[n] = number_of(l, &mark->ids[n]);
            }
        }
    }
    d->first[d->reports_n] = d->lines_n;
    d->ids_n = (uint32_t)l->ids.count;
    return !d->arena->failed;
}

/* ---- words that sound alike ---- */

static void form_add(struct layer *l, const struct kh_mark *mark, uint32_t id, uint32_t lang)
{
    bool named = mark->class == KH_MARK_NAME;
    if (l->form_of[id]) {
        l->forms[l->form_of[id] - 1].named |= named;
        return;
    }
    size_t article = kh_arabic_article(mark->form);
    struct form form = {.id = id,
                        .lang = lang,
                        .named = named,
                        .known = mark->class == KH_MARK_CONCEPT,
                        .best = UINT32_MAX};
    struct kh_str bare = kh_str_sub(mark->form, article, mark->form.n);
    if (!kh_sound_key(bare, &form.sound) || form.sound.n < LEAST_UNITS) return;
    struct form *grown =
        kh_arena_grow(l->desk->arena, l->forms, l->forms_n, &l->forms_capacity, sizeof *grown);
    if (!grown) return;
    l->forms = grown;
    l->forms[l->forms_n++] = form;
    l->form_of[id] = (uint32_t)l->forms_n;
}

static bool forms_make(struct layer *l)
{
    struct kh_desk *d = l->desk;
    l->form_of = kh_arena_zalloc(d->arena, d->ids_n + 1, sizeof *l->form_of);
    l->root = kh_arena_alloc(d->arena, (d->ids_n + 1) * sizeof *l->root);
    if (!l->form_of || !l->root) return false;
    for (uint32_t i = 0; i < d->ids_n; i++) l->root[i] = i;
    for (uint32_t i = 0; i < d->lines_n; i++) {
        const struct kh_line *line = &d->lines[i];
        const struct kh_report *r = d->reports[line->article];
        for (uint32_t k = 0; k < line->signs_n; k++) {
            const struct kh_mark *mark = &r->marks[line->at->mark + k];
            if (mark->form.n) form_add(l, mark, d->signs[line->sign + k].ids[0], r->lang);
        }
    }
    return !d->arena->failed;
}

static int by_key(const void *a, const void *b)
{
    const struct block *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->form < y->form ? -1 : x->form > y->form;
}

/* Sound alone makes names one; of other words it must be surer, and none may have a meaning that
 * the other lacks. */
static void try_forms(struct form *forms, uint32_t i, uint32_t k)
{
    struct form *a = &forms[i], *b = &forms[k];
    if (a->lang == b->lang || a->best == k) return;
    if (a->known != b->known && !(a->named && b->named)) return;
    double likely = kh_sound_align(&a->sound, &b->sound);
    if (likely < (a->named || b->named ? ALIKE_NAMES : ALIKE_WORDS)) return;
    if (likely > a->likely) a->likely = likely, a->best = k;
    if (likely > b->likely) b->likely = likely, b->best = i;
}

static uint32_t root_of(const struct layer *l, uint32_t id)
{
    while (l->root[id] != id) id = l->root[id];
    return id;
}

static bool forms_join(struct layer *l)
{
    struct block *blocks =
        kh_arena_alloc(l->desk->arena, (l->forms_n * KH_SOUND_KEYS + 1) * sizeof *blocks);
    size_t n = 0;
    if (!blocks) return false;
    for (uint32_t i = 0; i < l->forms_n; i++)
        for (uint8_t k = 0; k < l->forms[i].sound.keys_n; k++)
            blocks[n++] = (struct block){l->forms[i].sound.keys[k], i};
    qsort(blocks, n, sizeof *blocks, by_key);
    for (size_t at = 0, end; at < n; at = end) {
        for (end = at + 1; end < n && blocks[end].key == blocks[at].key;) end++;
        if (end - at > BLOCK_MAX) continue;
        for (size_t i = at; i < end; i++)
            for (size_t k = i + 1; k < end; k++)
                try_forms(l->forms, blocks[i].form, blocks[k].form);
    }
    /* Each to the one most like it: a word of three languages is thus one. */
    for (uint32_t i = 0; i < l->forms_n; i++) {
        const struct form *a = &l->forms[i];
        if (a->best == UINT32_MAX) continue;
        uint32_t x = root_of(l, a->id), y = root_of(l, l->forms[a->best].id);
        if (x != y) l->root[x > y ? x : y] = x > y ? y : x;
    }
    return true;
}

/* ---- the index and the weights ---- */

static bool index_make(struct layer *l)
{
    struct kh_desk *d = l->desk;
    uint32_t *last = kh_arena_zalloc(d->arena, d->ids_n + 1, sizeof *last);
    d->postings_at = kh_arena_zalloc(d->arena, d->ids_n + 2, sizeof *d->postings_at);
    if (!last || !d->postings_at) return false;
    for (int pass = 0; pass < 2; pass++) {
        memset(last, 0, (d->ids_n + 1) * sizeof *last);
        for (uint32_t i = 0; i < d->lines_n; i++) {
            for (uint32_t k = d->lines[i].sign; k < d->lines[i].sign + d->lines[i].signs_n; k++) {
                struct kh_sign *sign = &d->signs[k];
                for (uint8_t n = 0; n < sign->ids_n; n++) {
                    uint32_t id = pass ? sign->ids[n] : root_of(l, sign->ids[n]);
                    sign->ids[n] = id;
                    if (last[id] == i + 1) continue;
                    last[id] = i + 1;
                    if (pass) d->postings[d->postings_at[id + 1]++] = i;
                    else d->postings_at[id + 2]++;
                }
            }
        }
        if (pass) break;
        for (uint32_t i = 2; i <= d->ids_n + 1; i++) d->postings_at[i] += d->postings_at[i - 1];
        d->postings =
            kh_arena_alloc(d->arena, (d->postings_at[d->ids_n + 1] + 1) * sizeof *d->postings);
        if (!d->postings) return false;
    }
    return true;
}

/* The commonest of the things a mark may be alike by is what it is worth. */
static void weigh(struct kh_desk *d)
{
    float whole = logf(1 + (float)d->lines_n);
    for (uint32_t i = 0; i < d->lines_n; i++) {
        struct kh_line *line = &d->lines[i];
        for (uint32_t k = line->sign; k < line->sign + line->signs_n; k++) {
            uint32_t most = 1;
            for (uint8_t n = 0; n < d->signs[k].ids_n; n++) {
                uint32_t id = d->signs[k].ids[n];
                uint32_t in = d->postings_at[id + 1] - d->postings_at[id];
                if (in > most) most = in;
            }
            d->signs[k].weight = logf(1 + (float)d->lines_n / (float)most) / whole;
            line->weight += d->signs[k].weight;
        }
    }
}

bool kh_desk_lay(struct kh_desk *desk)
{
    struct layer l = {.desk = desk};
    kh_map_init(&l.ids, desk->arena);
    if (!lines_make(&l) || !forms_make(&l) || !forms_join(&l) || !index_make(&l)) return false;
    weigh(desk);
    return !desk->arena->failed;
}

uint64_t kh_signs_within(const struct kh_desk *desk, uint32_t line, struct kh_span span)
{
    const struct kh_line *l = &desk->lines[line];
    const struct kh_mark *marks = desk->reports[l->article]->marks + l->at->mark;
    uint64_t bits = 0;
    for (uint32_t k = 0; k < l->signs_n; k++)
        if (marks[k].start >= span.start && marks[k].start < span.end) bits |= (uint64_t)1 << k;
    return bits;
}

bool kh_signs_alike(const struct kh_sign *a, const struct kh_sign *b)
{
    for (uint8_t n = 0; n < a->ids_n; n++)
        for (uint8_t m = 0; m < b->ids_n; m++)
            if (a->ids[n] == b->ids[m]) return true;
    return false;
}

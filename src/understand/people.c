/* SPDX-License-Identifier: Apache-2.0
 *
 * People: candidate runs of name words, the proof of the whole article (what is named twice, what
 * is part of a fuller name), then every mention of them, whole or partial. All mentions of a person
 * get the fullest name of the article.
 */
#include "understand/people.h"

#include "lang/sound.h"

#define MAX_PEOPLE 1000

struct finder {
    struct kh_reader *r;
    struct kh_run *runs;
    size_t runs_n, runs_capacity;
    struct kh_map names; /* joined words: number of the person */
    struct kh_map parts; /* word: number of the person who has it */
};

/* A name word in the form that all its cases share. */
static struct kh_str base_of(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    struct kh_str w = view->tokens->items[at].folded;
    uint32_t clitic = view->sights[at].clitic_bytes;
    if (clitic && w.n > clitic) w = (struct kh_str){w.p + clitic, w.n - clitic};
    if (r->lang != KH_LANG('r', 'u')) return w;
    struct kh_entry e;
    struct kh_hit hit = kh_lexicon_find(r->lexicon, w);
    if (hit.entries && kh_hit_get(r->lexicon, hit, KH_LEX_GIVEN, r->lang, &e)) {
        if (e.value.n && e.value.p[e.value.n - 1] == '?') e.value.n--;
        if (e.value.n) return e.value;
    }
    for (size_t n = 10; n >= 4; n -= 2) { /* endings of two to five letters */
        if (w.n < n + 4) continue;
        struct kh_str end = {w.p + w.n - n, n};
        hit = kh_lexicon_find(r->lexicon, end);
        if (!hit.entries || !kh_hit_get(r->lexicon, hit, KH_LEX_NAMECASE, r->lang, &e)) continue;
        return kh_arena_printf(r->arena, "%.*s%.*s", (int)(w.n - n), w.p, (int)e.value.n,
                               e.value.p);
    }
    return w;
}

static struct kh_str joined(const struct kh_reader *r, const struct kh_str *words, unsigned n)
{
    struct kh_str out = KH_STR_NONE;
    for (unsigned i = 0; i < n; i++)
        out = i ? kh_arena_printf(r->arena, "%.*s %.*s", (int)out.n, out.p, (int)words[i].n,
                                  words[i].p)
                : words[i];
    return out;
}

/* The reading of one name word in Latin letters. */
static struct kh_str latin_of(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                              struct kh_str base)
{
    const struct kh_token *t = &view->tokens->items[at];
    struct kh_str written = kh_str_sub(view->tokens->text, t->start, t->end);
    if (t->script == KH_SCRIPT_LATIN) return written;
    bool cut = view->sights[at].clitic_bytes > 0;
    bool bare = cut || r->lang == KH_LANG('r', 'u');
    return kh_sound_latin(r->lexicon, r->arena, bare ? base : written, r->lang);
}

static struct kh_str name_of(const struct kh_reader *r, const struct kh_run *run,
                             const struct kh_str *bases)
{
    const struct kh_tokens *tokens = run->view->tokens;
    const struct kh_token *first = &tokens->items[run->at];
    if (first->script == KH_SCRIPT_LATIN)
        return kh_str_sub(tokens->text, first->start, first[run->n - 1].end);
    struct kh_str words[KH_NAME_WORDS];
    for (unsigned i = 0; i < run->words_n; i++)
        words[i] = latin_of(r, run->view, run->words[i], bases[i]);
    return joined(r, words, run->words_n);
}

/* The key of the telling words. */
static struct kh_str key_of(const struct kh_reader *r, const struct kh_run *run,
                            const struct kh_str *bases)
{
    struct kh_str words[KH_NAME_WORDS];
    unsigned n = 0;
    for (unsigned i = 0; i < run->words_n; i++)
        if (!(run->view->sights[run->words[i]].word & KH_BIT(NAMEPART))) words[n++] = bases[i];
    return kh_person_key(r->arena, words, n);
}

static void person_add(struct finder *f, struct kh_run *run)
{
    struct kh_reader *r = f->r;
    struct kh_str bases[KH_NAME_WORDS];
    for (unsigned i = 0; i < run->words_n; i++) bases[i] = base_of(r, run->view, run->words[i]);
    struct kh_str whole = joined(r, bases, run->words_n);
    bool is_new;
    uint32_t *slot = kh_map_put(&f->names, whole, (uint32_t)r->people_n, &is_new);
    if (!slot) return;
    run->person = *slot;
    if (!is_new) {
        struct kh_person *p = &r->people[*slot];
        p->strength += run->strength > 0 ? (uint32_t)run->strength : 0;
        p->strength += 5; /* named again */
        return;
    }
    struct kh_person *grown =
        kh_arena_grow(r->arena, r->people, r->people_n, &r->people_capacity, sizeof *r->people);
    if (!grown) return;
    r->people = grown;
    struct kh_person *p = &r->people[r->people_n];
    *p = (struct kh_person){.n = run->words_n, .same_as = (uint32_t)r->people_n};
    memcpy(p->tokens, bases, run->words_n * sizeof *bases);
    p->strength = run->strength > 0 ? (uint32_t)run->strength : 0;
    p->name = name_of(r, run, bases);
    p->key = key_of(r, run, bases);
    r->people_n++;
}

static void collect(struct finder *f, const struct kh_view *view)
{
    struct kh_reader *r = f->r;
    for (uint32_t i = 0; i < view->tokens->n;) {
        struct kh_run run = {.words_n = 0};
        if (!view->sights[i].title_case) run = kh_run_at(r, view, i);
        if (!run.words_n) {
            i++;
            continue;
        }
        i += run.n;
        if (r->people_n >= MAX_PEOPLE) return;
        struct kh_run *grown =
            kh_arena_grow(r->arena, f->runs, f->runs_n, &f->runs_capacity, sizeof *f->runs);
        if (!grown) return;
        f->runs = grown;
        person_add(f, &run);
        f->runs[f->runs_n++] = run;
    }
}

/* A surname that stands alone elsewhere, with a title or not, speaks for the whole name. */
static void prove_by_parts(struct finder *f)
{
    struct kh_reader *r = f->r;
    struct kh_map last;
    kh_map_init(&last, r->arena);
    for (size_t i = 0; i < r->people_n; i++)
        if (r->people[i].n > 1)
            kh_map_put(&last, r->people[i].tokens[r->people[i].n - 1], (uint32_t)i, NULL);
    for (size_t i = 0; i < r->people_n; i++) {
        const struct kh_person *p = &r->people[i];
        const uint32_t *whole = p->n == 1 ? kh_map_get(&last, p->tokens[0]) : NULL;
        if (whole) r->people[*whole].strength += 10 + p->strength;
    }
}

static bool is_proved(const struct kh_person *p)
{
    return p->strength >= KH_NAME_PROVED;
}

/* All words of a occur in b in order, and the last of a is the last of b, or a is one word. */
static bool is_part_of(const struct kh_person *a, const struct kh_person *b)
{
    if (a->n >= b->n) return false;
    unsigned i = 0;
    for (unsigned k = 0; k < b->n && i < a->n; k++) i += kh_str_eq(a->tokens[i], b->tokens[k]);
    if (i < a->n) return false;
    return a->n == 1 || kh_str_eq(a->tokens[a->n - 1], b->tokens[b->n - 1]) || a->n + 1 == b->n;
}

/* Short names join the fullest proved name they are part of. Quadratic in the people of one
 * article, of whom there are at most MAX_PEOPLE; candidates by a shared last word only. */
static void join_names(struct finder *f)
{
    struct kh_reader *r = f->r;
    for (size_t i = 0; i < r->people_n; i++) {
        struct kh_person *p = &r->people[i];
        if (!is_proved(p)) continue;
        for (unsigned k = 0; k < p->n; k++) {
            bool is_new;
            uint32_t *slot = kh_map_put(&f->parts, p->tokens[k], (uint32_t)i, &is_new);
            if (!slot) return;
            const struct kh_person *other = &r->people[*slot];
            bool last = k + 1 == p->n;
            bool other_last = kh_str_eq(other->tokens[other->n - 1], p->tokens[k]);
            bool fuller = p->n > other->n ? last >= other_last : last && !other_last;
            if (!is_new && fuller && (p->n > 1 || other->n == 1)) *slot = (uint32_t)i;
        }
    }
    for (size_t i = 0; i < r->people_n; i++) {
        struct kh_person *p = &r->people[i];
        for (unsigned k = p->n; k-- > 0;) {
            const uint32_t *slot = kh_map_get(&f->parts, p->tokens[k]);
            if (!slot || *slot == i || !is_part_of(p, &r->people[*slot])) continue;
            p->same_as = *slot;
            break;
        }
    }
}

/* "Munir Discusses": a word behind a known surname is no part of a name when only seen so once.
 * Returns how many tokens of the run are left. */
static uint32_t cut_behind_surname(const struct finder *f, const struct kh_run *run,
                                   uint32_t *person)
{
    const struct kh_reader *r = f->r;
    const struct kh_person *p = &r->people[run->person];
    if (p->n != 2 || p->same_as != run->person) return run->n;
    const uint32_t *slot = kh_map_get(&f->parts, p->tokens[0]);
    if (!slot || *slot == run->person) return run->n;
    const struct kh_person *other = &r->people[*slot];
    bool surname = other->n > 1 && kh_str_eq(other->tokens[other->n - 1], p->tokens[0]);
    if (!surname || !is_proved(other) || p->strength > other->strength) return run->n;
    *person = *slot;
    return run->words[0] + 1 - run->at;
}

static const struct kh_person *full_name(const struct kh_reader *r, uint32_t number)
{
    const struct kh_person *p = &r->people[number];
    for (unsigned i = 0; i < KH_NAME_WORDS && p->same_as != number; i++) {
        number = p->same_as;
        p = &r->people[number];
    }
    return p;
}

static void put_person(struct kh_reader *r, const struct kh_view *view, uint32_t at, uint32_t n,
                       uint32_t number)
{
    const struct kh_person *p = full_name(r, number);
    struct kh_mention *m = kh_mention_add(r, view, at, n, KH_PERSON);
    if (!m) return;
    m->name = p->name;
    m->key = p->key;
    kh_label_set(view, at, n, KH_IS_PERSON);
}

/* The proved person who has this word in the name; for Russian with an ending off. */
static const uint32_t *owner_of(const struct finder *f, const struct kh_view *view, uint32_t at)
{
    struct kh_str base = base_of(f->r, view, at);
    const uint32_t *slot = kh_map_get(&f->parts, base);
    if (slot || f->r->lang != KH_LANG('r', 'u')) return slot;
    static const char *const ends[] = {"ого", "ому", "ом", "ем", "ой", "ым", "им",
                                       "а",   "у",   "е",  "ю",  "я",  "и"};
    for (unsigned i = 0; !slot && i < sizeof ends / sizeof *ends; i++) {
        struct kh_str end = kh_str_of(ends[i]);
        if (base.n > end.n + 6 && kh_str_ends(base, end))
            slot = kh_map_get(&f->parts, (struct kh_str){base.p, base.n - end.n});
    }
    return slot;
}

/* A word of a known name that may stand for the person: the last one, or the first behind a
 * title. */
static bool stands_for(const struct finder *f, const struct kh_view *view, uint32_t at,
                       uint32_t number)
{
    const struct kh_person *p = &f->r->people[number];
    struct kh_str base = base_of(f->r, view, at);
    bool last = !kh_str_eq(base, p->tokens[0]) || p->n == 1;
    const struct kh_sight *sight = &view->sights[at];
    if (f->r->cased) return last || kh_is_after_role(f->r, view, at) || !sight->common;
    if (kh_is_after_role(f->r, view, at)) return true;
    return last && !(sight->word & (KH_BIT(STOP) | KH_BIT(CONCEPT)));
}

static void find_parts(struct finder *f, const struct kh_view *view)
{
    struct kh_reader *r = f->r;
    for (uint32_t i = 0; i < view->tokens->n; i++) {
        const struct kh_token *t = &view->tokens->items[i];
        if (t->kind != KH_TOKEN_WORD || view->sights[i].label != KH_FREE) continue;
        if (r->cased && !(t->flags & KH_TOKEN_CAPITAL)) continue;
        if ((view->sights[i].word & KH_BIT(NAMEPART)) && !(view->sights[i].word & KH_BIT(GIVEN)))
            continue;
        const uint32_t *owner = owner_of(f, view, i);
        if (!owner || !stands_for(f, view, i, *owner)) continue;
        uint32_t n = 1;
        while (i + n < view->tokens->n && view->sights[i + n].label == KH_FREE &&
               !(view->tokens->items[i + n].flags & KH_TOKEN_PARA)) {
            const uint32_t *next = owner_of(f, view, i + n);
            if (!next || full_name(r, *next) != full_name(r, *owner)) break;
            n++;
        }
        put_person(r, view, i, n, *owner);
        i += n - 1;
    }
}

void kh_find_people(struct kh_reader *r)
{
    struct finder f = {.r = r};
    kh_map_init(&f.names, r->arena);
    kh_map_init(&f.parts, r->arena);
    collect(&f, &r->text);
    collect(&f, &r->title);
    prove_by_parts(&f);
    join_names(&f);
    for (size_t i = 0; i < f.runs_n; i++) {
        const struct kh_run *run = &f.runs[i];
        const struct kh_person *p = &r->people[run->person];
        bool part = p->same_as != run->person && is_proved(&r->people[p->same_as]);
        uint32_t person = run->person, n = cut_behind_surname(&f, run, &person);
        if (is_proved(p) || part) put_person(r, run->view, run->at, n, person);
    }
    find_parts(&f, &r->text);
    find_parts(&f, &r->title);
}

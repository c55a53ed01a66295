/* SPDX-License-Identifier: Apache-2.0
 *
 * Contradictions: two sentences that would state the same if one of their values were equal, where
 * both values cannot hold. A false one ruins trust, so each doubt abstains. Takes judged pairs,
 * hands on facts that are sides and kh_conflict.
 */
#include "compare/internal.h"

#include <math.h>
#include <stdlib.h>

#include "lang/sound.h"

/* Signs around a number that say what it counts. */
#define NEAR 5

/* From which probability two sentences are about the same, their values left aside; and how much
 * of what stands around the values must be alike. */
#define SAME_MATTER 0.9f
#define SAME_SLOT 0.28f
/* Two actors of one act are about the same from here on. */
#define SAME_ACT 0.74f
#define SAME_ALL 0.9f
/* From which probability a difference counts at all; articles that differ in so many pairs of
 * sentences tell of two happenings. */
#define DIFFERENT 0.8f
#define TWO_HAPPENINGS 2
/* From which ratio two values of one thing are rather a slip of reading than of reporting. */
#define MISREAD 5

/* Sentences of one side, and of the other. */
struct clash {
    uint8_t kind; /* enum kh_fact_kind */
    struct kh_str name[2];
    struct kh_statement slot[2];
    uint32_t *lines[2];
    uint32_t n[2];
    size_t capacity[2];
};

/* A statement at its place. */
struct told {
    uint32_t line, article;
    const struct kh_statement *s;
    struct kh_span span;
};

/* Two statements of which only one can hold, if they are about the same. */
struct rival {
    struct told x, y;
    uint8_t kind;  /* enum kh_fact_kind */
    float p, near; /* that they are; what around them is alike */
    uint64_t articles;
};

struct finder {
    struct kh_desk *desk;
    const struct kh_pair_model *model;
    struct kh_pairs *pairs;
    struct clash *clashes;
    size_t clashes_n, clashes_capacity;
    struct rival *rivals;
    size_t rivals_n, rivals_capacity;
};

static struct told told_at(const struct kh_desk *d, uint32_t line, uint32_t i)
{
    const struct kh_line *l = &d->lines[line];
    const struct kh_report *r = d->reports[l->article];
    uint32_t at = l->at->statement + i;
    return (struct told){line, l->article, &r->statements[at], r->spans[at]};
}

static uint64_t signs_of(const struct kh_desk *d, const struct told *t)
{
    return kh_signs_within(d, t->line, t->span);
}

static bool has_sign(const struct kh_desk *d, uint32_t line, enum kh_mark_class class)
{
    const struct kh_line *l = &d->lines[line];
    for (uint32_t k = 0; k < l->signs_n; k++)
        if (d->signs[l->sign + k].class == class) return true;
    return false;
}

/* ---- numbers ---- */

/* The value cut to so many digits. */
static double rounded(double value, int digits)
{
    if (value <= 0) return value;
    double unit = pow(10, floor(log10(value)) - (digits - 1));
    return round(value / unit) * unit;
}

static int digits_of(double value)
{
    for (int digits = 1; digits < 9; digits++)
        if (fabs(rounded(value, digits) - value) <= 1e-9 * fabs(value)) return digits;
    return 9;
}

/* One may be the other, rounded up or down, or both are near enough. */
static bool may_round(const struct kh_statement *x, const struct kh_statement *y)
{
    double a = x->value, b = y->value, most = fmax(fabs(a), fabs(b));
    if (fabs(a - b) <= (x->approximate || y->approximate ? 0.15 : 0.03) * most) return true;
    double fine = digits_of(a) > digits_of(b) ? a : b, coarse = fine == a ? b : a;
    int digits = digits_of(coarse);
    return digits < digits_of(fine) && fabs(rounded(fine, digits) - coarse) <= 1e-6 * most;
}

/* What became of people counted, as data/unit names it. */
static bool is_fate(struct kh_str unit)
{
    static const char *const fates[] = {"dead",     "injured",   "missing",
                                        "arrested", "displaced", "rescued"};
    for (size_t i = 0; i < sizeof fates / sizeof *fates; i++)
        if (kh_str_eq(unit, kh_str_of(fates[i]))) return true;
    return false;
}

/* Of two units the same, or one that counts people and one that tells their fate. */
static bool same_unit(struct kh_str x, struct kh_str y)
{
    return kh_str_eq(x, y) || (kh_str_eq(x, KH_STR("people")) && is_fate(y)) ||
           (kh_str_eq(y, KH_STR("people")) && is_fate(x));
}

/* The values are so far apart, or so alike as written, that one of them is rather misread: a
 * thousand dropped, digits cut off by a mark, a year; or they may be of two scales. */
static bool may_be_misread(const struct kh_desk *d, const struct kh_statement *x,
                           const struct kh_statement *y)
{
    double less = fmin(x->value, y->value), most = fmax(x->value, y->value);
    if (less <= 0 || most / less >= MISREAD) return true;
    if (kh_str_eq(x->unit, KH_STR("degree"))) return true;
    struct kh_str a = kh_arena_printf(d->arena, "%.10g", less);
    struct kh_str b = kh_arena_printf(d->arena, "%.10g", most);
    return kh_str_ends(b, a) || kh_str_starts(b, a);
}

/* The article gives this number as well, or what it gives is that less a part it counts. */
static bool knows(const struct kh_desk *d, const struct told *own, const struct told *other)
{
    const struct kh_report *r = d->reports[own->article];
    double value = other->s->value;
    for (uint32_t i = 0; i < r->statements_n; i++) {
        const struct kh_statement *s = &r->statements[i];
        if (s->kind != KH_SAYS_NUMBER) continue;
        if (fabs(s->value - value) <= 0.01 * value) return true;
        if (s == own->s || !same_unit(s->unit, own->s->unit)) continue;
        if (fabs(fabs(own->s->value - value) - s->value) <= 1e-9 * value) return true;
    }
    /* What was not read as a number still has its sign. */
    uint64_t signs = signs_of(d, other);
    const struct kh_line *l = &d->lines[other->line];
    for (uint32_t k = 0; k < l->signs_n; k++) {
        if (!(signs >> k & 1) || d->signs[l->sign + k].class != KH_MARK_NUMBER) continue;
        uint32_t id = d->signs[l->sign + k].ids[0];
        for (uint32_t i = d->postings_at[id]; i < d->postings_at[id + 1]; i++)
            if (d->lines[d->postings[i]].article == own->article) return true;
    }
    return false;
}

/* The sentence gives several values of the unit: which of them is meant is not sure. */
static bool is_one_of_several(const struct kh_desk *d, const struct told *t)
{
    for (uint32_t i = 0; i < d->lines[t->line].at->statements_n; i++) {
        const struct kh_statement *s = told_at(d, t->line, i).s;
        if (s->kind == KH_SAYS_NUMBER && s->value != t->s->value && same_unit(s->unit, t->s->unit))
            return true;
    }
    return false;
}

/* ---- updates ---- */

static int64_t day_of(struct kh_date date)
{
    return kh_days_of(date.year, date.month, date.day);
}

/* The last day the sentence names; INT64_MIN when it names none. */
static int64_t day_told(const struct kh_desk *d, uint32_t line)
{
    int64_t last = INT64_MIN;
    for (uint32_t i = 0; i < d->lines[line].at->statements_n; i++) {
        const struct kh_statement *s = told_at(d, line, i).s;
        if (s->kind == KH_SAYS_DATE && s->date.precision >= KH_DATE_DAY && day_of(s->date) > last)
            last = day_of(s->date);
    }
    return last;
}

/* Both sentences name days or months, and none that the other names. */
static bool are_dated_apart(const struct kh_desk *d, uint32_t x, uint32_t y)
{
    const struct kh_line *a = &d->lines[x], *b = &d->lines[y];
    if (!has_sign(d, x, KH_MARK_DATE) || !has_sign(d, y, KH_MARK_DATE)) return false;
    for (uint32_t i = 0; i < a->signs_n; i++)
        for (uint32_t k = 0; k < b->signs_n; k++)
            if (d->signs[a->sign + i].class == KH_MARK_DATE &&
                kh_signs_alike(&d->signs[a->sign + i], &d->signs[b->sign + k]))
                return false;
    return true;
}

/* A count that was raised later: the later article may just know more, unless it says that the
 * count is of the earlier one's day. Which is the later one must be known. */
static bool may_be_update(const struct kh_desk *d, const struct told *x, const struct told *y)
{
    if (!is_fate(x->s->unit) && !is_fate(y->s->unit)) return false;
    struct kh_date dx = d->event->articles[x->article].article.published;
    struct kh_date dy = d->event->articles[y->article].article.published;
    if (dx.precision < KH_DATE_DAY || dy.precision < KH_DATE_DAY) return true;
    if (are_dated_apart(d, x->line, y->line)) return true;
    if (day_of(dx) == day_of(dy)) return false;
    bool x_later = day_of(dx) > day_of(dy);
    const struct told *later = x_later ? x : y, *earlier = x_later ? y : x;
    bool shrinks = kh_str_eq(x->s->unit, KH_STR("missing"));
    if (!shrinks && later->s->value < earlier->s->value) return false;
    int64_t told = day_told(d, later->line);
    return told == INT64_MIN || told > day_of(x_later ? dy : dx);
}

/* ---- what stands around ---- */

static float near_alike(const struct kh_desk *d, const struct told *x, const struct told *y)
{
    uint64_t bits[2] = {signs_of(d, x), signs_of(d, y)};
    const struct kh_line *lines[2] = {&d->lines[x->line], &d->lines[y->line]};
    uint32_t from[2], to[2];
    for (int i = 0; i < 2; i++) {
        uint32_t at = 0;
        while (at < lines[i]->signs_n && !(bits[i] >> at & 1)) at++;
        from[i] = at > NEAR ? at - NEAR : 0;
        to[i] = at + NEAR + 1 < lines[i]->signs_n ? at + NEAR + 1 : lines[i]->signs_n;
    }
    float whole[2] = {0}, both[2] = {0};
    for (int i = 0; i < 2; i++) {
        for (uint32_t k = from[i]; k < to[i]; k++) {
            const struct kh_sign *a = &d->signs[lines[i]->sign + k];
            if (bits[i] >> k & 1) continue;
            bool found = false;
            for (uint32_t j = from[!i]; j < to[!i] && !found; j++) {
                const struct kh_sign *b = &d->signs[lines[!i]->sign + j];
                found = kh_signs_alike(a, b);
            }
            whole[i] += a->weight;
            if (found) both[i] += a->weight;
        }
    }
    float least = fminf(whole[0], whole[1]);
    return least > 0 ? fmaxf(both[0], both[1]) / least : 0;
}

/* ---- clashes ---- */

static bool line_add(struct kh_desk *d, struct clash *c, int side, uint32_t line)
{
    for (uint32_t i = 0; i < c->n[side]; i++)
        if (c->lines[side][i] == line) return true;
    uint32_t *grown =
        kh_arena_grow(d->arena, c->lines[side], c->n[side], &c->capacity[side], sizeof *grown);
    if (!grown) return false;
    c->lines[side] = grown;
    grown[c->n[side]++] = line;
    return true;
}

/* By what a clash is known: the same two values again are the same one. */
static struct kh_str name_of(const struct kh_desk *d, const struct kh_statement *s)
{
    bool people = is_fate(s->unit) || kh_str_eq(s->unit, KH_STR("people"));
    return s->kind == KH_SAYS_NUMBER && people ? kh_arena_printf(d->arena, "%.10g", s->value)
                                               : kh_value_name(d, s);
}

/* The two statements contradict each other; the same two values again are the same clash. */
static bool clash_add(struct finder *f, enum kh_fact_kind kind, const struct told *x,
                      const struct told *y)
{
    struct kh_desk *d = f->desk;
    struct kh_str names[2] = {name_of(d, x->s), name_of(d, y->s)};
    if (kh_str_cmp(names[0], names[1]) > 0) {
        const struct told *z = x;
        struct kh_str name = names[0];
        x = y, y = z;
        names[0] = names[1], names[1] = name;
    }
    struct clash *c = NULL;
    for (size_t i = 0; i < f->clashes_n && !c; i++)
        if (f->clashes[i].kind == kind && kh_str_eq(f->clashes[i].name[0], names[0]) &&
            kh_str_eq(f->clashes[i].name[1], names[1]))
            c = &f->clashes[i];
    if (!c) {
        struct clash *grown =
            kh_arena_grow(d->arena, f->clashes, f->clashes_n, &f->clashes_capacity, sizeof *grown);
        if (!grown) return false;
        f->clashes = grown;
        c = &grown[f->clashes_n++];
        *c = (struct clash){
            .kind = (uint8_t)kind, .name = {names[0], names[1]}, .slot = {*x->s, *y->s}};
    }
    return line_add(d, c, 0, x->line) && line_add(d, c, 1, y->line);
}

/* Keeps two statements that may rival each other; false when the arena is exhausted. */
static bool rival_add(struct finder *f, const struct kh_line_pair *pair, enum kh_fact_kind kind,
                      const struct told *x, const struct told *y)
{
    uint64_t alike[2] = {signs_of(f->desk, x), signs_of(f->desk, y)};
    float p = kh_pair_suppose(f->desk, f->model, pair, alike);
    if (p < DIFFERENT) return true;
    struct rival *grown =
        kh_arena_grow(f->desk->arena, f->rivals, f->rivals_n, &f->rivals_capacity, sizeof *grown);
    if (!grown) return false;
    f->rivals = grown;
    grown[f->rivals_n++] = (struct rival){.x = *x,
                                          .y = *y,
                                          .kind = (uint8_t)kind,
                                          .p = p,
                                          .near = near_alike(f->desk, x, y),
                                          .articles = (uint64_t)x->article << 32 | y->article};
    return true;
}

static bool numbers_clash(const struct kh_desk *d, const struct told *x, const struct told *y)
{
    return x->s->unit.n && y->s->unit.n && same_unit(x->s->unit, y->s->unit) &&
           !may_round(x->s, y->s) && !is_one_of_several(d, x) && !is_one_of_several(d, y) &&
           !may_be_misread(d, x->s, y->s) && !knows(d, x, y) && !knows(d, y, x) &&
           !may_be_update(d, x, y);
}

/* A period in days between days that are named is about when, not about how much. */
static enum kh_fact_kind kind_of(const struct kh_desk *d, const struct told *x,
                                 const struct told *y)
{
    bool dated = has_sign(d, x->line, KH_MARK_DATE) && has_sign(d, y->line, KH_MARK_DATE);
    return kh_str_eq(x->s->unit, KH_STR("day")) && dated ? KH_FACT_DATE : KH_FACT_NUMBER;
}

/* ---- days ---- */

/* The date names its month: a weekday or "today" hangs on a day of publication, which may be
 * wrong. */
static bool is_explicit(const struct kh_desk *d, const struct told *t)
{
    const struct kh_line *l = &d->lines[t->line];
    const struct kh_mark *marks = d->reports[t->article]->marks + l->at->mark;
    uint64_t signs = signs_of(d, t);
    for (uint32_t k = 0; k < l->signs_n; k++)
        if ((signs >> k & 1) && marks[k].month) return true;
    return false;
}

/* The article names this day or month anywhere. */
static bool names_day(const struct kh_report *r, struct kh_date date)
{
    for (uint32_t i = 0; i < r->statements_n; i++) {
        const struct kh_statement *s = &r->statements[i];
        if (s->kind == KH_SAYS_DATE && s->date.year == date.year && s->date.month == date.month &&
            (s->date.precision < KH_DATE_DAY || date.precision < KH_DATE_DAY ||
             s->date.day == date.day))
            return true;
    }
    return false;
}

static bool is_only_date(const struct kh_desk *d, const struct told *t)
{
    uint32_t dates = 0;
    for (uint32_t i = 0; i < d->lines[t->line].at->statements_n; i++)
        dates += told_at(d, t->line, i).s->kind == KH_SAYS_DATE;
    return dates == 1;
}

static bool days_clash(const struct kh_desk *d, const struct told *x, const struct told *y)
{
    if (x->s->date.precision < KH_DATE_MONTH || y->s->date.precision < KH_DATE_MONTH) return false;
    if (!is_explicit(d, x) || !is_explicit(d, y) || !is_only_date(d, x) || !is_only_date(d, y))
        return false;
    /* A day apart may be a matter of time zones. */
    if (x->s->date.precision >= KH_DATE_DAY && y->s->date.precision >= KH_DATE_DAY &&
        llabs(day_of(x->s->date) - day_of(y->s->date)) <= 1)
        return false;
    return !names_day(d->reports[x->article], y->s->date) &&
           !names_day(d->reports[y->article], x->s->date);
}

/* ---- who ---- */

/* Two names that are more likely than this of one person are not of two. */
#define SAME_PERSON 0.25

static bool sounds_alike(struct kh_str x, struct kh_str y)
{
    struct kh_sound a, b;
    if (!kh_sound_key(x, &a) || !kh_sound_key(y, &b)) return true;
    return kh_sound_align(&a, &b) >= SAME_PERSON;
}

/* The last words of two names begin with the same two consonants. */
static bool ends_alike(struct kh_str x, struct kh_str y)
{
    struct kh_sound a, b;
    char coarse[2][KH_SOUND_COARSE] = {{0}, {0}};
    while (memchr(x.p, ' ', x.n)) kh_str_cut(&x, ' ');
    while (memchr(y.p, ' ', y.n)) kh_str_cut(&y, ' ');
    if (!kh_sound_key(x, &a) || !kh_sound_key(y, &b)) return true;
    kh_sound_coarse(&a, coarse[0]);
    kh_sound_coarse(&b, coarse[1]);
    return coarse[0][0] == coarse[1][0] && coarse[0][1] == coarse[1][1];
}

static bool is_full(struct kh_str name)
{
    kh_str_cut(&name, ' ');
    return name.n > 0;
}

/* Full names by their first words, since relatives share the others; a single word by any. */
static bool may_be_one(struct kh_str x, struct kh_str y)
{
    if (is_full(x) && is_full(y)) {
        bool begin = kh_lower(x.p[0]) == kh_lower(y.p[0]);
        struct kh_str a = x, b = y;
        return (begin && ends_alike(x, y)) ||
               sounds_alike(kh_str_cut(&a, ' '), kh_str_cut(&b, ' '));
    }
    struct kh_str one = is_full(x) ? y : x, rest = is_full(x) ? x : y;
    while (rest.n)
        if (sounds_alike(one, kh_str_cut(&rest, ' '))) return true;
    return false;
}

/* Both are people with a full name and a post: a place or a thing taken for a person has none. */
static bool are_two_people(const struct kh_party *x, const struct kh_party *y)
{
    return is_full(x->name) && is_full(y->name) && x->role.n && y->role.n && x->key.n && y->key.n &&
           !kh_str_eq(x->key, y->key) && !may_be_one(x->name, y->name);
}

/* The article may name the person, in this sentence or (UINT32_MAX) anywhere. */
static bool names_person(const struct kh_report *r, uint32_t sentence, const struct kh_party *who)
{
    for (uint32_t i = 0; i < r->people_n; i++) {
        const struct kh_named *named = &r->people[i];
        if (sentence != UINT32_MAX && named->sentence != sentence) continue;
        if (kh_str_eq(named->key, who->key) || may_be_one(named->name, who->name)) return true;
    }
    return false;
}

/* The sentence itself names the person who acts. */
static bool is_named_there(const struct kh_desk *d, const struct told *t)
{
    const struct kh_report *r = d->reports[t->article];
    for (uint32_t i = 0; i < r->people_n; i++)
        if (r->people[i].sentence == d->lines[t->line].sentence &&
            kh_str_eq(r->people[i].key, t->s->actor.key))
            return true;
    return false;
}

static bool is_one_act(const struct told *x, const struct told *y)
{
    return kh_str_eq(x->s->act, y->s->act) && x->s->denied == y->s->denied;
}

/* The same is told to be done by two people, each in a sentence that does not know the other. */
static bool actors_clash(const struct kh_desk *d, const struct told *x, const struct told *y)
{
    const struct kh_party *a = &x->s->actor, *b = &y->s->actor;
    return is_one_act(x, y) && are_two_people(a, b) && is_named_there(d, x) &&
           is_named_there(d, y) &&
           !names_person(d->reports[x->article], d->lines[x->line].sentence, b) &&
           !names_person(d->reports[y->article], d->lines[y->line].sentence, a);
}

/* The sentence holds the role and the country of the other's target. */
static bool holds_target(const struct kh_desk *d, uint32_t line, const struct told *other)
{
    const struct kh_line *l = &d->lines[line];
    const struct kh_mark *marks = d->reports[l->article]->marks + l->at->mark;
    uint64_t role = kh_role_id(other->s->target.role);
    uint64_t country = kh_country_id(other->s->target.country);
    bool has_role = false, has_country = false;
    for (uint32_t k = 0; k < l->signs_n; k++) {
        for (uint8_t n = 0; n < marks[k].ids_n; n++) {
            has_role |= marks[k].ids[n] == role;
            has_country |= marks[k].ids[n] == country;
        }
    }
    return has_role && has_country;
}

/* Holders of one post of one country. */
static bool is_one_target(const struct kh_party *a, const struct kh_party *b)
{
    return kh_str_eq(a->role, b->role) && strcmp(a->country, b->country) == 0;
}

/* One tells that a person did it with the holder of a post, the other, which does not know this
 * person at all, that another did: then it does not matter what else the sentences tell. */
static bool is_bound_by_target(const struct kh_desk *d, const struct told *x, const struct told *y)
{
    const struct kh_party *target = &y->s->target, *actor = &x->s->actor;
    /* Who acts in the one may be the target in the other: both did it, and one was not seen. */
    if (is_one_target(actor, target) || kh_str_eq(actor->key, target->key)) return false;
    return is_one_act(x, y) && target->role.n && target->country[0] &&
           are_two_people(&x->s->actor, &y->s->actor) && is_named_there(d, x) &&
           is_named_there(d, y) &&
           !names_person(d->reports[x->article], UINT32_MAX, &y->s->actor) &&
           holds_target(d, x->line, y);
}

/* What the sentence of x tells of its actor and the target of y, if it tells that by itself: of
 * several meetings the one that clashes is shown. */
static struct told nearest_to(const struct kh_desk *d, struct told x, const struct told *y)
{
    for (uint32_t i = 0; i < d->lines[x.line].at->statements_n; i++) {
        struct told other = told_at(d, x.line, i);
        if (other.s->kind == KH_SAYS_WHO && is_one_act(&other, &x) &&
            kh_str_eq(other.s->actor.key, x.s->actor.key) &&
            is_one_target(&other.s->target, &y->s->target))
            return other;
    }
    return x;
}

static bool try_actors(struct finder *f, const struct kh_line_pair *pair, const struct told *x,
                       const struct told *y)
{
    const struct kh_desk *d = f->desk;
    if (is_bound_by_target(d, x, y)) {
        struct told near = nearest_to(d, *x, y);
        return clash_add(f, KH_FACT_WHO, &near, y);
    }
    if (is_bound_by_target(d, y, x)) {
        struct told near = nearest_to(d, *y, x);
        return clash_add(f, KH_FACT_WHO, x, &near);
    }
    uint64_t alike[2] = {signs_of(d, x), signs_of(d, y)};
    /* Where all the rest is the same, one of the names is rather misread. */
    if (pair->p >= SAME_ALL || !actors_clash(d, x, y)) return true;
    if (kh_pair_suppose(f->desk, f->model, pair, alike) < SAME_ACT) return true;
    return clash_add(f, KH_FACT_WHO, x, y);
}

/* ---- all pairs ---- */

static bool try_pair(struct finder *f, const struct kh_line_pair *pair)
{
    const struct kh_desk *d = f->desk;
    for (uint32_t i = 0; i < d->lines[pair->a].at->statements_n; i++) {
        struct told x = told_at(d, pair->a, i);
        for (uint32_t k = 0; k < d->lines[pair->b].at->statements_n; k++) {
            struct told y = told_at(d, pair->b, k);
            bool added = true;
            if (x.s->kind != y.s->kind) continue;
            if (x.s->kind == KH_SAYS_WHO) added = try_actors(f, pair, &x, &y);
            if (x.s->kind == KH_SAYS_NUMBER && numbers_clash(d, &x, &y))
                added = rival_add(f, pair, kind_of(d, &x, &y), &x, &y);
            if (x.s->kind == KH_SAYS_DATE && days_clash(d, &x, &y))
                added = rival_add(f, pair, KH_FACT_DATE, &x, &y);
            if (!added) return false;
        }
    }
    return true;
}

/* How many things two articles differ in; of one pair of sentences each statement counts once. */
static bool count_rivals(const struct finder *f, struct kh_map *counts)
{
    kh_map_init(counts, f->desk->arena);
    for (size_t i = 0; i < f->rivals_n; i++) {
        const struct rival *r = &f->rivals[i];
        bool again = i && (r->x.s == r[-1].x.s || r->y.s == r[-1].y.s);
        struct kh_str key = {(const char *)&r->articles, sizeof r->articles};
        uint32_t *count = kh_map_put(counts, key, 0, NULL);
        if (!count) return false;
        *count += !again;
    }
    return true;
}

static bool is_clear(const struct rival *r)
{
    return r->p >= SAME_MATTER && r->near >= SAME_SLOT;
}

/* Notes the first statement of an article that clearly differs; a second one makes it odd. */
static void note(const struct kh_statement **first, bool *odd, const struct told *t)
{
    if (!first[t->article]) first[t->article] = t->s;
    odd[t->article] |= first[t->article] != t->s;
}

/* Articles that differ in several things tell of two happenings, and so does one of which several
 * statements differ from others: they contradict none. */
static bool judge_rivals(struct finder *f)
{
    struct kh_map counts;
    size_t n = f->desk->reports_n + 1;
    const struct kh_statement **first = kh_arena_zalloc(f->desk->arena, n, sizeof *first);
    bool *odd = kh_arena_zalloc(f->desk->arena, n, sizeof *odd);
    if (!first || !odd || !count_rivals(f, &counts)) return false;
    for (size_t i = 0; i < f->rivals_n; i++) {
        if (!is_clear(&f->rivals[i])) continue;
        note(first, odd, &f->rivals[i].x);
        note(first, odd, &f->rivals[i].y);
    }
    for (size_t i = 0; i < f->rivals_n; i++) {
        const struct rival *r = &f->rivals[i];
        struct kh_str key = {(const char *)&r->articles, sizeof r->articles};
        if (!is_clear(r) || odd[r->x.article] || odd[r->y.article]) continue;
        if (*kh_map_get(&counts, key) >= TWO_HAPPENINGS) continue;
        if (!clash_add(f, r->kind, &r->x, &r->y)) return false;
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The sides as facts; what stands on two sides of a clash holds no more. */
static bool clash_put(struct finder *f, const struct clash *c, struct kh_dossier *out,
                      size_t *capacity)
{
    for (uint32_t i = 0; i < c->n[0]; i++) {
        for (uint32_t k = 0; k < c->n[1]; k++) {
            struct kh_line_pair *pair = kh_pair_of(f->pairs, c->lines[0][i], c->lines[1][k]);
            if (pair) pair->p = 0;
        }
    }
    struct kh_conflict *conflict = &out->conflicts[out->conflicts_n++];
    conflict->kind = c->kind;
    for (int side = 0; side < 2; side++) {
        qsort(c->lines[side], c->n[side], sizeof **c->lines, by_number);
        struct kh_fact *fact = kh_fact_add(f->desk, out, capacity, c->lines[side], c->n[side]);
        if (!fact) return false;
        fact->status = KH_CONFLICT;
        fact->kind = c->kind;
        fact->slots = c->slot[side];
        conflict->sides[side] = out->facts_n - 1;
    }
    return true;
}

bool kh_conflicts_find(struct kh_desk *desk, const struct kh_pair_model *model,
                       struct kh_pairs *pairs, struct kh_dossier *out, size_t *capacity)
{
    struct finder f = {.desk = desk, .model = model, .pairs = pairs};
    for (uint32_t i = 0; i < pairs->n; i++)
        if (!try_pair(&f, &pairs->items[i])) return false;
    if (!judge_rivals(&f)) return false;
    out->conflicts = kh_arena_zalloc(desk->arena, f.clashes_n + 1, sizeof *out->conflicts);
    if (!out->conflicts) return false;
    for (size_t i = 0; i < f.clashes_n; i++)
        if (!clash_put(&f, &f.clashes[i], out, capacity)) return false;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The way from an event's reports to its dossier, step by step. See compare.h.
 */
#include "compare/internal.h"

#include <math.h>
#include <stdlib.h>

/* ---- slots: what a fact is about ---- */

static const struct kh_statement *statements_of(const struct kh_desk *d, const struct kh_say *say,
                                                uint32_t *n)
{
    const struct kh_sentence *at = d->lines[say->line].at;
    *n = at->statements_n;
    return d->reports[say->article]->statements + at->statement;
}

static bool same_party(const struct kh_party *a, const struct kh_party *b)
{
    return a->key.n ? kh_str_eq(a->key, b->key) : kh_str_eq(a->role, b->role);
}

/* The two statements say the same of the same slot. */
static bool same_slot(const struct kh_statement *a, const struct kh_statement *b)
{
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case KH_SAYS_WHO:
        return kh_str_eq(a->act, b->act) && a->denied == b->denied &&
               same_party(&a->actor, &b->actor);
    case KH_SAYS_NUMBER:
        return kh_str_eq(a->unit, b->unit) && fabs(a->value - b->value) <= 1e-9 * fabs(a->value);
    case KH_SAYS_DATE:
        return a->date.precision >= KH_DATE_MONTH && a->date.precision == b->date.precision &&
               a->date.year == b->date.year && a->date.month == b->date.month &&
               a->date.day == b->date.day;
    case KH_SAYS_PLACE: return kh_str_eq(a->place, b->place);
    case KH_SAYS_QUOTE: return kh_str_eq(a->speaker, b->speaker);
    default: return false;
    }
}

/* In how many of the fact's other sentences a statement of its first one returns. */
static uint32_t returns(const struct kh_desk *d, const struct kh_fact *fact,
                        const struct kh_statement *s)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i < fact->says_n; i++) {
        uint32_t n;
        const struct kh_statement *other = statements_of(d, &fact->says[i], &n);
        bool found = false;
        for (uint32_t k = 0; k < n && !found; k++) found = same_slot(s, &other[k]);
        count += found;
    }
    return count;
}

struct kh_str kh_value_name(const struct kh_desk *d, const struct kh_statement *s)
{
    char text[KH_DATE_TEXT_SIZE];
    switch (s->kind) {
    case KH_SAYS_NUMBER:
        return kh_arena_printf(d->arena, "%s%.10g%s%.*s", s->approximate ? "~" : "", s->value,
                               s->unit.n ? " " : "", (int)s->unit.n, s->unit.n ? s->unit.p : "");
    case KH_SAYS_DATE:
        return kh_arena_str(d->arena, (struct kh_str){text, kh_date_print(s->date, text)});
    case KH_SAYS_WHO: return s->actor.name.n ? s->actor.name : s->actor.role;
    case KH_SAYS_PLACE: return s->place;
    case KH_SAYS_QUOTE: return s->speaker;
    default: return KH_STR_NONE;
    }
}

/* The slot is the statement of its first sentence that most others share; numbers say more than
 * days, people more than places. That of a side of a conflict is known. */
static void slot_choose(const struct kh_desk *d, struct kh_fact *fact)
{
    static const uint8_t rank[] = {4, 5, 2, 1, 3, 0}; /* by enum kh_statement_kind */
    uint32_t n, best = 0;
    const struct kh_statement *s = statements_of(d, &fact->says[0], &n);
    for (uint32_t i = 0; i < n; i++) {
        if (s[i].kind == KH_SAYS_ORIGIN) continue;
        uint32_t score = 8 * returns(d, fact, &s[i]) + rank[s[i].kind];
        if ((fact->says_n > 1 && score < 8) || score <= best) continue;
        best = score;
        fact->slots = s[i];
        fact->kind = s[i].kind; /* both enums begin alike */
    }
}

static void values_fill(const struct kh_desk *d, struct kh_fact *fact)
{
    for (uint32_t i = 0; i < fact->says_n; i++) {
        uint32_t n;
        const struct kh_statement *s = statements_of(d, &fact->says[i], &n);
        for (uint32_t k = 0; k < n && fact->kind != KH_FACT_OTHER; k++)
            if (!fact->says[i].value.n && same_slot(&fact->slots, &s[k]))
                fact->says[i].value = kh_value_name(d, &s[k]);
    }
}

static void count_origins(const uint32_t *of_article, struct kh_fact *fact)
{
    for (uint32_t i = 0; i < fact->says_n; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = of_article[fact->says[k].article] == of_article[fact->says[i].article];
        fact->independent += !seen;
    }
}

static void fact_finish(struct kh_desk *d, const uint32_t *of_article, struct kh_fact *fact)
{
    count_origins(of_article, fact);
    if (fact->status != KH_CONFLICT) slot_choose(d, fact);
    values_fill(d, fact);
}

/* ---- order ---- */

/* What most origins state comes first, then by place. */
static int by_weight(const void *a, const void *b)
{
    const struct kh_fact *x = a, *y = b;
    if (x->status != y->status) return x->status > y->status ? -1 : 1;
    if (x->status == KH_AGREED && x->independent != y->independent)
        return x->independent > y->independent ? -1 : 1;
    if (x->status == KH_AGREED && x->says_n != y->says_n) return x->says_n > y->says_n ? -1 : 1;
    for (uint32_t i = 0; i < x->says_n && i < y->says_n; i++)
        if (x->says[i].line != y->says[i].line) return x->says[i].line < y->says[i].line ? -1 : 1;
    return x->says_n < y->says_n ? -1 : x->says_n > y->says_n;
}

static int by_day(const void *a, const void *b)
{
    const struct kh_moment *x = a, *y = b;
    int64_t s = kh_date_seconds(x->date), t = kh_date_seconds(y->date);
    if (s != t) return s < t ? -1 : 1;
    return x->fact < y->fact ? -1 : x->fact > y->fact;
}

/* The days that facts are dated by, each once, told by the fact most origins state. */
static bool timeline_make(struct kh_desk *d, struct kh_dossier *out)
{
    out->timeline = kh_arena_zalloc(d->arena, out->facts_n + 1, sizeof *out->timeline);
    if (!out->timeline) return false;
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < out->facts_n; i++) {
        uint32_t statements;
        const struct kh_statement *s = statements_of(d, &out->facts[i].says[0], &statements);
        for (uint32_t k = 0; k < statements; k++) {
            if (s[k].kind != KH_SAYS_DATE || s[k].date.precision < KH_DATE_DAY) continue;
            out->timeline[n++] = (struct kh_moment){.date = s[k].date, .fact = i};
            break;
        }
    }
    if (n) qsort(out->timeline, n, sizeof *out->timeline, by_day);
    for (uint32_t i = 0; i < n; i++) {
        struct kh_date x = out->timeline[i].date, y = kept ? out->timeline[kept - 1].date : x;
        if (kept && x.year == y.year && x.month == y.month && x.day == y.day) continue;
        out->timeline[kept++] = out->timeline[i];
    }
    out->timeline_n = kept;
    return true;
}

/* ---- all of it ---- */

static bool compare(struct kh_desk *d, const struct kh_pair_model *model, struct kh_dossier *out)
{
    struct kh_pairs pairs;
    uint32_t *of_article;
    size_t capacity = 0;
    if (!kh_desk_lay(d) || !kh_pairs_find(d, &pairs)) return false;
    kh_pairs_judge(d, model, &pairs);
    if (!kh_origins_find(d, &pairs, out, &of_article)) return false;
    if (!kh_conflicts_find(d, model, &pairs, out, &capacity)) return false;
    if (!kh_facts_group(d, model, &pairs, out, &capacity)) return false;
    for (uint32_t i = 0; i < out->facts_n; i++) fact_finish(d, of_article, &out->facts[i]);
    uint32_t sides = 2 * out->conflicts_n; /* stand first, in the order of the conflicts */
    if (out->facts_n > sides)
        qsort(out->facts + sides, out->facts_n - sides, sizeof *out->facts, by_weight);
    return timeline_make(d, out);
}

enum khabar_status kh_compare_by(const struct kh_engine *engine, const struct kh_pair_model *model,
                                 struct kh_arena *arena, const struct kh_event *event,
                                 struct kh_report *const *reports, struct kh_dossier *out,
                                 struct khabar_error *err)
{
    struct kh_desk desk = {.engine = engine,
                           .arena = arena,
                           .event = event,
                           .reports = reports,
                           .reports_n = event->articles_n};
    *out = (struct kh_dossier){.event = event};
    if (!compare(&desk, model, out) || arena->failed)
        return kh_error(err, "compare", KHABAR_NO_MEMORY, "the event needs too much memory");
    return KHABAR_OK;
}

enum khabar_status kh_compare(const struct kh_engine *engine, struct kh_arena *arena,
                              const struct kh_event *event, struct kh_report *const *reports,
                              struct kh_dossier *out, struct khabar_error *err)
{
    return kh_compare_by(engine, &kh_pair_model, arena, event, reports, out, err);
}

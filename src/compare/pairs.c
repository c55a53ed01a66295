/* SPDX-License-Identifier: Apache-2.0
 *
 * Pairs of sentences that may state the same: found through the index, each with what the model
 * looks at. Takes the desk, hands on kh_pairs; must not decide.
 */
#include "compare/internal.h"

#include <math.h>
#include <stdlib.h>

/* In small events every sentence meets all others that share something; in large ones the most
 * promising, so that work stays linear. */
#define SMALL_EVENT 400
#define PARTNERS 12
/* Of the sentences that a common thing stands in, it proposes this many in a large event: those of
 * the articles that follow. */
#define COMMON 100

struct finder {
    struct kh_desk *desk;
    float *sum;        /* per line: weight shared with the line at hand */
    uint32_t *touched; /* lines with a sum */
    struct kh_pairs *out;
    size_t capacity;
};

/* ---- what is alike ---- */

struct likeness {
    float both_a, both_b;
    float by_class[KH_MARK_CLASSES];
    float left_a[KH_MARK_CLASSES], left_b[KH_MARK_CLASSES]; /* unlike */
};

static void stamp_line(struct kh_desk *d, uint32_t a)
{
    const struct kh_line *line = &d->lines[a];
    for (uint32_t k = 0; k < line->signs_n; k++) {
        const struct kh_sign *sign = &d->signs[line->sign + k];
        for (uint8_t n = 0; n < sign->ids_n; n++) {
            if (d->stamp[sign->ids[n]] == a + 1) continue; /* the first keeps it */
            d->stamp[sign->ids[n]] = a + 1;
            d->stamped[sign->ids[n]] = (uint8_t)k;
        }
    }
}

static void suppose(const struct kh_desk *d, const struct kh_line *line, uint64_t signs,
                    float *both, float by_class[])
{
    for (uint32_t k = 0; k < line->signs_n; k++) {
        if (!(signs >> k & 1)) continue;
        const struct kh_sign *sign = &d->signs[line->sign + k];
        *both += sign->weight;
        by_class[sign->class] += sign->weight / 2;
    }
}

/* Signs of both are matched one to one, in the order of the second line. Those of `alike` are
 * taken for alike, whatever they are. */
static void align(const struct kh_desk *d, uint32_t a, uint32_t b, const uint64_t alike[2],
                  struct likeness *out)
{
    const struct kh_line *la = &d->lines[a], *lb = &d->lines[b];
    uint64_t used = alike[0];
    *out = (struct likeness){0};
    suppose(d, la, alike[0], &out->both_a, out->by_class);
    suppose(d, lb, alike[1], &out->both_b, out->by_class);
    for (uint32_t k = 0; k < lb->signs_n; k++) {
        if (alike[1] >> k & 1) continue;
        const struct kh_sign *sign = &d->signs[lb->sign + k];
        bool found = false;
        for (uint8_t n = 0; n < sign->ids_n && !found; n++) {
            if (d->stamp[sign->ids[n]] != a + 1) continue;
            uint8_t at = d->stamped[sign->ids[n]];
            if (used >> at & 1) continue;
            used |= (uint64_t)1 << at;
            found = true;
            const struct kh_sign *other = &d->signs[la->sign + at];
            uint8_t class = sign->class > other->class ? sign->class : other->class;
            out->both_a += other->weight;
            out->both_b += sign->weight;
            out->by_class[class] += (sign->weight + other->weight) / 2;
        }
        if (!found) out->left_b[sign->class] += sign->weight;
    }
    for (uint32_t k = 0; k < la->signs_n; k++)
        if (!(used >> k & 1))
            out->left_a[d->signs[la->sign + k].class] += d->signs[la->sign + k].weight;
}

/* ---- numbers and days ---- */

static bool rounds(const struct kh_statement *x, const struct kh_statement *y)
{
    double most = fmax(fabs(x->value), fabs(y->value));
    double apart = fabs(x->value - y->value);
    return apart <= (x->approximate || y->approximate ? 0.1 : 0.02) * most;
}

static bool same_unit(const struct kh_statement *x, const struct kh_statement *y)
{
    return kh_str_eq(x->unit, y->unit);
}

static bool same_day(struct kh_date x, struct kh_date y)
{
    return x.year == y.year && x.month == y.month && x.day == y.day;
}

struct values {
    int numbers_a, numbers_b, days_a, days_b;
    bool equal, near, unit, day;
};

static bool is_number(const struct kh_statement *s)
{
    return s->kind == KH_SAYS_NUMBER;
}

static bool is_day(const struct kh_statement *s)
{
    return s->kind == KH_SAYS_DATE && s->date.precision >= KH_DATE_DAY;
}

static const struct kh_statement *statements_of(const struct kh_desk *d, uint32_t line, uint32_t *n)
{
    const struct kh_line *l = &d->lines[line];
    *n = l->at->statements_n;
    return d->reports[l->article]->statements + l->at->statement;
}

static struct values compare_values(const struct kh_desk *d, uint32_t a, uint32_t b)
{
    struct values v = {0};
    uint32_t na, nb;
    const struct kh_statement *sa = statements_of(d, a, &na), *sb = statements_of(d, b, &nb);
    for (uint32_t k = 0; k < nb; k++) {
        v.numbers_b += is_number(&sb[k]);
        v.days_b += is_day(&sb[k]);
    }
    for (uint32_t i = 0; i < na; i++) {
        v.numbers_a += is_number(&sa[i]);
        v.days_a += is_day(&sa[i]);
        for (uint32_t k = 0; k < nb; k++) {
            if (is_day(&sa[i]) && is_day(&sb[k])) v.day |= same_day(sa[i].date, sb[k].date);
            if (!is_number(&sa[i]) || !is_number(&sb[k])) continue;
            bool unit = same_unit(&sa[i], &sb[k]);
            bool loose = unit || !sa[i].unit.n || !sb[k].unit.n;
            bool equal = fabs(sa[i].value - sb[k].value) <= 1e-9 * fabs(sa[i].value);
            v.unit |= unit && sa[i].unit.n;
            v.equal |= loose && equal;
            v.near |= loose && !equal && rounds(&sa[i], &sb[k]);
        }
    }
    return v;
}

/* ---- features ---- */

static float place_of(const struct kh_desk *d, const struct kh_line *line)
{
    uint32_t n = d->first[line->article + 1] - d->first[line->article];
    return n > 1 ? (float)line->sentence / (float)(n - 1) : 0;
}

static float apart(const struct likeness *like, enum kh_mark_class class)
{
    return log1pf(fminf(like->left_a[class], like->left_b[class]));
}

static void fill(const struct kh_desk *d, struct kh_line_pair *pair, const struct likeness *like)
{
    const struct kh_line *a = &d->lines[pair->a], *b = &d->lines[pair->b];
    float *x = pair->x, whole = a->weight + b->weight;
    pair->dice = whole > 0 ? (like->both_a + like->both_b) / whole : 0;
    float part_a = a->weight > 0 ? like->both_a / a->weight : 0;
    float part_b = b->weight > 0 ? like->both_b / b->weight : 0;
    float shorter = (float)(a->signs_n < b->signs_n ? a->signs_n : b->signs_n);
    float longer = (float)(a->signs_n > b->signs_n ? a->signs_n : b->signs_n);
    struct values v = compare_values(d, pair->a, pair->b);
    x[KH_PF_BIAS] = 1;
    x[KH_PF_DICE] = pair->dice;
    x[KH_PF_DICE_SQUARE] = pair->dice * pair->dice;
    x[KH_PF_LESS] = fminf(part_a, part_b);
    x[KH_PF_MORE] = fmaxf(part_a, part_b);
    x[KH_PF_SUM] = log1pf(like->both_a + like->both_b);
    for (int c = 0; c < KH_MARK_CLASSES; c++) x[KH_PF_WORDS + c] = log1pf(like->by_class[c]);
    x[KH_PF_NAMES_APART] = apart(like, KH_MARK_NAME);
    x[KH_PF_PLACES_APART] = apart(like, KH_MARK_PLACE);
    x[KH_PF_NUMBERS_APART] = apart(like, KH_MARK_NUMBER);
    x[KH_PF_DATES_APART] = apart(like, KH_MARK_DATE);
    x[KH_PF_NUMBER_EQUAL] = v.equal;
    x[KH_PF_NUMBER_NEAR] = v.near && !v.equal;
    x[KH_PF_NUMBER_CLASH] = v.unit && !v.equal && !v.near;
    x[KH_PF_NUMBER_ONE] = !v.numbers_a != !v.numbers_b;
    x[KH_PF_DAY_EQUAL] = v.day;
    x[KH_PF_DAY_CLASH] = v.days_a && v.days_b && !v.day;
    x[KH_PF_QUOTE_BOTH] = a->at->quotes && b->at->quotes;
    x[KH_PF_QUOTE_ONE] = a->at->quotes != b->at->quotes;
    x[KH_PF_PLACE_APART] = fabsf(place_of(d, a) - place_of(d, b));
    x[KH_PF_FIRST_BOTH] = !a->sentence && !b->sentence;
    x[KH_PF_FIRST_ONE] = !a->sentence != !b->sentence;
    x[KH_PF_LENGTH] = log1pf(shorter) / 3;
    x[KH_PF_RATIO] = longer > 0 ? shorter / longer : 0;
}

/* ---- finding ---- */

/* The place of the first line from `line` on among the ascending postings [at, end). */
static uint32_t first_from(const struct kh_desk *d, uint32_t at, uint32_t end, uint32_t line)
{
    while (at < end) {
        uint32_t middle = at + (end - at) / 2;
        if (d->postings[middle] < line) at = middle + 1;
        else end = middle;
    }
    return at;
}

static void propose(struct finder *f, uint32_t a, uint32_t *n)
{
    const struct kh_desk *d = f->desk;
    const struct kh_line *line = &d->lines[a];
    uint32_t next = d->first[line->article + 1];
    for (uint32_t k = 0; k < line->signs_n; k++) {
        const struct kh_sign *sign = &d->signs[line->sign + k];
        for (uint8_t i = 0; i < sign->ids_n; i++) {
            uint32_t id = sign->ids[i], at = d->postings_at[id], end = d->postings_at[id + 1];
            if (d->stamped[id] != k) continue;
            at = first_from(d, at, end, next);
            if (!d->small && end - at > COMMON) end = at + COMMON;
            for (uint32_t p = at; p < end; p++) {
                uint32_t b = d->postings[p];
                if (f->sum[b] <= 0) f->touched[(*n)++] = b;
                f->sum[b] += sign->weight;
            }
        }
    }
}

/* The sum from which a line is among the most promising: a cut through the sums, found by
 * counting. */
static float cut_of(const struct finder *f, uint32_t n)
{
    enum { STEPS = 64 };
    uint32_t count[STEPS] = {0};
    float most = 0;
    if (f->desk->small || n <= PARTNERS) return 0;
    for (uint32_t i = 0; i < n; i++) most = fmaxf(most, f->sum[f->touched[i]]);
    for (uint32_t i = 0; i < n; i++) count[(int)(f->sum[f->touched[i]] / most * (STEPS - 1))]++;
    uint32_t kept = 0;
    int step = STEPS;
    while (step > 0 && kept + count[step - 1] <= PARTNERS) kept += count[--step];
    if (step == STEPS) step--;
    return most * (float)step / (STEPS - 1);
}

static int by_line(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static bool find_of(struct finder *f, uint32_t a)
{
    struct kh_desk *d = f->desk;
    uint32_t n = 0, taken = 0;
    stamp_line(d, a);
    propose(f, a, &n);
    float cut = cut_of(f, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t b = f->touched[i];
        if (f->sum[b] >= cut && (f->desk->small || taken < 2 * PARTNERS)) f->touched[taken++] = b;
        f->sum[b] = 0;
    }
    qsort(f->touched, taken, sizeof *f->touched, by_line);
    for (uint32_t i = 0; i < taken; i++) {
        struct kh_line_pair *grown =
            kh_arena_grow(d->arena, f->out->items, f->out->n, &f->capacity, sizeof *grown);
        if (!grown) return false;
        f->out->items = grown;
        struct kh_line_pair *pair = &grown[f->out->n++];
        struct likeness like;
        *pair = (struct kh_line_pair){.a = a, .b = f->touched[i]};
        uint32_t la = d->reports[d->lines[a].article]->lang;
        pair->cross = la != d->reports[d->lines[pair->b].article]->lang;
        align(d, a, pair->b, (const uint64_t[2]){0}, &like);
        fill(d, pair, &like);
    }
    return true;
}

/* Each line's pairs, by the other line: those in which it is second come first. */
static bool list_pairs(const struct kh_desk *d, struct kh_pairs *out)
{
    out->at = kh_arena_zalloc(d->arena, d->lines_n + 2, sizeof *out->at);
    out->of = kh_arena_alloc(d->arena, ((size_t)out->n * 2 + 1) * sizeof *out->of);
    if (!out->at || !out->of) return false;
    for (uint32_t i = 0; i < out->n; i++) {
        out->at[out->items[i].a + 2]++;
        out->at[out->items[i].b + 2]++;
    }
    for (uint32_t i = 2; i <= d->lines_n + 1; i++) out->at[i] += out->at[i - 1];
    for (uint32_t i = 0; i < out->n; i++) out->of[out->at[out->items[i].b + 1]++] = i;
    for (uint32_t i = 0; i < out->n; i++) out->of[out->at[out->items[i].a + 1]++] = i;
    return true;
}

static uint32_t other_of(const struct kh_pairs *pairs, uint32_t pair, uint32_t line)
{
    const struct kh_line_pair *p = &pairs->items[pair];
    return p->a == line ? p->b : p->a;
}

struct kh_line_pair *kh_pair_of(const struct kh_pairs *pairs, uint32_t line, uint32_t other)
{
    uint32_t from = pairs->at[line], to = pairs->at[line + 1];
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        uint32_t at = other_of(pairs, pairs->of[middle], line);
        if (at == other) return &pairs->items[pairs->of[middle]];
        if (at < other) from = middle + 1;
        else to = middle;
    }
    return NULL;
}

/* ---- context ---- */

enum value { VALUE_DICE, VALUE_LOGIT };

static float value_of(const struct kh_line_pair *pair, enum value value)
{
    return value == VALUE_DICE ? pair->dice : pair->first;
}

/* The best other value for `line` among the sentences of the article that `other` is of. */
static float best_other(const struct kh_desk *d, const struct kh_pairs *pairs, uint32_t line,
                        uint32_t other, enum value value, float none, float *rivals)
{
    uint32_t article = d->lines[other].article;
    float best = none;
    uint32_t from = pairs->at[line], to = pairs->at[line + 1], end = to;
    while (from < to) { /* the first of the article */
        uint32_t middle = from + (to - from) / 2;
        if (other_of(pairs, pairs->of[middle], line) < d->first[article]) from = middle + 1;
        else to = middle;
    }
    for (uint32_t i = from; i < end; i++) {
        uint32_t at = other_of(pairs, pairs->of[i], line);
        if (at >= d->first[article + 1]) break;
        if (at == other) continue;
        float v = value_of(&pairs->items[pairs->of[i]], value);
        if (v > best) best = v;
        if (rivals && v > 0) *rivals += 1;
    }
    return best;
}

static float around(const struct kh_desk *d, const struct kh_pairs *pairs,
                    const struct kh_line_pair *pair, enum value value)
{
    float sum = 0;
    for (int step = -1; step <= 1; step += 2) {
        uint32_t a = pair->a + (uint32_t)step, b = pair->b + (uint32_t)step;
        if (a >= d->lines_n || b >= d->lines_n) continue;
        if (d->lines[a].article != d->lines[pair->a].article) continue;
        if (d->lines[b].article != d->lines[pair->b].article) continue;
        const struct kh_line_pair *next = kh_pair_of(pairs, a, b);
        if (next) sum += value == VALUE_DICE ? next->dice : next->p;
    }
    return sum;
}

static float within(float v, float most)
{
    return v > most ? most : v < -most ? -most : v;
}

static void context_dice(const struct kh_desk *d, struct kh_pairs *pairs)
{
    for (uint32_t i = 0; i < pairs->n; i++) {
        struct kh_line_pair *p = &pairs->items[i];
        float row = best_other(d, pairs, p->a, p->b, VALUE_DICE, 0, NULL);
        float column = best_other(d, pairs, p->b, p->a, VALUE_DICE, 0, NULL);
        p->x[KH_PF_ROW] = p->dice - row;
        p->x[KH_PF_COLUMN] = p->dice - column;
        p->x[KH_PF_MUTUAL] = p->dice > row && p->dice > column;
        p->x[KH_PF_AROUND] = around(d, pairs, p, VALUE_DICE);
    }
}

/* The best way from one to the other through a sentence of a third article, and whether such an
 * article has what is like one of them but nothing like the other. */
static void third_of(const struct kh_desk *d, const struct kh_pairs *pairs,
                     struct kh_line_pair *pair)
{
    uint32_t i = pairs->at[pair->a], k = pairs->at[pair->b];
    uint32_t i_end = pairs->at[pair->a + 1], k_end = pairs->at[pair->b + 1];
    float best = 0, lacks = 0;
    while (i < i_end || k < k_end) {
        uint32_t x = i < i_end ? other_of(pairs, pairs->of[i], pair->a) : UINT32_MAX;
        uint32_t y = k < k_end ? other_of(pairs, pairs->of[k], pair->b) : UINT32_MAX;
        uint32_t at = x < y ? x : y;
        float px = x == at ? pairs->items[pairs->of[i]].p : 0;
        float py = y == at ? pairs->items[pairs->of[k]].p : 0;
        i += x == at;
        k += y == at;
        uint32_t article = d->lines[at].article;
        if (article == d->lines[pair->a].article || article == d->lines[pair->b].article) continue;
        best = fmaxf(best, fminf(px, py));
        lacks = fmaxf(lacks, fabsf(px - py));
    }
    pair->x[KH_PF_THIRD] = best;
    pair->x[KH_PF_THIRD_LACKS] = lacks;
}

void kh_pairs_context(const struct kh_desk *d, struct kh_pairs *pairs)
{
    const float none = -6; /* a pair that is not even proposed */
    for (uint32_t i = 0; i < pairs->n; i++) {
        struct kh_line_pair *p = &pairs->items[i];
        float rivals = 0;
        float row = best_other(d, pairs, p->a, p->b, VALUE_LOGIT, none, &rivals);
        float column = best_other(d, pairs, p->b, p->a, VALUE_LOGIT, none, &rivals);
        p->x[KH_PF_SECOND_BIAS] = 1;
        p->x[KH_PF_LOGIT] = within(p->first, 6) / 3;
        p->x[KH_PF_LOGIT_ROW] = within(p->first - row, 6) / 3;
        p->x[KH_PF_LOGIT_COLUMN] = within(p->first - column, 6) / 3;
        p->x[KH_PF_LOGIT_MUTUAL] = p->first > row && p->first > column;
        p->x[KH_PF_LOGIT_AROUND] = around(d, pairs, p, VALUE_LOGIT);
        p->x[KH_PF_RIVALS] = log1pf(rivals);
        third_of(d, pairs, p);
    }
}

float kh_pair_suppose(struct kh_desk *d, const struct kh_pair_model *model,
                      const struct kh_line_pair *pair, const uint64_t alike[2])
{
    struct kh_line_pair other = *pair;
    struct likeness like;
    stamp_line(d, pair->a);
    align(d, pair->a, pair->b, alike, &like);
    fill(d, &other, &like);
    float *x = other.x, more = other.dice - pair->dice;
    x[KH_PF_NUMBER_EQUAL] = x[KH_PF_NUMBER_EQUAL] > 0 || x[KH_PF_NUMBER_CLASH] > 0;
    x[KH_PF_DAY_EQUAL] = x[KH_PF_DAY_EQUAL] > 0 || x[KH_PF_DAY_CLASH] > 0;
    x[KH_PF_NUMBER_CLASH] = x[KH_PF_DAY_CLASH] = 0;
    x[KH_PF_ROW] += more;
    x[KH_PF_COLUMN] += more;
    x[KH_PF_MUTUAL] = x[KH_PF_ROW] > 0 && x[KH_PF_COLUMN] > 0;
    other.first = kh_pair_logit(model, &other, false);
    float rise = (other.first - pair->first) / 3;
    x[KH_PF_LOGIT] = within(other.first, 6) / 3;
    x[KH_PF_LOGIT_ROW] = within(x[KH_PF_LOGIT_ROW] + rise, 2);
    x[KH_PF_LOGIT_COLUMN] = within(x[KH_PF_LOGIT_COLUMN] + rise, 2);
    x[KH_PF_LOGIT_MUTUAL] = x[KH_PF_LOGIT_ROW] > 0 && x[KH_PF_LOGIT_COLUMN] > 0;
    return 1 / (1 + expf(-kh_pair_logit(model, &other, true)));
}

bool kh_pairs_find(struct kh_desk *desk, struct kh_pairs *out)
{
    struct finder f = {.desk = desk, .out = out};
    desk->small = desk->lines_n <= SMALL_EVENT;
    *out = (struct kh_pairs){0};
    f.sum = kh_arena_zalloc(desk->arena, desk->lines_n + 1, sizeof *f.sum);
    f.touched = kh_arena_alloc(desk->arena, (desk->lines_n + 1) * sizeof *f.touched);
    desk->stamp = kh_arena_zalloc(desk->arena, desk->ids_n + 1, sizeof *desk->stamp);
    desk->stamped = kh_arena_zalloc(desk->arena, desk->ids_n + 1, sizeof *desk->stamped);
    if (!f.sum || !f.touched || !desk->stamp || !desk->stamped) return false;
    for (uint32_t a = 0; a < desk->lines_n; a++)
        if (!find_of(&f, a)) return false;
    if (!list_pairs(desk, out)) return false;
    context_dice(desk, out);
    return true;
}

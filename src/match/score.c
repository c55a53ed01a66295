/* SPDX-License-Identifier: Apache-2.0
 *
 * The likeness of two articles: the cosine of each class of terms, the days between them, and
 * one number from 0 to 1 out of these by learnt weights.
 */
#include "match/internal.h"

#include <math.h>
#include <stdlib.h>

/* A cosine below this is what two articles share by chance. */
#define APART 0.02f

static uint32_t spread_hash(uint32_t key)
{
    return key * 2654435761u;
}

void kh_spread_make(const struct kh_warticle *article, struct kh_spread *out)
{
    unsigned bits = 6;
    while (1u << bits < 2 * article->terms_n && bits < KH_SPREAD_BITS) bits++;
    out->article = article;
    out->shift = 32 - bits;
    out->mask = (1u << bits) - 1;
    memset(out->slots, 0, ((size_t)out->mask + 1) * sizeof *out->slots);
    memset(out->filter, 0, sizeof out->filter);
    for (uint32_t i = 0; i < article->terms_n; i++) {
        struct kh_wterm term = article->terms[i];
        if (!(term.weight > 0)) continue;
        uint32_t hash = spread_hash(term.key), at = hash >> out->shift;
        while (out->slots[at].weight > 0) at = (at + 1) & out->mask;
        out->slots[at] = term;
        hash >>= 32 - KH_SPREAD_FILTER;
        out->filter[hash / 64] |= (uint64_t)1 << hash % 64;
    }
}

void kh_pair_make(const struct kh_spread *a, const struct kh_warticle *b, struct kh_pair *out)
{
    float dot[KH_TERM_CLASSES] = {0};
    for (uint32_t i = 0; i < b->terms_n; i++) {
        struct kh_wterm term = b->terms[i];
        uint32_t hash = spread_hash(term.key), bit = hash >> (32 - KH_SPREAD_FILTER);
        if (!(a->filter[bit / 64] >> bit % 64 & 1)) continue; /* nearly all of them */
        uint32_t at = hash >> a->shift;
        while (a->slots[at].weight > 0 && a->slots[at].key != term.key) at = (at + 1) & a->mask;
        dot[kh_term_class(term.key)] += term.weight * a->slots[at].weight;
    }
    kh_pair_of_dots(a->article, b, dot, out);
}

/* Days between the nearest of the days two articles know of, -1 when one knows none. What is
 * published on a day knows that day. */
static double text_days(const struct kh_warticle *a, const struct kh_warticle *b)
{
    double nearest = -1;
    for (int i = -1; i < a->days_n; i++) {
        if (i < 0 && a->hour == KH_HOUR_NONE) continue;
        double x = i < 0 ? (double)a->hour / 24 : (double)a->days[i] + 0.5;
        for (int k = -1; k < b->days_n; k++) {
            if (k < 0 && b->hour == KH_HOUR_NONE) continue;
            double gap = fabs(x - (k < 0 ? (double)b->hour / 24 : (double)b->days[k] + 0.5));
            if (nearest < 0 || gap < nearest) nearest = gap;
        }
    }
    if (nearest < 0 && a->year && b->year && a->year != b->year) {
        nearest = 365.0 * (abs(a->year - b->year) - 1) + 90;
    }
    return nearest;
}

enum kh_pair_kind kh_pair_kind_of(const struct kh_warticle *a, const struct kh_warticle *b)
{
    if (a->lang == b->lang) return KH_PAIR_SAME;
    if (kh_lang_is_han(a->lang) != kh_lang_is_han(b->lang)) return KH_PAIR_HAN;
    return a->given && b->given ? KH_PAIR_CROSS : KH_PAIR_BARE;
}

float kh_pair_reach(enum kh_pair_kind kind, const struct kh_warticle *a,
                    const struct kh_warticle *b)
{
    return kind == KH_PAIR_BARE || kind == KH_PAIR_HAN ? fminf(a->reach, b->reach) : 0;
}

double kh_reach_weight(const struct kh_weights *weights, float reach)
{
    return (double)reach * weights->of[KH_PAIR_CROSS][KH_TERM_CONCEPT];
}

void kh_pair_of_dots(const struct kh_warticle *a, const struct kh_warticle *b, const float *dots,
                     struct kh_pair *out)
{
    out->kind = kh_pair_kind_of(a, b);
    out->reach = kh_pair_reach(out->kind, a, b);
    out->apart = 0;
    for (int c = 0; c < KH_TERM_CLASSES; c++) {
        float norms = a->norm[c] * b->norm[c];
        out->cosine[c] = norms > 0 ? dots[c] / norms : 0;
        if (out->kind == KH_PAIR_SAME && norms > 0 && out->cosine[c] < APART) out->apart |= 1u << c;
    }
    out->tokens = a->tokens < b->tokens ? a->tokens : b->tokens;
    out->days = a->hour == KH_HOUR_NONE || b->hour == KH_HOUR_NONE
                    ? -1
                    : fabs((double)a->hour - (double)b->hour) / 24;
    out->text_days = out->days < 0 ? text_days(a, b) : -1;
}

double kh_pair_likeness(const struct kh_weights *weights, const struct kh_pair *pair)
{
    const double *w = weights->of[pair->kind];
    double sum = -weights->floor[pair->kind] * log2(pair->tokens + 1);
    for (int c = 0; c < KH_TERM_CLASSES; c++) sum += w[c] * (double)pair->cosine[c];
    sum += kh_reach_weight(weights, pair->reach) * (double)pair->cosine[KH_TERM_CONCEPT];
    for (uint32_t rest = pair->apart; rest; rest &= rest - 1) {
        sum -= weights->apart[__builtin_ctz(rest)];
    }
    if (sum <= 0) return 0;
    if (pair->days > 0) {
        double sigma = pair->kind == KH_PAIR_SAME ? weights->sigma_days : weights->cross_sigma_days;
        double x = pair->days / sigma;
        sum *= exp(-0.5 * x * x);
    }
    if (pair->text_days > 0) {
        double x = pair->text_days / weights->text_sigma_days;
        sum *= weights->text_floor + (1 - weights->text_floor) * exp(-0.5 * x * x);
    }
    return sum > 1 ? 1 : sum;
}

double kh_breadth(const struct kh_weights *weights, double inside, double n)
{
    double share = weights->centroid;
    return pow(inside, share / 2) * pow(n, 1 - share);
}

double kh_join_least(const struct kh_window *window)
{
    const struct kh_weights *weights = &window->weights;
    double n = (double)window->articles_n, tens = n / 10;
    return weights->join_base + weights->join_small / (1 + tens * tens) +
           weights->join_dense * log2(1 + n / 1000);
}

double kh_join_threshold(const struct kh_window *window, double tokens, bool cross)
{
    const struct kh_weights *weights = &window->weights;
    return kh_join_least(window) + weights->join_length * log2(tokens < 1 ? 1 : tokens) +
           (cross ? weights->join_cross : 0);
}

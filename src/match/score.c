/* SPDX-License-Identifier: Apache-2.0
 *
 * The likeness of two articles: the cosine of each class of terms, the days between them, and
 * one number from 0 to 1 out of these by learnt weights.
 */
#include "match/internal.h"

#include <math.h>
#include <stdlib.h>

void kh_pair_make(const struct kh_warticle *a, const struct kh_warticle *b, struct kh_pair *out)
{
    float dot[KH_TERM_CLASSES] = {0};
    const struct kh_wterm *x = a->terms, *x_end = x + a->terms_n;
    const struct kh_wterm *y = b->terms, *y_end = y + b->terms_n;
    while (x < x_end && y < y_end) {
        if (x->key < y->key) {
            x++;
        } else if (x->key > y->key) {
            y++;
        } else {
            dot[kh_term_class(x->key)] += x->weight * y->weight;
            x++;
            y++;
        }
    }
    kh_pair_of_dots(a, b, dot, out);
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

void kh_pair_of_dots(const struct kh_warticle *a, const struct kh_warticle *b, const float *dots,
                     struct kh_pair *out)
{
    for (int c = 0; c < KH_TERM_CLASSES; c++) {
        float norms = a->norm[c] * b->norm[c];
        out->cosine[c] = norms > 0 ? dots[c] / norms : 0;
    }
    out->same_language = a->lang == b->lang;
    out->han = kh_lang_is_han(a->lang) != kh_lang_is_han(b->lang);
    out->tokens = a->tokens < b->tokens ? a->tokens : b->tokens;
    out->days = a->hour == KH_HOUR_NONE || b->hour == KH_HOUR_NONE
                    ? -1
                    : fabs((double)a->hour - (double)b->hour) / 24;
    out->text_days = out->days < 0 ? text_days(a, b) : -1;
}

double kh_pair_likeness(const struct kh_weights *weights, const struct kh_pair *pair)
{
    const double *w = pair->same_language ? weights->same
                      : pair->han         ? weights->han
                                          : weights->cross;
    double sum = 0;
    for (int c = 0; c < KH_TERM_CLASSES; c++) sum += w[c] * (double)pair->cosine[c];
    if (pair->days > 0) {
        double sigma = pair->same_language ? weights->sigma_days : weights->cross_sigma_days;
        double x = pair->days / sigma;
        sum *= exp(-0.5 * x * x);
    }
    if (pair->text_days > 0) {
        double x = pair->text_days / weights->text_sigma_days;
        sum *= weights->text_floor + (1 - weights->text_floor) * exp(-0.5 * x * x);
    }
    if (sum <= 0) return 0;
    return sum > 1 ? 1 : sum;
}

double kh_join_threshold(const struct kh_window *window, double tokens, double size, bool cross)
{
    const struct kh_weights *weights = &window->weights;
    /* A window of few articles does not know yet which words are common. */
    double small = weights->join_small / (1 + (double)window->articles_n / 50);
    return weights->join_base + weights->join_length * log2(tokens < 1 ? 1 : tokens) +
           weights->join_size * log2(size) + (cross ? weights->join_cross : 0) + small;
}

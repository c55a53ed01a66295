/* SPDX-License-Identifier: Apache-2.0
 *
 * Weighted alignment of two names as sound units, after Ristad and Yianilos, "Learning
 * String-Edit Distance" (1998): the costs are logarithms of learnt probabilities. Bounded work:
 * at most KH_SOUND_UNITS squared steps.
 */
#include "lang/sound_internal.h"

#include <math.h>

#define FAR 0x3fffffffu

uint32_t kh_sound_cost(const struct kh_sound_costs *costs, const struct kh_sound *a,
                       const struct kh_sound *b, struct kh_sound_step *steps, unsigned *steps_n)
{
    uint32_t rows[KH_SOUND_UNITS + 1][KH_SOUND_UNITS + 1];
    uint8_t from[KH_SOUND_UNITS + 1][KH_SOUND_UNITS + 1];
    uint32_t gap_b[KH_SOUND_UNITS];
    for (unsigned j = 0; j < b->n; j++) gap_b[j] = costs->gap[b->units[j]][a->script][b->places[j]];
    rows[0][0] = 0;
    for (unsigned j = 0; j < b->n; j++) {
        rows[0][j + 1] = rows[0][j] + gap_b[j];
        from[0][j + 1] = 2;
    }
    for (unsigned i = 0; i < a->n; i++) {
        uint32_t gap_a = costs->gap[a->units[i]][b->script][a->places[i]];
        const uint8_t *pair = costs->pair[a->units[i]];
        const uint32_t *above = rows[i];
        uint32_t *row = rows[i + 1];
        row[0] = above[0] + gap_a;
        from[i + 1][0] = 1;
        for (unsigned j = 0; j < b->n; j++) {
            uint32_t best = above[j] + pair[b->units[j]];
            uint8_t step = 0;
            if (above[j + 1] + gap_a < best) {
                best = above[j + 1] + gap_a;
                step = 1;
            }
            if (row[j] + gap_b[j] < best) {
                best = row[j] + gap_b[j];
                step = 2;
            }
            row[j + 1] = best;
            from[i + 1][j + 1] = step;
        }
    }
    if (steps) {
        unsigned i = a->n, j = b->n, n = 0;
        while (i || j) {
            uint8_t step = from[i][j];
            i -= step != 2;
            j -= step != 1;
            steps[n++] = (struct kh_sound_step){step == 2 ? KH_SOUND_UNITS : (uint8_t)i,
                                                step == 1 ? KH_SOUND_UNITS : (uint8_t)j};
        }
        *steps_n = n;
    }
    return rows[a->n][b->n];
}

uint32_t kh_sound_distance(const struct kh_sound *a, const struct kh_sound *b)
{
    return kh_sound_cost(&kh_sound_costs, a, b, NULL, NULL);
}

static double alone(const struct kh_sound *s)
{
    uint32_t sum = 0;
    for (unsigned i = 0; i < s->n; i++) sum += kh_sound_costs.alone[s->units[i]];
    return sum;
}

/* The information the names share as a part of all they hold (normalised pointwise mutual
 * information), drawn out so that the line between same and other lies at one half. */
double kh_sound_align(const struct kh_sound *a, const struct kh_sound *b)
{
    if (!a->n || !b->n) return 0;
    double together = kh_sound_distance(a, b), sum = alone(a) + alone(b);
    double shared = (sum - together) / (together + 16);
    return 1 / (1 + exp(-8 * (shared - 0.55)));
}

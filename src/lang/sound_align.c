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

/* What two names share, in 1/16 nat, and what they need together. */
struct evidence {
    double shared, together;
};

static struct evidence evidence_of(const struct kh_sound *a, const struct kh_sound *b)
{
    uint32_t sum = 0;
    for (unsigned i = 0; i < a->n; i++) sum += kh_sound_costs.alone[a->units[i]];
    for (unsigned i = 0; i < b->n; i++) sum += kh_sound_costs.alone[b->units[i]];
    double together = kh_sound_distance(a, b);
    return (struct evidence){sum - together, together};
}

/* The information the names share as a part of all they hold (normalised pointwise mutual
 * information), and a little for how much it is: long names that agree in most of their sounds are
 * no accident. As log-odds. */
static double odds_of(struct evidence e)
{
    return 10 * (e.shared / (e.together + 16) + 0.000375 * e.shared - 0.15);
}

/* The next word of a name from *at; false behind the last. */
static bool next_word(const struct kh_sound *name, unsigned *at, struct kh_sound *word)
{
    while (*at < name->n && name->units[*at] == KH_SOUND_SPACE) ++*at;
    unsigned from = *at;
    while (*at < name->n && name->units[*at] != KH_SOUND_SPACE) ++*at;
    word->n = (uint8_t)(*at - from);
    word->script = name->script;
    memcpy(word->units, name->units + from, word->n);
    memcpy(word->places, name->places + from, word->n);
    return word->n > 0;
}

static unsigned count_words(const struct kh_sound *name)
{
    unsigned n = name->n > 0;
    for (unsigned i = 1; i + 1 < name->n; i++) n += name->units[i] == KH_SOUND_SPACE;
    return n;
}

/* How much the worst word of a name pulls it down: brothers share a surname. */
#define WORST_WORD 0.5

static double words_odds(const struct kh_sound *a, const struct kh_sound *b)
{
    struct evidence all = {0, 0};
    struct kh_sound x, y;
    double worst = 100;
    for (unsigned i = 0, j = 0; next_word(a, &i, &x) && next_word(b, &j, &y);) {
        struct evidence e = evidence_of(&x, &y);
        double odds = odds_of(e);
        if (odds < worst) worst = odds;
        all.shared += e.shared;
        all.together += e.together;
    }
    double odds = odds_of(all);
    return odds > worst ? odds - WORST_WORD * (odds - worst) : odds;
}

double kh_sound_align(const struct kh_sound *a, const struct kh_sound *b)
{
    if (!a->n || !b->n) return 0;
    return 1 / (1 + exp(-odds_of(evidence_of(a, b))));
}

double kh_sound_align_words(const struct kh_sound *a, const struct kh_sound *b)
{
    unsigned words = count_words(a);
    if (words < 2 || words != count_words(b)) return kh_sound_align(a, b);
    return 1 / (1 + exp(-words_odds(a, b)));
}

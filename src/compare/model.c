/* SPDX-License-Identifier: Apache-2.0
 *
 * Judging pairs by the learnt weights: two logistic regressions, the second of which sees what the
 * first thought of the pairs around. The make file turns data/weights/compare.tsv into the lines of
 * compare_weights.inc; tool/train-compare learns them.
 */
#include "compare/internal.h"

#include <math.h>

const struct kh_pair_model kh_pair_model = {
#include "compare_weights.inc"
};

float kh_pair_logit(const struct kh_pair_model *model, const struct kh_line_pair *pair, bool second)
{
    int from = second ? KH_PF_SECOND_BIAS : 0;
    int to = second ? KH_PAIR_FEATURES : KH_PF_SECOND_BIAS;
    float sum = 0;
    for (int i = from; i < to; i++) sum += model->weight[i][pair->cross] * pair->x[i];
    return sum;
}

void kh_pairs_judge(const struct kh_desk *desk, const struct kh_pair_model *model,
                    struct kh_pairs *pairs)
{
    for (uint32_t i = 0; i < pairs->n; i++) {
        struct kh_line_pair *pair = &pairs->items[i];
        pair->first = kh_pair_logit(model, pair, false);
        pair->p = 1 / (1 + expf(-pair->first));
    }
    kh_pairs_context(desk, pairs);
    for (uint32_t i = 0; i < pairs->n; i++) {
        struct kh_line_pair *pair = &pairs->items[i];
        pair->p = 1 / (1 + expf(-kh_pair_logit(model, pair, true)));
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The learnt judgement of blocks: two additive models, each a weight for every bin of every
 * feature and a bias (logistic regression on binned features). The second one sees the outcome of
 * the first. The built-in weights are data/weights/extract.tsv, learnt by tool/train_extract.c.
 */
#ifndef KH_EXTRACT_MODEL_H
#define KH_EXTRACT_MODEL_H

#include "extract/feature.h"

struct kh_model {
    float weight[2][KH_F_N][KH_BINS];
    float bias[2];
};

extern const struct kh_model kh_model_builtin;

/* The name of a feature in the data file. */
const char *kh_feature_name(unsigned feature);
/* Log odds by one of the models. */
float kh_model_sum(const struct kh_model *model, unsigned stage, const uint8_t *row);
/* Fills view->score by both models. False when the arena is exhausted. */
bool kh_model_judge(struct kh_arena *arena, const struct kh_lexicon *lexicon,
                    const struct kh_model *model, struct kh_view *view);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The learnt judgement of blocks. First an additive model: a weight for every bin of every first
 * feature (logistic regression). Blocks it does not rule out are judged anew by a sum of oblivious
 * decision trees over all features (boosting after Friedman 2001; every level of a tree asks one
 * question, as in Kohavi 1994). At last each takes a share of its neighbours' odds. The built-in
 * weights are data/weights/extract.tsv, learnt by tool/train_extract.c.
 */
#ifndef KH_EXTRACT_MODEL_H
#define KH_EXTRACT_MODEL_H

#include "extract/feature.h"

enum { KH_TREE_DEPTH = 5, KH_TREE_LEAVES = 1 << KH_TREE_DEPTH, KH_TREES_MAX = 128 };

struct kh_tree_question {
    uint8_t feature;
    uint8_t bound; /* asks whether the bin is over it */
};

struct kh_decision {
    struct kh_tree_question ask[KH_TREE_DEPTH]; /* the first answer is the lowest bit of the leaf */
    float leaf[KH_TREE_LEAVES];
};

struct kh_model {
    float bias;
    float weight[KH_F_FIRST_N][KH_BINS];
    uint32_t trees_n;
    struct kh_decision trees[KH_TREES_MAX];
};

extern const struct kh_model kh_model_builtin;

/* The name of a feature in the data file. */
const char *kh_feature_name(unsigned feature);
/* Log odds by the additive model. */
float kh_model_first(const struct kh_model *model, const uint8_t *row);
/* Fills view->score by both. False when the arena is exhausted. */
bool kh_model_judge(struct kh_arena *arena, const struct kh_lexicon *lexicon,
                    const struct kh_model *model, struct kh_view *view);

#endif

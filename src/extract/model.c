/* SPDX-License-Identifier: Apache-2.0
 *
 * Applying the learnt weights. The make file turns data/weights/extract.tsv into the lines of
 * extract_weights.inc, so that nothing is parsed at start.
 */
#include "extract/model.h"

#include <math.h>

const struct kh_model kh_model_builtin = {
#include "extract_weights.inc"
};

const char *kh_feature_name(unsigned feature)
{
    static const char *const names[KH_F_N] = {
#define NAME(name) [KH_F_##name] = #name,
        KH_FEATURES_FIRST(NAME) KH_FEATURES_SECOND(NAME)
#undef NAME
#define NAME(name, text) [KH_F_SIGNALS + KH_SIGNAL_##name] = "WORD_" #name,
            KH_SIGNALS(NAME)
#undef NAME
                [KH_F_SIGNALS + KH_SIGNAL_T_ARTICLE] = "TAG_ARTICLE",
        [KH_F_SIGNALS + KH_SIGNAL_T_MAIN] = "TAG_MAIN",
        [KH_F_SIGNALS + KH_SIGNAL_T_SECTION] = "TAG_SECTION",
        [KH_F_SIGNALS + KH_SIGNAL_T_ASIDE] = "TAG_ASIDE",
        [KH_F_SIGNALS + KH_SIGNAL_T_NAV] = "TAG_NAV",
        [KH_F_SIGNALS + KH_SIGNAL_T_FOOTER] = "TAG_FOOTER",
        [KH_F_SIGNALS + KH_SIGNAL_T_HEADER] = "TAG_HEADER",
        [KH_F_SIGNALS + KH_SIGNAL_T_FORM] = "TAG_FORM",
        [KH_F_SIGNALS + KH_SIGNAL_T_TABLE] = "TAG_TABLE",
        [KH_F_SIGNALS + KH_SIGNAL_T_LIST] = "TAG_LIST",
        [KH_F_SIGNALS + KH_SIGNAL_T_ITEM] = "TAG_ITEM",
        [KH_F_SIGNALS + KH_SIGNAL_T_FIGURE] = "TAG_FIGURE",
        [KH_F_SIGNALS + KH_SIGNAL_T_QUOTE] = "TAG_QUOTE",
        [KH_F_SIGNALS + KH_SIGNAL_T_LINK] = "TAG_LINK",
        [KH_F_SIGNALS + KH_SIGNAL_T_HEADING] = "TAG_HEADING",
        [KH_F_SIGNALS + KH_SIGNAL_T_TIME] = "TAG_TIME",
        [KH_F_SIGNALS + KH_SIGNAL_PROP_BODY] = "PROP_BODY",
    };
    return names[feature];
}

float kh_model_first(const struct kh_model *model, const uint8_t *row)
{
    float sum[4] = {model->bias, 0, 0, 0}; /* side by side, so that none waits for another */
    unsigned k = 0;
    for (; k + 4 <= KH_F_FIRST_N; k += 4)
        for (unsigned j = 0; j < 4; j++) sum[j] += model->weight[k + j][row[k + j]];
    for (; k < KH_F_FIRST_N; k++) sum[0] += model->weight[k][row[k]];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* Blocks asked at once, side by side in a wide register. */
enum { LANES = 16 };

/* A group of rows turned on its side: the bins of one feature stand together. */
struct lanes {
    uint8_t bin[KH_F_N][LANES];
};

static void ask(const struct kh_model *model, const struct lanes *lanes, float sum[LANES])
{
    for (unsigned j = 0; j < LANES; j++) sum[j] = 0;
    for (uint32_t t = 0; t < model->trees_n; t++) {
        const struct kh_decision *tree = &model->trees[t];
        uint8_t bin __attribute__((vector_size(LANES))), leaf __attribute__((vector_size(LANES)));
        memset(&leaf, 0, sizeof leaf);
        for (unsigned k = 0; k < KH_TREE_DEPTH; k++) {
            memcpy(&bin, lanes->bin[tree->ask[k].feature], sizeof bin);
            leaf |= (__typeof__(leaf))(bin > tree->ask[k].bound) & (uint8_t)(1u << k);
        }
        for (unsigned j = 0; j < LANES; j++) sum[j] += tree->leaf[leaf[j]];
    }
}

/* Lets the trees judge the blocks that are not ruled out. */
static void judge_by_trees(const struct kh_model *model, struct kh_view *view)
{
    struct lanes lanes;
    uint32_t block[LANES], filled = 0;
    memset(&lanes, 0, sizeof lanes);
    for (uint32_t i = 0; i <= view->blocks.n; i++) {
        if (i < view->blocks.n && view->score[i] > KH_SCORE_FLOOR) {
            const uint8_t *row = view->rows + (size_t)i * KH_F_N;
            for (unsigned k = 0; k < KH_F_N; k++) lanes.bin[k][filled] = row[k];
            block[filled++] = i;
        }
        if (filled < LANES && (i < view->blocks.n || !filled)) continue;
        float sum[LANES];
        ask(model, &lanes, sum);
        for (unsigned j = 0; j < filled; j++) view->score[block[j]] += sum[j];
        filled = 0;
    }
}

/* A block is likelier body between likely ones: adds a share of its neighbours' odds. */
static void smooth(struct kh_view *view)
{
    const float share = 0.2f, most = 2.0f;
    uint32_t n = view->blocks.n;
    float before = 0, here = 0;
    for (uint32_t i = 0; i < n; i++, before = here) {
        float after = i + 1 < n ? fmaxf(-most, fminf(view->score[i + 1], most)) : before;
        here = fmaxf(-most, fminf(view->score[i], most));
        view->score[i] += share * ((i ? before : after) + after) / 2;
    }
}

bool kh_model_judge(struct kh_arena *arena, const struct kh_lexicon *lexicon,
                    const struct kh_model *model, struct kh_view *view)
{
    for (uint32_t i = 0; i < view->blocks.n; i++)
        view->score[i] = kh_model_first(model, view->rows + (size_t)i * KH_F_N);
    if (!kh_view_second(arena, lexicon, view)) return false;
    judge_by_trees(model, view);
    smooth(view);
    return true;
}

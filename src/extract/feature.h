/* SPDX-License-Identifier: Apache-2.0
 *
 * Features of blocks: small numbers (bins) that say how a block looks and where it stands, without
 * any word of its content. A learnt weight belongs to each bin of each feature (model.h).
 */
#ifndef KH_EXTRACT_FEATURE_H
#define KH_EXTRACT_FEATURE_H

#include "extract/signal.h"

#define KH_BINS 16

/* Blocks under these log odds by the first judgement are out: nothing more is asked of them. */
#define KH_SCORE_FLOOR (-5.0f)

/* clang-format off */
/* The block itself, then what surrounds it. */
#define KH_FEATURES_FIRST(X)                                                                       \
    X(LEN) X(WORDS) X(LINK_DENSITY) X(STOPS) X(COMMAS) X(HEAD) X(TAIL) X(DIGITS) X(UPPERS)         \
    X(LETTERS) X(TAG) X(STRONG) X(LINKS) X(DOUBLES) X(TITLE) X(SCRIPT) X(BARS) X(IN_BOX)           \
    X(DESCRIPTION) X(JSON_BODY) X(COLON) X(ADDRESSES) X(SAME_PREV) X(SAME_NEXT) X(SYMBOLS)         \
    X(ARTICLE_SHARE) X(MAIN_SHARE) X(CONTENT_SHARE) X(BODY_SHARE) X(PROP_SHARE) X(LIST_LINKS)      \
    X(ROOM1_SHARE) X(ROOM1_MEAN) X(ROOM1_LINKS) X(ROOM1_N)                                         \
    X(ROOM2_SHARE) X(ROOM2_MEAN) X(ROOM2_LINKS) X(ROOM2_N)                                         \
    X(ROOM3_SHARE) X(ROOM3_MEAN) X(ROOM3_LINKS) X(ROOM3_N)                                         \
    X(PATH_SHARE) X(PATH_MEAN) X(PATH_LINKS) X(PATH_N)                                             \
    X(PREV_LEN) X(PREV_LINKS) X(PREV_TAG) X(NEXT_LEN) X(NEXT_LINKS) X(NEXT_TAG)                    \
    X(PREV2_LEN) X(NEXT2_LEN) X(WINDOW_PROSE) X(WINDOW_LINKS)                                      \
    X(SLANTED) X(IMAGE) X(ROOM_BEFORE) X(ROOM_AFTER)                                               \
    X(POSITION) X(PROSE_BEFORE) X(SINCE_H1) X(DEPTH) X(PAGE_PROSE) X(PAGE_LINKS)

/* What the first judgement of the block and of those around it adds, and phrases of furniture. */
#define KH_FEATURES_SECOND(X)                                                                      \
    X(SCORE) X(SCORE_PREV) X(SCORE_NEXT) X(SCORE_PREV2) X(SCORE_NEXT2)                             \
    X(SCORE_ROOM1) X(SCORE_ROOM2) X(SCORE_ROOM3) X(SCORE_PATH) X(SCORE_LEFT) X(SCORE_RIGHT)        \
    X(MASS_ROOM1) X(MASS_ROOM2) X(MASS_ROOM3) X(MASS_BEFORE) X(MASS_AFTER) X(IN_ROOT)              \
    X(GAP_LEFT) X(GAP_RIGHT) X(UNDER_HEADING)                                                      \
    X(FURNITURE) X(FURNITURE_FORM) X(FURNITURE_BEFORE) X(BEFORE_FORM)
/* clang-format on */

enum kh_feature {
#define KH_FEATURE_ENUM(name) KH_F_##name,
    KH_FEATURES_FIRST(KH_FEATURE_ENUM)
        KH_F_SIGNALS, /* one for each signal: 0 none, 1 far, 2 near, 3 its own box */
    KH_F_FIRST_N = KH_F_SIGNALS + KH_SIGNALS_N,
    KH_F_BEFORE_SECOND = KH_F_FIRST_N - 1,
    KH_FEATURES_SECOND(KH_FEATURE_ENUM)
#undef KH_FEATURE_ENUM
        KH_F_N
};

/* What is known of a page while its blocks are judged. */
struct kh_view {
    struct kh_blocks blocks;
    struct kh_signals signals;
    struct kh_str title;
    struct kh_str description;        /* of a meta element */
    struct kh_str json_body;          /* JSON-LD articleBody, escapes resolved; none: n == 0 */
    uint32_t *chars, *linked, *prose; /* sums over the blocks before: n + 1 values each */
    uint32_t (*rooms)[3]; /* per block: the three smallest boxes that hold ever more blocks */
    uint32_t *path;       /* per block: number of its path among `paths` */
    uint32_t *doubles;    /* per block: how many blocks have its text */
    uint32_t *again;      /* per block: 1 + the block before that has its text, 0 without one */
    struct kh_path_sum {
        uint32_t blocks, chars, linked, prose;
        float score, weight;
    } * paths;
    uint32_t paths_n;
    uint32_t h1;   /* block in or behind the first <h1>, n without one */
    uint8_t *rows; /* n rows of KH_F_N bins */
    float *score;  /* log odds of belonging to the body */
};

/* Fills *view up to the first features of each block. False when the arena is exhausted. */
bool kh_view_make(struct kh_arena *arena, const struct kh_blocks *blocks, struct kh_str title,
                  struct kh_view *view);
/* Writes the second features from view->score. */
bool kh_view_second(struct kh_arena *arena, const struct kh_lexicon *lexicon, struct kh_view *view);

/* Text that reads as prose: enough of it, few links, marks of sentences. */
bool kh_block_is_prose(const struct kh_block *block);
/* 0 to 15: none, 1, 2, 3, 4, 6, 8, 12, ... growing by halves of an octave. */
uint8_t kh_bin_log(uint32_t value);
/* 0 to 15: none, up to a fifteenth, ... all. */
uint8_t kh_bin_share(uint32_t part, uint32_t whole);

#endif

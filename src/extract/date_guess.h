/* SPDX-License-Identifier: Apache-2.0
 *
 * Days that may be the day of publication, each with features that say who names it and where it
 * is printed, never which day or outlet it is. A learnt weight belongs to each feature
 * (data/weights/dates.tsv, tool/train_dates.c); the guess with the highest sum is believed.
 */
#ifndef KH_EXTRACT_DATE_GUESS_H
#define KH_EXTRACT_DATE_GUESS_H

#include "extract/meta.h"

#include <assert.h>

/* clang-format off */
#define KH_DATE_FEATURES(X)                                                                        \
    /* sources of metadata that name the day; JSON-LD and nothing else; the most trusted does */   \
    X(LD) X(META) X(PROP) X(TIME) X(LD_WEAK) X(META_WEAK) X(URL) X(LD_ALONE) X(TOP)                \
    X(CHANGED)                        /* metadata names it as the day of a change */               \
    /* against the day of the most trusted source: the same moment on clocks elsewhere ... */      \
    X(HOME) X(NEXT_DAY) X(DAY_BEFORE) X(EARLIER) X(LATER) X(LONG_AFTER)                            \
    X(ALONE)                          /* no other day is printed near the headline */              \
    /* where it is printed */                                                                      \
    X(UNSEEN) X(IN_HEADLINE) X(UNDER_HEADLINE) X(BELOW_HEADLINE) X(ABOVE_HEADLINE)                 \
    X(BEFORE_TEXT) X(OPENS_TEXT) X(IN_TEXT) X(BEHIND_TEXT) X(FAR_BEHIND) X(ELSEWHERE)              \
    X(REST_12) X(REST_80) X(REST_200) X(REST_LONG) /* bytes of the block beside it */              \
    /* elements around it, by tag and by name */                                                   \
    X(TAG_TIME) X(NAMED_DATE) X(NAMED_INFO) X(NAMED_ASIDE) X(NAMED_FOOT) X(NAMED_CHANGE)           \
    X(SAYS_PUBLISHED) X(SAYS_UPDATED) /* words before it */                                        \
    X(DATELINE) X(LATE) X(CLOCK) X(LINKED) X(MACHINE) X(SERIES)                                    \
    X(EARLIER_SHOWN)                  /* the only day at the headline, and earlier */              \
    X(CHANGED_SHOWN)                  /* a day of change, printed without saying so */             \
    X(CHANGED_ALONE)                  /* printed as a change, and no other day is */
/* clang-format on */

enum kh_date_feature {
#define KH_DATE_ENUM(name) KH_D_##name,
    KH_DATE_FEATURES(KH_DATE_ENUM)
#undef KH_DATE_ENUM
        KH_D_N
};

static_assert(KH_D_N <= 64, "the features of a guess are the bits of one number");

#define KH_DATE_BIT(name) ((uint64_t)1 << KH_D_##name)
#define KH_DATE_NEAR                                                                               \
    (KH_DATE_BIT(UNDER_HEADLINE) | KH_DATE_BIT(BELOW_HEADLINE) | KH_DATE_BIT(ABOVE_HEADLINE) |     \
     KH_DATE_BIT(BEFORE_TEXT))

/* A date seen in the text around the headline and the body. */
struct kh_seen {
    struct kh_date date;
    bool ambiguous; /* day and month may be exchanged */
    uint32_t block;
    uint64_t path;     /* the same for dates in elements of the same make */
    uint64_t features; /* bits of enum kh_date_feature */
};
static inline int64_t kh_seen_day(const struct kh_seen *seen)
{
    return kh_days_of(seen->date.year, seen->date.month, seen->date.day);
}
/* Looks for dates near the headline, above and under the body; with `all` on the whole page. */
bool kh_seen_dates(struct kh_arena *arena, const struct kh_date_habit *habit,
                   const struct kh_hints *hints, const struct kh_body *body, bool all,
                   struct kh_seen **out, uint32_t *n);

struct kh_date_guess {
    struct kh_date date;
    const char *from;  /* as article->published_from */
    uint64_t features; /* bits of enum kh_date_feature */
};

struct kh_date_guesses {
    struct kh_date_guess *items;
    uint32_t n;
    struct kh_date modified; /* the day of the last change; precision NONE */
};

/* Gathers everything on the page that names a day. False when the arena is exhausted. */
bool kh_date_guesses_make(const struct kh_engine *engine, struct kh_arena *arena,
                          const struct kh_hints *hints, const struct kh_body *body,
                          const struct kh_article *article, struct kh_date_guesses *out);

/* How much the guess looks like the day of publication, by learnt weights. */
float kh_date_score(const float weights[KH_D_N], uint64_t features);

#endif

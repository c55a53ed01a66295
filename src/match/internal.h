/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the match stage share: term classes, weights, the tables of a window, and the
 * likeness of two articles. Nothing outside match/ includes this.
 */
#ifndef KH_MATCH_INTERNAL_H
#define KH_MATCH_INTERNAL_H

#include "base/err.h"
#include "base/hash.h"
#include "lang/words.h"
#include "match/match.h"

/* The classes are kept apart as vectors of their own. WORD and PAIR keys carry the language, so
 * they are only ever equal within one; all others mean the same in every language. */
enum kh_term_class {
    KH_TERM_WORD = 0, /* stems */
    KH_TERM_SKELETON, /* consonants of any word, in all scripts alike */
    KH_TERM_NUMBER,
    KH_TERM_LATIN, /* capitalised or foreign words in Latin letters, as spelt */
    KH_TERM_PLACE, /* countries, provinces, cities */
    KH_TERM_PERSON,
    KH_TERM_ORG,
    KH_TERM_CONCEPT, /* words of news language that data/concept translates */
    KH_TERM_PAIR,    /* two neighbouring stems */
    KH_TERM_DATE,    /* days the text names */
    KH_TERM_SOUND,   /* coarse skeletons, also of Han characters that transcribe names */
    KH_TERM_CLASSES
};

static inline unsigned kh_term_class(uint32_t key)
{
    return key >> 28;
}
static inline uint32_t kh_term_key(unsigned term_class, uint64_t hash)
{
    return (uint32_t)term_class << 28 | (uint32_t)(hash & 0x0fffffffu);
}

/* ---- learnt weights (weights.c) ---- */

/* Doubles only, the three tables first: weights.c names them by their place. */
struct kh_weights {
    double same[KH_TERM_CLASSES];  /* of the classes for two texts in one language */
    double cross[KH_TERM_CLASSES]; /* in two languages */
    double han[KH_TERM_CLASSES];   /* in two languages, one of them written in Han */
    /* Added to the squared length of the vectors of a class: a class with one common thing in it
     * shall not count as fully alike. */
    double shade[KH_TERM_CLASSES];
    double sigma_days; /* of the time Gaussian */
    double cross_sigma_days;
    double text_sigma_days, text_floor; /* of days the texts name; never below the floor */
    double centroid; /* 1: groups are compared by centroids, 0: by the mean of their pairs */
    /* Two groups are one from base + length * log2(tokens of the shorter) + size * log2(members of
     * the smaller) + cross, the last when they have no language in common. */
    double join_base, join_length, join_size, join_cross;
    double join_small; /* added in an empty window, half of it at 50 articles */
    double join_same;  /* share of the pairs in one language, where two groups have such */
};

void kh_weights_load(const struct kh_engine *engine, struct kh_weights *out);
/* All weights by number, for training: how many, the name in data/weights, the value. */
size_t kh_weights_count(void);
struct kh_str kh_weights_name(struct kh_arena *arena, size_t i);
double *kh_weights_at(struct kh_weights *weights, size_t i);

/* ---- tables (table.c) ---- */

#define KH_FEW 2

/* Counters by hash; key 0 is not used. */
struct kh_count {
    uint64_t key; /* 0: free */
    uint32_t n;
};
struct kh_counts {
    struct kh_count *slots;
    size_t count, capacity;
};

/* The value's place, made with 0 when new; NULL when out of memory. Valid until the next put. */
uint32_t *kh_counts_put(struct kh_counts *counts, uint64_t key);
uint32_t kh_counts_get(const struct kh_counts *counts, uint64_t key);
/* Takes out all counters that are 0; false when out of memory, nothing is then changed. */
bool kh_counts_shrink(struct kh_counts *counts);

/* A term of the window: how many articles have it, and which. */
struct kh_posting {
    uint32_t key;
    uint32_t df; /* 0: free */
    uint32_t n, capacity;
    union {
        uint32_t few[KH_FEW]; /* while capacity is KH_FEW: most terms are rare */
        uint32_t *many;
    } items; /* article indexes, ascending; of a common term the newest */
};
struct kh_postings {
    struct kh_posting *slots;
    size_t count, capacity;
};

static inline const uint32_t *kh_posting_items(const struct kh_posting *posting)
{
    return posting->capacity == KH_FEW ? posting->items.few : posting->items.many;
}
/* NULL when no article has the term. */
const struct kh_posting *kh_postings_get(const struct kh_postings *postings, uint32_t key);
/* Counts the term and notes the article; false when out of memory. */
bool kh_postings_add(struct kh_postings *postings, uint32_t key, uint32_t article);
/* One article fewer has the term. */
void kh_postings_forget(struct kh_postings *postings, uint32_t key);
/* Articles below `shift` are gone, the others `shift` lower; terms of none are taken out. */
bool kh_postings_shift(struct kh_postings *postings, uint32_t shift);
void kh_postings_free(struct kh_postings *postings);

/* Room for one more item of a heap array (pass the address of the pointer). */
bool kh_heap_grow(void *array_pointer, size_t count, size_t *capacity, size_t item_bytes);

/* ---- the window (window.c) ---- */

/* A term of an article in the window. */
struct kh_wterm {
    uint32_t key;
    float weight; /* count times rarity */
};

#define KH_RIVALS 6

struct kh_warticle {
    char *id;
    uint32_t id_n;
    uint32_t lang;
    int32_t hour;
    uint32_t tokens;
    int32_t days[KH_TEXT_DAYS];
    uint8_t days_n;
    int16_t year;
    uint32_t event; /* index in window->events */
    uint32_t terms_n;
    struct kh_wterm *terms;
    uint8_t *counts; /* one for each term */
    float norm[KH_TERM_CLASSES];
    uint32_t before, after;     /* members of its event, in a ring */
    uint32_t rivals[KH_RIVALS]; /* those most like it when it came, UINT32_MAX: none */
    uint32_t weighed;           /* how many articles the window had counted when it was weighed */
    int32_t arrived;            /* the latest hour known when it came */
    bool dirty;                 /* added since the last settle */
};

struct kh_wevent {
    char *id;
    uint32_t members; /* 0: all went elsewhere */
    uint32_t first;   /* one of them */
    bool marked;      /* scratch of settling, false in between */
    double self;      /* sum of the likenesses of all ordered pairs of members, as far as known */
};

struct kh_decision {
    uint32_t a, b; /* article indexes */
    bool together;
};

struct kh_window {
    const struct kh_engine *engine;
    struct kh_weights weights;
    struct kh_warticle *articles;
    size_t articles_n, articles_capacity;
    struct kh_wevent *events;
    size_t events_n, events_capacity;
    struct kh_counts df;    /* by language: articles, and articles having a term */
    struct kh_counts by_id; /* hash of article id -> index + 1 */
    struct kh_counts event_by_id;
    struct kh_postings postings;
    uint32_t *dirty; /* articles added since the last settle */
    size_t dirty_n, dirty_capacity;
    int32_t newest; /* the latest hour of publication */
    struct kh_decision *decisions;
    size_t decisions_n, decisions_capacity;
    float *gather; /* scratch for candidates, one for each article, all 0 in between */
    size_t gather_capacity;
};

/* Index of the article, or UINT32_MAX. */
uint32_t kh_window_find(const struct kh_window *window, struct kh_str article);
/* Copies the features into the window, of no event yet; UINT32_MAX when out of memory. */
uint32_t kh_window_put(struct kh_window *window, const struct kh_features *features);
/* Index of the event with this id, made when new; UINT32_MAX when out of memory. */
uint32_t kh_window_event_put(struct kh_window *window, struct kh_str id);
/* A new event named after the article; UINT32_MAX when out of memory. */
uint32_t kh_window_found(struct kh_window *window, uint32_t article);
/* Takes the article out of its event, if any, and puts it into another. */
void kh_window_move(struct kh_window *window, uint32_t article, uint32_t event);
/* Drops articles that are older than the window once these are many; indexes change then. */
bool kh_window_expire(struct kh_window *window);
/* Has the article settled again; false when out of memory. */
bool kh_window_touch(struct kh_window *window, uint32_t article);
/* Two articles are of one event, or are not, whatever they share; settled again unless they stand
 * so already. False when out of memory. */
bool kh_window_decide(struct kh_window *window, uint32_t a, uint32_t b, bool together);

/* ---- terms (index.c) ---- */

/* Counts the article's terms; false when out of memory. */
bool kh_window_count_terms(struct kh_window *window, uint32_t article);
/* Takes them out of the counts again, not out of the posting lists. */
void kh_window_forget_terms(struct kh_window *window, const struct kh_warticle *article);
/* Sets the weights of an article's terms from what the window has counted so far. */
void kh_window_weigh(const struct kh_window *window, struct kh_warticle *article);
/* The same unless the window has hardly changed since it was last done. */
void kh_window_refresh(const struct kh_window *window, struct kh_warticle *article);
/* The most promising articles to compare `article` with, best first; returns how many. */
uint32_t kh_window_candidates(struct kh_window *window, uint32_t article, uint32_t *out,
                              uint32_t max);

/* ---- likeness (score.c) ---- */

/* What two articles have in common. */
struct kh_pair {
    float cosine[KH_TERM_CLASSES];
    double days;      /* between them; negative when one has no date */
    double text_days; /* between the nearest days that the texts name, when one has no date;
                         negative when nothing is known */
    bool same_language;
    bool han;      /* one of the two alone is written in Han */
    double tokens; /* of the shorter */
};

void kh_pair_make(const struct kh_warticle *a, const struct kh_warticle *b, struct kh_pair *out);
/* The same from the inner products of the classes. */
void kh_pair_of_dots(const struct kh_warticle *a, const struct kh_warticle *b, const float *dots,
                     struct kh_pair *out);
/* 0 to 1; an article with itself is 1. */
double kh_pair_likeness(const struct kh_weights *weights, const struct kh_pair *pair);
/* From which likeness two groups are one. */
double kh_join_threshold(const struct kh_window *window, double tokens, double size, bool cross);

/* ---- grouping (group.c) ---- */

/* Groups n articles of the window (indexes, ascending by article id so that ties fall alike in
 * every order): group[i] becomes a number below the result, the number of groups; 0 when out of
 * memory. */
uint32_t kh_group(struct kh_window *window, const uint32_t *set, uint32_t n, uint32_t *group);

/* The same in two steps, so that training takes the first one once: all pairs that share
 * something (on the heap), then groups by the window's weights. */
struct kh_set_pair {
    uint32_t i, j; /* places in the set */
    struct kh_pair pair;
};
bool kh_group_pairs(struct kh_window *window, const uint32_t *set, uint32_t n,
                    struct kh_set_pair **out, size_t *out_n);
uint32_t kh_group_by_pairs(struct kh_window *window, const uint32_t *set, uint32_t n,
                           const struct kh_set_pair *pairs, size_t pairs_n, uint32_t *group);

#endif

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

/* The classes are kept apart as vectors of their own. WORD keys carry the language, so they are
 * only ever equal within one; all others mean the same in every language. */
enum kh_term_class {
    KH_TERM_WORD = 0, /* stems */
    KH_TERM_SKELETON, /* consonants of any word, in all scripts alike */
    KH_TERM_NUMBER,
    KH_TERM_LATIN, /* capitalised or foreign words in Latin letters, as spelt */
    KH_TERM_PLACE, /* countries, provinces, cities */
    KH_TERM_PERSON,
    KH_TERM_ORG,
    KH_TERM_CONCEPT, /* words of news language that data/concept translates */
    KH_TERM_DATE,    /* days the text names */
    KH_TERM_SOUND,   /* coarse skeletons, also of Han characters that transcribe names */
    KH_TERM_CLASSES
};

/* Terms of an article; of a longer one the rest is not looked at. */
#define KH_MAX_TERMS 1024

static inline unsigned kh_term_class(uint32_t key)
{
    return key >> 28;
}
static inline uint32_t kh_term_key(unsigned term_class, uint64_t hash)
{
    return (uint32_t)term_class << 28 | (uint32_t)(hash & 0x0fffffffu);
}

/* ---- learnt weights (weights.c) ---- */

/* What the languages of two articles let them share. */
enum kh_pair_kind {
    KH_PAIR_SAME = 0, /* one language */
    KH_PAIR_CROSS,    /* two, and data/concepts has words of both */
    KH_PAIR_BARE,     /* two, and it has not */
    KH_PAIR_HAN,      /* two, one of them written in Han */
    KH_PAIR_KINDS
};

/* Doubles only, the tables first: weights.c names them by their place. */
struct kh_weights {
    double of[KH_PAIR_KINDS][KH_TERM_CLASSES];
    /* Taken off where two texts of one language have something of a class and nothing in common. */
    double apart[KH_TERM_CLASSES];
    /* What two texts of different events share by chance, for each log2 of the shorter's tokens. */
    double floor[KH_PAIR_KINDS];
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
    /* What is tight already asks more of what shall come to it, the more the longer the texts:
     * added is tight * (log2(tokens) - tight_from) * the mean likeness inside the looser one,
     * reprints left out. Less where they have no language in common: then both may be tight for
     * their languages' sake. */
    double join_tight, join_tight_cross, join_tight_from;
    double join_small; /* added in an empty window, half of it at 10 articles */
    double join_dense; /* for each doubling of a window of 1,000: more are alike by chance */
};

void kh_weights_load(const struct kh_engine *engine, struct kh_weights *out);
/* All weights by number, for training: how many, the name in data/weights, the value. */
size_t kh_weights_count(void);
struct kh_str kh_weights_name(struct kh_arena *arena, size_t i);
double *kh_weights_at(struct kh_weights *weights, size_t i);

/* ---- tables (table.c) ---- */

/* Counters by hash; key 0 is not used. */
struct kh_count {
    uint64_t key; /* 0: free */
    uint32_t n;
};
struct kh_counts {
    struct kh_count *slots;
    size_t count, capacity;
    uint32_t round; /* how often they were lessened */
};

/* The value's place, made with 0 when new; NULL when out of memory. Valid until the next put. */
uint32_t *kh_counts_put(struct kh_counts *counts, uint64_t key);
uint32_t kh_counts_get(const struct kh_counts *counts, uint64_t key);
/* Has the counter near when it is asked for next. */
void kh_counts_ahead(const struct kh_counts *counts, uint64_t key);
/* Takes one in `share` off all counters and takes out those that are then 0. */
void kh_counts_lessen(struct kh_counts *counts, uint32_t share);
/* Takes out all counters that are 0; false when out of memory, nothing is then changed. */
bool kh_counts_shrink(struct kh_counts *counts);

/* Articles noted for a term are at most 1 << KH_MAX_ROOM, the newest: news of one event comes
 * within days, and a term that many others have is no way to find neighbours. */
#define KH_MAX_ROOM 8

/* A term of the window: how many articles have it, and which are found by it. */
struct kh_posting {
    uint32_t key;
    uint32_t df;  /* 0: free */
    uint16_t n;   /* articles noted */
    uint8_t room; /* for 1 << room of them */
    uint32_t at;  /* in the pool; room 0: the article itself */
};
struct kh_postings {
    struct kh_posting *slots;
    size_t count, capacity;
    uint32_t *pool; /* article indexes, ascending within a term */
    size_t pool_n, pool_capacity;
    uint32_t given_back[KH_MAX_ROOM + 1]; /* by room: first of a chain through the pool, 0 none */
    uint32_t round;                       /* how often it was shifted */
};

static inline const uint32_t *kh_posting_items(const struct kh_postings *postings,
                                               const struct kh_posting *posting)
{
    return posting->room ? postings->pool + posting->at : &posting->at;
}
/* Has the term near when it is asked for next. */
void kh_postings_ahead(const struct kh_postings *postings, uint32_t key);
/* NULL when no article has the term. */
const struct kh_posting *kh_postings_get(const struct kh_postings *postings, uint32_t key);
/* Counts the term; false when out of memory. */
bool kh_postings_count(struct kh_postings *postings, uint32_t key);
/* Takes one off the count, but never the last: others are found past its place. */
void kh_postings_uncount(struct kh_postings *postings, uint32_t key);
/* Forgets which articles were noted for terms of a class. */
void kh_postings_clear(struct kh_postings *postings, unsigned term_class);
/* Notes an article for a term that is counted; false when out of memory. */
bool kh_postings_add(struct kh_postings *postings, uint32_t key, uint32_t article);
/* Articles below `shift` are gone, the others `shift` lower; one in `share` is taken off all
 * counts, since what an article was counted for is not kept; terms of none are taken out. */
void kh_postings_shift(struct kh_postings *postings, uint32_t shift, uint32_t share);
void kh_postings_free(struct kh_postings *postings);

/* Room for one more item of a heap array (pass the address of the pointer). */
bool kh_heap_grow(void *array_pointer, size_t count, size_t *capacity, size_t item_bytes);

struct kh_expanded;

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
    uint32_t *learnt; /* which of its concepts the window's lexicon gave it, ascending */
    uint32_t learnt_n;
    bool given;  /* data/ gave it some of its concepts */
    float reach; /* 0 to 1: how much of its words concepts cover, beside what data/ covers */
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
    bool taken;       /* likewise: it is looked at */
    bool sampled;     /* likewise: some of its settled members stand for all of them */
    float inside;     /* mean likeness of two members, as far as known */
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
    struct kh_lexeme *lexemes; /* what was learnt, by word */
    uint32_t lexemes_n;
    struct kh_counts lexeme_of; /* word + 1 -> place in lexemes + 1 */
    float *gather;              /* scratch for candidates, one for each article, all 0 in between */
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

/* From here on an article keeps the weightiest of its terms alone, and settling looks at samples of
 * large events. */
#define KH_LARGE_WINDOW 8000
#define KH_KEPT_TERMS 160
static inline bool kh_window_is_large(const struct kh_window *window)
{
    return window->articles_n > KH_LARGE_WINDOW;
}
/* Counts the terms of a new article; false when out of memory. */
bool kh_window_count_terms(struct kh_window *window, const struct kh_features *features);
/* In a large window: leaves it its KH_KEPT_TERMS weightiest terms. */
void kh_window_prune(const struct kh_window *window, struct kh_warticle *article);
/* The concepts that an article of the window was given are others now. */
bool kh_window_recount(struct kh_window *window, const struct kh_warticle *article,
                       const struct kh_expanded *now);
/* Has all articles found by the concepts they have now. */
bool kh_window_relist(struct kh_window *window);
/* Has the article found by its terms; false when out of memory. */
bool kh_window_list_terms(struct kh_window *window, uint32_t article);
/* Sets the weights of an article's terms from what the window has counted so far. */
void kh_window_weigh(const struct kh_window *window, struct kh_warticle *article);
/* The same unless the window has hardly changed since it was last done. */
void kh_window_refresh(const struct kh_window *window, struct kh_warticle *article);
/* The most promising articles to compare `article` with, best first; returns how many. */
uint32_t kh_window_candidates(struct kh_window *window, uint32_t article, uint32_t *out,
                              uint32_t max);

/* ---- the lexicon (lexicon.c learns it, expand.c puts it into articles) ---- */

/* What the events of the window teach, with what it knew before of other words: ascending by word,
 * on the heap. False when out of memory. */
bool kh_lexemes_learn(const struct kh_window *window, struct kh_lexeme **out, uint32_t *n);

/* The features with the concepts that the window's lexicon gives their words. */
struct kh_expanded {
    struct kh_features features; /* the terms are those below, or were there already */
    struct kh_term terms[KH_MAX_TERMS];
    uint32_t learnt[KH_MAX_TERMS]; /* the concepts given, ascending */
    uint32_t learnt_n;
};
void kh_features_expand(const struct kh_window *window, const struct kh_features *features,
                        struct kh_expanded *out);
/* Whether it has the concept from the lexicon. */
bool kh_warticle_learnt(const struct kh_warticle *article, uint32_t concept);
/* The terms of an article from these; false when out of memory. */
bool kh_warticle_fill(struct kh_warticle *article, const struct kh_expanded *from);

/* ---- likeness (score.c) ---- */

/* What two articles have in common. */
struct kh_pair {
    float cosine[KH_TERM_CLASSES];
    double days;      /* between them; negative when one has no date */
    double text_days; /* between the nearest days that the texts name, when one has no date;
                         negative when nothing is known */
    double tokens;    /* of the shorter */
    float reach;      /* see kh_pair_reach */
    uint32_t apart;   /* a bit for each class of which both have something, but nothing in common */
    enum kh_pair_kind kind;
};

/* An article laid out to be compared with many: its terms by hash. */
#define KH_SPREAD_BITS 11
#define KH_SPREAD_FILTER 13
struct kh_spread {
    const struct kh_warticle *article;
    uint32_t shift, mask;
    struct kh_wterm slots[1 << KH_SPREAD_BITS];    /* weight 0: free */
    uint64_t filter[(1 << KH_SPREAD_FILTER) / 64]; /* a bit for each hash of a term */
};
void kh_spread_make(const struct kh_warticle *article, struct kh_spread *out);
enum kh_pair_kind kh_pair_kind_of(const struct kh_warticle *a, const struct kh_warticle *b);
/* Learnt concepts make no pair one of another kind: where data/ has none for one of the languages
 * they add so much of what concepts weigh where it has, 0 to 1. */
float kh_pair_reach(enum kh_pair_kind kind, const struct kh_warticle *a,
                    const struct kh_warticle *b);
double kh_reach_weight(const struct kh_weights *weights, float reach);
void kh_pair_make(const struct kh_spread *a, const struct kh_warticle *b, struct kh_pair *out);
/* The same from the inner products of the classes. */
void kh_pair_of_dots(const struct kh_warticle *a, const struct kh_warticle *b, const float *dots,
                     struct kh_pair *out);
/* 0 to 1; an article with itself is 1. */
double kh_pair_likeness(const struct kh_weights *weights, const struct kh_pair *pair);
/* The likeness of two groups is the sum over the pairs between them divided by the breadth of each:
 * the cosine of the centroids, leaning to the mean of the pairs. `inside` is the sum over all
 * ordered pairs of the n members, each with itself included. */
double kh_breadth(const struct kh_weights *weights, double inside, double n);
/* From which likeness two groups are one, but for what their length, size and languages add: a
 * window of few articles does not know yet which words are common, in one of many more are alike by
 * chance. */
double kh_join_least(const struct kh_window *window);
/* The same for two articles, the shorter of so many tokens; cross: in two languages. */
double kh_join_threshold(const struct kh_window *window, double tokens, bool cross);

/* ---- first answers (match.c) ---- */

/* Finds what settling has to weigh an article against, and has it settled again; false when out of
 * memory. */
bool kh_window_look_again(struct kh_window *window, uint32_t article);

/* ---- grouping (group.c) ---- */

/* Groups n articles of the window (indexes, ascending by article id so that ties fall alike in
 * every order): group[i] becomes a number below the result, the number of groups; 0 when out of
 * memory. Articles of one bloc (an equal number in bloc[], not UINT32_MAX) are together from the
 * start; bloc may be NULL. inside[] gets the mean likeness of two members of each group, 0 of a
 * lone one; there is room for n. */
uint32_t kh_group(struct kh_window *window, const uint32_t *set, const uint32_t *bloc, uint32_t n,
                  uint32_t *group, float *inside);

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

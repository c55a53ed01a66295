/* SPDX-License-Identifier: Apache-2.0
 *
 * The match stage: struct kh_facts -> struct kh_link, over an explicit window of recent articles
 * that flow.c loads from the store and keeps. How it is used:
 *
 *   window = kh_window_new(engine);
 *   for each stored article of the window: kh_features_unpack, kh_window_restore
 *   kh_window_correct
 *   for each new article: kh_features_make, kh_match, store link and kh_features_pack bytes
 *   after each batch: kh_window_settle, store the changed assignments and forwards
 *
 * The grouping after kh_window_settle depends on which articles are in the window, not on the
 * order in which they came. One window is used by one thread at a time.
 */
#ifndef KH_MATCH_MATCH_H
#define KH_MATCH_MATCH_H

#include "base/buf.h"
#include "flow.h"

struct kh_window; /* opaque, on the heap */

/* One thing by which an article is compared: see enum kh_term_class in match/internal.h. */
struct kh_term {
    uint32_t key;   /* class in the upper 4 bits, hash of the thing below */
    uint8_t count;  /* weighted count in the text, 1 to 255 */
    bool in_title;  /* `start` counts in the title */
    uint16_t bytes; /* length as written, at its first place */
    uint32_t start; /* offset of its first place */
};

#define KH_TEXT_DAYS 6

/* An article as the match stage sees it. Lives in the arena it was made in. */
struct kh_features {
    struct kh_str id;           /* of the article */
    uint32_t lang;              /* KH_LANG code, 0 unknown */
    int32_t hour;               /* of publication, hours since 1970-01-01; KH_HOUR_NONE */
    uint32_t tokens;            /* length of title and text */
    int32_t days[KH_TEXT_DAYS]; /* days since 1970-01-01 that the text names with their year */
    uint8_t days_n;
    int16_t year;          /* the latest year it names, 0 none */
    struct kh_term *terms; /* by key, no two alike */
    uint32_t terms_n;
};
#define KH_HOUR_NONE INT32_MIN

/* What kh_window_settle changed. Lives in the arena given to it. */
struct kh_change {
    struct kh_str article, event; /* the article is now of this event */
    struct kh_str joined_by;      /* nearest other member, or none */
    double score;                 /* 0 to 1, to the event; 0 for a lone article */
};
struct kh_forward {
    struct kh_str from, to; /* the event `from` has no members any more: it became `to` */
};
struct kh_changes {
    struct kh_change *changes;
    uint32_t changes_n;
    struct kh_forward *forwards;
    uint32_t forwards_n;
};

enum khabar_status kh_features_make(const struct kh_engine *engine, struct kh_arena *arena,
                                    const struct kh_facts *facts, struct kh_features *out,
                                    struct khabar_error *err);

/* The bytes to keep in the store, appended; false when the buffer is full. */
bool kh_features_pack(const struct kh_features *features, struct kh_buf *out);
/* Reads them back; the id is not among them and left empty. False when they are damaged or of
 * another version: the features must then be made anew. */
bool kh_features_unpack(struct kh_arena *arena, struct kh_str bytes, struct kh_features *out);

/* An empty window; NULL when out of memory. The engine must outlive it. */
struct kh_window *kh_window_new(const struct kh_engine *engine);
void kh_window_free(struct kh_window *window);
/* Number of articles in it. */
uint32_t kh_window_count(const struct kh_window *window);

/* Puts a stored article back with the event it is in. */
enum khabar_status kh_window_restore(struct kh_window *window, const struct kh_features *features,
                                     struct kh_str event, struct khabar_error *err);

/* The same, and the article is settled again with whatever it is like. */
enum khabar_status kh_window_renew(struct kh_window *window, const struct kh_features *features,
                                   struct kh_str event, struct khabar_error *err);

/* Holds people's corrections, in the order they were made, in every later kh_window_settle, instead
 * of those given before. Articles that are not in the window are passed over. */
enum khabar_status kh_window_correct(struct kh_window *window,
                                     const struct kh_correction *corrections, uint32_t n,
                                     struct khabar_error *err);

/* Finds the event of a new article or founds one, and adds the article to the window. `facts` are
 * those the features were made from. An article that is there already is KHABAR_USAGE. */
enum khabar_status kh_match(const struct kh_engine *engine, struct kh_arena *arena,
                            struct kh_window *window, const struct kh_facts *facts,
                            const struct kh_features *features, struct kh_link *out,
                            struct khabar_error *err);

/* Groups the neighbourhood of what was added since the last call anew and tells what changed. */
enum khabar_status kh_window_settle(struct kh_window *window, struct kh_arena *arena,
                                    struct kh_changes *out, struct khabar_error *err);

/* Learns from the events of the settled window which words of different languages mean the same,
 * and tells its articles: then it is to be settled again. */
enum khabar_status kh_window_learn(struct kh_window *window, struct khabar_error *err);
/* What the window has learnt, ascending by word; valid until it learns again. */
const struct kh_lexeme *kh_window_lexemes(const struct kh_window *window, uint32_t *n);
/* What was learnt before: for a window that no article has come into. */
enum khabar_status kh_window_teach(struct kh_window *window, const struct kh_lexeme *lexemes,
                                   uint32_t n, struct khabar_error *err);

/* What an article shares with another one of the window, most telling first, as written in its
 * title and text (those its features were made from). Returns how many; *out lives in the arena. */
uint32_t kh_window_shared(const struct kh_window *window, struct kh_arena *arena,
                          const struct kh_features *features, struct kh_str title,
                          struct kh_str text, struct kh_str other, struct kh_str **out);

/* The event the article is most like among those it is not in, and its nearest member there, in
 * the arena; KH_STR_NONE in rival->event when there is none. `shared` is left empty. */
void kh_window_rival(struct kh_window *window, struct kh_arena *arena, struct kh_str article,
                     struct kh_rival *out);

/* The id of the event that an article founds, not terminated; returns its length. The next attempt
 * gives another one, for when the founder has left the event of that name. */
#define KH_EVENT_ID_SIZE 17
size_t kh_event_id(struct kh_str article, uint32_t attempt, char out[KH_EVENT_ID_SIZE]);

/* The event the article is in now; KH_STR_NONE when it is not in the window. Valid until the next
 * call that changes the window. */
struct kh_str kh_window_event(const struct kh_window *window, struct kh_str article);

#endif

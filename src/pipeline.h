/* SPDX-License-Identifier: Apache-2.0
 *
 * What flow.c offers to those above it (cli/, serve/, libkhabar): one page or one article through
 * the stages in their order, with or without a store. Read flow.h first, flow.c next.
 */
#ifndef KH_PIPELINE_H
#define KH_PIPELINE_H

#include "flow.h"
#include "store/store.h"

struct kh_features;
struct kh_window;

/* The engine over the tables that are linked in; nothing to free. */
struct kh_engine kh_flow_engine(void);

/* All structs of one article, each pointing back into the one before: keep it where it is. */
struct kh_item {
    struct kh_page page;
    struct kh_str id; /* content id of the page's bytes, made when it is first asked for */
    struct kh_text text;
    struct kh_tree tree;
    struct kh_article article;
    struct kh_facts facts;
};

/* page -> article: decode, parse, extract. item->page is filled by the caller. A page without an
 * article is KHABAR_OK with another verdict. Everything is in the arena. */
enum khabar_status kh_flow_extract(const struct kh_engine *engine, struct kh_arena *arena,
                                   struct kh_item *item, struct khabar_error *err);

/* article -> facts. An article whose verdict is not KH_ARTICLE or KH_ROUNDUP has none. */
enum khabar_status kh_flow_understand(const struct kh_engine *engine, struct kh_arena *arena,
                                      struct kh_item *item, struct khabar_error *err);

/* facts -> link: the event among those of the window. *features is what the store keeps. */
enum khabar_status kh_flow_match(const struct kh_engine *engine, struct kh_arena *arena,
                                 struct kh_window *window, const struct kh_item *item,
                                 struct kh_features *features, struct kh_link *link,
                                 struct khabar_error *err);

/* ---- with a store ---- */

/* A store with the part of it that new articles are compared with. One thread at a time. */
struct kh_flow {
    struct kh_engine engine;
    struct kh_store *store;
    struct kh_window *window; /* NULL until an article is added */
    int64_t window_articles;  /* most it is filled with from the store: of those added lately, and
                                 of those published near an article */
    struct kh_arena taught;   /* what engine.aliases is made of */
    struct kh_aliases aliases;
    int64_t generation; /* of the store when the window was loaded */
    int64_t from, to;   /* publication times loaded, seconds since 1970 */
    uint32_t unsettled; /* articles added since the window was settled */
    bool added;         /* articles were added since kh_flow_settle */
    bool no_lexicon;    /* no words are learnt, and what was learnt is not used */
};

enum khabar_status kh_flow_open(struct kh_flow *flow, const char *store_path,
                                enum kh_store_mode mode, struct khabar_error *err);
void kh_flow_close(struct kh_flow *flow);

enum kh_result {
    KH_ADDED = 0,
    KH_SAME,    /* these very bytes are there */
    KH_VERSION, /* other bytes of an article that is there: kept with it */
    KH_REFUSED, /* no article: its verdict says why */
};

struct kh_added {
    enum kh_result result;
    struct kh_str id;    /* of the bytes */
    struct kh_str event; /* none for a round-up */
    struct kh_str title;
    uint32_t lang;
};

/* The whole way: bytes -> article -> facts -> link -> store, in one transaction. item->page is
 * filled; with `is_line` its bytes are a line of JSON Lines. What is KHABAR_OK and not KH_REFUSED
 * is on the disk when this returns. Any other status: the store is as it was. */
enum khabar_status kh_flow_add(struct kh_flow *flow, struct kh_arena *arena, struct kh_item *item,
                               bool is_line, struct kh_added *out, struct khabar_error *err);

/* Groups anew what was added since the last time: to be called when the last article of a run is
 * in. Long runs do it by themselves every now and then. */
enum khabar_status kh_flow_settle(struct kh_flow *flow, struct kh_arena *arena,
                                  struct khabar_error *err);

/* ---- aliases ---- */

/* Teaches that `written` is another name of `target`, and what is added from now on is read so; or
 * forgets it (target of "", KHABAR_NOT_FOUND when it was never taught). Aliases of `written` are
 * from then on such of `target`; a target that is an alias stands for what that is an alias of.
 * Articles that are there take it when they are rebuilt. KHABAR_USAGE: nothing was changed. */
enum khabar_status kh_flow_teach(struct kh_flow *flow, struct kh_arena *arena,
                                 struct kh_taught taught, struct khabar_error *err);

/* ---- corrections ---- */

/* KH_MERGE: the events named join the first of them. KH_SPLIT: the articles named after the event
 * leave it for a new one. *event is where they are now. The decision is kept: later runs hold it.
 * KHABAR_NOT_FOUND, KHABAR_AMBIGUOUS, KHABAR_USAGE: nothing was changed. */
enum khabar_status kh_flow_correct(struct kh_flow *flow, struct kh_arena *arena,
                                   enum kh_correction_kind kind, char *const *names, size_t n,
                                   struct kh_correction *out, struct kh_str *event,
                                   struct khabar_error *err);

/* Takes a correction back, the last one for number 0, and puts what it moved where it was. */
enum khabar_status kh_flow_undo(struct kh_flow *flow, struct kh_arena *arena, int64_t number,
                                struct kh_correction *out, struct khabar_error *err);

/* Reads every article anew from its kept bytes and groups all of them again, in one transaction;
 * ids of events stay with those that hold most of their articles, corrections hold. Articles that
 * today's rules would refuse stay as they were read. */
struct kh_rebuilt {
    uint32_t articles, kept; /* all; those that were not read anew */
};
struct kh_rebuild_visitor {
    void *context;
    bool (*step)(void *context, uint32_t left); /* false: stop, nothing is changed */
};
enum khabar_status kh_flow_rebuild(struct kh_flow *flow, struct kh_arena *arena,
                                   struct kh_rebuild_visitor visitor, struct kh_rebuilt *out,
                                   struct khabar_error *err);

/* Finds for each member of the event the nearest event it was not put into, link.rival, and from
 * them the related events. Within a snapshot. */
enum khabar_status kh_flow_rivals(struct kh_flow *flow, struct kh_arena *arena,
                                  struct kh_event *event, struct khabar_error *err);

/* Finds what the event's articles have word for word from one another, event->copies. Within a
 * snapshot. */
enum khabar_status kh_flow_copies(struct kh_flow *flow, struct kh_arena *arena,
                                  struct kh_event *event, struct khabar_error *err);

/* ---- searching ---- */

/* Called for each hit, best first; anything but KHABAR_OK ends the search. */
struct kh_hit_visitor {
    void *context;
    enum khabar_status (*see)(void *context, const struct kh_hit_found *hit,
                              struct khabar_error *err);
};
enum khabar_status kh_flow_search(struct kh_flow *flow, struct kh_arena *arena, struct kh_str query,
                                  int64_t limit, struct kh_hit_visitor visitor,
                                  struct khabar_error *err);

/* ---- comparing ---- */

/* The dossier of the event whose id this is. A snapshot of the store is the caller's. */
enum khabar_status kh_flow_compare(struct kh_flow *flow, struct kh_arena *arena,
                                   struct kh_str event, struct kh_dossier *out,
                                   struct khabar_error *err);

/* The digest of a period: its events by weight (sites that report them, then languages), at most
 * `limit` of them. KH_SINCE_LAST_DAY: the day before the newest report. `open` is called once,
 * `see` for each event; anything but KHABAR_OK ends it. The arena is reset before each event. */
#define KH_SINCE_LAST_DAY INT64_MIN
struct kh_brief_visitor {
    void *context;
    enum khabar_status (*open)(void *context, const struct kh_period *period,
                               struct khabar_error *err);
    enum khabar_status (*see)(void *context, const struct kh_brief *brief,
                              struct khabar_error *err);
};
enum khabar_status kh_flow_brief(struct kh_flow *flow, struct kh_arena *arena, int64_t since,
                                 int64_t limit, struct kh_brief_visitor visitor,
                                 struct khabar_error *err);

#endif

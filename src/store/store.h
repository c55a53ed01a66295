/* SPDX-License-Identifier: Apache-2.0
 *
 * The store as the rest sees it: a small table of functions over articles, their pages, events and
 * the search index. sqlite.c is behind it; another database is another table. The store is the only
 * writer; it knows structs, not stages.
 */
#ifndef KH_STORE_STORE_H
#define KH_STORE_STORE_H

#include "flow.h"

/* What everything after fetch was made by: raised when a stage's results change, so that the kept
 * pages can be read anew. */
#define KH_RULES_VERSION 1

/* Where the bytes of an article were found. */
struct kh_found {
    struct kh_str article; /* id of the article they are a version of */
    struct kh_str event, title;
    uint32_t lang;
    struct kh_str text; /* of find_titled alone */
};

struct kh_terms {
    struct kh_str *items;
    size_t n, capacity;
};

struct kh_hit_row {
    struct kh_str article;
    double score; /* higher is better */
};

/* Called for each row; anything but KHABAR_OK ends the walk and is handed on. `knows` (or NULL) is
 * asked before the features are read, and passes the article over when it is true. */
struct kh_live_visitor {
    void *context;
    bool (*knows)(void *context, struct kh_str article);
    enum khabar_status (*see)(void *context, struct kh_str article, struct kh_str event,
                              struct kh_str features, struct khabar_error *err);
};
struct kh_event_visitor {
    void *context;
    enum khabar_status (*see)(void *context, struct kh_event *event, struct khabar_error *err);
};

/* Added at or after `added`, the last `limit` of them, or published in [from, to), the `limit` of
 * them nearest to `near`; times are seconds since 1970. */
struct kh_live_range {
    int64_t added, from, to, near, limit;
};

enum kh_id_kind { KH_ID_ARTICLE = 0, KH_ID_EVENT };

struct kh_store {
    const struct kh_store_ops *ops;
};

/* Strings handed out stand in the given arena. Where nothing else is said: KHABAR_OK,
 * KHABAR_NOT_FOUND, KHABAR_NO_MEMORY, KHABAR_STORE. */
struct kh_store_ops {
    void (*close)(struct kh_store *store);

    /* A write transaction; waits for other writers. What is committed survives a power cut. */
    enum khabar_status (*begin)(struct kh_store *store, struct khabar_error *err);
    enum khabar_status (*commit)(struct kh_store *store, struct khabar_error *err);
    void (*rollback)(struct kh_store *store);
    /* A read transaction: what is read until its end is of one state. */
    enum khabar_status (*snapshot)(struct kh_store *store, struct khabar_error *err);

    /* Grows when somebody else wrote; own writes do not count. */
    enum khabar_status (*generation)(struct kh_store *store, int64_t *out,
                                     struct khabar_error *err);

    /* The article that has a page of these bytes. */
    enum khabar_status (*find_page)(struct kh_store *store, struct kh_arena *arena,
                                    struct kh_str page_id, struct kh_found *out,
                                    struct khabar_error *err);
    /* The article that this one is a version of: the same address, or the same text and no other
     * site. */
    enum khabar_status (*find_same)(struct kh_store *store, struct kh_arena *arena,
                                    const struct kh_article *article,
                                    const struct kh_index_row *row, struct kh_found *out,
                                    struct khabar_error *err);

    /* Articles of the same known site, headline and date of publication, unless their addresses
     * are known and differ: some of these may be the article, read from other bytes. */
    enum khabar_status (*find_titled)(struct kh_store *store, struct kh_arena *arena,
                                      const struct kh_article *article, struct kh_found **out,
                                      uint32_t *n, struct khabar_error *err);

    /* Within a write transaction. `bytes` are those of the page, or of the line it came as. */
    enum khabar_status (*add_article)(struct kh_store *store, const struct kh_stored *stored,
                                      const struct kh_index_row *row, const struct kh_page *page,
                                      struct khabar_error *err);
    enum khabar_status (*add_version)(struct kh_store *store, struct kh_str article,
                                      struct kh_str page_id, const struct kh_page *page,
                                      struct khabar_error *err);
    /* An empty `event`: of none from now on. */
    enum khabar_status (*move_article)(struct kh_store *store, struct kh_str article,
                                       struct kh_str event, struct kh_str joined_by, double score,
                                       struct khabar_error *err);
    enum khabar_status (*forward_event)(struct kh_store *store, struct kh_str from,
                                        struct kh_str to, struct khabar_error *err);

    /* Corrections of people: kept in the order they were made, within a write transaction. `number`
     * is given by the store. */
    /* Names that a desk taught, by how they are folded. set_alias takes the place of an older one;
     * drop_alias: KHABAR_NOT_FOUND when there is none. Within a write transaction. */
    enum khabar_status (*set_alias)(struct kh_store *store, struct kh_str folded,
                                    const struct kh_taught *taught, struct khabar_error *err);
    enum khabar_status (*drop_alias)(struct kh_store *store, struct kh_str folded,
                                     struct khabar_error *err);
    enum khabar_status (*aliases)(struct kh_store *store, struct kh_arena *arena,
                                  struct kh_taught **out, uint32_t *n, struct khabar_error *err);

    /* Words that the window learnt: set_lexemes, within a write transaction, takes the place of all
     * older ones; unlearnt: about how many articles came since. */
    enum khabar_status (*set_lexemes)(struct kh_store *store, const struct kh_lexeme *lexemes,
                                      uint32_t n, struct khabar_error *err);
    enum khabar_status (*lexemes)(struct kh_store *store, struct kh_arena *arena,
                                  struct kh_lexeme **out, uint32_t *n, struct khabar_error *err);
    enum khabar_status (*unlearnt)(struct kh_store *store, int64_t *out, struct khabar_error *err);

    enum khabar_status (*add_correction)(struct kh_store *store, struct kh_correction *correction,
                                         struct khabar_error *err);
    enum khabar_status (*drop_correction)(struct kh_store *store, int64_t number,
                                          struct khabar_error *err);
    enum khabar_status (*corrections)(struct kh_store *store, struct kh_arena *arena,
                                      struct kh_correction **out, uint32_t *n,
                                      struct khabar_error *err);

    /* Reading everything anew, within one write transaction: the ids of all articles by time of
     * publication; the page of an article; clear_index, then replace_article for each of them,
     * which leaves its event alone; drop_empty_events at the end. */
    enum khabar_status (*list_articles)(struct kh_store *store, struct kh_arena *arena,
                                        struct kh_str **ids, uint32_t *n, struct khabar_error *err);
    enum khabar_status (*get_page)(struct kh_store *store, struct kh_arena *arena,
                                   struct kh_str page_id, struct kh_page *out,
                                   struct khabar_error *err);
    enum khabar_status (*clear_index)(struct kh_store *store, struct khabar_error *err);
    enum khabar_status (*replace_article)(struct kh_store *store, const struct kh_stored *stored,
                                          const struct kh_index_row *row, struct khabar_error *err);
    enum khabar_status (*drop_empty_events)(struct kh_store *store, struct khabar_error *err);

    /* The articles of events that are in the range, in the order they were added. */
    enum khabar_status (*live)(struct kh_store *store, const struct kh_live_range *range,
                               struct kh_live_visitor visitor, struct khabar_error *err);
    /* One article; without an event its event is empty. */
    enum khabar_status (*live_one)(struct kh_store *store, struct kh_str article,
                                   struct kh_live_visitor visitor, struct khabar_error *err);

    /* The whole id of what the prefix (or an old id of an event, or the path of an article) means.
     * KHABAR_AMBIGUOUS names some of the candidates. */
    enum khabar_status (*resolve)(struct kh_store *store, struct kh_arena *arena,
                                  struct kh_str prefix, enum kh_id_kind *kind, struct kh_str *id,
                                  struct khabar_error *err);
    enum khabar_status (*get_article)(struct kh_store *store, struct kh_arena *arena,
                                      struct kh_str id, struct kh_stored *out,
                                      struct khabar_error *err);
    enum khabar_status (*get_event)(struct kh_store *store, struct kh_arena *arena,
                                    struct kh_str id, struct kh_event *out,
                                    struct khabar_error *err);
    /* Newest first (by the newest publication in them, else by when they were added); `arena` is
     * reset before each. */
    enum khabar_status (*each_event)(struct kh_store *store, struct kh_arena *arena, int64_t limit,
                                     struct kh_event_visitor visitor, struct khabar_error *err);

    /* Time of the newest report, by publication or else by when it was added; 0 without any. */
    enum khabar_status (*newest)(struct kh_store *store, int64_t *out, struct khabar_error *err);
    /* Counts what was reported since period->since, and lists its events by weight. */
    enum khabar_status (*period)(struct kh_store *store, struct kh_arena *arena,
                                 struct kh_period *period, int64_t limit, struct kh_brief **out,
                                 struct khabar_error *err);

    /* Words of the index under a sound key, appended to *out. */
    enum khabar_status (*sound_terms)(struct kh_store *store, struct kh_arena *arena, uint32_t key,
                                      struct kh_terms *out, struct khabar_error *err);
    /* Articles that fit a full-text expression, best first. */
    enum khabar_status (*search)(struct kh_store *store, struct kh_arena *arena,
                                 struct kh_str expression, int64_t limit, struct kh_hit_row **out,
                                 uint32_t *n, struct khabar_error *err);
};

enum kh_store_mode { KH_STORE_READ = 0, KH_STORE_WRITE };

/* Opens the store in a file of SQLite. KH_STORE_READ: KHABAR_NOT_FOUND when there is none;
 * KH_STORE_WRITE makes it. Close with store->ops->close. */
enum khabar_status kh_store_open_sqlite(const char *path, enum kh_store_mode mode,
                                        struct kh_store **out, struct khabar_error *err);

#endif

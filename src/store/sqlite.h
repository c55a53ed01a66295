/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the SQLite store share; nobody else includes this.
 */
#ifndef KH_STORE_SQLITE_H
#define KH_STORE_SQLITE_H

#include "base/buf.h"
#include "base/err.h"
#include "store/store.h"

#include <sqlite3.h>

enum kh_sql {
#define KH_SQL(name, text) KH_SQL_##name,
#include "store/sql.h"
#undef KH_SQL
    KH_SQLS
};

struct kh_sqlite {
    struct kh_store store; /* first, so that the one is the other */
    sqlite3 *db;
    sqlite3_stmt *statements[KH_SQLS];
    struct kh_buf packed; /* room for a compressed page */
};

static inline struct kh_sqlite *kh_sqlite_of(struct kh_store *store)
{
    return (struct kh_sqlite *)(void *)store;
}

/* The prepared statement, reset and without values; NULL with *err filled. */
sqlite3_stmt *kh_sqlite_statement(struct kh_sqlite *self, enum kh_sql which,
                                  struct khabar_error *err);
/* Fills *err with what SQLite says; returns KHABAR_STORE or KHABAR_NO_MEMORY. */
enum khabar_status kh_sqlite_error(struct kh_sqlite *self, const char *what,
                                   struct khabar_error *err);
/* Runs a statement that has no rows, and resets it. */
enum khabar_status kh_sqlite_run(struct kh_sqlite *self, sqlite3_stmt *statement, const char *what,
                                 struct khabar_error *err);
/* Binding: the bytes must live until the statement is reset. An empty string is NULL. */
void kh_sqlite_bind(sqlite3_stmt *statement, int i, struct kh_str value);
void kh_sqlite_bind_full(sqlite3_stmt *statement, int i, struct kh_str value); /* never NULL */
void kh_sqlite_bind_date(sqlite3_stmt *statement, int i, struct kh_date date);
void kh_sqlite_bind_lang(sqlite3_stmt *statement, int i, uint32_t lang);
/* The column as a string in the arena; KH_STR_NONE for NULL. */
struct kh_str kh_sqlite_column(struct kh_arena *arena, sqlite3_stmt *statement, int i);

struct kh_date kh_sqlite_column_date(sqlite3_stmt *statement, int i);
/* The end of a walk: SQLITE_DONE, or what went wrong, also when the arena (or NULL) is exhausted.
 * Resets the statement. */
enum khabar_status kh_sqlite_finish(struct kh_sqlite *self, sqlite3_stmt *statement, int code,
                                    const struct kh_arena *arena, struct khabar_error *err);

/* sqlite_facts.c: mentions, statements and clues of the article with the row number */
enum khabar_status kh_sqlite_add_facts(struct kh_sqlite *self, sqlite3_int64 number,
                                       const struct kh_stored *stored, struct khabar_error *err);
enum khabar_status kh_sqlite_clear_facts(struct kh_sqlite *self, sqlite3_int64 number,
                                         struct khabar_error *err);
enum khabar_status kh_sqlite_facts(struct kh_sqlite *self, struct kh_arena *arena,
                                   sqlite3_int64 number, struct kh_facts *out,
                                   struct khabar_error *err);
enum khabar_status kh_sqlite_clues(struct kh_sqlite *self, struct kh_arena *arena,
                                   sqlite3_int64 number, struct kh_stored *out,
                                   struct khabar_error *err);

/* sqlite_write.c */
enum khabar_status kh_sqlite_add_article(struct kh_store *store, const struct kh_stored *stored,
                                         const struct kh_index_row *row, const struct kh_page *page,
                                         struct khabar_error *err);
enum khabar_status kh_sqlite_add_version(struct kh_store *store, struct kh_str article,
                                         struct kh_str page_id, const struct kh_page *page,
                                         struct khabar_error *err);
enum khabar_status kh_sqlite_move_article(struct kh_store *store, struct kh_str article,
                                          struct kh_str event, struct kh_str joined_by,
                                          double score, struct khabar_error *err);
enum khabar_status kh_sqlite_forward_event(struct kh_store *store, struct kh_str from,
                                           struct kh_str to, struct khabar_error *err);

/* The row of an article and its index, new or in place of the one that is there (`again`). */
enum khabar_status kh_sqlite_put_row(struct kh_sqlite *self, const struct kh_stored *stored,
                                     const struct kh_index_row *row, bool again,
                                     struct khabar_error *err);

/* sqlite_correct.c */
enum khabar_status kh_sqlite_set_alias(struct kh_store *store, struct kh_str folded,
                                       const struct kh_taught *taught, struct khabar_error *err);
enum khabar_status kh_sqlite_drop_alias(struct kh_store *store, struct kh_str folded,
                                        struct khabar_error *err);
enum khabar_status kh_sqlite_aliases(struct kh_store *store, struct kh_arena *arena,
                                     struct kh_taught **out, uint32_t *n, struct khabar_error *err);
enum khabar_status kh_sqlite_add_correction(struct kh_store *store,
                                            struct kh_correction *correction,
                                            struct khabar_error *err);
enum khabar_status kh_sqlite_drop_correction(struct kh_store *store, int64_t number,
                                             struct khabar_error *err);
enum khabar_status kh_sqlite_corrections(struct kh_store *store, struct kh_arena *arena,
                                         struct kh_correction **out, uint32_t *n,
                                         struct khabar_error *err);

/* sqlite_lexicon.c */
enum khabar_status kh_sqlite_set_lexemes(struct kh_store *store, const struct kh_lexeme *lexemes,
                                         uint32_t n, struct khabar_error *err);
enum khabar_status kh_sqlite_lexemes(struct kh_store *store, struct kh_arena *arena,
                                     struct kh_lexeme **out, uint32_t *n, struct khabar_error *err);
enum khabar_status kh_sqlite_unlearnt(struct kh_store *store, int64_t *out,
                                      struct khabar_error *err);

/* sqlite_rebuild.c */
enum khabar_status kh_sqlite_list_articles(struct kh_store *store, struct kh_arena *arena,
                                           struct kh_str **ids, uint32_t *n,
                                           struct khabar_error *err);
enum khabar_status kh_sqlite_get_page(struct kh_store *store, struct kh_arena *arena,
                                      struct kh_str page_id, struct kh_page *out,
                                      struct khabar_error *err);
enum khabar_status kh_sqlite_clear_index(struct kh_store *store, struct khabar_error *err);
enum khabar_status kh_sqlite_replace_article(struct kh_store *store, const struct kh_stored *stored,
                                             const struct kh_index_row *row,
                                             struct khabar_error *err);
enum khabar_status kh_sqlite_drop_empty_events(struct kh_store *store, struct khabar_error *err);

/* sqlite_read.c */
enum khabar_status kh_sqlite_find_page(struct kh_store *store, struct kh_arena *arena,
                                       struct kh_str page_id, struct kh_found *out,
                                       struct khabar_error *err);
enum khabar_status kh_sqlite_find_same(struct kh_store *store, struct kh_arena *arena,
                                       const struct kh_article *article,
                                       const struct kh_index_row *row, struct kh_found *out,
                                       struct khabar_error *err);
enum khabar_status kh_sqlite_find_titled(struct kh_store *store, struct kh_arena *arena,
                                         const struct kh_article *article, struct kh_found **out,
                                         uint32_t *n, struct khabar_error *err);
enum khabar_status kh_sqlite_live(struct kh_store *store, const struct kh_live_range *range,
                                  struct kh_live_visitor visitor, struct khabar_error *err);
enum khabar_status kh_sqlite_live_one(struct kh_store *store, struct kh_str article,
                                      struct kh_live_visitor visitor, struct khabar_error *err);
enum khabar_status kh_sqlite_resolve(struct kh_store *store, struct kh_arena *arena,
                                     struct kh_str prefix, enum kh_id_kind *kind, struct kh_str *id,
                                     struct khabar_error *err);
enum khabar_status kh_sqlite_get_article(struct kh_store *store, struct kh_arena *arena,
                                         struct kh_str id, struct kh_stored *out,
                                         struct khabar_error *err);
enum khabar_status kh_sqlite_get_event(struct kh_store *store, struct kh_arena *arena,
                                       struct kh_str id, struct kh_event *out,
                                       struct khabar_error *err);
enum khabar_status kh_sqlite_each_event(struct kh_store *store, struct kh_arena *arena,
                                        int64_t limit, struct kh_event_visitor visitor,
                                        struct khabar_error *err);
enum khabar_status kh_sqlite_newest(struct kh_store *store, int64_t *out, struct khabar_error *err);
enum khabar_status kh_sqlite_period(struct kh_store *store, struct kh_arena *arena,
                                    struct kh_period *period, int64_t limit, struct kh_brief **out,
                                    struct khabar_error *err);
enum khabar_status kh_sqlite_sound_terms(struct kh_store *store, struct kh_arena *arena,
                                         uint32_t key, struct kh_terms *out,
                                         struct khabar_error *err);
enum khabar_status kh_sqlite_search(struct kh_store *store, struct kh_arena *arena,
                                    struct kh_str expression, int64_t limit,
                                    struct kh_hit_row **out, uint32_t *n, struct khabar_error *err);

#endif

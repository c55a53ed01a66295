/* SPDX-License-Identifier: Apache-2.0
 *
 * The learnt lexicon in the SQLite store. Takes structs; must not know how they were learnt.
 */
#include "store/sqlite.h"

#include "base/limits.h"

enum khabar_status kh_sqlite_set_lexemes(struct kh_store *store, const struct kh_lexeme *lexemes,
                                         uint32_t n, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_CLEAR_LEXEMES, err);
    enum khabar_status status = s ? kh_sqlite_run(self, s, "clear lexicon", err) : KHABAR_STORE;
    for (uint32_t i = 0; status == KHABAR_OK && i < n; i++) {
        s = kh_sqlite_statement(self, KH_SQL_ADD_LEXEME, err);
        if (!s) return KHABAR_STORE;
        sqlite3_bind_int64(s, 1, lexemes[i].word);
        sqlite3_bind_int64(s, 2, lexemes[i].concept);
        sqlite3_bind_int64(s, 3, lexemes[i].events);
        sqlite3_bind_double(s, 4, lexemes[i].score);
        status = kh_sqlite_run(self, s, "add lexeme", err);
    }
    s = status == KHABAR_OK ? kh_sqlite_statement(self, KH_SQL_NOTE_LEARNT, err) : NULL;
    if (status == KHABAR_OK) status = s ? kh_sqlite_run(self, s, "learnt", err) : KHABAR_STORE;
    return status;
}

enum khabar_status kh_sqlite_lexemes(struct kh_store *store, struct kh_arena *arena,
                                     struct kh_lexeme **out, uint32_t *n, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    size_t capacity = 0;
    int code;
    *out = NULL;
    *n = 0;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_LEXEMES, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, KH_LEXICON_WORDS);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_lexeme *all = kh_arena_grow(arena, *out, *n, &capacity, sizeof *all);
        if (!all) break;
        *out = all;
        all[(*n)++] = (struct kh_lexeme){.word = (uint32_t)sqlite3_column_int64(s, 0),
                                         .concept = (uint32_t)sqlite3_column_int64(s, 1),
                                         .events = (uint32_t)sqlite3_column_int64(s, 2),
                                         .score = sqlite3_column_double(s, 3)};
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

enum khabar_status kh_sqlite_unlearnt(struct kh_store *store, int64_t *out,
                                      struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_UNLEARNT, err);
    if (!s) return KHABAR_STORE;
    int code = sqlite3_step(s);
    *out = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    return kh_sqlite_finish(self, s, code, NULL, err);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Corrections of people in the SQLite store. Takes structs; must not decide anything about them.
 */
#include "store/sqlite.h"

enum khabar_status kh_sqlite_add_correction(struct kh_store *store,
                                            struct kh_correction *correction,
                                            struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_ADD_CORRECTION, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int(s, 1, (int)correction->kind);
    sqlite3_bind_int64(s, 2, correction->at);
    enum khabar_status status = kh_sqlite_run(self, s, "add correction", err);
    correction->number = sqlite3_last_insert_rowid(self->db);
    for (uint32_t i = 0; status == KHABAR_OK && i < correction->articles_n; i++) {
        const struct kh_corrected *one = &correction->articles[i];
        s = kh_sqlite_statement(self, KH_SQL_ADD_CORRECTED, err);
        if (!s) return KHABAR_STORE;
        sqlite3_bind_int64(s, 1, correction->number);
        kh_sqlite_bind_full(s, 2, one->article);
        kh_sqlite_bind(s, 3, one->before);
        sqlite3_bind_int(s, 4, one->moved);
        status = kh_sqlite_run(self, s, "add correction", err);
    }
    return status;
}

enum khabar_status kh_sqlite_drop_correction(struct kh_store *store, int64_t number,
                                             struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_DROP_CORRECTION, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    return kh_sqlite_run(self, s, "drop correction", err);
}

enum khabar_status kh_sqlite_corrections(struct kh_store *store, struct kh_arena *arena,
                                         struct kh_correction **out, uint32_t *n,
                                         struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    size_t capacity = 0, articles_capacity = 0;
    int code;
    *out = NULL;
    *n = 0;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_CORRECTIONS, err);
    if (!s) return KHABAR_STORE;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        int64_t number = sqlite3_column_int64(s, 0);
        if (!*n || (*out)[*n - 1].number != number) {
            struct kh_correction *all = kh_arena_grow(arena, *out, *n, &capacity, sizeof *all);
            if (!all) break;
            *out = all;
            all[(*n)++] = (struct kh_correction){
                .number = number,
                .kind = sqlite3_column_int(s, 1) == KH_SPLIT ? KH_SPLIT : KH_MERGE,
                .at = sqlite3_column_int64(s, 2)};
            articles_capacity = 0;
        }
        struct kh_correction *last = &(*out)[*n - 1];
        struct kh_corrected *more = kh_arena_grow(arena, last->articles, last->articles_n,
                                                  &articles_capacity, sizeof *more);
        if (!more) break;
        last->articles = more;
        more[last->articles_n++] = (struct kh_corrected){.article = kh_sqlite_column(arena, s, 3),
                                                         .before = kh_sqlite_column(arena, s, 4),
                                                         .moved = sqlite3_column_int(s, 5) != 0};
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

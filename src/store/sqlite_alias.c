/* SPDX-License-Identifier: Apache-2.0
 *
 * Names that a desk taught in the SQLite store. Takes structs; must not decide what they mean.
 */
#include "store/sqlite.h"

enum khabar_status kh_sqlite_set_alias(struct kh_store *store, struct kh_str folded,
                                       const struct kh_taught *taught, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_SET_ALIAS, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, folded);
    kh_sqlite_bind_full(s, 2, taught->written);
    kh_sqlite_bind_full(s, 3, taught->target);
    kh_sqlite_bind(s, 4, taught->kind);
    return kh_sqlite_run(self, s, "add alias", err);
}

enum khabar_status kh_sqlite_drop_alias(struct kh_store *store, struct kh_str folded,
                                        struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_DROP_ALIAS, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, folded);
    enum khabar_status status = kh_sqlite_run(self, s, "drop alias", err);
    if (status == KHABAR_OK && sqlite3_changes(self->db) == 0)
        return kh_error(err, "store", KHABAR_NOT_FOUND, "no such alias");
    return status;
}

enum khabar_status kh_sqlite_aliases(struct kh_store *store, struct kh_arena *arena,
                                     struct kh_taught **out, uint32_t *n, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    size_t capacity = 0;
    int code;
    *out = NULL;
    *n = 0;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_ALIASES, err);
    if (!s) return KHABAR_STORE;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_taught *all = kh_arena_grow(arena, *out, *n, &capacity, sizeof *all);
        if (!all) break;
        *out = all;
        all[(*n)++] = (struct kh_taught){.written = kh_sqlite_column(arena, s, 0),
                                         .target = kh_sqlite_column(arena, s, 1),
                                         .kind = kh_sqlite_column(arena, s, 2)};
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

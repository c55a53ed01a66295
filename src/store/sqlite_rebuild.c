/* SPDX-License-Identifier: Apache-2.0
 *
 * What reading everything anew needs of the SQLite store: the pages as they were kept, and writing
 * over what was made of them.
 */
#include "store/sqlite.h"

#include "base/limits.h"

#include <zstd.h>

enum khabar_status kh_sqlite_list_articles(struct kh_store *store, struct kh_arena *arena,
                                           struct kh_str **ids, uint32_t *n,
                                           struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    size_t capacity = 0;
    int code;
    *ids = NULL;
    *n = 0;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_LIST_ARTICLES, err);
    if (!s) return KHABAR_STORE;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_str *all = kh_arena_grow(arena, *ids, *n, &capacity, sizeof *all);
        if (!all) break;
        *ids = all;
        all[(*n)++] = kh_sqlite_column(arena, s, 0);
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

static enum khabar_status unpack(struct kh_arena *arena, struct kh_str packed, size_t n,
                                 struct kh_str *out, struct khabar_error *err)
{
    char *bytes = n <= KH_MAX_PAGE_BYTES ? kh_arena_alloc(arena, n + 1) : NULL;
    if (!bytes) return kh_error(err, "store", KHABAR_NO_MEMORY, "out of memory");
    size_t got = ZSTD_decompress(bytes, n, packed.p, packed.n);
    if (ZSTD_isError(got) || got != n)
        return kh_error(err, "store", KHABAR_STORE, "the bytes of a page are damaged");
    *out = (struct kh_str){bytes, n};
    return KHABAR_OK;
}

enum khabar_status kh_sqlite_get_page(struct kh_store *store, struct kh_arena *arena,
                                      struct kh_str page_id, struct kh_page *out,
                                      struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_GET_PAGE, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, page_id);
    int code = sqlite3_step(s);
    enum khabar_status status = KHABAR_OK;
    if (code == SQLITE_DONE)
        status = kh_error(err, "store", KHABAR_NOT_FOUND, "no page has this id");
    if (code == SQLITE_ROW) {
        *out = (struct kh_page){.path = kh_sqlite_column(arena, s, 0),
                                .url = kh_sqlite_column(arena, s, 1),
                                .site = kh_sqlite_column(arena, s, 2),
                                .content_type = kh_sqlite_column(arena, s, 3),
                                .published = kh_sqlite_column_date(s, 4)};
        struct kh_str packed = {sqlite3_column_blob(s, 5), (size_t)sqlite3_column_bytes(s, 5)};
        status = unpack(arena, packed, (size_t)sqlite3_column_int64(s, 6), &out->bytes, err);
    }
    enum khabar_status end = kh_sqlite_finish(self, s, code, arena, err);
    return status == KHABAR_OK ? end : status;
}

static enum khabar_status run(struct kh_store *store, enum kh_sql which, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, which, err);
    return s ? kh_sqlite_run(self, s, "rebuild", err) : KHABAR_STORE;
}

enum khabar_status kh_sqlite_clear_index(struct kh_store *store, struct khabar_error *err)
{
    enum khabar_status status = run(store, KH_SQL_CLEAR_WORDS, err);
    return status == KHABAR_OK ? run(store, KH_SQL_CLEAR_SOUNDS, err) : status;
}

enum khabar_status kh_sqlite_replace_article(struct kh_store *store, const struct kh_stored *stored,
                                             const struct kh_index_row *row,
                                             struct khabar_error *err)
{
    return kh_sqlite_put_row(kh_sqlite_of(store), stored, row, true, err);
}

enum khabar_status kh_sqlite_drop_empty_events(struct kh_store *store, struct khabar_error *err)
{
    return run(store, KH_SQL_CLEAR_EVENTS, err);
}

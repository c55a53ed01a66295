/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows going into the SQLite store, each function within the caller's transaction. Takes structs;
 * must not decide anything about them.
 */
#include "store/sqlite.h"

#include "base/json.h"
#include "base/limits.h"
#include "store/url_key.h"

#include <time.h>
#include <zstd.h>

#define STAGE "store"
/* Level 3 packs a page of 170 KB in about a millisecond; higher levels gain little on HTML. */
#define PAGE_LEVEL 3

static enum khabar_status pack(struct kh_sqlite *self, struct kh_str bytes, struct kh_str *out,
                               struct khabar_error *err)
{
    size_t bound = ZSTD_compressBound(bytes.n);
    kh_buf_reset(&self->packed);
    if (!kh_buf_reserve(&self->packed, bound))
        return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    size_t n = ZSTD_compress(self->packed.p, bound, bytes.p, bytes.n, PAGE_LEVEL);
    if (ZSTD_isError(n)) return kh_error(err, STAGE, KHABAR_STORE, "%s", ZSTD_getErrorName(n));
    *out = (struct kh_str){self->packed.p, n};
    return KHABAR_OK;
}

enum khabar_status kh_sqlite_add_version(struct kh_store *store, struct kh_str article,
                                         struct kh_str page_id, const struct kh_page *page,
                                         struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    struct kh_str packed = KH_STR_NONE;
    enum khabar_status status = pack(self, page->bytes, &packed, err);
    if (status != KHABAR_OK) return status;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_ADD_PAGE, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, page_id);
    kh_sqlite_bind_full(s, 2, article);
    kh_sqlite_bind(s, 3, page->path);
    kh_sqlite_bind(s, 4, page->url);
    kh_sqlite_bind(s, 5, page->site);
    kh_sqlite_bind(s, 6, page->content_type);
    kh_sqlite_bind_date(s, 7, page->published);
    sqlite3_bind_blob64(s, 8, packed.p, packed.n, SQLITE_STATIC);
    sqlite3_bind_int64(s, 9, (sqlite3_int64)page->bytes.n);
    sqlite3_bind_int64(s, 10, (sqlite3_int64)time(NULL));
    return kh_sqlite_run(self, s, "add page", err);
}

static enum khabar_status add_event(struct kh_sqlite *self, struct kh_str event,
                                    struct khabar_error *err)
{
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_ADD_EVENT, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, event);
    enum khabar_status status = kh_sqlite_run(self, s, "add event", err);
    if (status != KHABAR_OK) return status;
    s = kh_sqlite_statement(self, KH_SQL_FORWARD_STOP, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, event);
    return kh_sqlite_run(self, s, "add event", err);
}

static void put_list(struct kh_buf *out, const struct kh_str *items, uint32_t n)
{
    struct kh_json json = {.buf = out};
    kh_json_open(&json, '[');
    for (uint32_t i = 0; i < n; i++) kh_json_str(&json, items[i]);
    kh_json_close(&json, ']');
}

/* What the columns of an article are bound to: all made before, so that binding can only work. */
struct bound {
    struct kh_arena arena;
    struct kh_buf authors, shared;
    struct kh_str url_key;
};

static void bind_article(sqlite3_stmt *s, const struct kh_stored *stored,
                         const struct kh_index_row *row, const struct bound *bound)
{
    static const char *const verdicts[] = {"article", "roundup"};
    const struct kh_article *a = &stored->article;
    kh_sqlite_bind_full(s, 1, a->id);
    kh_sqlite_bind(s, 2, stored->link.event);
    kh_sqlite_bind(s, 3, stored->link.joined_by);
    sqlite3_bind_double(s, 4, stored->link.score);
    kh_sqlite_bind_full(s, 5, kh_buf_str(&bound->shared));
    kh_sqlite_bind(s, 6, a->path);
    kh_sqlite_bind(s, 7, a->url);
    kh_sqlite_bind(s, 8, bound->url_key);
    kh_sqlite_bind(s, 9, a->site);
    kh_sqlite_bind_lang(s, 10, a->lang);
    kh_sqlite_bind(s, 11, a->title);
    kh_sqlite_bind(s, 12, kh_str_of(a->title_from));
    kh_sqlite_bind_full(s, 13, kh_buf_str(&bound->authors));
    kh_sqlite_bind_date(s, 14, a->published);
    kh_sqlite_bind(s, 15, kh_str_of(a->published_from));
    kh_sqlite_bind_date(s, 16, a->modified);
    kh_sqlite_bind(s, 17, a->dateline);
    kh_sqlite_bind_full(s, 18, a->text);
    sqlite3_bind_blob(s, 19, row->text_key, sizeof row->text_key, SQLITE_STATIC);
    kh_sqlite_bind_full(s, 20, kh_str_of(verdicts[a->verdict == KH_ROUNDUP]));
    sqlite3_bind_double(s, 21, a->confidence);
    if (a->published.precision) sqlite3_bind_int64(s, 22, kh_date_seconds(a->published));
    sqlite3_bind_int64(s, 23, (sqlite3_int64)time(NULL));
    sqlite3_bind_int(s, 24, KH_RULES_VERSION);
    sqlite3_bind_blob64(s, 25, stored->features.n ? stored->features.p : "", stored->features.n,
                        SQLITE_STATIC);
}

static enum khabar_status put_columns(struct kh_sqlite *self, enum kh_sql which,
                                      const struct kh_stored *stored,
                                      const struct kh_index_row *row, struct khabar_error *err)
{
    const struct kh_article *a = &stored->article;
    struct bound bound;
    enum khabar_status status = KHABAR_STORE;
    kh_arena_init(&bound.arena, KH_MAX_PAGE_BYTES);
    kh_buf_init(&bound.authors, KH_MAX_PAGE_BYTES);
    kh_buf_init(&bound.shared, KH_MAX_PAGE_BYTES);
    bound.url_key = kh_url_key(&bound.arena, a->url);
    put_list(&bound.authors, a->authors, a->authors_n);
    put_list(&bound.shared, stored->link.shared, stored->link.shared_n);
    sqlite3_stmt *s = kh_sqlite_statement(self, which, err);
    if (bound.authors.failed || bound.shared.failed || bound.arena.failed) {
        status = kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    } else if (s) {
        bind_article(s, stored, row, &bound);
        status = kh_sqlite_run(self, s, "put article", err);
    }
    kh_buf_clear(&bound.shared);
    kh_buf_clear(&bound.authors);
    kh_arena_clear(&bound.arena);
    return status;
}

static enum khabar_status add_index(struct kh_sqlite *self, sqlite3_int64 number,
                                    const struct kh_index_row *row, struct khabar_error *err)
{
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_ADD_WORDS, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    kh_sqlite_bind_full(s, 2, row->title);
    kh_sqlite_bind_full(s, 3, row->body);
    kh_sqlite_bind_full(s, 4, row->keys);
    enum khabar_status status = kh_sqlite_run(self, s, "index", err);
    for (uint32_t i = 0; status == KHABAR_OK && i < row->terms_n; i++) {
        s = kh_sqlite_statement(self, KH_SQL_ADD_SOUND, err);
        if (!s) return KHABAR_STORE;
        sqlite3_bind_int64(s, 1, row->terms[i].key);
        kh_sqlite_bind_full(s, 2, row->terms[i].term);
        status = kh_sqlite_run(self, s, "index", err);
    }
    return status;
}

static enum khabar_status number_of(struct kh_sqlite *self, struct kh_str article,
                                    sqlite3_int64 *number, struct khabar_error *err)
{
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_NUMBER_OF, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, article);
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW) *number = sqlite3_column_int64(s, 0);
    return kh_sqlite_finish(self, s, code, NULL, err);
}

enum khabar_status kh_sqlite_put_row(struct kh_sqlite *self, const struct kh_stored *stored,
                                     const struct kh_index_row *row, bool again,
                                     struct khabar_error *err)
{
    sqlite3_int64 number = 0;
    enum khabar_status status =
        put_columns(self, again ? KH_SQL_REPLACE_ARTICLE : KH_SQL_ADD_ARTICLE, stored, row, err);
    if (status == KHABAR_OK) status = number_of(self, stored->article.id, &number, err);
    if (status == KHABAR_OK && again) status = kh_sqlite_clear_facts(self, number, err);
    if (status == KHABAR_OK) status = kh_sqlite_add_facts(self, number, stored, err);
    if (status == KHABAR_OK) status = add_index(self, number, row, err);
    return status;
}

enum khabar_status kh_sqlite_add_article(struct kh_store *store, const struct kh_stored *stored,
                                         const struct kh_index_row *row, const struct kh_page *page,
                                         struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    enum khabar_status status = KHABAR_OK;
    if (stored->link.event.n) status = add_event(self, stored->link.event, err);
    if (status == KHABAR_OK) status = kh_sqlite_put_row(self, stored, row, false, err);
    if (status == KHABAR_OK)
        status = kh_sqlite_add_version(store, stored->article.id, stored->article.id, page, err);
    return status;
}

enum khabar_status kh_sqlite_move_article(struct kh_store *store, struct kh_str article,
                                          struct kh_str event, struct kh_str joined_by,
                                          double score, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    enum khabar_status status = event.n ? add_event(self, event, err) : KHABAR_OK;
    if (status != KHABAR_OK) return status;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_MOVE_ARTICLE, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, article);
    kh_sqlite_bind(s, 2, event);
    kh_sqlite_bind(s, 3, joined_by);
    sqlite3_bind_double(s, 4, score);
    return kh_sqlite_run(self, s, "move article", err);
}

enum khabar_status kh_sqlite_forward_event(struct kh_store *store, struct kh_str from,
                                           struct kh_str to, struct khabar_error *err)
{
    static const enum kh_sql order[] = {KH_SQL_FORWARD, KH_SQL_FORWARD_AGAIN, KH_SQL_DROP_EVENT};
    struct kh_sqlite *self = kh_sqlite_of(store);
    enum khabar_status status = KHABAR_OK;
    for (size_t i = 0; status == KHABAR_OK && i < sizeof order / sizeof *order; i++) {
        sqlite3_stmt *s = kh_sqlite_statement(self, order[i], err);
        if (!s) return KHABAR_STORE;
        kh_sqlite_bind_full(s, 1, from);
        if (order[i] != KH_SQL_DROP_EVENT) kh_sqlite_bind_full(s, 2, to);
        status = kh_sqlite_run(self, s, "forward event", err);
    }
    return status;
}

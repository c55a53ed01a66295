/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows coming out of the SQLite store as structs in the caller's arena. Must not write.
 */
#include "store/sqlite.h"

#include "store/url_key.h"

#include <jansson.h>

#define STAGE "store"

/* ---- is it here already? ---- */

static struct kh_found read_found(struct kh_arena *arena, sqlite3_stmt *s)
{
    return (struct kh_found){.article = kh_sqlite_column(arena, s, 0),
                             .event = kh_sqlite_column(arena, s, 1),
                             .title = kh_sqlite_column(arena, s, 2),
                             .lang = kh_lang_of(kh_sqlite_column(arena, s, 3))};
}

static enum khabar_status found(struct kh_sqlite *self, sqlite3_stmt *s, struct kh_arena *arena,
                                struct kh_found *out, struct khabar_error *err)
{
    int code = sqlite3_step(s);
    if (code == SQLITE_DONE) {
        sqlite3_reset(s);
        return KHABAR_NOT_FOUND;
    }
    if (code == SQLITE_ROW) *out = read_found(arena, s);
    return kh_sqlite_finish(self, s, code, arena, err);
}

enum khabar_status kh_sqlite_find_page(struct kh_store *store, struct kh_arena *arena,
                                       struct kh_str page_id, struct kh_found *out,
                                       struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_FIND_PAGE, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, page_id);
    return found(self, s, arena, out, err);
}

enum khabar_status kh_sqlite_find_same(struct kh_store *store, struct kh_arena *arena,
                                       const struct kh_article *article,
                                       const struct kh_index_row *row, struct kh_found *out,
                                       struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    struct kh_str url_key = kh_url_key(arena, article->url);
    if (url_key.n) {
        sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_FIND_URL, err);
        if (!s) return KHABAR_STORE;
        kh_sqlite_bind_full(s, 1, url_key);
        enum khabar_status status = found(self, s, arena, out, err);
        if (status != KHABAR_NOT_FOUND) return status;
    }
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_FIND_TEXT, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_blob(s, 1, row->text_key, sizeof row->text_key, SQLITE_STATIC);
    kh_sqlite_bind(s, 2, article->site);
    kh_sqlite_bind(s, 3, url_key);
    return found(self, s, arena, out, err);
}

enum khabar_status kh_sqlite_find_titled(struct kh_store *store, struct kh_arena *arena,
                                         const struct kh_article *article, struct kh_found **out,
                                         uint32_t *n, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    size_t capacity = 0;
    int code;
    *out = NULL;
    *n = 0;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_FIND_TITLED, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind(s, 1, article->site);
    kh_sqlite_bind(s, 2, article->title);
    kh_sqlite_bind_date(s, 3, article->published);
    kh_sqlite_bind(s, 4, kh_url_key(arena, article->url));
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_found *all = kh_arena_grow(arena, *out, *n, &capacity, sizeof *all);
        if (!all) break;
        *out = all;
        all[*n] = read_found(arena, s);
        all[(*n)++].text = kh_sqlite_column(arena, s, 4);
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

/* ---- the live window ---- */

static struct kh_str blob(sqlite3_stmt *s, int i)
{
    const void *bytes = sqlite3_column_blob(s, i);
    return (struct kh_str){bytes, (size_t)sqlite3_column_bytes(s, i)};
}

static enum khabar_status live(struct kh_sqlite *self, sqlite3_stmt *s,
                               struct kh_live_visitor visitor, struct khabar_error *err)
{
    int code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_str article = blob(s, 0);
        if (visitor.knows && visitor.knows(visitor.context, article)) continue;
        enum khabar_status status =
            visitor.see(visitor.context, article, blob(s, 1), blob(s, 2), err);
        if (status != KHABAR_OK) {
            sqlite3_reset(s);
            return status;
        }
    }
    return kh_sqlite_finish(self, s, code, NULL, err);
}

enum khabar_status kh_sqlite_live(struct kh_store *store, const struct kh_live_range *range,
                                  struct kh_live_visitor visitor, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_LIVE, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, range->added);
    sqlite3_bind_int64(s, 2, range->from);
    sqlite3_bind_int64(s, 3, range->to);
    sqlite3_bind_int64(s, 4, range->near);
    sqlite3_bind_int64(s, 5, range->limit);
    return live(self, s, visitor, err);
}

enum khabar_status kh_sqlite_live_one(struct kh_store *store, struct kh_str article,
                                      struct kh_live_visitor visitor, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_LIVE_ONE, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, article);
    return live(self, s, visitor, err);
}

/* ---- a prefix to a whole id ---- */

/* The one row of a look-up; several are KHABAR_AMBIGUOUS and named. */
static enum khabar_status only_row(struct kh_sqlite *self, enum kh_sql which,
                                   struct kh_arena *arena, struct kh_str prefix, struct kh_str *id,
                                   struct khabar_error *err)
{
    struct kh_str rows[3];
    int n = 0, code;
    sqlite3_stmt *s = kh_sqlite_statement(self, which, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, prefix);
    while ((code = sqlite3_step(s)) == SQLITE_ROW && n < 3)
        rows[n++] = kh_sqlite_column(arena, s, 0);
    enum khabar_status status = kh_sqlite_finish(self, s, code, arena, err);
    if (status != KHABAR_OK) return status;
    if (n == 0) return KHABAR_NOT_FOUND;
    if (n == 1) {
        *id = rows[0];
        return KHABAR_OK;
    }
    return kh_error(err, STAGE, KHABAR_AMBIGUOUS, "fits several: %.*s, %.*s%s", (int)rows[0].n,
                    rows[0].p, (int)rows[1].n, rows[1].p, n > 2 ? ", ..." : "");
}

enum khabar_status kh_sqlite_resolve(struct kh_store *store, struct kh_arena *arena,
                                     struct kh_str prefix, enum kh_id_kind *kind, struct kh_str *id,
                                     struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    static const enum kh_sql order[] = {KH_SQL_RESOLVE_EVENT, KH_SQL_RESOLVE_PAGE,
                                        KH_SQL_RESOLVE_FORWARD, KH_SQL_RESOLVE_PATH};
    struct kh_str event;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        enum khabar_status status = only_row(self, order[i], arena, prefix, id, err);
        if (status == KHABAR_NOT_FOUND) continue;
        if (status != KHABAR_OK) return status;
        bool is_event = order[i] == KH_SQL_RESOLVE_EVENT || order[i] == KH_SQL_RESOLVE_FORWARD;
        *kind = is_event ? KH_ID_EVENT : KH_ID_ARTICLE;
        if (order[i] != KH_SQL_RESOLVE_EVENT || id->n == prefix.n) return KHABAR_OK;
        /* The prefix must not be one of an article as well. */
        event = *id;
        status = only_row(self, KH_SQL_RESOLVE_PAGE, arena, prefix, id, err);
        if (status == KHABAR_OK)
            return kh_error(err, STAGE, KHABAR_AMBIGUOUS, "fits event %.*s and article %.*s",
                            (int)event.n, event.p, (int)id->n, id->p);
        *id = event;
        return status == KHABAR_NOT_FOUND ? KHABAR_OK : status;
    }
    return kh_error(err, STAGE, KHABAR_NOT_FOUND, "no event or article has this id");
}

/* ---- articles ---- */

static struct kh_str *column_list(struct kh_arena *arena, sqlite3_stmt *s, int i, uint32_t *n)
{
    const void *text = sqlite3_column_blob(s, i);
    *n = 0;
    json_t *list = text ? json_loadb(text, (size_t)sqlite3_column_bytes(s, i), 0, NULL) : NULL;
    size_t count = json_array_size(list);
    struct kh_str *out = count ? kh_arena_zalloc(arena, count, sizeof *out) : NULL;
    for (size_t k = 0; out && k < count; k++) {
        const json_t *item = json_array_get(list, k);
        struct kh_str value = {json_string_value(item), json_string_length(item)};
        if (value.p) out[(*n)++] = kh_arena_str(arena, value);
    }
    json_decref(list);
    return out;
}

/* The static word that a stored *_from means, so that no NUL-terminated copy is needed. */
static const char *from_word(sqlite3_stmt *s, int i)
{
    static const char *const words[] = {"json-ld", "meta", "heading", "title",
                                        "text",    "time", "url",     "given"};
    const char *text = (const char *)sqlite3_column_text(s, i);
    for (size_t k = 0; text && k < sizeof words / sizeof *words; k++)
        if (strcmp(words[k], text) == 0) return words[k];
    return NULL;
}

/* The columns in the order of GET_ARTICLE and EVENT_ARTICLES; returns the row's number. */
static sqlite3_int64 read_article(struct kh_arena *arena, sqlite3_stmt *s, struct kh_stored *out)
{
    *out = (struct kh_stored){0};
    struct kh_article *a = &out->article;
    a->id = kh_sqlite_column(arena, s, 1);
    out->link.event = kh_sqlite_column(arena, s, 2);
    out->link.joined_by = kh_sqlite_column(arena, s, 3);
    out->link.score = sqlite3_column_double(s, 4);
    out->link.shared = column_list(arena, s, 5, &out->link.shared_n);
    a->path = kh_sqlite_column(arena, s, 6);
    a->url = kh_sqlite_column(arena, s, 7);
    a->site = kh_sqlite_column(arena, s, 8);
    a->lang = kh_lang_of(kh_sqlite_column(arena, s, 9));
    a->title = kh_sqlite_column(arena, s, 10);
    a->title_from = from_word(s, 11);
    a->authors = column_list(arena, s, 12, &a->authors_n);
    a->published = kh_sqlite_column_date(s, 13);
    a->published_from = from_word(s, 14);
    a->modified = kh_sqlite_column_date(s, 15);
    a->dateline = kh_sqlite_column(arena, s, 16);
    const char *verdict = (const char *)sqlite3_column_text(s, 17);
    a->verdict = verdict && strcmp(verdict, "roundup") == 0 ? KH_ROUNDUP : KH_ARTICLE;
    a->confidence = sqlite3_column_double(s, 18);
    a->text = kh_sqlite_column(arena, s, 19);
    out->facts.article = a;
    return sqlite3_column_int64(s, 0);
}

/* What an article shares with the one it was joined by, when no list was kept of it. */
static enum khabar_status read_shared(struct kh_sqlite *self, struct kh_arena *arena,
                                      sqlite3_int64 number, struct kh_link *link,
                                      struct khabar_error *err)
{
    size_t capacity = 0;
    int code;
    if (link->shared_n || !link->joined_by.n) return KHABAR_OK;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_SHARED, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    kh_sqlite_bind_full(s, 2, link->joined_by);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_str *all =
            kh_arena_grow(arena, link->shared, link->shared_n, &capacity, sizeof *all);
        if (!all) break;
        link->shared = all;
        struct kh_str name = kh_sqlite_column(arena, s, 0);
        if (name.n) all[link->shared_n++] = name;
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

enum khabar_status kh_sqlite_get_article(struct kh_store *store, struct kh_arena *arena,
                                         struct kh_str id, struct kh_stored *out,
                                         struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_GET_ARTICLE, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, id);
    int code = sqlite3_step(s);
    if (code == SQLITE_DONE) {
        sqlite3_reset(s);
        return kh_error(err, STAGE, KHABAR_NOT_FOUND, "no article has this id");
    }
    sqlite3_int64 number = code == SQLITE_ROW ? read_article(arena, s, out) : 0;
    enum khabar_status status = kh_sqlite_finish(self, s, code, arena, err);
    if (status == KHABAR_OK) status = kh_sqlite_facts(self, arena, number, &out->facts, err);
    if (status == KHABAR_OK) status = kh_sqlite_clues(self, arena, number, out, err);
    if (status == KHABAR_OK) status = read_shared(self, arena, number, &out->link, err);
    return status;
}

/* ---- events ---- */

enum khabar_status kh_sqlite_get_event(struct kh_store *store, struct kh_arena *arena,
                                       struct kh_str id, struct kh_event *out,
                                       struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    size_t capacity = 0, numbers_capacity = 0;
    sqlite3_int64 *numbers = NULL;
    int code;
    *out = (struct kh_event){.id = kh_arena_str(arena, id)};
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_EVENT_ARTICLES, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, out->id);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_stored *all =
            kh_arena_grow(arena, out->articles, out->articles_n, &capacity, sizeof *all);
        sqlite3_int64 *more =
            kh_arena_grow(arena, numbers, out->articles_n, &numbers_capacity, sizeof *more);
        if (!all || !more) break;
        out->articles = all;
        numbers = more;
        numbers[out->articles_n] = read_article(arena, s, &all[out->articles_n]);
        out->articles_n++;
    }
    enum khabar_status status = kh_sqlite_finish(self, s, code, arena, err);
    if (status == KHABAR_OK && !out->articles_n)
        return kh_error(err, STAGE, KHABAR_NOT_FOUND, "no event has this id");
    for (uint32_t i = 0; status == KHABAR_OK && i < out->articles_n; i++) {
        struct kh_stored *stored = &out->articles[i];
        stored->facts.article = &stored->article; /* the array may have moved */
        status = kh_sqlite_clues(self, arena, numbers[i], stored, err);
        if (status == KHABAR_OK) status = read_shared(self, arena, numbers[i], &stored->link, err);
    }
    return status;
}

enum khabar_status kh_sqlite_each_event(struct kh_store *store, struct kh_arena *arena,
                                        int64_t limit, struct kh_event_visitor visitor,
                                        struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    enum khabar_status status = KHABAR_OK;
    int code = SQLITE_DONE;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_EVENTS, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, limit);
    while (status == KHABAR_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_event event;
        kh_arena_reset(arena);
        status = kh_sqlite_get_event(store, arena, kh_sqlite_column(arena, s, 0), &event, err);
        if (status == KHABAR_OK) status = visitor.see(visitor.context, &event, err);
    }
    enum khabar_status end = kh_sqlite_finish(self, s, code, arena, err);
    return status == KHABAR_OK ? end : status;
}

/* ---- a period ---- */

enum khabar_status kh_sqlite_newest(struct kh_store *store, int64_t *out, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_NEWEST, err);
    if (!s) return KHABAR_STORE;
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW) *out = sqlite3_column_int64(s, 0);
    return kh_sqlite_finish(self, s, code, NULL, err);
}

enum khabar_status kh_sqlite_period(struct kh_store *store, struct kh_arena *arena,
                                    struct kh_period *period, int64_t limit, struct kh_brief **out,
                                    struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    size_t capacity = 0;
    *out = NULL;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_PERIOD_COUNT, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, period->since);
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW) {
        period->events = (uint32_t)sqlite3_column_int64(s, 0);
        period->reports = (uint32_t)sqlite3_column_int64(s, 1);
        period->newest = sqlite3_column_int64(s, 2);
    }
    enum khabar_status status = kh_sqlite_finish(self, s, code, NULL, err);
    if (status != KHABAR_OK) return status;
    s = kh_sqlite_statement(self, KH_SQL_PERIOD, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, period->since);
    sqlite3_bind_int64(s, 2, limit);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_brief *all = kh_arena_grow(arena, *out, period->shown, &capacity, sizeof *all);
        if (!all) break;
        *out = all;
        all[period->shown++] = (struct kh_brief){.event = kh_sqlite_column(arena, s, 0),
                                                 .reports = (uint32_t)sqlite3_column_int64(s, 1),
                                                 .sites = (uint32_t)sqlite3_column_int64(s, 2),
                                                 .langs = (uint32_t)sqlite3_column_int64(s, 3),
                                                 .newest = sqlite3_column_int64(s, 4)};
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

/* ---- search ---- */

enum khabar_status kh_sqlite_sound_terms(struct kh_store *store, struct kh_arena *arena,
                                         uint32_t key, struct kh_terms *out,
                                         struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    int code;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_SOUND_TERMS, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, key);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_str *all = kh_arena_grow(arena, out->items, out->n, &out->capacity, sizeof *all);
        if (!all) break;
        out->items = all;
        all[out->n++] = kh_sqlite_column(arena, s, 0);
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

enum khabar_status kh_sqlite_search(struct kh_store *store, struct kh_arena *arena,
                                    struct kh_str expression, int64_t limit,
                                    struct kh_hit_row **out, uint32_t *n, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    size_t capacity = 0;
    int code;
    *out = NULL;
    *n = 0;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_SEARCH, err);
    if (!s) return KHABAR_STORE;
    kh_sqlite_bind_full(s, 1, expression);
    sqlite3_bind_int64(s, 2, limit);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_hit_row *all = kh_arena_grow(arena, *out, *n, &capacity, sizeof *all);
        if (!all) break;
        *out = all;
        all[(*n)++] = (struct kh_hit_row){.article = kh_sqlite_column(arena, s, 0),
                                          .score = sqlite3_column_double(s, 1)};
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

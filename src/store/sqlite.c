/* SPDX-License-Identifier: Apache-2.0
 *
 * The store in a file of SQLite: opening, schema steps, transactions, prepared statements. Rows
 * are written and read in the other sqlite_*.c. WAL, so that readers never wait;
 * synchronous=FULL, so that a power cut keeps what was committed.
 */
#include "store/sqlite.h"

#include "base/limits.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define STAGE "store"

static const char *const sql_texts[KH_SQLS] = {
#define KH_SQL(name, text) [KH_SQL_##name] = text,
#include "store/sql.h"
#undef KH_SQL
};

enum khabar_status kh_sqlite_error(struct kh_sqlite *self, const char *what,
                                   struct khabar_error *err)
{
    int code = self->db ? sqlite3_errcode(self->db) : SQLITE_NOMEM;
    if (code == SQLITE_NOMEM) return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    if (code == SQLITE_FULL) return kh_error(err, STAGE, KHABAR_STORE, "no space left: %s", what);
    if ((code & 0xFF) == SQLITE_BUSY)
        return kh_error(err, STAGE, KHABAR_STORE, "another process keeps the store locked: %s",
                        what);
    return kh_error(err, STAGE, KHABAR_STORE, "%s: %s", what, sqlite3_errmsg(self->db));
}

sqlite3_stmt *kh_sqlite_statement(struct kh_sqlite *self, enum kh_sql which,
                                  struct khabar_error *err)
{
    sqlite3_stmt **statement = &self->statements[which];
    if (*statement) {
        sqlite3_reset(*statement);
        sqlite3_clear_bindings(*statement);
    } else if (sqlite3_prepare_v3(self->db, sql_texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                                  statement, NULL) != SQLITE_OK) {
        kh_sqlite_error(self, "prepare", err);
        return NULL;
    }
    return *statement;
}

enum khabar_status kh_sqlite_run(struct kh_sqlite *self, sqlite3_stmt *statement, const char *what,
                                 struct khabar_error *err)
{
    int code = sqlite3_step(statement);
    enum khabar_status status = KHABAR_OK;
    if (code != SQLITE_DONE && code != SQLITE_ROW) status = kh_sqlite_error(self, what, err);
    sqlite3_reset(statement);
    return status;
}

void kh_sqlite_bind_full(sqlite3_stmt *statement, int i, struct kh_str value)
{
    sqlite3_bind_text64(statement, i, value.n ? value.p : "", value.n, SQLITE_STATIC, SQLITE_UTF8);
}

void kh_sqlite_bind(sqlite3_stmt *statement, int i, struct kh_str value)
{
    if (value.n) kh_sqlite_bind_full(statement, i, value);
}

void kh_sqlite_bind_date(sqlite3_stmt *statement, int i, struct kh_date date)
{
    char text[KH_DATE_TEXT_SIZE];
    size_t n = kh_date_print(date, text);
    if (n) sqlite3_bind_text(statement, i, text, (int)n, SQLITE_TRANSIENT);
}

void kh_sqlite_bind_lang(sqlite3_stmt *statement, int i, uint32_t lang)
{
    char code[4];
    size_t n = kh_lang_print(lang, code);
    if (n) sqlite3_bind_text(statement, i, code, (int)n, SQLITE_TRANSIENT);
}

struct kh_str kh_sqlite_column(struct kh_arena *arena, sqlite3_stmt *statement, int i)
{
    const void *bytes = sqlite3_column_blob(statement, i);
    size_t n = (size_t)sqlite3_column_bytes(statement, i);
    return bytes && n ? kh_arena_str(arena, (struct kh_str){bytes, n}) : KH_STR_NONE;
}

struct kh_date kh_sqlite_column_date(sqlite3_stmt *statement, int i)
{
    struct kh_date date = {0};
    const void *text = sqlite3_column_blob(statement, i);
    size_t n = (size_t)sqlite3_column_bytes(statement, i);
    if (text) kh_date_parse_iso((struct kh_str){text, n}, &date);
    return date;
}

enum khabar_status kh_sqlite_finish(struct kh_sqlite *self, sqlite3_stmt *statement, int code,
                                    const struct kh_arena *arena, struct khabar_error *err)
{
    enum khabar_status status = KHABAR_OK;
    if (code != SQLITE_DONE && code != SQLITE_ROW) status = kh_sqlite_error(self, "read", err);
    if (status == KHABAR_OK && arena && arena->failed)
        status = kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    sqlite3_reset(statement);
    return status;
}

/* ---- transactions ---- */

static enum khabar_status run_plain(struct kh_store *store, enum kh_sql which, const char *what,
                                    struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *statement = kh_sqlite_statement(self, which, err);
    return statement ? kh_sqlite_run(self, statement, what, err) : KHABAR_STORE;
}

static enum khabar_status begin(struct kh_store *store, struct khabar_error *err)
{
    return run_plain(store, KH_SQL_BEGIN, "begin", err);
}

static enum khabar_status snapshot(struct kh_store *store, struct khabar_error *err)
{
    return run_plain(store, KH_SQL_SNAPSHOT, "begin", err);
}

static enum khabar_status commit(struct kh_store *store, struct khabar_error *err)
{
    return run_plain(store, KH_SQL_COMMIT, "commit", err);
}

/* Statements that stand on a row would keep the transaction open. */
static void rollback(struct kh_store *store)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    for (int i = 0; i < KH_SQLS; i++)
        if (self->statements[i]) sqlite3_reset(self->statements[i]);
    if (!sqlite3_get_autocommit(self->db)) run_plain(store, KH_SQL_ROLLBACK, "rollback", NULL);
}

static enum khabar_status generation(struct kh_store *store, int64_t *out, struct khabar_error *err)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    sqlite3_stmt *statement = kh_sqlite_statement(self, KH_SQL_GENERATION, err);
    if (!statement) return KHABAR_STORE;
    if (sqlite3_step(statement) != SQLITE_ROW) return kh_sqlite_error(self, "generation", err);
    *out = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return KHABAR_OK;
}

static void close_store(struct kh_store *store)
{
    struct kh_sqlite *self = kh_sqlite_of(store);
    if (!store) return;
    for (int i = 0; i < KH_SQLS; i++) sqlite3_finalize(self->statements[i]);
    sqlite3_close(self->db);
    kh_buf_clear(&self->packed);
    free(self);
}

/* ---- opening ---- */

static const struct kh_store_ops sqlite_ops = {
    .close = close_store,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .snapshot = snapshot,
    .generation = generation,
    .find_page = kh_sqlite_find_page,
    .find_same = kh_sqlite_find_same,
    .find_titled = kh_sqlite_find_titled,
    .add_article = kh_sqlite_add_article,
    .add_version = kh_sqlite_add_version,
    .move_article = kh_sqlite_move_article,
    .forward_event = kh_sqlite_forward_event,
    .set_alias = kh_sqlite_set_alias,
    .drop_alias = kh_sqlite_drop_alias,
    .aliases = kh_sqlite_aliases,
    .set_lexemes = kh_sqlite_set_lexemes,
    .lexemes = kh_sqlite_lexemes,
    .unlearnt = kh_sqlite_unlearnt,
    .add_correction = kh_sqlite_add_correction,
    .drop_correction = kh_sqlite_drop_correction,
    .corrections = kh_sqlite_corrections,
    .list_articles = kh_sqlite_list_articles,
    .get_page = kh_sqlite_get_page,
    .clear_index = kh_sqlite_clear_index,
    .replace_article = kh_sqlite_replace_article,
    .drop_empty_events = kh_sqlite_drop_empty_events,
    .live_one = kh_sqlite_live_one,
    .live = kh_sqlite_live,
    .resolve = kh_sqlite_resolve,
    .get_article = kh_sqlite_get_article,
    .get_event = kh_sqlite_get_event,
    .each_event = kh_sqlite_each_event,
    .newest = kh_sqlite_newest,
    .period = kh_sqlite_period,
    .sound_terms = kh_sqlite_sound_terms,
    .search = kh_sqlite_search,
};

/* Runs the statements of a text of our own, one after the other; rows are passed over. */
static enum khabar_status execute(struct kh_sqlite *self, const char *sql, const char *what,
                                  struct khabar_error *err)
{
    while (*sql) {
        sqlite3_stmt *statement = NULL;
        if (sqlite3_prepare_v2(self->db, sql, -1, &statement, &sql) != SQLITE_OK)
            return kh_sqlite_error(self, what, err);
        int code = statement ? sqlite3_step(statement) : SQLITE_DONE;
        while (code == SQLITE_ROW) code = sqlite3_step(statement);
        if (code != SQLITE_DONE) {
            enum khabar_status status = kh_sqlite_error(self, what, err);
            sqlite3_finalize(statement);
            return status;
        }
        sqlite3_finalize(statement);
    }
    return KHABAR_OK;
}

static enum khabar_status number_of(struct kh_sqlite *self, const char *sql, int *out,
                                    struct khabar_error *err)
{
    sqlite3_stmt *statement = NULL;
    enum khabar_status status = KHABAR_OK;
    *out = 0;
    if (sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return kh_sqlite_error(self, "open", err);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) *out = sqlite3_column_int(statement, 0);
    else if (code != SQLITE_DONE) status = kh_sqlite_error(self, "open", err);
    sqlite3_finalize(statement);
    return status;
}

static enum khabar_status one_step(struct kh_sqlite *self, int number, struct khabar_error *err)
{
    const struct kh_step *step = &kh_steps[number - 1];
    char note[300];
    enum khabar_status status = execute(self, step->sql, "schema", err);
    if (status != KHABAR_OK) return status;
    snprintf(note, sizeof note,
             "INSERT INTO migration VALUES(%d, datetime('now'), '%s'); PRAGMA user_version = %d",
             number, step->what, number);
    return execute(self, note, "schema", err);
}

/* Brings the schema up to this program's. Two processes may get here at once: who comes second
 * waits for the write lock and finds the work done. */
static enum khabar_status migrate(struct kh_sqlite *self, struct khabar_error *err)
{
    int version = 0;
    enum khabar_status status = execute(self, "BEGIN IMMEDIATE", "begin", err);
    if (status == KHABAR_OK) status = number_of(self, "PRAGMA user_version", &version, err);
    if (status == KHABAR_OK && version == 0) {
        char head[200];
        snprintf(head, sizeof head,
                 "PRAGMA application_id = %d; CREATE TABLE migration(version INTEGER PRIMARY KEY,"
                 " at TEXT NOT NULL, what TEXT NOT NULL) STRICT",
                 KH_APPLICATION_ID);
        status = execute(self, head, "schema", err);
    }
    for (int i = version + 1; status == KHABAR_OK && i <= KH_STEPS; i++)
        status = one_step(self, i, err);
    if (status == KHABAR_OK) status = execute(self, "COMMIT", "commit", err);
    if (status != KHABAR_OK) execute(self, "ROLLBACK", "rollback", NULL);
    return status;
}

/* Two processes that make the store at once may find it busy without SQLite waiting for them. */
static enum khabar_status use_wal(struct kh_sqlite *self, struct khabar_error *err)
{
    const struct timespec pause = {.tv_nsec = 20000000};
    for (int tries = 0;; tries++) {
        enum khabar_status status = execute(self, "PRAGMA journal_mode = WAL", "journal", err);
        if (status == KHABAR_OK || sqlite3_errcode(self->db) != SQLITE_BUSY || tries == 100)
            return status;
        nanosleep(&pause, NULL);
    }
}

/* What the file is, read in one transaction: another process may be making the store just now, and
 * half of its answer would be that of the empty file. */
static enum khabar_status read_head(struct kh_sqlite *self, int *application, int *version,
                                    int *tables, struct khabar_error *err)
{
    enum khabar_status status = execute(self, "BEGIN", "begin", err);
    if (status == KHABAR_OK) status = number_of(self, "PRAGMA application_id", application, err);
    if (status == KHABAR_OK) status = number_of(self, "PRAGMA user_version", version, err);
    if (status == KHABAR_OK)
        status = number_of(self, "SELECT count(*) FROM sqlite_master", tables, err);
    execute(self, "ROLLBACK", "rollback", NULL);
    return status;
}

/* A new file, or a store of this program that is not newer than it knows. */
static enum khabar_status check(struct kh_sqlite *self, enum kh_store_mode mode,
                                struct khabar_error *err)
{
    int version, application, tables;
    enum khabar_status status = read_head(self, &application, &version, &tables, err);
    if (status != KHABAR_OK) return status;
    if (tables && application != KH_APPLICATION_ID)
        return kh_error(err, STAGE, KHABAR_STORE, "this file is no store of khabar");
    if (version > KH_STEPS)
        return kh_error(err, STAGE, KHABAR_STORE, "the store is of a newer khabar (schema %d)",
                        version);
    if (mode == KH_STORE_READ && !tables)
        return kh_error(err, STAGE, KHABAR_NOT_FOUND, "there is no store yet");
    /* The journal of the change to WAL must not come back after a power cut: EXTRA syncs the
     * folder it was deleted from. From then on FULL does. */
    status = execute(self, "PRAGMA synchronous = EXTRA", "settings", err);
    if (status == KHABAR_OK && mode == KH_STORE_WRITE) status = use_wal(self, err);
    if (status == KHABAR_OK && version < KH_STEPS) status = migrate(self, err);
    if (status == KHABAR_OK) status = execute(self, "PRAGMA synchronous = FULL", "settings", err);
    return status;
}

static enum khabar_status settings(struct kh_sqlite *self, struct khabar_error *err)
{
    sqlite3_busy_timeout(self->db, KH_STORE_WAIT_MS);
    return execute(self,
                   "PRAGMA foreign_keys = ON;"
                   " PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON",
                   "settings", err);
}

enum khabar_status kh_store_open_sqlite(const char *path, enum kh_store_mode mode,
                                        struct kh_store **out, struct khabar_error *err)
{
    *out = NULL;
    struct kh_sqlite *self = calloc(1, sizeof *self);
    if (!self) return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    self->store.ops = &sqlite_ops;
    kh_buf_init(&self->packed, 2 * KH_MAX_PAGE_BYTES);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (mode == KH_STORE_WRITE) flags |= SQLITE_OPEN_CREATE;
    enum khabar_status status = KHABAR_OK;
    if (sqlite3_open_v2(path, &self->db, flags, NULL) != SQLITE_OK) {
        status = mode == KH_STORE_READ && self->db && sqlite3_errcode(self->db) == SQLITE_CANTOPEN
                     ? kh_error(err, STAGE, KHABAR_NOT_FOUND, "there is no store yet")
                     : kh_sqlite_error(self, "open", err);
    }
    if (status == KHABAR_OK) status = settings(self, err);
    if (status == KHABAR_OK) status = check(self, mode, err);
    if (status != KHABAR_OK) {
        close_store(&self->store);
        return status;
    }
    *out = &self->store;
    return KHABAR_OK;
}

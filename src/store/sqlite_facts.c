/* SPDX-License-Identifier: Apache-2.0
 *
 * What is understood of an article, into the SQLite store and out of it: mentions, statements, and
 * clues to the day. Each table's columns stand in the order of sql.h.
 */
#include "store/sqlite.h"

/* ---- in ---- */

static enum khabar_status add_mention(struct kh_sqlite *self, sqlite3_int64 number, uint32_t i,
                                      const struct kh_mention *m, struct khabar_error *err)
{
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_ADD_MENTION, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_int64(s, 2, i);
    sqlite3_bind_int(s, 3, m->kind);
    sqlite3_bind_int(s, 4, m->in_title);
    sqlite3_bind_int64(s, 5, m->start);
    sqlite3_bind_int64(s, 6, m->end);
    kh_sqlite_bind(s, 7, m->name);
    kh_sqlite_bind(s, 8, m->key);
    kh_sqlite_bind(s, 9, kh_str_of(m->country));
    kh_sqlite_bind_date(s, 10, m->date);
    if (m->kind == KH_NUMBER) sqlite3_bind_double(s, 11, m->value);
    kh_sqlite_bind(s, 12, m->unit);
    sqlite3_bind_int(s, 13, m->by_adjective);
    sqlite3_bind_int(s, 14, m->approximate);
    return kh_sqlite_run(self, s, "add mention", err);
}

static enum khabar_status add_clue(struct kh_sqlite *self, sqlite3_int64 number, uint32_t i,
                                   const struct kh_clue *clue, struct khabar_error *err)
{
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_ADD_CLUE, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_int64(s, 2, i);
    sqlite3_bind_int(s, 3, clue->kind);
    sqlite3_bind_int(s, 4, clue->weight);
    sqlite3_bind_int(s, 5, clue->value);
    return kh_sqlite_run(self, s, "add clue", err);
}

/* Columns first to first + 3. */
static void bind_party(sqlite3_stmt *s, int first, const struct kh_party *party)
{
    kh_sqlite_bind(s, first, party->name);
    kh_sqlite_bind(s, first + 1, party->key);
    kh_sqlite_bind(s, first + 2, party->role);
    kh_sqlite_bind(s, first + 3, kh_str_of(party->country));
}

static enum khabar_status add_statement(struct kh_sqlite *self, sqlite3_int64 number, uint32_t i,
                                        const struct kh_statement *in, struct khabar_error *err)
{
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_ADD_STATEMENT, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_int64(s, 2, i);
    sqlite3_bind_int(s, 3, in->kind);
    sqlite3_bind_int64(s, 4, in->start);
    sqlite3_bind_int64(s, 5, in->end);
    sqlite3_bind_int(s, 6, in->approximate);
    sqlite3_bind_int(s, 7, in->denied);
    if (in->mention != UINT32_MAX) sqlite3_bind_int64(s, 8, in->mention);
    kh_sqlite_bind(s, 9, in->act);
    if (in->kind == KH_SAYS_NUMBER) sqlite3_bind_double(s, 10, in->value);
    kh_sqlite_bind(s, 11, in->unit);
    kh_sqlite_bind(s, 12, in->what);
    kh_sqlite_bind_date(s, 13, in->date);
    kh_sqlite_bind(s, 14, in->place);
    kh_sqlite_bind(s, 15, in->speaker);
    kh_sqlite_bind(s, 16, in->origin);
    bind_party(s, 17, &in->actor);
    bind_party(s, 21, &in->target);
    return kh_sqlite_run(self, s, "add statement", err);
}

enum khabar_status kh_sqlite_add_facts(struct kh_sqlite *self, sqlite3_int64 number,
                                       const struct kh_stored *stored, struct khabar_error *err)
{
    const struct kh_facts *facts = &stored->facts;
    enum khabar_status status = KHABAR_OK;
    for (uint32_t i = 0; status == KHABAR_OK && i < facts->mentions_n; i++)
        status = add_mention(self, number, i, &facts->mentions[i], err);
    for (uint32_t i = 0; status == KHABAR_OK && i < facts->statements_n; i++)
        status = add_statement(self, number, i, &facts->statements[i], err);
    for (uint32_t i = 0; status == KHABAR_OK && i < stored->clues_n; i++)
        status = add_clue(self, number, i, &stored->clues[i], err);
    return status;
}

/* ---- out ---- */

static void read_country(sqlite3_stmt *s, int i, char out[3])
{
    const char *code = (const char *)sqlite3_column_text(s, i);
    if (code && strlen(code) == 2) memcpy(out, code, 3);
}

static enum khabar_status read_mentions(struct kh_sqlite *self, struct kh_arena *arena,
                                        sqlite3_int64 number, struct kh_facts *out,
                                        struct khabar_error *err)
{
    size_t capacity = 0;
    int code;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_MENTIONS, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_mention *all =
            kh_arena_grow(arena, out->mentions, out->mentions_n, &capacity, sizeof *out->mentions);
        if (!all) break;
        out->mentions = all;
        struct kh_mention *m = &all[out->mentions_n++];
        *m = (struct kh_mention){.kind = (uint8_t)sqlite3_column_int(s, 0),
                                 .in_title = sqlite3_column_int(s, 1) != 0,
                                 .start = (uint32_t)sqlite3_column_int64(s, 2),
                                 .end = (uint32_t)sqlite3_column_int64(s, 3),
                                 .name = kh_sqlite_column(arena, s, 4),
                                 .key = kh_sqlite_column(arena, s, 5),
                                 .date = kh_sqlite_column_date(s, 7),
                                 .value = sqlite3_column_double(s, 8),
                                 .unit = kh_sqlite_column(arena, s, 9),
                                 .by_adjective = sqlite3_column_int(s, 10) != 0,
                                 .approximate = sqlite3_column_int(s, 11) != 0};
        read_country(s, 6, m->country);
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

static struct kh_party read_party(struct kh_arena *arena, sqlite3_stmt *s, int first)
{
    struct kh_party out = {.name = kh_sqlite_column(arena, s, first),
                           .key = kh_sqlite_column(arena, s, first + 1),
                           .role = kh_sqlite_column(arena, s, first + 2)};
    read_country(s, first + 3, out.country);
    return out;
}

static enum khabar_status read_statements(struct kh_sqlite *self, struct kh_arena *arena,
                                          sqlite3_int64 number, struct kh_facts *out,
                                          struct khabar_error *err)
{
    size_t capacity = 0;
    int code;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_STATEMENTS, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_statement *all =
            kh_arena_grow(arena, out->statements, out->statements_n, &capacity, sizeof *all);
        if (!all) break;
        out->statements = all;
        bool made_of = sqlite3_column_type(s, 5) != SQLITE_NULL;
        all[out->statements_n++] = (struct kh_statement){
            .kind = (uint8_t)sqlite3_column_int(s, 0),
            .start = (uint32_t)sqlite3_column_int64(s, 1),
            .end = (uint32_t)sqlite3_column_int64(s, 2),
            .approximate = sqlite3_column_int(s, 3) != 0,
            .denied = sqlite3_column_int(s, 4) != 0,
            .mention = made_of ? (uint32_t)sqlite3_column_int64(s, 5) : UINT32_MAX,
            .act = kh_sqlite_column(arena, s, 6),
            .value = sqlite3_column_double(s, 7),
            .unit = kh_sqlite_column(arena, s, 8),
            .what = kh_sqlite_column(arena, s, 9),
            .date = kh_sqlite_column_date(s, 10),
            .place = kh_sqlite_column(arena, s, 11),
            .speaker = kh_sqlite_column(arena, s, 12),
            .origin = kh_sqlite_column(arena, s, 13),
            .actor = read_party(arena, s, 14),
            .target = read_party(arena, s, 18)};
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

enum khabar_status kh_sqlite_facts(struct kh_sqlite *self, struct kh_arena *arena,
                                   sqlite3_int64 number, struct kh_facts *out,
                                   struct khabar_error *err)
{
    enum khabar_status status = read_mentions(self, arena, number, out, err);
    if (status == KHABAR_OK) status = read_statements(self, arena, number, out, err);
    return status;
}

enum khabar_status kh_sqlite_clues(struct kh_sqlite *self, struct kh_arena *arena,
                                   sqlite3_int64 number, struct kh_stored *out,
                                   struct khabar_error *err)
{
    size_t capacity = 0;
    int code;
    sqlite3_stmt *s = kh_sqlite_statement(self, KH_SQL_CLUES, err);
    if (!s) return KHABAR_STORE;
    sqlite3_bind_int64(s, 1, number);
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        struct kh_clue *all =
            kh_arena_grow(arena, out->clues, out->clues_n, &capacity, sizeof *all);
        if (!all) break;
        out->clues = all;
        all[out->clues_n++] = (struct kh_clue){.kind = (uint8_t)sqlite3_column_int(s, 0),
                                               .weight = (uint8_t)sqlite3_column_int(s, 1),
                                               .value = sqlite3_column_int(s, 2)};
    }
    return kh_sqlite_finish(self, s, code, arena, err);
}

enum khabar_status kh_sqlite_clear_facts(struct kh_sqlite *self, sqlite3_int64 number,
                                         struct khabar_error *err)
{
    static const enum kh_sql all[] = {KH_SQL_CLEAR_MENTIONS, KH_SQL_CLEAR_STATEMENTS,
                                      KH_SQL_CLEAR_CLUES};
    enum khabar_status status = KHABAR_OK;
    for (size_t i = 0; status == KHABAR_OK && i < sizeof all / sizeof *all; i++) {
        sqlite3_stmt *s = kh_sqlite_statement(self, all[i], err);
        if (!s) return KHABAR_STORE;
        sqlite3_bind_int64(s, 1, number);
        status = kh_sqlite_run(self, s, "clear facts", err);
    }
    return status;
}

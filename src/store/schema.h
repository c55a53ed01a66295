/* SPDX-License-Identifier: Apache-2.0
 *
 * The schema of the store, step by step. A store remembers in table `migration` which steps it has
 * gone; a new version of the program adds steps at the end and never changes one.
 */
#ifndef KH_STORE_SCHEMA_H
#define KH_STORE_SCHEMA_H

struct kh_step {
    const char *what;
    const char *sql;
};

/* "khbr": tells a store from any other SQLite file. */
#define KH_APPLICATION_ID 0x6b686272

/* clang-format off */
static const struct kh_step kh_steps[] = {
    {"articles, their pages, mentions, events and the search index",
     "CREATE TABLE event("
     "  n INTEGER PRIMARY KEY,"
     "  id TEXT NOT NULL UNIQUE"
     ") STRICT;"
     /* Old ids of events that were joined into others. */
     "CREATE TABLE forward("
     "  old TEXT NOT NULL PRIMARY KEY,"
     "  new TEXT NOT NULL"
     ") STRICT, WITHOUT ROWID;"
     "CREATE INDEX forward_new ON forward(new);"
     "CREATE TABLE article("
     "  n INTEGER PRIMARY KEY,"
     "  id TEXT NOT NULL UNIQUE,"          /* content id of the first page it came as */
     "  event INTEGER REFERENCES event(n),"
     "  joined_by TEXT, score REAL NOT NULL, shared TEXT NOT NULL,"
     "  path TEXT, url TEXT, url_key TEXT, site TEXT, lang TEXT,"
     "  title TEXT, title_from TEXT, authors TEXT NOT NULL,"
     "  published TEXT, published_from TEXT, modified TEXT, dateline TEXT,"
     "  text TEXT NOT NULL, text_key BLOB NOT NULL,"
     "  verdict TEXT NOT NULL, confidence REAL NOT NULL,"
     "  seconds INTEGER,"                  /* of publication; NULL when unknown */
     "  added INTEGER NOT NULL,"
     "  rules INTEGER NOT NULL,"           /* KH_RULES_VERSION it was read by */
     "  features BLOB NOT NULL"
     ") STRICT;"
     "CREATE INDEX article_event ON article(event);"
     "CREATE INDEX article_url ON article(url_key) WHERE url_key IS NOT NULL;"
     "CREATE INDEX article_text ON article(text_key);"
     "CREATE INDEX article_seconds ON article(seconds) WHERE seconds IS NOT NULL;"
     "CREATE INDEX article_added ON article(added);"
     "CREATE INDEX article_path ON article(path);"
     /* Every form the bytes of an article came in, so that it can be read anew. */
     "CREATE TABLE page("
     "  n INTEGER PRIMARY KEY,"
     "  id TEXT NOT NULL UNIQUE,"
     "  article INTEGER NOT NULL REFERENCES article(n),"
     "  path TEXT, url TEXT, site TEXT, content_type TEXT, published TEXT,"
     "  bytes BLOB NOT NULL,"              /* zstd */
     "  bytes_n INTEGER NOT NULL,"
     "  added INTEGER NOT NULL"
     ") STRICT;"
     "CREATE INDEX page_article ON page(article);"
     "CREATE TABLE mention("
     "  article INTEGER NOT NULL REFERENCES article(n), i INTEGER NOT NULL,"
     "  kind INTEGER NOT NULL, in_title INTEGER NOT NULL,"
     "  \"start\" INTEGER NOT NULL, \"end\" INTEGER NOT NULL,"
     "  name TEXT, key TEXT, country TEXT, date TEXT, value REAL, unit TEXT,"
     "  by_adjective INTEGER NOT NULL, approximate INTEGER NOT NULL,"
     "  PRIMARY KEY(article, i)"
     ") STRICT, WITHOUT ROWID;"
     "CREATE TABLE statement("
     "  article INTEGER NOT NULL REFERENCES article(n), i INTEGER NOT NULL,"
     "  kind INTEGER NOT NULL, \"start\" INTEGER NOT NULL, \"end\" INTEGER NOT NULL,"
     "  approximate INTEGER NOT NULL, denied INTEGER NOT NULL,"
     "  mention INTEGER,"                  /* i of the mention it is made of */
     "  act TEXT, value REAL, unit TEXT, what TEXT, date TEXT, place TEXT,"
     "  speaker TEXT, origin TEXT,"
     "  actor_name TEXT, actor_key TEXT, actor_role TEXT, actor_country TEXT,"
     "  target_name TEXT, target_key TEXT, target_role TEXT, target_country TEXT,"
     "  PRIMARY KEY(article, i)"
     ") STRICT, WITHOUT ROWID;"
     "CREATE TABLE clue("
     "  article INTEGER NOT NULL REFERENCES article(n), i INTEGER NOT NULL,"
     "  kind INTEGER NOT NULL, weight INTEGER NOT NULL, value INTEGER NOT NULL,"
     "  PRIMARY KEY(article, i)"
     ") STRICT, WITHOUT ROWID;"
     /* Holds folded words alone: the texts stand in `article`. */
     "CREATE VIRTUAL TABLE words USING fts5(title, body, keys, content='',"
     "  tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\");"
     "CREATE TABLE sound("
     "  key INTEGER NOT NULL, term TEXT NOT NULL,"
     "  PRIMARY KEY(key, term)"
     ") STRICT, WITHOUT ROWID;"},
    {"corrections of people",
     "CREATE TABLE correction("
     "  n INTEGER PRIMARY KEY AUTOINCREMENT," /* a number is never given twice */
     "  kind INTEGER NOT NULL, at INTEGER NOT NULL"
     ") STRICT;"
     "CREATE TABLE corrected("
     "  correction INTEGER NOT NULL REFERENCES correction(n) ON DELETE CASCADE,"
     "  article INTEGER NOT NULL REFERENCES article(n),"
     "  before TEXT, moved INTEGER NOT NULL,"
     "  PRIMARY KEY(correction, article)"
     ") STRICT, WITHOUT ROWID;"},
    {"names that a desk taught",
     "CREATE TABLE alias("
     "  folded TEXT NOT NULL PRIMARY KEY,"
     "  written TEXT NOT NULL, target TEXT NOT NULL, kind TEXT"
     ") STRICT, WITHOUT ROWID;"},
    {"articles by site and headline",
     "CREATE INDEX article_title ON article(site, title)"
     " WHERE site IS NOT NULL AND title IS NOT NULL"},
    {"words learnt from events told in several languages",
     "CREATE TABLE lexeme("
     "  word INTEGER PRIMARY KEY, concept INTEGER NOT NULL,"
     "  events INTEGER NOT NULL, score REAL NOT NULL"
     ") STRICT;"
     "CREATE TABLE learnt("
     "  one INTEGER PRIMARY KEY CHECK(one = 1),"
     "  article INTEGER NOT NULL"          /* the newest when it was learnt */
     ") STRICT;"},
};
/* clang-format on */

#define KH_STEPS ((int)(sizeof kh_steps / sizeof *kh_steps))

#endif

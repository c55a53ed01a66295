/* SPDX-License-Identifier: Apache-2.0
 *
 * Every statement that is run more than once, prepared at first use. An X-macro list included with
 * KH_SQL defined, by sqlite.h and sqlite.c. Values are bound, never pasted.
 */
/* clang-format off */
KH_SQL(BEGIN, "BEGIN IMMEDIATE")
KH_SQL(SNAPSHOT, "BEGIN")
KH_SQL(COMMIT, "COMMIT")
KH_SQL(ROLLBACK, "ROLLBACK")
KH_SQL(GENERATION, "PRAGMA data_version")

KH_SQL(FIND_PAGE,
       "SELECT a.id, e.id, a.title, a.lang FROM page p JOIN article a ON a.n = p.article"
       " LEFT JOIN event e ON e.n = a.event WHERE p.id = ?1")
KH_SQL(FIND_URL,
       "SELECT a.id, e.id, a.title, a.lang FROM article a"
       " LEFT JOIN event e ON e.n = a.event WHERE a.url_key = ?1 LIMIT 1")
KH_SQL(FIND_TEXT,
       "SELECT a.id, e.id, a.title, a.lang FROM article a"
       " LEFT JOIN event e ON e.n = a.event WHERE a.text_key = ?1"
       " AND (?2 IS NULL OR a.site IS NULL OR a.site = ?2)"
       " AND (?3 IS NULL OR a.url_key IS NULL OR ?2 IS NOT NULL AND a.site = ?2) LIMIT 1")

/* A site's headline of one time is seldom above many articles. */
KH_SQL(FIND_TITLED,
       "SELECT a.id, e.id, a.title, a.lang, a.text FROM article a"
       " LEFT JOIN event e ON e.n = a.event"
       " WHERE a.site = ?1 AND a.title = ?2 AND a.published IS ?3"
       " AND (?4 IS NULL OR a.url_key IS NULL OR a.url_key = ?4) ORDER BY a.n LIMIT 8")

KH_SQL(ADD_EVENT, "INSERT INTO event(id) VALUES(?1) ON CONFLICT(id) DO NOTHING")
KH_SQL(ADD_ARTICLE,
       "INSERT INTO article(id, event, joined_by, score, shared, path, url, url_key, site, lang,"
       " title, title_from, authors, published, published_from, modified, dateline, text,"
       " text_key, verdict, confidence, seconds, added, rules, features)"
       " VALUES(?1, (SELECT n FROM event WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
       " ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)")
KH_SQL(ADD_PAGE,
       "INSERT INTO page(id, article, path, url, site, content_type, published, bytes, bytes_n,"
       " added) VALUES(?1, (SELECT n FROM article WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
KH_SQL(ADD_MENTION,
       "INSERT INTO mention(article, i, kind, in_title, \"start\", \"end\", name, key, country,"
       " date, value, unit, by_adjective, approximate)"
       " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")
KH_SQL(ADD_STATEMENT,
       "INSERT INTO statement(article, i, kind, \"start\", \"end\", approximate, denied, mention,"
       " act, value, unit, what, date, place, speaker, origin,"
       " actor_name, actor_key, actor_role, actor_country,"
       " target_name, target_key, target_role, target_country)"
       " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
       " ?19, ?20, ?21, ?22, ?23, ?24)")
KH_SQL(ADD_CLUE,
       "INSERT INTO clue(article, i, kind, weight, value) VALUES(?1, ?2, ?3, ?4, ?5)")
KH_SQL(ADD_WORDS, "INSERT INTO words(rowid, title, body, keys) VALUES(?1, ?2, ?3, ?4)")
KH_SQL(ADD_SOUND, "INSERT INTO sound(key, term) VALUES(?1, ?2) ON CONFLICT DO NOTHING")

KH_SQL(MOVE_ARTICLE,
       "UPDATE article SET event = (SELECT n FROM event WHERE id = ?2), joined_by = ?3,"
       " score = ?4, shared = CASE WHEN joined_by IS ?3 THEN shared ELSE '[]' END WHERE id = ?1")
KH_SQL(DROP_EVENT,
       "DELETE FROM event WHERE id = ?1"
       " AND NOT EXISTS (SELECT 1 FROM article WHERE event = event.n)")
KH_SQL(FORWARD, "INSERT OR REPLACE INTO forward(old, new) VALUES(?1, ?2)")
KH_SQL(FORWARD_AGAIN, "UPDATE forward SET new = ?2 WHERE new = ?1")
KH_SQL(FORWARD_STOP, "DELETE FROM forward WHERE old = ?1")

KH_SQL(ADD_CORRECTION, "INSERT INTO correction(kind, at) VALUES(?1, ?2)")
KH_SQL(ADD_CORRECTED,
       "INSERT INTO corrected(correction, article, before, moved)"
       " VALUES(?1, (SELECT n FROM article WHERE id = ?2), ?3, ?4)")
KH_SQL(DROP_CORRECTION, "DELETE FROM correction WHERE n = ?1")
KH_SQL(CORRECTIONS,
       "SELECT c.n, c.kind, c.at, a.id, d.before, d.moved FROM correction c"
       " JOIN corrected d ON d.correction = c.n JOIN article a ON a.n = d.article"
       " ORDER BY c.n, a.n")

KH_SQL(LIST_ARTICLES, "SELECT id FROM article ORDER BY coalesce(seconds, added), n")
KH_SQL(GET_PAGE,
       "SELECT path, url, site, content_type, published, bytes, bytes_n FROM page WHERE id = ?1")
KH_SQL(REPLACE_ARTICLE,
       "UPDATE article SET url = ?7, url_key = ?8, site = ?9, lang = ?10, title = ?11,"
       " title_from = ?12, authors = ?13, published = ?14, published_from = ?15, modified = ?16,"
       " dateline = ?17, text = ?18, text_key = ?19, verdict = ?20, confidence = ?21,"
       " seconds = ?22, rules = ?24, features = ?25 WHERE id = ?1")
KH_SQL(NUMBER_OF, "SELECT n FROM article WHERE id = ?1")
KH_SQL(CLEAR_WORDS, "INSERT INTO words(words) VALUES('delete-all')")
KH_SQL(CLEAR_SOUNDS, "DELETE FROM sound")
KH_SQL(CLEAR_MENTIONS, "DELETE FROM mention WHERE article = ?1")
KH_SQL(CLEAR_STATEMENTS, "DELETE FROM statement WHERE article = ?1")
KH_SQL(CLEAR_CLUES, "DELETE FROM clue WHERE article = ?1")
KH_SQL(CLEAR_EVENTS,
       "DELETE FROM event WHERE NOT EXISTS (SELECT 1 FROM article WHERE event = event.n)")
KH_SQL(LIVE_ONE,
       "SELECT a.id, e.id, a.features FROM article a LEFT JOIN event e ON e.n = a.event"
       " WHERE a.id = ?1")

/* The numbers come from indexes alone and are put in order first, so that each article is read once
 * and by the place it has in the file. */
KH_SQL(LIVE,
       "SELECT a.id, e.id, a.features FROM article a JOIN event e ON e.n = a.event WHERE a.n IN"
       " (SELECT n FROM (SELECT n FROM article INDEXED BY article_added WHERE added >= ?1"
       " ORDER BY added DESC, n DESC LIMIT ?5)"
       " UNION SELECT n FROM (SELECT n FROM article INDEXED BY article_seconds"
       " WHERE seconds >= ?2 AND seconds < ?3 ORDER BY abs(seconds - ?4), n DESC LIMIT ?5))"
       " ORDER BY a.n")

KH_SQL(RESOLVE_PAGE,
       "SELECT DISTINCT a.id FROM page p JOIN article a ON a.n = p.article"
       " WHERE p.id >= ?1 AND p.id < ?1 || char(1114111) LIMIT 4")
KH_SQL(RESOLVE_EVENT,
       "SELECT id FROM event WHERE id >= ?1 AND id < ?1 || char(1114111) LIMIT 4")
KH_SQL(RESOLVE_FORWARD,
       "SELECT DISTINCT new FROM forward WHERE old >= ?1 AND old < ?1 || char(1114111) LIMIT 4")
KH_SQL(RESOLVE_PATH, "SELECT id FROM article WHERE path = ?1 LIMIT 4")

KH_SQL(GET_ARTICLE,
       "SELECT a.n, a.id, e.id, a.joined_by, a.score, a.shared, a.path, a.url, a.site, a.lang,"
       " a.title, a.title_from, a.authors, a.published, a.published_from, a.modified, a.dateline,"
       " a.verdict, a.confidence, a.text FROM article a LEFT JOIN event e ON e.n = a.event"
       " WHERE a.id = ?1")
KH_SQL(EVENT_ARTICLES,
       "SELECT a.n, a.id, e.id, a.joined_by, a.score, a.shared, a.path, a.url, a.site, a.lang,"
       " a.title, a.title_from, a.authors, a.published, a.published_from, a.modified, a.dateline,"
       " a.verdict, a.confidence, NULL FROM event e JOIN article a ON e.n = a.event"
       " WHERE e.id = ?1 ORDER BY a.seconds IS NULL, a.seconds, a.n")
KH_SQL(EVENTS,
       "SELECT e.id FROM event e JOIN article a ON a.event = e.n GROUP BY e.n"
       " ORDER BY max(coalesce(a.seconds, a.added)) DESC, e.n DESC LIMIT ?1")
KH_SQL(NEWEST, "SELECT coalesce(max(coalesce(seconds, added)), 0) FROM article")
KH_SQL(PERIOD_COUNT,
       "SELECT count(DISTINCT event), count(*), coalesce(max(coalesce(seconds, added)), 0)"
       " FROM article WHERE event IS NOT NULL AND coalesce(seconds, added) >= ?1")
KH_SQL(PERIOD,
       "SELECT e.id, count(*), count(DISTINCT coalesce(a.site, a.id)), count(DISTINCT a.lang),"
       " max(coalesce(a.seconds, a.added)) FROM article a JOIN event e ON e.n = a.event"
       " WHERE coalesce(a.seconds, a.added) >= ?1 GROUP BY e.n"
       " ORDER BY count(DISTINCT coalesce(a.site, a.id)) + 2 * count(DISTINCT a.lang) DESC,"
       " 5 DESC, e.id LIMIT ?2")
KH_SQL(MENTIONS,
       "SELECT kind, in_title, \"start\", \"end\", name, key, country, date, value, unit,"
       " by_adjective, approximate FROM mention WHERE article = ?1 ORDER BY i")
KH_SQL(STATEMENTS,
       "SELECT kind, \"start\", \"end\", approximate, denied, mention, act, value, unit, what,"
       " date, place, speaker, origin, actor_name, actor_key, actor_role, actor_country,"
       " target_name, target_key, target_role, target_country"
       " FROM statement WHERE article = ?1 ORDER BY i")
KH_SQL(CLUES, "SELECT kind, weight, value FROM clue WHERE article = ?1 ORDER BY i")
KH_SQL(SHARED,
       "SELECT max(m.name) FROM mention m WHERE m.article = ?1 AND m.kind < 3 AND m.key IN"
       " (SELECT o.key FROM mention o JOIN article a ON a.n = o.article WHERE a.id = ?2"
       " AND o.kind < 3) GROUP BY m.key ORDER BY m.kind, count(*) DESC LIMIT 8")

KH_SQL(SET_ALIAS,
       "INSERT INTO alias(folded, written, target, kind) VALUES(?1, ?2, ?3, ?4)"
       " ON CONFLICT(folded) DO UPDATE SET written = ?2, target = ?3, kind = ?4")
KH_SQL(DROP_ALIAS, "DELETE FROM alias WHERE folded = ?1")
KH_SQL(CLEAR_LEXEMES, "DELETE FROM lexeme")
KH_SQL(ADD_LEXEME, "INSERT INTO lexeme(word, concept, events, score) VALUES(?1, ?2, ?3, ?4)")
KH_SQL(LEXEMES, "SELECT word, concept, events, score FROM lexeme ORDER BY word LIMIT ?1")
KH_SQL(NOTE_LEARNT,
       "INSERT OR REPLACE INTO learnt(one, article)"
       " VALUES(1, (SELECT coalesce(max(n), 0) FROM article))")
KH_SQL(UNLEARNT,
       "SELECT coalesce((SELECT max(n) FROM article), 0)"
       " - coalesce((SELECT article FROM learnt), 0)")
KH_SQL(ALIASES, "SELECT written, target, kind FROM alias ORDER BY folded")

KH_SQL(SOUND_TERMS, "SELECT term FROM sound WHERE key = ?1 LIMIT 1000")
KH_SQL(SEARCH,
       "SELECT a.id, -bm25(words, 4.0, 1.0, 2.0) FROM words JOIN article a ON a.n = words.rowid"
       " WHERE words MATCH ?1 ORDER BY 2 DESC, a.n DESC LIMIT ?2")
/* clang-format on */

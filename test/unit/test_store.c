/* SPDX-License-Identifier: Apache-2.0
 *
 * The SQLite store by itself: what goes in comes out, prefixes, versions, forwards, addresses.
 */
#include "test.h"

#include "search/index.h"
#include "store/store.h"
#include "store/url_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct world {
    char folder[64], path[96];
    struct kh_store *store;
    struct kh_arena arena;
};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    struct khabar_error err;
    snprintf(w->folder, sizeof w->folder, "/tmp/khabar-store.XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof w->path, "%s/a.db", w->folder);
    assert_int_equal(kh_store_open_sqlite(w->path, KH_STORE_WRITE, &w->store, &err), KHABAR_OK);
    kh_arena_init(&w->arena, 16 << 20);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    struct world *w = *state;
    w->store->ops->close(w->store);
    kh_arena_clear(&w->arena);
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", w->path, ends[i]);
        unlink(path);
    }
    rmdir(w->folder);
    free(w);
    return 0;
}

static void add(struct world *w, const char *id, const char *event, const char *url,
                const char *site, const char *text)
{
    struct khabar_error err = {0};
    struct kh_mention mention = {.kind = KH_PLACE,
                                 .start = 0,
                                 .end = 3,
                                 .name = KH_STR("Norland"),
                                 .key = KH_STR("NO"),
                                 .country = "NO"};
    struct kh_str shared[] = {KH_STR("Norland"), KH_STR("a \"quoted\" word")};
    struct kh_clue clue = {KH_CLUE_WEEKDAY, 4, 5};
    struct kh_stored stored = {.article = {.id = kh_str_of(id),
                                           .path = kh_str_of("a.html"),
                                           .url = kh_str_of(url),
                                           .site = kh_str_of(site),
                                           .title = KH_STR("Title"),
                                           .title_from = "heading",
                                           .lang = KH_LANG('u', 'r'),
                                           .text = kh_str_of(text),
                                           .confidence = 0.75},
                               .facts = {.mentions = &mention, .mentions_n = 1},
                               .link = {.event = kh_str_of(event),
                                        .score = 0.5,
                                        .joined_by = KH_STR("x"),
                                        .shared = shared,
                                        .shared_n = 2},
                               .clues = &clue,
                               .clues_n = 1,
                               .features = KH_STR("features")};
    assert_true(kh_date_parse_iso(KH_STR("2026-01-10T08:00:00+05:00"), &stored.article.published));
    struct kh_index_row row = {.title = KH_STR("title"), .body = kh_str_of(text)};
    for (size_t i = 0; i < sizeof row.text_key && text[i % (strlen(text))]; i++)
        row.text_key[i] = (unsigned char)text[i % strlen(text)];
    struct kh_page page = {.bytes = kh_str_of(text), .path = KH_STR("a.html")};
    const struct kh_store_ops *ops = w->store->ops;
    assert_int_equal(ops->begin(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->add_article(w->store, &stored, &row, &page, &err), KHABAR_OK);
    assert_int_equal(ops->commit(w->store, &err), KHABAR_OK);
}

static void comes_out_as_it_went_in(void **state)
{
    struct world *w = *state;
    struct khabar_error err;
    struct kh_stored out;
    add(w, "bafk1", "e1", "https://a.example/1", "A", "text of one");
    assert_int_equal(w->store->ops->get_article(w->store, &w->arena, KH_STR("bafk1"), &out, &err),
                     KHABAR_OK);
    assert_str(out.article.text, "text of one");
    assert_str(out.article.title, "Title");
    assert_string_equal(out.article.title_from, "heading");
    assert_str(out.link.event, "e1");
    assert_int_equal(out.link.shared_n, 2);
    assert_str(out.link.shared[1], "a \"quoted\" word");
    assert_int_equal(out.article.lang, KH_LANG('u', 'r'));
    char date[KH_DATE_TEXT_SIZE];
    size_t n = kh_date_print(out.article.published, date);
    assert_str(((struct kh_str){date, n}), "2026-01-10T08:00:00+05:00");
    assert_int_equal(out.facts.mentions_n, 1);
    assert_str(out.facts.mentions[0].key, "NO");
    assert_string_equal(out.facts.mentions[0].country, "NO");
    assert_int_equal(out.clues_n, 1);
    assert_int_equal(out.clues[0].value, 5);
}

static void prefixes(void **state)
{
    struct world *w = *state;
    struct khabar_error err;
    enum kh_id_kind kind;
    struct kh_str id;
    const struct kh_store_ops *ops = w->store->ops;
    add(w, "bafk1a", "e1", "", "", "text of one");
    add(w, "bafk2a", "e1", "", "", "text of two");
    assert_int_equal(ops->resolve(w->store, &w->arena, KH_STR("bafk1"), &kind, &id, &err),
                     KHABAR_OK);
    assert_str(id, "bafk1a");
    assert_int_equal(kind, KH_ID_ARTICLE);
    assert_int_equal(ops->resolve(w->store, &w->arena, KH_STR("bafk"), &kind, &id, &err),
                     KHABAR_AMBIGUOUS);
    assert_non_null(strstr(err.text, "bafk2a"));
    assert_int_equal(ops->resolve(w->store, &w->arena, KH_STR("e"), &kind, &id, &err), KHABAR_OK);
    assert_int_equal(kind, KH_ID_EVENT);
    assert_int_equal(ops->resolve(w->store, &w->arena, KH_STR("%"), &kind, &id, &err),
                     KHABAR_NOT_FOUND);
}

static void moved_and_forwarded(void **state)
{
    struct world *w = *state;
    struct khabar_error err;
    enum kh_id_kind kind;
    struct kh_str id;
    struct kh_event event;
    const struct kh_store_ops *ops = w->store->ops;
    add(w, "bafk1", "e1", "", "", "text of one");
    add(w, "bafk2", "e2", "", "", "text of two");
    assert_int_equal(ops->begin(w->store, &err), KHABAR_OK);
    assert_int_equal(
        ops->move_article(w->store, KH_STR("bafk2"), KH_STR("e1"), KH_STR("bafk1"), 0.7, &err),
        KHABAR_OK);
    assert_int_equal(ops->forward_event(w->store, KH_STR("e2"), KH_STR("e1"), &err), KHABAR_OK);
    assert_int_equal(ops->commit(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->resolve(w->store, &w->arena, KH_STR("e2"), &kind, &id, &err), KHABAR_OK);
    assert_str(id, "e1");
    assert_int_equal(ops->get_event(w->store, &w->arena, id, &event, &err), KHABAR_OK);
    assert_int_equal(event.articles_n, 2);
    /* The reason of before went with the event it was about; what both name is one still. */
    assert_int_equal(event.articles[1].link.shared_n, 1);
    assert_str(event.articles[1].link.shared[0], "Norland");
    /* An id may come back: the forward must end then. */
    assert_int_equal(ops->begin(w->store, &err), KHABAR_OK);
    assert_int_equal(
        ops->move_article(w->store, KH_STR("bafk2"), KH_STR("e2"), KH_STR_NONE, 0, &err),
        KHABAR_OK);
    assert_int_equal(ops->commit(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->resolve(w->store, &w->arena, KH_STR("e2"), &kind, &id, &err), KHABAR_OK);
    assert_str(id, "e2");
}

static void rolled_back_is_gone(void **state)
{
    struct world *w = *state;
    struct khabar_error err;
    struct kh_found found;
    struct kh_page page = {.bytes = KH_STR("other bytes")};
    const struct kh_store_ops *ops = w->store->ops;
    add(w, "bafk1", "e1", "", "", "text of one");
    assert_int_equal(ops->begin(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->add_version(w->store, KH_STR("bafk1"), KH_STR("bafk9"), &page, &err),
                     KHABAR_OK);
    ops->rollback(w->store);
    assert_int_equal(ops->find_page(w->store, &w->arena, KH_STR("bafk9"), &found, &err),
                     KHABAR_NOT_FOUND);
    assert_int_equal(ops->find_page(w->store, &w->arena, KH_STR("bafk1"), &found, &err), KHABAR_OK);
    assert_str(found.event, "e1");
}

static bool same(struct world *w, const char *url, const char *site, const char *text)
{
    struct khabar_error err;
    struct kh_found found;
    struct kh_article article = {.url = kh_str_of(url), .site = kh_str_of(site)};
    struct kh_index_row row = {0};
    for (size_t i = 0; i < sizeof row.text_key; i++)
        row.text_key[i] = (unsigned char)text[i % strlen(text)];
    return w->store->ops->find_same(w->store, &w->arena, &article, &row, &found, &err) == KHABAR_OK;
}

static void versions(void **state)
{
    struct world *w = *state;
    add(w, "bafk1", "e1", "https://www.a.example/1?utm_source=x", "A", "text of one");
    add(w, "bafk2", "e1", "", "", "text of two");
    assert_true(same(w, "http://a.example/1/#top", "A", "quite another text"));
    assert_true(same(w, "", "A", "text of one"));
    assert_true(same(w, "", "", "text of one"));
    assert_true(same(w, "", "B", "text of two"));
    assert_false(same(w, "", "B", "text of one")); /* a copy at another site is another source */
    assert_false(same(w, "https://b.example/1", "B", "text of one"));
    assert_false(same(w, "https://a.example/2", "A", "text of three"));
}

/* How many articles of the site's headline may be this one. */
static uint32_t titled(struct world *w, const char *url, const char *site, const char *date)
{
    struct khabar_error err;
    struct kh_found *found;
    uint32_t n;
    struct kh_article article = {
        .url = kh_str_of(url), .site = kh_str_of(site), .title = KH_STR("Title")};
    kh_date_parse_iso(kh_str_of(date), &article.published);
    assert_int_equal(w->store->ops->find_titled(w->store, &w->arena, &article, &found, &n, &err),
                     KHABAR_OK);
    if (n) assert_str(found[0].text, "text of one");
    return n;
}

static void headlines(void **state)
{
    struct world *w = *state;
    const char *day = "2026-01-10T08:00:00+05:00";
    add(w, "bafk1", "e1", "https://a.example/1", "A", "text of one");
    add(w, "bafk2", "e1", "", "", "text of two");
    assert_int_equal(titled(w, "", "A", day), 1);
    assert_int_equal(titled(w, "http://www.a.example/1", "A", day), 1);
    assert_int_equal(titled(w, "https://a.example/2", "A", day), 0);
    assert_int_equal(titled(w, "", "A", "2026-01-11"), 0);
    assert_int_equal(titled(w, "", "A", ""), 0);
    assert_int_equal(titled(w, "", "B", day), 0);
    assert_int_equal(titled(w, "", "", day), 0);
}

static void addresses(void **state)
{
    static const struct {
        const char *url, *key;
    } cases[] = {
        {"https://www.Example.org/A/b?id=7&utm_source=x#frag", "example.org/A/b?id=7"},
        {"http://example.org:80/A/b/?fbclid=1&id=7", "example.org/A/b?id=7"},
        {"https://example.org/?p=12", "example.org/?p=12"},
        {"https://example.org/", ""},
        {"https://example.org", ""},
        {"ftp://example.org/a", ""},
        {"/a/b", ""},
        {"", ""},
        {"https://", ""},
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(kh_url_key(&w->arena, kh_str_of(cases[i].url)), cases[i].key);
}

static void search_terms(void **state)
{
    struct world *w = *state;
    struct khabar_error err;
    struct kh_hit_row *rows;
    uint32_t n;
    const struct kh_store_ops *ops = w->store->ops;
    add(w, "bafk1", "e1", "", "", "one two three");
    add(w, "bafk2", "e2", "", "", "two three four");
    assert_int_equal(ops->search(w->store, &w->arena, KH_STR("\"two three\""), 10, &rows, &n, &err),
                     KHABAR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(ops->search(w->store, &w->arena, KH_STR("\"four\""), 10, &rows, &n, &err),
                     KHABAR_OK);
    assert_int_equal(n, 1);
    assert_str(rows[0].article, "bafk2");
    assert_int_equal(ops->search(w->store, &w->arena, KH_STR("(\""), 10, &rows, &n, &err),
                     KHABAR_STORE);
}

struct seen {
    char ids[64];
    const char *known;
};

static bool is_known(void *context, struct kh_str article)
{
    const struct seen *seen = context;
    return kh_str_eq(article, kh_str_of(seen->known));
}

static enum khabar_status see(void *context, struct kh_str article, struct kh_str event,
                              struct kh_str features, struct khabar_error *err)
{
    struct seen *seen = context;
    size_t n = strlen(seen->ids);
    (void)event, (void)err;
    assert_str(features, "features");
    snprintf(seen->ids + n, sizeof seen->ids - n, "%.*s ", (int)article.n, article.p);
    return KHABAR_OK;
}

static const char *live(struct world *w, struct kh_live_range range, struct seen *seen)
{
    struct khabar_error err;
    struct kh_live_visitor visitor = {seen, is_known, see};
    seen->ids[0] = 0;
    assert_int_equal(w->store->ops->live(w->store, &range, visitor, &err), KHABAR_OK);
    return seen->ids;
}

static void live_articles(void **state)
{
    struct world *w = *state;
    struct seen seen = {.known = "c"};
    const int64_t published = 1768014000; /* what add() says */
    add(w, "b", "e1", "", "", "text of one");
    add(w, "c", "e2", "", "", "text of two");
    add(w, "a", "e1", "", "", "text of three");
    add(w, "round-up", "", "", "", "text of four");
    assert_string_equal(live(w, (struct kh_live_range){.limit = 9}, &seen), "b a ");
    seen.known = "";
    assert_string_equal(live(w, (struct kh_live_range){.added = INT64_MAX, .limit = 9}, &seen), "");
    assert_string_equal(
        live(w, (struct kh_live_range){INT64_MAX, published, published + 1, 0, 9}, &seen),
        "b c a ");
    assert_string_equal(
        live(w, (struct kh_live_range){INT64_MAX, published - 9, published, 0, 9}, &seen), "");
    assert_string_equal(live(w, (struct kh_live_range){.limit = 2}, &seen), "a ");
    assert_string_equal(live(w, (struct kh_live_range){0, published, published + 1, 0, 3}, &seen),
                        "c a ");
}

static void learnt_words_stay(void **state)
{
    struct world *w = *state;
    struct khabar_error err;
    struct kh_lexeme *out;
    uint32_t n;
    int64_t unlearnt;
    const struct kh_lexeme first[] = {{7, 0x70000001, 4, 21.5}, {0x0fffffff, 0x7fffffff, 9, 30}};
    const struct kh_lexeme second[] = {{8, 0x70000002, 5, 22}};
    const struct kh_store_ops *ops = w->store->ops;
    assert_int_equal(ops->lexemes(w->store, &w->arena, &out, &n, &err), KHABAR_OK);
    assert_int_equal(n, 0);
    add(w, "bafk1", "e1", "", "", "one");
    add(w, "bafk2", "e1", "", "", "two");
    assert_int_equal(ops->unlearnt(w->store, &unlearnt, &err), KHABAR_OK);
    assert_int_equal(unlearnt, 2);
    assert_int_equal(ops->begin(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->set_lexemes(w->store, first, 2, &err), KHABAR_OK);
    assert_int_equal(ops->commit(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->begin(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->set_lexemes(w->store, second, 1, &err), KHABAR_OK);
    ops->rollback(w->store);
    ops->close(w->store);
    assert_int_equal(kh_store_open_sqlite(w->path, KH_STORE_WRITE, &w->store, &err), KHABAR_OK);
    ops = w->store->ops;
    assert_int_equal(ops->lexemes(w->store, &w->arena, &out, &n, &err), KHABAR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(out[1].word, 0x0fffffff);
    assert_int_equal(out[1].concept, 0x7fffffff);
    assert_int_equal(out[1].events, 9);
    assert_true(out[0].score > 21.4 && out[0].score < 21.6);
    assert_int_equal(ops->unlearnt(w->store, &unlearnt, &err), KHABAR_OK);
    assert_int_equal(unlearnt, 0);
    assert_int_equal(ops->begin(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->set_lexemes(w->store, second, 1, &err), KHABAR_OK);
    assert_int_equal(ops->commit(w->store, &err), KHABAR_OK);
    assert_int_equal(ops->lexemes(w->store, &w->arena, &out, &n, &err), KHABAR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(out[0].word, 8);
}

static void read_needs_a_store(void **state)
{
    struct kh_store *store;
    struct khabar_error err;
    (void)state;
    assert_int_equal(kh_store_open_sqlite("/tmp/khabar-no-such.db", KH_STORE_READ, &store, &err),
                     KHABAR_NOT_FOUND);
    assert_null(store);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {T(comes_out_as_it_went_in),
                                       T(prefixes),
                                       T(moved_and_forwarded),
                                       T(rolled_back_is_gone),
                                       T(versions),
                                       T(headlines),
                                       T(addresses),
                                       T(search_terms),
                                       T(live_articles),
                                       T(learnt_words_stay),
                                       cmocka_unit_test(read_needs_a_store)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

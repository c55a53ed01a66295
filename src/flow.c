/* SPDX-License-Identifier: Apache-2.0
 *
 * The pipeline: calls the stages in their order and hands each one's struct to the next. The only
 * file besides cli/ and serve/ that knows several stages; it must not do any stage's work.
 */
#include "flow_alias.h"
#include "flow_window.h"

#include "base/err.h"
#include "base/hash.h"
#include "base/limits.h"
#include "decode/decode.h"
#include "extract/extract.h"
#include "fetch/lines.h"
#include "match/copies.h"
#include "match/match.h"
#include "parse/parse.h"
#include "search/index.h"
#include "search/query.h"
#include "understand/understand.h"
#include "understand/when.h"

#include <stdlib.h>

#define STAGE "flow"

struct kh_engine kh_flow_engine(void)
{
    return (struct kh_engine){.lexicon = kh_lexicon_builtin()};
}

/* A page that asks for more than its arena may hold is a large page, not a machine out of memory.
 */
static enum khabar_status judge(enum khabar_status status, const struct kh_arena *arena,
                                struct khabar_error *err)
{
    if (status != KHABAR_NO_MEMORY || !arena->capped) return status;
    return kh_error(err, STAGE, KHABAR_TOO_LARGE, "the page needs more than %zu MiB of memory",
                    arena->cap_bytes >> 20);
}

static struct kh_str id_of(struct kh_arena *arena, struct kh_item *item)
{
    if (!item->id.n) {
        char id[KH_CID_SIZE];
        kh_cid(item->page.bytes, id);
        item->id = kh_arena_str(arena, kh_str_of(id));
    }
    return item->id;
}

enum khabar_status kh_flow_extract(const struct kh_engine *engine, struct kh_arena *arena,
                                   struct kh_item *item, struct khabar_error *err)
{
    enum khabar_status status = kh_decode(engine, arena, &item->page, &item->text, err);
    if (status == KHABAR_OK) status = kh_parse(engine, arena, &item->text, &item->tree, err);
    if (status == KHABAR_OK) status = kh_extract(engine, arena, &item->tree, &item->article, err);
    if (status != KHABAR_OK) return judge(status, arena, err);

    item->article.id = id_of(arena, item);
    return KHABAR_OK;
}

enum khabar_status kh_flow_understand(const struct kh_engine *engine, struct kh_arena *arena,
                                      struct kh_item *item, struct khabar_error *err)
{
    item->facts = (struct kh_facts){.article = &item->article};
    if (item->article.verdict != KH_ARTICLE && item->article.verdict != KH_ROUNDUP)
        return KHABAR_OK;
    enum khabar_status status = kh_understand(engine, arena, &item->article, &item->facts, err);
    return judge(status, arena, err);
}

enum khabar_status kh_flow_match(const struct kh_engine *engine, struct kh_arena *arena,
                                 struct kh_window *window, const struct kh_item *item,
                                 struct kh_features *features, struct kh_link *link,
                                 struct khabar_error *err)
{
    enum khabar_status status = kh_features_make(engine, arena, &item->facts, features, err);
    if (status != KHABAR_OK) return status;
    return kh_match(engine, arena, window, &item->facts, features, link, err);
}

/* ---- adding ---- */

enum khabar_status kh_flow_open(struct kh_flow *flow, const char *store_path,
                                enum kh_store_mode mode, struct khabar_error *err)
{
    *flow = (struct kh_flow){.engine = kh_flow_engine(), .window_articles = KH_WINDOW_ARTICLES};
    enum khabar_status status = kh_store_open_sqlite(store_path, mode, &flow->store, err);
    if (status == KHABAR_OK) status = kh_flow_load_aliases(flow, err);
    if (status != KHABAR_OK) kh_flow_close(flow);
    return status;
}

void kh_flow_close(struct kh_flow *flow)
{
    kh_window_free(flow->window);
    if (flow->store) flow->store->ops->close(flow->store);
    kh_arena_clear(&flow->taught);
    *flow = (struct kh_flow){0};
}

/* A few articles are settled one by one, so that each is reported with the event it stays in.
 * Settling looks at the whole neighbourhood, so in a long run many articles share one. */
static bool settle_due(const struct kh_flow *flow)
{
    uint32_t between = 1 + kh_window_count(flow->window) / 8;
    return flow->unsettled >= (between < KH_SETTLE_ARTICLES ? between : KH_SETTLE_ARTICLES);
}

static enum khabar_status settle_and_learn(struct kh_flow *flow, struct kh_arena *arena,
                                           struct khabar_error *err)
{
    enum khabar_status status = kh_flow_regroup(flow, arena, err);
    return status == KHABAR_OK ? kh_flow_learn_if_due(flow, arena, err) : status;
}

enum khabar_status kh_flow_settle(struct kh_flow *flow, struct kh_arena *arena,
                                  struct khabar_error *err)
{
    if (!flow->window || !flow->added) return KHABAR_OK;
    const struct kh_store_ops *ops = flow->store->ops;
    int64_t generation = flow->generation;
    enum khabar_status status = ops->begin(flow->store, err);
    if (status == KHABAR_OK) status = ops->generation(flow->store, &generation, err);
    /* Where somebody else has written, the window is not what is stored: who adds next settles. */
    flow->added = false;
    if (status == KHABAR_OK && generation == flow->generation)
        status = settle_and_learn(flow, arena, err);
    if (status == KHABAR_OK) status = ops->commit(flow->store, err);
    if (status != KHABAR_OK) {
        ops->rollback(flow->store);
        kh_flow_unload(flow);
    }
    return status;
}

enum khabar_status kh_flow_row(const struct kh_engine *engine, struct kh_arena *arena,
                               const struct kh_item *item, struct kh_features *features,
                               struct kh_buf *packed, struct kh_stored *out,
                               struct khabar_error *err)
{
    *out = (struct kh_stored){.article = item->article, .facts = item->facts};
    enum khabar_status status =
        kh_when_clues(engine, arena, &item->facts, &out->clues, &out->clues_n, err);
    if (status != KHABAR_OK || item->article.verdict != KH_ARTICLE) return status;
    status = kh_features_make(engine, arena, &item->facts, features, err);
    if (status == KHABAR_OK && !kh_features_pack(features, packed))
        status = kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    out->features = kh_buf_str(packed);
    return status;
}

/* A new article: its event, its row, and what its coming changes. Within the transaction. A
 * round-up tells of many events and joins none. */
static enum khabar_status add_new(struct kh_flow *flow, struct kh_arena *arena,
                                  struct kh_item *item, const struct kh_index_row *row,
                                  struct kh_added *out, struct khabar_error *err)
{
    const struct kh_engine *engine = &flow->engine;
    struct kh_stored stored;
    struct kh_features features;
    struct kh_buf packed;
    bool matches = item->article.verdict == KH_ARTICLE;
    kh_buf_init(&packed, KH_MAX_ARENA_BYTES);
    enum khabar_status status = kh_flow_row(engine, arena, item, &features, &packed, &stored, err);
    if (status == KHABAR_OK && matches) status = kh_flow_load(flow, item->article.published, err);
    if (status == KHABAR_OK && matches)
        status = kh_match(engine, arena, flow->window, &item->facts, &features, &stored.link, err);
    if (status == KHABAR_OK)
        status = flow->store->ops->add_article(flow->store, &stored, row, &item->page, err);
    kh_buf_clear(&packed);
    if (status != KHABAR_OK || !matches) return status;
    flow->unsettled++;
    flow->added = true;
    if (settle_due(flow)) status = kh_flow_regroup(flow, arena, err);
    out->event = kh_window_event(flow->window, out->id);
    if (!out->event.n) out->event = stored.link.event; /* too old to stay in the window */
    out->event = kh_arena_str(arena, out->event);
    return status;
}

/* The same page saved again may be read with a paragraph more or less: then its words tell. */
static enum khabar_status find_again(struct kh_flow *flow, struct kh_arena *arena,
                                     const struct kh_article *article, struct kh_found *out,
                                     struct khabar_error *err)
{
    struct kh_found *all;
    uint32_t n;
    enum khabar_status status =
        flow->store->ops->find_titled(flow->store, arena, article, &all, &n, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < n; i++) {
        const struct kh_str texts[] = {all[i].text, article->text};
        struct kh_copy *copies;
        uint32_t copies_n;
        status = kh_copies_find(arena, texts, 2, &copies, &copies_n, err);
        if (status != KHABAR_OK || !copies_n || !copies->reprint) continue;
        if (copies->share_a < KH_AGAIN_SHARE && copies->share_b < KH_AGAIN_SHARE) continue;
        *out = all[i];
        return KHABAR_OK;
    }
    return status == KHABAR_OK ? KHABAR_NOT_FOUND : status;
}

/* The article is read; now it is the same, a version of one that is there, or new. */
static enum khabar_status keep(struct kh_flow *flow, struct kh_arena *arena, struct kh_item *item,
                               struct kh_added *out, struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    struct kh_index_row row;
    struct kh_found found = {0};
    enum khabar_status status = kh_search_index(arena, &item->facts, &row, err);
    if (status == KHABAR_OK) status = ops->begin(flow->store, err);
    if (status != KHABAR_OK) return status;
    out->result = KH_SAME;
    status = ops->find_page(flow->store, arena, out->id, &found, err);
    if (status == KHABAR_NOT_FOUND) {
        out->result = KH_VERSION;
        status = ops->find_same(flow->store, arena, &item->article, &row, &found, err);
        if (status == KHABAR_NOT_FOUND)
            status = find_again(flow, arena, &item->article, &found, err);
        if (status == KHABAR_OK)
            status = ops->add_version(flow->store, found.article, out->id, &item->page, err);
    }
    out->event = found.event;
    if (status == KHABAR_NOT_FOUND) {
        out->result = KH_ADDED;
        status = add_new(flow, arena, item, &row, out, err);
    }
    if (status == KHABAR_OK) status = ops->commit(flow->store, err);
    if (status != KHABAR_OK) {
        ops->rollback(flow->store);
        kh_flow_unload(flow);
    }
    return status;
}

/* The article of a page, or of a line, which has its own words for what a page only shows. */
enum khabar_status kh_flow_read(struct kh_flow *flow, struct kh_arena *arena, struct kh_item *item,
                                struct khabar_error *err)
{
    if (!kh_str_eq(item->page.content_type, KH_STR(KH_LINE_TYPE)))
        return kh_flow_extract(&flow->engine, arena, item, err);
    enum khabar_status status = kh_line_article(arena, item->page.bytes, &item->article, err);
    struct kh_article *article = &item->article;
    if (!article->path.n) article->path = item->page.path;
    if (!article->url.n) article->url = item->page.url;
    if (!article->site.n) article->site = item->page.site;
    if (!article->published.precision && item->page.published.precision) {
        article->published = item->page.published;
        article->published_from = "given";
    }
    article->id = id_of(arena, item);
    return status;
}

enum khabar_status kh_flow_add(struct kh_flow *flow, struct kh_arena *arena, struct kh_item *item,
                               bool is_line, struct kh_added *out, struct khabar_error *err)
{
    struct kh_found found = {0};
    const struct kh_article *article = &item->article;
    *out = (struct kh_added){.id = id_of(arena, item)};
    enum khabar_status status =
        flow->store->ops->find_page(flow->store, arena, out->id, &found, err);
    if (status == KHABAR_OK) { /* the way of most pages of a second run: nothing is read */
        out->result = KH_SAME;
        out->event = found.event;
        out->title = found.title;
        out->lang = found.lang;
        return KHABAR_OK;
    }
    if (is_line) item->page.content_type = KH_STR(KH_LINE_TYPE);
    if (status == KHABAR_NOT_FOUND) status = kh_flow_read(flow, arena, item, err);
    if (status != KHABAR_OK) return status;
    out->title = article->title;
    out->lang = article->lang;
    if (article->verdict != KH_ARTICLE && article->verdict != KH_ROUNDUP) {
        out->result = KH_REFUSED;
        return KHABAR_OK;
    }
    status = kh_flow_understand(&flow->engine, arena, item, err);
    if (status == KHABAR_OK) status = keep(flow, arena, item, out, err);
    return status;
}

/* ---- searching ---- */

/* The query is understood like a headline, so that names and countries in it are known as such. A
 * word or two seldom tell their language: the first one that knows a name in them is taken. */
static enum khabar_status understand_query(struct kh_flow *flow, struct kh_arena *arena,
                                           struct kh_str text, struct kh_item *item,
                                           struct khabar_error *err)
{
    const uint32_t langs[] = {kh_lang_identify(text), KH_LANG('e', 'n'), KH_LANG('u', 'r'),
                              KH_LANG('a', 'r'),      KH_LANG('f', 'a'), KH_LANG('r', 'u'),
                              KH_LANG('t', 'r'),      KH_LANG('z', 'h'), KH_LANG('h', 'i')};
    enum khabar_status status = KHABAR_OK;
    for (size_t i = 0; status == KHABAR_OK && i < sizeof langs / sizeof *langs; i++) {
        item->article = (struct kh_article){.title = text, .lang = langs[i]};
        status = kh_flow_understand(&flow->engine, arena, item, err);
        if (item->facts.mentions_n) break;
    }
    return status;
}

static enum khabar_status read_query(struct kh_flow *flow, struct kh_arena *arena,
                                     struct kh_str text, struct kh_item *item,
                                     struct kh_query *query, struct khabar_error *err)
{
    enum khabar_status status = understand_query(flow, arena, text, item, err);
    if (status == KHABAR_OK) status = kh_query_parse(arena, &item->facts, query, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < query->words_n; i++) {
        struct kh_query_word *word = &query->words[i];
        struct kh_terms terms = {0};
        for (uint8_t k = 0; status == KHABAR_OK && k < word->sound.keys_n; k++)
            status =
                flow->store->ops->sound_terms(flow->store, arena, word->sound.keys[k], &terms, err);
        if (status == KHABAR_OK && !kh_query_spell(arena, word, terms.items, terms.n))
            status = kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    }
    if (status == KHABAR_OK && !kh_query_pair(arena, query))
        status = kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    return status;
}

static int by_score(const void *a, const void *b)
{
    const struct kh_hit_found *x = a, *y = b;
    return x->score < y->score ? 1 : x->score > y->score ? -1 : kh_str_cmp(x->article, y->article);
}

/* The index names the candidates; what stands in their texts orders them. */
static enum khabar_status rank(struct kh_flow *flow, struct kh_arena *arena,
                               const struct kh_query *query, int64_t limit,
                               struct kh_hit_found **out, uint32_t *n, struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    struct kh_str expression = kh_query_expression(arena, query);
    struct kh_hit_row *rows = NULL;
    int64_t candidates = limit < KH_MAX_CANDIDATES ? KH_MAX_CANDIDATES : limit;
    enum khabar_status status =
        ops->search(flow->store, arena, expression, candidates, &rows, n, err);
    if (status != KHABAR_OK) return status;
    *out = kh_arena_zalloc(arena, *n + 1, sizeof **out);
    if (!*out) return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    for (uint32_t i = 0; status == KHABAR_OK && i < *n; i++) {
        struct kh_stored stored;
        status = ops->get_article(flow->store, arena, rows[i].article, &stored, err);
        if (status == KHABAR_OK) status = kh_query_hit(arena, query, &stored, &(*out)[i], err);
    }
    qsort(*out, *n, sizeof **out, by_score);
    return status;
}

enum khabar_status kh_flow_search(struct kh_flow *flow, struct kh_arena *arena, struct kh_str text,
                                  int64_t limit, struct kh_hit_visitor visitor,
                                  struct khabar_error *err)
{
    struct kh_item item = {0};
    struct kh_query query;
    struct kh_hit_found *hits = NULL;
    uint32_t n = 0;
    enum khabar_status status = flow->store->ops->snapshot(flow->store, err);
    if (status == KHABAR_OK) status = read_query(flow, arena, text, &item, &query, err);
    if (status == KHABAR_OK) status = rank(flow, arena, &query, limit, &hits, &n, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < n && i < limit; i++)
        status = visitor.see(visitor.context, &hits[i], err);
    flow->store->ops->rollback(flow->store);
    return status;
}

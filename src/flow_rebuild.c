/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything after fetch made anew from the kept bytes, in one transaction: what rules and weights
 * say today, with the ids of events and people's corrections as they were.
 */
#include "flow_window.h"

#include "base/err.h"
#include "base/limits.h"
#include "match/match.h"
#include "search/index.h"

struct rebuild {
    struct kh_flow *flow;
    struct kh_rebuild_visitor visitor;
    struct kh_rebuilt *out;
    struct kh_str *ids; /* of all articles, by time */
    uint32_t n;
    struct kh_arena arena; /* for one article */
    struct kh_correction *corrections;
    uint32_t corrections_n;
};

static enum khabar_status no_memory(struct khabar_error *err)
{
    return kh_error(err, "rebuild", KHABAR_NO_MEMORY, "out of memory");
}

/* The article of the kept page. One that today's rules refuse, or that fails, stays as it is. */
static enum khabar_status read_again(struct rebuild *r, struct kh_str id, struct kh_item *item,
                                     struct khabar_error *err)
{
    const struct kh_store_ops *ops = r->flow->store->ops;
    struct kh_stored stored;
    *item = (struct kh_item){.id = id};
    enum khabar_status status = ops->get_page(r->flow->store, &r->arena, id, &item->page, err);
    if (status != KHABAR_OK) return status;
    status = kh_flow_read(r->flow, &r->arena, item, err);
    if (status == KHABAR_NO_MEMORY) return status;
    enum kh_verdict verdict = item->article.verdict;
    if (status != KHABAR_OK || (verdict != KH_ARTICLE && verdict != KH_ROUNDUP)) {
        r->out->kept++;
        status = ops->get_article(r->flow->store, &r->arena, id, &stored, err);
        item->article = stored.article;
    }
    return status == KHABAR_OK ? kh_flow_understand(&r->flow->engine, &r->arena, item, err)
                               : status;
}

static enum khabar_status replace(struct rebuild *r, struct kh_item *item, struct khabar_error *err)
{
    struct kh_stored stored;
    struct kh_index_row row;
    struct kh_features features;
    struct kh_buf packed;
    kh_buf_init(&packed, KH_MAX_ARENA_BYTES);
    enum khabar_status status = kh_search_index(&r->arena, &item->facts, &row, err);
    if (status == KHABAR_OK)
        status = kh_flow_row(&r->flow->engine, &r->arena, item, &features, &packed, &stored, err);
    if (status == KHABAR_OK)
        status = r->flow->store->ops->replace_article(r->flow->store, &stored, &row, err);
    kh_buf_clear(&packed);
    return status;
}

/* Half of the work is reading, half grouping. */
static enum khabar_status step(struct rebuild *r, uint32_t left, struct khabar_error *err)
{
    kh_arena_reset(&r->arena);
    if (r->visitor.step(r->visitor.context, left)) return KHABAR_OK;
    return kh_error(err, "rebuild", KHABAR_INTERRUPTED, "interrupted; nothing was changed");
}

static enum khabar_status read_all(struct rebuild *r, struct khabar_error *err)
{
    enum khabar_status status = r->flow->store->ops->clear_index(r->flow->store, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < r->n; i++) {
        struct kh_item item;
        status = read_again(r, r->ids[i], &item, err);
        if (status == KHABAR_OK) status = replace(r, &item, err);
        if (status == KHABAR_OK) status = step(r, 2 * r->n - i - 1, err);
    }
    return status;
}

/* ---- grouping again ---- */

static enum khabar_status found(struct rebuild *r, const struct kh_features *features,
                                struct khabar_error *err)
{
    struct kh_facts none = {0};
    struct kh_link link;
    struct kh_store *store = r->flow->store;
    enum khabar_status status =
        kh_match(&r->flow->engine, &r->arena, r->flow->window, &none, features, &link, err);
    if (status != KHABAR_OK) return status;
    return store->ops->move_article(store, features->id, link.event, link.joined_by, link.score,
                                    err);
}

/* Into the window with the event it is in; a round-up is of none. */
static enum khabar_status take(void *context, struct kh_str article, struct kh_str event,
                               struct kh_str packed, struct khabar_error *err)
{
    struct rebuild *r = context;
    struct kh_store *store = r->flow->store;
    struct kh_features features;
    struct kh_str id = kh_arena_str(&r->arena, article), of = kh_arena_str(&r->arena, event);
    bool matches = kh_features_unpack(&r->arena, packed, &features);
    if (r->arena.failed) return no_memory(err);
    if (!matches && !of.n) return KHABAR_OK;
    if (!matches) return store->ops->move_article(store, id, KH_STR_NONE, KH_STR_NONE, 0, err);
    features.id = id;
    return of.n ? kh_window_renew(r->flow->window, &features, of, err) : found(r, &features, err);
}

static enum khabar_status regroup(struct rebuild *r, struct khabar_error *err)
{
    enum khabar_status status =
        kh_window_correct(r->flow->window, r->corrections, r->corrections_n, err);
    if (status == KHABAR_OK) status = kh_flow_regroup(r->flow, &r->arena, err);
    return status;
}

static enum khabar_status group_all(struct rebuild *r, struct khabar_error *err)
{
    struct kh_store *store = r->flow->store;
    enum khabar_status status = kh_flow_window(r->flow, &r->arena, err);
    const struct kh_live_visitor visitor = {r, NULL, take};
    for (uint32_t i = 0; status == KHABAR_OK && i < r->n; i++) {
        status = store->ops->live_one(store, r->ids[i], visitor, err);
        bool due = (i + 1) % KH_SETTLE_ARTICLES == 0 || i + 1 == r->n;
        if (status == KHABAR_OK && due) status = regroup(r, err);
        if (status == KHABAR_OK) status = step(r, r->n - i - 1, err);
    }
    if (status == KHABAR_OK && r->n) status = kh_flow_learn(r->flow, &r->arena, err);
    return status == KHABAR_OK ? store->ops->drop_empty_events(store, err) : status;
}

enum khabar_status kh_flow_rebuild(struct kh_flow *flow, struct kh_arena *arena,
                                   struct kh_rebuild_visitor visitor, struct kh_rebuilt *out,
                                   struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    struct rebuild r = {.flow = flow, .visitor = visitor, .out = out};
    *out = (struct kh_rebuilt){0};
    kh_arena_init(&r.arena, KH_MAX_ARENA_BYTES);
    enum khabar_status status = ops->begin(flow->store, err);
    if (status == KHABAR_OK)
        status = ops->corrections(flow->store, arena, &r.corrections, &r.corrections_n, err);
    if (status == KHABAR_OK) status = ops->list_articles(flow->store, arena, &r.ids, &r.n, err);
    out->articles = r.n;
    if (status == KHABAR_OK) status = read_all(&r, err);
    if (status == KHABAR_OK) status = group_all(&r, err);
    if (status == KHABAR_OK) status = ops->commit(flow->store, err);
    if (status != KHABAR_OK) ops->rollback(flow->store);
    kh_flow_unload(flow);
    kh_arena_clear(&r.arena);
    return status;
}

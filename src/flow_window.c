/* SPDX-License-Identifier: Apache-2.0
 *
 * The window of a store: what of it articles are compared with, loaded as it is needed, and what
 * regrouping it changes. Must not know how articles come or are shown.
 */
#include "flow_window.h"

#include "base/err.h"
#include "base/limits.h"
#include "match/match.h"

#include <stdlib.h>
#include <time.h>

#define STAGE "flow"

/* Words are learnt anew when one in so many articles of the window came since. */
#define LEARN_SHARE 5

#define DAY_SECONDS ((int64_t)24 * 60 * 60)

struct loader {
    struct kh_window *window;
    struct kh_arena arena;
};

static bool is_loaded(void *context, struct kh_str article)
{
    const struct loader *loader = context;
    return kh_window_event(loader->window, article).n != 0;
}

static enum khabar_status restore(void *context, struct kh_str article, struct kh_str event,
                                  struct kh_str features, struct khabar_error *err)
{
    struct loader *loader = context;
    struct kh_features kept;
    kh_arena_reset(&loader->arena);
    /* Features of an older version are no error: the article is then not compared. */
    if (!kh_features_unpack(&loader->arena, features, &kept)) return KHABAR_OK;
    kept.id = article;
    return kh_window_restore(loader->window, &kept, event, err);
}

enum khabar_status kh_flow_window(struct kh_flow *flow, struct kh_arena *arena,
                                  struct khabar_error *err)
{
    struct kh_lexeme *lexemes;
    uint32_t n = 0;
    kh_flow_unload(flow);
    flow->window = kh_window_new(&flow->engine);
    if (!flow->window) return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    if (flow->no_lexicon) return KHABAR_OK;
    enum khabar_status status = flow->store->ops->lexemes(flow->store, arena, &lexemes, &n, err);
    if (status == KHABAR_OK) status = kh_window_teach(flow->window, lexemes, n, err);
    if (status != KHABAR_OK) kh_flow_unload(flow);
    return status;
}

/* Another process may have written since the window was loaded: then it is loaded anew. */
static enum khabar_status renew_window(struct kh_flow *flow, struct loader *loader, bool *fresh,
                                       struct khabar_error *err)
{
    int64_t generation = 0;
    enum khabar_status status = flow->store->ops->generation(flow->store, &generation, err);
    *fresh = !flow->window || generation != flow->generation;
    if (status != KHABAR_OK || !*fresh) return status;
    status = kh_flow_window(flow, &loader->arena, err);
    loader->window = flow->window;
    if (status != KHABAR_OK) return status;
    flow->generation = generation;
    flow->from = flow->to = 0;
    flow->unsettled = 0;
    return KHABAR_OK;
}

/* What was added lately, when the window is fresh, and what was published near the date and is not
 * loaded yet, in the order it was added. A window that is there grows by further days than are
 * needed at once: pages come in any order. */
static enum khabar_status load(struct kh_flow *flow, struct kh_date published, bool fresh,
                               struct kh_live_visitor visitor, struct khabar_error *err)
{
    const int64_t reach = KH_WINDOW_DAYS * DAY_SECONDS, more = reach / 7;
    struct kh_live_range range = {.added = INT64_MAX, .limit = flow->window_articles};
    if (fresh) range.added = (int64_t)time(NULL) - 2 * reach;
    if (published.precision >= KH_DATE_DAY) {
        int64_t at = kh_date_seconds(published), from = at - reach, to = at + reach;
        range.near = at;
        bool apart = flow->from == flow->to || from > flow->to || to < flow->from;
        if (apart || from < flow->from || to > flow->to) {
            range.from = apart || from < flow->from ? from - more : flow->to;
            range.to = apart || to > flow->to ? to + more : flow->from;
            flow->from = apart || range.from < flow->from ? range.from : flow->from;
            flow->to = apart || range.to > flow->to ? range.to : flow->to;
        }
    }
    if (!fresh && range.from == range.to) return KHABAR_OK;
    return flow->store->ops->live(flow->store, &range, visitor, err);
}

/* The window holds what was added lately, and what was published near the article, whenever that
 * was: old pages are compared with their own time. */
enum khabar_status kh_flow_load(struct kh_flow *flow, struct kh_date published,
                                struct khabar_error *err)
{
    bool fresh;
    uint32_t count = flow->window ? kh_window_count(flow->window) : 0, corrections_n;
    struct loader loader = {.window = flow->window};
    struct kh_live_visitor visitor = {&loader, is_loaded, restore};
    kh_arena_init(&loader.arena, KH_MAX_ARENA_BYTES);
    enum khabar_status status = renew_window(flow, &loader, &fresh, err);
    if (status == KHABAR_OK) status = load(flow, published, fresh, visitor, err);
    if (status == KHABAR_OK && (fresh || kh_window_count(flow->window) != count)) {
        struct kh_correction *corrections;
        kh_arena_reset(&loader.arena);
        status = flow->store->ops->corrections(flow->store, &loader.arena, &corrections,
                                               &corrections_n, err);
        if (status == KHABAR_OK)
            status = kh_window_correct(flow->window, corrections, corrections_n, err);
    }
    kh_arena_clear(&loader.arena);
    return status;
}

void kh_flow_unload(struct kh_flow *flow)
{
    kh_window_free(flow->window);
    flow->window = NULL;
}

enum khabar_status kh_flow_regroup(struct kh_flow *flow, struct kh_arena *arena,
                                   struct khabar_error *err)
{
    struct kh_changes changes;
    const struct kh_store_ops *ops = flow->store->ops;
    enum khabar_status status = kh_window_settle(flow->window, arena, &changes, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < changes.changes_n; i++) {
        const struct kh_change *c = &changes.changes[i];
        status = ops->move_article(flow->store, c->article, c->event, c->joined_by, c->score, err);
    }
    for (uint32_t i = 0; status == KHABAR_OK && i < changes.forwards_n; i++) {
        const struct kh_forward *f = &changes.forwards[i];
        status = ops->forward_event(flow->store, f->from, f->to, err);
    }
    flow->unsettled = 0;
    return status;
}

enum khabar_status kh_flow_learn(struct kh_flow *flow, struct kh_arena *arena,
                                 struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    uint32_t n;
    enum khabar_status status = kh_window_learn(flow->window, err);
    if (status != KHABAR_OK) return status;
    const struct kh_lexeme *lexemes = kh_window_lexemes(flow->window, &n);
    status = ops->set_lexemes(flow->store, lexemes, n, err);
    return status == KHABAR_OK ? kh_flow_regroup(flow, arena, err) : status;
}

enum khabar_status kh_flow_learn_if_due(struct kh_flow *flow, struct kh_arena *arena,
                                        struct khabar_error *err)
{
    int64_t unlearnt = 0;
    if (flow->no_lexicon) return KHABAR_OK;
    enum khabar_status status = flow->store->ops->unlearnt(flow->store, &unlearnt, err);
    if (status != KHABAR_OK || unlearnt * LEARN_SHARE < kh_window_count(flow->window))
        return status;
    return kh_flow_learn(flow, arena, err);
}

/* ---- what an article was not put into ---- */

struct asked {
    struct kh_window *window;
    struct kh_arena *arena;
    const struct kh_article *article;
    struct kh_rival *rival;
};

static enum khabar_status share(void *context, struct kh_str article, struct kh_str event,
                                struct kh_str packed, struct khabar_error *err)
{
    const struct asked *asked = context;
    struct kh_features features;
    (void)article, (void)event;
    if (!kh_features_unpack(asked->arena, packed, &features)) return KHABAR_OK;
    features.id = asked->article->id;
    asked->rival->shared_n =
        kh_window_shared(asked->window, asked->arena, &features, asked->article->title,
                         asked->article->text, asked->rival->article, &asked->rival->shared);
    return asked->arena->failed ? kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory")
                                : KHABAR_OK;
}

/* Likeness from which an event is worth telling beside another one. */
#define RELATED 0.05
#define MAX_RELATED 5

static void note_related(struct kh_event *event, const struct kh_rival *rival)
{
    uint32_t at = 0;
    if (!rival->event.n || rival->score < RELATED) return;
    while (at < event->related_n && !kh_str_eq(event->related[at].event, rival->event)) at++;
    if (at == event->related_n)
        event->related[event->related_n++] = (struct kh_related){.event = rival->event};
    if (rival->score > event->related[at].score) event->related[at].score = rival->score;
}

static int by_score(const void *a, const void *b)
{
    const struct kh_related *x = a, *y = b;
    return x->score < y->score ? 1 : x->score > y->score ? -1 : kh_str_cmp(x->event, y->event);
}

/* Events that members are like and not in, each with its title. */
static enum khabar_status relate(struct kh_flow *flow, struct kh_arena *arena,
                                 struct kh_event *event, struct khabar_error *err)
{
    enum khabar_status status = KHABAR_OK;
    event->related = kh_arena_zalloc(arena, event->articles_n + 1, sizeof *event->related);
    if (!event->related) return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    for (uint32_t i = 0; i < event->articles_n; i++)
        note_related(event, &event->articles[i].link.rival);
    qsort(event->related, event->related_n, sizeof *event->related, by_score);
    if (event->related_n > MAX_RELATED) event->related_n = MAX_RELATED;
    for (uint32_t i = 0; status == KHABAR_OK && i < event->related_n; i++) {
        struct kh_event other;
        status =
            flow->store->ops->get_event(flow->store, arena, event->related[i].event, &other, err);
        for (uint32_t k = 0; status == KHABAR_OK && k < other.articles_n; k++)
            if (!event->related[i].title.n)
                event->related[i].title = other.articles[k].article.title;
    }
    return status;
}

enum khabar_status kh_flow_rivals(struct kh_flow *flow, struct kh_arena *arena,
                                  struct kh_event *event, struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    enum khabar_status status = KHABAR_OK;
    for (uint32_t i = 0; status == KHABAR_OK && i < event->articles_n; i++) {
        struct kh_stored *member = &event->articles[i], whole;
        struct kh_rival *rival = &member->link.rival;
        status = kh_flow_load(flow, member->article.published, err);
        if (status != KHABAR_OK) return status;
        kh_window_rival(flow->window, arena, member->article.id, rival);
        if (!rival->event.n) continue;
        status = ops->get_article(flow->store, arena, member->article.id, &whole, err);
        struct asked asked = {flow->window, arena, &whole.article, rival};
        struct kh_live_visitor visitor = {&asked, NULL, share};
        if (status == KHABAR_OK)
            status = ops->live_one(flow->store, member->article.id, visitor, err);
    }
    return status == KHABAR_OK ? relate(flow, arena, event, err) : status;
}

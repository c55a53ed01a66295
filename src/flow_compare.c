/* SPDX-License-Identifier: Apache-2.0
 *
 * The way from a stored event to its dossier, and the digest of a period.
 */
#include "pipeline.h"

#include "base/err.h"
#include "base/limits.h"
#include "compare/compare.h"
#include "match/copies.h"
#include "understand/understand.h"
#include "understand/when.h"

#define STAGE "flow"

/* ---- copies ---- */

static enum khabar_status find_copies(struct kh_arena *arena, const struct kh_str *texts,
                                      struct kh_event *event, struct khabar_error *err)
{
    return kh_copies_find(arena, texts, event->articles_n, &event->copies, &event->copies_n, err);
}

/* The texts of the event's articles alone: nothing else of them is needed here. */
static enum khabar_status read_texts(struct kh_flow *flow, struct kh_arena *arena,
                                     const struct kh_event *event, struct kh_str *texts,
                                     struct khabar_error *err)
{
    struct kh_arena scratch;
    enum khabar_status status = KHABAR_OK;
    kh_arena_init(&scratch, KH_MAX_ARENA_BYTES);
    for (uint32_t i = 0; status == KHABAR_OK && i < event->articles_n; i++) {
        struct kh_stored stored;
        kh_arena_reset(&scratch);
        status = flow->store->ops->get_article(flow->store, &scratch, event->articles[i].article.id,
                                               &stored, err);
        if (status == KHABAR_OK) texts[i] = kh_arena_str(arena, stored.article.text);
    }
    kh_arena_clear(&scratch);
    if (status == KHABAR_OK && arena->failed)
        status = kh_error(err, STAGE, KHABAR_NO_MEMORY, "the event needs too much memory");
    return status;
}

enum khabar_status kh_flow_copies(struct kh_flow *flow, struct kh_arena *arena,
                                  struct kh_event *event, struct khabar_error *err)
{
    struct kh_arena held;
    enum khabar_status status = KHABAR_OK;
    kh_arena_init(&held, KH_MAX_EVENT_BYTES);
    struct kh_str *texts = kh_arena_zalloc(&held, event->articles_n, sizeof *texts);
    if (!texts) status = kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    if (status == KHABAR_OK) status = read_texts(flow, &held, event, texts, err);
    if (status == KHABAR_OK) status = find_copies(arena, texts, event, err);
    kh_arena_clear(&held);
    return status;
}

/* ---- dossiers ---- */

/* The report of one stored article, which is understood anew: a report is made of tokens as well,
 * which the store does not keep, and the weekdays of an article that has no date of its own are
 * those before the day of the event. */
static enum khabar_status report(struct kh_flow *flow, struct kh_arena *arena,
                                 struct kh_arena *scratch, struct kh_date happened,
                                 struct kh_stored *stored, struct kh_report **out,
                                 struct khabar_error *err)
{
    struct kh_facts facts;
    enum khabar_status status =
        flow->store->ops->get_article(flow->store, arena, stored->article.id, stored, err);
    if (status != KHABAR_OK) return status;
    kh_arena_reset(scratch);
    struct kh_article article = stored->article;
    if (!article.published.precision) article.published = happened;
    status = kh_understand(&flow->engine, scratch, &article, &facts, err);
    if (status == KHABAR_OK) status = kh_report_make(&flow->engine, arena, &facts, out, err);
    return status;
}

/* Compares at most `limit` of the event's reports, the first ones. */
static enum khabar_status compare(struct kh_flow *flow, struct kh_arena *arena, struct kh_str id,
                                  uint32_t limit, struct kh_dossier *out, struct khabar_error *err)
{
    struct kh_event *event = kh_arena_zalloc(arena, 1, sizeof *event);
    struct kh_arena scratch;
    const char *from;
    if (!event) return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    enum khabar_status status = flow->store->ops->get_event(flow->store, arena, id, event, err);
    if (status != KHABAR_OK) return status;
    struct kh_date date = kh_when_vote(event, &from);
    if (event->articles_n > limit) event->articles_n = limit;
    struct kh_report **reports = kh_arena_zalloc(arena, event->articles_n + 1, sizeof *reports);
    struct kh_str *texts = kh_arena_zalloc(arena, event->articles_n + 1, sizeof *texts);
    if (!reports || !texts) return kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    kh_arena_init(&scratch, KH_MAX_ARENA_BYTES);
    for (uint32_t i = 0; status == KHABAR_OK && i < event->articles_n; i++) {
        status = report(flow, arena, &scratch, date, &event->articles[i], &reports[i], err);
        texts[i] = event->articles[i].article.text;
    }
    kh_arena_clear(&scratch);
    if (status == KHABAR_OK) status = find_copies(arena, texts, event, err);
    if (status == KHABAR_OK) status = kh_compare(&flow->engine, arena, event, reports, out, err);
    out->date = date;
    return status;
}

enum khabar_status kh_flow_compare(struct kh_flow *flow, struct kh_arena *arena, struct kh_str id,
                                   struct kh_dossier *out, struct khabar_error *err)
{
    return compare(flow, arena, id, UINT32_MAX, out, err);
}

/* ---- the digest ---- */

#define DAY_SECONDS ((int64_t)24 * 60 * 60)

enum khabar_status kh_flow_brief(struct kh_flow *flow, struct kh_arena *arena, int64_t since,
                                 int64_t limit, struct kh_brief_visitor visitor,
                                 struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    struct kh_arena list;
    struct kh_brief *all = NULL;
    struct kh_period period = {.since = since};
    enum khabar_status status = ops->snapshot(flow->store, err);
    kh_arena_init(&list, KH_MAX_ARENA_BYTES);
    if (status == KHABAR_OK && since == KH_SINCE_LAST_DAY) {
        status = ops->newest(flow->store, &period.since, err);
        period.since -= DAY_SECONDS;
    }
    if (status == KHABAR_OK) status = ops->period(flow->store, &list, &period, limit, &all, err);
    if (status == KHABAR_OK) status = visitor.open(visitor.context, &period, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < period.shown; i++) {
        kh_arena_reset(arena);
        struct kh_dossier dossier;
        status = compare(flow, arena, all[i].event, KH_BRIEF_REPORTS, &dossier, err);
        all[i].dossier = &dossier;
        if (status == KHABAR_OK) status = visitor.see(visitor.context, &all[i], err);
    }
    kh_arena_clear(&list);
    ops->rollback(flow->store);
    return status;
}

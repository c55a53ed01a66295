/* SPDX-License-Identifier: Apache-2.0
 *
 * Corrections of people: applied to the store as they are said, and kept, so that grouping holds
 * them from then on (match/correct.c).
 */
#include "flow_window.h"

#include "base/err.h"
#include "match/match.h"

#include <time.h>

#define STAGE "correct"

/* The event an argument names. */
static enum khabar_status find_event(struct kh_store *store, struct kh_arena *arena,
                                     const char *name, struct kh_event *out,
                                     struct khabar_error *err)
{
    enum kh_id_kind kind;
    struct kh_str id;
    enum khabar_status status = store->ops->resolve(store, arena, kh_str_of(name), &kind, &id, err);
    if (status == KHABAR_OK && kind != KH_ID_EVENT)
        return kh_error(err, STAGE, KHABAR_NOT_FOUND, "that is an article, no event");
    return status == KHABAR_OK ? store->ops->get_event(store, arena, id, out, err) : status;
}

static bool say(struct kh_arena *arena, struct kh_correction *correction, size_t *capacity,
                const struct kh_event *event, bool moved)
{
    for (uint32_t i = 0; i < event->articles_n; i++) {
        struct kh_corrected *grown = kh_arena_grow(arena, correction->articles,
                                                   correction->articles_n, capacity, sizeof *grown);
        if (!grown) return false;
        correction->articles = grown;
        grown[correction->articles_n++] = (struct kh_corrected){
            .article = event->articles[i].article.id, .before = event->id, .moved = moved};
    }
    return true;
}

/* Into the event, with the reason each article came by before. */
static enum khabar_status move_all(struct kh_store *store, const struct kh_event *from,
                                   struct kh_str to, struct khabar_error *err)
{
    enum khabar_status status = KHABAR_OK;
    for (uint32_t i = 0; status == KHABAR_OK && i < from->articles_n; i++) {
        const struct kh_stored *one = &from->articles[i];
        status = store->ops->move_article(store, one->article.id, to, one->link.joined_by,
                                          one->link.score, err);
    }
    return status == KHABAR_OK ? store->ops->forward_event(store, from->id, to, err) : status;
}

static enum khabar_status merge(struct kh_store *store, struct kh_arena *arena, char *const *events,
                                size_t n, struct kh_correction *out, struct kh_str *event,
                                struct khabar_error *err)
{
    struct kh_event into, joining;
    size_t capacity = 0;
    enum khabar_status status = find_event(store, arena, events[0], &into, err);
    bool ok = status != KHABAR_OK || say(arena, out, &capacity, &into, false);
    for (size_t i = 1; ok && status == KHABAR_OK && i < n; i++) {
        status = find_event(store, arena, events[i], &joining, err);
        if (status == KHABAR_OK && kh_str_eq(joining.id, into.id))
            status = kh_error(err, STAGE, KHABAR_USAGE, "%s is named twice", events[i]);
        if (status == KHABAR_OK) ok = say(arena, out, &capacity, &joining, true);
        if (status == KHABAR_OK) status = move_all(store, &joining, into.id, err);
    }
    *event = into.id;
    return ok ? status : kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
}

/* An id that no event has now. */
static enum khabar_status new_event(struct kh_store *store, struct kh_arena *arena,
                                    struct kh_str founder, struct kh_str *out,
                                    struct khabar_error *err)
{
    for (uint32_t attempt = 0; attempt < 1000; attempt++) {
        char id[KH_EVENT_ID_SIZE];
        struct kh_event event;
        *out = kh_arena_str(arena, (struct kh_str){id, kh_event_id(founder, attempt, id)});
        enum khabar_status status = store->ops->get_event(store, arena, *out, &event, err);
        if (status == KHABAR_NOT_FOUND) return KHABAR_OK;
        if (status != KHABAR_OK) return status;
    }
    return kh_error(err, STAGE, KHABAR_STORE, "no free id for the new event");
}

static enum khabar_status mark_moved(struct kh_store *store, struct kh_arena *arena,
                                     const char *name, struct kh_correction *correction,
                                     struct khabar_error *err)
{
    enum kh_id_kind kind;
    struct kh_str id;
    enum khabar_status status = store->ops->resolve(store, arena, kh_str_of(name), &kind, &id, err);
    if (status != KHABAR_OK) return status;
    for (uint32_t i = 0; i < correction->articles_n; i++) {
        if (!kh_str_eq(correction->articles[i].article, id)) continue;
        correction->articles[i].moved = true;
        return KHABAR_OK;
    }
    return kh_error(err, STAGE, KHABAR_NOT_FOUND, "%s is no article of that event", name);
}

static enum khabar_status split(struct kh_store *store, struct kh_arena *arena, char *const *names,
                                size_t n, struct kh_correction *out, struct kh_str *event,
                                struct khabar_error *err)
{
    struct kh_event from;
    size_t capacity = 0;
    uint32_t moved = 0;
    const struct kh_corrected *founder = NULL;
    enum khabar_status status = find_event(store, arena, names[0], &from, err);
    if (status == KHABAR_OK && !say(arena, out, &capacity, &from, false))
        status = kh_error(err, STAGE, KHABAR_NO_MEMORY, "out of memory");
    for (size_t i = 1; status == KHABAR_OK && i < n; i++)
        status = mark_moved(store, arena, names[i], out, err);
    for (uint32_t i = 0; i < out->articles_n; i++) {
        if (!out->articles[i].moved) continue;
        if (!moved++) founder = &out->articles[i];
    }
    if (status == KHABAR_OK && moved == out->articles_n)
        status = kh_error(err, STAGE, KHABAR_USAGE, "nothing would be left of the event");
    if (status == KHABAR_OK) status = new_event(store, arena, founder->article, event, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < out->articles_n; i++) {
        if (!out->articles[i].moved) continue;
        struct kh_str by = &out->articles[i] == founder ? KH_STR_NONE : founder->article;
        status = store->ops->move_article(store, out->articles[i].article, *event, by, 0, err);
    }
    return status;
}

/* Either all of it is done, or nothing. */
static enum khabar_status finish(struct kh_flow *flow, enum khabar_status status,
                                 struct khabar_error *err)
{
    if (status == KHABAR_OK) status = flow->store->ops->commit(flow->store, err);
    if (status != KHABAR_OK) flow->store->ops->rollback(flow->store);
    kh_flow_unload(flow);
    return status;
}

enum khabar_status kh_flow_correct(struct kh_flow *flow, struct kh_arena *arena,
                                   enum kh_correction_kind kind, char *const *names, size_t n,
                                   struct kh_correction *out, struct kh_str *event,
                                   struct khabar_error *err)
{
    struct kh_store *store = flow->store;
    *out = (struct kh_correction){.kind = kind, .at = (int64_t)time(NULL)};
    *event = KH_STR_NONE;
    enum khabar_status status = store->ops->begin(store, err);
    if (status != KHABAR_OK) return status;
    status = kind == KH_MERGE ? merge(store, arena, names, n, out, event, err)
                              : split(store, arena, names, n, out, event, err);
    if (status == KHABAR_OK) status = store->ops->add_correction(store, out, err);
    return finish(flow, status, err);
}

/* ---- taking back ---- */

static bool shares_article(const struct kh_correction *a, const struct kh_correction *b)
{
    for (uint32_t i = 0; i < a->articles_n; i++)
        for (uint32_t k = 0; k < b->articles_n; k++)
            if (kh_str_eq(a->articles[i].article, b->articles[k].article)) return true;
    return false;
}

/* The correction of that number, 0 for the last one; a later one on the same articles must be
 * taken back first. */
static enum khabar_status find_correction(const struct kh_correction *all, uint32_t n,
                                          int64_t number, struct kh_correction *out,
                                          struct khabar_error *err)
{
    uint32_t at = n;
    if (n && !number) at = n - 1;
    for (uint32_t i = 0; number && i < n; i++)
        if (all[i].number == number) at = i;
    if (at == n) return kh_error(err, STAGE, KHABAR_NOT_FOUND, "there is no such correction");
    for (uint32_t i = at + 1; i < n; i++)
        if (shares_article(&all[at], &all[i]))
            return kh_error(err, STAGE, KHABAR_USAGE,
                            "correction %lld came later, on the same articles: undo it first",
                            (long long)all[i].number);
    *out = all[at];
    return KHABAR_OK;
}

/* What was moved goes back to the event it was in, or to the one that has become of that. */
static enum khabar_status move_back(struct kh_store *store, struct kh_arena *arena,
                                    const struct kh_correction *correction,
                                    struct khabar_error *err)
{
    enum khabar_status status = KHABAR_OK;
    for (uint32_t i = 0; status == KHABAR_OK && i < correction->articles_n; i++) {
        const struct kh_corrected *one = &correction->articles[i];
        struct kh_str to = one->before;
        enum kh_id_kind kind;
        struct kh_stored stored;
        if (!one->moved) continue;
        if (correction->kind == KH_SPLIT) {
            struct kh_str now;
            status = store->ops->resolve(store, arena, to, &kind, &now, err);
            if (status == KHABAR_OK && kind == KH_ID_EVENT) to = now;
            if (status == KHABAR_NOT_FOUND) status = KHABAR_OK; /* the event comes back */
        }
        if (status == KHABAR_OK)
            status = store->ops->get_article(store, arena, one->article, &stored, err);
        if (status == KHABAR_OK)
            status = store->ops->move_article(store, one->article, to, stored.link.joined_by,
                                              stored.link.score, err);
    }
    return status == KHABAR_OK ? store->ops->drop_empty_events(store, err) : status;
}

enum khabar_status kh_flow_undo(struct kh_flow *flow, struct kh_arena *arena, int64_t number,
                                struct kh_correction *out, struct khabar_error *err)
{
    struct kh_store *store = flow->store;
    struct kh_correction *all;
    uint32_t n = 0;
    enum khabar_status status = store->ops->begin(store, err);
    if (status != KHABAR_OK) return status;
    status = store->ops->corrections(store, arena, &all, &n, err);
    if (status == KHABAR_OK) status = find_correction(all, n, number, out, err);
    if (status == KHABAR_OK) status = move_back(store, arena, out, err);
    if (status == KHABAR_OK) status = store->ops->drop_correction(store, out->number, err);
    return finish(flow, status, err);
}

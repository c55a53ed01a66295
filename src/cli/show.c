/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar show: one event or article, named by a unique prefix of its id.
 */
#include "cli/store.h"

#include "base/err.h"
#include "base/limits.h"

static enum khabar_status show(struct kh_cli *cli, struct kh_flow *flow, struct kh_arena *arena,
                               struct khabar_error *err)
{
    struct kh_store *store = flow->store;
    enum kh_id_kind kind;
    struct kh_str id;
    enum khabar_status status =
        store->ops->resolve(store, arena, kh_str_of(cli->args[0]), &kind, &id, err);
    if (status != KHABAR_OK) return status;
    if (kind == KH_ID_EVENT) {
        struct kh_event event;
        status = store->ops->get_event(store, arena, id, &event, err);
        if (status == KHABAR_OK) status = kh_flow_rivals(flow, arena, &event, err);
        if (status == KHABAR_OK) status = kh_flow_copies(flow, arena, &event, err);
        if (status != KHABAR_OK) return status;
        struct kh_event_view view = kh_cli_view(&event);
        if (cli->json) kh_show_event_json(&view, &cli->out);
        else kh_show_event_text(&view, &cli->out);
        return KHABAR_OK;
    }
    struct kh_stored stored;
    status = store->ops->get_article(store, arena, id, &stored, err);
    if (status != KHABAR_OK) return status;
    if (cli->json) kh_show_article_json(&stored.article, &stored.facts, &cli->out);
    else kh_show_article_text(&stored.article, &stored.facts, &cli->out);
    return KHABAR_OK;
}

int kh_cli_show(struct kh_cli *cli)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    struct khabar_error err = {0};
    if (!*cli->args[0]) return kh_cli_wrong(cli, "the id is empty");
    if (!kh_cli_open(cli, &flow, KH_STORE_READ)) return cli->exit_code;
    flow.window_articles = KH_SHOW_ARTICLES;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    enum khabar_status status = flow.store->ops->snapshot(flow.store, &err);
    if (status == KHABAR_OK) status = show(cli, &flow, &arena, &err);
    if (status != KHABAR_OK) kh_cli_fail(cli, kh_str_of(cli->args[0]), &err);
    kh_arena_clear(&arena);
    kh_flow_close(&flow);
    return cli->exit_code;
}

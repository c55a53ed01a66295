/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar events: the events of the store, newest first.
 */
#include "cli/store.h"

#include "base/err.h"
#include "base/limits.h"

struct listing {
    struct kh_cli *cli;
    struct kh_flow flow;
    struct kh_arena arena;
};

static enum khabar_status see(void *context, struct kh_event *event, struct khabar_error *err)
{
    struct listing *listing = context;
    struct kh_cli *cli = listing->cli;
    if (cli->why) {
        enum khabar_status status = kh_flow_rivals(&listing->flow, &listing->arena, event, err);
        if (status == KHABAR_OK)
            status = kh_flow_copies(&listing->flow, &listing->arena, event, err);
        if (status != KHABAR_OK) return status;
    }
    struct kh_event_view view = kh_cli_view(event);
    if (cli->json) kh_show_event_json(&view, &cli->out);
    else if (cli->why) kh_show_event_text(&view, &cli->out);
    else kh_show_event_line(&view, &cli->out);
    if (cli->why && !cli->json) kh_buf_byte(&cli->out, '\n');
    if (kh_cli_flush(cli)) return KHABAR_OK;
    return kh_error(err, "stdout", KHABAR_IO, "writing failed");
}

int kh_cli_events(struct kh_cli *cli)
{
    struct listing listing = {.cli = cli};
    struct kh_flow *flow = &listing.flow;
    struct khabar_error err = {0};
    int64_t limit;
    if (!kh_cli_limit(cli, INT64_MAX, &limit)) return KH_EXIT_USAGE;
    if (!kh_cli_open(cli, flow, KH_STORE_READ)) return cli->exit_code;
    kh_arena_init(&listing.arena, KH_MAX_ARENA_BYTES);
    const struct kh_event_visitor visitor = {&listing, see};
    enum khabar_status status = flow->store->ops->snapshot(flow->store, &err);
    if (status == KHABAR_OK)
        status = flow->store->ops->each_event(flow->store, &listing.arena, limit, visitor, &err);
    if (status != KHABAR_OK && cli->exit_code != KH_EXIT_IO)
        kh_cli_fail(cli, KH_STR("events"), &err);
    kh_arena_clear(&listing.arena);
    kh_flow_close(flow);
    return cli->exit_code;
}

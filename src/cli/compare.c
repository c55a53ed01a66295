/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar compare: the dossier of one event, named by a unique prefix of its id or of an article's.
 */
#include "cli/store.h"

#include "base/limits.h"

static enum khabar_status compare(struct kh_cli *cli, struct kh_flow *flow, struct kh_arena *arena,
                                  const struct kh_reader *reader, struct khabar_error *err)
{
    const struct kh_store_ops *ops = flow->store->ops;
    enum kh_id_kind kind;
    struct kh_str id;
    struct kh_dossier dossier;
    struct kh_stored stored;
    enum khabar_status status = ops->snapshot(flow->store, err);
    if (status == KHABAR_OK)
        status = ops->resolve(flow->store, arena, kh_str_of(cli->args[0]), &kind, &id, err);
    if (status == KHABAR_OK && kind == KH_ID_ARTICLE) {
        status = ops->get_article(flow->store, arena, id, &stored, err);
        id = stored.link.event;
    }
    if (status == KHABAR_OK) status = kh_flow_compare(flow, arena, id, &dossier, err);
    if (status != KHABAR_OK) return status;
    if (cli->html) kh_show_dossier_html(&dossier, reader, &cli->out);
    else if (cli->json) kh_show_dossier_json(&dossier, reader, &cli->out);
    else kh_show_dossier_text(&dossier, reader, &cli->out);
    return KHABAR_OK;
}

int kh_cli_compare(struct kh_cli *cli)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    struct khabar_error err = {0};
    struct kh_reader reader;
    if (!kh_cli_reader(cli, &reader)) return KH_EXIT_USAGE;
    if (!*cli->args[0]) return kh_cli_wrong(cli, "the id is empty");
    if (!kh_cli_open(cli, &flow, KH_STORE_READ)) return cli->exit_code;
    kh_arena_init(&arena, KH_MAX_EVENT_BYTES);
    enum khabar_status status = compare(cli, &flow, &arena, &reader, &err);
    if (status != KHABAR_OK) kh_cli_fail(cli, kh_str_of(cli->args[0]), &err);
    else if (cli->html) kh_cli_write(cli, cli->html);
    kh_arena_clear(&arena);
    kh_flow_close(&flow);
    return cli->exit_code;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar rebuild: everything after fetch anew from the kept bytes.
 */
#include "cli/store.h"

#include "base/json.h"
#include "base/limits.h"
#include "cli/progress.h"
#include "cli/signals.h"

static bool step(void *context, uint32_t left)
{
    kh_progress_step(context, left);
    return !kh_signals_came();
}

static void print(struct kh_cli *cli, const struct kh_rebuilt *rebuilt)
{
    if (!cli->json) {
        kh_buf_printf(&cli->out, "rebuilt %u articles", rebuilt->articles);
        if (rebuilt->kept) kh_buf_printf(&cli->out, ", %u of them as they were", rebuilt->kept);
        kh_buf_byte(&cli->out, '\n');
        return;
    }
    struct kh_json json = {.buf = &cli->out};
    kh_json_open(&json, '{');
    kh_json_pair(&json, "schema", KH_STR("khabar/1"));
    kh_json_key(&json, "rebuilt");
    kh_json_int(&json, rebuilt->articles);
    kh_json_key(&json, "kept");
    kh_json_int(&json, rebuilt->kept);
    kh_json_close(&json, '}');
    kh_buf_byte(&cli->out, '\n');
}

int kh_cli_rebuild(struct kh_cli *cli)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    struct kh_progress progress;
    struct khabar_error err = {0};
    struct kh_rebuilt rebuilt;
    if (!kh_cli_open(cli, &flow, KH_STORE_WRITE)) return cli->exit_code;
    kh_signals_hold(true);
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    kh_progress_start(&progress, cli->quiet);
    const struct kh_rebuild_visitor visitor = {&progress, step};
    enum khabar_status status = kh_flow_rebuild(&flow, &arena, visitor, &rebuilt, &err);
    kh_progress_clear(&progress);
    if (status != KHABAR_OK) kh_cli_fail(cli, KH_STR("rebuild"), &err);
    else print(cli, &rebuilt);
    kh_arena_clear(&arena);
    kh_flow_close(&flow);
    return cli->exit_code;
}

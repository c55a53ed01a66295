/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar merge, split, undo: what people say of which reports are of one event.
 */
#include "cli/store.h"

#include "base/json.h"
#include "base/limits.h"

#include <errno.h>
#include <stdlib.h>

static const char *kind_name(const struct kh_correction *correction)
{
    return correction->kind == KH_MERGE ? "merge" : "split";
}

static void print_json(struct kh_cli *cli, const struct kh_correction *correction,
                       struct kh_str event)
{
    struct kh_json json = {.buf = &cli->out};
    kh_json_open(&json, '{');
    kh_json_pair(&json, "schema", KH_STR("khabar/1"));
    kh_json_key(&json, "correction");
    kh_json_int(&json, correction->number);
    kh_json_pair(&json, "kind", kh_str_of(kind_name(correction)));
    kh_json_key(&json, "at");
    kh_json_date(&json, kh_date_of_seconds(correction->at));
    if (event.n) kh_json_pair(&json, "event", event);
    kh_json_key(&json, "articles");
    kh_json_open(&json, '[');
    for (uint32_t i = 0; i < correction->articles_n; i++)
        if (correction->articles[i].moved) kh_json_str(&json, correction->articles[i].article);
    kh_json_close(&json, ']');
    kh_json_close(&json, '}');
    kh_buf_byte(&cli->out, '\n');
}

/* What was done, on one line, and the articles it moved. */
static void print(struct kh_cli *cli, const char *verb, const struct kh_correction *correction,
                  struct kh_str event)
{
    if (cli->json) {
        print_json(cli, correction, event);
        return;
    }
    char at[KH_DATE_TEXT_SIZE];
    size_t n = kh_date_print(kh_date_of_seconds(correction->at), at);
    kh_buf_printf(&cli->out, "%s%s %lld  %.*s", verb, kind_name(correction),
                  (long long)correction->number, (int)n, at);
    if (event.n) kh_buf_printf(&cli->out, "  event %.*s", (int)event.n, event.p);
    kh_buf_byte(&cli->out, '\n');
    for (uint32_t i = 0; i < correction->articles_n; i++) {
        const struct kh_corrected *one = &correction->articles[i];
        if (one->moved) kh_buf_printf(&cli->out, "  %.*s\n", (int)one->article.n, one->article.p);
    }
}

static int correct(struct kh_cli *cli, enum kh_correction_kind kind)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    struct khabar_error err = {0};
    struct kh_correction correction;
    struct kh_str event;
    if (!kh_cli_open(cli, &flow, KH_STORE_WRITE)) return cli->exit_code;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    if (kh_flow_correct(&flow, &arena, kind, cli->args, cli->args_n, &correction, &event, &err) !=
        KHABAR_OK)
        kh_cli_fail(cli, kh_str_of(cli->command->name), &err);
    else print(cli, "", &correction, event);
    kh_arena_clear(&arena);
    kh_flow_close(&flow);
    return cli->exit_code;
}

int kh_cli_merge(struct kh_cli *cli)
{
    return correct(cli, KH_MERGE);
}

int kh_cli_split(struct kh_cli *cli)
{
    return correct(cli, KH_SPLIT);
}

static enum khabar_status list(struct kh_cli *cli, struct kh_flow *flow, struct kh_arena *arena,
                               struct khabar_error *err)
{
    struct kh_correction *all;
    uint32_t n;
    enum khabar_status status = flow->store->ops->corrections(flow->store, arena, &all, &n, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < n; i++) print(cli, "", &all[i], KH_STR_NONE);
    return status;
}

int kh_cli_undo(struct kh_cli *cli)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    struct khabar_error err = {0};
    struct kh_correction correction = {0};
    char *end = NULL;
    long long number = 0;
    if (cli->args_n) {
        errno = 0;
        number = strtoll(cli->args[0], &end, 10);
        if (errno || *end || number < 1)
            return kh_cli_wrong(cli, "the number of a correction is one of --list");
    }
    if (!kh_cli_open(cli, &flow, cli->list ? KH_STORE_READ : KH_STORE_WRITE)) return cli->exit_code;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    enum khabar_status status = cli->list ? list(cli, &flow, &arena, &err)
                                          : kh_flow_undo(&flow, &arena, number, &correction, &err);
    if (status != KHABAR_OK) kh_cli_fail(cli, KH_STR("undo"), &err);
    else if (!cli->list) print(cli, "took back ", &correction, KH_STR_NONE);
    kh_arena_clear(&arena);
    kh_flow_close(&flow);
    return cli->exit_code;
}

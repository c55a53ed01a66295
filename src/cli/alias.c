/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar alias: teaches the store that two names are one, lists what it was taught, forgets it.
 */
#include "cli/store.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "show/text.h"

#include <string.h>

static void print(struct kh_cli *cli, const char *result, const struct kh_taught *taught,
                  const struct kh_known *known)
{
    if (cli->json) {
        struct kh_json json = {.buf = &cli->out};
        kh_json_open(&json, '{');
        kh_json_pair(&json, "schema", KH_STR("khabar/1"));
        kh_json_pair(&json, "result", kh_str_of(result));
        kh_json_pair(&json, "alias", taught->written);
        kh_json_pair(&json, "target", taught->target);
        kh_json_pair(&json, "kind", kh_str_of(kh_known_kind_name(known->kind)));
        kh_json_pair(&json, "name", known->name);
        kh_json_pair(&json, "key", known->key);
        kh_json_pair(&json, "country", kh_str_of(known->country));
        kh_json_close(&json, '}');
    } else {
        if (strcmp(result, "kept") != 0) kh_buf_printf(&cli->out, "%s ", result);
        kh_show_line(&cli->out, taught->written);
        kh_buf_lit(&cli->out, " = ");
        kh_show_line(&cli->out, taught->target);
        kh_buf_printf(&cli->out, "  (%s ", kh_known_kind_name(known->kind));
        kh_show_line(&cli->out, known->name);
        kh_buf_byte(&cli->out, ')');
    }
    kh_buf_byte(&cli->out, '\n');
}

/* All aliases, or the one that is folded so. */
static enum khabar_status print_all(struct kh_cli *cli, struct kh_flow *flow,
                                    struct kh_arena *arena, const char *result, struct kh_str only,
                                    struct khabar_error *err)
{
    struct kh_taught *all;
    uint32_t n;
    enum khabar_status status = flow->store->ops->aliases(flow->store, arena, &all, &n, err);
    for (uint32_t i = 0; status == KHABAR_OK && i < n; i++) {
        struct kh_str folded = kh_alias_fold(arena, all[i].written);
        const struct kh_alias *alias = kh_alias_find(flow->engine.aliases, folded);
        if (alias && (!only.n || kh_str_eq(only, folded)))
            print(cli, result, &all[i], &alias->known);
    }
    return status;
}

static enum khabar_status run(struct kh_cli *cli, struct kh_flow *flow, struct kh_arena *arena,
                              struct khabar_error *err)
{
    if (!cli->args_n) return print_all(cli, flow, arena, "kept", KH_STR_NONE, err);
    struct kh_taught taught = {.written = kh_str_trim(kh_str_of(cli->args[0]))};
    struct kh_str folded = kh_alias_fold(arena, taught.written);
    if (cli->remove) {
        enum khabar_status status = print_all(cli, flow, arena, "removed", folded, err);
        return status == KHABAR_OK ? kh_flow_teach(flow, arena, taught, err) : status;
    }
    taught.target = kh_str_trim(kh_str_of(cli->args[2]));
    taught.kind = kh_str_of(cli->kind);
    bool known = kh_alias_find(flow->engine.aliases, folded) != NULL;
    enum khabar_status status = kh_flow_teach(flow, arena, taught, err);
    if (status != KHABAR_OK) return status;
    return print_all(cli, flow, arena, known ? "replaced" : "added", folded, err);
}

/* The arguments are none, --remove A, or A = B. */
static const char *fault_of(const struct kh_cli *cli)
{
    for (size_t i = 0; i < cli->args_n; i++) {
        struct kh_str arg = kh_str_of(cli->args[i]);
        if (!kh_str_trim(arg).n || kh_utf8_valid(arg) != arg.n)
            return "a name is empty or no UTF-8";
    }
    if (cli->kind && strcmp(cli->kind, "person") != 0 && strcmp(cli->kind, "place") != 0 &&
        strcmp(cli->kind, "organisation") != 0)
        return "--kind is person, place or organisation";
    if (cli->remove) return cli->args_n == 1 ? NULL : "--remove takes one name";
    if (cli->args_n == 0) return NULL;
    if (cli->args_n != 3 || strcmp(cli->args[1], "=") != 0) return "say A = B, with spaces";
    return NULL;
}

int kh_cli_alias(struct kh_cli *cli)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    struct khabar_error err = {0};
    const char *fault = fault_of(cli);
    if (fault) return kh_cli_wrong(cli, fault);
    bool write = cli->args_n && !cli->remove;
    if (!kh_cli_open(cli, &flow, write ? KH_STORE_WRITE : KH_STORE_READ)) return cli->exit_code;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    if (run(cli, &flow, &arena, &err) != KHABAR_OK)
        kh_cli_fail(cli, kh_str_of(cli->args_n ? cli->args[0] : "alias"), &err);
    kh_arena_clear(&arena);
    kh_flow_close(&flow);
    return cli->exit_code;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar brief: the digest of a period.
 */
#include "cli/store.h"

#include "base/err.h"
#include "base/limits.h"

#define EVENTS 20

struct briefing {
    struct kh_cli *cli;
    struct kh_reader reader;
    enum kh_brief_form form;
};

static enum khabar_status flush(struct briefing *b, struct khabar_error *err)
{
    if (b->cli->html || kh_cli_flush(b->cli)) return KHABAR_OK;
    return kh_error(err, "stdout", KHABAR_IO, "writing failed");
}

static enum khabar_status open(void *context, const struct kh_period *period,
                               struct khabar_error *err)
{
    struct briefing *b = context;
    kh_show_brief_open(b->form, period, &b->reader, &b->cli->out);
    return flush(b, err);
}

static enum khabar_status see(void *context, const struct kh_brief *brief, struct khabar_error *err)
{
    struct briefing *b = context;
    kh_show_brief(b->form, brief, &b->reader, &b->cli->out);
    return flush(b, err);
}

int kh_cli_brief(struct kh_cli *cli)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    struct khabar_error err = {0};
    struct briefing b = {.cli = cli};
    struct kh_date date;
    int64_t since = KH_SINCE_LAST_DAY, limit;
    if (!kh_cli_limit(cli, EVENTS, &limit) || !kh_cli_reader(cli, &b.reader)) return KH_EXIT_USAGE;
    if (cli->since) {
        struct kh_str text = kh_str_of(cli->since);
        if (!text.n || kh_date_parse_iso(text, &date) != text.n)
            return kh_cli_wrong(cli, "--since needs a date like 2025-03-01");
        since = kh_date_seconds(date);
    }
    if (cli->json + cli->atom + (cli->html != NULL) > 1)
        return kh_cli_wrong(cli, "--json, --atom or --html");
    b.form = cli->json   ? KH_BRIEF_JSON
             : cli->atom ? KH_BRIEF_ATOM
             : cli->html ? KH_BRIEF_HTML
                         : KH_BRIEF_TEXT;
    if (!kh_cli_open(cli, &flow, KH_STORE_READ)) return cli->exit_code;
    kh_arena_init(&arena, KH_MAX_EVENT_BYTES);
    const struct kh_brief_visitor visitor = {&b, open, see};
    enum khabar_status status = kh_flow_brief(&flow, &arena, since, limit, visitor, &err);
    if (status == KHABAR_OK) kh_show_brief_close(b.form, &cli->out);
    else if (cli->exit_code != KH_EXIT_IO) kh_cli_fail(cli, KH_STR("brief"), &err);
    if (status == KHABAR_OK && cli->html) kh_cli_write(cli, cli->html);
    kh_arena_clear(&arena);
    kh_flow_close(&flow);
    return cli->exit_code;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar search: articles and their events, in any script.
 */
#include "cli/store.h"

#include "base/limits.h"
#include "base/utf8.h"

struct hits {
    struct kh_cli *cli;
    size_t n;
};

static enum khabar_status see(void *context, const struct kh_hit_found *hit,
                              struct khabar_error *err)
{
    struct hits *hits = context;
    (void)err;
    if (hits->cli->json) {
        kh_show_hit_json(hit, &hits->cli->out);
    } else {
        if (hits->n) kh_buf_byte(&hits->cli->out, '\n');
        kh_show_hit_text(hit, kh_cli_color(), &hits->cli->out);
    }
    hits->n++;
    return KHABAR_OK;
}

/* The arguments, parted by spaces. */
static struct kh_str query_of(const struct kh_cli *cli, struct kh_buf *out)
{
    for (size_t i = 0; i < cli->args_n; i++) {
        if (i) kh_buf_byte(out, ' ');
        kh_buf_lit(out, cli->args[i]);
    }
    return kh_buf_str(out);
}

int kh_cli_search(struct kh_cli *cli)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    struct kh_buf text;
    struct khabar_error err = {0};
    struct hits hits = {.cli = cli};
    int64_t limit;
    if (!kh_cli_limit(cli, 20, &limit)) return KH_EXIT_USAGE;
    if (limit > KH_MAX_HITS) limit = KH_MAX_HITS;
    kh_buf_init(&text, 4096);
    struct kh_str query = query_of(cli, &text);
    if (text.failed || kh_utf8_valid(query) != query.n) {
        kh_buf_clear(&text);
        return kh_cli_wrong(cli, "the query is too long or no UTF-8");
    }
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    if (kh_cli_open(cli, &flow, KH_STORE_READ)) {
        struct kh_hit_visitor visitor = {&hits, see};
        enum khabar_status status = kh_flow_search(&flow, &arena, query, limit, visitor, &err);
        if (status != KHABAR_OK) kh_cli_fail(cli, query, &err);
        else if (!hits.n) kh_cli_refuse(cli, query, KH_STR("nothing found"));
    }
    kh_flow_close(&flow);
    kh_arena_clear(&arena);
    kh_buf_clear(&text);
    return cli->exit_code;
}

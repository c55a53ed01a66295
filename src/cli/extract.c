/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar extract: pages in, articles out, in argument order; keeps nothing.
 */
#include "cli/cli.h"

#include "base/limits.h"
#include "fetch/fetch.h"
#include "show/show.h"

static void one_page(struct kh_cli *cli, const struct kh_engine *engine, struct kh_arena *arena,
                     struct kh_item *item)
{
    struct khabar_error err = {0};
    enum khabar_status status = kh_flow_extract(engine, arena, item, &err);
    if (status == KHABAR_OK) status = kh_flow_understand(engine, arena, item, &err);
    if (status != KHABAR_OK) {
        kh_cli_fail(cli, item->page.path, &err);
        return;
    }
    const struct kh_article *article = &item->article;
    if (cli->json) kh_show_article_json(article, &item->facts, &cli->out);
    else kh_show_article_text(article, &item->facts, &cli->out);
    if (!kh_verdict_keeps(article->verdict))
        kh_cli_refuse(cli, article->path, kh_str_of(kh_verdict_name(article->verdict)));
}

int kh_cli_extract(struct kh_cli *cli)
{
    const struct kh_engine engine = kh_flow_engine();
    struct kh_arena arena;
    struct kh_source *source;
    struct khabar_error err = {0};
    if (kh_source_open(cli->args, cli->args_n, &source, &err) != KHABAR_OK) {
        kh_cli_fail(cli, KH_STR("extract"), &err);
        return cli->exit_code;
    }
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    for (size_t done = 0;; done++) {
        struct kh_item item = {0};
        enum khabar_status status = kh_source_next(source, &arena, &item.page, &err);
        if (status == KHABAR_END) break;
        if (done && !cli->json) kh_buf_lit(&cli->out, "\n---\n\n");
        if (status == KHABAR_OK) one_page(cli, &engine, &arena, &item);
        else kh_cli_fail(cli, item.page.path, &err);
        if (!kh_cli_flush(cli)) break;
        kh_arena_reset(&arena);
    }
    kh_arena_clear(&arena);
    kh_source_close(source);
    return cli->exit_code;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar group: articles as JSON Lines in, the event of each out, in input order; keeps nothing.
 */
#include "cli/cli.h"

#include "base/err.h"
#include "base/json.h"
#include "base/limits.h"
#include "fetch/lines.h"
#include "match/match.h"

#include <stdio.h>

struct group {
    struct kh_engine engine;
    struct kh_window *window;
    struct kh_arena article; /* reset for each */
    struct kh_arena ids;     /* of the whole run */
    struct kh_str *order;    /* the ids as they came */
    size_t order_n, order_capacity;
};

/* Puts the article of one line into the window; an id that came before is left where it is. */
static enum khabar_status take_line(struct group *group, struct kh_str line,
                                    struct khabar_error *err)
{
    struct kh_item item = {0};
    struct kh_features features;
    struct kh_link link;
    enum khabar_status status = kh_line_article(&group->article, line, &item.article, err);
    if (status != KHABAR_OK) return status;
    if (!item.article.id.n) return kh_error(err, "group", KHABAR_BAD_INPUT, "no id");

    struct kh_str id = kh_arena_str(&group->ids, item.article.id);
    struct kh_str *order = kh_arena_grow(&group->ids, group->order, group->order_n,
                                         &group->order_capacity, sizeof *order);
    if (!order || group->ids.failed)
        return kh_error(err, "group", KHABAR_NO_MEMORY, "out of memory");
    group->order = order;
    order[group->order_n++] = id;
    if (kh_window_event(group->window, id).n) return KHABAR_OK;

    status = kh_flow_understand(&group->engine, &group->article, &item, err);
    if (status == KHABAR_OK)
        status = kh_flow_match(&group->engine, &group->article, group->window, &item, &features,
                               &link, err);
    if (status != KHABAR_OK) group->order_n--;
    return status;
}

static enum khabar_status take_all(struct kh_cli *cli, struct group *group, const char *path,
                                   struct khabar_error *err)
{
    struct kh_lines lines;
    enum khabar_status status = kh_lines_open(&lines, path, err);
    if (status != KHABAR_OK) return status;
    for (;;) {
        struct kh_str line;
        status = kh_lines_next(&lines, &line, err);
        if (status == KHABAR_END || status == KHABAR_IO) break;
        if (status == KHABAR_OK && kh_str_trim(line).n == 0) continue;
        if (status == KHABAR_OK) status = take_line(group, line, err);
        if (status != KHABAR_OK) {
            char where[64];
            snprintf(where, sizeof where, "line %zu", lines.number);
            kh_cli_fail(cli, kh_str_of(where), err);
        }
        kh_arena_reset(&group->article);
    }
    kh_lines_close(&lines);
    return status == KHABAR_END ? KHABAR_OK : status;
}

static enum khabar_status print_all(struct kh_cli *cli, struct group *group,
                                    struct khabar_error *err)
{
    struct kh_changes changes;
    enum khabar_status status = kh_window_settle(group->window, &group->article, &changes, err);
    if (status == KHABAR_OK && !cli->no_lexicon) {
        status = kh_window_learn(group->window, err);
        if (status == KHABAR_OK)
            status = kh_window_settle(group->window, &group->article, &changes, err);
    }
    for (size_t i = 0; status == KHABAR_OK && i < group->order_n; i++) {
        struct kh_json json = {.buf = &cli->out};
        kh_json_open(&json, '{');
        kh_json_pair(&json, "schema", KH_STR("khabar/1"));
        kh_json_pair(&json, "id", group->order[i]);
        kh_json_pair(&json, "event", kh_window_event(group->window, group->order[i]));
        kh_json_close(&json, '}');
        kh_buf_byte(&cli->out, '\n');
        if (cli->out.n > 1 << 16 && !kh_cli_flush(cli)) break;
    }
    return status;
}

int kh_cli_group(struct kh_cli *cli)
{
    const char *path = cli->args_n ? cli->args[0] : "-";
    struct group group = {.engine = kh_flow_engine()};
    struct khabar_error err = {0};
    enum khabar_status status = KHABAR_NO_MEMORY;
    kh_arena_init(&group.article, KH_MAX_ARENA_BYTES);
    kh_arena_init(&group.ids, SIZE_MAX / 2);
    group.window = kh_window_new(&group.engine);
    if (group.window) {
        status = take_all(cli, &group, path, &err);
        if (status == KHABAR_OK) status = print_all(cli, &group, &err);
    } else {
        kh_error(&err, "group", KHABAR_NO_MEMORY, "out of memory");
    }
    if (status != KHABAR_OK) kh_cli_fail(cli, kh_str_of(path), &err);
    kh_window_free(group.window);
    kh_arena_clear(&group.ids);
    kh_arena_clear(&group.article);
    return cli->exit_code;
}

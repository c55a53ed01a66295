/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar add: pages and articles into the store, one transaction each; what is printed is on the
 * disk. Ctrl-C ends it between two articles.
 */
#include "cli/store.h"

#include "base/err.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "fetch/fetch.h"
#include "fetch/lines.h"
#include "show/text.h"

#include <stdlib.h>
#include <string.h>

struct add {
    struct kh_cli *cli;
    struct kh_flow flow;
    struct kh_arena arena;
    struct kh_progress progress;
    struct kh_date published; /* --published */
    bool stopped;             /* by a signal, or because the store or stdout failed */
};

static const char *result_name(enum kh_result result)
{
    switch (result) {
    case KH_ADDED: return "added";
    case KH_SAME: return "same";
    case KH_VERSION: return "version";
    case KH_REFUSED: return "refused";
    }
    return "refused";
}

static void report_json(struct add *add, struct kh_str path, const struct kh_added *added,
                        struct kh_str reason)
{
    struct kh_json json = {.buf = &add->cli->out};
    kh_json_open(&json, '{');
    kh_json_pair(&json, "schema", KH_STR("khabar/1"));
    kh_json_pair(&json, "result", kh_str_of(result_name(added->result)));
    kh_json_pair(&json, "path", path);
    kh_json_pair(&json, "id", added->id);
    kh_json_pair(&json, "event", added->event);
    kh_show_lang(&json, "lang", added->lang);
    kh_json_pair(&json, "title", added->title);
    kh_json_pair(&json, "reason", reason);
    kh_json_close(&json, '}');
    kh_buf_byte(&add->cli->out, '\n');
}

static void report_text(struct add *add, struct kh_str path, const struct kh_added *added)
{
    struct kh_buf *out = &add->cli->out;
    char lang[4];
    kh_lang_print(added->lang, lang);
    kh_buf_printf(out, "%-7s %-2s %-14.*s ", result_name(added->result), lang, (int)added->event.n,
                  added->event.n ? added->event.p : "");
    kh_show_line(out, added->title.n ? added->title : path);
    kh_buf_byte(out, '\n');
}

/* One page is done: says what became of it. Refusals go to stderr as well, with the reason. */
static void report(struct add *add, struct kh_str path, const struct kh_added *added,
                   const struct khabar_error *err, struct kh_str reason)
{
    struct kh_cli *cli = add->cli;
    kh_progress_clear(&add->progress);
    if (cli->json) report_json(add, path, added, reason);
    else if (added->result != KH_REFUSED) report_text(add, path, added);
    if (added->result == KH_REFUSED && err) kh_cli_fail(cli, path, err);
    else if (added->result == KH_REFUSED) kh_cli_refuse(cli, path, reason);
    if (!kh_cli_flush(cli)) add->stopped = true;
}

/* A failed store fails for all pages to come: the run ends there. */
static void report_error(struct add *add, struct kh_str path, struct kh_added *added,
                         const struct khabar_error *err)
{
    const char *reason = err->text[0] ? err->text : khabar_status_text(err->status);
    added->result = KH_REFUSED;
    report(add, path, added, err, kh_str_of(reason));
    if (err->status == KHABAR_STORE) add->stopped = true;
}

static void add_item(struct add *add, struct kh_item *item, bool is_line)
{
    struct khabar_error err = {0};
    struct kh_added added = {0};
    if (!item->page.url.n) item->page.url = kh_str_of(add->cli->url);
    if (!item->page.site.n) item->page.site = kh_str_of(add->cli->site);
    if (!item->page.published.precision) item->page.published = add->published;
    if (kh_flow_add(&add->flow, &add->arena, item, is_line, &added, &err) != KHABAR_OK) {
        report_error(add, item->page.path, &added, &err);
        return;
    }
    struct kh_str reason = KH_STR_NONE;
    if (added.result == KH_REFUSED) reason = kh_str_of(kh_verdict_name(item->article.verdict));
    report(add, item->page.path, &added, NULL, reason);
}

/* Between two articles: true when the run is to end here. */
static bool finish_one(struct add *add, size_t left)
{
    kh_arena_reset(&add->arena);
    kh_progress_step(&add->progress, left);
    if (add->stopped || !kh_signals_came()) return add->stopped;
    kh_progress_clear(&add->progress);
    kh_cli_refuse(add->cli, KH_STR("add"),
                  KH_STR("interrupted; what was reported is kept, a second run goes on"));
    add->stopped = true;
    return true;
}

static void add_lines(struct add *add, const char *path)
{
    struct kh_lines lines;
    struct khabar_error err = {0};
    enum khabar_status status = kh_lines_open(&lines, path, &err);
    if (status != KHABAR_OK) {
        report_error(add, kh_str_of(path), &(struct kh_added){0}, &err);
        return;
    }
    for (;;) {
        struct kh_item item = {0};
        status = kh_lines_next(&lines, &item.page.bytes, &err);
        if (status == KHABAR_END) break;
        if (status == KHABAR_OK && kh_str_trim(item.page.bytes).n == 0) continue;
        item.page.path = kh_arena_printf(&add->arena, "%s:%zu", path, lines.number);
        if (status == KHABAR_OK) add_item(add, &item, true);
        else report_error(add, item.page.path, &(struct kh_added){0}, &err);
        if (finish_one(add, 0) || status == KHABAR_IO) break;
    }
    kh_lines_close(&lines);
}

/* JSON Lines in a folder. The path outlives the arena, which is reset for each line. */
static void add_found_lines(struct add *add, struct kh_str path)
{
    char *copy = strndup(path.p, path.n);
    if (copy) add_lines(add, copy);
    free(copy);
}

static void add_pages(struct add *add, char **paths, size_t n)
{
    struct kh_source *source;
    struct khabar_error err = {0};
    bool from_stdin = n == 1 && strcmp(paths[0], "-") == 0;
    if (kh_source_open(paths, n, &source, &err) != KHABAR_OK) {
        report_error(add, KH_STR("add"), &(struct kh_added){0}, &err);
        return;
    }
    for (;;) {
        struct kh_item item = {0};
        if (from_stdin) kh_signals_hold(false); /* nothing is half done then */
        enum khabar_status status = kh_source_next(source, &add->arena, &item.page, &err);
        if (from_stdin) kh_signals_hold(true);
        if (status == KHABAR_END) break;
        bool lines = kh_str_ends(item.page.path, KH_STR(".jsonl"));
        if (status == KHABAR_OK && lines) add_found_lines(add, item.page.path);
        else if (status == KHABAR_OK) add_item(add, &item, false);
        else report_error(add, item.page.path, &(struct kh_added){0}, &err);
        if (finish_one(add, kh_source_left(source))) break;
    }
    kh_source_close(source);
}

enum input { PAGES, LINES, ADDRESS };

static enum input input_of(const char *arg)
{
    struct kh_str s = kh_str_of(arg);
    if (kh_str_starts(s, KH_STR("http://")) || kh_str_starts(s, KH_STR("https://"))) return ADDRESS;
    return kh_str_ends(s, KH_STR(".jsonl")) ? LINES : PAGES;
}

/* The arguments in their order; neighbours that are pages share one source. */
static void add_all(struct add *add)
{
    struct kh_cli *cli = add->cli;
    for (size_t i = 0; i < cli->args_n && !add->stopped;) {
        size_t end = i + 1;
        switch (input_of(cli->args[i])) {
        case PAGES:
            while (end < cli->args_n && input_of(cli->args[end]) == PAGES &&
                   strcmp(cli->args[end], "-") != 0 && strcmp(cli->args[i], "-") != 0)
                end++;
            add_pages(add, cli->args + i, end - i);
            break;
        case LINES: add_lines(add, cli->args[i]); break;
        case ADDRESS:
            report(add, kh_str_of(cli->args[i]), &(struct kh_added){.result = KH_REFUSED}, NULL,
                   KH_STR("fetching from the network is not built yet"));
            break;
        }
        i = end;
    }
}

int kh_cli_add(struct kh_cli *cli)
{
    struct add add = {.cli = cli};
    if (cli->published) {
        struct kh_str text = kh_str_of(cli->published);
        if (kh_date_parse_iso(text, &add.published) != text.n || !text.n)
            return kh_cli_wrong(cli, "--published needs a date like 2025-03-01");
    }
    if (!kh_cli_open(cli, &add.flow, KH_STORE_WRITE)) return cli->exit_code;
    add.flow.no_lexicon = cli->no_lexicon;
    kh_signals_hold(true);
    kh_arena_init(&add.arena, KH_MAX_ARENA_BYTES);
    kh_progress_start(&add.progress, cli->quiet);
    add_all(&add);
    kh_progress_clear(&add.progress);
    struct khabar_error err = {0};
    if (kh_flow_settle(&add.flow, &add.arena, &err) != KHABAR_OK)
        kh_cli_fail(cli, KH_STR("add"), &err);
    kh_arena_clear(&add.arena);
    kh_flow_close(&add.flow);
    return cli->exit_code;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the store is, and opening it. See store.h.
 */
#include "cli/store.h"

#include "base/err.h"
#include "understand/when.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Makes the folders above the file, for the user alone. What cannot be made shows when the file
 * is opened. */
static void make_folders(char *path)
{
    for (char *p = path + 1; *p; p++) {
        if (*p != '/') continue;
        *p = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST) {
            *p = '/';
            return;
        }
        *p = '/';
    }
}

/* The path in `room`, or NULL when nothing tells where the user's data are. */
static const char *store_path(const struct kh_cli *cli, char *room, size_t size)
{
    const char *path = cli->store ? cli->store : getenv("KHABAR_STORE");
    if (path && *path) return path;
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int n = -1;
    if (data && data[0] == '/') n = snprintf(room, size, "%s/khabar/khabar.db", data);
    else if (home && home[0] == '/')
        n = snprintf(room, size, "%s/.local/share/khabar/khabar.db", home);
    return n > 0 && (size_t)n < size ? room : NULL;
}

bool kh_cli_open(struct kh_cli *cli, struct kh_flow *flow, enum kh_store_mode mode)
{
    char room[4096];
    struct khabar_error err = {0};
    const char *path = store_path(cli, room, sizeof room);
    if (!path) {
        kh_error(&err, "store", KHABAR_STORE, "neither --store nor HOME says where it is");
        kh_cli_fail(cli, KH_STR("store"), &err);
        return false;
    }
    if (path == room && mode == KH_STORE_WRITE) make_folders(room);
    if (kh_flow_open(flow, path, mode, &err) == KHABAR_OK) return true;
    kh_cli_fail(cli, kh_str_of(path), &err);
    return false;
}

bool kh_cli_limit(struct kh_cli *cli, int64_t fallback, int64_t *out)
{
    char *end = NULL;
    *out = fallback;
    if (!cli->limit) return true;
    errno = 0;
    long long value = strtoll(cli->limit, &end, 10);
    if (errno || end == cli->limit || *end || value < 1) {
        kh_cli_wrong(cli, "--limit needs a number from 1");
        return false;
    }
    *out = value;
    return true;
}

bool kh_cli_color(void)
{
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool dumb = terminal && strcmp(terminal, "dumb") == 0;
    return !(no && *no) && !dumb && isatty(STDOUT_FILENO);
}

struct kh_event_view kh_cli_view(const struct kh_event *event)
{
    struct kh_event_view view = {.event = event, .color = kh_cli_color()};
    view.date = kh_when_vote(event, &view.date_from);
    return view;
}

bool kh_cli_reader(struct kh_cli *cli, struct kh_reader *out)
{
    struct kh_engine engine = kh_flow_engine();
    *out = (struct kh_reader){.lexicon = engine.lexicon,
                              .lang = kh_lang_of(kh_str_of(cli->lang ? cli->lang : "en")),
                              .color = kh_cli_color() && !cli->html};
    if (kh_show_speaks(engine.lexicon, out->lang)) return true;
    kh_cli_wrong(cli, "--lang: khabar has no words of its own in that language");
    return false;
}

void kh_cli_write(struct kh_cli *cli, const char *path)
{
    if (strcmp(path, "-") == 0) return; /* it goes the way of all results */
    FILE *file = cli->out.failed ? NULL : fopen(path, "wb");
    bool written = file && fwrite(cli->out.p, 1, cli->out.n, file) == cli->out.n;
    if (file && fclose(file) != 0) written = false;
    kh_buf_reset(&cli->out);
    if (written) return;
    kh_cli_refuse(cli, kh_str_of(path), kh_str_of(errno ? strerror(errno) : "out of memory"));
    cli->exit_code = KH_EXIT_IO;
}

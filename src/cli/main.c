/* SPDX-License-Identifier: Apache-2.0
 *
 * The command line: finds the command, parses its options by one table, runs it and turns its end
 * into an exit code. Must not know what any command does.
 */
#include "cli/cli.h"

#include "base/limits.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
const struct kh_command kh_commands[] = {
    {"extract", kh_cli_extract, KH_OPT_JSON, 1, SIZE_MAX, "PATH...",
     "print the article of each page; no store",
     "PATH is a file (HTML or text dump, gzip is undone), a directory, or - for stdin.\n"},
    {"group", kh_cli_group, KH_OPT_JSON | KH_OPT_LEXICON, 0, 1, "[FILE]",
     "group articles (JSON Lines on stdin) by event; no store",
     "Each line: id, title, text, date, lang, optional site and url. At the end one line\n"
     "{\"id\",\"event\"} for each, in input order.\n"},
    {"language", kh_cli_language, 0, 0, 1, "[FILE]",
     "print the language of each line of stdin",
     "One ISO 639-1 code a line, und for none of ours.\n"},
    {"names", kh_cli_names, KH_OPT_JSON | KH_OPT_STORE | KH_OPT_SCORE, 0, SIZE_MAX, "NAME...",
     "print what makes spellings one name",
     "Each NAME with its reading in Latin letters, its sound key and how well it aligns with the\n"
     "first, 0 to 1. With --score, reads lines `left TAB right` and prints one figure a line.\n"},
    {"add", kh_cli_add, KH_OPT_JSON | KH_OPT_STORE | KH_OPT_TOLD | KH_OPT_LEXICON, 1, SIZE_MAX, "PATH...",
     "read pages into the store and group them",
     "PATH is a page, a directory of pages, articles as JSON Lines (*.jsonl), or - for a page on\n"
     "stdin. The same content again is `same`, the same article with other bytes `version`.\n"},
    {"events", kh_cli_events, KH_OPT_JSON | KH_OPT_STORE | KH_OPT_LIMIT | KH_OPT_WHY, 0, 0, "",
     "list the events of the store, newest first", ""},
    {"show", kh_cli_show, KH_OPT_JSON | KH_OPT_STORE, 1, 1, "ID",
     "print one event or article; a unique prefix of its id is enough", ""},
    {"compare", kh_cli_compare, KH_OPT_JSON | KH_OPT_STORE | KH_OPT_LANG | KH_OPT_HTML, 1, 1, "ID",
     "lay the reports of an event side by side",
     "What several state, what one alone states and where they contradict each other, each with\n"
     "the sentences of the sources; how many origins they have; what happened when.\n"},
    {"brief", kh_cli_brief,
     KH_OPT_JSON | KH_OPT_STORE | KH_OPT_LIMIT | KH_OPT_LANG | KH_OPT_HTML | KH_OPT_BRIEF, 0, 0, "",
     "print the digest of a period: its events by weight",
     "For each event what several reports state in one or two of their sentences, what\n"
     "contradicts, what one report alone says. Without --since: the day before the newest report.\n"},
    {"merge", kh_cli_merge, KH_OPT_JSON | KH_OPT_STORE, 2, SIZE_MAX, "EVENT EVENT...",
     "say that events are one; the later ones join the first",
     "The decision is kept: no later run takes it back, only khabar undo does.\n"},
    {"split", kh_cli_split, KH_OPT_JSON | KH_OPT_STORE, 2, SIZE_MAX, "EVENT ARTICLE...",
     "say that these articles of an event are of another one",
     "They leave it together. The decision is kept as that of khabar merge is.\n"},
    {"undo", kh_cli_undo, KH_OPT_JSON | KH_OPT_STORE | KH_OPT_LIST, 0, 1, "[NUMBER]",
     "take the last merge or split back, or that of the number", ""},
    {"rebuild", kh_cli_rebuild, KH_OPT_JSON | KH_OPT_STORE, 0, 0, "",
     "read all kept pages anew and group them again",
     "For after an update of khabar, or of what it was taught. Ids of events and the decisions of\n"
     "merge and split are kept. All or nothing; meanwhile the store can be read, not written.\n"},
    {"alias", kh_cli_alias, KH_OPT_JSON | KH_OPT_STORE | KH_OPT_ALIAS, 0, 3, "[A = B]",
     "teach the store that two names are one; list what it was taught",
     "From now on A is read as B in what is added and in searches; articles that are there take\n"
     "it at `khabar rebuild`. Such names win over the tables. Without names, lists them.\n"},
    {"search", kh_cli_search, KH_OPT_JSON | KH_OPT_STORE | KH_OPT_LIMIT, 1, SIZE_MAX, "QUERY...",
     "find articles and events, in any script",
     "All words must occur; \"several words\" is a phrase, -word must not occur, OR between two\n"
     "words means either. Names are found in every script they are written in.\n"},
    {"help", kh_cli_help, 0, 0, 1, "[COMMAND]", "print this, or the help of one command", ""},
    {"version", kh_cli_version, 0, 0, 0, "", "print the version", ""},
    {0},
};
/* clang-format on */

struct option {
    const char *name;
    unsigned allowed; /* enum kh_option; 0: every command */
    bool has_value;
    size_t place; /* offset in struct kh_cli of a bool or a const char pointer */
};

static const struct option options[] = {
    {"--help", 0, false, offsetof(struct kh_cli, help)},
    {"-h", 0, false, offsetof(struct kh_cli, help)},
    {"--quiet", 0, false, offsetof(struct kh_cli, quiet)},
    {"-q", 0, false, offsetof(struct kh_cli, quiet)},
    {"--json", KH_OPT_JSON, false, offsetof(struct kh_cli, json)},
    {"--store", KH_OPT_STORE, true, offsetof(struct kh_cli, store)},
    {"--url", KH_OPT_TOLD, true, offsetof(struct kh_cli, url)},
    {"--site", KH_OPT_TOLD, true, offsetof(struct kh_cli, site)},
    {"--published", KH_OPT_TOLD, true, offsetof(struct kh_cli, published)},
    {"--score", KH_OPT_SCORE, false, offsetof(struct kh_cli, score)},
    {"--why", KH_OPT_WHY, false, offsetof(struct kh_cli, why)},
    {"--list", KH_OPT_LIST, false, offsetof(struct kh_cli, list)},
    {"--lang", KH_OPT_LANG, true, offsetof(struct kh_cli, lang)},
    {"--since", KH_OPT_BRIEF, true, offsetof(struct kh_cli, since)},
    {"--atom", KH_OPT_BRIEF, false, offsetof(struct kh_cli, atom)},
    {"--html", KH_OPT_HTML, true, offsetof(struct kh_cli, html)},
    {"--remove", KH_OPT_ALIAS, false, offsetof(struct kh_cli, remove)},
    {"--kind", KH_OPT_ALIAS, true, offsetof(struct kh_cli, kind)},
    {"--no-lexicon", KH_OPT_LEXICON, false, offsetof(struct kh_cli, no_lexicon)},
    {"--limit", KH_OPT_LIMIT, true, offsetof(struct kh_cli, limit)},
};

bool kh_cli_flush(struct kh_cli *cli)
{
    bool written = !cli->out.failed;
    if (written && cli->out.n)
        written = fwrite(cli->out.p, 1, cli->out.n, stdout) == cli->out.n && fflush(stdout) == 0;
    if (!written && cli->exit_code != KH_EXIT_IO) {
        fprintf(stderr, "khabar: stdout: %s\n",
                cli->out.failed ? "out of memory" : strerror(errno));
        cli->exit_code = KH_EXIT_IO;
    }
    kh_buf_reset(&cli->out);
    return written;
}

/* Names and reasons come from strangers' pages: control characters do not reach the terminal. */
static void print_plain(FILE *to, struct kh_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        fputc(c < 0x20 || c == 0x7F ? '?' : c, to);
    }
}

void kh_cli_refuse(struct kh_cli *cli, struct kh_str what, struct kh_str reason)
{
    fputs("khabar: ", stderr);
    print_plain(stderr, what);
    fputs(": ", stderr);
    print_plain(stderr, reason);
    fputc('\n', stderr);
    if (cli->exit_code < KH_EXIT_REFUSED) cli->exit_code = KH_EXIT_REFUSED;
}

void kh_cli_fail(struct kh_cli *cli, struct kh_str what, const struct khabar_error *err)
{
    const char *reason = err->text[0] ? err->text : khabar_status_text(err->status);
    kh_cli_refuse(cli, what, kh_str_of(reason));
    if (err->status == KHABAR_IO || err->status == KHABAR_STORE || err->status == KHABAR_NO_MEMORY)
        cli->exit_code = KH_EXIT_IO;
}

int kh_cli_wrong(const struct kh_cli *cli, const char *reason)
{
    fprintf(stderr, "khabar %s: %s\ntry: khabar %s --help\n", cli->command->name, reason,
            cli->command->name);
    return KH_EXIT_USAGE;
}

static const struct kh_command *find_command(const char *name)
{
    if (strcmp(name, "--version") == 0) name = "version";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help";
    for (const struct kh_command *c = kh_commands; c->name; c++)
        if (strcmp(c->name, name) == 0) return c;
    return NULL;
}

/* Reads one option at argv[i]; returns how many words it took, 0 after reporting what is wrong. */
static int take_option(struct kh_cli *cli, int argc, char **argv, int i)
{
    size_t n = strcspn(argv[i], "=");
    for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
        const struct option *o = &options[k];
        if (strncmp(o->name, argv[i], n) != 0 || o->name[n]) continue;
        if (o->allowed && !(o->allowed & cli->command->options)) break;
        char *place = (char *)cli + o->place;
        if (!o->has_value) {
            if (argv[i][n]) break;
            *(bool *)place = true;
            return 1;
        }
        if (argv[i][n]) {
            *(const char **)(void *)place = argv[i] + n + 1;
            return 1;
        }
        if (i + 1 >= argc) {
            fprintf(stderr, "khabar %s: %s needs a value\n", cli->command->name, argv[i]);
            return 0;
        }
        *(const char **)(void *)place = argv[i + 1];
        return 2;
    }
    fprintf(stderr, "khabar %s: unknown option %s\n", cli->command->name, argv[i]);
    return 0;
}

/* Options may stand anywhere; what follows "--" is no option. Arguments are gathered in argv. */
static bool parse(struct kh_cli *cli, int argc, char **argv)
{
    bool only_args = false;
    cli->args = argv;
    for (int i = 0; i < argc;) {
        if (only_args || argv[i][0] != '-' || argv[i][1] == '\0') {
            cli->args[cli->args_n++] = argv[i++];
        } else if (strcmp(argv[i], "--") == 0) {
            only_args = true;
            i++;
        } else {
            int taken = take_option(cli, argc, argv, i);
            if (!taken) return false;
            i += taken;
        }
    }
    return true;
}

static int run(struct kh_cli *cli)
{
    if (cli->help) {
        kh_cli_usage(cli->command, &cli->out);
        return KH_EXIT_DONE;
    }
    if (cli->args_n < cli->command->args_min) return kh_cli_wrong(cli, "an argument is missing");
    if (cli->args_n > cli->command->args_max) return kh_cli_wrong(cli, "too many arguments");
    return cli->command->run(cli);
}

int main(int argc, char **argv)
{
    struct kh_cli cli = {0};
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2) {
        fputs("khabar: which command?\ntry: khabar help\n", stderr);
        return KH_EXIT_USAGE;
    }
    cli.command = find_command(argv[1]);
    if (!cli.command) {
        fprintf(stderr, "khabar: unknown command %s\ntry: khabar help\n", argv[1]);
        return KH_EXIT_USAGE;
    }
    if (!parse(&cli, argc - 2, argv + 2)) {
        fprintf(stderr, "try: khabar %s --help\n", cli.command->name);
        return KH_EXIT_USAGE;
    }
    kh_buf_init(&cli.out, SIZE_MAX / 2);
    int code = run(&cli);
    if (code > cli.exit_code) cli.exit_code = code;
    kh_cli_flush(&cli);
    kh_buf_clear(&cli.out);
    return cli.exit_code;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar help: the list of commands, or the help of one. Made from the table in main.c.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

void kh_cli_usage(const struct kh_command *command, struct kh_buf *out)
{
    unsigned allowed = command->options;
    kh_buf_printf(out, "usage: khabar %s", command->name);
    if (allowed) kh_buf_lit(out, " [OPTIONS]");
    kh_buf_printf(out, "%s%s\n\n%s\n", *command->args ? " " : "", command->args, command->does);
    if (*command->more) kh_buf_printf(out, "\n%s", command->more);
    kh_buf_lit(out, "\noptions:\n");
    if (allowed & KH_OPT_JSON)
        kh_buf_lit(out, "  --json            one JSON object a line (schema khabar/1)\n");
    if (allowed & KH_OPT_STORE)
        kh_buf_lit(out, "  --store FILE      the store; else $KHABAR_STORE, else\n"
                        "                    $XDG_DATA_HOME/khabar/khabar.db\n");
    if (allowed & KH_OPT_TOLD)
        kh_buf_lit(out,
                   "  --url URL         what the saved page does not say itself\n"
                   "  --site NAME\n"
                   "  --published DATE  ISO 8601, e.g. 2025-03-01 or 2025-03-01T10:00+05:00\n");
    if (allowed & KH_OPT_LEXICON)
        kh_buf_lit(out,
                   "  --no-lexicon      without words learnt from events in several languages\n");
    if (allowed & KH_OPT_WHY)
        kh_buf_lit(
            out,
            "  --why             why each report is in its event, and the nearest other event\n");
    if (allowed & KH_OPT_LIST)
        kh_buf_lit(out, "  --list            list the corrections that hold, take none back\n");
    if (allowed & KH_OPT_BRIEF)
        kh_buf_lit(out, "  --since DATE      from this day on\n"
                        "  --atom            as an Atom feed\n");
    if (allowed & KH_OPT_LANG)
        kh_buf_lit(out, "  --lang LANG       of the words that are khabar's own: en, ur, ar\n");
    if (allowed & KH_OPT_HTML)
        kh_buf_lit(out, "  --html FILE       write a page that stands by itself; - is stdout\n");
    if (allowed & KH_OPT_ALIAS)
        kh_buf_lit(out, "  --remove NAME     forget what NAME was taught to be\n"
                        "  --kind KIND       of B: person, place or organisation\n");
    if (allowed & KH_OPT_LIMIT) kh_buf_lit(out, "  --limit N         at most N results\n");
    kh_buf_lit(out, "  --quiet           no progress on stderr\n"
                    "  --help            print this\n");
}

static void all_commands(struct kh_buf *out)
{
    kh_buf_lit(out, "usage: khabar COMMAND [OPTIONS] [ARGS]\n\n"
                    "Reads saved news pages, keeps the article, groups reports of one event\n"
                    "across languages.\n\ncommands:\n");
    for (const struct kh_command *c = kh_commands; c->name; c++)
        kh_buf_printf(out, "  %-9s %-11s %s\n", c->name, c->args, c->does);
    kh_buf_lit(out, "\nkhabar COMMAND --help says more of one command.\n"
                    "Exit: 0 done; 1 something was refused or not found; 2 wrong usage;\n"
                    "3 storage or I/O failure.\n");
}

int kh_cli_help(struct kh_cli *cli)
{
    if (cli->args_n == 0) {
        all_commands(&cli->out);
        return KH_EXIT_DONE;
    }
    for (const struct kh_command *c = kh_commands; c->name; c++) {
        if (strcmp(c->name, cli->args[0]) != 0) continue;
        kh_cli_usage(c, &cli->out);
        return KH_EXIT_DONE;
    }
    fprintf(stderr, "khabar help: no command %s\ntry: khabar help\n", cli->args[0]);
    return KH_EXIT_USAGE;
}

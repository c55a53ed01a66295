/* SPDX-License-Identifier: Apache-2.0
 *
 * What the commands share: the parsed command line, results to stdout, reports to stderr, and the
 * exit code. One file per command; main.c holds their table.
 */
#ifndef KH_CLI_CLI_H
#define KH_CLI_CLI_H

#include "base/buf.h"
#include "pipeline.h"

enum kh_exit {
    KH_EXIT_DONE = 0,
    KH_EXIT_REFUSED = 1, /* something was refused or not found, named on stderr */
    KH_EXIT_USAGE = 2,
    KH_EXIT_IO = 3, /* storage or I/O failed */
};

/* The options a command allows, as bits. */
enum kh_option {
    KH_OPT_JSON = 1,
    KH_OPT_STORE = 2,
    KH_OPT_TOLD = 4, /* --url, --site, --published */
    KH_OPT_LIMIT = 8,
    KH_OPT_SCORE = 16,
    KH_OPT_WHY = 32,
    KH_OPT_LIST = 64,
    KH_OPT_LANG = 128, /* --lang */
    KH_OPT_HTML = 256,
    KH_OPT_BRIEF = 512,    /* --since, --atom */
    KH_OPT_ALIAS = 1024,   /* --remove, --kind */
    KH_OPT_LEXICON = 2048, /* --no-lexicon */
};

struct kh_cli {
    const struct kh_command *command;
    bool json, quiet, help, score, why, list, atom, remove, no_lexicon;
    const char *store; /* --store, or NULL */
    const char *url, *site, *published, *limit, *lang, *html, *since, *kind;
    char **args;
    size_t args_n;
    struct kh_buf out; /* results, written by kh_cli_flush */
    int exit_code;     /* grows, never shrinks */
};

struct kh_command {
    const char *name;
    int (*run)(struct kh_cli *cli);
    unsigned options; /* enum kh_option */
    size_t args_min, args_max;
    const char *args; /* for the usage line */
    const char *does; /* one line for the list of commands */
    const char *more; /* what --help adds */
};

extern const struct kh_command kh_commands[]; /* ends with name NULL */

int kh_cli_add(struct kh_cli *cli);
int kh_cli_alias(struct kh_cli *cli);
int kh_cli_brief(struct kh_cli *cli);
int kh_cli_compare(struct kh_cli *cli);
int kh_cli_events(struct kh_cli *cli);
int kh_cli_extract(struct kh_cli *cli);
int kh_cli_group(struct kh_cli *cli);
int kh_cli_help(struct kh_cli *cli);
int kh_cli_language(struct kh_cli *cli);
int kh_cli_merge(struct kh_cli *cli);
int kh_cli_names(struct kh_cli *cli);
int kh_cli_rebuild(struct kh_cli *cli);
int kh_cli_search(struct kh_cli *cli);
int kh_cli_show(struct kh_cli *cli);
int kh_cli_split(struct kh_cli *cli);
int kh_cli_undo(struct kh_cli *cli);
int kh_cli_version(struct kh_cli *cli);

/* The page that `khabar COMMAND --help` prints. */
void kh_cli_usage(const struct kh_command *command, struct kh_buf *out);

/* Writes what stands in cli->out to stdout and empties it; false (and the exit code is 3) when
 * that fails. */
bool kh_cli_flush(struct kh_cli *cli);
/* "khabar: WHAT: REASON" on stderr, and the exit code is at least 1. */
void kh_cli_refuse(struct kh_cli *cli, struct kh_str what, struct kh_str reason);
/* The same from an error; its status chooses between exit code 1 and 3. */
void kh_cli_fail(struct kh_cli *cli, struct kh_str what, const struct khabar_error *err);
/* "khabar: COMMAND: REASON" and the way to the help; returns KH_EXIT_USAGE. */
int kh_cli_wrong(const struct kh_cli *cli, const char *reason);

/* The verdict is one that keeps the article. */
static inline bool kh_verdict_keeps(enum kh_verdict verdict)
{
    return verdict == KH_ARTICLE || verdict == KH_ROUNDUP;
}

#endif

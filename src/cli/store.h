/* SPDX-License-Identifier: Apache-2.0
 *
 * What the commands with a store share.
 */
#ifndef KH_CLI_STORE_H
#define KH_CLI_STORE_H

#include "cli/cli.h"
#include "show/show.h"

/* Opens the store of --store, $KHABAR_STORE or the user's data folder (made for KH_STORE_WRITE).
 * On false the reason is reported and the exit code set. */
bool kh_cli_open(struct kh_cli *cli, struct kh_flow *flow, enum kh_store_mode mode);

/* The value of --limit, else `fallback`; false after reporting a wrong one. */
bool kh_cli_limit(struct kh_cli *cli, int64_t fallback, int64_t *out);

/* The event as the show stage takes it. */
struct kh_event_view kh_cli_view(const struct kh_event *event);

/* The reader that --lang tells, English without it; false after reporting a language that khabar
 * has no words in. */
bool kh_cli_reader(struct kh_cli *cli, struct kh_reader *out);

/* Writes the results to a file, "-" is stdout; what fails is reported. */
void kh_cli_write(struct kh_cli *cli, const char *path);

/* stdout is a terminal and NO_COLOR (https://no-color.org) does not forbid it. */
bool kh_cli_color(void);

#endif

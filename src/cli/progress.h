/* SPDX-License-Identifier: Apache-2.0
 *
 * One line on stderr that says how far long work is: count, rate, time left. Only on a terminal,
 * never with --quiet, at most five times a second.
 */
#ifndef KH_CLI_PROGRESS_H
#define KH_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kh_progress {
    bool shown; /* stderr is a terminal */
    bool drawn; /* the line stands there now */
    size_t done;
    int64_t start_ms, last_ms;
};

void kh_progress_start(struct kh_progress *progress, bool quiet);
/* One more is done, about `left` are to come (0: not known). */
void kh_progress_step(struct kh_progress *progress, size_t left);
/* Takes the line away, so that other output may stand there. */
void kh_progress_clear(struct kh_progress *progress);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The progress line. See progress.h.
 */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define BETWEEN_MS 200

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void kh_progress_start(struct kh_progress *progress, bool quiet)
{
    *progress = (struct kh_progress){.shown = !quiet && isatty(STDERR_FILENO)};
    progress->start_ms = progress->last_ms = now_ms();
}

void kh_progress_step(struct kh_progress *progress, size_t left)
{
    progress->done++;
    if (!progress->shown) return;
    int64_t now = now_ms(), spent = now - progress->start_ms;
    if (now - progress->last_ms < BETWEEN_MS || spent <= 0) return;
    progress->last_ms = now;
    double rate = (double)progress->done * 1000 / (double)spent;
    fprintf(stderr, "\r\033[K%zu done, %.0f a second", progress->done, rate);
    if (left && rate > 0) {
        long seconds = (long)((double)left / rate);
        fprintf(stderr, ", %ld:%02ld left", seconds / 60, seconds % 60);
    }
    progress->drawn = true;
}

void kh_progress_clear(struct kh_progress *progress)
{
    if (progress->drawn) fputs("\r\033[K", stderr);
    progress->drawn = false;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * What the trainers share. They end at once when memory is short: nothing is lost by it.
 */
#ifndef KH_TOOL_TRAIN_H
#define KH_TOOL_TRAIN_H

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

static inline void *checked(void *p)
{
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(3);
    }
    return p;
}

/* The file's bytes in the arena; KH_STR_NONE when it cannot be opened. */
static inline struct kh_str read_file(struct kh_arena *arena, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return KH_STR_NONE;
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    char *p = checked(kh_arena_bytes(arena, (size_t)n + 1));
    size_t got = fread(p, 1, (size_t)n, f);
    fclose(f);
    return (struct kh_str){p, got};
}

#endif

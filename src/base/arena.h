/* SPDX-License-Identifier: Apache-2.0
 *
 * All memory of one article comes from one arena with a cap and is given back by one reset.
 * Built with KH_ARENA_MALLOC (make asan) each allocation is a malloc of its own, so that the
 * sanitizer sees every overrun.
 */
#ifndef KH_BASE_ARENA_H
#define KH_BASE_ARENA_H

#include "base/str.h"

struct kh_arena_chunk;

struct kh_arena {
    struct kh_arena_chunk *chunk; /* newest first */
    char *free;                   /* next free byte of the newest chunk */
    size_t left_bytes;            /* free bytes of the newest chunk */
    size_t used_bytes;            /* handed out since the last reset */
    size_t cap_bytes;             /* never more than this */
    bool failed;                  /* an allocation was refused since the last reset */
    bool capped;                  /* and it was the cap that refused it */
};

void kh_arena_init(struct kh_arena *arena, size_t cap_bytes);
/* Gives everything back but keeps one chunk for the next article. */
void kh_arena_reset(struct kh_arena *arena);
void kh_arena_clear(struct kh_arena *arena);

/* n bytes aligned to 16, not zeroed. NULL (and arena->failed) at the cap or out of memory. */
void *kh_arena_alloc(struct kh_arena *arena, size_t n);
/* The same, zeroed; count * size is checked for overflow. */
void *kh_arena_zalloc(struct kh_arena *arena, size_t count, size_t size);
/* n bytes of text without alignment. */
char *kh_arena_bytes(struct kh_arena *arena, size_t n);
/* Gives back the end of the newest allocation: of its n bytes at p, `kept` stay. Does nothing when
 * something was allocated since. */
void kh_arena_give_back(struct kh_arena *arena, char *p, size_t n, size_t kept);
/* A copy of s; KH_STR_NONE when out of memory. */
struct kh_str kh_arena_str(struct kh_arena *arena, struct kh_str s);
/* Text made by a printf format. */
struct kh_str kh_arena_printf(struct kh_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The part of kh_arena_grow that is seldom: a copy of the array with more room. */
void *kh_arena_move(struct kh_arena *arena, const void *array, size_t count, size_t *capacity,
                    size_t item_bytes);
/* Room for one more item in an arena array: returns the array (moved when it had to grow, at
 * least doubled) or NULL. *capacity counts items. The old copy stays until the reset. */
static inline void *kh_arena_grow(struct kh_arena *arena, void *array, size_t count,
                                  size_t *capacity, size_t item_bytes)
{
    return count < *capacity ? array : kh_arena_move(arena, array, count, capacity, item_bytes);
}

#endif

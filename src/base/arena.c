/* SPDX-License-Identifier: Apache-2.0
 *
 * A bump allocator over chunks that double up to 4 MiB. See arena.h.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct kh_arena_chunk {
    struct kh_arena_chunk *older;
    size_t size;
    _Alignas(16) char data[];
};

#define FIRST_CHUNK ((size_t)64 << 10)
#define LARGEST_CHUNK ((size_t)4 << 20)

void kh_arena_init(struct kh_arena *arena, size_t cap_bytes)
{
    *arena = (struct kh_arena){.cap_bytes = cap_bytes};
}

static void free_chunks(struct kh_arena_chunk *chunk)
{
    while (chunk) {
        struct kh_arena_chunk *older = chunk->older;
        free(chunk);
        chunk = older;
    }
}

void kh_arena_reset(struct kh_arena *arena)
{
    struct kh_arena_chunk *keep = arena->chunk;
    if (keep) {
        free_chunks(keep->older);
        keep->older = NULL;
    }
#ifdef KH_ARENA_MALLOC
    free(keep);
    keep = NULL;
#endif
    if (keep && keep->size > LARGEST_CHUNK) {
        free(keep);
        keep = NULL;
    }
    arena->chunk = keep;
    arena->free = keep ? keep->data : NULL;
    arena->left_bytes = keep ? keep->size : 0;
    arena->used_bytes = 0;
    arena->failed = false;
    arena->capped = false;
}

void kh_arena_clear(struct kh_arena *arena)
{
    free_chunks(arena->chunk);
    *arena = (struct kh_arena){.cap_bytes = arena->cap_bytes};
}

static bool add_chunk(struct kh_arena *arena, size_t need)
{
    size_t size = arena->chunk ? arena->chunk->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_CHUNK) size = LARGEST_CHUNK;
#ifdef KH_ARENA_MALLOC
    size = need;
#endif
    if (size < need) size = need;
    struct kh_arena_chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk) return false;
    chunk->older = arena->chunk;
    chunk->size = size;
    arena->chunk = chunk;
    arena->free = chunk->data;
    arena->left_bytes = size;
    return true;
}

static void *take(struct kh_arena *arena, size_t n, size_t align)
{
    size_t pad = arena->free ? (size_t)(-(uintptr_t)arena->free & (align - 1)) : 0;
    if (n > arena->cap_bytes || arena->used_bytes > arena->cap_bytes - n) {
        arena->capped = true;
        goto refused;
    }
#ifdef KH_ARENA_MALLOC
    arena->left_bytes = 0;
#endif
    if (n + pad > arena->left_bytes) {
        if (!add_chunk(arena, n ? n : 1)) goto refused;
        pad = 0;
    }
    char *p = arena->free + pad;
    arena->free = p + n;
    arena->left_bytes -= n + pad;
    arena->used_bytes += n + pad;
    return p;
refused:
    arena->failed = true;
    return NULL;
}

void *kh_arena_alloc(struct kh_arena *arena, size_t n)
{
    return take(arena, n, 16);
}

void *kh_arena_zalloc(struct kh_arena *arena, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n)) n = SIZE_MAX;
    void *p = take(arena, n, 16);
    return p ? memset(p, 0, n) : NULL;
}

char *kh_arena_bytes(struct kh_arena *arena, size_t n)
{
    return take(arena, n, 1);
}

void kh_arena_give_back(struct kh_arena *arena, char *p, size_t n, size_t kept)
{
    if (arena->free != p + n) return;
    arena->free -= n - kept;
    arena->left_bytes += n - kept;
    arena->used_bytes -= n - kept;
}

struct kh_str kh_arena_str(struct kh_arena *arena, struct kh_str s)
{
    char *p = take(arena, s.n, 1);
    if (!p) return KH_STR_NONE;
    if (s.n) memcpy(p, s.p, s.n);
    return (struct kh_str){p, s.n};
}

struct kh_str kh_arena_printf(struct kh_arena *arena, const char *format, ...)
{
    va_list args;
    char small[256]; /* most is short and need not be printed twice */
    va_start(args, format);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    char *p = n < 0 ? NULL : take(arena, (size_t)n + 1, 1);
    if (!p) return KH_STR_NONE;
    if ((size_t)n < sizeof small) {
        memcpy(p, small, (size_t)n + 1);
        return (struct kh_str){p, (size_t)n};
    }
    va_start(args, format);
    vsnprintf(p, (size_t)n + 1, format, args);
    va_end(args);
    return (struct kh_str){p, (size_t)n};
}

void *kh_arena_move(struct kh_arena *arena, const void *array, size_t count, size_t *capacity,
                    size_t item_bytes)
{
    size_t wanted = *capacity ? *capacity * 2 : 16, n;
    if (__builtin_mul_overflow(wanted, item_bytes, &n)) n = SIZE_MAX;
    void *grown = take(arena, n, 16);
    if (!grown) return NULL;
    if (count) memcpy(grown, array, count * item_bytes);
    *capacity = wanted;
    return grown;
}

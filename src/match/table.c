/* SPDX-License-Identifier: Apache-2.0
 *
 * The plain tables of a window: counters and posting lists by hash, growing heap arrays.
 */
#include "match/internal.h"

#include <stdlib.h>

bool kh_heap_grow(void *array_pointer, size_t count, size_t *capacity, size_t item_bytes)
{
    if (count < *capacity) return true;
    size_t wanted = *capacity ? *capacity * 2 : 64;
    if (wanted > SIZE_MAX / item_bytes) return false;
    void *old, *bigger;
    memcpy(&old, array_pointer, sizeof old);
    bigger = realloc(old, wanted * item_bytes);
    if (!bigger) return false;
    memcpy(array_pointer, &bigger, sizeof bigger);
    *capacity = wanted;
    return true;
}

static struct kh_count *count_slot(const struct kh_counts *counts, uint64_t key)
{
    size_t mask = counts->capacity - 1;
    size_t at = (size_t)(key * 0x9e3779b97f4a7c15u >> 32) & mask;
    while (counts->slots[at].key && counts->slots[at].key != key) at = (at + 1) & mask;
    return &counts->slots[at];
}

static bool counts_grow(struct kh_counts *counts)
{
    struct kh_counts bigger = {.capacity = counts->capacity ? counts->capacity * 2 : 1024};
    bigger.slots = calloc(bigger.capacity, sizeof *bigger.slots);
    if (!bigger.slots) return false;
    for (size_t i = 0; i < counts->capacity; i++) {
        if (counts->slots[i].key) *count_slot(&bigger, counts->slots[i].key) = counts->slots[i];
    }
    bigger.count = counts->count;
    free(counts->slots);
    *counts = bigger;
    return true;
}

uint32_t *kh_counts_put(struct kh_counts *counts, uint64_t key)
{
    if (counts->count * 10 >= counts->capacity * 7 && !counts_grow(counts)) return NULL;
    struct kh_count *slot = count_slot(counts, key);
    if (!slot->key) {
        slot->key = key;
        counts->count++;
    }
    return &slot->n;
}

uint32_t kh_counts_get(const struct kh_counts *counts, uint64_t key)
{
    return counts->capacity ? count_slot(counts, key)->n : 0;
}

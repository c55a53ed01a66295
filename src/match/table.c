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

bool kh_counts_shrink(struct kh_counts *counts)
{
    struct kh_counts smaller = {.capacity = 1024};
    size_t live = 0;
    for (size_t i = 0; i < counts->capacity; i++) live += counts->slots[i].n != 0;
    while (live * 10 >= smaller.capacity * 6) smaller.capacity *= 2;
    smaller.slots = calloc(smaller.capacity, sizeof *smaller.slots);
    if (!smaller.slots) return false;
    for (size_t i = 0; i < counts->capacity; i++) {
        if (counts->slots[i].n) *count_slot(&smaller, counts->slots[i].key) = counts->slots[i];
    }
    smaller.count = live;
    free(counts->slots);
    *counts = smaller;
    return true;
}

/* ---- posting lists ---- */

/* Of a term that more articles have the newest are kept: it is no way to find neighbours anyway. */
#define MAX_POSTING 4096

static struct kh_posting *posting_slot(const struct kh_postings *postings, uint32_t key)
{
    size_t mask = postings->capacity - 1;
    size_t at = (size_t)((key * (uint64_t)0x9e3779b97f4a7c15u) >> 32) & mask;
    while (postings->slots[at].df && postings->slots[at].key != key) at = (at + 1) & mask;
    return &postings->slots[at];
}

const struct kh_posting *kh_postings_get(const struct kh_postings *postings, uint32_t key)
{
    if (!postings->capacity) return NULL;
    const struct kh_posting *slot = posting_slot(postings, key);
    return slot->df ? slot : NULL;
}

static bool postings_resize(struct kh_postings *postings, size_t capacity)
{
    struct kh_postings other = {.capacity = capacity, .count = postings->count};
    other.slots = calloc(capacity, sizeof *other.slots);
    if (!other.slots) return false;
    for (size_t i = 0; i < postings->capacity; i++) {
        if (postings->slots[i].df) {
            *posting_slot(&other, postings->slots[i].key) = postings->slots[i];
        }
    }
    free(postings->slots);
    *postings = other;
    return true;
}

static bool posting_grow(struct kh_posting *posting)
{
    uint32_t capacity = posting->capacity * 2;
    uint32_t *items = malloc(capacity * sizeof *items);
    if (!items) return false;
    memcpy(items, kh_posting_items(posting), posting->n * sizeof *items);
    if (posting->capacity > KH_FEW) free(posting->items.many);
    posting->items.many = items;
    posting->capacity = capacity;
    return true;
}

bool kh_postings_add(struct kh_postings *postings, uint32_t key, uint32_t article)
{
    if (postings->count * 10 >= postings->capacity * 7 &&
        !postings_resize(postings, postings->capacity ? postings->capacity * 2 : 1024)) {
        return false;
    }
    struct kh_posting *posting = posting_slot(postings, key);
    if (!posting->df) {
        *posting = (struct kh_posting){.key = key, .capacity = KH_FEW};
        postings->count++;
    }
    posting->df++;
    if (posting->n == MAX_POSTING) {
        posting->n /= 2;
        memmove(posting->items.many, posting->items.many + posting->n,
                posting->n * sizeof *posting->items.many);
    }
    if (posting->n == posting->capacity && !posting_grow(posting)) return false;
    if (posting->capacity == KH_FEW) {
        posting->items.few[posting->n++] = article;
    } else {
        posting->items.many[posting->n++] = article;
    }
    return true;
}

/* The slot stays taken until kh_postings_shift: df 0 would end the search for others. */
#define NO_ARTICLE UINT32_MAX

void kh_postings_forget(struct kh_postings *postings, uint32_t key)
{
    struct kh_posting *posting = posting_slot(postings, key);
    if (posting->df > 1) {
        posting->df--;
    } else if (posting->df == 1) {
        posting->n = NO_ARTICLE;
    }
}

static void posting_shift(struct kh_posting *posting, uint32_t shift)
{
    uint32_t kept = 0;
    uint32_t *items = posting->capacity == KH_FEW ? posting->items.few : posting->items.many;
    for (uint32_t i = 0; i < posting->n; i++) {
        if (items[i] >= shift) items[kept++] = items[i] - shift;
    }
    posting->n = kept;
}

bool kh_postings_shift(struct kh_postings *postings, uint32_t shift)
{
    size_t live = 0;
    for (size_t i = 0; i < postings->capacity; i++) {
        struct kh_posting *posting = &postings->slots[i];
        if (!posting->df) continue;
        if (posting->n == NO_ARTICLE) {
            if (posting->capacity > KH_FEW) free(posting->items.many);
            *posting = (struct kh_posting){0};
            continue;
        }
        posting_shift(posting, shift);
        live++;
    }
    postings->count = live;
    size_t capacity = 1024;
    while (live * 10 >= capacity * 6) capacity *= 2;
    return postings_resize(postings, capacity);
}

void kh_postings_free(struct kh_postings *postings)
{
    for (size_t i = 0; i < postings->capacity; i++) {
        if (postings->slots[i].df && postings->slots[i].capacity > KH_FEW) {
            free(postings->slots[i].items.many);
        }
    }
    free(postings->slots);
}

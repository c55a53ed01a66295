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

void kh_counts_ahead(const struct kh_counts *counts, uint64_t key)
{
    if (!counts->capacity) return;
    size_t at = (size_t)(key * 0x9e3779b97f4a7c15u >> 32) & (counts->capacity - 1);
    __builtin_prefetch(&counts->slots[at]);
}

uint32_t kh_counts_get(const struct kh_counts *counts, uint64_t key)
{
    return counts->capacity ? count_slot(counts, key)->n : 0;
}

/* One of `share` articles went: of each count about as much, by lot where it does not divide. */
static uint32_t lessened(uint32_t n, uint64_t key, uint32_t share, uint32_t round)
{
    uint32_t lot = (uint32_t)(kh_hash_end(key * 31 + round) % share);
    return n - (n + lot) / share;
}

void kh_counts_lessen(struct kh_counts *counts, uint32_t share)
{
    counts->round++;
    for (size_t i = 0; i < counts->capacity; i++) {
        struct kh_count *slot = &counts->slots[i];
        if (slot->key) slot->n = lessened(slot->n, slot->key, share, counts->round);
    }
    /* What stands behind a gap goes where it is found: once around from a free slot on. */
    size_t mask = counts->capacity - 1, start = 0;
    while (start < counts->capacity && counts->slots[start].key) start++;
    counts->count = 0;
    for (size_t i = 0; i < counts->capacity; i++) {
        struct kh_count *slot = &counts->slots[(start + i) & mask], count = *slot;
        slot->key = 0;
        if (!count.key || !count.n) continue;
        *count_slot(counts, count.key) = count;
        counts->count++;
    }
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

void kh_postings_ahead(const struct kh_postings *postings, uint32_t key)
{
    if (!postings->capacity) return;
    size_t at = (size_t)((key * (uint64_t)0x9e3779b97f4a7c15u) >> 32) & (postings->capacity - 1);
    __builtin_prefetch(&postings->slots[at]);
}

static bool postings_grow(struct kh_postings *postings)
{
    struct kh_postings other = *postings;
    other.capacity = postings->capacity ? postings->capacity * 2 : 1024;
    other.slots = calloc(other.capacity, sizeof *other.slots);
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

/* Room for 1 << room items in the pool: a piece given back before, else a new one; 0 when out of
 * memory (the pool's first place is never given out). */
static uint32_t pool_take(struct kh_postings *postings, unsigned room)
{
    uint32_t at = postings->given_back[room];
    if (at) {
        postings->given_back[room] = postings->pool[at];
        return at;
    }
    size_t end = (postings->pool_n ? postings->pool_n : 1) + ((size_t)1 << room);
    if (end > UINT32_MAX) return 0;
    while (end > postings->pool_capacity) {
        if (!kh_heap_grow(&postings->pool, postings->pool_capacity, &postings->pool_capacity,
                          sizeof *postings->pool)) {
            return 0;
        }
    }
    postings->pool_n = end;
    return (uint32_t)(end - ((size_t)1 << room));
}

static void pool_give(struct kh_postings *postings, uint32_t at, unsigned room)
{
    postings->pool[at] = postings->given_back[room];
    postings->given_back[room] = at;
}

/* The items to room of another size, in the slot itself when that is 0. */
static bool posting_resize(struct kh_postings *postings, struct kh_posting *posting, unsigned room)
{
    uint32_t at = room ? pool_take(postings, room) : 0;
    if (room && !at) return false;
    const uint32_t *items = kh_posting_items(postings, posting);
    uint32_t old = posting->at, first = posting->n ? items[0] : 0;
    if (room) memcpy(postings->pool + at, items, posting->n * sizeof *items);
    if (posting->room) pool_give(postings, old, posting->room);
    posting->at = room ? at : first;
    posting->room = (uint8_t)room;
    return true;
}

bool kh_postings_count(struct kh_postings *postings, uint32_t key)
{
    if (postings->count * 10 >= postings->capacity * 7 && !postings_grow(postings)) return false;
    struct kh_posting *posting = posting_slot(postings, key);
    if (!posting->df) {
        *posting = (struct kh_posting){.key = key};
        postings->count++;
    }
    posting->df++;
    return true;
}

void kh_postings_uncount(struct kh_postings *postings, uint32_t key)
{
    struct kh_posting *posting = posting_slot(postings, key);
    if (posting->df > 1) posting->df--;
}

void kh_postings_clear(struct kh_postings *postings, unsigned term_class)
{
    for (size_t i = 0; i < postings->capacity; i++) {
        if (kh_term_class(postings->slots[i].key) == term_class) postings->slots[i].n = 0;
    }
}

bool kh_postings_add(struct kh_postings *postings, uint32_t key, uint32_t article)
{
    struct kh_posting *posting = posting_slot(postings, key);
    if (posting->n == 1u << KH_MAX_ROOM) { /* the older half goes */
        uint32_t *items = postings->pool + posting->at;
        posting->n /= 2;
        memmove(items, items + posting->n, posting->n * sizeof *items);
    }
    if (posting->n == 1u << posting->room &&
        !posting_resize(postings, posting, posting->room + 1u)) {
        return false;
    }
    uint32_t *items = posting->room ? postings->pool + posting->at : &posting->at;
    items[posting->n++] = article;
    return true;
}

/* Articles below `shift` are gone. */
static void posting_shift(struct kh_postings *postings, struct kh_posting *posting, uint32_t shift)
{
    uint32_t *items = posting->room ? postings->pool + posting->at : &posting->at;
    uint16_t kept = 0;
    for (uint16_t i = 0; i < posting->n; i++) {
        if (items[i] >= shift) items[kept++] = items[i] - shift;
    }
    posting->n = kept;
    unsigned room = 0;
    while (1u << room < kept) room++;
    if (room < posting->room) posting_resize(postings, posting, room);
}

void kh_postings_shift(struct kh_postings *postings, uint32_t shift, uint32_t share)
{
    postings->round++;
    for (size_t i = 0; i < postings->capacity; i++) {
        struct kh_posting *posting = &postings->slots[i];
        if (!posting->df) continue;
        if (posting->n) posting_shift(postings, posting, shift);
        posting->df = lessened(posting->df, posting->key, share, postings->round);
        if (posting->df < posting->n) posting->df = posting->n;
        if (!posting->df) postings->count--;
    }
    /* What stands behind a gap goes where it is found: once around from a free slot on. */
    size_t mask = postings->capacity - 1, start = 0;
    while (start < postings->capacity && postings->slots[start].df) start++;
    for (size_t i = 0; i < postings->capacity; i++) {
        struct kh_posting *slot = &postings->slots[(start + i) & mask], posting = *slot;
        if (!posting.df) continue;
        slot->df = 0;
        *posting_slot(postings, posting.key) = posting;
    }
}

void kh_postings_free(struct kh_postings *postings)
{
    free(postings->slots);
    free(postings->pool);
}

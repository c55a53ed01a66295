/* SPDX-License-Identifier: Apache-2.0
 *
 * A hash map from byte strings to 32-bit values, open addressing, in an arena. Keys are not
 * copied. The seed differs per process, so that no input can be made to collide.
 */
#ifndef KH_BASE_MAP_H
#define KH_BASE_MAP_H

#include "base/arena.h"

struct kh_map_slot {
    struct kh_str key; /* p == NULL: free */
    uint64_t hash;
    uint32_t value;
};

struct kh_map {
    struct kh_arena *arena;
    struct kh_map_slot *slots;
    size_t count, capacity; /* capacity is a power of two */
};

void kh_map_init(struct kh_map *map, struct kh_arena *arena);
/* The value's place, made with `fresh` when the key is new (*is_new says so, may be NULL).
 * NULL when the arena is exhausted. Valid until the next kh_map_put. */
uint32_t *kh_map_put(struct kh_map *map, struct kh_str key, uint32_t fresh, bool *is_new);
/* The value's place or NULL. */
uint32_t *kh_map_get(const struct kh_map *map, struct kh_str key);

#endif

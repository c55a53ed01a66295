/* SPDX-License-Identifier: Apache-2.0
 *
 * The hash map. See map.h.
 */
#include "base/map.h"

#include "base/hash.h"

/* The address of a stack-independent object moves with each process (ASLR): seed enough against
 * prepared collisions, and no state to keep. */
static uint64_t hash_of(struct kh_str key)
{
    static const char here;
    return kh_hash_end(kh_hash_more(kh_hash_start((uint64_t)(uintptr_t)&here), key));
}

void kh_map_init(struct kh_map *map, struct kh_arena *arena)
{
    *map = (struct kh_map){.arena = arena};
}

static struct kh_map_slot *slot_for(const struct kh_map *map, struct kh_str key, uint64_t hash)
{
    size_t mask = map->capacity - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        struct kh_map_slot *slot = &map->slots[i];
        if (!slot->key.p || (slot->hash == hash && kh_str_eq(slot->key, key))) return slot;
    }
}

static bool widen(struct kh_map *map)
{
    size_t capacity = map->capacity ? map->capacity * 2 : 64;
    struct kh_map wider = {.arena = map->arena, .count = map->count, .capacity = capacity};
    wider.slots = kh_arena_zalloc(map->arena, capacity, sizeof *wider.slots);
    if (!wider.slots) return false;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key.p)
            *slot_for(&wider, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    *map = wider;
    return true;
}

uint32_t *kh_map_put(struct kh_map *map, struct kh_str key, uint32_t fresh, bool *is_new)
{
    if (map->count * 4 >= map->capacity * 3 && !widen(map)) return NULL;
    uint64_t hash = hash_of(key);
    struct kh_map_slot *slot = slot_for(map, key, hash);
    bool made = !slot->key.p;
    if (made) {
        *slot =
            (struct kh_map_slot){.key = {key.p ? key.p : "", key.n}, .hash = hash, .value = fresh};
        map->count++;
    }
    if (is_new) *is_new = made;
    return &slot->value;
}

uint32_t *kh_map_get(const struct kh_map *map, struct kh_str key)
{
    if (!map->capacity) return NULL;
    struct kh_map_slot *slot = slot_for(map, key, hash_of(key));
    return slot->key.p ? &slot->value : NULL;
}

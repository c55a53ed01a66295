/* SPDX-License-Identifier: Apache-2.0
 *
 * Gathering what is known of a page before its blocks are judged: sums, rooms, paths, doubles and
 * what the metadata repeat. Takes the tree, hands on struct kh_view for feature.c.
 */
#include "extract/feature.h"

#include "base/hash.h"
#include "base/limits.h"
#include "extract/overlap.h"
#include "extract/rows.h"

bool kh_block_is_prose(const struct kh_block *b)
{
    return b->chars >= 50 && b->link_chars * 2 < b->chars && b->stops + b->commas > 0;
}

static bool sum_up(struct kh_arena *arena, struct kh_view *v)
{
    uint32_t n = v->blocks.n;
    v->chars = kh_arena_zalloc(arena, n + 1, sizeof *v->chars);
    v->linked = kh_arena_zalloc(arena, n + 1, sizeof *v->linked);
    v->prose = kh_arena_zalloc(arena, n + 1, sizeof *v->prose);
    if (!v->chars || !v->linked || !v->prose) return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_block *b = &v->blocks.items[i];
        v->chars[i + 1] = v->chars[i] + b->chars;
        v->linked[i + 1] = v->linked[i] + b->link_chars;
        v->prose[i + 1] = v->prose[i] + (kh_block_is_prose(b) ? b->chars : 0);
    }
    return true;
}

/* Boxes that hold a block and ever more others with it. */
static bool find_rooms(struct kh_arena *arena, struct kh_view *v)
{
    const struct kh_blocks *blocks = &v->blocks;
    const struct kh_node *nodes = blocks->tree->nodes;
    v->rooms = kh_arena_zalloc(arena, blocks->n + 1, sizeof *v->rooms);
    if (!v->rooms) return false;
    for (uint32_t i = 0; i < blocks->n; i++) {
        uint32_t box = blocks->items[i].box, held = 1, found = 0;
        if (i && blocks->items[i - 1].box == box) {
            memcpy(v->rooms[i], v->rooms[i - 1], sizeof v->rooms[i]);
            continue;
        }
        for (unsigned steps = 0; found < 3 && box && steps < 40; steps++, box = blocks->box[box]) {
            uint32_t now = blocks->before[nodes[box].end] - blocks->before[box];
            if (now <= held) continue;
            held = now;
            v->rooms[i][found++] = box;
        }
    }
    return true;
}

static uint64_t path_hash(const struct kh_view *v, uint32_t i)
{
    const struct kh_node *nodes = v->blocks.tree->nodes;
    uint32_t at = v->blocks.items[i].box;
    uint64_t h = kh_hash_start(0);
    for (unsigned steps = 0; steps < 3 && at; steps++, at = v->blocks.box[at])
        h = (h ^ nodes[at].tag ^ v->signals.own[at] << 8) * 0x100000001b3u;
    for (unsigned steps = 0; steps < 40 && at; steps++, at = v->blocks.box[at])
        h = (h ^ nodes[at].tag) * 0x100000001b3u;
    return kh_hash_end(h);
}

/* Numbers equal hashes alike, from 0; returns how many there are. `slots` has mask + 1 zeros. */
static uint32_t number_of(uint64_t *slots, uint32_t *numbers, uint32_t mask, uint64_t hash,
                          uint32_t *count)
{
    uint32_t at = (uint32_t)hash & mask;
    hash = hash ? hash : 1;
    while (slots[at] && slots[at] != hash) at = (at + 1) & mask;
    if (!slots[at]) {
        slots[at] = hash;
        numbers[at] = (*count)++;
    }
    return numbers[at];
}

static bool find_paths(struct kh_arena *arena, struct kh_view *v)
{
    uint32_t n = v->blocks.n, mask = 63, texts = 0;
    while (mask < 2 * n) mask = mask * 2 + 1;
    uint64_t *slots = kh_arena_zalloc(arena, 2 * ((size_t)mask + 1), sizeof *slots);
    uint32_t *numbers = kh_arena_zalloc(arena, 2 * ((size_t)mask + 1), sizeof *numbers);
    uint32_t *times = kh_arena_zalloc(arena, n + 1, sizeof *times);
    v->path = kh_arena_zalloc(arena, n + 1, sizeof *v->path);
    uint32_t *last = kh_arena_zalloc(arena, n + 1, sizeof *last);
    v->doubles = kh_arena_zalloc(arena, n + 1, sizeof *v->doubles);
    v->again = kh_arena_zalloc(arena, n + 1, sizeof *v->again);
    v->paths = kh_arena_zalloc(arena, n + 1, sizeof *v->paths);
    if (!slots || !numbers || !times || !last || !v->path || !v->doubles || !v->again || !v->paths)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_block *b = &v->blocks.items[i];
        v->path[i] = number_of(slots, numbers, mask, path_hash(v, i), &v->paths_n);
        v->doubles[i] = number_of(slots + mask + 1, numbers + mask + 1, mask, b->hash, &texts);
        times[v->doubles[i]]++;
        v->again[i] = last[v->doubles[i]];
        last[v->doubles[i]] = i + 1;
        struct kh_path_sum *path = &v->paths[v->path[i]];
        path->blocks++;
        path->chars += b->chars;
        path->linked += b->link_chars;
        path->prose += kh_block_is_prose(b) ? b->chars : 0;
    }
    for (uint32_t i = 0; i < n; i++) v->doubles[i] = times[v->doubles[i]];
    return true;
}

static struct kh_str attr_of(const struct kh_tree *tree, const struct kh_node *node,
                             struct kh_str name)
{
    for (uint32_t i = 0; i < node->attrs; i++)
        if (kh_str_eq(tree->attrs[node->attr + i].name, name))
            return tree->attrs[node->attr + i].value;
    return KH_STR_NONE;
}

static void read_head(struct kh_view *v)
{
    const struct kh_tree *tree = v->blocks.tree;
    for (uint32_t i = 0; i < tree->nodes_n; i++) {
        const struct kh_node *node = &tree->nodes[i];
        if (node->kind != KH_NODE_ELEMENT || node->tag != KH_TAG_META) continue;
        struct kh_str name = attr_of(tree, node, KH_STR("name"));
        if (!name.n) name = attr_of(tree, node, KH_STR("property"));
        if (!kh_str_eq_nocase(name, KH_STR("description")) &&
            !kh_str_eq_nocase(name, KH_STR("og:description")))
            continue;
        struct kh_str content = attr_of(tree, node, KH_STR("content"));
        if (content.n > v->description.n) v->description = content;
    }
}

static uint32_t find_h1(const struct kh_view *v)
{
    const struct kh_tree *tree = v->blocks.tree;
    for (uint32_t i = 0; i < tree->nodes_n; i++)
        if (tree->nodes[i].tag == KH_TAG_H1 && tree->nodes[i].kind == KH_NODE_ELEMENT &&
            v->blocks.before[tree->nodes[i].end] > v->blocks.before[i])
            return v->blocks.before[i];
    return v->blocks.n;
}

bool kh_view_make(struct kh_arena *arena, const struct kh_blocks *blocks, struct kh_str title,
                  struct kh_view *view)
{
    const struct kh_tree *tree = blocks->tree;
    *view = (struct kh_view){.title = title, .blocks = *blocks};
    if (!kh_signals_read(arena, &view->blocks, &view->signals)) return false;
    if (!sum_up(arena, view) || !find_rooms(arena, view) || !find_paths(arena, view)) return false;
    read_head(view);
    view->h1 = find_h1(view);
    view->json_body = kh_json_body(arena, tree->scripts, tree->scripts_n);
    view->rows = kh_arena_zalloc(arena, view->blocks.n + 1, KH_F_N);
    view->score = kh_arena_zalloc(arena, view->blocks.n + 1, sizeof *view->score);
    return view->rows && view->score && kh_rows_first(arena, view);
}

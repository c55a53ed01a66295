/* SPDX-License-Identifier: Apache-2.0
 *
 * The second features of each block, from the first judgement of all of them: a block is what its
 * room, its path and its neighbours are. Also the root: the box whose blocks gain most.
 */
#include "extract/feature.h"

#include "extract/furniture.h"

#include <math.h>

/* Log odds as a bin: 8 is even, a step is one. */
static uint8_t bin_score(float score)
{
    float bin = score * 1.25f + 8.0f;
    return bin < 1 ? 1 : bin > 15 ? 15 : (uint8_t)bin;
}

static uint8_t bin_part(float part)
{
    return part <= 0 ? 0 : part >= 1 ? 15 : (uint8_t)(part * 15.0f + 0.5f);
}

/* A share on a scale that tells 0.001 from 0.01 and 0.99 from 0.999. */
static uint8_t bin_odds(float part)
{
    static const float bounds[] = {0.001f, 0.01f, 0.03f, 0.08f, 0.15f, 0.3f,   0.45f,
                                   0.6f,   0.75f, 0.85f, 0.92f, 0.96f, 0.985f, 0.995f};
    uint8_t bin = 0;
    while (bin < 14 && part > bounds[bin]) bin++;
    return bin;
}

/* Sums over the blocks before: n + 1 values each. */
struct sums {
    float *weight; /* how much text, long blocks held down */
    float *mass;   /* of it, what is likely body */
    float *p;      /* per block: likelihood */
};

static bool sum_up(struct kh_arena *arena, struct kh_view *v, struct sums *s)
{
    uint32_t n = v->blocks.n;
    s->weight = kh_arena_zalloc(arena, n + 1, sizeof *s->weight);
    s->mass = kh_arena_zalloc(arena, n + 1, sizeof *s->mass);
    s->p = kh_arena_zalloc(arena, n + 1, sizeof *s->p);
    if (!s->weight || !s->mass || !s->p) return false;
    for (uint32_t i = 0; i < v->paths_n; i++) v->paths[i].score = v->paths[i].weight = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t chars = v->blocks.items[i].chars;
        float weight = (float)(chars < 400 ? chars : 400) + 5.0f;
        s->p[i] = 1.0f / (1.0f + expf(-v->score[i]));
        s->weight[i + 1] = s->weight[i] + weight;
        s->mass[i + 1] = s->mass[i] + weight * s->p[i];
        v->paths[v->path[i]].weight += weight;
        v->paths[v->path[i]].score += weight * s->p[i];
    }
    return true;
}

static float between(const float *sums, const struct kh_blocks *blocks, uint32_t node)
{
    return sums[blocks->before[blocks->tree->nodes[node].end]] - sums[blocks->before[node]];
}

/* The box whose blocks gain most when likely ones count for it and unlikely ones against it. */
static uint32_t find_root(const struct kh_view *v, const struct sums *s)
{
    uint32_t best = 0;
    float best_gain = 0;
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        for (unsigned k = 0; k < 3 && v->rooms[i][k]; k++) {
            uint32_t node = v->rooms[i][k];
            float mass = between(s->mass, &v->blocks, node);
            float gain = 2 * mass - between(s->weight, &v->blocks, node);
            if (gain > best_gain) {
                best_gain = gain;
                best = node;
            }
        }
    }
    return best;
}

static void rooms(const struct kh_view *v, const struct sums *s, uint32_t i, uint8_t *row)
{
    float total = s->mass[v->blocks.n] + 0.001f;
    for (unsigned k = 0; k < 3; k++) {
        uint32_t node = v->rooms[i][k];
        float mass = between(s->mass, &v->blocks, node);
        float weight = between(s->weight, &v->blocks, node);
        row[KH_F_SCORE_ROOM1 + k] = node && weight > 0 ? bin_part(mass / weight) : 0;
        row[KH_F_MASS_ROOM1 + k] = node ? bin_odds(mass / total) : 15;
    }
    const struct kh_path_sum *path = &v->paths[v->path[i]];
    row[KH_F_SCORE_PATH] = bin_part(path->weight > 0 ? path->score / path->weight : 0);
    row[KH_F_MASS_BEFORE] = bin_odds(s->mass[i] / total);
    row[KH_F_MASS_AFTER] = bin_odds((total - s->mass[i + 1]) / total);
}

/* What went before in the order `step` (1 or -1): smoothed likelihood, text since a sure block. */
static void sweep(const struct kh_view *v, const struct sums *s, int step, unsigned smooth,
                  unsigned gap)
{
    uint32_t n = v->blocks.n, since = 100000;
    float level = 0;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = step > 0 ? k : n - 1 - k;
        uint8_t *row = v->rows + (size_t)i * KH_F_N;
        uint32_t chars = v->blocks.items[i].chars;
        row[smooth] = bin_part(level);
        row[gap] = since >= 100000 ? 15 : kh_bin_log(since / 8);
        if (row[gap] == 15 && since < 100000) row[gap] = 14;
        float pull = (float)chars / 400.0f;
        level += (s->p[i] - level) * (pull > 0.8f ? 0.8f : pull < 0.05f ? 0.05f : pull);
        bool sure = s->p[i] > 0.7f && kh_block_is_prose(&v->blocks.items[i]);
        since = sure ? 0 : since < 100000 ? since + chars : since;
    }
}

static void neighbours(const struct kh_view *v, uint32_t i, uint8_t *row)
{
    uint32_t n = v->blocks.n;
    const float *score = v->score + i;
    row[KH_F_SCORE] = bin_score(*score);
    row[KH_F_SCORE_PREV] = i ? bin_score(score[-1]) : 0;
    row[KH_F_SCORE_PREV2] = i > 1 ? bin_score(score[-2]) : 0;
    row[KH_F_SCORE_NEXT] = i + 1 < n ? bin_score(score[1]) : 0;
    row[KH_F_SCORE_NEXT2] = i + 2 < n ? bin_score(score[2]) : 0;
}

/* Phrases of furniture, in the blocks that may be body, and those that the last such block had. */
static bool furniture(struct kh_arena *arena, const struct kh_lexicon *lexicon, struct kh_view *v)
{
    struct kh_furniture_bins last = {0, 0};
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        uint8_t *row = v->rows + (size_t)i * KH_F_N;
        const struct kh_block *b = &v->blocks.items[i];
        struct kh_furniture_bins bins = {0, 0};
        row[KH_F_FURNITURE_BEFORE] = last.class;
        row[KH_F_BEFORE_FORM] = last.form;
        if (v->score[i] > KH_SCORE_FLOOR && b->words <= 40 &&
            !kh_furniture_read(arena, lexicon, kh_block_text(&v->blocks, i), &bins))
            return false;
        row[KH_F_FURNITURE] = bins.class;
        row[KH_F_FURNITURE_FORM] = bins.form;
        if (v->score[i] > KH_SCORE_FLOOR) last = bins;
    }
    return true;
}

bool kh_view_second(struct kh_arena *arena, const struct kh_lexicon *lexicon, struct kh_view *v)
{
    struct sums s;
    if (!sum_up(arena, v, &s)) return false;
    uint32_t root = find_root(v, &s), n = v->blocks.n;
    uint32_t root_from = v->blocks.before[root];
    uint32_t root_to = v->blocks.before[v->blocks.tree->nodes[root].end];
    const uint32_t under_n = 8;
    uint32_t heading = n; /* the last heading */
    for (uint32_t i = 0; i < n; i++) {
        uint8_t *row = v->rows + (size_t)i * KH_F_N;
        rooms(v, &s, i, row);
        neighbours(v, i, row);
        row[KH_F_IN_ROOT] = root && i >= root_from && i < root_to ? 2 : root ? 1 : 0;
        uint8_t tag = v->blocks.tree->nodes[v->blocks.items[i].box].tag;
        if (tag >= KH_TAG_H1 && tag <= KH_TAG_H6) heading = i;
        row[KH_F_UNDER_HEADING] = heading == n || i - heading > under_n || heading == i
                                      ? 0
                                      : bin_score(v->score[heading]);
    }
    sweep(v, &s, 1, KH_F_SCORE_LEFT, KH_F_GAP_LEFT);
    sweep(v, &s, -1, KH_F_SCORE_RIGHT, KH_F_GAP_RIGHT);
    return furniture(arena, lexicon, v);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Choosing the blocks of the body from their log odds. What belongs together is kept or dropped
 * together: the cells of a data table. The headline's own block is never body.
 */
#include "extract/choose.h"

#include <math.h>

static bool is_cell(const struct kh_view *v, uint32_t i)
{
    uint8_t tag = v->blocks.tree->nodes[v->blocks.items[i].box].tag;
    return tag == KH_TAG_TD || tag == KH_TAG_TH;
}

static uint32_t table_of(const struct kh_view *v, uint32_t i)
{
    const struct kh_node *nodes = v->blocks.tree->nodes;
    uint32_t at = v->blocks.items[i].box;
    for (unsigned steps = 0; at && steps < 5; steps++, at = nodes[at].parent)
        if (nodes[at].tag == KH_TAG_TABLE) return at;
    return 0;
}

/* Keeps or drops the short cells of one table by the mean of their odds. */
static void settle_table(const struct kh_view *v, uint32_t table, bool *keep)
{
    uint32_t from = v->blocks.before[table];
    uint32_t to = v->blocks.before[v->blocks.tree->nodes[table].end];
    float mass = 0, weight = 0;
    uint32_t cells = 0, chars = 0;
    for (uint32_t i = from; i < to; i++) {
        if (!is_cell(v, i)) return; /* a table for layout */
        float w = (float)v->blocks.items[i].chars + 4;
        mass += w / (1.0f + expf(-v->score[i]));
        weight += w;
        chars += v->blocks.items[i].chars;
        cells++;
    }
    if (cells < 6 || chars / cells > 60) return;
    for (uint32_t i = from; i < to; i++) keep[i] = mass * 2 > weight;
}

void kh_choose(const struct kh_view *v, bool *keep)
{
    uint32_t settled = 0; /* the last table looked at */
    for (uint32_t i = 0; i < v->blocks.n; i++)
        keep[i] = v->score[i] > 0 && !v->rows[(size_t)i * KH_F_N + KH_F_TITLE];
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        uint32_t table = is_cell(v, i) ? table_of(v, i) : 0;
        if (table && table != settled) settle_table(v, settled = table, keep);
    }
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Choosing the blocks of the body from their log odds. What belongs together is kept or dropped
 * together: the cells of a data table. The headline's own block is never body.
 */
#include "extract/choose.h"

#include <math.h>

/* Log odds from which a block is kept: a lost sentence costs more than a line too many. */
#define KEPT_FROM (-0.15f)

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
        bool more = i + 1 < to && v->blocks.items[i].box == v->blocks.items[i + 1].box;
        if (!is_cell(v, i) || more) return; /* a table for layout */
        float w = (float)v->blocks.items[i].chars + 4;
        mass += w / (1.0f + expf(-v->score[i]));
        weight += w;
        chars += v->blocks.items[i].chars;
        cells++;
    }
    if (cells < 6 || chars / cells > 60) return;
    for (uint32_t i = from; i < to; i++) keep[i] = mass * 2 > weight;
}

static bool in_comments(const struct kh_view *v, uint32_t i)
{
    return v->signals.all[v->blocks.items[i].box] & KH_SIGNAL_BIT(COMMENT);
}

/* So much prose makes an article. */
#define ENOUGH_CHARS 250

/* Comments may be longer than the article and read like it: once there is something like an article
 * before them, they are out. */
static void drop_comments(const struct kh_view *v, bool *keep)
{
    const float likely = -1.5f;
    uint32_t before = 0;
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        if (in_comments(v, i)) keep[i] = keep[i] && before < ENOUGH_CHARS;
        else if (v->score[i] > likely && kh_block_is_prose(&v->blocks.items[i]))
            before += v->blocks.items[i].chars;
    }
}

/* A page on which next to nothing is even likely is judged by its own measure: what is nearly as
 * likely as its best prose is kept. */
static void relax(const struct kh_view *v, bool *keep)
{
    const float hopeless = -4.5f, step = 1.5f;
    uint32_t kept = 0;
    float best = hopeless;
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        if (!kh_block_is_prose(&v->blocks.items[i])) continue;
        if (keep[i]) kept += v->blocks.items[i].chars;
        if (v->score[i] > best && !in_comments(v, i)) best = v->score[i];
    }
    if (kept >= ENOUGH_CHARS || best <= hopeless) return;
    for (uint32_t i = 0; i < v->blocks.n; i++)
        if (v->score[i] > best - step && kh_block_is_prose(&v->blocks.items[i]) &&
            !in_comments(v, i))
            keep[i] = true;
}

/* A block that is nothing but a phrase of furniture, or a pointer to another story behind a colon
 * ("Read also: ..."). */
static bool is_furniture(const uint8_t *row)
{
    uint8_t class = row[KH_F_FURNITURE], form = row[KH_F_FURNITURE_FORM];
    if (form == 3) return class != 0 && class != 1 && class != 9;
    return form == 2 && (class == 6 || class == 7);
}

void kh_choose(const struct kh_view *v, bool *keep)
{
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        const uint8_t *row = v->rows + (size_t)i * KH_F_N;
        keep[i] = v->score[i] > KEPT_FROM && !row[KH_F_TITLE] && !is_furniture(row);
    }
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        uint32_t table = is_cell(v, i) ? table_of(v, i) : 0;
        if (table && v->blocks.before[table] == i) settle_table(v, table, keep);
    }
    drop_comments(v, keep);
    relax(v, keep);
}

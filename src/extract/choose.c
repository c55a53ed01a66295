/* SPDX-License-Identifier: Apache-2.0
 *
 * Choosing the blocks of the body from their log odds. What belongs together is kept or dropped
 * together: the cells of a data table. The headline's own block is never body.
 */
#include "extract/choose.h"

#include "lang/dates.h"

#include <math.h>

/* Log odds from which a block is kept: a lost sentence costs more than a line too many. */
#define KEPT_FROM (-0.15f)

/* No longer are a plea to follow or sign up, and a date. */
#define APPEAL_CHARS 90
#define DATE_CHARS 40

static bool is_cell(const struct kh_view *v, uint32_t i)
{
    uint8_t tag = v->blocks.tree->nodes[v->blocks.items[i].box].tag;
    return tag == KH_TAG_TD || tag == KH_TAG_TH;
}

/* Alone in its cell: one figure of a table, unlike what stands in the cell of a layout. */
static bool fills_cell(const struct kh_view *v, uint32_t i)
{
    uint32_t box = v->blocks.items[i].box;
    const uint32_t *before = v->blocks.before;
    return is_cell(v, i) && before[v->blocks.tree->nodes[box].end] - before[box] == 1;
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

/* A sentence that begins with a phrase of furniture, for which something else speaks too: asking
 * for an address in a box called so, or short words of following at the very end of the text. */
static bool is_appeal(const struct kh_view *v, uint32_t i, bool last)
{
    const uint8_t *row = v->rows + (size_t)i * KH_F_N;
    const struct kh_block *b = &v->blocks.items[i];
    if (row[KH_F_FURNITURE_FORM] != 1 || b->chars > APPEAL_CHARS) return false;
    if (row[KH_F_FURNITURE] == 12) return v->signals.all[b->box] & KH_SIGNAL_BIT(SIGNUP);
    return row[KH_F_FURNITURE] == 3 && last;
}

static void drop_appeals(const struct kh_view *v, bool *keep)
{
    bool last = true;
    for (uint32_t i = v->blocks.n; i-- > 0;) {
        if (!keep[i]) continue;
        keep[i] = !is_appeal(v, i, last);
        last = last && !keep[i];
    }
}

/* Nothing but a date with a year, its weekday and marks. *done is false when the arena is
 * exhausted. */
static bool is_date(struct kh_arena *arena, const struct kh_lexicon *lexicon, struct kh_str text,
                    bool *done)
{
    struct kh_tokens tokens;
    struct kh_date_hit *hits;
    uint32_t n, at = 0;
    *done = kh_tokens_cut(arena, text, &tokens) &&
            kh_dates_find(lexicon, arena, &tokens, KH_LANG_NONE, KH_ORDER_UNKNOWN, &hits, &n);
    if (!*done) return false;
    bool dated = false;
    for (uint32_t i = 0; i < n; i++)
        dated |= hits[i].kind == KH_DATE_ABSOLUTE && hits[i].date.precision >= KH_DATE_DAY;
    for (uint32_t i = 0; i < tokens.n; i++) {
        struct kh_entry day;
        uint32_t covered;
        if (at < n && i == hits[at].first) i += hits[at++].tokens - 1;
        else if (kh_lexicon_match_kind(lexicon, &tokens, i, KH_LEX_WEEKDAY, &day, &covered))
            i += covered - 1;
        else if (tokens.items[i].kind != KH_TOKEN_PUNCT) return false;
    }
    return dated;
}

bool kh_choose_dates(struct kh_arena *arena, const struct kh_lexicon *lexicon,
                     const struct kh_view *v, bool *keep)
{
    bool done = true;
    for (uint32_t i = 0; i < v->blocks.n && done; i++) {
        const struct kh_block *b = &v->blocks.items[i];
        if (!keep[i]) continue;
        if (kh_block_is_prose(b)) break;
        if (b->chars > DATE_CHARS || fills_cell(v, i)) continue;
        keep[i] = !is_date(arena, lexicon, kh_block_text(&v->blocks, i), &done);
    }
    return done;
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
    drop_appeals(v, keep);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Choosing the blocks of the body from their log odds. What belongs together is kept or dropped
 * together: the cells of a data table. The headline's own block is never body.
 */
#include "extract/choose.h"

#include "extract/overlap.h"
#include "lang/dates.h"

#include <math.h>

/* Log odds from which a block is kept: a lost sentence costs more than a line too many. */
#define KEPT_FROM (-0.3f)

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

/* Whether the table, with boxes that begin with it, follows a kept block beside them. */
static bool follows_kept(const struct kh_view *v, uint32_t table, uint32_t from, const bool *keep)
{
    const struct kh_blocks *blocks = &v->blocks;
    if (!from || !keep[from - 1]) return false;
    while (table && blocks->before[blocks->box[table]] == from) table = blocks->box[table];
    return blocks->box[blocks->items[from - 1].box] == blocks->box[table];
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
    float needed = follows_kept(v, table, from, keep) ? 0.2f : 0.5f;
    for (uint32_t i = from; i < to; i++) keep[i] = mass > needed * weight;
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

/* No more copies of a text are looked at. */
#define COPIES 8u
/* So much prose repeated in a row is no refrain. */
#define COPY_CHARS 600u

static bool was_kept(const struct kh_view *v, uint32_t i, const bool *keep)
{
    for (unsigned steps = 0; steps < COPIES && v->again[i]; steps++) {
        i = v->again[i] - 1;
        if (keep[i]) return true;
    }
    return false;
}

/* A page may hold its article twice, for wide and small screens or one copy a slide: what is
 * repeated at length is kept once, and so is prose repeated elsewhere in the page. */
static void drop_copies(const struct kh_view *v, bool *keep)
{
    for (uint32_t i = 0, end; i < v->blocks.n; i = end) {
        uint32_t prose = 0;
        end = i;
        do {
            const struct kh_block *b = &v->blocks.items[end];
            prose += keep[end] && kh_block_is_prose(b) ? b->chars : 0;
            end++;
        } while (end < v->blocks.n && v->again[i] && v->again[end] == v->again[end - 1] + 1);
        if (!v->again[i] || !prose) continue;
        if (prose < COPY_CHARS && v->path[i] == v->path[v->again[i] - 1]) continue;
        for (uint32_t k = i; k < end; k++)
            if (keep[k]) keep[k] = !was_kept(v, k, keep);
    }
}

/* A text of such length may be the whole article; no more of them are looked at. */
#define WHOLE_CHARS 800u
#define WHOLES 4u

/* Whether the other kept blocks hold most of block i. */
static bool is_told(const struct kh_view *v, uint32_t i, const struct kh_grams *grams,
                    const bool *keep)
{
    uint32_t chars = v->blocks.items[i].chars, told = 0;
    for (uint32_t k = 0; k < v->blocks.n; k++) {
        const struct kh_block *b = &v->blocks.items[k];
        if (keep[k] && k != i && b->chars < chars / 2 &&
            kh_grams_share(grams, kh_block_text(&v->blocks, k)) > 0.8)
            told += b->chars;
    }
    return told * 4 > chars * 3;
}

/* Drops the article's text in one piece, for search engines, beside its paragraphs. */
static bool drop_wholes(struct kh_arena *arena, const struct kh_view *v, bool *keep)
{
    uint32_t kept = 0, wholes = 0;
    for (uint32_t i = 0; i < v->blocks.n; i++) kept += keep[i] ? v->blocks.items[i].chars : 0;
    for (uint32_t i = 0; i < v->blocks.n && wholes < WHOLES; i++) {
        uint32_t chars = v->blocks.items[i].chars;
        struct kh_grams grams;
        if (!keep[i] || chars < WHOLE_CHARS || (kept - chars) * 4 < chars * 3) continue;
        if (!kh_grams_make(arena, kh_block_text(&v->blocks, i), &grams)) return false;
        keep[i] = !is_told(v, i, &grams, keep);
        wholes++;
    }
    return true;
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

/* Drops what is kept above the first prose and is nothing but a date: it says when, and is no part
 * of the text. */
static bool drop_dates(struct kh_arena *arena, const struct kh_lexicon *lexicon,
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

bool kh_choose(struct kh_arena *arena, const struct kh_lexicon *lexicon, const struct kh_view *v,
               bool *keep)
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
    drop_copies(v, keep);
    drop_appeals(v, keep);
    return drop_wholes(arena, v, keep) && drop_dates(arena, lexicon, v, keep);
}

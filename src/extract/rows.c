/* SPDX-License-Identifier: Apache-2.0
 *
 * The first features of each block: its own looks, the signals of what it stands in, the rooms and
 * paths it shares, its neighbours and its place on the page. Bins only, no judgement.
 */
#include "extract/rows.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "extract/overlap.h"

uint8_t kh_bin_log(uint32_t v)
{
    if (v < 4) return (uint8_t)v;
    unsigned octave = 31 - (unsigned)__builtin_clz(v); /* 2 for 4..7 */
    unsigned bin = 2 * octave + (v >> (octave - 1) & 1);
    return bin > 15 ? 15 : (uint8_t)bin;
}

uint8_t kh_bin_share(uint32_t part, uint32_t whole)
{
    if (!part || !whole) return 0;
    uint64_t bin = ((uint64_t)part * 15 + whole - 1) / whole;
    return bin > 15 ? 15 : (uint8_t)bin;
}

/* Chars on a scale that tells 5 from 10 and 500 from 1,000. */
static uint8_t bin_chars(uint32_t chars)
{
    uint8_t bin = kh_bin_log(chars / 4);
    return chars && !bin ? 1 : bin;
}

static uint8_t bin_tag(uint8_t tag)
{
    switch (tag) {
    case KH_TAG_P: return 1;
    case KH_TAG_DIV: return 2;
    case KH_TAG_LI: return 3;
    case KH_TAG_H1: return 4;
    case KH_TAG_H2: return 5;
    case KH_TAG_H3: return 6;
    case KH_TAG_H4:
    case KH_TAG_H5:
    case KH_TAG_H6: return 7;
    case KH_TAG_TD: return 8;
    case KH_TAG_TH:
    case KH_TAG_CAPTION:
    case KH_TAG_LEGEND: return 9;
    case KH_TAG_BLOCKQUOTE: return 10;
    case KH_TAG_FIGCAPTION:
    case KH_TAG_FIGURE: return 11;
    case KH_TAG_SECTION:
    case KH_TAG_ARTICLE:
    case KH_TAG_MAIN: return 12;
    case KH_TAG_DT:
    case KH_TAG_DD: return 13;
    case KH_TAG_PRE:
    case KH_TAG_CENTER: return 14;
    case KH_TAG_HEADER:
    case KH_TAG_FOOTER:
    case KH_TAG_NAV:
    case KH_TAG_ASIDE: return 15;
    default: return 0;
    }
}

static uint8_t bin_head(uint32_t c)
{
    if (c >= 'A' && c <= 'Z') return 1;
    if (c >= 'a' && c <= 'z') return 2;
    if (c >= '0' && c <= '9') return 3;
    if (c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201f) || c == 0xab || c == 0x300c) return 4;
    if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == '*') return 5;
    if (c == 0x2022 || c == 0xb7 || c == 0xbb || c == 0x25cf || c == '>' || c == '|') return 6;
    if (c == '(' || c == '[' || c == 0xff08 || c == 0x3010) return 7;
    if (c == 0xa9) return 8;
    if (c == '#' || c == '@') return 9;
    if (c < 0x80) return 10;
    if ((c >= 0xdf && c < 0xff) || (c >= 0x430 && c < 0x460)) return 2;
    return kh_is_word_code(c) ? 1 : 11; /* scripts without case begin as a capital does */
}

static uint8_t bin_tail(uint32_t c)
{
    if (c == '.' || c == 0x3002 || c == 0x06d4 || c == 0x0964) return 1;
    if (c == '!' || c == '?' || c == 0xff01 || c == 0xff1f || c == 0x061f) return 2;
    if (c == ':' || c == 0xff1a) return 3;
    if (c == 0x2026) return 4;
    if (c == ',' || c == ';' || c == 0x060c || c == 0xff0c) return 5;
    if (c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201f) || c == 0xbb || c == 0x300d) return 6;
    if (c == ')' || c == ']' || c == 0xff09 || c == 0x3011) return 7;
    if (c >= '0' && c <= '9') return 8;
    if (c == '>' || c == '|' || c == '/' || c == 0x203a || c == 0x2192) return 9;
    if (c == '-' || (c >= 0x2010 && c <= 0x2015)) return 10;
    if (c >= 'A' && c <= 'Z') return 11;
    return c >= 'a' && c <= 'z' ? 12 : c < 0x80 || !kh_is_word_code(c) ? 13 : 12;
}

/* Whether a picture stands before the block: somewhere, beside its box, in its box, and whether its
 * alternative text is the block's. */
static uint8_t bin_image(const struct kh_view *v, const struct kh_block *b)
{
    const struct kh_tree *tree = v->blocks.tree;
    if (!b->image) return 0;
    const struct kh_node *image = &tree->nodes[b->image];
    struct kh_str text = kh_str_sub(v->blocks.text, b->start, b->end);
    for (uint32_t i = 0; i < image->attrs; i++) {
        const struct kh_attr *attr = &tree->attrs[image->attr + i];
        if (!kh_str_eq(attr->name, KH_STR("alt")) || attr->value.n < 20 || text.n < 20) continue;
        if (memcmp(attr->value.p, text.p, 20) == 0) return 5;
    }
    uint32_t box = v->blocks.box[b->image];
    if (box == b->box) return 4;
    if (box == v->blocks.box[b->box]) return 3;
    return v->blocks.box[box] == v->blocks.box[b->box] ? 2 : 1;
}

static void own_looks(const struct kh_view *v, uint32_t i, uint8_t *row)
{
    const struct kh_block *b = &v->blocks.items[i];
    row[KH_F_LEN] = bin_chars(b->chars);
    row[KH_F_WORDS] = kh_bin_log(b->words);
    row[KH_F_LINK_DENSITY] = kh_bin_share(b->link_chars, b->chars);
    row[KH_F_STOPS] = kh_bin_log(b->stops);
    row[KH_F_COMMAS] = kh_bin_log(b->commas);
    row[KH_F_HEAD] = bin_head(b->head);
    row[KH_F_TAIL] = bin_tail(b->tail);
    row[KH_F_DIGITS] = kh_bin_share(b->digits, b->chars);
    uint8_t uppers = kh_bin_share(b->uppers, b->chars);
    row[KH_F_UPPERS] = uppers > 1 ? uppers : 0; /* as in scripts without case */
    uint32_t length = b->words ? b->chars / b->words : 0;
    row[KH_F_LETTERS] = length > 15 ? 15 : (uint8_t)length;
    row[KH_F_TAG] = bin_tag(v->blocks.tree->nodes[b->box].tag);
    row[KH_F_STRONG] = kh_bin_share(b->strong_chars, b->chars);
    row[KH_F_SLANTED] = kh_bin_share(b->slanted_chars, b->chars);
    row[KH_F_IMAGE] = bin_image(v, b);
    row[KH_F_LINKS] = kh_bin_log(b->links);
    row[KH_F_DOUBLES] = v->doubles[i] > 4 ? 4 : (uint8_t)v->doubles[i];
    row[KH_F_BARS] = kh_bin_log(b->bars);
    row[KH_F_COLON] = b->colon == 0 ? 0 : b->colon > 60 ? 1 : (uint8_t)(2 + b->colon / 5);
    row[KH_F_SYMBOLS] = kh_bin_log(b->symbols * 200 / (b->chars + 1));
    row[KH_F_ADDRESSES] = b->ats > 3 ? 3 : (uint8_t)b->ats;
}

/* Whether the block's script is that of the page's prose. */
static uint8_t bin_script(const struct kh_block *b, uint32_t page_latin)
{
    uint32_t latin = kh_bin_share(b->latin, b->chars) > 8;
    return latin == page_latin ? 1 : latin ? 2 : 3;
}

static uint32_t page_is_latin(const struct kh_view *v)
{
    uint64_t latin = 0, chars = 1;
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        const struct kh_block *b = &v->blocks.items[i];
        if (!kh_block_is_prose(b)) continue;
        latin += b->latin;
        chars += b->chars;
    }
    return latin * 2 > chars;
}

/* ---- what the block stands in ---- */

static void signals(const struct kh_view *v, uint32_t i, uint8_t *row)
{
    const struct kh_node *nodes = v->blocks.tree->nodes;
    const struct kh_block *b = &v->blocks.items[i];
    uint32_t at = nodes[b->first].parent, box = b->box;
    uint64_t own = 0, near = 0, far = v->signals.all[box];
    /* Of the inline elements only those count that hold the whole block. */
    for (unsigned steps = 0; at != box && at && steps < 8; steps++, at = nodes[at].parent)
        if (nodes[at].end > b->last) own |= v->signals.own[at];
    far |= own;
    own |= v->signals.own[box];
    for (unsigned steps = 0; steps < 2 && box; steps++) {
        box = v->blocks.box[box];
        near |= v->signals.own[box];
    }
    uint8_t *out = row + KH_F_SIGNALS;
    for (uint64_t left = far; left; left &= left - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(left);
        out[bit] = own >> bit & 1 ? 3 : near >> bit & 1 ? 2 : 1;
    }
}

static uint32_t held(const uint32_t *sums, const struct kh_blocks *blocks, uint32_t node)
{
    return sums[blocks->before[blocks->tree->nodes[node].end]] - sums[blocks->before[node]];
}

/* The page's prose that nearest ancestors of some kinds hold. */
static void shares(const struct kh_view *v, uint32_t i, uint8_t *row)
{
    static const struct {
        uint8_t feature;
        uint64_t bit;
    } kinds[] = {{KH_F_ARTICLE_SHARE, KH_SIGNAL_BIT(T_ARTICLE)},
                 {KH_F_MAIN_SHARE, KH_SIGNAL_BIT(T_MAIN) | KH_SIGNAL_BIT(MAIN)},
                 {KH_F_CONTENT_SHARE, KH_SIGNAL_BIT(CONTENT)},
                 {KH_F_BODY_SHARE, KH_SIGNAL_BIT(BODY)},
                 {KH_F_PROP_SHARE, KH_SIGNAL_BIT(PROP_BODY)}};
    const struct kh_blocks *blocks = &v->blocks;
    uint32_t at = blocks->tree->nodes[blocks->items[i].first].parent;
    uint64_t left = v->signals.all[at];
    uint32_t total = v->prose[blocks->n];
    uint64_t wanted = 0;
    for (unsigned k = 0; k < sizeof kinds / sizeof *kinds; k++) wanted |= kinds[k].bit;
    for (wanted &= left; at && wanted; at = blocks->tree->nodes[at].parent) {
        if (!(v->signals.own[at] & wanted)) continue;
        uint8_t bin = kh_bin_share(held(v->prose, blocks, at), total);
        for (unsigned k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (v->signals.own[at] & wanted & kinds[k].bit) row[kinds[k].feature] = bin ? bin : 1;
        wanted &= ~v->signals.own[at];
    }
}

static void room(const struct kh_view *v, uint32_t node, uint8_t *row, unsigned feature)
{
    const struct kh_blocks *blocks = &v->blocks;
    uint32_t n = blocks->before[blocks->tree->nodes[node].end] - blocks->before[node];
    uint32_t prose = held(v->prose, blocks, node);
    row[feature] = kh_bin_share(prose, v->prose[blocks->n]);
    row[feature + 1] = n ? bin_chars(prose / n) : 0;
    row[feature + 2] = kh_bin_share(held(v->linked, blocks, node), held(v->chars, blocks, node));
    row[feature + 3] = kh_bin_log(n);
}

static void rooms(const struct kh_view *v, uint32_t i, uint8_t *row)
{
    if (i && v->blocks.items[i].box == v->blocks.items[i - 1].box) {
        memcpy(row + KH_F_ROOM1_SHARE, row - KH_F_N + KH_F_ROOM1_SHARE, 12);
        row[KH_F_IN_BOX] = row[KH_F_IN_BOX - KH_F_N];
        return;
    }
    for (unsigned k = 0; k < 3; k++) room(v, v->rooms[i][k], row, KH_F_ROOM1_SHARE + 4 * k);
    uint32_t n = 0;
    while (i + n < v->blocks.n && v->blocks.items[i + n].box == v->blocks.items[i].box) n++;
    row[KH_F_IN_BOX] = kh_bin_log(n);
}

static void path(const struct kh_view *v, uint32_t i, uint8_t *row)
{
    const struct kh_path_sum *p = &v->paths[v->path[i]];
    row[KH_F_PATH_SHARE] = kh_bin_share(p->prose, v->prose[v->blocks.n]);
    row[KH_F_PATH_MEAN] = bin_chars(p->chars / p->blocks);
    row[KH_F_PATH_LINKS] = kh_bin_share(p->linked, p->chars);
    row[KH_F_PATH_N] = kh_bin_log(p->blocks);
    uint32_t node = v->rooms[i][0];
    row[KH_F_ROOM_BEFORE] = kh_bin_log(i - v->blocks.before[node]);
    row[KH_F_ROOM_AFTER] = kh_bin_log(v->blocks.before[v->blocks.tree->nodes[node].end] - 1 - i);
}

/* ---- where it stands ---- */

static void neighbours(const struct kh_view *v, uint32_t i, uint8_t *row)
{
    uint32_t n = v->blocks.n;
    const uint8_t *prev = i ? row - KH_F_N : NULL, *next = i + 1 < n ? row + KH_F_N : NULL;
    row[KH_F_PREV_LEN] = prev ? prev[KH_F_LEN] : 15;
    row[KH_F_PREV_LINKS] = prev ? prev[KH_F_LINK_DENSITY] : 15;
    row[KH_F_PREV_TAG] = prev ? prev[KH_F_TAG] : 15;
    row[KH_F_NEXT_LEN] = next ? next[KH_F_LEN] : 15;
    row[KH_F_NEXT_LINKS] = next ? next[KH_F_LINK_DENSITY] : 15;
    row[KH_F_NEXT_TAG] = next ? next[KH_F_TAG] : 15;
    row[KH_F_SAME_PREV] = prev ? v->path[i] == v->path[i - 1] : 2;
    row[KH_F_SAME_NEXT] = next ? v->path[i] == v->path[i + 1] : 2;
    row[KH_F_PREV2_LEN] = i > 1 ? row[KH_F_LEN - 2 * KH_F_N] : 15;
    row[KH_F_NEXT2_LEN] = i + 2 < n ? row[KH_F_LEN + 2 * KH_F_N] : 15;
    uint32_t from = i > 4 ? i - 4 : 0, to = i + 5 < n ? i + 5 : n;
    row[KH_F_WINDOW_PROSE] = bin_chars((v->prose[to] - v->prose[from]) / 4);
    row[KH_F_WINDOW_LINKS] =
        kh_bin_share(v->linked[to] - v->linked[from], v->chars[to] - v->chars[from]);
}

static void place(const struct kh_view *v, uint32_t i, uint8_t *row)
{
    uint32_t n = v->blocks.n, total = v->prose[n];
    row[KH_F_POSITION] = kh_bin_share(i, n);
    row[KH_F_PROSE_BEFORE] = kh_bin_share(v->prose[i], total);
    unsigned since = v->h1 == n ? 0 : i < v->h1 ? 1 : 2 + kh_bin_log(i - v->h1) * 13u / 15;
    row[KH_F_SINCE_H1] = (uint8_t)since;
    uint32_t depth = 0;
    for (uint32_t at = v->blocks.items[i].box; at && depth < 30; at = v->blocks.box[at]) depth++;
    row[KH_F_DEPTH] = (uint8_t)(depth / 2);
    row[KH_F_PAGE_PROSE] = bin_chars(total / 16);
    row[KH_F_PAGE_LINKS] = kh_bin_share(v->linked[n], v->chars[n]);
}

/* More of a block is not compared with what the metadata repeat. */
#define OVERLAP_BYTES 300

static uint8_t bin_overlap(const struct kh_grams *grams, const struct kh_block *b,
                           struct kh_str text)
{
    if (!grams->n) return 0;
    if (b->chars < 40 || b->link_chars * 2 > b->chars) return 1;
    if (text.n > OVERLAP_BYTES) text.n = kh_utf8_cut(text, OVERLAP_BYTES);
    double share = kh_grams_share(grams, text);
    if (share < 0) return 1;
    return share < 0.05 ? 2 : share < 0.3 ? 3 : share < 0.7 ? 4 : share < 0.95 ? 5 : 6;
}

static bool repeated(struct kh_arena *arena, struct kh_view *v)
{
    struct kh_grams description = {0}, json = {0};
    if (v->description.n > 40 && !kh_grams_make(arena, v->description, &description)) return false;
    if (v->json_body.n > 200 && !kh_grams_make(arena, v->json_body, &json)) return false;
    uint64_t title = kh_hash_text(v->title);
    uint32_t latin = page_is_latin(v);
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        const struct kh_block *b = &v->blocks.items[i];
        uint8_t *row = v->rows + (size_t)i * KH_F_N;
        struct kh_str text = kh_block_text(&v->blocks, i);
        row[KH_F_DESCRIPTION] = bin_overlap(&description, b, text);
        row[KH_F_JSON_BODY] = bin_overlap(&json, b, text);
        row[KH_F_TITLE] = v->title.n && b->hash == title;
        row[KH_F_SCRIPT] = bin_script(b, latin);
    }
    return true;
}

bool kh_rows_first(struct kh_arena *arena, struct kh_view *v)
{
    for (uint32_t i = 0; i < v->blocks.n; i++) {
        uint8_t *row = v->rows + (size_t)i * KH_F_N;
        own_looks(v, i, row);
        signals(v, i, row);
        shares(v, i, row);
        rooms(v, i, row);
        path(v, i, row);
        place(v, i, row);
    }
    for (uint32_t i = 0; i < v->blocks.n; i++) neighbours(v, i, v->rows + (size_t)i * KH_F_N);
    return repeated(arena, v);
}

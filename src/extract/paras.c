/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing paragraphs. Takes the kept blocks, hands on the article's text with the kind and
 * language of each paragraph. The cells of one table row become one line.
 */
#include "extract/paras.h"

#include "base/limits.h"

#include "base/utf8.h"

/* The language shows in so much of the text; a sentence would do. */
#define LANG_BYTES 700

static bool is_cell(uint8_t tag)
{
    return tag == KH_TAG_TD || tag == KH_TAG_TH;
}

/* Two cells of one row. */
static bool same_row(const struct kh_blocks *blocks, uint32_t a, uint32_t b)
{
    const struct kh_node *nodes = blocks->tree->nodes;
    uint32_t x = blocks->items[a].box, y = blocks->items[b].box;
    return x != y && is_cell(nodes[x].tag) && is_cell(nodes[y].tag) &&
           nodes[x].parent == nodes[y].parent && blocks->items[a].chars < 200 &&
           blocks->items[b].chars < 200;
}

static uint8_t kind_of(const struct kh_blocks *blocks, uint32_t i)
{
    const struct kh_node *nodes = blocks->tree->nodes;
    uint32_t at = blocks->items[i].box;
    for (unsigned steps = 0; at && steps < 4; steps++, at = nodes[at].parent) {
        uint8_t tag = nodes[at].tag;
        if (tag >= KH_TAG_H1 && tag <= KH_TAG_H6) return KH_PARA_HEADING;
        if (tag == KH_TAG_LI || tag == KH_TAG_DD || tag == KH_TAG_DT) return KH_PARA_LIST;
        if (tag == KH_TAG_BLOCKQUOTE) return KH_PARA_QUOTE;
        if (is_cell(tag) && steps == 0 && i + 1 < blocks->n && same_row(blocks, i, i + 1))
            return KH_PARA_TABLE;
        if (is_cell(tag)) return KH_PARA_TEXT;
    }
    return KH_PARA_TEXT;
}

/* Smallest node that holds both. */
static uint32_t common_root(const struct kh_tree *tree, uint32_t first, uint32_t last)
{
    uint32_t at = first;
    while (at && tree->nodes[at].end <= last) at = tree->nodes[at].parent;
    return at;
}

/* Equal but for case, white space and marks. */
static bool same_words(struct kh_arena *arena, struct kh_str a, struct kh_str b)
{
    if (a.n > 3 * b.n || b.n > 3 * a.n) return false;
    struct kh_str x = kh_fold(arena, a), y = kh_fold(arena, b);
    size_t i = 0, k = 0;
    for (;;) {
        while (i < x.n && (unsigned char)x.p[i] < 0x80 && !kh_is_alpha(x.p[i]) &&
               !kh_is_digit(x.p[i]))
            i++;
        while (k < y.n && (unsigned char)y.p[k] < 0x80 && !kh_is_alpha(y.p[k]) &&
               !kh_is_digit(y.p[k]))
            k++;
        if (i == x.n || k == y.n) return i == x.n && k == y.n;
        if (x.p[i++] != y.p[k++]) return false;
    }
}

struct writer {
    struct kh_arena *arena;
    const struct kh_blocks *blocks;
    struct kh_article *article;
    char *text;
    size_t text_n;
    size_t capacity;
};

static bool write_block(struct writer *w, uint32_t i, uint32_t previous)
{
    struct kh_article *article = w->article;
    struct kh_str s = kh_block_text(w->blocks, i);
    uint32_t n = article->paras_n;
    bool joins = previous != UINT32_MAX && same_row(w->blocks, previous, i);
    const char *glue = joins ? " | " : "\n\n";
    if (n) {
        size_t glue_n = strlen(glue);
        memcpy(w->text + w->text_n, glue, glue_n);
        w->text_n += glue_n;
    }
    uint32_t start = (uint32_t)w->text_n;
    memcpy(w->text + w->text_n, s.p, s.n);
    w->text_n += s.n;
    if (joins) {
        article->paras[n - 1].end = (uint32_t)w->text_n;
        return true;
    }
    struct kh_para *paras = kh_arena_grow(w->arena, article->paras, n, &w->capacity, sizeof *paras);
    if (!paras) return false;
    paras[n] =
        (struct kh_para){.start = start, .end = (uint32_t)w->text_n, .kind = kind_of(w->blocks, i)};
    article->paras = paras;
    article->paras_n = n + 1;
    return true;
}

static void identify(struct kh_article *article)
{
    struct kh_str head = kh_str_sub(article->text, 0, kh_utf8_cut(article->text, LANG_BYTES));
    article->lang = kh_lang_identify(head);
    for (uint32_t i = 0; i < article->paras_n; i++) {
        struct kh_para *para = &article->paras[i];
        para->lang = article->lang;
    }
}

bool kh_paras_write(struct kh_arena *arena, const struct kh_blocks *blocks, const bool *keep,
                    struct kh_article *article, struct kh_body *body)
{
    size_t bytes = 1;
    for (uint32_t i = 0; i < blocks->n; i++)
        if (keep[i]) bytes += blocks->items[i].end - blocks->items[i].start + 3;
    struct writer w = {
        .arena = arena, .blocks = blocks, .article = article, .text = kh_arena_bytes(arena, bytes)};
    if (!w.text) return false;
    uint32_t previous = UINT32_MAX, kept = 0;
    for (uint32_t i = 0; i < blocks->n; i++) {
        if (!keep[i] || w.text_n > KH_MAX_ARTICLE_BYTES) continue;
        if (kept++ < 2 && article->title.n &&
            same_words(arena, kh_block_text(blocks, i), article->title))
            continue;
        if (!write_block(&w, i, previous)) return false;
        if (previous == UINT32_MAX) body->first = blocks->items[i].first;
        body->last = blocks->items[i].last;
        previous = i;
    }
    article->text = (struct kh_str){w.text, w.text_n};
    if (previous == UINT32_MAX) return true;
    body->root = common_root(blocks->tree, body->first, body->last);
    identify(article);
    return !arena->failed;
}

/* Length of the tag that begins at `at`, 0 when none does. */
static size_t tag_at(struct kh_str s, size_t at)
{
    const size_t longest = 300;
    if (s.p[at] != '<') return 0;
    for (size_t i = at + 1; i < s.n && i < at + longest; i++)
        if (s.p[i] == '>') return i + 1 - at;
    return 0;
}

/* Copies a line without tags and with single spaces; returns the bytes written. */
static size_t copy_line(struct kh_str line, char *out)
{
    size_t n = 0;
    bool space = false;
    for (size_t i = 0; i < line.n; i++) {
        size_t tag = tag_at(line, i);
        if (tag) {
            i += tag - 1;
            space = true;
            continue;
        }
        if (kh_is_space(line.p[i])) {
            space = true;
            continue;
        }
        if (space && n) out[n++] = ' ';
        space = false;
        out[n++] = line.p[i];
    }
    return n;
}

bool kh_paras_write_plain(struct kh_arena *arena, struct kh_str plain, struct kh_article *article)
{
    char *text = kh_arena_bytes(arena, 3 * plain.n + 4);
    size_t n = 0, capacity = 0;
    article->paras = NULL;
    article->paras_n = 0;
    if (!text) return false;
    while (plain.n) {
        struct kh_str line = kh_str_cut(&plain, '\n');
        size_t glue = n ? 2 : 0, written = copy_line(line, text + n + glue);
        if (!written) continue;
        struct kh_para *paras =
            kh_arena_grow(arena, article->paras, article->paras_n, &capacity, sizeof *paras);
        if (!paras) return false;
        if (glue) memcpy(text + n, "\n\n", 2);
        n += glue;
        paras[article->paras_n++] =
            (struct kh_para){.start = (uint32_t)n, .end = (uint32_t)(n + written)};
        article->paras = paras;
        n += written;
    }
    article->text = (struct kh_str){text, n};
    identify(article);
    return true;
}

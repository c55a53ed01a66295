/* SPDX-License-Identifier: Apache-2.0
 *
 * Cutting the flat tree into blocks: one pass over the nodes, one over the bytes of the text. Takes
 * the tree, hands on struct kh_blocks; judges nothing.
 */
#include "extract/block.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/scan.h"
#include "base/utf8.h"
#include "extract/signal.h"

/* What a node means for the cutting. */
enum role { INLINE = 0, BLOCK, BREAK, SKIP, HIDE };

static const uint8_t roles[KH_TAGS_END] = {
    [KH_TAG_ADDRESS] = BLOCK,    [KH_TAG_ARTICLE] = BLOCK,   [KH_TAG_ASIDE] = BLOCK,
    [KH_TAG_BLOCKQUOTE] = BLOCK, [KH_TAG_BODY] = BLOCK,      [KH_TAG_CAPTION] = BLOCK,
    [KH_TAG_CENTER] = BLOCK,     [KH_TAG_DD] = BLOCK,        [KH_TAG_DETAILS] = BLOCK,
    [KH_TAG_DIALOG] = BLOCK,     [KH_TAG_DIR] = BLOCK,       [KH_TAG_DIV] = BLOCK,
    [KH_TAG_DL] = BLOCK,         [KH_TAG_DT] = BLOCK,        [KH_TAG_FIELDSET] = BLOCK,
    [KH_TAG_FIGCAPTION] = BLOCK, [KH_TAG_FIGURE] = BLOCK,    [KH_TAG_FOOTER] = BLOCK,
    [KH_TAG_FORM] = BLOCK,       [KH_TAG_H1] = BLOCK,        [KH_TAG_H2] = BLOCK,
    [KH_TAG_H3] = BLOCK,         [KH_TAG_H4] = BLOCK,        [KH_TAG_H5] = BLOCK,
    [KH_TAG_H6] = BLOCK,         [KH_TAG_HEADER] = BLOCK,    [KH_TAG_HGROUP] = BLOCK,
    [KH_TAG_HTML] = BLOCK,       [KH_TAG_LEGEND] = BLOCK,    [KH_TAG_LI] = BLOCK,
    [KH_TAG_LISTING] = BLOCK,    [KH_TAG_MAIN] = BLOCK,      [KH_TAG_MARQUEE] = BLOCK,
    [KH_TAG_MENU] = BLOCK,       [KH_TAG_NAV] = BLOCK,       [KH_TAG_OL] = BLOCK,
    [KH_TAG_P] = BLOCK,          [KH_TAG_PLAINTEXT] = BLOCK, [KH_TAG_PRE] = BLOCK,
    [KH_TAG_SEARCH] = BLOCK,     [KH_TAG_SECTION] = BLOCK,   [KH_TAG_SUMMARY] = BLOCK,
    [KH_TAG_TABLE] = BLOCK,      [KH_TAG_TBODY] = BLOCK,     [KH_TAG_TD] = BLOCK,
    [KH_TAG_TFOOT] = BLOCK,      [KH_TAG_TH] = BLOCK,        [KH_TAG_THEAD] = BLOCK,
    [KH_TAG_TR] = BLOCK,         [KH_TAG_UL] = BLOCK,        [KH_TAG_XMP] = BLOCK,
    [KH_TAG_BR] = BREAK,         [KH_TAG_HR] = BREAK,        [KH_TAG_APPLET] = SKIP,
    [KH_TAG_AUDIO] = SKIP,       [KH_TAG_BUTTON] = SKIP,     [KH_TAG_CANVAS] = SKIP,
    [KH_TAG_DATALIST] = SKIP,    [KH_TAG_EMBED] = SKIP,      [KH_TAG_FRAMESET] = SKIP,
    [KH_TAG_HEAD] = SKIP,        [KH_TAG_IFRAME] = SKIP,     [KH_TAG_INPUT] = SKIP,
    [KH_TAG_MAP] = SKIP,         [KH_TAG_METER] = SKIP,      [KH_TAG_NOEMBED] = SKIP,
    [KH_TAG_NOFRAMES] = SKIP,    [KH_TAG_NOSCRIPT] = SKIP,   [KH_TAG_OBJECT] = SKIP,
    [KH_TAG_OPTGROUP] = SKIP,    [KH_TAG_OPTION] = SKIP,     [KH_TAG_PROGRESS] = SKIP,
    [KH_TAG_RP] = SKIP,          [KH_TAG_RT] = SKIP,         [KH_TAG_RTC] = SKIP,
    [KH_TAG_SCRIPT] = SKIP,      [KH_TAG_SELECT] = SKIP,     [KH_TAG_STYLE] = SKIP,
    [KH_TAG_SVG] = SKIP,         [KH_TAG_TEMPLATE] = SKIP,   [KH_TAG_TEXTAREA] = SKIP,
    [KH_TAG_TITLE] = SKIP,       [KH_TAG_VIDEO] = SKIP,
};

bool kh_tag_is_block(uint8_t tag)
{
    return roles[tag] == BLOCK;
}

/* Classes of characters for the inner loop. */
enum class {
    NOTHING = 0, /* invisible */
    SPACE,
    OTHER,
    LOWER,
    UPPER,
    CAPITAL, /* upper case beyond ASCII */
    DIGIT,
    STOP,
    COMMA,
    BAR,
    COLON,
    AT,
    SYMBOL,
    IDEOGRAPH,
    HIGH, /* the byte begins a longer character */
    CLASSES
};

static uint8_t class_of_ascii(unsigned char c)
{
    if (c >= 0x80) return HIGH;
    if (c <= ' ' || c == 0x7f) return SPACE;
    if (c >= 'A' && c <= 'Z') return UPPER;
    if (c >= 'a' && c <= 'z') return LOWER;
    if (c >= '0' && c <= '9') return DIGIT;
    if (c == '.' || c == '!' || c == '?') return STOP;
    if (c == ',' || c == ';') return COMMA;
    if (c == ':') return COLON;
    if (c == '@') return AT;
    if (strchr("{}[]=_\\$#^~`+*&", c)) return SYMBOL;
    if (c == '|' || c == '/' || c == '>' || c == '<') return BAR;
    return OTHER;
}

/* Cyrillic small letters to Arabic and Urdu ones: most of what is beyond ASCII, told at once. */
static bool is_plain(uint32_t code)
{
    return code >= 0x0430 && code < 0x06d4 && (code < 0x060c || code > 0x061f) &&
           (code < 0x0660 || code > 0x0669);
}

static uint8_t class_of_code(uint32_t code)
{
    if (is_plain(code)) return OTHER;
    switch (code) {
    case 0x00a0:
    case 0x2002:
    case 0x2003:
    case 0x2009:
    case 0x202f:
    case 0x3000:
    case 0x2028:
    case 0x2029: return SPACE;
    case 0x3002:
    case 0xff01:
    case 0xff1f:
    case 0xff0e:
    case 0x06d4:
    case 0x061f:
    case 0x0964:
    case 0x2026: return STOP;
    case 0x060c:
    case 0x061b:
    case 0xff0c:
    case 0x3001:
    case 0xff1b: return COMMA;
    case 0x00ad:
    case 0x200b:
    case 0xfeff:
    case 0x2060: return NOTHING;
    case 0x00bb:
    case 0x203a:
    case 0x00b7:
    case 0x2022:
    case 0x2192:
    case 0x25ba:
    case 0x25cf: return BAR;
    default: break;
    }
    if ((code >= 0x0660 && code <= 0x0669) || (code >= 0x06f0 && code <= 0x06f9)) return DIGIT;
    if ((code >= 0x0410 && code <= 0x042f) || (code >= 0xc0 && code <= 0xde)) return CAPITAL;
    if ((code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) ||
        (code >= 0xf900 && code <= 0xfaff))
        return IDEOGRAPH;
    return OTHER;
}

/* The state of the cutting. */
struct cutter {
    struct kh_blocks *out;
    struct kh_arena *arena;
    size_t capacity;
    char *text; /* room for all text of the page */
    uint32_t text_n;
    uint8_t class_of[256];
    struct kh_block *open; /* the block being filled, or NULL */
    bool space;            /* white space is due before the next character */
    bool in_word;
    uint32_t ideographs;
    bool linked, strong, slanted; /* the current text node's surroundings */
    uint32_t links;               /* begun since the last bound, before any text */
    uint32_t image;               /* the last picture since the last text */
};

static void add_counts(struct cutter *c, const uint32_t *counts, uint32_t chars)
{
    struct kh_block *b = c->open;
    b->latin += counts[LOWER] + counts[UPPER];
    b->uppers += counts[UPPER] + counts[CAPITAL];
    b->digits += counts[DIGIT];
    b->stops += counts[STOP];
    b->commas += counts[COMMA];
    b->bars += counts[BAR];
    b->ats += counts[AT];
    b->symbols += counts[SYMBOL];
    c->ideographs += counts[IDEOGRAPH];
    if (c->linked) b->link_chars += chars;
    if (c->strong) b->strong_chars += chars;
    if (c->slanted) b->slanted_chars += chars;
}

#define RUN_ROOM 16 /* bytes behind its end that copy_small may write */

/* Copies the small ASCII letters that stand from `at` on; returns how many there are. */
static size_t copy_small(char *to, struct kh_str s, size_t at)
{
    const char *from = s.p + at, *end = s.p + s.n;
    size_t n = (size_t)(kh_skip_small(from, end) - from);
    if (n <= RUN_ROOM && end - from >= RUN_ROOM) memcpy(to, from, RUN_ROOM); /* one store */
    else memcpy(to, from, n);
    return n;
}

/* Appends the text of one node, white space collapsed, counting as it goes. */
static void append(struct cutter *c, struct kh_str s)
{
    struct kh_block *b = c->open;
    char *to = c->text + c->text_n;
    uint32_t counts[CLASSES] = {0}, chars = b->chars, tail = b->tail, words = 0;
    bool space = c->space, in_word = c->in_word;
    for (size_t at = 0; at < s.n;) {
        unsigned char byte = (unsigned char)s.p[at];
        uint8_t class = c->class_of[byte];
        size_t from = at++;
        uint32_t code = byte;
        if (class == HIGH) {
            at = from;
            code = kh_utf8_next(s, &at);
            class = class_of_code(code);
        }
        if (class <= SPACE) {
            if (class == NOTHING) continue;
            space = chars > 0;
            in_word = false;
            continue;
        }
        if (space) *to++ = ' ';
        space = false;
        counts[class]++;
        tail = code;
        if (!chars++) b->head = code;
        words += !in_word && class != IDEOGRAPH;
        in_word = class != IDEOGRAPH;
        if (class == COLON && !b->colon) b->colon = chars;
        do *to++ = s.p[from];
        while (++from < at);
        if (!in_word) continue;
        /* The rest of a word in small letters changes little. */
        size_t small = copy_small(to, s, at);
        if (!small) continue;
        to += small;
        at += small;
        counts[LOWER] += (uint32_t)small;
        chars += (uint32_t)small;
        tail = (unsigned char)s.p[at - 1];
    }
    add_counts(c, counts, chars - b->chars);
    c->space = space;
    c->in_word = in_word;
    b->chars = chars;
    b->tail = tail;
    b->words += words;
    c->text_n = (uint32_t)(to - c->text);
}

static void close_block(struct cutter *c)
{
    struct kh_block *b = c->open;
    if (!b) return;
    b->end = c->text_n;
    b->hash = kh_hash_text((struct kh_str){c->text + b->start, b->end - b->start});
    b->words += (c->ideographs + 1) / 2;
    c->out->n++;
    c->open = NULL;
}

static bool open_block(struct cutter *c, uint32_t node, uint32_t box)
{
    struct kh_block *items =
        kh_arena_grow(c->arena, c->out->items, c->out->n, &c->capacity, sizeof *items);
    if (!items) return false;
    c->out->items = items;
    c->open = &items[c->out->n];
    *c->open = (struct kh_block){.first = node,
                                 .last = node,
                                 .box = box,
                                 .start = c->text_n,
                                 .links = c->links,
                                 .image = c->image};
    c->links = c->image = 0;
    c->space = c->in_word = false;
    c->ideographs = 0;
    return true;
}

static bool is_blank(struct kh_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!kh_is_space(s.p[i])) return false;
    return true;
}

/* Inline state of every node. */
enum { IN_LINK = 1, IN_STRONG = 2, IN_SLANT = 4 };

static uint8_t inline_state(const struct kh_node *node, uint8_t parent)
{
    if (node->tag == KH_TAG_A) return parent | IN_LINK;
    if (node->tag == KH_TAG_B || node->tag == KH_TAG_STRONG) return parent | IN_STRONG;
    if (node->tag == KH_TAG_I || node->tag == KH_TAG_EM) return parent | IN_SLANT;
    return parent;
}

static bool cut_nodes(struct cutter *c, const struct kh_tree *tree, uint8_t *state)
{
    uint32_t *box = c->out->box, *before = c->out->before;
    bool broken = false; /* the last bound was a <br> */
    for (uint32_t i = 0; i < tree->nodes_n; i++) {
        const struct kh_node *node = &tree->nodes[i];
        uint32_t up = node->parent;
        before[i] = c->out->n + (c->open != NULL);
        box[i] = i == 0 || tree->nodes[up].kind != KH_NODE_ELEMENT ? 0
                 : roles[tree->nodes[up].tag] == BLOCK             ? up
                                                                   : box[up];
        state[i] = i ? state[up] : 0;
        if (node->kind == KH_NODE_TEXT) {
            if (c->open && c->open->box != box[i]) close_block(c), broken = false;
            if (is_blank(node->text)) {
                if (c->open) c->space = c->open->chars > 0, c->in_word = false;
                continue;
            }
            if (!c->open) {
                if (c->out->n == KH_MAX_BLOCKS) continue;
                before[i] = c->out->n;
                if (!open_block(c, i, box[i])) return false;
                c->open->after_break = broken;
                broken = false;
            }
            c->linked = state[i] & IN_LINK;
            c->strong = state[i] & IN_STRONG;
            c->slanted = state[i] & IN_SLANT;
            append(c, node->text);
            c->image = 0;
            c->open->last = i;
            continue;
        }
        state[i] = inline_state(node, state[i]);
        uint8_t role = roles[node->tag];
        if (role == INLINE && c->open && node->attrs && kh_node_is_hidden(c->out, i)) role = HIDE;
        if (role == INLINE) {
            if (node->tag == KH_TAG_A) ++*(c->open ? &c->open->links : &c->links);
            if (node->tag == KH_TAG_IMG) c->image = i;
            continue;
        }
        if (role != HIDE) close_block(c);
        c->links = 0;
        before[i] = c->out->n;
        broken = role == BREAK;
        if (role >= SKIP) {
            if (node->tag == KH_TAG_VIDEO || node->tag == KH_TAG_IFRAME) c->image = i;
            for (uint32_t k = i + 1; k < node->end; k++) before[k] = c->out->n, box[k] = box[i];
            if (node->end > i + 1) i = node->end - 1;
        }
    }
    close_block(c);
    before[tree->nodes_n] = c->out->n;
    return true;
}

bool kh_blocks_cut(struct kh_arena *arena, const struct kh_tree *tree, struct kh_blocks *out)
{
    *out = (struct kh_blocks){.tree = tree};
    size_t bytes = RUN_ROOM;
    for (uint32_t i = 0; i < tree->nodes_n; i++)
        if (tree->nodes[i].kind == KH_NODE_TEXT) bytes += tree->nodes[i].text.n + 1;
    struct cutter c = {.out = out, .arena = arena, .text = kh_arena_bytes(arena, bytes)};
    out->before = kh_arena_alloc(arena, (tree->nodes_n + 1) * sizeof *out->before);
    out->box = kh_arena_alloc(arena, (tree->nodes_n + 1) * sizeof *out->box);
    uint8_t *state = kh_arena_alloc(arena, tree->nodes_n + 1);
    out->kept = kh_arena_zalloc(arena, KH_KEPT_VALUES, sizeof *out->kept);
    if (!c.text || !out->before || !out->box || !out->kept || !state) return false;
    for (unsigned i = 0; i < 256; i++) c.class_of[i] = class_of_ascii((unsigned char)i);
    if (!cut_nodes(&c, tree, state)) return false;
    out->text = (struct kh_str){c.text, c.text_n};
    return true;
}

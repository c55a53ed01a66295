/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the attributes of the elements that hold text. Attribute values are cut into words at
 * every mark and at the humps of camelCase; a word is looked up, not searched for inside others.
 */
#include "extract/signal.h"

#include "extract/class_words.h"

#include "base/limits.h"

/* data/cssclass as tool/classes writes it at build time. */
static const struct kh_class_slot class_slots[KH_CLASS_SLOTS] = {
#include "class_words.inc"
};

static uint64_t look_up(uint64_t hash)
{
    uint32_t at = kh_class_place(hash);
    while (class_slots[at].hash) {
        if (class_slots[at].hash == hash) return class_slots[at].bits;
        at = (at + 1) % KH_CLASS_SLOTS;
    }
    return 0;
}

/* Letters for the cutting of attribute values. */
enum { SMALL = 1, CAPITAL = 2 };
static const uint8_t letters[256] = {['a' ... 'z'] = SMALL, ['A' ... 'Z'] = CAPITAL};

/* Length of a class at `at` that names a topic of the post, 0 for others: "category-sport" and
 * "tag-video" are written by WordPress beside "hentry" and say nothing about the element. */
static size_t topic_at(struct kh_str value, size_t at)
{
    struct kh_str rest = kh_str_sub(value, at, value.n);
    if (!kh_str_starts(rest, KH_STR("category-")) && !kh_str_starts(rest, KH_STR("tag-"))) return 0;
    if (kh_str_find(value, KH_STR("hentry"), 0) == SIZE_MAX &&
        kh_str_find(value, KH_STR("status-publish"), 0) == SIZE_MAX)
        return 0;
    size_t n = 0;
    while (n < rest.n && !kh_is_space(rest.p[n])) n++;
    return n;
}

/* The bits of all words in an attribute's value. */
static uint64_t bits_of_value(struct kh_str value)
{
    uint64_t bits = 0, h = 0; /* h: of the word so far, 0 before its first letter */
    uint8_t before = 0;
    if (value.n > 400) value.n = 400;
    for (size_t i = 0; i < value.n; i++) {
        if (i && value.p[i - 1] == ' ' && (i += topic_at(value, i)) == value.n) break;
        uint8_t letter = letters[(unsigned char)value.p[i]];
        bool hump = letter == CAPITAL && before == SMALL;
        before = letter;
        if (h && (hump || !letter)) {
            bits |= look_up(h);
            h = 0;
        }
        if (letter) h = kh_class_hash(h, value.p[i]);
    }
    return h ? bits | look_up(h) : bits;
}

/* By a place made of the value's ends. */
static uint64_t bits_of_kept(struct kh_kept_value *kept, struct kh_str value)
{
    uint64_t first = 0, last = 0;
    size_t n = value.n < sizeof first ? value.n : sizeof first;
    if (!n) return 0;
    memcpy(&first, value.p, n);
    memcpy(&last, value.p + value.n - n, n);
    uint64_t mixed = (first ^ (last << 7 | last >> 57) ^ value.n) * 0x9e3779b97f4a7c15u;
    struct kh_kept_value *at = &kept[mixed >> 56];
    if (!kh_str_eq(at->value, value)) *at = (struct kh_kept_value){value, bits_of_value(value)};
    return at->bits;
}

static uint64_t bits_of_tag(uint8_t tag)
{
    switch (tag) {
    case KH_TAG_ARTICLE: return KH_SIGNAL_BIT(T_ARTICLE);
    case KH_TAG_MAIN: return KH_SIGNAL_BIT(T_MAIN);
    case KH_TAG_SECTION: return KH_SIGNAL_BIT(T_SECTION);
    case KH_TAG_ASIDE: return KH_SIGNAL_BIT(T_ASIDE);
    case KH_TAG_NAV: return KH_SIGNAL_BIT(T_NAV);
    case KH_TAG_FOOTER: return KH_SIGNAL_BIT(T_FOOTER);
    case KH_TAG_HEADER: return KH_SIGNAL_BIT(T_HEADER);
    case KH_TAG_FORM: return KH_SIGNAL_BIT(T_FORM);
    case KH_TAG_TABLE: return KH_SIGNAL_BIT(T_TABLE);
    case KH_TAG_UL:
    case KH_TAG_OL:
    case KH_TAG_DL:
    case KH_TAG_MENU: return KH_SIGNAL_BIT(T_LIST);
    case KH_TAG_LI:
    case KH_TAG_DD:
    case KH_TAG_DT: return KH_SIGNAL_BIT(T_ITEM);
    case KH_TAG_FIGURE: return KH_SIGNAL_BIT(T_FIGURE);
    case KH_TAG_FIGCAPTION:
    case KH_TAG_CAPTION: return KH_SIGNAL_BIT(T_FIGURE) | KH_SIGNAL_BIT(CAPTION);
    case KH_TAG_BLOCKQUOTE: return KH_SIGNAL_BIT(T_QUOTE);
    case KH_TAG_A: return KH_SIGNAL_BIT(T_LINK);
    case KH_TAG_TIME: return KH_SIGNAL_BIT(T_TIME);
    case KH_TAG_H1:
    case KH_TAG_H2:
    case KH_TAG_H3:
    case KH_TAG_H4:
    case KH_TAG_H5:
    case KH_TAG_H6: return KH_SIGNAL_BIT(T_HEADING);
    default: return 0;
    }
}

static bool hides(struct kh_str style)
{
    size_t at = kh_str_find_nocase(style, KH_STR("display"), 0);
    if (at == SIZE_MAX) return false;
    size_t none = kh_str_find_nocase(style, KH_STR("none"), at);
    return none != SIZE_MAX && none - at <= 10;
}

static uint64_t bits_of_node(struct kh_kept_value *kept, const struct kh_tree *tree,
                             const struct kh_node *node)
{
    uint64_t bits = bits_of_tag(node->tag);
    for (uint32_t i = 0; i < node->attrs; i++) {
        const struct kh_attr *attr = &tree->attrs[node->attr + i];
        struct kh_str name = attr->name;
        if (kh_str_eq(name, KH_STR("class")) || kh_str_eq(name, KH_STR("id")) ||
            kh_str_eq(name, KH_STR("role"))) {
            bits |= bits_of_kept(kept, attr->value);
        } else if (kh_str_eq(name, KH_STR("itemprop"))) {
            if (kh_str_eq_nocase(attr->value, KH_STR("articleBody")))
                bits |= KH_SIGNAL_BIT(PROP_BODY);
            else bits |= bits_of_kept(kept, attr->value);
        } else if (kh_str_eq(name, KH_STR("hidden")) ||
                   (kh_str_eq(name, KH_STR("aria-hidden")) &&
                    kh_str_eq_nocase(attr->value, KH_STR("true"))) ||
                   (kh_str_eq(name, KH_STR("style")) && hides(attr->value))) {
            bits |= KH_SIGNAL_BIT(HIDDEN);
        }
    }
    return bits;
}

bool kh_node_is_hidden(const struct kh_blocks *blocks, uint32_t node)
{
    return bits_of_node(blocks->kept, blocks->tree, &blocks->tree->nodes[node]) &
           (KH_SIGNAL_BIT(HIDDEN) | KH_SIGNAL_BIT(POPUP));
}

/* A wrapper of nearly everything says nothing about its parts (body class="has-sidebar"). */
static bool wraps_page(const struct kh_blocks *blocks, uint32_t node)
{
    uint8_t tag = blocks->tree->nodes[node].tag;
    if (tag == KH_TAG_HTML || tag == KH_TAG_BODY) return true;
    uint32_t end = blocks->tree->nodes[node].end;
    uint32_t held = blocks->before[end] - blocks->before[node];
    return (uint64_t)held * 20 >= (uint64_t)blocks->n * 19;
}

bool kh_signals_read(struct kh_arena *arena, const struct kh_blocks *blocks, struct kh_signals *out)
{
    const struct kh_tree *tree = blocks->tree;
    out->own = kh_arena_zalloc(arena, tree->nodes_n + 1, sizeof *out->own);
    out->all = kh_arena_zalloc(arena, tree->nodes_n + 1, sizeof *out->all);
    uint8_t *seen = kh_arena_zalloc(arena, tree->nodes_n + 1, 1);
    uint32_t *chain = kh_arena_alloc(arena, (KH_MAX_DEPTH + 2) * sizeof *chain);
    if (!out->own || !out->all || !seen || !chain) return false;
    const uint64_t tags = ~(((uint64_t)1 << KH_SIGNAL_WORDS) - 1);
    seen[0] = 1;
    for (uint32_t i = 0; i < blocks->n; i++) {
        uint32_t n = 0, at = tree->nodes[blocks->items[i].first].parent;
        for (; !seen[at] && n < KH_MAX_DEPTH + 2; at = tree->nodes[at].parent) chain[n++] = at;
        while (n--) {
            uint32_t node = chain[n];
            uint64_t bits = bits_of_node(blocks->kept, tree, &tree->nodes[node]);
            if (wraps_page(blocks, node)) bits &= tags;
            seen[node] = 1;
            out->own[node] = bits;
            out->all[node] = out->all[tree->nodes[node].parent] | bits;
        }
    }
    return true;
}

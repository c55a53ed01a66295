/* SPDX-License-Identifier: Apache-2.0
 *
 * Nodes and the stack of open elements. See builder.h; the rules of when are in mode_*.c.
 */
#include "parse/builder.h"
#include "base/scan.h"

#include <assert.h>

/* Of the arena's cap, what a tree may take, so that the stages after it find room. */
#define TREE_BYTES (KH_MAX_ARENA_BYTES / 8 * 5)

static uint32_t add_node(struct kh_builder *b, uint32_t parent)
{
    struct kh_tree *tree = b->tree;
    if (tree->nodes_n >= KH_MAX_NODES || b->arena->used_bytes > TREE_BYTES) {
        b->full = true;
        return 0;
    }
    struct kh_node *nodes =
        kh_arena_grow(b->arena, tree->nodes, tree->nodes_n, &b->nodes_capacity, sizeof *nodes);
    if (!nodes) {
        b->tokens.failed = true;
        return 0;
    }
    tree->nodes = nodes;
    nodes[tree->nodes_n] = (struct kh_node){.parent = parent, .end = tree->nodes_n + 1};
    return tree->nodes_n++;
}

/* A new node where the stack stands, or before the table when it is fostered (13.2.6.1). */
static uint32_t place_node(struct kh_builder *b)
{
    if (!b->depth) return add_node(b, 0);
    const struct kh_open *top = kh_top(b);
    uint32_t table_at = b->last[KH_TAG_TABLE];
    if (!b->foster || !(kh_traits[top->tag] & KH_ROWS) || b->last[KH_TAG_TEMPLATE] > table_at ||
        table_at < 2)
        return add_node(b, top->node);
    uint32_t table = b->stack[table_at - 1].node;
    struct kh_foster *fosters =
        kh_arena_grow(b->arena, b->fosters, b->fosters_n, &b->fosters_capacity, sizeof *fosters);
    if (!fosters) {
        b->tokens.failed = true;
        return 0;
    }
    b->fosters = fosters;
    uint32_t node = add_node(b, b->tree->nodes[table].parent);
    if (node) fosters[b->fosters_n++] = (struct kh_foster){node, table};
    return node;
}

static void push(struct kh_builder *b, uint32_t node, enum kh_tag tag, enum kh_space space)
{
    uint16_t at = (uint16_t)b->depth;
    assert(b->depth < KH_MAX_DEPTH + KH_STACK_SLACK);
    struct kh_open *open = &b->stack[b->depth++];
    if (at) *open = open[-1];
    else *open = (struct kh_open){0};
    open->node = node;
    open->tag = (uint8_t)tag;
    open->space = (uint8_t)space;
    open->closed = open->html_inside = open->text_inside = false;
    open->below = 0;
    b->tokens.foreign = space != KH_SPACE_HTML;
    if (space != KH_SPACE_HTML) return;
    open->below = b->last[tag];
    b->last[tag] = (uint16_t)(at + 1);
    unsigned traits = kh_traits[tag];
    if (traits & KH_SCOPE) open->scope = open->button = open->list = at;
    if (tag == KH_TAG_BUTTON) open->button = at;
    if (tag == KH_TAG_OL || tag == KH_TAG_UL) open->list = at;
    if (tag == KH_TAG_HTML || tag == KH_TAG_TABLE || tag == KH_TAG_TEMPLATE) open->table = at;
    if (traits & KH_SPECIAL) {
        open->special = at;
        if (tag != KH_TAG_ADDRESS && tag != KH_TAG_DIV && tag != KH_TAG_P) open->item = at;
    }
}

static uint32_t add_element(struct kh_builder *b, enum kh_space space)
{
    const struct kh_html_token *token = &b->tokens.token;
    uint32_t at = place_node(b);
    if (!at && b->tree->nodes_n != 1) return 0;
    if (b->full || b->tokens.failed) return 0;
    struct kh_node *node = &b->tree->nodes[at];
    node->tag = space == KH_SPACE_HTML ? token->tag : KH_TAG_OTHER;
    node->text = token->name;
    node->attrs = token->attrs_n;
    node->attr = kh_tokenizer_keep(&b->tokens);
    return at;
}

void kh_insert(struct kh_builder *b)
{
    kh_insert_space(b, KH_SPACE_HTML);
}

void kh_insert_space(struct kh_builder *b, enum kh_space space)
{
    uint32_t node = add_element(b, space);
    if (b->full || b->tokens.failed) return;
    enum kh_tag tag = space == KH_SPACE_HTML ? (enum kh_tag)b->tokens.token.tag : KH_TAG_OTHER;
    push(b, node, tag, space);
}

void kh_insert_tag(struct kh_builder *b, enum kh_tag tag)
{
    uint32_t at = place_node(b);
    if (b->full || b->tokens.failed) return;
    struct kh_node *node = &b->tree->nodes[at];
    node->tag = (uint8_t)tag;
    node->text = kh_tag_name(tag);
    push(b, at, tag, KH_SPACE_HTML);
}

void kh_insert_leaf(struct kh_builder *b)
{
    add_element(b, KH_SPACE_HTML);
}

void kh_insert_text(struct kh_builder *b, struct kh_str text)
{
    if (!text.n) return;
    uint32_t at = place_node(b);
    if (!at) return;
    b->tree->nodes[at].kind = KH_NODE_TEXT;
    b->tree->nodes[at].text = text;
}

void kh_insert_raw(struct kh_builder *b, enum kh_html_mode mode)
{
    b->raw = add_element(b, KH_SPACE_HTML);
    kh_tokenizer_mode(&b->tokens, mode, b->tokens.token.name);
}

void kh_insert_raw_text(struct kh_builder *b, struct kh_str text)
{
    uint32_t at = text.n ? add_node(b, b->raw) : 0;
    if (!at) return;
    b->tree->nodes[at].kind = KH_NODE_TEXT;
    b->tree->nodes[at].text = text;
    b->tree->nodes[b->raw].end = b->tree->nodes_n;
}

void kh_merge_attrs(struct kh_builder *b, uint32_t at)
{
    struct kh_node *node = &b->tree->nodes[at];
    struct kh_tokenizer *t = &b->tokens;
    size_t new_n = t->token.attrs_n;
    if (!new_n || ++b->merges > 16 || t->attrs_kept + new_n + node->attrs > t->attrs_max) return;
    /* The token's stand at attrs_kept already; the element's old ones are copied behind them. */
    uint32_t first = (uint32_t)t->attrs_kept, n = (uint32_t)new_n;
    for (uint32_t i = 0; i < node->attrs && n < KH_MAX_ATTRIBUTES; i++) {
        struct kh_attr *attrs =
            kh_arena_grow(b->arena, t->attrs, first + n, &t->attrs_capacity, sizeof *attrs);
        if (!attrs) {
            t->failed = true;
            return;
        }
        t->attrs = attrs;
        const struct kh_attr *old = &attrs[node->attr + i];
        uint32_t same = 0;
        while (same < new_n && !kh_str_eq(attrs[first + same].name, old->name)) same++;
        if (same < new_n) attrs[first + same].value = old->value;
        else attrs[first + n++] = *old;
    }
    node->attr = first;
    node->attrs = (uint16_t)n;
    t->attrs_kept += n;
}

static void pop_one(struct kh_builder *b)
{
    struct kh_open *open = &b->stack[--b->depth];
    if (open->space == KH_SPACE_HTML && !open->closed) b->last[open->tag] = open->below;
    b->tree->nodes[open->node].end = b->tree->nodes_n;
}

void kh_pop_to(struct kh_builder *b, uint32_t depth)
{
    while (b->depth > depth) pop_one(b);
    while (b->depth > 1 && kh_top(b)->closed) pop_one(b);
    b->tokens.foreign = b->depth && kh_top(b)->space != KH_SPACE_HTML;
}

void kh_pop(struct kh_builder *b)
{
    kh_pop_to(b, b->depth - 1);
}

void kh_pop_tag(struct kh_builder *b, enum kh_tag tag)
{
    if (b->last[tag]) kh_pop_to(b, b->last[tag] - 1u);
}

void kh_close_later(struct kh_builder *b, enum kh_tag tag)
{
    struct kh_open *open = &b->stack[b->last[tag] - 1u];
    b->last[tag] = open->below;
    open->closed = true;
    kh_pop_to(b, b->depth);
}

void kh_pop_implied(struct kh_builder *b, enum kh_tag except)
{
    while (kh_traits[kh_top(b)->tag] & KH_IMPLIED && kh_top(b)->tag != except) kh_pop(b);
}

bool kh_in_scope(struct kh_builder *b, enum kh_tag tag)
{
    return b->last[tag] > kh_top(b)->scope;
}

bool kh_in_button_scope(struct kh_builder *b, enum kh_tag tag)
{
    return b->last[tag] > kh_top(b)->button;
}

bool kh_in_list_scope(struct kh_builder *b, enum kh_tag tag)
{
    return b->last[tag] > kh_top(b)->list;
}

bool kh_in_table_scope(struct kh_builder *b, enum kh_tag tag)
{
    return b->last[tag] > kh_top(b)->table;
}

void kh_close_p(struct kh_builder *b)
{
    if (kh_in_button_scope(b, KH_TAG_P)) kh_pop_tag(b, KH_TAG_P);
}

void kh_reset_mode(struct kh_builder *b)
{
    for (uint32_t i = b->depth; i-- > 0;) {
        switch (b->stack[i].space == KH_SPACE_HTML ? b->stack[i].tag : KH_TAG_OTHER) {
        case KH_TAG_TD:
        case KH_TAG_TH: b->mode = KH_MODE_CELL; return;
        case KH_TAG_TR: b->mode = KH_MODE_ROW; return;
        case KH_TAG_TBODY:
        case KH_TAG_THEAD:
        case KH_TAG_TFOOT: b->mode = KH_MODE_TBODY; return;
        case KH_TAG_CAPTION: b->mode = KH_MODE_CAPTION; return;
        case KH_TAG_COLGROUP: b->mode = KH_MODE_COLGROUP; return;
        case KH_TAG_TABLE: b->mode = KH_MODE_TABLE; return;
        case KH_TAG_TEMPLATE:
            b->mode = b->templates ? b->template_modes[b->templates - 1] : KH_MODE_BODY;
            return;
        case KH_TAG_HEAD: b->mode = KH_MODE_HEAD; return;
        case KH_TAG_BODY: b->mode = KH_MODE_BODY; return;
        case KH_TAG_FRAMESET: b->mode = KH_MODE_FRAMESET; return;
        case KH_TAG_HTML: b->mode = b->head ? KH_MODE_AFTER_HEAD : KH_MODE_BEFORE_HEAD; return;
        default: break;
        }
    }
}

bool kh_is_blank(struct kh_str text)
{
    if (!text.n) return true; /* an empty text may have no place to add to */
    const char *p = text.p, *end = text.p + text.n;
    while ((p = kh_skip3(p, end, ' ', '\n', '\t')) < end) {
        if (*p != '\f' && *p != '\r' && *p != '\0') return false;
        p++;
    }
    return true;
}

bool kh_text_begins(struct kh_builder *b)
{
    while (b->text.n && kh_is_blank((struct kh_str){b->text.p, 1})) {
        b->text.p++;
        b->text.n--;
    }
    return b->text.n > 0;
}

/* ---- document order ---- */

/* Children as linked lists: the first of each node and the next of each child. */
struct order {
    uint32_t *first, *last, *next;
    uint32_t *before, *before_last; /* of a table: what is fostered before it */
};

static void append(struct order *order, uint32_t parent, uint32_t from, uint32_t to)
{
    if (order->last[parent]) order->next[order->last[parent]] = from;
    else order->first[parent] = from;
    order->last[parent] = to;
}

static void link_children(const struct kh_builder *b, struct order *order)
{
    const struct kh_tree *tree = b->tree;
    for (size_t i = 0; i < b->fosters_n; i++) {
        uint32_t node = b->fosters[i].node, table = b->fosters[i].table;
        if (node >= tree->nodes_n) break;
        if (order->before[table]) order->next[order->before_last[table]] = node;
        else order->before[table] = node;
        order->before_last[table] = node;
    }
    size_t foster = 0;
    for (uint32_t i = 1; i < tree->nodes_n; i++) {
        bool fostered = foster < b->fosters_n && b->fosters[foster].node == i;
        if (fostered) foster++;
        uint32_t parent = tree->nodes[i].parent;
        if (order->before[i]) append(order, parent, order->before[i], order->before_last[i]);
        if (!fostered) append(order, parent, i, i);
    }
}

static bool reorder(struct kh_builder *b)
{
    struct kh_tree *tree = b->tree;
    size_t n = tree->nodes_n;
    uint32_t *memory = kh_arena_zalloc(b->arena, n * 6, sizeof *memory);
    struct kh_node *nodes = kh_arena_alloc(b->arena, n * sizeof *nodes);
    if (!memory || !nodes) return false;
    struct order order = {memory, memory + n, memory + 2 * n, memory + 3 * n, memory + 4 * n};
    uint32_t *place = memory + 5 * n; /* new number of each old node */
    link_children(b, &order);
    uint32_t made = 0;
    for (uint32_t at = 0;;) { /* preorder; a node's parent stands before it */
        nodes[made] = tree->nodes[at];
        nodes[made].parent = place[tree->nodes[at].parent];
        place[at] = made++;
        uint32_t to = order.first[at];
        while (!to) {
            nodes[place[at]].end = made;
            if (!at) break;
            to = order.next[at];
            at = tree->nodes[at].parent;
        }
        if (!to) break;
        at = to;
    }
    tree->nodes = nodes;
    tree->nodes_n = made;
    return true;
}

bool kh_finish(struct kh_builder *b)
{
    kh_pop_to(b, 0);
    return !b->fosters_n || reorder(b);
}

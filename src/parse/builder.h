/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree builder: WHATWG HTML 13.2.6 over a flat array, every step in constant time. The stack of
 * open elements answers "is one open, and in scope?" by indexes kept with each entry, not by
 * searching. What differs from the standard: formatting elements closed out of order stay open
 * inside the block (no adoption), and none are opened again in the next one; the depth is capped.
 */
#ifndef KH_PARSE_BUILDER_H
#define KH_PARSE_BUILDER_H

#include "base/limits.h"
#include "parse/names.h"
#include "parse/tokenizer.h"
#include "parse/traits.h"

enum kh_space { KH_SPACE_HTML = 0, KH_SPACE_SVG, KH_SPACE_MATH };

/* The insertion modes of 13.2.4.1; that of raw text is kh_builder.raw. */
enum kh_mode {
    KH_MODE_INITIAL = 0,
    KH_MODE_BEFORE_HEAD,
    KH_MODE_HEAD,
    KH_MODE_HEAD_NOSCRIPT,
    KH_MODE_AFTER_HEAD,
    KH_MODE_BODY,
    KH_MODE_TABLE,
    KH_MODE_CAPTION,
    KH_MODE_COLGROUP,
    KH_MODE_TBODY,
    KH_MODE_ROW,
    KH_MODE_CELL,
    KH_MODE_TEMPLATE,
    KH_MODE_AFTER_BODY,
    KH_MODE_FRAMESET,
    KH_MODE_AFTER_FRAMESET,
};

/* An open element. The indexes are places in the stack, of the nearest at or under this one. */
struct kh_open {
    uint32_t node;
    uint8_t tag;                         /* KH_TAG_OTHER for all of svg and math */
    uint8_t space;                       /* enum kh_space */
    bool closed;                         /* its end tag came; it goes as soon as it is on top */
    bool html_inside;                    /* svg or math whose content is HTML */
    bool text_inside;                    /* math whose text is HTML */
    uint16_t below;                      /* the next open one of the same tag: place + 1, 0 none */
    uint16_t scope, button, list, table; /* what bounds the scopes of 13.2.4.2 */
    uint16_t special;                    /* special element */
    uint16_t item; /* special element but address, div, p: ends the search for an open li */
};

/* A node put before a table although it came inside of it. */
struct kh_foster {
    uint32_t node, table;
};

#define KH_STACK_SLACK 8 /* implied elements may go over the depth by these */

struct kh_builder {
    struct kh_tokenizer tokens;
    struct kh_arena *arena;
    struct kh_tree *tree;
    size_t nodes_capacity, scripts_capacity, fosters_capacity;
    uint32_t depth;
    struct kh_open stack[KH_MAX_DEPTH + KH_STACK_SLACK]; /* not cleared at the start */
    uint16_t last[KH_TAGS_END]; /* place + 1 of the topmost open HTML element of a tag, 0 none */
    uint8_t mode;               /* enum kh_mode */
    uint8_t template_modes[KH_MAX_DEPTH + KH_STACK_SLACK];
    uint32_t templates;
    uint32_t head, body, form; /* nodes; 0 none */
    uint32_t raw;              /* node whose raw text is being read; 0 none */
    uint32_t merges;           /* of attributes into html and body */
    struct kh_foster *fosters;
    size_t fosters_n;
    struct kh_str text; /* of the current text token, resolved */
    bool foster;        /* what belongs into no table goes before it */
    bool frameset_ok, quirks, line_start, skip_newline;
    bool full; /* a cap was reached: nothing more is taken */
};

static inline struct kh_open *kh_top(struct kh_builder *b)
{
    return &b->stack[b->depth - 1];
}

/* What happens to a token in a mode; true: it is to be read again in the mode then set. */
bool kh_mode_head(struct kh_builder *b); /* INITIAL to AFTER_HEAD */
bool kh_mode_body(struct kh_builder *b);
bool kh_mode_table(struct kh_builder *b); /* TABLE to CELL */
bool kh_mode_other(struct kh_builder *b); /* TEMPLATE to AFTER_FRAMESET */
/* In svg and math; true: the token is one of the HTML around, to be read in the mode set. */
bool kh_mode_foreign(struct kh_builder *b);
/* The rules of "in head" for a start or end tag with KH_HEAD. */
void kh_head_tag(struct kh_builder *b);

/* ---- builder.c ---- */

/* Adds the current start tag's element and opens it. */
void kh_insert(struct kh_builder *b);
/* The same for an element without attributes that no tag stands for. */
void kh_insert_tag(struct kh_builder *b, enum kh_tag tag);
/* Adds the current start tag's element without opening it. */
void kh_insert_leaf(struct kh_builder *b);
void kh_insert_space(struct kh_builder *b, enum kh_space space);
/* Adds text where the stack stands. */
void kh_insert_text(struct kh_builder *b, struct kh_str text);
/* Adds the element and has the tokenizer read its content as raw text. */
void kh_insert_raw(struct kh_builder *b, enum kh_html_mode mode);
/* Adds text to that element. */
void kh_insert_raw_text(struct kh_builder *b, struct kh_str text);
/* Adds attributes that html or body does not have yet. */
void kh_merge_attrs(struct kh_builder *b, uint32_t node);

void kh_pop(struct kh_builder *b);
/* Closes all above the place, and with kh_pop_tag the topmost of the tag as well. */
void kh_pop_to(struct kh_builder *b, uint32_t depth);
void kh_pop_tag(struct kh_builder *b, enum kh_tag tag);
/* Marks the topmost of the tag as closed; it goes when nothing is open above it. */
void kh_close_later(struct kh_builder *b, enum kh_tag tag);
void kh_pop_implied(struct kh_builder *b, enum kh_tag except);
void kh_close_p(struct kh_builder *b);

bool kh_in_scope(struct kh_builder *b, enum kh_tag tag);
bool kh_in_button_scope(struct kh_builder *b, enum kh_tag tag);
bool kh_in_list_scope(struct kh_builder *b, enum kh_tag tag);
bool kh_in_table_scope(struct kh_builder *b, enum kh_tag tag);

/* Chooses the mode that fits the stack (13.2.4.1). */
void kh_reset_mode(struct kh_builder *b);

/* Cuts leading white space off b->text; false when nothing is left. */
bool kh_text_begins(struct kh_builder *b);
/* White space and NUL only. */
bool kh_is_blank(struct kh_str text);

/* Puts the nodes in document order when some were fostered, and fills in parents and ends. */
bool kh_finish(struct kh_builder *b);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks: runs of inline text between block-level bounds, in the order of the page. They are what
 * the body is chosen from. Each carries its text, white space collapsed, and plain counts of it.
 */
#ifndef KH_EXTRACT_BLOCK_H
#define KH_EXTRACT_BLOCK_H

#include "flow.h"

struct kh_block {
    uint32_t first, last; /* first and last text node */
    uint32_t box;         /* nearest block-level ancestor */
    uint32_t start, end;  /* bytes of kh_blocks.text */
    uint32_t chars;       /* code points that are no white space */
    uint32_t words;       /* two Han or Kana characters count as one */
    uint32_t stops;       /* sentence marks of any script */
    uint32_t commas;
    uint32_t digits, uppers;
    uint32_t latin;      /* ASCII letters */
    uint32_t links;      /* <a> elements begun in it */
    uint32_t link_chars; /* chars inside <a> */
    uint32_t strong_chars;
    uint32_t slanted_chars; /* chars inside <i> or <em> */
    uint32_t image;         /* the last picture between the block before and this one, 0 none */
    uint32_t head, tail;    /* first and last code point */
    uint32_t colon;         /* its first colon is its n-th char, 0 none */
    uint32_t symbols;       /* marks of code: { } [ ] = _ and the like */
    uint32_t ats;           /* @ */
    uint32_t bars;          /* separators: | / » › · • and the like */
    bool after_break;       /* a <br> stands between it and the block before, in the same box */
    uint64_t hash;          /* kh_hash_text */
};

struct kh_blocks {
    const struct kh_tree *tree;
    struct kh_block *items;
    uint32_t n;
    struct kh_str text;
    uint32_t *before;           /* per node (nodes_n + 1): blocks that begin before it */
    uint32_t *box;              /* per node: nearest block-level ancestor, 0 for the root */
    struct kh_kept_value *kept; /* KH_KEPT_VALUES of them (signal.h) */
};

/* Whether an element breaks the line around it. */
bool kh_tag_is_block(uint8_t tag);
/* Cuts the tree into blocks. Scripts, forms' controls, templates, frames and hidden words inside a
 * line are passed over.
 * False when the arena is exhausted. */
bool kh_blocks_cut(struct kh_arena *arena, const struct kh_tree *tree, struct kh_blocks *out);

static inline struct kh_str kh_block_text(const struct kh_blocks *blocks, uint32_t i)
{
    return kh_str_sub(blocks->text, blocks->items[i].start, blocks->items[i].end);
}

#endif

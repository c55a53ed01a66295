/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tree builder has to know of each element, after the lists of WHATWG HTML 13.2.4.2 and
 * 13.2.6.
 */
#ifndef KH_PARSE_TRAITS_H
#define KH_PARSE_TRAITS_H

#include "tags.h"

#include <stdint.h>

enum kh_trait {
    KH_SPECIAL = 1 << 0,    /* ends the search for what an end tag closes */
    KH_SCOPE = 1 << 1,      /* bounds the scope in which open elements count */
    KH_VOID = 1 << 2,       /* has no content and no end tag */
    KH_FORMATTING = 1 << 3, /* may be closed out of order */
    KH_IMPLIED = 1 << 4,    /* its end tag may be left out */
    KH_ENDS_P = 1 << 5,     /* a block whose start tag ends an open p; pairs by scope */
    KH_HEADING = 1 << 6,
    KH_HEAD = 1 << 7,   /* read by the rules of the head wherever it stands */
    KH_ROWS = 1 << 8,   /* table, tbody, tfoot, thead, tr: text in them goes before the table */
    KH_LEAVES = 1 << 9, /* its start tag leaves svg and math */
    KH_LINE = 1 << 10,  /* begins and ends a line: white space next to it is no text */
    KH_TABLE_PART = 1 << 11, /* means something inside a table only */
};

/* The traits of a tag, joined by or. */
extern const uint16_t kh_traits[KH_TAGS_END];

#endif

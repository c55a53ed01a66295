/* SPDX-License-Identifier: Apache-2.0
 *
 * The lines of a text dump and what is known of each: shared by the parts that read the lines
 * (dump_line.c), join them (dump_join.c), choose the article's (dump_body.c) and read title, author
 * and date (dump_head.c).
 */
#ifndef KH_EXTRACT_DUMP_H
#define KH_EXTRACT_DUMP_H

#include "extract/dateline.h"
#include "flow.h"

/* What a line of furniture is; the names are the values of data/furniture. */
enum kh_furniture {
    KH_FURN_NONE = 0,
    KH_FURN_MENU,
    KH_FURN_SECTION,
    KH_FURN_SHARE,
    KH_FURN_FOLLOW,
    KH_FURN_NEWSLETTER,
    KH_FURN_COMMENT,
    KH_FURN_RELATED, /* head of a list of headlines */
    KH_FURN_READMORE,
    KH_FURN_ADVERT,
    KH_FURN_COPYRIGHT,
    KH_FURN_CAPTION,
    KH_FURN_TAGS,
    KH_FURN_PAYWALL,
    KH_FURN_COOKIE,
    KH_FURN_TOOL,
    KH_FURN_BYLINE,
    KH_FURN_STAMP,
    KH_FURN_TICKER,
    KH_FURN_NOPAGE,
    KH_FURN_CODE, /* script, markup, addresses; never in the data */
    KH_FURN_KINDS,
};

enum kh_unit_role {
    KH_UNIT_DROP = 0,
    KH_UNIT_TEXT,
    KH_UNIT_HEADING,
    KH_UNIT_LIST,
};

/* A line of the dump or, once joined, the lines that make one paragraph. */
struct kh_unit {
    struct kh_str text;
    struct kh_tokens tokens;
    uint32_t words;         /* words; two Han characters count as one */
    uint32_t lang;          /* KH_LANG code; 0 when the line is too short to tell */
    struct kh_date date;    /* of publication, when the line is little more than a date */
    struct kh_date changed; /* of the last change */
    uint8_t furniture;      /* enum kh_furniture */
    uint8_t script;         /* enum kh_script of most of its letters */
    uint8_t role;           /* enum kh_unit_role, set by kh_dump_body */
    bool sure;              /* the furniture is so whatever stands around it */
    bool rest;      /* furniture with words of its own behind the label ("Read also: ...") */
    bool blank;     /* a blank line stands before it */
    bool ends;      /* ends as a sentence does */
    bool inner_end; /* a sentence ends inside it */
    bool twin;      /* an earlier line says the same */
    bool twinned;   /* a later line says the same */
    bool is_date;   /* the line is made of dates */
    bool dated;     /* a word beside `date` says that it is the day of publication */
};

struct kh_dump {
    const struct kh_lexicon *lexicon;
    struct kh_arena *arena;
    struct kh_unit *units;
    uint32_t n;
    bool no_stops;        /* paragraphs, parted by blank lines, end without a full stop */
    uint32_t dates_read;  /* lines searched for dates so far */
    uint32_t lang;        /* of the text */
    uint8_t script;       /* enum kh_script of it */
    uint32_t first, last; /* units of the article, [first, last); equal when there is none */
    uint32_t title;       /* unit of the title, n when there is none */
};

/* Notes everything that the text of a unit tells by itself. */
bool kh_dump_note(struct kh_dump *dump, struct kh_unit *unit);
/* Reads the lines of the tree. False when the arena is exhausted. */
bool kh_dump_lines(struct kh_dump *dump, const struct kh_tree *tree);
/* Joins lines that were cut in two. */
bool kh_dump_join(struct kh_dump *dump);
/* Finds the article's units and gives each its role. */
bool kh_dump_body(struct kh_dump *dump);
/* Fills title, site, authors, dates, dateline and url from the units around the article. */
bool kh_dump_head(struct kh_dump *dump, struct kh_article *article);

#endif

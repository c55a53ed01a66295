/* SPDX-License-Identifier: Apache-2.0
 *
 * Hints: what the page's metadata and markup say about the article, gathered in one pass and
 * weighed afterwards. Shared by the meta*.c files only.
 */
#ifndef KH_EXTRACT_META_H
#define KH_EXTRACT_META_H

#include "extract/block.h"
#include "extract/internal.h"
#include "lang/dates.h"

enum kh_hint_kind {
    KH_HINT_TITLE = 0,
    KH_HINT_AUTHOR,
    KH_HINT_PUBLISHED,
    KH_HINT_MODIFIED,
    KH_HINT_DATE, /* not said which */
    KH_HINT_SITE,
    KH_HINT_URL,
    KH_HINT_KINDS
};

/* Where a hint stands; the most trusted first. */
enum kh_hint_from {
    KH_FROM_LD = 0,    /* JSON-LD of an article */
    KH_FROM_META,      /* OpenGraph, article:*, citation_*, Dublin Core and the like */
    KH_FROM_PROP,      /* microdata, rel=author, link rel=canonical */
    KH_FROM_TIME,      /* <time> */
    KH_FROM_LD_WEAK,   /* JSON-LD of a page or something else than an article */
    KH_FROM_META_WEAK, /* <meta name=date> and others that sites fill with anything */
};

struct kh_hint {
    uint8_t kind;  /* enum kh_hint_kind */
    uint8_t from;  /* enum kh_hint_from */
    uint32_t node; /* where it stands; 0 in JSON-LD */
    struct kh_str text;
};

#define KH_MAX_HINTS 256

struct kh_hints {
    struct kh_hint *items;
    uint32_t n;
    uint32_t title_node; /* <title>; 0 when there is none */
    uint32_t *headings;  /* <h1> to <h3> in order */
    uint32_t headings_n;
    uint32_t h1_n;
    struct kh_str lang;   /* of <html lang> */
    struct kh_str locale; /* og:locale */
    struct kh_str site;   /* guessed from <title> when nothing names it */
    uint32_t headline;    /* block that shows the title, UINT32_MAX when none does */
};

/* The pass over the nodes. False when the arena is exhausted. */
bool kh_hints_read(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *out);
/* Adds what the JSON-LD scripts say. `canonical` picks among several articles. */
bool kh_hints_read_ld(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *hints);
bool kh_hints_add(struct kh_arena *arena, struct kh_hints *hints, enum kh_hint_kind kind,
                  enum kh_hint_from from, uint32_t node, struct kh_str text);
/* The first hint of a kind with `from` in [first, last]; NULL when there is none. */
const struct kh_hint *kh_hints_get(const struct kh_hints *hints, enum kh_hint_kind kind,
                                   enum kh_hint_from first, enum kh_hint_from last);

/* Value of an attribute, or none. Inline, so that the length of the name is known. */
static inline struct kh_str kh_node_attr(const struct kh_tree *tree, uint32_t at, const char *name)
{
    const struct kh_node *node = &tree->nodes[at];
    struct kh_str wanted = kh_str_of(name);
    for (uint32_t i = 0; i < node->attrs; i++)
        if (kh_str_eq(tree->attrs[node->attr + i].name, wanted))
            return tree->attrs[node->attr + i].value;
    return KH_STR_NONE;
}
/* Text under a node, white space collapsed, at most `most` bytes. */
struct kh_str kh_node_text(struct kh_arena *arena, const struct kh_tree *tree, uint32_t node,
                           size_t most);

/* The letters and digits of s, folded, nothing between them: what titles and names are compared
 * by. At most the first 1,000 bytes. */
struct kh_str kh_bare_letters(struct kh_arena *arena, struct kh_str s);

/* The text of a block with a space at each bound of an element and '|' where it stands on a line of
 * its own: "by" and a linked name are often written without one. */
struct kh_str kh_spaced_text(struct kh_arena *arena, const struct kh_blocks *blocks,
                             uint32_t block);

/* Whether one of the words (lower case) stands anywhere in s, case aside; for class and id. */
bool kh_has_any(struct kh_str s, const struct kh_str *words, size_t n);
#define KH_WORD(literal)                                                                           \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
#define KH_HAS_ANY(s, words) kh_has_any(s, words, sizeof(words) / sizeof *(words))

/* What a page says about how it writes dates. */
struct kh_date_habit {
    const struct kh_lexicon *lexicon;
    uint32_t lang;
    enum kh_date_order order;
};
/* A date as metadata writes it; precision NONE when it says no day or one no page can have. */
struct kh_date kh_meta_date(struct kh_arena *arena, const struct kh_date_habit *habit,
                            struct kh_str text);
/* A day in an address: /YYYY/MM/DD/, -YYYY-MM-DD, /YYYYMMDD, DD-MM-YYYY where no other order is
 * possible; precision NONE when there is none. */
struct kh_date kh_url_date(struct kh_str url);
/* The first day of publication that data in a script or an attribute of the page names. */
struct kh_date kh_script_date(struct kh_str page);
/* The host of an address without "www."; none when it is no absolute address. */
struct kh_str kh_url_host(struct kh_str url);
/* The order of day and month by the page's region: of its host, <html lang>, og:locale. */
enum kh_date_order kh_page_order(const struct kh_hints *hints, uint32_t lang, struct kh_str url);

/* The parts of kh_extract_meta. */
bool kh_meta_dates(const struct kh_engine *engine, struct kh_arena *arena,
                   const struct kh_hints *hints, const struct kh_body *body,
                   struct kh_article *article);
bool kh_meta_authors(const struct kh_engine *engine, struct kh_arena *arena,
                     const struct kh_hints *hints, const struct kh_body *body,
                     struct kh_article *article);
bool kh_meta_title(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *hints,
                   const struct kh_blocks *blocks, struct kh_article *article);
/* The name of the site as printed, or none. */
struct kh_str kh_meta_site(const struct kh_hints *hints);

#endif

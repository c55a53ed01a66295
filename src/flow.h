/* SPDX-License-Identifier: Apache-2.0
 *
 * READ THIS FIRST. The structs handed from stage to stage:
 *
 *   bytes -> fetch -> kh_page -> decode -> kh_text -> parse -> kh_tree -> extract -> kh_article
 *         -> understand -> kh_facts -> match -> kh_link -> store -> show
 *
 * Data goes one way; each struct points back to what it was made from. A stage includes this
 * header, base/, lang/ and its own folder, never another stage; flow.c alone calls them in order.
 * Everything here lives in the arena of its article and is gone at its reset.
 */
#ifndef KH_FLOW_H
#define KH_FLOW_H

#include "khabar.h"

#include "base/arena.h"
#include "base/date.h"
#include "lang/alias.h"
#include "lang/lang.h"
#include "lang/lexicon.h"
#include "lang/segment.h"
#include "tags.h"

/* ---- what stays the same through a run; read-only, threads share it ---- */

struct kh_engine {
    const struct kh_lexicon *lexicon; /* what data/ knows of languages */
    const struct kh_aliases *aliases; /* names that a desk taught; NULL without any */
};

/* ---- fetch ---- */

/* One page as it came. `url`, `site`, `published` only when the caller or the transport says so. */
struct kh_page {
    struct kh_str bytes;
    struct kh_str path; /* as the user named it; "-" for stdin */
    struct kh_str url;
    struct kh_str site;
    struct kh_str content_type; /* of the transport, may carry a charset */
    struct kh_date published;   /* told from outside; KH_DATE_NONE */
};

/* ---- decode ---- */

enum kh_verdict {
    KH_ARTICLE = 0, /* an article was found */
    KH_ROUNDUP,     /* many events in one page */
    KH_NO_CONTENT,  /* a page without an article */
    KH_PAGE_TOO_LARGE,
    KH_UNREADABLE, /* not text */
};

enum kh_form { KH_FORM_HTML = 0, KH_FORM_DUMP };

/* Valid UTF-8 without BOM, and how that was known. */
struct kh_text {
    const struct kh_page *page;
    struct kh_str utf8;
    const char *charset;      /* WHATWG name of what it was decoded from */
    const char *charset_from; /* "bom", "transport", "meta", "guess" */
    enum kh_verdict verdict;  /* KH_ARTICLE while all is well */
};

/* ---- parse ---- */

enum kh_node_kind { KH_NODE_ELEMENT = 0, KH_NODE_TEXT };

struct kh_attr {
    struct kh_str name;  /* lower case */
    struct kh_str value; /* character references resolved */
};

/* Nodes stand in document order in one array; the subtree of node i is [i, nodes[i].end). */
struct kh_node {
    uint32_t parent;    /* index; the root (0) is its own parent */
    uint32_t end;       /* index behind the last node of the subtree */
    uint32_t attr;      /* element: first attribute in tree->attrs */
    uint16_t attrs;     /* element: how many */
    uint8_t kind;       /* enum kh_node_kind */
    uint8_t tag;        /* element: enum kh_tag (tags.h), KH_TAG_OTHER for unknown names */
    struct kh_str text; /* text: content, references resolved; element: tag name, lower case */
};

struct kh_tree {
    const struct kh_text *text;
    enum kh_form form; /* a dump has one element KH_TAG_P per line with one text child;
                          a blank line in between is an empty KH_TAG_BR */
    struct kh_node *nodes;
    uint32_t nodes_n;
    struct kh_attr *attrs;
    uint32_t attrs_n;
    struct kh_str *scripts; /* raw content of <script type=application/ld+json> */
    uint32_t scripts_n;
    bool truncated; /* the node or depth limit cut something off */
};

/* ---- extract ---- */

enum kh_para_kind { KH_PARA_TEXT = 0, KH_PARA_HEADING, KH_PARA_QUOTE, KH_PARA_LIST, KH_PARA_TABLE };

struct kh_para {
    uint32_t start, end; /* bytes of article->text */
    uint8_t kind;        /* enum kh_para_kind */
    uint32_t lang;       /* KH_LANG code, 0 unknown */
};

/* The article alone. Unknown strings have n == 0, unknown dates precision KH_DATE_NONE. */
struct kh_article {
    const struct kh_tree *tree; /* NULL when it came as JSON Lines */
    struct kh_str id;           /* content id of the page's bytes, or the id given */
    struct kh_str path, url, site;
    struct kh_str title;
    const char *title_from; /* "json-ld", "meta", "heading", "title", "text"; NULL */
    struct kh_str *authors;
    uint32_t authors_n;
    struct kh_date published;
    const char *published_from; /* "json-ld", "meta", "time", "url", "text", "given"; NULL */
    struct kh_date modified;
    struct kh_str dateline; /* as printed */
    uint32_t lang;          /* KH_LANG code, 0 unknown */
    struct kh_str text;     /* paragraphs joined by "\n\n" */
    struct kh_para *paras;
    uint32_t paras_n;
    enum kh_verdict verdict;
    double confidence; /* 0 to 1 */
};

/* ---- understand ---- */

enum kh_mention_kind {
    KH_PERSON = 0,
    KH_PLACE,
    KH_ORGANISATION,
    KH_ROLE,
    KH_DATE,
    KH_NUMBER,
};

/* Something named in the text: text[start:end] verbatim. */
struct kh_mention {
    uint8_t kind;  /* enum kh_mention_kind */
    bool in_title; /* start and end then count in article->title */
    uint32_t start, end;
    struct kh_str name;  /* one spelling in Latin letters for all scripts */
    struct kh_str key;   /* what equal things share across scripts: "KZ", "asim munir", "1500" */
    char country[3];     /* ISO 3166-1 alpha-2 of a place, or "" */
    bool by_adjective;   /* a place by its adjective or its people: "Kazakh" */
    bool approximate;    /* of a KH_NUMBER: about, more than, up to */
    struct kh_date date; /* of a KH_DATE, resolved as far as known */
    double value;        /* of a KH_NUMBER */
    struct kh_str unit;  /* of a KH_NUMBER: "percent", "USD", "dead", ... or none */
};

enum kh_statement_kind {
    KH_SAYS_WHO = 0,
    KH_SAYS_NUMBER,
    KH_SAYS_DATE,
    KH_SAYS_PLACE,
    KH_SAYS_QUOTE,
    KH_SAYS_ORIGIN,
};

/* Who took part in what a statement says; what is unknown is empty. */
struct kh_party {
    struct kh_str name, key, role;
    char country[3];
};

/* One fact that a sentence of the text states: text[start:end] is the sentence. Fields that do not
 * apply to the kind are empty. */
struct kh_statement {
    uint8_t kind; /* enum kh_statement_kind */
    bool approximate;
    bool denied; /* of a WHO: did not, refused to */
    uint32_t start, end;
    uint32_t mention; /* index of the mention it is made of, or UINT32_MAX */
    struct kh_party actor, target;
    struct kh_str act;        /* meet, visit, host, sign ... */
    double value;             /* of a NUMBER */
    struct kh_str unit, what; /* of a NUMBER */
    struct kh_date date;
    struct kh_str place;
    struct kh_str speaker, origin;
    uint32_t name_start, name_end; /* of an ORIGIN: bytes of the text that name the source */
};

struct kh_facts {
    const struct kh_article *article;
    struct kh_tokens title;      /* tokens of article->title */
    struct kh_tokens text;       /* tokens of article->text */
    struct kh_mention *mentions; /* by place in the text, those of the title first */
    uint32_t mentions_n;
    struct kh_statement *statements; /* by place in the text */
    uint32_t statements_n;
};

/* What an article says of the day its news happened. A weekday or "today" waits for a day of
 * publication, which often only the other reports of the event know. */
enum kh_clue_kind {
    KH_CLUE_DAY = 0,  /* value: days since 1970-01-01 */
    KH_CLUE_WEEKDAY,  /* value: 0 Monday ... 6 Sunday, the last one before publication */
    KH_CLUE_RELATIVE, /* value: days from publication, 0 or negative */
};
struct kh_clue {
    uint8_t kind;   /* enum kh_clue_kind */
    uint8_t weight; /* votes */
    int32_t value;
};

/* ---- match ---- */

/* A word that means a concept, both as keys of terms (match/match.h): learnt from `events` events
 * that had it and were reported in another language as well. */
struct kh_lexeme {
    uint32_t word, concept, events;
    double score;
};

/* An event that an article is like and was not put into. */
struct kh_rival {
    struct kh_str event;   /* none when it is like no other */
    struct kh_str article; /* the member it is most like */
    double score;          /* likeness to the event, as in struct kh_link */
    struct kh_str *shared; /* with that member, most telling first */
    uint32_t shared_n;
};

/* The event an article was put into, and why. */
struct kh_link {
    struct kh_str event;     /* id of the event */
    bool is_new;             /* the article founded it */
    double score;            /* 0 to 1; 0 for a founder */
    struct kh_str joined_by; /* id of the nearest member, or none */
    struct kh_str *shared;   /* what they share, most telling first */
    uint32_t shared_n;
    struct kh_rival rival; /* found when it is asked for, never stored */
};

/* ---- aliases ---- */

/* A name that a desk taught, as it was said; a kind of "" is for the tables to tell. */
struct kh_taught {
    struct kh_str written, target, kind;
};

/* ---- corrections ---- */

/* What a person decided about articles: they are of one event, or some of them are not of the
 * event the others are of. Where two corrections differ the later one holds. */
enum kh_correction_kind { KH_MERGE = 0, KH_SPLIT };
struct kh_corrected {
    struct kh_str article;
    struct kh_str before; /* the event it was in */
    bool moved;           /* KH_MERGE: it was of a joining event; KH_SPLIT: it was split off */
};
struct kh_correction {
    int64_t number; /* from 1, growing */
    enum kh_correction_kind kind;
    int64_t at; /* seconds since 1970 */
    struct kh_corrected *articles;
    uint32_t articles_n;
};

/* ---- copies ---- */

/* A passage that stands in two texts, word for word but for a few: bytes of each. */
struct kh_copied {
    uint32_t a_start, a_end, b_start, b_end;
};

/* Two texts that share passages; which of them was first is not known here. */
struct kh_copy {
    uint32_t a, b;           /* numbers of the texts, a < b */
    double share_a, share_b; /* of the words of each that stand in the other, 0 to 1 */
    bool reprint;            /* they are one text, cut and reworded perhaps */
    struct kh_copied *spans; /* by place in b */
    uint32_t spans_n;
};

/* ---- store ---- */

/* An article as it goes into the store and comes out of it. */
struct kh_stored {
    struct kh_article article; /* coming out: tree is NULL, no paras */
    struct kh_facts facts;     /* coming out: mentions alone */
    struct kh_link link;       /* event.n == 0: of no event (a round-up) */
    struct kh_clue *clues;     /* what the article says of the day it happened */
    uint32_t clues_n;
    struct kh_str features; /* packed by the match stage; going in alone */
};

/* What the search index holds of an article; all folded, words parted by single spaces. */
struct kh_index_row {
    struct kh_str title, body;
    struct kh_str keys; /* one word for each mention key, see search/index.h */
    struct kh_sound_term *terms;
    uint32_t terms_n;
    unsigned char text_key[32]; /* hash of title and body: the same text in other bytes */
};

/* A word of the index under the key by which other scripts find it. */
struct kh_sound_term {
    uint32_t key;
    struct kh_str term;
};

/* An event with its articles in order of publication (undated ones last). */
struct kh_event {
    struct kh_str id;
    struct kh_stored *articles; /* without text and mentions */
    uint32_t articles_n;
    struct kh_related *related; /* found when they are asked for, the likest first */
    uint32_t related_n;
    struct kh_copy *copies; /* between articles, by index; found when they are asked for */
    uint32_t copies_n;
};

/* Another event that is like one: a follow-up, what went before, a lookalike. */
struct kh_related {
    struct kh_str event, title;
    double score; /* of the member that is likest to it */
};

/* ---- compare ---- */

enum kh_fact_kind {
    KH_FACT_WHO = 0,
    KH_FACT_NUMBER,
    KH_FACT_DATE,
    KH_FACT_PLACE,
    KH_FACT_QUOTE,
    KH_FACT_OTHER,
};

enum kh_fact_status {
    KH_SINGLE = 0, /* one article states it */
    KH_AGREED,     /* several do */
    KH_CONFLICT,   /* a side of a conflict */
};

/* A sentence that states a fact: text[start:end] of its article, verbatim. */
struct kh_say {
    uint32_t article; /* index in event->articles */
    uint32_t line;    /* number of the sentence among all of the event */
    uint32_t start, end;
    struct kh_str value; /* what it gives for the slot its fact is about: "12 USD", or none */
};

/* What several sentences state alike, or one alone. A sentence may be in several facts. */
struct kh_fact {
    uint8_t kind;              /* enum kh_fact_kind */
    uint8_t status;            /* enum kh_fact_status */
    uint32_t independent;      /* origins that state it; an article of no known origin is one */
    struct kh_statement slots; /* who, act, whom, number, day, place as far as known */
    struct kh_say *says;       /* by article, then by place */
    uint32_t says_n;
};

/* Two facts that cannot both hold: the same slot of the same thing with different values. */
struct kh_conflict {
    uint8_t kind;      /* enum kh_fact_kind */
    uint32_t sides[2]; /* indexes of facts */
};

/* Articles that rest on one source. */
struct kh_origin {
    struct kh_str name; /* as attributed, or the site of the earliest of the copies; or none */
    const char *how;    /* "attribution" or "copied" */
    uint32_t *articles; /* indexes in event->articles, two or more */
    uint32_t articles_n;
};

/* A day of the event's course, and the sentence that dates it. */
struct kh_moment {
    struct kh_date date;
    uint32_t fact; /* index; its first sentence tells it */
};

/* An event's reports laid side by side. */
struct kh_dossier {
    const struct kh_event *event; /* articles with their texts, by publication */
    struct kh_date date;          /* of the happening */
    struct kh_fact *facts;        /* conflicts, then agreed by weight, then single by place */
    uint32_t facts_n;
    struct kh_conflict *conflicts;
    uint32_t conflicts_n;
    struct kh_origin *origins;
    uint32_t origins_n;
    uint32_t independent; /* origins of the whole event, lone articles included */
    struct kh_moment *timeline;
    uint32_t timeline_n;
};

/* What happened in a period. */
struct kh_period {
    int64_t since, newest;    /* seconds since 1970: asked for; of the newest report */
    uint32_t events, reports; /* in the period */
    uint32_t shown;           /* events of it that are told, by weight */
};
struct kh_brief {
    struct kh_str event;
    uint32_t reports, sites, langs;   /* of the period */
    int64_t newest;                   /* seconds since 1970, of its newest report */
    const struct kh_dossier *dossier; /* of its first reports; filled when it is shown */
};

/* ---- search ---- */

/* An article that was found. */
struct kh_hit_found {
    struct kh_str article, event, title;
    uint32_t lang;
    double score;           /* higher is better */
    struct kh_str snippet;  /* a piece of the text, verbatim */
    struct kh_str *matched; /* the words or names found, as written */
    uint32_t matched_n;
};

#endif

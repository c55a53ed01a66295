/* SPDX-License-Identifier: Apache-2.0
 *
 * A query: words that must all occur, "phrases", -words that must not, OR between alternatives.
 * What it names (a person, a country) may occur in any script. Parsing never fails on what a user
 * may type; a query without a word is KHABAR_NOT_FOUND.
 */
#ifndef KH_SEARCH_QUERY_H
#define KH_SEARCH_QUERY_H

#include "flow.h"
#include "lang/sound.h"

/* One word as typed: one token, or several that stand together ("anti-smog", a run of Han). */
struct kh_query_word {
    struct kh_str folded;  /* its tokens, parted by single spaces */
    struct kh_sound sound; /* keys_n == 0: has no spellings elsewhere */
    struct kh_str *others; /* those spellings, one or two words each */
    uint32_t others_n;
    struct kh_str *weak; /* words that may be spellings if their neighbour is one */
    uint32_t weak_n;
};

/* All units must occur, except the negative ones, which must not. */
struct kh_query_unit {
    uint32_t first, words; /* of query->words; more than one are a phrase or a name */
    struct kh_str key;     /* mention key that will do as well, or none */
    bool phrase, negative;
    bool place;   /* its key is that of a place: the tables know its other names */
    bool or_next; /* the next unit will do instead */
};

struct kh_query {
    struct kh_query_word *words;
    uint32_t words_n;
    struct kh_query_unit *units;
    uint32_t units_n;
};

/* `facts` are those of an article whose title is the query. */
enum khabar_status kh_query_parse(struct kh_arena *arena, const struct kh_facts *facts,
                                  struct kh_query *out, struct khabar_error *err);
/* Sorts the index's terms under a word's sound keys into `others` and `weak`. */
bool kh_query_spell(struct kh_arena *arena, struct kh_query_word *word, const struct kh_str *terms,
                    size_t n);
/* When all words are spelled: pairs of weak spellings that sound like two neighbours together. */
bool kh_query_pair(struct kh_arena *arena, struct kh_query *query);
/* The query in the language of SQLite's FTS5, in the arena. */
struct kh_str kh_query_expression(struct kh_arena *arena, const struct kh_query *query);

/* What of a found article answers the query: the snippet, the words as they stand there, and how
 * much of it they are (score). */
enum khabar_status kh_query_hit(struct kh_arena *arena, const struct kh_query *query,
                                const struct kh_stored *stored, struct kh_hit_found *out,
                                struct khabar_error *err);

#endif

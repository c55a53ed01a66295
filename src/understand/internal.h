/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the understand stage: what its finders share while they read one article. Each finder
 * takes the labels the ones before it have set and sets its own; none looks at another article.
 */
#ifndef KH_UNDERSTAND_INTERNAL_H
#define KH_UNDERSTAND_INTERNAL_H

#include "base/map.h"
#include "flow.h"
#include "lang/grammar.h"

enum kh_label {
    KH_FREE = 0,
    KH_IS_DATE,
    KH_IS_NUMBER,
    KH_IS_PLACE,
    KH_IS_ADJECTIVE, /* of a country */
    KH_IS_ROLE,
    KH_IS_ORG,
    KH_IS_PERSON,
};

#define KH_BIT(kind) ((uint64_t)1 << KH_LEX_##kind)

/* What is known of the phrase and the word that begin at one token. */
struct kh_sight {
    struct kh_hit hit;    /* longest phrase, prefixed letters taken off */
    uint64_t phrase;      /* kinds of the phrase in the article's language, as KH_BIT */
    uint64_t word;        /* kinds of the token alone */
    uint8_t clitic_bytes; /* of the token's source that are not part of the phrase */
    uint8_t label;        /* enum kh_label */
    bool common;          /* the word also occurs without a capital */
    bool title_case;      /* stands in a line where most words have a capital */
    bool before_name;     /* of a title that stands right before names: ranks, "Doctor" */
};

/* What a phrase counts by, "percent", "dead"; words near a number are asked again and again. */
struct kh_unit {
    struct kh_str name; /* none when it is no unit */
    uint32_t tokens;
    bool known; /* it was looked for */
};

/* One text of the article: its title or its body. */
struct kh_view {
    const struct kh_tokens *tokens;
    struct kh_sight *sights;
    struct kh_unit *units; /* of each token, as far as looked for; NULL before the numbers */
    bool in_title;
};

/* A person's name as first written in full; mentions point to it by number. */
struct kh_person {
    struct kh_str tokens[6]; /* folded */
    struct kh_str written;   /* as in the text */
    unsigned n;
    uint32_t strength; /* how well it is proved to be a person */
    uint32_t same_as;  /* number of the fuller name, or its own */
    struct kh_str name, key;
};

struct kh_reader {
    const struct kh_engine *engine;
    const struct kh_lexicon *lexicon;
    struct kh_arena *arena;
    const struct kh_article *article;
    uint32_t lang;
    struct kh_grammar grammar;
    bool cased; /* the script has capitals */
    struct kh_view title, text;
    struct kh_map lower; /* how often folded words occur; of cased scripts without a capital */
    struct kh_mention *items;
    size_t n, capacity;
    struct kh_person *people;
    size_t people_n, people_capacity;
    uint16_t countries[26 * 26]; /* times a country is named or its adjective used */
};

/* A new mention of the tokens [first, first + n) of the view; NULL at the limit. The clitic bytes
 * of the first are left out of the span. */
struct kh_mention *kh_mention_add(struct kh_reader *r, const struct kh_view *view, uint32_t first,
                                  uint32_t n, enum kh_mention_kind kind);
void kh_label_set(const struct kh_view *view, uint32_t first, uint32_t n, enum kh_label label);

/* Fills the sights of a view. */
bool kh_look(struct kh_reader *r, struct kh_view *view);
/* Counts the words without a capital; where the script has capitals, at least those that also occur
 * with one. */
void kh_note_words(struct kh_reader *r);
/* The entry of a kind in a sight's phrase, by the language of the article. */
bool kh_sight_get(const struct kh_reader *r, const struct kh_sight *sight, enum kh_lex_kind kind,
                  struct kh_entry *out);

/* Letters before an Arabic word that are words of their own: bytes of the attempt-th of them at the
 * beginning of w, SIZE_MAX when w has it not, 0 when there is none left; *rest is the word. */
size_t kh_clitic_at(struct kh_reader *r, struct kh_str w, unsigned attempt, struct kh_str *rest);

bool kh_find_dates(struct kh_reader *r, struct kh_view *view);
void kh_find_taught(struct kh_reader *r, struct kh_view *view);
void kh_find_numbers(struct kh_reader *r, struct kh_view *view);
void kh_count_countries(struct kh_reader *r, const struct kh_view *view);
void kh_find_places(struct kh_reader *r, struct kh_view *view);
void kh_find_roles(struct kh_reader *r, struct kh_view *view);
void kh_find_known_organisations(struct kh_reader *r, struct kh_view *view);
void kh_find_organisations(struct kh_reader *r, struct kh_view *view);
/* Full names of both views, then all their mentions, whole and partial. */
void kh_find_people(struct kh_reader *r);
/* The statements of out->mentions, which are in order; false when the arena is exhausted. */
bool kh_state(struct kh_reader *r, struct kh_facts *out);

#endif

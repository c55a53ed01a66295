/* SPDX-License-Identifier: Apache-2.0
 *
 * What a name stands for: by the tables, and by what a desk has taught. A taught name wins over the
 * tables. Knows words, nothing of articles or of the store that keeps what was taught.
 */
#ifndef KH_LANG_ALIAS_H
#define KH_LANG_ALIAS_H

#include "base/map.h"
#include "lang/lexicon.h"

enum kh_known_kind { KH_KNOWN_PERSON = 0, KH_KNOWN_PLACE, KH_KNOWN_ORGANISATION };
const char *kh_known_kind_name(enum kh_known_kind kind);

/* One person, place or organisation in the terms that all scripts share. */
struct kh_known {
    uint8_t kind; /* enum kh_known_kind */
    struct kh_str name;
    struct kh_str key;
    char country[3]; /* ISO 3166-1 alpha-2 of a place, or "" */
};

/* What the tables have under a folded name: a country, organisation, region, province or city. */
bool kh_known_find(const struct kh_lexicon *lexicon, struct kh_str folded, struct kh_known *out);

/* The key of a person: coarse classes of the last two of the words (folded, links left out). */
struct kh_str kh_person_key(struct kh_arena *arena, const struct kh_str *words, unsigned n);

/* Names that a desk taught. */
struct kh_aliases {
    struct kh_arena *arena;
    struct kh_map phrases; /* folded: number in items */
    struct kh_map first;   /* first word of a phrase: tokens of the longest */
    struct kh_alias {
        struct kh_known known;
        bool capital; /* was written with a capital: met only so */
    } * items;
    size_t items_n, capacity;
};

void kh_aliases_init(struct kh_aliases *aliases, struct kh_arena *arena);
/* From now on `written` is `target`, and so is `target` itself where the tables do not have it.
 * `kind`: a kh_known_kind, or -1 for what the tables say, else a person. False when out of
 * memory. */
bool kh_aliases_add(struct kh_aliases *aliases, const struct kh_lexicon *lexicon,
                    struct kh_str written, struct kh_str target, int kind);

/* The words of a name as phrases are compared: folded tokens, joined by spaces. */
struct kh_str kh_alias_fold(struct kh_arena *arena, struct kh_str name);
const struct kh_alias *kh_alias_find(const struct kh_aliases *aliases, struct kh_str folded);
/* The longest taught phrase at a token whose first word is taken for `first`; *covered counts its
 * tokens. NULL when there is none. */
const struct kh_alias *kh_alias_match(const struct kh_aliases *aliases,
                                      const struct kh_tokens *tokens, uint32_t at,
                                      struct kh_str first, uint32_t *covered);

#endif

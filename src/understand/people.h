/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the people finder: runs of name words (runs.c) and what is made of them (people.c).
 */
#ifndef KH_UNDERSTAND_PEOPLE_H
#define KH_UNDERSTAND_PEOPLE_H

#include "understand/internal.h"

#define KH_NAME_WORDS 6
#define KH_NAME_PROVED 20 /* of strength: this run is a person's name */

/* A run of words that may be a person's name. */
struct kh_run {
    const struct kh_view *view;
    uint32_t at, n;                /* tokens, marks inside included */
    uint32_t words[KH_NAME_WORDS]; /* the tokens that are words */
    unsigned words_n;
    int strength; /* KH_NAME_PROVED and more: alone enough */
    uint32_t person;
};

/* The run that begins at a token; words_n == 0 when none does. */
struct kh_run kh_run_at(const struct kh_reader *r, const struct kh_view *view, uint32_t at);
/* The token may be a word of a name. */
bool kh_is_name_word(const struct kh_reader *r, const struct kh_view *view, uint32_t at);
/* How near a role stands before the token: 2 with nothing but places, adjectives and a comma
 * between, 1 with other words of its own (head of the water board), 0 not at all. */
int kh_is_after_role(const struct kh_reader *r, const struct kh_view *view, uint32_t at);

#endif

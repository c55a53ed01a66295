/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers as written: digits with the decimal and grouping marks of the language, number words,
 * and both together ("2.5 million", "2 کروڑ 50 لاکھ"). Takes tokens, hands on a value; knows
 * nothing of what is counted.
 */
#ifndef KH_LANG_NUMBERS_H
#define KH_LANG_NUMBERS_H

#include "lang/lexicon.h"

struct kh_number {
    double value;
    uint16_t tokens;   /* how many it covers; 0: no number here */
    bool in_words;     /* no digit in it */
    bool vague;        /* hundreds, dozens: no value */
    bool glued_suffix; /* "5bn": the multiplier had no space before it */
};

/* The number that begins at tokens->items[at]; tokens == 0 when none does. */
struct kh_number kh_number_read(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                                uint32_t at, uint32_t lang);

/* A minus sign that is written on to the digits behind it and on to nothing before it; that of a
 * paragraph's first word rather begins an item of a list. */
bool kh_number_is_sign(const struct kh_tokens *tokens, uint32_t at);

/* Tokens of the phrase at `at` that makes the number before it one below zero; 0 when it does not.
 */
uint32_t kh_number_below(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                         uint32_t at, uint32_t lang);

/* The value of folded digits with marks ("1,500", "12.5") as the language writes them; false for
 * what is no single number ("1.2.3", a time, a version). */
bool kh_number_parse(struct kh_str digits, bool comma_decimal, double *value);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * What data/grammar says of a language as a whole.
 */
#ifndef KH_LANG_GRAMMAR_H
#define KH_LANG_GRAMMAR_H

#include "lang/lexicon.h"

enum kh_order { KH_ORDER_SVO = 0, KH_ORDER_SOV, KH_ORDER_VSO };

struct kh_grammar {
    enum kh_order order; /* where the verb stands */
    bool subject_last;   /* the subject may stand behind its verb, with nothing to show for it */
    bool uncased;        /* its script has no capitals */
    bool comma_decimal;  /* writes 1.234,5 or 1 234,5 */
};

/* A language of which nothing is said has the verb in the middle, capitals and decimal points. */
struct kh_grammar kh_grammar_of(const struct kh_lexicon *lexicon, uint32_t lang);
/* The same from a value of data/grammar. */
struct kh_grammar kh_grammar_parse(struct kh_str value);

#endif

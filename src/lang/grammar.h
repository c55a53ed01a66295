/* SPDX-License-Identifier: Apache-2.0
 *
 * What data/grammar says of a language as a whole.
 */
#ifndef KH_LANG_GRAMMAR_H
#define KH_LANG_GRAMMAR_H

#include "lang/lexicon.h"

enum kh_order { KH_ORDER_SVO = 0, KH_ORDER_SOV, KH_ORDER_VSO };

struct kh_grammar {
    enum kh_order order;   /* where the verb stands */
    bool subject_last;     /* the subject may stand behind its verb, with nothing to show for it */
    bool particles_first;  /* its particles stand before their word */
    bool clitics;          /* short ones are written on to it */
    bool uncased;          /* its script has no capitals */
    bool comma_decimal;    /* writes 1.234,5 or 1 234,5 */
    struct kh_str letters; /* those that it tells apart from what they fold to, in small letters */
};

/* From a value of data/grammar. */
struct kh_grammar kh_grammar_parse(struct kh_str value);

/* A language of which nothing is said has the verb in the middle, capitals and decimal points. */
static inline struct kh_grammar kh_grammar_of(const struct kh_lexicon *lexicon, uint32_t lang)
{
    char code[4];
    struct kh_entry e;
    struct kh_hit hit = kh_lexicon_find(lexicon, (struct kh_str){code, kh_lang_print(lang, code)});
    bool known = hit.entries && kh_hit_get(lexicon, hit, KH_LEX_GRAMMAR, KH_LANG_NONE, &e);
    return kh_grammar_parse(known ? e.value : KH_STR_NONE);
}

/* One of the letters stands in the word. */
bool kh_has_letter(struct kh_str word, struct kh_str letters);

#endif

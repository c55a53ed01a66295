/* SPDX-License-Identifier: Apache-2.0
 *
 * Inflected forms: the dictionary form of a word by taking off the prefixes and suffixes that
 * data/affix lists for its language ("-s", "ال-", with what stands instead). No grammar: a form
 * counts only when the lexicon knows what is left.
 */
#ifndef KH_LANG_INFLECT_H
#define KH_LANG_INFLECT_H

#include "lang/lexicon.h"

/* The shortest rest that an affix may leave, in code points. */
#define KH_STEM_LEAST 3

/* The entry of `kind` for one folded word in `lang`: as it stands, else with one suffix off, else
 * with one prefix off, else with both. False when there is none. */
bool kh_inflected_get(const struct kh_lexicon *lexicon, struct kh_str folded, enum kh_lex_kind kind,
                      uint32_t lang, struct kh_entry *out);
/* The same for a token of a text, without what its letters rule out. */
bool kh_inflected_word(const struct kh_lexicon *lexicon, const struct kh_token *token,
                       enum kh_lex_kind kind, uint32_t lang, struct kh_entry *out);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Folded words to stems and to consonant skeletons that are alike in several scripts, for stages
 * that compare texts. Knows letters and endings, no words.
 */
#ifndef KH_LANG_WORDS_H
#define KH_LANG_WORDS_H

#include "base/arena.h"
#include "lang/lang.h"

/* NULL when the language has none. */
void *kh_stemmer_of(uint32_t lang);
void kh_stemmer_free(void *stemmer);
/* The stem of a folded word, in the arena or the word itself. */
struct kh_str kh_stem(void *stemmer, uint32_t lang, struct kh_arena *arena, struct kh_str folded);
/* Bytes of the Arabic article that a folded word begins with, alone or behind a one-letter
 * conjunction or preposition; 0 where too little would be left. */
size_t kh_arabic_article(struct kh_str folded);
/* The consonant skeleton of a folded word in any alphabetic script: up to 15 bytes, 0 when the
 * script has none or too little is left to tell words apart. */
size_t kh_skeleton(struct kh_str folded, char out[16]);
/* Coarser, as Chinese hears names: of a skeleton, or of readings in Latin letters one by one
 * (appended, n letters are there already). Return the length. */
size_t kh_sound_of_skeleton(const char *skeleton, size_t n, char out[16]);
size_t kh_sound_of_reading(struct kh_str reading, char out[16], size_t n);
static inline bool kh_lang_is_han(uint32_t lang)
{
    return lang == KH_LANG('z', 'h') || lang == KH_LANG3('y', 'u', 'e') ||
           lang == KH_LANG3('w', 'u', 'u');
}

#endif

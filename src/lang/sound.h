/* SPDX-License-Identifier: Apache-2.0
 *
 * Names across scripts. A name of Latin, Arabic, Cyrillic or Devanagari script becomes a string of
 * sound units (a letter or a group of letters that is spoken as one); two strings are aligned with
 * costs learnt from pairs of spellings. Knows letters, no words, except for kh_sound_latin.
 */
#ifndef KH_LANG_SOUND_H
#define KH_LANG_SOUND_H

#include "lang/lexicon.h"

#define KH_SOUND_UNITS 48 /* of a name; what is longer is cut */
#define KH_SOUND_KEYS 4

/* A name as it sounds. Fixed size: needs no arena and may be copied. */
struct kh_sound {
    uint8_t units[KH_SOUND_UNITS]; /* ids of sound_units.h */
    uint8_t places[KH_SOUND_UNITS];
    uint8_t n;
    uint8_t script; /* index of the script as the costs have it: 0 Latin ... 3 Devanagari */
    uint8_t keys_n;
    uint32_t keys[KH_SOUND_KEYS]; /* for blocking: names that sound alike mostly share one */
};

/* Fills *out; false when there is nothing in s that can be spoken (Han, digits). Takes a name as
 * written or folded, of one or more words. */
bool kh_sound_key(struct kh_str s, struct kh_sound *out);

/* How likely both are spellings of one name: 0 to 1, over 0.5 more likely than not when one name
 * is compared with about a thousand others. */
double kh_sound_align(const struct kh_sound *a, const struct kh_sound *b);

/* The same, but each word must find its like: two people who share a surname lie lower. For names
 * with different numbers of words it is kh_sound_align. */
double kh_sound_align_words(const struct kh_sound *a, const struct kh_sound *b);

/* The sum of the learnt costs along the best alignment, in 1/16 nat: what kh_sound_align is made
 * of. */
uint32_t kh_sound_distance(const struct kh_sound *a, const struct kh_sound *b);

/* The consonants of the name in classes that all scripts share, words parted by a space: equal for
 * most spellings of a name. Returns the length. */
#define KH_SOUND_COARSE 32
size_t kh_sound_coarse(const struct kh_sound *sound, char out[KH_SOUND_COARSE]);

/* One readable spelling of a word in Latin letters: that of the given names when the lexicon has
 * the word, else letter by letter. Latin words come back as they are. In the arena. */
struct kh_str kh_sound_latin(const struct kh_lexicon *lexicon, struct kh_arena *arena,
                             struct kh_str word, uint32_t lang);

#endif

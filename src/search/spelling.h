/* SPDX-License-Identifier: Apache-2.0
 *
 * Names across scripts, as search needs them: the keys under which spellings of one name meet, and
 * whether two of them are near enough.
 */
#ifndef KH_SEARCH_SPELLING_H
#define KH_SEARCH_SPELLING_H

#include "lang/sound.h"

/* The sound of a folded word; without keys when it is too short to tell names apart or cannot be
 * spoken. */
void kh_spelling_sound(struct kh_str folded, struct kh_sound *out);
/* How near the folded word (or words) is to the sound. */
enum kh_nearness {
    KH_SPELLING_FAR = 0,
    KH_SPELLING_WEAK, /* another spelling if the name beside it is one as well */
    KH_SPELLING_NEAR, /* another spelling of the name */
};
enum kh_nearness kh_spelling_near(const struct kh_sound *sound, struct kh_str folded);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Names across scripts for search. See spelling.h.
 */
#include "search/spelling.h"

#include "base/utf8.h"

/* Two letters are spelled alike in too many names. */
#define SHORTEST 3
/* Across scripts short names are never certain: what is weak alone is enough for two names that
 * stand together. Within one script a name is mostly spelled one way: a near miss is another. */
#define WEAK_ACROSS 0.05
#define NEAR_ACROSS 0.5
#define WEAK_WITHIN 0.5
#define NEAR_WITHIN 0.9

void kh_spelling_sound(struct kh_str folded, struct kh_sound *out)
{
    if (kh_utf8_count(folded) < SHORTEST || !kh_sound_key(folded, out)) *out = (struct kh_sound){0};
}

enum kh_nearness kh_spelling_near(const struct kh_sound *sound, struct kh_str folded)
{
    struct kh_sound other;
    kh_spelling_sound(folded, &other);
    if (!other.keys_n) return KH_SPELLING_FAR;
    bool within = sound->script == other.script;
    double likely = kh_sound_align(sound, &other);
    if (likely >= (within ? NEAR_WITHIN : NEAR_ACROSS)) return KH_SPELLING_NEAR;
    return likely >= (within ? WEAK_WITHIN : WEAK_ACROSS) ? KH_SPELLING_WEAK : KH_SPELLING_FAR;
}

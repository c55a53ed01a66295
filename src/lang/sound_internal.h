/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of sound: the units and the costs of aligning them. For sound*.c and the tool that learns
 * the costs, nobody else.
 */
#ifndef KH_LANG_SOUND_INTERNAL_H
#define KH_LANG_SOUND_INTERNAL_H

#include "lang/sound.h"

enum kh_sound_unit {
#define SOUND(id, letters, reading, coarse) KH_SOUND_##id,
#include "lang/sound_units.h"
#undef SOUND
    KH_SOUND_UNIT_COUNT
};

enum kh_sound_script {
    KH_SOUND_LATIN = 0,
    KH_SOUND_ARABIC,
    KH_SOUND_CYRILLIC,
    KH_SOUND_DEVANAGARI
};
#define KH_SOUND_SCRIPTS 4

/* Where a unit stands in its word: what is left out is mostly a vowel inside or a silent end. */
enum kh_sound_place { KH_SOUND_FIRST = 0, KH_SOUND_AFTER_VOWEL, KH_SOUND_INSIDE, KH_SOUND_LAST };

/* All in 1/16 nat: minus the logarithm of how likely an operation is among all of its scripts. */
struct kh_sound_costs {
    uint8_t pair[KH_SOUND_UNIT_COUNT][KH_SOUND_UNIT_COUNT];
    uint8_t gap[KH_SOUND_UNIT_COUNT][KH_SOUND_SCRIPTS][4]; /* [unit][script of the other][place] */
    uint8_t alone[KH_SOUND_UNIT_COUNT];                    /* of the unit by itself */
};

extern const struct kh_sound_costs kh_sound_costs;

struct kh_sound_unit_info {
    const char *letters, *reading;
    char coarse;
};
extern const struct kh_sound_unit_info kh_sound_unit_infos[KH_SOUND_UNIT_COUNT];

/* One operation of an alignment: unit i of a with unit j of b; KH_SOUND_UNITS for a gap. */
struct kh_sound_step {
    uint8_t i, j;
};

/* The least cost of aligning a and b. With `steps` (room for 2 * KH_SOUND_UNITS) also how. */
uint32_t kh_sound_cost(const struct kh_sound_costs *costs, const struct kh_sound *a,
                       const struct kh_sound *b, struct kh_sound_step *steps, unsigned *steps_n);

#endif

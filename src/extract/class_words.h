/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of data/cssclass as tool/classes.c writes it at build time and signal.c reads it: open
 * addressing by a hash of the letters of a word.
 */
#ifndef KH_EXTRACT_CLASS_WORDS_H
#define KH_EXTRACT_CLASS_WORDS_H

#include "base/str.h"

#define KH_CLASS_SLOTS 2048u

struct kh_class_slot {
    uint64_t hash; /* 0: free */
    uint64_t bits; /* KH_SIGNAL_BIT of each class of the word */
};

/* One letter more: a rotation is quicker than a product and words are short. */
static inline uint64_t kh_class_hash(uint64_t h, char c)
{
    return (h << 9 | h >> 55) ^ (unsigned char)kh_lower(c);
}

static inline uint32_t kh_class_place(uint64_t hash)
{
    return (uint32_t)(hash * 0x9e3779b97f4a7c15u >> 48) % KH_CLASS_SLOTS;
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * How much of one text stands in another: shares of runs of three words, for finding a text that
 * the page's metadata repeat among its blocks.
 */
#ifndef KH_EXTRACT_OVERLAP_H
#define KH_EXTRACT_OVERLAP_H

#include "base/arena.h"

struct kh_grams {
    uint64_t *slots; /* hashes, 0 free */
    uint32_t mask;
    uint32_t n;
};

/* The runs of `text`; tags in it are passed over. False when the arena is exhausted. */
bool kh_grams_make(struct kh_arena *arena, struct kh_str text, struct kh_grams *out);
/* Share of the runs of `text` that are in `grams`, 0 to 1; -1 when it has none (under 3 words). */
double kh_grams_share(const struct kh_grams *grams, struct kh_str text);

/* The text of the longest "articleBody" in the page's JSON-LD, escapes resolved; none: n == 0.
 * Reads broken JSON as well, since only the one string is looked for. */
struct kh_str kh_json_body(struct kh_arena *arena, const struct kh_str *scripts, uint32_t n);

#endif

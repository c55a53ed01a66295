/* SPDX-License-Identifier: Apache-2.0
 *
 * The learnt weights of the match stage, read once for each window from data/weights, which
 * tool/train-match writes.
 */
#include "match/internal.h"

#include <assert.h>
#include <stdlib.h>

static const char *const class_names[KH_TERM_CLASSES] = {
    "word", "skeleton", "number", "latin", "place", "person", "org", "concept", "date", "sound",
};

static const char *const kind_names[KH_PAIR_KINDS] = {"same", "cross", "bare", "han"};

/* Those behind the tables, in the order they stand in the struct. */
static const char *const other_names[] = {
    "sigma days",       "cross sigma days", "text sigma days", "text floor", "centroid",
    "join base",        "join length",      "join size",       "join cross", "join tight",
    "join tight cross", "join tight from",  "join small",      "join dense",
};
#define OTHERS (sizeof other_names / sizeof *other_names)
#define CLASSES ((size_t)KH_PAIR_KINDS * KH_TERM_CLASSES)
#define APARTS (CLASSES + KH_TERM_CLASSES)
#define FLOORS (APARTS + KH_PAIR_KINDS)
#define SHADES (FLOORS + KH_TERM_CLASSES)

static_assert(sizeof(struct kh_weights) == (SHADES + OTHERS) * sizeof(double),
              "every weight has a name");

size_t kh_weights_count(void)
{
    return SHADES + OTHERS;
}

struct kh_str kh_weights_name(struct kh_arena *arena, size_t i)
{
    if (i >= SHADES) return kh_arena_printf(arena, "match %s", other_names[i - SHADES]);
    if (i >= FLOORS) return kh_arena_printf(arena, "match shade %s", class_names[i - FLOORS]);
    if (i >= APARTS) return kh_arena_printf(arena, "match floor %s", kind_names[i - APARTS]);
    if (i >= CLASSES) return kh_arena_printf(arena, "match apart %s", class_names[i - CLASSES]);
    return kh_arena_printf(arena, "match %s %s", kind_names[i / KH_TERM_CLASSES],
                           class_names[i % KH_TERM_CLASSES]);
}

double *kh_weights_at(struct kh_weights *weights, size_t i)
{
    if (i >= SHADES) return &weights->sigma_days + (i - SHADES);
    if (i >= FLOORS) return &weights->shade[i - FLOORS];
    if (i >= APARTS) return &weights->floor[i - APARTS];
    if (i >= CLASSES) return &weights->apart[i - CLASSES];
    return &weights->of[i / KH_TERM_CLASSES][i % KH_TERM_CLASSES];
}

static double number_of(struct kh_str s)
{
    char text[32];
    if (s.n >= sizeof text) return 0;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    return strtod(text, NULL);
}

void kh_weights_load(const struct kh_engine *engine, struct kh_weights *out)
{
    *out = (struct kh_weights){.sigma_days = 1, .cross_sigma_days = 1, .text_sigma_days = 1};
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    uint32_t n = kh_lexicon_count(engine->lexicon, KH_LEX_WEIGHT);
    for (size_t i = 0; i < kh_weights_count(); i++) {
        struct kh_str name = kh_weights_name(&arena, i);
        for (uint32_t k = 0; k < n; k++) {
            struct kh_entry entry = kh_lexicon_at(engine->lexicon, KH_LEX_WEIGHT, k);
            if (kh_str_eq(entry.form, name)) *kh_weights_at(out, i) = number_of(entry.value);
        }
    }
    kh_arena_clear(&arena);
}

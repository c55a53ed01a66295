/* SPDX-License-Identifier: Apache-2.0
 *
 * names: CPU time of a sound key and of an alignment, over the given names of the tables in Latin,
 * Arabic and Cyrillic letters: the best of some rounds. Ends with 1 when one takes longer than it
 * may: half a microsecond.
 */
#include "lang/sound.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MAX_NAMES 6000
#define ROUNDS 15
#define LIMIT_US 0.5

struct names {
    struct kh_str words[MAX_NAMES];
    struct kh_sound sounds[MAX_NAMES];
    size_t n;
};

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void take(struct names *names, uint32_t lang, size_t most)
{
    const struct kh_lexicon *lexicon = kh_lexicon_builtin();
    uint32_t count = kh_lexicon_count(lexicon, KH_LEX_GIVEN);
    for (uint32_t i = 0; i < count && names->n < MAX_NAMES && most > 0; i++) {
        struct kh_entry e = kh_lexicon_at(lexicon, KH_LEX_GIVEN, i);
        if (e.lang != lang || !kh_sound_key(e.form, &names->sounds[names->n])) continue;
        names->words[names->n++] = e.form;
        most--;
    }
}

static double keys(struct names *names)
{
    double start = cpu_seconds();
    for (size_t i = 0; i < names->n; i++) kh_sound_key(names->words[i], &names->sounds[i]);
    return (cpu_seconds() - start) * 1e6 / (double)names->n;
}

/* Each name with some others, which stand anywhere in the list. */
static double alignments(const struct names *names, double *sum)
{
    size_t done = 0, step = names->n / 40 + 1;
    double start = cpu_seconds();
    for (size_t i = 0; i < names->n; i++)
        for (size_t k = i % step; k < names->n; k += step, done++)
            *sum += kh_sound_align(&names->sounds[i], &names->sounds[k]);
    return (cpu_seconds() - start) * 1e6 / (double)done;
}

int main(void)
{
    struct names *names = calloc(1, sizeof *names);
    if (!names) return 1;
    take(names, KH_LANG('e', 'n'), 2000);
    take(names, KH_LANG('a', 'r'), 1500);
    take(names, KH_LANG('r', 'u'), 1500);
    double key = 1e9, alignment = 1e9, sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double k = keys(names), a = alignments(names, &sum);
        key = k < key ? k : key;
        alignment = a < alignment ? a : alignment;
    }
    printf("names        %zu given names in three scripts\n", names->n);
    printf("key          %.3f us\n", key);
    printf("alignment    %.3f us (mean score %.3f)\n", alignment,
           sum / ROUNDS / (double)names->n / 40);
    free(names);
    return key <= LIMIT_US && alignment <= LIMIT_US ? 0 : 1;
}

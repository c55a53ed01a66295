/* SPDX-License-Identifier: Apache-2.0
 *
 * classes < data/cssclass/all.tsv: the table of src/extract/class_words.h as initialisers. An
 * unknown class or a table that is too full stops the build.
 */
#include "extract/class_words.h"
#include "extract/signal.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t bit_of(struct kh_str class)
{
    static const struct kh_str names[] = {
#define NAME(name, text) {text, sizeof text - 1},
        KH_SIGNALS(NAME)
#undef NAME
    };
    for (unsigned i = 0; i < KH_SIGNAL_WORDS; i++)
        if (kh_str_eq(names[i], class)) return (uint64_t)1 << i;
    fprintf(stderr, "classes: unknown class %.*s\n", (int)class.n, class.p);
    exit(1);
}

int main(void)
{
    static struct kh_class_slot slots[KH_CLASS_SLOTS];
    char line[1024];
    unsigned used = 0;
    while (fgets(line, sizeof line, stdin)) {
        struct kh_str class = kh_str_trim(kh_str_of(line)), word = kh_str_cut(&class, '\t');
        if (!word.n || word.p[0] == '#') continue;
        uint64_t hash = 0;
        for (size_t i = 0; i < word.n; i++) hash = kh_class_hash(hash, word.p[i]);
        uint32_t at = kh_class_place(hash);
        while (slots[at].hash && slots[at].hash != hash) at = (at + 1) % KH_CLASS_SLOTS;
        used += slots[at].hash == 0;
        slots[at].hash = hash;
        slots[at].bits |= bit_of(class);
    }
    if (used > KH_CLASS_SLOTS / 2) {
        fprintf(stderr, "classes: %u words are too many for the table\n", used);
        return 1;
    }
    for (uint32_t i = 0; i < KH_CLASS_SLOTS; i++)
        if (slots[i].hash)
            printf("[%u] = {0x%llxu, 0x%llxu},\n", i, (unsigned long long)slots[i].hash,
                   (unsigned long long)slots[i].bits);
    return 0;
}

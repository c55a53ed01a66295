/* SPDX-License-Identifier: Apache-2.0
 *
 * Encodings by name and by label.
 */
#include "decode/internal.h"

#include <assert.h>

static const struct kh_encoding encodings[] = {
#define KH_ENCODING(name, decoder, index) {name, kh_decode_##decoder, &kh_index_##index},
#include "decode/encodings.h"
#undef KH_ENCODING
};

#define LONGEST_LABEL 24

const struct kh_encoding *kh_encoding_named(const char *name)
{
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (strcmp(encodings[i].name, name) == 0) return &encodings[i];
    assert(false); /* not one of encodings.h */
    return NULL;
}

const struct kh_encoding *kh_encoding_of_label(struct kh_str label)
{
    while (label.n > 0 && kh_is_space(label.p[0])) label = kh_str_sub(label, 1, label.n);
    while (label.n > 0 && kh_is_space(label.p[label.n - 1])) label.n--;
    if (label.n == 0 || label.n > LONGEST_LABEL) return NULL;
    char lower[LONGEST_LABEL];
    for (size_t i = 0; i < label.n; i++) lower[i] = kh_lower(label.p[i]);
    label.p = lower;

    size_t low = 0, high = kh_labels_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kh_str_cmp(kh_str_of(kh_labels[middle].label), label);
        if (order == 0) return kh_encoding_named(kh_labels[middle].name);
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

bool kh_encoding_is(const struct kh_encoding *encoding, const char *name)
{
    return encoding && strcmp(encoding->name, name) == 0;
}

bool kh_encoding_keeps_ascii(const struct kh_encoding *encoding)
{
    return encoding->decode != kh_decode_utf_16be && encoding->decode != kh_decode_utf_16le &&
           encoding->decode != kh_decode_iso_2022_jp && encoding->decode != kh_decode_replacement;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables that tool/encodings.c makes of data/encoding/ at build time. Read-only.
 */
#ifndef KH_DECODE_TABLES_H
#define KH_DECODE_TABLES_H

#include "base/str.h"

/* Pointer to code point; 0 where nothing is assigned. */
struct kh_index {
    uint32_t n;
    const uint16_t *codes;
    const uint32_t *plane2; /* bit set: add 0x20000; NULL when none is */
};

/* Four-byte gb18030: from `pointer` on, code points from `code` on. */
struct kh_range {
    uint32_t pointer, code;
};

struct kh_label {
    const char *label, *name;
};

/* The letters of a language that tell it, the most frequent first; of Latin ones those that are
 * not ASCII. */
struct kh_letters {
    const char *lang, *letters;
};

extern const struct kh_index kh_index_none, kh_index_jis0212;
#define KH_ENCODING(name, decoder, index) extern const struct kh_index kh_index_##index;
#include "decode/encodings.h"
#undef KH_ENCODING

extern const struct kh_range kh_gb18030_ranges[];
extern const size_t kh_gb18030_ranges_n;
extern const struct kh_label kh_labels[]; /* by label */
extern const size_t kh_labels_n;
extern const struct kh_letters kh_letters[];
extern const size_t kh_letters_n;

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the decode stage: encoding.c knows labels, decoder.c and cjk.c turn bytes into
 * UTF-8, declared.c reads what a page says of itself, guess.c judges by the bytes, decode.c
 * weighs them.
 */
#ifndef KH_DECODE_INTERNAL_H
#define KH_DECODE_INTERNAL_H

#include "base/utf8.h"
#include "decode/tables.h"

/* Where UTF-8 goes. The memory has room for `capacity` bytes; what does not fit sets `full`. */
struct kh_sink {
    char *p;
    size_t n, capacity;
    bool full;
};

/* Appends one code point that is no surrogate. */
static inline void kh_sink_put(struct kh_sink *out, uint32_t code)
{
    if (out->capacity - out->n < 4) {
        out->full = true;
    } else if (code - 0x800 < 0xF800) { /* three bytes, nearly all there is to write here */
        char *p = out->p + out->n;
        p[0] = (char)(0xE0 | code >> 12);
        p[1] = (char)(0x80 | (code >> 6 & 0x3F));
        p[2] = (char)(0x80 | (code & 0x3F));
        out->n += 3;
    } else {
        out->n += kh_utf8_encode(code, out->p + out->n);
    }
}

/* Appends the ASCII bytes from `at` on and returns where they end. */
size_t kh_sink_ascii(struct kh_sink *out, struct kh_str in, size_t at);

struct kh_encoding {
    const char *name; /* as the standard writes it */
    void (*decode)(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
    const struct kh_index *index;
};

/* 0 where nothing is assigned. */
static inline uint32_t kh_index_get(const struct kh_index *index, uint32_t pointer)
{
    if (pointer >= index->n) return 0;
    uint32_t code = index->codes[pointer];
    if (index->plane2 && index->plane2[pointer / 32] >> pointer % 32 & 1) code += 0x20000;
    return code;
}

/* By its exact name, which must be one of encodings.h. */
const struct kh_encoding *kh_encoding_named(const char *name);
/* By a label of the standard: white space around it and case do not count. NULL: unknown. */
const struct kh_encoding *kh_encoding_of_label(struct kh_str label);
bool kh_encoding_is(const struct kh_encoding *encoding, const char *name);
/* Bytes below 0x80 mean ASCII wherever they stand by themselves. */
bool kh_encoding_keeps_ascii(const struct kh_encoding *encoding);

/* The decoders. Malformed bytes become U+FFFD as the standard has it. Linear time. */
void kh_decode_utf_8(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_single(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_utf_16be(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_utf_16le(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_replacement(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_user_defined(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_gb18030(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_big5(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_euc_jp(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_iso_2022_jp(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_shift_jis(const struct kh_index *index, struct kh_str in, struct kh_sink *out);
void kh_decode_euc_kr(const struct kh_index *index, struct kh_str in, struct kh_sink *out);

/* What a page says of itself near its beginning. */
struct kh_declared {
    const struct kh_encoding *encoding; /* NULL: nothing, or an unknown label */
    struct kh_str lang;                 /* of <html lang>, as written */
};
struct kh_declared kh_declared_in(struct kh_str page);
/* The charset parameter of a Content-Type; NULL when there is none that is known. */
const struct kh_encoding *kh_declared_of_type(struct kh_str content_type);

/* How the multi-byte sequences of bytes read as UTF-8 fare. */
struct kh_utf8_counts {
    size_t good, bad;
};
struct kh_utf8_counts kh_utf8_counts(struct kh_str bytes);

/* UTF-16 without a byte order mark: its markup has a NUL in nearly every pair. NULL: it is not. */
const struct kh_encoding *kh_guess_utf_16(struct kh_str bytes);
/* The likeliest encoding of bytes that are neither UTF-8 nor UTF-16. `lang` may be none.
 * `*certainty` is the mean over the non-ASCII bytes of what speaks for it, 1 for common letters of
 * one language in their places, 0 or less for noise. */
const struct kh_encoding *kh_guess(struct kh_str bytes, struct kh_str lang, double *certainty);

#endif

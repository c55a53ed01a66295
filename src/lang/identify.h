/* SPDX-License-Identifier: Apache-2.0
 *
 * What identification and the tool that packs its model share: the symbols that text is reduced
 * to, and the layout of the packed model. Nobody else includes this.
 */
#ifndef KH_LANG_IDENTIFY_H
#define KH_LANG_IDENTIFY_H

#include "base/str.h"

/* Scripts that several of the languages share; a text in one of the others is known by script. */
enum kh_ident_script {
    KH_IDENT_LATIN = 0,
    KH_IDENT_CYRILLIC,
    KH_IDENT_ARABIC,
    KH_IDENT_DEVANAGARI,
    KH_IDENT_SCRIPTS,
};

#define KH_IDENT_COLUMNS 48   /* most languages of one script; a multiple of 16 */
#define KH_IDENT_BITS 11      /* bits of a symbol */
#define KH_IDENT_BREAK 0u     /* between words */
#define KH_IDENT_SKIP 0xFFFFu /* a code point that is as if it were not there */

/* The symbol of a code point: lower case, Arabic keyboards' variants as one. KH_IDENT_BREAK for
 * what is no letter of the four scripts. */
uint32_t kh_ident_symbol(uint32_t code);
/* The script of a symbol other than KH_IDENT_BREAK and the apostrophe; KH_IDENT_SCRIPTS else. */
int kh_ident_script_of(uint32_t symbol);

/* Key of the 3-gram (a, b, c); 2-grams have a == KH_IDENT_ANY. */
#define KH_IDENT_ANY 0x7FFu
static inline uint32_t kh_ident_key(uint32_t a, uint32_t b, uint32_t c)
{
    return (a << 2 * KH_IDENT_BITS) ^ (b << KH_IDENT_BITS) ^ c ^ (a << 27);
}
static inline uint32_t kh_ident_slot(uint32_t key, uint32_t bits)
{
    return key * 0x9E3779B1u >> (32 - bits);
}

/* Code points under this have their symbol in a table of the model. */
#define KH_IDENT_TABLE 0x800

struct kh_ident_slot {
    uint32_t key;    /* 0: free */
    uint32_t number; /* of the row: its offset in the rows, in 16 bytes */
};

/* The packed model, followed by `1 << bits` slots and the rows: `width[script]` weights (uint8_t)
 * each. A weight is 16 * ln(P / 1e-6), 0 to 255, P the probability of the last symbol after the
 * others. */
struct kh_ident_model {
    uint32_t magic; /* KH_IDENT_MAGIC: made on a machine of the same byte order */
    uint32_t bits;
    uint32_t slots_at, rows_at, end;  /* offsets from the start of the model */
    uint32_t width[KH_IDENT_SCRIPTS]; /* bytes of a row */
    uint32_t langs_n[KH_IDENT_SCRIPTS];
    uint32_t langs[KH_IDENT_SCRIPTS][KH_IDENT_COLUMNS]; /* KH_LANG code of each column */
    uint64_t ours[KH_IDENT_SCRIPTS];  /* bit of each column whose language is one of ours */
    uint16_t symbols[KH_IDENT_TABLE]; /* kh_ident_symbol of each code point */
};
#define KH_IDENT_MAGIC 0x4B494431u

#endif

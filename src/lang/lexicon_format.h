/* SPDX-License-Identifier: Apache-2.0
 *
 * The packed lexicon as tool/pack writes it and lexicon.c reads it, in the machine's byte order:
 * header, index (open addressing by kh_hash of the key), keys, entries (those of one key
 * together), entry numbers by kind, bytes of all strings. Keys, entries and strings stand by
 * language, short words first: a text reads few pages of the whole.
 */
#ifndef KH_LANG_LEXICON_FORMAT_H
#define KH_LANG_LEXICON_FORMAT_H

#include "lang/lexicon.h"

#define KH_LEXICON_MAGIC 0x6b686c36u /* "khl6" */

/* Few ends of words are affixes of their language: one bit an affix tells most of the others. */
#define KH_LEXICON_AFFIX_WORDS 64

static inline uint32_t kh_lexicon_affix_bit(struct kh_str affix, uint32_t lang, bool suffix)
{
    if (affix.n == 0) return 0;
    const unsigned char *p = (const unsigned char *)affix.p;
    uint32_t bytes = p[0] | (uint32_t)p[affix.n > 1] << 8 | (uint32_t)p[affix.n - 1] << 16;
    uint32_t mixed =
        (bytes ^ (uint32_t)affix.n << 24 ^ (uint32_t)suffix << 31) + lang * 0x9e3779b1u;
    return (mixed ^ mixed >> 15) * 0x85ebca6bu >> 20; /* below 64 times 64 */
}

/* Which groups of kinds (enum kh_lex_group) have a phrase that begins with a token of this hash. */
#define KH_LEXICON_BEGINS 32768

static inline uint32_t kh_lexicon_begin(uint64_t hash)
{
    return (uint32_t)(hash >> 48) % KH_LEXICON_BEGINS;
}

/* The groups that a kind belongs to, as bits. */
static inline unsigned kh_lexicon_groups(uint32_t kind)
{
    switch (kind) {
    case KH_LEX_FURNITURE: return 1u << KH_LEX_OF_PAGES;
    case KH_LEX_MONTH:
    case KH_LEX_WEEKDAY:
    case KH_LEX_ORDINAL:
    case KH_LEX_RELATIVE:
    case KH_LEX_NUMBER:
    case KH_LEX_DATEWORD:
    case KH_LEX_ZONE: return 1u << KH_LEX_OF_DATES;
    default: return 0;
    }
}

struct kh_lexicon {
    _Alignas(64) uint32_t magic; /* what follows is read in place */
    uint32_t index_n, keys_n, entries_n;
    uint32_t kind_first[KH_LEX_KINDS + 1];    /* ranges of the entry numbers by kind */
    uint64_t affixes[KH_LEXICON_AFFIX_WORDS]; /* bits of kh_lexicon_affix_bit */
    uint8_t begins[KH_LEXICON_BEGINS];        /* bit g: a phrase of group g begins so */
    /* followed by: index, keys, entries, uint32_t entry numbers by kind, strings */
};

/* A place of the index: 0 free, else the number of the key, from 1, and bits of its hash, which
 * spare most looks at the key. */
#define KH_LEXICON_NUMBER_BITS 20

static inline uint32_t kh_lexicon_check(uint64_t hash)
{
    return (uint32_t)(hash >> 32) & ~(((uint32_t)1 << KH_LEXICON_NUMBER_BITS) - 1);
}

/* Equal hashes are taken for equal keys: the packer sees to it that no two keys have one. */
struct kh_lexicon_key {
    uint64_t hash;
    uint64_t kinds; /* bit k: an entry of kind k is among them */
    uint64_t next;  /* kh_lexicon_next_bit of what follows in longer phrases; 0: none */
    uint32_t first; /* first entry */
    uint32_t lang : 24, entries : 8; /* of all its entries, as in kh_hit; 0: only a prefix */
};

/* One of 64 classes of tokens: many words begin longer phrases ("in front of"), few go on so. */
static inline uint64_t kh_lexicon_next_bit(struct kh_str folded)
{
    if (folded.n == 0) return UINT64_MAX;
    unsigned char first = (unsigned char)folded.p[0], last = (unsigned char)folded.p[folded.n - 1];
    unsigned middle = (unsigned char)folded.p[folded.n / 2];
    return UINT64_C(1) << ((first * 5u + middle * 3u + last + folded.n * 11u) & 63);
}

_Static_assert(KH_LEX_KINDS <= 64, "kinds are kept as bits of 64");

struct kh_lexicon_entry {
    uint32_t form, value; /* offsets in strings */
    uint16_t form_bytes, value_bytes;
    uint32_t lang : 24, kind : 6, spelled : 2; /* enum kh_spelling */
};

/* Words of a phrase are joined by a space, Han characters by nothing. */
static inline bool kh_key_joint(const struct kh_token *before, const struct kh_token *token)
{
    return before->script != KH_SCRIPT_HAN || token->script != KH_SCRIPT_HAN;
}

#endif

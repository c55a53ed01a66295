/* SPDX-License-Identifier: Apache-2.0
 *
 * Text to tokens, each with its folded form, and to sentences. Folding makes spellings that readers
 * take for the same word equal bytes: case, Latin and Arabic diacritics, tatweel, ZWNJ, Arabic
 * letter variants of Urdu, Persian and Arabic keyboards, all digit systems to 0-9.
 */
#ifndef KH_LANG_SEGMENT_H
#define KH_LANG_SEGMENT_H

#include "base/arena.h"

enum kh_token_kind {
    KH_TOKEN_WORD = 0, /* letters (a Han or Kana character is a token of its own) */
    KH_TOKEN_NUMBER,   /* begins with a digit: "1,500", "12.5", "27" (marks inside kept) */
    KH_TOKEN_PUNCT,    /* one mark */
};

enum kh_token_flag {
    KH_TOKEN_CAPITAL = 1,   /* first letter is upper case */
    KH_TOKEN_UPPER = 2,     /* all letters are, two or more */
    KH_TOKEN_SENTENCE = 4,  /* first of its sentence */
    KH_TOKEN_GLUED = 8,     /* no white space before it */
    KH_TOKEN_PARA = 16,     /* first of its paragraph */
    KH_TOKEN_MARKED = 32,   /* has letters that the language tells apart from what they fold to */
    KH_TOKEN_UNMARKED = 64, /* has none, in a text that is written with them */
};

enum kh_script {
    KH_SCRIPT_NONE = 0,
    KH_SCRIPT_LATIN,
    KH_SCRIPT_ARABIC,
    KH_SCRIPT_CYRILLIC,
    KH_SCRIPT_HAN,
    KH_SCRIPT_DEVANAGARI,
    KH_SCRIPT_OTHER,
};

struct kh_token {
    uint32_t start, end; /* bytes of the text */
    struct kh_str folded;
    uint32_t code;  /* PUNCT: its code point */
    uint8_t kind;   /* enum kh_token_kind */
    uint8_t flags;  /* enum kh_token_flag */
    uint8_t script; /* enum kh_script of its first letter */
};

struct kh_hit;

struct kh_tokens {
    struct kh_str text;
    struct kh_token *items;
    uint32_t n;
    const struct kh_hit *hits; /* of each token, once kh_lexicon_read was there; NULL before */
};

/* Cuts valid UTF-8 into tokens, at most KH_MAX_TOKENS of them; sentences are not marked. False when
 * the arena is exhausted. */
bool kh_tokens_cut(struct kh_arena *arena, struct kh_str text, struct kh_tokens *out);
/* The same with KH_TOKEN_SENTENCE set. `lang` chooses the abbreviations after which a full stop
 * ends no sentence. */
bool kh_tokenize(struct kh_arena *arena, struct kh_str text, uint32_t lang, struct kh_tokens *out);

/* The folded form of one code point, appended at `out` (up to 16 bytes); 0 when it vanishes. */
size_t kh_fold_code(uint32_t code, char *out);
/* The folded form of s: words folded, other characters as they are, runs of white space one
 * space, none at the ends. */
struct kh_str kh_fold(struct kh_arena *arena, struct kh_str s);

enum kh_script kh_script_of(uint32_t code);
/* Letter, mark or digit (general category L, M, N). */
bool kh_is_word_code(uint32_t code);
/* A mark that opens or closes direct speech; the apostrophe is none. */
bool kh_is_quote_code(uint32_t code);

#endif

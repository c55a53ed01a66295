/* SPDX-License-Identifier: Apache-2.0
 *
 * What data/ knows of languages, packed at build time into one read-only table: folded phrase to
 * entries. Nothing is parsed or allocated at start. data/KIND/LANG.tsv holds lines
 * `form TAB value`; LANG is an ISO 639-1 code or "all". One pass with kh_lexicon_match finds the
 * longest phrase at each token, so every finder (dates, numbers, places, roles) reads the same
 * hits.
 */
#ifndef KH_LANG_LEXICON_H
#define KH_LANG_LEXICON_H

#include "lang/lang.h"
#include "lang/segment.h"

/* One kind for each folder of data/. Their order is the packer's: tool/kinds.tsv. */
enum kh_lex_kind {
#define KH_KIND(name, folder) KH_LEX_##name,
#include "lang/kinds.h"
#undef KH_KIND
    KH_LEX_KINDS
};

struct kh_lexicon; /* opaque, static, read-only */

struct kh_entry {
    uint32_t lang;       /* KH_LANG code of its file, 0 for "all" */
    uint8_t kind;        /* enum kh_lex_kind */
    struct kh_str value; /* second column, "" when there is none */
    struct kh_str form;  /* first column as written */
};

/* How what is written may differ from what it folds to, in a language that tells letters apart:
 * Turkish "oldu" is not "öldü". An entry spelled otherwise than the text is not meant by it.
 * Names are never told apart: they travel between languages and keyboards. */
enum kh_spelling { KH_SPELLED_ANY = 0, KH_SPELLED_UNMARKED, KH_SPELLED_MARKED };

static inline enum kh_spelling kh_spelling_of(const struct kh_token *token)
{
    if (token->flags & KH_TOKEN_MARKED) return KH_SPELLED_MARKED;
    return token->flags & KH_TOKEN_UNMARKED ? KH_SPELLED_UNMARKED : KH_SPELLED_ANY;
}

/* A phrase found at a token: the entries of one folded key. */
struct kh_hit {
    uint32_t first;   /* entry number for kh_lexicon_entry */
    uint16_t entries; /* how many; 0: nothing found */
    uint16_t tokens;  /* how many tokens it covers */
    uint32_t lang;    /* of all its entries, KH_LANG_NONE for "all"; KH_HIT_MIXED: of several */
    uint32_t spelled; /* enum kh_spelling, of the text */
    uint64_t kinds;   /* bit k: an entry of kind k (enum kh_lex_kind) is meant */
};
#define KH_HIT_MIXED 0xffffffu

/* The table that is linked into the program. */
const struct kh_lexicon *kh_lexicon_builtin(void);

/* All entries of a folded key whose words are joined by single spaces (Han: by nothing). */
struct kh_hit kh_lexicon_find(const struct kh_lexicon *lexicon, struct kh_str folded_key);

/* The same for a token by itself, without the entries that its letters rule out. */
struct kh_hit kh_lexicon_word(const struct kh_lexicon *lexicon, const struct kh_token *token);

/* The entry, one of the hit's, may be what the text means. */
bool kh_hit_means(const struct kh_lexicon *lexicon, struct kh_hit hit, uint32_t number);

/* False: certainly no rule of data/affix takes this affix off words of the language. */
bool kh_lexicon_may_be_affix(const struct kh_lexicon *lexicon, struct kh_str affix, uint32_t lang,
                             bool suffix);

/* The longest phrase that begins at tokens->items[at]. Punctuation inside a phrase is kept in the
 * key as its own word ("u . s ."), so phrases match however they are spaced. */
struct kh_hit kh_lexicon_match(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                               uint32_t at);

/* Kinds that are looked for together. */
enum kh_lex_group { KH_LEX_OF_PAGES = 0, KH_LEX_OF_DATES };

/* False: certainly no phrase of the group begins with the word. Much cheaper than a look-up. */
bool kh_lexicon_may_begin(const struct kh_lexicon *lexicon, struct kh_str folded,
                          enum kh_lex_group group);

/* Looks all tokens up at once and keeps what it finds in tokens->hits, where kh_lexicon_match then
 * finds it: for texts that several finders read. Whoever changes the items afterwards takes the
 * hits off. False when the arena is exhausted. */
bool kh_lexicon_read(const struct kh_lexicon *lexicon, struct kh_arena *arena,
                     struct kh_tokens *tokens);

/* The next shorter phrase at the same token, so that a longer phrase of another kind hides none;
 * without entries when there is no shorter one. */
struct kh_hit kh_lexicon_shorter(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                                 uint32_t at, struct kh_hit hit);

/* The longest phrase of `kind`, in any language, that begins at the token; a longer phrase of
 * another kind does not hide it. *covered counts its tokens. */
bool kh_lexicon_match_kind(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                           uint32_t at, enum kh_lex_kind kind, struct kh_entry *entry,
                           uint32_t *covered);

struct kh_entry kh_lexicon_entry(const struct kh_lexicon *lexicon, uint32_t number);

/* The hit's first entry of `kind` for the language (its own file before "all"; with lang 0 any
 * language's). False when there is none. */
bool kh_hit_get(const struct kh_lexicon *lexicon, struct kh_hit hit, enum kh_lex_kind kind,
                uint32_t lang, struct kh_entry *out);

/* Number of entries of a kind, and the i-th of them: for stages that build their own index. */
uint32_t kh_lexicon_count(const struct kh_lexicon *lexicon, enum kh_lex_kind kind);
struct kh_entry kh_lexicon_at(const struct kh_lexicon *lexicon, enum kh_lex_kind kind, uint32_t i);

#endif

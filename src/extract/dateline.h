/* SPDX-License-Identifier: Apache-2.0
 *
 * Datelines, of pages and of dumps alike.
 */
#ifndef KH_EXTRACT_DATELINE_H
#define KH_EXTRACT_DATELINE_H

#include "lang/lexicon.h"

/* Tokens that a dateline covers at the start ("KARACHI:", "Ankara -"), 0 when there is none.
 * `opens`: the tokens open the article, so that a place the tables do not know is believed.
 * *place is what is printed of the place, *author a name in brackets behind it. */
uint32_t kh_dateline_find(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                          bool opens, struct kh_str *place, struct kh_str *author);

/* A city, country or province begins at the token; *covered counts its tokens. */
bool kh_is_place(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens, uint32_t at,
                 uint32_t *covered);
/* A hyphen or dash of any length. */
bool kh_is_dash(const struct kh_token *token);
/* Is the word made of letters in a script with capitals and begins with a small one? */
bool kh_is_low(const struct kh_token *token);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the tokenizer share with each other. Nothing else includes it.
 */
#ifndef KH_PARSE_STATES_H
#define KH_PARSE_STATES_H

#include "parse/tokenizer.h"

/* White space between the parts of a tag; CR is gone already. */
static inline bool kh_html_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\f';
}

/* The token becomes text [start, end). */
static inline void kh_html_text(struct kh_tokenizer *t, const char *start, const char *end,
                                bool refs, bool nul)
{
    t->token.kind = KH_HTML_TEXT;
    t->token.text = (struct kh_str){start, (size_t)(end - start)};
    t->token.has_refs = refs;
    t->token.has_nul = nul;
}

/* s itself, or a copy changed as `flags` (enum kh_refs_flag) say. */
struct kh_str kh_html_clean(struct kh_tokenizer *t, struct kh_str s, unsigned flags);
/* Reads a tag from its name on; false when the text ends inside it. */
bool kh_html_read_tag(struct kh_tokenizer *t, const char *name, enum kh_html_kind kind);
/* Next token in every mode but DATA. *again: nothing came of it but a change of mode. */
enum kh_html_kind kh_html_read_raw(struct kh_tokenizer *t, bool *again);
/* The rest up to '>' as a comment. */
enum kh_html_kind kh_html_read_bogus(struct kh_tokenizer *t, const char *text);
/* What begins with "<!" at t->p; *again likewise. */
enum kh_html_kind kh_html_read_declaration(struct kh_tokenizer *t, bool *again);

#endif

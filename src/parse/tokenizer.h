/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML text to tokens by WHATWG HTML 13.2.5, one at a time. Takes UTF-8 with '\n' line ends
 * (kh_newlines_clean); tokens are slices of it, copied into the arena only where letters have to
 * change. The caller says with kh_tokenizer_mode what follows a start tag such as <script>.
 */
#ifndef KH_PARSE_TOKENIZER_H
#define KH_PARSE_TOKENIZER_H

#include "flow.h"

enum kh_html_kind {
    KH_HTML_EOF = 0,
    KH_HTML_TEXT,
    KH_HTML_START,
    KH_HTML_END,
    KH_HTML_COMMENT,
    KH_HTML_DOCTYPE,
};

/* How what follows is read. All but DATA, PLAINTEXT and CDATA end at the end tag told. */
enum kh_html_mode {
    KH_HTML_DATA = 0,
    KH_HTML_RCDATA,
    KH_HTML_RAWTEXT,
    KH_HTML_SCRIPT,
    KH_HTML_PLAINTEXT,
    KH_HTML_CDATA,
};

struct kh_doctype {
    struct kh_str name, public_id, system_id;
    bool has_name, has_public_id, has_system_id;
    bool force_quirks;
};

struct kh_html_token {
    uint8_t kind; /* enum kh_html_kind */
    uint8_t tag;  /* START, END: enum kh_tag */
    bool self_closing;
    bool has_refs;               /* TEXT: '&' in it, references to be resolved */
    bool has_nul;                /* TEXT: NUL may be in it */
    struct kh_str name;          /* START, END: lower case */
    struct kh_str text;          /* TEXT, COMMENT: as it stands in the source */
    const struct kh_attr *attrs; /* START, END: valid until the next token unless kept */
    uint16_t attrs_n;
    struct kh_doctype doctype;
};

/* Slots of the set of names that finds doubled attributes: a power of two, over twice the cap. */
#define KH_ATTR_SLOTS 1024

struct kh_tokenizer {
    struct kh_arena *arena;
    struct kh_str in;
    const char *p, *end;
    uint8_t mode;
    bool foreign;           /* set by the caller: inside svg or math, where CDATA is known */
    bool failed;            /* the arena is exhausted; reads as the end of the text */
    struct kh_str end_name; /* lower case: the end tag that ends RCDATA, RAWTEXT, SCRIPT */
    struct kh_attr *attrs;
    size_t attrs_kept; /* those before it are the caller's */
    size_t attrs_capacity;
    size_t attrs_max;  /* no more of them in all */
    uint16_t *slots;   /* attribute number + 1, made when a tag has many */
    bool slots_filled; /* for the current tag */
    struct kh_html_token token;
};

/* The text with CR LF and CR as LF: itself when there is none, else a copy in the arena.
 * KH_STR_NONE when the arena is exhausted. */
struct kh_str kh_newlines_clean(struct kh_arena *arena, struct kh_str text);

/* At most attrs_max attributes are kept in all, KH_MAX_ATTRIBUTES of each tag. */
void kh_tokenizer_init(struct kh_tokenizer *t, struct kh_arena *arena, struct kh_str in,
                       size_t attrs_max);
/* Reads the next token into t->token and returns its kind; after the end KH_HTML_EOF again.
 * A run of text may come as several tokens. */
enum kh_html_kind kh_tokenizer_next(struct kh_tokenizer *t);
/* How the text behind the current token is read. */
void kh_tokenizer_mode(struct kh_tokenizer *t, enum kh_html_mode mode, struct kh_str end_name);
/* Keeps the current tag's attributes: they stay at t->attrs + the number returned. */
uint32_t kh_tokenizer_keep(struct kh_tokenizer *t);
enum kh_nul {
    KH_NUL_AS_READ = 0, /* stays in DATA and CDATA, else becomes U+FFFD: what 13.2.5 says */
    KH_NUL_REPLACED,    /* becomes U+FFFD */
    KH_NUL_DROPPED,
};

/* The current token's text with references resolved. */
struct kh_str kh_tokenizer_text(struct kh_tokenizer *t, enum kh_nul nul);

#endif

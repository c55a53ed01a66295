/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals: what the tags and the words in class, id, role and itemprop attributes say about an
 * element, as bits. The words and their classes are data (data/cssclass).
 */
#ifndef KH_EXTRACT_SIGNAL_H
#define KH_EXTRACT_SIGNAL_H

#include "extract/block.h"

/* First the classes of attribute words, by the names data/cssclass uses; then the tags. */
/* clang-format off */
#define KH_SIGNALS(X)                                                                              \
    X(CONTENT, "content")                                                                          \
    X(BODY, "body")                                                                                \
    X(TITLE, "title")                                                                              \
    X(COMMENT, "comment")                                                                          \
    X(RELATED, "related") X(NAV, "nav") X(FOOTER, "footer") X(HEADER, "header")                    \
        X(SIDEBAR, "sidebar") X(SHARE, "share") X(AD, "ad") X(SIGNUP, "signup")                    \
            X(COOKIE, "cookie") X(AUTHOR, "author") X(META, "meta") X(CAPTION, "caption")          \
                X(TAGS, "tags") X(TEASER, "teaser") X(LEAD, "lead") X(QUOTE, "quote")              \
                    X(HIDDEN, "hidden") X(LEGAL, "legal") X(CONTROL, "control") X(MEDIA, "media")  \
                        X(POPUP, "popup") X(MAIN, "main") X(BIO, "bio") X(LIST, "list")            \
                            X(WIDGET, "widget") X(RICHTEXT, "richtext") X(EMBED, "embed")
/* clang-format on */

enum kh_signal {
#define KH_SIGNAL_ENUM(name, text) KH_SIGNAL_##name,
    KH_SIGNALS(KH_SIGNAL_ENUM)
#undef KH_SIGNAL_ENUM
        KH_SIGNAL_WORDS, /* how many come from words */
    KH_SIGNAL_T_ARTICLE = KH_SIGNAL_WORDS,
    KH_SIGNAL_T_MAIN,
    KH_SIGNAL_T_SECTION,
    KH_SIGNAL_T_ASIDE,
    KH_SIGNAL_T_NAV,
    KH_SIGNAL_T_FOOTER,
    KH_SIGNAL_T_HEADER,
    KH_SIGNAL_T_FORM,
    KH_SIGNAL_T_TABLE,
    KH_SIGNAL_T_LIST,
    KH_SIGNAL_T_ITEM,
    KH_SIGNAL_T_FIGURE,
    KH_SIGNAL_T_QUOTE,
    KH_SIGNAL_T_LINK,
    KH_SIGNAL_T_HEADING,
    KH_SIGNAL_T_TIME,
    KH_SIGNAL_PROP_BODY, /* itemprop=articleBody */
    KH_SIGNALS_N
};

#define KH_SIGNAL_BIT(name) ((uint64_t)1 << KH_SIGNAL_##name)

/* Pages repeat their classes: the attribute values read last and what they say. */
struct kh_kept_value {
    struct kh_str value;
    uint64_t bits;
};
enum { KH_KEPT_VALUES = 256 };

/* Whether an element's attributes say that it is not seen, or only when pointed at. */
bool kh_node_is_hidden(const struct kh_blocks *blocks, uint32_t node);

/* Per node: bits of the element itself, and of it with all its ancestors. Only filled for the
 * elements that hold blocks. Signals of a wrapper of nearly the whole page are left out. */
struct kh_signals {
    uint64_t *own, *all;
};
bool kh_signals_read(struct kh_arena *arena, const struct kh_blocks *blocks,
                     struct kh_signals *out);

#endif

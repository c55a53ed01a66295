/* SPDX-License-Identifier: Apache-2.0
 *
 * What the forms of events and dossiers have in common: how a terminal emphasises, whose title
 * stands for the event, where a fact is said.
 */
#ifndef KH_SHOW_INTERNAL_H
#define KH_SHOW_INTERNAL_H

#include "show/label.h"
#include "show/show.h"

#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define PLAIN "\033[0m"

/* The report whose title names the event: the first in the language, else the first with a title;
 * NULL when none has one. KH_LANG_NONE asks for no language. */
const struct kh_article *kh_show_namer(const struct kh_event *event, uint32_t lang);

static inline const struct kh_article *kh_show_report(const struct kh_dossier *d, uint32_t i)
{
    return &d->event->articles[i].article;
}

static inline struct kh_str kh_show_sentence(const struct kh_dossier *d, const struct kh_say *say)
{
    return kh_str_sub(kh_show_report(d, say->article)->text, say->start, say->end);
}

/* A word of data/label in the reader's language. */
static inline struct kh_str kh_show_word(const struct kh_reader *reader, const char *name)
{
    return kh_show_label(reader->lexicon, reader->lang, name);
}

/* The name of the article's site, else its path. */
static inline struct kh_str kh_show_source(const struct kh_article *article)
{
    return article->site.n ? article->site : article->path;
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The show stage: structs to bytes, pure functions without I/O. JSON by the khabar/1 schema
 * (khabar(1)), text for a terminal.
 */
#ifndef KH_SHOW_SHOW_H
#define KH_SHOW_SHOW_H

#include "base/buf.h"
#include "flow.h"

/* The article object on one line, with newline. `facts` may be NULL: then mentions is []. */
void kh_show_article_json(const struct kh_article *article, const struct kh_facts *facts,
                          struct kh_buf *out);
/* The article for a reader: title, site, date, text. */
void kh_show_article_text(const struct kh_article *article, const struct kh_facts *facts,
                          struct kh_buf *out);

/* What the articles of an event tell together. */
struct kh_event_view {
    const struct kh_event *event;
    struct kh_date date;   /* of the happening */
    const char *date_from; /* or NULL */
    bool color;            /* text may be emphasised */
};
/* The event object on one line, with newline. */
void kh_show_event_json(const struct kh_event_view *view, struct kh_buf *out);
/* The event in a list: one or two lines. */
void kh_show_event_line(const struct kh_event_view *view, struct kh_buf *out);
/* The event in full: its reports and why they are together. */
void kh_show_event_text(const struct kh_event_view *view, struct kh_buf *out);

/* For whom a dossier is shown. */
struct kh_reader {
    const struct kh_lexicon *lexicon; /* knows the words of data/label */
    uint32_t lang;                    /* of the words that are khabar's own */
    bool color;                       /* text may be emphasised */
};
/* There are words of khabar's own in the language. */
bool kh_show_speaks(const struct kh_lexicon *lexicon, uint32_t lang);
/* The dossier object on one line, with newline. */
void kh_show_dossier_json(const struct kh_dossier *dossier, const struct kh_reader *reader,
                          struct kh_buf *out);
/* The dossier for a terminal: conflicts, what is agreed, single sources, origins, timeline. */
void kh_show_dossier_text(const struct kh_dossier *dossier, const struct kh_reader *reader,
                          struct kh_buf *out);
/* The dossier as a page that stands by itself. */
void kh_show_dossier_html(const struct kh_dossier *dossier, const struct kh_reader *reader,
                          struct kh_buf *out);

/* The digest of a period: opened once, each event, closed. Of an event it gives what several
 * reports state in one or two of their sentences, its contradictions, and some of what one report
 * alone says. As JSON each event is an object on one line, and there is no frame. */
enum kh_brief_form { KH_BRIEF_TEXT = 0, KH_BRIEF_JSON, KH_BRIEF_HTML, KH_BRIEF_ATOM };
void kh_show_brief_open(enum kh_brief_form form, const struct kh_period *period,
                        const struct kh_reader *reader, struct kh_buf *out);
void kh_show_brief(enum kh_brief_form form, const struct kh_brief *brief,
                   const struct kh_reader *reader, struct kh_buf *out);
void kh_show_brief_close(enum kh_brief_form form, struct kh_buf *out);

/* A search hit. */
void kh_show_hit_json(const struct kh_hit_found *hit, struct kh_buf *out);
void kh_show_hit_text(const struct kh_hit_found *hit, bool color, struct kh_buf *out);

const char *kh_verdict_name(enum kh_verdict verdict);
const char *kh_mention_kind_name(enum kh_mention_kind kind);

#endif

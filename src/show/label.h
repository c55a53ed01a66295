/* SPDX-License-Identifier: Apache-2.0
 *
 * What khabar itself says, in the reader's language: words of data/label, and gists of facts made
 * of their slots alone. A language without labels is told in English.
 */
#ifndef KH_SHOW_LABEL_H
#define KH_SHOW_LABEL_H

#include "base/buf.h"
#include "flow.h"

/* The label "NAME" of data/label in the language; English where it has none. */
struct kh_str kh_show_label(const struct kh_lexicon *lexicon, uint32_t lang, const char *name);
/* Appends a label that is one of two by number. */
void kh_show_count(struct kh_buf *out, const struct kh_lexicon *lexicon, uint32_t lang, uint32_t n,
                   const char *one, const char *many);

/* How many reports state the fact; one may do so in several sentences. */
uint32_t kh_show_reports(const struct kh_fact *fact);

/* What the slots of a fact carry, never more: "7 dead", "Asim Munir met naval chief". Nothing is
 * appended where they carry nothing: then the sentences stand alone. */
void kh_show_gist(struct kh_buf *out, const struct kh_lexicon *lexicon, uint32_t lang,
                  const struct kh_fact *fact);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The compare stage: the articles of one event -> struct kh_dossier: what they agree on, what one
 * alone says, where they contradict each other, and how many origins they have. How it is used:
 *
 *   for each article of the event: kh_report_make with its facts, which may then go
 *   kh_compare over the event and its reports
 */
#ifndef KH_COMPARE_COMPARE_H
#define KH_COMPARE_COMPARE_H

#include "flow.h"

struct kh_report; /* opaque: what comparing keeps of an article */

/* What comparing needs of one article, copied into the arena; of `facts` nothing is kept. The
 * article's text must live as long as the report. KHABAR_NO_MEMORY at the arena's cap. */
enum khabar_status kh_report_make(const struct kh_engine *engine, struct kh_arena *arena,
                                  const struct kh_facts *facts, struct kh_report **out,
                                  struct khabar_error *err);

/* reports[i] is that of event->articles[i]; what the articles copied from one another stands in
 * event->copies. Everything of *out is in the arena or in the texts. */
enum khabar_status kh_compare(const struct kh_engine *engine, struct kh_arena *arena,
                              const struct kh_event *event, struct kh_report *const *reports,
                              struct kh_dossier *out, struct khabar_error *err);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The day an event happened: what each report says of it (clues), and the vote of all of them.
 * A single report often lacks half of it: one has a weekday, another the date of publication.
 */
#ifndef KH_UNDERSTAND_WHEN_H
#define KH_UNDERSTAND_WHEN_H

#include "flow.h"

/* The clues of one article: dates, weekdays and relative days of its lead and text, in the arena.
 */
enum khabar_status kh_when_clues(const struct kh_engine *engine, struct kh_arena *arena,
                                 const struct kh_facts *facts, struct kh_clue **out, uint32_t *n,
                                 struct khabar_error *err);

/* The day most clues of the event's articles agree on, precision DAY, or KH_DATE_NONE; *from says
 * what the strongest clue was: "text" (a full date), "weekday", "relative". */
struct kh_date kh_when_vote(const struct kh_event *event, const char **from);

#endif

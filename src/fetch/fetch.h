/* SPDX-License-Identifier: Apache-2.0
 *
 * The fetch stage: sources that yield pages one by one. Knows nothing of what is in them.
 */
#ifndef KH_FETCH_FETCH_H
#define KH_FETCH_FETCH_H

#include "flow.h"

struct kh_source; /* opaque */

/* A source over paths as the user named them, in that order; a directory is walked in name order
 * (each folder once, so that loops by links end; names that begin with a dot and what is no file
 * are passed over; JSON Lines are no exception: who reads those looks at the path), "-" is one page
 * from stdin. A pipe or device that is named is refused, never opened. The array and its strings
 * must outlive the source. */
enum khabar_status kh_source_open(char *const *paths, size_t paths_n, struct kh_source **out,
                                  struct khabar_error *err);

/* The next page, its strings in the arena. KHABAR_OK; KHABAR_END after the last; any other status
 * is about one page (named in *err and out->path): the caller reports it and goes on. */
enum khabar_status kh_source_next(struct kh_source *source, struct kh_arena *arena,
                                  struct kh_page *out, struct khabar_error *err);

/* Files still to come as far as known (directories not yet walked count 1); for progress. */
size_t kh_source_left(const struct kh_source *source);

void kh_source_close(struct kh_source *source);

#endif

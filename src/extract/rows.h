/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing the rows of first features; called by kh_view_make once the sums stand.
 */
#ifndef KH_EXTRACT_ROWS_H
#define KH_EXTRACT_ROWS_H

#include "extract/feature.h"

bool kh_rows_first(struct kh_arena *arena, struct kh_view *view);

#endif

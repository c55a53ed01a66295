/* SPDX-License-Identifier: Apache-2.0
 *
 * From the judgement of each block to which blocks are the body.
 */
#ifndef KH_EXTRACT_CHOOSE_H
#define KH_EXTRACT_CHOOSE_H

#include "extract/model.h"

/* Fills keep[n]. */
void kh_choose(const struct kh_view *view, bool *keep);

#endif

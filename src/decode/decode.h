/* SPDX-License-Identifier: Apache-2.0
 *
 * The decode stage: struct kh_page -> struct kh_text.
 */
#ifndef KH_DECODE_DECODE_H
#define KH_DECODE_DECODE_H

#include "flow.h"

enum khabar_status kh_decode(const struct kh_engine *engine, struct kh_arena *arena,
                             const struct kh_page *in, struct kh_text *out,
                             struct khabar_error *err);

#endif

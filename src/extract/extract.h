/* SPDX-License-Identifier: Apache-2.0
 *
 * The extract stage: struct kh_tree -> struct kh_article.
 */
#ifndef KH_EXTRACT_EXTRACT_H
#define KH_EXTRACT_EXTRACT_H

#include "flow.h"

enum khabar_status kh_extract(const struct kh_engine *engine, struct kh_arena *arena,
                              const struct kh_tree *in, struct kh_article *out,
                              struct khabar_error *err);

#endif

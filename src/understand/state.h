/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the statements: how one is added.
 */
#ifndef KH_UNDERSTAND_STATE_H
#define KH_UNDERSTAND_STATE_H

#include "understand/internal.h"

/* A new statement with the sentence of the tokens [from, to) as evidence; NULL at the limit. */
struct kh_statement *kh_statement_add(struct kh_reader *r, struct kh_facts *out, size_t *capacity,
                                      const struct kh_tokens *tokens, uint32_t from, uint32_t to);

#endif

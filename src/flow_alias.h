/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the flow: the aliases of an open store. flow.c asks for them.
 */
#ifndef KH_FLOW_ALIAS_H
#define KH_FLOW_ALIAS_H

#include "pipeline.h"

/* Reads them into flow->engine.aliases, which stays NULL where there are none. */
enum khabar_status kh_flow_load_aliases(struct kh_flow *flow, struct khabar_error *err);

#endif

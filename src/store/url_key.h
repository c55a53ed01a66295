/* SPDX-License-Identifier: Apache-2.0
 *
 * What two addresses of the same article have in common.
 */
#ifndef KH_STORE_URL_KEY_H
#define KH_STORE_URL_KEY_H

#include "base/arena.h"

/* The address without scheme, "www.", fragment, default port, closing slash and the parameters that
 * only tell who followed the link; the host in lower case. KH_STR_NONE when it is no http(s)
 * address or names only a site. */
struct kh_str kh_url_key(struct kh_arena *arena, struct kh_str url);

#endif

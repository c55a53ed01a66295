/* SPDX-License-Identifier: Apache-2.0
 *
 * People: stub.
 */
#include "understand/internal.h"

void kh_find_people(struct kh_reader *r)
{
    (void)r;
}

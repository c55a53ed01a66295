/* SPDX-License-Identifier: Apache-2.0
 *
 * SIGINT and SIGTERM in commands that write: held back, and looked at between two steps of work.
 */
#ifndef KH_CLI_SIGNALS_H
#define KH_CLI_SIGNALS_H

#include <stdbool.h>

/* From now on they wait, or (false) end the program at once again. */
void kh_signals_hold(bool hold);
/* One of them has come. */
bool kh_signals_came(void);

#endif

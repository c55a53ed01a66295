/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals that wait. See signals.h.
 */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>

void kh_signals_hold(bool hold)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

bool kh_signals_came(void)
{
    sigset_t set;
    return sigpending(&set) == 0 &&
           (sigismember(&set, SIGINT) == 1 || sigismember(&set, SIGTERM) == 1);
}

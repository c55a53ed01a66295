/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar events.
 */
#include "cli/cli.h"

int kh_cli_events(struct kh_cli *cli)
{
    return kh_cli_wrong(cli, "not built yet");
}

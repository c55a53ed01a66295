/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar show.
 */
#include "cli/cli.h"

int kh_cli_show(struct kh_cli *cli)
{
    return kh_cli_wrong(cli, "not built yet");
}

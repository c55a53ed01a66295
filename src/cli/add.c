/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar add.
 */
#include "cli/cli.h"

int kh_cli_add(struct kh_cli *cli)
{
    return kh_cli_wrong(cli, "not built yet");
}

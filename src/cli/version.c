/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar version: the version of program and library, on one line.
 */
#include "cli/cli.h"

int kh_cli_version(struct kh_cli *cli)
{
    kh_buf_printf(&cli->out, "khabar %s\n", khabar_version());
    return KH_EXIT_DONE;
}

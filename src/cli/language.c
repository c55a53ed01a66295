/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar language: lines of text in, one ISO 639-1 code a line out, `und` for none of ours.
 */
#include "cli/cli.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "fetch/lines.h"

/* Neighbours are told apart so as to be refused: the contract names the 16 of ours alone. */
static bool is_ours(uint32_t lang)
{
    static const char ours[] = "en ur ar fa tr ru zh hi az uz kk ky tg de es fr";
    char code[4];
    return kh_lang_print(lang, code) == 2 &&
           kh_str_find(kh_str_of(ours), kh_str_of(code), 0) != SIZE_MAX;
}

int kh_cli_language(struct kh_cli *cli)
{
    struct kh_lines lines;
    struct khabar_error err = {0};
    const char *path = cli->args_n ? cli->args[0] : "-";
    struct kh_str line;
    enum khabar_status status = kh_lines_open(&lines, path, &err);
    while (status == KHABAR_OK && (status = kh_lines_next(&lines, &line, &err)) == KHABAR_OK) {
        uint32_t lang = kh_utf8_valid(line) == line.n ? kh_lang_identify(line) : KH_LANG_NONE;
        char code[4];
        kh_lang_print(lang, code);
        kh_buf_printf(&cli->out, "%s\n", is_ours(lang) ? code : "und");
        if (cli->out.n > 1 << 16 && !kh_cli_flush(cli)) break;
    }
    if (status != KHABAR_END && status != KHABAR_OK) kh_cli_fail(cli, kh_str_of(path), &err);
    kh_lines_close(&lines);
    return cli->exit_code;
}

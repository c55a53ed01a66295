/* SPDX-License-Identifier: Apache-2.0
 *
 * khabar names: what makes two spellings one name. Prints each name's reading and key and how it
 * aligns with the first one; with --score reads `left TAB right` lines and prints a figure a line.
 */
#include "cli/store.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "fetch/lines.h"
#include "lang/sound.h"

/* What an alias of the store or the tables say a folded name stands for, or none. */
static struct kh_str known_as(const struct kh_aliases *aliases, struct kh_arena *arena,
                              struct kh_str text)
{
    struct kh_known known;
    const struct kh_alias *alias = kh_alias_find(aliases, kh_alias_fold(arena, text));
    if (alias) return alias->known.key;
    if (kh_known_find(kh_lexicon_builtin(), kh_fold(arena, text), &known)) return known.key;
    return KH_STR_NONE;
}

/* A name made ready for comparing. */
struct name {
    struct kh_str text, known;
    struct kh_sound sound;
    bool spoken;
};

static struct name name_of(const struct kh_aliases *aliases, struct kh_arena *arena,
                           struct kh_str text)
{
    struct name n = {.text = text};
    n.known = known_as(aliases, arena, text);
    n.spoken = kh_sound_key(text, &n.sound);
    return n;
}

static double score(const struct name *a, const struct name *b)
{
    if (a->known.n && kh_str_eq(a->known, b->known)) return 1;
    if (kh_str_eq(a->text, b->text)) return 1;
    return a->spoken && b->spoken ? kh_sound_align(&a->sound, &b->sound) : 0;
}

/* Lines that share the left name are mostly together: it is read once. */
static void score_lines(struct kh_cli *cli, const struct kh_aliases *aliases, const char *path)
{
    struct kh_lines lines;
    struct khabar_error err = {0};
    struct kh_arena left_arena, right_arena;
    struct name left = {.text = KH_STR_NONE};
    struct kh_str line;
    kh_arena_init(&left_arena, KH_MAX_ARENA_BYTES);
    kh_arena_init(&right_arena, KH_MAX_ARENA_BYTES);
    enum khabar_status status = kh_lines_open(&lines, path, &err);
    while (status == KHABAR_OK && (status = kh_lines_next(&lines, &line, &err)) == KHABAR_OK) {
        bool good = kh_utf8_valid(line) == line.n && memchr(line.p, '\t', line.n);
        struct kh_str one = kh_str_cut(&line, '\t');
        if (good && (!left.text.p || !kh_str_eq(one, left.text))) {
            kh_arena_reset(&left_arena);
            left = name_of(aliases, &left_arena, kh_arena_str(&left_arena, one));
        }
        struct name right = {.text = KH_STR_NONE};
        if (good) right = name_of(aliases, &right_arena, kh_str_trim(line));
        kh_buf_printf(&cli->out, "%.5f\n", good ? score(&left, &right) : 0.0);
        kh_arena_reset(&right_arena);
        if (cli->out.n > 1 << 16 && !kh_cli_flush(cli)) break;
    }
    if (status != KHABAR_END && status != KHABAR_OK) kh_cli_fail(cli, kh_str_of(path), &err);
    kh_lines_close(&lines);
    kh_arena_clear(&left_arena);
    kh_arena_clear(&right_arena);
}

/* Each word's reading, joined. */
static struct kh_str reading_of(struct kh_arena *arena, struct kh_str text)
{
    struct kh_buf out;
    kh_buf_init(&out, 1 << 16);
    while (text.n) {
        struct kh_str word = kh_str_trim(kh_str_cut(&text, ' '));
        if (!word.n) continue;
        if (out.n) kh_buf_byte(&out, ' ');
        kh_buf_put(&out, kh_sound_latin(kh_lexicon_builtin(), arena, word, KH_LANG_NONE));
    }
    struct kh_str reading = kh_arena_str(arena, kh_buf_str(&out));
    kh_buf_clear(&out);
    return reading;
}

/* One name; `first` is the one it is compared with, none of text for the first itself. */
static void explain_one(struct kh_cli *cli, struct kh_arena *arena, const struct name *n,
                        const struct name *first)
{
    char room[KH_SOUND_COARSE];
    struct kh_str reading = reading_of(arena, n->text), key = KH_STR_NONE;
    if (n->spoken) key = (struct kh_str){room, kh_sound_coarse(&n->sound, room)};
    if (cli->json) {
        struct kh_json json = {.buf = &cli->out};
        kh_json_open(&json, '{');
        kh_json_pair(&json, "schema", KH_STR("khabar/1"));
        kh_json_key(&json, "text");
        kh_json_str(&json, n->text);
        kh_json_pair(&json, "name", reading);
        kh_json_pair(&json, "key", key);
        kh_json_pair(&json, "known", n->known);
        kh_json_key(&json, "score");
        if (first->text.n) kh_json_real(&json, score(first, n));
        else kh_json_null(&json);
        kh_json_close(&json, '}');
    } else {
        kh_buf_printf(&cli->out, "%.*s\t%.*s\t%.*s", (int)n->text.n, n->text.p, (int)reading.n,
                      reading.p, (int)key.n, key.p);
        if (n->known.n) kh_buf_printf(&cli->out, "\tis %.*s", (int)n->known.n, n->known.p);
        if (first->text.n) kh_buf_printf(&cli->out, "\t%.2f", score(first, n));
    }
    kh_buf_byte(&cli->out, '\n');
}

static void explain(struct kh_cli *cli, const struct kh_aliases *aliases, struct kh_arena *arena)
{
    struct name first = {.text = KH_STR_NONE};
    for (size_t i = 0; i < cli->args_n; i++) {
        struct kh_str text = kh_str_of(cli->args[i]);
        if (kh_utf8_valid(text) != text.n) {
            kh_cli_refuse(cli, text, KH_STR("not UTF-8"));
            continue;
        }
        struct name n = name_of(aliases, arena, text);
        explain_one(cli, arena, &n, &first);
        if (!first.text.n) first = n;
    }
}

int kh_cli_names(struct kh_cli *cli)
{
    struct kh_flow flow = {0};
    struct kh_arena arena;
    if (cli->score && cli->args_n > 1) return kh_cli_wrong(cli, "too many arguments");
    if (!cli->score && !cli->args_n) return kh_cli_wrong(cli, "an argument is missing");
    if (cli->store && !kh_cli_open(cli, &flow, KH_STORE_READ)) return cli->exit_code;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    if (cli->score) score_lines(cli, flow.engine.aliases, cli->args_n ? cli->args[0] : "-");
    else explain(cli, flow.engine.aliases, &arena);
    kh_arena_clear(&arena);
    kh_flow_close(&flow);
    return cli->exit_code;
}

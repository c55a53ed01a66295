/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of a file, and articles from JSON Lines (jansson reads). Takes bytes, hands on articles
 * with their paragraphs; must not identify or extract anything.
 */
#include "fetch/lines.h"

#include "base/err.h"
#include "base/limits.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

enum khabar_status kh_lines_open(struct kh_lines *lines, const char *path, struct khabar_error *err)
{
    *lines = (struct kh_lines){0};
    lines->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (lines->file) return KHABAR_OK;
    return kh_error_sys(err, "fetch", errno == EACCES ? KHABAR_DENIED : KHABAR_NOT_FOUND, errno,
                        "open");
}

/* fgets into a buffer that grows to the limit: getline would grow without one. */
static bool grow(struct kh_lines *lines)
{
    size_t wanted = lines->line_size ? lines->line_size * 2 : 4096;
    if (wanted > KH_MAX_LINE_BYTES) return false;
    char *p = realloc(lines->line, wanted);
    if (!p) return false;
    lines->line = p;
    lines->line_size = wanted;
    return true;
}

enum khabar_status kh_lines_next(struct kh_lines *lines, struct kh_str *line,
                                 struct khabar_error *err)
{
    size_t n = 0;
    bool fits = true;
    int c;
    while ((c = getc_unlocked(lines->file)) != EOF && c != '\n') {
        if (!fits) continue;
        if (n == lines->line_size && !grow(lines)) fits = false;
        else lines->line[n++] = (char)c;
    }
    if (ferror(lines->file)) return kh_error_sys(err, "fetch", KHABAR_IO, errno, "read");
    if (c == EOF && n == 0 && fits) return KHABAR_END;
    lines->number++;
    if (!fits)
        return kh_error(err, "fetch", KHABAR_TOO_LARGE, "line %zu is too long", lines->number);
    if (n && lines->line[n - 1] == '\r') n--;
    *line = (struct kh_str){lines->line, n};
    return KHABAR_OK;
}

void kh_lines_close(struct kh_lines *lines)
{
    if (lines->file && lines->file != stdin) fclose(lines->file);
    free(lines->line);
    *lines = (struct kh_lines){0};
}

static struct kh_str take(struct kh_arena *arena, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    char number[32];
    if (json_is_integer(value)) {
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
        return kh_arena_str(arena, kh_str_of(number));
    }
    if (!json_is_string(value)) return KH_STR_NONE;
    struct kh_str s = {json_string_value(value), json_string_length(value)};
    return kh_arena_str(arena, s);
}

/* The paragraphs of a text whose paragraphs are parted by blank lines. */
static bool cut_paras(struct kh_arena *arena, struct kh_article *article)
{
    size_t capacity = 0;
    for (size_t at = 0; at < article->text.n;) {
        size_t end = kh_str_find(article->text, KH_STR("\n\n"), at);
        if (end == SIZE_MAX) end = article->text.n;
        if (end > at) {
            struct kh_para *paras =
                kh_arena_grow(arena, article->paras, article->paras_n, &capacity, sizeof *paras);
            if (!paras) return false;
            article->paras = paras;
            paras[article->paras_n++] =
                (struct kh_para){.start = (uint32_t)at, .end = (uint32_t)end};
        }
        at = end;
        while (at < article->text.n && article->text.p[at] == '\n') at++;
    }
    return true;
}

enum khabar_status kh_line_article(struct kh_arena *arena, struct kh_str line,
                                   struct kh_article *out, struct khabar_error *err)
{
    json_error_t bad;
    json_t *object = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &bad);
    *out = (struct kh_article){0};
    if (!object) return kh_error(err, "fetch", KHABAR_BAD_INPUT, "no JSON: %s", bad.text);
    enum khabar_status status = KHABAR_OK;
    if (!json_is_object(object)) {
        status = kh_error(err, "fetch", KHABAR_BAD_INPUT, "not a JSON object");
        goto out;
    }
    out->id = take(arena, object, "id");
    out->path = out->id;
    out->url = take(arena, object, "url");
    out->site = take(arena, object, "site");
    out->title = kh_str_trim(take(arena, object, "title"));
    out->text = kh_str_trim(take(arena, object, "text"));
    if (out->text.n > KH_MAX_ARTICLE_BYTES) {
        status = kh_error(err, "fetch", KHABAR_TOO_LARGE, "the text is too long");
        goto out;
    }
    if (out->title.n) out->title_from = "given";
    struct kh_str date = take(arena, object, "date");
    if (date.n && kh_date_parse_iso(date, &out->published)) out->published_from = "given";
    struct kh_str lang = take(arena, object, "lang");
    out->lang = lang.n ? kh_lang_of(lang) : kh_lang_identify(out->text.n ? out->text : out->title);
    out->verdict = out->text.n || out->title.n ? KH_ARTICLE : KH_NO_CONTENT;
    out->confidence = 1;
    if (!cut_paras(arena, out) || arena->failed)
        status = kh_error(err, "fetch", KHABAR_NO_MEMORY, "out of memory");
out:
    json_decref(object);
    return status;
}

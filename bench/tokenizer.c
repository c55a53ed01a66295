/* SPDX-License-Identifier: Apache-2.0
 *
 * Megabytes per CPU second of the tokenizer alone and of the whole parse stage over the pages of
 * a folder (files of UTF-8), read into memory first. Usage: tokenizer FOLDER
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "parse/parse.h"
#include "parse/tokenizer.h"

#define MIN_SECONDS 1.5
#define MAX_PAGES 4096

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct kh_str read_page(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return KH_STR_NONE;
    char *p = malloc(KH_MAX_TEXT_BYTES);
    size_t n = p ? fread(p, 1, KH_MAX_TEXT_BYTES, file) : 0;
    fclose(file);
    char *fit = p ? realloc(p, n ? n : 1) : NULL;
    return (struct kh_str){fit ? fit : p, n};
}

/* As the tree builder drives it, by tag alone. */
static void follow(struct kh_tokenizer *t)
{
    struct kh_str name = t->token.name;
    switch (t->token.tag) {
    case KH_TAG_SCRIPT: kh_tokenizer_mode(t, KH_HTML_SCRIPT, name); break;
    case KH_TAG_STYLE:
    case KH_TAG_IFRAME:
    case KH_TAG_XMP: kh_tokenizer_mode(t, KH_HTML_RAWTEXT, name); break;
    case KH_TAG_TITLE:
    case KH_TAG_TEXTAREA: kh_tokenizer_mode(t, KH_HTML_RCDATA, name); break;
    default: break;
    }
}

static size_t tokens_of(struct kh_arena *arena, struct kh_str page)
{
    struct kh_tokenizer t;
    size_t n = 0;
    kh_tokenizer_init(&t, arena, kh_newlines_clean(arena, page), 1000000);
    while (kh_tokenizer_next(&t)) {
        n++;
        if (t.token.kind == KH_HTML_START) follow(&t);
    }
    return n;
}

static size_t nodes_of(struct kh_arena *arena, struct kh_str utf8)
{
    struct kh_page page = {.path = KH_STR("page.html")};
    struct kh_text text = {.page = &page, .utf8 = utf8};
    struct kh_tree tree;
    return kh_parse(NULL, arena, &text, &tree, NULL) == KHABAR_OK ? tree.nodes_n : 0;
}

static void measure(const char *what, size_t (*work)(struct kh_arena *, struct kh_str),
                    const struct kh_str *pages, size_t n, const char *unit)
{
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    double best = 1e9, start = cpu_seconds();
    size_t made = 0, bytes = 0;
    while (cpu_seconds() - start < MIN_SECONDS) {
        double from = cpu_seconds();
        made = bytes = 0;
        for (size_t i = 0; i < n; i++) {
            made += work(&arena, pages[i]);
            bytes += pages[i].n;
            kh_arena_reset(&arena);
        }
        double took = cpu_seconds() - from;
        if (took < best) best = took;
    }
    printf("%-10s %8.0f MB/s %9.0f pages/s %9zu %s\n", what, (double)bytes / best / 1e6,
           (double)n / best, made, unit);
    kh_arena_clear(&arena);
}

int main(int argc, char **argv)
{
    static struct kh_str pages[MAX_PAGES];
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: tokenizer FOLDER\n");
        return 2;
    }
    size_t n = 0;
    for (struct dirent *entry; n < MAX_PAGES && (entry = readdir(folder));) {
        char path[4096];
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        pages[n] = read_page(path);
        if (pages[n].p) n++;
    }
    closedir(folder);
    measure("tokenizer", tokens_of, pages, n, "tokens");
    measure("parse", nodes_of, pages, n, "nodes");
    for (size_t i = 0; i < n; i++) free((char *)pages[i].p);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * chain PATH...: CPU time of each stage and of the whole chain over the pages of the paths, read
 * into memory first; then the growth of the chain on pages laid end to end (n, 2n, 4n of them in
 * one page). Prints one figure a line; "beside" is a bare scan of the same bytes.
 */
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "decode/decode.h"
#include "extract/extract.h"
#include "fetch/fetch.h"
#include "parse/parse.h"
#include "understand/understand.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define MAX_PAGES 4096
#define STAGES 5

static const char *const stage_names[STAGES] = {"decode", "parse", "extract", "id", "understand"};

struct pages {
    struct kh_page items[MAX_PAGES];
    size_t n, bytes;
};

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void load(char **paths, size_t paths_n, struct kh_arena *arena, struct pages *pages)
{
    struct kh_source *source;
    struct khabar_error err;
    if (kh_source_open(paths, paths_n, &source, &err) != KHABAR_OK) exit(1);
    while (pages->n < MAX_PAGES) {
        struct kh_page *page = &pages->items[pages->n];
        enum khabar_status status = kh_source_next(source, arena, page, &err);
        if (status == KHABAR_END) break;
        if (status != KHABAR_OK) continue;
        pages->bytes += page->bytes.n;
        pages->n++;
    }
    kh_source_close(source);
}

/* One page through the stages; the CPU time of each is added to spent. */
static void run(const struct kh_engine *engine, struct kh_arena *arena, const struct kh_page *page,
                double spent[STAGES])
{
    struct kh_text text;
    struct kh_tree tree;
    struct kh_article article;
    struct kh_facts facts;
    struct khabar_error err;
    char id[KH_CID_SIZE];
    double t[STAGES + 1];
    t[0] = cpu_seconds();
    kh_decode(engine, arena, page, &text, &err);
    t[1] = cpu_seconds();
    kh_parse(engine, arena, &text, &tree, &err);
    t[2] = cpu_seconds();
    kh_extract(engine, arena, &tree, &article, &err);
    t[3] = cpu_seconds();
    kh_cid(page->bytes, id);
    t[4] = cpu_seconds();
    if (article.verdict == KH_ARTICLE) kh_understand(engine, arena, &article, &facts, &err);
    t[5] = cpu_seconds();
    for (int i = 0; i < STAGES; i++) spent[i] += t[i + 1] - t[i];
    kh_arena_reset(arena);
}

static void stages(const struct kh_engine *engine, const struct pages *pages, int rounds)
{
    double best[STAGES] = {0}, best_sum = 1e9;
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    for (int round = 0; round < rounds; round++) {
        double spent[STAGES] = {0}, sum = 0;
        for (size_t i = 0; i < pages->n; i++) run(engine, &arena, &pages->items[i], spent);
        for (int i = 0; i < STAGES; i++) sum += spent[i];
        if (sum < best_sum) {
            best_sum = sum;
            memcpy(best, spent, sizeof best);
        }
    }
    kh_arena_clear(&arena);
    double mb = (double)pages->bytes / 1e6, n = (double)pages->n, article = 0;
    for (int i = 0; i < STAGES; i++) {
        printf("stage %-10s %8.0f pages/CPU-s %8.1f MB/CPU-s\n", stage_names[i], n / best[i],
               mb / best[i]);
        if (i < 3) article += best[i];
    }
    printf("decode to article %8.0f pages/CPU-s %8.1f MB/CPU-s\n", n / article, mb / article);
    printf("whole chain       %8.0f pages/CPU-s %8.1f MB/CPU-s\n", n / best_sum, mb / best_sum);
}

/* The floor: every byte looked at once. */
static void scan(const struct pages *pages)
{
    double t = cpu_seconds();
    unsigned long found = 0;
    for (size_t i = 0; i < pages->n; i++)
        for (size_t k = 0; k < pages->items[i].bytes.n; k++)
            found += pages->items[i].bytes.p[k] == '<';
    t = cpu_seconds() - t;
    printf("beside: byte scan %8.0f MB/CPU-s (%lu '<')\n", (double)pages->bytes / 1e6 / t, found);
}

/* The first n pages laid end to end, as one page. */
static double one_page(const struct kh_engine *engine, const struct pages *pages, size_t n)
{
    struct kh_buf all;
    struct kh_arena arena;
    kh_buf_init(&all, KH_MAX_PAGE_BYTES);
    kh_arena_init(&arena, (size_t)2 << 30);
    for (size_t i = 0; i < n; i++) kh_buf_put(&all, pages->items[i].bytes);
    struct kh_page page = {.bytes = kh_buf_str(&all), .path = KH_STR("growth.html")};
    double spent[STAGES] = {0}, sum = 0;
    run(engine, &arena, &page, spent);
    for (int i = 0; i < STAGES; i++) sum += spent[i];
    kh_arena_clear(&arena);
    kh_buf_clear(&all);
    return sum;
}

static void growth(const struct kh_engine *engine, const struct pages *pages)
{
    size_t n = 0, bytes = 0; /* as many as fit four times */
    while (n < pages->n / 4 && bytes < KH_MAX_PAGE_BYTES / 5) bytes += pages->items[n++].bytes.n;
    double t1 = one_page(engine, pages, n), t2 = one_page(engine, pages, 2 * n),
           t4 = one_page(engine, pages, 4 * n);
    printf("growth: n=%zu pages in one %.4f s, 2n %.4f s, 4n %.4f s: 4n is %.2f x n\n", n, t1, t2,
           t4, t4 / t1);
}

int main(int argc, char **argv)
{
    struct kh_arena arena;
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    struct pages *pages = calloc(1, sizeof *pages);
    if (argc < 2 || !pages) return 2;
    kh_arena_init(&arena, (size_t)4 << 30);
    load(argv + 1, (size_t)(argc - 1), &arena, pages);
    printf("%zu pages, %.1f MB\n", pages->n, (double)pages->bytes / 1e6);
    if (pages->n == 0) return 1;
    stages(&engine, pages, 5);
    scan(pages);
    growth(&engine, pages);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory, pages included: %ld MiB\n", usage.ru_maxrss / 1024);
    kh_arena_clear(&arena);
    free(pages);
    return 0;
}

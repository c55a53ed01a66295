/* SPDX-License-Identifier: Apache-2.0
 *
 * chain PATH...: CPU time of each stage over the pages of the paths, the best of some rounds; what
 * is no reading of articles (files, content id, JSON) stands apart. Beside them a bare scan of the
 * same bytes and libxml2's bare parse of the same pages, with the ratios. Then the growth on pages
 * laid end to end (n, 2n, 4n of them in one page). Prints one figure a line.
 */
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "decode/decode.h"
#include "extract/extract.h"
#include "fetch/fetch.h"
#include "parse/parse.h"
#include "show/show.h"
#include "understand/understand.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#ifdef BESIDE_LIBXML2
#include <libxml/HTMLparser.h>
#endif

#define MAX_PAGES 4096
#define ROUNDS 7

enum { DECODE, PARSE, EXTRACT, UNDERSTAND, ID, OUTPUT, STAGES };
static const char *const stage_names[STAGES] = {"decode",     "parse", "extract",
                                                "understand", "id",    "output"};

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

/* Returns the CPU time it took. */
static double load(char **paths, size_t paths_n, struct kh_arena *arena, struct pages *pages)
{
    struct kh_source *source;
    struct khabar_error err;
    double start = cpu_seconds();
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
    return cpu_seconds() - start;
}

/* One page through the stages; the CPU time of each is added to spent. */
static void run(const struct kh_engine *engine, struct kh_arena *arena, const struct kh_page *page,
                struct kh_buf *out, double spent[STAGES])
{
    struct kh_text text;
    struct kh_tree tree;
    struct kh_article article;
    struct kh_facts facts = {.article = &article};
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
    if (article.verdict == KH_ARTICLE) kh_understand(engine, arena, &article, &facts, &err);
    t[4] = cpu_seconds();
    kh_cid(page->bytes, id);
    t[5] = cpu_seconds();
    article.id = kh_str_of(id);
    kh_buf_reset(out);
    kh_show_article_json(&article, &facts, out);
    t[6] = cpu_seconds();
    for (int i = 0; i < STAGES; i++) spent[i] += t[i + 1] - t[i];
    kh_arena_reset(arena);
}

static void line(const char *what, const struct pages *pages, double seconds)
{
    printf("%-17s %8.0f pages/CPU-s %8.1f MB/CPU-s\n", what, (double)pages->n / seconds,
           (double)pages->bytes / 1e6 / seconds);
}

/* The round that took least; returns the time from decode to the article. */
static double stages(const struct kh_engine *engine, const struct pages *pages)
{
    double best[STAGES] = {0}, best_sum = 1e9;
    struct kh_arena arena;
    struct kh_buf out;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    kh_buf_init(&out, KH_MAX_PAGE_BYTES);
    for (int round = 0; round < ROUNDS; round++) {
        double spent[STAGES] = {0}, sum = 0;
        for (size_t i = 0; i < pages->n; i++) run(engine, &arena, &pages->items[i], &out, spent);
        for (int i = 0; i < STAGES; i++) sum += spent[i];
        if (sum < best_sum) {
            best_sum = sum;
            memcpy(best, spent, sizeof best);
        }
    }
    kh_arena_clear(&arena);
    kh_buf_clear(&out);
    for (int i = 0; i < STAGES; i++) line(stage_names[i], pages, best[i]);
    double article = best[DECODE] + best[PARSE] + best[EXTRACT];
    line("decode to article", pages, article);
    line("whole chain", pages, best_sum);
    return article;
}

/* The floor: every byte looked at once. */
static double scan(const struct pages *pages)
{
    double best = 1e9;
    volatile unsigned long found;
    for (int round = 0; round < ROUNDS; round++) {
        double start = cpu_seconds();
        unsigned long n = 0;
        for (size_t i = 0; i < pages->n; i++)
            for (size_t k = 0; k < pages->items[i].bytes.n; k++)
                n += pages->items[i].bytes.p[k] == '<';
        found = n;
        double took = cpu_seconds() - start;
        if (took < best) best = took;
    }
    (void)found;
    return best;
}

/* libxml2 makes its tree and frees it; 0 where the bench was built without it. */
static double parse_beside(const struct pages *pages)
{
    double best = 0;
#ifdef BESIDE_LIBXML2
    const int options = HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    for (int round = 0; round < ROUNDS; round++) {
        double start = cpu_seconds();
        for (size_t i = 0; i < pages->n; i++) {
            struct kh_str bytes = pages->items[i].bytes;
            xmlFreeDoc(htmlReadMemory(bytes.p, (int)bytes.n, NULL, "utf-8", options));
        }
        double took = cpu_seconds() - start;
        if (!round || took < best) best = took;
    }
    xmlCleanupParser();
#else
    (void)pages;
#endif
    return best;
}

static void beside(const struct pages *pages, double article)
{
    double scanned = scan(pages), parsed = parse_beside(pages);
    line("beside: byte scan", pages, scanned);
    printf("  decode to article takes %.1f times as long\n", article / scanned);
    if (parsed <= 0) {
        printf("beside: libxml2 is absent (tool/setup bench)\n");
        return;
    }
    line("beside: libxml2", pages, parsed);
    printf("  its bare parse takes %.2f times as long as decode to article\n", parsed / article);
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
    double best = 1e9;
    struct kh_buf out;
    kh_buf_init(&out, KH_MAX_PAGE_BYTES);
    for (int round = 0; round < 3; round++) {
        double spent[STAGES] = {0}, sum = 0;
        run(engine, &arena, &page, &out, spent);
        for (int i = 0; i < STAGES; i++) sum += spent[i];
        if (sum < best) best = sum;
    }
    kh_arena_clear(&arena);
    kh_buf_clear(&all);
    kh_buf_clear(&out);
    return best;
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
    kh_arena_clear(&arena);
    *pages = (struct pages){.n = 0}; /* again, now that the files are in the system's memory */
    double reading = load(argv + 1, (size_t)(argc - 1), &arena, pages);
    printf("%zu pages, %.1f MB\n", pages->n, (double)pages->bytes / 1e6);
    if (pages->n == 0) return 1;
    line("read", pages, reading);
    beside(pages, stages(&engine, pages));
    growth(&engine, pages);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory, pages included: %ld MiB\n", usage.ru_maxrss / 1024);
    kh_arena_clear(&arena);
    free(pages);
    return 0;
}

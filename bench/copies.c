/* SPDX-License-Identifier: Apache-2.0
 *
 * copies: time of finding what the reports of one event have from one another, for 200, 400 and 800
 * reports of some 600 words: reprints of one text (cut at both ends, every fiftieth word another
 * one), reprints of eight texts, reports of their own that share a quotation, and one word without
 * end. Fails where four times the reports take more than eight times as long: up to 6.5 is what
 * caches that no longer hold all of it cost, and copies that are fewer at first.
 */
#include "base/hash.h"
#include "match/copies.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WORDS = 600, MOST = 800, QUOTE = 25, ROUNDS = 3 };

enum kind { ONE_TEXT, EIGHT_TEXTS, OWN_TEXTS, ONE_WORD, KINDS };
static const char *const names[] = {"reprints of one text", "reprints of eight texts",
                                    "texts of their own", "one word alone"};

struct world {
    char *bytes;
    size_t n;
    struct kh_str texts[MOST];
};

static void put_word(struct world *w, uint64_t what)
{
    uint64_t h = kh_hash_end(what * 0x9e3779b97f4a7c15u);
    for (int i = 0; i < 3 + (int)(h % 7); i++)
        w->bytes[w->n++] = (char)('a' + (h >> (8 + 5 * i)) % 26);
    w->bytes[w->n++] = ' ';
}

static void write_report(struct world *w, enum kind kind, uint32_t report)
{
    size_t start = w->n;
    uint64_t text = kind == OWN_TEXTS ? report + 1 : kind == EIGHT_TEXTS ? report % 8 : 0;
    uint32_t from = kind == OWN_TEXTS ? 0 : report * 7 % 60, to = WORDS - report * 13 % 120;
    for (uint32_t i = from; i < to; i++) {
        bool reworded = (i + report * 17) % 50 == 0;
        if (kind == ONE_WORD) put_word(w, 1);
        else if (kind == OWN_TEXTS && i >= 300 && i < 300 + QUOTE) put_word(w, i);
        else put_word(w, (text << 32) + (reworded ? (uint64_t)report << 16 : 0) + i % 1000);
    }
    w->texts[report] = (struct kh_str){w->bytes + start, w->n - start};
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The best of some rounds. */
static double measure(const struct world *w, uint32_t n, uint32_t *reprints)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        struct kh_arena arena;
        struct kh_copy *copies;
        uint32_t copies_n;
        kh_arena_init(&arena, (size_t)256 << 20);
        double start = seconds();
        if (kh_copies_find(&arena, w->texts, n, &copies, &copies_n, NULL) != KHABAR_OK) exit(1);
        double took = seconds() - start;
        if (took < best) best = took;
        *reprints = 0;
        for (uint32_t i = 0; i < copies_n; i++) *reprints += copies[i].reprint;
        kh_arena_clear(&arena);
    }
    return best;
}

int main(void)
{
    static struct world w;
    int failed = 0;
    w.bytes = malloc((size_t)MOST * WORDS * 12);
    if (!w.bytes) return 1;
    for (int kind = 0; kind < KINDS; kind++) {
        double first = 0, last = 0;
        w.n = 0;
        for (uint32_t i = 0; i < MOST; i++) write_report(&w, (enum kind)kind, i);
        printf("%-24s", names[kind]);
        for (uint32_t n = MOST / 4; n <= MOST; n *= 2) {
            uint32_t reprints;
            last = measure(&w, n, &reprints);
            if (n == MOST / 4) first = last;
            printf("  %u: %.1f ms, %.0f us each, %u pairs", n, last * 1e3, last / n * 1e6,
                   reprints);
        }
        printf("  4n is %.2f x n\n", last / first);
        failed |= last > 8 * first;
    }
    free(w.bytes);
    return failed;
}

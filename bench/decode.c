/* SPDX-License-Identifier: Apache-2.0
 *
 * decode PATH...: megabytes a CPU second of the decode stage over the pages of the paths, of the
 * bare UTF-8 check on two scripts, of decoders on made-up pages (half markup, half text), and
 * what a guess costs.
 */
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/decode.h"
#include "decode/internal.h"
#include "fetch/fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MADE_BYTES ((size_t)1 << 20)
#define ROUNDS 20

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Text of letters first..last, behind a byte lead_first..lead_last (0: none), in words, between
 * bits of markup. */
static struct kh_str make_page(struct kh_arena *arena, unsigned lead_first, unsigned lead_last,
                               unsigned first, unsigned last)
{
    static const char markup[] = "</p>\n<p class=\"text\">";
    char *p = kh_arena_bytes(arena, MADE_BYTES);
    uint32_t x = 1;
    size_t n = 0;
    while (n + 64 < MADE_BYTES) {
        if (x >> 28 == 0) {
            memcpy(p + n, markup, sizeof markup - 1);
            n += sizeof markup - 1;
        }
        for (unsigned word = 0; word < 6; word++) {
            x = x * 1664525 + 1013904223;
            if (lead_first) p[n++] = (char)(lead_first + (x >> 16) % (lead_last - lead_first + 1));
            p[n++] = (char)(first + (x >> 8) % (last - first + 1));
        }
        p[n++] = ' ';
    }
    return (struct kh_str){p, n};
}

static void report(const char *what, size_t bytes, double seconds)
{
    printf("%-24s %9.0f MB/CPU-s\n", what, (double)bytes / 1e6 / seconds);
}

static void check_utf8(const char *what, struct kh_str text)
{
    double best = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        double t = cpu_seconds();
        size_t valid = kh_utf8_valid(text);
        t = cpu_seconds() - t;
        if (valid != text.n) printf("%s: not valid at %zu\n", what, valid);
        if (t < best) best = t;
    }
    report(what, text.n, best);
}

static void run_decoder(struct kh_arena *arena, const char *name, struct kh_str text)
{
    const struct kh_encoding *encoding = kh_encoding_named(name);
    struct kh_sink sink = {kh_arena_bytes(arena, text.n * 3 + 4), 0, text.n * 3 + 4, false};
    double best = 1e9, certainty;
    for (int i = 0; i < ROUNDS; i++) {
        sink.n = 0;
        double t = cpu_seconds();
        encoding->decode(encoding->index, text, &sink);
        t = cpu_seconds() - t;
        if (t < best) best = t;
    }
    double guess = cpu_seconds();
    kh_guess(text, KH_STR_NONE, &certainty);
    guess = cpu_seconds() - guess;
    printf("%-24s %9.0f MB/CPU-s, a guess %.1f ms\n", name, (double)text.n / 1e6 / best,
           guess * 1e3);
}

static void whole_stage(char **paths, size_t paths_n)
{
    struct kh_source *source;
    struct khabar_error err;
    struct kh_arena in, out;
    struct kh_page page;
    kh_arena_init(&in, KH_MAX_ARENA_BYTES);
    kh_arena_init(&out, KH_MAX_ARENA_BYTES);
    if (kh_source_open(paths, paths_n, &source, &err) != KHABAR_OK) exit(1);
    enum khabar_status status;
    size_t bytes = 0, pages = 0;
    double spent = 0;
    while ((status = kh_source_next(source, &in, &page, &err)) != KHABAR_END) {
        double best = 1e9;
        for (int i = 0; status == KHABAR_OK && i < 5; i++) {
            struct kh_text text;
            double t = cpu_seconds();
            kh_decode(NULL, &out, &page, &text, &err);
            t = cpu_seconds() - t;
            if (t < best) best = t;
            kh_arena_reset(&out);
        }
        if (status == KHABAR_OK) {
            spent += best;
            bytes += page.bytes.n;
            pages++;
        }
        kh_arena_reset(&in);
    }
    kh_source_close(source);
    kh_arena_clear(&in);
    kh_arena_clear(&out);
    if (pages == 0) return;
    printf("%-24s %9.0f MB/CPU-s, %.0f pages/CPU-s\n", "decode stage, the pages",
           (double)bytes / 1e6 / spent, (double)pages / spent);
}

int main(int argc, char **argv)
{
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    if (argc > 1) whole_stage(argv + 1, (size_t)argc - 1);
    check_utf8("check UTF-8: ASCII", make_page(&arena, 0, 0, 'a', 'z'));
    check_utf8("check UTF-8: Cyrillic", make_page(&arena, 0xD0, 0xD1, 0x80, 0xBF));
    struct kh_str cyrillic = make_page(&arena, 0, 0, 0xC0, 0xFF);
    run_decoder(&arena, "windows-1251", cyrillic);
    run_decoder(&arena, "windows-1256", cyrillic);
    run_decoder(&arena, "GBK", make_page(&arena, 0xB0, 0xD7, 0xA1, 0xFE));
    run_decoder(&arena, "Big5", make_page(&arena, 0xA4, 0xC6, 0xA1, 0xFE));
    run_decoder(&arena, "Shift_JIS", make_page(&arena, 0x88, 0x97, 0x9F, 0xFC));
    run_decoder(&arena, "EUC-KR", make_page(&arena, 0xB0, 0xC8, 0xA1, 0xFE));
    kh_arena_clear(&arena);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Growth on hostile pages: each shape repeated n, 2n and 4n times, CPU milliseconds of the parse
 * stage and of decode, parse and extract together. 4n may take up to 4.4 times n; what takes more
 * is marked and makes the exit status 1. Usage: shapes [N [PART-OF-NAME]] (a folder is ignored)
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/limits.h"
#include "decode/decode.h"
#include "extract/extract.h"
#include "parse/parse.h"

#define LIMIT 4.4
#define ROUNDS 5

/* head, then `unit` n times (with %zu its number), then tail. */
struct shape {
    const char *name, *head, *unit, *tail;
};

static const struct shape shapes[] = {
    {"div nested", "", "<div>", "x"},
    {"div nested, closed twice", "", "<div>", "x</div>"},
    {"p unclosed", "", "<p>word ", ""},
    {"b i nested", "", "<b><i>", "x"},
    {"a unclosed", "", "<a href=u>x", ""},
    {"a and div misnested", "", "<a><div>x</a>", ""},
    {"b and p misnested", "", "<b><p>x</b>y", ""},
    {"font with other attributes", "<p>", "<font size=%zu>", "x<p>y"},
    {"font opened in each p", "", "<p><font size=%zu>x", ""},
    {"nobr in nobr", "", "<nobr>x", ""},
    {"table nested", "", "<table>", "x"},
    {"table td nested", "", "<table><td>", "x"},
    {"text fostered", "<table>", "x<tr>", ""},
    {"elements fostered", "<table>", "<b>x</b><tr><td>y", ""},
    {"a fostered from rows", "<table>", "<tr><a>x", ""},
    {"td unclosed", "<table><tr>", "<td>x", ""},
    {"caption and col", "<table>", "<caption>x<col>", ""},
    {"ul li nested", "", "<ul><li>", "x"},
    {"li unclosed", "<ul>", "<li>x", ""},
    {"dl dd dt", "<dl>", "<dt>x<dd>y", ""},
    {"li with p and div", "<ul>", "<li><div><p>x", ""},
    {"headings unclosed", "", "<h1>x<h2>y", ""},
    {"select option", "<select>", "<option>x", ""},
    {"select in select", "", "<select>x", ""},
    {"button in button", "", "<button>x", ""},
    {"form in form", "", "<form><div>x</form>", ""},
    {"template nested", "", "<template>", "x"},
    {"svg nested", "", "<svg>", "x"},
    {"svg and p", "", "<svg><path/><p>x", ""},
    {"math and table", "", "<math><mi>x<table>", ""},
    {"ruby", "<ruby>", "<rb>x<rt>y<rp>z", ""},
    {"unknown elements nested", "", "<x-a><x-b>", "x"},
    {"unknown end tags", "<x-a><x-a><x-a>", "</x-b>", ""},
    {"end tags without start", "", "</div></b></td></p></h1>", ""},
    {"attributes on one tag", "<p ", "a%zu=v ", ">x"},
    {"the same attribute", "<p ", "a=v ", ">x"},
    {"tags with twelve attributes", "", "<p a b c d e f g h i j k l>x", ""},
    {"html and body again", "<body>x", "<html a%zu=1><body b%zu=2>", ""},
    {"references", "<p>", "&amp;&notit;&#65;&x", ""},
    {"references without end", "<p>", "&CounterClockwiseContourIntegra", ""},
    {"references in attributes", "", "<p a='&amp;&copy=1'>x", ""},
    {"comments", "", "<!-- x -- > -->", "x"},
    {"comment without end", "x<!--", "--x>-- >", ""},
    {"script without end", "x<script>", "<!--<script></scrip", ""},
    {"title without end", "<title>", "</titl", ""},
    {"cdata without end", "<svg><![CDATA[", "]]x", ""},
    {"doctypes", "x", "<!DOCTYPE html PUBLIC 'a' 'b'>", ""},
    {"less-than signs", "<p>", "< <1 <", ""},
    {"CR line ends", "<p>", "word\r\nwords here\r", ""},
    {"br lines", "<div>", "word word<br>", "</div>"},
    {"frameset", "<frameset>", "<frameset><frame>", ""},
    {"linked data", "", "<script type=application/ld+json>{\"a\":[{}]}</script>", "<p>x"},
    {"dump: short lines", "", "one line\n", ""},
    {"dump: blank lines", "x\n", "\n", "y"},
    {"dump: one long line", "x\ny\n", "word and ", ""},
    {"dump: less-than signs", "x\ny\nz\n", "a < b > <x <p ", ""},
    {"dump: tags without end", "x\ny\n", "<p <", "\nz"},
    {"dump: scripts without end", "x\n\n\n", "a b\nc d\ne f\n<script>\n", ""},
    {"dump: scripts", "x\n", "a\nb\nc\n<script>x\n</script>\n", ""},
    {"dump: references", "x\ny\n", "&amp;&x &#65;", ""},
};

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void make_page(struct kh_buf *buf, const struct shape *shape, size_t n)
{
    kh_buf_reset(buf);
    kh_buf_lit(buf, shape->head);
    for (size_t i = 0; i < n; i++) {
        for (const char *p = shape->unit; *p; p++) {
            if (p[0] == '%' && p[1] == 'z') {
                kh_buf_printf(buf, "%zu", i);
                p += 2;
            } else {
                kh_buf_byte(buf, *p);
            }
        }
    }
    kh_buf_lit(buf, shape->tail);
}

struct times {
    double parse_ms, chain_ms; /* the best so far */
};

static void run(struct kh_arena *arena, struct kh_str bytes, const char *path, struct times *best)
{
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    struct kh_page page = {.bytes = bytes, .path = kh_str_of(path)};
    struct kh_text text = {0};
    struct kh_tree tree = {0};
    struct kh_article article = {0};
    double start = cpu_ms();
    enum khabar_status status = kh_decode(&engine, arena, &page, &text, NULL);
    double parse_start = cpu_ms(), parse_end = parse_start;
    if (!status && text.verdict == KH_ARTICLE) {
        status = kh_parse(&engine, arena, &text, &tree, NULL);
        parse_end = cpu_ms();
        if (!status) status = kh_extract(&engine, arena, &tree, &article, NULL);
    }
    double end = cpu_ms();
    if (parse_end - parse_start < best->parse_ms) best->parse_ms = parse_end - parse_start;
    if (end - start < best->chain_ms) best->chain_ms = end - start;
    kh_arena_reset(arena);
}

/* Prints the line of a shape; true when it grows too much. */
static bool measure(struct kh_arena *arena, const struct shape *shape, size_t n)
{
    struct kh_buf pages[3];
    struct times best[3];
    const char *path = strncmp(shape->name, "dump", 4) ? "page.html" : "page.txt";
    for (int k = 0; k < 3; k++) {
        kh_buf_init(&pages[k], KH_MAX_PAGE_BYTES);
        make_page(&pages[k], shape, n << k);
        best[k] = (struct times){1e9, 1e9};
    }
    double parse = 0, chain = 0;
    bool bad = true;
    /* Sizes by turns, so that what else the machine does falls on all; again while it looks bad. */
    for (int round = 0; round < 4 * ROUNDS && (bad || round < ROUNDS); round++) {
        for (int k = 0; k < 3; k++) run(arena, kh_buf_str(&pages[k]), path, &best[k]);
        parse = best[2].parse_ms / best[0].parse_ms;
        chain = best[2].chain_ms / best[0].chain_ms;
        bad = parse > LIMIT || chain > LIMIT;
    }
    printf("%-28s %6.2f %6.2f %6.2f %5.2f   %7.2f %7.2f %7.2f %5.2f%s\n", shape->name,
           best[0].parse_ms, best[1].parse_ms, best[2].parse_ms, parse, best[0].chain_ms,
           best[1].chain_ms, best[2].chain_ms, chain, bad ? "  over" : "");
    for (int k = 0; k < 3; k++) kh_buf_clear(&pages[k]);
    return bad;
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 0, over = 0;
    size_t shapes_n = sizeof shapes / sizeof *shapes;
    if (!n) n = 20000;
    /* Memory given back is kept by the process: the kernel's clearing of pages is not measured. */
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    printf("%-28s %-27s   %s\n", "milliseconds at n, 2n, 4n", "parse     (4n/n)",
           "decode, parse, extract (4n/n)");
    for (size_t i = 0; i < shapes_n; i++) {
        if (argc < 3 || strstr(shapes[i].name, argv[2])) over += measure(&arena, &shapes[i], n);
    }
    printf("%zu of %zu shapes grow more than %.1f times from n to 4n (n = %zu)\n", over, shapes_n,
           LIMIT, n);
    kh_arena_clear(&arena);
    return over > 0;
}

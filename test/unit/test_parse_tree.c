/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree builder and the dump reader: own cases, limits, and the html5lib tree-construction
 * suite by what khabar needs of it: the same texts in the same blocks in the same order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>

#include "base/buf.h"
#include "base/limits.h"
#include "html5lib.h"
#include "parse/internal.h"
#include "parse/names.h"
#include "parse/parse.h"
#include "parse/traits.h"

/* ---- a page and its tree ---- */

struct parsed {
    struct kh_arena arena;
    struct kh_page page;
    struct kh_text text;
    struct kh_tree tree;
};

static enum khabar_status parse(struct parsed *p, struct kh_str utf8, const char *path)
{
    kh_arena_init(&p->arena, KH_MAX_ARENA_BYTES);
    p->page = (struct kh_page){.path = kh_str_of(path)};
    p->text = (struct kh_text){.page = &p->page, .utf8 = utf8};
    struct khabar_error err;
    return kh_parse(NULL, &p->arena, &p->text, &p->tree, &err);
}

/* What every tree has to hold, whatever the input was. */
static void check_tree(const struct kh_tree *tree)
{
    assert_true(tree->nodes_n >= 1);
    assert_int_equal(tree->nodes[0].end, tree->nodes_n);
    assert_int_equal(tree->nodes[0].parent, 0);
    for (uint32_t i = 1; i < tree->nodes_n; i++) {
        const struct kh_node *node = &tree->nodes[i], *parent = &tree->nodes[node->parent];
        assert_true(node->parent < i);
        assert_true(node->end > i && node->end <= parent->end);
        assert_int_equal(parent->kind, KH_NODE_ELEMENT);
        if (node->kind == KH_NODE_TEXT) assert_int_equal(node->end, i + 1);
        assert_true(node->attr + node->attrs <= tree->attrs_n);
    }
}

/* "html(head,body(p('a',b('c'))))" */
static void print_tree(const struct kh_tree *tree, struct kh_buf *out)
{
    uint32_t open[64], depth = 0;
    for (uint32_t i = 0; i <= tree->nodes_n; i++) {
        while (depth && (i == tree->nodes_n || tree->nodes[open[depth - 1]].end == i)) {
            kh_buf_byte(out, ')');
            depth--;
        }
        if (i == tree->nodes_n) break;
        const struct kh_node *node = &tree->nodes[i];
        if (i && node->parent != i - 1) kh_buf_byte(out, ',');
        if (node->kind == KH_NODE_TEXT) kh_buf_byte(out, '\'');
        kh_buf_put(out, node->text);
        if (node->kind == KH_NODE_TEXT) kh_buf_byte(out, '\'');
        if (node->end == i + 1) continue;
        assert_true(depth < 64);
        open[depth++] = i;
        kh_buf_byte(out, '(');
    }
}

static void expect_path(const char *text, const char *path, const char *wanted)
{
    struct parsed p;
    assert_int_equal(parse(&p, kh_str_of(text), path), KHABAR_OK);
    check_tree(&p.tree);
    struct kh_buf buf;
    kh_buf_init(&buf, 1 << 20);
    print_tree(&p.tree, &buf);
    kh_buf_byte(&buf, '\0');
    assert_string_equal(buf.p, wanted);
    kh_buf_clear(&buf);
    kh_arena_clear(&p.arena);
}

static void expect(const char *text, const char *wanted)
{
    expect_path(text, "a.html", wanted);
}

#define IN_BODY(inside) "html(head,body(" inside "))"

static void test_implied(void **state)
{
    (void)state;
    expect("<p>a", IN_BODY("p('a')"));
    expect("<title>a</title>b", "html(head(title('a')),body('b'))");
    expect("<p>a<p>b<div>c", IN_BODY("p('a'),p('b'),div('c')"));
    expect("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e",
           IN_BODY("ul(li('a'),li('b',ul(li('c'))),li('d')),'e'"));
    expect("<dl><dt>a<dd>b<dt>c</dl>", IN_BODY("dl(dt('a'),dd('b'),dt('c'))"));
    expect("<select><option>a<option>b</select>c", IN_BODY("select(option('a'),option('b')),'c'"));
    expect("<h2>a<h3>b</h2>c", IN_BODY("h2('a'),h3('b'),'c'"));
    expect("<div><p>a</div>b</p>c", IN_BODY("div(p('a')),'b',p,'c'"));
}

static void test_tables(void **state)
{
    (void)state;
    expect("<table><td>a<td>b<tr><th>c</table>d",
           IN_BODY("table(tbody(tr(td('a'),td('b')),tr(th('c')))),'d'"));
    expect("<table><tr>x<td>a</table>", IN_BODY("'x',table(tbody(tr(td('a'))))"));
    expect("<div><table><p>x</p><b>y</b><tr><td>a</table></div>",
           IN_BODY("div(p('x'),b('y'),table(tbody(tr(td('a')))))"));
    expect("<table><td>a<table><td>b</table>c</table>d",
           IN_BODY("table(tbody(tr(td('a',table(tbody(tr(td('b')))),'c')))),'d'"));
    expect("<table><caption>a<col><td>b</table>",
           IN_BODY("table(caption('a'),colgroup(col),tbody(tr(td('b'))))"));
}

static void test_misnested(void **state)
{
    (void)state;
    expect("<b>a<i>b</b>c</i>d", IN_BODY("b('a',i('b')),'c','d'"));
    expect("<b>a<p>b</b>c</p>d", IN_BODY("b('a',p('b','c')),'d'"));
    expect("<a href=1>a<a href=2>b", IN_BODY("a('a'),a('b')"));
    expect("<p><em>a<p>b", IN_BODY("p(em('a')),p('b')"));
    expect("<form><div>a</form>b</div>c", IN_BODY("form(div('a','b')),'c'"));
}

static void test_raw(void **state)
{
    (void)state;
    expect("<script>if (a<b) x('</p>');</script><p>a", "html(head(script),body(p('a')))");
    expect("<style>p{}</style>a", "html(head(style),body('a'))");
    expect("<textarea>\n<p>a</textarea>b", IN_BODY("textarea('<p>a'),'b'"));
    expect("<pre>\n\na</pre>", IN_BODY("pre('\na')"));
    expect("<noscript><p>a</p></noscript>", "html(head(noscript),body(p('a')))");
    expect("<svg><title>a</title><p>b", IN_BODY("svg(title('a')),p('b')"));
    expect("<svg><![CDATA[<a>]]></svg>", IN_BODY("svg('<a>')"));
    expect("<frameset><frame></frameset><noframes>a</noframes>",
           "html(head,frameset(frame),noframes('a'))");
    expect("a<!-- x -->b\n</body> </html>\n", IN_BODY("'a','b\n'"));
}

static void test_spaces(void **state)
{
    (void)state;
    expect("<div>\n <p>a</p>\n <b>b</b> <i>c</i>\n</div>\n",
           IN_BODY("div(p('a'),b('b'),' ',i('c'),'\n')"));
}

static void test_linked_data(void **state)
{
    (void)state;
    struct parsed p;
    struct kh_str text = KH_STR("<script>a</script><script type='Application/LD+json'>{\"a\":"
                                "\"&amp;\"}</script><body><script type=application/ld+json>2"
                                "</script>");
    assert_int_equal(parse(&p, text, "a.html"), KHABAR_OK);
    assert_int_equal(p.tree.scripts_n, 2);
    assert_true(kh_str_eq(p.tree.scripts[0], KH_STR("{\"a\":\"&amp;\"}")));
    assert_true(kh_str_eq(p.tree.scripts[1], KH_STR("2")));
    kh_arena_clear(&p.arena);
}

static void test_attributes(void **state)
{
    (void)state;
    struct parsed p;
    struct kh_str text = KH_STR("<html lang=ur><body id=x class='a&amp;b'><html dir=rtl lang=en>"
                                "<p CLASS=c>d");
    assert_int_equal(parse(&p, text, "a.html"), KHABAR_OK);
    check_tree(&p.tree);
    const struct kh_node *html = &p.tree.nodes[0], *paragraph = NULL;
    for (uint32_t i = 0; i < p.tree.nodes_n; i++) {
        if (p.tree.nodes[i].tag == KH_TAG_P) paragraph = &p.tree.nodes[i];
    }
    assert_int_equal(html->attrs, 2);
    assert_non_null(paragraph);
    assert_int_equal(paragraph->attrs, 1);
    assert_true(kh_str_eq(p.tree.attrs[paragraph->attr].name, KH_STR("class")));
    for (uint32_t i = 0; i < html->attrs; i++) {
        const struct kh_attr *attr = &p.tree.attrs[html->attr + i];
        bool lang = kh_str_eq(attr->name, KH_STR("lang"));
        assert_true(kh_str_eq(attr->value, lang ? KH_STR("ur") : KH_STR("rtl")));
    }
    kh_arena_clear(&p.arena);
}

/* Deep nesting, too many nodes: cut, not refused. */
static void test_limits(void **state)
{
    (void)state;
    static const char *const shapes[] = {"<div>", "<table><td>", "<b><p>",     "<x-a>",
                                         "<svg>", "<ul><li>",    "<template>", "<select>"};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        struct kh_buf buf;
        kh_buf_init(&buf, 64 << 20);
        for (int i = 0; i < 3000; i++) kh_buf_lit(&buf, shapes[s]);
        kh_buf_lit(&buf, "text");
        struct parsed p;
        assert_int_equal(parse(&p, kh_buf_str(&buf), "a.html"), KHABAR_OK);
        check_tree(&p.tree);
        kh_arena_clear(&p.arena);
        kh_buf_clear(&buf);
    }
    struct kh_buf buf;
    kh_buf_init(&buf, 64 << 20);
    for (size_t i = 0; i < KH_MAX_NODES; i++) kh_buf_lit(&buf, "<p>a");
    struct parsed p;
    assert_int_equal(parse(&p, kh_buf_str(&buf), "a.html"), KHABAR_OK);
    assert_true(p.tree.truncated);
    assert_true(p.tree.nodes_n <= KH_MAX_NODES);
    check_tree(&p.tree);
    kh_arena_clear(&p.arena);
    kh_buf_clear(&buf);
}

/* ---- dumps ---- */

static void expect_dump(const char *text, const char *wanted)
{
    expect_path(text, "a.txt", wanted);
}

static void test_dump(void **state)
{
    (void)state;
    expect_dump("one\ntwo\n", "html(p('one'),p('two'))");
    expect_dump("\n\n one \n\n\n\ttwo\n\n", "html(p('one'),br,p('two'))");
    expect_dump("a\r\nb\rc\n\xE2\x80\xA8"
                "d\xE2\x80\xA9"
                "e",
                "html(p('a'),p('b'),p('c'),br,p('d'),p('e'))");
    expect_dump("", "html");
    expect_dump("a < b and b > c\nc <d\n", "html(p('a < b and b > c'),p('c <d'))");
    expect_dump("AT&amp;T & co &copy\n", "html(p('AT&T & co &copy'))");
}

static void test_dump_scraps(void **state)
{
    (void)state;
    expect_dump("Follow us\n\n<script async src=\"//x.test/a.js\"></script>\n"
                "<div id=\"box-1\"></div>\n\nThe council met on Monday.\n",
                "html(p('Follow us'),br,p('The council met on Monday.'))");
    expect_dump("a\n<script>\nvar x = 1;\n</script> b\nc", "html(p('a'),p('b'),p('c'))");
    expect_dump("The <b>old</b> bridge\nis open.\nYes.",
                "html(p('The old bridge'),p('is open.'),p('Yes.'))");
    expect_dump("a\n<script>b\nc\nd\ne\nf\ng", "html(p('a'),p('b'),p('c'),p('d'),p('e'),p('f'),"
                                               "p('g'))");
}

static enum kh_form form_of(const char *text, const char *path)
{
    struct parsed p;
    assert_int_equal(parse(&p, kh_str_of(text), path), KHABAR_OK);
    enum kh_form form = p.tree.form;
    kh_arena_clear(&p.arena);
    return form;
}

static void test_form(void **state)
{
    (void)state;
    assert_int_equal(form_of("<!DOCTYPE html>\n\n\na\nb", "a.txt"), KH_FORM_HTML);
    assert_int_equal(form_of("<p>a</p>\n<p>b</p>\n", "-"), KH_FORM_HTML);
    assert_int_equal(form_of("<p>a</p>\n<p>b</p>\n", "a.txt"), KH_FORM_HTML);
    assert_int_equal(form_of("Prices: <5 and >3\nline\n", "-"), KH_FORM_DUMP);
    assert_int_equal(form_of("Menu\n\n<div id=x></div>\nText of it\nMore of it\n", "-"),
                     KH_FORM_DUMP);
    assert_int_equal(
        form_of("Menu\n\n<meta itemprop=x content=y>\nText of it\nMore of it\n", "a.txt"),
        KH_FORM_DUMP);
    assert_int_equal(form_of("<div>a", "-"), KH_FORM_HTML);
    assert_int_equal(form_of("plain words\n", "a.html"), KH_FORM_DUMP);
    assert_int_equal(form_of("", "a.html"), KH_FORM_DUMP);
}

/* ---- the suite ---- */

/* Builds "block:text" lines: text is what stands between two block boundaries. */
struct blocks {
    struct kh_buf out;
    bool open;  /* a line is open */
    bool space; /* white space is owed */
};

static void block_edge(struct blocks *blocks)
{
    if (blocks->open) kh_buf_byte(&blocks->out, '\n');
    blocks->open = blocks->space = false;
}

static void block_text(struct blocks *blocks, struct kh_str name, struct kh_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (kh_is_space(text.p[i])) {
            blocks->space = true;
            continue;
        }
        if (!blocks->open) {
            kh_buf_put(&blocks->out, name);
            kh_buf_byte(&blocks->out, ':');
        } else if (blocks->space) {
            kh_buf_byte(&blocks->out, ' ');
        }
        blocks->open = true;
        blocks->space = false;
        kh_buf_byte(&blocks->out, text.p[i]);
    }
}

static bool is_block(struct kh_str name)
{
    return (kh_traits[kh_tag_find(name)] & KH_LINE) != 0;
}

static void blocks_of_tree(const struct kh_tree *tree, struct blocks *blocks)
{
    uint32_t *open = malloc((tree->nodes_n + 1) * sizeof *open), depth = 0;
    assert_non_null(open);
    for (uint32_t i = 0; i < tree->nodes_n; i++) {
        while (depth && tree->nodes[open[depth - 1]].end <= i) {
            block_edge(blocks);
            depth--;
        }
        const struct kh_node *node = &tree->nodes[i];
        if (node->kind == KH_NODE_TEXT) {
            block_text(blocks, depth ? tree->nodes[open[depth - 1]].text : KH_STR_NONE, node->text);
        } else if (node->tag != KH_TAG_OTHER && is_block(node->text)) {
            block_edge(blocks);
            open[depth++] = i;
        }
    }
    free(open);
}

/* The same from the suite's notation: "| " and two spaces a level. */
static void blocks_of_lines(struct kh_str lines, struct blocks *blocks)
{
    struct {
        size_t level;
        struct kh_str name;
    } open[600];
    size_t depth = 0, skip_level = SIZE_MAX;
    while (lines.n) {
        struct kh_str line = kh_str_cut(&lines, '\n');
        if (line.n < 2 || line.p[0] != '|') continue;
        size_t level = 0;
        while (2 + level < line.n && line.p[2 + level] == ' ') level++;
        struct kh_str item = kh_str_sub(line, 2 + level, line.n);
        bool is_text = item.n && item.p[0] == '"';
        if (is_text) { /* goes on over lines up to the quote that ends one */
            const char *end = item.p + item.n;
            while (end[-1] != '"' || end - item.p < 2) {
                struct kh_str more = kh_str_cut(&lines, '\n');
                end = more.p + more.n;
            }
            item = (struct kh_str){item.p + 1, (size_t)(end - item.p) - 2};
        }
        while (depth && open[depth - 1].level >= level) {
            block_edge(blocks);
            depth--;
        }
        if (level <= skip_level) skip_level = SIZE_MAX;
        if (is_text) {
            if (skip_level == SIZE_MAX)
                block_text(blocks, depth ? open[depth - 1].name : KH_STR_NONE, item);
        } else if (item.n > 2 && item.p[0] == '<' && item.p[1] != '!') {
            struct kh_str name = kh_str_sub(item, 1, item.n - 1);
            if (kh_str_eq(name, KH_STR("script")) || kh_str_eq(name, KH_STR("style")))
                skip_level = level;
            if (is_block(name) && depth < 600) {
                block_edge(blocks);
                open[depth].level = level;
                open[depth++].name = name;
            }
        }
    }
}

/* The section of a case that begins with the line `name`, up to the next line with '#'. */
static struct kh_str section(struct kh_str test, const char *name)
{
    char mark[40];
    snprintf(mark, sizeof mark, "\n#%s\n", name);
    size_t at = kh_str_find(test, kh_str_of(mark), 0);
    if (at == SIZE_MAX) return KH_STR_NONE;
    size_t start = at + strlen(mark);
    size_t end = kh_str_find(test, KH_STR("\n#"), start - 1);
    if (end == SIZE_MAX) end = test.n;
    return end <= start ? (struct kh_str){test.p + start, 0} : kh_str_sub(test, start, end);
}

struct tally {
    char *exceptions;
    size_t cases, passed, unlisted, fragments;
};

static void run_case(struct tally *tally, struct kh_str test, const char *file, size_t number)
{
    if (section(test, "document-fragment").p ||
        kh_str_find(test, KH_STR("\n#script-on\n"), 0) != SIZE_MAX) {
        tally->fragments++;
        return;
    }
    struct kh_str data = section(test, "data");
    size_t tree_at = kh_str_find(test, KH_STR("\n#document\n"), 0);
    assert_true(tree_at != SIZE_MAX);
    struct blocks wanted = {0}, got = {0};
    kh_buf_init(&wanted.out, 1 << 20);
    kh_buf_init(&got.out, 1 << 20);
    struct parsed p = {0}; /* not kh_parse: the suite has cases of bare text, which are no dumps */
    kh_arena_init(&p.arena, KH_MAX_ARENA_BYTES);
    assert_int_equal(kh_parse_html(&p.arena, data, &p.tree, NULL), KHABAR_OK);
    check_tree(&p.tree);
    blocks_of_lines(kh_str_sub(test, tree_at + 11, test.n), &wanted);
    blocks_of_tree(&p.tree, &got);
    block_edge(&wanted);
    block_edge(&got);
    tally->cases++;
    char key[300];
    snprintf(key, sizeof key, "tree/%s#%zu", file, number);
    if (kh_str_eq(kh_buf_str(&wanted.out), kh_buf_str(&got.out))) {
        tally->passed++;
    } else if (!is_listed(tally->exceptions, key)) {
        tally->unlisted++;
        printf("  not listed: %s\n", key);
        if (getenv("KHABAR_TEST_VERBOSE"))
            printf("%.*s\n  wanted\n%.*s  got\n%.*s\n", (int)data.n, data.p, (int)wanted.out.n,
                   wanted.out.p, (int)got.out.n, got.out.p);
    }
    kh_buf_clear(&wanted.out);
    kh_buf_clear(&got.out);
    kh_arena_clear(&p.arena);
}

static void run_file(struct tally *tally, const char *dir, const char *name)
{
    char path[800];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    size_t n = 0;
    char *bytes = read_file(path, &n);
    assert_non_null(bytes);
    struct kh_str all = {bytes, n};
    size_t number = 0;
    for (size_t at = 0; at != SIZE_MAX && at < n; number++) {
        size_t next = kh_str_find(all, KH_STR("\n#data\n"), at + 1);
        struct kh_buf test; /* with a newline before "#data" */
        kh_buf_init(&test, 1 << 22);
        kh_buf_byte(&test, '\n');
        kh_buf_put(&test, kh_str_sub(all, at, next == SIZE_MAX ? n : next));
        run_case(tally, kh_buf_str(&test), name, number);
        kh_buf_clear(&test);
        at = next == SIZE_MAX ? next : next + 1;
    }
    free(bytes);
}

static void test_suite(void **state)
{
    (void)state;
    char dir[500], tests[540];
    if (!suites_unpack(dir, sizeof dir)) skip();
    struct tally tally = {0};
    size_t n;
    tally.exceptions = read_file("test/unit/html5lib-exceptions.txt", &n);
    snprintf(tests, sizeof tests, "%s/tree-construction", dir);
    DIR *folder = opendir(tests);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (strstr(entry->d_name, ".dat")) run_file(&tally, tests, entry->d_name);
    }
    closedir(folder);
    free(tally.exceptions);
    printf("# html5lib tree-construction, same texts in the same blocks: %zu of %zu cases "
           "(%.2f %%); %zu of fragments or with scripting left out\n",
           tally.passed, tally.cases, 100.0 * (double)tally.passed / (double)tally.cases,
           tally.fragments);
    assert_true(tally.cases >= 1400);
    assert_int_equal(tally.unlisted, 0);
    assert_true(tally.passed * 100 >= tally.cases * 97);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_implied),    cmocka_unit_test(test_tables),
        cmocka_unit_test(test_misnested),  cmocka_unit_test(test_raw),
        cmocka_unit_test(test_spaces),     cmocka_unit_test(test_linked_data),
        cmocka_unit_test(test_attributes), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_dump),       cmocka_unit_test(test_dump_scraps),
        cmocka_unit_test(test_form),       cmocka_unit_test(test_suite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

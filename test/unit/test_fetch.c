/* SPDX-License-Identifier: Apache-2.0
 *
 * The fetch stage: files, directories in name order, loops, pipes, limits, errors by name.
 */
#include "base/limits.h"
#include "fetch/fetch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct kh_arena arena;
static char root[64];

static const char *in_root(const char *name)
{
    return kh_arena_printf(&arena, "%s/%s", root, name).p;
}

static void put_file(const char *name, const char *content)
{
    FILE *file = fopen(in_root(name), "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void put_folder(const char *name)
{
    assert_int_equal(mkdir(in_root(name), 0700), 0);
}

static int begin(void **state)
{
    (void)state;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    snprintf(root, sizeof root, "/tmp/khabar-fetch-XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", root, root);
    int rc = system(command);
    kh_arena_clear(&arena);
    return rc;
}

/* Everything the source yields, one line a page: the path below root, then its bytes or status. */
static char *all_of(const char *first, const char *second)
{
    char *paths[2] = {(char *)(uintptr_t)first, (char *)(uintptr_t)second};
    struct kh_source *source;
    struct khabar_error err;
    static char seen[8192];
    seen[0] = '\0';
    assert_int_equal(kh_source_open(paths, second ? 2 : 1, &source, &err), KHABAR_OK);
    for (;;) {
        struct kh_page page;
        enum khabar_status status = kh_source_next(source, &arena, &page, &err);
        if (status == KHABAR_END) break;
        assert_true(page.path.n > 0);
        struct kh_str path = page.path;
        if (kh_str_starts(path, kh_str_of(root)))
            path = kh_str_sub(path, strlen(root) + 1 < path.n ? strlen(root) + 1 : path.n, path.n);
        size_t at = strlen(seen);
        if (status == KHABAR_OK) {
            snprintf(seen + at, sizeof seen - at, "%.*s=%.*s\n", (int)path.n, path.p,
                     (int)(page.bytes.n < 20 ? page.bytes.n : 20), page.bytes.p);
        } else {
            assert_int_equal(err.status, status);
            assert_string_equal(err.stage, "fetch");
            /* The reason names the page. */
            assert_non_null(strstr(err.text, page.path.p));
            snprintf(seen + at, sizeof seen - at, "%.*s: %s\n", (int)path.n, path.p,
                     khabar_status_text(status));
        }
    }
    assert_int_equal(kh_source_left(source), 0);
    kh_source_close(source);
    return seen;
}

static void test_files(void **state)
{
    (void)state;
    put_file("b.html", "two");
    put_file("a.html", "");
    assert_string_equal(all_of(in_root("b.html"), in_root("a.html")), "b.html=two\na.html=\n");
    assert_string_equal(all_of(in_root("b.html"), in_root("b.html")), "b.html=two\nb.html=two\n");
    assert_string_equal(all_of(in_root("none"), in_root("a.html/x")),
                        "none: not found\na.html/x: not found\n");
}

static void test_folder(void **state)
{
    (void)state;
    put_folder("n");
    put_folder("n/b");
    put_folder("n/.git");
    put_file("n/b/2", "");
    put_file("n/b/10", "");
    put_file("n/.git/x", "");
    put_file("n/.hidden", "");
    put_file("n/a", "");
    put_file("n/b-first", "");
    put_file("n/\xC3\xBC", "");
    put_file("n/Z", "");
    const char *wanted = "n/Z=\nn/a=\nn/b/10=\nn/b/2=\nn/b-first=\nn/\xC3\xBC=\n";
    assert_string_equal(all_of(in_root("n"), NULL), wanted);
    assert_string_equal(all_of(in_root("n///"), NULL), wanted);
    /* A hidden file that is named is read. */
    assert_string_equal(all_of(in_root("n/.hidden"), in_root("n/.git")), "n/.hidden=\nn/.git/x=\n");
    put_folder("empty");
    assert_string_equal(all_of(in_root("empty"), NULL), "");
}

static void test_links(void **state)
{
    (void)state;
    put_folder("n");
    put_folder("n/sub");
    put_file("n/sub/page", "x");
    assert_int_equal(symlink("..", in_root("n/sub/up")), 0);
    assert_int_equal(symlink(".", in_root("n/self")), 0);
    assert_int_equal(symlink("sub/page", in_root("n/link")), 0);
    assert_int_equal(symlink("nowhere", in_root("n/torn")), 0);
    assert_int_equal(symlink("circle", in_root("n/circle")), 0);
    assert_string_equal(all_of(in_root("n"), NULL), "n/circle: not found\nn/link=x\n"
                                                    "n/sub/page=x\nn/torn: not found\n");
    /* Named twice, walked twice. */
    put_folder("m");
    put_file("m/page", "y");
    assert_string_equal(all_of(in_root("m"), in_root("m")), "m/page=y\nm/page=y\n");
}

static void test_no_file(void **state)
{
    (void)state;
    put_folder("n");
    assert_int_equal(mkfifo(in_root("n/pipe"), 0600), 0);
    put_file("n/z", "z");
    assert_string_equal(all_of(in_root("n"), NULL), "n/z=z\n");
    assert_string_equal(all_of(in_root("n/pipe"), "/dev/null"),
                        "n/pipe: the input is malformed\n/dev/null: the input is malformed\n");
}

static void test_denied(void **state)
{
    (void)state;
    if (geteuid() == 0) {
        printf("skip: denied files, running as root\n");
        skip();
    }
    put_folder("n");
    put_folder("n/closed");
    put_file("n/page", "x");
    put_file("n/z", "z");
    chmod(in_root("n/page"), 0);
    chmod(in_root("n/closed"), 0);
    assert_string_equal(all_of(in_root("n"), NULL),
                        "n/closed: access refused\nn/page: access refused\nn/z=z\n");
}

static void test_large(void **state)
{
    (void)state;
    put_file("large", "");
    assert_int_equal(truncate(in_root("large"), (off_t)KH_MAX_PAGE_BYTES + 1), 0);
    put_file("just", "");
    assert_int_equal(truncate(in_root("just"), (off_t)KH_MAX_PAGE_BYTES), 0);
    size_t before = arena.used_bytes;
    assert_string_equal(all_of(in_root("large"), NULL), "large: a limit was reached\n");
    assert_in_range(arena.used_bytes - before, 0, 4096);
    assert_string_equal(all_of(in_root("just"), NULL), "just=\n");
}

static void test_deep(void **state)
{
    (void)state;
    char path[1024];
    snprintf(path, sizeof path, "%s", root);
    for (int i = 0; i < KH_MAX_DIRECTORY_DEPTH + 2; i++) {
        size_t n = strlen(path);
        snprintf(path + n, sizeof path - n, "/d");
        assert_int_equal(mkdir(path, 0700), 0);
    }
    put_file("z", "z");
    char *seen = all_of(root, NULL);
    assert_non_null(strstr(seen, "a limit was reached\nz=z\n"));
}

static void test_stdin(void **state)
{
    (void)state;
    int ends[2], old = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "from a pipe", 11), 11);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    assert_string_equal(all_of("-", "-"), "-=from a pipe\n-: the input is malformed\n");
    /* Endless input is left off at the limit. */
    int zero = open("/dev/zero", O_RDONLY);
    dup2(zero, STDIN_FILENO);
    close(zero);
    assert_string_equal(all_of("-", NULL), "-: a limit was reached\n");
    dup2(old, STDIN_FILENO);
    close(old);
}

static void test_left(void **state)
{
    (void)state;
    put_folder("n");
    put_file("n/a", "");
    put_file("n/b", "");
    put_file("n/c", "");
    char *paths[2] = {(char *)(uintptr_t)in_root("n"), (char *)(uintptr_t)in_root("n/a")};
    struct kh_source *source;
    struct kh_page page;
    struct khabar_error err;
    assert_int_equal(kh_source_open(paths, 2, &source, &err), KHABAR_OK);
    assert_int_equal(kh_source_left(source), 2);
    assert_int_equal(kh_source_next(source, &arena, &page, &err), KHABAR_OK);
    assert_int_equal(kh_source_left(source), 3);
    kh_source_close(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_files, begin, end),
        cmocka_unit_test_setup_teardown(test_folder, begin, end),
        cmocka_unit_test_setup_teardown(test_links, begin, end),
        cmocka_unit_test_setup_teardown(test_no_file, begin, end),
        cmocka_unit_test_setup_teardown(test_denied, begin, end),
        cmocka_unit_test_setup_teardown(test_large, begin, end),
        cmocka_unit_test_setup_teardown(test_deep, begin, end),
        cmocka_unit_test_setup_teardown(test_stdin, begin, end),
        cmocka_unit_test_setup_teardown(test_left, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

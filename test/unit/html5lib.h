/* SPDX-License-Identifier: Apache-2.0
 *
 * For the tests that read the html5lib suites: where they lie, unpacked into the build folder, and
 * the list of exceptions. Skips by name when the shared data is absent.
 */
#ifndef TEST_HTML5LIB_H
#define TEST_HTML5LIB_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Unpacks the suites once; false (and a line that says so) without them. */
static bool suites_unpack(char *dir, size_t dir_size)
{
    const char *shared = getenv("KHABAR_SHARED"), *build = getenv("O");
    char archive[400], command[4096];
    snprintf(archive, sizeof archive, "%s/data/suites/html5lib.tar.xz",
             shared ? shared : "../shared");
    snprintf(dir, dir_size, "%s/suites/html5lib", build ? build : "build");
    FILE *file = fopen(archive, "rb");
    if (!file) {
        printf("skip html5lib suites: %s is absent\n", archive);
        return false;
    }
    fclose(file);
    snprintf(command, sizeof command,
             "test -d '%s' || { mkdir -p '%s.new' && tar -xf '%s' -C '%s.new' && "
             "mv '%s.new/html5lib' '%s'; }",
             dir, dir, archive, dir, dir, dir);
    if (system(command) != 0) {
        printf("skip html5lib suites: %s cannot be unpacked\n", archive);
        return false;
    }
    return true;
}

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    size_t capacity = 1 << 16;
    char *p = malloc(capacity + 1);
    *n = 0;
    for (size_t got; p && (got = fread(p + *n, 1, capacity - *n, file)) > 0;) {
        *n += got;
        if (*n < capacity) continue;
        char *grown = realloc(p, capacity * 2 + 1);
        if (!grown) free(p);
        p = grown;
        capacity *= 2;
    }
    fclose(file);
    if (p) p[*n] = '\0';
    return p;
}

/* Whether `list` has the line "KEY TAB reason". */
static bool is_listed(const char *list, const char *key)
{
    size_t n = strlen(key);
    for (const char *p = list; p && *p; p = (p = strchr(p, '\n')) ? p + 1 : NULL) {
        if (strncmp(p, key, n) == 0 && p[n] == '\t') return true;
    }
    return false;
}

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * A power cut for tests, preloaded: what fsync or fdatasync was called for is copied to the folder
 * $POWERCUT, and only that is taken to have reached the disk. The store is called a.db.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder that is synced has forgotten the files that were deleted in it. */
static void forget(const char *path, const char *folder)
{
    static const char *const ends[] = {"", "-journal", "-wal"};
    char real[4200], kept[4200];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(real, sizeof real, "%s/a.db%s", path, ends[i]);
        snprintf(kept, sizeof kept, "%s/a.db%s", folder, ends[i]);
        if (access(real, F_OK) != 0) unlink(kept);
    }
}

/* Written under another name first: the copy itself must not be cut in the middle. */
static void keep(int fd)
{
    char link[64], path[4096], to[4200], draft[4300], block[65536];
    const char *folder = getenv("POWERCUT");
    struct stat st;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (!folder || n <= 0 || fstat(fd, &st) != 0) return;
    path[n] = '\0';
    if (S_ISDIR(st.st_mode)) forget(path, folder);
    if (!S_ISREG(st.st_mode)) return;
    const char *name = strrchr(path, '/');
    snprintf(to, sizeof to, "%s%s", folder, name ? name : "/x");
    snprintf(draft, sizeof draft, "%s.draft", to);
    int in = open(path, O_RDONLY), out = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    while (in >= 0 && out >= 0 && (n = read(in, block, sizeof block)) > 0)
        if (write(out, block, (size_t)n) != n) abort();
    if (in >= 0) close(in);
    if (out >= 0) close(out);
    rename(draft, to);
}

int fsync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int code = real(fd);
    if (code == 0) keep(fd);
    return code;
}

int fdatasync(int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int code = real(fd);
    if (code == 0) keep(fd);
    return code;
}

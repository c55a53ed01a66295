/* SPDX-License-Identifier: Apache-2.0
 *
 * Files, directories and stdin as pages. Takes paths, hands on bytes with the path they came
 * from. Looks at no content; never blocks on a pipe or a device; reads nothing over the limit.
 */
#include "fetch/fetch.h"

#include "base/err.h"
#include "base/limits.h"
#include "fetch/internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct kh_source {
    char *const *paths;
    size_t paths_n, next;
    bool stdin_read;
    struct kh_walk walk; /* the directory that is being walked; empty between arguments */
};

enum khabar_status kh_source_open(char *const *paths, size_t paths_n, struct kh_source **out,
                                  struct khabar_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out) return kh_error(err, "fetch", KHABAR_NO_MEMORY, "out of memory");
    **out = (struct kh_source){.paths = paths, .paths_n = paths_n};
    kh_walk_init(&(*out)->walk);
    return KHABAR_OK;
}

void kh_source_close(struct kh_source *source)
{
    if (!source) return;
    kh_walk_clear(&source->walk);
    free(source);
}

size_t kh_source_left(const struct kh_source *source)
{
    return source->paths_n - source->next + kh_walk_left(&source->walk);
}

static enum khabar_status refuse_sys(struct khabar_error *err, int sys_errno, struct kh_str path)
{
    enum khabar_status status = KHABAR_IO;
    if (sys_errno == ENOENT || sys_errno == ENOTDIR || sys_errno == ELOOP ||
        sys_errno == ENAMETOOLONG)
        status = KHABAR_NOT_FOUND;
    if (sys_errno == EACCES || sys_errno == EPERM) status = KHABAR_DENIED;
    if (sys_errno == ENOMEM) status = KHABAR_NO_MEMORY;
    if (sys_errno == EINTR) status = KHABAR_INTERRUPTED;
    return kh_error_sys(err, "fetch", status, sys_errno, path.p);
}

static enum khabar_status refuse_large(struct khabar_error *err, struct kh_str path)
{
    return kh_error(err, "fetch", KHABAR_TOO_LARGE, "%s: larger than %zu MiB", path.p,
                    KH_MAX_PAGE_BYTES >> 20);
}

/* Reads up to n bytes, fewer only at the end; -1 with errno. */
static ssize_t read_up_to(int fd, char *p, size_t n)
{
    size_t got = 0;
    while (got < n) {
        ssize_t more = read(fd, p + got, n - got);
        if (more < 0) return -1;
        if (more == 0) break;
        got += (size_t)more;
    }
    return (ssize_t)got;
}

/* What has no known size: stdin, and files of /proc, which claim to be empty. */
static enum khabar_status read_stream(int fd, struct kh_arena *arena, struct kh_page *out,
                                      struct khabar_error *err)
{
    struct kh_buf buf;
    kh_buf_init(&buf, KH_MAX_PAGE_BYTES + 1);
    enum khabar_status status = KHABAR_OK;
    while (status == KHABAR_OK && buf.n <= KH_MAX_PAGE_BYTES) {
        size_t want = KH_MAX_PAGE_BYTES + 1 - buf.n;
        if (want > (size_t)64 << 10) want = (size_t)64 << 10;
        ssize_t got = kh_buf_reserve(&buf, want) ? read_up_to(fd, buf.p + buf.n, want) : -1;
        if (buf.failed) status = kh_error(err, "fetch", KHABAR_NO_MEMORY, "out of memory");
        else if (got < 0) status = refuse_sys(err, errno, out->path);
        else buf.n += (size_t)got;
        if (got < (ssize_t)want) break;
    }
    if (status == KHABAR_OK && buf.n > KH_MAX_PAGE_BYTES) status = refuse_large(err, out->path);
    if (status == KHABAR_OK) {
        out->bytes = kh_arena_str(arena, kh_buf_str(&buf));
        if (arena->failed) status = kh_error(err, "fetch", KHABAR_NO_MEMORY, "out of memory");
    }
    kh_buf_clear(&buf);
    return status;
}

static enum khabar_status read_open_file(int fd, struct kh_arena *arena, struct kh_page *out,
                                         struct khabar_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return refuse_sys(err, errno, out->path);
    if (!S_ISREG(st.st_mode))
        return kh_error(err, "fetch", KHABAR_BAD_INPUT, "%s: not a regular file", out->path.p);
    if ((uintmax_t)st.st_size > KH_MAX_PAGE_BYTES) return refuse_large(err, out->path);
    if (st.st_size == 0) return read_stream(fd, arena, out, err);

    size_t n = (size_t)st.st_size;
    char *p = kh_arena_bytes(arena, n + 1);
    if (!p) return kh_error(err, "fetch", KHABAR_NO_MEMORY, "out of memory");
    ssize_t got = read_up_to(fd, p, n + 1);
    if (got < 0) return refuse_sys(err, errno, out->path);
    if ((size_t)got > n)
        return kh_error(err, "fetch", KHABAR_BAD_INPUT, "%s: grew while it was read", out->path.p);
    out->bytes = (struct kh_str){p, (size_t)got};
    return KHABAR_OK;
}

/* A path with its closing NUL (behind path.n) in the arena. */
static struct kh_str keep_path(struct kh_arena *arena, const char *path)
{
    return kh_arena_printf(arena, "%s", path);
}

/* One named file or one found in a directory. *skip: nothing to report, look for the next. */
static enum khabar_status take_path(struct kh_source *source, struct kh_arena *arena,
                                    const char *path, bool named, struct kh_page *out, bool *skip,
                                    struct khabar_error *err)
{
    out->path = keep_path(arena, path);
    if (!out->path.p) return kh_error(err, "fetch", KHABAR_NO_MEMORY, "out of memory");
    struct stat st;
    if (stat(path, &st) != 0) return refuse_sys(err, errno, out->path);
    if (S_ISDIR(st.st_mode)) {
        int sys_errno = kh_walk_enter(&source->walk, path, st.st_dev, st.st_ino);
        *skip = sys_errno == 0;
        if (sys_errno == EMLINK)
            return kh_error(err, "fetch", KHABAR_TOO_LARGE, "%s: directories deeper than %d", path,
                            KH_MAX_DIRECTORY_DEPTH);
        return *skip ? KHABAR_OK : refuse_sys(err, sys_errno, out->path);
    }
    if (!S_ISREG(st.st_mode)) {
        *skip = !named;
        return *skip ? KHABAR_OK
                     : kh_error(err, "fetch", KHABAR_BAD_INPUT, "%s: not a regular file", path);
    }
    /* O_NONBLOCK: were it swapped for a pipe since stat, open would wait for a writer. */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return refuse_sys(err, errno, out->path);
    enum khabar_status status = read_open_file(fd, arena, out, err);
    close(fd);
    return status;
}

static enum khabar_status take_stdin(struct kh_source *source, struct kh_arena *arena,
                                     struct kh_page *out, struct khabar_error *err)
{
    out->path = KH_STR("-");
    if (source->stdin_read)
        return kh_error(err, "fetch", KHABAR_BAD_INPUT, "-: stdin can be read only once");
    source->stdin_read = true;
    return read_stream(STDIN_FILENO, arena, out, err);
}

enum khabar_status kh_source_next(struct kh_source *source, struct kh_arena *arena,
                                  struct kh_page *out, struct khabar_error *err)
{
    assert(source && arena && out);
    for (;;) {
        *out = (struct kh_page){.published = {.precision = KH_DATE_NONE}};
        bool skip = false, named = false;
        const char *path = kh_walk_next(&source->walk);
        if (!path) {
            if (source->walk.failed) {
                source->walk.failed = false;
                return kh_error(err, "fetch", KHABAR_NO_MEMORY, "out of memory");
            }
            if (source->next == source->paths_n) return KHABAR_END;
            kh_walk_forget(&source->walk);
            named = true;
            path = source->paths[source->next++];
            if (strcmp(path, "-") == 0) return take_stdin(source, arena, out, err);
        }
        enum khabar_status status = take_path(source, arena, path, named, out, &skip, err);
        if (!skip) return status;
    }
}

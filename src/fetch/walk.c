/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk over one directory tree: an explicit stack of name lists, so depth costs no C stack,
 * and a table of device and inode numbers, so that each directory is entered once.
 */
#include "fetch/internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#define MAX_NAMES_BYTES ((size_t)1 << 30)
#define MAX_PATH_BYTES ((size_t)1 << 20)

void kh_walk_init(struct kh_walk *walk)
{
    *walk = (struct kh_walk){.depth = 0};
    kh_buf_init(&walk->path, MAX_PATH_BYTES);
}

static void leave(struct kh_walk *walk)
{
    struct kh_walk_level *level = &walk->levels[--walk->depth];
    kh_buf_clear(&level->text);
    free(level->names);
    level->names = NULL;
}

void kh_walk_clear(struct kh_walk *walk)
{
    while (walk->depth > 0) leave(walk);
    kh_buf_clear(&walk->path);
    free(walk->seen);
    walk->seen = NULL;
}

void kh_walk_forget(struct kh_walk *walk)
{
    free(walk->seen);
    walk->seen = NULL;
    walk->seen_n = walk->seen_capacity = 0;
}

/* The slot of a directory or the free one it would take; the table is never full. */
static struct kh_walk_seen *slot_of(struct kh_walk_seen *seen, size_t capacity, dev_t device,
                                    ino_t inode)
{
    uint64_t h = ((uint64_t)inode ^ (uint64_t)device << 32) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(h >> 32) & (capacity - 1);
    while (seen[i].used && (seen[i].device != device || seen[i].inode != inode))
        i = (i + 1) & (capacity - 1);
    return &seen[i];
}

static bool grow_seen(struct kh_walk *walk)
{
    size_t capacity = walk->seen_capacity ? walk->seen_capacity * 2 : 64;
    struct kh_walk_seen *grown = calloc(capacity, sizeof *grown);
    if (!grown) return false;
    for (size_t i = 0; i < walk->seen_capacity; i++) {
        struct kh_walk_seen *old = &walk->seen[i];
        if (old->used) *slot_of(grown, capacity, old->device, old->inode) = *old;
    }
    free(walk->seen);
    walk->seen = grown;
    walk->seen_capacity = capacity;
    return true;
}

/* 1 when it was not seen before (and now is), 0 when it was, -1 out of memory. */
static int mark_seen(struct kh_walk *walk, dev_t device, ino_t inode)
{
    if (walk->seen_n * 2 >= walk->seen_capacity && !grow_seen(walk)) return -1;
    struct kh_walk_seen *slot = slot_of(walk->seen, walk->seen_capacity, device, inode);
    if (slot->used) return 0;
    *slot = (struct kh_walk_seen){.device = device, .inode = inode, .used = true};
    walk->seen_n++;
    return 1;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All names of an open directory into the level; 0 or errno. */
static int read_names(DIR *dir, struct kh_walk_level *level)
{
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (!entry) break;
        if (entry->d_name[0] == '.') continue;
        kh_buf_put(&level->text, (struct kh_str){entry->d_name, strlen(entry->d_name) + 1});
        level->names_n++;
    }
    if (errno) return errno;
    if (level->text.failed) return ENOMEM;
    level->names = malloc((level->names_n ? level->names_n : 1) * sizeof *level->names);
    if (!level->names) return ENOMEM;
    char *p = level->text.p;
    for (size_t i = 0; i < level->names_n; i++) {
        level->names[i] = p;
        p += strlen(p) + 1;
    }
    qsort(level->names, level->names_n, sizeof *level->names, by_bytes);
    return 0;
}

int kh_walk_enter(struct kh_walk *walk, const char *path, dev_t device, ino_t inode)
{
    int fresh = mark_seen(walk, device, inode);
    if (fresh <= 0) return fresh == 0 ? 0 : ENOMEM;
    if (walk->depth == KH_MAX_DIRECTORY_DEPTH) return EMLINK;
    DIR *dir = opendir(path);
    if (!dir) return errno;

    /* Within a walk `path` is walk->path itself; a named one replaces it. */
    if (walk->depth == 0) {
        kh_buf_reset(&walk->path);
        kh_buf_put(&walk->path, kh_str_of(path));
        while (walk->path.n > 1 && walk->path.p[walk->path.n - 1] == '/') walk->path.n--;
    }
    struct kh_walk_level *level = &walk->levels[walk->depth++];
    *level = (struct kh_walk_level){.path_n = walk->path.n};
    if (walk->depth > 1) level->path_n--; /* without the NUL that kh_walk_next put */
    kh_buf_init(&level->text, MAX_NAMES_BYTES);
    int sys_errno = walk->path.failed ? ENOMEM : read_names(dir, level);
    closedir(dir);
    if (sys_errno) leave(walk);
    return sys_errno;
}

const char *kh_walk_next(struct kh_walk *walk)
{
    while (walk->depth > 0) {
        struct kh_walk_level *level = &walk->levels[walk->depth - 1];
        if (level->next == level->names_n) {
            leave(walk);
            continue;
        }
        const char *name = level->names[level->next++];
        walk->path.n = level->path_n;
        if (level->path_n == 0 || walk->path.p[level->path_n - 1] != '/')
            kh_buf_byte(&walk->path, '/');
        kh_buf_put(&walk->path, (struct kh_str){name, strlen(name) + 1});
        if (!walk->path.failed) return walk->path.p;
        walk->failed = true;
        walk->path.failed = false;
        while (walk->depth > 0) leave(walk);
    }
    return NULL;
}

size_t kh_walk_left(const struct kh_walk *walk)
{
    size_t left = 0;
    for (size_t i = 0; i < walk->depth; i++) left += walk->levels[i].names_n - walk->levels[i].next;
    return left;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Walking one directory tree in byte order of names; knows paths and nothing of pages.
 */
#ifndef KH_FETCH_INTERNAL_H
#define KH_FETCH_INTERNAL_H

#include "base/buf.h"
#include "base/limits.h"

#include <sys/types.h>

/* The names of one directory that are still to come. */
struct kh_walk_level {
    struct kh_buf text; /* the names, each with its NUL */
    char **names;       /* sorted */
    size_t names_n, next;
    size_t path_n; /* bytes of walk->path that name the directory */
};

struct kh_walk_seen {
    dev_t device;
    ino_t inode;
    bool used;
};

struct kh_walk {
    struct kh_buf path; /* of the entry handed out last */
    struct kh_walk_level levels[KH_MAX_DIRECTORY_DEPTH];
    size_t depth;
    struct kh_walk_seen *seen; /* directories entered: a table with open addressing */
    size_t seen_n, seen_capacity;
    bool failed; /* out of memory; the rest of the directory was given up */
};

void kh_walk_init(struct kh_walk *walk);
void kh_walk_clear(struct kh_walk *walk);
/* Forgets which directories were entered; only between two trees. */
void kh_walk_forget(struct kh_walk *walk);
/* Reads the names of a directory, those beginning with a dot left out; they come next. A directory
 * entered before since kh_walk_forget is passed over. 0 or errno; EMLINK at the depth limit. */
int kh_walk_enter(struct kh_walk *walk, const char *path, dev_t device, ino_t inode);
/* The next entry, NULL at the end; valid until the next call. */
const char *kh_walk_next(struct kh_walk *walk);
/* Names still to come. */
size_t kh_walk_left(const struct kh_walk *walk);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * libkhabar: reads pages as they were saved, hands out articles. The only installed header;
 * every symbol begins with khabar_. Engines are read-only after creation: several threads may
 * share one, and several may live in one process.
 */
#ifndef KHABAR_H
#define KHABAR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KHABAR_VERSION "0.1.0"

#if defined(__GNUC__)
#define KHABAR_API __attribute__((visibility("default")))
#else
#define KHABAR_API
#endif

/* What became of a call. The comment of each value is its message (khabar_status_text). */
enum khabar_status {
    KHABAR_OK = 0,      /* done */
    KHABAR_NO_MEMORY,   /* out of memory */
    KHABAR_TOO_LARGE,   /* a limit was reached */
    KHABAR_BAD_INPUT,   /* the input is malformed */
    KHABAR_NOT_FOUND,   /* not found */
    KHABAR_AMBIGUOUS,   /* the id prefix fits several */
    KHABAR_DENIED,      /* access refused */
    KHABAR_IO,          /* reading or writing failed */
    KHABAR_STORE,       /* the store failed */
    KHABAR_USAGE,       /* wrong usage */
    KHABAR_INTERRUPTED, /* interrupted */
    KHABAR_END,         /* no more */
};

/* Where and why a call failed. The caller owns it; every field is plain, nothing needs freeing. */
struct khabar_error {
    enum khabar_status status;
    int sys_errno;   /* errno when the system refused, else 0 */
    size_t position; /* byte offset in the input when that is known, else 0 */
    char stage[16];  /* "fetch", "decode", ... */
    char text[200];  /* one line, no newline */
};

/* The message of a status, in lower case, without a full stop. Never NULL. */
KHABAR_API const char *khabar_status_text(enum khabar_status status);

/* The version of the library that is linked, e.g. "0.1.0". */
KHABAR_API const char *khabar_version(void);

/* The language tables and limits of a run; opaque. */
typedef struct kh_engine khabar_engine;

/* Makes an engine. Returns KHABAR_OK and the engine in *out (free with khabar_engine_free). */
KHABAR_API enum khabar_status khabar_engine_new(khabar_engine **out, struct khabar_error *err);
KHABAR_API void khabar_engine_free(khabar_engine *engine);

/* Extracts the article of one page (HTML, text dump; gzip is undone) as one line of JSON, the
 * "article" object of the khabar/1 schema without the newline. `path` and `url` may be NULL.
 * On KHABAR_OK *json holds the NUL-terminated text and *json_bytes its length; free it with
 * khabar_free. A page without an article is KHABAR_OK with another "verdict". */
KHABAR_API enum khabar_status khabar_extract_json(const khabar_engine *engine, const void *bytes,
                                                  size_t bytes_n, const char *path, const char *url,
                                                  char **json, size_t *json_bytes,
                                                  struct khabar_error *err);

/* Frees what khabar_extract_json handed out. NULL is allowed. */
KHABAR_API void khabar_free(void *p);

#ifdef __cplusplus
}
#endif
#endif

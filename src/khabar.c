/* SPDX-License-Identifier: Apache-2.0
 *
 * libkhabar: the functions of include/khabar.h over the pipeline. Takes a page's bytes, hands on
 * JSON; must not read files, print, or keep anything between calls.
 */
#include "khabar.h"

#include "base/err.h"
#include "base/limits.h"
#include "pipeline.h"
#include "show/show.h"

#include <stdlib.h>

const char *khabar_version(void)
{
    return KHABAR_VERSION;
}

enum khabar_status khabar_engine_new(khabar_engine **out, struct khabar_error *err)
{
    *out = malloc(sizeof **out);
    if (!*out) return kh_error(err, "engine", KHABAR_NO_MEMORY, "out of memory");
    **out = kh_flow_engine();
    return KHABAR_OK;
}

void khabar_engine_free(khabar_engine *engine)
{
    free(engine);
}

enum khabar_status khabar_extract_json(const khabar_engine *engine, const void *bytes,
                                       size_t bytes_n, const char *path, const char *url,
                                       char **json, size_t *json_bytes, struct khabar_error *err)
{
    struct kh_arena arena;
    struct kh_buf out;
    struct kh_item item = {
        .page = {.bytes = {bytes, bytes_n}, .path = kh_str_of(path), .url = kh_str_of(url)}};
    *json = NULL;
    *json_bytes = 0;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    kh_buf_init(&out, KH_MAX_ARENA_BYTES);
    enum khabar_status status = kh_flow_extract(engine, &arena, &item, err);
    if (status == KHABAR_OK) status = kh_flow_understand(engine, &arena, &item, err);
    if (status != KHABAR_OK) goto out;
    kh_show_article_json(&item.article, &item.facts, &out);
    kh_buf_byte(&out, '\0');
    if (out.failed) {
        status = kh_error(err, "show", KHABAR_NO_MEMORY, "out of memory");
        goto out;
    }
    *json = out.p;
    *json_bytes = out.n - 2;
    (*json)[*json_bytes] = '\0'; /* in place of the newline */
    out = (struct kh_buf){0};
out:
    kh_buf_clear(&out);
    kh_arena_clear(&arena);
    return status;
}

void khabar_free(void *p)
{
    free(p);
}

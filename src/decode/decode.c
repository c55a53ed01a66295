/* SPDX-License-Identifier: Apache-2.0
 *
 * The decode stage: struct kh_page -> struct kh_text, valid UTF-8. Knows encodings and nothing
 * of what the text says.
 */
#include "decode/decode.h"

#include "base/err.h"
#include "base/inflate.h"
#include "base/limits.h"
#include "base/utf8.h"

static enum khabar_status replace_bad(struct kh_arena *arena, struct kh_str in, struct kh_str *out,
                                      struct khabar_error *err)
{
    char *p = in.n <= KH_MAX_TEXT_BYTES ? kh_arena_bytes(arena, in.n * 3) : NULL;
    if (!p) return kh_error(err, "decode", KHABAR_NO_MEMORY, "out of memory");
    size_t n = 0;
    for (size_t i = 0; i < in.n;) n += kh_utf8_encode(kh_utf8_next(in, &i), p + n);
    *out = (struct kh_str){p, n};
    return KHABAR_OK;
}

enum khabar_status kh_decode(const struct kh_engine *engine, struct kh_arena *arena,
                             const struct kh_page *in, struct kh_text *out,
                             struct khabar_error *err)
{
    (void)engine;
    *out = (struct kh_text){.page = in, .charset = "UTF-8", .charset_from = "guess"};
    struct kh_str bytes;
    switch (kh_inflate(arena, in->bytes, KH_MAX_TEXT_BYTES, &bytes)) {
    case KH_INFLATE_PLAIN:
    case KH_INFLATE_DONE: break;
    case KH_INFLATE_BROKEN: out->verdict = KH_UNREADABLE; return KHABAR_OK;
    case KH_INFLATE_LARGE: out->verdict = KH_PAGE_TOO_LARGE; return KHABAR_OK;
    case KH_INFLATE_NO_MEMORY: return kh_error(err, "decode", KHABAR_NO_MEMORY, "out of memory");
    }
    if (kh_str_starts(bytes, KH_STR("\xEF\xBB\xBF"))) {
        bytes = kh_str_sub(bytes, 3, bytes.n);
        out->charset_from = "bom";
    }
    if (bytes.n == 0) {
        out->verdict = KH_NO_CONTENT;
        return KHABAR_OK;
    }
    out->utf8 = bytes;
    if (kh_utf8_valid(bytes) == bytes.n) return KHABAR_OK;
    return replace_bad(arena, bytes, &out->utf8, err);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The decode stage: struct kh_page -> struct kh_text, valid UTF-8. Weighs what is said of the
 * encoding (byte order mark, transport, the page) against the bytes. Knows encodings and nothing
 * of what the text says.
 */
#include "decode/decode.h"

#include "base/err.h"
#include "base/inflate.h"
#include "base/limits.h"
#include "base/scan.h"
#include "decode/internal.h"

#include <assert.h>

/* Share of characters no text has, from which on it is not text: controls (without white space),
 * and what could not be decoded. */
#define MAX_CONTROL_SHARE 0.05
#define MAX_BAD_SHARE 0.2
/* A guess this certain overrules a Latin-1 label, which old software wrote over every page. */
#define OVERRULE 0.6

struct choice {
    const struct kh_encoding *encoding;
    const char *from;
    size_t mark_bytes; /* the byte order mark to leave out */
    size_t valid;      /* how much of the rest is UTF-8 from the start */
};

static bool by_mark(struct kh_str bytes, struct choice *out)
{
    static const struct {
        struct kh_str mark;
        const char *name;
    } marks[] = {{{"\xEF\xBB\xBF", 3}, "UTF-8"},
                 {{"\xFE\xFF", 2}, "UTF-16BE"},
                 {{"\xFF\xFE", 2}, "UTF-16LE"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!kh_str_starts(bytes, marks[i].mark)) continue;
        *out = (struct choice){kh_encoding_named(marks[i].name), "bom", marks[i].mark.n, 0};
        out->valid = kh_utf8_valid(kh_str_sub(bytes, out->mark_bytes, bytes.n));
        return true;
    }
    return false;
}

/* Bytes that are UTF-8 from end to end, and not by chance. */
static bool is_utf_8(struct kh_str bytes, size_t valid, const struct kh_encoding *declared)
{
    if (valid < bytes.n) return false;
    if (!declared || kh_encoding_is(declared, "UTF-8")) return true;
    struct kh_utf8_counts counts = kh_utf8_counts(bytes);
    /* Two bytes of a GBK or Big5 page are a UTF-8 sequence once in seven times; of a one-byte
     * encoding next to never. */
    return counts.good >= (declared->decode == kh_decode_single ? 1 : 3);
}

/* Many good sequences and few bad ones: UTF-8 that was cut, pasted or spoilt in places. */
static bool is_mostly_utf_8(struct kh_str bytes, const struct kh_encoding *declared)
{
    struct kh_utf8_counts counts = kh_utf8_counts(bytes);
    if (kh_encoding_is(declared, "UTF-8")) return counts.good >= counts.bad;
    return counts.good >= 10 && counts.good / 20 >= counts.bad;
}

static bool is_latin_1(const struct kh_encoding *encoding)
{
    return kh_encoding_is(encoding, "windows-1252") || kh_encoding_is(encoding, "ISO-8859-15");
}

static struct choice choose(const struct kh_page *page, struct kh_str bytes)
{
    struct choice out;
    if (by_mark(bytes, &out)) return out;
    const struct kh_encoding *wide = kh_guess_utf_16(bytes);
    if (wide) return (struct choice){wide, "guess", 0, 0};
    struct kh_declared declared = kh_declared_in(bytes);
    size_t valid = kh_utf8_valid(bytes);
    out = (struct choice){declared.encoding, "meta", 0, valid};
    const struct kh_encoding *transport = kh_declared_of_type(page->content_type);
    if (transport) out = (struct choice){transport, "transport", 0, valid};

    bool ascii_wide = out.encoding && !kh_encoding_keeps_ascii(out.encoding);
    if (is_utf_8(bytes, valid, out.encoding) ||
        (!ascii_wide && valid < bytes.n && is_mostly_utf_8(bytes, out.encoding))) {
        if (!kh_encoding_is(out.encoding, "UTF-8"))
            out = (struct choice){kh_encoding_named("UTF-8"), "guess", 0, valid};
        return out;
    }
    if (out.encoding && !kh_encoding_is(out.encoding, "UTF-8") && !is_latin_1(out.encoding))
        return out;
    if (out.encoding && valid == bytes.n) return out; /* mere ASCII: nothing to weigh */
    double certainty;
    const struct kh_encoding *guess = kh_guess(bytes, declared.lang, &certainty);
    if (is_latin_1(out.encoding) && certainty < OVERRULE) return out;
    return guess == out.encoding ? out : (struct choice){guess, "guess", 0, valid};
}

/* Files of other kinds that people save next to pages. */
static bool is_known_binary(struct kh_str bytes)
{
    static const struct kh_str magics[] = {
        {"%PDF-", 5},
        {"PK\x03\x04", 4},
        {"\x89PNG\r\n", 6},
        {"GIF8", 4},
        {"\xFF\xD8\xFF", 3},
        {"\x7F"
         "ELF",
         4},
        {"Rar!\x1A", 5},
        {"7z\xBC\xAF\x27", 5},
        {"\xD0\xCF\x11\xE0", 4},
        {"OggS", 4},
        {"ID3", 3},
        {"BZh9", 4},
        {"\xFD"
         "7zXZ",
         5},
        {"SQLite format 3", 15},
    };
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (kh_str_starts(bytes, magics[i])) return true;
    return kh_str_starts(bytes, KH_STR("RIFF")) && bytes.n > 12 &&
           (memcmp(bytes.p + 8, "WEBP", 4) == 0 || memcmp(bytes.p + 8, "AVI ", 4) == 0);
}

static bool is_blank(struct kh_str bytes)
{
    size_t i = kh_str_starts(bytes, KH_STR("\xEF\xBB\xBF")) ? 3 : 0;
    while (i < bytes.n && kh_is_space(bytes.p[i])) i++;
    return i == bytes.n;
}

/* Looks at eight windows spread over the text. */
static bool is_text(struct kh_str utf8)
{
    size_t window = 512, step = utf8.n / 8 > window ? utf8.n / 8 : window;
    size_t seen = 0, control = 0, bad = 0;
    for (size_t start = 0; start < utf8.n; start += step) {
        size_t end = utf8.n - start < window ? utf8.n : start + window;
        for (size_t i = start; i < end; i++) {
            size_t plain = (size_t)(kh_skip_printable(utf8.p + i, utf8.p + end) - (utf8.p + i));
            seen += plain;
            i += plain;
            if (i == end) break;
            unsigned char c = (unsigned char)utf8.p[i];
            seen += (c & 0xC0) != 0x80;
            control += (c < 0x20 && !kh_is_space((char)c)) || c == 0x7F;
            if (c == 0xC2 && i + 1 < end) control += (unsigned char)utf8.p[i + 1] < 0xA0;
            if (c == 0xEF && end - i >= 3) bad += memcmp(utf8.p + i, "\xEF\xBF\xBD", 3) == 0;
        }
    }
    return (double)control <= MAX_CONTROL_SHARE * (double)seen &&
           (double)bad <= MAX_BAD_SHARE * (double)seen;
}

/* Bytes without the mark to UTF-8: as they are when that is what they are. */
static enum khabar_status to_utf_8(struct kh_arena *arena, const struct choice *choice,
                                   struct kh_str bytes, struct kh_text *out,
                                   struct khabar_error *err)
{
    const struct kh_encoding *encoding = choice->encoding;
    bool all = choice->valid == bytes.n;
    if (all && (kh_encoding_is(encoding, "UTF-8") ||
                (kh_encoding_keeps_ascii(encoding) && kh_utf8_count(bytes) == bytes.n))) {
        out->utf8 = bytes;
        return KHABAR_OK;
    }
    /* No decoder makes more than three bytes of one, nor four of two but for three in all. */
    size_t capacity = bytes.n <= KH_MAX_TEXT_BYTES / 3 ? bytes.n * 3 : KH_MAX_TEXT_BYTES;
    struct kh_sink sink = {kh_arena_bytes(arena, capacity + 4), 0, capacity + 4, false};
    if (!sink.p) return kh_error(err, "decode", KHABAR_NO_MEMORY, "out of memory");
    encoding->decode(encoding->index, bytes, &sink);
    kh_arena_give_back(arena, sink.p, sink.capacity, sink.n);
    out->utf8 = (struct kh_str){sink.p, sink.n};
    if (sink.full) out->verdict = KH_PAGE_TOO_LARGE;
    return KHABAR_OK;
}

enum khabar_status kh_decode(const struct kh_engine *engine, struct kh_arena *arena,
                             const struct kh_page *in, struct kh_text *out,
                             struct khabar_error *err)
{
    (void)engine;
    assert(arena && in && out);
    *out = (struct kh_text){.page = in, .charset = "UTF-8", .charset_from = "guess"};
    struct kh_str bytes = in->bytes;
    enum kh_inflated inflated = bytes.n > KH_MAX_PAGE_BYTES
                                    ? KH_INFLATE_LARGE
                                    : kh_inflate(arena, bytes, KH_MAX_TEXT_BYTES, &bytes);
    if (inflated == KH_INFLATE_NO_MEMORY)
        return kh_error(err, "decode", KHABAR_NO_MEMORY, "out of memory");
    if (inflated == KH_INFLATE_LARGE) out->verdict = KH_PAGE_TOO_LARGE;
    else if (inflated == KH_INFLATE_BROKEN || is_known_binary(bytes)) out->verdict = KH_UNREADABLE;
    else if (is_blank(bytes)) out->verdict = KH_NO_CONTENT;
    if (out->verdict != KH_ARTICLE) return KHABAR_OK;

    struct choice choice = choose(in, bytes);
    out->charset = choice.encoding->name;
    out->charset_from = choice.from;
    bytes = kh_str_sub(bytes, choice.mark_bytes, bytes.n);
    enum khabar_status status = to_utf_8(arena, &choice, bytes, out, err);
    if (status != KHABAR_OK) return status;
    if (out->verdict == KH_ARTICLE && !is_text(out->utf8)) out->verdict = KH_UNREADABLE;
    if (out->verdict != KH_ARTICLE) out->utf8 = KH_STR_NONE;
    return KHABAR_OK;
}

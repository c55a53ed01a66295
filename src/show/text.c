/* SPDX-License-Identifier: Apache-2.0
 *
 * Text of strangers made fit for a terminal. See text.h.
 */
#include "show/text.h"

#include "base/utf8.h"

/* C0, DEL and C1 controls drive terminals; bidi controls could leave the line turned around. */
static bool is_unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

/* Hebrew, Arabic, Syriac, Thaana, NKo and their presentation forms. */
static bool is_right_to_left(uint32_t code)
{
    return (code >= 0x590 && code <= 0x8FF) || (code >= 0xFB1D && code <= 0xFDFF) ||
           (code >= 0xFE70 && code <= 0xFEFC);
}

static bool has_right_to_left(struct kh_str s)
{
    for (size_t at = 0; at < s.n;)
        if (is_right_to_left(kh_utf8_next(s, &at))) return true;
    return false;
}

static void put(struct kh_buf *out, struct kh_str s, bool keep_lines)
{
    bool isolate = has_right_to_left(s);
    bool space = false;
    if (isolate) kh_buf_code(out, 0x2068);
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t code = kh_utf8_next(s, &at);
        if (code == '\n' && keep_lines) {
            kh_buf_byte(out, '\n');
            continue;
        }
        if (code < 0x80 && kh_is_space((char)code)) {
            if (!space) kh_buf_byte(out, ' ');
            space = true;
            continue;
        }
        if (is_unsafe(code)) continue;
        space = false;
        kh_buf_put(out, kh_str_sub(s, from, at));
    }
    if (isolate) kh_buf_code(out, 0x2069);
}

void kh_show_line(struct kh_buf *out, struct kh_str s)
{
    put(out, s, false);
}

/* Each line is isolated by itself: an isolate ends with its paragraph. */
void kh_show_block(struct kh_buf *out, struct kh_str s)
{
    while (s.n) {
        struct kh_str line = kh_str_cut(&s, '\n');
        put(out, line, true);
        if (s.n) kh_buf_byte(out, '\n');
    }
}

void kh_show_html(struct kh_buf *out, struct kh_str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t code = kh_utf8_next(s, &at);
        switch (code) {
        case '&': kh_buf_lit(out, "&amp;"); break;
        case '<': kh_buf_lit(out, "&lt;"); break;
        case '>': kh_buf_lit(out, "&gt;"); break;
        case '"': kh_buf_lit(out, "&quot;"); break;
        default:
            if (code < 0x80 && kh_is_space((char)code)) kh_buf_byte(out, ' ');
            else if (!is_unsafe(code)) kh_buf_put(out, kh_str_sub(s, from, at));
        }
    }
}

bool kh_show_is_rtl(struct kh_str s)
{
    size_t right = 0, left = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t code = kh_utf8_next(s, &at);
        if (is_right_to_left(code)) right++;
        else if ((code | 0x20) >= 'a' && (code | 0x20) <= 'z') left++;
        else if (code >= 0xC0) left++;
    }
    return right > left;
}

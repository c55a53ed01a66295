/* SPDX-License-Identifier: Apache-2.0
 *
 * Tells HTML from a dump of lines by the markup at the beginning of the text. Known element names
 * alone count, so prose with '<' in it is no markup.
 */
#include "parse/internal.h"
#include "base/scan.h"
#include "parse/names.h"

/* The text looked at: furniture of a dump is short, a page's markup begins at once. */
#define LOOK_BYTES ((size_t)64 << 10)

struct count {
    size_t tags;  /* start and end tags of known names outside scripts */
    size_t lines; /* that are not blank */
    bool first;   /* a tag is the first thing in the text */
    bool frame;   /* doctype, html, head or body, or title or meta at once */
};

/* Lines after which the frame of a page does not begin any more: scraps of HTML in a dump. */
#define FRAME_LINES 20

static bool is_frame(enum kh_tag tag, const struct count *count)
{
    if (tag == KH_TAG_META || tag == KH_TAG_TITLE) return count->lines == 0;
    return count->lines < FRAME_LINES &&
           (tag == KH_TAG_HTML || tag == KH_TAG_HEAD || tag == KH_TAG_BODY);
}

/* Counts the tag at p, a '<'; returns where to go on. */
static const char *count_tag(const char *p, const char *end, struct count *count)
{
    struct kh_str rest = {p, (size_t)(end - p)};
    if (rest.n >= 9 && count->lines < FRAME_LINES &&
        kh_str_eq_nocase(kh_str_sub(rest, 0, 9), KH_STR("<!doctype")))
        count->frame = true;
    const char *name = p + 1;
    bool is_end = name < end && *name == '/';
    if (is_end) name++;
    const char *stop = name;
    while (stop < end && stop - name < 12 && (kh_is_alpha(*stop) || kh_is_digit(*stop))) stop++;
    if (stop == name || stop == end) return p + 1;
    if (*stop != '>' && *stop != '/' && !kh_is_space(*stop)) return p + 1;
    enum kh_tag tag = kh_tag_find((struct kh_str){name, (size_t)(stop - name)});
    if (tag == KH_TAG_OTHER) return p + 1;
    if (is_frame(tag, count)) count->frame = true;
    count->tags++;
    if (is_end || (tag != KH_TAG_SCRIPT && tag != KH_TAG_STYLE)) return stop;
    struct kh_str close = tag == KH_TAG_SCRIPT ? KH_STR("</script") : KH_STR("</style");
    size_t at = kh_str_find_nocase((struct kh_str){stop, (size_t)(end - stop)}, close, 0);
    return at == SIZE_MAX ? end : stop + at;
}

enum kh_form kh_form_of(struct kh_str text, struct kh_str path)
{
    const char *p = text.p, *end = text.p + (text.n < LOOK_BYTES ? text.n : LOOK_BYTES);
    struct count count = {0};
    bool blank = true;
    while (p < end && !count.frame) {
        if (*p == '<') {
            bool begins = blank && !count.lines && !count.tags;
            p = count_tag(p, end, &count);
            if (begins && count.tags) count.first = true;
            blank = false;
            continue;
        }
        if (*p == '\n' || *p == '\r') {
            if (!blank) count.lines++;
            blank = true;
        } else if (!kh_is_space(*p)) {
            blank = false;
        }
        p++;
    }
    if (!blank) count.lines++;
    if (count.frame) return KH_FORM_HTML;
    bool is_txt = kh_str_ends(path, KH_STR(".txt"));
    if (count.first && !is_txt) return KH_FORM_HTML;
    size_t weight = is_txt ? 3 : 2; /* tags a line that make a text HTML, in halves */
    if (kh_str_ends(path, KH_STR(".html")) || kh_str_ends(path, KH_STR(".htm"))) weight = 1;
    return count.tags > 1 && count.tags * 2 >= count.lines * weight ? KH_FORM_HTML : KH_FORM_DUMP;
}

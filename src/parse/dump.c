/* SPDX-License-Identifier: Apache-2.0
 *
 * A text dump to a flat tree: each line a KH_TAG_P with one text, blank lines between an empty
 * KH_TAG_BR. Scraps of HTML inside are taken out; a '<' that begins no known tag is text.
 */
#include "base/err.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "parse/internal.h"
#include "parse/refs.h"
#include "base/scan.h"
#include "parse/names.h"

struct dump {
    struct kh_arena *arena;
    struct kh_tree *tree;
    size_t capacity;
    const char *p, *end;
    bool blank;            /* a blank line is owed before the next one */
    bool no_close;         /* no </script> or </style> further on */
    struct kh_str no_name; /* which */
};

static struct kh_node *add_node(struct dump *dump)
{
    struct kh_tree *tree = dump->tree;
    struct kh_node *nodes =
        kh_arena_grow(dump->arena, tree->nodes, tree->nodes_n, &dump->capacity, sizeof *nodes);
    if (!nodes) return NULL;
    tree->nodes = nodes;
    nodes += tree->nodes_n++;
    *nodes = (struct kh_node){.end = tree->nodes_n};
    return nodes;
}

static bool add_element(struct dump *dump, enum kh_tag tag)
{
    struct kh_node *node = add_node(dump);
    if (!node) return false;
    node->tag = (uint8_t)tag;
    node->text = kh_tag_name(tag);
    return true;
}

static bool add_line(struct dump *dump, struct kh_str text)
{
    struct kh_tree *tree = dump->tree;
    if (tree->nodes_n + 3 > 3 * KH_MAX_DUMP_LINES) {
        tree->truncated = true;
        return true;
    }
    if (dump->blank && tree->nodes_n > 1 && !add_element(dump, KH_TAG_BR)) return false;
    dump->blank = false;
    if (!add_element(dump, KH_TAG_P)) return false;
    uint32_t parent = tree->nodes_n - 1;
    struct kh_node *node = add_node(dump);
    if (!node) return false;
    node->kind = KH_NODE_TEXT;
    node->parent = parent;
    node->text = text;
    tree->nodes[parent].end = tree->nodes_n;
    return true;
}

/* The end of the line at p; *next becomes the start of the next one. */
static const char *line_end(const char *p, const char *end, const char **next)
{
    for (; (p = kh_scan3(p, end, '\n', '\r', '\xE2')) < end; p++) {
        if (*p == '\xE2') { /* U+2028, U+2029 */
            if (end - p < 3 || p[1] != '\x80' || (p[2] != '\xA8' && p[2] != '\xA9')) continue;
            *next = p + 3;
            return p;
        }
        *next = *p == '\r' && end - p > 1 && p[1] == '\n' ? p + 2 : p + 1;
        return p;
    }
    *next = end;
    return end;
}

/* The length of the tag or comment at p ('<') that ends before `end`; 0 when it is none. A start
 * tag's element comes back in *tag. *open: no '>' follows in this line; once known, not looked for
 * again, and looked for only behind what begins a tag: this stays linear. */
static size_t tag_length(const char *p, const char *end, enum kh_tag *tag, bool *open)
{
    *tag = KH_TAG_OTHER;
    if (*open || end - p < 3) return 0;
    enum kh_tag found = KH_TAG_OTHER;
    bool is_end = p[1] == '/';
    if (end - p < 4 || memcmp(p, "<!--", 4) != 0) {
        const char *name = p + 1 + is_end, *stop = name;
        while (stop < end && (kh_is_alpha(*stop) || kh_is_digit(*stop))) stop++;
        if (stop == end || (*stop != '>' && *stop != '/' && !kh_is_space(*stop))) return 0;
        found = kh_tag_find((struct kh_str){name, (size_t)(stop - name)});
        if (found == KH_TAG_OTHER) return 0;
    }
    const char *close = kh_scan(p, end, '>');
    *open = close == end;
    if (*open) return 0;
    if (!is_end) *tag = found;
    return (size_t)(close + 1 - p);
}

/* Where the content of a script or style that begins at p is over; NULL when it never is. */
static const char *raw_end(struct dump *dump, const char *p, enum kh_tag tag)
{
    struct kh_str close = tag == KH_TAG_SCRIPT ? KH_STR("</script") : KH_STR("</style");
    if (dump->no_close && kh_str_eq(dump->no_name, close)) return NULL;
    struct kh_str rest = {p, (size_t)(dump->end - p)};
    size_t at = kh_str_find_nocase(rest, close, 0);
    if (at == SIZE_MAX) {
        dump->no_close = true; /* not looked for again: this stays linear */
        dump->no_name = close;
        return NULL;
    }
    const char *hit = kh_scan(p + at, dump->end, '>');
    return hit < dump->end ? hit + 1 : NULL;
}

/* The line [start, end) without tags, scripts and references; *next moves on when a script goes
 * over several lines. */
static bool clean_line(struct dump *dump, const char *start, const char *end, const char **next,
                       struct kh_str *out)
{
    char *text = kh_arena_bytes(dump->arena, (size_t)(end - start) * 2);
    if (!text) return false;
    size_t n = 0;
    const char *p = start;
    bool open = false;
    while (p < end) {
        enum kh_tag tag = KH_TAG_OTHER;
        size_t made = 0, used = 0;
        struct kh_str rest = {p, (size_t)(end - p)};
        if (*p == '&' && (used = kh_ref_read(rest, KH_REFS | KH_REFS_STRICT, text + n, &made))) {
            n += made;
            p += used;
        } else if (*p == '<' && (used = tag_length(p, end, &tag, &open))) {
            p += used;
            const char *raw = NULL;
            if (tag == KH_TAG_SCRIPT || tag == KH_TAG_STYLE) raw = raw_end(dump, p, tag);
            if (!raw) continue;
            p = raw;
            if (p > end) { /* what stands behind it is read as a line of its own */
                *next = p;
                break;
            }
        } else {
            text[n++] = *p++;
        }
    }
    *out = (struct kh_str){text, n};
    return true;
}

/* White space and marks without width only. */
static bool is_blank(struct kh_str line)
{
    for (size_t at = 0; at < line.n;) {
        uint32_t code = kh_utf8_next(line, &at);
        bool invisible = code <= ' ' || code == 0xA0 || code == 0xFEFF || code == 0x3000 ||
                         (code >= 0x2000 && code <= 0x200F) || (code >= 0x202A && code <= 0x202F) ||
                         (code >= 0x2060 && code <= 0x2069);
        if (!invisible) return false;
    }
    return true;
}

enum khabar_status kh_parse_dump(struct kh_arena *arena, struct kh_str text, struct kh_tree *tree,
                                 struct khabar_error *err)
{
    struct dump dump = {.arena = arena, .tree = tree, .p = text.p, .end = text.p + text.n};
    if (!add_element(&dump, KH_TAG_HTML)) goto no_memory;
    while (dump.p < dump.end) {
        const char *next = NULL, *start = dump.p, *stop = line_end(start, dump.end, &next);
        struct kh_str line = {start, (size_t)(stop - start)};
        bool was_blank = is_blank(line);
        if (kh_scan3(start, stop, '<', '&', '<') < stop &&
            !clean_line(&dump, start, stop, &next, &line))
            goto no_memory;
        dump.p = next;
        if (was_blank) dump.blank = true;
        else if (!is_blank(line) && !add_line(&dump, kh_str_trim(line))) goto no_memory;
    }
    tree->nodes[0].end = tree->nodes_n;
    return KHABAR_OK;
no_memory:
    return kh_error(err, "parse", KHABAR_NO_MEMORY, "the lines need more than the memory allowed");
}

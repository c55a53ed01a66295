/* SPDX-License-Identifier: Apache-2.0
 *
 * Who wrote it: names out of metadata, else out of the byline a reader sees. Takes hints and
 * blocks, hands on names only: words before them, roles, addresses, desks and the site are left
 * out.
 */
#include "base/utf8.h"
#include "extract/meta.h"

#define MAX_AUTHORS 12
#define LONGEST_NAME 80

struct names {
    const struct kh_lexicon *lexicon;
    struct kh_arena *arena;
    uint32_t lang;
    struct kh_str site, host; /* letters */
    struct kh_str items[MAX_AUTHORS];
    struct kh_str letters[MAX_AUTHORS];
    uint32_t n;
};

static char byline_of(const struct names *names, struct kh_hit hit)
{
    for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
        struct kh_entry e = kh_lexicon_entry(names->lexicon, i);
        if (e.kind != KH_LEX_BYLINE || !e.value.n) continue;
        if (e.lang && names->lang && e.lang != names->lang && e.lang != KH_LANG('e', 'n')) continue;
        return e.value.p[0];
    }
    return 0;
}

/* The class data/byline gives the longest phrase at `at` it knows: 'b'y, 'j'oin, 'r'ole, 'd'esk,
 * 'e'nd, or 0. */
static char class_at(const struct names *names, const struct kh_tokens *tokens, uint32_t at,
                     uint32_t *n)
{
    struct kh_tokens head = *tokens;
    *n = 1;
    for (;;) {
        struct kh_hit hit = kh_lexicon_match(names->lexicon, &head, at);
        char class = hit.entries ? byline_of(names, hit) : 0;
        if (class) *n = hit.tokens;
        if (class || hit.tokens < 2) return class;
        head.n = at + hit.tokens - 1;
    }
}

static bool is_mark(const struct kh_token *t, uint32_t code)
{
    return t->kind == KH_TOKEN_PUNCT && t->code == code;
}

static bool has_nocase(struct kh_str s, const char *needle)
{
    return kh_str_find_nocase(s, kh_str_of(needle), 0) != SIZE_MAX;
}

/* Takes one name; refuses what is no name. */
static void take(struct names *names, struct kh_str name)
{
    name = kh_str_trim(name);
    if (name.n < 2 || name.n > LONGEST_NAME || names->n == MAX_AUTHORS) return;
    if (has_nocase(name, "http") || has_nocase(name, "www.") || has_nocase(name, ".com")) return;
    struct kh_str letters = kh_bare_letters(names->arena, name);
    if (letters.n < 2) return;
    for (size_t i = 0; i < letters.n; i++)
        if (kh_is_digit(letters.p[i])) return;
    if (kh_str_eq(letters, names->site) || kh_str_eq(letters, names->host)) return;
    for (uint32_t i = 0; i < names->n; i++) {
        if (kh_str_eq(letters, names->letters[i])) return;
        if (letters.n > 5 && kh_str_find(names->letters[i], letters, 0) != SIZE_MAX) return;
    }
    names->letters[names->n] = letters;
    names->items[names->n++] = name;
}

/* Cuts a byline into names. `printed` says that it is running text: then it must open with a
 * by-word unless its markup says byline, and anything behind the names ends it. */
static bool cut(struct names *names, struct kh_str text, bool needs_by)
{
    struct kh_tokens tokens;
    text = kh_str_trim(text);
    if (text.n > 300) text.n = kh_utf8_cut(text, 300);
    if (kh_str_starts(text, KH_STR("http")) || kh_str_starts(text, KH_STR("www."))) return true;
    if (!kh_tokenize(names->arena, text, names->lang, &tokens)) return false;
    uint32_t at = 0, n, start;
    bool by = false;
    while (at < tokens.n) {
        char class = tokens.items[at].kind == KH_TOKEN_WORD ? class_at(names, &tokens, at, &n) : 0;
        if (class == 'b') at += n, by = true;
        else if (tokens.items[at].kind == KH_TOKEN_PUNCT) at++;
        else break;
    }
    if (needs_by && !by) return true;
    start = at;
    bool skip = false;
    for (; at <= tokens.n; at += n) {
        const struct kh_token *t = at < tokens.n ? &tokens.items[at] : NULL;
        char class = 0;
        n = 1;
        if (t && t->kind == KH_TOKEN_WORD) class = class_at(names, &tokens, at, &n);
        bool wall = !t || class == 'e' || t->kind == KH_TOKEN_NUMBER || is_mark(t, '@') ||
                    is_mark(t, '<') || (class == 'b' && at > start);
        bool mark = t && t->kind == KH_TOKEN_PUNCT && !is_mark(t, '.') && !is_mark(t, '\'') &&
                    !is_mark(t, 0x2019) && !is_mark(t, '-') && !is_mark(t, '"') &&
                    !is_mark(t, 0x2018) && !is_mark(t, 0xB7);
        bool spaced_dash = t && is_mark(t, '-') && !(t->flags & KH_TOKEN_GLUED);
        if (!wall && !mark && !spaced_dash && class != 'j' && class != 'r' && class != 'd')
            continue;
        if (!skip && at > start)
            take(names, kh_str_sub(text, tokens.items[start].start, tokens.items[at - 1].end));
        if (wall) break;
        /* A role, desk or bracket swallows what follows up to the next comma or "and". */
        skip = class == 'r' || class == 'd' ||
               (skip && class != 'j' && !is_mark(t, ',') && !is_mark(t, 0x060C));
        if (mark && (is_mark(t, '(') || is_mark(t, '|') || is_mark(t, 0x2022))) skip = true;
        if (spaced_dash) skip = true;
        start = at + n;
    }
    return true;
}

static bool from_hints(struct names *names, const struct kh_hints *hints)
{
    static const enum kh_hint_from order[] = {KH_FROM_LD,   KH_FROM_META,    KH_FROM_PROP,
                                              KH_FROM_TIME, KH_FROM_LD_WEAK, KH_FROM_META_WEAK};
    for (size_t k = 0; k < sizeof order / sizeof *order && names->n == 0; k++)
        for (uint32_t i = 0; i < hints->n; i++) {
            const struct kh_hint *hint = &hints->items[i];
            if (hint->kind != KH_HINT_AUTHOR || hint->from != order[k]) continue;
            if (hint->text.n <= 300 && !cut(names, hint->text, false)) return false;
        }
    return true;
}

static bool byline_markup(const struct kh_tree *tree, uint32_t node, bool *comment)
{
    bool found = false;
    for (int steps = 0; node && steps < 4; steps++, node = tree->nodes[node].parent)
        for (int k = 0; k < 2; k++) {
            struct kh_str v = kh_node_attr(tree, node, k ? "id" : "class");
            if (has_nocase(v, "comment") || has_nocase(v, "related")) *comment = true;
            if (steps < 3 && (has_nocase(v, "author") || has_nocase(v, "byline") ||
                              has_nocase(v, "autor") || has_nocase(v, "writer")))
                found = true;
        }
    return found;
}

/* The byline near the headline, or under the body. */
static bool from_text(struct names *names, const struct kh_hints *hints, const struct kh_body *body)
{
    const struct kh_blocks *blocks = body->blocks;
    uint32_t head = hints->headline, first = UINT32_MAX, last = UINT32_MAX;
    if (body->last) {
        first = blocks->before[body->first];
        last = blocks->before[body->last + 1] - 1;
    }
    uint32_t top = head != UINT32_MAX ? head : first;
    if (top == UINT32_MAX) return true;
    uint32_t start = top > 3 ? top - 3 : 0, end = top + 12;
    for (int part = 0; part < 2 && names->n == 0; part++) {
        for (uint32_t i = start; i < end && i < blocks->n && names->n == 0; i++) {
            const struct kh_block *b = &blocks->items[i];
            bool comment = false;
            if (i == head || b->chars > 200) continue;
            bool marked =
                byline_markup(blocks->tree, blocks->tree->nodes[b->first].parent, &comment);
            if (comment) continue;
            if (b->chars > 120 && !marked) continue;
            if (!cut(names, kh_block_text(blocks, i), !marked)) return false;
        }
        if (last == UINT32_MAX) break;
        start = last;
        end = last + 5;
    }
    return true;
}

bool kh_meta_authors(const struct kh_engine *engine, struct kh_arena *arena,
                     const struct kh_hints *hints, const struct kh_body *body,
                     struct kh_article *article)
{
    struct names *names = kh_arena_zalloc(arena, 1, sizeof *names);
    if (!names) return false;
    names->lexicon = engine->lexicon;
    names->arena = arena;
    names->lang = article->lang;
    names->site = kh_bare_letters(arena, article->site);
    names->host = kh_bare_letters(arena, kh_url_host(article->url));
    if (!from_hints(names, hints)) return false;
    if (!names->n && !from_text(names, hints, body)) return false;
    if (!names->n) return true;
    article->authors = kh_arena_alloc(arena, names->n * sizeof *article->authors);
    if (!article->authors) return false;
    memcpy(article->authors, names->items, names->n * sizeof *names->items);
    article->authors_n = names->n;
    return true;
}

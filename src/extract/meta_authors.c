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
    bool marked;   /* the markup says that this is a byline */
    bool desk;     /* the byline printed is a desk's: there is no author to look for */
    bool site_too; /* the site's own name will do: nobody else was found */
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
    struct kh_hit hit = kh_lexicon_match(names->lexicon, tokens, at);
    *n = 1;
    for (; hit.entries; hit = kh_lexicon_shorter(names->lexicon, tokens, at, hit)) {
        char class = byline_of(names, hit);
        if (!class) continue;
        *n = hit.tokens;
        return class;
    }
    return 0;
}

static bool is_mark(const struct kh_token *t, uint32_t code)
{
    return t->kind == KH_TOKEN_PUNCT && t->code == code;
}

/* Whether a name is the site's, or what is left of it. */
static bool is_site(const struct names *names, struct kh_str letters)
{
    if (kh_str_eq(letters, names->site) || kh_str_eq(letters, names->host)) return true;
    if (letters.n < 6 || names->site.n < 6) return false;
    return kh_str_find(names->site, letters, 0) == 0 ||
           (kh_str_find(letters, names->site, 0) == 0 && letters.n <= names->site.n + 6);
}

/* Takes one name; refuses what is no name. A name read off the page begins with a capital where the
 * script has them, and is not the site's. */
static void take(struct names *names, struct kh_str name, bool printed)
{
    name = kh_str_trim(name);
    if (printed && name.n && name.p[0] >= 'a' && name.p[0] <= 'z' && !names->marked) return;
    size_t spaces = 0;
    for (size_t i = 0; i < name.n; i++) spaces += name.p[i] == ' ';
    if (printed && spaces > 5) return;
    if (name.n < 2 || name.n > LONGEST_NAME || names->n == MAX_AUTHORS) return;
    static const struct kh_str addresses[] = {KH_WORD("http"), KH_WORD("www."), KH_WORD(".com")};
    if (KH_HAS_ANY(name, addresses)) return;
    struct kh_str letters = kh_bare_letters(names->arena, name);
    if (letters.n < 2) return;
    for (size_t i = 0; i < letters.n; i++)
        if (kh_is_digit(letters.p[i])) return;
    if (is_site(names, letters) && (printed || !names->site_too)) return;
    for (uint32_t i = 0; i < names->n; i++) {
        if (kh_str_eq(letters, names->letters[i])) return;
        if (letters.n > 5 && kh_str_find(names->letters[i], letters, 0) != SIZE_MAX) return;
    }
    names->letters[names->n] = letters;
    names->items[names->n++] = name;
}

/* Whether a part of a name: von, de, al, bin. */
static bool is_name_part(const struct names *names, const struct kh_tokens *tokens, uint32_t at)
{
    struct kh_entry entry;
    struct kh_hit hit = kh_lexicon_find(names->lexicon, tokens->items[at].folded);
    return hit.entries && kh_hit_get(names->lexicon, hit, KH_LEX_NAMEPART, KH_LANG_NONE, &entry);
}

/* What a token does inside a byline. */
enum part { PART_NAME = 0, PART_WALL, PART_BREAK, PART_JOIN, PART_ROLE, PART_DESK };

struct byline {
    const struct kh_tokens *tokens;
    const struct kh_date_hit *dates;
    uint32_t dates_n;
};

static enum part part_at(const struct names *names, const struct byline *line, uint32_t at,
                         uint32_t start, uint32_t *n)
{
    *n = 1;
    if (at >= line->tokens->n) return PART_WALL;
    const struct kh_token *t = &line->tokens->items[at];
    for (uint32_t i = 0; i < line->dates_n; i++)
        if (line->dates[i].first == at && line->dates[i].kind != KH_DATE_RELATIVE) return PART_WALL;
    if (t->kind == KH_TOKEN_NUMBER || is_mark(t, '@') || is_mark(t, '<')) return PART_WALL;
    if (t->kind == KH_TOKEN_WORD) {
        switch (class_at(names, line->tokens, at, n)) {
        case 'e': return PART_WALL;
        case 'b':
            return at > start && !is_name_part(names, line->tokens, at) ? PART_WALL : PART_NAME;
        case 'j': return is_name_part(names, line->tokens, at) ? PART_NAME : PART_JOIN;
        case 'd': return PART_DESK;
        case 'r': return PART_ROLE;
        default: return PART_NAME;
        }
    }
    if (is_mark(t, '-') && !(t->flags & KH_TOKEN_GLUED)) return PART_ROLE;
    if (is_mark(t, '|') && at == start) return PART_BREAK;
    if (is_mark(t, '(') || is_mark(t, '|') || is_mark(t, 0x2022) || is_mark(t, 0x2013) ||
        is_mark(t, 0x2014) || is_mark(t, 0xB7) || is_mark(t, 0x22C5))
        return PART_ROLE;
    bool inner = is_mark(t, '.') || is_mark(t, '\'') || is_mark(t, 0x2019) || is_mark(t, '-') ||
                 is_mark(t, '"') || is_mark(t, 0x2018) || is_mark(t, '_') || is_mark(t, 0x201C) ||
                 is_mark(t, 0x201D);
    return inner ? PART_NAME : PART_BREAK;
}

/* "PhD", "M.D.", "CFA" behind a name: letters of a degree, no name of their own. */
static bool is_degree(const struct kh_tokens *tokens, uint32_t start, uint32_t end)
{
    if (end - start > 4) return false;
    size_t letters = 0;
    for (uint32_t i = start; i < end; i++) {
        const struct kh_token *t = &tokens->items[i];
        if (t->kind == KH_TOKEN_PUNCT) continue;
        if (t->script != KH_SCRIPT_LATIN || !(t->flags & KH_TOKEN_CAPITAL)) return false;
        if (!(t->flags & KH_TOKEN_UPPER) && t->end - t->start > 2) return false;
        letters += t->end - t->start;
    }
    return letters > 0 && letters <= 6;
}

/* Skips by-words at the head of a byline; *by says whether there were any. */
static uint32_t skip_by(const struct names *names, const struct kh_tokens *tokens, bool *by)
{
    uint32_t at = 0, n;
    while (at < tokens->n) {
        const struct kh_token *t = &tokens->items[at];
        if (t->kind == KH_TOKEN_WORD && class_at(names, tokens, at, &n) == 'b') {
            at += n;
            *by = true;
        } else if (t->kind == KH_TOKEN_PUNCT) {
            at++;
        } else {
            break;
        }
    }
    return at;
}

/* A by-word further on: "Published August 7 by ...". */
static uint32_t find_by(const struct names *names, const struct byline *line, bool *by)
{
    uint32_t n, at = skip_by(names, line->tokens, by);
    for (uint32_t i = at; !*by && i + 1 < line->tokens->n; i += n) {
        n = 1;
        if (line->tokens->items[i].kind != KH_TOKEN_WORD) continue;
        bool after_date = false;
        for (uint32_t d = 0; d < line->dates_n; d++)
            after_date |= line->dates[d].first + line->dates[d].tokens == i ||
                          line->dates[d].first + line->dates[d].tokens + 1 == i;
        if (class_at(names, line->tokens, i, &n) != 'b' || !after_date) continue;
        *by = true;
        return i + n;
    }
    return at;
}

/* A person alone in a line, perhaps with a date: two to four capitalised words of which the first
 * is a given name by our tables. Returns where it begins, or the number of tokens. */
static uint32_t find_person(const struct names *names, const struct byline *line)
{
    const struct kh_tokens *tokens = line->tokens;
    uint32_t first = tokens->n, words = 0, others = 0;
    for (uint32_t i = 0, d = 0; i < tokens->n; i++) {
        const struct kh_token *t = &tokens->items[i];
        while (d < line->dates_n && line->dates[d].first + line->dates[d].tokens <= i) d++;
        if (d < line->dates_n && line->dates[d].first <= i) continue;
        if (t->kind != KH_TOKEN_WORD) continue;
        if (first == tokens->n) first = i;
        if (!(t->flags & KH_TOKEN_CAPITAL) && !is_name_part(names, tokens, i)) others++;
        words++;
    }
    if (words < 2 || words > 4 || others) return tokens->n;
    struct kh_entry entry;
    struct kh_hit hit = kh_lexicon_find(names->lexicon, tokens->items[first].folded);
    bool given = hit.entries && kh_hit_get(names->lexicon, hit, KH_LEX_GIVEN, KH_LANG_NONE, &entry);
    return given ? first : tokens->n;
}

/* Cuts a byline into names. With `needs_by` (running text whose markup says nothing) only one that
 * has a by-word. `by` says that the line before was a by-word. */
static bool cut(struct names *names, struct kh_str text, bool printed, bool needs_by)
{
    struct kh_tokens tokens;
    struct kh_date_hit *dates;
    text = kh_str_trim(text);
    if (text.n > 300) text.n = kh_utf8_cut(text, 300);
    if (kh_str_starts(text, KH_STR("http")) || kh_str_starts(text, KH_STR("www."))) return true;
    struct byline line = {.tokens = &tokens};
    if (!kh_tokenize(names->arena, text, names->lang, &tokens) ||
        !kh_dates_find(names->lexicon, names->arena, &tokens, names->lang, KH_ORDER_UNKNOWN, &dates,
                       &line.dates_n))
        return false;
    line.dates = dates;
    bool by = false, skip = false;
    uint32_t n, start = printed ? find_by(names, &line, &by) : skip_by(names, &tokens, &by);
    if (needs_by && !by) {
        if (text.n <= 100) start = find_person(names, &line);
        if (text.n > 100 || start == tokens.n) return true;
    }
    for (uint32_t at = start; at <= tokens.n; at += n) {
        enum part part = part_at(names, &line, at, start, &n);
        if (part == PART_NAME) continue;
        if (!skip && at > start && !(names->n && is_degree(&tokens, start, at)))
            take(names, kh_str_sub(text, tokens.items[start].start, tokens.items[at - 1].end),
                 printed);
        if (part == PART_WALL) break;
        /* A role, desk or bracket swallows what follows up to the next comma or "and". */
        skip =
            part == PART_ROLE || (skip && part == PART_BREAK && !is_mark(&tokens.items[at], ',') &&
                                  !is_mark(&tokens.items[at], 0x060C));
        start = at + n;
    }
    return true;
}

static bool byline_markup(const struct kh_tree *tree, uint32_t node, bool *comment)
{
    static const struct kh_str asides[] = {KH_WORD("comment"), KH_WORD("related")};
    static const struct kh_str words[] = {
        KH_WORD("author"),   KH_WORD("byline"),      KH_WORD("autor"),  KH_WORD("writer"),
        KH_WORD("vcard"),    KH_WORD("contributor"), KH_WORD("auteur"), KH_WORD("journalist"),
        KH_WORD("reporter"), KH_WORD("yazar")};
    bool found = false;
    for (int steps = 0; node && steps < 4; steps++, node = tree->nodes[node].parent)
        for (int k = 0; k < 2; k++) {
            struct kh_str v = kh_node_attr(tree, node, k ? "id" : "class");
            if (!v.n) continue;
            *comment |= KH_HAS_ANY(v, asides);
            found |= steps < 3 && KH_HAS_ANY(v, words);
        }
    return found;
}

/* Whether a hint of the markup stands by the headline or under the body, and not in a comment. */
static bool in_place(const struct kh_hints *hints, const struct kh_body *body, uint32_t node)
{
    const struct kh_blocks *blocks = body->blocks;
    uint32_t at = blocks->before[node], first = UINT32_MAX, last = UINT32_MAX;
    if (body->last) {
        first = blocks->before[body->first];
        last = blocks->before[body->last + 1] - 1;
    }
    uint32_t top = hints->headline != UINT32_MAX ? hints->headline : first;
    if (top == UINT32_MAX) return true;
    bool comment = false;
    byline_markup(blocks->tree, node, &comment);
    if (comment) return false;
    return (at + 8 >= top && at <= top + 20) || (first != UINT32_MAX && at <= first && at > top) ||
           (last != UINT32_MAX && at + 3 >= last && at <= last + 10);
}

static bool from_hints(struct names *names, const struct kh_hints *hints,
                       const struct kh_body *body, const enum kh_hint_from *order, size_t order_n)
{
    for (size_t k = 0; k < order_n && names->n == 0; k++)
        for (uint32_t i = 0; i < hints->n; i++) {
            const struct kh_hint *hint = &hints->items[i];
            if (hint->kind != KH_HINT_AUTHOR || hint->from != order[k] || hint->text.n > 300)
                continue;
            if (hint->node && (order[k] == KH_FROM_TIME || order[k] == KH_FROM_PROP) &&
                !in_place(hints, body, hint->node))
                continue;
            if (!cut(names, hint->text, order[k] == KH_FROM_TIME, false)) return false;
        }
    return true;
}

/* A link to the page of an author inside the block: its text. */
static struct kh_str author_link(const struct names *names, const struct kh_blocks *blocks,
                                 uint32_t block)
{
    static const struct kh_str paths[] = {
        KH_WORD("/author"),  KH_WORD("/autor"),     KH_WORD("/contributor"), KH_WORD("/writer"),
        KH_WORD("/people/"), KH_WORD("/staff/"),    KH_WORD("/journalist"),  KH_WORD("/reporter"),
        KH_WORD("/by/"),     KH_WORD("/columnist"), KH_WORD("/redakt")};
    const struct kh_tree *tree = blocks->tree;
    uint32_t node = tree->nodes[blocks->items[block].first].parent;
    for (int steps = 0; node && steps < 3; steps++, node = tree->nodes[node].parent) {
        if (tree->nodes[node].tag != KH_TAG_A) continue;
        struct kh_str href = kh_node_attr(tree, node, "href");
        if (KH_HAS_ANY(href, paths)) return kh_node_text(names->arena, tree, node, 100);
    }
    return KH_STR_NONE;
}

/* Whether the block says nothing but "by". */
static bool only_by(const struct names *names, struct kh_str text)
{
    struct kh_tokens tokens;
    bool by = false;
    if (text.n > 40 || !kh_tokenize(names->arena, text, names->lang, &tokens)) return false;
    return skip_by(names, &tokens, &by) == tokens.n && by;
}

/* Blocks [start, end): the first that yields names. */
static bool look_for_byline(struct names *names, const struct kh_blocks *blocks, uint32_t start,
                            uint32_t end, uint32_t head)
{
    bool by_before = false;
    for (uint32_t i = start; i < end && i < blocks->n && names->n == 0 && !names->desk; i++) {
        const struct kh_block *b = &blocks->items[i];
        bool comment = false, led = by_before;
        by_before = false;
        if (i == head || b->chars > 200) continue;
        names->marked = byline_markup(blocks->tree, blocks->tree->nodes[b->first].parent, &comment);
        if (comment) continue;
        struct kh_str text = kh_spaced_text(names->arena, blocks, i);
        by_before = only_by(names, text);
        if (by_before || (b->chars > 120 && !names->marked)) continue;
        struct kh_str linked = author_link(names, blocks, i);
        if (linked.n && (b->chars > 60 || kh_str_find(linked, KH_STR(" "), 0) == SIZE_MAX))
            linked = KH_STR_NONE;
        if (linked.n) text = linked;
        if (!cut(names, text, true, !names->marked && !led && !linked.n)) return false;
    }
    return true;
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
    uint32_t end = top + 14;
    if (first != UINT32_MAX && first >= top && end > first + 5) end = first + 5;
    if (!look_for_byline(names, blocks, top, end, head)) return false;
    if (!names->n && !names->desk &&
        !look_for_byline(names, blocks, top > 4 ? top - 4 : 0, top, head))
        return false;
    if (!names->n && !names->desk && last != UINT32_MAX)
        return look_for_byline(names, blocks, last, last + 11, head);
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
    static const enum kh_hint_from strong[] = {KH_FROM_LD, KH_FROM_META, KH_FROM_PROP, KH_FROM_TIME,
                                               KH_FROM_META_WEAK};
    static const enum kh_hint_from any[] = {KH_FROM_LD, KH_FROM_META, KH_FROM_PROP, KH_FROM_LD_WEAK,
                                            KH_FROM_META_WEAK};
    if (!from_hints(names, hints, body, strong, sizeof strong / sizeof *strong)) return false;
    names->desk = false;
    if (!names->n && !from_text(names, hints, body)) return false;
    names->site_too = true;
    if (!names->n && !from_hints(names, hints, body, any, sizeof any / sizeof *any)) return false;
    if (!names->n) return true;
    article->authors = kh_arena_alloc(arena, names->n * sizeof *article->authors);
    if (!article->authors) return false;
    memcpy(article->authors, names->items, names->n * sizeof *names->items);
    article->authors_n = names->n;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The headline: candidates from headings, metadata and <title> support each other by their letters;
 * the one with most support wins. Takes hints and blocks, hands on the title as printed.
 */
#include "base/hash.h"
#include "base/utf8.h"
#include "extract/meta.h"

#define MAX_CANDIDATES 40
#define LONGEST_TITLE 600 /* bytes */
#define SAME_HEADLINE 0.3 /* share of common words */

struct candidate {
    struct kh_str text, letters;
    const char *from;
    uint32_t node; /* of a heading */
    int score;
};

struct field {
    struct kh_arena *arena;
    const struct kh_tree *tree;
    const struct kh_hints *hints;
    struct candidate items[MAX_CANDIDATES];
    uint32_t n;
    struct kh_str site; /* letters */
    struct kh_str page; /* letters of <title> */
};

static void add(struct field *f, struct kh_str text, const char *from, uint32_t node, int score)
{
    text = kh_str_trim(text);
    if (f->n == MAX_CANDIDATES || text.n < 2 || text.n > LONGEST_TITLE) return;
    struct kh_str letters = kh_bare_letters(f->arena, text);
    if (letters.n < 2) return;
    f->items[f->n++] = (struct candidate){text, letters, from, node, score};
}

static bool same(struct kh_str a, struct kh_str b)
{
    return a.n > 0 && kh_str_eq(a, b);
}

static bool inside(struct kh_str whole, struct kh_str part)
{
    return part.n >= 8 && whole.n > part.n && kh_str_find(whole, part, 0) != SIZE_MAX;
}

struct kh_str kh_meta_site(const struct kh_hints *hints)
{
    const struct kh_hint *site = kh_hints_get(hints, KH_HINT_SITE, KH_FROM_LD, KH_FROM_META_WEAK);
    const struct kh_hint *named = kh_hints_get(hints, KH_HINT_SITE, KH_FROM_META, KH_FROM_META);
    if (named) site = named;
    return site && site->text.n <= 120 ? site->text : hints->site;
}

#define KH_WORD(literal)                                                                           \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Length of the separator of title parts at `at` (with its spaces), 0 when there is none. */
static size_t separator_at(struct kh_str s, size_t at, bool *strong)
{
    static const struct kh_str marks[] = {KH_WORD("|"),
                                          KH_WORD("\xC2\xBB"),
                                          KH_WORD("\xC2\xAB"),
                                          KH_WORD("::"),
                                          KH_WORD("\xE2\x80\xA2"),
                                          KH_WORD("\xC2\xB7"),
                                          KH_WORD("-"),
                                          KH_WORD("\xE2\x80\x93"),
                                          KH_WORD("\xE2\x80\x94"),
                                          KH_WORD("~"),
                                          KH_WORD("\xE2\x80\xBA"),
                                          KH_WORD("<"),
                                          KH_WORD(">"),
                                          KH_WORD("/"),
                                          KH_WORD("_"),
                                          KH_WORD("\xEF\xBD\x9C")};
    size_t start = at;
    if (s.p[at] != ' ' && s.p[at] != '|' && s.p[at] != '_') return 0;
    while (at < s.n && s.p[at] == ' ') at++;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct kh_str mark = marks[i];
        if (!kh_str_starts(kh_str_sub(s, at, s.n), mark)) continue;
        at += mark.n;
        bool space = at < s.n && s.p[at] == ' ';
        if (!space && mark.p[0] != '|' && mark.p[0] != '_') return 0;
        while (at < s.n && s.p[at] == ' ') at++;
        *strong = i == 0;
        return at - start;
    }
    return 0;
}

/* Where the last part of a title begins to be cut off, when that part is the site's name; the
 * length of the text otherwise. */
static size_t site_tail(struct field *f, struct kh_str text)
{
    bool strong;
    for (size_t at = text.n; at-- > 1;) {
        size_t n = separator_at(text, at, &strong);
        if (!n) continue;
        struct kh_str tail = kh_bare_letters(f->arena, kh_str_sub(text, at + n, text.n));
        bool is_site = same(tail, f->site) || inside(f->site, tail) ||
                       (inside(tail, f->site) && tail.n < f->site.n * 3);
        return is_site ? at : text.n;
    }
    return text.n;
}

/* Without parts at its end (or one at its start) that are the site's name. */
static struct kh_str without_site(struct field *f, struct kh_str text)
{
    bool strong;
    if (!f->site.n || text.n > LONGEST_TITLE) return text;
    for (size_t end; (end = site_tail(f, text)) < text.n;)
        text = kh_str_trim(kh_str_sub(text, 0, end));
    for (size_t at = 1; at < text.n; at++) {
        size_t n = separator_at(text, at, &strong);
        if (!n) continue;
        bool is_site = same(kh_bare_letters(f->arena, kh_str_sub(text, 0, at)), f->site);
        return is_site ? kh_str_sub(text, at + n, text.n) : text;
    }
    return text;
}

/* The parts of <title>: each alone, and each run from the start up to a separator. */
static void add_page_title(struct field *f, struct kh_str text)
{
    size_t start = 0, parts = 0;
    for (size_t at = 1; at < text.n && parts < 8; at++) {
        bool strong;
        size_t n = separator_at(text, at, &strong);
        if (!n) continue;
        if (start > 0) add(f, kh_str_sub(text, 0, at), "title", 0, 2);
        add(f, kh_str_sub(text, start, at), "title", 0, parts ? 2 : 3);
        start = at + n;
        at = start;
        parts++;
    }
    if (parts) {
        add(f, kh_str_sub(text, start, text.n), "title", 0, 1);
        add(f, text, "title", 0, 1);
    } else {
        add(f, text, "title", 0, 3);
    }
}

static bool in_hidden_place(const struct kh_tree *tree, uint32_t node)
{
    for (int steps = 0; node && steps < 40; steps++, node = tree->nodes[node].parent)
        switch (tree->nodes[node].tag) {
        case KH_TAG_NAV:
        case KH_TAG_FOOTER:
        case KH_TAG_ASIDE:
        case KH_TAG_DIALOG:
        case KH_TAG_NOSCRIPT:
        case KH_TAG_TEMPLATE: return true;
        default: break;
        }
    return false;
}

/* Whether the heading or what holds it is called the logo or name of the site. */
static bool is_masthead(const struct kh_tree *tree, uint32_t node)
{
    static const struct kh_str words[] = {
        KH_WORD("logo"),      KH_WORD("brand"),    KH_WORD("masthead"),  KH_WORD("site-title"),
        KH_WORD("site-name"), KH_WORD("sitename"), KH_WORD("blog-title")};
    for (int steps = 0; node && steps < 3; steps++, node = tree->nodes[node].parent)
        for (int k = 0; k < 2; k++) {
            struct kh_str v = kh_node_attr(tree, node, k ? "id" : "class");
            if (v.n && v.n < 200 && KH_HAS_ANY(v, words)) return true;
        }
    return false;
}

/* The text of a heading without the kicker that stands in an element of its own inside it. */
static struct kh_str heading_text(struct field *f, uint32_t heading)
{
    static const struct kh_str words[] = {
        KH_WORD("kicker"),   KH_WORD("topline"),    KH_WORD("overline"), KH_WORD("dachzeile"),
        KH_WORD("roofline"), KH_WORD("supertitle"), KH_WORD("pretitle"), KH_WORD("eyebrow")};
    const struct kh_tree *tree = f->tree;
    uint32_t end = tree->nodes[heading].end;
    for (uint32_t i = heading + 1; i < end && i < heading + 8; i++) {
        if (tree->nodes[i].kind != KH_NODE_ELEMENT || tree->nodes[i].end >= end) continue;
        struct kh_str class = kh_node_attr(tree, i, "class");
        if (!class.n || !KH_HAS_ANY(class, words)) continue;
        size_t skipped = kh_node_text(f->arena, tree, i, LONGEST_TITLE).n;
        struct kh_str whole = kh_node_text(f->arena, tree, heading, LONGEST_TITLE);
        struct kh_str rest =
            kh_str_trim(kh_str_sub(whole, skipped < whole.n ? skipped : 0, whole.n));
        while (rest.n && (rest.p[0] == ':' || rest.p[0] == ' ')) rest = kh_str_sub(rest, 1, rest.n);
        return rest.n > 10 ? rest : whole;
    }
    return kh_node_text(f->arena, tree, heading, LONGEST_TITLE);
}

static void add_headings(struct field *f)
{
    const struct kh_hints *h = f->hints;
    uint32_t lower = 0, first = 0;
    for (uint32_t i = 0; i < h->headings_n && f->n < MAX_CANDIDATES - 10; i++) {
        uint32_t node = h->headings[i];
        bool top = f->tree->nodes[node].tag == KH_TAG_H1;
        if (!top && lower++ > 8) continue;
        int score = top                                     ? (h->h1_n == 1 ? 9
                                                               : first++    ? 6
                                                                            : 7)
                    : f->tree->nodes[node].tag == KH_TAG_H2 ? 3
                                                            : 2;
        if (in_hidden_place(f->tree, node)) score -= 4;
        if (is_masthead(f->tree, node)) score -= 5;
        add(f, heading_text(f, node), "heading", node, score);
    }
}

/* Share of the words of `part` that stand in `whole` as words, both folded. */
static double word_share(struct field *f, struct kh_str part, struct kh_str whole)
{
    struct kh_tokens a, b;
    unsigned words = 0, common = 0;
    if (!kh_tokens_cut(f->arena, part, &a) || !kh_tokens_cut(f->arena, whole, &b)) return 0;
    for (uint32_t i = 0; i < a.n; i++) {
        if (a.items[i].kind == KH_TOKEN_PUNCT) continue;
        words++;
        for (uint32_t j = 0; j < b.n; j++)
            if (kh_str_eq(a.items[i].folded, b.items[j].folded)) {
                common++;
                break;
            }
    }
    return words ? (double)common / words : 0;
}

/* A page's only <h1> is what the reader sees: where metadata words the same headline otherwise (it
 * shares words with it), the <h1> is right more often. */
static void trust_single_h1(struct field *f, struct candidate *best)
{
    if (f->hints->h1_n != 1 || best->from[0] == 'h') return;
    for (uint32_t i = 0; i < f->n; i++) {
        struct candidate *c = &f->items[i];
        if (c->from[0] != 'h' || f->tree->nodes[c->node].tag != KH_TAG_H1 || c->score < 5) continue;
        if (word_share(f, c->text, best->text) >= SAME_HEADLINE) c->score = best->score + 1;
    }
}

/* When nothing names the site: the part of <title> that a heading shows alone is the site's name if
 * a longer part is shown by another heading. */
static void guess_site(struct field *f, struct kh_hints *hints)
{
    for (uint32_t i = 0; i < f->n && !f->site.n; i++) {
        const struct candidate *part = &f->items[i];
        if (part->from[0] != 't' || kh_str_eq(part->letters, f->page)) continue;
        bool shown = false, other = false;
        for (uint32_t j = 0; j < f->n; j++) {
            const struct candidate *h = &f->items[j];
            if (h->from[0] != 'h') continue;
            shown |= same(h->letters, part->letters);
            other |= h->letters.n > part->letters.n && inside(f->page, h->letters) &&
                     kh_str_find(h->letters, part->letters, 0) == SIZE_MAX;
        }
        if (!shown || !other) continue;
        f->site = part->letters;
        hints->site = part->text;
    }
}

/* What others say for or against each candidate. */
static void weigh(struct field *f)
{
    for (uint32_t i = 0; i < f->n; i++) {
        struct candidate *c = &f->items[i];
        size_t length = kh_utf8_count(c->letters);
        bool seen[4] = {false};
        for (uint32_t j = 0; j < f->n; j++) {
            const struct candidate *o = &f->items[j];
            int group = o->from[0] == 'j' ? 0 : o->from[0] == 'm' ? 1 : o->from[0] == 'h' ? 2 : 3;
            if (i == j || o->from == c->from || seen[group]) continue;
            if (!same(o->letters, c->letters)) continue;
            seen[group] = true;
            c->score += 4;
        }
        if (!seen[3] && c->from[0] != 't' && inside(f->page, c->letters)) c->score += 3;
        if (same(c->letters, f->site)) c->score -= 12;
        else if (inside(f->site, c->letters)) c->score -= 6;
        if (length < 6) c->score -= 4;
        if (length < 12) c->score -= 2;
        if (length > 180) c->score -= 3;
    }
}

/* The block that shows the title: the heading's, else the one with the same letters. */
static uint32_t block_of(const struct kh_blocks *blocks, uint32_t node, struct kh_str title)
{
    uint64_t hash = kh_hash_text(title);
    if (node) {
        uint32_t i = blocks->before[node];
        if (i < blocks->n && blocks->items[i].first < blocks->tree->nodes[node].end) return i;
    }
    for (uint32_t i = 0; i < blocks->n; i++)
        if (blocks->items[i].hash == hash && !blocks->items[i].links) return i;
    for (uint32_t i = 0; i < blocks->n; i++)
        if (blocks->items[i].hash == hash) return i;
    return UINT32_MAX;
}

/* A part of <title> that stands in the page as a block of its own gains much. */
static void look_in_blocks(struct field *f, const struct kh_blocks *blocks)
{
    for (uint32_t i = 0; i < f->n; i++) {
        struct candidate *c = &f->items[i];
        if (c->from[0] != 't' || kh_utf8_count(c->letters) < 12) continue;
        uint32_t b = block_of(blocks, 0, c->text);
        if (b == UINT32_MAX) continue;
        c->score += blocks->items[b].links ? 2 : 6;
        c->node = blocks->items[b].first;
    }
}

bool kh_meta_title(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *hints,
                   const struct kh_blocks *blocks, struct kh_article *article)
{
    struct field *f = kh_arena_zalloc(arena, 1, sizeof *f);
    if (!f) return false;
    f->arena = arena;
    f->tree = tree;
    f->hints = hints;
    f->site = kh_bare_letters(arena, kh_meta_site(hints));
    struct kh_str page = KH_STR_NONE;
    if (hints->title_node) page = kh_node_text(arena, tree, hints->title_node, LONGEST_TITLE);
    f->page = kh_bare_letters(arena, page);
    add_headings(f);
    static const int scores[] = {7, 6, 6, 4, 2, 4};
    for (uint32_t i = 0; i < hints->n && f->n < MAX_CANDIDATES - 8; i++) {
        const struct kh_hint *hint = &hints->items[i];
        if (hint->kind != KH_HINT_TITLE || hint->from == KH_FROM_LD_WEAK) continue;
        add(f, without_site(f, hint->text), hint->from == KH_FROM_LD ? "json-ld" : "meta", 0,
            scores[hint->from]);
    }
    add_page_title(f, page);
    guess_site(f, hints);
    weigh(f);
    look_in_blocks(f, blocks);
    struct candidate *best = NULL;
    for (uint32_t i = 0; i < f->n; i++)
        if (!best || f->items[i].score > best->score) best = &f->items[i];
    if (!best) return true;
    trust_single_h1(f, best);
    for (uint32_t i = 0; i < f->n; i++)
        if (f->items[i].score > best->score) best = &f->items[i];
    article->title = best->text;
    article->title_from = best->from;
    if (best->from[0] == 't' && best->node) article->title_from = "heading";
    hints->headline = block_of(blocks, best->from[0] == 't' ? 0 : best->node, best->text);
    for (uint32_t i = 0; i < hints->headings_n && hints->h1_n == 1; i++)
        if (hints->headline == UINT32_MAX && tree->nodes[hints->headings[i]].tag == KH_TAG_H1)
            hints->headline = block_of(blocks, hints->headings[i], best->text);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates a reader sees: near the headline, above and under the body. Takes blocks, hands on dates
 * with how much each looks like the article's own; the words beside a date say which date it is.
 */
#include "base/hash.h"
#include "base/utf8.h"
#include "extract/date_guess.h"

#define MAX_SEEN 32
#define LONG_BLOCK 300 /* bytes from which a block is a paragraph of the text */
#define OPENING 160    /* bytes of such a paragraph in which a dateline may stand */

struct search {
    struct kh_arena *arena;
    const struct kh_date_habit *habit;
    const struct kh_blocks *blocks;
    uint32_t head, first, last; /* blocks: headline, body's first and last; UINT32_MAX unknown */
    struct kh_seen *seen;
    uint32_t n;
};

static char dateword_of(const struct search *s, struct kh_hit hit)
{
    for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
        struct kh_entry e = kh_lexicon_entry(s->habit->lexicon, i);
        if (e.kind != KH_LEX_DATEWORD || !e.value.n) continue;
        if (e.lang != s->habit->lang && e.lang != KH_LANG('e', 'n') && s->habit->lang) continue;
        if (kh_str_eq(e.value, KH_STR("published")) || kh_str_eq(e.value, KH_STR("updated")) ||
            kh_str_eq(e.value, KH_STR("saved")) || kh_str_eq(e.value, KH_STR("event")))
            return e.value.p[0];
    }
    return 0;
}

/* What data/dateword says of the longest phrase at `at` it knows: 'p'ublished, 'u'pdated, 's'aved,
 * 'e'vent; 0 for none. A longer phrase of another kind does not hide it. */
static char word_class(const struct search *s, const struct kh_tokens *tokens, uint32_t at,
                       uint32_t *n)
{
    const struct kh_lexicon *lexicon = s->habit->lexicon;
    struct kh_hit hit = kh_lexicon_match(lexicon, tokens, at);
    *n = 1;
    for (; hit.entries; hit = kh_lexicon_shorter(lexicon, tokens, at, hit)) {
        char class = dateword_of(s, hit);
        if (!class) continue;
        *n = hit.tokens;
        return class;
    }
    return 0;
}

/* The class of the last telling word before token `end`, not further than 8 tokens away. */
static char class_before(const struct search *s, const struct kh_tokens *tokens, uint32_t start,
                         uint32_t end)
{
    char class = 0;
    for (uint32_t i = end > start + 8 ? end - 8 : start; i < end;) {
        uint32_t n;
        char c = tokens->items[i].kind == KH_TOKEN_WORD ? word_class(s, tokens, i, &n) : 0;
        if (tokens->items[i].kind != KH_TOKEN_WORD) n = 1;
        if (c && i + n <= end) class = c;
        i += n;
    }
    return class;
}

static bool tokens_of(const struct search *s, uint32_t block, struct kh_tokens *out)
{
    struct kh_str text = kh_block_text(s->blocks, block);
    if (text.n < LONG_BLOCK) text = kh_spaced_text(s->arena, s->blocks, block);
    else text.n = kh_utf8_cut(text, OPENING);
    return kh_tokenize(s->arena, text, s->habit->lang, out);
}

/* The class of a block that is nothing but such words: "Published", "تاريخ النشر:". */
static char class_of_label(const struct search *s, uint32_t block)
{
    struct kh_tokens tokens;
    uint32_t n;
    if (s->blocks->items[block].chars > 40 || !tokens_of(s, block, &tokens) || !tokens.n) return 0;
    char class = word_class(s, &tokens, 0, &n);
    while (n < tokens.n && tokens.items[n].kind == KH_TOKEN_PUNCT) n++;
    return n == tokens.n ? class : 0;
}

static const struct kh_str date_words[] = {KH_WORD("date"),   KH_WORD("publi"), KH_WORD("time"),
                                           KH_WORD("posted"), KH_WORD("datum"), KH_WORD("fecha")};
static const struct kh_str info_words[] = {KH_WORD("meta"), KH_WORD("byline"), KH_WORD("info")};
static const struct kh_str change_words[] = {KH_WORD("updated"), KH_WORD("modif")};
static const struct kh_str publish_words[] = {KH_WORD("publish")};
static const struct kh_str aside_words[] = {
    KH_WORD("comment"), KH_WORD("related"), KH_WORD("sidebar"), KH_WORD("event"),
    KH_WORD("widget"),  KH_WORD("recent"),  KH_WORD("popular")};
static const struct kh_str foot_words[] = {KH_WORD("footer"), KH_WORD("copyright"),
                                           KH_WORD("caption")};

/* Letters and digits by their first bytes: what no form of a text changes. */
static bool is_solid(char c)
{
    unsigned char byte = (unsigned char)c;
    return kh_is_alpha(c) || kh_is_digit(c) || (byte >= 0xC3 && byte < 0xEF && byte != 0xE2);
}

/* The text node of a block in which the byte behind `before` stands. */
static uint32_t node_behind(const struct search *s, uint32_t block, struct kh_str before)
{
    const struct kh_block *b = &s->blocks->items[block];
    size_t left = 0;
    for (size_t i = 0; i < before.n; i++) left += is_solid(before.p[i]);
    for (uint32_t node = b->first; node <= b->last; node++) {
        struct kh_str text = s->blocks->tree->nodes[node].text;
        if (s->blocks->tree->nodes[node].kind != KH_NODE_TEXT) continue;
        for (size_t i = 0; i < text.n; i++)
            if (is_solid(text.p[i]) && left-- == 0) return node;
    }
    return b->first;
}

/* What the elements around a text node are and are named for. */
static uint64_t markup_of(const struct search *s, uint32_t node)
{
    const struct kh_tree *tree = s->blocks->tree;
    uint64_t bits = 0;
    node = tree->nodes[node].parent;
    for (int steps = 0; node && steps < 5; steps++, node = tree->nodes[node].parent) {
        uint8_t tag = tree->nodes[node].tag;
        if (tag == KH_TAG_TIME) bits |= KH_DATE_BIT(TAG_TIME);
        if (tag == KH_TAG_FOOTER || tag == KH_TAG_ASIDE || tag == KH_TAG_NAV ||
            tag == KH_TAG_FIGURE || tag == KH_TAG_FIGCAPTION)
            bits |= KH_DATE_BIT(NAMED_FOOT);
        for (int k = 0; k < 2; k++) {
            struct kh_str v = kh_node_attr(tree, node, k ? "id" : "class");
            if (!v.n || v.n > 300) continue;
            if (steps < 3 && KH_HAS_ANY(v, date_words)) bits |= KH_DATE_BIT(NAMED_DATE);
            if (steps < 3 && KH_HAS_ANY(v, info_words)) bits |= KH_DATE_BIT(NAMED_INFO);
            if (steps < 2 && KH_HAS_ANY(v, change_words) && !KH_HAS_ANY(v, publish_words))
                bits |= KH_DATE_BIT(NAMED_CHANGE);
            if (KH_HAS_ANY(v, aside_words)) bits |= KH_DATE_BIT(NAMED_ASIDE);
            if (KH_HAS_ANY(v, foot_words)) bits |= KH_DATE_BIT(NAMED_FOOT);
        }
    }
    return bits;
}

/* The four elements around a text node, numbers in their classes aside. */
static uint64_t path_of(const struct search *s, uint32_t node)
{
    const struct kh_tree *tree = s->blocks->tree;
    uint64_t hash = kh_hash_start(0);
    node = tree->nodes[node].parent;
    for (int steps = 0; node && steps < 4; steps++, node = tree->nodes[node].parent) {
        struct kh_str class = kh_node_attr(tree, node, "class");
        hash = kh_hash_more(hash, tree->nodes[node].text);
        for (size_t i = 0; i < class.n && i < 300; i++)
            if (!kh_is_digit(class.p[i])) hash = kh_hash_more(hash, kh_str_sub(class, i, i + 1));
    }
    return kh_hash_end(hash);
}

static uint64_t place_of(const struct search *s, uint32_t block)
{
    uint32_t head = s->head, first = s->first, last = s->last;
    bool headed = head != UINT32_MAX, bodied = first != UINT32_MAX;
    uint32_t bound = s->blocks->items[block].chars < 120 ? 5 : 1;
    if (headed && bodied && first < head) first = head;
    if (block == head) return KH_DATE_BIT(IN_HEADLINE);
    if (headed && block > head && block - head <= 12 && (!bodied || block <= first + bound))
        return block - head <= 3 ? KH_DATE_BIT(UNDER_HEADLINE) : KH_DATE_BIT(BELOW_HEADLINE);
    if (headed && block < head && head - block <= 5) return KH_DATE_BIT(ABOVE_HEADLINE);
    if (!bodied) return KH_DATE_BIT(ELSEWHERE);
    if (block < first && first - block <= (headed ? 4 : 10)) return KH_DATE_BIT(BEFORE_TEXT);
    if (block >= first && block - first <= 5) return KH_DATE_BIT(OPENS_TEXT);
    if (block >= first && block <= last) return KH_DATE_BIT(IN_TEXT);
    if (block > last && block - last <= 3) return KH_DATE_BIT(BEHIND_TEXT);
    return block > last && block - last <= 8 ? KH_DATE_BIT(FAR_BEHIND) : KH_DATE_BIT(ELSEWHERE);
}

/* A date that opens the text, alone or behind a place, with a dash, colon or bracket behind it:
 * "KARACHI, 27 July 2025 (Agency) – ". */
static bool is_dateline(const struct search *s, const struct kh_date_hit *hit,
                        const struct kh_tokens *tokens, uint32_t block)
{
    uint32_t end = hit->first + hit->tokens;
    if (s->first == UINT32_MAX || block + 1 < s->first || block > s->first + 3) return false;
    if (hit->first > 4 || end >= tokens->n) return false;
    const struct kh_token *next = &tokens->items[end];
    if (hit->first > 0 && tokens->items[hit->first - 1].kind == KH_TOKEN_WORD) return false;
    if (next->kind != KH_TOKEN_PUNCT) return false;
    return next->code == '-' || next->code == 0x2013 || next->code == 0x2014 || next->code == ':' ||
           next->code == '(' || next->code == ')' || next->code == '|' || next->code == '/' ||
           next->code == 0x201E || next->code == '"';
}

static uint64_t rest_of(size_t bytes)
{
    return bytes <= 12    ? KH_DATE_BIT(REST_12)
           : bytes <= 80  ? KH_DATE_BIT(REST_80)
           : bytes <= 200 ? KH_DATE_BIT(REST_200)
                          : KH_DATE_BIT(REST_LONG);
}

static void take(struct search *s, const struct kh_date_hit *hit, const struct kh_tokens *tokens,
                 uint32_t block, uint32_t before)
{
    const struct kh_block *b = &s->blocks->items[block];
    const struct kh_token *items = tokens->items;
    char class = class_before(s, tokens, before, hit->first);
    if (!class && hit->first == 0 && block > 0) class = class_of_label(s, block - 1);
    if (class == 's' || class == 'e' || s->n == MAX_SEEN) return;
    size_t start = items[hit->first].start,
           length = items[hit->first + hit->tokens - 1].end - start;
    size_t rest = b->end - b->start > length ? b->end - b->start - length : 0;
    uint32_t node = node_behind(s, block, kh_str_sub(tokens->text, 0, start));
    uint64_t bits = place_of(s, block) | markup_of(s, node) | rest_of(rest);
    if (rest > 80 && is_dateline(s, hit, tokens, block)) bits |= KH_DATE_BIT(DATELINE);
    else if (rest > 80 && start > 80) bits |= KH_DATE_BIT(LATE);
    if (class == 'p' && rest <= 160) bits |= KH_DATE_BIT(SAYS_PUBLISHED);
    if (class == 'u') bits |= KH_DATE_BIT(SAYS_UPDATED);
    if (class) bits &= ~KH_DATE_BIT(NAMED_CHANGE);
    if (hit->has_clock) bits |= KH_DATE_BIT(CLOCK);
    if (b->links && b->link_chars * 2 > b->chars && rest > 12) bits |= KH_DATE_BIT(LINKED);
    if (hit->numeric && length > 10 && tokens->text.p[start + 10] == 'T')
        bits |= KH_DATE_BIT(MACHINE);
    s->seen[s->n++] = (struct kh_seen){.date = hit->date,
                                       .ambiguous = hit->ambiguous,
                                       .block = block,
                                       .path = path_of(s, node),
                                       .features = bits};
}

static uint32_t between(uint32_t a, uint32_t b)
{
    return a < b ? b - a : a - b;
}

/* What only the other dates tell. Two more days in elements of the same make are a list of other
 * pages. Elements named for a change are believed when an earlier day stands beside: themes also
 * name those so that hold the only date. */
static void compare(struct search *s)
{
    uint64_t taken[MAX_SEEN];
    for (uint32_t i = 0; i < s->n; i++) {
        int64_t day = kh_seen_day(&s->seen[i]), other = day;
        taken[i] = KH_DATE_BIT(NAMED_CHANGE);
        for (uint32_t j = 0; j < s->n; j++) {
            int64_t d = kh_seen_day(&s->seen[j]);
            uint32_t far = between(s->seen[i].block, s->seen[j].block);
            if (far <= 3 && d < day && !(s->seen[j].features & KH_DATE_BIT(NAMED_CHANGE)))
                taken[i] = 0;
            if (s->seen[j].path != s->seen[i].path || d == day || far > 24) continue;
            if (other != day && d != other) s->seen[i].features |= KH_DATE_BIT(SERIES);
            other = d;
        }
    }
    for (uint32_t i = 0; i < s->n; i++) s->seen[i].features &= ~taken[i];
}

static bool look_at(struct search *s, uint32_t block)
{
    struct kh_tokens tokens;
    struct kh_date_hit *hits;
    uint32_t n, before = 0;
    const struct kh_block *b = &s->blocks->items[block];
    if (b->digits < 3) return true;
    if (b->end - b->start >= LONG_BLOCK &&
        (s->first == UINT32_MAX || block > s->first + 3 || block + 1 < s->first))
        return true;
    if (!tokens_of(s, block, &tokens) ||
        !kh_dates_find(s->habit->lexicon, s->arena, &tokens, s->habit->lang, KH_ORDER_UNKNOWN,
                       &hits, &n))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct kh_date *d = &hits[i].date;
        if (hits[i].kind == KH_DATE_ABSOLUTE && d->precision >= KH_DATE_DAY && !hits[i].range &&
            d->year >= 1990 && d->year <= 2100)
            take(s, &hits[i], &tokens, block, before);
        before = hits[i].first + hits[i].tokens;
    }
    return true;
}

bool kh_seen_dates(struct kh_arena *arena, const struct kh_date_habit *habit,
                   const struct kh_hints *hints, const struct kh_body *body, bool all,
                   struct kh_seen **out, uint32_t *n)
{
    const struct kh_blocks *blocks = body->blocks;
    struct search s = {.arena = arena,
                       .habit = habit,
                       .blocks = blocks,
                       .head = hints->headline,
                       .first = UINT32_MAX,
                       .last = UINT32_MAX};
    *out = NULL;
    *n = 0;
    if (!blocks->n) return true;
    s.seen = kh_arena_alloc(arena, MAX_SEEN * sizeof *s.seen);
    if (!s.seen) return false;
    if (body->last) {
        s.first = blocks->before[body->first];
        s.last = blocks->before[body->last + 1] - 1;
    }
    if (s.head == UINT32_MAX && s.first == UINT32_MAX) all = true;
    uint32_t top = s.head != UINT32_MAX ? s.head : s.first;
    uint32_t start = all || top < 6 ? 0 : top - 6, end = all ? blocks->n : top + 24;
    if (end > blocks->n) end = blocks->n;
    for (uint32_t i = start; i < end && s.n < MAX_SEEN; i++)
        if (!look_at(&s, i)) return false;
    if (!all && s.first != UINT32_MAX)
        for (uint32_t i = s.first > 4 ? s.first - 4 : 0; i <= s.first + 1 && i < blocks->n; i++)
            if ((i < start || i >= end) && !look_at(&s, i)) return false;
    if (!all && s.last != UINT32_MAX)
        for (uint32_t i = s.last; i <= s.last + 8 && i < blocks->n; i++)
            if ((i < start || i >= end) && !look_at(&s, i)) return false;
    compare(&s);
    *out = s.seen;
    *n = s.n;
    return true;
}

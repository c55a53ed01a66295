/* SPDX-License-Identifier: Apache-2.0
 *
 * Title, site, authors, date, dateline and address of a dump, from the lines around the article.
 * What no line says stays unknown.
 */
#include "extract/dump.h"

#include "base/map.h"
#include "base/utf8.h"

/* Longest dateline, title and name, in words. */
#define TITLE_WORDS 34
#define NAME_WORDS 5

/* Is the text a person's name as bylines have it? */
static bool is_name(const struct kh_dump *dump, struct kh_str s)
{
    struct kh_tokens tokens;
    struct kh_entry entry;
    uint32_t words = 0, covered;
    size_t longest = 0, shortest = SIZE_MAX;
    bool ends_in_stop = false;
    if (s.n == 0 || s.n > 120 || !kh_tokens_cut(dump->arena, s, &tokens)) return false;
    for (uint32_t i = 0; i < tokens.n; i++) {
        const struct kh_token *token = &tokens.items[i];
        if (token->kind == KH_TOKEN_NUMBER) return false;
        if (token->kind == KH_TOKEN_PUNCT) {
            if (token->code != '.' && token->code != '\'' && token->code != 0x2019 &&
                !kh_is_dash(token)) {
                return false;
            }
            continue;
        }
        words++;
        if (kh_is_low(token) &&
            !kh_lexicon_match_kind(dump->lexicon, &tokens, i, KH_LEX_NAMEPART, &entry, &covered)) {
            return false;
        }
        if (kh_lexicon_match_kind(dump->lexicon, &tokens, i, KH_LEX_BYLINE, &entry, &covered) &&
            (kh_str_eq(entry.value, KH_STR("role")) || kh_str_eq(entry.value, KH_STR("desk")))) {
            return false;
        }
        if (kh_lexicon_match_kind(dump->lexicon, &tokens, i, KH_LEX_ORGHEAD, &entry, &covered))
            return false;
        bool cased = token->script == KH_SCRIPT_LATIN || token->script == KH_SCRIPT_CYRILLIC;
        ends_in_stop =
            !cased &&
            kh_lexicon_match_kind(dump->lexicon, &tokens, i, KH_LEX_STOP, &entry, &covered) &&
            kh_str_eq(entry.form, kh_str_sub(s, token->start, token->end));
        size_t letters = kh_utf8_count(token->folded);
        longest = letters > longest ? letters : longest;
        shortest = letters < shortest ? letters : shortest;
    }
    if (words < 2 || words > NAME_WORDS || (ends_in_stop && words > 2)) return false;
    /* An agency by the names of its letters ("ISPR" in Arabic script). */
    if (longest <= 3 && shortest <= 2 && tokens.items[0].script == KH_SCRIPT_ARABIC) return false;
    if (kh_lexicon_match_kind(dump->lexicon, &tokens, 0, KH_LEX_FURNITURE, &entry, &covered) &&
        covered == tokens.n) {
        return false;
    }
    return true;
}

static bool add_author(const struct kh_dump *dump, struct kh_article *article, struct kh_str name)
{
    name = kh_str_trim(name);
    if (!is_name(dump, name) || article->authors_n >= 8) return true;
    for (uint32_t i = 0; i < article->authors_n; i++) {
        if (kh_str_eq(article->authors[i], name)) return true;
    }
    if (!article->authors) {
        article->authors = kh_arena_zalloc(dump->arena, 8, sizeof *article->authors);
        if (!article->authors) return false;
    }
    article->authors[article->authors_n++] = name;
    return true;
}

/* A date or a label behind the names of a byline. */
static bool ends_names(const struct kh_dump *dump, const struct kh_tokens *tokens, uint32_t at)
{
    struct kh_entry entry;
    uint32_t covered;
    if (tokens->items[at].kind == KH_TOKEN_NUMBER) return true;
    if (tokens->items[at].kind != KH_TOKEN_WORD) return false;
    return kh_lexicon_match_kind(dump->lexicon, tokens, at, KH_LEX_WEEKDAY, &entry, &covered) ||
           (kh_lexicon_match_kind(dump->lexicon, tokens, at, KH_LEX_MONTH, &entry, &covered) &&
            at + 1 < tokens->n && tokens->items[at + 1].kind == KH_TOKEN_NUMBER);
}

/* The names of a list "A, B and C" from token `at` on. */
static bool add_authors(const struct kh_dump *dump, struct kh_article *article,
                        const struct kh_unit *unit, uint32_t at)
{
    uint32_t start = at;
    for (uint32_t i = at; i <= unit->tokens.n; i++) {
        struct kh_entry entry;
        uint32_t covered;
        bool cut = i == unit->tokens.n;
        if (!cut) {
            uint32_t code = unit->tokens.items[i].code;
            cut = unit->tokens.items[i].kind == KH_TOKEN_PUNCT &&
                  (code == ',' || code == 0x60C || code == '|' || code == '/' || code == '&' ||
                   code == '(' || code == ';');
            cut = cut || (kh_lexicon_match_kind(dump->lexicon, &unit->tokens, i, KH_LEX_BYLINE,
                                                &entry, &covered) &&
                          kh_str_eq(entry.value, KH_STR("join")));
        }
        bool over = !cut && ends_names(dump, &unit->tokens, i);
        if (!cut && !over) continue;
        if (i > start && !add_author(dump, article,
                                     kh_str_sub(unit->text, unit->tokens.items[start].start,
                                                unit->tokens.items[i - 1].end))) {
            return false;
        }
        if (over) break;
        start = i + 1;
    }
    return true;
}

/* Tokens of the label ("By", "Written by:") that the unit begins with, 0 for none. */
static uint32_t byline_label(const struct kh_dump *dump, const struct kh_unit *unit)
{
    struct kh_entry entry;
    uint32_t covered = 0, at = 0;
    while (at < unit->tokens.n && unit->tokens.items[at].kind == KH_TOKEN_PUNCT) at++;
    if (!kh_lexicon_match_kind(dump->lexicon, &unit->tokens, at, KH_LEX_BYLINE, &entry, &covered))
        covered = 0;
    else if (!kh_str_eq(entry.value, KH_STR("by"))) covered = 0;
    if (!covered) return 0;
    at += covered;
    while (at < unit->tokens.n && unit->tokens.items[at].kind == KH_TOKEN_PUNCT) at++;
    return at;
}

/* All words capitalised, in a script that has capitals. */
static bool is_capitalised(const struct kh_unit *unit)
{
    for (uint32_t i = 0; i < unit->tokens.n; i++) {
        const struct kh_token *token = &unit->tokens.items[i];
        if (token->kind != KH_TOKEN_WORD) continue;
        if (!(token->flags & KH_TOKEN_CAPITAL)) return false;
    }
    return unit->words >= 2 && unit->words <= 4 && !unit->ends;
}

static bool has_given_name(const struct kh_dump *dump, const struct kh_unit *unit)
{
    struct kh_entry entry;
    uint32_t covered;
    return kh_lexicon_match_kind(dump->lexicon, &unit->tokens, 0, KH_LEX_GIVEN, &entry, &covered);
}

static bool find_authors(const struct kh_dump *dump, struct kh_article *article)
{
    for (uint32_t i = 0; i < dump->n; i++) {
        const struct kh_unit *unit = &dump->units[i];
        if ((i >= dump->first && i < dump->last && unit->role) || unit->words > 12) continue;
        if (i == dump->title || unit->inner_end) continue;
        const struct kh_unit *next = i + 1 < dump->n ? unit + 1 : NULL;
        bool by_date = (i && unit[-1].is_date) || (next && next->is_date);
        uint32_t label = byline_label(dump, unit);
        if (label && label < unit->tokens.n) {
            if (!add_authors(dump, article, unit, label)) return false;
        } else if (label && next && (!next->blank || is_capitalised(next)) &&
                   next->words <= NAME_WORDS && !next->furniture) {
            if (!add_authors(dump, article, next, 0)) return false;
        } else if (!label && (by_date || i == dump->title + 1) && is_capitalised(unit) &&
                   !unit->furniture && i + 1 != dump->title && i > 0 &&
                   (by_date || has_given_name(dump, unit))) {
            if (!add_author(dump, article, unit->text)) return false;
        }
    }
    return true;
}

/* ---- title ---- */

/* The beginning that inflected forms of a word share: five code points. */
static struct kh_str stem_of(struct kh_str folded)
{
    size_t at = 0;
    for (int i = 0; i < 5 && at < folded.n; i++) kh_utf8_next(folded, &at);
    return kh_str_sub(folded, 0, at);
}

/* Share of the unit's content words that the article's text has. */
static double overlap(const struct kh_dump *dump, const struct kh_map *text,
                      const struct kh_unit *unit)
{
    uint32_t words = 0, found = 0;
    for (uint32_t i = 0; i < unit->tokens.n; i++) {
        const struct kh_token *token = &unit->tokens.items[i];
        struct kh_entry entry;
        uint32_t covered;
        if (token->kind == KH_TOKEN_PUNCT) continue;
        if (kh_lexicon_match_kind(dump->lexicon, &unit->tokens, i, KH_LEX_STOP, &entry, &covered))
            continue;
        words++;
        found += kh_map_get(text, stem_of(token->folded)) != NULL;
    }
    return words ? (double)found / words : 0;
}

static bool can_be_title(const struct kh_dump *dump, uint32_t i)
{
    const struct kh_unit *unit = &dump->units[i];
    if ((unit->furniture && unit->sure) || unit->is_date) return false;
    if (unit->words < 2 || unit->words > TITLE_WORDS || unit->inner_end) return false;
    if (unit->script != dump->script) return false;
    uint32_t label = byline_label(dump, unit);
    return label == 0 || unit->words > NAME_WORDS + 2;
}

static bool find_title(struct kh_dump *dump, struct kh_article *article)
{
    struct kh_map text;
    kh_map_init(&text, dump->arena);
    for (uint32_t i = dump->first; i < dump->last; i++) {
        const struct kh_unit *unit = &dump->units[i];
        for (uint32_t k = 0; unit->role && k < unit->tokens.n; k++) {
            struct kh_str stem = stem_of(unit->tokens.items[k].folded);
            if (!kh_map_put(&text, stem, 0, NULL)) return false;
        }
    }
    double best = 2;
    uint32_t after = 0;
    dump->title = dump->n;
    for (uint32_t i = dump->first; i > 0; i--) {
        const struct kh_unit *unit = &dump->units[i - 1];
        if (!can_be_title(dump, i - 1)) continue;
        double score = 4 * overlap(dump, &text, unit) - 0.5 * after++;
        bool again = i < dump->first && unit[1].twin && kh_str_eq(unit->text, unit[1].text);
        if (unit->twin || again) score += 3;
        if (unit->words >= 5 && unit->words <= 22) score += 1.5;
        if (unit->words < 3) score -= 1;
        if (unit->ends && unit->text.p[unit->text.n - 1] == '.') score -= 1.5;
        if (unit->furniture) score -= 1;
        if (score <= best) continue;
        best = score;
        dump->title = i - 1;
    }
    if (dump->title == dump->n) return true;
    /* Of two such lines one above the other the second is a standfirst. */
    while (dump->title > 0 && can_be_title(dump, dump->title - 1)) {
        const struct kh_unit *above = &dump->units[dump->title - 1];
        bool headline = above->words >= 4 && !above->ends && !above->furniture;
        if (dump->units[dump->title].twin || !headline || overlap(dump, &text, above) < 0.34) break;
        dump->title--;
    }
    article->title = dump->units[dump->title].text;
    article->title_from = "heading";
    return true;
}

/* Does another line hold the text of unit `at`? */
static bool is_repeated(const struct kh_dump *dump, uint32_t at)
{
    struct kh_str name = dump->units[at].text;
    for (uint32_t i = 0; i < dump->n; i++) {
        const struct kh_unit *unit = &dump->units[i];
        if (i == at || unit->text.n <= name.n || unit->text.n > 400) continue;
        if (kh_str_find(unit->text, name, 0) != SIZE_MAX) return true;
    }
    return false;
}

static bool can_be_site(const struct kh_dump *dump, const struct kh_unit *unit)
{
    struct kh_entry entry;
    uint32_t covered;
    if (unit->furniture || unit->is_date || unit->words > 5 || unit->words == 0) return false;
    if (unit->ends || unit->twinned || unit->text.n > 80) return false;
    if (kh_is_place(dump->lexicon, &unit->tokens, 0, &covered) && covered == unit->tokens.n)
        return false;
    return !kh_lexicon_match_kind(dump->lexicon, &unit->tokens, 0, KH_LEX_FURNITURE, &entry,
                                  &covered) ||
           covered != unit->tokens.n;
}

/* The name of the site: a short line above the title that opens the page, or is named again. */
static void find_site(const struct kh_dump *dump, struct kh_article *article)
{
    if (article->site.n || dump->title == dump->n) return;
    uint32_t looked = 0;
    for (uint32_t i = 0; i < dump->title && looked < 8; i++) {
        if (!can_be_site(dump, &dump->units[i])) continue;
        looked++;
        if (i > 0 && !is_repeated(dump, i)) continue;
        article->site = dump->units[i].text;
        return;
    }
}

/* ---- date and address ---- */

/* Lines between the unit and the title or the article, whichever is nearest. */
static uint32_t distance(const struct kh_dump *dump, uint32_t i)
{
    uint32_t top = dump->title < dump->n ? dump->title : dump->first;
    if (i < top) return (top - i) * 2; /* mastheads carry the day on which the page was saved */
    if (i < dump->last) return 1;
    return i - dump->last + 2;
}

static void find_dates(const struct kh_dump *dump, struct kh_article *article)
{
    struct kh_date best = {0};
    uint32_t nearest = UINT32_MAX;
    for (uint32_t i = 0; i < dump->n; i++) {
        const struct kh_unit *unit = &dump->units[i];
        if (!unit->is_date || unit->furniture == KH_FURN_COPYRIGHT) continue;
        if (i >= dump->first && i < dump->last && unit->role) continue;
        if (unit->changed.precision && !article->modified.precision) {
            article->modified = unit->changed;
        }
        if (!unit->date.precision) continue;
        uint32_t away = unit->dated ? 0 : distance(dump, i);
        if (away >= nearest) continue;
        nearest = away;
        best = unit->date;
    }
    if (article->published.precision || !best.precision) return;
    article->published = best;
    article->published_from = "text";
}

/* A line that is an address with a path, or ends in one behind a label; not one for sharing. */
static void find_url(const struct kh_dump *dump, struct kh_article *article)
{
    for (uint32_t i = 0; i < dump->n && !article->url.n; i++) {
        struct kh_str s = dump->units[i].text;
        size_t at = kh_str_find(s, KH_STR("https://"), 0);
        if (at == SIZE_MAX) at = kh_str_find(s, KH_STR("http://"), 0);
        if (at == SIZE_MAX || at > 40 || (at > 0 && dump->units[i].role)) continue;
        s = kh_str_sub(s, at, s.n);
        size_t path = kh_str_find(s, KH_STR("/"), 8);
        if (path == SIZE_MAX || s.n - path < 6 || s.n > 2000) continue;
        if (kh_str_find(s, KH_STR(" "), 0) != SIZE_MAX ||
            kh_str_find_nocase(s, KH_STR("share"), 0) != SIZE_MAX ||
            kh_str_find_nocase(s, KH_STR("intent"), 0) != SIZE_MAX) {
            continue;
        }
        article->url = s;
    }
}

bool kh_dump_head(struct kh_dump *dump, struct kh_article *article)
{
    dump->title = dump->n;
    if (dump->first == dump->last) return true;
    if (!find_title(dump, article)) return false;
    find_site(dump, article);
    find_dates(dump, article);
    find_url(dump, article);
    if (!find_authors(dump, article)) return false;
    struct kh_str place, author;
    const struct kh_unit *unit = &dump->units[dump->first];
    if (!kh_dateline_find(dump->lexicon, &unit->tokens, true, &place, &author)) return true;
    article->dateline = place;
    return article->authors_n || add_author(dump, article, author);
}

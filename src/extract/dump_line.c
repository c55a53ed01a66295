/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the lines of a dump and notes what each looks like: furniture by data/furniture, sentence
 * or not, language, date, doubled. Decides nothing about the article.
 */
#include "extract/dump.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "lang/dates.h"

/* Lines searched for dates: pages have a few, each costs memory. */
#define MOST_DATES 300

static const char *const furniture_names[KH_FURN_KINDS] = {
    "",        "menu",     "section", "share",     "follow",  "newsletter", "comment",
    "related", "readmore", "advert",  "copyright", "caption", "tags",       "paywall",
    "cookie",  "tool",     "byline",  "stamp",     "ticker",  "nopage",     "",
};

/* The class of a value of data/furniture; *start: the form begins a line. */
static enum kh_furniture furniture_of(struct kh_str value, bool *start)
{
    struct kh_str class = kh_str_cut(&value, '|');
    *start = kh_str_eq(value, KH_STR("start"));
    for (int i = KH_FURN_NONE + 1; i < KH_FURN_CODE; i++) {
        if (kh_str_eq(class, kh_str_of(furniture_names[i]))) return (enum kh_furniture)i;
    }
    return KH_FURN_NONE;
}

/* Marks that end a sentence. */
static bool is_end(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == 0x6D4 || code == 0x61F ||
           code == 0x2026 || code == 0x3002 || code == 0xFF01 || code == 0xFF1F || code == 0x964;
}

static bool is_closer(uint32_t code)
{
    return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0xBB ||
           code == 0x2019 || code == 0x201D || code == 0x2018 || code == 0x201C || code == 0x300D ||
           code == 0x300F || code == 0x203A;
}

static void note_ends(struct kh_unit *unit)
{
    const struct kh_token *items = unit->tokens.items;
    uint32_t n = unit->tokens.n, last = n;
    while (last > 0 && items[last - 1].kind == KH_TOKEN_PUNCT && is_closer(items[last - 1].code)) {
        last--;
    }
    unit->ends = last > 0 && items[last - 1].kind == KH_TOKEN_PUNCT && is_end(items[last - 1].code);
    unit->inner_end = false;
    for (uint32_t i = 3; i + 2 < n && !unit->inner_end; i++) {
        if (items[i].kind != KH_TOKEN_PUNCT || !is_end(items[i].code)) continue;
        if (items[i - 1].kind == KH_TOKEN_PUNCT || items[i - 1].end - items[i - 1].start < 3)
            continue;
        unit->inner_end = !(items[i + 1].flags & KH_TOKEN_GLUED) && !kh_is_low(&items[i + 1]);
        if (items[i].code == 0x6D4 || items[i].code == 0x3002) unit->inner_end = true;
    }
}

static void note_words(struct kh_unit *unit)
{
    uint32_t count[KH_SCRIPT_OTHER + 1] = {0}, words = 0, han = 0;
    for (uint32_t i = 0; i < unit->tokens.n; i++) {
        const struct kh_token *token = &unit->tokens.items[i];
        if (token->kind == KH_TOKEN_PUNCT) continue;
        if (token->kind == KH_TOKEN_WORD) count[token->script] += token->end - token->start;
        if (token->script == KH_SCRIPT_HAN) han++;
        else words++;
    }
    unit->words = words + (han + 1) / 2;
    unit->script = KH_SCRIPT_NONE;
    for (uint8_t i = 1; i <= KH_SCRIPT_OTHER; i++) {
        if (count[i] > count[unit->script]) unit->script = i;
    }
}

/* Script, style sheets, markup and addresses: many marks that prose has not. */
static bool is_code(const struct kh_unit *unit)
{
    uint32_t odd = 0, words = 0;
    for (uint32_t i = 0; i < unit->tokens.n; i++) {
        const struct kh_token *token = &unit->tokens.items[i];
        if (token->kind != KH_TOKEN_PUNCT) words++;
        else if (token->code < 0x80 && strchr("{}<>=;_|\\/@#$^~`()[]", (int)token->code)) odd++;
    }
    bool address = kh_str_find(unit->text, KH_STR("://"), 0) < 12;
    if (address) return words < 20 && kh_str_find(unit->text, KH_STR(" "), 0) == SIZE_MAX;
    if (kh_str_find(unit->text, KH_STR("();"), 0) != SIZE_MAX ||
        kh_str_find(unit->text, KH_STR("});"), 0) != SIZE_MAX) {
        return true;
    }
    return odd >= 4 && odd * 3 > words;
}

static bool is_colon(const struct kh_tokens *tokens, uint32_t at)
{
    return at < tokens->n && (tokens->items[at].code == ':' || tokens->items[at].code == 0xFF1A);
}

/* Ends with the source of a picture in brackets. */
static bool has_credit(const struct kh_dump *dump, const struct kh_unit *unit)
{
    const struct kh_tokens *tokens = &unit->tokens;
    if (tokens->n < 4 || tokens->items[tokens->n - 1].code != ')' || unit->words > 60) return false;
    uint32_t at = tokens->n - 1;
    while (at > 0 && tokens->n - at < 16 && tokens->items[at].code != '(') at--;
    struct kh_entry entry;
    uint32_t covered;
    bool start;
    return tokens->items[at].code == '(' &&
           kh_lexicon_match_kind(dump->lexicon, tokens, at + 1, KH_LEX_FURNITURE, &entry,
                                 &covered) &&
           furniture_of(entry.value, &start) == KH_FURN_CAPTION;
}

/* Furniture that asks the reader to do something. */
static bool is_call(enum kh_furniture class)
{
    return class == KH_FURN_NEWSLETTER || class == KH_FURN_PAYWALL || class == KH_FURN_COOKIE ||
           class == KH_FURN_FOLLOW;
}

/* Furniture that comes in paragraphs. */
static bool is_notice(enum kh_furniture class)
{
    return is_call(class) || class == KH_FURN_COPYRIGHT || class == KH_FURN_COMMENT;
}

static bool begins_sentence(const struct kh_tokens *tokens, uint32_t at)
{
    return at == 0 || (tokens->items[at - 1].kind == KH_TOKEN_PUNCT &&
                       (is_end(tokens->items[at - 1].code) || tokens->items[at - 1].code == ','));
}

/* What the furniture lists say of the line. */
static void note_furniture(const struct kh_dump *dump, struct kh_unit *unit)
{
    const struct kh_tokens *tokens = &unit->tokens;
    uint32_t foreign = 0, covered_words = 0, phrases = 0, head = 0, at = 0, calls = 0;
    enum kh_furniture first = KH_FURN_NONE;
    bool first_start = false, colon = false;
    while (at < tokens->n && tokens->items[at].kind != KH_TOKEN_WORD) at++;
    for (uint32_t i = at; i < tokens->n;) {
        struct kh_entry entry;
        uint32_t covered = 1;
        if (tokens->items[i].kind != KH_TOKEN_WORD) {
            i++;
            continue;
        }
        if (phrases + foreign > 40) break;
        if (!kh_lexicon_match_kind(dump->lexicon, tokens, i, KH_LEX_FURNITURE, &entry, &covered)) {
            foreign++;
            i++;
            continue;
        }
        bool start;
        enum kh_furniture class = furniture_of(entry.value, &start);
        if (i == at) {
            first = class;
            first_start = start;
            head = covered;
            colon = is_colon(tokens, i + covered) || is_colon(tokens, i + covered - 1);
        }
        calls += is_call(class) && begins_sentence(tokens, i);
        phrases++;
        covered_words += covered;
        i += covered;
    }
    if (first && foreign == 0) {
        unit->furniture = (uint8_t)first;
        unit->sure = true;
    } else if (first && first != KH_FURN_TICKER &&
               (first_start || (colon && first != KH_FURN_SECTION && first != KH_FURN_MENU &&
                                first != KH_FURN_TICKER))) {
        unit->furniture = (uint8_t)first;
        unit->sure = head >= 4 || (unit->words <= 12 && (head >= 3 || colon || !unit->ends)) ||
                     (head >= 3 && unit->words <= (is_notice(first) ? 150 : 60));
        unit->rest = foreign > 0;
        if (!unit->sure && unit->words > 25) unit->furniture = KH_FURN_NONE;
    } else if (calls >= 2 && unit->words <= 40) { /* "Five stories a day. No spam. Log in" */
        unit->furniture = KH_FURN_NEWSLETTER;
        unit->sure = true;
    } else if (calls == 1 && unit->words <= 25) {
        unit->furniture = KH_FURN_NEWSLETTER;
    } else if (phrases >= 3 && covered_words > foreign * 2 && !unit->ends) {
        unit->furniture = (uint8_t)(first ? first : KH_FURN_SHARE);
        unit->sure = covered_words > foreign * 3;
    }
}

/* What the words between two dates of a line say. */
struct date_words {
    bool updated, dated, other, label;
    uint32_t rest; /* words that say nothing of dates */
};

static struct date_words read_words(const struct kh_dump *dump, const struct kh_unit *unit,
                                    uint32_t from, uint32_t to)
{
    struct date_words words = {0};
    for (uint32_t i = from, covered; i < to; i += covered) {
        struct kh_entry entry;
        covered = 1;
        if (unit->tokens.items[i].kind != KH_TOKEN_WORD) continue;
        if (kh_lexicon_match_kind(dump->lexicon, &unit->tokens, i, KH_LEX_DATEWORD, &entry,
                                  &covered)) {
            words.updated = words.updated || kh_str_eq(entry.value, KH_STR("updated"));
            words.dated = words.dated || kh_str_eq(entry.value, KH_STR("published"));
            words.other = words.other || kh_str_eq(entry.value, KH_STR("event")) ||
                          kh_str_eq(entry.value, KH_STR("saved"));
        } else if (kh_lexicon_match_kind(dump->lexicon, &unit->tokens, i, KH_LEX_BYLINE, &entry,
                                         &covered) ||
                   kh_lexicon_match_kind(dump->lexicon, &unit->tokens, i, KH_LEX_FURNITURE, &entry,
                                         &covered)) {
            words.label = true;
        } else if (!kh_lexicon_match_kind(dump->lexicon, &unit->tokens, i, KH_LEX_WEEKDAY, &entry,
                                          &covered)) {
            words.rest++;
        }
    }
    return words;
}

static bool has_digit(const struct kh_unit *unit)
{
    for (uint32_t i = 0; i < unit->tokens.n; i++) {
        struct kh_str folded = unit->tokens.items[i].folded;
        if (folded.n && kh_is_digit(*folded.p)) return true;
    }
    return false;
}

/* A line that is little more than dates. */
static bool note_date(struct kh_dump *dump, struct kh_unit *unit)
{
    struct kh_date_hit *hits;
    uint32_t n, rest = 0, from = 0;
    unit->is_date = unit->dated = false;
    unit->date = unit->changed = (struct kh_date){0};
    if (unit->words > 18 || unit->inner_end || !has_digit(unit)) return true;
    if (dump->dates_read++ > MOST_DATES) return true;
    if (!kh_dates_find(dump->lexicon, dump->arena, &unit->tokens, unit->lang, KH_ORDER_UNKNOWN,
                       &hits, &n)) {
        return false;
    }
    bool found = false, labelled = false;
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t to = i < n ? hits[i].first : unit->tokens.n;
        struct date_words words = read_words(dump, unit, from, to);
        rest += words.rest;
        labelled = labelled || words.dated || words.updated || (words.label && i == 0);
        if (words.other) return true;
        if (i == n) break;
        from = to + hits[i].tokens;
        if (hits[i].kind != KH_DATE_ABSOLUTE || hits[i].date.precision < KH_DATE_DAY) continue;
        found = true;
        if (words.updated && !words.dated) {
            if (!unit->changed.precision) unit->changed = hits[i].date;
        } else if (!unit->date.precision) {
            unit->date = hits[i].date;
            unit->dated = words.dated;
        }
    }
    unit->is_date = found && rest <= (labelled ? 5u : 2u);
    return true;
}

bool kh_dump_note(struct kh_dump *dump, struct kh_unit *unit)
{
    unit->furniture = KH_FURN_NONE;
    unit->sure = unit->rest = false;
    if (!kh_tokens_cut(dump->arena, unit->text, &unit->tokens)) return false;
    note_words(unit);
    note_ends(unit);
    unit->lang = unit->words >= 4 ? kh_lang_identify(unit->text) : KH_LANG_NONE;
    note_furniture(dump, unit);
    if (!unit->sure && has_credit(dump, unit)) {
        unit->furniture = KH_FURN_CAPTION;
        unit->sure = true;
        unit->rest = true;
    }
    if (unit->words == 0 || is_code(unit)) {
        unit->furniture = KH_FURN_CODE;
        unit->sure = true;
    }
    return note_date(dump, unit);
}

static bool note_twins(struct kh_dump *dump)
{
    struct kh_map seen;
    kh_map_init(&seen, dump->arena);
    for (uint32_t i = 0; i < dump->n; i++) {
        struct kh_str key = kh_fold(dump->arena, dump->units[i].text);
        uint32_t *earlier = kh_map_put(&seen, key, i, NULL);
        if (!earlier) return false;
        if (*earlier == i) continue;
        dump->units[i].twin = true;
        dump->units[*earlier].twinned = true;
    }
    return true;
}

bool kh_dump_lines(struct kh_dump *dump, const struct kh_tree *tree)
{
    size_t bytes = 0, capacity = 0;
    bool blank = false;
    for (uint32_t i = 0; i < tree->nodes_n && dump->n < KH_MAX_DUMP_LINES; i++) {
        const struct kh_node *node = &tree->nodes[i];
        if (node->kind == KH_NODE_ELEMENT && node->tag == KH_TAG_BR) blank = true;
        if (node->kind != KH_NODE_TEXT || node->text.n == 0) continue;
        dump->units =
            kh_arena_grow(dump->arena, dump->units, dump->n, &capacity, sizeof *dump->units);
        if (!dump->units) return false;
        struct kh_unit *unit = &dump->units[dump->n++];
        *unit = (struct kh_unit){.text = node->text, .blank = blank};
        if (bytes + unit->text.n > KH_MAX_DUMP_BYTES) {
            unit->text.n = kh_utf8_cut(unit->text, KH_MAX_DUMP_BYTES - bytes);
        }
        blank = false;
        bytes += unit->text.n;
        if (!kh_dump_note(dump, unit)) return false;
        if (bytes >= KH_MAX_DUMP_BYTES - 3) break;
    }
    return note_twins(dump);
}

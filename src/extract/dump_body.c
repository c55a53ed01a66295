/* SPDX-License-Identifier: Apache-2.0
 *
 * Chooses the units of a dump that are the article: the run of units with the largest sum of
 * scores (Bentley's maximum subarray; Pasternack and Roth 2009 for pages), and within it what is
 * paragraph, sub-headline or furniture.
 */
#include "extract/dump.h"

/* Words of prose that must go before a head of comments for it to end the article. */
#define PROSE_BEFORE_END 40
/* And the share of the best run's score that it must reach: comments may be longer. */
#define LEAST_BEFORE_END 0.3

/* Is the unit prose: a sentence or a piece of several? */
static bool is_prose(const struct kh_dump *dump, const struct kh_unit *unit)
{
    if (unit->furniture && unit->sure) return false;
    if (dump->no_stops && unit->words >= 14) return true;
    return (unit->ends && unit->words >= 7) || (unit->inner_end && unit->words >= 12) ||
           unit->words >= 35;
}

/* Language and script of most of the prose. */
static void find_lang(struct kh_dump *dump)
{
    uint32_t words[KH_SCRIPT_OTHER + 1] = {0};
    for (uint32_t i = 0; i < dump->n; i++) {
        const struct kh_unit *unit = &dump->units[i];
        if (!unit->furniture)
            words[unit->script] += is_prose(dump, unit) ? unit->words * 4 : unit->words;
    }
    dump->script = KH_SCRIPT_NONE;
    for (uint8_t i = 1; i <= KH_SCRIPT_OTHER; i++) {
        if (words[i] > words[dump->script]) dump->script = i;
    }
    uint32_t best = 0;
    dump->lang = KH_LANG_NONE;
    for (uint32_t i = 0; i < dump->n; i++) { /* the language of the longest unit, for now */
        const struct kh_unit *unit = &dump->units[i];
        if (unit->furniture || unit->script != dump->script || unit->words <= best) continue;
        best = unit->words;
        dump->lang = unit->lang;
    }
}

static bool is_foreign(const struct kh_dump *dump, const struct kh_unit *unit)
{
    if (unit->words < 2 || unit->script == KH_SCRIPT_NONE) return false;
    return unit->script != dump->script;
}

static bool is_list_item(const struct kh_unit *unit)
{
    if (unit->tokens.n < 3) return false;
    const struct kh_token *first = &unit->tokens.items[0];
    if (first->kind != KH_TOKEN_PUNCT) return false;
    bool bullet = first->code == '-' || first->code == '*' || first->code == 0x2022 ||
                  first->code == 0x25AA || first->code == 0x25CF || first->code == 0xB7 ||
                  first->code == 0x2013;
    return bullet && !(unit->tokens.items[1].flags & KH_TOKEN_GLUED);
}

/* Do headlines with a sentence each follow the head of a list at `head`? *end is behind them. */
static bool has_teasers(const struct kh_dump *dump, uint32_t head, uint32_t *end)
{
    uint32_t headlines = 0, sentences = 0, words = 0, before = 0, i = head + 1;
    for (uint32_t k = 0; k < head; k++) {
        if (is_prose(dump, &dump->units[k])) before += dump->units[k].words;
    }
    for (; i < dump->n && !dump->units[i].furniture; i++) {
        const struct kh_unit *unit = &dump->units[i];
        if (!is_prose(dump, unit)) {
            headlines++;
            continue;
        }
        bool led = i > head + 1 && !is_prose(dump, unit - 1);
        if (!led || unit->inner_end || unit->words > 40) return false;
        sentences++;
        words += unit->words;
    }
    *end = i;
    return headlines >= 2 && sentences >= 2 && before > words;
}

/* In a list of headlines: no prose, and a head of such a list is the last furniture before. */
static bool *find_headlines(struct kh_dump *dump)
{
    bool *listed = kh_arena_zalloc(dump->arena, dump->n + 1, sizeof *listed);
    if (!listed) return NULL;
    bool open = false;
    uint32_t teasers = 0, looked = 0;
    for (uint32_t i = 0; i < dump->n; i++) {
        const struct kh_unit *unit = &dump->units[i];
        if (i < teasers) {
            listed[i] = true;
        } else if (unit->furniture == KH_FURN_RELATED && unit->sure) {
            open = !unit->rest;
            if (open && looked++ < 20 && !has_teasers(dump, i, &teasers)) teasers = 0;
        } else if (is_prose(dump, unit) &&
                   !(open && unit->words < 25 && !unit->inner_end && !unit->ends)) {
            open = false;
        } else {
            listed[i] = open && !unit->furniture;
        }
    }
    return listed;
}

/* What a line of furniture costs a run: little where articles have it inside, much where it
 * belongs to the page around them. */
static double cost_of(const struct kh_unit *unit)
{
    switch (unit->furniture) {
    case KH_FURN_ADVERT:
    case KH_FURN_CAPTION: return 0.5;
    case KH_FURN_RELATED: return unit->rest ? 1 : 2.5;
    case KH_FURN_READMORE: return 1;
    case KH_FURN_SHARE:
    case KH_FURN_TOOL: return 1.5;
    default: return unit->sure ? 2.5 : 1.5;
    }
}

static double score_of(const struct kh_dump *dump, const struct kh_unit *unit, bool listed)
{
    if (unit->furniture) return -cost_of(unit);
    if (listed) return is_prose(dump, unit) ? -2 : -1.2;
    if (unit->is_date) return -1.5;
    if (is_foreign(dump, unit)) return -4;
    double words = unit->words > 60 ? 60 : unit->words;
    double score;
    if (is_prose(dump, unit)) score = 2 + words / 5;
    else if (unit->ends) score = words >= 4 ? 1 : 0.3;
    else if (is_list_item(unit)) score = -0.3;
    else score = -1.2;
    if (unit->twin) score = -2;
    if (unit->lang && dump->lang && unit->lang != dump->lang && unit->words >= 6) score -= 3;
    return score;
}

/* Where comments or the author's life begin, behind an article; n when they do not. */
static uint32_t find_end(const struct kh_dump *dump)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < dump->n; i++) {
        const struct kh_unit *unit = &dump->units[i];
        struct kh_entry entry;
        uint32_t covered;
        if (is_prose(dump, unit) && !is_foreign(dump, unit)) words += unit->words;
        if (words < PROSE_BEFORE_END) continue;
        /* "Comments", "34 responses to" the title. */
        bool counted = unit->tokens.items[0].kind == KH_TOKEN_NUMBER && !unit->ends;
        if (unit->furniture == KH_FURN_COMMENT && unit->sure && (!unit->rest || counted)) return i;
        if (unit->furniture == KH_FURN_BYLINE && unit->words <= 5 &&
            kh_lexicon_match_kind(dump->lexicon, &unit->tokens, 0, KH_LEX_BYLINE, &entry,
                                  &covered) &&
            kh_str_eq(entry.value, KH_STR("end"))) {
            return i;
        }
    }
    return dump->n;
}

/* The run with the largest sum among the units before `end`; returns the sum. */
static double find_run(struct kh_dump *dump, const bool *listed, uint32_t end)
{
    double best = 0, sum = 0;
    uint32_t start = 0;
    dump->first = dump->last = 0;
    for (uint32_t i = 0; i < end; i++) {
        if (sum <= 0) {
            sum = 0;
            start = i;
        }
        sum += score_of(dump, &dump->units[i], listed[i]);
        if (sum <= best) continue;
        best = sum;
        dump->first = start;
        dump->last = i + 1;
    }
    return best;
}

/* A line that stands right above the source of a picture is its caption. */
static bool is_caption(const struct kh_dump *dump, uint32_t i)
{
    const struct kh_unit *unit = &dump->units[i];
    if (unit->ends && unit->words > 25) return false;
    if (i + 1 >= dump->n) return false;
    const struct kh_unit *next = &dump->units[i + 1];
    if (next->blank || next->furniture != KH_FURN_CAPTION || !next->sure) return false;
    return unit->blank || !is_prose(dump, unit);
}

static uint8_t role_of(const struct kh_dump *dump, uint32_t i, bool listed)
{
    const struct kh_unit *unit = &dump->units[i];
    if (unit->furniture && unit->sure) return KH_UNIT_DROP;
    if (unit->furniture && !is_prose(dump, unit)) return KH_UNIT_DROP;
    bool button = i + 1 < dump->n && unit[1].sure &&
                  (unit[1].furniture == KH_FURN_NEWSLETTER || unit[1].furniture == KH_FURN_PAYWALL);
    if (unit->furniture && button) return KH_UNIT_DROP;
    if (listed || unit->is_date || unit->twin || is_caption(dump, i)) return KH_UNIT_DROP;
    if (is_foreign(dump, unit) && !(unit->ends && unit->words >= 12)) return KH_UNIT_DROP;
    if (is_prose(dump, unit)) return KH_UNIT_TEXT;
    if (is_list_item(unit)) return KH_UNIT_LIST;
    if (unit->ends) return KH_UNIT_TEXT;
    const struct kh_token *last = &unit->tokens.items[unit->tokens.n - 1];
    if (last->code == ':' && unit->words >= 2) return KH_UNIT_TEXT;
    return KH_UNIT_HEADING;
}

/* A sub-headline must stand between paragraphs. */
static void drop_loose_headings(struct kh_dump *dump)
{
    bool wanted = false;
    for (uint32_t i = dump->last; i > dump->first; i--) {
        struct kh_unit *unit = &dump->units[i - 1];
        if (unit->role == KH_UNIT_TEXT || unit->role == KH_UNIT_LIST) wanted = true;
        if (unit->role != KH_UNIT_HEADING) continue;
        if (!wanted || unit->words > 25) unit->role = KH_UNIT_DROP;
        wanted = false;
    }
    while (dump->first < dump->last && dump->units[dump->first].role != KH_UNIT_TEXT) {
        dump->units[dump->first++].role = KH_UNIT_DROP;
    }
    while (dump->last > dump->first && !dump->units[dump->last - 1].role) dump->last--;
}

bool kh_dump_body(struct kh_dump *dump)
{
    find_lang(dump);
    bool *listed = find_headlines(dump);
    if (!listed) return false;
    double whole = find_run(dump, listed, dump->n);
    uint32_t first = dump->first, last = dump->last, end = find_end(dump);
    if (end < dump->n && find_run(dump, listed, end) < LEAST_BEFORE_END * whole) {
        dump->first = first; /* what went before was a caption or a notice */
        dump->last = last;
    }
    for (uint32_t i = dump->first; i < dump->last; i++) {
        dump->units[i].role = role_of(dump, i, listed[i]);
    }
    drop_loose_headings(dump);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates and numbers of a text: what lang/dates and lang/numbers read, resolved against the day of
 * publication, and what the numbers count. Takes tokens, hands on mentions.
 */
#include "understand/internal.h"

#include "lang/dates.h"
#include "lang/inflect.h"
#include "lang/numbers.h"

#include <math.h>

bool kh_find_dates(struct kh_reader *r, struct kh_view *view)
{
    struct kh_date_hit *hits;
    uint32_t n;
    enum kh_date_order order = kh_date_order_of(r->lang, KH_STR_NONE);
    if (!kh_dates_find(r->lexicon, r->arena, view->tokens, r->lang, order, &hits, &n)) return false;
    for (uint32_t i = 0; i < n; i++) {
        struct kh_date date = kh_date_resolve(&hits[i], r->article->published);
        if (hits[i].kind == KH_DATE_ABSOLUTE) date = hits[i].date;
        kh_label_set(view, hits[i].first, hits[i].tokens, KH_IS_DATE);
        if (hits[i].kind == KH_DATE_CLOCK) continue;
        struct kh_mention *m = kh_mention_add(r, view, hits[i].first, hits[i].tokens, KH_DATE);
        if (!m) return !r->arena->failed;
        m->date = date;
        char text[KH_DATE_TEXT_SIZE];
        struct kh_date day = date;
        if (day.precision > KH_DATE_DAY) day.precision = KH_DATE_DAY;
        day.has_offset = false;
        m->key = kh_arena_str(r->arena, (struct kh_str){text, kh_date_print(day, text)});
        m->name = m->key;
    }
    return !r->arena->failed;
}

static struct kh_unit find_unit(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    struct kh_entry e;
    struct kh_hit hit = view->sights[at].hit;
    if (!hit.entries || view->sights[at].clitic_bytes)
        hit = kh_lexicon_match(r->lexicon, view->tokens, at);
    bool known = hit.entries && kh_hit_get(r->lexicon, hit, KH_LEX_UNIT, r->lang, &e);
    if (!known) {
        hit = kh_lexicon_word(r->lexicon, &view->tokens->items[at]);
        known = hit.entries && kh_hit_get(r->lexicon, hit, KH_LEX_UNIT, r->lang, &e);
    }
    if (!known) {
        struct kh_token word = view->tokens->items[at];
        struct kh_str w = word.folded;
        bool and = r->grammar.clitics && w.n > 6 && kh_str_starts(w, KH_STR("و"));
        if (and) word.folded = (struct kh_str){w.p + 2, w.n - 2};
        known = kh_inflected_word(r->lexicon, &word, KH_LEX_UNIT, r->lang, &e);
        hit.tokens = 1;
    }
    struct kh_unit unit = {.known = true};
    if (known) unit.name = e.value, unit.tokens = hit.tokens;
    return unit;
}

static bool unit_at(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                    struct kh_str *unit, uint32_t *n)
{
    if (at >= view->tokens->n || (view->sights[at].label != KH_FREE)) return false;
    struct kh_unit *kept = &view->units[at];
    if (!kept->known) *kept = find_unit(r, view, at);
    *unit = kept->name;
    *n = kept->tokens;
    return kept->tokens > 0;
}

static bool ends_clause(const struct kh_view *view, uint32_t at)
{
    const struct kh_token *t = &view->tokens->items[at];
    if (t->flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) return true;
    if (t->kind != KH_TOKEN_PUNCT) return false;
    return t->code == ';' || t->code == 0x061B || t->code == 0x06D4 || t->code == '.';
}

/* What became of the people counted. */
static bool is_fate(struct kh_str unit)
{
    static const char *const fates[] = {"dead",     "injured",   "missing",
                                        "arrested", "displaced", "rescued"};
    for (unsigned i = 0; i < sizeof fates / sizeof *fates; i++)
        if (kh_str_eq(unit, kh_str_of(fates[i]))) return true;
    return false;
}

#define FATE_AHEAD 9
#define FATE_BACK 5

/* The fate word nearest to a number of people: mostly behind it, in some languages before. */
static struct kh_str fate_near(const struct kh_reader *r, const struct kh_view *view,
                               uint32_t number, uint32_t behind)
{
    struct kh_str unit;
    uint32_t n;
    /* "Killed 12 people and injured 30": what stands right before counts first. */
    bool verb_last = r->grammar.order == KH_ORDER_SOV;
    for (uint32_t i = number; !verb_last && i > 0 && i + 2 > number; i--)
        if (!(view->tokens->items[i].flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) &&
            unit_at(r, view, i - 1, &unit, &n) && is_fate(unit))
            return unit;
    for (uint32_t i = behind; i < view->tokens->n && i < behind + FATE_AHEAD; i++) {
        if (ends_clause(view, i) || view->sights[i].label == KH_IS_NUMBER ||
            view->tokens->items[i].kind == KH_TOKEN_NUMBER)
            break;
        if (unit_at(r, view, i, &unit, &n) && is_fate(unit)) return unit;
    }
    for (uint32_t i = number; i > 0 && i + FATE_BACK > number; i--) {
        if (view->tokens->items[i].flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) break;
        if (view->sights[i - 1].label == KH_IS_NUMBER) break;
        if (unit_at(r, view, i - 1, &unit, &n) && is_fate(unit)) return unit;
    }
    return KH_STR_NONE;
}

/* What the phrase at the token, of at most `most` tokens, says of the number behind it: "Rs". Latin
 * codes are the same in every script. */
static bool sign_at(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                    uint32_t most, struct kh_entry *e)
{
    struct kh_hit hit = kh_lexicon_match(r->lexicon, view->tokens, at);
    bool latin = view->tokens->items[at].script == KH_SCRIPT_LATIN;
    return hit.entries && hit.tokens <= most && view->sights[at].label == KH_FREE &&
           (kh_hit_get(r->lexicon, hit, KH_LEX_SIGN, r->lang, e) ||
            (latin && kh_hit_get(r->lexicon, hit, KH_LEX_SIGN, KH_LANG('e', 'n'), e)));
}

/* Units that stand before the number: money by its sign or code, magnitude, percent in Turkish. */
static struct kh_str unit_before(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    struct kh_str unit;
    struct kh_entry e;
    for (uint32_t back = 1, n; back <= 2 && back <= at; back++) {
        uint32_t i = at - back;
        if (view->tokens->items[i + 1].flags & KH_TOKEN_PARA) break;
        if (i > 0 && view->sights[i - 1].label == KH_IS_NUMBER) continue; /* it is of that one */
        if (sign_at(r, view, i, back, &e)) return e.value;
        if (!unit_at(r, view, i, &unit, &n)) continue;
        if (view->tokens->items[i].kind == KH_TOKEN_PUNCT || kh_str_eq(unit, KH_STR("magnitude")))
            return unit;
    }
    return KH_STR_NONE;
}

/* The unit at the token is that of a number right behind it: "$5", "USD 3". */
static bool is_of_next(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    struct kh_entry e;
    const struct kh_token *t = &view->tokens->items[at];
    if (at + 1 >= view->tokens->n || t[1].kind != KH_TOKEN_NUMBER) return false;
    if (t->kind == KH_TOKEN_PUNCT)
        return (t[1].flags & KH_TOKEN_GLUED) && !(t->flags & KH_TOKEN_GLUED);
    return sign_at(r, view, at, 1, &e);
}

/* Of people counted what became of them, if that is told. */
static struct kh_str counted(const struct kh_reader *r, const struct kh_view *view,
                             struct kh_str unit, uint32_t number, uint32_t behind)
{
    struct kh_str fate = KH_STR_NONE;
    if (kh_str_eq(unit, KH_STR("people"))) fate = fate_near(r, view, number, behind);
    return fate.n ? fate : unit;
}

#define UNIT_AHEAD 4

static struct kh_str unit_of(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                             uint32_t behind, uint32_t *end)
{
    uint32_t itself;
    struct kh_str unit = unit_before(r, view, at);
    *end = behind;
    if (unit.n) return unit;
    if (behind == at + 1 && view->tokens->items[at].kind == KH_TOKEN_WORD &&
        unit_at(r, view, at, &unit, &itself))
        return counted(r, view, unit, at, behind); /* an Arabic dual: "two persons" in a word */
    for (uint32_t i = behind, n; i < view->tokens->n && i < behind + UNIT_AHEAD; i++) {
        const struct kh_token *t = &view->tokens->items[i];
        if ((t->flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) || t->kind == KH_TOKEN_NUMBER) break;
        if (is_of_next(r, view, i)) break;
        if (unit_at(r, view, i, &unit, &n)) {
            *end = i + n;
            return counted(r, view, unit, at, i + n);
        }
        bool stop = (view->sights[i].word & KH_BIT(STOP)) != 0;
        if ((t->kind == KH_TOKEN_PUNCT && t->code != '-') || (stop && i > behind)) break;
    }
    return fate_near(r, view, at, behind);
}

static bool is_approximate(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                           uint32_t behind)
{
    struct kh_entry e;
    for (uint32_t i = at; i > 0 && i + 3 > at; i--) {
        if (view->tokens->items[i].flags & KH_TOKEN_PARA) break;
        struct kh_hit hit = kh_lexicon_match(r->lexicon, view->tokens, i - 1);
        if (hit.entries && i - 1 + hit.tokens >= at &&
            kh_hit_get(r->lexicon, hit, KH_LEX_APPROX, r->lang, &e))
            return true;
    }
    for (uint32_t i = behind; i < view->tokens->n && i < behind + 3; i++) {
        if (r->grammar.particles_first) break;
        struct kh_hit hit = kh_lexicon_match(r->lexicon, view->tokens, i);
        if (hit.entries && kh_hit_get(r->lexicon, hit, KH_LEX_APPROX, r->lang, &e)) return true;
    }
    return false;
}

/* Part of a code or name (F-16, A4, 3rd), not an amount; digits are also written on to Arabic
 * particles ("and 400") and to signs of money. */
static bool is_part_of_code(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                            uint32_t behind)
{
    const struct kh_tokens *tokens = view->tokens;
    const struct kh_token *t = tokens->items + at;
    if (at > 1 && (t->flags & KH_TOKEN_GLUED) && t[-1].code == '-' &&
        (t[-1].flags & KH_TOKEN_GLUED) && t[-2].kind == KH_TOKEN_WORD)
        return true;
    if (at > 0 && (t->flags & KH_TOKEN_GLUED) && t[-1].kind == KH_TOKEN_WORD) {
        bool particle = r->grammar.clitics && t[-1].script == KH_SCRIPT_ARABIC;
        return !(view->sights[at - 1].word & (KH_BIT(SIGN) | (particle ? KH_BIT(STOP) : 0)));
    }
    if (behind >= tokens->n) return false;
    const struct kh_token *next = tokens->items + behind;
    static const char *const ordinals[] = {"st", "nd", "rd", "th"};
    for (unsigned i = 0; i < 4; i++)
        if ((next->flags & KH_TOKEN_GLUED) && kh_str_eq(next->folded, kh_str_of(ordinals[i])))
            return true;
    return false;
}

/* "Ten o'clock" where the word stands behind the number. */
static bool is_clock(const struct kh_reader *r, const struct kh_view *view, uint32_t behind)
{
    struct kh_entry e;
    if (r->lang != KH_LANG('u', 'r') || behind >= view->tokens->n) return false;
    struct kh_hit hit = kh_lexicon_word(r->lexicon, &view->tokens->items[behind]);
    return hit.entries && kh_hit_get(r->lexicon, hit, KH_LEX_DATEWORD, r->lang, &e) &&
           kh_str_eq(e.value, KH_STR("at"));
}

static bool is_year(const struct kh_number *number, const struct kh_token *t)
{
    return !number->in_words && number->tokens == 1 && t->folded.n == 4 && number->value >= 1900 &&
           number->value < 2100;
}

/* "12 degrees below zero"; people are never fewer than none, "minus three players" are three. */
static double signed_value(const struct kh_reader *r, const struct kh_view *view,
                           const struct kh_number *number, struct kh_str unit, uint32_t end)
{
    if (kh_str_eq(unit, KH_STR("people")) || is_fate(unit)) return fabs(number->value);
    bool below = kh_number_below(r->lexicon, view->tokens, end, r->lang) > 0;
    return below ? -fabs(number->value) : number->value;
}

/* Returns the token behind the number and a unit right behind it. */
static uint32_t put_number(struct kh_reader *r, struct kh_view *view, uint32_t at,
                           const struct kh_number *number)
{
    uint32_t behind = at + number->tokens, end;
    struct kh_str unit = unit_of(r, view, at, behind, &end);
    double value = signed_value(r, view, number, unit, end);
    bool small = number->in_words && fabs(value) <= 2;
    if (!unit.n && (small || is_year(number, view->tokens->items + at))) return behind;
    if (small && kh_str_eq(unit, KH_STR("people"))) return behind;
    struct kh_mention *m = kh_mention_add(r, view, at, number->tokens, KH_NUMBER);
    if (!m) return behind;
    m->value = value;
    m->unit = unit;
    m->approximate = is_approximate(r, view, at, behind);
    m->key = kh_arena_printf(r->arena, "%.10g|%.*s", value, (int)unit.n, unit.n ? unit.p : "");
    m->name = m->key;
    kh_label_set(view, at, number->tokens, KH_IS_NUMBER);
    bool phrase = end > behind + 1 && kh_str_eq(unit, KH_STR("percent"));
    return phrase ? end : behind;
}

void kh_find_numbers(struct kh_reader *r, struct kh_view *view)
{
    view->units = kh_arena_zalloc(r->arena, view->tokens->n + 1, sizeof *view->units);
    if (!view->units) return; /* the arena's failure ends the article */
    for (uint32_t i = 0; i < view->tokens->n;) {
        bool may =
            view->sights[i].label == KH_FREE &&
            (view->tokens->items[i].kind == KH_TOKEN_NUMBER || kh_number_is_sign(view->tokens, i) ||
             (view->sights[i].word & KH_BIT(NUMBER)) || (view->sights[i].phrase & KH_BIT(NUMBER)));
        struct kh_number number = {.tokens = 0};
        if (may) number = kh_number_read(r->lexicon, view->tokens, i, r->lang);
        if (!number.tokens) {
            i++;
            continue;
        }
        bool counts = !number.vague && !is_part_of_code(r, view, i, i + number.tokens);
        if (counts && !is_clock(r, view, i + number.tokens)) i = put_number(r, view, i, &number);
        else i += number.tokens;
    }
}

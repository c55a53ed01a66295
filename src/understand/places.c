/* SPDX-License-Identifier: Apache-2.0
 *
 * Places: countries, their adjectives and peoples, regions, provinces, cities. Weak names (words of
 * everyday speech, small towns) count only with the country's support elsewhere in the article.
 */
#include "understand/internal.h"

#include <stdlib.h>

static uint16_t *votes_of(struct kh_reader *r, struct kh_str code)
{
    if (code.n < 2 || code.p[0] < 'A' || code.p[0] > 'Z' || code.p[1] < 'A' || code.p[1] > 'Z')
        return NULL;
    return &r->countries[(code.p[0] - 'A') * 26 + (code.p[1] - 'A')];
}

static bool is_weak(struct kh_str value)
{
    return value.n && value.p[value.n - 1] == '?';
}

static struct kh_str country_name(const struct kh_reader *r, struct kh_str code)
{
    char key[2] = {kh_lower(code.p[0]), kh_lower(code.p[1])};
    struct kh_hit hit = kh_lexicon_find(r->lexicon, (struct kh_str){key, 2});
    struct kh_entry e;
    if (hit.entries && kh_hit_get(r->lexicon, hit, KH_LEX_COUNTRYNAME, KH_LANG_NONE, &e))
        return e.value;
    return code;
}

static void put_country(struct kh_reader *r, const struct kh_view *view, uint32_t at, uint32_t n,
                        struct kh_str value, bool adjective)
{
    struct kh_str code = kh_str_sub(value, 0, 2);
    struct kh_mention *m = kh_mention_add(r, view, at, n, KH_PLACE);
    if (!m) return;
    m->key = code;
    m->name = country_name(r, code);
    m->by_adjective = adjective;
    memcpy(m->country, code.p, 2);
    kh_label_set(view, at, n, adjective ? KH_IS_ADJECTIVE : KH_IS_PLACE);
}

/* A city or province, one reading of a name. */
struct reading {
    struct kh_str code, name, id;
    long population;
    bool weak, province;
    uint16_t votes;
};

static struct reading read_value(struct kh_reader *r, struct kh_str value, bool province)
{
    struct reading out = {.province = province, .weak = is_weak(value)};
    if (out.weak) value.n--;
    struct kh_str rest = value;
    out.code = kh_str_cut(&rest, '|');
    out.name = kh_str_cut(&rest, '|');
    if (province) {
        out.id = out.code;
    } else {
        struct kh_str count = kh_str_cut(&rest, '|');
        for (size_t i = 0; i < count.n && i < 9; i++)
            out.population = out.population * 10 + (count.p[i] - '0');
        kh_str_cut(&rest, '|');
        kh_str_cut(&rest, '|');
        out.id = rest;
    }
    uint16_t *votes = votes_of(r, out.code);
    out.votes = votes ? *votes : 0;
    return out;
}

static bool is_better(const struct reading *x, const struct reading *y)
{
    if (!y->code.n) return true;
    if (x->weak != y->weak && !x->votes && !y->votes) return y->weak;
    long a = x->population, b = y->population;
    if (x->province) a = 400000;
    if (y->province) b = 400000;
    if ((x->votes > 0) != (y->votes > 0)) {
        long other = x->votes ? b : a, own = x->votes ? a : b;
        return other > 20 * own ? x->votes == 0 : x->votes > 0;
    }
    return a > b;
}

static struct reading best_reading(struct kh_reader *r, const struct kh_sight *sight)
{
    struct reading best = {.code = KH_STR_NONE};
    for (uint32_t k = sight->hit.first; k < sight->hit.first + sight->hit.entries; k++) {
        struct kh_entry e = kh_lexicon_entry(r->lexicon, k);
        if (e.lang != r->lang && r->lang != KH_LANG_NONE) continue;
        if (e.kind != KH_LEX_CITY && e.kind != KH_LEX_PROVINCE) continue;
        struct reading reading = read_value(r, e.value, e.kind == KH_LEX_PROVINCE);
        if (is_better(&reading, &best)) best = reading;
    }
    return best;
}

/* A city of this size is meant wherever its name stands. */
#define LARGE 1000000

static void vote(struct kh_reader *r, struct kh_str code)
{
    uint16_t *votes = votes_of(r, code);
    if (votes && *votes < 60000) ++*votes;
}

/* Countries that the article names, and those of its provinces and large cities: they support the
 * names of smaller places. */
void kh_count_countries(struct kh_reader *r, const struct kh_view *view)
{
    for (uint32_t i = 0; i < view->tokens->n; i++) {
        const struct kh_sight *sight = &view->sights[i];
        struct kh_entry e;
        if (!(sight->phrase & (KH_BIT(COUNTRY) | KH_BIT(DEMONYM)))) continue;
        if (!kh_sight_get(r, sight, KH_LEX_COUNTRY, &e) &&
            !kh_sight_get(r, sight, KH_LEX_DEMONYM, &e))
            continue;
        if (!is_weak(e.value)) vote(r, e.value);
    }
    for (uint32_t i = 0; i < view->tokens->n; i++) {
        const struct kh_sight *sight = &view->sights[i];
        if (!(sight->phrase & (KH_BIT(CITY) | KH_BIT(PROVINCE)))) continue;
        struct reading reading = best_reading(r, sight);
        bool large = reading.province || reading.population >= LARGE;
        if (!reading.code.n || reading.weak || !large) continue;
        if (sight->hit.tokens == 1 && (sight->word & (KH_BIT(STOP) | KH_BIT(CONCEPT)))) continue;
        if (!r->cased || !sight->common) vote(r, reading.code);
    }
}

static bool is_capital_word(const struct kh_view *view, uint32_t at)
{
    const struct kh_tokens *tokens = view->tokens;
    return at < tokens->n && tokens->items[at].kind == KH_TOKEN_WORD &&
           (tokens->items[at].flags & KH_TOKEN_CAPITAL) &&
           !(tokens->items[at].flags & KH_TOKEN_PARA);
}

/* Stands among words of a name: "Jackson Lee", "Ali Lahore". */
static bool is_inside_name(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                           uint32_t n)
{
    const struct kh_sight *sights = view->sights;
    if (!r->cased) {
        bool given = at > 0 && (sights[at - 1].word & KH_BIT(GIVEN)) != 0 &&
                     !(view->tokens->items[at].flags & KH_TOKEN_PARA);
        bool both = at > 1 && (sights[at - 2].word & KH_BIT(GIVEN)) != 0;
        return given && (both || (sights[at].word & KH_BIT(GIVEN)));
    }
    if (at > 0 && is_capital_word(view, at - 1) && (sights[at - 1].word & KH_BIT(GIVEN)) &&
        !(view->tokens->items[at].flags & KH_TOKEN_PARA) && !sights[at].title_case)
        return true;
    bool given = (sights[at].word & KH_BIT(GIVEN)) != 0;
    uint32_t next = at + n;
    return given && is_capital_word(view, next) && !(sights[next].word & KH_BIT(ORGHEAD)) &&
           !sights[next].common;
}

static bool is_accepted(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                        const struct reading *reading)
{
    const struct kh_sight *sight = &view->sights[at];
    const struct kh_token *t = &view->tokens->items[at];
    if (is_inside_name(r, view, at, sight->hit.tokens)) return false;
    bool dateline = (t->flags & KH_TOKEN_PARA) && at + sight->hit.tokens < view->tokens->n &&
                    (view->tokens->items[at + sight->hit.tokens].code == ':' ||
                     view->tokens->items[at + sight->hit.tokens].code == '(');
    if (dateline) return true;
    if (reading->weak) return reading->votes > 0;
    if (sight->hit.tokens == 1 && (sight->word & (KH_BIT(STOP) | KH_BIT(CONCEPT))) &&
        reading->population < 1000000)
        return false;
    if (reading->province) return !r->cased || !sight->common;
    if (r->cased && sight->common) return false;
    return reading->votes > 0 || reading->population >= (r->cased ? 100000 : 300000);
}

static void put_reading(struct kh_reader *r, struct kh_view *view, uint32_t at,
                        const struct reading *reading)
{
    uint32_t n = view->sights[at].hit.tokens;
    struct kh_mention *m = kh_mention_add(r, view, at, n, KH_PLACE);
    if (!m) return;
    m->key = reading->id;
    m->name = reading->name;
    if (reading->code.n >= 2) memcpy(m->country, reading->code.p, 2);
    kh_label_set(view, at, n, KH_IS_PLACE);
}

/* The value may name two regions: "Central and South Asia". */
static void put_region(struct kh_reader *r, struct kh_view *view, uint32_t at, struct kh_str value)
{
    uint32_t n = view->sights[at].hit.tokens;
    while (value.n) {
        struct kh_str name = kh_str_cut(&value, ';');
        struct kh_mention *m = kh_mention_add(r, view, at, n, KH_PLACE);
        if (!m) return;
        m->name = m->key = name;
    }
    kh_label_set(view, at, n, KH_IS_PLACE);
}

static bool is_supported(struct kh_reader *r, struct kh_str value)
{
    uint16_t *votes = votes_of(r, value);
    return votes && *votes > 0;
}

static uint32_t place_at(struct kh_reader *r, struct kh_view *view, uint32_t at)
{
    struct kh_sight *sight = &view->sights[at];
    struct kh_entry e;
    uint32_t n = sight->hit.tokens;
    if (kh_sight_get(r, sight, KH_LEX_COUNTRY, &e) && (sight->phrase & KH_BIT(COUNTRY))) {
        if (!is_weak(e.value) || is_supported(r, e.value)) {
            if (!is_inside_name(r, view, at, n)) put_country(r, view, at, n, e.value, false);
            return n;
        }
    }
    if ((sight->phrase & KH_BIT(REGION)) && kh_sight_get(r, sight, KH_LEX_REGION, &e)) {
        put_region(r, view, at, e.value);
        return n;
    }
    if (sight->phrase & (KH_BIT(CITY) | KH_BIT(PROVINCE))) {
        struct reading reading = best_reading(r, sight);
        if (reading.code.n && is_accepted(r, view, at, &reading)) {
            put_reading(r, view, at, &reading);
            return n;
        }
    }
    if ((sight->phrase & KH_BIT(DEMONYM)) && kh_sight_get(r, sight, KH_LEX_DEMONYM, &e)) {
        put_country(r, view, at, n, e.value, true);
        return n;
    }
    return 1;
}

void kh_find_places(struct kh_reader *r, struct kh_view *view)
{
    const uint64_t places =
        KH_BIT(COUNTRY) | KH_BIT(REGION) | KH_BIT(CITY) | KH_BIT(PROVINCE) | KH_BIT(DEMONYM);
    for (uint32_t i = 0; i < view->tokens->n;) {
        const struct kh_sight *sight = &view->sights[i];
        bool free = sight->label == KH_FREE || sight->label == KH_IS_ORG;
        i += free && (sight->phrase & places) ? place_at(r, view, i) : 1;
    }
}

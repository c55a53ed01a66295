/* SPDX-License-Identifier: Apache-2.0
 *
 * Roles (titles, ranks, offices) and organisations: those everybody knows, acronyms, and runs of
 * words around a head word. Takes sights, hands on mentions and labels.
 */
#include "understand/internal.h"

/* Titles that are words of everyday speech: where the script has capitals they need one. */
static bool is_everyday(struct kh_str role)
{
    static const char *const roles[] = {
        "major",   "general",      "sergeant", "official", "survivor", "head",     "leader",
        "pope",    "late",         "activist", "lawmaker", "doctor",   "chairman", "director",
        "captain", "police chief", "player",   "artist",   "secretary"};
    for (unsigned i = 0; i < sizeof roles / sizeof *roles; i++)
        if (kh_str_eq(role, kh_str_of(roles[i]))) return true;
    return false;
}

void kh_find_roles(struct kh_reader *r, struct kh_view *view)
{
    for (uint32_t i = 0; i < view->tokens->n; i++) {
        struct kh_sight *sight = &view->sights[i];
        struct kh_entry e;
        if (sight->label != KH_FREE || !(sight->phrase & KH_BIT(ROLE))) continue;
        if (sight->phrase & (KH_BIT(COUNTRY) | KH_BIT(ORG))) continue;
        if (!kh_sight_get(r, sight, KH_LEX_ROLE, &e)) continue;
        struct kh_str value = e.value, role = kh_str_cut(&value, '|');
        bool capital = (view->tokens->items[i].flags & KH_TOKEN_CAPITAL) != 0;
        if (r->lang == KH_LANG('e', 'n') && !capital && sight->hit.tokens == 1 && is_everyday(role))
            continue;
        struct kh_mention *m = kh_mention_add(r, view, i, sight->hit.tokens, KH_ROLE);
        if (!m) return;
        m->name = m->key = role;
        kh_label_set(view, i, sight->hit.tokens, KH_IS_ROLE);
        i += sight->hit.tokens - 1u;
        view->sights[i].before_name = kh_str_eq(value, KH_STR("before"));
    }
}

static bool is_capital(const struct kh_view *view, uint32_t at)
{
    return view->tokens->items[at].kind == KH_TOKEN_WORD &&
           (view->tokens->items[at].flags & KH_TOKEN_CAPITAL);
}

static bool joins_org(const struct kh_str w)
{
    return kh_str_eq(w, KH_STR("of")) || kh_str_eq(w, KH_STR("for")) ||
           kh_str_eq(w, KH_STR("and")) || kh_str_eq(w, KH_STR("&"));
}

/* Capital words around a head word: "Lower Valley Water Authority", "Ministry of Water". */
static void org_around(struct kh_reader *r, struct kh_view *view, uint32_t head)
{
    const struct kh_tokens *tokens = view->tokens;
    uint32_t from = head, to = head + 1;
    while (from > 0 && is_capital(view, from - 1) && view->sights[from - 1].label != KH_IS_ROLE &&
           view->sights[from - 1].label != KH_IS_ORG &&
           !(tokens->items[from].flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) && head - from < 5 &&
           !(view->sights[from - 1].word & KH_BIT(STOP)))
        from--;
    for (;;) {
        if (to >= tokens->n || (tokens->items[to].flags & KH_TOKEN_PARA) || to - head > 6) break;
        if (is_capital(view, to) && view->sights[to].label != KH_IS_ROLE) {
            to++;
        } else if (to + 1 < tokens->n && joins_org(tokens->items[to].folded) &&
                   is_capital(view, to + 1)) {
            to += 2;
        } else {
            break;
        }
    }
    if (to - from < 2) return;
    struct kh_entry e;
    struct kh_hit hit = kh_lexicon_find(r->lexicon, tokens->items[head].folded);
    bool place = kh_hit_get(r->lexicon, hit, KH_LEX_ORGHEAD, r->lang, &e) &&
                 kh_str_eq(e.value, KH_STR("place"));
    if (place) { /* a bridge, a cup: no organisation, but no person either */
        for (uint32_t i = from; i < to; i++)
            if (view->sights[i].label == KH_FREE) view->sights[i].label = KH_IS_ORG;
        return;
    }
    struct kh_mention *m = kh_mention_add(r, view, from, to - from, KH_ORGANISATION);
    if (!m) return;
    m->name = kh_str_sub(tokens->text, m->start, m->end);
    m->key = kh_fold(r->arena, m->name);
    for (uint32_t i = from; i < to; i++)
        if (view->sights[i].label == KH_FREE) view->sights[i].label = KH_IS_ORG;
}

void kh_find_known_organisations(struct kh_reader *r, struct kh_view *view)
{
    for (uint32_t i = 0; i < view->tokens->n; i++) {
        struct kh_sight *sight = &view->sights[i];
        struct kh_entry e;
        if (sight->label != KH_FREE) continue;
        bool known = (sight->phrase & KH_BIT(ORG)) &&
                     (kh_sight_get(r, sight, KH_LEX_ORG, &e) ||
                      kh_hit_get(r->lexicon, sight->hit, KH_LEX_ORG, KH_LANG('e', 'n'), &e));
        if (!known) continue;
        struct kh_mention *m = kh_mention_add(r, view, i, sight->hit.tokens, KH_ORGANISATION);
        if (!m) return;
        m->name = m->key = e.value;
        kh_label_set(view, i, sight->hit.tokens, KH_IS_ORG);
        i += sight->hit.tokens - 1u;
    }
}

void kh_find_organisations(struct kh_reader *r, struct kh_view *view)
{
    if (!r->cased) return;
    for (uint32_t i = 0; i < view->tokens->n; i++) {
        const struct kh_sight *sight = &view->sights[i];
        bool head = sight->label == KH_FREE && (sight->word & KH_BIT(ORGHEAD)) != 0;
        if (head && is_capital(view, i) && !sight->title_case) org_around(r, view, i);
    }
}

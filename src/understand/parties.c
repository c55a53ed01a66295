/* SPDX-License-Identifier: Apache-2.0
 *
 * The parties of a sentence: mentions side by side become one party (country, role, name), and the
 * words beside it tell the case it stands in. Takes mentions and labels; knows of no act.
 */
#include "understand/scene.h"

#include "base/utf8.h"

/* Words, and tokens at all, between two mentions that still are of one party. */
#define GAP_WORDS 4
#define GAP_TOKENS 9

struct gap {
    unsigned words, commas, of; /* of: genitive words */
    bool broken;                /* something in it parts the two */
};

static struct gap gap_between(const struct kh_scene *s, uint32_t from, uint32_t to)
{
    struct gap gap = {.broken = to > from + GAP_TOKENS};
    for (uint32_t i = from; i < to && !gap.broken; i++) {
        const struct kh_token *t = &s->tokens->items[i];
        bool behind;
        if (t->kind == KH_TOKEN_PUNCT) {
            bool light = t->code == '(' || t->code == ')' || t->code == '.' || t->code == '-' ||
                         t->code == '\'' || t->code == 0x2019 || t->code == 0xAB ||
                         t->code == 0xBB || t->code == '"';
            gap.commas += kh_is_comma(t);
            gap.broken = gap.broken || (!light && !kh_is_comma(t));
            continue;
        }
        enum kh_marker mark = kh_marker_at(s, i, &behind);
        if (mark == KH_MARK_OF) gap.of++;
        else if (mark != KH_MARK_NONE || s->act_at[i] || t->kind == KH_TOKEN_NUMBER)
            gap.broken = true;
        else if (!kh_is_stop(s, i) && t->folded.n > 1) gap.words++;
    }
    gap.broken = gap.broken || gap.words > GAP_WORDS || gap.commas > 1;
    return gap;
}

static bool is_country(const struct kh_mention *m)
{
    return m->kind == KH_PLACE && m->country[0] && m->key.n == 2;
}

static void begin(struct kh_scene *s, uint32_t number, uint32_t first, uint32_t end)
{
    const struct kh_mention *m = &s->facts->mentions[number];
    struct kh_actor *a = &s->actors[s->actors_n++];
    *a = (struct kh_actor){.first = first, .end = end, .mention = number, .kind = m->kind};
    if (m->kind == KH_ROLE) {
        a->who.role = m->name;
    } else {
        a->who.name = m->name;
        a->who.key = m->key;
    }
    if (m->kind == KH_PLACE) memcpy(a->who.country, m->country, sizeof a->who.country);
}

/* The mention behind this one begins right after it: the role is that one's, not the one's before.
 */
static bool has_own_name(const struct kh_scene *s, uint32_t number, uint32_t end)
{
    const struct kh_mention *m = s->facts->mentions;
    uint32_t next = number + 1;
    if (next >= s->facts->mentions_n || end >= s->tokens->n) return false;
    bool adjacent = s->tokens->items[end].start >= m[next].start ||
                    (end + 1 < s->tokens->n && s->tokens->items[end + 1].start > m[next].start);
    return m[next].kind == KH_PERSON && adjacent;
}

static void name_by(struct kh_actor *a, const struct kh_mention *m, uint32_t number)
{
    a->kind = m->kind;
    a->mention = number;
    a->who.name = m->name;
    a->who.key = m->key;
}

/* A country or its adjective before a role or a name gives the party its country alone. */
static bool takes_country(const struct kh_actor *a, const struct kh_mention *m, struct gap gap,
                          bool adjective)
{
    if (a->kind != KH_PLACE || m->kind == KH_PLACE || gap.commas) return false;
    if (adjective) return gap.words <= 2;
    return m->kind != KH_ORGANISATION && gap.words <= 2 && (gap.of || gap.words == 0);
}

/* Whether the mention goes on with the party; then it is put into it. */
static bool goes_on(struct kh_scene *s, uint32_t number, uint32_t first, uint32_t end)
{
    struct kh_actor *a = s->actors_n ? &s->actors[s->actors_n - 1] : NULL;
    const struct kh_mention *m = &s->facts->mentions[number];
    if (!a) return false;
    struct gap gap = gap_between(s, a->end, first);
    if (gap.broken || s->view->sights[first].clitic_bytes) return false;
    bool adjective = s->facts->mentions[a->mention].by_adjective;
    if (takes_country(a, m, gap, adjective)) {
        char country[3];
        memcpy(country, a->who.country, sizeof country);
        a->who = (struct kh_party){.name = KH_STR_NONE};
        memcpy(a->who.country, country, sizeof country);
        if (m->kind == KH_ROLE) a->who.role = m->name, a->kind = KH_ROLE, a->mention = number;
        else name_by(a, m, number);
    } else if (a->kind == KH_ROLE && m->kind == KH_PERSON) {
        name_by(a, m, number);
    } else if (a->kind == KH_ROLE && m->kind == KH_ROLE && gap.words == 0) {
        if (gap.commas) return false;
    } else if ((a->kind == KH_ROLE || a->kind == KH_PERSON) && m->kind == KH_PLACE && !gap.commas &&
               !a->who.country[0] && gap.words <= (gap.of || m->by_adjective ? GAP_WORDS - 1 : 0) &&
               (is_country(m) || (gap.words == 0 && !gap.of && s->order != KH_ORDER_SVO))) {
        if (a->kind == KH_PERSON && !a->who.role.n) return false;
        memcpy(a->who.country, m->country, sizeof a->who.country);
    } else if (a->kind == KH_ROLE && m->kind == KH_ORGANISATION && !gap.commas && gap.words == 0) {
        if (has_own_name(s, number, end)) return false;
    } else if (a->kind == KH_PERSON && m->kind == KH_ROLE && !a->who.role.n &&
               (gap.commas || s->order != KH_ORDER_SVO) && gap.words <= 2 &&
               !has_own_name(s, number, end)) {
        a->who.role = m->name;
    } else if (a->kind == KH_ORGANISATION && m->kind == KH_ROLE && !gap.commas && gap.words <= 1) {
        a->who = (struct kh_party){.role = m->name};
        a->kind = KH_ROLE;
        a->mention = number;
    } else if (a->kind == KH_ORGANISATION && m->kind == KH_ORGANISATION && gap.words == 0 &&
               kh_str_eq(a->who.key, m->key)) {
        /* "Name (NAME)" */
    } else {
        return false;
    }
    a->end = end;
    return true;
}

/* "The Omani commander, Major General X" and "X, Pakistan's chief of staff": an office parted from
 * its name by a comma. The office says more than a rank beside the name. */
static void appose(struct kh_scene *s)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->actors_n; i++) {
        struct kh_actor *a = &s->actors[i], *before = kept ? &s->actors[kept - 1] : NULL;
        bool pair = before && ((before->kind == KH_ROLE && a->kind == KH_PERSON) ||
                               (before->kind == KH_PERSON && a->kind == KH_ROLE));
        struct gap gap = {.broken = true};
        if (pair && !s->view->sights[a->first].clitic_bytes)
            gap = gap_between(s, before->end, a->first);
        if (gap.broken || gap.words > 2 || gap.of || gap.commas != 1) {
            s->actors[kept++] = *a;
            continue;
        }
        const struct kh_actor *office = a->kind == KH_ROLE ? a : before;
        struct kh_actor both = a->kind == KH_ROLE ? *before : *a;
        both.first = before->first;
        both.end = a->end;
        both.who.role = office->who.role;
        if (office->who.country[0]) memcpy(both.who.country, office->who.country, 3);
        *before = both;
    }
    s->actors_n = kept;
}

/* ---- organisations named by their place ---- */

/* The head word of an organisation; of a bridge or a cup it is none. */
static bool is_head(const struct kh_scene *s, uint32_t at)
{
    struct kh_entry e;
    uint32_t n;
    const struct kh_sight *sight = &s->view->sights[at];
    return ((sight->word | sight->phrase) & KH_BIT(ORGHEAD)) &&
           kh_scene_entry(s, at, KH_LEX_ORGHEAD, &e, &n) && !kh_str_eq(e.value, KH_STR("place"));
}

/* Words of an organisation's name behind its place. */
#define HEAD_WORDS 2

/* "Dhaka court", "Lahore Hawks", "the Omani police": where such a name ends, or 0. Without capitals
 * a subject's postposition tells that an unknown word heads it. */
static uint32_t organisation_end(const struct kh_scene *s, uint32_t from, bool city)
{
    uint32_t end = 0, words = 0;
    for (uint32_t i = from; i < s->to && words < HEAD_WORDS; i++) {
        const struct kh_token *t = &s->tokens->items[i];
        const struct kh_sight *sight = &s->view->sights[i];
        bool behind, free = sight->label == KH_FREE || sight->label == KH_IS_ORG;
        enum kh_marker mark = kh_marker_at(s, i, &behind);
        if (t->kind != KH_TOKEN_WORD || s->act_at[i] || !free) break;
        if (mark == KH_MARK_OF && behind && i == from && !s->r->cased) continue;
        if (mark || (kh_is_stop(s, i) && s->r->cased)) break;
        if (is_head(s, i)) return i + 1;
        if (kh_is_stop(s, i)) continue;
        words++;
        if (s->r->cased && city && (t->flags & KH_TOKEN_CAPITAL) && !sight->title_case &&
            !(sight->word & KH_BIT(ORGHEAD)))
            end = i + 1;
        else if (s->r->cased) break;
        bool subject = i + 1 < s->to && kh_marker_at(s, i + 1, &behind) == KH_MARK_SUBJECT;
        if (city && subject && behind && i < from + HEAD_WORDS) end = i + 1;
    }
    return end;
}

static void name_by_place(struct kh_scene *s, struct kh_actor *a)
{
    const struct kh_mention *m = &s->facts->mentions[a->mention];
    uint32_t end = organisation_end(s, a->end, a->who.key.n != 2);
    if (!end) return;
    a->end = end;
    a->kind = KH_ORGANISATION;
    a->who = kh_name_words(s, a->first, end);
    memcpy(a->who.country, m->country, sizeof a->who.country);
}

/* "Chinese military officials": a role that is no title is one beside the adjective of a country.
 */
static void role_by_country(struct kh_scene *s, struct kh_actor *a)
{
    for (uint32_t i = a->end; i < s->to && i < a->end + 3; i++) {
        struct kh_entry e;
        uint32_t n;
        bool behind;
        if (s->act_at[i] || kh_is_stop(s, i) || kh_marker_at(s, i, &behind)) return;
        if (s->tokens->items[i].kind != KH_TOKEN_WORD) return;
        if (!((s->view->sights[i].word | s->view->sights[i].phrase) & KH_BIT(ROLE))) continue;
        if (!kh_scene_entry(s, i, KH_LEX_ROLE, &e, &n)) continue;
        char country[3];
        memcpy(country, a->who.country, sizeof country);
        a->who = (struct kh_party){.role = kh_str_cut(&e.value, '|')};
        memcpy(a->who.country, country, sizeof country);
        a->kind = KH_ROLE;
        a->end = i + n;
        return;
    }
}

/* ---- cases ---- */

/* The case that an ending of the party's last or first word tells, longest ending first. */
static enum kh_marker ending_case(const struct kh_scene *s, const struct kh_token *t)
{
    for (size_t chars = 4; chars >= 1; chars--) {
        size_t at = t->folded.n;
        for (size_t k = 0; k < chars && at > 0; k++)
            while (at > 0 && ((unsigned char)t->folded.p[--at] & 0xC0) == 0x80) {}
        if (at < 4) continue;
        char key[24];
        size_t n = t->folded.n - at;
        if (n + 2 > sizeof key) continue;
        memcpy(key, "- ", 2);
        memcpy(key + 2, t->folded.p + at, n);
        struct kh_entry e;
        struct kh_hit hit = kh_lexicon_find(s->r->lexicon, (struct kh_str){key, n + 2});
        if (hit.entries && kh_hit_get(s->r->lexicon, hit, KH_LEX_MARKER, s->r->lang, &e))
            return s->order == KH_ORDER_SVO && kh_marker_of(e.value, NULL) == KH_MARK_OF
                       ? KH_MARK_GENITIVE
                       : kh_marker_of(e.value, NULL);
    }
    return KH_MARK_NONE;
}

static enum kh_marker case_behind(const struct kh_scene *s, const struct kh_actor *a)
{
    bool behind;
    uint32_t i = a->end;
    const struct kh_token *t = s->tokens->items;
    while (i < s->to && (t[i].code == ')' || t[i].code == 0xBB || t[i].code == 0x201D ||
                         (t[i].code == '"' && i + 1 < s->to)))
        i++;
    if (i >= s->to) return KH_MARK_NONE;
    enum kh_marker mark = kh_marker_at(s, i, &behind);
    return mark && behind ? mark : KH_MARK_NONE;
}

/* The preposition before a party: over words of its own that no mention covers. */
static enum kh_marker case_before(const struct kh_scene *s, const struct kh_actor *a)
{
    unsigned words = 0, most = s->order == KH_ORDER_VSO ? 0 : 2;
    for (uint32_t i = a->first; i > s->from && a->first - i < 5; i--) {
        const struct kh_token *t = &s->tokens->items[i - 1];
        bool behind;
        enum kh_marker mark = kh_marker_at(s, i - 1, &behind);
        if (behind || s->actor_at[i - 1] || s->act_at[i - 1]) return KH_MARK_NONE;
        if (mark && mark < KH_MARK_AND) return mark;
        if (mark == KH_MARK_HIS) continue;
        if (mark || (t->kind == KH_TOKEN_PUNCT && t->code != '(' && t->code != 0xAB &&
                     t->code != '"' && t->code != 0x201C))
            return KH_MARK_NONE;
        if (t->kind == KH_TOKEN_WORD && !kh_is_stop(s, i - 1) && ++words > most)
            return KH_MARK_NONE;
    }
    return KH_MARK_NONE;
}

enum kh_marker kh_clitic_marker(const struct kh_scene *s, uint32_t at)
{
    const struct kh_sight *sight = &s->view->sights[at];
    const struct kh_token *t = &s->tokens->items[at];
    char key[16];
    struct kh_entry e;
    size_t n = sight->clitic_bytes;
    if (!n || n > t->folded.n || n + 2 > sizeof key) return KH_MARK_NONE;
    memcpy(key, t->folded.p, n);
    memcpy(key + n, " -", 2);
    struct kh_hit hit = kh_lexicon_find(s->r->lexicon, (struct kh_str){key, n + 2});
    if (hit.entries && kh_hit_get(s->r->lexicon, hit, KH_LEX_MARKER, s->r->lang, &e))
        return kh_marker_of(e.value, NULL);
    return KH_MARK_NONE;
}

static enum kh_marker case_of(const struct kh_scene *s, const struct kh_actor *a)
{
    enum kh_marker mark = case_behind(s, a);
    if (!mark) mark = kh_clitic_marker(s, a->first);
    if (!mark || mark == KH_MARK_AND) {
        enum kh_marker before = case_before(s, a);
        if (before) return before;
    }
    if (mark || s->order == KH_ORDER_VSO) return mark;
    /* Declined at its head, or with the suffix at its end. */
    uint32_t at = s->order == KH_ORDER_SVO ? a->first : a->end - 1;
    const struct kh_token *t = &s->tokens->items[at];
    bool name = a->kind == KH_PERSON && s->view->sights[at].label == KH_IS_PERSON;
    return name && kh_map_get(&s->plain, t->folded) ? KH_MARK_NONE : ending_case(s, t);
}

#define LINK_TOKENS 5

/* What stands between two parties. */
enum link { LINK_NONE, LINK_COMMA, LINK_AND };

static enum link link_between(const struct kh_scene *s, const struct kh_actor *a,
                              const struct kh_actor *b)
{
    enum link link = b->marker == KH_MARK_AND ? LINK_AND : LINK_NONE;
    if (b->first - a->end > LINK_TOKENS) return LINK_NONE;
    for (uint32_t k = a->end; k < b->first; k++) {
        bool behind;
        enum kh_marker mark = kh_marker_at(s, k, &behind);
        if (mark == KH_MARK_AND) link = LINK_AND;
        else if (kh_is_comma(&s->tokens->items[k])) link = link == LINK_AND ? link : LINK_COMMA;
        else if (!behind && (mark || !kh_is_stop(s, k))) return LINK_NONE;
    }
    return link;
}

/* A and B, or A, B and C: the later ones stand in the case of the group. */
static void join(struct kh_scene *s)
{
    bool and = false; /* an "and" closes the list that a comma goes on with */
    for (uint32_t i = s->actors_n; i-- > 1;) {
        struct kh_actor *a = &s->actors[i];
        enum link link = link_between(s, a - 1, a);
        and = link == LINK_AND || (and&&link == LINK_COMMA);
        a->joined = and;
    }
    for (uint32_t i = 1; i < s->actors_n; i++) { /* prepositions stand before the first */
        struct kh_actor *a = &s->actors[i];
        if (a->marker == KH_MARK_AND) a->marker = KH_MARK_NONE;
        if (a->joined && !a->marker) a->marker = a[-1].marker;
    }
    for (uint32_t i = s->actors_n; i-- > 1;) { /* postpositions behind the last */
        struct kh_actor *a = &s->actors[i];
        if (a->joined && !a[-1].marker && s->order == KH_ORDER_SOV) a[-1].marker = a->marker;
    }
}

/* ---- persons known by their role ---- */

static bool same_role(struct kh_str a, struct kh_str b)
{
    return kh_str_eq(a, b) || (b.n > a.n + 1 && kh_str_ends(b, a) && b.p[b.n - a.n - 1] == ' ');
}

static void resolve(struct kh_scene *s, struct kh_actor *a)
{
    struct kh_party *who = &a->who;
    if (a->kind == KH_PERSON && who->role.n && s->known_n < KH_SCENE_ACTORS)
        s->known[s->known_n++] = *who;
    if (a->kind != KH_ROLE) return;
    for (uint32_t i = s->known_n; i-- > 0;) {
        const struct kh_party *known = &s->known[i];
        bool other =
            who->country[0] && known->country[0] && memcmp(who->country, known->country, 2) != 0;
        if (other || !same_role(who->role, known->role)) continue;
        who->name = known->name;
        who->key = known->key;
        return;
    }
}

void kh_scene_parties(struct kh_scene *s)
{
    const struct kh_facts *facts = s->facts;
    uint32_t at = s->from, last = s->to ? s->tokens->items[s->to - 1].end : 0;
    s->actors_n = 0;
    for (; s->next_mention < facts->mentions_n; s->next_mention++) {
        const struct kh_mention *m = &facts->mentions[s->next_mention];
        if (m->in_title || m->kind > KH_ROLE) continue;
        if (m->start >= last) break;
        while (at < s->to && s->tokens->items[at].end <= m->start) at++;
        uint32_t end = at;
        while (end < s->to && s->tokens->items[end].start < m->end) end++;
        if (at >= s->to || end == at) continue;
        if (s->actors_n && at < s->actors[s->actors_n - 1].end) continue;
        if (goes_on(s, s->next_mention, at, end)) continue;
        if (s->actors_n == KH_SCENE_ACTORS) continue;
        begin(s, s->next_mention, at, end);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->actors_n; i++) {
        struct kh_actor *a = &s->actors[i];
        if (a->kind == KH_PLACE) name_by_place(s, a);
        bool adjective = facts->mentions[a->mention].by_adjective;
        if (a->kind == KH_PLACE && adjective) role_by_country(s, a);
        if (a->kind == KH_PLACE && adjective) continue;
        s->actors[kept++] = *a;
    }
    s->actors_n = kept;
    appose(s);
    for (uint32_t i = 0; i < s->actors_n; i++)
        memset(s->actor_at + s->actors[i].first, (int)i + 1, s->actors[i].end - s->actors[i].first);
    for (uint32_t i = 0; i < s->actors_n; i++) {
        resolve(s, &s->actors[i]);
        s->actors[i].marker = (uint8_t)case_of(s, &s->actors[i]);
    }
    join(s);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Who did what to whom: reads the acts of a scene together with their parties by the place and case
 * they stand in. Takes scenes, hands on statements of kind who; those of speech are speech.c's.
 */
#include "understand/scene.h"

#include "understand/state.h"

/* How far from its act a party may stand, in tokens. */
#define REACH 30
#define REACH_NOUN 14
/* Content words that may stand between a subject and its verb. */
#define SUBJECT_WORDS 2

#define NOBODY UINT32_MAX

static struct kh_actor *actor_of(struct kh_scene *s, uint32_t token)
{
    return s->actor_at[token] ? &s->actors[s->actor_at[token] - 1] : NULL;
}

static bool is_content(const struct kh_scene *s, uint32_t i)
{
    return s->tokens->items[i].kind == KH_TOKEN_WORD && !kh_is_stop(s, i) && !s->act_at[i];
}

static bool ends_clause(const struct kh_token *t)
{
    return t->code == ';' || t->code == 0x061B || t->code == ':' || t->code == 0x201C ||
           t->code == 0x201D || t->code == '"' || t->code == 0xAB || t->code == 0xBB ||
           t->code == 0x2014;
}

static bool may_act(const struct kh_actor *a)
{
    return a->kind != KH_PLACE || a->who.key.n == 2;
}

/* The first party of the sentence that may be its subject. */
static struct kh_actor *first_subject(struct kh_scene *s, uint32_t before)
{
    for (uint32_t i = 0; i < s->actors_n && s->actors[i].first < before; i++) {
        struct kh_actor *a = &s->actors[i];
        bool plain = a->marker == KH_MARK_NONE || a->marker == KH_MARK_SUBJECT;
        if (plain && !a->taken && may_act(a)) return a;
    }
    return NULL;
}

/* The subject before a verb. *he is set when a pronoun stands for it. */
static struct kh_actor *subject_before(struct kh_scene *s, const struct kh_act *act, bool *he)
{
    unsigned words = 0;
    bool bracket = false, behind;
    for (uint32_t i = act->first; i > s->from && act->first - i < REACH; i--) {
        const struct kh_token *t = &s->tokens->items[i - 1];
        struct kh_actor *a = actor_of(s, i - 1);
        if (a) {
            bool plain = a->marker == KH_MARK_NONE || a->marker == KH_MARK_SUBJECT;
            if (plain && !a->taken && may_act(a)) return a;
            if (a->marker == KH_MARK_OF && words) return NULL;
            i = a->first + 1;
            continue;
        }
        if (ends_clause(t)) return NULL;
        enum kh_marker mark = kh_marker_at(s, i - 1, &behind);
        if (mark == KH_MARK_HE) return *he = true, NULL;
        if (mark == KH_MARK_THAT) return NULL;
        if (mark == KH_MARK_AND || mark == KH_MARK_BUT)
            return words || bracket ? NULL : first_subject(s, act->first);
        if (mark == KH_MARK_WHO) {
            uint32_t k = i - 1;
            while (k > s->from && s->tokens->items[k - 1].kind == KH_TOKEN_PUNCT) k--;
            a = k > s->from ? actor_of(s, k - 1) : NULL;
            return a && may_act(a) ? a : NULL;
        }
        if (mark == KH_MARK_TO && !behind && !words) { /* an infinitive: only "refused to" */
            if (i < s->from + 2 || kh_marker_at(s, i - 2, &behind) != KH_MARK_NOT) return NULL;
            i--;
            continue;
        }
        if (kh_is_comma(t)) {
            if (bracket) bracket = false, words = 0;
            else bracket = true, words = 0;
        } else if (is_content(s, i - 1) && !bracket && ++words > SUBJECT_WORDS) {
            return NULL;
        }
    }
    return NULL;
}

#define CASE(name) (1u << KH_MARK_##name)
#define OBJECT (CASE(NONE) | CASE(TO) | CASE(WITH) | CASE(GENITIVE))
/* Among cases: the search of a noun's parties ends at the next noun. */
#define OF_NOUN (1u << 31)

/* The first party behind an act that stands in one of the cases. */
static struct kh_actor *behind_act(struct kh_scene *s, uint32_t from, uint32_t reach,
                                   uint32_t cases)
{
    bool behind;
    for (uint32_t i = from; i < s->to && i < from + reach; i++) {
        struct kh_actor *a = actor_of(s, i);
        if (a) {
            if (cases >> a->marker & 1) return a;
            i = a->end - 1;
            continue;
        }
        if (ends_clause(&s->tokens->items[i])) return NULL;
        enum kh_marker mark = kh_marker_at(s, i, &behind);
        if (mark == KH_MARK_THAT || mark == KH_MARK_WHO || mark == KH_MARK_BUT) return NULL;
        if (s->act_at[i] && (!s->acts[s->act_at[i] - 1].noun || (cases & OF_NOUN))) return NULL;
    }
    return NULL;
}

static struct kh_actor *before_act(struct kh_scene *s, uint32_t to, uint32_t reach, uint32_t cases)
{
    bool behind;
    for (uint32_t i = to; i > s->from && to - i < reach; i--) {
        struct kh_actor *a = actor_of(s, i - 1);
        if (a) {
            if ((cases >> a->marker & 1) && !a->taken) return a;
            i = a->first + 1;
            continue;
        }
        if (ends_clause(&s->tokens->items[i - 1])) return NULL;
        enum kh_marker mark = kh_marker_at(s, i - 1, &behind);
        if (mark == KH_MARK_THAT || mark == KH_MARK_WHO) return NULL;
    }
    return NULL;
}

/* A party right behind the act: nothing but light words between. */
static struct kh_actor *next_to(struct kh_scene *s, uint32_t from, unsigned words)
{
    for (uint32_t i = from; i < s->to && i < from + 8; i++) {
        struct kh_actor *a = actor_of(s, i);
        if (a) return a;
        if (s->tokens->items[i].kind == KH_TOKEN_PUNCT && !kh_is_comma(&s->tokens->items[i])) {
            if (ends_clause(&s->tokens->items[i]) || s->tokens->items[i].code == '.') return NULL;
        }
        if (is_content(s, i) && words-- == 0) return NULL;
        if (s->act_at[i]) return NULL;
    }
    return NULL;
}

struct pair {
    struct kh_actor *actor, *target;
    bool he;
};

static struct pair svo_verb(struct kh_scene *s, const struct kh_act *act)
{
    struct pair p = {.he = false};
    p.actor = subject_before(s, act, &p.he);
    bool place = kh_act_is(act, "place"), behind;
    p.target = behind_act(s, act->end, REACH_NOUN, OBJECT | (place ? CASE(IN) : 0));
    if (act->needs && !p.target) return (struct pair){0}; /* "reached five million" */
    bool by = act->end < s->to && kh_marker_at(s, act->end, &behind) == KH_MARK_BY;
    if (act->passive || by) {
        p.target = p.actor;
        p.actor = behind_act(s, act->end, REACH_NOUN, CASE(BY));
        p.he = false;
    } else if (!p.actor && !p.he && p.target && p.target->marker == KH_MARK_NONE &&
               s->r->grammar.subject_last) {
        p.actor = p.target;
        p.target = NULL;
    }
    return p;
}

/* Behind the first parties of a group. */
static uint32_t behind_group(const struct kh_scene *s, const struct kh_actor *a)
{
    uint32_t last = (uint32_t)(a - s->actors);
    while (last + 1 < s->actors_n && s->actors[last + 1].joined) last++;
    return s->actors[last].end;
}

/* The verb is joined to the one before it: "and signed". */
static bool is_joined_verb(const struct kh_scene *s, const struct kh_act *act)
{
    bool behind;
    if (kh_clitic_marker(s, act->first) == KH_MARK_AND) return true;
    enum kh_marker mark = act->first > s->from ? kh_marker_at(s, act->first - 1, &behind) : 0;
    return mark == KH_MARK_BUT || mark == KH_MARK_AND;
}

static struct pair vso_verb(struct kh_scene *s, const struct kh_act *act)
{
    struct pair p = {.he = false};
    struct kh_actor *next = next_to(s, act->end, 0);
    if (next && next->marker == KH_MARK_IN) next = next_to(s, next->end, 0);
    bool thing = kh_act_is(act, "thing");
    struct kh_actor *first = first_subject(s, act->first);
    if (next && next->marker == KH_MARK_NONE && may_act(next)) {
        p.actor = next;
        p.target = behind_act(s, behind_group(s, next), REACH_NOUN, OBJECT);
        return p;
    }
    p.target = behind_act(s, act->end, REACH_NOUN, OBJECT);
    if (first && (act->first - first->end < 4 || (is_joined_verb(s, act) && first->end > s->from)))
        p.actor = first;
    else if (thing && p.target && p.target->marker == KH_MARK_NONE && may_act(p.target))
        p.actor = p.target, p.target = NULL; /* signed the treaty the minister */
    return p;
}

/* The subject of a clause that ends with its verb. */
static struct kh_actor *sov_subject(struct kh_scene *s, const struct kh_act *act, bool *he)
{
    bool behind;
    struct kh_actor *plain = NULL;
    for (uint32_t i = act->first; i > s->from; i--) {
        struct kh_actor *a = actor_of(s, i - 1);
        if (a) {
            if (a->marker == KH_MARK_SUBJECT && !a->taken) return a;
            if (a->marker == KH_MARK_NONE && !a->taken && may_act(a)) plain = a;
            i = a->first + 1;
            continue;
        }
        enum kh_marker mark = kh_marker_at(s, i - 1, &behind);
        if (mark == KH_MARK_THAT || mark == KH_MARK_WHO) break;
        if (mark == KH_MARK_HE && !plain) return *he = true, NULL;
        if (ends_clause(&s->tokens->items[i - 1])) break;
    }
    return plain;
}

static struct pair sov_act(struct kh_scene *s, const struct kh_act *act)
{
    struct pair p = {.he = false};
    struct kh_actor *between = before_act(s, act->first, 8, CASE(BETWEEN));
    if (between && act->noun) return (struct pair){.actor = between};
    struct kh_actor *genitive = before_act(s, act->first, REACH_NOUN, CASE(OF));
    p.actor = sov_subject(s, act, &p.he);
    p.target =
        before_act(s, act->first, REACH_NOUN, CASE(WITH) | CASE(TO) | CASE(ON) | CASE(HONOUR));
    if (p.target == p.actor) p.target = NULL;
    if (!p.actor && !p.he) {
        p.actor = genitive;
    } else if (!p.target && genitive != p.actor) {
        p.target = genitive;
    }
    if (act->noun && !p.target) { /* Persian: the noun's own parties stand behind it */
        struct kh_actor *next = next_to(s, act->end, 0);
        if (next && next->marker == KH_MARK_WITH) p.target = next;
        else if (next && next->marker == KH_MARK_NONE && p.actor != next) {
            if (p.actor) p.target = next;
            else p.actor = next, p.target = behind_act(s, next->end, REACH_NOUN, CASE(WITH));
        }
    }
    if (act->passive) {
        p.target = p.actor;
        p.actor = before_act(s, act->first, REACH_NOUN, CASE(BY));
        p.he = false;
    }
    return p;
}

static struct pair noun_act(struct kh_scene *s, const struct kh_act *act)
{
    struct pair p = {.he = false};
    struct kh_actor *genitive = before_act(s, act->first, 4, CASE(OF));
    if (genitive && act->first > genitive->end + 4) genitive = NULL;
    struct kh_actor *next = next_to(s, act->end, 1);
    p.target = behind_act(s, act->end, REACH_NOUN, CASE(WITH) | OF_NOUN);
    p.actor = next && (next->marker == KH_MARK_OF || next->marker == KH_MARK_BY ||
                       next->marker == KH_MARK_GENITIVE)
                  ? next
                  : genitive;
    if (next && next->marker == KH_MARK_TO && kh_act_is(act, "place")) p.target = next;
    if (p.actor == next && next && !p.target)
        p.target = behind_act(s, next->end, REACH_NOUN, CASE(WITH) | CASE(TO) | OF_NOUN);
    struct kh_actor *between = behind_act(s, act->end, REACH_NOUN, CASE(BETWEEN));
    if (between) {
        p.actor = between;
        p.target = NULL;
        return p;
    }
    bool idafa = s->order == KH_ORDER_VSO && next && next->marker == KH_MARK_NONE;
    if (act->his) {
        p.actor = first_subject(s, act->first);
        if (idafa && !p.target) p.target = next;
        return p;
    }
    if (!p.actor && s->order == KH_ORDER_SVO && p.target) p.actor = subject_before(s, act, &p.he);
    if (!p.actor && !p.he) p.actor = before_act(s, act->first, REACH, CASE(NONE) | CASE(BY));
    if (idafa && !p.actor) {
        p.actor = next;
        if (!p.target && kh_act_is(act, "place"))
            p.target = behind_act(s, next->end, REACH_NOUN, CASE(TO) | OF_NOUN);
    }
    if (idafa && !p.target && next != p.actor) p.target = next;
    bool with = false, behind; /* "held talks with officials": a party that has no name */
    for (uint32_t i = act->end; i < s->to && i < act->end + 3 && p.actor; i++)
        with = with || kh_marker_at(s, i, &behind) == KH_MARK_WITH;
    /* A noun alone tells of no act. */
    if (!p.target && !with && !(p.actor && (p.actor == next || p.actor == genitive)))
        return (struct pair){0};
    return p;
}

const struct kh_actor *kh_speaker_of(struct kh_scene *s, const struct kh_act *act, bool *he)
{
    if (s->order == KH_ORDER_SOV) {
        const struct kh_actor *genitive = before_act(s, act->first, 3, CASE(OF));
        return genitive ? genitive : sov_subject(s, act, he);
    }
    struct kh_actor *next = next_to(s, act->end, s->order == KH_ORDER_VSO ? 0 : 1);
    if (next && (next->marker || !may_act(next))) next = NULL;
    if (s->order == KH_ORDER_VSO) return next;
    const struct kh_token *before = act->first > s->from ? &s->tokens->items[act->first - 1] : NULL;
    bool inverted = before && (ends_clause(before) || kh_is_comma(before));
    if (next && inverted) return next;
    struct kh_actor *subject = subject_before(s, act, he);
    return subject || *he ? subject : inverted || s->r->grammar.subject_last ? next : NULL;
}

/* ---- statements ---- */

const struct kh_actor *kh_told(struct kh_scene *s, const struct kh_act *act)
{
    bool sov = s->order == KH_ORDER_SOV;
    if (!sov && !kh_str_eq(act->name, KH_STR("tell"))) return NULL;
    const struct kh_actor *a =
        sov ? before_act(s, act->first, 5, CASE(TO)) : next_to(s, act->end, 0);
    return a && a->kind == KH_ORGANISATION ? a : NULL;
}

static uint32_t group_end(const struct kh_scene *s, uint32_t first)
{
    uint32_t n = first + 1;
    while (n < s->actors_n && s->actors[n].joined) n++;
    return n;
}

static bool put_who(struct kh_scene *s, struct kh_facts *out, size_t *capacity,
                    const struct kh_act *act, const struct kh_actor *actor,
                    const struct kh_actor *target)
{
    if (act->inverse) {
        const struct kh_actor *other = actor;
        actor = target;
        target = other;
    }
    if (!actor && !(target && (act->passive || kh_act_is(act, "mutual")))) return true;
    struct kh_statement *st = kh_statement_add(s->r, out, capacity, s->tokens, s->from, s->to);
    if (!st) return false;
    st->kind = KH_SAYS_WHO;
    st->act = act->name;
    st->denied = act->denied;
    st->mention = (actor ? actor : target)->mention;
    if (actor) st->actor = actor->who;
    if (target) st->target = target->who;
    return true;
}

/* A and B met: each pair of the group. */
static bool put_mutual(struct kh_scene *s, struct kh_facts *out, size_t *capacity,
                       const struct kh_act *act, uint32_t first)
{
    for (uint32_t i = first + 1; i < group_end(s, first); i++)
        if (!put_who(s, out, capacity, act, &s->actors[first], &s->actors[i])) return false;
    return true;
}

static bool put_act(struct kh_scene *s, struct kh_facts *out, size_t *capacity,
                    const struct kh_act *act, struct pair p)
{
    if (p.he && !p.actor && s->last.who.key.n) p.actor = &s->last;
    bool here = p.actor && p.actor != &s->last;
    uint32_t first = here ? (uint32_t)(p.actor - s->actors) : NOBODY;
    while (here && s->actors[first].joined && first > 0) first--;
    uint32_t first_end = here ? group_end(s, first) : 0;
    uint32_t second = p.target ? (uint32_t)(p.target - s->actors) : NOBODY;
    if (second != NOBODY && second >= first && second < first_end) second = NOBODY;
    if (second != NOBODY)
        while (s->actors[second].joined && second > 0) second--;
    uint32_t second_end = second != NOBODY ? group_end(s, second) : 0;
    if (here && second == NOBODY && first_end > first + 1 && kh_act_is(act, "mutual"))
        return put_mutual(s, out, capacity, act, first);
    for (uint32_t k = second; k < second_end || k == NOBODY; k++) {
        struct kh_actor *target = k == NOBODY ? NULL : &s->actors[k];
        if (!here && !put_who(s, out, capacity, act, p.actor, target)) return false;
        for (uint32_t i = first; here && i < first_end; i++)
            if (!put_who(s, out, capacity, act, &s->actors[i], target)) return false;
        if (k == NOBODY) break;
        target->taken = true;
    }
    return true;
}

bool kh_state_acts(struct kh_scene *s, struct kh_facts *out, size_t *capacity)
{
    for (uint32_t i = 0; i < s->acts_n; i++) {
        const struct kh_act *act = &s->acts[i];
        if (kh_act_is(act, "speech")) continue;
        struct pair p;
        if (s->order == KH_ORDER_SOV) p = sov_act(s, act);
        else if (act->noun) p = noun_act(s, act);
        else if (s->order == KH_ORDER_VSO) p = vso_verb(s, act);
        else p = svo_verb(s, act);
        if (!put_act(s, out, capacity, act, p)) return false;
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * A sentence as a scene: what its words mark, which acts they name, and its bounds. Takes sights;
 * reads no statement off it.
 */
#include "understand/scene.h"

enum kh_marker kh_marker_of(struct kh_str value, bool *behind)
{
    static const char *const names[] = {"",         "subj",  "with",    "by",  "to",  "of",
                                        "genitive", "from",  "between", "in",  "on",  "for",
                                        "honour",   "aside", "and",     "but", "he",  "his",
                                        "be",       "not",   "that",    "who", "text"};
    bool post = kh_str_starts(value, KH_STR("<"));
    if (behind) *behind = post;
    if (post) value = kh_str_sub(value, 1, value.n);
    for (unsigned i = 1; i < sizeof names / sizeof *names; i++)
        if (kh_str_eq(value, kh_str_of(names[i]))) return (enum kh_marker)i;
    return KH_MARK_NONE;
}

bool kh_scene_entry(const struct kh_scene *s, uint32_t at, enum kh_lex_kind kind,
                    struct kh_entry *entry, uint32_t *n)
{
    const struct kh_sight *sight = &s->view->sights[at];
    struct kh_hit hit = sight->hit;
    for (; hit.entries; hit = kh_lexicon_shorter(s->r->lexicon, s->tokens, at, hit)) {
        *n = hit.tokens;
        if (kh_hit_get(s->r->lexicon, hit, kind, s->r->lang, entry) && entry->lang == s->r->lang)
            return true;
        if (sight->clitic_bytes) break;
    }
    return false;
}

enum kh_marker kh_marker_at(const struct kh_scene *s, uint32_t at, bool *behind)
{
    struct kh_entry e;
    uint32_t n;
    const struct kh_sight *sight = &s->view->sights[at];
    *behind = false;
    if (!((sight->word | sight->phrase) & KH_BIT(MARKER))) return KH_MARK_NONE;
    if (sight->clitic_bytes || !kh_scene_entry(s, at, KH_LEX_MARKER, &e, &n)) return KH_MARK_NONE;
    return kh_marker_of(e.value, behind);
}

bool kh_is_stop(const struct kh_scene *s, uint32_t at)
{
    const struct kh_sight *sight = &s->view->sights[at];
    return (sight->word & KH_BIT(STOP)) || sight->label == KH_IS_DATE ||
           sight->label == KH_IS_NUMBER;
}

static void traits_of(const struct kh_scene *s, struct kh_act *act)
{
    struct kh_entry e;
    struct kh_hit hit = kh_lexicon_find(s->r->lexicon, act->name);
    if (!hit.entries || !kh_hit_get(s->r->lexicon, hit, KH_LEX_ACTCLASS, KH_LANG_NONE, &e)) return;
    kh_str_cut(&e.value, '|');
    act->traits = e.value;
}

bool kh_act_is(const struct kh_act *act, const char *trait)
{
    return kh_str_find(act->traits, kh_str_of(trait), 0) != SIZE_MAX;
}

/* The negation or passive auxiliary beside a verb. */
static void look_around(const struct kh_scene *s, struct kh_act *act)
{
    bool behind;
    for (uint32_t i = act->first; i > s->from && act->first - i < 4; i--) {
        if (s->actor_at[i - 1] || s->tokens->items[i - 1].kind == KH_TOKEN_PUNCT) break;
        enum kh_marker mark = kh_marker_at(s, i - 1, &behind);
        if (mark == KH_MARK_NOT) act->denied = true;
        else if (mark == KH_MARK_BE && !act->noun) act->passive = true;
        else if (mark == KH_MARK_AND || mark == KH_MARK_THAT || mark == KH_MARK_WHO) break;
        else if (!mark && !kh_is_stop(s, i - 1) && i < act->first) break;
    }
    for (uint32_t i = act->end; i < s->to && i < act->end + 4 && s->order == KH_ORDER_SOV; i++) {
        if (s->tokens->items[i].kind == KH_TOKEN_PUNCT) break;
        enum kh_marker mark = kh_marker_at(s, i, &behind);
        if (mark == KH_MARK_NOT) act->denied = true;
        if (mark == KH_MARK_THAT || mark == KH_MARK_AND) break;
    }
}

static void find_acts(struct kh_scene *s)
{
    s->acts_n = 0;
    for (uint32_t i = s->from; i < s->to && s->acts_n < KH_SCENE_ACTS; i++) {
        const struct kh_sight *sight = &s->view->sights[i];
        struct kh_entry e;
        uint32_t n;
        if (!((sight->word | sight->phrase) & KH_BIT(ACT)) && sight->hit.tokens < 2) continue;
        if (sight->label != KH_FREE || !kh_scene_entry(s, i, KH_LEX_ACT, &e, &n)) continue;
        struct kh_act *act = &s->acts[s->acts_n++];
        struct kh_str flags = e.value;
        *act = (struct kh_act){.first = i, .end = i + n, .name = kh_str_cut(&flags, '|')};
        for (size_t k = 0; k < flags.n; k++) {
            act->noun |= flags.p[k] == 'n';
            act->passive |= flags.p[k] == 'p';
            act->inverse |= flags.p[k] == 'i';
            act->denied |= flags.p[k] == 'd';
            act->needs |= flags.p[k] == 't';
            act->his |= flags.p[k] == 'h';
        }
        traits_of(s, act);
        memset(s->act_at + i, (int)s->acts_n, n);
        i += n - 1;
    }
}

/* The first person of the sentence is whom a later "he" means. */
static void remember(struct kh_scene *s)
{
    for (uint32_t i = 0; i < s->actors_n; i++) {
        const struct kh_actor *a = &s->actors[i];
        if (a->kind != KH_PERSON || a->marker > KH_MARK_SUBJECT) continue;
        s->last = *a;
        return;
    }
}

void kh_scene_read(struct kh_scene *s, uint32_t from)
{
    remember(s);
    s->from = from;
    s->to = from + 1;
    while (s->to < s->tokens->n &&
           !(s->tokens->items[s->to].flags & (KH_TOKEN_SENTENCE | KH_TOKEN_PARA)))
        s->to++;
    find_acts(s);
    kh_scene_parties(s);
    for (uint32_t i = 0; i < s->acts_n; i++) look_around(s, &s->acts[i]);
}

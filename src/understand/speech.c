/* SPDX-License-Identifier: Apache-2.0
 *
 * Who said it: quotes with their speaker, and the sources a text names (according to, told, a
 * statement by). Takes scenes, hands on statements of kind quote and origin.
 */
#include "understand/state.h"

#include "understand/scene.h"

#include <stdlib.h>

#include "lang/inflect.h"
#include "lang/sound.h"

/* The words of a source that no mention covers: "the press office of the mill". */
#define SOURCE_WORDS 7
#define SOURCE_TOKENS 12

struct span {
    uint32_t first, end;
};

static bool has_attrib(const struct kh_scene *s, uint32_t at, const char *value, uint32_t *n)
{
    struct kh_entry e;
    const struct kh_sight *sight = &s->view->sights[at];
    if (!((sight->word | sight->phrase) & KH_BIT(ATTRIB)) && sight->hit.tokens < 2) return false;
    return kh_scene_entry(s, at, KH_LEX_ATTRIB, &e, n) && kh_str_eq(e.value, kh_str_of(value));
}

/* An organisation's head word. */
static bool is_source_word(const struct kh_scene *s, uint32_t at)
{
    const struct kh_sight *sight = &s->view->sights[at];
    return ((sight->word | sight->phrase) & KH_BIT(ORGHEAD)) || sight->label == KH_IS_ORG;
}

static bool is_bound(const struct kh_scene *s, uint32_t i)
{
    const struct kh_token *t = &s->tokens->items[i];
    if (t->kind != KH_TOKEN_PUNCT) return false;
    return t->code != '-' && t->code != '\'' && t->code != 0x2019 && t->code != 0xAB &&
           t->code != 0xBB && t->code != '(' && t->code != ')';
}

/* A word that may stand inside the name of a source. */
static bool is_inside(const struct kh_scene *s, uint32_t i)
{
    bool behind;
    enum kh_marker mark = kh_marker_at(s, i, &behind);
    if (is_bound(s, i) || s->act_at[i]) return false;
    if (mark) return mark == KH_MARK_OF || mark == KH_MARK_AND || mark == KH_MARK_HIS;
    uint8_t label = s->view->sights[i].label;
    return label != KH_IS_DATE && label != KH_IS_NUMBER;
}

/* ---- naming a source ---- */

static int by_bytes(const void *a, const void *b)
{
    return kh_str_cmp(*(const struct kh_str *)a, *(const struct kh_str *)b);
}

/* What a word of a name means in all languages: its concept, else how it sounds. */
static struct kh_str word_key(const struct kh_scene *s, struct kh_str folded)
{
    struct kh_entry e;
    char coarse[KH_SOUND_COARSE];
    struct kh_sound sound;
    if (kh_inflected_get(s->r->lexicon, folded, KH_LEX_CONCEPT, s->r->lang, &e)) return e.value;
    if (!kh_sound_key(folded, &sound)) return KH_STR_NONE;
    return kh_arena_str(s->r->arena, (struct kh_str){coarse, kh_sound_coarse(&sound, coarse)});
}

static void add_word(struct kh_scene *s, struct kh_str *out, struct kh_str word)
{
    if (word.n)
        *out = out->n ? kh_arena_printf(s->r->arena, "%.*s %.*s", (int)out->n, out->p, (int)word.n,
                                        word.p)
                      : word;
}

struct kh_party kh_name_words(struct kh_scene *s, uint32_t from, uint32_t end)
{
    struct kh_party out = {.name = KH_STR_NONE};
    struct kh_str keys[SOURCE_WORDS];
    size_t n = 0;
    for (uint32_t i = from; i < end && n < SOURCE_WORDS; i++) {
        const struct kh_token *t = &s->tokens->items[i];
        bool behind;
        if (t->kind == KH_TOKEN_PUNCT || kh_marker_at(s, i, &behind)) continue;
        struct kh_str written = kh_str_sub(s->tokens->text, t->start, t->end), folded = t->folded;
        size_t clitic = i == from ? s->view->sights[i].clitic_bytes : 0;
        if (clitic && clitic < folded.n) { /* "according to" written on to its first word */
            folded = kh_str_sub(folded, clitic, folded.n);
            if (kh_str_starts(written, kh_str_sub(t->folded, 0, clitic)))
                written = kh_str_sub(written, clitic, written.n);
        }
        add_word(s, &out.name, kh_sound_latin(s->r->lexicon, s->r->arena, written, s->r->lang));
        keys[n] = kh_is_stop(s, i) ? KH_STR_NONE : word_key(s, folded);
        n += keys[n].n > 0;
    }
    if (n) qsort(keys, n, sizeof *keys, by_bytes);
    for (size_t i = 0; i < n; i++) add_word(s, &out.key, keys[i]);
    const struct kh_token *first = &s->tokens->items[from];
    if (end > from && first->script == KH_SCRIPT_LATIN)
        out.name = kh_str_sub(s->tokens->text, first->start, s->tokens->items[end - 1].end);
    return out;
}

static bool put_origin(struct kh_scene *s, struct kh_facts *out, size_t *capacity,
                       const struct kh_actor *actor, struct span span)
{
    struct kh_party who = actor ? actor->who : kh_name_words(s, span.first, span.end);
    struct kh_str name = who.name.n ? who.name : who.role;
    if (!name.n) return true;
    struct kh_statement *st = kh_statement_add(s->r, out, capacity, s->tokens, s->from, s->to);
    if (!st) return false;
    st->kind = KH_SAYS_ORIGIN;
    st->origin = name;
    st->actor = who;
    if (actor) st->mention = actor->mention;
    uint32_t first = actor ? actor->first : span.first, end = actor ? actor->end : span.end;
    if (end > first) {
        st->name_start = s->tokens->items[first].start;
        st->name_end = s->tokens->items[end - 1].end;
    }
    return true;
}

/* ---- attribution ---- */

/* The words of a source before or behind a point, without leading "a statement of". */
static struct span source_behind(const struct kh_scene *s, uint32_t from)
{
    bool behind;
    while (from < s->to && !s->actor_at[from]) {
        enum kh_marker mark = kh_marker_at(s, from, &behind);
        if (mark != KH_MARK_TEXT && mark != KH_MARK_OF && mark != KH_MARK_FROM &&
            mark != KH_MARK_BY && mark != KH_MARK_FOR && !kh_is_stop(s, from))
            break;
        from++;
    }
    struct span span = {from, from};
    while (span.end < s->to && span.end - from < SOURCE_TOKENS && is_inside(s, span.end))
        span.end++;
    return span;
}

static struct span source_before(const struct kh_scene *s, uint32_t to)
{
    struct span span = {to, to};
    while (span.first > s->from && to - span.first < SOURCE_TOKENS && is_inside(s, span.first - 1))
        span.first--;
    bool behind;
    while (span.first < span.end &&
           (kh_is_stop(s, span.first) || kh_marker_at(s, span.first, &behind) == KH_MARK_TEXT))
        span.first++;
    return span;
}

static const struct kh_actor *actor_in(const struct kh_scene *s, struct span span, bool last)
{
    for (uint32_t i = span.first; i < span.end; i++) {
        uint32_t at = last ? span.end - 1 - (i - span.first) : i;
        if (s->actor_at[at]) return &s->actors[s->actor_at[at] - 1];
    }
    return NULL;
}

/* A party names the source only when no other head word does: "the press office of Mr X". */
static bool state_source(struct kh_scene *s, struct kh_facts *out, size_t *capacity,
                         struct span span, bool last, bool proved)
{
    const struct kh_actor *actor = actor_in(s, span, last);
    bool word = false;
    for (uint32_t i = span.first; i < span.end; i++) {
        bool own = actor && i >= actor->first && i < actor->end;
        word = word || (!own && is_source_word(s, i));
    }
    if (actor && !word && (actor->kind != KH_PLACE || actor->who.key.n == 2))
        return put_origin(s, out, capacity, actor, span);
    bool cased = s->r->cased && span.first < span.end &&
                 (s->tokens->items[span.first].flags & KH_TOKEN_CAPITAL);
    if (!word && !(proved && cased)) return true;
    return put_origin(s, out, capacity, NULL, span);
}

static bool state_attributions(struct kh_scene *s, struct kh_facts *out, size_t *capacity)
{
    for (uint32_t i = s->from; i < s->to; i++) {
        uint32_t n;
        bool ok = true;
        if (has_attrib(s, i, "by", &n))
            ok = state_source(s, out, capacity, source_behind(s, i + n), false, true);
        else if (has_attrib(s, i, "<by", &n))
            ok = state_source(s, out, capacity, source_before(s, i), true, true);
        else continue;
        if (!ok) return false;
        i += n - 1;
    }
    return true;
}

/* ---- speech ---- */

static bool put_quote(struct kh_scene *s, struct kh_facts *out, size_t *capacity,
                      const struct kh_act *act, const struct kh_actor *speaker)
{
    struct kh_statement *st = kh_statement_add(s->r, out, capacity, s->tokens, s->from, s->to);
    if (!st) return false;
    st->kind = KH_SAYS_QUOTE;
    st->act = act->name;
    st->denied = act->denied;
    st->mention = speaker->mention;
    st->actor = speaker->who;
    st->speaker = speaker->who.name.n ? speaker->who.name : speaker->who.role;
    return true;
}

bool kh_state_speech(struct kh_scene *s, struct kh_facts *out, size_t *capacity)
{
    const struct kh_actor *said = NULL;
    for (uint32_t i = 0; i < s->acts_n; i++) {
        const struct kh_act *act = &s->acts[i];
        if (!kh_act_is(act, "speech")) continue;
        bool he = false;
        const struct kh_actor *speaker = kh_speaker_of(s, act, &he);
        if (!speaker && he && s->last.who.key.n) speaker = &s->last;
        if (speaker && speaker == said) continue;
        if (speaker) said = speaker;
        bool person = speaker && (speaker->kind == KH_PERSON || speaker->kind == KH_ROLE);
        const struct kh_actor *told = speaker ? kh_told(s, act) : NULL;
        bool ok = true;
        if (told && told != speaker && !put_origin(s, out, capacity, told, (struct span){0}))
            return false;
        if (person) {
            ok = put_quote(s, out, capacity, act, speaker);
        } else if (speaker && speaker->kind == KH_ORGANISATION) {
            ok = put_origin(s, out, capacity, speaker, (struct span){0});
        } else if (!speaker) {
            bool behind = s->order == KH_ORDER_VSO;
            struct span span = behind ? source_behind(s, act->end) : source_before(s, act->first);
            if (s->order == KH_ORDER_SOV && span.end > span.first) { /* over the ergative */
                bool post;
                if (kh_marker_at(s, span.end - 1, &post) == KH_MARK_SUBJECT) span.end--;
            }
            if (span.end > span.first) ok = state_source(s, out, capacity, span, !behind, false);
        }
        if (!ok) return false;
    }
    return state_attributions(s, out, capacity);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Statements: what the sentences of the text state, made of the mentions in them. Takes mentions
 * in the order of the text, hands on numbers, dates and acts with the sentence as evidence.
 */
#include "understand/state.h"

#include "base/limits.h"
#include "understand/scene.h"

struct kh_statement *kh_statement_add(struct kh_reader *r, struct kh_facts *out, size_t *capacity,
                                      const struct kh_tokens *tokens, uint32_t from, uint32_t to)
{
    struct kh_statement *grown = kh_arena_grow(r->arena, out->statements, out->statements_n,
                                               capacity, sizeof *out->statements);
    if (!grown) return NULL;
    out->statements = grown;
    struct kh_statement *s = &out->statements[out->statements_n++];
    *s = (struct kh_statement){.start = tokens->items[from].start,
                               .end = tokens->items[to - 1].end,
                               .mention = UINT32_MAX};
    return s;
}

/* Numbers and dates of the sentence; *next is the first mention not yet read. */
static bool state_amounts(const struct kh_scene *scene, uint32_t *next, struct kh_facts *out,
                          size_t *capacity)
{
    const struct kh_tokens *tokens = scene->tokens;
    for (; *next < out->mentions_n; ++*next) {
        const struct kh_mention *m = &out->mentions[*next];
        if (!m->in_title && m->start >= tokens->items[scene->to - 1].end) break;
        if (m->in_title || (m->kind != KH_NUMBER && m->kind != KH_DATE)) continue;
        struct kh_statement *s =
            kh_statement_add(scene->r, out, capacity, tokens, scene->from, scene->to);
        if (!s) return false;
        s->kind = m->kind == KH_NUMBER ? KH_SAYS_NUMBER : KH_SAYS_DATE;
        s->mention = *next;
        s->value = m->value;
        s->unit = m->unit;
        s->approximate = m->approximate;
        s->date = m->date;
    }
    return true;
}

bool kh_state(struct kh_reader *r, struct kh_facts *out)
{
    const struct kh_tokens *tokens = &out->text;
    size_t capacity = 0;
    uint32_t next = 0;
    struct kh_scene *scene = kh_arena_zalloc(r->arena, 1, sizeof *scene);
    if (!scene) return false;
    *scene = (struct kh_scene){
        .r = r, .facts = out, .view = &r->text, .tokens = tokens, .order = r->grammar.order};
    scene->actor_at = kh_arena_zalloc(r->arena, tokens->n + 1, 1);
    scene->act_at = kh_arena_zalloc(r->arena, tokens->n + 1, 1);
    if (!scene->actor_at || !scene->act_at) return false;
    kh_map_init(&scene->plain, r->arena);
    for (size_t i = 0; i < r->people_n; i++)
        for (unsigned k = 0; k < r->people[i].n; k++)
            if (!kh_map_put(&scene->plain, r->people[i].tokens[k], 0, NULL)) return false;
    for (uint32_t from = 0; from < tokens->n; from = scene->to) {
        kh_scene_read(scene, from);
        if (!state_amounts(scene, &next, out, &capacity) || !kh_state_acts(scene, out, &capacity) ||
            !kh_state_speech(scene, out, &capacity))
            return false;
    }
    return true;
}

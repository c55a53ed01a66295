/* SPDX-License-Identifier: Apache-2.0
 *
 * Statements: what the sentences of the text state, made of the mentions in them. Takes mentions
 * in the order of the text, hands on numbers and dates with the sentence as evidence.
 */
#include "understand/internal.h"

/* The sentence around a byte of the text: from its first token to the end of its last. */
struct sentence {
    uint32_t start, end;
    uint32_t next; /* token behind it */
};

static struct sentence sentence_at(const struct kh_tokens *tokens, uint32_t token)
{
    struct sentence s = {.start = tokens->items[token].start, .next = token + 1};
    while (s.next < tokens->n &&
           !(tokens->items[s.next].flags & (KH_TOKEN_SENTENCE | KH_TOKEN_PARA)))
        s.next++;
    s.end = tokens->items[s.next - 1].end;
    return s;
}

static struct kh_statement *statement_add(struct kh_reader *r, struct kh_facts *out,
                                          size_t *capacity, const struct sentence *sentence)
{
    struct kh_statement *grown = kh_arena_grow(r->arena, out->statements, out->statements_n,
                                               capacity, sizeof *out->statements);
    if (!grown) return NULL;
    out->statements = grown;
    struct kh_statement *s = &out->statements[out->statements_n++];
    *s = (struct kh_statement){
        .start = sentence->start, .end = sentence->end, .mention = UINT32_MAX};
    return s;
}

bool kh_state(struct kh_reader *r, struct kh_facts *out)
{
    const struct kh_tokens *tokens = &out->text;
    size_t capacity = 0;
    struct sentence sentence = {0, 0, 0};
    for (uint32_t i = 0; i < out->mentions_n; i++) {
        const struct kh_mention *m = &out->mentions[i];
        if (m->in_title || (m->kind != KH_NUMBER && m->kind != KH_DATE)) continue;
        while (sentence.next < tokens->n && sentence.end <= m->start)
            sentence = sentence_at(tokens, sentence.next);
        struct kh_statement *s = statement_add(r, out, &capacity, &sentence);
        if (!s) return false;
        s->kind = m->kind == KH_NUMBER ? KH_SAYS_NUMBER : KH_SAYS_DATE;
        s->mention = i;
        s->value = m->value;
        s->unit = m->unit;
        s->approximate = m->approximate;
        s->date = m->date;
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Takes an article, hands on its tokens and what is named in it, each with its span.
 * Must not look at other articles, nor at the page the article came from.
 */
#include "understand/understand.h"

#include "base/err.h"
#include "base/limits.h"

/* What grows while one article is read. */
struct reader {
    const struct kh_engine *engine;
    struct kh_arena *arena;
    const struct kh_article *article;
    struct kh_mention *items;
    size_t n, capacity;
};

static struct kh_mention *mention_add(struct reader *r)
{
    if (r->n >= KH_MAX_MENTIONS) return NULL;
    struct kh_mention *grown =
        kh_arena_grow(r->arena, r->items, r->n, &r->capacity, sizeof *r->items);
    if (!grown) return NULL;
    r->items = grown;
    r->items[r->n] = (struct kh_mention){.kind = KH_PLACE};
    return &r->items[r->n++];
}

static void read_places(struct reader *r, const struct kh_tokens *tokens, bool in_title)
{
    const struct kh_lexicon *lexicon = r->engine->lexicon;
    for (uint32_t i = 0; i < tokens->n;) {
        struct kh_hit hit = kh_lexicon_match(lexicon, tokens, i);
        struct kh_entry entry;
        if (!hit.entries || !kh_hit_get(lexicon, hit, KH_LEX_COUNTRY, r->article->lang, &entry)) {
            i += hit.entries ? hit.tokens : 1;
            continue;
        }
        struct kh_mention *m = mention_add(r);
        if (!m) return;
        m->in_title = in_title;
        m->start = tokens->items[i].start;
        m->end = tokens->items[i + hit.tokens - 1].end;
        m->name = m->key = entry.value;
        if (entry.value.n == 2) memcpy(m->country, entry.value.p, 2);
        i += hit.tokens;
    }
}

enum khabar_status kh_understand(const struct kh_engine *engine, struct kh_arena *arena,
                                 const struct kh_article *in, struct kh_facts *out,
                                 struct khabar_error *err)
{
    *out = (struct kh_facts){.article = in};
    struct reader r = {.engine = engine, .arena = arena, .article = in};
    if (!kh_tokenize(arena, in->title, in->lang, &out->title) ||
        !kh_tokenize(arena, in->text, in->lang, &out->text))
        return kh_error(err, "understand", KHABAR_NO_MEMORY, "the article needs too much memory");
    read_places(&r, &out->title, true);
    read_places(&r, &out->text, false);
    if (arena->failed)
        return kh_error(err, "understand", KHABAR_NO_MEMORY, "the article needs too much memory");
    out->mentions = r.items;
    out->mentions_n = (uint32_t)r.n;
    return KHABAR_OK;
}

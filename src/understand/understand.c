/* SPDX-License-Identifier: Apache-2.0
 *
 * Takes an article, hands on its tokens and what is named in it, each with its span. The finders
 * run in an order in which each may rely on the labels of those before it.
 * Must not look at other articles, nor at the page the article came from.
 */
#include "understand/understand.h"

#include "base/err.h"
#include "base/limits.h"
#include "understand/internal.h"

#include <stdlib.h>

struct kh_mention *kh_mention_add(struct kh_reader *r, const struct kh_view *view, uint32_t first,
                                  uint32_t n, enum kh_mention_kind kind)
{
    if (r->n >= KH_MAX_MENTIONS) return NULL;
    struct kh_mention *grown =
        kh_arena_grow(r->arena, r->items, r->n, &r->capacity, sizeof *r->items);
    if (!grown) return NULL;
    const struct kh_token *t = &view->tokens->items[first];
    r->items = grown;
    r->items[r->n] = (struct kh_mention){
        .kind = (uint8_t)kind, .in_title = view->in_title, .start = t->start, .end = t[n - 1].end};
    /* The prefix is cut off the span where its letters stand as they are folded. */
    uint32_t clitic = view->sights[first].clitic_bytes;
    if (clitic && t->end - t->start > clitic &&
        memcmp(view->tokens->text.p + t->start, t->folded.p, clitic) == 0)
        r->items[r->n].start += clitic;
    return &r->items[r->n++];
}

void kh_label_set(const struct kh_view *view, uint32_t first, uint32_t n, enum kh_label label)
{
    for (uint32_t i = first; i < first + n && i < view->tokens->n; i++)
        view->sights[i].label = (uint8_t)label;
}

static int by_place(const void *a, const void *b)
{
    const struct kh_mention *x = a, *y = b;
    if (x->in_title != y->in_title) return x->in_title ? -1 : 1;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    if (x->end != y->end) return x->end > y->end ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

/* A word that turned out to be part of a person's name is no place. */
static void drop_places(struct kh_reader *r)
{
    size_t n = 0;
    const struct kh_mention *person = NULL;
    for (size_t i = 0; i < r->n; i++) {
        const struct kh_mention *m = &r->items[i];
        if (m->kind == KH_PLACE && person && person->in_title == m->in_title &&
            m->start < person->end)
            continue;
        r->items[n] = *m;
        if (m->kind == KH_PERSON) person = &r->items[n];
        n++;
    }
    r->n = n;
}

static bool is_cased(const struct kh_reader *r, const struct kh_tokens *tokens)
{
    if (r->grammar.uncased) return false;
    for (uint32_t i = 0; i < tokens->n && i < 200; i++)
        if (tokens->items[i].flags & KH_TOKEN_CAPITAL) return true;
    return r->lang != KH_LANG_NONE;
}

/* A word that also stands without a capital is no name. */
static void mark_common(struct kh_reader *r, const struct kh_view *view)
{
    for (uint32_t i = 0; r->cased && i < view->tokens->n; i++) {
        const struct kh_token *t = &view->tokens->items[i];
        if (t->flags & KH_TOKEN_CAPITAL)
            view->sights[i].common = kh_map_get(&r->lower, t->folded) != NULL;
    }
}

/* Each finder over the title and the text. */
static bool find_all(struct kh_reader *r)
{
    struct kh_view *views[2] = {&r->title, &r->text};
    for (unsigned i = 0; i < 2; i++)
        if (!kh_look(r, views[i]) || !kh_find_dates(r, views[i])) return false;
    kh_note_words(r);
    for (unsigned i = 0; i < 2; i++) {
        mark_common(r, views[i]);
        kh_find_taught(r, views[i]);
        kh_find_known_organisations(r, views[i]);
        kh_find_numbers(r, views[i]);
        kh_find_roles(r, views[i]);
        kh_count_countries(r, views[i]);
    }
    for (unsigned i = 0; i < 2; i++) {
        kh_find_organisations(r, views[i]);
        kh_find_places(r, views[i]);
    }
    kh_find_people(r);
    return !r->arena->failed;
}

enum khabar_status kh_understand(const struct kh_engine *engine, struct kh_arena *arena,
                                 const struct kh_article *in, struct kh_facts *out,
                                 struct khabar_error *err)
{
    *out = (struct kh_facts){.article = in};
    if (!kh_tokenize(arena, in->title, in->lang, &out->title) ||
        !kh_tokenize(arena, in->text, in->lang, &out->text) ||
        !kh_lexicon_read(engine->lexicon, arena, &out->title) ||
        !kh_lexicon_read(engine->lexicon, arena, &out->text))
        return kh_error(err, "understand", KHABAR_NO_MEMORY, "the article needs too much memory");
    struct kh_reader *r = kh_arena_zalloc(arena, 1, sizeof *r);
    if (!r)
        return kh_error(err, "understand", KHABAR_NO_MEMORY, "the article needs too much memory");
    r->engine = engine;
    r->lexicon = engine->lexicon;
    r->arena = arena;
    r->article = in;
    r->lang = in->lang;
    r->title = (struct kh_view){.tokens = &out->title, .in_title = true};
    r->text = (struct kh_view){.tokens = &out->text};
    r->grammar = kh_grammar_of(r->lexicon, r->lang);
    r->cased = is_cased(r, &out->text);
    kh_map_init(&r->lower, arena);
    if (!find_all(r))
        return kh_error(err, "understand", KHABAR_NO_MEMORY, "the article needs too much memory");
    if (r->n) qsort(r->items, r->n, sizeof *r->items, by_place);
    drop_places(r);
    out->mentions = r->items;
    out->mentions_n = (uint32_t)r->n;
    if (!kh_state(r, out))
        return kh_error(err, "understand", KHABAR_NO_MEMORY, "the article needs too much memory");
    return KHABAR_OK;
}

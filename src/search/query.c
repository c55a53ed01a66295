/* SPDX-License-Identifier: Apache-2.0
 *
 * A query as typed -> units -> an expression of FTS5. See query.h. Every word reaches FTS5 between
 * quotation marks, so nothing that is typed can be an operator there.
 */
#include "search/query.h"

#include "base/err.h"
#include "base/limits.h"
#include "base/map.h"
#include "search/index.h"
#include "search/spelling.h"

struct parser {
    const struct kh_facts *facts;
    struct kh_query *query;
    uint32_t name_end; /* bytes of the query up to which a name is being read */
    bool in_phrase, negative, or_before;
    bool new_unit; /* the next word begins one */
};

/* A name is found by its key, or by all of its words. */
static const struct kh_mention *mention_at(const struct kh_facts *facts, uint32_t start)
{
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        if (m->in_title && m->start == start && m->key.n && m->kind <= KH_ORGANISATION) return m;
    }
    return NULL;
}

static void begin_unit(struct parser *p)
{
    struct kh_query *q = p->query;
    if (p->or_before && q->units_n) q->units[q->units_n - 1].or_next = true;
    q->units[q->units_n++] = (struct kh_query_unit){
        .first = q->words_n, .phrase = p->in_phrase, .negative = p->negative};
    p->negative = p->or_before = p->new_unit = false;
}

static void begin_word(struct parser *p, const struct kh_token *token)
{
    struct kh_query *q = p->query;
    bool in_name = token->start < p->name_end;
    if (p->new_unit || (!p->in_phrase && !in_name)) begin_unit(p);
    struct kh_query_unit *unit = &q->units[q->units_n - 1];
    const struct kh_mention *m =
        p->in_phrase || in_name ? NULL : mention_at(p->facts, token->start);
    if (m) {
        unit->key = m->key;
        unit->place = m->kind == KH_PLACE;
        p->name_end = m->end;
    }
    unit->words++;
    q->words[q->words_n++] = (struct kh_query_word){.folded = token->folded};
}

/* Marks steer: a quotation mark opens and closes a phrase, a minus before a word forbids it. */
static void take_mark(struct parser *p, const struct kh_tokens *tokens, uint32_t i)
{
    const struct kh_token *token = &tokens->items[i];
    bool before_word = i + 1 < tokens->n && (tokens->items[i + 1].flags & KH_TOKEN_GLUED);
    bool after_space = i == 0 || !(token->flags & KH_TOKEN_GLUED);
    if (kh_is_quote_code(token->code)) {
        p->in_phrase = !p->in_phrase;
        p->new_unit = true;
        p->name_end = 0;
    } else if (token->code == '-' && after_space && before_word && !p->in_phrase) {
        p->negative = p->new_unit = true;
    }
}

static bool is_or(const struct kh_tokens *tokens, uint32_t i)
{
    const struct kh_token *token = &tokens->items[i];
    return kh_str_eq(kh_str_sub(tokens->text, token->start, token->end), KH_STR("OR"));
}

/* Marks that join words when no space is around: anti-smog, U.S., d'Azur. */
static bool joins(uint32_t code)
{
    return code == '-' || code == '.' || code == '\'' || code == '&' || code == '/' ||
           code == 0x2010 || code == 0x2011 || code == 0x2019;
}

/* A word that stands at the one before with no space between belongs to it. */
static bool continues(const struct parser *p, const struct kh_tokens *tokens, uint32_t i)
{
    const struct kh_token *token = &tokens->items[i];
    if (!p->query->words_n || p->new_unit || !(token->flags & KH_TOKEN_GLUED)) return false;
    const struct kh_token *before = &tokens->items[i - 1];
    if (before->kind != KH_TOKEN_PUNCT) return true;
    return joins(before->code) && i > 1 && (before->flags & KH_TOKEN_GLUED) &&
           tokens->items[i - 2].kind != KH_TOKEN_PUNCT;
}

static struct kh_str joined(struct kh_arena *arena, struct kh_str before, struct kh_str word)
{
    if (!before.n) return word;
    return kh_arena_printf(arena, "%.*s %.*s", (int)before.n, before.p, (int)word.n, word.p);
}

static void take_tokens(struct kh_arena *arena, struct parser *p, const struct kh_tokens *tokens)
{
    struct kh_query *q = p->query;
    for (uint32_t i = 0; i < tokens->n && q->words_n < KH_MAX_QUERY_WORDS; i++) {
        const struct kh_token *token = &tokens->items[i];
        if (token->kind == KH_TOKEN_PUNCT) {
            take_mark(p, tokens, i);
        } else if (!p->in_phrase && is_or(tokens, i)) {
            p->or_before = p->new_unit = true;
        } else if (continues(p, tokens, i)) {
            struct kh_query_word *word = &q->words[q->words_n - 1];
            word->folded = joined(arena, word->folded, token->folded);
        } else if (token->folded.n) {
            begin_word(p, token);
        }
    }
}

enum khabar_status kh_query_parse(struct kh_arena *arena, const struct kh_facts *facts,
                                  struct kh_query *out, struct khabar_error *err)
{
    struct parser p = {.facts = facts, .query = out, .new_unit = true};
    *out = (struct kh_query){0};
    out->words = kh_arena_zalloc(arena, KH_MAX_QUERY_WORDS, sizeof *out->words);
    out->units = kh_arena_zalloc(arena, KH_MAX_QUERY_WORDS, sizeof *out->units);
    if (!out->words || !out->units)
        return kh_error(err, "search", KHABAR_NO_MEMORY, "out of memory");
    take_tokens(arena, &p, &facts->title);
    bool any = false;
    for (uint32_t i = 0; i < out->units_n; i++) any = any || !out->units[i].negative;
    if (!any) return kh_error(err, "search", KHABAR_NOT_FOUND, "the query has no word to look for");
    for (uint32_t i = 0; i < out->units_n; i++) {
        const struct kh_query_unit *unit = &out->units[i];
        for (uint32_t k = 0; k < unit->words && !unit->phrase && !unit->place; k++) {
            struct kh_query_word *word = &out->words[unit->first + k];
            kh_spelling_sound(word->folded, &word->sound);
        }
    }
    if (arena->failed) return kh_error(err, "search", KHABAR_NO_MEMORY, "out of memory");
    return KHABAR_OK;
}

bool kh_query_spell(struct kh_arena *arena, struct kh_query_word *word, const struct kh_str *terms,
                    size_t n)
{
    struct kh_map seen;
    kh_map_init(&seen, arena);
    word->others = kh_arena_zalloc(arena, KH_MAX_SPELLINGS, sizeof *word->others);
    word->weak = kh_arena_zalloc(arena, KH_MAX_SPELLINGS, sizeof *word->weak);
    if (!word->others || !word->weak || !kh_map_put(&seen, word->folded, 0, NULL)) return false;
    for (size_t i = 0; i < n && word->weak_n < KH_MAX_SPELLINGS; i++) {
        bool is_new = false;
        if (!kh_map_put(&seen, terms[i], 0, &is_new)) return false;
        enum kh_nearness near = is_new ? kh_spelling_near(&word->sound, terms[i]) : KH_SPELLING_FAR;
        /* Half of the room is left for pairs. */
        if (near == KH_SPELLING_NEAR && word->others_n < KH_MAX_SPELLINGS / 2)
            word->others[word->others_n++] = terms[i];
        if (near != KH_SPELLING_FAR) word->weak[word->weak_n++] = terms[i];
    }
    return true;
}

/* "asim" and "munir" with their weak spellings: those pairs are kept, as phrases of both words,
 * that together sound like the two together. */
static bool pair_words(struct kh_arena *arena, struct kh_query_word *a, struct kh_query_word *b)
{
    struct kh_sound sound;
    kh_spelling_sound(joined(arena, a->folded, b->folded), &sound);
    for (uint32_t i = 0; i < a->weak_n; i++) {
        for (uint32_t k = 0; k < b->weak_n; k++) {
            if (a->others_n == KH_MAX_SPELLINGS || b->others_n == KH_MAX_SPELLINGS) return true;
            struct kh_str both = joined(arena, a->weak[i], b->weak[k]);
            if (!both.n) return false;
            if (kh_spelling_near(&sound, both) == KH_SPELLING_FAR) continue;
            a->others[a->others_n++] = both;
            b->others[b->others_n++] = both;
        }
    }
    return true;
}

bool kh_query_pair(struct kh_arena *arena, struct kh_query *query)
{
    struct kh_query_word *words = query->words;
    if (query->words_n == 1 && words[0].weak_n) { /* alone there is no neighbour to wait for */
        words[0].others = words[0].weak;
        words[0].others_n = words[0].weak_n;
    }
    for (uint32_t i = 1; i < query->words_n; i++)
        if (!pair_words(arena, &words[i - 1], &words[i])) return false;
    return true;
}

/* ---- the expression ---- */

static void put_quoted(struct kh_buf *out, struct kh_str word)
{
    kh_buf_byte(out, '"');
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '"') kh_buf_byte(out, '"');
        kh_buf_byte(out, word.p[i]);
    }
    kh_buf_byte(out, '"');
}

static void put_word(struct kh_buf *out, const struct kh_query_word *word)
{
    kh_buf_lit(out, "{title body} : (");
    put_quoted(out, word->folded);
    for (uint32_t i = 0; i < word->others_n; i++) {
        kh_buf_lit(out, " OR ");
        put_quoted(out, word->others[i]);
    }
    kh_buf_byte(out, ')');
}

static void put_phrase(struct kh_buf *out, const struct kh_query_word *words, uint32_t n)
{
    kh_buf_lit(out, "{title body} : (");
    for (uint32_t i = 0; i < n; i++) {
        if (i) kh_buf_lit(out, " + ");
        put_quoted(out, words[i].folded);
    }
    kh_buf_byte(out, ')');
}

static void put_unit(struct kh_buf *out, const struct kh_query *query,
                     const struct kh_query_unit *unit)
{
    const struct kh_query_word *words = &query->words[unit->first];
    kh_buf_lit(out, "((");
    if (unit->phrase) {
        put_phrase(out, words, unit->words);
    } else {
        for (uint32_t i = 0; i < unit->words; i++) {
            if (i) kh_buf_lit(out, " AND ");
            put_word(out, &words[i]);
        }
    }
    kh_buf_byte(out, ')');
    if (unit->key.n) {
        kh_buf_lit(out, " OR keys : ");
        kh_search_key(out, unit->key);
    }
    kh_buf_byte(out, ')');
}

struct kh_str kh_query_expression(struct kh_arena *arena, const struct kh_query *query)
{
    struct kh_buf buf;
    bool any = false, in_or = false;
    kh_buf_init(&buf, 1 << 20);
    kh_buf_byte(&buf, '(');
    for (uint32_t i = 0; i < query->units_n; i++) {
        const struct kh_query_unit *unit = &query->units[i];
        if (unit->negative) continue;
        if (any) kh_buf_lit(&buf, in_or ? " OR " : " AND ");
        if (!in_or) kh_buf_byte(&buf, '(');
        put_unit(&buf, query, unit);
        in_or = unit->or_next && i + 1 < query->units_n && !query->units[i + 1].negative;
        if (!in_or) kh_buf_byte(&buf, ')');
        any = true;
    }
    kh_buf_byte(&buf, ')');
    for (uint32_t i = 0; i < query->units_n; i++) {
        if (!query->units[i].negative) continue;
        kh_buf_lit(&buf, " NOT ");
        put_unit(&buf, query, &query->units[i]);
    }
    struct kh_str out = buf.failed ? KH_STR_NONE : kh_arena_str(arena, kh_buf_str(&buf));
    kh_buf_clear(&buf);
    return out;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a found article answers the query: the piece of text with most of its units, and the words
 * as they are written there. Takes the query and the stored article, hands on views of its text.
 */
#include "search/query.h"

#include "base/err.h"
#include "base/map.h"

#include <math.h>
#include <stdlib.h>

/* Bytes of a snippet: some 240 characters of Latin, 130 of Arabic script. */
#define SNIPPET_BYTES 240
#define LEAD_BYTES 60
#define MAX_SPANS 512
#define MAX_MATCHED 16
#define USUAL_TOKENS 400.0 /* of an article */

struct span {
    uint32_t start, end, unit;
};

struct spelling {
    struct kh_str words;
    uint32_t unit;
    uint32_t next; /* the next one with the same first word: 1 + index, 0 none */
};

struct finder {
    const struct kh_query *query;
    struct kh_arena *arena;
    struct kh_map first_words; /* first word of a spelling -> 1 + its index */
    struct spelling *spellings;
    size_t spellings_n, spellings_capacity;
    struct span *spans;
    size_t spans_n;
};

static bool add_spelling(struct finder *f, struct kh_str words, uint32_t unit)
{
    struct kh_str rest = words;
    struct kh_str first = kh_str_cut(&rest, ' ');
    struct spelling *all =
        kh_arena_grow(f->arena, f->spellings, f->spellings_n, &f->spellings_capacity, sizeof *all);
    uint32_t *head = all ? kh_map_put(&f->first_words, first, 0, NULL) : NULL;
    if (!head) return false;
    f->spellings = all;
    all[f->spellings_n++] = (struct spelling){words, unit, *head};
    *head = (uint32_t)f->spellings_n;
    return true;
}

/* The spellings of all positive units; a phrase is one spelling. */
static bool gather(struct finder *f)
{
    for (uint32_t u = 0; u < f->query->units_n; u++) {
        const struct kh_query_unit *unit = &f->query->units[u];
        struct kh_str phrase = KH_STR_NONE;
        for (uint32_t i = 0; !unit->negative && i < unit->words; i++) {
            const struct kh_query_word *word = &f->query->words[unit->first + i];
            if (unit->phrase) {
                phrase = phrase.n ? kh_arena_printf(f->arena, "%.*s %.*s", (int)phrase.n, phrase.p,
                                                    (int)word->folded.n, word->folded.p)
                                  : word->folded;
                continue;
            }
            if (!add_spelling(f, word->folded, u)) return false;
            for (uint32_t k = 0; k < word->others_n; k++)
                if (!add_spelling(f, word->others[k], u)) return false;
        }
        if (phrase.n && !add_spelling(f, phrase, u)) return false;
    }
    return true;
}

/* The token behind the spelling's words when they stand at `at`, else 0. */
static uint32_t fits(const struct kh_tokens *tokens, uint32_t at, struct kh_str words)
{
    while (words.n) {
        struct kh_str word = kh_str_cut(&words, ' ');
        while (at < tokens->n && tokens->items[at].kind == KH_TOKEN_PUNCT) at++;
        if (at >= tokens->n || !kh_str_eq(tokens->items[at].folded, word)) return 0;
        at++;
    }
    return at;
}

static void find_words(struct finder *f, const struct kh_tokens *tokens)
{
    for (uint32_t i = 0; i < tokens->n && f->spans_n < MAX_SPANS; i++) {
        const struct kh_token *token = &tokens->items[i];
        if (token->kind == KH_TOKEN_PUNCT || !token->folded.n) continue;
        const uint32_t *head = kh_map_get(&f->first_words, token->folded);
        for (uint32_t k = head ? *head : 0; k; k = f->spellings[k - 1].next) {
            uint32_t end = fits(tokens, i, f->spellings[k - 1].words);
            if (!end) continue;
            f->spans[f->spans_n++] =
                (struct span){token->start, tokens->items[end - 1].end, f->spellings[k - 1].unit};
            break;
        }
    }
}

static void find_keys(struct finder *f, const struct kh_facts *facts, bool in_title)
{
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        for (uint32_t u = 0; m->in_title == in_title && u < f->query->units_n; u++) {
            const struct kh_query_unit *unit = &f->query->units[u];
            if (!unit->key.n || unit->negative || !kh_str_eq(unit->key, m->key)) continue;
            if (f->spans_n < MAX_SPANS) f->spans[f->spans_n++] = (struct span){m->start, m->end, u};
        }
    }
}

static int by_start(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end; /* the longer one first */
}

/* Sorts, joins neighbours ("Asim" "Munir" -> "Asim Munir") and drops what lies inside another. */
static void tidy(struct finder *f, struct kh_str text)
{
    size_t kept = 0;
    qsort(f->spans, f->spans_n, sizeof *f->spans, by_start);
    for (size_t i = 0; i < f->spans_n; i++) {
        struct span *last = kept ? &f->spans[kept - 1] : NULL;
        struct span s = f->spans[i];
        if (last && s.end <= last->end) continue;
        if (last &&
            (s.start <= last->end || (s.start == last->end + 1 && text.p[last->end] == ' ' &&
                                      s.unit <= last->unit + 1 && last->unit <= s.unit + 1)))
            last->end = s.end;
        else f->spans[kept++] = s;
    }
    f->spans_n = kept;
}

static void add_matched(struct finder *f, struct kh_str text, struct kh_hit_found *out)
{
    for (size_t i = 0; i < f->spans_n && out->matched_n < MAX_MATCHED; i++) {
        struct kh_str word = kh_str_sub(text, f->spans[i].start, f->spans[i].end);
        uint32_t k = 0;
        while (k < out->matched_n && !kh_str_eq(out->matched[k], word)) k++;
        if (k == out->matched_n) out->matched[out->matched_n++] = word;
    }
}

/* Moves a cut to the nearest white space at or before it, at most 40 bytes. */
static size_t at_space(struct kh_str text, size_t at)
{
    size_t lowest = at > 40 ? at - 40 : 0;
    for (size_t i = at; i > lowest; i--)
        if (kh_is_space(text.p[i - 1])) return i;
    while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80) at--;
    return at;
}

/* The span that has spans of most units near behind it. */
static size_t best_span(const struct finder *f)
{
    size_t best = 0, best_units = 0;
    for (size_t i = 0; i < f->spans_n; i++) {
        size_t units = 0;
        uint32_t reach = f->spans[i].start + SNIPPET_BYTES - LEAD_BYTES;
        for (size_t k = i; k < f->spans_n && k < i + 16 && f->spans[k].end <= reach; k++) {
            bool seen = false;
            for (size_t j = i; j < k; j++) seen = seen || f->spans[j].unit == f->spans[k].unit;
            /* Joined neighbours are of several units: their length tells. */
            if (!seen) units += 1 + (f->spans[k].end - f->spans[k].start) / 8;
        }
        if (units > best_units) {
            best = i;
            best_units = units;
        }
    }
    return best;
}

/* The snippet stays inside the paragraph of its span. */
static struct kh_str cut_snippet(const struct finder *f, struct kh_str text)
{
    struct span span = {0};
    if (f->spans_n) span = f->spans[best_span(f)];
    size_t start = span.start > LEAD_BYTES ? at_space(text, span.start - LEAD_BYTES) : 0;
    for (size_t i = start; i < span.start; i++)
        if (text.p[i] == '\n') start = i + 1;
    size_t end = text.n;
    if (text.n - start > SNIPPET_BYTES) end = at_space(text, start + SNIPPET_BYTES);
    if (end < span.end) end = span.end;
    size_t line = kh_str_find(kh_str_sub(text, 0, end), KH_STR("\n"), span.end);
    if (line != SIZE_MAX) end = line;
    return kh_str_trim(kh_str_sub(text, start, end));
}

/* How much the article is about the units: a title counts most, then how often the words come for
 * the length of the text, with ever less for more of them. A unit counts once in each place. */
static double weight_of(const struct finder *f, bool in_title, uint32_t tokens)
{
    double sum = 0;
    for (uint32_t u = 0; u < f->query->units_n; u++) {
        double n = 0;
        for (size_t i = 0; i < f->spans_n; i++) n += f->spans[i].unit == u;
        if (in_title) sum += n > 0;
        else sum += log2(1 + n * USUAL_TOKENS / (USUAL_TOKENS + tokens)) / 2;
    }
    return sum;
}

enum khabar_status kh_query_hit(struct kh_arena *arena, const struct kh_query *query,
                                const struct kh_stored *stored, struct kh_hit_found *out,
                                struct khabar_error *err)
{
    const struct kh_article *a = &stored->article;
    struct finder f = {.query = query, .arena = arena};
    struct kh_tokens title, text;
    *out = (struct kh_hit_found){
        .article = a->id, .event = stored->link.event, .title = a->title, .lang = a->lang};
    kh_map_init(&f.first_words, arena);
    f.spans = kh_arena_zalloc(arena, MAX_SPANS, sizeof *f.spans);
    out->matched = kh_arena_zalloc(arena, MAX_MATCHED, sizeof *out->matched);
    if (!f.spans || !out->matched || !gather(&f) ||
        !kh_tokenize(arena, a->title, a->lang, &title) ||
        !kh_tokenize(arena, a->text, a->lang, &text))
        return kh_error(err, "search", KHABAR_NO_MEMORY, "out of memory");
    find_words(&f, &title);
    find_keys(&f, &stored->facts, true);
    out->score += weight_of(&f, true, title.n);
    tidy(&f, a->title);
    add_matched(&f, a->title, out);
    f.spans_n = 0;
    find_words(&f, &text);
    find_keys(&f, &stored->facts, false);
    out->score += weight_of(&f, false, text.n);
    tidy(&f, a->text);
    add_matched(&f, a->text, out);
    out->snippet = cut_snippet(&f, a->text);
    return KHABAR_OK;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Copied passages: the runs of words that a text shares with those before it. See copies.h.
 */
#include "match/copies.h"

#include "base/err.h"
#include "base/hash.h"
#include "base/limits.h"
#include "lang/segment.h"

/* Words of a run that is looked up, and words that must agree behind a substitution. */
#define GRAM 5
#define AGAIN 3
/* Words that a copy may put in the place of others without ending the run. */
#define MAX_GAP 3

struct word {
    uint32_t hash, start, end; /* of the folded word; bytes of the text */
    uint32_t own;              /* words before it that are not direct speech */
};

struct words {
    struct word *items; /* and one more behind them */
    uint32_t n;
};

/* Where a run begins; slots of equal runs stand in one chain, from different texts each. */
struct place {
    uint64_t gram; /* 0: free */
    uint32_t text, at;
};

struct finder {
    struct kh_arena *arena; /* of the copies that are found */
    struct kh_arena *work;  /* of all else */
    struct words *texts;
    struct place *places; /* open addressing */
    size_t mask;
    uint32_t *open; /* by earlier text: place in `pairs` + 1 while it shares with this one */
    struct pair *pairs;
    uint32_t pairs_n;
    size_t pairs_capacity;
};

struct pair {
    struct kh_copy copy;
    size_t spans_capacity;
    uint32_t words;   /* that agree */
    uint32_t own;     /* those of them that are no direct speech in b */
    uint32_t until_b; /* words of b before this one are told already */
};

static bool read_words(struct kh_arena *arena, struct kh_arena *scratch, struct kh_str text,
                       struct words *out)
{
    struct kh_tokens tokens;
    kh_arena_reset(scratch);
    if (!kh_tokens_cut(scratch, text, &tokens)) return false;
    uint32_t most = tokens.n < KH_COPY_TOKENS ? tokens.n : KH_COPY_TOKENS;
    out->items = kh_arena_alloc(arena, (most + 1) * sizeof *out->items);
    if (!out->items) return false;
    uint32_t own = 0;
    bool quoted = false;
    for (uint32_t i = 0; i < tokens.n && out->n < most; i++) {
        const struct kh_token *token = &tokens.items[i];
        if (token->flags & KH_TOKEN_PARA) quoted = false;
        if (token->kind == KH_TOKEN_PUNCT) {
            quoted ^= kh_is_quote_code(token->code);
            continue;
        }
        out->items[out->n++] =
            (struct word){(uint32_t)kh_hash(token->folded), token->start, token->end, own};
        own += !quoted;
    }
    out->items[out->n].own = own;
    return true;
}

static uint64_t gram_at(const struct words *words, uint32_t at)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < GRAM; i++) h = (h ^ words->items[at + i].hash) * 0x100000001b3u;
    return kh_hash_end(h) | 1;
}

/* How many words agree from here on, up to `most`. */
static uint32_t agreeing(const struct words *a, uint32_t at_a, const struct words *b, uint32_t at_b,
                         uint32_t most)
{
    uint32_t n = 0;
    while (n < most && at_a + n < a->n && at_b + n < b->n &&
           a->items[at_a + n].hash == b->items[at_b + n].hash) {
        n++;
    }
    return n;
}

/* Over a substitution of up to MAX_GAP words on either side; false when nothing agrees behind. */
static bool step_over(const struct words *a, uint32_t *at_a, const struct words *b, uint32_t *at_b)
{
    for (uint32_t gap = 1; gap <= 2 * MAX_GAP; gap++) {
        for (uint32_t in_a = gap > MAX_GAP ? gap - MAX_GAP : 0; in_a <= gap && in_a <= MAX_GAP;
             in_a++) {
            uint32_t in_b = gap - in_a;
            if (agreeing(a, *at_a + in_a, b, *at_b + in_b, AGAIN) < AGAIN) continue;
            *at_a += in_a;
            *at_b += in_b;
            return true;
        }
    }
    return false;
}

static struct pair *pair_of(struct finder *f, uint32_t a, uint32_t b)
{
    if (f->open[a]) return &f->pairs[f->open[a] - 1];
    struct pair *bigger =
        kh_arena_grow(f->work, f->pairs, f->pairs_n, &f->pairs_capacity, sizeof *bigger);
    if (!bigger) return NULL;
    f->pairs = bigger;
    f->pairs[f->pairs_n] = (struct pair){.copy = {.a = a, .b = b}};
    f->open[a] = ++f->pairs_n;
    return &f->pairs[f->pairs_n - 1];
}

/* Follows a run that begins at these words as far as it goes and notes it when it is long. */
static bool follow(struct finder *f, struct place place, uint32_t b, uint32_t at_b)
{
    uint32_t known = f->open[place.text];
    if (known && f->pairs[known - 1].until_b > at_b) return true;
    const struct words *x = &f->texts[place.text], *y = &f->texts[b];
    uint32_t i = place.at, k = at_b, words = 0, own = 0, end_a, end_b;
    do {
        uint32_t n = agreeing(x, i, y, k, KH_COPY_TOKENS);
        words += n;
        own += y->items[k + n].own - y->items[k].own;
        end_a = i += n;
        end_b = k += n;
    } while (step_over(x, &i, y, &k));
    if (words < KH_COPY_WORDS) return true;
    struct pair *pair = pair_of(f, place.text, b);
    if (!pair) return false;
    struct kh_copied *bigger = kh_arena_grow(f->arena, pair->copy.spans, pair->copy.spans_n,
                                             &pair->spans_capacity, sizeof *bigger);
    if (!bigger) return false;
    pair->copy.spans = bigger;
    bigger[pair->copy.spans_n++] =
        (struct kh_copied){x->items[place.at].start, x->items[end_a - 1].end, y->items[at_b].start,
                           y->items[end_b - 1].end};
    pair->words += words;
    pair->own += own;
    pair->until_b = end_b;
    return true;
}

/* What text b shares with those before it; then its own runs are noted. */
static bool compare(struct finder *f, uint32_t b)
{
    const struct words *words = &f->texts[b];
    for (uint32_t at = 0; at + GRAM <= words->n; at++) {
        uint64_t gram = gram_at(words, at);
        for (size_t i = gram & f->mask; f->places[i].gram; i = (i + 1) & f->mask) {
            if (f->places[i].gram == gram && !follow(f, f->places[i], b, at)) return false;
        }
    }
    for (uint32_t at = 0; at + GRAM <= words->n; at++) {
        uint64_t gram = gram_at(words, at);
        size_t i = gram & f->mask;
        uint32_t others = 0;
        for (; f->places[i].gram; i = (i + 1) & f->mask) {
            if (f->places[i].gram != gram) continue;
            if (f->places[i].text == b) others = KH_COPY_OTHERS; /* its first place is enough */
            if (++others >= KH_COPY_OTHERS) break;
        }
        if (others < KH_COPY_OTHERS) f->places[i] = (struct place){gram, b, at};
    }
    return true;
}

static double share_of(uint32_t words, uint32_t n)
{
    double share = n ? (double)words / n : 0;
    return share < 1 ? share : 1;
}

/* What someone said is printed by all who were there: half of the other words must agree, too. */
static bool is_reprint(const struct pair *pair, const struct words *a, const struct words *b)
{
    uint32_t own_a = a->items[a->n].own, own_b = b->items[b->n].own;
    uint32_t words = a->n < b->n ? a->n : b->n, own = own_a < own_b ? own_a : own_b;
    return share_of(pair->words, words) >= KH_COPY_SHARE &&
           (!own || share_of(pair->own, own) >= KH_COPY_SHARE);
}

static bool read_texts(struct finder *f, const struct kh_str *texts, uint32_t n, size_t *words)
{
    struct kh_arena scratch;
    bool ok = true;
    f->texts = kh_arena_zalloc(f->work, (size_t)n + 1, sizeof *f->texts);
    f->open = kh_arena_zalloc(f->work, (size_t)n + 1, sizeof *f->open);
    if (!f->texts || !f->open) return false;
    kh_arena_init(&scratch, KH_MAX_ARENA_BYTES);
    for (uint32_t i = 0; ok && i < n; i++) {
        ok = read_words(f->work, &scratch, texts[i], &f->texts[i]);
        *words += f->texts[i].n;
    }
    kh_arena_clear(&scratch);
    return ok;
}

static bool find(struct finder *f, const struct kh_str *texts, uint32_t n)
{
    size_t words = 0, slots = 16;
    if (!read_texts(f, texts, n, &words)) return false;
    while (slots < words * 2) slots *= 2;
    f->mask = slots - 1;
    f->places = kh_arena_zalloc(f->work, slots, sizeof *f->places);
    if (!f->places) return false;
    for (uint32_t b = 0; b < n; b++) {
        uint32_t first = f->pairs_n;
        if (!compare(f, b)) return false;
        for (uint32_t i = first; i < f->pairs_n; i++) {
            struct pair *pair = &f->pairs[i];
            struct kh_copy *copy = &pair->copy;
            f->open[copy->a] = 0;
            copy->share_a = share_of(pair->words, f->texts[copy->a].n);
            copy->share_b = share_of(pair->words, f->texts[b].n);
            copy->reprint = is_reprint(pair, &f->texts[copy->a], &f->texts[b]);
        }
    }
    return true;
}

/* By b, then a. */
static bool hand_on(const struct finder *f, struct kh_copy **out, uint32_t *out_n)
{
    *out = kh_arena_alloc(f->arena, ((size_t)f->pairs_n + 1) * sizeof **out);
    if (!*out) return false;
    for (uint32_t i = 0; i < f->pairs_n; i++) {
        struct kh_copy copy = f->pairs[i].copy;
        uint32_t at = (*out_n)++;
        while (at && (*out)[at - 1].b == copy.b && (*out)[at - 1].a > copy.a) {
            (*out)[at] = (*out)[at - 1];
            at--;
        }
        (*out)[at] = copy;
    }
    return true;
}

enum khabar_status kh_copies_find(struct kh_arena *arena, const struct kh_str *texts, uint32_t n,
                                  struct kh_copy **out, uint32_t *out_n, struct khabar_error *err)
{
    struct kh_arena work;
    struct finder f = {.arena = arena, .work = &work};
    kh_arena_init(&work, KH_MAX_EVENT_BYTES);
    *out_n = 0;
    bool ok = find(&f, texts, n) && hand_on(&f, out, out_n);
    kh_arena_clear(&work);
    return ok ? KHABAR_OK : kh_error(err, "match", KHABAR_NO_MEMORY, "no memory to find copies");
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking up what data/ knows. Reads the packed table that is linked in; changes nothing.
 */
#include "lang/lexicon.h"

#include "base/hash.h"
#include "lang/lexicon_format.h"

#include <assert.h>

extern const char kh_lexicon_data[];

const struct kh_lexicon *kh_lexicon_builtin(void)
{
    const struct kh_lexicon *lexicon = (const void *)kh_lexicon_data;
    assert(lexicon->magic == KH_LEXICON_MAGIC);
    return lexicon;
}

static const uint64_t *filter_of(const struct kh_lexicon *lexicon)
{
    return (const void *)(lexicon + 1);
}

static const uint32_t *index_of(const struct kh_lexicon *lexicon)
{
    return (const void *)(filter_of(lexicon) + KH_LEXICON_FILTER_WORDS);
}

static const struct kh_lexicon_key *keys_of(const struct kh_lexicon *lexicon)
{
    return (const void *)(index_of(lexicon) + lexicon->index_n);
}

static const struct kh_lexicon_entry *entries_of(const struct kh_lexicon *lexicon)
{
    return (const void *)(keys_of(lexicon) + lexicon->keys_n);
}

static const uint32_t *by_kind_of(const struct kh_lexicon *lexicon)
{
    return (const void *)(entries_of(lexicon) + lexicon->entries_n);
}

static const char *strings_of(const struct kh_lexicon *lexicon)
{
    return (const char *)(by_kind_of(lexicon) + lexicon->entries_n);
}

/* A key in pieces: the tokens of a phrase that has grown to `n` of them. */
struct phrase {
    const struct kh_token *tokens;
    uint32_t n;
    uint64_t hash; /* not finished */
};

static void phrase_add(struct phrase *phrase)
{
    const struct kh_token *t = &phrase->tokens[phrase->n];
    if (phrase->n && kh_key_joint(t - 1, t)) phrase->hash = kh_hash_more(phrase->hash, KH_STR(" "));
    phrase->hash = kh_hash_more(phrase->hash, t->folded);
    phrase->n++;
}

static bool may_hold(const struct kh_lexicon *lexicon, uint64_t hash)
{
    uint32_t bit = kh_lexicon_filter_bit(hash);
    return filter_of(lexicon)[bit / 64] >> (bit % 64) & 1;
}

/* The key of the hash, not finished; NULL when there is none. */
static const struct kh_lexicon_key *key_of(const struct kh_lexicon *lexicon, uint64_t started)
{
    uint64_t hash = kh_hash_end(started);
    if (!may_hold(lexicon, hash)) return NULL;
    const uint32_t *index = index_of(lexicon);
    const struct kh_lexicon_key *keys = keys_of(lexicon) - 1; /* numbers begin at 1 */
    uint32_t mask = lexicon->index_n - 1, check = kh_lexicon_check(hash);
    for (uint32_t i = (uint32_t)hash & mask; index[i]; i = (i + 1) & mask) {
        uint32_t number = index[i] ^ check;
        if (!(number >> KH_LEXICON_NUMBER_BITS) && keys[number].hash == hash) return &keys[number];
    }
    return NULL;
}

struct kh_hit kh_lexicon_find(const struct kh_lexicon *lexicon, struct kh_str folded_key)
{
    const struct kh_lexicon_key *key = key_of(lexicon, kh_hash_more(kh_hash_start(0), folded_key));
    if (!key) return (struct kh_hit){0};
    return (struct kh_hit){key->first, (uint16_t)key->entries, 1, key->kinds};
}

bool kh_lexicon_may_be_affix(const struct kh_lexicon *lexicon, struct kh_str affix, uint32_t lang,
                             bool suffix)
{
    uint32_t bit = kh_lexicon_affix_bit(affix, lang, suffix);
    return lexicon->affixes[bit / 64] >> (bit % 64) & 1;
}

bool kh_lexicon_may_begin(const struct kh_lexicon *lexicon, struct kh_str folded,
                          enum kh_lex_group group)
{
    return lexicon->begins[kh_lexicon_begin(kh_hash(folded))] >> group & 1;
}

/* The hash of a phrase's first token, not finished. */
static uint64_t hash_first(const struct kh_token *token)
{
    return kh_hash_more(kh_hash_start(0), token->folded);
}

static struct kh_hit longest_at(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                                uint32_t at, uint64_t first)
{
    const struct kh_token *token = tokens->items + at;
    struct phrase phrase = {.tokens = token, .n = 1, .hash = first};
    struct kh_hit best = {0};
    for (;;) {
        const struct kh_lexicon_key *key = key_of(lexicon, phrase.hash);
        if (!key) break;
        if (key->entries)
            best =
                (struct kh_hit){key->first, (uint16_t)key->entries, (uint16_t)phrase.n, key->kinds};
        if (!key->next || at + phrase.n >= tokens->n) break;
        const struct kh_token *next = token + phrase.n;
        if ((next->flags & KH_TOKEN_PARA) || !(key->next & kh_lexicon_next_bit(next->folded)))
            break;
        phrase_add(&phrase);
    }
    return best;
}

struct kh_hit kh_lexicon_match(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                               uint32_t at)
{
    if (at >= tokens->n) return (struct kh_hit){0};
    /* The tokens may have been cut off since they were read, and a phrase with them. */
    if (tokens->hits && at + tokens->hits[at].tokens <= tokens->n) return tokens->hits[at];
    return longest_at(lexicon, tokens, at, hash_first(tokens->items + at));
}

/* The table is larger than the caches, so its parts are asked for this many tokens ahead: the
 * filter first, then the index, then the key. */
#define AHEAD 16

static void ask_for_filter(const struct kh_lexicon *lexicon, uint64_t first)
{
    __builtin_prefetch(filter_of(lexicon) + kh_lexicon_filter_bit(kh_hash_end(first)) / 64);
}

static void ask_for_index(const struct kh_lexicon *lexicon, uint64_t first)
{
    uint64_t hash = kh_hash_end(first);
    if (may_hold(lexicon, hash))
        __builtin_prefetch(index_of(lexicon) + ((uint32_t)hash & (lexicon->index_n - 1)));
}

static void ask_for_key(const struct kh_lexicon *lexicon, uint64_t first)
{
    uint64_t hash = kh_hash_end(first);
    if (!may_hold(lexicon, hash)) return;
    uint32_t number = index_of(lexicon)[(uint32_t)hash & (lexicon->index_n - 1)];
    number &= ((uint32_t)1 << KH_LEXICON_NUMBER_BITS) - 1;
    if (number) __builtin_prefetch(keys_of(lexicon) + number - 1);
}

bool kh_lexicon_read(const struct kh_lexicon *lexicon, struct kh_arena *arena,
                     struct kh_tokens *tokens)
{
    uint64_t first[AHEAD];
    struct kh_hit *hits = kh_arena_alloc(arena, (tokens->n + 1) * sizeof *hits);
    if (!hits) return false;
    for (uint32_t i = 0; i < tokens->n + AHEAD; i++) {
        /* before the first one: large */
        uint32_t half = i - AHEAD / 2, near = i - AHEAD / 4 * 3, done = i - AHEAD;
        if (done < tokens->n) hits[done] = longest_at(lexicon, tokens, done, first[i % AHEAD]);
        if (near < tokens->n) ask_for_key(lexicon, first[near % AHEAD]);
        if (half < tokens->n) ask_for_index(lexicon, first[half % AHEAD]);
        if (i >= tokens->n) continue;
        first[i % AHEAD] = hash_first(&tokens->items[i]);
        ask_for_filter(lexicon, first[i % AHEAD]);
    }
    tokens->hits = hits;
    return true;
}

struct kh_entry kh_lexicon_entry(const struct kh_lexicon *lexicon, uint32_t number)
{
    assert(number < lexicon->entries_n);
    const struct kh_lexicon_entry *e = &entries_of(lexicon)[number];
    const char *strings = strings_of(lexicon);
    return (struct kh_entry){.lang = e->lang,
                             .kind = (uint8_t)e->kind,
                             .value = {strings + e->value, e->value_bytes},
                             .form = {strings + e->form, e->form_bytes}};
}

bool kh_hit_get(const struct kh_lexicon *lexicon, struct kh_hit hit, enum kh_lex_kind kind,
                uint32_t lang, struct kh_entry *out)
{
    if (!(hit.kinds >> kind & 1)) return false;
    const struct kh_lexicon_entry *entries = entries_of(lexicon);
    uint32_t found = UINT32_MAX;
    for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
        if (entries[i].kind != (uint32_t)kind) continue;
        bool own = entries[i].lang == lang || lang == KH_LANG_NONE;
        if (own || (entries[i].lang == KH_LANG_NONE && found == UINT32_MAX)) found = i;
        if (own) break;
    }
    if (found == UINT32_MAX) return false;
    *out = kh_lexicon_entry(lexicon, found);
    return true;
}

struct kh_hit kh_lexicon_shorter(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                                 uint32_t at, struct kh_hit hit)
{
    struct kh_tokens head = *tokens;
    if (hit.tokens < 2) return (struct kh_hit){0};
    head.n = at + hit.tokens - 1;
    return kh_lexicon_match(lexicon, &head, at);
}

bool kh_lexicon_match_kind(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                           uint32_t at, enum kh_lex_kind kind, struct kh_entry *entry,
                           uint32_t *covered)
{
    struct kh_hit hit = kh_lexicon_match(lexicon, tokens, at);
    for (; hit.entries; hit = kh_lexicon_shorter(lexicon, tokens, at, hit)) {
        *covered = hit.tokens;
        if (kh_hit_get(lexicon, hit, kind, KH_LANG_NONE, entry)) return true;
    }
    return false;
}

uint32_t kh_lexicon_count(const struct kh_lexicon *lexicon, enum kh_lex_kind kind)
{
    return lexicon->kind_first[kind + 1] - lexicon->kind_first[kind];
}

struct kh_entry kh_lexicon_at(const struct kh_lexicon *lexicon, enum kh_lex_kind kind, uint32_t i)
{
    assert(i < kh_lexicon_count(lexicon, kind));
    return kh_lexicon_entry(lexicon, by_kind_of(lexicon)[lexicon->kind_first[kind] + i]);
}

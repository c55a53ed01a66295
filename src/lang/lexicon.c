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

static const uint32_t *index_of(const struct kh_lexicon *lexicon)
{
    return (const void *)(lexicon + 1);
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

/* The key of the hash; NULL when there is none. */
static const struct kh_lexicon_key *key_of(const struct kh_lexicon *lexicon, uint64_t hash)
{
    const uint32_t *index = index_of(lexicon);
    const struct kh_lexicon_key *keys = keys_of(lexicon) - 1; /* numbers begin at 1 */
    uint32_t mask = lexicon->index_n - 1, check = kh_lexicon_check(hash);
    for (uint32_t i = (uint32_t)hash & mask; index[i]; i = (i + 1) & mask) {
        uint32_t number = index[i] ^ check;
        if (!(number >> KH_LEXICON_NUMBER_BITS) && keys[number].hash == hash) return &keys[number];
    }
    return NULL;
}

/* Of a phrase one of whose words is marked, the whole is. */
static enum kh_spelling spelling_of(const struct phrase *phrase)
{
    for (uint32_t i = 0; i < phrase->n; i++)
        if (phrase->tokens[i].flags & KH_TOKEN_MARKED) return KH_SPELLED_MARKED;
    return kh_spelling_of(phrase->tokens);
}

static bool is_meant(const struct kh_lexicon_entry *e, uint32_t spelled)
{
    return !spelled || !e->spelled || e->spelled == spelled;
}

static struct kh_hit hit_of(const struct kh_lexicon_key *key, uint32_t tokens)
{
    return (struct kh_hit){.first = key->first,
                           .entries = key->entries,
                           .tokens = (uint16_t)tokens,
                           .lang = key->lang,
                           .kinds = key->kinds};
}

/* The hit without the entries that the spelling rules out; without any when those are all. */
static struct kh_hit hit_spelled(const struct kh_lexicon *lexicon, struct kh_hit hit,
                                 enum kh_spelling spelled)
{
    const struct kh_lexicon_entry *e = entries_of(lexicon) + hit.first;
    hit.spelled = spelled;
    hit.kinds = 0;
    for (uint32_t i = 0; i < hit.entries; i++)
        if (is_meant(&e[i], spelled)) hit.kinds |= UINT64_C(1) << e[i].kind;
    if (!hit.kinds) hit.entries = 0;
    return hit;
}

struct kh_hit kh_lexicon_find(const struct kh_lexicon *lexicon, struct kh_str folded_key)
{
    const struct kh_lexicon_key *key = key_of(lexicon, kh_hash(folded_key));
    return key ? hit_of(key, 1) : (struct kh_hit){0};
}

struct kh_hit kh_lexicon_word(const struct kh_lexicon *lexicon, const struct kh_token *token)
{
    struct kh_hit hit = kh_lexicon_find(lexicon, token->folded);
    enum kh_spelling spelled = kh_spelling_of(token);
    return spelled && hit.entries ? hit_spelled(lexicon, hit, spelled) : hit;
}

bool kh_hit_means(const struct kh_lexicon *lexicon, struct kh_hit hit, uint32_t number)
{
    return is_meant(&entries_of(lexicon)[number], hit.spelled);
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

/* The phrase's hit, unless its spelling rules out all entries. Texts of few languages come here. */
static __attribute__((noinline)) void take_spelled(const struct kh_lexicon *lexicon,
                                                   const struct kh_lexicon_key *key,
                                                   const struct phrase *phrase, struct kh_hit *best)
{
    struct kh_hit hit = hit_spelled(lexicon, hit_of(key, phrase->n), spelling_of(phrase));
    if (hit.entries) *best = hit;
}

/* Takes what the key of a phrase says; true when the phrase may go on, and then it is longer. */
static inline bool take_key(const struct kh_lexicon *lexicon, const struct kh_lexicon_key *key,
                            const struct kh_tokens *tokens, struct phrase *phrase,
                            struct kh_hit *best)
{
    if (!key) return false;
    if (key->entries) {
        if (!kh_spelling_of(phrase->tokens)) *best = hit_of(key, phrase->n);
        else take_spelled(lexicon, key, phrase, best);
    }
    const struct kh_token *next = phrase->tokens + phrase->n;
    if (!key->next || next == tokens->items + tokens->n || (next->flags & KH_TOKEN_PARA) ||
        !(key->next & kh_lexicon_next_bit(next->folded)))
        return false;
    phrase_add(phrase);
    return true;
}

static struct kh_hit longest_at(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                                uint32_t at)
{
    struct phrase phrase = {.tokens = tokens->items + at, .hash = kh_hash_start(0)};
    struct kh_hit best = {0};
    phrase_add(&phrase);
    while (take_key(lexicon, key_of(lexicon, kh_hash_end(phrase.hash)), tokens, &phrase, &best)) {}
    return best;
}

struct kh_hit kh_lexicon_match(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                               uint32_t at)
{
    if (at >= tokens->n) return (struct kh_hit){0};
    /* The tokens may have been cut off since they were read, and a phrase with them. */
    if (tokens->hits && at + tokens->hits[at].tokens <= tokens->n) return tokens->hits[at];
    return longest_at(lexicon, tokens, at);
}

/* The table is larger than the caches: its parts are asked for some time before they are read, for
 * so many phrases at once. */
#define TOGETHER 128

/* Phrases of one length, and the finished hash of each. */
struct batch {
    struct phrase phrases[TOGETHER];
    uint64_t hashes[TOGETHER];
    uint32_t n;
};

/* Asks for what key_of will read. */
static void ask_for_keys(const struct kh_lexicon *lexicon, struct batch *batch)
{
    uint32_t mask = lexicon->index_n - 1;
    for (uint32_t i = 0; i < batch->n; i++) {
        batch->hashes[i] = kh_hash_end(batch->phrases[i].hash);
        __builtin_prefetch(index_of(lexicon) + ((uint32_t)batch->hashes[i] & mask));
    }
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t number = index_of(lexicon)[(uint32_t)batch->hashes[i] & mask];
        number ^= kh_lexicon_check(batch->hashes[i]);
        if (number && !(number >> KH_LEXICON_NUMBER_BITS))
            __builtin_prefetch(keys_of(lexicon) + number - 1);
    }
}

bool kh_lexicon_read(const struct kh_lexicon *lexicon, struct kh_arena *arena,
                     struct kh_tokens *tokens)
{
    struct batch batch;
    struct kh_hit *hits = kh_arena_zalloc(arena, tokens->n + 1, sizeof *hits);
    if (!hits) return false;
    for (uint32_t at = 0; at < tokens->n;) {
        for (batch.n = 0; batch.n < TOGETHER && at < tokens->n; at++) {
            struct phrase *phrase = &batch.phrases[batch.n++];
            *phrase = (struct phrase){.tokens = tokens->items + at, .hash = kh_hash_start(0)};
            phrase_add(phrase);
        }
        while (batch.n) { /* one token more in each round */
            ask_for_keys(lexicon, &batch);
            uint32_t left = 0;
            for (uint32_t i = 0; i < batch.n; i++) {
                struct phrase phrase = batch.phrases[i];
                if (take_key(lexicon, key_of(lexicon, batch.hashes[i]), tokens, &phrase,
                             &hits[phrase.tokens - tokens->items]))
                    batch.phrases[left++] = phrase;
            }
            batch.n = left;
        }
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
    if (hit.lang != KH_HIT_MIXED && hit.lang != lang && hit.lang && lang) return false;
    const struct kh_lexicon_entry *entries = entries_of(lexicon);
    uint32_t found = UINT32_MAX;
    for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
        if (entries[i].kind != (uint32_t)kind || !is_meant(&entries[i], hit.spelled)) continue;
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

/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts to the row of the search index. See index.h. Must not look at other articles.
 */
#include "search/index.h"

#include "base/err.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/map.h"
#include "search/spelling.h"

void kh_search_key(struct kh_buf *out, struct kh_str key)
{
    kh_buf_printf(out, "k%016llx", (unsigned long long)kh_hash(key));
}

static struct kh_str words_of(struct kh_arena *arena, const struct kh_tokens *tokens)
{
    size_t bytes = 0, n = 0;
    for (uint32_t i = 0; i < tokens->n; i++) bytes += tokens->items[i].folded.n + 1;
    char *out = kh_arena_bytes(arena, bytes + 1);
    if (!out) return KH_STR_NONE;
    for (uint32_t i = 0; i < tokens->n; i++) {
        struct kh_str word = tokens->items[i].folded;
        if (tokens->items[i].kind == KH_TOKEN_PUNCT || !word.n) continue;
        if (n) out[n++] = ' ';
        memcpy(out + n, word.p, word.n);
        n += word.n;
    }
    return (struct kh_str){out, n};
}

static bool put_keys(struct kh_arena *arena, const struct kh_facts *facts, struct kh_str *out)
{
    struct kh_map seen;
    struct kh_buf buf;
    kh_map_init(&seen, arena);
    kh_buf_init(&buf, KH_MAX_ARENA_BYTES);
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        bool is_new = false;
        if (!m->key.n || m->kind == KH_NUMBER || m->kind == KH_DATE) continue;
        if (!kh_map_put(&seen, m->key, i, &is_new)) break;
        if (!is_new) continue;
        kh_buf_byte(&buf, ' ');
        kh_search_key(&buf, m->key);
    }
    *out = kh_arena_str(arena, kh_buf_str(&buf));
    bool done = !buf.failed && !arena->failed;
    kh_buf_clear(&buf);
    return done;
}

static bool put_term(struct kh_arena *arena, struct kh_str term, struct kh_index_row *row,
                     size_t *capacity)
{
    struct kh_sound sound;
    kh_spelling_sound(term, &sound);
    for (uint8_t i = 0; i < sound.keys_n; i++) {
        struct kh_sound_term *all =
            kh_arena_grow(arena, row->terms, row->terms_n, capacity, sizeof *all);
        if (!all) return false;
        row->terms = all;
        all[row->terms_n++] = (struct kh_sound_term){sound.keys[i], term};
    }
    return true;
}

static bool put_terms(struct kh_arena *arena, struct kh_map *seen, const struct kh_tokens *tokens,
                      uint32_t from, uint32_t end_byte, struct kh_index_row *row, size_t *capacity)
{
    for (uint32_t k = from; k < tokens->n && tokens->items[k].end <= end_byte; k++) {
        const struct kh_token *token = &tokens->items[k];
        bool is_new = false;
        if (token->kind != KH_TOKEN_WORD || !token->folded.n) continue;
        if (!kh_map_put(seen, token->folded, 0, &is_new)) return false;
        if (is_new && !put_term(arena, token->folded, row, capacity)) return false;
    }
    return true;
}

/* The words that are parts of names go under their sounds: those of the mentions, and in scripts
 * with capitals those that have one inside a sentence. */
static bool put_names(struct kh_arena *arena, const struct kh_facts *facts,
                      struct kh_index_row *row)
{
    struct kh_map seen;
    size_t capacity = 0;
    uint32_t text_at = 0, title_at = 0;
    kh_map_init(&seen, arena);
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        const struct kh_tokens *tokens = m->in_title ? &facts->title : &facts->text;
        uint32_t *at = m->in_title ? &title_at : &text_at;
        if (m->kind > KH_ORGANISATION) continue;
        while (*at < tokens->n && tokens->items[*at].start < m->start) ++*at;
        if (!put_terms(arena, &seen, tokens, *at, m->end, row, &capacity)) return false;
    }
    for (uint32_t k = 0; k < facts->text.n; k++) {
        const struct kh_token *token = &facts->text.items[k];
        unsigned flags = token->flags & (KH_TOKEN_CAPITAL | KH_TOKEN_SENTENCE);
        if (flags != KH_TOKEN_CAPITAL) continue;
        if (!put_terms(arena, &seen, &facts->text, k, token->end, row, &capacity)) return false;
    }
    return true;
}

enum khabar_status kh_search_index(struct kh_arena *arena, const struct kh_facts *facts,
                                   struct kh_index_row *out, struct khabar_error *err)
{
    *out = (struct kh_index_row){.title = words_of(arena, &facts->title),
                                 .body = words_of(arena, &facts->text)};
    bool done = put_keys(arena, facts, &out->keys) && put_names(arena, facts, out);
    struct kh_str both =
        kh_arena_printf(arena, "%.*s\n%.*s", (int)out->title.n, out->title.n ? out->title.p : "",
                        (int)out->body.n, out->body.n ? out->body.p : "");
    kh_sha256(both, out->text_key);
    if (done && !arena->failed) return KHABAR_OK;
    return kh_error(err, "search", KHABAR_NO_MEMORY, "out of memory");
}

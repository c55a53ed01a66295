/* SPDX-License-Identifier: Apache-2.0
 *
 * Where sentences begin: after a final mark, unless it closes an abbreviation, an initial or a
 * number; and which words have letters that the language tells apart. Takes cut tokens, sets
 * their flags; moves nothing.
 */
#include "lang/grammar.h"

static bool is_final(uint32_t code)
{
    switch (code) {
    case '.':
    case '!':
    case '?':
    case 0x2026:
    case 0x06D4:
    case 0x061F:
    case 0x0964:
    case 0x0965:
    case 0x3002:
    case 0xFF01:
    case 0xFF1F: return true;
    default: return false;
    }
}

/* Marks that may follow a final mark and still belong to its sentence. */
static bool is_closing(uint32_t code)
{
    return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0x2019 ||
           code == 0x201D || code == 0x00BB || code == 0x300D || code == 0x300F;
}

/* The full stop at `dot` belongs to the word before it. */
static bool is_abbreviation(const struct kh_tokens *tokens, uint32_t dot, uint32_t lang)
{
    const struct kh_token *t = tokens->items;
    if (t[dot].code != '.' || dot == 0 || !(t[dot].flags & KH_TOKEN_GLUED)) return false;
    const struct kh_token *word = &t[dot - 1];
    if (word->kind != KH_TOKEN_WORD) return false;
    bool single = word->script != KH_SCRIPT_ARABIC && word->end - word->start <= 2;
    if (single && (word->flags & KH_TOKEN_CAPITAL)) return true;
    const struct kh_lexicon *lexicon = kh_lexicon_builtin();
    struct kh_entry entry;
    return kh_hit_get(lexicon, kh_lexicon_find(lexicon, word->folded), KH_LEX_ABBREV, lang, &entry);
}

/* The token behind a final mark begins a sentence: marks without a space do so only in scripts
 * that write none. */
static bool may_begin(const struct kh_token *mark, const struct kh_token *next)
{
    if (!(next->flags & KH_TOKEN_GLUED)) return true;
    return mark->code > 0x80 && mark->code != 0x2026;
}

#define MARKED_LEAST 20 /* words to one with such a letter, in texts that are written with them */

/* Marks the words by the letters that the language tells apart. A capital I may stand for a letter
 * with a dot or without. */
static void mark_letters(struct kh_tokens *tokens, uint32_t lang)
{
    uint32_t words = 0, marked = 0;
    struct kh_str letters = kh_grammar_of(kh_lexicon_builtin(), lang).letters;
    if (!letters.n) return;
    for (uint32_t i = 0; i < tokens->n; i++) {
        struct kh_token *t = &tokens->items[i];
        if (t->kind != KH_TOKEN_WORD) continue;
        words++;
        if (!kh_has_letter(kh_str_sub(tokens->text, t->start, t->end), letters)) continue;
        t->flags |= KH_TOKEN_MARKED;
        marked++;
    }
    bool dotless = kh_str_find(letters, KH_STR("ı"), 0) != SIZE_MAX;
    for (uint32_t i = 0; i < tokens->n && marked && words <= marked * MARKED_LEAST; i++) {
        struct kh_token *t = &tokens->items[i];
        bool doubtful = dotless && memchr(tokens->text.p + t->start, 'I', t->end - t->start);
        if (!doubtful && !(t->flags & KH_TOKEN_MARKED)) t->flags |= KH_TOKEN_UNMARKED;
    }
}

bool kh_tokenize(struct kh_arena *arena, struct kh_str text, uint32_t lang, struct kh_tokens *out)
{
    if (!kh_tokens_cut(arena, text, out)) return false;
    uint32_t mark = UINT32_MAX; /* the final mark that was met last, closing marks passed over */
    for (uint32_t i = 0; i < out->n; i++) {
        struct kh_token *t = &out->items[i];
        bool ended = mark != UINT32_MAX && may_begin(&out->items[mark], t);
        if (t->kind == KH_TOKEN_PUNCT && is_final(t->code) && !(t->flags & KH_TOKEN_PARA)) {
            mark = is_abbreviation(out, i, lang) ? UINT32_MAX : i;
            continue;
        }
        bool closes = t->kind == KH_TOKEN_PUNCT && is_closing(t->code) && mark != UINT32_MAX &&
                      (t->flags & KH_TOKEN_GLUED);
        if (closes && !(t->flags & KH_TOKEN_PARA)) continue;
        if (ended || (t->flags & KH_TOKEN_PARA)) t->flags |= KH_TOKEN_SENTENCE;
        mark = UINT32_MAX;
    }
    mark_letters(out, lang);
    return true;
}

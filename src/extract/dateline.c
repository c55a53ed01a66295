/* SPDX-License-Identifier: Apache-2.0
 *
 * The dateline at the start of a text ("KARACHI:", "Ankara –", "کراچی (...)"). Takes tokens, hands
 * on the place as printed; looks at nothing else of the page.
 */
#include "extract/dateline.h"

/* Longest dateline in words. */
#define DATELINE_WORDS 6

bool kh_is_low(const struct kh_token *token)
{
    bool cased = token->script == KH_SCRIPT_LATIN || token->script == KH_SCRIPT_CYRILLIC;
    return token->kind == KH_TOKEN_WORD && cased && !(token->flags & KH_TOKEN_CAPITAL);
}

bool kh_is_place(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens, uint32_t at,
                 uint32_t *covered)
{
    struct kh_entry entry;
    return kh_lexicon_match_kind(lexicon, tokens, at, KH_LEX_CITY, &entry, covered) ||
           kh_lexicon_match_kind(lexicon, tokens, at, KH_LEX_COUNTRY, &entry, covered) ||
           kh_lexicon_match_kind(lexicon, tokens, at, KH_LEX_PROVINCE, &entry, covered);
}

bool kh_is_dash(const struct kh_token *token)
{
    return token->code == '-' || (token->code >= 0x2010 && token->code <= 0x2015);
}

/* The name in the brackets that open at token `at`, if it is one; *end behind the brackets. */
static struct kh_str in_brackets(const struct kh_tokens *tokens, uint32_t at, uint32_t *end)
{
    uint32_t close = at + 1;
    while (close < tokens->n && close < at + 10 && tokens->items[close].code != ')') close++;
    if (close >= tokens->n || tokens->items[close].code != ')') return KH_STR_NONE;
    *end = close + 1;
    return kh_str_trim(kh_str_sub(tokens->text, tokens->items[at].end, tokens->items[close].start));
}

uint32_t kh_dateline_find(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                          bool opens, struct kh_str *place, struct kh_str *author)
{
    uint32_t at = 0, places = 0, upper = 0, words = 0, low = 0, covered;
    *place = *author = KH_STR_NONE;
    while (at < tokens->n && words <= DATELINE_WORDS) {
        const struct kh_token *token = &tokens->items[at];
        if (token->kind == KH_TOKEN_PUNCT) {
            bool comma = token->code == ',' || token->code == 0x60C || token->code == '/';
            bool after_stop = at > 0 && tokens->items[at - 1].code == '.';
            bool inner = token->flags & KH_TOKEN_GLUED && kh_is_dash(token) && !after_stop;
            if (!comma && !inner && token->code != '.') break;
            at++;
            continue;
        }
        if (token->kind == KH_TOKEN_NUMBER && words == 0) return 0;
        if (!kh_is_place(lexicon, tokens, at, &covered)) covered = 1;
        else places++;
        upper += token->flags & KH_TOKEN_UPPER ? 1 : 0;
        low += kh_is_low(token);
        words += covered;
        at += covered;
    }
    if (at == 0 || at >= tokens->n || words == 0 || words > DATELINE_WORDS) return 0;
    const struct kh_token *mark = &tokens->items[at];
    bool believed = opens && kh_is_dash(mark) && words <= 2 && low == 0;
    if (opens && mark->code == '(' && words <= 3 && at + 1 < tokens->n) {
        struct kh_entry entry;
        believed =
            kh_lexicon_match_kind(lexicon, tokens, at + 1, KH_LEX_BYLINE, &entry, &covered) &&
            !kh_str_eq(entry.value, KH_STR("by"));
    }
    if (places == 0 && upper == 0 && !believed) return 0;
    if (mark->code != ':' && mark->code != '(' && !kh_is_dash(mark)) return 0;
    if (words > places + 1 && upper == 0 && !believed && !(places && words <= 3)) return 0;
    *place = kh_str_sub(tokens->text, tokens->items[0].start, tokens->items[at - 1].end);
    if (place->n > 1 && place->p[place->n - 1] == '.') place->n--;
    if (mark->code == '(') {
        *author = in_brackets(tokens, at, &at);
        return author->n ? at : 0;
    }
    return at + 1;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking up the head of a block among the phrases of page furniture, in whatever language they
 * are. Takes a block's text, hands on bins; the learnt weights decide what they are worth.
 */
#include "extract/furniture.h"

#include "base/utf8.h"

/* More of a block is not looked at. */
#define HEAD_BYTES 80u

static uint8_t class_of(struct kh_str value)
{
    static const struct {
        const char *name;
        uint8_t bin;
    } classes[] = {
        {"menu", 1},    {"section", 1}, {"ticker", 1},     {"share", 2},    {"follow", 3},
        {"tool", 4},    {"comment", 5}, {"related", 6},    {"readmore", 7}, {"advert", 8},
        {"caption", 9}, {"tags", 10},   {"copyright", 11}, {"paywall", 12}, {"newsletter", 12},
        {"byline", 13}, {"stamp", 14},  {"cookie", 15},    {"nopage", 15},
    };
    struct kh_str class = kh_str_cut(&value, '|');
    for (unsigned i = 0; i < sizeof classes / sizeof *classes; i++)
        if (kh_str_eq(class, kh_str_of(classes[i].name))) return classes[i].bin;
    return 0;
}

/* The furniture phrase at a token: its class, and how many tokens it covers. */
static uint8_t phrase_at(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                         uint32_t at, uint32_t *covered)
{
    struct kh_entry entry;
    *covered = 1;
    if (!kh_lexicon_may_begin(lexicon, tokens->items[at].folded, KH_LEX_OF_PAGES)) return 0;
    struct kh_hit hit = kh_lexicon_match(lexicon, tokens, at);
    if (!hit.entries || !kh_hit_get(lexicon, hit, KH_LEX_FURNITURE, KH_LANG_NONE, &entry)) return 0;
    *covered = hit.tokens;
    return class_of(entry.value);
}

bool kh_furniture_read(struct kh_arena *arena, const struct kh_lexicon *lexicon, struct kh_str text,
                       struct kh_furniture_bins *out)
{
    struct kh_tokens tokens;
    bool cut = text.n > HEAD_BYTES;
    if (cut) text.n = kh_utf8_cut(text, HEAD_BYTES);
    *out = (struct kh_furniture_bins){0, 0};
    if (!kh_tokens_cut(arena, text, &tokens)) return false;
    uint32_t head = 0, foreign = 0, phrases = 0, covered = 1;
    while (head < tokens.n && tokens.items[head].kind != KH_TOKEN_WORD) head++;
    for (uint32_t i = head; i < tokens.n; i += covered) {
        covered = 1;
        if (tokens.items[i].kind != KH_TOKEN_WORD) continue;
        uint8_t class = phrase_at(lexicon, &tokens, i, &covered);
        phrases += class != 0;
        foreign += class == 0;
        if (i == head && class) {
            out->class = class;
            uint32_t next = i + covered;
            bool colon = (next < tokens.n && tokens.items[next].code == ':') ||
                         tokens.items[next - 1].code == ':';
            out->form = colon ? 2 : 1;
        }
        if (foreign > 6) break;
    }
    if (phrases && !foreign && !cut) out->form = 3;
    else if (phrases && !out->form) out->form = 4;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Taking affixes off. See inflect.h.
 */
#include "lang/inflect.h"

#include "base/utf8.h"

#define LONGEST_WORD 96 /* bytes; longer words are looked up as they stand */
#define LONGEST_AFFIX 8 /* code points */

/* A word in the making: rest and what the affix rule puts in its place. */
struct stem {
    char bytes[LONGEST_WORD + 32];
    size_t n;
};

static bool find(const struct kh_lexicon *lexicon, struct kh_str word, enum kh_lex_kind kind,
                 uint32_t lang, struct kh_entry *out)
{
    struct kh_hit hit = kh_lexicon_find(lexicon, word);
    return hit.entries && kh_hit_get(lexicon, hit, kind, lang, out);
}

/* The rules for an affix, "- x" for a suffix and "x -" for a prefix as the packer keys them. */
static struct kh_hit rules(const struct kh_lexicon *lexicon, struct kh_str affix, bool suffix)
{
    char key[LONGEST_AFFIX * 4 + 2];
    if (affix.n + 2 > sizeof key) return (struct kh_hit){0};
    memcpy(key + (suffix ? 2 : 0), affix.p, affix.n);
    memcpy(suffix ? key : key + affix.n, suffix ? "- " : " -", 2);
    return kh_lexicon_find(lexicon, (struct kh_str){key, affix.n + 2});
}

static bool is_rule(struct kh_entry rule, uint32_t lang)
{
    return rule.kind == KH_LEX_AFFIX && rule.lang == lang && rule.value.n <= 16;
}

static void join(struct stem *out, struct kh_str a, struct kh_str b)
{
    memcpy(out->bytes, a.p, a.n);
    memcpy(out->bytes + a.n, b.p, b.n);
    out->n = a.n + b.n;
}

/* The word with one suffix off, the longest suffix first. */
static bool without_suffix(const struct kh_lexicon *lexicon, struct kh_str word,
                           enum kh_lex_kind kind, uint32_t lang, struct kh_entry *out)
{
    size_t cuts[LONGEST_AFFIX], cuts_n = 0, at = word.n;
    while (cuts_n < LONGEST_AFFIX && at > 0) {
        kh_utf8_previous(word, &at);
        cuts[cuts_n++] = at;
    }
    while (cuts_n-- > 0) {
        struct kh_str rest = kh_str_sub(word, 0, cuts[cuts_n]);
        if (kh_utf8_count(rest) < KH_STEM_LEAST - 1) continue;
        struct kh_hit hit = rules(lexicon, kh_str_sub(word, rest.n, word.n), true);
        for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
            struct kh_entry rule = kh_lexicon_entry(lexicon, i);
            struct stem stem;
            if (!is_rule(rule, lang)) continue;
            join(&stem, rest, rule.value);
            struct kh_str made = {stem.bytes, stem.n};
            if (kh_utf8_count(made) >= KH_STEM_LEAST && find(lexicon, made, kind, lang, out))
                return true;
        }
    }
    return false;
}

bool kh_inflected_get(const struct kh_lexicon *lexicon, struct kh_str folded, enum kh_lex_kind kind,
                      uint32_t lang, struct kh_entry *out)
{
    if (find(lexicon, folded, kind, lang, out)) return true;
    if (folded.n > LONGEST_WORD || lang == KH_LANG_NONE) return false;
    if (without_suffix(lexicon, folded, kind, lang, out)) return true;
    for (size_t at = 0, n = 0; n < 4 && at < folded.n; n++) {
        kh_utf8_next(folded, &at);
        struct kh_str rest = kh_str_sub(folded, at, folded.n);
        if (kh_utf8_count(rest) < KH_STEM_LEAST) break;
        struct kh_hit hit = rules(lexicon, kh_str_sub(folded, 0, at), false);
        bool known = false;
        for (uint32_t i = hit.first; i < hit.first + hit.entries && !known; i++)
            known = is_rule(kh_lexicon_entry(lexicon, i), lang);
        if (!known) continue;
        if (find(lexicon, rest, kind, lang, out)) return true;
        if (without_suffix(lexicon, rest, kind, lang, out)) return true;
    }
    return false;
}

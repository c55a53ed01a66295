/* SPDX-License-Identifier: Apache-2.0
 *
 * Taking affixes off. See inflect.h.
 */
#include "lang/inflect.h"

#include "base/utf8.h"

#define LONGEST_WORD 96 /* bytes; longer words are looked up as they stand */
#define LONGEST_AFFIX 8 /* code points */
#define LONGEST_PREFIX 4

/* A word in the making: rest and what the affix rule puts in its place. */
struct stem {
    char bytes[LONGEST_WORD + 32];
    size_t n;
};

/* What is looked for. */
struct search {
    const struct kh_lexicon *lexicon;
    enum kh_lex_kind kind;
    uint32_t lang;
    enum kh_spelling spelled;
    struct kh_entry *out;
};

static bool find(const struct search *s, struct kh_str word)
{
    struct kh_hit hit = kh_lexicon_find(s->lexicon, word);
    hit.spelled = s->spelled;
    return hit.entries && kh_hit_get(s->lexicon, hit, s->kind, s->lang, s->out);
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

/* A place where a suffix may be cut off, and the code points before it. */
struct cut {
    size_t at, chars;
};

/* The word of so many code points with one suffix off, the longest rest first. */
static bool without_suffix(const struct search *s, struct kh_str word, size_t chars)
{
    struct cut cuts[LONGEST_AFFIX];
    size_t cuts_n = 0, at = word.n;
    for (size_t k = 1; k <= LONGEST_AFFIX && chars >= k + KH_STEM_LEAST - 1; k++) {
        while (at > 0 && ((unsigned char)word.p[--at] & 0xC0) == 0x80) {}
        if (kh_lexicon_may_be_affix(s->lexicon, kh_str_sub(word, at, word.n), s->lang, true))
            cuts[cuts_n++] = (struct cut){at, chars - k};
    }
    for (size_t c = 0; c < cuts_n; c++) {
        struct kh_str rest = kh_str_sub(word, 0, cuts[c].at);
        struct kh_hit hit = rules(s->lexicon, kh_str_sub(word, rest.n, word.n), true);
        for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
            struct kh_entry rule = kh_lexicon_entry(s->lexicon, i);
            struct stem stem;
            if (!is_rule(rule, s->lang)) continue;
            if (cuts[c].chars + kh_utf8_count(rule.value) < KH_STEM_LEAST) continue;
            join(&stem, rest, rule.value);
            if (find(s, (struct kh_str){stem.bytes, stem.n})) return true;
        }
    }
    return false;
}

/* The word without its first `at` bytes, for each rule that takes them off; `chars` code points are
 * left. */
static bool without_prefix(const struct search *s, struct kh_str word, size_t at, size_t chars)
{
    struct kh_str prefix = kh_str_sub(word, 0, at);
    if (!kh_lexicon_may_be_affix(s->lexicon, prefix, s->lang, false)) return false;
    struct kh_hit hit = rules(s->lexicon, prefix, false);
    for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
        struct kh_entry rule = kh_lexicon_entry(s->lexicon, i);
        struct stem stem;
        if (!is_rule(rule, s->lang)) continue;
        join(&stem, rule.value, kh_str_sub(word, at, word.n));
        struct kh_str rest = {stem.bytes, stem.n};
        if (find(s, rest)) return true;
        if (without_suffix(s, rest, chars + kh_utf8_count(rule.value))) return true;
    }
    return false;
}

static bool search(struct search s, struct kh_str folded)
{
    if (find(&s, folded)) return true;
    if (folded.n > LONGEST_WORD || s.lang == KH_LANG_NONE) return false;
    /* The marked letters of a word may be those of its affixes. */
    if (s.spelled == KH_SPELLED_MARKED) s.spelled = KH_SPELLED_ANY;
    size_t chars = kh_utf8_count(folded);
    if (without_suffix(&s, folded, chars)) return true;
    for (size_t at = 0, n = 1; n <= LONGEST_PREFIX && chars >= n + KH_STEM_LEAST; n++) {
        kh_utf8_next(folded, &at);
        if (without_prefix(&s, folded, at, chars - n)) return true;
    }
    return false;
}

bool kh_inflected_get(const struct kh_lexicon *lexicon, struct kh_str folded, enum kh_lex_kind kind,
                      uint32_t lang, struct kh_entry *out)
{
    return search((struct search){lexicon, kind, lang, KH_SPELLED_ANY, out}, folded);
}

bool kh_inflected_word(const struct kh_lexicon *lexicon, const struct kh_token *token,
                       enum kh_lex_kind kind, uint32_t lang, struct kh_entry *out)
{
    return search((struct search){lexicon, kind, lang, kh_spelling_of(token), out}, token->folded);
}

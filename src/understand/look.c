/* SPDX-License-Identifier: Apache-2.0
 *
 * The first look at a text: what the lexicon knows at each token, prefixed particles taken off
 * (Arabic and, with, for, like), and which words stand without a capital somewhere. Takes tokens,
 * hands on sights; decides nothing.
 */
#include "understand/internal.h"

#include "base/limits.h"

/* Folding takes Urdu final ye barree for ye and noon ghunna for noon, but drops of water are not
 * the people of Qatar: the ending that an entry must have, or none. */
static struct kh_str ending_of(const struct kh_reader *r, const struct kh_tokens *tokens,
                               uint32_t at, uint32_t n)
{
    const struct kh_token *t = &tokens->items[at + n - 1];
    struct kh_str source = kh_str_sub(tokens->text, t->start, t->end);
    if (r->lang != KH_LANG('u', 'r') || source.n < 4) return KH_STR_NONE;
    struct kh_str end = {source.p + source.n - 2, 2};
    bool own = kh_str_eq(end, KH_STR("ے")) || kh_str_eq(end, KH_STR("ں"));
    return own ? end : KH_STR_NONE;
}

/* Kinds of the entries of a hit that count for the article's language. */
static uint64_t kinds_of(const struct kh_lexicon *lexicon, struct kh_hit hit, uint32_t lang,
                         struct kh_str ending)
{
    uint64_t kinds = 0;
    if (!ending.n && hit.lang != KH_HIT_MIXED)
        return hit.lang == lang || !hit.lang || !lang ? hit.kinds : 0;
    for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
        struct kh_entry e = kh_lexicon_entry(lexicon, i);
        if (hit.spelled && !kh_hit_means(lexicon, hit, i)) continue;
        if (ending.n && e.lang == lang && !kh_str_ends(e.form, ending)) continue;
        if (e.lang == lang || e.lang == KH_LANG_NONE || lang == KH_LANG_NONE)
            kinds |= (uint64_t)1 << e.kind;
    }
    return kinds;
}

/* Kinds that a finder of this stage acts upon. */
#define WANTED                                                                                     \
    (KH_BIT(COUNTRY) | KH_BIT(DEMONYM) | KH_BIT(REGION) | KH_BIT(PROVINCE) | KH_BIT(CITY) |        \
     KH_BIT(ROLE) | KH_BIT(ORG) | KH_BIT(ORGHEAD) | KH_BIT(GIVEN) | KH_BIT(ACT))

/* A form all in capitals (US, WHO) is met only in capitals. */
static bool is_acronym(struct kh_str form)
{
    bool letter = false;
    for (size_t i = 0; i < form.n; i++) {
        if (form.p[i] >= 'a' && form.p[i] <= 'z') return false;
        if ((unsigned char)form.p[i] >= 0x80) return false;
        letter = letter || kh_is_alpha(form.p[i]);
    }
    return letter && form.n <= 6;
}

bool kh_sight_get(const struct kh_reader *r, const struct kh_sight *sight, enum kh_lex_kind kind,
                  struct kh_entry *out)
{
    return sight->hit.entries && kh_hit_get(r->lexicon, sight->hit, kind, r->lang, out);
}

/* Names begin with a capital where the script has them; adjectives of countries need not. */
static bool has_right_case(const struct kh_reader *r, const struct kh_token *t,
                           const struct kh_sight *sight)
{
    if (t->script != KH_SCRIPT_LATIN && t->script != KH_SCRIPT_CYRILLIC) return true;
    struct kh_entry e;
    bool names = (sight->phrase & (KH_BIT(COUNTRY) | KH_BIT(CITY) | KH_BIT(PROVINCE) |
                                   KH_BIT(REGION) | KH_BIT(ORG))) != 0;
    if (!names) return true;
    if (!((t->flags | t[sight->hit.tokens - 1].flags) & KH_TOKEN_CAPITAL)) return false;
    static const uint8_t kinds[] = {KH_LEX_COUNTRY, KH_LEX_ORG, KH_LEX_REGION, KH_LEX_PROVINCE};
    for (unsigned i = 0; i < sizeof kinds; i++)
        if (sight->hit.tokens == 1 && kh_sight_get(r, sight, (enum kh_lex_kind)kinds[i], &e))
            return !is_acronym(e.form) || (t->flags & KH_TOKEN_UPPER) || t->end - t->start == 1;
    return true;
}

/* The phrase at `at` when its first word is `folded` instead. */
static struct kh_hit match_as(const struct kh_reader *r, const struct kh_tokens *tokens,
                              uint32_t at, struct kh_str folded)
{
    struct kh_token words[8];
    uint32_t n = tokens->n - at < 8 ? tokens->n - at : 8;
    memcpy(words, tokens->items + at, n * sizeof *words);
    words[0].folded = folded;
    struct kh_tokens view = {.items = words, .n = n};
    return kh_lexicon_match(r->lexicon, &view, 0);
}

/* Arabic: wa- fa- bi- li- ka-, two of them, and lil- for li-al-. Folded letters have two bytes. */
size_t kh_clitic_at(struct kh_reader *r, struct kh_str w, unsigned attempt, struct kh_str *rest)
{
    static const char *const prefixes[] = {"و", "ف", "ب", "ل", "ک", "وب", "ول", "فب", "فل"};
    if (attempt < sizeof prefixes / sizeof *prefixes) {
        struct kh_str prefix = kh_str_of(prefixes[attempt]);
        if (!kh_str_starts(w, prefix) || w.n < prefix.n + 6) return SIZE_MAX;
        *rest = (struct kh_str){w.p + prefix.n, w.n - prefix.n};
        if (!kh_str_ends(prefix, KH_STR("ل")) || !kh_str_starts(*rest, KH_STR("ل")))
            return prefix.n;
        char *al = kh_arena_bytes(r->arena, rest->n + 2); /* lil-X is li- and al-X */
        if (!al) return 0;
        memcpy(al, "ا", 2);
        memcpy(al + 2, rest->p, rest->n);
        *rest = (struct kh_str){al, rest->n + 2};
        return prefix.n;
    }
    return 0;
}

/* A word that is a particle with its prefix may still be one before a verb: "and said". Behind a
 * given name a word is rather a surname than "to" and another given name. */
static void look_behind_clitic(struct kh_reader *r, const struct kh_tokens *tokens, uint32_t at,
                               struct kh_sight *sight)
{
    bool in_name = at > 0 && (sight[-1].word & KH_BIT(GIVEN)) != 0;
    uint64_t wanted = sight->word & KH_BIT(STOP) ? KH_BIT(ACT) : WANTED;
    struct kh_str w = tokens->items[at].folded, rest;
    if (!memchr("\xd9\xd8\xda", w.p[0], 3)) return;
    for (unsigned attempt = 0;; attempt++) {
        size_t bytes = kh_clitic_at(r, w, attempt, &rest);
        if (bytes == 0) return;
        if (bytes == SIZE_MAX) continue;
        struct kh_hit hit = match_as(r, tokens, at, rest);
        uint64_t kinds = hit.entries ? kinds_of(r->lexicon, hit, r->lang, KH_STR_NONE) : 0;
        if (hit.tokens > 1 && !(kinds & wanted)) { /* what a ministry does hides none */
            hit = kh_lexicon_find(r->lexicon, rest);
            hit.tokens = 1;
            kinds = hit.entries ? kinds_of(r->lexicon, hit, r->lang, KH_STR_NONE) : 0;
        }
        if (!(kinds & wanted)) continue;
        if (in_name && (kinds & WANTED) == KH_BIT(GIVEN) && !kh_str_starts(w, KH_STR("و")))
            continue;
        sight->hit = hit;
        sight->phrase = kinds;
        sight->clitic_bytes = (uint8_t)bytes;
        return;
    }
}

static void look_at(struct kh_reader *r, const struct kh_tokens *tokens, uint32_t at,
                    struct kh_sight *sight)
{
    const struct kh_token *t = &tokens->items[at];
    struct kh_hit hit = kh_lexicon_match(r->lexicon, tokens, at);
    if (hit.entries) {
        sight->hit = hit;
        sight->phrase = kinds_of(r->lexicon, hit, r->lang, ending_of(r, tokens, at, hit.tokens));
        if (hit.tokens == 1) {
            sight->word = sight->phrase;
        } else {
            struct kh_hit one = kh_lexicon_word(r->lexicon, t);
            if (one.entries)
                sight->word = kinds_of(r->lexicon, one, r->lang, ending_of(r, tokens, at, 1));
        }
        /* Latin acronyms inside other scripts are known by their English entries. */
        if (!sight->phrase && t->script == KH_SCRIPT_LATIN && (t->flags & KH_TOKEN_UPPER))
            sight->phrase = kinds_of(r->lexicon, hit, KH_LANG('e', 'n'), KH_STR_NONE) & KH_BIT(ORG);
    }
    if (r->grammar.clitics && t->script == KH_SCRIPT_ARABIC && t->folded.n >= 8 &&
        !(sight->phrase & WANTED))
        look_behind_clitic(r, tokens, at, sight);
    if ((sight->phrase & WANTED) && !has_right_case(r, t, sight))
        sight->phrase &= ~(WANTED & ~(KH_BIT(DEMONYM) | KH_BIT(ROLE) | KH_BIT(ORGHEAD)));
}

/* One of 256 classes of words, to ask quickly whether one may be among some. */
static uint8_t class_of_word(struct kh_str folded)
{
    unsigned first = (unsigned char)folded.p[0], last = (unsigned char)folded.p[folded.n - 1];
    unsigned middle = (unsigned char)folded.p[folded.n / 2];
    return (uint8_t)(first * 5 + middle * 19 + last * 3 + folded.n * 37);
}

void kh_note_words(struct kh_reader *r)
{
    const struct kh_tokens *texts[2] = {r->title.tokens, r->text.tokens};
    bool asked[256]; /* a word of the class may be looked for */
    memset(asked, !r->cased, sizeof asked);
    for (unsigned k = 0; r->cased && k < 2; k++)
        for (uint32_t i = 0; i < texts[k]->n; i++)
            if (texts[k]->items[i].flags & KH_TOKEN_CAPITAL)
                asked[class_of_word(texts[k]->items[i].folded)] = true;
    for (unsigned k = 0; k < 2; k++) {
        for (uint32_t i = 0; i < texts[k]->n; i++) {
            const struct kh_token *t = &texts[k]->items[i];
            if (t->kind != KH_TOKEN_WORD || (t->flags & KH_TOKEN_CAPITAL)) continue;
            if (t->folded.n <= 2 || !asked[class_of_word(t->folded)]) continue;
            uint32_t *count = kh_map_put(&r->lower, t->folded, 0, NULL);
            if (count) ++*count;
        }
    }
}

/* Lines in which most words have a capital say nothing by a capital. */
static void note_title_case(const struct kh_tokens *tokens, struct kh_sight *sights)
{
    for (uint32_t from = 0; from < tokens->n;) {
        uint32_t to = from + 1, words = 0, capitals = 0, small = 0;
        while (to < tokens->n && !(tokens->items[to].flags & KH_TOKEN_PARA)) to++;
        for (uint32_t i = from; i < to && to - from <= 40; i++) {
            if (tokens->items[i].kind != KH_TOKEN_WORD) continue;
            words++;
            capitals += (tokens->items[i].flags & KH_TOKEN_CAPITAL) != 0;
            small += !(tokens->items[i].flags & KH_TOKEN_CAPITAL) &&
                     tokens->items[i].end - tokens->items[i].start > 4;
        }
        bool stopped = tokens->items[to - 1].code == '.';
        if (words >= 4 && capitals * 10 >= words * 6 && small == 0 && !stopped)
            for (uint32_t i = from; i < to; i++) sights[i].title_case = true;
        from = to;
    }
}

bool kh_look(struct kh_reader *r, struct kh_view *view)
{
    const struct kh_tokens *tokens = view->tokens;
    view->sights = kh_arena_zalloc(r->arena, tokens->n + 1, sizeof *view->sights);
    if (!view->sights) return false;
    for (uint32_t i = 0; i < tokens->n; i++) look_at(r, tokens, i, &view->sights[i]);
    if (r->cased) note_title_case(tokens, view->sights);
    return !r->arena->failed;
}

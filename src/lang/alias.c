/* SPDX-License-Identifier: Apache-2.0
 *
 * Names the tables or a desk know. See alias.h.
 */
#include "lang/alias.h"

#include "lang/sound.h"

#define LONGEST_PHRASE 256 /* bytes, folded */
#define MOST_WORDS 16

const char *kh_known_kind_name(enum kh_known_kind kind)
{
    switch (kind) {
    case KH_KNOWN_PERSON: return "person";
    case KH_KNOWN_PLACE: return "place";
    case KH_KNOWN_ORGANISATION: return "organisation";
    }
    return "person";
}

static void know_country(const struct kh_lexicon *lexicon, struct kh_str value,
                         struct kh_known *out)
{
    struct kh_entry e;
    char code[2] = {kh_lower(value.p[0]), kh_lower(value.p[1])};
    struct kh_hit hit = kh_lexicon_find(lexicon, (struct kh_str){code, 2});
    bool named = hit.entries && kh_hit_get(lexicon, hit, KH_LEX_COUNTRYNAME, KH_LANG_NONE, &e);
    out->key = kh_str_sub(value, 0, 2);
    out->name = named ? e.value : out->key;
}

/* The values of data/: see lang/kinds.h. */
static void know(const struct kh_lexicon *lexicon, enum kh_lex_kind kind, struct kh_str value,
                 struct kh_known *out)
{
    if (value.n && value.p[value.n - 1] == '?') value.n--;
    *out = (struct kh_known){.kind = KH_KNOWN_PLACE, .name = value, .key = value};
    if (kind == KH_LEX_ORG) out->kind = KH_KNOWN_ORGANISATION;
    if (kind == KH_LEX_ORG || kind == KH_LEX_REGION || value.n < 2) return;
    memcpy(out->country, value.p, 2);
    if (kind == KH_LEX_COUNTRY) {
        know_country(lexicon, value, out);
        return;
    }
    struct kh_str rest = value;
    out->key = kh_str_cut(&rest, '|');
    out->name = kh_str_cut(&rest, '|');
    for (unsigned i = 0; kind == KH_LEX_CITY && i < 3; i++) kh_str_cut(&rest, '|');
    if (kind == KH_LEX_CITY) out->key = rest;
}

bool kh_known_find(const struct kh_lexicon *lexicon, struct kh_str folded, struct kh_known *out)
{
    static const uint8_t kinds[] = {KH_LEX_COUNTRY, KH_LEX_ORG, KH_LEX_REGION, KH_LEX_PROVINCE,
                                    KH_LEX_CITY};
    struct kh_hit hit = kh_lexicon_find(lexicon, folded);
    for (unsigned i = 0; hit.entries && i < sizeof kinds; i++) {
        struct kh_entry e;
        if (!kh_hit_get(lexicon, hit, (enum kh_lex_kind)kinds[i], KH_LANG_NONE, &e)) continue;
        know(lexicon, (enum kh_lex_kind)kinds[i], e.value, out);
        return true;
    }
    return false;
}

/* Names that say nothing about who is meant when others stand beside them. */
static bool is_empty_name(struct kh_str coarse)
{
    return kh_str_eq(coarse, KH_STR("ST")) || kh_str_eq(coarse, KH_STR("MT"));
}

struct kh_str kh_person_key(struct kh_arena *arena, const struct kh_str *words, unsigned n)
{
    struct kh_str last = KH_STR_NONE, before = KH_STR_NONE;
    for (unsigned i = 0; i < n; i++) {
        struct kh_sound sound;
        char coarse[KH_SOUND_COARSE];
        if (!kh_sound_key(words[i], &sound)) continue;
        struct kh_str key = {coarse, kh_sound_coarse(&sound, coarse)};
        if (is_empty_name(key) && n > 2 && i + 1 < n) continue;
        before = last;
        last = kh_arena_str(arena, key);
    }
    if (!before.n) return last;
    return kh_arena_printf(arena, "%.*s %.*s", (int)before.n, before.p, (int)last.n, last.p);
}

void kh_aliases_init(struct kh_aliases *aliases, struct kh_arena *arena)
{
    *aliases = (struct kh_aliases){.arena = arena};
    kh_map_init(&aliases->phrases, arena);
    kh_map_init(&aliases->first, arena);
}

/* The tokens of a phrase as one string: the folded words, the first of them replaced. */
static struct kh_str joined(const struct kh_tokens *tokens, uint32_t at, uint32_t n,
                            struct kh_str first, char room[LONGEST_PHRASE])
{
    size_t used = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct kh_str word = i ? tokens->items[at + i].folded : first;
        if (used + word.n + 1 > LONGEST_PHRASE) return KH_STR_NONE;
        if (i) room[used++] = ' ';
        memcpy(room + used, word.p, word.n);
        used += word.n;
    }
    return (struct kh_str){room, used};
}

struct kh_str kh_alias_fold(struct kh_arena *arena, struct kh_str name)
{
    struct kh_tokens tokens;
    char room[LONGEST_PHRASE];
    if (!kh_tokens_cut(arena, name, &tokens) || !tokens.n || tokens.n > MOST_WORDS)
        return KH_STR_NONE;
    return kh_arena_str(arena, joined(&tokens, 0, tokens.n, tokens.items[0].folded, room));
}

/* A person by a name that no table has: read word by word. */
static void know_person(struct kh_arena *arena, const struct kh_lexicon *lexicon,
                        const struct kh_tokens *tokens, struct kh_known *out)
{
    struct kh_str words[MOST_WORDS], telling[MOST_WORDS] = {KH_STR_NONE};
    unsigned n = 0, telling_n = 0;
    for (uint32_t i = 0; i < tokens->n && i < MOST_WORDS; i++) {
        const struct kh_token *t = &tokens->items[i];
        struct kh_entry e;
        if (t->kind != KH_TOKEN_WORD) continue;
        struct kh_hit hit = kh_lexicon_find(lexicon, t->folded);
        words[n++] = kh_sound_latin(lexicon, arena, kh_str_sub(tokens->text, t->start, t->end),
                                    KH_LANG_NONE);
        if (!hit.entries || !kh_hit_get(lexicon, hit, KH_LEX_NAMEPART, KH_LANG_NONE, &e))
            telling[telling_n++] = t->folded;
    }
    out->key = kh_person_key(arena, telling, telling_n);
    for (unsigned i = 0; i < n; i++)
        out->name = i ? kh_arena_printf(arena, "%.*s %.*s", (int)out->name.n, out->name.p,
                                        (int)words[i].n, words[i].p)
                      : words[i];
}

static bool put(struct kh_aliases *aliases, struct kh_str name, const struct kh_known *known)
{
    struct kh_arena *arena = aliases->arena;
    struct kh_tokens tokens;
    struct kh_str phrase = kh_alias_fold(arena, name);
    if (!phrase.n) return !arena->failed;
    if (!kh_tokens_cut(arena, name, &tokens)) return false;
    struct kh_alias *items =
        kh_arena_grow(arena, aliases->items, aliases->items_n, &aliases->capacity, sizeof *items);
    if (!items) return false;
    aliases->items = items;
    uint32_t *slot = kh_map_put(&aliases->phrases, phrase, 0, NULL);
    uint32_t *most = kh_map_put(&aliases->first, tokens.items[0].folded, 0, NULL);
    if (!slot || !most) return false;
    *slot = (uint32_t)aliases->items_n;
    if (*most < tokens.n) *most = tokens.n;
    items[aliases->items_n++] = (struct kh_alias){
        .known = *known, .capital = (tokens.items[0].flags & KH_TOKEN_CAPITAL) != 0};
    return true;
}

bool kh_aliases_add(struct kh_aliases *aliases, const struct kh_lexicon *lexicon,
                    struct kh_str written, struct kh_str target, int kind)
{
    struct kh_tokens tokens;
    struct kh_known known = {0};
    struct kh_arena *arena = aliases->arena;
    struct kh_str folded = kh_alias_fold(arena, target);
    if (!kh_tokens_cut(arena, target, &tokens)) return false;
    bool in_tables = kind != KH_KNOWN_PERSON && kh_known_find(lexicon, folded, &known) &&
                     (kind < 0 || kind == known.kind);
    if (!in_tables && kind <= KH_KNOWN_PERSON) {
        known = (struct kh_known){.kind = KH_KNOWN_PERSON};
        know_person(arena, lexicon, &tokens, &known);
    } else if (!in_tables) {
        known = (struct kh_known){.kind = (uint8_t)kind};
        known.name = kh_arena_str(arena, target);
        known.key = folded;
    }
    return put(aliases, written, &known) && (in_tables || put(aliases, target, &known));
}

const struct kh_alias *kh_alias_find(const struct kh_aliases *aliases, struct kh_str folded)
{
    const uint32_t *slot = aliases && folded.n ? kh_map_get(&aliases->phrases, folded) : NULL;
    return slot ? &aliases->items[*slot] : NULL;
}

const struct kh_alias *kh_alias_match(const struct kh_aliases *aliases,
                                      const struct kh_tokens *tokens, uint32_t at,
                                      struct kh_str first, uint32_t *covered)
{
    char room[LONGEST_PHRASE];
    const uint32_t *most = kh_map_get(&aliases->first, first);
    uint32_t n = most ? *most : 0;
    if (n > tokens->n - at) n = tokens->n - at;
    for (; n > 0; n--) {
        const struct kh_alias *alias = kh_alias_find(aliases, joined(tokens, at, n, first, room));
        bool capital = (tokens->items[at].flags & KH_TOKEN_CAPITAL) != 0;
        if (!alias || (alias->capital && !capital)) continue;
        *covered = n;
        return alias;
    }
    return NULL;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * coverage [--missing]: reads lines of JSON {lang, title, text} and prints, for each language, the
 * share of content words that carry a concept of data/concepts.tsv. Content words are words that
 * are no function words, number words, months or days and no part of a name: of a person, a place
 * or an organisation as the understand stage finds them, or with a capital inside a sentence.
 * --missing prints the other content words instead, one `lang TAB word` a line: for texts of your
 * own, to see what the lexicon lacks.
 */
#include "base/limits.h"
#include "lang/inflect.h"
#include "understand/understand.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_LANGS = 64 };

struct tally {
    uint32_t lang;
    unsigned long words, known;
};

struct coverage {
    struct kh_engine engine;
    struct tally tallies[MAX_LANGS];
    int langs;
    bool missing;
};

static struct kh_str text_of(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) return KH_STR_NONE;
    return (struct kh_str){json_string_value(value), json_string_length(value)};
}

static struct tally *tally_of(struct coverage *c, uint32_t lang)
{
    int i = 0;
    while (i < c->langs && c->tallies[i].lang != lang) i++;
    if (i == MAX_LANGS) exit(1);
    if (i == c->langs) c->tallies[c->langs++].lang = lang;
    return &c->tallies[i];
}

static bool in_name(const struct kh_facts *facts, struct kh_token token)
{
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        if (m->kind <= KH_ORGANISATION && m->start < token.end && token.start < m->end) return true;
    }
    return false;
}

static bool is_function_word(const struct coverage *c, struct kh_token token, uint32_t lang)
{
    static const enum kh_lex_kind kinds[] = {KH_LEX_STOP, KH_LEX_NUMBER, KH_LEX_MONTH,
                                             KH_LEX_WEEKDAY};
    struct kh_hit hit = kh_lexicon_find(c->engine.lexicon, token.folded);
    struct kh_entry entry;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kh_hit_get(c->engine.lexicon, hit, kinds[i], lang, &entry)) return true;
    return token.folded.n < 2;
}

static void count(struct coverage *c, const struct kh_facts *facts, const struct kh_tokens *tokens,
                  uint32_t lang)
{
    struct tally *tally = tally_of(c, lang);
    const struct kh_lexicon *lexicon = c->engine.lexicon;
    uint32_t known_to = 0; /* tokens before it belong to a phrase with a concept */
    for (uint32_t i = 0; i < tokens->n; i++) {
        struct kh_token token = tokens->items[i];
        struct kh_entry entry;
        struct kh_hit hit = kh_lexicon_match(lexicon, tokens, i);
        while (hit.entries && !kh_hit_get(lexicon, hit, KH_LEX_CONCEPT, lang, &entry))
            hit = kh_lexicon_shorter(lexicon, tokens, i, hit);
        if (i + hit.tokens > known_to) known_to = i + hit.tokens;
        bool name = (token.flags & KH_TOKEN_CAPITAL) && !(token.flags & KH_TOKEN_SENTENCE);
        if (token.kind != KH_TOKEN_WORD || name || is_function_word(c, token, lang) ||
            in_name(facts, token))
            continue;
        bool known =
            i < known_to || kh_inflected_get(lexicon, token.folded, KH_LEX_CONCEPT, lang, &entry);
        tally->words++;
        tally->known += known;
        char code[4];
        kh_lang_print(lang, code);
        if (c->missing && !known) printf("%s\t%.*s\n", code, (int)token.folded.n, token.folded.p);
    }
}

static bool read_article(struct coverage *c, struct kh_arena *arena, json_t *object)
{
    struct kh_article article = {.title = text_of(object, "title"),
                                 .text = text_of(object, "text"),
                                 .lang = kh_lang_of(text_of(object, "lang"))};
    struct kh_facts facts;
    struct kh_tokens tokens;
    struct khabar_error err;
    if (kh_understand(&c->engine, arena, &article, &facts, &err) != KHABAR_OK ||
        !kh_tokenize(arena, article.text, article.lang, &tokens))
        return false;
    count(c, &facts, &tokens, article.lang);
    return true;
}

int main(int argc, char **argv)
{
    struct coverage c = {.engine = {.lexicon = kh_lexicon_builtin()},
                         .missing = argc > 1 && strcmp(argv[1], "--missing") == 0};
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    char *line = NULL;
    size_t capacity = 0;
    bool good = true;
    while (good && getline(&line, &capacity, stdin) > 0) {
        json_t *object = json_loads(line, 0, NULL);
        kh_arena_reset(&arena);
        good = object && read_article(&c, &arena, object);
        json_decref(object);
    }
    free(line);
    kh_arena_clear(&arena);
    for (int i = 0; i < c.langs && !c.missing; i++) {
        const struct tally *t = &c.tallies[i];
        char code[4];
        kh_lang_print(t->lang, code);
        printf("%s %.3f (%lu of %lu content words)\n", code,
               t->words ? (double)t->known / (double)t->words : 0, t->known, t->words);
    }
    if (!good) fputs("coverage: a line was refused\n", stderr);
    return !good;
}

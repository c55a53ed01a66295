/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts to a report: the sentences of an article, each with the marks by which it is compared and
 * the statements it makes. Takes kh_facts, hands on kh_report; must not look at other articles.
 */
#include "compare/internal.h"

#include "lang/inflect.h"
#include "lang/words.h"

/* What seeds the hashes, so that a place is never a word. */
enum id_kind {
    ID_FORM = 1,
    ID_STEM,
    ID_CONCEPT,
    ID_UNIT,
    ID_ACT,
    ID_ROLE,
    ID_NAME,
    ID_PLACE,
    ID_NUMBER,
    ID_DAY,
    ID_WEEKDAY,
    ID_MONTH,
};

struct maker {
    const struct kh_lexicon *lexicon;
    struct kh_arena *arena;
    const struct kh_facts *facts;
    const struct kh_tokens *tokens;
    void *stemmer;
    uint32_t lang;
    uint32_t mention;         /* the first that may still begin */
    uint32_t name_end, until; /* bytes: end of the name at hand; tokens before it are done */
    const struct kh_mention *name;
    struct kh_report *out;
    size_t marks_n, marks_capacity, sentences_capacity;
};

static uint64_t id_of(enum id_kind kind, struct kh_str s)
{
    return kh_hash_end(kh_hash_more(kh_hash_start(kind), s));
}

uint64_t kh_role_id(struct kh_str role)
{
    return id_of(ID_ROLE, role);
}

uint64_t kh_country_id(const char country[3])
{
    return id_of(ID_PLACE, kh_str_of(country));
}

static struct kh_mark *mark_add(struct maker *m, enum kh_mark_class class, uint32_t start)
{
    struct kh_mark *grown = kh_arena_grow(m->arena, m->out->marks, m->marks_n, &m->marks_capacity,
                                          sizeof *m->out->marks);
    if (!grown) return NULL;
    m->out->marks = grown;
    grown += m->marks_n++;
    *grown = (struct kh_mark){.class = (uint8_t) class, .start = start};
    return grown;
}

static void id_add(struct kh_mark *mark, enum id_kind kind, struct kh_str s)
{
    if (mark->ids_n < KH_MARK_IDS) mark->ids[mark->ids_n++] = id_of(kind, s);
}

/* The kinds of the lexicon that mean the same in every language, and what they make of a word. */
static const struct {
    enum kh_lex_kind kind;
    enum id_kind id;
    enum kh_mark_class class;
} meanings[] = {
    {KH_LEX_WEEKDAY, ID_WEEKDAY, KH_MARK_DATE},    {KH_LEX_MONTH, ID_MONTH, KH_MARK_DATE},
    {KH_LEX_ACT, ID_ACT, KH_MARK_CONCEPT},         {KH_LEX_UNIT, ID_UNIT, KH_MARK_CONCEPT},
    {KH_LEX_CONCEPT, ID_CONCEPT, KH_MARK_CONCEPT},
};

static void put_meanings(const struct maker *m, uint32_t at, struct kh_mark *mark)
{
    struct kh_entry e;
    struct kh_hit hit = kh_lexicon_match(m->lexicon, m->tokens, at);
    const struct kh_token *word = &m->tokens->items[at];
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        bool known = hit.entries && kh_hit_get(m->lexicon, hit, meanings[i].kind, m->lang, &e);
        if (!known && meanings[i].class == KH_MARK_CONCEPT)
            known = kh_inflected_word(m->lexicon, word, meanings[i].kind, m->lang, &e);
        if (!known) continue;
        id_add(mark, meanings[i].id, e.value);
        mark->month |= meanings[i].id == ID_MONTH;
        if (mark->class == KH_MARK_WORD) mark->class = (uint8_t)meanings[i].class;
    }
}

static bool is_stop(const struct maker *m, const struct kh_token *t)
{
    struct kh_entry e;
    struct kh_hit hit = kh_lexicon_word(m->lexicon, t);
    return hit.entries && kh_hit_get(m->lexicon, hit, KH_LEX_STOP, m->lang, &e);
}

static void put_word(struct maker *m, uint32_t at, const struct kh_mention *role)
{
    const struct kh_token *t = &m->tokens->items[at];
    bool cased = t->script == KH_SCRIPT_LATIN || t->script == KH_SCRIPT_CYRILLIC;
    bool named = m->name && t->end <= m->name_end;
    if (!named && is_stop(m, t)) return;
    named = named || (cased && (t->flags & KH_TOKEN_CAPITAL) && !(t->flags & KH_TOKEN_SENTENCE));
    struct kh_mark *mark = mark_add(m, named ? KH_MARK_NAME : KH_MARK_WORD, t->start);
    if (!mark) return;
    mark->form = kh_arena_str(m->arena, t->folded);
    id_add(mark, ID_FORM, t->folded);
    struct kh_str stem = kh_stem(m->stemmer, m->lang, m->arena, t->folded);
    if (!kh_str_eq(stem, t->folded)) id_add(mark, ID_STEM, stem);
    else mark->ids[mark->ids_n++] = id_of(ID_STEM, t->folded);
    put_meanings(m, at, mark);
    if (role) id_add(mark, ID_ROLE, role->key);
    if (m->name && t->end == m->name_end && m->name->key.n) id_add(mark, ID_NAME, m->name->key);
}

static void put_value(struct maker *m, enum kh_mark_class class, enum id_kind kind,
                      struct kh_str value, uint32_t start)
{
    struct kh_mark *mark = mark_add(m, class, start);
    if (mark) id_add(mark, kind, value);
}

static void put_number(struct maker *m, const struct kh_mention *mention)
{
    struct kh_str value = kh_arena_printf(m->arena, "%.6g", mention->value);
    put_value(m, KH_MARK_NUMBER, ID_NUMBER, value, mention->start);
}

/* What begins at the token; a role is handed back, to be put with the word. */
static const struct kh_mention *put_mention(struct maker *m, const struct kh_mention *mention)
{
    switch (mention->kind) {
    case KH_PLACE:
        put_value(m, KH_MARK_PLACE, ID_PLACE, mention->key, mention->start);
        if (mention->end > m->until) m->until = mention->end;
        return NULL;
    case KH_NUMBER:
        put_number(m, mention);
        if (mention->end > m->until) m->until = mention->end;
        return NULL;
    case KH_DATE:
        if (mention->date.precision >= KH_DATE_DAY)
            put_value(m, KH_MARK_DATE, ID_DAY, mention->key, mention->start);
        return NULL;
    case KH_PERSON:
    case KH_ORGANISATION:
        m->name = mention;
        m->name_end = mention->end;
        return NULL;
    default: return mention;
    }
}

static void put_token(struct maker *m, uint32_t at)
{
    const struct kh_facts *facts = m->facts;
    const struct kh_token *t = &m->tokens->items[at];
    const struct kh_mention *role = NULL;
    while (m->mention < facts->mentions_n && facts->mentions[m->mention].start < t->end) {
        const struct kh_mention *mention = &facts->mentions[m->mention++];
        const struct kh_mention *is_role = put_mention(m, mention);
        if (is_role) role = is_role;
    }
    if (m->name && t->start >= m->name_end) m->name = NULL;
    if (t->start < m->until) return;
    if (t->kind == KH_TOKEN_NUMBER) put_value(m, KH_MARK_NUMBER, ID_NUMBER, t->folded, t->start);
    if (t->kind == KH_TOKEN_WORD) put_word(m, at, role);
}

/* The sentence whose first token stands at `at`; returns the token behind it. */
static uint32_t put_sentence(struct maker *m, uint32_t at)
{
    struct kh_report *out = m->out;
    struct kh_sentence *grown = kh_arena_grow(m->arena, out->sentences, out->sentences_n,
                                              &m->sentences_capacity, sizeof *out->sentences);
    if (!grown) return m->tokens->n;
    out->sentences = grown;
    grown += out->sentences_n++;
    *grown =
        (struct kh_sentence){.start = m->tokens->items[at].start, .mark = (uint32_t)m->marks_n};
    uint32_t i = at;
    do {
        if (m->marks_n - grown->mark < KH_SENTENCE_MARKS) put_token(m, i);
        grown->quotes |= kh_is_quote_code(m->tokens->items[i].code);
    } while (++i < m->tokens->n &&
             !(m->tokens->items[i].flags & (KH_TOKEN_SENTENCE | KH_TOKEN_PARA)));
    grown->end = m->tokens->items[i - 1].end;
    size_t n = m->marks_n - grown->mark;
    grown->marks_n = (uint32_t)(n < KH_SENTENCE_MARKS ? n : KH_SENTENCE_MARKS);
    return i;
}

/* The sentence put last is a part of the title, which states nothing of its own. */
static bool is_title(const struct maker *m)
{
    const struct kh_article *a = m->facts->article;
    const struct kh_sentence *s = &m->out->sentences[m->out->sentences_n - 1];
    return kh_str_find(a->title, kh_str_sub(a->text, s->start, s->end), 0) != SIZE_MAX;
}

static void party_copy(struct kh_arena *arena, struct kh_party *party)
{
    party->name = kh_arena_str(arena, party->name);
    party->key = kh_arena_str(arena, party->key);
    party->role = kh_arena_str(arena, party->role);
}

/* The last sentence that begins no later than the byte, `from` or one behind it; NULL when all
 * begin behind it, as for what the title alone says. */
static struct kh_sentence *sentence_of(const struct kh_report *r, uint32_t *from, uint32_t start)
{
    while (*from + 1 < r->sentences_n && r->sentences[*from + 1].start <= start) ++*from;
    struct kh_sentence *sentence = &r->sentences[*from];
    return start < sentence->start ? NULL : sentence;
}

static void statements_copy(struct maker *m)
{
    struct kh_report *out = m->out;
    uint32_t n = m->facts->statements_n, sentence = 0;
    out->statements = kh_arena_zalloc(m->arena, n + 1, sizeof *out->statements);
    out->spans = kh_arena_zalloc(m->arena, n + 1, sizeof *out->spans);
    if (!out->statements || !out->spans) return;
    out->statements_n = n;
    for (uint32_t i = 0; i < n; i++) {
        struct kh_statement *s = &out->statements[i];
        *s = m->facts->statements[i];
        if (s->mention < m->facts->mentions_n) {
            const struct kh_mention *mention = &m->facts->mentions[s->mention];
            out->spans[i] = (struct kh_span){mention->start, mention->end};
        }
        party_copy(m->arena, &s->actor);
        party_copy(m->arena, &s->target);
        struct kh_str *strings[] = {&s->act,   &s->unit,    &s->what,
                                    &s->place, &s->speaker, &s->origin};
        for (size_t k = 0; k < sizeof strings / sizeof *strings; k++)
            *strings[k] = kh_arena_str(m->arena, *strings[k]);
        struct kh_sentence *at = sentence_of(out, &sentence, s->start);
        if (!at || s->start >= at->end) continue; /* of the title */
        if (!at->statements_n) at->statement = i;
        at->statements_n = i + 1 - at->statement;
    }
}

static void people_note(struct maker *m)
{
    struct kh_report *out = m->out;
    size_t capacity = 0;
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < m->facts->mentions_n; i++) {
        const struct kh_mention *mention = &m->facts->mentions[i];
        if (mention->kind != KH_PERSON || mention->in_title) continue;
        if (!sentence_of(out, &sentence, mention->start)) continue;
        struct kh_named *grown =
            kh_arena_grow(m->arena, out->people, out->people_n, &capacity, sizeof *grown);
        if (!grown) return;
        out->people = grown;
        grown[out->people_n++] = (struct kh_named){.sentence = sentence,
                                                   .name = kh_arena_str(m->arena, mention->name),
                                                   .key = kh_arena_str(m->arena, mention->key)};
    }
}

/* A person's words are the person's alone, whoever prints them: sources are offices. */
static void sources_note(struct maker *m)
{
    struct kh_report *out = m->out;
    size_t capacity = 0;
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < out->statements_n; i++) {
        const struct kh_statement *s = &out->statements[i];
        if (s->kind != KH_SAYS_ORIGIN || !s->origin.n) continue;
        bool mentioned = s->mention < m->facts->mentions_n;
        if (mentioned && m->facts->mentions[s->mention].kind != KH_ORGANISATION) continue;
        if (!sentence_of(out, &sentence, s->start)) continue;
        struct kh_source *grown =
            kh_arena_grow(m->arena, out->sources, out->sources_n, &capacity, sizeof *grown);
        if (!grown) return;
        out->sources = grown;
        grown[out->sources_n++] = (struct kh_source){
            .sentence = sentence, .name = s->origin, .span = {s->name_start, s->name_end}};
    }
}

enum khabar_status kh_report_make(const struct kh_engine *engine, struct kh_arena *arena,
                                  const struct kh_facts *facts, struct kh_report **out,
                                  struct khabar_error *err)
{
    const struct kh_article *article = facts->article;
    struct maker m = {.lexicon = engine->lexicon,
                      .arena = arena,
                      .facts = facts,
                      .tokens = &facts->text,
                      .lang = article->lang};
    m.out = *out = kh_arena_zalloc(arena, 1, sizeof **out);
    if (!*out) return kh_error(err, "compare", KHABAR_NO_MEMORY, "the event needs too much memory");
    m.out->lang = article->lang;
    m.stemmer = kh_stemmer_of(m.lang);
    while (m.mention < facts->mentions_n && facts->mentions[m.mention].in_title) m.mention++;
    for (uint32_t i = 0; i < m.tokens->n && !arena->failed;) {
        uint32_t next = put_sentence(&m, i);
        if (m.out->sentences_n && is_title(&m)) m.out->sentences_n--;
        i = next;
    }
    kh_stemmer_free(m.stemmer);
    if (m.out->sentences_n) statements_copy(&m);
    if (m.out->sentences_n) sources_note(&m);
    if (m.out->sentences_n) people_note(&m);
    if (arena->failed)
        return kh_error(err, "compare", KHABAR_NO_MEMORY, "the event needs too much memory");
    return KHABAR_OK;
}

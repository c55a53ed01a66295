/* SPDX-License-Identifier: Apache-2.0
 *
 * The article as JSON by the khabar/1 schema and as text for a terminal. Takes structs, hands on
 * bytes; no I/O, no terminal.
 */
#include "show/show.h"

#include "base/json.h"
#include "show/text.h"

/* Names listed of one kind: more help no reader. */
#define MAX_NAMES 40

const char *kh_verdict_name(enum kh_verdict verdict)
{
    switch (verdict) {
    case KH_ARTICLE: return "article";
    case KH_ROUNDUP: return "roundup";
    case KH_NO_CONTENT: return "no-content";
    case KH_PAGE_TOO_LARGE: return "too-large";
    case KH_UNREADABLE: return "unreadable";
    }
    return "unreadable";
}

const char *kh_mention_kind_name(enum kh_mention_kind kind)
{
    switch (kind) {
    case KH_PERSON: return "person";
    case KH_PLACE: return "place";
    case KH_ORGANISATION: return "organisation";
    case KH_ROLE: return "role";
    case KH_DATE: return "date";
    case KH_NUMBER: return "number";
    }
    return "number";
}

void kh_show_lang(struct kh_json *json, const char *key, uint32_t lang)
{
    char code[4];
    kh_json_pair(json, key, (struct kh_str){code, kh_lang_print(lang, code)});
}

static void mention_json(struct kh_json *json, const struct kh_mention *m, struct kh_str whole)
{
    kh_json_open(json, '{');
    kh_json_pair(json, "kind", kh_str_of(kh_mention_kind_name(m->kind)));
    kh_json_pair(json, "text", kh_str_sub(whole, m->start, m->end));
    kh_json_pair(json, "name", m->name);
    kh_json_pair(json, "country", kh_str_of(m->country));
    kh_json_key(json, "start");
    kh_json_int(json, m->start);
    kh_json_key(json, "end");
    kh_json_int(json, m->end);
    if (m->kind == KH_DATE) {
        kh_json_key(json, "date");
        kh_json_date(json, m->date);
    } else if (m->kind == KH_NUMBER) {
        kh_json_key(json, "value");
        kh_json_real(json, m->value);
        kh_json_pair(json, "unit", m->unit);
    }
    kh_json_close(json, '}');
}

/* Offsets of `mentions` count in the text; those of the title stand apart. */
static void mentions_json(struct kh_json *json, const char *key, const struct kh_facts *facts,
                          bool in_title)
{
    kh_json_key(json, key);
    kh_json_open(json, '[');
    for (uint32_t i = 0; facts && i < facts->mentions_n; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        if (m->in_title == in_title)
            mention_json(json, m, in_title ? facts->article->title : facts->article->text);
    }
    kh_json_close(json, ']');
}

static void party_json(struct kh_json *json, const char *key, const struct kh_party *party)
{
    if (!party->name.n && !party->role.n && !party->country[0]) return;
    kh_json_key(json, key);
    kh_json_open(json, '{');
    kh_json_pair(json, "name", party->name);
    kh_json_pair(json, "role", party->role);
    kh_json_pair(json, "country", kh_str_of(party->country));
    kh_json_close(json, '}');
}

static void text_json(struct kh_json *json, const char *key, struct kh_str value)
{
    if (value.n) kh_json_pair(json, key, value);
}

static void statement_json(struct kh_json *json, const struct kh_statement *s)
{
    static const char *const kinds[] = {"who", "number", "date", "place", "quote", "origin"};
    kh_json_open(json, '{');
    kh_json_pair(json, "kind", kh_str_of(kinds[s->kind]));
    kh_json_key(json, "start");
    kh_json_int(json, s->start);
    kh_json_key(json, "end");
    kh_json_int(json, s->end);
    party_json(json, "actor", &s->actor);
    party_json(json, "target", &s->target);
    text_json(json, "act", s->act);
    if (s->kind == KH_SAYS_WHO) kh_json_pair(json, "polarity", kh_str_of(s->denied ? "no" : "yes"));
    if (s->kind == KH_SAYS_NUMBER) {
        kh_json_key(json, "value");
        kh_json_real(json, s->value);
        kh_json_key(json, "approximate");
        kh_json_bool(json, s->approximate);
    }
    text_json(json, "unit", s->unit);
    text_json(json, "what", s->what);
    if (s->date.precision != KH_DATE_NONE) {
        kh_json_key(json, "date");
        kh_json_date(json, s->date);
    }
    text_json(json, "place", s->place);
    text_json(json, "speaker", s->speaker);
    text_json(json, "origin", s->origin);
    kh_json_close(json, '}');
}

static void statements_json(struct kh_json *json, const struct kh_facts *facts)
{
    kh_json_key(json, "statements");
    kh_json_open(json, '[');
    for (uint32_t i = 0; facts && i < facts->statements_n; i++)
        statement_json(json, &facts->statements[i]);
    kh_json_close(json, ']');
}

static void head_json(struct kh_json *json, const struct kh_article *a)
{
    kh_json_pair(json, "id", a->id);
    kh_json_pair(json, "path", a->path);
    kh_json_pair(json, "url", a->url);
    kh_json_pair(json, "site", a->site);
    kh_show_lang(json, "lang", a->lang);
    kh_json_pair(json, "title", a->title);
    kh_json_pair(json, "title_from", kh_str_of(a->title_from));
    kh_json_key(json, "authors");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < a->authors_n; i++) kh_json_str(json, a->authors[i]);
    kh_json_close(json, ']');
    kh_json_key(json, "published");
    kh_json_date(json, a->published);
    kh_json_pair(json, "published_from", kh_str_of(a->published_from));
    kh_json_key(json, "modified");
    kh_json_date(json, a->modified);
    kh_json_pair(json, "dateline", a->dateline);
}

void kh_show_article_json(const struct kh_article *article, const struct kh_facts *facts,
                          struct kh_buf *out)
{
    struct kh_json json = {.buf = out};
    kh_json_open(&json, '{');
    kh_json_pair(&json, "schema", KH_STR("khabar/1"));
    head_json(&json, article);
    kh_json_key(&json, "text");
    kh_json_str(&json, article->text);
    kh_json_pair(&json, "verdict", kh_str_of(kh_verdict_name(article->verdict)));
    kh_json_key(&json, "confidence");
    kh_json_real(&json, article->confidence);
    mentions_json(&json, "mentions", facts, false);
    mentions_json(&json, "title_mentions", facts, true);
    statements_json(&json, facts);
    kh_json_close(&json, '}');
    kh_buf_byte(out, '\n');
}

/* "site · date · by A, B" with what is known of it. */
static void byline_text(const struct kh_article *a, struct kh_buf *out)
{
    char date[KH_DATE_TEXT_SIZE];
    struct kh_str when = {date, kh_date_print(a->published, date)};
    char lang[4];
    struct kh_str code = {lang, kh_lang_print(a->lang, lang)};
    const struct kh_str parts[] = {a->site, when, code};
    const char *between = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].n) continue;
        kh_buf_lit(out, between);
        kh_show_line(out, parts[i]);
        between = " · ";
    }
    for (uint32_t i = 0; i < a->authors_n; i++) {
        kh_buf_lit(out, i ? ", " : between);
        kh_show_line(out, a->authors[i]);
    }
    if (*between || a->authors_n) kh_buf_byte(out, '\n');
}

/* Names of one kind, each once, in the order they come. */
static void names_text(const struct kh_facts *facts, enum kh_mention_kind kind, const char *label,
                       struct kh_buf *out)
{
    const struct kh_mention *seen[MAX_NAMES];
    size_t n = 0;
    for (uint32_t i = 0; i < facts->mentions_n && n < MAX_NAMES; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        size_t k = 0;
        if (m->kind != kind || !m->name.n) continue;
        while (k < n && !kh_str_eq(seen[k]->name, m->name)) k++;
        if (k < n) continue;
        kh_buf_lit(out, n ? ", " : label);
        kh_show_line(out, m->name);
        seen[n++] = m;
    }
    if (n) kh_buf_byte(out, '\n');
}

void kh_show_article_text(const struct kh_article *article, const struct kh_facts *facts,
                          struct kh_buf *out)
{
    if (article->title.n) {
        kh_show_line(out, article->title);
        kh_buf_byte(out, '\n');
    }
    byline_text(article, out);
    if (article->text.n) {
        kh_buf_byte(out, '\n');
        kh_show_block(out, article->text);
        kh_buf_byte(out, '\n');
    }
    if (facts && facts->mentions_n) {
        kh_buf_byte(out, '\n');
        names_text(facts, KH_PERSON, "people         ", out);
        names_text(facts, KH_ORGANISATION, "organisations  ", out);
        names_text(facts, KH_PLACE, "places         ", out);
    }
    if (article->verdict != KH_ARTICLE)
        kh_buf_printf(out, "(%s)\n", kh_verdict_name(article->verdict));
}

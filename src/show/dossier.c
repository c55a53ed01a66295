/* SPDX-License-Identifier: Apache-2.0
 *
 * A dossier as JSON by the khabar/1 schema and as text for a terminal. Takes structs, hands on
 * bytes; no I/O, no terminal.
 */
#include "base/json.h"
#include "base/utf8.h"
#include "show/copies.h"
#include "show/internal.h"
#include "show/text.h"

static const char *kind_name(enum kh_fact_kind kind)
{
    static const char *const names[] = {"who", "number", "date", "place", "quote", "other"};
    return names[kind];
}

static const char *status_name(const struct kh_fact *fact)
{
    static const char *const names[] = {"single", "agreed", "conflict"};
    return names[fact->status];
}

static void gist_json(struct kh_json *json, struct kh_str gist)
{
    kh_json_pair(json, "gist", kh_str_trim(gist));
}

/* ---- JSON ---- */

static void say_json(struct kh_json *json, const struct kh_dossier *d, const struct kh_say *say)
{
    const struct kh_article *a = kh_show_report(d, say->article);
    kh_json_open(json, '{');
    kh_json_pair(json, "article", a->id);
    kh_show_lang(json, "lang", a->lang);
    kh_json_key(json, "sentence");
    kh_json_str(json, kh_show_sentence(d, say));
    kh_json_key(json, "start");
    kh_json_int(json, say->start);
    kh_json_key(json, "end");
    kh_json_int(json, say->end);
    kh_json_pair(json, "value", say->value);
    kh_json_close(json, '}');
}

static void fact_json(struct kh_json *json, const struct kh_dossier *d,
                      const struct kh_reader *reader, const struct kh_fact *fact,
                      struct kh_buf *gist)
{
    kh_buf_reset(gist);
    kh_show_gist(gist, reader->lexicon, reader->lang, fact);
    kh_json_open(json, '{');
    kh_json_pair(json, "status", kh_str_of(status_name(fact)));
    kh_json_key(json, "independent");
    kh_json_int(json, fact->independent);
    kh_json_pair(json, "kind", kh_str_of(kind_name(fact->kind)));
    gist_json(json, kh_buf_str(gist));
    kh_json_key(json, "says");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < fact->says_n; i++) say_json(json, d, &fact->says[i]);
    kh_json_close(json, ']');
    kh_json_close(json, '}');
}

static void conflict_gist(struct kh_buf *out, const struct kh_dossier *d,
                          const struct kh_conflict *conflict)
{
    kh_buf_reset(out);
    for (int i = 0; i < 2; i++) {
        if (i) kh_buf_lit(out, " / ");
        kh_buf_put(out, d->facts[conflict->sides[i]].says[0].value);
    }
}

static void conflicts_json(struct kh_json *json, const struct kh_dossier *d, struct kh_buf *gist)
{
    kh_json_key(json, "conflicts");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < d->conflicts_n; i++) {
        const struct kh_conflict *c = &d->conflicts[i];
        conflict_gist(gist, d, c);
        kh_json_open(json, '{');
        kh_json_pair(json, "kind", kh_str_of(kind_name(c->kind)));
        kh_json_key(json, "facts");
        kh_json_open(json, '[');
        kh_json_int(json, c->sides[0]);
        kh_json_int(json, c->sides[1]);
        kh_json_close(json, ']');
        gist_json(json, kh_buf_str(gist));
        kh_json_close(json, '}');
    }
    kh_json_close(json, ']');
}

static void origins_json(struct kh_json *json, const struct kh_dossier *d)
{
    kh_json_key(json, "origins");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < d->origins_n; i++) {
        const struct kh_origin *o = &d->origins[i];
        kh_json_open(json, '{');
        kh_json_pair(json, "name", o->name);
        kh_json_key(json, "articles");
        kh_json_open(json, '[');
        for (uint32_t k = 0; k < o->articles_n; k++)
            kh_json_str(json, kh_show_report(d, o->articles[k])->id);
        kh_json_close(json, ']');
        kh_json_pair(json, "how", kh_str_of(o->how));
        kh_json_close(json, '}');
    }
    kh_json_close(json, ']');
}

static void timeline_json(struct kh_json *json, const struct kh_dossier *d,
                          const struct kh_reader *reader, struct kh_buf *gist)
{
    kh_json_key(json, "timeline");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < d->timeline_n; i++) {
        const struct kh_fact *fact = &d->facts[d->timeline[i].fact];
        kh_buf_reset(gist);
        kh_show_gist(gist, reader->lexicon, reader->lang, fact);
        kh_json_open(json, '{');
        kh_json_key(json, "date");
        kh_json_date(json, d->timeline[i].date);
        gist_json(json, kh_buf_str(gist));
        kh_json_pair(json, "article", kh_show_report(d, fact->says[0].article)->id);
        kh_json_key(json, "fact");
        kh_json_int(json, d->timeline[i].fact);
        kh_json_close(json, '}');
    }
    kh_json_close(json, ']');
}

/* Who published when: the event's reports come in this order. */
static void coverage_json(struct kh_json *json, const struct kh_dossier *d)
{
    kh_json_key(json, "coverage");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < d->event->articles_n; i++) {
        const struct kh_article *a = kh_show_report(d, i);
        kh_json_open(json, '{');
        kh_json_key(json, "published");
        kh_json_date(json, a->published);
        kh_json_pair(json, "article", a->id);
        kh_json_pair(json, "site", a->site);
        kh_show_lang(json, "lang", a->lang);
        kh_json_close(json, '}');
    }
    kh_json_close(json, ']');
}

void kh_show_dossier_json(const struct kh_dossier *d, const struct kh_reader *reader,
                          struct kh_buf *out)
{
    struct kh_json json = {.buf = out};
    struct kh_buf gist;
    kh_buf_init(&gist, (size_t)1 << 20);
    kh_json_open(&json, '{');
    kh_json_pair(&json, "schema", KH_STR("khabar/1"));
    kh_json_pair(&json, "event", d->event->id);
    kh_json_key(&json, "facts");
    kh_json_open(&json, '[');
    for (uint32_t i = 0; i < d->facts_n; i++) fact_json(&json, d, reader, &d->facts[i], &gist);
    kh_json_close(&json, ']');
    conflicts_json(&json, d, &gist);
    origins_json(&json, d);
    kh_json_key(&json, "independent");
    kh_json_int(&json, d->independent);
    kh_show_copies_json(&json, d->event);
    timeline_json(&json, d, reader, &gist);
    coverage_json(&json, d);
    kh_json_close(&json, '}');
    kh_buf_byte(out, '\n');
    kh_buf_clear(&gist);
}

/* ---- text ---- */

/* A label in capitals where it has them. */
static void head(struct kh_buf *out, const char *name, const struct kh_reader *reader)
{
    struct kh_str label = kh_show_word(reader, name);
    kh_buf_printf(out, "\n%s", reader->color ? BOLD : "");
    for (size_t i = 0; i < label.n; i++) {
        char c = label.p[i];
        kh_buf_byte(out, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    kh_buf_printf(out, "%s\n", reader->color ? PLAIN : "");
}

static void count(struct kh_buf *out, const struct kh_reader *reader, uint32_t n, const char *one,
                  const char *many)
{
    kh_show_count(out, reader->lexicon, reader->lang, n, one, many);
}

/* "4 reports, 3 origins" */
static void counts(struct kh_buf *out, const struct kh_reader *reader, uint32_t reports,
                   uint32_t origins)
{
    count(out, reader, reports, "report", "reports");
    kh_buf_lit(out, ", ");
    count(out, reader, origins, "origin", "origins");
}

static void say_text(struct kh_buf *out, const struct kh_dossier *d, const struct kh_say *say,
                     const struct kh_reader *reader)
{
    const struct kh_article *a = kh_show_report(d, say->article);
    char lang[4];
    kh_lang_print(a->lang, lang);
    kh_buf_printf(out, "    %-3s ", lang);
    kh_show_line(out, kh_show_sentence(d, say));
    kh_buf_printf(out, "\n        %s", reader->color ? FAINT : "");
    kh_show_line(out, kh_show_source(a));
    kh_buf_printf(out, "%s\n", reader->color ? PLAIN : "");
}

static void fact_text(struct kh_buf *out, const struct kh_dossier *d, const struct kh_fact *fact,
                      const struct kh_reader *reader)
{
    size_t before = out->n;
    kh_buf_lit(out, "  ");
    size_t start = out->n;
    kh_show_gist(out, reader->lexicon, reader->lang, fact);
    if (fact->status == KH_AGREED && fact->says_n > 1) {
        kh_buf_lit(out, out->n > start ? "  (" : "(");
        counts(out, reader, kh_show_reports(fact), fact->independent);
        kh_buf_byte(out, ')');
    }
    if (out->n > start) kh_buf_byte(out, '\n');
    else out->n = before;
    for (uint32_t i = 0; i < fact->says_n; i++) say_text(out, d, &fact->says[i], reader);
}

static void conflicts_text(struct kh_buf *out, const struct kh_dossier *d,
                           const struct kh_reader *reader)
{
    if (d->conflicts_n) head(out, "conflicts", reader);
    for (uint32_t i = 0; i < d->conflicts_n; i++) {
        const struct kh_conflict *c = &d->conflicts[i];
        for (int side = 0; side < 2; side++) {
            if (side) {
                kh_buf_lit(out, "   ");
                kh_buf_put(out, kh_show_word(reader, "against"));
                kh_buf_byte(out, '\n');
            }
            fact_text(out, d, &d->facts[c->sides[side]], reader);
        }
        kh_buf_byte(out, '\n');
    }
}

static void facts_text(struct kh_buf *out, const struct kh_dossier *d, enum kh_fact_status status,
                       const char *title, const struct kh_reader *reader)
{
    bool first = true;
    for (uint32_t i = 0; i < d->facts_n; i++) {
        if (d->facts[i].status != status) continue;
        if (first) head(out, title, reader);
        first = false;
        fact_text(out, d, &d->facts[i], reader);
    }
}

static void origins_text(struct kh_buf *out, const struct kh_dossier *d,
                         const struct kh_reader *reader)
{
    if (d->origins_n) head(out, "origins title", reader);
    for (uint32_t i = 0; i < d->origins_n; i++) {
        const struct kh_origin *o = &d->origins[i];
        kh_buf_lit(out, "  ");
        if (o->name.n) kh_show_line(out, o->name);
        else kh_buf_put(out, kh_show_word(reader, "unnamed"));
        kh_buf_lit(out, "  (");
        count(out, reader, o->articles_n, "report", "reports");
        kh_buf_lit(out, ", ");
        kh_buf_put(out, kh_show_word(reader, o->how));
        kh_buf_lit(out, ")\n");
        for (uint32_t k = 0; k < o->articles_n; k++) {
            const struct kh_article *a = kh_show_report(d, o->articles[k]);
            kh_buf_lit(out, "    ");
            kh_show_line(out, kh_show_source(a));
            kh_buf_byte(out, '\n');
        }
    }
}

static void timeline_text(struct kh_buf *out, const struct kh_dossier *d,
                          const struct kh_reader *reader)
{
    if (d->timeline_n) head(out, "timeline", reader);
    for (uint32_t i = 0; i < d->timeline_n; i++) {
        char text[KH_DATE_TEXT_SIZE];
        struct kh_date day = d->timeline[i].date;
        day.precision = KH_DATE_DAY;
        size_t n = kh_date_print(day, text);
        kh_buf_printf(out, "  %.*s  ", (int)n, text);
        kh_show_line(out, kh_show_sentence(d, &d->facts[d->timeline[i].fact].says[0]));
        kh_buf_byte(out, '\n');
    }
}

static void coverage_text(struct kh_buf *out, const struct kh_dossier *d,
                          const struct kh_reader *reader)
{
    head(out, "coverage", reader);
    for (uint32_t i = 0; i < d->event->articles_n; i++) {
        const struct kh_article *a = kh_show_report(d, i);
        char text[KH_DATE_TEXT_SIZE], lang[4];
        struct kh_str date = {text, kh_date_print(a->published, text)};
        if (!date.n) date = kh_show_word(reader, "undated");
        kh_lang_print(a->lang, lang);
        kh_buf_lit(out, "  ");
        kh_buf_put(out, date);
        for (size_t n = kh_utf8_count(date); n < 10; n++) kh_buf_byte(out, ' ');
        kh_buf_printf(out, "  %-3s ", lang);
        kh_show_line(out, kh_show_source(a));
        kh_buf_byte(out, '\n');
        const struct kh_copy *copy = kh_show_copy(d->event, i);
        if (!copy) continue;
        const struct kh_article *of = kh_show_report(d, copy->a);
        kh_buf_printf(out, "                  %s", reader->color ? FAINT : "");
        kh_show_copy_text(out, reader, d->event, copy, kh_show_source(of));
        kh_buf_printf(out, "%s\n", reader->color ? PLAIN : "");
    }
}

void kh_show_dossier_text(const struct kh_dossier *d, const struct kh_reader *reader,
                          struct kh_buf *out)
{
    counts(out, reader, d->event->articles_n, d->independent);
    kh_buf_byte(out, '\n');
    conflicts_text(out, d, reader);
    facts_text(out, d, KH_AGREED, "agreed", reader);
    facts_text(out, d, KH_SINGLE, "alone", reader);
    origins_text(out, d, reader);
    timeline_text(out, d, reader);
    coverage_text(out, d, reader);
}

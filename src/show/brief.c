/* SPDX-License-Identifier: Apache-2.0
 *
 * The digest of a period in four forms: text for a terminal, JSON, a page of HTML, an Atom feed
 * (RFC 4287). Takes structs, hands on bytes.
 */
#include "base/json.h"
#include "show/html.h"
#include "show/internal.h"
#include "show/label.h"

#define MAX_CORE 2
#define MAX_ALONE 3

/* What is told of one event. */
struct digest {
    const struct kh_dossier *d;
    const struct kh_article *namer; /* NULL when no report has a title */
    const struct kh_say *core[MAX_CORE];
    uint32_t core_n;
    const struct kh_say *alone[MAX_ALONE];
    uint32_t alone_n;
};

static bool is_told(const struct digest *g, const struct kh_say *say)
{
    for (uint32_t i = 0; i < g->core_n; i++)
        if (g->core[i]->article == say->article && g->core[i]->start == say->start) return true;
    for (uint32_t i = 0; i < g->alone_n; i++)
        if (g->alone[i]->article == say->article && g->alone[i]->start == say->start) return true;
    return false;
}

/* The sentence of a fact that the reader can read, else its first. */
static const struct kh_say *say_for(const struct digest *g, const struct kh_fact *fact,
                                    uint32_t lang)
{
    for (uint32_t i = 0; i < fact->says_n; i++)
        if (kh_show_report(g->d, fact->says[i].article)->lang == lang) return &fact->says[i];
    return &fact->says[0];
}

/* Where nothing is agreed on, the first sentence that is known of the first report. */
static const struct kh_say *first_say(const struct kh_dossier *d)
{
    const struct kh_say *first = NULL;
    for (uint32_t i = 0; i < d->facts_n; i++)
        for (uint32_t k = 0; k < d->facts[i].says_n; k++) {
            const struct kh_say *say = &d->facts[i].says[k];
            if (!first || say->article < first->article ||
                (say->article == first->article && say->start < first->start))
                first = say;
        }
    return first;
}

static struct digest digest_of(const struct kh_dossier *d, uint32_t lang)
{
    struct digest g = {.d = d, .namer = kh_show_namer(d->event, lang)};
    for (uint32_t i = 0; i < d->facts_n && g.core_n < MAX_CORE; i++) {
        if (d->facts[i].status != KH_AGREED) continue;
        const struct kh_say *say = say_for(&g, &d->facts[i], lang);
        if (!is_told(&g, say)) g.core[g.core_n++] = say;
    }
    const struct kh_say *first = g.core_n ? NULL : first_say(d);
    if (first) g.core[g.core_n++] = first;
    for (uint32_t i = 0; i < d->facts_n && g.alone_n < MAX_ALONE; i++) {
        if (d->facts[i].status != KH_SINGLE || d->event->articles_n < 2) continue;
        if (!is_told(&g, &d->facts[i].says[0])) g.alone[g.alone_n++] = &d->facts[i].says[0];
    }
    return g;
}

static struct kh_str title_of(const struct digest *g, const struct kh_reader *reader)
{
    return g->namer ? g->namer->title : kh_show_word(reader, "untitled");
}

/* ---- text ---- */

static void quote_text(const struct digest *g, const struct kh_say *say, const char *mark,
                       const struct kh_reader *reader, struct kh_buf *out)
{
    const struct kh_article *a = kh_show_report(g->d, say->article);
    kh_buf_printf(out, "   %s ", mark);
    kh_show_line(out, kh_show_sentence(g->d, say));
    kh_buf_printf(out, " %s(", reader->color ? FAINT : "");
    kh_show_line(out, kh_show_source(a));
    kh_buf_printf(out, ")%s\n", reader->color ? PLAIN : "");
}

static void counts(const struct kh_brief *brief, const struct digest *g,
                   const struct kh_reader *reader, struct kh_buf *out)
{
    kh_show_count(out, reader->lexicon, reader->lang, brief->reports, "report", "reports");
    kh_buf_lit(out, " · ");
    kh_show_count(out, reader->lexicon, reader->lang, g->d->independent, "origin", "origins");
    if (!g->d->conflicts_n) return;
    kh_buf_lit(out, " · ");
    kh_show_count(out, reader->lexicon, reader->lang, g->d->conflicts_n, "contradiction",
                  "contradictions");
}

static void brief_text(const struct kh_brief *brief, const struct digest *g,
                       const struct kh_reader *reader, struct kh_buf *out)
{
    char date[KH_DATE_TEXT_SIZE];
    size_t n = kh_date_print(g->d->date, date);
    kh_buf_lit(out, reader->color ? "\n" BOLD : "\n");
    kh_show_line(out, title_of(g, reader));
    kh_buf_printf(out, "%s\n   %.*s%s", reader->color ? PLAIN : "", (int)n, date, n ? " · " : "");
    counts(brief, g, reader, out);
    kh_buf_printf(out, " · %.*s\n", (int)brief->event.n, brief->event.p);
    for (uint32_t i = 0; i < g->core_n; i++) quote_text(g, g->core[i], "=", reader, out);
    for (uint32_t i = 0; i < g->d->conflicts_n; i++)
        for (int side = 0; side < 2; side++)
            quote_text(g, &g->d->facts[g->d->conflicts[i].sides[side]].says[0], side ? " " : "!",
                       reader, out);
    for (uint32_t i = 0; i < g->alone_n; i++) quote_text(g, g->alone[i], "1", reader, out);
}

/* ---- JSON ---- */

static void quote_json(struct kh_json *json, const struct digest *g, const struct kh_say *say)
{
    const struct kh_article *a = kh_show_report(g->d, say->article);
    kh_json_open(json, '{');
    kh_json_pair(json, "article", a->id);
    kh_show_lang(json, "lang", a->lang);
    kh_json_pair(json, "site", a->site);
    kh_json_pair(json, "sentence", kh_show_sentence(g->d, say));
    kh_json_key(json, "start");
    kh_json_int(json, say->start);
    kh_json_key(json, "end");
    kh_json_int(json, say->end);
    kh_json_close(json, '}');
}

static void quotes_json(struct kh_json *json, const char *key, const struct digest *g,
                        const struct kh_say *const *says, uint32_t n)
{
    kh_json_key(json, key);
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < n; i++) quote_json(json, g, says[i]);
    kh_json_close(json, ']');
}

static void brief_json(const struct kh_brief *brief, const struct digest *g, struct kh_buf *out)
{
    struct kh_json json = {.buf = out};
    kh_json_open(&json, '{');
    kh_json_pair(&json, "schema", KH_STR("khabar/1"));
    kh_json_pair(&json, "event", brief->event);
    kh_json_pair(&json, "title", g->namer ? g->namer->title : KH_STR_NONE);
    kh_show_lang(&json, "lang", g->namer ? g->namer->lang : KH_LANG_NONE);
    kh_json_key(&json, "date");
    kh_json_date(&json, g->d->date);
    const char *const keys[] = {"reports", "sites", "languages", "independent"};
    const uint32_t values[] = {brief->reports, brief->sites, brief->langs, g->d->independent};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        kh_json_key(&json, keys[i]);
        kh_json_int(&json, values[i]);
    }
    quotes_json(&json, "core", g, g->core, g->core_n);
    kh_json_key(&json, "conflicts");
    kh_json_open(&json, '[');
    for (uint32_t i = 0; i < g->d->conflicts_n; i++) {
        const struct kh_conflict *c = &g->d->conflicts[i];
        kh_json_open(&json, '[');
        for (int side = 0; side < 2; side++)
            quote_json(&json, g, &g->d->facts[c->sides[side]].says[0]);
        kh_json_close(&json, ']');
    }
    kh_json_close(&json, ']');
    quotes_json(&json, "single", g, g->alone, g->alone_n);
    kh_json_close(&json, '}');
    kh_buf_byte(out, '\n');
}

/* ---- HTML, which the feed holds as well ---- */

static void quote_html(const struct digest *g, const struct kh_say *say,
                       const struct kh_reader *reader, struct kh_buf *out)
{
    const struct kh_article *a = kh_show_report(g->d, say->article);
    kh_html_quote(out, reader, a, kh_show_sentence(g->d, say),
                  kh_html_is_web(a->url) ? a->url : KH_STR_NONE);
}

static void body_html(const struct digest *g, const struct kh_reader *reader, struct kh_buf *out)
{
    for (uint32_t i = 0; i < g->core_n; i++) quote_html(g, g->core[i], reader, out);
    if (g->d->conflicts_n) {
        kh_buf_lit(out, "<h3>");
        kh_html_label(out, reader, "conflicts");
        kh_buf_lit(out, "</h3>\n");
    }
    for (uint32_t i = 0; i < g->d->conflicts_n; i++) {
        kh_buf_lit(out, "<div class=\"sides\">\n");
        for (int side = 0; side < 2; side++) {
            kh_buf_lit(out, "<div class=\"side\">\n");
            quote_html(g, &g->d->facts[g->d->conflicts[i].sides[side]].says[0], reader, out);
            kh_buf_lit(out, "</div>\n");
        }
        kh_buf_lit(out, "</div>\n");
    }
    if (!g->alone_n) return;
    kh_buf_lit(out, "<h3>");
    kh_html_label(out, reader, "alone");
    kh_buf_lit(out, "</h3>\n");
    for (uint32_t i = 0; i < g->alone_n; i++) quote_html(g, g->alone[i], reader, out);
}

static void brief_html(const struct kh_brief *brief, const struct digest *g,
                       const struct kh_reader *reader, struct kh_buf *out)
{
    struct kh_str title = title_of(g, reader);
    kh_buf_lit(out, "<section><h2");
    kh_html_language(out, g->namer ? g->namer->lang : reader->lang, title);
    kh_buf_lit(out, ">");
    kh_show_html(out, title);
    kh_buf_lit(out, "</h2>\n<p class=\"meta\">");
    if (g->d->date.precision) {
        kh_html_date(out, reader, g->d->date, true);
        kh_buf_lit(out, " · ");
    }
    counts(brief, g, reader, out);
    kh_buf_printf(out, " · <code>%.*s</code></p>\n", (int)brief->event.n, brief->event.p);
    body_html(g, reader, out);
    kh_buf_lit(out, "</section>\n");
}

/* ---- Atom ---- */

static void put_moment(struct kh_buf *out, int64_t seconds)
{
    char text[KH_DATE_TEXT_SIZE];
    size_t n = kh_date_print(kh_date_of_seconds(seconds), text);
    kh_buf_put(out, (struct kh_str){text, n});
}

static void brief_atom(const struct kh_brief *brief, const struct digest *g,
                       const struct kh_reader *reader, struct kh_buf *out)
{
    struct kh_buf body;
    kh_buf_init(&body, (size_t)1 << 24);
    kh_buf_printf(out, "<entry><id>urn:khabar:%.*s</id>\n<title>", (int)brief->event.n,
                  brief->event.p);
    kh_show_html(out, title_of(g, reader));
    kh_buf_lit(out, "</title>\n<updated>");
    put_moment(out, brief->newest);
    kh_buf_lit(out, "</updated>\n<summary>");
    counts(brief, g, reader, out);
    kh_buf_lit(out, "</summary>\n<content type=\"html\">");
    body_html(g, reader, &body);
    if (body.failed) out->failed = true;
    kh_show_html(out, kh_buf_str(&body));
    kh_buf_lit(out, "</content>\n</entry>\n");
    kh_buf_clear(&body);
}

/* ---- all forms ---- */

/* "News of 2026-05-08 ..." */
static void put_title(struct kh_buf *out, const struct kh_period *period,
                      const struct kh_reader *reader)
{
    char from[KH_DATE_TEXT_SIZE], to[KH_DATE_TEXT_SIZE];
    struct kh_date first = kh_date_of_seconds(period->since);
    struct kh_date last = kh_date_of_seconds(period->newest);
    first.precision = last.precision = KH_DATE_DAY;
    first.has_offset = last.has_offset = false;
    size_t n = kh_date_print(first, from), m = kh_date_print(last, to);
    kh_buf_put(out, kh_show_word(reader, "brief"));
    kh_buf_printf(out, " %.*s – %.*s", (int)n, from, (int)m, to);
}

static void open_atom(const struct kh_period *period, const struct kh_reader *reader,
                      struct kh_buf *out)
{
    char code[4];
    kh_lang_print(reader->lang, code);
    kh_buf_printf(out,
                  "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                  "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n"
                  "<id>urn:khabar:brief:%lld</id>\n<author><name>khabar</name></author>\n<title>",
                  code, (long long)period->since);
    put_title(out, period, reader);
    kh_buf_lit(out, "</title>\n<updated>");
    put_moment(out, period->newest);
    kh_buf_lit(out, "</updated>\n");
}

void kh_show_brief_open(enum kh_brief_form form, const struct kh_period *period,
                        const struct kh_reader *reader, struct kh_buf *out)
{
    struct kh_buf title;
    kh_buf_init(&title, 4096);
    put_title(&title, period, reader);
    switch (form) {
    case KH_BRIEF_JSON: break;
    case KH_BRIEF_ATOM: open_atom(period, reader, out); break;
    case KH_BRIEF_TEXT: kh_buf_put(out, kh_buf_str(&title)); break;
    case KH_BRIEF_HTML: kh_html_open(out, reader, kh_buf_str(&title), reader->lang); break;
    }
    if (form == KH_BRIEF_TEXT || form == KH_BRIEF_HTML) {
        if (form == KH_BRIEF_TEXT) kh_buf_byte(out, '\n');
        kh_show_count(out, reader->lexicon, reader->lang, period->reports, "report", "reports");
        kh_buf_lit(out, " · ");
        kh_show_count(out, reader->lexicon, reader->lang, period->events, "event", "events");
        kh_buf_lit(out, form == KH_BRIEF_HTML ? "</p></header>\n<main>\n" : "\n");
    }
    kh_buf_clear(&title);
}

void kh_show_brief(enum kh_brief_form form, const struct kh_brief *brief,
                   const struct kh_reader *reader, struct kh_buf *out)
{
    const struct digest g = digest_of(brief->dossier, reader->lang);
    switch (form) {
    case KH_BRIEF_TEXT: brief_text(brief, &g, reader, out); break;
    case KH_BRIEF_JSON: brief_json(brief, &g, out); break;
    case KH_BRIEF_HTML: brief_html(brief, &g, reader, out); break;
    case KH_BRIEF_ATOM: brief_atom(brief, &g, reader, out); break;
    }
}

void kh_show_brief_close(enum kh_brief_form form, struct kh_buf *out)
{
    if (form == KH_BRIEF_HTML) kh_html_close(out);
    if (form == KH_BRIEF_ATOM) kh_buf_lit(out, "</feed>\n");
}

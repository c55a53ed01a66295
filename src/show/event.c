/* SPDX-License-Identifier: Apache-2.0
 *
 * Events and search hits as JSON by the khabar/1 schema and as text for a terminal. Takes structs,
 * hands on bytes; no I/O, no terminal.
 */
#include "base/json.h"
#include "show/copies.h"
#include "show/internal.h"
#include "show/show.h"
#include "show/text.h"

const struct kh_article *kh_show_namer(const struct kh_event *event, uint32_t lang)
{
    const struct kh_article *first = NULL;
    for (uint32_t i = 0; i < event->articles_n; i++) {
        const struct kh_article *a = &event->articles[i].article;
        if (!a->title.n) continue;
        if (lang && a->lang == lang) return a;
        if (!first) first = a;
    }
    return first;
}

/* The first and last publication that is known. */
static void span_of(const struct kh_event *event, struct kh_date *first, struct kh_date *last)
{
    *first = *last = (struct kh_date){0};
    for (uint32_t i = 0; i < event->articles_n; i++) {
        struct kh_date d = event->articles[i].article.published;
        if (!d.precision) continue;
        if (!first->precision || kh_date_seconds(d) < kh_date_seconds(*first)) *first = d;
        if (!last->precision || kh_date_seconds(d) > kh_date_seconds(*last)) *last = d;
    }
}

static void member_json(struct kh_json *json, const struct kh_article *a)
{
    kh_json_open(json, '{');
    kh_json_pair(json, "id", a->id);
    kh_json_pair(json, "path", a->path);
    kh_json_pair(json, "site", a->site);
    kh_show_lang(json, "lang", a->lang);
    kh_json_pair(json, "title", a->title);
    kh_json_key(json, "published");
    kh_json_date(json, a->published);
    kh_json_close(json, '}');
}

static void shared_json(struct kh_json *json, const struct kh_str *shared, uint32_t n)
{
    kh_json_key(json, "shared");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < n; i++) kh_json_str(json, shared[i]);
    kh_json_close(json, ']');
}

static void why_json(struct kh_json *json, const struct kh_stored *stored)
{
    const struct kh_rival *rival = &stored->link.rival;
    kh_json_open(json, '{');
    kh_json_pair(json, "article", stored->article.id);
    kh_json_pair(json, "joined_by", stored->link.joined_by);
    kh_json_key(json, "score");
    kh_json_real(json, stored->link.score);
    shared_json(json, stored->link.shared, stored->link.shared_n);
    if (rival->event.n) {
        kh_json_key(json, "nearest");
        kh_json_open(json, '{');
        kh_json_pair(json, "event", rival->event);
        kh_json_pair(json, "article", rival->article);
        kh_json_key(json, "score");
        kh_json_real(json, rival->score);
        shared_json(json, rival->shared, rival->shared_n);
        kh_json_close(json, '}');
    }
    kh_json_close(json, '}');
}

static void related_json(struct kh_json *json, const struct kh_event *event)
{
    kh_json_key(json, "related");
    kh_json_open(json, '[');
    for (uint32_t i = 0; i < event->related_n; i++) {
        kh_json_open(json, '{');
        kh_json_pair(json, "event", event->related[i].event);
        kh_json_pair(json, "title", event->related[i].title);
        kh_json_key(json, "score");
        kh_json_real(json, event->related[i].score);
        kh_json_close(json, '}');
    }
    kh_json_close(json, ']');
}

void kh_show_event_json(const struct kh_event_view *view, struct kh_buf *out)
{
    const struct kh_event *event = view->event;
    const struct kh_article *name = kh_show_namer(event, KH_LANG_NONE);
    struct kh_json json = {.buf = out};
    struct kh_date first, last;
    span_of(event, &first, &last);
    kh_json_open(&json, '{');
    kh_json_pair(&json, "schema", KH_STR("khabar/1"));
    kh_json_pair(&json, "event", event->id);
    kh_json_pair(&json, "title", name ? name->title : KH_STR_NONE);
    kh_show_lang(&json, "lang", name ? name->lang : event->articles[0].article.lang);
    kh_json_key(&json, "date");
    kh_json_date(&json, view->date);
    kh_json_pair(&json, "date_from", kh_str_of(view->date_from));
    kh_json_key(&json, "first");
    kh_json_date(&json, first);
    kh_json_key(&json, "last");
    kh_json_date(&json, last);
    kh_json_key(&json, "articles");
    kh_json_open(&json, '[');
    for (uint32_t i = 0; i < event->articles_n; i++)
        member_json(&json, &event->articles[i].article);
    kh_json_close(&json, ']');
    kh_json_key(&json, "why");
    kh_json_open(&json, '[');
    for (uint32_t i = 0; i < event->articles_n; i++) why_json(&json, &event->articles[i]);
    kh_json_close(&json, ']');
    if (event->related) related_json(&json, event);
    if (event->copies) kh_show_copies_json(&json, event);
    kh_json_close(&json, '}');
    kh_buf_byte(out, '\n');
}

/* ---- text ---- */

static void put_date(struct kh_buf *out, struct kh_date date, const char *unknown)
{
    char text[KH_DATE_TEXT_SIZE];
    size_t n = kh_date_print(date, text);
    kh_buf_printf(out, "%-10.*s", n > 10 ? 10 : (int)n, n ? text : "");
    if (!n && *unknown) {
        out->n -= 10;
        kh_buf_printf(out, "%-10s", unknown);
    }
}

static void put_title(struct kh_buf *out, const struct kh_article *a, bool color)
{
    if (color) kh_buf_lit(out, BOLD);
    if (a && a->title.n) kh_show_line(out, a->title);
    else kh_buf_lit(out, "(no title)");
    if (color) kh_buf_lit(out, PLAIN);
}

/* "en ur ar", each once, in the order of the reports. */
static void put_langs(struct kh_buf *out, const struct kh_event *event)
{
    const char *between = "";
    for (uint32_t i = 0; i < event->articles_n; i++) {
        uint32_t lang = event->articles[i].article.lang;
        bool seen = lang == KH_LANG_NONE;
        for (uint32_t k = 0; k < i && !seen; k++) seen = event->articles[k].article.lang == lang;
        char code[4];
        kh_lang_print(lang, code);
        if (!seen) kh_buf_printf(out, "%s%s", between, code);
        if (!seen) between = " ";
    }
}

void kh_show_event_line(const struct kh_event_view *view, struct kh_buf *out)
{
    const struct kh_event *event = view->event;
    struct kh_date first, last;
    span_of(event, &first, &last);
    put_date(out, view->date.precision ? view->date : first, "undated");
    kh_buf_lit(out, "  ");
    put_title(out, kh_show_namer(event, KH_LANG_NONE), view->color);
    if (view->color) kh_buf_lit(out, FAINT);
    kh_buf_printf(out, "\n            %u %s  ", event->articles_n,
                  event->articles_n == 1 ? "report" : "reports");
    put_langs(out, event);
    kh_buf_printf(out, "  %.*s", (int)event->id.n, event->id.p);
    if (view->color) kh_buf_lit(out, PLAIN);
    kh_buf_byte(out, '\n');
}

static const struct kh_article *member(const struct kh_event *event, struct kh_str id)
{
    for (uint32_t i = 0; i < event->articles_n; i++)
        if (kh_str_eq(event->articles[i].article.id, id)) return &event->articles[i].article;
    return NULL;
}

static void put_shared(struct kh_buf *out, const struct kh_str *shared, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        kh_buf_lit(out, i ? ", " : "\n      they share ");
        kh_show_line(out, shared[i]);
    }
    kh_buf_byte(out, '\n');
}

static void put_report(struct kh_buf *out, const struct kh_event_view *view,
                       const struct kh_stored *stored)
{
    const struct kh_article *a = &stored->article;
    const struct kh_article *by = member(view->event, stored->link.joined_by);
    char lang[4];
    kh_lang_print(a->lang, lang);
    kh_buf_printf(out, "\n  %-3s ", lang);
    put_date(out, a->published, "undated");
    kh_buf_lit(out, "  ");
    put_title(out, a, view->color);
    kh_buf_lit(out, "\n      ");
    if (view->color) kh_buf_lit(out, FAINT);
    if (a->site.n) {
        kh_show_line(out, a->site);
        kh_buf_lit(out, "  ");
    }
    kh_show_line(out, a->path);
    kh_buf_printf(out, "\n      %.*s\n", (int)a->id.n, a->id.p);
    if (by) {
        kh_buf_printf(out, "      joined with %.2f by ", stored->link.score);
        kh_show_line(out, by->title.n ? by->title : by->path);
        put_shared(out, stored->link.shared, stored->link.shared_n);
    }
    const struct kh_copy *copy =
        kh_show_copy(view->event, (uint32_t)(stored - view->event->articles));
    if (copy) {
        const struct kh_article *of = &view->event->articles[copy->a].article;
        const struct kh_reader english = {.lexicon = kh_lexicon_builtin(),
                                          .lang = KH_LANG('e', 'n')};
        kh_buf_lit(out, "      ");
        kh_show_copy_text(out, &english, view->event, copy, of->title.n ? of->title : of->path);
        kh_buf_byte(out, '\n');
    }
    const struct kh_rival *rival = &stored->link.rival;
    if (rival->event.n) {
        kh_buf_printf(out, "      not of %.*s, which it is like with %.2f", (int)rival->event.n,
                      rival->event.p, rival->score);
        put_shared(out, rival->shared, rival->shared_n);
    }
    if (view->color) kh_buf_lit(out, PLAIN);
}

void kh_show_event_text(const struct kh_event_view *view, struct kh_buf *out)
{
    const struct kh_event *event = view->event;
    put_title(out, kh_show_namer(event, KH_LANG_NONE), view->color);
    kh_buf_lit(out, "\nhappened  ");
    put_date(out, view->date, "unknown");
    if (view->date_from) kh_buf_printf(out, " (from %s)", view->date_from);
    kh_buf_printf(out, "\nevent     %.*s\n", (int)event->id.n, event->id.p);
    for (uint32_t i = 0; i < event->articles_n; i++) put_report(out, view, &event->articles[i]);
    for (uint32_t i = 0; i < event->related_n; i++) {
        const struct kh_related *related = &event->related[i];
        kh_buf_printf(out, "%s  %.2f  %.*s  ", i ? "" : "\nrelated\n", related->score,
                      (int)related->event.n, related->event.p);
        kh_show_line(out, related->title);
        kh_buf_byte(out, '\n');
    }
}

/* ---- hits ---- */

void kh_show_hit_json(const struct kh_hit_found *hit, struct kh_buf *out)
{
    struct kh_json json = {.buf = out};
    kh_json_open(&json, '{');
    kh_json_pair(&json, "schema", KH_STR("khabar/1"));
    kh_json_pair(&json, "article", hit->article);
    kh_json_pair(&json, "event", hit->event);
    kh_json_key(&json, "score");
    kh_json_real(&json, hit->score);
    kh_json_pair(&json, "title", hit->title);
    kh_show_lang(&json, "lang", hit->lang);
    kh_json_pair(&json, "snippet", hit->snippet);
    kh_json_key(&json, "matched");
    kh_json_open(&json, '[');
    for (uint32_t i = 0; i < hit->matched_n; i++) kh_json_str(&json, hit->matched[i]);
    kh_json_close(&json, ']');
    kh_json_close(&json, '}');
    kh_buf_byte(out, '\n');
}

void kh_show_hit_text(const struct kh_hit_found *hit, bool color, struct kh_buf *out)
{
    struct kh_article a = {.title = hit->title};
    char lang[4];
    kh_lang_print(hit->lang, lang);
    kh_buf_printf(out, "%-3s ", lang);
    put_title(out, &a, color);
    kh_buf_lit(out, "\n    ");
    kh_show_line(out, hit->snippet);
    kh_buf_lit(out, "\n    ");
    if (color) kh_buf_lit(out, FAINT);
    kh_buf_lit(out, "found: ");
    for (uint32_t i = 0; i < hit->matched_n; i++) {
        if (i) kh_buf_lit(out, ", ");
        kh_show_line(out, hit->matched[i]);
    }
    kh_buf_printf(out, "\n    article %.*s\n", (int)hit->article.n, hit->article.p);
    if (hit->event.n) kh_buf_printf(out, "    event   %.*s\n", (int)hit->event.n, hit->event.p);
    if (color) kh_buf_lit(out, PLAIN);
}

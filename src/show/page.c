/* SPDX-License-Identifier: Apache-2.0
 *
 * A dossier as one self-contained page of HTML: no script, nothing fetched, each quoted sentence a
 * link to its place in the report below. Takes structs, hands on bytes.
 */
#include "show/copies.h"
#include "show/html.h"
#include "show/internal.h"
#include "show/label.h"

#include <stdio.h>
#include <stdlib.h>

struct page {
    const struct kh_dossier *d;
    const struct kh_reader *reader;
    struct kh_buf *out;
};

/* ---- facts ---- */

static void put_say(const struct page *p, const struct kh_say *say)
{
    const struct kh_article *a = kh_show_report(p->d, say->article);
    char place[40];
    snprintf(place, sizeof place, "#r%u-%u", say->article, say->start);
    kh_html_quote(p->out, p->reader, a, kh_show_sentence(p->d, say), kh_str_of(place));
}

/* The gist as a heading of the level; where the slots carry none the kind stands for it. */
static void put_gist(const struct page *p, const struct kh_fact *fact, const char *level)
{
    struct kh_buf gist;
    kh_buf_init(&gist, (size_t)1 << 16);
    kh_show_gist(&gist, p->reader->lexicon, p->reader->lang, fact);
    kh_buf_printf(p->out, "<%s dir=\"auto\">", level);
    if (gist.n) kh_show_html(p->out, kh_buf_str(&gist));
    if (fact->status == KH_AGREED) {
        kh_buf_printf(p->out, "%s<span class=\"count\">", gist.n ? " · " : "");
        kh_html_count(p->out, p->reader, kh_show_reports(fact), "report", "reports");
        kh_buf_lit(p->out, " · ");
        kh_html_count(p->out, p->reader, fact->independent, "origin", "origins");
        kh_buf_lit(p->out, "</span>");
    } else if (!gist.n) {
        kh_html_label(p->out, p->reader, kh_show_reports(fact) == 1 ? "report" : "reports");
    }
    kh_buf_printf(p->out, "</%s>\n", level);
    kh_buf_clear(&gist);
}

static void put_fact(const struct page *p, const struct kh_fact *fact, const char *level)
{
    put_gist(p, fact, level);
    kh_buf_lit(p->out, "<div class=\"says\">\n");
    for (uint32_t i = 0; i < fact->says_n; i++) put_say(p, &fact->says[i]);
    kh_buf_lit(p->out, "</div>\n");
}

static void head(const struct page *p, const char *id, const char *name)
{
    kh_buf_printf(p->out, "<section aria-labelledby=\"%s\"><h2 id=\"%s\">", id, id);
    kh_html_label(p->out, p->reader, name);
    kh_buf_lit(p->out, "</h2>\n");
}

static void conflicts(const struct page *p)
{
    head(p, "conflicts", "conflicts");
    if (!p->d->conflicts_n) {
        kh_buf_lit(p->out, "<p>");
        kh_html_label(p->out, p->reader, "no conflicts");
        kh_buf_lit(p->out, "</p>\n");
    }
    for (uint32_t i = 0; i < p->d->conflicts_n; i++) {
        const struct kh_conflict *c = &p->d->conflicts[i];
        kh_buf_lit(p->out, "<div class=\"sides\">\n");
        for (int side = 0; side < 2; side++) {
            kh_buf_lit(p->out, "<div class=\"side\">");
            put_fact(p, &p->d->facts[c->sides[side]], "h3");
            kh_buf_lit(p->out, "</div>\n");
        }
        kh_buf_lit(p->out, "</div>\n");
    }
    kh_buf_lit(p->out, "</section>\n");
}

static void agreed(const struct page *p)
{
    bool any = false;
    for (uint32_t i = 0; i < p->d->facts_n; i++) {
        if (p->d->facts[i].status != KH_AGREED) continue;
        if (!any) head(p, "agreed", "agreed");
        any = true;
        put_fact(p, &p->d->facts[i], "h3");
    }
    if (any) kh_buf_lit(p->out, "</section>\n");
}

/* Facts of one report stand together, in the order of its text. */
static void alone(const struct page *p)
{
    bool any = false;
    for (uint32_t r = 0; r < p->d->event->articles_n; r++) {
        bool named = false;
        for (uint32_t i = 0; i < p->d->facts_n; i++) {
            const struct kh_fact *fact = &p->d->facts[i];
            if (fact->status != KH_SINGLE || fact->says[0].article != r) continue;
            if (!any) head(p, "alone", "alone");
            if (!named) {
                kh_buf_lit(p->out, "<h3>");
                kh_html_source(p->out, kh_show_report(p->d, r));
                kh_buf_lit(p->out, "</h3>\n<div class=\"says\">\n");
            }
            any = named = true;
            for (uint32_t s = 0; s < fact->says_n; s++) put_say(p, &fact->says[s]);
        }
        if (named) kh_buf_lit(p->out, "</div>\n");
    }
    if (any) kh_buf_lit(p->out, "</section>\n");
}

/* ---- origins and times ---- */

static void report_link(const struct page *p, uint32_t i)
{
    kh_buf_printf(p->out, "<a href=\"#r%u\">", i);
    kh_html_source(p->out, kh_show_report(p->d, i));
    kh_buf_lit(p->out, "</a>");
}

static void origins(const struct page *p)
{
    if (!p->d->origins_n) return;
    head(p, "origins", "origins title");
    kh_buf_lit(p->out, "<ul>\n");
    for (uint32_t i = 0; i < p->d->origins_n; i++) {
        const struct kh_origin *o = &p->d->origins[i];
        kh_buf_lit(p->out, "<li><b><bdi>");
        kh_show_html(p->out, o->name.n ? o->name : kh_show_word(p->reader, "unnamed"));
        kh_buf_lit(p->out, "</bdi></b> (");
        kh_html_label(p->out, p->reader, o->how);
        kh_buf_lit(p->out, "): ");
        for (uint32_t k = 0; k < o->articles_n; k++) {
            if (k) kh_buf_lit(p->out, ", ");
            report_link(p, o->articles[k]);
        }
        kh_buf_lit(p->out, "</li>\n");
    }
    kh_buf_lit(p->out, "</ul></section>\n");
}

static void timeline(const struct page *p)
{
    if (!p->d->timeline_n) return;
    head(p, "timeline", "timeline");
    kh_buf_lit(p->out, "<ul>\n");
    for (uint32_t i = 0; i < p->d->timeline_n; i++) {
        kh_buf_lit(p->out, "<li>");
        kh_html_date(p->out, p->reader, p->d->timeline[i].date, true);
        put_say(p, &p->d->facts[p->d->timeline[i].fact].says[0]);
        kh_buf_lit(p->out, "</li>\n");
    }
    kh_buf_lit(p->out, "</ul></section>\n");
}

/* Who published when; the reports come in this order. */
static void coverage(const struct page *p)
{
    head(p, "coverage", "coverage");
    kh_buf_lit(p->out, "<ol>\n");
    for (uint32_t i = 0; i < p->d->event->articles_n; i++) {
        const struct kh_article *a = kh_show_report(p->d, i);
        kh_buf_lit(p->out, "<li>");
        kh_html_date(p->out, p->reader, a->published, false);
        kh_buf_lit(p->out, " ");
        report_link(p, i);
        kh_buf_lit(p->out, " <span");
        kh_html_language(p->out, a->lang, a->title);
        kh_buf_lit(p->out, ">");
        kh_show_html(p->out, a->title);
        kh_buf_lit(p->out, "</span></li>\n");
    }
    kh_buf_lit(p->out, "</ol></section>\n");
}

/* ---- the reports ---- */

static int by_place(const void *a, const void *b)
{
    const struct kh_say *const *x = a, *const *y = b;
    if ((*x)->article != (*y)->article) return (*x)->article < (*y)->article ? -1 : 1;
    return (*x)->start < (*y)->start ? -1 : (*x)->start > (*y)->start;
}

/* All quoted sentences by report and place; NULL when out of memory. */
static const struct kh_say **gather(const struct kh_dossier *d, size_t *n)
{
    size_t total = 0;
    for (uint32_t i = 0; i < d->facts_n; i++) total += d->facts[i].says_n;
    const struct kh_say **all = malloc((total + 1) * sizeof *all);
    *n = 0;
    if (!all) return NULL;
    for (uint32_t i = 0; i < d->facts_n; i++)
        for (uint32_t k = 0; k < d->facts[i].says_n; k++) all[(*n)++] = &d->facts[i].says[k];
    qsort(all, *n, sizeof *all, by_place);
    return all;
}

/* Bytes of a report's text that stand in a report before it as well. */
struct stretch {
    size_t start, end;
};

struct printed {
    const struct page *p;
    struct kh_str text;
    struct stretch *copied; /* by place, apart */
    size_t copied_n, at;    /* those before `at` are behind what was put last */
};

static int by_start(const void *a, const void *b)
{
    const struct stretch *x = a, *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

/* What is told as copied, each byte once. False when out of memory. */
static bool find_copied(const struct page *p, uint32_t report, struct printed *out)
{
    uint32_t copies_n;
    const struct kh_copy *copies = kh_show_copies_of(p->d->event, report, &copies_n);
    size_t total = 0, n = 0;
    for (uint32_t i = 0; i < copies_n; i++) total += copies[i].spans_n;
    out->copied = malloc((total + 1) * sizeof *out->copied);
    if (!out->copied) return false;
    for (uint32_t i = 0; i < copies_n; i++) {
        if (!copies[i].reprint && copies[i].share_b < KH_SHARE_TOLD) continue;
        for (uint32_t k = 0; k < copies[i].spans_n; k++)
            out->copied[n++] =
                (struct stretch){copies[i].spans[k].b_start, copies[i].spans[k].b_end};
    }
    qsort(out->copied, n, sizeof *out->copied, by_start);
    for (size_t i = 0; i < n; i++) {
        struct stretch *last = out->copied_n ? &out->copied[out->copied_n - 1] : NULL;
        if (last && out->copied[i].start <= last->end) {
            if (out->copied[i].end > last->end) last->end = out->copied[i].end;
        } else {
            out->copied[out->copied_n++] = out->copied[i];
        }
    }
    return true;
}

static void put_piece(struct printed *t, size_t from, size_t to)
{
    while (from < to) {
        while (t->at < t->copied_n && t->copied[t->at].end <= from) t->at++;
        struct stretch next = t->at < t->copied_n ? t->copied[t->at] : (struct stretch){to, to};
        bool inside = next.start <= from;
        size_t end = inside ? next.end : next.start;
        if (end > to) end = to;
        if (inside) kh_buf_lit(t->p->out, "<span class=\"copied\">");
        kh_show_html(t->p->out, kh_str_sub(t->text, from, end));
        if (inside) kh_buf_lit(t->p->out, "</span>");
        from = end;
    }
}

/* The text from byte `from` to `to`; blank lines end paragraphs, but not `inside` a quoted piece.
 */
static void put_text(struct printed *t, size_t from, size_t to, bool inside)
{
    while (from < to) {
        size_t end = from;
        while (end < to && t->text.p[end] != '\n') end++;
        put_piece(t, from, end);
        from = end + 1;
        if (from >= to) return;
        if (t->text.p[from] == '\n' && !inside) {
            kh_buf_lit(t->p->out, "</p>\n<p>");
            from++;
        } else {
            kh_buf_lit(t->p->out, "<br>");
        }
    }
}

/* A label with the report that was copied and the share of the words in their places. */
static void put_copy(const struct page *p, uint32_t i)
{
    const struct kh_copy *copy = kh_show_copy(p->d->event, i);
    if (!copy) return;
    struct kh_str label = kh_show_word(p->reader, kh_show_copy_label(p->d->event, copy));
    kh_buf_lit(p->out, "<p class=\"meta\"");
    kh_html_language(p->out, p->reader->lang, label);
    kh_buf_lit(p->out, ">");
    while (label.n) {
        kh_show_html(p->out, kh_str_cut(&label, '{'));
        struct kh_str name = kh_str_cut(&label, '}');
        if (kh_str_eq(name, KH_STR("article"))) report_link(p, copy->a);
        else if (kh_str_eq(name, KH_STR("share")))
            kh_buf_printf(p->out, "<bdi>%u%%</bdi>", kh_show_copy_percent(copy));
        else if (kh_str_eq(name, KH_STR("grey"))) kh_html_label(p->out, p->reader, "grey");
    }
    kh_buf_lit(p->out, "</p>\n");
}

static bool report(const struct page *p, uint32_t i, const struct kh_say *const *says, size_t n)
{
    const struct kh_article *a = kh_show_report(p->d, i);
    struct printed text = {.p = p, .text = a->text};
    size_t at = 0;
    if (!find_copied(p, i, &text)) return false;
    kh_buf_printf(p->out, "<article id=\"r%u\"", i);
    kh_html_language(p->out, a->lang, a->text);
    kh_buf_lit(p->out, "><h3>");
    kh_show_html(p->out, a->title.n ? a->title : kh_show_word(p->reader, "untitled"));
    kh_buf_lit(p->out, "</h3>\n<p class=\"meta\">");
    kh_html_source(p->out, a);
    kh_buf_lit(p->out, " · ");
    kh_html_date(p->out, p->reader, a->published, false);
    if (kh_html_is_web(a->url)) {
        kh_buf_lit(p->out, " · <a rel=\"noreferrer\" href=\"");
        kh_show_html(p->out, a->url);
        kh_buf_lit(p->out, "\" dir=\"ltr\">");
        kh_show_html(p->out, a->url);
        kh_buf_lit(p->out, "</a>");
    }
    kh_buf_lit(p->out, "</p>\n");
    put_copy(p, i);
    kh_buf_lit(p->out, "<p>");
    for (size_t k = 0; k < n; k++) {
        if (says[k]->start < at || (k && says[k]->start == says[k - 1]->start)) continue;
        put_text(&text, at, says[k]->start, false);
        kh_buf_printf(p->out, "<span id=\"r%u-%u\">", i, says[k]->start);
        put_text(&text, says[k]->start, says[k]->end, true);
        kh_buf_lit(p->out, "</span>");
        at = says[k]->end;
    }
    put_text(&text, at, a->text.n, false);
    kh_buf_lit(p->out, "</p></article>\n");
    free(text.copied);
    return true;
}

static bool reports(const struct page *p)
{
    size_t n, at = 0;
    const struct kh_say **says = gather(p->d, &n);
    if (!says) return false;
    head(p, "reports", "reports title");
    kh_buf_lit(p->out, "<div class=\"reports\">\n");
    bool ok = true;
    for (uint32_t i = 0; ok && i < p->d->event->articles_n; i++) {
        size_t end = at;
        while (end < n && says[end]->article == i) end++;
        ok = report(p, i, says + at, end - at);
        at = end;
    }
    kh_buf_lit(p->out, "</div></section>\n");
    free(says);
    return ok;
}

/* ---- the whole page ---- */

static void top(const struct page *p)
{
    const struct kh_article *name = kh_show_namer(p->d->event, p->reader->lang);
    struct kh_str title = name ? name->title : kh_show_word(p->reader, "untitled");
    kh_html_open(p->out, p->reader, title, name ? name->lang : p->reader->lang);
    if (p->d->date.precision) {
        kh_html_label(p->out, p->reader, "happened");
        kh_buf_byte(p->out, ' ');
        kh_html_date(p->out, p->reader, p->d->date, true);
        kh_buf_lit(p->out, " · ");
    }
    kh_html_count(p->out, p->reader, p->d->event->articles_n, "report", "reports");
    kh_buf_lit(p->out, " · ");
    kh_html_count(p->out, p->reader, p->d->independent, "origin", "origins");
    kh_buf_lit(p->out, " · ");
    kh_html_count(p->out, p->reader, p->d->conflicts_n, "contradiction", "contradictions");
    kh_buf_printf(p->out, " · <code>%.*s</code></p></header>\n<main>\n", (int)p->d->event->id.n,
                  p->d->event->id.p);
}

void kh_show_dossier_html(const struct kh_dossier *d, const struct kh_reader *reader,
                          struct kh_buf *out)
{
    const struct page p = {d, reader, out};
    top(&p);
    conflicts(&p);
    agreed(&p);
    alone(&p);
    origins(&p);
    timeline(&p);
    coverage(&p);
    if (!reports(&p)) out->failed = true;
    kh_html_close(out);
}

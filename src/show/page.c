/* SPDX-License-Identifier: Apache-2.0
 *
 * A dossier as one self-contained page of HTML: no script, nothing fetched, each quoted sentence a
 * link to its place in the report below. Takes structs, hands on bytes.
 */
#include "show/label.h"
#include "show/show.h"
#include "show/text.h"

#include <stdlib.h>

struct page {
    const struct kh_dossier *d;
    const struct kh_reader *reader;
    struct kh_buf *out;
};

/* Colours have a contrast of at least 4.5 to 1 in both schemes (WCAG 2.2 AA). */
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b1d21;--paper:#fff;--faint:#575e69;--line:#d5d9df;"
    "--link:#0b57a4;--bad:#a3222a;--side:#f5f6f8}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--paper:#16181c;--faint:#a8b0bb;"
    "--line:#3a3f47;--link:#8ab9f1;--bad:#ff9a9a;--side:#1f2228}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--paper);color:var(--ink);"
    "font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}\n"
    "[lang=ur]{font-family:\"Noto Nastaliq Urdu\",\"Jameel Noori Nastaleeq\",\"Noto Naskh Arabic\","
    "serif;line-height:2}\n"
    "[lang=ar],[lang=fa]{font-family:\"Noto Naskh Arabic\",\"Noto Sans Arabic\",sans-serif;"
    "line-height:1.8}\n"
    "h1{font-size:1.6rem;line-height:1.35;margin:.5rem 0}\n"
    "h2{font-size:1.2rem;margin:2.2rem 0 .6rem;border-bottom:2px solid var(--line)}\n"
    "h3{font-size:1rem;margin:1.2rem 0 .4rem}\n"
    "a{color:var(--link)}\n"
    ".meta,figcaption,.count{color:var(--faint);font-size:.9rem}\n"
    "figure{margin:.4rem 0;padding-inline-start:.8rem;border-inline-start:3px solid var(--line)}\n"
    "blockquote{margin:0}\n"
    ".sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));"
    "gap:1rem}\n"
    ".side{background:var(--side);padding:.6rem .8rem;border-top:3px solid var(--bad)}\n"
    ".side h4{margin:0 0 .4rem;color:var(--bad);font-size:1rem}\n"
    "ul,ol{padding-inline-start:1.4rem}\n"
    "time{white-space:nowrap}\n"
    ".says{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr));"
    "gap:.4rem 1.2rem}\n"
    ":target{outline:3px solid var(--link);outline-offset:2px;scroll-margin:4rem}\n"
    "@media print{body{max-width:none;font-size:10.5pt}a{color:inherit;text-decoration:none}"
    "figure,.side,li{break-inside:avoid}h2,h3{break-after:avoid}.reports{break-before:page}}\n";

static struct kh_str label(const struct page *p, const char *name)
{
    return kh_show_label(p->reader->lexicon, p->reader->lang, name);
}

static void put_label(const struct page *p, const char *name)
{
    kh_show_html(p->out, label(p, name));
}

static void put_count(const struct page *p, uint32_t n, const char *one, const char *many)
{
    kh_show_count(p->out, p->reader->lexicon, p->reader->lang, n, one, many);
}

static const struct kh_article *article_of(const struct page *p, uint32_t i)
{
    return &p->d->event->articles[i].article;
}

/* " lang=... dir=..." of a piece of an article. */
static void put_language(struct kh_buf *out, uint32_t lang, struct kh_str text)
{
    char code[4];
    if (kh_lang_print(lang, code)) kh_buf_printf(out, " lang=\"%s\"", code);
    kh_buf_printf(out, " dir=\"%s\"", kh_show_is_rtl(text) ? "rtl" : "ltr");
}

static void put_date(const struct page *p, struct kh_date date, bool day_alone)
{
    char text[KH_DATE_TEXT_SIZE];
    if (day_alone && date.precision > KH_DATE_DAY) {
        date.precision = KH_DATE_DAY;
        date.has_offset = false;
    }
    size_t n = kh_date_print(date, text);
    if (n) kh_buf_printf(p->out, "<time datetime=\"%.*s\">%.*s</time>", (int)n, text, (int)n, text);
    else put_label(p, "undated");
}

static void put_source(const struct page *p, const struct kh_article *a)
{
    struct kh_str name = a->site.n ? a->site : a->path.n ? a->path : a->id;
    kh_buf_lit(p->out, "<bdi>");
    kh_show_html(p->out, name);
    kh_buf_lit(p->out, "</bdi>");
}

/* ---- facts ---- */

static void put_say(const struct page *p, const struct kh_say *say)
{
    const struct kh_article *a = article_of(p, say->article);
    struct kh_str sentence = kh_str_sub(a->text, say->start, say->end);
    char code[4];
    kh_buf_lit(p->out, "<figure><blockquote");
    put_language(p->out, a->lang, sentence);
    kh_buf_lit(p->out, "><p>");
    kh_show_html(p->out, sentence);
    kh_buf_printf(p->out, "</p></blockquote><figcaption><a href=\"#r%u-%u\">", say->article,
                  say->start);
    put_source(p, a);
    kh_lang_print(a->lang, code);
    kh_buf_printf(p->out, "</a> · %s%s", code, *code ? " · " : "");
    put_date(p, a->published, true);
    kh_buf_lit(p->out, "</figcaption></figure>\n");
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
        put_count(p, fact->says_n, "report", "reports");
        kh_buf_lit(p->out, " · ");
        put_count(p, fact->independent, "origin", "origins");
        kh_buf_lit(p->out, "</span>");
    } else if (!gist.n) {
        put_label(p, fact->says_n == 1 ? "report" : "reports");
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
    put_label(p, name);
    kh_buf_lit(p->out, "</h2>\n");
}

static void conflicts(const struct page *p)
{
    head(p, "conflicts", "conflicts");
    if (!p->d->conflicts_n) {
        kh_buf_lit(p->out, "<p>");
        put_label(p, "no conflicts");
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
                put_source(p, article_of(p, r));
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
    put_source(p, article_of(p, i));
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
        kh_show_html(p->out, o->name.n ? o->name : label(p, "unnamed"));
        kh_buf_lit(p->out, "</bdi></b> (");
        put_label(p, o->how);
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
        put_date(p, p->d->timeline[i].date, true);
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
        const struct kh_article *a = article_of(p, i);
        kh_buf_lit(p->out, "<li>");
        put_date(p, a->published, false);
        kh_buf_lit(p->out, " ");
        report_link(p, i);
        kh_buf_lit(p->out, " <span");
        put_language(p->out, a->lang, a->title);
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

/* The text from byte `from` to `to`; blank lines end paragraphs, but not `inside` a quoted piece.
 */
static void put_text(const struct page *p, struct kh_str text, size_t from, size_t to, bool inside)
{
    struct kh_str rest = kh_str_sub(text, from, to);
    while (rest.n) {
        struct kh_str line = kh_str_cut(&rest, '\n');
        kh_show_html(p->out, line);
        if (!rest.n) continue;
        if (rest.p[0] == '\n' && !inside) {
            kh_buf_lit(p->out, "</p>\n<p>");
            rest = kh_str_sub(rest, 1, rest.n);
        } else {
            kh_buf_lit(p->out, "<br>");
        }
    }
}

/* An address that a reader may be sent to. */
static bool is_web(struct kh_str url)
{
    return kh_str_starts(url, KH_STR("https://")) || kh_str_starts(url, KH_STR("http://"));
}

static void report(const struct page *p, uint32_t i, const struct kh_say *const *says, size_t n)
{
    const struct kh_article *a = article_of(p, i);
    size_t at = 0;
    kh_buf_printf(p->out, "<article id=\"r%u\"", i);
    put_language(p->out, a->lang, a->text);
    kh_buf_lit(p->out, "><h3>");
    kh_show_html(p->out, a->title.n ? a->title : label(p, "untitled"));
    kh_buf_lit(p->out, "</h3>\n<p class=\"meta\">");
    put_source(p, a);
    kh_buf_lit(p->out, " · ");
    put_date(p, a->published, false);
    if (is_web(a->url)) {
        kh_buf_lit(p->out, " · <a rel=\"noreferrer\" href=\"");
        kh_show_html(p->out, a->url);
        kh_buf_lit(p->out, "\" dir=\"ltr\">");
        kh_show_html(p->out, a->url);
        kh_buf_lit(p->out, "</a>");
    }
    kh_buf_lit(p->out, "</p>\n<p>");
    for (size_t k = 0; k < n; k++) {
        if (says[k]->start < at || (k && says[k]->start == says[k - 1]->start)) continue;
        put_text(p, a->text, at, says[k]->start, false);
        kh_buf_printf(p->out, "<span id=\"r%u-%u\">", i, says[k]->start);
        put_text(p, a->text, says[k]->start, says[k]->end, true);
        kh_buf_lit(p->out, "</span>");
        at = says[k]->end;
    }
    put_text(p, a->text, at, a->text.n, false);
    kh_buf_lit(p->out, "</p></article>\n");
}

static bool reports(const struct page *p)
{
    size_t n, at = 0;
    const struct kh_say **says = gather(p->d, &n);
    if (!says) return false;
    head(p, "reports", "reports title");
    kh_buf_lit(p->out, "<div class=\"reports\">\n");
    for (uint32_t i = 0; i < p->d->event->articles_n; i++) {
        size_t end = at;
        while (end < n && says[end]->article == i) end++;
        report(p, i, says + at, end - at);
        at = end;
    }
    kh_buf_lit(p->out, "</div></section>\n");
    free(says);
    return true;
}

/* ---- the whole page ---- */

static const struct kh_article *namer(const struct page *p)
{
    uint32_t lang = p->reader->lang;
    const struct kh_article *first = NULL;
    for (uint32_t i = 0; i < p->d->event->articles_n; i++) {
        const struct kh_article *a = article_of(p, i);
        if (a->title.n && a->lang == lang) return a;
        if (a->title.n && !first) first = a;
    }
    return first;
}

static void top(const struct page *p)
{
    const struct kh_article *name = namer(p);
    char code[4];
    struct kh_str title = name ? name->title : label(p, "untitled");
    kh_lang_print(p->reader->lang, code);
    kh_buf_printf(p->out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n", code,
                  kh_show_is_rtl(label(p, "agreed")) ? "rtl" : "ltr");
    kh_buf_lit(p->out, "<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'\">\n<title>");
    kh_show_html(p->out, title);
    kh_buf_printf(p->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header><h1", style);
    put_language(p->out, name ? name->lang : p->reader->lang, title);
    kh_buf_lit(p->out, ">");
    kh_show_html(p->out, title);
    kh_buf_lit(p->out, "</h1>\n<p class=\"meta\">");
    if (p->d->date.precision) {
        put_label(p, "happened");
        kh_buf_byte(p->out, ' ');
        put_date(p, p->d->date, true);
        kh_buf_lit(p->out, " · ");
    }
    put_count(p, p->d->event->articles_n, "report", "reports");
    kh_buf_lit(p->out, " · ");
    put_count(p, p->d->independent, "origin", "origins");
    kh_buf_lit(p->out, " · ");
    put_count(p, p->d->conflicts_n, "contradiction", "contradictions");
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
    kh_buf_lit(out, "</main>\n</body>\n</html>\n");
}

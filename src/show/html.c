/* SPDX-License-Identifier: Apache-2.0
 *
 * The frame and the small parts of khabar's pages. See html.h.
 */
#include "show/html.h"

#include "show/internal.h"
#include "show/label.h"

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
    ".copied{color:var(--faint)}\n"
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

void kh_html_open(struct kh_buf *out, const struct kh_reader *reader, struct kh_str title,
                  uint32_t lang)
{
    char code[4];
    struct kh_str own = kh_show_label(reader->lexicon, reader->lang, "agreed");
    kh_lang_print(reader->lang, code);
    kh_buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n", code,
                  kh_show_is_rtl(own) ? "rtl" : "ltr");
    kh_buf_lit(out, "<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'\">\n<title>");
    kh_show_html(out, title);
    kh_buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header><h1", style);
    kh_html_language(out, lang, title);
    kh_buf_lit(out, ">");
    kh_show_html(out, title);
    kh_buf_lit(out, "</h1>\n<p class=\"meta\">");
}

void kh_html_close(struct kh_buf *out)
{
    kh_buf_lit(out, "</main>\n</body>\n</html>\n");
}

void kh_html_label(struct kh_buf *out, const struct kh_reader *reader, const char *name)
{
    kh_show_html(out, kh_show_word(reader, name));
}

void kh_html_count(struct kh_buf *out, const struct kh_reader *reader, uint32_t n, const char *one,
                   const char *many)
{
    kh_show_count(out, reader->lexicon, reader->lang, n, one, many);
}

void kh_html_language(struct kh_buf *out, uint32_t lang, struct kh_str text)
{
    char code[4];
    if (kh_lang_print(lang, code)) kh_buf_printf(out, " lang=\"%s\"", code);
    kh_buf_printf(out, " dir=\"%s\"", kh_show_is_rtl(text) ? "rtl" : "ltr");
}

void kh_html_date(struct kh_buf *out, const struct kh_reader *reader, struct kh_date date,
                  bool day_alone)
{
    char text[KH_DATE_TEXT_SIZE];
    if (day_alone && date.precision > KH_DATE_DAY) {
        date.precision = KH_DATE_DAY;
        date.has_offset = false;
    }
    size_t n = kh_date_print(date, text);
    if (n) kh_buf_printf(out, "<time datetime=\"%.*s\">%.*s</time>", (int)n, text, (int)n, text);
    else kh_html_label(out, reader, "undated");
}

void kh_html_source(struct kh_buf *out, const struct kh_article *article)
{
    struct kh_str name = kh_show_source(article);
    kh_buf_lit(out, "<bdi>");
    kh_show_html(out, name.n ? name : article->id);
    kh_buf_lit(out, "</bdi>");
}

bool kh_html_is_web(struct kh_str url)
{
    return kh_str_starts(url, KH_STR("https://")) || kh_str_starts(url, KH_STR("http://"));
}

void kh_html_quote(struct kh_buf *out, const struct kh_reader *reader,
                   const struct kh_article *article, struct kh_str sentence, struct kh_str place)
{
    char code[4];
    kh_buf_lit(out, "<figure><blockquote");
    kh_html_language(out, article->lang, sentence);
    kh_buf_lit(out, "><p>");
    kh_show_html(out, sentence);
    kh_buf_lit(out, "</p></blockquote><figcaption>");
    if (place.n) {
        kh_buf_lit(out, "<a rel=\"noreferrer\" href=\"");
        kh_show_html(out, place);
        kh_buf_lit(out, "\">");
    }
    kh_html_source(out, article);
    if (place.n) kh_buf_lit(out, "</a>");
    if (kh_lang_print(article->lang, code)) kh_buf_printf(out, " · %s", code);
    kh_buf_lit(out, " · ");
    kh_html_date(out, reader, article->published, true);
    kh_buf_lit(out, "</figcaption></figure>\n");
}

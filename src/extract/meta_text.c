/* SPDX-License-Identifier: Apache-2.0
 *
 * Small readers of metadata values: letters to compare by, dates as metadata and addresses write
 * them, and what a page tells of its habits in writing dates.
 */
#include "extract/meta.h"

#include "base/utf8.h"

struct kh_str kh_bare_letters(struct kh_arena *arena, struct kh_str s)
{
    if (s.n > 1000) s.n = kh_utf8_cut(s, 1000);
    char *p = kh_arena_bytes(arena, s.n * 6 + 16);
    size_t n = 0;
    if (!p) return KH_STR_NONE;
    for (size_t at = 0; at < s.n;) {
        uint32_t code = kh_utf8_next(s, &at);
        if (code < 0x80) {
            if (kh_is_alpha((char)code) || kh_is_digit((char)code)) p[n++] = kh_lower((char)code);
        } else if (kh_is_word_code(code)) {
            n += kh_fold_code(code, p + n);
        }
    }
    return (struct kh_str){p, n};
}

struct kh_str kh_spaced_text(struct kh_arena *arena, const struct kh_blocks *blocks, uint32_t block)
{
    const struct kh_block *b = &blocks->items[block];
    size_t room = 1, n = 0;
    for (uint32_t i = b->first; i <= b->last; i++)
        if (blocks->tree->nodes[i].kind == KH_NODE_TEXT) room += blocks->tree->nodes[i].text.n + 2;
    char *p = kh_arena_bytes(arena, room);
    if (!p || room > 2000) return kh_block_text(blocks, block);
    for (uint32_t i = b->first; i <= b->last; i++) {
        const struct kh_node *node = &blocks->tree->nodes[i];
        if (node->kind != KH_NODE_TEXT || node->text.n == 0) continue;
        bool broken = false;
        for (size_t j = 0; j < node->text.n; j++) {
            char c = node->text.p[j];
            broken |= c == '\n';
            if (!kh_is_space(c)) p[n++] = c;
            else if (n > 0 && p[n - 1] != ' ') p[n++] = ' ';
        }
        if (broken && n > 0) p[n++] = '|'; /* elements on lines of their own */
        if (n > 0 && p[n - 1] != ' ') p[n++] = ' ';
    }
    return kh_str_trim((struct kh_str){p, n});
}

bool kh_has_any(struct kh_str s, const struct kh_str *words, size_t n)
{
    uint32_t firsts = 0;
    for (size_t k = 0; k < n; k++) firsts |= 1u << (words[k].p[0] & 31);
    for (size_t i = 0; i < s.n; i++) {
        char c = kh_lower(s.p[i]);
        if (!(firsts >> (c & 31) & 1)) continue;
        for (size_t k = 0; k < n; k++) {
            if (words[k].p[0] != c || words[k].n > s.n - i) continue;
            size_t j = 1;
            while (j < words[k].n && kh_lower(s.p[i + j]) == words[k].p[j]) j++;
            if (j == words[k].n) return true;
        }
    }
    return false;
}

static bool plausible(struct kh_date date)
{
    return date.precision >= KH_DATE_DAY && date.year >= 1990 && date.year <= 2100;
}

/* Seconds or milliseconds since 1970 in digits. */
static struct kh_date epoch_date(struct kh_str text)
{
    int64_t value = 0;
    if (text.n != 10 && text.n != 13) return (struct kh_date){0};
    for (size_t i = 0; i < text.n; i++) {
        if (!kh_is_digit(text.p[i])) return (struct kh_date){0};
        value = value * 10 + (text.p[i] - '0');
    }
    return kh_date_of_days((text.n == 13 ? value / 1000 : value) / 86400);
}

struct kh_date kh_meta_date(struct kh_arena *arena, const struct kh_date_habit *habit,
                            struct kh_str text)
{
    struct kh_date date = {0}, none = {0};
    struct kh_tokens tokens;
    struct kh_date_hit *hits;
    uint32_t n;
    text = kh_str_trim(text);
    if (text.n > 300) return none;
    if (kh_date_parse_iso(text, &date) && plausible(date)) return date;
    date = epoch_date(text);
    if (plausible(date)) return date;
    if (!kh_tokenize(arena, text, habit->lang, &tokens) ||
        !kh_dates_find(habit->lexicon, arena, &tokens, habit->lang, habit->order, &hits, &n))
        return none;
    for (uint32_t i = 0; i < n; i++)
        if (hits[i].kind == KH_DATE_ABSOLUTE && !hits[i].range && plausible(hits[i].date))
            return hits[i].date;
    return none;
}

/* Exactly `digits` digits at `at` and no more; -1 otherwise. */
static int digits_at(struct kh_str s, size_t at, size_t digits)
{
    int value = 0;
    if (at + digits > s.n || (at + digits < s.n && kh_is_digit(s.p[at + digits]))) return -1;
    for (size_t i = at; i < at + digits; i++) {
        if (!kh_is_digit(s.p[i])) return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* The small number at *at with one or two digits; moves behind it. */
static int part_at(struct kh_str s, size_t *at)
{
    int value = digits_at(s, *at, 2);
    if (value >= 0) {
        *at += 2;
        return value;
    }
    value = digits_at(s, *at, 1);
    if (value >= 0) *at += 1;
    return value;
}

static struct kh_date day_in(int year, int month, int day)
{
    struct kh_date date = {.year = (int16_t)year,
                           .month = (int8_t)month,
                           .day = (int8_t)day,
                           .precision = KH_DATE_DAY};
    bool ok = year >= 1990 && year <= 2100 && kh_date_valid(year, month, day);
    return ok ? date : (struct kh_date){0};
}

/* The mark between the parts of a date behind the part at *at; moves behind it. */
static char mark_behind(struct kh_str url, size_t *at)
{
    char c = *at < url.n ? url.p[*at] : 0;
    if (c != '/' && c != '-' && c != '_' && c != '.') return 0;
    ++*at;
    return c;
}

/* A date whose first digit is at `at`: 2026/03/10, 2026-3-10, 20260310, 29-10-2026. */
static struct kh_date url_date_at(struct kh_str url, size_t at)
{
    struct kh_date none = {0};
    char before = url.p[at - 1];
    int year = digits_at(url, at, 8);
    if (year > 0) return day_in(year / 10000, year / 100 % 100, year % 100);
    year = digits_at(url, at, 4);
    bool year_first = year > 0;
    if (year_first) at += 4;
    int first = year_first ? 0 : part_at(url, &at);
    char mark = mark_behind(url, &at);
    if (first < 0 || !mark || mark == (year_first ? '.' : '/')) return none;
    if (mark == '/' && before != '/') return none;
    int second = part_at(url, &at);
    if (second < 0 || mark_behind(url, &at) != mark) return none;
    if (!year_first) { /* day and month in any order that leaves no doubt */
        year = digits_at(url, at, 4);
        if (first > 12) return day_in(year, second, first);
        return second > 12 || first == second ? day_in(year, first, second) : none;
    }
    int third = part_at(url, &at);
    bool ends = at >= url.n || !kh_is_alpha(url.p[at]);
    return ends ? day_in(year, second, third) : none;
}

struct kh_date kh_url_date(struct kh_str url)
{
    for (size_t i = 1; i + 8 <= url.n; i++) {
        char before = url.p[i - 1];
        if (!kh_is_digit(url.p[i]) || (before != '/' && before != '-' && before != '_')) continue;
        struct kh_date date = url_date_at(url, i);
        if (date.precision) return date;
    }
    return (struct kh_date){0};
}

/* Quotes as scripts and attributes write them, and white space. */
static size_t skip_quotes(struct kh_str s, size_t at)
{
    static const char *const quotes[] = {"&quot;", "&#34;", "\"", "'", "\\", " "};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes;) {
        struct kh_str quote = kh_str_of(quotes[i]);
        bool here = kh_str_starts(kh_str_sub(s, at, s.n), quote);
        at += here ? quote.n : 0;
        i = here ? 0 : i + 1;
    }
    return at;
}

struct kh_date kh_script_date(struct kh_str page)
{
    static const struct kh_str keys[] = {KH_WORD("publish"), KH_WORD("created")};
    for (size_t k = 0; k < 2; k++)
        for (size_t at = 0; (at = kh_str_find_nocase(page, keys[k], at)) != SIZE_MAX;) {
            at += keys[k].n;
            size_t end = at;
            while (end < page.n && end < at + 12 &&
                   (kh_is_alpha(page.p[end]) || page.p[end] == '_'))
                end++;
            struct kh_str rest = kh_str_sub(page, at, end);
            struct kh_str whole = kh_str_sub(page, at > 12 ? at - 12 : 0, end);
            bool dated = kh_str_find_nocase(whole, KH_STR("date"), 0) != SIZE_MAX ||
                         kh_str_ends(rest, KH_STR("at")) || kh_str_ends(rest, KH_STR("At"));
            struct kh_date date = {0};
            end = skip_quotes(page, end);
            if (!dated || end >= page.n || page.p[end] != ':') continue;
            end = skip_quotes(page, end + 1);
            if (kh_date_parse_iso(kh_str_sub(page, end, page.n), &date) && plausible(date))
                return date;
        }
    return (struct kh_date){0};
}

struct kh_str kh_url_host(struct kh_str url)
{
    size_t start = kh_str_find(url, KH_STR("://"), 0);
    if (start == SIZE_MAX) return KH_STR_NONE;
    start += 3;
    size_t end = start;
    while (end < url.n && url.p[end] != '/' && url.p[end] != '?' && url.p[end] != '#' &&
           url.p[end] != ':')
        end++;
    struct kh_str host = kh_str_sub(url, start, end);
    return kh_str_starts(host, KH_STR("www.")) ? kh_str_sub(host, 4, host.n) : host;
}

/* The region of "en-GB", "en_gb". */
static struct kh_str region_of(struct kh_str tag)
{
    if (tag.n >= 5 && (tag.p[2] == '-' || tag.p[2] == '_')) return kh_str_sub(tag, 3, 5);
    return KH_STR_NONE;
}

enum kh_date_order kh_page_order(const struct kh_hints *hints, uint32_t lang, struct kh_str url)
{
    struct kh_str host = kh_url_host(url);
    size_t dot = host.n;
    while (dot > 0 && host.p[dot - 1] != '.') dot--;
    struct kh_str top = kh_str_sub(host, dot, host.n);
    bool own_country = top.n == 2 && !kh_str_eq(top, KH_STR("co")) &&
                       !kh_str_eq(top, KH_STR("io")) && !kh_str_eq(top, KH_STR("tv")) &&
                       !kh_str_eq(top, KH_STR("me")) && !kh_str_eq(top, KH_STR("ai"));
    struct kh_str region = own_country ? top : region_of(hints->lang);
    if (!region.n) region = region_of(hints->locale);
    if (!lang) lang = kh_lang_of(hints->lang);
    return kh_date_order_of(lang, region);
}

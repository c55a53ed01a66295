/* SPDX-License-Identifier: Apache-2.0
 *
 * The date finder. Takes tokens, hands on spans that say a day or a time; month and day names come
 * from data/, never from here. See dates.h.
 */
#include "lang/dates.h"

#include "lang/dates_internal.h"
#include "lang/grammar.h"

/* Look-ups at neighbouring tokens repeat while a date is read: the last ones are kept. */
#define KEPT 16

struct scan {
    const struct kh_lexicon *lexicon;
    struct kh_arena *arena;
    const struct kh_tokens *tokens;
    uint32_t lang;
    uint32_t kept_at[KEPT];
    struct kh_hit kept[KEPT];
    uint8_t kept_kinds[KEPT]; /* enum starter bits of the phrases there */
    struct kh_date_hit *hits;
    uint32_t hits_n;
    size_t capacity;
    bool clitics;                /* of the language: "and" is written on to the next word */
    bool day_first, month_first; /* proven by a date of this text */
};

/* A name found at a token: its number and how many tokens it takes. */
struct name {
    int value;        /* month 1-12, weekday 0-6, ordinal 1-31 */
    uint8_t calendar; /* of a month */
    bool doubtful;    /* also another word */
    bool foreign;     /* of another language than the text's */
    uint32_t tokens;
};

static const struct kh_token *token_at(const struct scan *scan, uint32_t at)
{
    return at < scan->tokens->n ? &scan->tokens->items[at] : NULL;
}

static uint32_t punct_at(const struct scan *scan, uint32_t at)
{
    const struct kh_token *t = token_at(scan, at);
    return t && t->kind == KH_TOKEN_PUNCT ? t->code : 0;
}

static bool is_number(const struct scan *scan, uint32_t at)
{
    const struct kh_token *t = token_at(scan, at);
    return t && t->kind == KH_TOKEN_NUMBER;
}

/* What may begin a date. */
enum starter { STARTS_NAME = 1, STARTS_COUNT = 2, STARTS_CLOCK = 4 };

#define KIND(name) ((uint64_t)1 << KH_LEX_##name)
#define STARTERS                                                                                   \
    (KIND(MONTH) | KIND(WEEKDAY) | KIND(ORDINAL) | KIND(RELATIVE) | KIND(NUMBER) | KIND(DATEWORD))

static uint8_t starters_of(const struct scan *scan, uint32_t at, struct kh_hit hit)
{
    unsigned bits = 0;
    for (; hit.entries; hit = kh_lexicon_shorter(scan->lexicon, scan->tokens, at, hit)) {
        if (!(hit.kinds & STARTERS)) continue;
        for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
            struct kh_entry e = kh_lexicon_entry(scan->lexicon, i);
            if (hit.spelled && !kh_hit_means(scan->lexicon, hit, i)) continue;
            bool own = e.lang == scan->lang || e.lang == 0 || scan->lang == 0;
            switch (e.kind) {
            case KH_LEX_MONTH:
            case KH_LEX_WEEKDAY: bits |= STARTS_NAME; break;
            case KH_LEX_ORDINAL: bits |= own ? STARTS_NAME : 0; break;
            case KH_LEX_RELATIVE: {
                char c = e.value.n ? e.value.p[0] : 'u';
                if (own) bits |= c == 'o' ? STARTS_COUNT : c == 'u' || c == 'd' ? 0 : STARTS_NAME;
                break;
            }
            case KH_LEX_NUMBER: bits |= own ? STARTS_COUNT : 0; break;
            case KH_LEX_DATEWORD: bits |= STARTS_CLOCK; break;
            default: break;
            }
        }
    }
    return (uint8_t)bits;
}

/* What the lexicon has at a token, if that may be of dates at all. */
static struct kh_hit look_up(const struct scan *scan, uint32_t at)
{
    struct kh_str word = scan->tokens->items[at].folded;
    bool joined = scan->clitics && word.n > 6 &&
                  kh_str_starts(word, KH_STR("\xD9\x88")); /* "and" written on to the next word */
    if (!scan->tokens->hits && !joined &&
        !kh_lexicon_may_begin(scan->lexicon, word, KH_LEX_OF_DATES))
        return (struct kh_hit){0};
    struct kh_hit hit = kh_lexicon_match(scan->lexicon, scan->tokens, at);
    if (!hit.entries && joined) hit = kh_lexicon_find(scan->lexicon, kh_str_sub(word, 2, word.n));
    return hit;
}

static struct kh_hit hit_at(struct scan *scan, uint32_t at)
{
    uint32_t i = at % KEPT;
    if (at >= scan->tokens->n) return (struct kh_hit){0};
    if (scan->kept_at[i] != at + 1) {
        scan->kept_at[i] = at + 1;
        scan->kept[i] = look_up(scan, at);
        scan->kept_kinds[i] = starters_of(scan, at, scan->kept[i]);
    }
    return scan->kept[i];
}

/* The entry of `kind` at a token; a longer phrase of other kinds does not hide a single word. */
static bool entry_at(struct scan *scan, uint32_t at, enum kh_lex_kind kind, struct kh_entry *entry,
                     uint32_t *tokens, bool *foreign)
{
    struct kh_hit hit = hit_at(scan, at);
    while (hit.entries) {
        *tokens = hit.tokens;
        *foreign = !kh_hit_get(scan->lexicon, hit, kind, scan->lang, entry);
        if (!*foreign || kh_hit_get(scan->lexicon, hit, kind, KH_LANG_NONE, entry)) return true;
        hit = kh_lexicon_shorter(scan->lexicon, scan->tokens, at, hit);
    }
    return false;
}

static bool name_at(struct scan *scan, uint32_t at, enum kh_lex_kind kind, struct name *out)
{
    const struct kh_token *t = token_at(scan, at);
    struct kh_entry entry;
    *out = (struct name){0};
    if (!t || t->kind != KH_TOKEN_WORD ||
        !entry_at(scan, at, kind, &entry, &out->tokens, &out->foreign))
        return false;
    struct kh_str v = entry.value;
    if (v.n && v.p[v.n - 1] == '?') {
        out->doubtful = true;
        v.n--;
    }
    if (v.n > 1 && (v.p[0] == 'h' || v.p[0] == 'j')) {
        out->calendar = v.p[0] == 'h' ? KH_HIJRI : KH_JALALI;
        v = kh_str_sub(v, 1, v.n);
    }
    out->value = kh_small_number(v);
    return out->value >= 0;
}

/* Is the word at `at` one of data/dateword (or data/relative) with this value? Any language of the
 * table will do: such words are asked for only beside a date. Returns its tokens or 0. */
static uint32_t word_is(struct scan *scan, uint32_t at, enum kh_lex_kind kind, const char *value)
{
    struct kh_hit hit = hit_at(scan, at);
    for (; hit.entries; hit = kh_lexicon_shorter(scan->lexicon, scan->tokens, at, hit)) {
        if (!(hit.kinds >> kind & 1)) continue;
        for (uint32_t i = hit.first; i < hit.first + hit.entries; i++) {
            struct kh_entry e = kh_lexicon_entry(scan->lexicon, i);
            if (e.kind == kind && kh_hit_means(scan->lexicon, hit, i) &&
                kh_str_eq(e.value, kh_str_of(value)) &&
                (e.lang == scan->lang || scan->lang == 0 || kind == KH_LEX_DATEWORD))
                return hit.tokens;
        }
    }
    return 0;
}

/* The value of a plain number token with at most `most` digits; -1 otherwise. */
static int number_at(const struct scan *scan, uint32_t at, unsigned most, unsigned *digits)
{
    const struct kh_token *t = token_at(scan, at);
    *digits = 0;
    if (!t || t->kind != KH_TOKEN_NUMBER || t->folded.n > most) return -1;
    *digits = (unsigned)t->folded.n;
    return kh_small_number(t->folded);
}

static bool is_separator(uint32_t code)
{
    return code == '.' || code == ',' || code == 0x060C || code == '-' || code == '/' ||
           code == 0x2013 || code == '\'' || code == 0x2019 || code == 0xBA || code == 0xAA ||
           code == 0x2011 || code == 0x2010 || code == 0x3001;
}

static uint32_t skip_separators(const struct scan *scan, uint32_t at, unsigned most)
{
    while (most-- && is_separator(punct_at(scan, at))) at++;
    return at;
}

static uint32_t skip_words(struct scan *scan, uint32_t at, const char *value)
{
    uint32_t n = word_is(scan, at, KH_LEX_DATEWORD, value);
    return at + n;
}

/* Behind a day number: "th", "º", "-го", "of", "de", a comma ... */
static uint32_t skip_day_tail(struct scan *scan, uint32_t at)
{
    const struct kh_token *t = token_at(scan, at);
    struct name month;
    if (t && t->kind == KH_TOKEN_WORD && (t->flags & KH_TOKEN_GLUED) && t->end - t->start <= 6 &&
        !name_at(scan, at, KH_LEX_MONTH, &month))
        at++; /* 27th */
    uint32_t behind = skip_separators(scan, at, 2);
    t = token_at(scan, behind);
    if (behind > at && t && t->kind == KH_TOKEN_WORD && (t->flags & KH_TOKEN_GLUED) &&
        t->end - t->start <= 12 && !name_at(scan, behind, KH_LEX_MONTH, &month) &&
        name_at(scan, behind + 1, KH_LEX_MONTH, &month))
        behind++; /* 27-го, 27'si */
    at = skip_words(scan, behind, "of");
    return skip_words(scan, at, "of");
}

/* Between a month and its year: ", " "of" "'" "/تموز" "(تموز)". */
static uint32_t skip_month_tail(struct scan *scan, uint32_t at, int month)
{
    struct name other;
    uint32_t mark = punct_at(scan, at);
    if ((mark == '/' || mark == '(' || mark == '-') &&
        name_at(scan, at + 1, KH_LEX_MONTH, &other) && other.value == month) {
        at += 1 + other.tokens;
        if (mark == '(' && punct_at(scan, at) == ')') at++;
    }
    at = skip_separators(scan, at, 2);
    at = skip_words(scan, at, "of");
    return skip_words(scan, at, "year");
}

/* Behind a year: "года", "م", "هـ", "AD": says the calendar; returns the next token. */
static uint32_t skip_era(struct scan *scan, uint32_t at, int *calendar)
{
    static const struct {
        const char *word;
        int calendar;
    } eras[] = {{"civil", KH_GREGORIAN}, {"jalali", KH_JALALI}, {"hijri", KH_HIJRI}, {"year", -1}};
    uint32_t start = at;
    const struct kh_token *t = token_at(scan, at);
    if (t && t->kind == KH_TOKEN_PUNCT && t->code == '-' && (t->flags & KH_TOKEN_GLUED)) at++;
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        uint32_t n = word_is(scan, at, KH_LEX_DATEWORD, eras[i].word);
        if (!n) continue;
        if (eras[i].calendar >= 0) *calendar = eras[i].calendar;
        at += n;
        return punct_at(scan, at) == '.' && (scan->tokens->items[at].flags & KH_TOKEN_GLUED) &&
                       scan->tokens->items[at - 1].end - scan->tokens->items[at - 1].start <= 4
                   ? at + 1
                   : at;
    }
    return start;
}

/* What the parts of a date in words say. */
struct parts {
    int year, month, day; /* 0: not there */
    int calendar;
    bool own; /* the month is of the text's language */
    bool doubtful;
    bool range;
    int weekday;
    uint32_t end; /* token behind */
};

/* A year at `at` (after what may stand before one); 0 when there is none. */
static int year_at(struct scan *scan, uint32_t at, uint32_t month_end, uint32_t *end)
{
    unsigned digits;
    int year = number_at(scan, at, 4, &digits);
    *end = at + 1;
    if (digits == 4 && year >= 1000 && year <= 2200) return year;
    if (digits == 2 && at > 0 && at > month_end) {
        uint32_t mark = punct_at(scan, at - 1);
        bool glued = scan->tokens->items[at].flags & KH_TOKEN_GLUED;
        if (glued && (mark == '\'' || mark == 0x2019 || mark == '-' || mark == '/'))
            return year + (year < 70 ? 2000 : 1900);
    }
    return 0;
}

/* Reads the year behind the month, with its era. */
static void read_year(struct scan *scan, struct parts *parts)
{
    uint32_t end, at = skip_month_tail(scan, parts->end, parts->month);
    int year = year_at(scan, at, parts->end, &end);
    if (!year) return;
    parts->year = year;
    parts->end = skip_era(scan, end, &parts->calendar);
}

static void take_month(struct parts *parts, const struct name *month)
{
    parts->month = month->value;
    parts->calendar = month->calendar;
    parts->own = !month->foreign;
    parts->doubtful = month->doubtful;
}

/* "27 July", "27th of July", "24-27 July", "first of July" at `at`. */
static bool read_day_month(struct scan *scan, uint32_t at, struct parts *parts)
{
    unsigned digits;
    struct name ordinal, month;
    int day = number_at(scan, at, 2, &digits);
    uint32_t next = at + 1;
    if (day < 0 && name_at(scan, at, KH_LEX_ORDINAL, &ordinal) && !ordinal.foreign) {
        day = ordinal.value;
        next = at + ordinal.tokens;
    }
    if (day < 1 || day > 31) return false;
    uint32_t mark = punct_at(scan, next);
    if (mark == '-' || mark == 0x2013 || mark == 0x2014 || mark == '/') {
        int last = number_at(scan, next + 1, 2, &digits);
        if (last > day && last <= 31) {
            day = last;
            next += 2;
            parts->range = true;
        }
    }
    next = skip_day_tail(scan, next);
    if (!name_at(scan, next, KH_LEX_MONTH, &month)) return false;
    parts->day = day;
    take_month(parts, &month);
    parts->end = next + month.tokens;
    return true;
}

/* Day behind a month: "July 27", "July 27th", "July 24-27", "iyulun 27-si". */
static void read_day_behind(struct scan *scan, struct parts *parts)
{
    unsigned digits;
    uint32_t at = skip_separators(scan, parts->end, 2);
    at = skip_words(scan, at, "of");
    int day = number_at(scan, at, 2, &digits);
    if (day < 1 || day > 31) return;
    uint32_t next = at + 1;
    if (punct_at(scan, next) == ':' && is_number(scan, next + 1)) return; /* a clock */
    uint32_t mark = punct_at(scan, next);
    if (mark == '-' || mark == 0x2013 || mark == 0x2014) {
        int last = number_at(scan, next + 1, 2, &digits);
        if (last > day && last <= 31) {
            day = last;
            next += 2;
            parts->range = true;
        }
    }
    parts->day = day;
    const struct kh_token *t = token_at(scan, next);
    if (t && t->kind == KH_TOKEN_WORD && (t->flags & KH_TOKEN_GLUED) && t->end - t->start <= 6)
        next++;
    parts->end = next;
}

/* "July 27, 2025", "July 2025", "July" at `at`. */
static bool read_month_first(struct scan *scan, uint32_t at, struct parts *parts)
{
    struct name month;
    if (!name_at(scan, at, KH_LEX_MONTH, &month)) return false;
    take_month(parts, &month);
    parts->end = at + month.tokens;
    read_day_behind(scan, parts);
    read_year(scan, parts);
    return true;
}

/* "2025 July 27", "2025 жылғы 27 шілде" at `at`. */
static bool read_year_first(struct scan *scan, uint32_t at, struct parts *parts)
{
    uint32_t next;
    int calendar = KH_GREGORIAN, year = year_at(scan, at, at, &next);
    if (!year) return false;
    uint32_t behind = skip_era(scan, next, &calendar);
    behind = skip_separators(scan, behind, 2);
    struct name month;
    if (name_at(scan, behind, KH_LEX_MONTH, &month)) {
        take_month(parts, &month);
        parts->end = behind + month.tokens;
        read_day_behind(scan, parts);
        if (!parts->day) return false;
    } else if (!read_day_month(scan, behind, parts)) {
        return false;
    }
    parts->year = year;
    return true;
}

static bool to_civil(struct parts *parts, struct kh_date *out)
{
    int year = parts->year, month = parts->month, day = parts->day;
    if (parts->calendar == KH_GREGORIAN) {
        *out = (struct kh_date){.year = (int16_t)year,
                                .month = (int8_t)month,
                                .day = (int8_t)day,
                                .precision = day ? KH_DATE_DAY : KH_DATE_MONTH};
        return kh_date_valid(year, month, day ? day : 1);
    }
    bool ok = parts->calendar == KH_HIJRI ? kh_hijri_to_civil(year, month, day ? day : 1, out)
                                          : kh_jalali_to_civil(year, month, day ? day : 1, out);
    if (ok && !day) { /* a month of another calendar is no month of ours: the year is known */
        out->precision = KH_DATE_YEAR;
        out->month = out->day = 0;
    }
    return ok;
}

/* Makes a hit of the parts that were read; false when they say no date. */
static bool hit_of_parts(struct parts *parts, uint32_t first, struct kh_date_hit *hit)
{
    *hit = (struct kh_date_hit){.first = first,
                                .tokens = parts->end - first,
                                .calendar = (uint8_t)parts->calendar,
                                .weekday = (uint8_t)parts->weekday,
                                .range = parts->range};
    if (parts->year) {
        hit->kind = KH_DATE_ABSOLUTE;
        return to_civil(parts, &hit->date);
    }
    if (!parts->own || (!parts->day && parts->doubtful)) return false;
    hit->kind = KH_DATE_PARTIAL;
    hit->date.month = (int8_t)parts->month;
    hit->date.day = (int8_t)parts->day;
    return parts->calendar != KH_GREGORIAN
               ? parts->day <= 31
               : kh_date_valid(2000, parts->month, parts->day ? parts->day : 1);
}

static bool read_named(struct scan *scan, uint32_t first, uint32_t at, int weekday,
                       struct kh_date_hit *hit)
{
    struct parts parts = {.weekday = weekday};
    if (is_number(scan, at) && read_year_first(scan, at, &parts))
        return hit_of_parts(&parts, first, hit);
    parts = (struct parts){.weekday = weekday};
    if (read_day_month(scan, at, &parts)) {
        read_year(scan, &parts);
        return hit_of_parts(&parts, first, hit);
    }
    parts = (struct parts){.weekday = weekday};
    return read_month_first(scan, at, &parts) && hit_of_parts(&parts, first, hit);
}

static uint32_t token_behind(const struct scan *scan, uint32_t at, size_t byte)
{
    while (at < scan->tokens->n && scan->tokens->items[at].start < byte) at++;
    return at;
}

/* Years 1300 to 1500 in digits: the calendar by language, else by which one makes it of our time.
 */
static int calendar_of_year(uint32_t lang, int year)
{
    if (year < 1300 || year > 1500) return KH_GREGORIAN;
    if (lang == KH_LANG('f', 'a') || lang == KH_LANG('p', 's') || lang == KH_LANG('t', 'g'))
        return year >= 1435 ? KH_HIJRI : KH_JALALI;
    return year <= 1425 ? KH_JALALI : KH_HIJRI;
}

static bool read_digits(struct scan *scan, uint32_t first, uint32_t at, int weekday,
                        struct kh_date_hit *hit)
{
    struct kh_digits d;
    if (!kh_digits_date(scan->tokens->text, scan->tokens->items[at].start, &d)) return false;
    struct parts parts = {.year = d.year, .weekday = weekday, .own = true};
    parts.end = token_behind(scan, at, d.end);
    parts.month = d.first;
    parts.day = d.second;
    bool ambiguous = false;
    if (!d.year_first && !d.no_year) {
        bool can_day_first = d.second <= 12, can_month_first = d.first <= 12;
        if (!can_day_first && !can_month_first) return false;
        ambiguous = can_day_first && can_month_first && d.first != d.second && !d.dotted;
        scan->day_first |= !can_month_first;
        scan->month_first |= !can_day_first;
        parts.day = can_day_first ? d.first : d.second;
        parts.month = can_day_first ? d.second : d.first;
    }
    parts.calendar = calendar_of_year(scan->lang, d.year);
    if (d.year && (d.year < 1300 || d.year > 2200)) return false;
    parts.end = d.year ? skip_era(scan, parts.end, &parts.calendar) : parts.end;
    if (!hit_of_parts(&parts, first, hit)) return false;
    hit->ambiguous = ambiguous;
    hit->numeric = true;
    if (d.iso && parts.calendar == KH_GREGORIAN) {
        hit->date = d.date;
        hit->has_clock = d.date.precision >= KH_DATE_MINUTE;
    }
    return true;
}

/* The other reading of an ambiguous date in digits. */
static void swap_day_month(struct kh_date *date)
{
    int8_t day = date->day;
    date->day = date->month;
    date->month = day;
}

/* ---- clocks ---- */

static void to_24(struct kh_date *clock, bool am, bool pm)
{
    if (pm && clock->hour < 12) clock->hour = (int8_t)(clock->hour + 12);
    if (am && clock->hour == 12) clock->hour = 0;
}

/* A zone at `at`: PKT, GMT+5, +05:00; returns the next token. */
static uint32_t read_zone(struct scan *scan, uint32_t at, struct kh_date *clock)
{
    struct kh_entry entry;
    uint32_t n = 0, bracket = punct_at(scan, at) == '(', next = at + bracket;
    bool foreign;
    const struct kh_token *t = token_at(scan, next);
    if (t && t->kind == KH_TOKEN_WORD && entry_at(scan, next, KH_LEX_ZONE, &entry, &n, &foreign)) {
        bool negative = entry.value.n && entry.value.p[0] == '-';
        int minutes = kh_small_number(kh_str_sub(entry.value, negative, entry.value.n));
        clock->has_offset = true;
        clock->offset_minutes = (int16_t)(negative ? -minutes : minutes);
        next += n;
        at = next + (bracket && punct_at(scan, next) == ')');
    } else if (bracket) {
        return at;
    }
    t = token_at(scan, next);
    size_t used =
        t && t->kind == KH_TOKEN_PUNCT ? kh_digits_offset(scan->tokens->text, t->start, clock) : 0;
    return used ? token_behind(scan, next, t->start + used) : at;
}

/* A clock whose first token is `at`. `led` says that "at" or a date stands before it. */
static uint32_t read_clock(struct scan *scan, uint32_t at, bool led, struct kh_date *clock)
{
    unsigned digits;
    uint32_t n = word_is(scan, at, KH_LEX_DATEWORD, "am");
    bool am = n, pm = false;
    if (!n) pm = (n = word_is(scan, at, KH_LEX_DATEWORD, "pm")) != 0;
    uint32_t next = at + (is_number(scan, at + n) ? n : 0);
    if (next == at) am = pm = false;
    if (!is_number(scan, next)) return at;
    size_t start = scan->tokens->items[next].start;
    size_t used = kh_digits_clock(scan->tokens->text, start, led, clock);
    uint32_t end = used ? token_behind(scan, next, start + used) : next + 1;
    n = word_is(scan, end, KH_LEX_DATEWORD, "am");
    bool before = am || pm;
    if (n) am = true;
    if (!n && (n = word_is(scan, end, KH_LEX_DATEWORD, "pm")) != 0) pm = true;
    if (!used) {
        int hour = number_at(scan, next, 2, &digits);
        if ((!n && !before) || hour < 1 || hour > 12) return at;
        *clock = (struct kh_date){.hour = (int8_t)hour, .precision = KH_DATE_MINUTE};
    } else if (punct_at(scan, end) == '/' ||
               (punct_at(scan, end) == '.' && is_number(scan, end + 1))) {
        return at;
    }
    to_24(clock, am, pm);
    end += n;
    if (n && punct_at(scan, end) == '.' && (scan->tokens->items[end].flags & KH_TOKEN_GLUED)) end++;
    return read_zone(scan, end, clock);
}

static void set_clock(struct kh_date *date, const struct kh_date *clock)
{
    date->hour = clock->hour;
    date->minute = clock->minute;
    date->second = clock->second;
    date->has_offset = clock->has_offset;
    date->offset_minutes = clock->offset_minutes;
    if (date->precision == KH_DATE_DAY) date->precision = clock->precision;
}

/* A weekday and then a clock behind a date that ends the hit so far. */
static void read_behind(struct scan *scan, struct kh_date_hit *hit)
{
    uint32_t at = hit->first + hit->tokens, bound = at + 4;
    struct kh_date clock = {0};
    struct name weekday;
    if (hit->has_clock) return;
    for (bool led = true; at < bound && at < scan->tokens->n;) {
        uint32_t mark = punct_at(scan, at), n;
        const struct kh_token *t = token_at(scan, at);
        if (t->flags & KH_TOKEN_PARA && t->kind != KH_TOKEN_NUMBER) return;
        uint32_t end = read_clock(scan, at, led, &clock);
        if (end > at) {
            set_clock(&hit->date, &clock);
            hit->has_clock = true;
            hit->tokens = end - hit->first;
            return;
        }
        if (mark) {
            if (!is_separator(mark) && mark != '|' && mark != 0x2022 && mark != '@' &&
                mark != '(' && mark != ':' && mark != ')' && mark != 0xB7 && mark != 0x2014)
                return;
            at++;
        } else if (hit->weekday == KH_NO_WEEKDAY && name_at(scan, at, KH_LEX_WEEKDAY, &weekday)) {
            hit->weekday = (uint8_t)weekday.value;
            at += weekday.tokens;
            hit->tokens = at - hit->first;
            bound = at + 4;
        } else if ((n = word_is(scan, at, KH_LEX_DATEWORD, "at")) != 0) {
            at += n;
        } else {
            return;
        }
    }
}

/* ---- relative ---- */

/* A count at `at`: a number, "an", a plain number word; 0 when there is none. */
static int count_at(struct scan *scan, uint32_t at, uint32_t *tokens)
{
    struct kh_entry entry;
    unsigned digits;
    bool foreign;
    int n = number_at(scan, at, 3, &digits);
    *tokens = 1;
    if (n >= 0) return n;
    if ((*tokens = word_is(scan, at, KH_LEX_RELATIVE, "one")) != 0) return 1;
    if (!entry_at(scan, at, KH_LEX_NUMBER, &entry, tokens, &foreign) || foreign) return 0;
    n = kh_small_number(entry.value);
    return n > 0 && n < 100 ? n : 0;
}

/* Minutes of the unit (uN) or span (dN) at `at`; 0 when there is none. */
static int unit_at(struct scan *scan, uint32_t at, char kind, uint32_t *tokens)
{
    struct kh_entry entry;
    bool foreign;
    if (!entry_at(scan, at, KH_LEX_RELATIVE, &entry, tokens, &foreign) || foreign) return 0;
    if (entry.value.n < 2 || entry.value.p[0] != kind) return 0;
    int minutes = kh_small_number(kh_str_sub(entry.value, 1, entry.value.n));
    return minutes > 0 ? minutes : 0;
}

static bool set_relative(struct kh_date_hit *hit, uint32_t first, uint32_t end, int64_t minutes,
                         bool exact)
{
    if (minutes < INT32_MIN / 2 || minutes > INT32_MAX / 2) return false;
    *hit = (struct kh_date_hit){.first = first,
                                .tokens = end - first,
                                .kind = KH_DATE_RELATIVE,
                                .weekday = KH_NO_WEEKDAY,
                                .relative_minutes = (int32_t)minutes,
                                .relative_exact = exact};
    return true;
}

static bool read_relative(struct scan *scan, uint32_t at, struct kh_date_hit *hit)
{
    struct kh_entry entry;
    uint32_t n, m;
    bool foreign;
    const struct kh_token *t = token_at(scan, at);
    bool word = t->kind == KH_TOKEN_WORD &&
                entry_at(scan, at, KH_LEX_RELATIVE, &entry, &n, &foreign) && !foreign;
    if (word && entry.value.n &&
        (entry.value.p[0] == '-' || entry.value.p[0] == '+' || entry.value.p[0] == '0')) {
        bool sign = entry.value.p[0] != '0';
        int days = kh_small_number(kh_str_sub(entry.value, sign, entry.value.n));
        return days >= 0 &&
               set_relative(hit, at, at + n,
                            (int64_t)(entry.value.p[0] == '-' ? -days : days) * 1440, false);
    }
    uint32_t before = word ? word_is(scan, at, KH_LEX_RELATIVE, "ago<") : 0;
    if (before) {
        uint32_t next = at + before;
        int span = unit_at(scan, next, 'd', &m);
        if (span) return set_relative(hit, at, next + m, -span, span < 1440);
        int count = count_at(scan, next, &n);
        int unit = unit_at(scan, count ? next + n : next, 'u', &m);
        if (!unit || (!count && is_number(scan, next + m))) return false;
        return set_relative(hit, at, next + (count ? n : 0) + m,
                            -(int64_t)unit * (count ? count : 1), unit < 1440);
    }
    int count = count_at(scan, at, &n);
    int unit = count ? unit_at(scan, at + n, 'u', &m) : 0;
    if (!unit) return false;
    uint32_t end = at + n + m, ago = word_is(scan, end, KH_LEX_RELATIVE, "ago>");
    return ago && set_relative(hit, at, end + ago, -(int64_t)unit * count, unit < 1440);
}

/* ---- the pass ---- */

/* Whether the word at `at` can begin a date at all: nearly all words cannot. */
static bool may_start(struct scan *scan, uint32_t at)
{
    const struct kh_hit *read = scan->tokens->hits;
    if (read && read[at].entries && read[at].tokens == 1 && !(read[at].kinds & STARTERS))
        return false;
    hit_at(scan, at);
    unsigned bits = scan->kept_kinds[at % KEPT];
    if (bits & STARTS_NAME) return true;
    if ((bits & STARTS_CLOCK) && (is_number(scan, at + 1) || is_number(scan, at + 2))) return true;
    uint32_t n;
    return (bits & STARTS_COUNT) && at + 1 < scan->tokens->n && unit_at(scan, at + 1, 'u', &n);
}

/* A date, weekday or clock that begins at `at`. */
static bool read_at(struct scan *scan, uint32_t at, struct kh_date_hit *hit)
{
    const struct kh_token *t = &scan->tokens->items[at];
    struct name weekday;
    int day = KH_NO_WEEKDAY;
    uint32_t next = at;
    if (t->kind == KH_TOKEN_PUNCT) return false;
    if (t->kind == KH_TOKEN_WORD && !may_start(scan, at)) return false;
    if (name_at(scan, at, KH_LEX_WEEKDAY, &weekday)) {
        day = weekday.value;
        next = skip_separators(scan, at + weekday.tokens, 2);
        next = skip_words(scan, next, "at");
        next = skip_words(scan, next, "of");
    }
    bool found = (is_number(scan, next) && read_digits(scan, at, next, day, hit)) ||
                 (next < scan->tokens->n && read_named(scan, at, next, day, hit));
    if (!found && next > at) found = read_named(scan, at, at, KH_NO_WEEKDAY, hit); /* Mar 24 */
    if (found) {
        read_behind(scan, hit);
        return true;
    }
    struct kh_date clock = {0};
    uint32_t end = read_clock(scan, at, false, &clock);
    if (end > at) {
        *hit = (struct kh_date_hit){.first = at,
                                    .tokens = end - at,
                                    .kind = KH_DATE_CLOCK,
                                    .weekday = KH_NO_WEEKDAY,
                                    .has_clock = true};
        hit->date = clock;
        return true;
    }
    if (read_relative(scan, at, hit)) return true;
    if (day == KH_NO_WEEKDAY || weekday.doubtful || weekday.foreign) return false;
    *hit = (struct kh_date_hit){
        .first = at, .tokens = weekday.tokens, .kind = KH_DATE_WEEKDAY, .weekday = (uint8_t)day};
    return true;
}

/* A clock right before a date belongs to it: "10:45, 27 July 2025". */
static void join_clock(struct scan *scan, struct kh_date_hit *hit)
{
    if (scan->hits_n == 0 || hit->has_clock ||
        (hit->kind != KH_DATE_ABSOLUTE && hit->kind != KH_DATE_PARTIAL))
        return;
    const struct kh_date_hit *before = &scan->hits[scan->hits_n - 1];
    uint32_t end = before->first + before->tokens;
    if (before->kind != KH_DATE_CLOCK || hit->first - end > 2) return;
    for (uint32_t i = end; i < hit->first; i++)
        if (!punct_at(scan, i) && !word_is(scan, i, KH_LEX_DATEWORD, "at")) return;
    set_clock(&hit->date, &before->date);
    hit->has_clock = true;
    hit->tokens += hit->first - before->first;
    hit->first = before->first;
    scan->hits_n--;
}

static void settle_ambiguous(struct scan *scan, enum kh_date_order order)
{
    if (scan->day_first != scan->month_first)
        order = scan->day_first ? KH_ORDER_DAY_FIRST : KH_ORDER_MONTH_FIRST;
    for (uint32_t i = 0; i < scan->hits_n; i++) {
        struct kh_date_hit *hit = &scan->hits[i];
        if (!hit->ambiguous) continue;
        struct kh_date d = hit->date;
        bool as_read = hit->weekday == kh_weekday_of(kh_days_of(d.year, d.month, d.day));
        bool swapped = hit->weekday == kh_weekday_of(kh_days_of(d.year, d.day, d.month));
        if (hit->weekday != KH_NO_WEEKDAY && as_read != swapped) hit->ambiguous = false;
        else if (order != KH_ORDER_UNKNOWN)
            hit->ambiguous = false, swapped = order == KH_ORDER_MONTH_FIRST;
        if (!hit->ambiguous && swapped) swap_day_month(&hit->date);
    }
}

bool kh_dates_find(const struct kh_lexicon *lexicon, struct kh_arena *arena,
                   const struct kh_tokens *tokens, uint32_t lang, enum kh_date_order order,
                   struct kh_date_hit **out, uint32_t *n)
{
    struct scan scan = {.lexicon = lexicon, .arena = arena, .tokens = tokens, .lang = lang};
    scan.clitics = kh_grammar_of(lexicon, lang).clitics;
    *out = NULL;
    *n = 0;
    for (uint32_t at = 0; at < tokens->n;) {
        struct kh_date_hit hit;
        if (!read_at(&scan, at, &hit)) {
            at++;
            continue;
        }
        at = hit.first + hit.tokens;
        join_clock(&scan, &hit);
        struct kh_date_hit *hits =
            kh_arena_grow(arena, scan.hits, scan.hits_n, &scan.capacity, sizeof *hits);
        if (!hits) return false;
        scan.hits = hits;
        scan.hits[scan.hits_n++] = hit;
    }
    settle_ambiguous(&scan, order);
    *out = scan.hits;
    *n = scan.hits_n;
    return true;
}

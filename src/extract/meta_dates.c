/* SPDX-License-Identifier: Apache-2.0
 *
 * The date of publication: every day that metadata, address or visible text names is a guess with
 * features; learnt weights choose among them. Takes hints and blocks, hands on published and
 * modified; a day nobody names stays unknown.
 */
#include "extract/date_guess.h"

#define MAX_DAYS 64
#define MAX_GUESSES 128
#define REWORKED 30 /* days behind publication from which a change makes a new edition */

static const float learnt[KH_D_N] = {
#include "date_weights.inc"
};

/* A day and all that names it. */
struct day {
    struct kh_date date; /* as the most trusted source writes it */
    int64_t number;
    const char *from;
    unsigned rank;     /* of that source: enum kh_hint_from, then the address, then the text */
    uint64_t features; /* of metadata and address */
    bool named;        /* as more than the day of a change */
};

enum { RANK_URL = KH_FROM_META_WEAK + 1, RANK_TEXT };

struct search {
    struct kh_arena *arena;
    struct kh_date_habit habit;
    const struct kh_hints *hints;
    const struct kh_body *body;
    struct day days[MAX_DAYS];
    uint32_t days_n;
    struct day *top; /* what the most trusted source of metadata names, or NULL */
    struct kh_date url, modified;
    struct kh_seen *seen;
    uint32_t seen_n;
    struct kh_date_guesses *out;
};

static int64_t number_of(struct kh_date d)
{
    return kh_days_of(d.year, d.month, d.day);
}

static int64_t apart(struct kh_date a, struct kh_date b)
{
    int64_t d = number_of(a) - number_of(b);
    return d < 0 ? -d : d;
}

/* A <time> counts when it stands between the headline and the end of the body, near either. */
static bool time_in_place(const struct kh_hints *hints, const struct kh_body *body, uint32_t node)
{
    const struct kh_blocks *blocks = body->blocks;
    uint32_t at = blocks->before[node], head = hints->headline;
    uint32_t first = body->last ? blocks->before[body->first] : UINT32_MAX;
    if (head == UINT32_MAX) head = first;
    if (head == UINT32_MAX) return true;
    uint32_t last = body->last ? blocks->before[body->last] : head;
    return at + 12 >= head && (at <= head + 30 || (first != UINT32_MAX && at <= first + 1) ||
                               (at >= last && at <= last + 6));
}

static const char *from_of(unsigned rank)
{
    if (rank == KH_FROM_LD || rank == KH_FROM_LD_WEAK) return "json-ld";
    if (rank == RANK_TEXT) return "text";
    return rank == RANK_URL ? "url" : rank == KH_FROM_TIME ? "time" : "meta";
}

/* The day of a date, new when nothing has named it yet; NULL when there are too many. */
static struct day *day_of(struct search *s, struct kh_date date, unsigned rank, bool named)
{
    int64_t number = number_of(date);
    struct day *day = s->days, *end = s->days + s->days_n;
    while (day < end && day->number != number) day++;
    if (day == end) {
        if (s->days_n == MAX_DAYS) return NULL;
        s->days_n++;
        *day = (struct day){.number = number, .rank = UINT32_MAX};
    }
    if (named && rank < day->rank) {
        day->date = date;
        day->rank = rank;
        day->from = from_of(rank);
    }
    day->named |= named;
    return day;
}

/* Reads the hints: the days they name, the most trusted of them, the last change. */
static void read_hints(struct search *s)
{
    static const uint64_t bits[] = {
        [KH_FROM_LD] = KH_DATE_BIT(LD),           [KH_FROM_META] = KH_DATE_BIT(META),
        [KH_FROM_PROP] = KH_DATE_BIT(PROP),       [KH_FROM_TIME] = KH_DATE_BIT(TIME),
        [KH_FROM_LD_WEAK] = KH_DATE_BIT(LD_WEAK), [KH_FROM_META_WEAK] = KH_DATE_BIT(META_WEAK)};
    unsigned best = UINT32_MAX, changed = UINT32_MAX;
    for (uint32_t i = 0; i < s->hints->n; i++) {
        const struct kh_hint *hint = &s->hints->items[i];
        if (hint->kind < KH_HINT_PUBLISHED || hint->kind > KH_HINT_DATE ||
            (hint->from == KH_FROM_TIME && !time_in_place(s->hints, s->body, hint->node)))
            continue;
        struct kh_date date = kh_meta_date(s->arena, &s->habit, hint->text);
        bool change = hint->kind == KH_HINT_MODIFIED;
        struct day *day = date.precision ? day_of(s, date, hint->from, !change) : NULL;
        if (!day) continue;
        if (change) {
            day->features |= KH_DATE_BIT(CHANGED);
            if (hint->from < changed) s->modified = date, changed = hint->from;
            continue;
        }
        day->features |= bits[hint->from];
        unsigned trust = hint->from * 2u + (hint->kind == KH_HINT_DATE);
        if (trust < best) s->top = day, best = trust;
    }
    if (s->top) s->top->features |= KH_DATE_BIT(TOP);
}

/* An ambiguous visible date is what metadata or address say, when one reading is. */
static void settle(const struct search *s, struct kh_seen *seen)
{
    struct kh_date other = seen->date, none = {0};
    other.day = seen->date.month;
    other.month = seen->date.day;
    const struct kh_date witnesses[] = {s->top ? s->top->date : none, s->url, s->modified};
    for (int i = 0; i < 3; i++) {
        if (!witnesses[i].precision) continue;
        if (apart(other, witnesses[i]) < apart(seen->date, witnesses[i])) seen->date = other;
        return;
    }
    /* English without a region: most often the American order. */
    if (s->habit.order == KH_ORDER_MONTH_FIRST ||
        (s->habit.order == KH_ORDER_UNKNOWN && s->habit.lang == KH_LANG('e', 'n')))
        seen->date = other;
}

/* Printed near the headline in a line of its own. */
static bool is_near(const struct kh_seen *seen)
{
    return seen->features & KH_DATE_NEAR && !(seen->features & KH_DATE_BIT(SERIES)) &&
           seen->features & (KH_DATE_BIT(REST_12) | KH_DATE_BIT(REST_80));
}

/* Whether a date printed as that of a change may be when the article was published: as the page's
 * only date it is, and of a page reworked long after it is that of the edition at hand. */
static bool is_edition(const struct search *s, const struct kh_seen *seen)
{
    int64_t late = s->top ? kh_seen_day(seen) - s->top->number : REWORKED + 1;
    for (uint32_t i = 0; i < s->seen_n; i++)
        if (is_near(&s->seen[i]) && kh_seen_day(&s->seen[i]) != kh_seen_day(seen)) return false;
    return late > REWORKED &&
           seen->features & (KH_DATE_NEAR | KH_DATE_BIT(OPENS_TEXT) | KH_DATE_BIT(BEHIND_TEXT));
}

/* Looks at the visible text. False when the arena is exhausted. */
static bool look(struct search *s, bool all)
{
    if (!kh_seen_dates(s->arena, &s->habit, s->hints, s->body, all, &s->seen, &s->seen_n))
        return false;
    for (uint32_t i = 0; i < s->seen_n; i++) {
        struct kh_seen *seen = &s->seen[i];
        if (seen->ambiguous) settle(s, seen);
        if (seen->features & (KH_DATE_BIT(SAYS_UPDATED) | KH_DATE_BIT(NAMED_CHANGE)) &&
            !s->modified.precision)
            s->modified = seen->date;
    }
    for (uint32_t i = 0; i < s->seen_n; i++)
        if (!(s->seen[i].features & KH_DATE_BIT(SAYS_UPDATED)) || is_edition(s, &s->seen[i]))
            day_of(s, s->seen[i].date, RANK_TEXT, true);
    return true;
}

/* How the day lies to the one of the most trusted source. */
static uint64_t against_top(const struct search *s, const struct day *day)
{
    if (!s->top || s->top == day) return 0;
    const struct kh_date *top = &s->top->date;
    int64_t late = day->number - s->top->number;
    bool utc = top->has_offset && top->offset_minutes == 0 && top->precision >= KH_DATE_MINUTE;
    if (utc && ((late == 1 && top->hour >= 10) || (late == -1 && top->hour < 12)))
        return KH_DATE_BIT(HOME);
    if (late == 1) return KH_DATE_BIT(NEXT_DAY);
    if (late == -1) return KH_DATE_BIT(DAY_BEFORE);
    if (late < 0) return KH_DATE_BIT(EARLIER);
    return late <= REWORKED ? KH_DATE_BIT(LATER) : KH_DATE_BIT(LONG_AFTER);
}

/* Whether no other day than `number` is printed near the headline. */
static bool is_alone(const struct search *s, int64_t number)
{
    bool found = false;
    for (uint32_t i = 0; i < s->seen_n; i++) {
        if (!is_near(&s->seen[i])) continue;
        if (kh_seen_day(&s->seen[i]) != number) return false;
        found = true;
    }
    return found;
}

static void add(struct search *s, const struct day *day, uint64_t bits, const struct kh_seen *seen)
{
    uint64_t printed = seen ? seen->features : KH_DATE_BIT(UNSEEN);
    if (s->out->n == MAX_GUESSES) return;
    if (seen && s->top && s->top != day) {
        if (bits & KH_DATE_BIT(CHANGED) && !(printed & KH_DATE_BIT(SAYS_UPDATED)))
            bits |= KH_DATE_BIT(CHANGED_SHOWN);
        if (bits & KH_DATE_BIT(ALONE) && printed & KH_DATE_BIT(SAYS_UPDATED))
            bits |= KH_DATE_BIT(CHANGED_ALONE);
        if (bits & KH_DATE_BIT(ALONE) && bits & KH_DATE_BIT(EARLIER))
            bits |= KH_DATE_BIT(EARLIER_SHOWN);
    }
    s->out->items[s->out->n++] =
        (struct kh_date_guess){.date = day->date, .from = day->from, .features = bits | printed};
}

/* A guess for each place where a day is printed, one for a day that is not. */
static void make(struct search *s)
{
    const uint64_t sources = KH_DATE_BIT(LD_ALONE) - 1;
    for (uint32_t i = 0; i < s->days_n; i++) {
        const struct day *day = &s->days[i];
        if (!day->named) continue;
        uint64_t bits = day->features | against_top(s, day);
        if ((bits & sources) == KH_DATE_BIT(LD)) bits |= KH_DATE_BIT(LD_ALONE);
        if (is_alone(s, day->number)) bits |= KH_DATE_BIT(ALONE);
        bool printed = false;
        for (uint32_t j = 0; j < s->seen_n; j++) {
            if (kh_seen_day(&s->seen[j]) != day->number) continue;
            add(s, day, bits, &s->seen[j]);
            printed = true;
        }
        if (!printed) add(s, day, bits, NULL);
    }
}

bool kh_date_guesses_make(const struct kh_engine *engine, struct kh_arena *arena,
                          const struct kh_hints *hints, const struct kh_body *body,
                          const struct kh_article *article, struct kh_date_guesses *out)
{
    struct search s = {.arena = arena,
                       .habit = {.lexicon = engine->lexicon, .lang = article->lang},
                       .hints = hints,
                       .body = body,
                       .out = out};
    *out =
        (struct kh_date_guesses){.items = kh_arena_alloc(arena, MAX_GUESSES * sizeof *out->items)};
    if (!out->items) return false;
    if (!s.habit.lang) s.habit.lang = kh_lang_of(hints->lang);
    s.habit.order = kh_page_order(hints, s.habit.lang, article->url);
    read_hints(&s);
    s.url = kh_url_date(article->url);
    if (s.url.precision) {
        struct day *day = day_of(&s, s.url, RANK_URL, true);
        if (day) day->features |= KH_DATE_BIT(URL);
    }
    if (!look(&s, false)) return false;
    make(&s);
    if (!out->n) {
        if (!look(&s, true)) return false;
        make(&s);
    }
    if (!out->n) {
        struct kh_date date = kh_script_date(body->blocks->tree->text->utf8);
        if (date.precision && day_of(&s, date, KH_FROM_META_WEAK, true)) make(&s);
    }
    out->modified = s.modified;
    return true;
}

float kh_date_score(const float weights[KH_D_N], uint64_t features)
{
    float sum = 0;
    for (unsigned k = 0; features; features >>= 1, k++)
        if (features & 1) sum += weights[k];
    return sum;
}

bool kh_meta_dates(const struct kh_engine *engine, struct kh_arena *arena,
                   const struct kh_hints *hints, const struct kh_body *body,
                   struct kh_article *article)
{
    struct kh_date_guesses guesses;
    if (!kh_date_guesses_make(engine, arena, hints, body, article, &guesses)) return false;
    article->modified = guesses.modified;
    if (article->published.precision) return true;
    float best = 0;
    for (uint32_t i = 0; i < guesses.n; i++) {
        float sum = kh_date_score(learnt, guesses.items[i].features);
        if (i && sum <= best) continue;
        best = sum;
        article->published = guesses.items[i].date;
        article->published_from = guesses.items[i].from;
    }
    return true;
}

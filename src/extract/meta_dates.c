/* SPDX-License-Identifier: Apache-2.0
 *
 * The date of publication: what metadata, address and visible text say is weighed against each
 * other. Takes hints and blocks, hands on published and modified; a day nobody names stays unknown.
 */
#include "extract/meta.h"

struct evidence {
    struct kh_date meta, url, seen, modified;
    struct kh_date updated; /* printed at the headline as the day of a change */
    const char *meta_from, *seen_from;
    enum kh_hint_from meta_rank;
    int seen_score;
    uint8_t seen_kind;
    unsigned meta_votes, seen_votes; /* sources of metadata that name the same day */
};

static int64_t day_of(struct kh_date d)
{
    return kh_days_of(d.year, d.month, d.day);
}

static int64_t apart(struct kh_date a, struct kh_date b)
{
    int64_t d = day_of(a) - day_of(b);
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

/* The best date of metadata and markup of a kind; precision NONE when there is none. */
static struct kh_date hinted(struct kh_arena *arena, const struct kh_date_habit *habit,
                             const struct kh_hints *hints, const struct kh_body *body,
                             enum kh_hint_kind kind, enum kh_hint_from *rank)
{
    struct kh_date best = {0};
    for (uint32_t i = 0; i < hints->n; i++) {
        const struct kh_hint *hint = &hints->items[i];
        if (hint->kind != kind || (best.precision && hint->from >= *rank)) continue;
        if (hint->from == KH_FROM_TIME && !time_in_place(hints, body, hint->node)) continue;
        struct kh_date date = kh_meta_date(arena, habit, hint->text);
        if (!date.precision) continue;
        best = date;
        *rank = (enum kh_hint_from)hint->from;
    }
    return best;
}

static const char *from_of(enum kh_hint_from rank)
{
    if (rank == KH_FROM_LD || rank == KH_FROM_LD_WEAK) return "json-ld";
    return rank == KH_FROM_TIME ? "time" : "meta";
}

/* An ambiguous visible date is what metadata or address say, when one reading is. */
static void settle(struct kh_seen *seen, const struct evidence *e,
                   const struct kh_date_habit *habit)
{
    struct kh_date other = seen->date;
    other.day = seen->date.month;
    other.month = seen->date.day;
    const struct kh_date *witnesses[] = {&e->meta, &e->url, &e->modified};
    for (int i = 0; i < 3 && seen->ambiguous; i++) {
        if (!witnesses[i]->precision) continue;
        bool swapped = apart(other, *witnesses[i]) < apart(seen->date, *witnesses[i]);
        if (swapped) seen->date = other;
        seen->ambiguous = false;
    }
    if (!seen->ambiguous) return;
    /* English without a region: most often the American order. */
    bool month_first = habit->order == KH_ORDER_MONTH_FIRST ||
                       (habit->order == KH_ORDER_UNKNOWN && habit->lang == KH_LANG('e', 'n'));
    if (month_first) seen->date = other;
    seen->ambiguous = false;
}

static bool look(struct kh_arena *arena, const struct kh_date_habit *habit,
                 const struct kh_hints *hints, const struct kh_body *body, bool all,
                 struct evidence *e)
{
    struct kh_seen *seen;
    uint32_t n;
    if (!kh_seen_dates(arena, habit, hints, body, all, &seen, &n)) return false;
    for (uint32_t i = 0; i < n; i++) {
        settle(&seen[i], e, habit);
        if (seen[i].kind == KH_HINT_MODIFIED) {
            if (!e->modified.precision) e->modified = seen[i].date;
            if (seen[i].score >= 6 && !e->updated.precision) e->updated = seen[i].date;
            continue;
        }
        if (e->seen.precision && seen[i].score <= e->seen_score) continue;
        e->seen = seen[i].date;
        e->seen_score = seen[i].score;
        e->seen_kind = seen[i].kind;
    }
    return true;
}

/* Whether the date printed at the headline is to be believed against that of metadata. Pages whose
 * two dates differ were counted: a printed date that stands alone in its line is right twice as
 * often, unless it is the day of the last change. */
static bool printed_wins(const struct evidence *e)
{
    bool labelled = e->seen_kind == KH_HINT_PUBLISHED;
    bool changed = e->modified.precision && apart(e->seen, e->modified) == 0;
    if (e->url.precision && apart(e->url, e->seen) == 0) return apart(e->url, e->meta) > 0;
    if (e->url.precision && apart(e->url, e->meta) == 0) return false;
    if (e->meta_rank >= KH_FROM_TIME && e->seen_score >= 8) return labelled || !changed;
    bool near_by = apart(e->seen, e->meta) <= 1;
    if (e->seen_score >= 10 && (labelled || near_by)) return true;
    if (changed && e->seen_score < 10) return e->seen_votes >= 1 && e->seen_score >= 5;
    if (e->seen_score >= 10 && day_of(e->seen) < day_of(e->meta)) return true;
    return e->seen_score >= 10 ? e->meta_votes < 2
                               : e->seen_score >= 5 && e->seen_votes > 0 && e->meta_votes < 3;
}

static struct kh_date decide(const struct evidence *e, const char **from)
{
    bool meta = e->meta.precision, url = e->url.precision, seen = e->seen.precision;
    if (meta && seen && apart(e->meta, e->seen) > 0 && printed_wins(e)) {
        *from = "text";
        return e->seen;
    }
    /* A clock in UTC may be a day off from the day at home, which the address shows. */
    if (meta && url && apart(e->meta, e->url) == 1 && e->meta.has_offset &&
        e->meta.offset_minutes == 0 && (!seen || apart(e->seen, e->meta) > 0)) {
        *from = "url";
        return e->url;
    }
    if (meta) {
        *from = e->meta_from;
        return e->meta;
    }
    /* A date deep in the text is a date of the story. */
    bool weak = e->seen_score < (e->updated.precision ? 4 : 0);
    if (seen && !weak && (e->seen_score >= 6 || !url)) {
        *from = "text";
        return e->seen;
    }
    if (url) {
        *from = "url";
        return e->url;
    }
    /* A page that prints one day alone, of its last change, was published as it is on that day. */
    if (e->updated.precision) *from = "text";
    return e->updated;
}

/* Counts the sources of metadata that name the day of `meta`, and that of `seen`. */
static void count_votes(struct kh_arena *arena, const struct kh_date_habit *habit,
                        const struct kh_hints *hints, const struct kh_body *body,
                        struct evidence *e)
{
    unsigned meta = 0, seen = 0;
    for (uint32_t i = 0; i < hints->n; i++) {
        const struct kh_hint *hint = &hints->items[i];
        if ((hint->kind != KH_HINT_PUBLISHED && hint->kind != KH_HINT_DATE) ||
            (hint->from == KH_FROM_TIME && !time_in_place(hints, body, hint->node)))
            continue;
        struct kh_date date = kh_meta_date(arena, habit, hint->text);
        if (!date.precision) continue;
        if (apart(date, e->meta) == 0) meta |= 1u << hint->from;
        if (apart(date, e->seen) == 0) seen |= 1u << hint->from;
    }
    for (; meta; meta &= meta - 1) e->meta_votes++;
    for (; seen; seen &= seen - 1) e->seen_votes++;
}

/* Everything that speaks of the dates of the page. */
static bool gather(const struct kh_engine *engine, struct kh_arena *arena,
                   const struct kh_hints *hints, const struct kh_body *body,
                   const struct kh_article *article, struct evidence *e)
{
    struct kh_date_habit habit = {.lexicon = engine->lexicon, .lang = article->lang};
    if (!habit.lang) habit.lang = kh_lang_of(hints->lang);
    habit.order = kh_page_order(hints, habit.lang, article->url);
    enum kh_hint_from rank = KH_FROM_META_WEAK, other_rank = KH_FROM_META_WEAK;
    e->meta = hinted(arena, &habit, hints, body, KH_HINT_PUBLISHED, &rank);
    struct kh_date other = hinted(arena, &habit, hints, body, KH_HINT_DATE, &other_rank);
    if (!e->meta.precision || (rank > other_rank && other.precision)) {
        e->meta = other;
        rank = other_rank;
    }
    e->meta_rank = rank;
    e->meta_from = from_of(rank);
    e->modified = hinted(arena, &habit, hints, body, KH_HINT_MODIFIED, &other_rank);
    e->url = kh_url_date(article->url);
    if (!look(arena, &habit, hints, body, false, e)) return false;
    if (e->meta.precision && e->seen.precision && apart(e->meta, e->seen) > 0)
        count_votes(arena, &habit, hints, body, e);
    return e->meta.precision || e->url.precision || e->seen.precision ||
           look(arena, &habit, hints, body, true, e);
}

bool kh_meta_dates(const struct kh_engine *engine, struct kh_arena *arena,
                   const struct kh_hints *hints, const struct kh_body *body,
                   struct kh_article *article)
{
    struct evidence e = {0};
    if (!gather(engine, arena, hints, body, article, &e)) return false;
    if (!article->published.precision) {
        article->published = decide(&e, &article->published_from);
        if (!article->published.precision) article->published_from = NULL;
    }
    article->modified = e.modified;
    return true;
}

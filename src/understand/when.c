/* SPDX-License-Identifier: Apache-2.0
 *
 * The day an event happened. Takes the dates of the texts and the days of publication, hands on one
 * day or none; must not guess: an event whose reports name no day has none.
 */
#include "understand/when.h"

#include "base/err.h"
#include "lang/dates.h"

/* Votes by where a date stands and what is written. The first sentence tells the news; days in the
 * rest of a text are mostly those of other things. "Today" is worth little alone: pages are often
 * stamped a day later than they were written. */
enum {
    DAY_IN_LEAD = 6,
    DAY_IN_PARAGRAPH = 2, /* behind the lead, in the first paragraph, with its month */
    WEEKDAY_IN_LEAD = 4,
    RELATIVE_IN_LEAD = 2,
    ANY_IN_PARAGRAPH = 1, /* behind the lead, in the first paragraph */
};

/* Clues kept of one article: the lead has few dates, more are a calendar. */
#define MAX_CLUES 16
/* News is told within this many days; an older date in a lead is background. */
#define MAX_AGE_DAYS 21

/* A sentence that ends before is the place it was written at. */
#define DATELINE_TOKENS 6

enum place { IN_LEAD, IN_PARAGRAPH, BEHIND };

/* Where a token stands: in the first sentence, in the first paragraph, or behind it. */
static enum place place_of(const struct kh_tokens *tokens, uint32_t at)
{
    uint32_t sentences = 0;
    for (uint32_t i = 1; i <= at; i++) {
        if (tokens->items[i].flags & KH_TOKEN_PARA) return BEHIND;
        bool dateline = i < DATELINE_TOKENS; /* "KUTAISI. In the second round ..." */
        if ((tokens->items[i].flags & KH_TOKEN_SENTENCE) && !dateline) sentences++;
    }
    return sentences ? IN_PARAGRAPH : IN_LEAD;
}

/* What is shorter is a line around the article (a stamp, a name), not its first paragraph. */
#define LEAD_TOKENS 12
/* The first paragraph ends before that, or it is no news. */
#define HEAD_TOKENS 200

/* Whether tokens [start, end) are the headline once more, which may name the site beside it. */
static bool is_headline(const struct kh_facts *facts, uint32_t start, uint32_t end)
{
    uint32_t n = end - start, same = 0;
    for (uint32_t skipped = 0; same < n && skipped + n <= facts->title.n; skipped++)
        for (same = 0; same < n; same++)
            if (!kh_str_eq(facts->text.items[start + same].folded,
                           facts->title.items[skipped + same].folded))
                break;
    return same == n;
}

/* The tokens from the first paragraph of some length on; all of them when there is none. */
static struct kh_tokens head_of(const struct kh_facts *facts)
{
    const struct kh_tokens *text = &facts->text;
    struct kh_tokens head = *text;
    uint32_t start = 0;
    for (uint32_t i = 1; i <= text->n; i++) {
        if (i < text->n && !(text->items[i].flags & KH_TOKEN_PARA)) continue;
        if (i - start >= LEAD_TOKENS && !is_headline(facts, start, i)) {
            head.items += start;
            if (head.hits) head.hits += start;
            head.n -= start;
            break;
        }
        start = i;
    }
    if (head.n > HEAD_TOKENS) head.n = HEAD_TOKENS;
    return head;
}

static bool clue_of(const struct kh_date_hit *hit, enum place place, struct kh_clue *out)
{
    int weight = ANY_IN_PARAGRAPH;
    switch ((enum kh_date_kind)hit->kind) {
    case KH_DATE_ABSOLUTE:
        if (hit->date.precision < KH_DATE_DAY || hit->ambiguous) return false;
        out->kind = KH_CLUE_DAY;
        out->value = (int32_t)kh_days_of(hit->date.year, hit->date.month, hit->date.day);
        weight = place == IN_LEAD ? DAY_IN_LEAD : DAY_IN_PARAGRAPH;
        break;
    case KH_DATE_WEEKDAY:
        out->kind = KH_CLUE_WEEKDAY;
        out->value = hit->weekday;
        if (hit->weekday >= KH_NO_WEEKDAY) return false;
        weight = place == IN_LEAD ? WEEKDAY_IN_LEAD : ANY_IN_PARAGRAPH;
        break;
    case KH_DATE_RELATIVE:
        if (hit->relative_exact || hit->relative_minutes > 0) return false;
        out->kind = KH_CLUE_RELATIVE;
        out->value = hit->relative_minutes / (24 * 60);
        weight = place == IN_LEAD ? RELATIVE_IN_LEAD : ANY_IN_PARAGRAPH;
        break;
    case KH_DATE_PARTIAL:
    case KH_DATE_CLOCK: return false;
    }
    out->weight = (uint8_t)weight;
    return true;
}

/* A date without a year is one near the publication. */
static bool partial_clue(const struct kh_date_hit *hit, struct kh_date published, enum place place,
                         struct kh_clue *out)
{
    if (hit->kind != KH_DATE_PARTIAL || published.precision < KH_DATE_DAY) return false;
    struct kh_date date = kh_date_resolve(hit, published);
    if (date.precision < KH_DATE_DAY) return false;
    *out = (struct kh_clue){.kind = KH_CLUE_DAY,
                            .weight = place == IN_LEAD ? DAY_IN_LEAD : DAY_IN_PARAGRAPH,
                            .value = (int32_t)kh_days_of(date.year, date.month, date.day)};
    return true;
}

enum khabar_status kh_when_clues(const struct kh_engine *engine, struct kh_arena *arena,
                                 const struct kh_facts *facts, struct kh_clue **out, uint32_t *n,
                                 struct khabar_error *err)
{
    const struct kh_article *article = facts->article;
    struct kh_tokens head = head_of(facts);
    struct kh_date_hit *hits;
    uint32_t hits_n;
    *n = 0;
    *out = kh_arena_zalloc(arena, MAX_CLUES, sizeof **out);
    if (!*out || !kh_dates_find(engine->lexicon, arena, &head, article->lang, KH_ORDER_UNKNOWN,
                                &hits, &hits_n))
        return kh_error(err, "understand", KHABAR_NO_MEMORY, "out of memory");
    for (uint32_t i = 0; i < hits_n && *n < MAX_CLUES; i++) {
        struct kh_clue clue;
        enum place place = place_of(&head, hits[i].first);
        if (place == BEHIND) break;
        if (clue_of(&hits[i], place, &clue) ||
            partial_clue(&hits[i], article->published, place, &clue))
            (*out)[(*n)++] = clue;
    }
    return KHABAR_OK;
}

/* ---- the vote ---- */

/* The day each article is taken to have been published: its own, else the first one known in the
 * event. INT64_MIN when none is. */
static int64_t reference_of(const struct kh_event *event, const struct kh_article *article)
{
    int64_t first = INT64_MIN;
    if (article->published.precision >= KH_DATE_DAY)
        return kh_days_of(article->published.year, article->published.month,
                          article->published.day);
    for (uint32_t i = 0; i < event->articles_n; i++) {
        struct kh_date d = event->articles[i].article.published;
        if (d.precision < KH_DATE_DAY) continue;
        int64_t day = kh_days_of(d.year, d.month, d.day);
        if (first == INT64_MIN || day < first) first = day;
    }
    return first;
}

/* The day a clue names, or INT64_MIN. */
static int64_t day_of(const struct kh_clue *clue, int64_t reference, bool own_date)
{
    switch ((enum kh_clue_kind)clue->kind) {
    case KH_CLUE_DAY:
        if (reference != INT64_MIN &&
            (clue->value > reference + 1 || clue->value < reference - MAX_AGE_DAYS))
            return INT64_MIN;
        return clue->value;
    case KH_CLUE_WEEKDAY:
        if (reference == INT64_MIN) return INT64_MIN;
        return reference - (kh_weekday_of(reference) - clue->value + 7) % 7;
    case KH_CLUE_RELATIVE:
        /* "Today" of an undated page is the day of that page, which nobody knows. */
        if (reference == INT64_MIN || !own_date || clue->value < -MAX_AGE_DAYS) return INT64_MIN;
        return reference + clue->value;
    }
    return INT64_MIN;
}

struct ballot {
    int64_t day;
    int votes;
    uint8_t kind; /* strongest clue: the least enum kh_clue_kind */
};

/* Articles of one event that are asked: the vote is settled long before. */
#define MAX_BALLOTS 256

static size_t cast(struct ballot *ballots, size_t n, int64_t day, const struct kh_clue *clue)
{
    size_t at = 0;
    while (at < n && ballots[at].day != day) at++;
    if (at == MAX_BALLOTS) return n;
    if (at == n) ballots[n++] = (struct ballot){.day = day, .kind = clue->kind};
    ballots[at].votes += clue->weight;
    if (clue->kind < ballots[at].kind) ballots[at].kind = clue->kind;
    return n;
}

struct kh_date kh_when_vote(const struct kh_event *event, const char **from)
{
    static const char *const names[] = {"text", "weekday", "relative"};
    struct ballot ballots[MAX_BALLOTS];
    size_t n = 0;
    const struct ballot *best = NULL;
    for (uint32_t i = 0; i < event->articles_n; i++) {
        const struct kh_stored *stored = &event->articles[i];
        int64_t reference = reference_of(event, &stored->article);
        bool own_date = stored->article.published.precision >= KH_DATE_DAY;
        for (uint32_t k = 0; k < stored->clues_n; k++) {
            int64_t day = day_of(&stored->clues[k], reference, own_date);
            if (day != INT64_MIN) n = cast(ballots, n, day, &stored->clues[k]);
        }
    }
    for (size_t i = 0; i < n; i++)
        if (!best || ballots[i].votes > best->votes ||
            (ballots[i].votes == best->votes && ballots[i].day < best->day))
            best = &ballots[i];
    *from = NULL;
    /* One passing mention behind a lead is no evidence of when the news was. */
    if (!best || best->votes < RELATIVE_IN_LEAD) return (struct kh_date){0};
    *from = names[best->kind];
    return kh_date_of_days(best->day);
}

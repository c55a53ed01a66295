/* SPDX-License-Identifier: Apache-2.0
 *
 * A bilingual lexicon out of the window itself: words that reports of an event use in one language
 * whenever those in other languages carry a concept. Takes the events of a settled window, hands on
 * pairs of a word and a concept; decides nothing about events.
 *
 * Method: for each language the events that have reports in it and in others are the sample. A word
 * and a concept are tested by the log-likelihood ratio (Dunning 1993) over those events in which
 * the language does not carry the concept already: a word that is only of the same topic is then
 * explained away. What passes is linked competitively (Melamed 2000), the surest first. What data/
 * has no concept for is learnt in a second round, with the words of one language as concepts.
 */
#include "match/internal.h"

#include "base/limits.h"

#include <math.h>
#include <stdlib.h>

/* Two events prove nothing: any two words of them go together. A pair has to stand without any one
 * of its events, since it will have a say in what these are. */
#define LEAST_EVENTS 4
/* What stands in more than one of so many events tells none of them apart. */
#define COMMON 3
/* Of the reports of an event in a language one of so many has to have the word, and of those in
 * others the concept: what was grouped wrongly, and asides, shall teach nothing. */
#define HAVE_WORD 2
#define HAVE_CONCEPT 4
/* Of the events that have the word or the concept those that have both (Dice 1945). */
#define LEAST_DICE 0.5
/* Words of one language that may mean one concept: inflections, or a synonym. */
#define WORDS_OF_CONCEPT 2

struct fact {
    uint32_t event, lang, key;
    uint32_t articles; /* of the event, in the language, that have it */
};

struct facts {
    struct fact *items;
    size_t n, capacity;
};

/* The reports of an event in one language; `bearing`: those that can have concepts. */
struct part {
    uint32_t event, lang, articles, bearing;
};

/* A concept of an event: reports in the language at hand have it, or only those in others. */
struct carried {
    uint32_t concept; /* its number */
    uint32_t others;  /* reports in others that have it */
    bool own, open;
};

struct candidate {
    uint32_t word, concept, events;
    double score, dice;
};

struct learner {
    const struct kh_window *window;
    uint32_t pivot;  /* the language whose words are concepts; 0: the concepts of data/ are */
    uint32_t events; /* how many are looked at */
    struct part *parts;
    uint32_t *part_of; /* where those of an event begin */
    size_t parts_n, parts_capacity, part_of_capacity;
    struct facts words, concepts;
    uint32_t *keys; /* of concepts by number, ascending */
    uint32_t keys_n;
    struct carried *carried; /* by event */
    uint32_t *first;         /* where those of an event begin */
    bool *speaks;            /* by event: it is of the sample of the language at hand */
    uint32_t sample;
    uint32_t *open, *own;         /* by concept: events of the sample */
    uint32_t *met_open, *met_own; /* the same with the word at hand; 0 in between */
    uint32_t *met;                /* the concepts that are not 0 there */
    struct candidate *candidates;
    size_t candidates_n, candidates_capacity;
    struct kh_counts linked,
        seen; /* word + 1 -> 1; -> events of the sample, of words known before */
    struct kh_lexeme *found;
    size_t found_n, found_capacity;
};

/* ---- the sample ---- */

static bool put_fact(struct facts *facts, struct fact fact)
{
    if (!kh_heap_grow(&facts->items, facts->n, &facts->capacity, sizeof fact)) return false;
    facts->items[facts->n++] = fact;
    return true;
}

/* A word as a concept: equal for all that mean it, and no concept of data/. */
static uint32_t concept_of_word(uint32_t word)
{
    return kh_term_key(KH_TERM_CONCEPT, kh_hash_end((uint64_t)word << 8 | KH_TERM_CONCEPT));
}

static bool take_terms(struct learner *l, const struct kh_warticle *article)
{
    struct fact fact = {.event = l->events, .lang = article->lang, .articles = 1};
    bool ok = true;
    for (uint32_t i = 0; ok && i < article->terms_n; i++) {
        uint32_t key = article->terms[i].key;
        unsigned term_class = kh_term_class(key);
        bool word = term_class == KH_TERM_WORD, concept = term_class == KH_TERM_CONCEPT;
        if (!word && !concept) continue;
        if (word && kh_counts_get(&l->linked, (uint64_t)key + 1)) continue;
        fact.key = l->pivot && word ? concept_of_word(key) : key;
        if (l->pivot) concept = word && article->lang == l->pivot;
        else if (concept) concept = !kh_warticle_learnt(article, key);
        if (concept) ok = put_fact(&l->concepts, fact);
        fact.key = key;
        if (ok && word && article->lang != l->pivot) ok = put_fact(&l->words, fact);
    }
    return ok;
}

static bool take_article(struct learner *l, const struct kh_warticle *article)
{
    size_t at = l->part_of[l->events];
    while (at < l->parts_n && l->parts[at].lang != article->lang) at++;
    if (at == l->parts_n) {
        if (!kh_heap_grow(&l->parts, at, &l->parts_capacity, sizeof *l->parts)) return false;
        l->parts[l->parts_n++] = (struct part){.event = l->events, .lang = article->lang};
    }
    l->parts[at].articles++;
    l->parts[at].bearing += l->pivot ? article->lang == l->pivot : article->given;
    return take_terms(l, article);
}

static bool in_two_languages(const struct kh_window *window, const struct kh_wevent *event)
{
    uint32_t at = event->first, lang = window->articles[at].lang;
    for (uint32_t i = 0; i < event->members; i++, at = window->articles[at].after) {
        if (window->articles[at].lang != lang) return true;
    }
    return false;
}

/* The newest events first, as far as KH_LEXICON_ARTICLES reaches. */
static bool take_events(struct learner *l)
{
    const struct kh_window *window = l->window;
    uint32_t articles = 0;
    bool ok = true;
    for (size_t e = window->events_n; ok && e-- && articles < KH_LEXICON_ARTICLES;) {
        const struct kh_wevent *event = &window->events[e];
        if (event->members < 2 || !in_two_languages(window, event)) continue;
        ok = kh_heap_grow(&l->part_of, l->events + 1, &l->part_of_capacity, sizeof *l->part_of);
        if (!ok) break;
        l->part_of[l->events] = (uint32_t)l->parts_n;
        uint32_t at = event->first;
        for (uint32_t i = 0; ok && i < event->members && i < KH_LEXICON_MEMBERS; i++) {
            ok = take_article(l, &window->articles[at]);
            at = window->articles[at].after;
            articles++;
        }
        l->part_of[++l->events] = (uint32_t)l->parts_n;
    }
    return ok;
}

static int by_lang_key_event(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;
    if (x->lang != y->lang) return x->lang < y->lang ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

static int by_event_key_lang(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;
    if (x->event != y->event) return x->event < y->event ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->lang < y->lang ? -1 : x->lang > y->lang;
}

/* One fact of several articles for several of one. */
static void sort_facts(struct facts *facts, int (*by)(const void *, const void *))
{
    size_t kept = 0;
    if (facts->n) qsort(facts->items, facts->n, sizeof *facts->items, by);
    for (size_t i = 0; i < facts->n; i++) {
        if (kept && by(&facts->items[kept - 1], &facts->items[i]) == 0) {
            facts->items[kept - 1].articles++;
        } else {
            facts->items[kept++] = facts->items[i];
        }
    }
    facts->n = kept;
}

/* Leaves the words that enough reports of their event have. */
static void drop_asides(struct learner *l)
{
    size_t kept = 0;
    for (size_t i = 0; i < l->words.n; i++) {
        struct fact fact = l->words.items[i];
        uint32_t at = l->part_of[fact.event];
        while (l->parts[at].lang != fact.lang) at++;
        if (fact.articles * HAVE_WORD >= l->parts[at].articles) l->words.items[kept++] = fact;
    }
    l->words.n = kept;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool number_concepts(struct learner *l)
{
    l->keys = malloc((l->concepts.n + 1) * sizeof *l->keys);
    if (!l->keys) return false;
    for (size_t i = 0; i < l->concepts.n; i++) l->keys[i] = l->concepts.items[i].key;
    qsort(l->keys, l->concepts.n, sizeof *l->keys, by_number);
    for (size_t i = 0; i < l->concepts.n; i++) {
        if (!l->keys_n || l->keys[l->keys_n - 1] != l->keys[i]) l->keys[l->keys_n++] = l->keys[i];
    }
    for (size_t i = 0; i < l->concepts.n; i++) {
        uint32_t *key = &l->concepts.items[i].key;
        const uint32_t *at = bsearch(key, l->keys, l->keys_n, sizeof *l->keys, by_number);
        *key = (uint32_t)(at - l->keys);
    }
    return true;
}

static bool gather(struct learner *l)
{
    if (!take_events(l)) return false;
    sort_facts(&l->words, by_lang_key_event);
    sort_facts(&l->concepts, by_event_key_lang);
    drop_asides(l);
    if (!number_concepts(l)) return false;
    size_t concepts = (size_t)l->keys_n + 1;
    l->carried = malloc((l->concepts.n + 1) * sizeof *l->carried);
    l->first = calloc((size_t)l->events + 1, sizeof *l->first);
    l->speaks = calloc((size_t)l->events + 1, sizeof *l->speaks);
    l->open = calloc(concepts, sizeof *l->open);
    l->own = calloc(concepts, sizeof *l->own);
    l->met_open = calloc(concepts, sizeof *l->met_open);
    l->met_own = calloc(concepts, sizeof *l->met_own);
    l->met = calloc(concepts, sizeof *l->met);
    return l->carried && l->first && l->speaks && l->open && l->own && l->met_open && l->met_own &&
           l->met;
}

/* The sample of a language: events with reports in it and with such in others as can have
 * concepts. Returns how many of the latter the event has, 0 when it is not of the sample. */
static uint32_t others_of(const struct learner *l, uint32_t event, uint32_t lang)
{
    uint32_t bearing = 0;
    bool spoken = false;
    for (uint32_t i = l->part_of[event]; i < l->part_of[event + 1]; i++) {
        if (l->parts[i].lang == lang) spoken = true;
        else bearing += l->parts[i].bearing;
    }
    return spoken ? bearing : 0;
}

/* What each event of the sample carries. */
static void carry(struct learner *l, uint32_t lang)
{
    uint32_t n = 0;
    l->sample = 0;
    memset(l->open, 0, l->keys_n * sizeof *l->open);
    memset(l->own, 0, l->keys_n * sizeof *l->own);
    const struct fact *fact = l->concepts.items, *end = fact + l->concepts.n;
    for (uint32_t e = 0; e < l->events; e++) {
        uint32_t bearing = others_of(l, e, lang);
        l->first[e] = n;
        l->speaks[e] = bearing;
        l->sample += bearing != 0;
        for (; l->concepts.n && fact < end && fact->event == e; fact++) {
            if (!bearing) continue;
            if (n == l->first[e] || l->carried[n - 1].concept != fact->key)
                l->carried[n++] = (struct carried){.concept = fact->key};
            if (fact->lang == lang) l->carried[n - 1].own = true;
            else l->carried[n - 1].others += fact->articles;
        }
        for (uint32_t i = l->first[e]; i < n; i++) {
            struct carried *carried = &l->carried[i];
            carried->open = !carried->own && carried->others * HAVE_CONCEPT >= bearing;
            l->own[carried->concept] += carried->own;
            l->open[carried->concept] += carried->open;
        }
    }
    l->first[l->events] = n;
}

/* ---- one word and one concept ---- */

static double x_log_x(double x)
{
    return x > 0 ? x * log(x) : 0;
}

/* Twice the log of the likelihood ratio of two things that are in a and b of n events and in `both`
 * together; 0 where they meet less often than by chance. */
static double ratio_of(double both, double a, double b, double n)
{
    if (both * n <= a * b) return 0;
    double cells =
        x_log_x(both) + x_log_x(a - both) + x_log_x(b - both) + x_log_x(n - a - b + both);
    double sides = x_log_x(a) + x_log_x(n - a) + x_log_x(b) + x_log_x(n - b);
    return 2 * (cells - sides + x_log_x(n));
}

/* The concepts met with a word that is in `events` of the sample: those that it may mean become
 * candidates. */
static bool weigh_word(struct learner *l, uint32_t word, uint32_t events, uint32_t met_n,
                       double least)
{
    for (uint32_t i = 0; i < met_n; i++) {
        uint32_t c = l->met[i];
        double both = l->met_open[c], a = events - l->met_own[c], b = l->open[c];
        double n = l->sample - l->own[c], dice = 2 * both / (a + b);
        if (both < LEAST_EVENTS || b * COMMON > n || dice < LEAST_DICE) continue;
        double score = ratio_of(both - 1, a - 1, b - 1, n - 1);
        if (score < least) continue;
        if (!kh_heap_grow(&l->candidates, l->candidates_n, &l->candidates_capacity,
                          sizeof *l->candidates)) {
            return false;
        }
        l->candidates[l->candidates_n++] = (struct candidate){word, c, events, score, dice};
    }
    return true;
}

/* In how many events of the sample the word of the facts [from, to) is. */
static uint32_t events_of(const struct learner *l, size_t from, size_t to)
{
    uint32_t n = 0;
    for (size_t i = from; i < to; i++) n += l->speaks[l->words.items[i].event];
    return n;
}

static bool may_mean(const struct learner *l, uint32_t events)
{
    return events >= LEAST_EVENTS && events * COMMON <= l->sample;
}

static bool look_at_word(struct learner *l, size_t from, size_t to, double least)
{
    uint32_t met_n = 0, events = events_of(l, from, to), word = l->words.items[from].key;
    if (kh_counts_get(&l->window->lexeme_of, (uint64_t)word + 1)) {
        uint32_t *seen = kh_counts_put(&l->seen, (uint64_t)word + 1);
        if (!seen) return false;
        if (*seen < events) *seen = events;
    }
    if (!may_mean(l, events)) return true;
    for (size_t i = from; i < to; i++) {
        uint32_t e = l->words.items[i].event;
        for (uint32_t k = l->first[e]; k < l->first[e + 1]; k++) {
            const struct carried *carried = &l->carried[k];
            uint32_t c = carried->concept;
            if (!carried->open && !carried->own) continue;
            if (!l->met_open[c] && !l->met_own[c]) l->met[met_n++] = c;
            l->met_open[c] += carried->open;
            l->met_own[c] += carried->own;
        }
    }
    bool ok = weigh_word(l, word, events, met_n, least);
    for (uint32_t i = 0; i < met_n; i++) l->met_open[l->met[i]] = l->met_own[l->met[i]] = 0;
    return ok;
}

/* ---- linking ---- */

static int surest_first(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->score > y->score || x->score < y->score) return x->score > y->score ? -1 : 1;
    if (x->dice > y->dice || x->dice < y->dice) return x->dice > y->dice ? -1 : 1;
    if (x->word != y->word) return x->word < y->word ? -1 : 1;
    return x->concept < y->concept ? -1 : x->concept > y->concept;
}

/* The word means the concept, unless it means something already. */
static bool link_word(struct learner *l, uint32_t word, uint32_t concept, uint32_t events,
                      double score)
{
    uint32_t *linked = kh_counts_put(&l->linked, (uint64_t)word + 1);
    if (!linked || !kh_heap_grow(&l->found, l->found_n, &l->found_capacity, sizeof *l->found))
        return false;
    if (*linked) return true;
    *linked = 1;
    l->found[l->found_n++] = (struct kh_lexeme){word, concept, events, score};
    return true;
}

static size_t end_of_equals(const struct learner *l, size_t from)
{
    const struct candidate *c = &l->candidates[from];
    size_t end = from + 1;
    while (end < l->candidates_n && l->candidates[end].score >= c->score &&
           l->candidates[end].dice >= c->dice)
        end++;
    return end;
}

/* Candidates [from, to) are equally sure: where one word or one concept has too many of them,
 * nothing tells which is meant. */
static bool link_equals(struct learner *l, size_t from, size_t to)
{
    const struct candidate *all = l->candidates;
    bool ok = true;
    for (size_t i = from; i < to; i++) l->met_open[all[i].concept]++;
    for (size_t i = from; ok && i < to; i++) {
        uint32_t concept = all[i].concept;
        bool several = (i > from && all[i - 1].word == all[i].word) ||
                       (i + 1 < to && all[i + 1].word == all[i].word);
        if (several || l->met_open[concept] + l->met[concept] > WORDS_OF_CONCEPT) continue;
        size_t before = l->found_n;
        ok = link_word(l, all[i].word, l->keys[concept], all[i].events, all[i].score);
        if (l->found_n > before) {
            l->met[concept]++;
            l->met_open[concept]--;
        }
    }
    for (size_t i = from; i < to; i++) l->met_open[all[i].concept] = 0;
    return ok;
}

static bool link_words(struct learner *l)
{
    bool ok = true;
    memset(l->met, 0, l->keys_n * sizeof *l->met); /* words of each concept */
    if (l->candidates_n) qsort(l->candidates, l->candidates_n, sizeof *l->candidates, surest_first);
    for (size_t i = 0, end; ok && i < l->candidates_n; i = end) {
        end = end_of_equals(l, i);
        ok = link_equals(l, i, end);
    }
    l->candidates_n = 0;
    return ok;
}

static size_t end_of_word(const struct learner *l, size_t from, size_t to)
{
    size_t end = from;
    while (end < to && l->words.items[end].key == l->words.items[from].key) end++;
    return end;
}

/* How many pairs are tested: of words and concepts that are neither too rare nor too common. */
static double pairs_tested(const struct learner *l, size_t from, size_t to)
{
    double words = 0, concepts = 0;
    for (size_t i = from, end; i < to; i = end) {
        end = end_of_word(l, i, to);
        words += may_mean(l, events_of(l, i, end));
    }
    for (uint32_t c = 0; c < l->keys_n; c++) concepts += may_mean(l, l->open[c]);
    return words * concepts;
}

/* Facts [from, to) are the words of one language. By chance a ratio of x or more comes with a
 * probability of less than exp(-x / 2), which so many pairs make less than one in all. */
static bool learn_language(struct learner *l, size_t from, size_t to)
{
    carry(l, l->words.items[from].lang);
    double pairs = pairs_tested(l, from, to), least = 2 * log(pairs < 1 ? 1 : pairs);
    bool ok = true;
    for (size_t i = from, end; ok && i < to; i = end) {
        end = end_of_word(l, i, to);
        ok = look_at_word(l, i, end, least);
    }
    return ok && link_words(l);
}

/* ---- rounds ---- */

static void close_round(struct learner *l)
{
    free(l->parts);
    free(l->part_of);
    free(l->words.items);
    free(l->concepts.items);
    free(l->keys);
    free(l->carried);
    free(l->first);
    free(l->speaks);
    free(l->open);
    free(l->own);
    free(l->met_open);
    free(l->met_own);
    free(l->met);
    free(l->candidates);
    *l = (struct learner){.window = l->window,
                          .linked = l->linked,
                          .seen = l->seen,
                          .found = l->found,
                          .found_n = l->found_n,
                          .found_capacity = l->found_capacity};
}

static bool learn_round(struct learner *l)
{
    bool ok = gather(l);
    for (size_t i = 0, end; ok && i < l->words.n; i = end) {
        for (end = i; end < l->words.n && l->words.items[end].lang == l->words.items[i].lang;)
            end++;
        ok = learn_language(l, i, end);
    }
    return ok;
}

/* The language that most events of the last round have, whose words stand for the others'. */
static uint32_t pivot_of(const struct learner *l)
{
    struct kh_counts events = {0};
    uint32_t best = 0, best_n = 0;
    for (size_t i = 0; i < l->parts_n; i++) {
        uint32_t lang = l->parts[i].lang, *n = kh_counts_put(&events, lang);
        if (!lang || !n) continue;
        if (++*n < best_n || (*n == best_n && lang > best)) continue;
        best = lang;
        best_n = *n;
    }
    free(events.slots);
    return best;
}

/* Words of the pivot mean themselves where others mean them: what was found from `first` on. */
static bool link_pivot(struct learner *l, uint32_t pivot, size_t first)
{
    const struct kh_window *window = l->window;
    struct kh_counts meant = {0}; /* concept + 1 -> place in what was found + 1 */
    bool ok = true;
    for (size_t i = first; ok && i < l->found_n; i++) {
        uint32_t *at = kh_counts_put(&meant, (uint64_t)l->found[i].concept + 1);
        ok = at;
        if (at && !*at) *at = (uint32_t)i + 1;
    }
    for (size_t a = 0; ok && meant.count && a < window->articles_n; a++) {
        const struct kh_warticle *article = &window->articles[a];
        for (uint32_t i = 0; ok && article->lang == pivot && i < article->terms_n; i++) {
            uint32_t word = article->terms[i].key, concept = concept_of_word(word);
            uint32_t at = kh_term_class(word) == KH_TERM_WORD
                              ? kh_counts_get(&meant, (uint64_t) concept + 1)
                              : 0;
            if (!at) continue;
            struct kh_lexeme of = l->found[at - 1];
            ok = link_word(l, word, concept, of.events, of.score);
        }
    }
    free(meant.slots);
    return ok;
}

/* What was known before stays for words that were not seen as often now as when it was learnt. */
static bool keep_known(struct learner *l)
{
    const struct kh_window *window = l->window;
    bool ok = true;
    for (uint32_t i = 0; ok && i < window->lexemes_n; i++) {
        struct kh_lexeme known = window->lexemes[i];
        if (kh_counts_get(&l->seen, (uint64_t)known.word + 1) >= known.events) continue;
        ok = link_word(l, known.word, known.concept, known.events, known.score);
    }
    return ok;
}

static int best_first(const void *a, const void *b)
{
    const struct kh_lexeme *x = a, *y = b;
    if (x->score > y->score || x->score < y->score) return x->score > y->score ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

static int by_word(const void *a, const void *b)
{
    const struct kh_lexeme *x = a, *y = b;
    return x->word < y->word ? -1 : x->word > y->word;
}

bool kh_lexemes_learn(const struct kh_window *window, struct kh_lexeme **out, uint32_t *n)
{
    struct learner l = {.window = window};
    bool ok = learn_round(&l);
    uint32_t pivot = pivot_of(&l);
    size_t first = l.found_n;
    close_round(&l);
    l.pivot = pivot;
    if (pivot) ok = ok && learn_round(&l) && link_pivot(&l, pivot, first);
    close_round(&l);
    ok = ok && keep_known(&l);
    if (l.found_n) qsort(l.found, l.found_n, sizeof *l.found, best_first);
    if (l.found_n > KH_LEXICON_WORDS) l.found_n = KH_LEXICON_WORDS;
    if (l.found_n) qsort(l.found, l.found_n, sizeof *l.found, by_word);
    free(l.linked.slots);
    free(l.seen.slots);
    *out = l.found;
    *n = (uint32_t)l.found_n;
    return ok;
}

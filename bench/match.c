/* SPDX-License-Identifier: Apache-2.0
 *
 * match [N]: a made-up stream of N articles (else $KHABAR_BENCH_ARTICLES, else 20,000) in 20
 * languages through the match stage alone: articles per CPU second as the archive grows, B-cubed F1
 * against the stream's own events, peak memory. Words follow Zipf's law, events share people and
 * places, sizes of events follow a power law, 300,000 articles fall into 14 days.
 */
#include "base/limits.h"
#include "match/internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum {
    LANGUAGES = 20,
    WORDS = 60000,  /* of a language */
    PEOPLE = 80000, /* of the world; the first are in the news most */
    PLACES = 6000,
    COUNTRIES = 200,
    COMMON = 55, /* words of an article that say nothing */
    TOPIC = 40,  /* words of an event in one language, of which an article has about half */
    BATCH = 256,
    LIVE = 20000, /* events told at the same time */
    WINDOW = 300000,
};

struct event {
    uint32_t number, left; /* articles to come */
    uint32_t people[4], places[2], numbers[4];
    double start; /* days */
    double length;
};

struct stream {
    uint64_t seed;
    double day; /* now */
    struct event live[LIVE];
    uint32_t live_n, events;
};

static double uniform(struct stream *s)
{
    s->seed += 0x9e3779b97f4a7c15u;
    return (double)(kh_hash_end(s->seed) >> 11) / 9007199254740992.0;
}

/* Zipf's law with exponent 1 over n ranks, by the inverse of the harmonic sum. */
static uint32_t zipf(struct stream *s, uint32_t n)
{
    double rank = exp(uniform(s) * log((double)n + 1)) - 1;
    return rank >= n ? n - 1 : (uint32_t)rank;
}

static void start_event(struct stream *s)
{
    struct event *e = &s->live[s->live_n++];
    *e = (struct event){.number = s->events++, .start = s->day};
    double size = 1 / sqrt(1 - 0.999 * uniform(s)); /* 1 to 32, most small */
    e->left = (uint32_t)(size * size / 4 + 1);
    if (e->left > 200) e->left = 200;
    e->length = 0.5 + 2 * uniform(s);
    /* Somebody of the front pages and three of whom nobody had heard; a country and a town. */
    e->people[0] = zipf(s, PEOPLE);
    for (int i = 1; i < 4; i++) e->people[i] = (uint32_t)(uniform(s) * PEOPLE);
    e->places[0] = zipf(s, COUNTRIES);
    double town = uniform(s);
    e->places[1] = COUNTRIES + (uint32_t)(town * town * (PLACES - COUNTRIES));
    for (int i = 0; i < 4; i++) e->numbers[i] = (uint32_t)(uniform(s) * 3000);
}

struct writer {
    struct kh_term terms[512];
    uint32_t n;
};

static void write_term(struct writer *w, unsigned term_class, uint64_t what, uint8_t count)
{
    if (w->n == 512) return;
    w->terms[w->n++] =
        (struct kh_term){.key = kh_term_key(term_class, kh_hash_end(what)), .count = count};
}

static void write_name(struct writer *w, struct stream *s, uint32_t person, uint32_t language)
{
    /* Skeletons of two names fall together now and then; Latin letters are seen in half. */
    write_term(w, KH_TERM_SKELETON, (uint64_t)(person % 30011) + 1, 16);
    write_term(w, KH_TERM_SKELETON, (uint64_t)person * 3 + 900001, 16);
    if (language < LANGUAGES / 2) write_term(w, KH_TERM_LATIN, person + 1u, 16);
    if (uniform(s) < 0.7) write_term(w, KH_TERM_PERSON, person + 1u, 8);
}

static int by_key(const void *a, const void *b)
{
    uint32_t x = ((const struct kh_term *)a)->key, y = ((const struct kh_term *)b)->key;
    return x < y ? -1 : x > y;
}

static void write_article(struct stream *s, const struct event *e, struct writer *w,
                          struct kh_features *out)
{
    uint32_t language = zipf(s, LANGUAGES);
    uint64_t own = (uint64_t)(language + 1) << 32;
    w->n = 0;
    for (int i = 0; i < COMMON; i++) {
        uint32_t word = zipf(s, WORDS);
        write_term(w, KH_TERM_WORD, own | word, 8);
        if (i % 3 == 0) write_term(w, KH_TERM_SKELETON, (own | word) * 31 % 2000003, 8);
    }
    for (uint32_t i = 0; i < TOPIC; i++) {
        if (uniform(s) < 0.5) continue;
        uint64_t draw = kh_hash_end((uint64_t)e->number * TOPIC + i + own);
        double rank = exp((double)(draw >> 11) / 9007199254740992.0 * log(WORDS / 300));
        write_term(w, KH_TERM_WORD, own | (uint64_t)(rank * 300), 12);
    }
    for (int i = 0; i < 4; i++) {
        if (uniform(s) < 0.75) write_name(w, s, e->people[i], language);
        if (uniform(s) < 0.6) write_term(w, KH_TERM_NUMBER, e->numbers[i] + 1, 8);
    }
    for (int i = 0; i < 2; i++) {
        if (uniform(s) < 0.85) write_term(w, KH_TERM_PLACE, e->places[i] + 1, 12);
    }
    write_term(w, KH_TERM_PLACE, zipf(s, PLACES) + 1, 8);
    write_term(w, KH_TERM_NUMBER, (uint64_t)(uniform(s) * 3000) + 1, 8);
    qsort(w->terms, w->n, sizeof *w->terms, by_key);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (!kept || w->terms[kept - 1].key != w->terms[i].key) w->terms[kept++] = w->terms[i];
    }
    *out = (struct kh_features){
        .lang = KH_LANG('a', 'a' + language),
        .hour = (int32_t)(s->day * 24),
        .tokens = 180 + (uint32_t)(uniform(s) * 200),
        .terms = w->terms,
        .terms_n = kept,
    };
}

/* The next article of the stream; returns the number of its event. */
static uint32_t next(struct stream *s, struct writer *w, struct kh_features *out)
{
    s->day += (double)KH_WINDOW_DAYS / WINDOW;
    while (s->live_n < LIVE / 10 || (uniform(s) < 0.3 && s->live_n < LIVE)) start_event(s);
    uint32_t at = (uint32_t)(uniform(s) * s->live_n);
    struct event *e = &s->live[at];
    uint32_t number = e->number;
    write_article(s, e, w, out);
    if (--e->left == 0 || s->day > e->start + e->length) *e = s->live[--s->live_n];
    return number;
}

/* ---- scoring ---- */

struct scorer {
    uint32_t *truth, *found, n; /* by article; found: numbers of event ids */
    struct kh_counts ids, forward;
    uint32_t ids_n;
};

static uint32_t number_of(struct scorer *s, struct kh_str event)
{
    uint32_t *at = kh_counts_put(&s->ids, kh_hash(event) | 1);
    if (!at) exit(1);
    if (!*at) *at = ++s->ids_n;
    return *at;
}

static uint32_t article_of(struct kh_str id)
{
    uint32_t n = 0;
    for (size_t i = 1; i < id.n; i++) n = n * 10 + (uint32_t)(id.p[i] - '0');
    return n;
}

static double b_cubed(struct scorer *s)
{
    struct kh_counts truths = {0}, founds = {0}, cells = {0};
    for (uint32_t i = 0; i < s->n; i++) {
        for (uint32_t to; (to = kh_counts_get(&s->forward, s->found[i]));) s->found[i] = to;
        uint32_t *a = kh_counts_put(&truths, (uint64_t)s->truth[i] + 1);
        uint32_t *b = kh_counts_put(&founds, s->found[i]);
        uint32_t *c = kh_counts_put(&cells, ((uint64_t)s->truth[i] << 32) + s->found[i]);
        if (!a || !b || !c) exit(1);
        ++*a;
        ++*b;
        ++*c;
    }
    double p = 0, r = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        double both = kh_counts_get(&cells, ((uint64_t)s->truth[i] << 32) + s->found[i]);
        p += both / kh_counts_get(&founds, s->found[i]);
        r += both / kh_counts_get(&truths, (uint64_t)s->truth[i] + 1);
    }
    p /= s->n;
    r /= s->n;
    printf("events %zu found %zu  B3 P %.4f R %.4f F1 %.4f\n", truths.count, founds.count, p, r,
           2 * p * r / (p + r));
    free(truths.slots);
    free(founds.slots);
    free(cells.slots);
    return 2 * p * r / (p + r);
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void settle(struct kh_window *window, struct kh_arena *arena, struct scorer *score)
{
    struct kh_changes changes;
    if (kh_window_settle(window, arena, &changes, NULL) != KHABAR_OK) exit(1);
    for (uint32_t i = 0; i < changes.changes_n; i++) {
        score->found[article_of(changes.changes[i].article)] =
            number_of(score, changes.changes[i].event);
    }
    for (uint32_t i = 0; i < changes.forwards_n; i++) {
        uint32_t from = number_of(score, changes.forwards[i].from);
        uint32_t to = number_of(score, changes.forwards[i].to);
        uint32_t *forward = kh_counts_put(&score->forward, from);
        if (!forward) exit(1);
        for (uint32_t on = to; on; on = kh_counts_get(&score->forward, on)) {
            if (on == from) to = 0; /* it came back to life: no loops */
        }
        *forward = to;
    }
    kh_arena_reset(arena);
}

int main(int argc, char **argv)
{
    const char *told = argc > 1 && argv[1][0] >= '1' && argv[1][0] <= '9'
                           ? argv[1]
                           : getenv("KHABAR_BENCH_ARTICLES");
    uint32_t n = told ? (uint32_t)strtoul(told, NULL, 10) : 20000;
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    struct kh_window *window = kh_window_new(&engine);
    struct stream *stream = calloc(1, sizeof *stream);
    struct scorer score = {.truth = calloc(n, 4), .found = calloc(n, 4), .n = n};
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)64 << 20);
    if (!window || !stream || !score.truth || !score.found) return 1;
    struct writer writer;
    struct kh_facts facts = {0};
    double spent = 0, last = 0;
    for (uint32_t i = 0; i < n; i++) {
        char id[16];
        struct kh_features features;
        struct kh_link link;
        score.truth[i] = next(stream, &writer, &features);
        int length = snprintf(id, sizeof id, "a%u", i);
        features.id = (struct kh_str){id, (size_t)length};
        double start = cpu_seconds();
        if (kh_match(&engine, &arena, window, &facts, &features, &link, NULL) != KHABAR_OK)
            return 1;
        score.found[i] = number_of(&score, link.event);
        if (i % BATCH == BATCH - 1 || i + 1 == n) settle(window, &arena, &score);
        spent += cpu_seconds() - start;
        if ((i + 1) % (n / 10) == 0) {
            printf("%9u articles, %6u in the window: %6.0f articles per CPU second\n", i + 1,
                   kh_window_count(window), n / 10 / (spent - last));
            fflush(stdout);
            last = spent;
        }
    }
    double f1 = b_cubed(&score);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("all: %.0f articles per CPU second, peak %ld MiB\n", n / spent, usage.ru_maxrss / 1024);
    kh_window_free(window);
    kh_arena_clear(&arena);
    free(stream);
    free(score.truth);
    free(score.found);
    free(score.ids.slots);
    free(score.forward.slots);
    return f1 >= 0.5 ? 0 : 1;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * match [N]: a made-up stream of N articles (else $KHABAR_BENCH_ARTICLES, else 1,000,000) in 20
 * languages through the match stage alone: articles per CPU second as the stream goes on, B-cubed
 * F1 against the stream's own events, peak memory. 300,000 articles fall into 14 days.
 *
 * The world it tells of: words, people, towns and languages follow Zipf's law; every event has a
 * topic with words and concepts of its own, a country with its cast and its language; sizes of
 * events follow a power law, large ones go through all languages; a fifth of the reports are
 * reprints with cuts; one event in eight has a follow-up some days later, with three quarters of
 * its people, its place, its topic and half of its words, that is another event. How many terms
 * of each class an article has, and how alike two are within an event and without, was set to
 * what invented and real reports show.
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
    WORDS = 60000, /* of a language */
    COUNTRIES = 200,
    CAST = 400, /* people of a country, the first in the news most */
    STARS = 2000,
    TOWNS = 30, /* of a country */
    TOPICS = 300,
    TOPIC_WORDS = 100,
    CONCEPTS = 2400,
    TOPIC_CONCEPTS = 50,
    SKELETONS = 120000,
    EVENT_WORDS = 42,
    EVENT_CONCEPTS = 24,
    EVENT_PEOPLE = 5,
    EVENT_THINGS = 3, /* ships, firms, laws: names that all languages spell alike */
    EVENT_NUMBERS = 6,
    LARGEST = 2000, /* articles of an event */
    BATCH = 512,
    WINDOW = 300000,
    NONE = UINT32_MAX,
};

struct event {
    uint32_t parent; /* the one it follows up, or NONE */
    uint16_t country, topic;
    uint32_t size;
    float start; /* days */
};

struct coming { /* an article of the future */
    double day;
    uint32_t event;
};

struct stream {
    uint64_t seed;
    double day; /* now */
    struct event *events;
    size_t events_n, events_capacity;
    struct coming *heap; /* the next one first */
    size_t heap_n, heap_capacity;
};

static double unit_of(uint64_t bits)
{
    return (double)(bits >> 11) / 9007199254740992.0;
}

static double uniform(uint64_t *seed)
{
    *seed += 0x9e3779b97f4a7c15u;
    return unit_of(kh_hash_end(*seed));
}

/* Zipf's law with exponent 1 over n ranks, by the inverse of the harmonic sum. */
static uint32_t zipf(double u, uint32_t n)
{
    double rank = exp(u * log((double)n + 1)) - 1;
    return rank >= n ? n - 1 : (uint32_t)rank;
}

/* A fixed random number from 0 to 1 about the i-th thing of a kind. */
enum trait { PERSON = 1, THING, TOWN, NUMBER, WORD, CONCEPT, FROM_PARENT, WIRE, LANGUAGE };
static double trait(enum trait trait, uint64_t of, uint64_t i)
{
    return unit_of(kh_hash_end((of * 64 + (uint64_t)trait) * 0x9e3779b97f4a7c15u + i));
}

/* ---- events ---- */

static void heap_push(struct stream *s, struct coming coming)
{
    if (!kh_heap_grow(&s->heap, s->heap_n, &s->heap_capacity, sizeof *s->heap)) exit(1);
    size_t at = s->heap_n++;
    for (; at && s->heap[(at - 1) / 2].day > coming.day; at = (at - 1) / 2) {
        s->heap[at] = s->heap[(at - 1) / 2];
    }
    s->heap[at] = coming;
}

static struct coming heap_pop(struct stream *s)
{
    struct coming top = s->heap[0], last = s->heap[--s->heap_n];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= s->heap_n) break;
        if (child + 1 < s->heap_n && s->heap[child + 1].day < s->heap[child].day) child++;
        if (last.day <= s->heap[child].day) break;
        s->heap[at] = s->heap[child];
        at = child;
    }
    s->heap[at] = last;
    return top;
}

/* Its articles come thick at first; those of a small event within a day, of a large one in three.
 */
static void start_event(struct stream *s, double day, uint32_t parent)
{
    if (!kh_heap_grow(&s->events, s->events_n, &s->events_capacity, sizeof *s->events)) exit(1);
    double size = pow(1 - 0.9999 * uniform(&s->seed), -1 / 1.15);
    struct event *e = &s->events[s->events_n];
    *e = (struct event){.parent = parent,
                        .start = (float)day,
                        .country = (uint16_t)zipf(uniform(&s->seed), COUNTRIES),
                        .topic = (uint16_t)zipf(uniform(&s->seed), TOPICS),
                        .size = size > LARGEST ? LARGEST : (uint32_t)size};
    if (parent != NONE) {
        e->country = s->events[parent].country;
        e->topic = s->events[parent].topic;
    }
    double spread = 0.3 + 0.1 * log2(e->size);
    for (uint32_t i = 0; i < e->size; i++) {
        double after = i ? -log(1 - uniform(&s->seed)) * spread : 0;
        if (after < 5) heap_push(s, (struct coming){day + after, (uint32_t)s->events_n});
    }
    s->events_n++;
}

/* What an event has of its own, or of the one it follows up: `share` of the latter. */
static uint32_t owner_of(const struct stream *s, uint32_t event, enum trait what, uint32_t i,
                         double share)
{
    uint32_t parent = s->events[event].parent;
    if (parent == NONE) return event;
    return trait(FROM_PARENT, event, (uint64_t)what * 1000 + i) < share ? parent : event;
}

static uint32_t person_of(const struct stream *s, uint32_t event, uint32_t i)
{
    uint32_t owner = owner_of(s, event, PERSON, i, 0.75);
    double u = trait(PERSON, owner, i);
    if (i == 0 && trait(PERSON, owner, 99) < 0.5) return zipf(u, STARS);
    return STARS + s->events[owner].country * (uint32_t)CAST + zipf(u, CAST);
}

/* ---- articles ---- */

struct writer {
    struct kh_term terms[1024];
    uint32_t n;
    uint64_t seed; /* of the wording */
    uint32_t language;
    bool cased, latin;
};

static void write_term(struct writer *w, unsigned term_class, uint64_t what, int count)
{
    if (w->n == 1024) return;
    w->terms[w->n++] = (struct kh_term){.key = kh_term_key(term_class, kh_hash_end(what)),
                                        .count = (uint8_t)count};
}

/* The consonants of something: short ones are common and fall together by chance. */
static uint64_t skeleton_of(uint64_t what)
{
    return zipf(unit_of(kh_hash_end(what * 31 + 7)), SKELETONS) + 1;
}

static void write_word(struct writer *w, uint32_t word, int count)
{
    uint64_t own = (uint64_t)(w->language + 1) << 32 | word;
    write_term(w, KH_TERM_WORD, own, count);
    if (own % 3) write_term(w, KH_TERM_SKELETON, skeleton_of(own), count);
    if (!w->cased && own % 3 == 1) write_term(w, KH_TERM_SOUND, skeleton_of(own) % 20011, count);
}

/* A name in a language: its skeleton is misheard now and then. */
static void write_name(struct writer *w, uint64_t name, bool person)
{
    bool variant = trait(WORD, name, w->language) < 0.2;
    uint64_t heard = skeleton_of(name * 977 + 13) + (variant ? SKELETONS / 2 : 0);
    write_term(w, KH_TERM_SKELETON, SKELETONS + heard, 16);
    write_term(w, KH_TERM_SOUND, heard % 20011, 16);
    if (w->latin) write_term(w, KH_TERM_LATIN, name * 4 + variant, 16);
    if (person && uniform(&w->seed) < 0.7) write_term(w, KH_TERM_PERSON, name * 2 + variant, 8);
    if (!person && uniform(&w->seed) < 0.2) write_term(w, KH_TERM_ORG, name, 8);
}

static void write_person(struct writer *w, uint32_t person)
{
    write_name(w, (uint64_t)person + 1, true);
    /* Given names are few. */
    write_term(w, KH_TERM_SKELETON, 3 * SKELETONS + person % 1500, 8);
    if (w->latin) write_term(w, KH_TERM_LATIN, (uint64_t)1 << 40 | person % 1500, 8);
}

static void write_own(const struct stream *s, uint32_t event, struct writer *w, double length)
{
    for (uint32_t i = 0; i < EVENT_PEOPLE; i++) {
        if (uniform(&w->seed) < 0.75 - 0.12 * i) write_person(w, person_of(s, event, i));
    }
    for (uint32_t i = 0; i < EVENT_THINGS; i++) {
        uint32_t owner = owner_of(s, event, THING, i, 0.5);
        if (uniform(&w->seed) < 0.5) write_name(w, (uint64_t)1 << 33 | (owner * 8 + i), false);
    }
    for (uint32_t i = 0; i < EVENT_NUMBERS; i++) {
        double u = trait(NUMBER, event, i); /* half of them are small */
        uint32_t number = i % 2 ? zipf(u, 100) : (uint32_t)exp(u * log(30000));
        if (uniform(&w->seed) < 0.25 + 0.3 * length) write_term(w, KH_TERM_NUMBER, number, 8);
    }
    const struct event *e = &s->events[event];
    if (uniform(&w->seed) < 0.85) write_term(w, KH_TERM_PLACE, e->country, 16);
    uint32_t owner = owner_of(s, event, TOWN, 0, 0.8);
    uint32_t town = e->country * (uint32_t)TOWNS + zipf(trait(TOWN, owner, 0), TOWNS);
    if (uniform(&w->seed) < 0.75) write_term(w, KH_TERM_PLACE, COUNTRIES + town, 12);
    if (uniform(&w->seed) < 0.3) write_term(w, KH_TERM_DATE, (uint64_t)e->start, 8);
    for (uint32_t i = 0; i < EVENT_CONCEPTS; i++) {
        uint32_t from = owner_of(s, event, CONCEPT, i, 0.5);
        double u = trait(CONCEPT, from, i);
        uint32_t concept = i % 3 ? e->topic * 7u + zipf(u, TOPIC_CONCEPTS) : zipf(u, CONCEPTS);
        if (uniform(&w->seed) < 0.6) write_term(w, KH_TERM_CONCEPT, concept % CONCEPTS, 12);
    }
}

static void write_words(const struct stream *s, uint32_t event, struct writer *w, double length)
{
    uint32_t topic = s->events[event].topic;
    for (uint32_t i = 0; i < EVENT_WORDS; i++) {
        uint32_t owner = owner_of(s, event, WORD, i, 0.5);
        double u = trait(WORD, owner, i + 100 * (uint64_t)w->language);
        if (uniform(&w->seed) >= 0.25 + 0.35 * length) continue;
        write_word(w, (uint32_t)(exp((0.35 + 0.65 * u) * log(WORDS))), 12);
    }
    for (uint32_t i = 0; i < 26 * length; i++) {
        uint32_t word = zipf(uniform(&w->seed), TOPIC_WORDS) + topic * (uint32_t)TOPIC_WORDS;
        write_word(w, (word * 2654435761u >> 8) % WORDS, 8);
    }
    for (int i = 0; i < 90 * length; i++) { write_word(w, zipf(uniform(&w->seed), WORDS), 8); }
    for (int i = 0; i < 40 * length; i++) {
        write_term(w, KH_TERM_CONCEPT, zipf(uniform(&w->seed), CONCEPTS), 8);
    }
    for (int i = 0; i < 3; i++) {
        if (uniform(&w->seed) < 0.4) write_person(w, zipf(uniform(&w->seed), STARS));
    }
    write_term(w, KH_TERM_PLACE, zipf(uniform(&w->seed), COUNTRIES), 8);
    write_term(w, KH_TERM_NUMBER, zipf(uniform(&w->seed), 100), 8);
    write_term(w, KH_TERM_NUMBER, (uint64_t)exp(uniform(&w->seed) * log(30000)), 8);
}

static int by_key(const void *a, const void *b)
{
    uint32_t x = ((const struct kh_term *)a)->key, y = ((const struct kh_term *)b)->key;
    return x < y ? -1 : x > y;
}

/* A language of the event's country, or for what the world tells any. */
static uint32_t language_of(struct stream *s, uint32_t event)
{
    const struct event *e = &s->events[event];
    double abroad = e->size < 4 ? 0.15 : e->size < 20 ? 0.4 : 0.65;
    if (uniform(&s->seed) < abroad) return zipf(uniform(&s->seed), LANGUAGES);
    return zipf(trait(LANGUAGE, e->country, 0), LANGUAGES);
}

static void write_article(struct stream *s, uint32_t event, struct writer *w,
                          struct kh_features *out)
{
    static const double lengths[] = {0.35, 0.5, 0.7, 0.7, 1.0, 1.6};
    bool reprint = uniform(&s->seed) < 0.2;
    *w = (struct writer){.language = language_of(s, event), .seed = kh_hash_end(s->seed + 1)};
    w->cased = w->language % 2 == 0;
    w->latin = w->language % 3 != 1;
    if (reprint) w->seed = (uint64_t)(trait(WIRE, event, w->language) * 9007199254740992.0) << 11;
    double length = lengths[(size_t)(uniform(&w->seed) * 6)];
    write_own(s, event, w, length);
    write_words(s, event, w, length);
    qsort(w->terms, w->n, sizeof *w->terms, by_key);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (kept && w->terms[kept - 1].key == w->terms[i].key) continue;
        if (reprint && uniform(&s->seed) < 0.1) continue;
        w->terms[kept++] = w->terms[i];
    }
    uniform(&s->seed);
    *out = (struct kh_features){
        .lang = KH_LANG('a', 'a' + w->language),
        .hour = uniform(&s->seed) < 0.02 ? KH_HOUR_NONE : (int32_t)(s->day * 24),
        .tokens = (uint32_t)(330 * length),
        .terms = w->terms,
        .terms_n = kept,
    };
}

/* The next article of the stream; returns the number of its event. */
static uint32_t next(struct stream *s, struct writer *w, struct kh_features *out)
{
    s->day += (double)KH_WINDOW_DAYS / WINDOW;
    while (!s->heap_n || s->heap[0].day > s->day) {
        uint32_t parent = NONE;
        for (int i = 0; s->events_n > 1000 && i < 20 && uniform(&s->seed) < 0.9; i++) {
            double lately = s->events_n < 40000 ? (double)s->events_n : 40000;
            size_t old = s->events_n - 1 - (size_t)(uniform(&s->seed) * lately);
            double age = s->day - (double)s->events[old].start;
            if (age < 1.5 || age > 6 || s->events[old].size < 3) continue;
            if (uniform(&s->seed) < 0.5) parent = (uint32_t)old;
            break;
        }
        start_event(s, s->day, parent);
    }
    uint32_t event = heap_pop(s).event;
    write_article(s, event, w, out);
    return event;
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
    uint32_t n = told ? (uint32_t)strtoul(told, NULL, 10) : 1000000;
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
    free(stream->events);
    free(stream->heap);
    free(stream);
    free(score.truth);
    free(score.found);
    free(score.ids.slots);
    free(score.forward.slots);
    return f1 >= 0.5 ? 0 : 1;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * train-match OUT.tsv ROUNDS FOLDS SET...: learns the weights of the match stage and prints figures
 * out-of-fold by event. A SET is FILE.jsonl[:WEIGHT[:SLICES]] of lines {id, lang, date, title,
 * text, event}; with SLICES it stands for that many small sets, events dealt out by hash. Only
 * numbers enter OUT.
 *
 * Method: all pairs of a set are compared once. Logistic regression on them gives where to start;
 * then coordinate search over the weights, and steps of several at once, each kept when the mean
 * B-cubed F1 (Bagga and Baldwin 1998) of the sets grows. That mean is taken at two thresholds, so
 * that what is learnt does not stand on an edge. FOLDS 0: learn from everything and write OUT.
 * FOLDS n: learn n times without the articles of a fold's events, score these, write nothing.
 * Deterministic.
 */
#include "base/limits.h"
#include "match/internal.h"
#include "understand/understand.h"
#include "train.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_SETS = 64, MAX_ARTICLES = 20000 };

struct set {
    char name[64];
    double weight;
    struct kh_window *window;
    struct kh_set_pair *pairs;
    size_t pairs_n, near_n; /* the first near_n of them are those the search looks at */
    uint32_t n, events;
    uint32_t *order, *event, *group; /* by article */
    bool one_language;
    double score, tried; /* of the weights kept, of those looked at last */
};

struct trainer {
    struct kh_engine engine;
    struct set sets[MAX_SETS];
    const char *out;
    int sets_n, folds, fold; /* fold < 0: all articles count */
};

/* ---- reading ---- */

static struct kh_str text_of(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) return KH_STR_NONE;
    return (struct kh_str){json_string_value(value), json_string_length(value)};
}

static void read_article(struct trainer *t, struct set *set, struct kh_arena *arena, json_t *object,
                         struct kh_counts *events)
{
    struct kh_article article = {.id = text_of(object, "id"),
                                 .title = text_of(object, "title"),
                                 .text = text_of(object, "text"),
                                 .lang = kh_lang_of(text_of(object, "lang"))};
    kh_date_parse_iso(text_of(object, "date"), &article.published);
    struct kh_facts facts;
    struct kh_features features;
    struct khabar_error err;
    if (set->n == MAX_ARTICLES ||
        kh_understand(&t->engine, arena, &article, &facts, &err) != KHABAR_OK ||
        kh_features_make(&t->engine, arena, &facts, &features, &err) != KHABAR_OK ||
        kh_window_put(set->window, &features) == UINT32_MAX) {
        fprintf(stderr, "train-match: %s: %.*s refused\n", set->name, (int)article.id.n,
                article.id.p);
        exit(1);
    }
    uint32_t *event = checked(kh_counts_put(events, kh_hash(text_of(object, "event")) | 1));
    if (!*event) *event = ++set->events;
    if (set->n && features.lang != set->window->articles[0].lang) set->one_language = false;
    set->order[set->n] = set->n;
    set->event[set->n++] = *event - 1;
}

static void read_set(struct trainer *t, const char *path, double weight, int slices, int slice)
{
    if (t->sets_n == MAX_SETS) exit(2);
    struct set *set = &t->sets[t->sets_n++];
    const char *slash = strrchr(path, '/');
    snprintf(set->name, sizeof set->name, "%s%s", slash ? slash + 1 : path, slices ? "/" : "");
    set->weight = weight;
    set->one_language = true;
    set->window = checked(kh_window_new(&t->engine));
    set->order = checked(calloc(MAX_ARTICLES, sizeof *set->order));
    set->event = checked(calloc(MAX_ARTICLES, sizeof *set->event));
    set->group = checked(calloc(MAX_ARTICLES, sizeof *set->group));
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(1);
    }
    struct kh_counts events = {0};
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0) {
        json_t *object = json_loads(line, 0, NULL);
        uint64_t hash = kh_hash(text_of(object, "event")) >> 7;
        kh_arena_reset(&arena);
        if (object && (!slices || hash % (unsigned)slices == (unsigned)slice)) {
            read_article(t, set, &arena, object, &events);
        }
        json_decref(object);
    }
    free(line);
    fclose(file);
    kh_arena_clear(&arena);
    free(events.slots);
    if (!kh_group_pairs(set->window, set->order, set->n, &set->pairs, &set->pairs_n)) checked(NULL);
    fprintf(stderr, "%-24s %6u articles %8zu pairs\n", set->name, set->n, set->pairs_n);
}

/* ---- scoring ---- */

static bool counts_in(const struct trainer *t, uint32_t event, bool held_out)
{
    if (t->fold < 0) return true;
    bool is_held = (event * 2654435761u >> 8) % (unsigned)t->folds == (unsigned)t->fold;
    return is_held == held_out;
}

/* B-cubed F1 of the articles whose event counts; 1 when there is none. */
static double score_set(const struct trainer *t, struct set *set, const struct kh_weights *weights,
                        bool held_out)
{
    set->window->weights = *weights;
    uint32_t groups =
        kh_group_by_pairs(set->window, set->order, set->n, set->pairs, set->near_n, set->group);
    uint32_t *of_event = checked(calloc(set->events + 1, sizeof *of_event));
    uint32_t *of_group = checked(calloc(groups + 1, sizeof *of_group));
    struct kh_counts cells = {0};
    for (uint32_t i = 0; i < set->n; i++) {
        of_event[set->event[i]]++;
        of_group[set->group[i]]++;
        ++*(uint32_t *)checked(
            kh_counts_put(&cells, ((uint64_t)set->group[i] << 32 | set->event[i]) + 1));
    }
    double precision = 0, recall = 0, n = 0;
    for (uint32_t i = 0; i < set->n; i++) {
        if (!counts_in(t, set->event[i], held_out)) continue;
        uint64_t cell = ((uint64_t)set->group[i] << 32 | set->event[i]) + 1;
        double both = kh_counts_get(&cells, cell);
        precision += both / of_group[set->group[i]];
        recall += both / of_event[set->event[i]];
        n++;
    }
    free(of_event);
    free(of_group);
    free(cells.slots);
    return n > 0 ? 2 * precision * recall / (precision + recall) / n : 1;
}

static void keep_scores(struct trainer *t)
{
    for (int i = 0; i < t->sets_n; i++) t->sets[i].score = t->sets[i].tried;
}

/* The weighted mean of the sets, on both sides of the threshold. With cross_only those in
 * one language keep their last score. */
static double score_all(struct trainer *t, const struct kh_weights *weights, bool cross_only)
{
    static const double beside[] = {-0.01, 0.01};
    double sum = 0, total = 0;
    for (int i = 0; i < t->sets_n; i++) {
        struct set *set = &t->sets[i];
        set->tried = 0;
        for (int k = 0; k < 2 && !(cross_only && set->one_language); k++) {
            struct kh_weights moved = *weights;
            moved.join_base += beside[k];
            set->tried += score_set(t, set, &moved, false) / 2;
        }
        if (cross_only && set->one_language) set->tried = set->score;
        sum += set->weight * set->tried;
        total += set->weight;
    }
    return sum / total;
}

static void print_scores(struct trainer *t, const struct kh_weights *weights, bool held_out)
{
    for (int i = 0; i < t->sets_n; i++) t->sets[i].near_n = t->sets[i].pairs_n;
    for (int i = 0; i < t->sets_n; i++) {
        if (strchr(t->sets[i].name, '/')) continue;
        printf("  %-24s B3 F1 %.4f\n", t->sets[i].name,
               score_set(t, &t->sets[i], weights, held_out));
    }
    fflush(stdout);
}

/* ---- learning ---- */

/* ---- where the search starts: logistic regression on single pairs ---- */

/* What of the pairs of one kind is looked at: of each set some of those of one event and some of
 * the others, both weighing the same. */
enum { SAMPLE = 6000 };

struct seen {
    const struct kh_pair *pair;
    double truth, weight;
};

struct slope {
    double of[KH_TERM_CLASSES], floor;
};

static size_t see_pairs(const struct trainer *t, int kind, struct seen *out)
{
    size_t n = 0;
    for (int s = 0; s < t->sets_n; s++) {
        const struct set *set = &t->sets[s];
        for (int truth = 0; truth < 2; truth++) {
            size_t first = n, stride = set->pairs_n / (8 * SAMPLE) + 1;
            for (size_t i = 0; i < set->pairs_n && n < first + SAMPLE; i++) {
                const struct kh_set_pair *p = &set->pairs[i];
                uint32_t a = set->event[p->i], b = set->event[p->j];
                if ((int)p->pair.kind != kind || (a == b) != truth || i % stride) continue;
                if (!counts_in(t, a, false) || !counts_in(t, b, false)) continue;
                out[n++] = (struct seen){&p->pair, truth, set->weight};
            }
            for (size_t i = first; i < n; i++) out[i].weight /= (double)(n - first);
        }
    }
    return n;
}

static double logit_of(const struct slope *at, const struct kh_pair *pair)
{
    double z = -at->floor * log2(pair->tokens + 1);
    for (int c = 0; c < KH_TERM_CLASSES; c++) z += at->of[c] * (double)pair->cosine[c];
    return z;
}

/* One step down the slope of the loss; no weight gets below 0. */
static void step_down(const struct seen *seen, size_t n, struct slope *at, double rate)
{
    struct slope step = {0};
    for (size_t i = 0; i < n; i++) {
        const struct kh_pair *pair = seen[i].pair;
        double error = (seen[i].truth - 1 / (1 + exp(-logit_of(at, pair)))) * seen[i].weight;
        for (int c = 0; c < KH_TERM_CLASSES; c++) step.of[c] += error * (double)pair->cosine[c];
        step.floor -= error * log2(pair->tokens + 1);
    }
    for (int c = 0; c < KH_TERM_CLASSES; c++) {
        at->of[c] += rate * (step.of[c] - 0.002 * at->of[c]);
        if (at->of[c] < 0) at->of[c] = 0;
    }
    at->floor += rate * step.floor / 30;
    if (at->floor < 0.05) at->floor = 0.05;
}

/* Where each fold starts: the boundary of the regression is the threshold. */
static void start_from_pairs(const struct trainer *t, struct kh_weights *weights)
{
    struct seen *seen = checked(malloc((size_t)t->sets_n * 2 * SAMPLE * sizeof *seen));
    weights->join_length = 0.025;
    for (int k = 0; k < KH_PAIR_KINDS; k++) {
        struct slope at = {.floor = 0.3};
        for (int c = 0; c < KH_TERM_CLASSES; c++) at.of[c] = 2;
        size_t n = see_pairs(t, k, seen);
        for (int i = 0; n && i < 150; i++) step_down(seen, n, &at, 2);
        for (int c = 0; c < KH_TERM_CLASSES; c++) {
            weights->of[k][c] = at.of[c] * weights->join_length / at.floor;
        }
        weights->floor[k] = 0;
    }
    free(seen);
    weights->sigma_days = weights->cross_sigma_days = 5;
    weights->text_sigma_days = 150;
    weights->text_floor = 0.5;
    weights->centroid = 0.8;
    weights->join_base = 0.01;
    weights->join_size = 0.0175;
    weights->join_cross = weights->join_small = weights->join_same = 0;
}

/* Weights that only pairs in two languages look at. */
static bool is_cross(struct kh_str name)
{
    static const char *const heads[] = {"match cross",      "match bare",      "match han",
                                        "match join cross", "match join same", "match floor cross",
                                        "match floor bare", "match floor han"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (kh_str_starts(name, kh_str_of(heads[i]))) return true;
    }
    return false;
}

static int by_text(const void *a, const void *b)
{
    return kh_str_cmp(*(const struct kh_str *)a, *(const struct kh_str *)b);
}

static void write_weights(struct kh_weights *weights, const char *path)
{
    struct kh_arena arena;
    kh_arena_init(&arena, 1 << 20);
    size_t n = kh_weights_count();
    struct kh_str *lines = checked(malloc(n * sizeof *lines));
    for (size_t i = 0; i < n; i++) {
        struct kh_str name = kh_weights_name(&arena, i);
        lines[i] =
            kh_arena_printf(&arena, "%.*s\t%.4f", (int)name.n, name.p, *kh_weights_at(weights, i));
    }
    qsort(lines, n, sizeof *lines, by_text);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    fputs("# SOURCE: learnt by tool/train_match.c; numbers over general features alone\n"
          "# LICENCE: Apache-2.0\n",
          file);
    for (size_t i = 0; i < n; i++) fprintf(file, "%.*s\n", (int)lines[i].n, lines[i].p);
    fclose(file);
    free(lines);
    kh_arena_clear(&arena);
}

struct search {
    struct kh_weights *weights;
    struct kh_arena arena;
    size_t n;
    double *step;
    bool *fixed, *cross;
    double best;
    uint64_t seed;
};

/* Pairs that are hardly alike where the search starts are left out of it. */
static void leave_far_pairs(struct trainer *t, const struct kh_weights *weights)
{
    for (int i = 0; i < t->sets_n; i++) {
        struct set *set = &t->sets[i];
        set->near_n = 0;
        for (size_t k = 0; k < set->pairs_n; k++) {
            struct kh_set_pair pair = set->pairs[k];
            if (kh_pair_likeness(weights, &pair.pair) < 0.03) continue;
            set->pairs[k] = set->pairs[set->near_n];
            set->pairs[set->near_n++] = pair;
        }
    }
}

static void search_open(struct trainer *t, struct search *s, struct kh_weights *weights)
{
    *s = (struct search){.weights = weights, .n = kh_weights_count(), .seed = 1};
    kh_arena_init(&s->arena, 1 << 20);
    s->step = checked(malloc(s->n * sizeof *s->step));
    s->fixed = checked(calloc(s->n, sizeof *s->fixed));
    s->cross = checked(calloc(s->n, sizeof *s->cross));
    for (size_t i = 0; i < s->n; i++) {
        struct kh_str name = kh_weights_name(&s->arena, i);
        /* Shades change the pairs; what is dense only a large window tells (bench/match). */
        s->fixed[i] = kh_str_starts(name, KH_STR("match shade")) ||
                      kh_str_eq(name, KH_STR("match join dense"));
        s->cross[i] = is_cross(name);
        s->step[i] = 0.4;
    }
    leave_far_pairs(t, weights);
    s->best = score_all(t, weights, false);
    keep_scores(t);
    printf("start: %.5f\n", s->best);
}

/* A step of this share of a weight; of a small one so much at least. */
static double size_of(struct search *s, size_t i, double share)
{
    struct kh_str name = kh_weights_name(&s->arena, i);
    double least = kh_str_starts(name, KH_STR("match join"))    ? 0.02
                   : kh_str_starts(name, KH_STR("match floor")) ? 0.005
                                                                : 0.12;
    double was = fabs(*kh_weights_at(s->weights, i));
    return share * (was > least ? was : least);
}

static void add_to(struct search *s, size_t i, double by)
{
    double *weight = kh_weights_at(s->weights, i);
    bool join = kh_str_starts(kh_weights_name(&s->arena, i), KH_STR("match join"));
    *weight += by;
    if (*weight < 0 && !join) *weight = 0;
    kh_arena_reset(&s->arena);
}

static bool is_better(struct trainer *t, struct search *s, bool cross_only)
{
    double score = score_all(t, s->weights, cross_only);
    if (score <= s->best + 1e-5) return false;
    s->best = score;
    keep_scores(t);
    return true;
}

/* Each weight up, or else down. */
static void step_each(struct trainer *t, struct search *s)
{
    for (size_t i = 0; i < s->n; i++) {
        if (s->fixed[i]) continue;
        struct kh_weights was = *s->weights;
        double by = size_of(s, i, s->step[i]);
        add_to(s, i, by);
        bool better = is_better(t, s, s->cross[i]);
        if (!better) {
            *s->weights = was;
            add_to(s, i, -by);
            better = is_better(t, s, s->cross[i]);
        }
        if (!better) *s->weights = was;
        s->step[i] *= better ? 1.3 : 0.5;
        if (s->step[i] < 0.05) s->step[i] = 0.05;
    }
}

static double lot(struct search *s)
{
    s->seed += 0x9e3779b97f4a7c15u;
    return (double)(kh_hash_end(s->seed) >> 11) / 9007199254740992.0;
}

/* A handful of weights at once: out of corners where no single step is better. */
static void step_together(struct trainer *t, struct search *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct kh_weights was = *s->weights;
        for (int k = 0; k < 5; k++) {
            size_t one = (size_t)(lot(s) * (double)s->n);
            if (!s->fixed[one]) add_to(s, one, size_of(s, one, 0.8 * (lot(s) - 0.5)));
        }
        if (!is_better(t, s, false)) *s->weights = was;
    }
}

static void learn(struct trainer *t, struct kh_weights *weights, int rounds)
{
    struct search s;
    search_open(t, &s, weights);
    for (int round = 0; round < rounds; round++) {
        if (round % 2) {
            step_together(t, &s);
        } else {
            step_each(t, &s);
        }
        printf("round %d: %.5f\n", round + 1, s.best);
        if (!t->folds) write_weights(weights, t->out);
        fflush(stdout);
    }
    free(s.step);
    free(s.fixed);
    free(s.cross);
    kh_arena_clear(&s.arena);
}

static void add_sets(struct trainer *t, char *argument)
{
    char *rest = strchr(argument, ':');
    double weight = 1;
    int slices = 0;
    if (rest) {
        *rest++ = 0;
        weight = strtod(rest, &rest);
        if (*rest == ':') slices = (int)strtol(rest + 1, NULL, 10);
    }
    if (!slices) read_set(t, argument, weight, 0, 0);
    for (int i = 0; i < slices; i++) read_set(t, argument, weight / slices, slices, i);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("usage: train-match OUT.tsv ROUNDS FOLDS FILE.jsonl[:WEIGHT[:SLICES]]...\n", stderr);
        return 2;
    }
    struct trainer *t = checked(calloc(1, sizeof *t));
    t->engine.lexicon = kh_lexicon_builtin();
    int rounds = (int)strtol(argv[2], NULL, 10);
    t->folds = (int)strtol(argv[3], NULL, 10);
    t->out = argv[1];
    t->fold = -1;
    for (int i = 4; i < argc; i++) add_sets(t, argv[i]);
    struct kh_weights start, weights;
    kh_weights_load(&t->engine, &start);
    for (int fold = 0; fold < t->folds; fold++) {
        t->fold = fold;
        weights = start;
        start_from_pairs(t, &weights);
        learn(t, &weights, rounds);
        printf("fold %d, events not learnt from:\n", fold);
        print_scores(t, &weights, true);
    }
    t->fold = -1;
    weights = start;
    if (!t->folds) {
        if (getenv("KH_TRAIN_ANEW")) start_from_pairs(t, &weights);
        learn(t, &weights, rounds);
    }
    puts("all events, in-sample:");
    print_scores(t, &weights, false);
    return 0;
}

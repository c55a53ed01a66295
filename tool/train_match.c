/* SPDX-License-Identifier: Apache-2.0
 *
 * train-match OUT.tsv ROUNDS FOLDS SET...: learns the weights of the match stage and prints figures
 * out-of-fold by event. A SET is FILE.jsonl[+FILE.jsonl...][:WEIGHT[:SLICES[:KEPT]]] of lines {id,
 * lang, date, title, text, event}, several files in one window; with SLICES it stands for that many
 * small sets, events dealt out by hash; with KEPT at most so many articles of an event are looked
 * at. Only numbers enter OUT.
 *
 * Method: all pairs of a set are compared once. Logistic regression on them gives where to start;
 * then coordinate search over the weights, and steps of several at once, each kept when the mean
 * B-cubed F1 (Bagga and Baldwin 1998) of the sets grows. That mean is taken at two thresholds, so
 * that what is learnt does not stand on an edge. ROUNDS of +N go on from the weights that the
 * program has. FOLDS 0: learn from everything and write OUT. FOLDS n: learn n times without the
 * articles of a fold's events, score these, write nothing; k/n does fold k alone. Deterministic.
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
    uint32_t *lot;                   /* by event: which fold holds it */
    bool one_language, whole;        /* whole: one file, all of it; its figures are printed */
    double score, tried;             /* of the weights kept, of those looked at last */
};

struct trainer {
    struct kh_engine engine;
    struct set sets[MAX_SETS];
    const char *out;
    int sets_n, folds, fold; /* fold < 0: all articles count */
    bool go_on;              /* from the weights the program has */
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
    set->lot[*event - 1] = (uint32_t)(kh_hash_end(kh_hash(text_of(object, "event"))) >> 20);
    if (set->n && features.lang != set->window->articles[0].lang) set->one_language = false;
    set->order[set->n] = set->n;
    set->event[set->n++] = *event - 1;
}

/* How much of the files of a set is looked at. */
struct part {
    double weight;
    unsigned slices, slice; /* events dealt out by hash; 0: all in one */
    unsigned kept;          /* articles of an event at most; 0: all */
};

/* Whether the line is of the slice, and its event not yet kept so often. */
static bool is_wanted(json_t *object, const struct part *part, struct kh_counts *seen)
{
    uint64_t event = kh_hash(text_of(object, "event"));
    if (!object || (part->slices && (event >> 7) % part->slices != part->slice)) return false;
    return !part->kept || ++*(uint32_t *)checked(kh_counts_put(seen, event | 1)) <= part->kept;
}

static void read_articles(struct trainer *t, struct set *set, const char *path,
                          const struct part *part, struct kh_counts *events)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(1);
    }
    struct kh_counts seen = {0};
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0) {
        json_t *object = json_loads(line, 0, NULL);
        kh_arena_reset(&arena);
        if (is_wanted(object, part, &seen)) read_article(t, set, &arena, object, events);
        json_decref(object);
    }
    free(line);
    fclose(file);
    kh_arena_clear(&arena);
    free(seen.slots);
}

static void read_set(struct trainer *t, const char *paths, struct part part)
{
    if (t->sets_n == MAX_SETS) exit(2);
    struct set *set = &t->sets[t->sets_n++];
    const char *slash = strrchr(paths, '/');
    set->whole = !part.slices && !part.kept && !strchr(paths, '+');
    snprintf(set->name, sizeof set->name, "%s", slash ? slash + 1 : paths);
    set->weight = part.weight;
    set->one_language = true;
    set->window = checked(kh_window_new(&t->engine));
    set->order = checked(calloc(MAX_ARTICLES, sizeof *set->order));
    set->event = checked(calloc(MAX_ARTICLES, sizeof *set->event));
    set->group = checked(calloc(MAX_ARTICLES, sizeof *set->group));
    set->lot = checked(calloc(MAX_ARTICLES, sizeof *set->lot));
    struct kh_counts events = {0};
    char *copy = checked(strdup(paths)), *rest = NULL;
    for (char *path = strtok_r(copy, "+", &rest); path; path = strtok_r(NULL, "+", &rest)) {
        read_articles(t, set, path, &part, &events);
    }
    free(copy);
    free(events.slots);
    if (!kh_group_pairs(set->window, set->order, set->n, &set->pairs, &set->pairs_n)) checked(NULL);
    fprintf(stderr, "%-24s %6u articles %8zu pairs\n", set->name, set->n, set->pairs_n);
}

/* ---- scoring ---- */

static bool counts_in(const struct trainer *t, const struct set *set, uint32_t event, bool held_out)
{
    if (t->fold < 0) return true;
    bool is_held = set->lot[event] % (unsigned)t->folds == (unsigned)t->fold;
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
        if (!counts_in(t, set, set->event[i], held_out)) continue;
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
    static const double beside[] = {-0.015, 0.015};
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
        if (!t->sets[i].whole) continue;
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
    double of[KH_TERM_CLASSES], apart[KH_TERM_CLASSES], floor;
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
                if (!counts_in(t, set, a, false) || !counts_in(t, set, b, false)) continue;
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
    for (uint32_t rest = pair->apart; rest; rest &= rest - 1) z -= at->apart[__builtin_ctz(rest)];
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
        for (uint32_t r = pair->apart; r; r &= r - 1) step.apart[__builtin_ctz(r)] -= error;
        step.floor -= error * log2(pair->tokens + 1);
    }
    for (int c = 0; c < KH_TERM_CLASSES; c++) {
        at->of[c] += rate * (step.of[c] - 0.002 * at->of[c]);
        if (at->of[c] < 0) at->of[c] = 0;
        at->apart[c] += rate * (step.apart[c] - 0.002 * at->apart[c]);
        if (at->apart[c] < 0) at->apart[c] = 0;
    }
    at->floor += rate * step.floor / 30;
    if (at->floor < 0.05) at->floor = 0.05;
}

/* Where each fold starts: the boundary of the regression is the threshold. */
static void start_from_pairs(const struct trainer *t, struct kh_weights *weights)
{
    struct seen *seen = checked(malloc((size_t)t->sets_n * 2 * SAMPLE * sizeof *seen));
    weights->join_length = 1;
    memset(weights->apart, 0, sizeof weights->apart);
    for (int k = 0; k < KH_PAIR_KINDS; k++) {
        struct slope at = {.floor = 0.3};
        for (int c = 0; c < KH_TERM_CLASSES; c++) at.of[c] = 2;
        size_t n = see_pairs(t, k, seen);
        for (int i = 0; n && i < 150; i++) step_down(seen, n, &at, 2);
        double scale = 0; /* two texts that are alike in everything are 1 */
        for (int c = 0; c < KH_TERM_CLASSES; c++) scale += at.of[c];
        for (int c = 0; c < KH_TERM_CLASSES; c++) {
            weights->of[k][c] = at.of[c] / scale;
            if (k == KH_PAIR_SAME) weights->apart[c] = at.apart[c] / scale;
        }
        weights->floor[k] = n ? at.floor / scale : 0.025;
        if (weights->floor[k] < weights->join_length) weights->join_length = weights->floor[k];
        printf("kind %d: floor %.4f scale %.2f\n", k, weights->floor[k], scale);
    }
    for (int k = 0; k < KH_PAIR_KINDS; k++) weights->floor[k] -= weights->join_length;
    free(seen);
    weights->sigma_days = weights->cross_sigma_days = 5;
    weights->text_sigma_days = 150;
    weights->text_floor = 0.5;
    weights->centroid = 0.8;
    weights->join_base = 0;
    weights->join_size = 0.0175;
    weights->join_cross = weights->join_small = 0;
    weights->join_tight = 0.05;
    weights->join_tight_cross = 0.02;
    weights->join_tight_from = 4;
}

/* Weights that only pairs in two languages look at. */
static bool is_cross(struct kh_str name)
{
    static const char *const heads[] = {"match cross",      "match bare",        "match han",
                                        "match join cross", "match floor cross", "match floor bare",
                                        "match floor han"};
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

/* The weights of time and of joining stand last; they alone are moved in the first rounds. */
enum { JOIN_ROUNDS = 4 };

struct search {
    struct kh_weights *weights;
    struct kh_arena arena;
    size_t n;
    double *step;
    bool *fixed, *cross; /* is not learnt; is of pairs in two languages */
    size_t joins;        /* the first that is of time and joining */
    double best;
    bool joins_only;
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
        if (kh_str_eq(name, KH_STR("match sigma days"))) s->joins = i;
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
    double least = kh_str_starts(name, KH_STR("match join tight")) ? 0.1
                   : kh_str_starts(name, KH_STR("match join"))     ? 0.02
                   : kh_str_starts(name, KH_STR("match floor"))    ? 0.005
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
        if (s->fixed[i] || (s->joins_only && i < s->joins)) continue;
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
            if (s->joins_only) one = s->joins + (size_t)(lot(s) * (double)(s->n - s->joins));
            if (!s->fixed[one]) add_to(s, one, size_of(s, one, 0.8 * (lot(s) - 0.5)));
        }
        if (!is_better(t, s, false)) *s->weights = was;
    }
}

static void learn(struct trainer *t, struct kh_weights *weights, int rounds)
{
    struct search s;
    kh_weights_load(&t->engine, weights);
    if (!t->go_on) start_from_pairs(t, weights);
    search_open(t, &s, weights);
    for (int round = 0; round < rounds; round++) {
        s.joins_only = !t->go_on && round < JOIN_ROUNDS;
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
    struct part part = {.weight = 1};
    if (rest) {
        *rest++ = 0;
        part.weight = strtod(rest, &rest);
        if (*rest == ':') part.slices = (unsigned)strtoul(rest + 1, &rest, 10);
        if (*rest == ':') part.kept = (unsigned)strtoul(rest + 1, &rest, 10);
    }
    if (part.slices) part.weight /= part.slices;
    do {
        read_set(t, argument, part);
    } while (++part.slice < part.slices);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("usage: train-match OUT.tsv ROUNDS FOLDS|FOLD/FOLDS SET...\n", stderr);
        return 2;
    }
    struct trainer *t = checked(calloc(1, sizeof *t));
    t->engine.lexicon = kh_lexicon_builtin();
    int rounds = (int)strtol(argv[2], NULL, 10);
    t->go_on = argv[2][0] == '+';
    char *slash = strchr(argv[3], '/');
    int only = slash ? (int)strtol(argv[3], NULL, 10) : -1;
    t->folds = (int)strtol(slash ? slash + 1 : argv[3], NULL, 10);
    t->out = argv[1];
    for (int i = 4; i < argc; i++) add_sets(t, argv[i]);
    struct kh_weights weights;
    for (t->fold = 0; t->fold < t->folds; t->fold++) {
        if (only >= 0 && t->fold != only) continue;
        learn(t, &weights, rounds);
        printf("fold %d, events not learnt from:\n", t->fold);
        print_scores(t, &weights, true);
    }
    if (t->folds) return 0;
    t->fold = -1;
    learn(t, &weights, rounds);
    puts("all events, in-sample:");
    print_scores(t, &weights, false);
    return 0;
}

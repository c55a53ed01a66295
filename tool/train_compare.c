/* SPDX-License-Identifier: Apache-2.0
 *
 * train-compare GOLD_DIR FOLDS OUT: learns the weights by which the compare stage judges pairs of
 * sentences. GOLD_DIR has articles.jsonl and events.json of a desk set. FOLDS 0: learn from all
 * events and write the weights to OUT. FOLDS n: for each fold learn without its events, compare
 * these, and write their dossiers to OUT and a list of them to OUT.events, both to be scored;
 * figures are then out-of-fold. Only numbers enter OUT. Deterministic.
 *
 * Method: two logistic regressions by Newton's method, with a weight for each feature and a smaller
 * one for the difference that two languages make (hierarchical priors after Daume III,
 * "Frustratingly easy domain adaptation", 2007). The second learns from what the first says of
 * events it has not seen (stacking, Wolpert 1992).
 */
#include "compare/internal.h"
#include "match/copies.h"
#include "show/show.h"
#include "understand/understand.h"
#include "train.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_EVENTS = 64, MAX_ARTICLES = 64, INNER = 6, ROUNDS = 12, DIM = 2 * KH_PAIR_FEATURES };

#define RIDGE 1.0       /* prior precision of a weight */
#define RIDGE_APART 6.0 /* of the difference between one language and two */

struct happening {
    char name[32];
    struct kh_arena arena;
    struct kh_event event;
    struct kh_report **reports;
    json_t *gold[MAX_ARTICLES]; /* the article's object */
    struct kh_desk desk;
    struct kh_pairs pairs;
    json_t **facts;   /* per line: array of fact ids */
    int8_t *label;    /* per pair: 1, 0, or -1: does not count */
    float *first;     /* per pair: logit of the first stage that has not seen the event */
    uint32_t missing; /* pairs that hold and were not proposed */
    int fold;
};

struct trainer {
    struct kh_engine engine;
    json_t *events;
    struct happening *items[MAX_EVENTS];
    int n, folds;
};

static void refuse(const char *what)
{
    fprintf(stderr, "train-compare: %s\n", what);
    exit(1);
}

static struct kh_str text_of(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) return KH_STR_NONE;
    return (struct kh_str){json_string_value(value), json_string_length(value)};
}

/* ---- reading ---- */

/* The text of a gold article: its sentences as they stand in its paragraphs. */
static struct kh_str join_text(struct kh_arena *arena, json_t *object)
{
    struct kh_buf buf;
    size_t i, k;
    json_t *paragraph, *sentence;
    kh_buf_init(&buf, KH_MAX_ARTICLE_BYTES);
    json_array_foreach(json_object_get(object, "paragraphs"), i, paragraph)
    {
        if (i) kh_buf_lit(&buf, "\n\n");
        json_array_foreach(paragraph, k, sentence)
        {
            if (k) kh_buf_byte(&buf, ' ');
            json_object_set_new(sentence, "start", json_integer((json_int_t)buf.n));
            kh_buf_put(&buf, text_of(sentence, "s"));
            json_object_set_new(sentence, "end", json_integer((json_int_t)buf.n));
        }
    }
    struct kh_str text = kh_arena_str(arena, kh_buf_str(&buf));
    kh_buf_clear(&buf);
    return text;
}

static struct happening *happening_of(struct trainer *t, const char *name)
{
    for (int i = 0; i < t->n; i++)
        if (strcmp(t->items[i]->name, name) == 0) return t->items[i];
    if (t->n == MAX_EVENTS) refuse("too many events");
    struct happening *h = t->items[t->n++] = checked(calloc(1, sizeof *h));
    snprintf(h->name, sizeof h->name, "%s", name);
    kh_arena_init(&h->arena, KH_MAX_EVENT_BYTES);
    h->event.id = kh_str_of(h->name);
    h->event.articles = checked(kh_arena_zalloc(&h->arena, MAX_ARTICLES, sizeof(struct kh_stored)));
    h->reports = checked(kh_arena_zalloc(&h->arena, MAX_ARTICLES, sizeof *h->reports));
    return h;
}

static void read_article(struct trainer *t, json_t *object, struct kh_arena *scratch)
{
    struct happening *h = happening_of(t, json_string_value(json_object_get(object, "event")));
    uint32_t at = h->event.articles_n++;
    struct kh_article *a = &h->event.articles[at].article;
    struct kh_facts facts;
    struct khabar_error err;
    if (at == MAX_ARTICLES) refuse("too many articles");
    h->gold[at] = object;
    a->id = text_of(object, "id");
    a->path = a->id;
    a->site = text_of(object, "site");
    a->title = text_of(object, "title");
    a->lang = kh_lang_of(text_of(object, "lang"));
    kh_date_parse_iso(text_of(object, "published"), &a->published);
    a->text = join_text(&h->arena, object);
    kh_arena_reset(scratch);
    if (kh_understand(&t->engine, scratch, a, &facts, &err) != KHABAR_OK ||
        kh_report_make(&t->engine, &h->arena, &facts, &h->reports[at], &err) != KHABAR_OK)
        refuse(err.text);
}

static void find_copies(struct happening *h)
{
    struct kh_str texts[MAX_ARTICLES];
    struct khabar_error err;
    for (uint32_t i = 0; i < h->event.articles_n; i++) texts[i] = h->event.articles[i].article.text;
    if (kh_copies_find(&h->arena, texts, h->event.articles_n, &h->event.copies, &h->event.copies_n,
                       &err) != KHABAR_OK)
        refuse(err.text);
}

static void read_gold(struct trainer *t, const char *folder)
{
    char path[4096];
    struct kh_arena scratch;
    kh_arena_init(&scratch, KH_MAX_ARENA_BYTES);
    snprintf(path, sizeof path, "%s/events.json", folder);
    t->events = json_load_file(path, 0, NULL);
    snprintf(path, sizeof path, "%s/articles.jsonl", folder);
    FILE *file = fopen(path, "r");
    if (!t->events || !file) refuse("GOLD_DIR has no articles.jsonl or events.json");
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0)
        read_article(t, checked(json_loads(line, 0, NULL)), &scratch);
    free(line);
    fclose(file);
    kh_arena_clear(&scratch);
    for (int i = 0; i < t->n; i++) find_copies(t->items[i]);
}

/* ---- labels ---- */

/* The facts of the gold sentences that the line covers by half, or that cover it. */
static json_t *facts_of(const struct happening *h, uint32_t line)
{
    const struct kh_line *l = &h->desk.lines[line];
    json_t *out = json_array(), *paragraph, *sentence;
    size_t i, k;
    json_array_foreach(json_object_get(h->gold[l->article], "paragraphs"), i, paragraph)
    {
        json_array_foreach(paragraph, k, sentence)
        {
            json_int_t start = json_integer_value(json_object_get(sentence, "start"));
            json_int_t end = json_integer_value(json_object_get(sentence, "end"));
            json_int_t from = start > l->at->start ? start : l->at->start;
            json_int_t to = end < l->at->end ? end : l->at->end;
            if (2 * (to - from) >= end - start || 2 * (to - from) >= l->at->end - l->at->start)
                json_array_extend(out, json_object_get(sentence, "facts"));
        }
    }
    return out;
}

static bool has(json_t *facts, const char *id)
{
    size_t i;
    json_t *fact;
    json_array_foreach(facts, i, fact) if (strcmp(json_string_value(fact), id) == 0) return true;
    return false;
}

static bool on_two_sides(const struct trainer *t, const struct happening *h, json_t *a, json_t *b)
{
    size_t i;
    json_t *conflict;
    json_array_foreach(json_object_get(json_object_get(t->events, h->name), "conflicts"), i,
                       conflict)
    {
        json_t *sides = json_object_get(conflict, "facts");
        const char *x = json_string_value(json_array_get(sides, 0));
        const char *y = json_string_value(json_array_get(sides, 1));
        if ((has(a, x) && has(b, y)) || (has(a, y) && has(b, x))) return true;
    }
    return false;
}

static int8_t label_of(const struct trainer *t, const struct happening *h, uint32_t a, uint32_t b)
{
    size_t i;
    json_t *fact;
    if (on_two_sides(t, h, h->facts[a], h->facts[b])) return -1;
    json_array_foreach(h->facts[a], i,
                       fact) if (has(h->facts[b], json_string_value(fact))) return 1;
    return 0;
}

static void lay(struct trainer *t, struct happening *h)
{
    h->desk = (struct kh_desk){.engine = &t->engine,
                               .arena = &h->arena,
                               .event = &h->event,
                               .reports = h->reports,
                               .reports_n = h->event.articles_n};
    if (!kh_desk_lay(&h->desk) || !kh_pairs_find(&h->desk, &h->pairs)) refuse("out of memory");
    h->facts = checked(calloc(h->desk.lines_n + 1, sizeof *h->facts));
    h->label = checked(calloc(h->pairs.n + 1, sizeof *h->label));
    h->first = checked(calloc(h->pairs.n + 1, sizeof *h->first));
    uint32_t all = 0, found = 0;
    for (uint32_t i = 0; i < h->desk.lines_n; i++) h->facts[i] = facts_of(h, i);
    for (uint32_t i = 0; i < h->desk.lines_n; i++)
        for (uint32_t k = i + 1; k < h->desk.lines_n; k++)
            all +=
                h->desk.lines[i].article != h->desk.lines[k].article && label_of(t, h, i, k) == 1;
    for (uint32_t i = 0; i < h->pairs.n; i++) {
        h->label[i] = label_of(t, h, h->pairs.items[i].a, h->pairs.items[i].b);
        found += h->label[i] == 1;
    }
    h->missing = all - found;
}

/* ---- learning ---- */

struct fit {
    double w[DIM], gradient[DIM], hessian[DIM][DIM];
    int from, to; /* features of the stage */
};

/* The features of a pair and their differences by language. */
static int spread(const struct fit *f, const struct kh_line_pair *pair, double *x)
{
    int n = f->to - f->from;
    for (int i = 0; i < n; i++) {
        x[i] = pair->x[f->from + i];
        x[n + i] = pair->cross ? -x[i] : x[i];
    }
    return 2 * n;
}

static void accumulate(struct fit *f, const struct happening *h)
{
    double x[DIM];
    for (uint32_t i = 0; i < h->pairs.n; i++) {
        if (h->label[i] < 0) continue;
        int n = spread(f, &h->pairs.items[i], x);
        double sum = 0;
        for (int k = 0; k < n; k++) sum += f->w[k] * x[k];
        double p = 1 / (1 + exp(-sum)), q = p * (1 - p);
        for (int k = 0; k < n; k++) {
            if (x[k] == 0) continue;
            f->gradient[k] += (h->label[i] - p) * x[k];
            for (int j = 0; j <= k; j++) f->hessian[k][j] += q * x[k] * x[j];
        }
    }
}

/* One step of Newton's method by Cholesky's decomposition. */
static void step(struct fit *f)
{
    int n = 2 * (f->to - f->from);
    double y[DIM];
    for (int i = 0; i < n; i++) {
        double ridge = i < n / 2 ? RIDGE : RIDGE_APART;
        f->gradient[i] -= ridge * f->w[i];
        f->hessian[i][i] += ridge;
    }
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = f->hessian[i][j];
            for (int k = 0; k < j; k++) sum -= f->hessian[i][k] * f->hessian[j][k];
            f->hessian[i][j] = i == j ? sqrt(sum) : sum / f->hessian[j][j];
        }
    }
    for (int i = 0; i < n; i++) {
        y[i] = f->gradient[i];
        for (int k = 0; k < i; k++) y[i] -= f->hessian[i][k] * y[k];
        y[i] /= f->hessian[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) y[i] -= f->hessian[k][i] * y[k];
        y[i] /= f->hessian[i][i];
        f->w[i] += y[i];
    }
}

/* Which events a fit sees. */
struct view {
    int outer, inner; /* folds left out; -1: none */
};

static bool sees(const struct happening *h, struct view view)
{
    return h->fold != view.outer && h->fold % INNER != view.inner;
}

static void learn(const struct trainer *t, struct view view, bool second,
                  struct kh_pair_model *model)
{
    static struct fit fit;
    fit = (struct fit){.from = second ? KH_PF_SECOND_BIAS : 0,
                       .to = second ? KH_PAIR_FEATURES : KH_PF_SECOND_BIAS};
    int n = fit.to - fit.from;
    for (int round = 0; round < ROUNDS; round++) {
        memset(fit.gradient, 0, sizeof fit.gradient);
        memset(fit.hessian, 0, sizeof fit.hessian);
        for (int i = 0; i < t->n; i++)
            if (sees(t->items[i], view)) accumulate(&fit, t->items[i]);
        step(&fit);
    }
    for (int i = 0; i < n; i++) {
        model->weight[fit.from + i][0] = (float)(fit.w[i] + fit.w[n + i]);
        model->weight[fit.from + i][1] = (float)(fit.w[i] - fit.w[n + i]);
    }
}

/* First logits and context of an event by a model. */
static void judge_first(struct happening *h, const struct kh_pair_model *model)
{
    for (uint32_t i = 0; i < h->pairs.n; i++) {
        struct kh_line_pair *p = &h->pairs.items[i];
        p->first = kh_pair_logit(model, p, false);
        p->p = 1 / (1 + expf(-p->first));
    }
    kh_pairs_context(&h->desk, &h->pairs);
}

struct point {
    float p;
    int label;
};

static int by_p(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    return x->p < y->p ? 1 : x->p > y->p ? -1 : x->label - y->label;
}

/* The probability from which F1 over the events seen is best. */
static float best_threshold(const struct trainer *t, struct view view, double *f1)
{
    size_t n = 0, at = 0;
    uint32_t gold = 0;
    for (int i = 0; i < t->n; i++) n += t->items[i]->pairs.n;
    struct point *points = checked(calloc(n + 1, sizeof *points));
    for (int i = 0; i < t->n; i++) {
        const struct happening *h = t->items[i];
        if (!sees(h, view)) continue;
        gold += h->missing;
        for (uint32_t k = 0; k < h->pairs.n; k++) {
            if (h->label[k] < 0) continue;
            points[at++] = (struct point){h->pairs.items[k].p, h->label[k]};
            gold += h->label[k] == 1;
        }
    }
    qsort(points, at, sizeof *points, by_p);
    float threshold = 0.5f;
    double right = 0;
    *f1 = 0;
    for (size_t i = 0; i < at; i++) {
        right += points[i].label;
        double value = 2 * right / ((double)(i + 1) + gold);
        if (value > *f1) *f1 = value, threshold = points[i].p;
    }
    free(points);
    return threshold;
}

/* Both stages and the threshold, from the events outside the fold. */
static double learn_all(struct trainer *t, int outer, struct kh_pair_model *model)
{
    struct kh_pair_model part;
    double f1;
    *model = (struct kh_pair_model){0};
    for (int inner = 0; inner < INNER; inner++) {
        part = (struct kh_pair_model){0};
        learn(t, (struct view){outer, inner}, false, &part);
        for (int i = 0; i < t->n; i++)
            if (t->items[i]->fold % INNER == inner) judge_first(t->items[i], &part);
    }
    learn(t, (struct view){outer, -1}, true, model);
    for (int inner = 0; inner < INNER; inner++) {
        part = (struct kh_pair_model){0};
        learn(t, (struct view){outer, inner}, true, &part);
        for (int i = 0; i < t->n; i++) {
            struct happening *h = t->items[i];
            if (h->fold % INNER != inner) continue;
            for (uint32_t k = 0; k < h->pairs.n; k++)
                h->pairs.items[k].p =
                    1 / (1 + expf(-kh_pair_logit(&part, &h->pairs.items[k], true)));
        }
    }
    model->threshold[0] = model->threshold[1] = best_threshold(t, (struct view){outer, -1}, &f1);
    learn(t, (struct view){outer, -1}, false, model);
    return f1;
}

/* ---- writing ---- */

static void write_model(const struct kh_pair_model *model, const char *path)
{
    static const char *const names[] = {
#define KH_FEATURE(name) #name,
#include "compare/features.h"
#undef KH_FEATURE
    };
    FILE *file = fopen(path, "w");
    if (!file) refuse("cannot write OUT");
    fputs("# SOURCE: learnt by tool/train_compare.c; numbers over general features alone\n"
          "# LICENCE: Apache-2.0\n",
          file);
    fprintf(file, "THRESHOLD\t%.4f\t%.4f\n", model->threshold[0], model->threshold[1]);
    for (int i = 0; i < KH_PAIR_FEATURES; i++)
        fprintf(file, "%s\t%.4f\t%.4f\n", names[i], model->weight[i][0], model->weight[i][1]);
    fclose(file);
}

static void write_dossier(struct trainer *t, struct happening *h, const struct kh_pair_model *model,
                          FILE *dossiers, FILE *events)
{
    struct kh_dossier dossier;
    struct khabar_error err;
    struct kh_buf buf;
    struct kh_event_view view = {.event = &h->event};
    kh_buf_init(&buf, (size_t)64 << 20);
    if (kh_compare_by(&t->engine, model, &h->arena, &h->event, h->reports, &dossier, &err) !=
        KHABAR_OK)
        refuse(err.text);
    struct kh_reader reader = {.lexicon = t->engine.lexicon, .lang = KH_LANG('e', 'n')};
    kh_show_dossier_json(&dossier, &reader, &buf);
    fwrite(buf.p, 1, buf.n, dossiers);
    kh_buf_reset(&buf);
    kh_show_event_json(&view, &buf);
    fwrite(buf.p, 1, buf.n, events);
    kh_buf_clear(&buf);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: train-compare GOLD_DIR FOLDS OUT\n", stderr);
        return 2;
    }
    static struct trainer t;
    struct kh_pair_model model;
    t.engine.lexicon = kh_lexicon_builtin();
    t.folds = (int)strtol(argv[2], NULL, 10);
    read_gold(&t, argv[1]);
    uint32_t pairs = 0, missing = 0;
    for (int i = 0; i < t.n; i++) {
        lay(&t, t.items[i]);
        t.items[i]->fold = t.folds > 0 ? i % t.folds : i;
        pairs += t.items[i]->pairs.n;
        missing += t.items[i]->missing;
    }
    fprintf(stderr, "%d events, %u pairs proposed, %u that hold are not\n", t.n, pairs, missing);
    if (!t.folds) {
        printf("F1 of pairs, inner folds: %.4f\n", learn_all(&t, -1, &model));
        write_model(&model, argv[3]);
        return 0;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s.events", argv[3]);
    FILE *dossiers = fopen(argv[3], "w"), *events = fopen(path, "w");
    if (!dossiers || !events) refuse("cannot write OUT");
    for (int fold = 0; fold < t.folds; fold++) {
        double f1 = learn_all(&t, fold, &model);
        fprintf(stderr, "fold %d: inner F1 %.4f, threshold %.3f\n", fold, f1,
                (double)model.threshold[0]);
        for (int i = 0; i < t.n; i++)
            if (t.items[i]->fold == fold) write_dossier(&t, t.items[i], &model, dossiers, events);
    }
    fclose(dossiers);
    fclose(events);
    return 0;
}

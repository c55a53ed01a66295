/* SPDX-License-Identifier: Apache-2.0
 *
 * train-extract OUT.tsv SET...: learns the weights of the block models from pages with a known
 * body and prints the figures out-of-fold by site. A SET is a folder with html/ and truth.json
 * (page -> {url, body, with, without}). Only numbers enter OUT; no text of a page does.
 *
 * Method: pages are cut into blocks and each block is aligned with the body by runs of four words.
 * An additive model over binned features is fitted by Adagrad on the logistic loss (Duchi, Hazan,
 * Singer 2011), then oblivious trees are boosted on top of it (model.h). Each page has equal
 * weight. Everything is deterministic. For trials the environment may set EPOCHS, RATE, L2, TREES,
 * TREERATE, LAMBDA, COLS, SNIP and RUN (folds); ERRORS names a file for the blocks judged wrongly;
 * OUT.tsv `-` stops after the figures.
 */
#include "base/hash.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/decode.h"
#include "extract/choose.h"
#include "extract/internal.h"
#include "parse/parse.h"
#include "train.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { FOLDS = 5, EPOCHS = 10, SNAPSHOTS_FROM = 4, NGRAM = 4, MAX_SETS = 8, MAX_PAGES = 20000 };

struct words {
    uint64_t *hash;
    uint32_t n;
};

struct snippet {
    struct words words;
    bool wanted;
};

struct example { /* one page */
    char *id;
    unsigned set, fold;
    struct kh_arena arena;
    struct kh_page page;
    struct kh_text text;
    struct kh_tree tree;
    struct kh_article article;
    struct kh_view view;
    struct words gold;
    struct snippet *snippets;
    uint32_t snippets_n;
    struct words *words; /* per block */
    float *label;        /* per block, below 0: unknown */
    float *weight;
    bool *keep;
    double p, r;
};

struct set {
    const char *path;
    const char *name;
    bool partial; /* snippets only */
};

static struct example *pages;
static size_t pages_n;
static struct set sets[MAX_SETS];
static unsigned sets_n;

static float env(const char *name, float fallback)
{
    const char *s = getenv(name);
    return s ? strtof(s, NULL) : fallback;
}

/* ---- reading ---- */

static struct words words_of(struct kh_str s)
{
    struct words out = {.hash = checked(calloc(s.n / 2 + 2, sizeof(uint64_t)))};
    uint64_t h = 0;
    bool open = false;
    for (size_t at = 0; at <= s.n;) {
        size_t from = at;
        uint32_t code = ' ';
        if (at < s.n) code = kh_utf8_next(s, &at);
        else at++;
        if (code == '_' || (code > ' ' && kh_is_word_code(code))) {
            if (!open) h = kh_hash_start(0);
            open = true;
            for (; from < at; from++) h = (h ^ (unsigned char)kh_lower(s.p[from])) * 0x100000001b3u;
        } else if (open) {
            out.hash[out.n++] = kh_hash_end(h);
            open = false;
        }
    }
    return out;
}

static unsigned fold_of(struct kh_str url)
{
    size_t at = kh_str_find(url, KH_STR("://"), 0);
    struct kh_str rest = at == SIZE_MAX ? url : kh_str_sub(url, at + 3, url.n);
    struct kh_str host = kh_str_cut(&rest, '/');
    return (unsigned)(kh_hash(host) % FOLDS);
}

static void read_snippets(struct example *e, json_t *list, bool wanted)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        struct words w = words_of(kh_str_of(json_string_value(item)));
        if (!w.n) continue;
        e->snippets = checked(realloc(e->snippets, (e->snippets_n + 1) * sizeof *e->snippets));
        e->snippets[e->snippets_n++] = (struct snippet){w, wanted};
    }
}

static bool read_page(struct example *e, const struct kh_engine *engine, const char *path)
{
    struct khabar_error err;
    kh_arena_init(&e->arena, (size_t)1 << 30);
    e->page = (struct kh_page){.bytes = read_file(&e->arena, path), .path = kh_str_of(e->id)};
    if (!e->page.bytes.n) return false;
    if (kh_decode(engine, &e->arena, &e->page, &e->text, &err) != KHABAR_OK) return false;
    if (kh_parse(engine, &e->arena, &e->text, &e->tree, &err) != KHABAR_OK) return false;
    if (e->tree.form != KH_FORM_HTML) return false;
    e->article = (struct kh_article){.tree = &e->tree};
    struct kh_blocks blocks;
    struct kh_body body = {.blocks = &blocks};
    if (!kh_blocks_cut(&e->arena, &e->tree, &blocks)) return false;
    kh_extract_title(engine, &e->arena, &e->tree, &e->article, &body, &err);
    if (!kh_view_make(&e->arena, &blocks, e->article.title, &e->view)) return false;
    uint32_t n = e->view.blocks.n;
    e->words = checked(calloc(n + 1, sizeof *e->words));
    e->label = checked(calloc(n + 1, sizeof *e->label));
    e->weight = checked(calloc(n + 1, sizeof *e->weight));
    e->keep = checked(calloc(n + 1, sizeof *e->keep));
    for (uint32_t i = 0; i < n; i++) e->words[i] = words_of(kh_block_text(&e->view.blocks, i));
    return true;
}

static void read_set(unsigned set, const struct kh_engine *engine)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/truth.json", sets[set].path);
    json_t *truth = json_load_file(path, 0, NULL);
    if (!truth) {
        fprintf(stderr, "train-extract: cannot read %s\n", path);
        exit(3);
    }
    const char *id;
    json_t *gold;
    json_object_foreach(truth, id, gold)
    {
        struct example e = {.set = set, .id = checked(strdup(id))};
        const char *body = json_string_value(json_object_get(gold, "body"));
        const char *url = json_string_value(json_object_get(gold, "url"));
        if (body) e.gold = words_of(kh_str_of(body));
        read_snippets(&e, json_object_get(gold, "with"), true);
        read_snippets(&e, json_object_get(gold, "without"), false);
        e.fold = fold_of(kh_str_of(url ? url : id));
        snprintf(path, sizeof path, "%s/html/%s.html", sets[set].path, id);
        if (pages_n == MAX_PAGES) break;
        pages[pages_n] = e;
        if (read_page(&pages[pages_n], engine, path)) pages_n++;
        else fprintf(stderr, "train-extract: left out: %s\n", path);
    }
    json_decref(truth);
}

/* ---- labels ---- */

struct table {
    uint64_t *key;
    uint32_t *count;
    uint32_t mask;
};

static struct table table_new(uint32_t n)
{
    struct table t = {.mask = 63};
    while (t.mask < 2 * n) t.mask = t.mask * 2 + 1;
    t.key = checked(calloc((size_t)t.mask + 1, sizeof *t.key));
    t.count = checked(calloc((size_t)t.mask + 1, sizeof *t.count));
    return t;
}

static void table_free(struct table *t)
{
    free(t->key);
    free(t->count);
}

static uint32_t *table_at(const struct table *t, uint64_t key)
{
    uint32_t at = (uint32_t)key & t->mask;
    while (t->key[at] && t->key[at] != key) at = (at + 1) & t->mask;
    t->key[at] = key;
    return &t->count[at];
}

/* The count of a key without adding it. */
static uint32_t table_get(const struct table *t, uint64_t key)
{
    uint32_t at = (uint32_t)key & t->mask;
    while (t->key[at] && t->key[at] != key) at = (at + 1) & t->mask;
    return t->key[at] ? t->count[at] : 0;
}

static uint64_t run_hash(const uint64_t *w, uint32_t n)
{
    uint64_t h = n;
    for (uint32_t i = 0; i < n; i++) h = (h ^ w[i]) * 0x9e3779b97f4a7c15u + (h >> 29);
    return h | 1;
}

/* Runs of four words; a shorter text is one run. */
static uint32_t runs_n(uint32_t words)
{
    return words == 0 ? 0 : words < NGRAM ? 1 : words - NGRAM + 1;
}

static uint64_t run_at(const struct words *w, uint32_t i)
{
    return run_hash(w->hash + i, w->n < NGRAM ? w->n : NGRAM);
}

/* Whether `left` words then those of `w` (then `right`) stand so in the body. */
static bool continues(const struct table *runs, const struct words *left, const struct words *w,
                      const struct words *right)
{
    uint64_t joined[16];
    uint32_t n = 0;
    uint32_t from = left && left->n > 3 ? left->n - 3 : 0;
    for (uint32_t i = from; left && i < left->n; i++) joined[n++] = left->hash[i];
    for (uint32_t i = 0; i < w->n && n < 12; i++) joined[n++] = w->hash[i];
    for (uint32_t i = 0; right && i < right->n && i < 3; i++) joined[n++] = right->hash[i];
    if (n < NGRAM) return false;
    for (uint32_t i = 0; i + NGRAM <= n; i++)
        if (!table_get(runs, run_hash(joined + i, NGRAM))) return false;
    return true;
}

static void label_short(struct example *e, const struct table *runs)
{
    int64_t n = e->view.blocks.n;
    for (int pass = 0; pass < 2; pass++) {
        const struct words *last = NULL;
        for (int64_t k = 0; k < n; k++) {
            int64_t i = pass ? n - 1 - k : k;
            struct words *w = &e->words[i];
            if (w->n && w->n < NGRAM && e->label[i] < 0.5f && last &&
                continues(runs, pass ? NULL : last, w, pass ? last : NULL))
                e->label[i] = 1;
            if (e->label[i] >= 0.5f && w->n) last = w;
        }
    }
}

static void label_by_body(struct example *e)
{
    struct table runs = table_new(e->gold.n + 16);
    for (uint32_t i = 0; i < runs_n(e->gold.n); i++) (*table_at(&runs, run_at(&e->gold, i)))++;
    for (uint32_t i = 0; i < e->view.blocks.n; i++) {
        const struct words *w = &e->words[i];
        uint32_t n = runs_n(w->n), found = 0;
        if (w->n >= NGRAM)
            for (uint32_t k = 0; k < n; k++) found += table_get(&runs, run_at(w, k)) > 0;
        e->label[i] = n ? (float)found / (float)n : 0;
        e->weight[i] = fminf(1, 4 * ((float)w->n + 2) / ((float)e->gold.n + 60));
    }
    label_short(e, &runs);
    table_free(&runs);
}

static bool holds(const struct words *text, const struct words *part)
{
    for (uint32_t i = 0; i + part->n <= text->n; i++)
        if (memcmp(text->hash + i, part->hash, part->n * sizeof *part->hash) == 0) return true;
    return false;
}

static void label_by_snippets(struct example *e)
{
    for (uint32_t i = 0; i < e->view.blocks.n; i++) {
        bool in = false, out = false;
        for (uint32_t k = 0; k < e->snippets_n; k++) {
            const struct snippet *s = &e->snippets[k];
            if (!s->wanted && s->words.n * 8 < e->words[i].n) continue;
            if (holds(&e->words[i], &s->words)) *(s->wanted ? &in : &out) = true;
        }
        e->label[i] = in == out ? -1 : in ? 1 : 0;
        e->weight[i] = env("SNIP", 0.8f);
    }
}

/* ---- learning ---- */

struct learner {
    struct kh_model model, sum; /* the sum of snapshots: their mean is steadier than the last */
    unsigned snapshots;
    float square[KH_F_FIRST_N][KH_BINS];
    float bias_square;
    float l2;
};

static float odds(float score)
{
    return 1.0f / (1.0f + expf(-score));
}

static void step(struct learner *l, const uint8_t *row, float label, float weight, float rate)
{
    float gradient = (odds(kh_model_first(&l->model, row)) - label) * weight;
    if (fabsf(gradient) < 3e-4f) return;
    float square = gradient * gradient;
    for (unsigned k = 0; k < KH_F_FIRST_N; k++) {
        float *s = &l->square[k][row[k]];
        float *w = &l->model.weight[k][row[k]];
        *s += square;
        *w -= rate * (gradient + l->l2 * *w) / sqrtf(*s + 1e-4f);
    }
    l->bias_square += square;
    l->model.bias -= rate * gradient / sqrtf(l->bias_square + 1e-4f);
}

static void take_snapshot(struct learner *l)
{
    for (unsigned k = 0; k < KH_F_FIRST_N; k++)
        for (unsigned b = 0; b < KH_BINS; b++) l->sum.weight[k][b] += l->model.weight[k][b];
    l->sum.bias += l->model.bias;
    l->snapshots++;
}

static void use_snapshots(struct learner *l)
{
    float n = (float)l->snapshots;
    for (unsigned k = 0; k < KH_F_FIRST_N; k++)
        for (unsigned b = 0; b < KH_BINS; b++) l->model.weight[k][b] = l->sum.weight[k][b] / n;
    l->model.bias = l->sum.bias / n;
}

/* Fits the additive model on the pages of all folds but two. */
static void fit_first(struct learner *l, unsigned without, unsigned nor)
{
    memset(l, 0, sizeof *l);
    l->l2 = env("L2", 3e-4f);
    size_t *order = checked(calloc(pages_n + 1, sizeof *order));
    for (size_t i = 0; i < pages_n; i++) order[i] = i;
    uint64_t seed = 12345;
    for (unsigned epoch = 0; epoch < (unsigned)env("EPOCHS", EPOCHS); epoch++) {
        for (size_t i = pages_n; i > 1; i--) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t k = (size_t)(seed >> 33) % i, was = order[i - 1];
            order[i - 1] = order[k];
            order[k] = was;
        }
        float rate = env("RATE", 0.06f) / (1.0f + 0.25f * (float)epoch);
        for (size_t o = 0; o < pages_n; o++) {
            struct example *e = &pages[order[o]];
            if (e->fold == without || e->fold == nor) continue;
            for (uint32_t i = 0; i < e->view.blocks.n; i++)
                if (e->label[i] >= 0)
                    step(l, e->view.rows + (size_t)i * KH_F_N, e->label[i], e->weight[i], rate);
            if (epoch >= (unsigned)env("SNAPFROM", SNAPSHOTS_FROM) && o % 50 == 49)
                take_snapshot(l);
        }
    }
    use_snapshots(l);
    free(order);
}

/* ---- trees ---- */

struct sample { /* a block the additive model does not rule out */
    const uint8_t *row;
    float label, weight, score;
    float gradient, hessian;
    uint32_t leaf;
};

struct bucket {
    float gradient, hessian;
};

static struct sample *samples_of(unsigned without, size_t *n)
{
    size_t total = 0;
    for (size_t i = 0; i < pages_n; i++) total += pages[i].view.blocks.n;
    struct sample *out = checked(calloc(total + 1, sizeof *out));
    *n = 0;
    for (size_t p = 0; p < pages_n; p++) {
        struct example *e = &pages[p];
        for (uint32_t i = 0; i < e->view.blocks.n && e->fold != without; i++) {
            if (e->label[i] < 0 || e->view.score[i] <= KH_SCORE_FLOOR) continue;
            out[(*n)++] = (struct sample){.row = e->view.rows + (size_t)i * KH_F_N,
                                          .label = e->label[i],
                                          .weight = e->weight[i],
                                          .score = e->view.score[i]};
        }
    }
    fprintf(stderr, "%zu samples\n", *n);
    return out;
}

static double gain_of(double g, double h, double lambda)
{
    return g * g / (h + lambda);
}

/* The question that, asked in all leaves at once, lowers the loss most. */
static struct kh_tree_question best_question(const struct bucket *table, unsigned leaves,
                                             const bool *use, double lambda)
{
    struct kh_tree_question best = {0, KH_BINS};
    double best_gain = -1;
    for (unsigned f = 0; f < KH_F_N; f++) {
        if (!use[f]) continue;
        double gain[KH_BINS] = {0};
        for (unsigned leaf = 0; leaf < leaves; leaf++) {
            const struct bucket *b = table + ((size_t)leaf * KH_F_N + f) * KH_BINS;
            double g = 0, h = 0, left_g = 0, left_h = 0;
            for (unsigned k = 0; k < KH_BINS; k++) g += b[k].gradient, h += b[k].hessian;
            for (unsigned k = 0; k + 1 < KH_BINS; k++) {
                left_g += b[k].gradient;
                left_h += b[k].hessian;
                gain[k] +=
                    gain_of(left_g, left_h, lambda) + gain_of(g - left_g, h - left_h, lambda);
            }
        }
        for (unsigned k = 0; k + 1 < KH_BINS; k++)
            if (gain[k] > best_gain) {
                best_gain = gain[k];
                best = (struct kh_tree_question){(uint8_t)f, (uint8_t)k};
            }
    }
    return best;
}

static void fit_tree(struct kh_decision *tree, struct sample *samples, size_t n, uint64_t *seed,
                     struct bucket *table)
{
    bool use[KH_F_N];
    unsigned used[KH_F_N], used_n = 0;
    uint32_t share = (uint32_t)(env("COLS", 0.5f) * 1000);
    for (unsigned f = 0; f < KH_F_N; f++) {
        *seed = *seed * 6364136223846793005u + 1442695040888963407u;
        use[f] = (*seed >> 33) % 1000 < share;
        if (use[f]) used[used_n++] = f;
    }
    double lambda = env("LAMBDA", 3.0f);
    float rate = env("TREERATE", 0.1f);
    for (size_t i = 0; i < n; i++) samples[i].leaf = 0;
    for (unsigned level = 0; level < KH_TREE_DEPTH; level++) {
        memset(table, 0, (sizeof *table << level) * KH_F_N * KH_BINS);
        for (size_t i = 0; i < n; i++) {
            struct bucket *b = table + (size_t)samples[i].leaf * KH_F_N * KH_BINS;
            const uint8_t *row = samples[i].row;
            float gradient = samples[i].gradient, hessian = samples[i].hessian;
            for (unsigned k = 0; k < used_n; k++) {
                struct bucket *at = b + used[k] * KH_BINS + row[used[k]];
                at->gradient += gradient;
                at->hessian += hessian;
            }
        }
        tree->ask[level] = best_question(table, 1u << level, use, lambda);
        for (size_t i = 0; i < n; i++)
            samples[i].leaf |=
                (uint32_t)(samples[i].row[tree->ask[level].feature] > tree->ask[level].bound)
                << level;
    }
    double g[KH_TREE_LEAVES] = {0}, h[KH_TREE_LEAVES] = {0};
    for (size_t i = 0; i < n; i++) {
        g[samples[i].leaf] += samples[i].gradient;
        h[samples[i].leaf] += samples[i].hessian;
    }
    for (unsigned k = 0; k < KH_TREE_LEAVES; k++)
        tree->leaf[k] = (float)(-g[k] / (h[k] + lambda)) * rate;
}

static void fit_trees(struct kh_model *model, unsigned without)
{
    size_t n;
    struct sample *samples = samples_of(without, &n);
    struct bucket *table =
        checked(calloc((size_t)KH_TREE_LEAVES * KH_F_N * KH_BINS, sizeof *table));
    uint64_t seed = 777;
    model->trees_n = (uint32_t)env("TREES", 96);
    for (uint32_t t = 0; t < model->trees_n; t++) {
        for (size_t i = 0; i < n; i++) {
            struct sample *s = &samples[i];
            float p = odds(s->score);
            s->gradient = s->weight * (p - s->label);
            s->hessian = s->weight * (p * (1 - p) + 0.01f);
        }
        fit_tree(&model->trees[t], samples, n, &seed, table);
        for (size_t i = 0; i < n; i++) samples[i].score += model->trees[t].leaf[samples[i].leaf];
    }
    free(table);
    free(samples);
}

static void judge_first(const struct kh_model *model, struct example *e,
                        const struct kh_lexicon *lexicon)
{
    for (uint32_t i = 0; i < e->view.blocks.n; i++)
        e->view.score[i] = kh_model_first(model, e->view.rows + (size_t)i * KH_F_N);
    checked(kh_view_second(&e->arena, lexicon, &e->view) ? e : NULL);
}

/* Additive models are fitted once for each pair of folds left out; FOLDS is none. */
static void learn_first(struct learner *l, unsigned without, unsigned nor)
{
    static struct kh_model *known[FOLDS + 1][FOLDS + 1];
    unsigned low = without < nor ? without : nor, high = without < nor ? nor : without;
    if (!known[low][high]) {
        fit_first(l, low, high);
        known[low][high] = checked(malloc(sizeof l->model));
        *known[low][high] = l->model;
    }
    l->model = *known[low][high];
}

/* The trees learn from first judgements that were made without the page's own fold. */
static void learn(struct learner *l, unsigned without, const struct kh_lexicon *lexicon)
{
    for (unsigned inner = 0; inner < FOLDS; inner++) {
        if (inner == without) continue;
        learn_first(l, without == FOLDS ? inner : without, inner);
        for (size_t i = 0; i < pages_n; i++)
            if (pages[i].fold == inner) judge_first(&l->model, &pages[i], lexicon);
    }
    learn_first(l, without, without);
    fit_trees(&l->model, without);
}

/* ---- figures ---- */

static struct words kept_words(struct example *e)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->view.blocks.n; i++) n += e->keep[i] ? e->words[i].n : 0;
    struct words out = {.hash = checked(calloc(n + 1, sizeof *out.hash))};
    for (uint32_t i = 0; i < e->view.blocks.n; i++)
        for (uint32_t k = 0; e->keep[i] && k < e->words[i].n; k++)
            out.hash[out.n++] = e->words[i].hash[k];
    return out;
}

static void score_body(struct example *e, const struct words *kept)
{
    struct table runs = table_new(e->gold.n + kept->n);
    for (uint32_t i = 0; i < runs_n(e->gold.n); i++) (*table_at(&runs, run_at(&e->gold, i)))++;
    uint32_t both = 0, n = runs_n(kept->n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *left = table_at(&runs, run_at(kept, i));
        both += *left > 0;
        *left -= *left > 0;
    }
    e->p = n ? (double)both / n : -1;
    e->r = (double)both / runs_n(e->gold.n);
    table_free(&runs);
}

struct tally {
    double p, r, loss, weight;
    unsigned p_n, r_n, bad;
    unsigned with, without, with_found, without_found;
};

static void score_page(struct example *e, struct tally *t)
{
    for (uint32_t i = 0; i < e->view.blocks.n; i++) {
        if (e->label[i] < 0) continue;
        double q = odds(e->view.score[i]), y = e->label[i];
        q = q < 1e-6 ? 1e-6 : q > 1 - 1e-6 ? 1 - 1e-6 : q;
        t->loss -= (double)e->weight[i] * (y * log(q) + (1 - y) * log(1 - q));
    }
    t->weight++;
    checked(kh_choose(&e->arena, kh_lexicon_builtin(), &e->view, e->keep) ? e : NULL);
    struct words kept = kept_words(e);
    if (e->gold.n) {
        score_body(e, &kept);
        if (e->p >= 0) t->p += e->p, t->p_n++;
        t->r += e->r;
        t->r_n++;
        t->bad += e->p <= 0 || 2 * e->p * e->r / (e->p + e->r) < 0.5;
    }
    for (uint32_t k = 0; k < e->snippets_n; k++) {
        bool found = holds(&kept, &e->snippets[k].words);
        if (e->snippets[k].wanted) t->with++, t->with_found += found;
        else t->without++, t->without_found += found;
    }
    free(kept.hash);
}

static void judge(const struct kh_model *model, struct example *e, const struct kh_lexicon *lexicon)
{
    kh_model_judge(&e->arena, lexicon, model, &e->view);
}

/* The best that whole blocks allow. */
static void score_oracle(struct example *e, struct tally *t)
{
    for (uint32_t i = 0; i < e->view.blocks.n; i++) e->view.score[i] = e->label[i] - 0.5f;
    score_page(e, t);
}

static void print_tally(const char *name, const struct tally *t)
{
    double p = t->p_n ? t->p / t->p_n : 0, r = t->r_n ? t->r / t->r_n : 0;
    printf("%-14s", name);
    if (t->r_n)
        printf(" F1 %.4f P %.4f R %.4f n %u bad %u", p + r > 0 ? 2 * p * r / (p + r) : 0, p, r,
               t->r_n, t->bad);
    if (t->with)
        printf("  recall %.4f leak %.4f", (double)t->with_found / t->with,
               (double)t->without_found / t->without);
    printf(" loss %.4f\n", t->loss / t->weight);
}

/* The blocks that were judged wrongly, for reading by eye. */
static void print_errors(FILE *f, const struct example *e)
{
    double f1 = e->p > 0 ? 2 * e->p * e->r / (e->p + e->r) : 0;
    if (!f || (!e->gold.n && !e->snippets_n)) return;
    fprintf(f, "\n#### %s %s f1 %.3f p %.3f r %.3f gold %u blocks %u\n", sets[e->set].name, e->id,
            f1, e->p, e->r, e->gold.n, e->view.blocks.n);
    for (uint32_t i = 0; i < e->view.blocks.n; i++) {
        if (e->label[i] < 0 || e->keep[i] == (e->label[i] >= 0.5f)) continue;
        struct kh_str s = kh_block_text(&e->view.blocks, i);
        const struct kh_node *box = &e->tree.nodes[e->view.blocks.items[i].box];
        fprintf(f, "%s %u y %.2f s %.1f w %u <%.*s> %.*s\n", e->keep[i] ? "FP" : "FN", i,
                (double)e->label[i], (double)e->view.score[i], e->words[i].n, (int)box->text.n,
                box->text.p, (int)kh_utf8_cut(s, 110), s.p);
    }
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *print_weights(const struct kh_model *model, unsigned feature)
{
    size_t n = 0, size = 512;
    char *line = checked(malloc(size));
    unsigned last = KH_BINS;
    while (last > 1 && fabsf(model->weight[feature][last - 1]) < 0.0005f) last--;
    n += (size_t)snprintf(line, size, "%s", kh_feature_name(feature));
    for (unsigned b = 0; b < last; b++)
        n += (size_t)snprintf(line + n, size - n, "\t%.3f", (double)model->weight[feature][b]);
    return line;
}

static char *print_tree(const struct kh_decision *tree)
{
    size_t n = 0, size = 1024;
    char *line = checked(malloc(size));
    n += (size_t)snprintf(line, size, "TREE\t");
    for (unsigned k = 0; k < KH_TREE_DEPTH; k++)
        n += (size_t)snprintf(line + n, size - n, "%s%s>%d", k ? " " : "",
                              kh_feature_name(tree->ask[k].feature), tree->ask[k].bound);
    for (unsigned k = 0; k < KH_TREE_LEAVES; k++)
        n += (size_t)snprintf(line + n, size - n, "\t%.3f", (double)tree->leaf[k]);
    return line;
}

/* In order of bytes, as all files of data/. */
static void write_model(const char *path, const struct kh_model *model)
{
    FILE *f = checked(fopen(path, "w"));
    char *lines[KH_F_FIRST_N + KH_TREES_MAX + 1];
    size_t n = 0;
    lines[n] = checked(malloc(64));
    snprintf(lines[n++], 64, "BIAS\t%.3f", (double)model->bias);
    for (unsigned k = 0; k < KH_F_FIRST_N; k++) lines[n++] = print_weights(model, k);
    for (uint32_t t = 0; t < model->trees_n; t++) lines[n++] = print_tree(&model->trees[t]);
    qsort(lines, n, sizeof *lines, by_bytes);
    fprintf(f, "# SOURCE: learnt by tool/train_extract.c (build/train-extract) from pages with a "
               "known body; see doc/EXTRACTION.md\n# LICENCE: Apache-2.0\n");
    for (size_t i = 0; i < n; i++) fprintf(f, "%s\n", lines[i]);
    fclose(f);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: train-extract OUT.tsv SET...\n");
        return 2;
    }
    pages = checked(calloc(MAX_PAGES, sizeof *pages)); /* they point into themselves */
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    for (int i = 2; i < argc && sets_n < MAX_SETS; i++) {
        const char *slash = strrchr(argv[i], '/');
        sets[sets_n] = (struct set){argv[i], slash ? slash + 1 : argv[i], false};
        read_set(sets_n++, &engine);
    }
    for (size_t i = 0; i < pages_n; i++)
        (pages[i].gold.n ? label_by_body : label_by_snippets)(&pages[i]);

    struct learner *l = checked(calloc(1, sizeof *l));
    struct tally out[MAX_SETS] = {0}, in[MAX_SETS] = {0};
    FILE *errors = getenv("ERRORS") ? fopen(getenv("ERRORS"), "w") : NULL;
    size_t blocks = 0;
    for (size_t i = 0; i < pages_n; i++) blocks += pages[i].view.blocks.n;
    fprintf(stderr, "%zu pages, %zu blocks, %d features\n", pages_n, blocks, KH_F_N);
    for (unsigned fold = 0; fold < (unsigned)env("RUN", FOLDS); fold++) {
        learn(l, fold, engine.lexicon);
        for (size_t i = 0; i < pages_n; i++) {
            if (pages[i].fold != fold) continue;
            judge(&l->model, &pages[i], engine.lexicon);
            score_page(&pages[i], &out[pages[i].set]);
            print_errors(errors, &pages[i]);
        }
    }
    if (errors) fclose(errors);
    for (unsigned s = 0; s < sets_n; s++) print_tally(sets[s].name, &out[s]);
    if (strcmp(argv[1], "-") == 0) return 0;
    learn(l, FOLDS, engine.lexicon);
    for (size_t i = 0; i < pages_n; i++) {
        judge(&l->model, &pages[i], engine.lexicon);
        score_page(&pages[i], &in[pages[i].set]);
    }
    struct tally best[MAX_SETS] = {0};
    for (size_t i = 0; i < pages_n; i++) score_oracle(&pages[i], &best[pages[i].set]);
    printf("whole blocks at best:\n");
    for (unsigned s = 0; s < sets_n; s++) print_tally(sets[s].name, &best[s]);
    printf("seen:\n");
    for (unsigned s = 0; s < sets_n; s++) print_tally(sets[s].name, &in[s]);
    write_model(argv[1], &l->model);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * train-dates OUT.tsv SET...: learns which of the days that a page names is that of publication and
 * prints the share chosen rightly, out-of-fold by site, mean over several deals of the sites, then
 * of the weights written. A SET is a folder with html/ and truth.json (page -> {url, date}). Only
 * numbers enter OUT; `-` stops after the figures.
 *
 * Method: a conditional logit over the guesses of a page (McFadden 1974), fitted by Adagrad (Duchi,
 * Hazan, Singer 2011); a day that is printed in several places is right in any of them. Everything
 * is deterministic.
 */
#include "base/hash.h"
#include "decode/decode.h"
#include "extract/block.h"
#include "extract/date_guess.h"
#include "parse/parse.h"
#include "train.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { FOLDS = 5, DEALS = 6, EPOCHS = 30, MAX_SETS = 8, MAX_PAGES = 20000, MOST = 128 };

static const double rate = 0.1, shrink = 0.01;

struct example {
    unsigned set;
    uint64_t host; /* hash */
    uint32_t n;
    uint64_t features[MOST];
    bool right[MOST];
    bool telling; /* some guesses are right and some are not */
};

static struct example *pages;
static size_t pages_n;
static const char *names[] = {
#define NAME(name) #name,
    KH_DATE_FEATURES(NAME)
#undef NAME
};

/* The guesses of a page; false when it holds no article. */
static bool guess(const struct kh_engine *engine, struct kh_arena *arena,
                  const struct kh_page *page, struct kh_date_guesses *out)
{
    struct khabar_error err;
    struct kh_text *text = checked(kh_arena_zalloc(arena, 1, sizeof *text));
    struct kh_tree *tree = checked(kh_arena_zalloc(arena, 1, sizeof *tree));
    struct kh_blocks *blocks = checked(kh_arena_zalloc(arena, 1, sizeof *blocks));
    struct kh_body body = {.blocks = blocks};
    struct kh_article article = {.tree = tree};
    return kh_decode(engine, arena, page, text, &err) == KHABAR_OK && text->verdict == KH_ARTICLE &&
           kh_parse(engine, arena, text, tree, &err) == KHABAR_OK && tree->form == KH_FORM_HTML &&
           kh_blocks_cut(arena, tree, blocks) &&
           kh_extract_title(engine, arena, tree, &article, &body, &err) == KHABAR_OK &&
           kh_extract_body(engine, arena, tree, &article, &body, &err) == KHABAR_OK &&
           kh_extract_meta(engine, arena, tree, &body, &article, &err) == KHABAR_OK &&
           kh_date_guesses_make(engine, arena, body.hints, &body, &article, out);
}

static uint64_t host_of(struct kh_str url)
{
    struct kh_str host = kh_url_host(url);
    return kh_hash(host.n ? host : url);
}

static void read_page(const struct kh_engine *engine, const char *path, unsigned set,
                      struct kh_str url, const char *gold)
{
    struct kh_arena arena;
    kh_arena_init(&arena, (size_t)1 << 30);
    struct kh_page page = {.bytes = read_file(&arena, path)};
    struct kh_date_guesses guesses = {0};
    struct example *e = &pages[pages_n];
    *e = (struct example){.set = set, .host = host_of(url)};
    if (page.bytes.n && !guess(engine, &arena, &page, &guesses)) guesses.n = 0;
    unsigned right = 0;
    for (; e->n < guesses.n && e->n < MOST; e->n++) {
        char day[KH_DATE_TEXT_SIZE];
        kh_date_print(guesses.items[e->n].date, day);
        e->features[e->n] = guesses.items[e->n].features;
        e->right[e->n] = strncmp(day, gold, 10) == 0;
        right += e->right[e->n];
    }
    e->telling = right && right < e->n;
    pages_n++;
    kh_arena_clear(&arena);
}

static void read_set(const struct kh_engine *engine, const char *folder, unsigned set)
{
    char path[4096];
    const char *id;
    json_t *page;
    snprintf(path, sizeof path, "%s/truth.json", folder);
    json_t *truth = json_load_file(path, 0, NULL);
    if (!truth) {
        fprintf(stderr, "train-dates: %s cannot be read\n", path);
        exit(2);
    }
    json_object_foreach(truth, id, page)
    {
        const char *gold = json_string_value(json_object_get(page, "date"));
        const char *url = json_string_value(json_object_get(page, "url"));
        if (!gold || pages_n == MAX_PAGES) continue;
        snprintf(path, sizeof path, "%s/html/%s.html", folder, id);
        read_page(engine, path, set, kh_str_of(url ? url : id), gold);
    }
    json_decref(truth);
}

static bool is_held_out(const struct example *e, unsigned deal, int fold)
{
    uint64_t dealt = kh_hash_end(e->host + deal * 0x9e3779b97f4a7c15u);
    return (int)(dealt % FOLDS) == fold;
}

static void step(const struct example *e, float *w, double *squares)
{
    double p[MOST], all = 0, right = 0, gradient[KH_D_N] = {0}, most = -1e9;
    for (uint32_t i = 0; i < e->n; i++) {
        p[i] = kh_date_score(w, e->features[i]);
        if (p[i] > most) most = p[i];
    }
    for (uint32_t i = 0; i < e->n; i++) {
        all += p[i] = exp(p[i] - most);
        if (e->right[i]) right += p[i];
    }
    for (uint32_t i = 0; i < e->n; i++) {
        double wrong = p[i] / all - (e->right[i] ? p[i] / right : 0);
        for (unsigned k = 0; k < KH_D_N; k++)
            if (e->features[i] >> k & 1) gradient[k] += wrong;
    }
    for (unsigned k = 0; k < KH_D_N; k++) {
        if (fabs(gradient[k]) < 1e-6) continue;
        double g = gradient[k] + shrink * w[k];
        squares[k] += g * g;
        w[k] -= (float)(rate * g / sqrt(squares[k]));
    }
}

/* Learns from all pages but those of a fold; fold -1: from all. */
static void learn(float *w, unsigned deal, int fold)
{
    double squares[KH_D_N];
    uint32_t *order = checked(calloc(pages_n, sizeof *order));
    uint64_t state = 88172645463325252u;
    for (unsigned k = 0; k < KH_D_N; k++) w[k] = 0, squares[k] = 1e-3;
    for (uint32_t i = 0; i < pages_n; i++) order[i] = i;
    for (int epoch = 0; epoch < EPOCHS; epoch++)
        for (size_t left = pages_n; left; left--) {
            state ^= state << 13, state ^= state >> 7, state ^= state << 17;
            size_t pick = state % left;
            uint32_t i = order[pick];
            order[pick] = order[left - 1];
            order[left - 1] = i;
            if (pages[i].telling && !is_held_out(&pages[i], deal, fold))
                step(&pages[i], w, squares);
        }
    free(order);
}

/* Counts by set the pages whose best guess is right; of a fold alone, or of all. */
static void count(const float *w, unsigned deal, int fold, unsigned right[MAX_SETS])
{
    for (size_t p = 0; p < pages_n; p++) {
        const struct example *e = &pages[p];
        uint32_t best = 0;
        if (!e->n || (fold >= 0 && !is_held_out(e, deal, fold))) continue;
        for (uint32_t i = 1; i < e->n; i++)
            if (kh_date_score(w, e->features[i]) > kh_date_score(w, e->features[best])) best = i;
        right[e->set] += e->right[best];
    }
}

static void print_figures(const char *what, char **sets, unsigned sets_n,
                          const unsigned right[MAX_SETS], unsigned times)
{
    for (unsigned s = 0; s < sets_n; s++) {
        unsigned n = 0;
        for (size_t p = 0; p < pages_n; p++) n += pages[p].set == s;
        printf("%s %s: %.4f of %u\n", what, sets[s], right[s] / (double)(n * times), n);
    }
}

int main(int argc, char **argv)
{
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    unsigned right[MAX_SETS] = {0}, fitted[MAX_SETS] = {0}, sets_n = (unsigned)argc - 2;
    float w[KH_D_N];
    if (argc < 3 || sets_n > MAX_SETS) {
        fputs("usage: train-dates OUT.tsv SET...\n", stderr);
        return 2;
    }
    pages = checked(calloc(MAX_PAGES, sizeof *pages));
    for (unsigned s = 0; s < sets_n; s++) read_set(&engine, argv[s + 2], s);
    for (unsigned deal = 0; deal < DEALS; deal++)
        for (int fold = 0; fold < FOLDS; fold++) {
            learn(w, deal, fold);
            count(w, deal, fold, right);
        }
    print_figures("out-of-fold", argv + 2, sets_n, right, DEALS);
    learn(w, 0, -1);
    count(w, 0, -1, fitted);
    print_figures("in-sample", argv + 2, sets_n, fitted, 1);
    FILE *out = strcmp(argv[1], "-") == 0 ? NULL : fopen(argv[1], "w");
    if (out) {
        fputs("# SOURCE: numbers learnt by tool/train_dates.c from pages with a known date\n"
              "# LICENCE: Apache-2.0\n# feature, weight\n",
              out);
        for (unsigned k = 0; k < KH_D_N; k++) fprintf(out, "%s\t%.3f\n", names[k], (double)w[k]);
        fclose(out);
    }
    free(pages);
    return 0;
}

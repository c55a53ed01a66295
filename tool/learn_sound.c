/* SPDX-License-Identifier: Apache-2.0
 *
 * Learns what it costs to align the sound units of two scripts from pairs of spellings, and writes
 * src/lang/sound_costs.c. Hard EM: align all pairs with the costs so far, count, and take the
 * logarithms of the shares; pairs that share too little are translations and are left out.
 *
 *   learn_sound PAIRS.tsv[:WEIGHT]... > src/lang/sound_costs.c
 */
#include "lang/sound_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 8
#define OTHER 0.25 /* what spellings of one name share at least, in two scripts */
#define SAME 0.6   /* and in one */
#define MAX_PAIRS 200000
#define VARIANTS 0.3 /* weight of triangulated counts */
#define SMALL 0.3    /* pseudo-count of what the hand-made classes call alike */

struct pair {
    struct kh_sound a, b;
    double weight;
};

struct counts {
    double pair[KH_SOUND_UNIT_COUNT][KH_SOUND_UNIT_COUNT];
    double gap[KH_SOUND_UNIT_COUNT][KH_SOUND_SCRIPTS][4];
    double alone[KH_SOUND_UNIT_COUNT];
};

static int script_of(unsigned unit)
{
    return unit >= KH_SOUND_C_DZH  ? KH_SOUND_CYRILLIC
           : unit >= KH_SOUND_A_AL ? KH_SOUND_ARABIC
                                   : KH_SOUND_LATIN;
}

static size_t read_pairs(const char *path, double weight, struct pair *pairs, size_t n)
{
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        exit(1);
    }
    char line[4096];
    while (n < MAX_PAIRS && fgets(line, sizeof line, f)) {
        char *tab = strchr(line, '\t');
        if (!tab) continue;
        struct kh_str left = {line, (size_t)(tab - line)}, right = kh_str_trim(kh_str_of(tab + 1));
        struct pair *p = &pairs[n];
        p->weight = weight;
        if (kh_sound_key(left, &p->a) && kh_sound_key(right, &p->b)) n++;
    }
    fclose(f);
    return n;
}

/* What is known before any pair was seen: same reading, same class, both vowels. */
static double prior(unsigned x, unsigned y)
{
    const struct kh_sound_unit_info *a = &kh_sound_unit_infos[x], *b = &kh_sound_unit_infos[y];
    if (x == y) return 60;
    if (a->coarse == ' ' || b->coarse == ' ') return 0.01;
    if (strcmp(a->reading, b->reading) == 0) return 25;
    if (a->coarse == b->coarse) return a->coarse == '-' ? 3 : 2;
    return 0.02;
}

static void start(struct counts *c)
{
    for (unsigned x = 1; x < KH_SOUND_UNIT_COUNT; x++) {
        for (unsigned y = 1; y < KH_SOUND_UNIT_COUNT; y++) c->pair[x][y] = SMALL * prior(x, y);
        for (int s = 0; s < KH_SOUND_SCRIPTS; s++)
            for (int p = 0; p < 4; p++)
                c->gap[x][s][p] = kh_sound_unit_infos[x].coarse == '-' ? SMALL * 8 : SMALL * 0.5;
        c->alone[x] = 1;
    }
}

static uint8_t cost_of(double share)
{
    double cost = -16 * log(share);
    return cost > 255 ? 255 : cost < 1 ? 1 : (uint8_t)lround(cost);
}

/* Counts to costs: the operations of each two scripts have shares of their own. */
static void finish(const struct counts *c, struct kh_sound_costs *out)
{
    double total[KH_SOUND_SCRIPTS][KH_SOUND_SCRIPTS] = {{0}}, units[KH_SOUND_SCRIPTS] = {0};
    for (unsigned x = 1; x < KH_SOUND_UNIT_COUNT; x++) {
        int s = script_of(x);
        units[s] += c->alone[x];
        for (unsigned y = 1; y < KH_SOUND_UNIT_COUNT; y++) total[s][script_of(y)] += c->pair[x][y];
        for (int t = 0; t < KH_SOUND_SCRIPTS; t++)
            for (int p = 0; p < 4; p++) {
                total[s][t] += c->gap[x][t][p];
                if (s != t) total[t][s] += c->gap[x][t][p];
            }
    }
    for (unsigned x = 0; x < KH_SOUND_UNIT_COUNT; x++) {
        int s = script_of(x);
        out->alone[x] = x ? cost_of(c->alone[x] / units[s]) : 255;
        for (unsigned y = 0; y < KH_SOUND_UNIT_COUNT; y++)
            out->pair[x][y] =
                x && y ? cost_of((c->pair[x][y] + c->pair[y][x]) / 2 / total[s][script_of(y)])
                       : 255;
        for (int t = 0; t < KH_SOUND_SCRIPTS; t++)
            for (int p = 0; p < 4; p++)
                out->gap[x][t][p] = x ? cost_of(c->gap[x][t][p] * 4 / total[s][t]) : 255;
    }
}

/* Pairs within the Latin script are mostly the same spelling. What two Latin units have in common
 * as readings of Arabic and Cyrillic letters stands in for the variants of one name. */
static void triangulate(struct counts *c)
{
    for (unsigned x = 1; x < KH_SOUND_A_AL; x++) {
        for (unsigned y = 1; y < KH_SOUND_A_AL; y++) {
            double sum = 0;
            for (unsigned z = KH_SOUND_A_AL; z < KH_SOUND_UNIT_COUNT; z++)
                sum += c->pair[x][z] * c->pair[y][z] / (c->alone[z] + 1);
            c->pair[x][y] += VARIANTS * sum;
        }
        for (int p = 0; p < 4; p++)
            c->gap[x][KH_SOUND_LATIN][p] += VARIANTS * c->gap[x][KH_SOUND_CYRILLIC][p];
    }
}

static double shared(const struct kh_sound_costs *costs, const struct pair *p, uint32_t together)
{
    double sum = 0;
    for (unsigned i = 0; i < p->a.n; i++) sum += costs->alone[p->a.units[i]];
    for (unsigned i = 0; i < p->b.n; i++) sum += costs->alone[p->b.units[i]];
    return (sum - together) / (together + 16);
}

static void count(struct counts *c, const struct pair *p, const struct kh_sound_step *steps,
                  unsigned n)
{
    for (unsigned k = 0; k < n; k++) {
        unsigned i = steps[k].i, j = steps[k].j;
        if (i < KH_SOUND_UNITS && j < KH_SOUND_UNITS) {
            c->pair[p->a.units[i]][p->b.units[j]] += p->weight;
            c->pair[p->b.units[j]][p->a.units[i]] += p->weight;
        } else if (i < KH_SOUND_UNITS) {
            c->gap[p->a.units[i]][p->b.script][p->a.places[i]] += p->weight;
        } else {
            c->gap[p->b.units[j]][p->a.script][p->b.places[j]] += p->weight;
        }
    }
    for (unsigned i = 0; i < p->a.n; i++) c->alone[p->a.units[i]] += p->weight;
    for (unsigned i = 0; i < p->b.n; i++) c->alone[p->b.units[i]] += p->weight;
}

static void print_row(const uint8_t *row, unsigned n)
{
    for (unsigned i = 0; i < n; i++) printf("%d%s", row[i], i + 1 < n ? "," : "");
}

static void print(const struct kh_sound_costs *costs)
{
    printf("/* SPDX-License-Identifier: Apache-2.0\n *\n"
           " * Costs of aligning sound units, as sound_internal.h explains. Numbers only, made by\n"
           " * tool/learn_sound from pairs of spellings (GeoNames, CC-BY 4.0, and public lists of\n"
           " * person names, CC0); do not edit.\n */\n"
           "#include \"lang/sound_internal.h\"\n\n/* clang-format off */\n"
           "const struct kh_sound_costs kh_sound_costs = {\n.pair = {\n");
    for (unsigned x = 0; x < KH_SOUND_UNIT_COUNT; x++) {
        printf("{");
        print_row(costs->pair[x], KH_SOUND_UNIT_COUNT);
        printf("},\n");
    }
    printf("},\n.gap = {\n");
    for (unsigned x = 0; x < KH_SOUND_UNIT_COUNT; x++) {
        printf("{");
        for (int s = 0; s < KH_SOUND_SCRIPTS; s++) {
            printf("{");
            print_row(costs->gap[x][s], 4);
            printf("},");
        }
        printf("},\n");
    }
    printf("},\n.alone = {");
    print_row(costs->alone, KH_SOUND_UNIT_COUNT);
    printf("}};\n");
}

int main(int argc, char **argv)
{
    struct pair *pairs = calloc(MAX_PAIRS, sizeof *pairs);
    struct counts *counts = calloc(1, sizeof *counts);
    struct kh_sound_costs costs;
    size_t n = 0;
    if (!pairs || !counts) return 1;
    for (int i = 1; i < argc; i++) {
        char *colon = strrchr(argv[i], ':');
        double weight = colon ? atof(colon + 1) : 1;
        if (colon) *colon = '\0';
        n = read_pairs(argv[i], weight, pairs, n);
    }
    start(counts);
    finish(counts, &costs);
    for (int round = 0; round < ROUNDS; round++) {
        size_t used = 0;
        double sum = 0;
        memset(counts, 0, sizeof *counts);
        start(counts);
        for (size_t k = 0; k < n; k++) {
            struct kh_sound_step steps[2 * KH_SOUND_UNITS];
            unsigned steps_n;
            uint32_t together = kh_sound_cost(&costs, &pairs[k].a, &pairs[k].b, steps, &steps_n);
            double s = shared(&costs, &pairs[k], together);
            bool same_script = pairs[k].a.script == pairs[k].b.script;
            if (s < (same_script ? SAME : OTHER)) continue;
            count(counts, &pairs[k], steps, steps_n);
            used++;
            sum += s;
        }
        triangulate(counts);
        finish(counts, &costs);
        fprintf(stderr, "round %d: %zu of %zu pairs, shared %.4f\n", round, used, n,
                sum / (double)used);
    }
    print(&costs);
    free(pairs);
    free(counts);
    return 0;
}

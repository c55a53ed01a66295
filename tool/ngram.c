/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes the model that languages are identified by.
 *   ngram learn < TEXT >> data/ngram/LANG.tsv     counts 2- and 3-grams, prints `gram TAB weight`
 *   ngram pack OUT data/ngram/LANG.tsv...         packs the files into one table (at build time)
 * A gram is written with "_" for the end of a word; its weight is 8 * ln(probability / 1e-6).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "lang/identify.h"
#include "lang/lang.h"

#define MAX_GRAMS ((uint32_t)1 << 18)
#define FLOOR 0.01   /* added to the count of each symbol: letters a language has not */
#define FEWEST 2     /* a 3-gram seen less often in all languages is left out */
#define DISCOUNT 0.7 /* taken from each count for what was not seen */

struct gram {
    uint32_t key, symbols[3], count;
};

static void die(const char *what, const char *name)
{
    fprintf(stderr, "ngram: %s %s\n", what, name);
    exit(1);
}

/* ---- learn ---- */

static struct gram *seen;
static uint32_t seen_n;

static void count_gram(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t key = kh_ident_key(a, b, c);
    uint32_t i = kh_ident_slot(key, 18);
    while (seen[i].count && seen[i].key != key) i = (i + 1) % MAX_GRAMS;
    if (!seen[i].count && ++seen_n > MAX_GRAMS / 2) die("too many grams", "");
    seen[i].key = key;
    seen[i].symbols[0] = a;
    seen[i].symbols[1] = b;
    seen[i].symbols[2] = c;
    seen[i].count++;
}

static void put_symbol(uint32_t symbol)
{
    char out[4];
    if (symbol == KH_IDENT_ANY) return;
    if (symbol == KH_IDENT_BREAK) symbol = '_';
    if (symbol >= 0x790) symbol += 0x1EA0 - 0x790;
    if (symbol >= 0x700 && symbol < 0x780) symbol += 0x900 - 0x700;
    fwrite(out, 1, kh_utf8_encode(symbol, out), stdout);
}

static int learn(void)
{
    static char line[1 << 20];
    seen = calloc(MAX_GRAMS, sizeof *seen);
    if (!seen) die("out of memory", "");
    while (fgets(line, sizeof line, stdin)) {
        struct kh_str s = kh_str_of(line);
        uint32_t a = KH_IDENT_BREAK, b = KH_IDENT_BREAK;
        for (size_t at = 0; at < s.n;) {
            uint32_t c = kh_ident_symbol(kh_utf8_next(s, &at));
            if (c == KH_IDENT_SKIP || (c == KH_IDENT_BREAK && b == KH_IDENT_BREAK)) continue;
            count_gram(a, b, c);
            a = b;
            b = c;
        }
    }
    for (uint32_t i = 0; i < MAX_GRAMS; i++) {
        if (!seen[i].count) continue;
        for (int k = 0; k < 3; k++) put_symbol(seen[i].symbols[k]);
        printf("\t%u\n", seen[i].count);
    }
    free(seen);
    return 0;
}

/* ---- pack ---- */

/* A 1-, 2- or 3-gram with its figures in each language of its script. */
struct row {
    uint32_t key, script;
    uint32_t order;      /* 1 to 3 */
    uint32_t head, tail; /* keys without the last, without the first symbol */
    uint32_t count[KH_IDENT_COLUMNS];
    uint32_t after[KH_IDENT_COLUMNS];       /* how often something followed */
    uint32_t after_kinds[KH_IDENT_COLUMNS]; /* how many different symbols did */
    double p[KH_IDENT_COLUMNS];             /* probability of the last symbol after the others */
};

struct pack {
    struct row *rows;
    uint32_t *slots; /* row number + 1 by key */
    uint32_t rows_n;
    uint32_t symbols[KH_IDENT_SCRIPTS][KH_IDENT_COLUMNS]; /* in all, of a language */
    struct kh_ident_model model;
};

static struct row *row_of(struct pack *pack, uint32_t key)
{
    uint32_t i = kh_ident_slot(key, 19);
    while (pack->slots[i] && pack->rows[pack->slots[i] - 1].key != key) i = (i + 1) & 0x7FFFF;
    if (pack->slots[i]) return &pack->rows[pack->slots[i] - 1];
    if (pack->rows_n == MAX_GRAMS) die("too many grams", "");
    pack->slots[i] = ++pack->rows_n;
    struct row *row = &pack->rows[pack->rows_n - 1];
    row->key = key;
    return row;
}

/* Adds to the gram s[3 - order .. 2] and makes its row. */
static void add_count(struct pack *pack, const uint32_t *s, uint32_t order, int script, int column,
                      uint32_t count)
{
    uint32_t a = order > 2 ? s[0] : KH_IDENT_ANY, b = order > 1 ? s[1] : KH_IDENT_ANY;
    struct row *row = row_of(pack, kh_ident_key(a, b, s[2]));
    row->script = (uint32_t)script;
    row->order = order;
    row->head = order == 3   ? kh_ident_key(KH_IDENT_ANY, a, b)
                : order == 2 ? kh_ident_key(KH_IDENT_ANY, KH_IDENT_ANY, b)
                             : 0;
    row->tail = order == 3   ? kh_ident_key(KH_IDENT_ANY, b, s[2])
                : order == 2 ? kh_ident_key(KH_IDENT_ANY, KH_IDENT_ANY, s[2])
                             : 0;
    row->count[column] += count;
}

/* Takes one line `gram TAB count`; with column < 0 only looks for the script of the gram. */
static int take_line(struct pack *pack, struct kh_str line, int column, int script)
{
    uint32_t s[4];
    int n = 0;
    struct kh_str gram = kh_str_cut(&line, '\t');
    for (size_t at = 0; at < gram.n && n < 4;) {
        uint32_t code = kh_utf8_next(gram, &at);
        s[n++] = code == '_' ? KH_IDENT_BREAK : kh_ident_symbol(code);
    }
    if (n != 3) die("not a gram:", gram.p);
    uint32_t count = 0;
    for (size_t i = 0; i < line.n && kh_is_digit(line.p[i]); i++) {
        count = count * 10 + (uint32_t)(line.p[i] - '0');
    }
    for (int i = 0; i < n && script == KH_IDENT_SCRIPTS; i++) script = kh_ident_script_of(s[i]);
    if (column < 0) return script;
    for (uint32_t order = 1; order <= 3; order++) add_count(pack, s, order, script, column, count);
    pack->symbols[script][column] += count;
    return script;
}

static void read_file(struct pack *pack, const char *path, int *script, int column)
{
    char line[256];
    FILE *f = fopen(path, "r");
    if (!f) die("cannot read", path);
    int votes[KH_IDENT_SCRIPTS + 1] = {0};
    while (fgets(line, sizeof line, f)) {
        if (*line == '#') continue;
        struct kh_str s = kh_str_of(line);
        if (column < 0) votes[take_line(pack, s, -1, KH_IDENT_SCRIPTS)]++;
        if (column >= 0) take_line(pack, s, column, *script);
    }
    fclose(f);
    for (int i = 0; column < 0 && i < KH_IDENT_SCRIPTS; i++) {
        if (votes[i] > votes[*script]) *script = i;
    }
}

/* What followed each gram, and how many different symbols did. */
static void count_followers(struct pack *pack)
{
    for (uint32_t i = 0; i < pack->rows_n; i++) {
        const struct row *row = &pack->rows[i];
        if (row->order == 1) continue;
        struct row *head = row_of(pack, row->head);
        for (int k = 0; k < KH_IDENT_COLUMNS; k++) {
            head->after[k] += row->count[k];
            head->after_kinds[k] += row->count[k] > 0;
        }
    }
}

/* Probabilities by absolute discounting, interpolated with the shorter gram's (Ney, Essen and
 * Kneser 1994). Shorter grams must be done before. */
static void estimate(struct pack *pack, uint32_t order)
{
    for (uint32_t i = 0; i < pack->rows_n; i++) {
        struct row *row = &pack->rows[i];
        if (row->order != order) continue;
        const struct row *head = order > 1 ? row_of(pack, row->head) : NULL;
        const struct row *tail = order > 1 ? row_of(pack, row->tail) : NULL;
        for (uint32_t k = 0; k < pack->model.langs_n[row->script]; k++) {
            if (!head) {
                row->p[k] = (row->count[k] + FLOOR) / (pack->symbols[row->script][k] + 100 * FLOOR);
                continue;
            }
            double more = row->count[k] > 0 ? row->count[k] - DISCOUNT : 0;
            if (!head->after[k]) row->p[k] = tail->p[k];
            else row->p[k] = (more + DISCOUNT * head->after_kinds[k] * tail->p[k]) / head->after[k];
        }
    }
}

/* What was seen once in all tells nothing that the shorter gram does not. */
static bool is_kept(const struct row *row)
{
    uint32_t count = 0;
    for (int k = 0; k < KH_IDENT_COLUMNS; k++) count += row->count[k];
    return row->order < 3 || count >= FEWEST;
}

static void write_model(struct pack *pack, const char *path)
{
    struct kh_ident_model *m = &pack->model;
    m->magic = KH_IDENT_MAGIC;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < pack->rows_n; i++) kept += is_kept(&pack->rows[i]);
    for (m->bits = 10; kept * 5 / 3 >> m->bits; m->bits++) {}
    uint32_t slots = (uint32_t)1 << m->bits, units = 1;
    m->slots_at = (sizeof *m + 63) / 64 * 64;
    m->rows_at = m->slots_at + slots * (uint32_t)sizeof(struct kh_ident_slot);
    for (uint32_t i = 0; i < KH_IDENT_TABLE; i++) {
        uint32_t symbol = kh_ident_symbol(i);
        if (symbol != KH_IDENT_SKIP) symbol |= (uint32_t)kh_ident_script_of(symbol) << 12;
        m->symbols[i] = (uint16_t)symbol;
    }
    for (int i = 0; i < KH_IDENT_SCRIPTS; i++) m->width[i] = (m->langs_n[i] + 15) / 16 * 16;
    struct kh_ident_slot *table = calloc(slots, sizeof *table);
    uint8_t *rows = calloc(pack->rows_n + 1, KH_IDENT_COLUMNS);
    if (!table || !rows) die("out of memory", "");
    for (uint32_t i = 0; i < pack->rows_n; i++) {
        const struct row *row = &pack->rows[i];
        if (!is_kept(row)) continue;
        uint32_t at = kh_ident_slot(row->key, m->bits);
        while (table[at].key) at = (at + 1) & (slots - 1);
        table[at].key = row->key;
        table[at].number = units;
        for (uint32_t k = 0; k < m->langs_n[row->script]; k++) {
            double weight = 16 * log(row->p[k] / 1e-6);
            rows[(size_t)units * 16 + k] = (uint8_t)(weight < 0 ? 0 : weight > 255 ? 255 : weight);
        }
        units += m->width[row->script] / 16;
    }
    m->end = m->rows_at + units * 16;
    FILE *f = fopen(path, "wb");
    static const char zeros[64];
    if (!f || !fwrite(m, sizeof *m, 1, f) || fwrite(zeros, 1, m->slots_at - sizeof *m, f) > 64 ||
        !fwrite(table, slots * sizeof *table, 1, f) || !fwrite(rows, units * 16, 1, f) ||
        fclose(f)) {
        die("cannot write", path);
    }
    free(table);
    free(rows);
}

/* The languages that the program knows words of. */
static bool is_ours(uint32_t lang)
{
    static const char ours[] = "en ur ar fa tr ru zh hi az uz kk ky tg de es fr";
    char code[4];
    size_t n = kh_lang_print(lang, code);
    return n == 2 && strstr(ours, code);
}

static int pack_files(const char *out, char **paths, int n)
{
    static struct pack pack;
    pack.rows = calloc(MAX_GRAMS, sizeof *pack.rows);
    pack.slots = calloc((size_t)MAX_GRAMS * 2, sizeof *pack.slots);
    if (!pack.rows || !pack.slots) die("out of memory", "");
    for (int i = 0; i < n; i++) {
        struct kh_str name =
            kh_str_of(strrchr(paths[i], '/') ? strrchr(paths[i], '/') + 1 : paths[i]);
        int script = KH_IDENT_LATIN;
        read_file(&pack, paths[i], &script, -1);
        int column = (int)pack.model.langs_n[script]++;
        if (column >= KH_IDENT_COLUMNS) die("too many languages at", paths[i]);
        uint32_t lang = kh_lang_of(name);
        if (!lang) die("no language code:", paths[i]);
        pack.model.langs[script][column] = lang;
        if (is_ours(lang)) pack.model.ours[script] |= (uint64_t)1 << column;
        read_file(&pack, paths[i], &script, column);
    }
    count_followers(&pack);
    for (uint32_t order = 1; order <= 3; order++) estimate(&pack, order);
    write_model(&pack, out);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "learn") == 0) return learn();
    if (argc > 3 && strcmp(argv[1], "pack") == 0) return pack_files(argv[2], argv + 3, argc - 3);
    fputs("usage: ngram learn < TEXT | ngram pack OUT FILE...\n", stderr);
    return 2;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * pack DATA_DIR OUT: packs data/KIND/LANG.tsv and data/concepts.tsv into the table of
 * lang/lexicon_format.h. Runs at build time with the program's own folding and tokenising, so keys
 * can never differ from what a text yields. A malformed file stops the build with its name and
 * line.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "base/map.h"
#include "lang/grammar.h"
#include "lang/lexicon_format.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct row {
    struct kh_str key, form, value;
    uint32_t kind, lang;
    size_t number;       /* of its line, all files counted through */
    struct kh_str first; /* token of the key */
};

/* The beginning of a longer phrase, and the token that follows it there. */
struct prefix {
    struct kh_str key, next;
    uint32_t lang;
};

/* A key with the rows it has, if any. */
struct key {
    struct kh_str text;
    uint32_t lang; /* of its first row, or of the first phrase it begins */
    const struct row *rows;
    struct kh_lexicon_key out;
};

#define MAX_LANGS 64

struct letters {
    uint32_t lang;
    struct kh_str letters;
};

struct packer {
    struct kh_arena arena;
    struct row *rows;
    size_t rows_n, rows_capacity;
    struct prefix *prefixes;
    size_t prefixes_n, prefixes_capacity;
    struct kh_map pool; /* string -> offset */
    char *strings;
    size_t strings_n, strings_capacity;
    struct letters letters[MAX_LANGS];
    size_t letters_n;
};

static const char *const folders[] = {
#define KH_KIND(name, folder) folder,
#include "lang/kinds.h"
#undef KH_KIND
};

static void die(const char *what, const char *path, size_t line)
{
    fprintf(stderr, "pack: %s:%zu: %s\n", path, line, what);
    exit(1);
}

static void *checked(void *p)
{
    if (!p) die("out of memory", "-", 0);
    return p;
}

static uint32_t pooled(struct packer *p, struct kh_str s)
{
    bool is_new;
    uint32_t *at = checked(kh_map_put(&p->pool, s, (uint32_t)p->strings_n, &is_new));
    uint32_t offset = *at;
    for (size_t i = 0; is_new && i < s.n; i++) {
        p->strings =
            checked(kh_arena_grow(&p->arena, p->strings, p->strings_n, &p->strings_capacity, 1));
        p->strings[p->strings_n++] = s.p[i];
    }
    return offset;
}

static void add_prefix(struct packer *p, struct kh_str key, struct kh_str next, uint32_t lang)
{
    p->prefixes = checked(kh_arena_grow(&p->arena, p->prefixes, p->prefixes_n,
                                        &p->prefixes_capacity, sizeof *p->prefixes));
    p->prefixes[p->prefixes_n++] = (struct prefix){key, next, lang};
}

/* The key of a form; every shorter run of its first tokens is noted as a prefix. */
static struct kh_str key_of(struct packer *p, struct kh_str form, uint32_t lang,
                            struct kh_str *first)
{
    struct kh_tokens tokens;
    if (!kh_tokens_cut(&p->arena, form, &tokens)) die("out of memory", "-", 0);
    char *key = checked(kh_arena_bytes(&p->arena, form.n * 8 + 32));
    size_t n = 0;
    if (tokens.n) *first = tokens.items[0].folded;
    for (uint32_t i = 0; i < tokens.n; i++) {
        const struct kh_token *t = &tokens.items[i];
        if (i) add_prefix(p, (struct kh_str){key, n}, t->folded, lang);
        if (i && kh_key_joint(t - 1, t)) key[n++] = ' ';
        memcpy(key + n, t->folded.p, t->folded.n);
        n += t->folded.n;
    }
    return (struct kh_str){key, n};
}

static void add_line(struct packer *p, struct kh_str line, uint32_t kind, uint32_t lang,
                     const char *path, size_t number)
{
    struct kh_str value = line, form = kh_str_cut(&value, '\t');
    struct row row = {
        .form = form, .value = value, .kind = kind, .lang = lang, .number = p->rows_n};
    row.key = key_of(p, form, lang, &row.first);
    if (!row.key.n) die("the form folds to nothing", path, number);
    if (row.key.n > UINT16_MAX || value.n > UINT16_MAX) die("too long", path, number);
    p->rows =
        checked(kh_arena_grow(&p->arena, p->rows, p->rows_n, &p->rows_capacity, sizeof *p->rows));
    p->rows[p->rows_n++] = row;
}

static struct kh_str read_file(struct packer *p, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) die(strerror(errno), path, 0);
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    char *bytes = checked(kh_arena_bytes(&p->arena, (size_t)size + 1));
    if (fread(bytes, 1, (size_t)size, f) != (size_t)size) die("read failed", path, 0);
    fclose(f);
    return (struct kh_str){bytes, (size_t)size};
}

static void add_file(struct packer *p, const char *path, uint32_t kind, uint32_t lang)
{
    struct kh_str rest = read_file(p, path);
    bool source = false, licence = false;
    for (size_t number = 1; rest.n; number++) {
        struct kh_str line = kh_str_cut(&rest, '\n');
        source |= kh_str_starts(line, KH_STR("# SOURCE: "));
        licence |= kh_str_starts(line, KH_STR("# LICENCE: "));
        if (line.n && line.p[0] != '#') add_line(p, line, kind, lang, path, number);
    }
    if (!source || !licence) die("no SOURCE or no LICENCE line", path, 1);
}

static void add_form(struct packer *p, struct kh_str form, struct kh_str value, uint32_t kind,
                     uint32_t lang, const char *path, size_t number)
{
    char line[1024];
    int n = snprintf(line, sizeof line, "%.*s\t%.*s", (int)form.n, form.p, (int)value.n, value.p);
    if (n < 0 || (size_t)n >= sizeof line) die("too long", path, number);
    add_line(p, kh_arena_str(&p->arena, (struct kh_str){line, (size_t)n}), kind, lang, path,
             number);
}

/* data/concepts.tsv: a concept a line, `concept TAB topic TAB forms ...`, one column of forms for
 * each language that the line "# concept TAB topic TAB ..." names; forms are separated by '|'. */
static void add_concepts(struct packer *p, const char *path)
{
    struct kh_str rest = read_file(p, path);
    uint32_t langs[32] = {0};
    size_t langs_n = 0;
    for (size_t number = 1; rest.n; number++) {
        struct kh_str cells = kh_str_cut(&rest, '\n');
        struct kh_str concept = kh_str_cut(&cells, '\t');
        bool head = langs_n == 0 && kh_str_eq(concept, KH_STR("# concept"));
        if (!head && (!concept.n || concept.p[0] == '#')) continue;
        if (!head && langs_n == 0) die("no line of columns", path, number);
        kh_str_cut(&cells, '\t'); /* the topic */
        for (size_t column = 0; cells.n && column < 32; column++) {
            struct kh_str forms = kh_str_cut(&cells, '\t');
            if (head) langs[langs_n++] = kh_lang_of(forms);
            if (!head && column >= langs_n) die("too many columns", path, number);
            while (!head && forms.n) {
                struct kh_str form = kh_str_cut(&forms, '|');
                if (form.n) add_form(p, form, concept, KH_LEX_CONCEPT, langs[column], path, number);
            }
        }
    }
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_folder(struct packer *p, const char *data, uint32_t kind)
{
    char path[4096];
    struct dirent **names;
    snprintf(path, sizeof path, "%s/%s", data, folders[kind]);
    int n = scandir(path, &names, NULL, by_name);
    for (int i = 0; i < n; i++) { /* weights of the extract stage are no words */
        struct kh_str name = kh_str_of(names[i]->d_name);
        if (kh_str_ends(name, KH_STR(".tsv"))) {
            struct kh_str stem = kh_str_sub(name, 0, name.n - 4);
            uint32_t lang = kh_str_eq(stem, KH_STR("all")) ? KH_LANG_NONE : kh_lang_of(stem);
            snprintf(path, sizeof path, "%s/%s/%s", data, folders[kind], names[i]->d_name);
            if (lang || kh_str_eq(stem, KH_STR("all"))) add_file(p, path, kind, lang);
        }
        free(names[i]);
    }
    if (n >= 0) free(names);
}

/* Sorted by key, then kind, then language: the order of a hit's entries. */
static int by_key(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int c = kh_str_cmp(x->key, y->key);
    if (c) return c;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->lang != y->lang) return x->lang < y->lang ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

/* The order that the table is written in. */
static int by_lang(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->lang != y->lang) return x->lang < y->lang ? -1 : 1;
    if (x->text.n != y->text.n) return x->text.n < y->text.n ? -1 : 1;
    return kh_str_cmp(x->text, y->text);
}

/* All keys, those of rows (sorted by_key) and those that only begin longer ones. */
static struct key *gather_keys(struct packer *p, uint32_t *keys_n)
{
    struct kh_map numbers;
    struct key *keys = checked(kh_arena_zalloc(&p->arena, p->rows_n + p->prefixes_n, sizeof *keys));
    bool is_new;
    kh_map_init(&numbers, &p->arena);
    for (size_t i = 0; i < p->rows_n; i++) {
        const struct row *row = &p->rows[i];
        uint32_t at = *(uint32_t *)checked(kh_map_put(&numbers, row->key, *keys_n, &is_new));
        if (is_new) {
            keys[(*keys_n)++] = (struct key){row->key, row->lang, row, {0}};
            keys[at].out.lang = row->lang & 0xffffff;
        }
        if (keys[at].out.lang != row->lang) keys[at].out.lang = KH_HIT_MIXED;
        if (++keys[at].out.entries == 0) die("too many entries of one form", "-", 0);
        keys[at].out.kinds |= UINT64_C(1) << row->kind;
    }
    for (size_t i = 0; i < p->prefixes_n; i++) {
        const struct prefix *prefix = &p->prefixes[i];
        uint32_t at = *(uint32_t *)checked(kh_map_put(&numbers, prefix->key, *keys_n, &is_new));
        if (is_new) keys[(*keys_n)++] = (struct key){prefix->key, prefix->lang, NULL, {0}};
        keys[at].out.next |= kh_lexicon_next_bit(prefix->next);
    }
    if (*keys_n >> KH_LEXICON_NUMBER_BITS) die("too many keys", "-", 0);
    qsort(keys, *keys_n, sizeof *keys, by_lang);
    return keys;
}

static void add_to_index(uint32_t *index, uint32_t index_n, const struct key *keys, uint32_t i)
{
    uint64_t hash = keys[i].out.hash;
    uint32_t at = (uint32_t)hash & (index_n - 1);
    for (; index[at]; at = (at + 1) & (index_n - 1)) {
        uint32_t other = index[at] & ((UINT32_C(1) << KH_LEXICON_NUMBER_BITS) - 1);
        if (keys[other - 1].out.hash == hash) die("two keys have one hash", "-", 0);
    }
    index[at] = kh_lexicon_check(hash) | (i + 1);
}

static void write_all(FILE *f, const void *bytes, size_t n)
{
    if (n && fwrite(bytes, 1, n, f) != n) die(strerror(errno), "write", 0);
}

/* Keys of affixes are "- x" and "x -". */
static void note_affix(struct kh_lexicon *head, const struct row *row)
{
    bool suffix = kh_str_starts(row->key, KH_STR("- "));
    if (row->key.n <= 2 || (!suffix && !kh_str_ends(row->key, KH_STR(" -")))) return;
    struct kh_str affix = {row->key.p + (suffix ? 2 : 0), row->key.n - 2};
    uint32_t bit = kh_lexicon_affix_bit(affix, row->lang, suffix);
    head->affixes[bit / 64] |= UINT64_C(1) << (bit % 64);
}

/* Kinds of words, which letters tell apart; names are spelled as keyboards allow. */
static bool is_word_kind(uint32_t kind)
{
    switch (kind) {
    case KH_LEX_STOP:
    case KH_LEX_MONTH:
    case KH_LEX_WEEKDAY:
    case KH_LEX_RELATIVE:
    case KH_LEX_ORDINAL:
    case KH_LEX_NUMBER:
    case KH_LEX_UNIT:
    case KH_LEX_SIGN:
    case KH_LEX_APPROX:
    case KH_LEX_CONCEPT:
    case KH_LEX_DATEWORD:
    case KH_LEX_ACT:
    case KH_LEX_ATTRIB:
    case KH_LEX_MARKER: return true;
    default: return false;
    }
}

/* The letters that languages tell apart, from the rows of data/grammar. */
static void note_letters(struct packer *p)
{
    for (size_t i = 0; i < p->rows_n; i++) {
        const struct row *row = &p->rows[i];
        if (row->kind != KH_LEX_GRAMMAR) continue;
        struct letters one = {kh_lang_of(row->form), kh_grammar_parse(row->value).letters};
        if (p->letters_n == MAX_LANGS) die("too many languages", "data/grammar", 0);
        if (one.letters.n) p->letters[p->letters_n++] = one;
    }
}

/* How the row's form is spelled, by the letters of its language. */
static enum kh_spelling spelled_of(const struct packer *p, const struct row *row)
{
    for (size_t i = 0; is_word_kind(row->kind) && i < p->letters_n; i++)
        if (p->letters[i].lang == row->lang)
            return kh_has_letter(row->form, p->letters[i].letters) ? KH_SPELLED_MARKED
                                                                   : KH_SPELLED_UNMARKED;
    return KH_SPELLED_ANY;
}

/* The rows of all keys as entries, in the order of the keys. */
static struct kh_lexicon_entry *make_entries(struct packer *p, struct key *keys, uint32_t keys_n,
                                             struct kh_lexicon *head)
{
    struct kh_lexicon_entry *entries =
        checked(kh_arena_zalloc(&p->arena, p->rows_n + 1, sizeof *entries));
    for (uint32_t k = 0; k < keys_n; k++) {
        keys[k].out.hash = kh_hash(keys[k].text);
        keys[k].out.first = head->entries_n;
        for (uint32_t i = 0; i < keys[k].out.entries; i++) {
            const struct row *row = &keys[k].rows[i];
            entries[head->entries_n++] =
                (struct kh_lexicon_entry){.form = pooled(p, row->form),
                                          .value = pooled(p, row->value),
                                          .form_bytes = (uint16_t)row->form.n,
                                          .value_bytes = (uint16_t)row->value.n,
                                          .lang = row->lang & 0xffffff,
                                          .kind = row->kind & 0x3f,
                                          .spelled = spelled_of(p, row) & 3};
            head->kind_first[row->kind + 1]++;
            head->begins[kh_lexicon_begin(kh_hash(row->first))] |=
                (uint8_t)kh_lexicon_groups(row->kind);
            if (row->kind == KH_LEX_AFFIX) note_affix(head, row);
        }
    }
    for (int k = 0; k < KH_LEX_KINDS; k++) head->kind_first[k + 1] += head->kind_first[k];
    return entries;
}

static void write_table(struct packer *p, FILE *f)
{
    struct kh_lexicon head = {.magic = KH_LEXICON_MAGIC, .index_n = 1024};
    if (p->rows_n) qsort(p->rows, p->rows_n, sizeof *p->rows, by_key);
    note_letters(p);
    struct key *keys = gather_keys(p, &head.keys_n);
    struct kh_lexicon_entry *entries = make_entries(p, keys, head.keys_n, &head);
    while (head.index_n * 3 < head.keys_n * 4) head.index_n *= 2;
    uint32_t *index = checked(kh_arena_zalloc(&p->arena, head.index_n, sizeof *index));
    for (uint32_t i = 0; i < head.keys_n; i++) add_to_index(index, head.index_n, keys, i);
    uint32_t *by_kind = checked(kh_arena_zalloc(&p->arena, p->rows_n + 1, sizeof *by_kind));
    uint32_t next[KH_LEX_KINDS + 1];
    memcpy(next, head.kind_first, sizeof next);
    for (uint32_t i = 0; i < head.entries_n; i++) by_kind[next[entries[i].kind]++] = i;

    write_all(f, &head, sizeof head);
    write_all(f, index, head.index_n * sizeof *index);
    for (uint32_t i = 0; i < head.keys_n; i++) write_all(f, &keys[i].out, sizeof keys[i].out);
    write_all(f, entries, head.entries_n * sizeof *entries);
    write_all(f, by_kind, head.entries_n * sizeof *by_kind);
    write_all(f, p->strings, p->strings_n);
}

int main(int argc, char **argv)
{
    if (argc != 3) die("usage: pack DATA_DIR OUT", "-", 0);
    struct packer p = {0};
    kh_arena_init(&p.arena, (size_t)2 << 30);
    kh_map_init(&p.pool, &p.arena);
    for (uint32_t kind = 0; kind < KH_LEX_KINDS; kind++) add_folder(&p, argv[1], kind);
    char concepts[4096];
    snprintf(concepts, sizeof concepts, "%s/concepts.tsv", argv[1]);
    add_concepts(&p, concepts);
    FILE *f = fopen(argv[2], "wb");
    if (!f) die(strerror(errno), argv[2], 0);
    write_table(&p, f);
    if (fclose(f) != 0) die(strerror(errno), argv[2], 0);
    kh_arena_clear(&p.arena);
    return 0;
}

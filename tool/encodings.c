/* SPDX-License-Identifier: Apache-2.0
 *
 * encodings OUT FILE...: makes the C tables of decode/tables.h of data/encoding/NAME.tsv. Runs at
 * build time. A malformed file stops the build with its name and line.
 */
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_POINTERS 24066u

struct input {
    const char *path;
    char name[40];
    FILE *file;
    char *line;
    size_t line_size, number;
};

static void die(const struct input *in, const char *what)
{
    fprintf(stderr, "encodings: %s:%zu: %s\n", in->path, in->number, what);
    exit(1);
}

static void open_input(struct input *in, const char *path)
{
    *in = (struct input){.path = path, .file = fopen(path, "r")};
    if (!in->file) die(in, "cannot be read");
    const char *base = strrchr(path, '/');
    base = base ? base + 1 : path;
    size_t n = strcspn(base, ".");
    if (n >= sizeof in->name) die(in, "name too long");
    memcpy(in->name, base, n);
}

/* The two columns of the next line that is no comment. */
static bool next_row(struct input *in, struct kh_str *key, struct kh_str *value)
{
    ssize_t n;
    while ((n = getline(&in->line, &in->line_size, in->file)) >= 0) {
        in->number++;
        struct kh_str line = {in->line, (size_t)n};
        if (line.n > 0 && line.p[line.n - 1] == '\n') line.n--;
        in->line[line.n] = '\0';
        if (line.n == 0 || line.p[0] == '#') continue;
        *value = line;
        *key = kh_str_cut(value, '\t');
        if (key->n == 0 || value->n == 0) die(in, "not two columns");
        in->line[key->n] = '\0';
        return true;
    }
    free(in->line);
    fclose(in->file);
    return false;
}

static uint32_t hex_of(const char *text, char **end)
{
    return (uint32_t)strtoul(text + 2, end, 16);
}

static void set_code(struct input *in, uint32_t *codes, size_t pointer, uint32_t code)
{
    if (pointer >= MAX_POINTERS) die(in, "pointer out of range");
    if (codes[pointer] != 0) die(in, "pointer given twice");
    if (code == 0 || (code > 0xFFFF && code >> 16 != 2)) die(in, "code point out of range");
    codes[pointer] = code;
}

/* Characters, "U+XXXX" or "U+XXXX..U+YYYY". Returns the pointer behind them. */
static size_t set_run(struct input *in, uint32_t *codes, size_t pointer, struct kh_str value)
{
    if (!kh_str_starts(value, KH_STR("U+")) || value.n < 6) {
        for (size_t at = 0; at < value.n;) set_code(in, codes, pointer++, kh_utf8_next(value, &at));
        return pointer;
    }
    char *end;
    uint32_t code = hex_of(value.p, &end), last = code;
    if (strncmp(end, "..", 2) == 0) last = hex_of(end + 2, &end);
    if (*end != '\0' || last < code) die(in, "not a range of code points");
    while (code <= last) set_code(in, codes, pointer++, code++);
    return pointer;
}

static void write_index(FILE *out, struct input *in)
{
    static uint32_t codes[MAX_POINTERS];
    memset(codes, 0, sizeof codes);
    size_t n = 0;
    bool plane2 = false;
    struct kh_str key, value;
    while (next_row(in, &key, &value)) {
        size_t end = set_run(in, codes, strtoul(key.p, NULL, 10), value);
        if (end > n) n = end;
    }
    for (char *p = in->name; *p; p++)
        if (*p == '-') *p = '_';
    fprintf(out, "static const uint16_t codes_%s[] = {", in->name);
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "%s0x%X,", i % 12 ? "" : "\n", codes[i] & 0xFFFFu);
        plane2 |= codes[i] > 0xFFFF;
    }
    fprintf(out, "\n};\n");
    if (plane2) {
        fprintf(out, "static const uint32_t plane2_%s[] = {", in->name);
        for (size_t i = 0; i < n; i += 32) {
            uint32_t bits = 0;
            for (size_t k = i; k < n && k < i + 32; k++)
                if (codes[k] > 0xFFFF) bits |= 1u << (k - i);
            fprintf(out, "%s0x%X,", i % (32 * 8) ? "" : "\n", bits);
        }
        fprintf(out, "\n};\n");
    }
    fprintf(out, "const struct kh_index kh_index_%s = {%zu, codes_%s, ", in->name, n, in->name);
    if (plane2) fprintf(out, "plane2_%s};\n", in->name);
    else fprintf(out, "NULL};\n");
}

/* A table of pairs: ranges, labels, letters. */
static void write_pairs(FILE *out, struct input *in, const char *type, const char *table)
{
    struct kh_str key, value;
    size_t n = 0;
    fprintf(out, "const struct %s %s[] = {\n", type, table);
    for (; next_row(in, &key, &value); n++) {
        if (strpbrk(key.p, "\"\\") || strpbrk(value.p, "\"\\")) die(in, "a quote or backslash");
        if (kh_str_starts(value, KH_STR("U+")))
            fprintf(out, "{%lu, 0x%X},\n", strtoul(key.p, NULL, 10), hex_of(value.p, &(char *){0}));
        else fprintf(out, "{\"%s\", \"%s\"},\n", key.p, value.p);
    }
    fprintf(out, "};\nconst size_t %s_n = %zu;\n", table, n);
}

int main(int argc, char **argv)
{
    FILE *out = argc > 2 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        fprintf(stderr, "usage: encodings OUT FILE...\n");
        return 2;
    }
    fprintf(out, "/* Made by tool/encodings.c. */\n#include \"decode/tables.h\"\n");
    fprintf(out, "const struct kh_index kh_index_none = {0, NULL, NULL};\n");
    for (int i = 2; i < argc; i++) {
        struct input in;
        open_input(&in, argv[i]);
        if (strcmp(in.name, "labels") == 0) write_pairs(out, &in, "kh_label", "kh_labels");
        else if (strcmp(in.name, "letters") == 0) write_pairs(out, &in, "kh_letters", "kh_letters");
        else if (strcmp(in.name, "gb18030-ranges") == 0)
            write_pairs(out, &in, "kh_range", "kh_gb18030_ranges");
        else write_index(out, &in);
    }
    if (fclose(out) != 0) {
        perror(argv[1]);
        return 1;
    }
    return 0;
}

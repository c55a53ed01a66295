/* SPDX-License-Identifier: Apache-2.0
 *
 * Joins the lines of a dump that are one paragraph cut in two, by what the end of one and the
 * beginning of the next ask for. Takes the units of dump_line.c, hands on fewer.
 */
#include "extract/dump.h"
#include "lang/grammar.h"

struct join {
    struct kh_dump *dump;
    struct kh_unit tail; /* last line of the chain; its words and inner_end are the chain's */
    uint32_t first;      /* first line of the chain */
    uint32_t lines;
    int open;     /* brackets and quotes left open in it */
    bool in_text; /* a sentence went before, and no list of headlines since */
};

static uint32_t first_word(const struct kh_unit *unit)
{
    uint32_t i = 0;
    while (i < unit->tokens.n && unit->tokens.items[i].kind == KH_TOKEN_PUNCT) i++;
    return i;
}

static bool is_stop(const struct kh_dump *dump, const struct kh_unit *unit, uint32_t at)
{
    struct kh_entry entry;
    uint32_t covered;
    return at < unit->tokens.n && unit->tokens.items[at].kind == KH_TOKEN_WORD &&
           kh_lexicon_match_kind(dump->lexicon, &unit->tokens, at, KH_LEX_STOP, &entry, &covered) &&
           covered == 1;
}

/* Languages whose particles stand before their word, so that none ends a line. */
static bool puts_particles_first(const struct kh_dump *dump, uint32_t lang)
{
    return kh_grammar_of(dump->lexicon, lang).particles_first;
}

static int open_brackets(const struct kh_unit *unit)
{
    int open = 0;
    for (uint32_t i = 0; i < unit->tokens.n; i++) {
        uint32_t code = unit->tokens.items[i].code;
        if (unit->tokens.items[i].kind != KH_TOKEN_PUNCT) continue;
        open += code == '(' || code == 0xAB || code == 0x201C || code == '[';
        open -= code == ')' || code == 0xBB || code == 0x201D || code == ']';
    }
    return open;
}

/* How strongly the end of `a` asks for more; no sentence ends there. */
static double end_asks(const struct join *join, const struct kh_unit *b, bool cased)
{
    double score = 0;
    const struct kh_unit *a = &join->tail;
    const struct kh_token *last = &a->tokens.items[a->tokens.n - 1];
    if (last->kind == KH_TOKEN_PUNCT) {
        if (last->code == ',' || last->code == 0x60C || last->code == '(' || last->code == 0xFF0C ||
            last->code == 0x3001 || last->code == ';') {
            score += 4;
        } else if (last->code == ':' || last->code == 0xFF1A) {
            score -= 3;
        }
    } else if (puts_particles_first(join->dump, a->lang) &&
               is_stop(join->dump, a, a->tokens.n - 1)) {
        score += cased ? 3 : 5.5;
    }
    struct kh_str place, author;
    if (join->lines > 1) score += 3;
    else if (kh_dateline_find(join->dump->lexicon, &a->tokens, false, &place, &author)) score += 3;
    if (join->open > 0) score += 2;
    if ((join->in_text || a->inner_end) && !(join->dump->no_stops && b->blank)) {
        if (a->words >= 12 || a->inner_end) score += 2;
        if (a->words >= 20) score += 1;
        if (!cased && a->words <= 2) score += 2;
    }
    return score;
}

static bool belongs(const struct join *join, const struct kh_unit *b)
{
    const struct kh_unit *a = &join->tail;
    if (a->tokens.n == 0 || b->tokens.n == 0) return false;
    if (a->furniture || b->furniture || a->is_date || b->is_date) return false;
    if (a->twin || b->twin || a->twinned || b->twinned) return false;
    if (a->script != b->script && a->words >= 3 && b->words >= 3) return false;
    const struct kh_token *open = &b->tokens.items[0];
    bool point = open->kind == KH_TOKEN_PUNCT &&
                 (open->code == '.' || open->code == ',' || open->code == ';' ||
                  open->code == ')' || open->code == 0x60C || open->code == 0x6D4 ||
                  open->code == 0x3002 || open->code == 0xFF0C);
    if (point && !a->ends && b->words > 0) return true;
    if (a->ends) return false;

    bool cased = b->script == KH_SCRIPT_LATIN || b->script == KH_SCRIPT_CYRILLIC;
    double score = -1 + end_asks(join, b, cased);
    uint32_t at = first_word(b);
    bool low = at < b->tokens.n && kh_is_low(&b->tokens.items[at]);
    if (cased) score += low && at == 0 ? 4 : at == 0 ? -2.5 : 0;
    else if (is_stop(join->dump, b, at) && !puts_particles_first(join->dump, b->lang)) score += 1;
    if (!join->in_text && !cased && b->blank && !a->inner_end) score -= 3;
    if (!b->blank) score += 0.5;
    if (b->ends || b->inner_end) score += 0.5;
    /* Too short for a paragraph of its own, and no blank line parts them. */
    if (b->ends && b->words <= 5 && !b->blank && join->in_text) score += 2;
    struct kh_str place, author;
    if (kh_dateline_find(join->dump->lexicon, &b->tokens, false, &place, &author)) score -= 4;
    return score > 1.5;
}

/* Does `b` go on the line before it without a space? */
static bool is_glued(const struct kh_unit *unit, const struct kh_unit *b)
{
    uint32_t code = b->tokens.items[0].code;
    if (unit->script == KH_SCRIPT_HAN) return true;
    return b->tokens.items[0].kind == KH_TOKEN_PUNCT &&
           (code == '.' || code == ',' || code == ';' || code == ')' || code == 0x60C ||
            code == 0x6D4);
}

/* Makes one unit of the chain. */
static bool close_chain(struct join *join, struct kh_unit *out)
{
    struct kh_dump *dump = join->dump;
    struct kh_unit unit = dump->units[join->first];
    if (join->lines > 1) {
        size_t n = 0, room = 0;
        for (uint32_t i = 0; i < join->lines; i++) room += dump->units[join->first + i].text.n + 1;
        char *text = kh_arena_bytes(dump->arena, room);
        if (!text) return false;
        for (uint32_t i = 0; i < join->lines; i++) {
            const struct kh_unit *line = &dump->units[join->first + i];
            if (i && !is_glued(&unit, line)) text[n++] = ' ';
            memcpy(text + n, line->text.p, line->text.n);
            n += line->text.n;
        }
        unit.text = (struct kh_str){text, n};
        if (!kh_dump_note(dump, &unit)) return false;
    }
    *out = unit;
    return true;
}

static void open_chain(struct join *join, uint32_t at)
{
    join->first = at;
    join->lines = 1;
    join->tail = join->dump->units[at];
    join->open = open_brackets(&join->tail);
}

static void extend_chain(struct join *join, const struct kh_unit *b)
{
    uint32_t words = join->tail.words;
    bool inner = join->tail.inner_end;
    join->lines++;
    join->tail = *b;
    join->tail.words += words;
    join->tail.inner_end = join->tail.inner_end || inner;
    join->open += open_brackets(b);
}

/* Do the long lines before blank ones end without a full stop, nearly all of them? */
static bool has_no_stops(const struct kh_dump *dump)
{
    uint32_t lines = 0, stopped = 0, open = 0;
    for (uint32_t i = 0; i + 1 < dump->n; i++) {
        const struct kh_unit *unit = &dump->units[i];
        if (!unit[1].blank || unit->furniture || unit->words < 15) continue;
        lines++;
        if (unit->ends) stopped += unit->words;
        else open += unit->words;
    }
    return lines >= 2 && stopped * 4 < open;
}

bool kh_dump_join(struct kh_dump *dump)
{
    struct join join = {.dump = dump};
    dump->no_stops = has_no_stops(dump);
    struct kh_unit joined;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < dump->n; i++) {
        if (i && belongs(&join, &dump->units[i])) {
            extend_chain(&join, &dump->units[i]);
        } else {
            if (i && !close_chain(&join, &joined)) return false;
            if (i) dump->units[kept++] = joined;
            open_chain(&join, i);
        }
        const struct kh_unit *tail = &join.tail;
        if (!tail->furniture && ((tail->ends && tail->words >= 6) || tail->inner_end)) {
            join.in_text = true;
        }
        if (tail->furniture == KH_FURN_RELATED && !tail->rest) join.in_text = false;
    }
    if (dump->n && !close_chain(&join, &joined)) return false;
    if (dump->n) dump->units[kept++] = joined;
    dump->n = kept;
    return true;
}

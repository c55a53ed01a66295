/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading numbers from tokens: digits, words, and their sums and products. Takes tokens, changes
 * nothing; linear in the tokens of the number.
 */
#include "lang/numbers.h"

#include "lang/grammar.h"

#include <math.h>
#include <stdlib.h>

/* Groups as written: all but the first have two digits (lakh) or three, the last has three. */
static bool is_grouped(struct kh_str s, char mark)
{
    size_t since = 0, groups = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (kh_is_digit(s.p[i])) {
            since++;
        } else if (s.p[i] == mark) {
            if (since == 0 || since > 3 || (groups && since < 2)) return false;
            groups++;
            since = 0;
        }
    }
    return groups > 0 && since == 3;
}

bool kh_number_parse(struct kh_str s, bool comma_decimal, double *value)
{
    size_t commas = 0, points = 0, last = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ',') commas++, last = i;
        else if (s.p[i] == '.') points++, last = i;
        else if (!kh_is_digit(s.p[i])) return false;
    }
    char decimal = 0;
    if (commas && points) {
        decimal = s.p[last];
        if ((decimal == ',' ? commas : points) > 1) return false;
    } else if (commas + points == 1) {
        char mark = s.p[last], own = comma_decimal ? ',' : '.';
        bool group = is_grouped(s, mark) && s.p[0] != '0' && mark != own;
        /* 1,500 in Russian is one and a half; 1.500 in English as well. */
        if (!group) decimal = mark;
        else if (mark == '.' && own == '.') decimal = mark;
    } else if (commas + points > 1) {
        if (!is_grouped(s, commas ? ',' : '.')) return false;
    }
    char text[32];
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (kh_is_digit(s.p[i]) || s.p[i] == decimal) {
            if (n + 1 >= sizeof text) return false;
            text[n++] = kh_is_digit(s.p[i]) ? s.p[i] : '.';
        }
    }
    text[n] = '\0';
    *value = strtod(text, NULL);
    return n > 0;
}

/* What numbers are read from. */
struct source {
    const struct kh_lexicon *lexicon;
    const struct kh_tokens *tokens;
    uint32_t lang;
    struct kh_grammar grammar;
};

/* One part of a number. */
struct item {
    double value;
    char
        kind; /* 'v' value, 'x' multiplier, '+' added to what follows, '*' to what stands before,
                 '.' decimal point, '-' minus, '<' minus of what stands before, '?' vague or none */
    uint16_t tokens;
    bool digits, clitic; /* clitic: Arabic "and" was written on to it */
};

static bool word_item(const struct source *s, struct kh_hit hit, struct item *out)
{
    struct kh_entry entry;
    if (!hit.entries || !kh_hit_get(s->lexicon, hit, KH_LEX_NUMBER, s->lang, &entry)) return false;
    struct kh_str v = entry.value;
    out->kind = 'v';
    out->tokens = hit.tokens;
    if (kh_str_eq(v, KH_STR("-")) || kh_str_eq(v, KH_STR("<-")) || kh_str_eq(v, KH_STR("."))) {
        out->kind = v.p[0];
        return true;
    }
    bool behind = kh_str_starts(v, KH_STR("<"));
    if (behind) v.p++, v.n--;
    bool vague = v.n && v.p[v.n - 1] == '?';
    if (vague) v.n--;
    if (v.n && (v.p[0] == 'x' || v.p[0] == '+' || v.p[0] == '-')) {
        out->kind = v.p[0] == 'x' ? 'x' : '+';
        if (v.p[0] != '-') v.p++, v.n--;
    }
    char text[32];
    if ((v.n == 0 && !vague) || v.n >= sizeof text) return false;
    memcpy(text, v.p, v.n);
    text[v.n] = '\0';
    out->value = strtod(text, NULL);
    if (behind) out->kind = '*';
    if (vague) out->kind = '?';
    return true;
}

/* Digits in groups parted by spaces: 12 500 000. */
static void join_groups(const struct source *s, uint32_t at, struct item *item)
{
    const struct kh_tokens *tokens = s->tokens;
    if (!s->grammar.comma_decimal || tokens->items[at].folded.n > 3) return;
    for (uint32_t i = at + 1; i < tokens->n; i++) {
        const struct kh_token *t = &tokens->items[i];
        bool decimals = t->folded.n > 4 && t->folded.p[3] == ',';
        if (t->kind != KH_TOKEN_NUMBER || t->folded.p[0] == '.' ||
            (t->flags & (KH_TOKEN_PARA | KH_TOKEN_GLUED)) || (t->folded.n != 3 && !decimals))
            return;
        double part;
        if (t->start - tokens->items[i - 1].end > 3 || !kh_number_parse(t->folded, true, &part))
            return;
        item->value = item->value * 1000 + part;
        item->tokens++;
        if (decimals) return;
    }
}

bool kh_number_is_sign(const struct kh_tokens *tokens, uint32_t at)
{
    const struct kh_token *t = &tokens->items[at];
    if ((t->code != '-' && t->code != 0x2212) || at + 1 >= tokens->n) return false;
    if (t[1].kind != KH_TOKEN_NUMBER || !(t[1].flags & KH_TOKEN_GLUED)) return false;
    if (at == 0) return true;
    return !(t->flags & KH_TOKEN_PARA) && (!(t->flags & KH_TOKEN_GLUED) || t[-1].code == '(') &&
           t[-1].kind != KH_TOKEN_NUMBER;
}

static bool item_at(const struct source *s, uint32_t at, struct item *out)
{
    *out = (struct item){.kind = 'v', .tokens = 1};
    if (at >= s->tokens->n) return false;
    const struct kh_token *t = &s->tokens->items[at];
    if (t->kind == KH_TOKEN_PUNCT) {
        out->kind = '-';
        return kh_number_is_sign(s->tokens, at);
    }
    if (t->kind == KH_TOKEN_NUMBER) {
        out->digits = true;
        if (!kh_number_parse(t->folded, s->grammar.comma_decimal, &out->value)) return false;
        join_groups(s, at, out);
        return true;
    }
    if (word_item(s, kh_lexicon_match(s->lexicon, s->tokens, at), out)) return true;
    /* Arabic "and" is one letter, written on to the word. */
    if (!s->grammar.clitics || t->folded.n < 6 || memcmp(t->folded.p, "و", 2) != 0) return false;
    struct kh_str rest = {t->folded.p + 2, t->folded.n - 2};
    out->clitic = true;
    return word_item(s, kh_lexicon_find(s->lexicon, rest), out);
}

static bool is_and(const struct kh_tokens *tokens, uint32_t at, uint32_t lang)
{
    if (at >= tokens->n) return false;
    struct kh_str w = tokens->items[at].folded;
    if (lang == KH_LANG('e', 'n')) return kh_str_eq(w, KH_STR("and"));
    return (lang == KH_LANG('f', 'a') || lang == KH_LANG('a', 'r')) && kh_str_eq(w, KH_STR("و"));
}

struct sum {
    double total, current, pending;
    double least; /* the smallest multiplier so far */
    bool have, digits, fraction;
    double last; /* the last plain value, for what may follow it */
    char kind;
};

/* Whether a plain value may be added to what there is: twenty + five, hundred + twenty. */
static bool may_add(const struct sum *s, const struct item *item)
{
    if (!s->have) return true;
    if (s->kind == 'x') return item->value < s->least;
    if (s->digits || item->digits) return false;
    if (s->last >= 100 && fmod(s->last, 100) == 0) return item->value < 100;
    if (s->last >= 20 && s->last < 100 && fmod(s->last, 10) == 0) return item->value < 10;
    return item->clitic && s->last < 10 && item->value >= 20 && item->value < 100 &&
           fmod(item->value, 10) == 0;
}

/* The digits behind a decimal point: as digits, in words one by one ("zero five") or in one word
 * ("twenty-five"). Returns their tokens, 0 when there are none. */
static uint32_t fraction_at(const struct source *s, uint32_t at, double *value)
{
    struct item item;
    double scale = 1;
    uint32_t i = at;
    bool more = true;
    *value = 0;
    while (more && item_at(s, i, &item) && item.kind == 'v' && item.value == floor(item.value)) {
        const struct kh_token *t = &s->tokens->items[i];
        if (item.tokens > 1 || item.value >= 1000 || (t->flags & KH_TOKEN_PARA)) break;
        more = !item.digits && item.value < 10;
        if (i > at && !more) break;
        scale *= item.digits ? pow(10, (double)t->folded.n) : item.value < 10 ? 10 : 100;
        *value += item.value / scale;
        i++;
    }
    return i - at;
}

static bool take(struct sum *s, const struct item *item)
{
    if (item->kind == '+') {
        if (!s->have) s->pending += item->value;
        return !s->have;
    }
    if (item->kind == '*') { /* half of what was multiplied last: "a million and a half" */
        if (!s->have) return false;
        double *sum = s->kind == 'x' && s->least >= 1000 ? &s->total : &s->current;
        *sum += s->kind == 'x' ? item->value * s->least : item->value;
        s->digits = true;
        return true;
    }
    if (item->kind == 'x') {
        if (s->have && s->kind == 'x' && item->value <= s->least && s->current == 0) return false;
        double base = s->current != 0 ? s->current : s->have && s->kind == 'x' ? s->total : 1;
        if (s->current == 0 && s->have && s->kind == 'x') s->total = 0;
        s->current = (base + s->pending) * item->value;
        s->pending = 0;
        if (item->value >= 1000) {
            s->total += s->current;
            s->current = 0;
        }
        s->least = item->value;
        s->kind = 'x';
    } else {
        if (!may_add(s, item)) return false;
        s->current += item->value + s->pending;
        s->pending = 0;
        s->last = item->value;
        s->kind = 'v';
    }
    s->have = true;
    s->digits = item->digits;
    return true;
}

struct kh_number kh_number_read(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                                uint32_t at, uint32_t lang)
{
    struct kh_number out = {.in_words = true};
    const struct source source = {lexicon, tokens, lang, kh_grammar_of(lexicon, lang)};
    struct sum sum = {.least = HUGE_VAL};
    struct item item;
    uint32_t i = at;
    bool minus = false;
    while (item_at(&source, i, &item)) {
        if (i > at && (tokens->items[i].flags & KH_TOKEN_PARA)) break;
        if (item.kind == '-') {
            if (i > at || (at > 0 && tokens->items[at - 1].kind == KH_TOKEN_NUMBER)) break;
            minus = true;
            i += item.tokens;
            continue;
        }
        if (item.kind == '.') {
            double fraction;
            uint32_t n = sum.have && sum.kind == 'v' && !sum.fraction
                             ? fraction_at(&source, i + item.tokens, &fraction)
                             : 0;
            if (!n) break;
            sum.current += fraction;
            sum.digits = sum.fraction = true;
            i += item.tokens + n;
            out.tokens = (uint16_t)(i - at);
            continue;
        }
        if (item.kind == '?' || item.kind == '<') {
            out.vague = i == at;
            if (i == at) out.tokens = item.tokens;
            break;
        }
        bool glued = i > at && (tokens->items[i].flags & KH_TOKEN_GLUED);
        if (glued && item.kind != 'x' && !item.digits) break;
        /* A lone letter (m, k) multiplies only when it is written on to the digits. */
        if (item.kind == 'x' && tokens->items[i].folded.n == 1 && !glued) break;
        if (!take(&sum, &item)) break;
        if (item.digits) out.in_words = false;
        out.glued_suffix = glued && item.kind == 'x';
        i += item.tokens;
        out.tokens = (uint16_t)(i - at);
        if (is_and(tokens, i, lang)) {
            struct item next;
            bool small = item_at(&source, i + 1, &next) && next.kind == 'v' && !next.digits &&
                         may_add(&sum, &next);
            if (small) i++;
        }
    }
    out.value = (sum.total + sum.current + sum.pending) * (minus ? -1 : 1);
    if (!sum.have && !out.vague) out.tokens = 0;
    /* "Millions" without a number before it is no amount. */
    bool bare = out.tokens == 1 && out.in_words && sum.kind == 'x' && sum.least >= 1e6;
    if (bare && lang != KH_LANG('r', 'u')) out.tokens = 0;
    return out;
}

uint32_t kh_number_below(const struct kh_lexicon *lexicon, const struct kh_tokens *tokens,
                         uint32_t at, uint32_t lang)
{
    const struct source source = {.lexicon = lexicon, .tokens = tokens, .lang = lang};
    struct item item;
    return item_at(&source, at, &item) && item.kind == '<' ? item.tokens : 0;
}

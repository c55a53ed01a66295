/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs of words that look like a person's name, and how strongly: a title before or behind, given
 * names, capitals where the script has them, a verb of saying. Takes sights with all labels but
 * those of people set; decides nothing about the article as a whole.
 */
#include "understand/people.h"

#include "lang/inflect.h"

#define BLOCKING                                                                                   \
    (KH_BIT(STOP) | KH_BIT(MONTH) | KH_BIT(WEEKDAY) | KH_BIT(RELATIVE) | KH_BIT(NUMBER) |          \
     KH_BIT(CONCEPT) | KH_BIT(ACT) | KH_BIT(ATTRIB) | KH_BIT(UNIT) | KH_BIT(ORGHEAD) |             \
     KH_BIT(APPROX) | KH_BIT(ORDINAL) | KH_BIT(DATEWORD) | KH_BIT(FURNITURE) | KH_BIT(BYLINE) |    \
     KH_BIT(DEMONYM) | KH_BIT(ZONE) | KH_BIT(ROLE))

/* A given name that is no word of everyday speech. */
static bool is_given(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    const struct kh_sight *sight = &view->sights[at];
    if (!(sight->word & KH_BIT(GIVEN)) && !(sight->clitic_bytes && (sight->phrase & KH_BIT(GIVEN))))
        return false;
    struct kh_entry e;
    struct kh_hit hit =
        sight->clitic_bytes ? sight->hit : kh_lexicon_word(r->lexicon, &view->tokens->items[at]);
    if (!kh_hit_get(r->lexicon, hit, KH_LEX_GIVEN, r->lang, &e)) return false;
    return e.value.n == 0 || e.value.p[e.value.n - 1] != '?';
}

static bool is_any_given(const struct kh_view *view, uint32_t at)
{
    return (view->sights[at].word & KH_BIT(GIVEN)) != 0;
}

static bool is_part(const struct kh_view *view, uint32_t at)
{
    return (view->sights[at].word & KH_BIT(NAMEPART)) != 0 && !is_any_given(view, at);
}

/* A word of the news in an inflected form. */
static bool is_inflected_word(const struct kh_reader *r, const struct kh_token *t)
{
    struct kh_entry e;
    return kh_inflected_word(r->lexicon, t, KH_LEX_CONCEPT, r->lang, &e);
}

/* An adverb in -an, or "and" written on to a word. */
static bool is_arabic_word(const struct kh_view *view, const struct kh_token *t)
{
    struct kh_str source = kh_str_sub(view->tokens->text, t->start, t->end);
    if (kh_str_find(source, KH_STR("\u064B"), 0) != SIZE_MAX) return true;
    return t->folded.n > 8 && kh_str_starts(t->folded, KH_STR("و"));
}

/* "For the" written on to a word. */
static bool is_for_the(const struct kh_token *t)
{
    return kh_str_starts(t->folded, KH_STR("لل"));
}

/* An Arabic word with the article, "and" or "for" before it or not. */
static bool is_definite(const struct kh_reader *r, const struct kh_token *t)
{
    return r->lang == KH_LANG('a', 'r') && t->kind == KH_TOKEN_WORD &&
           (kh_str_starts(t->folded, KH_STR("ال")) || kh_str_starts(t->folded, KH_STR("وال")) ||
            is_for_the(t));
}

/* An adjective of a country that is part of an Arabic name. Adjectives agree in the article: one
 * with it behind a given name, and one without it behind a title that has it, are names. */
static bool is_nisba(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    const struct kh_sight *sight = &view->sights[at];
    const struct kh_token *t = &view->tokens->items[at];
    if (sight->label != KH_IS_ADJECTIVE || sight->hit.tokens != 1 || sight->clitic_bytes ||
        r->lang != KH_LANG('a', 'r') || (t->flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)))
        return false;
    if (is_definite(r, t))
        return (is_any_given(view, at - 1) && !view->sights[at - 1].clitic_bytes) ||
               (at > 1 && is_part(view, at - 2));
    bool title = view->sights[at - 1].label == KH_IS_ROLE && is_definite(r, t - 1);
    return title && at + 1 < view->tokens->n && view->sights[at + 1].label == KH_FREE &&
           is_definite(r, t + 1);
}

bool kh_is_name_word(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    if (at >= view->tokens->n) return false;
    const struct kh_token *t = &view->tokens->items[at];
    const struct kh_sight *sight = &view->sights[at];
    if (is_nisba(r, view, at)) return true;
    if (t->kind != KH_TOKEN_WORD || (sight->label != KH_FREE && sight->label != KH_IS_PERSON))
        return false;
    if (r->cased) {
        if (!(t->flags & KH_TOKEN_CAPITAL)) return false;
        if (is_any_given(view, at)) return !(sight->word & (KH_BIT(MONTH) | KH_BIT(STOP)));
        if ((t->flags & KH_TOKEN_UPPER) && t->end - t->start <= 5) return false;
        if ((sight->word & BLOCKING) == KH_BIT(CONCEPT) && at > 0 && is_given(r, view, at - 1))
            return true; /* a surname that is also a word: Taylor Swift */
        return !(sight->word & BLOCKING) && !sight->common;
    }
    if (t->script != KH_SCRIPT_ARABIC && t->script != KH_SCRIPT_DEVANAGARI) return false;
    if (is_any_given(view, at)) return !(sight->word & KH_BIT(STOP)) || is_given(r, view, at);
    if (sight->word & KH_BIT(NAMEPART)) return true;
    if ((sight->word & BLOCKING) || sight->clitic_bytes || t->folded.n < 4) return false;
    if (r->lang == KH_LANG('a', 'r') && (is_arabic_word(view, t) || is_for_the(t))) return false;
    return r->lang == KH_LANG('f', 'a') || !is_inflected_word(r, t);
}

static bool is_role(const struct kh_view *view, uint32_t at)
{
    const struct kh_sight *sight = &view->sights[at];
    return sight->label == KH_IS_ROLE ||
           (sight->label == KH_FREE && ((sight->phrase | sight->word) & KH_BIT(ROLE)));
}

/* Marks that a title and its name may have between them. */
static bool links_title(const struct kh_token *t)
{
    return t->code == ',' || t->code == 0x060C || t->code == '(' || t->code == ')' ||
           t->code == '-' || t->code == '\'' || t->code == '"' || t->code == 0x201C ||
           t->code == 0x2019 || (t->code == '.' && (t->flags & KH_TOKEN_GLUED));
}

/* Arabic "in", which may stand inside a title. */
static bool is_preposition(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    struct kh_entry e;
    if (r->lang != KH_LANG('a', 'r') || !(view->sights[at].word & KH_BIT(MARKER))) return false;
    struct kh_hit hit = kh_lexicon_word(r->lexicon, &view->tokens->items[at]);
    return kh_hit_get(r->lexicon, hit, KH_LEX_MARKER, r->lang, &e) &&
           kh_str_eq(e.value, KH_STR("in"));
}

int kh_is_after_role(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    unsigned words = 0, commas = 0;
    int near = 2;
    bool definite = true; /* all words so far have the article: the title's own */
    bool adjective = at > 0 && view->sights[at - 1].label == KH_IS_ADJECTIVE;
    for (uint32_t i = at; i > 0 && at - i < 10; i--) {
        if (view->tokens->items[i].flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) return 0;
        const struct kh_token *t = &view->tokens->items[i - 1];
        const struct kh_sight *sight = &view->sights[i - 1];
        if (is_role(view, i - 1)) return near;
        if (sight->label == KH_IS_ADJECTIVE || sight->label == KH_IS_PLACE ||
            sight->label == KH_IS_ORG)
            continue;
        if (t->kind == KH_TOKEN_PUNCT) {
            if (!links_title(t) || ((t->code == ',' || t->code == 0x060C) && ++commas > 1))
                return 0;
            continue;
        }
        if (kh_str_eq(t->folded, KH_STR("of")) || kh_str_eq(t->folded, KH_STR("the")) ||
            kh_str_eq(t->folded, KH_STR("for")))
            continue;
        if (is_preposition(r, view, i - 1)) { /* minister of the affairs of those in ... */
            near = 1;
            continue;
        }
        if (sight->word & (KH_BIT(ATTRIB) | KH_BIT(ACT) | KH_BIT(STOP))) return 0;
        definite = definite && is_definite(r, t);
        if (definite) continue;
        if (++words > 3) return 0;
        if (!adjective) near = 1;
    }
    return 0;
}

/* Marks and particles that may stand inside a name: hyphen, initial's stop, bin, van. How many
 * tokens they take before the next name word; 0 when no name word follows. */
static uint32_t link_at(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    const struct kh_tokens *tokens = view->tokens;
    if (at + 1 >= tokens->n) return 0;
    const struct kh_token *t = tokens->items + at;
    bool next = kh_is_name_word(r, view, at + 1) && !(t[1].flags & KH_TOKEN_PARA);
    bool glued = (t->flags & KH_TOKEN_GLUED) && (t[1].flags & KH_TOKEN_GLUED);
    if (t->code == '-' && glued && next) return 1;
    if ((t->code == '\'' || t->code == 0x2019) && glued && next && t[1].folded.n > 1) return 1;
    bool initial = t->code == '.' && at > 0 && t[-1].end - t[-1].start <= 2;
    if (initial && next) return 1;
    bool particle = r->cased && t->kind == KH_TOKEN_WORD && !(t->flags & KH_TOKEN_PARA) &&
                    (view->sights[at].word & KH_BIT(NAMEPART));
    if (particle && next) return 1;
    bool hyphen = particle && t[1].code == '-' && kh_is_name_word(r, view, at + 2);
    if (hyphen && (t[1].flags & KH_TOKEN_GLUED)) return 2;
    return 0;
}

static bool run_put(struct kh_run *run, uint32_t at)
{
    if (run->words_n >= KH_NAME_WORDS) return false;
    run->words[run->words_n++] = at;
    run->n = at + 1 - run->at;
    return true;
}

static struct kh_run cased_run(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    struct kh_run run = {.view = view, .at = at};
    if (!kh_is_name_word(r, view, at)) return run;
    run_put(&run, at);
    for (uint32_t i = at + 1; i < view->tokens->n;) {
        if (view->tokens->items[i].flags & KH_TOKEN_PARA) break;
        uint32_t link = link_at(r, view, i);
        if (link && run_put(&run, i + link)) {
            i += link + 1;
            continue;
        }
        if (!kh_is_name_word(r, view, i) || (view->tokens->items[i].flags & KH_TOKEN_SENTENCE) ||
            !run_put(&run, i))
            break;
        i++;
    }
    return run;
}

/* Urdu "ne" behind the one who did something. */
static bool is_subject_mark(const struct kh_reader *r, const struct kh_token *t)
{
    return r->lang == KH_LANG('u', 'r') && kh_str_eq(t->folded, KH_STR("نی"));
}

/* What follows the run speaks for a person: ", minister", "said". */
static int strength_behind(const struct kh_reader *r, const struct kh_run *run)
{
    const struct kh_view *view = run->view;
    uint32_t i = run->at + run->n;
    if (i >= view->tokens->n) return 0;
    const struct kh_token *t = &view->tokens->items[i];
    if (view->sights[i].word & (KH_BIT(ATTRIB) | KH_BIT(ACT))) return 10;
    if (is_subject_mark(r, t)) return 10;
    if (t->code != ',' && t->code != 0x060C && t->code != '(') return 0;
    for (uint32_t k = i + 1; k < i + 6 && k < view->tokens->n; k++) {
        if (is_role(view, k)) return 12;
        if (view->tokens->items[k].kind == KH_TOKEN_PUNCT) break;
    }
    return 0;
}

/* A verb of saying stands right before: "said X", "قال X". */
static bool is_after_saying(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    struct kh_entry e;
    const struct kh_sight *sight = &view->sights[at - (at > 0)];
    if (at == 0 || !((sight->word | sight->phrase) & KH_BIT(ACT))) return false;
    if (view->tokens->items[at].flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) return false;
    struct kh_hit hit = sight->hit;
    if (!sight->clitic_bytes) hit = kh_lexicon_word(r->lexicon, &view->tokens->items[at - 1]);
    if (!kh_hit_get(r->lexicon, hit, KH_LEX_ACT, r->lang, &e)) return false;
    return kh_str_eq(e.value, KH_STR("say")) || kh_str_eq(e.value, KH_STR("tell"));
}

static int cased_strength(const struct kh_reader *r, const struct kh_run *run)
{
    const struct kh_view *view = run->view;
    const struct kh_token *t = &view->tokens->items[run->at];
    int strength = strength_behind(r, run);
    strength += 10 * kh_is_after_role(r, view, run->at);
    if (run->words_n > 1 && is_after_saying(r, view, run->at)) strength += 10;
    if (is_given(r, view, run->words[0])) strength += run->words_n > 1 ? 20 : 5;
    for (unsigned i = 1; i < run->words_n; i++)
        if (is_any_given(view, run->words[i])) strength += 8;
    bool start = (t->flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) != 0;
    if (run->words_n >= 2 && run->words_n <= 4) strength += start ? 8 : 10;
    if (run->at > 0 && !(t->flags & KH_TOKEN_PARA)) {
        const struct kh_token *before = t - 1;
        static const char *const places[] = {"the", "a", "an", "in", "at", "в", "на", "von"};
        for (unsigned i = 0; i < sizeof places / sizeof *places; i++)
            if (kh_str_eq(before->folded, kh_str_of(places[i]))) strength -= 12;
        if (view->sights[run->at - 1].label == KH_IS_ORG) strength -= 10;
    }
    uint32_t behind = run->at + run->n;
    if (behind < view->tokens->n && view->sights[behind].label == KH_IS_ORG &&
        !(view->tokens->items[behind].flags & KH_TOKEN_PARA))
        strength -= 10;
    return run->words_n == 1 ? strength - 5 : strength;
}

/* A postposition, comma or label right behind: a name may end here. */
static bool ends_name(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    if (at >= view->tokens->n) return true;
    const struct kh_token *t = &view->tokens->items[at];
    if (t->kind == KH_TOKEN_PUNCT)
        return t->code == ',' || t->code == 0x060C || t->code == '(' || t->code == ')' ||
               t->code == ':' || t->code == '"' || t->code == 0x201C;
    if (view->sights[at].word & (KH_BIT(STOP) | KH_BIT(ACT) | KH_BIT(ATTRIB))) return true;
    bool arabic = r->lang == KH_LANG('a', 'r');
    return arabic && ((view->sights[at].word & KH_BIT(CONCEPT)) || is_inflected_word(r, t) ||
                      is_arabic_word(view, t));
}

/* What a caseless run holds so far. */
struct proof {
    unsigned given, unknown;
    int role;
    bool said;    /* behind a verb of saying, where the verb comes first */
    bool family;  /* an Arabic family name is among them */
    bool linked;  /* the last word was bin, abu */
    bool apposed; /* Name Name, role */
};

/* A word that ends names (Allah, al-Din, zada) and needs none behind it. */
static bool is_tail(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    struct kh_entry e;
    if (!is_part(view, at)) return false;
    struct kh_hit hit = kh_lexicon_word(r->lexicon, &view->tokens->items[at]);
    return kh_hit_get(r->lexicon, hit, KH_LEX_NAMEPART, r->lang, &e) &&
           kh_str_starts(e.value, KH_STR("tail"));
}

/* A title that is also a name, between name words. */
static bool is_title_name(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    return view->sights[at].label == KH_IS_ROLE && view->sights[at].hit.tokens == 1 &&
           is_any_given(view, at) && kh_is_name_word(r, view, at + 1);
}

/* Two unknown words at the start of a sentence, a comma, and a role. */
static bool is_apposed(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    const struct kh_tokens *tokens = view->tokens;
    if (!(tokens->items[at].flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) || at + 3 >= tokens->n)
        return false;
    if (!kh_is_name_word(r, view, at + 1)) return false;
    uint32_t comma = tokens->items[at + 2].kind == KH_TOKEN_PUNCT ? at + 2 : at + 3;
    uint32_t code = tokens->items[comma].code;
    if (code != ',' && code != 0x060C) return false;
    for (uint32_t i = comma + 1; i < comma + 3 && i < tokens->n; i++)
        if (is_role(view, i)) return true;
    return false;
}

/* What stands before the token, a title being near, lets nothing but a name follow: a rank, a comma
 * behind the title (closed by another one), in Arabic a title with the article before a word
 * without. */
static bool awaits_name(const struct kh_reader *r, const struct kh_view *view,
                        const struct kh_run *run)
{
    const struct kh_tokens *tokens = view->tokens;
    if (run->at == 0 || view->sights[run->at - 1].before_name) return run->at > 0;
    const struct kh_token *t = &tokens->items[run->at];
    if (is_definite(r, t - 1))
        return run->words_n < 2 || view->sights[run->at].label == KH_IS_ADJECTIVE ||
               !is_definite(r, &tokens->items[run->words[1]]);
    uint32_t behind = run->at + run->n;
    return (t[-1].code == ',' || t[-1].code == 0x060C) && behind < tokens->n &&
           (tokens->items[behind].code == ',' || tokens->items[behind].code == 0x060C);
}

/* The word occurs more than once in the article. */
static bool is_repeated(const struct kh_reader *r, const struct kh_token *t)
{
    const uint32_t *count = kh_map_get(&r->lower, t->folded);
    return count && *count > 1;
}

/* Whether a word that is no known name may go on with the run: a surname does, a verb must not. */
static bool may_append(const struct kh_reader *r, const struct kh_view *view,
                       const struct kh_run *run, const struct proof *proof, uint32_t at)
{
    const struct kh_token *t = &view->tokens->items[at];
    if (proof->linked) return true;
    bool arabic = r->lang == KH_LANG('a', 'r');
    bool ends = ends_name(r, view, at + 1) || is_repeated(r, t);
    if (arabic && is_definite(r, t))
        return !proof->family && (proof->given > 0 || proof->role == 2 || ends);
    unsigned most = proof->given ? 1 : 2;
    if (proof->role == 2 && ends) most++;
    if (proof->unknown >= most) return false;
    return run->words_n < 2 || ends;
}

/* A word that only its likeness to an inflected one keeps from being a name, where a name must end:
 * behind a given name or a title and its first word, before a comma or the mark of the subject. */
static bool is_last_name(const struct kh_reader *r, const struct kh_view *view,
                         const struct kh_run *run, const struct proof *proof, uint32_t at)
{
    const struct kh_token *t = &view->tokens->items[at];
    const struct kh_sight *sight = &view->sights[at];
    if (t->kind != KH_TOKEN_WORD || sight->label != KH_FREE || (sight->word & BLOCKING) ||
        sight->clitic_bytes || t->folded.n < 8 || at + 1 >= view->tokens->n)
        return false;
    bool open = is_given(r, view, at - 1) || (proof->role == 2 && run->words_n == 1);
    return open && (t[1].code == ',' || t[1].code == 0x060C || is_subject_mark(r, t + 1));
}

/* X son of Y is a name, whatever X is. */
static bool is_son(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    if (at + 2 >= view->tokens->n || !is_part(view, at + 1)) return false;
    struct kh_str link = view->tokens->items[at + 1].folded;
    return (kh_str_eq(link, KH_STR("بن")) || kh_str_eq(link, KH_STR("بنت"))) &&
           !(view->sights[at].word & KH_BIT(STOP)) && kh_is_name_word(r, view, at + 2);
}

static bool starts_run(const struct kh_reader *r, const struct kh_view *view, uint32_t at,
                       struct proof *proof)
{
    const struct kh_token *t = &view->tokens->items[at];
    if (t->kind != KH_TOKEN_WORD || is_part(view, at)) return false;
    bool son = is_son(r, view, at);
    if (view->sights[at].label != KH_FREE && !is_nisba(r, view, at) && !son) return false;
    proof->role = kh_is_after_role(r, view, at);
    /* The cheap questions first: most words begin no name. */
    bool may = proof->role || is_any_given(view, at) || view->sights[at].clitic_bytes ||
               (t->flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) || son ||
               (at > 0 && (view->sights[at - 1].word & KH_BIT(ACT)));
    if (!may || (!son && !kh_is_name_word(r, view, at))) return false;
    proof->given = is_given(r, view, at);
    proof->unknown = !is_any_given(view, at);
    bool al = kh_str_starts(view->tokens->items[at].folded, KH_STR("ال"));
    if (proof->unknown && al && r->lang == KH_LANG('a', 'r')) return false;
    if (son) {
        proof->given = 1;
        proof->unknown = 0;
    }
    proof->apposed = is_apposed(r, view, at);
    proof->said = r->lang == KH_LANG('a', 'r') && is_after_saying(r, view, at);
    /* "Minister of Railways X Khan": an unknown name before a known one. */
    bool before = proof->role && at + 1 < view->tokens->n && is_given(r, view, at + 1);
    if (before) proof->unknown = 0;
    return proof->given || (proof->role && !proof->unknown) || proof->role == 2 || proof->apposed ||
           proof->said || before;
}

/* Begins like a verb of the language, as data/namepart has it: Arabic "will" written on to it. */
static bool is_verb_shaped(const struct kh_reader *r, const struct kh_token *t)
{
    char key[6];
    struct kh_entry e;
    if (r->lang != KH_LANG('a', 'r') || t->folded.n < 10) return false;
    memcpy(key, t->folded.p, 4);
    memcpy(key + 4, " -", 2);
    struct kh_hit hit = kh_lexicon_find(r->lexicon, (struct kh_str){key, sizeof key});
    return hit.entries && kh_hit_get(r->lexicon, hit, KH_LEX_NAMEPART, r->lang, &e);
}

/* A known name and one other word that ends the run: in Arabic with the article, like most family
 * names, elsewhere before something that ends names. */
static bool is_full_name(const struct kh_reader *r, const struct kh_run *run,
                         const struct proof *proof)
{
    if (!proof->given || run->words_n < 2 || proof->unknown != 1) return false;
    uint32_t last = run->words[run->words_n - 1];
    const struct kh_token *t = &run->view->tokens->items[last];
    if (is_any_given(run->view, last) || is_verb_shaped(r, t)) return false;
    return is_definite(r, t) || ends_name(r, run->view, last + 1);
}

static struct kh_run caseless_run(const struct kh_reader *r, const struct kh_view *view,
                                  uint32_t at)
{
    struct kh_run run = {.view = view, .at = at};
    struct proof proof = {.given = 0};
    unsigned weak = is_any_given(view, at) && !is_given(r, view, at);
    if (!starts_run(r, view, at, &proof)) return run;
    run_put(&run, at);
    for (uint32_t i = at + 1; i < view->tokens->n; i++) {
        const struct kh_token *t = &view->tokens->items[i];
        if (t->flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) break;
        bool hyphen = t->code == '-' && (t->flags & KH_TOKEN_GLUED);
        if (hyphen && kh_is_name_word(r, view, i + 1)) continue;
        if (!kh_is_name_word(r, view, i) && !is_title_name(r, view, i) &&
            !is_last_name(r, view, &run, &proof, i))
            break;
        bool tail = is_tail(r, view, i);
        bool inner = is_part(view, i) && !tail, known = is_any_given(view, i);
        if (inner && !kh_is_name_word(r, view, i + 1)) break;
        if (!known && !inner && !tail && !may_append(r, view, &run, &proof, i)) break;
        proof.unknown += !known && !inner && !tail && !proof.linked;
        proof.given += is_given(r, view, i);
        weak += known && !is_given(r, view, i);
        proof.family = proof.family || (!known && !proof.linked && is_definite(r, t));
        proof.linked = inner;
        if (!run_put(&run, i)) break;
    }
    run.strength = proof.role * 10 + (int)proof.given * 10 + (int)weak * 5;
    run.strength -= proof.unknown <= 2 && proof.apposed ? 0 : (int)proof.unknown * 4;
    if (proof.apposed || proof.said) run.strength += 10;
    if (proof.role == 2 && run.words_n > 1 && awaits_name(r, view, &run)) run.strength += 8;
    if (proof.given && run.words_n > 1 && proof.unknown <= 1) run.strength += 4;
    if (is_full_name(r, &run, &proof)) run.strength += 10;
    run.strength += strength_behind(r, &run);
    if (run.words_n == 1) run.strength -= proof.given && proof.role ? 0 : 16;
    return run;
}

struct kh_run kh_run_at(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    if (!r->cased) return caseless_run(r, view, at);
    struct kh_run run = cased_run(r, view, at);
    if (run.words_n) run.strength = cased_strength(r, &run);
    return run;
}

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
    struct kh_hit hit = sight->clitic_bytes
                            ? sight->hit
                            : kh_lexicon_find(r->lexicon, view->tokens->items[at].folded);
    if (!kh_hit_get(r->lexicon, hit, KH_LEX_GIVEN, r->lang, &e)) return false;
    return e.value.n == 0 || e.value.p[e.value.n - 1] != '?';
}

static bool is_any_given(const struct kh_view *view, uint32_t at)
{
    return (view->sights[at].word & KH_BIT(GIVEN)) != 0;
}

/* A word of the news in an inflected form. */
static bool is_inflected_word(const struct kh_reader *r, const struct kh_token *t)
{
    struct kh_entry e;
    return kh_inflected_get(r->lexicon, t->folded, KH_LEX_CONCEPT, r->lang, &e) ||
           kh_inflected_get(r->lexicon, t->folded, KH_LEX_ACT, r->lang, &e);
}

/* An adverb in -an, or "and" written on to a word. */
static bool is_arabic_word(const struct kh_view *view, const struct kh_token *t)
{
    struct kh_str source = kh_str_sub(view->tokens->text, t->start, t->end);
    if (kh_str_find(source, KH_STR("\u064B"), 0) != SIZE_MAX) return true;
    return t->folded.n > 8 && kh_str_starts(t->folded, KH_STR("و"));
}

bool kh_is_name_word(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    if (at >= view->tokens->n) return false;
    const struct kh_token *t = &view->tokens->items[at];
    const struct kh_sight *sight = &view->sights[at];
    if (t->kind != KH_TOKEN_WORD || (sight->label != KH_FREE && sight->label != KH_IS_PERSON))
        return false;
    if (r->cased) {
        if (!(t->flags & KH_TOKEN_CAPITAL)) return false;
        if (is_any_given(view, at)) return !(sight->word & (KH_BIT(MONTH) | KH_BIT(STOP)));
        if ((t->flags & KH_TOKEN_UPPER) && t->end - t->start <= 5) return false;
        return !(sight->word & BLOCKING) && !sight->common;
    }
    if (t->script != KH_SCRIPT_ARABIC && t->script != KH_SCRIPT_DEVANAGARI) return false;
    if (is_any_given(view, at)) return !(sight->word & KH_BIT(STOP)) || is_given(r, view, at);
    if (sight->word & KH_BIT(NAMEPART)) return true;
    if ((sight->word & BLOCKING) || sight->clitic_bytes || t->folded.n < 4) return false;
    if (r->lang == KH_LANG('a', 'r') && is_arabic_word(view, t)) return false;
    return !is_inflected_word(r, t);
}

bool kh_is_after_role(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    unsigned words = 0;
    for (uint32_t i = at; i > 0 && at - i < 9; i--) {
        if (view->tokens->items[i].flags & KH_TOKEN_PARA) return false;
        const struct kh_token *t = &view->tokens->items[i - 1];
        const struct kh_sight *sight = &view->sights[i - 1];
        if (sight->label == KH_IS_ROLE) return true;
        if (sight->label == KH_IS_ADJECTIVE || sight->label == KH_IS_PLACE ||
            sight->label == KH_IS_ORG)
            continue;
        if (t->kind == KH_TOKEN_PUNCT) {
            bool links = t->code == ',' || t->code == 0x060C || t->code == '(' || t->code == ')' ||
                         t->code == '-' || t->code == '\'' || t->code == '"' || t->code == 0x201C ||
                         (t->code == '.' && (t->flags & KH_TOKEN_GLUED));
            if (!links) return false;
            continue;
        }
        bool adjective = r->lang == KH_LANG('a', 'r') && kh_str_starts(t->folded, KH_STR("ال"));
        bool of = kh_str_eq(t->folded, KH_STR("of")) || kh_str_eq(t->folded, KH_STR("the"));
        if (of) continue;
        if (!adjective || ++words > 1) return false;
    }
    return false;
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
    if (r->cased && t->kind == KH_TOKEN_WORD && (view->sights[at].word & KH_BIT(NAMEPART)) &&
        next && !(t->flags & KH_TOKEN_PARA))
        return 1;
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

/* What follows the run speaks for a person: ", minister", "said". */
static int strength_behind(const struct kh_reader *r, const struct kh_run *run)
{
    const struct kh_view *view = run->view;
    uint32_t i = run->at + run->n;
    if (i >= view->tokens->n) return 0;
    const struct kh_token *t = &view->tokens->items[i];
    if (view->sights[i].word & (KH_BIT(ATTRIB) | KH_BIT(ACT))) return 10;
    if (r->lang == KH_LANG('u', 'r') && kh_str_eq(t->folded, KH_STR("نی"))) return 10;
    if (t->code != ',' && t->code != 0x060C && t->code != '(') return 0;
    for (uint32_t k = i + 1; k < i + 5 && k < view->tokens->n; k++) {
        if (view->sights[k].label == KH_IS_ROLE) return 10;
        if (view->tokens->items[k].kind == KH_TOKEN_PUNCT) break;
    }
    return 0;
}

static int cased_strength(const struct kh_reader *r, const struct kh_run *run)
{
    const struct kh_view *view = run->view;
    const struct kh_token *t = &view->tokens->items[run->at];
    int strength = strength_behind(r, run);
    if (kh_is_after_role(r, view, run->at)) strength += 20;
    if (is_given(r, view, run->words[0])) strength += run->words_n > 1 ? 20 : 5;
    for (unsigned i = 1; i < run->words_n; i++)
        if (is_any_given(view, run->words[i])) strength += 8;
    bool start = (t->flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) != 0;
    if (!start && run->words_n >= 2 && run->words_n <= 4) strength += 10;
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
static bool ends_name(const struct kh_view *view, uint32_t at)
{
    if (at >= view->tokens->n) return true;
    const struct kh_token *t = &view->tokens->items[at];
    if (t->kind == KH_TOKEN_PUNCT)
        return t->code == ',' || t->code == 0x060C || t->code == '(' || t->code == ')' ||
               t->code == ':' || t->code == '"' || t->code == 0x201C;
    return (view->sights[at].word & KH_BIT(STOP)) != 0;
}

static struct kh_run caseless_run(const struct kh_reader *r, const struct kh_view *view,
                                  uint32_t at)
{
    struct kh_run run = {.view = view, .at = at};
    if (!kh_is_name_word(r, view, at)) return run;
    bool role = kh_is_after_role(r, view, at);
    unsigned given = is_given(r, view, at), unknown = !is_any_given(view, at);
    bool part = (view->sights[at].word & KH_BIT(NAMEPART)) != 0;
    if ((!given && !role) || (part && !given)) return run;
    if (unknown && r->lang == KH_LANG('a', 'r') &&
        kh_str_starts(view->tokens->items[at].folded, KH_STR("ال")))
        return run;
    run_put(&run, at);
    for (uint32_t i = at + 1; i < view->tokens->n; i++) {
        const struct kh_token *t = &view->tokens->items[i];
        if (t->flags & (KH_TOKEN_PARA | KH_TOKEN_SENTENCE)) break;
        if (t->code == '-' && (t->flags & KH_TOKEN_GLUED) && kh_is_name_word(r, view, i + 1))
            continue;
        if (!kh_is_name_word(r, view, i)) break;
        bool known = is_any_given(view, i), inner = (view->sights[i].word & KH_BIT(NAMEPART)) != 0;
        if (inner && !known && !kh_is_name_word(r, view, i + 1)) break;
        if (!known && !inner) {
            bool linked = (view->sights[run.words[run.words_n - 1]].word & KH_BIT(NAMEPART)) != 0;
            unsigned most = given && run.words_n >= 2 ? 1 : given ? 1 : 2;
            if (!linked && unknown >= most) break;
            if (!linked && run.words_n >= 2 && !ends_name(view, i + 1)) break;
            unknown++;
        }
        given += is_given(r, view, i);
        if (!run_put(&run, i)) break;
    }
    run.strength = (role ? 20 : 0) + (int)given * 10 - (int)unknown * 4;
    if (given && run.words_n > 1 && unknown <= 1) run.strength += 4;
    run.strength += strength_behind(r, &run);
    if (run.words_n == 1) run.strength -= given && role ? 0 : 16;
    return run;
}

struct kh_run kh_run_at(const struct kh_reader *r, const struct kh_view *view, uint32_t at)
{
    if (!r->cased) return caseless_run(r, view, at);
    struct kh_run run = cased_run(r, view, at);
    if (run.words_n) run.strength = cased_strength(r, &run);
    return run;
}

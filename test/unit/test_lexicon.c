/* SPDX-License-Identifier: Apache-2.0
 *
 * Words learnt from events that are told in several languages: what is learnt and what is not, in
 * every order, and what articles and the window make of it. All events are invented.
 */
#include "test.h"

#include "match/internal.h"

#include <stdio.h>
#include <stdlib.h>

enum { EVENTS = 30, FIRE = 1, EVERYWHERE, TOPIC, TWICE, RAIN, OWN = 100 };

#define HERE KH_LANG('x', 'a') /* data/ has no concepts of these */
#define THERE KH_LANG('x', 'b')
#define KNOWN KH_LANG('x', 'k') /* of this it has */

struct world {
    struct kh_engine engine;
    struct kh_arena arena;
    struct kh_window *window;
};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->engine.lexicon = kh_lexicon_builtin();
    kh_arena_init(&w->arena, (size_t)64 << 20);
    w->window = kh_window_new(&w->engine);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    kh_window_free(w->window);
    kh_arena_clear(&w->arena);
    free(w);
    return 0;
}

static uint32_t word_of(uint32_t lang, unsigned what)
{
    return kh_term_key(KH_TERM_WORD, (uint64_t)lang * 1009 + what);
}

static uint32_t concept_of(unsigned what)
{
    return kh_term_key(KH_TERM_CONCEPT, what * 77);
}

struct writing {
    struct kh_term terms[16];
    uint32_t n;
};

static void write_term(struct writing *to, uint32_t key)
{
    to->terms[to->n] = (struct kh_term){.key = key, .count = 8, .start = 4 * to->n, .bytes = 3};
    to->n++;
}

static int by_key(const void *a, const void *b)
{
    uint32_t x = ((const struct kh_term *)a)->key, y = ((const struct kh_term *)b)->key;
    return x < y ? -1 : x > y;
}

static void put(struct world *w, uint32_t lang, unsigned event, struct writing *writing)
{
    char id[32], of[32];
    struct khabar_error err;
    snprintf(id, sizeof id, "%u-%u", event, lang);
    snprintf(of, sizeof of, "e%u", event);
    qsort(writing->terms, writing->n, sizeof *writing->terms, by_key);
    struct kh_features features = {.id = kh_str_of(id),
                                   .lang = lang,
                                   .hour = KH_HOUR_NONE,
                                   .tokens = 20,
                                   .terms = writing->terms,
                                   .terms_n = writing->n};
    assert_int_equal(kh_window_restore(w->window, &features, kh_str_of(of), &err), KHABAR_OK);
}

/* What an event is about. Fires in 0 to 5; in 3 to 9 a topic that both languages have a concept
 * for; 20 and 21 alone share something; rain, for which there is no concept, in 10 to 16. */
static bool tells(unsigned what, unsigned event)
{
    switch (what) {
    case FIRE: return event <= 5;
    case EVERYWHERE: return true;
    case TOPIC: return event >= 6 && event <= 11;
    case TWICE: return event == 20 || event == 21;
    case RAIN: return event >= 10 && event <= 16;
    default: return what == OWN + event;
    }
}

static void tell_event(struct world *w, unsigned event)
{
    const unsigned all[] = {FIRE, EVERYWHERE, TOPIC, TWICE, RAIN, OWN + event};
    struct writing here = {0}, there = {0}, known = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!tells(all[i], event)) continue;
        write_term(&here, word_of(HERE, all[i]));
        write_term(&there, word_of(THERE, all[i]));
        write_term(&known, word_of(KNOWN, all[i]));
        if (all[i] != RAIN) write_term(&known, concept_of(all[i]));
    }
    /* Here data/ has a word for the topic; another one goes with it. */
    if (tells(TOPIC, event)) write_term(&here, concept_of(TOPIC));
    put(w, HERE, event, &here);
    put(w, THERE, event, &there);
    put(w, KNOWN, event, &known);
}

static void learn(struct world *w)
{
    struct khabar_error err;
    assert_int_equal(kh_window_learn(w->window, &err), KHABAR_OK);
}

/* What the word means, 0: nothing. */
static uint32_t meaning(const struct world *w, uint32_t word)
{
    uint32_t n, before = 0;
    const struct kh_lexeme *all = kh_window_lexemes(w->window, &n);
    for (uint32_t i = 0; i < n; i++) {
        assert_true(i == 0 || all[i].word > before);
        before = all[i].word;
        if (all[i].word == word) return all[i].concept;
    }
    return 0;
}

static void words_are_learnt(void **state)
{
    struct world *w = *state;
    for (unsigned e = 0; e < EVENTS; e++) tell_event(w, e);
    learn(w);
    assert_int_equal(meaning(w, word_of(HERE, FIRE)), concept_of(FIRE));
    assert_int_equal(meaning(w, word_of(THERE, FIRE)), concept_of(FIRE));
    assert_int_equal(meaning(w, word_of(THERE, TOPIC)), concept_of(TOPIC));
    /* What no concept stands for: the words mean the same. */
    uint32_t rain = meaning(w, word_of(HERE, RAIN));
    assert_int_equal(kh_term_class(rain), KH_TERM_CONCEPT);
    assert_int_equal(meaning(w, word_of(THERE, RAIN)), rain);
    assert_int_equal(meaning(w, word_of(KNOWN, RAIN)), rain);
}

static void what_proves_nothing_is_not(void **state)
{
    struct world *w = *state;
    for (unsigned e = 0; e < EVENTS; e++) tell_event(w, e);
    learn(w);
    assert_int_equal(meaning(w, word_of(HERE, EVERYWHERE)), 0);
    assert_int_equal(meaning(w, word_of(HERE, TWICE)), 0);
    /* The concept is carried already: the word is only of its topic. */
    assert_int_not_equal(meaning(w, word_of(HERE, TOPIC)), concept_of(TOPIC));
}

static void two_events_teach_nothing(void **state)
{
    struct world *w = *state;
    uint32_t n;
    for (unsigned e = 20; e <= 21; e++) tell_event(w, e);
    learn(w);
    kh_window_lexemes(w->window, &n);
    assert_int_equal(n, 0);
    learn(w);
    kh_window_lexemes(w->window, &n);
    assert_int_equal(n, 0);
}

static void the_order_does_not_matter(void **state)
{
    struct world *w = *state;
    struct world other = {.engine = w->engine, .window = kh_window_new(&w->engine)};
    for (unsigned e = 0; e < EVENTS; e++) tell_event(w, e);
    for (unsigned e = EVENTS; e--;) tell_event(&other, e);
    learn(w);
    learn(&other);
    uint32_t n, others_n;
    const struct kh_lexeme *all = kh_window_lexemes(w->window, &n);
    const struct kh_lexeme *others = kh_window_lexemes(other.window, &others_n);
    assert_int_equal(n, others_n);
    assert_true(n > 4);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(all[i].word, others[i].word);
        assert_int_equal(all[i].concept, others[i].concept);
    }
    kh_window_free(other.window);
}

static const struct kh_warticle *article_of(const struct world *w, const char *id)
{
    uint32_t at = kh_window_find(w->window, kh_str_of(id));
    assert_int_not_equal(at, UINT32_MAX);
    return &w->window->articles[at];
}

static void articles_take_it(void **state)
{
    struct world *w = *state;
    char id[32];
    for (unsigned e = 0; e < EVENTS; e++) tell_event(w, e);
    snprintf(id, sizeof id, "0-%u", HERE);
    assert_int_equal(article_of(w, id)->learnt_n, 0);
    learn(w);
    assert_true(kh_warticle_learnt(article_of(w, id), concept_of(FIRE)));
    assert_false(article_of(w, id)->given);
    /* One that comes later as well, as if the word had been written twice. */
    struct writing late = {0};
    write_term(&late, word_of(HERE, FIRE));
    put(w, HERE, EVENTS, &late);
    snprintf(id, sizeof id, "%u-%u", EVENTS, HERE);
    assert_int_equal(article_of(w, id)->terms_n, 2);
    assert_int_equal(article_of(w, id)->terms[1].key, concept_of(FIRE));
    /* Where data/ gave the concept nothing is added, and the kind of a pair is as it was. */
    snprintf(id, sizeof id, "0-%u", KNOWN);
    assert_false(kh_warticle_learnt(article_of(w, id), concept_of(FIRE)));
    const struct kh_warticle *known = article_of(w, id);
    snprintf(id, sizeof id, "0-%u", HERE);
    assert_int_equal(kh_pair_kind_of(article_of(w, id), known), KH_PAIR_BARE);
    assert_true(kh_pair_reach(kh_pair_kind_of(article_of(w, id), known), article_of(w, id), known) >
                0);
}

static void the_shared_word_is_shown(void **state)
{
    struct world *w = *state;
    char here[32], known[32];
    for (unsigned e = 0; e < EVENTS; e++) tell_event(w, e);
    learn(w);
    snprintf(here, sizeof here, "0-%u", HERE);
    snprintf(known, sizeof known, "0-%u", KNOWN);
    struct kh_term term = {.key = word_of(HERE, FIRE), .count = 8, .start = 4, .bytes = 3};
    struct kh_features features = {
        .id = kh_str_of(here), .lang = HERE, .terms = &term, .terms_n = 1};
    struct kh_str *shared;
    uint32_t n = kh_window_shared(w->window, &w->arena, &features, KH_STR_NONE,
                                  KH_STR("the fir of it"), kh_str_of(known), &shared);
    assert_int_equal(n, 1);
    assert_str(shared[0], "fir");
}

static void what_was_known_is_kept_or_replaced(void **state)
{
    struct world *w = *state;
    struct khabar_error err;
    const struct kh_lexeme known[] = {
        {word_of(HERE, FIRE), concept_of(OWN), 6, 20},      /* seen as often: the new one holds */
        {word_of(THERE, FIRE), concept_of(OWN), 9, 20},     /* linked anew: likewise */
        {word_of(HERE, OWN + 500), concept_of(OWN), 5, 20}, /* not seen: stays */
        {word_of(HERE, TWICE), concept_of(OWN), 2, 20},     /* seen, and nothing is found: goes */
    };
    assert_int_equal(kh_window_teach(w->window, known, 4, &err), KHABAR_OK);
    for (unsigned e = 0; e < EVENTS; e++) tell_event(w, e);
    learn(w);
    assert_int_equal(meaning(w, word_of(HERE, FIRE)), concept_of(FIRE));
    assert_int_equal(meaning(w, word_of(THERE, FIRE)), concept_of(FIRE));
    assert_int_equal(meaning(w, word_of(HERE, OWN + 500)), concept_of(OWN));
    assert_int_equal(meaning(w, word_of(HERE, TWICE)), 0);
    /* The concept that is gone is gone from the articles, and from what they are found by. */
    char id[32];
    snprintf(id, sizeof id, "20-%u", HERE);
    assert_false(kh_warticle_learnt(article_of(w, id), concept_of(OWN)));
    const struct kh_posting *posting = kh_postings_get(&w->window->postings, concept_of(OWN));
    assert_true(!posting || posting->n <= 1); /* event 0 is about it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_learnt, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_proves_nothing_is_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_events_teach_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_order_does_not_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(articles_take_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_shared_word_is_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_known_is_kept_or_replaced, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

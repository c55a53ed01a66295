/* SPDX-License-Identifier: Apache-2.0
 *
 * The match stage: features and their bytes, grouping in every order of arrival, event ids that
 * stay, people's decisions. All texts are invented.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "match/internal.h"
#include "understand/understand.h"

struct report {
    const char *id, *lang, *date, *title, *text;
    int event;
};

/* Two bridges, told in three languages; one lookalike of the same minister elsewhere. */
static const struct report reports[] = {
    {"a1", "en", "2031-03-04", "Bridge over the Chenab opens after 9 years",
     "CHINIOT: Transport minister Karim Daud Soomro opened a bridge over the Chenab on Tuesday. It "
     "is 1,870 metres long and cost 14.6 billion rupees. Work on it took nine years. Soomro said "
     "42 villages would reach Faisalabad in half the time.",
     0},
    {"a2", "ur", "2031-03-04", "چناب پر نو سال بعد پل کھول دیا گیا",
     "چنیوٹ: وزیر مواصلات کریم داؤد سومرو نے منگل کو دریائے چناب پر پل کا افتتاح کیا۔ پل کی لمبائی "
     "1870 میٹر ہے اور اس پر 14.6 ارب روپے لاگت آئی۔ سومرو نے کہا کہ 42 دیہات فیصل آباد سے جڑ "
     "جائیں "
     "گے۔",
     0},
    {"a3", "ar", "2031-03-05", "افتتاح جسر على نهر تشيناب في باكستان",
     "افتتح وزير المواصلات الباكستاني كريم داود سومرو جسرا على نهر تشيناب في تشينيوت. يبلغ طول "
     "الجسر "
     "1870 مترا وكلف 14.6 مليار روبية، ويربط 42 قرية بمدينة فيصل آباد.",
     0},
    {"b1", "en", "2031-03-04", "Ferry runs aground off Latakia, all 63 aboard safe",
     "LATAKIA: A ferry with 63 people on board ran aground near Latakia in Syria early on Tuesday. "
     "The captain, Yasin Hallak, said the rudder of the Zahra failed in a storm. The coast guard "
     "brought everyone ashore by noon.",
     1},
    {"b2", "ar", "2031-03-04", "جنوح عبارة قبالة اللاذقية ونجاة 63 راكبا",
     "جنحت عبارة على متنها 63 شخصا قرب اللاذقية في سوريا فجر الثلاثاء. وقال القبطان ياسين حلاق إن "
     "دفة العبارة الزهراء تعطلت في العاصفة، ونقل خفر السواحل الجميع إلى الشاطئ قبل الظهر.",
     1},
    {"c1", "en", "2031-03-06", "Minister tells Karachi traders port fees will fall",
     "KARACHI: Karim Daud Soomro, the transport minister, promised importers on Thursday that "
     "charges at the port would be cut by 5 per cent from July. The chamber of commerce had "
     "threatened a strike over demurrage and container rents.",
     2},
};
#define REPORTS (sizeof reports / sizeof *reports)

struct world {
    struct kh_engine engine;
    struct kh_arena arena;
    struct kh_window *window;
};

static void world_open(struct world *world)
{
    *world = (struct world){.engine = {.lexicon = kh_lexicon_builtin()}};
    kh_arena_init(&world->arena, (size_t)64 << 20);
    world->window = kh_window_new(&world->engine);
    assert_non_null(world->window);
}

static void world_close(struct world *world)
{
    kh_window_free(world->window);
    kh_arena_clear(&world->arena);
}

static void features_of(struct world *world, const struct report *report, struct kh_facts *facts,
                        struct kh_features *features)
{
    struct khabar_error err;
    struct kh_article *article = kh_arena_zalloc(&world->arena, 1, sizeof *article);
    article->id = kh_str_of(report->id);
    article->lang = kh_lang_of(kh_str_of(report->lang));
    article->title = kh_str_of(report->title);
    article->text = kh_str_of(report->text);
    kh_date_parse_iso(kh_str_of(report->date), &article->published);
    assert_int_equal(kh_understand(&world->engine, &world->arena, article, facts, &err), 0);
    assert_int_equal(kh_features_make(&world->engine, &world->arena, facts, features, &err), 0);
}

static void add(struct world *world, const struct report *report, struct kh_link *link)
{
    struct khabar_error err;
    struct kh_facts facts;
    struct kh_features features;
    features_of(world, report, &facts, &features);
    assert_int_equal(
        kh_match(&world->engine, &world->arena, world->window, &facts, &features, link, &err), 0);
}

static void settle(struct world *world, struct kh_changes *changes)
{
    struct khabar_error err;
    assert_int_equal(kh_window_settle(world->window, &world->arena, changes, &err), 0);
}

static bool together(const struct world *world, const char *a, const char *b)
{
    struct kh_str x = kh_window_event(world->window, kh_str_of(a));
    struct kh_str y = kh_window_event(world->window, kh_str_of(b));
    assert_true(x.n && y.n);
    return kh_str_eq(x, y);
}

static void test_every_order(void **state)
{
    (void)state;
    /* All 720 orders; one settle at the end of each. */
    for (int order = 0; order < 720; order++) {
        struct world world;
        world_open(&world);
        size_t left[REPORTS];
        for (size_t i = 0; i < REPORTS; i++) left[i] = i;
        int rest = order;
        for (size_t n = REPORTS; n; n--) {
            size_t at = (size_t)rest % n;
            rest /= (int)n;
            struct kh_link link;
            add(&world, &reports[left[at]], &link);
            assert_true(link.event.n);
            for (size_t i = at; i + 1 < n; i++) left[i] = left[i + 1];
        }
        struct kh_changes changes;
        settle(&world, &changes);
        for (size_t i = 0; i < REPORTS; i++) {
            for (size_t k = 0; k < i; k++) {
                assert_int_equal(together(&world, reports[i].id, reports[k].id),
                                 reports[i].event == reports[k].event);
            }
        }
        world_close(&world);
    }
}

static void test_reasons(void **state)
{
    (void)state;
    struct world world;
    struct kh_link link;
    struct kh_changes changes;
    world_open(&world);
    add(&world, &reports[3], &link);
    assert_true(link.is_new);
    assert_int_equal(link.shared_n, 0);
    add(&world, &reports[0], &link);
    add(&world, &reports[1], &link);
    assert_false(link.is_new);
    assert_true(kh_str_eq(link.joined_by, KH_STR("a1")));
    assert_true(link.score > 0 && link.score <= 1);
    bool number = false;
    for (uint32_t i = 0; i < link.shared_n; i++) {
        if (kh_str_eq(link.shared[i], KH_STR("1870"))) number = true;
    }
    assert_true(number);
    settle(&world, &changes);
    world_close(&world);
}

static void test_bytes(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    for (size_t r = 0; r < REPORTS; r++) {
        struct kh_facts facts;
        struct kh_features made, read;
        features_of(&world, &reports[r], &facts, &made);
        assert_true(made.terms_n > 10);
        struct kh_buf buf;
        kh_buf_init(&buf, 1 << 20);
        assert_true(kh_features_pack(&made, &buf));
        assert_true(kh_features_unpack(&world.arena, kh_buf_str(&buf), &read));
        assert_int_equal(read.terms_n, made.terms_n);
        assert_int_equal(read.hour, made.hour);
        assert_int_equal(read.lang, made.lang);
        for (uint32_t i = 0; i < made.terms_n; i++) {
            assert_int_equal(read.terms[i].key, made.terms[i].key);
            assert_int_equal(read.terms[i].count, made.terms[i].count);
            assert_int_equal(read.terms[i].start, made.terms[i].start);
        }
        for (size_t cut = 0; cut < buf.n; cut += 7) {
            struct kh_str part = {buf.p, cut};
            assert_false(kh_features_unpack(&world.arena, part, &read));
        }
        kh_buf_clear(&buf);
    }
    world_close(&world);
}

static void test_ids_stay(void **state)
{
    (void)state;
    struct world world;
    struct kh_link link;
    struct kh_changes changes;
    world_open(&world);
    add(&world, &reports[0], &link);
    char first[64];
    assert_true(link.event.n < sizeof first);
    memcpy(first, link.event.p, link.event.n);
    first[link.event.n] = 0;
    settle(&world, &changes);
    assert_int_equal(changes.changes_n, 0);
    for (size_t i = 1; i < REPORTS; i++) {
        add(&world, &reports[i], &link);
        settle(&world, &changes);
    }
    assert_true(kh_str_eq(kh_window_event(world.window, KH_STR("a1")), kh_str_of(first)));
    assert_true(kh_str_eq(kh_window_event(world.window, KH_STR("a3")), kh_str_of(first)));
    world_close(&world);
}

/* The window filled from the store gives what the window that saw them come gave. */
static void test_restart(void **state)
{
    (void)state;
    struct world world, again;
    struct kh_link link;
    struct kh_changes changes;
    struct khabar_error err;
    world_open(&world);
    world_open(&again);
    for (size_t i = 0; i < REPORTS; i++) {
        struct kh_facts facts;
        struct kh_features features;
        add(&world, &reports[i], &link);
        settle(&world, &changes);
        features_of(&again, &reports[i], &facts, &features);
        if (i + 1 < REPORTS) {
            struct kh_str event = kh_window_event(world.window, features.id);
            assert_int_equal(kh_window_restore(again.window, &features, event, &err), 0);
        }
    }
    add(&again, &reports[REPORTS - 1], &link);
    settle(&again, &changes);
    for (size_t i = 0; i < REPORTS; i++) {
        struct kh_str id = kh_str_of(reports[i].id);
        struct kh_str x = kh_window_event(world.window, id), y = kh_window_event(again.window, id);
        assert_true(kh_str_eq(x, y));
    }
    world_close(&world);
    world_close(&again);
}

/* Lists "a1 +b1": moved articles have a plus. */
static struct kh_correction correction(struct world *world, enum kh_correction_kind kind,
                                       const char *list)
{
    struct kh_correction out = {.kind = kind};
    struct kh_str rest = kh_str_of(list);
    out.articles = kh_arena_zalloc(&world->arena, 16, sizeof *out.articles);
    for (size_t at = 0, end; at < rest.n; at = end + 1) {
        for (end = at; end < rest.n && rest.p[end] != ' ';) end++;
        bool moved = rest.p[at] == '+';
        out.articles[out.articles_n++] =
            (struct kh_corrected){.article = kh_str_sub(rest, at + moved, end), .moved = moved};
    }
    return out;
}

static void correct(struct world *world, const struct kh_correction *list, uint32_t n)
{
    struct khabar_error err;
    struct kh_changes changes;
    assert_int_equal(kh_window_correct(world->window, list, n, &err), KHABAR_OK);
    settle(world, &changes);
}

static void test_corrections(void **state)
{
    (void)state;
    struct world world;
    struct kh_link link;
    struct kh_changes changes;
    world_open(&world);
    for (size_t i = 0; i < REPORTS; i++) add(&world, &reports[i], &link);
    settle(&world, &changes);
    assert_true(together(&world, "a1", "a2"));
    const struct kh_correction list[] = {
        correction(&world, KH_SPLIT, "a1 +a2"),    correction(&world, KH_MERGE, "b1 b2 +c1 +gone"),
        correction(&world, KH_MERGE, "a1 +a2"),    /* the first one is taken back */
        correction(&world, KH_SPLIT, "b1 c1 +b2"), /* b1 and c1 stay together */
        correction(&world, KH_MERGE, "a1 a2 +b2"), /* and b2 is still apart from them */
    };
    correct(&world, list, 1);
    assert_false(together(&world, "a1", "a2"));
    correct(&world, list, 2);
    assert_false(together(&world, "a1", "a2"));
    assert_true(together(&world, "b1", "c1"));
    assert_true(together(&world, "b1", "b2"));
    correct(&world, list, 3);
    assert_true(together(&world, "a1", "a2"));
    correct(&world, list, 4);
    assert_true(together(&world, "b1", "c1"));
    assert_false(together(&world, "b1", "b2"));
    correct(&world, list, 5);
    assert_true(together(&world, "a2", "b2"));
    assert_true(together(&world, "b1", "c1"));
    assert_false(together(&world, "a1", "b1"));
    correct(&world, list, 0); /* all forgotten: what is touched next is grouped by the texts */
    world_close(&world);
}

/* Two events that become one: the id that goes points to the one that stays. */
static void test_forward(void **state)
{
    (void)state;
    struct world world;
    struct kh_link link;
    struct kh_changes changes;
    struct khabar_error err;
    world_open(&world);
    for (size_t i = 0; i < REPORTS; i++) add(&world, &reports[i], &link);
    settle(&world, &changes);
    struct kh_str was = kh_arena_str(&world.arena, kh_window_event(world.window, KH_STR("c1")));
    const struct kh_correction merge = correction(&world, KH_MERGE, "a1 +c1");
    assert_int_equal(kh_window_correct(world.window, &merge, 1, &err), KHABAR_OK);
    settle(&world, &changes);
    assert_int_equal(changes.forwards_n, 1);
    assert_true(kh_str_eq(changes.forwards[0].from, was));
    assert_true(kh_str_eq(changes.forwards[0].to, kh_window_event(world.window, KH_STR("a1"))));
    world_close(&world);
}

static void test_same_twice(void **state)
{
    (void)state;
    struct world world;
    struct kh_link link;
    struct khabar_error err;
    world_open(&world);
    add(&world, &reports[0], &link);
    struct kh_facts facts;
    struct kh_features features;
    features_of(&world, &reports[0], &facts, &features);
    assert_int_equal(
        kh_match(&world.engine, &world.arena, world.window, &facts, &features, &link, &err),
        KHABAR_USAGE);
    assert_int_equal(kh_window_count(world.window), 1);
    world_close(&world);
}

static void skeleton_is(const char *word, const char *wanted)
{
    char out[16];
    size_t n = kh_skeleton(kh_str_of(word), out);
    assert_true(kh_str_eq((struct kh_str){out, n}, kh_str_of(wanted)));
}

static void test_skeletons(void **state)
{
    (void)state;
    skeleton_is("pakistan", "bkstn");
    skeleton_is("باکستان", "bkstn");
    skeleton_is("پاکستان", "bkstn");
    skeleton_is("пакистан", "bkstn");
    skeleton_is("पाकिस्तान", "bkstn");
    skeleton_is("imran", "amrn");
    skeleton_is("عمران", "amrn");
    skeleton_is("имран", "amrn");
    skeleton_is("الكويتية", "");
    skeleton_is("oo", "");
}

/* Six long articles, two groups of three that are `within` alike, and `between` across. */
static uint32_t groups_of(struct world *world, float within, float between)
{
    struct kh_set_pair pairs[15];
    uint32_t set[6], group[6];
    size_t n = 0;
    for (uint32_t i = 0; i < 6; i++) {
        for (uint32_t k = i + 1; k < 6; k++) {
            float likeness = i / 3 == k / 3 ? within : between;
            pairs[n++] = (struct kh_set_pair){
                i, k, {.cosine = {[KH_TERM_WORD] = likeness}, .days = 0, .tokens = 256}};
        }
        set[i] = i;
    }
    return kh_group_by_pairs(world->window, set, 6, pairs, n, group);
}

static void test_tight(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    static const char *const ids[] = {"t0", "t1", "t2", "t3", "t4", "t5"};
    for (int i = 0; i < 6; i++) {
        struct kh_features features = {
            .id = kh_str_of(ids[i]), .lang = kh_lang_of(KH_STR("en")), .hour = 1000, .tokens = 256};
        assert_int_not_equal(kh_window_put(world.window, &features), UINT32_MAX);
    }
    world.window->weights = (struct kh_weights){
        .of[KH_PAIR_SAME][KH_TERM_WORD] = 1, .sigma_days = 1, .centroid = 1, .join_base = 0.2};
    assert_int_equal(groups_of(&world, 0.55f, 0.3f), 1);
    world.window->weights.join_tight = 0.15;
    world.window->weights.join_tight_from =
        4; /* of 256 words: 0.15 * (8 - 4) * 0.55 is asked more */
    assert_int_equal(groups_of(&world, 0.55f, 0.3f), 2);
    assert_int_equal(groups_of(&world, 0.4f, 0.3f), 1);
    assert_int_equal(groups_of(&world, 0.7f, 0.38f), 1); /* reprints: two texts, not two events */
    world.window->weights.join_tight_from = 8;
    assert_int_equal(groups_of(&world, 0.55f, 0.3f), 1);
    world_close(&world);
}

static void test_apart(void **state)
{
    (void)state;
    struct kh_warticle a = {
        .lang = 1, .tokens = 100, .norm = {[KH_TERM_WORD] = 2, [KH_TERM_PERSON] = 1}};
    struct kh_warticle b = a, other = a;
    float dots[KH_TERM_CLASSES] = {[KH_TERM_WORD] = 2};
    struct kh_weights weights = {.of[KH_PAIR_SAME][KH_TERM_WORD] = 1,
                                 .apart[KH_TERM_PERSON] = 0.25};
    struct kh_pair pair;
    kh_pair_of_dots(&a, &b, dots, &pair);
    assert_int_equal(pair.apart, 1u << KH_TERM_PERSON);
    assert_float_equal(kh_pair_likeness(&weights, &pair), 0.25, 1e-6);
    b.norm[KH_TERM_PERSON] = 0; /* it names nobody */
    kh_pair_of_dots(&a, &b, dots, &pair);
    assert_float_equal(kh_pair_likeness(&weights, &pair), 0.5, 1e-6);
    other.lang = 2; /* names are not always found in another language */
    kh_pair_of_dots(&a, &other, dots, &pair);
    assert_int_equal(pair.apart, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_skeletons),   cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_reasons),     cmocka_unit_test(test_every_order),
        cmocka_unit_test(test_ids_stay),    cmocka_unit_test(test_restart),
        cmocka_unit_test(test_corrections), cmocka_unit_test(test_forward),
        cmocka_unit_test(test_same_twice),  cmocka_unit_test(test_tight),
        cmocka_unit_test(test_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Names that a desk teaches: what they stand for, and the longest of them at a token.
 */
#include "lang/alias.h"
#include "test.h"

static struct kh_arena arena;

static void test_tables(void **state)
{
    (void)state;
    struct kh_known known;
    const struct kh_lexicon *lexicon = kh_lexicon_builtin();
    assert_true(kh_known_find(lexicon, KH_STR("tajikistan"), &known));
    assert_str(known.key, "TJ");
    assert_str(known.name, "Tajikistan");
    assert_int_equal(known.kind, KH_KNOWN_PLACE);
    assert_true(kh_known_find(lexicon, KH_STR("united nations"), &known));
    assert_int_equal(known.kind, KH_KNOWN_ORGANISATION);
    assert_false(kh_known_find(lexicon, KH_STR("no such name"), &known));
}

static void test_person_key(void **state)
{
    (void)state;
    kh_arena_init(&arena, 1 << 20);
    const struct kh_str latin[] = {KH_STR("syed"), KH_STR("asim"), KH_STR("munir")};
    const struct kh_str arabic[] = {KH_STR("عاصم"), KH_STR("منیر")};
    assert_true(kh_str_eq(kh_person_key(&arena, latin, 3), kh_person_key(&arena, arabic, 2)));
    assert_int_equal(kh_person_key(&arena, latin, 0).n, 0);
    kh_arena_clear(&arena);
}

static void test_longest(void **state)
{
    (void)state;
    struct kh_aliases aliases;
    struct kh_tokens tokens;
    uint32_t n = 0;
    const struct kh_lexicon *lexicon = kh_lexicon_builtin();
    kh_arena_init(&arena, 1 << 20);
    kh_aliases_init(&aliases, &arena);
    assert_true(kh_aliases_add(&aliases, lexicon, KH_STR("Old Fox"), KH_STR("Karim Haddad"), -1));
    assert_true(kh_aliases_add(&aliases, lexicon, KH_STR("Old Fox Inn"), KH_STR("The Inn"),
                               KH_KNOWN_ORGANISATION));
    assert_true(kh_tokens_cut(&arena, KH_STR("Old Fox Inn, Old Fox, old fox"), &tokens));
    const struct kh_alias *alias = kh_alias_match(&aliases, &tokens, 0, tokens.items[0].folded, &n);
    assert_non_null(alias);
    assert_int_equal(n, 3);
    assert_int_equal(alias->known.kind, KH_KNOWN_ORGANISATION);
    alias = kh_alias_match(&aliases, &tokens, 4, tokens.items[4].folded, &n);
    assert_non_null(alias);
    assert_int_equal(n, 2);
    assert_str(alias->known.name, "Karim Haddad");
    assert_null(kh_alias_match(&aliases, &tokens, 7, tokens.items[7].folded, &n));
    assert_non_null(kh_alias_find(&aliases, kh_alias_fold(&arena, KH_STR("KARIM haddad"))));
    assert_int_equal(kh_alias_fold(&arena, KH_STR("  ")).n, 0);
    kh_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_person_key),
        cmocka_unit_test(test_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

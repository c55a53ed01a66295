/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading data/grammar. See grammar.h.
 */
#include "lang/grammar.h"

struct kh_grammar kh_grammar_parse(struct kh_str value)
{
    struct kh_grammar g = {.order = KH_ORDER_SVO};
    while (value.n) {
        struct kh_str field = kh_str_cut(&value, '|');
        if (kh_str_eq(field, KH_STR("sov"))) g.order = KH_ORDER_SOV;
        if (kh_str_eq(field, KH_STR("vso"))) g.order = KH_ORDER_VSO;
        if (kh_str_eq(field, KH_STR("vs"))) g.subject_last = true;
        if (kh_str_eq(field, KH_STR("uncased"))) g.uncased = true;
        if (kh_str_eq(field, KH_STR(","))) g.comma_decimal = true;
    }
    return g;
}

struct kh_grammar kh_grammar_of(const struct kh_lexicon *lexicon, uint32_t lang)
{
    char code[4];
    struct kh_entry e;
    struct kh_hit hit = kh_lexicon_find(lexicon, (struct kh_str){code, kh_lang_print(lang, code)});
    bool known = hit.entries && kh_hit_get(lexicon, hit, KH_LEX_GRAMMAR, KH_LANG_NONE, &e);
    return kh_grammar_parse(known ? e.value : KH_STR_NONE);
}

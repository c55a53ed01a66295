/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading data/grammar. See grammar.h. The packer of the tables links this file.
 */
#include "lang/grammar.h"

#include "base/utf8.h"

#include <unicode/uchar.h>

struct kh_grammar kh_grammar_parse(struct kh_str value)
{
    struct kh_grammar g = {.order = KH_ORDER_SVO};
    while (value.n) {
        struct kh_str field = kh_str_cut(&value, '|');
        if (kh_str_eq(field, KH_STR("sov"))) g.order = KH_ORDER_SOV;
        if (kh_str_eq(field, KH_STR("vso"))) g.order = KH_ORDER_VSO;
        if (kh_str_eq(field, KH_STR("vs"))) g.subject_last = true;
        if (kh_str_eq(field, KH_STR("pre"))) g.particles_first = true;
        if (kh_str_eq(field, KH_STR("clitics"))) g.clitics = true;
        if (kh_str_eq(field, KH_STR("uncased"))) g.uncased = true;
        if (kh_str_eq(field, KH_STR(","))) g.comma_decimal = true;
        if (kh_str_starts(field, KH_STR("="))) g.letters = kh_str_sub(field, 1, field.n);
    }
    return g;
}

bool kh_has_letter(struct kh_str word, struct kh_str letters)
{
    for (size_t at = 0; at < word.n;) {
        uint32_t code = kh_utf8_next(word, &at);
        if (code < 0x80) continue;
        code = (uint32_t)u_tolower((UChar32)code);
        for (size_t k = 0; k < letters.n;)
            if (kh_utf8_next(letters, &k) == code) return true;
    }
    return false;
}

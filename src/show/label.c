/* SPDX-License-Identifier: Apache-2.0
 *
 * Labels and gists. See label.h.
 */
#include "show/label.h"

#include "show/show.h"

#include <stdio.h>

static struct kh_str find(const struct kh_lexicon *lexicon, uint32_t lang, const char *name)
{
    char key[80];
    struct kh_entry entry;
    int n = snprintf(key, sizeof key, "label %s", name);
    if (n < 0 || (size_t)n >= sizeof key) return KH_STR_NONE;
    for (int i = 0; i < n; i++) /* keys are folded: "unit USD" */
        if (key[i] >= 'A' && key[i] <= 'Z') key[i] = (char)(key[i] - 'A' + 'a');
    struct kh_hit hit = kh_lexicon_find(lexicon, (struct kh_str){key, (size_t)n});
    return kh_hit_get(lexicon, hit, KH_LEX_LABEL, lang, &entry) ? entry.value : KH_STR_NONE;
}

struct kh_str kh_show_label(const struct kh_lexicon *lexicon, uint32_t lang, const char *name)
{
    struct kh_str label = find(lexicon, lang, name);
    return label.n ? label : find(lexicon, KH_LANG('e', 'n'), name);
}

bool kh_show_speaks(const struct kh_lexicon *lexicon, uint32_t lang)
{
    return lang && find(lexicon, lang, "report").n;
}

void kh_show_count(struct kh_buf *out, const struct kh_lexicon *lexicon, uint32_t lang, uint32_t n,
                   const char *one, const char *many)
{
    kh_buf_printf(out, "%u ", n);
    kh_buf_put(out, kh_show_label(lexicon, lang, n == 1 ? one : many));
}

uint32_t kh_show_reports(const struct kh_fact *fact)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < fact->says_n; i++)
        n += !i || fact->says[i].article != fact->says[i - 1].article;
    return n;
}

/* ---- gists ---- */

/* A name, else a role with its country ("naval chief, SA"), else a country; in `room` if need be.
 */
static struct kh_str party_name(const struct kh_party *party, char *room, size_t size)
{
    if (party->name.n) return party->name;
    if (!party->role.n || !party->country[0])
        return party->role.n ? party->role : kh_str_of(party->country);
    int n = snprintf(room, size, "%.*s, %s", (int)party->role.n, party->role.p, party->country);
    return n > 0 && (size_t)n < size ? (struct kh_str){room, (size_t)n} : party->role;
}

struct slot {
    const char *name;
    struct kh_str value;
};

/* The template with {name} replaced by the slot's value. */
static void fill(struct kh_buf *out, struct kh_str template, const struct slot *slots, size_t n)
{
    while (template.n) {
        struct kh_str before = kh_str_cut(&template, '{'), name;
        kh_buf_put(out, before);
        if (!template.n) return;
        name = kh_str_cut(&template, '}');
        for (size_t i = 0; i < n; i++)
            if (kh_str_eq(name, kh_str_of(slots[i].name))) kh_buf_put(out, slots[i].value);
    }
}

static void put_act(struct kh_buf *out, const struct kh_lexicon *lexicon, uint32_t lang,
                    const struct kh_statement *s)
{
    char name[40], actor[120], target[120];
    const struct slot parties[] = {{"actor", party_name(&s->actor, actor, sizeof actor)},
                                   {"target", party_name(&s->target, target, sizeof target)}};
    if (!s->act.n || !parties[0].value.n || !parties[1].value.n) return;
    snprintf(name, sizeof name, "%.*s", (int)s->act.n, s->act.p);
    struct kh_str template = kh_show_label(lexicon, lang, name);
    if (!template.n) return;
    if (!s->denied) {
        fill(out, template, parties, 2);
        return;
    }
    struct kh_buf gist;
    kh_buf_init(&gist, 4096);
    fill(&gist, template, parties, 2);
    const struct slot whole[] = {{"gist", kh_buf_str(&gist)}};
    fill(out, kh_show_label(lexicon, lang, "not"), whole, 1);
    kh_buf_clear(&gist);
}

/* "500000 PKR": what stands behind the number is said in the reader's language. */
static void put_number(struct kh_buf *out, const struct kh_lexicon *lexicon, uint32_t lang,
                       struct kh_str value)
{
    char name[80];
    struct kh_str unit = value, number = kh_str_cut(&unit, ' ');
    snprintf(name, sizeof name, "unit %.*s", (int)unit.n, unit.p);
    struct kh_str label = find(lexicon, lang, name);
    kh_buf_put(out, number);
    if (unit.n) kh_buf_byte(out, ' ');
    kh_buf_put(out, label.n ? label : unit);
}

void kh_show_gist(struct kh_buf *out, const struct kh_lexicon *lexicon, uint32_t lang,
                  const struct kh_fact *fact)
{
    switch (fact->kind) {
    case KH_FACT_WHO: put_act(out, lexicon, lang, &fact->slots); break;
    case KH_FACT_QUOTE: kh_buf_put(out, fact->slots.speaker); break;
    case KH_FACT_NUMBER: put_number(out, lexicon, lang, fact->says[0].value); break;
    case KH_FACT_DATE:
    case KH_FACT_PLACE: kh_buf_put(out, fact->says[0].value); break;
    default: break;
    }
}

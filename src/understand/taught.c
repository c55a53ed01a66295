/* SPDX-License-Identifier: Apache-2.0
 *
 * Names that a desk taught (lang/alias.h): they are found before all that the tables know. Takes
 * sights, hands on mentions and labels.
 */
#include "understand/internal.h"

/* The taught name at the token, particles that are written on to it taken off. */
static const struct kh_alias *taught_at(struct kh_reader *r, const struct kh_view *view,
                                        uint32_t at, uint32_t *n)
{
    const struct kh_aliases *aliases = r->engine->aliases;
    struct kh_str rest, word = view->tokens->items[at].folded;
    const struct kh_alias *alias = kh_alias_match(aliases, view->tokens, at, word, n);
    if (alias || r->lang != KH_LANG('a', 'r')) return alias;
    for (unsigned attempt = 0;; attempt++) {
        size_t bytes = kh_clitic_at(r, word, attempt, &rest);
        if (bytes == 0) return NULL;
        if (bytes == SIZE_MAX) continue;
        alias = kh_alias_match(aliases, view->tokens, at, rest, n);
        if (!alias) continue;
        view->sights[at].clitic_bytes = (uint8_t)bytes;
        return alias;
    }
}

static bool is_free(const struct kh_view *view, uint32_t at, uint32_t n)
{
    for (uint32_t i = at; i < at + n; i++)
        if (view->sights[i].label != KH_FREE) return false;
    return true;
}

void kh_find_taught(struct kh_reader *r, struct kh_view *view)
{
    static const uint8_t kinds[] = {KH_PERSON, KH_PLACE, KH_ORGANISATION};
    static const uint8_t labels[] = {KH_IS_PERSON, KH_IS_PLACE, KH_IS_ORG};
    if (!r->engine->aliases) return;
    for (uint32_t i = 0; i < view->tokens->n;) {
        uint32_t n = 1;
        const struct kh_alias *alias = taught_at(r, view, i, &n);
        if (alias && is_free(view, i, n)) {
            const struct kh_known *known = &alias->known;
            struct kh_mention *m =
                kh_mention_add(r, view, i, n, (enum kh_mention_kind)kinds[known->kind]);
            if (!m) return;
            m->name = known->name;
            m->key = known->key;
            memcpy(m->country, known->country, sizeof m->country);
            kh_label_set(view, i, n, (enum kh_label)labels[known->kind]);
            for (uint32_t k = i; k < i + n; k++) /* what the tables have of it no longer counts */
                view->sights[k].phrase = view->sights[k].word = 0;
        }
        i += n;
    }
}

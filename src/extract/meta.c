/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page says about its article outside the body: title, authors, dates, site and address.
 * Takes the tree, the blocks and where the body stands; hands on the fields of the article. What no
 * part of the page says stays unknown.
 */
#include "extract/dateline.h"
#include "extract/meta.h"

#include "base/err.h"
#include "base/utf8.h"

#define LONGEST_NAME 600 /* bytes */

static enum khabar_status no_memory(struct khabar_error *err)
{
    return kh_error(err, "extract", KHABAR_NO_MEMORY, "page needs too much memory");
}

enum khabar_status kh_extract_title(const struct kh_engine *engine, struct kh_arena *arena,
                                    const struct kh_tree *tree, struct kh_article *article,
                                    struct kh_body *body, struct khabar_error *err)
{
    (void)engine;
    struct kh_hints *hints = kh_arena_zalloc(arena, 1, sizeof *hints);
    if (!hints || !kh_hints_read(arena, tree, hints) || !kh_hints_read_ld(arena, tree, hints) ||
        !kh_meta_title(arena, tree, hints, body->blocks, article))
        return no_memory(err);
    body->hints = hints;
    return KHABAR_OK;
}

static bool is_address(struct kh_str s)
{
    return s.n > 10 &&
           (kh_str_starts(s, KH_STR("http://")) || kh_str_starts(s, KH_STR("https://")));
}

/* The canonical address; og:url and JSON-LD when <link> says none. */
static void read_url(const struct kh_hints *hints, struct kh_article *article)
{
    static const enum kh_hint_from order[] = {KH_FROM_LD, KH_FROM_META, KH_FROM_LD_WEAK};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const struct kh_hint *url = kh_hints_get(hints, KH_HINT_URL, order[i], order[i]);
        if (!url || !is_address(url->text)) continue;
        article->url = url->text;
        return;
    }
}

/* False when the arena is exhausted. */
static bool read_dateline(const struct kh_engine *engine, struct kh_arena *arena,
                          struct kh_article *article)
{
    struct kh_tokens tokens;
    struct kh_str head = article->text, author;
    if (head.n > 160) head.n = kh_utf8_cut(head, 160);
    if (!kh_tokens_cut(arena, head, &tokens)) return false;
    kh_dateline_find(engine->lexicon, &tokens, true, &article->dateline, &author);
    return true;
}

/* A page without an article is called what its <title> says, unless that holds the headline that
 * was found: the first card of a list is no name for the list. False when the arena is
 * exhausted. */
static bool name_list(struct kh_arena *arena, const struct kh_tree *tree,
                      const struct kh_hints *hints, struct kh_article *article)
{
    if (article->verdict != KH_NO_CONTENT || !hints->title_node) return true;
    struct kh_str page = kh_node_text(arena, tree, hints->title_node, LONGEST_NAME);
    struct kh_str whole = kh_bare_letters(arena, page);
    struct kh_str part = kh_bare_letters(arena, article->title);
    if (arena->failed) return false;
    if (whole.n && (!part.n || kh_str_find(whole, part, 0) == SIZE_MAX)) {
        article->title = page;
        article->title_from = "title";
    }
    return true;
}

enum khabar_status kh_extract_meta(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, const struct kh_body *body,
                                   struct kh_article *article, struct khabar_error *err)
{
    const struct kh_hints *hints = body->hints;
    read_url(hints, article);
    if (!article->site.n) article->site = kh_meta_site(hints);
    if (!article->site.n) article->site = kh_url_host(article->url);
    if (!name_list(arena, tree, hints, article) ||
        !kh_meta_dates(engine, arena, hints, body, article) ||
        !kh_meta_authors(engine, arena, hints, body, article) ||
        !read_dateline(engine, arena, article))
        return no_memory(err);
    return KHABAR_OK;
}

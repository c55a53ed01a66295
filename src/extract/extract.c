/* SPDX-License-Identifier: Apache-2.0
 *
 * The extract stage: struct kh_tree -> struct kh_article. Takes the tree of a page, hands on the
 * article without the furniture around it; never looks at other pages.
 */
#include "extract/extract.h"

#include "base/err.h"
#include "extract/block.h"
#include "extract/internal.h"

enum khabar_status kh_extract(const struct kh_engine *engine, struct kh_arena *arena,
                              const struct kh_tree *in, struct kh_article *out,
                              struct khabar_error *err)
{
    const struct kh_page *page = in->text->page;
    *out = (struct kh_article){.tree = in,
                               .path = page->path,
                               .url = page->url,
                               .site = page->site,
                               .published = page->published,
                               .verdict = in->text->verdict};
    if (page->published.precision) out->published_from = "given";
    if (out->verdict != KH_ARTICLE) return KHABAR_OK;
    if (in->form == KH_FORM_DUMP) return kh_extract_dump(engine, arena, in, out, err);

    struct kh_blocks blocks;
    struct kh_body body = {.blocks = &blocks};
    if (!kh_blocks_cut(arena, in, &blocks))
        return kh_error(err, "extract", KHABAR_NO_MEMORY, "page needs too much memory");
    enum khabar_status status = kh_extract_title(engine, arena, in, out, &body, err);
    if (status == KHABAR_OK) status = kh_extract_body(engine, arena, in, out, &body, err);
    if (status == KHABAR_OK) status = kh_extract_meta(engine, arena, in, &body, out, err);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * The pipeline: calls the stages in their order and hands each one's struct to the next. The only
 * file besides cli/ and serve/ that knows several stages; it must not do any stage's work.
 */
#include "pipeline.h"

#include "base/hash.h"
#include "decode/decode.h"
#include "extract/extract.h"
#include "match/match.h"
#include "parse/parse.h"
#include "understand/understand.h"

struct kh_engine kh_flow_engine(void)
{
    return (struct kh_engine){.lexicon = kh_lexicon_builtin()};
}

enum khabar_status kh_flow_extract(const struct kh_engine *engine, struct kh_arena *arena,
                                   struct kh_item *item, struct khabar_error *err)
{
    enum khabar_status status = kh_decode(engine, arena, &item->page, &item->text, err);
    if (status == KHABAR_OK) status = kh_parse(engine, arena, &item->text, &item->tree, err);
    if (status == KHABAR_OK) status = kh_extract(engine, arena, &item->tree, &item->article, err);
    if (status != KHABAR_OK) return status;

    char id[KH_CID_SIZE];
    kh_cid(item->page.bytes, id);
    item->article.id = kh_arena_str(arena, kh_str_of(id));
    return KHABAR_OK;
}

enum khabar_status kh_flow_understand(const struct kh_engine *engine, struct kh_arena *arena,
                                      struct kh_item *item, struct khabar_error *err)
{
    item->facts = (struct kh_facts){.article = &item->article};
    if (item->article.verdict != KH_ARTICLE && item->article.verdict != KH_ROUNDUP)
        return KHABAR_OK;
    return kh_understand(engine, arena, &item->article, &item->facts, err);
}

enum khabar_status kh_flow_match(const struct kh_engine *engine, struct kh_arena *arena,
                                 struct kh_window *window, const struct kh_item *item,
                                 struct kh_features *features, struct kh_link *link,
                                 struct khabar_error *err)
{
    enum khabar_status status = kh_features_make(engine, arena, &item->facts, features, err);
    if (status != KHABAR_OK) return status;
    return kh_match(engine, arena, window, &item->facts, features, link, err);
}

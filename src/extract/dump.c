/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages saved as text: takes the lines of a dump, hands on the article without the furniture. The
 * work is done by dump_line.c, dump_join.c, dump_body.c and dump_head.c, in that order.
 */
#include "extract/dump.h"

#include "base/err.h"
#include "base/utf8.h"
#include "extract/internal.h"

/* Fewer words than this in all are no article. */
#define FEWEST_WORDS 20

static bool write_text(struct kh_dump *dump, struct kh_article *article)
{
    size_t room = 1, n = 0;
    uint32_t paras = 1;
    for (uint32_t i = dump->first; i < dump->last; i++) {
        if (!dump->units[i].role) continue;
        room += dump->units[i].text.n + 2;
        paras++;
    }
    char *text = kh_arena_bytes(dump->arena, room);
    article->paras = kh_arena_zalloc(dump->arena, paras, sizeof *article->paras);
    if (!text || !article->paras) return false;
    static const uint8_t kinds[] = {KH_PARA_TEXT, KH_PARA_TEXT, KH_PARA_HEADING, KH_PARA_LIST};
    for (uint32_t i = dump->first; i < dump->last; i++) {
        const struct kh_unit *unit = &dump->units[i];
        if (!unit->role) continue;
        if (n) {
            memcpy(text + n, "\n\n", 2);
            n += 2;
        }
        memcpy(text + n, unit->text.p, unit->text.n);
        article->paras[article->paras_n++] = (struct kh_para){.start = (uint32_t)n,
                                                              .end = (uint32_t)(n + unit->text.n),
                                                              .kind = kinds[unit->role],
                                                              .lang = unit->lang};
        n += unit->text.n;
    }
    article->text = (struct kh_str){text, n};
    return true;
}

/* Verdict and how sure it is: prose against what was thrown away inside it. */
static void judge(const struct kh_dump *dump, struct kh_article *article)
{
    uint32_t words = 0, prose = 0, dropped = 0;
    bool nopage = false;
    for (uint32_t i = 0; i < dump->n; i++) {
        const struct kh_unit *unit = &dump->units[i];
        nopage = nopage || (unit->furniture == KH_FURN_NOPAGE && unit->sure);
        if (i < dump->first || i >= dump->last) continue;
        if (unit->role) words += unit->words;
        else dropped += unit->words;
        if (unit->role == KH_UNIT_TEXT) prose++;
    }
    article->verdict =
        prose == 0 || words < (nopage ? 100 : FEWEST_WORDS) ? KH_NO_CONTENT : KH_ARTICLE;
    if (article->verdict == KH_NO_CONTENT) return;
    double size = words > 150 ? 1 : words / 150.0;
    double clean = (double)words / (words + dropped);
    article->confidence = 0.4 + 0.3 * size + 0.2 * clean + (article->title.n ? 0.1 : 0);
}

enum khabar_status kh_extract_dump(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, struct kh_article *article,
                                   struct khabar_error *err)
{
    struct kh_dump dump = {.lexicon = engine->lexicon, .arena = arena};
    bool ok = kh_dump_lines(&dump, tree) && kh_dump_join(&dump) && kh_dump_body(&dump) &&
              kh_dump_head(&dump, article) && write_text(&dump, article);
    if (!ok) return kh_error(err, "extract", KHABAR_NO_MEMORY, "the article's memory is used up");
    article->lang = kh_lang_identify(article->text);
    judge(&dump, article);
    if (article->verdict == KH_NO_CONTENT) {
        article->text = KH_STR_NONE;
        article->paras_n = 0;
    }
    return KHABAR_OK;
}

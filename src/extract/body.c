/* SPDX-License-Identifier: Apache-2.0
 *
 * The body of an HTML page: blocks are judged, chosen and written as paragraphs. Takes the blocks
 * and the title, hands on text, language, verdict and confidence; never looks at other pages.
 */
#include "base/err.h"
#include "extract/choose.h"
#include "extract/internal.h"
#include "extract/paras.h"

#include <math.h>

/* So little text, and JSON-LD has this much more: the page shows its article by script only. */
#define SHOWN_BYTES 250
#define UNSHOWN_BYTES 600

/* No more than so sure of the text of a page that seems to have no article. */
#define UNSURE 0.3

/* A live blog has at least so many entries that are marked with the time of day. */
#define STAMPS 6

/* How sure the judgement is of what it kept: mean likelihood, held down when there is little. */
static double confidence_of(const struct kh_view *view, const bool *keep)
{
    double mass = 0, chars = 0;
    for (uint32_t i = 0; i < view->blocks.n; i++) {
        if (!keep[i]) continue;
        double n = view->blocks.items[i].chars;
        mass += n / (1.0 + exp(-(double)view->score[i]));
        chars += n;
    }
    if (chars <= 0) return 0;
    double enough = chars < 600 ? sqrt(chars / 600) : 1;
    return mass / chars * enough;
}

/* "14:05", "9:30 am": a short block that begins with a time of day, not in a table or comments. */
static bool is_stamp(const struct kh_view *view, uint32_t i)
{
    const struct kh_block *b = &view->blocks.items[i];
    struct kh_str s = kh_block_text(&view->blocks, i);
    uint64_t around = view->signals.all[b->box];
    if (around & (KH_SIGNAL_BIT(T_TABLE) | KH_SIGNAL_BIT(COMMENT))) return false;
    if (b->chars > 24 || s.n < 4 || !kh_is_digit(s.p[0])) return false;
    size_t at = kh_is_digit(s.p[1]) ? 2 : 1;
    int hour = at == 2 ? (s.p[0] - '0') * 10 + s.p[1] - '0' : s.p[0] - '0';
    return hour < 24 && at + 2 < s.n && s.p[at] == ':' && s.p[at + 1] >= '0' && s.p[at + 1] < '6' &&
           kh_is_digit(s.p[at + 2]) && (at + 3 == s.n || !kh_is_digit(s.p[at + 3]));
}

/* Many reports in one page: declared so, or entry after entry with its time before its text. */
static bool is_roundup(const struct kh_view *view, const bool *keep)
{
    const struct kh_tree *tree = view->blocks.tree;
    for (uint32_t i = 0; i < tree->scripts_n; i++)
        if (kh_str_find(tree->scripts[i], KH_STR("\"LiveBlogPosting\""), 0) != SIZE_MAX)
            return true;
    uint32_t entries = 0;
    bool timed = false; /* a time stands before, and no text yet behind it */
    for (uint32_t i = 0; i < view->blocks.n; i++) {
        bool prose = keep[i] && kh_block_is_prose(&view->blocks.items[i]);
        entries += timed && prose;
        timed = is_stamp(view, i) || (timed && !prose);
    }
    return entries >= STAMPS;
}

/* A headline that leads elsewhere. */
static bool is_pointer(const struct kh_block *b)
{
    return b->chars >= 20 && b->link_chars * 5 >= b->chars * 4;
}

/* A front page: what reads as text are the lines under linked headlines. A gallery: it stands in
 * figures. */
static bool is_index(const struct kh_view *view, const bool *keep)
{
    uint32_t texts = 0, led = 0, chars = 0, figured = 0, since = UINT32_MAX / 2;
    for (uint32_t i = 0; i < view->blocks.n; i++, since++) {
        const struct kh_block *b = &view->blocks.items[i];
        if (is_pointer(b)) since = 0;
        if (!keep[i]) continue;
        chars += b->chars;
        if (view->signals.all[b->box] & KH_SIGNAL_BIT(T_FIGURE)) figured += b->chars;
        if (!kh_block_is_prose(b)) continue;
        texts++;
        led += since <= 2;
        since = UINT32_MAX / 2;
    }
    bool gallery = figured * 10 > chars * 7 && chars - figured < 400;
    return (texts >= 5 && led * 10 >= texts * 9) || gallery;
}

static enum kh_verdict verdict_of(const struct kh_view *view, const bool *keep,
                                  const struct kh_article *article)
{
    uint32_t longest = 0;
    for (uint32_t i = 0; i < view->blocks.n; i++)
        if (keep[i] && view->blocks.items[i].chars > longest) longest = view->blocks.items[i].chars;
    if (longest < 20 || (longest < 100 && article->confidence < 0.3)) return KH_NO_CONTENT;
    if (is_index(view, keep)) return KH_NO_CONTENT;
    return is_roundup(view, keep) ? KH_ROUNDUP : KH_ARTICLE;
}

enum khabar_status kh_extract_body(const struct kh_engine *engine, struct kh_arena *arena,
                                   const struct kh_tree *tree, struct kh_article *article,
                                   struct kh_body *body, struct khabar_error *err)
{
    (void)tree;
    struct kh_view view;
    bool *keep = NULL;
    bool done = kh_view_make(arena, body->blocks, article->title, &view) &&
                kh_model_judge(arena, engine->lexicon, &kh_model_builtin, &view) &&
                (keep = kh_arena_zalloc(arena, view.blocks.n + 1, sizeof *keep)) != NULL;
    done = done && kh_choose(arena, engine->lexicon, &view, keep) &&
           kh_paras_write(arena, &view.blocks, keep, article, body);
    if (done && article->text.n < SHOWN_BYTES && view.json_body.n > UNSHOWN_BYTES) {
        article->confidence = 0.6;
        done = kh_paras_write_plain(arena, view.json_body, article);
        article->verdict = article->text.n ? KH_ARTICLE : KH_NO_CONTENT;
    } else if (done) {
        article->confidence = confidence_of(&view, keep);
        article->verdict = verdict_of(&view, keep, article);
        if (article->verdict == KH_NO_CONTENT && article->confidence > UNSURE)
            article->confidence = UNSURE;
    }
    if (!done) return kh_error(err, "extract", KHABAR_NO_MEMORY, "page needs too much memory");
    return KHABAR_OK;
}

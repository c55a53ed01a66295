/* SPDX-License-Identifier: Apache-2.0
 *
 * libFuzzer target: text through the understand stage. The first byte chooses the language, the
 * first line is the title. Every mention must lie inside its text, statements inside theirs.
 */
#include <assert.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/sound.h"
#include "understand/understand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct kh_article *article, const struct kh_facts *facts)
{
    for (uint32_t i = 0; i < facts->mentions_n; i++) {
        const struct kh_mention *m = &facts->mentions[i];
        assert(m->start < m->end);
        assert(m->end <= (m->in_title ? article->title.n : article->text.n));
        struct kh_sound sound;
        if (kh_sound_key(m->name, &sound)) assert(kh_sound_align(&sound, &sound) <= 1);
    }
    for (uint32_t i = 0; i < facts->statements_n; i++) {
        assert(facts->statements[i].start < facts->statements[i].end);
        assert(facts->statements[i].end <= article->text.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const langs[] = {"en", "ur", "ar", "fa", "tr", "ru", "zh", "hi", ""};
    if (n < 2) return 0;
    struct kh_str text = {(const char *)data + 1, n - 1};
    if (kh_utf8_valid(text) < text.n) return 0; /* what comes here is valid */
    struct kh_article article = {.lang = kh_lang_of(kh_str_of(langs[data[0] % 9]))};
    article.title = kh_str_cut(&text, '\n');
    article.text = text;
    struct kh_engine engine = {.lexicon = kh_lexicon_builtin()};
    struct kh_facts facts;
    struct khabar_error err;
    struct kh_arena arena;
    kh_arena_init(&arena, KH_MAX_ARENA_BYTES);
    if (kh_understand(&engine, &arena, &article, &facts, &err) == KHABAR_OK)
        check(&article, &facts);
    kh_arena_clear(&arena);
    return 0;
}

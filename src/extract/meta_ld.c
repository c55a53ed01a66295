/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON-LD (schema.org): takes the scripts of the page, hands on hints of the one object in them
 * that is this page's article. Lists of other articles, comments and parts are passed over.
 */
#include "extract/meta.h"
#include "extract/meta_json.h"

#define MAX_AUTHORS 32 /* each may be looked up in all of the script */

enum rank { RANK_NONE = 0, RANK_PAGE, RANK_WORK, RANK_ARTICLE };

struct reader {
    struct kh_arena *arena;
    struct kh_values values;
    struct kh_hints *hints;
};

static enum rank rank_of_name(struct kh_str type)
{
    static const char *const works[] = {"CreativeWork",
                                        "Recipe",
                                        "VideoObject",
                                        "Review",
                                        "PodcastEpisode",
                                        "AudioObject",
                                        "Report",
                                        "Book",
                                        "SocialMediaPosting",
                                        "DiscussionForumPosting",
                                        "HowTo",
                                        "Product",
                                        "Event",
                                        "Course"};
    size_t slash = type.n;
    while (slash > 0 && type.p[slash - 1] != '/' && type.p[slash - 1] != ':') slash--;
    type = kh_str_sub(type, slash, type.n);
    if (kh_str_ends(type, KH_STR("Article")) || kh_str_ends(type, KH_STR("BlogPosting")) ||
        kh_str_eq(type, KH_STR("Report")) || kh_str_eq(type, KH_STR("OpinionNewsArticle")))
        return RANK_ARTICLE;
    if (kh_str_ends(type, KH_STR("Page"))) return RANK_PAGE;
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (kh_str_eq(type, kh_str_of(works[i]))) return RANK_WORK;
    return RANK_NONE;
}

static enum rank rank_of(const struct kh_values *values, uint32_t object)
{
    uint32_t type = kh_values_member(values, object, "@type");
    enum rank best = RANK_NONE;
    if (type == UINT32_MAX) return best;
    for (uint32_t i = type; i < values->items[type].end; i++) {
        if (values->items[i].kind != KH_VALUE_STRING) continue;
        enum rank rank = rank_of_name(values->items[i].text);
        if (rank > best) best = rank;
    }
    return best;
}

/* Whether the object is only listed, or a part or comment of another. */
static bool is_aside(const struct kh_values *values, uint32_t at)
{
    static const char *const keys[] = {
        "itemListElement", "hasPart",  "comment",  "liveBlogUpdate", "review", "relatedLink",
        "mentions",        "citation", "isPartOf", "about",          "video",  "image"};
    for (int steps = 0; at != UINT32_MAX && steps < 32; steps++) {
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            if (kh_str_eq(values->items[at].key, kh_str_of(keys[i]))) return true;
        at = values->items[at].parent;
    }
    return false;
}

static struct kh_str string_of(const struct reader *r, uint32_t object, const char *key)
{
    uint32_t i = kh_values_member(&r->values, object, key);
    if (i == UINT32_MAX) return KH_STR_NONE;
    if (r->values.items[i].kind == KH_VALUE_ARRAY) i++;
    if (i >= r->values.n || r->values.items[i].kind < KH_VALUE_STRING) return KH_STR_NONE;
    struct kh_str text = r->values.items[i].text;
    return kh_str_eq(text, KH_STR("null")) ? KH_STR_NONE : text;
}

/* The object whose @id is `id` and which has a name. */
static uint32_t object_with_id(const struct reader *r, struct kh_str id)
{
    const struct kh_value *items = r->values.items;
    for (uint32_t i = 0; i < r->values.n; i++)
        if (items[i].kind == KH_VALUE_STRING && items[i].parent != UINT32_MAX &&
            kh_str_eq(items[i].key, KH_STR("@id")) && kh_str_eq(items[i].text, id) &&
            kh_values_member(&r->values, items[i].parent, "name") != UINT32_MAX)
            return items[i].parent;
    return UINT32_MAX;
}

static struct kh_str name_of(const struct reader *r, uint32_t value)
{
    const struct kh_value *items = r->values.items;
    if (items[value].kind == KH_VALUE_STRING) return items[value].text;
    if (items[value].kind != KH_VALUE_OBJECT) return KH_STR_NONE;
    struct kh_str name = string_of(r, value, "name");
    if (name.n) return name;
    struct kh_str id = string_of(r, value, "@id");
    uint32_t other = id.n ? object_with_id(r, id) : UINT32_MAX;
    return other == UINT32_MAX ? KH_STR_NONE : string_of(r, other, "name");
}

static bool add(struct reader *r, enum kh_hint_kind kind, enum kh_hint_from from, struct kh_str raw)
{
    return kh_hints_add(r->arena, r->hints, kind, from, 0, kh_values_text(r->arena, raw));
}

/* An organisation that is the publisher itself, or the site, is no author. */
static bool is_publisher(struct reader *r, uint32_t object, uint32_t author)
{
    struct kh_str type = string_of(r, author, "@type");
    if (!kh_str_ends(type, KH_STR("Organization"))) return false;
    struct kh_str name = kh_bare_letters(r->arena, kh_values_text(r->arena, name_of(r, author)));
    uint32_t publisher = kh_values_member(&r->values, object, "publisher");
    if (publisher != UINT32_MAX &&
        kh_str_eq(name, kh_bare_letters(r->arena, kh_values_text(r->arena, name_of(r, publisher)))))
        return true;
    return kh_str_eq(name, kh_bare_letters(r->arena, kh_meta_site(r->hints)));
}

static bool add_authors(struct reader *r, uint32_t object, enum kh_hint_from from)
{
    uint32_t at = kh_values_member(&r->values, object, "author");
    if (at == UINT32_MAX) at = kh_values_member(&r->values, object, "creator");
    if (at == UINT32_MAX) return true;
    const struct kh_value *items = r->values.items;
    uint32_t end = at + 1;
    if (items[at].kind == KH_VALUE_ARRAY) {
        end = items[at].end;
        at++;
    }
    unsigned seen = 0;
    for (uint32_t i = at; i < end && seen < MAX_AUTHORS; i = items[i].end, seen++) {
        if (is_publisher(r, object, i)) continue;
        bool group = kh_str_ends(string_of(r, i, "@type"), KH_STR("Organization"));
        if (!add(r, KH_HINT_AUTHOR, group ? KH_FROM_LD_WEAK : from, name_of(r, i))) return false;
    }
    return true;
}

static bool add_object(struct reader *r, uint32_t object, enum rank rank)
{
    enum kh_hint_from from = rank == RANK_ARTICLE ? KH_FROM_LD : KH_FROM_LD_WEAK;
    struct kh_str title = string_of(r, object, "headline");
    if (!title.n && rank != RANK_PAGE) title = string_of(r, object, "name");
    struct kh_str published = string_of(r, object, "datePublished");
    if (!published.n && rank == RANK_WORK) published = string_of(r, object, "uploadDate");
    bool ok = add(r, KH_HINT_TITLE, from, title) && add(r, KH_HINT_PUBLISHED, from, published) &&
              add(r, KH_HINT_MODIFIED, from, string_of(r, object, "dateModified")) &&
              add_authors(r, object, from);
    if (ok && !published.n && rank == RANK_ARTICLE)
        ok = add(r, KH_HINT_PUBLISHED, from, string_of(r, object, "dateCreated"));
    uint32_t publisher = kh_values_member(&r->values, object, "publisher");
    if (ok && publisher != UINT32_MAX) ok = add(r, KH_HINT_SITE, from, name_of(r, publisher));
    struct kh_str url = string_of(r, object, "url");
    if (!url.n) url = string_of(r, object, "mainEntityOfPage");
    if (!url.n) {
        uint32_t page = kh_values_member(&r->values, object, "mainEntityOfPage");
        if (page != UINT32_MAX) url = string_of(r, page, "@id");
    }
    return ok && add(r, KH_HINT_URL, KH_FROM_LD_WEAK, url);
}

/* Whether the object calls itself by the page's address or title. */
static bool is_this_page(struct reader *r, uint32_t object, struct kh_str canonical,
                         struct kh_str title)
{
    struct kh_str headline = kh_values_text(r->arena, string_of(r, object, "headline"));
    struct kh_str url = kh_values_text(r->arena, string_of(r, object, "url"));
    if (canonical.n && url.n && kh_str_eq(canonical, url)) return true;
    return headline.n > 12 && title.n && kh_str_find(title, headline, 0) != SIZE_MAX;
}

bool kh_hints_read_ld(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *hints)
{
    const struct kh_hint *canonical = kh_hints_get(hints, KH_HINT_URL, KH_FROM_LD, KH_FROM_META);
    struct kh_str title = KH_STR_NONE;
    if (hints->title_node) title = kh_node_text(arena, tree, hints->title_node, 500);
    struct reader best = {.arena = arena, .hints = hints};
    uint32_t best_at = UINT32_MAX;
    int best_score = 0;
    for (uint32_t s = 0; s < tree->scripts_n && s < 32; s++) {
        struct reader r = {.arena = arena, .hints = hints};
        if (!kh_values_read(arena, tree->scripts[s], &r.values)) return false;
        for (uint32_t i = 0; i < r.values.n; i++) {
            if (r.values.items[i].kind != KH_VALUE_OBJECT) continue;
            int score = 4 * (int)rank_of(&r.values, i);
            if (!score || is_aside(&r.values, i)) continue;
            if (score <= best_score - 2) continue;
            if (is_this_page(&r, i, canonical ? canonical->text : KH_STR_NONE, title)) score += 2;
            if (kh_values_member(&r.values, i, "datePublished") != UINT32_MAX) score++;
            if (score <= best_score) continue;
            best_score = score;
            best_at = i;
            best = r;
        }
    }
    if (best_at == UINT32_MAX) return true;
    return add_object(&best, best_at, rank_of(&best.values, best_at));
}

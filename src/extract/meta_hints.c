/* SPDX-License-Identifier: Apache-2.0
 *
 * One pass over the nodes for whatever speaks of the article: <meta>, <link>, <time>, microdata,
 * headings. Takes the tree, hands on hints as they stand; weighs nothing.
 */
#include "extract/meta.h"

#include "base/utf8.h"

#define MAX_HEADINGS 64
#define MAX_TIMES 40

struct kh_str kh_node_text(struct kh_arena *arena, const struct kh_tree *tree, uint32_t at,
                           size_t most)
{
    size_t room = 1, n = 0;
    for (uint32_t i = at; i < tree->nodes[at].end && room < most; i++)
        room += tree->nodes[i].kind == KH_NODE_TEXT ? tree->nodes[i].text.n : 1;
    char *p = kh_arena_bytes(arena, room);
    if (!p) return KH_STR_NONE;
    for (uint32_t i = at; i < tree->nodes[at].end; i++) {
        const struct kh_node *node = &tree->nodes[i];
        struct kh_str s = node->kind == KH_NODE_TEXT ? node->text : KH_STR(" ");
        bool breaks =
            node->kind == KH_NODE_TEXT || node->tag == KH_TAG_BR || kh_tag_is_block(node->tag);
        for (size_t j = 0; breaks && j < s.n && n < room; j++) {
            bool space = kh_is_space(s.p[j]);
            if (space && (n == 0 || p[n - 1] == ' ')) continue;
            p[n++] = space ? ' ' : s.p[j];
        }
        if (n >= room) break;
    }
    struct kh_str text = {p, n};
    return kh_str_trim(kh_str_sub(text, 0, kh_utf8_cut(text, n < most ? n : most)));
}

bool kh_hints_add(struct kh_arena *arena, struct kh_hints *hints, enum kh_hint_kind kind,
                  enum kh_hint_from from, uint32_t node, struct kh_str text)
{
    text = kh_str_trim(text);
    if (!text.n || hints->n >= KH_MAX_HINTS) return true;
    if (!hints->items) {
        hints->items = kh_arena_alloc(arena, KH_MAX_HINTS * sizeof *hints->items);
        if (!hints->items) return false;
    }
    hints->items[hints->n++] =
        (struct kh_hint){.kind = (uint8_t)kind, .from = (uint8_t)from, .node = node, .text = text};
    return true;
}

const struct kh_hint *kh_hints_get(const struct kh_hints *hints, enum kh_hint_kind kind,
                                   enum kh_hint_from first, enum kh_hint_from last)
{
    const struct kh_hint *best = NULL;
    for (uint32_t i = 0; i < hints->n; i++) {
        const struct kh_hint *c = &hints->items[i];
        if (c->kind == kind && c->from >= first && c->from <= last &&
            (!best || c->from < best->from))
            best = c;
    }
    return best;
}

#define KH_WORD(literal)                                                                           \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Names of <meta name|property|itemprop> by what they tell. */
static const struct meta_key {
    struct kh_str name;
    uint8_t kind, from;
} meta_keys[] = {
    {KH_WORD("og:title"), KH_HINT_TITLE, KH_FROM_META},
    {KH_WORD("headline"), KH_HINT_TITLE, KH_FROM_PROP},
    {KH_WORD("twitter:title"), KH_HINT_TITLE, KH_FROM_META_WEAK},
    {KH_WORD("citation_title"), KH_HINT_TITLE, KH_FROM_META},
    {KH_WORD("parsely-title"), KH_HINT_TITLE, KH_FROM_META},
    {KH_WORD("sailthru.title"), KH_HINT_TITLE, KH_FROM_META},
    {KH_WORD("dc.title"), KH_HINT_TITLE, KH_FROM_META},
    {KH_WORD("dcterms.title"), KH_HINT_TITLE, KH_FROM_META},
    {KH_WORD("title"), KH_HINT_TITLE, KH_FROM_META_WEAK},
    {KH_WORD("article:published_time"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("article:published"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("article.published"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("og:article:published_time"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("og:published_time"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("og:pubdate"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("datepublished"), KH_HINT_PUBLISHED, KH_FROM_PROP},
    {KH_WORD("rnews:datepublished"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("pubdate"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("publishdate"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("publish_date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("publish-date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("publication_date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("publicationdate"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("published"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("published_time"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("published-date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("published_at"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("originalpublicationdate"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("parsely-pub-date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("sailthru.date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("cxenseparse:recs:publishtime"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("cxenseparse:publishtime"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("citation_publication_date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("citation_online_date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("citation_date"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("bt:pubdate"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("displaydate"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("artdate"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("dc.date.issued"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("dcterms.issued"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("dcterms.date"), KH_HINT_DATE, KH_FROM_META_WEAK},
    {KH_WORD("dc.date.created"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("dcterms.created"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("article.created"), KH_HINT_PUBLISHED, KH_FROM_META},
    {KH_WORD("datecreated"), KH_HINT_PUBLISHED, KH_FROM_META_WEAK},
    {KH_WORD("dc.date"), KH_HINT_DATE, KH_FROM_META_WEAK},
    {KH_WORD("date"), KH_HINT_DATE, KH_FROM_META_WEAK},
    {KH_WORD("created"), KH_HINT_DATE, KH_FROM_META_WEAK},
    {KH_WORD("article:modified_time"), KH_HINT_MODIFIED, KH_FROM_META},
    {KH_WORD("article:modified"), KH_HINT_MODIFIED, KH_FROM_META},
    {KH_WORD("article.updated"), KH_HINT_MODIFIED, KH_FROM_META},
    {KH_WORD("og:updated_time"), KH_HINT_MODIFIED, KH_FROM_META},
    {KH_WORD("datemodified"), KH_HINT_MODIFIED, KH_FROM_PROP},
    {KH_WORD("dcterms.modified"), KH_HINT_MODIFIED, KH_FROM_META},
    {KH_WORD("dc.date.modified"), KH_HINT_MODIFIED, KH_FROM_META},
    {KH_WORD("last-modified"), KH_HINT_MODIFIED, KH_FROM_META_WEAK},
    {KH_WORD("lastmod"), KH_HINT_MODIFIED, KH_FROM_META},
    {KH_WORD("last_updated_date"), KH_HINT_MODIFIED, KH_FROM_META},
    {KH_WORD("revised"), KH_HINT_MODIFIED, KH_FROM_META_WEAK},
    {KH_WORD("author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("authors"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("article:author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("article:author_name"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("article.author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("og:article:author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("og:author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("dc.creator"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("dcterms.creator"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("citation_author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("parsely-author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("sailthru.author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("cxenseparse:author"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("byl"), KH_HINT_AUTHOR, KH_FROM_META},
    {KH_WORD("creator"), KH_HINT_AUTHOR, KH_FROM_META_WEAK},
    {KH_WORD("og:site_name"), KH_HINT_SITE, KH_FROM_META},
    {KH_WORD("application-name"), KH_HINT_SITE, KH_FROM_META_WEAK},
    {KH_WORD("dc.publisher"), KH_HINT_SITE, KH_FROM_META_WEAK},
    {KH_WORD("citation_journal_title"), KH_HINT_SITE, KH_FROM_META},
    {KH_WORD("og:url"), KH_HINT_URL, KH_FROM_META},
};

/* twitter:label1 = "Written by", twitter:data1 = the name; which of the two pairs holds the author
 * is known by the other one being minutes, a number. */
static bool add_label(struct kh_arena *arena, struct kh_hints *hints, uint32_t at,
                      struct kh_str key, struct kh_str content)
{
    if (!kh_str_eq(key, KH_STR("twitter:data1"))) return true;
    for (size_t i = 0; i < content.n; i++)
        if (kh_is_digit(content.p[i])) return true;
    return kh_hints_add(arena, hints, KH_HINT_AUTHOR, KH_FROM_META_WEAK, at, content);
}

/* "Family, Given" of a citation as it is said. */
static struct kh_str first_name_first(struct kh_arena *arena, struct kh_str name)
{
    size_t comma = kh_str_find(name, KH_STR(", "), 0);
    if (comma == SIZE_MAX || kh_str_find(name, KH_STR(","), comma + 1) != SIZE_MAX) return name;
    return kh_arena_printf(arena, "%.*s %.*s", (int)(name.n - comma - 2), name.p + comma + 2,
                           (int)comma, name.p);
}

/* Names that are not in the table but say it all the same: "w-published-date". */
static bool add_unlisted(struct kh_arena *arena, struct kh_hints *hints, uint32_t at,
                         struct kh_str key, struct kh_str content)
{
    static const struct kh_str published[] = {KH_WORD("publish"), KH_WORD("pubdate"),
                                              KH_WORD("pub_date"), KH_WORD("pub-date")};
    static const struct kh_str modified[] = {KH_WORD("modif"), KH_WORD("update")};
    static const struct kh_str day[] = {KH_WORD("date"), KH_WORD("time")};
    if (content.n < 8 || content.n > 60 || !KH_HAS_ANY(key, day)) return true;
    enum kh_hint_kind kind = KH_HAS_ANY(key, modified)    ? KH_HINT_MODIFIED
                             : KH_HAS_ANY(key, published) ? KH_HINT_PUBLISHED
                                                          : KH_HINT_KINDS;
    if (kind == KH_HINT_KINDS) return true;
    return kh_hints_add(arena, hints, kind, KH_FROM_META_WEAK, at, content);
}

static bool add_meta(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *hints,
                     uint32_t at)
{
    struct kh_str key = KH_STR_NONE, content = KH_STR_NONE;
    const struct kh_node *node = &tree->nodes[at];
    for (uint32_t i = 0; i < node->attrs; i++) {
        const struct kh_attr *a = &tree->attrs[node->attr + i];
        if (kh_str_eq(a->name, KH_STR("content"))) content = a->value;
        if (!key.n &&
            (kh_str_eq(a->name, KH_STR("name")) || kh_str_eq(a->name, KH_STR("property")) ||
             kh_str_eq(a->name, KH_STR("itemprop")) || kh_str_eq(a->name, KH_STR("http-equiv"))))
            key = kh_str_trim(a->value);
    }
    if (!key.n || !content.n) return true;
    if (kh_str_starts(key, KH_STR("twitter:label")) || kh_str_starts(key, KH_STR("twitter:data")))
        return add_label(arena, hints, at, key, content);
    if (kh_str_eq_nocase(key, KH_STR("citation_author")))
        content = first_name_first(arena, content);
    if (kh_str_eq_nocase(key, KH_STR("og:locale"))) hints->locale = content;
    for (size_t i = 0; i < sizeof meta_keys / sizeof *meta_keys; i++) {
        if (!kh_str_eq_nocase(key, meta_keys[i].name)) continue;
        return kh_hints_add(arena, hints, (enum kh_hint_kind)meta_keys[i].kind,
                            (enum kh_hint_from)meta_keys[i].from, at, content);
    }
    return add_unlisted(arena, hints, at, key, content);
}

static bool has_word(struct kh_str list, struct kh_str wanted)
{
    if (list.n < wanted.n) return false;
    for (size_t at = 0; (at = kh_str_find_nocase(list, wanted, at)) != SIZE_MAX; at += wanted.n) {
        bool starts = at == 0 || kh_is_space(list.p[at - 1]);
        size_t end = at + wanted.n;
        if (starts && (end == list.n || kh_is_space(list.p[end]))) return true;
    }
    return false;
}

/* itemprop outside <meta>: the value is content, datetime, or the text. */
static bool add_prop(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *hints,
                     uint32_t at, struct kh_str prop)
{
    static const struct meta_key props[] = {
        {KH_WORD("datePublished"), KH_HINT_PUBLISHED, KH_FROM_PROP},
        {KH_WORD("dateModified"), KH_HINT_MODIFIED, KH_FROM_PROP},
        {KH_WORD("dateCreated"), KH_HINT_PUBLISHED, KH_FROM_META_WEAK},
        {KH_WORD("author"), KH_HINT_AUTHOR, KH_FROM_PROP},
        {KH_WORD("headline"), KH_HINT_TITLE, KH_FROM_PROP},
    };
    for (size_t i = 0; i < sizeof props / sizeof *props; i++) {
        if (!has_word(prop, props[i].name)) continue;
        struct kh_str value = kh_node_attr(tree, at, "content");
        if (!value.n) value = kh_node_attr(tree, at, "datetime");
        if (!value.n && props[i].kind == KH_HINT_AUTHOR) {
            for (uint32_t j = at + 1; j < tree->nodes[at].end && j < at + 40 && !value.n; j++) {
                if (tree->nodes[j].kind != KH_NODE_ELEMENT ||
                    !has_word(kh_node_attr(tree, j, "itemprop"), KH_STR("name")))
                    continue;
                value = kh_node_attr(tree, j, "content");
                if (!value.n) value = kh_node_text(arena, tree, j, 200);
            }
        }
        if (!value.n) value = kh_node_text(arena, tree, at, 400);
        if (!kh_hints_add(arena, hints, (enum kh_hint_kind)props[i].kind,
                          (enum kh_hint_from)props[i].from, at, value))
            return false;
    }
    return true;
}

static bool add_link(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *hints,
                     uint32_t at)
{
    if (!has_word(kh_node_attr(tree, at, "rel"), KH_STR("canonical"))) return true;
    return kh_hints_add(arena, hints, KH_HINT_URL, KH_FROM_LD, at, kh_node_attr(tree, at, "href"));
}

/* A <time>: its machine date when it has one, else its text. */
static bool add_time(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *hints,
                     uint32_t at)
{
    struct kh_str value = kh_node_attr(tree, at, "datetime");
    struct kh_str class = kh_node_attr(tree, at, "class");
    enum kh_hint_kind kind = KH_HINT_DATE;
    if (!value.n) value = kh_node_text(arena, tree, at, 100);
    if (kh_str_find_nocase(class, KH_STR("updat"), 0) != SIZE_MAX ||
        kh_str_find_nocase(class, KH_STR("modif"), 0) != SIZE_MAX)
        kind = KH_HINT_MODIFIED;
    else if (kh_str_find_nocase(class, KH_STR("publish"), 0) != SIZE_MAX ||
             kh_node_attr(tree, at, "pubdate").p)
        kind = KH_HINT_PUBLISHED;
    if (has_word(class, KH_STR("published"))) kind = KH_HINT_PUBLISHED;
    if (has_word(kh_node_attr(tree, at, "itemprop"), KH_STR("dateModified")))
        kind = KH_HINT_MODIFIED;
    return kh_hints_add(arena, hints, kind, KH_FROM_TIME, at, value);
}

bool kh_hints_read(struct kh_arena *arena, const struct kh_tree *tree, struct kh_hints *out)
{
    unsigned times = 0;
    bool ok = true;
    *out = (struct kh_hints){.headline = UINT32_MAX};
    out->headings = kh_arena_alloc(arena, MAX_HEADINGS * sizeof *out->headings);
    if (!out->headings) return false;
    for (uint32_t i = 0; i < tree->nodes_n && ok; i++) {
        const struct kh_node *node = &tree->nodes[i];
        if (node->kind != KH_NODE_ELEMENT) continue;
        switch (node->tag) {
        case KH_TAG_HTML: out->lang = kh_node_attr(tree, i, "lang"); break;
        case KH_TAG_META: ok = add_meta(arena, tree, out, i); break;
        case KH_TAG_LINK: ok = add_link(arena, tree, out, i); break;
        case KH_TAG_TITLE:
            if (!out->title_node) out->title_node = i;
            break;
        case KH_TAG_H1:
        case KH_TAG_H2:
        case KH_TAG_H3:
            if (out->headings_n < MAX_HEADINGS) {
                out->headings[out->headings_n++] = i;
                out->h1_n += node->tag == KH_TAG_H1;
            }
            break;
        case KH_TAG_TIME:
            if (times++ < MAX_TIMES) ok = add_time(arena, tree, out, i);
            break;
        default: break;
        }
        if (node->tag == KH_TAG_META) continue;
        for (uint32_t a = node->attr; a < node->attr + node->attrs && ok; a++) {
            struct kh_str name = tree->attrs[a].name, value = tree->attrs[a].value;
            if (name.n == 8 && memcmp(name.p, "itemprop", 8) == 0)
                ok = add_prop(arena, tree, out, i, value);
            else if (name.n == 3 && node->tag == KH_TAG_A && memcmp(name.p, "rel", 3) == 0 &&
                     has_word(value, KH_STR("author")))
                ok = kh_hints_add(arena, out, KH_HINT_AUTHOR, KH_FROM_TIME, i,
                                  kh_node_text(arena, tree, i, 200));
        }
    }
    return ok;
}

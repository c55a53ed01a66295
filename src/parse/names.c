/* SPDX-License-Identifier: Apache-2.0
 *
 * A perfect hash over the names of src/tags.h (tool/names finds its factor). See names.h.
 */
#include "parse/names.h"

#include "parse/names.inc"

static const struct kh_str names[KH_TAGS_END] = {
#define TAG_NAME(name, text) [KH_TAG_##name] = {text, sizeof(text) - 1},
    KH_TAGS(TAG_NAME)
#undef TAG_NAME
};

/* The same with NUL behind, so that the first eight bytes can be compared at once. */
static const char padded[KH_TAGS_END][16] = {
#define TAG_NAME(name, text) [KH_TAG_##name] = text,
    KH_TAGS(TAG_NAME)
#undef TAG_NAME
};

enum kh_tag kh_tag_of(struct kh_str name, uint64_t key)
{
    uint8_t tag = tag_slots[(key * TAG_FACTOR) >> TAG_SHIFT];
    if (names[tag].n != name.n || kh_tag_key(padded[tag]) != key) return KH_TAG_OTHER;
    for (size_t i = 8; i < name.n; i++) {
        if (kh_lower(name.p[i]) != names[tag].p[i]) return KH_TAG_OTHER;
    }
    return (enum kh_tag)tag;
}

enum kh_tag kh_tag_find(struct kh_str name)
{
    uint64_t key = 0;
    for (size_t i = 0; i < name.n && i < 8; i++) {
        key |= (uint64_t)(unsigned char)kh_lower(name.p[i]) << (8 * i);
    }
    return kh_tag_of(name, key);
}

struct kh_str kh_tag_name(enum kh_tag tag)
{
    return names[tag];
}

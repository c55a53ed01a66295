/* SPDX-License-Identifier: Apache-2.0
 *
 * A tolerant reader of the JSON in pages: flat values in document order, strings left raw. One
 * linear pass; what is broken (raw newlines, stray or missing commas, unescaped quotes, comments
 * around it, a cut end) costs a value at most, never the rest.
 */
#ifndef KH_EXTRACT_META_JSON_H
#define KH_EXTRACT_META_JSON_H

#include "base/arena.h"

enum kh_value_kind { KH_VALUE_OBJECT = 0, KH_VALUE_ARRAY, KH_VALUE_STRING, KH_VALUE_LITERAL };

struct kh_value {
    struct kh_str key;  /* raw; none in an array */
    struct kh_str text; /* raw, of a string or literal */
    uint32_t parent;    /* index; UINT32_MAX at the top */
    uint32_t end;       /* index behind the last value inside */
    uint8_t kind;       /* enum kh_value_kind */
};

struct kh_values {
    struct kh_value *items;
    uint32_t n;
};

/* Appends the values of `source`; false when the arena is exhausted. */
bool kh_values_read(struct kh_arena *arena, struct kh_str source, struct kh_values *out);
/* The member of an object with this key; UINT32_MAX when there is none. */
uint32_t kh_values_member(const struct kh_values *values, uint32_t object, const char *key);
/* A raw string with its escapes, character references and tags resolved, white space collapsed;
 * in the arena, or the raw string itself when there is nothing to do. */
struct kh_str kh_values_text(struct kh_arena *arena, struct kh_str raw);

#endif

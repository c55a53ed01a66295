/* SPDX-License-Identifier: Apache-2.0
 *
 * Features to bytes and back: little-endian, version first, so that the window can be filled from
 * the store without understanding the articles again.
 */
#include "match/internal.h"

#define VERSION 3
#define HEAD_BYTES (24 + 4 * KH_TEXT_DAYS)
#define TERM_BYTES 12

static void put_u32(struct kh_buf *out, uint32_t value)
{
    for (int i = 0; i < 4; i++) kh_buf_byte(out, (char)(value >> (8 * i) & 255));
}

static uint32_t get_u32(const char *p)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) value |= (uint32_t)(unsigned char)p[i] << (8 * i);
    return value;
}

bool kh_features_pack(const struct kh_features *features, struct kh_buf *out)
{
    put_u32(out, VERSION);
    put_u32(out, features->lang);
    put_u32(out, (uint32_t)features->hour);
    put_u32(out, features->tokens);
    put_u32(out, features->terms_n);
    put_u32(out, (uint32_t)features->days_n << 16 | (uint16_t)features->year);
    for (int i = 0; i < KH_TEXT_DAYS; i++) {
        put_u32(out, i < features->days_n ? (uint32_t)features->days[i] : 0);
    }
    for (uint32_t i = 0; i < features->terms_n; i++) {
        const struct kh_term *term = &features->terms[i];
        put_u32(out, term->key);
        put_u32(out, term->start << 1 | term->in_title);
        put_u32(out, (uint32_t)term->bytes << 8 | term->count);
    }
    return !out->failed;
}

bool kh_features_unpack(struct kh_arena *arena, struct kh_str bytes, struct kh_features *out)
{
    if (bytes.n < HEAD_BYTES || get_u32(bytes.p) != VERSION) return false;
    uint32_t n = get_u32(bytes.p + 16);
    if (n > KH_MAX_TERMS || bytes.n != HEAD_BYTES + (size_t)n * TERM_BYTES) { return false; }
    struct kh_term *terms = kh_arena_zalloc(arena, n ? n : 1, sizeof *terms);
    if (!terms) return false;
    for (uint32_t i = 0; i < n; i++) {
        const char *p = bytes.p + HEAD_BYTES + (size_t)i * TERM_BYTES;
        terms[i].key = get_u32(p);
        terms[i].start = get_u32(p + 4) >> 1;
        terms[i].in_title = get_u32(p + 4) & 1;
        terms[i].bytes = (uint16_t)(get_u32(p + 8) >> 8);
        terms[i].count = (uint8_t)(get_u32(p + 8) & 255);
        if (i && terms[i].key <= terms[i - 1].key) return false;
        if (terms[i].count == 0 || kh_term_class(terms[i].key) >= KH_TERM_CLASSES) return false;
    }
    *out = (struct kh_features){
        .lang = get_u32(bytes.p + 4),
        .hour = (int32_t)get_u32(bytes.p + 8),
        .tokens = get_u32(bytes.p + 12),
        .days_n = (uint8_t)(get_u32(bytes.p + 20) >> 16),
        .year = (int16_t)(get_u32(bytes.p + 20) & 0xffff),
        .terms = terms,
        .terms_n = n,
    };
    if (out->days_n > KH_TEXT_DAYS) return false;
    for (int i = 0; i < out->days_n; i++) out->days[i] = (int32_t)get_u32(bytes.p + 24 + 4 * i);
    return true;
}

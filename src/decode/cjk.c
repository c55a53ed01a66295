/* SPDX-License-Identifier: Apache-2.0
 *
 * The East Asian decoders of the WHATWG Encoding Standard. In all of them a bad pair whose second
 * byte is ASCII gives up only the first, so that no markup is swallowed.
 */
#include "decode/internal.h"

static bool within(unsigned byte, unsigned low, unsigned high)
{
    return byte >= low && byte <= high;
}

/* Writes what a two-byte sequence at i gave (0: nothing) and returns where to go on. */
static size_t put_pair(struct kh_sink *out, struct kh_str in, size_t i, uint32_t code)
{
    kh_sink_put(out, code ? code : KH_REPLACEMENT);
    if (i + 1 == in.n) return in.n;
    return !code && (unsigned char)in.p[i + 1] < 0x80 ? i + 1 : i + 2;
}

static uint32_t of_ranges(uint32_t pointer)
{
    if ((pointer > 39419 && pointer < 189000) || pointer > 1237575) return 0;
    if (pointer == 7457) return 0xE7C7;
    size_t low = 0, high = kh_gb18030_ranges_n; /* the last range that begins at or before it */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (kh_gb18030_ranges[middle].pointer <= pointer) low = middle;
        else high = middle;
    }
    return kh_gb18030_ranges[low].code + (pointer - kh_gb18030_ranges[low].pointer);
}

/* Four bytes, or as many as are left; p[0] and p[1] are known to begin such a sequence. */
static size_t put_four(struct kh_sink *out, const unsigned char *p, size_t left)
{
    bool third = left > 2 && within(p[2], 0x81, 0xFE);
    bool fourth = third && left > 3 && within(p[3], 0x30, 0x39);
    uint32_t code = 0;
    if (fourth) {
        uint32_t pointer = ((p[0] - 0x81u) * 10 + (p[1] - 0x30u)) * 126 + (p[2] - 0x81u);
        code = of_ranges(pointer * 10 + (p[3] - 0x30u));
    }
    kh_sink_put(out, code ? code : KH_REPLACEMENT);
    if (fourth) return 4;
    bool cut = left == 2 || (left == 3 && third);
    return cut ? left : 1;
}

void kh_decode_gb18030(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    const unsigned char *p = (const unsigned char *)in.p;
    for (size_t i = 0; i < in.n && !out->full;) {
        unsigned lead = p[i], trail = i + 1 < in.n ? p[i + 1] : 0;
        if (lead < 0x80) {
            i = kh_sink_ascii(out, in, i);
        } else if (lead == 0x80 || lead == 0xFF) {
            kh_sink_put(out, lead == 0x80 ? 0x20AC : KH_REPLACEMENT);
            i++;
        } else if (within(trail, 0x30, 0x39)) {
            i += put_four(out, p + i, in.n - i);
        } else {
            uint32_t code = 0;
            if (within(trail, 0x40, 0x7E) || within(trail, 0x80, 0xFE))
                code =
                    kh_index_get(index, (lead - 0x81) * 190 + trail - (trail < 0x7F ? 0x40 : 0x41));
            i = put_pair(out, in, i, code);
        }
    }
}

void kh_decode_big5(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    const unsigned char *p = (const unsigned char *)in.p;
    for (size_t i = 0; i < in.n && !out->full;) {
        unsigned lead = p[i], trail = i + 1 < in.n ? p[i + 1] : 0;
        if (lead < 0x80) {
            i = kh_sink_ascii(out, in, i);
            continue;
        }
        if (lead == 0x80 || lead == 0xFF) {
            kh_sink_put(out, KH_REPLACEMENT);
            i++;
            continue;
        }
        uint32_t pointer = UINT32_MAX;
        if (within(trail, 0x40, 0x7E) || within(trail, 0xA1, 0xFE))
            pointer = (lead - 0x81) * 157 + trail - (trail < 0x7F ? 0x40 : 0x62);
        /* Four pointers stand for a letter with a combining macron or caron. */
        if (pointer == 1133 || pointer == 1135 || pointer == 1164 || pointer == 1166) {
            kh_sink_put(out, pointer < 1150 ? 0xCA : 0xEA);
            kh_sink_put(out, pointer == 1133 || pointer == 1164 ? 0x304 : 0x30C);
            i += 2;
            continue;
        }
        i = put_pair(out, in, i, kh_index_get(index, pointer));
    }
}

void kh_decode_euc_jp(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    const unsigned char *p = (const unsigned char *)in.p;
    for (size_t i = 0; i < in.n && !out->full;) {
        unsigned lead = p[i], trail = i + 1 < in.n ? p[i + 1] : 0;
        if (lead < 0x80) {
            i = kh_sink_ascii(out, in, i);
        } else if (lead == 0x8E && within(trail, 0xA1, 0xDF)) {
            kh_sink_put(out, 0xFF61 + trail - 0xA1);
            i += 2;
        } else if (lead == 0x8F && within(trail, 0xA1, 0xFE)) {
            unsigned third = i + 2 < in.n ? p[i + 2] : 0;
            uint32_t code = 0;
            if (within(third, 0xA1, 0xFE))
                code = kh_index_get(&kh_index_jis0212, (trail - 0xA1) * 94 + third - 0xA1);
            i = put_pair(out, in, i + 1, code);
        } else if (lead == 0x8E || lead == 0x8F || within(lead, 0xA1, 0xFE)) {
            uint32_t code = 0;
            if (within(lead, 0xA1, 0xFE) && within(trail, 0xA1, 0xFE))
                code = kh_index_get(index, (lead - 0xA1) * 94 + trail - 0xA1);
            i = put_pair(out, in, i, code);
        } else {
            kh_sink_put(out, KH_REPLACEMENT);
            i++;
        }
    }
}

void kh_decode_shift_jis(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    const unsigned char *p = (const unsigned char *)in.p;
    for (size_t i = 0; i < in.n && !out->full;) {
        unsigned lead = p[i], trail = i + 1 < in.n ? p[i + 1] : 0;
        if (lead < 0x80) {
            i = kh_sink_ascii(out, in, i);
        } else if (lead == 0x80 || within(lead, 0xA1, 0xDF)) {
            kh_sink_put(out, lead == 0x80 ? 0x80 : 0xFF61 + lead - 0xA1);
            i++;
        } else if (lead == 0xA0 || lead > 0xFC) {
            kh_sink_put(out, KH_REPLACEMENT);
            i++;
        } else {
            uint32_t code = 0;
            if (within(trail, 0x40, 0x7E) || within(trail, 0x80, 0xFC)) {
                uint32_t pointer = (lead - (lead < 0xA0 ? 0x81 : 0xC1)) * 188 + trail -
                                   (trail < 0x7F ? 0x40 : 0x41);
                bool private_use = within(pointer, 8836, 10715);
                code = private_use ? 0xE000 + pointer - 8836 : kh_index_get(index, pointer);
            }
            i = put_pair(out, in, i, code);
        }
    }
}

void kh_decode_euc_kr(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    const unsigned char *p = (const unsigned char *)in.p;
    for (size_t i = 0; i < in.n && !out->full;) {
        unsigned lead = p[i], trail = i + 1 < in.n ? p[i + 1] : 0;
        if (lead < 0x80) {
            i = kh_sink_ascii(out, in, i);
        } else if (lead == 0x80 || lead == 0xFF) {
            kh_sink_put(out, KH_REPLACEMENT);
            i++;
        } else {
            uint32_t code = 0;
            if (within(trail, 0x41, 0xFE))
                code = kh_index_get(index, (lead - 0x81) * 190 + trail - 0x41);
            i = put_pair(out, in, i, code);
        }
    }
}

enum jis_state { JIS_ASCII, JIS_ROMAN, JIS_KATAKANA, JIS_LEAD };

/* The state that the escape sequence at p (behind ESC) asks for; false for none. */
static bool escape(const unsigned char *p, size_t left, enum jis_state *state)
{
    if (left < 2) return false;
    if (p[0] == '$' && (p[1] == '@' || p[1] == 'B')) *state = JIS_LEAD;
    else if (p[0] == '(' && p[1] == 'B') *state = JIS_ASCII;
    else if (p[0] == '(' && p[1] == 'J') *state = JIS_ROMAN;
    else if (p[0] == '(' && p[1] == 'I') *state = JIS_KATAKANA;
    else return false;
    return true;
}

/* One byte of a one-byte state. */
static uint32_t jis_single(enum jis_state state, unsigned byte)
{
    if (state == JIS_KATAKANA) return within(byte, 0x21, 0x5F) ? 0xFF61 + byte - 0x21 : 0xFFFD;
    if (byte > 0x7F || byte == 0x0E || byte == 0x0F) return KH_REPLACEMENT;
    if (state == JIS_ROMAN && byte == 0x5C) return 0xA5;
    if (state == JIS_ROMAN && byte == 0x7E) return 0x203E;
    return byte;
}

void kh_decode_iso_2022_jp(const struct kh_index *index, struct kh_str in, struct kh_sink *out)
{
    const unsigned char *p = (const unsigned char *)in.p;
    enum jis_state state = JIS_ASCII;
    bool just_escaped = false; /* two escapes with nothing in between are an error */
    for (size_t i = 0; i < in.n && !out->full;) {
        if (p[i] == 0x1B) {
            bool known = escape(p + i + 1, in.n - i - 1, &state);
            if (!known || just_escaped) kh_sink_put(out, KH_REPLACEMENT);
            just_escaped = known;
            i += known ? 3 : 1;
            continue;
        }
        just_escaped = false;
        if (state != JIS_LEAD) {
            kh_sink_put(out, jis_single(state, p[i]));
            i++;
            continue;
        }
        uint32_t code = 0;
        bool lead = within(p[i], 0x21, 0x7E);
        unsigned trail = lead && i + 1 < in.n ? p[i + 1] : 0;
        if (lead && within(trail, 0x21, 0x7E))
            code = kh_index_get(index, (p[i] - 0x21u) * 94 + trail - 0x21);
        kh_sink_put(out, code ? code : KH_REPLACEMENT);
        i += lead && i + 1 < in.n && trail != 0x1B ? 2 : 1;
    }
}

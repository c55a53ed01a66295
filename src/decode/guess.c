/* SPDX-License-Identifier: Apache-2.0
 *
 * The encoding of bytes that do not say it: each candidate is tried on a sample and judged by the
 * letters it gives (is there a language that uses them, and how much) and by where they stand (no
 * capital inside a word, no two scripts in one, no sign between letters). East Asian candidates are
 * judged by the rows of their tables, which stand in order of use.
 */
#include "decode/internal.h"

#include "lang/lang.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#define SAMPLE_BYTES ((size_t)8192)
#define MAX_PIECES 256
#define MAX_PIECE_BYTES ((size_t)512)
/* Below this nothing speaks for any candidate. */
#define FLOOR 0.1
/* What a page that names its language adds to that language's encodings. */
#define HINT 0.15

/* Stretches of the page between tags that hold a byte over 0x7F. */
struct sample {
    struct kh_str pieces[MAX_PIECES];
    size_t pieces_n;
    double high; /* bytes over 0x7F */
};

/* In order of how common they are: a tie goes to the first. */
static const struct candidate {
    const char *name;
    const char *langs;
} singles[] = {
    {"windows-1252", "en fr de es pt it ca sv da no fi is et sq"},
    {"windows-1251", "ru uk be bg sr mk"},
    {"windows-1256", "ar fa ur"},
    {"windows-1250", "pl cs sk hu ro hr sl"},
    {"ISO-8859-2", "pl cs sk hu ro hr sl"},
    {"windows-1254", "tr"},
    {"windows-1253", "el"},
    {"ISO-8859-7", "el"},
    {"windows-1255", "he"},
    {"KOI8-R", "ru"},
    {"KOI8-U", "uk"},
    {"ISO-8859-5", "ru bg sr mk"},
    {"IBM866", "ru uk"},
    {"ISO-8859-6", "ar"},
    {"windows-1257", "lt lv et"},
    {"windows-874", "th"},
    {"windows-1258", "vi"},
};

static bool is_high(char c)
{
    return (unsigned char)c >= 0x80;
}

static void take_sample(struct kh_str bytes, struct sample *out)
{
    *out = (struct sample){.pieces_n = 0};
    size_t taken = 0;
    for (size_t i = 0; i < bytes.n && taken < SAMPLE_BYTES && out->pieces_n < MAX_PIECES;) {
        /* No encoding here uses "<" or ">" as the second byte of a pair. */
        size_t end = i, first_high = SIZE_MAX;
        while (end < bytes.n && bytes.p[end] != '<' && bytes.p[end] != '>') {
            if (first_high == SIZE_MAX && is_high(bytes.p[end])) first_high = end;
            end++;
        }
        if (first_high != SIZE_MAX) {
            size_t start = first_high - i > 32 ? first_high - 32 : i;
            struct kh_str piece = {bytes.p + start, end - start};
            if (piece.n > MAX_PIECE_BYTES) piece.n = MAX_PIECE_BYTES;
            out->pieces[out->pieces_n++] = piece;
            taken += piece.n;
            for (size_t k = 0; k < piece.n; k++) out->high += is_high(piece.p[k]);
        }
        i = end + 1;
    }
}

/* ---- one byte, one character ---- */

enum shape {
    SHAPE_NONE,
    SHAPE_SIGN,
    SHAPE_MARK,
    SHAPE_LETTER,
    SHAPE_LOWER,
    SHAPE_UPPER,
    SHAPE_BAD
};

struct glyph {
    uint32_t code, lower;
    uint8_t shape; /* enum shape */
    bool is_last;  /* ends a word: final forms of Greek and Hebrew, teh marbuta */
    int script;
};

static struct glyph glyph_of(uint32_t code)
{
    struct glyph out = {.code = code, .lower = code, .shape = SHAPE_NONE};
    UChar32 c = (UChar32)code;
    if (code == 0 || (code >= 0x80 && code < 0xA0)) {
        out.shape = SHAPE_BAD;
    } else if (u_isalpha(c)) {
        UErrorCode error = U_ZERO_ERROR;
        out.script = (int)uscript_getScript(c, &error);
        out.lower = (uint32_t)u_tolower(c);
        out.shape = u_isupper(c) ? SHAPE_UPPER : u_islower(c) ? SHAPE_LOWER : SHAPE_LETTER;
    } else if (u_charType(c) == U_NON_SPACING_MARK) {
        out.shape = SHAPE_MARK;
    } else if (code >= 0x80 && code != 0xA0 && code != 0x2019) {
        out.shape = SHAPE_SIGN;
    }
    out.is_last = code == 0x3C2 || code == 0x5DA || code == 0x5DD || code == 0x5DF ||
                  code == 0x5E3 || code == 0x5E5 || code == 0x629;
    return out;
}

static bool is_letter(const struct glyph *glyph)
{
    return glyph->shape == SHAPE_LETTER || glyph->shape == SHAPE_LOWER ||
           glyph->shape == SHAPE_UPPER;
}

/* What speaks against `now`, standing where it stands; `run` counts letters over 0x7F before it. */
static double misplaced(const struct glyph *before, const struct glyph *now,
                        const struct glyph *after, unsigned run)
{
    if (now->shape == SHAPE_BAD) return 2;
    if (now->shape == SHAPE_SIGN) return is_letter(before) && is_letter(after) ? 1.2 : 0;
    if (!is_letter(now)) return 0;
    double against = 0;
    if (is_letter(before)) {
        if (before->shape == SHAPE_LOWER && now->shape == SHAPE_UPPER) against += 1;
        if (before->script != now->script || before->is_last) against += 1;
    }
    if (is_letter(after) && after->script != now->script) against += 1;
    /* Few words have one letter; most signs stand by themselves. */
    if (!is_letter(before) && !is_letter(after)) against += 1;
    if (now->script == USCRIPT_LATIN && run >= 2) against += 0.8;
    return against;
}

static double place_score(const struct sample *sample, const struct glyph glyphs[256],
                          double counts[128])
{
    double against = 0;
    for (size_t i = 0; i < sample->pieces_n; i++) {
        struct kh_str piece = sample->pieces[i];
        const struct glyph *before = &glyphs[' '], *now = before;
        unsigned run = 0;
        for (size_t k = 0; k < piece.n; k++) {
            before = now;
            now = &glyphs[(unsigned char)piece.p[k]];
            const struct glyph *after =
                &glyphs[k + 1 < piece.n ? (unsigned char)piece.p[k + 1] : (unsigned char)' '];
            if (now->shape == SHAPE_MARK) now = before; /* stands over the letter before it */
            if (!is_high(piece.p[k])) {
                run = 0;
                continue;
            }
            counts[(unsigned char)piece.p[k] - 0x80]++;
            against += misplaced(before, now, after, run);
            run = is_letter(now) ? run + 1 : 0;
        }
    }
    return against;
}

/* How well the letters fit a language: 1 for its common ones, less for rare ones; letters it does
 * not have count against it. */
static double letters_score(const char *letters, const struct glyph high[128],
                            const double counts[128])
{
    struct kh_str text = kh_str_of(letters);
    double value[128];
    for (size_t i = 0; i < 128; i++) {
        bool is_letter_or_mark = is_letter(&high[i]) || high[i].shape == SHAPE_MARK;
        value[i] = is_letter_or_mark ? -0.8 : high[i].shape == SHAPE_SIGN ? 0 : 0.05;
    }
    size_t rank = 0;
    for (size_t at = 0; at < text.n; rank++) {
        uint32_t code = kh_utf8_next(text, &at);
        double worth = rank < 12 ? 1 : rank < 22 ? 0.8 : 0.5;
        for (size_t i = 0; i < 128; i++) {
            if (high[i].code == code) value[i] = worth;
            else if (high[i].lower == code) value[i] = worth * 0.8;
        }
    }
    double score = 0;
    for (size_t i = 0; i < 128; i++) score += counts[i] * value[i];
    return score;
}

/* The score, or `floor` when it cannot be more. */
static double single_score(const struct candidate *candidate, const struct glyph ascii[128],
                           const struct sample *sample, struct kh_str lang, double floor)
{
    const struct kh_index *index = kh_encoding_named(candidate->name)->index;
    struct glyph glyphs[256];
    memcpy(glyphs, ascii, 128 * sizeof *glyphs);
    for (uint32_t i = 0; i < 128; i++) glyphs[0x80 + i] = glyph_of(kh_index_get(index, i));
    double counts[128] = {0};
    double against = place_score(sample, glyphs, counts);
    if (1 + HINT - against / sample->high <= floor) return floor; /* no letters can make up */
    double best = -sample->high;
    struct kh_str langs = kh_str_of(candidate->langs);
    while (langs.n > 0) {
        struct kh_str name = kh_str_cut(&langs, ' ');
        const char *letters = "";
        for (size_t i = 0; i < kh_letters_n; i++)
            if (kh_str_eq(kh_str_of(kh_letters[i].lang), name)) letters = kh_letters[i].letters;
        double score = letters_score(letters, glyphs + 0x80, counts);
        if (lang.n > 0 && kh_lang_of(lang) == kh_lang_of(name)) score += HINT * sample->high;
        if (score > best) best = score;
    }
    return (best - against) / sample->high;
}

/* ---- two bytes, one character ---- */

enum row { ROW_BAD, ROW_RARE, ROW_SIGN, ROW_COMMON, ROW_KANA, ROW_HANGUL };

static bool in(unsigned byte, unsigned low, unsigned high)
{
    return byte >= low && byte <= high;
}

/* GB 2312 orders 3,755 common characters by sound in rows B0-D7, the others behind them. */
static enum row gb_row(unsigned lead, unsigned trail)
{
    if (lead < 0x81 || lead == 0xFF) return ROW_BAD;
    if (!in(trail, 0x40, 0x7E) && !in(trail, 0x80, 0xFE) && !in(trail, 0x30, 0x39)) return ROW_BAD;
    if (trail < 0xA1 || in(lead, 0xA4, 0xAF) || lead < 0xA1) return ROW_RARE;
    if (in(lead, 0xA1, 0xA3)) return ROW_SIGN;
    return in(lead, 0xB0, 0xD7) ? ROW_COMMON : ROW_RARE;
}

/* Big5: 5,401 common characters in A440-C67E. */
static enum row big5_row(unsigned lead, unsigned trail)
{
    if (lead < 0x81 || lead == 0xFF) return ROW_BAD;
    if (!in(trail, 0x40, 0x7E) && !in(trail, 0xA1, 0xFE)) return ROW_BAD;
    if (in(lead, 0xA1, 0xA3)) return ROW_SIGN;
    return in(lead, 0xA4, 0xC6) ? ROW_COMMON : ROW_RARE;
}

/* KS X 1001: Hangul in B0-C8, Hanja behind it. */
static enum row kr_row(unsigned lead, unsigned trail)
{
    if (lead < 0x81 || lead == 0xFF) return ROW_BAD;
    if (!in(trail, 0x41, 0x5A) && !in(trail, 0x61, 0x7A) && !in(trail, 0x81, 0xFE)) return ROW_BAD;
    if (in(lead, 0xB0, 0xC8) && trail >= 0xA1) return ROW_HANGUL;
    return in(lead, 0xA1, 0xA3) && trail >= 0xA1 ? ROW_SIGN : ROW_RARE;
}

/* JIS X 0208: kana in rows 4 and 5, 2,965 common characters in rows 16 to 47. */
static enum row jis_row(unsigned row)
{
    if (row == 4 || row == 5) return ROW_KANA;
    if (in(row, 1, 3)) return ROW_SIGN;
    return in(row, 16, 47) ? ROW_COMMON : ROW_RARE;
}

static enum row euc_jp_row(unsigned lead, unsigned trail)
{
    if (lead == 0x8E && in(trail, 0xA1, 0xDF)) return ROW_RARE;
    if (!in(lead, 0xA1, 0xFE) || !in(trail, 0xA1, 0xFE)) return ROW_BAD;
    return jis_row(lead - 0xA0);
}

static enum row shift_jis_row(unsigned lead, unsigned trail)
{
    if (!in(lead, 0x81, 0x9F) && !in(lead, 0xE0, 0xFC)) return ROW_BAD;
    if (!in(trail, 0x40, 0x7E) && !in(trail, 0x80, 0xFC)) return ROW_BAD;
    unsigned row = (lead - (lead < 0xA0 ? 0x81 : 0xC1)) * 2 + (trail >= 0x9F ? 2 : 1);
    return jis_row(row);
}

static const struct pair_candidate {
    const char *name, *lang;
    enum row (*row_of)(unsigned lead, unsigned trail);
    double common; /* worth of a character of the common rows */
    bool katakana; /* A1-DF are half-width katakana by themselves */
} pairs[] = {
    {"GBK", "zh", gb_row, 0.85, false},       {"Big5", "zh", big5_row, 0.85, false},
    {"EUC-KR", "ko", kr_row, 0, false},       {"Shift_JIS", "ja", shift_jis_row, 0.7, true},
    {"EUC-JP", "ja", euc_jp_row, 0.7, false},
};

static double pair_score(const struct pair_candidate *candidate, const struct sample *sample,
                         struct kh_str lang)
{
    double score = 0, bytes = 0;
    for (size_t i = 0; i < sample->pieces_n; i++) {
        const unsigned char *p = (const unsigned char *)sample->pieces[i].p;
        size_t n = sample->pieces[i].n;
        bool whole = n < MAX_PIECE_BYTES; /* a longer one may be cut within a pair */
        for (size_t k = 0; k < n; k++) {
            if (p[k] < 0x80 || (k + 1 == n && !whole)) continue;
            if (candidate->katakana && in(p[k], 0xA1, 0xDF)) {
                score -= 0.3;
                bytes += 1;
                continue;
            }
            enum row row = candidate->row_of(p[k], k + 1 < n ? p[k + 1] : 0);
            double worth = row == ROW_BAD      ? -3
                           : row == ROW_SIGN   ? 0.5
                           : row == ROW_COMMON ? candidate->common
                           : row == ROW_RARE   ? -0.2
                                               : 1;
            size_t used = row == ROW_BAD ? 1 : 2;
            score += worth * (double)used;
            bytes += (double)used;
            k += used - 1;
        }
    }
    if (bytes == 0) return -1;
    bool hinted = lang.n > 0 && kh_lang_of(lang) == kh_lang_of(kh_str_of(candidate->lang));
    return score / bytes + (hinted ? HINT : 0);
}

const struct kh_encoding *kh_guess_utf_16(struct kh_str bytes)
{
    size_t pairs_n = (bytes.n < 2048 ? bytes.n : 2048) / 2, even = 0, odd = 0;
    if (pairs_n == 0 || !memchr(bytes.p, '\0', pairs_n * 2)) return NULL;
    for (size_t i = 0; i < pairs_n; i++) {
        even += bytes.p[2 * i] == '\0';
        odd += bytes.p[2 * i + 1] == '\0';
    }
    if (odd * 10 > pairs_n * 3 && even * 20 < pairs_n) return kh_encoding_named("UTF-16LE");
    if (even * 10 > pairs_n * 3 && odd * 20 < pairs_n) return kh_encoding_named("UTF-16BE");
    return NULL;
}

const struct kh_encoding *kh_guess(struct kh_str bytes, struct kh_str lang, double *certainty)
{
    *certainty = 1;
    struct sample sample;
    take_sample(bytes, &sample);
    if (sample.high == 0) {
        bool jis = kh_str_find(bytes, KH_STR("\x1b$B"), 0) != SIZE_MAX ||
                   kh_str_find(bytes, KH_STR("\x1b$@"), 0) != SIZE_MAX;
        return kh_encoding_named(jis ? "ISO-2022-JP" : "windows-1252");
    }
    struct glyph ascii[128];
    for (uint32_t i = 0; i < 128; i++) ascii[i] = glyph_of(i ? i : ' ');
    const char *name = "windows-1252";
    double best = FLOOR;
    for (size_t i = 0; i < sizeof singles / sizeof *singles; i++) {
        double score = single_score(&singles[i], ascii, &sample, lang, best);
        if (score <= best) continue;
        best = score;
        name = singles[i].name;
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        double score = pair_score(&pairs[i], &sample, lang);
        if (score <= best) continue;
        best = score;
        name = pairs[i].name;
    }
    *certainty = best > FLOOR ? best : 0;
    return kh_encoding_named(name);
}

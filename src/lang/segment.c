/* SPDX-License-Identifier: Apache-2.0
 *
 * Cutting text into tokens in one pass. Takes valid UTF-8, hands on tokens with their folded
 * forms; where sentences begin is sentence.c's part.
 */
#include "lang/segment.h"

#include "base/limits.h"
#include "base/scan.h"
#include "base/utf8.h"

#include <unicode/uchar.h>

/* Folded bytes are written into blocks, so that a token costs no allocation of its own. */
struct folder {
    struct kh_arena *arena;
    char *p;
    size_t left, block; /* free bytes at p; bytes of the next block */
};

#define FOLD_BLOCK 4096
#define FOLD_EXPANSION 6 /* kh_fold_code writes at most 16 bytes for a code point of 3 */

static char *folder_room(struct folder *folder, size_t source_bytes)
{
    size_t need = source_bytes * FOLD_EXPANSION + 16;
    if (need > folder->left) {
        size_t size = need > folder->block ? need : folder->block;
        folder->p = kh_arena_bytes(folder->arena, size);
        folder->left = folder->p ? size : 0;
    }
    return folder->p;
}

struct cutter {
    struct folder folder;
    struct kh_tokens *out;
    size_t capacity;
};

static bool is_lower_ascii(struct kh_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'a' || s.p[i] > 'z') return false;
    return true;
}

static struct kh_str fold_word(struct folder *folder, struct kh_str word)
{
    if (is_lower_ascii(word)) return word;
    char *p = folder_room(folder, word.n);
    if (!p) return KH_STR_NONE;
    size_t n = 0, at = 0;
    for (; at < word.n && (unsigned char)word.p[at] < 0x80 && word.p[at] != '`'; at++)
        p[n++] = kh_lower(word.p[at]);
    while (at < word.n) n += kh_fold_code(kh_utf8_next(word, &at), p + n);
    folder->p += n;
    folder->left -= n;
    return (struct kh_str){p, n};
}

/* Upper case of the first letter, and of all letters. */
static uint8_t case_flags(struct kh_str word)
{
    size_t at = 0, letters = 1;
    uint32_t code = kh_utf8_next(word, &at);
    bool upper = code < 0x80 ? code >= 'A' && code <= 'Z' : u_isUUppercase((UChar32)code);
    if (!upper) return 0;
    for (; at < word.n && upper; letters++) {
        code = kh_utf8_next(word, &at);
        upper = code < 0x80 ? !(code >= 'a' && code <= 'z') : !u_isULowercase((UChar32)code);
    }
    return (uint8_t)(KH_TOKEN_CAPITAL | (upper && letters > 1 ? KH_TOKEN_UPPER : 0));
}

static bool is_digit_code(uint32_t code)
{
    return code < 0x80
               ? kh_is_digit((char)code)
               : (code >= 0x0660 && code < 0x3000 && u_charDigitValue((UChar32)code) >= 0) ||
                     (code >= 0xFF10 && code <= 0xFF19);
}

#define ARABIC_COMMA 0x060C
#define MAX_GROUPS 6 /* looked at behind one comma */

static bool is_number_mark(uint32_t code)
{
    return code == '.' || code == ',' || code == 0x066B || code == 0x066C || code == ARABIC_COMMA;
}

/* Behind an Arabic comma: the last group has three digits and those before it two or three; else
 * the comma parts the numbers of a list. */
static bool is_grouped(struct kh_str s, size_t at)
{
    for (unsigned groups = 0; groups < MAX_GROUPS; groups++) {
        unsigned digits = 0;
        uint32_t code = 0;
        for (; at < s.n && digits <= 3; digits++) {
            code = kh_utf8_next(s, &at);
            if (!is_digit_code(code)) break;
            code = 0;
        }
        if (code != ARABIC_COMMA || digits == 3) return digits == 3;
        if (digits != 2) return false;
    }
    return false;
}

/* End of the number that begins at `at`: digits with single marks between digits. */
static size_t number_end(struct kh_str s, size_t at)
{
    for (;;) {
        size_t next = at;
        uint32_t code = next < s.n ? kh_utf8_next(s, &next) : 0;
        if (code && is_digit_code(code)) {
            at = next;
            continue;
        }
        if (!code || !is_number_mark(code) || next >= s.n) return at;
        size_t after = next;
        if (!is_digit_code(kh_utf8_next(s, &after))) return at;
        if (code == ARABIC_COMMA && !is_grouped(s, next)) return at;
        at = after;
    }
}

/* Letters that most words of these scripts are made of, told without a table. */
static bool is_common_letter(uint32_t code)
{
    return (code >= 0x0430 && code <= 0x044F) || (code >= 0x0620 && code <= 0x063A) ||
           (code >= 0x0641 && code <= 0x064A);
}

/* The letters from `start` to the digits at `at` are a word of their own: Arabic ones are particles
 * ("and 400"), short ones in Latin signs of money ("Rs5", "PKR1,500") rather than part of a code.
 */
static bool ends_at_digits(struct kh_str s, size_t start, size_t at)
{
    size_t n = at - start, next = start, small = 0, large = 0;
    if ((unsigned char)s.p[start] >= 0x80)
        return kh_script_of(kh_utf8_next(s, &next)) == KH_SCRIPT_ARABIC;
    if (n < 2 || n > 4) return false;
    for (size_t i = start; i < at; i++) {
        small += s.p[i] >= 'a' && s.p[i] <= 'z';
        large += s.p[i] >= 'A' && s.p[i] <= 'Z';
    }
    if (s.p[start] <= 'Z' && small + 1 == n && n < 4) return true;
    struct kh_str number = kh_str_sub(s, at, number_end(s, at));
    return large == n && (memchr(number.p, ',', number.n) || memchr(number.p, '.', number.n));
}

static size_t word_end(struct kh_str s, size_t start, size_t at)
{
    bool digits = false;
    while (at < s.n) {
        unsigned char c = (unsigned char)s.p[at];
        size_t next = at + 1;
        bool digit = kh_is_digit((char)c);
        if (c >= 0x80) {
            next = at;
            uint32_t code = kh_utf8_next(s, &next);
            bool common = is_common_letter(code);
            if (!common && (!kh_is_word_code(code) || kh_script_of(code) == KH_SCRIPT_HAN)) break;
            digit = !common && is_digit_code(code);
        } else if (!digit && !kh_is_alpha((char)c)) {
            break;
        }
        if (digit && !digits && ends_at_digits(s, start, at)) break;
        digits = digits || digit;
        at = next;
    }
    return at;
}

bool kh_is_quote_code(uint32_t code)
{
    return code == '"' || code == 0xAB || code == 0xBB || (code >= 0x201C && code <= 0x201F);
}

/* The place behind the last token, where the next is made; NULL out of memory. */
static struct kh_token *next_place(struct cutter *cutter)
{
    struct kh_tokens *out = cutter->out;
    struct kh_token *items =
        kh_arena_grow(cutter->folder.arena, out->items, out->n, &cutter->capacity, sizeof *items);
    if (!items) return NULL;
    out->items = items;
    return &items[out->n];
}

/* One token at `at`, of which the code point is `code` and ends at `next`. */
static bool cut_token(struct cutter *cutter, size_t at, size_t *end, uint32_t code, uint8_t flags)
{
    struct kh_str text = cutter->out->text;
    struct kh_token *token = next_place(cutter);
    if (!token) return false;
    *token = (struct kh_token){.start = (uint32_t)at, .flags = flags};
    if (is_digit_code(code)) {
        token->kind = KH_TOKEN_NUMBER;
        *end = number_end(text, at);
    } else if (kh_is_word_code(code)) {
        token->kind = KH_TOKEN_WORD;
        token->script = (uint8_t)kh_script_of(code);
        if (token->script != KH_SCRIPT_HAN) *end = word_end(text, at, *end);
    } else {
        token->kind = KH_TOKEN_PUNCT;
        token->code = code;
    }
    token->end = (uint32_t)*end;
    struct kh_str source = kh_str_sub(text, at, *end);
    token->folded = fold_word(&cutter->folder, source);
    if (token->kind == KH_TOKEN_WORD) token->flags |= case_flags(source);
    if (!token->folded.p) return false;
    if (token->folded.n && cutter->out->n < KH_MAX_TOKENS) cutter->out->n++;
    return true;
}

/* The end of the word at `at` when it is ASCII and all its letters but the first are small: most
 * words are; 0 otherwise. */
static size_t plain_end(struct kh_str s, size_t at)
{
    if (!kh_is_alpha(s.p[at])) return 0;
    size_t end = (size_t)(kh_skip_small(s.p + at + 1, s.p + s.n) - s.p);
    if (end == s.n) return end;
    char c = s.p[end];
    return (unsigned char)c >= 0x80 || kh_is_alpha(c) || kh_is_digit(c) ? 0 : end;
}

static bool add_plain(struct cutter *cutter, size_t at, size_t end, uint8_t flags)
{
    struct kh_str word = kh_str_sub(cutter->out->text, at, end);
    struct kh_token *token = next_place(cutter);
    if (!token) return false;
    if (word.p[0] < 'a') {
        char *p = folder_room(&cutter->folder, word.n);
        if (!p) return false;
        memcpy(p, word.p, word.n);
        p[0] = kh_lower(p[0]);
        word.p = p;
        cutter->folder.p += word.n;
        cutter->folder.left -= word.n;
        flags |= KH_TOKEN_CAPITAL;
    }
    *token = (struct kh_token){.start = (uint32_t)at,
                               .end = (uint32_t)end,
                               .folded = word,
                               .kind = KH_TOKEN_WORD,
                               .flags = flags,
                               .script = KH_SCRIPT_LATIN};
    if (cutter->out->n < KH_MAX_TOKENS) cutter->out->n++;
    return true;
}

bool kh_tokens_cut(struct kh_arena *arena, struct kh_str text, struct kh_tokens *out)
{
    *out = (struct kh_tokens){.text = text};
    /* Short texts are many: no more than they can need. */
    size_t block = text.n < FOLD_BLOCK / FOLD_EXPANSION ? text.n * FOLD_EXPANSION : FOLD_BLOCK;
    struct cutter cutter = {.folder = {.arena = arena, .block = block}, .out = out};
    uint8_t flags = KH_TOKEN_PARA | KH_TOKEN_GLUED;
    unsigned breaks = 0;
    for (size_t at = 0; at < text.n;) {
        size_t end = at;
        uint32_t code = kh_utf8_next(text, &end);
        bool space = code < 0x80 ? code <= ' ' : u_isUWhiteSpace((UChar32)code);
        if (space) {
            breaks += code == '\n';
            flags = (uint8_t)((flags & KH_TOKEN_PARA) | (breaks > 0 ? KH_TOKEN_PARA : 0));
        } else {
            size_t plain = plain_end(text, at);
            if (plain) end = plain;
            if (plain ? !add_plain(&cutter, at, end, flags)
                      : !cut_token(&cutter, at, &end, code, flags))
                return false;
            flags = KH_TOKEN_GLUED;
            breaks = 0;
        }
        at = end;
    }
    return true;
}

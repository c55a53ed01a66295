/* SPDX-License-Identifier: Apache-2.0
 *
 * Language codes as plain numbers, comparable and usable in a switch: KH_LANG('u', 'r').
 */
#ifndef KH_LANG_LANG_H
#define KH_LANG_LANG_H

#include "base/str.h"

#define KH_LANG(a, b) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8)
#define KH_LANG3(a, b, c) (KH_LANG(a, b) | (uint32_t)(c))
#define KH_LANG_NONE 0u

/* "ur", "ur-PK", "UR_pk", "ckb" -> code; 0 when it does not begin with 2 or 3 letters. */
uint32_t kh_lang_of(struct kh_str tag);
/* Writes "ur" or "ckb" with a closing NUL, "" for none; returns the length. */
size_t kh_lang_print(uint32_t lang, char out[4]);

/* The language of a text: one of the 16 of ours, a neighbour that was told apart (ps sd ckb ug pa
 * be uk tt tk ...), or KH_LANG_NONE. */
uint32_t kh_lang_identify(struct kh_str text);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing JSON (RFC 8259) into a buffer; commas are kept by the writer. Reading is jansson's.
 */
#ifndef KH_BASE_JSON_H
#define KH_BASE_JSON_H

#include "base/buf.h"
#include "base/date.h"

struct kh_json {
    struct kh_buf *buf;
    bool comma; /* an item went before in the open object or array */
};

void kh_json_open(struct kh_json *json, char bracket);  /* '{' or '[' */
void kh_json_close(struct kh_json *json, char bracket); /* '}' or ']' */
void kh_json_key(struct kh_json *json, const char *key);
void kh_json_str(struct kh_json *json, struct kh_str value); /* valid UTF-8 */
void kh_json_int(struct kh_json *json, int64_t value);
void kh_json_real(struct kh_json *json, double value); /* up to 6 digits; not finite: null */
void kh_json_bool(struct kh_json *json, bool value);
void kh_json_null(struct kh_json *json);
void kh_json_date(struct kh_json *json, struct kh_date value); /* none: null */

/* Key and value in one; an empty string is written as null. */
void kh_json_pair(struct kh_json *json, const char *key, struct kh_str value);

#endif

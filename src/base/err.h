/* SPDX-License-Identifier: Apache-2.0
 *
 * Filling the caller's khabar_error. There is no global last error.
 */
#ifndef KH_BASE_ERR_H
#define KH_BASE_ERR_H

#include "khabar.h"

/* Fills *err (may be NULL) and returns `status`, so that a stage can `return kh_error(...)`. */
enum khabar_status kh_error(struct khabar_error *err, const char *stage, enum khabar_status status,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same with errno and its text. */
enum khabar_status kh_error_sys(struct khabar_error *err, const char *stage,
                                enum khabar_status status, int sys_errno, const char *what);

#endif

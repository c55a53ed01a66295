/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors and the messages of the statuses. See err.h.
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *khabar_status_text(enum khabar_status status)
{
    switch (status) {
    case KHABAR_OK: return "done";
    case KHABAR_NO_MEMORY: return "out of memory";
    case KHABAR_TOO_LARGE: return "a limit was reached";
    case KHABAR_BAD_INPUT: return "the input is malformed";
    case KHABAR_NOT_FOUND: return "not found";
    case KHABAR_AMBIGUOUS: return "the id prefix fits several";
    case KHABAR_DENIED: return "access refused";
    case KHABAR_IO: return "reading or writing failed";
    case KHABAR_STORE: return "the store failed";
    case KHABAR_USAGE: return "wrong usage";
    case KHABAR_INTERRUPTED: return "interrupted";
    case KHABAR_END: return "no more";
    }
    return "unknown status";
}

static void begin(struct khabar_error *err, const char *stage, enum khabar_status status)
{
    *err = (struct khabar_error){.status = status};
    snprintf(err->stage, sizeof err->stage, "%s", stage);
}

enum khabar_status kh_error(struct khabar_error *err, const char *stage, enum khabar_status status,
                            const char *format, ...)
{
    if (!err) return status;
    begin(err, stage, status);
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return status;
}

enum khabar_status kh_error_sys(struct khabar_error *err, const char *stage,
                                enum khabar_status status, int sys_errno, const char *what)
{
    if (!err) return status;
    begin(err, stage, status);
    err->sys_errno = sys_errno;
    char why[100];
    if (strerror_r(sys_errno, why, sizeof why) != 0)
        snprintf(why, sizeof why, "error %d", sys_errno);
    snprintf(err->text, sizeof err->text, "%s: %s", what, why);
    return status;
}

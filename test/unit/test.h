/* SPDX-License-Identifier: Apache-2.0
 *
 * cmocka with what it wants included before it, and strings that carry their length.
 */
#ifndef KH_TEST_H
#define KH_TEST_H

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Both are printed when they differ. */
#define assert_str(got, want) kh_assert_str((got), (want), __FILE__, __LINE__)

static inline void kh_assert_str(struct kh_str got, const char *want, const char *file, int line)
{
    if (kh_str_eq(got, kh_str_of(want))) return;
    print_error("\"%.*s\" is not \"%s\"\n", (int)got.n, got.n ? got.p : "", want);
    _fail(file, line);
}

#endif

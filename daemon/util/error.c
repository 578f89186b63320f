/* SPDX-License-Identifier: Apache-2.0 */
/* error.c: writes error texts, cut to what fits. */
#include "util/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
error_set (struct error *err, const char *format, ...)
{
    if (!err)
        return -1;
    /* Through a copy: the arguments may be the text that stands in err. */
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start (args, format);
    vsnprintf (text, sizeof text, format, args);
    va_end (args);
    memcpy (err->text, text, sizeof text);
    return -1;
}

int
error_prefix (struct error *err, const char *format, ...)
{
    if (!err)
        return -1;
    char prefix[ERROR_TEXT_MAX];
    va_list args;
    va_start (args, format);
    vsnprintf (prefix, sizeof prefix, format, args);
    va_end (args);
    /* The old text moves right to make room; what no longer fits is cut. */
    size_t length = strlen (prefix);
    if (length > sizeof err->text - 3)
        length = sizeof err->text - 3;
    memmove (err->text + length + 2, err->text, sizeof err->text - length - 2);
    memcpy (err->text, prefix, length);
    memcpy (err->text + length, ": ", 2);
    err->text[sizeof err->text - 1] = '\0';
    return -1;
}

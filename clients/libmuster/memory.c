/* SPDX-License-Identifier: Apache-2.0 */
/* memory.c: the one place where a client ends for want of memory, and the one that writes error texts. */
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "muster/muster.h"

void *
mu_alloc (size_t count, size_t size)
{
    void *made = calloc (count ? count : 1, size ? size : 1);
    if (!made)
        abort ();
    return made;
}

void *
mu_copy (const void *data, size_t size)
{
    void *made = mu_alloc (1, size);
    if (size)
        memcpy (made, data, size);
    return made;
}

char *
mu_text_copy (const char *text)
{
    return mu_copy (text, strlen (text) + 1);
}

int
mu_error (char *ret_error, const char *format, ...)
{
    if (!ret_error)
        return -1;
    va_list args;
    va_start (args, format);
    vsnprintf (ret_error, MUSTER_ERROR_MAX, format, args);
    va_end (args);
    return -1;
}

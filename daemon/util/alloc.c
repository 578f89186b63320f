/* SPDX-License-Identifier: Apache-2.0 */
/* alloc.c: the one place where the process ends for want of memory. */
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* No stdio here: it may want memory itself. */
static _Noreturn void
out_of_memory (void)
{
    static const char text[] =
        "time=- level=error msg=\"out of memory, the process ends; its state is in the database\"\n";
    ssize_t written = write (STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    abort ();
}

void *
xcalloc (size_t count, size_t size)
{
    void *made = calloc (count ? count : 1, size ? size : 1);
    if (!made)
        out_of_memory ();
    return made;
}

void *
xrealloc_array (void *old, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow (count, size, &total))
        out_of_memory ();
    /* realloc to nothing is free() in some libraries: one byte keeps the result a pointer. */
    void *made = realloc (old, total ? total : 1);
    if (!made)
        out_of_memory ();
    return made;
}

void *
xmemdup (const void *data, size_t size)
{
    if (size == 0)
        return NULL;
    return memcpy (xrealloc_array (NULL, size, 1), data, size);
}

char *
xstrdup (const char *text)
{
    return text ? xmemdup (text, strlen (text) + 1) : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* alloc.h: allocation that can't fail. Out of memory ends the process here: the state is in PostgreSQL. */
#ifndef MUSTER_UTIL_ALLOC_H
#define MUSTER_UTIL_ALLOC_H

#include <stddef.h>

void *xcalloc (size_t count, size_t size);                   /* zeroed */
void *xrealloc_array (void *old, size_t count, size_t size); /* overflow-checked */
void *xmemdup (const void *data, size_t size);               /* NULL for size 0 */
char *xstrdup (const char *text);                            /* NULL stays NULL */

#endif

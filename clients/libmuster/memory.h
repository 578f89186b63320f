/* SPDX-License-Identifier: Apache-2.0 */
/* memory.h: allocation that ends the process instead of failing, and error texts cut to what fits.
 *
 * Everything shared between the files of this library starts with mu_, so that a static link meets no other names. */
#ifndef LIBMUSTER_MEMORY_H
#define LIBMUSTER_MEMORY_H

#include <stddef.h>

/* Zeroed; never NULL. */
void *mu_alloc (size_t count, size_t size);
void *mu_copy (const void *data, size_t size);
char *mu_text_copy (const char *text);

/* Writes at most MUSTER_ERROR_MAX bytes to ret_error (may be NULL); returns -1. */
int mu_error (char *ret_error, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* buffer.h: a growing run of bytes. Zero-initialise it; buffer_free leaves it zeroed and usable again. */
#ifndef MUSTER_UTIL_BUFFER_H
#define MUSTER_UTIL_BUFFER_H

#include <stddef.h>
#include <stdint.h>

struct buffer {
    uint8_t *data;
    size_t size;     /* bytes in use */
    size_t capacity; /* bytes held */
};

void buffer_append (struct buffer *, const void *data, size_t size);
/* Makes room for size more bytes and returns where they start; the caller adds to ->size what it wrote. */
uint8_t *buffer_reserve (struct buffer *, size_t size);
void buffer_clear (struct buffer *); /* keeps the memory */
void buffer_free (struct buffer *);

#endif

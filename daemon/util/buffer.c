/* SPDX-License-Identifier: Apache-2.0 */
/* buffer.c: a growing run of bytes; its capacity doubles. */
#include "util/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"

enum { BUFFER_CAPACITY_MIN = 256 };

uint8_t *
buffer_reserve (struct buffer *buffer, size_t size)
{
    size_t need;
    if (__builtin_add_overflow (buffer->size, size, &need))
        need = SIZE_MAX; /* which no allocation grants */
    size_t capacity = buffer->capacity ? buffer->capacity : BUFFER_CAPACITY_MIN;
    while (capacity < need)
        capacity = capacity > SIZE_MAX / 2 ? need : capacity * 2;
    if (capacity != buffer->capacity) {
        buffer->data = xrealloc_array (buffer->data, capacity, 1);
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->size;
}

void
buffer_append (struct buffer *buffer, const void *data, size_t size)
{
    if (size == 0)
        return;
    memcpy (buffer_reserve (buffer, size), data, size);
    buffer->size += size;
}

void
buffer_clear (struct buffer *buffer)
{
    buffer->size = 0;
}

void
buffer_free (struct buffer *buffer)
{
    free (buffer->data);
    *buffer = (struct buffer){ 0 };
}

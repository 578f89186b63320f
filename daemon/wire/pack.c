/* SPDX-License-Identifier: Apache-2.0 */
/* pack.c: messages and ready-made bytes, appended to a buffer without an allocation in between. */
#include "wire/pack.h"

#include <assert.h>

enum { TYPE_BYTES = 2, TYPE_BITS = 3, VARINT_BYTES_MAX = 10 };

void
pack_message (const ProtobufCMessage *message, struct buffer *out)
{
    size_t size = protobuf_c_message_get_packed_size (message);
    if (size == 0)
        return;
    size_t packed = protobuf_c_message_pack (message, buffer_reserve (out, size));
    assert (packed == size);
    out->size += packed;
}

static size_t
varint_size (uint64_t value)
{
    size_t size = 1;
    for (; value >= 0x80; value >>= 7)
        size++;
    return size;
}

static void
pack_varint (uint64_t value, struct buffer *out)
{
    uint8_t *at = buffer_reserve (out, VARINT_BYTES_MAX);
    for (; value >= 0x80; value >>= 7) {
        *at++ = (uint8_t)(value | 0x80);
        out->size++;
    }
    *at = (uint8_t)value;
    out->size++;
}

void
pack_field_head (uint32_t number, size_t size, struct buffer *out)
{
    pack_varint ((uint64_t)number << TYPE_BITS | TYPE_BYTES, out);
    pack_varint (size, out);
}

void
pack_field (uint32_t number, const uint8_t *data, size_t size, struct buffer *out)
{
    pack_field_head (number, size, out);
    buffer_append (out, data, size);
}

size_t
pack_field_size (uint32_t number, size_t size)
{
    return varint_size ((uint64_t)number << TYPE_BITS) + varint_size (size) + size;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* raw.c: the outermost fields of a message, read one by one without unpacking it. */
#include "wire/raw.h"

enum {
    VARINT_BYTES_MAX = 10,
    TYPE_VARINT = 0,
    TYPE_64BIT = 1,
    TYPE_BYTES = 2,
    TYPE_32BIT = 5,
    TYPE_BITS = 3,
};

static bool
take_varint (struct raw_field *field, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (int i = 0; i < VARINT_BYTES_MAX && field->data < field->end; i++) {
        uint8_t byte = *field->data++;
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (!(byte & 0x80)) {
            *ret_value = value;
            return true;
        }
    }
    return false;
}

static bool
take_bytes (struct raw_field *field, uint64_t size)
{
    if (size > (uint64_t)(field->end - field->data))
        return false;
    field->bytes = field->data;
    field->size = size;
    field->data += size;
    return true;
}

bool
raw_next (struct raw_field *field)
{
    uint64_t key, value;
    field->bytes = NULL;
    field->size = 0;
    if (field->data >= field->end || !take_varint (field, &key))
        return false;
    field->number = (uint32_t)(key >> TYPE_BITS);
    switch (key & ((1 << TYPE_BITS) - 1)) {
    case TYPE_VARINT:
        return take_varint (field, &value);
    case TYPE_BYTES:
        return take_varint (field, &value) && take_bytes (field, value);
    case TYPE_64BIT:
        value = 8;
        break;
    case TYPE_32BIT:
        value = 4;
        break;
    default:
        return false;
    }
    bool taken = take_bytes (field, value);
    field->bytes = NULL;
    return taken;
}

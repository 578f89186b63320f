/* SPDX-License-Identifier: Apache-2.0 */
/* pack.h: messages and ready-made bytes, appended to a buffer without an allocation in between. */
#ifndef MUSTER_WIRE_PACK_H
#define MUSTER_WIRE_PACK_H

#include <protobuf-c/protobuf-c.h>

#include "util/buffer.h"

/* Sets an optional number, enum or bool of a message unless it is zero: zero means absent in the core. */
#define PACK_SET(message, member, value)                                                                             \
    ((message)->member = (__typeof__ ((message)->member))(value), (message)->has_##member = (message)->member != 0)

/* protobuf-c's strings are not const, but packing only reads them. */
#define PACK_TEXT(text) ((char *)(text))
/* An array that is "" when absent. */
#define PACK_ARRAY(array) ((array)[0] ? (char *)(array) : NULL)

void pack_message (const ProtobufCMessage *, struct buffer *out);
/* One field whose bytes (a packed message, as a rule) are there already. */
void pack_field (uint32_t number, const uint8_t *data, size_t size, struct buffer *out);
/* Only its key and length; the caller appends size bytes. */
void pack_field_head (uint32_t number, size_t size, struct buffer *out);
size_t pack_field_size (uint32_t number, size_t size);

#endif

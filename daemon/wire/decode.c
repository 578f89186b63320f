/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c: a request's envelope: protocol, id, body, and the hash by which an honest retry is known. */
#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "muster/v1/envelope.pb-c.h"
#include "util/alloc.h"
#include "wire/arena.h"
#include "wire/bodies.h"
#include "wire/raw.h"

enum {
    ID_FIELD = 2,        /* number of Request.id */
    BODY_FIELD_MIN = 10, /* the numbers that bodies have now or will have */
    HASH_ROOM = 1024,    /* a re-encoded request this small needs no allocation */
    UUID_VERSION_BYTE = 6,
    UUID_VARIANT_BYTE = 8,
    UUID_VERSION = 7,
};

static void
take_id (struct request *ret, const uint8_t *data, size_t size)
{
    if (size != COMMAND_ID_BYTES)
        return;
    memcpy (ret->id, data, COMMAND_ID_BYTES);
    ret->has_id = true;
}

/* Of a request that can't be unpacked: whoever sent it should learn which of its requests it was, or it sends it
 * again for ever. */
static void
rescue_id (struct request *ret, const uint8_t *data, size_t size)
{
    struct raw_field field = { .data = data, .end = data + size };
    while (!ret->has_id && raw_next (&field))
        if (field.number == ID_FIELD && field.bytes)
            take_id (ret, field.bytes, field.size);
}

static bool
id_is_uuid7 (const uint8_t id[COMMAND_ID_BYTES])
{
    return id[UUID_VERSION_BYTE] >> 4 == UUID_VERSION && (id[UUID_VARIANT_BYTE] & 0xc0) == 0x80;
}

static bool
read_envelope (struct reader *in, const Muster__V1__Request *from, struct request *ret)
{
    if (from->has_id)
        take_id (ret, from->id.data, from->id.len);
    if (!from->has_protocol)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, "protocol");
    if (from->protocol != WIRE_PROTOCOL)
        return fault_set_pair (in->fault, FAULT_PROTOCOL_VERSION, "protocol", from->protocol, WIRE_PROTOCOL);
    if (!from->has_id)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, "id");
    if (!ret->has_id || !id_is_uuid7 (ret->id))
        return fault_set (in->fault, FAULT_BAD_ID, "id", NULL, NULL, NULL);
    memcpy (ret->command.id, ret->id, COMMAND_ID_BYTES);
    return field_clock (in, "sent_at_ms", from->has_sent_at_ms, from->sent_at_ms, &ret->command.device_at);
}

/* A body that was added to the protocol after this daemon was built arrives as an unknown field. */
static bool
has_unknown_body (const Muster__V1__Request *from)
{
    for (unsigned i = 0; i < from->base.n_unknown_fields; i++)
        if (from->base.unknown_fields[i].tag >= BODY_FIELD_MIN)
            return true;
    return false;
}

static bool
read_body (struct reader *in, const Muster__V1__Request *from, struct request *ret)
{
    const struct body_handler *handler = body_handler_find (from->body_case);
    if (!handler)
        return fault_set (in->fault, has_unknown_body (from) ? FAULT_UNKNOWN_COMMAND : FAULT_MISSING_COMMAND, NULL,
                          NULL, NULL, NULL);
    ret->action = handler->action;
    ret->command.action = handler->action < ACTION_COMMANDS ? handler->action : ACTION_NONE;
    return handler->decode (in, from->report, ret); /* one pointer, whichever the body is */
}

static void
hash_payload (const Muster__V1__Request *from, uint8_t ret_hash[HASH_BYTES])
{
    Muster__V1__Request unsent = *from;
    unsent.has_sent_at_ms = false;
    uint8_t room[HASH_ROOM];
    size_t size = muster__v1__request__get_packed_size (&unsent);
    uint8_t *bytes = size <= sizeof room ? room : xrealloc_array (NULL, size, 1);
    size_t packed = muster__v1__request__pack (&unsent, bytes);
    assert (packed == size);
    crypto_generichash (ret_hash, HASH_BYTES, bytes, packed, NULL, 0);
    if (bytes != room)
        free (bytes);
}

int
wire_decode_request (const uint8_t *data, size_t size, int64_t now_ms, struct request *ret, struct fault *ret_fault)
{
    *ret = (struct request){ 0 };
    *ret_fault = (struct fault){ 0 };
    struct reader in = { .fault = ret_fault, .now_ms = now_ms };
    if (size > WIRE_REQUEST_MAX) {
        rescue_id (ret, data, WIRE_REQUEST_MAX);
        fault_set_pair (ret_fault, FAULT_TOO_LARGE, NULL, (int64_t)size, WIRE_REQUEST_MAX);
        return -1;
    }
    struct wire_arena *arena = wire_arena_create (size);
    const Muster__V1__Request *message = wire_arena_unpack (arena, &muster__v1__request__descriptor, data, size);
    if (!message) {
        rescue_id (ret, data, size);
        fault_set (ret_fault, FAULT_MALFORMED, NULL, NULL, NULL, NULL);
    }
    if (!message || !read_envelope (&in, message, ret) || !read_body (&in, message, ret)) {
        ret->command = (struct command){ 0 }; /* its strings go with the arena */
        wire_arena_destroy (arena);
        return -1;
    }
    hash_payload (message, ret->payload_hash);
    ret->message = arena;
    return 0;
}

void
wire_request_free (struct request *request)
{
    wire_arena_destroy (request->message);
    *request = (struct request){ 0 };
}

/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h: the memory of one decoded message: few allocations, one free, and a budget that hostile bytes can't
 * exceed. */
#ifndef MUSTER_WIRE_ARENA_H
#define MUSTER_WIRE_ARENA_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;

struct wire_arena {
    ProtobufCAllocator allocator; /* what protobuf-c calls */
    uint8_t *at, *end;            /* free room */
    size_t budget;                /* bytes that may still be handed out */
    struct arena_block *blocks;   /* what has to be freed, newest first */
};

/* An arena for a message of that many bytes; its first room is the caller's (8-aligned, may be NULL with size 0). It
 * must not move afterwards. wire_arena_clear frees what it took beyond that room. */
void wire_arena_init (struct wire_arena *, size_t message_size, void *room, size_t room_size);
void wire_arena_clear (struct wire_arena *);

/* The same on the heap, in one allocation as a rule. */
struct wire_arena *wire_arena_create (size_t message_size);
void wire_arena_destroy (struct wire_arena *); /* takes NULL */

/* Unpacks into the arena; NULL if the bytes are malformed or would need more than the budget. */
const void *wire_arena_unpack (struct wire_arena *, const ProtobufCMessageDescriptor *, const uint8_t *data,
                               size_t size);

/* The bytes of a string that was unpacked into an arena, without the ending NUL: a NUL sent inside the text counts,
 * so that it can be found. */
size_t wire_arena_text_size (const char *text);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* arena.c: bump allocation for protobuf-c. Each piece is preceded by its size, because protobuf-c forgets how long a
 * string was. */
#include "wire/arena.h"

#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"

enum {
    ARENA_ALIGN = 8, /* of uint64_t, double and pointers: all that messages hold */
    ARENA_HEADER = 8,
    ARENA_BLOCK_MIN = 4096,
    ARENA_ROOM_MIN = 1024, /* for the structs of a usual request; its strings need about the message's size */
    ARENA_BUDGET_FACTOR = 8,
    ARENA_BUDGET_MIN = 65536,
};

struct arena_block {
    struct arena_block *next;
    uint64_t room[];
};

_Static_assert(sizeof (size_t) <= ARENA_HEADER, "a piece's size fits before it");
_Static_assert(sizeof (struct arena_block) % ARENA_ALIGN == 0, "a block's room is aligned");
_Static_assert(sizeof (struct wire_arena) % ARENA_ALIGN == 0, "the room behind the arena is aligned");

static void
arena_grow (struct wire_arena *arena, size_t need)
{
    size_t size = need > ARENA_BLOCK_MIN ? need : ARENA_BLOCK_MIN;
    struct arena_block *block = xrealloc_array (NULL, sizeof *block + size, 1);
    block->next = arena->blocks;
    arena->blocks = block;
    arena->at = (uint8_t *)block->room;
    arena->end = arena->at + size;
}

static void *
arena_alloc (void *data, size_t size)
{
    struct wire_arena *arena = data;
    if (size > arena->budget)
        return NULL;
    size_t need = ARENA_HEADER + (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (need > arena->budget)
        return NULL;
    arena->budget -= need;
    if (need > (size_t)(arena->end - arena->at))
        arena_grow (arena, need);
    uint8_t *piece = arena->at + ARENA_HEADER;
    memcpy (arena->at, &size, sizeof size);
    arena->at += need;
    return piece;
}

/* protobuf-c frees piece by piece when it fails or merges: the arena goes as a whole. */
static void
arena_keep (void *data, void *piece)
{
    (void)data;
    (void)piece;
}

void
wire_arena_init (struct wire_arena *arena, size_t message_size, void *room, size_t room_size)
{
    *arena = (struct wire_arena){
        .allocator = { .alloc = arena_alloc, .free = arena_keep, .allocator_data = arena },
        .at = room,
        .end = room ? (uint8_t *)room + room_size : NULL,
        .budget = message_size * ARENA_BUDGET_FACTOR + ARENA_BUDGET_MIN,
    };
}

void
wire_arena_clear (struct wire_arena *arena)
{
    while (arena->blocks) {
        struct arena_block *next = arena->blocks->next;
        free (arena->blocks);
        arena->blocks = next;
    }
    arena->at = arena->end = NULL;
}

struct wire_arena *
wire_arena_create (size_t message_size)
{
    size_t room = ARENA_ROOM_MIN + message_size;
    struct wire_arena *arena = xrealloc_array (NULL, sizeof *arena + room, 1);
    wire_arena_init (arena, message_size, arena + 1, room);
    return arena;
}

void
wire_arena_destroy (struct wire_arena *arena)
{
    if (!arena)
        return;
    wire_arena_clear (arena);
    free (arena);
}

const void *
wire_arena_unpack (struct wire_arena *arena, const ProtobufCMessageDescriptor *descriptor, const uint8_t *data,
                   size_t size)
{
    return protobuf_c_message_unpack (descriptor, &arena->allocator, size, data);
}

size_t
wire_arena_text_size (const char *text)
{
    size_t size;
    memcpy (&size, text - ARENA_HEADER, sizeof size);
    return size - 1;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* outcome.c: what steps produced, held until the store has it: events, their strings and images. */
#include "core/outcome.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_SIZE = 16384 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t used, capacity;
    char data[];
};

const char *
outcome_keep (struct outcome *outcome, const char *text)
{
    if (!text)
        return NULL;
    size_t size = strlen (text) + 1;
    struct arena_chunk *chunk = outcome->arena;
    if (!chunk || chunk->capacity - chunk->used < size) {
        size_t capacity = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        chunk = xcalloc (1, sizeof *chunk + capacity);
        chunk->capacity = capacity;
        chunk->next = outcome->arena;
        outcome->arena = chunk;
    }
    char *kept = chunk->data + chunk->used;
    memcpy (kept, text, size);
    chunk->used += size;
    return kept;
}

struct event *
outcome_add (struct outcome *outcome, const struct event *event)
{
    if (outcome->events_count == outcome->events_capacity) {
        outcome->events_capacity = outcome->events_capacity ? outcome->events_capacity * 2 : 64;
        outcome->events = xrealloc_array (outcome->events, outcome->events_capacity, sizeof *outcome->events);
    }
    struct event *kept = &outcome->events[outcome->events_count++];
    *kept = *event;
    kept->detail.text = outcome_keep (outcome, event->detail.text);
    kept->detail.channel = outcome_keep (outcome, event->detail.channel);
    kept->detail.measures = outcome_keep (outcome, event->detail.measures);
    return kept;
}

void
outcome_own (struct outcome *outcome, struct entity *born)
{
    if (outcome->born_count == outcome->born_capacity) {
        outcome->born_capacity = outcome->born_capacity ? outcome->born_capacity * 2 : 64;
        outcome->born = xrealloc_array (outcome->born, outcome->born_capacity, sizeof *outcome->born);
    }
    outcome->born[outcome->born_count++] = born;
}

static void
arena_trim (struct outcome *outcome, bool keep_one)
{
    struct arena_chunk *chunk = outcome->arena;
    while (chunk && (chunk->next || !keep_one)) {
        struct arena_chunk *next = chunk->next;
        free (chunk);
        chunk = next;
    }
    outcome->arena = chunk;
    if (chunk)
        chunk->used = 0;
}

void
outcome_reset (struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->born_count; i++)
        entity_free (outcome->born[i]);
    outcome->born_count = 0;
    outcome->events_count = 0;
    arena_trim (outcome, true);
    memset (&outcome->verdict, 0, sizeof outcome->verdict);
}

void
outcome_free (struct outcome *outcome)
{
    outcome_reset (outcome);
    arena_trim (outcome, false);
    free (outcome->events);
    free (outcome->born);
    memset (outcome, 0, sizeof *outcome);
}

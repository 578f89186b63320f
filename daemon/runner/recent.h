/* SPDX-License-Identifier: Apache-2.0 */
/* recent.h: the command ids seen lately and how they ended, so that a repeated id gets its first result.
 *
 * Command ids are UUIDv7: they carry the time they were made. The memory is bounded, and knows every stored id whose
 * time is at or after its floor; an older id that is not found must be looked up in the store. */
#ifndef MUSTER_RUNNER_RECENT_H
#define MUSTER_RUNNER_RECENT_H

#include "core/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recent;
struct job;

struct recent_entry {
    uint8_t payload_hash[HASH_BYTES];
    struct job *job;       /* not NULL: being worked on */
    const uint8_t *result; /* the stored reply; NULL while it is being worked on */
    size_t result_size;
};

struct recent *recent_create (uint32_t max);
void recent_destroy (struct recent *); /* takes NULL */
void recent_clear (struct recent *);

/* Valid until the next recent_remember or recent_settle. NULL = not in memory. */
struct recent_entry *recent_find (struct recent *, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES]);
/* A command is being worked on. Asserts that it is not known. */
void recent_begin (struct recent *, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES],
                   const uint8_t payload_hash[HASH_BYTES], struct job *);
/* It was given up (its batch failed): not known any more. */
void recent_abandon (struct recent *, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES]);
/* Its result is stored. May push out the oldest. Makes the entry if it was not begun. */
void recent_settle (struct recent *, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES],
                    const uint8_t payload_hash[HASH_BYTES], const uint8_t *result, size_t size);
/* If an id of this time is not found, may the store still have it? */
bool recent_must_ask_store (const struct recent *, const uint8_t id[COMMAND_ID_BYTES]);
/* Ids made before this moment (ms) may be unknown here. */
void recent_raise_floor (struct recent *, int64_t floor_ms);
size_t recent_count (const struct recent *);
/* A moment, and whether every id that was settled since then is still in memory. */
uint64_t recent_moment (const struct recent *);
bool recent_knows_since (const struct recent *, uint64_t moment);

/* The time in a UUIDv7, ms. */
int64_t command_id_time (const uint8_t id[COMMAND_ID_BYTES]);

#endif

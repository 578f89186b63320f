/* SPDX-License-Identifier: Apache-2.0 */
/* chain.c: the hash that ties each journal entry to everything before it. */
#include "store/store.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static uint8_t *
put_u64 (uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        *at++ = (uint8_t)(value >> (8 * i));
    return at;
}

static void
hash_sized (crypto_generichash_state *state, const void *data, size_t size)
{
    assert (size <= UINT32_MAX);
    uint8_t length[4];
    for (int i = 0; i < 4; i++)
        length[i] = (uint8_t)(size >> (8 * i));
    crypto_generichash_update (state, length, sizeof length);
    crypto_generichash_update (state, data, size);
}

static void
hash_entry (const uint8_t previous[HASH_BYTES], struct store_entry *entry)
{
    uint8_t fixed[HASH_BYTES + 7 * 8 + COMMAND_ID_BYTES + 1], *at = fixed;
    memcpy (at, previous, HASH_BYTES);
    at = put_u64 (at + HASH_BYTES, entry->seq);
    at = put_u64 (at, entry->epoch);
    at = put_u64 (at, (uint64_t)entry->at);
    at = put_u64 (at, (uint64_t)entry->received_at);
    at = put_u64 (at, entry->principal);
    at = put_u64 (at, entry->subject);
    at = put_u64 (at, entry->incident);
    memcpy (at, entry->command_id, COMMAND_ID_BYTES);
    at[COMMAND_ID_BYTES] = (uint8_t)entry->subject_kind;

    crypto_generichash_state state;
    crypto_generichash_init (&state, NULL, 0, HASH_BYTES);
    crypto_generichash_update (&state, fixed, sizeof fixed);
    hash_sized (&state, entry->kind, strlen (entry->kind));
    hash_sized (&state, entry->payload, entry->payload_size);
    crypto_generichash_final (&state, entry->hash, HASH_BYTES);
}

void
store_chain (uint8_t previous[HASH_BYTES], struct store_entry *entries, size_t count)
{
    int ready = sodium_init (); /* picks the fast implementation; without it the slow one serves */
    assert (ready >= 0);
    for (size_t i = 0; i < count; i++) {
        hash_entry (previous, &entries[i]);
        memcpy (previous, entries[i].hash, HASH_BYTES);
    }
}

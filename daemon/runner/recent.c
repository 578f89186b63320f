/* SPDX-License-Identifier: Apache-2.0 */
/* recent.c: a bounded table of command ids, oldest out first. */
#include "runner/recent.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>
#include <utlist.h>

struct key {
    uint64_t principal;
    uint8_t id[COMMAND_ID_BYTES];
};

struct remembered {
    struct key key;
    struct recent_entry entry;
    uint8_t *result;
    struct remembered *prev, *next; /* settled ones, oldest first */
    UT_hash_handle hh;
};

struct recent {
    uint32_t max;
    size_t settled;
    uint64_t settled_ever;
    int64_t floor_ms;
    struct remembered *by_key;
    struct remembered *oldest;
};

int64_t
command_id_time (const uint8_t id[COMMAND_ID_BYTES])
{
    int64_t time = 0;
    for (int i = 0; i < 6; i++)
        time = time << 8 | id[i];
    return time;
}

struct recent *
recent_create (uint32_t max)
{
    struct recent *recent = xcalloc (1, sizeof *recent);
    recent->max = max;
    return recent;
}

static void
forget (struct recent *recent, struct remembered *item)
{
    HASH_DELETE (hh, recent->by_key, item);
    if (item->result) {
        DL_DELETE (recent->oldest, item);
        recent->settled--;
    }
    free (item->result);
    free (item);
}

void
recent_clear (struct recent *recent)
{
    struct remembered *item, *next;
    HASH_ITER (hh, recent->by_key, item, next)
    forget (recent, item);
    recent->floor_ms = 0;
    recent->settled_ever += recent->max; /* all is forgotten */
}

void
recent_destroy (struct recent *recent)
{
    if (!recent)
        return;
    recent_clear (recent);
    free (recent);
}

static struct remembered *
find (struct recent *recent, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES])
{
    struct key key = { .principal = principal };
    struct remembered *item;
    memcpy (key.id, id, COMMAND_ID_BYTES);
    HASH_FIND (hh, recent->by_key, &key, sizeof key, item);
    return item;
}

struct recent_entry *
recent_find (struct recent *recent, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES])
{
    struct remembered *item = find (recent, principal, id);
    return item ? &item->entry : NULL;
}

static struct remembered *
add (struct recent *recent, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES], const uint8_t hash[HASH_BYTES])
{
    struct remembered *item = xcalloc (1, sizeof *item);
    item->key.principal = principal;
    memcpy (item->key.id, id, COMMAND_ID_BYTES);
    memcpy (item->entry.payload_hash, hash, HASH_BYTES);
    HASH_ADD (hh, recent->by_key, key, sizeof item->key, item);
    return item;
}

void
recent_begin (struct recent *recent, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES],
              const uint8_t payload_hash[HASH_BYTES], struct job *job)
{
    assert (!find (recent, principal, id));
    add (recent, principal, id, payload_hash)->entry.job = job;
}

void
recent_abandon (struct recent *recent, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES])
{
    struct remembered *item = find (recent, principal, id);
    if (item)
        forget (recent, item);
}

void
recent_settle (struct recent *recent, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES],
               const uint8_t payload_hash[HASH_BYTES], const uint8_t *result, size_t size)
{
    struct remembered *item = find (recent, principal, id);
    if (!item)
        item = add (recent, principal, id, payload_hash);
    if (item->result)
        return;
    item->result = size ? xmemdup (result, size) : xcalloc (1, 1);
    item->entry.result = item->result;
    item->entry.result_size = size;
    item->entry.job = NULL;
    DL_APPEND (recent->oldest, item);
    recent->settled++;
    recent->settled_ever++;
    while (recent->settled > recent->max) {
        recent_raise_floor (recent, command_id_time (recent->oldest->key.id) + 1);
        forget (recent, recent->oldest);
    }
}

bool
recent_must_ask_store (const struct recent *recent, const uint8_t id[COMMAND_ID_BYTES])
{
    return command_id_time (id) < recent->floor_ms;
}

void
recent_raise_floor (struct recent *recent, int64_t floor_ms)
{
    if (floor_ms > recent->floor_ms)
        recent->floor_ms = floor_ms;
}

size_t
recent_count (const struct recent *recent)
{
    return recent->settled;
}

uint64_t
recent_moment (const struct recent *recent)
{
    return recent->settled_ever;
}

/* The oldest leave first: one that was settled since then can only have left behind as many others as there is room
 * for. */
bool
recent_knows_since (const struct recent *recent, uint64_t moment)
{
    return recent->settled_ever - moment < recent->max;
}

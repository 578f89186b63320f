/* SPDX-License-Identifier: Apache-2.0 */
/* pipeline_rig.h: a pipeline between a store that answers when the test says so and a bus that only remembers. */
#ifndef MUSTER_TESTS_PIPELINE_RIG_H
#define MUSTER_TESTS_PIPELINE_RIG_H

#include "runner/pipeline.h"
#include "wire_draft.h"

enum { RIG_KEYS_MAX = 8, RIG_KINDS_MAX = 4096, RIG_READS_MAX = 8 };

struct fake_store {
    struct store store;
    struct store_callbacks callbacks;
    int in_flight;                    /* batches */
    const char *kinds[RIG_KINDS_MAX]; /* of the entries of the last batch */
    size_t kinds_count;
    store_command_fn *lookups[RIG_READS_MAX]; /* never answered but by the test */
    void *lookup_args[RIG_READS_MAX];
    size_t lookups_count;
    store_entry_fn *journal; /* the last one asked */
    void *journal_arg;
};

struct rig {
    struct fake_store fake;
    struct pipeline *pipeline;
    int64_t now;
    uint64_t as;       /* the principal that sends */
    uint64_t commands; /* ids made */
    uint64_t told[16]; /* replies by status */
    size_t told_bytes;
    bool sync_more; /* of the last sync reply */
    uint64_t sync_through;
    size_t sync_images;
    uint8_t keys[RIG_KEYS_MAX][KEY_BYTES]; /* let in */
    size_t keys_count;
};

/* Leading, with `admin` as principal 1. */
struct rig *rig_create (uint32_t recent_commands_max);
void rig_free (struct rig *);
/* Sends it as principal `as` (1 at first) under a new id. */
void rig_send (struct rig *, struct draft *);
/* The same under an id made that long ago. */
void rig_send_aged (struct rig *, struct draft *, int64_t age_ms);
void rig_turn (struct rig *);
void rig_commit (struct rig *); /* the oldest batch in flight is stored */
void rig_settle (struct rig *); /* turns and commits until there is nothing left to do */
bool rig_admits (const struct rig *, const uint8_t key[KEY_BYTES]);
bool rig_stored (const struct rig *, const char *kind); /* an entry of that kind was in the last batch */

#endif

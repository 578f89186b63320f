/* SPDX-License-Identifier: Apache-2.0 */
/* pipeline_rig.h: a pipeline between a store that answers when the test says so and a bus that only remembers. */
#ifndef MUSTER_TESTS_PIPELINE_RIG_H
#define MUSTER_TESTS_PIPELINE_RIG_H

#include "runner/pipeline.h"
#include "wire_draft.h"

enum { RIG_KEYS_MAX = 8, RIG_KINDS_MAX = 4096, RIG_READS_MAX = 8 };

struct fake_row {
    enum entity_kind kind;
    uint64_t id, incident;
    uint8_t *image;
    size_t size;
};

struct fake_fetch {
    enum entity_kind kind;
    uint64_t id;
    store_image_fn *callback;
    void *arg;
};

struct fake_store {
    struct store store;
    struct store_callbacks callbacks;
    int in_flight;                    /* batches */
    const char *kinds[RIG_KINDS_MAX]; /* of the entries of the last batch */
    size_t kinds_count;
    store_command_fn *lookups[RIG_READS_MAX]; /* never answered but by the test */
    void *lookup_args[RIG_READS_MAX];
    size_t lookups_count;
    struct fake_row *rows; /* every one that was ever submitted */
    size_t rows_count, rows_capacity;
    struct fake_fetch fetches[RIG_READS_MAX]; /* never answered but by the test */
    size_t fetches_count;
    struct fake_fetch list; /* the last one asked */
    uint32_t list_limit;
    size_t lists_count;
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
    size_t cuts; /* how often a key was revoked */
};

/* Leading, with `admin` as principal 1. */
struct rig *rig_create (uint32_t recent_commands_max);
struct rig *rig_create_small (uint32_t recent_commands_max, uint32_t settled_max);
void rig_free (struct rig *);
/* Sends it as principal `as` (1 at first) under a new id. */
void rig_send (struct rig *, struct draft *);
/* The same under an id made that long ago. */
void rig_send_aged (struct rig *, struct draft *, int64_t age_ms);
void rig_send_again (struct rig *, const struct draft *); /* as it is: a retry */
void rig_turn (struct rig *);
void rig_commit (struct rig *); /* the oldest batch in flight is stored */
void rig_settle (struct rig *); /* turns and commits until there is nothing left to do */
bool rig_admits (const struct rig *, const uint8_t key[KEY_BYTES]);
bool rig_stored (const struct rig *, const char *kind); /* an entry of that kind was in the last batch */
/* Answers a fetch (they are counted from 0) with the rows as they were when so many had been submitted; then the end.
 */
void rig_give_rows (struct rig *, size_t which, size_t moment);
void rig_give_end (struct rig *, size_t which);
/* Answers the last list with so many times the same row, the newest of that kind. */
void rig_give_list (struct rig *, size_t count);
void rig_load_principals (struct rig *); /* as the store does at a start */

/* What every test says, as whom the rig sends. */
void rig_import_text (struct rig *, char *text);         /* and stored */
void rig_import (struct rig *, const char *source_path); /* likewise */
void rig_enrol (struct rig *, const char *code, Muster__V1__Role role, uint8_t key);
void rig_revoke (struct rig *, const char *code); /* of nobody: the shortest command, refused */

#endif

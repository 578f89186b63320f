/* SPDX-License-Identifier: Apache-2.0 */
/* memory_disk.h: what the in-memory driver keeps: entries, rows, commands, each a real copy. */
#ifndef MUSTER_STORE_MEMORY_DISK_H
#define MUSTER_STORE_MEMORY_DISK_H

#include "store/memory.h"

struct disk_row {
    enum entity_kind kind;
    uint64_t id, version;
    uint64_t settled_seq; /* 0 = open */
    uint64_t incident;
    uint8_t *image;
    size_t image_size;
};

struct disk_rows {
    struct disk_row *items; /* by id */
    size_t count, capacity;
};

struct disk_command {
    struct disk_command_key {
        uint64_t principal;
        uint8_t id[COMMAND_ID_BYTES];
    } key;
    struct store_command command; /* the result is ours */
    UT_hash_handle hh;
};

/* A batch that is not committed yet; owns everything. */
struct disk_batch {
    struct store_entry *entries;
    size_t entries_count;
    struct disk_row *rows;
    size_t rows_count;
    struct disk_command **commands;
    size_t commands_count;
};

struct memory_disk {
    struct store_entry *entries; /* [seq - 1]; kind and payload are ours */
    size_t entries_count, entries_capacity;
    struct disk_rows rows[ENTITY_KINDS];
    struct disk_command **commands; /* in the order of their commits */
    size_t commands_count, commands_capacity;
    struct disk_command *commands_by_key;

    char *centre; /* NULL = nobody has led yet */
    char *endpoint;
    uint64_t epoch;
    const void *holder; /* the store that leads; NULL = none */
    uint64_t signs;     /* signs of life so far */

    enum memory_fault fault;
    bool held;
    unsigned fetch_handles;
    unsigned refusals;
    bool take_over;
};

struct disk_batch *disk_batch_copy (const struct store_batch *);
void disk_batch_free (struct disk_batch *); /* takes NULL */

/* Commits all of it, which empties the batch, or nothing and returns why. */
const char *disk_commit (struct memory_disk *, uint64_t epoch, struct disk_batch *);

const struct disk_row *disk_find (const struct memory_disk *, enum entity_kind, uint64_t id); /* NULL = none */
const struct disk_command *disk_find_command (const struct memory_disk *, uint64_t principal,
                                              const uint8_t id[COMMAND_ID_BYTES]);
/* The version of the settled thing that is just too old to be among the settled_max newest; 0 = none is. */
uint64_t disk_floor (const struct memory_disk *, uint32_t settled_max);
/* Does a start load it? */
bool disk_loads (const struct memory_disk *, const struct disk_row *, uint64_t floor);

#endif

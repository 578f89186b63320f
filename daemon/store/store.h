/* SPDX-License-Identifier: Apache-2.0 */
/* store.h: the port through which the daemon keeps its records. Two drivers: PostgreSQL, and memory (tests,
 * simulation).
 *
 * Single-threaded and asynchronous. A driver never blocks after store_start and never calls back from inside one of
 * the calls below: callbacks come only from store_handle. It reads the core's structs for the columns and takes the
 * protobuf images as opaque bytes. */
#ifndef MUSTER_STORE_STORE_H
#define MUSTER_STORE_STORE_H

#include "core/entities.h"
#include <stdbool.h>
#include <stdint.h>

struct error;
struct store;
struct store_poll;

enum { STORE_BATCH_COMMANDS_MAX = 256, STORE_BATCHES_MAX = 2, STORE_EPOCH_FIRST = 1 };

/* One journal entry. hash is filled by store_chain before submit. */
struct store_entry {
    uint64_t seq, epoch;
    int64_t at;                           /* desk time, ms */
    int64_t received_at;                  /* when the command's frame came in, ms; = at for timers */
    uint64_t principal;                   /* 0 = the daemon */
    uint8_t command_id[COMMAND_ID_BYTES]; /* zero = a timer */
    const char *kind;                     /* event_kind_name */
    enum entity_kind subject_kind;
    uint64_t subject;
    uint64_t incident; /* 0 = none */
    const uint8_t *payload;
    size_t payload_size;
    uint8_t hash[HASH_BYTES];
};

/* One entity's new row. The struct is read during submit only; image is opaque. */
struct store_row {
    const struct entity *entity;
    const uint8_t *image;
    size_t image_size;
};

/* The stored result of one command, refusals included. */
struct store_command {
    uint64_t principal;
    uint8_t id[COMMAND_ID_BYTES];
    uint8_t payload_hash[HASH_BYTES];
    int64_t at;
    const uint8_t *result; /* opaque */
    size_t result_size;
};

/* One transaction. The store copies what it needs before store_submit returns. */
struct store_batch {
    struct store_entry *entries;
    size_t entries_count;
    struct store_row *rows; /* each entity at most once */
    size_t rows_count;
    struct store_command *commands;
    size_t commands_count;
};

/* hash[i] = BLAKE2b-256 over (previous hash, then seq, epoch, at, received_at, principal, subject, incident as 64-bit
 * little-endian, command_id, subject_kind as one byte, then kind and payload each with a 32-bit little-endian length
 * in front). previous is HASH_BYTES, updated to the last. */
void store_chain (uint8_t previous[HASH_BYTES], struct store_entry *entries, size_t count);

/* What store_start learned. */
struct store_head {
    uint64_t epoch; /* ours, new */
    uint64_t seq;   /* journal head, 0 = empty */
    uint8_t hash[HASH_BYTES];
    uint64_t last_ids[ID_SERIES];
    uint64_t sync_floor; /* every settled entity with a larger version was loaded */
    int64_t at;          /* desk time of the head entry; the clock must not start before it */
};

enum store_state {
    STORE_STOPPED,
    STORE_STARTING, /* connecting, migrating, taking the lead, loading */
    STORE_STANDBY,  /* somebody else leads; keeps trying */
    STORE_READY,    /* loaded; takes batches */
    STORE_FAILED,   /* a batch failed or the connection is lost: call store_start again after a pause */
};

/* A stored command from a lookup or the load: result borrowed for the call. found = false: there is none; if the
 * store has FAILED by then, it is not known. */
typedef void store_command_fn (void *arg, bool found, const struct store_command *);
/* One row of a fetch: kind, id, version, image (borrowed). kind ENTITY_NONE = end of the fetch; ok = false: it
 * failed. */
typedef void store_image_fn (void *arg, bool ok, enum entity_kind, uint64_t id, uint64_t version,
                             const uint8_t *image, size_t size);
/* One journal entry of a read or scan (borrowed); entry NULL = end; ok = false: it failed. */
typedef void store_entry_fn (void *arg, bool ok, const struct store_entry *entry);

struct store_callbacks {
    void *arg;
    /* During STARTING, for each entity that must be in memory: profiles, posts, people, teams, principals; incidents
     * that are not settled with all their reports and orders; unsettled shifts and obligations; and the most recently
     * changed settled_max settled incidents (with theirs), shifts, obligations. Each kind in one go, after the kinds
     * that its entities belong to. */
    void (*loaded) (void *arg, enum entity_kind, uint64_t id, uint64_t version, const uint8_t *image, size_t size);
    /* During STARTING: the stored commands with the newest ids (at most recent_commands_max), the oldest of them
     * first.
     */
    void (*command) (void *arg, const struct store_command *);
    void (*ready) (void *arg, const struct store_head *);
    /* Another leads; "" = not known who. Called about once a second, each time after `loaded` was called for every
     * principal as they are now, so that a standby can tell them who leads. */
    void (*standby) (void *arg, const char *leader_endpoint);
    /* The oldest batch submitted is durable: Sync arrived, no statement raised an error or warning. */
    void (*committed) (void *arg);
    /* A batch or the connection failed, whatever the reason: the outcome of the open batches is unknown, but none is
     * stored without those before it. Everything
     * still asked of the store is dropped after its callback was called with ok = false. fatal: trying again can't
     * help (wrong password, wrong server version, newer schema, ...): the text says what to do. */
    void (*failed) (void *arg, bool fatal, const char *text);
    /* Both may be NULL. During a scan, after each image: what that row must hold (borrowed until the next call; NULL
     * = not known). Then, for each column that holds something else, its name. */
    const struct entity *(*expected) (void *arg, enum entity_kind, uint64_t id);
    void (*differs) (void *arg, enum entity_kind, uint64_t id, const char *column);
};

struct store_options {
    const char *conninfo; /* libpq connection string (without the password, which comes from passfile) */
    const char *centre;   /* the journal's centre, a code */
    const char *endpoint; /* how clients reach this daemon, written into the leader row */
    uint32_t settled_max;
    uint32_t recent_commands_max; /* at least 1 */
    uint32_t connect_timeout_ms;
    uint32_t lease_ms; /* a leader row not renewed for this long may be taken over */
};

struct store_ops {
    void (*start) (struct store *); /* from STOPPED or FAILED */
    enum store_state (*state) (const struct store *);
    /* Only in READY, and at most STORE_BATCHES_MAX that are not committed yet; they are committed in this order. */
    void (*submit) (struct store *, const struct store_batch *);
    /* Reads, on a connection of their own, in the order asked. Bounded: returns -1 when too many are waiting, and
     * when not READY. */
    int (*lookup_command) (struct store *, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES], store_command_fn *,
                           void *arg);
    /* The entity; for an incident also its reports, orders and obligations. */
    int (*fetch) (struct store *, enum entity_kind, uint64_t id, store_image_fn *, void *arg);
    /* Up to limit entities of a kind with id < before (0 = from the newest), newest first, settled or not. */
    int (*list) (struct store *, enum entity_kind, uint64_t before, uint32_t limit, store_image_fn *, void *arg);
    /* Up to limit entries with seq > after in order; incident != 0: only those of this incident. */
    int (*journal) (struct store *, uint64_t after, uint64_t incident, uint32_t limit, store_entry_fn *, void *arg);
    /* For verify: one snapshot of everything, entries first (all, in order), then every entity row of every kind.
     * Streamed in pieces of a few hundred a store_handle call; one at a time, else -1. Each half ends as its callback
     * says; if it fails, the half under way is told so (before the first entry: the entries'), and nothing follows.
     */
    int (*scan) (struct store *, store_entry_fn *, store_image_fn *, void *arg);
    /* The descriptors to poll: fills at most max, returns how many. They can change after any call. */
    size_t (*polls) (const struct store *, struct store_poll *, size_t max);
    /* When store_handle must be called even without I/O, in ms from now; -1 = not at all. */
    int (*timeout_ms) (const struct store *, int64_t now_ms);
    /* Does what can be done without blocking; now_ms is any monotonic clock. */
    void (*handle) (struct store *, int64_t now_ms);
    void (*destroy) (struct store *); /* takes NULL */
};

struct store_poll {
    int fd;
    bool read, write;
};

struct store {
    const struct store_ops *ops;
};

struct store *store_postgres_create (const struct store_options *, const struct store_callbacks *);
struct store *store_memory_create (const struct store_options *, const struct store_callbacks *);

#endif

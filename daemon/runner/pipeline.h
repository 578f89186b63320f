/* SPDX-License-Identifier: Apache-2.0 */
/* pipeline.h: one command's way through the house, without a loop: request -> desk -> store -> (committed) -> reply
 * and feed. The daemon drives it from libuv, the simulation from virtual time. Never blocks, reads no clock. */
#ifndef MUSTER_RUNNER_PIPELINE_H
#define MUSTER_RUNNER_PIPELINE_H

#include "bus/bus.h"
#include "core/desk.h"
#include "store/store.h"

struct pipeline;

enum {
    PIPELINE_OVERLAP_COMMANDS = 32,
    PIPELINE_RECENT_LOAD_MAX = 8192, /* command ids that a start loads at most: the newest */
};

struct pipeline_options {
    const char *centre;
    const char *version;
    struct desk_limits desk;
    uint32_t recent_commands_max;  /* command ids remembered in memory; older ones are looked up in the store */
    uint32_t waiting_commands_max; /* held while the store is away; over it: BUSY */
    uint32_t interim_ms;           /* a command that waits longer is told "received, not stored yet" */
    /* A batch as large is handed over behind the one that the store works on; a smaller one waits until the store is
     * free, because each batch costs a turn of the disk. 0 = PIPELINE_OVERLAP_COMMANDS */
    uint32_t overlap_commands_min;
    const char *first_admin_code; /* NULL = none: enrolled when no admin is */
    uint8_t first_admin_key[KEY_BYTES];
};

/* Where everything goes that leaves. None of these may call back into the pipeline. */
struct pipeline_output {
    void *arg;
    void (*reply) (void *arg, const struct bus_route *, const uint8_t *data, size_t size);
    void (*publish) (void *arg, const char *topic, const uint8_t *data, size_t size);
    void (*admit) (void *arg, const uint8_t key[KEY_BYTES], uint64_t principal);
    void (*revoke) (void *arg, const uint8_t key[KEY_BYTES]);
    void (*forget_all) (void *arg);
    /* More rows for `status` than the pipeline knows (bus counters, ...): fills at most max, returns how many. */
    size_t (*counters) (void *arg, const char **names, uint64_t *values, size_t max);
    /* One line for the log; level as in util/log.h; fields is "key=value ...". */
    void (*log) (void *arg, int level, const char *message, const char *fields);
};

enum pipeline_state {
    PIPELINE_STARTING, /* the store is loading for the first time */
    PIPELINE_LEADING,
    PIPELINE_STANDBY,
    PIPELINE_AWAY,     /* the store is away: commands wait, reads go on from memory */
    PIPELINE_DRAINING, /* no new command; what was taken is being stored */
    PIPELINE_DRAINED,
    PIPELINE_FATAL, /* can't go on: pipeline_fatal_text says why and what to do */
};

struct pipeline *pipeline_create (const struct pipeline_options *, const struct pipeline_output *);
void pipeline_destroy (struct pipeline *); /* takes NULL; the store is the caller's */
/* What the store must be made with, and the store; then pipeline_start. now is the wall clock in ms. */
struct store_callbacks pipeline_store_callbacks (struct pipeline *);
void pipeline_start (struct pipeline *, struct store *, int64_t now);

enum pipeline_state pipeline_state (const struct pipeline *);
const char *pipeline_fatal_text (const struct pipeline *);

/* A request frame of an authenticated principal. */
void pipeline_request (struct pipeline *, const struct bus_route *, uint64_t principal, const uint8_t *data,
                       size_t size, int64_t now);
/* May more requests be read now? false: leave them in the sockets. */
bool pipeline_wants_requests (const struct pipeline *);
bool pipeline_may_subscribe (const struct pipeline *, uint64_t principal, const uint8_t *topic, size_t size);
/* The end of a turn of the loop: steps what waited, fires what is due, cuts the next batch. */
void pipeline_turn (struct pipeline *, int64_t now);
/* When pipeline_turn must be called at the latest, ms since 1970; INT64_MAX = no need. */
int64_t pipeline_deadline (const struct pipeline *);
void pipeline_beat (struct pipeline *, int64_t now);
/* SIGTERM: refuse what is new, finish what was taken. */
void pipeline_drain (struct pipeline *, int64_t now);
/* Reloadable limits. */
void pipeline_set_limits (struct pipeline *, uint32_t waiting_commands_max, uint32_t interim_ms);

/* For tests and the watchdog. */
const struct desk *pipeline_desk (const struct pipeline *); /* NULL until loaded, and as a standby */
uint64_t pipeline_committed_seq (const struct pipeline *);
uint64_t pipeline_epoch (const struct pipeline *);

#endif

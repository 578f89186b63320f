/* SPDX-License-Identifier: Apache-2.0 */
/* libmuster_rig.h: a daemon made of paper for the client library's tests: real CURVE sockets and ZAP, a scripted
 * tongue, and a world of a few posts whose pushes can be lost. */
#ifndef LIBMUSTER_RIG_H
#define LIBMUSTER_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <muster/muster.h>

enum {
    RIG_DAEMONS_MAX = 2,
    RIG_LOG_MAX = 64,
    RIG_SCRIPT_MAX = 16,
    RIG_HELD_MAX = 64,
    RIG_ENTITIES = 12,
    RIG_ADDRESS_MAX = 64,
    RIG_ROUTE_MAX = 64,
    RIG_LIMIT_MS = 8000, /* for anything that should come at once, on a busy machine */
};

/* What the daemon does with its next request. */
enum rig_answer { RIG_OK, RIG_SILENT, RIG_BUSY, RIG_PENDING, RIG_NOT_LEADER, RIG_FAILED };

struct rig_bytes {
    uint8_t *data;
    size_t size;
};

struct rig_held {
    struct rig_bytes route, reply;
};

/* The stored state. Entity i is post i + 1 on topic duty/<i + 1>. */
struct rig_world {
    uint64_t epoch, head;
    uint64_t floor;       /* what changed up to here may have left memory: below it only a snapshot helps */
    unsigned chunk_limit; /* images in a chunk */
    struct {
        uint64_t version; /* 0 = not there yet */
        uint64_t pushed;  /* seq of the last push on its topic */
        bool hidden;      /* from our client: neither pushed nor synced */
    } entity[RIG_ENTITIES];
};

struct rig_daemon {
    void *zmq, *router, *xpub, *zap;
    char request[RIG_ADDRESS_MAX], feed[RIG_ADDRESS_MAX];
    char server_key[MUSTER_KEY_TEXT + 1], server_secret[MUSTER_KEY_TEXT + 1];
    const char *zap_status; /* "200" at first; NULL = no answer */
    enum rig_answer script[RIG_SCRIPT_MAX];
    size_t script_count, script_at;
    const char *leader;                /* for RIG_NOT_LEADER; may be NULL */
    struct rig_bytes log[RIG_LOG_MAX]; /* requests as they came, without Sync */
    size_t log_count;
    size_t requests;            /* all of them, without Sync */
    size_t syncs;               /* Sync requests that came */
    uint64_t sync_snapshot_max; /* the largest Sync.snapshot that came */
    size_t subscribed;          /* subscriptions to "beat" that came */
    struct rig_world *world;
    bool hold; /* replies to Sync are kept until rig_release */
    struct rig_held held[RIG_HELD_MAX];
    size_t held_count;
};

struct rig {
    char folder[32], key_file[64];
    struct rig_daemon daemon[RIG_DAEMONS_MAX];
    size_t daemons_count;
    struct muster *muster;
    int beat_ms; /* daemon[beating] beats this often while rig_until runs; 0 = not by itself */
    size_t beating;
    int64_t beat_at;
};

int64_t rig_now_ms (void);

/* A folder with an enrolled key, and this many daemons. */
void rig_open (struct rig *, size_t daemons_count);
void rig_close (struct rig *);
/* The client, with the daemons as endpoints in turn. */
void rig_client (struct rig *, uint32_t retry_ms);

void rig_daemon_open (struct rig_daemon *);
void rig_daemon_close (struct rig_daemon *);
void rig_script (struct rig_daemon *, size_t count, const enum rig_answer *);
/* Handles what waits, without blocking. */
void rig_daemon_step (struct rig_daemon *);
/* The request address is free for somebody else, and is taken again. */
void rig_router_close (struct rig_daemon *);
void rig_router_open (struct rig_daemon *);
/* All connections of the feed end; it listens again at the same address. */
void rig_feed_rebind (struct rig_daemon *);
void rig_release (struct rig_daemon *);

/* Turns the daemons and the client until done says so. The client is turned only when its descriptor is readable.
 * Returns false when the limit passed. */
bool rig_until (struct rig *, bool (*done) (void *), void *arg, int limit_ms);

/* A change of the stored state; returns its seq. */
uint64_t rig_change (struct rig_world *, size_t entity);
/* Its push, with the image as it stands now; lost ones are only counted. */
void rig_push (struct rig_daemon *, size_t entity, uint64_t seq, bool lost);
void rig_beat (struct rig_daemon *);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* bus.h: frames in, frames out, and who sent them. Two CURVE sockets (ROUTER for requests, XPUB for the feed) and the
 * ZAP handler. It knows no message. Never blocks; single-threaded; callbacks come only from bus_handle. */
#ifndef MUSTER_BUS_BUS_H
#define MUSTER_BUS_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bus;
struct error;

enum {
    BUS_KEY_BYTES = 32,
    BUS_ROUTE_MAX = 64, /* bytes of a routing id; a longer one is dropped and counted */
    BUS_PRINCIPALS_MAX = 65536,
};

struct bus_options {
    const char *request_endpoint; /* "tcp://0.0.0.0:7310" */
    const char *feed_endpoint;    /* "tcp://0.0.0.0:7311" */
    uint8_t public_key[BUS_KEY_BYTES];
    uint8_t secret_key[BUS_KEY_BYTES];
    uint32_t message_size_max; /* bytes; a larger frame ends its connection (ZMQ_MAXMSGSIZE) */
    uint32_t request_hwm;      /* messages queued for one peer */
    uint32_t feed_hwm;         /* pushes queued for one subscriber; over it they are dropped, and the client syncs */
    uint32_t handshake_ms;     /* a peer that has not authenticated by then is cut off */
    uint32_t turn_budget;      /* messages handled in one bus_handle call, so that no socket starves the loop */
};

/* Where a request came from: bytes to give back to bus_reply. */
struct bus_route {
    uint8_t size;
    uint8_t bytes[BUS_ROUTE_MAX];
};

struct bus_callbacks {
    void *arg;
    /* A request of an authenticated principal; data is borrowed for the call. Returns false to stop reading for this
     * turn (the message itself was taken). */
    bool (*request) (void *arg, const struct bus_route *, uint64_t principal, const uint8_t *data, size_t size);
    /* May this principal subscribe to this topic prefix? Asked again when a subscription ends. Must not call
     * bus_publish. */
    bool (*subscribe) (void *arg, uint64_t principal, const uint8_t *topic, size_t size);
};

struct bus_counters {
    uint64_t requests, replies, pushes;
    uint64_t replies_dropped;                         /* the peer was gone or its queue was full */
    uint64_t handshakes_accepted, handshakes_refused; /* ZAP's answers; refused = key not enrolled */
    uint64_t malformed; /* wrong number of frames, over-long routing id, no User-Id; no subscription on the feed */
    uint64_t requests_refused;   /* of a live session whose key was revoked meanwhile */
    uint64_t admissions_refused; /* more than BUS_PRINCIPALS_MAX keys */
    uint64_t subscriptions, subscriptions_refused;
    uint64_t pushes_dropped; /* made while the feed was being rebuilt */
    uint64_t feed_rebuilds;  /* revocations that cut live subscribers off, and cuts that keep libzmq safe (feed.c) */
    uint64_t subscribers;    /* live subscriptions, about: libzmq does not say whose subscription ended */
};

/* Binds the sockets; returns NULL with a text (address in use, bad endpoint, no CURVE in this libzmq). The keys of no
 * principal are known at first. Port 0 or "*" picks a free port. */
struct bus *bus_create (const struct bus_options *, const struct bus_callbacks *, struct error *);
void bus_destroy (struct bus *); /* takes NULL; LINGER is small */

/* The endpoints as bound (ports resolved). Borrowed. */
const char *bus_request_endpoint (const struct bus *);
const char *bus_feed_endpoint (const struct bus *);

/* From now on this public key is that principal (principal > 0). Replaces what the key was: its sessions under
 * another principal end as by bus_revoke. A principal may hold several keys. Over BUS_PRINCIPALS_MAX keys the call
 * does nothing but count. */
void bus_admit (struct bus *, const uint8_t public_key[BUS_KEY_BYTES], uint64_t principal);
/* The key opens nothing any more. Its request sessions are refused from the next message on (the request callback is
 * not called; it gets nothing), and the feed socket is rebuilt so that its live subscriptions end: the others
 * reconnect and sync by themselves. */
void bus_revoke (struct bus *, const uint8_t public_key[BUS_KEY_BYTES]);
/* Before a reload of the principals: call bus_admit for each of them before the next bus_handle. Ends no session of a
 * key that is admitted again as the same principal; one that is not counts as revoked from that bus_handle on. */
void bus_forget_all (struct bus *);

/* Sends now or never: returns 0, or -1 when the peer is gone or its queue is full (counted, nothing else happens). */
int bus_reply (struct bus *, const struct bus_route *, const uint8_t *data, size_t size);
/* [topic][data] to everyone who subscribed; full queues drop (the client sees the gap). */
void bus_publish (struct bus *, const char *topic, const uint8_t *data, size_t size);

/* The pollable descriptors (readable only, at most 3). It is one, the same for the life of the bus: an epoll
 * descriptor that gathers every ZMQ_FD, so that a rebuilt feed changes nothing for the owner's loop. ZMQ_FD is
 * edge-triggered: after *any* call of this module the owner must look at bus_pending before it sleeps. */
size_t bus_fds (const struct bus *, int fds[3]);
/* Is there something to handle right now (ZMQ_EVENTS, a feed waiting to be rebuilt)? */
bool bus_pending (struct bus *);
/* The same for an owner that holds requests back: requests that wait in their queue do not count, so that it can
 * sleep. */
bool bus_pending_held (struct bus *);
/* When bus_handle must be called even without I/O, ms from now; -1 = not at all (a feed rebind being retried). */
int bus_timeout_ms (const struct bus *);
/* Handles at most turn_budget messages (subscriptions beside: their queue is emptied, see feed.c). read_requests =
 * false leaves requests in their queue (the daemon is full: ZeroMQ's own high-water mark then holds the senders
 * back); ZAP and the feed go on. */
void bus_handle (struct bus *, bool read_requests);

void bus_set_turn_budget (struct bus *, uint32_t turn_budget); /* > 0 */

void bus_counters_read (const struct bus *, struct bus_counters *);

/* A CURVE key file: one line of 40 Z85 characters; empty lines and lines that begin with '#' are skipped. Secret
 * files must not be open to group or others. Returns 0, or -1 with a text that names the path and what was expected.
 */
int bus_key_read (const char *path, bool secret, uint8_t ret_key[BUS_KEY_BYTES], struct error *);
/* The public key that belongs to a secret key. */
void bus_key_public (const uint8_t secret[BUS_KEY_BYTES], uint8_t ret_public[BUS_KEY_BYTES]);

#endif

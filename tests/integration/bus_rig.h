/* SPDX-License-Identifier: Apache-2.0 */
/* bus_rig.h: a bus on free ports and real ZeroMQ clients around it, all turned by the test itself. */
#ifndef MUSTER_TESTS_BUS_RIG_H
#define MUSTER_TESTS_BUS_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>

#include "bus/bus.h"
#include "util/error.h"

enum {
    RIG_WAIT_MS = 10000,
    RIG_MESSAGE_MAX = 65536, /* bytes; the bus's limit in these tests */
    RIG_REQUEST_HWM = 4000,
    RIG_FEED_HWM = 10,
    RIG_HANDSHAKE_MS = 500,
    RIG_TURN_BUDGET = 64,
};

struct rig {
    struct bus *bus;
    void *context; /* of the clients */
    int clients;   /* open sockets of theirs */
    uint8_t public_key[BUS_KEY_BYTES];
    char public_text[41];

    bool read_requests, echo;
    bool stop_each; /* the callback asks for no more after each request */
    size_t calls;
    uint64_t principal; /* of the last request, with its route and its first bytes */
    struct bus_route route;
    char payload[64];
};

struct client {
    struct rig *rig;
    void *socket;
    void *monitor;
    uint8_t public_key[BUS_KEY_BYTES];
    char public_text[41], secret_text[41];
    char topic[64], data[64]; /* of the last message: its first bytes */
};

/* As the options of every rig: ports are free ones, keys new. */
void rig_options (struct rig *, struct bus_options *);
const struct bus_callbacks *rig_callbacks (struct rig *);
int rig_setup (void **state);
int rig_teardown (void **state);

/* One turn of the owner's loop: handle, then wait a little for the bus's descriptor. */
void rig_turn (struct rig *);
int64_t rig_clock_ms (void);
struct bus_counters rig_counters (const struct rig *);

/* Turns the loop until the expression holds; fails after RIG_WAIT_MS. */
#define RIG_WAIT(rig, expression)                                                                                    \
    for (int64_t rig_end_ms = rig_clock_ms () + RIG_WAIT_MS; !(expression); rig_turn (rig))                          \
    rig_still_waiting (rig_end_ms, #expression)

/* The same while nobody turns the loop. */
#define RIG_WAIT_STILL(expression)                                                                                   \
    for (int64_t rig_end_ms = rig_clock_ms () + RIG_WAIT_MS; !(expression);)                                         \
    rig_still_waiting (rig_end_ms, #expression)

void rig_still_waiting (int64_t end_ms, const char *expression);

/* A client with a key of its own, nobody's yet. */
void client_init (struct client *, struct rig *);
/* Opens a socket of this type with that key on the endpoint. */
void client_connect (struct client *, int type, const char *endpoint);
/* The two above, and the key admitted (principal 0: not). */
void client_open_dealer (struct client *, struct rig *, uint64_t principal);
void client_open_sub (struct client *, struct rig *, uint64_t principal);
void client_close (struct client *);

void client_send (struct client *, const char *text);
/* True when a message was there; its frames are in topic and data (data alone when it has one frame). */
bool client_receive (struct client *);
/* Sends and waits for the echo. */
void client_roundtrip (struct client *, const char *text);
void client_subscribe (struct client *, const char *topic);
void client_unsubscribe (struct client *, const char *topic);

/* From now on the socket's events are heard; client_happened says whether one of the mask came. */
void client_monitor (struct client *, int events);
bool client_happened (struct client *, int events);

/* A plain TCP connection to a tcp:// endpoint. */
int raw_connect (const char *endpoint);

#endif

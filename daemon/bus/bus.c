/* SPDX-License-Identifier: Apache-2.0 */
/* bus.c: the bus as its owner sees it: joins the request socket, the feed and the ZAP handler. */
#include "bus/bus.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <zmq.h>

#include "bus/admission.h"
#include "bus/feed.h"
#include "bus/socket.h"
#include "bus/zap.h"
#include "util/alloc.h"
#include "util/error.h"

enum {
    BUS_LINGER_MS = 200,    /* the last replies of a daemon that stops */
    FEED_RETRY_MS = 5,      /* between two tries to bind the feed again */
    FEED_MESSAGE_MAX = 512, /* subscribers send subscriptions, no more */
    ZAP_SHARE = 4,          /* handshakes get at most this part of a turn: strangers make them */
};

struct bus {
    struct bus_callbacks callbacks;
    struct bus_counters counters;
    struct admission admission;
    uint32_t message_size_max;
    uint32_t turn_budget;
    void *context;
    int epoll_fd;
    void *zap;
    void *requests;
    struct socket_plan requests_plan;
    struct feed feed;
};

static int
plan_make (struct socket_plan *ret_plan, const struct bus_options *options, int type, struct error *err)
{
    const bool requests = type == ZMQ_ROUTER;
    const char *endpoint = requests ? options->request_endpoint : options->feed_endpoint;
    *ret_plan = (struct socket_plan){
        .type = type,
        .zap_domain = requests ? ZAP_DOMAIN_REQUESTS : ZAP_DOMAIN_FEED,
        .message_size_max = requests ? options->message_size_max : FEED_MESSAGE_MAX,
        .hwm = (int)(requests ? options->request_hwm : options->feed_hwm),
        .handshake_ms = (int)options->handshake_ms,
        .linger_ms = BUS_LINGER_MS,
    };
    memcpy (ret_plan->secret_key, options->secret_key, BUS_KEY_BYTES);
    if (strlen (endpoint) >= sizeof ret_plan->endpoint)
        return error_set (err, "an endpoint is longer than %d bytes", SOCKET_ENDPOINT_MAX - 1);
    /* CURVE and ZAP hold on TCP only: any other transport would be a door without a lock. */
    if (strncmp (endpoint, "tcp://", strlen ("tcp://")) != 0)
        return error_set (err, "cannot listen on \"%s\": expected tcp://ADDRESS:PORT", endpoint);
    memcpy (ret_plan->endpoint, endpoint, strlen (endpoint) + 1);
    return 0;
}

static int
requests_open (struct bus *bus, struct error *err)
{
    bus->requests = socket_open (bus->context, &bus->requests_plan, err);
    if (!bus->requests || socket_watch (bus->epoll_fd, bus->requests, err))
        return -1;
    return socket_bind (bus->requests, &bus->requests_plan, err);
}

static int
context_open (struct bus *bus, struct error *err)
{
    if (!zmq_has ("curve"))
        return error_set (err, "this libzmq was built without CURVE: expected the distribution's libzmq5");
    bus->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
    bus->context = zmq_ctx_new ();
    if (bus->epoll_fd < 0 || !bus->context)
        return error_set (err, "the bus cannot start: %s", strerror (errno));
    /* The handler stands before the doors open. */
    bus->zap = zap_open (bus->context, err);
    return bus->zap ? socket_watch (bus->epoll_fd, bus->zap, err) : -1;
}

static int
bus_open (struct bus *bus, const struct bus_options *options, struct error *err)
{
    struct feed *feed = &bus->feed;
    if (plan_make (&bus->requests_plan, options, ZMQ_ROUTER, err) ||
        plan_make (&feed->plan, options, ZMQ_XPUB, err) || context_open (bus, err))
        return -1;
    feed->context = bus->context;
    feed->epoll_fd = bus->epoll_fd;
    return requests_open (bus, err) || feed_open (feed, err) ? -1 : 0;
}

struct bus *
bus_create (const struct bus_options *options, const struct bus_callbacks *callbacks, struct error *err)
{
    assert (options->turn_budget > 0 && options->request_hwm > 0 && options->feed_hwm > 0);
    assert (options->handshake_ms > 0 && options->message_size_max > 0);
    assert (callbacks->request && callbacks->subscribe);
    struct bus *bus = xcalloc (1, sizeof *bus);
    bus->epoll_fd = -1;
    bus->callbacks = *callbacks;
    bus->message_size_max = options->message_size_max;
    bus->turn_budget = options->turn_budget;
    bus->feed.admission = &bus->admission;
    bus->feed.callbacks = &bus->callbacks;
    bus->feed.counters = &bus->counters;
    if (bus_open (bus, options, err)) {
        bus_destroy (bus);
        return NULL;
    }
    return bus;
}

void
bus_destroy (struct bus *bus)
{
    if (!bus)
        return;
    feed_close (&bus->feed, BUS_LINGER_MS);
    socket_close (bus->epoll_fd, bus->requests, BUS_LINGER_MS);
    socket_close (bus->epoll_fd, bus->zap, 0);
    if (bus->context)
        zmq_ctx_term (bus->context);
    if (bus->epoll_fd >= 0)
        close (bus->epoll_fd);
    admission_clear (&bus->admission);
    explicit_bzero (bus, sizeof *bus); /* two copies of the secret key */
    free (bus);
}

const char *
bus_request_endpoint (const struct bus *bus)
{
    return bus->requests_plan.endpoint;
}

const char *
bus_feed_endpoint (const struct bus *bus)
{
    return bus->feed.plan.endpoint;
}

void
bus_admit (struct bus *bus, const uint8_t public_key[BUS_KEY_BYTES], uint64_t principal)
{
    assert (principal > 0);
    bool full;
    if (admission_put (&bus->admission, public_key, principal, &full))
        feed_cut (&bus->feed);
    if (full)
        bus->counters.admissions_refused++;
}

void
bus_revoke (struct bus *bus, const uint8_t public_key[BUS_KEY_BYTES])
{
    if (admission_drop (&bus->admission, public_key))
        feed_cut (&bus->feed);
}

void
bus_forget_all (struct bus *bus)
{
    admission_forget_all (&bus->admission);
}

int
bus_reply (struct bus *bus, const struct bus_route *route, const uint8_t *data, size_t size)
{
    if (socket_send (bus->requests, route->bytes, route->size, ZMQ_SNDMORE) < 0 ||
        socket_send (bus->requests, data, size, 0) < 0) {
        bus->counters.replies_dropped++;
        return -1;
    }
    bus->counters.replies++;
    return 0;
}

void
bus_publish (struct bus *bus, const char *topic, const uint8_t *data, size_t size)
{
    feed_publish (&bus->feed, topic, data, size);
}

size_t
bus_fds (const struct bus *bus, int fds[3])
{
    fds[0] = bus->epoll_fd;
    return 1;
}

static bool
others_pending (struct bus *bus)
{
    return socket_readable (bus->zap) || bus->feed.cut_wanted ||
           (bus->feed.bound && socket_readable (bus->feed.socket));
}

bool
bus_pending_held (struct bus *bus)
{
    /* Looked at for its own sake: reading ZMQ_EVENTS takes the wake-up back, or the descriptor would stay ready. */
    (void)socket_readable (bus->requests);
    return others_pending (bus);
}

bool
bus_pending (struct bus *bus)
{
    return socket_readable (bus->requests) || others_pending (bus);
}

int
bus_timeout_ms (const struct bus *bus)
{
    return bus->feed.bound ? -1 : FEED_RETRY_MS;
}

/* Throws away what is left of a message of too many frames; returns how many those were. */
static size_t
frames_drain (void *socket, zmq_msg_t *last)
{
    size_t count = 0;
    while (zmq_msg_more (last) && socket_receive (socket, last) >= 0)
        count++;
    return count;
}

static bool
request_is_sound (const struct bus *bus, zmq_msg_t *route, zmq_msg_t *payload)
{
    return zmq_msg_size (route) <= BUS_ROUTE_MAX && zmq_msg_size (payload) <= bus->message_size_max;
}

/* Hands a request of two frames on, if its sender still counts. Returns false to stop the turn. */
static bool
request_deliver (struct bus *bus, zmq_msg_t *route_frame, zmq_msg_t *payload)
{
    struct admitted *sender;
    enum admission_answer answer = admission_check (&bus->admission, payload, &sender);
    if (answer == ADMISSION_NAMELESS || !request_is_sound (bus, route_frame, payload)) {
        bus->counters.malformed++;
        return true;
    }
    if (answer == ADMISSION_REVOKED) {
        bus->counters.requests_refused++;
        return true;
    }
    struct bus_route route = { .size = (uint8_t)zmq_msg_size (route_frame) };
    memcpy (route.bytes, zmq_msg_data (route_frame), route.size);
    bus->counters.requests++;
    return bus->callbacks.request (bus->callbacks.arg, &route, sender->principal, zmq_msg_data (payload),
                                   zmq_msg_size (payload));
}

/* Takes one request. Returns false when there is none, or when the owner wants no more. */
static bool
request_take (struct bus *bus)
{
    zmq_msg_t route, payload;
    bool go_on = false;
    zmq_msg_init (&route);
    zmq_msg_init (&payload);
    if (socket_receive (bus->requests, &route) >= 0) {
        go_on = true;
        bool whole = zmq_msg_more (&route) && socket_receive (bus->requests, &payload) >= 0;
        if (whole && frames_drain (bus->requests, &payload) == 0)
            go_on = request_deliver (bus, &route, &payload);
        else
            bus->counters.malformed++;
    }
    zmq_msg_close (&payload);
    zmq_msg_close (&route);
    return go_on;
}

void
bus_handle (struct bus *bus, bool read_requests)
{
    if (admission_sweep (&bus->admission))
        feed_cut (&bus->feed);
    size_t spent = zap_handle (bus->zap, &bus->admission, &bus->counters, bus->turn_budget / ZAP_SHARE + 1);
    feed_handle (&bus->feed);
    if (!read_requests)
        return;
    size_t left = spent < bus->turn_budget ? bus->turn_budget - spent : 1;
    while (left > 0 && request_take (bus))
        left--;
}

void
bus_set_turn_budget (struct bus *bus, uint32_t turn_budget)
{
    assert (turn_budget > 0);
    bus->turn_budget = turn_budget;
}

void
bus_counters_read (const struct bus *bus, struct bus_counters *ret_counters)
{
    *ret_counters = bus->counters;
}

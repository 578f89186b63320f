/* SPDX-License-Identifier: Apache-2.0 */
/* feed.h: the XPUB socket: who may hear what, and the cut that ends live subscriptions. */
#ifndef MUSTER_BUS_FEED_H
#define MUSTER_BUS_FEED_H

#include "bus/admission.h"
#include "bus/socket.h"
#include "bus/topics.h"

struct feed {
    /* Set by the owner before feed_open. */
    void *context;
    int epoll_fd;
    struct admission *admission;
    const struct bus_callbacks *callbacks;
    struct bus_counters *counters;
    struct socket_plan plan;

    /* The feed's own. */
    void *socket;    /* NULL: could not even be made */
    bool bound;      /* false while the old listener is still closing */
    bool draining;   /* between two subscription messages: the trie may hold a dead pipe, nothing may be sent */
    int burst;       /* pushes since libzmq's commands were last looked at */
    bool cut_wanted; /* the subscriptions that live must end */
    struct topics topics;
};

/* Makes and binds the socket. -1 with a text. */
int feed_open (struct feed *, struct error *);
void feed_close (struct feed *, int linger_ms);

/* Ends every live subscription: closes the socket and makes it again on the same endpoint. Those who still may come
 * back by themselves. */
void feed_cut (struct feed *);
/* Retries a bind that is due, then answers every subscription that waits. */
void feed_handle (struct feed *);
void feed_publish (struct feed *, const char *topic, const uint8_t *data, size_t size);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* socket.h: a ZeroMQ socket set up as this daemon needs it, and the few calls on it that are never made otherwise. */
#ifndef MUSTER_BUS_SOCKET_H
#define MUSTER_BUS_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

#include "bus/bus.h"

enum { SOCKET_ENDPOINT_MAX = 256 };

/* What a CURVE server socket is made with. */
struct socket_plan {
    int type; /* ZMQ_ROUTER or ZMQ_XPUB */
    const char *zap_domain;
    char endpoint[SOCKET_ENDPOINT_MAX]; /* becomes the endpoint as bound */
    uint8_t secret_key[BUS_KEY_BYTES];
    int64_t message_size_max; /* bytes of the payload */
    int hwm;                  /* messages, each way, each peer */
    int handshake_ms;
    int linger_ms;
};

/* Makes the socket with every option set; not bound. NULL with a text. */
void *socket_open (void *context, const struct socket_plan *, struct error *);
/* Binds it and writes the resolved endpoint into the plan. Returns 0, or -1 with errno and a text. */
int socket_bind (void *socket, struct socket_plan *, struct error *);

/* The descriptors of all sockets gather in one epoll descriptor. */
int socket_watch (int epoll_fd, void *socket, struct error *);
/* Takes NULL. Leaves the epoll set before it closes. */
void socket_close (int epoll_fd, void *socket, int linger_ms);

/* Is there a message to take? Processes what waits inside the socket, as ZMQ_EVENTS does. */
bool socket_readable (void *socket);
/* Like zmq_msg_recv and zmq_send, DONTWAIT and through signals. */
int socket_receive (void *socket, zmq_msg_t *msg);
int socket_send (void *socket, const void *data, size_t size, int flags);

#endif

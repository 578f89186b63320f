/* SPDX-License-Identifier: Apache-2.0 */
/* socket.c: the options every socket gets, in one place. */
#include "bus/socket.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

#include "util/error.h"

enum {
    /* A CURVE MESSAGE command around a payload: 8 bytes of name, 8 of nonce, 16 of authenticator, 1 of flags.
     * ZMQ_MAXMSGSIZE counts them. */
    CURVE_OVERHEAD_BYTES = 33,
    HANDSHAKE_BYTES_MAX = 1024, /* HELLO and INITIATE must fit whatever the payload limit is */
    BACKLOG = 1024,             /* after a restart every console comes at once */

    /* Dead peers are found by the kernel: ZMQ_HEARTBEAT_* aborts the process in libzmq 4.3.4 under backpressure. */
    KEEPALIVE_IDLE_S = 30,
    KEEPALIVE_INTERVAL_S = 10,
    KEEPALIVE_PROBES = 3,
    UNACKNOWLEDGED_MS_MAX = 60000,
};

static int
set_ints (void *socket, const struct socket_plan *plan)
{
    const struct {
        int option, value;
    } settings[] = {
        { ZMQ_LINGER, plan->linger_ms },
        { ZMQ_SNDHWM, plan->hwm },
        { ZMQ_RCVHWM, plan->hwm },
        { ZMQ_HANDSHAKE_IVL, plan->handshake_ms },
        { ZMQ_BACKLOG, BACKLOG },
        { ZMQ_IPV6, strchr (plan->endpoint, '[') != NULL },
        { ZMQ_TCP_KEEPALIVE, 1 },
        { ZMQ_TCP_KEEPALIVE_IDLE, KEEPALIVE_IDLE_S },
        { ZMQ_TCP_KEEPALIVE_INTVL, KEEPALIVE_INTERVAL_S },
        { ZMQ_TCP_KEEPALIVE_CNT, KEEPALIVE_PROBES },
        { ZMQ_TCP_MAXRT, UNACKNOWLEDGED_MS_MAX },
        { ZMQ_CURVE_SERVER, 1 },
        /* A reply to nobody must be an error, and a client that came back under its routing id must not be shut
         * out by its own dead connection; or: subscriptions wait for our word. */
        { plan->type == ZMQ_ROUTER ? ZMQ_ROUTER_MANDATORY : ZMQ_XPUB_MANUAL, 1 },
        { plan->type == ZMQ_ROUTER ? ZMQ_ROUTER_HANDOVER : ZMQ_XPUB_MANUAL, 1 },
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (zmq_setsockopt (socket, settings[i].option, &settings[i].value, sizeof (int)))
            return -1;
    return 0;
}

static int
set_options (void *socket, const struct socket_plan *plan)
{
    int64_t wire_max = plan->message_size_max + CURVE_OVERHEAD_BYTES;
    if (wire_max < HANDSHAKE_BYTES_MAX)
        wire_max = HANDSHAKE_BYTES_MAX;
    if (set_ints (socket, plan) || zmq_setsockopt (socket, ZMQ_MAXMSGSIZE, &wire_max, sizeof wire_max))
        return -1;
    if (zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, plan->secret_key, BUS_KEY_BYTES))
        return -1;
    return zmq_setsockopt (socket, ZMQ_ZAP_DOMAIN, plan->zap_domain, strlen (plan->zap_domain));
}

void *
socket_open (void *context, const struct socket_plan *plan, struct error *err)
{
    void *socket = zmq_socket (context, plan->type);
    if (!socket) {
        error_set (err, "no ZeroMQ socket for %s: %s", plan->endpoint, zmq_strerror (errno));
        return NULL;
    }
    if (set_options (socket, plan)) {
        error_set (err, "this libzmq refuses an option of the socket for %s: %s", plan->endpoint,
                   zmq_strerror (errno));
        zmq_close (socket);
        return NULL;
    }
    return socket;
}

int
socket_bind (void *socket, struct socket_plan *plan, struct error *err)
{
    if (zmq_bind (socket, plan->endpoint)) {
        int cause = errno;
        error_set (err,
                   "cannot listen on \"%s\": %s; expected an address of this host that no other process uses, "
                   "as tcp://0.0.0.0:7310",
                   plan->endpoint, zmq_strerror (cause));
        errno = cause;
        return -1;
    }
    size_t size = sizeof plan->endpoint;
    zmq_getsockopt (socket, ZMQ_LAST_ENDPOINT, plan->endpoint, &size);
    return 0;
}

static int
socket_fd (void *socket)
{
    int fd = -1;
    size_t size = sizeof fd;
    zmq_getsockopt (socket, ZMQ_FD, &fd, &size);
    return fd;
}

int
socket_watch (int epoll_fd, void *socket, struct error *err)
{
    struct epoll_event event = { .events = EPOLLIN };
    if (epoll_ctl (epoll_fd, EPOLL_CTL_ADD, socket_fd (socket), &event))
        return error_set (err, "cannot watch a socket: %s", strerror (errno));
    return 0;
}

void
socket_close (int epoll_fd, void *socket, int linger_ms)
{
    if (!socket)
        return;
    /* zmq_close leaves the descriptor open for a while: take it out of the set now. */
    epoll_ctl (epoll_fd, EPOLL_CTL_DEL, socket_fd (socket), NULL);
    zmq_setsockopt (socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    zmq_close (socket);
}

bool
socket_readable (void *socket)
{
    int events = 0;
    size_t size = sizeof events;
    /* A signal may interrupt it: then nothing is known, and looking is right. */
    if (zmq_getsockopt (socket, ZMQ_EVENTS, &events, &size))
        return true;
    return events & ZMQ_POLLIN;
}

int
socket_receive (void *socket, zmq_msg_t *msg)
{
    int size;
    do
        size = zmq_msg_recv (msg, socket, ZMQ_DONTWAIT);
    while (size < 0 && errno == EINTR);
    return size;
}

int
socket_send (void *socket, const void *data, size_t size, int flags)
{
    int sent;
    do
        sent = zmq_send (socket, data, size, flags | ZMQ_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    return sent;
}

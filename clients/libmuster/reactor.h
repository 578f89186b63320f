/* SPDX-License-Identifier: Apache-2.0 */
/* reactor.h: makes many edge-triggered sockets and deadlines into one descriptor that is simply readable.
 *
 * An epoll descriptor, itself pollable, holds three sorts of things: the ZMQ_FD of each socket, a timerfd for the
 * next deadline, and an eventfd. ZMQ_FD wakes only once for each change, and any call on the socket may swallow that
 * wake-up; so after every round the owner re-reads ZMQ_EVENTS, and while a socket still has something the eventfd is
 * kept readable. */
#ifndef LIBMUSTER_REACTOR_H
#define LIBMUSTER_REACTOR_H

#include <stdbool.h>
#include <stdint.h>

struct mu_reactor {
    int epoll_fd, timer_fd, more_fd;
    int64_t timer_at; /* what the timer is set to; MU_NEVER = off */
    bool more;        /* the eventfd is readable */
};

int mu_reactor_open (struct mu_reactor *, char *ret_error);
void mu_reactor_close (struct mu_reactor *);

/* A ZeroMQ socket, from its creation until just before it is closed. */
void mu_reactor_watch (struct mu_reactor *, void *socket);
void mu_reactor_unwatch (struct mu_reactor *, void *socket);

/* At the end of a round: the next deadline, and whether a socket has more right now. */
void mu_reactor_arm (struct mu_reactor *, int64_t at, bool more);

/* Does this socket have a message to read? */
bool mu_socket_readable (void *socket);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* reactor.c: one epoll descriptor over ZMQ_FDs, a timer and a reminder. */
#include "reactor.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <zmq.h>

#include "memory.h"
#include "moment.h"

static int
watch_fd (struct mu_reactor *reactor, int fd)
{
    struct epoll_event interest = { .events = EPOLLIN, .data.fd = fd };
    return epoll_ctl (reactor->epoll_fd, EPOLL_CTL_ADD, fd, &interest);
}

int
mu_reactor_open (struct mu_reactor *reactor, char *ret_error)
{
    *reactor = (struct mu_reactor){ .timer_at = MU_NEVER };
    reactor->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
    /* The same clock as mu_now_ms: a deadline that passed while the machine slept fires when it wakes. */
    reactor->timer_fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    reactor->more_fd = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (reactor->epoll_fd >= 0 && reactor->timer_fd >= 0 && reactor->more_fd >= 0 &&
        watch_fd (reactor, reactor->timer_fd) == 0 && watch_fd (reactor, reactor->more_fd) == 0)
        return 0;
    mu_error (ret_error, "no descriptors left: %s", strerror (errno));
    mu_reactor_close (reactor);
    return -1;
}

void
mu_reactor_close (struct mu_reactor *reactor)
{
    int *fds[] = { &reactor->epoll_fd, &reactor->timer_fd, &reactor->more_fd };
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        if (*fds[i] >= 0)
            close (*fds[i]);
        *fds[i] = -1;
    }
}

static int
socket_fd (void *socket)
{
    int fd = -1;
    size_t size = sizeof fd;
    int result = zmq_getsockopt (socket, ZMQ_FD, &fd, &size);
    assert (result == 0);
    return fd;
}

void
mu_reactor_watch (struct mu_reactor *reactor, void *socket)
{
    /* When it fails (the system's limit of watches), deadlines still bring us round: slow, never wrong. */
    (void)watch_fd (reactor, socket_fd (socket));
}

void
mu_reactor_unwatch (struct mu_reactor *reactor, void *socket)
{
    (void)epoll_ctl (reactor->epoll_fd, EPOLL_CTL_DEL, socket_fd (socket), NULL);
}

static void
set_timer (struct mu_reactor *reactor, int64_t at)
{
    struct itimerspec when = { 0 };
    /* All zero would switch it off: a deadline at the beginning of time is one nanosecond after it. */
    int64_t at_ms = at == MU_NEVER || at < 0 ? 0 : at;
    when.it_value.tv_sec = at_ms / 1000;
    when.it_value.tv_nsec = (at_ms % 1000) * 1000000 + (at != MU_NEVER);
    int result = timerfd_settime (reactor->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
    assert (result == 0);
    reactor->timer_at = at;
}

void
mu_reactor_arm (struct mu_reactor *reactor, int64_t at, bool more)
{
    /* Setting a timer again, even to the same moment, also makes an expired one unreadable. */
    if (at != reactor->timer_at || at <= mu_now_ms ())
        set_timer (reactor, at);
    if (more == reactor->more)
        return;
    uint64_t count = 1;
    ssize_t done =
        more ? write (reactor->more_fd, &count, sizeof count) : read (reactor->more_fd, &count, sizeof count);
    assert (done == sizeof count);
    reactor->more = more;
}

bool
mu_socket_readable (void *socket)
{
    int events = 0;
    size_t size = sizeof events;
    return zmq_getsockopt (socket, ZMQ_EVENTS, &events, &size) == 0 && (events & ZMQ_POLLIN);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* muster.c: the handle: joins the sockets, the requests and the feed behind one descriptor. */
#include "muster/muster.h"

#include <assert.h>
#include <poll.h>
#include <sodium.h>
#include <stdlib.h>
#include <zmq.h>

#include "feed.h"
#include "links.h"
#include "memory.h"
#include "moment.h"
#include "reactor.h"
#include "requests.h"

enum { REPLIES_BUDGET = 256 }; /* replies of one daemon handled in one turn */

struct muster {
    struct mu_reactor reactor;
    struct mu_links links;
    struct mu_requests requests;
    struct mu_feed *feed; /* NULL = not started */
};

static int64_t
due_at (const struct muster *muster)
{
    return mu_earlier (muster->requests.due_at, muster->feed ? mu_feed_due_at (muster->feed) : MU_NEVER);
}

/* After anything that touched a socket: any call on it may have swallowed the wake-up of its descriptor. */
static void
rearm (struct muster *muster)
{
    bool more = mu_links_readable (&muster->links);
    if (muster->feed)
        more |= mu_feed_readable (muster->feed);
    mu_reactor_arm (&muster->reactor, due_at (muster), more);
}

struct muster *
muster_create (const struct muster_options *options, char *ret_error)
{
    struct muster *muster = mu_alloc (1, sizeof *muster);
    if (sodium_init () < 0) {
        mu_error (ret_error, "no random numbers on this system");
    } else if (mu_reactor_open (&muster->reactor, ret_error) == 0) {
        if (mu_links_open (&muster->links, &muster->reactor, options, ret_error) == 0) {
            mu_requests_open (&muster->requests, &muster->links, options->retry_ms);
            return muster;
        }
        mu_links_close (&muster->links);
        mu_reactor_close (&muster->reactor);
    }
    free (muster);
    return NULL;
}

void
muster_destroy (struct muster *muster)
{
    if (!muster)
        return;
    muster_feed_stop (muster);
    mu_requests_close (&muster->requests);
    mu_links_close (&muster->links);
    mu_reactor_close (&muster->reactor);
    free (muster);
}

int
muster_fd (const struct muster *muster)
{
    return muster->reactor.epoll_fd;
}

int
muster_timeout_ms (const struct muster *muster)
{
    int64_t at = muster->reactor.more ? 0 : due_at (muster), now = mu_now_ms ();
    if (at == MU_NEVER)
        return -1;
    int64_t wait_ms = at > now ? at - now : 0;
    return wait_ms < INT32_MAX ? (int)wait_ms : INT32_MAX;
}

static void
replies_read (struct muster *muster, int link)
{
    for (int i = 0; i < REPLIES_BUDGET; i++) {
        zmq_msg_t msg;
        zmq_msg_init (&msg);
        int got = mu_links_receive (&muster->links, link, &msg);
        if (got)
            mu_requests_receive (&muster->requests, link, zmq_msg_data (&msg), zmq_msg_size (&msg));
        zmq_msg_close (&msg);
        if (!got)
            return;
    }
}

void
muster_process (struct muster *muster)
{
    for (int i = 0; i < muster->links.count; i++)
        replies_read (muster, i);
    mu_requests_due (&muster->requests, mu_now_ms ());
    if (muster->feed)
        mu_feed_process (muster->feed);
    rearm (muster);
}

void
muster_wait (struct muster *muster, int timeout_ms)
{
    struct pollfd poll_fd = { .fd = muster->reactor.epoll_fd, .events = POLLIN };
    /* Interrupted by a signal, or out of time: both are a good moment to look. */
    (void)poll (&poll_fd, 1, timeout_ms);
    muster_process (muster);
}

void
muster_request (struct muster *muster, Muster__V1__Request *request, uint32_t timeout_ms, muster_reply_fn *reply,
                muster_interim_fn *interim, void *arg)
{
    mu_requests_send (&muster->requests, request, timeout_ms, reply, interim, arg);
    rearm (muster);
}

bool
muster_was_let_in (struct muster *muster)
{
    return mu_links_let_in (&muster->links);
}

struct call {
    bool done;
    enum muster_outcome outcome;
    Muster__V1__Reply *reply;
    muster_interim_fn *interim;
    void *arg;
};

/* The reply is the library's: keep a copy. */
static Muster__V1__Reply *
reply_copy (const Muster__V1__Reply *reply)
{
    size_t size = muster__v1__reply__get_packed_size (reply);
    uint8_t *bytes = mu_alloc (1, size);
    muster__v1__reply__pack (reply, bytes);
    Muster__V1__Reply *copy = muster__v1__reply__unpack (NULL, size, bytes);
    assert (copy);
    free (bytes);
    return copy;
}

static void
on_call_reply (void *arg, enum muster_outcome outcome, const Muster__V1__Reply *reply)
{
    struct call *call = arg;
    call->done = true;
    call->outcome = outcome;
    call->reply = reply ? reply_copy (reply) : NULL;
}

static void
on_call_interim (void *arg, const Muster__V1__Reply *reply)
{
    struct call *call = arg;
    if (call->interim)
        call->interim (call->arg, reply);
}

enum muster_outcome
muster_call (struct muster *muster, Muster__V1__Request *request, uint32_t timeout_ms, muster_interim_fn *interim,
             void *arg, Muster__V1__Reply **ret_reply)
{
    struct call call = { .interim = interim, .arg = arg };
    muster_request (muster, request, timeout_ms, on_call_reply, on_call_interim, &call);
    while (!call.done)
        muster_wait (muster, -1); /* its own timeout wakes us */
    if (ret_reply)
        *ret_reply = call.reply;
    else if (call.reply)
        muster__v1__reply__free_unpacked (call.reply, NULL);
    return call.outcome;
}

int
muster_feed_start (struct muster *muster, const char *const *topics, size_t topics_count, uint64_t since,
                   const struct muster_feed_callbacks *callbacks)
{
    if (muster->feed)
        return -1;
    muster->feed = mu_feed_open (&muster->links, &muster->requests, topics, topics_count, since, callbacks);
    rearm (muster);
    return 0;
}

void
muster_feed_stop (struct muster *muster)
{
    mu_feed_close (muster->feed);
    muster->feed = NULL;
}

uint64_t
muster_feed_position (const struct muster *muster)
{
    return muster->feed ? mu_feed_position (muster->feed) : 0;
}

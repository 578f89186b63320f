/* SPDX-License-Identifier: Apache-2.0 */
/* feed.c: grants subscriptions and sends pushes.
 *
 * Two faults of XPUB_MANUAL in libzmq 4.3.4 shape this file. Both were seen, not guessed: see their tests.
 *
 * The dead pipe. ZMQ_SUBSCRIBE is applied to the pipe the last message came from. When that peer died while its
 * subscription was still queued, the pipe is freed memory by then, stays in the trie, and the next matching push
 * reads it (libzmq pull request 4137, mended in 4.3.5). A grant to a dead pipe is always followed, later in the
 * queue, by the nameless unsubscription that libzmq itself makes when a pipe dies. So nothing is sent before the
 * queue is drained, and if within one drain a topic was granted and then so ended, the feed is cut. A harmless
 * coincidence (another subscriber of that topic left in that moment) cuts it too: everyone reconnects and syncs.
 *
 * The shifted queue. A message that is no subscription enters the queue without its pipe, and from there on each
 * message is taken for one of a later sender: a low-ranking peer can have what another asked for granted to itself.
 * So such a message cuts the feed before anything behind it is granted, and bars its sender from coming back.
 *
 * And libzmq remembers every topic asked for, refused or not, as long as the peer lives: FEED_ASKED_MAX. */
#include "bus/feed.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "util/error.h"

enum {
    FEED_DRAIN_MAX = 200000, /* subscription messages in one drain; more is a flood, and cut */
    FEED_ASKED_MAX = 8192,   /* topics one session may have asked for at a time; more bars its key */
    MESSAGE_UNSUBSCRIBE = 0, /* the first byte */
    MESSAGE_SUBSCRIBE = 1,
};

/* What a message from the queue asks of the drain. */
enum feed_verdict { FEED_GO_ON, FEED_CUT };

int
feed_open (struct feed *feed, struct error *err)
{
    feed->bound = false;
    feed->socket = socket_open (feed->context, &feed->plan, err);
    if (!feed->socket)
        return -1;
    if (socket_watch (feed->epoll_fd, feed->socket, err)) {
        feed_close (feed, 0);
        return -1;
    }
    if (socket_bind (feed->socket, &feed->plan, err))
        return -1;
    feed->bound = true;
    return 0;
}

void
feed_close (struct feed *feed, int linger_ms)
{
    socket_close (feed->epoll_fd, feed->socket, linger_ms);
    feed->socket = NULL;
    feed->bound = false;
    topics_clear (&feed->topics);
    feed->counters->subscribers = 0;
}

/* The old listener closes in libzmq's own thread, so that the first bind mostly finds the address in use; feed_handle
 * tries again. */
static void
feed_reopen (struct feed *feed)
{
    if (!feed->socket)
        feed_open (feed, NULL);
    else if (!feed->bound)
        feed->bound = socket_bind (feed->socket, &feed->plan, NULL) == 0;
}

void
feed_cut (struct feed *feed)
{
    feed->cut_wanted = true;
    if (feed->draining)
        return; /* the drain does it at its end */
    feed->cut_wanted = false;
    feed->counters->feed_rebuilds++;
    /* No linger: what is queued for a revoked subscriber must not go out. */
    feed_close (feed, 0);
    admission_feed_closed (feed->admission);
    feed_reopen (feed);
}

static bool
subscription_allowed (struct feed *feed, const struct admitted *sender, const uint8_t *topic, size_t size)
{
    return size <= TOPIC_BYTES_MAX &&
           feed->callbacks->subscribe (feed->callbacks->arg, sender->principal, topic, size);
}

static enum feed_verdict
take_misuse (struct feed *feed, struct admitted *sender)
{
    feed->counters->malformed++;
    if (sender)
        sender->feed_barred = true;
    return FEED_CUT;
}

static enum feed_verdict
take_subscription (struct feed *feed, struct admitted *sender, const uint8_t *topic, size_t size)
{
    if (sender && ++sender->feed_asked > FEED_ASKED_MAX)
        return take_misuse (feed, sender);
    if (!sender || !subscription_allowed (feed, sender, topic, size) || !topics_grant (&feed->topics, topic, size)) {
        feed->counters->subscriptions_refused++;
        return FEED_GO_ON;
    }
    zmq_setsockopt (feed->socket, ZMQ_SUBSCRIBE, topic, size);
    feed->counters->subscriptions++;
    return FEED_GO_ON;
}

/* Nothing ends that was not granted: libzmq hands on the end of a refused subscription too. */
static void
take_end (struct feed *feed, struct admitted *sender, const uint8_t *topic, size_t size)
{
    zmq_setsockopt (feed->socket, ZMQ_UNSUBSCRIBE, topic, size);
    if (!sender)
        return;
    if (sender->feed_asked > 0)
        sender->feed_asked--;
    if (subscription_allowed (feed, sender, topic, size))
        topics_end (&feed->topics, topic, size);
}

static enum feed_verdict
feed_take (struct feed *feed, zmq_msg_t *msg)
{
    struct admitted *sender;
    enum admission_answer answer = admission_check (feed->admission, msg, &sender);
    const uint8_t *data = zmq_msg_data (msg);
    size_t size = zmq_msg_size (msg);
    if (size == 0 || data[0] > MESSAGE_SUBSCRIBE)
        return take_misuse (feed, sender);
    if (data[0] == MESSAGE_SUBSCRIBE)
        return take_subscription (feed, sender, data + 1, size - 1);
    if (answer == ADMISSION_NAMELESS) /* a pipe died */
        return topics_end (&feed->topics, data + 1, size - 1) ? FEED_CUT : FEED_GO_ON;
    take_end (feed, sender, data + 1, size - 1);
    return FEED_GO_ON;
}

/* Empties the queue, whatever its length: see the dead pipe. */
static enum feed_verdict
feed_drain (struct feed *feed)
{
    enum feed_verdict verdict = FEED_GO_ON;
    for (size_t taken = 0; verdict == FEED_GO_ON; taken++) {
        zmq_msg_t msg;
        zmq_msg_init (&msg);
        int size = socket_receive (feed->socket, &msg);
        if (size >= 0)
            verdict = taken < FEED_DRAIN_MAX ? feed_take (feed, &msg) : FEED_CUT;
        zmq_msg_close (&msg);
        if (size < 0)
            break;
    }
    return verdict;
}

void
feed_handle (struct feed *feed)
{
    if (!feed->bound)
        feed_reopen (feed);
    if (!feed->bound)
        return;
    feed->draining = true;
    enum feed_verdict verdict = feed_drain (feed);
    feed->draining = false;
    topics_settle (&feed->topics);
    feed->counters->subscribers = feed->topics.held;
    if (verdict == FEED_CUT || feed->cut_wanted)
        feed_cut (feed);
}

/* zmq_send looks only once a millisecond at what the peers have taken: a burst would overflow the queues of those who
 * keep up. */
static void
feed_breathe (struct feed *feed)
{
    const int burst_max = feed->plan.hwm / 4;
    if (++feed->burst < burst_max)
        return;
    (void)socket_readable (feed->socket);
    feed->burst = 0;
}

void
feed_publish (struct feed *feed, const char *topic, const uint8_t *data, size_t size)
{
    assert (!feed->draining);
    if (!feed->bound || socket_send (feed->socket, topic, strlen (topic), ZMQ_SNDMORE) < 0) {
        feed->counters->pushes_dropped++;
        return;
    }
    socket_send (feed->socket, data, size, 0);
    feed_breathe (feed);
    feed->counters->pushes++;
}

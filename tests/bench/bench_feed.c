/* SPDX-License-Identifier: Apache-2.0 */
/* bench_feed.c: pushes to 500 CURVE subscribers, from musterd or from a bare libzmq PUB.
 *
 *   bench_feed musterd REQUEST_ENDPOINT FEED_ENDPOINT SUBSCRIBERS SECONDS    the load against musterd
 *   bench_feed bare REQUEST_ENDPOINT FEED_ENDPOINT SUBSCRIBERS SECONDS       the load against the publisher below
 *   bench_feed publish REQUEST_ENDPOINT FEED_ENDPOINT BYTES                  a bare PUB: pushes of so many bytes
 *
 * The load prints: deliveries/s, pushes/s, p99 ms from commit to receipt under that load, the same with one command
 * at a time, bytes of a push, deliveries lost before sync, and after it.
 *
 * Both answer a command and publish what it made, 4 pushes. The load keeps a fixed number of commands under way: one
 * is under way until each of its pushes has reached each subscriber. Commit is when the command's reply arrives. */
#include "bench_rig.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <zmq.h>

enum {
    SUBSCRIBERS_MAX = 1000,
    SENDERS = 16,
    UNDER_WAY = 16, /* commands; 64 pushes are far from any high-water mark */
    FRAME_MAX = 8192,
    REPLIES_KEPT = 4096, /* when the replies of so many entries came */
    PUBLISHED_MAX = 4000,
    FILES_MAX = 4096,
    WARM_UP_US = 500000,
    SINGLE_US = 1500000,
    SILENCE_US_MAX = 10000000,
    POLL_MS = 100,
    US_PER_S = 1000000,
    SYNC_LIMIT = 500,
};

struct subscriber {
    void *socket;
    uint64_t last_seq;  /* of the last push */
    uint64_t first_gap; /* the seq after which the first push was missing; 0 = none */
    uint64_t deliveries;
};

struct sender {
    void *socket;
    struct rig_request request;
};

struct load {
    struct subscriber subscribers[SUBSCRIBERS_MAX];
    struct sender senders[SENDERS];
    unsigned subscribers_count, next_sender;
    int epoll_fd;
    uint64_t sent, replied;     /* commands */
    uint64_t expected;          /* deliveries, of the commands replied to */
    uint64_t deliveries, bytes; /* since the start */
    struct {
        uint64_t seq;
        int64_t at_us;
    } replies[REPLIES_KEPT];
    uint64_t head_seq;
    bool measuring;
    struct rig_times times;
};

static const char topic_prefix[] = "incident/";

/* ---- reading ---- */

static uint64_t
varint (const uint8_t **at, const uint8_t *end)
{
    uint64_t value = 0;
    for (int shift = 0; *at < end && shift < 64; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    rig_die ("a push that can't be read");
}

/* Push: fields 1 and 2, epoch and seq, are its first ones. */
static uint64_t
push_seq (const uint8_t *data, size_t size)
{
    const uint8_t *at = data, *end = data + size;
    if (size < 4 || *at++ != 0x08)
        rig_die ("a push that can't be read");
    varint (&at, end);
    if (at == end || *at++ != 0x10)
        rig_die ("a push that can't be read");
    return varint (&at, end);
}

static void
note_gap (struct subscriber *subscriber, uint64_t seq)
{
    if (subscriber->last_seq != 0 && seq != subscriber->last_seq + 1 && subscriber->first_gap == 0)
        subscriber->first_gap = subscriber->last_seq;
    subscriber->last_seq = seq;
}

/* When the reply came that told of this entry; 0 = not yet. */
static int64_t
committed_at (const struct load *load, uint64_t seq)
{
    for (uint64_t last = seq; last < seq + RIG_ENTRIES_PER_COMMAND; last++)
        if (load->replies[last % REPLIES_KEPT].seq == last)
            return load->replies[last % REPLIES_KEPT].at_us;
    return 0;
}

static void
drain_subscriber (struct load *load, struct subscriber *subscriber)
{
    uint8_t frame[FRAME_MAX];
    int size;
    while (zmq_recv (subscriber->socket, frame, sizeof frame, ZMQ_DONTWAIT) >= 0) {
        size = zmq_recv (subscriber->socket, frame, sizeof frame, ZMQ_DONTWAIT);
        if (size < 0 || size > (int)sizeof frame)
            rig_die ("a push that can't be read");
        uint64_t seq = push_seq (frame, (size_t)size);
        note_gap (subscriber, seq);
        subscriber->deliveries++;
        load->deliveries++;
        load->bytes += (uint64_t)size;
        if (load->measuring) {
            int64_t committed = committed_at (load, seq); /* it can overtake its reply: then it took no time */
            rig_times_add (&load->times, committed ? rig_now_us () - committed : 0);
        }
    }
}

static Muster__V1__Reply *
take_reply (void *socket, int flags)
{
    static uint8_t frame[1 << 20];
    int size = zmq_recv (socket, frame, sizeof frame, flags);
    if (size < 0)
        return NULL;
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, (size_t)size, frame);
    if (!reply || reply->status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK)
        rig_die ("a command was not taken: %s", reply && reply->text ? reply->text : "no reply");
    return reply;
}

static void
drain_sender (struct load *load, struct sender *sender)
{
    Muster__V1__Reply *reply;
    while ((reply = take_reply (sender->socket, ZMQ_DONTWAIT)) != NULL) {
        load->replied++;
        load->expected += (uint64_t)RIG_ENTRIES_PER_COMMAND * load->subscribers_count;
        load->replies[reply->seq % REPLIES_KEPT].seq = reply->seq;
        load->replies[reply->seq % REPLIES_KEPT].at_us = rig_now_us ();
        if (reply->seq > load->head_seq)
            load->head_seq = reply->seq;
        muster__v1__reply__free_unpacked (reply, NULL);
    }
}

/* ---- sending ---- */

static void
send_one (struct load *load)
{
    struct sender *sender = &load->senders[load->next_sender++ % SENDERS];
    rig_stamp (&sender->request, 0);
    if (zmq_send (sender->socket, sender->request.bytes, sender->request.size, ZMQ_DONTWAIT) < 0)
        rig_die ("send: %s", zmq_strerror (errno));
    load->sent++;
    drain_sender (load, sender); /* the send may have taken the wake-up */
}

/* Commands that are not with everyone yet, rounded up. */
static uint64_t
under_way (const struct load *load)
{
    uint64_t each = (uint64_t)RIG_ENTRIES_PER_COMMAND * load->subscribers_count;
    uint64_t done = load->deliveries / each;
    return load->sent > done ? load->sent - done : 0;
}

static void
turn (struct load *load, unsigned under_way_max)
{
    struct epoll_event events[256];
    while (under_way (load) < under_way_max)
        send_one (load);
    int count = epoll_wait (load->epoll_fd, events, 256, POLL_MS);
    for (int i = 0; i < count; i++) {
        uint64_t at = events[i].data.u64;
        if (at < SENDERS)
            drain_sender (load, &load->senders[at]);
        else
            drain_subscriber (load, &load->subscribers[at - SENDERS]);
    }
}

/* Until everything sent is with everyone, or nothing comes any more: then something was lost. */
static void
settle (struct load *load)
{
    uint64_t seen = load->deliveries + load->replied;
    int64_t since = rig_now_us ();
    while (load->replied < load->sent || load->deliveries < load->expected) {
        turn (load, 0);
        if (load->deliveries + load->replied != seen) {
            seen = load->deliveries + load->replied;
            since = rig_now_us ();
        }
        if (rig_now_us () - since > SILENCE_US_MAX)
            return;
    }
}

static void
run_for (struct load *load, unsigned under_way_max, int64_t us)
{
    uint64_t seen = load->deliveries;
    int64_t now = rig_now_us (), end = now + us, since = now;
    while ((now = rig_now_us ()) < end) {
        turn (load, under_way_max);
        if (load->deliveries != seen)
            since = now;
        seen = load->deliveries;
        if (now - since > SILENCE_US_MAX)
            rig_die ("no push for 10 s");
    }
}

/* ---- opening ---- */

static void
watch (struct load *load, void *socket, uint64_t at)
{
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = at };
    if (epoll_ctl (load->epoll_fd, EPOLL_CTL_ADD, rig_fd (socket), &event) != 0)
        rig_die ("epoll: %s", strerror (errno));
}

static void
open_sender (struct sender *sender, void *context, unsigned who, const char *endpoint)
{
    struct rig_request report;
    sender->socket = rig_connect (context, ZMQ_DEALER, who, endpoint);
    rig_make_report (&report);
    rig_stamp (&report, 0);
    zmq_send (sender->socket, report.bytes, report.size, 0);
    Muster__V1__Reply *reply = take_reply (sender->socket, 0);
    rig_make_continue (reply->subject, &sender->request);
    muster__v1__reply__free_unpacked (reply, NULL);
}

/* A subscription takes effect some time after it was sent: commands go out until everybody hears of one. */
static void
await_everyone (struct load *load)
{
    unsigned heard = 0;
    while (heard < load->subscribers_count) {
        send_one (load);
        for (int64_t until = rig_now_us () + POLL_MS * 1000; rig_now_us () < until;)
            turn (load, 0);
        heard = 0;
        for (unsigned i = 0; i < load->subscribers_count; i++)
            heard += load->subscribers[i].last_seq == load->head_seq && load->head_seq > 0;
    }
    /* Counted from here on. */
    load->sent = load->replied = load->expected = load->deliveries = load->bytes = 0;
    for (unsigned i = 0; i < load->subscribers_count; i++)
        load->subscribers[i].first_gap = load->subscribers[i].deliveries = 0;
}

static void
open_all (struct load *load, void *context, const char *requests, const char *feed)
{
    load->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
    for (unsigned i = 0; i < SENDERS; i++) {
        open_sender (&load->senders[i], context, RIG_CLIENT_FIRST + i, requests);
        watch (load, load->senders[i].socket, i);
    }
    for (unsigned i = 0; i < load->subscribers_count; i++) {
        struct subscriber *subscriber = &load->subscribers[i];
        subscriber->socket = rig_connect (context, ZMQ_SUB, RIG_CLIENT_FIRST + i % RIG_CLIENTS, feed);
        zmq_setsockopt (subscriber->socket, ZMQ_SUBSCRIBE, topic_prefix, strlen (topic_prefix));
        watch (load, subscriber->socket, SENDERS + i);
    }
    await_everyone (load);
}

/* ---- what was lost ---- */

/* Asks for everything since the first gap, as a console does; returns whether that leads up to the head. */
static bool
sync_from (const struct load *load, uint64_t since)
{
    void *socket = load->senders[0].socket;
    for (bool more = true; more;) {
        struct rig_request request;
        Muster__V1__Request message = MUSTER__V1__REQUEST__INIT;
        Muster__V1__Sync sync = MUSTER__V1__SYNC__INIT;
        sync.has_since = sync.has_limit = true;
        sync.since = since;
        sync.limit = SYNC_LIMIT;
        message.body_case = MUSTER__V1__REQUEST__BODY_SYNC;
        message.sync = &sync;
        rig_pack (&message, &request);
        rig_stamp (&request, 0);
        zmq_send (socket, request.bytes, request.size, 0);
        Muster__V1__Reply *reply = take_reply (socket, 0);
        if (!reply->sync)
            rig_die ("no answer to a sync");
        since = reply->sync->through;
        more = reply->sync->more;
        muster__v1__reply__free_unpacked (reply, NULL);
    }
    return since >= load->head_seq;
}

static void
count_losses (const struct load *load, bool can_sync, uint64_t *ret_before, uint64_t *ret_after)
{
    uint64_t each = load->expected / load->subscribers_count;
    *ret_before = *ret_after = 0;
    for (unsigned i = 0; i < load->subscribers_count; i++) {
        const struct subscriber *subscriber = &load->subscribers[i];
        uint64_t lost = each > subscriber->deliveries ? each - subscriber->deliveries : 0;
        uint64_t since = subscriber->first_gap ? subscriber->first_gap : subscriber->last_seq;
        *ret_before += lost;
        if (can_sync ? !sync_from (load, since) : lost > 0)
            *ret_after += lost > 0 ? lost : 1;
    }
}

static int
run_load (const char *requests, const char *feed, unsigned subscribers, unsigned seconds, bool can_sync)
{
    static struct load load;
    void *context = zmq_ctx_new ();
    rig_allow_files (FILES_MAX);
    load.subscribers_count = subscribers;
    open_all (&load, context, requests, feed);
    run_for (&load, UNDER_WAY, WARM_UP_US);
    load.measuring = true;
    uint64_t deliveries = load.deliveries;
    int64_t began = rig_now_us ();
    run_for (&load, UNDER_WAY, (int64_t)seconds * US_PER_S);
    double took_s = (double)(rig_now_us () - began) / US_PER_S;
    double per_s = (double)(load.deliveries - deliveries) / took_s;
    double loaded_ms = rig_times_percentile_ms (&load.times, 99);
    settle (&load);
    rig_times_clear (&load.times);
    run_for (&load, 1, SINGLE_US);
    settle (&load);
    double single_ms = rig_times_percentile_ms (&load.times, 99);
    uint64_t before, after;
    count_losses (&load, can_sync, &before, &after);
    printf ("%.0f %.1f %.3f %.3f %.0f %llu %llu\n", per_s, per_s / subscribers, loaded_ms, single_ms,
            (double)load.bytes / (double)load.deliveries, (unsigned long long)before, (unsigned long long)after);
    return 0;
}

/* ---- the bare publisher ---- */

struct publisher {
    void *requests, *feed;
    uint8_t push[PUBLISHED_MAX];
    size_t push_size;
    uint64_t seq;
};

static void *
bind_socket (void *context, int type, const char *endpoint)
{
    struct rig_key server;
    int one = 1, hwm = PUBLISHED_MAX;
    void *socket = zmq_socket (context, type);
    rig_key (RIG_SERVER, &server);
    zmq_setsockopt (socket, ZMQ_SNDHWM, &hwm, sizeof hwm);
    zmq_setsockopt (socket, ZMQ_CURVE_SERVER, &one, sizeof one);
    zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, server.secret_text, RIG_KEY_TEXT);
    if (zmq_bind (socket, endpoint) != 0)
        rig_die ("%s: %s", endpoint, zmq_strerror (errno));
    return socket;
}

/* What the load reads of a push is at its beginning; the rest is weight. */
static void
publish (struct publisher *publisher)
{
    static const char topic[] = "incident/1042";
    Muster__V1__Push push = MUSTER__V1__PUSH__INIT;
    push.has_epoch = push.has_seq = push.has_prev_seq = true;
    push.epoch = 1;
    push.seq = ++publisher->seq;
    push.prev_seq = push.seq - 1;
    muster__v1__push__pack (&push, publisher->push);
    zmq_send (publisher->feed, topic, strlen (topic), ZMQ_SNDMORE | ZMQ_DONTWAIT);
    zmq_send (publisher->feed, publisher->push, publisher->push_size, ZMQ_DONTWAIT);
}

static void
answer (struct publisher *publisher, const uint8_t *route, size_t route_size, const uint8_t *data, size_t size)
{
    uint8_t bytes[RIG_REQUEST_MAX];
    Muster__V1__Request *request = muster__v1__request__unpack (NULL, size, data);
    if (!request)
        rig_die ("a request that can't be read");
    bool continues = request->body_case == MUSTER__V1__REQUEST__BODY_CONTINUE;
    Muster__V1__Reply reply = MUSTER__V1__REPLY__INIT;
    reply.has_protocol = reply.has_id = reply.has_status = reply.has_seq = reply.has_subject = true;
    reply.protocol = 1;
    reply.id = request->id;
    reply.status = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK;
    reply.seq = publisher->seq + (continues ? RIG_ENTRIES_PER_COMMAND : 0);
    reply.subject = 1;
    size_t reply_size = muster__v1__reply__pack (&reply, bytes);
    muster__v1__request__free_unpacked (request, NULL);
    zmq_send (publisher->requests, route, route_size, ZMQ_SNDMORE | ZMQ_DONTWAIT);
    zmq_send (publisher->requests, bytes, reply_size, ZMQ_DONTWAIT);
    for (int i = 0; continues && i < RIG_ENTRIES_PER_COMMAND; i++)
        publish (publisher);
}

static int
run_publisher (const char *requests, const char *feed, size_t push_size)
{
    static struct publisher publisher;
    void *context = zmq_ctx_new ();
    rig_allow_files (FILES_MAX);
    prctl (PR_SET_PDEATHSIG, SIGKILL);
    publisher.push_size = push_size;
    publisher.requests = bind_socket (context, ZMQ_ROUTER, requests);
    publisher.feed = bind_socket (context, ZMQ_PUB, feed);
    for (;;) {
        uint8_t route[256], data[RIG_REQUEST_MAX];
        int route_size = zmq_recv (publisher.requests, route, sizeof route, 0);
        int size = route_size < 0 ? -1 : zmq_recv (publisher.requests, data, sizeof data, 0);
        if (size < 0)
            rig_die ("receive: %s", zmq_strerror (errno));
        answer (&publisher, route, (size_t)route_size, data, (size_t)size);
    }
}

int
main (int argc, char **argv)
{
    if (argc == 5 && strcmp (argv[1], "publish") == 0)
        return run_publisher (argv[2], argv[3], rig_number (argv[4], PUBLISHED_MAX));
    bool musterd = argc == 6 && strcmp (argv[1], "musterd") == 0;
    if (!musterd && !(argc == 6 && strcmp (argv[1], "bare") == 0))
        rig_die ("usage: bench_feed musterd|bare REQUESTS FEED SUBSCRIBERS SECONDS | publish REQUESTS FEED BYTES");
    return run_load (argv[2], argv[3], (unsigned)rig_number (argv[4], SUBSCRIBERS_MAX),
                     (unsigned)rig_number (argv[5], 3600), musterd);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* feed.c: pushes, beats and sync chunks, in whatever order they come, into one replica. */
#include "feed.h"

#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "ledger.h"
#include "links.h"
#include "memory.h"
#include "moment.h"
#include "reactor.h"
#include "requests.h"

enum {
    FEED_SILENCE_MS = 3000, /* three beats */
    FEED_CONNECT_MS = 5000,
    FEED_LOOK_MS = 1500,     /* we look at least this often, so that not being called shows (was_away) */
    FEED_BUDGET = 256,       /* messages in one turn */
    SYNC_TIMEOUT_MS = 10000, /* then asked again, from where we are by then */
    SYNC_PAUSE_MS = 1000,    /* after a refusal */
    SYNC_BEHIND_MS = 20,     /* after a sync that ended below what is required */
};

/* A Sync request on its way. It outlives the feed when that is stopped meanwhile. */
struct ticket {
    struct mu_feed *feed; /* NULL = stopped */
    uint64_t since;
};

struct mu_feed {
    unsigned held; /* frames of this module that still use it */
    bool stopped;
    bool delivering; /* a callback runs */
    struct mu_links *links;
    struct mu_requests *requests;
    struct muster_feed_callbacks callbacks;
    char **topics;
    size_t topics_count;
    struct mu_ledger ledger;
    struct ticket *ticket; /* NULL = no Sync on its way */
    int64_t sync_at;       /* not before this */
    uint64_t snapshot;     /* a snapshot is under way: head_seq of its first reply; 0 = none */
    void *socket;
    int on; /* which daemon's feed */
    int64_t built_at;
    int64_t beat_at; /* the last beat on this socket; 0 = none yet */
    int64_t read_at; /* when we last looked into the socket */
    bool beaten;     /* there was a beat, on some socket */
    uint64_t head_seq;
    bool reported_once;
    enum muster_feed_state reported;
};

static void
feed_free (struct mu_feed *feed)
{
    for (size_t i = 0; i < feed->topics_count; i++)
        free (feed->topics[i]);
    free (feed->topics);
    mu_ledger_close (&feed->ledger);
    free (feed);
}

static void
feed_release (struct mu_feed *feed)
{
    if (--feed->held == 0 && feed->stopped)
        feed_free (feed);
}

/* ---- the socket ---- */

static void
socket_subscribe (struct mu_feed *feed)
{
    static const char beat[] = "beat";
    for (size_t i = 0; i < feed->topics_count; i++)
        zmq_setsockopt (feed->socket, ZMQ_SUBSCRIBE, feed->topics[i], strlen (feed->topics[i]));
    /* Last: a beat shows that the subscriptions before it have been read. */
    zmq_setsockopt (feed->socket, ZMQ_SUBSCRIBE, beat, sizeof beat - 1);
}

/* A fresh connection; what waits in the old one is thrown away. */
static void
socket_rebuild (struct mu_feed *feed, int on)
{
    mu_links_feed_close (feed->links, feed->socket);
    feed->on = on;
    feed->built_at = feed->read_at = mu_now_ms ();
    feed->beat_at = 0;
    feed->socket = mu_links_feed_open (feed->links, on);
    /* Connected first: then the subscriptions leave in the order they are made. */
    if (feed->socket && mu_links_feed_connect (feed->links, on, feed->socket) == 0)
        socket_subscribe (feed);
    mu_ledger_interrupted (&feed->ledger);
}

/* ---- what the user is told ---- */

static enum muster_feed_state
state_now (const struct mu_feed *feed)
{
    if (feed->beat_at == 0)
        return feed->beaten ? MUSTER_FEED_STALE : MUSTER_FEED_CONNECTING;
    return mu_ledger_current (&feed->ledger) ? MUSTER_FEED_LIVE : MUSTER_FEED_SYNCING;
}

static void
state_report (struct mu_feed *feed)
{
    enum muster_feed_state state = state_now (feed);
    if (feed->stopped || (feed->reported_once && state == feed->reported))
        return;
    feed->reported_once = true;
    feed->reported = state;
    uint64_t head_seq = state == MUSTER_FEED_LIVE ? feed->ledger.position : feed->head_seq;
    if (!feed->callbacks.state)
        return;
    feed->delivering = true;
    feed->callbacks.state (feed->callbacks.arg, state, head_seq);
    feed->delivering = false;
}

static void
reset_give (struct mu_feed *feed)
{
    mu_ledger_reset (&feed->ledger);
    state_report (feed); /* no longer live, before it is empty */
    if (feed->stopped || !feed->callbacks.reset)
        return;
    feed->delivering = true;
    feed->callbacks.reset (feed->callbacks.arg);
    feed->delivering = false;
}

static void
beat_give (struct mu_feed *feed, const Muster__V1__Beat *beat)
{
    if (feed->stopped || !feed->callbacks.beat)
        return;
    feed->delivering = true;
    feed->callbacks.beat (feed->callbacks.arg, beat);
    feed->delivering = false;
}

/* Every entity has its id as field 1; the number of the image's own field is the entity's kind. Returns false for a
 * kind that this build does not know. */
static bool
image_key (const Muster__V1__Image *image, uint32_t *ret_kind, uint64_t *ret_id)
{
    if (image->entity_case == MUSTER__V1__IMAGE__ENTITY__NOT_SET)
        return false;
    const ProtobufCMessage *entity = (const ProtobufCMessage *)image->profile; /* whichever of the union it is */
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field (entity->descriptor, 1);
    *ret_kind = (uint32_t)image->entity_case;
    memcpy (ret_id, (const char *)entity + field->offset, sizeof *ret_id);
    return true;
}

static void
image_give (struct mu_feed *feed, const Muster__V1__Image *image, const Muster__V1__Event *event)
{
    uint32_t kind;
    uint64_t id;
    if (feed->stopped || !image || !image_key (image, &kind, &id))
        return;
    if (!mu_ledger_take (&feed->ledger, kind, id, image->version))
        return;
    feed->delivering = true;
    feed->callbacks.image (feed->callbacks.arg, image, event);
    feed->delivering = false;
}

/* ---- sync ---- */

/* A snapshot that goes on says so (Sync.snapshot), so that its later chunks are not taken for a replica that is too
 * far behind to catch up. */
static void
snapshot_note (struct mu_feed *feed, const Muster__V1__SyncChunk *chunk, uint64_t since, uint64_t head_seq)
{
    if (!chunk->more)
        feed->snapshot = 0;
    else if (chunk->reset || since == 0)
        feed->snapshot = head_seq;
}

static void
chunk_apply (struct mu_feed *feed, const Muster__V1__Reply *reply, uint64_t since)
{
    const Muster__V1__SyncChunk *chunk = reply->sync;
    if (chunk->reset)
        reset_give (feed);
    for (size_t i = 0; i < chunk->n_images && !feed->stopped; i++)
        image_give (feed, chunk->images[i], NULL);
    if (feed->stopped)
        return;
    snapshot_note (feed, chunk, since, reply->head_seq);
    bool leads_on = mu_ledger_chunk_end (&feed->ledger, chunk->through, chunk->more);
    int64_t pause_ms = !leads_on ? SYNC_PAUSE_MS : chunk->more ? 0 : SYNC_BEHIND_MS;
    feed->sync_at = mu_now_ms () + pause_ms;
    state_report (feed);
}

static void
sync_refused (struct mu_feed *feed)
{
    feed->sync_at = mu_now_ms () + mu_jitter_ms (SYNC_PAUSE_MS);
}

/* A leader that was replaced and does not know it yet still answers from its memory: ask another. */
static void
sync_outdated (struct mu_feed *feed)
{
    struct mu_links *links = feed->links;
    int index = links->answered;
    if (index != MU_LINK_NONE)
        mu_links_doubt (links, index, links->link[index].opened);
    feed->sync_at = mu_now_ms () + mu_jitter_ms (SYNC_BEHIND_MS);
}

static void
on_sync_reply (void *arg, enum muster_outcome outcome, const Muster__V1__Reply *reply)
{
    struct ticket *ticket = arg;
    struct mu_feed *feed = ticket->feed;
    uint64_t since = ticket->since;
    free (ticket);
    if (!feed)
        return;
    feed->ticket = NULL;
    /* While a callback of ours waits in muster_call: asked again later, rather than changing the replica under it. */
    if (feed->delivering || outcome != MUSTER_ANSWERED)
        return;
    if (reply->status != MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK || !reply->sync) {
        sync_refused (feed);
        return;
    }
    feed->held++;
    if (mu_ledger_epoch (&feed->ledger, reply->epoch) == MU_EPOCH_OLD)
        sync_outdated (feed);
    else
        chunk_apply (feed, reply, since);
    feed_release (feed);
}

static void
sync_start (struct mu_feed *feed)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Sync sync = MUSTER__V1__SYNC__INIT;
    sync.has_since = true;
    sync.since = feed->ledger.position;
    sync.has_snapshot = feed->snapshot > 0;
    sync.snapshot = feed->snapshot;
    request.body_case = MUSTER__V1__REQUEST__BODY_SYNC;
    request.sync = &sync;
    feed->ticket = mu_alloc (1, sizeof *feed->ticket);
    *feed->ticket = (struct ticket){ .feed = feed, .since = sync.since };
    mu_requests_send (feed->requests, &request, SYNC_TIMEOUT_MS, on_sync_reply, NULL, feed->ticket);
}

/* ---- pushes and beats ---- */

static void
on_beat (struct mu_feed *feed, const uint8_t *data, size_t size)
{
    Muster__V1__Beat *beat = muster__v1__beat__unpack (NULL, size, data);
    if (!beat)
        return;
    if (mu_ledger_epoch (&feed->ledger, beat->epoch) != MU_EPOCH_OLD) {
        mu_ledger_beat (&feed->ledger, beat->head_seq, feed->reported == MUSTER_FEED_LIVE);
        feed->beat_at = mu_now_ms ();
        feed->beaten = true;
        feed->head_seq = beat->head_seq;
        beat_give (feed, beat);
    }
    muster__v1__beat__free_unpacked (beat, NULL);
}

static void
push_apply (struct mu_feed *feed, const void *topic, size_t topic_size, const Muster__V1__Push *push)
{
    if (push->seq == 0 || mu_ledger_epoch (&feed->ledger, push->epoch) == MU_EPOCH_OLD)
        return;
    bool room = mu_ledger_push_begin (&feed->ledger, topic, topic_size, push->seq, push->prev_seq);
    state_report (feed); /* a gap it shows is told before it is given */
    if (!room)
        return;
    image_give (feed, push->image, push->event);
    if (!feed->stopped)
        mu_ledger_push_end (&feed->ledger, push->seq);
}

static void
on_message (struct mu_feed *feed, zmq_msg_t *topic, zmq_msg_t *payload)
{
    static const char beat[] = "beat";
    const uint8_t *data = zmq_msg_data (payload);
    size_t size = zmq_msg_size (payload), topic_size = zmq_msg_size (topic);
    if (topic_size == sizeof beat - 1 && memcmp (zmq_msg_data (topic), beat, topic_size) == 0) {
        on_beat (feed, data, size);
        return;
    }
    Muster__V1__Push *push = muster__v1__push__unpack (NULL, size, data);
    if (!push)
        return;
    push_apply (feed, zmq_msg_data (topic), topic_size, push);
    muster__v1__push__free_unpacked (push, NULL);
}

/* Frames after the second belong to nothing we know. */
static void
drop_rest (void *socket, zmq_msg_t *last)
{
    while (zmq_msg_more (last) && zmq_msg_recv (last, socket, ZMQ_DONTWAIT) >= 0)
        ;
}

/* Returns false when there is none. */
static bool
read_one (struct mu_feed *feed)
{
    zmq_msg_t topic, payload;
    zmq_msg_init (&topic);
    zmq_msg_init (&payload);
    bool got = zmq_msg_recv (&topic, feed->socket, ZMQ_DONTWAIT) >= 0;
    /* The frames of one message arrive together. */
    if (got && zmq_msg_more (&topic) && zmq_msg_recv (&payload, feed->socket, ZMQ_DONTWAIT) >= 0) {
        if (!zmq_msg_more (&payload))
            on_message (feed, &topic, &payload);
        else
            drop_rest (feed->socket, &payload);
    }
    zmq_msg_close (&topic);
    zmq_msg_close (&payload);
    return got;
}

/* Were we away for so long that what waits in the socket may be old? A beat from there would make it look fresh. */
static bool
was_away (struct mu_feed *feed)
{
    int64_t now = mu_now_ms (), before = feed->read_at;
    feed->read_at = now;
    return now - before > FEED_SILENCE_MS;
}

static void
read_all (struct mu_feed *feed)
{
    for (int i = 0; i < FEED_BUDGET && feed->socket; i++) {
        if (was_away (feed)) {
            socket_rebuild (feed, feed->on);
            return;
        }
        if (!read_one (feed))
            return;
        state_report (feed);
        if (feed->stopped)
            return;
    }
}

/* ---- in time ---- */

static int64_t
silence_at (const struct mu_feed *feed)
{
    return feed->beat_at ? feed->beat_at + FEED_SILENCE_MS : feed->built_at + FEED_CONNECT_MS;
}

static void
watch_silence (struct mu_feed *feed)
{
    int answered = feed->links->answered;
    if (feed->beat_at == 0 && answered != MU_LINK_NONE && answered != feed->on)
        socket_rebuild (feed, answered);
    else if (mu_now_ms () >= silence_at (feed))
        socket_rebuild (feed, (feed->on + 1) % feed->links->count);
}

void
mu_feed_process (struct mu_feed *feed)
{
    if (feed->delivering)
        return;
    feed->held++;
    read_all (feed);
    if (!feed->stopped)
        watch_silence (feed);
    state_report (feed);
    if (!feed->stopped && !feed->ticket && mu_ledger_wants_sync (&feed->ledger) && mu_now_ms () >= feed->sync_at)
        sync_start (feed);
    feed_release (feed);
}

int64_t
mu_feed_due_at (const struct mu_feed *feed)
{
    if (feed->delivering)
        return MU_NEVER;
    if (!feed->reported_once)
        return 0;
    bool sync = !feed->ticket && mu_ledger_wants_sync (&feed->ledger);
    int64_t look_at = mu_earlier (silence_at (feed), feed->read_at + FEED_LOOK_MS);
    return mu_earlier (look_at, sync ? feed->sync_at : MU_NEVER);
}

bool
mu_feed_readable (struct mu_feed *feed)
{
    return !feed->delivering && feed->socket && mu_socket_readable (feed->socket);
}

uint64_t
mu_feed_position (const struct mu_feed *feed)
{
    return feed->ledger.position;
}

struct mu_feed *
mu_feed_open (struct mu_links *links, struct mu_requests *requests, const char *const *topics, size_t topics_count,
              uint64_t since, const struct muster_feed_callbacks *callbacks)
{
    struct mu_feed *feed = mu_alloc (1, sizeof *feed);
    feed->links = links;
    feed->requests = requests;
    feed->callbacks = *callbacks;
    feed->topics = mu_alloc (topics_count, sizeof *feed->topics);
    for (; feed->topics_count < topics_count; feed->topics_count++)
        feed->topics[feed->topics_count] = mu_text_copy (topics[feed->topics_count]);
    mu_ledger_open (&feed->ledger, since);
    socket_rebuild (feed, links->current);
    return feed;
}

void
mu_feed_close (struct mu_feed *feed)
{
    if (!feed)
        return;
    feed->stopped = true;
    if (feed->ticket)
        feed->ticket->feed = NULL;
    mu_links_feed_close (feed->links, feed->socket);
    feed->socket = NULL;
    feed->held++;
    feed_release (feed);
}

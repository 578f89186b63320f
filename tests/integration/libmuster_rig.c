/* SPDX-License-Identifier: Apache-2.0 */
/* libmuster_rig.c: sockets, script and world of the paper daemon. */
#include "libmuster_rig.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

int64_t
rig_now_ms (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct rig_bytes
bytes_copy (const void *data, size_t size)
{
    struct rig_bytes bytes = { .data = malloc (size + 1), .size = size };
    assert (bytes.data);
    memcpy (bytes.data, data, size);
    return bytes;
}

/* ---- sockets ---- */

static void
set_int (void *socket, int option, int value)
{
    int result = zmq_setsockopt (socket, option, &value, sizeof value);
    assert (result == 0);
}

static void *
server_open (struct rig_daemon *daemon, int type, char address[RIG_ADDRESS_MAX])
{
    void *socket = zmq_socket (daemon->zmq, type);
    assert (socket);
    set_int (socket, ZMQ_LINGER, 0);
    set_int (socket, ZMQ_SNDHWM, 0); /* it loses only what a test loses */
    set_int (socket, ZMQ_RCVHWM, 0);
    set_int (socket, ZMQ_CURVE_SERVER, 1);
    zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, daemon->server_secret, MUSTER_KEY_TEXT + 1);
    zmq_setsockopt (socket, ZMQ_ZAP_DOMAIN, "muster", 6);
    if (type == ZMQ_ROUTER)
        set_int (socket, ZMQ_ROUTER_HANDOVER, 1);
    size_t size = RIG_ADDRESS_MAX;
    int result = zmq_bind (socket, *address ? address : "tcp://127.0.0.1:*");
    /* A port that was just closed may take a moment to be free. */
    for (int64_t until = rig_now_ms () + RIG_LIMIT_MS; result < 0 && rig_now_ms () < until;)
        result = zmq_bind (socket, address);
    assert (result == 0);
    zmq_getsockopt (socket, ZMQ_LAST_ENDPOINT, address, &size);
    return socket;
}

void
rig_daemon_open (struct rig_daemon *daemon)
{
    *daemon = (struct rig_daemon){ .zap_status = "200", .zmq = zmq_ctx_new () };
    zmq_curve_keypair (daemon->server_key, daemon->server_secret);
    daemon->zap = zmq_socket (daemon->zmq, ZMQ_REP);
    int result = zmq_bind (daemon->zap, "inproc://zeromq.zap.01");
    assert (result == 0);
    daemon->router = server_open (daemon, ZMQ_ROUTER, daemon->request);
    daemon->xpub = server_open (daemon, ZMQ_XPUB, daemon->feed);
}

void
rig_daemon_close (struct rig_daemon *daemon)
{
    zmq_close (daemon->router);
    zmq_close (daemon->xpub);
    zmq_close (daemon->zap);
    zmq_ctx_term (daemon->zmq);
    for (size_t i = 0; i < daemon->log_count; i++)
        free (daemon->log[i].data);
    for (size_t i = 0; i < daemon->held_count; i++) {
        free (daemon->held[i].route.data);
        free (daemon->held[i].reply.data);
    }
}

void
rig_router_close (struct rig_daemon *daemon)
{
    zmq_close (daemon->router);
    daemon->router = NULL;
}

void
rig_router_open (struct rig_daemon *daemon)
{
    daemon->router = server_open (daemon, ZMQ_ROUTER, daemon->request);
}

void
rig_feed_rebind (struct rig_daemon *daemon)
{
    zmq_close (daemon->xpub);
    daemon->xpub = server_open (daemon, ZMQ_XPUB, daemon->feed);
}

/* Reads the frames of one message; returns their number, 0 = none waits. */
static size_t
frames_read (void *socket, struct rig_bytes *frames, size_t max)
{
    size_t count = 0;
    int more = 1;
    while (more) {
        zmq_msg_t msg;
        zmq_msg_init (&msg);
        if (zmq_msg_recv (&msg, socket, ZMQ_DONTWAIT) < 0) {
            zmq_msg_close (&msg);
            return 0;
        }
        assert (count < max);
        frames[count++] = bytes_copy (zmq_msg_data (&msg), zmq_msg_size (&msg));
        more = zmq_msg_more (&msg);
        zmq_msg_close (&msg);
    }
    return count;
}

static void
frames_free (struct rig_bytes *frames, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free (frames[i].data);
}

/* ZAP (RFC 27): version, request id, domain, address, identity, mechanism, key. */
static bool
zap_step (struct rig_daemon *daemon)
{
    struct rig_bytes frames[8];
    if (!daemon->zap_status)
        return false;
    size_t count = frames_read (daemon->zap, frames, 8);
    if (count == 0)
        return false;
    const char *status = daemon->zap_status;
    zmq_send (daemon->zap, "1.0", 3, ZMQ_SNDMORE);
    zmq_send (daemon->zap, frames[1].data, frames[1].size, ZMQ_SNDMORE);
    zmq_send (daemon->zap, status, 3, ZMQ_SNDMORE);
    zmq_send (daemon->zap, "", 0, ZMQ_SNDMORE);
    zmq_send (daemon->zap, "7", 1, ZMQ_SNDMORE);
    zmq_send (daemon->zap, "", 0, 0);
    frames_free (frames, count);
    return true;
}

static bool
xpub_step (struct rig_daemon *daemon)
{
    struct rig_bytes frames[2];
    size_t count = frames_read (daemon->xpub, frames, 2);
    if (count && frames[0].size == 5 && memcmp (frames[0].data, "\1beat", 5) == 0)
        daemon->subscribed++;
    frames_free (frames, count);
    return count > 0;
}

/* ---- replies ---- */

static void
route_send (struct rig_daemon *daemon, const struct rig_bytes *route, const struct rig_bytes *reply)
{
    zmq_send (daemon->router, route->data, route->size, ZMQ_SNDMORE | ZMQ_DONTWAIT);
    zmq_send (daemon->router, reply->data, reply->size, ZMQ_DONTWAIT);
}

static struct rig_bytes
reply_pack (const struct rig_daemon *daemon, const Muster__V1__Request *request, Muster__V1__Reply *reply)
{
    reply->has_protocol = reply->has_id = reply->has_status = true;
    reply->protocol = 1;
    reply->id = request->id;
    if (daemon->world) {
        reply->has_epoch = reply->has_head_seq = true;
        reply->epoch = daemon->world->epoch;
        reply->head_seq = daemon->world->head;
    }
    struct rig_bytes bytes = { .size = muster__v1__reply__get_packed_size (reply) };
    bytes.data = malloc (bytes.size + 1);
    assert (bytes.data);
    muster__v1__reply__pack (reply, bytes.data);
    return bytes;
}

static void
reply_send (struct rig_daemon *daemon, const struct rig_bytes *route, const Muster__V1__Request *request,
            Muster__V1__Reply *reply, bool hold)
{
    struct rig_bytes bytes = reply_pack (daemon, request, reply);
    if (hold && daemon->held_count < RIG_HELD_MAX) {
        daemon->held[daemon->held_count++] =
            (struct rig_held){ .route = bytes_copy (route->data, route->size), .reply = bytes };
        return;
    }
    route_send (daemon, route, &bytes);
    free (bytes.data);
}

void
rig_release (struct rig_daemon *daemon)
{
    for (size_t i = 0; i < daemon->held_count; i++) {
        route_send (daemon, &daemon->held[i].route, &daemon->held[i].reply);
        free (daemon->held[i].route.data);
        free (daemon->held[i].reply.data);
    }
    daemon->held_count = 0;
}

void
rig_script (struct rig_daemon *daemon, size_t count, const enum rig_answer *answers)
{
    assert (count <= RIG_SCRIPT_MAX);
    memcpy (daemon->script, answers, count * sizeof *answers);
    daemon->script_count = count;
    daemon->script_at = 0;
}

static enum rig_answer
script_next (struct rig_daemon *daemon)
{
    return daemon->script_at < daemon->script_count ? daemon->script[daemon->script_at++] : RIG_OK;
}

static void
script_answer (struct rig_daemon *daemon, const struct rig_bytes *route, const Muster__V1__Request *request,
               enum rig_answer answer)
{
    static const int statuses[] = {
        [RIG_OK] = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK,
        [RIG_BUSY] = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_BUSY,
        [RIG_PENDING] = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING,
        [RIG_NOT_LEADER] = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_NOT_LEADER,
        [RIG_FAILED] = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_FAILED,
    };
    if (answer == RIG_SILENT)
        return;
    Muster__V1__Reply reply = MUSTER__V1__REPLY__INIT;
    reply.status = (Muster__V1__ReplyStatus)statuses[answer];
    if (answer == RIG_BUSY) {
        reply.has_retry_after_ms = true;
        reply.retry_after_ms = 40;
    }
    if (answer == RIG_NOT_LEADER)
        reply.leader_endpoint = (char *)daemon->leader;
    reply_send (daemon, route, request, &reply, false);
    if (answer == RIG_PENDING)
        script_answer (daemon, route, request, script_next (daemon));
}

/* ---- the world ---- */

static void
post_fill (const struct rig_world *world, size_t entity, Muster__V1__Image *ret_image, Muster__V1__Post *ret_post,
           char name[32])
{
    muster__v1__image__init (ret_image);
    muster__v1__post__init (ret_post);
    snprintf (name, 32, "v%llu", (unsigned long long)world->entity[entity].version);
    ret_post->has_id = true;
    ret_post->id = entity + 1;
    ret_post->name = name;
    ret_image->has_version = true;
    ret_image->version = world->entity[entity].version;
    ret_image->entity_case = MUSTER__V1__IMAGE__ENTITY_POST;
    ret_image->post = ret_post;
}

/* The visible entity with the smallest version above this one; RIG_ENTITIES = none. */
static size_t
world_next (const struct rig_world *world, uint64_t above)
{
    size_t best = RIG_ENTITIES;
    for (size_t i = 0; i < RIG_ENTITIES; i++) {
        uint64_t version = world->entity[i].version;
        if (!world->entity[i].hidden && version > above &&
            (best == RIG_ENTITIES || version < world->entity[best].version))
            best = i;
    }
    return best;
}

static void
sync_answer (struct rig_daemon *daemon, const struct rig_bytes *route, const Muster__V1__Request *request)
{
    const struct rig_world *world = daemon->world;
    Muster__V1__Reply reply = MUSTER__V1__REPLY__INIT;
    Muster__V1__SyncChunk chunk = MUSTER__V1__SYNC_CHUNK__INIT;
    Muster__V1__Image images[RIG_ENTITIES], *pointers[RIG_ENTITIES];
    Muster__V1__Post posts[RIG_ENTITIES];
    char names[RIG_ENTITIES][32];
    uint64_t at = request->sync->since;
    bool behind = at > 0 && at < world->floor && request->sync->snapshot < world->floor;
    chunk.has_reset = chunk.reset = at > world->head || behind;
    at = chunk.reset ? 0 : at;
    chunk.images = pointers;
    size_t next;
    while (chunk.n_images < world->chunk_limit && (next = world_next (world, at)) < RIG_ENTITIES) {
        size_t i = chunk.n_images++;
        post_fill (world, next, &images[i], &posts[i], names[i]);
        pointers[i] = &images[i];
        at = images[i].version;
    }
    chunk.has_more = chunk.has_through = true;
    chunk.more = world_next (world, at) < RIG_ENTITIES;
    chunk.through = chunk.more ? at : world->head;
    reply.status = MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK;
    reply.sync = &chunk;
    reply_send (daemon, route, request, &reply, daemon->hold);
}

static void
request_handle (struct rig_daemon *daemon, const struct rig_bytes *route, const struct rig_bytes *data)
{
    Muster__V1__Request *request = muster__v1__request__unpack (NULL, data->size, data->data);
    assert (request);
    if (daemon->world && request->body_case == MUSTER__V1__REQUEST__BODY_SYNC) {
        daemon->syncs++;
        if (request->sync->snapshot > daemon->sync_snapshot_max)
            daemon->sync_snapshot_max = request->sync->snapshot;
        sync_answer (daemon, route, request);
    } else {
        daemon->requests++;
        if (daemon->log_count < RIG_LOG_MAX)
            daemon->log[daemon->log_count++] = bytes_copy (data->data, data->size);
        script_answer (daemon, route, request, script_next (daemon));
    }
    muster__v1__request__free_unpacked (request, NULL);
}

static bool
router_step (struct rig_daemon *daemon)
{
    struct rig_bytes frames[4];
    size_t count = frames_read (daemon->router, frames, 4);
    if (count == 2)
        request_handle (daemon, &frames[0], &frames[1]);
    frames_free (frames, count);
    return count > 0;
}

void
rig_daemon_step (struct rig_daemon *daemon)
{
    while (zap_step (daemon) || xpub_step (daemon) || router_step (daemon))
        ;
}

uint64_t
rig_change (struct rig_world *world, size_t entity)
{
    return world->entity[entity].version = ++world->head;
}

void
rig_push (struct rig_daemon *daemon, size_t entity, uint64_t seq, bool lost)
{
    struct rig_world *world = daemon->world;
    Muster__V1__Push push = MUSTER__V1__PUSH__INIT;
    Muster__V1__Event event = MUSTER__V1__EVENT__INIT;
    Muster__V1__Image image;
    Muster__V1__Post post;
    char name[32], topic[32];
    uint8_t bytes[512];
    post_fill (world, entity, &image, &post, name);
    push.has_epoch = push.has_seq = push.has_prev_seq = event.has_seq = true;
    push.epoch = world->epoch;
    push.seq = event.seq = seq;
    push.prev_seq = world->entity[entity].pushed;
    push.event = &event;
    push.image = &image;
    world->entity[entity].pushed = seq;
    if (lost || world->entity[entity].hidden)
        return;
    int size = snprintf (topic, sizeof topic, "duty/%zu", entity + 1);
    zmq_send (daemon->xpub, topic, (size_t)size, ZMQ_SNDMORE | ZMQ_DONTWAIT);
    zmq_send (daemon->xpub, bytes, muster__v1__push__pack (&push, bytes), ZMQ_DONTWAIT);
}

void
rig_beat (struct rig_daemon *daemon)
{
    Muster__V1__Beat beat = MUSTER__V1__BEAT__INIT;
    uint8_t bytes[64];
    beat.has_epoch = beat.has_head_seq = beat.has_at_ms = true;
    beat.epoch = daemon->world->epoch;
    beat.head_seq = daemon->world->head;
    beat.at_ms = rig_now_ms ();
    zmq_send (daemon->xpub, "beat", 4, ZMQ_SNDMORE | ZMQ_DONTWAIT);
    zmq_send (daemon->xpub, bytes, muster__v1__beat__pack (&beat, bytes), ZMQ_DONTWAIT);
}

/* ---- together ---- */

void
rig_open (struct rig *rig, size_t daemons_count)
{
    *rig = (struct rig){ .daemons_count = daemons_count };
    strcpy (rig->folder, "/tmp/muster-test-XXXXXX");
    char *made = mkdtemp (rig->folder);
    assert (made);
    snprintf (rig->key_file, sizeof rig->key_file, "%s/key", rig->folder);
    char text[MUSTER_ERROR_MAX];
    int result = muster_keygen (rig->key_file, NULL, text);
    assert (result == 0);
    for (size_t i = 0; i < daemons_count; i++)
        rig_daemon_open (&rig->daemon[i]);
}

void
rig_close (struct rig *rig)
{
    muster_destroy (rig->muster);
    for (size_t i = 0; i < rig->daemons_count; i++)
        rig_daemon_close (&rig->daemon[i]);
    char public[80];
    snprintf (public, sizeof public, "%s.pub", rig->key_file);
    unlink (public);
    unlink (rig->key_file);
    rmdir (rig->folder);
}

void
rig_client (struct rig *rig, uint32_t retry_ms)
{
    struct muster_endpoint endpoints[RIG_DAEMONS_MAX];
    for (size_t i = 0; i < rig->daemons_count; i++)
        endpoints[i] = (struct muster_endpoint){ .request = rig->daemon[i].request,
                                                 .feed = rig->daemon[i].feed,
                                                 .server_key = rig->daemon[i].server_key };
    struct muster_options options = { .endpoints = endpoints,
                                      .endpoints_count = rig->daemons_count,
                                      .secret_key_file = rig->key_file,
                                      .retry_ms = retry_ms };
    char text[MUSTER_ERROR_MAX] = "";
    rig->muster = muster_create (&options, text);
    if (!rig->muster)
        fprintf (stderr, "%s\n", text);
    assert (rig->muster);
}

static void
beat_when_due (struct rig *rig)
{
    if (rig->beat_ms == 0 || rig_now_ms () < rig->beat_at)
        return;
    rig->beat_at = rig_now_ms () + rig->beat_ms;
    rig_beat (&rig->daemon[rig->beating]);
}

static void
turn (struct rig *rig, int wait_ms)
{
    zmq_pollitem_t items[1 + 3 * RIG_DAEMONS_MAX] = { { .fd = rig->muster ? muster_fd (rig->muster) : -1,
                                                        .events = ZMQ_POLLIN } };
    int count = 1;
    for (size_t i = 0; i < rig->daemons_count; i++) {
        void *sockets[] = { rig->daemon[i].router, rig->daemon[i].xpub, rig->daemon[i].zap };
        for (size_t j = 0; j < 3 - !rig->daemon[i].zap_status; j++)
            items[count++] = (zmq_pollitem_t){ .socket = sockets[j], .events = ZMQ_POLLIN };
    }
    zmq_poll (items, count, wait_ms);
    if (items[0].revents & ZMQ_POLLIN)
        muster_process (rig->muster);
    for (size_t i = 0; i < rig->daemons_count; i++)
        rig_daemon_step (&rig->daemon[i]);
    beat_when_due (rig);
}

bool
rig_until (struct rig *rig, bool (*done) (void *), void *arg, int limit_ms)
{
    for (int64_t until = rig_now_ms () + limit_ms; rig_now_ms () < until;) {
        if (done (arg))
            return true;
        turn (rig, 5);
    }
    return done (arg);
}

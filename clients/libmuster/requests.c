/* SPDX-License-Identifier: Apache-2.0 */
/* requests.c: the same bytes under the same id, until there is a final word or no time left. */
#include "requests.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "links.h"
#include "memory.h"
#include "moment.h"

enum {
    PROTOCOL = 1,
    RETRY_MS = 3000,
    PENDING_PATIENCE = 5, /* after PENDING the daemon is known to be at it */
    UNSENT_PAUSE_MS = 50, /* no socket to be had */
    NOT_LEADER_PAUSE_MS = 250,
    BUSY_MS = 1000, /* BUSY without a retry time */
    BUSY_MS_MIN = 20,
    BUSY_MS_MAX = 60000,
    REQUESTS_MAX = 65536, /* over it a request is not sent but ends as timed out; see links.c REQUEST_HWM */
};

struct mu_pending {
    UT_hash_handle hh;
    struct mu_pending *next; /* while it is being ended */
    uint8_t id[MUSTER_ID_BYTES];
    uint8_t *bytes;
    size_t size;
    int64_t deadline_at;
    int64_t send_at;   /* when it is sent again unless it has ended */
    int sent_to;       /* index of the link; MU_LINK_NONE = not sent, or to be sent again without doubting anybody */
    unsigned opened;   /* of that link: which socket took it */
    unsigned followed; /* how often we went where NOT_LEADER pointed, since the last silence */
    muster_reply_fn *reply;
    muster_interim_fn *interim;
    void *arg;
};

void
mu_requests_open (struct mu_requests *requests, struct mu_links *links, uint32_t retry_ms)
{
    *requests =
        (struct mu_requests){ .links = links, .retry_ms = retry_ms ? retry_ms : RETRY_MS, .due_at = MU_NEVER };
}

static void
pending_free (struct mu_pending *pending)
{
    free (pending->bytes);
    free (pending);
}

/* Takes it out of the table first: its callback may send the same id again. */
static void
pending_end (struct mu_requests *requests, struct mu_pending *pending, enum muster_outcome outcome,
             const Muster__V1__Reply *reply)
{
    HASH_DEL (requests->pending, pending);
    pending->reply (pending->arg, outcome, reply);
    pending_free (pending);
}

void
mu_requests_close (struct mu_requests *requests)
{
    requests->closing = true;
    while (requests->pending)
        pending_end (requests, requests->pending, MUSTER_CANCELLED, NULL);
}

static void
pending_schedule (struct mu_requests *requests, struct mu_pending *pending, int64_t send_at)
{
    pending->send_at = send_at;
    requests->due_at = mu_earlier (requests->due_at, mu_earlier (send_at, pending->deadline_at));
}

static void
pending_send (struct mu_requests *requests, struct mu_pending *pending, int64_t now)
{
    struct mu_links *links = requests->links;
    pending->sent_to = mu_links_send (links, pending->bytes, pending->size);
    bool sent = pending->sent_to != MU_LINK_NONE;
    if (sent)
        pending->opened = links->link[pending->sent_to].opened;
    pending_schedule (requests, pending, now + (sent ? requests->retry_ms : mu_jitter_ms (UNSENT_PAUSE_MS)));
}

/* Sent again after a pause that somebody asked for: nobody is in doubt. */
static void
pending_pause (struct mu_requests *requests, struct mu_pending *pending, int64_t pause_ms)
{
    pending->sent_to = MU_LINK_NONE;
    pending_schedule (requests, pending, mu_now_ms () + pause_ms);
}

/* Packs with our fields in place, then puts the caller's id back: the same struct may be sent again under a new id.
 */
static void
pending_pack (struct mu_pending *pending, Muster__V1__Request *request)
{
    bool has_id = request->has_id;
    ProtobufCBinaryData id = request->id;
    if (has_id) {
        assert (id.len == MUSTER_ID_BYTES);
        memcpy (pending->id, id.data, MUSTER_ID_BYTES);
    } else {
        muster_make_id (pending->id);
    }
    request->has_id = true;
    request->id = (ProtobufCBinaryData){ .len = MUSTER_ID_BYTES, .data = pending->id };
    request->has_protocol = true;
    request->protocol = PROTOCOL;
    request->has_sent_at_ms = true;
    request->sent_at_ms = mu_wall_ms ();
    pending->size = muster__v1__request__get_packed_size (request);
    pending->bytes = mu_alloc (1, pending->size);
    muster__v1__request__pack (request, pending->bytes);
    request->has_id = has_id;
    request->id = id;
}

void
mu_requests_send (struct mu_requests *requests, Muster__V1__Request *request, uint32_t timeout_ms,
                  muster_reply_fn *reply, muster_interim_fn *interim, void *arg)
{
    assert (!requests->closing); /* no sending from the callbacks of muster_destroy */
    int64_t now = mu_now_ms ();
    struct mu_pending *pending = mu_alloc (1, sizeof *pending);
    *pending = (struct mu_pending){ .reply = reply, .interim = interim, .arg = arg, .sent_to = MU_LINK_NONE };
    pending_pack (pending, request);
    bool full = HASH_COUNT (requests->pending) >= REQUESTS_MAX;
    pending->deadline_at = full ? now : now + timeout_ms;
    HASH_ADD (hh, requests->pending, id, MUSTER_ID_BYTES, pending);
    if (full)
        pending_schedule (requests, pending, now);
    else
        pending_send (requests, pending, now);
}

static void
on_pending (struct mu_requests *requests, struct mu_pending *pending, int link, const Muster__V1__Reply *reply)
{
    (void)reply;
    if (link == pending->sent_to)
        pending_schedule (requests, pending, mu_now_ms () + requests->retry_ms * PENDING_PATIENCE);
}

static void
on_busy (struct mu_requests *requests, struct mu_pending *pending, int link, const Muster__V1__Reply *reply)
{
    if (link != pending->sent_to)
        return;
    int64_t wait_ms = reply->has_retry_after_ms ? reply->retry_after_ms : BUSY_MS;
    wait_ms = wait_ms < BUSY_MS_MIN ? BUSY_MS_MIN : wait_ms > BUSY_MS_MAX ? BUSY_MS_MAX : wait_ms;
    pending_pause (requests, pending, mu_jitter_ms (wait_ms));
}

/* Of many requests that this daemon turned away, the first moves the current one; the others follow. */
static void
on_not_leader (struct mu_requests *requests, struct mu_pending *pending, int link, const Muster__V1__Reply *reply)
{
    if (link != pending->sent_to)
        return;
    struct mu_links *links = requests->links;
    int leader = mu_links_find (links, reply->leader_endpoint);
    bool known = leader != MU_LINK_NONE && leader != link;
    if (links->current == link)
        mu_links_select (links, known ? leader : MU_LINK_NONE);
    if (known && pending->followed++ == 0)
        pending_send (requests, pending, mu_now_ms ());
    else
        pending_pause (requests, pending, mu_jitter_ms (NOT_LEADER_PAUSE_MS));
}

/* What is not the final word. */
static const struct interim {
    void (*handle) (struct mu_requests *, struct mu_pending *, int link, const Muster__V1__Reply *);
    bool told; /* to the caller's interim callback */
} interims[] = {
    [MUSTER__V1__REPLY_STATUS__REPLY_STATUS_BUSY] = { on_busy, true },
    [MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING] = { on_pending, true },
    [MUSTER__V1__REPLY_STATUS__REPLY_STATUS_NOT_LEADER] = { on_not_leader, false },
};

static void
reply_handle (struct mu_requests *requests, struct mu_pending *pending, int link, const Muster__V1__Reply *reply)
{
    size_t status = (size_t)reply->status;
    const struct interim *interim = status < sizeof interims / sizeof *interims ? &interims[status] : NULL;
    if (interim && interim->handle) {
        interim->handle (requests, pending, link, reply);
        if (interim->told && pending->interim)
            pending->interim (pending->arg, reply);
        return;
    }
    requests->links->answered = link;
    pending_end (requests, pending, MUSTER_ANSWERED, reply);
}

void
mu_requests_receive (struct mu_requests *requests, int link, const uint8_t *data, size_t size)
{
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, size, data);
    if (!reply)
        return;
    struct mu_pending *pending = NULL;
    if (reply->has_id && reply->id.len == MUSTER_ID_BYTES && reply->has_status)
        HASH_FIND (hh, requests->pending, reply->id.data, MUSTER_ID_BYTES, pending);
    if (pending)
        reply_handle (requests, pending, link, reply);
    muster__v1__reply__free_unpacked (reply, NULL);
}

static void
pending_send_again (struct mu_requests *requests, struct mu_pending *pending, int64_t now)
{
    if (pending->sent_to != MU_LINK_NONE) {
        mu_links_doubt (requests->links, pending->sent_to, pending->opened);
        pending->followed = 0;
    }
    pending_send (requests, pending, now);
}

/* Sends again what is due; returns what has timed out, taken out of the table. Calls nobody back, so the table stays
 * still while we walk it. */
static struct mu_pending *
requests_sweep (struct mu_requests *requests, int64_t now)
{
    struct mu_pending *pending, *after, *ended = NULL;
    requests->due_at = MU_NEVER;
    HASH_ITER (hh, requests->pending, pending, after)
    {
        if (pending->deadline_at <= now) {
            HASH_DEL (requests->pending, pending);
            pending->next = ended;
            ended = pending;
        } else if (pending->send_at <= now) {
            pending_send_again (requests, pending, now);
        } else {
            pending_schedule (requests, pending, pending->send_at);
        }
    }
    return ended;
}

void
mu_requests_due (struct mu_requests *requests, int64_t now)
{
    if (now < requests->due_at)
        return;
    struct mu_pending *ended = requests_sweep (requests, now);
    while (ended) {
        struct mu_pending *pending = ended;
        ended = pending->next;
        pending->reply (pending->arg, MUSTER_TIMED_OUT, NULL);
        pending_free (pending);
    }
}

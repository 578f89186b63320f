/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c: the journal held against itself and against the stored entities: chain, gaps, and a replay from the first
 * entry through the same apply that the desk uses. Runs in pieces between other work, on a snapshot of its own. */
#include "runner/pipeline_parts.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASHES_KEPT = HANDOVER_HEAD_LAG_MAX + 24 }; /* as far back as a signature can refer */

struct verify {
    struct pipeline *p;
    struct job *job;
    struct request request; /* without its message */
    struct desk *desk;      /* being rebuilt */
    uint8_t hash[HASH_BYTES];
    struct wire_verify result;
    uint8_t hashes[HASHES_KEPT][HASH_BYTES]; /* of the latest entries, by seq */
    uint64_t anchor_seq, floor_seq;          /* what we wrote last; what must be there, for it is stored */
    uint8_t anchor_hash[HASH_BYTES];
    bool entries_done;
    char text[ERROR_TEXT_MAX]; /* what is wrong; "" = nothing so far */
};

static void
tell (struct verify *v, enum reply_status status)
{
    struct reply reply = reply_to (v->p, &v->request, status);
    struct buffer bytes = { 0 };
    reply.verify = &v->result;
    wire_encode_reply (&reply, &bytes);
    v->p->output.reply (v->p->output.arg, &v->job->route, bytes.data, bytes.size);
    buffer_free (&bytes);
}

static void
finish (struct verify *v, bool ok)
{
    struct pipeline *p = v->p;
    job_unpark (p, v->job);
    v->result.done = true;
    v->result.sound = ok && !v->text[0];
    v->result.text = v->text[0] ? v->text : NULL;
    v->result.head_hash = v->hash;
    if (ok)
        tell (v, REPLY_OK);
    else
        tell (v, REPLY_FAILED);
    job_free (v->job);
    desk_destroy (v->desk);
    free (v);
    p->verify = NULL;
}

static void
broken (struct verify *v, uint64_t seq, const char *text)
{
    if (v->text[0])
        return;
    snprintf (v->text, sizeof v->text, "%s", text);
    v->result.broken_seq = seq;
}

/* What was signed is the journal as it is. */
static bool
signature_holds (const struct verify *v, const struct event *event)
{
    uint64_t seq = event->detail.head_seq;
    return event->kind != EVENT_HANDOVER_SIGNED ||
           (seq >= 1 && seq < event->seq && event->seq - seq < HASHES_KEPT &&
            !memcmp (v->hashes[seq % HASHES_KEPT], event->detail.head_hash, HASH_BYTES));
}

static int
replay (struct verify *v, const struct store_entry *entry, struct error *err)
{
    struct decoded_event decoded;
    if (wire_decode_event (entry->payload, entry->payload_size, &decoded, err) < 0)
        return -1;
    int result = 0;
    if (decoded.event.seq != entry->seq || decoded.event.subject != entry->subject ||
        decoded.event.subject_kind != entry->subject_kind || decoded.event.principal != entry->principal ||
        decoded.event.at != entry->at || strcmp (event_kind_name (decoded.event.kind), entry->kind))
        result = error_set (err, "entry %" PRIu64 ": its columns and its payload disagree", entry->seq);
    else if (decoded.born)
        result = load_rules (decoded.born, err);
    if (result == 0 && !signature_holds (v, &decoded.event))
        result = error_set (err, "entry %" PRIu64 ": handover %" PRIu64 " signs another journal than this one",
                            entry->seq, entry->subject);
    if (result == 0)
        result = desk_apply (v->desk, &decoded.event, err);
    wire_decoded_event_free (&decoded);
    return result;
}

/* A journal cut short is whole in itself. */
static void
check_tail (struct verify *v)
{
    struct error err = { "" };
    uint64_t next = desk_head (v->desk) + 1;
    if (next > v->floor_seq)
        return;
    error_set (&err, "entry %" PRIu64 " is missing", next);
    broken (v, next, err.text);
}

static void
on_entry (void *arg, bool ok, const struct store_entry *entry)
{
    struct verify *v = arg;
    struct error err = { "" };
    if (!ok) {
        finish (v, false);
        return;
    }
    if (!entry) {
        v->entries_done = true;
        v->result.entries_total = v->result.entries_checked;
        check_tail (v);
        return;
    }
    if (v->text[0])
        return; /* one fault is enough; the rest can't follow */
    struct store_entry copy = *entry;
    store_chain (v->hash, &copy, 1);
    if (entry->seq != desk_head (v->desk) + 1) {
        error_set (&err, "entry %" PRIu64 " is missing", desk_head (v->desk) + 1);
        broken (v, desk_head (v->desk) + 1, err.text);
    } else if (memcmp (copy.hash, entry->hash, HASH_BYTES)) {
        error_set (&err,
                   "entry %" PRIu64 ": the hash does not follow from the entry before and the content: changed "
                   "after it was written",
                   entry->seq);
        broken (v, entry->seq, err.text);
    } else if (entry->seq == v->anchor_seq && memcmp (entry->hash, v->anchor_hash, HASH_BYTES)) {
        error_set (&err, "entry %" PRIu64 " is not the one that this daemon wrote: the journal was written anew",
                   entry->seq);
        broken (v, entry->seq, err.text);
    } else if (replay (v, entry, &err) < 0)
        broken (v, entry->seq, err.text);
    memcpy (v->hashes[entry->seq % HASHES_KEPT], entry->hash, HASH_BYTES);
    if (++v->result.entries_checked % VERIFY_PROGRESS_ENTRIES == 0)
        tell (v, REPLY_PENDING);
}

static void
compare (struct verify *v, enum entity_kind kind, uint64_t id, const uint8_t *image, size_t size)
{
    struct error err = { "" };
    struct buffer replayed = { 0 };
    const struct entity *entity = desk_find (v->desk, kind, id);
    if (entity)
        wire_encode_image (entity, &replayed);
    if (!entity)
        error_set (&err, "%s %" PRIu64 " is stored, but the journal never made it", entity_kind_name (kind), id);
    else if (replayed.size != size || memcmp (replayed.data, image, size))
        error_set (&err, "%s %" PRIu64 ": the stored row is not what the journal leads to (entry %" PRIu64 ")",
                   entity_kind_name (kind), id, entity->version);
    if (err.text[0])
        broken (v, 0, err.text);
    v->result.entities_checked++;
    buffer_free (&replayed);
}

const struct entity *
verify_expected (void *arg, enum entity_kind kind, uint64_t id)
{
    const struct pipeline *p = arg;
    return p->verify && !p->verify->text[0] ? desk_find (p->verify->desk, kind, id) : NULL;
}

void
verify_differs (void *arg, enum entity_kind kind, uint64_t id, const char *column)
{
    struct error err = { "" };
    const struct entity *entity = verify_expected (arg, kind, id);
    error_set (&err, "%s %" PRIu64 ": the stored column %s is not what the journal leads to (entry %" PRIu64 ")",
               entity_kind_name (kind), id, column, entity ? entity->version : 0);
    broken (((struct pipeline *)arg)->verify, 0, err.text);
}

static void
check_all_stored (struct verify *v)
{
    size_t replayed = 0;
    FOR_EACH_ENTITY_KIND (kind)
        replayed += desk_count (v->desk, kind);
    struct error err = { "" };
    if (replayed != v->result.entities_checked) {
        error_set (&err, "the journal makes %zu entities, %" PRIu64 " are stored", replayed,
                   v->result.entities_checked);
        broken (v, 0, err.text);
    } else if (desk_check (v->desk, &err) < 0)
        broken (v, 0, err.text);
}

static void
on_image (void *arg, bool ok, enum entity_kind kind, uint64_t id, uint64_t version, const uint8_t *image, size_t size)
{
    struct verify *v = arg;
    (void)version;
    if (ok && kind != ENTITY_NONE) {
        if (!v->text[0])
            compare (v, kind, id, image, size);
        return;
    }
    if (ok && !v->text[0])
        check_all_stored (v);
    finish (v, ok);
}

bool
verify_start (struct pipeline *p, struct job *job, const struct request *request)
{
    const struct desk_limits unlimited = { UINT32_MAX, UINT32_MAX };
    if (p->verify)
        return false;
    struct verify *v = xcalloc (1, sizeof *v);
    v->p = p;
    v->job = job;
    v->request = *request;
    v->request.message = NULL;
    v->desk = desk_create (&unlimited);
    v->result.entries_total = v->floor_seq = p->committed_seq;
    v->anchor_seq = p->committed_seq; /* not what is in flight: if we are deposed, another writes that entry */
    memcpy (v->anchor_hash, p->committed_hash, HASH_BYTES);
    if (p->store->ops->scan (p->store, on_entry, on_image, v) < 0) {
        desk_destroy (v->desk);
        free (v);
        return false;
    }
    p->verify = v;
    job->patient = true;
    job_park (p, job);
    return true;
}

void
verify_abort (struct pipeline *p)
{
    if (p->verify)
        finish (p->verify, false);
}

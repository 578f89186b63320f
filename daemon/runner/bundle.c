/* SPDX-License-Identifier: Apache-2.0 */
/* bundle.c: what was decided together: encoded and stored as one transaction, told only when that is done. */
#include "core/access.h"
#include "runner/pipeline_parts.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for one more item; returns it zeroed. */
#define GROW(batch, list)                                                                                            \
    ((batch)->list##_count == (batch)->list##_capacity                                                               \
         ? ((batch)->list##_capacity = (batch)->list##_capacity ? (batch)->list##_capacity * 2 : 64,                 \
            (batch)->list = xrealloc_array ((batch)->list, (batch)->list##_capacity, sizeof *(batch)->list), 0)      \
         : 0,                                                                                                        \
     memset (&(batch)->list[(batch)->list##_count], 0, sizeof *(batch)->list),                                       \
     &(batch)->list[(batch)->list##_count++])

struct bundle *
bundle_new (void)
{
    return xcalloc (1, sizeof (struct bundle));
}

void
bundle_free (struct bundle *batch)
{
    if (!batch)
        return;
    outcome_free (&batch->outcome);
    free (batch->decided);
    free (batch->held);
    free (batch->pushes);
    free (batch->keys);
    buffer_free (&batch->bytes);
    free (batch);
}

void
bundle_reset (struct bundle *batch)
{
    outcome_reset (&batch->outcome);
    batch->decided_count = batch->commands_count = batch->held_count = batch->pushes_count = batch->keys_count = 0;
    batch->held_bytes = 0;
    batch->ticked = false;
    buffer_clear (&batch->bytes);
}

bool
bundle_empty (const struct bundle *batch)
{
    return batch->decided_count == 0;
}

struct decided *
bundle_add_decided (struct bundle *batch)
{
    return GROW (batch, decided);
}

void
bundle_hold (struct bundle *batch, struct job *job, const struct reply *reply)
{
    struct held *held = GROW (batch, held);
    held->job = job;
    held->reply.start = batch->bytes.size;
    wire_encode_reply (reply, &batch->bytes);
    held->reply.size = batch->bytes.size - held->reply.start;
    batch->held_bytes += held->reply.size + sizeof *job + job->size;
}

static void
note_key_change (struct bundle *batch, const struct desk *desk, const struct event *event)
{
    const struct principal *principal = (const struct principal *)desk_find (desk, ENTITY_PRINCIPAL, event->subject);
    struct key_change *change = GROW (batch, keys);
    change->admit = event->kind == EVENT_PRINCIPAL_ENROLLED;
    change->principal = event->subject;
    memcpy (change->key, principal->key, KEY_BYTES);
}

void
bundle_note_keys (struct bundle *batch, const struct desk *desk, size_t from)
{
    for (size_t i = from; i < batch->outcome.events_count; i++)
        if (batch->outcome.events[i].subject_kind == ENTITY_PRINCIPAL)
            note_key_change (batch, desk, &batch->outcome.events[i]);
}

/* ---- encoding ---- */

struct cut {
    struct pipeline *p;
    struct bundle *batch;
    const struct entity **dirty;
    size_t rows_count;
    struct span *images;   /* of each dirty entity */
    struct span *payloads; /* of each event: its journal payload */
    struct span *events;   /* of each event: the same without the image it bears, for the push */
};

static const uint8_t *
at (const struct bundle *batch, struct span span)
{
    return batch->bytes.data + span.start;
}

static void
encode_images (struct cut *cut)
{
    struct buffer *bytes = &cut->batch->bytes;
    for (size_t i = 0; i < cut->rows_count; i++) {
        struct entity *entity = desk_find (cut->p->desk, cut->dirty[i]->kind, cut->dirty[i]->id);
        entity->batch_row = i;
        cut->images[i].start = bytes->size;
        wire_encode_image (entity, bytes);
        cut->images[i].size = bytes->size - cut->images[i].start;
    }
}

/* A journal payload is the event and, if it bears an entity, that image; the event alone is its beginning. */
static void
encode_events (struct cut *cut)
{
    struct buffer *bytes = &cut->batch->bytes;
    struct buffer image = { 0 };
    for (size_t i = 0; i < cut->batch->outcome.events_count; i++) {
        const struct event *event = &cut->batch->outcome.events[i];
        cut->events[i].start = cut->payloads[i].start = bytes->size;
        wire_encode_event (event, bytes);
        cut->events[i].size = bytes->size - cut->events[i].start;
        if (event->born) {
            buffer_clear (&image);
            wire_encode_image (event->born, &image);
            wire_append_born (bytes, image.data, image.size);
        }
        cut->payloads[i].size = bytes->size - cut->payloads[i].start;
    }
    buffer_free (&image);
}

/* Where the last push on the event's topic is kept. A post has two topics: its own, and the one of its watch. */
static uint64_t *
last_on_topic (const struct event *event, struct entity *owner)
{
    return owner->kind == ENTITY_POST && event->subject_kind != ENTITY_POST ? &owner->duty_topic_seq
                                                                            : &owner->topic_seq;
}

static void
encode_push (struct cut *cut, size_t index)
{
    const struct event *event = &cut->batch->outcome.events[index];
    struct push *push = GROW (cut->batch, pushes);
    struct entity *owner = desk_topic (cut->p->desk, event->subject_kind, event->subject, push->topic);
    struct entity *subject = desk_find (cut->p->desk, event->subject_kind, event->subject);
    assert (subject); /* dirty entities stay in memory until they are stored */
    struct span image = cut->images[subject->batch_row];
    struct buffer bytes = { 0 };
    wire_encode_push (cut->p->epoch, event->seq, owner ? *last_on_topic (event, owner) : 0,
                      (struct wire_bytes){ at (cut->batch, cut->events[index]), cut->events[index].size },
                      (struct wire_bytes){ at (cut->batch, image), image.size }, &bytes);
    push->bytes.start = cut->batch->bytes.size;
    push->bytes.size = bytes.size;
    buffer_append (&cut->batch->bytes, bytes.data, bytes.size);
    buffer_free (&bytes);
    if (owner)
        *last_on_topic (event, owner) = event->seq;
}

static void
encode_verdict (struct cut *cut, struct decided *decided)
{
    const struct verdict *verdict = &decided->verdict;
    struct reply reply = { .id = decided->id, .status = REPLY_OK, .epoch = cut->p->epoch };
    reply.seq = verdict->seq;
    reply.head_seq = verdict->seq;
    reply.subject_kind = verdict->subject_kind;
    reply.subject = verdict->subject;
    reply.unrelieved = verdict->unrelieved && verdict->refusal == REFUSAL_NONE;
    reply.similar = verdict->similar;
    reply.similar_count = verdict->similar_count;
    reply.busy = verdict->busy;
    reply.busy_count = verdict->busy_count;
    if (verdict->refusal != REFUSAL_NONE) {
        reply.status = verdict->refusal == REFUSAL_NOT_YOUR_TEAM ? REPLY_DENIED : REPLY_REFUSED;
        reply.code = refusal_name (verdict->refusal);
        reply.field = verdict->field;
        reply.template = refusal_text (verdict->refusal);
        memcpy (reply.args, verdict->args, sizeof reply.args);
    }
    decided->reply.start = cut->batch->bytes.size;
    wire_encode_reply (&reply, &cut->batch->bytes);
    decided->reply.size = cut->batch->bytes.size - decided->reply.start;
}

/* ---- cutting ---- */

static struct store_entry *
make_entries (const struct cut *cut)
{
    const struct outcome *outcome = &cut->batch->outcome;
    struct store_entry *entries = xcalloc (outcome->events_count ? outcome->events_count : 1, sizeof *entries);
    const struct decided *decided = cut->batch->decided;
    for (size_t i = 0; i < outcome->events_count; i++) {
        const struct event *event = &outcome->events[i];
        struct store_entry *entry = &entries[i];
        while (decided->events_end <= i)
            decided++;
        entry->seq = event->seq;
        entry->epoch = cut->p->epoch;
        entry->at = event->at;
        entry->received_at = decided->received_at;
        entry->principal = event->principal;
        memcpy (entry->command_id, decided->id, COMMAND_ID_BYTES);
        entry->kind = event_kind_name (event->kind);
        entry->subject_kind = event->subject_kind;
        entry->subject = event->subject;
        entry->incident = event->incident;
        entry->payload = at (cut->batch, cut->payloads[i]);
        entry->payload_size = cut->payloads[i].size;
    }
    return entries;
}

static struct store_row *
make_rows (const struct cut *cut)
{
    struct store_row *rows = xcalloc (cut->rows_count ? cut->rows_count : 1, sizeof *rows);
    for (size_t i = 0; i < cut->rows_count; i++)
        rows[i] = (struct store_row){ cut->dirty[i], at (cut->batch, cut->images[i]), cut->images[i].size };
    return rows;
}

static struct store_command *
make_commands (const struct cut *cut, size_t *ret_count)
{
    struct store_command *commands = xcalloc (cut->batch->commands_count + 1, sizeof *commands);
    *ret_count = 0;
    for (size_t i = 0; i < cut->batch->decided_count; i++) {
        const struct decided *decided = &cut->batch->decided[i];
        if (!decided->job)
            continue;
        struct store_command *command = &commands[(*ret_count)++];
        command->principal = decided->principal;
        memcpy (command->id, decided->id, COMMAND_ID_BYTES);
        memcpy (command->payload_hash, decided->payload_hash, HASH_BYTES);
        command->at = cut->p->now;
        command->result = at (cut->batch, decided->reply);
        command->result_size = decided->reply.size;
    }
    return commands;
}

static void
submit (struct cut *cut)
{
    struct store_batch batch = { .entries = make_entries (cut), .rows = make_rows (cut) };
    batch.entries_count = cut->batch->outcome.events_count;
    batch.rows_count = cut->rows_count;
    batch.commands = make_commands (cut, &batch.commands_count);
    store_chain (cut->p->head_hash, batch.entries, batch.entries_count);
    cut->p->store->ops->submit (cut->p->store, &batch);
    free (batch.entries);
    free (batch.rows);
    free (batch.commands);
}

/* While the store works on one batch, the next may be handed over behind it, so that the server never waits for us;
 * but only one as large: smaller ones would cost the disk more turns than they save. */
bool
bundle_due (const struct pipeline *p)
{
    size_t commands = p->building->commands_count;
    if (bundle_empty (p->building))
        return false;
    if (!p->flight)
        return true;
    return !p->queued && !p->fetch_waits && commands >= p->options.overlap_commands_min &&
           commands >= p->flight->commands_count;
}

void
bundle_cut (struct pipeline *p)
{
    struct bundle *batch = p->building;
    size_t events = batch->outcome.events_count;
    struct cut cut = { .p = p, .batch = batch };
    cut.rows_count = desk_take_dirty (p->desk, &cut.dirty);
    cut.images = xcalloc (cut.rows_count + 1, sizeof (struct span));
    cut.payloads = xcalloc (events + 1, sizeof (struct span));
    cut.events = xcalloc (events + 1, sizeof (struct span));
    fetches_note_cut (p, batch);
    encode_images (&cut);
    encode_events (&cut);
    for (size_t i = 0; i < batch->decided_count; i++)
        if (batch->decided[i].job)
            encode_verdict (&cut, &batch->decided[i]);
    submit (&cut);
    for (size_t i = 0; i < events; i++) /* the store works meanwhile */
        encode_push (&cut, i);
    free (cut.images);
    free (cut.payloads);
    free (cut.events);
    batch->last_seq = desk_head (p->desk);
    memcpy (batch->last_ids, desk_last_ids (p->desk), sizeof batch->last_ids);
    memcpy (batch->last_hash, p->head_hash, HASH_BYTES);
    batch->cut_at = p->now;
    assert (!p->queued);
    *(p->flight ? &p->queued : &p->flight) = batch;
    p->building = p->spare ? p->spare : bundle_new ();
    p->spare = NULL;
}

/* ---- releasing ---- */

static void
tell_decided (struct pipeline *p, struct bundle *batch)
{
    for (size_t i = 0; i < batch->decided_count; i++) {
        struct decided *decided = &batch->decided[i];
        if (!decided->job)
            continue;
        const uint8_t *bytes = at (batch, decided->reply);
        p->output.reply (p->output.arg, &decided->job->route, bytes, decided->reply.size);
        recent_settle (p->recent, decided->principal, decided->id, decided->payload_hash, bytes, decided->reply.size);
        job_free (decided->job);
    }
}

static void
tell_held (struct pipeline *p, struct bundle *batch)
{
    for (size_t i = 0; i < batch->held_count; i++) {
        struct held *held = &batch->held[i];
        p->output.reply (p->output.arg, &held->job->route, at (batch, held->reply), held->reply.size);
        job_free (held->job);
    }
}

static void
count (struct pipeline *p, const struct bundle *batch)
{
    p->counters.batches++;
    p->counters.commands_stored += batch->commands_count;
    p->counters.entries += batch->outcome.events_count;
    p->counters.pushes += batch->pushes_count;
    if (batch->commands_count > p->counters.batch_commands_max)
        p->counters.batch_commands_max = batch->commands_count;
}

void
bundle_release (struct pipeline *p)
{
    struct bundle *batch = p->flight;
    assert (batch);
    p->flight = p->queued;
    p->queued = NULL;
    p->committed_seq = batch->last_seq;
    memcpy (p->committed_ids, batch->last_ids, sizeof p->committed_ids);
    memcpy (p->committed_hash, batch->last_hash, HASH_BYTES);
    if (!p->fetch_waits && bundle_due (p))
        bundle_cut (p); /* before anything is told: the store works on it meanwhile */
    for (size_t i = 0; i < batch->keys_count; i++)
        if (batch->keys[i].admit)
            p->output.admit (p->output.arg, batch->keys[i].key, batch->keys[i].principal);
        else
            p->output.revoke (p->output.arg, batch->keys[i].key);
    tell_decided (p, batch);
    tell_held (p, batch);
    for (size_t i = 0; i < batch->pushes_count; i++)
        p->output.publish (p->output.arg, batch->pushes[i].topic, at (batch, batch->pushes[i].bytes),
                           batch->pushes[i].bytes.size);
    count (p, batch);
    bundle_reset (batch);
    if (p->spare)
        bundle_free (batch);
    else
        p->spare = batch;
}

/* ---- giving up ---- */

/* Puts the jobs back in front of those that wait, the last first, so that the order of arrival holds. */
static void
put_back (struct pipeline *p, struct bundle *batch)
{
    for (size_t i = batch->held_count; i-- > 0;)
        job_wait (p, batch->held[i].job, true);
    for (size_t i = batch->decided_count; i-- > 0;) {
        struct decided *decided = &batch->decided[i];
        if (!decided->job)
            continue;
        recent_abandon (p->recent, decided->principal, decided->id);
        decided->job->in_batch = decided->job->looked_up = false;
        decided->job->missing = false;
        job_wait (p, decided->job, true);
    }
    bundle_reset (batch);
}

static void
give_up_flight (struct pipeline *p, struct bundle **flight)
{
    if (!*flight)
        return;
    put_back (p, *flight);
    bundle_free (*flight);
    *flight = NULL;
}

void
bundle_give_up (struct pipeline *p)
{
    put_back (p, p->building);
    give_up_flight (p, &p->queued);
    give_up_flight (p, &p->flight);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* encode.c: what the daemon says: replies, pushes, beats and journal entries. Images and events are spliced in as the
 * bytes that were stored. */
#include <assert.h>

#include "muster/v1/envelope.pb-c.h"
#include "muster/v1/event.pb-c.h"
#include "wire/pack.h"
#include "wire/text.h"
#include "wire/wire.h"

/* Numbers of the fields that are spliced in; the test decodes each. */
enum {
    REPLY_IMAGES_FIELD = 20,
    REPLY_ENTRIES_FIELD = 22,
    REPLY_SYNC_FIELD = 25,
    REPLY_PLAN_FIELD = 81,
    SYNC_IMAGES_FIELD = 4,
    PUSH_EVENT_FIELD = 4,
    PUSH_IMAGE_FIELD = 5,
    ENTRY_EVENT_FIELD = 7,
};

enum {
    REPLY_TEXT_MAX = 1024,
    COUNTERS_MAX = 128, /* as the protocol promises */
};

/* ---- reply: the parts that nest ---- */

struct daemon_parts {
    Muster__V1__DaemonStatus status;
    Muster__V1__Counter counters[COUNTERS_MAX];
    Muster__V1__Counter *counter_pointers[COUNTERS_MAX];
    char store_text[REPLY_TEXT_MAX];
};

static void
fill_daemon (const struct wire_status *from, struct daemon_parts *parts)
{
    Muster__V1__DaemonStatus *to = &parts->status;
    assert (from->counters_count <= COUNTERS_MAX);
    muster__v1__daemon_status__init (to);
    to->version = PACK_TEXT (from->version);
    to->state = PACK_TEXT (from->state);
    to->centre = PACK_TEXT (from->centre);
    to->profile = PACK_TEXT (from->profile);
    PACK_SET (to, started_at_ms, from->started_at);
    PACK_SET (to, now_ms, from->now);
    PACK_SET (to, next_at_ms, from->next_at);
    if (from->store_text) {
        text_repair (parts->store_text, sizeof parts->store_text, from->store_text);
        to->store_text = parts->store_text;
    }
    to->n_counters = from->counters_count;
    to->counters = parts->counter_pointers;
    for (size_t i = 0; i < from->counters_count; i++) {
        Muster__V1__Counter *counter = parts->counter_pointers[i] = &parts->counters[i];
        muster__v1__counter__init (counter);
        counter->name = PACK_TEXT (from->counters[i].name);
        counter->has_value = true;
        counter->value = from->counters[i].value;
    }
}

static void
fill_verify (const struct wire_verify *from, Muster__V1__VerifyResult *to, char text[REPLY_TEXT_MAX])
{
    PACK_SET (to, entries_checked, from->entries_checked);
    PACK_SET (to, entries_total, from->entries_total);
    PACK_SET (to, entities_checked, from->entities_checked);
    PACK_SET (to, done, from->done);
    to->has_sound = from->done;
    to->sound = from->sound;
    PACK_SET (to, broken_seq, from->broken_seq);
    if (from->text) {
        text_repair (text, REPLY_TEXT_MAX, from->text);
        to->text = text;
    }
    to->has_head_hash = from->head_hash != NULL;
    to->head_hash = (ProtobufCBinaryData){ .len = HASH_BYTES, .data = (uint8_t *)from->head_hash };
}

struct sentence_parts {
    char text[REPLY_TEXT_MAX];
    char args[REFUSAL_ARGS][REFUSAL_ARG_MAX];
    char *arg_pointers[REFUSAL_ARGS];
};

/* An arg that the core cut in the middle of a character would make the whole reply unreadable for strict decoders. */
static void
fill_sentence (const struct reply *from, Muster__V1__Reply *to, struct sentence_parts *parts)
{
    to->code = PACK_TEXT (from->code);
    to->field = PACK_TEXT (from->field);
    to->template_ = PACK_TEXT (from->template);
    to->args = parts->arg_pointers;
    for (size_t i = 0; i < REFUSAL_ARGS; i++) {
        text_repair (parts->args[i], REFUSAL_ARG_MAX, from->args[i]);
        parts->arg_pointers[i] = parts->args[i];
        if (parts->args[i][0])
            to->n_args = i + 1;
    }
    if (from->template) {
        wire_fill (parts->text, sizeof parts->text, from->template, parts->args);
        to->text = parts->text;
    }
}

static void
fill_scalars (const struct reply *from, Muster__V1__Reply *to)
{
    PACK_SET (to, protocol, WIRE_PROTOCOL);
    to->has_id = from->id != NULL;
    to->id = (ProtobufCBinaryData){ .len = COMMAND_ID_BYTES, .data = (uint8_t *)from->id };
    PACK_SET (to, status, from->status);
    PACK_SET (to, epoch, from->epoch);
    PACK_SET (to, head_seq, from->head_seq);
    PACK_SET (to, seq, from->seq);
    PACK_SET (to, subject_kind, from->subject_kind);
    PACK_SET (to, subject, from->subject);
    to->n_busy = from->busy_count;
    to->busy = (uint64_t *)from->busy;
    PACK_SET (to, unrelieved, from->unrelieved);
    to->n_similar = from->similar_count;
    to->similar = (uint64_t *)from->similar;
    PACK_SET (to, retry_after_ms, from->retry_after_ms);
    to->leader_endpoint = PACK_TEXT (from->leader_endpoint);
    PACK_SET (to, age_ms, from->age_ms);
    PACK_SET (to, repeated_command, from->repeated);
    PACK_SET (to, more, from->more);
}

/* ---- reply: what is spliced in behind ---- */

static void
append_all (uint32_t number, const struct wire_bytes *pieces, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++)
        pack_field (number, pieces[i].data, pieces[i].size, out);
}

static void
append_sync (const struct reply *from, struct buffer *out)
{
    Muster__V1__SyncChunk chunk = MUSTER__V1__SYNC_CHUNK__INIT;
    PACK_SET (&chunk, reset, from->sync->reset);
    PACK_SET (&chunk, more, from->sync->more);
    chunk.has_through = true;
    chunk.through = from->sync->through;
    size_t size = muster__v1__sync_chunk__get_packed_size (&chunk);
    for (size_t i = 0; i < from->images_count; i++)
        size += pack_field_size (SYNC_IMAGES_FIELD, from->images[i].size);
    pack_field_head (REPLY_SYNC_FIELD, size, out);
    pack_message (&chunk.base, out);
    append_all (SYNC_IMAGES_FIELD, from->images, from->images_count, out);
}

void
wire_encode_reply (const struct reply *from, struct buffer *out)
{
    Muster__V1__Reply to = MUSTER__V1__REPLY__INIT;
    Muster__V1__VerifyResult verify = MUSTER__V1__VERIFY_RESULT__INIT;
    struct sentence_parts sentence;
    struct daemon_parts daemon;
    char verify_text[REPLY_TEXT_MAX];
    fill_scalars (from, &to);
    fill_sentence (from, &to, &sentence);
    if (from->daemon) {
        fill_daemon (from->daemon, &daemon);
        to.daemon = &daemon.status;
    }
    if (from->verify) {
        fill_verify (from->verify, &verify, verify_text);
        to.verify = &verify;
    }
    pack_message (&to.base, out);
    append_all (REPLY_ENTRIES_FIELD, from->entries, from->entries_count, out);
    append_all (REPLY_PLAN_FIELD, from->plan, from->plan_count, out);
    if (from->sync)
        append_sync (from, out);
    else
        append_all (REPLY_IMAGES_FIELD, from->images, from->images_count, out);
}

/* ---- the feed and the journal ---- */

void
wire_encode_push (uint64_t epoch, uint64_t seq, uint64_t prev_seq, struct wire_bytes event, struct wire_bytes image,
                  struct buffer *out)
{
    Muster__V1__Push to = MUSTER__V1__PUSH__INIT;
    PACK_SET (&to, epoch, epoch);
    PACK_SET (&to, seq, seq);
    to.has_prev_seq = true; /* 0 says that none is known */
    to.prev_seq = prev_seq;
    pack_message (&to.base, out);
    pack_field (PUSH_EVENT_FIELD, event.data, event.size, out);
    if (image.size > 0)
        pack_field (PUSH_IMAGE_FIELD, image.data, image.size, out);
}

void
wire_encode_beat (uint64_t epoch, uint64_t head_seq, int64_t at, bool store_away, uint64_t store_away_ms,
                  struct buffer *out)
{
    Muster__V1__Beat to = MUSTER__V1__BEAT__INIT;
    PACK_SET (&to, epoch, epoch);
    to.has_head_seq = true; /* an empty journal has a head, too */
    to.head_seq = head_seq;
    PACK_SET (&to, at_ms, at);
    to.has_store_away_ms = store_away;
    to.store_away_ms = store_away_ms;
    pack_message (&to.base, out);
}

void
wire_encode_entry (const struct wire_entry *from, struct buffer *out)
{
    Muster__V1__JournalEntry to = MUSTER__V1__JOURNAL_ENTRY__INIT;
    PACK_SET (&to, seq, from->seq);
    PACK_SET (&to, epoch, from->epoch);
    PACK_SET (&to, at_ms, from->at);
    PACK_SET (&to, received_at_ms, from->received_at);
    PACK_SET (&to, principal, from->principal);
    to.has_command_id = from->command_id != NULL;
    to.command_id = (ProtobufCBinaryData){ .len = COMMAND_ID_BYTES, .data = (uint8_t *)from->command_id };
    to.has_hash = from->hash != NULL;
    to.hash = (ProtobufCBinaryData){ .len = HASH_BYTES, .data = (uint8_t *)from->hash };
    pack_message (&to.base, out);
    pack_field (ENTRY_EVENT_FIELD, from->event.data, from->event.size, out);
}

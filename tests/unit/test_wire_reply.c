/* SPDX-License-Identifier: Apache-2.0 */
/* test_wire_reply.c: what the daemon says, read back as any client reads it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "muster/v1/envelope.pb-c.h"
#include "wire/wire.h"

static const uint8_t command_id[COMMAND_ID_BYTES] = { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16 };
static const uint8_t hash[HASH_BYTES] = { 0xaa, 0xbb };

/* The bytes of small images and events, as the store would hand them over. */
struct stored {
    struct buffer bytes[3];
    struct wire_bytes pieces[3];
};

static void
store_images (struct stored *stored)
{
    *stored = (struct stored){ 0 };
    for (size_t i = 0; i < 3; i++) {
        struct entity *entity = entity_new (ENTITY_POST);
        entity->id = i + 1;
        entity->version = 100 + i;
        wire_encode_image (entity, &stored->bytes[i]);
        stored->pieces[i] = (struct wire_bytes){ stored->bytes[i].data, stored->bytes[i].size };
        entity_free (entity);
    }
}

static void
store_entries (struct stored *stored)
{
    *stored = (struct stored){ 0 };
    struct buffer event_bytes = { 0 };
    for (size_t i = 0; i < 3; i++) {
        struct event event = {
            .kind = EVENT_INCIDENT_CLOSED, .seq = i + 1, .subject_kind = ENTITY_INCIDENT, .subject = 1042
        };
        buffer_clear (&event_bytes);
        wire_encode_event (&event, &event_bytes);
        struct wire_entry entry = { .seq = i + 1,
                                    .epoch = 2,
                                    .principal = 3,
                                    .at = 4,
                                    .received_at = 5,
                                    .command_id = i ? command_id : NULL,
                                    .event = { event_bytes.data, event_bytes.size },
                                    .hash = hash };
        wire_encode_entry (&entry, &stored->bytes[i]);
        stored->pieces[i] = (struct wire_bytes){ stored->bytes[i].data, stored->bytes[i].size };
    }
    buffer_free (&event_bytes);
}

static void
forget (struct stored *stored)
{
    for (size_t i = 0; i < 3; i++)
        buffer_free (&stored->bytes[i]);
}

static Muster__V1__Reply *
read_reply (const struct buffer *bytes)
{
    Muster__V1__Reply *reply = muster__v1__reply__unpack (NULL, bytes->size, bytes->data);
    assert_non_null (reply);
    return reply;
}

static Muster__V1__Reply *
say (const struct reply *reply)
{
    struct buffer bytes = { 0 };
    wire_encode_reply (reply, &bytes);
    Muster__V1__Reply *read = read_reply (&bytes);
    assert_int_equal (read->base.n_unknown_fields, 0);
    buffer_free (&bytes);
    return read;
}

static void
empty_reply_says_only_the_protocol (void **state)
{
    (void)state;
    struct reply reply = { 0 };
    struct buffer bytes = { 0 };
    wire_encode_reply (&reply, &bytes);
    assert_int_equal (bytes.size, 2);
    Muster__V1__Reply *read = read_reply (&bytes);
    assert_int_equal (read->protocol, WIRE_PROTOCOL);
    muster__v1__reply__free_unpacked (read, NULL);
    buffer_free (&bytes);
}

static void
a_report_is_told_of_what_looks_the_same (void **state)
{
    (void)state;
    static const uint64_t similar[] = { 12, 9 };
    static const uint64_t busy[] = { 3 };
    struct reply reply = {
        .status = REPLY_OK, .subject = 13, .similar = similar, .similar_count = 2, .busy = busy, .busy_count = 1
    };
    Muster__V1__Reply *read = say (&reply);
    assert_int_equal (read->n_similar, 2);
    assert_int_equal (read->similar[0], 12);
    assert_int_equal (read->similar[1], 9);
    assert_int_equal (read->n_busy, 1);
    assert_int_equal (read->busy[0], 3);
    muster__v1__reply__free_unpacked (read, NULL);
}

static void
refusal_carries_sentence_and_args (void **state)
{
    (void)state;
    struct reply reply = { .id = command_id,
                           .status = REPLY_REFUSED,
                           .epoch = 2,
                           .head_seq = 90,
                           .seq = 88,
                           .subject_kind = ENTITY_DISPATCH_ORDER,
                           .subject = 3307,
                           .code = "order_state",
                           .field = "arrive.order",
                           .template = "Order {0} is {1}.",
                           .args = { "3307", "declined" },
                           .retry_after_ms = 250,
                           .leader_endpoint = "tcp://10.0.0.2:5570",
                           .age_ms = 7000,
                           .more = true };
    Muster__V1__Reply *read = say (&reply);
    assert_int_equal (read->id.len, COMMAND_ID_BYTES);
    assert_memory_equal (read->id.data, command_id, COMMAND_ID_BYTES);
    assert_int_equal (read->status, MUSTER__V1__REPLY_STATUS__REPLY_STATUS_REFUSED);
    assert_int_equal (read->epoch, 2);
    assert_int_equal (read->head_seq, 90);
    assert_int_equal (read->seq, 88);
    assert_int_equal (read->subject_kind, MUSTER__V1__ENTITY_KIND__ENTITY_KIND_DISPATCH_ORDER);
    assert_int_equal (read->subject, 3307);
    assert_string_equal (read->code, "order_state");
    assert_string_equal (read->field, "arrive.order");
    assert_string_equal (read->template_, "Order {0} is {1}.");
    assert_string_equal (read->text, "Order 3307 is declined.");
    assert_int_equal (read->n_args, 2);
    assert_string_equal (read->args[1], "declined");
    assert_int_equal (read->retry_after_ms, 250);
    assert_string_equal (read->leader_endpoint, "tcp://10.0.0.2:5570");
    assert_int_equal (read->age_ms, 7000);
    assert_true (read->more);
    assert_false (read->has_repeated_command);
    muster__v1__reply__free_unpacked (read, NULL);
}

/* Strict decoders drop a whole reply for one half character. */
static void
arg_cut_inside_a_character_stays_readable (void **state)
{
    (void)state;
    struct reply reply = { .template = "{0}", .args = { "a\xe4\xb8" } };
    Muster__V1__Reply *read = say (&reply);
    assert_string_equal (read->args[0], "a??");
    assert_string_equal (read->text, "a??");
    muster__v1__reply__free_unpacked (read, NULL);
}

static void
images_are_spliced_into_the_reply (void **state)
{
    (void)state;
    struct stored stored;
    store_images (&stored);
    struct reply reply = { .images = stored.pieces, .images_count = 3 };
    Muster__V1__Reply *read = say (&reply);
    assert_int_equal (read->n_images, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal (read->images[i]->post->id, i + 1);
        assert_int_equal (read->images[i]->version, 100 + i);
    }
    assert_null (read->sync);
    muster__v1__reply__free_unpacked (read, NULL);
    forget (&stored);
}

static void
sync_holds_its_images_itself (void **state)
{
    (void)state;
    struct stored stored;
    store_images (&stored);
    struct wire_sync sync = { .reset = true, .more = true, .through = 102 };
    struct reply reply = { .sync = &sync, .images = stored.pieces, .images_count = 3 };
    Muster__V1__Reply *read = say (&reply);
    assert_int_equal (read->n_images, 0);
    assert_true (read->sync->reset);
    assert_true (read->sync->more);
    assert_int_equal (read->sync->through, 102);
    assert_int_equal (read->sync->n_images, 3);
    assert_int_equal (read->sync->images[2]->version, 102);
    muster__v1__reply__free_unpacked (read, NULL);
    sync = (struct wire_sync){ 0 };
    reply.images_count = 0;
    read = say (&reply);
    assert_true (read->sync->has_through);
    assert_int_equal (read->sync->through, 0);
    muster__v1__reply__free_unpacked (read, NULL);
    forget (&stored);
}

static void
entries_are_spliced_into_the_reply (void **state)
{
    (void)state;
    struct stored stored;
    store_entries (&stored);
    struct reply reply = { .entries = stored.pieces, .entries_count = 3 };
    Muster__V1__Reply *read = say (&reply);
    assert_int_equal (read->n_entries, 3);
    assert_false (read->entries[0]->has_command_id);
    Muster__V1__JournalEntry *entry = read->entries[1];
    assert_memory_equal (entry->command_id.data, command_id, COMMAND_ID_BYTES);
    assert_int_equal (entry->seq, 2);
    assert_int_equal (entry->epoch, 2);
    assert_int_equal (entry->principal, 3);
    assert_int_equal (entry->at_ms, 4);
    assert_int_equal (entry->received_at_ms, 5);
    assert_int_equal (entry->event->subject, 1042);
    assert_int_equal (entry->event->seq, 2);
    assert_memory_equal (entry->hash.data, hash, HASH_BYTES);
    muster__v1__reply__free_unpacked (read, NULL);
    forget (&stored);
}

static void
status_lists_its_counters (void **state)
{
    (void)state;
    struct wire_counter counters[128];
    for (size_t i = 0; i < 128; i++)
        counters[i] = (struct wire_counter){ "commands_total", i };
    struct wire_status status = { .version = "0.1.0",
                                  .state = "store_away",
                                  .centre = "xiangfen",
                                  .profile = "cn-shanxi",
                                  .store_text = "no route\xff",
                                  .started_at = 1,
                                  .next_at = 7000,
                                  .now = 2,
                                  .counters = counters,
                                  .counters_count = 128 };
    struct reply reply = { .daemon = &status };
    Muster__V1__Reply *read = say (&reply);
    assert_string_equal (read->daemon->version, "0.1.0");
    assert_string_equal (read->daemon->state, "store_away");
    assert_string_equal (read->daemon->centre, "xiangfen");
    assert_string_equal (read->daemon->profile, "cn-shanxi");
    assert_string_equal (read->daemon->store_text, "no route?");
    assert_int_equal (read->daemon->started_at_ms, 1);
    assert_int_equal (read->daemon->next_at_ms, 7000);
    assert_int_equal (read->daemon->now_ms, 2);
    assert_int_equal (read->daemon->n_counters, 128);
    assert_true (read->daemon->counters[0]->has_value); /* a counter at zero is news, too */
    assert_int_equal (read->daemon->counters[127]->value, 127);
    muster__v1__reply__free_unpacked (read, NULL);
}

static void
verify_is_sound_or_not_only_when_done (void **state)
{
    (void)state;
    struct wire_verify verify = { .entries_checked = 500, .entries_total = 1000 };
    struct reply reply = { .verify = &verify };
    Muster__V1__Reply *read = say (&reply);
    assert_int_equal (read->verify->entries_checked, 500);
    assert_int_equal (read->verify->entries_total, 1000);
    assert_false (read->verify->has_sound);
    muster__v1__reply__free_unpacked (read, NULL);
    verify = (struct wire_verify){
        .done = true, .entities_checked = 9, .broken_seq = 77, .text = "hash differs", .head_hash = hash
    };
    read = say (&reply);
    assert_true (read->verify->done);
    assert_true (read->verify->has_sound);
    assert_false (read->verify->sound);
    assert_int_equal (read->verify->entities_checked, 9);
    assert_int_equal (read->verify->broken_seq, 77);
    assert_string_equal (read->verify->text, "hash differs");
    assert_memory_equal (read->verify->head_hash.data, hash, HASH_BYTES);
    muster__v1__reply__free_unpacked (read, NULL);
}

/* What a retry gets: the stored bytes, and behind them what is true now. */
static void
stored_reply_is_brought_up_to_date_by_appending (void **state)
{
    (void)state;
    struct buffer bytes = { 0 };
    struct reply first = { .id = command_id,
                           .status = REPLY_OK,
                           .epoch = 1,
                           .head_seq = 88,
                           .seq = 88,
                           .subject_kind = ENTITY_INCIDENT,
                           .subject = 1042 };
    struct reply later = { .epoch = 2, .head_seq = 4000, .repeated = true };
    wire_encode_reply (&first, &bytes);
    wire_encode_reply (&later, &bytes);
    Muster__V1__Reply *read = read_reply (&bytes);
    assert_memory_equal (read->id.data, command_id, COMMAND_ID_BYTES);
    assert_int_equal (read->status, MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK);
    assert_int_equal (read->seq, 88);
    assert_int_equal (read->subject, 1042);
    assert_int_equal (read->epoch, 2);
    assert_int_equal (read->head_seq, 4000);
    assert_true (read->repeated_command);
    muster__v1__reply__free_unpacked (read, NULL);
    buffer_free (&bytes);
}

/* ---- the feed ---- */

static void
push_holds_event_and_image (void **state)
{
    (void)state;
    struct stored stored;
    struct buffer event_bytes = { 0 }, bytes = { 0 };
    struct event event = { .kind = EVENT_POST_REGISTERED, .seq = 100, .subject_kind = ENTITY_POST, .subject = 1 };
    store_images (&stored);
    wire_encode_event (&event, &event_bytes);
    wire_encode_push (2, 100, 0, (struct wire_bytes){ event_bytes.data, event_bytes.size }, stored.pieces[0], &bytes);
    Muster__V1__Push *push = muster__v1__push__unpack (NULL, bytes.size, bytes.data);
    assert_int_equal (push->epoch, 2);
    assert_int_equal (push->seq, 100);
    assert_true (push->has_prev_seq);
    assert_int_equal (push->prev_seq, 0);
    assert_int_equal (push->event->seq, 100);
    assert_int_equal (push->image->version, 100);
    assert_int_equal (push->image->post->id, 1);
    muster__v1__push__free_unpacked (push, NULL);
    buffer_free (&event_bytes);
    buffer_free (&bytes);
    forget (&stored);
}

static void
beat_tells_how_long_the_store_is_away (void **state)
{
    (void)state;
    struct buffer bytes = { 0 };
    wire_encode_beat (2, 88, 1790000000000, false, 0, &bytes);
    Muster__V1__Beat *beat = muster__v1__beat__unpack (NULL, bytes.size, bytes.data);
    assert_int_equal (beat->epoch, 2);
    assert_int_equal (beat->head_seq, 88);
    assert_int_equal (beat->at_ms, 1790000000000);
    assert_false (beat->has_store_away_ms);
    muster__v1__beat__free_unpacked (beat, NULL);
    buffer_clear (&bytes);
    wire_encode_beat (2, 0, 1790000000000, true, 0, &bytes);
    beat = muster__v1__beat__unpack (NULL, bytes.size, bytes.data);
    assert_true (beat->has_head_seq);
    assert_true (beat->has_store_away_ms);
    assert_int_equal (beat->store_away_ms, 0);
    muster__v1__beat__free_unpacked (beat, NULL);
    buffer_free (&bytes);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (empty_reply_says_only_the_protocol),
        cmocka_unit_test (a_report_is_told_of_what_looks_the_same),
        cmocka_unit_test (refusal_carries_sentence_and_args),
        cmocka_unit_test (arg_cut_inside_a_character_stays_readable),
        cmocka_unit_test (images_are_spliced_into_the_reply),
        cmocka_unit_test (sync_holds_its_images_itself),
        cmocka_unit_test (entries_are_spliced_into_the_reply),
        cmocka_unit_test (status_lists_its_counters),
        cmocka_unit_test (verify_is_sound_or_not_only_when_done),
        cmocka_unit_test (stored_reply_is_brought_up_to_date_by_appending),
        cmocka_unit_test (push_holds_event_and_image),
        cmocka_unit_test (beat_tells_how_long_the_store_is_away),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

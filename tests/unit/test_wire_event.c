/* SPDX-License-Identifier: Apache-2.0 */
/* test_wire_event.c: every kind of event goes to its bytes and back unchanged; damaged events are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "muster/v1/event.pb-c.h"
#include "util/error.h"
#include "wire/wire.h"

/* Calls body for each kind that exists. */
#define FOR_EACH_KIND(kind)                                                                                          \
    for (enum event_kind kind = EVENT_NONE + 1; kind < EVENT_KINDS; kind++)                                          \
        if (event_subject_kind (kind) != ENTITY_NONE)

static struct event
make_event (enum event_kind kind)
{
    struct event event = {
        .kind = kind,
        .seq = 1ULL << 40,
        .at = 1790000000001,
        .principal = 3,
        .subject_kind = event_subject_kind (kind),
        .subject = 3307,
        .incident = 1042,
        .detail = { .text = "一句话\nand one more",
                    .channel = "radio",
                    .on_behalf_of = 4,
                    .other = 5,
                    .device_at = 1790000000002,
                    .level = LEVEL_MAJOR,
                    .disposition = DISPOSITION_TRANSFERRED,
                    .confirmed = true,
                    .figures = figures_unknown,
                    .due_at = 1790000000003,
                    .next_at = 1790000000004,
                    .step = POLICY_STEPS_MAX - 1,
                    .told = { TARGET_PERSON, 6 },
                    .skip = SKIP_REASONS - 1,
                    .more = true,
                    .other_kind = ENTITY_OBLIGATION,
                    .stood = 3,
                    .late = true,
                    .head_seq = 1ULL << 41,
                    .head_hash = { 0x5e, 0, 0x5f } },
    };
    if (kind == EVENT_HANDOVER_ITEMS_ACCEPTED) {
        item_set_add (&event.detail.items, 1);
        item_set_add (&event.detail.items, 65);
        item_set_add (&event.detail.items, HANDOVER_ITEMS_MAX);
    }
    if (kind == EVENT_INCIDENT_CONTINUED)
        event.detail.figures = (struct figures){ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    return event;
}

static void
expect_text (const char *a, const char *b)
{
    assert_int_equal (a == NULL, b == NULL);
    if (a)
        assert_string_equal (a, b);
}

static void
expect_same_detail (const struct event_detail *a, const struct event_detail *b)
{
    expect_text (a->text, b->text);
    expect_text (a->channel, b->channel);
    assert_int_equal (a->on_behalf_of, b->on_behalf_of);
    assert_int_equal (a->other, b->other);
    assert_int_equal (a->device_at, b->device_at);
    assert_int_equal (a->level, b->level);
    assert_int_equal (a->disposition, b->disposition);
    assert_int_equal (a->confirmed, b->confirmed);
    assert_memory_equal (&a->figures, &b->figures, sizeof a->figures);
    assert_int_equal (a->due_at, b->due_at);
    assert_int_equal (a->next_at, b->next_at);
    assert_int_equal (a->step, b->step);
    assert_int_equal (a->told.kind, b->told.kind);
    assert_int_equal (a->told.id, b->told.id);
    assert_int_equal (a->skip, b->skip);
    assert_int_equal (a->more, b->more);
    assert_int_equal (a->link, b->link);
}

static void
expect_same (const struct event *a, const struct event *b)
{
    assert_int_equal (a->kind, b->kind);
    assert_int_equal (a->seq, b->seq);
    assert_int_equal (a->at, b->at);
    assert_int_equal (a->principal, b->principal);
    assert_int_equal (a->subject_kind, b->subject_kind);
    assert_int_equal (a->subject, b->subject);
    assert_int_equal (a->incident, b->incident);
    expect_same_detail (&a->detail, &b->detail);
}

static void
there_and_back (const struct event *event, struct decoded_event *ret)
{
    struct buffer bytes = { 0 };
    struct error err = { "" };
    wire_encode_event (event, &bytes);
    if (wire_decode_event (bytes.data, bytes.size, ret, &err))
        fail_msg ("%s: %s", event_kind_name (event->kind), err.text);
    buffer_free (&bytes);
}

static void
every_kind_survives_with_every_field (void **state)
{
    (void)state;
    size_t kinds = 0;
    FOR_EACH_KIND (kind)
    {
        struct decoded_event back;
        struct event event = make_event (kind);
        there_and_back (&event, &back);
        expect_same (&event, &back.event);
        assert_null (back.born);
        assert_null (back.event.born);
        wire_decoded_event_free (&back);
        kinds++;
    }
    assert_int_equal (kinds, muster__v1__event_kind__descriptor.n_values - 1);
}

static void
every_kind_survives_with_no_detail (void **state)
{
    (void)state;
    FOR_EACH_KIND (kind)
    {
        struct decoded_event back;
        struct event event = { .kind = kind,
                               .seq = 1,
                               .subject_kind = event_subject_kind (kind),
                               .subject = 1,
                               .detail = { .figures = figures_unknown } };
        there_and_back (&event, &back);
        expect_same (&event, &back.event);
        wire_decoded_event_free (&back);
    }
}

/* A detail that was zeroed and never touched states no figures: "none dead" must not appear from nowhere. */
static void
untouched_figures_are_not_sent (void **state)
{
    (void)state;
    struct decoded_event back;
    struct event event = { .kind = EVENT_INCIDENT_CLOSED, .seq = 1, .subject_kind = ENTITY_INCIDENT, .subject = 1 };
    there_and_back (&event, &back);
    assert_memory_equal (&back.event.detail.figures, &figures_unknown, sizeof figures_unknown);
    wire_decoded_event_free (&back);
}

static void
first_step_is_stated (void **state)
{
    (void)state;
    struct buffer bytes = { 0 };
    struct event event = {
        .kind = EVENT_OBLIGATION_FIRED, .seq = 1, .subject_kind = ENTITY_OBLIGATION, .subject = 1
    };
    wire_encode_event (&event, &bytes);
    Muster__V1__Event *message = muster__v1__event__unpack (NULL, bytes.size, bytes.data);
    assert_true (message->has_step);
    assert_int_equal (message->step, 0);
    muster__v1__event__free_unpacked (message, NULL);
    buffer_free (&bytes);
}

/* ---- the image that an event bears ---- */

static void
encode_birth (struct buffer *ret_bytes, struct buffer *ret_image, uint64_t id)
{
    struct event event = make_event (EVENT_SHIFT_CHECKED_IN);
    struct entity *shift = entity_new (ENTITY_SHIFT);
    shift->id = id;
    shift->version = event.seq;
    ((struct shift *)shift)->person = 4;
    wire_encode_image (shift, ret_image);
    wire_encode_event (&event, ret_bytes);
    wire_append_born (ret_bytes, ret_image->data, ret_image->size);
    entity_free (shift);
}

static void
born_image_comes_back (void **state)
{
    (void)state;
    struct buffer bytes = { 0 }, image = { 0 }, again = { 0 };
    struct decoded_event back;
    struct error err = { "" };
    encode_birth (&bytes, &image, 3307);
    assert_int_equal (wire_decode_event (bytes.data, bytes.size, &back, &err), 0);
    assert_ptr_equal (back.event.born, back.born);
    assert_int_equal (((struct shift *)back.born)->person, 4);
    wire_encode_image (back.born, &again);
    assert_int_equal (again.size, image.size);
    assert_memory_equal (again.data, image.data, image.size);
    wire_decoded_event_free (&back);
    assert_null (back.message);
    buffer_free (&bytes);
    buffer_free (&image);
    buffer_free (&again);
}

static void
born_image_of_another_entity_is_refused (void **state)
{
    (void)state;
    struct buffer bytes = { 0 }, image = { 0 };
    struct decoded_event back;
    struct error err = { "" };
    encode_birth (&bytes, &image, 3308);
    assert_int_equal (wire_decode_event (bytes.data, bytes.size, &back, &err), -1);
    assert_non_null (strstr (err.text, "another entity"));
    assert_null (back.born);
    buffer_free (&bytes);
    buffer_free (&image);
}

static void
last_of_two_born_images_wins (void **state)
{
    (void)state;
    struct buffer bytes = { 0 }, image = { 0 }, unused = { 0 };
    struct decoded_event back;
    struct error err = { "" };
    encode_birth (&unused, &image, 3307);
    buffer_clear (&unused);
    encode_birth (&bytes, &unused, 3308); /* which alone would be refused */
    wire_append_born (&bytes, image.data, image.size);
    assert_int_equal (wire_decode_event (bytes.data, bytes.size, &back, &err), 0);
    assert_int_equal (back.born->id, 3307);
    wire_decoded_event_free (&back);
    buffer_free (&bytes);
    buffer_free (&image);
    buffer_free (&unused);
}

/* protobuf-c looks for the entity to merge, and there is none. */
static void
two_empty_born_images_are_refused (void **state)
{
    (void)state;
    struct buffer bytes = { 0 };
    struct decoded_event back;
    struct error err = { "" };
    struct event event = make_event (EVENT_SHIFT_CHECKED_IN);
    wire_encode_event (&event, &bytes);
    wire_append_born (&bytes, NULL, 0);
    wire_append_born (&bytes, NULL, 0);
    assert_int_equal (wire_decode_event (bytes.data, bytes.size, &back, &err), -1);
    buffer_free (&bytes);
}

/* ---- damaged events ---- */

static void
expect_refused (const Muster__V1__Event *message, const char *words)
{
    uint8_t bytes[16384];
    struct decoded_event back;
    struct error err = { "" };
    assert_true (muster__v1__event__get_packed_size (message) <= sizeof bytes);
    size_t size = muster__v1__event__pack (message, bytes);
    if (wire_decode_event (bytes, size, &back, &err) != -1 || !strstr (err.text, words))
        fail_msg ("expected \"%s\", got \"%s\"", words, err.text);
    assert_null (back.message);
}

static void
damaged_events_are_refused_with_the_field (void **state)
{
    (void)state;
    char long_text[TEXT_MAX + 2];
    memset (long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    Muster__V1__Event good = MUSTER__V1__EVENT__INIT;
    Muster__V1__Target target = MUSTER__V1__TARGET__INIT;
    good.has_kind = good.has_subject_kind = true;
    good.kind = MUSTER__V1__EVENT_KIND__EVENT_KIND_INCIDENT_CLOSED;
    good.subject_kind = MUSTER__V1__ENTITY_KIND__ENTITY_KIND_INCIDENT;
    Muster__V1__Event bad = good;
    bad.has_kind = false;
    expect_refused (&bad, "kind");
    bad = good;
    bad.kind = (Muster__V1__EventKind)38; /* a hole in the numbers */
    expect_refused (&bad, "kind");
    bad.kind = (Muster__V1__EventKind)EVENT_KINDS;
    expect_refused (&bad, "kind");
    bad = good;
    bad.subject_kind = (Muster__V1__EntityKind)ENTITY_KINDS;
    expect_refused (&bad, "subject_kind");
    bad = good;
    bad.text = long_text;
    expect_refused (&bad, "text has 4097 bytes");
    bad = good;
    bad.channel = "abcdefghijklmnopqrstuvwxyz0123456";
    expect_refused (&bad, "channel has 33 bytes");
    bad = good;
    bad.has_level = true;
    bad.level = (Muster__V1__EventLevel)-1;
    expect_refused (&bad, "level");
    bad = good;
    bad.has_step = true;
    bad.step = POLICY_STEPS_MAX;
    expect_refused (&bad, "step");
    bad = good;
    bad.told = &target;
    target.has_kind = true;
    target.kind = (Muster__V1__TargetKind)TARGET_KINDS;
    expect_refused (&bad, "told.kind");
}

static void
every_cut_or_flipped_event_is_decoded_or_refused (void **state)
{
    (void)state;
    struct buffer bytes = { 0 }, image = { 0 };
    encode_birth (&bytes, &image, 3307);
    for (size_t bit = 0; bit < bytes.size * 8; bit++) {
        struct decoded_event back;
        struct error err = { "" };
        bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        int result = wire_decode_event (bytes.data, bytes.size, &back, &err);
        assert_int_equal (result == -1, err.text[0] != '\0');
        wire_decoded_event_free (&back);
        bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    while (bytes.size-- > 0) {
        struct decoded_event back;
        struct error err = { "" };
        int result = wire_decode_event (bytes.data, bytes.size, &back, &err);
        assert_int_equal (result == -1, err.text[0] != '\0');
        wire_decoded_event_free (&back);
    }
    bytes.size = 0;
    buffer_free (&bytes);
    buffer_free (&image);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_kind_survives_with_every_field),
        cmocka_unit_test (every_kind_survives_with_no_detail),
        cmocka_unit_test (untouched_figures_are_not_sent),
        cmocka_unit_test (first_step_is_stated),
        cmocka_unit_test (born_image_comes_back),
        cmocka_unit_test (born_image_of_another_entity_is_refused),
        cmocka_unit_test (last_of_two_born_images_wins),
        cmocka_unit_test (two_empty_born_images_are_refused),
        cmocka_unit_test (damaged_events_are_refused_with_the_field),
        cmocka_unit_test (every_cut_or_flipped_event_is_decoded_or_refused),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

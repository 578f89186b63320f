/* SPDX-License-Identifier: Apache-2.0 */
/* test_store_read.c: what comes back, by reads, scans and the load of settled things, from both drivers. */
#include "store_rig.h"

#define KINDS_STORED kinds_stored ()

/* ---- reads ---- */

static void
a_lookup_tells_the_stored_result_or_none (void **state)
{
    (void)state;
    uint8_t id[COMMAND_ID_BYTES];
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_command (maker, 41);
    maker_command (maker, 42);
    rig_submit_wait (rig, maker_batch (maker));
    const struct store_ops *ops = rig->store->ops;
    command_id (42, id);
    assert_int_equal (ops->lookup_command (rig->store, 7, id, rig_command, rig), 0);
    assert_int_equal (rig->lookups, 0);
    rig_wait (rig, &rig->lookups, 1);
    assert_int_equal (rig->found, 1);
    assert_string_equal (rig->found_result, "result 42");
    assert_int_equal (rig->found_hash, 42);
    assert_int_equal (ops->lookup_command (rig->store, 8, id, rig_command, rig), 0); /* another principal */
    command_id (43, id);
    assert_int_equal (ops->lookup_command (rig->store, 7, id, rig_command, rig), 0);
    rig_wait (rig, &rig->lookups, 3);
    assert_int_equal (rig->found, 1);
    maker_free (maker);
    rig_close (rig);
}

static void
an_incident_is_fetched_with_all_of_its_own (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_one_of_each (maker);
    maker_change (maker, &maker_incident (maker, 6)->entity);
    rig_submit_wait (rig, maker_batch (maker));
    const struct store_ops *ops = rig->store->ops;
    assert_int_equal (ops->fetch (rig->store, ENTITY_INCIDENT, 5, rig_image, rig), 0);
    rig_wait (rig, &rig->images.ends, 1);
    assert_int_equal (rig->images.count, 4);
    for (size_t i = 0; i < maker->entities_count; i++)
        if (entity_incident (maker->entities[i]) == 5)
            assert_image (&rig->images, maker->entities[i]);
    rig_forget (rig);
    assert_int_equal (ops->fetch (rig->store, ENTITY_TEAM, ENTITY_TEAM + 10, rig_image, rig), 0);
    assert_int_equal (ops->fetch (rig->store, ENTITY_TEAM, 999, rig_image, rig), 0); /* there is none */
    rig_wait (rig, &rig->images.ends, 2);
    assert_int_equal (rig->images.count, 1);
    assert_false (rig->images.failed);
    maker_free (maker);
    rig_close (rig);
}

static void
a_list_goes_back_page_by_page (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    for (uint64_t id = 1; id <= 7; id++) {
        struct incident *incident = maker_incident (maker, id);
        incident->state = id % 2 == 0 ? INCIDENT_CLOSED : INCIDENT_REPORTED;
        maker_change (maker, &incident->entity);
    }
    rig_submit_wait (rig, maker_batch (maker));
    const struct store_ops *ops = rig->store->ops;
    ops->list (rig->store, ENTITY_INCIDENT, 0, 3, rig_image, rig);
    ops->list (rig->store, ENTITY_INCIDENT, 5, 3, rig_image, rig);
    ops->list (rig->store, ENTITY_INCIDENT, 2, 3, rig_image, rig);
    rig_wait (rig, &rig->images.ends, 3);
    static const uint64_t expected[] = { 7, 6, 5, 4, 3, 2, 1 };
    assert_int_equal (rig->images.count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal (rig->images.items[i].id, expected[i]);
    maker_free (maker);
    rig_close (rig);
}

static void
assert_same_entry (const struct store_entry *read, const struct store_entry *written)
{
    assert_int_equal (read->seq, written->seq);
    assert_int_equal (read->epoch, written->epoch);
    assert_int_equal (read->at, written->at);
    assert_int_equal (read->received_at, written->received_at);
    assert_int_equal (read->principal, written->principal);
    assert_memory_equal (read->command_id, written->command_id, COMMAND_ID_BYTES);
    assert_int_equal (read->subject_kind, written->subject_kind);
    assert_int_equal (read->subject, written->subject);
    assert_int_equal (read->incident, written->incident);
    assert_int_equal (read->payload_size, written->payload_size);
    assert_memory_equal (read->hash, written->hash, HASH_BYTES);
}

static void
the_journal_is_read_from_any_seq_and_by_incident (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    struct entity *one = &maker_incident (maker, 1)->entity, *two = &maker_incident (maker, 2)->entity;
    for (int i = 0; i < 5; i++) {
        maker_change (maker, one);
        maker_change (maker, two);
    }
    maker_change (maker, maker_entity (maker, ENTITY_POST, 1)); /* of no incident */
    rig_submit_wait (rig, maker_batch (maker));
    const struct store_ops *ops = rig->store->ops;
    ops->journal (rig->store, 8, 0, 10, rig_entry, rig);
    rig_wait (rig, &rig->entries.ends, 1);
    assert_int_equal (rig->entries.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_same_entry (&rig->entries.items[i], &maker->entries[8 + i]);
    rig_forget (rig);
    ops->journal (rig->store, 2, 2, 3, rig_entry, rig);
    rig_wait (rig, &rig->entries.ends, 1);
    assert_int_equal (rig->entries.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal (rig->entries.items[i].seq, 4 + 2 * i);
    maker_free (maker);
    rig_close (rig);
}

static void
too_many_reads_are_refused_and_the_rest_is_answered (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    uint8_t id[COMMAND_ID_BYTES];
    int accepted = 0;
    command_id (1, id);
    while (rig->store->ops->lookup_command (rig->store, 7, id, rig_command, rig) == 0)
        assert_true (++accepted < 1000);
    assert_int_equal (accepted, 64);
    rig_wait (rig, &rig->lookups, accepted);
    assert_int_equal (rig->found, 0);
    rig_close (rig);
}

static void
a_read_is_refused_unless_ready_and_dropped_at_a_failure (void **state)
{
    (void)state;
    struct rig *rig = rig_open ("tcp://a");
    assert_int_equal (rig->store->ops->fetch (rig->store, ENTITY_INCIDENT, 1, rig_image, rig), -1);
    rig_wait (rig, &rig->ready, 1);
    struct maker *maker = maker_create (rig);
    maker->seq = 10; /* which leaves a gap */
    maker_change (maker, &maker_incident (maker, 1)->entity);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    rig_wait (rig, &rig->failed, 1);
    assert_int_equal (rig->store->ops->fetch (rig->store, ENTITY_INCIDENT, 1, rig_image, rig), -1);
    assert_int_equal (rig->store->ops->scan (rig->store, rig_entry, rig_image, rig), -1);
    maker_free (maker);
    rig_close (rig);
}

/* ---- the scan ---- */

static void
a_scan_tells_everything_in_order (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    for (uint64_t id = 1; id <= 500; id++)
        maker_change (maker, &maker_incident (maker, id)->entity);
    rig_submit_wait (rig, maker_batch (maker));
    maker_next (maker);
    maker_one_of_each (maker); /* incident 5 again, as another struct */
    rig_submit_wait (rig, maker_batch (maker));
    rig_scan (rig);
    assert_int_equal (rig->entries.count, 500 + KINDS_STORED);
    assert_int_equal (rig->images.count, 499 + KINDS_STORED);
    for (size_t i = 0; i < rig->entries.count; i++)
        assert_int_equal (rig->entries.items[i].seq, i + 1);
    for (int i = 0; i < KINDS_STORED; i++)
        assert_same_entry (&rig->entries.items[500 + i], &maker->entries[i]);
    for (size_t i = 1; i < rig->images.count; i++)
        assert_true (rig->images.items[i - 1].kind < rig->images.items[i].kind ||
                     rig->images.items[i - 1].id < rig->images.items[i].id);
    maker_free (maker);
    rig_close (rig);
}

static void
one_scan_at_a_time (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    assert_int_equal (rig->store->ops->scan (rig->store, rig_entry, rig_image, rig), 0);
    assert_int_equal (rig->store->ops->scan (rig->store, rig_entry, rig_image, rig), -1);
    rig_wait (rig, &rig->images.ends, 1);
    rig_scan (rig);
    rig_close (rig);
}

/* ---- settled things ---- */

/* Incidents 1..6, closed except 1, each with a report and an ended order; an ended and a running shift; two
 * obligations discharged, one armed. Versions: incident i at 3i, its report 3i - 2, its order 3i - 1; shifts 19
 * (off), 20 (on); obligations 21, 22 (discharged), 23 (armed). */
static void
make_history (struct maker *maker)
{
    for (uint64_t id = 1; id <= 6; id++) {
        struct report *report = (struct report *)maker_entity (maker, ENTITY_REPORT, id);
        struct dispatch_order *order = (struct dispatch_order *)maker_entity (maker, ENTITY_DISPATCH_ORDER, id);
        struct incident *incident = maker_incident (maker, id);
        report->incident = order->incident = id;
        order->state = ORDER_COMPLETED;
        incident->state = id == 1 ? INCIDENT_RESPONDING : INCIDENT_CLOSED;
        maker_change (maker, &report->entity);
        maker_change (maker, &order->entity);
        maker_change (maker, &incident->entity);
    }
    for (uint64_t id = 1; id <= 2; id++) {
        struct shift *shift = (struct shift *)maker_entity (maker, ENTITY_SHIFT, id);
        shift->state = id == 1 ? SHIFT_OFF_DUTY : SHIFT_ON_DUTY;
        maker_change (maker, &shift->entity);
    }
    for (uint64_t id = 1; id <= 3; id++) {
        struct obligation *obligation = (struct obligation *)maker_entity (maker, ENTITY_OBLIGATION, id);
        obligation->state = id == 3 ? OBLIGATION_ARMED : OBLIGATION_DISCHARGED;
        obligation->subject_kind = ENTITY_INCIDENT;
        maker_change (maker, &obligation->entity);
    }
}

/* Settled, by version: incidents 6, 9, 12, 15, 18; shift 19; obligations 21, 22. */
static const struct {
    uint32_t settled_max;
    uint64_t floor;
} history_cases[] = { { 0, 22 }, { 1, 21 }, { 2, 19 }, { 3, 18 }, { 5, 12 }, { 7, 6 }, { 8, 0 }, { 100, 0 } };

static bool
must_be_loaded (const struct maker *maker, const struct entity *entity, uint64_t floor)
{
    uint64_t incident = entity_incident (entity);
    if (entity->kind == ENTITY_REPORT || entity->kind == ENTITY_DISPATCH_ORDER)
        for (size_t i = 0; i < maker->entities_count; i++)
            if (maker->entities[i]->kind == ENTITY_INCIDENT && maker->entities[i]->id == incident)
                return must_be_loaded (maker, maker->entities[i], floor);
    return !entity_settled (entity) || entity->version > floor;
}

static void
only_the_newest_settled_are_loaded (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    make_history (maker);
    rig_submit_wait (rig, maker_batch (maker));
    rig_close (rig);
    for (size_t c = 0; c < sizeof history_cases / sizeof *history_cases; c++) {
        rig_settled_max = history_cases[c].settled_max;
        rig = rig_open_ready ("tcp://a");
        assert_int_equal (rig->head.sync_floor, history_cases[c].floor);
        assert_int_equal (rig->head.last_ids[ENTITY_OBLIGATION], 3);
        for (size_t i = 0; i < maker->entities_count; i++) {
            const struct entity *entity = maker->entities[i];
            if (must_be_loaded (maker, entity, history_cases[c].floor))
                assert_image (&rig->loaded, entity);
            else
                assert_no_image (&rig->loaded, entity->kind, entity->id);
        }
        rig_close (rig);
    }
    maker_free (maker);
}

static void
what_is_reopened_is_open_again (void **state)
{
    (void)state;
    rig_settled_max = 0;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    struct incident *incident = maker_incident (maker, 1);
    incident->state = INCIDENT_CLOSED;
    maker_change (maker, &incident->entity);
    rig_submit_wait (rig, maker_batch (maker));
    maker_next (maker);
    incident->state = INCIDENT_RESPONDING;
    maker_change (maker, &incident->entity);
    rig_submit_wait (rig, maker_batch (maker));
    rig_close (rig);
    rig = rig_open_ready ("tcp://a");
    assert_image (&rig->loaded, &incident->entity);
    assert_int_equal (rig->head.sync_floor, 0);
    maker_free (maker);
    rig_close (rig);
}

const struct CMUnitTest read_tests[] = {
    STORE_TEST (a_lookup_tells_the_stored_result_or_none),
    STORE_TEST (an_incident_is_fetched_with_all_of_its_own),
    STORE_TEST (a_list_goes_back_page_by_page),
    STORE_TEST (the_journal_is_read_from_any_seq_and_by_incident),
    STORE_TEST (too_many_reads_are_refused_and_the_rest_is_answered),
    STORE_TEST (a_read_is_refused_unless_ready_and_dropped_at_a_failure),
    STORE_TEST (a_scan_tells_everything_in_order),
    STORE_TEST (one_scan_at_a_time),
    STORE_TEST (only_the_newest_settled_are_loaded),
    STORE_TEST (what_is_reopened_is_open_again),
};
const size_t read_tests_count = sizeof read_tests / sizeof *read_tests;

/* SPDX-License-Identifier: Apache-2.0 */
/* test_store.c: what the store promises, held against both drivers. */
#include "store_rig.h"

#include <sodium.h>
#include <string.h>

enum { KINDS_STORED = ENTITY_KINDS - 1 };

/* ---- start, commit, start again ---- */

static void
an_empty_store_starts_with_nothing (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    const uint8_t zero[HASH_BYTES] = { 0 };
    assert_int_equal (rig->head.epoch, STORE_EPOCH_FIRST);
    assert_int_equal (rig->head.seq, 0);
    assert_int_equal (rig->head.at, 0);
    assert_int_equal (rig->head.sync_floor, 0);
    assert_memory_equal (rig->head.hash, zero, HASH_BYTES);
    for (int kind = 0; kind < ENTITY_KINDS; kind++)
        assert_int_equal (rig->head.last_ids[kind], 0);
    assert_int_equal (rig->loaded.count + rig->commands_count, 0);
    rig_close (rig);
}

/* One entity of each kind, the children in incident 5. */
static void
make_one_of_each (struct maker *maker)
{
    for (enum entity_kind kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++) {
        struct entity *entity =
            kind == ENTITY_INCIDENT ? &maker_incident (maker, 5)->entity : maker_entity (maker, kind, kind + 10u);
        if (kind == ENTITY_REPORT)
            ((struct report *)entity)->incident = 5;
        if (kind == ENTITY_DISPATCH_ORDER)
            ((struct dispatch_order *)entity)->incident = 5;
        if (kind == ENTITY_OBLIGATION) {
            ((struct obligation *)entity)->incident = 5;
            ((struct obligation *)entity)->state = OBLIGATION_ARMED;
            ((struct obligation *)entity)->subject_kind = ENTITY_INCIDENT;
        }
        if (kind == ENTITY_SHIFT)
            ((struct shift *)entity)->state = SHIFT_ON_DUTY;
        maker_change (maker, entity);
    }
    maker_command (maker, 1);
}

static void
what_was_committed_is_there_after_a_restart (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    make_one_of_each (maker);
    rig_submit_wait (rig, maker_batch (maker));
    rig_close (rig);

    rig = rig_open_ready ("tcp://a");
    assert_int_equal (rig->head.epoch, STORE_EPOCH_FIRST + 1);
    assert_int_equal (rig->head.seq, KINDS_STORED);
    assert_int_equal (rig->head.at, maker->entries[KINDS_STORED - 1].at);
    assert_memory_equal (rig->head.hash, maker->hash, HASH_BYTES);
    assert_int_equal (rig->loaded.count, KINDS_STORED);
    for (size_t i = 0; i < maker->entities_count; i++) {
        assert_image (&rig->loaded, maker->entities[i]);
        assert_int_equal (rig->head.last_ids[maker->entities[i]->kind], maker->entities[i]->id);
    }
    assert_int_equal (rig->commands_count, 1);
    assert_int_equal (rig->commands[0], 1);
    maker_free (maker);
    rig_close (rig);
}

static void
a_change_replaces_the_image (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    struct entity *changed = &maker_incident (maker, 1)->entity, *kept = &maker_incident (maker, 2)->entity;
    maker_change (maker, changed);
    maker_change (maker, kept);
    rig_submit_wait (rig, maker_batch (maker));
    maker_next (maker);
    maker_change (maker, changed);
    maker_change (maker, changed); /* two entries, one row */
    rig_submit_wait (rig, maker_batch (maker));
    rig_close (rig);

    rig = rig_open_ready ("tcp://a");
    assert_int_equal (rig->head.seq, 4);
    assert_int_equal (rig->loaded.count, 2);
    assert_image (&rig->loaded, changed);
    assert_image (&rig->loaded, kept);
    maker_free (maker);
    rig_close (rig);
}

static void
sizes_from_nothing_to_large_are_kept (void **state)
{
    (void)state;
    static uint8_t large[300000];
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    memset (large, 'x', sizeof large);
    maker_change (maker, &maker_incident (maker, 1)->entity);
    maker_change (maker, &maker_incident (maker, 2)->entity);
    maker_command (maker, 1);
    maker->rows[0].image = NULL;
    maker->rows[0].image_size = 0;
    maker->rows[1].image = large;
    maker->rows[1].image_size = sizeof large;
    maker->entries[0].payload_size = 0;
    maker->entries[1].payload = large;
    maker->entries[1].payload_size = sizeof large;
    maker->commands[0].result_size = 0;
    rig_submit_wait (rig, maker_batch (maker));
    rig_scan (rig);
    assert_int_equal (rig->images.items[0].size, 0);
    assert_int_equal (rig->images.items[1].size, sizeof large);
    assert_int_equal (rig->entries.items[0].payload_size, 0);
    assert_int_equal (rig->entries.items[1].payload_size, sizeof large);
    maker_free (maker);
    rig_close (rig);
}

static void
refusals_alone_are_a_batch (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_command (maker, 3);
    rig_submit_wait (rig, maker_batch (maker));
    rig_close (rig);
    rig = rig_open_ready ("tcp://a");
    assert_int_equal (rig->head.seq, 0);
    assert_int_equal (rig->commands_count, 1);
    maker_free (maker);
    rig_close (rig);
}

static void
a_full_batch_fits (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    for (uint64_t i = 1; i <= STORE_BATCH_COMMANDS_MAX; i++) {
        maker_change (maker, &maker_incident (maker, i)->entity);
        maker_command (maker, i);
    }
    rig_submit_wait (rig, maker_batch (maker));
    rig_scan (rig);
    assert_int_equal (rig->entries.count, STORE_BATCH_COMMANDS_MAX);
    assert_int_equal (rig->images.count, STORE_BATCH_COMMANDS_MAX);
    maker_free (maker);
    rig_close (rig);
}

static void
the_newest_commands_are_told_oldest_first (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    for (uint64_t i = 1; i <= 5; i++)
        maker_command (maker, i);
    rig_submit_wait (rig, maker_batch (maker));
    rig_close (rig);
    rig_commands_max = 3;
    rig = rig_open_ready ("tcp://a");
    assert_int_equal (rig->commands_count, 3);
    for (uint64_t i = 0; i < 3; i++)
        assert_int_equal (rig->commands[i], i + 3);
    maker_free (maker);
    rig_close (rig);
}

/* ---- what must be refused ---- */

/* Submits the maker's batch, waits for its failure, starts again. */
static void
submit_fails (struct rig *rig, struct maker *maker)
{
    rig_forget (rig);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    assert_int_equal (rig->failed, 0);
    rig_wait (rig, &rig->failed, 1);
    assert_false (rig->fatal);
    assert_int_equal (rig->committed, 0);
    rig->store->ops->start (rig->store);
    rig_wait (rig, &rig->ready, 1);
}

static void
a_gap_or_a_repeated_seq_is_refused (void **state)
{
    (void)state;
    static const int shifts[] = { -1, 1 };
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    struct entity *incident = &maker_incident (maker, 1)->entity;
    maker_change (maker, incident);
    maker_change (maker, incident);
    rig_submit_wait (rig, maker_batch (maker));
    for (int i = 0; i < 2; i++) {
        uint64_t version = incident->version;
        maker_next (maker);
        maker->seq = version + (uint64_t)shifts[i];
        maker_change (maker, incident);
        maker_command (maker, 1);
        submit_fails (rig, maker);
        assert_int_equal (rig->head.seq, 2);
        assert_int_equal (rig->commands_count, 0);
        incident->version = version;
        assert_image (&rig->loaded, incident);
        maker_follow (maker, rig);
    }
    maker_free (maker);
    rig_close (rig);
}

static void
a_command_id_is_stored_once (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_command (maker, 9);
    rig_submit_wait (rig, maker_batch (maker));
    maker_next (maker);
    maker_command (maker, 9);
    maker_change (maker, &maker_incident (maker, 1)->entity);
    submit_fails (rig, maker);
    assert_int_equal (rig->head.seq, 0);
    assert_int_equal (rig->loaded.count, 0);
    maker_free (maker);
    rig_close (rig);
}

/* ---- leader and standby ---- */

static void
a_second_store_stands_by_until_the_first_is_gone (void **state)
{
    (void)state;
    struct rig *first = rig_open_ready ("tcp://first");
    struct rig *second = rig_open ("tcp://second");
    rig_wait_both (second, first, &second->standby, 1);
    assert_string_equal (second->leader, "tcp://first");
    assert_int_equal (second->ready, 0);
    rig_close (first);
    rig_wait (second, &second->ready, 1);
    assert_int_equal (second->head.epoch, STORE_EPOCH_FIRST + 1);
    rig_close (second);
}

static void
a_leader_that_lives_is_not_replaced (void **state)
{
    (void)state;
    struct rig *first = rig_open_ready ("tcp://first");
    struct rig *second = rig_open ("tcp://second");
    rig_wait_both (second, first, &second->standby, 1);
    struct maker *maker = maker_create (first);
    struct entity *incident = &maker_incident (maker, 1)->entity;
    int turns = 0;
    for (int64_t before = first->committed; first->committed < before + 200; turns++) {
        maker_next (maker);
        maker_change (maker, incident);
        first->store->ops->submit (first->store, maker_batch (maker));
        rig_wait_both (first, second, &first->committed, first->committed + 1);
    }
    assert_int_equal (first->failed + second->failed + second->ready, 0);
    maker_free (maker);
    rig_close (second);
    rig_close (first);
}

static void
a_silent_leader_is_replaced_and_fenced (void **state)
{
    (void)state;
    struct rig *first = rig_open_ready ("tcp://first");
    struct maker *maker = maker_create (first);
    maker_change (maker, &maker_incident (maker, 1)->entity);
    rig_submit_wait (first, maker_batch (maker));

    struct rig *second = rig_open_ready ("tcp://second"); /* while nobody turns the first */
    assert_int_equal (second->head.epoch, STORE_EPOCH_FIRST + 1);
    maker_next (maker);
    maker_change (maker, &maker_incident (maker, 2)->entity);
    first->store->ops->submit (first->store, maker_batch (maker));
    rig_wait (first, &first->failed, 1);
    assert_int_equal (first->committed, 1);
    assert_false (first->fatal);
    rig_scan (second);
    assert_int_equal (second->entries.count, 1);
    maker_free (maker);
    rig_close (second);
    rig_close (first);
}

static void
another_centre_is_refused_for_good (void **state)
{
    (void)state;
    rig_close (rig_open_ready ("tcp://a"));
    rig_centre = "linfen";
    struct rig *rig = rig_open ("tcp://b");
    rig_wait (rig, &rig->failed, 1);
    assert_true (rig->fatal);
    assert_non_null (strstr (rig->text, "centre"));
    rig_close (rig);
}

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
    make_one_of_each (maker);
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
    make_one_of_each (maker); /* incident 5 again, as another struct */
    rig_submit_wait (rig, maker_batch (maker));
    rig_scan (rig);
    assert_int_equal (rig->entries.count, 500 + KINDS_STORED);
    assert_int_equal (rig->images.count, 499 + KINDS_STORED);
    for (size_t i = 0; i < rig->entries.count; i++)
        assert_int_equal (rig->entries.items[i].seq, i + 1);
    for (size_t i = 0; i < KINDS_STORED; i++)
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

/* ---- the chain ---- */

/* The hash of the contract, laid out by hand. */
static void
the_chain_hashes_what_the_contract_says (void **state)
{
    (void)state;
    uint8_t previous[HASH_BYTES], expected[HASH_BYTES];
    memset (previous, 0xab, sizeof previous);
    struct store_entry entry = { .seq = 0x0102030405060708,
                                 .epoch = 2,
                                 .at = 3,
                                 .received_at = 4,
                                 .principal = 5,
                                 .subject = 6,
                                 .incident = 7,
                                 .kind = "ab",
                                 .subject_kind = ENTITY_TEAM,
                                 .payload = (const uint8_t *)"xyz",
                                 .payload_size = 3 };
    memset (entry.command_id, 0xcd, COMMAND_ID_BYTES);
    uint8_t bytes[HASH_BYTES + 56 + COMMAND_ID_BYTES + 1 + 4 + 2 + 4 + 3], *at = bytes;
    memset (bytes, 0, sizeof bytes);
    memset (at, 0xab, HASH_BYTES);
    at += HASH_BYTES;
    memcpy (at, "\x08\x07\x06\x05\x04\x03\x02\x01", 8);
    for (uint8_t i = 1; i < 7; i++)
        at[8 * i] = i + 1u;
    at += 56;
    memset (at, 0xcd, COMMAND_ID_BYTES);
    at[COMMAND_ID_BYTES] = ENTITY_TEAM;
    memcpy (at + COMMAND_ID_BYTES + 1, "\2\0\0\0ab\3\0\0\0xyz", 13);
    crypto_generichash (expected, HASH_BYTES, bytes, sizeof bytes, NULL, 0);
    store_chain (previous, &entry, 1);
    assert_memory_equal (entry.hash, expected, HASH_BYTES);
    assert_memory_equal (previous, expected, HASH_BYTES);
}

/* ---- the in-memory driver's faults ---- */

static const struct {
    enum memory_fault fault;
    bool durable;
} fault_cases[] = { { MEMORY_FAULT_LOST, false }, { MEMORY_FAULT_UNKNOWN, true }, { MEMORY_FAULT_WARNING, true } };

static void
each_fault_fails_and_only_some_lose_the_batch (void **state)
{
    (void)state;
    for (size_t c = 0; c < sizeof fault_cases / sizeof *fault_cases; c++) {
        rig_reset ();
        struct rig *rig = rig_open_ready ("tcp://a");
        struct maker *maker = maker_create (rig);
        maker_change (maker, &maker_incident (maker, 1)->entity);
        memory_disk_fail_next (rig_disk, fault_cases[c].fault);
        submit_fails (rig, maker);
        assert_int_equal (rig->head.seq, fault_cases[c].durable ? 1 : 0);
        assert_int_equal (rig->loaded.count, fault_cases[c].durable ? 1 : 0);
        maker_follow (maker, rig);
        maker_change (maker, maker->entities[0]); /* the fault came once */
        rig->failed = 0;
        rig_submit_wait (rig, maker_batch (maker));
        maker_free (maker);
        rig_close (rig);
    }
}

static void
a_held_batch_commits_when_released (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_change (maker, &maker_incident (maker, 1)->entity);
    memory_disk_hold (rig_disk, true);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    for (int turn = 0; turn < 10; turn++)
        rig->store->ops->handle (rig->store, turn);
    assert_int_equal (rig->committed + rig->failed, 0);
    assert_int_equal (rig->store->ops->timeout_ms (rig->store, 0), -1);
    memory_disk_hold (rig_disk, false);
    assert_int_equal (rig->store->ops->timeout_ms (rig->store, 0), 0);
    rig->store->ops->handle (rig->store, 10);
    assert_int_equal (rig->committed, 1);
    maker_free (maker);
    rig_close (rig);
}

static void
starts_are_refused_as_often_as_asked (void **state)
{
    (void)state;
    memory_disk_refuse_starts (rig_disk, 2);
    struct rig *rig = rig_open ("tcp://a");
    for (int times = 1; times <= 2; times++) {
        rig_wait (rig, &rig->failed, times);
        assert_false (rig->fatal);
        rig->store->ops->start (rig->store);
    }
    rig_wait (rig, &rig->ready, 1);
    rig_close (rig);
}

static void
a_double_leader_is_fenced_at_its_next_batch (void **state)
{
    (void)state;
    struct rig *first = rig_open_ready ("tcp://first");
    memory_disk_take_over (rig_disk);
    struct rig *second = rig_open_ready ("tcp://second");
    assert_int_equal (first->store->ops->state (first->store), STORE_READY); /* it does not know yet */
    struct maker *maker = maker_create (first);
    maker_change (maker, &maker_incident (maker, 1)->entity);
    first->store->ops->submit (first->store, maker_batch (maker));
    rig_wait (first, &first->failed, 1);
    rig_scan (second);
    assert_int_equal (second->entries.count, 0);
    maker_free (maker);
    rig_close (first);
    rig_close (second);
}

/* ---- running ---- */

static int
reset (void **state)
{
    (void)state;
    rig_reset ();
    return 0;
}

#define BOTH(test) cmocka_unit_test_setup (test, reset)

static const struct CMUnitTest both_tests[] = {
    BOTH (an_empty_store_starts_with_nothing),
    BOTH (what_was_committed_is_there_after_a_restart),
    BOTH (a_change_replaces_the_image),
    BOTH (sizes_from_nothing_to_large_are_kept),
    BOTH (refusals_alone_are_a_batch),
    BOTH (a_full_batch_fits),
    BOTH (the_newest_commands_are_told_oldest_first),
    BOTH (a_gap_or_a_repeated_seq_is_refused),
    BOTH (a_command_id_is_stored_once),
    BOTH (a_second_store_stands_by_until_the_first_is_gone),
    BOTH (a_leader_that_lives_is_not_replaced),
    BOTH (a_silent_leader_is_replaced_and_fenced),
    BOTH (another_centre_is_refused_for_good),
    BOTH (a_lookup_tells_the_stored_result_or_none),
    BOTH (an_incident_is_fetched_with_all_of_its_own),
    BOTH (a_list_goes_back_page_by_page),
    BOTH (the_journal_is_read_from_any_seq_and_by_incident),
    BOTH (too_many_reads_are_refused_and_the_rest_is_answered),
    BOTH (a_read_is_refused_unless_ready_and_dropped_at_a_failure),
    BOTH (a_scan_tells_everything_in_order),
    BOTH (one_scan_at_a_time),
    BOTH (only_the_newest_settled_are_loaded),
    BOTH (what_is_reopened_is_open_again),
};

static const struct CMUnitTest memory_tests[] = {
    BOTH (the_chain_hashes_what_the_contract_says),     BOTH (each_fault_fails_and_only_some_lose_the_batch),
    BOTH (a_held_batch_commits_when_released),          BOTH (starts_are_refused_as_often_as_asked),
    BOTH (a_double_leader_is_fenced_at_its_next_batch),
};

static int
run (const char *name, const struct CMUnitTest *tests, size_t count)
{
    return _cmocka_run_group_tests (name, tests, count, NULL, NULL);
}

int
main (void)
{
    int failed = 0;
    backend = &backend_memory;
    failed += run ("memory", both_tests, sizeof both_tests / sizeof *both_tests);
    failed += run ("memory faults", memory_tests, sizeof memory_tests / sizeof *memory_tests);
    memory_disk_destroy (rig_disk);
    if (cluster_start (NULL) != 0) {
        print_error ("the private PostgreSQL did not start\n");
        return 1;
    }
    backend = &backend_postgres;
    failed += run ("postgres", both_tests, sizeof both_tests / sizeof *both_tests);
    failed += run ("postgres only", postgres_tests, postgres_tests_count);
    return cluster_stop (NULL) != 0 || failed != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_store.c: what the store promises of starts, batches and leaders, held against both drivers. */
#include "store_rig.h"

#include <string.h>

#define KINDS_STORED kinds_stored ()

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
    for (int series = 0; series < ID_SERIES; series++)
        assert_int_equal (rig->head.last_ids[series], 0);
    assert_int_equal (rig->loaded.count + rig->commands_count, 0);
    rig_close (rig);
}

static void
what_was_committed_is_there_after_a_restart (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_one_of_each (maker);
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
        assert_int_equal (rig->head.last_ids[id_series (maker->entities[i]->kind, maker->entities[i]->id)],
                          maker->entities[i]->id);
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

/* A small batch is one statement, made for the tables that it touches: more of them than are kept. */
static void
any_tables_go_together (void **state)
{
    enum { KINDS = 7, COMBINATIONS = 1 << KINDS };
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_one_of_each (maker);
    rig_submit_wait (rig, maker_batch (maker));
    for (unsigned combination = 1; combination < COMBINATIONS; combination++) {
        maker_next (maker);
        for (unsigned kind = 0; kind < KINDS; kind++)
            if (combination >> kind & 1)
                maker_change (maker, maker->entities[kind]);
        if (combination % 2)
            maker_command (maker, 100 + combination);
        rig_submit_wait (rig, maker_batch (maker));
    }
    rig_scan (rig);
    for (unsigned kind = 0; kind < KINDS; kind++)
        assert_image (&rig->images, maker->entities[kind]);
    maker_free (maker);
    rig_close (rig);
    rig = rig_open_ready ("tcp://a");
    assert_int_equal (rig->commands_count, 1 + COMBINATIONS / 2);
    rig_close (rig);
}

static void
a_second_batch_may_be_handed_over_behind_the_first (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    struct entity *incident = &maker_incident (maker, 1)->entity;
    for (uint64_t i = 1; i <= STORE_BATCHES_MAX; i++) {
        maker_next (maker);
        maker_change (maker, incident);
        maker_command (maker, i);
        rig->store->ops->submit (rig->store, maker_batch (maker));
    }
    rig_wait (rig, &rig->committed, STORE_BATCHES_MAX);
    rig_scan (rig);
    assert_int_equal (rig->entries.count, STORE_BATCHES_MAX);
    assert_image (&rig->images, incident);
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
        rig_submit_fails (rig, maker);
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
    rig_submit_fails (rig, maker);
    assert_int_equal (rig->head.seq, 0);
    assert_int_equal (rig->loaded.count, 0);
    maker_free (maker);
    rig_close (rig);
}

/* A refusal rests on what was decided before it, stored or not: it must not be told if that was lost. */
static void
a_batch_behind_a_failed_one_is_not_stored (void **state)
{
    (void)state;
    struct rig *rig = rig_open_ready ("tcp://a");
    struct maker *maker = maker_create (rig);
    maker_command (maker, 9);
    rig_submit_wait (rig, maker_batch (maker));
    maker_next (maker);
    maker_command (maker, 9); /* stored already */
    maker_change (maker, &maker_incident (maker, 1)->entity);
    rig->store->ops->submit (rig->store, maker_batch (maker));
    maker_next (maker);
    maker_command (maker, 10);
    rig_submit_fails (rig, maker);
    assert_int_equal (rig->head.seq, 0);
    assert_int_equal (rig->commands_count, 1);
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
    assert_int_equal (second->store->ops->state (second->store), STORE_STANDBY);
    assert_int_equal (second->ready, 0);
    rig_close (first);
    rig_wait (second, &second->ready, 1);
    assert_int_equal (second->head.epoch, STORE_EPOCH_FIRST + 1);
    rig_close (second);
}

static void
a_standby_knows_the_principals_of_now (void **state)
{
    (void)state;
    struct rig *first = rig_open_ready ("tcp://first");
    struct maker *maker = maker_create (first);
    struct entity *principal = maker_entity (maker, ENTITY_PRINCIPAL, 1);
    maker_change (maker, principal);
    maker_change (maker, &maker_incident (maker, 1)->entity);
    rig_submit_wait (first, maker_batch (maker));
    struct rig *second = rig_open ("tcp://second");
    for (int round = 0; round < 2; round++) {
        rig_wait_both (second, first, &second->standby, second->standby + 1);
        assert_int_equal (second->guests.count, 1);
        assert_image (&second->guests, principal);
        maker_next (maker);
        maker_change (maker, principal);
        first->store->ops->submit (first->store, maker_batch (maker));
        rig_wait (first, &first->committed, round + 2);
    }
    rig_close (first);
    rig_wait (second, &second->ready, 1);
    assert_int_equal (second->loaded.count, 2);
    assert_image (&second->loaded, principal);
    maker_free (maker);
    rig_close (second);
}

/* Long enough for a standby to look often enough to call a leader silent. */
enum { WATCHED_MS = 2500 };

static void
an_idle_leader_is_not_replaced (void **state)
{
    (void)state;
    struct rig *first = rig_open_ready ("tcp://first");
    struct rig *second = rig_open ("tcp://second");
    rig_turn_both (first, second, WATCHED_MS);
    assert_true (second->standby >= 1);
    assert_int_equal (first->failed + second->failed + second->ready, 0);
    rig_close (second);
    rig_close (first);
}

static void
submit_again (struct rig *rig, struct maker *maker)
{
    maker_next (maker);
    maker_change (maker, maker->entities[0]);
    rig->store->ops->submit (rig->store, maker_batch (maker));
}

/* Never a moment without a batch in flight: each is submitted while the one before is told. */
static void
a_busy_leader_is_not_replaced (void **state)
{
    (void)state;
    struct rig *first = rig_open_ready ("tcp://first");
    struct rig *second = rig_open ("tcp://second");
    struct maker *maker = maker_create (first);
    maker_incident (maker, 1);
    first->busy_with = maker;
    first->on_commit = submit_again;
    submit_again (first, maker);
    rig_turn_both (first, second, WATCHED_MS);
    assert_true (first->committed > 10);
    assert_true (second->standby >= 1);
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

/* ---- running ---- */

static const struct CMUnitTest write_tests[] = {
    STORE_TEST (an_empty_store_starts_with_nothing),
    STORE_TEST (what_was_committed_is_there_after_a_restart),
    STORE_TEST (a_change_replaces_the_image),
    STORE_TEST (sizes_from_nothing_to_large_are_kept),
    STORE_TEST (refusals_alone_are_a_batch),
    STORE_TEST (a_full_batch_fits),
    STORE_TEST (any_tables_go_together),
    STORE_TEST (a_second_batch_may_be_handed_over_behind_the_first),
    STORE_TEST (the_newest_commands_are_told_oldest_first),
    STORE_TEST (a_gap_or_a_repeated_seq_is_refused),
    STORE_TEST (a_command_id_is_stored_once),
    STORE_TEST (a_batch_behind_a_failed_one_is_not_stored),
    STORE_TEST (a_second_store_stands_by_until_the_first_is_gone),
    STORE_TEST (a_standby_knows_the_principals_of_now),
    STORE_TEST (an_idle_leader_is_not_replaced),
    STORE_TEST (a_busy_leader_is_not_replaced),
    STORE_TEST (a_silent_leader_is_replaced_and_fenced),
    STORE_TEST (another_centre_is_refused_for_good),
};

static int
run (const char *name, const struct CMUnitTest *tests, size_t count)
{
    return _cmocka_run_group_tests (name, tests, count, NULL, NULL);
}

static int
run_both (const struct backend *under_test)
{
    backend = under_test;
    return run (backend->name, write_tests, sizeof write_tests / sizeof *write_tests) +
           run (backend->name, read_tests, read_tests_count);
}

int
main (void)
{
    int failed = run_both (&backend_memory) + run ("memory only", memory_tests, memory_tests_count);
    memory_disk_destroy (rig_disk);
    if (cluster_start () != 0) {
        print_error ("the private PostgreSQL did not start\n");
        return 1;
    }
    failed += run_both (&backend_postgres) + run ("postgres only", postgres_tests, postgres_tests_count) +
              run ("a start", start_tests, start_tests_count);
    return cluster_stop () != 0 || failed != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_store_memory.c: the hash chain, and the in-memory driver's faults. */
#include "store_rig.h"

#include <sodium.h>
#include <string.h>

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
        rig_submit_fails (rig, maker);
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

const struct CMUnitTest memory_tests[] = {
    STORE_TEST (the_chain_hashes_what_the_contract_says),
    STORE_TEST (each_fault_fails_and_only_some_lose_the_batch),
    STORE_TEST (a_held_batch_commits_when_released),
    STORE_TEST (starts_are_refused_as_often_as_asked),
    STORE_TEST (a_double_leader_is_fenced_at_its_next_batch),
};
const size_t memory_tests_count = sizeof memory_tests / sizeof *memory_tests;

/* SPDX-License-Identifier: Apache-2.0 */
/* test_libmuster_ledger.c: the books of a replica, without sockets: what moves position, what shows a hole, what is
 * live. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ledger.h"

enum { POST = 2 };

/* A push of entity `id` on a topic of its own, given unless there is no room. */
static bool
push (struct mu_ledger *ledger, uint64_t id, uint64_t seq, uint64_t prev_seq)
{
    char topic[32];
    size_t size = (size_t)snprintf (topic, sizeof topic, "duty/%llu", (unsigned long long)id);
    if (!mu_ledger_push_begin (ledger, topic, size, seq, prev_seq))
        return false;
    bool newer = mu_ledger_take (ledger, POST, id, seq);
    mu_ledger_push_end (ledger, seq);
    return newer;
}

/* In epoch 1, synced through this seq, live. */
static struct mu_ledger
live_at (uint64_t seq)
{
    struct mu_ledger ledger;
    mu_ledger_open (&ledger, 0);
    mu_ledger_epoch (&ledger, 1);
    mu_ledger_beat (&ledger, seq, mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, seq, false);
    assert_true (mu_ledger_current (&ledger));
    return ledger;
}

static void
an_unbroken_row_of_pushes_moves_position (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    push (&ledger, 1, 11, 0);
    push (&ledger, 2, 12, 0);
    assert_int_equal (ledger.position, 12);
    mu_ledger_beat (&ledger, 12, mu_ledger_current (&ledger));
    assert_false (mu_ledger_wants_sync (&ledger));
    mu_ledger_close (&ledger);
}

static void
a_push_beyond_a_hole_moves_nothing (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    push (&ledger, 1, 12, 0);
    assert_int_equal (ledger.position, 10);
    /* The beat names no more than was seen, and yet entry 11 is missing. */
    mu_ledger_beat (&ledger, 12, mu_ledger_current (&ledger));
    assert_true (mu_ledger_wants_sync (&ledger));
    mu_ledger_close (&ledger);
}

static void
a_sync_below_a_run_joins_it (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    push (&ledger, 1, 13, 0);
    push (&ledger, 2, 14, 0);
    mu_ledger_chunk_end (&ledger, 12, false);
    assert_int_equal (ledger.position, 14);
    mu_ledger_close (&ledger);
}

static void
a_sync_that_leaves_a_hole_does_not_join (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    push (&ledger, 1, 14, 0);
    mu_ledger_chunk_end (&ledger, 12, false);
    assert_int_equal (ledger.position, 12);
    mu_ledger_close (&ledger);
}

static void
prev_seq_shows_a_gap_at_once (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    push (&ledger, 1, 13, 11);
    assert_false (mu_ledger_current (&ledger));
    assert_true (mu_ledger_wants_sync (&ledger));
    mu_ledger_chunk_end (&ledger, 13, false);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

static void
prev_seq_below_position_or_seen_is_no_gap (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    push (&ledger, 1, 12, 10); /* covered by the sync */
    push (&ledger, 1, 14, 12); /* seen */
    push (&ledger, 2, 15, 0);  /* the daemon does not know */
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

static void
one_beat_behind_asks_and_two_end_live (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    mu_ledger_beat (&ledger, 11, mu_ledger_current (&ledger));
    assert_true (mu_ledger_wants_sync (&ledger));
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_beat (&ledger, 11, mu_ledger_current (&ledger));
    assert_false (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

static void
a_catch_up_in_parts_ends_the_let_off (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    mu_ledger_beat (&ledger, 20, true);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 12, true);
    assert_false (mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 15, false);
    assert_false (mu_ledger_current (&ledger));
    /* Past what is required, and yet the chunk said that there is more. */
    mu_ledger_chunk_end (&ledger, 30, true);
    assert_false (mu_ledger_current (&ledger));
    assert_true (mu_ledger_wants_sync (&ledger));
    mu_ledger_chunk_end (&ledger, 40, false);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

static void
nothing_is_live_before_it_reached_the_beat (void **state)
{
    (void)state;
    struct mu_ledger ledger;
    mu_ledger_open (&ledger, 0);
    mu_ledger_beat (&ledger, 12, mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 10, false); /* made before the beat, arrived after it */
    assert_false (mu_ledger_current (&ledger));
    assert_true (mu_ledger_wants_sync (&ledger));
    mu_ledger_chunk_end (&ledger, 12, false);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

/* All that was heard of is there, but nobody was told "live": the first beat must be reached, not only asked about.
 */
static void
the_first_beat_is_not_let_off (void **state)
{
    (void)state;
    struct mu_ledger ledger;
    mu_ledger_open (&ledger, 0);
    mu_ledger_chunk_end (&ledger, 10, false);
    mu_ledger_beat (&ledger, 11, false);
    assert_false (mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 11, false);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

/* Level in the middle of a snapshot, then overtaken by a beat: the end of that snapshot is not enough. */
static void
a_beat_during_a_snapshot_counts (void **state)
{
    (void)state;
    struct mu_ledger ledger;
    mu_ledger_open (&ledger, 0);
    mu_ledger_beat (&ledger, 5, mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 8, true);
    mu_ledger_beat (&ledger, 12, mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 10, false);
    assert_false (mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 12, false);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

static void
a_snapshot_in_parts_is_not_live (void **state)
{
    (void)state;
    struct mu_ledger ledger;
    mu_ledger_open (&ledger, 0);
    mu_ledger_beat (&ledger, 10, mu_ledger_current (&ledger));
    assert_true (mu_ledger_chunk_end (&ledger, 10, true));
    assert_false (mu_ledger_current (&ledger));
    assert_true (mu_ledger_wants_sync (&ledger));
    assert_false (mu_ledger_chunk_end (&ledger, 10, true)); /* leads nowhere: the caller must pause */
    mu_ledger_close (&ledger);
}

static void
only_newer_images_are_taken (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    assert_true (mu_ledger_take (&ledger, POST, 1, 15));
    assert_false (mu_ledger_take (&ledger, POST, 1, 15));
    assert_false (mu_ledger_take (&ledger, POST, 1, 14));
    assert_true (mu_ledger_take (&ledger, POST, 2, 14));
    assert_true (mu_ledger_take (&ledger, POST + 1, 1, 14)); /* another kind */
    assert_true (mu_ledger_take (&ledger, POST, 1, 16));
    assert_false (mu_ledger_take (&ledger, POST, 3, 10)); /* at or below position: old news */
    mu_ledger_close (&ledger);
}

static void
the_tables_empty_as_position_moves (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    for (uint64_t seq = 12; seq < 1000; seq++)
        push (&ledger, seq % 7, seq, 0);
    assert_non_null (ledger.versions);
    assert_non_null (ledger.topics);
    push (&ledger, 1, 11, 0); /* late, and no run of its own reaches 1000 */
    mu_ledger_chunk_end (&ledger, 1000, false);
    assert_null (ledger.versions);
    assert_null (ledger.topics);
    mu_ledger_close (&ledger);
}

static void
a_new_epoch_is_not_live_before_a_sync (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    assert_int_equal (mu_ledger_epoch (&ledger, 2), MU_EPOCH_NEW);
    assert_int_equal (mu_ledger_epoch (&ledger, 1), MU_EPOCH_OLD);
    assert_int_equal (mu_ledger_epoch (&ledger, 2), MU_EPOCH_SAME);
    mu_ledger_beat (&ledger, 10, mu_ledger_current (&ledger));
    assert_false (mu_ledger_current (&ledger));
    assert_true (mu_ledger_wants_sync (&ledger));
    mu_ledger_chunk_end (&ledger, 10, false);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

/* The old epoch's head may be above all that the new one has. */
static void
a_new_epoch_forgets_what_the_old_one_required (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    mu_ledger_beat (&ledger, 20, mu_ledger_current (&ledger));
    mu_ledger_epoch (&ledger, 2);
    mu_ledger_beat (&ledger, 12, mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 12, false);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

static void
a_reset_takes_everything_again (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    push (&ledger, 1, 15, 0);
    mu_ledger_reset (&ledger);
    assert_int_equal (ledger.position, 0);
    assert_false (mu_ledger_current (&ledger));
    assert_true (mu_ledger_take (&ledger, POST, 1, 3));
    mu_ledger_chunk_end (&ledger, 5, false);
    assert_int_equal (ledger.position, 5); /* the run from before is void: its images were dropped */
    mu_ledger_close (&ledger);
}

static void
over_the_bound_pushes_are_left_to_a_sync (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    uint64_t seq = 12;
    for (; seq < 12 + MU_VERSIONS_MAX; seq++)
        assert_true (push (&ledger, seq, seq, 0));
    assert_false (push (&ledger, seq, seq, 0));
    assert_false (mu_ledger_current (&ledger));
    assert_int_equal (ledger.required, seq);
    /* A sync is never refused. */
    assert_true (mu_ledger_take (&ledger, POST, seq, seq));
    mu_ledger_chunk_end (&ledger, seq, false);
    assert_true (mu_ledger_current (&ledger));
    assert_null (ledger.versions);
    mu_ledger_close (&ledger);
}

static void
too_many_topics_end_in_a_sync (void **state)
{
    (void)state;
    struct mu_ledger ledger = live_at (10);
    for (uint64_t seq = 12; seq <= 12 + MU_TOPICS_MAX; seq++)
        assert_true (push (&ledger, seq, seq, 0));
    assert_false (mu_ledger_current (&ledger));
    mu_ledger_chunk_end (&ledger, 12 + MU_TOPICS_MAX, false);
    assert_true (mu_ledger_current (&ledger));
    mu_ledger_close (&ledger);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_unbroken_row_of_pushes_moves_position),
        cmocka_unit_test (a_push_beyond_a_hole_moves_nothing),
        cmocka_unit_test (a_sync_below_a_run_joins_it),
        cmocka_unit_test (a_sync_that_leaves_a_hole_does_not_join),
        cmocka_unit_test (prev_seq_shows_a_gap_at_once),
        cmocka_unit_test (prev_seq_below_position_or_seen_is_no_gap),
        cmocka_unit_test (one_beat_behind_asks_and_two_end_live),
        cmocka_unit_test (a_catch_up_in_parts_ends_the_let_off),
        cmocka_unit_test (nothing_is_live_before_it_reached_the_beat),
        cmocka_unit_test (the_first_beat_is_not_let_off),
        cmocka_unit_test (a_beat_during_a_snapshot_counts),
        cmocka_unit_test (a_snapshot_in_parts_is_not_live),
        cmocka_unit_test (only_newer_images_are_taken),
        cmocka_unit_test (the_tables_empty_as_position_moves),
        cmocka_unit_test (a_new_epoch_is_not_live_before_a_sync),
        cmocka_unit_test (a_new_epoch_forgets_what_the_old_one_required),
        cmocka_unit_test (a_reset_takes_everything_again),
        cmocka_unit_test (over_the_bound_pushes_are_left_to_a_sync),
        cmocka_unit_test (too_many_topics_end_in_a_sync),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

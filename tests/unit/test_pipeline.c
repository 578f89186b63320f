/* SPDX-License-Identifier: Apache-2.0 */
/* test_pipeline.c: what the pipeline does when the store is slow or silent, and when commands never end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline_rig.h"

enum { HOUR_MS = 3600000, FULL_BATCH = STORE_BATCH_COMMANDS_MAX };

#define OK MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK
#define BUSY MUSTER__V1__REPLY_STATUS__REPLY_STATUS_BUSY
#define PENDING MUSTER__V1__REPLY_STATUS__REPLY_STATUS_PENDING
#define NOT_LEADER MUSTER__V1__REPLY_STATUS__REPLY_STATUS_NOT_LEADER
#define REFUSED MUSTER__V1__REPLY_STATUS__REPLY_STATUS_REFUSED
#define FAILED MUSTER__V1__REPLY_STATUS__REPLY_STATUS_FAILED

static void
import_posts (struct rig *rig, int first, int count)
{
    static char text[IMPORT_TEXT_MAX];
    size_t size = (size_t)snprintf (text, sizeof text, "county:\n  posts:\n");
    for (int i = first; i < first + count; i++)
        size += (size_t)snprintf (text + size, sizeof text - size, "    - {code: p%d, name: post}\n", i);
    rig_import_text (rig, text);
}

static void
a_key_that_is_replaced_in_one_batch_is_shut_out (void **state)
{
    (void)state;
    struct rig *rig = rig_create (100);
    uint8_t old[KEY_BYTES], new[KEY_BYTES];
    memset (old, 0x11, sizeof old);
    memset (new, 0x22, sizeof new);
    rig_enrol (rig, "board", MUSTER__V1__ROLE__ROLE_OBSERVER, 0x11);
    rig_settle (rig);
    assert_true (rig_admits (rig, old));
    rig_revoke (rig, "board");
    rig_enrol (rig, "board", MUSTER__V1__ROLE__ROLE_OBSERVER, 0x22);
    rig_settle (rig);
    assert_true (rig_admits (rig, new));
    assert_false (rig_admits (rig, old));
    rig_free (rig);
}

/* As the officer, who is principal 2; then the admin sends again. */
static void
report (struct rig *rig)
{
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REPORT);
    draft.report.drill = false;
    rig->as = 2;
    rig_send (rig, &draft);
    rig_settle (rig);
    rig->as = 1;
}

/* An incident under the county's own profile. */
static struct rig *
rig_with_a_report (void)
{
    struct rig *rig = rig_create (100);
    rig_import (rig, "deploy/profiles/cn-shanxi.yaml");
    rig_enrol (rig, "officer", MUSTER__V1__ROLE__ROLE_DUTY_OFFICER, 0x11);
    rig_settle (rig);
    report (rig);
    return rig;
}

static void
what_is_due_fires_in_a_burst_that_fills_every_batch (void **state)
{
    (void)state;
    struct rig *rig = rig_with_a_report ();
    assert_true (rig_stored (rig, "obligation.armed"));
    rig->now += 100 * HOUR_MS;
    for (int i = 0; i < 2 * FULL_BATCH; i++)
        rig_revoke (rig, "nobody");
    rig_turn (rig);
    assert_true (rig_stored (rig, "obligation.fired") || rig_stored (rig, "obligation.skipped"));
    rig_settle (rig);
    rig_free (rig);
}

/* So that the server never waits for us; but only one as large, and what rests on either waits for it. */
static void
a_batch_as_large_is_handed_over_behind_the_first (void **state)
{
    enum { COMMANDS = PIPELINE_OVERLAP_COMMANDS };
    (void)state;
    struct rig *rig = rig_create (100);
    for (int i = 0; i < COMMANDS; i++)
        rig_revoke (rig, "nobody");
    rig_turn (rig);
    assert_int_equal (rig->fake.in_flight, 1);
    for (int i = 0; i < COMMANDS - 1; i++)
        rig_revoke (rig, "nobody");
    rig_turn (rig);
    assert_int_equal (rig->fake.in_flight, 1); /* one is missing */
    rig_revoke (rig, "nobody");
    rig_turn (rig);
    assert_int_equal (rig->fake.in_flight, 2);
    for (int i = 0; i < 2 * COMMANDS; i++)
        rig_revoke (rig, "nobody");
    rig_turn (rig);
    assert_int_equal (rig->fake.in_flight, 2); /* no third */
    uint64_t told = rig->told[REFUSED];
    rig_commit (rig);
    assert_int_equal (rig->told[REFUSED] - told, COMMANDS);
    rig_settle (rig);
    assert_int_equal (rig->told[REFUSED] - told, 4 * COMMANDS);
    rig_free (rig);
}

static void
both_batches_in_flight_are_given_up_in_order (void **state)
{
    enum { COMMANDS = PIPELINE_OVERLAP_COMMANDS };
    (void)state;
    struct rig *rig = rig_create (100);
    const struct store_head head = { .epoch = 2 };
    for (int batch = 0; batch < 2; batch++) {
        for (int i = 0; i < COMMANDS; i++)
            rig_revoke (rig, "nobody");
        rig_turn (rig);
    }
    assert_int_equal (rig->fake.in_flight, 2);
    rig->fake.in_flight = 0;
    rig->fake.callbacks.failed (rig->fake.callbacks.arg, false, "gone");
    assert_int_equal (rig->told[REFUSED], 0);
    rig->now = pipeline_deadline (rig->pipeline);
    rig_turn (rig);
    rig->fake.callbacks.ready (rig->fake.callbacks.arg, &head);
    rig_settle (rig);
    assert_int_equal (rig->told[REFUSED], 2 * COMMANDS);
    rig_free (rig);
}

static void
answers_that_wait_for_a_commit_are_bounded (void **state)
{
    enum { SYNCS = 40000 };
    (void)state;
    struct rig *rig = rig_create (100);
    struct draft draft;
    rig_import (rig, "deploy/profiles/cn-shanxi.yaml");
    rig_revoke (rig, "nobody");
    rig_turn (rig); /* in flight, and the commit does not come */
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_SYNC);
    draft.sync.since = draft.sync.snapshot = 0;
    memset (rig->told, 0, sizeof rig->told);
    for (int i = 0; i < SYNCS; i++)
        rig_send (rig, &draft);
    assert_int_equal (rig->told[OK], 0);
    assert_true (rig->told[BUSY] > 0);
    rig->told_bytes = 0;
    rig_settle (rig);
    assert_true (rig->told[OK] > 0);
    assert_true (rig->told_bytes < 80 * 1024 * 1024);
    rig_free (rig);
}

/* Whatever the state: a store that hangs is as good as away. */
static void
commands_that_wait_for_a_hanging_commit_are_bounded (void **state)
{
    enum { COMMANDS = 1000, MIB = 1024 * 1024, WAITING_MIB = 64 };
    (void)state;
    struct rig *rig = rig_create (100);
    struct draft draft;
    static char text[IMPORT_TEXT_MAX];
    memset (text, 'x', sizeof text - 1);
    pipeline_set_limits (rig->pipeline, 100000, 2000);
    for (int batch = 0; batch < 3; batch++) { /* two in flight, one full behind them, and no commit comes */
        for (int i = 0; i < FULL_BATCH; i++)
            rig_revoke (rig, "nobody");
        rig_turn (rig);
    }
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_IMPORT);
    draft.import.text = text;
    memset (rig->told, 0, sizeof rig->told);
    int sent = 0;
    for (; sent < COMMANDS && pipeline_wants_requests (rig->pipeline); sent++)
        rig_send (rig, &draft);
    assert_in_range (sent, (WAITING_MIB - 1) * MIB / (int)sizeof text, (WAITING_MIB + 1) * MIB / (int)sizeof text);
    rig->now += 2100;
    rig_turn (rig);
    assert_true (pipeline_wants_requests (rig->pipeline)); /* so that they are told */
    for (int i = 0; i < COMMANDS; i++)
        rig_send (rig, &draft);
    assert_int_equal (rig->told[BUSY], COMMANDS);
    rig_free (rig);
}

/* A client that hears nothing sends again from a new line: what was told on the old one just then is lost. */
static void
whoever_asks_again_is_told_again_that_it_is_not_stored (void **state)
{
    (void)state;
    struct rig *rig = rig_create (100);
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REVOKE);
    rig_send (rig, &draft);
    rig_turn (rig); /* in flight, and the commit does not come */
    rig->now += 1500;
    rig_send_again (rig, &draft);
    rig_turn (rig);
    assert_int_equal (rig->told[PENDING], 0); /* two seconds after it came first, and not before */
    rig->now += 500;
    rig_turn (rig);
    assert_int_equal (rig->told[PENDING], 1);
    rig_send_again (rig, &draft);
    assert_true (pipeline_deadline (rig->pipeline) <= rig->now + 100);
    rig->now = pipeline_deadline (rig->pipeline);
    rig_turn (rig);
    assert_int_equal (rig->told[PENDING], 2);
    rig_settle (rig);
    assert_int_equal (rig->told[REFUSED], 1);
    rig_free (rig);
}

static void
the_interim_word_is_in_time_when_a_timer_was_first_in_the_batch (void **state)
{
    (void)state;
    struct rig *rig = rig_with_a_report ();
    rig->now += 100 * HOUR_MS;
    rig_revoke (rig, "nobody");
    rig_turn (rig); /* in flight, and the commit does not come */
    rig->now += 100 * HOUR_MS;
    rig_turn (rig);
    memset (rig->told, 0, sizeof rig->told);
    int64_t sent_at = rig->now;
    rig_revoke (rig, "nobody");
    rig_turn (rig); /* behind what fell due, in the next batch */
    for (int turns = 0; turns < 100 && rig->told[PENDING] == 0; turns++) {
        rig->now = pipeline_deadline (rig->pipeline);
        assert_true (rig->now <= sent_at + 2100);
        rig_turn (rig);
    }
    assert_int_equal (rig->told[PENDING], 1);
    rig_free (rig);
}

static void
a_command_is_put_off_when_the_store_does_not_look_its_id_up (void **state)
{
    (void)state;
    struct rig *rig = rig_create (1); /* remembers one id: older ones must be looked up */
    struct draft draft;
    for (int i = 0; i < 3; i++) {
        rig->now++;
        rig_revoke (rig, "nobody");
        rig_settle (rig);
    }
    memset (rig->told, 0, sizeof rig->told);
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REVOKE);
    rig_send_aged (rig, &draft, HOUR_MS);
    assert_int_equal (rig->fake.lookups_count, 1);
    rig->now = pipeline_deadline (rig->pipeline);
    for (int i = 0; i < 10 && rig->told[BUSY] == 0; i++) { /* the interim word first */
        rig_turn (rig);
        rig->now = pipeline_deadline (rig->pipeline);
    }
    assert_int_equal (rig->told[BUSY], 1);
    pipeline_drain (rig->pipeline, rig->now);
    assert_int_equal (pipeline_state (rig->pipeline), PIPELINE_DRAINED);
    rig->fake.lookups[0](rig->fake.lookup_args[0], false, NULL); /* too late: nothing more is said or done */
    rig_settle (rig);
    assert_int_equal (rig->told[BUSY], 1);
    assert_int_equal (rig->told[OK], 0);
    rig_free (rig);
}

/* A start loads the newest ids only; it knows every id that is newer than the oldest of them. */
static void
only_ids_older_than_those_loaded_are_looked_up (void **state)
{
    (void)state;
    struct rig *rig = rig_create (10 * PIPELINE_RECENT_LOAD_MAX);
    const struct store_head head = { .epoch = 2 };
    struct store_command command = { .principal = 7 };
    struct draft draft;
    rig->fake.callbacks.failed (rig->fake.callbacks.arg, false, "gone");
    rig->now = pipeline_deadline (rig->pipeline);
    rig_turn (rig);
    int64_t time = rig->now - HOUR_MS; /* the same moment for all of them */
    for (int i = 5; i >= 0; i--, time >>= 8)
        command.id[i] = (uint8_t)time;
    for (uint32_t i = 0; i < PIPELINE_RECENT_LOAD_MAX; i++) {
        memcpy (command.id + 9, &i, sizeof i);
        rig->fake.callbacks.command (rig->fake.callbacks.arg, &command);
    }
    rig->fake.callbacks.ready (rig->fake.callbacks.arg, &head);
    rig_settle (rig);
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REVOKE);
    rig_send_aged (rig, &draft, HOUR_MS - 1);
    assert_int_equal (rig->fake.lookups_count, 0);
    rig_send_aged (rig, &draft, HOUR_MS);
    assert_int_equal (rig->fake.lookups_count, 1);
    rig_settle (rig);
    rig_free (rig);
}

static void
too_many_lookups_put_off_and_shut_nobody_out (void **state)
{
    (void)state;
    struct rig *rig = rig_create (1);
    struct draft draft;
    for (int i = 0; i < 3; i++) {
        rig->now++;
        rig_revoke (rig, "nobody");
        rig_settle (rig);
    }
    memset (rig->told, 0, sizeof rig->told);
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REVOKE);
    for (int i = 0; i < RIG_READS_MAX + 600; i++)
        rig_send_aged (rig, &draft, HOUR_MS);
    assert_int_equal (rig->told[BUSY], 600);
    assert_true (pipeline_wants_requests (rig->pipeline));
    rig_free (rig);
}

static void
a_read_ends_when_the_store_does_not_answer_it (void **state)
{
    (void)state;
    struct rig *rig = rig_create (100);
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_JOURNAL);
    rig_send (rig, &draft);
    assert_non_null (rig->fake.journal);
    rig->now += HOUR_MS;
    rig_turn (rig);
    assert_int_equal (rig->told[FAILED], 1);
    rig->fake.journal (rig->fake.journal_arg, true, NULL);
    assert_int_equal (rig->told[OK], 0);
    rig_free (rig);
}

/* Whoever may see one of a hundred thousand waits for many pages; a retry asks for none of them again. */
static void
a_list_may_take_long_as_long_as_pages_come (void **state)
{
    enum { PAGES = 5, PAGE_MS = 9000 };
    (void)state;
    struct rig *rig = rig_create (100);
    struct draft draft;
    rig_import (rig, "deploy/profiles/cn-shanxi.yaml");
    rig_enrol (rig, "officer", MUSTER__V1__ROLE__ROLE_DUTY_OFFICER, 0x11);
    rig_enrol (rig, "weather", MUSTER__V1__ROLE__ROLE_SYSTEM, 0x12);
    rig_settle (rig);
    report (rig);
    rig->as = 3; /* weather, who did not report it */
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_LIST);
    memset (rig->told, 0, sizeof rig->told);
    rig_send (rig, &draft);
    for (size_t page = 1; page <= PAGES; page++) {
        assert_int_equal (rig->fake.lists_count, page);
        rig->now += PAGE_MS;
        rig_send_again (rig, &draft);
        rig_settle (rig);
        assert_int_equal (rig->told[FAILED], 0);
        rig_give_list (rig, page < PAGES ? rig->fake.list_limit : 0);
    }
    assert_int_equal (rig->fake.lists_count, PAGES);
    rig_settle (rig);
    assert_int_equal (rig->told[OK], 1);
    rig_free (rig);
}

/* Nobody may keep the loop busy with what he is not shown. */
static void
a_sync_of_one_who_sees_nothing_comes_in_pieces (void **state)
{
    enum { IMPORTS = 4, POSTS = 2000 };
    (void)state;
    struct rig *rig = rig_create (100);
    struct draft draft;
    for (int i = 0; i < IMPORTS; i++)
        import_posts (rig, i * POSTS, POSTS);
    rig_enrol (rig, "weather", MUSTER__V1__ROLE__ROLE_SYSTEM, 0x11);
    rig_settle (rig);
    rig->as = 2;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_SYNC);
    draft.sync.since = draft.sync.snapshot = 0;
    rig_send (rig, &draft);
    assert_true (rig->sync_more);
    assert_int_equal (rig->sync_images, 0);
    assert_in_range (rig->sync_through, 1, IMPORTS * POSTS - 1);
    draft.sync.since = rig->sync_through;
    draft.sync.snapshot = pipeline_committed_seq (rig->pipeline);
    rig_send (rig, &draft);
    assert_false (rig->sync_more);
    assert_int_equal (rig->sync_through, pipeline_committed_seq (rig->pipeline));
    rig_free (rig);
}

static void
sync_all (struct rig *rig)
{
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_SYNC);
    draft.sync.since = draft.sync.snapshot = 0;
    rig_send (rig, &draft);
}

/* It lost the lead and heard who has it. */
static void
becomes_standby (struct rig *rig)
{
    rig->fake.callbacks.failed (rig->fake.callbacks.arg, false, "another daemon leads");
    rig->now = pipeline_deadline (rig->pipeline);
    rig_turn (rig); /* starts the store again */
    rig->fake.callbacks.standby (rig->fake.callbacks.arg, "tcp://b:1");
}

static void
a_standby_whose_store_goes_away_leads_nobody (void **state)
{
    (void)state;
    struct rig *rig = rig_create (100);
    becomes_standby (rig);
    assert_null (pipeline_desk (rig->pipeline));
    rig->now += 72 * HOUR_MS;
    rig_turn (rig);
    rig->fake.callbacks.failed (rig->fake.callbacks.arg, false, "the database restarts");
    memset (rig->told, 0, sizeof rig->told);
    sync_all (rig);
    rig_revoke (rig, "nobody");
    rig->now += 2500;
    rig_turn (rig);
    assert_int_equal (rig->told[NOT_LEADER], 2);
    assert_int_equal (rig->told[OK], 0);
    assert_int_equal (rig->told[PENDING], 0);
    assert_int_equal (pipeline_state (rig->pipeline), PIPELINE_STANDBY);
    assert_false (pipeline_may_subscribe (rig->pipeline, 1, (const uint8_t *)"beat", 4));
    rig_free (rig);
}

/* Their sessions were granted by rights that they have no more, and may live on until we lead again. */
static void
a_standby_cuts_off_who_is_not_enrolled_any_more (void **state)
{
    (void)state;
    struct rig *rig = rig_create (100);
    const struct store_callbacks *store = &rig->fake.callbacks;
    const struct store_head head = { .epoch = 2 };
    rig_enrol (rig, "board", MUSTER__V1__ROLE__ROLE_OBSERVER, 0x11);
    rig_settle (rig);
    store->failed (store->arg, false, "another daemon leads");
    rig->now = pipeline_deadline (rig->pipeline);
    rig_turn (rig);
    rig_load_principals (rig);
    store->standby (store->arg, "tcp://b:1");
    assert_int_equal (rig->cuts, 0);
    rig_load_principals (rig);
    store->standby (store->arg, "tcp://b:1");
    assert_int_equal (rig->cuts, 0);
    store->standby (store->arg, "tcp://b:1"); /* both are gone */
    assert_int_equal (rig->cuts, 2);
    rig_load_principals (rig);
    store->ready (store->arg, &head);
    assert_int_equal (rig->keys_count, 2);
    rig_free (rig);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_key_that_is_replaced_in_one_batch_is_shut_out),
        cmocka_unit_test (what_is_due_fires_in_a_burst_that_fills_every_batch),
        cmocka_unit_test (a_batch_as_large_is_handed_over_behind_the_first),
        cmocka_unit_test (both_batches_in_flight_are_given_up_in_order),
        cmocka_unit_test (answers_that_wait_for_a_commit_are_bounded),
        cmocka_unit_test (commands_that_wait_for_a_hanging_commit_are_bounded),
        cmocka_unit_test (whoever_asks_again_is_told_again_that_it_is_not_stored),
        cmocka_unit_test (the_interim_word_is_in_time_when_a_timer_was_first_in_the_batch),
        cmocka_unit_test (a_command_is_put_off_when_the_store_does_not_look_its_id_up),
        cmocka_unit_test (only_ids_older_than_those_loaded_are_looked_up),
        cmocka_unit_test (too_many_lookups_put_off_and_shut_nobody_out),
        cmocka_unit_test (a_read_ends_when_the_store_does_not_answer_it),
        cmocka_unit_test (a_list_may_take_long_as_long_as_pages_come),
        cmocka_unit_test (a_sync_of_one_who_sees_nothing_comes_in_pieces),
        cmocka_unit_test (a_standby_whose_store_goes_away_leads_nobody),
        cmocka_unit_test (a_standby_cuts_off_who_is_not_enrolled_any_more),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

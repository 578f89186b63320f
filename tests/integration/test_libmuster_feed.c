/* SPDX-License-Identifier: Apache-2.0 */
/* test_libmuster_feed.c: the client library's feed: snapshot, gaps, silence, other leaders, one story each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <zmq.h>

#include "libmuster_rig.h"

/* One viewer of one or two daemons that share a world. */
struct story {
    struct rig rig;
    struct rig_world world;
    uint64_t version[RIG_ENTITIES]; /* the replica */
    unsigned images, events, resets, beats;
    enum muster_feed_state state;
    unsigned states[4]; /* how often each was reported */
    bool stop_at_image;
    bool call_at_event; /* release what is held, and call, from the callback of a push */
    bool inside;        /* that callback */
};

/* Nobody turns the daemon meanwhile, so this times out; but what was released arrives. */
static void
call_inside (struct story *story)
{
    Muster__V1__Request request = MUSTER__V1__REQUEST__INIT;
    Muster__V1__Status status = MUSTER__V1__STATUS__INIT;
    request.body_case = MUSTER__V1__REQUEST__BODY_STATUS;
    request.status = &status;
    story->call_at_event = false;
    story->inside = true;
    story->rig.daemon[0].hold = false;
    rig_release (&story->rig.daemon[0]);
    assert_int_equal (muster_call (story->rig.muster, &request, 200, NULL, NULL, NULL), MUSTER_TIMED_OUT);
    story->inside = false;
}

static void
on_image (void *arg, const Muster__V1__Image *image, const Muster__V1__Event *event)
{
    struct story *story = arg;
    assert_int_equal (image->entity_case, MUSTER__V1__IMAGE__ENTITY_POST);
    assert_false (story->inside);
    uint64_t *held = &story->version[image->post->id - 1];
    assert_true (image->version > *held); /* the contract: never one that is not newer */
    *held = image->version;
    story->images++;
    story->events += event != NULL;
    if (story->stop_at_image)
        muster_feed_stop (story->rig.muster);
    if (story->call_at_event && event)
        call_inside (story);
}

static void
on_reset (void *arg)
{
    struct story *story = arg;
    memset (story->version, 0, sizeof story->version);
    story->resets++;
}

static void
on_state (void *arg, enum muster_feed_state state, uint64_t head_seq)
{
    struct story *story = arg;
    story->state = state;
    story->states[state]++;
    if (state != MUSTER_FEED_LIVE)
        return;
    assert_int_equal (head_seq, muster_feed_position (story->rig.muster));
    for (size_t i = 0; i < RIG_ENTITIES; i++)
        if (story->world.entity[i].version <= head_seq && !story->world.entity[i].hidden)
            assert_int_equal (story->version[i], story->world.entity[i].version);
}

static void
on_beat (void *arg, const Muster__V1__Beat *beat)
{
    struct story *story = arg;
    assert_true (beat->has_at_ms);
    story->beats++;
}

static const struct muster_feed_callbacks callbacks = {
    .image = on_image, .reset = on_reset, .state = on_state, .beat = on_beat
};

static void
feed_start (struct story *story, const char *topic, uint64_t since)
{
    struct muster_feed_callbacks mine = callbacks;
    mine.arg = story;
    assert_int_equal (muster_feed_start (story->rig.muster, &topic, 1, since, &mine), 0);
}

/* Every entity changed once; daemons beat every 20 ms. */
static void
story_open (struct story *story, size_t daemons_count)
{
    *story = (struct story){ .world = { .epoch = 1, .chunk_limit = 5 } };
    for (size_t i = 0; i < RIG_ENTITIES; i++)
        rig_change (&story->world, i);
    rig_open (&story->rig, daemons_count);
    for (size_t i = 0; i < daemons_count; i++)
        story->rig.daemon[i].world = &story->world;
    story->rig.beat_ms = 20;
    rig_client (&story->rig, 200);
}

/* Live, and equal to the whole world. */
static bool
is_level (void *arg)
{
    struct story *story = arg;
    if (story->state != MUSTER_FEED_LIVE || muster_feed_position (story->rig.muster) != story->world.head)
        return false;
    for (size_t i = 0; i < RIG_ENTITIES; i++)
        if (!story->world.entity[i].hidden && story->version[i] != story->world.entity[i].version)
            return false;
    return true;
}

static void
expect_level (struct story *story)
{
    assert_true (rig_until (&story->rig, is_level, story, RIG_LIMIT_MS));
}

static void
change_and_push (struct story *story, size_t entity, bool lost)
{
    uint64_t seq = rig_change (&story->world, entity);
    rig_push (&story->rig.daemon[0], entity, seq, lost);
}

static void
a_first_start_brings_the_snapshot_in_chunks (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    assert_int_equal (muster_feed_start (story.rig.muster, NULL, 0, 0, &callbacks), -1); /* runs already */
    expect_level (&story);
    assert_int_equal (story.images, RIG_ENTITIES);
    assert_int_equal (story.events, 0);
    assert_int_equal (story.resets, 0);
    assert_in_range (story.rig.daemon[0].syncs, 3, 6); /* 12 by 5; perhaps some more until the first beat */
    assert_int_equal (story.states[MUSTER_FEED_CONNECTING], 1);
    assert_true (story.beats > 0);
    rig_close (&story.rig);
}

static void
pushes_carry_their_event_and_move_position (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    size_t syncs = story.rig.daemon[0].syncs;
    for (size_t i = 0; i < 40; i++)
        change_and_push (&story, i % RIG_ENTITIES, false);
    expect_level (&story);
    assert_int_equal (story.events, 40);
    assert_int_equal (story.rig.daemon[0].syncs, syncs); /* none was needed */
    rig_close (&story.rig);
}

static bool
has_first_chunk_held (void *arg)
{
    struct story *story = arg;
    return story->rig.daemon[0].held_count == 1 && story->beats > 0;
}

static bool
has_an_event (void *arg)
{
    return ((struct story *)arg)->events > 0;
}

/* The chunk was made before the push and comes after it. */
static void
a_push_during_a_sync_is_not_undone_by_it (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    story.rig.daemon[0].hold = true;
    feed_start (&story, "", 0);
    assert_true (rig_until (&story.rig, has_first_chunk_held, &story, RIG_LIMIT_MS));
    change_and_push (&story, 0, false);
    assert_true (rig_until (&story.rig, has_an_event, &story, RIG_LIMIT_MS));
    assert_int_equal (story.version[0], 13);
    assert_int_not_equal (story.state, MUSTER_FEED_LIVE);
    story.rig.daemon[0].hold = false;
    rig_release (&story.rig.daemon[0]);
    expect_level (&story); /* on_image fails if the older image of post 1 is given */
    rig_close (&story.rig);
}

static bool
is_syncing (void *arg)
{
    struct story *story = arg;
    return story->state == MUSTER_FEED_SYNCING;
}

static bool
has_sync_held (void *arg)
{
    return ((struct story *)arg)->rig.daemon[0].held_count > 0;
}

/* The replica must not change under a callback that waits for a reply. */
static void
a_callback_that_calls_is_given_nothing_meanwhile (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    story.rig.daemon[0].hold = true;
    change_and_push (&story, 3, true);
    assert_true (rig_until (&story.rig, has_sync_held, &story, RIG_LIMIT_MS));
    story.call_at_event = true;
    change_and_push (&story, 4, false);
    assert_true (rig_until (&story.rig, has_an_event, &story, RIG_LIMIT_MS));
    assert_false (story.call_at_event);
    expect_level (&story);
    rig_close (&story.rig);
}

static void
a_lost_push_shows_in_prev_seq_without_any_beat (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    story.rig.beat_ms = 0;
    story.rig.daemon[0].hold = true;
    change_and_push (&story, 3, true);
    change_and_push (&story, 3, false);
    assert_true (rig_until (&story.rig, is_syncing, &story, RIG_LIMIT_MS)); /* told before the sync is answered */
    story.rig.daemon[0].hold = false;
    rig_release (&story.rig.daemon[0]);
    expect_level (&story);
    rig_close (&story.rig);
}

static void
a_lost_last_push_is_found_by_a_beat (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    change_and_push (&story, 3, true);
    expect_level (&story);
    rig_close (&story.rig);
}

/* The highest seq seen equals the head, and yet one is missing. */
static void
a_lost_push_before_another_topics_push_is_found_by_a_beat (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    change_and_push (&story, 3, true);
    change_and_push (&story, 4, false);
    expect_level (&story);
    rig_close (&story.rig);
}

static bool
has_seen_three_beats (void *arg)
{
    return ((struct story *)arg)->beats >= 3;
}

/* What it may not see must not make it look stale, nor flicker. */
static void
a_partial_viewer_stays_live_while_others_change (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    for (size_t i = 6; i < RIG_ENTITIES; i++)
        story.world.entity[i].hidden = true;
    feed_start (&story, "duty/", 0);
    expect_level (&story);
    unsigned live = story.states[MUSTER_FEED_LIVE];
    for (size_t i = 0; i < 5; i++) {
        change_and_push (&story, 6 + i, false);
        change_and_push (&story, i, false);
        expect_level (&story);
    }
    assert_int_equal (story.states[MUSTER_FEED_LIVE], live);
    rig_close (&story.rig);
}

static void
a_session_resumes_where_the_last_one_ended (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    uint64_t position = muster_feed_position (story.rig.muster);
    muster_feed_stop (story.rig.muster);
    unsigned images = story.images;
    rig_change (&story.world, 2);
    rig_change (&story.world, 5);
    feed_start (&story, "", position);
    expect_level (&story);
    assert_int_equal (story.images, images + 2);
    rig_close (&story.rig);
}

static void
a_journal_that_is_shorter_than_ours_resets (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    /* Restored from a backup: another epoch, older state. */
    story.world = (struct rig_world){ .epoch = 2, .chunk_limit = 5 };
    for (size_t i = 0; i < 4; i++)
        rig_change (&story.world, i);
    expect_level (&story);
    assert_int_equal (story.resets, 1);
    rig_close (&story.rig);
}

static void
a_replica_too_far_behind_starts_again_once (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    story.world.floor = 11;
    memset (story.version, 0, sizeof story.version);
    feed_start (&story, "", 3); /* chunks of 5: the second asks since 5, below the floor again */
    expect_level (&story);
    assert_int_equal (story.resets, 1);
    assert_int_equal (story.images, RIG_ENTITIES);
    assert_int_equal (story.rig.daemon[0].sync_snapshot_max, story.world.head);
    rig_close (&story.rig);
}

static void
a_new_epoch_is_synced_before_it_is_live (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    size_t syncs = story.rig.daemon[0].syncs;
    story.rig.daemon[0].hold = true;
    story.world.epoch = 2;
    assert_true (rig_until (&story.rig, is_syncing, &story, RIG_LIMIT_MS));
    story.rig.daemon[0].hold = false;
    rig_release (&story.rig.daemon[0]);
    expect_level (&story);
    assert_true (story.rig.daemon[0].syncs > syncs);
    rig_close (&story.rig);
}

static bool
is_stale (void *arg)
{
    return ((struct story *)arg)->state == MUSTER_FEED_STALE;
}

static void
silence_is_stale_and_ends_with_a_sync (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    story.rig.beat_ms = 0;
    int64_t before = rig_now_ms ();
    rig_change (&story.world, 1);
    assert_true (rig_until (&story.rig, is_stale, &story, RIG_LIMIT_MS));
    assert_in_range (rig_now_ms () - before, 2900, 5000);
    story.rig.beat_ms = 20;
    expect_level (&story);
    rig_close (&story.rig);
}

static void
a_restarted_feed_is_joined_again (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    rig_feed_rebind (&story.rig.daemon[0]);
    change_and_push (&story, 1, false); /* nobody hears it */
    expect_level (&story);
    change_and_push (&story, 2, false);
    expect_level (&story);
    rig_close (&story.rig);
}

static void
the_feed_follows_the_daemon_that_answers (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 2);
    /* The first knows only who leads. */
    enum rig_answer turned_away[RIG_SCRIPT_MAX];
    for (size_t i = 0; i < RIG_SCRIPT_MAX; i++)
        turned_away[i] = RIG_NOT_LEADER;
    rig_script (&story.rig.daemon[0], RIG_SCRIPT_MAX, turned_away);
    story.rig.daemon[0].world = NULL;
    story.rig.daemon[0].leader = story.rig.daemon[1].request;
    story.rig.beating = 1;
    int64_t before = rig_now_ms ();
    feed_start (&story, "", 0);
    expect_level (&story);
    assert_true (rig_now_ms () - before < 3000); /* not only after the silence of the first */
    rig_close (&story.rig);
}

/* A leader that was replaced but does not know it: its beats and answers are of an older epoch. */
static void
an_old_leader_is_not_listened_to (void **state)
{
    (void)state;
    struct story story;
    struct rig_world old;
    story_open (&story, 2);
    feed_start (&story, "", 0);
    expect_level (&story);
    old = story.world;
    story.world.epoch = 2;
    rig_change (&story.world, 7);
    expect_level (&story); /* epoch 2 is known now */
    story.rig.daemon[0].world = &old;
    rig_change (&story.world, 8);
    unsigned live = story.states[MUSTER_FEED_LIVE];
    /* Daemon 0 goes on beating its old head; that is silence. Then daemon 1 is asked, and heard. */
    assert_true (rig_until (&story.rig, is_stale, &story, RIG_LIMIT_MS));
    assert_int_equal (story.states[MUSTER_FEED_LIVE], live);
    story.rig.beating = 1;
    expect_level (&story);
    rig_close (&story.rig);
}

/* What waited in the socket while nobody called us is of unknown age. */
static void
after_a_long_absence_old_beats_do_not_count (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    feed_start (&story, "", 0);
    expect_level (&story);
    /* The client hangs; the daemon goes on, and falls silent before the client wakes. */
    for (int64_t until = rig_now_ms () + 3200; rig_now_ms () < until; zmq_poll (NULL, 0, 10)) {
        rig_beat (&story.rig.daemon[0]);
        rig_daemon_step (&story.rig.daemon[0]);
    }
    unsigned beats = story.beats;
    muster_process (story.rig.muster);
    assert_int_equal (story.state, MUSTER_FEED_STALE);
    assert_int_equal (story.beats, beats);
    expect_level (&story);
    rig_close (&story.rig);
}

static void
the_feed_can_be_stopped_from_its_callback (void **state)
{
    (void)state;
    struct story story;
    story_open (&story, 1);
    story.stop_at_image = true;
    feed_start (&story, "", 0);
    assert_false (rig_until (&story.rig, has_seen_three_beats, &story, 500));
    assert_int_equal (story.images, 1);
    story.stop_at_image = false;
    memset (story.version, 0, sizeof story.version);
    feed_start (&story, "", 0);
    expect_level (&story);
    rig_close (&story.rig);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_first_start_brings_the_snapshot_in_chunks),
        cmocka_unit_test (pushes_carry_their_event_and_move_position),
        cmocka_unit_test (a_push_during_a_sync_is_not_undone_by_it),
        cmocka_unit_test (a_callback_that_calls_is_given_nothing_meanwhile),
        cmocka_unit_test (a_lost_push_shows_in_prev_seq_without_any_beat),
        cmocka_unit_test (a_lost_last_push_is_found_by_a_beat),
        cmocka_unit_test (a_lost_push_before_another_topics_push_is_found_by_a_beat),
        cmocka_unit_test (a_partial_viewer_stays_live_while_others_change),
        cmocka_unit_test (a_session_resumes_where_the_last_one_ended),
        cmocka_unit_test (a_journal_that_is_shorter_than_ours_resets),
        cmocka_unit_test (a_replica_too_far_behind_starts_again_once),
        cmocka_unit_test (a_new_epoch_is_synced_before_it_is_live),
        cmocka_unit_test (silence_is_stale_and_ends_with_a_sync),
        cmocka_unit_test (a_restarted_feed_is_joined_again),
        cmocka_unit_test (the_feed_follows_the_daemon_that_answers),
        cmocka_unit_test (an_old_leader_is_not_listened_to),
        cmocka_unit_test (after_a_long_absence_old_beats_do_not_count),
        cmocka_unit_test (the_feed_can_be_stopped_from_its_callback),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_libmuster_converge.c: whatever is lost, late or out of order, the replica ends equal to the daemon's state,
 * and is never called live with old data.
 *
 *     test_libmuster_converge [seed]     one schedule, to look at a failure again */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libmuster_rig.h"

enum { SCHEDULES = 200, STEPS = 60, LATE_MAX = 8 };

struct late {
    size_t entity;
    uint64_t seq;
};

struct run {
    struct rig rig;
    struct rig_world world;
    uint64_t version[RIG_ENTITIES];
    enum muster_feed_state state;
    struct late late[LATE_MAX]; /* pushes that other topics overtake */
    size_t late_count;
    uint64_t random;
    uint64_t beat_head; /* of the last beat the client was told */
    unsigned live_reports;
};

static uint64_t seed_first = 1, seed_count = SCHEDULES;

/* xorshift64*; good enough, and the same everywhere. */
static unsigned
pick (struct run *run, unsigned below)
{
    run->random ^= run->random >> 12;
    run->random ^= run->random << 25;
    run->random ^= run->random >> 27;
    return (unsigned)((run->random * 0x2545F4914F6CDD1DULL) >> 33) % below;
}

static bool
chance (struct run *run, unsigned percent)
{
    return pick (run, 100) < percent;
}

static void
on_image (void *arg, const Muster__V1__Image *image, const Muster__V1__Event *event)
{
    (void)event;
    struct run *run = arg;
    uint64_t *held = &run->version[image->post->id - 1];
    assert_true (image->version > *held);
    *held = image->version;
}

static void
on_reset (void *arg)
{
    struct run *run = arg;
    memset (run->version, 0, sizeof run->version);
}

/* What the client lacks must be above its position: that is what resuming relies on. */
static void
expect_position_holds (const struct run *run)
{
    uint64_t position = muster_feed_position (run->rig.muster);
    for (size_t i = 0; i < RIG_ENTITIES; i++) {
        uint64_t version = run->world.entity[i].version;
        if (!run->world.entity[i].hidden && version <= position)
            assert_int_equal (run->version[i], version);
    }
}

static void
on_state (void *arg, enum muster_feed_state state, uint64_t head_seq)
{
    struct run *run = arg;
    run->state = state;
    if (state != MUSTER_FEED_LIVE)
        return;
    run->live_reports++;
    assert_true (head_seq >= run->beat_head);
    assert_int_equal (head_seq, muster_feed_position (run->rig.muster));
    expect_position_holds (run);
}

static void
on_beat (void *arg, const Muster__V1__Beat *beat)
{
    ((struct run *)arg)->beat_head = beat->head_seq;
}

static bool
is_level (void *arg)
{
    struct run *run = arg;
    return run->state == MUSTER_FEED_LIVE && muster_feed_position (run->rig.muster) == run->world.head;
}

static bool
never (void *arg)
{
    expect_position_holds (arg);
    return false;
}

/* ---- what can happen ---- */

static void
late_send (struct run *run)
{
    for (size_t i = 0; i < run->late_count; i++)
        rig_push (&run->rig.daemon[0], run->late[i].entity, run->late[i].seq, false);
    run->late_count = 0;
}

/* On one topic the order is kept: a push behind a late one must be late too. */
static bool
is_late (const struct run *run, size_t entity)
{
    for (size_t i = 0; i < run->late_count; i++)
        if (run->late[i].entity == entity)
            return true;
    return false;
}

static void
push_somehow (struct run *run, size_t entity, uint64_t seq)
{
    if (run->late_count < LATE_MAX && (is_late (run, entity) || chance (run, 15)))
        run->late[run->late_count++] = (struct late){ .entity = entity, .seq = seq };
    else if (is_late (run, entity))
        rig_push (&run->rig.daemon[0], entity, seq, true);
    else
        rig_push (&run->rig.daemon[0], entity, seq, chance (run, 20));
}

/* A batch: stored as one, then told one by one, each image as it stands after the batch. */
static void
do_changes (struct run *run)
{
    size_t count = 1 + pick (run, 4);
    struct late batch[4];
    for (size_t i = 0; i < count; i++) {
        batch[i].entity = pick (run, RIG_ENTITIES);
        batch[i].seq = rig_change (&run->world, batch[i].entity);
    }
    for (size_t i = 0; i < count; i++)
        push_somehow (run, batch[i].entity, batch[i].seq);
}

static void
do_beat (struct run *run)
{
    rig_beat (&run->rig.daemon[0]);
}

static void
do_late (struct run *run)
{
    late_send (run);
}

static void
do_hold (struct run *run)
{
    run->rig.daemon[0].hold = !run->rig.daemon[0].hold;
    if (!run->rig.daemon[0].hold)
        rig_release (&run->rig.daemon[0]);
}

static void
do_turn (struct run *run)
{
    rig_until (&run->rig, never, run, (int)pick (run, 4));
}

/* Another leader, which does not know what was pushed before it. */
static void
do_epoch (struct run *run)
{
    late_send (run);
    run->world.epoch++;
    for (size_t i = 0; i < RIG_ENTITIES; i++)
        run->world.entity[i].pushed = 0;
}

static void
do_reconnect (struct run *run)
{
    rig_feed_rebind (&run->rig.daemon[0]);
}

/* What changed long ago leaves the daemon's memory. */
static void
do_floor (struct run *run)
{
    run->world.floor = run->world.head - pick (run, 20) % run->world.head;
}

static const struct {
    void (*act) (struct run *);
    unsigned weight;
} actions[] = {
    { do_changes, 40 }, { do_turn, 29 }, { do_beat, 15 },     { do_late, 8 },
    { do_hold, 5 },     { do_epoch, 1 }, { do_reconnect, 1 }, { do_floor, 1 },
};

static void
act_somehow (struct run *run)
{
    unsigned at = pick (run, 100);
    size_t i = 0;
    for (; at >= actions[i].weight; i++)
        at -= actions[i].weight;
    actions[i].act (run);
}

static void
run_open (struct run *run, uint64_t seed)
{
    *run = (struct run){ .random = seed * 0x9E3779B97F4A7C15ULL };
    run->world = (struct rig_world){ .epoch = 1, .chunk_limit = 1 + pick (run, 6) };
    bool partial = chance (run, 50);
    for (size_t i = 0; i < RIG_ENTITIES; i++) {
        run->world.entity[i].hidden = partial && chance (run, 40);
        rig_change (&run->world, i);
    }
    rig_open (&run->rig, 1);
    run->rig.daemon[0].world = &run->world;
    rig_client (&run->rig, 1000);
    static const char *const topics[] = { "" };
    struct muster_feed_callbacks callbacks = {
        .arg = run, .image = on_image, .reset = on_reset, .state = on_state, .beat = on_beat
    };
    muster_feed_start (run->rig.muster, topics, 1, 0, &callbacks);
}

/* From here on nothing is lost any more. */
static void
run_settle (struct run *run)
{
    late_send (run);
    run->rig.daemon[0].hold = false;
    rig_release (&run->rig.daemon[0]);
    run->rig.beat_ms = 10;
    assert_true (rig_until (&run->rig, is_level, run, RIG_LIMIT_MS));
    expect_position_holds (run);
    assert_true (run->live_reports > 0);
}

static void
every_schedule_converges (void **state)
{
    (void)state;
    for (uint64_t seed = seed_first; seed < seed_first + seed_count; seed++) {
        struct run run;
        /* Said before, so that a failure is preceded by its seed. */
        fprintf (stderr, "\rseed %llu ", (unsigned long long)seed);
        run_open (&run, seed);
        for (int step = 0; step < STEPS; step++)
            act_somehow (&run);
        run_settle (&run);
        rig_close (&run.rig);
    }
    fprintf (stderr, "\n");
}

int
main (int argc, char **argv)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test (every_schedule_converges) };
    if (argc > 1) {
        seed_first = strtoull (argv[1], NULL, 10);
        seed_count = 1;
    }
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_distress.c: is the team on scene still all right? Status checks, misses, distress. */
#include "story.h"

/* Order 1, team-1, on scene at 0; its status check is obligation 5. */
static int
setup_on_scene (void **state)
{
    int result = story_setup (state);
    struct story *s = *state;
    report_fire (s, "a hall burns");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    depart (s, 1);
    arrive (s, 1);
    pass_over (s);
    return result;
}

static void
a_team_on_scene_is_asked_every_20_minutes (void **state)
{
    struct story *s = *state;
    at (s, 20 * MINUTES + 30 * SECONDS);
    answer_status (s, 1, "all four out, 40 % air");
    at (s, 45 * MINUTES);
    expect (s, "[1200000] obligation 5 told status_check order 1 team team-1\n"
               "[1230000] order 1 status_answered by t1 \"all four out, 40 % air\"\n"
               "[1230000] obligation 5 discharged status_check order 1\n"
               "[1230000] obligation 6 armed status_check order 1 due 2430000\n"
               "[2430000] obligation 6 told status_check order 1 team team-1\n"
               "[2490000] order 1 status_missed (1)\n"
               "[2490000] obligation 6 told status_check order 1 nobody\n"
               "[2490000] obligation 6 told status_check order 1 team team-1\n"
               "[2550000] order 1 status_missed (2)\n"
               "[2550000] obligation 6 told status_check order 1 nobody\n"
               "[2550000] order 1 distress\n"
               "[2550000] obligation 6 withdrawn status_check order 1\n"
               "[2550000] obligation 7 armed distress_order order 1 due 2550000\n"
               "[2550000] obligation 7 told distress_order order 1 duty_leader qian\n"
               "[2550000] obligation 7 told distress_order order 1 duty_officer zhao\n"
               "[2610000] obligation 7 told distress_order order 1 duty_leader qian\n"
               "[2670000] obligation 7 told distress_order order 1 duty_leader qian\n");
    assert_int_equal (order_of_story (s, 1)->distress_at, STORY_BEGAN_MS + 2550000);
}

static void
after_one_miss_an_answer_begins_anew (void **state)
{
    struct story *s = *state;
    at (s, 21 * MINUTES + 10 * SECONDS);
    assert_int_equal (order_of_story (s, 1)->misses_count, 1);
    by (s, "officer");
    answer_status (s, 1, "radio was dead, all well");
    expect (s, "[1200000] obligation 5 told status_check order 1 team team-1\n"
               "[1260000] order 1 status_missed (1)\n"
               "[1260000] obligation 5 told status_check order 1 nobody\n"
               "[1260000] obligation 5 told status_check order 1 team team-1\n"
               "[1270000] order 1 status_answered by officer \"radio was dead, all well\"\n"
               "[1270000] obligation 5 discharged status_check order 1\n"
               "[1270000] obligation 6 armed status_check order 1 due 2470000\n");
    assert_int_equal (order_of_story (s, 1)->misses_count, 0);
}

static void
distress_ends_by_the_words_of_the_watch_alone (void **state)
{
    struct story *s = *state;
    at (s, MINUTES);
    distress (s, 1, "roof came down, two missing");
    at (s, 2 * MINUTES);
    answer_status (s, 1, NULL); /* that it answers again is no end of it */
    by (s, "leader");
    resolve_distress (s, 1, "both out, unhurt, counted");
    expect (s, "[60000] order 1 distress by t1 \"roof came down, two missing\"\n"
               "[60000] obligation 5 withdrawn status_check order 1\n"
               "[60000] obligation 6 armed distress_order order 1 due 60000\n"
               "[60000] obligation 6 told distress_order order 1 duty_leader qian\n"
               "[60000] obligation 6 told distress_order order 1 duty_officer zhao\n"
               "[120000] obligation 6 told distress_order order 1 duty_leader qian\n"
               "[120000] order 1 status_answered by t1\n"
               "[120000] obligation 7 armed status_check order 1 due 1320000\n"
               "[120000] order 1 distress_resolved by leader \"both out, unhurt, counted\"\n"
               "[120000] obligation 6 discharged distress_order order 1\n");
}

static void
after_the_end_of_a_distress_the_team_is_asked_again (void **state)
{
    struct story *s = *state;
    distress (s, 1, NULL); /* who calls for help is not asked for words */
    by (s, "leader");
    pass_over (s);
    resolve_distress (s, 1, "all counted");
    complete (s, 1);
    expect (s, "[0] order 1 distress_resolved by leader \"all counted\"\n"
               "[0] obligation 6 discharged distress_order order 1\n"
               "[0] obligation 7 armed status_check order 1 due 1200000\n"
               "[0] order 1 completed by leader\n"
               "[0] obligation 4 discharged complete_order order 1\n"
               "[0] obligation 7 withdrawn status_check order 1\n");
}

static void
in_distress_nothing_ends_the_order (void **state)
{
    struct story *s = *state;
    distress (s, 1, "cut off");
    pass_over (s);
    complete (s, 1);
    by (s, "leader");
    cancel (s, 1, "no longer needed");
    rung (s, ACTION_RECALL, 1, "come home");
    close_as (s, 1, DISPOSITION_RESOLVED, true, "all is over");
    expect (s, "[0] refused order_in_distress 1\n"
               "[0] refused order_in_distress 1\n"
               "[0] refused order_in_distress 1\n"
               "[0] refused order_in_distress 1\n");
}

static void
the_watch_says_what_it_heard (void **state)
{
    struct story *s = *state;
    by (s, "officer");
    answer_status (s, 1, NULL);
    resolve_distress (s, 1, "nothing to resolve");
    by (s, "t2");
    answer_status (s, 1, "not mine");
    expect (s, "[0] refused status_words_missing\n"
               "[0] refused not_in_distress 1\n"
               "[0] refused not_your_team 1 team-1\n");
}

static void
a_team_under_way_can_be_in_distress_too (void **state)
{
    struct story *s = *state;
    report_fire (s, "a second one");
    by (s, "officer");
    dispatch (s, 2, "team-2");
    by (s, "t2");
    depart (s, 2);
    pass_over (s);
    answer_status (s, 2, "nobody asked");
    distress (s, 2, "off the road, one trapped");
    by (s, "officer");
    resolve_distress (s, 2, "out, on foot");
    expect (s, "[0] refused order_state 2 en_route status_check\n"
               "[0] order 2 distress by t2 \"off the road, one trapped\"\n"
               "[0] obligation 9 armed distress_order order 2 due 0\n"
               "[0] order 2 distress_resolved by officer \"out, on foot\"\n"
               "[0] obligation 9 discharged distress_order order 2\n");
}

static void
after_a_day_down_the_team_is_asked_before_it_counts_as_lost (void **state)
{
    struct story *s = *state;
    down_until (s, DAYS - 1);
    story_store (s);
    story_restart (s, 0);
    at (s, DAYS - 1 + 3 * MINUTES);
    expect_lines (s, "status_check|distress|missed",
                  "[86399999] obligation 5 told status_check order 1 team team-1\n"
                  "[86459999] order 1 status_missed (1)\n"
                  "[86459999] obligation 5 told status_check order 1 nobody\n"
                  "[86459999] obligation 5 told status_check order 1 team team-1\n"
                  "[86519999] order 1 status_missed (2)\n"
                  "[86519999] obligation 5 told status_check order 1 nobody\n"
                  "[86519999] order 1 distress\n"
                  "[86519999] obligation 5 withdrawn status_check order 1\n"
                  "[86519999] obligation 6 armed distress_order order 1 due 86519999\n"
                  "[86519999] obligation 6 told distress_order order 1 duty_leader qian\n"
                  "[86519999] obligation 6 told distress_order order 1 duty_officer zhao\n"
                  "[86579999] obligation 6 told distress_order order 1 duty_leader qian\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup_on_scene, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (a_team_on_scene_is_asked_every_20_minutes),
        STORY (after_one_miss_an_answer_begins_anew),
        STORY (distress_ends_by_the_words_of_the_watch_alone),
        STORY (after_the_end_of_a_distress_the_team_is_asked_again),
        STORY (in_distress_nothing_ends_the_order),
        STORY (the_watch_says_what_it_heard),
        STORY (a_team_under_way_can_be_in_distress_too),
        STORY (after_a_day_down_the_team_is_asked_before_it_counts_as_lost),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

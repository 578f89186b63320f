/* SPDX-License-Identifier: Apache-2.0 */
/* test_escalation.c: silence always escalates: orders pass on, people are told, nothing waits for ever. */
#include "story.h"

#include <stdlib.h>

static void
an_unanswered_order_goes_through_all_teams_and_ends_with_the_leader (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, NULL);
    at (s, 1500000);
    expect (s, "[0] incident 1 reported\n"
               "[0] obligation 1 armed continuation_report incident 1 due 86400000\n"
               "[0] report 1 filed initial_report 1 of incident 1\n"
               "[0] order 1 issued to team-1\n"
               "[0] obligation 2 armed acknowledge_order order 1 due 300000\n"
               "[0] incident 1 responding\n"
               "[300000] order 1 expired -> order 2\n"
               "[300000] obligation 2 withdrawn acknowledge_order order 1\n"
               "[300000] order 2 issued to team-2\n"
               "[300000] obligation 3 armed acknowledge_order order 2 due 600000\n"
               "[600000] order 2 expired -> order 3\n"
               "[600000] obligation 3 withdrawn acknowledge_order order 2\n"
               "[600000] order 3 issued to team-3\n"
               "[600000] obligation 4 armed acknowledge_order order 3 due 900000\n"
               "[900000] obligation 4 skipped acknowledge_order order 3: no_team_left\n"
               "[900000] obligation 4 told acknowledge_order order 3 duty_leader qian\n"
               "[1200000] obligation 4 told acknowledge_order order 3 duty_leader qian\n"
               "[1500000] obligation 4 told acknowledge_order order 3 duty_leader qian\n");
    by (s, "t3");
    at (s, 1600000);
    acknowledge (s, 3);
    at (s, 2100000);
    expect (s, "[1600000] order 3 acknowledged by t3\n"
               "[1600000] obligation 4 discharged acknowledge_order order 3\n"
               "[1600000] obligation 5 armed depart_order order 3 due 2200000\n");
    assert_int_equal (order_of_story (s, 3)->replaces, 2);
    assert_int_equal (order_of_story (s, 2)->replaced_by, 3);
    assert_int_equal (obligation_of_story (s, 4)->fired_count, 3);
}

static void
with_nobody_on_duty_a_step_is_skipped_at_once_and_said_so (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, 24 * HOURS + 15 * MINUTES);
    expect (s, "[86400000] obligation 1 skipped continuation_report incident 1: duty_officer: nobody_on_duty\n"
               "[86400000] obligation 1 skipped continuation_report incident 1: duty_leader: nobody_on_duty\n"
               "[87300000] obligation 1 skipped continuation_report incident 1: duty_leader: nobody_on_duty\n");
    assert_int_equal (obligation_of_story (s, 1)->fired_count, 0);
}

static void
with_no_officer_the_leader_is_told_without_a_pause (void **state)
{
    struct story *s = *state;
    check_in (s, "qian", true);
    report (s, "a hall collapsed");
    at (s, 24 * HOURS - 1);
    pass_over (s);
    at (s, 24 * HOURS + 15 * MINUTES);
    expect (s, "[86400000] obligation 1 skipped continuation_report incident 1: duty_officer: nobody_on_duty\n"
               "[86400000] obligation 1 told continuation_report incident 1 duty_leader qian\n"
               "[87300000] obligation 1 told continuation_report incident 1 duty_leader qian\n");
}

static void
who_is_on_duty_is_looked_up_when_the_step_fires (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    at (s, 10 * HOURS);
    check_out (s, "zhao");
    check_in (s, "li", false);
    pass_over (s);
    at (s, 24 * HOURS);
    expect (s, "[86400000] obligation 1 told continuation_report incident 1 duty_officer li\n");
}

static void
a_declined_order_passes_on_at_once (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
    by (s, "t1");
    at (s, 60000);
    decline (s, 1, "our engine is broken");
    expect (s, "[60000] order 1 declined by t1 \"our engine is broken\" -> order 2\n"
               "[60000] obligation 2 discharged acknowledge_order order 1\n"
               "[60000] order 2 issued to team-2\n"
               "[60000] obligation 3 armed acknowledge_order order 2 due 360000\n");
    assert_int_equal (order_of_story (s, 2)->issued_by, 0);
    assert_string_equal (order_of_story (s, 2)->task, "search and rescue");
}

static void
declined_with_no_team_left_somebody_must_find_one (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    for (int team = 1; team <= 3; team++)
        dispatch (s, 1, NULL);
    pass_over (s);
    by (s, "t2");
    decline (s, 2, "no crew");
    expect (s, "[0] order 2 declined by t2 \"no crew\" -> nobody\n"
               "[0] obligation 3 discharged acknowledge_order order 2\n"
               "[0] obligation 5 armed assign_team incident 1 due 120000\n");
    at (s, 120000);
    expect (s, "[120000] obligation 5 told assign_team incident 1 duty_officer zhao\n"
               "[120000] obligation 5 told assign_team incident 1 duty_leader qian\n");
    by (s, "officer");
    dispatch (s, 1, "team-2");
    expect (s, "[120000] order 4 issued to team-2\n"
               "[120000] obligation 6 armed acknowledge_order order 4 due 420000\n"
               "[120000] obligation 5 discharged assign_team incident 1\n");
}

static void
teams_decline_one_after_another_and_one_obligation_stands_for_all (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    for (int team = 1; team <= 3; team++)
        dispatch (s, 1, NULL);
    by (s, "t1");
    decline (s, 1, "no crew"); /* 2 and 3 have open orders: nobody is left */
    at (s, 1000);
    by (s, "t2");
    decline (s, 2, "no crew either");
    by (s, "t1");
    decline (s, 4, "still no crew");
    expect_lines (s, "declined|assign_team",
                  "[0] order 1 declined by t1 \"no crew\" -> nobody\n"
                  "[0] obligation 5 armed assign_team incident 1 due 120000\n"
                  "[1000] order 2 declined by t2 \"no crew either\" -> order 4\n"
                  "[1000] order 4 declined by t1 \"still no crew\" -> nobody\n");
}

static void
only_a_person_who_orders_a_team_discharges_assign_team (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-2");
    at (s, 100000);
    for (int team = 1; team <= 2; team++)
        dispatch (s, 1, NULL);
    by (s, "t1");
    decline (s, 2, "no crew"); /* 2 and 3 have open orders: nobody is left */
    pass_over (s);
    at (s, 300000); /* the unanswered order goes to team-1: it fills the place of its own, not of the declined one */
    expect_lines (s, "expired|issued|assign_team",
                  "[220000] obligation 5 told assign_team incident 1 duty_officer zhao\n"
                  "[220000] obligation 5 told assign_team incident 1 duty_leader qian\n"
                  "[300000] order 1 expired -> order 4\n"
                  "[300000] order 4 issued to team-1\n");
    assert_int_equal (obligation_of_story (s, 5)->state, OBLIGATION_OVERDUE);
}

static void
after_a_day_down_everything_overdue_fires_once_in_due_order (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed"); /* due on day 1 */
    dispatch (s, 1, "team-1");
    by (s, "t1");
    acknowledge (s, 1); /* depart is due after 10 min */
    at (s, 1000);
    report (s, "a second one");
    pass_over (s);
    down_until (s, 2 * DAYS);
    at (s, 2 * DAYS);
    expect (s, "[172800000] obligation 3 told depart_order order 1 team team-1\n"
               "[172800000] obligation 1 told continuation_report incident 1 duty_officer zhao\n"
               "[172800000] obligation 4 told continuation_report incident 2 duty_officer zhao\n");
    at (s, 2 * DAYS + 15 * MINUTES); /* and goes on from now */
    expect (s, "[172920000] obligation 3 told depart_order order 1 duty_officer zhao\n"
               "[173100000] obligation 3 told depart_order order 1 duty_leader qian\n"
               "[173400000] obligation 3 told depart_order order 1 duty_leader qian\n"
               "[173700000] obligation 1 told continuation_report incident 1 duty_leader qian\n"
               "[173700000] obligation 3 told depart_order order 1 duty_leader qian\n"
               "[173700000] obligation 4 told continuation_report incident 2 duty_leader qian\n");
}

static void
a_late_obligation_does_not_keep_an_earlier_one_waiting (void **state)
{
    struct story *s = *state;
    check_out (s, "zhao");
    check_out (s, "qian");
    report (s, "one");
    at (s, 1);
    report (s, "two");
    down_until (s, 2 * DAYS);
    pass_over (s);
    at (s, 2 * DAYS);
    expect (s, "[172800000] obligation 1 skipped continuation_report incident 1: duty_officer: nobody_on_duty\n"
               "[172800000] obligation 2 skipped continuation_report incident 2: duty_officer: nobody_on_duty\n"
               "[172800000] obligation 1 skipped continuation_report incident 1: duty_leader: nobody_on_duty\n"
               "[172800000] obligation 2 skipped continuation_report incident 2: duty_leader: nobody_on_duty\n");
}

static void
one_tick_fires_at_most_its_limit_and_the_next_goes_on (void **state)
{
    struct story *s = *state;
    for (int i = 0; i < TICK_FIRINGS_MAX + 1; i++)
        report (s, "a hall collapsed");
    down_until (s, DAYS);
    tick (s);
    assert_int_equal (s->outcome.events_count, TICK_FIRINGS_MAX);
    assert_int_equal (desk_next_deadline (s->desk), STORY_BEGAN_MS + DAYS);
    tick (s);
    assert_int_equal (s->outcome.events_count, 1);
    assert_int_equal (desk_next_deadline (s->desk), STORY_BEGAN_MS + DAYS + 15 * MINUTES);
    tick (s);
    assert_int_equal (s->outcome.events_count, 0);
}

static void
a_tick_before_its_time_changes_nothing (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, DAYS - 1);
    tick (s);
    assert_int_equal (s->outcome.verdict.seq, 0);
    expect (s, "");
}

/* ---- shelving ---- */

/* The line is down, and everybody knows: quiet for a while, and not forgotten. */
static void
what_is_shelved_is_quiet_and_comes_back (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    by (s, "leader");
    assert_false (shelve (s, 1, 30 * MINUTES)); /* it is not overdue yet */
    at (s, 24 * HOURS);
    assert_false (shelve (s, 1, 2 * HOURS)); /* the profile allows an hour */
    pass_over (s);
    assert_true (shelve (s, 1, 40 * MINUTES));
    assert_false (shelve (s, 1, 40 * MINUTES));
    at (s, 24 * HOURS + 55 * MINUTES);
    expect (s, "[86400000] obligation 1 shelved continuation_report incident 1 until 88800000 \"the line is down\"\n"
               "[86400000] refused shelved_already 1\n"
               "[88800000] obligation 1 told continuation_report incident 1 duty_leader qian\n"
               "[89700000] obligation 1 told continuation_report incident 1 duty_leader qian\n");
    assert_int_equal (obligation_of_story (s, 1)->shelved_until, 0);
    assert_true (shelve (s, 1, 1 * HOURS));
    assert_true (unshelve (s, 1));
    assert_false (unshelve (s, 1));
    at (s, 24 * HOURS + 55 * MINUTES);
    expect_lines (
        s, "shelved|told",
        "[89700000] obligation 1 shelved continuation_report incident 1 until 93300000 \"the line is down\"\n"
        "[89700000] obligation 1 unshelved continuation_report incident 1\n"
        "[89700000] refused not_shelved 1\n"
        "[89700000] obligation 1 told continuation_report incident 1 duty_leader qian\n");
    shelve (s, 1, 30 * MINUTES);
    assert_true (continue_with (s, 1, figures_unknown)); /* what is owed can be done meanwhile */
}

static void
what_acts_by_itself_and_distress_can_not_be_shelved (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    distress (s, 1, "we are cut off");
    by (s, "leader");
    at (s, 1 * MINUTES);
    pass_over (s);
    shelve (s, 3, 10 * MINUTES);
    shelve (s, 99, 10 * MINUTES);
    expect_lines (s, "refused", "[60000] refused not_shelvable 3\n[60000] refused unknown_obligation 99\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)
#define UNWATCHED(name) cmocka_unit_test_setup_teardown (name, story_setup_unwatched, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (what_is_shelved_is_quiet_and_comes_back),
        STORY (what_acts_by_itself_and_distress_can_not_be_shelved),
        STORY (an_unanswered_order_goes_through_all_teams_and_ends_with_the_leader),
        UNWATCHED (with_nobody_on_duty_a_step_is_skipped_at_once_and_said_so),
        UNWATCHED (with_no_officer_the_leader_is_told_without_a_pause),
        STORY (who_is_on_duty_is_looked_up_when_the_step_fires),
        STORY (a_declined_order_passes_on_at_once),
        STORY (declined_with_no_team_left_somebody_must_find_one),
        STORY (teams_decline_one_after_another_and_one_obligation_stands_for_all),
        STORY (only_a_person_who_orders_a_team_discharges_assign_team),
        STORY (after_a_day_down_everything_overdue_fires_once_in_due_order),
        STORY (a_late_obligation_does_not_keep_an_earlier_one_waiting),
        STORY (one_tick_fires_at_most_its_limit_and_the_next_goes_on),
        STORY (a_tick_before_its_time_changes_nothing),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

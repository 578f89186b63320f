/* SPDX-License-Identifier: Apache-2.0 */
/* test_lifecycle.c: on hold, under control, how an incident ends, a leader who overrides, and what reopening brings
 * back. */
#include "story.h"

static void
a_search_stops_at_night_and_its_clocks_run_on (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
    at (s, 1 * MINUTES);
    hold (s, 1, "too dark");
    assert_int_equal (incident_of_story (s, 1)->state, INCIDENT_ON_HOLD);
    hold (s, 1, "once more");
    at (s, 5 * MINUTES);
    resume (s, 1, "daylight");
    assert_int_equal (incident_of_story (s, 1)->state, INCIDENT_RESPONDING);
    resume (s, 1, NULL);
    expect (s, "[60000] incident 1 held \"too dark\"\n"
               "[60000] refused incident_state 1 on_hold hold\n"
               "[300000] order 1 expired -> order 2\n"
               "[300000] obligation 2 withdrawn acknowledge_order order 1\n"
               "[300000] order 2 issued to team-2\n"
               "[300000] obligation 3 armed acknowledge_order order 2 due 600000\n"
               "[300000] incident 1 resumed \"daylight\"\n"
               "[300000] refused incident_state 1 responding resume\n");
    at (s, 24 * HOURS);
    expect_lines (s, "continuation_report",
                  "[86400000] obligation 1 told continuation_report incident 1 duty_officer zhao\n");
}

static void
sending_a_team_takes_an_incident_off_hold (void **state)
{
    struct story *s = *state;
    report (s, "a caller who hung up");
    hold (s, 1, "the township looks first");
    pass_over (s);
    dispatch (s, 1, "team-1");
    expect (s, "[0] order 1 issued to team-1\n"
               "[0] obligation 2 armed acknowledge_order order 1 due 300000\n"
               "[0] incident 1 responding\n");
}

static void
what_is_under_control_may_break_out_again (void **state)
{
    struct story *s = *state;
    report (s, "a forest fire");
    dispatch (s, 1, "team-1");
    at (s, 2 * MINUTES);
    pass_over (s);
    control (s, 1, "surrounded");
    assert_int_equal (incident_of_story (s, 1)->controlled_at, STORY_BEGAN_MS + 2 * MINUTES);
    continue_with (s, 1, people (0, 1));
    dispatch (s, 1, "team-2"); /* to watch the embers: it stays under control */
    assert_int_equal (incident_of_story (s, 1)->state, INCIDENT_CONTROLLED);
    resume (s, 1, "the wind has turned");
    assert_int_equal (incident_of_story (s, 1)->controlled_at, 0);
    control (s, 1, NULL);
    expect_lines (s, "controlled|resumed|refused",
                  "[120000] incident 1 controlled \"surrounded\"\n"
                  "[120000] incident 1 resumed \"the wind has turned\"\n"
                  "[120000] incident 1 controlled\n");
}

static void
an_incident_ends_in_one_of_several_ways (void **state)
{
    struct story *s = *state;
    for (int i = 0; i < 4; i++)
        report (s, "smoke");
    pass_over (s);
    close_incident (s, 1, "out");
    close_as (s, 2, DISPOSITION_FALSE_ALARM, false, "steam");
    close_as (s, 3, DISPOSITION_TRANSFERRED, false, "the city leads");
    close_as (s, 4, DISPOSITION_MERGED, false, "the same as 1");
    expect_lines (s, "closed|refused",
                  "[0] incident 1 closed \"out\"\n"
                  "[0] incident 2 closed as false_alarm \"steam\"\n"
                  "[0] incident 3 closed as transferred \"the city leads\"\n"
                  "[0] refused merge_instead\n");
    assert_int_equal (incident_of_story (s, 1)->disposition, DISPOSITION_RESOLVED);
    assert_int_equal (incident_of_story (s, 2)->disposition, DISPOSITION_FALSE_ALARM);
    reopen (s, 2, "it burns after all");
    assert_int_equal (incident_of_story (s, 2)->disposition, DISPOSITION_NONE);
    hold (s, 1, "why not");
    expect_lines (s, "refused", "[0] refused incident_closed 1\n");
}

static void
only_a_leader_closes_over_open_orders (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    dispatch (s, 1, "team-2");
    pass_over (s);
    close_incident (s, 1, "go home");
    close_as (s, 1, DISPOSITION_NONE, true, "go home");
    by (s, "leader");
    close_incident (s, 1, "go home");
    close_as (s, 1, DISPOSITION_FALSE_ALARM, true, "go home");
    expect (s, "[0] refused incident_has_open_orders 1 2 1\n"
               "[0] refused override_needs_leader\n"
               "[0] refused incident_has_open_orders 1 2 1\n"
               "[0] order 2 cancelled by leader \"go home\"\n"
               "[0] obligation 3 withdrawn acknowledge_order order 2\n"
               "[0] order 1 cancelled by leader \"go home\"\n"
               "[0] obligation 2 withdrawn acknowledge_order order 1\n"
               "[0] incident 1 closed as false_alarm \"go home\"\n"
               "[0] obligation 1 withdrawn continuation_report incident 1\n");
    assert_int_equal (s->outcome.verdict.subject_kind, ENTITY_INCIDENT);
    assert_int_equal (s->outcome.verdict.subject, 1);
}

static void
reopening_arms_what_closing_withdrew (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    decline (s, 1, "no crew");
    by (s, "t2");
    decline (s, 2, "no crew");
    by (s, "t3");
    decline (s, 3, "no crew"); /* somebody must find a team */
    by (s, "officer");
    at (s, 1 * MINUTES);
    close_incident (s, 1, "the township has settled it");
    story_store (s);
    story_restart (s, desk_head (s->shadow)); /* all of it has left memory */
    at (s, 2 * HOURS);
    pass_over (s);
    reopen (s, 1, "it has not");
    expect_lines (s, "obligation|incident 1 reopened",
                  "[7200000] incident 1 reopened \"it has not\"\n"
                  "[7200000] obligation 6 armed continuation_report incident 1 due 93600000\n"
                  "[7200000] obligation 7 armed assign_team incident 1 due 7320000\n");
    close_incident (s, 1, "now");
    reopen (s, 1, "never");
    assert_int_equal (incident_of_story (s, 1)->owed_when_closed, 0);
    assert_int_equal (desk_count_open (s->desk, ENTITY_OBLIGATION), 2);
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (a_search_stops_at_night_and_its_clocks_run_on), STORY (sending_a_team_takes_an_incident_off_hold),
        STORY (what_is_under_control_may_break_out_again),     STORY (an_incident_ends_in_one_of_several_ways),
        STORY (only_a_leader_closes_over_open_orders),         STORY (reopening_arms_what_closing_withdrew),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

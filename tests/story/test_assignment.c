/* SPDX-License-Identifier: Apache-2.0 */
/* test_assignment.c: orders that are called back, and orders that are given to another. */
#include "story.h"

#include "core/step.h"

#include <string.h>

static int
setup (void **state)
{
    story_setup (state);
    struct story *s = *state;
    report (s, "a hall collapsed");
    check_in (s, "zhao", false);
    check_in (s, "qian", true);
    dispatch (s, 1, "team-1");
    pass_over (s);
    return 0;
}

static void
under_way (struct story *s, uint64_t order)
{
    by (s, "t1");
    acknowledge (s, order);
    depart (s, order);
    by (s, "officer");
    pass_over (s);
}

/* ---- recall ---- */

static void
a_team_under_way_that_is_called_back_must_say_that_it_heard (void **state)
{
    struct story *s = *state;
    under_way (s, 1);
    at (s, 10 * MINUTES);
    assert_true (recall (s, 1, "the bridge is out"));
    at (s, 12 * MINUTES);
    by (s, "t1");
    assert_true (acknowledge (s, 1));
    expect (s, "[600000] order 1 recalled by officer \"the bridge is out\"\n"
               "[600000] obligation 4 withdrawn arrive_order order 1\n"
               "[600000] obligation 5 armed confirm_recall order 1 due 900000\n"
               "[720000] order 1 recall_confirmed by t1\n"
               "[720000] obligation 5 discharged confirm_recall order 1\n");
    const struct dispatch_order *order = order_of_story (s, 1);
    assert_int_equal (order->state, ORDER_STOOD_DOWN);
    assert_int_equal (order->departed_at, STORY_BEGAN_MS);
    assert_int_equal (order->recalled_at, STORY_BEGAN_MS + 10 * MINUTES);
    assert_int_equal (order->ended_at, STORY_BEGAN_MS + 12 * MINUTES);
    assert_string_equal (order->words, "the bridge is out");
}

static void
silence_after_a_recall_climbs_until_somebody_speaks_for_the_team (void **state)
{
    struct story *s = *state;
    under_way (s, 1);
    recall (s, 1, "the bridge is out");
    pass_over (s);
    at (s, 16 * MINUTES);
    assert_false (acknowledge (s, 1)); /* by whose word? */
    assert_true (acknowledge_for (s, 1, "sun", "turning round"));
    at (s, 2 * HOURS);
    expect (s, "[300000] obligation 5 told confirm_recall order 1 team team-1\n"
               "[420000] obligation 5 told confirm_recall order 1 duty_officer zhao\n"
               "[600000] obligation 5 told confirm_recall order 1 duty_leader qian\n"
               "[900000] obligation 5 told confirm_recall order 1 duty_leader qian\n"
               "[960000] refused words_missing\n"
               "[960000] order 1 recall_confirmed by officer for sun \"turning round\"\n"
               "[960000] obligation 5 discharged confirm_recall order 1\n");
}

static void
nobody_is_called_back_who_is_not_under_way (void **state)
{
    struct story *s = *state;
    recall (s, 1, "the bridge is out");
    by (s, "t1");
    acknowledge (s, 1);
    by (s, "officer");
    recall (s, 1, NULL);
    recall (s, 1, "the bridge is out");
    recall (s, 1, "again");
    by (s, "t1");
    acknowledge (s, 1);
    acknowledge (s, 1);
    by (s, "officer");
    recall (s, 9, "no such order");
    expect_lines (s, "refused",
                  "[0] refused recall_too_early 1\n"
                  "[0] refused reason_missing\n"
                  "[0] refused order_state 1 recalled recall\n"
                  "[0] refused order_state 1 stood_down acknowledge\n"
                  "[0] refused unknown_order 9\n");
}

static void
an_incident_with_a_team_yet_to_turn_round_is_not_closed (void **state)
{
    struct story *s = *state;
    under_way (s, 1);
    recall (s, 1, "false alarm");
    pass_over (s);
    close_incident (s, 1, "false alarm");
    assert_int_equal (desk_team_by_code (s->desk, "team-1")->open_orders, 1);
    assert_true (cancel (s, 1, "out of reach, seen on the way back"));
    assert_true (close_incident (s, 1, "false alarm"));
    assert_int_equal (desk_team_by_code (s->desk, "team-1")->open_orders, 0);
    expect_lines (s, "refused|order",
                  "[0] refused incident_has_open_orders 1 1 1\n"
                  "[0] order 1 cancelled by officer \"out of reach, seen on the way back\"\n"
                  "[0] obligation 5 withdrawn confirm_recall order 1\n");
}

/* ---- reassign ---- */

static void
an_unanswered_order_is_given_to_another_team (void **state)
{
    struct story *s = *state;
    assert_true (reassign (s, 1, "team-3", 0));
    expect (s, "[0] order 1 cancelled by officer \"they have the pumps\" -> order 2\n"
               "[0] obligation 2 withdrawn acknowledge_order order 1\n"
               "[0] order 2 issued to team-3\n"
               "[0] obligation 3 armed acknowledge_order order 2 due 300000\n");
    assert_int_equal (s->outcome.verdict.subject, 2);
    assert_int_equal (order_of_story (s, 1)->replaced_by, 2);
    assert_int_equal (order_of_story (s, 2)->replaces, 1);
    assert_int_equal (order_of_story (s, 2)->issued_by, s->speaker);
    assert_string_equal (order_of_story (s, 2)->task, "search and rescue");
    at (s, 5 * MINUTES); /* who stayed silent is not asked again in the same chain, nor is who was let go */
    assert_int_equal (order_of_story (s, 3)->team, desk_team_by_code (s->desk, "team-2")->entity.id);
}

static void
a_team_under_way_is_called_back_when_another_takes_over (void **state)
{
    struct story *s = *state;
    under_way (s, 1);
    assert_true (reassign (s, 1, "team-2", 0));
    by (s, "t2");
    acknowledge (s, 2);
    expect (s, "[0] order 1 recalled by officer \"they have the pumps\" -> order 2\n"
               "[0] obligation 4 withdrawn arrive_order order 1\n"
               "[0] obligation 5 armed confirm_recall order 1 due 300000\n"
               "[0] order 2 issued to team-2\n"
               "[0] obligation 6 armed acknowledge_order order 2 due 300000\n"
               "[0] order 2 acknowledged by t2\n"
               "[0] obligation 6 discharged acknowledge_order order 2\n"
               "[0] obligation 7 armed depart_order order 2 due 600000\n");
    assert_int_equal (order_of_story (s, 1)->state, ORDER_RECALLED); /* another team's word is not its own */
}

static void
a_team_that_goes_elsewhere_confirms_the_recall_by_going (void **state)
{
    struct story *s = *state;
    under_way (s, 1);
    report (s, "a mine is flooded");
    pass_over (s);
    assert_true (reassign (s, 1, NULL, 2));
    at (s, 1 * MINUTES);
    by (s, "t1");
    acknowledge (s, 2);
    expect (s, "[0] order 1 recalled by officer \"they have the pumps\" -> order 2\n"
               "[0] obligation 4 withdrawn arrive_order order 1\n"
               "[0] obligation 6 armed confirm_recall order 1 due 300000\n"
               "[0] order 2 issued to team-1\n"
               "[0] obligation 7 armed acknowledge_order order 2 due 300000\n"
               "[0] incident 2 responding\n"
               "[60000] order 2 acknowledged by t1\n"
               "[60000] obligation 7 discharged acknowledge_order order 2\n"
               "[60000] obligation 8 armed depart_order order 2 due 660000\n"
               "[60000] order 1 recall_confirmed by t1\n"
               "[60000] obligation 6 discharged confirm_recall order 1\n");
    assert_int_equal (order_of_story (s, 2)->incident, 2);
    assert_string_equal (order_of_story (s, 2)->what, "a mine is flooded");
}

static void
a_team_from_elsewhere_ends_the_search_for_one (void **state)
{
    struct story *s = *state;
    report (s, "a mine is flooded");
    dispatch (s, 2, "team-2");
    by (s, "t2");
    decline (s, 2, "no");
    by (s, "t3");
    decline (s, 3, "no");
    by (s, "t1");
    decline (s, 4, "busy"); /* nobody is left for incident 2 */
    by (s, "officer");
    pass_over (s);
    assert_true (reassign (s, 1, "team-2", 2));
    expect_lines (s, "assign_team", "[0] obligation 7 discharged assign_team incident 2\n");
}

static void
what_can_not_be_given_to_another (void **state)
{
    struct story *s = *state;
    report (s, "a mine is flooded");
    dispatch (s, 1, "team-2");
    drill_for_all (s);
    report (s, "an exercise");
    pass_over (s);
    reassign (s, 1, "team-1", 0);
    reassign (s, 1, "team-2", 0);
    reassign (s, 1, "team-9", 0);
    reassign (s, 1, NULL, DRILL_IDS + 1);
    reassign (s, 1, NULL, 8);
    reassign (s, 7, "team-2", 0);
    cancel (s, 1, "over");
    reassign (s, 1, "team-3", 0);
    expect_lines (s, "refused",
                  "[0] refused reassign_same 1 team-1\n"
                  "[0] refused team_already_ordered team-2 2\n"
                  "[0] refused unknown_team team-9\n"
                  "[0] refused drill_mixed\n"
                  "[0] refused unknown_incident 8\n"
                  "[0] refused unknown_order 7\n"
                  "[0] refused order_state 1 cancelled reassign\n");
}

/* ---- reserve ---- */

static void
a_reserved_order_issues_itself_when_its_time_has_come (void **state)
{
    struct story *s = *state;
    report (s, "the river rises");
    pass_over (s);
    assert_true (reserve (s, 2, "team-2", 8 * HOURS));
    assert_int_equal (desk_team_by_code (s->desk, "team-2")->open_orders, 1); /* spoken for */
    assert_int_equal (order_of_story (s, 2)->issued_at, 0);
    assert_int_equal (incident_of_story (s, 2)->state, INCIDENT_REPORTED); /* nobody is sent yet */
    cancel (s, 1, "over");
    at (s, 8 * HOURS + 2 * MINUTES);
    by (s, "t2");
    assert_true (acknowledge (s, 2));
    expect_lines (s, "order 2|incident 2",
                  "[0] order 2 reserved to team-2\n"
                  "[0] obligation 4 armed release_order order 2 due 28800000\n"
                  "[28800000] order 2 released\n"
                  "[28800000] obligation 4 discharged release_order order 2\n"
                  "[28800000] obligation 5 armed acknowledge_order order 2 due 29100000\n"
                  "[28800000] incident 2 responding\n"
                  "[28920000] order 2 acknowledged by t2\n"
                  "[28920000] obligation 5 discharged acknowledge_order order 2\n"
                  "[28920000] obligation 6 armed depart_order order 2 due 29520000\n");
    assert_int_equal (order_of_story (s, 2)->issued_at, STORY_BEGAN_MS + 8 * HOURS);
    assert_int_equal (order_of_story (s, 2)->reserved_at, STORY_BEGAN_MS);
    assert_int_equal (order_of_story (s, 2)->release_at, 0);
}

static void
a_reserved_order_is_released_sooner_or_let_go (void **state)
{
    struct story *s = *state;
    reserve (s, 1, "team-2", 8 * HOURS);
    reserve (s, 1, "team-3", 8 * HOURS);
    pass_over (s);
    by (s, "t2");
    acknowledge (s, 2); /* not yet */
    by (s, "leader");
    rung (s, ACTION_RELEASE, 2, NULL);
    rung (s, ACTION_RELEASE, 2, NULL);
    cancel (s, 3, "not needed");
    expect_lines (s, "refused|order",
                  "[0] refused order_state 2 reserved acknowledge\n"
                  "[0] order 2 released by leader\n"
                  "[0] obligation 3 discharged release_order order 2\n"
                  "[0] obligation 5 armed acknowledge_order order 2 due 300000\n"
                  "[0] refused order_state 2 issued release\n"
                  "[0] order 3 cancelled by leader \"not needed\"\n"
                  "[0] obligation 4 withdrawn release_order order 3\n");
    assert_int_equal (order_of_story (s, 2)->issued_by, s->speaker);
}

static void
a_reservation_missed_while_the_daemon_was_down_is_issued_once (void **state)
{
    struct story *s = *state;
    reserve (s, 1, "team-3", 1 * HOURS);
    story_store (s);
    down_until (s, 10 * HOURS);
    at (s, 10 * HOURS);
    expect_lines (s, "reserved|released", "[0] order 2 reserved to team-3\n[36000000] order 2 released\n");
}

/* It may be weeks: the level, the policy and the team's contacts are those of the day on which it goes. */
static void
what_a_reserved_team_is_asked_is_what_holds_when_it_goes (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    rules.clocks[OBLIGATION_STATUS_CHECK].limited = true;
    rules.clocks[OBLIGATION_STATUS_CHECK].only = (struct policy_selector){ .levels = 1u << LEVEL_MAJOR };
    county_import_profile (s, "shanxi", "status checks of what is major", &rules);
    by (s, "officer");
    reserve (s, 1, "team-2", 8 * HOURS);
    assert_false (order_of_story (s, 2)->status_checks);
    assess (s, 1, LEVEL_MAJOR);
    for (int clock = 0; clock < OBLIGATION_KINDS; clock++)
        rules.policies[rules.clocks[clock].policy].everyone |= clock == OBLIGATION_ACKNOWLEDGE_ORDER;
    county_import_profile (s, "shanxi", "and everybody acknowledges", &rules);
    at (s, 8 * HOURS);
    assert_true (order_of_story (s, 2)->status_checks);
    assert_true (order_of_story (s, 2)->everyone);
    assert_int_equal (order_of_story (s, 2)->awaited_count, 1);
}

/* Reserving filled no place: whoever goes in its stead does. */
static void
a_reservation_given_to_another_team_finds_one_for_the_incident (void **state)
{
    struct story *s = *state;
    report (s, "the river rises");
    dispatch (s, 2, "team-1");
    by (s, "t1");
    decline (s, 2, "no boat");
    by (s, "t2");
    decline (s, 3, "no boat");
    by (s, "t3");
    decline (s, 4, "no boat");
    by (s, "leader");
    assert_true (obligation_live (&incident_of_story (s, 2)->entity, OBLIGATION_ASSIGN_TEAM));
    reserve (s, 2, "team-1", 8 * HOURS);
    pass_over (s);
    assert_true (reassign (s, 5, "team-2", 0));
    assert_false (obligation_live (&incident_of_story (s, 2)->entity, OBLIGATION_ASSIGN_TEAM));
}

static void
a_reserved_team_is_told_what_is_known_when_it_goes (void **state)
{
    struct story *s = *state;
    reserve (s, 1, "team-2", 8 * HOURS);
    assess (s, 1, LEVEL_MAJOR); /* which brings forward what owes an answer, not what was planned */
    assert_int_equal (obligation_of_story (s, 3)->due_at, STORY_BEGAN_MS + 8 * HOURS);
    at (s, 8 * HOURS);
    assert_int_equal (order_of_story (s, 2)->level, LEVEL_MAJOR);
}

static void
a_reservation_is_for_a_time_to_come (void **state)
{
    struct story *s = *state;
    reserve (s, 1, "team-2", 0);
    reserve (s, 1, "team-2", 46LL * DAYS);
    reserve (s, 1, "team-2", 45LL * DAYS);
    pass_over (s);
    close_incident (s, 1, "over");
    expect (s, "[0] refused incident_has_open_orders 1 2 1\n");
}

/* ---- a busy team ---- */

static void
sending_a_busy_team_is_told_and_moves_none_of_its_times (void **state)
{
    struct story *s = *state;
    under_way (s, 1);
    int64_t due_at = obligation_of_story (s, 4)->due_at;
    report (s, "a mine is flooded");
    at (s, 10 * MINUTES);
    assert_true (dispatch (s, 2, "team-1"));
    assert_int_equal (s->outcome.verdict.busy_count, 1);
    assert_int_equal (s->outcome.verdict.busy[0], 1);
    assert_int_equal (obligation_of_story (s, 4)->due_at, due_at);
    assert_int_equal (order_of_story (s, 1)->departed_at, STORY_BEGAN_MS);
    assert_int_equal (order_of_story (s, 1)->state, ORDER_EN_ROUTE);
    assert_true (dispatch (s, 2, "team-3"));
    assert_int_equal (s->outcome.verdict.busy_count, 0);
}

static void
a_profile_can_refuse_a_busy_team (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    rules.busy_team = BUSY_REFUSE;
    by (s, "admin");
    county_import_profile (s, "strict", "strict edition", &rules);
    by (s, "officer");
    report (s, "a mine is flooded");
    pass_over (s);
    assert_false (dispatch (s, 2, "team-1"));
    struct command command = { .action = ACTION_DISPATCH,
                               .dispatch = { .incident = 2, .team = "team-1", .override = true } };
    assert_true (say (s, &command));
    assert_true (reassign (s, 1, "team-2", 0)); /* which is free */
    expect_lines (s, "refused|issued",
                  "[0] refused team_busy team-1 1 1\n"
                  "[0] order 2 issued to team-1\n"
                  "[0] order 3 issued to team-2\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (a_team_under_way_that_is_called_back_must_say_that_it_heard),
        STORY (silence_after_a_recall_climbs_until_somebody_speaks_for_the_team),
        STORY (nobody_is_called_back_who_is_not_under_way),
        STORY (an_incident_with_a_team_yet_to_turn_round_is_not_closed),
        STORY (an_unanswered_order_is_given_to_another_team),
        STORY (a_team_under_way_is_called_back_when_another_takes_over),
        STORY (a_team_that_goes_elsewhere_confirms_the_recall_by_going),
        STORY (a_team_from_elsewhere_ends_the_search_for_one),
        STORY (what_can_not_be_given_to_another),
        STORY (a_reserved_order_issues_itself_when_its_time_has_come),
        STORY (a_reserved_order_is_released_sooner_or_let_go),
        STORY (a_reservation_missed_while_the_daemon_was_down_is_issued_once),
        STORY (what_a_reserved_team_is_asked_is_what_holds_when_it_goes),
        STORY (a_reservation_given_to_another_team_finds_one_for_the_incident),
        STORY (a_reserved_team_is_told_what_is_known_when_it_goes),
        STORY (a_reservation_is_for_a_time_to_come),
        STORY (sending_a_busy_team_is_told_and_moves_none_of_its_times),
        STORY (a_profile_can_refuse_a_busy_team),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_incidents.c: reports and their clocks, levels that climb, closing and reopening, drills. */
#include "story.h"

static void
a_report_may_say_next_to_nothing (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    assert_int_equal (incident_of_story (s, 1)->level, LEVEL_NONE);
    assert_int_equal (incident_of_story (s, 1)->figures.dead, FIGURE_UNKNOWN);
    assert_int_equal (s->outcome.verdict.subject_kind, ENTITY_INCIDENT);
    assert_int_equal (s->outcome.verdict.subject, 1);
    assert_int_equal (s->outcome.verdict.seq, desk_head (s->desk));
}

static void
a_continuation_report_discharges_and_arms_the_next (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, 20 * HOURS);
    continue_with (s, 1, people (1, 2));
    expect (s, "[72000000] report 2 filed continuation_report 1 of incident 1\n"
               "[72000000] incident 1 continued ordinary\n"
               "[72000000] obligation 1 discharged continuation_report incident 1\n"
               "[72000000] obligation 2 armed continuation_report incident 1 due 158400000\n");
    at (s, 44 * HOURS + 15 * MINUTES);
    expect (s, "[158400000] obligation 2 told continuation_report incident 1 duty_officer zhao\n"
               "[159300000] obligation 2 told continuation_report incident 1 duty_leader qian\n");
    continue_with (s, 1, figures_unknown);
    final_with (s, 1, figures_unknown);
    expect_lines (s, "filed",
                  "[159300000] report 3 filed continuation_report 2 of incident 1\n"
                  "[159300000] report 4 filed final_report 1 of incident 1\n");
    assert_int_equal (incident_of_story (s, 1)->reports_count, 4);
    assert_int_equal (incident_of_story (s, 1)->continuations_count, 2);
}

static void
what_a_report_leaves_out_stays_as_it_was (void **state)
{
    struct story *s = *state;
    struct figures stated = people (2, 5);
    stated.loss_yuan = 300000;
    report_figures (s, "a hall collapsed", stated);
    stated = people (FIGURE_UNKNOWN, 0);
    stated.trapped = 7;
    continue_with (s, 1, stated);
    const struct figures *known = &incident_of_story (s, 1)->figures;
    assert_int_equal (known->dead, 2);
    assert_int_equal (known->injured_serious, 0);
    assert_int_equal (known->trapped, 7);
    assert_int_equal (known->loss_yuan, 300000);
    assert_int_equal (known->missing, FIGURE_UNKNOWN);
}

static void
a_person_raises_the_level_and_the_clock_gets_shorter (void **state)
{
    struct story *s = *state;
    at (s, 1 * HOURS);
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, 3 * HOURS);
    assess (s, 1, LEVEL_SIGNIFICANT);
    assess (s, 1, LEVEL_MAJOR);
    assess (s, 1, LEVEL_ORDINARY);
    expect (s, "[10800000] incident 1 assessed significant\n"
               "[10800000] incident 1 assessed major\n"
               "[10800000] obligation 1 rearmed continuation_report incident 1 due 46800000\n"
               "[10800000] incident 1 assessed ordinary\n");
    at (s, 13 * HOURS);
    expect (s, "[46800000] obligation 1 told continuation_report incident 1 duty_officer zhao\n");
}

static void
raised_too_late_the_clock_has_run_out_already (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    at (s, 20 * HOURS);
    pass_over (s);
    assess (s, 1, LEVEL_MAJOR);
    at (s, 20 * HOURS);
    expect (s, "[72000000] incident 1 assessed major\n"
               "[72000000] obligation 1 rearmed continuation_report incident 1 due 43200000\n"
               "[72000000] obligation 1 told continuation_report incident 1 duty_officer zhao\n");
}

static void
what_is_overdue_does_not_move (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    at (s, 25 * HOURS);
    pass_over (s);
    assess (s, 1, LEVEL_MAJOR);
    expect (s, "[90000000] incident 1 assessed major\n");
    assert_int_equal (obligation_of_story (s, 1)->due_at, STORY_BEGAN_MS + DAYS);
}

static void
figures_that_climb_bring_the_orders_clocks_forward_too (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    rules.clocks[OBLIGATION_ARRIVE_ORDER].due_ms[LEVEL_MAJOR] = 30 * MINUTES;
    county_import_profile (s, "shanxi", "second edition", &rules);
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    depart (s, 1);
    by (s, "officer");
    pass_over (s);
    at (s, 10 * MINUTES);
    continue_with (s, 1, people (12, 0));
    expect (s, "[600000] report 2 filed continuation_report 1 of incident 1\n"
               "[600000] incident 1 continued major\n"
               "[600000] obligation 1 discharged continuation_report incident 1\n"
               "[600000] obligation 4 armed continuation_report incident 1 due 43800000\n"
               "[600000] obligation 3 rearmed arrive_order order 1 due 1800000\n");
}

static void
figures_raise_a_level_but_only_a_person_lowers_it (void **state)
{
    struct story *s = *state;
    report_figures (s, "a hall collapsed", people (12, 0));
    pass_over (s);
    continue_with (s, 1, people (2, 0)); /* ten were found alive */
    assess (s, 1, LEVEL_ORDINARY);
    continue_with (s, 1, people (2, 3));
    continue_with (s, 1, people (3, 3));
    expect_lines (s, "incident 1 continued|assessed",
                  "[0] incident 1 continued major\n"
                  "[0] incident 1 assessed ordinary\n"
                  "[0] incident 1 continued ordinary\n"
                  "[0] incident 1 continued significant\n");
}

static void
a_level_that_a_person_lowered_stays_until_the_figures_climb (void **state)
{
    struct story *s = *state;
    struct figures trapped = figures_unknown;
    trapped.trapped = 1;
    report_figures (s, "a poisoning", people (12, 0));
    confirm (s, 1, LEVEL_SIGNIFICANT); /* nine died of another cause */
    pass_over (s);
    continue_with (s, 1, trapped);
    continue_with (s, 1, people (31, 0));
    expect_lines (s, "incident 1 continued",
                  "[0] incident 1 continued significant\n"
                  "[0] incident 1 continued extraordinary\n");
    assert_int_equal (incident_of_story (s, 1)->level_confirmed, LEVEL_SIGNIFICANT);
}

static void
the_same_level_again_is_refused_unless_it_confirms (void **state)
{
    struct story *s = *state;
    report_figures (s, "a hall collapsed", people (12, 0));
    pass_over (s);
    assess (s, 1, LEVEL_MAJOR);
    confirm (s, 1, LEVEL_MAJOR);
    confirm (s, 1, LEVEL_MAJOR);
    expect (s, "[0] refused level_same 1 major\n"
               "[0] incident 1 confirmed major\n"
               "[0] refused level_same 1 major\n");
}

static void
a_new_edition_of_the_profile_moves_no_running_clock (void **state)
{
    struct story *s = *state;
    struct rules rules;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    confirm (s, 1, LEVEL_ORDINARY);
    pass_over (s);
    county_rules (&rules);
    for (int level = 0; level < EVENT_LEVELS; level++)
        rules.stages[0].clock.due_ms[level] = 1 * HOURS;
    rules.clocks[OBLIGATION_ACKNOWLEDGE_ORDER].policy = rules.clocks[OBLIGATION_DEPART_ORDER].policy;
    county_import_profile (s, "shanxi", "second edition", &rules);
    assess (s, 1, LEVEL_SIGNIFICANT);  /* no shorter in this edition than ordinary */
    confirm (s, 1, LEVEL_SIGNIFICANT); /* no other level */
    at (s, 5 * MINUTES);               /* passes on, as the first edition says */
    expect (s, "[0] profile shanxi imported\n"
               "[0] incident 1 assessed significant\n"
               "[0] incident 1 confirmed significant\n"
               "[300000] order 1 expired -> order 2\n"
               "[300000] obligation 2 withdrawn acknowledge_order order 1\n"
               "[300000] order 2 issued to team-2\n"
               "[300000] obligation 3 armed acknowledge_order order 2 due 600000\n");
    assert_int_equal (obligation_of_story (s, 1)->due_at, STORY_BEGAN_MS + DAYS);
    at (s, 10 * MINUTES); /* the new order is of the second edition */
    expect (s, "[600000] obligation 3 told acknowledge_order order 2 team team-2\n");
    continue_with (s, 1, figures_unknown);
    expect_lines (s, "armed", "[600000] obligation 4 armed continuation_report incident 1 due 4200000\n");
}

static void
an_incident_with_open_orders_can_t_be_closed (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    dispatch (s, 1, "team-2");
    pass_over (s);
    close_incident (s, 1, "over");
    cancel (s, 1, "not needed");
    close_incident (s, 1, "over");
    cancel (s, 2, "not needed");
    pass_over (s);
    close_incident (s, 1, "over");
    expect (s, "[0] incident 1 closed \"over\"\n"
               "[0] obligation 1 withdrawn continuation_report incident 1\n");
    assert_int_equal (desk_next_deadline (s->desk), INT64_MAX);
}

static void
a_refused_close_says_which_order_is_open (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    dispatch (s, 1, "team-2");
    pass_over (s);
    close_incident (s, 1, "over");
    cancel (s, 1, "not needed");
    close_incident (s, 1, "over");
    expect_lines (s, "refused",
                  "[0] refused incident_has_open_orders 1 2 1\n"
                  "[0] refused incident_has_open_orders 1 1 2\n");
}

static void
nothing_is_added_to_a_closed_incident (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    close_incident (s, 1, "over");
    pass_over (s);
    continue_with (s, 1, figures_unknown);
    assess (s, 1, LEVEL_MAJOR);
    dispatch (s, 1, NULL);
    close_incident (s, 1, "over");
    continue_with (s, 2, figures_unknown);
    expect (s, "[0] refused incident_closed 1\n"
               "[0] refused incident_closed 1\n"
               "[0] refused incident_closed 1\n"
               "[0] refused incident_closed 1\n"
               "[0] refused unknown_incident 2\n");
}

static void
a_reopened_incident_owes_a_report_again (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    at (s, 1000);
    close_incident (s, 1, "over");
    at (s, 2000);
    pass_over (s);
    reopen (s, 1, "somebody is still missing");
    reopen (s, 1, "again");
    reopen (s, 7, "which?");
    expect (s, "[2000] incident 1 reopened \"somebody is still missing\"\n"
               "[2000] obligation 2 armed continuation_report incident 1 due 86402000\n"
               "[2000] report 1 restored initial_report 1 of incident 1\n"
               "[2000] refused incident_open 1\n"
               "[2000] refused unknown_incident 7\n");
    assert_int_equal (incident_of_story (s, 1)->closed_at, 0);
    assert_int_equal (incident_of_story (s, 1)->state, INCIDENT_RESPONDING);
}

static void
a_drill_stays_a_drill_in_all_that_follows (void **state)
{
    struct story *s = *state;
    drill_for_all (s);
    report (s, "an exercise");
    dispatch (s, DRILL_IDS + 1, "team-1");
    continue_with (s, DRILL_IDS + 1, figures_unknown);
    by (s, "t1");
    decline (s, DRILL_IDS + 1, "no crew");
    at (s, 5 * MINUTES);
    expect (s, "[0] incident X1 reported (drill)\n"
               "[0] obligation X1 armed continuation_report incident X1 due 86400000 (drill)\n"
               "[0] report X1 filed initial_report 1 of incident X1 (drill)\n"
               "[0] order X1 issued to team-1 (drill)\n"
               "[0] obligation X2 armed acknowledge_order order X1 due 300000 (drill)\n"
               "[0] incident X1 responding (drill)\n"
               "[0] report X2 filed continuation_report 1 of incident X1 (drill)\n"
               "[0] incident X1 continued (drill)\n"
               "[0] obligation X1 discharged continuation_report incident X1 (drill)\n"
               "[0] obligation X3 armed continuation_report incident X1 due 86400000 (drill)\n"
               "[0] order X1 declined by t1 \"no crew\" -> order X2 (drill)\n"
               "[0] obligation X2 discharged acknowledge_order order X1 (drill)\n"
               "[0] order X2 issued to team-2 (drill)\n"
               "[0] obligation X4 armed acknowledge_order order X2 due 300000 (drill)\n"
               "[300000] order X2 expired -> order X3 (drill)\n"
               "[300000] obligation X4 withdrawn acknowledge_order order X2 (drill)\n"
               "[300000] order X3 issued to team-3 (drill)\n"
               "[300000] obligation X5 armed acknowledge_order order X3 due 600000 (drill)\n");
    s->drill = false;
    by (s, "officer");
    report (s, "a real one");
    expect (s, "[300000] incident 1 reported\n" /* drills have numbers of their own */
               "[300000] obligation 2 armed continuation_report incident 1 due 86700000\n"
               "[300000] report 1 filed initial_report 1 of incident 1\n");
}

/* The collapse of 2020-08-29, as published: the level climbs through the day by the figures alone. */
static void
xiangfen_2020_08_29 (void **state)
{
    static const struct {
        int64_t at;
        int32_t dead, injured_serious;
        bool final;
    } course[] = {
        { 4 * HOURS + 20 * MINUTES, 5, 1, false },   /* 14:00 */
        { 7 * HOURS + 20 * MINUTES, 13, 4, false },  /* 17:00 */
        { 9 * HOURS + 12 * MINUTES, 17, 7, false },  /* 18:52 */
        { 15 * HOURS + 50 * MINUTES, 20, 7, false }, /* 01:30 */
        { 18 * HOURS + 5 * MINUTES, 29, 7, true },   /* 03:45 */
    };
    struct story *s = *state;
    report (s, "banquet hall of a restaurant collapsed, people trapped");
    for (size_t i = 0; i < sizeof course / sizeof course[0]; i++) {
        at (s, course[i].at);
        if (course[i].final)
            final_with (s, 1, people (course[i].dead, course[i].injured_serious));
        else
            continue_with (s, 1, people (course[i].dead, course[i].injured_serious));
    }
    expect (s, "[0] incident 1 reported\n"
               "[0] obligation 1 armed continuation_report incident 1 due 86400000\n"
               "[0] report 1 filed initial_report 1 of incident 1\n"
               "[15600000] report 2 filed continuation_report 1 of incident 1\n"
               "[15600000] incident 1 continued significant\n"
               "[15600000] obligation 1 discharged continuation_report incident 1\n"
               "[15600000] obligation 2 armed continuation_report incident 1 due 102000000\n"
               "[26400000] report 3 filed continuation_report 2 of incident 1\n"
               "[26400000] incident 1 continued major\n"
               "[26400000] obligation 2 discharged continuation_report incident 1\n"
               "[26400000] obligation 3 armed continuation_report incident 1 due 69600000\n"
               "[33120000] report 4 filed continuation_report 3 of incident 1\n"
               "[33120000] incident 1 continued major\n"
               "[33120000] obligation 3 discharged continuation_report incident 1\n"
               "[33120000] obligation 4 armed continuation_report incident 1 due 76320000\n"
               "[57000000] report 5 filed continuation_report 4 of incident 1\n"
               "[57000000] incident 1 continued major\n"
               "[57000000] obligation 4 discharged continuation_report incident 1\n"
               "[57000000] obligation 5 armed continuation_report incident 1 due 100200000\n"
               "[65100000] report 6 filed final_report 1 of incident 1\n"
               "[65100000] incident 1 continued major\n"
               "[65100000] obligation 5 discharged continuation_report incident 1\n"
               "[65100000] obligation 6 armed continuation_report incident 1 due 108300000\n");
    assert_int_equal (incident_of_story (s, 1)->figures.dead, 29);
}

static void
over_the_limit_of_open_incidents_a_report_is_refused (void **state)
{
    (void)state;
    struct desk_limits limits = { .open_incidents_max = 2, .settled_max = 100 };
    struct story *s = story_begin (&limits);
    report (s, "one");
    report (s, "two");
    pass_over (s);
    report (s, "three");
    close_incident (s, 1, "over");
    report (s, "three");
    reopen (s, 1, "again");
    expect_lines (s, "refused|reported",
                  "[0] refused limit open incidents 2\n"
                  "[0] incident 3 reported\n"
                  "[0] refused limit open incidents 2\n");
    story_end (s);
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (a_report_may_say_next_to_nothing),
        STORY (a_continuation_report_discharges_and_arms_the_next),
        STORY (what_a_report_leaves_out_stays_as_it_was),
        STORY (a_person_raises_the_level_and_the_clock_gets_shorter),
        STORY (raised_too_late_the_clock_has_run_out_already),
        STORY (what_is_overdue_does_not_move),
        STORY (figures_that_climb_bring_the_orders_clocks_forward_too),
        STORY (figures_raise_a_level_but_only_a_person_lowers_it),
        STORY (a_level_that_a_person_lowered_stays_until_the_figures_climb),
        STORY (the_same_level_again_is_refused_unless_it_confirms),
        STORY (a_new_edition_of_the_profile_moves_no_running_clock),
        STORY (an_incident_with_open_orders_can_t_be_closed),
        STORY (a_refused_close_says_which_order_is_open),
        STORY (nothing_is_added_to_a_closed_incident),
        STORY (a_reopened_incident_owes_a_report_again),
        STORY (a_drill_stays_a_drill_in_all_that_follows),
        STORY (xiangfen_2020_08_29),
        cmocka_unit_test (over_the_limit_of_open_incidents_a_report_is_refused),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

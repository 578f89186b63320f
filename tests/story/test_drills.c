/* SPDX-License-Identifier: Apache-2.0 */
/* test_drills.c: a drill's own numbers, whom it reaches, and its end. */
#include "story.h"

#include <stdio.h>

/* A drill with these teams, begun by the officer (zhao). */
static void
drill_of (struct story *s, const char *const *teams, size_t count)
{
    assert_true (begin_drill (s, &(struct drill_args){ .teams = { teams, count } }));
    s->drill = true;
    pass_over (s);
}

static const struct drill *
drill_of_story (const struct story *s, uint64_t id)
{
    return (const struct drill *)desk_find (s->desk, ENTITY_DRILL, id);
}

static void
a_drill_is_begun_and_ended_by_one_command (void **state)
{
    struct story *s = *state;
    const char *const teams[] = { "team-1", "team-2" };
    begin_drill (s, &(struct drill_args){ .teams = { teams, 2 }, .within_ms = 2 * HOURS });
    expect (s, "[0] drill 1 begun \"an exercise\"\n"
               "[0] obligation 1 armed end_drill drill 1 due 7200000\n");
    s->drill = true;
    report (s, "two villages shaken");
    dispatch (s, DRILL_IDS + 1, "team-1");
    by (s, "leader");
    activate (s, DRILL_IDS + 1, RESPONSE_LEVEL_III, 0);
    instruct (s, DRILL_IDS + 1, (struct instruct_args){ .owner_team = "team-1" });
    establish (s, DRILL_IDS + 1, "sun");
    pass_over (s);
    at (s, 1 * HOURS);
    pass_over (s);
    end_drill (s);
    expect_lines (s, "drill",
                  "[3600000] drill 1 ended closing 5 \"aim reached\"\n"
                  "[3600000] obligation 1 discharged end_drill drill 1\n"
                  "[3600000] field_command_post X1 dissolved: sun commands \"aim reached\" (drill)\n"
                  "[3600000] instruction X1 closed \"aim reached\" (drill)\n"
                  "[3600000] obligation X4 withdrawn instruction_feedback instruction X1 (drill)\n"
                  "[3600000] response X1 terminated \"aim reached\" (drill)\n"
                  "[3600000] obligation X3 discharged review_response response X1 (drill)\n"
                  "[3600000] order X2 cancelled by leader \"aim reached\" (drill)\n"
                  "[3600000] obligation X5 withdrawn acknowledge_order order X2 (drill)\n"
                  "[3600000] incident X1 closed \"aim reached\" (drill)\n"
                  "[3600000] obligation X1 withdrawn continuation_report incident X1 (drill)\n");
    assert_int_equal (drill_of_story (s, 1)->closed_count, 5);
    assert_int_equal (drill_of_story (s, 1)->people.count, 1);
}

static void
what_is_real_goes_on (void **state)
{
    struct story *s = *state;
    report (s, "a real one");
    dispatch (s, 1, "team-1");
    drill_for_all (s);
    report (s, "an exercise");
    end_drill (s);
    assert_int_equal (incident_of_story (s, 1)->state, INCIDENT_RESPONDING);
    assert_int_equal (order_of_story (s, 1)->state, ORDER_ISSUED);
    assert_int_equal (incident_of_story (s, DRILL_IDS + 1)->state, INCIDENT_CLOSED);
    pass_over (s);
}

static void
nothing_is_a_drill_while_none_runs (void **state)
{
    struct story *s = *state;
    drill_for_all (s);
    report (s, "an exercise");
    close_incident (s, DRILL_IDS + 1, "over");
    end_drill (s);
    pass_over (s);
    report (s, "an exercise");
    reopen (s, DRILL_IDS + 1, "again");
    end_drill (s);
    by (s, "leader");
    say (s, &(struct command){ .action = ACTION_ACTIVATE,
                               .response = { .level = RESPONSE_LEVEL_III, .matter = "a flood", .drill = true } });
    instruct (s, 0, (struct instruct_args){ .owner_team = "team-1", .drill = true });
    expect (s, "[0] refused no_drill\n"
               "[0] refused no_drill\n"
               "[0] refused no_drill\n"
               "[0] refused no_drill\n"
               "[0] refused no_drill\n");
}

static void
one_drill_at_a_time_and_somebody_takes_part (void **state)
{
    struct story *s = *state;
    const char *const nobody[] = { "team-9" }, *const stranger[] = { "a-stranger" };
    begin_drill (s, &(struct drill_args){ 0 });
    begin_drill (s, &(struct drill_args){ .teams = { nobody, 1 } });
    begin_drill (s, &(struct drill_args){ .people = { stranger, 1 } });
    begin_drill (s, &(struct drill_args){ .posts = { stranger, 1 } });
    expect (s, "[0] refused drill_needs_participants\n"
               "[0] refused unknown_team team-9\n"
               "[0] refused unknown_person a-stranger\n"
               "[0] refused unknown_post a-stranger\n");
    drill_for_all (s);
    begin_drill (s, &(struct drill_args){ .everybody = true });
    expect (s, "[0] refused drill_runs 1 an exercise\n");
}

static void
no_team_is_asked_that_takes_no_part (void **state)
{
    struct story *s = *state;
    const char *const teams[] = { "team-2" };
    drill_of (s, teams, 1);
    report (s, "an exercise");
    pass_over (s);
    dispatch (s, DRILL_IDS + 1, "team-1");
    instruct (s, DRILL_IDS + 1, (struct instruct_args){ .owner_team = "team-1" });
    instruct (s, DRILL_IDS + 1, (struct instruct_args){ .owner_person = "sun" });
    dispatch (s, DRILL_IDS + 1, NULL);
    at (s, 5 * MINUTES);
    expect (s, "[0] refused not_in_drill team-1\n"
               "[0] refused not_in_drill team-1\n"
               "[0] refused not_in_drill sun\n"
               "[0] order X1 issued to team-2 (drill)\n"
               "[0] obligation X2 armed acknowledge_order order X1 due 300000 (drill)\n"
               "[0] incident X1 responding (drill)\n"
               "[300000] obligation X2 skipped acknowledge_order order X1: no_team_left (drill)\n"
               "[300000] obligation X2 skipped acknowledge_order order X1: duty_leader: nobody_on_duty (drill)\n"
               "[300000] obligation X2 skipped acknowledge_order order X1: duty_leader: nobody_on_duty (drill)\n");
}

static void
an_exercise_holds_no_team_back_from_what_is_real (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    rules.busy_team = BUSY_REFUSE;
    assert_true (county_import_profile (s, "shanxi", "strict", &rules));
    const char *const teams[] = { "team-1" };
    drill_of (s, teams, 1);
    report (s, "an exercise");
    dispatch (s, DRILL_IDS + 1, "team-1");
    s->drill = false;
    report (s, "a hall collapsed");
    report (s, "a bridge collapsed");
    pass_over (s);
    dispatch (s, 1, "team-1");
    dispatch (s, 2, "team-1");
    expect_lines (s, "issued|refused", "[0] order 1 issued to team-1\n[0] refused team_busy team-1 1 1\n");
}

static void
only_who_takes_part_is_told (void **state)
{
    struct story *s = *state;
    const char *const teams[] = { "team-2" }, *const people[] = { "qian" };
    begin_drill (s, &(struct drill_args){ .teams = { teams, 1 }, .people = { people, 1 } });
    s->drill = true;
    report (s, "an exercise");
    dispatch (s, DRILL_IDS + 1, "team-2");
    pass_over (s);
    at (s, 5 * MINUTES);
    expect (s, "[300000] obligation X2 skipped acknowledge_order order X1: no_team_left (drill)\n"
               "[300000] obligation X2 told acknowledge_order order X1 duty_leader qian (drill)\n");
}

static void
who_takes_no_part_reports_nothing_in_it (void **state)
{
    struct story *s = *state;
    const char *const teams[] = { "team-1" };
    begin_drill (s, &(struct drill_args){ .teams = { teams, 1 } });
    pass_over (s);
    s->drill = true;
    by (s, "t2");
    assert_false (report (s, "smoke"));
    by (s, "t1");
    assert_true (report (s, "smoke"));
    expect_lines (s, "refused", "[0] refused not_in_drill team-2\n");
}

static void
a_drill_that_runs_on_is_told_to_the_leader (void **state)
{
    struct story *s = *state;
    begin_drill (s, &(struct drill_args){ .everybody = true });
    pass_over (s);
    at (s, 4 * HOURS);
    expect (s, "[14400000] obligation 1 told end_drill drill 1 duty_leader qian\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (a_drill_is_begun_and_ended_by_one_command),
        STORY (what_is_real_goes_on),
        STORY (nothing_is_a_drill_while_none_runs),
        STORY (one_drill_at_a_time_and_somebody_takes_part),
        STORY (an_exercise_holds_no_team_back_from_what_is_real),
        STORY (no_team_is_asked_that_takes_no_part),
        STORY (only_who_takes_part_is_told),
        STORY (who_takes_no_part_reports_nothing_in_it),
        STORY (a_drill_that_runs_on_is_told_to_the_leader),
    };
    return cmocka_run_group_tests_name ("drills", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_clocks.c: the clocks of the reports that the profile demands: what sets them, when they are due, what a change
 * of the level moves, and what a closed incident still owes. The traces tell local time, as a duty log does. */
#include "story.h"

#include <stdio.h>
#include <string.h>

/* Adds a stage to the county's profile; its policy is that of the continuation report. */
static struct report_stage *
add_stage (struct rules *rules, const char *code, enum report_kind kind, enum stage_from from, uint32_t due_ms)
{
    struct report_stage *stage = &rules->stages[rules->stages_count++];
    *stage =
        (struct report_stage){ .kind = kind, .from = from, .clock = { .policy = rules->stages[0].clock.policy } };
    snprintf (stage->code, sizeof stage->code, "%s", code);
    for (int level = 0; level < EVENT_LEVELS; level++)
        stage->clock.due_ms[level] = due_ms;
    return stage;
}

static void
import_rules (struct story *s, const struct rules *rules)
{
    assert_true (county_import_profile (s, "shanxi", "with other reports", rules));
    s->local = true;
    pass_over (s);
}

/* ---- fixed hours ---- */

static void
begin_twice_daily (struct story *s)
{
    struct rules rules;
    county_rules (&rules);
    memset (rules.stages[0].clock.due_ms, 0, sizeof rules.stages[0].clock.due_ms);
    rules.stages[0].at_count = 2;
    rules.stages[0].at_minutes[0] = 8 * 60;
    rules.stages[0].at_minutes[1] = 20 * 60;
    import_rules (s, &rules);
}

static void
a_report_at_fixed_hours_goes_over_midnight (void **state)
{
    struct story *s = *state;
    begin_twice_daily (s);
    report (s, "a hall collapsed");
    at (s, local (0, 20, 5));
    continue_with (s, 1, figures_unknown);
    at (s, local (1, 7, 50)); /* early: it was the one for eight o'clock */
    continue_with (s, 1, figures_unknown);
    expect_lines (s, "obligation",
                  "[08-29 09:40] obligation 1 armed continuation_report incident 1 due 08-29 20:00\n"
                  "[08-29 20:00] obligation 1 told continuation_report incident 1 duty_officer zhao\n"
                  "[08-29 20:05] obligation 1 discharged continuation_report incident 1\n"
                  "[08-29 20:05] obligation 2 armed continuation_report incident 1 due 08-30 08:00\n"
                  "[08-30 07:50] obligation 2 discharged continuation_report incident 1\n"
                  "[08-30 07:50] obligation 3 armed continuation_report incident 1 due 08-30 20:00\n");
}

/* However often it is said: what is due in the evening was not said in the morning. */
static void
a_report_is_the_one_for_the_hour_to_which_it_is_nearest (void **state)
{
    struct story *s = *state;
    begin_twice_daily (s);
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, local (0, 13, 0));
    continue_with (s, 1, figures_unknown); /* nearer to 08:00 */
    at (s, local (0, 14, 30));
    continue_with (s, 1, figures_unknown);
    continue_with (s, 1, figures_unknown);
    at (s, local (1, 1, 0));
    continue_with (s, 1, figures_unknown);
    expect_lines (s, "obligation",
                  "[08-29 14:30] obligation 1 discharged continuation_report incident 1\n"
                  "[08-29 14:30] obligation 2 armed continuation_report incident 1 due 08-30 08:00\n");
    at (s, local (1, 7, 0));
    continue_with (s, 1, figures_unknown);
    expect_lines (s, "obligation",
                  "[08-30 07:00] obligation 2 discharged continuation_report incident 1\n"
                  "[08-30 07:00] obligation 3 armed continuation_report incident 1 due 08-30 20:00\n");
}

static void
a_post_says_once_a_day_that_it_is_awake (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    county_reports (&rules);
    import_rules (s, &rules);
    for (int i = 0; i < 7; i++)
        submit (s, 0, "nil_report");
    at (s, local (0, 16, 30));
    submit (s, 0, "nil_report");
    submit (s, 0, "nil_report");
    at (s, local (1, 17, 0));
    expect_lines (s, "obligation",
                  "[08-29 09:40] obligation 1 discharged nil_report post 1\n"
                  "[08-29 09:40] obligation 2 armed nil_report post 1 due 08-30 17:00\n"
                  "[08-30 17:00] obligation 2 told nil_report post 1 post office\n");
}

static void
fixed_hours_go_over_the_ends_of_months_and_years (void **state)
{
    struct story *s = *state;
    begin_twice_daily (s);
    at (s, local (2, 21, 0)); /* the last evening of August */
    report (s, "a hall collapsed");
    at (s, local (124, 20, 30)); /* the last one of the year */
    continue_with (s, 1, figures_unknown);
    expect_lines (s, "armed",
                  "[08-31 21:00] obligation 1 armed continuation_report incident 1 due 09-01 08:00\n"
                  "[12-31 20:30] obligation 2 armed continuation_report incident 1 due 01-01 08:00\n");
    at (s, local (183, 21, 0)); /* 28 February of a year without a 29th */
    continue_with (s, 1, figures_unknown);
    expect_lines (s, "armed", "[02-28 21:00] obligation 3 armed continuation_report incident 1 due 03-01 08:00\n");
}

/* ---- the level ---- */

static void
begin_with_levels (struct story *s)
{
    struct rules rules;
    county_rules (&rules);
    add_stage (&rules, "to_the_city", REPORT_FINAL, STAGE_FROM_INTAKE, 1 * HOURS)->met_by = STAGE_MET_BY_FILED;
    add_stage (&rules, "to_the_province", REPORT_FINAL, STAGE_FROM_LEVEL, 1 * HOURS)->levels =
        1u << LEVEL_MAJOR | 1u << LEVEL_EXTRAORDINARY;
    add_stage (&rules, "significant_by_noon", REPORT_FINAL, STAGE_FROM_INTAKE, 2 * HOURS)->levels =
        1u << LEVEL_SIGNIFICANT;
    import_rules (s, &rules);
}

static void
a_climb_brings_forward_what_gets_shorter_and_arms_what_now_applies (void **state)
{
    struct story *s = *state;
    begin_with_levels (s);
    report (s, "a hall collapsed");
    at (s, local (0, 10, 0));
    final_with (s, 1, figures_unknown); /* meets to_the_city: it stays met */
    expect_lines (s, "obligation",
                  "[08-29 09:40] obligation 1 armed continuation_report incident 1 due 08-30 09:40\n"
                  "[08-29 09:40] obligation 2 armed to_the_city incident 1 due 08-29 10:40\n"
                  "[08-29 10:00] obligation 1 discharged continuation_report incident 1\n"
                  "[08-29 10:00] obligation 3 armed continuation_report incident 1 due 08-30 10:00\n"
                  "[08-29 10:00] obligation 2 discharged to_the_city incident 1\n");
    at (s, local (0, 14, 0));
    assess (s, 1, LEVEL_SIGNIFICANT); /* by 11:40, counted from intake: at once */
    at (s, local (0, 17, 0));
    assess (s, 1, LEVEL_MAJOR);
    expect_lines (s, "obligation|assessed",
                  "[08-29 14:00] incident 1 assessed significant\n"
                  "[08-29 14:00] obligation 4 armed significant_by_noon incident 1 due 08-29 14:00\n"
                  "[08-29 14:00] obligation 4 told significant_by_noon incident 1 duty_officer zhao\n"
                  "[08-29 14:15] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 14:30] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 14:45] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 15:00] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 15:15] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 15:30] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 15:45] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 16:00] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 16:15] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 16:30] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 16:45] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 17:00] obligation 4 told significant_by_noon incident 1 duty_leader qian\n"
                  "[08-29 17:00] incident 1 assessed major\n"
                  "[08-29 17:00] obligation 4 withdrawn significant_by_noon incident 1\n"
                  "[08-29 17:00] obligation 5 armed to_the_province incident 1 due 08-29 18:00\n"
                  "[08-29 17:00] obligation 3 rearmed continuation_report incident 1 due 08-29 22:00\n");
}

static void
what_no_longer_applies_is_withdrawn (void **state)
{
    struct story *s = *state;
    begin_with_levels (s);
    report_figures (s, "a hall collapsed", people (13, 4));
    pass_over (s);
    assess (s, 1, LEVEL_ORDINARY); /* it was another hall */
    expect (s, "[08-29 09:40] incident 1 assessed ordinary\n"
               "[08-29 09:40] obligation 3 withdrawn to_the_province incident 1\n");
}

/* ---- casualties, control, close ---- */

static void
begin_with_aftermath (struct story *s)
{
    struct rules rules;
    county_rules (&rules);
    struct report_stage *same_day = add_stage (&rules, "casualties", REPORT_CONTINUATION, STAGE_FROM_CASUALTIES, 0);
    same_day->end_of_day = true;
    struct report_stage *verified = add_stage (&rules, "verified", REPORT_VERIFIED, STAGE_FROM_CONTROLLED, 0);
    verified->working_days = 3;
    struct report_stage *window = add_stage (&rules, "window", REPORT_SUPPLEMENTARY, STAGE_FROM_CLOSED, 30U * DAYS);
    window->recurring = true;
    import_rules (s, &rules);
}

static void
a_change_of_casualties_goes_up_the_same_day (void **state)
{
    struct story *s = *state;
    begin_with_aftermath (s);
    report_figures (s, "a hall collapsed", people (1, 0)); /* the initial report tells of these */
    expect_lines (s, "casualties", "");
    at (s, local (0, 14, 0));
    continue_with (s, 1, people (1, 0)); /* no change */
    expect_lines (s, "casualties", "");
    at (s, local (0, 23, 50));
    continue_with (s, 1, people (2, 0));
    expect_lines (s, "casualties", "[08-29 23:50] obligation 4 armed casualties incident 1 due 08-30 00:00\n");
}

static void
working_days_leave_out_the_weekend (void **state)
{
    struct story *s = *state;
    begin_with_aftermath (s);
    report (s, "a flood"); /* on a Saturday */
    control (s, 1, "the water falls");
    expect_lines (s, "verified", "[08-29 09:40] obligation 2 armed verified incident 1 due 09-03 00:00\n");
    resume (s, 1, "it rises again");
    at (s, local (6, 16, 0)); /* Friday: Monday, Tuesday, Wednesday to its end */
    control (s, 1, "it falls");
    expect_lines (s, "verified",
                  "[08-29 09:40] obligation 2 withdrawn verified incident 1\n"
                  "[09-04 16:00] obligation 3 armed verified incident 1 due 09-10 00:00\n");
}

static void
working_days_go_by_the_calendars_that_are_imported (void **state)
{
    struct story *s = *state;
    begin_with_aftermath (s);
    int32_t friday = STORY_DAY + 6;
    assert_true (county_import_calendar (s, "cn-2020", (struct day_span){ friday + 3, friday + 4, false }));
    assert_true (county_import_calendar (s, "county", (struct day_span){ friday + 2, friday + 2, true }));
    report (s, "a flood");
    at (s, local (6, 16, 0)); /* Sunday is made up for Monday and Tuesday: Sunday, Wednesday, Thursday to its end */
    control (s, 1, "it falls");
    expect_lines (s, "verified", "[09-04 16:00] obligation 2 armed verified incident 1 due 09-11 00:00\n");
}

static void
a_closed_incident_owes_its_window_and_nothing_else (void **state)
{
    struct story *s = *state;
    begin_with_aftermath (s);
    report (s, "a hall collapsed");
    pass_over (s);
    close_incident (s, 1, "all are out");
    expect (s, "[08-29 09:40] incident 1 closed \"all are out\"\n"
               "[08-29 09:40] obligation 1 withdrawn continuation_report incident 1\n"
               "[08-29 09:40] obligation 2 armed window incident 1 due 09-28 09:40\n");
    at (s, local (30, 9, 40));
    expect (s, "[09-28 09:40] obligation 2 told window incident 1 duty_officer zhao\n");
    reopen (s, 1, "it was not over");
    expect_lines (s, "obligation",
                  "[09-28 09:40] obligation 2 withdrawn window incident 1\n"
                  "[09-28 09:40] obligation 3 armed continuation_report incident 1 due 09-29 09:40\n");
}

static void
a_false_alarm_or_a_drill_leaves_nothing_behind (void **state)
{
    struct story *s = *state;
    begin_with_aftermath (s);
    report (s, "smoke");
    s->drill = true;
    report (s, "a hall collapsed");
    pass_over (s);
    close_as (s, 1, DISPOSITION_FALSE_ALARM, false, "a barbecue");
    close_incident (s, 2, "the exercise is over");
    expect_lines (s, "armed", "");
}

static void
its_window_outlives_a_restart_and_keeps_it_in_memory (void **state)
{
    struct desk_limits limits = { .open_incidents_max = 100, .settled_max = 2 };
    struct story *s = story_begin (&limits);
    (void)state;
    begin_with_aftermath (s);
    report (s, "a hall collapsed");
    close_incident (s, 1, "all are out");
    for (uint64_t i = 2; i < 6; i++) { /* others come and go, and push it out of memory */
        report (s, "smoke");
        close_as (s, i, DISPOSITION_FALSE_ALARM, false, "a barbecue");
        story_store (s);
    }
    tick (s);
    assert_non_null (incident_of_story (s, 1));
    assert_null (incident_of_story (s, 2));
    story_restart (s, desk_head (s->desk));
    assert_non_null (incident_of_story (s, 1));
    pass_over (s);
    at (s, local (30, 9, 40));
    expect_lines (s, "window",
                  "[09-28 09:40] obligation 2 skipped window incident 1: duty_officer: nobody_on_duty\n"
                  "[09-28 09:40] obligation 2 skipped window incident 1: duty_leader: nobody_on_duty\n");
    reopen (s, 1, "it was not over");
    close_as (s, 1, DISPOSITION_TRANSFERRED, false, "the city has it");
    story_store (s);
    tick (s);
    story_store (s);
    for (uint64_t i = 6; i < 9; i++) {
        report (s, "smoke");
        close_as (s, i, DISPOSITION_FALSE_ALARM, false, "a barbecue");
        story_store (s);
    }
    tick (s);
    assert_null (incident_of_story (s, 1)); /* nothing is owed on it any more */
    story_end (s);
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (a_report_at_fixed_hours_goes_over_midnight),
        STORY (a_report_is_the_one_for_the_hour_to_which_it_is_nearest),
        STORY (a_post_says_once_a_day_that_it_is_awake),
        STORY (fixed_hours_go_over_the_ends_of_months_and_years),
        STORY (a_climb_brings_forward_what_gets_shorter_and_arms_what_now_applies),
        STORY (what_no_longer_applies_is_withdrawn),
        STORY (a_change_of_casualties_goes_up_the_same_day),
        STORY (working_days_leave_out_the_weekend),
        STORY (working_days_go_by_the_calendars_that_are_imported),
        STORY (a_closed_incident_owes_its_window_and_nothing_else),
        STORY (a_false_alarm_or_a_drill_leaves_nothing_behind),
        cmocka_unit_test (its_window_outlives_a_restart_and_keeps_it_in_memory),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

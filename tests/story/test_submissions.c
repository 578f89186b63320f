/* SPDX-License-Identifier: Apache-2.0 */
/* test_submissions.c: what goes up: by phone at once, in writing after a duty leader's signature, numbered, verbatim;
 * and the nil report of each post. The traces tell local time, as a duty log does. */
#include "story.h"

static int
setup (void **state)
{
    struct rules rules;
    story_setup (state);
    struct story *s = *state;
    county_rules (&rules);
    county_reports (&rules);
    assert_true (county_import_profile (s, "shanxi", "with more reports", &rules));
    s->local = true;
    pass_over (s);
    return 0;
}

/* ---- by phone ---- */

static void
a_phone_report_meets_its_clock_and_stays_met (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    at (s, local (0, 9, 55));
    assert_true (submit (s, 1, "city-phone")); /* as people write it */
    expect (s, "[08-29 09:40] incident 1 reported\n"
               "[08-29 09:40] obligation 2 armed continuation_report incident 1 due 08-30 09:40\n"
               "[08-29 09:40] obligation 3 armed city_phone incident 1 due 08-29 10:10\n"
               "[08-29 09:40] obligation 4 armed city_written incident 1 due 08-29 10:40\n"
               "[08-29 09:40] report 1 filed initial_report 1 of incident 1\n"
               "[08-29 09:55] submission 1 sent_at_once city_phone 1 to the city\n"
               "[08-29 09:55] obligation 3 discharged city_phone incident 1\n");
    const struct submission *sent = submission_of_story (s, 1);
    assert_string_equal (sent->text, "a hall collapsed in Chenzhuang");
    assert_string_equal (sent->received_by, "Wang of the city");
    assert_int_equal (sent->sent_at, STORY_BEGAN_MS + 15 * MINUTES);
    assess (s, 1, LEVEL_MAJOR);
    assess (s, 1, LEVEL_ORDINARY);
    assess (s, 1, LEVEL_MAJOR);
    expect_lines (s, "city_phone", "");
}

static void
nobody_reports_and_the_watch_hears_of_each_clock (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, local (0, 10, 40));
    expect (s, "[08-29 10:10] obligation 3 told city_phone incident 1 duty_officer zhao\n"
               "[08-29 10:25] obligation 3 told city_phone incident 1 duty_leader qian\n"
               "[08-29 10:40] obligation 3 told city_phone incident 1 duty_leader qian\n"
               "[08-29 10:40] obligation 4 told city_written incident 1 duty_officer zhao\n");
}

/* ---- in writing ---- */

static void
a_written_report_waits_for_the_leaders_signature (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, local (0, 10, 0));
    submit (s, 1, "city_written");
    assert_false (send_up (s, 1));
    at (s, local (0, 10, 10)); /* the phone report is due; so is the signature */
    by (s, "leader");
    sign_off (s, 1);
    by (s, "officer");
    send_up (s, 1);
    expect_lines (s, "submission|sign_off|city_written|refused",
                  "[08-29 10:00] submission 1 drafted city_written 1 to the city\n"
                  "[08-29 10:00] obligation 5 armed sign_off submission 1 due 08-29 10:10\n"
                  "[08-29 10:00] refused not_signed_off 1\n"
                  "[08-29 10:10] obligation 5 told sign_off submission 1 duty_leader qian\n"
                  "[08-29 10:10] submission 1 signed by leader\n"
                  "[08-29 10:10] obligation 5 discharged sign_off submission 1\n"
                  "[08-29 10:10] obligation 6 armed send_report submission 1 due 08-29 10:20\n"
                  "[08-29 10:10] submission 1 sent by officer \"Wang of the city\"\n"
                  "[08-29 10:10] obligation 6 discharged send_report submission 1\n"
                  "[08-29 10:10] obligation 4 discharged city_written incident 1\n");
    assert_false (send_up (s, 1));
    assert_false (withdraw_submission (s, 1, "too late"));
    expect (s, "[08-29 10:10] refused submission_state 1 sent send\n"
               "[08-29 10:10] refused submission_state 1 sent submission_withdraw\n");
}

static void
a_draft_that_is_withdrawn_gives_its_number_back (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    submit (s, 1, "casualties");
    withdraw_submission (s, 1, "wrong figures");
    submit (s, 1, "casualties");
    by (s, "leader");
    sign_off (s, 2);
    send_up (s, 2);
    submit (s, 1, "casualties");
    expect_lines (s, "submission",
                  "[08-29 09:40] submission 1 drafted casualties 1 to the city\n"
                  "[08-29 09:40] obligation 5 armed sign_off submission 1 due 08-29 09:50\n"
                  "[08-29 09:40] submission 1 withdrawn by officer \"wrong figures\"\n"
                  "[08-29 09:40] obligation 5 withdrawn sign_off submission 1\n"
                  "[08-29 09:40] submission 2 drafted casualties 1 to the city\n"
                  "[08-29 09:40] obligation 6 armed sign_off submission 2 due 08-29 09:50\n"
                  "[08-29 09:40] submission 2 signed by leader\n"
                  "[08-29 09:40] obligation 6 discharged sign_off submission 2\n"
                  "[08-29 09:40] obligation 7 armed send_report submission 2 due 08-29 09:50\n"
                  "[08-29 09:40] submission 2 sent by leader \"Wang of the city\"\n"
                  "[08-29 09:40] obligation 7 discharged send_report submission 2\n"
                  "[08-29 09:40] submission 3 drafted casualties 2 to the city\n"
                  "[08-29 09:40] obligation 8 armed sign_off submission 3 due 08-29 09:50\n");
}

static void
what_was_drafted_before_does_not_tell_of_who_died_since (void **state)
{
    struct story *s = *state;
    report_figures (s, "a hall collapsed", people (1, 0));
    at (s, local (0, 14, 0));
    continue_with (s, 1, people (2, 0));
    submit (s, 1, "casualties");
    at (s, local (0, 15, 0));
    continue_with (s, 1, people (3, 0));
    by (s, "leader");
    sign_off (s, 1);
    send_up (s, 1); /* two, it says */
    submit (s, 1, "casualties");
    sign_off (s, 2);
    send_up (s, 2);
    expect_lines (s, "casualties",
                  "[08-29 14:00] obligation 6 armed casualties incident 1 due 08-30 00:00\n"
                  "[08-29 14:00] submission 1 drafted casualties 1 to the city\n"
                  "[08-29 15:00] submission 2 drafted casualties 2 to the city\n"
                  "[08-29 15:00] obligation 6 discharged casualties incident 1\n");
}

static void
only_a_leader_signs_and_only_what_is_there (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    submit (s, 7, "city_phone");
    submit (s, 1, "no_such_report");
    submit (s, 1, "nil_report");
    submit (s, 0, "city_phone");
    submit (s, 1, "continuation_report");
    sign_off (s, 9);
    expect (s, "[08-29 09:40] refused unknown_incident 7\n"
               "[08-29 09:40] refused unknown_stage no_such_report\n"
               "[08-29 09:40] refused stage_of_posts nil_report\n"
               "[08-29 09:40] refused stage_of_incidents city_phone\n"
               "[08-29 09:40] refused stage_filed continuation_report\n"
               "[08-29 09:40] refused unknown_submission 9\n");
}

/* ---- after control, after the close ---- */

static void
the_final_report_follows_control (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    at (s, local (0, 12, 0));
    control (s, 1, "all are out");
    submit (s, 1, "final_report");
    by (s, "leader");
    sign_off (s, 1);
    send_up (s, 1);
    expect_lines (s, "final_report",
                  "[08-29 12:00] obligation 5 armed final_report incident 1 due 08-30 12:00\n"
                  "[08-29 12:00] submission 1 drafted final_report 1 to the city\n"
                  "[08-29 12:00] obligation 5 discharged final_report incident 1\n");
    by (s, "officer");
    resume (s, 1, "one is missing");
    control (s, 1, "she is at home"); /* under control anew: a final report of it is owed anew */
    expect_lines (s, "final_report", "");
    at (s, local (0, 13, 0));
    resume (s, 1, "one more");
    control (s, 1, "found");
    expect_lines (s, "final_report", "[08-29 13:00] obligation 8 armed final_report incident 1 due 08-30 13:00\n");
}

static void
the_window_after_the_close_takes_any_number_of_reports (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    submit (s, 1, "city_phone");
    close_incident (s, 1, "all are out");
    pass_over (s);
    at (s, local (5, 10, 0));
    submit (s, 1, "supplementary"); /* one of the injured has died */
    at (s, local (30, 9, 40));
    at (s, local (30, 9, 45));
    submit (s, 1, "supplementary"); /* nothing more: said by a person */
    expect_lines (s, "supplementary",
                  "[09-03 10:00] submission 2 sent_at_once supplementary 1 to the city\n"
                  "[09-03 10:00] obligation 5 discharged supplementary incident 1\n"
                  "[09-03 10:00] obligation 6 armed supplementary incident 1 due 09-28 09:40\n"
                  "[09-28 09:40] obligation 6 told supplementary incident 1 duty_officer zhao\n"
                  "[09-28 09:45] submission 3 sent_at_once supplementary 2 to the city\n"
                  "[09-28 09:45] obligation 6 discharged supplementary incident 1\n");
}

/* ---- posts ---- */

static void
each_post_says_each_day_that_it_is_awake (void **state)
{
    struct story *s = *state;
    at (s, local (0, 16, 30)); /* early: it is the one for today */
    submit (s, 0, "nil-report");
    at (s, local (1, 17, 2));
    submit (s, 0, "nil-report");
    expect (s, "[08-29 16:30] submission 1 sent_at_once nil_report 0 to the duty room\n"
               "[08-29 16:30] obligation 1 discharged nil_report post 1\n"
               "[08-29 16:30] obligation 2 armed nil_report post 1 due 08-30 17:00\n"
               "[08-30 17:00] obligation 2 told nil_report post 1 post office\n"
               "[08-30 17:02] obligation 2 told nil_report post 1 duty_officer zhao\n"
               "[08-30 17:02] submission 2 sent_at_once nil_report 0 to the duty room\n"
               "[08-30 17:02] obligation 2 discharged nil_report post 1\n"
               "[08-30 17:02] obligation 3 armed nil_report post 1 due 08-31 17:00\n");
}

/* ---- time ---- */

static void
after_a_day_down_each_overdue_report_fires_once_in_due_order (void **state)
{
    struct story *s = *state;
    report_figures (s, "a hall collapsed", people (4, 0));
    pass_over (s);
    down_until (s, local (1, 9, 30));
    at (s, local (1, 9, 30));
    expect (s, "[08-30 09:30] obligation 3 told city_phone incident 1 duty_officer zhao\n"
               "[08-30 09:30] obligation 4 told city_written incident 1 duty_officer zhao\n"
               "[08-30 09:30] obligation 5 told province_phone incident 1 duty_officer zhao\n"
               "[08-30 09:30] obligation 1 told nil_report post 1 post office\n");
}

static void
a_draft_outlives_its_incident_and_a_restart (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    submit (s, 1, "city_written");
    close_as (s, 1, DISPOSITION_FALSE_ALARM, false, "a barbecue");
    story_store (s);
    story_restart (s, desk_head (s->desk));
    assert_non_null (incident_of_story (s, 1));
    by (s, "leader");
    assert_true (sign_off (s, 1));
    assert_true (send_up (s, 1));
}

/* Whatever becomes of its incident, what is signed is sent or withdrawn. */
static void
a_signed_report_is_not_forgotten_with_its_incident (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    submit (s, 1, "city_written");
    by (s, "leader");
    sign_off (s, 1);
    close_as (s, 1, DISPOSITION_FALSE_ALARM, false, "a barbecue");
    pass_over (s);
    at (s, local (0, 9, 51));
    expect (s, "[08-29 09:50] obligation 6 told send_report submission 1 duty_leader qian\n");
    assert_true (send_up (s, 1));
}

/* 补报: the figures of a closed incident go on as long as the window after the close. */
static void
who_dies_after_the_close_is_reported (void **state)
{
    struct story *s = *state;
    report_figures (s, "a hall collapsed", people (1, 3));
    close_as (s, 1, DISPOSITION_RESOLVED, false, "over");
    pass_over (s);
    at (s, 2 * DAYS);
    assert_true (continue_with (s, 1, people (2, 2)));
    assert_int_equal (incident_of_story (s, 1)->figures.dead, 2);
    assert_int_equal (incident_of_story (s, 1)->state, INCIDENT_CLOSED);
    const struct report *second = (const struct report *)desk_find (s->desk, ENTITY_REPORT, 2);
    assert_int_equal (second->kind, REPORT_SUPPLEMENTARY);
    assert_false (final_with (s, 1, people (2, 2)));
    report (s, "smoke");
    close_as (s, 2, DISPOSITION_FALSE_ALARM, false, "a barbecue"); /* leaves no window */
    assert_false (continue_with (s, 2, people (3, 1)));
    expect_lines (s, "refused",
                  "[08-31 09:40] refused incident_closed 1\n"
                  "[08-31 09:40] refused incident_closed 2\n");
}

static void
an_edition_that_forgets_a_report_leaves_its_clock_to_be_met (void **state)
{
    struct story *s = *state;
    struct rules rules;
    report (s, "a hall collapsed");
    county_rules (&rules);
    county_import_profile (s, "shanxi", "without", &rules);
    pass_over (s);
    submit (s, 1, "city_phone");
    expect (s, "[08-29 09:40] submission 1 sent_at_once city_phone 1 to the city\n"
               "[08-29 09:40] obligation 3 discharged city_phone incident 1\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (a_phone_report_meets_its_clock_and_stays_met),
        STORY (nobody_reports_and_the_watch_hears_of_each_clock),
        STORY (a_written_report_waits_for_the_leaders_signature),
        STORY (a_draft_that_is_withdrawn_gives_its_number_back),
        STORY (what_was_drafted_before_does_not_tell_of_who_died_since),
        STORY (only_a_leader_signs_and_only_what_is_there),
        STORY (the_final_report_follows_control),
        STORY (the_window_after_the_close_takes_any_number_of_reports),
        STORY (each_post_says_each_day_that_it_is_awake),
        STORY (after_a_day_down_each_overdue_report_fires_once_in_due_order),
        STORY (a_draft_outlives_its_incident_and_a_restart),
        STORY (a_signed_report_is_not_forgotten_with_its_incident),
        STORY (who_dies_after_the_close_is_reported),
        STORY (an_edition_that_forgets_a_report_leaves_its_clock_to_be_met),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

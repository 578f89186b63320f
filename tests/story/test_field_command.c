/* SPDX-License-Identifier: Apache-2.0 */
/* test_field_command.c: who commands at the scene: establishing the command post, passing the command on, the end. */
#include "story.h"

static const struct field_command_post *
post_of (const struct story *s, uint64_t id)
{
    return (const struct field_command_post *)desk_find (s->desk, ENTITY_FIELD_COMMAND_POST, id);
}

static int
setup (void **state)
{
    story_setup (state);
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    return 0;
}

static void
one_person_commands_until_another_has_accepted (void **state)
{
    struct story *s = *state;
    assert_true (establish (s, 1, "zhou"));
    at (s, 3 * HOURS);
    assert_true (transfer (s, 1, "qian"));
    assert_int_equal (post_of (s, 1)->commander, desk_person_by_code (s->desk, "zhou")->entity.id);
    at (s, 3 * HOURS + 5 * MINUTES);
    by (s, "leader");
    assert_true (accept_command (s, 1, NULL, NULL));
    at (s, 18 * HOURS);
    assert_true (dissolve (s, 1));
    expect (s, "[0] field_command_post 1 established: zhou commands\n"
               "[10800000] field_command_post 1 offered to qian: zhou commands \"who is here\"\n"
               "[10800000] obligation 2 armed accept_command field_command_post 1 due 11700000\n"
               "[11100000] field_command_post 1 accepted: qian commands\n"
               "[11100000] obligation 2 discharged accept_command field_command_post 1\n"
               "[64800000] field_command_post 1 dissolved: qian commands \"search ended\"\n");
    assert_int_equal (post_of (s, 1)->commander_since, STORY_BEGAN_MS + 3LL * HOURS + 5 * MINUTES);
    assert_int_equal (post_of (s, 1)->transfers_count, 1);
    assert_int_equal (post_of (s, 1)->dissolved_at, STORY_BEGAN_MS + 18LL * HOURS);
}

static void
silence_after_a_transfer_is_told_to_the_successor_then_the_watch_then_the_leader (void **state)
{
    struct story *s = *state;
    establish (s, 1, "zhou");
    pass_over (s);
    transfer (s, 1, "sun");
    at (s, 25 * MINUTES);
    expect (s, "[0] field_command_post 1 offered to sun: zhou commands \"who is here\"\n"
               "[0] obligation 2 armed accept_command field_command_post 1 due 900000\n"
               "[900000] obligation 2 told accept_command field_command_post 1 person sun\n"
               "[1020000] obligation 2 told accept_command field_command_post 1 duty_officer zhao\n"
               "[1200000] obligation 2 told accept_command field_command_post 1 duty_leader qian\n"
               "[1500000] obligation 2 told accept_command field_command_post 1 duty_leader qian\n");
    assert_true (accept_command (s, 1, "sun", "I have command"));
    at (s, 20 * HOURS);
    expect (s, "[1500000] field_command_post 1 accepted for sun: sun commands \"I have command\"\n"
               "[1500000] obligation 2 discharged accept_command field_command_post 1\n");
}

static void
a_transfer_can_go_to_another_one_and_be_taken_back (void **state)
{
    struct story *s = *state;
    establish (s, 1, "zhou");
    transfer (s, 1, "sun");
    pass_over (s);
    assert_true (transfer (s, 1, "li"));
    assert_true (transfer (s, 1, "zhou"));
    expect (s, "[0] field_command_post 1 offered to li: zhou commands \"who is here\"\n"
               "[0] obligation 2 withdrawn accept_command field_command_post 1\n"
               "[0] obligation 3 armed accept_command field_command_post 1 due 900000\n"
               "[0] field_command_post 1 kept: zhou commands \"who is here\"\n"
               "[0] obligation 3 withdrawn accept_command field_command_post 1\n");
    transfer (s, 1, "zhou");
    accept_command (s, 1, "li", "I have command");
    expect (s, "[0] refused commands_already zhou 1\n"
               "[0] refused no_transfer 1\n");
}

static void
an_incident_has_one_command_post_at_a_time (void **state)
{
    struct story *s = *state;
    establish (s, 1, "zhou");
    pass_over (s);
    establish (s, 1, "sun");
    establish (s, 1, "a-stranger");
    establish (s, 9, "sun");
    dissolve (s, 1);
    dissolve (s, 1);
    transfer (s, 7, "sun");
    assert_true (establish (s, 1, "sun"));
    expect (s, "[0] refused command_stands 1 1 zhou\n"
               "[0] refused command_stands 1 1 zhou\n"
               "[0] refused unknown_incident 9\n"
               "[0] field_command_post 1 dissolved: zhou commands \"search ended\"\n"
               "[0] refused command_dissolved 1\n"
               "[0] refused unknown_command_post 7\n"
               "[0] field_command_post 2 established: sun commands\n");
}

static void
only_who_was_asked_accepts_or_somebody_of_the_watch_with_the_words (void **state)
{
    struct story *s = *state;
    establish (s, 1, "zhou");
    transfer (s, 1, "sun");
    pass_over (s);
    accept_command (s, 1, NULL, "I have command");
    accept_command (s, 1, "li", "I have command");
    accept_command (s, 1, "sun", NULL);
    by (s, "t2");
    accept_command (s, 1, NULL, "I have command");
    accept_command (s, 1, "sun", "he has command");
    by (s, "t1"); /* sun's own key */
    assert_true (accept_command (s, 1, NULL, NULL));
    expect_lines (s, "refused|accepted",
                  "[0] refused command_not_for_you 1 sun\n"
                  "[0] refused command_not_for_you 1 sun\n"
                  "[0] refused words_missing\n"
                  "[0] refused command_not_for_you 1 sun\n"
                  "[0] refused not_for_others\n"
                  "[0] field_command_post 1 accepted: sun commands\n");
}

static void
what_was_asked_is_no_longer_owed_when_the_post_is_dissolved (void **state)
{
    struct story *s = *state;
    establish (s, 1, "zhou");
    transfer (s, 1, "sun");
    pass_over (s);
    dissolve (s, 1);
    expect (s, "[0] field_command_post 1 dissolved: zhou commands \"search ended\"\n"
               "[0] obligation 2 withdrawn accept_command field_command_post 1\n");
}

static void
the_command_of_a_drill_is_a_drill (void **state)
{
    struct story *s = *state;
    drill_for_all (s);
    report (s, "an exercise");
    pass_over (s);
    establish (s, DRILL_IDS + 1, "zhou");
    transfer (s, DRILL_IDS + 1, "sun");
    expect (s, "[0] field_command_post X1 established: zhou commands (drill)\n"
               "[0] field_command_post X1 offered to sun: zhou commands \"who is here\" (drill)\n"
               "[0] obligation X2 armed accept_command field_command_post X1 due 900000 (drill)\n");
}

/* ---- consultation ---- */

static void
a_drill_is_commanded_by_who_takes_part (void **state)
{
    struct story *s = *state;
    assert_true (begin_drill (s, &(struct drill_args){ .people = { (const char *const[]){ "zhou" }, 1 } }));
    s->drill = true;
    report (s, "a hall collapsed");
    pass_over (s);
    assert_false (establish (s, DRILL_IDS + 1, "sun"));
    assert_true (establish (s, DRILL_IDS + 1, "zhou"));
    assert_false (transfer (s, DRILL_IDS + 1, "sun"));
    expect_lines (s, "refused", "[0] refused not_in_drill sun\n[0] refused not_in_drill sun\n");
}

static void
a_consultation_is_written_down_once_with_its_conclusions (void **state)
{
    struct story *s = *state;
    assert_true (consult (s, 1, "zhou", NULL));
    assert_true (consult (s, 0, NULL, "two geologists of the province"));
    close_incident (s, 1, "over");
    assert_true (consult (s, 1, "sun", "the mayor")); /* late, and still of it */
    consult (s, 1, "a-stranger", NULL);
    consult (s, 9, "sun", NULL);
    expect_lines (s, "consultation|refused",
                  "[0] consultation 1 recorded of incident 1 zhou \"from the north side\"\n"
                  "[0] consultation 2 recorded \"from the north side\"\n"
                  "[0] consultation 3 recorded of incident 1 sun \"from the north side\"\n"
                  "[0] refused unknown_person a-stranger\n"
                  "[0] refused unknown_incident 9\n");
    const struct consultation *third = (const struct consultation *)desk_find (s->desk, ENTITY_CONSULTATION, 3);
    assert_string_equal (third->others, "the mayor");
    assert_true (entity_settled (&third->entity));
    story_store (s);
    story_restart (s, desk_head (s->desk)); /* it is history, not open work */
    assert_null (desk_find (s->desk, ENTITY_CONSULTATION, 3));
}

/* ---- what keeps an incident from closing ---- */

static void
a_standing_command_post_and_open_children_keep_an_incident_open (void **state)
{
    struct story *s = *state;
    report (s, "a dam leaks");
    link_with (s, 1, LINK_PARENT, 2);
    establish (s, 1, "zhou");
    dispatch (s, 1, "team-1");
    pass_over (s);
    close_incident (s, 1, "over");
    close_as (s, 1, DISPOSITION_NONE, true, "over"); /* who is no leader */
    cancel (s, 1, "over");
    dissolve (s, 1);
    pass_over (s);
    close_incident (s, 1, "over");
    close_incident (s, 2, "over");
    assert_true (close_incident (s, 1, "over"));
    expect_lines (s, "refused", "[0] refused incident_unsettled 1 1 I2\n");
}

static void
the_refusal_names_what_is_open_and_a_leader_closes_over_it (void **state)
{
    struct story *s = *state;
    report (s, "a dam leaks");
    link_with (s, 1, LINK_PARENT, 2);
    establish (s, 1, "zhou");
    dispatch (s, 1, "team-1");
    pass_over (s);
    close_incident (s, 1, "over");
    close_as (s, 1, DISPOSITION_NONE, true, "over"); /* said by who is no leader */
    by (s, "leader");
    assert_true (close_as (s, 1, DISPOSITION_TRANSFERRED, true, "the city takes it over"));
    expect_lines (s, "refused|cancelled|dissolved|closed",
                  "[0] refused incident_unsettled 1 3 O1, C1, I2\n"
                  "[0] refused override_needs_leader\n"
                  "[0] order 1 cancelled by leader \"the city takes it over\"\n"
                  "[0] field_command_post 1 dissolved: zhou commands \"the city takes it over\"\n"
                  "[0] incident 1 closed as transferred \"the city takes it over\"\n");
    assert_int_equal (incident_of_story (s, 2)->state, INCIDENT_REPORTED); /* the child goes on */
}

static void
what_is_owed_keeps_it_open_where_the_profile_says_so (void **state)
{
    struct story *s = *state;
    by (s, "leader");
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    activate (s, 1, RESPONSE_LEVEL_III, 0);
    struct profile *profile = (struct profile *)desk_find (s->desk, ENTITY_PROFILE, 1);
    profile->rules.clocks[OBLIGATION_INSTRUCTION_FEEDBACK].blocks_close = true;
    profile->rules.clocks[OBLIGATION_REVIEW_RESPONSE].blocks_close = true;
    pass_over (s);
    close_incident (s, 1, "over");
    feed_back (s, 1, NULL);
    close_incident (s, 1, "over");
    terminate_response (s, 1);
    assert_true (close_incident (s, 1, "over"));
    expect_lines (s, "refused",
                  "[0] refused incident_unsettled 1 2 E1, N1\n"
                  "[0] refused incident_unsettled 1 1 E1\n");
}

static void
an_unsigned_submission_keeps_it_open_where_the_profile_says_so (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    county_reports (&rules);
    rules.clocks[OBLIGATION_SIGN_OFF].blocks_close = true;
    assert_true (county_import_profile (s, "shanxi", "with more reports", &rules));
    by (s, "leader");
    assert_true (submit (s, 1, "city_written"));
    pass_over (s);
    close_incident (s, 1, "over");
    sign_off (s, 1);
    assert_true (close_incident (s, 1, "over"));
    expect_lines (s, "refused", "[0] refused incident_unsettled 1 1 U1\n");
}

static void
a_duplicate_with_a_command_post_is_not_merged_away (void **state)
{
    struct story *s = *state;
    report (s, "the same hall");
    establish (s, 2, "zhou");
    pass_over (s);
    merge (s, 2, 1, "second caller");
    expect (s, "[0] refused merge_commanded 2 1\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (one_person_commands_until_another_has_accepted),
        STORY (silence_after_a_transfer_is_told_to_the_successor_then_the_watch_then_the_leader),
        STORY (a_transfer_can_go_to_another_one_and_be_taken_back),
        STORY (an_incident_has_one_command_post_at_a_time),
        STORY (only_who_was_asked_accepts_or_somebody_of_the_watch_with_the_words),
        STORY (what_was_asked_is_no_longer_owed_when_the_post_is_dissolved),
        STORY (the_command_of_a_drill_is_a_drill),
        STORY (a_drill_is_commanded_by_who_takes_part),
        STORY (a_consultation_is_written_down_once_with_its_conclusions),
        STORY (a_standing_command_post_and_open_children_keep_an_incident_open),
        STORY (the_refusal_names_what_is_open_and_a_leader_closes_over_it),
        STORY (what_is_owed_keeps_it_open_where_the_profile_says_so),
        STORY (an_unsigned_submission_keeps_it_open_where_the_profile_says_so),
        STORY (a_duplicate_with_a_command_post_is_not_merged_away),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

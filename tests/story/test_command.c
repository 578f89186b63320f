/* SPDX-License-Identifier: Apache-2.0 */
/* test_command.c: emergency responses, and leaders' instructions that become tasks. */
#include "story.h"

#include "core/access.h"

#include <string.h>

static const struct response *
response_of (const struct story *s, uint64_t id)
{
    return (const struct response *)desk_find (s->desk, ENTITY_RESPONSE, id);
}

static const struct instruction *
instruction_of (const struct story *s, uint64_t id)
{
    return (const struct instruction *)desk_find (s->desk, ENTITY_INSTRUCTION, id);
}

static int
setup (void **state)
{
    story_setup (state);
    struct story *s = *state;
    report (s, "a hall collapsed");
    by (s, "leader");
    pass_over (s);
    return 0;
}

/* ---- instructions ---- */

static void
an_instruction_is_a_task_until_somebody_says_how_it_stands (void **state)
{
    struct story *s = *state;
    assert_true (instruct (s, 1, (struct instruct_args){ .owner_team = "team-1", .within_ms = 1 * HOURS }));
    expect (s, "[0] instruction 1 given by qian to team team-1\n"
               "[0] obligation 2 armed instruction_feedback instruction 1 due 3600000\n");
    at (s, 30 * MINUTES);
    by (s, "t1");
    assert_true (feed_back (s, 1, NULL));
    by (s, "leader");
    assert_true (close_instruction (s, 1));
    expect (s, "[1800000] instruction 1 fed_back \"searched twice\"\n"
               "[1800000] obligation 2 discharged instruction_feedback instruction 1\n"
               "[1800000] instruction 1 closed \"done\"\n");
    const struct instruction *instruction = instruction_of (s, 1);
    assert_string_equal (instruction->text, "leave nobody behind");
    assert_string_equal (instruction->feedback, "searched twice");
    assert_string_equal (instruction->outcome, "done");
    assert_int_equal (instruction->feedbacks_count, 1);
    assert_int_equal (instruction->fed_back_by, desk_principal_by_code (s->desk, "t1")->entity.id);
}

static void
silence_is_asked_of_the_owner_then_the_watch_then_the_leader_for_ever (void **state)
{
    struct story *s = *state;
    instruct (s, 1, (struct instruct_args){ .owner_person = "sun" });
    at (s, 2 * HOURS + 10 * MINUTES);
    expect (s, "[0] instruction 1 given by qian to person sun\n"
               "[0] obligation 2 armed instruction_feedback instruction 1 due 7200000\n"
               "[7200000] obligation 2 told instruction_feedback instruction 1 person sun\n"
               "[7320000] obligation 2 told instruction_feedback instruction 1 duty_officer zhao\n"
               "[7500000] obligation 2 told instruction_feedback instruction 1 duty_leader qian\n"
               "[7800000] obligation 2 told instruction_feedback instruction 1 duty_leader qian\n");
    by (s, "officer");
    assert_true (feed_back (s, 1, "sun"));
    at (s, 20 * HOURS);
    expect (s, "[7800000] instruction 1 fed_back for sun \"searched twice\"\n"
               "[7800000] obligation 2 discharged instruction_feedback instruction 1\n");
}

static void
whom_neither_phone_nor_key_reaches_is_not_waited_for (void **state)
{
    struct story *s = *state;
    instruct (s, 1, (struct instruct_args){ .owner_person = "zhou" }); /* has no phone */
    instruct (s, 1, (struct instruct_args){ .owner_person = "sun" });
    by (s, "officer");
    mark_contact (s, "sun", false);
    by (s, "admin");
    revoke (s, "t1", "a lost phone");
    revoke (s, "t3", "a lost phone");
    pass_over (s);
    at (s, 2 * HOURS);
    expect_lines (s, "feedback",
                  "[7200000] obligation 2 skipped instruction_feedback instruction 1: zhou: no_phone\n"
                  "[7200000] obligation 2 told instruction_feedback instruction 1 duty_officer zhao\n"
                  "[7200000] obligation 3 skipped instruction_feedback instruction 2: sun: no_phone\n"
                  "[7200000] obligation 3 told instruction_feedback instruction 2 duty_officer zhao\n");
}

static void
a_post_can_own_an_instruction_of_no_incident (void **state)
{
    struct story *s = *state;
    assert_true (instruct (s, 0, (struct instruct_args){ .owner_post = "office", .given_by = "zhou" }));
    at (s, 2 * HOURS);
    expect (s, "[0] instruction 1 given by zhou to post office\n"
               "[0] obligation 2 armed instruction_feedback instruction 1 due 7200000\n"
               "[7200000] obligation 2 told instruction_feedback instruction 1 post office\n");
    assert_int_equal (instruction_of (s, 1)->recorded_by, desk_principal_by_code (s->desk, "leader")->entity.id);
}

static void
what_is_taken_back_is_no_longer_owed (void **state)
{
    struct story *s = *state;
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    close_instruction (s, 1);
    expect_lines (s, "closed|withdrawn",
                  "[0] instruction 1 closed \"done\"\n"
                  "[0] obligation 2 withdrawn instruction_feedback instruction 1\n");
    feed_back (s, 1, NULL);
    close_instruction (s, 1);
    feed_back (s, 7, NULL);
    expect (s, "[0] refused instruction_closed 1\n"
               "[0] refused instruction_closed 1\n"
               "[0] refused unknown_instruction 7\n");
}

static void
feedback_can_come_more_than_once (void **state)
{
    struct story *s = *state;
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    assert_true (feed_back (s, 1, NULL));
    assert_true (feed_back (s, 1, "sun"));
    assert_int_equal (instruction_of (s, 1)->feedbacks_count, 2);
    assert_int_equal (instruction_of (s, 1)->state, INSTRUCTION_FED_BACK);
}

static void
who_and_to_whom_must_be_known (void **state)
{
    struct story *s = *state;
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-9" });
    instruct (s, 1, (struct instruct_args){ .owner_post = "attic" });
    instruct (s, 1, (struct instruct_args){ .owner_person = "a-stranger" });
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1", .given_by = "a-stranger" });
    instruct (s, 8, (struct instruct_args){ .owner_team = "team-1" });
    by (s, "admin");
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    expect (s, "[0] refused unknown_team team-9\n"
               "[0] refused unknown_post attic\n"
               "[0] refused unknown_person a-stranger\n"
               "[0] refused unknown_person a-stranger\n"
               "[0] refused unknown_incident 8\n"
               "[0] refused no_person\n");
}

static void
a_team_answers_for_itself_only (void **state)
{
    struct story *s = *state;
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    instruct (s, 1, (struct instruct_args){ .owner_person = "li" }); /* who leads team-2 */
    pass_over (s);
    by (s, "t2");
    feed_back (s, 1, NULL);
    feed_back (s, 2, "sun");
    assert_true (feed_back (s, 2, NULL));
    expect_lines (s, "refused|fed_back",
                  "[0] refused not_your_instruction 1\n"
                  "[0] refused not_for_others\n"
                  "[0] instruction 2 fed_back \"searched twice\"\n");
    const struct principal *t1 = desk_principal_by_code (s->desk, "t1"), *t2 = desk_principal_by_code (s->desk, "t2");
    assert_true (access_can_read (s->desk, t1, desk_find (s->desk, ENTITY_INSTRUCTION, 1)));
    assert_true (access_can_read (s->desk, t1, desk_find (s->desk, ENTITY_OBLIGATION, 2)));
    assert_false (access_can_read (s->desk, t2, desk_find (s->desk, ENTITY_INSTRUCTION, 1)));
    assert_false (access_can_read (s->desk, t2, desk_find (s->desk, ENTITY_OBLIGATION, 2)));
}

static void
an_instruction_to_a_team_travels_with_its_orders (void **state)
{
    struct story *s = *state;
    char topic[TOPIC_MAX + 1];
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    instruct (s, 1, (struct instruct_args){ .owner_person = "li" });
    desk_topic (s->desk, ENTITY_OBLIGATION, 2, topic);
    assert_string_equal (topic, "order/team-1/instruction/1");
    desk_topic (s->desk, ENTITY_INSTRUCTION, 2, topic);
    assert_string_equal (topic, "instruction/2");
}

static void
an_instruction_outlives_its_incident_and_a_restart (void **state)
{
    struct story *s = *state;
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    close_incident (s, 1, "over");
    story_store (s);
    story_restart (s, desk_head (s->desk)); /* the incident is in memory no more */
    assert_null (incident_of_story (s, 1));
    pass_over (s);
    at (s, 2 * HOURS);
    assert_true (feed_back (s, 1, NULL));
    expect_lines (s, "feedback|fed_back",
                  "[7200000] obligation 2 told instruction_feedback instruction 1 team team-1\n"
                  "[7200000] instruction 1 fed_back \"searched twice\"\n"
                  "[7200000] obligation 2 discharged instruction_feedback instruction 1\n");
}

/* ---- responses ---- */

static void
a_response_is_reviewed_each_day_until_it_is_terminated (void **state)
{
    struct story *s = *state;
    assert_true (activate (s, 1, RESPONSE_LEVEL_III, 72 * HOURS));
    expect (s, "[0] response 1 activated level III\n"
               "[0] obligation 2 armed review_response response 1 due 86400000\n");
    at (s, 23 * HOURS);
    pass_over (s);
    assert_true (adjust_response (s, 1, RESPONSE_LEVEL_II, 0));
    at (s, 46 * HOURS);
    assert_true (terminate_response (s, 1));
    at (s, 400 * HOURS);
    expect_lines (s, "response",
                  "[82800000] response 1 adjusted level II \"13 dead\"\n"
                  "[82800000] obligation 2 discharged review_response response 1\n"
                  "[82800000] obligation 3 armed review_response response 1 due 169200000\n"
                  "[165600000] response 1 terminated \"search ended\"\n"
                  "[165600000] obligation 3 discharged review_response response 1\n");
    const struct response *response = response_of (s, 1);
    assert_int_equal (response->term_at, STORY_BEGAN_MS + 72LL * HOURS); /* as it was */
    assert_string_equal (response->measures, "all teams on standby");
    assert_string_equal (response->reason, "search ended");
    assert_int_equal (response->adjustments_count, 1);
}

static void
a_forgotten_review_is_the_leaders_every_half_hour (void **state)
{
    struct story *s = *state;
    activate (s, 0, RESPONSE_LEVEL_IV, 6 * HOURS);
    at (s, 6 * HOURS + 40 * MINUTES);
    expect (s, "[0] response 1 activated level IV\n"
               "[0] obligation 2 armed review_response response 1 due 21600000\n"
               "[21600000] obligation 2 told review_response response 1 duty_leader qian\n"
               "[23400000] obligation 2 told review_response response 1 duty_leader qian\n");
    adjust_response (s, 1, RESPONSE_LEVEL_NONE, 2 * HOURS); /* the same level goes on */
    expect (s, "[24000000] response 1 adjusted level IV \"13 dead\"\n"
               "[24000000] obligation 2 discharged review_response response 1\n"
               "[24000000] obligation 3 armed review_response response 1 due 31200000\n");
}

static void
a_response_level_is_no_event_level (void **state)
{
    struct story *s = *state;
    assess (s, 1, LEVEL_MAJOR);
    activate (s, 1, RESPONSE_LEVEL_II, 0);
    assert_int_equal (incident_of_story (s, 1)->level, LEVEL_MAJOR);
    assess (s, 1, LEVEL_ORDINARY);
    assert_int_equal (response_of (s, 1)->level, RESPONSE_LEVEL_II);
}

static void
what_has_ended_can_not_be_adjusted (void **state)
{
    struct story *s = *state;
    activate (s, 1, RESPONSE_LEVEL_III, 0);
    terminate_response (s, 1);
    pass_over (s);
    adjust_response (s, 1, RESPONSE_LEVEL_I, 0);
    terminate_response (s, 1);
    adjust_response (s, 9, RESPONSE_LEVEL_I, 0);
    activate (s, 5, RESPONSE_LEVEL_I, 0);
    expect (s, "[0] refused response_terminated 1\n"
               "[0] refused response_terminated 1\n"
               "[0] refused unknown_response 9\n"
               "[0] refused unknown_incident 5\n");
}

static void
a_response_outlives_its_incident_and_a_restart (void **state)
{
    struct story *s = *state;
    activate (s, 1, RESPONSE_LEVEL_III, 0);
    close_incident (s, 1, "over");
    story_store (s);
    story_restart (s, desk_head (s->desk));
    assert_null (incident_of_story (s, 1));
    pass_over (s);
    assert_true (adjust_response (s, 1, RESPONSE_LEVEL_IV, 0));
    expect (s, "[0] response 1 adjusted level IV \"13 dead\"\n"
               "[0] obligation 2 discharged review_response response 1\n"
               "[0] obligation 3 armed review_response response 1 due 86400000\n");
}

static void
what_follows_from_a_drill_is_a_drill (void **state)
{
    struct story *s = *state;
    drill_for_all (s);
    by (s, "officer");
    report (s, "an exercise");
    by (s, "leader");
    pass_over (s);
    activate (s, DRILL_IDS + 1, RESPONSE_LEVEL_III, 0);
    instruct (s, DRILL_IDS + 1, (struct instruct_args){ .owner_team = "team-1" });
    expect (s, "[0] response X1 activated level III (drill)\n"
               "[0] obligation X2 armed review_response response X1 due 86400000 (drill)\n"
               "[0] instruction X1 given by qian to team team-1 (drill)\n"
               "[0] obligation X3 armed instruction_feedback instruction X1 due 7200000 (drill)\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (an_instruction_is_a_task_until_somebody_says_how_it_stands),
        STORY (silence_is_asked_of_the_owner_then_the_watch_then_the_leader_for_ever),
        STORY (whom_neither_phone_nor_key_reaches_is_not_waited_for),
        STORY (a_post_can_own_an_instruction_of_no_incident),
        STORY (what_is_taken_back_is_no_longer_owed),
        STORY (feedback_can_come_more_than_once),
        STORY (who_and_to_whom_must_be_known),
        STORY (a_team_answers_for_itself_only),
        STORY (an_instruction_to_a_team_travels_with_its_orders),
        STORY (an_instruction_outlives_its_incident_and_a_restart),
        STORY (a_response_is_reviewed_each_day_until_it_is_terminated),
        STORY (a_forgotten_review_is_the_leaders_every_half_hour),
        STORY (a_response_level_is_no_event_level),
        STORY (what_has_ended_can_not_be_adjusted),
        STORY (a_response_outlives_its_incident_and_a_restart),
        STORY (what_follows_from_a_drill_is_a_drill),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_policies.c: whom the steps of an escalation tell, how often, and which policy a clock runs with. */
#include "story.h"

#include <stdio.h>
#include <string.h>

#define TELL(after, ...)                                                                                             \
    {                                                                                                                \
        .action = STEP_TELL, .targets = { __VA_ARGS__ }, .after_ms = (after)                                         \
    }
#define LAST_RESORT                                                                                                  \
    {                                                                                                                \
        .action = STEP_TELL, .targets = { LEADER }, .after_ms = 5 * MINUTES, .repeat_ms = 5 * MINUTES                \
    }
#define OWNER                                                                                                        \
    {                                                                                                                \
        .kind = TARGET_OWNER                                                                                         \
    }
#define OFFICER                                                                                                      \
    {                                                                                                                \
        .kind = TARGET_DUTY_OFFICER                                                                                  \
    }
#define LEADER                                                                                                       \
    {                                                                                                                \
        .kind = TARGET_DUTY_LEADER                                                                                   \
    }
#define CONTACT(place)                                                                                               \
    {                                                                                                                \
        .kind = TARGET_CONTACT, .contact = (place)                                                                   \
    }
#define PERSON(who)                                                                                                  \
    {                                                                                                                \
        .kind = TARGET_PERSON, .code = (who)                                                                         \
    }
#define POST(where)                                                                                                  \
    {                                                                                                                \
        .kind = TARGET_POST, .code = (where)                                                                         \
    }

/* From now on an order is escalated by these steps. */
static void
orders_escalate (struct story *s, const struct policy_step *steps, size_t count)
{
    static int edition;
    char text[32];
    struct rules rules;
    county_rules (&rules);
    struct policy *policy = &rules.policies[rules.clocks[OBLIGATION_ACKNOWLEDGE_ORDER].policy];
    policy->steps_count = (uint8_t)count;
    memcpy (policy->steps, steps, count * sizeof *steps);
    snprintf (text, sizeof text, "edition %d", ++edition);
    assert_true (county_import_profile (s, "shanxi", text, &rules));
}

#define ORDERS_ESCALATE(story, ...)                                                                                  \
    do {                                                                                                             \
        static const struct policy_step steps[] = { __VA_ARGS__ };                                                   \
        orders_escalate (story, steps, sizeof steps / sizeof steps[0]);                                              \
    } while (0)

static void
an_order_to_team_1 (struct story *s)
{
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
}

static void
the_teams_contacts_are_called_one_after_another (void **state)
{
    struct story *s = *state;
    county_import_contacts (s, (const char *const[TEAM_CONTACTS_MAX]){ "sun", "li" });
    ORDERS_ESCALATE (s, TELL (0, CONTACT (1)), TELL (2 * MINUTES, CONTACT (2)), LAST_RESORT);
    an_order_to_team_1 (s);
    at (s, 20 * MINUTES);
    expect (s, "[300000] obligation 2 told acknowledge_order order 1 person sun\n"
               "[300000] order 1 queued to sun\n" /* a ladder of receipts begins for each */
               "[420000] obligation 2 told acknowledge_order order 1 person li\n"
               "[420000] order 1 queued to li\n"
               "[720000] obligation 2 told acknowledge_order order 1 duty_leader qian\n"
               "[1020000] obligation 2 told acknowledge_order order 1 duty_leader qian\n");
}

static void
a_contact_that_is_not_there_or_has_no_phone_is_skipped_at_once (void **state)
{
    struct story *s = *state;
    county_import_contacts (s, (const char *const[TEAM_CONTACTS_MAX]){ "zhou", "li" });
    ORDERS_ESCALATE (s, TELL (0, CONTACT (1)), TELL (2 * MINUTES, CONTACT (3)), TELL (2 * MINUTES, CONTACT (2)),
                     LAST_RESORT);
    an_order_to_team_1 (s);
    at (s, 6 * MINUTES);
    expect_lines (s, "obligation",
                  "[300000] obligation 2 skipped acknowledge_order order 1: zhou: no_phone\n"
                  "[300000] obligation 2 skipped acknowledge_order order 1: contact 3: no_contact\n"
                  "[300000] obligation 2 told acknowledge_order order 1 person li\n");
    assert_int_equal (obligation_of_story (s, 2)->fired_count, 1);
}

static void
a_step_tells_a_person_a_post_and_a_role_at_once (void **state)
{
    struct story *s = *state;
    ORDERS_ESCALATE (s, TELL (0, PERSON ("li"), POST ("office"), OFFICER, OWNER), LAST_RESORT);
    an_order_to_team_1 (s);
    at (s, 10 * MINUTES);
    expect_lines (s, "obligation",
                  "[300000] obligation 2 told acknowledge_order order 1 person li\n"
                  "[300000] obligation 2 told acknowledge_order order 1 post office\n"
                  "[300000] obligation 2 told acknowledge_order order 1 duty_officer zhao\n"
                  "[300000] obligation 2 told acknowledge_order order 1 team team-1\n"
                  "[600000] obligation 2 told acknowledge_order order 1 duty_leader qian\n");
    assert_int_equal (obligation_of_story (s, 2)->fired_count, 5);
}

static void
who_of_several_is_not_found_is_said_and_the_others_are_told (void **state)
{
    struct story *s = *state;
    ORDERS_ESCALATE (s, TELL (0, PERSON ("wu"), OFFICER, POST ("shed"), PERSON ("zhou")), LAST_RESORT);
    an_order_to_team_1 (s);
    at (s, 10 * MINUTES);
    expect (s, "[300000] obligation 2 skipped acknowledge_order order 1: unknown_person \"wu\"\n"
               "[300000] obligation 2 skipped acknowledge_order order 1: unknown_post \"shed\"\n"
               "[300000] obligation 2 skipped acknowledge_order order 1: zhou: no_phone\n"
               "[300000] obligation 2 told acknowledge_order order 1 duty_officer zhao\n"
               "[600000] obligation 2 told acknowledge_order order 1 duty_leader qian\n");
}

static void
with_nobody_of_them_found_the_next_step_does_not_wait (void **state)
{
    struct story *s = *state;
    ORDERS_ESCALATE (s, TELL (0, PERSON ("wu"), PERSON ("zhou")), TELL (9 * MINUTES, OFFICER), LAST_RESORT);
    check_out (s, "zhao");
    an_order_to_team_1 (s);
    at (s, 6 * MINUTES);
    expect (s, "[300000] obligation 2 skipped acknowledge_order order 1: unknown_person \"wu\"\n"
               "[300000] obligation 2 skipped acknowledge_order order 1: zhou: no_phone\n"
               "[300000] obligation 2 skipped acknowledge_order order 1: duty_officer: nobody_on_duty\n"
               "[300000] obligation 2 told acknowledge_order order 1 duty_leader qian\n");
}

static void
a_step_repeats_so_many_times_and_then_the_next_one_comes (void **state)
{
    struct story *s = *state;
    ORDERS_ESCALATE (s, { .action = STEP_TELL, .targets = { CONTACT (1) }, .repeat_ms = 2 * MINUTES, .times = 3 },
                     { .action = STEP_NEXT_TEAM, .after_ms = MINUTES }, LAST_RESORT);
    an_order_to_team_1 (s);
    at (s, 11 * MINUTES);
    expect_lines (s, "obligation|expired|issued",
                  "[300000] obligation 2 told acknowledge_order order 1 person sun\n"
                  "[420000] obligation 2 told acknowledge_order order 1 person sun\n"
                  "[540000] obligation 2 told acknowledge_order order 1 person sun\n"
                  "[600000] order 1 expired -> order 2\n"
                  "[600000] obligation 2 withdrawn acknowledge_order order 1\n"
                  "[600000] order 2 issued to team-2\n"
                  "[600000] obligation 3 armed acknowledge_order order 2 due 900000\n");
}

static void
who_is_gone_when_a_repetition_comes_ends_it (void **state)
{
    struct story *s = *state;
    ORDERS_ESCALATE (s, { .action = STEP_TELL, .targets = { OFFICER }, .repeat_ms = 2 * MINUTES, .times = 9 },
                     TELL (3 * MINUTES, POST ("office")), LAST_RESORT);
    an_order_to_team_1 (s);
    at (s, 6 * MINUTES);
    check_out (s, "zhao");
    at (s, 8 * MINUTES);
    expect_lines (s, "obligation",
                  "[300000] obligation 2 told acknowledge_order order 1 duty_officer zhao\n"
                  "[420000] obligation 2 skipped acknowledge_order order 1: duty_officer: nobody_on_duty\n"
                  "[420000] obligation 2 told acknowledge_order order 1 post office\n");
}

static void
a_restart_between_two_repetitions_goes_on_counting (void **state)
{
    struct story *s = *state;
    ORDERS_ESCALATE (s, { .action = STEP_TELL, .targets = { OFFICER }, .repeat_ms = 2 * MINUTES, .times = 3 },
                     TELL (3 * MINUTES, POST ("office")), LAST_RESORT);
    an_order_to_team_1 (s);
    at (s, 8 * MINUTES);
    story_store (s);
    story_restart (s, 0);
    assert_int_equal (obligation_of_story (s, 2)->step_times, 2);
    pass_over (s);
    down_until (s, DAYS - 1); /* once for all that was missed, and on from now */
    at (s, DAYS - 1 + 4 * MINUTES);
    expect (s, "[86399999] obligation 2 told acknowledge_order order 1 duty_officer zhao\n"
               "[86400000] obligation 1 told continuation_report incident 1 duty_officer zhao\n"
               "[86579999] obligation 2 told acknowledge_order order 1 post office\n");
}

/* ---- everyone must acknowledge ---- */

/* Team-1 has three contacts, each of whom must acknowledge. */
static void
everyone_must_acknowledge (struct story *s)
{
    struct rules rules;
    county_rules (&rules);
    struct policy *policy = &rules.policies[rules.clocks[OBLIGATION_ACKNOWLEDGE_ORDER].policy];
    *policy =
        (struct policy){ .name = "everyone",
                         .everyone = true,
                         .steps_count = 3,
                         .steps = { TELL (0, OWNER),
                                    TELL (2 * MINUTES, CONTACT (1), CONTACT (2)),
                                    { .action = STEP_TELL, .targets = { LEADER }, .repeat_ms = 5 * MINUTES } } };
    assert_true (county_import_profile (s, "shanxi", "everyone", &rules));
    assert_true (county_import_contacts (s, (const char *const[TEAM_CONTACTS_MAX]){ "sun", "li", "zhou" }));
    report (s, "a hall collapsed");
    pass_over (s);
    dispatch (s, 1, "team-1");
}

static void
an_order_is_acknowledged_when_all_contacts_have (void **state)
{
    struct story *s = *state;
    everyone_must_acknowledge (s);
    at (s, MINUTES);
    acknowledge_for (s, 1, "li", "coming");
    at (s, 2 * MINUTES);
    acknowledge_for (s, 1, "zhou", "on my way");
    at (s, 3 * MINUTES);
    by (s, "t1"); /* sun, in person */
    acknowledge (s, 1);
    expect_lines (s, "order 1",
                  "[0] order 1 issued to team-1; awaits sun, li, zhou\n"
                  "[0] obligation 2 armed acknowledge_order order 1 due 300000\n"
                  "[60000] order 1 answered by officer for li; awaits sun, zhou \"coming\"\n"
                  "[120000] order 1 answered by officer for zhou; awaits sun \"on my way\"\n"
                  "[180000] order 1 acknowledged by t1\n"
                  "[180000] obligation 2 discharged acknowledge_order order 1\n"
                  "[180000] obligation 3 armed depart_order order 1 due 780000\n");
    assert_int_equal (order_of_story (s, 1)->awaited_count, 0);
    assert_int_equal (order_of_story (s, 1)->on_behalf_of, 0);
}

static void
only_who_is_missing_is_told (void **state)
{
    struct story *s = *state;
    everyone_must_acknowledge (s);
    acknowledge_for (s, 1, "sun", "received");
    pass_over (s);
    at (s, 8 * MINUTES);
    expect (s, "[300000] obligation 2 skipped acknowledge_order order 1: zhou: no_phone\n"
               "[300000] obligation 2 told acknowledge_order order 1 person li\n"
               "[300000] order 1 queued to li\n"
               "[420000] obligation 2 skipped acknowledge_order order 1: sun: answered\n"
               "[420000] obligation 2 told acknowledge_order order 1 person li\n"
               "[420000] obligation 2 told acknowledge_order order 1 duty_leader qian\n");
}

static void
whose_word_is_not_awaited_does_not_count (void **state)
{
    struct story *s = *state;
    everyone_must_acknowledge (s);
    pass_over (s);
    acknowledge_for (s, 1, "qian", "they are coming");
    acknowledge_for (s, 1, "sun", "received");
    acknowledge_for (s, 1, "sun", "as I said");
    by (s, "t1");
    acknowledge (s, 1); /* which is sun, too */
    expect (s, "[0] refused not_awaited 1 qian\n"
               "[0] order 1 answered by officer for sun; awaits li, zhou \"received\"\n"
               "[0] refused not_awaited 1 sun\n"
               "[0] refused not_awaited 1 sun\n");
}

static void
a_key_without_a_person_answers_for_nobody (void **state)
{
    struct story *s = *state;
    everyone_must_acknowledge (s);
    by (s, "admin");
    enrol (s, "radio", ROLE_TEAM_LEADER, NULL, "team-1");
    pass_over (s);
    by (s, "radio");
    acknowledge (s, 1);
    expect (s, "[0] refused answer_of_whom 1\n");
}

static void
who_is_on_the_way_is_not_asked_for_the_others_words (void **state)
{
    struct story *s = *state;
    everyone_must_acknowledge (s);
    acknowledge_for (s, 1, "li", "coming");
    by (s, "t1");
    pass_over (s);
    depart (s, 1);
    expect (s, "[0] order 1 departed by t1\n"
               "[0] obligation 2 discharged acknowledge_order order 1\n"
               "[0] obligation 3 armed arrive_order order 1 due 3600000\n");
    assert_int_equal (order_of_story (s, 1)->awaited_count, 2); /* it stays known who never answered */
}

static void
a_new_list_of_contacts_changes_nobody_who_is_awaited (void **state)
{
    struct story *s = *state;
    everyone_must_acknowledge (s);
    county_import_contacts (s, (const char *const[TEAM_CONTACTS_MAX]){ "qian" });
    pass_over (s);
    acknowledge_for (s, 1, "sun", "received");
    expect (s, "[0] order 1 answered by officer for sun; awaits li, zhou \"received\"\n");
    story_store (s);
    story_restart (s, 0);
    assert_int_equal (order_of_story (s, 1)->awaited_count, 2);
}

/* ---- reopening ---- */

static void
departing_escalates_to_a_reopening (struct story *s)
{
    struct rules rules;
    county_rules (&rules);
    struct policy *policy = &rules.policies[rules.policies_count];
    *policy = (struct policy){
        .name = "not-moving",
        .steps_count = 3,
        .steps = { TELL (0, OWNER), { .action = STEP_REOPEN, .after_ms = 5 * MINUTES }, LAST_RESORT }
    };
    rules.clocks[OBLIGATION_DEPART_ORDER].policy = rules.policies_count++;
    assert_true (county_import_profile (s, "shanxi", "not moving", &rules));
}

static void
an_acknowledged_order_without_progress_reopens_and_passes_on (void **state)
{
    struct story *s = *state;
    departing_escalates_to_a_reopening (s);
    an_order_to_team_1 (s);
    by (s, "t1");
    acknowledge (s, 1);
    at (s, 21 * MINUTES);
    expect (s, "[0] order 1 acknowledged by t1\n"
               "[0] obligation 2 discharged acknowledge_order order 1\n"
               "[0] obligation 3 armed depart_order order 1 due 600000\n"
               "[600000] obligation 3 told depart_order order 1 team team-1\n"
               "[900000] order 1 reopened\n"
               "[900000] obligation 3 withdrawn depart_order order 1\n"
               "[900000] obligation 4 armed acknowledge_order order 1 due 1200000\n"
               "[1200000] order 1 expired -> order 2\n"
               "[1200000] obligation 4 withdrawn acknowledge_order order 1\n"
               "[1200000] order 2 issued to team-2\n"
               "[1200000] obligation 5 armed acknowledge_order order 2 due 1500000\n");
    assert_int_equal (order_of_story (s, 1)->acknowledged_at, 0);
}

static void
a_reopened_order_can_be_acknowledged_again_or_its_team_departs (void **state)
{
    struct story *s = *state;
    departing_escalates_to_a_reopening (s);
    an_order_to_team_1 (s);
    by (s, "t1");
    acknowledge (s, 1);
    at (s, 16 * MINUTES);
    pass_over (s);
    const struct target console = { TARGET_TEAM, order_of_story (s, 1)->team };
    assert_true (order_receipt_state (order_of_story (s, 1), console) < RECEIPT_ACKNOWLEDGED);
    acknowledge (s, 1);
    at (s, 17 * MINUTES);
    depart (s, 1);
    expect (s, "[960000] order 1 acknowledged by t1\n"
               "[960000] obligation 4 discharged acknowledge_order order 1\n"
               "[960000] obligation 5 armed depart_order order 1 due 1560000\n"
               "[1020000] order 1 departed by t1\n"
               "[1020000] obligation 5 discharged depart_order order 1\n"
               "[1020000] obligation 6 armed arrive_order order 1 due 4620000\n");
}

static void
a_team_in_distress_keeps_its_order (void **state)
{
    struct story *s = *state;
    departing_escalates_to_a_reopening (s);
    an_order_to_team_1 (s);
    by (s, "t1");
    acknowledge (s, 1);
    distress (s, 1, "the yard is on fire");
    at (s, 15 * MINUTES);
    expect_lines (s, "distress by|skipped",
                  "[0] order 1 distress by t1 \"the yard is on fire\"\n"
                  "[900000] obligation 3 skipped depart_order order 1: in_distress\n");
}

/* ---- which policy ---- */

/* As the county's, but: mines of the two highest levels, and every drill, are escalated by the first contact. */
static void
orders_choose (struct story *s)
{
    struct rules rules;
    county_rules (&rules);
    struct policy *policy = &rules.policies[rules.policies_count];
    *policy =
        (struct policy){ .name = "mine-order", .steps_count = 2, .steps = { TELL (0, CONTACT (1)), LAST_RESORT } };
    struct clock_rule *clock = &rules.clocks[OBLIGATION_ACKNOWLEDGE_ORDER];
    clock->selectors_count = 2;
    clock->selectors[0] = (struct policy_selector){ .types_count = 2,
                                                    .types = { 20100, 20200 },
                                                    .levels = 1u << LEVEL_MAJOR | 1u << LEVEL_EXTRAORDINARY,
                                                    .policy = rules.policies_count };
    clock->selectors[1] = (struct policy_selector){ .drill = FOR_DRILLS, .policy = rules.policies_count };
    rules.policies_count++;
    assert_true (county_import_profile (s, "shanxi", "mines apart", &rules));
}

static void
report_type (struct story *s, uint32_t type_code, int32_t dead)
{
    struct command command = { .action = ACTION_REPORT,
                               .report = { .what = "gas in the pit",
                                           .place = "pit 3",
                                           .type_code = type_code,
                                           .drill = s->drill,
                                           .report = { .text = "gas", .figures = people (dead, 0) } } };
    assert_true (say (s, &command));
}

static const char *
policy_of_order (struct story *s, uint32_t type_code, int32_t dead)
{
    report_type (s, type_code, dead);
    assert_true (dispatch (s, desk_newest (s->desk, ENTITY_INCIDENT)->id, "team-1"));
    return ((const struct obligation *)desk_newest (s->desk, ENTITY_OBLIGATION))->terms->policy.name;
}

static void
a_clock_chooses_its_policy_by_type_level_and_drill (void **state)
{
    struct story *s = *state;
    orders_choose (s);
    assert_string_equal (policy_of_order (s, 20101, 12), "mine-order");
    assert_string_equal (policy_of_order (s, 20200, 40), "mine-order");
    assert_string_equal (policy_of_order (s, 20101, 9), "unanswered-order");
    assert_string_equal (policy_of_order (s, 20301, 12), "unanswered-order");
    assert_string_equal (policy_of_order (s, 0, 12), "unanswered-order");
    drill_for_all (s);
    assert_string_equal (policy_of_order (s, 20301, 0), "mine-order");
}

static void
a_climb_of_the_level_moves_no_running_clock_to_another_policy (void **state)
{
    struct story *s = *state;
    orders_choose (s);
    assert_string_equal (policy_of_order (s, 20101, 1), "unanswered-order");
    assess (s, 1, LEVEL_MAJOR);
    pass_over (s);
    at (s, 5 * MINUTES); /* the running clock goes on as it was; the order that follows is born after the climb */
    expect_lines (s, "obligation|expired|issued",
                  "[300000] order 1 expired -> order 2\n"
                  "[300000] obligation 2 withdrawn acknowledge_order order 1\n"
                  "[300000] order 2 issued to team-2\n"
                  "[300000] obligation 3 armed acknowledge_order order 2 due 600000\n");
    at (s, 10 * MINUTES);
    expect_lines (s, "obligation|expired|issued", "[600000] obligation 3 told acknowledge_order order 2 person li\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (the_teams_contacts_are_called_one_after_another),
        STORY (a_contact_that_is_not_there_or_has_no_phone_is_skipped_at_once),
        STORY (a_step_tells_a_person_a_post_and_a_role_at_once),
        STORY (who_of_several_is_not_found_is_said_and_the_others_are_told),
        STORY (with_nobody_of_them_found_the_next_step_does_not_wait),
        STORY (a_step_repeats_so_many_times_and_then_the_next_one_comes),
        STORY (who_is_gone_when_a_repetition_comes_ends_it),
        STORY (a_restart_between_two_repetitions_goes_on_counting),
        STORY (an_order_is_acknowledged_when_all_contacts_have),
        STORY (only_who_is_missing_is_told),
        STORY (whose_word_is_not_awaited_does_not_count),
        STORY (a_key_without_a_person_answers_for_nobody),
        STORY (who_is_on_the_way_is_not_asked_for_the_others_words),
        STORY (a_new_list_of_contacts_changes_nobody_who_is_awaited),
        STORY (an_acknowledged_order_without_progress_reopens_and_passes_on),
        STORY (a_reopened_order_can_be_acknowledged_again_or_its_team_departs),
        STORY (a_team_in_distress_keeps_its_order),
        STORY (a_clock_chooses_its_policy_by_type_level_and_drill),
        STORY (a_climb_of_the_level_moves_no_running_clock_to_another_policy),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

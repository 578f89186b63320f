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
        STORY (a_clock_chooses_its_policy_by_type_level_and_drill),
        STORY (a_climb_of_the_level_moves_no_running_clock_to_another_policy),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

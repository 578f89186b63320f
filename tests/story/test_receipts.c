/* SPDX-License-Identifier: Apache-2.0 */
/* test_receipts.c: how far an order has come to each of its recipients. */
#include "story.h"

#include "core/access.h"

static int
setup (void **state)
{
    story_setup (state);
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
    return 0;
}

static struct target
console (const struct story *s)
{
    return (struct target){ TARGET_TEAM, desk_team_by_code (s->desk, "team-1")->entity.id };
}

static struct target
person (const struct story *s, const char *code)
{
    return (struct target){ TARGET_PERSON, desk_person_by_code (s->desk, code)->entity.id };
}

static enum receipt_state
how_far (const struct story *s, struct target recipient)
{
    return order_receipt_state (order_of_story (s, 1), recipient);
}

static void
an_order_comes_to_its_console_one_rung_after_the_other (void **state)
{
    struct story *s = *state;
    assert_int_equal (how_far (s, console (s)), RECEIPT_QUEUED); /* by being issued, without an entry of its own */
    by (s, "t1");
    at (s, 2 * SECONDS);
    assert_true (receipt (s, 1, RECEIPT_DELIVERED, NULL));
    at (s, 20 * SECONDS);
    assert_true (receipt (s, 1, RECEIPT_SEEN, NULL));
    at (s, 30 * SECONDS);
    acknowledge (s, 1);
    expect_lines (s, "delivered|seen|order 1 acknowledged by",
                  "[2000] order 1 delivered by t1 to its console\n"
                  "[20000] order 1 seen by t1 to its console\n"
                  "[30000] order 1 acknowledged by t1\n");
    const struct receipt *receipt = order_receipt (order_of_story (s, 1), console (s));
    assert_int_equal (receipt->at[RECEIPT_DELIVERED], STORY_BEGAN_MS + 2 * SECONDS);
    assert_int_equal (receipt->device_at[RECEIPT_DELIVERED], STORY_BEGAN_MS + 1 * SECONDS);
    assert_int_equal (receipt->at[RECEIPT_SEEN], STORY_BEGAN_MS + 20 * SECONDS);
    assert_int_equal (receipt->at[RECEIPT_ACKNOWLEDGED], STORY_BEGAN_MS + 30 * SECONDS);
    assert_int_equal (how_far (s, console (s)), RECEIPT_ACKNOWLEDGED);
    assert_int_equal (order_of_story (s, 1)->receipts_count, 1);
}

static void
each_recipient_has_a_ladder_of_its_own (void **state)
{
    struct story *s = *state;
    by (s, "mine"); /* the gateway for text messages */
    assert_true (receipt (s, 1, RECEIPT_HANDED_OVER, "sun"));
    at (s, 5 * SECONDS);
    assert_true (receipt (s, 1, RECEIPT_DELIVERED, "sun"));
    expect (s, "[0] order 1 handed_over by mine to sun\n"
               "[5000] order 1 delivered by mine to sun\n");
    assert_int_equal (how_far (s, person (s, "sun")), RECEIPT_DELIVERED);
    assert_int_equal (how_far (s, console (s)), RECEIPT_QUEUED);
    assert_string_equal (order_receipt (order_of_story (s, 1), person (s, "sun"))->channel, "sms");
    by (s, "officer");
    acknowledge_for (s, 1, "sun", "we are coming");
    assert_int_equal (how_far (s, person (s, "sun")), RECEIPT_ACKNOWLEDGED);
    assert_int_equal (how_far (s, console (s)), RECEIPT_QUEUED); /* nobody ever looked at it */
}

static void
a_rung_that_comes_late_changes_nothing (void **state)
{
    struct story *s = *state;
    by (s, "t1");
    receipt (s, 1, RECEIPT_SEEN, NULL);
    pass_over (s);
    assert_true (receipt (s, 1, RECEIPT_DELIVERED, NULL));
    assert_true (receipt (s, 1, RECEIPT_SEEN, NULL));
    assert_int_equal (s->outcome.verdict.seq, 0);
    assert_int_equal (s->outcome.verdict.subject, 1);
    acknowledge (s, 1);
    pass_over (s);
    assert_true (receipt (s, 1, RECEIPT_SEEN, NULL));
    depart (s, 1);
    arrive (s, 1);
    complete (s, 1);
    pass_over (s);
    by (s, "mine");
    assert_true (receipt (s, 1, RECEIPT_DELIVERED, "sun")); /* the gateway's word comes hours later */
    expect (s, "");
}

static void
only_who_can_know_reports_a_receipt (void **state)
{
    struct story *s = *state;
    by (s, "t2");
    receipt (s, 1, RECEIPT_SEEN, NULL);
    by (s, "t1");
    receipt (s, 1, RECEIPT_SEEN, "sun");
    by (s, "mine");
    receipt (s, 1, RECEIPT_DELIVERED, NULL);
    receipt (s, 1, RECEIPT_DELIVERED, "li"); /* of another team */
    receipt (s, 1, RECEIPT_DELIVERED, "a-stranger");
    receipt (s, 9, RECEIPT_DELIVERED, "sun");
    expect (s, "[0] refused not_your_team 1 team-1\n"
               "[0] refused not_for_others\n"
               "[0] refused recipient_missing\n"
               "[0] refused not_a_recipient li 1\n"
               "[0] refused unknown_person a-stranger\n"
               "[0] refused unknown_order 9\n");
}

/* The duty leader of this night leads team-1, too. */
static void
who_is_told_by_a_step_and_belongs_to_the_team_is_queued_once (void **state)
{
    struct story *s = *state;
    check_in (s, "sun", true);
    by (s, "t1");
    acknowledge (s, 1);
    pass_over (s);
    at (s, 30 * MINUTES);
    expect_lines (s, "queued", "[900000] order 1 queued to sun\n");
    assert_int_equal (how_far (s, person (s, "sun")), RECEIPT_QUEUED);
}

static void
ladders_outlive_a_restart (void **state)
{
    struct story *s = *state;
    by (s, "t1");
    receipt (s, 1, RECEIPT_DELIVERED, NULL);
    story_store (s);
    story_restart (s, desk_head (s->desk));
    assert_int_equal (how_far (s, console (s)), RECEIPT_DELIVERED);
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (an_order_comes_to_its_console_one_rung_after_the_other),
        STORY (each_recipient_has_a_ladder_of_its_own),
        STORY (a_rung_that_comes_late_changes_nothing),
        STORY (only_who_can_know_reports_a_receipt),
        STORY (who_is_told_by_a_step_and_belongs_to_the_team_is_queued_once),
        STORY (ladders_outlive_a_restart),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

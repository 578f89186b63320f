/* SPDX-License-Identifier: Apache-2.0 */
/* test_watchdog.c: a journal that left something open without a timer: the watchdog finds it and the watch hears. */
#include "story.h"

#include "core/tables.h"
#include "util/error.h"

/* As a fault of ours would: the timer ends, and what it stood for does not. */
static void
lose (struct story *s, uint64_t obligation)
{
    struct error err = { "" };
    struct event event = { .kind = EVENT_OBLIGATION_WITHDRAWN,
                           .seq = desk_head (s->desk) + 1,
                           .at = STORY_BEGAN_MS + s->now,
                           .subject_kind = ENTITY_OBLIGATION,
                           .subject = obligation,
                           .detail = { .figures = figures_unknown } };
    assert_int_equal (desk_apply (s->desk, &event, &err), 0);
    assert_int_equal (desk_apply (s->shadow, &event, &err), 0);
}

static void
an_incident_without_a_timer_is_an_alarm_by_itself (void **state)
{
    struct story *s = *state;
    struct error err;
    report (s, "a hall collapsed");
    at (s, 10 * MINUTES);
    pass_over (s);
    lose (s, 1);
    assert_int_equal (desk_check (s->desk, &err), -1);
    assert_true (desk_next_deadline (s->desk) <= STORY_BEGAN_MS + s->now); /* it does not wait */
    at (s, 10 * MINUTES);
    expect (s, "[600000] obligation 2 armed continuation_report incident 1 due 87000000\n"
               "[600000] obligation 2 rearmed continuation_report incident 1 due 600000\n"
               "[600000] obligation 2 told continuation_report incident 1 duty_officer zhao\n");
    assert_int_equal (s->desk->unwatched, 0);
}

static void
an_order_gets_the_timer_of_its_state (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    depart (s, 1);
    pass_over (s);
    lose (s, 3);
    tick (s);
    expect (s, "[0] obligation 4 armed arrive_order order 1 due 3600000\n"
               "[0] obligation 4 rearmed arrive_order order 1 due 0\n"
               "[0] obligation 4 told arrive_order order 1 team team-1\n");
}

static void
a_team_on_scene_that_nobody_asks_is_an_alarm (void **state)
{
    struct story *s = *state;
    report_fire (s, "a hall burns");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    depart (s, 1);
    arrive (s, 1);
    pass_over (s);
    lose (s, 5); /* it still owes completion, but that is not enough */
    assert_int_equal (s->desk->unwatched, 1);
    tick (s);
    expect (s, "[0] obligation 6 armed status_check order 1 due 1200000\n"
               "[0] obligation 6 rearmed status_check order 1 due 0\n"
               "[0] obligation 6 told status_check order 1 team team-1\n");
    assert_int_equal (s->desk->unwatched, 0);
}

static void
a_team_in_distress_is_not_forgotten (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    distress (s, 1, "we are cut off");
    at (s, 0);
    pass_over (s);
    lose (s, 3);
    tick (s);
    expect (s, "[0] obligation 4 armed distress_order order 1 due 0\n"
               "[0] obligation 4 rearmed distress_order order 1 due 0\n"
               "[0] obligation 4 told distress_order order 1 duty_leader qian\n"
               "[0] obligation 4 told distress_order order 1 duty_officer zhao\n");
}

static void
a_handover_that_nobody_must_sign_is_an_alarm (void **state)
{
    struct story *s = *state;
    enrol (s, "relief", ROLE_DUTY_OFFICER, "zhou", NULL);
    by (s, "officer");
    assert_true (hand_over (s, "zhou"));
    pass_over (s);
    lose (s, 1);
    assert_int_equal (s->desk->unwatched, 1);
    tick (s);
    assert_int_equal (s->desk->unwatched, 0);
    expect_lines (s, "rearmed", "[0] obligation 2 rearmed sign_handover handover 1 due 0\n");
}

static void
many_at_once_are_taken_in_portions (void **state)
{
    struct story *s = *state;
    for (int i = 0; i < TICK_FIRINGS_MAX + 10; i++)
        report (s, "a storm");
    for (uint64_t id = 1; id <= TICK_FIRINGS_MAX + 10; id++)
        lose (s, id);
    assert_int_equal (s->desk->unwatched, TICK_FIRINGS_MAX + 10);
    struct command command = { .action = ACTION_TICK, .at = STORY_BEGAN_MS };
    desk_step (s->desk, &command, &s->outcome); /* not by tick, which would find the rest broken */
    assert_int_equal (s->desk->unwatched, 10);
    assert_true (desk_next_deadline (s->desk) <= STORY_BEGAN_MS + WATCHDOG_PERIOD_MS);
    desk_destroy (s->desk);
    desk_destroy (s->shadow);
    s->desk = desk_create (NULL);
    s->shadow = desk_create (NULL);
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (an_incident_without_a_timer_is_an_alarm_by_itself), STORY (an_order_gets_the_timer_of_its_state),
        STORY (a_team_on_scene_that_nobody_asks_is_an_alarm),      STORY (a_team_in_distress_is_not_forgotten),
        STORY (a_handover_that_nobody_must_sign_is_an_alarm),      STORY (many_at_once_are_taken_in_portions),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

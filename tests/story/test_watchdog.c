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
an_instruction_a_draft_and_an_offered_command_are_watched (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    county_reports (&rules);
    by (s, "admin");
    county_import_profile (s, "shanxi", "with reports", &rules);
    by (s, "officer");
    report (s, "a hall collapsed");
    by (s, "leader");
    instruct (s, 1, (struct instruct_args){ .text = "find the cause", .owner_person = "zhao" });
    establish (s, 1, "qian");
    transfer (s, 1, "li");
    by (s, "officer");
    submit (s, 1, "city_written");
    static const enum entity_kind waits[] = { ENTITY_INSTRUCTION, ENTITY_FIELD_COMMAND_POST, ENTITY_SUBMISSION };
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        const struct entity *e = table_find (s->desk, waits[i], 1);
        enum obligation_kind kind = e->obligations->kind;
        lose (s, e->obligations->entity.id);
        assert_int_equal (s->desk->unwatched, 1);
        tick (s);
        assert_int_equal (s->desk->unwatched, 0);
        assert_int_equal (e->obligations->kind, kind);
    }
}

/* Who comes tomorrow is not absent today. */
static void
a_planned_shift_gets_its_check_in_back_when_it_is_due (void **state)
{
    struct story *s = *state;
    struct roster_rule rule;
    county_roster (&rule);
    by (s, "admin");
    county_import_roster (s, "the first", &rule);
    const struct roster *roster = (const struct roster *)table_find (s->desk, ENTITY_ROSTER, 1);
    const struct planned_shift *night = roster->planned;
    while (night && night->begin_at < STORY_BEGAN_MS)
        night = night->next_of_roster;
    assert_non_null (night);
    const struct obligation *check_in = night->entity.obligations;
    int64_t due_at = check_in->due_at;
    lose (s, check_in->entity.id);
    assert_int_equal (s->desk->unwatched, 1);
    tick (s);
    assert_int_equal (s->desk->unwatched, 0);
    assert_int_equal (night->entity.obligations->due_at, due_at);
    assert_int_equal (night->state, PLANNED_AHEAD);
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
        STORY (an_incident_without_a_timer_is_an_alarm_by_itself),
        STORY (an_order_gets_the_timer_of_its_state),
        STORY (a_team_on_scene_that_nobody_asks_is_an_alarm),
        STORY (a_team_in_distress_is_not_forgotten),
        STORY (a_handover_that_nobody_must_sign_is_an_alarm),
        STORY (many_at_once_are_taken_in_portions),
        STORY (an_instruction_a_draft_and_an_offered_command_are_watched),
        STORY (a_planned_shift_gets_its_check_in_back_when_it_is_due),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_orders.c: the rungs of an order, who may say them, and what each owes next. */
#include "story.h"

#include <stdio.h>

static void
an_order_climbs_its_ladder (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
    by (s, "t1");
    at (s, 1 * MINUTES);
    acknowledge (s, 1);
    at (s, 2 * MINUTES);
    depart (s, 1);
    at (s, 3 * MINUTES);
    arrive (s, 1);
    at (s, 4 * MINUTES);
    complete (s, 1);
    expect (s, "[60000] order 1 acknowledged by t1\n"
               "[60000] obligation 2 discharged acknowledge_order order 1\n"
               "[60000] obligation 3 armed depart_order order 1 due 660000\n"
               "[120000] order 1 departed by t1\n"
               "[120000] obligation 3 discharged depart_order order 1\n"
               "[120000] obligation 4 armed arrive_order order 1 due 3720000\n"
               "[180000] order 1 arrived by t1\n"
               "[180000] obligation 4 discharged arrive_order order 1\n"
               "[180000] obligation 5 armed complete_order order 1 due 14580000\n"
               "[240000] order 1 completed by t1\n"
               "[240000] obligation 5 discharged complete_order order 1\n");
    const struct dispatch_order *order = order_of_story (s, 1);
    assert_int_equal (order->acknowledged_at, STORY_BEGAN_MS + 1 * MINUTES);
    assert_int_equal (order->departed_at, STORY_BEGAN_MS + 2 * MINUTES);
    assert_int_equal (order->arrived_at, STORY_BEGAN_MS + 3 * MINUTES);
    assert_int_equal (order->ended_at, STORY_BEGAN_MS + 4 * MINUTES);
    assert_string_equal (order->channel, "radio");
    assert_int_equal (obligation_of_story (s, 5)->discharged_by, desk_principal_by_code (s->desk, "t1")->entity.id);
}

static void
who_departs_without_acknowledging_has_acknowledged (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
    by (s, "t1");
    at (s, 1 * MINUTES);
    depart (s, 1);
    expect (s, "[60000] order 1 departed by t1\n"
               "[60000] obligation 2 discharged acknowledge_order order 1\n"
               "[60000] obligation 3 armed arrive_order order 1 due 3660000\n");
    assert_int_equal (order_of_story (s, 1)->acknowledged_at, STORY_BEGAN_MS + 1 * MINUTES);
    assert_int_equal (order_of_story (s, 1)->acknowledged_by, s->speaker);
}

static void
a_duty_officer_acknowledges_only_with_a_name_and_words (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
    acknowledge (s, 1);
    acknowledge_for (s, 1, "sun", NULL);
    acknowledge_for (s, 1, NULL, "we are coming");
    acknowledge_for (s, 1, "nobody-we-know", "we are coming");
    acknowledge_for (s, 1, "sun", "we are coming");
    expect (s, "[0] refused words_missing\n"
               "[0] refused words_missing\n"
               "[0] refused words_missing\n"
               "[0] refused unknown_person nobody-we-know\n"
               "[0] order 1 acknowledged by officer for sun \"we are coming\"\n"
               "[0] obligation 2 discharged acknowledge_order order 1\n"
               "[0] obligation 3 armed depart_order order 1 due 600000\n");
    const struct dispatch_order *order = order_of_story (s, 1);
    assert_string_equal (order->words, "we are coming");
    assert_string_equal (order->channel, "phone");
    assert_int_equal (order->acknowledged_by, s->speaker);
    assert_int_equal (order->on_behalf_of, desk_person_by_code (s->desk, "sun")->entity.id);
}

static void
an_expired_order_can_t_be_acknowledged (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    at (s, 5 * MINUTES);
    pass_over (s);
    by (s, "t1");
    acknowledge (s, 1);
    expect (s, "[300000] refused order_state 1 expired acknowledge\n");
}

static void
an_acknowledged_order_does_not_expire_and_can_be_declined (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    at (s, 5 * MINUTES - 1);
    acknowledge (s, 1);
    pass_over (s);
    at (s, 5 * MINUTES);
    decline (s, 1, "the bridge is out");
    expect (s, "[300000] order 1 declined by t1 \"the bridge is out\" -> order 2\n"
               "[300000] obligation 3 withdrawn depart_order order 1\n"
               "[300000] order 2 issued to team-2\n"
               "[300000] obligation 4 armed acknowledge_order order 2 due 600000\n");
}

static void
a_team_speaks_only_of_its_own_orders_and_only_for_itself (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
    by (s, "t2");
    acknowledge (s, 1);
    by (s, "t1");
    acknowledge_for (s, 1, "sun", "yes");
    acknowledge (s, 99);
    expect (s, "[0] refused not_your_team 1 team-1\n"
               "[0] refused not_for_others\n"
               "[0] refused unknown_order 99\n");
}

static void
declining_and_cancelling_need_a_reason (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    pass_over (s);
    decline (s, 1, NULL);
    cancel (s, 1, NULL);
    cancel (s, 1, "a false alarm");
    expect (s, "[0] refused reason_missing\n"
               "[0] refused reason_missing\n"
               "[0] order 1 cancelled by officer \"a false alarm\"\n"
               "[0] obligation 2 withdrawn acknowledge_order order 1\n");
}

static void
one_team_has_one_open_order_for_an_incident (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    report (s, "a second one");
    dispatch (s, 1, "team-1");
    pass_over (s);
    dispatch (s, 1, "team-1");
    dispatch (s, 1, "team-9");
    dispatch (s, 2, "team-1");
    expect (s, "[0] refused team_already_ordered team-1 1\n"
               "[0] refused unknown_team team-9\n"
               "[0] order 2 issued to team-1\n"
               "[0] obligation 4 armed acknowledge_order order 2 due 300000\n"
               "[0] incident 2 responding\n");
}

static void
a_free_team_is_chosen_before_a_busy_one_until_none_is_left (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    report (s, "a second one");
    dispatch (s, 1, "team-1");
    for (int i = 0; i < 4; i++)
        dispatch (s, 2, NULL);
    expect_lines (s, "issued|refused",
                  "[0] order 1 issued to team-1\n"
                  "[0] order 2 issued to team-2\n"
                  "[0] order 3 issued to team-3\n"
                  "[0] order 4 issued to team-1\n"
                  "[0] refused no_team_left 2\n");
    assert_int_equal (desk_team_by_code (s->desk, "team-1")->open_orders, 2);
}

static void
a_team_without_progress_is_told_then_the_watch (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    by (s, "t1");
    acknowledge (s, 1);
    pass_over (s);
    at (s, 25 * MINUTES);
    expect (s, "[600000] obligation 3 told depart_order order 1 team team-1\n"
               "[720000] obligation 3 told depart_order order 1 duty_officer zhao\n"
               "[900000] obligation 3 told depart_order order 1 duty_leader qian\n"
               "[1200000] obligation 3 told depart_order order 1 duty_leader qian\n"
               "[1500000] obligation 3 told depart_order order 1 duty_leader qian\n");
}

static void
an_incident_has_a_limit_of_open_orders (void **state)
{
    struct story *s = *state;
    char code[CODE_MAX + 1];
    static struct import_team teams[OPEN_ORDERS_PER_INCIDENT_MAX + 1];
    struct registry registry = { .teams = teams, .teams_count = OPEN_ORDERS_PER_INCIDENT_MAX + 1 };
    struct command command = { .action = ACTION_IMPORT, .import = { "many", "many.yaml", &registry } };
    for (int i = 0; i <= OPEN_ORDERS_PER_INCIDENT_MAX; i++) {
        teams[i].team = (struct team){ .entity = { .kind = ENTITY_TEAM }, .kind = TEAM_SOCIAL };
        snprintf (teams[i].team.code, sizeof teams[i].team.code, "many-%d", i);
    }
    assert_true (say (s, &command));
    report (s, "a hall collapsed");
    for (int i = 0; i < OPEN_ORDERS_PER_INCIDENT_MAX; i++) {
        snprintf (code, sizeof code, "many-%d", i);
        assert_true (dispatch (s, 1, code));
    }
    pass_over (s);
    dispatch (s, 1, NULL);
    expect (s, "[0] refused limit open orders of one incident 256\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (an_order_climbs_its_ladder),
        STORY (who_departs_without_acknowledging_has_acknowledged),
        STORY (a_duty_officer_acknowledges_only_with_a_name_and_words),
        STORY (an_expired_order_can_t_be_acknowledged),
        STORY (an_acknowledged_order_does_not_expire_and_can_be_declined),
        STORY (a_team_speaks_only_of_its_own_orders_and_only_for_itself),
        STORY (declining_and_cancelling_need_a_reason),
        STORY (one_team_has_one_open_order_for_an_incident),
        STORY (a_free_team_is_chosen_before_a_busy_one_until_none_is_left),
        STORY (a_team_without_progress_is_told_then_the_watch),
        STORY (an_incident_has_a_limit_of_open_orders),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_roll_call.c: 点名/查岗: who is called, who answers, who does not, and roll calls that make themselves. */
#include "story.h"

#include "core/access.h"
#include "core/step.h"
#include "core/calendar.h"

#include <string.h>

static const char *const office[] = { "office" };
static const char *const two_teams[] = { "team-1", "team-2" };
static const char *office_named[] = { "office" };
static const char *unknown_named[] = { "nowhere" };

#define OFFICE_AND_TEAMS                                                                                             \
    (struct roll_call_args)                                                                                          \
    {                                                                                                                \
        .posts = office, .posts_count = 1, .teams = two_teams, .teams_count = 2                                      \
    }

static const struct roll_call *
roll_call_of (const struct story *s, uint64_t id)
{
    return (const struct roll_call *)desk_find (s->desk, ENTITY_ROLL_CALL, id);
}

static const struct roll_call_answer *
answer_of (const struct story *s, uint64_t id)
{
    return (const struct roll_call_answer *)desk_find (s->desk, ENTITY_ROLL_CALL_ANSWER, id);
}

/* ---- by hand ---- */

static void
all_answer_and_it_ends_by_itself (void **state)
{
    struct story *s = *state;
    s->local = true;
    assert_true (call_roll (s, OFFICE_AND_TEAMS));
    at (s, 1 * MINUTES);
    assert_true (answer_roll (s, 1, NULL, NULL)); /* zhao is on duty there */
    at (s, 2 * MINUTES);
    by (s, "t1");
    assert_true (answer_roll (s, 2, NULL, NULL));
    by (s, "officer");
    at (s, 3 * MINUTES);
    assert_true (answer_roll (s, 3, "li", "all eight of us are here"));
    expect (s, "[08-29 09:40] roll_call 1 called of 3\n"
               "[08-29 09:40] roll_call_answer 1 of office called\n"
               "[08-29 09:40] obligation 1 armed answer_roll_call roll_call_answer 1 due 08-29 09:45\n"
               "[08-29 09:40] roll_call_answer 2 of team-1 called\n"
               "[08-29 09:40] obligation 2 armed answer_roll_call roll_call_answer 2 due 08-29 09:45\n"
               "[08-29 09:40] roll_call_answer 3 of team-2 called\n"
               "[08-29 09:40] obligation 3 armed answer_roll_call roll_call_answer 3 due 08-29 09:45\n"
               "[08-29 09:41] roll_call_answer 1 of office answered by officer\n"
               "[08-29 09:41] obligation 1 discharged answer_roll_call roll_call_answer 1\n"
               "[08-29 09:41] roll_call 1 counted 1 answered\n"
               "[08-29 09:42] roll_call_answer 2 of team-1 answered by t1\n"
               "[08-29 09:42] obligation 2 discharged answer_roll_call roll_call_answer 2\n"
               "[08-29 09:42] roll_call 1 counted 2 answered\n"
               "[08-29 09:43] roll_call_answer 3 of team-2 answered by officer for li \"all eight of us are here\"\n"
               "[08-29 09:43] obligation 3 discharged answer_roll_call roll_call_answer 3\n"
               "[08-29 09:43] roll_call 1 counted 3 answered\n"
               "[08-29 09:43] roll_call 1 ended: 3 answered, 0 late, 0 absent\n");
    assert_int_equal (answer_of (s, 3)->answered_at - answer_of (s, 3)->called_at, 3 * MINUTES);
    assert_string_equal (answer_of (s, 3)->words, "all eight of us are here");
    assert_string_equal (answer_of (s, 3)->channel, "phone");
}

static void
silence_is_called_again_then_told_to_the_officer_then_to_the_leader (void **state)
{
    struct story *s = *state;
    s->local = true;
    call_roll (s, OFFICE_AND_TEAMS);
    at (s, 1 * MINUTES);
    answer_roll (s, 1, NULL, NULL);
    answer_roll (s, 2, "sun", "here");
    pass_over (s);
    at (s, 30 * MINUTES);
    assert_int_equal (answer_of (s, 3)->attempts, 2);
    by (s, "t2");
    assert_true (answer_roll (s, 3, NULL, "the radio was off"));
    at (s, 3 * HOURS);
    expect (s, "[08-29 09:45] obligation 3 told answer_roll_call roll_call_answer 3 team team-2\n"
               "[08-29 09:45] roll_call_answer 3 of team-2 called_again\n"
               "[08-29 09:50] obligation 3 told answer_roll_call roll_call_answer 3 duty_officer zhao\n"
               "[08-29 09:55] obligation 3 told answer_roll_call roll_call_answer 3 duty_leader qian\n"
               "[08-29 10:05] obligation 3 told answer_roll_call roll_call_answer 3 duty_leader qian\n"
               "[08-29 10:10] roll_call_answer 3 of team-2 answered by t2 \"the radio was off\"\n"
               "[08-29 10:10] obligation 3 discharged answer_roll_call roll_call_answer 3\n"
               "[08-29 10:10] roll_call 1 counted 3 answered late\n"
               "[08-29 10:10] roll_call 1 ended: 3 answered, 1 late, 0 absent\n");
    assert_int_equal (roll_call_of (s, 1)->late_count, 1);
}

static void
a_named_person_says_that_nobody_is_there (void **state)
{
    struct story *s = *state;
    call_roll (s, (struct roll_call_args){ .teams = two_teams, .teams_count = 2 });
    at (s, 16 * MINUTES);
    by (s, "t1");
    answer_roll (s, 1, NULL, NULL);
    by (s, "leader");
    pass_over (s);
    assert_true (call_absent (s, 2, "called three times, nobody picks up"));
    call_absent (s, 2, "again");
    answer_roll (s, 2, "li", "here after all");
    at (s, 3 * HOURS);
    expect (s, "[960000] roll_call_answer 2 of team-2 absent by leader \"called three times, nobody picks up\"\n"
               "[960000] obligation 2 discharged answer_roll_call roll_call_answer 2\n"
               "[960000] roll_call 1 counted 2 absent\n"
               "[960000] roll_call 1 ended: 1 answered, 1 late, 1 absent\n"
               "[960000] refused roll_call_answered 2 absent\n"
               "[960000] refused roll_call_answered 2 absent\n");
    assert_int_equal (answer_of (s, 2)->answered_by, desk_principal_by_code (s->desk, "leader")->entity.id);
}

static void
one_that_is_ended_by_hand_asks_nothing_more (void **state)
{
    struct story *s = *state;
    call_roll (s, OFFICE_AND_TEAMS);
    at (s, 6 * MINUTES);
    answer_roll (s, 1, NULL, NULL);
    pass_over (s);
    assert_true (end_roll_call (s, 1, "a fire, everybody is needed"));
    end_roll_call (s, 1, "again");
    end_roll_call (s, 7, "which?");
    answer_roll (s, 2, "sun", "here");
    at (s, 3 * HOURS);
    expect (s, "[360000] roll_call 1 ended: 1 answered, 1 late, 0 absent \"a fire, everybody is needed\"\n"
               "[360000] roll_call_answer 2 of team-1 withdrawn by officer\n"
               "[360000] obligation 2 withdrawn answer_roll_call roll_call_answer 2\n"
               "[360000] roll_call_answer 3 of team-2 withdrawn by officer\n"
               "[360000] obligation 3 withdrawn answer_roll_call roll_call_answer 3\n"
               "[360000] refused roll_call_ended 1\n"
               "[360000] refused unknown_roll_call 7\n"
               "[360000] refused roll_call_answered 2 withdrawn\n");
}

static void
each_answers_for_itself_and_the_watch_for_others_with_the_words (void **state)
{
    struct story *s = *state;
    call_roll (s, OFFICE_AND_TEAMS);
    pass_over (s);
    answer_roll (s, 2, NULL, "here");     /* whose words? */
    answer_roll (s, 2, "sun", NULL);      /* which words? */
    answer_roll (s, 2, "stranger", "hi"); /* whose? */
    answer_roll (s, 9, "sun", "here");
    by (s, "t1");
    answer_roll (s, 1, NULL, NULL);
    answer_roll (s, 3, NULL, NULL);
    answer_roll (s, 2, "sun", "he is here");
    expect (s, "[0] refused words_missing\n"
               "[0] refused words_missing\n"
               "[0] refused unknown_person stranger\n"
               "[0] refused unknown_roll_call_answer 9\n"
               "[0] refused not_called 1\n"
               "[0] refused not_called 3\n"
               "[0] refused not_for_others\n");
}

static void
a_roll_call_calls_somebody_who_is_there (void **state)
{
    static const char *const nowhere[] = { "nowhere" };
    struct story *s = *state;
    call_roll (s, (struct roll_call_args){ .drill = false });
    call_roll (s, (struct roll_call_args){ .posts = nowhere, .posts_count = 1 });
    call_roll (s, (struct roll_call_args){ .teams = nowhere, .teams_count = 1 });
    /* once, whoever is named twice; and within a minute */
    struct roll_call_args args = OFFICE_AND_TEAMS;
    args.all_posts = args.all_teams = true;
    args.within_ms = 1 * MINUTES;
    assert_true (call_roll (s, args));
    expect_lines (s, "refused|due|called",
                  "[0] refused roll_call_of_nobody\n"
                  "[0] refused unknown_post nowhere\n"
                  "[0] refused unknown_team nowhere\n"
                  "[0] roll_call 1 called of 4\n"
                  "[0] roll_call_answer 1 of office called\n"
                  "[0] obligation 1 armed answer_roll_call roll_call_answer 1 due 60000\n"
                  "[0] roll_call_answer 2 of team-1 called\n"
                  "[0] obligation 2 armed answer_roll_call roll_call_answer 2 due 60000\n"
                  "[0] roll_call_answer 3 of team-2 called\n"
                  "[0] obligation 3 armed answer_roll_call roll_call_answer 3 due 60000\n"
                  "[0] roll_call_answer 4 of team-3 called\n"
                  "[0] obligation 4 armed answer_roll_call roll_call_answer 4 due 60000\n");
}

static void
a_drill_calls_in_its_own_numbers (void **state)
{
    struct story *s = *state;
    static const char *const team_3[] = { "team-3" };
    s->drill = true;
    assert_false (call_roll (s, (struct roll_call_args){ .all_posts = true })); /* no drill is running */
    begin_drill (s, &(struct drill_args){ .posts = { office, 1 }, .teams = { two_teams, 2 } });
    pass_over (s);
    call_roll (s, (struct roll_call_args){ .teams = team_3, .teams_count = 1 });
    assert_true (call_roll (s, (struct roll_call_args){ .posts = office, .posts_count = 1 }));
    assert_true (answer_roll (s, DRILL_IDS + 1, NULL, NULL));
    expect (s, "[0] refused not_in_drill team-3\n"
               "[0] roll_call X1 called of 1 (drill)\n"
               "[0] roll_call_answer X1 of office called (drill)\n"
               "[0] obligation X1 armed answer_roll_call roll_call_answer X1 due 300000 (drill)\n"
               "[0] roll_call_answer X1 of office answered by officer (drill)\n"
               "[0] obligation X1 discharged answer_roll_call roll_call_answer X1 (drill)\n"
               "[0] roll_call X1 counted X1 answered (drill)\n"
               "[0] roll_call X1 ended: 1 answered, 0 late, 0 absent (drill)\n");
    /* everybody is those who take part, and the drill's end ends it */
    assert_true (call_roll (s, (struct roll_call_args){ .all_teams = true }));
    assert_true (end_drill (s));
    expect_lines (s, "called|ended|withdrawn",
                  "[0] roll_call X2 called of 2 (drill)\n"
                  "[0] roll_call_answer X2 of team-1 called (drill)\n"
                  "[0] roll_call_answer X3 of team-2 called (drill)\n"
                  "[0] drill 1 ended closing 3 \"aim reached\"\n"
                  "[0] roll_call_answer X2 of team-1 withdrawn by officer \"aim reached\" (drill)\n"
                  "[0] obligation X2 withdrawn answer_roll_call roll_call_answer X2 (drill)\n"
                  "[0] roll_call_answer X3 of team-2 withdrawn by officer \"aim reached\" (drill)\n"
                  "[0] obligation X3 withdrawn answer_roll_call roll_call_answer X3 (drill)\n"
                  "[0] roll_call X2 ended: 0 answered, 0 late, 0 absent \"aim reached\" (drill)\n");
}

static void
a_team_sees_its_own_answer_and_nothing_else_of_it (void **state)
{
    struct story *s = *state;
    char topic[TOPIC_MAX + 1];
    call_roll (s, OFFICE_AND_TEAMS);
    const struct principal *t1 = desk_principal_by_code (s->desk, "t1");
    assert_true (access_can_read (s->desk, t1, &answer_of (s, 2)->entity));
    assert_true (access_can_read (s->desk, t1, &answer_of (s, 2)->entity.obligations->entity));
    assert_false (access_can_read (s->desk, t1, &answer_of (s, 3)->entity));
    assert_false (access_can_read (s->desk, t1, &answer_of (s, 3)->entity.obligations->entity));
    assert_false (access_can_read (s->desk, t1, &roll_call_of (s, 1)->entity));
    desk_topic (s->desk, ENTITY_ROLL_CALL_ANSWER, 2, topic);
    assert_string_equal (topic, "order/team-1/roll_call_answer/2");
    desk_topic (s->desk, ENTITY_ROLL_CALL, 1, topic);
    assert_string_equal (topic, "roll_call/1");
    assert_string_equal (answer_of (s, 2)->title, "evening check");
}

/* ---- by itself ---- */

static struct import_roll_call
plan_at (uint32_t hour, uint32_t minute)
{
    struct import_roll_call plan = { .posts = office_named, .posts_count = 1 };
    plan.roll_call.plan.at_count = 1;
    plan.roll_call.plan.at_minutes[0] = hour * 60 + minute;
    return plan;
}

static struct import_roll_call
plan_between (uint32_t from_hour, uint32_t to_hour)
{
    struct import_roll_call plan = { .posts = office_named, .posts_count = 1 };
    plan.roll_call.plan.from_minute = from_hour * 60;
    plan.roll_call.plan.to_minute = to_hour * 60;
    return plan;
}

static void
at_a_fixed_hour_it_makes_itself_and_the_next_one_is_scheduled (void **state)
{
    struct story *s = *state;
    s->local = true;
    struct import_roll_call plan = plan_at (21, 0);
    assert_true (county_import_roll_call (s, "night", &plan));
    at (s, local (0, 21, 1));
    assert_true (answer_roll (s, 1, NULL, NULL));
    at (s, local (1, 21, 2));
    answer_roll (s, 2, NULL, NULL);
    expect_lines (s, "roll_call",
                  "[08-29 09:40] roll_call 1 scheduled for 08-29 21:00\n"
                  "[08-29 09:40] obligation 1 armed roll_call_due roll_call 1 due 08-29 21:00\n"
                  "[08-29 21:00] roll_call 1 begun of 1\n"
                  "[08-29 21:00] obligation 1 discharged roll_call_due roll_call 1\n"
                  "[08-29 21:00] roll_call_answer 1 of office called\n"
                  "[08-29 21:00] obligation 2 armed answer_roll_call roll_call_answer 1 due 08-29 21:05\n"
                  "[08-29 21:00] roll_call 2 scheduled for 08-30 21:00\n"
                  "[08-29 21:00] obligation 3 armed roll_call_due roll_call 2 due 08-30 21:00\n"
                  "[08-29 21:01] roll_call_answer 1 of office answered by officer\n"
                  "[08-29 21:01] obligation 2 discharged answer_roll_call roll_call_answer 1\n"
                  "[08-29 21:01] roll_call 1 counted 1 answered\n"
                  "[08-29 21:01] roll_call 1 ended: 1 answered, 0 late, 0 absent\n"
                  "[08-30 21:00] roll_call 2 begun of 1\n"
                  "[08-30 21:00] obligation 3 discharged roll_call_due roll_call 2\n"
                  "[08-30 21:00] roll_call_answer 2 of office called\n"
                  "[08-30 21:00] obligation 4 armed answer_roll_call roll_call_answer 2 due 08-30 21:05\n"
                  "[08-30 21:00] roll_call 3 scheduled for 08-31 21:00\n"
                  "[08-30 21:00] obligation 5 armed roll_call_due roll_call 3 due 08-31 21:00\n"
                  "[08-30 21:02] roll_call_answer 2 of office answered by officer\n"
                  "[08-30 21:02] obligation 4 discharged answer_roll_call roll_call_answer 2\n"
                  "[08-30 21:02] roll_call 2 counted 2 answered\n"
                  "[08-30 21:02] roll_call 2 ended: 1 answered, 0 late, 0 absent\n");
}

static void
on_working_days_it_waits_for_monday (void **state)
{
    struct story *s = *state; /* 29 August 2020 was a Saturday */
    s->local = true;
    struct import_roll_call plan = plan_at (9, 0);
    plan.roll_call.plan.days = ROLL_CALL_WORKING_DAYS;
    county_import_roll_call (s, "morning", &plan);
    at (s, local (2, 9, 1));
    answer_roll (s, 1, NULL, NULL);
    expect_lines (s, "roll_call",
                  "[08-29 09:40] roll_call 1 scheduled for 08-31 09:00\n"
                  "[08-29 09:40] obligation 1 armed roll_call_due roll_call 1 due 08-31 09:00\n"
                  "[08-31 09:00] roll_call 1 begun of 1\n"
                  "[08-31 09:00] obligation 1 discharged roll_call_due roll_call 1\n"
                  "[08-31 09:00] roll_call_answer 1 of office called\n"
                  "[08-31 09:00] obligation 2 armed answer_roll_call roll_call_answer 1 due 08-31 09:05\n"
                  "[08-31 09:00] roll_call 2 scheduled for 09-01 09:00\n"
                  "[08-31 09:00] obligation 3 armed roll_call_due roll_call 2 due 09-01 09:00\n"
                  "[08-31 09:01] roll_call_answer 1 of office answered by officer\n"
                  "[08-31 09:01] obligation 2 discharged answer_roll_call roll_call_answer 1\n"
                  "[08-31 09:01] roll_call 1 counted 1 answered\n"
                  "[08-31 09:01] roll_call 1 ended: 1 answered, 0 late, 0 absent\n");
}

static void
a_holiday_is_no_working_day_and_a_make_up_sunday_is (void **state)
{
    struct story *s = *state;
    s->local = true;
    struct import_roll_call plan = plan_at (9, 0);
    plan.roll_call.plan.days = ROLL_CALL_WORKING_DAYS;
    assert_true (county_import_calendar (s, "cn-2020", (struct day_span){ STORY_DAY + 2, STORY_DAY + 3, false }));
    county_import_roll_call (s, "morning", &plan);
    expect_lines (s, "roll_call 1 scheduled", "[08-29 09:40] roll_call 1 scheduled for 09-02 09:00\n");
    assert_true (county_import_calendar (s, "county", (struct day_span){ STORY_DAY + 1, STORY_DAY + 1, true }));
    expect_lines (s, "roll_call 1 ended|roll_call 2 scheduled",
                  "[08-29 09:40] roll_call 1 ended: 0 answered, 0 late, 0 absent\n"
                  "[08-29 09:40] roll_call 2 scheduled for 08-30 09:00\n"); /* at once, not after the next one */
    county_import_roll_call (s, "noon", &plan);
    expect_lines (s, "roll_call 3 scheduled", "[08-29 09:40] roll_call 3 scheduled for 08-30 09:00\n");
}

/* A plan that can't begin for days has one that stands and the next one, not one for each day. */
static void
one_that_can_not_begin_gives_way_to_the_next (void **state)
{
    struct story *s = *state;
    struct import_roll_call plan = { .roll_call.plan = { .at_count = 1, .at_minutes = { 600 } } };
    county_import_roll_call (s, "none", &plan);
    at (s, 2 * DAYS);
    expect_lines (s, " ended:| scheduled for",
                  "[0] roll_call 1 scheduled for 1200000\n"
                  "[1200000] roll_call 2 scheduled for 87600000\n"
                  "[87600000] roll_call 1 ended: 0 answered, 0 late, 0 absent\n"
                  "[87600000] roll_call 3 scheduled for 174000000\n");
    assert_true (end_roll_call (s, 2, "a plan without posts"));
    assert_true (end_roll_call (s, 3, "a plan without posts"));
}

static void
in_a_window_over_midnight_and_the_end_of_a_month_there_is_one_a_day (void **state)
{
    struct story *s = *state;
    s->local = true;
    struct import_roll_call plan = plan_between (22, 2);
    county_import_roll_call (s, "night", &plan);
    for (int day = 0; day < 5; day++)
        at (s, local (day, 12, 0));
    expect_lines (s, "scheduled|begun",
                  "[08-29 09:40] roll_call 1 scheduled for 08-29 22:40\n"
                  "[08-29 22:40] roll_call 1 begun of 1\n"
                  "[08-29 22:40] roll_call 2 scheduled for 08-30 23:08\n"
                  "[08-30 23:08] roll_call 2 begun of 1\n"
                  "[08-30 23:08] roll_call 3 scheduled for 08-31 23:01\n"
                  "[08-31 23:01] roll_call 3 begun of 1\n"
                  "[08-31 23:01] roll_call 4 scheduled for 09-02 00:48\n"
                  "[09-02 00:48] roll_call 4 begun of 1\n"
                  "[09-02 00:48] roll_call 5 scheduled for 09-03 01:02\n");
    for (int day = 0; day < 400; day++) {
        int64_t opens = STORY_BEGAN_MS + local (day, 22, 0);
        int64_t next = roll_call_next (&plan.roll_call.plan, NULL, 0, opens - 1, 8 * 60);
        assert_true (next >= opens && next < opens + 4LL * HOURS);
        assert_true (roll_call_next (&plan.roll_call.plan, NULL, 0, next, 8 * 60) >= opens + 1LL * DAYS);
    }
}

static void
down_over_its_time_it_is_made_once_when_the_daemon_is_back (void **state)
{
    struct story *s = *state;
    s->local = true;
    struct import_roll_call plan = plan_at (21, 0);
    county_import_roll_call (s, "night", &plan);
    pass_over (s);
    down_until (s, local (3, 8, 0));
    at (s, local (3, 8, 1));
    expect_lines (s, "roll_call",
                  "[09-01 08:00] roll_call 1 begun of 1\n"
                  "[09-01 08:00] obligation 1 discharged roll_call_due roll_call 1\n"
                  "[09-01 08:00] roll_call_answer 1 of office called\n"
                  "[09-01 08:00] obligation 2 armed answer_roll_call roll_call_answer 1 due 09-01 08:05\n"
                  "[09-01 08:00] roll_call 2 scheduled for 09-01 21:00\n"
                  "[09-01 08:00] obligation 3 armed roll_call_due roll_call 2 due 09-01 21:00\n");
}

static void
a_changed_plan_replaces_what_is_scheduled_and_the_same_one_changes_nothing (void **state)
{
    struct story *s = *state;
    s->local = true;
    struct import_roll_call plan = plan_at (21, 0);
    county_import_roll_call (s, "night", &plan);
    county_import_roll_call (s, "night", &plan);
    plan = plan_at (22, 30);
    county_import_roll_call (s, "night", &plan);
    by (s, "officer");
    assert_true (end_roll_call (s, 2, "no longer wanted"));
    plan.posts = unknown_named;
    assert_false (county_import_roll_call (s, "night", &plan));
    expect (s, "[08-29 09:40] roll_call 1 scheduled for 08-29 21:00\n"
               "[08-29 09:40] obligation 1 armed roll_call_due roll_call 1 due 08-29 21:00\n"
               "[08-29 09:40] roll_call 1 ended: 0 answered, 0 late, 0 absent\n"
               "[08-29 09:40] obligation 1 withdrawn roll_call_due roll_call 1\n"
               "[08-29 09:40] roll_call 2 scheduled for 08-29 22:30\n"
               "[08-29 09:40] obligation 2 armed roll_call_due roll_call 2 due 08-29 22:30\n"
               "[08-29 09:40] roll_call 2 ended: 0 answered, 0 late, 0 absent \"no longer wanted\"\n"
               "[08-29 09:40] obligation 2 withdrawn roll_call_due roll_call 2\n"
               "[08-29 09:40] refused unknown_roll_call_post night nowhere\n");
    at (s, 20 * DAYS);
    expect_lines (s, "roll_call", "");
}

static void
all_posts_are_those_that_there_are_when_it_begins (void **state)
{
    struct story *s = *state;
    struct import_roll_call plan = { .roll_call.plan = { .all_posts = true, .at_count = 1, .at_minutes = { 600 } } };
    county_import_roll_call (s, "all", &plan);
    at (s, 21 * MINUTES);
    expect_lines (s, "roll_call",
                  "[0] roll_call 1 scheduled for 1200000\n"
                  "[0] obligation 1 armed roll_call_due roll_call 1 due 1200000\n"
                  "[1200000] roll_call 1 begun of 1\n"
                  "[1200000] obligation 1 discharged roll_call_due roll_call 1\n"
                  "[1200000] roll_call_answer 1 of office called\n"
                  "[1200000] obligation 2 armed answer_roll_call roll_call_answer 1 due 1500000\n"
                  "[1200000] roll_call 2 scheduled for 87600000\n"
                  "[1200000] obligation 3 armed roll_call_due roll_call 2 due 87600000\n");
}

static void
with_nobody_to_call_the_officer_hears_of_it (void **state)
{
    struct story *s = *state;
    struct import_roll_call plan = { .roll_call.plan = { .at_count = 1, .at_minutes = { 600 } } };
    county_import_roll_call (s, "none", &plan);
    pass_over (s);
    at (s, 26 * MINUTES);
    expect (s, "[1200000] roll_call 2 scheduled for 87600000\n" /* tomorrow's comes all the same */
               "[1200000] obligation 2 armed roll_call_due roll_call 2 due 87600000\n"
               "[1200000] obligation 1 skipped roll_call_due roll_call 1: limit\n"
               "[1200000] obligation 1 told roll_call_due roll_call 1 duty_officer zhao\n"
               "[1500000] obligation 1 told roll_call_due roll_call 1 duty_officer zhao\n");
    assert_true (end_roll_call (s, 1, "a plan without posts"));
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (all_answer_and_it_ends_by_itself),
        STORY (silence_is_called_again_then_told_to_the_officer_then_to_the_leader),
        STORY (a_named_person_says_that_nobody_is_there),
        STORY (one_that_is_ended_by_hand_asks_nothing_more),
        STORY (each_answers_for_itself_and_the_watch_for_others_with_the_words),
        STORY (a_roll_call_calls_somebody_who_is_there),
        STORY (a_drill_calls_in_its_own_numbers),
        STORY (a_team_sees_its_own_answer_and_nothing_else_of_it),
        STORY (at_a_fixed_hour_it_makes_itself_and_the_next_one_is_scheduled),
        STORY (on_working_days_it_waits_for_monday),
        STORY (a_holiday_is_no_working_day_and_a_make_up_sunday_is),
        STORY (one_that_can_not_begin_gives_way_to_the_next),
        STORY (in_a_window_over_midnight_and_the_end_of_a_month_there_is_one_a_day),
        STORY (down_over_its_time_it_is_made_once_when_the_daemon_is_back),
        STORY (a_changed_plan_replaces_what_is_scheduled_and_the_same_one_changes_nothing),
        STORY (all_posts_are_those_that_there_are_when_it_begins),
        STORY (with_nobody_to_call_the_officer_hears_of_it),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

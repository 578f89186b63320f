/* SPDX-License-Identifier: Apache-2.0 */
/* test_roster.c: whose turn it is: each rotation over days, weeks, the ends of months and years, holidays, make-up
 * days, nights and overrides. */
#include "core/roster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CHINA = 8 * 60 };

static int64_t
day (const char *text)
{
    struct civil_date date;
    assert_true (civil_parse (text, &date));
    return days_from_civil (date);
}

/* ---- rotations alone: turns 0, 1, 2, ... ---- */

static struct rotation
turns (enum rotation_kind kind, const char *from, uint32_t days, uint8_t count)
{
    struct rotation rotation = { .kind = kind, .from = (int32_t)day (from), .days = days, .turns_count = count };
    for (uint8_t i = 0; i < count; i++)
        rotation.turns[i] = i;
    return rotation;
}

static void
daily_turns_change_each_day_through_month_and_year_ends (void **state)
{
    (void)state;
    struct rotation three = turns (ROTATION_DAILY, "2026-12-30", 1, 3);
    assert_int_equal (rotation_turn (&three, day ("2026-12-30")), 0);
    assert_int_equal (rotation_turn (&three, day ("2026-12-31")), 1);
    assert_int_equal (rotation_turn (&three, day ("2027-01-01")), 2);
    assert_int_equal (rotation_turn (&three, day ("2027-01-02")), 0);
    assert_int_equal (rotation_turn (&three, day ("2027-03-01")), 1); /* 61 days later */
}

static void
a_leap_day_is_somebodys_turn (void **state)
{
    (void)state;
    struct rotation two = turns (ROTATION_DAILY, "2028-02-28", 1, 2);
    assert_int_equal (rotation_turn (&two, day ("2028-02-28")), 0);
    assert_int_equal (rotation_turn (&two, day ("2028-02-29")), 1);
    assert_int_equal (rotation_turn (&two, day ("2028-03-01")), 0);
    two = turns (ROTATION_DAILY, "2027-02-28", 1, 2);
    assert_int_equal (rotation_turn (&two, day ("2027-03-01")), 1);
}

static void
rolling_turns_last_several_days (void **state)
{
    (void)state;
    struct rotation groups = turns (ROTATION_ROLLING, "2026-09-28", 3, 4);
    const uint8_t expected[] = { 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0 };
    for (int i = 0; i < (int)(sizeof expected); i++)
        assert_int_equal (rotation_turn (&groups, day ("2026-09-28") + i), expected[i]);
}

static void
days_before_the_first_turn_count_backwards (void **state)
{
    (void)state;
    struct rotation groups = turns (ROTATION_ROLLING, "2026-09-28", 3, 4);
    assert_int_equal (rotation_turn (&groups, day ("2026-09-27")), 3);
    assert_int_equal (rotation_turn (&groups, day ("2026-09-25")), 3);
    assert_int_equal (rotation_turn (&groups, day ("2026-09-24")), 2);
    assert_int_equal (rotation_turn (&groups, day ("1970-01-01")), rotation_turn (&groups, day ("1970-01-01") + 12));
}

static void
weekly_turns_follow_the_weekday (void **state)
{
    (void)state;
    struct rotation week = turns (ROTATION_WEEKLY, "1970-01-01", 1, WEEK_DAYS);
    for (int i = 0; i < 14; i++) /* 2026-12-28 is a Monday */
        assert_int_equal (rotation_turn (&week, day ("2026-12-28") + i), i % WEEK_DAYS);
}

/* ---- whole days ---- */

/* Leader: the chief on working days; officers: a and b together, then c, each two days; nights: n. */
static struct roster_rule
office (void)
{
    static const struct crew crews[] = { { "chief", 1, { "chief" } },
                                         { "pair", 2, { "a", "b" } },
                                         { "c", 1, { "c" } },
                                         { "n", 1, { "n" } },
                                         { "deputy", 1, { "deputy" } } };
    struct roster_rule rule = { .post = "office", .crews_count = 5 };
    memcpy (rule.crews, crews, sizeof crews);
    struct day_rule *days = &rule.days[DAY_WORKING];
    days->shifts_count = 2;
    days->shifts[0] = (struct shift_rule){ .code = "day", .begin = 480, .end = 1200 };
    days->shifts[0].roles[SEAT_LEADER] = (struct rotation){ ROTATION_DAILY, 0, 1, 1, { 0 } };
    days->shifts[0].roles[SEAT_OFFICER] =
        (struct rotation){ ROTATION_ROLLING, (int32_t)day ("2026-09-28"), 2, 2, { 1, 2 } };
    days->shifts[1] = (struct shift_rule){ .code = "night", .begin = 1200, .end = 480 };
    days->shifts[1].roles[SEAT_OFFICER] = (struct rotation){ ROTATION_DAILY, 0, 1, 1, { 3 } };
    return rule;
}

/* "day chief! a b | night n" */
static void
expect_day (const struct roster_rule *rule, const struct day_spans *calendar, const char *date, const char *expected)
{
    struct seat seats[ROSTER_SEATS_MAX];
    char text[256] = "";
    const char *shift = "";
    size_t count = roster_seats (rule, calendar, calendar != NULL, day (date), CHINA, seats);
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen (text);
        if (strcmp (shift, seats[i].shift))
            used += (size_t)snprintf (text + used, sizeof text - used, "%s%s", i ? " | " : "", seats[i].shift);
        snprintf (text + used, sizeof text - used, " %s%s", seats[i].person ? seats[i].person : "NOBODY",
                  seats[i].leader ? "!" : "");
        shift = seats[i].shift;
    }
    assert_string_equal (text, expected);
}

static void
a_day_has_its_leader_and_one_or_two_officers (void **state)
{
    (void)state;
    struct roster_rule rule = office ();
    expect_day (&rule, NULL, "2026-09-28", "day chief! a b | night n");
    expect_day (&rule, NULL, "2026-09-29", "day chief! a b | night n");
    expect_day (&rule, NULL, "2026-09-30", "day chief! c | night n");
    expect_day (&rule, NULL, "2026-10-02", "day chief! a b | night n");
}

static void
a_night_belongs_to_the_day_on_which_it_begins (void **state)
{
    (void)state;
    struct roster_rule rule = office ();
    struct seat seats[ROSTER_SEATS_MAX];
    size_t count = roster_seats (&rule, NULL, 0, day ("2026-12-31"), CHINA, seats);
    const struct seat *night = &seats[count - 1];
    assert_string_equal (night->shift, "night");
    assert_int_equal (night->begin_at, local_moment (day ("2026-12-31"), 1200, CHINA));
    assert_int_equal (night->end_at, local_moment (day ("2027-01-01"), 480, CHINA));
    assert_int_equal (night->end_at - night->begin_at, 12 * 60 * MINUTE_MS);
}

static void
on_a_public_holiday_the_leader_is_there_for_24_hours (void **state)
{
    (void)state;
    static const struct day_span spans[] = { { 20727, 20733, false }, { 20736, 20736, true } };
    struct day_spans calendar = { spans, 2 };
    assert_int_equal (day ("2026-10-01"), 20727);
    assert_int_equal (day ("2026-10-10"), 20736); /* a Saturday that is worked */
    struct roster_rule rule = office ();
    rule.days[DAY_HOLIDAY].shifts_count = 1;
    rule.days[DAY_HOLIDAY].shifts[0] = (struct shift_rule){ .code = "holiday", .begin = 480, .end = 480 };
    rule.days[DAY_HOLIDAY].shifts[0].roles[SEAT_LEADER] =
        (struct rotation){ ROTATION_DAILY, (int32_t)day ("2026-10-01"), 1, 2, { 0, 4 } };
    rule.days[DAY_WEEKEND] = rule.days[DAY_WORKING];
    rule.days[DAY_WEEKEND].shifts_count = 1;
    expect_day (&rule, &calendar, "2026-09-30", "day chief! c | night n");
    expect_day (&rule, &calendar, "2026-10-01", "holiday chief!");
    expect_day (&rule, &calendar, "2026-10-02", "holiday deputy!");
    expect_day (&rule, &calendar, "2026-10-08", "day chief! c | night n");
    expect_day (&rule, &calendar, "2026-10-10", "day chief! a b | night n"); /* made up for: a working day */
    expect_day (&rule, &calendar, "2026-10-11", "day chief! a b");           /* a Sunday like any other */
    struct seat seats[ROSTER_SEATS_MAX];
    roster_seats (&rule, &calendar, 1, day ("2026-10-07"), CHINA, seats);
    assert_int_equal (seats[0].end_at - seats[0].begin_at, DAY_MS);
    assert_int_equal (seats[0].day_kind, DAY_HOLIDAY);
}

static void
an_override_is_for_one_shift_of_one_day (void **state)
{
    (void)state;
    struct roster_rule rule = office ();
    rule.overrides_count = 3;
    rule.overrides[0] = (struct roster_override){ (int32_t)day ("2026-09-30"), "day", SEAT_LEADER, 4 };
    rule.overrides[1] = (struct roster_override){ (int32_t)day ("2026-09-30"), "day", SEAT_OFFICER, 1 };
    rule.overrides[2] = (struct roster_override){ (int32_t)day ("2026-10-01"), "night", SEAT_OFFICER, CREW_NONE };
    expect_day (&rule, NULL, "2026-09-30", "day deputy! a b | night n");
    expect_day (&rule, NULL, "2026-10-01", "day chief! c | night NOBODY");
    expect_day (&rule, NULL, "2026-10-02", "day chief! a b | night n");
}

static void
a_roster_says_nothing_before_it_is_in_force (void **state)
{
    (void)state;
    struct roster_rule rule = office ();
    rule.from = (int32_t)day ("2026-10-01");
    expect_day (&rule, NULL, "2026-09-30", "");
    expect_day (&rule, NULL, "2026-10-01", "day chief! c | night n");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (daily_turns_change_each_day_through_month_and_year_ends),
        cmocka_unit_test (a_leap_day_is_somebodys_turn),
        cmocka_unit_test (rolling_turns_last_several_days),
        cmocka_unit_test (days_before_the_first_turn_count_backwards),
        cmocka_unit_test (weekly_turns_follow_the_weekday),
        cmocka_unit_test (a_day_has_its_leader_and_one_or_two_officers),
        cmocka_unit_test (a_night_belongs_to_the_day_on_which_it_begins),
        cmocka_unit_test (on_a_public_holiday_the_leader_is_there_for_24_hours),
        cmocka_unit_test (an_override_is_for_one_shift_of_one_day),
        cmocka_unit_test (a_roster_says_nothing_before_it_is_in_force),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

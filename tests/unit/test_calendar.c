/* SPDX-License-Identifier: Apache-2.0 */
/* test_calendar.c: dates, local hours and working days, at the ends of days, months and years. */
#include "core/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { CHINA = 8 * 60, NEWFOUNDLAND = -210 };

static int64_t
day (int32_t year, uint32_t month, uint32_t of_month)
{
    return days_from_civil ((struct civil_date){ year, month, of_month });
}

static int64_t
china (int32_t year, uint32_t month, uint32_t of_month, uint32_t hour, uint32_t minute)
{
    return local_moment (day (year, month, of_month), hour * 60 + minute, CHINA);
}

static void
days_are_counted_from_1970 (void **state)
{
    (void)state;
    assert_int_equal (day (1970, 1, 1), 0);
    assert_int_equal (day (2000, 3, 1), 11017);
    assert_int_equal (day (2026, 11, 23), 20780);
}

/* 300 years of days, each one the next of the one before. */
static void
every_day_comes_back_as_itself (void **state)
{
    (void)state;
    struct civil_date date = { 1970, 1, 1 };
    for (int64_t d = 0; d < 110000; d++) {
        struct civil_date back = civil_from_days (d);
        assert_int_equal (back.year, date.year);
        assert_int_equal (back.month, date.month);
        assert_int_equal (back.day, date.day);
        assert_int_equal (days_from_civil (back), d);
        date.day++;
        if (civil_valid (date))
            continue;
        date.day = 1;
        date.year += date.month == 12;
        date.month = date.month % 12 + 1;
    }
}

static void
leap_years_have_a_29th_of_february (void **state)
{
    (void)state;
    struct civil_date date;
    assert_true (civil_parse ("2028-02-29", &date));
    assert_true (civil_parse ("2000-02-29", &date));
    assert_false (civil_parse ("2026-02-29", &date));
    assert_false (civil_parse ("2100-02-29", &date));
    assert_int_equal (day (2028, 3, 1) - day (2028, 2, 28), 2);
}

static void
only_a_whole_date_is_a_date (void **state)
{
    (void)state;
    static const char *const wrong[] = { "",           "2026-1-1",    "2026-13-01", "2026-00-10", "2026-04-31",
                                         "2026/04/30", "2026-04-30 ", "26-04-30",   "2026-04-3x", "1969-12-31" };
    struct civil_date date;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false (civil_parse (wrong[i], &date));
    assert_true (civil_parse ("2026-04-30", &date));
    assert_int_equal (date.day, 30);
}

static void
weekdays_go_on_for_ever (void **state)
{
    (void)state;
    assert_int_equal (weekday_of (day (1970, 1, 1)), THURSDAY);
    assert_int_equal (weekday_of (day (2026, 11, 23)), MONDAY);
    assert_int_equal (weekday_of (day (2020, 8, 29)), SATURDAY);
    assert_int_equal (weekday_of (-1), WEDNESDAY);
    assert_int_equal (weekday_of (-4), SUNDAY);
}

static void
local_time_is_ahead_of_utc_in_china (void **state)
{
    (void)state;
    int64_t at = day (2026, 12, 31) * DAY_MS + 16 * 60 * MINUTE_MS; /* 16:00 UTC is midnight in China */
    assert_int_equal (local_day (at, CHINA), day (2027, 1, 1));
    assert_int_equal (local_minute (at, CHINA), 0);
    assert_int_equal (local_minute (at - 1, CHINA), 1439);
    assert_int_equal (local_day (at - 1, CHINA), day (2026, 12, 31));
    assert_int_equal (local_minute (at, NEWFOUNDLAND), 12 * 60 + 30);
}

static void
the_next_fixed_hour_is_never_now (void **state)
{
    (void)state;
    uint32_t nine = 9 * 60;
    assert_int_equal (next_local_minute (china (2026, 5, 3, 8, 59), nine, CHINA), china (2026, 5, 3, 9, 0));
    assert_int_equal (next_local_minute (china (2026, 5, 3, 9, 0), nine, CHINA), china (2026, 5, 4, 9, 0));
    assert_int_equal (next_local_minute (china (2026, 5, 3, 9, 0) - 1, nine, CHINA), china (2026, 5, 3, 9, 0));
    assert_int_equal (next_local_minute (china (2026, 5, 31, 10, 0), nine, CHINA), china (2026, 6, 1, 9, 0));
    assert_int_equal (next_local_minute (china (2026, 12, 31, 17, 1), 17 * 60, CHINA), china (2027, 1, 1, 17, 0));
    assert_int_equal (next_local_minute (china (2028, 2, 28, 12, 0), nine, CHINA), china (2028, 2, 29, 9, 0));
}

static void
a_day_ends_at_24 (void **state)
{
    (void)state;
    assert_int_equal (end_of_local_day (china (2026, 12, 31, 23, 59), CHINA), china (2027, 1, 1, 0, 0));
    assert_int_equal (end_of_local_day (china (2026, 4, 30, 0, 0), CHINA), china (2026, 5, 1, 0, 0));
    assert_int_equal (local_moment (day (2026, 4, 30), DAY_MINUTES, CHINA), china (2026, 5, 1, 0, 0));
}

static void
weekends_are_not_working_days (void **state)
{
    (void)state;
    assert_true (day_is_working (NULL, 0, day (2026, 11, 27)));  /* Friday */
    assert_false (day_is_working (NULL, 0, day (2026, 11, 28))); /* Saturday */
    assert_int_equal (working_days_after (NULL, 0, day (2026, 11, 26), 3), day (2026, 12, 1));
    assert_int_equal (working_days_after (NULL, 0, day (2026, 11, 28), 1), day (2026, 11, 30));
    assert_int_equal (working_days_after (NULL, 0, day (2026, 11, 28), 0), day (2026, 11, 28));
}

static void
holidays_and_make_up_days_go_before_the_week (void **state)
{
    (void)state;
    struct day_span year[] = { { (int32_t)day (2026, 10, 1), (int32_t)day (2026, 10, 7), false },
                               { (int32_t)day (2026, 10, 10), (int32_t)day (2026, 10, 10), true } };
    struct day_span next[] = { { (int32_t)day (2027, 1, 1), (int32_t)day (2027, 1, 3), false } };
    struct day_spans calendars[] = { { year, 2 }, { next, 1 } };
    assert_false (day_is_working (calendars, 2, day (2026, 10, 7))); /* a Wednesday */
    assert_true (day_is_working (calendars, 2, day (2026, 10, 10))); /* a Saturday */
    assert_int_equal (working_days_after (calendars, 2, day (2026, 9, 30), 3), day (2026, 10, 10));
    assert_int_equal (working_days_after (calendars, 2, day (2026, 12, 31), 1), day (2027, 1, 4));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (days_are_counted_from_1970),
        cmocka_unit_test (every_day_comes_back_as_itself),
        cmocka_unit_test (leap_years_have_a_29th_of_february),
        cmocka_unit_test (only_a_whole_date_is_a_date),
        cmocka_unit_test (weekdays_go_on_for_ever),
        cmocka_unit_test (local_time_is_ahead_of_utc_in_china),
        cmocka_unit_test (the_next_fixed_hour_is_never_now),
        cmocka_unit_test (a_day_ends_at_24),
        cmocka_unit_test (weekends_are_not_working_days),
        cmocka_unit_test (holidays_and_make_up_days_go_before_the_week),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_steady.c: desk time goes on, whatever the clock does. */
#include "runner/steady.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { HOUR_MS = 3600000 };

static void
it_is_the_truth_while_that_goes_on (void **state)
{
    (void)state;
    struct steady steady = { 0 };
    assert_int_equal (steady_follow (&steady, 1000, 50), 1000);
    assert_int_equal (steady_follow (&steady, 1010, 60), 1010);
    assert_int_equal (steady_follow (&steady, 9000, 61), 9000);
}

static void
a_clock_set_back_neither_turns_it_back_nor_stops_it (void **state)
{
    (void)state;
    struct steady steady = { 0 };
    steady_follow (&steady, 10 * HOUR_MS, 0);
    assert_int_equal (steady_follow (&steady, 9 * HOUR_MS, 0), 10 * HOUR_MS);
    assert_int_equal (steady_follow (&steady, 9 * HOUR_MS + 800, 800), 10 * HOUR_MS + 700);
}

static void
small_steps_add_up (void **state)
{
    (void)state;
    struct steady steady = { 0 };
    steady_follow (&steady, HOUR_MS, 0);
    for (int ticks = 1; ticks <= 800; ticks++)
        steady_follow (&steady, ticks, ticks);
    assert_int_equal (steady.told, HOUR_MS + 700);
}

static void
an_hour_ahead_is_made_good_in_eight (void **state)
{
    (void)state;
    struct steady steady = { 0 };
    steady_follow (&steady, 0, 0);
    steady_raise (&steady, HOUR_MS, 0);
    assert_int_equal (steady_follow (&steady, 7 * HOUR_MS, 7 * HOUR_MS), HOUR_MS + 49 * (HOUR_MS / 8));
    assert_int_equal (steady_follow (&steady, 8 * HOUR_MS, 8 * HOUR_MS), 8 * HOUR_MS);
    assert_int_equal (steady_follow (&steady, 8 * HOUR_MS + 80, 8 * HOUR_MS + 80), 8 * HOUR_MS + 80);
}

static void
raising_to_the_past_changes_nothing (void **state)
{
    (void)state;
    struct steady steady = { 0 };
    steady_follow (&steady, 2000, 0);
    steady_raise (&steady, 1000, 0);
    assert_int_equal (steady_follow (&steady, 2001, 1), 2001);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (it_is_the_truth_while_that_goes_on),
        cmocka_unit_test (a_clock_set_back_neither_turns_it_back_nor_stops_it),
        cmocka_unit_test (small_steps_add_up),
        cmocka_unit_test (an_hour_ahead_is_made_good_in_eight),
        cmocka_unit_test (raising_to_the_past_changes_nothing),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

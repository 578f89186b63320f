/* SPDX-License-Identifier: Apache-2.0 */
/* test_rules.c: the level of an accident, State Council Order 493 article 3, at each of its boundaries. */
#include "core/entities.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct rules order_493 = {
    .levels = { [LEVEL_SIGNIFICANT] = { 3, 10, 10000000 },
                [LEVEL_MAJOR] = { 10, 50, 50000000 },
                [LEVEL_EXTRAORDINARY] = { 30, 100, 100000000 } },
};

struct boundary {
    int64_t figure;
    enum event_level level;
};

static const struct boundary deaths[] = {
    { 0, LEVEL_ORDINARY }, { 2, LEVEL_ORDINARY }, { 3, LEVEL_SIGNIFICANT },    { 9, LEVEL_SIGNIFICANT },
    { 10, LEVEL_MAJOR },   { 29, LEVEL_MAJOR },   { 30, LEVEL_EXTRAORDINARY },
};

static const struct boundary serious_injuries[] = {
    { 0, LEVEL_ORDINARY }, { 9, LEVEL_ORDINARY }, { 10, LEVEL_SIGNIFICANT },    { 49, LEVEL_SIGNIFICANT },
    { 50, LEVEL_MAJOR },   { 99, LEVEL_MAJOR },   { 100, LEVEL_EXTRAORDINARY },
};

static const struct boundary loss_yuan[] = {
    { 0, LEVEL_ORDINARY },
    { 9999999, LEVEL_ORDINARY },
    { 10000000, LEVEL_SIGNIFICANT },
    { 49999999, LEVEL_SIGNIFICANT },
    { 50000000, LEVEL_MAJOR },
    { 99999999, LEVEL_MAJOR },
    { 100000000, LEVEL_EXTRAORDINARY },
    { LOSS_MAX_YUAN, LEVEL_EXTRAORDINARY },
};

#define COUNT(list) (sizeof list / sizeof list[0])

static void
deaths_alone (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (deaths); i++) {
        struct figures figures = figures_unknown;
        figures.dead = (int32_t)deaths[i].figure;
        assert_int_equal (rules_assess (&order_493, &figures), deaths[i].level);
    }
}

static void
serious_injuries_alone (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (serious_injuries); i++) {
        struct figures figures = figures_unknown;
        figures.injured_serious = (int32_t)serious_injuries[i].figure;
        assert_int_equal (rules_assess (&order_493, &figures), serious_injuries[i].level);
    }
}

static void
loss_alone (void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT (loss_yuan); i++) {
        struct figures figures = figures_unknown;
        figures.loss_yuan = loss_yuan[i].figure;
        assert_int_equal (rules_assess (&order_493, &figures), loss_yuan[i].level);
    }
}

static void
the_highest_of_the_three_counts (void **state)
{
    (void)state;
    for (size_t d = 0; d < COUNT (deaths); d++)
        for (size_t i = 0; i < COUNT (serious_injuries); i++)
            for (size_t l = 0; l < COUNT (loss_yuan); l++) {
                struct figures figures = figures_unknown;
                figures.dead = (int32_t)deaths[d].figure;
                figures.injured_serious = (int32_t)serious_injuries[i].figure;
                figures.loss_yuan = loss_yuan[l].figure;
                enum event_level highest = deaths[d].level;
                if (serious_injuries[i].level > highest)
                    highest = serious_injuries[i].level;
                if (loss_yuan[l].level > highest)
                    highest = loss_yuan[l].level;
                assert_int_equal (rules_assess (&order_493, &figures), highest);
            }
}

static void
nothing_stated_is_no_level (void **state)
{
    (void)state;
    struct figures figures = figures_unknown;
    assert_int_equal (rules_assess (&order_493, &figures), LEVEL_NONE);
    figures.trapped = 40; /* says nothing of the three dimensions */
    figures.missing = 40;
    figures.evacuated = 5000;
    figures.injured_slight = 200;
    assert_int_equal (rules_assess (&order_493, &figures), LEVEL_NONE);
}

static void
the_missing_count_as_dead_only_where_the_profile_says_so (void **state)
{
    (void)state;
    struct rules counting = order_493;
    struct figures figures = figures_unknown;
    counting.missing_count_as_dead = true;
    figures.missing = 3;
    assert_int_equal (rules_assess (&order_493, &figures), LEVEL_NONE);
    assert_int_equal (rules_assess (&counting, &figures), LEVEL_SIGNIFICANT);
    figures.dead = 2;
    figures.missing = 0;
    assert_int_equal (rules_assess (&counting, &figures), LEVEL_ORDINARY);
    figures.missing = 1;
    assert_int_equal (rules_assess (&order_493, &figures), LEVEL_ORDINARY);
    assert_int_equal (rules_assess (&counting, &figures), LEVEL_SIGNIFICANT);
    figures.missing = FIGURE_UNKNOWN;
    assert_int_equal (rules_assess (&counting, &figures), LEVEL_ORDINARY);
}

static void
the_largest_figures_do_not_overflow (void **state)
{
    (void)state;
    struct rules counting = order_493;
    struct figures figures = figures_unknown;
    counting.missing_count_as_dead = true;
    figures.dead = figures.missing = INT32_MAX;
    assert_int_equal (rules_assess (&counting, &figures), LEVEL_EXTRAORDINARY);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (deaths_alone),
        cmocka_unit_test (serious_injuries_alone),
        cmocka_unit_test (loss_alone),
        cmocka_unit_test (the_highest_of_the_three_counts),
        cmocka_unit_test (nothing_stated_is_no_level),
        cmocka_unit_test (the_missing_count_as_dead_only_where_the_profile_says_so),
        cmocka_unit_test (the_largest_figures_do_not_overflow),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

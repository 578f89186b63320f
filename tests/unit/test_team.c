/* SPDX-License-Identifier: Apache-2.0 */
/* test_team.c: which team is called first; the numbers are those of team_prefer. */
#include "core/step.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* In Chenzhuang. */
static const struct need here = { 20300, { true, 35.88, 111.59 }, false };

static struct team
team (uint64_t id)
{
    return (struct team){ .entity = { .kind = ENTITY_TEAM, .id = id }, .base = { true, 35.90, 111.60 } };
}

/* a goes before b, and b after a. */
static void
assert_first (const struct team *a, const struct team *b, const struct need *need)
{
    assert_true (team_prefer (a, b, need) < 0);
    assert_true (team_prefer (b, a, need) > 0);
}

/* A team that is worse by each of the later rules, and has the higher id. */
static struct team
worse_after (int rule)
{
    struct team worse = team (9);
    if (rule < 2)
        worse.auxiliary = true;
    if (rule < 3)
        worse.base.latitude = 36.50;
    if (rule < 4)
        worse.rank = 9;
    return worse;
}

static void
rule_1_free_before_busy (void **state)
{
    (void)state;
    struct team free = worse_after (1), busy = team (1);
    struct dispatch_order one = { .state = ORDER_ISSUED }, other = one, drill = { .drill = true };
    busy.orders = &one;
    assert_first (&free, &busy, &here);
    one.next_of_team = &drill;
    free.orders = &other; /* one that is busy as well: the next rules decide */
    assert_first (&busy, &free, &here);
}

static void
an_exercise_makes_nobody_busy_for_what_is_real (void **state)
{
    (void)state;
    struct team free = worse_after (1), exercises = team (1);
    struct dispatch_order drill = { .state = ORDER_ISSUED, .drill = true };
    struct need in_drill = here;
    exercises.orders = &drill;
    in_drill.drill = true;
    assert_first (&exercises, &free, &here);
    assert_first (&free, &exercises, &in_drill);
}

static void
rule_2_core_before_auxiliary (void **state)
{
    (void)state;
    struct team core = worse_after (2), auxiliary = team (1);
    auxiliary.auxiliary = true;
    assert_first (&core, &auxiliary, &here);
}

static void
rule_3_nearest (void **state)
{
    (void)state;
    struct team near = worse_after (3), far = team (1);
    far.base.latitude = 35.80;
    assert_first (&near, &far, &here);
    far.base.known = false; /* unknown is farthest */
    assert_first (&near, &far, &here);
}

static void
rule_3_a_degree_of_longitude_is_shorter_than_one_of_latitude (void **state)
{
    (void)state;
    struct team east = team (9), north = team (1);
    east.base = (struct position){ true, here.position.latitude, here.position.longitude + 0.11 };
    north.base = (struct position){ true, here.position.latitude + 0.10, here.position.longitude };
    assert_first (&east, &north, &here);
}

static void
rule_3_does_not_count_where_the_place_is_unknown (void **state)
{
    (void)state;
    struct need somewhere = { 20300, { false, 0, 0 }, false };
    struct team near = team (9), far = team (1);
    far.base.latitude = 36.50;
    assert_first (&near, &far, &here);
    assert_first (&far, &near, &somewhere);
}

static void
rule_4_lower_rank (void **state)
{
    (void)state;
    struct team lower = worse_after (4), higher = team (1);
    lower.rank = 2;
    higher.rank = 3;
    assert_first (&lower, &higher, &here);
}

static void
rule_5_lower_id (void **state)
{
    (void)state;
    struct team first = team (1), second = team (2);
    assert_first (&first, &second, &here);
    assert_int_equal (team_prefer (&first, &first, &here), 0);
}

/* ---- skills ---- */

static bool
fit (uint32_t skill, uint32_t type_code)
{
    struct team one = { .skills_count = 1, .skills = { skill } };
    struct need need = { .type_code = type_code };
    return team_fit (&one, &need);
}

static void
a_skill_covers_its_class_its_group_or_itself (void **state)
{
    (void)state;
    assert_true (fit (20000, 20300));
    assert_true (fit (20000, 29900));
    assert_false (fit (20000, 10700));
    assert_false (fit (20000, 30000));
    assert_true (fit (20400, 20400));
    assert_true (fit (20400, 20401));
    assert_false (fit (20400, 20500));
    assert_true (fit (20401, 20401));
    assert_false (fit (20401, 20400));
    assert_false (fit (20401, 20402));
    assert_true (fit (21000, 21001)); /* railway: a group, not a class */
    assert_false (fit (21000, 21100));
}

static void
any_of_the_skills_is_enough (void **state)
{
    (void)state;
    struct team team = { .skills_count = 2, .skills = { 10700, 20300, 20700 } };
    struct need need = { .type_code = 20300 };
    assert_true (team_fit (&team, &need));
    need.type_code = 20700; /* beyond skills_count */
    assert_false (team_fit (&team, &need));
}

static void
a_team_without_skills_and_an_unknown_type_fit_everything (void **state)
{
    (void)state;
    struct team any = { .skills_count = 0 };
    struct need need = { .type_code = 20300 };
    assert_true (team_fit (&any, &need));
    assert_true (fit (10700, 0));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (rule_1_free_before_busy),
        cmocka_unit_test (an_exercise_makes_nobody_busy_for_what_is_real),
        cmocka_unit_test (rule_2_core_before_auxiliary),
        cmocka_unit_test (rule_3_nearest),
        cmocka_unit_test (rule_3_a_degree_of_longitude_is_shorter_than_one_of_latitude),
        cmocka_unit_test (rule_3_does_not_count_where_the_place_is_unknown),
        cmocka_unit_test (rule_4_lower_rank),
        cmocka_unit_test (rule_5_lower_id),
        cmocka_unit_test (a_skill_covers_its_class_its_group_or_itself),
        cmocka_unit_test (any_of_the_skills_is_enough),
        cmocka_unit_test (a_team_without_skills_and_an_unknown_type_fit_everything),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

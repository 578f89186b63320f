/* SPDX-License-Identifier: Apache-2.0 */
/* test_duplicates.c: several callers report one thing: the hint at intake, merging, and taking it back. */
#include "story.h"

static const struct position hall = { true, 35.8760, 111.4400 };
static const struct position next_door = { true, 35.8850, 111.4400 }; /* 1 km */
static const struct position elsewhere = { true, 35.9760, 111.4400 }; /* 11 km */

static void
call (struct story *s, const char *place, struct position position, uint32_t type_code)
{
    struct command command = { .action = ACTION_REPORT,
                               .report = { .what = "something",
                                           .place = place,
                                           .position = position,
                                           .type_code = type_code,
                                           .drill = s->drill,
                                           .report = { .figures = figures_unknown } } };
    assert_true (say (s, &command));
}

/* The last call looked like these, the newest first; 0 ends. */
static void
looks_like (const struct story *s, uint64_t first, uint64_t second)
{
    const struct verdict *verdict = &s->outcome.verdict;
    assert_int_equal (verdict->similar_count, (first > 0) + (second > 0));
    if (first)
        assert_int_equal (verdict->similar[0], first);
    if (second)
        assert_int_equal (verdict->similar[1], second);
}

static void
near_in_space_and_time_and_of_one_family (void **state)
{
    struct story *s = *state;
    call (s, "Chenzhuang", hall, 20300);
    looks_like (s, 0, 0);
    call (s, "Taosi", next_door, 20301);
    looks_like (s, 1, 0);
    call (s, "Chenzhuang", hall, 20700);
    looks_like (s, 0, 0);
    call (s, "Chenzhuang", elsewhere, 20300);
    looks_like (s, 0, 0);
    call (s, "a field", hall, 0); /* of unknown type */
    assert_int_equal (s->outcome.verdict.similar_count, 3);
    assert_int_equal (s->outcome.verdict.similar[0], 3);
    assert_int_equal (s->outcome.verdict.similar[2], 1);
    pass_over (s);
}

static void
without_a_position_the_words_of_the_place_count (void **state)
{
    static const struct position nowhere;
    struct story *s = *state;
    call (s, "Chenzhuang village, Taosi township", nowhere, 0);
    call (s, "Chenzhuang village", hall, 0);
    looks_like (s, 1, 0);
    call (s, "Dadeng", nowhere, 0);
    looks_like (s, 0, 0);
    pass_over (s);
}

static void
only_what_is_open_of_its_day_and_as_real (void **state)
{
    struct story *s = *state;
    call (s, "Chenzhuang", hall, 0);
    drill_for_all (s);
    call (s, "Chenzhuang", hall, 0);
    looks_like (s, 0, 0);
    s->drill = false;
    at (s, 2 * HOURS);
    call (s, "Chenzhuang", hall, 0);
    looks_like (s, 1, 0);
    at (s, 2 * HOURS + 1);
    close_incident (s, 2, "over");
    call (s, "Chenzhuang", hall, 0);
    looks_like (s, 0, 0);
    pass_over (s);
}

static void
a_system_is_not_told_of_what_it_may_not_read (void **state)
{
    struct story *s = *state;
    call (s, "Chenzhuang", hall, 0);
    by (s, "mine");
    call (s, "Chenzhuang", hall, 0);
    looks_like (s, 0, 0);
    call (s, "Chenzhuang", hall, 0);
    looks_like (s, 2, 0);
    pass_over (s);
}

/* The first call said when it happened, the second doesn't. */
static void
who_does_not_say_when_calls_soon_after (void **state)
{
    struct story *s = *state;
    struct command first = { .action = ACTION_REPORT,
                             .report = { .what = "a hall collapsed",
                                         .place = "chenzhuang",
                                         .occurred_at = STORY_BEGAN_MS - 8 * HOURS,
                                         .report.figures = figures_unknown } };
    struct command second = first;
    second.report.occurred_at = 0;
    say (s, &first);
    at (s, 10 * MINUTES);
    say (s, &second);
    assert_int_equal (s->outcome.verdict.similar_count, 1);
}

static void
no_more_than_five_are_named (void **state)
{
    struct story *s = *state;
    for (int i = 0; i < SIMILAR_MAX + 3; i++)
        call (s, "Chenzhuang", hall, 0);
    assert_int_equal (s->outcome.verdict.similar_count, SIMILAR_MAX);
    assert_int_equal (s->outcome.verdict.similar[0], SIMILAR_MAX + 2);
    pass_over (s);
}

static void
a_profile_without_the_rule_hints_at_nothing (void **state)
{
    struct story *s = *state;
    struct rules rules;
    county_rules (&rules);
    rules.duplicates = (struct duplicate_rule){ 0, 0 };
    county_import_profile (s, "shanxi", "second edition", &rules);
    call (s, "Chenzhuang", hall, 0);
    call (s, "Chenzhuang", hall, 0);
    looks_like (s, 0, 0);
    pass_over (s);
}

static void
the_duplicate_ends_and_points_to_the_one_that_goes_on (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    report (s, "a bang in the village");
    pass_over (s);
    merge (s, 2, 1, "second caller");
    expect (s, "[0] incident 2 merged into 1 \"second caller\"\n"
               "[0] obligation 2 withdrawn continuation_report incident 2\n");
    assert_int_equal (incident_of_story (s, 2)->state, INCIDENT_CLOSED);
    assert_int_equal (incident_of_story (s, 2)->disposition, DISPOSITION_MERGED);
    assert_int_equal (incident_of_story (s, 2)->merged_into, 1);
    reopen (s, 2, "why?");
    expect (s, "[0] refused incident_merged 2 1\n");
    at (s, 1 * MINUTES);
    unmerge (s, 2, "the barn next door");
    expect (s, "[60000] incident 2 unmerged \"the barn next door\"\n"
               "[60000] obligation 3 armed continuation_report incident 2 due 86460000\n"
               "[60000] report 2 restored initial_report 1 of incident 2\n");
    assert_int_equal (incident_of_story (s, 2)->merged_into, 0);
    unmerge (s, 2, "again");
    unmerge (s, 7, "which?");
    expect (s, "[60000] refused not_merged 2\n"
               "[60000] refused unknown_incident 7\n");
}

/* A merge is no way round a report: the one that goes on owes what the worse of the two owed. */
static void
the_one_that_goes_on_knows_the_worse_of_both (void **state)
{
    struct story *s = *state;
    report (s, "a bare call");
    report_figures (s, "the same hall", people (12, 3));
    pass_over (s);
    assert_true (merge (s, 2, 1, "one collapse"));
    assert_int_equal (incident_of_story (s, 1)->figures.dead, 12);
    assert_int_equal (incident_of_story (s, 1)->level, LEVEL_MAJOR);
    expect_lines (s, "filed|continued|merged|rearmed",
                  "[0] incident 2 merged into 1 \"one collapse\"\n"
                  "[0] report 3 filed continuation_report 1 of incident 1\n"
                  "[0] incident 1 continued major\n");
    merge (s, 2, 1, "again");
    report (s, "a third caller");
    pass_over (s);
    assert_true (merge (s, 3, 1, "knows nothing new"));
    expect_lines (s, "filed|continued", "");
}

/* Nothing that the duplicate knew worse is dropped. */
static void
a_merge_that_has_no_room_for_what_is_worse_is_refused (void **state)
{
    struct story *s = *state;
    report (s, "a bare call");
    for (int i = 1; i < REPORTS_PER_INCIDENT_MAX; i++)
        continue_with (s, 1, figures_unknown);
    report_figures (s, "the same hall", people (12, 3));
    report (s, "the same, and no more");
    pass_over (s);
    assert_false (merge (s, 2, 1, "one collapse"));
    expect (s, "[0] refused limit reports of one incident 9999\n");
    assert_true (merge (s, 3, 1, "one collapse"));
}

static void
what_is_asked_of_it_is_settled_first (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    report (s, "the same hall");
    by (s, "leader");
    instruct (s, 2, (struct instruct_args){ .owner_person = "zhao" });
    activate (s, 2, RESPONSE_LEVEL_III, 0);
    struct profile *profile = (struct profile *)(uintptr_t)desk_profile (s->desk);
    profile->rules.clocks[OBLIGATION_INSTRUCTION_FEEDBACK].blocks_close = true;
    profile->rules.clocks[OBLIGATION_REVIEW_RESPONSE].blocks_close = true;
    pass_over (s);
    assert_false (merge (s, 2, 1, "one collapse"));
    expect_lines (s, "refused", "[0] refused merge_unsettled 2 2 E1, N1\n");
}

static void
what_can_not_become_one (void **state)
{
    struct story *s = *state;
    report (s, "one");
    report (s, "two");
    report (s, "three");
    close_incident (s, 3, "over");
    dispatch (s, 2, "team-1");
    drill_for_all (s);
    report (s, "an exercise");
    pass_over (s);
    merge (s, 1, 1, NULL);
    merge (s, 1, 9, NULL);
    merge (s, 9, 1, NULL);
    merge (s, 1, 3, NULL);
    merge (s, 3, 1, NULL);
    merge (s, 2, 1, NULL);
    merge (s, DRILL_IDS + 1, 1, NULL);
    expect (s, "[0] refused merge_itself 1\n"
               "[0] refused unknown_incident 9\n"
               "[0] refused unknown_incident 9\n"
               "[0] refused incident_closed 3\n"
               "[0] refused incident_closed 3\n"
               "[0] refused merge_has_open_orders 2 1 1\n"
               "[0] refused drill_mixed\n");
}

static void
both_are_fetched_when_they_have_left_memory (void **state)
{
    struct story *s = *state;
    report (s, "one");
    report (s, "two");
    close_incident (s, 2, "over");
    story_store (s);
    story_restart (s, desk_head (s->shadow));
    assert_null (incident_of_story (s, 2));
    pass_over (s);
    merge (s, 1, 2, NULL); /* not "unknown": it is there, and closed */
    expect (s, "[0] refused incident_closed 2\n");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (near_in_space_and_time_and_of_one_family),
        STORY (without_a_position_the_words_of_the_place_count),
        STORY (only_what_is_open_of_its_day_and_as_real),
        STORY (a_system_is_not_told_of_what_it_may_not_read),
        STORY (who_does_not_say_when_calls_soon_after),
        STORY (no_more_than_five_are_named),
        STORY (a_profile_without_the_rule_hints_at_nothing),
        STORY (the_duplicate_ends_and_points_to_the_one_that_goes_on),
        STORY (the_one_that_goes_on_knows_the_worse_of_both),
        STORY (a_merge_that_has_no_room_for_what_is_worse_is_refused),
        STORY (what_is_asked_of_it_is_settled_first),
        STORY (what_can_not_become_one),
        STORY (both_are_fetched_when_they_have_left_memory),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

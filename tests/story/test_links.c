/* SPDX-License-Identifier: Apache-2.0 */
/* test_links.c: what incidents are to each other; one split into two; orders that change their incident; and how each
 * of it is undone. */
#include "story.h"

static int
setup (void **state)
{
    story_setup (state);
    struct story *s = *state;
    report (s, "an earthquake");
    report (s, "a dam leaks");
    report (s, "a road is cut");
    pass_over (s);
    return 0;
}

/* ---- link, unlink ---- */

static void
a_link_stands_on_both_sides_until_it_is_undone (void **state)
{
    struct story *s = *state;
    assert_true (link_with (s, 2, LINK_SECONDARY, 1));
    assert_true (link_with (s, 3, LINK_RELATED, 2));
    expect (s, "[0] incident 2 linked secondary 1\n"
               "[0] incident 1 linked origin 2\n"
               "[0] incident 3 linked related 2\n"
               "[0] incident 2 linked related 3\n");
    assert_int_equal (incident_of_story (s, 2)->links_count, 2);
    assert_true (unlink_from (s, 1, 2));
    expect (s, "[0] incident 1 unlinked origin 2\n"
               "[0] incident 2 unlinked secondary 1\n");
    assert_int_equal (incident_of_story (s, 1)->links_count, 0);
    assert_int_equal (incident_of_story (s, 2)->links_count, 1);
    assert_int_equal (incident_of_story (s, 2)->links[0].incident, 3);
    unlink_from (s, 1, 2);
    expect (s, "[0] refused not_linked 1 2\n");
}

static void
two_incidents_are_one_thing_to_each_other (void **state)
{
    struct story *s = *state;
    link_with (s, 2, LINK_SECONDARY, 1);
    drill_for_all (s);
    link_with (s, 1, LINK_RELATED, 2);
    link_with (s, 1, LINK_RELATED, 1);
    link_with (s, 1, LINK_RELATED, 9);
    report (s, "an exercise");
    link_with (s, DRILL_IDS + 1, LINK_RELATED, 1);
    expect_lines (s, "refused",
                  "[0] refused linked_already 1 2\n"
                  "[0] refused link_itself 1\n"
                  "[0] refused unknown_incident 9\n"
                  "[0] refused drill_mixed\n");
}

static void
a_child_has_one_parent_and_is_not_above_it (void **state)
{
    struct story *s = *state;
    link_with (s, 1, LINK_PARENT, 2);
    link_with (s, 3, LINK_CHILD, 2);
    pass_over (s);
    link_with (s, 3, LINK_PARENT, 1); /* 1 is above 2, which is above 3 */
    report (s, "a fourth");
    link_with (s, 4, LINK_PARENT, 2);
    expect_lines (s, "refused",
                  "[0] refused parent_loop 1 3\n"
                  "[0] refused has_parent 2 1\n");
}

/* 2 is not in memory when 3 is put above 1, and then comes back. */
static void
a_loop_of_parents_that_came_about_unseen_stops_nobody (void **state)
{
    struct story *s = *state;
    link_with (s, 1, LINK_PARENT, 2);
    link_with (s, 2, LINK_PARENT, 3);
    close_incident (s, 3, "over");
    close_incident (s, 2, "over");
    story_store (s);
    story_restart (s, desk_head (s->desk));
    assert_true (link_with (s, 3, LINK_PARENT, 1));
    assert_true (reopen (s, 2, "not over"));
    report (s, "a fourth");
    pass_over (s);
    assert_true (link_with (s, 4, LINK_CHILD, 1));
    assert_false (close_incident (s, 1, "over"));
    by (s, "leader");
    assert_true (close_as (s, 1, DISPOSITION_NONE, true, "over"));
    pass_over (s);
}

static void
what_is_closed_and_gone_from_memory_can_be_linked (void **state)
{
    struct story *s = *state;
    close_incident (s, 1, "over");
    story_store (s);
    story_restart (s, desk_head (s->desk));
    assert_null (incident_of_story (s, 1));
    pass_over (s);
    assert_true (link_with (s, 2, LINK_SECONDARY, 1));
    expect (s, "[0] incident 2 linked secondary 1\n"
               "[0] incident 1 linked origin 2\n");
    assert_int_equal (incident_of_story (s, 1)->state, INCIDENT_CLOSED);
}

/* ---- split, move ---- */

static void
a_part_becomes_an_incident_of_its_own_and_takes_its_teams_along (void **state)
{
    static const uint64_t orders[] = { 2 };
    struct story *s = *state;
    dispatch (s, 1, "team-1");
    dispatch (s, 1, "team-2");
    at (s, 2 * MINUTES);
    continue_with (s, 1, people (3, 0));
    pass_over (s);
    assert_true (split (s, 1, 4, orders, 1)); /* report 4 told of it */
    expect (s, "[120000] incident 4 reported significant\n"
               "[120000] obligation 7 armed continuation_report incident 4 due 86520000\n"
               "[120000] report 5 filed initial_report 1 of incident 4\n"
               "[120000] incident 4 linked split 1\n"
               "[120000] incident 1 linked origin 4\n"
               "[120000] order 2 moved by officer -> incident 4\n"
               "[120000] obligation 5 moved acknowledge_order order 2\n"
               "[120000] incident 4 responding\n");
    const struct dispatch_order *order = order_of_story (s, 2);
    assert_int_equal (order->incident, 4);
    assert_string_equal (order->what, "second fire in the next street");
    assert_string_equal (order->place, "Station Road");
    assert_int_equal (obligation_of_story (s, 5)->incident, 4);
    assert_int_equal (obligation_of_story (s, 5)->due_at, STORY_BEGAN_MS + 5LL * MINUTES); /* runs on */
    assert_int_equal (incident_of_story (s, 1)->open_orders, 1);
    assert_int_equal (incident_of_story (s, 4)->open_orders, 1);
    assert_int_equal (incident_of_story (s, 4)->figures.dead, 3);
    assert_int_equal (incident_of_story (s, 4)->type_code, incident_of_story (s, 1)->type_code);
}

static void
a_split_is_undone_by_moving_back_and_merging (void **state)
{
    static const uint64_t orders[] = { 1 };
    struct story *s = *state;
    dispatch (s, 1, "team-1");
    split (s, 1, 0, orders, 1);
    pass_over (s);
    merge (s, 4, 1, "one fire after all");
    assert_true (move (s, 1, 1));
    assert_true (merge (s, 4, 1, "one fire after all"));
    expect_lines (s, "refused|moved|merged",
                  "[0] refused merge_has_open_orders 4 1 1\n"
                  "[0] order 1 moved by officer \"the other street\" -> incident 1\n"
                  "[0] obligation 4 moved acknowledge_order order 1\n"
                  "[0] incident 4 merged into 1 \"one fire after all\"\n");
    assert_string_equal (order_of_story (s, 1)->what, "an earthquake");
    assert_true (unmerge (s, 4, "two fires"));
}

static void
what_a_split_takes_along_must_be_open_and_there (void **state)
{
    static const uint64_t twice[] = { 1, 1 }, ended[] = { 2 }, unknown[] = { 9 }, elsewhere[] = { 3 };
    struct story *s = *state;
    dispatch (s, 1, "team-1");
    dispatch (s, 1, "team-2");
    cancel (s, 2, "not needed");
    dispatch (s, 2, "team-2");
    pass_over (s);
    split (s, 1, 0, twice, 2);
    split (s, 1, 0, ended, 1);
    split (s, 1, 0, unknown, 1);
    split (s, 1, 0, elsewhere, 1);
    split (s, 1, 2, NULL, 0);
    split (s, 8, 0, NULL, 0);
    move (s, 1, 1);
    move (s, 2, 1);
    assert_int_equal (desk_last_id (s->desk, ENTITY_INCIDENT), 3);
    expect (s, "[0] refused order_elsewhere 1 1\n"
               "[0] refused order_state 2 cancelled move\n"
               "[0] refused unknown_order 9\n"
               "[0] refused order_elsewhere 3 2\n"
               "[0] refused unknown_report 2 1\n"
               "[0] refused unknown_incident 8\n"
               "[0] refused order_elsewhere 1 1\n"
               "[0] refused order_state 2 cancelled move\n");
}

static void
what_is_split_off_a_drill_is_a_drill (void **state)
{
    struct story *s = *state;
    drill_for_all (s);
    report (s, "an exercise");
    pass_over (s);
    split (s, DRILL_IDS + 1, 0, NULL, 0);
    move (s, 1, DRILL_IDS + 1);
    expect_lines (s, "incident",
                  "[0] incident X2 reported (drill)\n"
                  "[0] obligation X2 armed continuation_report incident X2 due 86400000 (drill)\n"
                  "[0] report X2 filed initial_report 1 of incident X2 (drill)\n"
                  "[0] incident X2 linked split X1 (drill)\n"
                  "[0] incident X1 linked origin X2 (drill)\n");
    dispatch (s, 1, "team-1");
    move (s, 1, DRILL_IDS + 1);
    expect_lines (s, "refused", "[0] refused drill_mixed\n");
}

/* A moved order leaves memory and comes back with its new incident. */
static void
a_moved_order_belongs_to_its_new_incident_after_a_restart (void **state)
{
    static const uint64_t orders[] = { 1 };
    struct story *s = *state;
    dispatch (s, 1, "team-1");
    split (s, 1, 0, orders, 1);
    close_incident (s, 1, "over");
    story_store (s);
    story_restart (s, desk_head (s->desk));
    assert_null (incident_of_story (s, 1));
    assert_int_equal (incident_of_story (s, 4)->open_orders, 1);
    by (s, "t1");
    assert_true (acknowledge (s, 1));
    pass_over (s);
}

/* ---- the source's own id ---- */

static bool
call (struct story *s, const char *source_id)
{
    struct command command = { .action = ACTION_REPORT,
                               .report = { .what = "smoke", .place = "Taosi", .source_id = source_id } };
    command.report.report.figures = figures_unknown;
    return say (s, &command);
}

static void
a_system_that_repeats_itself_is_told_so (void **state)
{
    struct story *s = *state;
    by (s, "mine");
    assert_true (call (s, "110-2026-00123"));
    assert_true (call (s, "110-2026-00124"));
    pass_over (s);
    assert_false (call (s, "110-2026-00123"));
    expect (s, "[0] refused already_reported 110-2026-00123 4\n");
    by (s, "officer");
    close_incident (s, 4, "over");
    by (s, "mine");
    assert_true (call (s, "110-2026-00123")); /* it happens again */
    pass_over (s);
}

static void
a_person_is_hinted_at_the_same_number (void **state)
{
    struct story *s = *state;
    assert_true (call (s, "110-2026-00123"));
    at (s, 12 * HOURS); /* long after the profile's time for a hint */
    assert_true (call (s, "110-2026-00123"));
    assert_int_equal (s->outcome.verdict.similar_count, 1);
    assert_int_equal (s->outcome.verdict.similar[0], 4);
    assert_true (call (s, "110-2026-00125"));
    assert_int_equal (s->outcome.verdict.similar_count, 1); /* by time and place: the last one */
    assert_int_equal (s->outcome.verdict.similar[0], 5);
    pass_over (s);
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (a_link_stands_on_both_sides_until_it_is_undone),
        STORY (two_incidents_are_one_thing_to_each_other),
        STORY (a_child_has_one_parent_and_is_not_above_it),
        STORY (a_loop_of_parents_that_came_about_unseen_stops_nobody),
        STORY (what_is_closed_and_gone_from_memory_can_be_linked),
        STORY (a_part_becomes_an_incident_of_its_own_and_takes_its_teams_along),
        STORY (a_split_is_undone_by_moving_back_and_merging),
        STORY (what_a_split_takes_along_must_be_open_and_there),
        STORY (what_is_split_off_a_drill_is_a_drill),
        STORY (a_moved_order_belongs_to_its_new_incident_after_a_restart),
        STORY (a_system_that_repeats_itself_is_told_so),
        STORY (a_person_is_hinted_at_the_same_number),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

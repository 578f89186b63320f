/* SPDX-License-Identifier: Apache-2.0 */
/* test_tables.c: the version log and what may leave memory when. */
#include "core/tables.h"
#include "story.h"

#include "util/error.h"

/* Only incidents, their reports and obligations: settled_max 2, nobody on duty. */
static int
setup_little_memory (void **state)
{
    struct desk_limits limits = { .open_incidents_max = 100, .settled_max = 2 };
    *state = story_begin (&limits);
    return 0;
}

static size_t
count_since (const struct desk *desk, uint64_t since)
{
    size_t count = 0;
    struct desk_cursor cursor = desk_changed_since (desk, since);
    while (desk_cursor_next (&cursor))
        count++;
    return count;
}

/* ---- the version log ---- */

static void
the_cursor_tells_each_entity_once_in_order_of_version (void **state)
{
    struct story *s = *state;
    uint64_t before = desk_head (s->desk);
    report (s, "one");
    report (s, "two");
    continue_with (s, 1, figures_unknown);
    uint64_t last = before;
    size_t incidents = 0;
    struct desk_cursor cursor = desk_changed_since (s->desk, before);
    for (const struct entity *entity; (entity = desk_cursor_next (&cursor));) {
        assert_true (entity->version > last);
        last = entity->version;
        incidents += entity->kind == ENTITY_INCIDENT;
    }
    assert_int_equal (last, desk_head (s->desk));
    assert_int_equal (incidents, 2);
    assert_int_equal (count_since (s->desk, desk_head (s->desk)), 0);
    assert_int_equal (count_since (s->desk, desk_head (s->desk) - 1), 1);
    assert_int_equal (count_since (s->desk, UINT64_MAX), 0);
}

static void
an_entity_that_changes_again_and_again_does_not_make_the_log_grow (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    for (int i = 0; i < 5000; i++)
        assert_true (assess (s, 1, i % 2 ? LEVEL_ORDINARY : LEVEL_SIGNIFICANT));
    size_t kept = count_since (s->desk, 0);
    assert_true (s->desk->log.capacity <= 1024);
    assert_true (s->desk->log.count - s->desk->log.holes == kept);
    pass_over (s);
}

static void
squeezing_the_log_keeps_its_order (void **state)
{
    struct story *s = *state;
    for (int i = 0; i < 20; i++)
        report (s, "a hall collapsed");
    for (int i = 0; i < 2000; i++)
        assess (s, (uint64_t)(1 + i * 7 % 20), i / 20 % 2 ? LEVEL_ORDINARY : LEVEL_SIGNIFICANT);
    for (uint64_t since = 0; since <= desk_head (s->desk); since += 97)
        story_compare (s, since);
    pass_over (s);
}

/* ---- dirty ---- */

static void
dirty_entities_are_taken_once_each (void **state)
{
    struct story *s = *state;
    const struct entity **dirty;
    story_store (s);
    assert_int_equal (desk_take_dirty (s->desk, &dirty), 0);
    report (s, "a hall collapsed");
    continue_with (s, 1, figures_unknown);
    size_t count = desk_take_dirty (s->desk, &dirty);
    assert_int_equal (count, 5); /* incident, two reports, two obligations */
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            assert_ptr_not_equal (dirty[i], dirty[j]);
    assert_int_equal (desk_take_dirty (s->desk, &dirty), 0);
}

/* ---- leaving memory ---- */

static void
report_and_close (struct story *s, uint64_t id)
{
    assert_true (report (s, "a hall collapsed"));
    assert_true (close_incident (s, id, "over"));
}

static void
what_is_not_stored_stays_in_memory (void **state)
{
    struct story *s = *state;
    for (uint64_t id = 1; id <= 5; id++)
        report_and_close (s, id);
    assert_int_equal (desk_count (s->desk, ENTITY_INCIDENT), 5);
    assert_int_equal (desk_sync_floor (s->desk), 0);
    story_store (s);
    tick (s);
    assert_int_equal (desk_count (s->desk, ENTITY_INCIDENT), 1);
    assert_int_equal (desk_count (s->desk, ENTITY_OBLIGATION), 1);
    assert_int_equal (desk_count (s->desk, ENTITY_REPORT), 1);
}

static void
what_leaves_raises_the_sync_floor_over_it (void **state)
{
    struct story *s = *state;
    report_and_close (s, 1);
    uint64_t closed = desk_find (s->desk, ENTITY_INCIDENT, 1)->version;
    report_and_close (s, 2);
    story_store (s);
    tick (s); /* of four settled (two incidents, two obligations) the first two leave */
    assert_null (desk_find (s->desk, ENTITY_INCIDENT, 1));
    assert_null (desk_find (s->desk, ENTITY_REPORT, 1));
    assert_null (desk_find (s->desk, ENTITY_OBLIGATION, 1));
    assert_int_equal (desk_sync_floor (s->desk), closed + 1); /* its obligation was withdrawn after it */
    assert_non_null (desk_find (s->desk, ENTITY_INCIDENT, 2));
    story_compare (s, desk_sync_floor (s->desk));
}

static void
an_incident_leaves_with_its_orders_and_comes_back_with_them (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    dispatch (s, 1, NULL);
    cancel (s, 1, "not needed");
    close_incident (s, 1, "over");
    story_store (s);
    report_and_close (s, 2);
    story_store (s);
    tick (s);
    assert_null (desk_find (s->desk, ENTITY_DISPATCH_ORDER, 1));
    assert_int_equal (desk_count_open (s->desk, ENTITY_DISPATCH_ORDER), 0);
    pass_over (s);
    reopen (s, 1, "again");
    dispatch (s, 1, "team-1");
    expect_lines (s, "order 2|reopened",
                  "[0] incident 1 reopened \"again\"\n"
                  "[0] order 2 issued to team-1\n"
                  "[0] obligation 5 armed acknowledge_order order 2 due 300000\n");
    assert_int_equal (incident_of_story (s, 1)->orders->entity.id, 2);
    assert_int_equal (incident_of_story (s, 1)->orders->next_of_incident->entity.id, 1);
    story_compare (s, 0);
}

static void
an_order_that_left_is_needed_with_its_incident (void **state)
{
    struct story *s = *state;
    enum entity_kind kind;
    uint64_t id;
    report (s, "a hall collapsed");
    dispatch (s, 1, NULL);
    cancel (s, 1, "not needed");
    close_incident (s, 1, "over");
    story_store (s);
    report_and_close (s, 2);
    pass_over (s);
    struct command command = { .action = ACTION_DEPART, .rung = { .order = 1 } };
    assert_true (desk_needs (s->desk, &command, &kind, &id));
    assert_int_equal (kind, ENTITY_DISPATCH_ORDER);
    assert_int_equal (id, 1);
    desk_load (s->desk, entity_clone (desk_find (s->shadow, kind, id)));
    assert_true (desk_needs (s->desk, &command, &kind, &id));
    assert_int_equal (kind, ENTITY_INCIDENT);
    assert_int_equal (id, 1);
    say (s, &command); /* fetches the rest */
    expect (s, "[0] refused order_state 1 cancelled depart\n");
    assert_false (desk_needs (s->desk, &command, &kind, &id));
    story_store (s);
    report_and_close (s, 3);
    story_store (s);
    tick (s);
    assert_null (desk_find (s->desk, ENTITY_DISPATCH_ORDER, 1)); /* and leaves with it again */
}

static void
nothing_is_needed_of_what_never_was (void **state)
{
    struct story *s = *state;
    enum entity_kind kind;
    uint64_t id;
    struct command command = { .action = ACTION_CLOSE, .close = { 1, "why" } };
    assert_false (desk_needs (s->desk, &command, &kind, &id));
    command.close.incident = 0;
    assert_false (desk_needs (s->desk, &command, &kind, &id));
    command = (struct command){ .action = ACTION_TICK };
    assert_false (desk_needs (s->desk, &command, &kind, &id));
}

static void
what_is_loaded_after_the_start_is_told_by_the_next_sync (void **state)
{
    struct story *s = *state;
    report_and_close (s, 1);
    report_and_close (s, 2);
    story_store (s);
    tick (s);
    uint64_t since = 0;
    size_t before = count_since (s->desk, since);
    desk_load (s->desk, entity_clone (desk_find (s->shadow, ENTITY_INCIDENT, 1)));
    desk_load (s->desk, entity_clone (desk_find (s->shadow, ENTITY_REPORT, 1)));
    assert_int_equal (desk_check (s->desk, NULL), 0);
    desk_load (s->desk, entity_clone (desk_find (s->shadow, ENTITY_REPORT, 1))); /* twice is once */
    s->desk->limits.settled_max = 100;
    tick (s);
    assert_int_equal (count_since (s->desk, since), before + 2);
    story_compare (s, 0);
}

static void
after_a_restart_the_oldest_leave_first_whatever_their_kind (void **state)
{
    struct story *s = *state;
    s->desk->limits.settled_max = 100;
    check_in (s, "zhao", false);
    check_out (s, "zhao");
    report_and_close (s, 1);
    story_restart (s, 0);
    assert_int_equal (desk_count (s->desk, ENTITY_INCIDENT), 1);
    tick (s); /* the limit is 2: of shift, incident, obligation the shift is the oldest */
    assert_int_equal (desk_count (s->desk, ENTITY_SHIFT), 0);
    assert_int_equal (desk_count (s->desk, ENTITY_INCIDENT), 1);
    assert_int_equal (desk_count (s->desk, ENTITY_OBLIGATION), 1);
}

/* ---- counts ---- */

static void
open_and_resident_are_counted (void **state)
{
    struct story *s = *state;
    report (s, "one");
    report (s, "two");
    dispatch (s, 1, "team-1");
    check_in (s, "zhao", false);
    assert_int_equal (desk_count_open (s->desk, ENTITY_INCIDENT), 2);
    assert_int_equal (desk_count_open (s->desk, ENTITY_DISPATCH_ORDER), 1);
    assert_int_equal (desk_count_open (s->desk, ENTITY_OBLIGATION), 3);
    assert_int_equal (desk_count_open (s->desk, ENTITY_SHIFT), 1);
    cancel (s, 1, "not needed");
    close_incident (s, 1, "over");
    check_out (s, "zhao");
    assert_int_equal (desk_count_open (s->desk, ENTITY_INCIDENT), 1);
    assert_int_equal (desk_count_open (s->desk, ENTITY_DISPATCH_ORDER), 0);
    assert_int_equal (desk_count_open (s->desk, ENTITY_OBLIGATION), 1);
    assert_int_equal (desk_count_open (s->desk, ENTITY_SHIFT), 0);
    assert_int_equal (desk_count (s->desk, ENTITY_INCIDENT), 2);
    assert_int_equal (desk_last_id (s->desk, ENTITY_OBLIGATION), 3);
}

static void
the_check_sees_what_is_broken (void **state)
{
    struct story *s = *state;
    struct error err;
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    struct incident *incident = (struct incident *)desk_find (s->desk, ENTITY_INCIDENT, 1);
    incident->open_orders++;
    assert_int_equal (desk_check (s->desk, &err), -1);
    assert_string_equal (err.text, "incident 1: 1 open orders, 2 counted");
    incident->open_orders--;
    struct obligation *obligation = incident->entity.obligations;
    incident->entity.obligations = NULL;
    assert_int_equal (desk_check (s->desk, &err), -1);
    assert_string_equal (err.text, "incident 1 lacks a live obligation");
    incident->entity.obligations = obligation;
    s->desk->open_counts[ENTITY_SHIFT]++;
    assert_int_equal (desk_check (s->desk, &err), -1);
    assert_string_equal (err.text, "0 open shift, 1 counted");
    s->desk->open_counts[ENTITY_SHIFT]--;
    check_in (s, "zhao", false);
    s->desk->on_duty_count--;
    assert_int_equal (desk_check (s->desk, &err), -1);
    assert_string_equal (err.text, "1 shifts on duty, 0 listed");
    s->desk->on_duty_count++;
    struct team *team = (struct team *)desk_find (s->desk, ENTITY_TEAM, 1);
    team->open_orders--;
    assert_int_equal (desk_check (s->desk, &err), -1);
    assert_string_equal (err.text, "1 open orders, teams count 0");
    team->open_orders++;
    obligation = desk_find (s->desk, ENTITY_DISPATCH_ORDER, 1)->obligations; /* the next to fire */
    obligation->next_at = INT64_MAX;                                         /* without telling the heap */
    assert_int_equal (desk_check (s->desk, &err), -1);
    assert_string_equal (err.text, "heap out of order at 1");
    obligation->next_at = obligation->due_at;
    assert_int_equal (desk_check (s->desk, &err), 0);
}

#define LITTLE(name) cmocka_unit_test_setup_teardown (name, setup_little_memory, story_teardown)
#define STORY(name) cmocka_unit_test_setup_teardown (name, story_setup_unwatched, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (the_cursor_tells_each_entity_once_in_order_of_version),
        STORY (an_entity_that_changes_again_and_again_does_not_make_the_log_grow),
        STORY (squeezing_the_log_keeps_its_order),
        STORY (dirty_entities_are_taken_once_each),
        LITTLE (what_is_not_stored_stays_in_memory),
        LITTLE (what_leaves_raises_the_sync_floor_over_it),
        LITTLE (an_incident_leaves_with_its_orders_and_comes_back_with_them),
        LITTLE (an_order_that_left_is_needed_with_its_incident),
        STORY (nothing_is_needed_of_what_never_was),
        LITTLE (what_is_loaded_after_the_start_is_told_by_the_next_sync),
        LITTLE (after_a_restart_the_oldest_leave_first_whatever_their_kind),
        STORY (open_and_resident_are_counted),
        STORY (the_check_sees_what_is_broken),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

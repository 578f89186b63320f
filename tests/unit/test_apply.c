/* SPDX-License-Identifier: Apache-2.0 */
/* test_apply.c: a journal rebuilds the identical state; a damaged one is refused and changes nothing. */
#include "story.h"

#include "same.h"
#include "util/error.h"

#include <stdio.h>

/* An order comes to its people one rung after the other; its team is called back. */
static void
orders_turn (struct story *s)
{
    dispatch (s, 3, "team-1");
    uint64_t order = desk_last_id (s->desk, ENTITY_DISPATCH_ORDER);
    check_in (s, "sun", true); /* who leads the team leads the watch, too: the policy tells them */
    reserve (s, 3, "team-2", 25 * HOURS + 1 * MINUTES);
    by (s, "t1");
    receipt (s, order, RECEIPT_DELIVERED, NULL);
    receipt (s, order, RECEIPT_SEEN, NULL);
    acknowledge (s, order);
    at (s, 25 * HOURS + 30 * MINUTES);
    by (s, "mine");
    receipt (s, order, RECEIPT_HANDED_OVER, "sun");
    by (s, "officer");
    recall (s, order, "the bridge is out");
    by (s, "t1");
    acknowledge (s, order);
    by (s, "officer");
}

/* One handover comes to nothing, the next is signed. */
static void
hand_over_twice (struct story *s)
{
    enrol (s, "relief", ROLE_DUTY_OFFICER, "zhou", NULL);
    by (s, "officer");
    hand_over (s, "zhou");
    cancel_handover (s, 1, "zhou is late");
    hand_over (s, "zhou");
    report (s, "in between");
    uint32_t items = ((const struct handover *)desk_find (s->desk, ENTITY_HANDOVER, 2))->items_count;
    by (s, "relief");
    object_to (s, 2, 1, "which road?");
    by (s, "officer");
    answer_objection (s, 2, 1, "the X road");
    close_incident (s, desk_last_id (s->desk, ENTITY_INCIDENT), "nothing");
    by (s, "relief");
    accept_items (s, 2, 1, items);
    sign_handover (s, 2, 0);
    by (s, "officer");
}

/* Two days of the watch: its shifts are planned, swapped, taken over, left, forgotten. */
static void
shifts_turn (struct story *s)
{
    struct roster_rule rule;
    uint64_t first = desk_last_id (s->desk, ENTITY_PLANNED_SHIFT) + 1;
    by (s, "admin");
    county_roster (&rule);
    county_import_calendar (s, "cn", (struct day_span){ STORY_DAY + 20, STORY_DAY + 20, false });
    county_import_roster (s, "first edition", &rule);
    const struct planned_shift *p = NULL;
    uint64_t mine = first; /* of zhao, and not begun */
    for (;; mine++) {
        p = (const struct planned_shift *)desk_find (s->desk, ENTITY_PLANNED_SHIFT, mine);
        if (p->owner.id == desk_person_by_code (s->desk, "zhao")->entity.id && p->begin_at > STORY_BEGAN_MS + s->now)
            break;
    }
    by (s, "officer");
    propose_swap (s, mine, "zhou", 0);
    decline_swap (s, mine, NULL);
    propose_swap (s, mine, "zhou", 0);
    by (s, "leader");
    accept_swap (s, mine, "zhou");
    assign (s, mine, "zhao", "zhou can't after all");
    mark_contact (s, "zhao", false);
    by (s, "leader");
    settle_gap (s, mine, "I know where he is");
    rule.days[DAY_WORKING].shifts[1].roles[SEAT_OFFICER].kind = ROTATION_NONE;
    by (s, "admin");
    county_import_roster (s, "second edition", &rule);
    by (s, "officer");
    propose_swap (s, mine, "zhou", 0); /* expires */
    at (s, s->now + 2 * DAYS);
    check_in (s, "zhao", false);
    check_out (s, "zhao");
    by (s, "leader");
    uint64_t overdue = desk_last_id (s->desk, ENTITY_OBLIGATION);
    while (overdue > 0 && !shelve (s, overdue, 10 * MINUTES))
        overdue--;
    assert_int_not_equal (overdue, 0);
    unshelve (s, overdue);
    struct rules rules;
    county_rules (&rules);
    rules.watch.swap_needs_leader = true;
    by (s, "admin");
    county_import_profile (s, "shanxi", "first edition again", &rules);
    mine = desk_last_id (s->desk, ENTITY_PLANNED_SHIFT);
    by (s, "officer");
    propose_swap (s, mine, "zhou", 0);
    by (s, "leader");
    accept_swap (s, mine, "zhou");
}

/* One is answered, late, too; one is ended; one makes itself. */
static void
call_rolls (struct story *s)
{
    static const char *const teams[] = { "team-1", "team-2" };
    struct import_roll_call plan = { .roll_call.plan = { .all_posts = true, .from_minute = 60, .to_minute = 120 } };
    by (s, "officer");
    call_roll (s, (struct roll_call_args){ .all_posts = true, .teams = teams, .teams_count = 2 });
    answer_roll (s, 1, NULL, NULL);
    at (s, s->now + 20 * MINUTES);
    answer_roll (s, 2, "sun", "here");
    call_absent (s, 3, "nobody answers");
    call_roll (s, (struct roll_call_args){ .all_teams = true });
    end_roll_call (s, 2, "enough");
    county_import_roll_call (s, "night", &plan);
    at (s, s->now + 24 * HOURS);
    end_roll_call (s, 4, "no more");
}

/* Everyone must acknowledge, and whoever does not move owes it again. */
static void
orders_wait (struct story *s)
{
    struct rules rules;
    county_rules (&rules);
    rules.policies[rules.clocks[OBLIGATION_ACKNOWLEDGE_ORDER].policy].everyone = true;
    struct policy *policy = &rules.policies[rules.policies_count];
    *policy = rules.policies[rules.clocks[OBLIGATION_REVIEW_RESPONSE].policy];
    policy->steps[1] = policy->steps[0];
    policy->steps[0] = (struct policy_step){ .action = STEP_REOPEN };
    policy->steps_count = 2;
    rules.clocks[OBLIGATION_DEPART_ORDER].policy = rules.policies_count++;
    county_import_profile (s, "shanxi", "everyone", &rules);
    county_import_contacts (s, (const char *const[TEAM_CONTACTS_MAX]){ "sun", "li" });
    dispatch (s, 3, "team-1");
    uint64_t order = desk_last_id (s->desk, ENTITY_DISPATCH_ORDER);
    acknowledge_for (s, order, "li", "coming");
    acknowledge_for (s, order, "sun", "coming, too");
    at (s, s->now + 11 * MINUTES);
}

/* A day in the county, with something of every kind: long, as the day is. */
static struct story *
tell (void)
{
    struct story *s = story_begin_keeping ();
    struct rules rules;
    county_rules (&rules);
    county_reports (&rules);
    county_import_profile (s, "shanxi", "with more reports", &rules);
    check_in (s, "zhao", false);
    check_in (s, "qian", true);
    report_fire (s, "a hall burns");
    dispatch (s, 1, NULL);
    dispatch (s, 1, "team-3");
    at (s, 6 * MINUTES); /* both pass on: the first to team-2, the second to team-1 */
    by (s, "t2");
    acknowledge (s, 3);
    depart (s, 3);
    arrive (s, 3);
    by (s, "t1");
    decline (s, 4, "no crew");
    by (s, "officer");
    at (s, 30 * MINUTES); /* some are told, some skipped; the team on scene does not answer: distress */
    resolve_distress (s, 3, "radio was dead");
    answer_status (s, 3, "all well");
    continue_with (s, 1, people (4, 2));
    confirm (s, 1, LEVEL_MAJOR);
    hold (s, 1, "night");
    resume (s, 1, NULL);
    control (s, 1, NULL);
    report (s, "the same hall");
    merge (s, 2, 1, "second caller");
    unmerge (s, 2, "the barn beside it");
    close_incident (s, 2, "over");
    complete (s, 3);
    dispatch (s, 1, NULL);
    for (uint64_t order = 1; order <= desk_last_id (s->desk, ENTITY_DISPATCH_ORDER); order++)
        cancel (s, order, "not needed");
    by (s, "leader");
    activate (s, 1, RESPONSE_LEVEL_III, 0);
    adjust_response (s, 1, RESPONSE_LEVEL_II, 1 * HOURS);
    terminate_response (s, 1);
    instruct (s, 1, (struct instruct_args){ .owner_team = "team-1" });
    feed_back (s, 1, "sun");
    close_instruction (s, 1);
    write_log (s, "an entry", (struct log_args){ .incident = 1 });
    dispatch (s, 1, "team-1");
    const uint64_t last = desk_last_id (s->desk, ENTITY_DISPATCH_ORDER);
    split (s, 1, 0, &last, 1);
    move (s, last, 1);
    cancel (s, last, "not needed");
    link_with (s, 2, LINK_SECONDARY, 1);
    unlink_from (s, 2, 1);
    submit (s, 1, "city_phone");
    submit (s, 1, "city_written");
    sign_off (s, 2);
    send_up (s, 2);
    submit (s, 1, "city_written");
    withdraw_submission (s, 3, "wrong figures");
    consult (s, 1, "zhou", "others");
    establish (s, 1, "zhou");
    transfer (s, 1, "sun");
    transfer (s, 1, "zhou");
    transfer (s, 1, "li");
    accept_command (s, 1, "li", "I have command");
    dissolve (s, 1);
    drill_for_all (s);
    report (s, "an exercise");
    end_drill (s);
    s->drill = false;
    by (s, "officer");
    close_incident (s, 1, "over");
    reopen (s, 1, "not over");
    check_out (s, "zhao");
    at (s, 25 * HOURS);
    revoke (s, "t3", "left");
    enrol (s, "t3", ROLE_OBSERVER, NULL, NULL);
    report (s, "a second one");
    assess (s, 3, LEVEL_MAJOR);
    orders_turn (s);
    check_in (s, "zhao", false);
    hand_over_twice (s);
    shifts_turn (s);
    call_rolls (s);
    orders_wait (s);
    return s;
}

static int
setup (void **state)
{
    *state = tell ();
    return 0;
}

static void
replay (struct desk *desk, const struct story *s, size_t from, size_t count)
{
    struct error err = { "" };
    for (size_t i = from; i < from + count; i++)
        if (desk_apply (desk, &s->outcome.events[i], &err) < 0)
            fail_msg ("%s", err.text);
}

/* ---- the whole journal ---- */

static void
the_story_has_every_kind_of_event (void **state)
{
    struct story *s = *state;
    bool seen[EVENT_KINDS] = { 0 };
    for (size_t i = 0; i < s->outcome.events_count; i++)
        seen[s->outcome.events[i].kind] = true;
    for (enum event_kind kind = EVENT_NONE + 1; kind < EVENT_KINDS; kind++)
        if (event_subject_kind (kind) != ENTITY_NONE && !seen[kind])
            fail_msg ("no %s", event_kind_name (kind));
}

static void
replaying_the_journal_gives_the_identical_entities (void **state)
{
    struct story *s = *state;
    struct desk *second = desk_create (NULL);
    replay (second, s, 0, s->outcome.events_count);
    size_t compared = 0;
    FOR_EACH_ENTITY_KIND (kind) {
        assert_int_equal (desk_count (second, kind), desk_count (s->desk, kind));
        assert_int_equal (desk_last_id (second, kind), desk_last_id (s->desk, kind));
        for (uint64_t id = 1; id <= desk_last_id (s->desk, kind); id++, compared++) {
            const char *difference = entity_difference (desk_find (s->desk, kind, id), desk_find (second, kind, id));
            if (difference)
                fail_msg ("%s %d differs in %s", entity_kind_name (kind), (int)id, difference);
        }
    }
    assert_true (compared > 30);
    assert_int_equal (desk_next_deadline (second), desk_next_deadline (s->desk));
    assert_string_equal (desk_profile (second)->code, desk_profile (s->desk)->code);
    assert_int_equal (desk_check (second, NULL), 0);
    desk_destroy (second);
}

static void
every_prefix_of_the_journal_keeps_the_invariants_between_commands (void **state)
{
    struct story *s = *state;
    struct desk *second = desk_create (NULL);
    size_t good = 0;
    for (size_t i = 0; i < s->outcome.events_count; i++) {
        replay (second, s, i, 1);
        good += desk_check (second, NULL) == 0;
    }
    assert_int_equal (desk_check (second, NULL), 0);
    assert_true (good > s->outcome.events_count / 2); /* within a command an incident may be there before its timer */
    desk_destroy (second);
}

/* ---- damaged journals ---- */

static size_t
first_of (const struct story *s, enum event_kind kind)
{
    size_t i = 0;
    while (s->outcome.events[i].kind != kind)
        i++;
    return i;
}

/* Up to the first event of the kind all is well; then comes this one instead, is refused with that text, changes
 * nothing, and the true journal goes on. */
static void
refuse_instead (const struct story *s, size_t index, const struct event *damaged, const char *text)
{
    struct error err = { "" };
    struct desk *second = desk_create (NULL);
    replay (second, s, 0, index);
    assert_int_equal (desk_apply (second, damaged, &err), -1);
    char expected[ERROR_TEXT_MAX];
    snprintf (expected, sizeof expected, "entry %d%s", (int)damaged->seq, text);
    assert_string_equal (err.text, expected);
    replay (second, s, index, s->outcome.events_count - index);
    struct desk_cursor cursor = desk_changed_since (second, 0);
    for (const struct entity *entity; (entity = desk_cursor_next (&cursor));)
        assert_null (entity_difference (entity, desk_find (s->desk, entity->kind, entity->id)));
    desk_destroy (second);
}

static void
a_gap_and_a_repetition_are_refused (void **state)
{
    struct story *s = *state;
    size_t index = first_of (s, EVENT_ORDER_ACKNOWLEDGED);
    char text[64];
    snprintf (text, sizeof text, " can't follow entry %d", (int)index);
    refuse_instead (s, index, &s->outcome.events[index + 1], text);
    refuse_instead (s, index, &s->outcome.events[index - 1], text);
}

static void
an_entry_older_than_the_one_before_it_is_refused (void **state)
{
    struct story *s = *state;
    size_t index = first_of (s, EVENT_ORDER_ACKNOWLEDGED);
    struct event damaged = s->outcome.events[index];
    damaged.at = s->outcome.events[index - 1].at - 1;
    refuse_instead (s, index, &damaged, " is older than the one before it");
}

static void
an_unknown_kind_and_a_wrong_subject_are_refused (void **state)
{
    struct story *s = *state;
    size_t index = first_of (s, EVENT_ORDER_ACKNOWLEDGED);
    struct event damaged = s->outcome.events[index];
    damaged.kind = 9;
    refuse_instead (s, index, &damaged, " has no subject that fits its kind 9");
    damaged.kind = 4711;
    refuse_instead (s, index, &damaged, " has no subject that fits its kind 4711");
    damaged = s->outcome.events[index];
    damaged.subject_kind = ENTITY_INCIDENT;
    refuse_instead (s, index, &damaged, " has no subject that fits its kind 31");
    damaged.subject_kind = 4711;
    refuse_instead (s, index, &damaged, " has no subject that fits its kind 31");
    damaged = s->outcome.events[index];
    damaged.subject = 0;
    refuse_instead (s, index, &damaged, " has no subject that fits its kind 31");
    damaged.subject = 99;
    refuse_instead (s, index, &damaged, ": there is no dispatch_order 99");
}

static void
an_illegal_transition_is_refused (void **state)
{
    struct story *s = *state;
    size_t index = first_of (s, EVENT_ORDER_ACKNOWLEDGED);
    struct event damaged = s->outcome.events[index];
    damaged.kind = EVENT_ORDER_ARRIVED;
    refuse_instead (s, index, &damaged, ": order.arrived is not legal for dispatch_order 3 in state issued");
    damaged = s->outcome.events[first_of (s, EVENT_SHIFT_CHECKED_OUT)];
    damaged.seq = s->outcome.events[s->outcome.events_count - 1].seq + 1;
    damaged.at = s->outcome.events[s->outcome.events_count - 1].at;
    refuse_instead (s, s->outcome.events_count, &damaged,
                    ": shift.checked_out is not legal for shift 1 in state off_duty");
}

static void
a_missing_or_wrong_image_is_refused (void **state)
{
    struct story *s = *state;
    size_t index = first_of (s, EVENT_ORDER_ISSUED);
    struct event damaged = s->outcome.events[index];
    damaged.born = NULL;
    refuse_instead (s, index, &damaged, " (order.issued) has no image");
    damaged.born = s->outcome.events[first_of (s, EVENT_REPORT_FILED)].born;
    refuse_instead (s, index, &damaged, " (order.issued) has no image");
    damaged = s->outcome.events[index];
    damaged.subject = 2;
    refuse_instead (s, index, &damaged, " (order.issued) has no image");
}

/* Runs refuse_instead with an image changed by the caller in between. */
static void
refuse_image (const struct story *s, size_t index, struct entity *image, const char *text)
{
    struct event damaged = s->outcome.events[index];
    damaged.born = image;
    damaged.subject = image->id;
    refuse_instead (s, index, &damaged, text);
    entity_free (image);
}

static void
an_image_that_does_not_fit_the_state_is_refused (void **state)
{
    struct story *s = *state;
    size_t index = first_of (s, EVENT_ORDER_ISSUED);
    struct entity *image = entity_clone (s->outcome.events[index].born);
    ((struct dispatch_order *)image)->state = ORDER_ACKNOWLEDGED;
    refuse_image (s, index, image, ": the image is not in the state that order.issued leads to");
    image = entity_clone (s->outcome.events[index].born);
    ((struct dispatch_order *)image)->incident = 99;
    refuse_image (s, index, image, ": what dispatch_order 1 belongs to is not there");
    image = entity_clone (s->outcome.events[index].born);
    image->id = 7;
    refuse_image (s, index, image, ": dispatch_order 7 is not the next of its kind");
    index = first_of (s, EVENT_OBLIGATION_ARMED);
    image = entity_clone (s->outcome.events[index].born);
    ((struct obligation *)image)->subject = 99;
    refuse_image (s, index, image, ": what obligation 1 belongs to is not there");
}

static void
what_is_born_twice_is_refused (void **state)
{
    struct story *s = *state;
    size_t count = s->outcome.events_count;
    static const struct {
        enum event_kind kind;
        const char *text;
    } births[] = { { EVENT_INCIDENT_REPORTED, ": incident 1 exists already" },
                   { EVENT_REPORT_FILED, ": report 1 exists already" },
                   { EVENT_SHIFT_CHECKED_IN, ": shift 1 exists already" },
                   { EVENT_OBLIGATION_ARMED, ": obligation 1 exists already" },
                   { EVENT_PRINCIPAL_ENROLLED,
                     ": principal.enrolled is not legal for principal 1 in state enrolled" } };
    for (size_t i = 0; i < sizeof births / sizeof births[0]; i++) {
        struct event damaged = s->outcome.events[first_of (s, births[i].kind)];
        damaged.seq = s->outcome.events[count - 1].seq + 1;
        damaged.at = s->outcome.events[count - 1].at;
        refuse_instead (s, count, &damaged, births[i].text);
    }
}

static void
details_that_point_nowhere_are_refused (void **state)
{
    struct story *s = *state;
    size_t index = first_of (s, EVENT_OBLIGATION_FIRED);
    char text[64];
    struct event damaged = s->outcome.events[index];
    damaged.detail.step = 200;
    snprintf (text, sizeof text, ": the policy of obligation %d has no step 200", (int)damaged.subject);
    refuse_instead (s, index, &damaged, text);
    index = first_of (s, EVENT_INCIDENT_CONTINUED);
    damaged = s->outcome.events[index];
    damaged.detail.other = 99;
    refuse_instead (s, index, &damaged, ": there is no report 99");
}

#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        STORY (the_story_has_every_kind_of_event),
        STORY (replaying_the_journal_gives_the_identical_entities),
        STORY (every_prefix_of_the_journal_keeps_the_invariants_between_commands),
        STORY (a_gap_and_a_repetition_are_refused),
        STORY (an_entry_older_than_the_one_before_it_is_refused),
        STORY (an_unknown_kind_and_a_wrong_subject_are_refused),
        STORY (an_illegal_transition_is_refused),
        STORY (a_missing_or_wrong_image_is_refused),
        STORY (an_image_that_does_not_fit_the_state_is_refused),
        STORY (what_is_born_twice_is_refused),
        STORY (details_that_point_nowhere_are_refused),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

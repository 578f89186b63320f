/* SPDX-License-Identifier: Apache-2.0 */
/* test_handover.c: 交接班: the watch goes over from one person to another, item by item, and is signed. */
#include "story.h"

#include <stdio.h>

#define MORNING (22 * HOURS + 20 * MINUTES) /* 08:00 */

static const struct handover *
handover_of (const struct story *s, uint64_t id)
{
    return (const struct handover *)desk_find (s->desk, ENTITY_HANDOVER, id);
}

static const char *
on_duty (const struct story *s)
{
    static char text[256];
    size_t size = 0;
    text[0] = '\0';
    for (const struct entity *e = desk_newest (s->desk, ENTITY_SHIFT); e; e = desk_older (e)) {
        const struct shift *shift = (const struct shift *)e;
        const struct person *person = (const struct person *)desk_find (s->desk, ENTITY_PERSON, shift->person);
        if (shift->state == SHIFT_ON_DUTY)
            size += (size_t)snprintf (text + size, sizeof text - size, "%s%s%s", size ? " " : "", person->code,
                                      shift->leader ? " leading" : "");
    }
    return text;
}

/* Morning of the second day: zhao (officer) and qian (leader) are tired; zhou comes at eight to relieve zhao, li to
 * relieve qian. Incident 1 has been open since yesterday; team-1 is on its way. */
static int
setup (void **state)
{
    story_setup (state);
    struct story *s = *state;
    enrol (s, "relief", ROLE_DUTY_OFFICER, "zhou", NULL);
    enrol (s, "chief", ROLE_DUTY_LEADER, "li", NULL);
    by (s, "officer");
    report (s, "a hall collapsed");
    dispatch (s, 1, "team-1");
    depart (s, 1);
    arrive (s, 1);
    complete (s, 1);
    at (s, MORNING);
    pass_over (s);
    return 0;
}

static void
the_watch_is_handed_over_at_eight (void **state)
{
    struct story *s = *state;
    dispatch (s, 1, "team-2");
    by (s, "leader");
    instruct (s, 1, (struct instruct_args){ .owner_person = "sun" });
    pass_over (s);
    by (s, "officer");
    assert_true (hand_over (s, "zhou"));
    at (s, MORNING + 4 * MINUTES);
    by (s, "relief");
    assert_true (accept_items (s, 1, 1, 2));
    assert_true (accept_items (s, 1, 3, 4));
    assert_true (sign_handover (s, 1, 0));
    expect (s, "[80400000] handover 1 opened by zhao to zhou with 4 items\n"
               "[80400000] obligation 7 armed sign_handover handover 1 due 81300000\n"
               "[80640000] handover 1 items_accepted 1 2\n"
               "[80640000] handover 1 items_accepted 3 4\n"
               "[80640000] handover 1 accepted\n"
               "[80640000] handover 1 signed by relief\n"
               "[80640000] obligation 7 discharged sign_handover handover 1\n"
               "[80640000] shift 3 checked_in zhou\n"
               "[80640000] shift 1 checked_out zhao\n");
    const struct handover *handover = handover_of (s, 1);
    assert_string_equal (handover->done, "search ended");
    assert_string_equal (handover->undone, "press at nine");
    assert_int_equal (handover->signed_at, STORY_BEGAN_MS + MORNING + 4 * MINUTES);
    assert_int_equal (handover->head_hash[0], 0x5e);
    assert_int_equal (handover->head_seq, handover->entity.version - 1);
}

static void
a_shift_to_come_is_not_on_the_list_until_nobody_comes (void **state)
{
    struct story *s = *state;
    struct roster_rule rule;
    county_roster (&rule);
    assert_true (
        county_import_roster (s, "first edition", &rule)); /* two in this shift, and those of two more days */
    by (s, "officer");
    hand_over (s, "zhou");
    const struct handover *handover = handover_of (s, 1);
    assert_int_equal (handover->items_count, 2); /* the incident and its report */
    at (s, MORNING + 15 * MINUTES);
    handover = handover_of (s, 1);
    assert_int_equal (handover->items_count, 4);
    for (size_t i = 2; i < handover->items_count; i++) {
        const struct obligation *owed =
            (const struct obligation *)desk_find (s->desk, ENTITY_OBLIGATION, handover->items[i].id);
        assert_int_equal (handover->items[i].kind, ENTITY_OBLIGATION);
        assert_true (handover->items[i].later);
        assert_int_equal (owed->kind, OBLIGATION_CHECK_IN);
    }
}

static void
the_list_is_what_is_open (void **state)
{
    struct story *s = *state;
    dispatch (s, 1, "team-2");
    dispatch (s, 1, "team-3");
    by (s, "t3");
    acknowledge (s, 3);
    by (s, "leader");
    activate (s, 1, RESPONSE_LEVEL_III, 0);
    instruct (s, 1, (struct instruct_args){ .owner_person = "sun", .within_ms = 30 * MINUTES });
    by (s, "officer");
    hand_over (s, "zhou");
    /* the incident and its report, the response, the order that nobody has answered, the instruction: not the order
     * that was answered, and no clock beside what it belongs to */
    static const enum entity_kind kinds[] = { ENTITY_INCIDENT, ENTITY_RESPONSE, ENTITY_DISPATCH_ORDER,
                                              ENTITY_OBLIGATION, ENTITY_INSTRUCTION };
    const struct handover *handover = handover_of (s, 1);
    assert_int_equal (handover->items_count, sizeof kinds / sizeof kinds[0]);
    for (size_t i = 0; i < handover->items_count; i++)
        assert_int_equal (handover->items[i].kind, kinds[i]);
    assert_int_equal (handover->items[0].stood, INCIDENT_RESPONDING);
    assert_int_equal (handover->items[2].id, 2);
    assert_int_equal (handover->items[2].due_at, STORY_BEGAN_MS + MORNING + 5 * MINUTES);
    assert_int_equal (handover->items[4].due_at, STORY_BEGAN_MS + MORNING + 30 * MINUTES);
}

static void
unsigned_after_a_quarter_of_an_hour_the_leader_hears_of_it (void **state)
{
    struct story *s = *state;
    hand_over (s, "zhou");
    check_in (s, "zhou", false); /* is there, but has signed nothing */
    pass_over (s);
    at (s, MORNING + 30 * MINUTES);
    expect (s, "[81300000] obligation 5 told sign_handover handover 1 person zhou\n"
               "[81300000] obligation 5 told sign_handover handover 1 duty_officer zhao\n"
               "[81300000] obligation 5 told sign_handover handover 1 duty_leader qian\n"
               "[81900000] obligation 5 told sign_handover handover 1 duty_leader qian\n");
    assert_string_equal (on_duty (s), "zhou qian leading zhao");
}

static void
until_it_is_signed_the_old_one_answers_for_everything (void **state)
{
    struct story *s = *state;
    hand_over (s, "zhou");
    check_in (s, "zhou", false);
    check_out (s, "zhao");
    pass_over (s);
    at (s, 24 * HOURS); /* the continuation report */
    expect_lines (s, "told continuation",
                  "[86400000] obligation 1 told continuation_report incident 1 duty_officer "
                  "zhao\n");
    by (s, "relief");
    accept_items (s, 1, 1, 2);
    assert_true (sign_handover (s, 1, 0));
    pass_over (s);
    assert_string_equal (on_duty (s), "zhou qian leading");
    by (s, "relief");
    report (s, "a second one");
    pass_over (s);
    at (s, 49 * HOURS);
    expect_lines (s, "incident 2 duty_officer",
                  "[172800000] obligation 6 told continuation_report incident 2 duty_officer zhou\n");
}

static void
who_hands_over_can_not_leave (void **state)
{
    struct story *s = *state;
    hand_over (s, "zhou");
    assert_false (check_out (s, "zhao"));
    by (s, "leader");
    assert_false (check_out (s, "zhao"));
    assert_true (cancel_handover (s, 1, "zhou has fallen ill"));
    assert_true (check_out (s, "zhao"));
    expect (s, "[80400000] handover 1 opened by zhao to zhou with 2 items\n"
               "[80400000] obligation 5 armed sign_handover handover 1 due 81300000\n"
               "[80400000] refused handover_unsigned zhao 1\n"
               "[80400000] refused handover_unsigned zhao 1\n"
               "[80400000] handover 1 cancelled \"zhou has fallen ill\"\n"
               "[80400000] obligation 5 withdrawn sign_handover handover 1\n"
               "[80400000] shift 1 checked_out zhao\n");
}

static void
an_objection_is_answered_before_it_is_accepted (void **state)
{
    struct story *s = *state;
    hand_over (s, "zhou");
    pass_over (s);
    by (s, "relief");
    assert_true (object_to (s, 1, 2, "not told which road"));
    assert_false (accept_items (s, 1, 1, 2));
    assert_false (object_to (s, 1, 2, "still not"));
    assert_false (answer_objection (s, 1, 2, "me neither"));
    by (s, "officer");
    assert_true (answer_objection (s, 1, 2, "the X road"));
    assert_false (answer_objection (s, 1, 2, "and again"));
    by (s, "relief");
    assert_true (accept_items (s, 1, 1, 2));
    assert_true (object_to (s, 1, 1, "on second thoughts"));
    assert_false (sign_handover (s, 1, 0));
    expect (s, "[80400000] handover 1 objected item 2 \"not told which road\"\n"
               "[80400000] refused item_unanswered 1 2\n"
               "[80400000] refused item_unanswered 1 2\n"
               "[80400000] refused not_outgoing 1 zhao\n"
               "[80400000] handover 1 answered item 2 \"the X road\"\n"
               "[80400000] refused item_not_objected 1 2\n"
               "[80400000] handover 1 items_accepted 1 2\n"
               "[80400000] handover 1 accepted\n"
               "[80400000] handover 1 objected item 1 \"on second thoughts\"\n"
               "[80400000] refused items_open 1 1 1\n");
    const struct handover *handover = handover_of (s, 1);
    assert_int_equal (handover->objections_count, 2);
    assert_string_equal (handover->objections[0].answer, "the X road");
    assert_int_equal (handover->objections[1].answered_at, 0);
    assert_int_equal (handover->state, HANDOVER_OPENED);
}

static void
what_comes_in_between_must_be_accepted_too (void **state)
{
    struct story *s = *state;
    hand_over (s, "zhou");
    by (s, "relief");
    accept_items (s, 1, 1, 2);
    by (s, "officer");
    report (s, "a truck in the ditch");
    dispatch (s, 2, "team-2");
    pass_over (s);
    by (s, "relief");
    assert_false (sign_handover (s, 1, 0));
    assert_true (accept_items (s, 1, 3, 4));
    assert_true (sign_handover (s, 1, 0));
    expect_lines (s, "handover 1 |refused",
                  "[80400000] refused items_open 1 2 3\n"
                  "[80400000] handover 1 items_accepted 3 4\n"
                  "[80400000] handover 1 accepted\n"
                  "[80400000] handover 1 signed by relief\n");
    const struct handover *handover = handover_of (s, 1);
    assert_int_equal (handover->items[2].kind, ENTITY_INCIDENT);
    assert_int_equal (handover->items[3].kind, ENTITY_DISPATCH_ORDER);
    assert_true (handover->items[2].later && handover->items[3].later && !handover->items[1].later);
}

static void
nobody_else_accepts_or_signs (void **state)
{
    struct story *s = *state;
    hand_over (s, "zhou");
    pass_over (s);
    assert_false (accept_items (s, 1, 1, 2));
    by (s, "leader");
    assert_false (accept_items (s, 1, 1, 2));
    by (s, "relief");
    accept_items (s, 1, 1, 2);
    by (s, "officer");
    assert_false (sign_handover (s, 1, 0));
    by (s, "leader");
    assert_false (sign_handover (s, 1, 0));
    by (s, "chief");
    assert_true (cancel_handover (s, 1, "wait for the leader")); /* any duty leader may */
    by (s, "relief");
    assert_false (sign_handover (s, 1, 0));
    assert_false (sign_handover (s, 7, 0));
    expect_lines (s, "refused",
                  "[80400000] refused not_incoming 1 zhou\n"
                  "[80400000] refused not_incoming 1 zhou\n"
                  "[80400000] refused not_incoming 1 zhou\n"
                  "[80400000] refused not_incoming 1 zhou\n"
                  "[80400000] refused handover_over 1 cancelled\n"
                  "[80400000] refused unknown_handover 7\n");
}

static void
whom_it_goes_to_must_be_able_to_take_it (void **state)
{
    struct story *s = *state;
    hand_over (s, "zhao");
    hand_over (s, "nobody");
    hand_over (s, "sun");  /* leads a team; has no key of the watch */
    hand_over (s, "qian"); /* is on watch as the leader */
    by (s, "relief");
    hand_over (s, "zhao");
    by (s, "admin");
    hand_over (s, "zhou");
    by (s, "officer");
    assert_true (hand_over (s, "zhou"));
    assert_false (hand_over (s, "zhou"));
    expect_lines (s, "refused",
                  "[80400000] refused handover_itself\n"
                  "[80400000] refused unknown_person nobody\n"
                  "[80400000] refused handover_no_key sun\n"
                  "[80400000] refused person_on_duty qian 2\n"
                  "[80400000] refused person_not_on_duty zhou\n"
                  "[80400000] refused no_person\n"
                  "[80400000] refused handover_already zhao 1\n");
}

static void
what_is_signed_is_the_journal_that_the_daemon_keeps (void **state)
{
    struct story *s = *state;
    static const uint8_t hash[HASH_BYTES] = { 0x5e };
    hand_over (s, "zhou");
    uint64_t before = desk_head (s->desk);
    by (s, "relief");
    accept_items (s, 1, 1, 2);
    pass_over (s);
    struct command wrong = { .action = ACTION_HANDOVER_SIGN,
                             .handover = { .handover = 1, .head_seq = desk_head (s->desk), .head_hash = hash } };
    assert_false (say (s, &wrong));              /* not the hash of that entry, says whoever keeps the journal */
    assert_false (sign_handover (s, 1, before)); /* a page that does not hold the list as it stands */
    for (int i = 0; i < HANDOVER_HEAD_LAG_MAX + 1; i++)
        write_log (s, "an entry", (struct log_args){ 0 });
    uint64_t accepted = handover_of (s, 1)->entity.version;
    assert_false (sign_handover (s, 1, accepted)); /* a page of long ago */
    assert_true (sign_handover (s, 1, accepted + 1));
    expect_lines (s, "refused",
                  "[80400000] refused head_hash 40\n"
                  "[80400000] refused handover_changed 1\n"
                  "[80400000] refused handover_changed 1\n");
}

static void
a_leaders_watch_goes_over_as_a_leaders (void **state)
{
    struct story *s = *state;
    by (s, "leader");
    assert_true (hand_over (s, "li"));
    by (s, "officer");
    assert_true (hand_over (s, "zhou")); /* both at once, each for itself */
    by (s, "chief");
    accept_items (s, 1, 1, 2);
    assert_true (sign_handover (s, 1, 0));
    assert_string_equal (on_duty (s), "li leading zhao");
    by (s, "relief");
    accept_items (s, 2, 1, 2);
    assert_true (sign_handover (s, 2, 0));
    assert_string_equal (on_duty (s), "zhou li leading");
}

static void
with_nothing_open_there_is_only_the_signature (void **state)
{
    struct story *s = *state;
    close_incident (s, 1, "over");
    pass_over (s);
    hand_over (s, "zhou");
    expect (s, "[80400000] handover 1 opened by zhao to zhou with 0 items\n"
               "[80400000] obligation 5 armed sign_handover handover 1 due 81300000\n"
               "[80400000] handover 1 accepted\n");
    by (s, "relief");
    assert_false (accept_items (s, 1, 1, 1));
    assert_true (sign_handover (s, 1, 0));
}

static void
what_does_not_fit_is_counted_by_the_last_item (void **state)
{
    struct story *s = *state;
    for (int i = 0; i < HANDOVER_ITEMS_MAX; i++)
        report (s, "another one");
    hand_over (s, "zhou");
    const struct handover *handover = handover_of (s, 1);
    const struct handover_item *rest = &handover->items[HANDOVER_ITEMS_MAX - 1];
    assert_int_equal (handover->items_count, HANDOVER_ITEMS_MAX);
    assert_int_equal (rest->kind, ENTITY_NONE);
    assert_int_equal (rest->id, 2 * (HANDOVER_ITEMS_MAX + 1) - (HANDOVER_ITEMS_MAX - 1));
    by (s, "relief");
    assert_true (accept_items (s, 1, 1, HANDOVER_ITEMS_MAX));
    uint64_t counted = rest->id;
    report (s, "and one more");
    assert_int_equal (rest->id, counted + 1);
    assert_false (sign_handover (s, 1, 0));
    accept_items (s, 1, HANDOVER_ITEMS_MAX, HANDOVER_ITEMS_MAX);
    assert_true (sign_handover (s, 1, 0));
}

static void
a_drill_that_runs_is_one_item (void **state)
{
    struct story *s = *state;
    const char *const teams[] = { "team-3" };
    by (s, "officer");
    assert_true (hand_over (s, "zhou"));
    uint32_t items = handover_of (s, 1)->items_count;
    assert_true (begin_drill (s, &(struct drill_args){ .teams = { teams, 1 } }));
    assert_int_equal (handover_of (s, 1)->items_count, items + 1);
    assert_int_equal (handover_of (s, 1)->items[items].kind, ENTITY_DRILL);
    s->drill = true;
    report (s, "an exercise");
    dispatch (s, DRILL_IDS + 1, "team-3");
    assert_int_equal (handover_of (s, 1)->items_count, items + 1);
}

int
main (void)
{
#define STORY(name) cmocka_unit_test_setup_teardown (name, setup, story_teardown)
    const struct CMUnitTest tests[] = {
        STORY (a_drill_that_runs_is_one_item),
        STORY (the_watch_is_handed_over_at_eight),
        STORY (a_shift_to_come_is_not_on_the_list_until_nobody_comes),
        STORY (the_list_is_what_is_open),
        STORY (unsigned_after_a_quarter_of_an_hour_the_leader_hears_of_it),
        STORY (until_it_is_signed_the_old_one_answers_for_everything),
        STORY (who_hands_over_can_not_leave),
        STORY (an_objection_is_answered_before_it_is_accepted),
        STORY (what_comes_in_between_must_be_accepted_too),
        STORY (nobody_else_accepts_or_signs),
        STORY (whom_it_goes_to_must_be_able_to_take_it),
        STORY (what_is_signed_is_the_journal_that_the_daemon_keeps),
        STORY (a_leaders_watch_goes_over_as_a_leaders),
        STORY (with_nothing_open_there_is_only_the_signature),
        STORY (what_does_not_fit_is_counted_by_the_last_item),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

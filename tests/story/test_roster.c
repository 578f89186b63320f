/* SPDX-License-Identifier: Apache-2.0 */
/* test_roster.c: the watch by its roster: shifts come, people check in or don't, swap, leave too early, are missing.
 * The story begins on a Saturday at 09:40; the night shift begins at 20:00, the next day shift at 08:00. */
#include "story.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WATCH "planned_shift|check_in|roster_gap|shift_swap|refused"
#define NIGHT (10 * HOURS + 20 * MINUTES)
#define MORNING (22 * HOURS + 20 * MINUTES)
#define NIGHT_2 (NIGHT + 24 * HOURS)
#define PLAN_TEXT_MAX 1024

/* As they are planned at first: who is in what. */
enum { DAY_LEADER = 1, DAY_OFFICER, NIGHT_LI, SUNDAY_LEADER, SUNDAY_ZHAO, SUNDAY_NIGHT_ZHOU };

static int
setup (void **state)
{
    struct roster_rule rule;
    story_setup_unwatched (state);
    county_roster (&rule);
    assert_true (county_import_roster (*state, "first edition", &rule));
    assert_true (check_in (*state, "zhao", false));
    assert_true (check_in (*state, "qian", false)); /* leads, because the roster says so */
    return 0;
}

static int
setup_quiet (void **state)
{
    setup (state);
    pass_over (*state);
    return 0;
}

static const struct planned_shift *
planned (const struct story *s, uint64_t id)
{
    return (const struct planned_shift *)desk_find (s->desk, ENTITY_PLANNED_SHIFT, id);
}

static uint64_t
person_id (const struct story *s, const char *code)
{
    return desk_person_by_code (s->desk, code)->entity.id;
}

static void
change_rules (struct story *s, void (*change) (struct rules *))
{
    struct rules rules;
    county_rules (&rules);
    change (&rules);
    assert_true (county_import_profile (s, "shanxi", "second edition", &rules));
    pass_over (s);
}

/* ---- planning ---- */

static void
shifts_are_planned_two_days_ahead_and_one_more_each_midnight (void **state)
{
    struct story *s = *state;
    expect_lines (s, "planned_shift",
                  "[0] planned_shift 1 planned day leader qian from -6000000\n"
                  "[0] obligation 1 armed check_in planned_shift 1 due 900000\n"
                  "[0] planned_shift 2 planned day officer zhao from -6000000\n"
                  "[0] obligation 2 armed check_in planned_shift 2 due 900000\n"
                  "[0] planned_shift 3 planned night officer li from 37200000\n"
                  "[0] obligation 3 armed check_in planned_shift 3 due 38100000\n"
                  "[0] planned_shift 4 planned day leader sun from 80400000\n"
                  "[0] obligation 4 armed check_in planned_shift 4 due 81300000\n"
                  "[0] planned_shift 5 planned day officer zhao from 80400000\n"
                  "[0] obligation 5 armed check_in planned_shift 5 due 81300000\n"
                  "[0] planned_shift 6 planned night officer zhou from 123600000\n"
                  "[0] obligation 6 armed check_in planned_shift 6 due 124500000\n"
                  "[0] planned_shift 7 planned day leader qian from 166800000\n"
                  "[0] obligation 7 armed check_in planned_shift 7 due 167700000\n"
                  "[0] planned_shift 8 planned day officer zhao from 166800000\n"
                  "[0] obligation 8 armed check_in planned_shift 8 due 167700000\n"
                  "[0] planned_shift 9 planned night officer li from 210000000\n"
                  "[0] obligation 9 armed check_in planned_shift 9 due 210900000\n"
                  "[0] planned_shift 2 manned\n"
                  "[0] obligation 2 discharged check_in planned_shift 2\n"
                  "[0] planned_shift 1 manned\n"
                  "[0] obligation 1 discharged check_in planned_shift 1\n");
    at (s, 15 * HOURS);
    expect_lines (s, "roster|planned day|planned night",
                  "[51600000] roster office planned until 310800000\n"
                  "[51600000] planned_shift 10 planned day leader sun from 253200000\n"
                  "[51600000] planned_shift 11 planned day officer zhao from 253200000\n"
                  "[51600000] planned_shift 12 planned night officer zhou from 296400000\n");
}

static void
note_seat (void *arg, const struct planned_shift *seat)
{
    size_t length = strlen (arg);
    snprintf ((char *)arg + length, PLAN_TEXT_MAX - length, "%" PRIu64 " %s %s %" PRId64 "\n", seat->entity.id,
              seat->code, seat->leader ? "leader" : "officer", (seat->begin_at - STORY_BEGAN_MS) / HOURS);
}

/* What runs since yesterday, what is planned with its numbers, and beyond what the rule says. */
static void
the_plan_shows_who_is_there_now_and_who_comes (void **state)
{
    struct story *s = *state;
    char seats[PLAN_TEXT_MAX] = "";
    const struct roster *roster = (const struct roster *)desk_newest (s->desk, ENTITY_ROSTER);
    at (s, 20 * HOURS); /* Sunday, 05:40 */
    desk_plan (s->desk, roster, STORY_BEGAN_MS + s->now, 4, note_seat, seats);
    assert_string_equal (seats, "3 night officer 10\n"
                                "4 day leader 22\n"
                                "5 day officer 22\n"
                                "6 night officer 34\n"
                                "7 day leader 46\n"
                                "8 day officer 46\n"
                                "9 night officer 58\n"
                                "10 day leader 70\n"
                                "11 day officer 70\n"
                                "12 night officer 82\n"
                                "0 day leader 94\n"
                                "0 day officer 94\n"
                                "0 night officer 106\n");
}

static void
a_roster_that_is_not_in_force_yet_is_not_looked_at_each_day (void **state)
{
    struct story *s = *state;
    struct roster_rule rule;
    county_roster (&rule);
    rule.from = STORY_DAY + 10;
    assert_true (county_import_roster (s, "next week's", &rule));
    pass_over (s);
    at (s, 7 * DAYS);
    expect_lines (s, "roster|planned day leader", "[51600000] roster office planned until 829200000\n");
    at (s, 9 * DAYS);
    expect_lines (s, "roster|planned day leader",
                  "[656400000] roster office planned until 915600000\n"
                  "[656400000] planned_shift 10 planned day leader qian from 858000000\n"
                  "[742800000] roster office planned until 1002000000\n"
                  "[742800000] planned_shift 13 planned day leader sun from 944400000\n");
}

static void
a_roster_may_come_into_force_earlier_than_was_said (void **state)
{
    struct story *s = *state;
    struct roster_rule rule;
    county_roster (&rule);
    rule.from = STORY_DAY + 10;
    assert_true (county_import_roster (s, "next week's", &rule));
    at (s, 5 * DAYS);
    pass_over (s);
    rule.from = STORY_DAY + 6;
    assert_true (county_import_roster (s, "tomorrow's", &rule));
    expect_lines (s, "roster|planned day leader",
                  "[432000000] roster office imported\n"
                  "[432000000] roster office planned until 656400000\n"
                  "[432000000] planned_shift 10 planned day leader qian from 512400000\n"
                  "[432000000] planned_shift 13 planned day leader sun from 598800000\n");
}

static void
who_checks_in_in_time_is_what_is_owed (void **state)
{
    struct story *s = *state;
    at (s, NIGHT - 20 * MINUTES);
    assert_true (check_in (s, "li", false));
    at (s, NIGHT);
    assert_true (check_out (s, "zhao")); /* after the relief, and his shift is over */
    expect_lines (s, "shift ",
                  "[36000000] shift 3 checked_in li\n"
                  "[36000000] planned_shift 3 manned\n"
                  "[36000000] obligation 3 discharged check_in planned_shift 3\n"
                  "[37200000] planned_shift 1 ended ended\n"
                  "[37200000] planned_shift 2 ended ended\n"
                  "[37200000] shift 1 checked_out zhao\n");
    assert_int_equal (planned (s, NIGHT_LI)->shift, 3);
    assert_false (s->outcome.verdict.unrelieved);
}

static void
silence_is_asked_of_the_person_the_one_at_the_post_and_the_leader (void **state)
{
    struct story *s = *state;
    at (s, NIGHT + 40 * MINUTES);
    expect_lines (s, WATCH,
                  "[37200000] planned_shift 1 ended ended\n"
                  "[37200000] planned_shift 2 ended ended\n"
                  "[38100000] obligation 3 told check_in planned_shift 3 person li\n"
                  "[38100000] obligation 3 told check_in planned_shift 3 on_post qian\n"
                  "[38400000] planned_shift 3 absent\n"
                  "[38400000] obligation 3 told check_in planned_shift 3 duty_leader qian\n"
                  "[39000000] obligation 3 told check_in planned_shift 3 duty_leader qian\n");
    assert_true (check_in (s, "li", false)); /* late, but there */
    at (s, MORNING + 1 * MINUTES);
    expect_lines (s, "planned_shift 3 ",
                  "[39600000] planned_shift 3 manned\n"
                  "[80400000] planned_shift 3 ended ended\n");
}

static void
a_shift_to_which_nobody_came_is_missed (void **state)
{
    struct story *s = *state;
    at (s, MORNING);
    expect_lines (s, "ended|withdrawn",
                  "[37200000] planned_shift 1 ended ended\n"
                  "[37200000] planned_shift 2 ended ended\n"
                  "[80400000] planned_shift 3 ended missed\n"
                  "[80400000] obligation 3 withdrawn check_in planned_shift 3\n");
}

static void
somebody_else_may_stand_in_and_must_say_why (void **state)
{
    struct story *s = *state;
    at (s, NIGHT);
    pass_over (s);
    assert_false (check_in_for (s, "zhou", "li", NULL));
    assert_false (check_in_for (s, "zhou", "sun", "ill"));
    assert_true (check_in_for (s, "zhou", "li", "li is ill"));
    expect (s, "[37200000] refused reason_missing\n"
               "[37200000] refused no_planned_shift sun office\n"
               "[37200000] shift 3 checked_in zhou\n"
               "[37200000] planned_shift 3 manned by zhou \"li is ill\"\n"
               "[37200000] obligation 3 discharged check_in planned_shift 3\n");
    assert_int_equal (planned (s, NIGHT_LI)->stand_in, person_id (s, "zhou"));
}

static void
who_goes_on_into_the_next_shift_says_so_and_stays_checked_in (void **state)
{
    struct story *s = *state;
    assert_true (assign (s, NIGHT_LI, "zhao", "li is ill"));
    at (s, NIGHT - 1 * MINUTES);
    pass_over (s);
    assert_true (check_in (s, "zhao", false));
    assert_false (check_in (s, "zhao", false));
    expect (s, "[37140000] planned_shift 3 manned\n"
               "[37140000] obligation 10 discharged check_in planned_shift 3\n"
               "[37140000] refused person_on_duty zhao 1\n");
    assert_int_equal (planned (s, NIGHT_LI)->shift, planned (s, DAY_OFFICER)->shift);
}

/* ---- nobody leaves before relief ---- */

static void
leaving_before_the_end_without_relief_is_absence (void **state)
{
    struct story *s = *state;
    at (s, 1 * HOURS);
    assert_true (check_out_because (s, "zhao", "toothache"));
    assert_true (s->outcome.verdict.unrelieved);
    at (s, 1 * HOURS + 10 * MINUTES);
    expect (s, "[3600000] shift 1 checked_out zhao\n"
               "[3600000] planned_shift 2 absent \"toothache\"\n"
               "[3600000] obligation 10 armed check_in planned_shift 2 due 900000\n"
               "[3600000] obligation 10 told check_in planned_shift 2 person zhao\n"
               "[3600000] obligation 10 told check_in planned_shift 2 on_post qian\n"
               "[3900000] obligation 10 told check_in planned_shift 2 duty_leader qian\n");
}

static void
forbid_leaving (struct rules *rules)
{
    rules->watch.leave = LEAVE_REFUSE;
}

static void
where_the_profile_forbids_it_only_a_leader_who_says_why_may_let_somebody_go (void **state)
{
    struct story *s = *state;
    change_rules (s, forbid_leaving);
    by (s, "officer");
    assert_false (check_out_because (s, "zhao", "toothache"));
    by (s, "leader");
    assert_false (check_out (s, "zhao"));
    assert_true (check_out_because (s, "zhao", "hospital"));
    expect_lines (s, "refused|absent",
                  "[0] refused no_relief zhao office\n"
                  "[0] refused no_relief zhao office\n"
                  "[0] planned_shift 2 absent \"hospital\"\n");
}

static void
after_the_end_the_next_one_must_be_there (void **state)
{
    struct story *s = *state;
    change_rules (s, forbid_leaving);
    at (s, NIGHT + 1 * MINUTES);
    pass_over (s);
    assert_false (check_out (s, "zhao"));
    assert_true (check_in (s, "li", false));
    assert_true (check_out (s, "zhao"));
    expect_lines (s, "refused|checked",
                  "[37260000] refused no_relief zhao office\n"
                  "[37260000] shift 3 checked_in li\n"
                  "[37260000] shift 1 checked_out zhao\n");
}

static void
a_relief_that_comes_early_lets_the_old_one_go (void **state)
{
    struct story *s = *state;
    change_rules (s, forbid_leaving);
    at (s, NIGHT - 10 * MINUTES);
    assert_true (check_in (s, "li", false));
    assert_true (check_out (s, "zhao"));
    assert_false (s->outcome.verdict.unrelieved);
    at (s, NIGHT);
    assert_int_equal (planned (s, DAY_OFFICER)->state, PLANNED_ENDED);
}

/* ---- gaps ---- */

static void
leave_a_gap (struct story *s)
{
    struct roster_rule rule;
    county_roster (&rule);
    rule.overrides_count = 1;
    rule.overrides[0] = (struct roster_override){ STORY_DAY + 1, "night", SEAT_OFFICER, CREW_NONE };
    assert_true (county_import_roster (s, "second edition", &rule));
}

static void
a_gap_is_told_to_the_leader_twelve_hours_before_and_two (void **state)
{
    struct story *s = *state;
    leave_a_gap (s);
    expect_lines (s, "planned_shift 6 |planned_shift 6",
                  "[0] planned_shift 6 assigned nobody\n"
                  "[0] obligation 6 withdrawn check_in planned_shift 6\n"
                  "[0] obligation 10 armed check_in planned_shift 6 due 124500000\n"
                  "[0] obligation 11 armed roster_gap planned_shift 6 due 80400000\n");
    at (s, NIGHT_2 - 1 * HOURS);
    expect_lines (s, "roster_gap",
                  "[80400000] obligation 11 told roster_gap planned_shift 6 duty_leader qian\n"
                  "[116400000] obligation 11 told roster_gap planned_shift 6 duty_leader qian\n"
                  "[118200000] obligation 11 told roster_gap planned_shift 6 duty_leader qian\n"
                  "[120000000] obligation 11 told roster_gap planned_shift 6 duty_leader qian\n");
    assert_true (assign (s, SUNDAY_NIGHT_ZHOU, "sun", "nobody else is free"));
    expect_lines (s, "planned_shift 6",
                  "[120000000] planned_shift 6 assigned sun \"nobody else is free\"\n"
                  "[120000000] obligation 11 discharged roster_gap planned_shift 6\n"
                  "[120000000] obligation 10 withdrawn check_in planned_shift 6\n"
                  "[120000000] obligation 15 armed check_in planned_shift 6 due 124500000\n");
}

static void
a_leader_may_settle_a_gap_with_words (void **state)
{
    struct story *s = *state;
    leave_a_gap (s);
    pass_over (s);
    by (s, "leader");
    assert_false (settle_gap (s, NIGHT_LI, "it is fine"));
    assert_true (settle_gap (s, SUNDAY_NIGHT_ZHOU, "I take the phone home"));
    expect (s, "[0] refused no_gap 3\n"
               "[0] obligation 11 discharged roster_gap planned_shift 6 \"I take the phone home\"\n");
}

static void
whoever_comes_fills_a_gap (void **state)
{
    struct story *s = *state;
    leave_a_gap (s);
    at (s, NIGHT_2);
    pass_over (s);
    assert_true (check_in (s, "zhou", false));
    expect_lines (s, "planned_shift 6",
                  "[123600000] planned_shift 6 manned by zhou\n"
                  "[123600000] obligation 10 discharged check_in planned_shift 6\n"
                  "[123600000] obligation 11 discharged roster_gap planned_shift 6\n");
}

static void
a_person_who_cannot_be_reached_is_a_gap_until_somebody_reaches_them (void **state)
{
    struct story *s = *state;
    assert_true (mark_contact (s, "zhou", false));
    assert_false (mark_contact (s, "zhou", false));
    at (s, MORNING);
    assert_true (mark_contact (s, "zhou", true));
    expect_lines (s, "roster_gap|person|refused",
                  "[0] person zhou contact_marked unreachable \"tried twice\"\n"
                  "[0] obligation 10 armed roster_gap planned_shift 6 due 80400000\n"
                  "[0] refused contact_same zhou\n"
                  "[38100000] obligation 3 told check_in planned_shift 3 person li\n"
                  "[51600000] obligation 14 armed roster_gap planned_shift 12 due 253200000\n"
                  "[80400000] obligation 10 told roster_gap planned_shift 6 duty_leader qian\n"
                  "[80400000] person zhou contact_marked reachable \"tried twice\"\n"
                  "[80400000] obligation 10 discharged roster_gap planned_shift 6\n"
                  "[80400000] obligation 14 discharged roster_gap planned_shift 12\n");
}

/* ---- swaps ---- */

static void
a_swap_needs_both (void **state)
{
    struct story *s = *state;
    enrol (s, "night", ROLE_DUTY_OFFICER, "li", NULL);
    enrol (s, "other-night", ROLE_DUTY_OFFICER, "zhou", NULL);
    pass_over (s);
    by (s, "night");
    assert_true (propose_swap (s, NIGHT_LI, "zhou", SUNDAY_NIGHT_ZHOU));
    assert_false (accept_swap (s, NIGHT_LI, NULL));   /* who asks can't answer */
    assert_false (accept_swap (s, NIGHT_LI, "zhou")); /* not in the other's name either */
    by (s, "other-night");
    assert_true (accept_swap (s, NIGHT_LI, NULL));
    expect (s, "[0] planned_shift 3 swap_proposed to zhou for 6 by li\n"
               "[0] obligation 10 armed shift_swap planned_shift 3 due 30000000\n"
               "[0] refused swap_not_asked 3\n"
               "[0] refused swap_not_asked 3\n"
               "[0] planned_shift 3 swap_agreed by zhou\n"
               "[0] obligation 10 discharged shift_swap planned_shift 3\n"
               "[0] planned_shift 3 assigned zhou\n"
               "[0] obligation 3 withdrawn check_in planned_shift 3\n"
               "[0] obligation 11 armed check_in planned_shift 3 due 38100000\n"
               "[0] planned_shift 6 assigned li\n"
               "[0] obligation 6 withdrawn check_in planned_shift 6\n"
               "[0] obligation 12 armed check_in planned_shift 6 due 124500000\n");
    assert_int_equal (planned (s, NIGHT_LI)->owner.id, person_id (s, "zhou"));
    assert_int_equal (planned (s, SUNDAY_NIGHT_ZHOU)->owner.id, person_id (s, "li"));
}

static void
an_unanswered_swap_expires_two_hours_before_the_shift (void **state)
{
    struct story *s = *state;
    enrol (s, "night", ROLE_DUTY_OFFICER, "li", NULL);
    by (s, "night");
    assert_true (propose_swap (s, NIGHT_LI, "zhou", 0));
    at (s, NIGHT - 1 * HOURS);
    expect_lines (s, "swap",
                  "[0] planned_shift 3 swap_proposed to zhou by li\n"
                  "[0] obligation 10 armed shift_swap planned_shift 3 due 30000000\n"
                  "[30000000] planned_shift 3 swap_expired\n"
                  "[30000000] obligation 10 withdrawn shift_swap planned_shift 3\n");
    assert_int_equal (planned (s, NIGHT_LI)->owner.id, person_id (s, "li"));
    assert_false (propose_swap (s, NIGHT_LI, "zhou", 0));
    expect (s, "[33600000] refused swap_too_late 3\n");
}

static void
a_declined_swap_changes_nothing (void **state)
{
    struct story *s = *state;
    enrol (s, "night", ROLE_DUTY_OFFICER, "li", NULL);
    by (s, "night");
    propose_swap (s, NIGHT_LI, "zhou", 0);
    by (s, "officer");
    pass_over (s);
    assert_false (decline_swap (s, NIGHT_LI, NULL)); /* zhao has no part in it */
    assert_true (decline_swap (s, NIGHT_LI, "zhou"));
    expect (s, "[0] refused swap_not_asked 3\n"
               "[0] planned_shift 3 swap_declined by zhou\n"
               "[0] obligation 10 discharged shift_swap planned_shift 3\n");
    assert_int_equal (planned (s, NIGHT_LI)->swap, SWAP_NONE);
}

static void
ask_the_leader (struct rules *rules)
{
    rules->watch.swap_needs_leader = true;
}

static void
where_the_profile_says_so_the_leader_consents_last (void **state)
{
    struct story *s = *state;
    change_rules (s, ask_the_leader);
    enrol (s, "night", ROLE_DUTY_OFFICER, "li", NULL);
    by (s, "night");
    propose_swap (s, NIGHT_LI, "zhou", 0);
    by (s, "officer");
    pass_over (s);
    assert_true (accept_swap (s, NIGHT_LI, "zhou"));
    assert_false (accept_swap (s, NIGHT_LI, NULL));
    by (s, "leader");
    assert_true (accept_swap (s, NIGHT_LI, NULL));
    expect_lines (s, "swap|refused|assigned",
                  "[0] planned_shift 3 swap_accepted by zhou\n"
                  "[0] obligation 10 discharged shift_swap planned_shift 3\n"
                  "[0] obligation 11 armed shift_swap planned_shift 3 due 30000000\n"
                  "[0] refused leader_consents 3\n"
                  "[0] planned_shift 3 swap_agreed by qian\n"
                  "[0] obligation 11 discharged shift_swap planned_shift 3\n"
                  "[0] planned_shift 3 assigned zhou\n");
}

static void
only_tell_of_swaps (struct rules *rules)
{
    struct policy *policy = &rules->policies[rules->clocks[OBLIGATION_SHIFT_SWAP].policy];
    policy->steps[0] = policy->steps[1];
    policy->steps_count = 1;
}

static void
a_swap_that_no_policy_ends_ends_with_the_absence (void **state)
{
    struct story *s = *state;
    change_rules (s, only_tell_of_swaps);
    enrol (s, "night", ROLE_DUTY_OFFICER, "li", NULL);
    by (s, "night");
    assert_true (propose_swap (s, NIGHT_LI, "zhou", 0));
    at (s, NIGHT + 20 * MINUTES);
    expect_lines (s, "swap_proposed|absent|withdrawn shift_swap",
                  "[0] planned_shift 3 swap_proposed to zhou by li\n"
                  "[38400000] planned_shift 3 absent\n"
                  "[38400000] obligation 10 withdrawn shift_swap planned_shift 3\n");
    assert_int_equal (planned (s, NIGHT_LI)->swap, SWAP_NONE);
}

static void
what_makes_no_sense_is_refused (void **state)
{
    struct story *s = *state;
    assert_false (propose_swap (s, NIGHT_LI, "zhou", 0));    /* zhao's principal: it is li's */
    assert_false (propose_swap (s, SUNDAY_ZHAO, "zhao", 0)); /* with oneself */
    assert_false (propose_swap (s, SUNDAY_ZHAO, "sun", 0));  /* sun leads at that time */
    assert_false (propose_swap (s, SUNDAY_ZHAO, "a-stranger", 0));
    assert_false (propose_swap (s, DAY_OFFICER, "li", 0)); /* has begun */
    assert_false (propose_swap (s, 99, "li", 0));
    assert_false (accept_swap (s, SUNDAY_ZHAO, NULL));
    assert_false (assign (s, SUNDAY_ZHAO, "zhao", "again"));
    assert_false (assign (s, SUNDAY_ZHAO, "sun", "twice at once"));
    assert_false (assign (s, DAY_OFFICER, "li", "he is there"));
    expect (s, "[0] refused not_your_shift 3\n"
               "[0] refused swap_itself 5 zhao\n"
               "[0] refused shift_overlap sun 4\n"
               "[0] refused unknown_person a-stranger\n"
               "[0] refused planned_shift_state 2 manned swap_propose\n"
               "[0] refused unknown_planned_shift 99\n"
               "[0] refused no_swap 5\n"
               "[0] refused swap_itself 5 zhao\n"
               "[0] refused shift_overlap sun 4\n"
               "[0] refused planned_shift_state 2 manned assign\n");
}

/* ---- another edition ---- */

static void
another_edition_moves_what_is_ahead_but_not_what_was_done_by_hand (void **state)
{
    struct story *s = *state;
    struct roster_rule rule;
    assert_true (assign (s, NIGHT_LI, "sun", "li is ill"));
    county_roster (&rule);
    rule.days[DAY_WORKING].shifts[1].roles[SEAT_OFFICER].turns[0] = 0;
    rule.days[DAY_WORKING].shifts[1].roles[SEAT_OFFICER].turns[1] = 0;
    rule.days[DAY_WORKING].shifts[0].roles[SEAT_LEADER].kind = ROTATION_NONE;
    pass_over (s);
    assert_true (county_import_roster (s, "second edition", &rule));
    expect_lines (s, "cancelled|assigned|roster",
                  "[0] roster office imported\n"
                  "[0] planned_shift 4 cancelled\n"
                  "[0] planned_shift 7 cancelled\n"
                  "[0] planned_shift 6 assigned zhao\n"
                  "[0] planned_shift 9 assigned zhao\n");
    assert_true (county_import_roster (s, "second edition", &rule));
    expect (s, ""); /* it says nothing new */
}

/* Day until 21:00, night from then on: nobody is missing in between. */
static void
another_edition_moves_the_ends_of_shifts (void **state)
{
    struct story *s = *state;
    struct roster_rule rule;
    county_roster (&rule);
    rule.days[DAY_WORKING].shifts[0].end = 21 * 60;
    pass_over (s);
    assert_true (county_import_roster (s, "second edition", &rule));
    assert_int_equal (planned (s, SUNDAY_ZHAO)->end_at - planned (s, SUNDAY_ZHAO)->begin_at, 13 * HOURS);
    assert_true (county_import_roster (s, "second edition again", &rule));
    expect_lines (s, "assigned|cancelled",
                  "[0] planned_shift 4 assigned sun\n"
                  "[0] planned_shift 5 assigned zhao\n"
                  "[0] planned_shift 7 assigned qian\n"
                  "[0] planned_shift 8 assigned zhao\n");
}

static void
a_calendar_makes_a_day_a_holiday_and_two_may_not_contradict (void **state)
{
    struct story *s = *state;
    struct roster_rule rule;
    county_roster (&rule);
    struct day_rule *holiday = &rule.days[DAY_HOLIDAY];
    holiday->shifts_count = 1;
    holiday->shifts[0] = (struct shift_rule){ .code = "holiday", .begin = 8 * 60, .end = 8 * 60 };
    holiday->shifts[0].roles[SEAT_LEADER] = rule.days[DAY_WORKING].shifts[0].roles[SEAT_LEADER];
    assert_true (county_import_roster (s, "second edition", &rule));
    pass_over (s);
    assert_true (county_import_calendar (s, "cn-2020", (struct day_span){ STORY_DAY + 2, STORY_DAY + 3, false }));
    assert_false (county_import_calendar (s, "other", (struct day_span){ STORY_DAY + 3, STORY_DAY + 3, true }));
    expect_lines (s, "calendar|cancelled|planned holiday",
                  "[0] calendar cn-2020 imported\n"
                  "[0] planned_shift 7 cancelled\n"
                  "[0] planned_shift 8 cancelled\n"
                  "[0] planned_shift 9 cancelled\n"
                  "[0] planned_shift 10 planned holiday leader qian from 166800000 holiday\n"
                  "[0] refused calendar_contradicts other 2020-09-01 cn-2020\n");
    assert_int_equal (planned (s, 10)->end_at - planned (s, 10)->begin_at, 24 * HOURS);
}

static void
a_roster_names_only_who_is_known (void **state)
{
    struct story *s = *state;
    struct roster_rule rule;
    county_roster (&rule);
    strcpy (rule.crews[0].people[0], "a-stranger");
    assert_false (county_import_roster (s, "second edition", &rule));
    county_roster (&rule);
    strcpy (rule.post, "nowhere");
    assert_false (county_import_roster (s, "third edition", &rule));
    expect (s, "[0] refused roster_person office a-stranger\n"
               "[0] refused roster_post nowhere\n");
}

/* ---- who stands for a role; a daemon that was down ---- */

static void
a_role_is_whoever_is_checked_in_else_whoever_is_planned_else_nobody (void **state)
{
    struct story *s = *state;
    report (s, "a hall collapsed");
    pass_over (s);
    at (s, 9 * HOURS);
    assert_true (check_out (s, "zhao"));
    assert_true (check_out (s, "qian"));
    at (s, 25 * HOURS);
    expect_lines (s, "continuation_report",
                  "[86400000] obligation 10 told continuation_report incident 1 duty_officer zhao (planned)\n"
                  "[87300000] obligation 10 told continuation_report incident 1 duty_leader sun (planned)\n"
                  "[88200000] obligation 10 told continuation_report incident 1 duty_leader sun (planned)\n"
                  "[89100000] obligation 10 told continuation_report incident 1 duty_leader sun (planned)\n"
                  "[90000000] obligation 10 told continuation_report incident 1 duty_leader sun (planned)\n");
}

static void
what_fell_due_while_the_daemon_was_down_comes_once_and_in_order (void **state)
{
    struct story *s = *state;
    down_until (s, MORNING + 1 * HOURS);
    tick (s);
    expect_lines (s, "ended|told|skipped| absent|roster office",
                  "[84000000] planned_shift 1 ended ended\n"
                  "[84000000] planned_shift 2 ended ended\n"
                  "[84000000] obligation 3 told check_in planned_shift 3 person li\n"
                  "[84000000] roster office planned until 310800000\n"
                  "[84000000] planned_shift 3 ended missed\n"
                  "[84000000] obligation 4 told check_in planned_shift 4 person sun\n"
                  "[84000000] obligation 5 told check_in planned_shift 5 person zhao\n"
                  "[84000000] obligation 4 told check_in planned_shift 4 on_post qian\n"
                  "[84000000] obligation 5 told check_in planned_shift 5 on_post qian\n");
}

static void
a_week_of_silence_leaves_no_shift_of_today_unplanned (void **state)
{
    struct story *s = *state;
    story_store (s);
    down_until (s, 7 * DAYS);
    story_restart (s, desk_head (s->desk));
    at (s, 7 * DAYS);
    expect_lines (s, "planned day",
                  "[604800000] planned_shift 10 planned day leader sun from 598800000\n"
                  "[604800000] planned_shift 11 planned day officer zhao from 598800000\n"
                  "[604800000] planned_shift 13 planned day leader qian from 685200000\n"
                  "[604800000] planned_shift 14 planned day officer zhao from 685200000\n"
                  "[604800000] planned_shift 16 planned day leader sun from 771600000\n"
                  "[604800000] planned_shift 17 planned day officer zhao from 771600000\n");
}

static void
planned_shifts_survive_a_restart (void **state)
{
    struct story *s = *state;
    story_store (s);
    story_restart (s, desk_head (s->desk));
    at (s, NIGHT);
    assert_true (check_in (s, "li", false));
    expect_lines (s, "planned_shift 3",
                  "[37200000] planned_shift 3 manned\n"
                  "[37200000] obligation 3 discharged check_in planned_shift 3\n");
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, setup_quiet, story_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (shifts_are_planned_two_days_ahead_and_one_more_each_midnight, setup,
                                         story_teardown),
        TEST (the_plan_shows_who_is_there_now_and_who_comes),
        TEST (a_roster_that_is_not_in_force_yet_is_not_looked_at_each_day),
        TEST (a_roster_may_come_into_force_earlier_than_was_said),
        TEST (who_checks_in_in_time_is_what_is_owed),
        TEST (silence_is_asked_of_the_person_the_one_at_the_post_and_the_leader),
        TEST (a_shift_to_which_nobody_came_is_missed),
        TEST (somebody_else_may_stand_in_and_must_say_why),
        TEST (who_goes_on_into_the_next_shift_says_so_and_stays_checked_in),
        TEST (leaving_before_the_end_without_relief_is_absence),
        TEST (where_the_profile_forbids_it_only_a_leader_who_says_why_may_let_somebody_go),
        TEST (after_the_end_the_next_one_must_be_there),
        TEST (a_relief_that_comes_early_lets_the_old_one_go),
        TEST (a_gap_is_told_to_the_leader_twelve_hours_before_and_two),
        TEST (a_leader_may_settle_a_gap_with_words),
        TEST (whoever_comes_fills_a_gap),
        TEST (a_person_who_cannot_be_reached_is_a_gap_until_somebody_reaches_them),
        TEST (a_swap_needs_both),
        TEST (an_unanswered_swap_expires_two_hours_before_the_shift),
        TEST (a_declined_swap_changes_nothing),
        TEST (where_the_profile_says_so_the_leader_consents_last),
        TEST (a_swap_that_no_policy_ends_ends_with_the_absence),
        TEST (what_makes_no_sense_is_refused),
        TEST (another_edition_moves_what_is_ahead_but_not_what_was_done_by_hand),
        TEST (another_edition_moves_the_ends_of_shifts),
        TEST (a_calendar_makes_a_day_a_holiday_and_two_may_not_contradict),
        TEST (a_roster_names_only_who_is_known),
        TEST (a_role_is_whoever_is_checked_in_else_whoever_is_planned_else_nobody),
        TEST (what_fell_due_while_the_daemon_was_down_comes_once_and_in_order),
        TEST (a_week_of_silence_leaves_no_shift_of_today_unplanned),
        TEST (planned_shifts_survive_a_restart),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_cli_figures.c: a period's figures from entries of a journal: spans, what was owed, a desk's load. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "figures.h"

#include <string.h>

#define EVENT(name) MUSTER__V1__EVENT_KIND__EVENT_KIND_##name
#define SECOND 1000
#define MINUTE (60 * SECOND)

enum { FROM = 1000000000, TO = FROM + 60 * MINUTE };

static bool
never_a_drill (void *arg, uint64_t obligation)
{
    (void)arg;
    (void)obligation;
    return false;
}

static struct figures_run *
begin (bool drills)
{
    return figures_begin (FROM, TO, drills, never_a_drill, NULL);
}

static void
happens (struct figures_run *run, int64_t at, Muster__V1__EventKind kind, uint64_t subject, uint64_t incident)
{
    Muster__V1__Event event = MUSTER__V1__EVENT__INIT;
    event.at_ms = FROM + at;
    event.kind = kind;
    event.subject = subject;
    event.incident = incident;
    figures_take (run, &event);
}

static void
is_reported (struct figures_run *run, int64_t at, uint64_t id, bool drill)
{
    Muster__V1__Event event = MUSTER__V1__EVENT__INIT;
    Muster__V1__Image born = MUSTER__V1__IMAGE__INIT;
    Muster__V1__Incident incident = MUSTER__V1__INCIDENT__INIT;
    incident.drill = drill;
    born.entity_case = MUSTER__V1__IMAGE__ENTITY_INCIDENT;
    born.incident = &incident;
    event.at_ms = FROM + at;
    event.kind = EVENT (INCIDENT_REPORTED);
    event.subject = id;
    event.born = &born;
    figures_take (run, &event);
}

static void
is_armed (struct figures_run *run, int64_t at, uint64_t id, Muster__V1__ObligationKind kind, int64_t due, bool drill)
{
    Muster__V1__Event event = MUSTER__V1__EVENT__INIT;
    Muster__V1__Image born = MUSTER__V1__IMAGE__INIT;
    Muster__V1__Obligation obligation = MUSTER__V1__OBLIGATION__INIT;
    obligation.kind = kind;
    obligation.due_at_ms = FROM + due;
    obligation.drill = drill;
    if (kind == MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_END_DRILL)
        obligation.subject_kind = MUSTER__V1__ENTITY_KIND__ENTITY_KIND_DRILL;
    born.entity_case = MUSTER__V1__IMAGE__ENTITY_OBLIGATION;
    born.obligation = &obligation;
    event.at_ms = FROM + at;
    event.kind = EVENT (OBLIGATION_ARMED);
    event.subject = id;
    event.born = &born;
    figures_take (run, &event);
}

static void
calls (struct figures_run *run, int64_t at, uint64_t obligation, uint64_t person)
{
    Muster__V1__Event event = MUSTER__V1__EVENT__INIT;
    Muster__V1__Target told = MUSTER__V1__TARGET__INIT;
    told.kind = MUSTER__V1__TARGET_KIND__TARGET_KIND_PERSON;
    told.id = person;
    event.at_ms = FROM + at;
    event.kind = EVENT (OBLIGATION_FIRED);
    event.subject = obligation;
    event.told = &told;
    figures_take (run, &event);
}

static int64_t
p50 (const struct figures_report *report, enum span span)
{
    return samples_percentile ((struct samples *)&report->spans[span], 50);
}

static void
percentiles_are_of_the_nearest_rank (void **state)
{
    (void)state;
    int64_t ms[] = { 50, 10, 40, 20, 30 };
    struct samples samples = { ms, 5, 5 }, none = { 0 };
    assert_int_equal (samples_percentile (&samples, 50), 30);
    assert_int_equal (samples_percentile (&samples, 90), 50);
    assert_int_equal (samples_percentile (&samples, 100), 50);
    assert_int_equal (samples_percentile (&samples, 20), 10);
    assert_int_equal (samples_percentile (&none, 50), 0);
}

static void
a_response_is_measured_rung_by_rung (void **state)
{
    (void)state;
    struct figures_run *run = begin (false);
    is_reported (run, 0, 1, false);
    happens (run, 2 * MINUTE, EVENT (ORDER_ISSUED), 1, 1);
    happens (run, 3 * MINUTE, EVENT (ORDER_ISSUED), 2, 1); /* not the first */
    happens (run, 5 * MINUTE, EVENT (ORDER_ACKNOWLEDGED), 1, 1);
    happens (run, 6 * MINUTE, EVENT (ORDER_DEPARTED), 1, 1);
    happens (run, 8 * MINUTE, EVENT (ORDER_EXPIRED), 2, 1);
    happens (run, 20 * MINUTE, EVENT (ORDER_ARRIVED), 1, 1);
    assert_false (figures_complete (run));
    happens (run, 90 * MINUTE, EVENT (INCIDENT_CLOSED), 1, 1); /* after the period, and still its incident */
    assert_true (figures_complete (run));
    const struct figures_report *report = figures_result (run, TO);
    assert_int_equal (report->incidents, 1);
    assert_int_equal (report->orders, 2);
    assert_int_equal (report->expired, 1);
    assert_int_equal (report->spans[SPAN_INTAKE_ORDER].count, 1);
    assert_int_equal (p50 (report, SPAN_INTAKE_ORDER), 2 * MINUTE);
    assert_int_equal (p50 (report, SPAN_ORDER_ACKNOWLEDGED), 3 * MINUTE);
    assert_int_equal (p50 (report, SPAN_ACKNOWLEDGED_EN_ROUTE), 1 * MINUTE);
    assert_int_equal (p50 (report, SPAN_EN_ROUTE_ON_SCENE), 14 * MINUTE);
    assert_int_equal (p50 (report, SPAN_INTAKE_ON_SCENE), 20 * MINUTE);
    assert_int_equal (p50 (report, SPAN_INTAKE_CLOSED), 90 * MINUTE);
    figures_end (run);
}

static void
who_departs_without_a_word_has_acknowledged (void **state)
{
    (void)state;
    struct figures_run *run = begin (false);
    is_reported (run, 0, 1, false);
    happens (run, 1 * MINUTE, EVENT (ORDER_ISSUED), 1, 1);
    happens (run, 4 * MINUTE, EVENT (ORDER_DEPARTED), 1, 1);
    const struct figures_report *report = figures_result (run, TO);
    assert_int_equal (p50 (report, SPAN_ORDER_ACKNOWLEDGED), 3 * MINUTE);
    assert_int_equal (report->spans[SPAN_ACKNOWLEDGED_EN_ROUTE].count, 1);
    assert_int_equal (p50 (report, SPAN_ACKNOWLEDGED_EN_ROUTE), 0);
    figures_end (run);
}

static void
drills_and_other_periods_are_left_out (void **state)
{
    (void)state;
    struct figures_run *run = begin (false);
    is_reported (run, -1, 1, false);
    is_reported (run, 0, 2, true);
    is_reported (run, 60 * MINUTE, 3, false);
    for (uint64_t incident = 1; incident <= 3; incident++)
        happens (run, 61 * MINUTE, EVENT (ORDER_ISSUED), incident, incident);
    const struct figures_report *report = figures_result (run, TO);
    assert_int_equal (report->incidents, 0);
    assert_int_equal (report->other_incidents, 1);
    assert_int_equal (report->orders, 0);
    figures_end (run);
    run = begin (true);
    is_reported (run, 0, 2, true);
    assert_int_equal (figures_result (run, TO)->incidents, 1);
    figures_end (run);
}

static void
what_was_owed_is_in_time_late_missed_overdue_or_running (void **state)
{
    (void)state;
    static const Muster__V1__ObligationKind kind = MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_REPORT;
    struct figures_run *run = begin (false);
    for (uint64_t id = 1; id <= 7; id++)
        is_armed (run, 0, id, kind, 10 * MINUTE, false);
    is_armed (run, 0, 8, kind, 10 * MINUTE, true); /* a drill's */
    is_armed (run, 0, 10, MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_END_DRILL, 10 * MINUTE, false);
    happens (run, 10 * MINUTE, EVENT (OBLIGATION_DISCHARGED), 1, 0);
    happens (run, 11 * MINUTE, EVENT (OBLIGATION_DISCHARGED), 2, 0);
    happens (run, 9 * MINUTE, EVENT (OBLIGATION_WITHDRAWN), 3, 0);
    happens (run, 10 * MINUTE, EVENT (OBLIGATION_WITHDRAWN), 4, 0);
    Muster__V1__Event shorter = MUSTER__V1__EVENT__INIT; /* a climb of the level brings the fifth forward */
    shorter.kind = EVENT (OBLIGATION_REARMED);
    shorter.at_ms = FROM + 1 * MINUTE;
    shorter.subject = 5;
    shorter.due_at_ms = FROM + 5 * MINUTE;
    figures_take (run, &shorter);
    happens (run, 6 * MINUTE, EVENT (OBLIGATION_DISCHARGED), 5, 0);
    is_armed (run, 0, 9, kind, 59 * MINUTE, false);
    const struct figures_report *report = figures_result (run, FROM + 30 * MINUTE);
    assert_int_equal (report->owed_count, 1);
    const struct owed_row *row = &report->owed[0];
    assert_int_equal (row->armed, 8);
    assert_int_equal (row->in_time, 1);
    assert_int_equal (row->late, 2);
    assert_int_equal (row->withdrawn, 1);
    assert_int_equal (row->missed, 1);
    assert_int_equal (row->overdue, 2);
    assert_int_equal (row->running, 1);
    figures_end (run);
}

/* A post is called by answer `id`, and owes it as obligation `id`. */
static void
is_called (struct figures_run *run, int64_t at, uint64_t id, uint64_t post)
{
    Muster__V1__Event event = MUSTER__V1__EVENT__INIT;
    Muster__V1__Image born = MUSTER__V1__IMAGE__INIT;
    Muster__V1__Obligation obligation = MUSTER__V1__OBLIGATION__INIT;
    Muster__V1__Target owner = MUSTER__V1__TARGET__INIT;
    owner.kind = MUSTER__V1__TARGET_KIND__TARGET_KIND_POST;
    owner.id = post;
    obligation.kind = MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ANSWER_ROLL_CALL;
    obligation.subject = id;
    obligation.owner = &owner;
    obligation.due_at_ms = FROM + at + 5 * MINUTE;
    born.entity_case = MUSTER__V1__IMAGE__ENTITY_OBLIGATION;
    born.obligation = &obligation;
    event.at_ms = FROM + at;
    event.kind = EVENT (OBLIGATION_ARMED);
    event.subject = id;
    event.born = &born;
    figures_take (run, &event);
}

static void
each_post_has_its_own_record_of_roll_calls (void **state)
{
    (void)state;
    struct figures_run *run = begin (false);
    for (uint64_t id = 1; id <= 6; id++)
        is_called (run, 0, id, id % 2 ? 7 : 8);
    happens (run, 2 * MINUTE, EVENT (OBLIGATION_DISCHARGED), 1, 0);
    happens (run, 4 * MINUTE, EVENT (OBLIGATION_DISCHARGED), 3, 0);
    happens (run, 9 * MINUTE, EVENT (OBLIGATION_DISCHARGED), 5, 0); /* late */
    happens (run, 16 * MINUTE, EVENT (ROLL_CALL_ANSWER_ABSENT), 2, 0);
    happens (run, 16 * MINUTE, EVENT (OBLIGATION_DISCHARGED), 2, 0); /* done, but no answer */
    happens (run, 17 * MINUTE, EVENT (OBLIGATION_WITHDRAWN), 4, 0);
    const struct figures_report *report = figures_result (run, FROM + 20 * MINUTE);
    assert_int_equal (report->answers_count, 2);
    assert_int_equal (report->answers[0].owner, 7);
    assert_int_equal (report->answers[0].armed, 3);
    assert_int_equal (report->answers[0].in_time, 2);
    assert_int_equal (report->answers[0].late, 1);
    assert_int_equal (report->answers[0].missed, 0);
    assert_int_equal (samples_percentile ((struct samples *)&report->answers[0].taken, 50), 4 * MINUTE);
    assert_int_equal (report->answers[1].owner, 8);
    assert_int_equal (report->answers[1].in_time + report->answers[1].late, 0);
    assert_int_equal (report->answers[1].missed, 2);
    assert_int_equal (report->answers[1].overdue, 1);
    assert_int_equal (report->owed_count, 1); /* and all of them together */
    assert_int_equal (report->owed[0].armed, 6);
    assert_int_equal (report->owed[0].in_time, 2);
    assert_int_equal (report->owed[0].missed, 2);
    figures_end (run);
}

static void
a_desk_is_flooded_by_more_than_ten_calls_until_there_are_under_five (void **state)
{
    (void)state;
    struct figures_run *run = begin (false);
    for (uint64_t call = 0; call < 11; call++)
        calls (run, 1 * MINUTE, call, 7);
    for (uint64_t call = 0; call < 5; call++)
        calls (run, 11 * MINUTE, call, 7); /* still a flood */
    for (uint64_t call = 0; call < 4; call++)
        calls (run, 21 * MINUTE, call, 7); /* over */
    calls (run, 45 * MINUTE, 1, 7);
    calls (run, 45 * MINUTE, 1, 8); /* another desk */
    calls (run, 60 * MINUTE, 1, 7); /* another period */
    const struct figures_report *report = figures_result (run, TO);
    assert_int_equal (report->windows, 6);
    assert_int_equal (report->desks_count, 2);
    const struct desk_row *desk = &report->desks[0];
    assert_int_equal (desk->alarms, 21);
    assert_int_equal (desk->most, 11);
    assert_int_equal (desk->windows_over, 3);
    assert_int_equal (desk->windows_flood, 2);
    assert_int_equal (report->desks[1].alarms, 1);
    figures_end (run);
}

static void
an_empty_window_ends_a_flood_and_a_drill_calls_nobody_in_earnest (void **state)
{
    (void)state;
    struct figures_run *run = begin (false);
    is_armed (run, 0, 99, MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ASSIGN_TEAM, MINUTE, true);
    calls (run, 1 * MINUTE, 99, 7);
    for (uint64_t call = 0; call < 11; call++)
        calls (run, 1 * MINUTE, call, 7);
    for (uint64_t call = 0; call < 6; call++)
        calls (run, 25 * MINUTE, call, 7);
    const struct figures_report *report = figures_result (run, TO);
    assert_int_equal (report->desks[0].alarms, 17);
    assert_int_equal (report->desks[0].windows_flood, 1);
    figures_end (run);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (percentiles_are_of_the_nearest_rank),
        cmocka_unit_test (a_response_is_measured_rung_by_rung),
        cmocka_unit_test (who_departs_without_a_word_has_acknowledged),
        cmocka_unit_test (drills_and_other_periods_are_left_out),
        cmocka_unit_test (what_was_owed_is_in_time_late_missed_overdue_or_running),
        cmocka_unit_test (each_post_has_its_own_record_of_roll_calls),
        cmocka_unit_test (a_desk_is_flooded_by_more_than_ten_calls_until_there_are_under_five),
        cmocka_unit_test (an_empty_window_ends_a_flood_and_a_drill_calls_nobody_in_earnest),
    };
    return cmocka_run_group_tests_name ("figures", tests, NULL, NULL);
}

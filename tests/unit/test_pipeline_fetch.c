/* SPDX-License-Identifier: Apache-2.0 */
/* test_pipeline_fetch.c: what has left memory and is needed again is never older than what memory had. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "pipeline_rig.h"
#include "util/error.h"

#define OK MUSTER__V1__REPLY_STATUS__REPLY_STATUS_OK
#define BUSY MUSTER__V1__REPLY_STATUS__REPLY_STATUS_BUSY
#define REFUSED MUSTER__V1__REPLY_STATUS__REPLY_STATUS_REFUSED

enum { ADMIN = 1, OFFICER, LEADER };

static void
report (struct rig *rig)
{
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REPORT);
    draft.report.drill = false;
    draft.report.source_id = NULL;
    rig->as = OFFICER;
    rig_send (rig, &draft);
    rig_settle (rig);
}

static void
false_alarm (struct rig *rig, uint64_t incident)
{
    struct draft draft;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_CLOSE);
    draft.close.incident = incident;
    draft.close.override = draft.close.has_override = true;
    draft.close.disposition = MUSTER__V1__DISPOSITION__DISPOSITION_FALSE_ALARM;
    rig->as = LEADER;
    rig_send (rig, &draft);
    rig_settle (rig);
}

static void
link_draft (struct rig *rig, struct draft *draft, uint64_t incident, uint64_t other)
{
    draft_init (draft, MUSTER__V1__REQUEST__BODY_LINK);
    draft->link.incident = incident;
    draft->link.other = other;
    draft->link.kind = MUSTER__V1__LINK_KIND__LINK_KIND_RELATED;
    rig->as = OFFICER;
}

static void
link_incidents (struct rig *rig, uint64_t incident, uint64_t other)
{
    struct draft draft;
    link_draft (rig, &draft, incident, other);
    rig_send (rig, &draft);
}

/* Any step sends out of memory what is settled and stored. */
static void
step_anything (struct rig *rig)
{
    rig->as = ADMIN;
    rig_revoke (rig, "nobody");
}

static const struct incident *
incident (const struct rig *rig, uint64_t id)
{
    return (const struct incident *)desk_find (pipeline_desk (rig->pipeline), ENTITY_INCIDENT, id);
}

/* Nothing settled is kept in memory: 1 is closed and has left it, 2 and 3 are open. */
static struct rig *
with_a_closed_incident (void)
{
    struct rig *rig = rig_create_small (100, 0);
    rig_import (rig, "deploy/profiles/training-fast.yaml");
    rig_enrol (rig, "officer", MUSTER__V1__ROLE__ROLE_DUTY_OFFICER, 0x11);
    rig_enrol (rig, "leader", MUSTER__V1__ROLE__ROLE_DUTY_LEADER, 0x12);
    rig_settle (rig);
    for (int i = 0; i < 3; i++)
        report (rig);
    false_alarm (rig, 1);
    step_anything (rig);
    rig_settle (rig);
    assert_null (incident (rig, 1));
    memset (rig->told, 0, sizeof rig->told);
    return rig;
}

static void
what_is_changed_after_it_was_asked_for_is_asked_for_again (void **state)
{
    (void)state;
    struct rig *rig = with_a_closed_incident ();
    struct error err = { "" };
    link_incidents (rig, 1, 2);
    link_incidents (rig, 1, 3);
    assert_int_equal (rig->fake.fetches_count, 2);
    size_t moment = rig->fake.rows_count; /* both are read before anything else is stored */
    rig_give_rows (rig, 0, moment);
    rig_give_end (rig, 0);
    assert_int_equal (incident (rig, 1)->links_count, 1);
    rig_turn (rig); /* cut: in flight */
    step_anything (rig);
    assert_null (incident (rig, 1)); /* its first link has left memory, and is not stored yet */
    rig_give_rows (rig, 1, moment);
    rig_give_end (rig, 1);
    assert_int_equal (rig->fake.fetches_count, 2); /* not while the batch is in flight */
    rig_settle (rig);
    assert_int_equal (rig->fake.fetches_count, 3);
    rig_give_rows (rig, 2, rig->fake.rows_count);
    rig_give_end (rig, 2);
    assert_int_equal (incident (rig, 1)->links_count, 2);
    assert_int_equal (desk_check (pipeline_desk (rig->pipeline), &err), 0);
    rig_settle (rig);
    assert_int_equal (rig->told[OK], 2);
    rig_free (rig);
}

/* What else is stored meanwhile is no reason to ask again: under a lasting burst that would never end. */
static void
what_is_stored_of_others_stales_no_fetch (void **state)
{
    (void)state;
    struct rig *rig = with_a_closed_incident ();
    link_incidents (rig, 1, 2);
    size_t moment = rig->fake.rows_count;
    report (rig);
    rig_give_rows (rig, 0, moment);
    report (rig);
    rig_give_end (rig, 0);
    assert_int_equal (incident (rig, 1)->links_count, 1);
    rig_settle (rig);
    assert_int_equal (rig->fake.fetches_count, 1);
    rig_free (rig);
}

static void
a_family_that_comes_in_several_turns_is_whole (void **state)
{
    (void)state;
    struct rig *rig = with_a_closed_incident ();
    link_incidents (rig, 1, 2);
    rig_give_rows (rig, 0, rig->fake.rows_count);
    step_anything (rig); /* sends out what is settled, as 1 is */
    rig_settle (rig);
    memset (rig->told, 0, sizeof rig->told);
    rig_give_end (rig, 0);
    assert_non_null (incident (rig, 1));
    assert_non_null (incident (rig, 1)->reports);
    rig_settle (rig);
    assert_int_equal (rig->told[OK], 1);
    assert_int_equal (rig->told[REFUSED], 0);
    rig_free (rig);
}

/* The rows that came before the store failed are of no use to anybody. */
static void
a_fetch_that_fails_is_begun_anew (void **state)
{
    (void)state;
    struct rig *rig = with_a_closed_incident ();
    link_incidents (rig, 1, 2);
    rig_give_rows (rig, 0, rig->fake.rows_count);
    rig->fake.fetches[0].callback (rig->fake.fetches[0].arg, false, ENTITY_NONE, 0, 0, NULL, 0);
    rig_settle (rig);
    assert_int_equal (rig->fake.fetches_count, 2);
    rig_give_rows (rig, 1, rig->fake.rows_count);
    rig_give_end (rig, 1);
    rig_settle (rig);
    assert_int_equal (rig->told[OK], 1);
    rig_free (rig);
}

static void
a_retry_of_what_waits_for_its_fetch_takes_no_second_place (void **state)
{
    (void)state;
    struct rig *rig = with_a_closed_incident ();
    struct draft draft;
    step_anything (rig);
    rig_turn (rig); /* in flight: nothing can be fetched */
    link_draft (rig, &draft, 1, 2);
    rig_send (rig, &draft);
    for (int i = 0; i < 5; i++)
        rig_send_again (rig, &draft);
    rig_settle (rig);
    assert_int_equal (rig->fake.fetches_count, 1);
    rig_give_rows (rig, 0, rig->fake.rows_count);
    rig_give_end (rig, 0);
    rig_settle (rig);
    assert_int_equal (rig->told[OK], 1);
    rig_free (rig);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_is_changed_after_it_was_asked_for_is_asked_for_again),
        cmocka_unit_test (what_is_stored_of_others_stales_no_fetch),
        cmocka_unit_test (a_family_that_comes_in_several_turns_is_whole),
        cmocka_unit_test (a_fetch_that_fails_is_begun_anew),
        cmocka_unit_test (a_retry_of_what_waits_for_its_fetch_takes_no_second_place),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* test_machine.c: every table is full of names, every absent cell refuses, every refusal has its sentence. */
#include "core/command.h"
#include "core/desk.h"
#include "core/machine.h"
#include "util/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* ---- names ---- */

static void
all_named (const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (names == obligation_kind_names && !names[i])
            continue; /* a hole in the numbers */
        assert_non_null (names[i]);
        assert_int_not_equal (names[i][0], '\0');
        for (size_t j = 0; j < i; j++)
            assert_true (!names[j] || strcmp (names[i], names[j]) != 0);
    }
}

static void
no_name_is_missing_or_double (void **state)
{
    (void)state;
    all_named (event_level_names, EVENT_LEVELS);
    all_named (obligation_kind_names, OBLIGATION_KINDS);
    all_named (target_kind_names, TARGET_KINDS);
    all_named (step_action_names, STEP_ACTIONS);
    all_named (team_kind_names, TEAM_KINDS);
    all_named (role_names, ROLES);
    all_named (principal_state_names, PRINCIPAL_STATES);
    all_named (incident_state_names, INCIDENT_STATES);
    all_named (disposition_names, DISPOSITIONS);
    all_named (report_kind_names, REPORT_KINDS);
    all_named (submission_state_names, SUBMISSION_STATES);
    all_named (report_field_names, REPORT_FIELDS);
    all_named (stage_from_names, STAGE_FROMS);
    all_named (stage_met_by_names, STAGE_MET_BYS);
    all_named (order_state_names, ORDER_STATES);
    all_named (shift_state_names, SHIFT_STATES);
    all_named (obligation_state_names, OBLIGATION_STATES);
    all_named (response_level_names, RESPONSE_LEVELS);
    all_named (response_state_names, RESPONSE_STATES);
    all_named (instruction_state_names, INSTRUCTION_STATES);
    all_named (command_state_names, COMMAND_STATES);
    all_named (link_kind_names, LINK_KINDS);
    all_named (roll_call_state_names, ROLL_CALL_STATES);
    all_named (roll_call_days_names, ROLL_CALL_DAYS);
    all_named (roll_call_answer_state_names, ROLL_CALL_ANSWER_STATES);
}

static void
every_event_kind_has_a_name_that_leads_back (void **state)
{
    (void)state;
    int known = 0;
    for (enum event_kind kind = EVENT_NONE + 1; kind < EVENT_KINDS; kind++) {
        if (event_subject_kind (kind) == ENTITY_NONE) {
            assert_string_equal (event_kind_name (kind), "unknown");
            continue;
        }
        known++;
        assert_int_equal (event_kind_by_name (event_kind_name (kind)), kind);
    }
    assert_in_range (known, 40, EVENT_KINDS);
    assert_int_equal (event_kind_by_name ("unknown"), EVENT_NONE);
    assert_int_equal (event_kind_by_name (""), EVENT_NONE);
    assert_string_equal (event_kind_name (EVENT_KINDS), "unknown");
    assert_string_equal (event_kind_name ((enum event_kind) - 1), "unknown");
}

static void
every_action_and_entity_kind_has_a_name_that_leads_back (void **state)
{
    (void)state;
    for (enum action action = ACTION_NONE + 1; action < ACTIONS; action++)
        assert_int_equal (action_by_name (action_name (action)), action);
    FOR_EACH_ENTITY_KIND (kind)
        assert_int_equal (entity_kind_by_name (entity_kind_name (kind)), kind);
    assert_int_equal (action_by_name ("dance"), ACTION_NONE);
    assert_int_equal (entity_kind_by_name ("dance"), ENTITY_NONE);
    assert_string_equal (action_name (ACTIONS), "unknown");
    assert_string_equal (entity_kind_name (ENTITY_KINDS), "unknown");
}

/* ---- refusals ---- */

static void
every_refusal_has_a_name_and_a_sentence_with_known_placeholders (void **state)
{
    (void)state;
    for (enum refusal refusal = REFUSAL_NONE + 1; refusal < REFUSALS; refusal++) {
        if (!strcmp (refusal_name (refusal), "unknown")) /* the numbers have holes */
            continue;
        const char *text = refusal_text (refusal);
        assert_non_null (refusal_name (refusal));
        assert_non_null (text);
        if (!strcmp (refusal_name (refusal), "unknown")) { /* not given out */
            assert_string_equal (text, "");
            continue;
        }
        assert_int_not_equal (text[0], '\0');
        for (const char *at = text; (at = strchr (at, '{')); at++) {
            assert_in_range (at[1], '0', '0' + REFUSAL_ARGS - 1);
            assert_int_equal (at[2], '}');
        }
        for (enum refusal other = REFUSAL_NONE + 1; other < refusal; other++)
            assert_string_not_equal (refusal_name (refusal), refusal_name (other));
    }
    assert_string_equal (refusal_name (REFUSALS), "unknown");
    assert_string_equal (refusal_text (REFUSALS), "");
}

/* ---- transitions ---- */

static void
only_births_leave_the_new_state_and_nothing_leads_back (void **state)
{
    (void)state;
    for (enum entity_kind kind = ENTITY_NONE; kind < ENTITY_KINDS; kind++) {
        const struct machine *machine = machine_of (kind);
        if (!machine)
            continue;
        for (enum event_kind event = EVENT_NONE; event < EVENT_KINDS; event++) {
            bool leaves = machine_next (machine, 0, event) != 0;
            assert_int_equal (leaves, event_bears (event) && event_subject_kind (event) == kind);
            for (uint32_t from = 0; from < machine->states_count; from++) {
                uint32_t next = machine_next (machine, from, event);
                assert_true (next < machine->states_count);
                assert_true (next == 0 || event_subject_kind (event) == kind);
            }
        }
    }
}

static void
every_state_can_be_reached (void **state)
{
    (void)state;
    for (enum entity_kind kind = ENTITY_NONE; kind < ENTITY_KINDS; kind++) {
        const struct machine *machine = machine_of (kind);
        for (uint32_t target = 1; machine && target < machine->states_count; target++) {
            bool reached = false;
            for (uint32_t from = 0; from < machine->states_count; from++)
                for (enum event_kind event = EVENT_NONE; event < EVENT_KINDS; event++)
                    reached |= machine_next (machine, from, event) == target && from != target;
            assert_true (reached);
        }
    }
}

/* An entity of this kind in this state, alone in a desk but for what it belongs to. */
static struct desk *
desk_with (enum entity_kind kind, uint32_t in_state)
{
    static const uint64_t last_ids[ID_SERIES];
    struct desk *desk = desk_create (NULL);
    if (kind != ENTITY_INCIDENT) {
        struct incident *incident = (struct incident *)entity_new (ENTITY_INCIDENT);
        incident->entity.id = incident->entity.version = 1;
        incident->state = INCIDENT_REPORTED;
        desk_load (desk, &incident->entity);
    }
    struct roster *roster = (struct roster *)entity_new (ENTITY_ROSTER);
    roster->entity.id = roster->entity.version = 1;
    desk_load (desk, &roster->entity);
    struct report *report = (struct report *)entity_new (ENTITY_REPORT);
    report->entity.id = 1;
    report->entity.version = 2;
    report->incident = 1;
    desk_load (desk, &report->entity);
    if (in_state != 0) {
        struct entity *entity = entity_new (kind);
        entity->id = 1;
        entity->version = 3;
        machine_set (machine_of (kind), entity, in_state);
        if (kind == ENTITY_PLANNED_SHIFT)
            ((struct planned_shift *)entity)->roster = 1;
        if (kind == ENTITY_OBLIGATION)
            ((struct obligation *)entity)->terms->policy.steps_count = 1;
        if (kind == ENTITY_HANDOVER)
            ((struct handover *)entity)->items_count = 1;
        desk_load (desk, entity);
    }
    desk_loaded (desk, 3, last_ids, 0);
    return desk;
}

static void
try_cell (enum entity_kind kind, uint32_t from, enum event_kind event_kind)
{
    const struct machine *machine = machine_of (kind);
    uint32_t next = machine_next (machine, from, event_kind);
    struct desk *desk = desk_with (kind, from);
    struct error err = { "" };
    struct event event = { .kind = event_kind, .seq = 4, .at = 1, .subject_kind = kind, .subject = 1 };
    event.detail.other = 1;
    event.detail.told = (struct target){ TARGET_TEAM, 1 };
    struct entity *image = event_bears (event_kind) ? entity_new (kind) : NULL;
    if (image) {
        image->id = 1;
        machine_set (machine, image, next ? next : 1);
        if (kind == ENTITY_OBLIGATION)
            ((struct obligation *)image)->subject_kind = ENTITY_REPORT, ((struct obligation *)image)->subject = 1;
        if (kind == ENTITY_PLANNED_SHIFT)
            ((struct planned_shift *)image)->roster = 1;
        event.born = image;
    }
    assert_int_equal (desk_apply (desk, &event, &err), next ? 0 : -1);
    assert_int_equal (desk_head (desk), next ? 4 : 3);
    const struct entity *after = desk_find (desk, kind, 1);
    assert_int_equal (after ? machine_state (machine, after) : 0, next ? next : from);
    assert_int_equal (err.text[0] == '\0', next != 0);
    entity_free (image);
    desk_destroy (desk);
}

static void
every_cell_is_what_desk_apply_does (void **state)
{
    (void)state;
    for (enum entity_kind kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++) {
        const struct machine *machine = machine_of (kind);
        for (uint32_t from = 0; machine && from < machine->states_count; from++)
            for (enum event_kind event = EVENT_NONE; event < EVENT_KINDS; event++)
                try_cell (kind, from, event);
    }
}

/* ---- obligation rules ---- */

static void
what_arms_an_obligation_is_never_what_leaves_its_subject_without (void **state)
{
    (void)state;
    for (const struct obligation_rule *rule = obligation_rules; rule->event != EVENT_NONE; rule++) {
        assert_int_not_equal (event_subject_kind (rule->event), ENTITY_NONE);
        assert_true (rule->arms < OBLIGATION_KINDS);
        assert_true (rule->discharges < 1u << OBLIGATION_KINDS);
        assert_true (rule->withdraws < 1u << OBLIGATION_KINDS);
        if (rule->arms != OBLIGATION_NONE && rule->arms != OBLIGATION_REPORT) /* which asks what applies then */
            assert_int_equal (rule->withdraws, 0);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (no_name_is_missing_or_double),
        cmocka_unit_test (every_event_kind_has_a_name_that_leads_back),
        cmocka_unit_test (every_action_and_entity_kind_has_a_name_that_leads_back),
        cmocka_unit_test (every_refusal_has_a_name_and_a_sentence_with_known_placeholders),
        cmocka_unit_test (only_births_leave_the_new_state_and_nothing_leads_back),
        cmocka_unit_test (every_state_can_be_reached),
        cmocka_unit_test (every_cell_is_what_desk_apply_does),
        cmocka_unit_test (what_arms_an_obligation_is_never_what_leaves_its_subject_without),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

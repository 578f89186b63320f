/* SPDX-License-Identifier: Apache-2.0 */
/* same.c: the stored fields of each kind of entity as a table, and the comparison that walks it. */
#include "same.h"

#include <string.h>

/* How a field is compared. Structs with padding have a comparison of their own. */
enum field_type {
    FIELD_BYTES = 1,
    FIELD_CODE,
    FIELD_TEXT,
    FIELD_FIGURES,
    FIELD_POSITION,
    FIELD_TARGET,
    FIELD_TARGETS,
    FIELD_TERMS,
    FIELD_RECEIPTS,
    FIELD_ITEMS,
    FIELD_OBJECTIONS,
    FIELD_LINKS,
    FIELD_PERSONS
};

struct field {
    enum field_type type;
    size_t offset, size;
    const char *name;
};

enum { FIELDS_MAX = 48 };

#define FIELD(type, kind, member)                                                                                    \
    {                                                                                                                \
        type, offsetof (struct kind, member), sizeof ((struct kind *)NULL)->member, #member                          \
    }
#define BYTES(kind, member) FIELD (FIELD_BYTES, kind, member)
#define CODE(kind, member) FIELD (FIELD_CODE, kind, member)
#define TEXT(kind, member) FIELD (FIELD_TEXT, kind, member)

static const struct field common[] = {
    BYTES (entity, kind),
    BYTES (entity, id),
    BYTES (entity, version),
    { 0 },
};

static const struct field fields[ENTITY_KINDS][FIELDS_MAX] = {
    [ENTITY_PROFILE] = { CODE (profile, code), TEXT (profile, title), TEXT (profile, text) },
    [ENTITY_POST] = { CODE (post, code), TEXT (post, name), TEXT (post, phone) },
    [ENTITY_PERSON] = { CODE (person, code), TEXT (person, name), TEXT (person, phone), TEXT (person, duty),
                        BYTES (person, unreachable) },
    [ENTITY_TEAM] = { CODE (team, code), TEXT (team, name), BYTES (team, kind), BYTES (team, auxiliary),
                      BYTES (team, rank), FIELD (FIELD_POSITION, team, base), BYTES (team, skills_count),
                      BYTES (team, skills), BYTES (team, contacts_count), BYTES (team, contacts) },
    [ENTITY_PRINCIPAL] = { CODE (principal, code), BYTES (principal, state), BYTES (principal, role),
                           BYTES (principal, key), BYTES (principal, person), BYTES (principal, team),
                           BYTES (principal, enrolled_at), BYTES (principal, revoked_at) },
    [ENTITY_INCIDENT] = { BYTES (incident, state),
                          BYTES (incident, drill),
                          BYTES (incident, type_code),
                          TEXT (incident, what),
                          TEXT (incident, place),
                          FIELD (FIELD_POSITION, incident, position),
                          BYTES (incident, occurred_at),
                          BYTES (incident, reported_at),
                          BYTES (incident, closed_at),
                          BYTES (incident, level),
                          BYTES (incident, level_confirmed),
                          FIELD (FIELD_FIGURES, incident, figures),
                          BYTES (incident, reports_count),
                          BYTES (incident, continuations_count),
                          BYTES (incident, reported_by),
                          BYTES (incident, disposition),
                          BYTES (incident, controlled_at),
                          BYTES (incident, merged_into),
                          BYTES (incident, owed_when_closed),
                          BYTES (incident, casualties_at),
                          BYTES (incident, mandatory),
                          TEXT (incident, source_id),
                          BYTES (incident, links_count),
                          FIELD (FIELD_LINKS, incident, links) },
    [ENTITY_REPORT] = { BYTES (report, incident), BYTES (report, kind), BYTES (report, number), BYTES (report, drill),
                        BYTES (report, filed_at), BYTES (report, filed_by), TEXT (report, text),
                        FIELD (FIELD_FIGURES, report, figures), CODE (report, channel), TEXT (report, caller_name),
                        TEXT (report, caller_phone), TEXT (report, caller_post), TEXT (report, already_told) },
    [ENTITY_DISPATCH_ORDER] = { BYTES (dispatch_order, incident),
                                BYTES (dispatch_order, team),
                                BYTES (dispatch_order, state),
                                BYTES (dispatch_order, drill),
                                TEXT (dispatch_order, task),
                                TEXT (dispatch_order, what),
                                TEXT (dispatch_order, place),
                                FIELD (FIELD_POSITION, dispatch_order, position),
                                BYTES (dispatch_order, type_code),
                                BYTES (dispatch_order, level),
                                BYTES (dispatch_order, issued_by),
                                BYTES (dispatch_order, everyone),
                                BYTES (dispatch_order, awaited_count),
                                BYTES (dispatch_order, awaited),
                                BYTES (dispatch_order, misses_count),
                                BYTES (dispatch_order, status_checks),
                                BYTES (dispatch_order, distress_at),
                                BYTES (dispatch_order, replaces),
                                BYTES (dispatch_order, replaced_by),
                                BYTES (dispatch_order, issued_at),
                                BYTES (dispatch_order, acknowledged_at),
                                BYTES (dispatch_order, departed_at),
                                BYTES (dispatch_order, arrived_at),
                                BYTES (dispatch_order, ended_at),
                                BYTES (dispatch_order, recalled_at),
                                BYTES (dispatch_order, reserved_at),
                                BYTES (dispatch_order, release_at),
                                BYTES (dispatch_order, receipts_count),
                                FIELD (FIELD_RECEIPTS, dispatch_order, receipts),
                                BYTES (dispatch_order, device_at),
                                BYTES (dispatch_order, acknowledged_by),
                                BYTES (dispatch_order, on_behalf_of),
                                CODE (dispatch_order, channel),
                                TEXT (dispatch_order, words) },
    [ENTITY_SHIFT] = { BYTES (shift, state), BYTES (shift, person), BYTES (shift, post), BYTES (shift, leader),
                       CODE (shift, channel), BYTES (shift, checked_in_at), BYTES (shift, checked_out_at) },
    [ENTITY_OBLIGATION] = { BYTES (obligation, kind),
                            BYTES (obligation, state),
                            BYTES (obligation, drill),
                            BYTES (obligation, subject_kind),
                            BYTES (obligation, subject),
                            BYTES (obligation, incident),
                            FIELD (FIELD_TARGET, obligation, owner),
                            CODE (obligation, clock),
                            BYTES (obligation, report_kind),
                            BYTES (obligation, met_by_filing),
                            BYTES (obligation, after_close),
                            BYTES (obligation, armed_at),
                            BYTES (obligation, due_at),
                            BYTES (obligation, next_at),
                            BYTES (obligation, next_step),
                            BYTES (obligation, step_times),
                            BYTES (obligation, shelved_until),
                            BYTES (obligation, shelved_by),
                            BYTES (obligation, fired_count),
                            FIELD (FIELD_TERMS, obligation, terms),
                            BYTES (obligation, discharged_by),
                            BYTES (obligation, ended_at),
                            CODE (obligation, channel) },
    [ENTITY_SUBMISSION] = { BYTES (submission, incident),
                            BYTES (submission, post),
                            BYTES (submission, state),
                            BYTES (submission, drill),
                            BYTES (submission, needs_sign_off),
                            CODE (submission, stage),
                            BYTES (submission, kind),
                            BYTES (submission, number),
                            TEXT (submission, title),
                            TEXT (submission, to),
                            TEXT (submission, text),
                            FIELD (FIELD_FIGURES, submission, figures),
                            BYTES (submission, level),
                            CODE (submission, channel),
                            TEXT (submission, received_by),
                            TEXT (submission, reason),
                            BYTES (submission, drafted_at),
                            BYTES (submission, signed_at),
                            BYTES (submission, sent_at),
                            BYTES (submission, withdrawn_at),
                            BYTES (submission, drafted_by),
                            BYTES (submission, signed_by),
                            BYTES (submission, sent_by) },
    [ENTITY_RESPONSE] = { BYTES (response, incident), BYTES (response, state), BYTES (response, drill),
                          BYTES (response, level), TEXT (response, matter), TEXT (response, measures),
                          TEXT (response, reason), BYTES (response, activated_at), BYTES (response, activated_by),
                          BYTES (response, term_at), BYTES (response, review_at), BYTES (response, adjusted_at),
                          BYTES (response, adjustments_count), BYTES (response, terminated_at) },
    [ENTITY_HANDOVER] = { BYTES (handover, state),
                          BYTES (handover, post),
                          BYTES (handover, leader),
                          BYTES (handover, shift),
                          BYTES (handover, outgoing),
                          FIELD (FIELD_TARGET, handover, owner),
                          TEXT (handover, done),
                          TEXT (handover, undone),
                          TEXT (handover, note),
                          TEXT (handover, remark),
                          TEXT (handover, reason),
                          BYTES (handover, opened_at),
                          BYTES (handover, accepted_at),
                          BYTES (handover, signed_at),
                          BYTES (handover, cancelled_at),
                          BYTES (handover, head_seq),
                          BYTES (handover, head_hash),
                          BYTES (handover, items_count),
                          FIELD (FIELD_ITEMS, handover, items),
                          BYTES (handover, objections_count),
                          FIELD (FIELD_OBJECTIONS, handover, objections) },
    [ENTITY_DUTY_LOG_ENTRY] = { BYTES (duty_log_entry, incident), BYTES (duty_log_entry, drill),
                                BYTES (duty_log_entry, post), BYTES (duty_log_entry, person),
                                BYTES (duty_log_entry, written_by), TEXT (duty_log_entry, text),
                                BYTES (duty_log_entry, happened_at), BYTES (duty_log_entry, written_at),
                                BYTES (duty_log_entry, corrects) },
    [ENTITY_CALENDAR] = { CODE (calendar, code), TEXT (calendar, title), TEXT (calendar, text) },
    [ENTITY_ROSTER] = { BYTES (roster, post), TEXT (roster, title), TEXT (roster, text),
                        BYTES (roster, planned_until) },
    [ENTITY_PLANNED_SHIFT] = { BYTES (planned_shift, state),     BYTES (planned_shift, roster),
                               BYTES (planned_shift, post),      CODE (planned_shift, code),
                               BYTES (planned_shift, leader),    BYTES (planned_shift, seat),
                               BYTES (planned_shift, holiday),   BYTES (planned_shift, by_hand),
                               BYTES (planned_shift, begin_at),  BYTES (planned_shift, end_at),
                               BYTES (planned_shift, due_at),    FIELD (FIELD_TARGET, planned_shift, owner),
                               BYTES (planned_shift, shift),     BYTES (planned_shift, stand_in),
                               BYTES (planned_shift, manned_at), BYTES (planned_shift, swap),
                               BYTES (planned_shift, swap_by),   BYTES (planned_shift, swap_with),
                               BYTES (planned_shift, swap_for),  BYTES (planned_shift, swap_answer_by) },
    [ENTITY_INSTRUCTION] = { BYTES (instruction, incident), BYTES (instruction, state), BYTES (instruction, drill),
                             TEXT (instruction, text), BYTES (instruction, given_by),
                             BYTES (instruction, recorded_by), FIELD (FIELD_TARGET, instruction, owner),
                             BYTES (instruction, given_at), BYTES (instruction, due_at), CODE (instruction, channel),
                             TEXT (instruction, feedback), BYTES (instruction, fed_back_at),
                             BYTES (instruction, fed_back_by), BYTES (instruction, on_behalf_of),
                             BYTES (instruction, feedbacks_count), TEXT (instruction, outcome),
                             BYTES (instruction, closed_at) },
    [ENTITY_CONSULTATION] = { BYTES (consultation, incident), BYTES (consultation, drill),
                              TEXT (consultation, matter), BYTES (consultation, participants_count),
                              FIELD (FIELD_PERSONS, consultation, participants), TEXT (consultation, others),
                              CODE (consultation, channel), BYTES (consultation, began_at),
                              BYTES (consultation, ended_at), TEXT (consultation, conclusions),
                              BYTES (consultation, recorded_by), BYTES (consultation, recorded_at) },
    [ENTITY_DRILL] = { BYTES (drill, state), TEXT (drill, title), BYTES (drill, everybody), BYTES (drill, teams),
                       BYTES (drill, people), BYTES (drill, posts), BYTES (drill, begun_at), BYTES (drill, begun_by),
                       BYTES (drill, ends_at), BYTES (drill, ended_at), TEXT (drill, reason),
                       BYTES (drill, closed_count) },
    [ENTITY_ROLL_CALL] = { BYTES (roll_call, state),
                           BYTES (roll_call, drill),
                           TEXT (roll_call, title),
                           CODE (roll_call, plan.code),
                           BYTES (roll_call, plan.days),
                           BYTES (roll_call, plan.at_count),
                           BYTES (roll_call, plan.at_minutes),
                           BYTES (roll_call, plan.from_minute),
                           BYTES (roll_call, plan.to_minute),
                           BYTES (roll_call, plan.seed),
                           BYTES (roll_call, plan.all_posts),
                           BYTES (roll_call, plan.all_teams),
                           BYTES (roll_call, plan.targets_count),
                           FIELD (FIELD_TARGETS, roll_call, plan.targets),
                           BYTES (roll_call, within_ms),
                           BYTES (roll_call, due_at),
                           BYTES (roll_call, called_at),
                           BYTES (roll_call, called_by),
                           BYTES (roll_call, first_answer),
                           BYTES (roll_call, called_count),
                           BYTES (roll_call, answered_count),
                           BYTES (roll_call, late_count),
                           BYTES (roll_call, absent_count),
                           BYTES (roll_call, ended_at),
                           TEXT (roll_call, reason) },
    [ENTITY_ROLL_CALL_ANSWER] = { BYTES (roll_call_answer, roll_call), FIELD (FIELD_TARGET, roll_call_answer, owner),
                                  BYTES (roll_call_answer, state), BYTES (roll_call_answer, drill),
                                  TEXT (roll_call_answer, title), BYTES (roll_call_answer, attempts),
                                  BYTES (roll_call_answer, called_at), BYTES (roll_call_answer, due_at),
                                  BYTES (roll_call_answer, answered_at), BYTES (roll_call_answer, answered_by),
                                  BYTES (roll_call_answer, on_behalf_of), CODE (roll_call_answer, channel),
                                  TEXT (roll_call_answer, words) },
    [ENTITY_FIELD_COMMAND_POST] = { BYTES (field_command_post, incident), BYTES (field_command_post, state),
                                    BYTES (field_command_post, drill), TEXT (field_command_post, place),
                                    TEXT (field_command_post, phone), BYTES (field_command_post, commander),
                                    BYTES (field_command_post, commander_since),
                                    FIELD (FIELD_TARGET, field_command_post, successor),
                                    BYTES (field_command_post, asked_at), TEXT (field_command_post, reason),
                                    TEXT (field_command_post, words), CODE (field_command_post, channel),
                                    BYTES (field_command_post, transfers_count),
                                    BYTES (field_command_post, established_at),
                                    BYTES (field_command_post, established_by),
                                    BYTES (field_command_post, dissolved_at) },
};

static bool
same_text (const char *a, const char *b)
{
    return a == b || (a && b && !strcmp (a, b));
}

static bool
same_figures (const struct figures *a, const struct figures *b)
{
    return !memcmp (a, b, offsetof (struct figures, loss_yuan)) && a->loss_yuan == b->loss_yuan;
}

static bool
same_position (const struct position *a, const struct position *b)
{
    return a->known == b->known && !memcmp (&a->latitude, &b->latitude, sizeof a->latitude) &&
           !memcmp (&a->longitude, &b->longitude, sizeof a->longitude);
}

static bool
same_target (const struct target *a, const struct target *b)
{
    return a->kind == b->kind && a->id == b->id;
}

static bool
same_step (const struct policy_step *a, const struct policy_step *b)
{
    for (int i = 0; i < STEP_TARGETS_MAX; i++)
        if (a->targets[i].kind != b->targets[i].kind || a->targets[i].contact != b->targets[i].contact ||
            strcmp (a->targets[i].code, b->targets[i].code))
            return false;
    return a->action == b->action && a->after_ms == b->after_ms && a->repeat_ms == b->repeat_ms &&
           a->times == b->times;
}

static bool
same_policy (const struct policy *a, const struct policy *b)
{
    if (strcmp (a->name, b->name) || a->steps_count != b->steps_count || a->everyone != b->everyone)
        return false;
    for (int i = 0; i < a->steps_count; i++)
        if (!same_step (&a->steps[i], &b->steps[i]))
            return false;
    return true;
}

/* They are as many: the count is compared before. */
static bool
same_receipts (const struct receipt *a, const struct receipt *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!same_target (&a[i].recipient, &b[i].recipient) || strcmp (a[i].channel, b[i].channel) ||
            memcmp (a[i].at, b[i].at, sizeof a->at) || memcmp (a[i].device_at, b[i].device_at, sizeof a->device_at))
            return false;
    return true;
}

static bool
same_terms (const struct terms *a, const struct terms *b)
{
    return same_policy (&a->policy, &b->policy) && !strcmp (a->title, b->title) && !strcmp (a->to, b->to) &&
           !strcmp (a->by_channel, b->by_channel) && a->sign_off == b->sign_off;
}

static bool
same_items (const struct handover_item *a, const struct handover_item *b)
{
    for (int i = 0; i < HANDOVER_ITEMS_MAX; i++)
        if (a[i].kind != b[i].kind || a[i].id != b[i].id || a[i].state != b[i].state || a[i].stood != b[i].stood ||
            a[i].due_at != b[i].due_at || a[i].later != b[i].later)
            return false;
    return true;
}

static bool
same_objections (const struct handover_objection *a, const struct handover_objection *b)
{
    for (int i = 0; i < HANDOVER_OBJECTIONS_MAX; i++)
        if (a[i].item != b[i].item || a[i].at != b[i].at || a[i].answered_at != b[i].answered_at ||
            strcmp (a[i].text, b[i].text) != 0 || strcmp (a[i].answer, b[i].answer) != 0)
            return false;
    return true;
}

static bool
same_links (const struct link *a, const struct link *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i].incident != b[i].incident || a[i].kind != b[i].kind)
            return false;
    return true;
}

static bool
same_targets (const struct target *a, const struct target *b)
{
    for (int i = 0; i < ROLL_CALL_TARGETS_MAX; i++)
        if (!same_target (&a[i], &b[i]))
            return false;
    return true;
}

/* None may be NULL, which memcmp must not be given. */
static bool
same_persons (const uint64_t *a, const uint64_t *b, size_t count)
{
    return count == 0 || !memcmp (a, b, count * sizeof *a);
}

static bool
same_field (const struct field *field, const void *a, const void *b)
{
    switch (field->type) {
    case FIELD_CODE:
        return !strcmp (a, b);
    case FIELD_TEXT:
        return same_text (*(char *const *)a, *(char *const *)b);
    case FIELD_FIGURES:
        return same_figures (a, b);
    case FIELD_POSITION:
        return same_position (a, b);
    case FIELD_TARGET:
        return same_target (a, b);
    case FIELD_TARGETS:
        return same_targets (a, b);
    case FIELD_TERMS:
        return same_terms (*(struct terms *const *)a, *(struct terms *const *)b);
    case FIELD_PERSONS: /* field->offset leads back to the consultation */
        return same_persons (*(uint64_t *const *)a, *(uint64_t *const *)b,
                             ((const struct consultation *)((const char *)a - field->offset))->participants_count);
    case FIELD_LINKS: /* field->offset leads back to the incident */
        return same_links (*(struct link *const *)a, *(struct link *const *)b,
                           ((const struct incident *)((const char *)a - field->offset))->links_count);
    case FIELD_RECEIPTS: /* field->offset leads back to the order */
        return same_receipts (*(struct receipt *const *)a, *(struct receipt *const *)b,
                              ((const struct dispatch_order *)((const char *)a - field->offset))->receipts_count);
    case FIELD_ITEMS:
        return same_items (a, b);
    case FIELD_OBJECTIONS:
        return same_objections (a, b);
    default:
        return !memcmp (a, b, field->size);
    }
}

static const char *
difference_among (const struct field *list, const struct entity *a, const struct entity *b)
{
    for (const struct field *field = list; field->name; field++)
        if (!same_field (field, (const char *)a + field->offset, (const char *)b + field->offset))
            return field->name;
    return NULL;
}

const char *
entity_difference (const struct entity *a, const struct entity *b)
{
    const char *difference = difference_among (common, a, b);
    return difference ? difference : difference_among (fields[a->kind], a, b);
}

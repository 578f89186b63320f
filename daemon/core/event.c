/* SPDX-License-Identifier: Apache-2.0 */
/* event.c: each kind of event: its name, what it changes, whether it carries a whole image. */
#include "core/event.h"

#include <assert.h>
#include <string.h>

struct event_class {
    const char *name;
    enum entity_kind subject;
    bool bears;
};

static const struct event_class classes[EVENT_KINDS] = {
    [EVENT_PROFILE_IMPORTED] = { "profile.imported", ENTITY_PROFILE, true },
    [EVENT_POST_REGISTERED] = { "post.registered", ENTITY_POST, true },
    [EVENT_PERSON_REGISTERED] = { "person.registered", ENTITY_PERSON, true },
    [EVENT_TEAM_REGISTERED] = { "team.registered", ENTITY_TEAM, true },
    [EVENT_PRINCIPAL_ENROLLED] = { "principal.enrolled", ENTITY_PRINCIPAL, true },
    [EVENT_PRINCIPAL_REVOKED] = { "principal.revoked", ENTITY_PRINCIPAL, false },
    [EVENT_INCIDENT_REPORTED] = { "incident.reported", ENTITY_INCIDENT, true },
    [EVENT_INCIDENT_CONTINUED] = { "incident.continued", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_ASSESSED] = { "incident.assessed", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_RESPONDING] = { "incident.responding", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_CLOSED] = { "incident.closed", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_REOPENED] = { "incident.reopened", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_HELD] = { "incident.held", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_CONTROLLED] = { "incident.controlled", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_RESUMED] = { "incident.resumed", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_MERGED] = { "incident.merged", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_UNMERGED] = { "incident.unmerged", ENTITY_INCIDENT, false },
    [EVENT_REPORT_FILED] = { "report.filed", ENTITY_REPORT, true },
    [EVENT_REPORT_RESTORED] = { "report.restored", ENTITY_REPORT, false },
    [EVENT_SUBMISSION_DRAFTED] = { "submission.drafted", ENTITY_SUBMISSION, true },
    [EVENT_SUBMISSION_SIGNED] = { "submission.signed", ENTITY_SUBMISSION, false },
    [EVENT_SUBMISSION_SENT] = { "submission.sent", ENTITY_SUBMISSION, false },
    [EVENT_SUBMISSION_WITHDRAWN] = { "submission.withdrawn", ENTITY_SUBMISSION, false },
    [EVENT_SUBMISSION_RESTORED] = { "submission.restored", ENTITY_SUBMISSION, false },
    [EVENT_SUBMISSION_SENT_AT_ONCE] = { "submission.sent_at_once", ENTITY_SUBMISSION, true },
    [EVENT_ORDER_ISSUED] = { "order.issued", ENTITY_DISPATCH_ORDER, true },
    [EVENT_ORDER_ACKNOWLEDGED] = { "order.acknowledged", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_DECLINED] = { "order.declined", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_DEPARTED] = { "order.departed", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_ARRIVED] = { "order.arrived", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_COMPLETED] = { "order.completed", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_CANCELLED] = { "order.cancelled", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_EXPIRED] = { "order.expired", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_RESTORED] = { "order.restored", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_REOPENED] = { "order.reopened", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_ANSWERED] = { "order.answered", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_STATUS_ANSWERED] = { "order.status_answered", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_STATUS_MISSED] = { "order.status_missed", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_DISTRESS] = { "order.distress", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_DISTRESS_RESOLVED] = { "order.distress_resolved", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_RECALLED] = { "order.recalled", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_RECALL_CONFIRMED] = { "order.recall_confirmed", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_RESERVED] = { "order.reserved", ENTITY_DISPATCH_ORDER, true },
    [EVENT_ORDER_RELEASED] = { "order.released", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_QUEUED] = { "order.queued", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_HANDED_OVER] = { "order.handed_over", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_DELIVERED] = { "order.delivered", ENTITY_DISPATCH_ORDER, false },
    [EVENT_ORDER_SEEN] = { "order.seen", ENTITY_DISPATCH_ORDER, false },
    [EVENT_SHIFT_CHECKED_IN] = { "shift.checked_in", ENTITY_SHIFT, true },
    [EVENT_SHIFT_CHECKED_OUT] = { "shift.checked_out", ENTITY_SHIFT, false },
    [EVENT_OBLIGATION_ARMED] = { "obligation.armed", ENTITY_OBLIGATION, true },
    [EVENT_OBLIGATION_FIRED] = { "obligation.fired", ENTITY_OBLIGATION, false },
    [EVENT_OBLIGATION_SKIPPED] = { "obligation.skipped", ENTITY_OBLIGATION, false },
    [EVENT_OBLIGATION_DISCHARGED] = { "obligation.discharged", ENTITY_OBLIGATION, false },
    [EVENT_OBLIGATION_WITHDRAWN] = { "obligation.withdrawn", ENTITY_OBLIGATION, false },
    [EVENT_OBLIGATION_REARMED] = { "obligation.rearmed", ENTITY_OBLIGATION, false },
    [EVENT_DUTY_LOG_WRITTEN] = { "duty_log.written", ENTITY_DUTY_LOG_ENTRY, true },
    [EVENT_HANDOVER_OPENED] = { "handover.opened", ENTITY_HANDOVER, true },
    [EVENT_HANDOVER_ITEM_ADDED] = { "handover.item_added", ENTITY_HANDOVER, false },
    [EVENT_HANDOVER_ITEMS_ACCEPTED] = { "handover.items_accepted", ENTITY_HANDOVER, false },
    [EVENT_HANDOVER_ACCEPTED] = { "handover.accepted", ENTITY_HANDOVER, false },
    [EVENT_HANDOVER_OBJECTED] = { "handover.objected", ENTITY_HANDOVER, false },
    [EVENT_HANDOVER_ANSWERED] = { "handover.answered", ENTITY_HANDOVER, false },
    [EVENT_HANDOVER_SIGNED] = { "handover.signed", ENTITY_HANDOVER, false },
    [EVENT_HANDOVER_CANCELLED] = { "handover.cancelled", ENTITY_HANDOVER, false },
    [EVENT_CALENDAR_IMPORTED] = { "calendar.imported", ENTITY_CALENDAR, true },
    [EVENT_ROSTER_IMPORTED] = { "roster.imported", ENTITY_ROSTER, true },
    [EVENT_ROSTER_PLANNED] = { "roster.planned", ENTITY_ROSTER, false },
    [EVENT_PLANNED_SHIFT_PLANNED] = { "planned_shift.planned", ENTITY_PLANNED_SHIFT, true },
    [EVENT_PLANNED_SHIFT_ASSIGNED] = { "planned_shift.assigned", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_MANNED] = { "planned_shift.manned", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_ABSENT] = { "planned_shift.absent", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_ENDED] = { "planned_shift.ended", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_CANCELLED] = { "planned_shift.cancelled", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_SWAP_PROPOSED] = { "planned_shift.swap_proposed", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_SWAP_ACCEPTED] = { "planned_shift.swap_accepted", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_SWAP_AGREED] = { "planned_shift.swap_agreed", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_SWAP_DECLINED] = { "planned_shift.swap_declined", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PLANNED_SHIFT_SWAP_EXPIRED] = { "planned_shift.swap_expired", ENTITY_PLANNED_SHIFT, false },
    [EVENT_PERSON_CONTACT_MARKED] = { "person.contact_marked", ENTITY_PERSON, false },
    [EVENT_RESPONSE_ACTIVATED] = { "response.activated", ENTITY_RESPONSE, true },
    [EVENT_RESPONSE_ADJUSTED] = { "response.adjusted", ENTITY_RESPONSE, false },
    [EVENT_RESPONSE_TERMINATED] = { "response.terminated", ENTITY_RESPONSE, false },
    [EVENT_INSTRUCTION_GIVEN] = { "instruction.given", ENTITY_INSTRUCTION, true },
    [EVENT_INSTRUCTION_FED_BACK] = { "instruction.fed_back", ENTITY_INSTRUCTION, false },
    [EVENT_INSTRUCTION_CLOSED] = { "instruction.closed", ENTITY_INSTRUCTION, false },
    [EVENT_DRILL_BEGUN] = { "drill.begun", ENTITY_DRILL, true },
    [EVENT_DRILL_ENDED] = { "drill.ended", ENTITY_DRILL, false },
    [EVENT_ROLL_CALL_SCHEDULED] = { "roll_call.scheduled", ENTITY_ROLL_CALL, true },
    [EVENT_ROLL_CALL_CALLED] = { "roll_call.called", ENTITY_ROLL_CALL, true },
    [EVENT_ROLL_CALL_BEGUN] = { "roll_call.begun", ENTITY_ROLL_CALL, false },
    [EVENT_ROLL_CALL_ENDED] = { "roll_call.ended", ENTITY_ROLL_CALL, false },
    [EVENT_ROLL_CALL_COUNTED] = { "roll_call.counted", ENTITY_ROLL_CALL, false },
    [EVENT_ROLL_CALL_ANSWER_CALLED] = { "roll_call_answer.called", ENTITY_ROLL_CALL_ANSWER, true },
    [EVENT_ROLL_CALL_ANSWER_CALLED_AGAIN] = { "roll_call_answer.called_again", ENTITY_ROLL_CALL_ANSWER, false },
    [EVENT_ROLL_CALL_ANSWER_ANSWERED] = { "roll_call_answer.answered", ENTITY_ROLL_CALL_ANSWER, false },
    [EVENT_ROLL_CALL_ANSWER_ABSENT] = { "roll_call_answer.absent", ENTITY_ROLL_CALL_ANSWER, false },
    [EVENT_ROLL_CALL_ANSWER_WITHDRAWN] = { "roll_call_answer.withdrawn", ENTITY_ROLL_CALL_ANSWER, false },
    [EVENT_COMMAND_ESTABLISHED] = { "command.established", ENTITY_FIELD_COMMAND_POST, true },
    [EVENT_COMMAND_OFFERED] = { "command.offered", ENTITY_FIELD_COMMAND_POST, false },
    [EVENT_COMMAND_ACCEPTED] = { "command.accepted", ENTITY_FIELD_COMMAND_POST, false },
    [EVENT_COMMAND_KEPT] = { "command.kept", ENTITY_FIELD_COMMAND_POST, false },
    [EVENT_CONSULTATION_RECORDED] = { "consultation.recorded", ENTITY_CONSULTATION, true },
    [EVENT_INCIDENT_LINKED] = { "incident.linked", ENTITY_INCIDENT, false },
    [EVENT_INCIDENT_UNLINKED] = { "incident.unlinked", ENTITY_INCIDENT, false },
    [EVENT_ORDER_MOVED] = { "order.moved", ENTITY_DISPATCH_ORDER, false },
    [EVENT_OBLIGATION_SHELVED] = { "obligation.shelved", ENTITY_OBLIGATION, false },
    [EVENT_OBLIGATION_UNSHELVED] = { "obligation.unshelved", ENTITY_OBLIGATION, false },
    [EVENT_OBLIGATION_MOVED] = { "obligation.moved", ENTITY_OBLIGATION, false },
    [EVENT_COMMAND_DISSOLVED] = { "command.dissolved", ENTITY_FIELD_COMMAND_POST, false },
};

const char *
event_kind_name (enum event_kind kind)
{
    return (unsigned)kind < EVENT_KINDS && classes[kind].name ? classes[kind].name : "unknown";
}

enum event_kind
event_kind_by_name (const char *name)
{
    for (enum event_kind kind = EVENT_NONE; kind < EVENT_KINDS; kind++)
        if (classes[kind].name && !strcmp (name, classes[kind].name))
            return kind;
    return EVENT_NONE;
}

enum entity_kind
event_subject_kind (enum event_kind kind)
{
    return (unsigned)kind < EVENT_KINDS ? classes[kind].subject : ENTITY_NONE;
}

bool
event_bears (enum event_kind kind)
{
    return (unsigned)kind < EVENT_KINDS && classes[kind].bears;
}

bool
item_set_has (const struct item_set *set, uint32_t number)
{
    return number >= 1 && number <= HANDOVER_ITEMS_MAX && set->bits[(number - 1) / 64] >> (number - 1) % 64 & 1;
}

void
item_set_add (struct item_set *set, uint32_t number)
{
    assert (number >= 1 && number <= HANDOVER_ITEMS_MAX);
    set->bits[(number - 1) / 64] |= UINT64_C (1) << (number - 1) % 64;
}

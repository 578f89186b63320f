/* SPDX-License-Identifier: Apache-2.0 */
/* step.c: the one door: a command comes in, is decided, and what follows is applied. */
#include "core/step.h"
#include "core/apply.h"
#include "core/outcome.h"
#include "util/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool (*const decide_fns[ACTION_COMMANDS]) (struct step *) = {
    [ACTION_REPORT] = decide_report,
    [ACTION_CONTINUE] = decide_continue,
    [ACTION_ASSESS] = decide_assess,
    [ACTION_DISPATCH] = decide_dispatch,
    [ACTION_ACKNOWLEDGE] = decide_rung,
    [ACTION_DECLINE] = decide_rung,
    [ACTION_DEPART] = decide_rung,
    [ACTION_ARRIVE] = decide_rung,
    [ACTION_COMPLETE] = decide_rung,
    [ACTION_CANCEL] = decide_rung,
    [ACTION_RECALL] = decide_rung,
    [ACTION_STATUS_CHECK] = decide_status,
    [ACTION_DISTRESS] = decide_status,
    [ACTION_DISTRESS_RESOLVE] = decide_status,
    [ACTION_REASSIGN] = decide_reassign,
    [ACTION_RECEIPT] = decide_receipt,
    [ACTION_RELEASE] = decide_rung,
    [ACTION_CHECK_IN] = decide_check_in,
    [ACTION_CHECK_OUT] = decide_check_out,
    [ACTION_CLOSE] = decide_close,
    [ACTION_REOPEN] = decide_reopen,
    [ACTION_IMPORT] = decide_import,
    [ACTION_ENROL] = decide_enrol,
    [ACTION_REVOKE] = decide_revoke,
    [ACTION_TICK] = decide_tick,
    [ACTION_SUBMIT] = decide_submit,
    [ACTION_SIGN_OFF] = decide_submission,
    [ACTION_SEND] = decide_submission,
    [ACTION_SUBMISSION_WITHDRAW] = decide_submission,
    [ACTION_HOLD] = decide_turn,
    [ACTION_CONTROL] = decide_turn,
    [ACTION_RESUME] = decide_turn,
    [ACTION_MERGE] = decide_merge,
    [ACTION_UNMERGE] = decide_reopen,
    [ACTION_ACTIVATE] = decide_activate,
    [ACTION_ADJUST] = decide_adjust,
    [ACTION_TERMINATE] = decide_terminate,
    [ACTION_INSTRUCT] = decide_instruct,
    [ACTION_FEEDBACK] = decide_feedback,
    [ACTION_INSTRUCTION_CLOSE] = decide_instruction_close,
    [ACTION_LOG] = decide_log,
    [ACTION_ROLL_CALL] = decide_roll_call,
    [ACTION_ROLL_CALL_ANSWER] = decide_roll_call_answer,
    [ACTION_ROLL_CALL_ABSENT] = decide_roll_call_absent,
    [ACTION_ROLL_CALL_END] = decide_roll_call_end,
    [ACTION_COMMAND_ESTABLISH] = decide_command_establish,
    [ACTION_COMMAND_TRANSFER] = decide_command_transfer,
    [ACTION_COMMAND_ACCEPT] = decide_command_accept,
    [ACTION_COMMAND_DISSOLVE] = decide_command_dissolve,
    [ACTION_HANDOVER_OPEN] = decide_handover_open,
    [ACTION_HANDOVER_ACCEPT] = decide_handover_accept,
    [ACTION_HANDOVER_OBJECT] = decide_handover_object,
    [ACTION_HANDOVER_ANSWER] = decide_handover_answer,
    [ACTION_HANDOVER_SIGN] = decide_handover_sign,
    [ACTION_HANDOVER_CANCEL] = decide_handover_cancel,
    [ACTION_LINK] = decide_link,
    [ACTION_UNLINK] = decide_unlink,
    [ACTION_SPLIT] = decide_split,
    [ACTION_MOVE] = decide_move,
    [ACTION_CONSULT] = decide_consult,
    [ACTION_DRILL_BEGIN] = decide_drill_begin,
    [ACTION_DRILL_END] = decide_drill_end,
    [ACTION_ASSIGN] = decide_assign,
    [ACTION_SETTLE_GAP] = decide_settle_gap,
    [ACTION_SWAP_PROPOSE] = decide_swap_propose,
    [ACTION_SWAP_ACCEPT] = decide_swap_accept,
    [ACTION_SWAP_DECLINE] = decide_swap_decline,
    [ACTION_MARK_CONTACT] = decide_mark_contact,
    [ACTION_SHELVE] = decide_shelve,
    [ACTION_UNSHELVE] = decide_unshelve,
};

void
desk_step (struct desk *desk, const struct command *command, struct outcome *outcome)
{
    assert (command->action > ACTION_NONE && command->action < ACTION_COMMANDS);
    assert (command->at >= desk->at);
    struct step step = { desk, command, outcome };
    uint64_t head = desk->head;
    desk->at = command->at;
    table_sort_loaded (desk);
    memset (&outcome->verdict, 0, sizeof outcome->verdict);
    bool accepted = decide_fns[command->action](&step);
    assert (accepted == (outcome->verdict.refusal == REFUSAL_NONE));
    assert (accepted || desk->head == head); /* a refused command changed nothing */
    if (desk->head > head)
        outcome->verdict.seq = desk->head;
    table_evict (desk);
    table_watch_rosters (desk);
}

bool
refuse (struct step *step, enum refusal refusal, const char *field, const char *format, ...)
{
    struct verdict *verdict = &step->outcome->verdict;
    verdict->refusal = refusal;
    verdict->field = field;
    /* the arguments come as one text with '\n' between them */
    char text[REFUSAL_ARGS * REFUSAL_ARG_MAX];
    va_list args;
    va_start (args, format);
    vsnprintf (text, sizeof text, format, args);
    va_end (args);
    char *at = text;
    for (int i = 0; i < REFUSAL_ARGS && at; i++) {
        char *end = strchr (at, '\n');
        if (end)
            *end++ = '\0';
        snprintf (verdict->args[i], REFUSAL_ARG_MAX, "%.*s", REFUSAL_ARG_MAX - 1, at);
        at = end;
    }
    return false;
}

uint64_t
next_id (const struct desk *desk, enum entity_kind kind, bool drill)
{
    return table_next_id (desk, kind, drill);
}

/* Our own decision can't be illegal: if the table refuses it, that is a fault in this program. */
static const struct event *
record (struct step *step, struct event *event)
{
    event->seq = step->desk->head + 1;
    event->at = step->command->at;
    event->principal = step->command->principal;
    event->subject_kind = event_subject_kind (event->kind);
    struct error err = { "" };
    const struct event *kept = outcome_add (step->outcome, event);
    int applied = apply_event (step->desk, event, &err);
    if (applied < 0)
        fprintf (stderr, "muster core: %s\n", err.text);
    assert (applied == 0);
    return kept;
}

void
about (struct step *step, enum entity_kind kind, uint64_t id)
{
    struct verdict *verdict = &step->outcome->verdict;
    if (verdict->subject == 0) {
        verdict->subject_kind = kind;
        verdict->subject = id;
    }
}

/* Unless it has said so itself, a command is about the subject of its first event. */
static void
note_subject (struct step *step, const struct event *event)
{
    about (step, event->subject_kind, event->subject);
}

void
emit (struct step *step, enum event_kind kind, struct entity *subject, const struct event_detail *detail)
{
    struct event event = { .kind = kind, .subject = subject->id, .incident = entity_incident (subject) };
    if (kind == EVENT_OBLIGATION_MOVED) /* the order's own move stands in the story of the one that it left */
        event.incident = detail->other;
    if (detail)
        event.detail = *detail;
    else
        event.detail.figures = figures_unknown;
    struct event kept = *record (step, &event);
    note_subject (step, &kept);
    obligations_follow (step, &kept);
    handovers_follow (step, &kept);
}

struct entity *
emit_born (struct step *step, enum event_kind kind, struct entity *image)
{
    if (image->id == 0)
        image->id = next_id (step->desk, image->kind, entity_drill (image));
    struct event event = { .kind = kind, .subject = image->id, .incident = entity_incident (image), .born = image };
    event.detail.figures = figures_unknown;
    outcome_own (step->outcome, image);
    image->version = step->desk->head + 1;
    struct event kept = *record (step, &event);
    note_subject (step, &kept);
    struct entity *entity = desk_find (step->desk, kept.subject_kind, kept.subject);
    obligations_follow (step, &kept);
    handovers_follow (step, &kept);
    return entity;
}

const struct principal *
step_principal (const struct step *step)
{
    return (const struct principal *)table_find (step->desk, ENTITY_PRINCIPAL, step->command->principal);
}

enum role
step_role (const struct step *step)
{
    const struct principal *principal = step_principal (step);
    return principal ? principal->role : ROLE_NONE;
}

static bool
missing (const struct desk *desk, enum entity_kind kind, uint64_t id, enum entity_kind *ret_kind, uint64_t *ret_id)
{
    *ret_kind = kind;
    *ret_id = id;
    return desk_gave_id (desk, kind, id) && !table_find (desk, kind, id);
}

/* An order leaves memory with its incident, so it must not be there alone; and what is born of a response belongs to
 * its incident, too. */
static bool
incident_missing (const struct desk *desk, enum entity_kind kind, uint64_t id, enum entity_kind *ret_kind,
                  uint64_t *ret_id)
{
    const struct entity *entity = table_find (desk, kind, id);
    return entity ? missing (desk, ENTITY_INCIDENT, entity_incident (entity), ret_kind, ret_id)
                  : missing (desk, kind, id, ret_kind, ret_id);
}

/* And the orders that it is to take along: they may be anybody's. */
static bool
split_missing (const struct desk *desk, const struct split_args *args, enum entity_kind *ret_kind, uint64_t *ret_id)
{
    bool lacks = missing (desk, ENTITY_INCIDENT, args->incident, ret_kind, ret_id);
    for (size_t i = 0; !lacks && i < args->orders_count; i++)
        lacks = incident_missing (desk, ENTITY_DISPATCH_ORDER, args->orders[i], ret_kind, ret_id);
    return lacks;
}

/* Long, because it is one line for each command: what it speaks of. */
bool
desk_needs (const struct desk *desk, const struct command *command, enum entity_kind *ret_kind, uint64_t *ret_id)
{
    switch (command->action) {
    case ACTION_CONTINUE:
    case ACTION_ASSESS:
    case ACTION_DISPATCH:
    case ACTION_CLOSE:
    case ACTION_HOLD:
    case ACTION_CONTROL:
    case ACTION_RESUME:
    case ACTION_UNMERGE:
    case ACTION_LOG:
    case ACTION_REOPEN: /* the incident is the first member of each of these */
        return missing (desk, ENTITY_INCIDENT, command->close.incident, ret_kind, ret_id);
    case ACTION_MERGE:
        return missing (desk, ENTITY_INCIDENT, command->merge.incident, ret_kind, ret_id) ||
               missing (desk, ENTITY_INCIDENT, command->merge.into, ret_kind, ret_id);
    case ACTION_ACKNOWLEDGE:
    case ACTION_DECLINE:
    case ACTION_DEPART:
    case ACTION_ARRIVE:
    case ACTION_COMPLETE:
    case ACTION_CANCEL:
    case ACTION_RECALL:
    case ACTION_RELEASE:
    case ACTION_STATUS_CHECK:
    case ACTION_DISTRESS:
    case ACTION_DISTRESS_RESOLVE:
        return incident_missing (desk, ENTITY_DISPATCH_ORDER, command->rung.order, ret_kind, ret_id);
    case ACTION_RECEIPT:
        return incident_missing (desk, ENTITY_DISPATCH_ORDER, command->receipt.order, ret_kind, ret_id);
    case ACTION_REASSIGN:
        return incident_missing (desk, ENTITY_DISPATCH_ORDER, command->reassign.order, ret_kind, ret_id) ||
               missing (desk, ENTITY_INCIDENT, command->reassign.to_incident, ret_kind, ret_id);
    case ACTION_SUBMIT:
        return missing (desk, ENTITY_INCIDENT, command->submit.incident, ret_kind, ret_id);
    case ACTION_SIGN_OFF:
    case ACTION_SEND:
    case ACTION_SUBMISSION_WITHDRAW:
        return incident_missing (desk, ENTITY_SUBMISSION, command->submission.submission, ret_kind, ret_id);
    case ACTION_ACTIVATE:
        return missing (desk, ENTITY_INCIDENT, command->response.incident, ret_kind, ret_id);
    case ACTION_ADJUST:
    case ACTION_TERMINATE:
        return incident_missing (desk, ENTITY_RESPONSE, command->response.response, ret_kind, ret_id);
    case ACTION_ASSIGN:
    case ACTION_SETTLE_GAP:
    case ACTION_SWAP_ACCEPT:
    case ACTION_SWAP_DECLINE:
        return missing (desk, ENTITY_PLANNED_SHIFT, command->planned.planned_shift, ret_kind, ret_id);
    case ACTION_SWAP_PROPOSE:
        return missing (desk, ENTITY_PLANNED_SHIFT, command->planned.planned_shift, ret_kind, ret_id) ||
               missing (desk, ENTITY_PLANNED_SHIFT, command->planned.in_return, ret_kind, ret_id);
    case ACTION_INSTRUCT:
        return missing (desk, ENTITY_INCIDENT, command->instruct.incident, ret_kind, ret_id);
    case ACTION_FEEDBACK:
    case ACTION_INSTRUCTION_CLOSE:
        return incident_missing (desk, ENTITY_INSTRUCTION, command->feedback.instruction, ret_kind, ret_id);
    case ACTION_LINK:
    case ACTION_UNLINK:
        return missing (desk, ENTITY_INCIDENT, command->link.incident, ret_kind, ret_id) ||
               missing (desk, ENTITY_INCIDENT, command->link.other, ret_kind, ret_id);
    case ACTION_CONSULT:
        return missing (desk, ENTITY_INCIDENT, command->consult.incident, ret_kind, ret_id);
    case ACTION_SPLIT:
        return split_missing (desk, &command->split, ret_kind, ret_id);
    case ACTION_MOVE:
        return incident_missing (desk, ENTITY_DISPATCH_ORDER, command->move.order, ret_kind, ret_id) ||
               missing (desk, ENTITY_INCIDENT, command->move.incident, ret_kind, ret_id);
    case ACTION_COMMAND_ESTABLISH:
        return missing (desk, ENTITY_INCIDENT, command->field_command.incident, ret_kind, ret_id);
    case ACTION_COMMAND_TRANSFER:
    case ACTION_COMMAND_ACCEPT:
    case ACTION_COMMAND_DISSOLVE:
        return incident_missing (desk, ENTITY_FIELD_COMMAND_POST, command->field_command.post, ret_kind, ret_id);
    case ACTION_ROLL_CALL_ANSWER:
    case ACTION_ROLL_CALL_ABSENT:
        return missing (desk, ENTITY_ROLL_CALL_ANSWER, command->roll_call_word.answer, ret_kind, ret_id);
    case ACTION_ROLL_CALL_END:
        return missing (desk, ENTITY_ROLL_CALL, command->roll_call_word.roll_call, ret_kind, ret_id);
    case ACTION_HANDOVER_ACCEPT:
    case ACTION_HANDOVER_OBJECT:
    case ACTION_HANDOVER_ANSWER:
    case ACTION_HANDOVER_SIGN:
    case ACTION_HANDOVER_CANCEL:
        return missing (desk, ENTITY_HANDOVER, command->handover.handover, ret_kind, ret_id);
    default:
        return false;
    }
}

_Static_assert(offsetof (struct command, close.incident) == offsetof (struct command, continuation.incident) &&
                   offsetof (struct command, close.incident) == offsetof (struct command, assess.incident) &&
                   offsetof (struct command, close.incident) == offsetof (struct command, dispatch.incident) &&
                   offsetof (struct command, close.incident) == offsetof (struct command, log.incident),
               "desk_needs reads the incident of each through close");

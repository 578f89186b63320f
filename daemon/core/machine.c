/* SPDX-License-Identifier: Apache-2.0 */
/* machine.c: every legal transition, and what it does to obligations. Nothing else decides what may follow what. */
#include "core/machine.h"

#include <assert.h>
#include <string.h>

static const uint8_t incident_transitions[INCIDENT_STATES][EVENT_KINDS] = {
    [INCIDENT_NEW] = { [EVENT_INCIDENT_REPORTED] = INCIDENT_REPORTED },
    [INCIDENT_REPORTED] = { [EVENT_INCIDENT_LINKED] = INCIDENT_REPORTED,
                            [EVENT_INCIDENT_UNLINKED] = INCIDENT_REPORTED,
                            [EVENT_INCIDENT_CONTINUED] = INCIDENT_REPORTED,
                            [EVENT_INCIDENT_ASSESSED] = INCIDENT_REPORTED,
                            [EVENT_INCIDENT_RESPONDING] = INCIDENT_RESPONDING,
                            [EVENT_INCIDENT_HELD] = INCIDENT_ON_HOLD,
                            [EVENT_INCIDENT_CONTROLLED] = INCIDENT_CONTROLLED,
                            [EVENT_INCIDENT_MERGED] = INCIDENT_CLOSED,
                            [EVENT_INCIDENT_CLOSED] = INCIDENT_CLOSED },
    [INCIDENT_RESPONDING] = { [EVENT_INCIDENT_LINKED] = INCIDENT_RESPONDING,
                              [EVENT_INCIDENT_UNLINKED] = INCIDENT_RESPONDING,
                              [EVENT_INCIDENT_CONTINUED] = INCIDENT_RESPONDING,
                              [EVENT_INCIDENT_ASSESSED] = INCIDENT_RESPONDING,
                              [EVENT_INCIDENT_HELD] = INCIDENT_ON_HOLD,
                              [EVENT_INCIDENT_CONTROLLED] = INCIDENT_CONTROLLED,
                              [EVENT_INCIDENT_MERGED] = INCIDENT_CLOSED,
                              [EVENT_INCIDENT_CLOSED] = INCIDENT_CLOSED },
    [INCIDENT_ON_HOLD] = { [EVENT_INCIDENT_LINKED] = INCIDENT_ON_HOLD,
                           [EVENT_INCIDENT_UNLINKED] = INCIDENT_ON_HOLD,
                           [EVENT_INCIDENT_CONTINUED] = INCIDENT_ON_HOLD,
                           [EVENT_INCIDENT_ASSESSED] = INCIDENT_ON_HOLD,
                           [EVENT_INCIDENT_RESPONDING] = INCIDENT_RESPONDING, /* a team is sent: it goes on */
                           [EVENT_INCIDENT_CONTROLLED] = INCIDENT_CONTROLLED,
                           [EVENT_INCIDENT_RESUMED] = INCIDENT_RESPONDING,
                           [EVENT_INCIDENT_MERGED] = INCIDENT_CLOSED,
                           [EVENT_INCIDENT_CLOSED] = INCIDENT_CLOSED },
    [INCIDENT_CONTROLLED] = { [EVENT_INCIDENT_LINKED] = INCIDENT_CONTROLLED,
                              [EVENT_INCIDENT_UNLINKED] = INCIDENT_CONTROLLED,
                              [EVENT_INCIDENT_CONTINUED] = INCIDENT_CONTROLLED,
                              [EVENT_INCIDENT_ASSESSED] = INCIDENT_CONTROLLED,
                              [EVENT_INCIDENT_HELD] = INCIDENT_ON_HOLD,
                              [EVENT_INCIDENT_RESUMED] = INCIDENT_RESPONDING, /* it has broken out again */
                              [EVENT_INCIDENT_MERGED] = INCIDENT_CLOSED,
                              [EVENT_INCIDENT_CLOSED] = INCIDENT_CLOSED },
    [INCIDENT_CLOSED] = { [EVENT_INCIDENT_LINKED] = INCIDENT_CLOSED,
                          [EVENT_INCIDENT_UNLINKED] = INCIDENT_CLOSED,
                          [EVENT_INCIDENT_UNMERGED] = INCIDENT_RESPONDING,
                          [EVENT_INCIDENT_REOPENED] = INCIDENT_RESPONDING },
};

/* A receipt says how far the order came to a recipient, a move that it belongs to another incident: its state stays.
 */
#define STAYS(state)                                                                                                 \
    [EVENT_ORDER_QUEUED] = state, [EVENT_ORDER_HANDED_OVER] = state, [EVENT_ORDER_DELIVERED] = state,                \
    [EVENT_ORDER_SEEN] = state, [EVENT_ORDER_MOVED] = state

static const uint8_t order_transitions[ORDER_STATES][EVENT_KINDS] = {
    [ORDER_NEW] = { [EVENT_ORDER_ISSUED] = ORDER_ISSUED, [EVENT_ORDER_RESERVED] = ORDER_RESERVED },
    [ORDER_RESERVED] = { [EVENT_ORDER_RELEASED] = ORDER_ISSUED, [EVENT_ORDER_CANCELLED] = ORDER_CANCELLED },
    [ORDER_ISSUED] = { [EVENT_ORDER_ACKNOWLEDGED] = ORDER_ACKNOWLEDGED,
                       [EVENT_ORDER_DECLINED] = ORDER_DECLINED,
                       [EVENT_ORDER_DEPARTED] = ORDER_EN_ROUTE, /* who is on the way has understood */
                       [EVENT_ORDER_CANCELLED] = ORDER_CANCELLED,
                       [EVENT_ORDER_EXPIRED] = ORDER_EXPIRED,
                       STAYS (ORDER_ISSUED) },
    [ORDER_ACKNOWLEDGED] = { [EVENT_ORDER_DECLINED] = ORDER_DECLINED, /* could not go after all */
                             [EVENT_ORDER_DEPARTED] = ORDER_EN_ROUTE,
                             [EVENT_ORDER_RECALLED] = ORDER_RECALLED,
                             [EVENT_ORDER_CANCELLED] = ORDER_CANCELLED,
                             STAYS (ORDER_ACKNOWLEDGED) },
    [ORDER_EN_ROUTE] = { [EVENT_ORDER_ARRIVED] = ORDER_ON_SCENE,
                         [EVENT_ORDER_RECALLED] = ORDER_RECALLED,
                         [EVENT_ORDER_CANCELLED] = ORDER_CANCELLED,
                         STAYS (ORDER_EN_ROUTE) },
    [ORDER_ON_SCENE] = { [EVENT_ORDER_COMPLETED] = ORDER_COMPLETED,
                         [EVENT_ORDER_RECALLED] = ORDER_RECALLED,
                         [EVENT_ORDER_CANCELLED] = ORDER_CANCELLED,
                         STAYS (ORDER_ON_SCENE) },
    [ORDER_RECALLED] = { [EVENT_ORDER_RECALL_CONFIRMED] = ORDER_STOOD_DOWN,
                         [EVENT_ORDER_CANCELLED] = ORDER_CANCELLED, /* it can't be reached any more */
                         STAYS (ORDER_RECALLED) },
    [ORDER_COMPLETED] = { [EVENT_ORDER_RESTORED] = ORDER_COMPLETED },
    [ORDER_DECLINED] = { [EVENT_ORDER_RESTORED] = ORDER_DECLINED },
    [ORDER_EXPIRED] = { [EVENT_ORDER_RESTORED] = ORDER_EXPIRED },
    [ORDER_CANCELLED] = { [EVENT_ORDER_RESTORED] = ORDER_CANCELLED },
    [ORDER_STOOD_DOWN] = { [EVENT_ORDER_RESTORED] = ORDER_STOOD_DOWN },
};

static const uint8_t submission_transitions[SUBMISSION_STATES][EVENT_KINDS] = {
    [SUBMISSION_NEW] = { [EVENT_SUBMISSION_DRAFTED] = SUBMISSION_DRAFTED,
                         [EVENT_SUBMISSION_SENT_AT_ONCE] = SUBMISSION_SENT },
    [SUBMISSION_DRAFTED] = { [EVENT_SUBMISSION_SIGNED] = SUBMISSION_SIGNED,
                             [EVENT_SUBMISSION_WITHDRAWN] = SUBMISSION_WITHDRAWN },
    [SUBMISSION_SIGNED] = { [EVENT_SUBMISSION_SENT] = SUBMISSION_SENT,
                            [EVENT_SUBMISSION_WITHDRAWN] = SUBMISSION_WITHDRAWN },
    [SUBMISSION_SENT] = { [EVENT_SUBMISSION_RESTORED] = SUBMISSION_SENT },
    [SUBMISSION_WITHDRAWN] = { [EVENT_SUBMISSION_RESTORED] = SUBMISSION_WITHDRAWN },
};

static const uint8_t shift_transitions[SHIFT_STATES][EVENT_KINDS] = {
    [SHIFT_NEW] = { [EVENT_SHIFT_CHECKED_IN] = SHIFT_ON_DUTY },
    [SHIFT_ON_DUTY] = { [EVENT_SHIFT_CHECKED_OUT] = SHIFT_OFF_DUTY },
};

static const uint8_t principal_transitions[PRINCIPAL_STATES][EVENT_KINDS] = {
    [PRINCIPAL_NEW] = { [EVENT_PRINCIPAL_ENROLLED] = PRINCIPAL_ENROLLED },
    [PRINCIPAL_ENROLLED] = { [EVENT_PRINCIPAL_REVOKED] = PRINCIPAL_REVOKED },
    [PRINCIPAL_REVOKED] = { [EVENT_PRINCIPAL_ENROLLED] = PRINCIPAL_ENROLLED },
};

static const uint8_t obligation_transitions[OBLIGATION_STATES][EVENT_KINDS] = {
    [OBLIGATION_NEW] = { [EVENT_OBLIGATION_ARMED] = OBLIGATION_ARMED },
    [OBLIGATION_ARMED] = { [EVENT_OBLIGATION_MOVED] = OBLIGATION_ARMED,
                           [EVENT_OBLIGATION_FIRED] = OBLIGATION_OVERDUE,
                           [EVENT_OBLIGATION_SKIPPED] = OBLIGATION_OVERDUE,
                           [EVENT_OBLIGATION_DISCHARGED] = OBLIGATION_DISCHARGED,
                           [EVENT_OBLIGATION_WITHDRAWN] = OBLIGATION_WITHDRAWN,
                           [EVENT_OBLIGATION_REARMED] = OBLIGATION_ARMED },
    [OBLIGATION_OVERDUE] = { [EVENT_OBLIGATION_MOVED] = OBLIGATION_OVERDUE,
                             [EVENT_OBLIGATION_FIRED] = OBLIGATION_OVERDUE,
                             [EVENT_OBLIGATION_SKIPPED] = OBLIGATION_OVERDUE,
                             [EVENT_OBLIGATION_DISCHARGED] = OBLIGATION_DISCHARGED,
                             [EVENT_OBLIGATION_WITHDRAWN] = OBLIGATION_WITHDRAWN },
};

static const uint8_t response_transitions[RESPONSE_STATES][EVENT_KINDS] = {
    [RESPONSE_NEW] = { [EVENT_RESPONSE_ACTIVATED] = RESPONSE_ACTIVE },
    [RESPONSE_ACTIVE] = { [EVENT_RESPONSE_ADJUSTED] = RESPONSE_ACTIVE,
                          [EVENT_RESPONSE_TERMINATED] = RESPONSE_TERMINATED },
};

static const uint8_t instruction_transitions[INSTRUCTION_STATES][EVENT_KINDS] = {
    [INSTRUCTION_NEW] = { [EVENT_INSTRUCTION_GIVEN] = INSTRUCTION_GIVEN },
    [INSTRUCTION_GIVEN] = { [EVENT_INSTRUCTION_FED_BACK] = INSTRUCTION_FED_BACK,
                            [EVENT_INSTRUCTION_CLOSED] = INSTRUCTION_CLOSED },
    [INSTRUCTION_FED_BACK] = { [EVENT_INSTRUCTION_FED_BACK] = INSTRUCTION_FED_BACK,
                               [EVENT_INSTRUCTION_CLOSED] = INSTRUCTION_CLOSED },
};

/* Until the successor has said yes, the commander stays the commander. */
static const uint8_t command_transitions[COMMAND_STATES][EVENT_KINDS] = {
    [COMMAND_NEW] = { [EVENT_COMMAND_ESTABLISHED] = COMMAND_ESTABLISHED },
    [COMMAND_ESTABLISHED] = { [EVENT_COMMAND_OFFERED] = COMMAND_TRANSFERRING,
                              [EVENT_COMMAND_DISSOLVED] = COMMAND_DISSOLVED },
    [COMMAND_TRANSFERRING] = { [EVENT_COMMAND_OFFERED] = COMMAND_TRANSFERRING, /* another one is asked */
                               [EVENT_COMMAND_ACCEPTED] = COMMAND_ESTABLISHED,
                               [EVENT_COMMAND_KEPT] = COMMAND_ESTABLISHED,
                               [EVENT_COMMAND_DISSOLVED] = COMMAND_DISSOLVED },
};

static const uint8_t handover_transitions[HANDOVER_STATES][EVENT_KINDS] = {
    [HANDOVER_NEW] = { [EVENT_HANDOVER_OPENED] = HANDOVER_OPENED },
    [HANDOVER_OPENED] = { [EVENT_HANDOVER_ITEM_ADDED] = HANDOVER_OPENED,
                          [EVENT_HANDOVER_ITEMS_ACCEPTED] = HANDOVER_OPENED,
                          [EVENT_HANDOVER_ACCEPTED] = HANDOVER_ACCEPTED,
                          [EVENT_HANDOVER_OBJECTED] = HANDOVER_OPENED,
                          [EVENT_HANDOVER_ANSWERED] = HANDOVER_OPENED,
                          [EVENT_HANDOVER_CANCELLED] = HANDOVER_CANCELLED },
    [HANDOVER_ACCEPTED] = { [EVENT_HANDOVER_ITEM_ADDED] = HANDOVER_OPENED, /* something new: look again */
                            [EVENT_HANDOVER_OBJECTED] = HANDOVER_OPENED,
                            [EVENT_HANDOVER_SIGNED] = HANDOVER_SIGNED,
                            [EVENT_HANDOVER_CANCELLED] = HANDOVER_CANCELLED },
};

static const uint8_t drill_transitions[DRILL_STATES][EVENT_KINDS] = {
    [DRILL_NEW] = { [EVENT_DRILL_BEGUN] = DRILL_RUNNING },
    [DRILL_RUNNING] = { [EVENT_DRILL_ENDED] = DRILL_ENDED },
};

#define MACHINE(entity_kind, type, STATES, prefix)                                                                   \
    [entity_kind] = { entity_kind, STATES, prefix##_state_names, prefix##_transitions, offsetof (struct type, state) }

static const struct machine machines[ENTITY_KINDS] = {
    MACHINE (ENTITY_INCIDENT, incident, INCIDENT_STATES, incident),
    MACHINE (ENTITY_DISPATCH_ORDER, dispatch_order, ORDER_STATES, order),
    MACHINE (ENTITY_SHIFT, shift, SHIFT_STATES, shift),
    MACHINE (ENTITY_PRINCIPAL, principal, PRINCIPAL_STATES, principal),
    MACHINE (ENTITY_OBLIGATION, obligation, OBLIGATION_STATES, obligation),
    MACHINE (ENTITY_HANDOVER, handover, HANDOVER_STATES, handover),
    MACHINE (ENTITY_SUBMISSION, submission, SUBMISSION_STATES, submission),
    MACHINE (ENTITY_RESPONSE, response, RESPONSE_STATES, response),
    MACHINE (ENTITY_INSTRUCTION, instruction, INSTRUCTION_STATES, instruction),
    MACHINE (ENTITY_DRILL, drill, DRILL_STATES, drill),
    MACHINE (ENTITY_FIELD_COMMAND_POST, field_command_post, COMMAND_STATES, command),
};

#define BIT(kind) (1u << (kind))

#define ALL_KINDS (BIT (OBLIGATION_KINDS) - 1)

const struct obligation_rule obligation_rules[] = {
    { EVENT_POST_REGISTERED, false, 0, 0, OBLIGATION_REPORT },
    { EVENT_INCIDENT_REPORTED, false, 0, 0, OBLIGATION_REPORT },
    { EVENT_INCIDENT_CONTINUED, false, BIT (OBLIGATION_REPORT), 0, OBLIGATION_REPORT },
    { EVENT_INCIDENT_ASSESSED, false, 0, 0, OBLIGATION_REPORT },
    { EVENT_INCIDENT_HELD, false, 0, 0, OBLIGATION_REPORT },
    { EVENT_INCIDENT_CONTROLLED, false, 0, 0, OBLIGATION_REPORT },
    { EVENT_INCIDENT_RESUMED, false, 0, 0, OBLIGATION_REPORT },
    { EVENT_INCIDENT_CLOSED, false, 0, ALL_KINDS, OBLIGATION_REPORT },
    { EVENT_INCIDENT_REOPENED, false, 0, 0, OBLIGATION_REPORT },
    { EVENT_INCIDENT_MERGED, false, 0, ALL_KINDS, OBLIGATION_NONE },
    { EVENT_INCIDENT_UNMERGED, false, 0, 0, OBLIGATION_REPORT },
    { EVENT_ORDER_ISSUED, false, 0, 0, OBLIGATION_ACKNOWLEDGE_ORDER },
    { EVENT_ORDER_ISSUED, true, BIT (OBLIGATION_ASSIGN_TEAM), 0, OBLIGATION_NONE },
    { EVENT_ORDER_ACKNOWLEDGED, false, BIT (OBLIGATION_ACKNOWLEDGE_ORDER), 0, OBLIGATION_DEPART_ORDER },
    { EVENT_ORDER_DECLINED, false, BIT (OBLIGATION_ACKNOWLEDGE_ORDER), ALL_KINDS, OBLIGATION_NONE },
    { EVENT_ORDER_DEPARTED, false, BIT (OBLIGATION_ACKNOWLEDGE_ORDER) | BIT (OBLIGATION_DEPART_ORDER), 0,
      OBLIGATION_ARRIVE_ORDER },
    { EVENT_ORDER_ARRIVED, false, BIT (OBLIGATION_ARRIVE_ORDER), 0, OBLIGATION_COMPLETE_ORDER },
    { EVENT_ORDER_COMPLETED, false, BIT (OBLIGATION_COMPLETE_ORDER), ALL_KINDS, OBLIGATION_NONE },
    { EVENT_ORDER_CANCELLED, false, 0, ALL_KINDS, OBLIGATION_NONE },
    { EVENT_ORDER_EXPIRED, false, 0, ALL_KINDS, OBLIGATION_NONE },
    { EVENT_ORDER_RESERVED, false, 0, 0, OBLIGATION_RELEASE_ORDER },
    { EVENT_ORDER_RELEASED, false, BIT (OBLIGATION_RELEASE_ORDER), 0, OBLIGATION_ACKNOWLEDGE_ORDER },
    { EVENT_ORDER_RELEASED, true, BIT (OBLIGATION_ASSIGN_TEAM), 0, OBLIGATION_NONE },
    { EVENT_ORDER_RECALLED, false, 0, ALL_KINDS, OBLIGATION_NONE },
    { EVENT_ORDER_RECALLED, false, 0, 0, OBLIGATION_CONFIRM_RECALL },
    { EVENT_ORDER_RECALL_CONFIRMED, false, BIT (OBLIGATION_CONFIRM_RECALL), ALL_KINDS, OBLIGATION_NONE },
    { EVENT_SUBMISSION_DRAFTED, false, 0, 0, OBLIGATION_SIGN_OFF },
    { EVENT_SUBMISSION_SIGNED, false, BIT (OBLIGATION_SIGN_OFF), 0, OBLIGATION_NONE },
    { EVENT_SUBMISSION_WITHDRAWN, false, 0, ALL_KINDS, OBLIGATION_NONE },
    { EVENT_SUBMISSION_SENT, true, BIT (OBLIGATION_REPORT), 0, OBLIGATION_REPORT },
    { EVENT_SUBMISSION_SENT_AT_ONCE, true, BIT (OBLIGATION_REPORT), 0, OBLIGATION_REPORT },
    { EVENT_RESPONSE_ACTIVATED, false, 0, 0, OBLIGATION_REVIEW_RESPONSE },
    { EVENT_RESPONSE_ADJUSTED, false, BIT (OBLIGATION_REVIEW_RESPONSE), 0, OBLIGATION_REVIEW_RESPONSE },
    { EVENT_RESPONSE_TERMINATED, false, BIT (OBLIGATION_REVIEW_RESPONSE), ALL_KINDS, OBLIGATION_NONE },
    { EVENT_INSTRUCTION_GIVEN, false, 0, 0, OBLIGATION_INSTRUCTION_FEEDBACK },
    { EVENT_INSTRUCTION_FED_BACK, false, BIT (OBLIGATION_INSTRUCTION_FEEDBACK), 0, OBLIGATION_NONE },
    { EVENT_INSTRUCTION_CLOSED, false, 0, ALL_KINDS, OBLIGATION_NONE },
    { EVENT_COMMAND_OFFERED, false, 0, BIT (OBLIGATION_ACCEPT_COMMAND),
      OBLIGATION_NONE }, /* of who was asked before */
    { EVENT_COMMAND_OFFERED, false, 0, 0, OBLIGATION_ACCEPT_COMMAND },
    { EVENT_COMMAND_ACCEPTED, false, BIT (OBLIGATION_ACCEPT_COMMAND), 0, OBLIGATION_NONE },
    { EVENT_COMMAND_KEPT, false, 0, BIT (OBLIGATION_ACCEPT_COMMAND), OBLIGATION_NONE },
    { EVENT_COMMAND_DISSOLVED, false, 0, ALL_KINDS, OBLIGATION_NONE },
    { EVENT_HANDOVER_OPENED, false, 0, 0, OBLIGATION_SIGN_HANDOVER },
    { EVENT_HANDOVER_SIGNED, false, BIT (OBLIGATION_SIGN_HANDOVER), ALL_KINDS, OBLIGATION_NONE },
    { EVENT_HANDOVER_CANCELLED, false, 0, ALL_KINDS, OBLIGATION_NONE },
    { EVENT_DRILL_BEGUN, false, 0, 0, OBLIGATION_END_DRILL },
    { EVENT_DRILL_ENDED, false, BIT (OBLIGATION_END_DRILL), 0, OBLIGATION_NONE },
    { EVENT_NONE, false, 0, 0, OBLIGATION_NONE },
};

const struct machine *
machine_of (enum entity_kind kind)
{
    return (unsigned)kind < ENTITY_KINDS && machines[kind].transitions ? &machines[kind] : NULL;
}

uint32_t
machine_state (const struct machine *machine, const struct entity *entity)
{
    uint32_t state;
    memcpy (&state, (const char *)entity + machine->state_offset, sizeof state);
    assert (state < machine->states_count);
    return state;
}

void
machine_set (const struct machine *machine, struct entity *entity, uint32_t state)
{
    memcpy ((char *)entity + machine->state_offset, &state, sizeof state);
}

uint32_t
machine_next (const struct machine *machine, uint32_t state, enum event_kind event)
{
    return machine->transitions[state][event];
}

/* SPDX-License-Identifier: Apache-2.0 */
/* words.h: the trade's words for the protocol's enums and codes, and short references such as I12 or O7. */
#ifndef MUSTER_CLI_WORDS_H
#define MUSTER_CLI_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "muster/v1/envelope.pb-c.h"

/* The word for a number of an enum, in the user's language; "unknown" for one that this program is too old to know.
 */
const char *word_level (Muster__V1__EventLevel);
const char *word_incident_state (Muster__V1__IncidentState);
const char *word_disposition (Muster__V1__Disposition);
const char *word_order_state (Muster__V1__OrderState);
const char *word_receipt_state (Muster__V1__ReceiptState);
const char *word_shift_state (Muster__V1__ShiftState);
const char *word_skip (Muster__V1__SkipReason);
const char *word_planned_state (Muster__V1__PlannedState);
const char *word_swap_state (Muster__V1__SwapState);
const char *word_obligation_state (Muster__V1__ObligationState);
const char *word_handover_state (Muster__V1__HandoverState);
const char *word_handover_item_state (Muster__V1__HandoverItemState);
/* The word for the state with that number of any kind of thing that can be handed over; "" for another. */
const char *word_of_state (Muster__V1__EntityKind, unsigned state);
const char *word_response_level (Muster__V1__ResponseLevel);
const char *word_response_state (Muster__V1__ResponseState);
const char *word_instruction_state (Muster__V1__InstructionState);
/* What one incident is to another: "secondary to". */
const char *word_link_kind (Muster__V1__LinkKind);
const char *word_drill_state (Muster__V1__DrillState);
const char *word_roll_call_state (Muster__V1__RollCallState);
const char *word_roll_call_answer_state (Muster__V1__RollCallAnswerState);
const char *word_command_state (Muster__V1__CommandState);
const char *word_report_field (Muster__V1__ReportField);
const char *word_submission_state (Muster__V1__SubmissionState);
const char *word_report_kind (Muster__V1__ReportKind);
const char *word_team_kind (Muster__V1__TeamKind);
const char *word_role (Muster__V1__Role);
const char *word_principal_state (Muster__V1__PrincipalState);
const char *word_entity (Muster__V1__EntityKind);
/* A known channel in the user's language, any other as it is. */
const char *word_channel (const char *channel);
const char *word_daemon_state (const char *state);
/* The event's type after GB/T 35561-2017, by its code or the group that the code is in. */
const char *word_event_type (uint32_t code);
/* An argument of a refusal with that code: a word such as "en_route" in the user's language, else as it is. */
char *word_argument (const char *code, size_t index, const char *argument);

/* "major", "重大" or "3"; "duty-leader", "duty_leader", "带班领导". */
bool word_parse_level (const char *text, uint64_t *ret);
/* "III", "三级" or "3" */
bool word_parse_response_level (const char *text, uint64_t *ret);
bool word_parse_role (const char *text, uint64_t *ret);
bool word_parse_disposition (const char *text, uint64_t *ret);
/* Those that somebody outside the daemon can report. */
bool word_parse_receipt (const char *text, uint64_t *ret); /* but not "merged", which is a command of its own */
bool word_parse_link_kind (const char *text, uint64_t *ret);

/* "5 dead, 1 seriously injured"; owned; NULL = nothing stated. */
char *figures_text (const Muster__V1__Figures *);

/* A drill's ids begin above this number; people read and write X1 for the first of them. */
#define DRILL_IDS UINT64_C (1000000000)

struct reference {
    Muster__V1__EntityKind kind;
    uint64_t id;
    const char *code; /* instead of the id: "team fire-1"; borrowed from the text */
};

/* "12" (of the assumed kind), "I12", "incident/12"; a drill's: "X12", "XI12", "incident/X12". */
bool reference_parse (const char *text, Muster__V1__EntityKind assumed, struct reference *ret);
/* "incident" + "12", "team" + "fire-1". */
bool reference_parse_pair (const char *kind, const char *text, struct reference *ret);
/* "12", a drill's "X12"; owned. */
char *number_text (uint64_t id);
/* "I12", a drill's "XI12"; owned. */
char *reference_text (Muster__V1__EntityKind, uint64_t id);

#endif

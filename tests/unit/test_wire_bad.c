/* SPDX-License-Identifier: Apache-2.0 */
/* test_wire_bad.c: everything that can be wrong with a request: one row each, with the code and the field it must
 * name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "wire/fault.h"
#include "wire/text.h"
#include "wire_draft.h"

#define TEXT_32 "abcdefghijklmnopqrstuvwxyz012345"
#define TEXT_128 TEXT_32 TEXT_32 TEXT_32 TEXT_32
#define TEXT_256 TEXT_128 TEXT_128
#define TEXT_4096                                                                                                    \
    TEXT_256 TEXT_256 TEXT_256 TEXT_256 TEXT_256 TEXT_256 TEXT_256 TEXT_256 TEXT_256 TEXT_256 TEXT_256 TEXT_256      \
        TEXT_256 TEXT_256 TEXT_256 TEXT_256

#define SET(message, member, to) ((message)->has_##member = true, (message)->member = (to))
#define RESPONSE_LEVEL(number) ((Muster__V1__ResponseLevel)(number))
#define RECEIPT(number) ((Muster__V1__ReceiptState)(number))
#define LEVEL(number) ((Muster__V1__EventLevel)(number))
#define MINUTE 60000LL
#define DAY 86400000LL

static char no_code[] = "Fire 1";

/* X (name, body, code, field, how a good draft is spoilt) */
#define BAD_REQUESTS(X)                                                                                              \
    X (no_protocol, STATUS, "missing_field", "protocol", d->request.has_protocol = false)                            \
    X (next_protocol, STATUS, "protocol_version", "protocol", d->request.protocol = 2)                               \
    X (no_id, STATUS, "missing_field", "id", d->request.has_id = false)                                              \
    X (short_id, STATUS, "bad_id", "id", d->request.id.len = 15)                                                     \
    X (empty_id, STATUS, "bad_id", "id", d->request.id.len = 0)                                                      \
    X (uuid4, STATUS, "bad_id", "id", d->id[6] = 0x40)                                                               \
    X (uuid_variant, STATUS, "bad_id", "id", d->id[8] = 0xc0)                                                        \
    X (negative_clock, STATUS, "out_of_range", "sent_at_ms", d->request.sent_at_ms = -1)                             \
    X (clock_past_9999, STATUS, "out_of_range", "sent_at_ms", d->request.sent_at_ms = INT64_MAX)                     \
    X (no_body, _NOT_SET, "missing_command", NULL, (void)d)                                                          \
    X (no_matter, ACTIVATE, "missing_field", "activate.matter", d->activate.matter = NULL)                           \
    X (two_line_matter, ACTIVATE, "bad_text", "activate.matter", d->activate.matter = "a\nb")                        \
    X (no_response_level, ACTIVATE, "missing_field", "activate.level", d->activate.has_level = false)                \
    X (response_level_none, ACTIVATE, "out_of_range", "activate.level", d->activate.level = RESPONSE_LEVEL (0))      \
    X (response_level_high, ACTIVATE, "out_of_range", "activate.level", d->activate.level = RESPONSE_LEVEL (5))      \
    X (response_incident_zero, ACTIVATE, "out_of_range", "activate.incident", d->activate.incident = 0)              \
    X (term_short, ACTIVATE, "out_of_range", "activate.term_ms", d->activate.term_ms = 999)                          \
    X (term_long, ACTIVATE, "out_of_range", "activate.term_ms", d->activate.term_ms++)                               \
    X (adjust_nothing, ADJUST, "missing_field", "adjust.level",                                                      \
       (d->adjust.has_level = d->adjust.has_term_ms = false, d->adjust.measures = " "))                              \
    X (adjust_what, ADJUST, "missing_field", "adjust.response", d->adjust.has_response = false)                      \
    X (adjust_level_none, ADJUST, "out_of_range", "adjust.level", d->adjust.level = RESPONSE_LEVEL (0))              \
    X (terminate_why, TERMINATE, "missing_field", "terminate.reason", d->terminate.reason = NULL)                    \
    X (instruct_nothing, INSTRUCT, "empty", "instruct.text", d->instruct.text = " ")                                 \
    X (instruct_nobody, INSTRUCT, "missing_field", "instruct.owner_person", d->instruct.owner_team = NULL)           \
    X (instruct_two, INSTRUCT, "too_many", "instruct.owner_person", d->instruct.owner_post = "county-duty")          \
    X (instruct_long, INSTRUCT, "too_long", "instruct.text", d->instruct.text = TEXT_4096 "!")                       \
    X (within_zero, INSTRUCT, "out_of_range", "instruct.within_ms", d->instruct.within_ms = 0)                       \
    X (bad_owner, INSTRUCT, "bad_code", "instruct.owner_team", d->instruct.owner_team = "Mine")                      \
    X (feedback_nothing, FEEDBACK, "missing_field", "feedback.text", d->feedback.text = NULL)                        \
    X (feedback_on_zero, FEEDBACK, "out_of_range", "feedback.instruction", d->feedback.instruction = 0)              \
    X (close_it_why, INSTRUCTION_CLOSE, "empty", "instruction_close.reason", d->instruction_close.reason = "")       \
    X (resolved_how, DISTRESS_RESOLVE, "empty", "distress_resolve.words", d->rung.words = " ")                       \
    X (recall_why, RECALL, "empty", "recall.words", d->rung.words = " ")                                             \
    X (reassign_nothing, REASSIGN, "missing_field", "reassign.team",                                                 \
       (d->reassign.team = NULL, d->reassign.has_to_incident = false))                                               \
    X (reassign_zero, REASSIGN, "out_of_range", "reassign.to_incident", d->reassign.to_incident = 0)                 \
    X (reassign_why, REASSIGN, "missing_field", "reassign.words", d->reassign.words = NULL)                          \
    X (hand_to_nobody, HANDOVER_OPEN, "missing_field", "handover_open.to", d->handover_open.to = NULL)               \
    X (hand_to_whom, HANDOVER_OPEN, "bad_code", "handover_open.to", d->handover_open.to = "Li Na")                   \
    X (accept_nothing, HANDOVER_ACCEPT, "missing_field", "handover_accept.items", d->handover_accept.n_items = 0)    \
    X (accept_zero, HANDOVER_ACCEPT, "out_of_range", "handover_accept.items", d->items[1] = 0)                       \
    X (accept_201, HANDOVER_ACCEPT, "out_of_range", "handover_accept.items", d->items[2] = 201)                      \
    X (object_to_what, HANDOVER_OBJECT, "missing_field", "handover_object.item", d->handover_word.has_item = false)  \
    X (object_why, HANDOVER_OBJECT, "empty", "handover_object.text", d->handover_word.text = " ")                    \
    X (answer_long, HANDOVER_ANSWER, "too_long", "handover_answer.text", d->handover_word.text = TEXT_256 "!")       \
    X (answer_zero, HANDOVER_ANSWER, "out_of_range", "handover_answer.item", d->handover_word.item = 0)              \
    X (sign_no_hash, HANDOVER_SIGN, "missing_field", "handover_sign.head_hash",                                      \
       d->handover_sign.has_head_hash = false)                                                                       \
    X (sign_short_hash, HANDOVER_SIGN, "bad_hash", "handover_sign.head_hash", d->handover_sign.head_hash.len = 31)   \
    X (sign_no_seq, HANDOVER_SIGN, "missing_field", "handover_sign.head_seq", d->handover_sign.has_head_seq = false) \
    X (cancel_why, HANDOVER_CANCEL, "missing_field", "handover_cancel.reason", d->handover_cancel.reason = NULL)     \
    X (submit_of_nothing, SUBMIT, "missing_field", "submit.incident", d->submit.has_incident = false)                \
    X (submit_of_both, SUBMIT, "too_many", "submit.post", d->submit.post = "county-duty")                            \
    X (submit_stage, SUBMIT, "missing_field", "submit.stage", d->submit.stage = NULL)                                \
    X (submit_nothing, SUBMIT, "empty", "submit.text", d->submit.text = " ")                                         \
    X (submit_long, SUBMIT, "too_long", "submit.text", d->submit.text = TEXT_4096 "!")                               \
    X (sign_what, SIGN_OFF, "missing_field", "sign_off.submission", d->sign_off.has_submission = false)              \
    X (send_zero, SEND, "out_of_range", "send.submission", d->send.submission = 0)                                   \
    X (withdraw_why, SUBMISSION_WITHDRAW, "empty", "submission_withdraw.reason", d->submission_withdraw.reason = "") \
    X (assign_what, ASSIGN, "missing_field", "assign.planned_shift", d->assign.has_planned_shift = false)            \
    X (assign_whom, ASSIGN, "missing_field", "assign.person", d->assign.person = NULL)                               \
    X (assign_why, ASSIGN, "empty", "assign.reason", d->assign.reason = "")                                          \
    X (settle_why, SETTLE_GAP, "missing_field", "settle_gap.reason", d->settle_gap.reason = NULL)                    \
    X (swap_whom, SWAP_PROPOSE, "bad_code", "swap_propose.person", d->swap_propose.person = "Li Na")                 \
    X (swap_return, SWAP_PROPOSE, "out_of_range", "swap_propose.in_return", d->swap_propose.in_return = 0)           \
    X (swap_accept_what, SWAP_ACCEPT, "missing_field", "swap_accept.planned_shift",                                  \
       d->swap_answer.has_planned_shift = false)                                                                     \
    X (swap_decline_words, SWAP_DECLINE, "too_long", "swap_decline.words", d->swap_answer.words = TEXT_4096 "!")     \
    X (shelve_what, SHELVE, "missing_field", "shelve.obligation", d->shelve.has_obligation = false)                  \
    X (shelve_long, SHELVE, "missing_field", "shelve.for_ms", d->shelve.has_for_ms = false)                          \
    X (shelve_short, SHELVE, "out_of_range", "shelve.for_ms", d->shelve.for_ms = 59999)                              \
    X (shelve_why, SHELVE, "missing_field", "shelve.reason", d->shelve.reason = NULL)                                \
    X (contact_who, MARK_CONTACT, "missing_field", "mark_contact.person", d->mark_contact.person = NULL)             \
    X (plan_days, ROSTER_PLAN, "out_of_range", "roster_plan.days", d->roster_plan.days = 63)                         \
    X (log_nothing, LOG, "empty", "log.text", d->log.text = " ")                                                     \
    X (log_long, LOG, "too_long", "log.text", d->log.text = TEXT_4096 "!")                                           \
    X (log_ahead, LOG, "future", "log.happened_at_ms", d->log.happened_at_ms = DRAFT_NOW + 6 * MINUTE)               \
    X (log_long_ago, LOG, "past", "log.happened_at_ms", d->log.happened_at_ms = DRAFT_NOW - 32 * DAY)                \
    X (log_no_entry, LOG, "out_of_range", "log.corrects", d->log.corrects = 0)                                       \
    X (log_post, LOG, "bad_code", "log.post", d->log.post = "Duty Room")                                             \
    X (consult_on_nothing, CONSULT, "empty", "consult.matter", d->consult.matter = "")                               \
    X (consult_for_nothing, CONSULT, "missing_field", "consult.conclusions", d->consult.conclusions = NULL)          \
    X (consult_nobody, CONSULT, "missing_field", "consult.participants",                                             \
       (d->consult.n_participants = 0, d->consult.others = NULL))                                                    \
    X (consult_crowd, CONSULT, "too_many", "consult.participants", d->consult.n_participants = PARTICIPANTS_MAX + 1) \
    X (consult_a_name, CONSULT, "bad_code", "consult.participants", d->participants[1] = "Li Na")                    \
    X (consult_tomorrow, CONSULT, "future", "consult.ended_at_ms", d->consult.ended_at_ms = DRAFT_NOW + DAY)         \
    X (link_as_nothing, LINK, "missing_field", "link.kind", d->link.has_kind = false)                                \
    X (link_as_split, LINK, "out_of_range", "link.kind", d->link.kind = MUSTER__V1__LINK_KIND__LINK_KIND_SPLIT)      \
    X (link_with_zero, LINK, "out_of_range", "link.other", d->link.other = 0)                                        \
    X (unlink_what, UNLINK, "missing_field", "unlink.incident", d->unlink.has_incident = false)                      \
    X (split_into_what, SPLIT, "missing_field", "split.what", d->split.what = NULL)                                  \
    X (split_many, SPLIT, "too_many", "split.orders", d->split.n_orders = SPLIT_ORDERS_MAX + 1)                      \
    X (split_zero, SPLIT, "out_of_range", "split.orders", d->orders[1] = 0)                                          \
    X (move_nowhere, MOVE, "missing_field", "move.incident", d->move.has_incident = false)                           \
    X (long_source_id, REPORT, "too_long", "report.source_id", d->report.source_id = TEXT_256)                       \
    X (drill_of_what, DRILL_BEGIN, "missing_field", "drill_begin.title", d->drill_begin.title = NULL)                \
    X (drill_teams, DRILL_BEGIN, "bad_code", "drill_begin.teams", d->drill_teams[1] = no_code)                       \
    X (drill_nobody, DRILL_BEGIN, "bad_code", "drill_begin.people", d->drill_people[0] = no_code)                    \
    X (drill_too_long, DRILL_BEGIN, "out_of_range", "drill_begin.within_ms", d->drill_begin.within_ms = 4000000000)  \
    X (drill_ends_why, DRILL_END, "empty", "drill_end.reason", d->drill_end.reason = " ")                            \
    X (drill_none, DRILL_END, "out_of_range", "drill_end.drill", d->drill_end.drill = 0)                             \
    X (roll_untitled, ROLL_CALL, "empty", "roll_call.title", d->roll_call.title = " ")                               \
    X (roll_bad_post, ROLL_CALL, "bad_code", "roll_call.posts", d->codes[1] = "Tao Si")                              \
    X (roll_bad_team, ROLL_CALL, "bad_code", "roll_call.teams", d->codes[2] = "Fire")                                \
    X (roll_at_once, ROLL_CALL, "out_of_range", "roll_call.within_ms", d->roll_call.within_ms = 9999)                \
    X (answer_what, ROLL_CALL_ANSWER, "missing_field", "roll_call_answer.answer",                                    \
       d->roll_call_word.has_answer = false)                                                                         \
    X (answer_for_a_name, ROLL_CALL_ANSWER, "bad_code", "roll_call_answer.on_behalf_of",                             \
       d->roll_call_word.on_behalf_of = "Li Na")                                                                     \
    X (absent_who_says, ROLL_CALL_ABSENT, "missing_field", "roll_call_absent.words", d->roll_call_word.words = NULL) \
    X (absent_what, ROLL_CALL_ABSENT, "out_of_range", "roll_call_absent.answer", d->roll_call_word.answer = 0)       \
    X (roll_end_why, ROLL_CALL_END, "empty", "roll_call_end.reason", d->roll_call_end.reason = "")                   \
    X (roll_end_what, ROLL_CALL_END, "missing_field", "roll_call_end.roll_call",                                     \
       d->roll_call_end.has_roll_call = false)                                                                       \
    X (command_of_what, COMMAND_ESTABLISH, "missing_field", "command_establish.incident",                            \
       d->command_establish.has_incident = false)                                                                    \
    X (command_by_nobody, COMMAND_ESTABLISH, "missing_field", "command_establish.commander",                         \
       d->command_establish.commander = NULL)                                                                        \
    X (command_nowhere, COMMAND_ESTABLISH, "empty", "command_establish.place", d->command_establish.place = " ")     \
    X (transfer_to_nobody, COMMAND_TRANSFER, "missing_field", "command_transfer.to", d->command_transfer.to = NULL)  \
    X (transfer_why, COMMAND_TRANSFER, "missing_field", "command_transfer.reason",                                   \
       d->command_transfer.reason = NULL)                                                                            \
    X (accept_what, COMMAND_ACCEPT, "out_of_range", "command_accept.post", d->command_accept.post = 0)               \
    X (accept_for_a_name, COMMAND_ACCEPT, "bad_code", "command_accept.on_behalf_of",                                 \
       d->command_accept.on_behalf_of = "Li Na")                                                                     \
    X (dissolve_why, COMMAND_DISSOLVE, "empty", "command_dissolve.reason", d->command_dissolve.reason = "")          \
    X (reserve_before_1970, DISPATCH, "out_of_range", "dispatch.release_at_ms", d->dispatch.release_at_ms = -1)      \
    X (receipt_of_nothing, RECEIPT, "missing_field", "receipt.order", d->receipt.has_order = false)                  \
    X (receipt_no_state, RECEIPT, "missing_field", "receipt.state", d->receipt.has_state = false)                    \
    X (receipt_queued, RECEIPT, "out_of_range", "receipt.state", d->receipt.state = RECEIPT (1))                     \
    X (receipt_acknowledged, RECEIPT, "out_of_range", "receipt.state", d->receipt.state = RECEIPT (5))               \
    X (receipt_whose, RECEIPT, "bad_code", "receipt.on_behalf_of", d->receipt.on_behalf_of = "Wang")                 \
    X (no_what, REPORT, "missing_field", "report.what", d->report.what = NULL)                                       \
    X (empty_what, REPORT, "empty", "report.what", d->report.what = "")                                              \
    X (blank_what, REPORT, "empty", "report.what", d->report.what = " \u3000 ")                                      \
    X (long_what, REPORT, "too_long", "report.what", d->report.what = TEXT_256 "!")                                  \
    X (two_line_what, REPORT, "bad_text", "report.what", d->report.what = "a\nb")                                    \
    X (tab_in_what, REPORT, "bad_text", "report.what", d->report.what = "a\tb")                                      \
    X (no_place, REPORT, "missing_field", "report.place", d->report.place = NULL)                                    \
    X (long_place, REPORT, "too_long", "report.place", d->report.place = TEXT_256 "!")                               \
    X (escape_in_place, REPORT, "bad_text", "report.place", d->report.place = "\033[2J")                             \
    X (delete_in_place, REPORT, "bad_text", "report.place", d->report.place = "a\177")                               \
    X (c1_in_place, REPORT, "bad_text", "report.place", d->report.place = "a\xc2\x9b")                               \
    X (type_code_low, REPORT, "out_of_range", "report.type_code", d->report.type_code = 9999)                        \
    X (type_code_high, REPORT, "out_of_range", "report.type_code", d->report.type_code = 50000)                      \
    X (type_code_zero, REPORT, "out_of_range", "report.type_code", d->report.type_code = 0)                          \
    X (no_latitude, REPORT, "missing_field", "report.position.latitude", d->position.has_latitude = false)           \
    X (no_longitude, REPORT, "missing_field", "report.position.longitude", d->position.has_longitude = false)        \
    X (latitude_high, REPORT, "out_of_range", "report.position.latitude", d->position.latitude = 90.0001)            \
    X (latitude_nan, REPORT, "out_of_range", "report.position.latitude", d->position.latitude = (double)NAN)         \
    X (longitude_low, REPORT, "out_of_range", "report.position.longitude", d->position.longitude = -180.0001)        \
    X (longitude_inf, REPORT, "out_of_range", "report.position.longitude", d->position.longitude = (double)INFINITY) \
    X (longitude_nan, REPORT, "out_of_range", "report.position.longitude", d->position.longitude = (double)NAN)      \
    X (occurred_ahead, REPORT, "future", "report.occurred_at_ms",                                                    \
       d->report.occurred_at_ms = DRAFT_NOW + 5 * MINUTE + 1)                                                        \
    X (occurred_long_ago, REPORT, "past", "report.occurred_at_ms",                                                   \
       d->report.occurred_at_ms = DRAFT_NOW - 31 * DAY - 1)                                                          \
    X (occurred_in_1970, REPORT, "past", "report.occurred_at_ms", d->report.occurred_at_ms = 0)                      \
    X (occurred_min, REPORT, "past", "report.occurred_at_ms", d->report.occurred_at_ms = INT64_MIN)                  \
    X (occurred_max, REPORT, "future", "report.occurred_at_ms", d->report.occurred_at_ms = INT64_MAX)                \
    X (long_text, REPORT, "too_long", "report.statement.text", d->statement.text = TEXT_4096 "!")                    \
    X (return_in_text, REPORT, "bad_text", "report.statement.text", d->statement.text = "a\r\n")                     \
    X (overlong_text, REPORT, "bad_text", "report.statement.text", d->statement.text = "\xc0\xaf")                   \
    X (surrogate_text, REPORT, "bad_text", "report.statement.text", d->statement.text = "\xed\xa0\x80")              \
    X (gbk_text, REPORT, "bad_text", "report.statement.text", d->statement.text = "\xbb\xf0\xd4\xd6")                \
    X (cut_text, REPORT, "bad_text", "report.statement.text", d->statement.text = "\xe7\x81")                        \
    X (dead, REPORT, "out_of_range", "report.statement.figures.dead", d->figures.dead = 10000001)                    \
    X (minus_dead, REPORT, "out_of_range", "report.statement.figures.dead", d->figures.dead = (uint32_t)-1)          \
    X (missing, REPORT, "out_of_range", "report.statement.figures.missing", d->figures.missing = 10000001)           \
    X (trapped, REPORT, "out_of_range", "report.statement.figures.trapped", d->figures.trapped = 10000001)           \
    X (serious, REPORT, "out_of_range", "report.statement.figures.injured_serious",                                  \
       d->figures.injured_serious = 10000001)                                                                        \
    X (slight, REPORT, "out_of_range", "report.statement.figures.injured_slight",                                    \
       d->figures.injured_slight = 10000001)                                                                         \
    X (endangered, REPORT, "out_of_range", "report.statement.figures.endangered", d->figures.endangered = 10000001)  \
    X (evacuated, REPORT, "out_of_range", "report.statement.figures.evacuated", d->figures.evacuated = 10000001)     \
    X (brought_out, REPORT, "out_of_range", "report.statement.figures.brought_out",                                  \
       d->figures.brought_out = 10000001)                                                                            \
    X (rescuers, REPORT, "out_of_range", "report.statement.figures.rescuers", d->figures.rescuers = 10000001)        \
    X (loss, REPORT, "out_of_range", "report.statement.figures.loss_yuan", d->figures.loss_yuan = 10000000000001ULL) \
    X (minus_loss, REPORT, "out_of_range", "report.statement.figures.loss_yuan", d->figures.loss_yuan = UINT64_MAX)  \
    X (channel, REPORT, "too_long", "report.statement.channel", d->statement.channel = TEXT_32 "!")                  \
    X (caller_name, REPORT, "too_long", "report.statement.caller_name", d->statement.caller_name = TEXT_128 "!")     \
    X (caller_phone, REPORT, "too_long", "report.statement.caller_phone", d->statement.caller_phone = TEXT_32 "!")   \
    X (caller_post, REPORT, "too_long", "report.statement.caller_post", d->statement.caller_post = TEXT_128 "!")     \
    X (already_told, REPORT, "too_long", "report.statement.already_told", d->statement.already_told = TEXT_256 "!")  \
    X (continue_what, CONTINUE, "missing_field", "continue.incident", d->continuation.has_incident = false)          \
    X (continue_zero, CONTINUE, "out_of_range", "continue.incident", d->continuation.incident = 0)                   \
    X (continue_huge, CONTINUE, "out_of_range", "continue.incident", d->continuation.incident = 1ULL << 63)          \
    X (continue_silent, CONTINUE, "missing_field", "continue.statement", d->continuation.statement = NULL)           \
    X (continue_empty, CONTINUE, "empty_statement", "continue.statement",                                            \
       (d->statement.text = " ", muster__v1__figures__init (&d->figures)))                                           \
    X (continue_text, CONTINUE, "bad_text", "continue.statement.text", d->statement.text = "\x01")                   \
    X (continue_dead, CONTINUE, "out_of_range", "continue.statement.figures.dead", d->figures.dead = 10000001)       \
    X (assess_what, ASSESS, "missing_field", "assess.incident", d->assess.has_incident = false)                      \
    X (assess_nothing, ASSESS, "missing_field", "assess.level", d->assess.has_level = false)                         \
    X (assess_none, ASSESS, "out_of_range", "assess.level", d->assess.level = LEVEL (0))                             \
    X (assess_five, ASSESS, "out_of_range", "assess.level", d->assess.level = LEVEL (5))                             \
    X (assess_minus, ASSESS, "out_of_range", "assess.level", d->assess.level = LEVEL (-1))                           \
    X (assess_reason, ASSESS, "too_long", "assess.reason", d->assess.reason = TEXT_4096 "!")                         \
    X (dispatch_what, DISPATCH, "missing_field", "dispatch.incident", d->dispatch.has_incident = false)              \
    X (dispatch_team, DISPATCH, "bad_code", "dispatch.team", d->dispatch.team = "Team_1")                            \
    X (dispatch_nobody, DISPATCH, "bad_code", "dispatch.team", d->dispatch.team = "")                                \
    X (dispatch_long, DISPATCH, "bad_code", "dispatch.team", d->dispatch.team = TEXT_32 "x")                         \
    X (dispatch_task, DISPATCH, "too_long", "dispatch.task", d->dispatch.task = TEXT_4096 "!")                       \
    X (acknowledge, ACKNOWLEDGE, "missing_field", "acknowledge.order", d->rung.has_order = false)                    \
    X (acknowledge_for, ACKNOWLEDGE, "bad_code", "acknowledge.on_behalf_of", d->rung.on_behalf_of = "王五")          \
    X (decline_silent, DECLINE, "missing_field", "decline.words", d->rung.words = NULL)                              \
    X (decline_blank, DECLINE, "empty", "decline.words", d->rung.words = "\n")                                       \
    X (depart_channel, DEPART, "bad_text", "depart.channel", d->rung.channel = "ra\ndio")                            \
    X (arrive_zero, ARRIVE, "out_of_range", "arrive.order", d->rung.order = 0)                                       \
    X (complete_words, COMPLETE, "too_long", "complete.words", d->rung.words = TEXT_4096 "!")                        \
    X (cancel_silent, CANCEL, "missing_field", "cancel.words", d->rung.words = NULL)                                 \
    X (check_in_post, CHECK_IN, "missing_field", "check_in.post", d->check_in.post = NULL)                           \
    X (check_in_code, CHECK_IN, "bad_code", "check_in.post", d->check_in.post = "a b")                               \
    X (check_in_person, CHECK_IN, "bad_code", "check_in.person", d->check_in.person = "")                            \
    X (check_in_channel, CHECK_IN, "too_long", "check_in.channel", d->check_in.channel = TEXT_32 "!")                \
    X (check_out_person, CHECK_OUT, "bad_code", "check_out.person", d->check_out.person = "A")                       \
    X (check_out_channel, CHECK_OUT, "bad_text", "check_out.channel", d->check_out.channel = "\xff")                 \
    X (close_what, CLOSE, "missing_field", "close.incident", d->close.has_incident = false)                          \
    X (close_why, CLOSE, "missing_field", "close.reason", d->close.reason = NULL)                                    \
    X (close_how, CLOSE, "out_of_range", "close.disposition", d->close.disposition = 9)                              \
    X (close_no_how, CLOSE, "out_of_range", "close.disposition", d->close.disposition = 0)                           \
    X (merge_what, MERGE, "missing_field", "merge.incident", d->merge.has_incident = false)                          \
    X (merge_into, MERGE, "missing_field", "merge.into", d->merge.has_into = false)                                  \
    X (unmerge_why, UNMERGE, "missing_field", "unmerge.reason", d->unmerge.reason = NULL)                            \
    X (hold_what, HOLD, "missing_field", "hold.incident", d->hold.has_incident = false)                              \
    X (hold_why, HOLD, "missing_field", "hold.reason", d->hold.reason = NULL)                                        \
    X (control_what, CONTROL, "missing_field", "control.incident", d->control.has_incident = false)                  \
    X (resume_what, RESUME, "out_of_range", "resume.incident", d->resume.incident = 0)                               \
    X (close_blank, CLOSE, "empty", "close.reason", d->close.reason = "")                                            \
    X (reopen_what, REOPEN, "missing_field", "reopen.incident", d->reopen.has_incident = false)                      \
    X (reopen_why, REOPEN, "missing_field", "reopen.reason", d->reopen.reason = NULL)                                \
    X (import_name, IMPORT, "too_long", "import.name", d->import.name = TEXT_128 "!")                                \
    X (import_nothing, IMPORT, "missing_field", "import.text", d->import.text = NULL)                                \
    X (import_empty, IMPORT, "empty", "import.text", d->import.text = "\n\n")                                        \
    X (enrol_nobody, ENROL, "missing_field", "enrol.code", d->enrol.code = NULL)                                     \
    X (enrol_code, ENROL, "bad_code", "enrol.code", d->enrol.code = "li.4")                                          \
    X (enrol_role, ENROL, "missing_field", "enrol.role", d->enrol.has_role = false)                                  \
    X (enrol_none, ENROL, "out_of_range", "enrol.role", d->enrol.role = (Muster__V1__Role)0)                         \
    X (enrol_seven, ENROL, "out_of_range", "enrol.role", d->enrol.role = (Muster__V1__Role)7)                        \
    X (enrol_keyless, ENROL, "missing_field", "enrol.key", d->enrol.has_key = false)                                 \
    X (enrol_short_key, ENROL, "bad_key", "enrol.key", d->enrol.key.len = 31)                                        \
    X (enrol_no_key, ENROL, "bad_key", "enrol.key", d->enrol.key.len = 0)                                            \
    X (enrol_zero_key, ENROL, "bad_key", "enrol.key", memset (d->key, 0, sizeof d->key))                             \
    X (enrol_person, ENROL, "bad_code", "enrol.person", d->enrol.person = "?")                                       \
    X (enrol_team, ENROL, "bad_code", "enrol.team", d->enrol.team = "?")                                             \
    X (revoke_nobody, REVOKE, "missing_field", "revoke.code", d->revoke.code = NULL)                                 \
    X (revoke_reason, REVOKE, "bad_text", "revoke.reason", d->revoke.reason = "\x07")                                \
    X (list_nothing, LIST, "missing_field", "list.kind", d->list.has_kind = false)                                   \
    X (list_none, LIST, "out_of_range", "list.kind", d->list.kind = (Muster__V1__EntityKind)0)                       \
    X (list_hole, LIST, "out_of_range", "list.kind", d->list.kind = (Muster__V1__EntityKind)47)                      \
    X (list_before, LIST, "out_of_range", "list.before", d->list.before = UINT64_MAX)                                \
    X (list_no_limit, LIST, "out_of_range", "list.limit", d->list.limit = 0)                                         \
    X (list_limit, LIST, "out_of_range", "list.limit", d->list.limit = 501)                                          \
    X (show_nothing, SHOW, "missing_field", "show.kind", d->show.has_kind = false)                                   \
    X (show_what, SHOW, "missing_field", "show.id", d->show.has_id = false)                                          \
    X (show_zero, SHOW, "out_of_range", "show.id", d->show.id = 0)                                                   \
    X (journal_after, JOURNAL, "out_of_range", "journal.after", d->journal.after = UINT64_MAX)                       \
    X (journal_incident, JOURNAL, "out_of_range", "journal.incident", d->journal.incident = UINT64_MAX)              \
    X (journal_limit, JOURNAL, "out_of_range", "journal.limit", d->journal.limit = 501)                              \
    X (sync_since, SYNC, "out_of_range", "sync.since", d->sync.since = UINT64_MAX)                                   \
    X (sync_limit, SYNC, "out_of_range", "sync.limit", d->sync.limit = 0)

#define SPOIL(name, body, code, field, how)                                                                          \
    static void spoil_##name (struct draft *d)                                                                       \
    {                                                                                                                \
        how;                                                                                                         \
    }
#define ROW(name, body, code, field, how) { #name, MUSTER__V1__REQUEST__BODY_##body, code, field, spoil_##name },

BAD_REQUESTS (SPOIL)

static const struct bad_row {
    const char *name;
    Muster__V1__Request__BodyCase body;
    const char *code, *field;
    void (*spoil) (struct draft *);
} bad_rows[] = { BAD_REQUESTS (ROW) };

static void
expect_row (const struct bad_row *row, const struct fault *fault, int result)
{
    bool same_field = row->field ? fault->field && !strcmp (row->field, fault->field) : !fault->field;
    if (result == -1 && !strcmp (fault->code, row->code) && same_field)
        return;
    fail_msg ("%s: expected %s at %s, got %s at %s", row->name, row->code, row->field ? row->field : "-",
              result ? fault->code : "no fault", result && fault->field ? fault->field : "-");
}

static void
each_fault_names_its_code_and_field (void **state)
{
    (void)state;
    struct buffer bytes = { 0 };
    for (size_t i = 0; i < sizeof bad_rows / sizeof bad_rows[0]; i++) {
        struct draft draft;
        struct request request;
        struct fault fault;
        draft_init (&draft, bad_rows[i].body);
        bad_rows[i].spoil (&draft);
        draft_pack (&draft, &bytes);
        int result = wire_decode_request (bytes.data, bytes.size, DRAFT_NOW, &request, &fault);
        expect_row (&bad_rows[i], &fault, result);
        assert_int_equal (request.has_id, draft.request.has_id && draft.request.id.len == COMMAND_ID_BYTES);
        char text[512];
        wire_fill (text, sizeof text, fault.template, fault.args);
        assert_null (strchr (text, '{')); /* every placeholder has its arg */
        wire_request_free (&request);
    }
    buffer_free (&bytes);
}

/* The limits themselves pass: the rows above are one step beyond. */
static void
each_limit_itself_passes (void **state)
{
    (void)state;
    struct draft draft;
    struct request request;
    struct fault fault;
    struct buffer bytes = { 0 };
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REPORT);
    draft.report.what = draft.report.place = draft.statement.already_told = TEXT_256;
    draft.statement.text = TEXT_4096;
    draft.statement.channel = draft.statement.caller_phone = TEXT_32;
    draft.statement.caller_name = draft.statement.caller_post = TEXT_128;
    draft.position.latitude = -90;
    draft.position.longitude = 180;
    draft.report.type_code = 49999;
    draft.report.occurred_at_ms = DRAFT_NOW + 5 * MINUTE;
    draft_pack (&draft, &bytes);
    assert_int_equal (wire_decode_request (bytes.data, bytes.size, DRAFT_NOW, &request, &fault), 0);
    wire_request_free (&request);
    draft.report.type_code = 10000;
    draft.report.occurred_at_ms = DRAFT_NOW - 31 * DAY;
    draft_pack (&draft, &bytes);
    assert_int_equal (wire_decode_request (bytes.data, bytes.size, DRAFT_NOW, &request, &fault), 0);
    wire_request_free (&request);
    buffer_free (&bytes);
}

/* protobuf-c would cut the text at the NUL without a word. */
static void
nul_inside_a_text_is_found (void **state)
{
    (void)state;
    struct draft draft;
    struct request request;
    struct fault fault;
    struct buffer bytes = { 0 };
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_CLOSE);
    draft.close.reason = "all #out";
    draft_pack (&draft, &bytes);
    uint8_t *mark = memchr (bytes.data, '#', bytes.size);
    *mark = '\0';
    assert_int_equal (wire_decode_request (bytes.data, bytes.size, DRAFT_NOW, &request, &fault), -1);
    assert_string_equal (fault.code, "bad_text");
    assert_string_equal (fault.field, "close.reason");
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_DISPATCH);
    draft.dispatch.team = "team-#-1";
    draft_pack (&draft, &bytes);
    mark = memchr (bytes.data, '#', bytes.size);
    *mark = '\0';
    assert_int_equal (wire_decode_request (bytes.data, bytes.size, DRAFT_NOW, &request, &fault), -1);
    assert_string_equal (fault.code, "bad_code");
    buffer_free (&bytes);
}

static void
command_of_a_later_protocol_is_unknown (void **state)
{
    (void)state;
    static const uint8_t coming[] = { 0xba, 0x0c, 0x00 }; /* field 199, empty */
    struct draft draft;
    struct request request;
    struct fault fault;
    struct buffer bytes = { 0 };
    draft_init (&draft, MUSTER__V1__REQUEST__BODY__NOT_SET);
    draft_pack (&draft, &bytes);
    buffer_append (&bytes, coming, sizeof coming);
    assert_int_equal (wire_decode_request (bytes.data, bytes.size, DRAFT_NOW, &request, &fault), -1);
    assert_string_equal (fault.code, "unknown_command");
    assert_true (request.has_id);
    buffer_free (&bytes);
}

static void
sentence_of_a_fault_is_whole (void **state)
{
    (void)state;
    struct draft draft;
    struct request request;
    struct fault fault;
    struct buffer bytes = { 0 };
    char text[256];
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REPORT);
    draft.report.what = TEXT_256 "!";
    draft_pack (&draft, &bytes);
    wire_decode_request (bytes.data, bytes.size, DRAFT_NOW, &request, &fault);
    wire_fill (text, sizeof text, fault.template, fault.args);
    assert_string_equal (text, "The field report.what has 257 bytes; at most 256 are allowed.");
    draft.request.protocol = 9;
    draft_pack (&draft, &bytes);
    wire_decode_request (bytes.data, bytes.size, DRAFT_NOW, &request, &fault);
    wire_fill (text, sizeof text, fault.template, fault.args);
    assert_string_equal (text, "The request speaks protocol 9; this daemon speaks protocol 1.");
    buffer_free (&bytes);
}

static void
every_fault_has_a_code_of_its_own_and_a_sentence (void **state)
{
    (void)state;
    for (size_t i = 0; i < FAULTS; i++) {
        assert_non_null (fault_rows[i].code);
        assert_non_null (fault_rows[i].template);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal (fault_rows[i].code, fault_rows[j].code);
    }
}

/* ---- text ---- */

static void
utf8_is_judged_by_the_table_of_unicode (void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } rows[] = {
        { "", true },
        { "abc", true },
        { "\u00e9\u4e2d\U0001f525", true },
        { "\xc2\xa0", true }, /* the first after C1 */
        { "\u202e", false },  /* turns the line around */
        { "\u2069", false },
        { "\u2026", true },
        { "\xf4\x8f\xbf\xbf", true },  /* U+10FFFF */
        { "\xf4\x90\x80\x80", false }, /* U+110000 */
        { "\xf5\x80\x80\x80", false },
        { "\xed\x9f\xbf", true },      /* U+D7FF */
        { "\xed\xbf\xbf", false },     /* U+DFFF */
        { "\xee\x80\x80", true },      /* U+E000 */
        { "\xc1\xbf", false },         /* overlong */
        { "\xe0\x9f\xbf", false },     /* overlong */
        { "\xf0\x8f\xbf\xbf", false }, /* overlong */
        { "\xe0\xa0\x80", true },      /* U+0800 */
        { "\xf0\x90\x80\x80", true },  /* U+10000 */
        { "\x80", false },
        { "\xe4\xb8", false },
        { "\xe4\x41\x80", false },
        { "\xe4\xb8\x41", false },
        { "\xff", false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_is_valid (rows[i].text, strlen (rows[i].text), TEXT_LINE) != rows[i].valid)
            fail_msg ("row %zu", i);
}

static void
broken_text_is_repaired_on_its_way_out (void **state)
{
    (void)state;
    char text[8];
    text_repair (text, sizeof text, "a\xff\xe4\xb8");
    assert_string_equal (text, "a???");
    text_repair (text, sizeof text, "\u4e2d\u6587\u5b57");
    assert_string_equal (text, "\u4e2d\u6587");
    text_repair (text, 1, "abc");
    assert_string_equal (text, "");
}

static void
fill_puts_args_in_and_never_cuts_a_character (void **state)
{
    (void)state;
    static const char args[REFUSAL_ARGS][REFUSAL_ARG_MAX] = { "3307", "on scene", "中" };
    char text[64];
    wire_fill (text, sizeof text, "Order {0} is {1}; {0}{2}", args);
    assert_string_equal (text, "Order 3307 is on scene; 3307中");
    wire_fill (text, sizeof text, "{3} {x} {0", args);
    assert_string_equal (text, "{3} {x} {0");
    wire_fill (text, 5, "ab{2}{2}", args);
    assert_string_equal (text, "ab");
    wire_fill (text, 6, "ab{2}{2}", args);
    assert_string_equal (text, "ab中");
    wire_fill (text, 4, "{1}", args);
    assert_string_equal (text, "on ");
    wire_fill (text, 1, "{1}", args);
    assert_string_equal (text, "");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_fault_names_its_code_and_field),
        cmocka_unit_test (each_limit_itself_passes),
        cmocka_unit_test (nul_inside_a_text_is_found),
        cmocka_unit_test (command_of_a_later_protocol_is_unknown),
        cmocka_unit_test (sentence_of_a_fault_is_whole),
        cmocka_unit_test (every_fault_has_a_code_of_its_own_and_a_sentence),
        cmocka_unit_test (utf8_is_judged_by_the_table_of_unicode),
        cmocka_unit_test (broken_text_is_repaired_on_its_way_out),
        cmocka_unit_test (fill_puts_args_in_and_never_cuts_a_character),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* speak.c: the commands of a story, each as one call. */
#include "story.h"

#include <string.h>

void
by (struct story *story, const char *code)
{
    const struct principal *principal = desk_principal_by_code (story->desk, code);
    assert_non_null (principal);
    story->speaker = principal->entity.id;
}

struct figures
people (int32_t dead, int32_t injured_serious)
{
    struct figures figures = figures_unknown;
    figures.dead = dead;
    figures.injured_serious = injured_serious;
    return figures;
}

bool
report_fire (struct story *story, const char *what)
{
    struct command command = { .action = ACTION_REPORT,
                               .report = { .what = what,
                                           .place = "Chenzhuang village",
                                           .type_code = 20700,
                                           .drill = story->drill,
                                           .report = { .text = what, .figures = figures_unknown } } };
    return say (story, &command);
}

bool
report_figures (struct story *story, const char *what, struct figures figures)
{
    struct command command = { .action = ACTION_REPORT,
                               .report = { .what = what,
                                           .place = "Chenzhuang village",
                                           .drill = story->drill,
                                           .report = { .text = what, .figures = figures, .channel = "phone" } } };
    return say (story, &command);
}

bool
report (struct story *story, const char *what)
{
    return report_figures (story, what, figures_unknown);
}

static bool
file (struct story *story, uint64_t incident, struct figures figures, bool final)
{
    struct command command = { .action = ACTION_CONTINUE,
                               .continuation = { .incident = incident,
                                                 .final = final,
                                                 .report = { .text = "more is known", .figures = figures } } };
    return say (story, &command);
}

bool
continue_with (struct story *story, uint64_t incident, struct figures figures)
{
    return file (story, incident, figures, false);
}

bool
final_with (struct story *story, uint64_t incident, struct figures figures)
{
    return file (story, incident, figures, true);
}

static bool
level (struct story *story, uint64_t incident, enum event_level to, bool confirmed)
{
    struct command command = { .action = ACTION_ASSESS,
                               .assess = { .incident = incident, .level = to, .confirmed = confirmed } };
    return say (story, &command);
}

bool
assess (struct story *story, uint64_t incident, enum event_level to)
{
    return level (story, incident, to, false);
}

bool
confirm (struct story *story, uint64_t incident, enum event_level to)
{
    return level (story, incident, to, true);
}

bool
dispatch (struct story *story, uint64_t incident, const char *team)
{
    struct command command = { .action = ACTION_DISPATCH,
                               .dispatch = { .incident = incident, .team = team, .task = "search and rescue" } };
    return say (story, &command);
}

bool
reserve (struct story *story, uint64_t incident, const char *team, int64_t release_at)
{
    struct command command = { .action = ACTION_DISPATCH,
                               .dispatch = { .incident = incident,
                                             .team = team,
                                             .task = "search and rescue",
                                             .release_at = STORY_BEGAN_MS + release_at } };
    return say (story, &command);
}

bool
rung (struct story *story, enum action action, uint64_t order, const char *words)
{
    struct command command = { .action = action, .rung = { .order = order, .channel = "radio", .words = words } };
    return say (story, &command);
}

bool
acknowledge (struct story *story, uint64_t order)
{
    return rung (story, ACTION_ACKNOWLEDGE, order, NULL);
}

bool
acknowledge_for (struct story *story, uint64_t order, const char *person, const char *words)
{
    struct command command = { .action = ACTION_ACKNOWLEDGE,
                               .rung = {
                                   .order = order, .channel = "phone", .on_behalf_of = person, .words = words } };
    return say (story, &command);
}

bool
decline (struct story *story, uint64_t order, const char *words)
{
    return rung (story, ACTION_DECLINE, order, words);
}

bool
answer_status (struct story *story, uint64_t order, const char *words)
{
    return rung (story, ACTION_STATUS_CHECK, order, words);
}

bool
distress (struct story *story, uint64_t order, const char *words)
{
    return rung (story, ACTION_DISTRESS, order, words);
}

bool
resolve_distress (struct story *story, uint64_t order, const char *words)
{
    return rung (story, ACTION_DISTRESS_RESOLVE, order, words);
}

bool
depart (struct story *story, uint64_t order)
{
    return rung (story, ACTION_DEPART, order, NULL);
}

bool
arrive (struct story *story, uint64_t order)
{
    return rung (story, ACTION_ARRIVE, order, NULL);
}

bool
complete (struct story *story, uint64_t order)
{
    return rung (story, ACTION_COMPLETE, order, NULL);
}

bool
cancel (struct story *story, uint64_t order, const char *words)
{
    return rung (story, ACTION_CANCEL, order, words);
}

bool
recall (struct story *story, uint64_t order, const char *words)
{
    return rung (story, ACTION_RECALL, order, words);
}

bool
reassign (struct story *story, uint64_t order, const char *team, uint64_t to_incident)
{
    struct command command = { .action = ACTION_REASSIGN,
                               .reassign = { order, team, to_incident, "they have the pumps" } };
    return say (story, &command);
}

bool
receipt (struct story *story, uint64_t order, enum receipt_state how_far, const char *on_behalf_of)
{
    struct command command = { .action = ACTION_RECEIPT,
                               .device_at = STORY_BEGAN_MS + story->now - 1 * SECONDS,
                               .receipt = { order, how_far, on_behalf_of, on_behalf_of ? "sms" : NULL } };
    return say (story, &command);
}

bool
close_as (struct story *story, uint64_t incident, enum disposition disposition, bool override, const char *reason)
{
    struct command command = { .action = ACTION_CLOSE,
                               .close = { incident, reason, disposition, .override = override } };
    return say (story, &command);
}

bool
close_incident (struct story *story, uint64_t incident, const char *reason)
{
    return close_as (story, incident, DISPOSITION_NONE, false, reason);
}

static bool
turn (struct story *story, enum action action, uint64_t incident, const char *reason)
{
    struct command command = { .action = action, .close = { .incident = incident, .reason = reason } };
    return say (story, &command);
}

bool
hold (struct story *story, uint64_t incident, const char *reason)
{
    return turn (story, ACTION_HOLD, incident, reason);
}

bool
control (struct story *story, uint64_t incident, const char *reason)
{
    return turn (story, ACTION_CONTROL, incident, reason);
}

bool
resume (struct story *story, uint64_t incident, const char *reason)
{
    return turn (story, ACTION_RESUME, incident, reason);
}

bool
merge (struct story *story, uint64_t incident, uint64_t into, const char *reason)
{
    struct command command = { .action = ACTION_MERGE, .merge = { incident, into, reason } };
    return say (story, &command);
}

bool
unmerge (struct story *story, uint64_t incident, const char *reason)
{
    return turn (story, ACTION_UNMERGE, incident, reason);
}

bool
reopen (struct story *story, uint64_t incident, const char *reason)
{
    return turn (story, ACTION_REOPEN, incident, reason);
}

static bool
shift (struct story *story, enum action action, const char *person, const char *post, bool leader)
{
    struct command command = { .action = action,
                               .shift = { .person = person, .post = post, .channel = "console", .leader = leader } };
    return say (story, &command);
}

bool
check_in (struct story *story, const char *person, bool leader)
{
    return shift (story, ACTION_CHECK_IN, person, "office", leader);
}

bool
check_out (struct story *story, const char *person)
{
    return shift (story, ACTION_CHECK_OUT, person, NULL, false);
}

bool
enrol (struct story *story, const char *code, enum role role, const char *person, const char *team)
{
    uint8_t key[KEY_BYTES] = { 0 };
    memcpy (key, code, strnlen (code, sizeof key)); /* one key for each code */
    struct command command = { .action = ACTION_ENROL, .enrol = { code, role, key, person, team } };
    return say (story, &command);
}

bool
revoke (struct story *story, const char *code, const char *reason)
{
    struct command command = { .action = ACTION_REVOKE, .revoke = { code, reason } };
    return say (story, &command);
}

bool
write_log (struct story *story, const char *text, struct log_args args)
{
    args.text = text;
    struct command command = { .action = ACTION_LOG, .log = args };
    return say (story, &command);
}

bool
hand_over (struct story *story, const char *to)
{
    struct command command = { .action = ACTION_HANDOVER_OPEN,
                               .handover_open = { .to = to, .done = "search ended", .undone = "press at nine" } };
    return say (story, &command);
}

bool
accept_items (struct story *story, uint64_t handover, uint32_t first, uint32_t last)
{
    struct command command = { .action = ACTION_HANDOVER_ACCEPT };
    command.handover.handover = handover;
    for (uint32_t number = first; number <= last && number <= HANDOVER_ITEMS_MAX; number++)
        item_set_add (&command.handover.items, number);
    return say (story, &command);
}

static bool
handover_word (struct story *story, enum action action, struct handover_args args)
{
    struct command command = { .action = action, .handover = args };
    return say (story, &command);
}

bool
object_to (struct story *story, uint64_t handover, uint32_t item, const char *text)
{
    return handover_word (story, ACTION_HANDOVER_OBJECT,
                          (struct handover_args){ .handover = handover, .item = item, .text = text });
}

bool
answer_objection (struct story *story, uint64_t handover, uint32_t item, const char *text)
{
    return handover_word (story, ACTION_HANDOVER_ANSWER,
                          (struct handover_args){ .handover = handover, .item = item, .text = text });
}

bool
sign_handover (struct story *story, uint64_t handover, uint64_t head_seq)
{
    static const uint8_t hash[HASH_BYTES] = { 0x5e };
    struct handover_args args = { .handover = handover, .head_hash = hash, .head_proven = true };
    args.head_seq = head_seq ? head_seq : desk_head (story->desk);
    return handover_word (story, ACTION_HANDOVER_SIGN, args);
}

bool
cancel_handover (struct story *story, uint64_t handover, const char *reason)
{
    return handover_word (story, ACTION_HANDOVER_CANCEL,
                          (struct handover_args){ .handover = handover, .text = reason });
}

/* ---- the roster ---- */

bool
check_in_for (struct story *story, const char *person, const char *in_place_of, const char *reason)
{
    struct command command = {
        .action = ACTION_CHECK_IN,
        .shift = { .person = person, .post = "office", .in_place_of = in_place_of, .reason = reason }
    };
    return say (story, &command);
}

bool
check_out_because (struct story *story, const char *person, const char *reason)
{
    struct command command = { .action = ACTION_CHECK_OUT, .shift = { .person = person, .reason = reason } };
    return say (story, &command);
}

static bool
about_planned (struct story *story, enum action action, struct planned_args args)
{
    struct command command = { .action = action, .planned = args };
    return say (story, &command);
}

bool
assign (struct story *story, uint64_t planned, const char *person, const char *reason)
{
    return about_planned (story, ACTION_ASSIGN,
                          (struct planned_args){ .planned_shift = planned, .person = person, .reason = reason });
}

bool
settle_gap (struct story *story, uint64_t planned, const char *reason)
{
    return about_planned (story, ACTION_SETTLE_GAP,
                          (struct planned_args){ .planned_shift = planned, .reason = reason });
}

bool
propose_swap (struct story *story, uint64_t planned, const char *with, uint64_t in_return)
{
    return about_planned (story, ACTION_SWAP_PROPOSE,
                          (struct planned_args){ .planned_shift = planned, .person = with, .in_return = in_return });
}

bool
accept_swap (struct story *story, uint64_t planned, const char *on_behalf_of)
{
    return about_planned (story, ACTION_SWAP_ACCEPT,
                          (struct planned_args){ .planned_shift = planned, .on_behalf_of = on_behalf_of });
}

bool
decline_swap (struct story *story, uint64_t planned, const char *on_behalf_of)
{
    return about_planned (story, ACTION_SWAP_DECLINE,
                          (struct planned_args){ .planned_shift = planned, .on_behalf_of = on_behalf_of });
}

bool
mark_contact (struct story *story, const char *person, bool reachable)
{
    struct command command = { .action = ACTION_MARK_CONTACT, .contact = { person, reachable, "tried twice" } };
    return say (story, &command);
}

bool
shelve (struct story *story, uint64_t obligation, uint32_t for_ms)
{
    struct command command = { .action = ACTION_SHELVE, .shelve = { obligation, for_ms, "the line is down" } };
    return say (story, &command);
}

bool
unshelve (struct story *story, uint64_t obligation)
{
    struct command command = { .action = ACTION_UNSHELVE, .shelve = { .obligation = obligation } };
    return say (story, &command);
}

/* ---- command ---- */

bool
activate (struct story *story, uint64_t incident, enum response_level level, uint32_t term_ms)
{
    struct command command = { .action = ACTION_ACTIVATE,
                               .response = { .incident = incident,
                                             .level = level,
                                             .matter = "collapse in Chenzhuang",
                                             .measures = "all teams on standby",
                                             .term_ms = term_ms } };
    return say (story, &command);
}

bool
adjust_response (struct story *story, uint64_t response, enum response_level level, uint32_t term_ms)
{
    struct command command = { .action = ACTION_ADJUST,
                               .response = { .response = response, .level = level, .term_ms = term_ms } };
    command.response.reason = "13 dead";
    return say (story, &command);
}

bool
terminate_response (struct story *story, uint64_t response)
{
    struct command command = { .action = ACTION_TERMINATE };
    command.response.response = response;
    command.response.reason = "search ended";
    return say (story, &command);
}

bool
instruct (struct story *story, uint64_t incident, struct instruct_args args)
{
    args.incident = incident;
    args.text = "leave nobody behind";
    struct command command = { .action = ACTION_INSTRUCT, .instruct = args };
    return say (story, &command);
}

bool
feed_back (struct story *story, uint64_t instruction, const char *on_behalf_of)
{
    struct command command = { .action = ACTION_FEEDBACK,
                               .feedback = { instruction, "searched twice", "phone", on_behalf_of } };
    return say (story, &command);
}

bool
close_instruction (struct story *story, uint64_t instruction)
{
    struct command command = { .action = ACTION_INSTRUCTION_CLOSE, .feedback = { .instruction = instruction } };
    command.feedback.text = "done";
    return say (story, &command);
}

bool
establish (struct story *story, uint64_t incident, const char *commander)
{
    struct command command = { .action = ACTION_COMMAND_ESTABLISH,
                               .field_command = { .incident = incident,
                                                  .person = commander,
                                                  .place = "village school",
                                                  .phone = "0357-3622119" } };
    return say (story, &command);
}

bool
transfer (struct story *story, uint64_t post, const char *to)
{
    struct command command = { .action = ACTION_COMMAND_TRANSFER,
                               .field_command = { .post = post, .person = to, .text = "who is here" } };
    return say (story, &command);
}

bool
accept_command (struct story *story, uint64_t post, const char *on_behalf_of, const char *words)
{
    struct command command = { .action = ACTION_COMMAND_ACCEPT,
                               .field_command = { .post = post, .text = words, .channel = "radio" } };
    command.field_command.on_behalf_of = on_behalf_of;
    return say (story, &command);
}

bool
dissolve (struct story *story, uint64_t post)
{
    struct command command = { .action = ACTION_COMMAND_DISSOLVE,
                               .field_command = { .post = post, .text = "search ended" } };
    return say (story, &command);
}

/* ---- what incidents are to each other ---- */

bool
link_with (struct story *story, uint64_t incident, enum link_kind kind, uint64_t other)
{
    struct command command = { .action = ACTION_LINK, .link = { incident, other, kind, NULL } };
    return say (story, &command);
}

bool
unlink_from (struct story *story, uint64_t incident, uint64_t other)
{
    struct command command = { .action = ACTION_UNLINK, .link = { incident, other, LINK_NONE, NULL } };
    return say (story, &command);
}

bool
split (struct story *story, uint64_t incident, uint64_t based_on, const uint64_t orders[], size_t orders_count)
{
    struct command command = { .action = ACTION_SPLIT,
                               .split = {
                                   .incident = incident,
                                   .report = { .what = "second fire in the next street", .place = "Station Road" },
                                   .based_on = based_on,
                                   .orders = orders,
                                   .orders_count = orders_count } };
    command.split.report.report.figures = figures_unknown;
    return say (story, &command);
}

bool
move (struct story *story, uint64_t order, uint64_t incident)
{
    struct command command = { .action = ACTION_MOVE, .move = { order, incident, "the other street" } };
    return say (story, &command);
}

/* ---- what goes up ---- */

bool
submit (struct story *story, uint64_t incident, const char *stage)
{
    struct command command = { .action = ACTION_SUBMIT,
                               .submit = { .incident = incident,
                                           .post = incident ? NULL : "office",
                                           .stage = stage,
                                           .text = "a hall collapsed in Chenzhuang",
                                           .received_by = "Wang of the city" } };
    return say (story, &command);
}

static bool
paper (struct story *story, enum action action, uint64_t submission, const char *reason)
{
    struct command command = { .action = action,
                               .submission = { .submission = submission,
                                               .received_by = action == ACTION_SEND ? "Wang of the city" : NULL,
                                               .reason = reason } };
    return say (story, &command);
}

bool
sign_off (struct story *story, uint64_t submission)
{
    return paper (story, ACTION_SIGN_OFF, submission, NULL);
}

bool
send_up (struct story *story, uint64_t submission)
{
    return paper (story, ACTION_SEND, submission, NULL);
}

bool
withdraw_submission (struct story *story, uint64_t submission, const char *reason)
{
    return paper (story, ACTION_SUBMISSION_WITHDRAW, submission, reason);
}

bool
consult (struct story *story, uint64_t incident, const char *participant, const char *others)
{
    struct command command = { .action = ACTION_CONSULT,
                               .consult = { .incident = incident,
                                            .matter = "how to reach the cellar",
                                            .conclusions = "from the north side",
                                            .others = others,
                                            .participants = &participant,
                                            .participants_count = participant != NULL,
                                            .channel = "video" } };
    return say (story, &command);
}

/* ---- drills ---- */

bool
begin_drill (struct story *story, const struct drill_args *args)
{
    struct command command = { .action = ACTION_DRILL_BEGIN, .drill = *args };
    if (!command.drill.title)
        command.drill.title = "an exercise";
    return say (story, &command);
}

bool
end_drill (struct story *story)
{
    return say (story, &(struct command){ .action = ACTION_DRILL_END, .drill = { .reason = "aim reached" } });
}

void
drill_for_all (struct story *story)
{
    assert_true (begin_drill (story, &(struct drill_args){ .everybody = true }));
    story->drill = true;
    pass_over (story);
}

/* ---- roll calls ---- */

bool
call_roll (struct story *story, struct roll_call_args args)
{
    struct command command = { .action = ACTION_ROLL_CALL, .roll_call = args };
    command.roll_call.title = "evening check";
    command.roll_call.drill = story->drill;
    return say (story, &command);
}

bool
answer_roll (struct story *story, uint64_t answer, const char *on_behalf_of, const char *words)
{
    struct command command = { .action = ACTION_ROLL_CALL_ANSWER,
                               .roll_call_word = { .answer = answer, .text = words, .channel = "phone" } };
    command.roll_call_word.on_behalf_of = on_behalf_of;
    return say (story, &command);
}

bool
call_absent (struct story *story, uint64_t answer, const char *words)
{
    struct command command = { .action = ACTION_ROLL_CALL_ABSENT,
                               .roll_call_word = { .answer = answer, .text = words, .channel = "phone" } };
    return say (story, &command);
}

bool
end_roll_call (struct story *story, uint64_t roll_call, const char *reason)
{
    struct command command = { .action = ACTION_ROLL_CALL_END,
                               .roll_call_word = { .roll_call = roll_call, .text = reason } };
    return say (story, &command);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* action.c: the word for each action: the same in the protocol, the CLI and the docs. */
#include "core/command.h"

#include <string.h>

static const char *const names[] = {
    [ACTION_NONE] = "none",
    [ACTION_REPORT] = "report",
    [ACTION_CONTINUE] = "continue",
    [ACTION_ASSESS] = "assess",
    [ACTION_DISPATCH] = "dispatch",
    [ACTION_ACKNOWLEDGE] = "acknowledge",
    [ACTION_DECLINE] = "decline",
    [ACTION_DEPART] = "depart",
    [ACTION_ARRIVE] = "arrive",
    [ACTION_COMPLETE] = "complete",
    [ACTION_CANCEL] = "cancel",
    [ACTION_CHECK_IN] = "check_in",
    [ACTION_CHECK_OUT] = "check_out",
    [ACTION_CLOSE] = "close",
    [ACTION_REOPEN] = "reopen",
    [ACTION_IMPORT] = "import",
    [ACTION_ENROL] = "enrol",
    [ACTION_REVOKE] = "revoke",
    [ACTION_HOLD] = "hold",
    [ACTION_CONTROL] = "control",
    [ACTION_RESUME] = "resume",
    [ACTION_MERGE] = "merge",
    [ACTION_UNMERGE] = "unmerge",
    [ACTION_LOG] = "log",
    [ACTION_HANDOVER_OPEN] = "handover_open",
    [ACTION_HANDOVER_ACCEPT] = "handover_accept",
    [ACTION_HANDOVER_OBJECT] = "handover_object",
    [ACTION_HANDOVER_ANSWER] = "handover_answer",
    [ACTION_HANDOVER_SIGN] = "handover_sign",
    [ACTION_HANDOVER_CANCEL] = "handover_cancel",
    [ACTION_SUBMIT] = "submit",
    [ACTION_SIGN_OFF] = "sign_off",
    [ACTION_SEND] = "send",
    [ACTION_SUBMISSION_WITHDRAW] = "submission_withdraw",
    [ACTION_DRILL_BEGIN] = "drill_begin",
    [ACTION_DRILL_END] = "drill_end",
    [ACTION_ASSIGN] = "assign",
    [ACTION_SETTLE_GAP] = "settle_gap",
    [ACTION_SWAP_PROPOSE] = "swap_propose",
    [ACTION_SWAP_ACCEPT] = "swap_accept",
    [ACTION_SWAP_DECLINE] = "swap_decline",
    [ACTION_MARK_CONTACT] = "mark_contact",
    [ACTION_SHELVE] = "shelve",
    [ACTION_UNSHELVE] = "unshelve",
    [ACTION_ROSTER] = "roster",
    [ACTION_TICK] = "tick",
    [ACTION_LIST] = "list",
    [ACTION_SHOW] = "show",
    [ACTION_JOURNAL] = "journal",
    [ACTION_STATUS] = "status",
    [ACTION_PRINCIPALS] = "principals",
    [ACTION_VERIFY] = "verify",
    [ACTION_SYNC] = "sync",
    [ACTION_SUBSCRIBE] = "subscribe",
    [ACTION_ACTIVATE] = "activate",
    [ACTION_ADJUST] = "adjust",
    [ACTION_TERMINATE] = "terminate",
    [ACTION_INSTRUCT] = "instruct",
    [ACTION_FEEDBACK] = "feedback",
    [ACTION_RECALL] = "recall",
    [ACTION_REASSIGN] = "reassign",
    [ACTION_RECEIPT] = "receipt",
    [ACTION_RELEASE] = "release",
    [ACTION_INSTRUCTION_CLOSE] = "instruction_close",
    [ACTION_ROLL_CALL] = "roll_call",
    [ACTION_ROLL_CALL_ANSWER] = "roll_call_answer",
    [ACTION_ROLL_CALL_ABSENT] = "roll_call_absent",
    [ACTION_ROLL_CALL_END] = "roll_call_end",
    [ACTION_COMMAND_ESTABLISH] = "command_establish",
    [ACTION_COMMAND_TRANSFER] = "command_transfer",
    [ACTION_COMMAND_ACCEPT] = "command_accept",
    [ACTION_COMMAND_DISSOLVE] = "command_dissolve",
    [ACTION_LINK] = "link",
    [ACTION_UNLINK] = "unlink",
    [ACTION_SPLIT] = "split",
    [ACTION_MOVE] = "move",
    [ACTION_CONSULT] = "consult",
    [ACTION_STATUS_CHECK] = "status_check",
    [ACTION_DISTRESS] = "distress",
    [ACTION_DISTRESS_RESOLVE] = "distress_resolve",
};
_Static_assert(sizeof names / sizeof names[0] == ACTIONS, "one name for each action");

const char *
action_name (enum action action)
{
    return (unsigned)action < ACTIONS ? names[action] : "unknown";
}

enum action
action_by_name (const char *name)
{
    for (enum action action = ACTION_NONE + 1; action < ACTIONS; action++)
        if (!strcmp (name, names[action]))
            return action;
    return ACTION_NONE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* bodies.c: what a request can ask for: one decoder for each body, and the table of them. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"
#include "wire/figures.h"

enum {
    TYPE_CODE_MIN = 10000,
    TYPE_CODE_MAX = 49999,
    LIST_LIMIT_DEFAULT = 100,
    SYNC_LIMIT_DEFAULT = 200,
};

static const struct text_rule place_rule = { PLACE_MAX, TEXT_LINE, true };
static const struct text_rule source_id_rule = { SOURCE_ID_MAX, TEXT_LINE, false };
static const struct text_rule told_rule = { PLACE_MAX, TEXT_LINE, false };
static const struct text_rule name_rule = { NAME_MAX_BYTES, TEXT_LINE, false };
static const struct text_rule phone_rule = { PHONE_MAX, TEXT_LINE, false };
static const struct text_rule channel_rule = { CHANNEL_MAX, TEXT_LINE, false };
static const struct text_rule words_rule = { TEXT_MAX, TEXT_LINES, false };
static const struct text_rule reason_rule = { TEXT_MAX, TEXT_LINES, true };
static const struct text_rule import_rule = { IMPORT_TEXT_MAX, TEXT_LINES, true };

/* ---- report, continue ---- */

struct statement_paths {
    const char *text, *figures[FIGURES_COUNT], *channel, *caller_name, *caller_phone, *caller_post, *already_told;
};
#define STATEMENT_PATHS(prefix)                                                                                      \
    {                                                                                                                \
        prefix ".text", FIGURES_PATHS (prefix ".figures"), prefix ".channel", prefix ".caller_name",                 \
            prefix ".caller_phone", prefix ".caller_post", prefix ".already_told"                                    \
    }

static bool
decode_statement (struct reader *in, const struct statement_paths *paths, const Muster__V1__Statement *from,
                  struct report_fields *to)
{
    to->figures = figures_unknown;
    if (!from)
        return true;
    return field_text (in, paths->text, from->text, &words_rule, &to->text) &&
           figures_from_message (in->fault, paths->figures, from->figures, &to->figures) &&
           field_text (in, paths->channel, from->channel, &channel_rule, &to->channel) &&
           field_text (in, paths->caller_name, from->caller_name, &name_rule, &to->caller_name) &&
           field_text (in, paths->caller_phone, from->caller_phone, &phone_rule, &to->caller_phone) &&
           field_text (in, paths->caller_post, from->caller_post, &name_rule, &to->caller_post) &&
           field_text (in, paths->already_told, from->already_told, &told_rule, &to->already_told);
}

static bool
decode_report (struct reader *in, const void *body, struct request *ret)
{
    static const struct statement_paths paths = STATEMENT_PATHS ("report.statement");
    static const struct position_paths position = POSITION_PATHS ("report.position");
    const Muster__V1__Report *from = body;
    struct report_args *to = &ret->command.report;
    to->drill = from->drill;
    return field_text (in, "report.what", from->what, &place_rule, &to->what) &&
           field_text (in, "report.place", from->place, &place_rule, &to->place) &&
           field_number (in, "report.type_code", from->has_type_code, from->type_code, TYPE_CODE_MIN, TYPE_CODE_MAX,
                         &to->type_code) &&
           field_position (in, &position, from->position, &to->position) &&
           field_occurred (in, "report.occurred_at_ms", from->has_occurred_at_ms, from->occurred_at_ms,
                           &to->occurred_at) &&
           field_text (in, "report.source_id", from->source_id, &source_id_rule, &to->source_id) &&
           decode_statement (in, &paths, from->statement, &to->report);
}

static bool
decode_orders (struct reader *in, const Muster__V1__Split *from, struct split_args *to)
{
    if (from->n_orders > SPLIT_ORDERS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "split.orders", (int64_t)from->n_orders,
                                  SPLIT_ORDERS_MAX);
    uint64_t id;
    for (size_t i = 0; i < from->n_orders; i++)
        if (!field_id (in, "split.orders", true, from->orders[i], &id))
            return false;
    to->orders = from->orders;
    to->orders_count = from->n_orders;
    return true;
}

static bool
decode_split (struct reader *in, const void *body, struct request *ret)
{
    static const struct text_rule elsewhere_rule = { PLACE_MAX, TEXT_LINE, false };
    static const struct statement_paths paths = STATEMENT_PATHS ("split.statement");
    static const struct position_paths position = POSITION_PATHS ("split.position");
    const Muster__V1__Split *from = body;
    struct split_args *to = &ret->command.split;
    return field_id (in, "split.incident", from->has_incident, from->incident, &to->incident) &&
           field_text (in, "split.what", from->what, &place_rule, &to->report.what) &&
           field_text (in, "split.place", from->place, &elsewhere_rule, &to->report.place) &&
           field_number (in, "split.type_code", from->has_type_code, from->type_code, TYPE_CODE_MIN, TYPE_CODE_MAX,
                         &to->report.type_code) &&
           field_position (in, &position, from->position, &to->report.position) &&
           decode_statement (in, &paths, from->statement, &to->report.report) &&
           field_seq (in, "split.report", from->has_report, from->report, &to->based_on) &&
           decode_orders (in, from, to);
}

static bool
decode_continue (struct reader *in, const void *body, struct request *ret)
{
    static const struct statement_paths paths = STATEMENT_PATHS ("continue.statement");
    const Muster__V1__Continue *from = body;
    struct continue_args *to = &ret->command.continuation;
    to->final = from->final;
    if (!field_id (in, "continue.incident", from->has_incident, from->incident, &to->incident))
        return false;
    if (!from->statement)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, "continue.statement");
    if (!decode_statement (in, &paths, from->statement, &to->report))
        return false;
    if (!to->report.text && figures_are_unknown (&to->report.figures))
        return fault_set_field (in->fault, FAULT_EMPTY_STATEMENT, "continue.statement");
    return true;
}

/* ---- the other commands ---- */

static bool
decode_assess (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Assess *from = body;
    struct assess_args *to = &ret->command.assess;
    int level = 0;
    bool good = field_id (in, "assess.incident", from->has_incident, from->incident, &to->incident) &&
                field_enum (in, "assess.level", from->has_level, (int)from->level, EVENT_LEVELS - 1, &level) &&
                field_text (in, "assess.reason", from->reason, &words_rule, &to->reason);
    to->level = (enum event_level)level;
    to->confirmed = from->confirmed;
    return good;
}

static bool
decode_dispatch (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Dispatch *from = body;
    struct dispatch_args *to = &ret->command.dispatch;
    to->override = from->override;
    return field_id (in, "dispatch.incident", from->has_incident, from->incident, &to->incident) &&
           field_code (in, "dispatch.team", from->team, false, &to->team) &&
           field_text (in, "dispatch.task", from->task, &words_rule, &to->task) &&
           field_clock (in, "dispatch.release_at_ms", from->has_release_at_ms, from->release_at_ms, &to->release_at);
}

struct rung_paths {
    const char *order, *channel, *on_behalf_of, *words;
};

static bool
decode_rung (struct reader *in, const struct rung_paths *paths, const struct text_rule *words, const void *body,
             struct request *ret)
{
    const Muster__V1__Rung *from = body;
    struct rung_args *to = &ret->command.rung;
    return field_id (in, paths->order, from->has_order, from->order, &to->order) &&
           field_text (in, paths->channel, from->channel, &channel_rule, &to->channel) &&
           field_code (in, paths->on_behalf_of, from->on_behalf_of, false, &to->on_behalf_of) &&
           field_text (in, paths->words, from->words, words, &to->words);
}

/* One decoder for each rung of an order, because the field's path begins with the verb. */
#define DECODE_RUNG(verb, rule)                                                                                      \
    static bool decode_##verb (struct reader *in, const void *body, struct request *ret)                             \
    {                                                                                                                \
        static const struct rung_paths paths = { #verb ".order", #verb ".channel", #verb ".on_behalf_of",            \
                                                 #verb ".words" };                                                   \
        return decode_rung (in, &paths, &rule, body, ret);                                                           \
    }

DECODE_RUNG (acknowledge, words_rule)
DECODE_RUNG (decline, reason_rule)
DECODE_RUNG (depart, words_rule)
DECODE_RUNG (arrive, words_rule)
DECODE_RUNG (complete, words_rule)
DECODE_RUNG (cancel, reason_rule)
DECODE_RUNG (status_check, words_rule)
DECODE_RUNG (distress, words_rule)
DECODE_RUNG (distress_resolve, reason_rule)
DECODE_RUNG (recall, reason_rule)
DECODE_RUNG (release, words_rule)

static bool
decode_check_in (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__CheckIn *from = body;
    struct shift_args *to = &ret->command.shift;
    to->leader = from->leader;
    return field_code (in, "check_in.person", from->person, false, &to->person) &&
           field_code (in, "check_in.post", from->post, true, &to->post) &&
           field_text (in, "check_in.channel", from->channel, &channel_rule, &to->channel) &&
           field_code (in, "check_in.in_place_of", from->in_place_of, false, &to->in_place_of) &&
           field_text (in, "check_in.reason", from->reason, &words_rule, &to->reason);
}

static bool
decode_check_out (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__CheckOut *from = body;
    struct shift_args *to = &ret->command.shift;
    return field_code (in, "check_out.person", from->person, false, &to->person) &&
           field_text (in, "check_out.channel", from->channel, &channel_rule, &to->channel) &&
           field_text (in, "check_out.reason", from->reason, &words_rule, &to->reason);
}

static bool
decode_close (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Close *from = body;
    struct close_args *to = &ret->command.close;
    int disposition = DISPOSITION_NONE;
    bool good = field_id (in, "close.incident", from->has_incident, from->incident, &to->incident) &&
                field_text (in, "close.reason", from->reason, &reason_rule, &to->reason) &&
                (!from->has_disposition ||
                 field_enum (in, "close.disposition", true, (int)from->disposition, DISPOSITIONS - 1, &disposition));
    to->disposition = (enum disposition)disposition;
    to->override = from->override;
    return good;
}

/* hold, control, resume, unmerge: the same two fields, each with its own path. */
#define DECODE_TURN(verb, Message, rule)                                                                             \
    static bool decode_##verb (struct reader *in, const void *body, struct request *ret)                             \
    {                                                                                                                \
        const Muster__V1__##Message *from = body;                                                                    \
        struct close_args *to = &ret->command.close;                                                                 \
        return field_id (in, #verb ".incident", from->has_incident, from->incident, &to->incident) &&                \
               field_text (in, #verb ".reason", from->reason, &rule, &to->reason);                                   \
    }

DECODE_TURN (hold, Hold, reason_rule)
DECODE_TURN (control, Control, words_rule)
DECODE_TURN (resume, Resume, words_rule)
DECODE_TURN (unmerge, Unmerge, reason_rule)

static bool
decode_merge (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Merge *from = body;
    struct merge_args *to = &ret->command.merge;
    return field_id (in, "merge.incident", from->has_incident, from->incident, &to->incident) &&
           field_id (in, "merge.into", from->has_into, from->into, &to->into) &&
           field_text (in, "merge.reason", from->reason, &words_rule, &to->reason);
}

static bool
decode_reopen (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Reopen *from = body;
    struct close_args *to = &ret->command.close;
    return field_id (in, "reopen.incident", from->has_incident, from->incident, &to->incident) &&
           field_text (in, "reopen.reason", from->reason, &reason_rule, &to->reason);
}

static bool
decode_import (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Import *from = body;
    struct import_args *to = &ret->command.import;
    return field_text (in, "import.name", from->name, &name_rule, &to->name) &&
           field_text (in, "import.text", from->text, &import_rule, &to->text);
}

static bool
decode_enrol (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Enrol *from = body;
    struct enrol_args *to = &ret->command.enrol;
    int role = 0;
    bool good = field_code (in, "enrol.code", from->code, true, &to->code) &&
                field_enum (in, "enrol.role", from->has_role, (int)from->role, ROLES - 1, &role) &&
                field_key (in, "enrol.key", from->has_key, &from->key, &to->key) &&
                field_code (in, "enrol.person", from->person, false, &to->person) &&
                field_code (in, "enrol.team", from->team, false, &to->team);
    to->role = (enum role)role;
    return good;
}

static bool
decode_revoke (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Revoke *from = body;
    struct revoke_args *to = &ret->command.revoke;
    return field_code (in, "revoke.code", from->code, true, &to->code) &&
           field_text (in, "revoke.reason", from->reason, &words_rule, &to->reason);
}

/* ---- queries ---- */

/* The numbers of the kinds have holes. */
static bool
field_kind (struct reader *in, const char *path, bool has, int value, int *ret_kind)
{
    if (!field_enum (in, path, has, value, ENTITY_KINDS - 1, ret_kind))
        return false;
    return entity_kind_exists ((enum entity_kind)value) ||
           fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, path, 1, ENTITY_KINDS - 1);
}

static bool
decode_list (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__List *from = body;
    struct list_query *to = &ret->list;
    int kind = 0;
    to->settled = from->settled;
    to->limit = LIST_LIMIT_DEFAULT;
    bool good = field_kind (in, "list.kind", from->has_kind, (int)from->kind, &kind) &&
                field_seq (in, "list.before", from->has_before, from->before, &to->before) &&
                field_number (in, "list.limit", from->has_limit, from->limit, 1, WIRE_LIST_LIMIT_MAX, &to->limit);
    to->kind = (enum entity_kind)kind;
    return good;
}

static bool
decode_show (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Show *from = body;
    int kind = 0;
    bool good = field_kind (in, "show.kind", from->has_kind, (int)from->kind, &kind) &&
                field_id (in, "show.id", from->has_id, from->id, &ret->show.id);
    ret->show.kind = (enum entity_kind)kind;
    return good;
}

static bool
decode_journal (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Journal *from = body;
    struct journal_query *to = &ret->journal;
    to->limit = LIST_LIMIT_DEFAULT;
    return field_seq (in, "journal.after", from->has_after, from->after, &to->after) &&
           field_seq (in, "journal.incident", from->has_incident, from->incident, &to->incident) &&
           field_number (in, "journal.limit", from->has_limit, from->limit, 1, WIRE_LIST_LIMIT_MAX, &to->limit);
}

static bool
decode_sync (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Sync *from = body;
    struct sync_query *to = &ret->sync;
    to->snapshot = from->has_snapshot ? from->snapshot : 0;
    to->limit = SYNC_LIMIT_DEFAULT;
    return field_seq (in, "sync.since", from->has_since, from->since, &to->since) &&
           field_number (in, "sync.limit", from->has_limit, from->limit, 1, WIRE_LIST_LIMIT_MAX, &to->limit);
}

static bool
decode_nothing (struct reader *in, const void *body, struct request *ret)
{
    (void)in;
    (void)body;
    (void)ret;
    return true;
}

static const struct body_handler handlers[] = {
    [MUSTER__V1__REQUEST__BODY_REPORT] = { ACTION_REPORT, decode_report },
    [MUSTER__V1__REQUEST__BODY_CONTINUE] = { ACTION_CONTINUE, decode_continue },
    [MUSTER__V1__REQUEST__BODY_ASSESS] = { ACTION_ASSESS, decode_assess },
    [MUSTER__V1__REQUEST__BODY_DISPATCH] = { ACTION_DISPATCH, decode_dispatch },
    [MUSTER__V1__REQUEST__BODY_ACKNOWLEDGE] = { ACTION_ACKNOWLEDGE, decode_acknowledge },
    [MUSTER__V1__REQUEST__BODY_DECLINE] = { ACTION_DECLINE, decode_decline },
    [MUSTER__V1__REQUEST__BODY_DEPART] = { ACTION_DEPART, decode_depart },
    [MUSTER__V1__REQUEST__BODY_ARRIVE] = { ACTION_ARRIVE, decode_arrive },
    [MUSTER__V1__REQUEST__BODY_COMPLETE] = { ACTION_COMPLETE, decode_complete },
    [MUSTER__V1__REQUEST__BODY_CANCEL] = { ACTION_CANCEL, decode_cancel },
    [MUSTER__V1__REQUEST__BODY_CHECK_IN] = { ACTION_CHECK_IN, decode_check_in },
    [MUSTER__V1__REQUEST__BODY_CHECK_OUT] = { ACTION_CHECK_OUT, decode_check_out },
    [MUSTER__V1__REQUEST__BODY_CLOSE] = { ACTION_CLOSE, decode_close },
    [MUSTER__V1__REQUEST__BODY_REOPEN] = { ACTION_REOPEN, decode_reopen },
    [MUSTER__V1__REQUEST__BODY_IMPORT] = { ACTION_IMPORT, decode_import },
    [MUSTER__V1__REQUEST__BODY_ENROL] = { ACTION_ENROL, decode_enrol },
    [MUSTER__V1__REQUEST__BODY_REVOKE] = { ACTION_REVOKE, decode_revoke },
    [MUSTER__V1__REQUEST__BODY_HOLD] = { ACTION_HOLD, decode_hold },
    [MUSTER__V1__REQUEST__BODY_CONTROL] = { ACTION_CONTROL, decode_control },
    [MUSTER__V1__REQUEST__BODY_RESUME] = { ACTION_RESUME, decode_resume },
    [MUSTER__V1__REQUEST__BODY_MERGE] = { ACTION_MERGE, decode_merge },
    [MUSTER__V1__REQUEST__BODY_UNMERGE] = { ACTION_UNMERGE, decode_unmerge },
    [MUSTER__V1__REQUEST__BODY_ACTIVATE] = { ACTION_ACTIVATE, decode_activate },
    [MUSTER__V1__REQUEST__BODY_ADJUST] = { ACTION_ADJUST, decode_adjust },
    [MUSTER__V1__REQUEST__BODY_TERMINATE] = { ACTION_TERMINATE, decode_terminate },
    [MUSTER__V1__REQUEST__BODY_INSTRUCT] = { ACTION_INSTRUCT, decode_instruct },
    [MUSTER__V1__REQUEST__BODY_FEEDBACK] = { ACTION_FEEDBACK, decode_feedback },
    [MUSTER__V1__REQUEST__BODY_INSTRUCTION_CLOSE] = { ACTION_INSTRUCTION_CLOSE, decode_instruction_close },
    [MUSTER__V1__REQUEST__BODY_STATUS_CHECK] = { ACTION_STATUS_CHECK, decode_status_check },
    [MUSTER__V1__REQUEST__BODY_DISTRESS] = { ACTION_DISTRESS, decode_distress },
    [MUSTER__V1__REQUEST__BODY_DISTRESS_RESOLVE] = { ACTION_DISTRESS_RESOLVE, decode_distress_resolve },
    [MUSTER__V1__REQUEST__BODY_RECALL] = { ACTION_RECALL, decode_recall },
    [MUSTER__V1__REQUEST__BODY_RELEASE] = { ACTION_RELEASE, decode_release },
    [MUSTER__V1__REQUEST__BODY_RECEIPT] = { ACTION_RECEIPT, decode_receipt },
    [MUSTER__V1__REQUEST__BODY_REASSIGN] = { ACTION_REASSIGN, decode_reassign },
    [MUSTER__V1__REQUEST__BODY_SUBMIT] = { ACTION_SUBMIT, decode_submit },
    [MUSTER__V1__REQUEST__BODY_SIGN_OFF] = { ACTION_SIGN_OFF, decode_sign_off },
    [MUSTER__V1__REQUEST__BODY_SEND] = { ACTION_SEND, decode_send },
    [MUSTER__V1__REQUEST__BODY_SUBMISSION_WITHDRAW] = { ACTION_SUBMISSION_WITHDRAW, decode_submission_withdraw },
    [MUSTER__V1__REQUEST__BODY_LOG] = { ACTION_LOG, decode_log },
    [MUSTER__V1__REQUEST__BODY_ROLL_CALL] = { ACTION_ROLL_CALL, decode_roll_call },
    [MUSTER__V1__REQUEST__BODY_ROLL_CALL_ANSWER] = { ACTION_ROLL_CALL_ANSWER, decode_roll_call_answer },
    [MUSTER__V1__REQUEST__BODY_ROLL_CALL_ABSENT] = { ACTION_ROLL_CALL_ABSENT, decode_roll_call_absent },
    [MUSTER__V1__REQUEST__BODY_ROLL_CALL_END] = { ACTION_ROLL_CALL_END, decode_roll_call_end },
    [MUSTER__V1__REQUEST__BODY_COMMAND_ESTABLISH] = { ACTION_COMMAND_ESTABLISH, decode_command_establish },
    [MUSTER__V1__REQUEST__BODY_COMMAND_TRANSFER] = { ACTION_COMMAND_TRANSFER, decode_command_transfer },
    [MUSTER__V1__REQUEST__BODY_COMMAND_ACCEPT] = { ACTION_COMMAND_ACCEPT, decode_command_accept },
    [MUSTER__V1__REQUEST__BODY_DRILL_BEGIN] = { ACTION_DRILL_BEGIN, decode_drill_begin },
    [MUSTER__V1__REQUEST__BODY_DRILL_END] = { ACTION_DRILL_END, decode_drill_end },
    [MUSTER__V1__REQUEST__BODY_COMMAND_DISSOLVE] = { ACTION_COMMAND_DISSOLVE, decode_command_dissolve },
    [MUSTER__V1__REQUEST__BODY_HANDOVER_OPEN] = { ACTION_HANDOVER_OPEN, decode_handover_open },
    [MUSTER__V1__REQUEST__BODY_HANDOVER_ACCEPT] = { ACTION_HANDOVER_ACCEPT, decode_handover_accept },
    [MUSTER__V1__REQUEST__BODY_HANDOVER_OBJECT] = { ACTION_HANDOVER_OBJECT, decode_handover_object },
    [MUSTER__V1__REQUEST__BODY_HANDOVER_ANSWER] = { ACTION_HANDOVER_ANSWER, decode_handover_answer },
    [MUSTER__V1__REQUEST__BODY_HANDOVER_SIGN] = { ACTION_HANDOVER_SIGN, decode_handover_sign },
    [MUSTER__V1__REQUEST__BODY_HANDOVER_CANCEL] = { ACTION_HANDOVER_CANCEL, decode_handover_cancel },
    [MUSTER__V1__REQUEST__BODY_CONSULT] = { ACTION_CONSULT, decode_consult },
    [MUSTER__V1__REQUEST__BODY_LINK] = { ACTION_LINK, decode_link },
    [MUSTER__V1__REQUEST__BODY_UNLINK] = { ACTION_UNLINK, decode_unlink },
    [MUSTER__V1__REQUEST__BODY_SPLIT] = { ACTION_SPLIT, decode_split },
    [MUSTER__V1__REQUEST__BODY_MOVE] = { ACTION_MOVE, decode_move },
    [MUSTER__V1__REQUEST__BODY_ASSIGN] = { ACTION_ASSIGN, decode_assign },
    [MUSTER__V1__REQUEST__BODY_SETTLE_GAP] = { ACTION_SETTLE_GAP, decode_settle_gap },
    [MUSTER__V1__REQUEST__BODY_SWAP_PROPOSE] = { ACTION_SWAP_PROPOSE, decode_swap_propose },
    [MUSTER__V1__REQUEST__BODY_SWAP_ACCEPT] = { ACTION_SWAP_ACCEPT, decode_swap_accept },
    [MUSTER__V1__REQUEST__BODY_SWAP_DECLINE] = { ACTION_SWAP_DECLINE, decode_swap_decline },
    [MUSTER__V1__REQUEST__BODY_MARK_CONTACT] = { ACTION_MARK_CONTACT, decode_mark_contact },
    [MUSTER__V1__REQUEST__BODY_SHELVE] = { ACTION_SHELVE, decode_shelve },
    [MUSTER__V1__REQUEST__BODY_UNSHELVE] = { ACTION_UNSHELVE, decode_unshelve },
    [MUSTER__V1__REQUEST__BODY_ROSTER_PLAN] = { ACTION_ROSTER, decode_roster_plan },
    [MUSTER__V1__REQUEST__BODY_LIST] = { ACTION_LIST, decode_list },
    [MUSTER__V1__REQUEST__BODY_SHOW] = { ACTION_SHOW, decode_show },
    [MUSTER__V1__REQUEST__BODY_JOURNAL] = { ACTION_JOURNAL, decode_journal },
    [MUSTER__V1__REQUEST__BODY_STATUS] = { ACTION_STATUS, decode_nothing },
    [MUSTER__V1__REQUEST__BODY_PRINCIPALS] = { ACTION_PRINCIPALS, decode_nothing },
    [MUSTER__V1__REQUEST__BODY_VERIFY] = { ACTION_VERIFY, decode_nothing },
    [MUSTER__V1__REQUEST__BODY_SYNC] = { ACTION_SYNC, decode_sync },
};

const struct body_handler *
body_handler_find (unsigned body_case)
{
    if (body_case >= sizeof handlers / sizeof handlers[0] || !handlers[body_case].decode)
        return NULL;
    return &handlers[body_case];
}

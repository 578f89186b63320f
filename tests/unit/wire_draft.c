/* SPDX-License-Identifier: Apache-2.0 */
/* wire_draft.c: a good request of each sort, for tests to send or to spoil. */
#include "wire_draft.h"

#include <string.h>

const Muster__V1__Request__BodyCase draft_bodies[] = {
    MUSTER__V1__REQUEST__BODY_REPORT,
    MUSTER__V1__REQUEST__BODY_CONTINUE,
    MUSTER__V1__REQUEST__BODY_ASSESS,
    MUSTER__V1__REQUEST__BODY_DISPATCH,
    MUSTER__V1__REQUEST__BODY_ACKNOWLEDGE,
    MUSTER__V1__REQUEST__BODY_DECLINE,
    MUSTER__V1__REQUEST__BODY_DEPART,
    MUSTER__V1__REQUEST__BODY_ARRIVE,
    MUSTER__V1__REQUEST__BODY_COMPLETE,
    MUSTER__V1__REQUEST__BODY_CANCEL,
    MUSTER__V1__REQUEST__BODY_CHECK_IN,
    MUSTER__V1__REQUEST__BODY_CHECK_OUT,
    MUSTER__V1__REQUEST__BODY_CLOSE,
    MUSTER__V1__REQUEST__BODY_REOPEN,
    MUSTER__V1__REQUEST__BODY_IMPORT,
    MUSTER__V1__REQUEST__BODY_ENROL,
    MUSTER__V1__REQUEST__BODY_REVOKE,
    MUSTER__V1__REQUEST__BODY_ASSIGN,
    MUSTER__V1__REQUEST__BODY_SETTLE_GAP,
    MUSTER__V1__REQUEST__BODY_SWAP_PROPOSE,
    MUSTER__V1__REQUEST__BODY_SWAP_ACCEPT,
    MUSTER__V1__REQUEST__BODY_SWAP_DECLINE,
    MUSTER__V1__REQUEST__BODY_MARK_CONTACT,
    MUSTER__V1__REQUEST__BODY_SHELVE,
    MUSTER__V1__REQUEST__BODY_UNSHELVE,
    MUSTER__V1__REQUEST__BODY_ROSTER_PLAN,
    MUSTER__V1__REQUEST__BODY_LIST,
    MUSTER__V1__REQUEST__BODY_SHOW,
    MUSTER__V1__REQUEST__BODY_JOURNAL,
    MUSTER__V1__REQUEST__BODY_STATUS,
    MUSTER__V1__REQUEST__BODY_PRINCIPALS,
    MUSTER__V1__REQUEST__BODY_VERIFY,
    MUSTER__V1__REQUEST__BODY_SYNC,
    MUSTER__V1__REQUEST__BODY_HOLD,
    MUSTER__V1__REQUEST__BODY_CONTROL,
    MUSTER__V1__REQUEST__BODY_RESUME,
    MUSTER__V1__REQUEST__BODY_MERGE,
    MUSTER__V1__REQUEST__BODY_UNMERGE,
    MUSTER__V1__REQUEST__BODY_ACTIVATE,
    MUSTER__V1__REQUEST__BODY_ADJUST,
    MUSTER__V1__REQUEST__BODY_TERMINATE,
    MUSTER__V1__REQUEST__BODY_INSTRUCT,
    MUSTER__V1__REQUEST__BODY_FEEDBACK,
    MUSTER__V1__REQUEST__BODY_INSTRUCTION_CLOSE,
    MUSTER__V1__REQUEST__BODY_RECALL,
    MUSTER__V1__REQUEST__BODY_STATUS_CHECK,
    MUSTER__V1__REQUEST__BODY_DISTRESS,
    MUSTER__V1__REQUEST__BODY_DISTRESS_RESOLVE,
    MUSTER__V1__REQUEST__BODY_REASSIGN,
    MUSTER__V1__REQUEST__BODY_LOG,
    MUSTER__V1__REQUEST__BODY_CONSULT,
    MUSTER__V1__REQUEST__BODY_LINK,
    MUSTER__V1__REQUEST__BODY_UNLINK,
    MUSTER__V1__REQUEST__BODY_SPLIT,
    MUSTER__V1__REQUEST__BODY_MOVE,
    MUSTER__V1__REQUEST__BODY_SUBMIT,
    MUSTER__V1__REQUEST__BODY_SIGN_OFF,
    MUSTER__V1__REQUEST__BODY_SEND,
    MUSTER__V1__REQUEST__BODY_SUBMISSION_WITHDRAW,
    MUSTER__V1__REQUEST__BODY_ROLL_CALL,
    MUSTER__V1__REQUEST__BODY_ROLL_CALL_ANSWER,
    MUSTER__V1__REQUEST__BODY_ROLL_CALL_ABSENT,
    MUSTER__V1__REQUEST__BODY_ROLL_CALL_END,
    MUSTER__V1__REQUEST__BODY_COMMAND_ESTABLISH,
    MUSTER__V1__REQUEST__BODY_COMMAND_TRANSFER,
    MUSTER__V1__REQUEST__BODY_COMMAND_ACCEPT,
    MUSTER__V1__REQUEST__BODY_COMMAND_DISSOLVE,
    MUSTER__V1__REQUEST__BODY_RECEIPT,
    MUSTER__V1__REQUEST__BODY_HANDOVER_OPEN,
    MUSTER__V1__REQUEST__BODY_HANDOVER_ACCEPT,
    MUSTER__V1__REQUEST__BODY_HANDOVER_OBJECT,
    MUSTER__V1__REQUEST__BODY_HANDOVER_ANSWER,
    MUSTER__V1__REQUEST__BODY_HANDOVER_SIGN,
    MUSTER__V1__REQUEST__BODY_HANDOVER_CANCEL,
    MUSTER__V1__REQUEST__BODY_RELEASE,
    MUSTER__V1__REQUEST__BODY_DRILL_BEGIN,
    MUSTER__V1__REQUEST__BODY_DRILL_END,
    MUSTER__V1__REQUEST__BODY__NOT_SET,
};

/* Sets an optional number of a message. */
#define SET(message, member, to) ((message)->has_##member = true, (message)->member = (to))

static void
fill_statement (struct draft *draft)
{
    Muster__V1__Figures *figures = &draft->figures;
    muster__v1__figures__init (figures);
    SET (figures, dead, 0);
    SET (figures, missing, 1);
    SET (figures, trapped, 2);
    SET (figures, injured_serious, 3);
    SET (figures, injured_slight, 4);
    SET (figures, endangered, 5);
    SET (figures, evacuated, 6);
    SET (figures, brought_out, 7);
    SET (figures, rescuers, 10000000);
    SET (figures, loss_yuan, 10000000000000ULL);
    muster__v1__statement__init (&draft->statement);
    draft->statement.text = "first line\n\tsecond line";
    draft->statement.figures = figures;
    draft->statement.channel = "phone";
    draft->statement.caller_name = "李四";
    draft->statement.caller_phone = "0357-3610119";
    draft->statement.caller_post = "village doctor";
    draft->statement.already_told = "the township";
}

static void
fill_report (struct draft *draft)
{
    Muster__V1__Report *report = &draft->report;
    muster__v1__position__init (&draft->position);
    SET (&draft->position, latitude, 35.876);
    SET (&draft->position, longitude, -111.5);
    muster__v1__report__init (report);
    report->what = "矿井透水";
    report->place = "襄汾县 3 号井";
    SET (report, type_code, 20200);
    report->position = &draft->position;
    SET (report, occurred_at_ms, DRAFT_NOW - 60000);
    SET (report, drill, true);
    report->statement = &draft->statement;
    report->source_id = "110-2026-00123";
}

static void
fill_incident_commands (struct draft *draft)
{
    muster__v1__continue__init (&draft->continuation);
    SET (&draft->continuation, incident, 1042);
    draft->continuation.statement = &draft->statement;
    SET (&draft->continuation, final, true);
    muster__v1__assess__init (&draft->assess);
    SET (&draft->assess, incident, 1042);
    SET (&draft->assess, level, MUSTER__V1__EVENT_LEVEL__EVENT_LEVEL_MAJOR);
    SET (&draft->assess, confirmed, true);
    draft->assess.reason = "eleven dead";
    muster__v1__dispatch__init (&draft->dispatch);
    SET (&draft->dispatch, incident, 1042);
    draft->dispatch.team = "mine-rescue-1";
    draft->dispatch.task = "pump";
    SET (&draft->dispatch, release_at_ms, DRAFT_NOW + 3600000);
    SET (&draft->dispatch, override, true);
    muster__v1__close__init (&draft->close);
    SET (&draft->close, incident, 1042);
    draft->close.reason = "done";
    SET (&draft->close, disposition, MUSTER__V1__DISPOSITION__DISPOSITION_TRANSFERRED);
    SET (&draft->close, override, true);
    muster__v1__merge__init (&draft->merge);
    SET (&draft->merge, incident, 1043);
    SET (&draft->merge, into, 1042);
    draft->merge.reason = "second caller";
    muster__v1__unmerge__init (&draft->unmerge);
    SET (&draft->unmerge, incident, 1042);
    draft->unmerge.reason = "another house";
    muster__v1__hold__init (&draft->hold);
    SET (&draft->hold, incident, 1042);
    draft->hold.reason = "night";
    muster__v1__control__init (&draft->control);
    SET (&draft->control, incident, 1042);
    draft->control.reason = "surrounded";
    muster__v1__resume__init (&draft->resume);
    SET (&draft->resume, incident, 1042);
    draft->resume.reason = "daylight";
    muster__v1__reopen__init (&draft->reopen);
    SET (&draft->reopen, incident, 1042);
    draft->reopen.reason = "it burns again";
}

static void
fill_other_commands (struct draft *draft)
{
    muster__v1__rung__init (&draft->rung);
    SET (&draft->rung, order, 3307);
    draft->rung.channel = "radio";
    draft->rung.on_behalf_of = "wang-5";
    draft->rung.words = "on our way";
    muster__v1__reassign__init (&draft->reassign);
    SET (&draft->reassign, order, 3307);
    draft->reassign.team = "mine-rescue-1";
    SET (&draft->reassign, to_incident, 1043);
    draft->reassign.words = "they have the pumps";
    SET (&draft->reassign, override, true);
    muster__v1__receipt__init (&draft->receipt);
    SET (&draft->receipt, order, 3307);
    SET (&draft->receipt, state, MUSTER__V1__RECEIPT_STATE__RECEIPT_STATE_DELIVERED);
    draft->receipt.on_behalf_of = "wang-5";
    draft->receipt.channel = "sms";
    muster__v1__check_in__init (&draft->check_in);
    draft->check_in.person = "wang-5";
    draft->check_in.post = "county-duty";
    SET (&draft->check_in, leader, true);
    draft->check_in.channel = "console";
    muster__v1__check_out__init (&draft->check_out);
    draft->check_out.person = "wang-5";
    draft->check_out.channel = "console";
    muster__v1__import__init (&draft->import);
    draft->import.name = "xiangfen.yaml";
    draft->import.text = "teams:\n- code: t1\n";
    memset (draft->key, 0x5a, sizeof draft->key);
    muster__v1__enrol__init (&draft->enrol);
    draft->enrol.code = "li-4";
    SET (&draft->enrol, role, MUSTER__V1__ROLE__ROLE_TEAM_LEADER);
    SET (&draft->enrol, key, ((ProtobufCBinaryData){ sizeof draft->key, draft->key }));
    draft->enrol.person = "li-4";
    draft->enrol.team = "mine-rescue-1";
    muster__v1__revoke__init (&draft->revoke);
    draft->revoke.code = "li-4";
    draft->revoke.reason = "left";
}

static void
fill_command (struct draft *draft)
{
    muster__v1__activate__init (&draft->activate);
    draft->activate.matter = "陶寺乡坍塌";
    SET (&draft->activate, level, MUSTER__V1__RESPONSE_LEVEL__RESPONSE_LEVEL_III);
    SET (&draft->activate, incident, 1042);
    SET (&draft->activate, term_ms, 45u * 86400000u);
    draft->activate.measures = "all teams on standby\nleaders to the scene";
    SET (&draft->activate, drill, true);
    muster__v1__adjust__init (&draft->adjust);
    SET (&draft->adjust, response, 2);
    SET (&draft->adjust, level, MUSTER__V1__RESPONSE_LEVEL__RESPONSE_LEVEL_I);
    SET (&draft->adjust, term_ms, 1000);
    draft->adjust.measures = "more cranes";
    draft->adjust.reason = "13 dead";
    muster__v1__terminate__init (&draft->terminate);
    SET (&draft->terminate, response, 2);
    draft->terminate.reason = "search ended";
    muster__v1__instruct__init (&draft->instruct);
    draft->instruct.text = "全力救人\n不漏一处";
    SET (&draft->instruct, incident, 1042);
    draft->instruct.given_by = "li-4";
    draft->instruct.owner_team = "mine-rescue-1";
    SET (&draft->instruct, within_ms, 3600000);
    draft->instruct.channel = "phone";
    SET (&draft->instruct, drill, true);
    muster__v1__feedback__init (&draft->feedback);
    SET (&draft->feedback, instruction, 3);
    draft->feedback.text = "searched twice";
    draft->feedback.channel = "radio";
    draft->feedback.on_behalf_of = "wang-5";
    muster__v1__instruction_close__init (&draft->instruction_close);
    SET (&draft->instruction_close, instruction, 3);
    draft->instruction_close.reason = "done";
}

static void
fill_watch (struct draft *draft)
{
    muster__v1__log__init (&draft->log);
    draft->log.text = "X 路桥封闭\n绕行";
    SET (&draft->log, happened_at_ms, DRAFT_NOW - 60000);
    SET (&draft->log, incident, 1042);
    draft->log.post = "county-duty";
    SET (&draft->log, corrects, 5);
    muster__v1__handover_open__init (&draft->handover_open);
    draft->handover_open.to = "li-4";
    draft->handover_open.done = "搜救结束";
    draft->handover_open.undone = "press\nat nine";
    draft->handover_open.note = "the key is in the drawer";
    muster__v1__handover_accept__init (&draft->handover_accept);
    SET (&draft->handover_accept, handover, 3);
    draft->items[0] = 1;
    draft->items[1] = 65;
    draft->items[2] = 200;
    draft->handover_accept.items = draft->items;
    draft->handover_accept.n_items = 3;
    muster__v1__handover_word__init (&draft->handover_word);
    SET (&draft->handover_word, handover, 3);
    SET (&draft->handover_word, item, 5);
    draft->handover_word.text = "哪条路";
    muster__v1__handover_sign__init (&draft->handover_sign);
    SET (&draft->handover_sign, handover, 3);
    SET (&draft->handover_sign, head_seq, 88);
    SET (&draft->handover_sign, head_hash, ((ProtobufCBinaryData){ sizeof draft->key, draft->key }));
    draft->handover_sign.remark = "all clear";
    muster__v1__handover_cancel__init (&draft->handover_cancel);
    SET (&draft->handover_cancel, handover, 3);
    draft->handover_cancel.reason = "ill";
}

static void
fill_links (struct draft *draft)
{
    muster__v1__link_incident__init (&draft->link);
    SET (&draft->link, incident, 1043);
    SET (&draft->link, other, 1042);
    SET (&draft->link, kind, MUSTER__V1__LINK_KIND__LINK_KIND_DERIVED);
    draft->link.reason = "the fire came after";
    muster__v1__unlink_incident__init (&draft->unlink);
    SET (&draft->unlink, incident, 1043);
    SET (&draft->unlink, other, 1042);
    draft->unlink.reason = "not of that fire";
    muster__v1__split__init (&draft->split);
    SET (&draft->split, incident, 1042);
    draft->split.what = "隔壁街道起火";
    draft->split.place = "Station Road";
    SET (&draft->split, type_code, 20700);
    draft->split.position = &draft->position;
    draft->split.statement = &draft->statement;
    SET (&draft->split, report, 9);
    draft->orders[0] = 7;
    draft->orders[1] = 8;
    draft->split.orders = draft->orders;
    draft->split.n_orders = 2;
    muster__v1__move__init (&draft->move);
    SET (&draft->move, order, 7);
    SET (&draft->move, incident, 1043);
    draft->move.reason = "the other street";
}

static void
fill_submissions (struct draft *draft)
{
    muster__v1__submit__init (&draft->submit);
    SET (&draft->submit, incident, 1042);
    draft->submit.stage = "city-phone";
    draft->submit.text = "陈庄村饭店坍塌\n5人死亡";
    draft->submit.channel = "phone";
    draft->submit.received_by = "市局 王";
    muster__v1__sign_off__init (&draft->sign_off);
    SET (&draft->sign_off, submission, 3);
    muster__v1__send__init (&draft->send);
    SET (&draft->send, submission, 3);
    draft->send.channel = "fax";
    draft->send.received_by = "市局 王";
    muster__v1__submission_withdraw__init (&draft->submission_withdraw);
    SET (&draft->submission_withdraw, submission, 3);
    draft->submission_withdraw.reason = "the figures were wrong";
}

static void
fill_drill (struct draft *draft)
{
    static char fire[] = "fire-1", medical[] = "medical-120", person[] = "wang-5", post[] = "county-duty";
    muster__v1__drill_begin__init (&draft->drill_begin);
    draft->drill_begin.title = "两村地震演练";
    SET (&draft->drill_begin, everybody, true);
    draft->drill_teams[0] = fire;
    draft->drill_teams[1] = medical;
    draft->drill_people[0] = person;
    draft->drill_posts[0] = post;
    draft->drill_begin.n_teams = 2;
    draft->drill_begin.teams = draft->drill_teams;
    draft->drill_begin.n_people = 1;
    draft->drill_begin.people = draft->drill_people;
    draft->drill_begin.n_posts = 1;
    draft->drill_begin.posts = draft->drill_posts;
    SET (&draft->drill_begin, within_ms, 7200000);
    muster__v1__drill_end__init (&draft->drill_end);
    SET (&draft->drill_end, drill, 3);
    draft->drill_end.reason = "aim\nreached";
}

static void
fill_roll_calls (struct draft *draft)
{
    muster__v1__roll_call_begin__init (&draft->roll_call);
    draft->roll_call.title = "夜间查岗";
    draft->codes[0] = "taosi";
    draft->codes[1] = "xincheng";
    draft->codes[2] = "fire-1";
    draft->roll_call.posts = draft->codes;
    draft->roll_call.n_posts = 2;
    draft->roll_call.teams = draft->codes + 2;
    draft->roll_call.n_teams = 1;
    SET (&draft->roll_call, all_teams, true);
    SET (&draft->roll_call, within_ms, 300000);
    SET (&draft->roll_call, drill, true);
    muster__v1__roll_call_word__init (&draft->roll_call_word);
    SET (&draft->roll_call_word, answer, 12);
    draft->roll_call_word.words = "all here";
    draft->roll_call_word.channel = "phone";
    draft->roll_call_word.on_behalf_of = "li-4";
    muster__v1__roll_call_end__init (&draft->roll_call_end);
    SET (&draft->roll_call_end, roll_call, 5);
    draft->roll_call_end.reason = "a fire";
}

static void
fill_field_command (struct draft *draft)
{
    muster__v1__command_establish__init (&draft->command_establish);
    SET (&draft->command_establish, incident, 1042);
    draft->command_establish.commander = "wang-5";
    draft->command_establish.place = "陈庄小学";
    draft->command_establish.phone = "0357-3622119";
    muster__v1__command_transfer__init (&draft->command_transfer);
    SET (&draft->command_transfer, post, 1);
    draft->command_transfer.to = "li-4";
    draft->command_transfer.reason = "the county leader\nis here";
    muster__v1__command_accept__init (&draft->command_accept);
    SET (&draft->command_accept, post, 1);
    draft->command_accept.words = "I have command";
    draft->command_accept.channel = "radio";
    draft->command_accept.on_behalf_of = "li-4";
    muster__v1__command_dissolve__init (&draft->command_dissolve);
    SET (&draft->command_dissolve, post, 1);
    draft->command_dissolve.reason = "search ended";
    muster__v1__consult__init (&draft->consult);
    draft->consult.matter = "如何进入地下室";
    draft->consult.conclusions = "from the north\nno diggers";
    for (int i = 0; i <= PARTICIPANTS_MAX; i++)
        draft->participants[i] = "zhao-6";
    draft->participants[0] = "wang-5";
    draft->participants[1] = "li-4";
    draft->consult.participants = draft->participants;
    draft->consult.n_participants = 2;
    draft->consult.others = "the owner's son";
    SET (&draft->consult, incident, 1042);
    draft->consult.channel = "video";
    SET (&draft->consult, began_at_ms, DRAFT_NOW - 600000);
    SET (&draft->consult, ended_at_ms, DRAFT_NOW - 60000);
    SET (&draft->consult, drill, true);
}

static void
fill_roster (struct draft *draft)
{
    draft->check_in.in_place_of = "li-4";
    draft->check_in.reason = "li-4 is ill";
    draft->check_out.reason = "toothache";
    muster__v1__assign__init (&draft->assign);
    SET (&draft->assign, planned_shift, 12);
    draft->assign.person = "wang-5";
    draft->assign.reason = "nobody else";
    muster__v1__settle_gap__init (&draft->settle_gap);
    SET (&draft->settle_gap, planned_shift, 12);
    draft->settle_gap.reason = "I take the phone";
    muster__v1__swap_propose__init (&draft->swap_propose);
    SET (&draft->swap_propose, planned_shift, 12);
    draft->swap_propose.person = "wang-5";
    SET (&draft->swap_propose, in_return, 15);
    draft->swap_propose.reason = "a wedding";
    draft->swap_propose.on_behalf_of = "li-4";
    draft->swap_propose.channel = "phone";
    muster__v1__swap_answer__init (&draft->swap_answer);
    SET (&draft->swap_answer, planned_shift, 12);
    draft->swap_answer.words = "可以";
    draft->swap_answer.on_behalf_of = "wang-5";
    draft->swap_answer.channel = "phone";
    muster__v1__mark_contact__init (&draft->mark_contact);
    draft->mark_contact.person = "wang-5";
    SET (&draft->mark_contact, unreachable, true);
    draft->mark_contact.reason = "answered";
    muster__v1__shelve__init (&draft->shelve);
    SET (&draft->shelve, obligation, 30);
    SET (&draft->shelve, for_ms, 1800000);
    draft->shelve.reason = "the line is being repaired";
    muster__v1__unshelve__init (&draft->unshelve);
    SET (&draft->unshelve, obligation, 30);
    muster__v1__roster_plan__init (&draft->roster_plan);
    draft->roster_plan.post = "county-duty";
    SET (&draft->roster_plan, days, 62);
}

static void
fill_queries (struct draft *draft)
{
    muster__v1__list__init (&draft->list);
    SET (&draft->list, kind, MUSTER__V1__ENTITY_KIND__ENTITY_KIND_INCIDENT);
    SET (&draft->list, settled, true);
    SET (&draft->list, before, 90);
    SET (&draft->list, limit, 500);
    muster__v1__show__init (&draft->show);
    SET (&draft->show, kind, MUSTER__V1__ENTITY_KIND__ENTITY_KIND_OBLIGATION);
    SET (&draft->show, id, 7);
    muster__v1__journal__init (&draft->journal);
    SET (&draft->journal, after, 12);
    SET (&draft->journal, incident, 1042);
    SET (&draft->journal, limit, 1);
    muster__v1__status__init (&draft->status);
    muster__v1__principals__init (&draft->principals);
    muster__v1__verify__init (&draft->verify);
    muster__v1__sync__init (&draft->sync);
    SET (&draft->sync, since, 88);
    SET (&draft->sync, limit, 50);
    SET (&draft->sync, snapshot, true);
}

struct body_place {
    Muster__V1__Request__BodyCase body;
    size_t offset;
};

/* The draft's member for each body; the rungs share one. Long, because it is a table. */
static void *
body_of (struct draft *draft, Muster__V1__Request__BodyCase body)
{
    static const struct body_place places[] = {
        { MUSTER__V1__REQUEST__BODY_REPORT, offsetof (struct draft, report) },
        { MUSTER__V1__REQUEST__BODY_CONTINUE, offsetof (struct draft, continuation) },
        { MUSTER__V1__REQUEST__BODY_ASSESS, offsetof (struct draft, assess) },
        { MUSTER__V1__REQUEST__BODY_DISPATCH, offsetof (struct draft, dispatch) },
        { MUSTER__V1__REQUEST__BODY_RECEIPT, offsetof (struct draft, receipt) },
        { MUSTER__V1__REQUEST__BODY_REASSIGN, offsetof (struct draft, reassign) },
        { MUSTER__V1__REQUEST__BODY_CHECK_IN, offsetof (struct draft, check_in) },
        { MUSTER__V1__REQUEST__BODY_CHECK_OUT, offsetof (struct draft, check_out) },
        { MUSTER__V1__REQUEST__BODY_CLOSE, offsetof (struct draft, close) },
        { MUSTER__V1__REQUEST__BODY_REOPEN, offsetof (struct draft, reopen) },
        { MUSTER__V1__REQUEST__BODY_MERGE, offsetof (struct draft, merge) },
        { MUSTER__V1__REQUEST__BODY_UNMERGE, offsetof (struct draft, unmerge) },
        { MUSTER__V1__REQUEST__BODY_HOLD, offsetof (struct draft, hold) },
        { MUSTER__V1__REQUEST__BODY_CONTROL, offsetof (struct draft, control) },
        { MUSTER__V1__REQUEST__BODY_RESUME, offsetof (struct draft, resume) },
        { MUSTER__V1__REQUEST__BODY_IMPORT, offsetof (struct draft, import) },
        { MUSTER__V1__REQUEST__BODY_ENROL, offsetof (struct draft, enrol) },
        { MUSTER__V1__REQUEST__BODY_REVOKE, offsetof (struct draft, revoke) },
        { MUSTER__V1__REQUEST__BODY_ACTIVATE, offsetof (struct draft, activate) },
        { MUSTER__V1__REQUEST__BODY_ADJUST, offsetof (struct draft, adjust) },
        { MUSTER__V1__REQUEST__BODY_TERMINATE, offsetof (struct draft, terminate) },
        { MUSTER__V1__REQUEST__BODY_INSTRUCT, offsetof (struct draft, instruct) },
        { MUSTER__V1__REQUEST__BODY_FEEDBACK, offsetof (struct draft, feedback) },
        { MUSTER__V1__REQUEST__BODY_INSTRUCTION_CLOSE, offsetof (struct draft, instruction_close) },
        { MUSTER__V1__REQUEST__BODY_LOG, offsetof (struct draft, log) },
        { MUSTER__V1__REQUEST__BODY_CONSULT, offsetof (struct draft, consult) },
        { MUSTER__V1__REQUEST__BODY_LINK, offsetof (struct draft, link) },
        { MUSTER__V1__REQUEST__BODY_UNLINK, offsetof (struct draft, unlink) },
        { MUSTER__V1__REQUEST__BODY_SPLIT, offsetof (struct draft, split) },
        { MUSTER__V1__REQUEST__BODY_MOVE, offsetof (struct draft, move) },
        { MUSTER__V1__REQUEST__BODY_SUBMIT, offsetof (struct draft, submit) },
        { MUSTER__V1__REQUEST__BODY_SIGN_OFF, offsetof (struct draft, sign_off) },
        { MUSTER__V1__REQUEST__BODY_SEND, offsetof (struct draft, send) },
        { MUSTER__V1__REQUEST__BODY_SUBMISSION_WITHDRAW, offsetof (struct draft, submission_withdraw) },
        { MUSTER__V1__REQUEST__BODY_ROLL_CALL, offsetof (struct draft, roll_call) },
        { MUSTER__V1__REQUEST__BODY_ROLL_CALL_ANSWER, offsetof (struct draft, roll_call_word) },
        { MUSTER__V1__REQUEST__BODY_ROLL_CALL_ABSENT, offsetof (struct draft, roll_call_word) },
        { MUSTER__V1__REQUEST__BODY_ROLL_CALL_END, offsetof (struct draft, roll_call_end) },
        { MUSTER__V1__REQUEST__BODY_COMMAND_ESTABLISH, offsetof (struct draft, command_establish) },
        { MUSTER__V1__REQUEST__BODY_COMMAND_TRANSFER, offsetof (struct draft, command_transfer) },
        { MUSTER__V1__REQUEST__BODY_COMMAND_ACCEPT, offsetof (struct draft, command_accept) },
        { MUSTER__V1__REQUEST__BODY_COMMAND_DISSOLVE, offsetof (struct draft, command_dissolve) },
        { MUSTER__V1__REQUEST__BODY_HANDOVER_OPEN, offsetof (struct draft, handover_open) },
        { MUSTER__V1__REQUEST__BODY_HANDOVER_ACCEPT, offsetof (struct draft, handover_accept) },
        { MUSTER__V1__REQUEST__BODY_HANDOVER_OBJECT, offsetof (struct draft, handover_word) },
        { MUSTER__V1__REQUEST__BODY_HANDOVER_ANSWER, offsetof (struct draft, handover_word) },
        { MUSTER__V1__REQUEST__BODY_HANDOVER_SIGN, offsetof (struct draft, handover_sign) },
        { MUSTER__V1__REQUEST__BODY_HANDOVER_CANCEL, offsetof (struct draft, handover_cancel) },
        { MUSTER__V1__REQUEST__BODY_DRILL_BEGIN, offsetof (struct draft, drill_begin) },
        { MUSTER__V1__REQUEST__BODY_DRILL_END, offsetof (struct draft, drill_end) },
        { MUSTER__V1__REQUEST__BODY_ASSIGN, offsetof (struct draft, assign) },
        { MUSTER__V1__REQUEST__BODY_SETTLE_GAP, offsetof (struct draft, settle_gap) },
        { MUSTER__V1__REQUEST__BODY_SWAP_PROPOSE, offsetof (struct draft, swap_propose) },
        { MUSTER__V1__REQUEST__BODY_SWAP_ACCEPT, offsetof (struct draft, swap_answer) },
        { MUSTER__V1__REQUEST__BODY_SWAP_DECLINE, offsetof (struct draft, swap_answer) },
        { MUSTER__V1__REQUEST__BODY_MARK_CONTACT, offsetof (struct draft, mark_contact) },
        { MUSTER__V1__REQUEST__BODY_SHELVE, offsetof (struct draft, shelve) },
        { MUSTER__V1__REQUEST__BODY_UNSHELVE, offsetof (struct draft, unshelve) },
        { MUSTER__V1__REQUEST__BODY_ROSTER_PLAN, offsetof (struct draft, roster_plan) },
        { MUSTER__V1__REQUEST__BODY_LIST, offsetof (struct draft, list) },
        { MUSTER__V1__REQUEST__BODY_SHOW, offsetof (struct draft, show) },
        { MUSTER__V1__REQUEST__BODY_JOURNAL, offsetof (struct draft, journal) },
        { MUSTER__V1__REQUEST__BODY_STATUS, offsetof (struct draft, status) },
        { MUSTER__V1__REQUEST__BODY_PRINCIPALS, offsetof (struct draft, principals) },
        { MUSTER__V1__REQUEST__BODY_VERIFY, offsetof (struct draft, verify) },
        { MUSTER__V1__REQUEST__BODY_SYNC, offsetof (struct draft, sync) },
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (places[i].body == body)
            return (char *)draft + places[i].offset;
    return &draft->rung;
}

void
draft_init (struct draft *draft, Muster__V1__Request__BodyCase body)
{
    static const uint8_t id[16] = { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16 };
    memcpy (draft->id, id, sizeof id);
    fill_statement (draft);
    fill_report (draft);
    fill_incident_commands (draft);
    fill_other_commands (draft);
    fill_command (draft);
    fill_watch (draft);
    fill_links (draft);
    fill_submissions (draft);
    fill_roll_calls (draft);
    fill_field_command (draft);
    fill_drill (draft);
    fill_roster (draft);
    fill_queries (draft);
    muster__v1__request__init (&draft->request);
    SET (&draft->request, protocol, 1);
    SET (&draft->request, id, ((ProtobufCBinaryData){ sizeof draft->id, draft->id }));
    SET (&draft->request, sent_at_ms, DRAFT_NOW - 5);
    draft->request.body_case = body;
    draft->request.report = body_of (draft, body);
}

void
draft_pack (const struct draft *draft, struct buffer *bytes)
{
    buffer_clear (bytes);
    size_t size = muster__v1__request__get_packed_size (&draft->request);
    bytes->size = muster__v1__request__pack (&draft->request, buffer_reserve (bytes, size));
}

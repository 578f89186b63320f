/* SPDX-License-Identifier: Apache-2.0 */
/* test_wire.c: good requests: what they decode to, which of them are the same, and what hostile bytes can't do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "wire/wire.h"
#include "wire_draft.h"

struct decoded {
    struct buffer bytes;
    struct request request;
    struct fault fault;
    int result;
};

static void
decode_bytes (struct decoded *decoded)
{
    decoded->result =
        wire_decode_request (decoded->bytes.data, decoded->bytes.size, DRAFT_NOW, &decoded->request, &decoded->fault);
}

static void
decode_draft (struct decoded *decoded, const struct draft *draft)
{
    *decoded = (struct decoded){ 0 };
    draft_pack (draft, &decoded->bytes);
    decode_bytes (decoded);
}

static void
decode_good (struct decoded *decoded, Muster__V1__Request__BodyCase body)
{
    struct draft draft;
    draft_init (&draft, body);
    decode_draft (decoded, &draft);
    assert_int_equal (decoded->result, 0);
    assert_memory_equal (decoded->request.id, draft.id, COMMAND_ID_BYTES);
}

static void
forget (struct decoded *decoded)
{
    wire_request_free (&decoded->request);
    buffer_free (&decoded->bytes);
}

static void
expect_statement (const struct report_fields *fields)
{
    static const struct figures figures = { 0, 1, 2, 3, 4, 5, 6, 7, 10000000, 10000000000000LL };
    assert_string_equal (fields->text, "first line\n\tsecond line");
    assert_memory_equal (&fields->figures, &figures, sizeof figures);
    assert_string_equal (fields->channel, "phone");
    assert_string_equal (fields->caller_name, "李四");
    assert_string_equal (fields->caller_phone, "0357-3610119");
    assert_string_equal (fields->caller_post, "village doctor");
    assert_string_equal (fields->already_told, "the township");
}

/* ---- each body ---- */

static void
activate_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ACTIVATE);
    const struct response_args *response = &d.request.command.response;
    assert_int_equal (d.request.action, ACTION_ACTIVATE);
    assert_string_equal (response->matter, "陶寺乡坍塌");
    assert_int_equal (response->level, RESPONSE_LEVEL_III);
    assert_int_equal (response->incident, 1042);
    assert_int_equal (response->term_ms, 45u * 86400000u);
    assert_string_equal (response->measures, "all teams on standby\nleaders to the scene");
    assert_true (response->drill);
    forget (&d);
}

static void
adjust_and_terminate_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ADJUST);
    const struct response_args *response = &d.request.command.response;
    assert_int_equal (d.request.action, ACTION_ADJUST);
    assert_int_equal (response->response, 2);
    assert_int_equal (response->level, RESPONSE_LEVEL_I);
    assert_int_equal (response->term_ms, 1000);
    assert_string_equal (response->measures, "more cranes");
    assert_string_equal (response->reason, "13 dead");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_TERMINATE);
    assert_int_equal (d.request.action, ACTION_TERMINATE);
    assert_int_equal (d.request.command.response.response, 2);
    assert_string_equal (d.request.command.response.reason, "search ended");
    forget (&d);
}

static void
instruct_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_INSTRUCT);
    const struct instruct_args *instruct = &d.request.command.instruct;
    assert_int_equal (d.request.action, ACTION_INSTRUCT);
    assert_string_equal (instruct->text, "全力救人\n不漏一处");
    assert_int_equal (instruct->incident, 1042);
    assert_string_equal (instruct->given_by, "li-4");
    assert_null (instruct->owner_person);
    assert_null (instruct->owner_post);
    assert_string_equal (instruct->owner_team, "mine-rescue-1");
    assert_int_equal (instruct->within_ms, 3600000);
    assert_string_equal (instruct->channel, "phone");
    assert_true (instruct->drill);
    forget (&d);
}

static void
feedback_and_its_end_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_FEEDBACK);
    const struct feedback_args *feedback = &d.request.command.feedback;
    assert_int_equal (d.request.action, ACTION_FEEDBACK);
    assert_int_equal (feedback->instruction, 3);
    assert_string_equal (feedback->text, "searched twice");
    assert_string_equal (feedback->channel, "radio");
    assert_string_equal (feedback->on_behalf_of, "wang-5");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_INSTRUCTION_CLOSE);
    assert_int_equal (d.request.action, ACTION_INSTRUCTION_CLOSE);
    assert_int_equal (d.request.command.feedback.instruction, 3);
    assert_string_equal (d.request.command.feedback.text, "done");
    forget (&d);
}

static void
submissions_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SUBMIT);
    const struct submit_args *submit = &d.request.command.submit;
    assert_int_equal (d.request.action, ACTION_SUBMIT);
    assert_int_equal (submit->incident, 1042);
    assert_null (submit->post);
    assert_string_equal (submit->stage, "city-phone");
    assert_string_equal (submit->text, "陈庄村饭店坍塌\n5人死亡");
    assert_string_equal (submit->channel, "phone");
    assert_string_equal (submit->received_by, "市局 王");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SIGN_OFF);
    assert_int_equal (d.request.action, ACTION_SIGN_OFF);
    assert_int_equal (d.request.command.submission.submission, 3);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SEND);
    assert_int_equal (d.request.action, ACTION_SEND);
    assert_int_equal (d.request.command.submission.submission, 3);
    assert_string_equal (d.request.command.submission.channel, "fax");
    assert_string_equal (d.request.command.submission.received_by, "市局 王");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SUBMISSION_WITHDRAW);
    assert_int_equal (d.request.action, ACTION_SUBMISSION_WITHDRAW);
    assert_string_equal (d.request.command.submission.reason, "the figures were wrong");
    forget (&d);
}

static void
the_roster_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ASSIGN);
    const struct planned_args *planned = &d.request.command.planned;
    assert_int_equal (planned->planned_shift, 12);
    assert_string_equal (planned->person, "wang-5");
    assert_string_equal (planned->reason, "nobody else");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SETTLE_GAP);
    assert_int_equal (planned->planned_shift, 12);
    assert_string_equal (planned->reason, "I take the phone");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SWAP_PROPOSE);
    assert_int_equal (planned->in_return, 15);
    assert_string_equal (planned->person, "wang-5");
    assert_string_equal (planned->reason, "a wedding");
    assert_string_equal (planned->on_behalf_of, "li-4");
    assert_string_equal (planned->channel, "phone");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SWAP_DECLINE);
    assert_int_equal (d.request.action, ACTION_SWAP_DECLINE);
    assert_string_equal (planned->reason, "可以");
    assert_string_equal (planned->on_behalf_of, "wang-5");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_MARK_CONTACT);
    assert_string_equal (d.request.command.contact.person, "wang-5");
    assert_false (d.request.command.contact.reachable);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SHELVE);
    assert_int_equal (d.request.command.shelve.obligation, 30);
    assert_int_equal (d.request.command.shelve.for_ms, 1800000);
    assert_string_equal (d.request.command.shelve.reason, "the line is being repaired");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_UNSHELVE);
    assert_int_equal (d.request.command.shelve.obligation, 30);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ROSTER_PLAN);
    assert_string_equal (d.request.roster.post, "county-duty");
    assert_int_equal (d.request.roster.days, 62);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_CHECK_IN);
    assert_string_equal (d.request.command.shift.in_place_of, "li-4");
    assert_string_equal (d.request.command.shift.reason, "li-4 is ill");
    forget (&d);
}

static void
log_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_LOG);
    const struct log_args *log = &d.request.command.log;
    assert_int_equal (d.request.action, ACTION_LOG);
    assert_string_equal (log->text, "X 路桥封闭\n绕行");
    assert_int_equal (log->happened_at, DRAFT_NOW - 60000);
    assert_int_equal (log->incident, 1042);
    assert_string_equal (log->post, "county-duty");
    assert_int_equal (log->corrects, 5);
    forget (&d);
}

static void
consult_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    const struct consult_args *consult = &d.request.command.consult;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_CONSULT);
    assert_int_equal (d.request.action, ACTION_CONSULT);
    assert_string_equal (consult->matter, "如何进入地下室");
    assert_string_equal (consult->conclusions, "from the north\nno diggers");
    assert_int_equal (consult->participants_count, 2);
    assert_string_equal (consult->participants[1], "li-4");
    assert_string_equal (consult->others, "the owner's son");
    assert_int_equal (consult->incident, 1042);
    assert_string_equal (consult->channel, "video");
    assert_int_equal (consult->began_at, DRAFT_NOW - 600000);
    assert_int_equal (consult->ended_at, DRAFT_NOW - 60000);
    assert_true (consult->drill);
    forget (&d);
}

static void
links_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    const struct link_args *link = &d.request.command.link;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_LINK);
    assert_int_equal (d.request.action, ACTION_LINK);
    assert_int_equal (link->incident, 1043);
    assert_int_equal (link->other, 1042);
    assert_int_equal (link->kind, LINK_DERIVED);
    assert_string_equal (link->reason, "the fire came after");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_UNLINK);
    assert_int_equal (d.request.action, ACTION_UNLINK);
    assert_int_equal (link->incident, 1043);
    assert_int_equal (link->other, 1042);
    assert_string_equal (link->reason, "not of that fire");
    forget (&d);
}

static void
split_and_move_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    const struct split_args *split = &d.request.command.split;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SPLIT);
    assert_int_equal (d.request.action, ACTION_SPLIT);
    assert_int_equal (split->incident, 1042);
    assert_string_equal (split->report.what, "隔壁街道起火");
    assert_string_equal (split->report.place, "Station Road");
    assert_int_equal (split->report.type_code, 20700);
    assert_true (split->report.position.known);
    assert_non_null (split->report.report.text);
    assert_int_equal (split->based_on, 9);
    assert_int_equal (split->orders_count, 2);
    assert_int_equal (split->orders[1], 8);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_MOVE);
    assert_int_equal (d.request.action, ACTION_MOVE);
    assert_int_equal (d.request.command.move.order, 7);
    assert_int_equal (d.request.command.move.incident, 1043);
    assert_string_equal (d.request.command.move.reason, "the other street");
    forget (&d);
}

static void
a_drill_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    const struct drill_args *args = &d.request.command.drill;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_DRILL_BEGIN);
    assert_int_equal (d.request.action, ACTION_DRILL_BEGIN);
    assert_string_equal (args->title, "两村地震演练");
    assert_true (args->everybody);
    assert_int_equal (args->teams.count, 2);
    assert_string_equal (args->teams.items[1], "medical-120");
    assert_int_equal (args->people.count, 1);
    assert_string_equal (args->people.items[0], "wang-5");
    assert_string_equal (args->posts.items[0], "county-duty");
    assert_int_equal (args->within_ms, 7200000);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_DRILL_END);
    assert_int_equal (d.request.action, ACTION_DRILL_END);
    assert_int_equal (args->drill, 3);
    assert_string_equal (args->reason, "aim\nreached");
    forget (&d);
}

static void
command_at_the_scene_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    const struct field_command_args *args = &d.request.command.field_command;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_COMMAND_ESTABLISH);
    assert_int_equal (d.request.action, ACTION_COMMAND_ESTABLISH);
    assert_int_equal (args->incident, 1042);
    assert_string_equal (args->person, "wang-5");
    assert_string_equal (args->place, "陈庄小学");
    assert_string_equal (args->phone, "0357-3622119");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_COMMAND_TRANSFER);
    assert_int_equal (d.request.action, ACTION_COMMAND_TRANSFER);
    assert_int_equal (args->post, 1);
    assert_string_equal (args->person, "li-4");
    assert_string_equal (args->text, "the county leader\nis here");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_COMMAND_ACCEPT);
    assert_int_equal (d.request.action, ACTION_COMMAND_ACCEPT);
    assert_int_equal (args->post, 1);
    assert_string_equal (args->text, "I have command");
    assert_string_equal (args->channel, "radio");
    assert_string_equal (args->on_behalf_of, "li-4");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_COMMAND_DISSOLVE);
    assert_int_equal (d.request.action, ACTION_COMMAND_DISSOLVE);
    assert_int_equal (args->post, 1);
    assert_string_equal (args->text, "search ended");
    forget (&d);
}

static void
roll_calls_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    const struct roll_call_args *args = &d.request.command.roll_call;
    const struct roll_call_word_args *word = &d.request.command.roll_call_word;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ROLL_CALL);
    assert_int_equal (d.request.action, ACTION_ROLL_CALL);
    assert_string_equal (args->title, "夜间查岗");
    assert_int_equal (args->posts_count, 2);
    assert_string_equal (args->posts[1], "xincheng");
    assert_int_equal (args->teams_count, 1);
    assert_string_equal (args->teams[0], "fire-1");
    assert_false (args->all_posts);
    assert_true (args->all_teams);
    assert_int_equal (args->within_ms, 300000);
    assert_true (args->drill);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ROLL_CALL_ANSWER);
    assert_int_equal (d.request.action, ACTION_ROLL_CALL_ANSWER);
    assert_int_equal (word->answer, 12);
    assert_string_equal (word->text, "all here");
    assert_string_equal (word->channel, "phone");
    assert_string_equal (word->on_behalf_of, "li-4");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ROLL_CALL_ABSENT);
    assert_int_equal (d.request.action, ACTION_ROLL_CALL_ABSENT);
    assert_int_equal (word->answer, 12);
    assert_string_equal (word->text, "all here");
    assert_null (word->on_behalf_of); /* whoever says so says it in the own name */
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ROLL_CALL_END);
    assert_int_equal (d.request.action, ACTION_ROLL_CALL_END);
    assert_int_equal (word->roll_call, 5);
    assert_string_equal (word->text, "a fire");
    forget (&d);
}

static void
handovers_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_HANDOVER_OPEN);
    assert_int_equal (d.request.action, ACTION_HANDOVER_OPEN);
    assert_string_equal (d.request.command.handover_open.to, "li-4");
    assert_string_equal (d.request.command.handover_open.done, "搜救结束");
    assert_string_equal (d.request.command.handover_open.undone, "press\nat nine");
    assert_string_equal (d.request.command.handover_open.note, "the key is in the drawer");
    forget (&d);
    const struct handover_args *handover = &d.request.command.handover;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_HANDOVER_ACCEPT);
    assert_int_equal (handover->handover, 3);
    for (uint32_t number = 1; number <= HANDOVER_ITEMS_MAX; number++)
        assert_int_equal (item_set_has (&handover->items, number), number == 1 || number == 65 || number == 200);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_HANDOVER_OBJECT);
    assert_int_equal (d.request.action, ACTION_HANDOVER_OBJECT);
    assert_int_equal (handover->item, 5);
    assert_string_equal (handover->text, "哪条路");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_HANDOVER_ANSWER);
    assert_int_equal (d.request.action, ACTION_HANDOVER_ANSWER);
    assert_int_equal (handover->item, 5);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_HANDOVER_SIGN);
    assert_int_equal (handover->handover, 3);
    assert_int_equal (handover->head_seq, 88);
    assert_int_equal (handover->head_hash[31], 0x5a);
    assert_false (handover->head_proven); /* that is for whoever keeps the journal to say */
    assert_string_equal (handover->text, "all clear");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_HANDOVER_CANCEL);
    assert_int_equal (handover->handover, 3);
    assert_string_equal (handover->text, "ill");
    forget (&d);
}

static void
report_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_REPORT);
    const struct report_args *report = &d.request.command.report;
    assert_int_equal (d.request.action, ACTION_REPORT);
    assert_int_equal (d.request.command.action, ACTION_REPORT);
    assert_memory_equal (d.request.command.id, d.request.id, COMMAND_ID_BYTES);
    assert_int_equal (d.request.command.device_at, DRAFT_NOW - 5);
    assert_string_equal (report->what, "矿井透水");
    assert_string_equal (report->place, "襄汾县 3 号井");
    assert_int_equal (report->type_code, 20200);
    assert_true (report->position.known);
    assert_true (report->position.latitude == 35.876 && report->position.longitude == -111.5);
    assert_int_equal (report->occurred_at, DRAFT_NOW - 60000);
    assert_true (report->drill);
    expect_statement (&report->report);
    forget (&d);
}

static void
report_needs_only_what_and_where (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded d;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REPORT);
    muster__v1__report__init (&draft.report);
    draft.report.what = "fire";
    draft.report.place = "north village";
    draft.request.has_sent_at_ms = false;
    decode_draft (&d, &draft);
    assert_int_equal (d.result, 0);
    const struct report_args *report = &d.request.command.report;
    assert_int_equal (d.request.command.device_at, 0);
    assert_int_equal (report->type_code, 0);
    assert_int_equal (report->occurred_at, 0);
    assert_false (report->position.known);
    assert_false (report->drill);
    assert_null (report->report.text);
    assert_null (report->report.channel);
    assert_memory_equal (&report->report.figures, &figures_unknown, sizeof figures_unknown);
    forget (&d);
}

static void
blank_optional_text_is_no_text (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded d;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_DISPATCH);
    draft.dispatch.task = " \n\t\u3000";
    decode_draft (&d, &draft);
    assert_int_equal (d.result, 0);
    assert_null (d.request.command.dispatch.task);
    forget (&d);
}

static void
continuation_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_CONTINUE);
    assert_int_equal (d.request.action, ACTION_CONTINUE);
    assert_int_equal (d.request.command.continuation.incident, 1042);
    assert_true (d.request.command.continuation.final);
    expect_statement (&d.request.command.continuation.report);
    forget (&d);
}

static void
continuation_may_be_one_figure (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded d;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_CONTINUE);
    muster__v1__statement__init (&draft.statement);
    muster__v1__figures__init (&draft.figures);
    draft.statement.figures = &draft.figures;
    draft.figures.has_dead = true;
    decode_draft (&d, &draft);
    assert_int_equal (d.result, 0);
    assert_int_equal (d.request.command.continuation.report.figures.dead, 0);
    assert_int_equal (d.request.command.continuation.report.figures.missing, FIGURE_UNKNOWN);
    forget (&d);
}

static void
commands_about_an_incident_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ASSESS);
    assert_int_equal (d.request.action, ACTION_ASSESS);
    assert_int_equal (d.request.command.assess.incident, 1042);
    assert_int_equal (d.request.command.assess.level, LEVEL_MAJOR);
    assert_true (d.request.command.assess.confirmed);
    assert_string_equal (d.request.command.assess.reason, "eleven dead");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_DISPATCH);
    assert_int_equal (d.request.action, ACTION_DISPATCH);
    assert_int_equal (d.request.command.dispatch.incident, 1042);
    assert_string_equal (d.request.command.dispatch.team, "mine-rescue-1");
    assert_string_equal (d.request.command.dispatch.task, "pump");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_CLOSE);
    assert_int_equal (d.request.action, ACTION_CLOSE);
    assert_int_equal (d.request.command.close.incident, 1042);
    assert_string_equal (d.request.command.close.reason, "done");
    assert_int_equal (d.request.command.close.disposition, DISPOSITION_TRANSFERRED);
    assert_true (d.request.command.close.override);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_REOPEN);
    assert_int_equal (d.request.action, ACTION_REOPEN);
    assert_int_equal (d.request.command.close.incident, 1042);
    assert_string_equal (d.request.command.close.reason, "it burns again");
    forget (&d);
}

static void
an_incident_turns_by_four_commands (void **state)
{
    (void)state;
    static const struct {
        Muster__V1__Request__BodyCase body;
        enum action action;
        const char *reason;
    } turns[] = { { MUSTER__V1__REQUEST__BODY_HOLD, ACTION_HOLD, "night" },
                  { MUSTER__V1__REQUEST__BODY_CONTROL, ACTION_CONTROL, "surrounded" },
                  { MUSTER__V1__REQUEST__BODY_RESUME, ACTION_RESUME, "daylight" },
                  { MUSTER__V1__REQUEST__BODY_UNMERGE, ACTION_UNMERGE, "another house" } };
    for (size_t i = 0; i < sizeof turns / sizeof turns[0]; i++) {
        struct decoded d;
        decode_good (&d, turns[i].body);
        assert_int_equal (d.request.action, turns[i].action);
        assert_int_equal (d.request.command.close.incident, 1042);
        assert_string_equal (d.request.command.close.reason, turns[i].reason);
        forget (&d);
    }
}

static void
a_merge_names_both_incidents (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_MERGE);
    assert_int_equal (d.request.action, ACTION_MERGE);
    assert_int_equal (d.request.command.merge.incident, 1043);
    assert_int_equal (d.request.command.merge.into, 1042);
    assert_string_equal (d.request.command.merge.reason, "second caller");
    forget (&d);
}

static void
each_rung_is_its_own_action (void **state)
{
    (void)state;
    static const enum action actions[] = { ACTION_ACKNOWLEDGE, ACTION_DECLINE,  ACTION_DEPART,
                                           ACTION_ARRIVE,      ACTION_COMPLETE, ACTION_CANCEL };
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        struct decoded d;
        decode_good (&d, (Muster__V1__Request__BodyCase)(MUSTER__V1__REQUEST__BODY_ACKNOWLEDGE + i));
        assert_int_equal (d.request.action, actions[i]);
        assert_int_equal (d.request.command.rung.order, 3307);
        assert_string_equal (d.request.command.rung.channel, "radio");
        assert_string_equal (d.request.command.rung.on_behalf_of, "wang-5");
        assert_string_equal (d.request.command.rung.words, "on our way");
        forget (&d);
    }
}

static void
a_status_and_a_distress_are_said_like_a_rung (void **state)
{
    static const enum action actions[] = { ACTION_STATUS_CHECK, ACTION_DISTRESS, ACTION_DISTRESS_RESOLVE };
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct decoded d;
        decode_good (&d, (Muster__V1__Request__BodyCase)(MUSTER__V1__REQUEST__BODY_STATUS_CHECK + i));
        assert_int_equal (d.request.action, actions[i]);
        assert_int_equal (d.request.command.rung.order, 3307);
        assert_string_equal (d.request.command.rung.words, "on our way");
        forget (&d);
    }
}

static void
a_recall_is_a_rung_and_a_reassignment_names_the_other (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_RECALL);
    assert_int_equal (d.request.action, ACTION_RECALL);
    assert_int_equal (d.request.command.rung.order, 3307);
    assert_string_equal (d.request.command.rung.words, "on our way");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_REASSIGN);
    assert_int_equal (d.request.action, ACTION_REASSIGN);
    assert_int_equal (d.request.command.reassign.order, 3307);
    assert_string_equal (d.request.command.reassign.team, "mine-rescue-1");
    assert_int_equal (d.request.command.reassign.to_incident, 1043);
    assert_string_equal (d.request.command.reassign.words, "they have the pumps");
    assert_true (d.request.command.reassign.override);
    forget (&d);
}

static void
a_receipt_says_how_far_and_to_whom (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_RECEIPT);
    assert_int_equal (d.request.action, ACTION_RECEIPT);
    assert_int_equal (d.request.command.receipt.order, 3307);
    assert_int_equal (d.request.command.receipt.state, RECEIPT_DELIVERED);
    assert_string_equal (d.request.command.receipt.on_behalf_of, "wang-5");
    assert_string_equal (d.request.command.receipt.channel, "sms");
    assert_int_equal (d.request.command.device_at, DRAFT_NOW - 5);
    forget (&d);
}

static void
duty_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_CHECK_IN);
    assert_int_equal (d.request.action, ACTION_CHECK_IN);
    assert_string_equal (d.request.command.shift.person, "wang-5");
    assert_string_equal (d.request.command.shift.post, "county-duty");
    assert_string_equal (d.request.command.shift.channel, "console");
    assert_true (d.request.command.shift.leader);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_CHECK_OUT);
    assert_int_equal (d.request.action, ACTION_CHECK_OUT);
    assert_string_equal (d.request.command.shift.person, "wang-5");
    assert_null (d.request.command.shift.post);
    assert_string_equal (d.request.command.shift.channel, "console");
    forget (&d);
}

static void
administration_keeps_every_field (void **state)
{
    (void)state;
    struct decoded d;
    uint8_t key[KEY_BYTES];
    memset (key, 0x5a, sizeof key);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_IMPORT);
    assert_int_equal (d.request.action, ACTION_IMPORT);
    assert_string_equal (d.request.command.import.name, "xiangfen.yaml");
    assert_string_equal (d.request.command.import.text, "teams:\n- code: t1\n");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_ENROL);
    assert_int_equal (d.request.action, ACTION_ENROL);
    assert_string_equal (d.request.command.enrol.code, "li-4");
    assert_int_equal (d.request.command.enrol.role, ROLE_TEAM_LEADER);
    assert_memory_equal (d.request.command.enrol.key, key, KEY_BYTES);
    assert_string_equal (d.request.command.enrol.person, "li-4");
    assert_string_equal (d.request.command.enrol.team, "mine-rescue-1");
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_REVOKE);
    assert_int_equal (d.request.action, ACTION_REVOKE);
    assert_string_equal (d.request.command.revoke.code, "li-4");
    assert_string_equal (d.request.command.revoke.reason, "left");
    forget (&d);
}

static void
queries_keep_every_field (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_LIST);
    assert_int_equal (d.request.action, ACTION_LIST);
    assert_int_equal (d.request.list.kind, ENTITY_INCIDENT);
    assert_true (d.request.list.settled);
    assert_int_equal (d.request.list.before, 90);
    assert_int_equal (d.request.list.limit, 500);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SHOW);
    assert_int_equal (d.request.action, ACTION_SHOW);
    assert_int_equal (d.request.show.kind, ENTITY_OBLIGATION);
    assert_int_equal (d.request.show.id, 7);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_JOURNAL);
    assert_int_equal (d.request.action, ACTION_JOURNAL);
    assert_int_equal (d.request.journal.after, 12);
    assert_int_equal (d.request.journal.incident, 1042);
    assert_int_equal (d.request.journal.limit, 1);
    forget (&d);
    decode_good (&d, MUSTER__V1__REQUEST__BODY_SYNC);
    assert_int_equal (d.request.action, ACTION_SYNC);
    assert_int_equal (d.request.sync.since, 88);
    assert_int_equal (d.request.sync.limit, 50);
    assert_true (d.request.sync.snapshot);
    forget (&d);
}

static void
queries_have_defaults (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded d;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_LIST);
    draft.list.has_limit = draft.list.has_before = draft.list.has_settled = false;
    decode_draft (&d, &draft);
    assert_int_equal (d.request.list.limit, 100);
    assert_int_equal (d.request.list.before, 0);
    forget (&d);
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_JOURNAL);
    muster__v1__journal__init (&draft.journal);
    decode_draft (&d, &draft);
    assert_int_equal (d.request.journal.limit, 100);
    forget (&d);
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_SYNC);
    muster__v1__sync__init (&draft.sync);
    decode_draft (&d, &draft);
    assert_int_equal (d.request.sync.limit, 200);
    assert_int_equal (d.request.sync.since, 0);
    assert_false (d.request.sync.snapshot);
    forget (&d);
}

static void
bodies_without_fields_are_told_apart (void **state)
{
    (void)state;
    static const struct {
        Muster__V1__Request__BodyCase body;
        enum action action;
    } rows[] = { { MUSTER__V1__REQUEST__BODY_STATUS, ACTION_STATUS },
                 { MUSTER__V1__REQUEST__BODY_PRINCIPALS, ACTION_PRINCIPALS },
                 { MUSTER__V1__REQUEST__BODY_VERIFY, ACTION_VERIFY } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct decoded d;
        decode_good (&d, rows[i].body);
        assert_int_equal (d.request.action, rows[i].action);
        forget (&d);
    }
}

/* ---- which requests are the same ---- */

static void
retry_with_another_clock_has_the_same_hash (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded first, retry;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REPORT);
    decode_draft (&first, &draft);
    draft.request.sent_at_ms += 30000;
    decode_draft (&retry, &draft);
    assert_memory_equal (first.request.payload_hash, retry.request.payload_hash, HASH_BYTES);
    assert_int_not_equal (first.request.command.device_at, retry.request.command.device_at);
    forget (&retry);
    draft.request.has_sent_at_ms = false;
    decode_draft (&retry, &draft);
    assert_memory_equal (first.request.payload_hash, retry.request.payload_hash, HASH_BYTES);
    forget (&retry);
    forget (&first);
}

static void
another_payload_has_another_hash (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded first, other;
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_REPORT);
    decode_draft (&first, &draft);
    draft.figures.dead = 1;
    decode_draft (&other, &draft);
    assert_memory_not_equal (first.request.payload_hash, other.request.payload_hash, HASH_BYTES);
    forget (&other);
    decode_good (&other, MUSTER__V1__REQUEST__BODY_ARRIVE);
    struct decoded third;
    decode_good (&third, MUSTER__V1__REQUEST__BODY_DEPART);
    assert_memory_not_equal (third.request.payload_hash, other.request.payload_hash, HASH_BYTES);
    forget (&third);
    forget (&other);
    forget (&first);
}

/* Another encoder may write the fields in another order: the request is the same. */
static void
order_of_fields_does_not_change_the_hash (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded first, turned = { 0 };
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_CLOSE);
    decode_draft (&first, &draft);
    Muster__V1__Request tail = draft.request, head = draft.request;
    tail.body_case = MUSTER__V1__REQUEST__BODY__NOT_SET;
    head.has_id = head.has_protocol = head.has_sent_at_ms = false;
    uint8_t *at = buffer_reserve (&turned.bytes, 1024);
    turned.bytes.size = muster__v1__request__pack (&head, at);
    turned.bytes.size += muster__v1__request__pack (&tail, at + turned.bytes.size);
    decode_bytes (&turned);
    assert_int_equal (turned.result, 0);
    assert_memory_equal (first.request.payload_hash, turned.request.payload_hash, HASH_BYTES);
    forget (&turned);
    forget (&first);
}

/* ---- what protobuf allows ---- */

static void
unknown_fields_are_ignored_but_count_as_payload (void **state)
{
    (void)state;
    struct decoded first, more;
    decode_good (&first, MUSTER__V1__REQUEST__BODY_STATUS);
    decode_good (&more, MUSTER__V1__REQUEST__BODY_STATUS);
    wire_request_free (&more.request);
    buffer_append (&more.bytes, "\x48\x01", 2); /* field 9, varint */
    decode_bytes (&more);
    assert_int_equal (more.result, 0);
    assert_memory_not_equal (first.request.payload_hash, more.request.payload_hash, HASH_BYTES);
    forget (&more);
    forget (&first);
}

static void
last_of_two_bodies_wins (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_REPORT);
    wire_request_free (&d.request);
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_CLOSE);
    draft.request.has_id = draft.request.has_protocol = draft.request.has_sent_at_ms = false;
    struct buffer second = { 0 };
    draft_pack (&draft, &second);
    buffer_append (&d.bytes, second.data, second.size);
    decode_bytes (&d);
    assert_int_equal (d.result, 0);
    assert_int_equal (d.request.action, ACTION_CLOSE);
    assert_string_equal (d.request.command.close.reason, "done");
    buffer_free (&second);
    forget (&d);
}

static void
largest_import_passes (void **state)
{
    (void)state;
    struct draft draft;
    struct decoded d;
    char *text = malloc (IMPORT_TEXT_MAX + 1);
    memset (text, 'a', IMPORT_TEXT_MAX);
    text[IMPORT_TEXT_MAX] = '\0';
    draft_init (&draft, MUSTER__V1__REQUEST__BODY_IMPORT);
    draft.import.text = text;
    decode_draft (&d, &draft);
    assert_int_equal (d.result, 0);
    assert_int_equal (strlen (d.request.command.import.text), IMPORT_TEXT_MAX);
    forget (&d);
    free (text);
}

/* ---- what hostile bytes can't do ---- */

static void
expect_fault_is_whole (const struct decoded *d)
{
    assert_int_equal (d->result, -1);
    assert_non_null (d->fault.code);
    assert_non_null (d->fault.template);
    assert_null (d->request.message);
}

static void
every_cut_of_a_request_is_refused (void **state)
{
    (void)state;
    for (size_t i = 0; draft_bodies[i]; i++) {
        struct decoded d;
        decode_good (&d, draft_bodies[i]);
        wire_request_free (&d.request);
        size_t whole = d.bytes.size;
        while (d.bytes.size-- > 0) {
            /* of its own size, so that a read past the end is seen by a sanitizer */
            struct decoded cut = { .bytes = { 0 } };
            buffer_append (&cut.bytes, d.bytes.data, d.bytes.size);
            decode_bytes (&cut);
            expect_fault_is_whole (&cut);
            forget (&cut);
        }
        assert_true (whole > 0);
        d.bytes.size = 0;
        forget (&d);
    }
}

static void
every_flipped_bit_is_decoded_or_refused (void **state)
{
    (void)state;
    size_t good = 0, bad = 0;
    for (size_t i = 0; draft_bodies[i]; i++) {
        struct decoded d;
        decode_good (&d, draft_bodies[i]);
        wire_request_free (&d.request);
        for (size_t bit = 0; bit < d.bytes.size * 8; bit++) {
            d.bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
            decode_bytes (&d);
            if (d.result)
                expect_fault_is_whole (&d);
            d.result ? bad++ : good++;
            wire_request_free (&d.request);
            d.bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
        forget (&d);
    }
    assert_true (good > 0 && bad > 0);
}

/* Two bytes each would cost protobuf-c sixty: the arena's budget ends it. */
static void
swarm_of_tiny_fields_is_refused (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_STATUS);
    wire_request_free (&d.request);
    while (d.bytes.size + 2 <= WIRE_REQUEST_MAX)
        buffer_append (&d.bytes, "\x48\x01", 2);
    decode_bytes (&d);
    expect_fault_is_whole (&d);
    assert_string_equal (d.fault.code, "malformed");
    assert_true (d.request.has_id);
    forget (&d);
}

static void
request_that_cannot_be_unpacked_still_says_whose_it_is (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_CLOSE);
    wire_request_free (&d.request);
    d.bytes.size--;
    decode_bytes (&d);
    assert_string_equal (d.fault.code, "malformed");
    assert_true (d.request.has_id);
    assert_int_equal (d.request.id[15], 16);
    forget (&d);
}

static void
request_over_the_size_is_refused_with_its_id (void **state)
{
    (void)state;
    struct decoded d;
    decode_good (&d, MUSTER__V1__REQUEST__BODY_CLOSE);
    wire_request_free (&d.request);
    size_t more = WIRE_REQUEST_MAX + 1 - d.bytes.size;
    memset (buffer_reserve (&d.bytes, more), 0, more);
    d.bytes.size += more;
    decode_bytes (&d);
    expect_fault_is_whole (&d);
    assert_string_equal (d.fault.code, "too_large");
    assert_string_equal (d.fault.args[0], "524289");
    assert_string_equal (d.fault.args[1], "524288");
    assert_true (d.request.has_id);
    forget (&d);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (report_keeps_every_field),
        cmocka_unit_test (activate_keeps_every_field),
        cmocka_unit_test (adjust_and_terminate_keep_every_field),
        cmocka_unit_test (instruct_keeps_every_field),
        cmocka_unit_test (feedback_and_its_end_keep_every_field),
        cmocka_unit_test (submissions_keep_every_field),
        cmocka_unit_test (the_roster_keeps_every_field),
        cmocka_unit_test (log_keeps_every_field),
        cmocka_unit_test (consult_keeps_every_field),
        cmocka_unit_test (links_keep_every_field),
        cmocka_unit_test (split_and_move_keep_every_field),
        cmocka_unit_test (a_drill_keeps_every_field),
        cmocka_unit_test (command_at_the_scene_keeps_every_field),
        cmocka_unit_test (handovers_keep_every_field),
        cmocka_unit_test (roll_calls_keep_every_field),
        cmocka_unit_test (report_needs_only_what_and_where),
        cmocka_unit_test (blank_optional_text_is_no_text),
        cmocka_unit_test (continuation_keeps_every_field),
        cmocka_unit_test (continuation_may_be_one_figure),
        cmocka_unit_test (commands_about_an_incident_keep_every_field),
        cmocka_unit_test (a_merge_names_both_incidents),
        cmocka_unit_test (an_incident_turns_by_four_commands),
        cmocka_unit_test (each_rung_is_its_own_action),
        cmocka_unit_test (a_status_and_a_distress_are_said_like_a_rung),
        cmocka_unit_test (a_recall_is_a_rung_and_a_reassignment_names_the_other),
        cmocka_unit_test (a_receipt_says_how_far_and_to_whom),
        cmocka_unit_test (duty_keeps_every_field),
        cmocka_unit_test (administration_keeps_every_field),
        cmocka_unit_test (queries_keep_every_field),
        cmocka_unit_test (queries_have_defaults),
        cmocka_unit_test (bodies_without_fields_are_told_apart),
        cmocka_unit_test (retry_with_another_clock_has_the_same_hash),
        cmocka_unit_test (another_payload_has_another_hash),
        cmocka_unit_test (order_of_fields_does_not_change_the_hash),
        cmocka_unit_test (unknown_fields_are_ignored_but_count_as_payload),
        cmocka_unit_test (last_of_two_bodies_wins),
        cmocka_unit_test (largest_import_passes),
        cmocka_unit_test (every_cut_of_a_request_is_refused),
        cmocka_unit_test (every_flipped_bit_is_decoded_or_refused),
        cmocka_unit_test (swarm_of_tiny_fields_is_refused),
        cmocka_unit_test (request_that_cannot_be_unpacked_still_says_whose_it_is),
        cmocka_unit_test (request_over_the_size_is_refused_with_its_id),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

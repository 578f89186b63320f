/* SPDX-License-Identifier: Apache-2.0 */
/* test_wire_image.c: every kind of entity goes to its image and back unchanged; damaged images are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "muster/v1/entity.pb-c.h"
#include "util/alloc.h"
#include "util/error.h"
#include "wire/wire.h"

static const struct position here = { true, 35.876, 111.442 };
static const struct figures some_figures = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };

/* ---- one of each, every member set ---- */

static void
fill_profile (struct entity *entity)
{
    struct profile *profile = (struct profile *)entity;
    strcpy (profile->code, "cn-shanxi");
    profile->title = xstrdup ("山西省");
    profile->text = xstrdup ("levels:\r\n\t- any text\n");
}

static void
fill_post (struct entity *entity)
{
    struct post *post = (struct post *)entity;
    strcpy (post->code, "county-duty");
    post->name = xstrdup ("值班室");
    post->phone = xstrdup ("0357-3610119");
}

static void
fill_person (struct entity *entity)
{
    struct person *person = (struct person *)entity;
    strcpy (person->code, "wang-5");
    person->name = xstrdup ("王五");
    person->phone = xstrdup ("13800000000");
    person->duty = xstrdup ("队长");
    person->unreachable = true;
}

static void
fill_team (struct entity *entity)
{
    struct team *team = (struct team *)entity;
    strcpy (team->code, "abcdefghijklmnopqrstuvwxyz012345"); /* the longest */
    team->name = xstrdup ("矿山救护队");
    team->kind = TEAM_SOCIAL;
    team->auxiliary = true;
    team->rank = UINT32_MAX;
    team->base = here;
    team->skills_count = TEAM_SKILLS_MAX;
    for (uint32_t i = 0; i < TEAM_SKILLS_MAX; i++)
        team->skills[i] = 20000 + i;
    team->contacts_count = TEAM_CONTACTS_MAX;
    for (uint64_t i = 0; i < TEAM_CONTACTS_MAX; i++)
        team->contacts[i] = 1 + i;
}

static void
fill_principal (struct entity *entity)
{
    struct principal *principal = (struct principal *)entity;
    strcpy (principal->code, "duty-1");
    principal->state = PRINCIPAL_REVOKED;
    principal->role = ROLE_OBSERVER;
    for (size_t i = 0; i < KEY_BYTES; i++)
        principal->key[i] = (uint8_t)i;
    principal->person = 4;
    principal->team = 5;
    principal->enrolled_at = 1790000000001;
    principal->revoked_at = 1790000000002;
}

/* As many as there can be. */
static void
fill_links (struct incident *incident)
{
    incident->links_count = LINKS_PER_INCIDENT_MAX;
    incident->links = xcalloc (LINKS_PER_INCIDENT_MAX, sizeof *incident->links);
    for (uint32_t i = 0; i < LINKS_PER_INCIDENT_MAX; i++)
        incident->links[i] = (struct link){ 2000 + i, (enum link_kind) (1 + i % (LINK_KINDS - 1)) };
}

static void
fill_incident (struct entity *entity)
{
    struct incident *incident = (struct incident *)entity;
    incident->state = INCIDENT_CLOSED;
    incident->drill = true;
    incident->type_code = 10700;
    incident->what = xstrdup ("山火");
    incident->place = xstrdup ("塔儿山");
    incident->position = here;
    incident->occurred_at = 1790000000001;
    incident->reported_at = 1790000000002;
    incident->closed_at = 1790000000003;
    incident->level = LEVEL_SIGNIFICANT;
    incident->level_confirmed = LEVEL_EXTRAORDINARY;
    incident->figures = some_figures;
    incident->reports_count = 3;
    incident->continuations_count = 2;
    incident->reported_by = 9;
    incident->disposition = DISPOSITION_TRANSFERRED;
    incident->merged_into = 1041;
    incident->controlled_at = 1790000000004;
    incident->owed_when_closed = 1u << OBLIGATION_REPORT;
    incident->mandatory = 1u << REPORT_FIELD_LOSS;
    incident->casualties_at = 1790000000005;
    incident->source_id = xstrdup ("110-2026-00123");
    fill_links (incident);
}

static void
fill_report (struct entity *entity)
{
    struct report *report = (struct report *)entity;
    report->incident = 1042;
    report->kind = REPORT_FINAL;
    report->number = 1;
    report->drill = true;
    report->filed_at = 1790000000001;
    report->filed_by = 2;
    report->text = xstrdup ("two\nlines");
    report->figures = some_figures;
    strcpy (report->channel, "abcdefghijklmnopqrstuvwxyz012345");
    report->caller_name = xstrdup ("李四");
    report->caller_phone = xstrdup ("110");
    report->caller_post = xstrdup ("医生");
    report->already_told = xstrdup ("镇政府");
}

static void
fill_order (struct entity *entity)
{
    struct dispatch_order *order = (struct dispatch_order *)entity;
    order->incident = 1042;
    order->team = 3;
    order->state = ORDER_CANCELLED;
    order->drill = true;
    order->task = xstrdup ("灭火");
    order->what = xstrdup ("山火");
    order->place = xstrdup ("塔儿山");
    order->position = here;
    order->type_code = 10700;
    order->level = LEVEL_MAJOR;
    order->issued_by = 4;
    order->replaces = 5;
    order->replaced_by = 6;
    order->issued_at = 1790000000001;
    order->acknowledged_at = 1790000000002;
    order->departed_at = 1790000000003;
    order->arrived_at = 1790000000004;
    order->ended_at = 1790000000005;
    order->recalled_at = 1790000000011;
    order->reserved_at = 1790000000012;
    order->release_at = 1790000000013;
    order->device_at = 1790000000006;
    order->acknowledged_by = 7;
    order->on_behalf_of = 8;
    strcpy (order->channel, "radio");
    order->words = xstrdup ("收到");
    order->receipts_count = RECEIPTS_MAX;
    order->receipts = xcalloc (RECEIPTS_MAX, sizeof *order->receipts);
    for (int i = 0; i < RECEIPTS_MAX; i++) {
        struct receipt *receipt = &order->receipts[i];
        receipt->recipient = (struct target){ i == 0 ? TARGET_TEAM : TARGET_PERSON, 3 + (uint64_t)i };
        strcpy (receipt->channel, "sms");
        for (int rung = RECEIPT_QUEUED; rung < RECEIPT_STATES; rung++)
            receipt->at[rung] = 1790000000100 + 10 * i + rung;
        for (int rung = RECEIPT_HANDED_OVER; rung < RECEIPT_STATES; rung++)
            receipt->device_at[rung] = 1790000000200 + 10 * i + rung;
    }
    order->everyone = true;
    order->awaited_count = TEAM_CONTACTS_MAX;
    for (uint64_t i = 0; i < TEAM_CONTACTS_MAX; i++)
        order->awaited[i] = 70 + i;
    order->misses_count = 2;
    order->status_checks = true;
    order->distress_at = 1790000000008;
}

static void
fill_shift (struct entity *entity)
{
    struct shift *shift = (struct shift *)entity;
    shift->state = SHIFT_OFF_DUTY;
    shift->person = 4;
    shift->post = 5;
    shift->leader = true;
    strcpy (shift->channel, "console");
    shift->checked_in_at = 1790000000001;
    shift->checked_out_at = 1790000000002;
}

static void
fill_obligation (struct entity *entity)
{
    struct obligation *obligation = (struct obligation *)entity;
    obligation->kind = OBLIGATION_ASSIGN_TEAM;
    obligation->state = OBLIGATION_WITHDRAWN;
    obligation->drill = true;
    obligation->subject_kind = ENTITY_DISPATCH_ORDER;
    obligation->subject = 3307;
    obligation->incident = 1042;
    obligation->owner = (struct target){ TARGET_TEAM, 3 };
    obligation->armed_at = 1790000000001;
    obligation->due_at = 1790000000002;
    obligation->next_at = 1790000000003;
    obligation->next_step = POLICY_STEPS_MAX - 1;
    obligation->fired_count = 70000;
    strcpy (obligation->clock, "city_phone");
    obligation->report_kind = REPORT_NIL;
    obligation->met_by_filing = true;
    obligation->after_close = true;
    strcpy (obligation->terms->title, "电话报告");
    strcpy (obligation->terms->to, "临汾市应急管理局");
    strcpy (obligation->terms->by_channel, "phone");
    obligation->terms->sign_off = true;
    strcpy (obligation->terms->policy.name, "acknowledge");
    obligation->terms->policy.steps_count = POLICY_STEPS_MAX;
    for (uint32_t i = 0; i < POLICY_STEPS_MAX; i++)
        obligation->terms->policy.steps[i] = (struct policy_step){
            .action = (enum step_action) (i % STEP_ACTIONS),
            .targets = { { .kind = (enum target_kind) (i % TARGET_KINDS),
                           .contact = (uint8_t)(i % 5),
                           .code = "li-na" },
                         { .kind = TARGET_CONTACT, .contact = TEAM_CONTACTS_MAX },
                         { .kind = TARGET_POST, .code = "xincheng" },
                         { .kind = TARGET_OWNER } },
            .after_ms = 60000 * i,
            .repeat_ms = 30000 + i,
            .times = STEP_TIMES_MAX - i,
        };
    obligation->step_times = STEP_TIMES_MAX;
    obligation->shelved_until = 1598665200001;
    obligation->shelved_by = 8;
    obligation->terms->policy.everyone = true;
    obligation->discharged_by = 6;
    obligation->ended_at = 1790000000004;
    strcpy (obligation->channel, "phone");
}

static void
fill_response (struct entity *entity)
{
    struct response *response = (struct response *)entity;
    response->incident = 1042;
    response->state = RESPONSE_TERMINATED;
    response->drill = true;
    response->level = RESPONSE_LEVEL_IV;
    response->matter = xstrdup ("陶寺乡坍塌");
    response->measures = xstrdup ("two\nlines");
    response->reason = xstrdup ("over");
    response->activated_at = 1790000000001;
    response->activated_by = 4;
    response->term_at = 1790000000002;
    response->review_at = 1790000000003;
    response->adjusted_at = 1790000000004;
    response->adjustments_count = 70000;
    response->terminated_at = 1790000000005;
}

static void
fill_instruction (struct entity *entity)
{
    struct instruction *instruction = (struct instruction *)entity;
    instruction->incident = 1042;
    instruction->state = INSTRUCTION_CLOSED;
    instruction->drill = true;
    instruction->text = xstrdup ("全力救人");
    instruction->given_by = 4;
    instruction->recorded_by = 5;
    instruction->owner = (struct target){ TARGET_POST, 6 };
    instruction->given_at = 1790000000001;
    instruction->due_at = 1790000000002;
    strcpy (instruction->channel, "phone");
    instruction->feedback = xstrdup ("searched");
    instruction->fed_back_at = 1790000000003;
    instruction->fed_back_by = 7;
    instruction->on_behalf_of = 8;
    instruction->feedbacks_count = 9;
    instruction->outcome = xstrdup ("done");
    instruction->closed_at = 1790000000004;
}

static void
fill_handover (struct entity *entity)
{
    struct handover *handover = (struct handover *)entity;
    handover->state = HANDOVER_SIGNED;
    handover->post = 2;
    handover->leader = true;
    handover->shift = 3;
    handover->outgoing = 4;
    handover->owner = (struct target){ TARGET_PERSON, 5 };
    handover->done = xstrdup ("搜救结束");
    handover->undone = xstrdup ("nine o'clock: press");
    handover->note = xstrdup ("a note");
    handover->remark = xstrdup ("a remark");
    handover->reason = xstrdup ("a reason");
    handover->opened_at = 1790000000001;
    handover->accepted_at = 1790000000002;
    handover->signed_at = 1790000000003;
    handover->cancelled_at = 1790000000004;
    handover->head_seq = 6;
    memset (handover->head_hash, 0x5e, HASH_BYTES);
    handover->items_count = HANDOVER_ITEMS_MAX;
    for (uint32_t i = 0; i < HANDOVER_ITEMS_MAX; i++) {
        struct handover_item *item = &handover->items[i];
        item->kind = i % 3 ? ENTITY_INCIDENT : ENTITY_NONE;
        item->id = 1000 + i;
        item->state = (enum handover_item_state) (i % HANDOVER_ITEM_STATES);
        item->stood = i % 5;
        item->due_at = 1790000000000 + i;
        item->later = i % 2;
    }
    handover->objections_count = HANDOVER_OBJECTIONS_MAX;
    for (uint32_t i = 0; i < HANDOVER_OBJECTIONS_MAX; i++) {
        struct handover_objection *objection = &handover->objections[i];
        objection->item = i + 1;
        objection->at = 1790000000000 + i;
        snprintf (objection->text, sizeof objection->text, "哪条路 %u", i);
        objection->answered_at = i % 2 ? objection->at + 1 : 0;
        snprintf (objection->answer, sizeof objection->answer, "%s", i % 2 ? "X 路" : "");
    }
}

static void
fill_submission (struct entity *entity)
{
    struct submission *submission = (struct submission *)entity;
    submission->incident = 1042;
    submission->post = 3;
    submission->state = SUBMISSION_SENT;
    submission->drill = true;
    submission->needs_sign_off = true;
    strcpy (submission->stage, "city_written");
    submission->kind = REPORT_VERIFIED;
    submission->number = 4;
    submission->title = xstrdup ("书面报告");
    submission->to = xstrdup ("临汾市应急管理局");
    submission->text = xstrdup ("陈庄村饭店坍塌\n5人死亡");
    submission->figures = some_figures;
    submission->level = LEVEL_MAJOR;
    strcpy (submission->channel, "fax");
    submission->received_by = xstrdup ("市局 王");
    submission->reason = xstrdup ("wrong figures");
    submission->drafted_at = 1790000000001;
    submission->signed_at = 1790000000002;
    submission->sent_at = 1790000000003;
    submission->withdrawn_at = 1790000000004;
    submission->drafted_by = 5;
    submission->signed_by = 6;
    submission->sent_by = 7;
}

static void
fill_duty_log_entry (struct entity *entity)
{
    struct duty_log_entry *entry = (struct duty_log_entry *)entity;
    entry->incident = 1042;
    entry->drill = true;
    entry->post = 2;
    entry->person = 3;
    entry->written_by = 4;
    entry->text = xstrdup ("X 路桥封闭");
    entry->happened_at = 1790000000001;
    entry->written_at = 1790000000002;
    entry->corrects = 5;
}

static void
fill_command_post (struct entity *entity)
{
    struct field_command_post *post = (struct field_command_post *)entity;
    post->incident = 1042;
    post->state = COMMAND_DISSOLVED;
    post->drill = true;
    post->place = xstrdup ("陈庄小学");
    post->phone = xstrdup ("0357-3622119");
    post->commander = 4;
    post->commander_since = 1790000000001;
    post->successor = (struct target){ TARGET_PERSON, 5 };
    post->asked_at = 1790000000002;
    post->reason = xstrdup ("the county leader is here");
    post->words = xstrdup ("I have command");
    strcpy (post->channel, "radio");
    post->transfers_count = 70000;
    post->established_at = 1790000000003;
    post->established_by = 6;
    post->dissolved_at = 1790000000004;
}

static void
fill_consultation (struct entity *entity)
{
    static const uint64_t persons[] = { 3, 4 };
    struct consultation *consultation = (struct consultation *)entity;
    consultation->incident = 1042;
    consultation->drill = true;
    consultation->matter = xstrdup ("如何进入地下室");
    consultation->participants = xmemdup (persons, sizeof persons);
    consultation->participants_count = 2;
    consultation->others = xstrdup ("the owner's son");
    strcpy (consultation->channel, "video");
    consultation->began_at = 1790000000001;
    consultation->ended_at = 1790000000002;
    consultation->conclusions = xstrdup ("from the north\nno diggers");
    consultation->recorded_by = 6;
    consultation->recorded_at = 1790000000003;
}

static void
fill_drill (struct entity *entity)
{
    struct drill *drill = (struct drill *)entity;
    drill->state = DRILL_ENDED;
    drill->title = xstrdup ("两村地震演练");
    drill->everybody = true;
    drill->teams = (struct participants){ 2, { 1, 300 } };
    drill->people.count = DRILL_PARTICIPANTS_MAX + 1;
    for (uint32_t i = 0; i < drill->people.count; i++)
        drill->people.ids[i] = 1000 + i;
    drill->posts = (struct participants){ 1, { 7 } };
    drill->begun_at = 1790000000001;
    drill->begun_by = 4;
    drill->ends_at = 1790000000002;
    drill->ended_at = 1790000000003;
    drill->reason = xstrdup ("aim reached");
    drill->closed_count = 70000;
}

static void
fill_calendar (struct entity *entity)
{
    struct calendar *calendar = (struct calendar *)entity;
    strcpy (calendar->code, "cn-2026");
    calendar->title = xstrdup ("国办通知");
    calendar->text = xstrdup ("code: cn-2026\nholidays:\n\t- any text\n");
}

static void
fill_roster (struct entity *entity)
{
    struct roster *roster = (struct roster *)entity;
    roster->post = 2;
    roster->title = xstrdup ("值班表");
    roster->text = xstrdup ("post: any\n");
    roster->planned_until = 1790000000001;
}

static void
fill_planned_shift (struct entity *entity)
{
    struct planned_shift *planned = (struct planned_shift *)entity;
    planned->roster = 1;
    planned->post = 2;
    planned->state = PLANNED_CANCELLED;
    strcpy (planned->code, "abcdefghijklmnopqrstuvwxyz012345");
    planned->leader = true;
    planned->seat = 1;
    planned->holiday = true;
    planned->by_hand = true;
    planned->begin_at = 1790000000001;
    planned->end_at = 1790000000002;
    planned->due_at = 1790000000003;
    planned->owner = (struct target){ TARGET_PERSON, 3 };
    planned->shift = 4;
    planned->stand_in = 5;
    planned->manned_at = 1790000000004;
    planned->swap = SWAP_ACCEPTED;
    planned->swap_by = 6;
    planned->swap_with = 7;
    planned->swap_for = 8;
    planned->swap_answer_by = 1790000000005;
}

static void
fill_roll_call (struct entity *entity)
{
    struct roll_call *roll_call = (struct roll_call *)entity;
    roll_call->state = ROLL_CALL_ENDED;
    roll_call->drill = true;
    roll_call->title = xstrdup ("夜间查岗");
    strcpy (roll_call->plan.code, "night");
    roll_call->plan.days = ROLL_CALL_WORKING_DAYS;
    roll_call->plan.at_count = ROLL_CALL_HOURS_MAX;
    for (uint32_t i = 0; i < ROLL_CALL_HOURS_MAX; i++)
        roll_call->plan.at_minutes[i] = i * 200;
    roll_call->plan.from_minute = 1320;
    roll_call->plan.to_minute = 120;
    roll_call->plan.seed = 0x7edcba9876543210;
    roll_call->plan.all_posts = roll_call->plan.all_teams = true;
    roll_call->plan.targets_count = ROLL_CALL_TARGETS_MAX;
    for (uint32_t i = 0; i < ROLL_CALL_TARGETS_MAX; i++) {
        roll_call->plan.targets[i].kind = i % 2 ? TARGET_POST : TARGET_TEAM;
        roll_call->plan.targets[i].id = 1 + i;
    }
    roll_call->within_ms = 180000;
    roll_call->due_at = 1790000000001;
    roll_call->called_at = 1790000000002;
    roll_call->called_by = 3;
    roll_call->first_answer = 70000;
    roll_call->called_count = 400;
    roll_call->answered_count = 300;
    roll_call->late_count = 200;
    roll_call->absent_count = 100;
    roll_call->ended_at = 1790000000003;
    roll_call->reason = xstrdup ("a fire");
}

static void
fill_roll_call_answer (struct entity *entity)
{
    struct roll_call_answer *answer = (struct roll_call_answer *)entity;
    answer->roll_call = 5;
    answer->owner.kind = TARGET_POST;
    answer->owner.id = 6;
    answer->state = ROLL_CALL_ANSWER_WITHDRAWN;
    answer->drill = true;
    answer->title = xstrdup ("夜间查岗");
    answer->attempts = 2;
    answer->called_at = 1790000000001;
    answer->due_at = 1790000000002;
    answer->answered_at = 1790000000003;
    answer->answered_by = 7;
    answer->on_behalf_of = 8;
    strcpy (answer->channel, "phone");
    answer->words = xstrdup ("人员在岗");
}

static const struct kind_row {
    size_t size;
    void (*fill) (struct entity *);
    size_t strings[6]; /* offsets of the char * members; 0 ends */
} kind_rows[ENTITY_KINDS] = {
#define S(type, member) offsetof (struct type, member)
    [ENTITY_PROFILE] = { sizeof (struct profile), fill_profile, { S (profile, title), S (profile, text) } },
    [ENTITY_POST] = { sizeof (struct post), fill_post, { S (post, name), S (post, phone) } },
    [ENTITY_PERSON] = { sizeof (struct person),
                        fill_person,
                        { S (person, name), S (person, phone), S (person, duty) } },
    [ENTITY_TEAM] = { sizeof (struct team), fill_team, { S (team, name) } },
    [ENTITY_PRINCIPAL] = { sizeof (struct principal), fill_principal, { 0 } },
    [ENTITY_INCIDENT] = { sizeof (struct incident),
                          fill_incident,
                          { S (incident, what), S (incident, place), S (incident, source_id) } },
    [ENTITY_REPORT] = { sizeof (struct report),
                        fill_report,
                        { S (report, text), S (report, caller_name), S (report, caller_phone),
                          S (report, caller_post), S (report, already_told) } },
    [ENTITY_DISPATCH_ORDER] = { sizeof (struct dispatch_order),
                                fill_order,
                                { S (dispatch_order, task), S (dispatch_order, what), S (dispatch_order, place),
                                  S (dispatch_order, words) } },
    [ENTITY_SHIFT] = { sizeof (struct shift), fill_shift, { 0 } },
    [ENTITY_CALENDAR] = { sizeof (struct calendar), fill_calendar, { S (calendar, title), S (calendar, text) } },
    [ENTITY_ROSTER] = { sizeof (struct roster), fill_roster, { S (roster, title), S (roster, text) } },
    [ENTITY_PLANNED_SHIFT] = { sizeof (struct planned_shift), fill_planned_shift, { 0 } },
    [ENTITY_RESPONSE] = { sizeof (struct response),
                          fill_response,
                          { S (response, matter), S (response, measures), S (response, reason) } },
    [ENTITY_HANDOVER] = { sizeof (struct handover),
                          fill_handover,
                          { S (handover, done), S (handover, undone), S (handover, note), S (handover, remark),
                            S (handover, reason) } },
    [ENTITY_SUBMISSION] = { sizeof (struct submission),
                            fill_submission,
                            { S (submission, title), S (submission, to), S (submission, text),
                              S (submission, received_by), S (submission, reason) } },
    [ENTITY_DUTY_LOG_ENTRY] = { sizeof (struct duty_log_entry), fill_duty_log_entry, { S (duty_log_entry, text) } },
    [ENTITY_INSTRUCTION] = { sizeof (struct instruction),
                             fill_instruction,
                             { S (instruction, text), S (instruction, feedback), S (instruction, outcome) } },
    [ENTITY_CONSULTATION] = { sizeof (struct consultation),
                              fill_consultation,
                              { S (consultation, matter), S (consultation, others), S (consultation, conclusions) } },
    [ENTITY_ROLL_CALL] = { sizeof (struct roll_call),
                           fill_roll_call,
                           { S (roll_call, title), S (roll_call, reason) } },
    [ENTITY_ROLL_CALL_ANSWER] = { sizeof (struct roll_call_answer),
                                  fill_roll_call_answer,
                                  { S (roll_call_answer, title), S (roll_call_answer, words) } },
    [ENTITY_FIELD_COMMAND_POST] = { sizeof (struct field_command_post),
                                    fill_command_post,
                                    { S (field_command_post, place), S (field_command_post, phone),
                                      S (field_command_post, reason), S (field_command_post, words) } },
    [ENTITY_DRILL] = { sizeof (struct drill), fill_drill, { S (drill, title), S (drill, reason) } },
    [ENTITY_OBLIGATION] = { sizeof (struct obligation), fill_obligation, { 0 } },
#undef S
};

static struct entity *
make (enum entity_kind kind, bool full)
{
    struct entity *entity = entity_new (kind);
    entity->id = 7;
    entity->version = 1ULL << 40;
    if (full)
        kind_rows[kind].fill (entity);
    return entity;
}

/* ---- the same, member by member ---- */

/* Takes the ladders out of two copies of an order after comparing them. */
static void
expect_same_receipts (struct dispatch_order *a, struct dispatch_order *b)
{
    assert_int_equal (a->receipts_count, b->receipts_count);
    if (a->receipts_count)
        assert_memory_equal (a->receipts, b->receipts, a->receipts_count * sizeof *a->receipts);
    a->receipts = b->receipts = NULL;
}

static void
expect_same_participants (struct consultation *a, struct consultation *b)
{
    assert_int_equal (a->participants_count, b->participants_count);
    if (a->participants_count)
        assert_memory_equal (a->participants, b->participants, a->participants_count * sizeof *a->participants);
    a->participants = b->participants = NULL;
}

static void
expect_same_links (struct incident *a, struct incident *b)
{
    assert_int_equal (a->links_count, b->links_count);
    for (uint32_t i = 0; i < a->links_count; i++) {
        assert_int_equal (a->links[i].incident, b->links[i].incident);
        assert_int_equal (a->links[i].kind, b->links[i].kind);
    }
    a->links = b->links = NULL;
}

static void
expect_same (const struct entity *a, const struct entity *b)
{
    const struct kind_row *row = &kind_rows[a->kind];
    assert_int_equal (a->kind, b->kind);
    char *x = xmemdup (a, row->size), *y = xmemdup (b, row->size);
    for (const size_t *offset = row->strings; *offset; offset++) {
        char **text_x = (char **)(x + *offset), **text_y = (char **)(y + *offset);
        assert_int_equal (*text_x == NULL, *text_y == NULL);
        if (*text_x)
            assert_string_equal (*text_x, *text_y);
        *text_x = *text_y = NULL;
    }
    if (a->kind == ENTITY_DISPATCH_ORDER)
        expect_same_receipts ((struct dispatch_order *)x, (struct dispatch_order *)y);
    if (a->kind == ENTITY_OBLIGATION) { /* what it was armed with stands elsewhere */
        struct terms **terms_x = &((struct obligation *)x)->terms, **terms_y = &((struct obligation *)y)->terms;
        assert_memory_equal (*terms_x, *terms_y, sizeof **terms_x);
        *terms_x = *terms_y = NULL;
    }
    if (a->kind == ENTITY_CONSULTATION)
        expect_same_participants ((struct consultation *)x, (struct consultation *)y);
    if (a->kind == ENTITY_INCIDENT)
        expect_same_links ((struct incident *)x, (struct incident *)y);
    assert_memory_equal (x, y, row->size); /* entities are born zeroed, padding included */
    free (x);
    free (y);
}

static struct entity *
there_and_back (const struct entity *entity)
{
    struct buffer bytes = { 0 };
    struct error err = { "" };
    wire_encode_image (entity, &bytes);
    struct entity *back = wire_decode_image (bytes.data, bytes.size, &err);
    if (!back)
        fail_msg ("%s: %s", entity_kind_name (entity->kind), err.text);
    buffer_free (&bytes);
    return back;
}

static void
every_kind_survives (bool full)
{
    FOR_EACH_ENTITY_KIND (kind) {
        struct entity *entity = make (kind, full), *back = there_and_back (entity);
        expect_same (entity, back);
        entity_free (entity);
        entity_free (back);
    }
}

static void
every_kind_survives_with_every_field (void **state)
{
    (void)state;
    every_kind_survives (true);
}

static void
every_kind_survives_with_no_field (void **state)
{
    (void)state;
    every_kind_survives (false);
}

static void
no_deaths_stated_is_not_zero_deaths (void **state)
{
    (void)state;
    struct entity *entity = make (ENTITY_INCIDENT, false);
    ((struct incident *)entity)->figures.dead = 0;
    struct entity *back = there_and_back (entity);
    assert_int_equal (((struct incident *)back)->figures.dead, 0);
    assert_int_equal (((struct incident *)back)->figures.missing, FIGURE_UNKNOWN);
    assert_int_equal (((struct incident *)back)->figures.loss_yuan, FIGURE_UNKNOWN);
    entity_free (entity);
    entity_free (back);
}

static void
images_are_appended (void **state)
{
    (void)state;
    struct buffer bytes = { 0 };
    struct entity *entity = make (ENTITY_SHIFT, true);
    buffer_append (&bytes, "before", 6);
    wire_encode_image (entity, &bytes);
    assert_memory_equal (bytes.data, "before", 6);
    struct error err;
    struct entity *back = wire_decode_image (bytes.data + 6, bytes.size - 6, &err);
    assert_non_null (back);
    expect_same (entity, back);
    entity_free (back);
    entity_free (entity);
    buffer_free (&bytes);
}

/* ---- damaged images ---- */

struct image_draft {
    Muster__V1__Image image;
    Muster__V1__Team team;
    Muster__V1__Obligation obligation;
    Muster__V1__PolicyStep steps[POLICY_STEPS_MAX + 1];
    Muster__V1__PolicyStep *step_pointers[POLICY_STEPS_MAX + 1];
    Muster__V1__Principal principal;
    Muster__V1__Incident incident;
    Muster__V1__Figures figures;
    Muster__V1__Position position;
    uint32_t skills[TEAM_SKILLS_MAX + 1];
    uint64_t contacts[TEAM_CONTACTS_MAX + 1];
    uint8_t key[KEY_BYTES];
};

static void
image_draft_init (struct image_draft *d)
{
    memset (d, 0, sizeof *d);
    muster__v1__image__init (&d->image);
    muster__v1__team__init (&d->team);
    muster__v1__obligation__init (&d->obligation);
    muster__v1__principal__init (&d->principal);
    muster__v1__incident__init (&d->incident);
    muster__v1__figures__init (&d->figures);
    muster__v1__position__init (&d->position);
    d->team.has_id = d->obligation.has_id = d->principal.has_id = d->incident.has_id = true;
    d->team.id = d->obligation.id = d->principal.id = d->incident.id = 7;
    d->team.skills = d->skills;
    d->team.contacts = d->contacts;
    d->obligation.steps = d->step_pointers;
    for (size_t i = 0; i <= POLICY_STEPS_MAX; i++) {
        muster__v1__policy_step__init (&d->steps[i]);
        d->step_pointers[i] = &d->steps[i];
    }
    d->principal.key = (ProtobufCBinaryData){ KEY_BYTES, d->key };
    d->incident.figures = &d->figures;
}

#define HOLD(kind, KIND) (d->image.entity_case = MUSTER__V1__IMAGE__ENTITY_##KIND, d->image.kind = &d->kind)
#define SET(message, member, to) ((message)->has_##member = true, (message)->member = (to))
#define LONG_33 "abcdefghijklmnopqrstuvwxyz0123456"

/* X (name, words of the error, how a good image is spoilt) */
#define BAD_IMAGES(X)                                                                                                \
    X (nothing, "no entity", (void)d)                                                                                \
    X (no_id, "no id", (HOLD (team, TEAM), d->team.has_id = false, d->team.id = 0))                                  \
    X (long_code, "team.code has 33 bytes", (HOLD (team, TEAM), d->team.code = LONG_33))                             \
    X (broken_name, "team.name must be UTF-8", (HOLD (team, TEAM), d->team.name = "\xff"))                           \
    X (team_kind, "team.kind", (HOLD (team, TEAM), SET (&d->team, kind, (Muster__V1__TeamKind)5)))                   \
    X (team_skills, "team.skills has 17", (HOLD (team, TEAM), d->team.n_skills = 17))                                \
    X (team_contacts, "team.contacts has 5", (HOLD (team, TEAM), d->team.n_contacts = 5))                            \
    X (half_position, "team.station.longitude",                                                                      \
       (HOLD (team, TEAM), SET (&d->position, latitude, 1), d->team.station = &d->position))                         \
    X (role, "principal.role", (HOLD (principal, PRINCIPAL), SET (&d->principal, role, (Muster__V1__Role)-1)))       \
    X (state, "principal.state",                                                                                     \
       (HOLD (principal, PRINCIPAL), SET (&d->principal, state, (Muster__V1__PrincipalState)3)))                     \
    X (key, "principal.key", (HOLD (principal, PRINCIPAL), d->principal.has_key = true, d->principal.key.len = 31))  \
    X (dead, "incident.figures.dead", (HOLD (incident, INCIDENT), SET (&d->figures, dead, 10000001)))                \
    X (level, "incident.level", (HOLD (incident, INCIDENT), SET (&d->incident, level, (Muster__V1__EventLevel)5)))   \
    X (steps, "obligation.steps has 9", (HOLD (obligation, OBLIGATION), d->obligation.n_steps = 9))                  \
    X (step_action, "obligation.steps.action",                                                                       \
       (HOLD (obligation, OBLIGATION), d->obligation.n_steps = 1,                                                    \
        SET (&d->steps[0], action, (Muster__V1__StepAction)STEP_ACTIONS)))                                           \
    X (step_target, "obligation.steps.target",                                                                       \
       (HOLD (obligation, OBLIGATION), d->obligation.n_steps = 1,                                                    \
        SET (&d->steps[0], target, (Muster__V1__TargetKind)TARGET_KINDS)))                                           \
    X (next_step, "obligation.next_step", (HOLD (obligation, OBLIGATION), SET (&d->obligation, next_step, 256)))     \
    X (policy_name, "obligation.policy_name has 33",                                                                 \
       (HOLD (obligation, OBLIGATION), d->obligation.policy_name = LONG_33))                                         \
    X (channel, "obligation.channel has 33", (HOLD (obligation, OBLIGATION), d->obligation.channel = LONG_33))

#define SPOIL(name, words, how)                                                                                      \
    static void spoil_##name (struct image_draft *d)                                                                 \
    {                                                                                                                \
        how;                                                                                                         \
    }
#define ROW(name, words, how) { #name, words, spoil_##name },

BAD_IMAGES (SPOIL)

static const struct {
    const char *name, *words;
    void (*spoil) (struct image_draft *);
} bad_rows[] = { BAD_IMAGES (ROW) };

static void
damaged_images_are_refused_with_the_field (void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_rows / sizeof bad_rows[0]; i++) {
        struct image_draft draft;
        struct error err = { "" };
        image_draft_init (&draft);
        bad_rows[i].spoil (&draft);
        size_t size = muster__v1__image__get_packed_size (&draft.image);
        uint8_t *bytes = xcalloc (1, size);
        muster__v1__image__pack (&draft.image, bytes);
        struct entity *entity = wire_decode_image (bytes, size, &err);
        if (entity || !strstr (err.text, bad_rows[i].words))
            fail_msg ("%s: \"%s\"", bad_rows[i].name, err.text);
        free (bytes);
    }
}

static void
every_cut_or_flipped_image_is_decoded_or_refused (void **state)
{
    (void)state;
    FOR_EACH_ENTITY_KIND (kind) {
        struct buffer bytes = { 0 };
        struct entity *entity = make (kind, true);
        wire_encode_image (entity, &bytes);
        for (size_t bit = 0; bit < bytes.size * 8; bit++) {
            struct error err = { "" };
            bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
            struct entity *back = wire_decode_image (bytes.data, bytes.size, &err);
            assert_int_equal (back == NULL, err.text[0] != '\0');
            entity_free (back);
            bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
        for (size_t size = 0; size < bytes.size; size++) {
            uint8_t *cut = xmemdup (bytes.data, size);
            struct error err = { "" };
            struct entity *back = wire_decode_image (cut, size, &err);
            assert_int_equal (back == NULL, err.text[0] != '\0');
            entity_free (back);
            free (cut);
        }
        entity_free (entity);
        buffer_free (&bytes);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_kind_survives_with_every_field),
        cmocka_unit_test (every_kind_survives_with_no_field),
        cmocka_unit_test (no_deaths_stated_is_not_zero_deaths),
        cmocka_unit_test (images_are_appended),
        cmocka_unit_test (damaged_images_are_refused_with_the_field),
        cmocka_unit_test (every_cut_or_flipped_image_is_decoded_or_refused),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}

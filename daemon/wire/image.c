/* SPDX-License-Identifier: Apache-2.0 */
/* image.c: an entity -> Image. The message is built on the stack and points into the entity. */
#include "muster/v1/entity.pb-c.h"
#include "wire/figures.h"
#include "wire/pack.h"
#include "wire/roll_call_image.h"

#include <assert.h>
#include <string.h>

struct handover_parts {
    Muster__V1__Handover handover;
    Muster__V1__HandoverItem items[HANDOVER_ITEMS_MAX];
    Muster__V1__HandoverItem *item_pointers[HANDOVER_ITEMS_MAX];
    Muster__V1__HandoverObjection objections[HANDOVER_OBJECTIONS_MAX];
    Muster__V1__HandoverObjection *objection_pointers[HANDOVER_OBJECTIONS_MAX];
};

/* The image and all that it can point to. Only what an entity's filler touches is ever initialised. */
struct image_parts {
    Muster__V1__Image image;
    union {
        Muster__V1__Profile profile;
        Muster__V1__Post post;
        Muster__V1__Person person;
        Muster__V1__Team team;
        Muster__V1__Principal principal;
        Muster__V1__Incident incident;
        Muster__V1__ReportFiled report;
        Muster__V1__DispatchOrder dispatch_order;
        Muster__V1__Shift shift;
        Muster__V1__Obligation obligation;
        struct handover_parts handover;
        Muster__V1__Submission submission;
        Muster__V1__DutyLogEntry duty_log_entry;
        Muster__V1__Calendar calendar;
        Muster__V1__Roster roster;
        Muster__V1__PlannedShift planned_shift;
        Muster__V1__Response response;
        Muster__V1__Instruction instruction;
        Muster__V1__FieldCommandPost field_command_post;
        Muster__V1__Drill drill;
        Muster__V1__Consultation consultation;
        struct roll_call_parts roll_call;
    };
    Muster__V1__Position position;
    Muster__V1__Figures figures;
    Muster__V1__Target target;
    Muster__V1__OrderReceipt receipts[RECEIPTS_MAX];
    Muster__V1__OrderReceipt *receipt_pointers[RECEIPTS_MAX];
    Muster__V1__Target recipients[RECEIPTS_MAX];
    Muster__V1__Link links[LINKS_PER_INCIDENT_MAX];
    Muster__V1__Link *link_pointers[LINKS_PER_INCIDENT_MAX];
    Muster__V1__PolicyStep steps[POLICY_STEPS_MAX];
    Muster__V1__PolicyStep *step_pointers[POLICY_STEPS_MAX];
    Muster__V1__StepTarget also[POLICY_STEPS_MAX][STEP_TARGETS_MAX];
    Muster__V1__StepTarget *also_pointers[POLICY_STEPS_MAX][STEP_TARGETS_MAX];
};

static Muster__V1__Position *
fill_position (const struct position *from, struct image_parts *parts)
{
    if (!from->known)
        return NULL;
    Muster__V1__Position *to = &parts->position;
    muster__v1__position__init (to);
    to->has_latitude = to->has_longitude = true;
    to->latitude = from->latitude;
    to->longitude = from->longitude;
    return to;
}

static Muster__V1__Figures *
fill_figures (const struct figures *from, struct image_parts *parts)
{
    muster__v1__figures__init (&parts->figures);
    return figures_to_message (from, &parts->figures);
}

static void
fill_profile (const struct entity *entity, struct image_parts *parts)
{
    const struct profile *from = (const struct profile *)entity;
    Muster__V1__Profile *to = parts->image.profile = &parts->profile;
    muster__v1__profile__init (to);
    PACK_SET (to, id, entity->id);
    to->code = PACK_ARRAY (from->code);
    to->title = from->title;
    to->text = from->text;
}

static void
fill_post (const struct entity *entity, struct image_parts *parts)
{
    const struct post *from = (const struct post *)entity;
    Muster__V1__Post *to = parts->image.post = &parts->post;
    muster__v1__post__init (to);
    PACK_SET (to, id, entity->id);
    to->code = PACK_ARRAY (from->code);
    to->name = from->name;
    to->phone = from->phone;
}

static void
fill_person (const struct entity *entity, struct image_parts *parts)
{
    const struct person *from = (const struct person *)entity;
    Muster__V1__Person *to = parts->image.person = &parts->person;
    muster__v1__person__init (to);
    PACK_SET (to, id, entity->id);
    to->code = PACK_ARRAY (from->code);
    to->name = from->name;
    to->phone = from->phone;
    to->duty = from->duty;
    PACK_SET (to, unreachable, from->unreachable);
}

static void
fill_team (const struct entity *entity, struct image_parts *parts)
{
    const struct team *from = (const struct team *)entity;
    Muster__V1__Team *to = parts->image.team = &parts->team;
    muster__v1__team__init (to);
    PACK_SET (to, id, entity->id);
    to->code = PACK_ARRAY (from->code);
    to->name = from->name;
    PACK_SET (to, kind, from->kind);
    PACK_SET (to, auxiliary, from->auxiliary);
    PACK_SET (to, rank, from->rank);
    to->station = fill_position (&from->base, parts);
    to->n_skills = from->skills_count;
    to->skills = (uint32_t *)from->skills;
    to->n_contacts = from->contacts_count;
    to->contacts = (uint64_t *)from->contacts;
}

static void
fill_principal (const struct entity *entity, struct image_parts *parts)
{
    static const uint8_t none[KEY_BYTES];
    const struct principal *from = (const struct principal *)entity;
    Muster__V1__Principal *to = parts->image.principal = &parts->principal;
    muster__v1__principal__init (to);
    PACK_SET (to, id, entity->id);
    to->code = PACK_ARRAY (from->code);
    PACK_SET (to, state, from->state);
    PACK_SET (to, role, from->role);
    to->has_key = memcmp (from->key, none, KEY_BYTES) != 0;
    to->key = (ProtobufCBinaryData){ .len = KEY_BYTES, .data = (uint8_t *)from->key };
    PACK_SET (to, person, from->person);
    PACK_SET (to, team, from->team);
    PACK_SET (to, enrolled_at_ms, from->enrolled_at);
    PACK_SET (to, revoked_at_ms, from->revoked_at);
}

static void
fill_links (const struct incident *from, Muster__V1__Incident *to, struct image_parts *parts)
{
    assert (from->links_count <= LINKS_PER_INCIDENT_MAX);
    to->n_links = from->links_count;
    to->links = parts->link_pointers;
    for (size_t i = 0; i < from->links_count; i++) {
        Muster__V1__Link *link = parts->link_pointers[i] = &parts->links[i];
        muster__v1__link__init (link);
        PACK_SET (link, incident, from->links[i].incident);
        PACK_SET (link, kind, from->links[i].kind);
    }
}

static void
fill_incident (const struct entity *entity, struct image_parts *parts)
{
    const struct incident *from = (const struct incident *)entity;
    Muster__V1__Incident *to = parts->image.incident = &parts->incident;
    muster__v1__incident__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    PACK_SET (to, type_code, from->type_code);
    to->what = from->what;
    to->place = from->place;
    to->position = fill_position (&from->position, parts);
    PACK_SET (to, occurred_at_ms, from->occurred_at);
    PACK_SET (to, reported_at_ms, from->reported_at);
    PACK_SET (to, closed_at_ms, from->closed_at);
    PACK_SET (to, level, from->level);
    PACK_SET (to, level_confirmed, from->level_confirmed);
    to->figures = fill_figures (&from->figures, parts);
    PACK_SET (to, reports_count, from->reports_count);
    PACK_SET (to, continuations_count, from->continuations_count);
    PACK_SET (to, reported_by, from->reported_by);
    PACK_SET (to, disposition, from->disposition);
    PACK_SET (to, merged_into, from->merged_into);
    PACK_SET (to, controlled_at_ms, from->controlled_at);
    PACK_SET (to, owed_when_closed, from->owed_when_closed);
    PACK_SET (to, mandatory, from->mandatory);
    PACK_SET (to, casualties_at_ms, from->casualties_at);
    to->source_id = from->source_id;
    fill_links (from, to, parts);
}

static void
fill_report (const struct entity *entity, struct image_parts *parts)
{
    const struct report *from = (const struct report *)entity;
    Muster__V1__ReportFiled *to = parts->image.report = &parts->report;
    muster__v1__report_filed__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, incident, from->incident);
    PACK_SET (to, kind, from->kind);
    PACK_SET (to, number, from->number);
    PACK_SET (to, drill, from->drill);
    PACK_SET (to, filed_at_ms, from->filed_at);
    PACK_SET (to, filed_by, from->filed_by);
    to->text = from->text;
    to->figures = fill_figures (&from->figures, parts);
    to->channel = PACK_ARRAY (from->channel);
    to->caller_name = from->caller_name;
    to->caller_phone = from->caller_phone;
    to->caller_post = from->caller_post;
    to->already_told = from->already_told;
}

static void
fill_receipt (const struct receipt *from, Muster__V1__Target *recipient, Muster__V1__OrderReceipt *to)
{
    muster__v1__target__init (recipient);
    PACK_SET (recipient, kind, from->recipient.kind);
    PACK_SET (recipient, id, from->recipient.id);
    muster__v1__order_receipt__init (to);
    to->recipient = recipient;
    to->channel = PACK_ARRAY (from->channel);
    PACK_SET (to, queued_at_ms, from->at[RECEIPT_QUEUED]);
    PACK_SET (to, handed_over_at_ms, from->at[RECEIPT_HANDED_OVER]);
    PACK_SET (to, delivered_at_ms, from->at[RECEIPT_DELIVERED]);
    PACK_SET (to, seen_at_ms, from->at[RECEIPT_SEEN]);
    PACK_SET (to, acknowledged_at_ms, from->at[RECEIPT_ACKNOWLEDGED]);
    PACK_SET (to, handed_over_device_at_ms, from->device_at[RECEIPT_HANDED_OVER]);
    PACK_SET (to, delivered_device_at_ms, from->device_at[RECEIPT_DELIVERED]);
    PACK_SET (to, seen_device_at_ms, from->device_at[RECEIPT_SEEN]);
    PACK_SET (to, acknowledged_device_at_ms, from->device_at[RECEIPT_ACKNOWLEDGED]);
}

static void
fill_receipts (const struct dispatch_order *from, Muster__V1__DispatchOrder *to, struct image_parts *parts)
{
    assert (from->receipts_count <= RECEIPTS_MAX);
    to->n_receipts = from->receipts_count;
    to->receipts = parts->receipt_pointers;
    for (size_t i = 0; i < from->receipts_count; i++) {
        fill_receipt (&from->receipts[i], &parts->recipients[i], &parts->receipts[i]);
        parts->receipt_pointers[i] = &parts->receipts[i];
    }
}

static void
fill_order (const struct entity *entity, struct image_parts *parts)
{
    const struct dispatch_order *from = (const struct dispatch_order *)entity;
    Muster__V1__DispatchOrder *to = parts->image.dispatch_order = &parts->dispatch_order;
    muster__v1__dispatch_order__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, incident, from->incident);
    PACK_SET (to, team, from->team);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    to->task = from->task;
    to->what = from->what;
    to->place = from->place;
    to->position = fill_position (&from->position, parts);
    PACK_SET (to, type_code, from->type_code);
    PACK_SET (to, level, from->level);
    PACK_SET (to, issued_by, from->issued_by);
    PACK_SET (to, replaces, from->replaces);
    PACK_SET (to, replaced_by, from->replaced_by);
    PACK_SET (to, issued_at_ms, from->issued_at);
    PACK_SET (to, acknowledged_at_ms, from->acknowledged_at);
    PACK_SET (to, departed_at_ms, from->departed_at);
    PACK_SET (to, arrived_at_ms, from->arrived_at);
    PACK_SET (to, ended_at_ms, from->ended_at);
    PACK_SET (to, recalled_at_ms, from->recalled_at);
    PACK_SET (to, reserved_at_ms, from->reserved_at);
    PACK_SET (to, release_at_ms, from->release_at);
    PACK_SET (to, device_at_ms, from->device_at);
    PACK_SET (to, acknowledged_by, from->acknowledged_by);
    PACK_SET (to, on_behalf_of, from->on_behalf_of);
    to->channel = PACK_ARRAY (from->channel);
    to->words = from->words;
    fill_receipts (from, to, parts);
    PACK_SET (to, everyone, from->everyone);
    to->n_awaited = from->awaited_count;
    to->awaited = (uint64_t *)from->awaited;
    PACK_SET (to, distress_at_ms, from->distress_at);
    PACK_SET (to, misses_count, from->misses_count);
    PACK_SET (to, status_checks, from->status_checks);
}

static void
fill_shift (const struct entity *entity, struct image_parts *parts)
{
    const struct shift *from = (const struct shift *)entity;
    Muster__V1__Shift *to = parts->image.shift = &parts->shift;
    muster__v1__shift__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, state, from->state);
    PACK_SET (to, person, from->person);
    PACK_SET (to, post, from->post);
    PACK_SET (to, leader, from->leader);
    to->channel = PACK_ARRAY (from->channel);
    PACK_SET (to, checked_in_at_ms, from->checked_in_at);
    PACK_SET (to, checked_out_at_ms, from->checked_out_at);
}

/* The first target stands in the step itself, the others beside it. */
static void
fill_step (const struct policy_step *from, Muster__V1__PolicyStep *to, Muster__V1__StepTarget *also,
           Muster__V1__StepTarget **also_pointers)
{
    muster__v1__policy_step__init (to);
    to->has_action = true; /* 0 is an action, too */
    to->action = (Muster__V1__StepAction)from->action;
    PACK_SET (to, target, from->targets[0].kind);
    PACK_SET (to, after_ms, from->after_ms);
    PACK_SET (to, repeat_ms, from->repeat_ms);
    PACK_SET (to, times, from->times);
    PACK_SET (to, contact, from->targets[0].contact);
    to->code = PACK_ARRAY (from->targets[0].code);
    to->also = also_pointers;
    for (size_t i = 1; i < STEP_TARGETS_MAX && from->targets[i].kind != TARGET_NONE; i++) {
        Muster__V1__StepTarget *target = also_pointers[to->n_also++] = &also[i];
        muster__v1__step_target__init (target);
        PACK_SET (target, kind, from->targets[i].kind);
        PACK_SET (target, contact, from->targets[i].contact);
        target->code = PACK_ARRAY (from->targets[i].code);
    }
}

static void
fill_policy (const struct policy *policy, Muster__V1__Obligation *to, struct image_parts *parts)
{
    assert (policy->steps_count <= POLICY_STEPS_MAX);
    to->policy_name = PACK_ARRAY (policy->name);
    to->n_steps = policy->steps_count;
    to->steps = parts->step_pointers;
    for (size_t i = 0; i < policy->steps_count; i++) {
        parts->step_pointers[i] = &parts->steps[i];
        fill_step (&policy->steps[i], &parts->steps[i], parts->also[i], parts->also_pointers[i]);
    }
}

static Muster__V1__Target *
fill_target (const struct target *from, struct image_parts *parts)
{
    if (from->kind == TARGET_NONE)
        return NULL;
    muster__v1__target__init (&parts->target);
    PACK_SET (&parts->target, kind, from->kind);
    PACK_SET (&parts->target, id, from->id);
    return &parts->target;
}

static void
fill_obligation (const struct entity *entity, struct image_parts *parts)
{
    const struct obligation *from = (const struct obligation *)entity;
    Muster__V1__Obligation *to = parts->image.obligation = &parts->obligation;
    muster__v1__obligation__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, kind, from->kind);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    PACK_SET (to, subject_kind, from->subject_kind);
    PACK_SET (to, subject, from->subject);
    PACK_SET (to, incident, from->incident);
    to->owner = fill_target (&from->owner, parts);
    to->clock = PACK_ARRAY (from->clock);
    PACK_SET (to, report_kind, from->report_kind);
    PACK_SET (to, met_by_filing, from->met_by_filing);
    PACK_SET (to, after_close, from->after_close);
    PACK_SET (to, armed_at_ms, from->armed_at);
    PACK_SET (to, due_at_ms, from->due_at);
    PACK_SET (to, next_at_ms, from->next_at);
    PACK_SET (to, next_step, from->next_step);
    PACK_SET (to, fired_count, from->fired_count);
    PACK_SET (to, step_times, from->step_times);
    PACK_SET (to, everyone, from->terms->policy.everyone);
    fill_policy (&from->terms->policy, to, parts);
    to->title = PACK_ARRAY (from->terms->title);
    to->to = PACK_ARRAY (from->terms->to);
    to->by_channel = PACK_ARRAY (from->terms->by_channel);
    PACK_SET (to, sign_off, from->terms->sign_off);
    PACK_SET (to, shelved_until_ms, from->shelved_until);
    PACK_SET (to, shelved_by, from->shelved_by);
    PACK_SET (to, discharged_by, from->discharged_by);
    PACK_SET (to, ended_at_ms, from->ended_at);
    to->channel = PACK_ARRAY (from->channel);
}

static void
fill_response (const struct entity *entity, struct image_parts *parts)
{
    const struct response *from = (const struct response *)entity;
    Muster__V1__Response *to = parts->image.response = &parts->response;
    muster__v1__response__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, incident, from->incident);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    PACK_SET (to, level, from->level);
    to->matter = from->matter;
    to->measures = from->measures;
    to->reason = from->reason;
    PACK_SET (to, activated_at_ms, from->activated_at);
    PACK_SET (to, activated_by, from->activated_by);
    PACK_SET (to, term_at_ms, from->term_at);
    PACK_SET (to, review_at_ms, from->review_at);
    PACK_SET (to, adjusted_at_ms, from->adjusted_at);
    PACK_SET (to, adjustments_count, from->adjustments_count);
    PACK_SET (to, terminated_at_ms, from->terminated_at);
}

static void
fill_instruction (const struct entity *entity, struct image_parts *parts)
{
    const struct instruction *from = (const struct instruction *)entity;
    Muster__V1__Instruction *to = parts->image.instruction = &parts->instruction;
    muster__v1__instruction__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, incident, from->incident);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    to->text = from->text;
    PACK_SET (to, given_by, from->given_by);
    PACK_SET (to, recorded_by, from->recorded_by);
    to->owner = fill_target (&from->owner, parts);
    PACK_SET (to, given_at_ms, from->given_at);
    PACK_SET (to, due_at_ms, from->due_at);
    to->channel = PACK_ARRAY (from->channel);
    to->feedback = from->feedback;
    PACK_SET (to, fed_back_at_ms, from->fed_back_at);
    PACK_SET (to, fed_back_by, from->fed_back_by);
    PACK_SET (to, on_behalf_of, from->on_behalf_of);
    PACK_SET (to, feedbacks_count, from->feedbacks_count);
    to->outcome = from->outcome;
    PACK_SET (to, closed_at_ms, from->closed_at);
}

static void
fill_handover_items (const struct handover *from, Muster__V1__Handover *to, struct handover_parts *parts)
{
    to->n_items = from->items_count;
    to->items = parts->item_pointers;
    for (size_t i = 0; i < from->items_count; i++) {
        Muster__V1__HandoverItem *item = parts->item_pointers[i] = &parts->items[i];
        muster__v1__handover_item__init (item);
        PACK_SET (item, kind, from->items[i].kind);
        PACK_SET (item, id, from->items[i].id);
        PACK_SET (item, state, from->items[i].state);
        PACK_SET (item, stood, from->items[i].stood);
        PACK_SET (item, due_at_ms, from->items[i].due_at);
        PACK_SET (item, later, from->items[i].later);
    }
    to->n_objections = from->objections_count;
    to->objections = parts->objection_pointers;
    for (size_t i = 0; i < from->objections_count; i++) {
        const struct handover_objection *objection = &from->objections[i];
        Muster__V1__HandoverObjection *said = parts->objection_pointers[i] = &parts->objections[i];
        muster__v1__handover_objection__init (said);
        PACK_SET (said, item, objection->item);
        PACK_SET (said, at_ms, objection->at);
        said->text = PACK_ARRAY (objection->text);
        PACK_SET (said, answered_at_ms, objection->answered_at);
        said->answer = PACK_ARRAY (objection->answer);
    }
}

static void
fill_handover (const struct entity *entity, struct image_parts *parts)
{
    const struct handover *from = (const struct handover *)entity;
    Muster__V1__Handover *to = parts->image.handover = &parts->handover.handover;
    muster__v1__handover__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, state, from->state);
    PACK_SET (to, post, from->post);
    PACK_SET (to, leader, from->leader);
    PACK_SET (to, shift, from->shift);
    PACK_SET (to, outgoing, from->outgoing);
    to->owner = fill_target (&from->owner, parts);
    to->done = from->done;
    to->undone = from->undone;
    to->note = from->note;
    to->remark = from->remark;
    to->reason = from->reason;
    PACK_SET (to, opened_at_ms, from->opened_at);
    PACK_SET (to, accepted_at_ms, from->accepted_at);
    PACK_SET (to, signed_at_ms, from->signed_at);
    PACK_SET (to, cancelled_at_ms, from->cancelled_at);
    PACK_SET (to, head_seq, from->head_seq);
    to->has_head_hash = from->signed_at != 0;
    to->head_hash = (ProtobufCBinaryData){ .len = HASH_BYTES, .data = (uint8_t *)from->head_hash };
    fill_handover_items (from, to, &parts->handover);
}

static void
fill_submission (const struct entity *entity, struct image_parts *parts)
{
    const struct submission *from = (const struct submission *)entity;
    Muster__V1__Submission *to = parts->image.submission = &parts->submission;
    muster__v1__submission__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, incident, from->incident);
    PACK_SET (to, post, from->post);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    PACK_SET (to, needs_sign_off, from->needs_sign_off);
    to->stage = PACK_ARRAY (from->stage);
    PACK_SET (to, kind, from->kind);
    PACK_SET (to, number, from->number);
    to->title = from->title;
    to->to = from->to;
    to->text = from->text;
    to->figures = fill_figures (&from->figures, parts);
    PACK_SET (to, level, from->level);
    to->channel = PACK_ARRAY (from->channel);
    to->received_by = from->received_by;
    to->reason = from->reason;
    PACK_SET (to, drafted_at_ms, from->drafted_at);
    PACK_SET (to, signed_at_ms, from->signed_at);
    PACK_SET (to, sent_at_ms, from->sent_at);
    PACK_SET (to, withdrawn_at_ms, from->withdrawn_at);
    PACK_SET (to, drafted_by, from->drafted_by);
    PACK_SET (to, signed_by, from->signed_by);
    PACK_SET (to, sent_by, from->sent_by);
}

static void
fill_duty_log_entry (const struct entity *entity, struct image_parts *parts)
{
    const struct duty_log_entry *from = (const struct duty_log_entry *)entity;
    Muster__V1__DutyLogEntry *to = parts->image.duty_log_entry = &parts->duty_log_entry;
    muster__v1__duty_log_entry__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, incident, from->incident);
    PACK_SET (to, drill, from->drill);
    PACK_SET (to, post, from->post);
    PACK_SET (to, person, from->person);
    PACK_SET (to, written_by, from->written_by);
    to->text = from->text;
    PACK_SET (to, happened_at_ms, from->happened_at);
    PACK_SET (to, written_at_ms, from->written_at);
    PACK_SET (to, corrects, from->corrects);
}

static void
fill_command_post (const struct entity *entity, struct image_parts *parts)
{
    const struct field_command_post *from = (const struct field_command_post *)entity;
    Muster__V1__FieldCommandPost *to = parts->image.field_command_post = &parts->field_command_post;
    muster__v1__field_command_post__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, incident, from->incident);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    to->place = from->place;
    to->phone = from->phone;
    PACK_SET (to, commander, from->commander);
    PACK_SET (to, commander_since_ms, from->commander_since);
    to->successor = fill_target (&from->successor, parts);
    PACK_SET (to, asked_at_ms, from->asked_at);
    to->reason = from->reason;
    to->words = from->words;
    to->channel = PACK_ARRAY (from->channel);
    PACK_SET (to, transfers_count, from->transfers_count);
    PACK_SET (to, established_at_ms, from->established_at);
    PACK_SET (to, established_by, from->established_by);
    PACK_SET (to, dissolved_at_ms, from->dissolved_at);
}

static void
fill_consultation (const struct entity *entity, struct image_parts *parts)
{
    const struct consultation *from = (const struct consultation *)entity;
    Muster__V1__Consultation *to = parts->image.consultation = &parts->consultation;
    muster__v1__consultation__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, incident, from->incident);
    PACK_SET (to, drill, from->drill);
    to->matter = from->matter;
    to->n_participants = from->participants_count;
    to->participants = from->participants;
    to->others = from->others;
    to->channel = PACK_ARRAY (from->channel);
    PACK_SET (to, began_at_ms, from->began_at);
    PACK_SET (to, ended_at_ms, from->ended_at);
    to->conclusions = from->conclusions;
    PACK_SET (to, recorded_by, from->recorded_by);
    PACK_SET (to, recorded_at_ms, from->recorded_at);
}

static void
fill_drill (const struct entity *entity, struct image_parts *parts)
{
    const struct drill *from = (const struct drill *)entity;
    Muster__V1__Drill *to = parts->image.drill = &parts->drill;
    muster__v1__drill__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, state, from->state);
    to->title = from->title;
    PACK_SET (to, everybody, from->everybody);
    to->n_teams = from->teams.count;
    to->teams = (uint64_t *)from->teams.ids;
    to->n_people = from->people.count;
    to->people = (uint64_t *)from->people.ids;
    to->n_posts = from->posts.count;
    to->posts = (uint64_t *)from->posts.ids;
    PACK_SET (to, begun_at_ms, from->begun_at);
    PACK_SET (to, begun_by, from->begun_by);
    PACK_SET (to, ends_at_ms, from->ends_at);
    PACK_SET (to, ended_at_ms, from->ended_at);
    to->reason = from->reason;
    PACK_SET (to, closed_count, from->closed_count);
}

/* ---- the roster ---- */

static void
fill_calendar (const struct entity *entity, struct image_parts *parts)
{
    const struct calendar *from = (const struct calendar *)entity;
    Muster__V1__Calendar *to = parts->image.calendar = &parts->calendar;
    muster__v1__calendar__init (to);
    PACK_SET (to, id, entity->id);
    to->code = PACK_ARRAY (from->code);
    to->title = from->title;
    to->text = from->text;
}

static void
fill_roster (const struct entity *entity, struct image_parts *parts)
{
    const struct roster *from = (const struct roster *)entity;
    Muster__V1__Roster *to = parts->image.roster = &parts->roster;
    muster__v1__roster__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, post, from->post);
    to->title = from->title;
    to->text = from->text;
    PACK_SET (to, planned_until_ms, from->planned_until);
}

static void
fill_planned_shift (const struct entity *entity, struct image_parts *parts)
{
    const struct planned_shift *from = (const struct planned_shift *)entity;
    Muster__V1__PlannedShift *to = parts->image.planned_shift = &parts->planned_shift;
    muster__v1__planned_shift__init (to);
    PACK_SET (to, id, entity->id);
    PACK_SET (to, roster, from->roster);
    PACK_SET (to, post, from->post);
    PACK_SET (to, state, from->state);
    to->code = PACK_ARRAY (from->code);
    PACK_SET (to, leader, from->leader);
    PACK_SET (to, seat, from->seat);
    PACK_SET (to, holiday, from->holiday);
    PACK_SET (to, by_hand, from->by_hand);
    PACK_SET (to, begin_at_ms, from->begin_at);
    PACK_SET (to, end_at_ms, from->end_at);
    PACK_SET (to, due_at_ms, from->due_at);
    to->owner = fill_target (&from->owner, parts);
    PACK_SET (to, shift, from->shift);
    PACK_SET (to, stand_in, from->stand_in);
    PACK_SET (to, manned_at_ms, from->manned_at);
    PACK_SET (to, swap, from->swap);
    PACK_SET (to, swap_by, from->swap_by);
    PACK_SET (to, swap_with, from->swap_with);
    PACK_SET (to, swap_for, from->swap_for);
    PACK_SET (to, swap_answer_by_ms, from->swap_answer_by);
}

static void
fill_roll_call (const struct entity *entity, struct image_parts *parts)
{
    parts->image.roll_call = roll_call_to_message ((const struct roll_call *)entity, &parts->roll_call);
}

static void
fill_roll_call_answer (const struct entity *entity, struct image_parts *parts)
{
    parts->image.roll_call_answer =
        roll_call_answer_to_message ((const struct roll_call_answer *)entity, &parts->roll_call);
}

static void (*const fillers[ENTITY_KINDS]) (const struct entity *, struct image_parts *) = {
    [ENTITY_PROFILE] = fill_profile,
    [ENTITY_POST] = fill_post,
    [ENTITY_PERSON] = fill_person,
    [ENTITY_TEAM] = fill_team,
    [ENTITY_PRINCIPAL] = fill_principal,
    [ENTITY_INCIDENT] = fill_incident,
    [ENTITY_REPORT] = fill_report,
    [ENTITY_DISPATCH_ORDER] = fill_order,
    [ENTITY_SHIFT] = fill_shift,
    [ENTITY_OBLIGATION] = fill_obligation,
    [ENTITY_RESPONSE] = fill_response,
    [ENTITY_INSTRUCTION] = fill_instruction,
    [ENTITY_HANDOVER] = fill_handover,
    [ENTITY_SUBMISSION] = fill_submission,
    [ENTITY_DUTY_LOG_ENTRY] = fill_duty_log_entry,
    [ENTITY_ROLL_CALL] = fill_roll_call,
    [ENTITY_ROLL_CALL_ANSWER] = fill_roll_call_answer,
    [ENTITY_FIELD_COMMAND_POST] = fill_command_post,
    [ENTITY_DRILL] = fill_drill,
    [ENTITY_CONSULTATION] = fill_consultation,
    [ENTITY_CALENDAR] = fill_calendar,
    [ENTITY_ROSTER] = fill_roster,
    [ENTITY_PLANNED_SHIFT] = fill_planned_shift,
};

void
wire_encode_image (const struct entity *entity, struct buffer *out)
{
    struct image_parts parts;
    assert (entity_kind_exists (entity->kind));
    muster__v1__image__init (&parts.image);
    PACK_SET (&parts.image, version, entity->version);
    parts.image.entity_case = (Muster__V1__Image__EntityCase)entity->kind;
    fillers[entity->kind](entity, &parts);
    pack_message (&parts.image.base, out);
}

void
wire_encode_planned (const struct planned_shift *planned, struct buffer *out)
{
    struct image_parts parts;
    muster__v1__image__init (&parts.image);
    fill_planned_shift (&planned->entity, &parts);
    pack_message (&parts.planned_shift.base, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* image_decode.c: Image -> a new entity. What is stored may be damaged: lengths, counts and numbers are checked. */
#include "wire/image.h"

#include <string.h>

#include "util/alloc.h"
#include "util/error.h"
#include "wire/arena.h"
#include "wire/figures.h"
#include "wire/wire.h"
#include "wire/roll_call_image.h"

enum {
    IMAGE_ROOM = 4096, /* an image of the usual size needs no allocation but its entity's */
    SENTENCE_MAX = 256,
};

/* An optional enum of a message into one of the core, which is as wide as int (asserted in numbers.c). */
#define STORED_ENUM(in, path, from, member, high, to)                                                                \
    stored_enum (in, path, (from)->has_##member, (int)(from)->member, high, (int *)(to))

static bool
take_target (struct reader *in, const char *path, const Muster__V1__Target *from, struct target *to)
{
    if (!from)
        return true;
    to->id = from->id;
    return STORED_ENUM (in, path, from, kind, TARGET_KINDS - 1, &to->kind);
}

static bool
take_profile (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Profile *from = image->profile;
    struct profile *to = (struct profile *)entity;
    entity->id = from->id;
    return stored_array (in, "profile.code", from->code, to->code, sizeof to->code) &&
           stored_copy (in, "profile.title", from->title, NAME_MAX_BYTES, &to->title) &&
           stored_copy (in, "profile.text", from->text, IMPORT_TEXT_MAX, &to->text);
}

static bool
take_post (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Post *from = image->post;
    struct post *to = (struct post *)entity;
    entity->id = from->id;
    return stored_array (in, "post.code", from->code, to->code, sizeof to->code) &&
           stored_copy (in, "post.name", from->name, NAME_MAX_BYTES, &to->name) &&
           stored_copy (in, "post.phone", from->phone, PHONE_MAX, &to->phone);
}

static bool
take_person (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Person *from = image->person;
    struct person *to = (struct person *)entity;
    entity->id = from->id;
    to->unreachable = from->unreachable;
    return stored_array (in, "person.code", from->code, to->code, sizeof to->code) &&
           stored_copy (in, "person.name", from->name, NAME_MAX_BYTES, &to->name) &&
           stored_copy (in, "person.phone", from->phone, PHONE_MAX, &to->phone) &&
           stored_copy (in, "person.duty", from->duty, NAME_MAX_BYTES, &to->duty);
}

/* Its open orders are derived: the desk counts them again. */
static bool
take_team (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    static const struct position_paths station = POSITION_PATHS ("team.station");
    const Muster__V1__Team *from = image->team;
    struct team *to = (struct team *)entity;
    entity->id = from->id;
    to->auxiliary = from->auxiliary;
    to->rank = from->rank;
    if (from->n_skills > TEAM_SKILLS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "team.skills", (int64_t)from->n_skills, TEAM_SKILLS_MAX);
    if (from->n_contacts > TEAM_CONTACTS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "team.contacts", (int64_t)from->n_contacts,
                                  TEAM_CONTACTS_MAX);
    to->skills_count = (uint8_t)from->n_skills;
    for (size_t i = 0; i < from->n_skills; i++)
        to->skills[i] = from->skills[i];
    to->contacts_count = (uint8_t)from->n_contacts;
    for (size_t i = 0; i < from->n_contacts; i++)
        to->contacts[i] = from->contacts[i];
    return stored_array (in, "team.code", from->code, to->code, sizeof to->code) &&
           stored_copy (in, "team.name", from->name, NAME_MAX_BYTES, &to->name) &&
           STORED_ENUM (in, "team.kind", from, kind, TEAM_KINDS - 1, &to->kind) &&
           field_position (in, &station, from->station, &to->base);
}

static bool
take_principal (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Principal *from = image->principal;
    struct principal *to = (struct principal *)entity;
    entity->id = from->id;
    to->person = from->person;
    to->team = from->team;
    to->enrolled_at = from->enrolled_at_ms;
    to->revoked_at = from->revoked_at_ms;
    const uint8_t *key = NULL;
    if (from->has_key && !field_key (in, "principal.key", true, &from->key, &key))
        return false;
    if (key)
        memcpy (to->key, key, KEY_BYTES);
    return stored_array (in, "principal.code", from->code, to->code, sizeof to->code) &&
           STORED_ENUM (in, "principal.state", from, state, PRINCIPAL_STATES - 1, &to->state) &&
           STORED_ENUM (in, "principal.role", from, role, ROLES - 1, &to->role);
}

static bool
take_links (struct reader *in, const Muster__V1__Incident *from, struct incident *to)
{
    if (from->n_links > LINKS_PER_INCIDENT_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "incident.links", (int64_t)from->n_links,
                                  LINKS_PER_INCIDENT_MAX);
    if (from->n_links == 0)
        return true;
    to->links = xcalloc (from->n_links, sizeof *to->links);
    to->links_count = (uint32_t)from->n_links;
    bool good = true;
    for (size_t i = 0; good && i < from->n_links; i++) {
        to->links[i].incident = from->links[i]->incident;
        good = STORED_ENUM (in, "incident.links.kind", from->links[i], kind, LINK_KINDS - 1, &to->links[i].kind);
    }
    return good;
}

/* Its open orders are derived, as a team's. */
static bool
take_incident (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    static const struct position_paths position = POSITION_PATHS ("incident.position");
    static const char *const figures[] = FIGURES_PATHS ("incident.figures");
    const Muster__V1__Incident *from = image->incident;
    struct incident *to = (struct incident *)entity;
    entity->id = from->id;
    to->drill = from->drill;
    to->type_code = from->type_code;
    to->occurred_at = from->occurred_at_ms;
    to->reported_at = from->reported_at_ms;
    to->closed_at = from->closed_at_ms;
    to->reports_count = from->reports_count;
    to->continuations_count = from->continuations_count;
    to->reported_by = from->reported_by;
    to->merged_into = from->merged_into;
    to->controlled_at = from->controlled_at_ms;
    to->owed_when_closed = from->owed_when_closed;
    to->mandatory = from->mandatory;
    to->casualties_at = from->casualties_at_ms;
    return STORED_ENUM (in, "incident.state", from, state, INCIDENT_STATES - 1, &to->state) &&
           stored_copy (in, "incident.what", from->what, PLACE_MAX, &to->what) &&
           stored_copy (in, "incident.place", from->place, PLACE_MAX, &to->place) &&
           field_position (in, &position, from->position, &to->position) &&
           STORED_ENUM (in, "incident.level", from, level, EVENT_LEVELS - 1, &to->level) &&
           STORED_ENUM (in, "incident.level_confirmed", from, level_confirmed, EVENT_LEVELS - 1,
                        &to->level_confirmed) &&
           STORED_ENUM (in, "incident.disposition", from, disposition, DISPOSITIONS - 1, &to->disposition) &&
           figures_from_message (in->fault, figures, from->figures, &to->figures) &&
           stored_copy (in, "incident.source_id", from->source_id, SOURCE_ID_MAX, &to->source_id) &&
           take_links (in, from, to);
}

static bool
take_report (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    static const char *const figures[] = FIGURES_PATHS ("report.figures");
    const Muster__V1__ReportFiled *from = image->report;
    struct report *to = (struct report *)entity;
    entity->id = from->id;
    to->incident = from->incident;
    to->number = from->number;
    to->drill = from->drill;
    to->filed_at = from->filed_at_ms;
    to->filed_by = from->filed_by;
    return STORED_ENUM (in, "report.kind", from, kind, REPORT_KINDS - 1, &to->kind) &&
           stored_copy (in, "report.text", from->text, TEXT_MAX, &to->text) &&
           figures_from_message (in->fault, figures, from->figures, &to->figures) &&
           stored_array (in, "report.channel", from->channel, to->channel, sizeof to->channel) &&
           stored_copy (in, "report.caller_name", from->caller_name, NAME_MAX_BYTES, &to->caller_name) &&
           stored_copy (in, "report.caller_phone", from->caller_phone, PHONE_MAX, &to->caller_phone) &&
           stored_copy (in, "report.caller_post", from->caller_post, NAME_MAX_BYTES, &to->caller_post) &&
           stored_copy (in, "report.already_told", from->already_told, PLACE_MAX, &to->already_told);
}

static void
take_order_numbers (const Muster__V1__DispatchOrder *from, struct dispatch_order *to)
{
    to->incident = from->incident;
    to->team = from->team;
    to->drill = from->drill;
    to->type_code = from->type_code;
    to->issued_by = from->issued_by;
    to->replaces = from->replaces;
    to->replaced_by = from->replaced_by;
    to->issued_at = from->issued_at_ms;
    to->acknowledged_at = from->acknowledged_at_ms;
    to->departed_at = from->departed_at_ms;
    to->arrived_at = from->arrived_at_ms;
    to->ended_at = from->ended_at_ms;
    to->recalled_at = from->recalled_at_ms;
    to->reserved_at = from->reserved_at_ms;
    to->release_at = from->release_at_ms;
    to->device_at = from->device_at_ms;
    to->acknowledged_by = from->acknowledged_by;
    to->on_behalf_of = from->on_behalf_of;
}

static bool
take_receipt (struct reader *in, const Muster__V1__OrderReceipt *from, struct receipt *to)
{
    to->at[RECEIPT_QUEUED] = from->queued_at_ms;
    to->at[RECEIPT_HANDED_OVER] = from->handed_over_at_ms;
    to->at[RECEIPT_DELIVERED] = from->delivered_at_ms;
    to->at[RECEIPT_SEEN] = from->seen_at_ms;
    to->at[RECEIPT_ACKNOWLEDGED] = from->acknowledged_at_ms;
    to->device_at[RECEIPT_HANDED_OVER] = from->handed_over_device_at_ms;
    to->device_at[RECEIPT_DELIVERED] = from->delivered_device_at_ms;
    to->device_at[RECEIPT_SEEN] = from->seen_device_at_ms;
    to->device_at[RECEIPT_ACKNOWLEDGED] = from->acknowledged_device_at_ms;
    return take_target (in, "dispatch_order.receipts.recipient", from->recipient, &to->recipient) &&
           stored_array (in, "dispatch_order.receipts.channel", from->channel, to->channel, sizeof to->channel);
}

static bool
take_receipts (struct reader *in, const Muster__V1__DispatchOrder *from, struct dispatch_order *to)
{
    if (from->n_receipts > RECEIPTS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "dispatch_order.receipts", (int64_t)from->n_receipts,
                                  RECEIPTS_MAX);
    if (from->n_receipts == 0)
        return true;
    to->receipts = xcalloc (from->n_receipts, sizeof *to->receipts);
    for (; to->receipts_count < from->n_receipts; to->receipts_count++)
        if (!take_receipt (in, from->receipts[to->receipts_count], &to->receipts[to->receipts_count]))
            return false;
    return true;
}

static bool
take_order (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    static const struct position_paths position = POSITION_PATHS ("dispatch_order.position");
    const Muster__V1__DispatchOrder *from = image->dispatch_order;
    struct dispatch_order *to = (struct dispatch_order *)entity;
    entity->id = from->id;
    take_order_numbers (from, to);
    to->everyone = from->everyone;
    to->distress_at = from->distress_at_ms;
    to->misses_count = from->misses_count;
    to->status_checks = from->status_checks;
    if (from->n_awaited > TEAM_CONTACTS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "dispatch_order.awaited", (int64_t)from->n_awaited,
                                  TEAM_CONTACTS_MAX);
    to->awaited_count = (uint8_t)from->n_awaited;
    for (size_t i = 0; i < from->n_awaited; i++)
        to->awaited[i] = from->awaited[i];
    return STORED_ENUM (in, "dispatch_order.state", from, state, ORDER_STATES - 1, &to->state) &&
           stored_copy (in, "dispatch_order.task", from->task, TEXT_MAX, &to->task) &&
           stored_copy (in, "dispatch_order.what", from->what, PLACE_MAX, &to->what) &&
           stored_copy (in, "dispatch_order.place", from->place, PLACE_MAX, &to->place) &&
           field_position (in, &position, from->position, &to->position) &&
           STORED_ENUM (in, "dispatch_order.level", from, level, EVENT_LEVELS - 1, &to->level) &&
           stored_array (in, "dispatch_order.channel", from->channel, to->channel, sizeof to->channel) &&
           stored_copy (in, "dispatch_order.words", from->words, TEXT_MAX, &to->words) &&
           take_receipts (in, from, to);
}

static bool
take_shift (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Shift *from = image->shift;
    struct shift *to = (struct shift *)entity;
    entity->id = from->id;
    to->person = from->person;
    to->post = from->post;
    to->leader = from->leader;
    to->checked_in_at = from->checked_in_at_ms;
    to->checked_out_at = from->checked_out_at_ms;
    return STORED_ENUM (in, "shift.state", from, state, SHIFT_STATES - 1, &to->state) &&
           stored_array (in, "shift.channel", from->channel, to->channel, sizeof to->channel);
}

static bool
take_step_target (struct reader *in, bool has_kind, int kind, uint32_t contact, const char *code,
                  struct step_target *to)
{
    uint32_t place = 0;
    bool good = stored_enum (in, "obligation.steps.target", has_kind, kind, TARGET_KINDS - 1, (int *)&to->kind) &&
                stored_number (in, "obligation.steps.contact", contact != 0, contact, TEAM_CONTACTS_MAX, &place) &&
                stored_array (in, "obligation.steps.code", code, to->code, sizeof to->code);
    to->contact = (uint8_t)place;
    return good;
}

static bool
take_step (struct reader *in, const Muster__V1__PolicyStep *from, struct policy_step *to)
{
    to->after_ms = from->after_ms;
    to->repeat_ms = from->repeat_ms;
    if (from->n_also >= STEP_TARGETS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "obligation.steps.also", (int64_t)from->n_also,
                                  STEP_TARGETS_MAX - 1);
    if (!STORED_ENUM (in, "obligation.steps.action", from, action, STEP_ACTIONS - 1, &to->action) ||
        !stored_number (in, "obligation.steps.times", from->has_times, from->times, STEP_TIMES_MAX, &to->times) ||
        !take_step_target (in, from->has_target, (int)from->target, from->contact, from->code, &to->targets[0]))
        return false;
    for (size_t i = 0; i < from->n_also; i++)
        if (!take_step_target (in, from->also[i]->has_kind, (int)from->also[i]->kind, from->also[i]->contact,
                               from->also[i]->code, &to->targets[i + 1]))
            return false;
    return true;
}

static bool
take_policy (struct reader *in, const Muster__V1__Obligation *from, struct policy *to)
{
    if (from->n_steps > POLICY_STEPS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "obligation.steps", (int64_t)from->n_steps,
                                  POLICY_STEPS_MAX);
    to->steps_count = (uint8_t)from->n_steps;
    for (size_t i = 0; i < from->n_steps; i++)
        if (!take_step (in, from->steps[i], &to->steps[i]))
            return false;
    return stored_array (in, "obligation.policy_name", from->policy_name, to->name, sizeof to->name);
}

static bool
take_terms (struct reader *in, const Muster__V1__Obligation *from, struct terms *to)
{
    to->sign_off = from->sign_off;
    return stored_array (in, "obligation.title", from->title, to->title, sizeof to->title) &&
           stored_array (in, "obligation.to", from->to, to->to, sizeof to->to) &&
           stored_array (in, "obligation.by_channel", from->by_channel, to->by_channel, sizeof to->by_channel);
}

static bool
take_obligation (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Obligation *from = image->obligation;
    struct obligation *to = (struct obligation *)entity;
    uint32_t next_step = 0, step_times = 0;
    entity->id = from->id;
    to->drill = from->drill;
    to->subject = from->subject;
    to->incident = from->incident;
    to->met_by_filing = from->met_by_filing;
    to->after_close = from->after_close;
    to->armed_at = from->armed_at_ms;
    to->due_at = from->due_at_ms;
    to->next_at = from->next_at_ms;
    to->shelved_until = from->shelved_until_ms;
    to->shelved_by = from->shelved_by;
    to->fired_count = from->fired_count;
    to->terms->policy.everyone = from->everyone;
    to->discharged_by = from->discharged_by;
    to->ended_at = from->ended_at_ms;
    bool good =
        STORED_ENUM (in, "obligation.kind", from, kind, OBLIGATION_KINDS - 1, &to->kind) &&
        STORED_ENUM (in, "obligation.state", from, state, OBLIGATION_STATES - 1, &to->state) &&
        STORED_ENUM (in, "obligation.subject_kind", from, subject_kind, ENTITY_KINDS - 1, &to->subject_kind) &&
        stored_number (in, "obligation.next_step", from->has_next_step, from->next_step, POLICY_STEPS_MAX,
                       &next_step) &&
        stored_number (in, "obligation.step_times", from->has_step_times, from->step_times, STEP_TIMES_MAX,
                       &step_times) &&
        STORED_ENUM (in, "obligation.report_kind", from, report_kind, REPORT_KINDS - 1, &to->report_kind) &&
        stored_array (in, "obligation.clock", from->clock, to->clock, sizeof to->clock) &&
        take_target (in, "obligation.owner", from->owner, &to->owner) && take_policy (in, from, &to->terms->policy) &&
        take_terms (in, from, to->terms) &&
        stored_array (in, "obligation.channel", from->channel, to->channel, sizeof to->channel);
    to->next_step = (uint8_t)next_step;
    to->step_times = (uint8_t)step_times;
    if (good && !obligation_kind_names[to->kind]) /* the numbers have holes */
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, "obligation.kind", 0, OBLIGATION_KINDS - 1);
    return good;
}

static bool
take_response (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Response *from = image->response;
    struct response *to = (struct response *)entity;
    entity->id = from->id;
    to->incident = from->incident;
    to->drill = from->drill;
    to->activated_at = from->activated_at_ms;
    to->activated_by = from->activated_by;
    to->term_at = from->term_at_ms;
    to->review_at = from->review_at_ms;
    to->adjusted_at = from->adjusted_at_ms;
    to->adjustments_count = from->adjustments_count;
    to->terminated_at = from->terminated_at_ms;
    return STORED_ENUM (in, "response.state", from, state, RESPONSE_STATES - 1, &to->state) &&
           STORED_ENUM (in, "response.level", from, level, RESPONSE_LEVELS - 1, &to->level) &&
           stored_copy (in, "response.matter", from->matter, PLACE_MAX, &to->matter) &&
           stored_copy (in, "response.measures", from->measures, TEXT_MAX, &to->measures) &&
           stored_copy (in, "response.reason", from->reason, TEXT_MAX, &to->reason);
}

static bool
take_instruction (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Instruction *from = image->instruction;
    struct instruction *to = (struct instruction *)entity;
    entity->id = from->id;
    to->incident = from->incident;
    to->drill = from->drill;
    to->given_by = from->given_by;
    to->recorded_by = from->recorded_by;
    to->given_at = from->given_at_ms;
    to->due_at = from->due_at_ms;
    to->fed_back_at = from->fed_back_at_ms;
    to->fed_back_by = from->fed_back_by;
    to->on_behalf_of = from->on_behalf_of;
    to->feedbacks_count = from->feedbacks_count;
    to->closed_at = from->closed_at_ms;
    return STORED_ENUM (in, "instruction.state", from, state, INSTRUCTION_STATES - 1, &to->state) &&
           stored_copy (in, "instruction.text", from->text, TEXT_MAX, &to->text) &&
           take_target (in, "instruction.owner", from->owner, &to->owner) &&
           stored_array (in, "instruction.channel", from->channel, to->channel, sizeof to->channel) &&
           stored_copy (in, "instruction.feedback", from->feedback, TEXT_MAX, &to->feedback) &&
           stored_copy (in, "instruction.outcome", from->outcome, TEXT_MAX, &to->outcome);
}

static void
take_submission_numbers (const Muster__V1__Submission *from, struct submission *to)
{
    to->incident = from->incident;
    to->post = from->post;
    to->drill = from->drill;
    to->needs_sign_off = from->needs_sign_off;
    to->number = from->number;
    to->drafted_at = from->drafted_at_ms;
    to->signed_at = from->signed_at_ms;
    to->sent_at = from->sent_at_ms;
    to->withdrawn_at = from->withdrawn_at_ms;
    to->drafted_by = from->drafted_by;
    to->signed_by = from->signed_by;
    to->sent_by = from->sent_by;
}

static bool
take_submission (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    static const char *const figures[] = FIGURES_PATHS ("submission.figures");
    const Muster__V1__Submission *from = image->submission;
    struct submission *to = (struct submission *)entity;
    entity->id = from->id;
    take_submission_numbers (from, to);
    return STORED_ENUM (in, "submission.state", from, state, SUBMISSION_STATES - 1, &to->state) &&
           STORED_ENUM (in, "submission.kind", from, kind, REPORT_KINDS - 1, &to->kind) &&
           STORED_ENUM (in, "submission.level", from, level, EVENT_LEVELS - 1, &to->level) &&
           stored_array (in, "submission.stage", from->stage, to->stage, sizeof to->stage) &&
           stored_copy (in, "submission.title", from->title, NAME_MAX_BYTES, &to->title) &&
           stored_copy (in, "submission.to", from->to, NAME_MAX_BYTES, &to->to) &&
           stored_copy (in, "submission.text", from->text, TEXT_MAX, &to->text) &&
           figures_from_message (in->fault, figures, from->figures, &to->figures) &&
           stored_array (in, "submission.channel", from->channel, to->channel, sizeof to->channel) &&
           stored_copy (in, "submission.received_by", from->received_by, NAME_MAX_BYTES, &to->received_by) &&
           stored_copy (in, "submission.reason", from->reason, TEXT_MAX, &to->reason);
}

static bool
take_handover_items (struct reader *in, const Muster__V1__Handover *from, struct handover *to)
{
    if (from->n_items > HANDOVER_ITEMS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "handover.items", (int64_t)from->n_items,
                                  HANDOVER_ITEMS_MAX);
    to->items_count = (uint32_t)from->n_items;
    for (size_t i = 0; i < from->n_items; i++) {
        const Muster__V1__HandoverItem *item = from->items[i];
        to->items[i].id = item->id;
        to->items[i].stood = item->stood;
        to->items[i].due_at = item->due_at_ms;
        to->items[i].later = item->later;
        if (!STORED_ENUM (in, "handover.items.kind", item, kind, ENTITY_KINDS - 1, &to->items[i].kind) ||
            !STORED_ENUM (in, "handover.items.state", item, state, HANDOVER_ITEM_STATES - 1, &to->items[i].state))
            return false;
    }
    return true;
}

static bool
take_handover_objections (struct reader *in, const Muster__V1__Handover *from, struct handover *to)
{
    if (from->n_objections > HANDOVER_OBJECTIONS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "handover.objections", (int64_t)from->n_objections,
                                  HANDOVER_OBJECTIONS_MAX);
    to->objections_count = (uint32_t)from->n_objections;
    for (size_t i = 0; i < from->n_objections; i++) {
        const Muster__V1__HandoverObjection *said = from->objections[i];
        struct handover_objection *objection = &to->objections[i];
        objection->at = said->at_ms;
        objection->answered_at = said->answered_at_ms;
        if (!stored_number (in, "handover.objections.item", said->has_item, said->item, HANDOVER_ITEMS_MAX,
                            &objection->item) ||
            !stored_array (in, "handover.objections.text", said->text, objection->text, sizeof objection->text) ||
            !stored_array (in, "handover.objections.answer", said->answer, objection->answer,
                           sizeof objection->answer))
            return false;
    }
    return true;
}

static bool
take_handover (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Handover *from = image->handover;
    struct handover *to = (struct handover *)entity;
    const uint8_t *hash = NULL;
    entity->id = from->id;
    to->post = from->post;
    to->leader = from->leader;
    to->shift = from->shift;
    to->outgoing = from->outgoing;
    to->opened_at = from->opened_at_ms;
    to->accepted_at = from->accepted_at_ms;
    to->signed_at = from->signed_at_ms;
    to->cancelled_at = from->cancelled_at_ms;
    to->head_seq = from->head_seq;
    if (from->has_head_hash && !field_hash (in, "handover.head_hash", true, &from->head_hash, &hash))
        return false;
    if (hash)
        memcpy (to->head_hash, hash, HASH_BYTES);
    return STORED_ENUM (in, "handover.state", from, state, HANDOVER_STATES - 1, &to->state) &&
           take_target (in, "handover.owner", from->owner, &to->owner) &&
           stored_copy (in, "handover.done", from->done, TEXT_MAX, &to->done) &&
           stored_copy (in, "handover.undone", from->undone, TEXT_MAX, &to->undone) &&
           stored_copy (in, "handover.note", from->note, TEXT_MAX, &to->note) &&
           stored_copy (in, "handover.remark", from->remark, TEXT_MAX, &to->remark) &&
           stored_copy (in, "handover.reason", from->reason, TEXT_MAX, &to->reason) &&
           take_handover_items (in, from, to) && take_handover_objections (in, from, to);
}

static bool
take_duty_log_entry (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__DutyLogEntry *from = image->duty_log_entry;
    struct duty_log_entry *to = (struct duty_log_entry *)entity;
    entity->id = from->id;
    to->incident = from->incident;
    to->drill = from->drill;
    to->post = from->post;
    to->person = from->person;
    to->written_by = from->written_by;
    to->happened_at = from->happened_at_ms;
    to->written_at = from->written_at_ms;
    to->corrects = from->corrects;
    return stored_copy (in, "duty_log_entry.text", from->text, TEXT_MAX, &to->text);
}

static bool
take_command_post (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__FieldCommandPost *from = image->field_command_post;
    struct field_command_post *to = (struct field_command_post *)entity;
    entity->id = from->id;
    to->incident = from->incident;
    to->drill = from->drill;
    to->commander = from->commander;
    to->commander_since = from->commander_since_ms;
    to->asked_at = from->asked_at_ms;
    to->transfers_count = from->transfers_count;
    to->established_at = from->established_at_ms;
    to->established_by = from->established_by;
    to->dissolved_at = from->dissolved_at_ms;
    return STORED_ENUM (in, "field_command_post.state", from, state, COMMAND_STATES - 1, &to->state) &&
           stored_copy (in, "field_command_post.place", from->place, PLACE_MAX, &to->place) &&
           stored_copy (in, "field_command_post.phone", from->phone, PHONE_MAX, &to->phone) &&
           take_target (in, "field_command_post.successor", from->successor, &to->successor) &&
           stored_copy (in, "field_command_post.reason", from->reason, TEXT_MAX, &to->reason) &&
           stored_copy (in, "field_command_post.words", from->words, TEXT_MAX, &to->words) &&
           stored_array (in, "field_command_post.channel", from->channel, to->channel, sizeof to->channel);
}

static bool
take_consultation (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Consultation *from = image->consultation;
    struct consultation *to = (struct consultation *)entity;
    entity->id = from->id;
    to->incident = from->incident;
    to->drill = from->drill;
    to->began_at = from->began_at_ms;
    to->ended_at = from->ended_at_ms;
    to->recorded_by = from->recorded_by;
    to->recorded_at = from->recorded_at_ms;
    if (from->n_participants > PARTICIPANTS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "consultation.participants",
                                  (int64_t)from->n_participants, PARTICIPANTS_MAX);
    to->participants_count = (uint32_t)from->n_participants;
    if (from->n_participants > 0)
        to->participants = xmemdup (from->participants, from->n_participants * sizeof *to->participants);
    return stored_copy (in, "consultation.matter", from->matter, PLACE_MAX, &to->matter) &&
           stored_copy (in, "consultation.others", from->others, TEXT_MAX, &to->others) &&
           stored_array (in, "consultation.channel", from->channel, to->channel, sizeof to->channel) &&
           stored_copy (in, "consultation.conclusions", from->conclusions, TEXT_MAX, &to->conclusions);
}

static bool
take_participants (struct reader *in, const char *path, const uint64_t *ids, size_t count, struct participants *to)
{
    if (count > sizeof to->ids / sizeof to->ids[0])
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, path, (int64_t)count, DRILL_PARTICIPANTS_MAX + 1);
    to->count = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        to->ids[i] = ids[i];
    return true;
}

static bool
take_drill (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Drill *from = image->drill;
    struct drill *to = (struct drill *)entity;
    entity->id = from->id;
    to->everybody = from->everybody;
    to->begun_at = from->begun_at_ms;
    to->begun_by = from->begun_by;
    to->ends_at = from->ends_at_ms;
    to->ended_at = from->ended_at_ms;
    to->closed_count = from->closed_count;
    return STORED_ENUM (in, "drill.state", from, state, DRILL_STATES - 1, &to->state) &&
           stored_copy (in, "drill.title", from->title, NAME_MAX_BYTES, &to->title) &&
           take_participants (in, "drill.teams", from->teams, from->n_teams, &to->teams) &&
           take_participants (in, "drill.people", from->people, from->n_people, &to->people) &&
           take_participants (in, "drill.posts", from->posts, from->n_posts, &to->posts) &&
           stored_copy (in, "drill.reason", from->reason, TEXT_MAX, &to->reason);
}

/* ---- the roster: the rules are the runner's to parse ---- */

static bool
take_calendar (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Calendar *from = image->calendar;
    struct calendar *to = (struct calendar *)entity;
    entity->id = from->id;
    return stored_array (in, "calendar.code", from->code, to->code, sizeof to->code) &&
           stored_copy (in, "calendar.title", from->title, NAME_MAX_BYTES, &to->title) &&
           stored_copy (in, "calendar.text", from->text, IMPORT_TEXT_MAX, &to->text);
}

static bool
take_roster (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__Roster *from = image->roster;
    struct roster *to = (struct roster *)entity;
    entity->id = from->id;
    to->post = from->post;
    to->planned_until = from->planned_until_ms;
    return stored_copy (in, "roster.title", from->title, NAME_MAX_BYTES, &to->title) &&
           stored_copy (in, "roster.text", from->text, IMPORT_TEXT_MAX, &to->text);
}

static void
take_planned_numbers (const Muster__V1__PlannedShift *from, struct planned_shift *to)
{
    to->roster = from->roster;
    to->post = from->post;
    to->leader = from->leader;
    to->seat = from->seat;
    to->holiday = from->holiday;
    to->by_hand = from->by_hand;
    to->begin_at = from->begin_at_ms;
    to->end_at = from->end_at_ms;
    to->due_at = from->due_at_ms;
    to->shift = from->shift;
    to->stand_in = from->stand_in;
    to->manned_at = from->manned_at_ms;
    to->swap_by = from->swap_by;
    to->swap_with = from->swap_with;
    to->swap_for = from->swap_for;
    to->swap_answer_by = from->swap_answer_by_ms;
}

static bool
take_planned_shift (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    const Muster__V1__PlannedShift *from = image->planned_shift;
    struct planned_shift *to = (struct planned_shift *)entity;
    entity->id = from->id;
    take_planned_numbers (from, to);
    return STORED_ENUM (in, "planned_shift.state", from, state, PLANNED_STATES - 1, &to->state) &&
           stored_array (in, "planned_shift.code", from->code, to->code, sizeof to->code) &&
           take_target (in, "planned_shift.owner", from->owner, &to->owner) &&
           STORED_ENUM (in, "planned_shift.swap", from, swap, SWAP_STATES - 1, &to->swap);
}

static bool
take_roll_call (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    return roll_call_from_message (in, image->roll_call, (struct roll_call *)entity);
}

static bool
take_roll_call_answer (struct reader *in, const Muster__V1__Image *image, struct entity *entity)
{
    return roll_call_answer_from_message (in, image->roll_call_answer, (struct roll_call_answer *)entity);
}

static bool (*const takers[ENTITY_KINDS]) (struct reader *, const Muster__V1__Image *, struct entity *) = {
    [ENTITY_PROFILE] = take_profile,
    [ENTITY_POST] = take_post,
    [ENTITY_PERSON] = take_person,
    [ENTITY_TEAM] = take_team,
    [ENTITY_PRINCIPAL] = take_principal,
    [ENTITY_INCIDENT] = take_incident,
    [ENTITY_REPORT] = take_report,
    [ENTITY_DISPATCH_ORDER] = take_order,
    [ENTITY_SHIFT] = take_shift,
    [ENTITY_OBLIGATION] = take_obligation,
    [ENTITY_RESPONSE] = take_response,
    [ENTITY_INSTRUCTION] = take_instruction,
    [ENTITY_HANDOVER] = take_handover,
    [ENTITY_SUBMISSION] = take_submission,
    [ENTITY_DUTY_LOG_ENTRY] = take_duty_log_entry,
    [ENTITY_ROLL_CALL] = take_roll_call,
    [ENTITY_ROLL_CALL_ANSWER] = take_roll_call_answer,
    [ENTITY_FIELD_COMMAND_POST] = take_command_post,
    [ENTITY_DRILL] = take_drill,
    [ENTITY_CONSULTATION] = take_consultation,
    [ENTITY_CALENDAR] = take_calendar,
    [ENTITY_ROSTER] = take_roster,
    [ENTITY_PLANNED_SHIFT] = take_planned_shift,
};

struct entity *
image_to_entity (const Muster__V1__Image *image, struct error *err)
{
    enum entity_kind kind = (enum entity_kind)image->entity_case;
    if (kind == ENTITY_NONE) {
        error_set (err, "the image holds no entity of a known kind");
        return NULL;
    }
    struct fault fault;
    struct reader in = { .fault = &fault };
    struct entity *entity = entity_new (kind);
    entity->version = image->version;
    if (!takers[kind](&in, image, entity)) {
        char text[SENTENCE_MAX];
        fault_text (&fault, text, sizeof text);
        error_set (err, "the image of %s %llu is damaged: %s", entity_kind_name (kind),
                   (unsigned long long)entity->id, text);
    } else if (entity->id == 0) {
        error_set (err, "the image of a %s has no id", entity_kind_name (kind));
    } else {
        return entity;
    }
    entity_free (entity);
    return NULL;
}

struct entity *
wire_decode_image (const uint8_t *data, size_t size, struct error *err)
{
    uint64_t room[IMAGE_ROOM / sizeof (uint64_t)];
    struct wire_arena arena;
    struct entity *entity = NULL;
    if (size > WIRE_REQUEST_MAX) {
        error_set (err, "the image has %zu bytes; at most %d are expected", size, WIRE_REQUEST_MAX);
        return NULL;
    }
    wire_arena_init (&arena, size, room, sizeof room);
    const Muster__V1__Image *image = wire_arena_unpack (&arena, &muster__v1__image__descriptor, data, size);
    if (image)
        entity = image_to_entity (image, err);
    else
        error_set (err, "the image is not a well-formed message (%zu bytes)", size);
    wire_arena_clear (&arena);
    return entity;
}

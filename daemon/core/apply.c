/* SPDX-License-Identifier: Apache-2.0 */
/* apply.c: what each event does to its subject. No rule is checked here but the transition table: deciding is
 * elsewhere. Long, because it is one small function for each event and the table of them. */
#include "core/apply.h"
#include "core/machine.h"
#include "core/tables.h"
#include "util/alloc.h"
#include "util/error.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void apply_fn (struct desk *, struct entity *, const struct event *);

static void
replace_text (char **text, const char *with)
{
    char *copy = xstrdup (with);
    free (*text);
    *text = copy;
}

static void
set_channel (char channel[CHANNEL_MAX + 1], const char *with)
{
    snprintf (channel, CHANNEL_MAX + 1, "%s", with ? with : "");
}

/* ---- incident ---- */

static bool
casualties_differ (const struct figures *a, const struct figures *b)
{
    return a->dead != b->dead || a->missing != b->missing || a->injured_serious != b->injured_serious ||
           a->injured_slight != b->injured_slight;
}

static void
incident_continued (struct desk *desk, struct entity *entity, const struct event *event)
{
    struct incident *incident = (struct incident *)entity;
    const struct report *report = (const struct report *)table_find (desk, ENTITY_REPORT, event->detail.other);
    if (casualties_differ (&incident->figures, &event->detail.figures))
        incident->casualties_at = event->at;
    incident->figures = event->detail.figures;
    incident->level = event->detail.level;
    incident->reports_count++;
    if (report && report->kind == REPORT_CONTINUATION)
        incident->continuations_count++;
}

static void
incident_assessed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct incident *incident = (struct incident *)entity;
    incident->level = event->detail.level;
    if (event->detail.confirmed)
        incident->level_confirmed = event->detail.level;
}

static void
incident_controlled (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct incident *)entity)->controlled_at = event->at;
}

static void
incident_resumed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    (void)event;
    ((struct incident *)entity)->controlled_at = 0;
}

/* What it still owed is withdrawn by the events that follow this one. (An entry without a disposition was written
 * before there were any, and must still replay into the image of its time.) */
static void
incident_closed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct incident *incident = (struct incident *)entity;
    incident->disposition = event->detail.disposition;
    incident->merged_into = event->kind == EVENT_INCIDENT_MERGED ? event->detail.other : 0;
    incident->owed_when_closed = 0;
    for (const struct obligation *live = entity->obligations; live && event->detail.disposition;
         live = live->next_of_subject)
        incident->owed_when_closed |= 1u << live->kind;
    incident->closed_at = event->at;
}

static void
incident_reopened (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    (void)event;
    struct incident *incident = (struct incident *)entity;
    incident->closed_at = incident->controlled_at = 0;
    incident->disposition = DISPOSITION_NONE;
    incident->merged_into = 0;
    incident->owed_when_closed = 0;
}

static void
incident_linked (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct incident *incident = (struct incident *)entity;
    incident->links = xrealloc_array (incident->links, incident->links_count + 1, sizeof *incident->links);
    incident->links[incident->links_count++] = (struct link){ event->detail.other, event->detail.link };
}

static void
incident_unlinked (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct incident *incident = (struct incident *)entity;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < incident->links_count; i++)
        if (incident->links[i].incident != event->detail.other)
            incident->links[kept++] = incident->links[i];
    incident->links_count = kept;
    if (kept == 0) {
        free (incident->links);
        incident->links = NULL;
    }
}

/* ---- dispatch order ---- */

/* It tells its team of the incident to which it belongs now, as it stands now. */
static void
order_moved (struct desk *desk, struct entity *entity, const struct event *event)
{
    struct dispatch_order *order = (struct dispatch_order *)entity;
    const struct incident *to = (const struct incident *)table_find (desk, ENTITY_INCIDENT, event->detail.other);
    table_unlink (desk, entity);
    order->incident = event->detail.other;
    table_link (desk, entity);
    replace_text (&order->what, to->what);
    replace_text (&order->place, to->place);
    order->position = to->position;
    order->type_code = to->type_code;
    order->level = to->level;
}

static void
obligation_moved (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct obligation *)entity)->incident = event->detail.other;
}

static void
order_rung (struct dispatch_order *order, const struct event *event)
{
    order->device_at = event->detail.device_at;
    set_channel (order->channel, event->detail.channel);
    if (event->detail.text)
        replace_text (&order->words, event->detail.text);
}

/* One of those who must acknowledge has. */
static void
strike_awaited (struct dispatch_order *order, uint64_t person)
{
    uint8_t kept = 0;
    for (uint8_t i = 0; i < order->awaited_count; i++)
        if (order->awaited[i] != person)
            order->awaited[kept++] = order->awaited[i];
    for (uint8_t i = kept; i < order->awaited_count; i++)
        order->awaited[i] = 0;
    order->awaited_count = kept;
}

static void
receipt_rung (struct receipt *receipt, enum receipt_state rung, const struct event *event)
{
    receipt->at[rung] = event->at;
    receipt->device_at[rung] = event->detail.device_at;
    if (event->detail.channel)
        set_channel (receipt->channel, event->detail.channel);
}

static void
order_received (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    struct receipt *receipt = (struct receipt *)(uintptr_t)order_receipt (order, event->detail.told);
    if (!receipt) {
        order->receipts = xrealloc_array (order->receipts, order->receipts_count + 1u, sizeof *order->receipts);
        receipt = &order->receipts[order->receipts_count++];
        memset (receipt, 0, sizeof *receipt);
        receipt->recipient = event->detail.told;
    }
    receipt_rung (receipt, (enum receipt_state) (RECEIPT_QUEUED + (event->kind - EVENT_ORDER_QUEUED)), event);
}

/* Of whoever acknowledges, or in whose name it is done: the person, or the team at its console. */
static void
receipt_acknowledged (struct dispatch_order *order, const struct event *event)
{
    uint64_t person = event->detail.other ? event->detail.other : event->detail.on_behalf_of;
    struct target who = { person ? TARGET_PERSON : TARGET_TEAM, person ? person : order->team };
    struct receipt *receipt = (struct receipt *)(uintptr_t)order_receipt (order, who);
    if (receipt)
        receipt_rung (receipt, RECEIPT_ACKNOWLEDGED, event);
}

static void
order_acknowledged (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    receipt_acknowledged (order, event);
    order_rung (order, event);
    order->acknowledged_at = event->at;
    order->acknowledged_by = event->principal;
    order->on_behalf_of = event->detail.on_behalf_of;
    strike_awaited (order, event->detail.other);
}

static void
order_departed (struct desk *desk, struct entity *entity, const struct event *event)
{
    struct dispatch_order *order = (struct dispatch_order *)entity;
    if (!order->acknowledged_at) /* departing acknowledges */
        order_acknowledged (desk, entity, event);
    order_rung (order, event);
    order->departed_at = event->at;
}

static void
order_arrived (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    order_rung ((struct dispatch_order *)entity, event);
    ((struct dispatch_order *)entity)->arrived_at = event->at;
}

static void
order_ended (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    order_rung (order, event);
    order->ended_at = event->at;
    if (event->detail.other) /* a recalled one that can't be reached may have been given to another before */
        order->replaced_by = event->detail.other;
}

static void
order_answered (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    receipt_acknowledged (order, event);
    order_rung (order, event);
    strike_awaited (order, event->detail.other);
}

/* As if it had just been issued: whoever had to acknowledge has to again. */
static void
order_reopened (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)event;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    const struct team *team = (const struct team *)table_find (desk, ENTITY_TEAM, order->team);
    order->acknowledged_at = 0;
    order->acknowledged_by = order->on_behalf_of = 0;
    for (uint32_t i = 0; i < order->receipts_count; i++)
        order->receipts[i].at[RECEIPT_ACKNOWLEDGED] = order->receipts[i].device_at[RECEIPT_ACKNOWLEDGED] = 0;
    order->everyone = order->everyone && team && team->contacts_count > 0;
    if (order->everyone)
        order_await (order, team);
}

static void
order_status_answered (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    order_rung (order, event);
    order->misses_count = 0;
}

static void
order_status_missed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    (void)event;
    ((struct dispatch_order *)entity)->misses_count++;
}

static void
order_distress (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    order_rung (order, event);
    if (!order->distress_at)
        order->distress_at = event->at;
}

static void
order_distress_resolved (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    order_rung (order, event);
    order->distress_at = 0;
    order->misses_count = 0;
}

static void
order_recalled (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    order_rung (order, event);
    order->recalled_at = event->at;
    order->replaced_by = event->detail.other;
}

static void
order_recall_confirmed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct dispatch_order *order = (struct dispatch_order *)entity;
    order_rung (order, event);
    order->ended_at = event->at;
}

/* The team is told of the incident as it stands now, not as it stood when the order was reserved. */
static void
order_released (struct desk *desk, struct entity *entity, const struct event *event)
{
    struct dispatch_order *order = (struct dispatch_order *)entity;
    const struct incident *incident = (const struct incident *)table_find (desk, ENTITY_INCIDENT, order->incident);
    order_rung (order, event);
    order->issued_at = event->at;
    order->release_at = 0;
    if (event->principal)
        order->issued_by = event->principal;
    const struct team *team = (const struct team *)table_find (desk, ENTITY_TEAM, order->team);
    order->status_checks = event->detail.status_checks;
    order->everyone = event->detail.everyone;
    order->awaited_count = 0;
    if (order->everyone && team)
        order_await (order, team);
    if (!incident)
        return;
    replace_text (&order->what, incident->what);
    replace_text (&order->place, incident->place);
    order->position = incident->position;
    order->type_code = incident->type_code;
    order->level = incident->level;
}

/* ---- submission ---- */

static void
submission_signed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct submission *)entity)->signed_at = event->at;
    ((struct submission *)entity)->signed_by = event->principal;
}

static void
submission_sent (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct submission *submission = (struct submission *)entity;
    submission->sent_at = event->at;
    submission->sent_by = event->principal;
    if (event->detail.channel)
        set_channel (submission->channel, event->detail.channel);
    replace_text (&submission->received_by, event->detail.text);
}

static void
submission_withdrawn (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct submission *)entity)->withdrawn_at = event->at;
    replace_text (&((struct submission *)entity)->reason, event->detail.text);
}

/* ---- shift, principal ---- */

static void
shift_checked_out (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct shift *)entity)->checked_out_at = event->at;
}

static void
principal_revoked (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct principal *)entity)->revoked_at = event->at;
}

/* ---- obligation ---- */

/* The step comes again if it told somebody and repeats; the last one does in any case. */
static void
obligation_stepped (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct obligation *obligation = (struct obligation *)entity;
    obligation->shelved_until = 0;
    obligation->shelved_by = 0;
    const struct policy_step *step = &obligation->terms->policy.steps[event->detail.step];
    bool told = event->kind == EVENT_OBLIGATION_FIRED;
    obligation->fired_count += told && event->detail.told.kind != TARGET_NONE;
    if (event->detail.more)
        return;
    bool again = told && obligation->step_times + 1u < step->times;
    obligation->step_times = again ? (uint8_t)(obligation->step_times + 1) : 0;
    obligation->next_step = event->detail.step;
    if (!again && event->detail.step + 1 < obligation->terms->policy.steps_count)
        obligation->next_step++;
    obligation->next_at = event->detail.next_at;
}

static void
obligation_shelved (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct obligation *obligation = (struct obligation *)entity;
    bool ends = event->kind == EVENT_OBLIGATION_UNSHELVED;
    obligation->next_at = event->detail.next_at;
    obligation->shelved_until = ends ? 0 : event->detail.next_at;
    obligation->shelved_by = ends ? 0 : event->principal;
}

static void
obligation_ended (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct obligation *obligation = (struct obligation *)entity;
    obligation->ended_at = event->at;
    obligation->next_at = 0;
    if (event->kind == EVENT_OBLIGATION_DISCHARGED)
        obligation->discharged_by = event->principal;
    set_channel (obligation->channel, event->detail.channel);
}

static void
obligation_rearmed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct obligation *obligation = (struct obligation *)entity;
    obligation->due_at = event->detail.due_at;
    obligation->next_at = event->detail.next_at;
}

/* ---- command ---- */

static void
response_adjusted (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct response *response = (struct response *)entity;
    response->level = event->detail.response_level;
    response->term_at = event->detail.due_at;
    response->review_at = event->detail.next_at;
    response->adjusted_at = event->at;
    response->adjustments_count++;
    if (event->detail.measures)
        replace_text (&response->measures, event->detail.measures);
    if (event->detail.text)
        replace_text (&response->reason, event->detail.text);
}

static void
response_terminated (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct response *)entity)->terminated_at = event->at;
    replace_text (&((struct response *)entity)->reason, event->detail.text);
}

static void
instruction_fed_back (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct instruction *instruction = (struct instruction *)entity;
    replace_text (&instruction->feedback, event->detail.text);
    instruction->fed_back_at = event->at;
    instruction->fed_back_by = event->principal;
    instruction->on_behalf_of = event->detail.on_behalf_of;
    instruction->feedbacks_count++;
}

static void
instruction_closed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct instruction *)entity)->closed_at = event->at;
    replace_text (&((struct instruction *)entity)->outcome, event->detail.text);
}

static void
command_offered (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct field_command_post *post = (struct field_command_post *)entity;
    post->successor = (struct target){ TARGET_PERSON, event->detail.other };
    post->asked_at = event->at;
    replace_text (&post->reason, event->detail.text);
}

static void
command_kept (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct field_command_post *post = (struct field_command_post *)entity;
    post->successor = (struct target){ TARGET_NONE, 0 };
    post->asked_at = 0;
    if (event->detail.text)
        replace_text (&post->reason, event->detail.text);
}

static void
command_accepted (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct field_command_post *post = (struct field_command_post *)entity;
    post->commander = post->successor.id;
    post->commander_since = event->at;
    post->successor = (struct target){ TARGET_NONE, 0 };
    post->asked_at = 0;
    post->transfers_count++;
    set_channel (post->channel, event->detail.channel);
    replace_text (&post->words, event->detail.text);
}

static void
command_dissolved (struct desk *desk, struct entity *entity, const struct event *event)
{
    command_kept (desk, entity, event);
    ((struct field_command_post *)entity)->dissolved_at = event->at;
}

/* ---- drill ---- */

static void
drill_ended (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct drill *drill = (struct drill *)entity;
    drill->ended_at = event->at;
    drill->closed_count = (uint32_t)event->detail.other;
    replace_text (&drill->reason, event->detail.text);
}

/* ---- registry: the image replaces the one there was ---- */

static void
profile_imported (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)event;
    desk->profile = (struct profile *)entity;
}

/* ---- the roster ---- */

static void
roster_planned (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct roster *)entity)->planned_until = event->detail.due_at;
}

static void
swap_over (struct planned_shift *planned)
{
    planned->swap = SWAP_NONE;
    planned->swap_by = planned->swap_with = planned->swap_for = 0;
    planned->swap_answer_by = 0;
}

static void
planned_assigned (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct planned_shift *planned = (struct planned_shift *)entity;
    uint64_t person = event->detail.other;
    planned->owner =
        person ? (struct target){ TARGET_PERSON, person } : (struct target){ TARGET_POST, planned->post };
    planned->due_at = event->detail.due_at;
    planned->by_hand = event->detail.confirmed;
    if (event->detail.next_at)
        planned->end_at = event->detail.next_at;
    swap_over (planned);
}

static void
planned_manned (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct planned_shift *planned = (struct planned_shift *)entity;
    planned->shift = event->detail.other;
    planned->stand_in = event->detail.on_behalf_of;
    planned->manned_at = event->at;
    swap_over (planned);
}

static void
planned_over (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    (void)event;
    swap_over ((struct planned_shift *)entity);
}

static void
swap_proposed (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct planned_shift *planned = (struct planned_shift *)entity;
    planned->swap = SWAP_PROPOSED;
    planned->swap_by = event->detail.on_behalf_of;
    planned->swap_with = event->detail.other;
    planned->swap_for = event->detail.in_return;
    planned->swap_answer_by = event->detail.due_at;
}

static void
swap_accepted (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    (void)event;
    ((struct planned_shift *)entity)->swap = SWAP_ACCEPTED;
}

static void
contact_marked (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    ((struct person *)entity)->unreachable = !event->detail.confirmed;
}

static apply_fn *const apply_fns[EVENT_KINDS] = {
    [EVENT_PROFILE_IMPORTED] = profile_imported,
    [EVENT_PRINCIPAL_REVOKED] = principal_revoked,
    [EVENT_INCIDENT_CONTINUED] = incident_continued,
    [EVENT_INCIDENT_ASSESSED] = incident_assessed,
    [EVENT_INCIDENT_CLOSED] = incident_closed,
    [EVENT_INCIDENT_REOPENED] = incident_reopened,
    [EVENT_INCIDENT_MERGED] = incident_closed,
    [EVENT_INCIDENT_UNMERGED] = incident_reopened,
    [EVENT_INCIDENT_CONTROLLED] = incident_controlled,
    [EVENT_INCIDENT_RESUMED] = incident_resumed,
    [EVENT_INCIDENT_HELD] = incident_resumed,
    [EVENT_ORDER_ACKNOWLEDGED] = order_acknowledged,
    [EVENT_ORDER_DECLINED] = order_ended,
    [EVENT_ORDER_DEPARTED] = order_departed,
    [EVENT_ORDER_ARRIVED] = order_arrived,
    [EVENT_ORDER_COMPLETED] = order_ended,
    [EVENT_ORDER_CANCELLED] = order_ended,
    [EVENT_ORDER_EXPIRED] = order_ended,
    [EVENT_ORDER_RELEASED] = order_released,
    [EVENT_ORDER_ANSWERED] = order_answered,
    [EVENT_ORDER_REOPENED] = order_reopened,
    [EVENT_ORDER_STATUS_ANSWERED] = order_status_answered,
    [EVENT_ORDER_STATUS_MISSED] = order_status_missed,
    [EVENT_ORDER_DISTRESS] = order_distress,
    [EVENT_ORDER_DISTRESS_RESOLVED] = order_distress_resolved,
    [EVENT_ORDER_RECALLED] = order_recalled,
    [EVENT_ORDER_QUEUED] = order_received,
    [EVENT_ORDER_HANDED_OVER] = order_received,
    [EVENT_ORDER_DELIVERED] = order_received,
    [EVENT_ORDER_SEEN] = order_received,
    [EVENT_ORDER_RECALL_CONFIRMED] = order_recall_confirmed,
    [EVENT_SUBMISSION_SIGNED] = submission_signed,
    [EVENT_SUBMISSION_SENT] = submission_sent,
    [EVENT_SUBMISSION_WITHDRAWN] = submission_withdrawn,
    [EVENT_SHIFT_CHECKED_OUT] = shift_checked_out,
    [EVENT_OBLIGATION_FIRED] = obligation_stepped,
    [EVENT_OBLIGATION_SKIPPED] = obligation_stepped,
    [EVENT_OBLIGATION_SHELVED] = obligation_shelved,
    [EVENT_OBLIGATION_UNSHELVED] = obligation_shelved,
    [EVENT_OBLIGATION_DISCHARGED] = obligation_ended,
    [EVENT_OBLIGATION_WITHDRAWN] = obligation_ended,
    [EVENT_OBLIGATION_REARMED] = obligation_rearmed,
    [EVENT_HANDOVER_ITEM_ADDED] = handover_item_added,
    [EVENT_HANDOVER_ITEMS_ACCEPTED] = handover_items_accepted,
    [EVENT_HANDOVER_ACCEPTED] = handover_accepted,
    [EVENT_HANDOVER_OBJECTED] = handover_objected,
    [EVENT_HANDOVER_ANSWERED] = handover_answered,
    [EVENT_HANDOVER_SIGNED] = handover_signed,
    [EVENT_HANDOVER_CANCELLED] = handover_cancelled,
    [EVENT_RESPONSE_ADJUSTED] = response_adjusted,
    [EVENT_RESPONSE_TERMINATED] = response_terminated,
    [EVENT_ROSTER_PLANNED] = roster_planned,
    [EVENT_PLANNED_SHIFT_ASSIGNED] = planned_assigned,
    [EVENT_PLANNED_SHIFT_MANNED] = planned_manned,
    [EVENT_PLANNED_SHIFT_ABSENT] = planned_over,
    [EVENT_PLANNED_SHIFT_ENDED] = planned_over,
    [EVENT_PLANNED_SHIFT_CANCELLED] = planned_over,
    [EVENT_PLANNED_SHIFT_SWAP_PROPOSED] = swap_proposed,
    [EVENT_PLANNED_SHIFT_SWAP_ACCEPTED] = swap_accepted,
    [EVENT_PLANNED_SHIFT_SWAP_AGREED] = planned_over,
    [EVENT_PLANNED_SHIFT_SWAP_DECLINED] = planned_over,
    [EVENT_PLANNED_SHIFT_SWAP_EXPIRED] = planned_over,
    [EVENT_PERSON_CONTACT_MARKED] = contact_marked,
    [EVENT_INSTRUCTION_FED_BACK] = instruction_fed_back,
    [EVENT_INSTRUCTION_CLOSED] = instruction_closed,
    [EVENT_DRILL_ENDED] = drill_ended,
    [EVENT_ROLL_CALL_BEGUN] = roll_call_begun,
    [EVENT_ROLL_CALL_COUNTED] = roll_call_counted,
    [EVENT_ROLL_CALL_ENDED] = roll_call_ended,
    [EVENT_ROLL_CALL_ANSWER_CALLED_AGAIN] = roll_call_answer_called_again,
    [EVENT_ROLL_CALL_ANSWER_ANSWERED] = roll_call_answer_settled,
    [EVENT_ROLL_CALL_ANSWER_ABSENT] = roll_call_answer_settled,
    [EVENT_ROLL_CALL_ANSWER_WITHDRAWN] = roll_call_answer_settled,
    [EVENT_COMMAND_OFFERED] = command_offered,
    [EVENT_COMMAND_ACCEPTED] = command_accepted,
    [EVENT_COMMAND_KEPT] = command_kept,
    [EVENT_INCIDENT_LINKED] = incident_linked,
    [EVENT_INCIDENT_UNLINKED] = incident_unlinked,
    [EVENT_ORDER_MOVED] = order_moved,
    [EVENT_OBLIGATION_MOVED] = obligation_moved,
    [EVENT_COMMAND_DISSOLVED] = command_dissolved,
};

/* ---- is this event the legal next one? ---- */

/* What an import or an enrolment says anew; everything else is born once. */
static bool
replaceable (enum entity_kind kind)
{
    return kind <= ENTITY_PRINCIPAL || kind == ENTITY_ROSTER || kind == ENTITY_CALENDAR;
}

static bool
parent_there (const struct desk *desk, const struct entity *image)
{
    uint64_t incident = image->kind == ENTITY_INCIDENT ? 0 : entity_incident (image);
    if (incident && !table_find (desk, ENTITY_INCIDENT, incident))
        return false;
    if (image->kind == ENTITY_PLANNED_SHIFT)
        return table_find (desk, ENTITY_ROSTER, ((const struct planned_shift *)image)->roster);
    const struct obligation *obligation = (const struct obligation *)image;
    return image->kind != ENTITY_OBLIGATION || desk_find (desk, obligation->subject_kind, obligation->subject);
}

static int
check_image (const struct desk *desk, const struct event *event, const struct entity *entity, struct error *err)
{
    enum entity_kind kind = event->subject_kind;
    if (!event->born || event->born->kind != kind || event->born->id != event->subject)
        return error_set (err, "entry %" PRIu64 " (%s) has no image", event->seq, event_kind_name (event->kind));
    if (entity && !replaceable (kind))
        return error_set (err, "entry %" PRIu64 ": %s %" PRIu64 " exists already", event->seq,
                          entity_kind_name (kind), event->subject);
    if (!entity && event->subject != table_next_id (desk, kind, entity_drill (event->born)))
        return error_set (err, "entry %" PRIu64 ": %s %" PRIu64 " is not the next of its kind", event->seq,
                          entity_kind_name (kind), event->subject);
    if (!parent_there (desk, event->born))
        return error_set (err, "entry %" PRIu64 ": what %s %" PRIu64 " belongs to is not there", event->seq,
                          entity_kind_name (kind), event->subject);
    return 0;
}

static int
check_receipt (const struct event *event, const struct dispatch_order *order, struct error *err)
{
    if (event->detail.told.kind != TARGET_TEAM && event->detail.told.kind != TARGET_PERSON)
        return error_set (err, "entry %" PRIu64 ": a receipt of nobody", event->seq);
    if (!order_receipt (order, event->detail.told) && order->receipts_count >= RECEIPTS_MAX)
        return error_set (err, "entry %" PRIu64 ": order %" PRIu64 " has more than %d recipients", event->seq,
                          event->subject, RECEIPTS_MAX);
    return 0;
}

static int
check_change (const struct desk *desk, const struct event *event, const struct entity *entity, struct error *err)
{
    if (!entity)
        return error_set (err, "entry %" PRIu64 ": there is no %s %" PRIu64, event->seq,
                          entity_kind_name (event->subject_kind), event->subject);
    if (event->kind == EVENT_INCIDENT_CONTINUED && !table_find (desk, ENTITY_REPORT, event->detail.other))
        return error_set (err, "entry %" PRIu64 ": there is no report %" PRIu64, event->seq, event->detail.other);
    if ((event->kind == EVENT_HANDOVER_OBJECTED || event->kind == EVENT_HANDOVER_ANSWERED) &&
        (event->detail.other == 0 || event->detail.other > ((const struct handover *)entity)->items_count))
        return error_set (err, "entry %" PRIu64 ": handover %" PRIu64 " has no item %" PRIu64, event->seq,
                          event->subject, event->detail.other);
    if (event->kind == EVENT_ORDER_MOVED && !table_find (desk, ENTITY_INCIDENT, event->detail.other))
        return error_set (err, "entry %" PRIu64 ": there is no incident %" PRIu64, event->seq, event->detail.other);
    if ((event->kind == EVENT_OBLIGATION_FIRED || event->kind == EVENT_OBLIGATION_SKIPPED) &&
        event->detail.step >= ((const struct obligation *)entity)->terms->policy.steps_count)
        return error_set (err, "entry %" PRIu64 ": the policy of obligation %" PRIu64 " has no step %d", event->seq,
                          event->subject, event->detail.step);
    if (event->kind >= EVENT_ORDER_QUEUED && event->kind <= EVENT_ORDER_SEEN)
        return check_receipt (event, (const struct dispatch_order *)entity, err);
    return 0;
}

/* Fills the state that follows, for kinds that have states. */
static int
check_transition (const struct event *event, const struct entity *entity, uint32_t *ret_state, struct error *err)
{
    const struct machine *machine = machine_of (event->subject_kind);
    if (!machine)
        return 0;
    uint32_t state = entity ? machine_state (machine, entity) : 0;
    *ret_state = machine_next (machine, state, event->kind);
    if (*ret_state == 0)
        return error_set (err, "entry %" PRIu64 ": %s is not legal for %s %" PRIu64 " in state %s", event->seq,
                          event_kind_name (event->kind), entity_kind_name (event->subject_kind), event->subject,
                          machine->state_names[state]);
    if (event_bears (event->kind) && machine_state (machine, event->born) != *ret_state)
        return error_set (err, "entry %" PRIu64 ": the image is not in the state that %s leads to", event->seq,
                          event_kind_name (event->kind));
    return 0;
}

static int
check_event (const struct desk *desk, const struct event *event, const struct entity *entity, uint32_t *ret_state,
             struct error *err)
{
    enum entity_kind kind = event_subject_kind (event->kind);
    if (event->seq != desk->head + 1)
        return error_set (err, "entry %" PRIu64 " can't follow entry %" PRIu64, event->seq, desk->head);
    if (event->at < desk->at)
        return error_set (err, "entry %" PRIu64 " is older than the one before it", event->seq);
    if (kind == ENTITY_NONE || kind != event->subject_kind || event->subject == 0)
        return error_set (err, "entry %" PRIu64 " has no subject that fits its kind %d", event->seq, event->kind);
    int checked =
        event_bears (event->kind) ? check_image (desk, event, entity, err) : check_change (desk, event, entity, err);
    return checked < 0 ? -1 : check_transition (event, entity, ret_state, err);
}

/* ---- applying it ---- */

/* The new image takes the place of the old one without moving in memory: others point to it. */
static void
replace_image (struct entity *entity, const struct entity *image)
{
    struct entity *fresh = entity_clone (image);
    struct entity kept = *entity;
    size_t size = entity_size (entity->kind);
    char *swap = xmemdup (entity, size);
    memcpy (entity, fresh, size);
    memcpy (fresh, swap, size);
    free (swap);
    *entity = kept;
    if (entity->kind == ENTITY_TEAM) { /* derived, like what is kept above */
        ((struct team *)entity)->open_orders = ((struct team *)fresh)->open_orders;
        ((struct team *)entity)->orders = ((struct team *)fresh)->orders;
    }
    if (entity->kind == ENTITY_ROSTER)
        ((struct roster *)entity)->planned = ((struct roster *)fresh)->planned;
    entity_free (fresh); /* now holds the old strings */
}

static void
bear (struct desk *desk, const struct event *event, struct entity *entity)
{
    if (!entity) {
        entity = entity_clone (event->born);
        entity->version = event->seq; /* what is settled from its birth is queued with it */
        table_insert (desk, entity);
    } else {
        table_before_change (desk, entity);
        replace_image (entity, event->born);
        table_after_change (desk, entity);
    }
    if (apply_fns[event->kind])
        apply_fns[event->kind](desk, entity, event);
    table_touch (desk, entity, event->seq);
}

static void
change (struct desk *desk, const struct event *event, struct entity *entity, uint32_t state)
{
    const struct machine *machine = machine_of (event->subject_kind);
    table_before_change (desk, entity);
    if (machine)
        machine_set (machine, entity, state);
    if (apply_fns[event->kind]) /* some change nothing but the state */
        apply_fns[event->kind](desk, entity, event);
    table_touch (desk, entity, event->seq);
    table_after_change (desk, entity);
}

int
apply_event (struct desk *desk, const struct event *event, struct error *err)
{
    struct entity *entity = desk_find (desk, event->subject_kind, event->subject);
    uint32_t state = 0;
    if (check_event (desk, event, entity, &state, err) < 0)
        return -1;
    if (event_bears (event->kind))
        bear (desk, event, entity);
    else
        change (desk, event, entity, state);
    desk->head = event->seq;
    desk->at = event->at;
    return 0;
}

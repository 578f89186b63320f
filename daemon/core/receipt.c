/* SPDX-License-Identifier: Apache-2.0 */
/* receipt.c: how far an order has come to each of its recipients: queued, handed over, delivered, seen, acknowledged.
 */
#include "core/machine.h"
#include "core/step.h"

#include <inttypes.h>

const struct receipt *
order_receipt (const struct dispatch_order *order, struct target recipient)
{
    for (uint32_t i = 0; i < order->receipts_count; i++)
        if (order->receipts[i].recipient.kind == recipient.kind && order->receipts[i].recipient.id == recipient.id)
            return &order->receipts[i];
    return NULL;
}

/* The acknowledgement stands in the order: the console's, or that of the person in whose name it was said. */
static bool
has_acknowledged (const struct dispatch_order *order, struct target recipient)
{
    return order->acknowledged_at &&
           (recipient.kind == TARGET_TEAM ? !order->on_behalf_of : order->on_behalf_of == recipient.id);
}

enum receipt_state
order_receipt_state (const struct dispatch_order *order, struct target recipient)
{
    const struct receipt *receipt = order_receipt (order, recipient);
    if (has_acknowledged (order, recipient))
        return RECEIPT_ACKNOWLEDGED;
    for (int rung = RECEIPT_ACKNOWLEDGED; receipt && rung > RECEIPT_NONE; rung--)
        if (receipt->at[rung])
            return (enum receipt_state)rung;
    return recipient.kind == TARGET_TEAM && order->issued_at ? RECEIPT_QUEUED : RECEIPT_NONE;
}

static enum event_kind
rung_kind (enum receipt_state state)
{
    return (enum event_kind) (EVENT_ORDER_QUEUED + (state - RECEIPT_QUEUED));
}

static bool
is_contact (const struct desk *desk, const struct dispatch_order *order, uint64_t person)
{
    const struct team *team = (const struct team *)table_find (desk, ENTITY_TEAM, order->team);
    for (int i = 0; team && i < team->contacts_count; i++)
        if (team->contacts[i] == person)
            return true;
    return false;
}

/* ---- a step of the policy told somebody ---- */

void
order_told (struct step *step, const struct obligation *obligation, const struct target *told)
{
    struct target person = { TARGET_PERSON, told->id };
    struct event_detail detail = { .told = person, .figures = figures_unknown };
    if (obligation->subject_kind != ENTITY_DISPATCH_ORDER || told->kind == TARGET_TEAM || told->kind == TARGET_POST)
        return;
    struct dispatch_order *order =
        (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, obligation->subject);
    bool theirs = told->kind == TARGET_PERSON || is_contact (step->desk, order, told->id);
    if (theirs && !order_receipt (order, person) && order->receipts_count < RECEIPTS_MAX &&
        machine_next (machine_of (ENTITY_DISPATCH_ORDER), order->state, EVENT_ORDER_QUEUED))
        emit (step, EVENT_ORDER_QUEUED, &order->entity, &detail);
}

/* ---- somebody says how far it came ---- */

/* A team leader's console speaks for the team; everybody else says for which person. */
static bool
find_recipient (struct step *step, const struct dispatch_order *order, struct target *ret_recipient)
{
    const struct receipt_args *args = &step->command->receipt;
    const struct principal *principal = step_principal (step);
    *ret_recipient = (struct target){ TARGET_TEAM, order->team };
    if (principal && principal->role == ROLE_TEAM_LEADER) {
        const struct team *team = (const struct team *)table_find (step->desk, ENTITY_TEAM, order->team);
        if (principal->team != order->team)
            return refuse (step, REFUSAL_NOT_YOUR_TEAM, "order", "%" PRIu64 "\n%s", args->order,
                           team ? team->code : "unknown");
        return !args->on_behalf_of || refuse (step, REFUSAL_NOT_FOR_OTHERS, "on_behalf_of", " ");
    }
    if (!args->on_behalf_of)
        return refuse (step, REFUSAL_RECIPIENT_MISSING, "on_behalf_of", " ");
    const struct person *person = desk_person_by_code (step->desk, args->on_behalf_of);
    if (!person)
        return refuse (step, REFUSAL_UNKNOWN_PERSON, "on_behalf_of", "%s", args->on_behalf_of);
    *ret_recipient = (struct target){ TARGET_PERSON, person->entity.id };
    return is_contact (step->desk, order, person->entity.id) || order_receipt (order, *ret_recipient) ||
           refuse (step, REFUSAL_NOT_A_RECIPIENT, "on_behalf_of", "%s\n%" PRIu64, args->on_behalf_of, args->order);
}

/* A rung that comes late, below one that was reached or after the order ended, is no fault of whoever reports it: it
 * is accepted and changes nothing. */
bool
decide_receipt (struct step *step)
{
    const struct receipt_args *args = &step->command->receipt;
    enum event_kind kind = rung_kind (args->state);
    struct event_detail detail = { .channel = args->channel ? args->channel : "console",
                                   .device_at = step->command->device_at,
                                   .figures = figures_unknown };
    struct dispatch_order *order =
        (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, args->order);
    if (!order)
        return refuse (step, REFUSAL_UNKNOWN_ORDER, "order", "%" PRIu64, args->order);
    if (!find_recipient (step, order, &detail.told))
        return false;
    about (step, ENTITY_DISPATCH_ORDER, args->order);
    if (args->state <= order_receipt_state (order, detail.told) ||
        !machine_next (machine_of (ENTITY_DISPATCH_ORDER), order->state, kind))
        return true;
    if (!order_receipt (order, detail.told) && order->receipts_count >= RECEIPTS_MAX)
        return refuse (step, REFUSAL_LIMIT, "on_behalf_of", "recipients of one order\n%d", RECEIPTS_MAX);
    emit (step, kind, &order->entity, &detail);
    return true;
}

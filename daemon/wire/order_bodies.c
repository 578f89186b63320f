/* SPDX-License-Identifier: Apache-2.0 */
/* order_bodies.c: the requests of assignments: giving an order to another, and how far it came. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

static const struct text_rule reason_rule = { TEXT_MAX, TEXT_LINES, true };
static const struct text_rule channel_rule = { CHANNEL_MAX, TEXT_LINE, false };

/* Something must become another. */
bool
decode_reassign (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Reassign *from = body;
    struct reassign_args *to = &ret->command.reassign;
    to->override = from->override;
    if (!field_id (in, "reassign.order", from->has_order, from->order, &to->order) ||
        !field_code (in, "reassign.team", from->team, false, &to->team) ||
        (from->has_to_incident &&
         !field_id (in, "reassign.to_incident", true, from->to_incident, &to->to_incident)) ||
        !field_text (in, "reassign.words", from->words, &reason_rule, &to->words))
        return false;
    return to->team || to->to_incident || fault_set_field (in->fault, FAULT_MISSING_FIELD, "reassign.team");
}

/* Queued is the daemon's own word, and an acknowledgement is more than a receipt. */
bool
decode_receipt (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Receipt *from = body;
    struct receipt_args *to = &ret->command.receipt;
    int state = 0;
    if (!field_id (in, "receipt.order", from->has_order, from->order, &to->order) ||
        !field_enum (in, "receipt.state", from->has_state, (int)from->state, RECEIPT_SEEN, &state) ||
        !field_code (in, "receipt.on_behalf_of", from->on_behalf_of, false, &to->on_behalf_of) ||
        !field_text (in, "receipt.channel", from->channel, &channel_rule, &to->channel))
        return false;
    to->state = (enum receipt_state)state;
    return state >= RECEIPT_HANDED_OVER ||
           fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, "receipt.state", RECEIPT_HANDED_OVER, RECEIPT_SEEN);
}

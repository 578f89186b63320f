/* SPDX-License-Identifier: Apache-2.0 */
/* order_bodies.c: the requests of assignments: giving an order to another. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

static const struct text_rule reason_rule = { TEXT_MAX, TEXT_LINES, true };

/* Something must become another. */
bool
decode_reassign (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Reassign *from = body;
    struct reassign_args *to = &ret->command.reassign;
    if (!field_id (in, "reassign.order", from->has_order, from->order, &to->order) ||
        !field_code (in, "reassign.team", from->team, false, &to->team) ||
        (from->has_to_incident &&
         !field_id (in, "reassign.to_incident", true, from->to_incident, &to->to_incident)) ||
        !field_text (in, "reassign.words", from->words, &reason_rule, &to->words))
        return false;
    return to->team || to->to_incident || fault_set_field (in->fault, FAULT_MISSING_FIELD, "reassign.team");
}

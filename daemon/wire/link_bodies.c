/* SPDX-License-Identifier: Apache-2.0 */
/* link_bodies.c: the requests about what incidents are to each other, and orders that change their incident. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

static const struct text_rule reason_rule = { TEXT_MAX, TEXT_LINES, false };

bool
decode_link (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__LinkIncident *from = body;
    struct link_args *to = &ret->command.link;
    int kind = 0;
    bool good = field_id (in, "link.incident", from->has_incident, from->incident, &to->incident) &&
                field_id (in, "link.other", from->has_other, from->other, &to->other) &&
                field_enum (in, "link.kind", from->has_kind, (int)from->kind, LINK_KINDS - 1, &kind) &&
                field_text (in, "link.reason", from->reason, &reason_rule, &to->reason);
    to->kind = (enum link_kind)kind;
    if (good && kind == LINK_SPLIT) /* is what a split leaves behind */
        return fault_set_numbers (in->fault, FAULT_OUT_OF_RANGE, "link.kind", 1, LINK_DERIVED);
    return good;
}

bool
decode_unlink (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__UnlinkIncident *from = body;
    struct link_args *to = &ret->command.link;
    return field_id (in, "unlink.incident", from->has_incident, from->incident, &to->incident) &&
           field_id (in, "unlink.other", from->has_other, from->other, &to->other) &&
           field_text (in, "unlink.reason", from->reason, &reason_rule, &to->reason);
}

bool
decode_move (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Move *from = body;
    struct move_args *to = &ret->command.move;
    return field_id (in, "move.order", from->has_order, from->order, &to->order) &&
           field_id (in, "move.incident", from->has_incident, from->incident, &to->incident) &&
           field_text (in, "move.reason", from->reason, &reason_rule, &to->reason);
}

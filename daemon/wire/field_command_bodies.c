/* SPDX-License-Identifier: Apache-2.0 */
/* field_command_bodies.c: the requests about who commands at the scene. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

static const struct text_rule place_rule = { PLACE_MAX, TEXT_LINE, true };
static const struct text_rule phone_rule = { PHONE_MAX, TEXT_LINE, false };
static const struct text_rule words_rule = { TEXT_MAX, TEXT_LINES, false };
static const struct text_rule reason_rule = { TEXT_MAX, TEXT_LINES, true };
static const struct text_rule channel_rule = { CHANNEL_MAX, TEXT_LINE, false };

bool
decode_command_establish (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__CommandEstablish *from = body;
    struct field_command_args *to = &ret->command.field_command;
    return field_id (in, "command_establish.incident", from->has_incident, from->incident, &to->incident) &&
           field_code (in, "command_establish.commander", from->commander, true, &to->person) &&
           field_text (in, "command_establish.place", from->place, &place_rule, &to->place) &&
           field_text (in, "command_establish.phone", from->phone, &phone_rule, &to->phone);
}

bool
decode_command_transfer (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__CommandTransfer *from = body;
    struct field_command_args *to = &ret->command.field_command;
    return field_id (in, "command_transfer.post", from->has_post, from->post, &to->post) &&
           field_code (in, "command_transfer.to", from->to, true, &to->person) &&
           field_text (in, "command_transfer.reason", from->reason, &reason_rule, &to->text);
}

bool
decode_command_accept (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__CommandAccept *from = body;
    struct field_command_args *to = &ret->command.field_command;
    return field_id (in, "command_accept.post", from->has_post, from->post, &to->post) &&
           field_text (in, "command_accept.words", from->words, &words_rule, &to->text) &&
           field_text (in, "command_accept.channel", from->channel, &channel_rule, &to->channel) &&
           field_code (in, "command_accept.on_behalf_of", from->on_behalf_of, false, &to->on_behalf_of);
}

bool
decode_command_dissolve (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__CommandDissolve *from = body;
    struct field_command_args *to = &ret->command.field_command;
    return field_id (in, "command_dissolve.post", from->has_post, from->post, &to->post) &&
           field_text (in, "command_dissolve.reason", from->reason, &reason_rule, &to->text);
}

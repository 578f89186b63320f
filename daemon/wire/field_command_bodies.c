/* SPDX-License-Identifier: Apache-2.0 */
/* field_command_bodies.c: the requests about who commands at the scene, and consultations. */
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

/* ---- consultations ---- */

static bool
decode_participants (struct reader *in, const Muster__V1__Consult *from, struct consult_args *to)
{
    const char *code;
    if (from->n_participants > PARTICIPANTS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "consult.participants", (int64_t)from->n_participants,
                                  PARTICIPANTS_MAX);
    for (size_t i = 0; i < from->n_participants; i++)
        if (!field_code (in, "consult.participants", from->participants[i], true, &code))
            return false;
    to->participants = (const char *const *)from->participants;
    to->participants_count = from->n_participants;
    return from->n_participants > 0 || to->others ||
           fault_set_field (in->fault, FAULT_MISSING_FIELD, "consult.participants");
}

bool
decode_consult (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Consult *from = body;
    struct consult_args *to = &ret->command.consult;
    to->drill = from->drill;
    return field_text (in, "consult.matter", from->matter, &place_rule, &to->matter) &&
           field_text (in, "consult.conclusions", from->conclusions, &reason_rule, &to->conclusions) &&
           field_text (in, "consult.others", from->others, &words_rule, &to->others) &&
           decode_participants (in, from, to) &&
           (!from->has_incident || field_id (in, "consult.incident", true, from->incident, &to->incident)) &&
           field_text (in, "consult.channel", from->channel, &channel_rule, &to->channel) &&
           field_occurred (in, "consult.began_at_ms", from->has_began_at_ms, from->began_at_ms, &to->began_at) &&
           field_occurred (in, "consult.ended_at_ms", from->has_ended_at_ms, from->ended_at_ms, &to->ended_at);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* command_bodies.c: the requests of command: responses and instructions. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

#define SPAN_MAX_MS (45u * 86400000u) /* as long as a profile's longest clock */

enum { SPAN_MIN_MS = 1000 };

static const struct text_rule matter_rule = { PLACE_MAX, TEXT_LINE, true };
static const struct text_rule words_rule = { TEXT_MAX, TEXT_LINES, false };
static const struct text_rule verbatim_rule = { TEXT_MAX, TEXT_LINES, true };
static const struct text_rule channel_rule = { CHANNEL_MAX, TEXT_LINE, false };

/* ---- responses ---- */

static bool
field_response_level (struct reader *in, const char *path, bool has, int value, enum response_level *ret_level)
{
    int level = 0;
    bool good = field_enum (in, path, has, value, RESPONSE_LEVELS - 1, &level);
    *ret_level = (enum response_level)level;
    return good;
}

bool
decode_activate (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Activate *from = body;
    struct response_args *to = &ret->command.response;
    to->drill = from->drill;
    return field_text (in, "activate.matter", from->matter, &matter_rule, &to->matter) &&
           field_response_level (in, "activate.level", from->has_level, (int)from->level, &to->level) &&
           (!from->has_incident || field_id (in, "activate.incident", true, from->incident, &to->incident)) &&
           field_number (in, "activate.term_ms", from->has_term_ms, from->term_ms, SPAN_MIN_MS, SPAN_MAX_MS,
                         &to->term_ms) &&
           field_text (in, "activate.measures", from->measures, &words_rule, &to->measures);
}

bool
decode_adjust (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Adjust *from = body;
    struct response_args *to = &ret->command.response;
    if (!field_id (in, "adjust.response", from->has_response, from->response, &to->response) ||
        (from->has_level && !field_response_level (in, "adjust.level", true, (int)from->level, &to->level)) ||
        !field_number (in, "adjust.term_ms", from->has_term_ms, from->term_ms, SPAN_MIN_MS, SPAN_MAX_MS,
                       &to->term_ms) ||
        !field_text (in, "adjust.measures", from->measures, &words_rule, &to->measures) ||
        !field_text (in, "adjust.reason", from->reason, &words_rule, &to->reason))
        return false;
    return to->level || to->term_ms || to->measures ||
           fault_set_field (in->fault, FAULT_MISSING_FIELD, "adjust.level");
}

bool
decode_terminate (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Terminate *from = body;
    struct response_args *to = &ret->command.response;
    return field_id (in, "terminate.response", from->has_response, from->response, &to->response) &&
           field_text (in, "terminate.reason", from->reason, &verbatim_rule, &to->reason);
}

/* ---- instructions ---- */

/* Exactly one: two owners would each wait for the other. */
static bool
check_one_owner (struct reader *in, const struct instruct_args *to)
{
    int owners = (to->owner_person != NULL) + (to->owner_post != NULL) + (to->owner_team != NULL);
    if (owners == 0)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, "instruct.owner_person");
    return owners == 1 || fault_set_numbers (in->fault, FAULT_TOO_MANY, "instruct.owner_person", owners, 1);
}

bool
decode_instruct (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Instruct *from = body;
    struct instruct_args *to = &ret->command.instruct;
    to->drill = from->drill;
    return field_text (in, "instruct.text", from->text, &verbatim_rule, &to->text) &&
           (!from->has_incident || field_id (in, "instruct.incident", true, from->incident, &to->incident)) &&
           field_code (in, "instruct.given_by", from->given_by, false, &to->given_by) &&
           field_code (in, "instruct.owner_person", from->owner_person, false, &to->owner_person) &&
           field_code (in, "instruct.owner_post", from->owner_post, false, &to->owner_post) &&
           field_code (in, "instruct.owner_team", from->owner_team, false, &to->owner_team) &&
           field_number (in, "instruct.within_ms", from->has_within_ms, from->within_ms, SPAN_MIN_MS, SPAN_MAX_MS,
                         &to->within_ms) &&
           field_text (in, "instruct.channel", from->channel, &channel_rule, &to->channel) &&
           check_one_owner (in, to);
}

bool
decode_feedback (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Feedback *from = body;
    struct feedback_args *to = &ret->command.feedback;
    return field_id (in, "feedback.instruction", from->has_instruction, from->instruction, &to->instruction) &&
           field_text (in, "feedback.text", from->text, &verbatim_rule, &to->text) &&
           field_text (in, "feedback.channel", from->channel, &channel_rule, &to->channel) &&
           field_code (in, "feedback.on_behalf_of", from->on_behalf_of, false, &to->on_behalf_of);
}

bool
decode_instruction_close (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__InstructionClose *from = body;
    struct feedback_args *to = &ret->command.feedback;
    return field_id (in, "instruction_close.instruction", from->has_instruction, from->instruction,
                     &to->instruction) &&
           field_text (in, "instruction_close.reason", from->reason, &verbatim_rule, &to->text);
}

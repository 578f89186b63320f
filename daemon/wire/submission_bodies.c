/* SPDX-License-Identifier: Apache-2.0 */
/* submission_bodies.c: the requests by which reports go up: submit, sign off, send, withdraw. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

static const struct text_rule stage_rule = { CODE_MAX, TEXT_LINE, true };
static const struct text_rule verbatim_rule = { TEXT_MAX, TEXT_LINES, true };
static const struct text_rule channel_rule = { CHANNEL_MAX, TEXT_LINE, false };
static const struct text_rule receiver_rule = { NAME_MAX_BYTES, TEXT_LINE, false };

/* Of an incident or of a post: one of the two. */
static bool
check_one_subject (struct reader *in, const struct submit_args *to)
{
    if (to->incident && to->post)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "submit.post", 2, 1);
    return to->incident || to->post || fault_set_field (in->fault, FAULT_MISSING_FIELD, "submit.incident");
}

bool
decode_submit (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Submit *from = body;
    struct submit_args *to = &ret->command.submit;
    return (!from->has_incident || field_id (in, "submit.incident", true, from->incident, &to->incident)) &&
           field_code (in, "submit.post", from->post, false, &to->post) && check_one_subject (in, to) &&
           field_text (in, "submit.stage", from->stage, &stage_rule, &to->stage) &&
           field_text (in, "submit.text", from->text, &verbatim_rule, &to->text) &&
           field_text (in, "submit.channel", from->channel, &channel_rule, &to->channel) &&
           field_text (in, "submit.received_by", from->received_by, &receiver_rule, &to->received_by);
}

bool
decode_sign_off (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__SignOff *from = body;
    return field_id (in, "sign_off.submission", from->has_submission, from->submission,
                     &ret->command.submission.submission);
}

bool
decode_send (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Send *from = body;
    struct submission_args *to = &ret->command.submission;
    return field_id (in, "send.submission", from->has_submission, from->submission, &to->submission) &&
           field_text (in, "send.channel", from->channel, &channel_rule, &to->channel) &&
           field_text (in, "send.received_by", from->received_by, &receiver_rule, &to->received_by);
}

bool
decode_submission_withdraw (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__SubmissionWithdraw *from = body;
    struct submission_args *to = &ret->command.submission;
    return field_id (in, "submission_withdraw.submission", from->has_submission, from->submission, &to->submission) &&
           field_text (in, "submission_withdraw.reason", from->reason, &verbatim_rule, &to->reason);
}

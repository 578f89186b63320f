/* SPDX-License-Identifier: Apache-2.0 */
/* roll_call_bodies.c: the requests of roll calls. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

#define WITHIN_MIN_MS 10000
#define WITHIN_MAX_MS 604800000

static const struct text_rule title_rule = { NAME_MAX_BYTES, TEXT_LINE, true };
static const struct text_rule words_rule = { TEXT_MAX, TEXT_LINES, false };
static const struct text_rule reason_rule = { TEXT_MAX, TEXT_LINES, true };
static const struct text_rule channel_rule = { CHANNEL_MAX, TEXT_LINE, false };

static bool
check_codes (struct reader *in, const char *path, char *const *codes, size_t count)
{
    const char *code;
    if (count > ROLL_CALL_TARGETS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, path, (int64_t)count, ROLL_CALL_TARGETS_MAX);
    for (size_t i = 0; i < count; i++)
        if (!field_code (in, path, codes[i], true, &code))
            return false;
    return true;
}

bool
decode_roll_call (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__RollCallBegin *from = body;
    struct roll_call_args *to = &ret->command.roll_call;
    to->posts = (const char *const *)from->posts;
    to->posts_count = from->n_posts;
    to->teams = (const char *const *)from->teams;
    to->teams_count = from->n_teams;
    to->all_posts = from->all_posts;
    to->all_teams = from->all_teams;
    to->drill = from->drill;
    return field_text (in, "roll_call.title", from->title, &title_rule, &to->title) &&
           check_codes (in, "roll_call.posts", from->posts, from->n_posts) &&
           check_codes (in, "roll_call.teams", from->teams, from->n_teams) &&
           field_number (in, "roll_call.within_ms", from->has_within_ms, from->within_ms, WITHIN_MIN_MS,
                         WITHIN_MAX_MS, &to->within_ms);
}

bool
decode_roll_call_answer (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__RollCallWord *from = body;
    struct roll_call_word_args *to = &ret->command.roll_call_word;
    return field_id (in, "roll_call_answer.answer", from->has_answer, from->answer, &to->answer) &&
           field_text (in, "roll_call_answer.words", from->words, &words_rule, &to->text) &&
           field_text (in, "roll_call_answer.channel", from->channel, &channel_rule, &to->channel) &&
           field_code (in, "roll_call_answer.on_behalf_of", from->on_behalf_of, false, &to->on_behalf_of);
}

bool
decode_roll_call_absent (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__RollCallWord *from = body;
    struct roll_call_word_args *to = &ret->command.roll_call_word;
    return field_id (in, "roll_call_absent.answer", from->has_answer, from->answer, &to->answer) &&
           field_text (in, "roll_call_absent.words", from->words, &reason_rule, &to->text) &&
           field_text (in, "roll_call_absent.channel", from->channel, &channel_rule, &to->channel);
}

bool
decode_roll_call_end (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__RollCallEnd *from = body;
    struct roll_call_word_args *to = &ret->command.roll_call_word;
    return field_id (in, "roll_call_end.roll_call", from->has_roll_call, from->roll_call, &to->roll_call) &&
           field_text (in, "roll_call_end.reason", from->reason, &reason_rule, &to->text);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* roll_call_image.c: roll calls and their answers <-> RollCall, RollCallAnswer. */
#include "wire/roll_call_image.h"

#include "core/calendar.h"
#include "wire/pack.h"

/* ---- to messages ---- */

static Muster__V1__Target *
target_to_message (const struct target *from, Muster__V1__Target *to)
{
    muster__v1__target__init (to);
    PACK_SET (to, kind, from->kind);
    PACK_SET (to, id, from->id);
    return to;
}

static void
plan_to_message (const struct roll_call_plan *from, Muster__V1__RollCall *to, struct roll_call_parts *parts)
{
    to->plan = PACK_ARRAY (from->code);
    PACK_SET (to, days, from->days);
    to->n_at_minutes = from->at_count;
    to->at_minutes = (uint32_t *)from->at_minutes;
    PACK_SET (to, from_minute, from->from_minute);
    PACK_SET (to, to_minute, from->to_minute);
    PACK_SET (to, all_posts, from->all_posts);
    PACK_SET (to, all_teams, from->all_teams);
    PACK_SET (to, seed, from->seed);
    to->n_targets = from->targets_count;
    to->targets = parts->target_pointers;
    for (uint32_t i = 0; i < from->targets_count; i++)
        parts->target_pointers[i] = target_to_message (&from->targets[i], &parts->targets[i]);
}

Muster__V1__RollCall *
roll_call_to_message (const struct roll_call *from, struct roll_call_parts *parts)
{
    Muster__V1__RollCall *to = &parts->roll_call;
    muster__v1__roll_call__init (to);
    PACK_SET (to, id, from->entity.id);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    to->title = from->title;
    PACK_SET (to, within_ms, from->within_ms);
    PACK_SET (to, due_at_ms, from->due_at);
    PACK_SET (to, called_at_ms, from->called_at);
    PACK_SET (to, called_by, from->called_by);
    PACK_SET (to, first_answer, from->first_answer);
    PACK_SET (to, called_count, from->called_count);
    PACK_SET (to, answered_count, from->answered_count);
    PACK_SET (to, late_count, from->late_count);
    PACK_SET (to, absent_count, from->absent_count);
    PACK_SET (to, ended_at_ms, from->ended_at);
    to->reason = from->reason;
    plan_to_message (&from->plan, to, parts);
    return to;
}

Muster__V1__RollCallAnswer *
roll_call_answer_to_message (const struct roll_call_answer *from, struct roll_call_parts *parts)
{
    Muster__V1__RollCallAnswer *to = &parts->answer;
    muster__v1__roll_call_answer__init (to);
    PACK_SET (to, id, from->entity.id);
    PACK_SET (to, roll_call, from->roll_call);
    to->owner = target_to_message (&from->owner, &parts->targets[0]);
    PACK_SET (to, state, from->state);
    PACK_SET (to, drill, from->drill);
    to->title = from->title;
    PACK_SET (to, attempts, from->attempts);
    PACK_SET (to, called_at_ms, from->called_at);
    PACK_SET (to, due_at_ms, from->due_at);
    PACK_SET (to, answered_at_ms, from->answered_at);
    PACK_SET (to, answered_by, from->answered_by);
    PACK_SET (to, on_behalf_of, from->on_behalf_of);
    to->channel = PACK_ARRAY (from->channel);
    to->words = from->words;
    return to;
}

/* ---- from messages ---- */

static bool
target_from_message (struct reader *in, const char *path, const Muster__V1__Target *from, struct target *to)
{
    int kind = 0;
    if (!from)
        return true;
    to->id = from->id;
    bool good = stored_enum (in, path, from->has_kind, (int)from->kind, TARGET_KINDS - 1, &kind);
    to->kind = (enum target_kind)kind;
    return good;
}

static bool
take_hours (struct reader *in, const Muster__V1__RollCall *from, struct roll_call_plan *to)
{
    if (from->n_at_minutes > ROLL_CALL_HOURS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "roll_call.at_minutes", (int64_t)from->n_at_minutes,
                                  ROLL_CALL_HOURS_MAX);
    for (; to->at_count < from->n_at_minutes; to->at_count++)
        if (!stored_number (in, "roll_call.at_minutes", true, from->at_minutes[to->at_count], DAY_MINUTES,
                            &to->at_minutes[to->at_count]))
            return false;
    return stored_number (in, "roll_call.from_minute", from->has_from_minute, from->from_minute, DAY_MINUTES,
                          &to->from_minute) &&
           stored_number (in, "roll_call.to_minute", from->has_to_minute, from->to_minute, DAY_MINUTES,
                          &to->to_minute);
}

static bool
take_targets (struct reader *in, const Muster__V1__RollCall *from, struct roll_call_plan *to)
{
    if (from->n_targets > ROLL_CALL_TARGETS_MAX)
        return fault_set_numbers (in->fault, FAULT_TOO_MANY, "roll_call.targets", (int64_t)from->n_targets,
                                  ROLL_CALL_TARGETS_MAX);
    for (; to->targets_count < from->n_targets; to->targets_count++)
        if (!target_from_message (in, "roll_call.targets", from->targets[to->targets_count],
                                  &to->targets[to->targets_count]))
            return false;
    return true;
}

static bool
plan_from_message (struct reader *in, const Muster__V1__RollCall *from, struct roll_call_plan *to)
{
    int days = 0;
    to->all_posts = from->all_posts;
    to->all_teams = from->all_teams;
    to->seed = from->seed;
    bool good = stored_array (in, "roll_call.plan", from->plan, to->code, sizeof to->code) &&
                stored_enum (in, "roll_call.days", from->has_days, (int)from->days, ROLL_CALL_DAYS - 1, &days) &&
                take_hours (in, from, to) && take_targets (in, from, to);
    to->days = (enum roll_call_days)days;
    return good;
}

bool
roll_call_from_message (struct reader *in, const Muster__V1__RollCall *from, struct roll_call *to)
{
    int state = 0;
    to->entity.id = from->id;
    to->drill = from->drill;
    to->within_ms = from->within_ms;
    to->due_at = from->due_at_ms;
    to->called_at = from->called_at_ms;
    to->called_by = from->called_by;
    to->first_answer = from->first_answer;
    to->called_count = from->called_count;
    to->answered_count = from->answered_count;
    to->late_count = from->late_count;
    to->absent_count = from->absent_count;
    to->ended_at = from->ended_at_ms;
    bool good =
        stored_enum (in, "roll_call.state", from->has_state, (int)from->state, ROLL_CALL_STATES - 1, &state) &&
        stored_copy (in, "roll_call.title", from->title, NAME_MAX_BYTES, &to->title) &&
        stored_copy (in, "roll_call.reason", from->reason, TEXT_MAX, &to->reason) &&
        plan_from_message (in, from, &to->plan);
    to->state = (enum roll_call_state)state;
    return good;
}

bool
roll_call_answer_from_message (struct reader *in, const Muster__V1__RollCallAnswer *from, struct roll_call_answer *to)
{
    int state = 0;
    to->entity.id = from->id;
    to->roll_call = from->roll_call;
    to->drill = from->drill;
    to->attempts = from->attempts;
    to->called_at = from->called_at_ms;
    to->due_at = from->due_at_ms;
    to->answered_at = from->answered_at_ms;
    to->answered_by = from->answered_by;
    to->on_behalf_of = from->on_behalf_of;
    bool good = target_from_message (in, "roll_call_answer.owner", from->owner, &to->owner) &&
                stored_enum (in, "roll_call_answer.state", from->has_state, (int)from->state,
                             ROLL_CALL_ANSWER_STATES - 1, &state) &&
                stored_copy (in, "roll_call_answer.title", from->title, NAME_MAX_BYTES, &to->title) &&
                stored_array (in, "roll_call_answer.channel", from->channel, to->channel, sizeof to->channel) &&
                stored_copy (in, "roll_call_answer.words", from->words, TEXT_MAX, &to->words);
    to->state = (enum roll_call_answer_state)state;
    return good;
}

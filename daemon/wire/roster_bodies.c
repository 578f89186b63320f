/* SPDX-License-Identifier: Apache-2.0 */
/* roster_bodies.c: the requests of the roster: assigning, swaps, gaps, contacts, and what is planned. */
#include "wire/bodies.h"

#include "muster/v1/envelope.pb-c.h"

enum { PLAN_DAYS_DEFAULT = 7, PLAN_DAYS_MAX = 62 };

static const struct text_rule words_rule = { TEXT_MAX, TEXT_LINES, false };
static const struct text_rule reason_rule = { TEXT_MAX, TEXT_LINES, true };
static const struct text_rule channel_rule = { CHANNEL_MAX, TEXT_LINE, false };

bool
decode_assign (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Assign *from = body;
    struct planned_args *to = &ret->command.planned;
    return field_id (in, "assign.planned_shift", from->has_planned_shift, from->planned_shift, &to->planned_shift) &&
           field_code (in, "assign.person", from->person, true, &to->person) &&
           field_text (in, "assign.reason", from->reason, &reason_rule, &to->reason);
}

bool
decode_settle_gap (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__SettleGap *from = body;
    struct planned_args *to = &ret->command.planned;
    return field_id (in, "settle_gap.planned_shift", from->has_planned_shift, from->planned_shift,
                     &to->planned_shift) &&
           field_text (in, "settle_gap.reason", from->reason, &reason_rule, &to->reason);
}

bool
decode_swap_propose (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__SwapPropose *from = body;
    struct planned_args *to = &ret->command.planned;
    return field_id (in, "swap_propose.planned_shift", from->has_planned_shift, from->planned_shift,
                     &to->planned_shift) &&
           field_code (in, "swap_propose.person", from->person, true, &to->person) &&
           (!from->has_in_return || field_id (in, "swap_propose.in_return", true, from->in_return, &to->in_return)) &&
           field_text (in, "swap_propose.reason", from->reason, &words_rule, &to->reason) &&
           field_code (in, "swap_propose.on_behalf_of", from->on_behalf_of, false, &to->on_behalf_of) &&
           field_text (in, "swap_propose.channel", from->channel, &channel_rule, &to->channel);
}

struct answer_paths {
    const char *planned_shift, *words, *on_behalf_of, *channel;
};

static bool
decode_answer (struct reader *in, const struct answer_paths *paths, const void *body, struct request *ret)
{
    const Muster__V1__SwapAnswer *from = body;
    struct planned_args *to = &ret->command.planned;
    return field_id (in, paths->planned_shift, from->has_planned_shift, from->planned_shift, &to->planned_shift) &&
           field_text (in, paths->words, from->words, &words_rule, &to->reason) &&
           field_code (in, paths->on_behalf_of, from->on_behalf_of, false, &to->on_behalf_of) &&
           field_text (in, paths->channel, from->channel, &channel_rule, &to->channel);
}

bool
decode_swap_accept (struct reader *in, const void *body, struct request *ret)
{
    static const struct answer_paths paths = { "swap_accept.planned_shift", "swap_accept.words",
                                               "swap_accept.on_behalf_of", "swap_accept.channel" };
    return decode_answer (in, &paths, body, ret);
}

bool
decode_swap_decline (struct reader *in, const void *body, struct request *ret)
{
    static const struct answer_paths paths = { "swap_decline.planned_shift", "swap_decline.words",
                                               "swap_decline.on_behalf_of", "swap_decline.channel" };
    return decode_answer (in, &paths, body, ret);
}

bool
decode_mark_contact (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__MarkContact *from = body;
    struct contact_args *to = &ret->command.contact;
    to->reachable = !from->unreachable;
    return field_code (in, "mark_contact.person", from->person, true, &to->person) &&
           field_text (in, "mark_contact.reason", from->reason, &words_rule, &to->reason);
}

enum { SHELVE_MS_MIN = 60000, SHELVE_MS_MAX = 45 * 86400 * 1000U };

bool
decode_shelve (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Shelve *from = body;
    struct shelve_args *to = &ret->command.shelve;
    if (!from->has_for_ms)
        return fault_set_field (in->fault, FAULT_MISSING_FIELD, "shelve.for_ms");
    return field_id (in, "shelve.obligation", from->has_obligation, from->obligation, &to->obligation) &&
           field_number (in, "shelve.for_ms", true, from->for_ms, SHELVE_MS_MIN, SHELVE_MS_MAX, &to->for_ms) &&
           field_text (in, "shelve.reason", from->reason, &reason_rule, &to->reason);
}

bool
decode_unshelve (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__Unshelve *from = body;
    return field_id (in, "unshelve.obligation", from->has_obligation, from->obligation,
                     &ret->command.shelve.obligation);
}

bool
decode_roster_plan (struct reader *in, const void *body, struct request *ret)
{
    const Muster__V1__RosterPlan *from = body;
    struct roster_query *to = &ret->roster;
    to->days = PLAN_DAYS_DEFAULT;
    return field_code (in, "roster_plan.post", from->post, false, &to->post) &&
           (!from->has_days || field_number (in, "roster_plan.days", true, from->days, 1, PLAN_DAYS_MAX, &to->days));
}

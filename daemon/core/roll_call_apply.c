/* SPDX-License-Identifier: Apache-2.0 */
/* roll_call_apply.c: what each event of a roll call or of one of its answers does to it. */
#include "core/apply.h"
#include "util/alloc.h"

#include <stdio.h>

void
roll_call_begun (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct roll_call *roll_call = (struct roll_call *)entity;
    roll_call->called_at = event->at;
    roll_call->called_by = event->principal;
    roll_call->first_answer = event->detail.other;
    roll_call->called_count = event->detail.stood;
}

void
roll_call_counted (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct roll_call *roll_call = (struct roll_call *)entity;
    bool answered = event->detail.stood == ROLL_CALL_ANSWER_ANSWERED;
    roll_call->answered_count += answered;
    roll_call->late_count += answered && event->detail.late;
    roll_call->absent_count += !answered;
}

void
roll_call_ended (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct roll_call *roll_call = (struct roll_call *)entity;
    roll_call->ended_at = event->at;
    roll_call->reason = event->detail.text ? xstrdup (event->detail.text) : NULL;
}

void
roll_call_answer_called_again (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    (void)event;
    ((struct roll_call_answer *)entity)->attempts++;
}

void
roll_call_answer_settled (struct desk *desk, struct entity *entity, const struct event *event)
{
    (void)desk;
    struct roll_call_answer *answer = (struct roll_call_answer *)entity;
    if (event->kind == EVENT_ROLL_CALL_ANSWER_WITHDRAWN)
        return;
    answer->answered_at = event->at;
    answer->answered_by = event->principal;
    answer->on_behalf_of = event->detail.on_behalf_of;
    snprintf (answer->channel, sizeof answer->channel, "%s", event->detail.channel ? event->detail.channel : "");
    answer->words = event->detail.text ? xstrdup (event->detail.text) : NULL;
}

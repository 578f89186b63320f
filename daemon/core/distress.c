/* SPDX-License-Identifier: Apache-2.0 */
/* distress.c: is a team on scene still all right? Its answers to status checks, its call of distress, and the word of
 * the watch that it is over. */
#include "core/machine.h"
#include "core/step.h"

#include <inttypes.h>

bool
order_calm (struct step *step, const struct dispatch_order *order)
{
    return !order->distress_at || refuse (step, REFUSAL_ORDER_IN_DISTRESS, "order", "%" PRIu64, order->entity.id);
}

const struct dispatch_order *
order_in_distress (const struct incident *incident)
{
    const struct dispatch_order *order = incident->orders;
    while (order && (!order->distress_at || entity_settled (&order->entity)))
        order = order->next_of_incident;
    return order;
}

static const enum event_kind events[ACTION_COMMANDS] = {
    [ACTION_STATUS_CHECK] = EVENT_ORDER_STATUS_ANSWERED,
    [ACTION_DISTRESS] = EVENT_ORDER_DISTRESS,
    [ACTION_DISTRESS_RESOLVE] = EVENT_ORDER_DISTRESS_RESOLVED,
};

/* The team speaks for itself; the watch says what it heard. Nobody who calls distress is asked for more. */
static bool
enough_said (struct step *step)
{
    enum action action = step->command->action;
    bool own = action == ACTION_STATUS_CHECK && step_role (step) == ROLE_TEAM_LEADER;
    return step->command->rung.words || own || action == ACTION_DISTRESS ||
           refuse (step, REFUSAL_STATUS_WORDS_MISSING, "words", " ");
}

bool
decide_status (struct step *step)
{
    const struct rung_args *args = &step->command->rung;
    enum action action = step->command->action;
    struct dispatch_order *order =
        (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, args->order);
    struct event_detail detail = { .text = args->words,
                                   .channel = args->channel ? args->channel : "console",
                                   .device_at = step->command->device_at,
                                   .figures = figures_unknown };
    if (!order)
        return refuse (step, REFUSAL_UNKNOWN_ORDER, "order", "%" PRIu64, args->order);
    if (!order_may_speak (step, order, &detail.on_behalf_of) || !enough_said (step))
        return false;
    if (!machine_next (machine_of (ENTITY_DISPATCH_ORDER), order->state, events[action]))
        return refuse (step, REFUSAL_ORDER_STATE, "order", "%" PRIu64 "\n%s\n%s", args->order,
                       order_state_names[order->state], action_name (action));
    if (action == ACTION_DISTRESS_RESOLVE && !order->distress_at)
        return refuse (step, REFUSAL_NOT_IN_DISTRESS, "order", "%" PRIu64, args->order);
    emit (step, events[action], &order->entity, &detail);
    return true;
}

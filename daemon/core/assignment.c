/* SPDX-License-Identifier: Apache-2.0 */
/* assignment.c: giving an order to another team, or a team to another incident. */
#include "core/machine.h"
#include "core/step.h"

#include <inttypes.h>

/* Who has not answered is let go; who is under way is called back, and owes a word on it. */
static enum event_kind
ending (const struct dispatch_order *order)
{
    const struct machine *machine = machine_of (ENTITY_DISPATCH_ORDER);
    return machine_next (machine, order->state, EVENT_ORDER_RECALLED) ? EVENT_ORDER_RECALLED : EVENT_ORDER_CANCELLED;
}

static struct incident *
incident_meant (struct step *step, const struct dispatch_order *order)
{
    uint64_t to = step->command->reassign.to_incident;
    struct incident *incident = need_open_incident (step, to ? to : order->incident);
    if (incident && incident->drill != order->drill) {
        refuse (step, REFUSAL_DRILL_MIXED, "to_incident", " ");
        return NULL;
    }
    if (incident && to != order->incident && incident->open_orders >= OPEN_ORDERS_PER_INCIDENT_MAX) {
        refuse (step, REFUSAL_LIMIT, "to_incident", "open orders of one incident\n%d", OPEN_ORDERS_PER_INCIDENT_MAX);
        return NULL;
    }
    return incident;
}

/* The follower may take the place of the very order that keeps its team busy here. */
static struct team *
team_meant (struct step *step, const struct dispatch_order *order, const struct incident *incident)
{
    const struct reassign_args *args = &step->command->reassign;
    const struct team *own = (const struct team *)table_find (step->desk, ENTITY_TEAM, order->team);
    const char *code = args->team ? args->team : own->code;
    const struct team *named = desk_team_by_code (step->desk, code);
    if (named == own && order->incident == incident->entity.id) {
        refuse (step, REFUSAL_REASSIGN_SAME, "team", "%" PRIu64 "\n%s", args->order, code);
        return NULL;
    }
    return team_named (step, incident, code);
}

bool
decide_reassign (struct step *step)
{
    const struct reassign_args *args = &step->command->reassign;
    struct dispatch_order *order =
        (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, args->order);
    if (!order)
        return refuse (step, REFUSAL_UNKNOWN_ORDER, "order", "%" PRIu64, args->order);
    if (entity_settled (&order->entity) || order->state == ORDER_RECALLED)
        return refuse (step, REFUSAL_ORDER_STATE, "order", "%" PRIu64 "\n%s\n%s", args->order,
                       order_state_names[order->state], action_name (step->command->action));
    if (!order_calm (step, order))
        return false;
    struct incident *incident = incident_meant (step, order);
    struct team *team = incident ? team_meant (step, order, incident) : NULL;
    if (!team || !team_may_be_busy (step, team, order, incident->drill, args->override))
        return false;
    struct event_detail detail = { .text = args->words,
                                   .channel = "console",
                                   .other = next_id (step->desk, ENTITY_DISPATCH_ORDER, incident->drill),
                                   .device_at = step->command->device_at,
                                   .figures = figures_unknown };
    about (step, ENTITY_DISPATCH_ORDER, detail.other);
    emit (step, ending (order), &order->entity, &detail);
    order_issue (step, incident, team, order->task, order);
    incident_respond (step, incident);
    return true;
}

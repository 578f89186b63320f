/* SPDX-License-Identifier: Apache-2.0 */
/* lifecycle.c: an incident after its reports: on hold, under control, closed, and open again. */
#include "core/machine.h"
#include "core/step.h"

#include <inttypes.h>

/* ---- hold, control, resume ---- */

static const enum event_kind turn_events[ACTION_COMMANDS] = {
    [ACTION_HOLD] = EVENT_INCIDENT_HELD,
    [ACTION_CONTROL] = EVENT_INCIDENT_CONTROLLED,
    [ACTION_RESUME] = EVENT_INCIDENT_RESUMED,
};

bool
decide_turn (struct step *step)
{
    const struct close_args *args = &step->command->close;
    enum event_kind kind = turn_events[step->command->action];
    struct incident *incident = need_open_incident (step, args->incident);
    if (!incident)
        return false;
    if (!machine_next (machine_of (ENTITY_INCIDENT), incident->state, kind))
        return refuse (step, REFUSAL_INCIDENT_STATE, "incident", "%" PRIu64 "\n%s\n%s", args->incident,
                       incident_state_names[incident->state], action_name (step->command->action));
    struct event_detail detail = { .text = args->reason, .figures = figures_unknown };
    emit (step, kind, &incident->entity, &detail);
    return true;
}

/* ---- close ---- */

const struct dispatch_order *
first_open_order (const struct incident *incident)
{
    const struct dispatch_order *open = NULL;
    for (const struct dispatch_order *order = incident->orders; order; order = order->next_of_incident)
        if (!entity_settled (&order->entity))
            open = order; /* the list runs from the newest to the oldest */
    return open;
}

/* An order that is cancelled takes itself out of nothing: the list keeps the settled ones, too. */
static void
cancel_orders (struct step *step, struct incident *incident, const char *reason)
{
    struct event_detail detail = { .text = reason, .channel = "console", .figures = figures_unknown };
    for (struct dispatch_order *order = incident->orders; order; order = order->next_of_incident)
        if (!entity_settled (&order->entity))
            emit (step, EVENT_ORDER_CANCELLED, &order->entity, &detail);
}

static void
dissolve_command (struct step *step, uint64_t incident, const char *reason)
{
    struct field_command_post *post = command_at (step->desk, incident);
    struct event_detail detail = { .text = reason, .figures = figures_unknown };
    if (post)
        emit (step, EVENT_COMMAND_DISSOLVED, &post->entity, &detail);
}

static bool
may_close (struct step *step, const struct incident *incident)
{
    const struct close_args *args = &step->command->close;
    if (args->disposition == DISPOSITION_MERGED)
        return refuse (step, REFUSAL_MERGE_INSTEAD, "disposition", " ");
    struct still_open open = still_open (step, incident, true);
    if (open.count == 0)
        return true;
    if (!args->override && open.count == incident->open_orders)
        return refuse (step, REFUSAL_INCIDENT_HAS_OPEN_ORDERS, "incident", "%" PRIu64 "\n%u\n%" PRIu64,
                       args->incident, incident->open_orders, first_open_order (incident)->entity.id);
    if (!args->override)
        return refuse (step, REFUSAL_INCIDENT_UNSETTLED, "incident", "%" PRIu64 "\n%u\n%s", args->incident,
                       open.count, open.list);
    const struct dispatch_order *distressed = order_in_distress (incident);
    if (distressed)
        return order_calm (step, distressed);
    return step_role (step) == ROLE_DUTY_LEADER || refuse (step, REFUSAL_OVERRIDE_NEEDS_LEADER, "override", " ");
}

bool
decide_close (struct step *step)
{
    const struct close_args *args = &step->command->close;
    struct incident *incident = need_open_incident (step, args->incident);
    if (!incident || !may_close (step, incident))
        return false;
    about (step, ENTITY_INCIDENT, args->incident);
    cancel_orders (step, incident, args->reason);
    dissolve_command (step, args->incident, args->reason);
    struct event_detail detail = { .text = args->reason,
                                   .disposition = args->disposition ? args->disposition : DISPOSITION_RESOLVED,
                                   .figures = figures_unknown };
    emit (step, EVENT_INCIDENT_CLOSED, &incident->entity, &detail);
    return true;
}

/* ---- reopen ---- */

/* Its reports and orders may have left the memory of consoles, as they left ours: they get a new version, unchanged,
 * so that every console is given them again. The settled orders only: a closed incident has no others. */
static void
restore_papers (struct step *step, struct incident *incident)
{
    for (struct report *report = incident->reports; report; report = report->next_of_incident)
        emit (step, EVENT_REPORT_RESTORED, &report->entity, NULL);
    for (struct dispatch_order *order = incident->orders; order; order = order->next_of_incident)
        emit (step, EVENT_ORDER_RESTORED, &order->entity, NULL);
    for (struct submission *paper = incident->submissions; paper; paper = paper->next_of_incident)
        if (entity_settled (&paper->entity))
            emit (step, EVENT_SUBMISSION_RESTORED, &paper->entity, NULL);
}

static bool
may_reopen (struct step *step, const struct incident *incident)
{
    uint64_t id = step->command->close.incident;
    bool undoes = step->command->action == ACTION_UNMERGE;
    if (!incident)
        return refuse (step, REFUSAL_UNKNOWN_INCIDENT, "incident", "%" PRIu64, id);
    if (undoes && !incident->merged_into)
        return refuse (step, REFUSAL_NOT_MERGED, "incident", "%" PRIu64, id);
    if (incident->state != INCIDENT_CLOSED)
        return refuse (step, REFUSAL_INCIDENT_OPEN, "incident", "%" PRIu64, id);
    if (!undoes && incident->merged_into)
        return refuse (step, REFUSAL_INCIDENT_MERGED, "incident", "%" PRIu64 "\n%" PRIu64, id, incident->merged_into);
    if (incident->drill && !need_drill (step))
        return false;
    if (step->desk->open_counts[ENTITY_INCIDENT] >= step->desk->limits.open_incidents_max)
        return refuse (step, REFUSAL_LIMIT, NULL, "open incidents\n%u", step->desk->limits.open_incidents_max);
    return true;
}

/* Reopen, and unmerge: what was made one becomes two again. */
bool
decide_reopen (struct step *step)
{
    const struct close_args *args = &step->command->close;
    struct incident *incident = (struct incident *)table_find (step->desk, ENTITY_INCIDENT, args->incident);
    if (!may_reopen (step, incident))
        return false;
    enum event_kind kind = incident->merged_into ? EVENT_INCIDENT_UNMERGED : EVENT_INCIDENT_REOPENED;
    struct event_detail detail = { .text = args->reason, .figures = figures_unknown };
    uint32_t owed = incident->owed_when_closed;
    emit (step, kind, &incident->entity, &detail);
    obligations_restore (step, incident, owed);
    restore_papers (step, incident);
    return true;
}

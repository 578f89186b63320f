/* SPDX-License-Identifier: Apache-2.0 */
/* link.c: what incidents are to each other, one that is split into two, and orders that change their incident. All of
 * it can be undone: unlink, move back, merge. */
#include "core/machine.h"
#include "core/step.h"

#include <inttypes.h>

enum { PARENTS_MAX = 64 }; /* one above the other, that are looked at */

/* ---- link, unlink ---- */

static const enum link_kind inverse[LINK_KINDS] = {
    [LINK_RELATED] = LINK_RELATED,  [LINK_PARENT] = LINK_CHILD,   [LINK_CHILD] = LINK_PARENT,
    [LINK_SECONDARY] = LINK_ORIGIN, [LINK_DERIVED] = LINK_ORIGIN, [LINK_SPLIT] = LINK_ORIGIN,
    [LINK_ORIGIN] = LINK_SECONDARY, /* said from that side, it is what was set off */
};

static const struct link *
link_with (const struct incident *incident, uint64_t other)
{
    for (uint32_t i = 0; i < incident->links_count; i++)
        if (incident->links[i].incident == other)
            return &incident->links[i];
    return NULL;
}

/* The incident above it; 0 = none. */
static uint64_t
parent_of (const struct incident *incident)
{
    for (uint32_t i = 0; i < incident->links_count; i++)
        if (incident->links[i].kind == LINK_CHILD)
            return incident->links[i].incident;
    return 0;
}

/* What has left memory is closed, and what is above that no longer matters: so a loop can close behind what is not
 * here, and the way up must have an end of its own. */
static bool
is_above (const struct desk *desk, const struct incident *above, const struct incident *incident)
{
    for (int way = 0; incident && incident != above && way < PARENTS_MAX; way++)
        incident = (const struct incident *)table_find (desk, ENTITY_INCIDENT, parent_of (incident));
    return incident == above;
}

static struct incident *
need_incident (struct step *step, const char *field, uint64_t id)
{
    struct incident *incident = (struct incident *)table_find (step->desk, ENTITY_INCIDENT, id);
    if (!incident)
        refuse (step, REFUSAL_UNKNOWN_INCIDENT, field, "%" PRIu64, id);
    return incident;
}

static bool
has_room (struct step *step, const struct incident *incident)
{
    return incident->links_count < LINKS_PER_INCIDENT_MAX ||
           refuse (step, REFUSAL_LIMIT, "incident", "links of one incident\n%d", LINKS_PER_INCIDENT_MAX);
}

static bool
may_be_below (struct step *step, const struct incident *child, const struct incident *parent)
{
    if (parent_of (child))
        return refuse (step, REFUSAL_HAS_PARENT, "kind", "%" PRIu64 "\n%" PRIu64, child->entity.id,
                       parent_of (child));
    return !is_above (step->desk, child, parent) ||
           refuse (step, REFUSAL_PARENT_LOOP, "kind", "%" PRIu64 "\n%" PRIu64, child->entity.id, parent->entity.id);
}

static bool
may_link (struct step *step, const struct incident *incident, const struct incident *other, enum link_kind kind)
{
    if (incident == other)
        return refuse (step, REFUSAL_LINK_ITSELF, "other", "%" PRIu64, other->entity.id);
    if (incident->drill != other->drill)
        return refuse (step, REFUSAL_DRILL_MIXED, "other", " ");
    if (link_with (incident, other->entity.id))
        return refuse (step, REFUSAL_LINKED_ALREADY, "other", "%" PRIu64 "\n%" PRIu64, incident->entity.id,
                       other->entity.id);
    if (kind == LINK_CHILD && !may_be_below (step, incident, other))
        return false;
    if (kind == LINK_PARENT && !may_be_below (step, other, incident))
        return false;
    return has_room (step, incident) && has_room (step, other);
}

/* On both sides, so that each tells of the other. */
static void
link_both (struct step *step, struct incident *incident, struct incident *other, enum link_kind kind,
           const char *reason)
{
    struct event_detail here = {
        .other = other->entity.id, .link = kind, .text = reason, .figures = figures_unknown
    };
    struct event_detail there = {
        .other = incident->entity.id, .link = inverse[kind], .text = reason, .figures = figures_unknown
    };
    emit (step, EVENT_INCIDENT_LINKED, &incident->entity, &here);
    emit (step, EVENT_INCIDENT_LINKED, &other->entity, &there);
}

bool
decide_link (struct step *step)
{
    const struct link_args *args = &step->command->link;
    struct incident *incident = need_incident (step, "incident", args->incident);
    struct incident *other = incident ? need_incident (step, "other", args->other) : NULL;
    if (!other || !may_link (step, incident, other, args->kind))
        return false;
    link_both (step, incident, other, args->kind, args->reason);
    return true;
}

static void
unlink_one (struct step *step, struct incident *incident, const struct incident *other)
{
    struct event_detail detail = { .other = other->entity.id,
                                   .link = link_with (incident, other->entity.id)->kind,
                                   .text = step->command->link.reason,
                                   .figures = figures_unknown };
    emit (step, EVENT_INCIDENT_UNLINKED, &incident->entity, &detail);
}

bool
decide_unlink (struct step *step)
{
    const struct link_args *args = &step->command->link;
    struct incident *incident = need_incident (step, "incident", args->incident);
    struct incident *other = incident ? need_incident (step, "other", args->other) : NULL;
    if (!other)
        return false;
    if (!link_with (incident, args->other))
        return refuse (step, REFUSAL_NOT_LINKED, "other", "%" PRIu64 "\n%" PRIu64, args->incident, args->other);
    unlink_one (step, incident, other);
    unlink_one (step, other, incident);
    return true;
}

/* ---- move ---- */

static struct dispatch_order *
need_movable_order (struct step *step, const char *field, uint64_t id)
{
    struct dispatch_order *order = (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, id);
    if (!order)
        refuse (step, REFUSAL_UNKNOWN_ORDER, field, "%" PRIu64, id);
    else if (!machine_next (machine_of (ENTITY_DISPATCH_ORDER), order->state, EVENT_ORDER_MOVED))
        refuse (step, REFUSAL_ORDER_STATE, field, "%" PRIu64 "\n%s\n%s", id, order_state_names[order->state],
                action_name (ACTION_MOVE));
    else
        return order;
    return NULL;
}

static bool
may_join (struct step *step, const struct dispatch_order *order, const struct incident *incident)
{
    if (order->incident == incident->entity.id)
        return refuse (step, REFUSAL_ORDER_ELSEWHERE, "incident", "%" PRIu64 "\n%" PRIu64, order->entity.id,
                       order->incident);
    if (order->drill != incident->drill)
        return refuse (step, REFUSAL_DRILL_MIXED, "incident", " ");
    return incident->open_orders < OPEN_ORDERS_PER_INCIDENT_MAX ||
           refuse (step, REFUSAL_LIMIT, "incident", "open orders of one incident\n%d", OPEN_ORDERS_PER_INCIDENT_MAX);
}

/* What is owed on it runs on, unchanged. */
static void
move_order (struct step *step, struct dispatch_order *order, struct incident *incident, const char *reason)
{
    struct event_detail detail = { .other = incident->entity.id, .text = reason, .figures = figures_unknown };
    emit (step, EVENT_ORDER_MOVED, &order->entity, &detail);
    detail.text = NULL;
    uint32_t moved = 0; /* a mask: a change takes an obligation out of the list and puts it back */
    for (struct obligation *live = order->entity.obligations; live; live = live->next_of_subject)
        moved |= 1u << live->kind;
    for (enum obligation_kind kind = OBLIGATION_NONE + 1; kind < OBLIGATION_KINDS; kind++)
        for (struct obligation *live = order->entity.obligations; live && moved & (1u << kind);
             live = live->next_of_subject)
            if (live->kind == kind) {
                emit (step, EVENT_OBLIGATION_MOVED, &live->entity, &detail);
                break;
            }
    incident_respond (step, incident);
}

bool
decide_move (struct step *step)
{
    const struct move_args *args = &step->command->move;
    struct dispatch_order *order = need_movable_order (step, "order", args->order);
    struct incident *incident = order ? need_open_incident (step, args->incident) : NULL;
    if (!incident || !may_join (step, order, incident))
        return false;
    move_order (step, order, incident, args->reason);
    return true;
}

/* ---- split ---- */

static bool
named_before (const struct split_args *args, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (args->orders[i] == args->orders[at])
            return true;
    return false;
}

static bool
may_take_orders (struct step *step, const struct split_args *args)
{
    for (size_t i = 0; i < args->orders_count; i++) {
        const struct dispatch_order *order = need_movable_order (step, "orders", args->orders[i]);
        if (!order)
            return false;
        if (order->incident != args->incident || named_before (args, i))
            return refuse (step, REFUSAL_ORDER_ELSEWHERE, "orders", "%" PRIu64 "\n%" PRIu64, args->orders[i],
                           order->incident);
    }
    return true;
}

/* A report that tells of the new incident stays where it was filed; the new one begins with the same words. */
static bool
find_report (struct step *step, const struct incident *incident, struct report_fields *ret_fields)
{
    const struct split_args *args = &step->command->split;
    if (!args->based_on)
        return true;
    const struct report *report = incident->reports;
    while (report && report->entity.id != args->based_on)
        report = report->next_of_incident;
    if (!report)
        return refuse (step, REFUSAL_UNKNOWN_REPORT, "report", "%" PRIu64 "\n%" PRIu64, args->based_on,
                       args->incident);
    *ret_fields = (struct report_fields){ .text = report->text,
                                          .figures = report->figures,
                                          .channel = report->channel,
                                          .caller_name = report->caller_name,
                                          .caller_phone = report->caller_phone,
                                          .caller_post = report->caller_post,
                                          .already_told = report->already_told };
    return true;
}

/* What was not said of the new one is as it was of the old one; but figures are its own. */
static void
inherit (struct report_args *fresh, const struct incident *incident)
{
    fresh->drill = incident->drill;
    if (!fresh->type_code)
        fresh->type_code = incident->type_code;
    if (fresh->place)
        return;
    fresh->place = incident->place;
    if (!fresh->position.known)
        fresh->position = incident->position;
}

bool
decide_split (struct step *step)
{
    const struct split_args *args = &step->command->split;
    struct incident *incident = need_open_incident (step, args->incident);
    struct report_args fresh = args->report;
    if (!incident || !room_for_incident (step) || !has_room (step, incident) || !may_take_orders (step, args) ||
        !find_report (step, incident, &fresh.report))
        return false;
    inherit (&fresh, incident);
    struct incident *born = incident_born (step, &fresh);
    link_both (step, born, incident, LINK_SPLIT, NULL);
    for (size_t i = 0; i < args->orders_count; i++)
        move_order (step, (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, args->orders[i]),
                    born, NULL);
    return true;
}

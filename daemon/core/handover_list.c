/* SPDX-License-Identifier: Apache-2.0 */
/* handover_list.c: what is open, as whoever takes over must know it: listed when a handover is opened, and added to
 * when something opens before it is signed. */
#include "core/apply.h"
#include "core/machine.h"
#include "core/step.h"
#include "util/alloc.h"

#include <stdlib.h>

/* The order of the list. What owes something (an obligation) has its place by its kind alone when its subject is not
 * on the list itself. */
static const uint8_t ranks[ENTITY_KINDS] = {
    [ENTITY_INCIDENT] = 1,   [ENTITY_RESPONSE] = 2,    [ENTITY_FIELD_COMMAND_POST] = 3, [ENTITY_DISPATCH_ORDER] = 4,
    [ENTITY_OBLIGATION] = 5, [ENTITY_INSTRUCTION] = 6, [ENTITY_ROLL_CALL] = 7,          [ENTITY_DRILL] = 8,
};

static bool
is_listed_itself (const struct entity *entity)
{
    if (!entity || entity_settled (entity) || ranks[entity->kind] == 0 || id_is_drill (entity->id))
        return false;
    if (entity->kind == ENTITY_ROLL_CALL)
        return ((const struct roll_call *)entity)->state == ROLL_CALL_RUNNING;
    return entity->kind != ENTITY_DISPATCH_ORDER || ((const struct dispatch_order *)entity)->state == ORDER_ISSUED;
}

/* What comes by the calendar, days ahead: people check in for their shifts, posts send their daily reports, roll
 * calls begin. It is nobody's business until it has not come. */
static bool
is_daily (const struct obligation *owed)
{
    return owed->kind == OBLIGATION_ROLL_CALL_DUE || owed->subject_kind == ENTITY_POST ||
           owed->subject_kind == ENTITY_PLANNED_SHIFT;
}

/* An order that was answered goes its way, and a clock that runs stands beside what it belongs to, unless it has run
 * out. The clocks of incidents (reports) are the watch's own work. A roll call stands for all its answers, a drill
 * for all that it bore. */
static bool
is_for_the_list (const struct desk *desk, const struct entity *entity)
{
    const struct obligation *owed = (const struct obligation *)entity;
    if (!is_listed_itself (entity) || entity->kind != ENTITY_OBLIGATION)
        return is_listed_itself (entity);
    if (owed->kind == OBLIGATION_SIGN_HANDOVER || owed->kind == OBLIGATION_ANSWER_ROLL_CALL)
        return false;
    if (owed->state == OBLIGATION_OVERDUE || owed->subject_kind == ENTITY_INCIDENT)
        return true;
    return !is_daily (owed) && owed->subject_kind != ENTITY_DISPATCH_ORDER &&
           !is_listed_itself (table_find (desk, owed->subject_kind, owed->subject));
}

static struct handover_item
item_of (const struct entity *entity)
{
    struct handover_item item = { .kind = entity->kind, .id = entity->id };
    item.stood = machine_state (machine_of (entity->kind), entity);
    if (entity->kind == ENTITY_OBLIGATION)
        item.due_at = ((const struct obligation *)entity)->due_at;
    for (const struct obligation *owed = entity->obligations; owed; owed = owed->next_of_subject)
        if (item.due_at == 0 || owed->due_at < item.due_at)
            item.due_at = owed->due_at;
    return item;
}

static int
compare_items (const void *a, const void *b)
{
    const struct handover_item *left = a, *right = b;
    if (left->kind != right->kind)
        return ranks[left->kind] < ranks[right->kind] ? -1 : 1;
    return left->id < right->id ? -1 : left->id > right->id;
}

static size_t
count_open (const struct desk *desk)
{
    size_t count = 0;
    FOR_EACH_ENTITY_KIND (kind)
        count += ranks[kind] ? desk->open_counts[kind] : 0;
    return count;
}

void
handover_list_open (const struct desk *desk, struct handover *handover)
{
    size_t count = 0;
    struct handover_item *items = xcalloc (count_open (desk) + 1, sizeof *items);
    FOR_EACH_ENTITY_KIND (kind)
        for (const struct entity *e = ranks[kind] ? desk->tables[kind] : NULL; e; e = e->hh.next)
            if (is_for_the_list (desk, e))
                items[count++] = item_of (e);
    qsort (items, count, sizeof *items, compare_items);
    for (size_t i = 0; i < count; i++)
        handover_list (handover, &items[i]);
    free (items);
}

/* ---- what opens later ---- */

/* Kinds of event after which something is open that was not, or that is worse than it was. */
static bool
opens (enum event_kind kind)
{
    switch (kind) {
    case EVENT_INCIDENT_REPORTED:
    case EVENT_INCIDENT_REOPENED:
    case EVENT_INCIDENT_UNMERGED:
    case EVENT_ORDER_ISSUED:
    case EVENT_RESPONSE_ACTIVATED:
    case EVENT_INSTRUCTION_GIVEN:
    case EVENT_COMMAND_ESTABLISHED:
    case EVENT_ROLL_CALL_CALLED:
    case EVENT_ROLL_CALL_BEGUN:
    case EVENT_DRILL_BEGUN:
    case EVENT_OBLIGATION_FIRED:
    case EVENT_OBLIGATION_SKIPPED:
        return true;
    default:
        return false;
    }
}

static bool
is_on_list (const struct handover *handover, const struct entity *entity)
{
    for (uint32_t i = 0; i < handover->items_count; i++)
        if (handover->items[i].kind == entity->kind && handover->items[i].id == entity->id)
            return true;
    return false;
}

void
handovers_follow (struct step *step, const struct event *event)
{
    const struct desk *desk = step->desk;
    if (desk->open_counts[ENTITY_HANDOVER] == 0 || !opens (event->kind))
        return;
    const struct entity *entity = table_find (desk, event->subject_kind, event->subject);
    for (struct entity *e = desk->tables[ENTITY_HANDOVER]; e && is_for_the_list (desk, entity); e = e->hh.next) {
        const struct handover_item item = item_of (entity);
        if (entity_settled (e) || is_on_list ((struct handover *)e, entity))
            continue;
        if (((struct handover *)e)->items_count == HANDOVER_ITEMS_MAX && entity->kind == ENTITY_OBLIGATION)
            continue; /* it may be among the rest, and it fires again and again */
        struct event_detail detail = { .other_kind = item.kind,
                                       .other = item.id,
                                       .stood = item.stood,
                                       .due_at = item.due_at,
                                       .figures = figures_unknown };
        emit (step, EVENT_HANDOVER_ITEM_ADDED, e, &detail);
    }
}

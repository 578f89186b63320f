/* SPDX-License-Identifier: Apache-2.0 */
/* check.c: the desk held against its own invariants. */
#include "core/tables.h"
#include "util/error.h"

#include <inttypes.h>

static int
check_log (const struct desk *desk, struct error *err)
{
    size_t filled = 0;
    uint64_t last = 0;
    for (size_t i = 0; i < desk->log.count; i++) {
        const struct log_slot *slot = &desk->log.slots[i];
        if (slot->version < last)
            return error_set (err, "version log out of order at slot %zu", i);
        last = slot->version;
        if (!slot->entity)
            continue;
        filled++;
        if (slot->entity->log_slot != i || slot->entity->version != slot->version)
            return error_set (err, "version log slot %zu and its entity disagree", i);
    }
    if (filled + desk->log.holes != desk->log.count)
        return error_set (err, "version log miscounts its empty slots");
    size_t kept = 0;
    for (int kind = 0; kind < ENTITY_KINDS; kind++)
        kept += HASH_CNT (hh, desk->tables[kind]);
    if (filled + desk->late_count != kept)
        return error_set (err, "%zu entities, %zu in the version log", kept, filled + desk->late_count);
    return 0;
}

static int
check_heap (const struct desk *desk, struct error *err)
{
    size_t live = 0;
    for (struct entity *e = desk->tables[ENTITY_OBLIGATION]; e; e = e->hh.next) {
        const struct obligation *obligation = (const struct obligation *)e;
        if (entity_settled (e) != (obligation->heap_slot == SIZE_MAX))
            return error_set (err, "obligation %" PRIu64 " is live and not in the heap, or the reverse", e->id);
        live += !entity_settled (e);
    }
    if (live != desk->heap.count)
        return error_set (err, "%zu live obligations, %zu in the heap", live, desk->heap.count);
    for (size_t i = 1; i < desk->heap.count; i++)
        if (desk->heap.items[i]->next_at < desk->heap.items[(i - 1) / 2]->next_at)
            return error_set (err, "heap out of order at %zu", i);
    return 0;
}

/* A closed incident may owe reports: those of the window after its close. */
static bool
only_reports (const struct entity *subject)
{
    const struct obligation *live = subject->obligations;
    while (live && subject->kind == ENTITY_INCIDENT && live->kind == OBLIGATION_REPORT)
        live = live->next_of_subject;
    return live == NULL;
}

/* Promise 2: nothing that waits for somebody is without a live timer, and nothing else has one. */
static int
check_promises (const struct desk *desk, struct error *err)
{
    FOR_EACH_ENTITY_KIND (kind)
        for (struct entity *e = entity_owes (kind) ? desk->tables[kind] : NULL; e; e = e->hh.next) {
            if (table_unwatched (e))
                return error_set (err, "%s %" PRIu64 " lacks a live obligation", entity_kind_name (kind), e->id);
            if (entity_owed (e) == OBLIGATION_NONE && !only_reports (e))
                return error_set (err, "%s %" PRIu64 " has a live obligation and owes nothing",
                                  entity_kind_name (kind), e->id);
        }
    return 0;
}

static int
check_watchdog (const struct desk *desk, struct error *err)
{
    size_t unwatched = 0;
    FOR_EACH_ENTITY_KIND (kind)
        for (struct entity *e = desk->tables[kind]; e; e = e->hh.next)
            unwatched += table_unwatched (e);
    if (unwatched != desk->unwatched)
        return error_set (err, "%zu open and owing nothing, %zu counted", unwatched, desk->unwatched);
    return 0;
}

static int
check_counts (const struct desk *desk, struct error *err)
{
    for (int kind = 0; kind < ENTITY_KINDS; kind++) {
        size_t open = 0, drill = 0;
        for (struct entity *e = desk->tables[kind]; e; e = e->hh.next) {
            open += !entity_settled (e);
            drill += !entity_settled (e) && entity_drill (e);
            if (entity_drill (e) != id_is_drill (e->id))
                return error_set (err, "%s %" PRIu64 " has a number of the wrong series", entity_kind_name (e->kind),
                                  e->id);
            if (!desk_gave_id (desk, e->kind, e->id) || e->version > desk->head)
                return error_set (err, "%s %" PRIu64 " is ahead of the desk", entity_kind_name (e->kind), e->id);
        }
        if (open != desk->open_counts[kind])
            return error_set (err, "%zu open %s, %zu counted", open, entity_kind_name ((enum entity_kind)kind),
                              desk->open_counts[kind]);
        if (drill != desk->drill_counts[kind])
            return error_set (err, "%zu open %s in a drill, %zu counted", drill,
                              entity_kind_name ((enum entity_kind)kind), desk->drill_counts[kind]);
    }
    return 0;
}

static int
check_orders (const struct desk *desk, struct error *err)
{
    for (struct entity *e = desk->tables[ENTITY_INCIDENT]; e; e = e->hh.next) {
        const struct incident *incident = (const struct incident *)e;
        uint32_t open = 0;
        for (const struct dispatch_order *order = incident->orders; order; order = order->next_of_incident) {
            open += !entity_settled (&order->entity);
            if (order->drill != incident->drill)
                return error_set (err, "order %" PRIu64 " lost its incident's drill flag", order->entity.id);
        }
        if (open != incident->open_orders)
            return error_set (err, "incident %" PRIu64 ": %u open orders, %u counted", e->id, open,
                              incident->open_orders);
    }
    return 0;
}

static int
check_duty (const struct desk *desk, struct error *err)
{
    for (size_t i = 0; i < desk->on_duty_count; i++)
        if (entity_settled (&desk->on_duty[i]->entity) ||
            (i > 0 && desk->on_duty[i]->entity.id <= desk->on_duty[i - 1]->entity.id))
            return error_set (err, "shift %" PRIu64 " is wrongly listed as on duty", desk->on_duty[i]->entity.id);
    if (desk->on_duty_count != desk->open_counts[ENTITY_SHIFT])
        return error_set (err, "%zu shifts on duty, %zu listed", desk->open_counts[ENTITY_SHIFT],
                          desk->on_duty_count);
    return 0;
}

static int
check_teams (const struct desk *desk, struct error *err)
{
    size_t busy = 0;
    for (struct entity *e = desk->tables[ENTITY_TEAM]; e; e = e->hh.next)
        busy += ((const struct team *)e)->open_orders;
    if (busy != desk->open_counts[ENTITY_DISPATCH_ORDER])
        return error_set (err, "%zu open orders, teams count %zu", desk->open_counts[ENTITY_DISPATCH_ORDER], busy);
    return 0;
}

/* Each tells of the other, unless that one has left memory. */
static int
check_links (const struct desk *desk, struct error *err)
{
    for (struct entity *e = desk->tables[ENTITY_INCIDENT]; e; e = e->hh.next) {
        const struct incident *incident = (const struct incident *)e;
        for (uint32_t i = 0; i < incident->links_count; i++) {
            const struct incident *other =
                (const struct incident *)table_find (desk, ENTITY_INCIDENT, incident->links[i].incident);
            uint32_t back = 0;
            while (other && back < other->links_count && other->links[back].incident != e->id)
                back++;
            if (other && back == other->links_count)
                return error_set (err, "incident %" PRIu64 " is linked with %" PRIu64 " on one side only", e->id,
                                  other->entity.id);
        }
    }
    return 0;
}

/* A drill's end ends all that it bore. */
static int
check_drill (const struct desk *desk, struct error *err)
{
    bool runs = desk->open_counts[ENTITY_DRILL] > 0;
    FOR_EACH_ENTITY_KIND (kind)
        for (struct entity *e = entity_settles (kind) ? desk->tables[kind] : NULL; e; e = e->hh.next)
            if (!runs && entity_drill (e) && !entity_settled (e))
                return error_set (err, "%s %" PRIu64 " of a drill is open, and none runs", entity_kind_name (kind),
                                  e->id);
    return 0;
}

/* A roll call ends with its last answer. */
static int
check_roll_calls (const struct desk *desk, struct error *err)
{
    for (struct entity *e = desk->tables[ENTITY_ROLL_CALL]; e; e = e->hh.next) {
        const struct roll_call *roll_call = (const struct roll_call *)e;
        if (roll_call->state == ROLL_CALL_RUNNING &&
            roll_call->answered_count + roll_call->absent_count >= roll_call->called_count)
            return error_set (err, "roll call %" PRIu64 " runs on, though all of it is settled", e->id);
    }
    return 0;
}

int
desk_check (const struct desk *desk, struct error *err)
{
    if (check_log (desk, err) < 0 || check_heap (desk, err) < 0 || check_promises (desk, err) < 0 ||
        check_watchdog (desk, err) < 0 || check_counts (desk, err) < 0 || check_orders (desk, err) < 0 ||
        check_links (desk, err) < 0 || check_duty (desk, err) < 0 || check_teams (desk, err) < 0 ||
        check_drill (desk, err) < 0 || check_roll_calls (desk, err) < 0)
        return -1;
    return 0;
}

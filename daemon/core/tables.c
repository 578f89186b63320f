/* SPDX-License-Identifier: Apache-2.0 */
/* tables.c: entities in and out of the desk's tables, and everything that is derived from them. */
#include "core/step.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Ids are counters: their low bits spread them evenly, and neighbours stay neighbours. uthash grows a table when one
 * chain is long; as ours are all equally long, it must be told to do so sooner. */
#undef HASH_BKT_CAPACITY_THRESH
#define HASH_BKT_CAPACITY_THRESH 2U

static unsigned
id_hash (uint64_t id)
{
    return (unsigned)id;
}

struct entity *
table_find (const struct desk *desk, enum entity_kind kind, uint64_t id)
{
    struct entity *entity;
    HASH_FIND_BYHASHVALUE (hh, desk->tables[kind], &id, sizeof id, id_hash (id), entity);
    return entity;
}

/* ---- the version log ---- */

static void
log_squeeze (struct version_log *log)
{
    size_t kept = 0;
    for (size_t i = 0; i < log->count; i++)
        if (log->slots[i].entity) {
            log->slots[kept] = log->slots[i];
            log->slots[kept].entity->log_slot = kept;
            kept++;
        }
    log->count = kept;
    log->holes = 0;
}

static void
log_drop (struct version_log *log, struct entity *entity)
{
    if (entity->log_slot == SIZE_MAX)
        return;
    log->slots[entity->log_slot].entity = NULL;
    log->holes++;
    entity->log_slot = SIZE_MAX;
}

static void
log_append (struct version_log *log, struct entity *entity)
{
    if (log->count == log->capacity && log->holes > log->count / 2)
        log_squeeze (log);
    if (log->count == log->capacity) {
        log->capacity = log->capacity ? log->capacity * 2 : 256;
        log->slots = xrealloc_array (log->slots, log->capacity, sizeof *log->slots);
    }
    entity->log_slot = log->count;
    log->slots[log->count++] = (struct log_slot){ entity->version, entity };
}

void
table_log_loaded (struct desk *desk, struct entity *entity)
{
    if (desk->late_count == desk->late_capacity) {
        desk->late_capacity = desk->late_capacity ? desk->late_capacity * 2 : 1024;
        desk->late = xrealloc_array (desk->late, desk->late_capacity, sizeof (struct entity *));
    }
    desk->late[desk->late_count++] = entity;
}

static int
compare_slots (const void *a, const void *b)
{
    uint64_t left = ((const struct log_slot *)a)->version, right = ((const struct log_slot *)b)->version;
    return (left > right) - (left < right);
}

static int
compare_settled (const void *a, const void *b)
{
    uint64_t left = ((const struct settled *)a)->version, right = ((const struct settled *)b)->version;
    return (left > right) - (left < right);
}

void
table_sort_loaded (struct desk *desk)
{
    if (desk->late_count == 0)
        return;
    for (size_t i = 0; i < desk->late_count; i++)
        log_append (&desk->log, desk->late[i]);
    desk->late_count = 0;
    log_squeeze (&desk->log);
    qsort (desk->log.slots, desk->log.count, sizeof *desk->log.slots, compare_slots);
    for (size_t i = 0; i < desk->log.count; i++)
        desk->log.slots[i].entity->log_slot = i;
}

void
table_sort_settled (struct desk *desk)
{
    assert (desk->settled.first == 0); /* nothing has left yet */
    if (desk->settled.count > 0)
        qsort (desk->settled.items, desk->settled.count, sizeof *desk->settled.items, compare_settled);
}

/* ---- what is derived ---- */

static struct incident *
incident_of (const struct desk *desk, uint64_t id)
{
    return (struct incident *)table_find (desk, ENTITY_INCIDENT, id);
}

static void
link_to_team (struct team *team, struct dispatch_order *order)
{
    order->prev_of_team = NULL;
    order->next_of_team = team->orders;
    if (team->orders)
        team->orders->prev_of_team = order;
    team->orders = order;
}

static void
unlink_from_team (struct team *team, struct dispatch_order *order)
{
    if (order->prev_of_team)
        order->prev_of_team->next_of_team = order->next_of_team;
    else
        team->orders = order->next_of_team;
    if (order->next_of_team)
        order->next_of_team->prev_of_team = order->prev_of_team;
    order->next_of_team = order->prev_of_team = NULL;
}

/* +1 or -1 to the open orders of its incident and its team, if it is open. */
static void
count_order (struct desk *desk, struct dispatch_order *order, int sign)
{
    if (entity_settled (&order->entity))
        return;
    struct incident *incident = incident_of (desk, order->incident);
    struct team *team = (struct team *)table_find (desk, ENTITY_TEAM, order->team);
    if (incident)
        incident->open_orders += (uint32_t)sign;
    if (!team)
        return;
    team->open_orders += (uint32_t)sign;
    if (sign > 0)
        link_to_team (team, order);
    else
        unlink_from_team (team, order);
}

/* A team on scene is asked again and again whether it is all right; one in distress is not left alone. */
static uint32_t
order_owes (const struct dispatch_order *order)
{
    if (order->distress_at)
        return 1u << OBLIGATION_DISTRESS_ORDER;
    return order->state == ORDER_ON_SCENE && order->status_checks ? 1u << OBLIGATION_STATUS_CHECK : 0;
}

uint32_t
table_lacks (const struct entity *entity)
{
    enum obligation_kind owed = entity_owed (entity);
    if (owed == OBLIGATION_NONE)
        return 0;
    if (entity->kind == ENTITY_INCIDENT) /* all its reports may be made: then whatever else it owes will do */
        return entity->obligations ? 0 : 1u << owed;
    uint32_t kinds = 1u << owed;
    if (entity->kind == ENTITY_DISPATCH_ORDER)
        kinds |= order_owes ((const struct dispatch_order *)entity);
    if (entity->kind == ENTITY_PLANNED_SHIFT && ((const struct planned_shift *)entity)->swap != SWAP_NONE)
        kinds |= 1u << OBLIGATION_SHIFT_SWAP;
    for (const struct obligation *live = entity->obligations; live; live = live->next_of_subject)
        kinds &= ~(1u << live->kind);
    return kinds;
}

bool
table_unwatched (const struct entity *entity)
{
    return table_lacks (entity) != 0;
}

/* By id: the same order after a restart. */
static void
link_to_subject (struct desk *desk, struct entity *subject, struct obligation *obligation)
{
    struct obligation **at = &subject->obligations;
    while (*at && (*at)->entity.id < obligation->entity.id)
        at = &(*at)->next_of_subject;
    if (*at == obligation)
        return;
    desk->unwatched -= table_unwatched (subject);
    obligation->next_of_subject = *at;
    *at = obligation;
    desk->unwatched += table_unwatched (subject);
}

static void
link_live (struct desk *desk, struct obligation *obligation)
{
    if (entity_settled (&obligation->entity))
        return;
    heap_insert (&desk->heap, obligation);
    struct entity *subject = table_find (desk, obligation->subject_kind, obligation->subject);
    if (!subject)
        return;
    link_to_subject (desk, subject, obligation);
}

void
table_link_loaded (struct desk *desk)
{
    for (struct entity *e = desk->tables[ENTITY_OBLIGATION]; e; e = e->hh.next) {
        struct obligation *obligation = (struct obligation *)e;
        struct entity *subject = table_find (desk, obligation->subject_kind, obligation->subject);
        if (!entity_settled (e) && subject)
            link_to_subject (desk, subject, obligation);
    }
}

static void
unlink_live (struct desk *desk, struct obligation *obligation)
{
    if (entity_settled (&obligation->entity))
        return;
    heap_remove (&desk->heap, obligation);
    struct entity *subject = table_find (desk, obligation->subject_kind, obligation->subject);
    struct obligation **at = subject ? &subject->obligations : NULL;
    while (at && *at && *at != obligation)
        at = &(*at)->next_of_subject;
    if (at && *at) {
        desk->unwatched -= table_unwatched (subject);
        *at = obligation->next_of_subject;
        desk->unwatched += table_unwatched (subject);
    }
    obligation->next_of_subject = NULL;
}

static bool
is_on_duty (const struct entity *entity)
{
    return entity->kind == ENTITY_SHIFT && ((const struct shift *)entity)->state == SHIFT_ON_DUTY;
}

static void
list_on_duty (struct desk *desk, struct shift *shift)
{
    if (desk->on_duty_count == desk->on_duty_capacity) {
        desk->on_duty_capacity = desk->on_duty_capacity ? desk->on_duty_capacity * 2 : 16;
        desk->on_duty = xrealloc_array (desk->on_duty, desk->on_duty_capacity, sizeof (struct shift *));
    }
    size_t slot = desk->on_duty_count++;
    for (; slot > 0 && desk->on_duty[slot - 1]->entity.id > shift->entity.id; slot--)
        desk->on_duty[slot] = desk->on_duty[slot - 1];
    desk->on_duty[slot] = shift;
}

static void
unlist_on_duty (struct desk *desk, const struct shift *shift)
{
    size_t slot = 0;
    while (desk->on_duty[slot] != shift)
        slot++;
    desk->on_duty_count--;
    for (; slot < desk->on_duty_count; slot++)
        desk->on_duty[slot] = desk->on_duty[slot + 1];
}

/* By id, as they were planned: the same order after a restart. */
static void
link_planned (struct desk *desk, struct planned_shift *planned)
{
    struct roster *roster = (struct roster *)table_find (desk, ENTITY_ROSTER, planned->roster);
    if (!roster || entity_settled (&planned->entity))
        return;
    struct planned_shift **at = &roster->planned;
    while (*at && (*at)->entity.id < planned->entity.id)
        at = &(*at)->next_of_roster;
    planned->next_of_roster = *at;
    *at = planned;
}

static void
unlink_planned (struct desk *desk, struct planned_shift *planned)
{
    struct roster *roster = (struct roster *)table_find (desk, ENTITY_ROSTER, planned->roster);
    struct planned_shift **at = roster ? &roster->planned : NULL;
    while (at && *at && *at != planned)
        at = &(*at)->next_of_roster;
    if (at && *at)
        *at = planned->next_of_roster;
    planned->next_of_roster = NULL;
}

void
table_watch_rosters (struct desk *desk)
{
    if (desk->rosters_stale)
        desk->rosters_at = roster_next_at (desk);
    desk->rosters_stale = false;
}

static void
count_open (struct desk *desk, const struct entity *entity, int sign)
{
    if (entity_settled (entity))
        return;
    desk->open_counts[entity->kind] += (size_t)sign;
    if (entity_drill (entity))
        desk->drill_counts[entity->kind] += (size_t)sign;
}

void
table_before_change (struct desk *desk, struct entity *entity)
{
    entity->parked = false;
    count_open (desk, entity, -1);
    desk->unwatched -= table_unwatched (entity);
    if (entity->kind == ENTITY_DISPATCH_ORDER)
        count_order (desk, (struct dispatch_order *)entity, -1);
    if (entity->kind == ENTITY_OBLIGATION)
        unlink_live (desk, (struct obligation *)entity);
    if (entity->kind == ENTITY_PLANNED_SHIFT)
        unlink_planned (desk, (struct planned_shift *)entity);
    if (is_on_duty (entity))
        unlist_on_duty (desk, (struct shift *)entity);
}

/* Orders, and an incident's submissions, leave with their incident. */
static bool
queued_when_settled (const struct entity *entity)
{
    return entity_settled (entity) && entity_settles (entity->kind) && entity->kind != ENTITY_DISPATCH_ORDER &&
           (entity->kind != ENTITY_SUBMISSION || entity_incident (entity) == 0);
}

static void
settled_push (struct settled_queue *queue, const struct entity *entity)
{
    if (queue->count == queue->capacity) {
        size_t capacity = queue->capacity ? queue->capacity * 2 : 64;
        struct settled *items = xcalloc (capacity, sizeof *items);
        for (size_t i = 0; i < queue->count; i++)
            items[i] = queue->items[(queue->first + i) % queue->capacity];
        free (queue->items);
        queue->items = items;
        queue->first = 0;
        queue->capacity = capacity;
    }
    queue->items[(queue->first + queue->count++) % queue->capacity] =
        (struct settled){ entity->kind, entity->id, entity->version };
}

/* Nothing is owed on it any more: it leaves in its turn. */
static void
unpark (struct desk *desk, struct entity *entity)
{
    if (!entity || !entity->parked)
        return;
    entity->parked = false;
    if (entity_settled (entity))
        settled_push (&desk->settled, entity);
}

void
table_after_change (struct desk *desk, struct entity *entity)
{
    const struct obligation *obligation = (const struct obligation *)entity;
    count_open (desk, entity, 1);
    if (queued_when_settled (entity))
        settled_push (&desk->settled, entity);
    if (entity->kind == ENTITY_OBLIGATION && entity_settled (entity))
        unpark (desk, table_find (desk, obligation->subject_kind, obligation->subject));
    if (entity->kind != ENTITY_INCIDENT && entity_settled (entity))
        unpark (desk, table_find (desk, ENTITY_INCIDENT, entity_incident (entity)));
    desk->unwatched += table_unwatched (entity);
    if (entity->kind == ENTITY_DISPATCH_ORDER)
        count_order (desk, (struct dispatch_order *)entity, 1);
    if (entity->kind == ENTITY_OBLIGATION)
        link_live (desk, (struct obligation *)entity);
    if (entity->kind == ENTITY_PLANNED_SHIFT)
        link_planned (desk, (struct planned_shift *)entity);
    if (entity->kind == ENTITY_PLANNED_SHIFT || entity->kind == ENTITY_ROSTER || entity->kind == ENTITY_PROFILE)
        desk->rosters_stale = true;
    if (is_on_duty (entity))
        list_on_duty (desk, (struct shift *)entity);
}

/* ---- in and out ---- */

/* Newest first, whatever the order in which they come. */
static void
link_report (struct incident *incident, struct report *report)
{
    struct report **at = &incident->reports;
    while (*at && (*at)->entity.id > report->entity.id)
        at = &(*at)->next_of_incident;
    if (*at == report)
        return;
    report->next_of_incident = *at;
    *at = report;
}

static void
link_order (struct incident *incident, struct dispatch_order *order)
{
    struct dispatch_order **at = &incident->orders;
    while (*at && (*at)->entity.id > order->entity.id)
        at = &(*at)->next_of_incident;
    if (*at == order)
        return;
    order->next_of_incident = *at;
    *at = order;
}

static void
link_submission (struct incident *incident, struct submission *submission)
{
    struct submission **at = &incident->submissions;
    while (*at && (*at)->entity.id > submission->entity.id)
        at = &(*at)->next_of_incident;
    if (*at == submission)
        return;
    submission->next_of_incident = *at;
    *at = submission;
}

void
table_link (struct desk *desk, struct entity *entity)
{
    struct incident *incident = incident_of (desk, entity_incident (entity));
    if (incident && entity->kind == ENTITY_REPORT)
        link_report (incident, (struct report *)entity);
    if (incident && entity->kind == ENTITY_DISPATCH_ORDER)
        link_order (incident, (struct dispatch_order *)entity);
    if (incident && entity->kind == ENTITY_SUBMISSION)
        link_submission (incident, (struct submission *)entity);
}

uint64_t
table_next_id (const struct desk *desk, enum entity_kind kind, bool drill)
{
    uint64_t last = desk->last_ids[kind + (drill ? ENTITY_KINDS : 0)];
    return (drill && last == 0 ? DRILL_IDS : last) + 1;
}

void
table_unlink (struct desk *desk, struct entity *entity)
{
    struct dispatch_order *order = (struct dispatch_order *)entity;
    struct incident *incident = incident_of (desk, order->incident);
    struct dispatch_order **at = incident ? &incident->orders : NULL;
    while (at && *at && *at != order)
        at = &(*at)->next_of_incident;
    if (at && *at)
        *at = order->next_of_incident;
    order->next_of_incident = NULL;
}

void
table_insert (struct desk *desk, struct entity *entity)
{
    HASH_ADD_BYHASHVALUE (hh, desk->tables[entity->kind], id, sizeof entity->id, id_hash (entity->id), entity);
    uint64_t *last_id = &desk->last_ids[id_series (entity->kind, entity->id)];
    if (entity->id > *last_id)
        *last_id = entity->id;
    table_link (desk, entity);
    if (entity->kind == ENTITY_OBLIGATION)
        ((struct obligation *)entity)->terms = terms_keep (desk, ((struct obligation *)entity)->terms);
    if (entity->kind == ENTITY_TEAM)
        ((struct team *)entity)->open_orders = 0;
    if (entity->kind == ENTITY_INCIDENT)
        ((struct incident *)entity)->open_orders = 0;
    table_after_change (desk, entity);
}

void
table_remove (struct desk *desk, struct entity *entity)
{
    assert (!entity->dirty && !entity->obligations);
    table_before_change (desk, entity);
    log_drop (&desk->log, entity);
    HASH_DELETE (hh, desk->tables[entity->kind], entity);
    entity_free (entity);
}

void
table_touch (struct desk *desk, struct entity *entity, uint64_t seq)
{
    entity->version = seq;
    log_drop (&desk->log, entity);
    log_append (&desk->log, entity);
    if (entity->dirty)
        return;
    entity->dirty = true;
    if (desk->dirty_count == desk->dirty_capacity) {
        desk->dirty_capacity = desk->dirty_capacity ? desk->dirty_capacity * 2 : 256;
        desk->dirty = xrealloc_array (desk->dirty, desk->dirty_capacity, sizeof (struct entity *));
    }
    desk->dirty[desk->dirty_count++] = entity;
}

/* ---- leaving memory ---- */

static bool
family_dirty (const struct incident *incident)
{
    bool dirty = incident->entity.dirty;
    for (const struct report *r = incident->reports; r; r = r->next_of_incident)
        dirty |= r->entity.dirty;
    for (const struct dispatch_order *o = incident->orders; o; o = o->next_of_incident)
        dirty |= o->entity.dirty;
    for (const struct submission *s = incident->submissions; s; s = s->next_of_incident)
        dirty |= s->entity.dirty;
    return dirty;
}

static bool
family_owed (const struct incident *incident)
{
    bool owed = incident->entity.obligations != NULL;
    for (const struct dispatch_order *o = incident->orders; o; o = o->next_of_incident)
        owed |= o->entity.obligations != NULL;
    for (const struct submission *s = incident->submissions; s; s = s->next_of_incident)
        owed |= !entity_settled (&s->entity);
    return owed;
}

/* What leaves memory can't be told by a sync from memory any more: the floor rises over each of them. */
static void
evict_one (struct desk *desk, struct entity *entity)
{
    if (entity->version > desk->sync_floor)
        desk->sync_floor = entity->version;
    table_remove (desk, entity);
}

static void
evict_family (struct desk *desk, struct incident *incident)
{
    while (incident->reports) {
        struct report *report = incident->reports;
        incident->reports = report->next_of_incident;
        evict_one (desk, &report->entity);
    }
    while (incident->orders) {
        struct dispatch_order *order = incident->orders;
        incident->orders = order->next_of_incident;
        evict_one (desk, &order->entity);
    }
    while (incident->submissions) {
        struct submission *submission = incident->submissions;
        incident->submissions = submission->next_of_incident;
        evict_one (desk, &submission->entity);
    }
    evict_one (desk, &incident->entity);
}

void
table_evict (struct desk *desk)
{
    struct settled_queue *queue = &desk->settled;
    while (queue->count > desk->limits.settled_max) {
        struct settled oldest = queue->items[queue->first];
        struct entity *entity = table_find (desk, oldest.kind, oldest.id);
        bool gone = !entity || entity->version != oldest.version || !entity_settled (entity);
        if (!gone && (entity->kind == ENTITY_INCIDENT ? family_dirty ((struct incident *)entity) : entity->dirty))
            return; /* not yet stored: try again after the next batch */
        queue->first = (queue->first + 1) % queue->capacity;
        queue->count--;
        if (gone)
            continue;
        bool owed =
            entity->kind == ENTITY_INCIDENT ? family_owed ((struct incident *)entity) : entity->obligations != NULL;
        if (owed)
            entity->parked = true;
        else if (entity->kind == ENTITY_INCIDENT)
            evict_family (desk, (struct incident *)entity);
        else
            evict_one (desk, entity);
    }
}

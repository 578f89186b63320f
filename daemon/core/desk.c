/* SPDX-License-Identifier: Apache-2.0 */
/* desk.c: the desk as a whole: making it, loading it, reading it. What it decides is in step.c. */
#include "core/desk.h"
#include "core/apply.h"
#include "core/tables.h"
#include "util/alloc.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct desk_limits desk_limits_default = { .open_incidents_max = 100000, .settled_max = 10000 };

struct desk *
desk_create (const struct desk_limits *limits)
{
    struct desk *desk = xcalloc (1, sizeof *desk);
    desk->limits = limits ? *limits : desk_limits_default;
    desk->rosters_at = INT64_MAX;
    return desk;
}

void
desk_destroy (struct desk *desk)
{
    if (!desk)
        return;
    for (int kind = 0; kind < ENTITY_KINDS; kind++) {
        struct entity *entity, *next;
        HASH_ITER (hh, desk->tables[kind], entity, next)
        {
            HASH_DELETE (hh, desk->tables[kind], entity);
            entity_free (entity);
        }
    }
    terms_list_free (&desk->terms);
    heap_free (&desk->heap);
    free (desk->log.slots);
    free (desk->late);
    free (desk->on_duty);
    free (desk->settled.items);
    free (desk->dirty);
    free (desk->taken);
    free (desk);
}

/* A family is fetched as a whole, though some of it may not have left memory; what is here is never older. */
void
desk_load (struct desk *desk, struct entity *entity)
{
    struct entity *known = table_find (desk, entity->kind, entity->id);
    if (known) {
        entity_free (entity);
        table_link (desk, known);
        return;
    }
    table_insert (desk, entity);
    table_log_loaded (desk, entity);
    if (entity->kind == ENTITY_PROFILE && (!desk->profile || desk->profile->entity.version < entity->version))
        desk->profile = (struct profile *)entity;
}

void
desk_loaded (struct desk *desk, uint64_t head_seq, const uint64_t last_ids[ID_SERIES], uint64_t sync_floor)
{
    desk->head = head_seq;
    desk->sync_floor = sync_floor;
    for (int series = 0; series < ID_SERIES; series++)
        if (last_ids[series] > desk->last_ids[series])
            desk->last_ids[series] = last_ids[series];
    table_link_loaded (desk);
    table_sort_loaded (desk);
    table_sort_settled (desk);
    table_watch_rosters (desk);
}

int
desk_apply (struct desk *desk, const struct event *event, struct error *err)
{
    return apply_event (desk, event, err);
}

uint64_t
desk_head (const struct desk *desk)
{
    return desk->head;
}

struct entity *
desk_find (const struct desk *desk, enum entity_kind kind, uint64_t id)
{
    return kind > ENTITY_NONE && kind < ENTITY_KINDS ? table_find (desk, kind, id) : NULL;
}

/* Registries are small (IMPORT_ENTRIES_MAX) and looked up by code only by people and imports: a scan is enough. */
#define FIND_BY_CODE(type, kind)                                                                                     \
    const struct type *desk_##type##_by_code (const struct desk *desk, const char *code)                             \
    {                                                                                                                \
        for (struct entity *e = desk->tables[kind]; e; e = e->hh.next)                                               \
            if (!strcmp (((struct type *)e)->code, code))                                                            \
                return (struct type *)e;                                                                             \
        return NULL;                                                                                                 \
    }

FIND_BY_CODE (team, ENTITY_TEAM)
FIND_BY_CODE (person, ENTITY_PERSON)
FIND_BY_CODE (post, ENTITY_POST)
FIND_BY_CODE (principal, ENTITY_PRINCIPAL)

const struct principal *
desk_principal_by_key (const struct desk *desk, const uint8_t key[KEY_BYTES])
{
    for (struct entity *e = desk->tables[ENTITY_PRINCIPAL]; e; e = e->hh.next) {
        const struct principal *principal = (struct principal *)e;
        if (principal->state == PRINCIPAL_ENROLLED && !memcmp (principal->key, key, KEY_BYTES))
            return principal;
    }
    return NULL;
}

const struct profile *
desk_profile (const struct desk *desk)
{
    return desk->profile;
}

const struct entity *
desk_newest (const struct desk *desk, enum entity_kind kind)
{
    const struct entity *head = desk->tables[kind];
    return head ? ELMT_FROM_HH (head->hh.tbl, head->hh.tbl->tail) : NULL;
}

const struct entity *
desk_older (const struct entity *entity)
{
    return entity->hh.prev;
}

size_t
desk_count (const struct desk *desk, enum entity_kind kind)
{
    return HASH_CNT (hh, desk->tables[kind]);
}

size_t
desk_count_open (const struct desk *desk, enum entity_kind kind)
{
    return desk->open_counts[kind];
}

size_t
desk_count_open_drill (const struct desk *desk, enum entity_kind kind)
{
    return desk->drill_counts[kind];
}

uint64_t
desk_last_id (const struct desk *desk, enum entity_kind kind)
{
    return desk->last_ids[kind];
}

const uint64_t *
desk_last_ids (const struct desk *desk)
{
    return desk->last_ids;
}

bool
desk_gave_id (const struct desk *desk, enum entity_kind kind, uint64_t id)
{
    return id > 0 && kind > ENTITY_NONE && kind < ENTITY_KINDS && id <= desk->last_ids[id_series (kind, id)];
}

const struct obligation *
desk_obligations_of (const struct desk *desk, enum entity_kind kind, uint64_t id)
{
    const struct entity *subject = desk_find (desk, kind, id);
    return subject ? subject->obligations : NULL;
}

int64_t
desk_next_deadline (const struct desk *desk)
{
    const struct obligation *top = heap_top (&desk->heap);
    int64_t next_at = top && top->next_at < desk->rosters_at ? top->next_at : desk->rosters_at;
    if (desk->unwatched > 0 && desk->profile && desk->watched_at + WATCHDOG_PERIOD_MS < next_at)
        next_at = desk->watched_at + WATCHDOG_PERIOD_MS;
    return next_at;
}

uint64_t
desk_sync_floor (const struct desk *desk)
{
    return desk->sync_floor;
}

struct desk_cursor
desk_changed_since (const struct desk *desk, uint64_t since)
{
    size_t low = 0, high = desk->log.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (desk->log.slots[middle].version > since)
            high = middle;
        else
            low = middle + 1;
    }
    return (struct desk_cursor){ desk, low };
}

const struct entity *
desk_cursor_next (struct desk_cursor *cursor)
{
    const struct version_log *log = &cursor->desk->log;
    while (cursor->slot < log->count) {
        const struct entity *entity = log->slots[cursor->slot++].entity;
        if (entity)
            return entity;
    }
    return NULL;
}

size_t
desk_take_dirty (struct desk *desk, const struct entity ***ret_entities)
{
    if (desk->taken_capacity < desk->dirty_count) {
        desk->taken_capacity = desk->dirty_capacity;
        desk->taken = xrealloc_array (desk->taken, desk->taken_capacity, sizeof (struct entity *));
    }
    size_t count = desk->dirty_count;
    for (size_t i = 0; i < count; i++) {
        desk->dirty[i]->dirty = false;
        desk->taken[i] = desk->dirty[i];
    }
    desk->dirty_count = 0;
    *ret_entities = desk->taken;
    return count;
}

/* Whose topic an entity's changes travel on. */
static struct entity *
topic_owner (const struct desk *desk, struct entity *entity)
{
    const struct obligation *obligation = (const struct obligation *)entity;
    struct entity *subject;
    switch (entity_topic (entity->kind)) {
    case TOPIC_SUBJECT:
        subject = desk_find (desk, obligation->subject_kind, obligation->subject);
        return subject && entity_post (subject) ? desk_find (desk, ENTITY_POST, entity_post (subject)) : subject;
    case TOPIC_INCIDENT:
        if (entity->kind == ENTITY_SUBMISSION && entity_incident (entity) == 0)
            return desk_find (desk, ENTITY_POST, ((struct submission *)entity)->post);
        return desk_find (desk, ENTITY_INCIDENT, entity_incident (entity));
    case TOPIC_POST:
        return entity_post (entity) ? desk_find (desk, ENTITY_POST, entity_post (entity)) : entity;
    default:
        return entity;
    }
}

/* The team among whose orders it travels, to which it may listen; NULL = none. */
static const struct team *
listening_team (const struct desk *desk, const struct entity *entity)
{
    const struct target *owner = entity_owner (entity);
    uint64_t team = 0;
    if (entity_topic (entity->kind) == TOPIC_TEAM)
        team = ((const struct dispatch_order *)entity)->team;
    else if (entity_topic (entity->kind) == TOPIC_OWNER && owner->kind == TARGET_TEAM)
        team = owner->id;
    return (const struct team *)desk_find (desk, ENTITY_TEAM, team);
}

struct entity *
desk_topic (const struct desk *desk, enum entity_kind kind, uint64_t id, char topic[TOPIC_MAX + 1])
{
    struct entity *entity = desk_find (desk, kind, id);
    struct entity *owner = entity ? topic_owner (desk, entity) : NULL;
    const struct team *team = owner ? listening_team (desk, owner) : NULL;
    if (!owner)
        snprintf (topic, TOPIC_MAX + 1, "other/%s/%" PRIu64, entity_kind_name (kind), id);
    else if (owner->kind == ENTITY_POST && kind != ENTITY_POST)
        snprintf (topic, TOPIC_MAX + 1, "duty/%s", ((struct post *)owner)->code);
    else if (owner->kind == ENTITY_DISPATCH_ORDER)
        snprintf (topic, TOPIC_MAX + 1, "order/%s/%" PRIu64, team ? team->code : "unknown", owner->id);
    else if (team)
        snprintf (topic, TOPIC_MAX + 1, "order/%s/%s/%" PRIu64, team->code, entity_kind_name (owner->kind),
                  owner->id);
    else if (entity_topic (owner->kind) == TOPIC_REGISTRY)
        snprintf (topic, TOPIC_MAX + 1, "registry/%s/%" PRIu64, entity_kind_name (owner->kind), owner->id);
    else
        snprintf (topic, TOPIC_MAX + 1, "%s/%" PRIu64, entity_kind_name (owner->kind), owner->id);
    return owner;
}

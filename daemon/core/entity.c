/* SPDX-License-Identifier: Apache-2.0 */
/* entity.c: making, copying and ending entities, from one table of what each kind owns. */
#include "core/entities.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { STRINGS_MAX = 6 };

struct entity_class {
    const char *name;
    size_t size;
    size_t strings[STRINGS_MAX]; /* offsets of the char * members it owns; 0 ends */
};

#define S(type, member) offsetof (struct type, member)

static const struct entity_class classes[ENTITY_KINDS] = {
    [ENTITY_NONE] = { "none", sizeof (struct entity), { 0 } },
    [ENTITY_PROFILE] = { "profile", sizeof (struct profile), { S (profile, title), S (profile, text) } },
    [ENTITY_POST] = { "post", sizeof (struct post), { S (post, name), S (post, phone) } },
    [ENTITY_PERSON] = { "person", sizeof (struct person), { S (person, name), S (person, phone), S (person, duty) } },
    [ENTITY_TEAM] = { "team", sizeof (struct team), { S (team, name) } },
    [ENTITY_PRINCIPAL] = { "principal", sizeof (struct principal), { 0 } },
    [ENTITY_INCIDENT] = { "incident", sizeof (struct incident), { S (incident, what), S (incident, place) } },
    [ENTITY_REPORT] = { "report",
                        sizeof (struct report),
                        { S (report, text), S (report, caller_name), S (report, caller_phone),
                          S (report, caller_post), S (report, already_told) } },
    [ENTITY_DISPATCH_ORDER] = { "dispatch_order",
                                sizeof (struct dispatch_order),
                                { S (dispatch_order, task), S (dispatch_order, what), S (dispatch_order, place),
                                  S (dispatch_order, words) } },
    [ENTITY_SHIFT] = { "shift", sizeof (struct shift), { 0 } },
    [ENTITY_OBLIGATION] = { "obligation", sizeof (struct obligation), { 0 } },
    [ENTITY_RESPONSE] = { "response",
                          sizeof (struct response),
                          { S (response, matter), S (response, measures), S (response, reason) } },
    [ENTITY_INSTRUCTION] = { "instruction",
                             sizeof (struct instruction),
                             { S (instruction, text), S (instruction, feedback), S (instruction, outcome) } },
};

static char **
string_at (const struct entity *entity, size_t offset)
{
    return (char **)((char *)(uintptr_t)entity + offset);
}

const char *
entity_kind_name (enum entity_kind kind)
{
    return (unsigned)kind < ENTITY_KINDS && classes[kind].name ? classes[kind].name : "unknown";
}

bool
entity_kind_exists (enum entity_kind kind)
{
    return kind > ENTITY_NONE && kind < ENTITY_KINDS && classes[kind].name;
}

enum entity_kind
entity_kind_by_name (const char *name)
{
    FOR_EACH_ENTITY_KIND (kind)
        if (!strcmp (name, classes[kind].name))
            return kind;
    return ENTITY_NONE;
}

size_t
entity_size (enum entity_kind kind)
{
    return classes[kind].size;
}

struct entity *
entity_new (enum entity_kind kind)
{
    assert (entity_kind_exists (kind));
    struct entity *entity = xcalloc (1, classes[kind].size);
    entity->kind = kind;
    entity->log_slot = SIZE_MAX;
    if (kind == ENTITY_INCIDENT)
        ((struct incident *)entity)->figures = figures_unknown;
    if (kind == ENTITY_REPORT)
        ((struct report *)entity)->figures = figures_unknown;
    if (kind == ENTITY_OBLIGATION)
        ((struct obligation *)entity)->heap_slot = SIZE_MAX;
    return entity;
}

void
entity_free (struct entity *entity)
{
    if (!entity)
        return;
    for (const size_t *offset = classes[entity->kind].strings; *offset; offset++)
        free (*string_at (entity, *offset));
    free (entity);
}

/* What the desk derives is not part of the copy: it belongs to the place that the original has in its tables. */
static void
forget_derived (struct entity *entity)
{
    entity->dirty = false;
    entity->log_slot = SIZE_MAX;
    entity->obligations = NULL;
    entity->topic_seq = entity->duty_topic_seq = 0;
    entity->batch_row = 0;
    memset (&entity->hh, 0, sizeof entity->hh);
    if (entity->kind == ENTITY_INCIDENT) {
        ((struct incident *)entity)->reports = NULL;
        ((struct incident *)entity)->orders = NULL;
    }
    if (entity->kind == ENTITY_REPORT)
        ((struct report *)entity)->next_of_incident = NULL;
    if (entity->kind == ENTITY_DISPATCH_ORDER)
        ((struct dispatch_order *)entity)->next_of_incident = NULL;
    if (entity->kind == ENTITY_OBLIGATION) {
        ((struct obligation *)entity)->heap_slot = SIZE_MAX;
        ((struct obligation *)entity)->next_of_subject = NULL;
    }
}

struct entity *
entity_clone (const struct entity *entity)
{
    struct entity *copy = xmemdup (entity, classes[entity->kind].size);
    for (const size_t *offset = classes[entity->kind].strings; *offset; offset++)
        *string_at (copy, *offset) = xstrdup (*string_at (entity, *offset));
    forget_derived (copy);
    return copy;
}

static bool
order_ended (enum order_state state)
{
    return state == ORDER_COMPLETED || state == ORDER_DECLINED || state == ORDER_EXPIRED || state == ORDER_CANCELLED;
}

bool
entity_settled (const struct entity *entity)
{
    switch (entity->kind) {
    case ENTITY_INCIDENT:
        return ((const struct incident *)entity)->state == INCIDENT_CLOSED;
    case ENTITY_DISPATCH_ORDER:
        return order_ended (((const struct dispatch_order *)entity)->state);
    case ENTITY_SHIFT:
        return ((const struct shift *)entity)->state == SHIFT_OFF_DUTY;
    case ENTITY_OBLIGATION:
        return ((const struct obligation *)entity)->state >= OBLIGATION_DISCHARGED;
    case ENTITY_RESPONSE:
        return ((const struct response *)entity)->state == RESPONSE_TERMINATED;
    case ENTITY_INSTRUCTION:
        return ((const struct instruction *)entity)->state == INSTRUCTION_CLOSED;
    default:
        return false;
    }
}

uint64_t
entity_incident (const struct entity *entity)
{
    switch (entity->kind) {
    case ENTITY_INCIDENT:
        return entity->id;
    case ENTITY_REPORT:
        return ((const struct report *)entity)->incident;
    case ENTITY_DISPATCH_ORDER:
        return ((const struct dispatch_order *)entity)->incident;
    case ENTITY_OBLIGATION:
        return ((const struct obligation *)entity)->incident;
    case ENTITY_RESPONSE:
        return ((const struct response *)entity)->incident;
    case ENTITY_INSTRUCTION:
        return ((const struct instruction *)entity)->incident;
    default:
        return 0;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* still_open.c: what keeps an incident from closing. */
#include "core/step.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* As they are said over a radio. */
static const char letters[ENTITY_KINDS] = {
    [ENTITY_INCIDENT] = 'I',    [ENTITY_DISPATCH_ORDER] = 'O',     [ENTITY_OBLIGATION] = 'D', [ENTITY_RESPONSE] = 'E',
    [ENTITY_INSTRUCTION] = 'N', [ENTITY_FIELD_COMMAND_POST] = 'C', [ENTITY_SUBMISSION] = 'U',
};

/* The list ends with dots where it is full; the count goes on. */
static void
add (struct still_open *open, const struct entity *entity)
{
    char word[32];
    size_t used = strlen (open->list);
    uint64_t number = id_is_drill (entity->id) ? entity->id - DRILL_IDS : entity->id;
    int size = snprintf (word, sizeof word, "%s%s%c%" PRIu64, open->count++ ? ", " : "",
                         id_is_drill (entity->id) ? "X" : "", letters[entity->kind], number);
    if (used + (size_t)size + strlen (", ...") < sizeof open->list)
        memcpy (open->list + used, word, (size_t)size + 1);
    else if (!strstr (open->list, "..."))
        memcpy (open->list + used, ", ...", sizeof ", ...");
}

static void
add_orders (const struct incident *incident, struct still_open *open)
{
    for (const struct dispatch_order *order = incident->orders; order; order = order->next_of_incident)
        if (!entity_settled (&order->entity))
            add (open, &order->entity);
}

static void
add_children (const struct desk *desk, const struct incident *incident, struct still_open *open)
{
    for (uint32_t i = 0; i < incident->links_count; i++) {
        const struct entity *child = incident->links[i].kind == LINK_PARENT
                                         ? table_find (desk, ENTITY_INCIDENT, incident->links[i].incident)
                                         : NULL; /* what has left memory is closed */
        if (child && !entity_settled (child))
            add (open, child);
    }
}

static bool
blocks (const struct rules *rules, const struct obligation *obligation)
{
    const struct report_stage *stage =
        obligation->kind == OBLIGATION_REPORT ? rules_stage (rules, obligation->clock) : NULL;
    return obligation->kind == OBLIGATION_REPORT ? stage && stage->clock.blocks_close
                                                 : rules->clocks[obligation->kind].blocks_close;
}

static bool
owes (const struct rules *rules, const struct entity *entity)
{
    const struct obligation *live = entity->obligations;
    while (live && !blocks (rules, live))
        live = live->next_of_subject;
    return live != NULL;
}

/* A response, an instruction or a draft of what goes up stands for what is owed on it. */
static void
add_owing (const struct desk *desk, const struct incident *incident, enum entity_kind kind, struct still_open *open)
{
    for (const struct entity *e = desk->open_counts[kind] ? desk->tables[kind] : NULL; e; e = e->hh.next)
        if (entity_incident (e) == incident->entity.id && owes (&desk->profile->rules, e))
            add (open, e);
}

struct still_open
still_open (const struct step *step, const struct incident *incident, bool reports)
{
    const struct desk *desk = step->desk;
    struct still_open open = { 0 };
    const struct field_command_post *post = command_at (desk, incident->entity.id);
    add_orders (incident, &open);
    if (post)
        add (&open, &post->entity);
    add_children (desk, incident, &open);
    if (!desk->profile)
        return open;
    for (const struct obligation *live = incident->entity.obligations; live; live = live->next_of_subject)
        if (reports && blocks (&desk->profile->rules, live))
            add (&open, &live->entity);
    add_owing (desk, incident, ENTITY_RESPONSE, &open);
    add_owing (desk, incident, ENTITY_INSTRUCTION, &open);
    add_owing (desk, incident, ENTITY_SUBMISSION, &open);
    return open;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* team.c: which team is called next. */
#include "core/step.h"

#include <math.h>

#define DEGREE_RADIANS 0.017453292519943295

bool
team_fit (const struct team *team, const struct need *need)
{
    if (team->skills_count == 0 || need->type_code == 0)
        return true;
    for (int i = 0; i < team->skills_count; i++)
        if (type_covers (team->skills[i], need->type_code))
            return true;
    return false;
}

/* Square of the distance in degrees of latitude; good enough to order teams of one county. Unknown is farthest. */
static double
distance (const struct team *team, const struct need *need)
{
    if (!team->base.known || !need->position.known)
        return HUGE_VAL;
    double north = team->base.latitude - need->position.latitude;
    double east = (team->base.longitude - need->position.longitude) * cos (need->position.latitude * DEGREE_RADIANS);
    return north * north + east * east;
}

/* An exercise makes nobody busy for what is real. */
static bool
busy (const struct team *team, const struct need *need)
{
    const struct dispatch_order *order = team->orders;
    while (order && order->drill && !need->drill)
        order = order->next_of_team;
    return order != NULL;
}

int
team_prefer (const struct team *a, const struct team *b, const struct need *need)
{
    /* 1. free before busy */
    if (busy (a, need) != busy (b, need))
        return busy (a, need) ? 1 : -1;
    /* 2. core before auxiliary */
    if (a->auxiliary != b->auxiliary)
        return a->auxiliary ? 1 : -1;
    /* 3. nearest */
    double far_a = distance (a, need), far_b = distance (b, need);
    if (far_a < far_b || far_b < far_a)
        return far_a < far_b ? -1 : 1;
    /* 4. lower rank */
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    /* 5. lower id */
    return a->entity.id < b->entity.id ? -1 : a->entity.id > b->entity.id;
}

static bool
tried (const struct desk *desk, const struct incident *incident, const struct dispatch_order *after, uint64_t team)
{
    for (const struct dispatch_order *order = incident->orders; order; order = order->next_of_incident)
        if (order->team == team && !entity_settled (&order->entity))
            return true;
    while (after) {
        if (after->team == team)
            return true;
        after = (const struct dispatch_order *)table_find (desk, ENTITY_DISPATCH_ORDER, after->replaces);
    }
    return false;
}

struct team *
team_choose (const struct desk *desk, const struct incident *incident, const struct dispatch_order *after)
{
    struct need need = { incident->type_code, incident->position, incident->drill };
    struct team *best = NULL;
    for (struct entity *e = desk->tables[ENTITY_TEAM]; e; e = e->hh.next) {
        struct team *team = (struct team *)e;
        bool reached = !incident->drill || drill_reaches (desk, &(struct target){ TARGET_TEAM, e->id });
        if (!reached || !team_fit (team, &need) || tried (desk, incident, after, e->id))
            continue;
        if (!best || team_prefer (team, best, &need) < 0)
            best = team;
    }
    return best;
}

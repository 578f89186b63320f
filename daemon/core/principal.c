/* SPDX-License-Identifier: Apache-2.0 */
/* principal.c: enrolling and revoking: nobody acts without a name. */
#include "core/step.h"

#include <stdio.h>
#include <string.h>

static bool
resolve (struct step *step, const struct enrol_args *args, uint64_t *ret_person, uint64_t *ret_team)
{
    const struct person *person = args->person ? desk_person_by_code (step->desk, args->person) : NULL;
    const struct team *team = args->team ? desk_team_by_code (step->desk, args->team) : NULL;
    if (args->person && !person)
        return refuse (step, REFUSAL_UNKNOWN_PERSON, "person", "%s", args->person);
    if (args->team && !team)
        return refuse (step, REFUSAL_UNKNOWN_TEAM, "team", "%s", args->team);
    if (args->role == ROLE_TEAM_LEADER && !team)
        return refuse (step, REFUSAL_ROLE_NEEDS_TEAM, "team", " ");
    *ret_person = person ? person->entity.id : 0;
    *ret_team = team ? team->entity.id : 0;
    return true;
}

bool
decide_enrol (struct step *step)
{
    const struct enrol_args *args = &step->command->enrol;
    const struct principal *known = desk_principal_by_code (step->desk, args->code);
    const struct principal *same_key = desk_principal_by_key (step->desk, args->key);
    uint64_t person = 0, team = 0;
    if (known && known->state == PRINCIPAL_ENROLLED)
        return refuse (step, REFUSAL_CODE_TAKEN, "code", "%s", args->code);
    if (same_key)
        return refuse (step, REFUSAL_KEY_TAKEN, "key", "%s", same_key->code);
    if (!resolve (step, args, &person, &team))
        return false;
    struct principal *image = (struct principal *)entity_new (ENTITY_PRINCIPAL);
    image->entity.id = known ? known->entity.id : 0;
    snprintf (image->code, sizeof image->code, "%s", args->code);
    image->state = PRINCIPAL_ENROLLED;
    image->role = args->role;
    memcpy (image->key, args->key, KEY_BYTES);
    image->person = person;
    image->team = team;
    image->enrolled_at = step->command->at;
    emit_born (step, EVENT_PRINCIPAL_ENROLLED, &image->entity);
    return true;
}

static size_t
admins (const struct desk *desk)
{
    size_t count = 0;
    for (struct entity *e = desk->tables[ENTITY_PRINCIPAL]; e; e = e->hh.next)
        count += ((struct principal *)e)->role == ROLE_ADMIN && ((struct principal *)e)->state == PRINCIPAL_ENROLLED;
    return count;
}

bool
decide_revoke (struct step *step)
{
    const struct revoke_args *args = &step->command->revoke;
    const struct principal *principal = desk_principal_by_code (step->desk, args->code);
    if (!principal)
        return refuse (step, REFUSAL_UNKNOWN_PRINCIPAL, "code", "%s", args->code);
    if (principal->state != PRINCIPAL_ENROLLED)
        return refuse (step, REFUSAL_PRINCIPAL_REVOKED, "code", "%s", args->code);
    if (principal->role == ROLE_ADMIN && admins (step->desk) == 1)
        return refuse (step, REFUSAL_LAST_ADMIN, "code", "%s", args->code);
    struct event_detail detail = { .text = args->reason, .figures = figures_unknown };
    emit (step, EVENT_PRINCIPAL_REVOKED, table_find (step->desk, ENTITY_PRINCIPAL, principal->entity.id), &detail);
    return true;
}

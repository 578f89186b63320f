/* SPDX-License-Identifier: Apache-2.0 */
/* access.c: the one role-by-action table, and what each role sees. An absent cell denies. */
#include "core/access.h"
#include "core/desk.h"

#include <stdio.h>
#include <string.h>

#define ADMIN (1u << ROLE_ADMIN)
#define LEADER (1u << ROLE_DUTY_LEADER)
#define OFFICER (1u << ROLE_DUTY_OFFICER)
#define TEAM (1u << ROLE_TEAM_LEADER)
#define SYSTEM (1u << ROLE_SYSTEM)
#define OBSERVER (1u << ROLE_OBSERVER)
#define WATCH (LEADER | OFFICER)
#define EVERYONE (ADMIN | WATCH | TEAM | SYSTEM | OBSERVER)

static const uint32_t allowed[ACTIONS] = {
    [ACTION_REPORT] = WATCH | TEAM | SYSTEM,
    [ACTION_CONTINUE] = WATCH,
    [ACTION_ASSESS] = WATCH,
    [ACTION_DISPATCH] = WATCH,
    [ACTION_ACKNOWLEDGE] = WATCH | TEAM,
    [ACTION_DECLINE] = WATCH | TEAM,
    [ACTION_DEPART] = WATCH | TEAM,
    [ACTION_ARRIVE] = WATCH | TEAM,
    [ACTION_COMPLETE] = WATCH | TEAM,
    [ACTION_CANCEL] = WATCH,
    [ACTION_RECALL] = WATCH,
    [ACTION_STATUS_CHECK] = WATCH | TEAM,
    [ACTION_DISTRESS] = WATCH | TEAM,
    [ACTION_DISTRESS_RESOLVE] = WATCH,
    [ACTION_REASSIGN] = WATCH,
    [ACTION_RECEIPT] = WATCH | TEAM | SYSTEM,
    [ACTION_RELEASE] = WATCH,
    [ACTION_CHECK_IN] = WATCH,
    [ACTION_CHECK_OUT] = WATCH,
    [ACTION_CLOSE] = WATCH,
    [ACTION_REOPEN] = WATCH,
    [ACTION_IMPORT] = ADMIN,
    [ACTION_ENROL] = ADMIN,
    [ACTION_REVOKE] = ADMIN,
    [ACTION_HOLD] = WATCH,
    [ACTION_CONTROL] = WATCH,
    [ACTION_RESUME] = WATCH,
    [ACTION_MERGE] = WATCH,
    [ACTION_UNMERGE] = WATCH,
    [ACTION_ACTIVATE] = LEADER,
    [ACTION_ADJUST] = LEADER,
    [ACTION_TERMINATE] = LEADER,
    [ACTION_INSTRUCT] = LEADER,
    [ACTION_FEEDBACK] = WATCH | TEAM,
    [ACTION_INSTRUCTION_CLOSE] = LEADER,
    [ACTION_LOG] = WATCH,
    [ACTION_SUBMIT] = WATCH,
    [ACTION_SIGN_OFF] = LEADER,
    [ACTION_SEND] = WATCH,
    [ACTION_SUBMISSION_WITHDRAW] = WATCH,
    [ACTION_ROLL_CALL] = WATCH,
    [ACTION_ROLL_CALL_ANSWER] = WATCH | TEAM,
    [ACTION_ROLL_CALL_ABSENT] = WATCH,
    [ACTION_ROLL_CALL_END] = WATCH,
    [ACTION_COMMAND_ESTABLISH] = WATCH,
    [ACTION_COMMAND_TRANSFER] = WATCH,
    [ACTION_COMMAND_ACCEPT] = WATCH | TEAM,
    [ACTION_COMMAND_DISSOLVE] = WATCH,
    [ACTION_HANDOVER_OPEN] = WATCH,
    [ACTION_HANDOVER_ACCEPT] = WATCH,
    [ACTION_HANDOVER_OBJECT] = WATCH,
    [ACTION_HANDOVER_ANSWER] = WATCH,
    [ACTION_HANDOVER_SIGN] = WATCH,
    [ACTION_HANDOVER_CANCEL] = WATCH,
    [ACTION_LINK] = WATCH,
    [ACTION_UNLINK] = WATCH,
    [ACTION_SPLIT] = WATCH,
    [ACTION_MOVE] = WATCH,
    [ACTION_CONSULT] = WATCH,
    [ACTION_DRILL_BEGIN] = WATCH,
    [ACTION_DRILL_END] = WATCH,
    [ACTION_ASSIGN] = WATCH,
    [ACTION_SETTLE_GAP] = LEADER,
    [ACTION_SWAP_PROPOSE] = WATCH,
    [ACTION_SWAP_ACCEPT] = WATCH,
    [ACTION_SWAP_DECLINE] = WATCH,
    [ACTION_MARK_CONTACT] = ADMIN | WATCH,
    [ACTION_SHELVE] = LEADER,
    [ACTION_UNSHELVE] = LEADER,
    [ACTION_ROSTER] = ADMIN | WATCH | OBSERVER,
    [ACTION_LIST] = EVERYONE,
    [ACTION_SHOW] = EVERYONE,
    [ACTION_JOURNAL] = ADMIN | WATCH | OBSERVER,
    [ACTION_STATUS] = EVERYONE,
    [ACTION_PRINCIPALS] = ADMIN,
    [ACTION_VERIFY] = ADMIN | LEADER,
    [ACTION_SYNC] = EVERYONE,
    [ACTION_SUBSCRIBE] = EVERYONE,
};

bool
access_allows (enum role role, enum action action)
{
    return role > ROLE_NONE && role < ROLES && action > ACTION_NONE && action < ACTIONS &&
           (allowed[action] & (1u << role));
}

#define OF(kind) (1u << (ENTITY_##kind))

/* The kinds of which it may see some at all; the rest can't be listed. Who reads everything is not here. */
static const uint32_t seen[ROLES] = {
    [ROLE_TEAM_LEADER] =
        OF (DISPATCH_ORDER) | OF (OBLIGATION) | OF (TEAM) | OF (POST) | OF (INSTRUCTION) | OF (ROLL_CALL_ANSWER),
    [ROLE_SYSTEM] = OF (INCIDENT) | OF (REPORT),
};
_Static_assert(ENTITY_KINDS <= 32, "a mask of kinds has 32 bits");

static bool
reads_all (const struct principal *principal)
{
    return (1u << principal->role) & (ADMIN | WATCH | OBSERVER);
}

static uint64_t
order_team (const struct desk *desk, uint64_t order_id)
{
    const struct dispatch_order *order =
        (const struct dispatch_order *)desk_find (desk, ENTITY_DISPATCH_ORDER, order_id);
    return order ? order->team : 0;
}

/* What it names as the owner is this principal's team, or the person behind the key. */
static bool
owns (const struct principal *principal, const struct entity *entity)
{
    const struct target *owner = entity_owner (entity);
    return owner && ((owner->kind == TARGET_TEAM && owner->id == principal->team) ||
                     (owner->kind == TARGET_PERSON && owner->id == principal->person));
}

bool
access_is_instructed (const struct principal *principal, const struct instruction *instruction)
{
    return owns (principal, &instruction->entity);
}

static bool
is_for_owners (enum entity_kind kind)
{
    return kind == ENTITY_INSTRUCTION || kind == ENTITY_ROLL_CALL_ANSWER;
}

/* The instructions to it, the roll calls that it must answer, and what it owes on them. */
static bool
reads_own (const struct desk *desk, const struct principal *principal, const struct entity *entity)
{
    const struct obligation *obligation = (const struct obligation *)entity;
    if (entity->kind == ENTITY_OBLIGATION && is_for_owners (obligation->subject_kind))
        entity = desk_find (desk, obligation->subject_kind, obligation->subject);
    return entity && is_for_owners (entity->kind) && owns (principal, entity);
}

/* Its own orders, what it owes on them, itself, and where the duty rooms are. */
static bool
team_reads (const struct desk *desk, uint64_t team, const struct entity *entity)
{
    const struct obligation *obligation;
    switch (entity->kind) {
    case ENTITY_DISPATCH_ORDER:
        return ((const struct dispatch_order *)entity)->team == team;
    case ENTITY_OBLIGATION:
        obligation = (const struct obligation *)entity;
        return obligation->subject_kind == ENTITY_DISPATCH_ORDER && order_team (desk, obligation->subject) == team;
    case ENTITY_TEAM:
        return entity->id == team;
    case ENTITY_POST:
        return true;
    default:
        return false;
    }
}

/* What it reported itself. */
static bool
system_reads (const struct desk *desk, uint64_t principal, const struct entity *entity)
{
    const struct incident *incident;
    switch (entity->kind) {
    case ENTITY_INCIDENT:
        return ((const struct incident *)entity)->reported_by == principal;
    case ENTITY_REPORT:
        incident = (const struct incident *)desk_find (desk, ENTITY_INCIDENT, entity_incident (entity));
        return incident && incident->reported_by == principal;
    default:
        return false;
    }
}

bool
access_can_read (const struct desk *desk, const struct principal *principal, const struct entity *entity)
{
    if (principal->state != PRINCIPAL_ENROLLED)
        return false;
    if (reads_all (principal))
        return true;
    if (principal->role == ROLE_TEAM_LEADER)
        return principal->team && (team_reads (desk, principal->team, entity) || reads_own (desk, principal, entity));
    if (principal->role == ROLE_SYSTEM)
        return system_reads (desk, principal->entity.id, entity);
    return false;
}

bool
access_can_list (const struct principal *principal, enum entity_kind kind)
{
    return principal->state == PRINCIPAL_ENROLLED && (reads_all (principal) || seen[principal->role] & (1u << kind));
}

static bool
begins_with (const char *topic, size_t size, const char *prefix)
{
    size_t length = strlen (prefix);
    return size >= length && !memcmp (topic, prefix, length);
}

bool
access_can_subscribe (const struct desk *desk, const struct principal *principal, const char *topic, size_t size)
{
    char own[TOPIC_MAX + 1];
    if (principal->state != PRINCIPAL_ENROLLED || !access_allows (principal->role, ACTION_SUBSCRIBE))
        return false;
    if (reads_all (principal) || (size == strlen ("beat") && begins_with (topic, size, "beat")))
        return true;
    const struct team *team = (const struct team *)desk_find (desk, ENTITY_TEAM, principal->team);
    if (principal->role != ROLE_TEAM_LEADER || !team)
        return false;
    snprintf (own, sizeof own, "order/%s/", team->code);
    return begins_with (topic, size, own);
}

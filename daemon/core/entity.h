/* SPDX-License-Identifier: Apache-2.0 */
/* entity.h: what every kept thing has in common: a kind, an id, a version, a place in the desk's tables. */
#ifndef MUSTER_CORE_ENTITY_H
#define MUSTER_CORE_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uthash.h>

/* The numbers are stored and sent: append, never renumber. The names (entity_kind_name) are the SQL tables' and the
 * JSON's. */
enum entity_kind {
    ENTITY_NONE,
    ENTITY_PROFILE,
    ENTITY_POST,
    ENTITY_PERSON,
    ENTITY_TEAM,
    ENTITY_PRINCIPAL,
    ENTITY_INCIDENT,
    ENTITY_REPORT,
    ENTITY_DISPATCH_ORDER,
    ENTITY_SHIFT,
    ENTITY_OBLIGATION,
    ENTITY_HANDOVER = 16,
    ENTITY_SUBMISSION = 11,
    ENTITY_DUTY_LOG_ENTRY = 17,
    ENTITY_ROSTER = 13,
    ENTITY_PLANNED_SHIFT = 14,
    ENTITY_RESPONSE = 19,
    ENTITY_INSTRUCTION = 20,
    ENTITY_ROLL_CALL = 22,
    ENTITY_ROLL_CALL_ANSWER = 23,
    ENTITY_FIELD_COMMAND_POST = 24,
    ENTITY_CONSULTATION = 25,
    ENTITY_DRILL = 27,
    ENTITY_CALENDAR = 21,
    ENTITY_KINDS = 32 /* the numbers have holes */
};

/* On which topic of the feed an entity's changes travel. */
enum topic_kind {
    TOPIC_REGISTRY, /* "registry/<kind>/<id>" */
    TOPIC_OWN,      /* "<kind>/<id>" */
    TOPIC_INCIDENT, /* its incident's */
    TOPIC_SUBJECT,  /* its subject's (an obligation) */
    TOPIC_TEAM,     /* "order/<team>/<id>": its team listens to it */
    TOPIC_OWNER,    /* its own, or among the orders of the team that owns it: "order/<team>/<kind>/<id>" */
    TOPIC_POST,     /* "duty/<post>"; its own if it belongs to no post */
};

/* Drills have a series of numbers of their own, so that no real incident or order is ever numbered past one: ids are
 * counters of their kind and series, from 1, and from DRILL_IDS + 1 for what is a drill's. */
#define DRILL_IDS UINT64_C (1000000000)
enum { ID_SERIES = 2 * ENTITY_KINDS };
size_t id_series (enum entity_kind, uint64_t id); /* an index below ID_SERIES */
bool id_is_drill (uint64_t id);

/* Walks the kinds that exist. */
#define FOR_EACH_ENTITY_KIND(kind)                                                                                   \
    for (enum entity_kind kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++)                                       \
        if (entity_kind_exists (kind))
bool entity_kind_exists (enum entity_kind);

/* First member of each entity struct, so that a struct entity * and a struct incident * are one address. */
struct entity {
    enum entity_kind kind;
    bool dirty;                     /* changed since the last store batch was cut */
    bool parked;                    /* settled, and stays in memory as long as something is owed on it; the desk's */
    uint64_t id;                    /* counter of its kind and series, see DRILL_IDS */
    uint64_t version;               /* journal seq that last changed it */
    size_t log_slot;                /* place in the desk's version log; SIZE_MAX = not in it */
    struct obligation *obligations; /* derived: live obligations whose subject this is (->next_of_subject) */
    uint64_t topic_seq;             /* seq of the last push on the topic that is named after it; the runner's */
    uint64_t duty_topic_seq;        /* the same of a post's second topic, on which its shifts travel */
    size_t batch_row;               /* its place in the batch being cut; the runner's */
    UT_hash_handle hh;
};

const char *entity_kind_name (enum entity_kind);         /* "dispatch_order"; never NULL */
enum entity_kind entity_kind_by_name (const char *name); /* ENTITY_NONE if unknown */

/* A fresh zeroed entity of that kind (not in any desk), and its end. Every string in an entity is owned by it. */
struct entity *entity_new (enum entity_kind);
void entity_free (struct entity *);    /* takes NULL */
size_t entity_size (enum entity_kind); /* bytes of its struct */
/* A deep copy, not in any desk: dirty false, log_slot SIZE_MAX. */
struct entity *entity_clone (const struct entity *);

/* Settled: nothing about it is open any more, so that a restart need not load it. (Reports follow their incident.) */
bool entity_settled (const struct entity *);
/* The incident it belongs to, 0 for none. An incident belongs to itself. */
uint64_t entity_incident (const struct entity *);
bool entity_drill (const struct entity *);
/* The post on whose topic it travels, 0 for none. */
uint64_t entity_post (const struct entity *);
/* By when it says itself that what is owed on it is due; 0 = as the profile says. */
int64_t entity_due_at (const struct entity *);
/* Whom it names as the owner of what is owed on it; NULL = it names nobody. */
struct target;
const struct target *entity_owner (const struct entity *);

/* Of a whole kind: can it settle? Is there a state of it in which something is owed? */
bool entity_settles (enum entity_kind);
bool entity_owes (enum entity_kind);
enum topic_kind entity_topic (enum entity_kind);

#endif

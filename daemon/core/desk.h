/* SPDX-License-Identifier: Apache-2.0 */
/* desk.h: the core's one door. Pure: no I/O, no clock, no randomness; the same commands give the same journal. */
#ifndef MUSTER_CORE_DESK_H
#define MUSTER_CORE_DESK_H

#include "core/command.h"

struct desk;

struct desk_limits {
    uint32_t open_incidents_max; /* a report over it is refused (REFUSAL_LIMIT) */
    uint32_t settled_max;        /* settled entities kept in memory for lists and sync; the oldest leave first */
};

extern const struct desk_limits desk_limits_default;

struct desk *desk_create (const struct desk_limits *); /* NULL = defaults */
void desk_destroy (struct desk *);                     /* takes NULL */

/* Decides a command against the state, applies what follows, and adds it to the outcome. A refused command changes
 * nothing. Asserts: command->at is not before the previous step's. */
void desk_step (struct desk *, const struct command *, struct outcome *);

/* What must be brought into memory by desk_load before this command can be decided (a settled incident to reopen,
 * say; an incident with its reports and orders). Ask again after loading: returns false when everything is there. */
bool desk_needs (const struct desk *, const struct command *, enum entity_kind *ret_kind, uint64_t *ret_id);

/* When the next obligation fires, ms; INT64_MAX = none. The runner then steps an ACTION_TICK. */
int64_t desk_next_deadline (const struct desk *);

/* Rebuilding. desk_load takes ownership of a stored entity (incidents before what belongs to them; one that is in
 * memory already stays as it is); desk_loaded says that all are there and what the journal's head is. desk_apply
 * replays one journal entry (event.seq must be head + 1); it clones what it keeps. Returns -1 with a text if the
 * entry can't follow the state (a damaged journal). */
struct error;
void desk_load (struct desk *, struct entity *);
void desk_loaded (struct desk *, uint64_t head_seq, const uint64_t last_ids[ID_SERIES], uint64_t sync_floor);
int desk_apply (struct desk *, const struct event *, struct error *);

/* Reading. */
uint64_t desk_head (const struct desk *); /* seq of the last event, stored or not */
struct entity *desk_find (const struct desk *, enum entity_kind, uint64_t id); /* NULL = not in memory */
const struct team *desk_team_by_code (const struct desk *, const char *code);
const struct person *desk_person_by_code (const struct desk *, const char *code);
const struct post *desk_post_by_code (const struct desk *, const char *code);
const struct principal *desk_principal_by_code (const struct desk *, const char *code);
const struct principal *desk_principal_by_key (const struct desk *, const uint8_t key[KEY_BYTES]); /* enrolled only */
const struct profile *desk_profile (const struct desk *); /* the one in force; NULL = none imported */
/* The entities of a kind in memory, the last to come in first (that is: newest first, but for refetched ones). */
const struct entity *desk_newest (const struct desk *, enum entity_kind); /* NULL = none */
const struct entity *desk_older (const struct entity *);                  /* NULL = end */
size_t desk_count (const struct desk *, enum entity_kind);                /* in memory */
size_t desk_count_open (const struct desk *, enum entity_kind);           /* not settled */
size_t desk_count_open_drill (const struct desk *, enum entity_kind);     /* of them: part of a drill */
uint64_t desk_last_id (const struct desk *, enum entity_kind);            /* of what is no drill's */
/* The last ids of all series; 0 = none yet. */
const uint64_t *desk_last_ids (const struct desk *);
bool desk_gave_id (const struct desk *, enum entity_kind, uint64_t id); /* was it ever given out? */
/* What a roster says for so many local days from that moment on, seat by seat: what is planned already as it stands,
 * the rest (id 0) as computed. */
void desk_plan (const struct desk *, const struct roster *, int64_t from, uint32_t days,
                void (*each) (void *arg, const struct planned_shift *), void *arg);
/* The live obligations of a subject, linked by next_of_subject; NULL = none. */
const struct obligation *desk_obligations_of (const struct desk *, enum entity_kind, uint64_t id);

/* The version log: every entity in memory, in order of its version. since: entities with version > since. The cursor
 * is invalid after the next step. Sync below the floor can't be told from memory: the client must start from 0. */
struct desk_cursor {
    const struct desk *desk;
    size_t slot;
};
uint64_t desk_sync_floor (const struct desk *);
struct desk_cursor desk_changed_since (const struct desk *, uint64_t since);
const struct entity *desk_cursor_next (struct desk_cursor *); /* NULL = end */

/* The entities changed since the last call, each once, in no particular order; marks them clean. */
size_t desk_take_dirty (struct desk *, const struct entity ***ret_entities); /* valid until the next call or step */

/* The topic of the feed for an entity's changes, "incident/1042". Returns the entity that the topic is named after
 * (an obligation travels on its subject's topic), NULL if it is not in memory. */
enum { TOPIC_MAX = 95 };
struct entity *desk_topic (const struct desk *, enum entity_kind, uint64_t id, char topic[TOPIC_MAX + 1]);

/* Holds the desk against its own invariants (promise 2 among them: every open incident and order has a live
 * obligation). Returns 0, or -1 with what is broken. Linear in the state: for tests, verify and the watchdog. */
int desk_check (const struct desk *, struct error *);

#endif

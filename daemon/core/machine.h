/* SPDX-License-Identifier: Apache-2.0 */
/* machine.h: the state machines, as tables [state][event] -> next state; an absent cell refuses. docs/states.md is
 * printed from them. */
#ifndef MUSTER_CORE_MACHINE_H
#define MUSTER_CORE_MACHINE_H

#include "core/event.h"

struct machine {
    enum entity_kind kind;
    uint32_t states_count;
    const char *const *state_names;
    const uint8_t (*transitions)[EVENT_KINDS]; /* [state][event]; 0 (new) is never a target: it means refused */
    size_t state_offset;                       /* of the state member in the entity's struct */
};

/* The machine of this kind of entity; NULL = it has no states (registry, reports). */
const struct machine *machine_of (enum entity_kind);
uint32_t machine_state (const struct machine *, const struct entity *);
void machine_set (const struct machine *, struct entity *, uint32_t state);
/* The state after this event; 0 = refused. */
uint32_t machine_next (const struct machine *, uint32_t state, enum event_kind);

/* What an event does to obligations: which live ones it discharges (somebody did it) or withdraws (no longer owed),
 * and which it arms. Of its subject, or of the subject's incident (or, if it has none, post; but an order that
 * follows another, after a decline or expiry, does nothing to its incident's). Masks of 1 << enum obligation_kind. */
struct obligation_rule {
    enum event_kind event;
    bool of_incident;
    uint32_t discharges, withdraws;
    /* OBLIGATION_NONE = none; OBLIGATION_REPORT = the report stages of the profile that apply now (stage.c). Of
     * reports an event discharges only those that it meets. */
    enum obligation_kind arms;
};

/* The rows, ending with one whose event is EVENT_NONE. */
extern const struct obligation_rule obligation_rules[];

#endif

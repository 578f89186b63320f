/* SPDX-License-Identifier: Apache-2.0 */
/* oracle.h: what must be true of any run of Muster, whatever happened to it: the journal, what was told, what is
 * stored and what the consoles hold, each against the others. Used by the simulation and by the tests of the real
 * stack.
 *
 * Give it the journal, entry by entry. Then whatever a daemon told: it must follow from the journal given so far. A
 * simulation gives each entry when it is durable, so that a thing told too early is caught; a live test gives the
 * whole journal first. Every function returns 0, or -1 with what is wrong. */
#ifndef MUSTER_TESTS_ORACLE_H
#define MUSTER_TESTS_ORACLE_H

#include "core/desk.h"
#include "replica.h"
#include "store/store.h"

struct oracle;
struct error;

struct oracle *oracle_create (void);
void oracle_destroy (struct oracle *); /* takes NULL */

/* No gap; chained; epochs and times never go back; one run of entries for each command (none applied twice); legal
 * for the state it meets (a replay); a drill stays a drill. */
int oracle_entry (struct oracle *, const struct store_entry *, struct error *);
uint64_t oracle_head (const struct oracle *);
uint64_t oracle_epoch (const struct oracle *);                /* of the last entry */
const struct desk *oracle_desk (const struct oracle *);       /* everything there ever was, replayed */
const uint8_t *oracle_hash (const struct oracle *, uint64_t); /* of that entry; NULL = there is none */
const char *oracle_topic (const struct oracle *, uint64_t);   /* that this entry's push travels on */

/* To whom and for what a reply went. */
struct told {
    uint64_t principal;
    bool command;                /* it answers a command; otherwise a query or something that can't be read */
    const uint8_t *payload_hash; /* of that command, as wire computes it; NULL = not known */
    uint64_t sent_head;          /* the journal's head when it was sent; 0 = not known */
};

/* Every image, entry and number in it is in the journal. A final word on a command: accepted = its entries are there,
 * refused = it made none; said twice = the same word both times; only one payload of an id ever gets one. */
int oracle_reply (struct oracle *, const struct told *, const uint8_t *data, size_t size, struct error *);
/* The entry is there, of that epoch, on that topic, and the image is what the journal leads to. */
int oracle_push (struct oracle *, const char *topic, const uint8_t *data, size_t size, struct error *);
int oracle_beat (struct oracle *, const uint8_t *data, size_t size, struct error *);
/* May this principal see this (by the newest state), as far as that can be told? */
int oracle_may_see (const struct oracle *, uint64_t principal, uint64_t head_seq, const Muster__V1__Image *,
                    struct error *);

/* Every stored row, any order: the same image that the replay leads to. Then oracle_rows_end: none is missing. */
int oracle_row (struct oracle *, enum entity_kind, uint64_t id, uint64_t version, const uint8_t *image, size_t size,
                struct error *);
int oracle_rows_end (struct oracle *, struct error *);
/* A desk at rest in a daemon's memory: each entity is what the replay leads to. */
int oracle_memory (const struct oracle *, const struct desk *, struct error *);
/* A console that says it is up to date. Nothing in it is old. Nothing open is missing that its principal may see, and
 * nothing settled that changed after floor (the daemon's sync floor; UINT64_MAX = don't ask for settled ones). */
int oracle_console (const struct oracle *, uint64_t principal, const struct replica *, uint64_t floor,
                    struct error *);
/* When all is said: each final word still holds, and the state keeps its promises. */
int oracle_finish (const struct oracle *, struct error *);

struct oracle_counts {
    uint64_t entries, commands_applied, words_ok, words_refused, pushes, replies;
};
void oracle_count (const struct oracle *, struct oracle_counts *);

#endif

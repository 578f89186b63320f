/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.h: what a replica has been given, what it may have missed, and whether it may call itself live.
 *
 * Pure bookkeeping: no sockets, no clock, no callbacks. The feed tells it what came in; it answers what to do.
 *
 * Terms. Journal entry n changes exactly one entity, whose image then has version n or later. An entity's *version*
 * is that of its image in the daemon's stored state; *given* is the version of the last image that the replica was
 * given (0 = none). There are two ways in, and they are not ordered against each other:
 *   - pushes, on one connection, in journal order: a subscriber gets those of the topics it may see; any of them may
 * be dropped on the way (high-water mark, broken line), including the last one on a topic;
 *   - sync chunks: all visible entities with version in (since, through], as they stood when the chunk was made.
 *
 * The one invariant, for every entity that we may see:
 *
 *     given = version,  or  version > position                                      (P)
 *
 * so what we lack is exactly what Sync(since = position) brings (or, when the daemon's memory does not reach back
 * that far, a reset and a snapshot of what it holds). Proof: it holds at the start (position = 0, or where a former
 * session of the same replica ended). A change by itself keeps it: entry n is above any position, since position only
 * follows entries that are stored. Position grows in two ways only.
 *  1. A chunk for since = S <= position ends at through = T. An entity in (S, T] was in it, or has changed since the
 *     chunk was made; then its version is > the head at that time >= T. Hence position = max (position, T).
 *  2. A *run* is an unbroken row of pushes from..to that were all given. With from <= position + 1, an entity with
 *     version n in (position, to] was changed last by entry n, whose push gave it at version >= n. Hence
 *     position = max (position, to).
 * A push beyond a hole never moves position: prev_seq shows a hole on one topic only, and only when the next push on
 * that topic comes. How many pushes a partial viewer was shown says nothing about those it lost. So for a replica
 * that sees everything, position follows every push; for one that sees a part, position follows its syncs.
 *
 * Missed or not. `required` is the highest entry we have heard of but may not have been given: a beat's head_seq (it
 * comes after all pushes up to it, on the same connection), or a push's prev_seq. While position < required we ask
 * Sync(since = position); for a partial viewer that has missed nothing the answer is an empty chunk with through =
 * head. It is not enough to compare a beat with the highest seq seen: topic A's push 10 dropped, topic B's push 11
 * seen, beat 11 would look complete.
 *
 * Live means: position has reached the head of a beat with no chunk outstanding, hence every entity is as new as that
 * head. What is live and level when a beat finds it behind stays live while a sync asks why, but only until the next
 * beat (else a partial viewer would flicker with each change of what it may not see); a gap shown by prev_seq, or a
 * chunk that is not the last, ends it at once.
 *
 * By (P), an image with version <= position is old news whatever entity it is of: we hold it, or its entity has
 * changed since and a newer image is on its way. So the versions given need to be kept only above position, and the
 * seqs of topics only until position passes them: both tables stay small for ever.
 *
 * A new epoch (another leader, or a reload) may stand on a journal that lost its tail: what was learnt about holes
 * and runs is void, and nothing is live before a sync answered in the new epoch. */
#ifndef LIBMUSTER_LEDGER_H
#define LIBMUSTER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mu_version;
struct mu_topic;

enum {
    MU_VERSIONS_MAX = 65536, /* images pushed above position; over it pushes are left to the next sync */
    MU_TOPICS_MAX = 8192,    /* topics heard of above position; over it a sync clears them */
};

struct mu_ledger {
    uint64_t epoch; /* 0 = none heard yet */
    uint64_t position;
    uint64_t required;
    uint64_t run_from, run_to; /* 0 = no run */
    uint64_t seen;             /* highest seq of any push in this epoch */
    bool sync_due;             /* not live before a sync has ended: first start, reconnect, new epoch */
    bool let_off;              /* still live though below required: it was level before the last beat */
    bool more;                 /* the last chunk said that there is more */
    struct mu_version *versions;
    struct mu_topic *topics;
};

enum mu_epoch { MU_EPOCH_OLD, MU_EPOCH_SAME, MU_EPOCH_NEW };

void mu_ledger_open (struct mu_ledger *, uint64_t since);
void mu_ledger_close (struct mu_ledger *);

/* Somebody speaks in this epoch (0 = it did not say). OLD: do not listen to it. NEW has been taken over already. */
enum mu_epoch mu_ledger_epoch (struct mu_ledger *, uint64_t epoch);

/* A push came. False: there is no room for it; do not give it (a sync will bring it). */
bool mu_ledger_push_begin (struct mu_ledger *, const void *topic, size_t topic_size, uint64_t seq, uint64_t prev_seq);
/* It was given. */
void mu_ledger_push_end (struct mu_ledger *, uint64_t seq);

/* Is this image newer than what was given? If so it counts as given from now on. */
bool mu_ledger_take (struct mu_ledger *, uint32_t kind, uint64_t id, uint64_t version);

/* live: what the user was told until now. */
void mu_ledger_beat (struct mu_ledger *, uint64_t head_seq, bool live);

/* A chunk says: drop all. */
void mu_ledger_reset (struct mu_ledger *);
/* All images of a chunk were given. False: the chunk leads nowhere (more is announced, but through does not grow). */
bool mu_ledger_chunk_end (struct mu_ledger *, uint64_t through, bool more);
/* The line broke, or we looked away for too long. */
void mu_ledger_interrupted (struct mu_ledger *);

bool mu_ledger_wants_sync (const struct mu_ledger *);
/* May it be called live, as far as the journal is concerned? */
bool mu_ledger_current (const struct mu_ledger *);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_start.h: from nothing to a loaded leader: connect, settings, migrate, take the lead, load, prepare. */
#ifndef MUSTER_STORE_POSTGRES_START_H
#define MUSTER_STORE_POSTGRES_START_H

#include "store/migrate.h"
#include "store/postgres_batch.h"

enum { ENDPOINT_MAX = 255 };

struct starter {
    const struct store_options *options;
    const struct store_callbacks *callbacks;
    struct session *session;
    struct params params;
    int64_t now_ms;

    int step;
    bool asked;  /* the step's statement is sent */
    bool opened; /* connecting has begun */
    bool hungry; /* the last turn stopped for its budget, not for want of rows */
    struct migrator migrator;
    size_t load; /* which part of the load */
    struct store_head head;
    struct row_types row_types;
    int64_t renewed_ms; /* when we last wrote the leader row */

    /* standing by */
    bool standing_by;
    int64_t retry_at_ms;      /* 0 = now */
    int64_t refused_since_ms; /* 0 = the lock was not refused yet */
    bool got_lock;
    char other_centre[CODE_MAX + 1];
    char leader[ENDPOINT_MAX + 1];
    struct sign {
        uint64_t pid, renewed; /* who holds the lock, and the leader row's renewed_at */
    } sign, last_sign;
    int64_t unchanged_since_ms; /* since when last_sign has stood */
};

/* The session must be closed. options and callbacks must outlive the starter. */
void starter_begin (struct starter *, struct session *, const struct store_options *, const struct store_callbacks *);
/* Goes on; done: head is filled and the session is in pipeline mode with everything prepared. */
enum progress starter_turn (struct starter *, int64_t now_ms, struct failure *);
/* When to call again without I/O; INT64_MAX = not at all. */
int64_t starter_wake_ms (const struct starter *);
void starter_free (struct starter *);

#endif

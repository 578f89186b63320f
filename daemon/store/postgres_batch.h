/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_batch.h: a batch as prepared statements over unnested arrays, pipelined up to one Sync. */
#ifndef MUSTER_STORE_POSTGRES_BATCH_H
#define MUSTER_STORE_POSTGRES_BATCH_H

#include "store/postgres_session.h"

/* Who writes; checked by each transaction's first statement. */
struct writer {
    const char *centre;
    uint64_t epoch;
};

/* Memory reused from batch to batch. Zero-initialise; batch_free at the end. */
struct batch_memory {
    struct params params;
    const struct store_row **rows; /* those of one kind */
    size_t rows_capacity;
};

void batch_free (struct batch_memory *);

/* Once a connection, in pipeline mode: sends every statement to be prepared, and a Sync. */
int batch_prepare (struct session *, struct failure *);
/* Sends one batch and its Sync. renew: say in passing that the leader lives. */
int batch_send (struct batch_memory *, struct session *, const struct writer *, const struct store_batch *,
                bool renew, struct failure *);
/* Sends only a sign of life, and its Sync. */
int batch_send_renewal (struct batch_memory *, struct session *, const struct writer *, struct failure *);

#endif

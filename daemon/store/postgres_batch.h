/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_batch.h: a batch as prepared statements over arrays of rows, pipelined up to one Sync. */
#ifndef MUSTER_STORE_POSTGRES_BATCH_H
#define MUSTER_STORE_POSTGRES_BATCH_H

#include "store/postgres_session.h"

/* The row types of the tables: an array in binary format names what it consists of. */
enum { ROW_COLUMNS_MAX = 64 };

struct row_type {
    Oid oid; /* 0 = not known */
    uint8_t columns_count;
    uint8_t order[ROW_COLUMNS_MAX]; /* which of our columns stands at each place in the table */
};

struct row_types {
    Oid journal, command;
    struct row_type entities[ENTITY_KINDS];
};

/* Gives a row for each table: its name, its row type, its columns' names in order. */
extern const char batch_row_types_sql[];
/* Takes one of them, if its columns are those that this program writes. Zero-initialise the types. */
void batch_take_row_type (struct row_types *, const char *table, Oid type, const char *names);
/* The table that was not taken; NULL = all are there. */
const char *batch_missing_row_type (const struct row_types *);

/* Who writes; checked by each transaction's first statement. */
struct writer {
    const char *centre;
    uint64_t epoch;
    uint64_t next_seq; /* the entry that follows what was sent */
    const struct row_types *row_types;
    uint64_t last_ids[ID_SERIES]; /* of what was sent: a larger id is a newborn's */
};

enum { BATCH_JOINED_MAX = 64 };

/* Memory reused from batch to batch. Zero-initialise; batch_free at the end. */
struct batch_memory {
    struct params params;
    uint64_t joined[BATCH_JOINED_MAX]; /* which parts this session has a joined statement for */
    size_t joined_count;
    const struct store_row **rows; /* those of one kind */
    size_t rows_capacity;
};

void batch_free (struct batch_memory *);
/* With a new session. */
void batch_forget_prepared (struct batch_memory *);

/* Once a connection, in pipeline mode: sends every statement to be prepared, and a Sync. */
int batch_prepare (struct session *, struct failure *);
/* Sends one batch and its Sync. renew: say in passing that the leader lives. */
int batch_send (struct batch_memory *, struct session *, struct writer *, const struct store_batch *, bool renew,
                struct failure *);
/* Sends only a sign of life, and its Sync. */
int batch_send_renewal (struct batch_memory *, struct session *, const struct writer *, struct failure *);

#endif

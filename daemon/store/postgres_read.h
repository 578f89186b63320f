/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_read.h: reads for the daemon's clients, one after the other, on a session that is opened when first
 * needed. */
#ifndef MUSTER_STORE_POSTGRES_READ_H
#define MUSTER_STORE_POSTGRES_READ_H

#include "store/postgres_session.h"

enum { READS_WAITING_MAX = 64, READ_MS_MAX = 30000 };

struct read_query;

struct read {
    const struct read_query *query;
    enum entity_kind kind;
    uint64_t id; /* principal, entity, before or after */
    uint64_t incident;
    uint32_t limit;
    uint8_t command_id[COMMAND_ID_BYTES];
    union {
        store_command_fn *command;
        store_image_fn *image;
        store_entry_fn *entry;
    } callback;
    void *arg;
};

struct reader {
    const struct store_options *options;
    struct session session;
    struct params params;
    bool asked;    /* the first read's statement is sent */
    bool answered; /* the first read, a lookup, found its command */
    bool hungry;   /* the last turn stopped for its budget, not for want of rows */
    int64_t retry_at_ms;
    int64_t give_up_at_ms;                /* of the statement that is sent: READ_MS_MAX without a row */
    struct read reads[READS_WAITING_MAX]; /* a ring */
    size_t first, count;
};

void reader_init (struct reader *, const struct store_options *);
/* Calls back everything that waits with ok = false, and closes the session. */
void reader_drop (struct reader *);
/* Frees without calling back. */
void reader_free (struct reader *);
void reader_turn (struct reader *, int64_t now_ms);
/* When to call again without I/O; INT64_MAX = not at all. */
int64_t reader_wake_ms (const struct reader *);

/* The store's own functions; -1: too many wait. */
int reader_lookup (struct reader *, uint64_t principal, const uint8_t id[COMMAND_ID_BYTES], store_command_fn *,
                   void *arg);
int reader_fetch (struct reader *, enum entity_kind, uint64_t id, store_image_fn *, void *arg);
int reader_list (struct reader *, enum entity_kind, uint64_t before, uint32_t limit, store_image_fn *, void *arg);
int reader_journal (struct reader *, uint64_t after, uint64_t incident, uint32_t limit, store_entry_fn *, void *arg);

#endif

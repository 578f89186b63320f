/* SPDX-License-Identifier: Apache-2.0 */
/* memory.h: the in-memory driver's disk, which outlives the stores on it, and its faults. For tests and simulation.
 *
 * The same rules as PostgreSQL's: each start of a leader takes a new epoch and fences the one before; a second store
 * stands by while the first one's handle is called, and takes over when it has been silent for its lease, has failed,
 * or is destroyed. A destroyed store's batch that was not committed is lost. */
#ifndef MUSTER_STORE_MEMORY_H
#define MUSTER_STORE_MEMORY_H

#include "store/store.h"

struct memory_disk;

struct memory_disk *memory_disk_create (void);
void memory_disk_destroy (struct memory_disk *); /* after the stores on it; takes NULL */

/* A store on this disk. (store_memory_create makes one with a disk of its own.) */
struct store *store_memory_open (struct memory_disk *, const struct store_options *, const struct store_callbacks *);

/* What can happen to a batch. */
enum memory_fault {
    MEMORY_FAULT_NONE,
    MEMORY_FAULT_LOST,    /* fails before it is durable */
    MEMORY_FAULT_UNKNOWN, /* durable, but the answer is lost: fails */
    MEMORY_FAULT_WARNING, /* durable here, but the server warned (synchronous replication was given up): fails */
};

/* The next batch meets this fault, once. */
void memory_disk_fail_next (struct memory_disk *, enum memory_fault);
/* While held no batch commits or fails. */
void memory_disk_hold (struct memory_disk *, bool held);
/* The end of a fetch comes so many handles after its rows, as PostgreSQL's may: batches may be committed in between.
 */
void memory_disk_slow_fetches (struct memory_disk *, unsigned handles);
/* The next starts fail, this many times, as if the server were down. */
void memory_disk_refuse_starts (struct memory_disk *, unsigned times);
/* The next store that starts or stands by takes the lead at once, although the leader lives: a double leader until
 * the old one's next batch or sign of life is refused. */
void memory_disk_take_over (struct memory_disk *);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* feed.h: keeps a replica: a SUB socket for pushes and beats, Sync requests for all that was missed.
 *
 * First start, gap, reconnect, another leader: the same code. Subscribe, sync from the position, take what is newer.
 * What is missing and what may be called live is decided by the ledger; here is when to speak with whom:
 *
 *   no beat for FEED_SILENCE_MS        STALE; a new socket to the next daemon, subscribe again, sync
 *   no first beat for FEED_CONNECT_MS  a new socket to the next daemon
 *   requests are answered elsewhere    and no beat here: a new socket to the daemon that answers
 *   we were not called for that long   what waits in the socket is of unknown age: as after silence, same daemon
 *   an older epoch speaks              is not listened to, so it becomes silence */
#ifndef LIBMUSTER_FEED_H
#define LIBMUSTER_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "muster/muster.h"

struct mu_feed;
struct mu_links;
struct mu_requests;

struct mu_feed *mu_feed_open (struct mu_links *, struct mu_requests *, const char *const *topics, size_t topics_count,
                              uint64_t since, const struct muster_feed_callbacks *);
/* Takes NULL. May be called from a callback: no further one comes, and the memory goes when the callback returns. */
void mu_feed_close (struct mu_feed *);

/* Reads, asks, calls back. Does nothing while one of its own callbacks runs. */
void mu_feed_process (struct mu_feed *);
bool mu_feed_readable (struct mu_feed *);
int64_t mu_feed_due_at (const struct mu_feed *);
uint64_t mu_feed_position (const struct mu_feed *);

#endif

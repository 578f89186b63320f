/* SPDX-License-Identifier: Apache-2.0 */
/* requests.h: requests that wait for their final word, and when to send their bytes again.
 *
 * A request is packed once; every send is of these same bytes, so that the daemon knows a retry by its id and its
 * payload. What happens to it:
 *
 *   silence for retry_ms      the daemon is in doubt: the next one gets it
 *   PENDING                   told on; we wait PENDING_PATIENCE times as long before it counts as silence
 *   BUSY                      told on; sent again after retry_after_ms and some jitter
 *   NOT_LEADER                sent to leader_endpoint if we know it (at once the first time, then with a pause, since
 * two daemons may each hold the other for the leader), else to the next one after a pause any other status the final
 * word timeout                   the final word, and the outcome is unknown */
#ifndef LIBMUSTER_REQUESTS_H
#define LIBMUSTER_REQUESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "muster/muster.h"

struct mu_links;
struct mu_pending;

struct mu_requests {
    struct mu_links *links;
    struct mu_pending *pending; /* by id */
    int64_t retry_ms;
    int64_t due_at; /* nothing is due before this; MU_NEVER = nothing at all */
    bool closing;
};

void mu_requests_open (struct mu_requests *, struct mu_links *, uint32_t retry_ms);
/* Ends every request as MUSTER_CANCELLED. Takes a zeroed one. */
void mu_requests_close (struct mu_requests *);

/* Does what muster_request says. */
void mu_requests_send (struct mu_requests *, Muster__V1__Request *, uint32_t timeout_ms, muster_reply_fn *,
                       muster_interim_fn *, void *arg);
/* Bytes from the daemon of this index; calls back. What is no reply to a waiting request is ignored. */
void mu_requests_receive (struct mu_requests *, int link, const uint8_t *data, size_t size);
/* Sends again what is due, and ends what has timed out; calls back. */
void mu_requests_due (struct mu_requests *, int64_t now);

#endif

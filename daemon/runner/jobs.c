/* SPDX-License-Identifier: Apache-2.0 */
/* jobs.c: requests on their way: those that wait their turn and those for which the store is asked something. */
#include "runner/pipeline_parts.h"
#include "util/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

struct job *
job_new (struct pipeline *p, const struct bus_route *route, uint64_t principal, const uint8_t *data, size_t size)
{
    struct job *job = xcalloc (1, sizeof *job + size);
    job->route = *route;
    job->principal = principal;
    job->received_at = p->now;
    job->pipeline = p;
    job->size = size;
    if (size)
        memcpy (job->data, data, size);
    return job;
}

static void
index_remove (struct job *job)
{
    if (job->indexed)
        HASH_DEL (job->pipeline->waiting_index, job);
    job->indexed = false;
}

void
job_free (struct job *job)
{
    index_remove (job);
    fetch_forget (job);
    free (job);
}

void
job_wait (struct pipeline *p, struct job *job, bool first)
{
    if (first)
        DL_PREPEND (p->waiting, job);
    else
        DL_APPEND (p->waiting, job);
    p->waiting_count++;
    p->waiting_bytes += job->size;
}

struct job *
job_take (struct pipeline *p)
{
    struct job *job = p->waiting;
    if (!job)
        return NULL;
    DL_DELETE (p->waiting, job);
    p->waiting_count--;
    p->waiting_bytes -= job->size;
    index_remove (job);
    return job;
}

static struct job_key
key_of (const struct job *job, const uint8_t id[COMMAND_ID_BYTES])
{
    struct job_key key = { .principal = job->principal };
    memcpy (key.id, id, COMMAND_ID_BYTES);
    return key;
}

static struct job *
waiting_under (const struct pipeline *p, const struct job_key *key)
{
    struct job *found;
    HASH_FIND (hh, p->waiting_index, key, sizeof *key, found);
    return found;
}

/* The same bytes: other content under the same id is another matter, for when its turn comes. */
static bool
is_retry (const struct job *first, const struct job *job)
{
    return first && first->size == job->size && memcmp (first->data, job->data, job->size) == 0;
}

/* A retry of a command that waits: the answer will go to where it was sent from last. */
static bool
job_is_waiting (const struct pipeline *p, const struct job *job, const uint8_t id[COMMAND_ID_BYTES])
{
    struct job_key key = key_of (job, id);
    return is_retry (waiting_under (p, &key), job);
}

void
job_take_route (struct job *first, struct job *retry)
{
    first->route = retry->route;
    first->told_interim = false;
    job_free (retry);
}

/* A retry takes no second place. */
static void
job_wait_command (struct pipeline *p, struct job *job, const uint8_t id[COMMAND_ID_BYTES])
{
    struct job_key key = key_of (job, id);
    struct job *first = waiting_under (p, &key);
    if (is_retry (first, job)) {
        job_take_route (first, job);
        return;
    }
    if (!first) {
        job->key = key;
        job->indexed = true;
        HASH_ADD (hh, p->waiting_index, key, sizeof job->key, job);
    }
    job_wait (p, job, false);
}

/* Commands may be large: bytes are counted whatever the state. The number is bounded by leaving requests in the
 * sockets, but not where senders must be told. A retry of what waits needs no room. */
void
job_wait_or_put_off (struct pipeline *p, struct job *job, const struct request *request)
{
    bool many = p->waiting_count >= p->options.waiting_commands_max && pipeline_is_stuck (p);
    bool full = many || p->waiting_bytes >= WAITING_BYTES_MAX;
    if (full && !job_is_waiting (p, job, request->id))
        answer_status (p, job, request, REPLY_BUSY);
    else
        job_wait_command (p, job, request->id);
}

void
job_park (struct pipeline *p, struct job *job)
{
    job->generation = p->generation;
    job->parked_at = p->now;
    DL_APPEND (p->parked, job);
}

void
job_unpark (struct pipeline *p, struct job *job)
{
    DL_DELETE (p->parked, job);
}

struct job *
job_reading_already (const struct pipeline *p, const struct job *job)
{
    struct job *first = p->parked;
    while (first &&
           !(first->reading && !first->answered && first->principal == job->principal && is_retry (first, job)))
        first = first->next;
    return first;
}

void
job_park_or_put_off (struct pipeline *p, struct job *job, const struct request *request, int asked)
{
    if (asked == 0)
        job_park (p, job);
    else /* too many are asking the store: those who wait here would shut out the others */
        answer_status (p, job, request, REPLY_BUSY);
}

bool
job_overtaken (struct pipeline *p, struct job *job, bool ok)
{
    job_unpark (p, job);
    if (job->answered) {
        job_free (job);
        return true;
    }
    if (ok && job->generation == p->generation)
        return false;
    job->looked_up = false;
    job->missing = job->head_asked = false;
    job_wait (p, job, false);
    return true;
}

/* "Received, NOT stored yet": only for commands; a query's silence needs no promise. */
static void
tell_interim (struct pipeline *p, struct job *job)
{
    struct request request;
    struct fault fault;
    job->told_interim = true;
    if (wire_decode_request (job->data, job->size, job->received_at, &request, &fault) == 0 &&
        request.action < ACTION_COMMANDS) {
        struct buffer bytes = { 0 };
        struct reply reply = reply_to (p, &request, REPLY_PENDING);
        wire_encode_reply (&reply, &bytes);
        p->output.reply (p->output.arg, &job->route, bytes.data, bytes.size);
        p->counters.interim++;
        buffer_free (&bytes);
    }
    wire_request_free (&request);
}

static bool
owes_interim (const struct job *job)
{
    return job && !job->told_interim && !job->answered;
}

static void
tell_if_late (struct pipeline *p, struct job *job)
{
    if (owes_interim (job) && p->now - job->received_at >= (int64_t)p->options.interim_ms)
        tell_interim (p, job);
}

static void
tell_batch (struct pipeline *p, const struct bundle *batch)
{
    for (size_t i = 0; batch && i < batch->decided_count; i++)
        tell_if_late (p, batch->decided[i].job);
}

void
jobs_tell_interim (struct pipeline *p)
{
    struct job *job;
    tell_batch (p, p->flight);
    tell_batch (p, p->queued);
    tell_batch (p, p->building);
    DL_FOREACH (p->parked, job)
    tell_if_late (p, job);
    DL_FOREACH (p->waiting, job)
    tell_if_late (p, job);
}

/* ---- what the store leaves without an answer ---- */

/* The first that would be given up; they are in the order in which they were parked. */
static struct job *
first_parked (const struct pipeline *p)
{
    struct job *job = p->parked;
    while (job && (job->answered || job->patient))
        job = job->next;
    return job;
}

/* The store may still call back for it, so that the job stays. A command was not stepped: it can be sent again. */
static void
give_up (struct pipeline *p, struct job *job)
{
    struct request request;
    struct fault fault;
    job->answered = true;
    if (wire_decode_request (job->data, job->size, job->received_at, &request, &fault) == 0) {
        bool command = request.action < ACTION_COMMANDS;
        struct reply reply = reply_to (p, &request, command ? REPLY_BUSY : REPLY_FAILED);
        if (command)
            p->counters.busy++;
        else
            reply_store_away (&reply);
        answer_send (p, job, &reply);
    }
    wire_request_free (&request);
}

void
jobs_give_up (struct pipeline *p)
{
    for (struct job *job; (job = first_parked (p)) && p->now - job->parked_at >= PARKED_MS_MAX;)
        give_up (p, job);
}

bool
jobs_parked (const struct pipeline *p)
{
    return first_parked (p);
}

/* ---- when ---- */

static void
sooner (const struct pipeline *p, const struct job *job, int64_t *deadline)
{
    if (owes_interim (job) && job->received_at + (int64_t)p->options.interim_ms < *deadline)
        *deadline = job->received_at + (int64_t)p->options.interim_ms;
}

/* What the daemon itself decided has no job, and nobody to be told. */
static void
sooner_in_batch (const struct pipeline *p, const struct bundle *batch, int64_t *deadline)
{
    size_t i = 0;
    while (batch && i < batch->decided_count && !owes_interim (batch->decided[i].job))
        i++;
    if (batch && i < batch->decided_count)
        sooner (p, batch->decided[i].job, deadline);
}

static void
sooner_in_list (const struct pipeline *p, const struct job *job, int64_t *deadline)
{
    while (job && !owes_interim (job))
        job = job->next;
    sooner (p, job, deadline);
}

/* Only the first of each queue that is to be told is looked at: they are in order of arrival, near enough for a
 * courtesy. */
int64_t
jobs_interim_deadline (const struct pipeline *p)
{
    int64_t deadline = INT64_MAX;
    sooner_in_batch (p, p->flight, &deadline);
    sooner_in_batch (p, p->queued, &deadline);
    sooner_in_batch (p, p->building, &deadline);
    sooner_in_list (p, p->parked, &deadline);
    sooner_in_list (p, p->waiting, &deadline);
    const struct job *first = first_parked (p);
    if (first && first->parked_at + PARKED_MS_MAX < deadline)
        deadline = first->parked_at + PARKED_MS_MAX;
    return deadline;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c: replies, at once or held until what they rest on is stored. */
#include "runner/pipeline_parts.h"

#include <string.h>

struct reply
reply_to (const struct pipeline *p, const struct request *request, enum reply_status status)
{
    struct reply reply = { .status = status, .epoch = p->epoch, .head_seq = p->committed_seq };
    if (request->has_id)
        reply.id = request->id;
    if (p->away_since)
        reply.age_ms = (uint64_t)(p->now - p->away_since) + 1;
    if (status == REPLY_BUSY)
        reply.retry_after_ms = RETRY_AFTER_MS;
    if (status == REPLY_NOT_LEADER)
        reply.leader_endpoint = p->leader_endpoint;
    return reply;
}

void
reply_store_away (struct reply *reply)
{
    reply->code = "store_away";
    reply->template = N_ ("The database does not answer; this can't be read now. Try again.");
}

void
answer_send (struct pipeline *p, const struct job *job, const struct reply *reply)
{
    struct buffer bytes = { 0 };
    wire_encode_reply (reply, &bytes);
    p->output.reply (p->output.arg, &job->route, bytes.data, bytes.size);
    buffer_free (&bytes);
}

void
answer_now (struct pipeline *p, struct job *job, const struct reply *reply)
{
    answer_send (p, job, reply);
    job_free (job);
}

/* While a commit hangs, consoles go on asking: their answers must not fill the memory. */
static bool
too_much_held (const struct pipeline *p)
{
    return p->building->held_bytes + (p->queued ? p->queued->held_bytes : 0) +
               (p->flight ? p->flight->held_bytes : 0) >=
           HELD_BYTES_MAX;
}

static void
answer_busy_instead (struct pipeline *p, struct job *job, const struct reply *reply)
{
    struct reply busy = { .id = reply->id,
                          .status = REPLY_BUSY,
                          .epoch = p->epoch,
                          .head_seq = p->committed_seq,
                          .retry_after_ms = RETRY_AFTER_MS };
    p->counters.busy++;
    answer_now (p, job, &busy);
}

void
answer_held (struct pipeline *p, struct job *job, const struct reply *reply)
{
    bool held = !bundle_empty (p->building) || (p->flight && p->state != PIPELINE_AWAY);
    if (held && too_much_held (p))
        answer_busy_instead (p, job, reply);
    else if (!bundle_empty (p->building))
        bundle_hold (p->building, job, reply);
    else if (held)
        bundle_hold (p->queued ? p->queued : p->flight, job, reply);
    else
        answer_now (p, job, reply);
}

void
answer_status (struct pipeline *p, struct job *job, const struct request *request, enum reply_status status)
{
    struct reply reply = reply_to (p, request, status);
    if (status == REPLY_BUSY)
        p->counters.busy++;
    answer_now (p, job, &reply);
}

void
answer_store_away (struct pipeline *p, struct job *job, const struct request *request)
{
    struct reply reply = reply_to (p, request, REPLY_FAILED);
    reply_store_away (&reply);
    answer_now (p, job, &reply);
}

static struct reply
fault_reply (struct pipeline *p, const struct request *request, const struct fault *fault)
{
    struct reply reply = reply_to (p, request, REPLY_INVALID);
    reply.code = fault->code;
    reply.field = fault->field;
    reply.template = fault->template;
    memcpy (reply.args, fault->args, sizeof reply.args);
    p->counters.invalid++;
    return reply;
}

void
answer_fault (struct pipeline *p, struct job *job, const struct request *request, const struct fault *fault)
{
    struct reply reply = fault_reply (p, request, fault);
    answer_now (p, job, &reply);
}

void
answer_fault_held (struct pipeline *p, struct job *job, const struct request *request, const struct fault *fault)
{
    struct reply reply = fault_reply (p, request, fault);
    answer_held (p, job, &reply);
}

void
answer_stored (struct pipeline *p, struct job *job, const uint8_t *result, size_t size)
{
    struct buffer bytes = { 0 };
    struct reply reply = { .epoch = p->epoch, .head_seq = p->committed_seq, .repeated = true };
    buffer_append (&bytes, result, size);
    wire_encode_reply (&reply, &bytes);
    p->counters.repeated++;
    p->output.reply (p->output.arg, &job->route, bytes.data, bytes.size);
    buffer_free (&bytes);
    job_free (job);
}

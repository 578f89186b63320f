/* SPDX-License-Identifier: Apache-2.0 */
/* work.c: one request: who asks, may they, was it asked before, is everything in memory, then the desk. */
#include "config/import.h"
#include "core/access.h"
#include "runner/pipeline_parts.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

bool
batch_has_room (const struct pipeline *p)
{
    return p->building->commands_count < STORE_BATCH_COMMANDS_MAX;
}

/* ---- the store's answers for parked jobs ---- */

static void
on_lookup (void *arg, bool ok_or_found, const struct store_command *command)
{
    struct job *job = arg;
    struct pipeline *p = job->pipeline;
    if (job_overtaken (p, job, p->store->ops->state (p->store) == STORE_READY))
        return;
    if (ok_or_found)
        recent_settle (p->recent, command->principal, command->id, command->payload_hash, command->result,
                       command->result_size);
    job->looked_up = true;
    job->looked_up_at = recent_moment (p->recent);
    work (p, job); /* at once: the next result or commit may push this id out of memory */
}

static void
on_head (void *arg, bool ok, const struct store_entry *entry)
{
    struct job *job = arg;
    struct pipeline *p = job->pipeline;
    if (ok && entry) {
        job->head_found = true;
        memcpy (job->head_hash, entry->hash, HASH_BYTES);
        return;
    }
    if (job_overtaken (p, job, ok))
        return;
    job->head_asked = true;
    work (p, job);
}

/* ---- commands ---- */

/* Was this id seen before? true: it is answered, or waits for the store's word. */
static bool
seen_before (struct pipeline *p, struct job *job, const struct request *request)
{
    static const struct fault reused = { .code = "id_reused",
                                         .field = "id",
                                         .template = N_ (
                                             "This command id was used before with other content. Make a new one.") };
    struct recent_entry *entry = recent_find (p->recent, job->principal, request->id);
    if (!entry) {
        /* What was new when the store was asked may have been stored, and left memory again, while the job waited for
         * something else. */
        bool new_still = job->looked_up && recent_knows_since (p->recent, job->looked_up_at);
        if (new_still || !recent_must_ask_store (p->recent, request->id))
            return false;
        p->counters.lookups++;
        job_park_or_put_off (p, job, request,
                             p->store->ops->lookup_command (p->store, job->principal, request->id, on_lookup, job));
        return true;
    }
    if (memcmp (entry->payload_hash, request->payload_hash, HASH_BYTES)) {
        p->counters.id_reused++;
        if (entry->result)
            answer_fault (p, job, request, &reused);
        else /* the other one may not be stored yet, and then this is the first */
            answer_fault_held (p, job, request, &reused);
    } else if (entry->result)
        answer_stored (p, job, entry->result, entry->result_size);
    else
        job_take_route (entry->job, job);
    return true;
}

static void
step_into_batch (struct pipeline *p, struct job *job, struct command *command, const uint8_t hash[HASH_BYTES])
{
    struct bundle *batch = p->building;
    command->at = p->now;
    size_t from = batch->outcome.events_count;
    desk_step (p->desk, command, &batch->outcome);
    bundle_note_keys (batch, p->desk, from);
    struct decided *decided = bundle_add_decided (batch);
    decided->job = job;
    decided->principal = command->principal;
    decided->verdict = batch->outcome.verdict;
    decided->events_end = batch->outcome.events_count;
    decided->received_at = job ? job->received_at : p->now;
    if (!job)
        return;
    job->in_batch = true;
    batch->commands_count++;
    memcpy (decided->id, command->id, COMMAND_ID_BYTES);
    memcpy (decided->payload_hash, hash, HASH_BYTES);
    recent_begin (p->recent, job->principal, command->id, hash, job);
    if (decided->verdict.refusal != REFUSAL_NONE)
        p->counters.refused++;
}

static void
step_import (struct pipeline *p, struct job *job, struct request *request)
{
    struct error err = { "" };
    struct registry registry;
    const struct import_args *args = &request->command.import;
    if (import_parse (args->text, strlen (args->text), args->name ? args->name : "import", &registry, &err) < 0) {
        struct fault fault = { .code = "bad_import", .field = "import.text", .template = err.text };
        answer_fault (p, job, request, &fault);
        return;
    }
    request->command.import.registry = &registry;
    step_into_batch (p, job, &request->command, request->payload_hash);
    import_free (&registry);
}

/* The core knows no hash: whether the journal's entry has the one that is to be signed is looked up before it
 * decides. true: the job waits for the store's word. */
static bool
prove_head (struct pipeline *p, struct job *job, struct request *request)
{
    struct handover_args *args = &request->command.handover;
    if (args->head_seq == p->committed_seq) {
        args->head_proven = !memcmp (args->head_hash, p->committed_hash, HASH_BYTES);
    } else if (job->head_asked) {
        args->head_proven = job->head_found && !memcmp (args->head_hash, job->head_hash, HASH_BYTES);
    } else if (args->head_seq < p->committed_seq) {
        job->head_found = false;
        job_park_or_put_off (p, job, request,
                             p->store->ops->journal (p->store, args->head_seq - 1, 0, 1, on_head, job));
        return true;
    }
    return false;
}

static void
work_command (struct pipeline *p, struct job *job, struct request *request)
{
    static const struct fault ahead = { .code = "clock_ahead",
                                        .field = "id",
                                        .template =
                                            N_ ("The command id lies in the future: set this device's clock.") };
    enum entity_kind kind;
    uint64_t id;
    if (p->draining) {
        answer_status (p, job, request, REPLY_BUSY);
        return;
    }
    if (p->state != PIPELINE_LEADING || !batch_has_room (p)) {
        job_wait_or_put_off (p, job, request);
        return;
    }
    if (command_id_time (request->id) > p->now + CLOCK_AHEAD_MAX_MS) {
        answer_fault (p, job, request, &ahead);
        return;
    }
    if (seen_before (p, job, request))
        return;
    if (!job->missing && desk_needs (p->desk, &request->command, &kind, &id)) {
        fetch (p, job, request, kind, id);
        return;
    }
    if (request->action == ACTION_HANDOVER_SIGN && prove_head (p, job, request))
        return;
    request->command.principal = job->principal;
    if (request->action == ACTION_IMPORT)
        step_import (p, job, request);
    else
        step_into_batch (p, job, &request->command, request->payload_hash);
}

/* ---- who asks ---- */

static void
deny (struct pipeline *p, struct job *job, const struct request *request, const struct principal *principal)
{
    static const char *const revoked = N_ ("Your key is not enrolled any more. Ask an admin.");
    static const char *const role = N_ ("Your role ({0}) may not {1}.");
    struct reply reply = reply_to (p, request, REPLY_DENIED);
    bool known = principal && principal->state == PRINCIPAL_ENROLLED;
    reply.code = known ? "role" : "not_enrolled";
    reply.template = known ? role : revoked;
    if (known) {
        snprintf (reply.args[0], REFUSAL_ARG_MAX, "%s", role_names[principal->role]);
        snprintf (reply.args[1], REFUSAL_ARG_MAX, "%s", action_name (request->action));
    }
    p->counters.denied++;
    answer_held (p, job, &reply);
}

/* While the store is away: is what we remember of the asker a change that may never be stored? */
static bool
unsure_who (const struct pipeline *p, const struct principal *principal)
{
    return p->state == PIPELINE_AWAY && principal && principal->entity.version > p->committed_seq;
}

static void
wait_for_store (struct pipeline *p, struct job *job, struct request *request)
{
    if (request->action < ACTION_COMMANDS)
        work_command (p, job, request); /* which waits */
    else
        answer_store_away (p, job, request);
}

void
work (struct pipeline *p, struct job *job)
{
    struct request request;
    struct fault fault;
    if (wire_decode_request (job->data, job->size, p->now, &request, &fault) < 0) {
        answer_fault (p, job, &request, &fault);
    } else if (p->state == PIPELINE_STANDBY) {
        answer_status (p, job, &request, REPLY_NOT_LEADER);
    } else if (!p->desk) {
        answer_status (p, job, &request, REPLY_BUSY);
    } else {
        const struct principal *principal =
            (const struct principal *)desk_find (p->desk, ENTITY_PRINCIPAL, job->principal);
        if (unsure_who (p, principal))
            wait_for_store (p, job, &request);
        else if (!principal || principal->state != PRINCIPAL_ENROLLED ||
                 !access_allows (principal->role, request.action))
            deny (p, job, &request, principal);
        else if (request.action < ACTION_COMMANDS)
            work_command (p, job, &request);
        else
            query_answer (p, job, &request);
    }
    wire_request_free (&request);
}

/* ---- the daemon's own commands ---- */

void
work_tick (struct pipeline *p)
{
    struct command tick = { .action = ACTION_TICK };
    p->counters.ticks++;
    p->building->ticked = true;
    step_into_batch (p, NULL, &tick, NULL);
}

static bool
has_admin (const struct desk *desk)
{
    for (uint64_t id = 1; id <= desk_last_id (desk, ENTITY_PRINCIPAL); id++) {
        const struct principal *principal = (const struct principal *)desk_find (desk, ENTITY_PRINCIPAL, id);
        if (principal && principal->role == ROLE_ADMIN && principal->state == PRINCIPAL_ENROLLED)
            return true;
    }
    return false;
}

void
work_first_admin (struct pipeline *p)
{
    if (!p->first_admin_code || has_admin (p->desk))
        return;
    struct command enrol = { .action = ACTION_ENROL };
    enrol.enrol.code = p->first_admin_code;
    enrol.enrol.role = ROLE_ADMIN;
    enrol.enrol.key = p->options.first_admin_key;
    step_into_batch (p, NULL, &enrol, NULL);
    pipeline_log (p, 2, "first admin enrolled", "code=%s", p->first_admin_code);
}

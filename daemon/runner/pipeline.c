/* SPDX-License-Identifier: Apache-2.0 */
/* pipeline.c: the pipeline's life: starting the store, leading, being without it, draining. */
#include "core/access.h"
#include "runner/pipeline_parts.h"
#include "util/alloc.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

enum { INTERIM_CHECK_MS = 100 };

void
pipeline_log (struct pipeline *p, int level, const char *message, const char *format, ...)
{
    char fields[ERROR_TEXT_MAX * 2];
    va_list args;
    va_start (args, format);
    vsnprintf (fields, sizeof fields, format, args);
    va_end (args);
    p->output.log (p->output.arg, level, message, fields);
}

struct pipeline *
pipeline_create (const struct pipeline_options *options, const struct pipeline_output *output)
{
    struct pipeline *p = xcalloc (1, sizeof *p);
    p->options = *options;
    if (p->options.overlap_commands_min == 0)
        p->options.overlap_commands_min = PIPELINE_OVERLAP_COMMANDS;
    p->centre = xstrdup (options->centre);
    p->version = xstrdup (options->version);
    p->first_admin_code = xstrdup (options->first_admin_code);
    p->output = *output;
    p->recent = recent_create (options->recent_commands_max);
    p->building = bundle_new ();
    p->pause_ms = STORE_PAUSE_FIRST_MS;
    return p;
}

void
pipeline_destroy (struct pipeline *p)
{
    struct job *job, *next;
    if (!p)
        return;
    verify_abort (p);
    bundle_give_up (p);
    DL_FOREACH_SAFE (p->waiting, job, next)
    job_free (job);
    DL_FOREACH_SAFE (p->parked, job, next)
    {
        query_abandon (job);
        job_free (job);
    }
    bundle_free (p->building);
    bundle_free (p->spare);
    recent_destroy (p->recent);
    desk_destroy (p->desk);
    desk_destroy (p->loading);
    desk_destroy (p->heard);
    free (p->centre);
    free (p->version);
    free (p->first_admin_code);
    free (p);
}

static void
advance_clock (struct pipeline *p, int64_t now)
{
    if (now > p->wall)
        p->wall = now;
    p->now = steady_follow (&p->time, p->wall, p->wall);
}

/* ---- what the store says ---- */

static void
on_loaded (void *arg, enum entity_kind kind, uint64_t id, uint64_t version, const uint8_t *image, size_t size)
{
    struct pipeline *p = arg;
    struct error err = { "" };
    (void)version;
    struct entity *entity = load_image (image, size, &err);
    if (entity)
        desk_load (p->loading, entity);
    else if (!p->load_error[0])
        snprintf (p->load_error, sizeof p->load_error, "stored %s %" PRIu64 " can't be read: %.400s",
                  entity_kind_name (kind), id, err.text);
}

static void
on_command (void *arg, const struct store_command *command)
{
    struct pipeline *p = arg;
    if (recent_count (p->recent) == 0)
        p->oldest_recent_ms = command_id_time (command->id);
    if (command->at > p->newest_recent_at)
        p->newest_recent_at = command->at;
    recent_settle (p->recent, command->principal, command->id, command->payload_hash, command->result,
                   command->result_size);
}

static void
admit_all (struct pipeline *p, const struct desk *desk)
{
    p->output.forget_all (p->output.arg);
    for (const struct entity *e = desk_newest (desk, ENTITY_PRINCIPAL); e; e = desk_older (e)) {
        const struct principal *principal = (const struct principal *)e;
        if (principal->state == PRINCIPAL_ENROLLED)
            p->output.admit (p->output.arg, principal->key, e->id);
    }
}

static void
fatal (struct pipeline *p, const char *text)
{
    p->state = PIPELINE_FATAL;
    snprintf (p->fatal_text, sizeof p->fatal_text, "%s", text);
}

/* Not before anything that is stored: the leader before us may have had a clock that runs ahead. */
static void
continue_time (struct pipeline *p, int64_t head_at)
{
    steady_raise (&p->time, head_at, p->wall);
    steady_raise (&p->time, p->newest_recent_at, p->wall);
    p->now = p->time.told;
}

/* Who was enrolled anew or revoked since we led or heard last: the live sessions were granted by the old rights. */
static void
cut_changed (struct pipeline *p)
{
    const struct desk *known = p->desk ? p->desk : p->heard;
    for (const struct entity *e = known ? desk_newest (known, ENTITY_PRINCIPAL) : NULL; e; e = desk_older (e)) {
        const struct entity *now = desk_find (p->loading, ENTITY_PRINCIPAL, e->id);
        if (now && now->version == e->version)
            continue;
        p->output.revoke (p->output.arg, ((const struct principal *)e)->key);
        if (now)
            p->output.revoke (p->output.arg, ((const struct principal *)now)->key);
    }
}

static void
on_ready (void *arg, const struct store_head *head)
{
    struct pipeline *p = arg;
    if (p->load_error[0]) {
        fatal (p, p->load_error);
        return;
    }
    desk_loaded (p->loading, head->seq, head->last_ids, head->sync_floor);
    cut_changed (p);
    desk_destroy (p->desk);
    desk_destroy (p->heard);
    p->desk = p->loading;
    p->loading = p->heard = NULL;
    p->generation++;
    p->epoch = head->epoch;
    p->committed_seq = head->seq;
    memcpy (p->committed_ids, head->last_ids, sizeof p->committed_ids);
    memcpy (p->head_hash, head->hash, HASH_BYTES);
    memcpy (p->committed_hash, head->hash, HASH_BYTES);
    continue_time (p, head->at);
    /* Others of the same moment as the oldest one that was loaded may have been left behind. */
    if (recent_count (p->recent) >= p->options.recent_commands_max ||
        recent_count (p->recent) >= PIPELINE_RECENT_LOAD_MAX)
        recent_raise_floor (p->recent, p->oldest_recent_ms + 1);
    p->state = PIPELINE_LEADING;
    p->away_since = 0;
    p->pause_ms = STORE_PAUSE_FIRST_MS;
    admit_all (p, p->desk);
    work_first_admin (p);
    pipeline_log (p, 2, "leading", "epoch=%" PRIu64 " head_seq=%" PRIu64 " open_incidents=%zu live_obligations=%zu",
                  p->epoch, p->committed_seq, desk_count_open (p->desk, ENTITY_INCIDENT),
                  desk_count_open (p->desk, ENTITY_OBLIGATION));
}

/* What was asked of the old desk is asked again of the next: nothing looked up or fetched counts any more. */
static void
requeue (struct pipeline *p)
{
    size_t count = p->waiting_count;
    for (size_t i = 0; i < count; i++) {
        struct job *job = job_take (p);
        job->looked_up = false;
        job->missing = job->head_asked = false;
        work (p, job); /* without the store queries are answered from memory, and commands wait again */
    }
}

/* What a standby remembers of the state is old at once, and must not be told: it keeps nothing but who is enrolled.
 */
static void
forget_desk (struct pipeline *p)
{
    assert (!p->flight && bundle_empty (p->building));
    desk_destroy (p->desk);
    desk_destroy (p->heard);
    p->desk = NULL;
    p->heard = p->loading;
    p->loading = desk_create (&p->options.desk);
    p->generation++;
    p->away_since = 0;
}

static void
on_standby (void *arg, const char *leader_endpoint)
{
    struct pipeline *p = arg;
    if (p->state != PIPELINE_STANDBY || strcmp (p->leader_endpoint, leader_endpoint))
        pipeline_log (p, 2, "standby", "leader=\"%s\"", leader_endpoint);
    snprintf (p->leader_endpoint, sizeof p->leader_endpoint, "%s", leader_endpoint);
    p->state = PIPELINE_STANDBY;
    cut_changed (p);
    admit_all (p, p->loading); /* they are answered NOT_LEADER */
    forget_desk (p);
    requeue (p); /* what waited for us to lead again is sent to who leads */
}

static void
on_committed (void *arg)
{
    bundle_release (arg);
}

static void
on_failed (void *arg, bool is_fatal, const char *text)
{
    struct pipeline *p = arg;
    bool never_led = p->epoch == 0;
    p->counters.store_failures++;
    snprintf (p->store_text, sizeof p->store_text, "%s", text);
    if (is_fatal && never_led) {
        fatal (p, text);
        return;
    }
    pipeline_log (p, never_led ? 1 : 0, "store away", "error=\"%s\" retry_in_ms=%u", text, p->pause_ms);
    if (!p->away_since)
        p->away_since = p->now;
    if (p->state != PIPELINE_STANDBY) /* which goes on sending everybody to who led when it heard last */
        p->state = never_led ? PIPELINE_STARTING : PIPELINE_AWAY;
    verify_abort (p);
    bundle_give_up (p);
    requeue (p);
    p->restart_at = p->now + p->pause_ms;
    p->pause_ms = p->pause_ms * 2 < STORE_PAUSE_MAX_MS ? p->pause_ms * 2 : STORE_PAUSE_MAX_MS;
}

struct store_callbacks
pipeline_store_callbacks (struct pipeline *p)
{
    return (struct store_callbacks){ .arg = p,
                                     .loaded = on_loaded,
                                     .command = on_command,
                                     .ready = on_ready,
                                     .standby = on_standby,
                                     .committed = on_committed,
                                     .failed = on_failed,
                                     .expected = verify_expected,
                                     .differs = verify_differs };
}

static void
start_store (struct pipeline *p)
{
    p->restart_at = 0;
    p->load_error[0] = '\0';
    desk_destroy (p->loading);
    p->loading = desk_create (&p->options.desk);
    recent_clear (p->recent);
    p->store->ops->start (p->store);
}

void
pipeline_start (struct pipeline *p, struct store *store, int64_t now)
{
    p->store = store;
    advance_clock (p, now);
    p->started_at = p->now;
    start_store (p);
}

/* ---- what the loop says ---- */

enum pipeline_state
pipeline_state (const struct pipeline *p)
{
    if (!p->draining || p->state == PIPELINE_FATAL)
        return p->state;
    bool busy = p->flight || !bundle_empty (p->building) || jobs_parked (p);
    return busy && p->state == PIPELINE_LEADING ? PIPELINE_DRAINING : PIPELINE_DRAINED;
}

const char *
pipeline_fatal_text (const struct pipeline *p)
{
    return p->fatal_text;
}

void
pipeline_request (struct pipeline *p, const struct bus_route *route, uint64_t principal, const uint8_t *data,
                  size_t size, int64_t now)
{
    advance_clock (p, now);
    p->counters.requests++;
    work (p, job_new (p, route, principal, data, size));
}

bool
pipeline_is_stuck (const struct pipeline *p)
{
    return p->state != PIPELINE_LEADING || (p->flight && p->now - p->flight->cut_at > p->options.interim_ms);
}

bool
pipeline_wants_requests (const struct pipeline *p)
{
    bool room = p->waiting_count < JOBS_BEFORE_PUSHBACK && p->waiting_bytes < WAITING_BYTES_MAX;
    return room || pipeline_is_stuck (p); /* then go on reading, so that senders are told */
}

bool
pipeline_may_subscribe (const struct pipeline *p, uint64_t principal_id, const uint8_t *topic, size_t size)
{
    if (!p->desk)
        return false;
    const struct principal *principal = (const struct principal *)desk_find (p->desk, ENTITY_PRINCIPAL, principal_id);
    return principal &&
           principal->entity.version <= p->committed_seq && /* an enrolment that is lost grants nothing */
           access_can_subscribe (p->desk, principal, (const char *)topic, size);
}

static void
work_waiting (struct pipeline *p)
{
    p->fetch_waits = false;
    size_t count = p->waiting_count; /* those that put themselves back wait for the next turn */
    for (size_t i = 0; i < count && batch_has_room (p); i++)
        work (p, job_take (p));
}

void
pipeline_turn (struct pipeline *p, int64_t now)
{
    advance_clock (p, now);
    if (p->restart_at && p->now >= p->restart_at)
        start_store (p);
    if (p->state == PIPELINE_LEADING) {
        work_waiting (p);
        /* However full the batch is: under a lasting burst it always is, and what is due must not wait for its end.
         */
        if (!p->draining && desk_next_deadline (p->desk) <= p->now && !p->building->ticked)
            work_tick (p);
        if (bundle_due (p))
            bundle_cut (p);
    }
    if (p->now - p->interim_checked_at >= INTERIM_CHECK_MS) {
        p->interim_checked_at = p->now;
        jobs_tell_interim (p);
        jobs_give_up (p);
    }
}

int64_t
pipeline_deadline (const struct pipeline *p)
{
    int64_t deadline = jobs_interim_deadline (p);
    if (deadline < p->interim_checked_at + INTERIM_CHECK_MS)
        deadline = p->interim_checked_at + INTERIM_CHECK_MS;
    if (p->restart_at && p->restart_at < deadline)
        deadline = p->restart_at;
    if (p->state == PIPELINE_LEADING && !p->draining && !p->flight && desk_next_deadline (p->desk) < deadline)
        deadline = desk_next_deadline (p->desk);
    if (p->state == PIPELINE_LEADING && !p->flight && (p->waiting || !bundle_empty (p->building)))
        deadline = p->now;
    /* In the caller's time, which may be behind ours and then runs faster. */
    return deadline == INT64_MAX ? deadline : p->wall + (deadline - p->now);
}

void
pipeline_beat (struct pipeline *p, int64_t now)
{
    struct buffer bytes = { 0 };
    advance_clock (p, now);
    if (!p->desk)
        return;
    wire_encode_beat (p->epoch, p->committed_seq, p->now, p->away_since != 0,
                      p->away_since ? (uint64_t)(p->now - p->away_since) : 0, &bytes);
    p->output.publish (p->output.arg, "beat", bytes.data, bytes.size);
    buffer_free (&bytes);
}

void
pipeline_drain (struct pipeline *p, int64_t now)
{
    advance_clock (p, now);
    p->draining = true;
    requeue (p);
}

void
pipeline_set_limits (struct pipeline *p, uint32_t waiting_commands_max, uint32_t interim_ms)
{
    p->options.waiting_commands_max = waiting_commands_max;
    p->options.interim_ms = interim_ms;
}

const struct desk *
pipeline_desk (const struct pipeline *p)
{
    return p->desk;
}

uint64_t
pipeline_committed_seq (const struct pipeline *p)
{
    return p->committed_seq;
}

uint64_t
pipeline_epoch (const struct pipeline *p)
{
    return p->epoch;
}

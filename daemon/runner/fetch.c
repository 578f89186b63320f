/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.c: what has left memory and is needed again: a settled incident with its family, say.
 *
 * What is in memory is always the newest; so what the store gives is taken only where memory has nothing, and only if
 * it can't be older than what memory had in between. It was changed in between only by a batch that was cut since the
 * store was asked: before that, a changed entity does not leave memory, and the store is never asked while a batch is
 * in flight. The rows may come over several turns, in which other steps may send the first ones out of memory again:
 * so nothing is loaded before all of them are there. */
#include "runner/pipeline_parts.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <utlist.h>

void
fetch_forget (struct job *job)
{
    struct fetched *fetched = &job->fetched;
    for (size_t i = 0; i < fetched->count; i++)
        entity_free (fetched->entities[i]);
    free (fetched->entities);
    *fetched = (struct fetched){ 0 };
}

static void
keep (struct job *job, enum entity_kind kind, uint64_t id, const uint8_t *image, size_t size)
{
    struct fetched *fetched = &job->fetched;
    struct error err = { "" };
    struct entity *entity = load_image (image, size, &err);
    if (!entity) {
        pipeline_log (job->pipeline, 0, "stored image can't be read", "kind=%s id=%" PRIu64 " error=\"%s\"",
                      entity_kind_name (kind), id, err.text);
        return;
    }
    if (fetched->count == fetched->capacity) {
        fetched->capacity = fetched->capacity ? fetched->capacity * 2 : 16;
        fetched->entities = xrealloc_array (fetched->entities, fetched->capacity, sizeof *fetched->entities);
    }
    fetched->entities[fetched->count++] = entity;
}

static void
load_fetched (struct pipeline *p, struct job *job)
{
    for (size_t i = 0; i < job->fetched.count; i++)
        desk_load (p->desk, job->fetched.entities[i]);
    job->fetched.count = 0;
    job->missing = !desk_find (p->desk, job->wanted_kind, job->wanted);
}

static void
on_fetch (void *arg, bool ok, enum entity_kind kind, uint64_t id, uint64_t version, const uint8_t *image, size_t size)
{
    struct job *job = arg;
    struct pipeline *p = job->pipeline;
    (void)version;
    if (ok && kind != ENTITY_NONE) {
        keep (job, kind, id, image, size);
        return;
    }
    bool wanted = ok && !job->answered && job->generation == p->generation;
    if (wanted && !job->fetched.stale && !desk_find (p->desk, job->wanted_kind, job->wanted))
        load_fetched (p, job);
    fetch_forget (job);
    if (job_overtaken (p, job, ok))
        return;
    work (p, job); /* at once: the next step may send a settled entity out of memory again. What was stale, it asks
                    * for once more */
}

/* Not while a batch is in flight: what was settled by it may have left memory, and the store would still give the
 * state before it. */
void
fetch (struct pipeline *p, struct job *job, const struct request *request, enum entity_kind kind, uint64_t id)
{
    if (p->flight) {
        p->fetch_waits = true;
        job_wait_or_put_off (p, job, request);
        return;
    }
    job->wanted_kind = kind;
    job->wanted = id;
    job->fetched.under_way = true;
    p->counters.fetches++;
    job_park_or_put_off (p, job, request, p->store->ops->fetch (p->store, kind, id, on_fetch, job));
}

/* A move is an event of the incident that is left; it changes the other one's family, too. */
static bool
changes_family (const struct event *event, enum entity_kind kind, uint64_t id)
{
    bool moves_there = event->kind == EVENT_ORDER_MOVED && event->detail.other == id;
    return (event->subject_kind == kind && event->subject == id) ||
           (kind == ENTITY_INCIDENT && (event->incident == id || moves_there));
}

static void
note_cut (struct job *job, const struct bundle *batch)
{
    for (size_t i = 0; job->fetched.under_way && !job->fetched.stale && i < batch->outcome.events_count; i++)
        job->fetched.stale = changes_family (&batch->outcome.events[i], job->wanted_kind, job->wanted);
}

void
fetches_note_cut (struct pipeline *p, const struct bundle *batch)
{
    struct job *job;
    DL_FOREACH (p->parked, job)
    note_cut (job, batch);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* query.c: reads. From memory where it can be, held until everything decided before is stored; else from the store.
 * Long, because it is one short function for each question and the way of its answer. */
#include "core/access.h"
#include "runner/pipeline_parts.h"
#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SYNC_CHUNK_BYTES_MAX = 262144,
    SHOW_BYTES_MAX = 1048576,
    SYNC_LOOKED_AT_MAX = 5000, /* entities in one chunk: a team may see one of 100,000 */
    LIST_PAGE = 500,           /* rows read at once when the first ones were not the asker's to see */
};

/* Images or entries of a reply that is being put together. */
struct gathered {
    struct buffer bytes;
    struct span *spans;
    size_t count, capacity;
    bool unstored; /* something belongs here of which only a state that may never be stored is in memory */
};

/* A read that waits for the store. */
struct reading {
    struct pipeline *p;
    struct job *job;
    struct request request; /* without its message */
    struct gathered gathered;
    unsigned generation;
    /* of a list: whoever may not see all gets a page that is as full as anybody's */
    uint32_t asked, rows; /* of the store's last page: how many were wanted and came */
    uint64_t last;        /* its last id */
    bool more;            /* one more could be seen */
};

static void
gather_begin (struct gathered *gathered)
{
    if (gathered->count == gathered->capacity) {
        gathered->capacity = gathered->capacity ? gathered->capacity * 2 : 64;
        gathered->spans = xrealloc_array (gathered->spans, gathered->capacity, sizeof *gathered->spans);
    }
    gathered->spans[gathered->count].start = gathered->bytes.size;
}

static void
gather_end (struct gathered *gathered)
{
    struct span *span = &gathered->spans[gathered->count++];
    span->size = gathered->bytes.size - span->start;
}

static struct wire_bytes *
gathered_list (const struct gathered *gathered)
{
    struct wire_bytes *list = xcalloc (gathered->count + 1, sizeof *list);
    for (size_t i = 0; i < gathered->count; i++)
        list[i] = (struct wire_bytes){ gathered->bytes.data + gathered->spans[i].start, gathered->spans[i].size };
    return list;
}

static void
gathered_free (struct gathered *gathered)
{
    buffer_free (&gathered->bytes);
    free (gathered->spans);
}

static const struct principal *
asker (const struct pipeline *p, const struct job *job)
{
    return (const struct principal *)desk_find (p->desk, ENTITY_PRINCIPAL, job->principal);
}

/* While the store is away memory may hold what was never stored, and the state before it is gone. */
static bool
unstored (const struct pipeline *p, const struct entity *entity)
{
    return p->state == PIPELINE_AWAY && entity->version > p->committed_seq;
}

/* Nobody was told of it yet: it is not missed where it is left out. */
static bool
unborn (const struct pipeline *p, const struct entity *entity)
{
    return unstored (p, entity) && entity->id > p->committed_ids[id_series (entity->kind, entity->id)];
}

static bool
readable (const struct pipeline *p, const struct job *job, const struct entity *entity)
{
    const struct principal *principal = asker (p, job);
    return principal && !unborn (p, entity) && access_can_read (p->desk, principal, entity);
}

static void
gather_image (const struct pipeline *p, const struct job *job, struct gathered *gathered, const struct entity *entity)
{
    if (!readable (p, job, entity))
        return;
    gathered->unstored |= unstored (p, entity);
    gather_begin (gathered);
    wire_encode_image (entity, &gathered->bytes);
    gather_end (gathered);
}

/* All of it or nothing: a list with a hole in it would be believed. */
static void
answer_images (struct pipeline *p, struct job *job, const struct request *request, struct gathered *gathered,
               bool more)
{
    if (gathered->unstored) {
        answer_store_away (p, job, request);
        gathered_free (gathered);
        return;
    }
    struct reply reply = reply_to (p, request, REPLY_OK);
    struct wire_bytes *list = gathered_list (gathered);
    reply.images = list;
    reply.images_count = gathered->count;
    reply.more = more;
    answer_held (p, job, &reply);
    free (list);
    gathered_free (gathered);
}

static void
answer_unknown (struct pipeline *p, struct job *job, const struct request *request)
{
    struct reply reply = reply_to (p, request, REPLY_REFUSED);
    reply.code = "unknown_entity";
    reply.field = "show.id";
    reply.template = N_ ("There is no such record, or you may not see it.");
    answer_held (p, job, &reply);
}

/* ---- from the store ---- */

static struct reading *
reading_new (struct pipeline *p, struct job *job, const struct request *request)
{
    struct reading *reading = xcalloc (1, sizeof *reading);
    *reading = (struct reading){ .p = p, .job = job, .request = *request, .generation = p->generation };
    reading->request.message = NULL;
    return reading;
}

static void
reading_free (struct reading *reading)
{
    gathered_free (&reading->gathered);
    free (reading);
}

void
query_abandon (struct job *job)
{
    if (job->reading)
        reading_free (job->reading);
}

static void
reading_end (struct reading *reading, bool ok)
{
    struct pipeline *p = reading->p;
    bool more = reading->more || (reading->request.action == ACTION_JOURNAL &&
                                  reading->gathered.count == reading->request.journal.limit);
    job_unpark (p, reading->job);
    reading->job->reading = NULL;
    if (reading->job->answered) { /* given up meanwhile */
        job_free (reading->job);
        reading_free (reading);
        return;
    }
    if (!ok)
        answer_store_away (p, reading->job, &reading->request);
    else if (reading->request.action == ACTION_SHOW && reading->gathered.count == 0)
        answer_unknown (p, reading->job, &reading->request);
    else {
        struct reply reply = reply_to (p, &reading->request, REPLY_OK);
        struct wire_bytes *list = gathered_list (&reading->gathered);
        bool entries = reading->request.action == ACTION_JOURNAL;
        reply.images = entries ? NULL : list;
        reply.images_count = entries ? 0 : reading->gathered.count;
        reply.entries = entries ? list : NULL;
        reply.entries_count = entries ? reading->gathered.count : 0;
        reply.more = more;
        answer_held (p, reading->job, &reply); /* what the asker may see may rest on what is not stored yet */
        free (list);
    }
    reading_free (reading);
}

static store_image_fn on_image;

static int
ask_page (struct reading *reading, uint64_t before, uint32_t rows)
{
    struct pipeline *p = reading->p;
    reading->asked = rows;
    reading->rows = 0;
    return p->store->ops->list (p->store, reading->request.list.kind, before, rows, on_image, reading);
}

/* The store's page is full, and too little of it could be seen. */
static bool
wants_another_page (const struct reading *reading)
{
    return reading->request.action == ACTION_LIST && !reading->more && reading->rows == reading->asked &&
           !reading->job->answered;
}

/* The store answers: its patience is for the page, or a list of many would start from its beginning at each retry. */
static int
ask_another_page (struct reading *reading)
{
    int asked = ask_page (reading, reading->last, LIST_PAGE);
    if (asked == 0) {
        job_unpark (reading->p, reading->job);
        job_park (reading->p, reading->job); /* they are in the order in which they were parked */
    }
    return asked;
}

static bool
is_full (const struct reading *reading)
{
    return reading->request.action == ACTION_LIST && reading->gathered.count == reading->request.list.limit;
}

static void
on_image (void *arg, bool ok, enum entity_kind kind, uint64_t id, uint64_t version, const uint8_t *image, size_t size)
{
    struct reading *reading = arg;
    (void)version;
    if (!ok || kind == ENTITY_NONE) {
        bool goes_on = ok && wants_another_page (reading);
        if (!goes_on || ask_another_page (reading) < 0)
            reading_end (reading, ok && !goes_on);
        return;
    }
    reading->rows++;
    reading->last = id;
    struct entity *entity = wire_decode_image (image, size, NULL);
    if (entity && readable (reading->p, reading->job, entity) && is_full (reading)) {
        reading->more = true;
    } else if (entity && readable (reading->p, reading->job, entity)) {
        gather_begin (&reading->gathered);
        buffer_append (&reading->gathered.bytes, image, size);
        gather_end (&reading->gathered);
    }
    entity_free (entity);
}

static void
on_entry (void *arg, bool ok, const struct store_entry *entry)
{
    static const uint8_t timer[COMMAND_ID_BYTES];
    struct reading *reading = arg;
    if (!ok || !entry) {
        reading_end (reading, ok);
        return;
    }
    bool by_timer = !memcmp (entry->command_id, timer, COMMAND_ID_BYTES);
    struct wire_entry wire = { .seq = entry->seq,
                               .epoch = entry->epoch,
                               .principal = entry->principal,
                               .at = entry->at,
                               .received_at = entry->received_at,
                               .command_id = by_timer ? NULL : entry->command_id,
                               .event = { entry->payload, entry->payload_size },
                               .hash = entry->hash };
    gather_begin (&reading->gathered);
    wire_encode_entry (&wire, &reading->gathered.bytes);
    gather_end (&reading->gathered);
}

static void
reading_begun (struct reading *reading, int asked)
{
    if (asked == 0) {
        reading->job->reading = reading;
        job_park (reading->p, reading->job);
        return;
    }
    answer_status (reading->p, reading->job, &reading->request, REPLY_BUSY);
    reading_free (reading);
}

static bool
store_answers (const struct pipeline *p)
{
    return p->state == PIPELINE_LEADING;
}

static void
read_journal (struct pipeline *p, struct job *job, struct request *request)
{
    if (!store_answers (p)) {
        answer_store_away (p, job, request);
        return;
    }
    struct reading *reading = reading_new (p, job, request);
    reading_begun (reading, p->store->ops->journal (p->store, request->journal.after, request->journal.incident,
                                                    request->journal.limit, on_entry, reading));
}

static void
read_list (struct pipeline *p, struct job *job, struct request *request)
{
    if (!store_answers (p)) {
        answer_store_away (p, job, request);
        return;
    }
    struct reading *reading = reading_new (p, job, request);
    reading_begun (reading, ask_page (reading, request->list.before, request->list.limit + 1));
}

static void
read_entity (struct pipeline *p, struct job *job, struct request *request)
{
    if (!desk_gave_id (p->desk, request->show.kind, request->show.id)) {
        answer_unknown (p, job, request);
    } else if (!store_answers (p)) {
        answer_store_away (p, job, request);
    } else {
        struct reading *reading = reading_new (p, job, request);
        reading_begun (reading,
                       p->store->ops->fetch (p->store, request->show.kind, request->show.id, on_image, reading));
    }
}

/* ---- from memory ---- */

/* Those of one series, the newest first. Returns false when there are more than are wanted. */
static bool
list_series (struct pipeline *p, struct job *job, const struct list_query *query, bool drills,
             struct gathered *gathered)
{
    for (const struct entity *e = desk_newest (p->desk, query->kind); e; e = desk_older (e)) {
        bool settled = entity_settled (e) && !unstored (p, e);
        if (id_is_drill (e->id) != drills || (query->before && e->id >= query->before) || settled ||
            !readable (p, job, e))
            continue;
        if (gathered->count == query->limit)
            return false;
        gather_image (p, job, gathered, e);
    }
    return true;
}

static void
deny_list (struct pipeline *p, struct job *job, const struct request *request, const struct principal *principal)
{
    struct reply reply = reply_to (p, request, REPLY_DENIED);
    reply.code = "role_list";
    reply.template = N_ ("Your role ({0}) may not list this: {1}.");
    snprintf (reply.args[0], REFUSAL_ARG_MAX, "%s", role_names[principal->role]);
    snprintf (reply.args[1], REFUSAL_ARG_MAX, "%s", entity_kind_name (request->list.kind));
    p->counters.denied++;
    answer_held (p, job, &reply);
}

/* From the largest id down, as the store does it: drills first. */
static void
list (struct pipeline *p, struct job *job, struct request *request)
{
    struct gathered gathered = { 0 };
    const struct principal *principal = asker (p, job);
    if (principal && !access_can_list (principal, request->list.kind)) {
        deny_list (p, job, request, principal);
        return;
    }
    if (request->list.settled) {
        read_list (p, job, request);
        return;
    }
    bool whole = list_series (p, job, &request->list, true, &gathered) &&
                 list_series (p, job, &request->list, false, &gathered);
    answer_images (p, job, request, &gathered, !whole);
}

static void
gather_obligations (struct pipeline *p, struct job *job, struct gathered *gathered, const struct entity *subject)
{
    const struct obligation *live = desk_obligations_of (p->desk, subject->kind, subject->id);
    for (; live; live = live->next_of_subject)
        gather_image (p, job, gathered, &live->entity);
}

/* The orders first, then the reports from the newest on, as far as they fit: false if older ones are left out. */
static bool
gather_incident (struct pipeline *p, struct job *job, struct gathered *gathered, const struct incident *incident)
{
    for (const struct dispatch_order *order = incident->orders; order; order = order->next_of_incident) {
        gather_image (p, job, gathered, &order->entity);
        gather_obligations (p, job, gathered, &order->entity);
    }
    const struct report *report = incident->reports;
    for (; report && gathered->bytes.size < SHOW_BYTES_MAX; report = report->next_of_incident)
        gather_image (p, job, gathered, &report->entity);
    return report == NULL;
}

static void
show (struct pipeline *p, struct job *job, struct request *request)
{
    const struct entity *entity = desk_find (p->desk, request->show.kind, request->show.id);
    struct gathered gathered = { 0 };
    if (!entity) {
        read_entity (p, job, request);
        return;
    }
    if (!readable (p, job, entity)) {
        answer_unknown (p, job, request);
        return;
    }
    gather_image (p, job, &gathered, entity);
    gather_obligations (p, job, &gathered, entity);
    bool whole =
        entity->kind != ENTITY_INCIDENT || gather_incident (p, job, &gathered, (const struct incident *)entity);
    answer_images (p, job, request, &gathered, !whole);
}

struct plan_reading {
    const struct pipeline *p;
    struct gathered gathered;
    bool more;
};

/* What is only computed was never stored, and need not be. */
static void
gather_planned (void *arg, const struct planned_shift *planned)
{
    struct plan_reading *reading = arg;
    reading->more |= reading->gathered.count == WIRE_LIST_LIMIT_MAX;
    if (reading->more)
        return;
    reading->gathered.unstored |= unstored (reading->p, &planned->entity);
    gather_begin (&reading->gathered);
    wire_encode_planned (planned, &reading->gathered.bytes);
    gather_end (&reading->gathered);
}

static void
answer_plan (struct pipeline *p, struct job *job, const struct request *request, const struct plan_reading *reading)
{
    struct reply reply = reply_to (p, request, REPLY_OK);
    struct wire_bytes *list = gathered_list (&reading->gathered);
    reply.plan = list;
    reply.plan_count = reading->gathered.count;
    reply.more = reading->more;
    answer_held (p, job, &reply);
    free (list);
}

static void
roster (struct pipeline *p, struct job *job, struct request *request)
{
    struct plan_reading reading = { .p = p };
    const struct roster_query *query = &request->roster;
    for (const struct entity *e = desk_newest (p->desk, ENTITY_ROSTER); e; e = desk_older (e)) {
        const struct roster *known = (const struct roster *)e;
        if (readable (p, job, e) && (!query->post || !strcmp (known->rule.post, query->post)))
            desk_plan (p->desk, known, p->now, query->days, gather_planned, &reading);
    }
    if (reading.gathered.unstored)
        answer_store_away (p, job, request);
    else
        answer_plan (p, job, request, &reading);
    gathered_free (&reading.gathered);
}

static void
principals (struct pipeline *p, struct job *job, struct request *request)
{
    struct gathered gathered = { 0 };
    for (const struct entity *e = desk_newest (p->desk, ENTITY_PRINCIPAL); e; e = desk_older (e))
        if (gathered.count < WIRE_LIST_LIMIT_MAX)
            gather_image (p, job, &gathered, e);
    answer_images (p, job, request, &gathered, desk_count (p->desk, ENTITY_PRINCIPAL) > WIRE_LIST_LIMIT_MAX);
}

/* Below the floor memory can't tell what changed; nor can it tell what came into sight when the asker was enrolled
 * (again), perhaps in another role. A snapshot begins with a reset, because what was pushed to the client before may
 * have changed and left memory since. One under way goes on: what it has given so far was true after its first reply,
 * and nothing that changed later has left memory while the floor is below that. */
static bool
needs_reset (const struct pipeline *p, const struct job *job, const struct sync_query *query, uint64_t end)
{
    const struct principal *principal = asker (p, job);
    uint64_t floor = desk_sync_floor (p->desk);
    if (principal && principal->entity.version > floor)
        floor = principal->entity.version;
    if (query->since > end)
        return true; /* ahead of our journal: a promise of a leader that lost its tail */
    return query->snapshot ? query->snapshot < floor : query->since == 0 || query->since < floor;
}

/* A chunk ends where limit or bytes are used up, or enough was looked at. What an entity was before a change that may
 * not be stored is not in memory: while the store is away after such a change, no chunk could be whole. */
static void
sync_chunk (struct pipeline *p, struct job *job, struct request *request)
{
    uint64_t end = desk_head (p->desk);
    if (p->state == PIPELINE_AWAY && end != p->committed_seq) {
        answer_store_away (p, job, request);
        return;
    }
    uint64_t since = request->sync.since;
    struct gathered gathered = { 0 };
    struct wire_sync sync = { .through = end };
    sync.reset = needs_reset (p, job, &request->sync, end);
    struct desk_cursor cursor = desk_changed_since (p->desk, sync.reset ? 0 : since);
    const struct entity *e;
    for (size_t looked_at = 0; (e = desk_cursor_next (&cursor)); looked_at++) {
        if (gathered.count >= request->sync.limit || gathered.bytes.size >= SYNC_CHUNK_BYTES_MAX ||
            looked_at == SYNC_LOOKED_AT_MAX) {
            sync.through = e->version - 1;
            sync.more = true;
            break;
        }
        gather_image (p, job, &gathered, e);
    }
    struct reply reply = reply_to (p, request, REPLY_OK);
    struct wire_bytes *images = gathered_list (&gathered);
    reply.images = images;
    reply.images_count = gathered.count;
    reply.sync = &sync;
    answer_held (p, job, &reply);
    free (images);
    gathered_free (&gathered);
}

/* ---- status ---- */

enum { COUNTERS_MAX = 128 };

static const char *
state_name (const struct pipeline *p)
{
    static const char *const names[] = {
        [PIPELINE_STARTING] = "starting", [PIPELINE_LEADING] = "leading",   [PIPELINE_STANDBY] = "standby",
        [PIPELINE_AWAY] = "store_away",   [PIPELINE_DRAINING] = "draining", [PIPELINE_DRAINED] = "draining",
        [PIPELINE_FATAL] = "fatal",
    };
    return names[pipeline_state (p)];
}

static size_t
count_real (const struct desk *desk, enum entity_kind kind)
{
    return desk_count_open (desk, kind) - desk_count_open_drill (desk, kind);
}

static size_t
fill_counters (struct pipeline *p, struct wire_counter *counters)
{
    const struct desk *desk = p->desk;
    const struct pipeline_counters *c = &p->counters;
    const struct wire_counter own[] = {
        { "incidents_open", count_real (desk, ENTITY_INCIDENT) },
        { "orders_open", count_real (desk, ENTITY_DISPATCH_ORDER) },
        { "obligations_live", count_real (desk, ENTITY_OBLIGATION) },
        { "drill_incidents_open", desk_count_open_drill (desk, ENTITY_INCIDENT) },
        { "drill_orders_open", desk_count_open_drill (desk, ENTITY_DISPATCH_ORDER) },
        { "drill_obligations_live", desk_count_open_drill (desk, ENTITY_OBLIGATION) },
        { "shifts_on_duty", desk_count_open (desk, ENTITY_SHIFT) },
        { "teams", desk_count (desk, ENTITY_TEAM) },
        { "principals", desk_count (desk, ENTITY_PRINCIPAL) },
        { "requests", c->requests },
        { "commands_stored", c->commands_stored },
        { "commands_refused", c->refused },
        { "requests_invalid", c->invalid },
        { "requests_denied", c->denied },
        { "requests_busy", c->busy },
        { "commands_repeated", c->repeated },
        { "command_ids_reused", c->id_reused },
        { "interim_replies", c->interim },
        { "batches", c->batches },
        { "batch_commands_max", c->batch_commands_max },
        { "journal_entries", c->entries },
        { "pushes_made", c->pushes },
        { "ticks", c->ticks },
        { "id_lookups", c->lookups },
        { "fetches", c->fetches },
        { "store_failures", c->store_failures },
        { "waiting_commands", p->waiting_count },
        { "commands_remembered", recent_count (p->recent) },
    };
    size_t count = sizeof own / sizeof own[0];
    const char *names[COUNTERS_MAX];
    uint64_t values[COUNTERS_MAX];
    memcpy (counters, own, sizeof own);
    size_t more = p->output.counters (p->output.arg, names, values, COUNTERS_MAX - count);
    for (size_t i = 0; i < more; i++)
        counters[count + i] = (struct wire_counter){ names[i], values[i] };
    return count + more;
}

static void
status (struct pipeline *p, struct job *job, struct request *request)
{
    struct wire_counter counters[COUNTERS_MAX];
    const struct profile *profile = desk_profile (p->desk);
    int64_t next_at = desk_next_deadline (p->desk);
    struct wire_status daemon = { .version = p->version,
                                  .state = state_name (p),
                                  .centre = p->centre,
                                  .profile = profile ? profile->code : NULL,
                                  .store_text = p->away_since ? p->store_text : NULL,
                                  .started_at = p->started_at,
                                  .now = p->now,
                                  .next_at = next_at == INT64_MAX ? 0 : next_at,
                                  .counters = counters,
                                  .counters_count = fill_counters (p, counters) };
    struct reply reply = reply_to (p, request, REPLY_OK);
    reply.daemon = &daemon;
    answer_held (p, job, &reply);
}

static void
verify (struct pipeline *p, struct job *job, struct request *request)
{
    if (!store_answers (p))
        answer_store_away (p, job, request);
    else if (!verify_start (p, job, request))
        answer_status (p, job, request, REPLY_BUSY);
}

void
query_answer (struct pipeline *p, struct job *job, struct request *request)
{
    static void (*const handlers[ACTIONS]) (struct pipeline *, struct job *, struct request *) = {
        [ACTION_LIST] = list,
        [ACTION_SHOW] = show,
        [ACTION_JOURNAL] = read_journal,
        [ACTION_STATUS] = status,
        [ACTION_PRINCIPALS] = principals,
        [ACTION_VERIFY] = verify,
        [ACTION_SYNC] = sync_chunk,
        [ACTION_ROSTER] = roster,
    };
    struct job *first = request->has_id ? job_reading_already (p, job) : NULL; /* without it, it may be anybody's */
    if (first)
        job_take_route (first, job);
    else
        handlers[request->action](p, job, request);
}

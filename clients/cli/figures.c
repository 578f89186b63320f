/* SPDX-License-Identifier: Apache-2.0 */
/* figures.c: one pass over the journal. An incident reported in the period is followed until it is closed; what was
 * owed counts where it was armed; calls for attention count where they fell. */
#include "figures.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#define EVENT(name) MUSTER__V1__EVENT_KIND__EVENT_KIND_##name

struct incident_seen {
    uint64_t id;
    int64_t reported_at;
    bool ordered, reached, controlled, open;
    UT_hash_handle hh;
};

struct order_seen {
    uint64_t id;
    struct incident_seen *incident;
    int64_t issued_at, acknowledged_at, departed_at;
    UT_hash_handle hh;
};

struct owed_seen {
    uint64_t id;
    size_t row;
    bool answers; /* to a roll call: answer_row is one, too */
    size_t answer_row;
    uint64_t subject; /* of those: the answer */
    int64_t armed_at, due_at;
    UT_hash_handle hh;
};

struct figures_run {
    struct figures_report report;
    struct incident_seen *incidents;
    struct order_seen *orders;
    struct owed_seen *owed;   /* live ones, of the kind that counts */
    struct owed_seen *others; /* live ones of the other kind, so that their calls are not counted */
    uint64_t absent;          /* the answer that was last said to be absent: what it owed ends next */
    unsigned open;
    figures_drill_fn *is_drill;
    void *arg;
};

static const char *const span_codes[SPANS] = {
    [SPAN_INTAKE_ORDER] = "intake_to_order",
    [SPAN_ORDER_ACKNOWLEDGED] = "order_to_acknowledged",
    [SPAN_ACKNOWLEDGED_EN_ROUTE] = "acknowledged_to_en_route",
    [SPAN_EN_ROUTE_ON_SCENE] = "en_route_to_on_scene",
    [SPAN_INTAKE_ON_SCENE] = "intake_to_on_scene",
    [SPAN_INTAKE_CONTROLLED] = "intake_to_controlled",
    [SPAN_INTAKE_CLOSED] = "intake_to_closed",
};

const char *
span_code (enum span span)
{
    return span_codes[span];
}

/* ---- samples ---- */

static void
sample (struct samples *samples, int64_t ms)
{
    if (samples->count == samples->capacity) {
        samples->capacity = samples->capacity > 0 ? samples->capacity * 2 : 16;
        samples->ms = text_grow (samples->ms, samples->capacity, sizeof *samples->ms);
    }
    samples->ms[samples->count++] = ms;
}

static int
by_length (const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

int64_t
samples_percentile (struct samples *samples, unsigned percent)
{
    if (samples->count == 0)
        return 0;
    qsort (samples->ms, samples->count, sizeof *samples->ms, by_length);
    size_t rank = (samples->count * percent + 99) / 100;
    return samples->ms[rank > 0 ? rank - 1 : 0];
}

/* ---- incidents ---- */

static bool
in_period (const struct figures_run *run, int64_t at_ms)
{
    return at_ms >= run->report.from_ms && at_ms < run->report.to_ms;
}

static struct incident_seen *
incident_of (const struct figures_run *run, uint64_t id)
{
    struct incident_seen *incident;
    HASH_FIND (hh, run->incidents, &id, sizeof id, incident);
    return incident;
}

static void
incident_reported (struct figures_run *run, const Muster__V1__Event *event)
{
    if (event->born == NULL || event->born->entity_case != MUSTER__V1__IMAGE__ENTITY_INCIDENT ||
        !in_period (run, event->at_ms))
        return;
    if ((bool)event->born->incident->drill != run->report.drills) {
        run->report.other_incidents++;
        return;
    }
    struct incident_seen *incident = text_calloc (1, sizeof *incident);
    incident->id = event->subject;
    incident->reported_at = event->at_ms;
    incident->open = true;
    HASH_ADD (hh, run->incidents, id, sizeof incident->id, incident);
    run->report.incidents++;
    run->open++;
}

static void
incident_controlled (struct figures_run *run, const Muster__V1__Event *event)
{
    struct incident_seen *incident = incident_of (run, event->subject);
    if (incident == NULL || incident->controlled)
        return;
    incident->controlled = true;
    sample (&run->report.spans[SPAN_INTAKE_CONTROLLED], event->at_ms - incident->reported_at);
}

static void
incident_closed (struct figures_run *run, const Muster__V1__Event *event)
{
    struct incident_seen *incident = incident_of (run, event->subject);
    if (incident == NULL || !incident->open)
        return;
    incident->open = false;
    run->open--;
    if (event->kind == EVENT (INCIDENT_CLOSED))
        sample (&run->report.spans[SPAN_INTAKE_CLOSED], event->at_ms - incident->reported_at);
}

static void
incident_reopened (struct figures_run *run, const Muster__V1__Event *event)
{
    struct incident_seen *incident = incident_of (run, event->subject);
    if (incident == NULL || incident->open)
        return;
    incident->open = true;
    run->open++;
}

/* ---- orders ---- */

static struct order_seen *
order_of (const struct figures_run *run, uint64_t id)
{
    struct order_seen *order;
    HASH_FIND (hh, run->orders, &id, sizeof id, order);
    return order;
}

static void
order_issued (struct figures_run *run, const Muster__V1__Event *event)
{
    struct incident_seen *incident = incident_of (run, event->incident);
    if (incident == NULL || order_of (run, event->subject) != NULL)
        return;
    struct order_seen *order = text_calloc (1, sizeof *order);
    order->id = event->subject;
    order->incident = incident;
    order->issued_at = event->at_ms;
    HASH_ADD (hh, run->orders, id, sizeof order->id, order);
    run->report.orders++;
    if (!incident->ordered)
        sample (&run->report.spans[SPAN_INTAKE_ORDER], event->at_ms - incident->reported_at);
    incident->ordered = true;
}

static void
order_acknowledged (struct figures_run *run, const Muster__V1__Event *event)
{
    struct order_seen *order = order_of (run, event->subject);
    if (order == NULL || order->acknowledged_at != 0)
        return;
    order->acknowledged_at = event->at_ms;
    sample (&run->report.spans[SPAN_ORDER_ACKNOWLEDGED], event->at_ms - order->issued_at);
}

/* Who departs without a word has acknowledged by it. */
static void
order_departed (struct figures_run *run, const Muster__V1__Event *event)
{
    struct order_seen *order = order_of (run, event->subject);
    order_acknowledged (run, event);
    if (order == NULL || order->departed_at != 0)
        return;
    order->departed_at = event->at_ms;
    sample (&run->report.spans[SPAN_ACKNOWLEDGED_EN_ROUTE], event->at_ms - order->acknowledged_at);
}

static void
order_arrived (struct figures_run *run, const Muster__V1__Event *event)
{
    struct order_seen *order = order_of (run, event->subject);
    if (order == NULL)
        return;
    if (order->departed_at != 0)
        sample (&run->report.spans[SPAN_EN_ROUTE_ON_SCENE], event->at_ms - order->departed_at);
    if (!order->incident->reached)
        sample (&run->report.spans[SPAN_INTAKE_ON_SCENE], event->at_ms - order->incident->reported_at);
    order->incident->reached = true;
}

static void
order_expired (struct figures_run *run, const Muster__V1__Event *event)
{
    run->report.expired += order_of (run, event->subject) != NULL;
}

static void
order_declined (struct figures_run *run, const Muster__V1__Event *event)
{
    run->report.declined += order_of (run, event->subject) != NULL;
}

/* ---- what was owed ---- */

static size_t
owed_row (struct figures_report *report, const Muster__V1__Obligation *obligation, const char *clock)
{
    const char *title = obligation->title != NULL ? obligation->title : "";
    for (size_t i = 0; i < report->owed_count; i++) {
        struct owed_row *row = &report->owed[i];
        if (row->kind != obligation->kind || strcmp (row->clock, clock) != 0)
            continue;
        free (row->title);
        row->title = text_copy (title);
        return i;
    }
    report->owed = text_grow (report->owed, report->owed_count + 1, sizeof *report->owed);
    report->owed[report->owed_count] =
        (struct owed_row){ .kind = obligation->kind, .clock = text_copy (clock), .title = text_copy (title) };
    return report->owed_count++;
}

static size_t
answer_row (struct figures_report *report, const Muster__V1__Obligation *obligation)
{
    const Muster__V1__Target *owner = obligation->owner;
    for (size_t i = 0; i < report->answers_count; i++)
        if (report->answers[i].owner_kind == owner->kind && report->answers[i].owner == owner->id)
            return i;
    report->answers = text_grow (report->answers, report->answers_count + 1, sizeof *report->answers);
    report->answers[report->answers_count] = (struct owed_row){ .kind = obligation->kind,
                                                                .clock = text_copy (""),
                                                                .title = text_copy (""),
                                                                .owner_kind = owner->kind,
                                                                .owner = owner->id };
    return report->answers_count++;
}

static void
note_answer (struct figures_run *run, const Muster__V1__Obligation *obligation, struct owed_seen *owed)
{
    if (obligation->kind != MUSTER__V1__OBLIGATION_KIND__OBLIGATION_KIND_ANSWER_ROLL_CALL ||
        obligation->owner == NULL)
        return;
    owed->answers = true;
    owed->subject = obligation->subject;
    owed->answer_row = answer_row (&run->report, obligation);
    run->report.answers[owed->answer_row].armed++;
}

bool
figures_of_drill (const Muster__V1__Obligation *obligation)
{
    return obligation->drill || obligation->subject_kind == MUSTER__V1__ENTITY_KIND__ENTITY_KIND_DRILL;
}

static void
obligation_armed (struct figures_run *run, const Muster__V1__Event *event)
{
    const Muster__V1__Image *born = event->born;
    if (born == NULL || born->entity_case != MUSTER__V1__IMAGE__ENTITY_OBLIGATION)
        return;
    const Muster__V1__Obligation *obligation = born->obligation;
    bool counts = figures_of_drill (obligation) == run->report.drills;
    struct owed_seen *owed = text_calloc (1, sizeof *owed);
    owed->id = event->subject;
    if (!counts) {
        HASH_ADD (hh, run->others, id, sizeof owed->id, owed);
        return;
    }
    if (!in_period (run, event->at_ms)) { /* armed after the period: only another one's calls matter */
        free (owed);
        return;
    }
    owed->armed_at = event->at_ms;
    owed->due_at = obligation->due_at_ms;
    owed->row = owed_row (&run->report, obligation, obligation->clock != NULL ? obligation->clock : "");
    run->report.owed[owed->row].armed++;
    note_answer (run, obligation, owed);
    HASH_ADD (hh, run->owed, id, sizeof owed->id, owed);
}

static struct owed_seen *
owed_of (struct owed_seen *table, uint64_t id)
{
    struct owed_seen *owed;
    HASH_FIND (hh, table, &id, sizeof id, owed);
    return owed;
}

static void
obligation_rearmed (struct figures_run *run, const Muster__V1__Event *event)
{
    struct owed_seen *owed = owed_of (run->owed, event->subject);
    if (owed != NULL)
        owed->due_at = event->due_at_ms;
}

/* Somebody said that nobody is there: that is no answer. */
static void
answer_absent (struct figures_run *run, const Muster__V1__Event *event)
{
    run->absent = event->subject;
}

static bool
is_absent (const struct figures_run *run, const struct owed_seen *owed)
{
    return owed->answers && owed->subject == run->absent;
}

static void
count_end (struct owed_row *row, const struct owed_seen *owed, const Muster__V1__Event *event, bool absent)
{
    bool withdrawn = event->kind == EVENT (OBLIGATION_WITHDRAWN);
    bool late = withdrawn ? event->at_ms >= owed->due_at : event->at_ms > owed->due_at;
    row->missed += absent || (withdrawn && late);
    if (absent)
        return;
    row->withdrawn += withdrawn && !late;
    row->in_time += !withdrawn && !late;
    row->late += !withdrawn && late;
    if (!withdrawn)
        sample (&row->taken, event->at_ms - owed->armed_at);
}

static void
obligation_ended (struct figures_run *run, const Muster__V1__Event *event)
{
    struct owed_seen *owed = owed_of (run->owed, event->subject), *other = owed_of (run->others, event->subject);
    if (other != NULL) {
        HASH_DEL (run->others, other);
        free (other);
    }
    if (owed == NULL)
        return;
    count_end (&run->report.owed[owed->row], owed, event, is_absent (run, owed));
    if (owed->answers)
        count_end (&run->report.answers[owed->answer_row], owed, event, is_absent (run, owed));
    HASH_DEL (run->owed, owed);
    free (owed);
}

/* ---- the load of a desk ---- */

static struct desk_row *
desk_row (struct figures_report *report, const Muster__V1__Target *told)
{
    for (size_t i = 0; i < report->desks_count; i++)
        if (report->desks[i].kind == told->kind && report->desks[i].id == told->id)
            return &report->desks[i];
    report->desks = text_grow (report->desks, report->desks_count + 1, sizeof *report->desks);
    report->desks[report->desks_count] = (struct desk_row){ .kind = told->kind, .id = told->id, .window = -1 };
    return &report->desks[report->desks_count++];
}

static void
window_end (struct desk_row *desk)
{
    if (desk->window < 0)
        return;
    desk->flood = desk->in_window >= ALARMS_FLOOD_MIN || (desk->flood && desk->in_window >= ALARMS_FLOOD_END);
    desk->windows_busy++;
    desk->windows_over += desk->in_window > ALARMS_MANAGEABLE_MAX;
    desk->windows_flood += desk->flood;
    if (desk->in_window > desk->most)
        desk->most = desk->in_window;
    desk->in_window = 0;
}

static bool
is_counted (const struct figures_run *run, uint64_t obligation)
{
    if (owed_of (run->owed, obligation) != NULL)
        return true;
    return owed_of (run->others, obligation) == NULL && run->is_drill (run->arg, obligation) == run->report.drills;
}

/* A window in which nothing came ends a flood. */
static void
obligation_fired (struct figures_run *run, const Muster__V1__Event *event)
{
    if (event->told == NULL || !in_period (run, event->at_ms) || !is_counted (run, event->subject))
        return;
    struct desk_row *desk = desk_row (&run->report, event->told);
    int64_t window = (event->at_ms - run->report.from_ms) / ALARM_WINDOW_MS;
    if (window != desk->window) {
        window_end (desk);
        desk->flood = desk->flood && window == desk->window + 1;
        desk->window = window;
    }
    desk->in_window++;
    desk->alarms++;
}

/* ---- the run ---- */

typedef void take_fn (struct figures_run *, const Muster__V1__Event *);

static const struct {
    Muster__V1__EventKind kind;
    take_fn *take;
} takers[] = {
    { EVENT (INCIDENT_REPORTED), incident_reported },
    { EVENT (INCIDENT_CONTROLLED), incident_controlled },
    { EVENT (INCIDENT_CLOSED), incident_closed },
    { EVENT (INCIDENT_MERGED), incident_closed },
    { EVENT (INCIDENT_REOPENED), incident_reopened },
    { EVENT (INCIDENT_UNMERGED), incident_reopened },
    { EVENT (ORDER_ISSUED), order_issued },
    { EVENT (ORDER_RELEASED), order_issued },
    { EVENT (ORDER_ACKNOWLEDGED), order_acknowledged },
    { EVENT (ORDER_DEPARTED), order_departed },
    { EVENT (ORDER_ARRIVED), order_arrived },
    { EVENT (ORDER_EXPIRED), order_expired },
    { EVENT (ORDER_DECLINED), order_declined },
    { EVENT (ROLL_CALL_ANSWER_ABSENT), answer_absent },
    { EVENT (OBLIGATION_ARMED), obligation_armed },
    { EVENT (OBLIGATION_REARMED), obligation_rearmed },
    { EVENT (OBLIGATION_DISCHARGED), obligation_ended },
    { EVENT (OBLIGATION_WITHDRAWN), obligation_ended },
    { EVENT (OBLIGATION_FIRED), obligation_fired },
};

struct figures_run *
figures_begin (int64_t from_ms, int64_t to_ms, bool drills, figures_drill_fn *is_drill, void *arg)
{
    struct figures_run *run = text_calloc (1, sizeof *run);
    run->is_drill = is_drill;
    run->arg = arg;
    run->report.from_ms = from_ms;
    run->report.to_ms = to_ms;
    run->report.drills = drills;
    run->report.windows = (unsigned)((to_ms - from_ms + ALARM_WINDOW_MS - 1) / ALARM_WINDOW_MS);
    return run;
}

void
figures_take (struct figures_run *run, const Muster__V1__Event *event)
{
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++)
        if (takers[i].kind == event->kind)
            takers[i].take (run, event);
}

bool
figures_complete (const struct figures_run *run)
{
    return run->open == 0 && HASH_COUNT (run->owed) == 0;
}

static void
count_live (struct owed_row *row, const struct owed_seen *owed, int64_t now_ms)
{
    if (owed->due_at <= now_ms)
        row->overdue++;
    else
        row->running++;
}

const struct figures_report *
figures_result (struct figures_run *run, int64_t now_ms)
{
    for (struct owed_seen *owed = run->owed; owed != NULL; owed = owed->hh.next) {
        count_live (&run->report.owed[owed->row], owed, now_ms);
        if (owed->answers)
            count_live (&run->report.answers[owed->answer_row], owed, now_ms);
    }
    for (size_t i = 0; i < run->report.desks_count; i++) {
        window_end (&run->report.desks[i]);
        run->report.desks[i].window = -1;
    }
    return &run->report;
}

static void
owed_rows_free (struct owed_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free (rows[i].clock);
        free (rows[i].title);
        free (rows[i].taken.ms);
    }
    free (rows);
}

void
figures_end (struct figures_run *run)
{
    struct incident_seen *incident, *next_incident;
    struct order_seen *order, *next_order;
    HASH_ITER (hh, run->incidents, incident, next_incident)
    {
        HASH_DEL (run->incidents, incident);
        free (incident);
    }
    HASH_ITER (hh, run->orders, order, next_order)
    {
        HASH_DEL (run->orders, order);
        free (order);
    }
    struct owed_seen **tables[] = { &run->owed, &run->others };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct owed_seen *owed, *next;
        HASH_ITER (hh, *tables[i], owed, next)
        {
            HASH_DEL (*tables[i], owed);
            free (owed);
        }
    }
    owed_rows_free (run->report.owed, run->report.owed_count);
    owed_rows_free (run->report.answers, run->report.answers_count);
    for (size_t i = 0; i < SPANS; i++)
        free (run->report.spans[i].ms);
    free (run->report.desks);
    free (run);
}

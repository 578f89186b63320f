/* SPDX-License-Identifier: Apache-2.0 */
/* duplicate.c: two reports of one thing: the hint at intake, and making one incident of two. */
#include "core/access.h"
#include "core/machine.h"
#include "core/step.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define DEGREE_RADIANS 0.017453292519943295
#define DEGREE_M 111195.0 /* of latitude, on a sphere of 6371 km */

/* ---- the hint ---- */

static double
distance_m (const struct position *a, const struct position *b)
{
    double north = a->latitude - b->latitude;
    double east = (a->longitude - b->longitude) * cos (a->latitude * DEGREE_RADIANS);
    return sqrt (north * north + east * east) * DEGREE_M;
}

/* 1. both positions are known: near enough  2. otherwise one place's words are part of the other's */
static bool
same_place (const struct duplicate_rule *rule, const struct incident *a, const struct incident *b)
{
    if (a->position.known && b->position.known)
        return distance_m (&a->position, &b->position) <= rule->distance_m;
    return a->place && b->place && (strstr (a->place, b->place) || strstr (b->place, a->place));
}

/* An unknown type fits every one; otherwise the same family: 20301 and 20300, not 20300 and 20700. */
static bool
same_type (uint32_t a, uint32_t b)
{
    return a == 0 || b == 0 || a / 100 == b / 100;
}

/* Like with like: a second caller who does not say when it happened calls soon after the first, or not. */
static bool
same_time (const struct duplicate_rule *rule, const struct incident *a, const struct incident *b)
{
    int64_t apart =
        a->occurred_at && b->occurred_at ? a->occurred_at - b->occurred_at : a->reported_at - b->reported_at;
    return apart <= rule->within_ms && -apart <= rule->within_ms;
}

static bool
same_source (const struct incident *a, const struct incident *b)
{
    return a->source_id && b->source_id && a->reported_by == b->reported_by && !strcmp (a->source_id, b->source_id);
}

/* 1. the same source calls it the same  2. type, time and place fit */
static bool
looks_same (const struct duplicate_rule *rule, const struct incident *a, const struct incident *b)
{
    if (a->entity.id == b->entity.id || b->state == INCIDENT_CLOSED || a->drill != b->drill)
        return false;
    return same_source (a, b) || (rule->within_ms && same_type (a->type_code, b->type_code) &&
                                  same_time (rule, a, b) && same_place (rule, a, b));
}

/* Whoever may not read an incident is not told that it is there. */
void
hint_similar (struct step *step, const struct incident *incident)
{
    const struct duplicate_rule *rule = &step->desk->profile->rules.duplicates;
    const struct principal *principal = step_principal (step);
    struct verdict *verdict = &step->outcome->verdict;
    bool looks = principal && (rule->within_ms || incident->source_id);
    const struct entity *other = looks ? desk_newest (step->desk, ENTITY_INCIDENT) : NULL;
    for (int scanned = 0; other && scanned < SIMILAR_SCANNED_MAX && verdict->similar_count < SIMILAR_MAX; scanned++) {
        if (looks_same (rule, incident, (const struct incident *)other) &&
            access_can_read (step->desk, principal, other))
            verdict->similar[verdict->similar_count++] = other->id;
        other = desk_older (other);
    }
}

/* Only what is open counts: a person is hinted at it, a system that repeats itself has said nothing new. */
bool
may_report_again (struct step *step)
{
    const struct report_args *args = &step->command->report;
    const struct incident fresh = { .source_id = (char *)(uintptr_t)args->source_id,
                                    .reported_by = step->command->principal };
    const struct entity *other =
        args->source_id && step_role (step) == ROLE_SYSTEM ? desk_newest (step->desk, ENTITY_INCIDENT) : NULL;
    for (int scanned = 0; other && scanned < SIMILAR_SCANNED_MAX; scanned++, other = desk_older (other)) {
        const struct incident *known = (const struct incident *)other;
        if (known->state != INCIDENT_CLOSED && known->drill == args->drill && same_source (&fresh, known))
            return refuse (step, REFUSAL_ALREADY_REPORTED, "source_id", "%s\n%" PRIu64, args->source_id, other->id);
    }
    return true;
}

/* ---- merge ---- */

static int32_t
larger (int32_t a, int32_t b)
{
    return a > b ? a : b; /* FIGURE_UNKNOWN is below every other */
}

static struct figures
larger_figures (const struct figures *a, const struct figures *b)
{
    return (struct figures){ .dead = larger (a->dead, b->dead),
                             .missing = larger (a->missing, b->missing),
                             .trapped = larger (a->trapped, b->trapped),
                             .injured_serious = larger (a->injured_serious, b->injured_serious),
                             .injured_slight = larger (a->injured_slight, b->injured_slight),
                             .endangered = larger (a->endangered, b->endangered),
                             .evacuated = larger (a->evacuated, b->evacuated),
                             .brought_out = larger (a->brought_out, b->brought_out),
                             .rescuers = larger (a->rescuers, b->rescuers),
                             .loss_yuan = a->loss_yuan > b->loss_yuan ? a->loss_yuan : b->loss_yuan };
}

static bool
same_figures (const struct figures *a, const struct figures *b)
{
    return a->dead == b->dead && a->missing == b->missing && a->trapped == b->trapped &&
           a->injured_serious == b->injured_serious && a->injured_slight == b->injured_slight &&
           a->endangered == b->endangered && a->evacuated == b->evacuated && a->brought_out == b->brought_out &&
           a->rescuers == b->rescuers && a->loss_yuan == b->loss_yuan;
}

/* It would be a report of the one that goes on. */
static bool
knows_worse (const struct incident *from, const struct incident *into)
{
    struct figures both = larger_figures (&into->figures, &from->figures);
    return from->level > into->level || !same_figures (&both, &into->figures);
}

static bool
may_merge (struct step *step, const struct incident *incident, const struct incident *into)
{
    const struct merge_args *args = &step->command->merge;
    if (args->incident == args->into)
        return refuse (step, REFUSAL_MERGE_ITSELF, "into", "%" PRIu64, args->into);
    if (!into)
        return refuse (step, REFUSAL_UNKNOWN_INCIDENT, "into", "%" PRIu64, args->into);
    if (into->state == INCIDENT_CLOSED)
        return refuse (step, REFUSAL_INCIDENT_CLOSED, "into", "%" PRIu64, args->into);
    if (into->drill != incident->drill)
        return refuse (step, REFUSAL_DRILL_MIXED, "into", " ");
    if (knows_worse (incident, into) && into->reports_count >= REPORTS_PER_INCIDENT_MAX)
        return refuse (step, REFUSAL_LIMIT, "into", "reports of one incident\n%d", REPORTS_PER_INCIDENT_MAX);
    if (incident->open_orders > 0)
        return refuse (step, REFUSAL_MERGE_HAS_OPEN_ORDERS, "incident", "%" PRIu64 "\n%u\n%" PRIu64, args->incident,
                       incident->open_orders, first_open_order (incident)->entity.id);
    const struct field_command_post *post = command_at (step->desk, args->incident);
    if (post)
        return refuse (step, REFUSAL_MERGE_COMMANDED, "incident", "%" PRIu64 "\n%" PRIu64, args->incident,
                       post->entity.id);
    struct still_open open = still_open (step, incident, false); /* its reports the other one owes from now on */
    return open.count == 0 || refuse (step, REFUSAL_MERGE_UNSETTLED, "incident", "%" PRIu64 "\n%u\n%s",
                                      args->incident, open.count, open.list);
}

/* What the duplicate knew worse goes into the one that goes on, as a report of it, so that it owes what its level
 * demands: a merge is no way round a report. */
static void
take_over (struct step *step, const struct incident *from, struct incident *into)
{
    struct report_fields fields = { .text = step->command->merge.reason,
                                    .channel = "console",
                                    .figures = larger_figures (&into->figures, &from->figures) };
    if (knows_worse (from, into))
        continue_incident (step, into, REPORT_CONTINUATION, &fields, from->level);
}

/* The duplicate's reports stay its own, verbatim; it ends, and points to the one that goes on. */
bool
decide_merge (struct step *step)
{
    const struct merge_args *args = &step->command->merge;
    struct incident *incident = need_open_incident (step, args->incident);
    struct incident *into = (struct incident *)table_find (step->desk, ENTITY_INCIDENT, args->into);
    if (!incident || !may_merge (step, incident, into))
        return false;
    struct event_detail detail = {
        .text = args->reason, .other = args->into, .disposition = DISPOSITION_MERGED, .figures = figures_unknown
    };
    emit (step, EVENT_INCIDENT_MERGED, &incident->entity, &detail);
    take_over (step, incident, into);
    return true;
}

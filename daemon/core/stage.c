/* SPDX-License-Identifier: Apache-2.0 */
/* stage.c: which report stages of the profile an incident or a post owes, and by when. It looks at the state, never
 * at what led to it: after every event that could matter the same question is asked again, so that a climb of the
 * level, a reopening or a new edition of the profile need no path of their own. */
#include "core/step.h"

#include <assert.h>
#include <string.h>

struct obligation *
stage_live (const struct entity *subject, const char *code)
{
    struct obligation *live = subject->obligations;
    while (live && (live->kind != OBLIGATION_REPORT || strcmp (live->clock, code) != 0))
        live = live->next_of_subject;
    return live;
}

/* ---- what is owed ---- */

static bool
covered (const uint32_t *types, uint8_t count, uint32_t type_code)
{
    for (int i = 0; i < count; i++)
        if (type_covers (types[i], type_code))
            return true;
    return false;
}

static bool
type_fits (const struct report_stage *stage, uint32_t type_code)
{
    return (stage->types_count == 0 || covered (stage->types, stage->types_count, type_code)) &&
           !covered (stage->except, stage->except_count, type_code);
}

/* Since when what a stage is counted from is so; 0 = it is not. */
static int64_t
so_since (enum stage_from from, const struct incident *incident)
{
    bool open = incident->state != INCIDENT_CLOSED;
    bool aftermath = incident->disposition == DISPOSITION_RESOLVED && !incident->drill; /* a drill leaves nothing */
    switch (from) {
    case STAGE_FROM_INTAKE:
    case STAGE_FROM_LEVEL:
        return open ? incident->reported_at : 0;
    case STAGE_FROM_OCCURRED:
        return open ? incident->occurred_at ? incident->occurred_at : incident->reported_at : 0;
    case STAGE_FROM_CASUALTIES:
        return open ? incident->casualties_at : 0;
    case STAGE_FROM_CONTROLLED:
        return open ? incident->controlled_at : 0;
    case STAGE_FROM_CLOSED:
        return !open && aftermath ? incident->closed_at : 0;
    default:
        return 0;
    }
}

static bool
applies (const struct report_stage *stage, const struct entity *subject)
{
    if (subject->kind != ENTITY_INCIDENT)
        return stage->from == STAGE_FROM_DAY;
    const struct incident *incident = (const struct incident *)subject;
    return so_since (stage->from, incident) && (!stage->levels || stage->levels & (1u << incident->level)) &&
           type_fits (stage, incident->type_code);
}

/* A final report is the last continuation, too. */
static bool
kind_meets (enum report_kind filed, enum report_kind owed)
{
    return filed == owed || (filed == REPORT_FINAL && owed == REPORT_CONTINUATION);
}

/* What went up meets the stage as which it was meant, and any other that asks for the same: one report, not two, to
 * one recipient by one channel. */
static bool
sent_meets (const struct submission *sent, const char *code, enum report_kind kind, const char *to,
            const char *channel)
{
    return !strcmp (sent->stage, code) ||
           (kind_meets (sent->kind, kind) && !strcmp (sent->to, to) && !strcmp (sent->channel, channel));
}

static bool
was_filed (const struct report_stage *stage, const struct incident *incident, int64_t since)
{
    const struct report *report = incident->reports;
    while (report && !(report->filed_at >= since && kind_meets (report->kind, stage->kind)))
        report = report->next_of_incident;
    return report != NULL;
}

/* What was drafted before does not tell of what happened since. */
static bool
was_sent (const struct report_stage *stage, const struct incident *incident, int64_t since)
{
    const struct submission *sent = incident->submissions;
    while (sent && !(sent->state == SUBMISSION_SENT && sent->drafted_at >= since &&
                     sent_meets (sent, stage->code, stage->kind, stage->to, stage->channel)))
        sent = sent->next_of_incident;
    return sent != NULL;
}

/* What was met stays met: a level that falls and climbs again asks for nothing twice. */
static bool
met (const struct report_stage *stage, const struct entity *subject)
{
    if (stage->recurring || subject->kind != ENTITY_INCIDENT)
        return false;
    const struct incident *incident = (const struct incident *)subject;
    bool ever = stage->from <= STAGE_FROM_LEVEL;
    int64_t since = ever ? 0 : so_since (stage->from, incident);
    return stage->met_by == STAGE_MET_BY_FILED ? was_filed (stage, incident, since)
                                               : was_sent (stage, incident, since);
}

/* ---- by when ---- */

/* From when the clock runs that was or is set at that moment. One that comes again starts anew each time; only the
 * window after the close stays where it is. */
static int64_t
counted_from (const struct report_stage *stage, const struct entity *subject, int64_t armed_at)
{
    if (subject->kind != ENTITY_INCIDENT || stage->from == STAGE_FROM_LEVEL)
        return armed_at;
    if (stage->recurring && stage->from != STAGE_FROM_CLOSED)
        return armed_at;
    return so_since (stage->from, (const struct incident *)subject);
}

static enum event_level
level_of (const struct entity *subject)
{
    return subject->kind == ENTITY_INCIDENT ? ((const struct incident *)subject)->level : LEVEL_NONE;
}

int64_t
stage_due_by (const struct step *step, const struct obligation *obligation, const struct entity *subject,
              enum event_level level)
{
    const struct rules *rules = &step->desk->profile->rules;
    const struct report_stage *stage = rules_stage (rules, obligation->clock);
    if (!stage || stage->clock.due_ms[level] == 0)
        return INT64_MAX;
    return counted_from (stage, subject, obligation->armed_at) + stage->clock.due_ms[level];
}

/* A stage that begins to apply when its time has passed already is due at once; a window that is over is over. */
static void
arm (struct step *step, const struct report_stage *stage, struct entity *subject, int64_t met_due_at)
{
    const struct rules *rules = &step->desk->profile->rules;
    int64_t now = step->command->at, from = counted_from (stage, subject, now);
    struct day_spans calendars[CALENDARS_MAX];
    size_t count = desk_calendars (step->desk, calendars);
    int64_t due_at = stage_due_at (rules, stage, calendars, count, from, met_due_at > from ? met_due_at : from,
                                   level_of (subject));
    if (due_at <= now && stage->from == STAGE_FROM_CLOSED)
        return;
    obligation_arm_due (step, OBLIGATION_REPORT, subject, stage, &stage->clock, due_at < now ? now : due_at);
}

/* ---- after an event ---- */

static struct obligation *
first_idle (const struct rules *rules, const struct entity *subject)
{
    for (struct obligation *live = subject->obligations; live; live = live->next_of_subject) {
        const struct report_stage *stage = live->kind == OBLIGATION_REPORT ? rules_stage (rules, live->clock) : NULL;
        if (stage && !applies (stage, subject))
            return live;
    }
    return NULL;
}

void
stages_follow (struct step *step, struct entity *subject)
{
    if (!step->desk->profile) /* a post can come before its profile */
        return;
    const struct rules *rules = &step->desk->profile->rules;
    struct event_detail detail = { .figures = figures_unknown };
    for (struct obligation *idle; (idle = first_idle (rules, subject));)
        emit (step, EVENT_OBLIGATION_WITHDRAWN, &idle->entity, &detail);
    for (int i = 0; i < rules->stages_count; i++) {
        const struct report_stage *stage = &rules->stages[i];
        if (applies (stage, subject) && !stage_live (subject, stage->code) && !met (stage, subject))
            arm (step, stage, subject, 0);
    }
}

void
stage_recur (struct step *step, struct entity *subject, const char *code, int64_t met_due_at)
{
    const struct report_stage *stage = rules_stage (&step->desk->profile->rules, code);
    if (stage && stage->recurring && applies (stage, subject))
        arm (step, stage, subject, met_due_at);
}

static bool
filing_meets (const struct step *step, const struct event *event, const struct obligation *obligation)
{
    const struct report *report = (const struct report *)table_find (step->desk, ENTITY_REPORT, event->detail.other);
    assert (report);
    return obligation->met_by_filing && kind_meets (report->kind, obligation->report_kind);
}

/* A change of casualties is told only by what was drafted after it. */
static bool
sending_meets (const struct step *step, const struct event *event, const struct obligation *obligation)
{
    const struct submission *sent =
        (const struct submission *)table_find (step->desk, ENTITY_SUBMISSION, event->subject);
    const struct incident *incident =
        (const struct incident *)table_find (step->desk, ENTITY_INCIDENT, sent->incident);
    const struct terms *terms = obligation->terms;
    const struct report_stage *stage = rules_stage (&step->desk->profile->rules, obligation->clock);
    if (incident && stage && stage->from == STAGE_FROM_CASUALTIES && sent->drafted_at < incident->casualties_at)
        return false;
    return !obligation->met_by_filing &&
           sent_meets (sent, obligation->clock, obligation->report_kind, terms->to, terms->by_channel);
}

bool
stage_meets (const struct step *step, const struct event *event, const struct obligation *obligation)
{
    const struct rules *rules = &step->desk->profile->rules;
    const struct report_stage *stage = rules_stage (rules, obligation->clock);
    if (stage && step->command->at < stage_counts_from (rules, stage, obligation->due_at))
        return false;
    if (event->kind == EVENT_INCIDENT_CONTINUED)
        return filing_meets (step, event, obligation);
    if (event->subject_kind == ENTITY_SUBMISSION)
        return sending_meets (step, event, obligation);
    return true;
}

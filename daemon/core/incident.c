/* SPDX-License-Identifier: Apache-2.0 */
/* incident.c: report, continue, assess. */
#include "core/step.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <stdio.h>

static struct report *
report_new (struct step *step, const struct incident *incident, enum report_kind kind,
            const struct report_fields *fields)
{
    struct report *report = (struct report *)entity_new (ENTITY_REPORT);
    report->incident = incident->entity.id;
    report->kind = kind;
    report->drill = incident->drill;
    report->filed_at = step->command->at;
    report->filed_by = step->command->principal;
    report->text = xstrdup (fields->text);
    report->figures = fields->figures;
    snprintf (report->channel, sizeof report->channel, "%s", fields->channel ? fields->channel : "");
    report->caller_name = xstrdup (fields->caller_name);
    report->caller_phone = xstrdup (fields->caller_phone);
    report->caller_post = xstrdup (fields->caller_post);
    report->already_told = xstrdup (fields->already_told);
    return report;
}

bool
room_for_incident (struct step *step)
{
    const struct desk *desk = step->desk;
    if (!desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    return desk->open_counts[ENTITY_INCIDENT] < desk->limits.open_incidents_max ||
           refuse (step, REFUSAL_LIMIT, NULL, "open incidents\n%u", desk->limits.open_incidents_max);
}

struct incident *
incident_born (struct step *step, const struct report_args *args)
{
    const struct desk *desk = step->desk;
    struct incident *image = (struct incident *)entity_new (ENTITY_INCIDENT);
    image->state = INCIDENT_REPORTED;
    image->drill = args->drill;
    image->type_code = args->type_code;
    image->what = xstrdup (args->what);
    image->place = xstrdup (args->place);
    image->source_id = xstrdup (args->source_id);
    image->position = args->position;
    image->occurred_at = args->occurred_at;
    image->reported_at = step->command->at;
    image->mandatory = desk->profile->rules.mandatory;
    image->figures = args->report.figures;
    image->level = rules_assess (&desk->profile->rules, &image->figures);
    image->reports_count = 1;
    image->reported_by = step->command->principal;
    struct incident *incident = (struct incident *)emit_born (step, EVENT_INCIDENT_REPORTED, &image->entity);
    struct report *report = report_new (step, incident, REPORT_INITIAL, &args->report);
    report->number = 1;
    emit_born (step, EVENT_REPORT_FILED, &report->entity);
    return incident;
}

/* A team that takes no part has nothing to say in it. (The watch runs it, and a system speaks for nobody.) */
static bool
reporter_in_drill (struct step *step)
{
    const struct principal *principal = step_principal (step);
    const struct team *team =
        step_role (step) == ROLE_TEAM_LEADER
            ? (const struct team *)table_find (step->desk, ENTITY_TEAM, principal ? principal->team : 0)
            : NULL;
    return !team || need_in_drill (step, &(struct target){ TARGET_TEAM, team->entity.id }, "drill", team->code);
}

bool
decide_report (struct step *step)
{
    if (!room_for_incident (step) || !may_report_again (step))
        return false;
    if (step->command->report.drill && (!need_drill (step) || !reporter_in_drill (step)))
        return false;
    hint_similar (step, incident_born (step, &step->command->report));
    return true;
}

struct incident *
need_open_incident (struct step *step, uint64_t id)
{
    struct incident *incident = (struct incident *)table_find (step->desk, ENTITY_INCIDENT, id);
    if (!incident)
        refuse (step, REFUSAL_UNKNOWN_INCIDENT, "incident", "%" PRIu64, id);
    else if (incident->merged_into)
        refuse (step, REFUSAL_INCIDENT_MERGED, "incident", "%" PRIu64 "\n%" PRIu64, id, incident->merged_into);
    else if (incident->state == INCIDENT_CLOSED)
        refuse (step, REFUSAL_INCIDENT_CLOSED, "incident", "%" PRIu64, id);
    else
        return incident;
    return NULL;
}

static void
take (int32_t *into, int32_t figure)
{
    if (figure != FIGURE_UNKNOWN)
        *into = figure;
}

/* The latest stated of each: what a report does not mention stays as it was. */
static struct figures
merge (struct figures known, const struct figures *stated)
{
    take (&known.dead, stated->dead);
    take (&known.missing, stated->missing);
    take (&known.trapped, stated->trapped);
    take (&known.injured_serious, stated->injured_serious);
    take (&known.injured_slight, stated->injured_slight);
    take (&known.endangered, stated->endangered);
    take (&known.evacuated, stated->evacuated);
    take (&known.brought_out, stated->brought_out);
    take (&known.rescuers, stated->rescuers);
    if (stated->loss_yuan != FIGURE_UNKNOWN)
        known.loss_yuan = stated->loss_yuan;
    return known;
}

static uint32_t
count_filed (const struct incident *incident, enum report_kind kind)
{
    uint32_t count = 0;
    for (const struct report *report = incident->reports; report; report = report->next_of_incident)
        count += report->kind == kind;
    return count;
}

/* A closed one takes what changed afterwards (补报) as long as the window for that is open. */
static struct incident *
need_continuable (struct step *step, const struct continue_args *args)
{
    struct incident *incident = (struct incident *)table_find (step->desk, ENTITY_INCIDENT, args->incident);
    bool window = incident && incident->state == INCIDENT_CLOSED && !incident->merged_into && !args->final &&
                  obligation_live (&incident->entity, OBLIGATION_REPORT);
    return window ? incident : need_open_incident (step, args->incident);
}

/* A level climbs by itself when the figures do; only a person lowers it, and then it stays until they climb again. */
static enum event_level
level_reached (const struct rules *rules, const struct incident *incident, const struct figures *figures)
{
    enum event_level before = rules_assess (rules, &incident->figures), now = rules_assess (rules, figures);
    return now > before && now > incident->level ? now : incident->level;
}

/* level: at least this one, whatever the figures say. */
void
continue_incident (struct step *step, struct incident *incident, enum report_kind kind,
                   const struct report_fields *fields, enum event_level level)
{
    struct report *report = report_new (step, incident, kind, fields);
    report->number = 1 + (kind == REPORT_CONTINUATION ? incident->continuations_count : count_filed (incident, kind));
    struct event_detail detail = { .figures = merge (incident->figures, &fields->figures) };
    enum event_level from = incident->level;
    detail.level = level_reached (&step->desk->profile->rules, incident, &detail.figures);
    detail.level = level > detail.level ? level : detail.level;
    detail.other = emit_born (step, EVENT_REPORT_FILED, &report->entity)->id;
    emit (step, EVENT_INCIDENT_CONTINUED, &incident->entity, &detail);
    obligations_rearm (step, incident, from);
}

bool
decide_continue (struct step *step)
{
    const struct continue_args *args = &step->command->continuation;
    struct incident *incident = need_continuable (step, args);
    if (!incident)
        return false;
    if (incident->reports_count >= REPORTS_PER_INCIDENT_MAX)
        return refuse (step, REFUSAL_LIMIT, "incident", "reports of one incident\n%d", REPORTS_PER_INCIDENT_MAX);
    enum report_kind kind = args->final                          ? REPORT_FINAL
                            : incident->state == INCIDENT_CLOSED ? REPORT_SUPPLEMENTARY
                                                                 : REPORT_CONTINUATION;
    continue_incident (step, incident, kind, &args->report, incident->level);
    return true;
}
bool
decide_assess (struct step *step)
{
    const struct assess_args *args = &step->command->assess;
    struct incident *incident = need_open_incident (step, args->incident);
    if (!incident)
        return false;
    if (incident->level == args->level && (!args->confirmed || incident->level_confirmed == args->level))
        return refuse (step, REFUSAL_LEVEL_SAME, "level", "%" PRIu64 "\n%s", args->incident,
                       event_level_names[args->level]);
    struct event_detail detail = {
        .level = args->level, .confirmed = args->confirmed, .text = args->reason, .figures = figures_unknown
    };
    enum event_level from = incident->level;
    emit (step, EVENT_INCIDENT_ASSESSED, &incident->entity, &detail);
    obligations_rearm (step, incident, from);
    return true;
}

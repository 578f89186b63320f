/* SPDX-License-Identifier: Apache-2.0 */
/* obligation.c: the one engine for every promise: arming and discharging. Its steps fire in escalation.c. */
#include "core/machine.h"
#include "core/step.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Who owes it. TARGET_TEAM: the order's team; the roles are resolved when a step fires. */
static const enum target_kind owners[OBLIGATION_KINDS] = {
    [OBLIGATION_ACKNOWLEDGE_ORDER] = TARGET_TEAM,
    [OBLIGATION_DEPART_ORDER] = TARGET_TEAM,
    [OBLIGATION_ARRIVE_ORDER] = TARGET_TEAM,
    [OBLIGATION_COMPLETE_ORDER] = TARGET_TEAM,
    [OBLIGATION_REPORT] = TARGET_DUTY_OFFICER,
    [OBLIGATION_SIGN_OFF] = TARGET_DUTY_LEADER,
    [OBLIGATION_SEND_REPORT] = TARGET_DUTY_OFFICER,
    [OBLIGATION_ASSIGN_TEAM] = TARGET_DUTY_OFFICER,
    [OBLIGATION_REVIEW_RESPONSE] = TARGET_DUTY_LEADER,
    [OBLIGATION_STATUS_CHECK] = TARGET_TEAM,
    [OBLIGATION_DISTRESS_ORDER] = TARGET_DUTY_LEADER,
    [OBLIGATION_CONFIRM_RECALL] = TARGET_TEAM,
    [OBLIGATION_SIGN_HANDOVER] = TARGET_OWNER,
    [OBLIGATION_INSTRUCTION_FEEDBACK] = TARGET_OWNER, /* whom the subject names */
    [OBLIGATION_ACCEPT_COMMAND] = TARGET_OWNER,
    [OBLIGATION_RELEASE_ORDER] = TARGET_DUTY_OFFICER,
    [OBLIGATION_END_DRILL] = TARGET_DUTY_LEADER,
    [OBLIGATION_CHECK_IN] = TARGET_OWNER,
    [OBLIGATION_SHIFT_SWAP] = TARGET_DUTY_LEADER,
    [OBLIGATION_ROSTER_GAP] = TARGET_DUTY_LEADER,
    [OBLIGATION_ANSWER_ROLL_CALL] = TARGET_OWNER,
    [OBLIGATION_ROLL_CALL_DUE] = TARGET_DUTY_OFFICER,
};

static enum event_level
level_of (const struct desk *desk, uint64_t incident_id)
{
    const struct incident *incident = (const struct incident *)table_find (desk, ENTITY_INCIDENT, incident_id);
    return incident ? incident->level : LEVEL_NONE;
}

static struct obligation *
live_among (const struct entity *subject, uint32_t kinds)
{
    struct obligation *obligation = subject->obligations;
    while (obligation && !(kinds & (1u << obligation->kind)))
        obligation = obligation->next_of_subject;
    return obligation;
}

int64_t
obligation_due_at (const struct step *step, enum obligation_kind kind, uint64_t incident)
{
    return step->command->at + step->desk->profile->rules.clocks[kind].due_ms[level_of (step->desk, incident)];
}

/* Stamped when it is armed: neither another edition of the profile nor another level moves it afterwards. */
static const struct policy *
policy_for (const struct desk *desk, const struct clock_rule *clock, const struct entity *subject)
{
    const struct incident *incident =
        (const struct incident *)table_find (desk, ENTITY_INCIDENT, entity_incident (subject));
    uint8_t policy = incident ? rules_policy (clock, incident->type_code, incident->level, incident->drill)
                              : rules_policy (clock, 0, LEVEL_NONE, entity_drill (subject));
    return &desk->profile->rules.policies[policy];
}

const struct policy *
obligation_policy (const struct desk *desk, enum obligation_kind kind, const struct entity *subject)
{
    return policy_for (desk, &desk->profile->rules.clocks[kind], subject);
}

static struct target
owner_of (enum target_kind kind, const struct entity *subject)
{
    struct target owner = { .kind = kind };
    if (kind == TARGET_TEAM && subject->kind == ENTITY_DISPATCH_ORDER)
        owner.id = ((const struct dispatch_order *)subject)->team;
    if (subject->kind == ENTITY_POST)
        owner = (struct target){ TARGET_POST, subject->id };
    return kind == TARGET_OWNER ? *entity_owner (subject) : owner;
}

/* Only a team on scene owes an answer, and only where the profile wants one. */
static bool
waived (const struct entity *subject, enum obligation_kind kind)
{
    const struct dispatch_order *order = (const struct dispatch_order *)subject;
    return kind == OBLIGATION_STATUS_CHECK && (!order->status_checks || order->state != ORDER_ON_SCENE);
}

static void
fill_terms (struct terms *terms, const struct report_stage *stage)
{
    snprintf (terms->title, sizeof terms->title, "%s", stage->title);
    snprintf (terms->to, sizeof terms->to, "%s", stage->to);
    snprintf (terms->by_channel, sizeof terms->by_channel, "%s", stage->channel);
    terms->sign_off = stage->sign_off;
}

static void
arm (struct step *step, enum obligation_kind kind, struct entity *subject, const struct report_stage *stage,
     const struct clock_rule *clock, struct target owner, int64_t due_at)
{
    struct obligation *image = (struct obligation *)entity_new (ENTITY_OBLIGATION);
    image->kind = kind;
    image->state = OBLIGATION_ARMED;
    image->subject_kind = subject->kind;
    image->subject = subject->id;
    image->incident = entity_incident (subject);
    image->owner = owner;
    image->drill = entity_drill (subject);
    image->after_close = entity_settled (subject);
    image->armed_at = step->command->at;
    image->due_at = due_at;
    memcpy (&image->terms->policy, policy_for (step->desk, clock, subject), sizeof image->terms->policy);
    if (stage) {
        snprintf (image->clock, sizeof image->clock, "%s", stage->code);
        image->report_kind = stage->kind;
        image->met_by_filing = stage->met_by == STAGE_MET_BY_FILED;
        fill_terms (image->terms, stage);
    }
    image->terms = terms_keep (step->desk, image->terms);
    image->next_at = due_at + image->terms->policy.steps[0].after_ms;
    emit_born (step, EVENT_OBLIGATION_ARMED, &image->entity);
}

void
obligation_arm_due (struct step *step, enum obligation_kind kind, struct entity *subject,
                    const struct report_stage *stage, const struct clock_rule *clock, int64_t due_at)
{
    arm (step, kind, subject, stage, clock, owner_of (owners[kind], subject), due_at);
}

void
obligation_arm_for (struct step *step, enum obligation_kind kind, struct entity *subject, struct target owner,
                    int64_t due_at)
{
    if (!live_among (subject, 1u << kind))
        arm (step, kind, subject, NULL, &step->desk->profile->rules.clocks[kind], owner, due_at);
}

/* One of each kind at most is live (of reports: one of each stage): the first to be armed, which is due first, stands
 * for all. */
void
obligation_arm (struct step *step, enum obligation_kind kind, struct entity *subject)
{
    if (kind == OBLIGATION_REPORT) {
        stages_follow (step, subject);
        return;
    }
    assert (step->desk->profile); /* nothing that owes anything is born without one */
    if (live_among (subject, 1u << kind) || waived (subject, kind))
        return;
    const struct rules *rules = &step->desk->profile->rules;
    int64_t due_at = entity_due_at (subject);
    if (due_at == 0)
        due_at = obligation_due_at (step, kind, entity_incident (subject));
    obligation_arm_due (step, kind, subject, NULL, &rules->clocks[kind], due_at);
}

/* The next one that the event discharges, of those of no larger id: of the reports only those that it meets. */
static struct obligation *
discharged_by (const struct step *step, const struct event *event, const struct entity *subject, uint32_t kinds,
               uint64_t last)
{
    struct obligation *live = subject->obligations;
    while (live && (live->entity.id > last || !(kinds & (1u << live->kind)) ||
                    (live->kind == OBLIGATION_REPORT && !stage_meets (step, event, live))))
        live = live->next_of_subject;
    return live;
}

static void
discharge (struct step *step, const struct event *event, struct entity *subject, uint32_t kinds)
{
    const struct submission *sent = (const struct submission *)table_find (
        step->desk, ENTITY_SUBMISSION, event->subject_kind == ENTITY_SUBMISSION ? event->subject : 0);
    struct event_detail detail = { .channel = sent ? sent->channel : event->detail.channel,
                                   .figures = figures_unknown };
    uint64_t last = next_id (step->desk, ENTITY_OBLIGATION, entity_drill (subject)) -
                    1; /* what is armed here is for the next time */
    for (struct obligation *live; (live = discharged_by (step, event, subject, kinds, last));) {
        emit (step, EVENT_OBLIGATION_DISCHARGED, &live->entity, &detail);
        if (live->kind == OBLIGATION_REPORT)
            stage_recur (step, subject, live->clock, live->due_at);
    }
}

static void
withdraw (struct step *step, const struct entity *subject, uint32_t kinds)
{
    struct event_detail detail = { .figures = figures_unknown };
    for (struct obligation *live; (live = live_among (subject, kinds));)
        emit (step, EVENT_OBLIGATION_WITHDRAWN, &live->entity, &detail);
}

void
obligations_end (struct step *step, const struct entity *subject, uint32_t kinds, const char *words)
{
    struct event_detail detail = { .text = words, .figures = figures_unknown };
    for (struct obligation *live; (live = live_among (subject, kinds));)
        emit (step, EVENT_OBLIGATION_DISCHARGED, &live->entity, &detail);
}

bool
obligation_live (const struct entity *subject, enum obligation_kind kind)
{
    return live_among (subject, 1u << kind) != NULL;
}

/* An order that follows another one of its incident fills that one's place only: what the incident lacks, it still
 * lacks. (One that was only reserved filled none.) */
static bool
follows_another (const struct desk *desk, const struct event *event)
{
    if (event->kind != EVENT_ORDER_ISSUED)
        return false;
    uint64_t replaced = ((const struct dispatch_order *)event->born)->replaces;
    const struct dispatch_order *other =
        (const struct dispatch_order *)table_find (desk, ENTITY_DISPATCH_ORDER, replaced);
    return replaced && (!other || (other->incident == event->incident && other->issued_at));
}

static struct entity *
parent_of (const struct desk *desk, const struct entity *subject)
{
    uint64_t incident = entity_incident (subject);
    if (incident == 0 && subject->kind == ENTITY_SUBMISSION)
        return table_find (desk, ENTITY_POST, ((const struct submission *)subject)->post);
    return table_find (desk, ENTITY_INCIDENT, incident);
}

void
obligations_follow (struct step *step, const struct event *event)
{
    for (const struct obligation_rule *rule = obligation_rules; rule->event != EVENT_NONE; rule++) {
        if (rule->event != event->kind || (rule->of_incident && follows_another (step->desk, event)))
            continue;
        struct entity *subject = table_find (step->desk, event->subject_kind, event->subject);
        if (rule->of_incident)
            subject = parent_of (step->desk, subject);
        discharge (step, event, subject, rule->discharges);
        withdraw (step, subject, rule->withdraws);
        if (rule->arms != OBLIGATION_NONE)
            obligation_arm (step, rule->arms, subject);
    }
}

/* Report stages know themselves what a reopened incident owes. */
void
obligations_restore (struct step *step, struct incident *incident, uint32_t kinds)
{
    for (enum obligation_kind kind = OBLIGATION_NONE + 1; kind < OBLIGATION_KINDS; kind++)
        if (kind != OBLIGATION_REPORT && kinds & (1u << kind))
            obligation_arm (step, kind, &incident->entity);
}

static int64_t
due_by (const struct step *step, const struct obligation *obligation, const struct entity *subject,
        enum event_level level)
{
    if (entity_due_at (subject)) /* it says itself when: no level moves that */
        return obligation->due_at;
    return obligation->kind == OBLIGATION_REPORT
               ? stage_due_by (step, obligation, subject, level)
               : obligation->armed_at + step->desk->profile->rules.clocks[obligation->kind].due_ms[level];
}

/* Only what the climb of the level makes shorter moves (another edition of the profile moves nothing), and only while
 * it is not yet overdue: what was met stays met, what was missed stays missed. */
static void
rearm (struct step *step, struct obligation *obligation, const struct entity *subject, enum event_level from,
       enum event_level to)
{
    int64_t due_at = due_by (step, obligation, subject, to);
    if (obligation->state != OBLIGATION_ARMED || due_at >= due_by (step, obligation, subject, from) ||
        due_at >= obligation->due_at)
        return;
    struct event_detail detail = { .due_at = due_at,
                                   .next_at = due_at + obligation->terms->policy.steps[0].after_ms,
                                   .figures = figures_unknown };
    emit (step, EVENT_OBLIGATION_REARMED, &obligation->entity, &detail);
}

/* Re-arming takes an obligation out of its subject's list and puts it back in its place: the next one stays the next.
 */
static void
rearm_all (struct step *step, struct entity *subject, enum event_level from, enum event_level to)
{
    for (struct obligation *live = subject->obligations, *next; live; live = next) {
        next = live->next_of_subject;
        rearm (step, live, subject, from, to);
    }
}

void
obligations_rearm (struct step *step, struct incident *incident, enum event_level from)
{
    rearm_all (step, &incident->entity, from, incident->level);
    for (struct dispatch_order *order = incident->orders; order; order = order->next_of_incident)
        rearm_all (step, &order->entity, from, incident->level);
    for (struct submission *draft = incident->submissions; draft; draft = draft->next_of_incident)
        rearm_all (step, &draft->entity, from, incident->level);
}

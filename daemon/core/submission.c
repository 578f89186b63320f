/* SPDX-License-Identifier: Apache-2.0 */
/* submission.c: 上报: what goes up as one of the profile's report stages: sent at once, or drafted, signed off by a
 * duty leader (签发), and then sent. */
#include "core/machine.h"
#include "core/step.h"
#include "util/alloc.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Which report is meant: a stage of the profile, or a clock that still runs after an edition that no longer knows it.
 */
struct meant {
    const char *code, *title, *to, *channel;
    enum report_kind kind;
    bool sign_off;
};

/* ---- submit ---- */

/* "city-phone" is city_phone: nobody shall be refused for a dash. */
static void
plain_code (const char *code, char ret[CODE_MAX + 1])
{
    snprintf (ret, CODE_MAX + 1, "%s", code);
    for (char *at = ret; *at; at++)
        if (*at == '-')
            *at = '_';
}

static bool
same_code (const char *a, const char *b)
{
    char plain_a[CODE_MAX + 1], plain_b[CODE_MAX + 1];
    plain_code (a, plain_a);
    plain_code (b, plain_b);
    return strcmp (plain_a, plain_b) == 0;
}

static bool
meant_by_profile (struct step *step, const struct entity *subject, const struct report_stage *stage,
                  struct meant *ret)
{
    bool of_posts = stage->from == STAGE_FROM_DAY;
    if (of_posts != (subject->kind == ENTITY_POST))
        return refuse (step, of_posts ? REFUSAL_STAGE_OF_POSTS : REFUSAL_STAGE_OF_INCIDENTS, "stage", "%s",
                       stage->code);
    if (stage->met_by == STAGE_MET_BY_FILED)
        return refuse (step, REFUSAL_STAGE_FILED, "stage", "%s", stage->code);
    *ret = (struct meant){ stage->code, stage->title, stage->to, stage->channel, stage->kind, stage->sign_off };
    return true;
}

static bool
find_meant (struct step *step, const struct entity *subject, struct meant *ret)
{
    const char *code = step->command->submit.stage;
    const struct rules *rules = &step->desk->profile->rules;
    for (int i = 0; i < rules->stages_count; i++)
        if (same_code (rules->stages[i].code, code))
            return meant_by_profile (step, subject, &rules->stages[i], ret);
    for (const struct obligation *live = subject->obligations; live; live = live->next_of_subject)
        if (live->kind == OBLIGATION_REPORT && same_code (live->clock, code)) {
            const struct terms *terms = live->terms;
            *ret = (struct meant){ live->clock,       terms->title,      terms->to,
                                   terms->by_channel, live->report_kind, terms->sign_off };
            return true;
        }
    return refuse (step, REFUSAL_UNKNOWN_STAGE, "stage", "%s", code);
}

/* An incident may be closed: what changed afterwards goes up, too. */
static struct entity *
find_subject (struct step *step)
{
    const struct submit_args *args = &step->command->submit;
    const struct post *post = args->post ? desk_post_by_code (step->desk, args->post) : NULL;
    struct entity *incident = table_find (step->desk, ENTITY_INCIDENT, args->incident);
    if (args->post && !post)
        refuse (step, REFUSAL_UNKNOWN_POST, "post", "%s", args->post);
    else if (!args->post && !incident)
        refuse (step, REFUSAL_UNKNOWN_INCIDENT, "incident", "%" PRIu64, args->incident);
    return post ? table_find (step->desk, ENTITY_POST, post->entity.id) : incident;
}

/* What was withdrawn has given its number back. */
static uint32_t
next_number (const struct incident *incident, const struct meant *meant, uint32_t *ret_count)
{
    uint32_t number = 0;
    assert (meant->to);
    *ret_count = 0;
    for (const struct submission *s = incident->submissions; s; s = s->next_of_incident, ++*ret_count)
        if (s->kind == meant->kind && !strcmp (s->to, meant->to) && s->state != SUBMISSION_WITHDRAWN &&
            s->number > number)
            number = s->number;
    return number + 1;
}

static void
fill_of_incident (struct submission *image, const struct incident *incident)
{
    image->incident = incident->entity.id;
    image->drill = incident->drill;
    image->figures = incident->figures;
    image->level = incident->level;
}

static struct submission *
submission_new (const struct step *step, const struct meant *meant)
{
    const struct submit_args *args = &step->command->submit;
    struct submission *image = (struct submission *)entity_new (ENTITY_SUBMISSION);
    image->needs_sign_off = meant->sign_off;
    image->kind = meant->kind;
    snprintf (image->stage, sizeof image->stage, "%s", meant->code);
    image->title = xstrdup (meant->title);
    image->to = xstrdup (meant->to);
    image->text = xstrdup (args->text);
    snprintf (image->channel, sizeof image->channel, "%s", args->channel ? args->channel : meant->channel);
    image->drafted_at = step->command->at;
    image->drafted_by = step->command->principal;
    image->state = meant->sign_off ? SUBMISSION_DRAFTED : SUBMISSION_SENT;
    if (!meant->sign_off) {
        image->sent_at = image->drafted_at;
        image->sent_by = image->drafted_by;
        image->received_by = xstrdup (args->received_by);
    }
    return image;
}

bool
decide_submit (struct step *step)
{
    struct meant meant = { 0 };
    uint32_t number = 0, count = 0;
    if (!step->desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    const struct entity *subject = find_subject (step);
    if (!subject || !find_meant (step, subject, &meant))
        return false;
    if (entity_drill (subject) && !need_drill (step))
        return false;
    if (subject->kind == ENTITY_INCIDENT)
        number = next_number ((const struct incident *)subject, &meant, &count);
    if (count >= REPORTS_PER_INCIDENT_MAX)
        return refuse (step, REFUSAL_LIMIT, "incident", "reports of one incident\n%d", REPORTS_PER_INCIDENT_MAX);
    struct submission *image = submission_new (step, &meant);
    image->number = number;
    if (subject->kind == ENTITY_INCIDENT)
        fill_of_incident (image, (const struct incident *)subject);
    else
        image->post = subject->id;
    emit_born (step, meant.sign_off ? EVENT_SUBMISSION_DRAFTED : EVENT_SUBMISSION_SENT_AT_ONCE, &image->entity);
    return true;
}

/* ---- sign off, send, withdraw ---- */

static const enum event_kind events[ACTION_COMMANDS] = {
    [ACTION_SIGN_OFF] = EVENT_SUBMISSION_SIGNED,
    [ACTION_SEND] = EVENT_SUBMISSION_SENT,
    [ACTION_SUBMISSION_WITHDRAW] = EVENT_SUBMISSION_WITHDRAWN,
};

bool
decide_submission (struct step *step)
{
    const struct submission_args *args = &step->command->submission;
    enum action action = step->command->action;
    struct submission *submission = (struct submission *)table_find (step->desk, ENTITY_SUBMISSION, args->submission);
    if (!submission)
        return refuse (step, REFUSAL_UNKNOWN_SUBMISSION, "submission", "%" PRIu64, args->submission);
    if (action == ACTION_SEND && submission->state == SUBMISSION_DRAFTED)
        return refuse (step, REFUSAL_NOT_SIGNED_OFF, "submission", "%" PRIu64, args->submission);
    if (!machine_next (machine_of (ENTITY_SUBMISSION), submission->state, events[action]))
        return refuse (step, REFUSAL_SUBMISSION_STATE, "submission", "%" PRIu64 "\n%s\n%s", args->submission,
                       submission_state_names[submission->state], action_name (action));
    struct event_detail detail = { .channel = args->channel,
                                   .text = action == ACTION_SEND ? args->received_by : args->reason,
                                   .figures = figures_unknown };
    emit (step, events[action], &submission->entity, &detail);
    return true;
}

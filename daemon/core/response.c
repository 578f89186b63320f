/* SPDX-License-Identifier: Apache-2.0 */
/* response.c: 应急响应: activated at a level, adjusted, terminated; while it is active, a duty leader reviews it. */
#include "core/step.h"
#include "util/alloc.h"

#include <inttypes.h>

/* To be looked at again after the profile's time, but no later than it was expected to end. A term that has passed
 * expects nothing any more. */
static int64_t
review_at (const struct step *step, uint64_t incident, int64_t term_at)
{
    int64_t after_profile = obligation_due_at (step, OBLIGATION_REVIEW_RESPONSE, incident);
    return term_at > step->command->at && term_at < after_profile ? term_at : after_profile;
}

bool
decide_activate (struct step *step)
{
    const struct response_args *args = &step->command->response;
    const struct incident *incident = args->incident ? need_open_incident (step, args->incident) : NULL;
    if (args->incident && !incident)
        return false;
    if (!step->desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    if (!incident && args->drill && !need_drill (step))
        return false;
    if (step->desk->open_counts[ENTITY_RESPONSE] >= OPEN_RESPONSES_MAX)
        return refuse (step, REFUSAL_LIMIT, NULL, "active responses\n%d", OPEN_RESPONSES_MAX);
    struct response *image = (struct response *)entity_new (ENTITY_RESPONSE);
    image->incident = args->incident;
    image->state = RESPONSE_ACTIVE;
    image->drill = incident ? incident->drill : args->drill;
    image->level = args->level;
    image->matter = xstrdup (args->matter);
    image->measures = xstrdup (args->measures);
    image->activated_at = step->command->at;
    image->activated_by = step->command->principal;
    image->term_at = args->term_ms ? image->activated_at + args->term_ms : 0;
    image->review_at = review_at (step, args->incident, image->term_at);
    emit_born (step, EVENT_RESPONSE_ACTIVATED, &image->entity);
    return true;
}

static struct response *
need_active_response (struct step *step, uint64_t id)
{
    struct response *response = (struct response *)table_find (step->desk, ENTITY_RESPONSE, id);
    if (!response)
        refuse (step, REFUSAL_UNKNOWN_RESPONSE, "response", "%" PRIu64, id);
    else if (response->state == RESPONSE_TERMINATED)
        refuse (step, REFUSAL_RESPONSE_TERMINATED, "response", "%" PRIu64, id);
    else
        return response;
    return NULL;
}

bool
decide_adjust (struct step *step)
{
    const struct response_args *args = &step->command->response;
    struct response *response = need_active_response (step, args->response);
    if (!response)
        return false;
    struct event_detail detail = { .text = args->reason, .measures = args->measures, .figures = figures_unknown };
    detail.response_level = args->level ? args->level : response->level;
    detail.due_at = args->term_ms ? step->command->at + args->term_ms : response->term_at;
    detail.next_at = review_at (step, response->incident, detail.due_at);
    emit (step, EVENT_RESPONSE_ADJUSTED, &response->entity, &detail);
    return true;
}

bool
decide_terminate (struct step *step)
{
    const struct response_args *args = &step->command->response;
    struct response *response = need_active_response (step, args->response);
    struct event_detail detail = { .text = args->reason, .figures = figures_unknown };
    if (!response)
        return false;
    emit (step, EVENT_RESPONSE_TERMINATED, &response->entity, &detail);
    return true;
}

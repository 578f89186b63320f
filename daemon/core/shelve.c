/* SPDX-License-Identifier: Apache-2.0 */
/* shelve.c: 搁置: a duty leader lets an alarm be quiet for a while, and says why. It ends by itself, and what comes
 * back is as overdue as before. */
#include "core/calendar.h"
#include "core/step.h"

#include <inttypes.h>

static struct obligation *
need_overdue (struct step *step)
{
    uint64_t id = step->command->shelve.obligation;
    struct obligation *obligation = (struct obligation *)table_find (step->desk, ENTITY_OBLIGATION, id);
    if (!obligation)
        refuse (step, REFUSAL_UNKNOWN_OBLIGATION, "obligation", "%" PRIu64, id);
    else if (obligation->state != OBLIGATION_OVERDUE)
        refuse (step, REFUSAL_NOT_OVERDUE, "obligation", "%" PRIu64, id);
    else
        return obligation;
    return NULL;
}

/* Only what tells and tells again: a step that passes an order on, say, is not held up by anybody; and a team in
 * distress is not made quiet. */
static bool
only_tells (const struct obligation *obligation)
{
    const struct policy *policy = &obligation->terms->policy;
    bool tells = obligation->kind != OBLIGATION_DISTRESS_ORDER;
    for (uint8_t i = obligation->next_step; i < policy->steps_count; i++)
        tells = tells && policy->steps[i].action == STEP_TELL;
    return tells;
}

bool
decide_shelve (struct step *step)
{
    const struct shelve_args *args = &step->command->shelve;
    struct obligation *obligation = need_overdue (step);
    uint32_t max_ms = step->desk->profile ? step->desk->profile->rules.watch.shelve_max_ms : 0;
    if (!obligation)
        return false;
    if (!only_tells (obligation))
        return refuse (step, REFUSAL_NOT_SHELVABLE, "obligation", "%" PRIu64, args->obligation);
    if (obligation->shelved_until)
        return refuse (step, REFUSAL_SHELVED_ALREADY, "obligation", "%" PRIu64, args->obligation);
    if (args->for_ms > max_ms)
        return refuse (step, REFUSAL_SHELVED_TOO_LONG, "for_ms", "%lld", max_ms / MINUTE_MS);
    struct event_detail detail = { .text = args->reason,
                                   .next_at = step->command->at + args->for_ms,
                                   .figures = figures_unknown };
    emit (step, EVENT_OBLIGATION_SHELVED, &obligation->entity, &detail);
    return true;
}

bool
decide_unshelve (struct step *step)
{
    struct obligation *obligation = need_overdue (step);
    struct event_detail detail = { .next_at = step->command->at, .figures = figures_unknown };
    if (!obligation)
        return false;
    if (!obligation->shelved_until)
        return refuse (step, REFUSAL_NOT_SHELVED, "obligation", "%" PRIu64, obligation->entity.id);
    emit (step, EVENT_OBLIGATION_UNSHELVED, &obligation->entity, &detail);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* consultation.c: 会商: the record of who conferred on what and what was concluded. What is to follow from it is an
 * instruction. */
#include "core/step.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <stdio.h>

static bool
find_participants (struct step *step, uint64_t ret_persons[PARTICIPANTS_MAX])
{
    const struct consult_args *args = &step->command->consult;
    for (size_t i = 0; i < args->participants_count; i++)
        if (!need_person (step, "participants", args->participants[i], &ret_persons[i]))
            return false;
    return true;
}

/* It may be written down when its incident is closed already. */
bool
decide_consult (struct step *step)
{
    const struct consult_args *args = &step->command->consult;
    const struct incident *incident =
        (const struct incident *)table_find (step->desk, ENTITY_INCIDENT, args->incident);
    uint64_t persons[PARTICIPANTS_MAX];
    int64_t ended_at = args->ended_at ? args->ended_at : step->command->at;
    int64_t began_at = args->began_at ? args->began_at : ended_at;
    if (args->incident && !incident)
        return refuse (step, REFUSAL_UNKNOWN_INCIDENT, "incident", "%" PRIu64, args->incident);
    if (!incident && args->drill && !need_drill (step))
        return false;
    if (began_at > ended_at)
        return refuse (step, REFUSAL_ENDED_BEFORE, "ended_at_ms", " ");
    if (!find_participants (step, persons))
        return false;
    struct consultation *image = (struct consultation *)entity_new (ENTITY_CONSULTATION);
    image->incident = args->incident;
    image->drill = incident ? incident->drill : args->drill;
    image->matter = xstrdup (args->matter);
    image->participants_count = (uint32_t)args->participants_count;
    if (args->participants_count > 0)
        image->participants = xmemdup (persons, args->participants_count * sizeof *persons);
    image->others = xstrdup (args->others);
    snprintf (image->channel, sizeof image->channel, "%s", args->channel ? args->channel : "");
    image->began_at = began_at;
    image->ended_at = ended_at;
    image->conclusions = xstrdup (args->conclusions);
    image->recorded_by = step->command->principal;
    image->recorded_at = step->command->at;
    emit_born (step, EVENT_CONSULTATION_RECORDED, &image->entity);
    return true;
}

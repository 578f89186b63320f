/* SPDX-License-Identifier: Apache-2.0 */
/* duty_log.c: 值班日志: what the watch writes down, to the minute; nothing in it is ever changed. */
#include "core/step.h"
#include "util/alloc.h"

#include <inttypes.h>

/* The post named, or the one at which the writer is on duty. */
static bool
find_post (struct step *step, uint64_t person, uint64_t *ret_post)
{
    const char *code = step->command->log.post;
    const struct post *post = code ? desk_post_by_code (step->desk, code) : NULL;
    const struct shift *shift = person && !code ? shift_of (step->desk, person) : NULL;
    *ret_post = post ? post->entity.id : shift ? shift->post : 0;
    return post || !code || refuse (step, REFUSAL_UNKNOWN_POST, "post", "%s", code);
}

static struct duty_log_entry *
entry_new (struct step *step)
{
    const struct log_args *args = &step->command->log;
    struct duty_log_entry *image = (struct duty_log_entry *)entity_new (ENTITY_DUTY_LOG_ENTRY);
    int64_t happened_at = args->happened_at ? args->happened_at : step->command->at;
    image->incident = args->incident;
    image->written_by = step->command->principal;
    image->text = xstrdup (args->text);
    image->happened_at = happened_at - happened_at % MINUTE_MS;
    image->written_at = step->command->at;
    image->corrects = args->corrects;
    return image;
}

bool
decide_log (struct step *step)
{
    const struct log_args *args = &step->command->log;
    const struct incident *incident =
        (const struct incident *)table_find (step->desk, ENTITY_INCIDENT, args->incident);
    const struct principal *principal = step_principal (step);
    uint64_t person = principal ? principal->person : 0, post;
    if (args->incident && !incident)
        return refuse (step, REFUSAL_UNKNOWN_INCIDENT, "incident", "%" PRIu64, args->incident);
    if (args->corrects > step->desk->last_ids[id_series (ENTITY_DUTY_LOG_ENTRY, args->corrects)])
        return refuse (step, REFUSAL_UNKNOWN_LOG_ENTRY, "corrects", "%" PRIu64, args->corrects);
    if (args->corrects && id_is_drill (args->corrects) != (incident && incident->drill))
        return refuse (step, REFUSAL_DRILL_MIXED, "corrects", " ");
    if (!find_post (step, person, &post))
        return false;
    struct duty_log_entry *image = entry_new (step);
    image->drill = incident && incident->drill;
    image->person = person;
    image->post = post;
    emit_born (step, EVENT_DUTY_LOG_WRITTEN, &image->entity);
    return true;
}

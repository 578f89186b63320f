/* SPDX-License-Identifier: Apache-2.0 */
/* duty.c: who is on watch: check-in and check-out. */
#include "core/step.h"

#include <inttypes.h>
#include <stdio.h>

const struct shift *
shift_in_drill (const struct desk *desk, bool leader)
{
    for (size_t i = desk->on_duty_count; i > 0; i--) {
        const struct shift *shift = desk->on_duty[i - 1];
        if (shift->leader == leader && drill_reaches (desk, &(struct target){ TARGET_PERSON, shift->person }))
            return shift;
    }
    return NULL;
}

const struct shift *
shift_on_duty (const struct desk *desk, bool leader)
{
    const struct shift *waiting = NULL;
    for (size_t i = desk->on_duty_count; i > 0; i--) {
        const struct shift *shift = desk->on_duty[i - 1];
        if (shift->leader != leader)
            continue;
        if (!handover_to (desk, shift->person, shift->post, leader))
            return shift;
        waiting = waiting ? waiting : shift;
    }
    return waiting;
}

struct shift *
shift_of (const struct desk *desk, uint64_t person)
{
    for (size_t i = 0; i < desk->on_duty_count; i++)
        if (desk->on_duty[i]->person == person)
            return desk->on_duty[i];
    return NULL;
}

/* The person named, or the one that the principal is; refuses and returns NULL if there is none. */
static const struct person *
person_meant (struct step *step)
{
    const char *code = step->command->shift.person;
    const struct principal *principal = step_principal (step);
    const struct person *person;
    if (code) {
        person = desk_person_by_code (step->desk, code);
        if (!person)
            refuse (step, REFUSAL_UNKNOWN_PERSON, "person", "%s", code);
        return person;
    }
    person = principal ? (const struct person *)table_find (step->desk, ENTITY_PERSON, principal->person) : NULL;
    if (!person)
        refuse (step, REFUSAL_NO_PERSON, "person", " ");
    return person;
}

const struct shift *
shift_begin (struct step *step, uint64_t person, uint64_t post, bool leader, const char *channel)
{
    struct shift *image = (struct shift *)entity_new (ENTITY_SHIFT);
    image->state = SHIFT_ON_DUTY;
    image->person = person;
    image->post = post;
    image->leader = leader;
    image->checked_in_at = step->command->at;
    snprintf (image->channel, sizeof image->channel, "%s", channel ? channel : "console");
    return (const struct shift *)emit_born (step, EVENT_SHIFT_CHECKED_IN, &image->entity);
}

bool
decide_check_in (struct step *step)
{
    const struct shift_args *args = &step->command->shift;
    const struct person *person = person_meant (step);
    if (!person)
        return false;
    const struct post *post = args->post ? desk_post_by_code (step->desk, args->post) : NULL;
    if (!post)
        return refuse (step, REFUSAL_UNKNOWN_POST, "post", "%s", args->post ? args->post : "");
    const struct shift *already = shift_of (step->desk, person->entity.id);
    if (already)
        return refuse (step, REFUSAL_PERSON_ON_DUTY, "person", "%s\n%" PRIu64, person->code, already->entity.id);
    shift_begin (step, person->entity.id, post->entity.id, args->leader, args->channel);
    return true;
}

bool
decide_check_out (struct step *step)
{
    const struct person *person = person_meant (step);
    if (!person)
        return false;
    const char *code = step->command->shift.post;
    const struct post *post = code ? desk_post_by_code (step->desk, code) : NULL;
    if (code && !post)
        return refuse (step, REFUSAL_UNKNOWN_POST, "post", "%s", code);
    struct shift *shift = shift_of (step->desk, person->entity.id);
    if (!shift || (post && shift->post != post->entity.id))
        return refuse (step, REFUSAL_PERSON_NOT_ON_DUTY, "person", "%s", person->code);
    const struct handover *handover = handover_of_shift (step->desk, shift->entity.id);
    if (handover)
        return refuse (step, REFUSAL_HANDOVER_UNSIGNED, "person", "%s\n%" PRIu64, person->code, handover->entity.id);
    struct event_detail detail = { .channel = step->command->shift.channel, .figures = figures_unknown };
    emit (step, EVENT_SHIFT_CHECKED_OUT, &shift->entity, &detail);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* duty.c: who is on watch: check-in, for a planned shift or without one, and check-out, which wants a relief. */
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

const struct shift *
shift_on_post (const struct desk *desk, uint64_t post, uint64_t besides)
{
    for (size_t i = desk->on_duty_count; i > 0; i--)
        if (desk->on_duty[i - 1]->post == post && desk->on_duty[i - 1]->person != besides)
            return desk->on_duty[i - 1];
    return NULL;
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

/* ---- check-in ---- */

/* Time to check in for it, and nobody has (or, for a relief in somebody's place, whoever has). */
static bool
awaits (const struct step *step, const struct planned_shift *planned, bool relief)
{
    int64_t early_ms = step->desk->profile->rules.watch.early_ms;
    bool open = planned->state == PLANNED_AHEAD || planned->state == PLANNED_ABSENT ||
                (relief && planned->state == PLANNED_MANNED);
    return open && planned->begin_at - early_ms <= step->command->at && step->command->at < planned->end_at;
}

/* 1. in the role that was said before another  2. the one that begins first. owner NULL: a seat that nobody has. */
static struct planned_shift *
planned_of (const struct step *step, const struct roster *roster, uint64_t owner, bool leader, bool relief)
{
    struct planned_shift *found = NULL;
    for (struct planned_shift *p = roster->planned; p; p = p->next_of_roster) {
        if ((p->owner.kind == TARGET_PERSON ? p->owner.id : 0) != owner || !awaits (step, p, relief) ||
            (owner == 0 && p->leader != leader))
            continue;
        bool better_role = found && p->leader == leader && found->leader != leader;
        bool worse_role = found && p->leader != leader && found->leader == leader;
        if (!found || better_role || (!worse_role && p->begin_at < found->begin_at))
            found = p;
    }
    return found;
}

/* The planned shift that this check-in is for; false = refused. */
static bool
find_planned (struct step *step, const struct person *person, const struct post *post,
              struct planned_shift **ret_planned)
{
    const struct shift_args *args = &step->command->shift;
    const struct roster *roster = step->desk->profile ? roster_of_post (step->desk, post->entity.id) : NULL;
    const struct person *absent = args->in_place_of ? desk_person_by_code (step->desk, args->in_place_of) : NULL;
    *ret_planned = NULL;
    if (args->in_place_of && !absent)
        return refuse (step, REFUSAL_UNKNOWN_PERSON, "in_place_of", "%s", args->in_place_of);
    if (absent && !args->reason)
        return refuse (step, REFUSAL_REASON_MISSING, "reason", " ");
    if (roster)
        *ret_planned = planned_of (step, roster, (absent ? absent : person)->entity.id, args->leader, absent != NULL);
    if (absent && !*ret_planned)
        return refuse (step, REFUSAL_NO_PLANNED_SHIFT, "in_place_of", "%s\n%s", absent->code, post->code);
    if (roster && !*ret_planned)
        *ret_planned = planned_of (step, roster, 0, args->leader, false);
    return true;
}

static void
man (struct step *step, struct planned_shift *planned, const struct shift *shift, const char *reason,
     const char *channel)
{
    bool own = planned->owner.kind == TARGET_PERSON && planned->owner.id == shift->person;
    struct event_detail detail = { .other = shift->entity.id,
                                   .on_behalf_of = own ? 0 : shift->person,
                                   .text = reason,
                                   .channel = channel,
                                   .figures = figures_unknown };
    emit (step, EVENT_PLANNED_SHIFT_MANNED, &planned->entity, &detail);
}

/* Whoever signs a handover is there for the own planned shift; without one, for that of the one who leaves. */
void
planned_relieve (struct step *step, const struct shift *old, const struct shift *fresh)
{
    struct roster *roster = step->desk->profile ? roster_of_post (step->desk, old->post) : NULL;
    struct planned_shift *own = roster ? planned_of (step, roster, fresh->person, fresh->leader, false) : NULL;
    if (own && own->leader == fresh->leader)
        man (step, own, fresh, NULL, "handover");
    for (struct planned_shift *p = roster && !own ? roster->planned : NULL; p; p = p->next_of_roster)
        if (p->state == PLANNED_MANNED && p->shift == old->entity.id && p->leader == fresh->leader)
            man (step, p, fresh, NULL, "handover");
}

/* Who goes on from one planned shift into the next says so by checking in again: the watch itself goes on. */
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
    struct planned_shift *planned;
    if (!find_planned (step, person, post, &planned))
        return false;
    const struct shift *shift = shift_of (step->desk, person->entity.id);
    bool goes_on = shift && planned && shift->post == post->entity.id && shift->leader == planned->leader;
    if (shift && !goes_on)
        return refuse (step, REFUSAL_PERSON_ON_DUTY, "person", "%s\n%" PRIu64, person->code, shift->entity.id);
    if (!shift)
        shift = shift_begin (step, person->entity.id, post->entity.id, args->leader || (planned && planned->leader),
                             args->channel);
    if (planned)
        man (step, planned, shift, args->reason, args->channel);
    return true;
}

/* ---- check-out ---- */

/* Somebody is there for a planned shift in the same role that lasts longer. */
static bool
relieved (const struct roster *roster, const struct planned_shift *planned)
{
    const struct planned_shift *p = roster->planned;
    while (p && !(p->leader == planned->leader && p->state == PLANNED_MANNED && p->shift != planned->shift &&
                  p->end_at > planned->end_at))
        p = p->next_of_roster;
    return p != NULL;
}

static bool
leaves_early (const struct step *step, const struct roster *roster, const struct planned_shift *planned,
              const struct shift *shift)
{
    return planned->state == PLANNED_MANNED && planned->shift == shift->entity.id &&
           planned->end_at > step->command->at && !relieved (roster, planned);
}

/* Its time is over, and whoever is to come next in that role is not there. */
static bool
leaves_it_empty (const struct step *step, const struct planned_shift *planned, const struct shift *shift)
{
    int64_t now = step->command->at;
    for (size_t i = 0; i < step->desk->on_duty_count; i++) {
        const struct shift *other = step->desk->on_duty[i];
        if (other != shift && other->post == shift->post && other->leader == shift->leader)
            return false;
    }
    return planned->leader == shift->leader && planned->begin_at <= now && now < planned->end_at &&
           (planned->state == PLANNED_AHEAD || planned->state == PLANNED_ABSENT);
}

static bool
unrelieved (const struct step *step, const struct roster *roster, const struct shift *shift)
{
    const struct planned_shift *p = roster ? roster->planned : NULL;
    while (p && !leaves_early (step, roster, p, shift) && !leaves_it_empty (step, p, shift))
        p = p->next_of_roster;
    return p != NULL;
}

/* 脱岗 by leaving: the post owes somebody again. */
static void
mark_left (struct step *step, const struct roster *roster, const struct shift *shift)
{
    struct event_detail detail = { .text = step->command->shift.reason, .figures = figures_unknown };
    for (struct planned_shift *p = roster ? roster->planned : NULL, *next; p; p = next) {
        next = p->next_of_roster;
        if (leaves_early (step, roster, p, shift))
            emit (step, EVENT_PLANNED_SHIFT_ABSENT, &p->entity, &detail);
    }
}

/* A duty leader who says why may end a watch that nobody takes over. */
static bool
may_leave (const struct step *step)
{
    bool leader_says_why = step_role (step) == ROLE_DUTY_LEADER && step->command->shift.reason;
    return leader_says_why || step->desk->profile->rules.watch.leave == LEAVE_WARN;
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
    const struct roster *roster = step->desk->profile ? roster_of_post (step->desk, shift->post) : NULL;
    post = (const struct post *)table_find (step->desk, ENTITY_POST, shift->post);
    step->outcome->verdict.unrelieved = unrelieved (step, roster, shift);
    if (step->outcome->verdict.unrelieved && !may_leave (step))
        return refuse (step, REFUSAL_NO_RELIEF, "person", "%s\n%s", person->code, post->code);
    struct event_detail detail = { .channel = step->command->shift.channel, .figures = figures_unknown };
    emit (step, EVENT_SHIFT_CHECKED_OUT, &shift->entity, &detail);
    mark_left (step, roster, shift);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* swap.c: who takes a planned shift instead: 换班 between two who both say yes, or a word of the watch. */
#include "core/step.h"

#include <inttypes.h>
#include <string.h>

static struct planned_shift *
need_planned (struct step *step, uint64_t id, const char *field)
{
    struct planned_shift *planned = (struct planned_shift *)table_find (step->desk, ENTITY_PLANNED_SHIFT, id);
    if (!planned)
        refuse (step, REFUSAL_UNKNOWN_PLANNED_SHIFT, field, "%" PRIu64, id);
    return planned;
}

static bool
refuse_state (struct step *step, const struct planned_shift *planned)
{
    return refuse (step, REFUSAL_PLANNED_SHIFT_STATE, "planned_shift", "%" PRIu64 "\n%s\n%s", planned->entity.id,
                   planned_state_names[planned->state], action_name (step->command->action));
}

static const struct person *
person_named (struct step *step, const char *code, const char *field)
{
    const struct person *person = desk_person_by_code (step->desk, code);
    if (!person)
        refuse (step, REFUSAL_UNKNOWN_PERSON, field, "%s", code);
    return person;
}

static bool
is_free (struct step *step, const struct person *person, const struct planned_shift *for_it,
         const struct planned_shift *besides)
{
    const struct planned_shift *other = planned_overlap (step->desk, person->entity.id, for_it, besides);
    return !other || refuse (step, REFUSAL_SHIFT_OVERLAP, "person", "%s\n%" PRIu64, person->code, other->entity.id);
}

/* ---- by a word of the watch ---- */

bool
decide_assign (struct step *step)
{
    const struct planned_args *args = &step->command->planned;
    struct planned_shift *planned = need_planned (step, args->planned_shift, "planned_shift");
    const struct person *person = planned ? person_named (step, args->person, "person") : NULL;
    if (!person)
        return false;
    if (planned->state != PLANNED_AHEAD && planned->state != PLANNED_ABSENT)
        return refuse_state (step, planned);
    if (planned->owner.kind == TARGET_PERSON && planned->owner.id == person->entity.id)
        return refuse (step, REFUSAL_SWAP_ITSELF, "person", "%" PRIu64 "\n%s", planned->entity.id, person->code);
    if (!is_free (step, person, planned, NULL))
        return false;
    planned_assign (step, planned, person->entity.id, true, args->reason);
    return true;
}

bool
decide_settle_gap (struct step *step)
{
    const struct planned_args *args = &step->command->planned;
    struct planned_shift *planned = need_planned (step, args->planned_shift, "planned_shift");
    if (!planned)
        return false;
    if (!obligation_live (&planned->entity, OBLIGATION_ROSTER_GAP))
        return refuse (step, REFUSAL_NO_GAP, "planned_shift", "%" PRIu64, planned->entity.id);
    obligations_end (step, &planned->entity, 1u << OBLIGATION_ROSTER_GAP, args->reason);
    return true;
}

/* ---- 换班 ---- */

/* Who speaks: the person named (said for them by the watch), or the principal's own. */
static uint64_t
speaker_of (struct step *step)
{
    const char *code = step->command->planned.on_behalf_of;
    const struct principal *principal = step_principal (step);
    const struct person *person = code ? person_named (step, code, "on_behalf_of") : NULL;
    if (code)
        return person ? person->entity.id : 0;
    if (!principal || !principal->person)
        refuse (step, REFUSAL_NO_PERSON, "on_behalf_of", " ");
    return principal ? principal->person : 0;
}

static bool
is_held_ahead (struct step *step, const struct planned_shift *planned, uint64_t person)
{
    if (planned->state != PLANNED_AHEAD || planned->begin_at <= step->command->at)
        return refuse_state (step, planned);
    if (planned->owner.kind != TARGET_PERSON || planned->owner.id != person)
        return refuse (step, REFUSAL_NOT_YOUR_SHIFT, "planned_shift", "%" PRIu64, planned->entity.id);
    return planned->swap == SWAP_NONE ||
           refuse (step, REFUSAL_SWAP_PENDING, "planned_shift", "%" PRIu64, planned->entity.id);
}

/* Both can stand where they shall: neither has another shift at that time. */
static bool
both_free (struct step *step, const struct planned_shift *given, const struct planned_shift *taken,
           const struct person *giver, const struct person *taker)
{
    return is_free (step, taker, given, taken) && (!taken || is_free (step, giver, taken, given));
}

/* An answer must be possible before the earlier of the two begins. */
static int64_t
answer_by (const struct step *step, const struct planned_shift *given, const struct planned_shift *taken)
{
    int64_t begin_at = taken && taken->begin_at < given->begin_at ? taken->begin_at : given->begin_at;
    return begin_at - step->desk->profile->rules.clocks[OBLIGATION_SHIFT_SWAP].due_ms[LEVEL_NONE];
}

bool
decide_swap_propose (struct step *step)
{
    const struct planned_args *args = &step->command->planned;
    struct planned_shift *given = need_planned (step, args->planned_shift, "planned_shift");
    uint64_t speaker = given ? speaker_of (step) : 0;
    const struct person *giver = (const struct person *)table_find (step->desk, ENTITY_PERSON, speaker);
    const struct person *taker = giver ? person_named (step, args->person, "person") : NULL;
    struct planned_shift *taken = taker && args->in_return ? need_planned (step, args->in_return, "in_return") : NULL;
    if (!taker || (args->in_return && !taken) || !is_held_ahead (step, given, speaker))
        return false;
    if (taker == giver)
        return refuse (step, REFUSAL_SWAP_ITSELF, "person", "%" PRIu64 "\n%s", given->entity.id, taker->code);
    if ((taken && !is_held_ahead (step, taken, taker->entity.id)) || !both_free (step, given, taken, giver, taker))
        return false;
    struct event_detail detail = { .other = taker->entity.id,
                                   .on_behalf_of = speaker,
                                   .in_return = args->in_return,
                                   .due_at = answer_by (step, given, taken),
                                   .text = args->reason,
                                   .channel = args->channel,
                                   .figures = figures_unknown };
    if (detail.due_at <= step->command->at)
        return refuse (step, REFUSAL_SWAP_TOO_LATE, "planned_shift", "%" PRIu64, given->entity.id);
    emit (step, EVENT_PLANNED_SHIFT_SWAP_PROPOSED, &given->entity, &detail);
    obligation_arm_for (step, OBLIGATION_SHIFT_SWAP, &given->entity,
                        (struct target){ TARGET_PERSON, taker->entity.id }, detail.due_at);
    return true;
}

static struct planned_shift *
need_swap (struct step *step)
{
    struct planned_shift *planned = need_planned (step, step->command->planned.planned_shift, "planned_shift");
    if (!planned || planned->swap != SWAP_NONE)
        return planned;
    refuse (step, REFUSAL_NO_SWAP, "planned_shift", "%" PRIu64, planned->entity.id);
    return NULL;
}

static void
agree (struct step *step, struct planned_shift *given, struct planned_shift *taken, const struct event_detail *said)
{
    uint64_t giver = given->swap_by, taker = given->swap_with;
    emit (step, EVENT_PLANNED_SHIFT_SWAP_AGREED, &given->entity, said);
    planned_assign (step, given, taker, true, NULL);
    if (taken)
        planned_assign (step, taken, giver, true, NULL);
}

/* The one who asked can't answer, neither for himself nor in the other's name. */
static bool
may_answer (struct step *step, const struct planned_shift *given, uint64_t speaker)
{
    const struct principal *principal = step_principal (step);
    uint64_t self = principal ? principal->person : 0;
    if (given->swap == SWAP_ACCEPTED)
        return (step_role (step) == ROLE_DUTY_LEADER && self != given->swap_by && self != given->swap_with) ||
               refuse (step, REFUSAL_LEADER_CONSENTS, "planned_shift", "%" PRIu64, given->entity.id);
    return (speaker == given->swap_with && self != given->swap_by) ||
           refuse (step, REFUSAL_SWAP_NOT_ASKED, "on_behalf_of", "%" PRIu64, given->entity.id);
}

/* Since it was proposed either of them may have been assigned elsewhere. */
static bool
still_possible (struct step *step, struct planned_shift *given, struct planned_shift *taken)
{
    const struct person *giver = (const struct person *)table_find (step->desk, ENTITY_PERSON, given->swap_by);
    const struct person *taker = (const struct person *)table_find (step->desk, ENTITY_PERSON, given->swap_with);
    if (given->swap_for && (!taken || taken->swap != SWAP_NONE || taken->state != PLANNED_AHEAD ||
                            taken->owner.kind != TARGET_PERSON || taken->owner.id != given->swap_with))
        return refuse (step, REFUSAL_NOT_YOUR_SHIFT, "planned_shift", "%" PRIu64, given->swap_for);
    return both_free (step, given, taken, giver, taker);
}

bool
decide_swap_accept (struct step *step)
{
    struct planned_shift *given = need_swap (step);
    uint64_t speaker = given ? speaker_of (step) : 0;
    struct planned_shift *taken =
        given ? (struct planned_shift *)table_find (step->desk, ENTITY_PLANNED_SHIFT, given->swap_for) : NULL;
    if (!speaker || !may_answer (step, given, speaker) || !still_possible (step, given, taken))
        return false;
    const struct planned_args *args = &step->command->planned;
    struct event_detail said = {
        .on_behalf_of = speaker, .text = args->reason, .channel = args->channel, .figures = figures_unknown
    };
    if (given->swap == SWAP_ACCEPTED || !step->desk->profile->rules.watch.swap_needs_leader) {
        agree (step, given, taken, &said);
        return true;
    }
    int64_t due_at = given->swap_answer_by;
    emit (step, EVENT_PLANNED_SHIFT_SWAP_ACCEPTED, &given->entity, &said);
    obligation_arm_for (step, OBLIGATION_SHIFT_SWAP, &given->entity, (struct target){ .kind = TARGET_DUTY_LEADER },
                        due_at);
    return true;
}

bool
decide_swap_decline (struct step *step)
{
    struct planned_shift *given = need_swap (step);
    uint64_t speaker = given ? speaker_of (step) : 0;
    if (!speaker)
        return false;
    if (speaker != given->swap_with && speaker != given->swap_by && step_role (step) != ROLE_DUTY_LEADER)
        return refuse (step, REFUSAL_SWAP_NOT_ASKED, "on_behalf_of", "%" PRIu64, given->entity.id);
    struct event_detail said = { .on_behalf_of = speaker,
                                 .text = step->command->planned.reason,
                                 .channel = step->command->planned.channel,
                                 .figures = figures_unknown };
    emit (step, EVENT_PLANNED_SHIFT_SWAP_DECLINED, &given->entity, &said);
    return true;
}

/* ---- can this person be reached? ---- */

bool
decide_mark_contact (struct step *step)
{
    const struct contact_args *args = &step->command->contact;
    struct person *person = (struct person *)(uintptr_t)person_named (step, args->person, "person");
    struct event_detail detail = { .confirmed = args->reachable, .text = args->reason, .figures = figures_unknown };
    if (!person)
        return false;
    if (person->unreachable == !args->reachable)
        return refuse (step, REFUSAL_CONTACT_SAME, "person", "%s", person->code);
    emit (step, EVENT_PERSON_CONTACT_MARKED, &person->entity, &detail);
    planned_contact_changed (step, person->entity.id);
    return true;
}

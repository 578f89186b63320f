/* SPDX-License-Identifier: Apache-2.0 */
/* escalation.c: time has come: the next step of an overdue obligation's policy fires. Whom it tells is looked up now;
 * whom it can't tell is said, with the reason. */
#include "core/machine.h"
#include "core/step.h"

#include <assert.h>

/* One of those whom a step wants to tell. */
struct telling {
    struct target told; /* as far as it is known */
    const char *code;   /* whom a profile names and nobody knows */
    enum skip_reason skip;
    bool planned; /* not checked in, but planned */
};

/* ---- whom a target stands for ---- */

/* Whoever is checked in; else whoever is planned, who may at least be called (at home for a drill: nobody is). */
static struct telling
on_duty (const struct desk *desk, enum target_kind role, bool drill)
{
    bool leader = role == TARGET_DUTY_LEADER;
    const struct shift *shift = drill ? shift_in_drill (desk, leader) : shift_on_duty (desk, leader);
    const struct planned_shift *planned = shift || drill ? NULL : planned_now (desk, leader, desk->at);
    uint64_t person = shift ? shift->person : planned ? planned->owner.id : 0;
    return (struct telling){ .told = { role, person },
                             .skip = person ? SKIP_NONE : SKIP_NOBODY_ON_DUTY,
                             .planned = planned != NULL };
}

/* Whoever has a key of their own sees on a console what is their own to do. */
static bool
has_key (const struct desk *desk, uint64_t person)
{
    for (const struct entity *e = desk->tables[ENTITY_PRINCIPAL]; e; e = e->hh.next) {
        const struct principal *principal = (const struct principal *)e;
        if (principal->person == person && principal->state == PRINCIPAL_ENROLLED)
            return true;
    }
    return false;
}

/* Somebody who is not on watch is reached by phone or not at all. */
static struct telling
person_reached (const struct desk *desk, uint64_t id)
{
    const struct person *person = (const struct person *)table_find (desk, ENTITY_PERSON, id);
    bool reached = person && person->phone && person->phone[0] && !person->unreachable;
    return (struct telling){ .told = { TARGET_PERSON, id },
                             .skip = reached  ? SKIP_NONE
                                     : person ? SKIP_NO_PHONE
                                              : SKIP_UNKNOWN_PERSON };
}

static struct telling
resolve_owner (const struct desk *desk, const struct obligation *obligation, const struct step_target *wanted)
{
    (void)wanted;
    enum target_kind kind = obligation->owner.kind;
    if (kind == TARGET_DUTY_OFFICER || kind == TARGET_DUTY_LEADER)
        return on_duty (desk, kind, obligation->drill);
    if (kind == TARGET_PERSON && !has_key (desk, obligation->owner.id))
        return person_reached (desk, obligation->owner.id);
    return (struct telling){ .told = obligation->owner };
}

static struct telling
resolve_role (const struct desk *desk, const struct obligation *obligation, const struct step_target *wanted)
{
    return on_duty (desk, wanted->kind, obligation->drill);
}

static struct telling
resolve_person (const struct desk *desk, const struct obligation *obligation, const struct step_target *wanted)
{
    (void)obligation;
    const struct person *person = desk_person_by_code (desk, wanted->code);
    if (person)
        return person_reached (desk, person->entity.id);
    return (struct telling){ .told = { TARGET_PERSON, 0 }, .skip = SKIP_UNKNOWN_PERSON, .code = wanted->code };
}

static struct telling
resolve_post (const struct desk *desk, const struct obligation *obligation, const struct step_target *wanted)
{
    (void)obligation;
    const struct post *post = desk_post_by_code (desk, wanted->code);
    if (post)
        return (struct telling){ .told = { TARGET_POST, post->entity.id } };
    return (struct telling){ .told = { TARGET_POST, 0 }, .skip = SKIP_UNKNOWN_POST, .code = wanted->code };
}

/* The list of contacts is the team's as it is now: whoever stands there is who answers its phone. */
static struct telling
resolve_contact (const struct desk *desk, const struct obligation *obligation, const struct step_target *wanted)
{
    uint64_t id = obligation->owner.kind == TARGET_TEAM ? obligation->owner.id : 0;
    const struct team *team = (const struct team *)table_find (desk, ENTITY_TEAM, id);
    if (team && wanted->contact <= team->contacts_count)
        return person_reached (desk, team->contacts[wanted->contact - 1]);
    return (struct telling){ .told = { TARGET_CONTACT, wanted->contact }, .skip = SKIP_NO_CONTACT };
}

/* Whoever holds the post until the owner comes. */
static struct telling
resolve_on_post (const struct desk *desk, const struct obligation *obligation, const struct step_target *wanted)
{
    (void)wanted;
    const struct entity *subject = desk_find (desk, obligation->subject_kind, obligation->subject);
    uint64_t owner = obligation->owner.kind == TARGET_PERSON ? obligation->owner.id : 0;
    uint64_t post = subject ? entity_post (subject) : 0;
    const struct shift *shift = post ? shift_on_post (desk, post, owner) : NULL;
    return (struct telling){ .told = { TARGET_ON_POST, shift ? shift->person : 0 },
                             .skip = shift ? SKIP_NONE : SKIP_NOBODY_ON_DUTY };
}

static struct telling (*const resolvers[TARGET_KINDS]) (const struct desk *, const struct obligation *,
                                                        const struct step_target *) = {
    [TARGET_OWNER] = resolve_owner,       [TARGET_PERSON] = resolve_person,    [TARGET_POST] = resolve_post,
    [TARGET_DUTY_OFFICER] = resolve_role, [TARGET_DUTY_LEADER] = resolve_role, [TARGET_CONTACT] = resolve_contact,
    [TARGET_ON_POST] = resolve_on_post,
};

/* ---- telling ---- */

/* When the step that follows this firing is to come: this one again, or the next. Nobody dies silently: a step that
 * told nobody leads to the next at once, and the last one comes again. */
static int64_t
next_at (const struct step *step, const struct obligation *obligation, bool told)
{
    const struct policy *policy = &obligation->terms->policy;
    const struct policy_step *now = &policy->steps[obligation->next_step];
    bool last = obligation->next_step + 1 >= policy->steps_count;
    bool again = last || (told && obligation->step_times + 1u < now->times);
    uint32_t pause = again ? now->repeat_ms : told ? now[1].after_ms : 0;
    return step->command->at + pause;
}

/* Each in an entry of its own. Those who can't be told come first, so that the last entry says how the step went. */
static void
tell_all (struct step *step, struct obligation *obligation, const struct telling *tellings, size_t count)
{
    size_t told = 0, said = 0;
    for (size_t i = 0; i < count; i++)
        told += tellings[i].skip == SKIP_NONE;
    struct event_detail detail = { .step = obligation->next_step,
                                   .next_at = next_at (step, obligation, told > 0),
                                   .figures = figures_unknown };
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < count; i++) {
            if ((tellings[i].skip == SKIP_NONE) != (turn == 1))
                continue;
            detail.told = tellings[i].told;
            detail.skip = tellings[i].skip;
            detail.text = tellings[i].code;
            detail.planned = tellings[i].planned;
            detail.more = ++said < count;
            emit (step, turn == 1 ? EVENT_OBLIGATION_FIRED : EVENT_OBLIGATION_SKIPPED, &obligation->entity, &detail);
        }
    for (size_t i = 0; i < count; i++)
        if (tellings[i].skip == SKIP_NONE) {
            order_told (step, obligation, &tellings[i].told);
            roll_call_told (step, obligation, &tellings[i].told);
        }
}

/* Everyone must acknowledge: those who have are not told any more. */
static bool
is_awaited (const struct dispatch_order *order, uint64_t person)
{
    for (uint8_t i = 0; i < order->awaited_count; i++)
        if (order->awaited[i] == person)
            return true;
    return false;
}

/* The order that this obligation waits for each contact to acknowledge; NULL = one is enough. */
static const struct dispatch_order *
everyones_order (const struct desk *desk, const struct obligation *obligation)
{
    if (obligation->kind != OBLIGATION_ACKNOWLEDGE_ORDER)
        return NULL;
    const struct dispatch_order *order =
        (const struct dispatch_order *)table_find (desk, ENTITY_DISPATCH_ORDER, obligation->subject);
    return order && order->everyone ? order : NULL;
}

/* A drill calls nobody in earnest. */
static struct telling
within_drill (const struct desk *desk, const struct obligation *obligation, struct telling telling)
{
    if (obligation->drill && telling.skip == SKIP_NONE && !drill_reaches (desk, &telling.told))
        telling.skip = SKIP_OUTSIDE_DRILL;
    return telling;
}

/* One target of a step: for the team as the owner of what everyone owes, each who is still missing. */
static size_t
resolve_target (const struct desk *desk, const struct obligation *obligation, const struct step_target *wanted,
                struct telling *ret)
{
    const struct dispatch_order *order = everyones_order (desk, obligation);
    if (order && order->awaited_count > 0 && wanted->kind == TARGET_OWNER) {
        for (uint8_t i = 0; i < order->awaited_count; i++)
            ret[i] = person_reached (desk, order->awaited[i]);
        return order->awaited_count;
    }
    *ret = resolvers[wanted->kind](desk, obligation, wanted);
    if (order && wanted->kind == TARGET_CONTACT && ret->told.kind == TARGET_PERSON &&
        !is_awaited (order, ret->told.id))
        ret->skip = SKIP_ANSWERED;
    return 1;
}

static void
act_tell (struct step *step, struct obligation *obligation)
{
    const struct policy_step *now = &obligation->terms->policy.steps[obligation->next_step];
    struct telling tellings[STEP_TARGETS_MAX * TEAM_CONTACTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < STEP_TARGETS_MAX && now->targets[i].kind != TARGET_NONE; i++)
        count += resolve_target (step->desk, obligation, &now->targets[i], &tellings[count]);
    assert (count > 0);
    for (size_t i = 0; i < count; i++)
        tellings[i] = within_drill (step->desk, obligation, tellings[i]);
    tell_all (step, obligation, tellings, count);
}

/* ---- what a step does to the order itself ---- */

static const enum event_kind order_events[STEP_ACTIONS] = {
    [STEP_NEXT_TEAM] = EVENT_ORDER_EXPIRED,
    [STEP_REOPEN] = EVENT_ORDER_REOPENED,
    [STEP_MISS] = EVENT_ORDER_STATUS_MISSED,
    [STEP_DISTRESS] = EVENT_ORDER_DISTRESS,
};

/* SKIP_NONE: it was done. A team in distress keeps its order. */
static enum skip_reason
change_order (struct step *step, const struct obligation *obligation, enum step_action action)
{
    struct dispatch_order *order =
        obligation->subject_kind == ENTITY_DISPATCH_ORDER
            ? (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, obligation->subject)
            : NULL;
    struct event_detail detail = { .figures = figures_unknown };
    if (!order || !machine_next (machine_of (ENTITY_DISPATCH_ORDER), order->state, order_events[action]))
        return SKIP_NOT_NOW;
    if (order->distress_at && action != STEP_MISS)
        return SKIP_IN_DISTRESS;
    if (action == STEP_NEXT_TEAM)
        return order_pass_on (step, order, order_events[action], &detail) ? SKIP_NONE : SKIP_NO_TEAM_LEFT;
    emit (step, order_events[action], &order->entity, &detail);
    return SKIP_NONE;
}

/* Most changes end what is owed, too; if not, the next step comes. */
static void
act_order (struct step *step, struct obligation *obligation)
{
    enum step_action action = obligation->terms->policy.steps[obligation->next_step].action;
    struct telling result = { .skip = change_order (step, obligation, action) };
    if (!entity_settled (&obligation->entity))
        tell_all (step, obligation, &result, 1);
}

/* ---- doing what was planned for now ---- */

static bool
release_order (struct step *step, struct entity *order)
{
    if (((struct dispatch_order *)order)->state != ORDER_RESERVED)
        return false;
    order_release (step, (struct dispatch_order *)order, NULL);
    return true;
}

static bool
release_roll_call (struct step *step, struct entity *roll_call)
{
    return roll_call_begin (step, (struct roll_call *)roll_call);
}

static const struct {
    bool (*release) (struct step *, struct entity *);
    enum skip_reason otherwise;
} releases[ENTITY_KINDS] = {
    [ENTITY_DISPATCH_ORDER] = { release_order, SKIP_NO_TEAM_LEFT },
    [ENTITY_ROLL_CALL] = { release_roll_call, SKIP_LIMIT },
};

/* What can't be done, or a stored policy on the wrong promise: on to its next step. */
static void
act_release (struct step *step, struct obligation *obligation)
{
    struct entity *subject = table_find (step->desk, obligation->subject_kind, obligation->subject);
    bool (*release) (struct step *, struct entity *) = releases[obligation->subject_kind].release;
    struct telling nobody = { .skip = SKIP_NO_TEAM_LEFT };
    if (release && subject && release (step, subject))
        return;
    if (release)
        nobody.skip = releases[obligation->subject_kind].otherwise;
    tell_all (step, obligation, &nobody, 1);
}

/* ---- what befalls a planned shift ---- */

/* False: it can't happen to it any more. */
static bool
befall (struct step *step, const struct obligation *obligation, enum event_kind event)
{
    struct entity *planned = table_find (step->desk, ENTITY_PLANNED_SHIFT, obligation->subject);
    if (obligation->subject_kind != ENTITY_PLANNED_SHIFT ||
        !machine_next (machine_of (ENTITY_PLANNED_SHIFT), ((const struct planned_shift *)planned)->state, event))
        return false;
    emit (step, event, planned, NULL);
    return true;
}

static void
act_absent (struct step *step, struct obligation *obligation)
{
    befall (step, obligation, EVENT_PLANNED_SHIFT_ABSENT);
    act_tell (step, obligation);
}

static void
act_expire (struct step *step, struct obligation *obligation)
{
    struct telling nobody = { .skip = SKIP_NOBODY_ON_DUTY };
    if (!befall (step, obligation, EVENT_PLANNED_SHIFT_SWAP_EXPIRED))
        tell_all (step, obligation, &nobody, 1);
}

/* ---- the tick ---- */

static void (*const acts[STEP_ACTIONS]) (struct step *, struct obligation *) = {
    [STEP_TELL] = act_tell,     [STEP_NEXT_TEAM] = act_order, [STEP_RELEASE] = act_release,
    [STEP_ABSENT] = act_absent, [STEP_EXPIRE] = act_expire,   [STEP_REOPEN] = act_order,
    [STEP_MISS] = act_order,    [STEP_DISTRESS] = act_order,
};

/* In the order in which they fell due, also after a long silence. */
bool
decide_tick (struct step *step)
{
    watchdog (step);
    for (int fired = 0; fired < TICK_FIRINGS_MAX; fired++) {
        struct obligation *top = heap_top (&step->desk->heap);
        if (roster_tick (step, top ? top->next_at : INT64_MAX))
            continue;
        if (!top || top->next_at > step->command->at)
            break;
        acts[top->terms->policy.steps[top->next_step].action](step, top);
    }
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* order.c: dispatch orders: issuing them, passing them on, and each rung of their ladder. */
#include "core/machine.h"
#include "core/step.h"
#include "util/alloc.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define DAY_MS 86400000LL

void
order_await (struct dispatch_order *order, const struct team *team)
{
    order->awaited_count = team->contacts_count;
    memcpy (order->awaited, team->contacts, team->contacts_count * sizeof team->contacts[0]);
}

static bool
asks_everyone (const struct step *step, const struct incident *incident, const struct team *team)
{
    return team->contacts_count > 0 &&
           obligation_policy (step->desk, OBLIGATION_ACKNOWLEDGE_ORDER, &incident->entity)->everyone;
}

static bool
asks_status (const struct step *step, const struct incident *incident)
{
    return rules_applies (&step->desk->profile->rules.clocks[OBLIGATION_STATUS_CHECK], incident->type_code,
                          incident->level, incident->drill);
}

static struct dispatch_order *
order_new (struct step *step, const struct incident *incident, const struct team *team, const char *task)
{
    struct dispatch_order *image = (struct dispatch_order *)entity_new (ENTITY_DISPATCH_ORDER);
    image->incident = incident->entity.id;
    image->team = team->entity.id;
    image->drill = incident->drill;
    image->task = xstrdup (task);
    image->what = xstrdup (incident->what);
    image->place = xstrdup (incident->place);
    image->position = incident->position;
    image->type_code = incident->type_code;
    image->level = incident->level;
    bool by_hand = step->command->action == ACTION_DISPATCH || step->command->action == ACTION_REASSIGN;
    image->issued_by = by_hand ? step->command->principal : 0;
    image->everyone = asks_everyone (step, incident, team);
    if (image->everyone)
        order_await (image, team);
    image->status_checks = asks_status (step, incident);
    return image;
}

struct dispatch_order *
order_issue (struct step *step, struct incident *incident, struct team *team, const char *task,
             const struct dispatch_order *after)
{
    struct dispatch_order *image = order_new (step, incident, team, task);
    image->state = ORDER_ISSUED;
    image->replaces = after ? after->entity.id : 0;
    image->issued_at = step->command->at;
    return (struct dispatch_order *)emit_born (step, EVENT_ORDER_ISSUED, &image->entity);
}

static void
order_reserve (struct step *step, const struct incident *incident, const struct team *team)
{
    const struct dispatch_args *args = &step->command->dispatch;
    struct dispatch_order *image = order_new (step, incident, team, args->task);
    image->state = ORDER_RESERVED;
    image->reserved_at = step->command->at;
    image->release_at = args->release_at;
    emit_born (step, EVENT_ORDER_RESERVED, &image->entity);
}

/* It was reserved up to RESERVE_DAYS_MAX ago: whom it asks for what is what holds now. */
void
order_release (struct step *step, struct dispatch_order *order, const struct event_detail *said)
{
    struct incident *incident = (struct incident *)table_find (step->desk, ENTITY_INCIDENT, order->incident);
    const struct team *team = (const struct team *)table_find (step->desk, ENTITY_TEAM, order->team);
    struct event_detail detail = said ? *said : (struct event_detail){ .figures = figures_unknown };
    assert (incident && team); /* it is open, as its order is; teams never leave */
    detail.everyone = asks_everyone (step, incident, team);
    detail.status_checks = asks_status (step, incident);
    emit (step, EVENT_ORDER_RELEASED, &order->entity, &detail);
    incident_respond (step, incident);
}

static const struct dispatch_order *
open_order_of (const struct incident *incident, const struct team *team)
{
    for (const struct dispatch_order *order = incident->orders; order; order = order->next_of_incident)
        if (order->team == team->entity.id && !entity_settled (&order->entity))
            return order;
    return NULL;
}

struct team *
team_named (struct step *step, const struct incident *incident, const char *code)
{
    const struct team *team = desk_team_by_code (step->desk, code);
    if (!team) {
        refuse (step, REFUSAL_UNKNOWN_TEAM, "team", "%s", code);
        return NULL;
    }
    if (incident->drill && !need_in_drill (step, &(struct target){ TARGET_TEAM, team->entity.id }, "team", code))
        return NULL;
    const struct dispatch_order *order = open_order_of (incident, team);
    if (order) {
        refuse (step, REFUSAL_TEAM_ALREADY_ORDERED, "team", "%s\n%" PRIu64, code, order->entity.id);
        return NULL;
    }
    return (struct team *)table_find (step->desk, ENTITY_TEAM, team->entity.id);
}

void
incident_respond (struct step *step, struct incident *incident)
{
    if (machine_next (machine_of (ENTITY_INCIDENT), incident->state, EVENT_INCIDENT_RESPONDING))
        emit (step, EVENT_INCIDENT_RESPONDING, &incident->entity, NULL);
}

static bool
may_reserve (struct step *step)
{
    int64_t ahead = step->command->dispatch.release_at - step->command->at;
    return step->command->dispatch.release_at == 0 || (ahead > 0 && ahead <= RESERVE_DAYS_MAX * DAY_MS) ||
           refuse (step, REFUSAL_RELEASE_TIME, "release_at_ms", "%d", RESERVE_DAYS_MAX);
}

bool
team_may_be_busy (struct step *step, const struct team *team, const struct dispatch_order *but, bool drill,
                  bool override)
{
    struct verdict *verdict = &step->outcome->verdict;
    enum busy_rule rule = step->desk->profile->rules.busy_team;
    uint32_t open = 0;
    const struct dispatch_order *order, *newest = NULL;
    for (order = team->orders; order; order = order->next_of_team)
        if (order != but && (drill || !order->drill)) { /* an exercise holds nobody back from what is real */
            newest = newest ? newest : order;
            open++;
        }
    if (rule == BUSY_REFUSE && open > 0 && !override)
        return refuse (step, REFUSAL_TEAM_BUSY, "team", "%s\n%u\n%" PRIu64, team->code, open, newest->entity.id);
    for (order = team->orders; rule != BUSY_ALLOW && order && verdict->busy_count < BUSY_MAX;
         order = order->next_of_team)
        if (order != but)
            verdict->busy[verdict->busy_count++] = order->entity.id;
    return true;
}

bool
decide_dispatch (struct step *step)
{
    const struct dispatch_args *args = &step->command->dispatch;
    struct incident *incident = need_open_incident (step, args->incident);
    if (!incident)
        return false;
    if (incident->open_orders >= OPEN_ORDERS_PER_INCIDENT_MAX)
        return refuse (step, REFUSAL_LIMIT, "incident", "open orders of one incident\n%d",
                       OPEN_ORDERS_PER_INCIDENT_MAX);
    struct team *team =
        args->team ? team_named (step, incident, args->team) : team_choose (step->desk, incident, NULL);
    if (!team && !args->team)
        return refuse (step, REFUSAL_NO_TEAM_LEFT, "team", "%" PRIu64, args->incident);
    if (!team || !may_reserve (step) || !team_may_be_busy (step, team, NULL, incident->drill, args->override))
        return false;
    if (args->release_at) {
        order_reserve (step, incident, team);
        return true;
    }
    order_issue (step, incident, team, args->task, NULL);
    incident_respond (step, incident);
    return true;
}

bool
order_pass_on (struct step *step, struct dispatch_order *order, enum event_kind kind,
               const struct event_detail *detail)
{
    struct incident *incident = (struct incident *)table_find (step->desk, ENTITY_INCIDENT, order->incident);
    assert (incident); /* an open order's incident is open, so it is in memory */
    struct team *next = team_choose (step->desk, incident, order);
    if (!next)
        return false;
    struct event_detail with_next = *detail;
    with_next.other = next_id (step->desk, ENTITY_DISPATCH_ORDER, order->drill);
    emit (step, kind, &order->entity, &with_next);
    order_issue (step, incident, next, order->task, order);
    return true;
}

/* ---- the rungs ---- */

static const enum event_kind rung_events[ACTION_COMMANDS] = {
    [ACTION_ACKNOWLEDGE] = EVENT_ORDER_ACKNOWLEDGED, [ACTION_DECLINE] = EVENT_ORDER_DECLINED,
    [ACTION_DEPART] = EVENT_ORDER_DEPARTED,          [ACTION_ARRIVE] = EVENT_ORDER_ARRIVED,
    [ACTION_COMPLETE] = EVENT_ORDER_COMPLETED,       [ACTION_CANCEL] = EVENT_ORDER_CANCELLED,
    [ACTION_RECALL] = EVENT_ORDER_RECALLED,          [ACTION_RELEASE] = EVENT_ORDER_RELEASED,
};

/* Who is recalled acknowledges that. */
static enum event_kind
rung_event (const struct dispatch_order *order, enum action action)
{
    return order->state == ORDER_RECALLED && action == ACTION_ACKNOWLEDGE ? EVENT_ORDER_RECALL_CONFIRMED
                                                                          : rung_events[action];
}

bool
order_may_speak (struct step *step, const struct dispatch_order *order, uint64_t *ret_on_behalf_of)
{
    const struct rung_args *args = &step->command->rung;
    const struct principal *principal = step_principal (step);
    *ret_on_behalf_of = 0;
    if (principal && principal->role == ROLE_TEAM_LEADER) {
        const struct team *team = (const struct team *)table_find (step->desk, ENTITY_TEAM, order->team);
        if (principal->team != order->team)
            return refuse (step, REFUSAL_NOT_YOUR_TEAM, "order", "%" PRIu64 "\n%s", args->order,
                           team ? team->code : "unknown");
        return !args->on_behalf_of || refuse (step, REFUSAL_NOT_FOR_OTHERS, "on_behalf_of", " ");
    }
    if (args->on_behalf_of) {
        const struct person *person = desk_person_by_code (step->desk, args->on_behalf_of);
        if (!person)
            return refuse (step, REFUSAL_UNKNOWN_PERSON, "on_behalf_of", "%s", args->on_behalf_of);
        *ret_on_behalf_of = person->entity.id;
    }
    if (step->command->action == ACTION_ACKNOWLEDGE && (!args->on_behalf_of || !args->words))
        return refuse (step, REFUSAL_WORDS_MISSING, args->words ? "on_behalf_of" : "words", " ");
    return true;
}

static void
decline (struct step *step, struct dispatch_order *order, const struct event_detail *detail)
{
    struct entity *incident = table_find (step->desk, ENTITY_INCIDENT, order->incident);
    if (order_pass_on (step, order, EVENT_ORDER_DECLINED, detail))
        return;
    emit (step, EVENT_ORDER_DECLINED, &order->entity, detail);
    obligation_arm (step, OBLIGATION_ASSIGN_TEAM, incident);
}

/* A team that was called back to go elsewhere, and says that it does, need not confirm the recall, too. */
static void
confirm_diversion (struct step *step, const struct dispatch_order *order, const struct event_detail *detail)
{
    enum action action = step->command->action;
    struct dispatch_order *before =
        (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, order->replaces);
    if ((action == ACTION_ACKNOWLEDGE || action == ACTION_DEPART) && before && before->state == ORDER_RECALLED &&
        before->team == order->team && !before->distress_at)
        emit (step, EVENT_ORDER_RECALL_CONFIRMED, &before->entity, detail);
}

/* Everyone must acknowledge: whose word is this? */
static bool
may_answer (struct step *step, const struct dispatch_order *order, struct event_detail *detail)
{
    const struct principal *principal = step_principal (step);
    uint64_t person = detail->on_behalf_of ? detail->on_behalf_of : principal ? principal->person : 0;
    const struct person *who = (const struct person *)table_find (step->desk, ENTITY_PERSON, person);
    if (!who)
        return refuse (step, REFUSAL_ANSWER_OF_WHOM, "on_behalf_of", "%" PRIu64, order->entity.id);
    detail->other = person;
    for (uint8_t i = 0; i < order->awaited_count; i++)
        if (order->awaited[i] == person)
            return true;
    return refuse (step, REFUSAL_NOT_AWAITED, "on_behalf_of", "%" PRIu64 "\n%s", order->entity.id, who->code);
}

static bool
ends (const struct dispatch_order *order, enum action action)
{
    enum event_kind event = rung_event (order, action);
    return event == EVENT_ORDER_DECLINED || event == EVENT_ORDER_COMPLETED || event == EVENT_ORDER_CANCELLED ||
           event == EVENT_ORDER_RECALLED || event == EVENT_ORDER_RECALL_CONFIRMED;
}

static bool
may_climb (struct step *step, const struct dispatch_order *order)
{
    const struct rung_args *args = &step->command->rung;
    enum action action = step->command->action;
    if (action == ACTION_RECALL && order->state == ORDER_ISSUED)
        return refuse (step, REFUSAL_RECALL_TOO_EARLY, "order", "%" PRIu64, args->order);
    if (!machine_next (machine_of (ENTITY_DISPATCH_ORDER), order->state, rung_event (order, action)))
        return refuse (step, REFUSAL_ORDER_STATE, "order", "%" PRIu64 "\n%s\n%s", args->order,
                       order_state_names[order->state], action_name (action));
    if (!args->words && (action == ACTION_DECLINE || action == ACTION_CANCEL || action == ACTION_RECALL))
        return refuse (step, REFUSAL_REASON_MISSING, "words", " ");
    return !ends (order, action) || order_calm (step, order);
}

/* With others still awaited it is an answer, and the last answer is the acknowledgement. */
static bool
acknowledge (struct step *step, struct dispatch_order *order, struct event_detail *detail)
{
    bool awaits = order->state == ORDER_ISSUED && order->everyone;
    if (awaits && !may_answer (step, order, detail))
        return false;
    bool others = awaits && order->awaited_count > 1;
    emit (step, others ? EVENT_ORDER_ANSWERED : rung_event (order, ACTION_ACKNOWLEDGE), &order->entity, detail);
    return true;
}

bool
decide_rung (struct step *step)
{
    const struct rung_args *args = &step->command->rung;
    enum action action = step->command->action;
    struct dispatch_order *order =
        (struct dispatch_order *)table_find (step->desk, ENTITY_DISPATCH_ORDER, args->order);
    struct event_detail detail = { .text = args->words,
                                   .channel = args->channel ? args->channel : "console",
                                   .device_at = step->command->device_at,
                                   .figures = figures_unknown };
    if (!order)
        return refuse (step, REFUSAL_UNKNOWN_ORDER, "order", "%" PRIu64, args->order);
    if (!order_may_speak (step, order, &detail.on_behalf_of) || !may_climb (step, order))
        return false;
    if (action == ACTION_ACKNOWLEDGE && !acknowledge (step, order, &detail))
        return false;
    if (action == ACTION_DECLINE)
        decline (step, order, &detail);
    else if (action == ACTION_RELEASE)
        order_release (step, order, &detail);
    else if (action != ACTION_ACKNOWLEDGE)
        emit (step, rung_event (order, action), &order->entity, &detail);
    confirm_diversion (step, order, &detail);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* watchdog.c: nothing open on which something must be owed (an incident, an order, ...) without a live timer (promise
 * 2). It never happens by our own decisions; should a damaged store or a fault of ours let it happen, the next tick
 * gives it one that is overdue at once, so that the watch hears of it. The tables count such orphans, so that looking
 * for them costs nothing. */
#include "core/step.h"

#include <assert.h>

/* What an order in this state owes first. */
static const enum obligation_kind of_order[ORDER_STATES] = {
    [ORDER_ISSUED] = OBLIGATION_ACKNOWLEDGE_ORDER, [ORDER_ACKNOWLEDGED] = OBLIGATION_DEPART_ORDER,
    [ORDER_EN_ROUTE] = OBLIGATION_ARRIVE_ORDER,    [ORDER_ON_SCENE] = OBLIGATION_COMPLETE_ORDER,
    [ORDER_RECALLED] = OBLIGATION_CONFIRM_RECALL,  [ORDER_RESERVED] = OBLIGATION_RELEASE_ORDER,
};

/* And any other kind. */
static const enum obligation_kind of_kind[ENTITY_KINDS] = {
    [ENTITY_INCIDENT] = OBLIGATION_REPORT,
    [ENTITY_RESPONSE] = OBLIGATION_REVIEW_RESPONSE,
    [ENTITY_DRILL] = OBLIGATION_END_DRILL,
    [ENTITY_ROLL_CALL_ANSWER] = OBLIGATION_ANSWER_ROLL_CALL,
};

static void
raise_alarm (struct step *step, struct entity *entity)
{
    enum obligation_kind kind = entity->kind == ENTITY_DISPATCH_ORDER
                                    ? of_order[((const struct dispatch_order *)entity)->state]
                                    : of_kind[entity->kind];
    assert (kind != OBLIGATION_NONE);
    obligation_arm (step, kind, entity);
    struct event_detail now = { .due_at = step->command->at,
                                .next_at = step->command->at,
                                .figures = figures_unknown };
    if (entity->obligations)
        emit (step, EVENT_OBLIGATION_REARMED, &entity->obligations->entity, &now);
}

void
watchdog (struct step *step)
{
    int raised = 0;
    step->desk->watched_at = step->command->at;
    if (!step->desk->profile || step->desk->unwatched == 0)
        return;
    FOR_EACH_ENTITY_KIND (kind)
        for (struct entity *e = entity_owes (kind) ? step->desk->tables[kind] : NULL; e; e = e->hh.next)
            if (table_unwatched (e) && raised++ < TICK_FIRINGS_MAX)
                raise_alarm (step, e);
}

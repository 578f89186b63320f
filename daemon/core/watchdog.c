/* SPDX-License-Identifier: Apache-2.0 */
/* watchdog.c: nothing that waits for somebody (an incident, an order, an instruction, a draft, ...) without a live
 * timer (promise 2). It never happens by our own decisions; should a damaged store or a fault of ours let it happen,
 * the next tick gives it one: due when the thing itself says (a shift that begins tomorrow is not yet missed), else
 * overdue at once, so that the watch hears of it. The tables count such orphans, so that looking for them costs
 * nothing. */
#include "core/step.h"

static void
raise_alarm (struct step *step, struct entity *entity)
{
    uint32_t lacking = table_lacks (entity);
    for (enum obligation_kind kind = OBLIGATION_NONE + 1; kind < OBLIGATION_KINDS; kind++) {
        if (!(lacking & (1u << kind)))
            continue;
        obligation_arm (step, kind, entity);
        if (entity_due_at (entity) > step->command->at)
            continue;
        struct event_detail now = { .due_at = step->command->at,
                                    .next_at = step->command->at,
                                    .figures = figures_unknown };
        struct obligation *live = entity->obligations;
        while (live && live->kind != kind)
            live = live->next_of_subject;
        if (live)
            emit (step, EVENT_OBLIGATION_REARMED, &live->entity, &now);
    }
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

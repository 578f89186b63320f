/* SPDX-License-Identifier: Apache-2.0 */
/* drill.c: 演练: one runs at a time. It reaches nobody but its participants, and its end ends everything that it
 * bore. */
#include "core/machine.h"
#include "core/step.h"
#include "util/alloc.h"

#include <inttypes.h>

const struct drill *
drill_running (const struct desk *desk)
{
    for (struct entity *e = desk->tables[ENTITY_DRILL]; e; e = e->hh.next)
        if (!entity_settled (e))
            return (const struct drill *)e;
    return NULL;
}

bool
need_drill (struct step *step)
{
    return drill_running (step->desk) || refuse (step, REFUSAL_NO_DRILL, "drill", " ");
}

/* ---- whom it reaches ---- */

static bool
among (const struct participants *participants, uint64_t id)
{
    for (uint32_t i = 0; i < participants->count; i++)
        if (participants->ids[i] == id)
            return true;
    return false;
}

/* Who takes part, or is called when a team that takes part is called. */
static bool
reaches_person (const struct desk *desk, const struct drill *drill, uint64_t id)
{
    if (among (&drill->people, id))
        return true;
    for (uint32_t i = 0; i < drill->teams.count; i++) {
        const struct team *team = (const struct team *)table_find (desk, ENTITY_TEAM, drill->teams.ids[i]);
        for (int c = 0; team && c < team->contacts_count; c++)
            if (team->contacts[c] == id)
                return true;
    }
    return false;
}

bool
need_in_drill (struct step *step, const struct target *target, const char *field, const char *code)
{
    return drill_reaches (step->desk, target) || refuse (step, REFUSAL_NOT_IN_DRILL, field, "%s", code);
}

bool
drill_reaches (const struct desk *desk, const struct target *target)
{
    const struct drill *drill = drill_running (desk);
    if (!drill || drill->everybody)
        return drill != NULL;
    switch (target->kind) {
    case TARGET_TEAM:
        return among (&drill->teams, target->id);
    case TARGET_POST:
        return among (&drill->posts, target->id);
    default: /* a person, as such or in a role */
        return reaches_person (desk, drill, target->id);
    }
}

/* ---- begin ---- */

typedef const struct entity *find_fn (const struct desk *, const char *code);

static const struct entity *
find_team (const struct desk *desk, const char *code)
{
    return (const struct entity *)desk_team_by_code (desk, code);
}

static const struct entity *
find_person (const struct desk *desk, const char *code)
{
    return (const struct entity *)desk_person_by_code (desk, code);
}

static const struct entity *
find_post (const struct desk *desk, const char *code)
{
    return (const struct entity *)desk_post_by_code (desk, code);
}

static bool
add_participants (struct step *step, const struct code_list *codes, find_fn *find, struct participants *to,
                  enum refusal unknown, const char *field)
{
    for (size_t i = 0; i < codes->count; i++) {
        const struct entity *entity = find (step->desk, codes->items[i]);
        if (!entity)
            return refuse (step, unknown, field, "%s", codes->items[i]);
        if (!among (to, entity->id))
            to->ids[to->count++] = entity->id;
    }
    return true;
}

/* Who begins it leads it, so that somebody is there to be told. */
static bool
choose_participants (struct step *step, struct drill *image)
{
    const struct drill_args *args = &step->command->drill;
    const struct principal *principal = step_principal (step);
    if (!args->everybody && args->teams.count + args->people.count + args->posts.count == 0)
        return refuse (step, REFUSAL_DRILL_NEEDS_PARTICIPANTS, "teams", " ");
    image->everybody = args->everybody;
    if (principal && principal->person)
        image->people.ids[image->people.count++] = principal->person;
    return add_participants (step, &args->teams, find_team, &image->teams, REFUSAL_UNKNOWN_TEAM, "teams") &&
           add_participants (step, &args->people, find_person, &image->people, REFUSAL_UNKNOWN_PERSON, "people") &&
           add_participants (step, &args->posts, find_post, &image->posts, REFUSAL_UNKNOWN_POST, "posts");
}

bool
decide_drill_begin (struct step *step)
{
    const struct drill_args *args = &step->command->drill;
    const struct drill *running = drill_running (step->desk);
    if (!step->desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    if (running)
        return refuse (step, REFUSAL_DRILL_RUNS, NULL, "%" PRIu64 "\n%s", running->entity.id, running->title);
    struct drill *image = (struct drill *)entity_new (ENTITY_DRILL);
    if (!choose_participants (step, image)) {
        entity_free (&image->entity);
        return false;
    }
    image->state = DRILL_RUNNING;
    image->title = xstrdup (args->title);
    image->begun_at = step->command->at;
    image->begun_by = step->command->principal;
    image->ends_at =
        args->within_ms ? image->begun_at + args->within_ms : obligation_due_at (step, OBLIGATION_END_DRILL, 0);
    emit_born (step, EVENT_DRILL_BEGUN, &image->entity);
    return true;
}

/* ---- end ---- */

/* How each kind of thing ends when its drill does; in this order, so that what blocks another one goes first. */
static const struct {
    enum entity_kind kind;
    enum event_kind event;
} endings[] = {
    { ENTITY_ROLL_CALL_ANSWER, EVENT_ROLL_CALL_ANSWER_WITHDRAWN },
    { ENTITY_ROLL_CALL, EVENT_ROLL_CALL_ENDED },
    { ENTITY_SUBMISSION, EVENT_SUBMISSION_WITHDRAWN },
    { ENTITY_FIELD_COMMAND_POST, EVENT_COMMAND_DISSOLVED },
    { ENTITY_INSTRUCTION, EVENT_INSTRUCTION_CLOSED },
    { ENTITY_RESPONSE, EVENT_RESPONSE_TERMINATED },
    { ENTITY_DISPATCH_ORDER, EVENT_ORDER_CANCELLED },
    { ENTITY_INCIDENT, EVENT_INCIDENT_CLOSED },
};

static bool
ends_by (const struct entity *entity, enum event_kind event)
{
    const struct machine *machine = machine_of (entity->kind);
    return entity_drill (entity) && !entity_settled (entity) &&
           machine_next (machine, machine_state (machine, entity), event);
}

static uint32_t
count_open (const struct desk *desk)
{
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        for (struct entity *e = desk->tables[endings[i].kind]; e; e = e->hh.next)
            count += ends_by (e, endings[i].event);
    return count;
}

static void
end_kind (struct step *step, enum entity_kind kind, enum event_kind event)
{
    struct event_detail detail = { .text = step->command->drill.reason,
                                   .channel = "console",
                                   .disposition = kind == ENTITY_INCIDENT ? DISPOSITION_RESOLVED : DISPOSITION_NONE,
                                   .figures = figures_unknown };
    for (struct entity *e = step->desk->tables[kind]; e; e = e->hh.next)
        if (ends_by (e, event))
            emit (step, event, e, &detail);
}

/* What closing armed (a window for late reports, say) ends with the drill, too. */
static void
withdraw_all (struct step *step)
{
    struct event_detail detail = { .figures = figures_unknown };
    for (struct entity *e = step->desk->tables[ENTITY_OBLIGATION]; e; e = e->hh.next)
        if (entity_drill (e) && !entity_settled (e))
            emit (step, EVENT_OBLIGATION_WITHDRAWN, e, &detail);
}

bool
decide_drill_end (struct step *step)
{
    const struct drill_args *args = &step->command->drill;
    const struct drill *drill = drill_running (step->desk);
    if (!drill || (args->drill && args->drill != drill->entity.id))
        return refuse (step, REFUSAL_NO_DRILL, "drill", " ");
    struct event_detail detail = { .text = args->reason,
                                   .other = count_open (step->desk),
                                   .figures = figures_unknown };
    emit (step, EVENT_DRILL_ENDED, table_find (step->desk, ENTITY_DRILL, drill->entity.id), &detail);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        end_kind (step, endings[i].kind, endings[i].event);
    withdraw_all (step);
    return true;
}

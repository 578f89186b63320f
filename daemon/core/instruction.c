/* SPDX-License-Identifier: Apache-2.0 */
/* instruction.c: 批示: a leader's instruction becomes a task that somebody owns; feedback, and its end. */
#include "core/access.h"
#include "core/step.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- giving one ---- */

bool
need_person (struct step *step, const char *field, const char *code, uint64_t *ret_id)
{
    const struct person *person = desk_person_by_code (step->desk, code);
    *ret_id = person ? person->entity.id : 0;
    return person || refuse (step, REFUSAL_UNKNOWN_PERSON, field, "%s", code);
}

/* Exactly one is named: wire saw to that. */
static bool
name_owner (struct step *step, const struct instruct_args *args, struct target *ret_owner)
{
    const struct team *team = args->owner_team ? desk_team_by_code (step->desk, args->owner_team) : NULL;
    const struct post *post = args->owner_post ? desk_post_by_code (step->desk, args->owner_post) : NULL;
    if (args->owner_team && !team)
        return refuse (step, REFUSAL_UNKNOWN_TEAM, "owner_team", "%s", args->owner_team);
    if (args->owner_post && !post)
        return refuse (step, REFUSAL_UNKNOWN_POST, "owner_post", "%s", args->owner_post);
    *ret_owner = team ? (struct target){ TARGET_TEAM, team->entity.id }
                      : (struct target){ TARGET_POST, post ? post->entity.id : 0 };
    if (!args->owner_person)
        return true;
    ret_owner->kind = TARGET_PERSON;
    return need_person (step, "owner_person", args->owner_person, &ret_owner->id);
}

/* A drill's task is no task for those outside. */
static bool
find_owner (struct step *step, const struct instruct_args *args, bool drill, struct target *ret_owner)
{
    if (!name_owner (step, args, ret_owner))
        return false;
    if (!drill || (!args->owner_person && !args->owner_team && !args->owner_post))
        return true;
    if (args->owner_person)
        return need_in_drill (step, ret_owner, "owner_person", args->owner_person);
    return args->owner_team ? need_in_drill (step, ret_owner, "owner_team", args->owner_team)
                            : need_in_drill (step, ret_owner, "owner_post", args->owner_post);
}

static bool
find_giver (struct step *step, const char *code, uint64_t *ret_person)
{
    if (code)
        return need_person (step, "given_by", code, ret_person);
    const struct principal *principal = step_principal (step);
    *ret_person = principal ? principal->person : 0;
    return *ret_person || refuse (step, REFUSAL_NO_PERSON, "given_by", " ");
}

static struct instruction *
instruction_new (struct step *step, const struct incident *incident)
{
    const struct instruct_args *args = &step->command->instruct;
    struct instruction *image = (struct instruction *)entity_new (ENTITY_INSTRUCTION);
    image->incident = args->incident;
    image->state = INSTRUCTION_GIVEN;
    image->drill = incident ? incident->drill : args->drill;
    image->text = xstrdup (args->text);
    image->recorded_by = step->command->principal;
    image->given_at = step->command->at;
    image->due_at = args->within_ms ? image->given_at + args->within_ms
                                    : obligation_due_at (step, OBLIGATION_INSTRUCTION_FEEDBACK, args->incident);
    snprintf (image->channel, sizeof image->channel, "%s", args->channel ? args->channel : "console");
    return image;
}

bool
decide_instruct (struct step *step)
{
    const struct instruct_args *args = &step->command->instruct;
    const struct incident *incident = args->incident ? need_open_incident (step, args->incident) : NULL;
    struct target owner;
    uint64_t given_by;
    if (args->incident && !incident)
        return false;
    if (!step->desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    if (!incident && args->drill && !need_drill (step))
        return false;
    if (step->desk->open_counts[ENTITY_INSTRUCTION] >= OPEN_INSTRUCTIONS_MAX)
        return refuse (step, REFUSAL_LIMIT, NULL, "open instructions\n%d", OPEN_INSTRUCTIONS_MAX);
    if (!find_owner (step, args, incident ? incident->drill : args->drill, &owner) ||
        !find_giver (step, args->given_by, &given_by))
        return false;
    struct instruction *image = instruction_new (step, incident);
    image->owner = owner;
    image->given_by = given_by;
    emit_born (step, EVENT_INSTRUCTION_GIVEN, &image->entity);
    return true;
}

/* ---- feedback, close ---- */

static struct instruction *
need_open_instruction (struct step *step, uint64_t id)
{
    struct instruction *instruction = (struct instruction *)table_find (step->desk, ENTITY_INSTRUCTION, id);
    if (!instruction)
        refuse (step, REFUSAL_UNKNOWN_INSTRUCTION, "instruction", "%" PRIu64, id);
    else if (instruction->state == INSTRUCTION_CLOSED)
        refuse (step, REFUSAL_INSTRUCTION_CLOSED, "instruction", "%" PRIu64, id);
    else
        return instruction;
    return NULL;
}

/* The duty room takes feedback for anybody, a team leader gives the own. */
static bool
may_feed_back (struct step *step, const struct instruction *instruction)
{
    if (step_role (step) != ROLE_TEAM_LEADER)
        return true;
    if (step->command->feedback.on_behalf_of)
        return refuse (step, REFUSAL_NOT_FOR_OTHERS, "on_behalf_of", " ");
    return access_is_instructed (step_principal (step), instruction) ||
           refuse (step, REFUSAL_NOT_YOUR_INSTRUCTION, "instruction", "%" PRIu64, instruction->entity.id);
}

bool
decide_feedback (struct step *step)
{
    const struct feedback_args *args = &step->command->feedback;
    struct instruction *instruction = need_open_instruction (step, args->instruction);
    struct event_detail detail = { .text = args->text, .channel = args->channel, .figures = figures_unknown };
    if (!instruction || !may_feed_back (step, instruction))
        return false;
    if (args->on_behalf_of && !need_person (step, "on_behalf_of", args->on_behalf_of, &detail.on_behalf_of))
        return false;
    emit (step, EVENT_INSTRUCTION_FED_BACK, &instruction->entity, &detail);
    return true;
}

bool
decide_instruction_close (struct step *step)
{
    const struct feedback_args *args = &step->command->feedback;
    struct instruction *instruction = need_open_instruction (step, args->instruction);
    struct event_detail detail = { .text = args->text, .channel = args->channel, .figures = figures_unknown };
    if (!instruction)
        return false;
    emit (step, EVENT_INSTRUCTION_CLOSED, &instruction->entity, &detail);
    return true;
}

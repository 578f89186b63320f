/* SPDX-License-Identifier: Apache-2.0 */
/* field_command.c: 现场指挥部: who commands at the scene, and how the command passes from one person to the next. */
#include "core/step.h"
#include "util/alloc.h"

#include <inttypes.h>

struct field_command_post *
command_at (const struct desk *desk, uint64_t incident)
{
    for (struct entity *e = desk->tables[ENTITY_FIELD_COMMAND_POST]; e; e = e->hh.next)
        if (((struct field_command_post *)e)->incident == incident && !entity_settled (e))
            return (struct field_command_post *)e;
    return NULL;
}

static const char *
person_code (const struct desk *desk, uint64_t id)
{
    const struct person *person = (const struct person *)table_find (desk, ENTITY_PERSON, id);
    return person ? person->code : "?";
}

/* A drill's field command post is led by who takes part in it. */
static bool
need_commander (struct step *step, bool drill, const char *field, uint64_t *ret_person)
{
    const char *code = step->command->field_command.person;
    return need_person (step, field, code, ret_person) &&
           (!drill || need_in_drill (step, &(struct target){ TARGET_PERSON, *ret_person }, field, code));
}

/* ---- establish ---- */

static bool
may_establish (struct step *step)
{
    uint64_t incident = step->command->field_command.incident;
    const struct field_command_post *standing = command_at (step->desk, incident);
    if (standing)
        return refuse (step, REFUSAL_COMMAND_STANDS, "incident", "%" PRIu64 "\n%" PRIu64 "\n%s", incident,
                       standing->entity.id, person_code (step->desk, standing->commander));
    if (step->desk->open_counts[ENTITY_FIELD_COMMAND_POST] >= COMMAND_POSTS_MAX)
        return refuse (step, REFUSAL_LIMIT, NULL, "field command posts\n%d", COMMAND_POSTS_MAX);
    return true;
}

bool
decide_command_establish (struct step *step)
{
    const struct field_command_args *args = &step->command->field_command;
    const struct incident *incident = need_open_incident (step, args->incident);
    uint64_t commander;
    if (!incident || !may_establish (step) || !need_commander (step, incident->drill, "commander", &commander))
        return false;
    struct field_command_post *image = (struct field_command_post *)entity_new (ENTITY_FIELD_COMMAND_POST);
    image->incident = args->incident;
    image->state = COMMAND_ESTABLISHED;
    image->drill = incident->drill;
    image->place = xstrdup (args->place);
    image->phone = xstrdup (args->phone);
    image->commander = commander;
    image->commander_since = image->established_at = step->command->at;
    image->established_by = step->command->principal;
    emit_born (step, EVENT_COMMAND_ESTABLISHED, &image->entity);
    return true;
}

/* ---- transfer, accept, dissolve ---- */

static struct field_command_post *
need_standing (struct step *step)
{
    uint64_t id = step->command->field_command.post;
    struct entity *post = table_find (step->desk, ENTITY_FIELD_COMMAND_POST, id);
    if (!post)
        refuse (step, REFUSAL_UNKNOWN_COMMAND_POST, "post", "%" PRIu64, id);
    else if (entity_settled (post))
        refuse (step, REFUSAL_COMMAND_DISSOLVED, "post", "%" PRIu64, id);
    else
        return (struct field_command_post *)post;
    return NULL;
}

/* Asking the one who commands takes the transfer back. */
bool
decide_command_transfer (struct step *step)
{
    const struct field_command_args *args = &step->command->field_command;
    struct field_command_post *post = need_standing (step);
    struct event_detail detail = { .text = args->text, .figures = figures_unknown };
    if (!post || !need_commander (step, post->drill, "to", &detail.other))
        return false;
    bool keeps = detail.other == post->commander;
    if (keeps && post->state != COMMAND_TRANSFERRING)
        return refuse (step, REFUSAL_COMMANDS_ALREADY, "to", "%s\n%" PRIu64, args->person, args->post);
    emit (step, keeps ? EVENT_COMMAND_KEPT : EVENT_COMMAND_OFFERED, &post->entity, &detail);
    return true;
}

/* Who was asked says so, or somebody of the watch on that person's behalf, with the words. */
static bool
may_accept (struct step *step, const struct field_command_post *post, uint64_t *ret_on_behalf_of)
{
    const struct field_command_args *args = &step->command->field_command;
    const struct principal *principal = step_principal (step);
    bool own = principal && principal->person == post->successor.id;
    *ret_on_behalf_of = 0;
    if (own && !args->on_behalf_of)
        return true;
    if (principal && principal->role == ROLE_TEAM_LEADER && args->on_behalf_of)
        return refuse (step, REFUSAL_NOT_FOR_OTHERS, "on_behalf_of", " ");
    if (args->on_behalf_of && !need_person (step, "on_behalf_of", args->on_behalf_of, ret_on_behalf_of))
        return false;
    if (*ret_on_behalf_of != post->successor.id)
        return refuse (step, REFUSAL_COMMAND_NOT_FOR_YOU, "on_behalf_of", "%" PRIu64 "\n%s", args->post,
                       person_code (step->desk, post->successor.id));
    return args->text || refuse (step, REFUSAL_WORDS_MISSING, "words", " ");
}

bool
decide_command_accept (struct step *step)
{
    const struct field_command_args *args = &step->command->field_command;
    struct field_command_post *post = need_standing (step);
    struct event_detail detail = { .text = args->text,
                                   .channel = args->channel ? args->channel : "console",
                                   .figures = figures_unknown };
    if (!post)
        return false;
    if (post->state != COMMAND_TRANSFERRING)
        return refuse (step, REFUSAL_NO_TRANSFER, "post", "%" PRIu64, args->post);
    if (!may_accept (step, post, &detail.on_behalf_of))
        return false;
    emit (step, EVENT_COMMAND_ACCEPTED, &post->entity, &detail);
    return true;
}

bool
decide_command_dissolve (struct step *step)
{
    struct field_command_post *post = need_standing (step);
    struct event_detail detail = { .text = step->command->field_command.text, .figures = figures_unknown };
    if (!post)
        return false;
    emit (step, EVENT_COMMAND_DISSOLVED, &post->entity, &detail);
    return true;
}

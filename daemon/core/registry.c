/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c: importing a profile, or a county's posts, people and teams. Entries are matched by code; an entry that
 * says nothing new makes no journal entry, so importing the same file twice changes nothing. */
#include "core/step.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static bool
same (const char *a, const char *b)
{
    return a == b || (a && b && !strcmp (a, b));
}

/* Takes the id of the known entry, or gets the next one. */
static void
register_entry (struct step *step, enum event_kind event, struct entity *image, const struct entity *known)
{
    image->id = known ? known->id : 0;
    emit_born (step, event, image);
}

static void
import_post (struct step *step, const struct post *post)
{
    const struct post *known = desk_post_by_code (step->desk, post->code);
    if (known && same (known->name, post->name) && same (known->phone, post->phone))
        return;
    register_entry (step, EVENT_POST_REGISTERED, entity_clone (&post->entity), known ? &known->entity : NULL);
}

static void
import_person (struct step *step, const struct person *person)
{
    const struct person *known = desk_person_by_code (step->desk, person->code);
    if (known && same (known->name, person->name) && same (known->phone, person->phone) &&
        same (known->duty, person->duty))
        return;
    register_entry (step, EVENT_PERSON_REGISTERED, entity_clone (&person->entity), known ? &known->entity : NULL);
}

static bool
same_position (const struct position *a, const struct position *b)
{
    return a->known == b->known && !(a->latitude < b->latitude) && !(b->latitude < a->latitude) &&
           !(a->longitude < b->longitude) && !(b->longitude < a->longitude);
}

static bool
same_team (const struct team *a, const struct team *b)
{
    return same (a->name, b->name) && a->kind == b->kind && a->auxiliary == b->auxiliary && a->rank == b->rank &&
           same_position (&a->base, &b->base) && a->skills_count == b->skills_count &&
           !memcmp (a->skills, b->skills, a->skills_count * sizeof a->skills[0]) &&
           a->contacts_count == b->contacts_count &&
           !memcmp (a->contacts, b->contacts, a->contacts_count * sizeof a->contacts[0]);
}

static void
import_team (struct step *step, const struct import_team *entry)
{
    const struct team *known = desk_team_by_code (step->desk, entry->team.code);
    struct team *image = (struct team *)entity_clone (&entry->team.entity);
    image->contacts_count = 0;
    for (int i = 0; i < TEAM_CONTACTS_MAX && entry->contacts[i]; i++) {
        const struct person *person = desk_person_by_code (step->desk, entry->contacts[i]);
        assert (person); /* checked before the first event */
        image->contacts[image->contacts_count++] = person->entity.id;
    }
    if (known && same_team (known, image))
        entity_free (&image->entity);
    else
        register_entry (step, EVENT_TEAM_REGISTERED, &image->entity, known ? &known->entity : NULL);
}

static bool
in_file (const struct registry *registry, const char *code)
{
    for (size_t i = 0; i < registry->people_count; i++)
        if (!strcmp (registry->people[i].code, code))
            return true;
    return false;
}

static bool
contacts_known (struct step *step, const struct registry *registry)
{
    for (size_t i = 0; i < registry->teams_count; i++)
        for (int c = 0; c < TEAM_CONTACTS_MAX && registry->teams[i].contacts[c]; c++) {
            const char *code = registry->teams[i].contacts[c];
            if (!in_file (registry, code) && !desk_person_by_code (step->desk, code))
                return refuse (step, REFUSAL_UNKNOWN_CONTACT, "text", "%s\n%s", registry->teams[i].team.code, code);
        }
    return true;
}

static const struct profile *
profile_by_code (const struct desk *desk, const char *code)
{
    for (struct entity *e = desk->tables[ENTITY_PROFILE]; e; e = e->hh.next)
        if (!strcmp (((struct profile *)e)->code, code))
            return (struct profile *)e;
    return NULL;
}

static void
import_profile (struct step *step, const struct profile *profile)
{
    const struct profile *known = profile_by_code (step->desk, profile->code);
    if (known && known == step->desk->profile && same (known->text, profile->text))
        return;
    register_entry (step, EVENT_PROFILE_IMPORTED, entity_clone (&profile->entity), known ? &known->entity : NULL);
    for (struct entity *post = step->desk->tables[ENTITY_POST]; post; post = post->hh.next)
        obligation_arm (step, OBLIGATION_REPORT, post);
}

bool
decide_import (struct step *step)
{
    const struct registry *registry = step->command->import.registry;
    if (!contacts_known (step, registry))
        return false;
    if (registry->profile)
        import_profile (step, registry->profile);
    for (size_t i = 0; i < registry->posts_count; i++)
        import_post (step, &registry->posts[i]);
    for (size_t i = 0; i < registry->people_count; i++)
        import_person (step, &registry->people[i]);
    for (size_t i = 0; i < registry->teams_count; i++)
        import_team (step, &registry->teams[i]);
    return true;
}

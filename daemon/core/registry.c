/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c: importing a profile, or a county's posts, people, teams, calendars and rosters. Entries are matched by
 * code; an entry that says nothing new makes no journal entry, so importing the same file twice changes nothing. */
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
    struct person *image = (struct person *)entity_clone (&person->entity);
    image->unreachable = known && known->unreachable && same (known->phone, person->phone);
    register_entry (step, EVENT_PERSON_REGISTERED, &image->entity, known ? &known->entity : NULL);
    planned_contact_changed (step, image->entity.id);
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

/* ---- calendars and rosters ---- */

static const struct calendar *
calendar_by_code (const struct desk *desk, const char *code)
{
    for (struct entity *e = desk->tables[ENTITY_CALENDAR]; e; e = e->hh.next)
        if (!strcmp (((struct calendar *)e)->code, code))
            return (struct calendar *)e;
    return NULL;
}

/* The first day of which they say the contrary; -1 = none. */
static int64_t
contradiction (const struct calendar *a, const struct calendar *b)
{
    for (size_t i = 0; i < a->spans_count; i++)
        for (size_t j = 0; j < b->spans_count; j++) {
            const struct day_span *x = &a->spans[i], *y = &b->spans[j];
            if (x->working != y->working && x->first <= y->last && y->first <= x->last)
                return x->first > y->first ? x->first : y->first;
        }
    return -1;
}

static bool
agrees (struct step *step, const struct calendar *calendar, const struct calendar *other)
{
    int64_t day = strcmp (calendar->code, other->code) ? contradiction (calendar, other) : -1;
    if (day < 0)
        return true;
    struct civil_date date = civil_from_days (day);
    return refuse (step, REFUSAL_CALENDAR_CONTRADICTS, "text", "%s\n%04d-%02u-%02u\n%s", calendar->code, date.year,
                   date.month, date.day, other->code);
}

static bool
in_registry (const struct registry *registry, const char *code)
{
    for (size_t i = 0; i < registry->calendars_count; i++)
        if (!strcmp (registry->calendars[i].code, code))
            return true;
    return false;
}

/* With those of the same file, and with those known that the file does not say anew. */
static bool
calendars_fit (struct step *step, const struct registry *registry)
{
    size_t count = registry->calendars_count;
    for (struct entity *e = step->desk->tables[ENTITY_CALENDAR]; e; e = e->hh.next) {
        const struct calendar *known = (const struct calendar *)e;
        if (in_registry (registry, known->code))
            continue;
        count++;
        for (size_t i = 0; i < registry->calendars_count; i++)
            if (!agrees (step, &registry->calendars[i], known))
                return false;
    }
    for (size_t i = 0; i < registry->calendars_count; i++)
        for (size_t j = 0; j < i; j++)
            if (!agrees (step, &registry->calendars[i], &registry->calendars[j]))
                return false;
    return count <= CALENDARS_MAX || registry->calendars_count == 0 ||
           refuse (step, REFUSAL_LIMIT, "text", "calendars\n%d", CALENDARS_MAX);
}

static bool
crew_known (struct step *step, const struct registry *registry, const struct roster_rule *rule)
{
    for (size_t i = 0; i < rule->crews_count; i++)
        for (size_t p = 0; p < rule->crews[i].people_count; p++) {
            const char *code = rule->crews[i].people[p];
            if (!in_file (registry, code) && !desk_person_by_code (step->desk, code))
                return refuse (step, REFUSAL_ROSTER_PERSON, "text", "%s\n%s", rule->post, code);
        }
    return true;
}

static bool
post_in_file (const struct registry *registry, const char *code)
{
    for (size_t i = 0; i < registry->posts_count; i++)
        if (!strcmp (registry->posts[i].code, code))
            return true;
    return false;
}

static bool
rosters_known (struct step *step, const struct registry *registry)
{
    if (registry->rosters_count > 0 && !step->desk->profile)
        return refuse (step, REFUSAL_NO_PROFILE, NULL, " ");
    for (size_t i = 0; i < registry->rosters_count; i++) {
        const struct roster_rule *rule = &registry->rosters[i].rule;
        if (!post_in_file (registry, rule->post) && !desk_post_by_code (step->desk, rule->post))
            return refuse (step, REFUSAL_ROSTER_POST, "text", "%s", rule->post);
        if (!crew_known (step, registry, rule))
            return false;
    }
    return true;
}

static bool
import_calendar (struct step *step, const struct calendar *calendar)
{
    const struct calendar *known = calendar_by_code (step->desk, calendar->code);
    if (known && same (known->title, calendar->title) && same (known->text, calendar->text))
        return false;
    register_entry (step, EVENT_CALENDAR_IMPORTED, entity_clone (&calendar->entity), known ? &known->entity : NULL);
    return true;
}

static void
import_roster (struct step *step, const struct roster *roster)
{
    const struct post *post = desk_post_by_code (step->desk, roster->rule.post);
    struct roster *known = roster_of_post (step->desk, post->entity.id);
    if (known && same (known->text, roster->text))
        return;
    struct roster *image = (struct roster *)entity_clone (&roster->entity);
    image->post = post->entity.id;
    image->planned_until =
        known && roster_plan_at (step->desk, known) <= step->command->at + DAY_MS ? known->planned_until : 0;
    register_entry (step, EVENT_ROSTER_IMPORTED, &image->entity, known ? &known->entity : NULL);
    roster_replan (step, roster_of_post (step->desk, post->entity.id));
}

/* Another calendar makes other days holidays, also for the rosters and roll calls that were known before. */
static void
import_rosters (struct step *step, const struct registry *registry)
{
    bool days_changed = false;
    for (size_t i = 0; i < registry->calendars_count; i++)
        days_changed |= import_calendar (step, &registry->calendars[i]);
    for (size_t i = 0; i < registry->rosters_count; i++)
        import_roster (step, &registry->rosters[i]);
    for (struct entity *e = days_changed && step->desk->profile ? step->desk->tables[ENTITY_ROSTER] : NULL; e;
         e = e->hh.next)
        roster_replan (step, (struct roster *)e);
    if (days_changed && step->desk->profile)
        roll_calls_follow_calendars (step);
}

bool
decide_import (struct step *step)
{
    const struct registry *registry = step->command->import.registry;
    if (!contacts_known (step, registry) || !calendars_fit (step, registry) || !rosters_known (step, registry) ||
        !roll_calls_known (step, registry))
        return false;
    if (registry->profile)
        import_profile (step, registry->profile);
    for (size_t i = 0; i < registry->posts_count; i++)
        import_post (step, &registry->posts[i]);
    for (size_t i = 0; i < registry->people_count; i++)
        import_person (step, &registry->people[i]);
    for (size_t i = 0; i < registry->teams_count; i++)
        import_team (step, &registry->teams[i]);
    import_rosters (step, registry);
    for (size_t i = 0; i < registry->roll_calls_count; i++)
        roll_call_import (step, &registry->roll_calls[i]);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* county.c: a county's posts, people, teams, calendars and rosters. */
#include "config/binder.h"
#include "config/county_parts.h"
#include "config/import_parts.h"
#include "config/roll_calls.h"
#include "util/alloc.h"
#include "util/error.h"

#include <string.h>

enum { TYPE_CODE_MIN = 10000, TYPE_CODE_MAX = 49999, RANK_MAX = 10000 };

/* As the file has it: lists are not yet in the team. */
struct team_draft {
    struct import_team import;
    struct bound_list skills;   /* uint32_t */
    struct bound_list contacts; /* struct contact_draft */
};

struct contact_draft {
    char code[CODE_MAX + 1];
};

struct county_draft {
    struct bound_list posts;              /* struct post */
    struct bound_list people;             /* struct person */
    struct bound_list teams;              /* struct team_draft */
    struct bound_list calendars, rosters; /* as their schemas say */
    struct bound_list roll_calls;         /* struct roll_call_draft */
};

/* ---- phones ---- */

static size_t
digits_at (const char *text)
{
    return strspn (text, "0123456789");
}

static bool
is_mobile (const char *text)
{
    return text[0] == '1' && text[1] >= '3' && text[1] <= '9' && digits_at (text) == 11 && text[11] == '\0';
}

/* 110, 12350, 95119 */
static bool
is_short_number (const char *text)
{
    size_t digits = digits_at (text);
    return digits >= 3 && digits <= 6 && text[0] != '0' && text[digits] == '\0';
}

/* 0357-3622119, 010-12345678, with an extension 0357-3622119-802 */
static bool
is_area_number (const char *text)
{
    size_t area = digits_at (text), number, extension;
    if (text[0] != '0' || area < 3 || area > 4 || text[area] != '-')
        return false;
    text += area + 1;
    number = digits_at (text);
    if (number < 7 || number > 8)
        return false;
    if (text[number] == '\0')
        return true;
    extension = digits_at (text + number + 1);
    return text[number] == '-' && extension >= 1 && extension <= 6 && text[number + 1 + extension] == '\0';
}

static const char *
check_phone (const char *text)
{
    if (is_mobile (text) || is_area_number (text) || is_short_number (text))
        return NULL;
    return "a mobile number (1, 3-9, nine digits), a number with area code (0357-3622119) or a short number (110)";
}

/* Sectors are 10000, 20000, ...; they stand for all types in them. */
static const char *
check_skill (const char *text)
{
    return strlen (text) == 5 ? NULL : "a type code of five digits";
}

/* ---- the schema ---- */

#define CODE_ROW(struct_, member_)                                                                                   \
    {                                                                                                                \
        .key = "code", .type = BIND_CODE, BIND_FIELD (struct_, member_), .min = 1, .max = CODE_MAX,                  \
        .required = true, .help = "a short code, unique in its list"                                                 \
    }
#define NAME_ROW(struct_, member_)                                                                                   \
    {                                                                                                                \
        .key = "name", .type = BIND_STRING, BIND_FIELD (struct_, member_), .min = 1, .max = NAME_MAX_BYTES,          \
        .required = true, .help = "the name as people say it"                                                        \
    }
#define PHONE_ROW(struct_, member_)                                                                                  \
    {                                                                                                                \
        .key = "phone", .type = BIND_STRING, BIND_FIELD (struct_, member_), .min = 1, .max = PHONE_MAX,              \
        .check = check_phone, .help = "a phone number"                                                               \
    }

static const struct row post_rows[] = {
    CODE_ROW (struct post, code),
    NAME_ROW (struct post, name),
    PHONE_ROW (struct post, phone),
};
static const struct schema post_schema = BIND_SCHEMA (post_rows, struct post);

static const struct row person_rows[] = {
    CODE_ROW (struct person, code),
    NAME_ROW (struct person, name),
    PHONE_ROW (struct person, phone),
    { .key = "duty",
      .type = BIND_STRING,
      BIND_FIELD (struct person, duty),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .help = "title or function" },
};
static const struct schema person_schema = BIND_SCHEMA (person_rows, struct person);

static const struct row skill_rows[] = {
    { .key = "skill",
      .type = BIND_INTEGER,
      .offset = 0,
      .size = sizeof (uint32_t),
      .min = TYPE_CODE_MIN,
      .max = TYPE_CODE_MAX,
      .check = check_skill,
      .help = "an event type" },
};
static const struct schema skill_schema = BIND_SCHEMA (skill_rows, uint32_t);

static const struct row contact_rows[] = {
    { .key = "contact",
      .type = BIND_CODE,
      BIND_FIELD (struct contact_draft, code),
      .min = 1,
      .max = CODE_MAX,
      .help = "a person's code" },
};
static const struct schema contact_schema = BIND_SCHEMA (contact_rows, struct contact_draft);

static const struct row team_rows[] = {
    CODE_ROW (struct team_draft, import.team.code),
    NAME_ROW (struct team_draft, import.team.name),
    { .key = "kind",
      .type = BIND_ENUM,
      BIND_FIELD (struct team_draft, import.team.kind),
      .names = team_kind_names,
      .names_count = TEAM_KINDS,
      .required = true,
      .help = "what kind of team it is",
      .allowed = BIND_ALLOW (TEAM_NATIONAL) | BIND_ALLOW (TEAM_PROFESSIONAL) | BIND_ALLOW (TEAM_GRASSROOTS) |
                 BIND_ALLOW (TEAM_SOCIAL) },
    { .key = "auxiliary",
      .type = BIND_BOOL,
      BIND_FIELD (struct team_draft, import.team.auxiliary),
      .fallback = "false",
      .help = "otherwise it is a core team" },
    { .key = "rank",
      .type = BIND_INTEGER,
      BIND_FIELD (struct team_draft, import.team.rank),
      .min = 0,
      .max = RANK_MAX,
      .fallback = "100",
      .help = "lower is called first among equals" },
    { .key = "base",
      .type = BIND_POSITION,
      BIND_FIELD (struct team_draft, import.team.base),
      .help = "where it starts from" },
    { .key = "skills",
      .type = BIND_SCALARS,
      BIND_FIELD (struct team_draft, skills),
      .min = 0,
      .max = TEAM_SKILLS_MAX,
      .sub = &skill_schema,
      .help = "event types it is fit for; none = every type" },
    { .key = "contacts",
      .type = BIND_SCALARS,
      BIND_FIELD (struct team_draft, contacts),
      .min = 0,
      .max = TEAM_CONTACTS_MAX,
      .sub = &contact_schema,
      .help = "people to call, the first first" },
};
static const struct schema team_schema = BIND_SCHEMA (team_rows, struct team_draft);

static const struct row county_rows[] = {
    { .key = "posts",
      .type = BIND_MAPS,
      BIND_FIELD (struct county_draft, posts),
      .min = 0,
      .max = IMPORT_ENTRIES_MAX,
      .sub = &post_schema,
      .help = "places on watch" },
    { .key = "people",
      .type = BIND_MAPS,
      BIND_FIELD (struct county_draft, people),
      .min = 0,
      .max = IMPORT_ENTRIES_MAX,
      .sub = &person_schema,
      .help = "people with a duty" },
    { .key = "teams",
      .type = BIND_MAPS,
      BIND_FIELD (struct county_draft, teams),
      .min = 0,
      .max = IMPORT_ENTRIES_MAX,
      .sub = &team_schema,
      .help = "teams that can be sent" },
    { .key = "calendars",
      .type = BIND_MAPS,
      BIND_FIELD (struct county_draft, calendars),
      .min = 0,
      .max = CALENDARS_MAX,
      .sub = &calendar_schema,
      .help = "public holidays and make-up working days" },
    { .key = "rosters",
      .type = BIND_MAPS,
      BIND_FIELD (struct county_draft, rosters),
      .min = 0,
      .max = IMPORT_ENTRIES_MAX,
      .sub = &roster_schema,
      .help = "who is on duty when" },
    { .key = "roll_calls",
      .type = BIND_MAPS,
      BIND_FIELD (struct county_draft, roll_calls),
      .min = 0,
      .max = ROLL_CALL_PLANS_MAX,
      .sub = &roll_call_schema,
      .help = "roll calls that are made by themselves" },
};
static const struct schema county_schema = BIND_SCHEMA (county_rows, struct county_draft);

/* ---- duplicates ---- */

/* No two entries of a list are the same in their schema's first row. */
static int
check_unique (const struct node *list, const struct bound_list *bound, const struct schema *schema, const char *what,
              struct error *error)
{
    const struct row *row = &schema->rows[0];
    const char *items = bound->items;
    const struct node *node = list ? list->first : NULL;
    for (size_t i = 0; i < bound->count; i++, node = node->next) {
        const struct node *first = list->first;
        for (size_t j = 0; j < i; j++, first = first->next) {
            if (!row_is_equal (row, items + i * schema->size, items + j * schema->size))
                continue;
            const struct node *value = node->kind == NODE_MAP ? node_find (node, row->key) : node;
            return node_fail (value, error, "%s '%s' already stands on line %u", what, value->text, first->line);
        }
    }
    return 0;
}

static int
check_teams_lists (const struct node *teams, const struct bound_list *bound, struct error *error)
{
    const struct team_draft *drafts = bound->items;
    const struct node *node = teams ? teams->first : NULL;
    for (size_t i = 0; i < bound->count; i++, node = node->next)
        if (check_unique (node_find (node, "skills"), &drafts[i].skills, &skill_schema, "skill", error) == -1 ||
            check_unique (node_find (node, "contacts"), &drafts[i].contacts, &contact_schema, "contact", error) == -1)
            return -1;
    return 0;
}

static int
county_check (const struct node *county, const struct county_draft *draft, struct error *error)
{
    const struct node *teams = node_find (county, "teams");
    size_t count =
        draft->posts.count + draft->people.count + draft->teams.count + draft->calendars.count + draft->rosters.count;
    if (count + draft->roll_calls.count == 0)
        return node_fail (county, error, "no posts, people, teams, calendars or rosters in it");
    if (count > IMPORT_ENTRIES_MAX)
        return node_fail (county, error, "%zu posts, people, teams, calendars and rosters; at most %d in one file",
                          count, IMPORT_ENTRIES_MAX);
    if (check_unique (node_find (county, "posts"), &draft->posts, &post_schema, "code", error) == -1 ||
        check_unique (node_find (county, "people"), &draft->people, &person_schema, "code", error) == -1 ||
        check_unique (teams, &draft->teams, &team_schema, "code", error) == -1 ||
        check_unique (node_find (county, "calendars"), &draft->calendars, &calendar_schema, "code", error) == -1 ||
        check_unique (node_find (county, "rosters"), &draft->rosters, &roster_schema, "the roster of post", error) ==
            -1 ||
        check_unique (node_find (county, "roll_calls"), &draft->roll_calls, &roll_call_schema, "code", error) == -1 ||
        roll_calls_check (node_find (county, "roll_calls"), &draft->roll_calls, error) == -1)
        return -1;
    return check_teams_lists (teams, &draft->teams, error);
}

/* ---- draft to registry ---- */

static void
mark_entity (struct entity *entity, enum entity_kind kind)
{
    entity->kind = kind;
    entity->log_slot = SIZE_MAX;
}

/* Takes the name out of the draft. */
static struct import_team
team_take (struct team_draft *draft)
{
    struct import_team import = draft->import;
    const uint32_t *skills = draft->skills.items;
    const struct contact_draft *contacts = draft->contacts.items;
    draft->import.team.name = NULL;
    mark_entity (&import.team.entity, ENTITY_TEAM);
    import.team.skills_count = (uint8_t)draft->skills.count;
    for (size_t i = 0; i < draft->skills.count; i++)
        import.team.skills[i] = skills[i];
    import.team.contacts_count = (uint8_t)draft->contacts.count;
    for (size_t i = 0; i < draft->contacts.count; i++)
        import.contacts[i] = xstrdup (contacts[i].code);
    return import;
}

/* Posts and people were read as what they are, so that their lists change hands whole. */
static void
county_take (struct county_draft *draft, struct registry *registry)
{
    struct team_draft *teams = draft->teams.items;
    registry->posts = draft->posts.items;
    registry->posts_count = draft->posts.count;
    registry->people = draft->people.items;
    registry->people_count = draft->people.count;
    draft->posts = draft->people = (struct bound_list){ 0 };
    for (size_t i = 0; i < registry->posts_count; i++)
        mark_entity (&registry->posts[i].entity, ENTITY_POST);
    for (size_t i = 0; i < registry->people_count; i++)
        mark_entity (&registry->people[i].entity, ENTITY_PERSON);
    if (draft->teams.count > 0)
        registry->teams = xcalloc (draft->teams.count, sizeof (registry->teams[0]));
    for (; registry->teams_count < draft->teams.count; registry->teams_count++)
        registry->teams[registry->teams_count] = team_take (&teams[registry->teams_count]);
    roll_calls_take (&draft->roll_calls, registry);
}

/* Counted before it is taken: what a half-read file holds is import_free's. */
static int
county_take_rules (const struct node *county, const struct county_draft *draft, struct registry *registry,
                   struct error *error)
{
    const struct node *calendars = node_find (county, "calendars"), *rosters = node_find (county, "rosters");
    const struct node *node = calendars ? calendars->first : NULL;
    if (draft->calendars.count > 0)
        registry->calendars = xcalloc (draft->calendars.count, sizeof (registry->calendars[0]));
    for (size_t i = 0; i < draft->calendars.count; i++, node = node->next)
        if (calendar_take (node, (char *)draft->calendars.items + i * calendar_schema.size,
                           &registry->calendars[registry->calendars_count++], error) == -1)
            return -1;
    node = rosters ? rosters->first : NULL;
    if (draft->rosters.count > 0)
        registry->rosters = xcalloc (draft->rosters.count, sizeof (registry->rosters[0]));
    for (size_t i = 0; i < draft->rosters.count; i++, node = node->next)
        if (roster_take (node, (char *)draft->rosters.items + i * roster_schema.size,
                         &registry->rosters[registry->rosters_count++], error) == -1)
            return -1;
    return 0;
}

int
county_read (const struct node *node, struct registry *registry, struct error *error)
{
    struct county_draft draft;
    if (bind_map (&county_schema, node, &draft, error) == -1)
        return -1;
    int result = county_check (node, &draft, error);
    if (result == 0)
        result = county_take_rules (node, &draft, registry, error);
    if (result == 0)
        county_take (&draft, registry);
    bind_free (&county_schema, &draft);
    return result;
}

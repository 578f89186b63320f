/* SPDX-License-Identifier: Apache-2.0 */
/* county_roster.c: a post's roster: groups, shifts by kind of day, rotations, overrides. */
#include "config/county_parts.h"
#include "config/values.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

#define NOBODY "nobody"

struct code_draft {
    char code[CODE_MAX + 1];
};

struct group_draft {
    char code[CODE_MAX + 1];
    struct bound_list people; /* struct code_draft */
};

struct rotation_draft {
    enum rotation_kind kind;
    char *from;
    uint32_t days;
    struct bound_list turns; /* struct code_draft */
};

struct shift_draft {
    char code[CODE_MAX + 1];
    char *begin, *end;
    struct rotation_draft roles[SEAT_ROLES];
};

struct override_draft {
    char *date;
    char shift[CODE_MAX + 1];
    enum seat_role role;
    char who[CODE_MAX + 1];
    char *why;
};

struct roster_draft {
    char post[CODE_MAX + 1];
    char *title;
    char *from;
    struct bound_list groups;            /* struct group_draft */
    struct bound_list shifts[DAY_KINDS]; /* struct shift_draft */
    struct bound_list overrides;         /* struct override_draft */
};

/* ---- the schema ---- */

static const char *const role_keys[SEAT_ROLES] = { [SEAT_LEADER] = "leader", [SEAT_OFFICER] = "officers" };
static const char *const shifts_keys[DAY_KINDS] = {
    [DAY_WORKING] = "shifts", [DAY_WEEKEND] = "weekend_shifts", [DAY_HOLIDAY] = "holiday_shifts"
};

static const struct row code_rows[] = {
    { .key = "who",
      .type = BIND_CODE,
      BIND_FIELD (struct code_draft, code),
      .min = 1,
      .max = CODE_MAX,
      .help = "a person's or a group's code, or 'nobody'" },
};
static const struct schema code_schema = BIND_SCHEMA (code_rows, struct code_draft);

static const struct row group_rows[] = {
    { .key = "code",
      .type = BIND_CODE,
      BIND_FIELD (struct group_draft, code),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "what turns call it" },
    { .key = "people",
      .type = BIND_SCALARS,
      BIND_FIELD (struct group_draft, people),
      .min = 1,
      .max = CREW_MAX,
      .sub = &code_schema,
      .required = true,
      .help = "who is on duty together" },
};
static const struct schema group_schema = BIND_SCHEMA (group_rows, struct group_draft);

#define ROTATION_ROWS(role_, key_)                                                                                   \
    { .key = key_ ".rotation",                                                                                       \
      .type = BIND_ENUM,                                                                                             \
      BIND_FIELD (struct shift_draft, roles[role_].kind),                                                            \
      .names = rotation_kind_names,                                                                                  \
      .names_count = ROTATIONS,                                                                                      \
      .allowed = BIND_ALLOW (ROTATION_DAILY) | BIND_ALLOW (ROTATION_WEEKLY) | BIND_ALLOW (ROTATION_ROLLING),         \
      .help = "daily, weekly or rolling" },                                                                          \
        { .key = key_ ".from",                                                                                       \
          .type = BIND_STRING,                                                                                       \
          BIND_FIELD (struct shift_draft, roles[role_].from),                                                        \
          .min = 1,                                                                                                  \
          .max = CODE_MAX,                                                                                           \
          .check = check_date,                                                                                       \
          .help = "the day on which the first turn begins" },                                                        \
        { .key = key_ ".days",                                                                                       \
          .type = BIND_INTEGER,                                                                                      \
          BIND_FIELD (struct shift_draft, roles[role_].days),                                                        \
          .min = 1,                                                                                                  \
          .max = ROSTER_STEP_DAYS_MAX,                                                                               \
          .help = "rolling: how many days a turn lasts" },                                                           \
    {                                                                                                                \
        .key = key_ ".turns", .type = BIND_SCALARS, BIND_FIELD (struct shift_draft, roles[role_].turns), .min = 1,   \
        .max = ROSTER_TURNS_MAX, .sub = &code_schema,                                                                \
        .help = "who, one after the other; weekly: seven, Monday first"                                              \
    }

static const struct row shift_rows[] = {
    { .key = "code",
      .type = BIND_CODE,
      BIND_FIELD (struct shift_draft, code),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "day, night, ..." },
    { .key = "begin",
      .type = BIND_STRING,
      BIND_FIELD (struct shift_draft, begin),
      .min = 1,
      .max = CODE_MAX,
      .check = check_time_of_day,
      .required = true,
      .help = "local time of the day" },
    { .key = "end",
      .type = BIND_STRING,
      BIND_FIELD (struct shift_draft, end),
      .min = 1,
      .max = CODE_MAX,
      .check = check_time_of_day,
      .required = true,
      .help = "local time; not after the begin: on the next day" },
    ROTATION_ROWS (SEAT_LEADER, "leader"),
    ROTATION_ROWS (SEAT_OFFICER, "officers"),
};
static const struct schema shift_schema = BIND_SCHEMA (shift_rows, struct shift_draft);

static const struct row override_rows[] = {
    { .key = "date",
      .type = BIND_STRING,
      BIND_FIELD (struct override_draft, date),
      .min = 1,
      .max = CODE_MAX,
      .check = check_date,
      .required = true,
      .help = "the day on which the shift begins" },
    { .key = "shift",
      .type = BIND_CODE,
      BIND_FIELD (struct override_draft, shift),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "the code of one of the shifts" },
    { .key = "role",
      .type = BIND_ENUM,
      BIND_FIELD (struct override_draft, role),
      .names = role_keys,
      .names_count = SEAT_ROLES,
      .fallback = "officers",
      .help = "leader or officers" },
    { .key = "who",
      .type = BIND_CODE,
      BIND_FIELD (struct override_draft, who),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "a person's or a group's code, or 'nobody'" },
    { .key = "why",
      .type = BIND_STRING,
      BIND_FIELD (struct override_draft, why),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .help = "for the record" },
};
static const struct schema override_schema = BIND_SCHEMA (override_rows, struct override_draft);

#define SHIFTS_ROW(kind_, key_, least_, text_)                                                                       \
    {                                                                                                                \
        .key = key_, .type = BIND_MAPS, BIND_FIELD (struct roster_draft, shifts[kind_]), .min = least_,              \
        .max = ROSTER_SHIFTS_MAX, .sub = &shift_schema, .required = (least_) > 0, .help = text_                      \
    }

static const struct row roster_rows[] = {
    { .key = "post",
      .type = BIND_CODE,
      BIND_FIELD (struct roster_draft, post),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "the code of the post" },
    { .key = "title",
      .type = BIND_STRING,
      BIND_FIELD (struct roster_draft, title),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .help = "what it is called" },
    { .key = "from",
      .type = BIND_STRING,
      BIND_FIELD (struct roster_draft, from),
      .min = 1,
      .max = CODE_MAX,
      .check = check_date,
      .help = "in force from that day on" },
    { .key = "groups",
      .type = BIND_MAPS,
      BIND_FIELD (struct roster_draft, groups),
      .min = 0,
      .max = ROSTER_CREWS_MAX,
      .sub = &group_schema,
      .help = "people who are on duty together" },
    SHIFTS_ROW (DAY_WORKING, "shifts", 1, "the shifts of a day"),
    SHIFTS_ROW (DAY_WEEKEND, "weekend_shifts", 0, "instead, on Saturdays and Sundays"),
    SHIFTS_ROW (DAY_HOLIDAY, "holiday_shifts", 0, "instead, on public holidays"),
    { .key = "overrides",
      .type = BIND_MAPS,
      BIND_FIELD (struct roster_draft, overrides),
      .min = 0,
      .max = ROSTER_OVERRIDES_MAX,
      .sub = &override_schema,
      .help = "somebody else, on single days" },
};
const struct schema roster_schema = BIND_SCHEMA (roster_rows, struct roster_draft);

/* ---- who ---- */

static int
crew_find (const struct roster_rule *rule, const char *code)
{
    for (int i = 0; i < rule->crews_count; i++)
        if (strcmp (rule->crews[i].code, code) == 0)
            return i;
    return -1;
}

static struct crew *
crew_add (struct roster_rule *rule, const char *code)
{
    struct crew *crew = &rule->crews[rule->crews_count++];
    strcpy (crew->code, code);
    return crew;
}

/* A code that is no group is a person. */
static int
take_who (const struct node *node, const char *code, struct roster_rule *rule, uint8_t *ret, struct error *error)
{
    *ret = CREW_NONE;
    if (strcmp (code, NOBODY) == 0)
        return 0;
    int index = crew_find (rule, code);
    if (index == -1 && rule->crews_count == ROSTER_CREWS_MAX)
        return node_fail (node, error, "at most %d people and groups in one roster", ROSTER_CREWS_MAX);
    if (index == -1) {
        index = rule->crews_count;
        struct crew *crew = crew_add (rule, code);
        strcpy (crew->people[crew->people_count++], code);
    }
    *ret = (uint8_t)index;
    return 0;
}

static int
take_groups (const struct node *list, const struct bound_list *bound, struct roster_rule *rule, struct error *error)
{
    const struct group_draft *drafts = bound->items;
    const struct node *node = list ? list->first : NULL;
    for (size_t i = 0; i < bound->count; i++, node = node->next) {
        const struct code_draft *people = drafts[i].people.items;
        if (crew_find (rule, drafts[i].code) != -1)
            return node_fail (node_find (node, "code"), error, "there is already a group '%s'", drafts[i].code);
        struct crew *crew = crew_add (rule, drafts[i].code);
        for (size_t p = 0; p < drafts[i].people.count; p++) {
            if (p > 0 && strcmp (people[p].code, people[p - 1].code) == 0)
                return node_fail (node_find (node, "people"), error, "'%s' stands in it twice", people[p].code);
            strcpy (crew->people[crew->people_count++], people[p].code);
        }
    }
    return 0;
}

/* ---- rotations ---- */

/* 1. somebody must be in turn  2. a week has seven turns  3. turns that change need a day on which the first begins
 * 4. only a rolling turn lasts several days */
static int
check_rotation (const struct node *node, const struct rotation_draft *draft, struct error *error)
{
    if (draft->kind == ROTATION_NONE)
        return node_fail_missing (node, "rotation", error, "missing: daily, weekly or rolling");
    if (draft->turns.count == 0)
        return node_fail_missing (node, "turns", error, "missing: who, one after the other");
    if (draft->kind == ROTATION_WEEKLY && draft->turns.count != WEEK_DAYS)
        return node_fail (node_find (node, "turns"), error, "a week has seven turns, Monday first; got %zu",
                          draft->turns.count);
    if (draft->kind != ROTATION_WEEKLY && draft->turns.count > 1 && !draft->from)
        return node_fail_missing (node, "from", error, "missing: the day on which the first turn begins");
    if (draft->kind == ROTATION_ROLLING && draft->days == 0)
        return node_fail_missing (node, "days", error, "missing: how many days a turn lasts");
    if (draft->kind != ROTATION_ROLLING && draft->days > 0)
        return node_fail (node_find (node, "days"), error, "only a rolling turn lasts several days");
    return 0;
}

static int
take_rotation (const struct node *node, const struct rotation_draft *draft, enum seat_role role,
               struct roster_rule *rule, struct rotation *ret, struct error *error)
{
    const struct code_draft *turns = draft->turns.items;
    if (check_rotation (node, draft, error) == -1)
        return -1;
    ret->kind = draft->kind;
    ret->from = draft->from ? date_value (draft->from) : 0;
    ret->days = draft->days ? draft->days : 1;
    const struct node *turn = node_find (node, "turns")->first;
    for (size_t i = 0; i < draft->turns.count; i++, turn = turn->next) {
        uint8_t *index = &ret->turns[ret->turns_count++];
        if (take_who (turn, turns[i].code, rule, index, error) == -1)
            return -1;
        if (role == SEAT_LEADER && *index != CREW_NONE && rule->crews[*index].people_count > 1)
            return node_fail (turn, error, "one duty leader a shift; '%s' is a group", turns[i].code);
    }
    return 0;
}

/* ---- shifts ---- */

static uint32_t
length_of (const struct shift_rule *shift)
{
    return shift->end > shift->begin ? shift->end - shift->begin : shift->end + DAY_MINUTES - shift->begin;
}

/* Day after day, so around the clock. */
static bool
overlap (const struct shift_rule *a, const struct shift_rule *b)
{
    uint32_t a_to_b = (b->begin + DAY_MINUTES - a->begin) % DAY_MINUTES;
    uint32_t b_to_a = (a->begin + DAY_MINUTES - b->begin) % DAY_MINUTES;
    return a_to_b < length_of (a) || b_to_a < length_of (b);
}

static int
check_shift (const struct node *node, const struct day_rule *day, const struct shift_rule *shift, struct error *error)
{
    if (shift->roles[SEAT_LEADER].kind == ROTATION_NONE && shift->roles[SEAT_OFFICER].kind == ROTATION_NONE)
        return node_fail_missing (node, "officers", error, "missing: a shift needs a leader or officers");
    for (size_t i = 0; i < day->shifts_count; i++) {
        const struct shift_rule *other = &day->shifts[i];
        if (strcmp (other->code, shift->code) == 0)
            return node_fail (node_find (node, "code"), error, "there is already a shift '%s'", shift->code);
        for (enum seat_role role = 0; role < SEAT_ROLES; role++)
            if (other->roles[role].kind && shift->roles[role].kind && overlap (other, shift))
                return node_fail (node_find (node, "begin"), error, "overlaps with shift '%s' (%s)", other->code,
                                  role_keys[role]);
    }
    return 0;
}

static int
take_shift (const struct node *node, const struct shift_draft *draft, struct roster_rule *rule, struct day_rule *day,
            struct error *error)
{
    struct shift_rule *shift = &day->shifts[day->shifts_count];
    strcpy (shift->code, draft->code);
    shift->begin = time_of_day_value (draft->begin);
    shift->end = time_of_day_value (draft->end);
    for (enum seat_role role = 0; role < SEAT_ROLES; role++) {
        const struct node *rotation = node_find (node, role_keys[role]);
        if (rotation && take_rotation (rotation, &draft->roles[role], role, rule, &shift->roles[role], error) == -1)
            return -1;
    }
    if (check_shift (node, day, shift, error) == -1)
        return -1;
    day->shifts_count++;
    return 0;
}

/* The shift of a day of another kind that begins before this one, over midnight, has ended; NULL = none. */
static const struct shift_rule *
runs_into (const struct shift_rule *night, const struct day_rule *next_day)
{
    for (size_t i = 0; i < next_day->shifts_count; i++)
        for (enum seat_role role = 0; role < SEAT_ROLES; role++) {
            const struct shift_rule *morning = &next_day->shifts[i];
            if (night->roles[role].kind && morning->roles[role].kind && morning->begin < night->end)
                return morning;
        }
    return NULL;
}

/* A working day may follow a holiday, and the reverse. */
static int
check_nights (const struct node *node, const struct roster_rule *rule, enum day_kind kind, struct error *error)
{
    const struct node *list = node_find (node, shifts_keys[kind]);
    const struct node *child = list ? list->first : NULL;
    for (size_t i = 0; i < rule->days[kind].shifts_count; i++, child = child->next)
        for (enum day_kind other = 0; other < DAY_KINDS; other++) {
            const struct shift_rule *shift = &rule->days[kind].shifts[i];
            const struct shift_rule *morning =
                shift->end <= shift->begin && other != kind ? runs_into (shift, &rule->days[other]) : NULL;
            if (morning)
                return node_fail (node_find (child, "end"), error, "shift '%s' of '%s' has begun by then",
                                  morning->code, shifts_keys[other]);
        }
    return 0;
}

static int
take_days (const struct node *node, const struct roster_draft *draft, struct roster_rule *rule, struct error *error)
{
    for (enum day_kind kind = 0; kind < DAY_KINDS; kind++) {
        const struct node *list = node_find (node, shifts_keys[kind]);
        const struct shift_draft *drafts = draft->shifts[kind].items;
        const struct node *child = list ? list->first : NULL;
        for (size_t i = 0; i < draft->shifts[kind].count; i++, child = child->next)
            if (take_shift (child, &drafts[i], rule, &rule->days[kind], error) == -1)
                return -1;
    }
    for (enum day_kind kind = 0; kind < DAY_KINDS; kind++)
        if (check_nights (node, rule, kind, error) == -1)
            return -1;
    return 0;
}

/* ---- overrides ---- */

static bool
has_seat (const struct roster_rule *rule, const char *shift, enum seat_role role)
{
    for (enum day_kind kind = 0; kind < DAY_KINDS; kind++)
        for (size_t i = 0; i < rule->days[kind].shifts_count; i++) {
            const struct shift_rule *known = &rule->days[kind].shifts[i];
            if (strcmp (known->code, shift) == 0 && known->roles[role].kind != ROTATION_NONE)
                return true;
        }
    return false;
}

static int
take_override (const struct node *node, const struct override_draft *draft, struct roster_rule *rule,
               struct error *error)
{
    struct roster_override *override = &rule->overrides[rule->overrides_count];
    if (!has_seat (rule, draft->shift, draft->role))
        return node_fail (node_find (node, "shift"), error, "no shift '%s' has a rotation of %s", draft->shift,
                          role_keys[draft->role]);
    override->day = date_value (draft->date);
    override->role = draft->role;
    strcpy (override->shift, draft->shift);
    for (size_t i = 0; i < rule->overrides_count; i++) {
        const struct roster_override *other = &rule->overrides[i];
        if (other->day == override->day && other->role == override->role && !strcmp (other->shift, override->shift))
            return node_fail (node_find (node, "date"), error, "shift '%s' of that day is already overridden",
                              draft->shift);
    }
    if (take_who (node_find (node, "who"), draft->who, rule, &override->crew, error) == -1)
        return -1;
    if (draft->role == SEAT_LEADER && override->crew != CREW_NONE && rule->crews[override->crew].people_count > 1)
        return node_fail (node_find (node, "who"), error, "one duty leader a shift; '%s' is a group", draft->who);
    rule->overrides_count++;
    return 0;
}

static int
take_overrides (const struct node *list, const struct bound_list *bound, struct roster_rule *rule,
                struct error *error)
{
    const struct override_draft *drafts = bound->items;
    const struct node *node = list ? list->first : NULL;
    for (size_t i = 0; i < bound->count; i++, node = node->next)
        if (take_override (node, &drafts[i], rule, error) == -1)
            return -1;
    return 0;
}

int
roster_take (const struct node *node, const void *bound, struct roster *ret, struct error *error)
{
    const struct roster_draft *draft = bound;
    *ret = (struct roster){ .entity = { .kind = ENTITY_ROSTER, .log_slot = SIZE_MAX } };
    strcpy (ret->rule.post, draft->post);
    ret->rule.from = draft->from ? date_value (draft->from) : 0;
    if (take_groups (node_find (node, "groups"), &draft->groups, &ret->rule, error) == -1 ||
        take_days (node, draft, &ret->rule, error) == -1 ||
        take_overrides (node_find (node, "overrides"), &draft->overrides, &ret->rule, error) == -1)
        return -1;
    ret->title = draft->title ? xstrdup (draft->title) : NULL;
    ret->text = node_copy (node);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* profile.c: a regulation profile's schema and checks; its policies are in policy.c. */
#include "config/binder.h"
#include "config/import_parts.h"
#include "config/policy.h"
#include "config/stages.h"
#include "util/alloc.h"
#include "util/error.h"

#include <string.h>

#define DISTANCE_MAX_M 100000

/* As the file has it, before names become numbers. */
struct clock_draft {
    struct clock_rule rule;
    struct bound_list selectors; /* of selector_schema */
    struct condition_draft only;
    char *basis;
};

struct profile_draft {
    char code[CODE_MAX + 1];
    char *title;
    bool missing_count_as_dead;
    struct watch_rule watch;
    struct duplicate_rule duplicates;
    enum busy_rule busy_team;
    struct level_rule levels[EVENT_LEVELS];
    struct clock_draft clocks[OBLIGATION_KINDS];
    int32_t utc_offset_minutes;
    struct bound_list mandatory; /* enum report_field */
    struct bound_list stages;    /* of stage_schema */
    struct bound_list policies;  /* of policy_schema */
};

/* ---- the schema ---- */

static const struct row level_rows[] = {
    { .key = "deaths",
      .type = BIND_INTEGER,
      BIND_FIELD (struct level_rule, deaths),
      .min = 1,
      .max = FIGURE_MAX,
      .required = true,
      .help = "so many deaths make this level" },
    { .key = "injured_serious",
      .type = BIND_INTEGER,
      BIND_FIELD (struct level_rule, injured_serious),
      .min = 1,
      .max = FIGURE_MAX,
      .required = true,
      .help = "so many seriously injured make this level" },
    { .key = "loss_yuan",
      .type = BIND_INTEGER,
      BIND_FIELD (struct level_rule, loss_yuan),
      .min = 1,
      .max = LOSS_MAX_YUAN,
      .required = true,
      .help = "so much direct loss makes this level" },
};
static const struct schema level_schema = BIND_SCHEMA (level_rows, struct level_rule);

static const struct row clock_rows[] = {
    { .key = "due",
      .type = BIND_DURATIONS,
      BIND_FIELD (struct clock_draft, rule.due_ms),
      .min = 1000,
      .max = DUE_MAX_MS,
      .names = event_level_names,
      .names_count = EVENT_LEVELS,
      .required = true,
      .help = "how long until it is overdue" },
    { .key = "policy",
      .type = BIND_MAPS,
      BIND_FIELD (struct clock_draft, selectors),
      .min = 1,
      .max = SELECTORS_MAX + 1,
      .sub = &selector_schema,
      .single = "use",
      .required = true,
      .help = "the name of one of the policies, or a list of conditions for several" },
    { .key = "basis",
      .type = BIND_STRING,
      BIND_FIELD (struct clock_draft, basis),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .required = true,
      .help = "act and article, or 'local practice'" },
    { .key = "blocks_close",
      .type = BIND_BOOL,
      BIND_FIELD (struct clock_draft, rule.blocks_close),
      .fallback = "false",
      .help = "while it is owed, its incident does not close unless a duty leader overrides" },
    { .key = "only.types",
      .type = BIND_SCALARS,
      BIND_FIELD (struct clock_draft, only.types),
      .min = 1,
      .max = SELECTOR_TYPES_MAX,
      .sub = &event_type_schema,
      .help = "runs only for these types of event" },
    { .key = "only.levels",
      .type = BIND_SCALARS,
      BIND_FIELD (struct clock_draft, only.levels),
      .min = 1,
      .max = EVENT_LEVELS,
      .sub = &event_level_schema,
      .help = "runs only at these levels" },
    { .key = "only.drill",
      .type = BIND_BOOL,
      BIND_FIELD (struct clock_draft, only.drill),
      .help = "runs only in drills, or (false) only in earnest" },
};
static const struct schema clock_schema = BIND_SCHEMA (clock_rows, struct clock_draft);

static const struct row mandatory_rows[] = { { .key = "mandatory",
                                               .type = BIND_ENUM,
                                               .size = sizeof (enum report_field),
                                               .names = report_field_names,
                                               .names_count = REPORT_FIELDS } };
static const struct schema mandatory_schema = BIND_SCHEMA (mandatory_rows, enum report_field);

#define KINDS_WITHOUT_CLOCK                                                                                          \
    (BIND_ALLOW (OBLIGATION_NONE) | BIND_ALLOW (OBLIGATION_REPORT)) /* each report stage has its own */

static const struct row profile_rows[] = {
    { .key = "code",
      .type = BIND_CODE,
      BIND_FIELD (struct profile_draft, code),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "the profile's code" },
    { .key = "title",
      .type = BIND_STRING,
      BIND_FIELD (struct profile_draft, title),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .required = true,
      .help = "the profile's title" },
    { .key = "missing_count_as_dead",
      .type = BIND_BOOL,
      BIND_FIELD (struct profile_draft, missing_count_as_dead),
      .fallback = "false",
      .help = "for the level" },
    { .key = "watch.horizon",
      .type = BIND_DURATION,
      BIND_FIELD (struct profile_draft, watch.horizon_ms),
      .min = 3600000,
      .max = 14 * DAY_MS,
      .fallback = "48h",
      .help = "shifts are planned this long ahead" },
    { .key = "watch.early",
      .type = BIND_DURATION,
      BIND_FIELD (struct profile_draft, watch.early_ms),
      .min = 0,
      .max = DAY_MS,
      .fallback = "2h",
      .help = "who checks in so long before a shift begins is checked in for it" },
    { .key = "watch.shelve_max",
      .type = BIND_DURATION,
      BIND_FIELD (struct profile_draft, watch.shelve_max_ms),
      .min = 60000,
      .max = DAY_MS,
      .fallback = "1h",
      .help = "a duty leader may shelve an overdue obligation for so long at a time" },
    { .key = "watch.swap_needs_leader",
      .type = BIND_BOOL,
      BIND_FIELD (struct profile_draft, watch.swap_needs_leader),
      .fallback = "false",
      .help = "a swap of two who agree needs the duty leader's consent" },
    { .key = "watch.leave_before_relief",
      .type = BIND_ENUM,
      BIND_FIELD (struct profile_draft, watch.leave),
      .names = leave_rule_names,
      .names_count = LEAVE_RULES,
      .fallback = "warn",
      .help = "a check-out that leaves a post unrelieved: warn or refuse" },
    { .key = "duplicates.within",
      .type = BIND_DURATION,
      BIND_FIELD (struct profile_draft, duplicates.within_ms),
      .min = 0,
      .max = DUE_MAX_MS,
      .fallback = "0s",
      .help = "reports so near each other in time may be of one incident; 0s: nothing is hinted at" },
    { .key = "duplicates.distance_m",
      .type = BIND_INTEGER,
      BIND_FIELD (struct profile_draft, duplicates.distance_m),
      .min = 0,
      .max = DISTANCE_MAX_M,
      .fallback = "0",
      .help = "and so near in space, where both positions are known" },
    { .key = "busy_team",
      .type = BIND_ENUM,
      BIND_FIELD (struct profile_draft, busy_team),
      .names = busy_rule_names,
      .names_count = BUSY_RULES,
      .fallback = "warn",
      .help = "sending a team that has an open order already: warn, allow or refuse" },
    { .key = "levels",
      .type = BIND_KEYED,
      BIND_FIELD (struct profile_draft, levels),
      .names = event_level_names,
      .names_count = EVENT_LEVELS,
      .sub = &level_schema,
      .required = true,
      .help = "each level needs its thresholds",
      .allowed = BIND_ALLOW (LEVEL_SIGNIFICANT) | BIND_ALLOW (LEVEL_MAJOR) | BIND_ALLOW (LEVEL_EXTRAORDINARY) },
    { .key = "clocks",
      .type = BIND_KEYED,
      BIND_FIELD (struct profile_draft, clocks),
      .names = obligation_kind_names,
      .names_count = OBLIGATION_KINDS,
      .sub = &clock_schema,
      .required = true,
      .help = "each kind of obligation needs its clock",
      .allowed = (BIND_ALLOW (OBLIGATION_KINDS) - 1) & ~KINDS_WITHOUT_CLOCK }, /* but for holes */
    { .key = "utc_offset",
      .type = BIND_OFFSET,
      BIND_FIELD (struct profile_draft, utc_offset_minutes),
      .fallback = "+00:00",
      .help = "local time, for the hours of reports and shifts" },
    { .key = "mandatory",
      .type = BIND_SCALARS,
      BIND_FIELD (struct profile_draft, mandatory),
      .min = 1,
      .max = REPORT_FIELDS,
      .sub = &mandatory_schema,
      .help = "what reports must say in the end; what is missing is shown, never refused" },
    { .key = "reports",
      .type = BIND_MAPS,
      BIND_FIELD (struct profile_draft, stages),
      .min = 1,
      .max = STAGES_MAX,
      .sub = &stage_schema,
      .required = true,
      .help = "which reports are owed, to whom, by when" },
    { .key = "policies",
      .type = BIND_MAPS,
      BIND_FIELD (struct profile_draft, policies),
      .min = 1,
      .max = POLICIES_MAX,
      .sub = &policy_schema,
      .required = true,
      .help = "what happens when a clock has run out" },
};
static const struct schema profile_schema = BIND_SCHEMA (profile_rows, struct profile_draft);

/* ---- levels ---- */

static int
check_level_rises (const struct node *levels, enum event_level level, const struct level_rule *rules,
                   struct error *error)
{
    const struct level_rule *here = &rules[level], *below = &rules[level - 1];
    const struct {
        const char *key;
        uint64_t here, below;
    } dimensions[] = {
        { "deaths", here->deaths, below->deaths },
        { "injured_serious", here->injured_serious, below->injured_serious },
        { "loss_yuan", here->loss_yuan, below->loss_yuan },
    };
    const struct node *node = node_find (levels, event_level_names[level]);
    for (size_t i = 0; i < sizeof (dimensions) / sizeof (dimensions[0]); i++)
        if (dimensions[i].here <= dimensions[i].below)
            return node_fail (node_find (node, dimensions[i].key), error, "must be more than the %llu of level %s",
                              (unsigned long long)dimensions[i].below, event_level_names[level - 1]);
    return 0;
}

static int
check_levels (const struct node *levels, const struct level_rule *rules, struct error *error)
{
    for (enum event_level level = LEVEL_MAJOR; level < EVENT_LEVELS; level++)
        if (check_level_rises (levels, level, rules, error) == -1)
            return -1;
    return 0;
}

/* ---- clocks ---- */

static int
clock_resolve (const struct node *node, const struct bound_list *policies, enum obligation_kind kind,
               struct clock_draft *clock, struct error *error)
{
    strcpy (clock->rule.basis, clock->basis);
    const struct node *only = node_find (node, "only");
    if (only && kind != OBLIGATION_STATUS_CHECK)
        return node_fail_key (only, error,
                              "only status_check may leave some incidents out: what else is owed, is owed on "
                              "each");
    clock->rule.limited = only != NULL;
    if (only)
        condition_fill (only, &clock->only, &clock->rule.only);
    return selectors_resolve (node_find (node, "policy"), &clock->selectors, policies, kind, &clock->rule, error);
}

static int
clocks_resolve (const struct node *clocks, struct profile_draft *draft, struct error *error)
{
    for (enum obligation_kind kind = OBLIGATION_NONE + 1; kind < OBLIGATION_KINDS; kind++) {
        const char *name = obligation_kind_names[kind];
        const struct node *node = name ? node_find (clocks, name) : NULL;
        if (name && kind != OBLIGATION_REPORT &&
            clock_resolve (node, &draft->policies, kind, &draft->clocks[kind], error) == -1)
            return -1;
    }
    return 0;
}

/* ---- draft to profile ---- */

static int
draft_check (const struct node *node, struct profile_draft *draft, struct error *error)
{
    if (check_levels (node_find (node, "levels"), draft->levels, error) == -1 ||
        policies_check (node_find (node, "policies"), &draft->policies, error) == -1)
        return -1;
    if (clocks_resolve (node_find (node, "clocks"), draft, error) == -1)
        return -1;
    return stages_resolve (node_find (node, "reports"), &draft->stages, &draft->policies, error);
}

static void
fill_rules (struct rules *rules, const struct profile_draft *draft)
{
    rules->watch = draft->watch;
    rules->missing_count_as_dead = draft->missing_count_as_dead;
    rules->duplicates = draft->duplicates;
    rules->busy_team = draft->busy_team;
    memcpy (rules->levels, draft->levels, sizeof (rules->levels));
    for (size_t i = 0; i < OBLIGATION_KINDS; i++)
        rules->clocks[i] = draft->clocks[i].rule;
    rules->utc_offset_minutes = draft->utc_offset_minutes;
    const enum report_field *mandatory = draft->mandatory.items;
    for (size_t i = 0; i < draft->mandatory.count; i++)
        rules->mandatory |= 1u << mandatory[i];
    stages_fill (rules, &draft->stages);
    policies_fill (&draft->policies, rules);
}

int
profile_read (const struct node *node, struct registry *registry, struct error *error)
{
    struct profile_draft draft;
    if (bind_map (&profile_schema, node, &draft, error) == -1)
        return -1;
    int result = draft_check (node, &draft, error);
    if (result == 0) {
        struct profile *profile = (struct profile *)entity_new (ENTITY_PROFILE);
        strcpy (profile->code, draft.code);
        profile->title = xstrdup (draft.title);
        fill_rules (&profile->rules, &draft);
        registry->profile = profile;
    }
    bind_free (&profile_schema, &draft);
    return result;
}

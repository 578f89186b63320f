/* SPDX-License-Identifier: Apache-2.0 */
/* policy.c: escalation policies as a profile writes them, and the checks that keep one from ever falling silent. */
#include "config/policy.h"

#include "core/calendar.h"
#include "util/error.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define REPEAT_MIN_MS 10000 /* a shorter one would drown a console */

enum { TYPE_CODE_MIN = 10000, TYPE_CODE_MAX = 49999, TARGET_TEXT_MAX = CODE_MAX + 8 };

/* As the file has it, before words become targets and names become numbers. */
struct target_draft {
    char *text;
};

struct step_draft {
    struct policy_step step; /* ->targets unset */
    char *target;
    struct bound_list targets; /* struct target_draft */
};

enum answers { ANSWERS_ONE, ANSWERS_ALL, ANSWERS };

static const char *const answers_names[ANSWERS] = { [ANSWERS_ONE] = "one", [ANSWERS_ALL] = "all" };

struct policy_draft {
    char name[CODE_MAX + 1];
    enum answers answers;
    struct bound_list steps; /* struct step_draft */
};

struct type_draft {
    uint32_t code;
};

struct level_draft {
    enum event_level level;
};

struct selector_draft {
    struct condition_draft condition;
    char use[CODE_MAX + 1];
};

/* ---- the schema ---- */

static const char target_help[] = "whom to tell";

static const struct row target_rows[] = {
    { .key = "",
      .type = BIND_STRING,
      BIND_FIELD (struct target_draft, text),
      .min = 1,
      .max = TARGET_TEXT_MAX,
      .help = target_help },
};
static const struct schema target_schema = BIND_SCHEMA (target_rows, struct target_draft);

static const struct row step_rows[] = {
    { .key = "do",
      .type = BIND_ENUM,
      BIND_FIELD (struct step_draft, step.action),
      .names = step_action_names,
      .names_count = STEP_ACTIONS,
      .required = true,
      .help = "what the step does" },
    { .key = "target",
      .type = BIND_STRING,
      BIND_FIELD (struct step_draft, target),
      .min = 1,
      .max = TARGET_TEXT_MAX,
      .help = target_help },
    { .key = "targets",
      .type = BIND_SCALARS,
      BIND_FIELD (struct step_draft, targets),
      .min = 1,
      .max = STEP_TARGETS_MAX,
      .sub = &target_schema,
      .help = "all whom to tell at once" },
    { .key = "after",
      .type = BIND_DURATION,
      BIND_FIELD (struct step_draft, step.after_ms),
      .min = 0,
      .max = 7 * DAY_MS,
      .fallback = "0s",
      .help = "counted from the step before, for the first from the due time" },
    { .key = "repeat",
      .type = BIND_DURATION,
      BIND_FIELD (struct step_draft, step.repeat_ms),
      .min = REPEAT_MIN_MS,
      .max = 7 * DAY_MS,
      .help = "tell again each time this has passed" },
    { .key = "times",
      .type = BIND_INTEGER,
      BIND_FIELD (struct step_draft, step.times),
      .min = 2,
      .max = STEP_TIMES_MAX,
      .help = "so many tellings in all, then the next step" },
};
static const struct schema step_schema = BIND_SCHEMA (step_rows, struct step_draft);

static const struct row policy_rows[] = {
    { .key = "name",
      .type = BIND_NAME,
      BIND_FIELD (struct policy_draft, name),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "what clocks call it" },
    { .key = "answers",
      .type = BIND_ENUM,
      BIND_FIELD (struct policy_draft, answers),
      .names = answers_names,
      .names_count = ANSWERS,
      .fallback = "one",
      .help = "who must acknowledge an order: one contact of the team is enough, or all of them must" },
    { .key = "steps",
      .type = BIND_MAPS,
      BIND_FIELD (struct policy_draft, steps),
      .min = 1,
      .max = POLICY_STEPS_MAX,
      .sub = &step_schema,
      .required = true,
      .help = "what happens, one after the other" },
};
const struct schema policy_schema = BIND_SCHEMA (policy_rows, struct policy_draft);

static const struct row type_rows[] = {
    { .key = "",
      .type = BIND_INTEGER,
      BIND_FIELD (struct type_draft, code),
      .min = TYPE_CODE_MIN,
      .max = TYPE_CODE_MAX,
      .help = "a code of GB/T 35561" },
};
const struct schema event_type_schema = BIND_SCHEMA (type_rows, struct type_draft);

static const struct row level_rows[] = {
    { .key = "",
      .type = BIND_ENUM,
      BIND_FIELD (struct level_draft, level),
      .names = event_level_names,
      .names_count = EVENT_LEVELS,
      .help = "an event level" },
};
const struct schema event_level_schema = BIND_SCHEMA (level_rows, struct level_draft);

static const struct row selector_rows[] = {
    { .key = "types",
      .type = BIND_SCALARS,
      BIND_FIELD (struct selector_draft, condition.types),
      .min = 1,
      .max = SELECTOR_TYPES_MAX,
      .sub = &event_type_schema,
      .help = "only for these types of event; 20000 stands for all 2xxxx, 20100 for 201xx" },
    { .key = "levels",
      .type = BIND_SCALARS,
      BIND_FIELD (struct selector_draft, condition.levels),
      .min = 1,
      .max = EVENT_LEVELS,
      .sub = &event_level_schema,
      .help = "only at these levels" },
    { .key = "drill",
      .type = BIND_BOOL,
      BIND_FIELD (struct selector_draft, condition.drill),
      .help = "only in drills, or (false) only in earnest" },
    { .key = "use",
      .type = BIND_NAME,
      BIND_FIELD (struct selector_draft, use),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "the name of one of the policies" },
};
const struct schema selector_schema = BIND_SCHEMA (selector_rows, struct selector_draft);

/* ---- targets ---- */

static bool
is_code (const char *text)
{
    size_t length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= CODE_MAX && text[length] == '\0';
}

/* "owner", "contact-2", "person/wang-jianguo" */
static bool
target_parse (const char *text, struct step_target *ret)
{
    static const enum target_kind plain[] = { TARGET_OWNER, TARGET_DUTY_OFFICER, TARGET_DUTY_LEADER, TARGET_ON_POST };
    *ret = (struct step_target){ .kind = TARGET_NONE };
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (!strcmp (text, target_kind_names[plain[i]]))
            ret->kind = plain[i];
    if (!strncmp (text, "contact-", 8) && text[8] >= '1' && text[8] <= '0' + TEAM_CONTACTS_MAX && !text[9])
        *ret = (struct step_target){ .kind = TARGET_CONTACT, .contact = (uint8_t)(text[8] - '0') };
    const char *code = strchr (text, '/');
    if (code && is_code (code + 1) && (!strncmp (text, "person/", 7) || !strncmp (text, "post/", 5))) {
        ret->kind = text[1] == 'e' ? TARGET_PERSON : TARGET_POST;
        snprintf (ret->code, sizeof ret->code, "%s", code + 1);
    }
    return ret->kind != TARGET_NONE;
}

static int
check_target (const struct node *node, const char *text, struct error *error)
{
    struct step_target target;
    if (target_parse (text, &target))
        return 0;
    return node_fail (
        node, error,
        "expected owner, duty_officer, duty_leader, on_post, contact-1..contact-%d, person/CODE or post/CODE, "
        "got '%s'",
        TEAM_CONTACTS_MAX, text);
}

/* ---- steps ---- */

static bool
tells (const struct policy_step *step)
{
    return step->action == STEP_TELL || step->action == STEP_ABSENT;
}

static int
check_targets (const struct node *node, const struct step_draft *draft, struct error *error)
{
    const struct target_draft *targets = draft->targets.items;
    const struct node *list = node_find (node, "targets"), *single = node_find (node, "target");
    if (list && single)
        return node_fail (single, error, "there are 'targets', too; name all of them there");
    if (!tells (&draft->step) && (list || single))
        return node_fail (list ? list : single, error, "%s has no target", step_action_names[draft->step.action]);
    if (tells (&draft->step) && !list && !single)
        return node_fail_missing (node, "target", error, "missing: %s", target_help);
    if (single)
        return check_target (single, draft->target, error);
    const struct node *child = list ? list->first : NULL;
    for (size_t i = 0; i < draft->targets.count; i++, child = child->next) {
        if (check_target (child, targets[i].text, error) == -1)
            return -1;
        for (size_t before = 0; before < i; before++)
            if (!strcmp (targets[before].text, targets[i].text))
                return node_fail (child, error, "'%s' is told already", targets[i].text);
    }
    return 0;
}

/* 1. only who tells repeats  2. a step before the last repeats a number of times  3. and a number of times needs a
 * pause between them */
static int
check_repeat (const struct node *node, const struct policy_step *step, bool last, struct error *error)
{
    const struct node *times = node_find (node, "times"), *repeat = node_find (node, "repeat");
    if (!tells (step) && (repeat || times))
        return node_fail (repeat ? repeat : times, error, "only a step that tells may repeat");
    if (!last && repeat && !times)
        return node_fail (repeat, error, "only the last step may repeat for ever; say how many 'times'");
    if (times && !repeat)
        return node_fail_missing (node, "repeat", error, "missing: what passes between the %u times", step->times);
    return 0;
}

/* 1. the last step tells  2. and repeats  3. for ever: no obligation dies silently */
static int
check_last (const struct node *node, const struct policy_step *step, struct error *error)
{
    if (!tells (step))
        return node_fail (node_find (node, "do"), error,
                          "the last step must tell somebody, or an obligation dies silently");
    if (step->repeat_ms == 0)
        return node_fail_missing (node, "repeat", error,
                                  "missing: the last step must repeat, or an obligation dies silently");
    if (step->times > 0)
        return node_fail (node_find (node, "times"), error,
                          "the last step must repeat for ever, or an obligation dies silently");
    return 0;
}

static int
check_steps (const struct node *node, const struct policy_draft *policy, struct error *error)
{
    const struct step_draft *steps = policy->steps.items;
    const struct node *child = node_find (node, "steps")->first;
    for (size_t i = 0; i < policy->steps.count; i++, child = child->next) {
        bool last = i + 1 == policy->steps.count;
        if (check_targets (child, &steps[i], error) == -1 ||
            check_repeat (child, &steps[i].step, last, error) == -1 ||
            (last && check_last (child, &steps[i].step, error) == -1))
            return -1;
    }
    return 0;
}

/* ---- policies ---- */

static int
policy_find (const struct bound_list *policies, const char *name)
{
    const struct policy_draft *drafts = policies->items;
    for (size_t i = 0; i < policies->count; i++)
        if (strcmp (drafts[i].name, name) == 0)
            return (int)i;
    return -1;
}

int
policies_check (const struct node *list, const struct bound_list *policies, struct error *error)
{
    const struct policy_draft *drafts = policies->items;
    const struct node *node = list->first;
    for (size_t i = 0; i < policies->count; i++, node = node->next) {
        if (policy_find (policies, drafts[i].name) != (int)i)
            return node_fail (node_find (node, "name"), error, "there is already a policy '%s'", drafts[i].name);
        if (check_steps (node, &drafts[i], error) == -1)
            return -1;
    }
    return 0;
}

static void
step_fill (const struct step_draft *draft, struct policy_step *step)
{
    const struct target_draft *targets = draft->targets.items;
    *step = draft->step;
    if (draft->target)
        target_parse (draft->target, &step->targets[0]);
    for (size_t i = 0; i < draft->targets.count; i++)
        target_parse (targets[i].text, &step->targets[i]);
}

void
policies_fill (const struct bound_list *policies, struct rules *rules)
{
    const struct policy_draft *drafts = policies->items;
    rules->policies_count = (uint8_t)policies->count;
    for (size_t i = 0; i < policies->count; i++) {
        struct policy *policy = &rules->policies[i];
        const struct step_draft *steps = drafts[i].steps.items;
        strcpy (policy->name, drafts[i].name);
        policy->everyone = drafts[i].answers == ANSWERS_ALL;
        policy->steps_count = (uint8_t)drafts[i].steps.count;
        for (size_t k = 0; k < drafts[i].steps.count; k++)
            step_fill (&steps[k], &policy->steps[k]);
    }
}

/* ---- selectors ---- */

/* What a step does to its subject fits only what is owed on a subject in that state. */
static const struct {
    enum obligation_kind only, or_only; /* OBLIGATION_NONE: no other */
    const char *what;
} action_kinds[STEP_ACTIONS] = {
    [STEP_NEXT_TEAM] = { OBLIGATION_ACKNOWLEDGE_ORDER, OBLIGATION_NONE, "orders the next team" },
    [STEP_RELEASE] = { OBLIGATION_RELEASE_ORDER, OBLIGATION_ROLL_CALL_DUE, "does what was planned for now" },
    [STEP_ABSENT] = { OBLIGATION_CHECK_IN, OBLIGATION_NONE, "marks somebody as absent" },
    [STEP_EXPIRE] = { OBLIGATION_SHIFT_SWAP, OBLIGATION_NONE, "lets a swap expire" },
    [STEP_REOPEN] = { OBLIGATION_DEPART_ORDER, OBLIGATION_NONE, "reopens the order" },
    [STEP_MISS] = { OBLIGATION_STATUS_CHECK, OBLIGATION_NONE, "counts a missed status check" },
    [STEP_DISTRESS] = { OBLIGATION_STATUS_CHECK, OBLIGATION_NONE, "calls distress" },
};

static int
check_actions (const struct node *node, const struct policy_draft *policy, enum obligation_kind kind,
               struct error *error)
{
    const struct step_draft *steps = policy->steps.items;
    if (policy->answers == ANSWERS_ALL && kind != OBLIGATION_ACKNOWLEDGE_ORDER)
        return node_fail (node, error, "policy '%s' asks all to answer, which only acknowledge_order can",
                          policy->name);
    for (size_t i = 0; i < policy->steps.count; i++) {
        enum step_action action = steps[i].step.action;
        enum obligation_kind only = action_kinds[action].only, or_only = action_kinds[action].or_only;
        if (only != OBLIGATION_NONE && only != kind && or_only != kind)
            return node_fail (node, error, "policy '%s' %s, which only %s%s%s can", policy->name,
                              action_kinds[action].what, obligation_kind_names[only], or_only ? " or " : "",
                              or_only ? obligation_kind_names[or_only] : "");
    }
    return 0;
}

static int
policy_resolve (const struct node *node, const char *name, const struct bound_list *policies,
                enum obligation_kind kind, uint8_t *ret_policy, struct error *error)
{
    const struct policy_draft *drafts = policies->items;
    int policy = policy_find (policies, name);
    if (policy == -1)
        return node_fail (node, error, "there is no policy '%s'", name);
    *ret_policy = (uint8_t)policy;
    return check_actions (node, &drafts[policy], kind, error);
}

void
condition_fill (const struct node *node, const struct condition_draft *draft, struct policy_selector *selector)
{
    const struct type_draft *types = draft->types.items;
    const struct level_draft *levels = draft->levels.items;
    selector->types_count = (uint8_t)draft->types.count;
    for (size_t i = 0; i < draft->types.count; i++)
        selector->types[i] = types[i].code;
    for (size_t i = 0; i < draft->levels.count; i++)
        selector->levels |= 1u << levels[i].level;
    if (node_find (node, "drill"))
        selector->drill = draft->drill ? FOR_DRILLS : FOR_REAL;
}

/* 1. the last selector has no condition: a policy for whatever comes  2. no other is without one: those behind it
 * would never be asked */
static int
check_condition (const struct node *node, bool last, struct error *error)
{
    static const char *const conditions[] = { "types", "levels", "drill" };
    const struct node *condition = NULL;
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0] && !condition; i++)
        condition = node_find (node, conditions[i]);
    if (last && condition)
        return node_fail (condition, error,
                          "the last one must fit every incident, or an obligation is left without a policy: add "
                          "{use: ...}");
    if (!last && !condition)
        return node_fail (node, error, "it fits every incident, so that those after it are never chosen");
    return 0;
}

int
selectors_resolve (const struct node *node, const struct bound_list *selectors, const struct bound_list *policies,
                   enum obligation_kind kind, struct clock_rule *clock, struct error *error)
{
    const struct selector_draft *drafts = selectors->items;
    if (node->kind == NODE_SCALAR)
        return policy_resolve (node, drafts[0].use, policies, kind, &clock->policy, error);
    const struct node *child = node->first;
    for (size_t i = 0; i < selectors->count; i++, child = child->next) {
        bool last = i + 1 == selectors->count;
        struct policy_selector *selector = &clock->selectors[i];
        uint8_t *policy = last ? &clock->policy : &selector->policy;
        if (check_condition (child, last, error) == -1 ||
            policy_resolve (node_find (child, "use"), drafts[i].use, policies, kind, policy, error) == -1)
            return -1;
        if (!last)
            condition_fill (child, &drafts[i].condition, selector);
    }
    clock->selectors_count = (uint8_t)(selectors->count - 1);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* stages.c: the schema of the report stages, and the checks that leave no open incident without a clock. */
#include "config/policy.h"
#include "config/stages.h"

#include <string.h>

#define WORKING_DAYS_MAX 60
#define TYPE_MIN 10000
#define TYPE_MAX 99999

/* ---- the schema ---- */

static const struct row at_rows[] = { { .key = "at", .type = BIND_HOUR, .size = sizeof (uint32_t) } };
static const struct schema at_schema = BIND_SCHEMA (at_rows, uint32_t);

static const struct row level_name_rows[] = { { .key = "levels",
                                                .type = BIND_ENUM,
                                                .size = sizeof (enum event_level),
                                                .names = event_level_names,
                                                .names_count = EVENT_LEVELS } };
static const struct schema level_name_schema = BIND_SCHEMA (level_name_rows, enum event_level);

static const struct row type_rows[] = {
    { .key = "types", .type = BIND_INTEGER, .size = sizeof (uint32_t), .min = TYPE_MIN, .max = TYPE_MAX }
};
static const struct schema type_schema = BIND_SCHEMA (type_rows, uint32_t);

static const struct row stage_rows[] = {
    { .key = "code",
      .type = BIND_NAME,
      BIND_FIELD (struct stage_draft, stage.code),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "what commands call it" },
    { .key = "title",
      .type = BIND_STRING,
      BIND_FIELD (struct stage_draft, title),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .required = true,
      .help = "what people call it" },
    { .key = "kind",
      .type = BIND_ENUM,
      BIND_FIELD (struct stage_draft, stage.kind),
      .names = report_kind_names,
      .names_count = REPORT_KINDS,
      .allowed = (BIND_ALLOW (REPORT_KINDS) - 1) & ~BIND_ALLOW (0),
      .required = true,
      .help = "what kind of report it is" },
    { .key = "to",
      .type = BIND_STRING,
      BIND_FIELD (struct stage_draft, to),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .required = true,
      .help = "who receives it" },
    { .key = "channel",
      .type = BIND_STRING,
      BIND_FIELD (struct stage_draft, channel),
      .min = 1,
      .max = CHANNEL_MAX,
      .required = true,
      .help = "phone, written, ..." },
    { .key = "sign_off",
      .type = BIND_BOOL,
      BIND_FIELD (struct stage_draft, stage.sign_off),
      .fallback = "false",
      .help = "a duty leader signs before it goes up" },
    { .key = "blocks_close",
      .type = BIND_BOOL,
      BIND_FIELD (struct stage_draft, stage.clock.blocks_close),
      .fallback = "false",
      .help = "while it is owed, its incident does not close unless a duty leader overrides" },
    { .key = "met_by",
      .type = BIND_ENUM,
      BIND_FIELD (struct stage_draft, stage.met_by),
      .names = stage_met_by_names,
      .names_count = STAGE_MET_BYS,
      .fallback = "sent",
      .help = "sent: it went up; filed: a report of its kind was filed" },
    { .key = "from",
      .type = BIND_ENUM,
      BIND_FIELD (struct stage_draft, stage.from),
      .names = stage_from_names,
      .names_count = STAGE_FROMS,
      .required = true,
      .help = "what sets its clock" },
    { .key = "due",
      .type = BIND_DURATIONS,
      BIND_FIELD (struct stage_draft, stage.clock.due_ms),
      .min = 1000,
      .max = DUE_MAX_MS,
      .names = event_level_names,
      .names_count = EVENT_LEVELS,
      .help = "how long until it is overdue" },
    { .key = "at",
      .type = BIND_SCALARS,
      BIND_FIELD (struct stage_draft, at),
      .min = 1,
      .max = STAGE_HOURS_MAX,
      .sub = &at_schema,
      .help = "due at the next of these hours" },
    { .key = "end_of_day",
      .type = BIND_BOOL,
      BIND_FIELD (struct stage_draft, stage.end_of_day),
      .fallback = "false",
      .help = "due on the same local day" },
    { .key = "working_days",
      .type = BIND_INTEGER,
      BIND_FIELD (struct stage_draft, stage.working_days),
      .min = 1,
      .max = WORKING_DAYS_MAX,
      .help = "due at the end of the last of so many working days" },
    { .key = "levels",
      .type = BIND_SCALARS,
      BIND_FIELD (struct stage_draft, levels),
      .min = 1,
      .max = EVENT_LEVELS,
      .sub = &level_name_schema,
      .help = "owed by incidents of these levels only" },
    { .key = "types",
      .type = BIND_SCALARS,
      BIND_FIELD (struct stage_draft, types),
      .min = 1,
      .max = STAGE_TYPES_MAX,
      .sub = &type_schema,
      .help = "owed by incidents of these types only; 20000 stands for all 2xxxx" },
    { .key = "except",
      .type = BIND_SCALARS,
      BIND_FIELD (struct stage_draft, except),
      .min = 1,
      .max = STAGE_TYPES_MAX,
      .sub = &type_schema,
      .help = "but not by incidents of these types" },
    { .key = "recurring",
      .type = BIND_BOOL,
      BIND_FIELD (struct stage_draft, stage.recurring),
      .fallback = "false",
      .help = "owed again once it is met" },
    { .key = "policy",
      .type = BIND_MAPS,
      BIND_FIELD (struct stage_draft, selectors),
      .min = 1,
      .max = SELECTORS_MAX + 1,
      .sub = &selector_schema,
      .single = "use",
      .required = true,
      .help = "the name of one of the policies, or a list of conditions for several" },
    { .key = "basis",
      .type = BIND_STRING,
      BIND_FIELD (struct stage_draft, basis),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .required = true,
      .help = "act and article, or 'local practice'" },
};
const struct schema stage_schema = BIND_SCHEMA (stage_rows, struct stage_draft);

/* ---- checks ---- */

/* Of posts there are neither levels nor types, and a day always comes again. */
static int
check_daily (const struct node *node, const struct stage_draft *draft, struct error *error)
{
    const struct report_stage *stage = &draft->stage;
    if ((stage->kind == REPORT_NIL) != (stage->from == STAGE_FROM_DAY))
        return node_fail (node_find (node, "from"), error,
                          "a nil_report is owed by posts, from day, and nothing else is");
    if (stage->from != STAGE_FROM_DAY)
        return 0;
    if (draft->levels.count > 0 || draft->types.count > 0)
        return node_fail (node_find (node, draft->levels.count > 0 ? "levels" : "types"), error,
                          "a post has neither level nor type");
    if (stage->met_by == STAGE_MET_BY_FILED)
        return node_fail (node_find (node, "met_by"), error, "a post sends its nil_report");
    if (!stage->recurring)
        return node_fail_missing (node, "recurring", error, "missing: what is owed each day is recurring");
    return 0;
}

/* 1. it must be due some time  2. what is filed is initial, a continuation or final  3. what is only filed needs no
 * signature */
static int
check_stage (const struct node *node, const struct stage_draft *draft, struct error *error)
{
    const struct report_stage *stage = &draft->stage;
    if (stage->clock.due_ms[LEVEL_NONE] == 0 && draft->at.count == 0 && !stage->end_of_day &&
        stage->working_days == 0)
        return node_fail_missing (node, "due", error, "missing: by when (due, at, end_of_day or working_days)");
    if (stage->met_by == STAGE_MET_BY_FILED && stage->kind > REPORT_FINAL)
        return node_fail (node_find (node, "met_by"), error, "a %s is never filed, only sent",
                          report_kind_names[stage->kind]);
    if (stage->met_by == STAGE_MET_BY_FILED && stage->sign_off)
        return node_fail (node_find (node, "sign_off"), error, "what is met by filing has nothing to sign");
    return check_daily (node, draft, error);
}

static bool
code_taken (const struct stage_draft *drafts, size_t before, const char *code)
{
    for (size_t i = 0; i < before; i++)
        if (!strcmp (drafts[i].stage.code, code))
            return true;
    return false;
}

static bool
is_unconditional (const struct stage_draft *draft)
{
    return draft->levels.count == 0 && draft->types.count == 0 && draft->except.count == 0 &&
           stage_is_unconditional (&draft->stage);
}

int
stages_resolve (const struct node *list, const struct bound_list *drafts, const struct bound_list *policies,
                struct error *error)
{
    struct stage_draft *stages = drafts->items;
    const struct node *node = list->first;
    bool always = false;
    for (size_t i = 0; i < drafts->count; i++, node = node->next) {
        if (code_taken (stages, i, stages[i].stage.code))
            return node_fail (node_find (node, "code"), error, "there is already a report '%s'",
                              stages[i].stage.code);
        if (check_stage (node, &stages[i], error) == -1 ||
            selectors_resolve (node_find (node, "policy"), &stages[i].selectors, policies, OBLIGATION_REPORT,
                               &stages[i].stage.clock, error) == -1)
            return -1;
        always |= is_unconditional (&stages[i]);
    }
    if (!always)
        return node_fail (list, error,
                          "one report must be recurring, from intake, for all levels and types, or an "
                          "open incident could be without a clock");
    return 0;
}

/* ---- draft to rules ---- */

static void
fill_lists (struct report_stage *stage, const struct stage_draft *draft)
{
    const enum event_level *levels = draft->levels.items;
    stage->at_count = (uint8_t)draft->at.count;
    if (draft->at.count > 0)
        memcpy (stage->at_minutes, draft->at.items, draft->at.count * sizeof *stage->at_minutes);
    stage->types_count = (uint8_t)draft->types.count;
    if (draft->types.count > 0)
        memcpy (stage->types, draft->types.items, draft->types.count * sizeof *stage->types);
    stage->except_count = (uint8_t)draft->except.count;
    if (draft->except.count > 0)
        memcpy (stage->except, draft->except.items, draft->except.count * sizeof *stage->except);
    for (size_t i = 0; i < draft->levels.count; i++)
        stage->levels |= 1u << levels[i];
}

void
stages_fill (struct rules *rules, const struct bound_list *drafts)
{
    const struct stage_draft *draft = drafts->items;
    rules->stages_count = (uint8_t)drafts->count;
    for (size_t i = 0; i < drafts->count; i++, draft++) {
        struct report_stage *stage = &rules->stages[i];
        *stage = draft->stage;
        strcpy (stage->title, draft->title);
        strcpy (stage->to, draft->to);
        strcpy (stage->channel, draft->channel);
        strcpy (stage->clock.basis, draft->basis);
        fill_lists (stage, draft);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* roll_calls.c: the schema of a county's scheduled roll calls, and the checks that give each one a time and somebody
 * to call. */
#include "config/roll_calls.h"

#include "core/calendar.h"
#include "util/alloc.h"
#include "util/error.h"

#include <stdlib.h>
#include <string.h>

#define WITHIN_MIN_MS 10000

struct code_draft {
    char code[CODE_MAX + 1];
};

/* ---- the schema ---- */

static const struct row hour_rows[] = { { .key = "at", .type = BIND_HOUR, .size = sizeof (uint32_t) } };
static const struct schema hour_schema = BIND_SCHEMA (hour_rows, uint32_t);

static const struct row code_rows[] = { { .key = "",
                                          .type = BIND_CODE,
                                          BIND_FIELD (struct code_draft, code),
                                          .min = 1,
                                          .max = CODE_MAX,
                                          .help = "a code" } };
static const struct schema code_schema = BIND_SCHEMA (code_rows, struct code_draft);

static const struct row roll_call_rows[] = {
    { .key = "code",
      .type = BIND_CODE,
      BIND_FIELD (struct roll_call_draft, code),
      .min = 1,
      .max = CODE_MAX,
      .required = true,
      .help = "a short code, unique in its list" },
    { .key = "title",
      .type = BIND_STRING,
      BIND_FIELD (struct roll_call_draft, title),
      .min = 1,
      .max = NAME_MAX_BYTES,
      .required = true,
      .help = "what people call it" },
    { .key = "posts",
      .type = BIND_SCALARS,
      BIND_FIELD (struct roll_call_draft, posts),
      .min = 1,
      .max = ROLL_CALL_TARGETS_MAX,
      .sub = &code_schema,
      .help = "posts that are called" },
    { .key = "teams",
      .type = BIND_SCALARS,
      BIND_FIELD (struct roll_call_draft, teams),
      .min = 1,
      .max = ROLL_CALL_TARGETS_MAX,
      .sub = &code_schema,
      .help = "teams that are called" },
    { .key = "all_posts",
      .type = BIND_BOOL,
      BIND_FIELD (struct roll_call_draft, all_posts),
      .fallback = "false",
      .help = "all posts that there are when it begins" },
    { .key = "all_teams",
      .type = BIND_BOOL,
      BIND_FIELD (struct roll_call_draft, all_teams),
      .fallback = "false",
      .help = "all teams that there are when it begins" },
    { .key = "at",
      .type = BIND_SCALARS,
      BIND_FIELD (struct roll_call_draft, at),
      .min = 1,
      .max = ROLL_CALL_HOURS_MAX,
      .sub = &hour_schema,
      .help = "at these local hours" },
    { .key = "between",
      .type = BIND_SCALARS,
      BIND_FIELD (struct roll_call_draft, between),
      .min = 2,
      .max = 2,
      .sub = &hour_schema,
      .help = "or once a day between these two, at a time that nobody who is called can know before; it may go over "
              "midnight" },
    { .key = "days",
      .type = BIND_ENUM,
      BIND_FIELD (struct roll_call_draft, days),
      .names = roll_call_days_names,
      .names_count = ROLL_CALL_DAYS,
      .fallback = "all",
      .help = "all days, or working days only" },
    { .key = "answer_within",
      .type = BIND_DURATION,
      BIND_FIELD (struct roll_call_draft, within_ms),
      .min = WITHIN_MIN_MS,
      .max = 7 * DAY_MS,
      .help = "answers are due so soon; left out: as the profile says" },
};
const struct schema roll_call_schema = BIND_SCHEMA (roll_call_rows, struct roll_call_draft);

/* ---- checks ---- */

/* 1. somebody is called  2. not more than can be  3. either at fixed hours or inside a window  4. which has a width
 */
static int
check_one (const struct node *node, const struct roll_call_draft *draft, struct error *error)
{
    const uint32_t *between = draft->between.items;
    size_t named = draft->posts.count + draft->teams.count;
    if (named == 0 && !draft->all_posts && !draft->all_teams)
        return node_fail_missing (node, "posts", error,
                                  "missing: who is called; posts, teams, all_posts or all_teams");
    if (named > ROLL_CALL_TARGETS_MAX)
        return node_fail (node, error, "%zu posts and teams; at most %d in one roll call", named,
                          ROLL_CALL_TARGETS_MAX);
    if (draft->at.count == 0 && draft->between.count == 0)
        return node_fail_missing (node, "at", error, "missing: when it is made; at or between");
    if (draft->at.count > 0 && draft->between.count > 0)
        return node_fail (node_find (node, "between"), error, "there is 'at', too; say one of the two");
    if (draft->between.count > 0 && between[0] % DAY_MINUTES == between[1] % DAY_MINUTES)
        return node_fail (node_find (node, "between"), error, "it ends when it begins");
    return 0;
}

int
roll_calls_check (const struct node *list, const struct bound_list *bound, struct error *error)
{
    const struct roll_call_draft *drafts = bound->items;
    const struct node *node = list ? list->first : NULL;
    for (size_t i = 0; i < bound->count; i++, node = node->next)
        if (check_one (node, &drafts[i], error) == -1)
            return -1;
    return 0;
}

/* ---- draft to registry ---- */

static const char **
take_codes (const struct bound_list *bound, size_t *ret_count)
{
    const struct code_draft *drafts = bound->items;
    const char **codes = xcalloc (bound->count + 1, sizeof *codes);
    for (*ret_count = 0; *ret_count < bound->count; ++*ret_count)
        codes[*ret_count] = xstrdup (drafts[*ret_count].code);
    return codes;
}

static void
take_one (struct roll_call_draft *draft, struct import_roll_call *entry)
{
    struct roll_call_plan *plan = &entry->roll_call.plan;
    const uint32_t *at = draft->at.items, *between = draft->between.items;
    entry->roll_call.entity.kind = ENTITY_ROLL_CALL;
    entry->roll_call.title = draft->title;
    draft->title = NULL;
    entry->roll_call.within_ms = draft->within_ms;
    strcpy (plan->code, draft->code);
    plan->days = draft->days;
    plan->all_posts = draft->all_posts;
    plan->all_teams = draft->all_teams;
    for (size_t i = 0; i < draft->at.count; i++)
        plan->at_minutes[plan->at_count++] = at[i];
    if (draft->between.count > 0) {
        plan->from_minute = between[0];
        plan->to_minute = between[1];
    }
    entry->posts = take_codes (&draft->posts, &entry->posts_count);
    entry->teams = take_codes (&draft->teams, &entry->teams_count);
}

void
roll_calls_take (struct bound_list *bound, struct registry *registry)
{
    struct roll_call_draft *drafts = bound->items;
    if (bound->count > 0)
        registry->roll_calls = xcalloc (bound->count, sizeof registry->roll_calls[0]);
    for (; registry->roll_calls_count < bound->count; registry->roll_calls_count++)
        take_one (&drafts[registry->roll_calls_count], &registry->roll_calls[registry->roll_calls_count]);
}

static void
free_codes (const char **codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free ((char *)(uintptr_t)codes[i]);
    free (codes);
}

void
roll_calls_free (struct registry *registry)
{
    for (size_t i = 0; i < registry->roll_calls_count; i++) {
        struct import_roll_call *entry = &registry->roll_calls[i];
        free (entry->roll_call.title);
        free_codes (entry->posts, entry->posts_count);
        free_codes (entry->teams, entry->teams_count);
    }
    free (registry->roll_calls);
}

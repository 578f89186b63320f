/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c: what a profile says of an event: its level after its figures, the policy of a clock, when a report is due.
 */
#include "core/rules.h"
#include "core/calendar.h"
#include "core/entities.h"

#include <string.h>

static int64_t
stated (int64_t figure)
{
    return figure == FIGURE_UNKNOWN ? 0 : figure;
}

/* Order 493 art. 3: the highest of three dimensions; a threshold includes its own number ("and above"). */
enum event_level
rules_assess (const struct rules *rules, const struct figures *figures)
{
    int64_t deaths = stated (figures->dead);
    if (rules->missing_count_as_dead)
        deaths += stated (figures->missing);
    if (figures->dead == FIGURE_UNKNOWN && figures->injured_serious == FIGURE_UNKNOWN &&
        figures->loss_yuan == FIGURE_UNKNOWN && deaths == 0)
        return LEVEL_NONE;
    for (int level = LEVEL_EXTRAORDINARY; level >= LEVEL_SIGNIFICANT; level--) {
        const struct level_rule *rule = &rules->levels[level];
        if (deaths >= (int64_t)rule->deaths || stated (figures->injured_serious) >= (int64_t)rule->injured_serious ||
            stated (figures->loss_yuan) >= (int64_t)rule->loss_yuan)
            return (enum event_level)level;
    }
    return LEVEL_ORDINARY;
}

bool
type_covers (uint32_t code, uint32_t type_code)
{
    if (code % 10000 == 0)
        return code / 10000 == type_code / 10000;
    if (code % 100 == 0)
        return code / 100 == type_code / 100;
    return code == type_code;
}

static bool
selects (const struct policy_selector *selector, uint32_t type_code, enum event_level level, bool drill)
{
    bool of_type = selector->types_count == 0;
    for (int i = 0; i < selector->types_count && !of_type; i++)
        of_type = type_covers (selector->types[i], type_code);
    bool of_level = selector->levels == 0 || selector->levels & (1u << level);
    return of_type && of_level && (selector->drill == FOR_BOTH || (selector->drill == FOR_DRILLS) == drill);
}

bool
rules_applies (const struct clock_rule *clock, uint32_t type_code, enum event_level level, bool drill)
{
    return !clock->limited || selects (&clock->only, type_code, level, drill);
}

uint8_t
rules_policy (const struct clock_rule *clock, uint32_t type_code, enum event_level level, bool drill)
{
    for (int i = 0; i < clock->selectors_count; i++)
        if (selects (&clock->selectors[i], type_code, level, drill))
            return clock->selectors[i].policy;
    return clock->policy;
}

/* ---- report stages ---- */

const struct report_stage *
rules_stage (const struct rules *rules, const char *code)
{
    for (int i = 0; i < rules->stages_count; i++)
        if (!strcmp (rules->stages[i].code, code))
            return &rules->stages[i];
    return NULL;
}

static int64_t
earlier (int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t
stage_due_at (const struct rules *rules, const struct report_stage *stage, const struct day_spans *calendars,
              size_t calendars_count, int64_t from, int64_t hours_after, enum event_level level)
{
    int32_t offset = rules->utc_offset_minutes;
    int64_t due_at = stage->clock.due_ms[level] ? from + stage->clock.due_ms[level] : INT64_MAX;
    for (int i = 0; i < stage->at_count; i++)
        due_at = earlier (due_at, next_local_minute (hours_after, stage->at_minutes[i], offset));
    if (stage->end_of_day)
        due_at = earlier (due_at, end_of_local_day (hours_after, offset));
    if (stage->working_days) {
        int64_t day = working_days_after (calendars, calendars_count, local_day (from, offset), stage->working_days);
        due_at = earlier (due_at, local_moment (day, DAY_MINUTES, offset));
    }
    return due_at;
}

int64_t
stage_counts_from (const struct rules *rules, const struct report_stage *stage, int64_t due_at)
{
    int32_t offset = rules->utc_offset_minutes;
    int64_t before = due_at - DAY_MS; /* the fixed hour before that one */
    bool fixed = false;
    if (!stage->recurring)
        return 0;
    if (stage->end_of_day && end_of_local_day (due_at - 1, offset) == due_at)
        return due_at - DAY_MS;
    for (int i = 0; i < stage->at_count; i++) {
        int64_t hour = next_local_minute (due_at - DAY_MS, stage->at_minutes[i], offset);
        fixed |= hour == due_at;
        before = hour < due_at && hour > before ? hour : before;
    }
    return fixed ? before + (due_at - before) / 2 : 0;
}

bool
stage_is_unconditional (const struct report_stage *stage)
{
    return stage->recurring && stage->levels == 0 && stage->types_count == 0 && stage->except_count == 0 &&
           (stage->from == STAGE_FROM_INTAKE || stage->from == STAGE_FROM_OCCURRED ||
            stage->from == STAGE_FROM_LEVEL);
}
